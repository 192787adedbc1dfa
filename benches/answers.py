"""Is an answer right? What `compare` asks of every tool's output before its time counts.

The right answers are those of reference.py, and the shape in which one may differ from them is
the task's `check` in peers.toml: lines are compared byte for byte, tables as rows in any order,
JSON by value, quantiles by rank. Counts and sums are exact; only a decimal (an average) has leeway.
"""

import csv
import hashlib
import json
import math
import os
import re
import shlex
import subprocess

csv.field_size_limit(1 << 30)


def digest(path, sort=False):
    """The SHA-256 of a file, or of its lines in byte order."""
    if not sort:
        with open(path, "rb") as f:
            return hashlib.file_digest(f, "sha256").hexdigest()
    command = f"sort -S 2G {shlex.quote(str(path))} | sha256sum"
    return subprocess.run(command, shell=True, capture_output=True, text=True, check=True).stdout.split()[0]


def cells(path):
    """The rows of a small table: cells by tabs, commas or blanks, or the values of JSON objects."""
    rows = []
    for line in open(path, encoding="utf-8", errors="surrogateescape"):
        line = line.strip()
        if not line:
            continue
        if line[0] == "{":
            rows.append([str(value) for value in json.loads(line).values()])
            continue
        between = r"\t" if "\t" in line else r"," if "," in line else r"\s+"
        rows.append([cell.strip().strip('"') for cell in re.split(between, line)])
    return rows


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def close(got, want):
    """Whether a cell is what it should be: integers exactly, decimals within half a cent.

    >>> close("12", "12"), close("13", "12"), close("12.0", "12"), close("9007199254740993", "9007199254740992")
    (True, False, True, False)
    >>> close("1.3333", "1.3333333"), close("1.34", "1.3333333"), close("GET", "1.33")
    (True, False, False)
    """
    if got == want:
        return True
    try:
        return int(want) == (int(got) if re.fullmatch(r"-?\d+", got) else float(got))
    except ValueError:
        pass
    x, y = number(got), number(want)
    return x is not None and y is not None and abs(x - y) <= max(1e-6 * abs(y), 0.0051)


def csv_rows(path):
    with open(path, newline="", encoding="utf-8") as f:
        return [tuple(row) for row in csv.reader(f)]


def multiset(items):
    """A digest that no order changes, without keeping the items."""
    n = total = 0
    for item in items:
        n += 1
        total += int.from_bytes(hashlib.blake2b(repr(item).encode(), digest_size=16).digest(), "big")
    return n, total % (1 << 128)


def canonical(path):
    """Each record of JSON lines in one spelling: 514.0 and 514 are the same number, keys have no order."""

    def real(text):
        return int(float(text)) if float(text).is_integer() else float(text)

    for line in open(path, encoding="utf-8"):
        yield json.dumps(json.loads(line, parse_float=real), sort_keys=True)


def lines(got, ref):
    if digest(got) == digest(ref):
        return ""
    return "reordered" if same_lines(got, ref) else "lines differ"


def same_lines(got, ref):
    """In any order; the sizes too, since a sort completes a last line."""
    return os.path.getsize(got) == os.path.getsize(ref) and digest(got, True) == digest(ref, True)


def set_of_lines(got, ref):
    return "" if same_lines(got, ref) else "lines differ"


def table(got, ref):
    got, want = sorted(cells(got)), sorted(cells(ref))
    if len(got) != len(want):
        return f"{len(got)} rows, not {len(want)}"
    for g, w in zip(got, want):
        if len(g) != len(w) or not all(map(close, g, w)):
            return f"{g} is not {w}"
    return ""


def top(got, ref):
    """Keys by count: equal counts are a tie, and any key of the last place may be listed."""
    got, want = cells(got), cells(ref)
    got = [row if number(row[1]) is not None else row[::-1] for row in got]
    if sorted(float(row[1]) for row in got) != sorted(float(row[1]) for row in want):
        return "counts differ"
    least = min(float(row[1]) for row in want)
    above = [{row[0] for row in rows if float(row[1]) > least} for rows in (got, want)]
    return "" if above[0] == above[1] else "keys differ"


def ndjson(got, ref):
    if digest(got) == digest(ref):
        return ""
    if list(canonical(got)) == list(canonical(ref)):
        return ""
    return "reordered" if multiset(canonical(got)) == multiset(canonical(ref)) else "records differ"


def rows_of_csv(got, ref):
    got, want = csv_rows(got), csv_rows(ref)
    if got == want:
        return ""
    return "reordered" if multiset(got) == multiset(want) else "rows differ"


def sorted_rows(got, ref):
    """Column 11 never rises, and the rows are the same; a header that was kept is right too."""
    rows = csv_rows(got)
    if rows and rows[0][10:11] == ("duration",):
        rows = rows[1:]
    if len(rows) < 2 or any(float(a[10]) < float(b[10]) for a, b in zip(rows, rows[1:])):
        return "not sorted"
    return "" if multiset(rows) == multiset(csv_rows(ref)) else "rows differ"


def quantiles(got, ref):
    """Right within one rank, whatever the interpolation; within 5 % is an approximation, and called so."""
    with open(ref, encoding="utf-8") as f:
        want = json.load(f)
    got, approximate = cells(got), False
    if sorted(row[0] for row in got) != sorted(want):
        return "groups differ"
    for row in got:
        values = want[row[0]]
        for q, x in zip((0.5, 0.95, 0.99), map(float, row[1:4])):
            k = q * len(values)
            low, high = values[max(0, math.floor(k) - 2)], values[min(len(values) - 1, math.ceil(k) + 1)]
            if low - 6e-4 <= x <= high + 6e-4:
                continue
            if not low * 0.95 <= x <= high * 1.05:
                return f"{row[0]} q{q}: {x} not in {low}..{high}"
            approximate = True
    return "APPROX" if approximate else ""


CHECKS = {
    "lines": lines,
    "gzip": lines,
    "set": set_of_lines,
    "table": table,
    "top": top,
    "ndjson": ndjson,
    "csv": rows_of_csv,
    "sorted": sorted_rows,
    "quantiles": quantiles,
}


def plain(check, got, room):
    """The output as text: what should be gzip is unpacked into `room`. None if it is no gzip."""
    if check != "gzip":
        return got
    with open(room, "wb") as f:
        done = subprocess.run(["gzip", "-dc", str(got)], stdout=f, stderr=subprocess.PIPE)
    return None if done.returncode else room


def verdict(check, got, ref, room):
    """`ok`, `reordered`, `APPROX`, or `WRONG:` and why.

    >>> import pathlib, tempfile
    >>> room = pathlib.Path(tempfile.mkdtemp())
    >>> def is_right(check, got, want):
    ...     _ = (room / "got").write_bytes(got), (room / "want").write_bytes(want)
    ...     return verdict(check, room / "got", room / "want", room / "plain")
    >>> is_right("lines", b"a\\nb\\n", b"a\\nb\\n"), is_right("lines", b"b\\na\\n", b"a\\nb\\n")
    ('ok', 'reordered')
    >>> is_right("lines", b"a\\nb", b"a\\nb\\n"), is_right("gzip", b"a\\n", b"a\\n")
    ('WRONG: lines differ', 'WRONG: not gzip')
    >>> is_right("table", b"x,2\\na,1\\n", b"a\\t1\\nx\\t2\\n"), is_right("table", b"a\\t1\\n", b"a\\t1\\nx\\t2\\n")
    ('ok', 'WRONG: 1 rows, not 2')
    >>> is_right("top", b"a\\t3\\nc\\t1\\n", b"a\\t3\\nb\\t1\\n")
    'ok'
    >>> is_right("top", b"b\\t3\\nc\\t1\\n", b"a\\t3\\nc\\t1\\n")
    'WRONG: keys differ'
    >>> is_right("ndjson", b'{"a":1.0,"b":2}\\n', b'{"b":2,"a":1}\\n'), is_right("ndjson", b"{", b"{}")[:6]
    ('ok', 'WRONG:')
    >>> is_right("csv", b'"a",b\\n', b"a,b\\n"), is_right("csv", b"a\\n", b"b\\n")
    ('ok', 'WRONG: rows differ')
    >>> rising = b"".join(b"0,0,0,0,0,0,0,0,0,0,%d,x\\n" % i for i in range(3))
    >>> is_right("sorted", rising, rising)
    'WRONG: not sorted'
    >>> is_right("quantiles", b"a 50 95 99\\n", b'{"a": %r}' % list(range(1, 101)))
    'ok'
    >>> is_right("quantiles", b"a 50 95 90\\n", b'{"a": %r}' % list(range(1, 101)))
    'WRONG: a q0.99: 90.0 not in 98..100'
    """
    try:
        text = plain(check, got, room)
        found = "not gzip" if text is None else CHECKS[check](text, ref)
    except Exception as error:  # an output can be anything; what cannot be read is wrong
        found = f"{type(error).__name__}: {error}"
    if found in ("", "reordered", "APPROX"):
        return found or "ok"
    return f"WRONG: {found}"
