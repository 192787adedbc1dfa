"""reference.py TASK DATADIR > ANSWER: the answer that every tool must give.

Written to be plain, not fast, and independently of every peer, with Python's standard library
alone. `compare` runs it once for a task and a data set, and keeps the answer in DATADIR/ref/.
"""

import collections, csv, heapq, json, re, sys, glob

task, d = sys.argv[1], sys.argv[2] + "/"
out = sys.stdout.buffer
CLF = re.compile(
    rb'(\S+) \S+ \S+ \[([^\]]*)\] "((?:[^"\\]|\\.)*)" (\d+) (\S+) "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"$'
)


def lines(name):
    return open(d + name, "rb")


def access():
    """Address, time, request, status, bytes, line."""
    for line in lines("access.log"):
        m = CLF.match(line)
        assert m, line
        yield m[1], m[2], m[3], m[4], m[5], line


def target(req):
    """A malformed request ("-") has the target "-"."""
    part = req.split(b" ")
    return part[1] if len(part) > 1 else b"-"


def events():
    return map(json.loads, lines("events.ndjson"))


def row(*cells):
    out.write(b"\t".join(c if isinstance(c, bytes) else str(c).encode() for c in cells) + b"\n")


def grep(name, pattern, flags=0):
    rx = re.compile(pattern, flags)
    out.writelines(l for l in lines(name) if rx.search(l))


def counts(it):
    for k, n in sorted(collections.Counter(it).items()):
        row(k, n)


LOGFMT = re.compile(rb'(\w+)=("(?:[^"\\]|\\.)*"|\S*)')


def rows():
    return csv.DictReader(open(d + "events.csv", newline="", encoding="utf-8"))


def T1():
    grep("access.log", rb"wp-login\.php")


def T2():
    grep("access.log", rb"GET /api/v2")


T2f = T20 = T26 = T2


def T3():
    grep("access.log", rb"(bot|spider)/[0-9.]+", re.I)


def T4():
    grep("access.log", b"|".join(re.escape(w) for w in lines("words.txt").read().split()))


def T5():
    out.writelines(l for _, _, _, s, _, l in access() if int(s) >= 500)


def T6():
    for ip, _, req, s, _, _ in access():
        row(ip, s, target(req))


def T7():
    counts(s for _, _, _, s, _, _ in access())


T21 = T21g = T7


def T8():
    c = collections.Counter(target(r) for _, _, r, _, _, _ in access())
    for k, n in heapq.nsmallest(10, c.items(), key=lambda kv: (-kv[1], kv[0])):
        row(k, n)


def T9():
    n, b = collections.Counter(), collections.Counter()
    for ip, _, _, _, size, _ in access():
        n[ip] += 1
        b[ip] += 0 if size == b"-" else int(size)
    for ip in n:
        row(ip, n[ip], b[ip], repr(b[ip] / n[ip]))


def T10():
    """Every value, sorted: ranks are read from it."""
    by = collections.defaultdict(list)
    for e in events():
        by[e["service"]].append(e["duration"])
    json.dump({k: sorted(v) for k, v in by.items()}, sys.stdout)


def T11():
    out.writelines(
        l for l in lines("events.ndjson") if (e := json.loads(l))["level"] == "error" and e["duration"] > 250
    )


def T12():
    w = csv.writer(sys.stdout, lineterminator="\n")
    for e in events():
        w.writerow((e["ts"], e["service"], e["http"]["status"], e["msg"]))


def T13():
    counts(e["client"]["country"] for e in events())


def T14():
    n, s = collections.Counter(), collections.Counter()
    for line in lines("events.logfmt"):
        f = dict(LOGFMT.findall(line))
        n[f[b"service"]] += 1
        s[f[b"service"]] += float(f[b"duration"])
    for k in n:
        row(k, n[k], repr(s[k] / n[k]))


def T15():
    row(len({ip for ip, *_ in access()}))


def T16():
    seen = set()
    for l in lines("events.ndjson"):
        u = json.loads(l)["user_id"]
        if u not in seen:
            seen.add(u)
            out.write(l)


def T17():
    body = lines("events.csv")
    next(body)
    out.writelines(sorted(body, key=lambda l: -float(l.split(b",", 11)[10])))


def T18():
    for e in heapq.nlargest(100, events(), key=lambda e: e["duration"]):
        row(e["ts"], e["service"], e["duration"])


def T19():
    counts(t[:17] + b"\t" + s[:1] + b"xx" for _, t, _, s, _, _ in access())


def T22():
    for f in sorted(glob.glob(d + "many/*.log")):
        out.writelines(l for l in open(f, "rb") if b"wp-login.php" in l)


def T23():
    ip = re.compile(rb"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}")
    mail = re.compile(rb"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
    out.writelines(mail.sub(b"<email>", ip.sub(b"<ip>", l)) for l in lines("events.syslog"))


def T24():
    row(sum(n * 3 for n in map(int, lines("ints.txt")) if n % 2 == 0))


def T25():
    out.writelines(l for l in lines("tiny.log") if b"GET" in l)


def T27():
    n = 0
    for l in lines("access.log"):
        if b"GET /api/v2" in l:
            out.write(l)
            n += 1
            if n == 10:
                break


def T28():
    with open(d + "lookup.csv", newline="") as f:
        known = {r[0]: r[1:] for r in csv.reader(f)}
    w = csv.writer(sys.stdout, lineterminator="\n")
    for e in rows():
        w.writerow((e["user_id"], e["status"], *known.get(e["user_id"], ("", ""))))


def T29():
    """Whole records that mention Socket.read."""
    rec = b""
    for l in lines("app-java.log"):
        if l[:2] == b"20" and rec:
            if b"Socket.read" in rec:
                out.write(rec)
            rec = b""
        rec += l
    if b"Socket.read" in rec:
        out.write(rec)


globals()[task]()
