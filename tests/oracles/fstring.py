#!/usr/bin/env python3
"""Writes tests/fixtures/fstring/cases.tsv: what CPython's format() makes of values and specs.

A row is kind, value, spec, and `=` with the result or `!` for a ValueError. Left out is
what differs on purpose: bools, numbers as `s`, integers with a precision and no type or `n`,
infinities that `%` makes, and floats whose repr has an exponent (the spelling of a float is
num::write_float's own).
"""

import itertools
import pathlib
import random

OUT = pathlib.Path(__file__).parent.parent / "fixtures" / "fstring" / "cases.tsv"

INTS = [0, 1, -1, 7, 42, -42, 255, 999, 1000, -1000, 65535, 1234567, -1234567, 2**53 + 1, 2**63 - 1, -(2**63)]
FLOATS = [0.0, -0.0, 0.5, 1.5, 2.5, -2.5, 0.125, 0.375, 3.14159, 2.675, 1e-4, 123.456, -123.456, 1234567.891, 99999.5,
          999999.5, 0.1 + 0.2, 1e15, -0.001, 9.995, 0.000123456]
LOOSE = [1e-5, 1e16, 1e22, 1.5e300, 5e-324, 1.7976931348623157e308, -2.5e-7]
STRS = ["", "a", "hello", "München", "日本語", "x" * 20, "ab€"]

INT_TYPES = ["", "d", "n", "b", "o", "x", "X", "c"]
FLOAT_TYPES = ["e", "E", "f", "F", "g", "G", "%", "n"]


def result(value, spec):
    try:
        return "=" + format(value, spec)
    except (ValueError, OverflowError):
        return "!"


def wanted(kind, value, spec):
    """Whether CPython and flitch mean the same by this case."""
    if "\t" in spec or "\n" in spec:
        return False
    typed = spec[-1:] in set("dnboxXeEfFgG%sc")
    if kind == "int" and "." in spec and (not typed or spec.endswith("n")):
        return False
    if kind == "int" and spec.endswith("s"):
        return False
    if kind == "float" and spec.endswith("%") and value > 1e300:
        return False
    if kind == "int" and spec.endswith("c") and not (32 <= value < 127 or 160 < value < 0x3000):
        return False
    if kind == "float" and not typed and "." not in spec and "e" in repr(value):
        return False
    return True


def specs(rng, types):
    fill = rng.choice(["", "", "", "*", "0", "é", " "])
    align = rng.choice(["<", ">", "^", "="]) if fill else rng.choice(["", "", "<", ">", "^", "="])
    sign = rng.choice(["", "", "", "+", "-", " "])
    alt = rng.choice(["", "", "", "#"])
    zero = rng.choice(["", "", "0"])
    width = rng.choice(["", "1", "5", "8", "12", "20"])
    group = rng.choice(["", "", ",", "_"])
    precision = rng.choice(["", "", ".0", ".1", ".2", ".3", ".6", ".10", ".17"])
    return fill + align + sign + alt + zero + width + group + precision + rng.choice(types)


def main():
    rng = random.Random(1)
    cases = []
    for value, spec in itertools.product([2.5, 0.5, 1.5, 1234567.891], [".0f", ",.2f", "010,.1f", "08.3f", ".1%", ".3g", ".3", "#.0f", "+.2e"]):
        cases.append(("float", value, spec))
    for value, spec in itertools.product([42, -1234567, 0], ["05", "05d", "+d", " d", ",", "_", "012,d", "06,", "#x", "#010x", "#b", "_b", "x", ".2f", "e", "%", "=+8", "s", ">6", "<6", "^7", "*^9d"]):
        cases.append(("int", value, spec))
    for value, spec in itertools.product(["hello", "München"], ["", "10", ">10", "^11", ".3", "*<8.4", "010", "s", "d", "=10", "+", ",", "10,s", "é^9"]):
        cases.append(("str", value, spec))
    for _ in range(350):
        cases.append(("int", rng.choice(INTS + [rng.randrange(-(10**6), 10**6)]), specs(rng, INT_TYPES + FLOAT_TYPES)))
    for _ in range(450):
        value = rng.choice(FLOATS + LOOSE + [rng.uniform(-1000, 1000), rng.randrange(1, 10**6) / 1000])
        cases.append(("float", value, specs(rng, FLOAT_TYPES + ["", "d"])))
    for _ in range(120):
        cases.append(("str", rng.choice(STRS), specs(rng, ["", "s", "s"])))
    # Text that is a number stands and pads as the number.
    for _ in range(120):
        value = rng.choice([7, -42, 1234567, 12345678901234567890, 0.5, -3.25, 100.125])
        types = ["d", "x", "e", "f", "g", "%"] if isinstance(value, int) else ["e", "f", "g", "%"]
        spec = specs(rng, types)
        cases.append(("text", value, spec))
        bare = rng.choice(["8", ">9", "<9", "^9", "09", "*^12", "12,", "+", "0=10"])
        cases.append(("text", value, bare))
    rows = []
    for kind, value, spec in dict.fromkeys(cases):
        shown = repr(value) if kind != "str" else value
        row = "\t".join([kind, shown, spec, result(value, spec)])
        if wanted(kind, value, spec):
            rows.append(row)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
