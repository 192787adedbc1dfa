#!/usr/bin/env python3
"""Writes tests/fixtures/strings/cases.tsv: what CPython makes of texts and numbers.

A row is op, arguments, result, all tab-separated. Bytes are hexadecimal after `s`, and
decoded as Python does with surrogateescape, so that a bad byte is one code point; integers
stand after `i`, floats after `f` (repr), bools after `b`, nothing is `-`.
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
        for op in ["lower", "upper", "strip", "lstrip", "rstrip", "isdigit", "isspace", "isupper", "islower"]:
            case(op, b, result=getattr(t, op)())
        # The rest of Unicode's alphabetic characters is a difference on purpose.
        case("isalpha", b, result=t.isalpha())
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
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("\n".join(rows) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
