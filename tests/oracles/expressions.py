#!/usr/bin/env python3
"""The expressions of flitch beside CPython: `expressions.py FLITCH SEED CASES`.

Random expressions are drawn as text that both languages read. CPython parses them, and walks
its own tree twice: once with its own operators and functions, and once with the published
differences laid over them. What flitch prints must be the second. Where the two walks differ,
a difference of DIFFERENCES must have been named, so nothing differs that is not published; and
each of them must have made a difference somewhere, so none is published that is not so.

`expressions.py --differences` prints their titles, which are those of `flitch help language`.
"""

import ast
import json
import math
import operator
import random
import re
import subprocess
import sys

# One for each title in "What differs from Python" that single values can show.
DIFFERENCES = {
    "TEXT": "Text is a number where one is asked for",
    "UNTYPED": "Two fields of a text format compare as they sort",
    "NONE": "None is a missing value",
    "ERROR": "None takes the place of an exception",
    "KINDS": "Values of different kinds compare, and are apart",
    "BOOL": "A bool is no number",
    "CONDITION": "Conditions are bool",
    "INT": "Integers have 64 bits",
    "FINITE": "A float is finite",
    "NUMERIC": "Arithmetic is of numbers",
    "SPELLED": "Text methods take numbers and bools as they are spelled",
    "CONVERT": "Conversions read what logs write",
    "FORMAT": "Formats take what logs hold",
    "BYTES": "Text is bytes",
    "NESTED": "Lists and objects are JSON",
}

LEAST, MOST = -(2**63), 2**63 - 1


class Untyped(str):
    """A field of a text format."""


class Spelled(float):
    """A number of a JSON field that is not spelled as it would be printed."""

    def __new__(cls, text):
        made = super().__new__(cls, text)
        made.text = text
        return made


class Unsaid(Exception):
    """The walk met something that the oracle does not know."""


# ---------------------------------------------------------------- what flitch holds

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)


def read(text, grammar=NUMBER):
    """The number that the whole text spells, or None."""
    found = grammar.fullmatch(text)
    if not found:
        return None
    value = float(text) if found.group(1 if grammar is NUMBER else 2) or "e" in text.lower() else int(text)
    if isinstance(value, int) and not LEAST <= value <= MOST:
        value = float(value) if abs(value) < 10**308 else math.inf
    return None if value in (math.inf, -math.inf) else value


def encode(text):
    return text.encode("utf-8", "surrogateescape")


def decode(data):
    return data.decode("utf-8", "surrogateescape")


def is_number(v):
    return isinstance(v, (int, float)) and not isinstance(v, bool)


def is_nested(v):
    return isinstance(v, (list, dict))


def as_json(v):
    return json.dumps(v, ensure_ascii=False, separators=(",", ":"))


def spell(v):
    """How flitch writes a value as text."""
    if v is None:
        return ""
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, str):
        return str(v)
    if isinstance(v, Spelled):
        return v.text
    return as_json(v) if is_nested(v) else repr(v)


def typed(v):
    """A value that equals another only if it is the same to the last bit and in kind."""
    if isinstance(v, (list, tuple)):
        return ("list", [typed(x) for x in v])
    if isinstance(v, dict):
        return ("dict", [(k, typed(x)) for k, x in v.items()])
    if isinstance(v, str):
        return ("str", encode(v).decode("utf-8", "replace"))
    if isinstance(v, float):
        return ("float", repr(float(v)))
    return (type(v).__name__, hex(v) if isinstance(v, int) else repr(v))


def printed(v):
    """A value as it comes back from JSON: a field of a text format that spells a number is one there."""
    return json.loads(v) if isinstance(v, Untyped) and JSON_NUMBER.fullmatch(v) else v


# ---------------------------------------------------------------- the two walks

class Python:
    """The walk without differences. Every operator and function is CPython's own."""

    def __init__(self, fields):
        self.fields = fields

    def number(self, v):
        return v

    def of(self, node):
        return getattr(self, type(node).__name__)(node)

    def Constant(self, node):
        return node.value

    def Name(self, node):
        return self.fields[node.id]

    def Tuple(self, node):
        return tuple(self.of(x) for x in node.elts)

    def IfExp(self, node):
        return self.of(node.body if self.truth(self.of(node.test)) else node.orelse)

    def truth(self, v):
        return bool(v)

    def BoolOp(self, node):
        stop = isinstance(node.op, ast.Or)
        for operand in node.values:
            value = self.of(operand)
            if self.truth(value) == stop:
                return value
        return value

    def UnaryOp(self, node):
        if isinstance(node.op, ast.Not):
            return not self.truth(self.of(node.operand))
        return self.sign(operator.neg if isinstance(node.op, ast.USub) else operator.pos, self.of(node.operand))

    def sign(self, apply, v):
        return apply(v)

    BINARY = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
              ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow}

    def BinOp(self, node):
        return self.binary(type(node.op), self.of(node.left), self.of(node.right))

    def binary(self, op, a, b):
        if op is ast.Pow and isinstance(a, int) and isinstance(b, int) and abs(a) > 1 and a.bit_length() * b > 30000:
            raise OverflowError("a power that would take too long")
        for x, times in ((a, b), (b, a)) if op is ast.Mult else ():
            if isinstance(x, (str, list)) and isinstance(times, int) and len(x) * times > 100000:
                raise OverflowError("a text that would be too long")
        return self.BINARY[op](a, b)

    COMPARE = {ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
               ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Is: lambda a, b: a is b,
               ast.IsNot: lambda a, b: a is not b, ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b}

    def Compare(self, node):
        a = self.of(node.left)
        for op, right in zip(node.ops, node.comparators):
            b = self.of(right)
            if not self.compare(type(op), a, b):
                return False
            a = b
        return True

    def compare(self, op, a, b):
        return self.COMPARE[op](a, b)

    def Subscript(self, node):
        x = self.of(node.value)
        if isinstance(node.slice, ast.Slice):
            given = [node.slice.lower, node.slice.upper, node.slice.step]
            return self.slice(x, [(b is not None, b and self.of(b)) for b in given])
        index = node.slice.value if type(node.slice).__name__ == "Index" else node.slice
        return self.index(x, self.of(index))

    def slice(self, x, bounds):
        return x[slice(*(value for _, value in bounds))]

    def index(self, x, i):
        return x[i]

    def JoinedStr(self, node):
        return "".join(part.value if isinstance(part, ast.Constant) else
                       self.format(self.of(part.value), part.format_spec.values[0].value if part.format_spec else "")
                       for part in node.values)

    def format(self, v, spec):
        return format(v, spec)

    def Call(self, node):
        if isinstance(node.func, ast.Attribute):
            name, args = node.func.attr, [node.func.value] + node.args
        else:
            name, args = node.func.id, node.args
        return self.call(FUNCTIONS[name], [self.of(a) for a in args])

    def call(self, function, args):
        return function.python(*args)


class Flitch(Python):
    """The walk with the differences laid over CPython's operators, each named where it is met."""

    def __init__(self, fields):
        super().__init__(fields)
        self.met = set()

    def differs(self, key, answer=None):
        self.met.add(key)
        return answer

    def tried(self, apply, *args):
        """CPython's answer, as flitch can hold it."""
        try:
            answer = apply(*args)
        except OverflowError:
            return self.differs("FINITE")
        except (TypeError, ValueError, ZeroDivisionError, IndexError, KeyError, AttributeError):
            return self.differs("ERROR")
        return self.held(answer)

    def held(self, v):
        if isinstance(v, complex) or isinstance(v, float) and not math.isfinite(v):
            return self.differs("FINITE")
        if is_number(v) and isinstance(v, int) and not LEAST <= v <= MOST:
            self.differs("INT")
            return self.tried(float, v)
        if isinstance(v, str):
            return self.text(v)
        if isinstance(v, list):
            return [self.held(x) for x in v]
        return v

    def text(self, v):
        """Text that was made: bytes that stand together may make a code point."""
        again = decode(encode(v))
        return v if again == v else self.differs("BYTES", again)

    def number(self, v):
        """What an operator takes for a number; None if there is none."""
        if isinstance(v, bool):
            return self.differs("BOOL")
        if isinstance(v, str):
            return self.differs("TEXT", read(v))
        if isinstance(v, int) and not LEAST <= v <= MOST:
            return self.differs("INT", float(v))
        return v if is_number(v) else self.differs("ERROR")

    def spelled(self, v):
        """What a method of text takes for text; None if there is none."""
        if is_nested(v):
            return self.differs("ERROR")
        return str(v) if isinstance(v, str) else self.differs("SPELLED", spell(v))

    # Conditions.

    def truth(self, v):
        if not isinstance(v, bool):
            self.differs("NONE" if v is None else "CONDITION")
        return v is True

    def BoolOp(self, node):
        return self.truth(super().BoolOp(node))

    # Arithmetic.

    def sign(self, apply, v):
        if v is None:
            return self.differs("NONE")
        x = self.number(v)
        return x if x is None else self.tried(apply, x)

    def BinOp(self, node):
        a, b = self.of(node.left), self.of(node.right)
        if isinstance(node.op, ast.Add) and (is_string(node.left) or is_string(node.right)):
            return self.joined(a, b)
        return self.binary(type(node.op), a, b)

    def joined(self, a, b):
        if a is None or b is None:
            return self.differs("NONE")
        if not isinstance(a, str) or not isinstance(b, str):
            self.differs("NUMERIC")
        return self.text(spell(a) + spell(b))

    def binary(self, op, a, b):
        if a is None or b is None:
            return self.differs("NONE")
        if not (is_number(a) and is_number(b)):
            self.differs("NUMERIC")
        x, y = self.number(a), self.number(b)
        if x is None or y is None:
            return None
        if op is ast.Pow:
            return self.power(x, y)
        return self.tried(self.BINARY[op], x, y)

    def power(self, x, y):
        if isinstance(x, int) and isinstance(y, int) and y >= 0:
            if abs(x) <= 1 or y < 64 and LEAST <= x**y <= MOST:
                return x ** (y if abs(x) > 1 else min(y, 2 + y % 2))
            self.differs("INT")
            x, y = float(x), float(y)
        return self.tried(operator.pow, x, y)

    # Comparison.

    def compare(self, op, a, b):
        if op in (ast.In, ast.NotIn):
            return self.within(a, b) == (op is ast.In)
        standing = self.standing(a, b)
        if op in (ast.Eq, ast.NotEq, ast.Is, ast.IsNot):
            # `is` asks for the value, since nothing has an identity.
            return (standing == 0) == (op in (ast.Eq, ast.Is))
        if a is None or b is None:
            return self.differs("NONE", False)
        return standing is not None and self.COMPARE[op](standing, 0)

    def standing(self, a, b):
        """-1, 0 or 1 as a is below b, equal or above; None where they are apart."""
        if a is None or b is None:
            return 0 if a is b else None
        if isinstance(a, Untyped) and isinstance(b, Untyped):
            x, y = read(a, JSON_NUMBER), read(b, JSON_NUMBER)
            if x is not None or y is not None:
                self.differs("UNTYPED")
                return None if x is None or y is None else order(x, y)
        if isinstance(a, str) and isinstance(b, str):
            if order(encode(a), encode(b)) != order(a, b):
                self.differs("BYTES")
            return order(encode(a), encode(b))
        for x, y, turn in ((a, b, 1), (b, a, -1)):
            if isinstance(x, bool) and isinstance(y, str):
                truth = {"true": True, "True": True, "false": False, "False": False}.get(str(y))
                if truth is None:
                    return self.differs("KINDS")
                return self.differs("TEXT", turn * order(x, truth))
        if isinstance(a, bool) and isinstance(b, bool):
            return order(a, b)
        if isinstance(a, bool) or isinstance(b, bool):
            return self.differs("BOOL")
        if is_nested(a) and is_nested(b):
            return self.differs("NESTED", 0 if as_json(a) == as_json(b) else None)
        if is_nested(a) or is_nested(b) or isinstance(a, str) and read(a) is None or isinstance(b, str) and read(b) is None:
            return self.differs("KINDS")
        return order(self.number(a), self.number(b))

    def within(self, a, b):
        if isinstance(b, tuple):
            return any(self.standing(a, item) == 0 for item in b)
        if a is None or b is None:
            return self.differs("NONE", False)
        if isinstance(b, list):
            return any(self.standing(item, a) == 0 for item in b)
        if isinstance(b, dict):
            return a in b if isinstance(a, str) else self.differs("NESTED", False)
        if not isinstance(a, str) or not isinstance(b, str):
            self.differs("SPELLED")
        return self.held_in(spell(a), spell(b))

    def held_in(self, a, b):
        if (encode(a) in encode(b)) != (a in b):
            self.differs("BYTES")
        return encode(a) in encode(b)

    # Parts.

    def whole(self, v):
        """An index or a bound."""
        i = self.number(v)
        return i if isinstance(i, int) else self.differs("ERROR")

    def index(self, x, i):
        if x is None or i is None:
            return self.differs("NONE")
        if isinstance(x, dict):
            return self.tried(operator.getitem, x, i) if isinstance(i, str) else self.differs("NESTED")
        i = self.whole(i)
        if i is None:
            return None
        if not is_nested(x) and not isinstance(x, str):
            self.differs("SPELLED")
        return self.tried(operator.getitem, x if is_nested(x) else spell(x), i)

    def slice(self, x, bounds):
        if x is None or any(given and bound is None for given, bound in bounds):
            return self.differs("NONE")
        places = [self.whole(bound) if given else None for given, bound in bounds]
        if any(given and place is None for (given, _), place in zip(bounds, places)):
            return None
        if not isinstance(x, (list, str)):
            x = self.spelled(x)
        return None if x is None else self.tried(operator.getitem, x, slice(*places))

    # Formats.

    def JoinedStr(self, node):
        return self.text(super().JoinedStr(node))

    def format(self, v, spec):
        text = self.formatted(v, spec)
        return self.differs("FINITE", "") if spec.endswith("%") and "inf" in text else text

    def formatted(self, v, spec):
        kind = spec[-1:] if spec[-1:] in set("bcdeEfFgGnosxX%") else ""
        if v is None:
            self.differs("NONE")
            return format("", re.sub(r"[,_]|\.\d+|[+ #-]|(?<![1-9])0(?=[1-9])", "", spec.rstrip("bcdeEfFgGnosxX%"))
                          .replace("=", "<"))
        if not spec:
            return v if isinstance(v, str) else self.shown(v)
        if not kind:
            return self.bare(v, spec)
        if kind == "s":
            if not isinstance(v, str):
                self.differs("FORMAT")
            return self.tried(format, spell(v), spec) or ""
        if isinstance(v, bool):
            v = self.differs("FORMAT", int(v))
        elif isinstance(v, str):
            self.differs("FORMAT")
            v = int(v) if re.fullmatch("[+-]?[0-9]+", v) else read(v)
        elif isinstance(v, Spelled):
            v = float(v)
        if not is_number(v):
            return self.differs("FORMAT", "")
        if kind in "bcoxX" and isinstance(v, int) and abs(v) >= 2**128:
            return self.differs("INT", "")
        return self.tried(format, v, spec) or ""

    def bare(self, v, spec):
        """A spec without a type: what is a number is padded as it is spelled."""
        speaks = re.search(r"^(?:.?[<>^])?[+ -]|[#,_]|^.?=", spec)
        if speaks and (isinstance(v, (bool, str)) or is_nested(v)):
            self.differs("FORMAT")
            if is_nested(v) or isinstance(v, str) and not re.fullmatch("[+-]?[0-9]+", v) and read(v) is None:
                return ""
            v = Spelled(v) if isinstance(v, str) else int(v)
        elif isinstance(v, Untyped) and "." not in spec and read(v, JSON_NUMBER) is not None:
            self.differs("FORMAT")
            v = Spelled(v)
        elif isinstance(v, bool) or is_nested(v):
            v = self.differs("FORMAT", spell(v))
        if "." in spec and is_number(v):
            if isinstance(v, int):
                self.differs("FORMAT")
                spec += "g"
            return self.tried(format, float(v), spec) or ""
        if isinstance(v, Spelled):
            return self.differs("FORMAT", padded(v.text, spec))
        return self.tried(format, v, spec) or ""

    def shown(self, v):
        return spell(v) if spell(v) == format(v) else self.differs("SPELLED", spell(v))

    # Functions.

    def Call(self, node):
        name = getattr(node.func, "attr", "")
        if name in AT_BLANKS and node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value is None:
            return self.call(AT_BLANKS[name], [self.of(x) for x in [node.func.value] + node.args[1:]])
        return super().Call(node)

    def call(self, function, args):
        if function.model:
            return function.model(self, *args)
        if None in args:
            return self.differs("NONE", False if function.none is False else None)
        taken = []
        for kind, arg in zip(function.args + function.args[-1:] * len(args), args):
            taken.append(getattr(self, kind)(arg))
        if None in taken:
            # A needle that is no text is nowhere.
            return False if function.none is False and taken[0] is not None else None
        answer = self.tried(function.python, *taken)
        # Between code points and at white space it is code points that count.
        by_points = function.name in ("replace", "count") and taken[1] == "" or "split" in function.name and len(taken) == 1
        if function.bytewise and not by_points:
            raw = [encode(x) if isinstance(x, str) else tuple(map(encode, x)) if isinstance(x, tuple) else x for x in taken]
            bytewise = self.tried(getattr(bytes, function.name), *raw)
            bytewise = [decode(x) for x in bytewise] if isinstance(bytewise, (list, tuple)) else bytewise
            bytewise = decode(bytewise) if isinstance(bytewise, bytes) else bytewise
            return answer if answer == bytewise else self.differs("BYTES", bytewise)
        return answer

    def texts(self, v):
        """One text or several in brackets."""
        if isinstance(v, tuple):
            return tuple(self.spelled(x) for x in v)
        return self.spelled(v)

    def flag(self, v):
        return v

    def real(self, v):
        """What a function takes for a number: a bool too, as in Python."""
        if isinstance(v, bool):
            return int(v)
        return self.number(v)

    def integer(self, v):
        v = self.real(v)
        if isinstance(v, float) and v.is_integer() and LEAST <= v <= MOST and v != 2.0**63:
            return self.differs("TEXT", int(v))
        return v if isinstance(v, int) else self.differs("ERROR")


def padded(text, spec):
    """A number as it is spelled, with the sign, the width and the grouping of a spec."""
    fill, align, sign, zero, width, mark = re.fullmatch(
        "(?:(.)?([<>^=]))?([+ -]?)#?(0?)([0-9]*)([,_]?)", spec).groups()
    head = "-" if text[0] == "-" else sign.replace("-", "")
    whole, rest = re.fullmatch("([0-9]*)(.*)", text.lstrip("+-")).groups()
    zero = zero and not fill
    fill, align = fill or ("0" if zero else " "), align or ("=" if zero else ">")
    width = int(width or 0)
    if mark:
        least = width - len(head) - len(rest) if fill == "0" and align == "=" else 0
        while len(whole) + (len(whole) - 1) // 3 < least:
            whole = "0" + whole
        whole = mark.join(filter(None, re.findall("[0-9]{1,3}", whole[::-1])))[::-1]
    lack = fill * (width - len(head + whole + rest))
    if align == "=":
        return head + lack + whole + rest
    if align == "^":
        return lack[:len(lack) // 2] + head + whole + rest + lack[len(lack) // 2:]
    return (lack if align == ">" else "") + head + whole + rest + (lack if align == "<" else "")


def order(a, b):
    return (a > b) - (a < b)


def is_string(node):
    """Whether `+` joins because of this side."""
    if isinstance(node, ast.IfExp):
        return is_string(node.body) and is_string(node.orelse)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and (is_string(node.left) or is_string(node.right))
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "str"
    return isinstance(node, ast.JoinedStr) or isinstance(node, ast.Constant) and isinstance(node.value, str)


# ---------------------------------------------------------------- functions

class Function:
    """A function: what its arguments are taken for, and CPython's own.

    A method of text is one line: `"upper": method("T", "spelled")`. The first word is what it
    gives (T text, N number, B bool, L list), the others are methods of Flitch that read an
    argument. `draws` says what is drawn for an argument, a method of Draw, where that does not
    follow from how it is read; `least` is how many must be given; `bytewise` that flitch looks at
    bytes. What is not CPython's, laid over the differences that are everyone's, is a `model`.
    """

    def __init__(self, name, python, gives, args, method, draws, least, model, bytewise=False):
        self.name, self.python, self.gives, self.args = name, python, gives, args
        self.method, self.model, self.bytewise = method, model, bytewise
        self.none = False if gives == "B" else None
        self.draws = draws or [{"spelled": "text", "real": "number", "integer": "small", "texts": "needles",
                                "flag": "flag"}[a]
                               for a in args]
        self.least = len(self.draws) if least is None else least


def method(gives, *args, python=None, draws=None, least=None, model=None, bytewise=False):
    def make(name):
        own = python or (lambda x, *more: getattr(x, name)(*more))
        return Function(name, own, gives, args, True, draws, least, model, bytewise)
    return make


def function(python, gives, *args, draws=None, least=None, model=None):
    return lambda name: Function(name, python, gives, args, False, draws, least, model)


def to_int(walk, x, *base):
    if x is None or None in base:
        return walk.differs("NONE")
    if is_nested(x):
        return walk.differs("CONVERT")
    if not base:
        number = read(x.strip(" \t\n\r\f")) if isinstance(x, str) else walk.real(x)
        if isinstance(x, str) and (not re.fullmatch("[+-]?[0-9]+", x.strip(" \t\n\r\f"), re.ASCII)):
            walk.differs("CONVERT")
        elif isinstance(x, str) and isinstance(number, float):
            walk.differs("INT")
        return number if number is None else walk.tried(int, number)
    base, text = walk.integer(*base), walk.spelled(x)
    if base is None or not 2 <= base <= 36:
        return walk.differs("CONVERT")
    text = str(text).strip(" \t\n\r\f")
    if not text.isascii() or "_" in text or text != str(text).strip():
        return walk.differs("CONVERT")
    answer = walk.tried(int, text, base)
    return walk.differs("INT") if isinstance(answer, float) else answer


def to_float(walk, x):
    if x is None:
        return walk.differs("NONE")
    if isinstance(x, str):
        text = x.strip(" \t\n\r\f")
        if not NUMBER.fullmatch(text):
            return walk.differs("CONVERT")
        return walk.held(float(text))
    x = walk.real(x)
    return x if x is None else walk.tried(float, x)


def to_bool(walk, x):
    if x is None:
        return walk.differs("NONE")
    if isinstance(x, bool):
        return x
    number = None if is_nested(x) else walk.real(x)
    if not is_number(x):
        walk.differs("CONVERT")
    if number is not None:
        return number != 0
    words = {"true": True, "yes": True, "on": True, "t": True, "y": True,
             "false": False, "no": False, "off": False, "f": False, "n": False}
    return words.get(x.strip(" \t\n\r\f").lower()) if isinstance(x, str) and x.isascii() else None


def to_str(walk, x):
    if x is None:
        return walk.differs("NONE")
    if is_nested(x):
        walk.differs("NESTED")
    return str(x) if isinstance(x, str) else walk.shown(x)


def length(walk, x):
    if x is None:
        return walk.differs("NONE")
    return len(x) if is_nested(x) else len(walk.spelled(x))


def extreme(better):
    def model(walk, *args):
        if None in args:
            return walk.differs("NONE")
        best = args[0]
        for other in args[1:]:
            standing = walk.standing(other, best)
            if standing is None:
                return walk.differs("ERROR")
            best = other if standing == better else best
        return best
    return model


def finds(walk, x, sub):
    if x is None or sub is None:
        return walk.differs("NONE")
    x, sub = walk.spelled(x), walk.spelled(sub)
    if x is None or sub is None:
        return None
    at = encode(x).find(encode(sub))
    place = at if at < 0 else len(decode(encode(x)[:at]))
    return place if place == x.find(sub) else walk.differs("BYTES", place)


def filled(name):
    def fill(x, width, *more):
        if width > 10000:
            raise ValueError("flitch goes no further, and neither should this machine")
        return getattr(x, name)(width, *more)
    return fill


def rounded(x, digits=None):
    # CPython would make a power of ten that is as large as asked for.
    if isinstance(x, int) and isinstance(digits, int) and digits < -1000:
        return 0
    return round(x, digits)


FUNCTIONS = {
    "abs": function(abs, "N", "real"),
    "bool": function(bool, "B", "real", draws=["any"], model=to_bool),
    "capitalize": method("T", "spelled"),
    "ceil": function(math.ceil, "N", "real"),
    "center": method("T", "spelled", "integer", "spelled", least=2, python=filled("center")),
    "count": method("N", "spelled", "spelled", bytewise=True),
    "endswith": method("B", "spelled", "texts", bytewise=True),
    "exp": function(math.exp, "N", "real"),
    "find": method("N", "spelled", "spelled", model=finds),
    "float": function(float, "N", "real", draws=["any"], model=to_float),
    "floor": function(math.floor, "N", "real"),
    "int": function(int, "N", "real", "integer", draws=["any", "base"], least=1, model=to_int),
    "isalnum": method("B", "spelled"),
    "isalpha": method("B", "spelled"),
    "isdigit": method("B", "spelled"),
    "islower": method("B", "spelled"),
    "isspace": method("B", "spelled"),
    "isupper": method("B", "spelled"),
    "len": function(len, "N", "spelled", draws=["any"], model=length),
    "ljust": method("T", "spelled", "integer", "spelled", least=2, python=filled("ljust")),
    "lower": method("T", "spelled"),
    "lstrip": method("T", "spelled", "spelled", least=1),
    "max": function(max, "A", "real", draws=["any", "any", "any"], least=2, model=extreme(1)),
    "min": function(min, "A", "real", draws=["any", "any", "any"], least=2, model=extreme(-1)),
    "partition": method("L", "spelled", "spelled", python=lambda x, by: list(x.partition(by)), bytewise=True),
    "removeprefix": method("T", "spelled", "spelled", bytewise=True),
    "removesuffix": method("T", "spelled", "spelled", bytewise=True),
    "replace": method("T", "spelled", "spelled", "spelled", "integer", least=3, bytewise=True),
    "rjust": method("T", "spelled", "integer", "spelled", least=2, python=filled("rjust")),
    "round": function(rounded, "N", "real", "integer", least=1),
    "rpartition": method("L", "spelled", "spelled", python=lambda x, by: list(x.rpartition(by)), bytewise=True),
    "rsplit": method("L", "spelled", "spelled", "integer", draws=["text", "separator", "small"], least=1, bytewise=True),
    "rstrip": method("T", "spelled", "spelled", least=1),
    "split": method("L", "spelled", "spelled", "integer", draws=["text", "separator", "small"], least=1, bytewise=True),
    "splitlines": method("L", "spelled", "flag", least=1),
    "sqrt": function(math.sqrt, "N", "real"),
    "startswith": method("B", "spelled", "texts", bytewise=True),
    "str": function(str, "S", "spelled", draws=["any"], model=to_str),
    "strip": method("T", "spelled", "spelled", least=1),
    "swapcase": method("T", "spelled"),
    "title": method("T", "spelled"),
    "trunc": function(math.trunc, "N", "real"),
    "upper": method("T", "spelled"),
    "zfill": method("T", "spelled", "integer", python=filled("zfill")),
}
FUNCTIONS = {name: make(name) for name, make in FUNCTIONS.items()}

# Where None is written as the separator. One that is a field's value is missing.
AT_BLANKS = {
    "rsplit": method("L", "spelled", "integer", python=lambda x, *most: x.rsplit(None, *most))("rsplit"),
    "split": method("L", "spelled", "integer", python=lambda x, *most: x.split(None, *most))("split"),
}


# ---------------------------------------------------------------- drawing

TEXTS = ["", " ", "a", "b", "ab", "abc", "A", "Error", "error: x", "007", "+5", "12", "12.0", "-3", "1e3", "1E400", ".5", "5.",
         "1_000", "0x1f", "nan", "inf", "Infinity", "-0", "-0.0", "0", "1", "00", "true", "True", "false", "no", "None", "null",
         "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616", "1.50", " 7 ", "\t8\n",
         "٣", "²", "ß", "ÄÖ", "straße", "日本語", "🎉", "\u00a0x\u2003", "ﬁ", "Σ", "a,b,,c", " a  b ", "a\"b", "it's", "\\", "x=1;y=2", ",", "\n", "a\nb\r\nc\vd", "x\u2028y\n", "they're HERE", "ΣΑΣ", "ǆa",
         "\udcff", "a\udcffb", "\udce2\udc82", "\udcc3", "\udca9", "\udca9x", "ab\udcc3", "\udc9f\udc8e\udc89", "\udcf0", "é", "Ⅷ", "ⓐ", "aⅧ", "ff", "zz", "1 2", "e", "{}", "%d"]
INTS = [0, 1, -1, 2, 3, -2, 5, 7, 10, 12, 16, 36, 60, 100, 255, 404, 500, 1000, -1000, 2**31, 2**53, 2**53 + 1, -(2**53) - 1,
        10**15 + 1, 10**18, 2**62, 2**63 - 1, -(2**63), 2**63 - 513]
HUGE = [2**63, -(2**63) - 1, 2**64, 2**100, -(2**100) - 1, 10**30 + 7]
FLOATS = [0.0, -0.0, 0.5, 1.0, 1.5, 2.5, -2.5, 2.675, 0.1, 0.3, 1e-7, 1e15, 1e16, 123456.789, 1e22, 1e100, 1e308, -1e308, 5e-324,
          9007199254740993.0, 9.223372036854775e18, 9.223372036854776e18, 12.0, -7.5, 0.125, 1e-5, 3.0, 99999.5]
ODD = ["1.50", "1E3", "1e3", "0.10", "12.000", "-0.00", "5e+1", "100e-2"]
LISTS = [[], [1], [1.0], [1, 2, 3], ["a"], ["a", "b"], ["12", 12], [None], [True, False], [0], [[1], 2], ["a,b"], ["é", "日"]]
OBJECTS = [{}, {"a": 1}, {"a": "12", "b": None}, {"1": 2}, {"a": {"b": 1.5}}]
SPECS = ["", "", "", "5", ">5", "<6", "^7", "*^9", "05", "08.3f", ".2f", ".0f", "d", ",", "_", ",.2f", "+", "+d", " d", "x", "#x", "X",
         "b", "o", "e", ".3e", "g", ".3g", "%", ".1%", "s", ">8s", ".2", ".2s", "é>6", "=+7", "+.1f", "010", "#.3g", "G", "E", "n"]
BAD = ["\udcff", "\udca9", "\udcc3", "\udc9f\udc8e\udc89", "é", "🎉", "ﬁ", "a\udca9"]
FIELDS = ["a", "b", "c", "d", "x", "y", "z"]


class Draw:
    """Draws an expression as text with its binding power, so that brackets can be left out."""

    LOOSE, OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, POWER, ATOM = range(10)

    def __init__(self, rng, typed):
        self.rng, self.typed = rng, typed
        self.names = sorted(FUNCTIONS)

    def pick(self, *choices):
        return self.rng.choice(choices)

    def within(self, drawn, power):
        text, own = drawn
        return f"({text})" if own < power or self.rng.random() < 0.08 else text

    def field(self):
        return self.rng.choice(FIELDS), self.ATOM

    def quoted(self, text):
        """A literal that both languages read alike, in single quotes or double."""
        quote = self.rng.choice("'\"")
        for plain, escaped in (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"),
                               ("\v", "\\x0b"), ("\u2028", "\\u2028"), (quote, "\\" + quote)):
            text = text.replace(plain, escaped)
        return quote + text + quote

    def literal(self):
        text = self.rng.choice([t for t in TEXTS if not any("\udc00" <= c <= "\udfff" for c in t)])
        return self.quoted(text), self.ATOM

    def digits(self):
        number = self.rng.choice(INTS + FLOATS)
        if number == LEAST:
            number += 1
        return (repr(number), self.ATOM) if repr(number)[0] != "-" else (repr(number), self.SIGN)

    def small(self, depth):
        if depth > 0 and self.rng.random() < 0.15:
            return self.number(depth - 1)
        if self.rng.random() < 0.1:
            return self.field()
        n = self.rng.randint(-5, 8)
        return str(n), self.ATOM if n >= 0 else self.SIGN

    def flag(self, _):
        return self.pick("True", "False"), self.ATOM

    def separator(self, depth):
        return ("None", self.ATOM) if self.rng.random() < 0.3 else self.text(depth)

    def base(self, _):
        return self.pick("2", "8", "10", "16", "36", "7", "1", "37", "y"), self.ATOM

    def call(self, depth, gives):
        function = FUNCTIONS[self.rng.choice([n for n in self.names if FUNCTIONS[n].gives in gives])]
        count = self.rng.randint(function.least, len(function.draws))
        args = [getattr(self, kind)(depth - 1) for kind in function.draws[:count]]
        if not function.method:
            return f"{function.name}({', '.join(text for text, _ in args)})", self.ATOM
        x = self.within(args[0], self.ATOM)
        if re.fullmatch(r"\(*-?[0-9].*", x):
            x = self.rng.choice(FIELDS)
        return f"{x}.{function.name}({', '.join(text for text, _ in args[1:])})", self.ATOM

    def needles(self, depth):
        if self.rng.random() < 0.3:
            return "(" + "".join(self.literal()[0] + ", " for _ in range(self.rng.randint(1, 3))).rstrip(" ") + ")", self.ATOM
        return self.text(depth)

    def number(self, depth):
        """A value that may stand in arithmetic."""
        roll = self.rng.random()
        if depth <= 0 or roll < 0.15:
            return self.pick(self.field, self.field, self.digits)()
        if roll < 0.55:
            op, left, right, own = self.pick(
                ("+", self.SUM, self.PRODUCT, self.SUM), ("-", self.SUM, self.PRODUCT, self.SUM),
                ("*", self.PRODUCT, self.SIGN, self.PRODUCT), ("/", self.PRODUCT, self.SIGN, self.PRODUCT),
                ("//", self.PRODUCT, self.SIGN, self.PRODUCT), ("%", self.PRODUCT, self.SIGN, self.PRODUCT),
                ("**", self.ATOM, self.SIGN, self.POWER))
            a, b = self.number(depth - 1), self.number(depth - 1)
            return f"{self.within(a, left)} {op} {self.within(b, right)}", own
        if roll < 0.65:
            return self.pick("-", "-", "+") + self.within(self.number(depth - 1), self.SIGN), self.SIGN
        if roll < 0.72:
            return self.choice(depth, self.number)
        if roll < 0.8:
            return self.part(depth)
        return self.call(depth, "N" if roll < 0.95 else "NTA")

    def choice(self, depth, value):
        then, cond, other = value(depth - 1), self.condition(depth - 1), value(depth - 1)
        return f"{self.within(then, self.OR)} if {self.within(cond, self.OR)} else {self.within(other, self.LOOSE)}", self.LOOSE

    def part(self, depth):
        x = self.pick(self.field, self.field, lambda: self.text(depth - 1), lambda: self.call(depth, "L"))()
        x = self.within(x, self.ATOM)
        return f"{x}[{self.small(depth - 1)[0]}]", self.ATOM

    def cut(self, depth):
        bounds = [self.small(depth - 1)[0] if self.rng.random() < 0.6 else "" for _ in range(self.rng.choice([2, 2, 3]))]
        # A step that is written as 0 is refused.
        bounds[2:] = ["1" if step == "0" else step for step in bounds[2:]]
        x = self.pick(self.field, lambda: self.text(depth - 1), lambda: self.call(depth, "L"))()
        return f"{self.within(x, self.ATOM)}[{':'.join(bounds)}]", self.ATOM

    def text(self, depth):
        roll = self.rng.random()
        if depth <= 0 or roll < 0.2:
            return self.pick(self.field, self.literal)()
        if roll < 0.35:
            sides = [self.string(depth - 1), self.any(depth - 1)]
            self.rng.shuffle(sides)
            return f"{self.within(sides[0], self.SUM)} + {self.within(sides[1], self.PRODUCT)}", self.SUM
        if roll < 0.5:
            return self.string(depth)
        if roll < 0.65:
            return self.cut(depth)
        if roll < 0.7:
            return self.choice(depth, self.text)
        return self.call(depth, "TS")

    def string(self, depth):
        """What `+` takes for a string."""
        roll = self.rng.random()
        if depth <= 0 or roll < 0.3:
            return self.literal()
        if roll < 0.5:
            return self.call(depth, "S")
        parts = []
        for _ in range(self.rng.randint(1, 3)):
            value = self.any(depth - 1)[0]
            # Before 3.12 a value holds neither the quote nor a backslash.
            value = "x" if re.search("[\"'\\\\{}:!]", value) else value
            spec = self.rng.choice(SPECS)
            parts.append(self.pick("", "a", "{{", "é ", "-") + "{" + value + (":" + spec if spec else "") + "}")
        return 'f"' + "".join(parts) + '"', self.ATOM

    def condition(self, depth):
        """A condition: a bool, or a field of a typed format."""
        if self.typed and self.rng.random() < 0.1:
            return self.field()
        return self.bool(depth)

    def bool(self, depth):
        roll = self.rng.random()
        if depth <= 0 and roll < 0.1:
            return self.pick("True", "False"), self.ATOM
        if roll < 0.15 and depth > 0:
            return f"not {self.within(self.condition(depth - 1), self.NOT)}", self.NOT
        if roll < 0.35 and depth > 0:
            op, own = self.pick(("and", self.AND), ("or", self.OR))
            a, b = self.condition(depth - 1), self.condition(depth - 1)
            return f"{self.within(a, own)} {op} {self.within(b, own + 1)}", own
        if roll < 0.5:
            return self.call(max(depth, 1), "B")
        if roll < 0.6:
            a = self.within(self.any(depth - 1), self.SUM)
            return f"{a} {self.pick('is', 'is not')} {self.pick('None', 'None', 'True', 'False')}", self.COMPARE
        if roll < 0.78:
            return self.membership(depth)
        if roll < 0.83:
            return f"{self.rng.choice(FIELDS)} {self.pick('==', '!=', '<', '>=')} {self.rng.choice(FIELDS)}", self.COMPARE
        text = self.within(self.any(depth - 1), self.SUM)
        for _ in range(self.pick(1, 1, 1, 2)):
            text += " " + self.pick("==", "!=", "<", "<=", ">", ">=") + " " + self.within(self.any(depth - 1), self.SUM)
        return text, self.COMPARE

    def membership(self, depth):
        op = self.pick("in", "not in")
        if self.rng.random() < 0.4:
            items = [self.pick(self.literal, self.digits, lambda: (self.pick("None", "True", "False"), self.ATOM))()[0]
                     for _ in range(self.rng.randint(1, 4))]
            return f"{self.within(self.any(depth - 1), self.SUM)} {op} ({', '.join(items)},)", self.COMPARE
        hay = self.pick(self.field, self.literal, lambda: self.call(max(depth, 1), "TL"), lambda: self.string(depth - 1))()
        return f"{self.within(self.any(depth - 1), self.SUM)} {op} {self.within(hay, self.SUM)}", self.COMPARE

    def any(self, depth):
        if depth <= 0:
            return self.pick(self.field, self.field, self.digits, self.literal)()
        draw = self.pick(self.number, self.number, self.text, self.text, self.bool, self.part, self.field_of,
                         lambda d: self.call(d, "AL"), lambda d: self.choice(d, self.any))
        return draw(depth)

    def field_of(self, _):
        return self.field()


def draw_value(rng, typed):
    if rng.random() < 0.06:
        text = rng.choice(BAD)
        return text if typed else Untyped(text)
    if not typed:
        return Untyped(rng.choice(TEXTS + [repr(n) for n in INTS + HUGE + FLOATS] + ODD))
    return rng.choice(rng.choice([[None], [True, False], INTS, INTS, HUGE, FLOATS, [Spelled(t) for t in ODD], TEXTS, TEXTS, TEXTS,
                                  LISTS, OBJECTS]))


def raw(rng, v):
    """A value as JSON, spelled one way or another."""
    if isinstance(v, Spelled):
        return v.text.encode()
    # An escape of half a pair is another text than a bad byte.
    escapes = isinstance(v, str) and rng.random() < 0.3 and not any("\udc80" <= c <= "\udcff" for c in v)
    return encode(json.dumps(v, ensure_ascii=escapes, separators=(",", ":")))


def render(rng, rows, typed):
    if typed:
        return b"".join(b"{" + b",".join(b'"%s":%s' % (k.encode(), raw(rng, v)) for k, v in row.items()) + b"}\n" for row in rows)
    cell = lambda v: b'"' + encode(v).replace(b'"', b'""') + b'"'
    return b"".join(b",".join(line) + b"\n" for line in
                    [[f.encode() for f in FIELDS]] + [[cell(row[f]) for f in FIELDS] for row in rows])


# ---------------------------------------------------------------- running

class Refused(Exception):
    pass


def run(binary, texts, data, typed):
    """The rows that flitch prints, one list of values each; Refused if it takes the pipeline for none."""
    script = "select " + ", ".join(f"({text}) as c{i}" for i, text in enumerate(texts))
    done = subprocess.run([binary, "-i", "json" if typed else "csv", "-o", "json", "-j2", script], input=data,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode == 2:
        raise Refused(done.stderr.decode("utf-8", "replace").strip())
    rows = [list(json.loads(line).values()) for line in done.stdout.decode("utf-8").split("\n")[:-1]]
    if done.returncode not in (0, 3):
        raise AssertionError(f"exit {done.returncode}: {done.stderr.decode('utf-8', 'replace')}\n{script}")
    return rows


def answers(binary, texts, data, typed, refused):
    """What flitch prints for each expression, in order; those it refuses are noted."""
    try:
        rows = run(binary, texts, data, typed)
        return [[row[i] for row in rows] for i in range(len(texts))]
    except Refused as why:
        if len(texts) == 1:
            refused.append((texts[0], str(why)))
            return [None]
        half = len(texts) // 2
        return answers(binary, texts[:half], data, typed, refused) + answers(binary, texts[half:], data, typed, refused)


def pure(tree, row):
    """CPython's own answer, and whether there is one."""
    plain = {k: str(v) if isinstance(v, str) else float(v) if isinstance(v, Spelled) else v for k, v in row.items()}
    try:
        return Python(plain).of(tree), True
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError):
        return None, False


def parts(tree, source):
    """The expressions within an expression, the small ones first."""
    found = {}
    for node in ast.walk(tree):
        is_value = not isinstance(node, (ast.Tuple, ast.Slice, ast.FormattedValue, ast.Attribute))
        if isinstance(node, ast.expr) and is_value and getattr(node, "id", "a") in FIELDS:
            text = ast.get_source_segment(source, node)
            if text and ast.dump(ast.parse(text.strip(), mode="eval").body) == ast.dump(node):
                found[text.strip()] = node
    return sorted(found.items(), key=lambda part: len(part[0]))


def smallest(binary, source, tree, row, typed):
    """The smallest part of an expression for which flitch's answer is another, and a line on it."""
    data = render(random.Random(1), [row], typed)
    for text, node in parts(tree, source) + [(source, tree)]:
        try:
            found = run(binary, [text], data, typed)[0][0]
        except Refused:
            continue
        wanted = Flitch(row).of(node)
        if typed_apart(found, wanted):
            names = sorted({n.id for n in ast.walk(node) if isinstance(n, ast.Name) and n.id in FIELDS})
            given = " ".join(f"{n}={row[n].text if isinstance(row[n], Spelled) else ascii(row[n])}" for n in names)
            answer, there = pure(node, row)
            return (f"{text}   {'json' if typed else 'csv'} {given}\n  flitch {found!a}, wanted {wanted!a}, "
                    f"python {ascii(answer) if there else 'raises'}")
    return f"{source}   differs only among others: {row!a}"


def typed_apart(found, wanted):
    return typed(found) != typed(printed(wanted))


def campaign(binary, seed, cases):
    rng = random.Random(seed)
    findings, shown, done = {}, {}, 0
    while done < cases and len(findings) < 40:
        is_typed = rng.random() < 0.7
        draw = Draw(rng, is_typed)
        rows = [{f: draw_value(rng, is_typed) for f in FIELDS} for _ in range(16)]
        texts = [rng.choice([draw.any, draw.number, draw.text, draw.bool])(rng.randint(1, 3))[0] for _ in range(100)]
        data = render(rng, rows, is_typed)
        refused = []
        found = answers(binary, texts, data, is_typed, refused)
        for text, why in refused:
            findings.setdefault("refused: " + why.split("\n")[0], f"{text}\n{why}")
        for text, column in zip(texts, found):
            if column is None:
                continue
            tree = ast.parse(text, mode="eval").body
            for row, answer in zip(rows, column):
                done += 1
                walk = Flitch(row)
                wanted = walk.of(tree)
                mine, there = pure(tree, row)
                differs = not there or typed(mine) != typed(wanted)
                if differs and not walk.met:
                    findings.setdefault("unpublished: " + text, f"{text}  {row!a}\n  model {wanted!a}, python {mine!a} {there}")
                if differs and len(walk.met) == 1:
                    key = next(iter(walk.met))
                    shown[key] = shown.get(key, 0) + 1
                if typed_apart(answer, wanted):
                    line = smallest(binary, text, tree, row, is_typed)
                    findings.setdefault(line.split("   ")[0], line)
                    break
    for finding in findings.values():
        print(finding)
    for key, title in DIFFERENCES.items():
        if key not in shown and cases >= 10000:
            print(f"no case shows the difference: {title}")
            findings[key] = title
    print(f"{done} cases, {len(findings)} findings; differences shown: "
          + ", ".join(f"{key.lower()} {shown.get(key, 0)}" for key in DIFFERENCES))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    if sys.argv[1:] == ["--differences"]:
        print("\n".join(DIFFERENCES.values()))
    else:
        sys.exit(campaign(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
