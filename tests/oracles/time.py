#!/usr/bin/env python3
"""Writes tests/fixtures/time/cases.tsv: what CPython's datetime and zoneinfo make of instants.

A row is an operation and its arguments, then the answer. `show` writes an instant by a format in
a zone; `read` reads a naive stamp in a zone, a time that occurs twice being the first one; `parse`
is strptime, in UTC where the format has no offset, `!` for a ValueError; `stamp` is a moment as
CPython spells it in a shape of logs; `year` is a stamp without a year, a reference, and the whole
stamp. Instants are nanoseconds since 1970. Zones are the same ones since 1972, so that the versions of two tz
databases do not matter; the future is left out, since Python's zoneinfo reads it from the same
rules, but the machine's files may be older.
"""

import datetime
import email.utils
import pathlib
import random
import zoneinfo

OUT = pathlib.Path(__file__).parent.parent / "fixtures" / "time" / "cases.tsv"
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns",
         "Asia/Kathmandu", "Pacific/Auckland", "UTC"]
LETTERS = "YymdejaAbBhHIklMSpfsFTDRGVuwUWzZ"
FORMATS = ["%d/%m/%Y", "%d.%m.%y %H:%M", "%Y-%m-%d %H:%M:%S.%f", "%b %d, %Y %I:%M %p", "%Y%m%dT%H%M%S", "%G-W%V-%u",
           "%Y %j", "%a, %d %b %Y %H:%M:%S %z", "%A %B %d %Y"]


SHAPES = ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S,%f", "%Y/%m/%d %H:%M:%S.%f", "%Y%m%dT%H%M%SZ", "%Y%m%d%H%M%S",
          "%Y-%jT%H:%M:%S", "%G-W%V-%uT%H:%M:%S.%f", "%Y%m%d %H:%M:%S.%f", "%d/%b/%Y:%H:%M:%S +0000", "%a %b %d %H:%M:%S.%f %Y",
          "%a %b %d %H:%M:%S UTC %Y", "%b %d %Y %H:%M:%S", "%b %d, %Y %I:%M:%S %p", "%B %d, %Y at %I:%M:%S %p",
          "%A, %d %B %Y %H:%M:%S GMT", "%d-%b-%Y %H:%M:%S.%f", "%Y-%m-%d-%H.%M.%S.%f", "%d-%b-%y %I.%M.%S.%f %p",
          "%Y-%m-%d %I:%M:%S.%f %p", "%c", "%s", "%s.%f"]
OFFSETS = [datetime.timezone(datetime.timedelta(minutes=m)) for m in (-720, -210, -1, 0, 60, 345, 840)]


def nanos(moment):
    delta = moment - EPOCH
    return ((delta.days * 86400 + delta.seconds) * 10**6 + delta.microseconds) * 1000


def moments(rng):
    """Instants all over, and many round the changes of clocks."""
    for year in range(1975, 2025, 3):
        for month, day in [(3, 8), (3, 29), (3, 30), (4, 5), (10, 4), (10, 25), (10, 27), (11, 1), (12, 31), (1, 1)]:
            for hour in rng.sample(range(24), 4):
                yield datetime.datetime(year, month, day, hour, rng.randrange(60), rng.randrange(60),
                                        rng.randrange(10**6), tzinfo=datetime.timezone.utc)


def main():
    rng = random.Random(8)
    rows = []
    for moment in moments(rng):
        zone = rng.choice(ZONES)
        local = moment.astimezone(zoneinfo.ZoneInfo(zone))
        spec = " ".join("%" + c for c in rng.sample(LETTERS.replace("s", ""), 6))
        rows.append(("show", nanos(moment), zone, spec, local.strftime(spec)))
        naive = local.replace(tzinfo=None, microsecond=0)
        for shift in (0, 1800, 3600):
            stamp = naive + datetime.timedelta(seconds=shift)
            aware = stamp.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(datetime.timezone.utc)
            rows.append(("read", stamp.isoformat(), zone, nanos(aware)))
    for moment in moments(rng):
        made, used = rng.choice(FORMATS), rng.choice(FORMATS)
        used = made if rng.random() < 0.8 else used
        spelled = moment.strftime(made)
        try:
            read = datetime.datetime.strptime(spelled, used)
            read = read if read.tzinfo else read.replace(tzinfo=datetime.timezone.utc)
            answer = str(nanos(read))
        except ValueError:
            answer = "!"
        rows.append(("parse", spelled, used, answer))
    for moment in moments(rng):
        # Seconds of fewer than ten digits are no stamp.
        shape = rng.choice(SHAPES if nanos(moment) >= 10**18 else SHAPES[:-2])
        spelled = moment.strftime(shape.replace("%s", str(nanos(moment) // 10**9)))
        fine = "%f" in shape
        rows.append(("stamp", spelled, nanos(moment if fine else moment.replace(microsecond=0))))
        zoned = moment.astimezone(rng.choice(OFFSETS))
        rows.append(("stamp", zoned.isoformat(rng.choice("T "), "milliseconds"), nanos(moment) // 10**6 * 10**6))
        rows.append(("stamp", email.utils.format_datetime(zoned), nanos(moment.replace(microsecond=0))))
    for moment in moments(rng):
        reference = moment + datetime.timedelta(seconds=rng.randrange(-180 * 86400, 180 * 86400))
        shape = rng.choice(["%b %d %H:%M:%S", "%b %d %H:%M:%S.%f", "%m%d %H:%M:%S.%f", "%a %b %d %H:%M:%S", "*%b %d %H:%M:%S.%f UTC"])
        whole = moment.replace(tzinfo=None).isoformat(timespec="microseconds" if "%f" in shape else "seconds")
        rows.append(("year", moment.strftime(shape), nanos(reference), whole + (" UTC" if "UTC" in shape else "")))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text("".join("\t".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
    print(len(rows), "cases")


main()
