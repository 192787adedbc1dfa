#!/usr/bin/env python3
"""Writes tests/fixtures/strings/cases.tsv: what CPython makes of texts and numbers.

A row is op, arguments, result, all tab-separated. Bytes are hexadecimal after `s`, and
decoded as Python does with surrogateescape, so that a bad byte is one code point; integers
stand after `i`, floats after `f` (repr), bools after `b`, nothing is `-`. Lists of texts are
hexadecimal after `l`, each text with a comma after it.
"""

import pathlib
import random

OUT = pathlib.Path(__file__).parent.parent / "fixtures" / "strings" / "cases.tsv"

TEXTS = [
    b"", b"a", b"abc", b"ABC", b"Hello World", b"  both \t\n", b"\x1c\x1ftrim\x1e", "ÄÖÜß".encode(), "straße".encode(),
    "ΑΣ ΟΔΟΣ".encode(), "İstanbul ŉ ǅ".encode(), "日本語テキスト".encode(), "a\u0301e\u0301".encode(), "\u00a0\u2003wide\u3000".encode(),
    "\u200bzero".encode(), "🎉 party 🎉".encode(), b"bad\xffbyte", b"\xe2\x82", b"\xe2\x82\xac", b"\xff\xfe\xfd", b"x\xc3\xa9\xc3y",
    b"12345", b"-42", b"+7", "٣٤".encode(), "²½".encode(), "x²".encode(), b"aaaa", b"abababab", b"/api/users/", b"GET /x HTTP/1.1",
    b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", "ﬁn".encode(), "ǅ".encode(), "ab ç".encode(),
]
LINES = [b"\n", b"a\n", b"a\r\nb\rc\n\rd", b"\r\r\n\n", b"a\x0bb\x0cc\x1cd\x1de\x1ef", "a\u0085b\u2028c\u2029d\u2029".encode(),
         b"bad\xff\nx\xc2", b"  a\t\tb \xff c  ", "\u3000x\u2003y\u00a0".encode()]
CASED = [b"hello world", b"they're bill's 2nd-HAND", "ὈΔΥΣΣΕΎΣ ΣΑΣ Σ'Σ".encode(), "ΑΣ\u0301 ΑΣ.Β ΑΣ\u00adΒ".encode(), "ǆ ǅ Ǆ ǆǆ".encode(), "ﬃ ﬁn ßx".encode(),
         "ქართული".encode(), "ᾳ ᾼ ᾷ ᾀᾀ".encode(), "İıŉ ſ".encode(), b"a\xffb C\xe2\x82d", "ⓐⒶ Ⅷⅷ ª".encode(), "x\u0345Y ʰA".encode(),
         "𐐀𐐨 𝐀".encode(), "ñandú ÉCOLE".encode(), "٣x ½ x²".encode(), "नमस्ते".encode(), "日本".encode()]
SETS = [b"a", b"ab", b"/", b" \t", "é\u3000".encode(), b"\xff", b"xyz", "日語".encode(), b""]
NEEDLES = [b"a", b"b", b"ab", b"", b"/", "本".encode(), "🎉".encode(), b"zz", b"aa", b"Hello", b" ", "Σ".encode()]
BOUNDS = [None, 0, 1, 2, 3, 5, 100, -1, -2, -3, -100, 2**63 - 1, -(2**63)]
STEPS = [None, 1, 2, 3, 100, -1, -2, -3, -100, 2**63 - 1, -(2**63)]
FLOATS = [0.0, -0.0, 0.5, 1.5, 2.5, -2.5, 3.5, 2.675, 1.005, 0.125, 0.375, -0.125, 1234.5678, 1250.0, 1350.0, 1250.1, 99999.5,
          1e15 + 0.5, 1e22, 1.7976931348623157e308, 5e-324, 1e-10, 149.99999999999997, 50.0, 150.0, 250.0, 51.0, 9999.0, 0.1]
INTS = [0, 1, -1, 5, 15, 25, -5, -15, -25, 49, 50, 51, 149, 150, 250, 999, -999, 10**18, -(2**63), 2**63 - 1, 2**63 - 6]


def text(b):
    return b.decode("utf-8", "surrogateescape")


def shown(v):
    if v is None:
        return "-"
    if isinstance(v, bool):
        return "b" + str(v).lower()
    if isinstance(v, bytes):
        return "s" + v.hex()
    if isinstance(v, str):
        return "s" + v.encode("utf-8", "surrogateescape").hex()
    if isinstance(v, (list, tuple)):
        return "l" + "".join(shown(x)[1:] + "," for x in v)
    if isinstance(v, int):
        # What does not fit 64 bits is a float in flitch.
        return f"i{v}" if -(2**63) <= v < 2**63 else f"f{float(v)!r}"
    return f"f{v!r}"


def main():
    rng = random.Random(2)
    rows = []

    def case(op, *args, result):
        rows.append("\t".join([op, *map(shown, args), shown(result)]))

    for b in TEXTS:
        t = text(b)
        for op in ["lower", "upper", "strip", "lstrip", "rstrip", "isdigit", "isspace", "isupper", "islower", "isalpha",
                   "isalnum", "title", "capitalize", "swapcase", "splitlines"]:
            case(op, b, result=getattr(t, op)())
        case("splitlines", b, True, result=t.splitlines(True))
        case("len", b, result=len(t))
        for chars in rng.sample(SETS, 4):
            for op in ["strip", "lstrip", "rstrip"]:
                case(op, b, chars, result=getattr(t, op)(text(chars)))
        for needle in rng.sample(NEEDLES, 5):
            n = text(needle)
            case("find", b, needle, result=t.find(n))
            case("startswith", b, needle, result=t.startswith(n))
            case("endswith", b, needle, result=t.endswith(n))
            case("removeprefix", b, needle, result=t.removeprefix(n))
            case("removesuffix", b, needle, result=t.removesuffix(n))
            new = rng.choice([b"", b"-", "é".encode(), b"aa"])
            case("replace", b, needle, new, result=t.replace(n, text(new)))
            count = rng.choice([0, 1, 2, -1])
            case("replace", b, needle, new, count, result=t.replace(n, text(new), count))
        case("zfill", b, 6, result=t.zfill(6))
        for _ in range(14):
            start, stop, step = rng.choice(BOUNDS), rng.choice(BOUNDS), rng.choice(STEPS)
            case("slice", b, start, stop, step, result=t[start:stop:step])
        for i in [0, 1, 2, -1, -2, 50, -50]:
            case("nth", b, i, result=t[i] if -len(t) <= i < len(t) else None)
    for x in FLOATS:
        case("round", x, result=round(x))
        for n in [0, 1, 2, 3, 10, 323, 400, -1, -2, -3, -20, -308, -400]:
            try:
                case("round", x, n, result=round(x, n))
            except OverflowError:
                case("round", x, n, result=None)
    for x in INTS:
        case("round", x, result=round(x))
        for n in [0, 2, -1, -2, -3, -18, -19, -20, -400]:
            case("round", x, n, result=round(x, n))
        for width in [1, 2, 3, 7, 100, 10**9, 2**63 - 1]:
            case("bin", x, width, result=x // width * width)
    for x in FLOATS:
        if abs(x) < 2**53:
            for width in [1, 3, 7, 100]:
                case("bin", x, width, result=int(x // width) * width)
    for b in TEXTS:
        for needle in NEEDLES:
            case("rfind", b, needle, result=text(b).rfind(text(needle)))
    for b in TEXTS + LINES + CASED:
        t = text(b)
        for op in ["ljust", "rjust", "center"]:
            for width in rng.sample([0, 4, 7, 12, 13, 40], 2):
                case(op, b, width, result=getattr(t, op)(width))
                case(op, b, width, "é".encode(), result=getattr(t, op)(width, "é"))
        for most in [-1, 0, 1, 2]:
            case("split", b, None, most, result=t.split(None, most))
            case("rsplit", b, None, most, result=t.rsplit(None, most))
        for needle in rng.sample(NEEDLES, 6) + [t[1:3].encode("utf-8", "surrogateescape")]:
            n = text(needle)
            case("count", b, needle, result=t.count(n))
            if not n:
                continue
            case("partition", b, needle, result=t.partition(n))
            case("rpartition", b, needle, result=t.rpartition(n))
            for most in [-1, rng.choice([0, 1, 2])]:
                case("split", b, needle, most, result=t.split(n, most))
                case("rsplit", b, needle, most, result=t.rsplit(n, most))
    for b in LINES + CASED:
        t = text(b)
        for op in ["title", "capitalize", "swapcase", "splitlines", "isalpha", "isalnum", "isupper", "islower", "lower", "upper"]:
            case(op, b, result=getattr(t, op)())
        case("splitlines", b, True, result=t.splitlines(True))
    # Every character that has a case, or another form in title case, by itself and within a word.
    for c in map(chr, range(0x110000)):
        if not 0xd800 <= ord(c) < 0xe000 and (c.title() != c.upper() or ord(c) < 0x600 and c.upper() != c.lower()):
            for op in ["title", "capitalize", "swapcase"]:
                case(op, f"{c}{c}".encode(), result=getattr(c + c, op)())
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("\n".join(rows) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
