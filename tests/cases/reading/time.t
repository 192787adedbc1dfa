$ flitch --since 2026-03-02T09:10Z 'count, min(time)' app.jsonl
{"count":2,"min_time":"2026-03-02T09:10:00.999Z"}

$ flitch --now 2026-03-02T09:15Z --since -5m 'count' app.jsonl
{"count":2}

$ flitch --now 2026-03-03T00:00Z --since yesterday --until 'yesterday+9h1m' 'count' app.jsonl
{"count":3}

$ flitch --tz +01:00 --since 2026-03-02T10:10 'count' app.jsonl
{"count":2}

$ flitch --since start+5m --until start+10m 'select time' app.jsonl
{"time":"2026-03-02T09:05:02.415Z"}
{"time":"2026-03-02T09:06:27.300Z"}
{"time":"2026-03-02T09:10:00.999Z"}

# A format whose columns are known to hold no time.
$ flitch -i lines --since -1h '' app.log
! flitch: --since and --until need a time, and lines has none
!   help: name the field that holds it: `where FIELD >= t"2026-01-02T03:04Z"`
? 2

$ flitch --since start '' < app.jsonl
! flitch: --since start: `start` needs a file, since standard input cannot be read twice
? 2

$ flitch --since soon '' app.jsonl
! flitch: `--since`: `soon` is no point in time; write -3h, 09:30, today, yesterday+8h, 2026-01-02, 2026-01-02T03:04:05Z or start+30m
? 2

$ flitch --since 2026-03-02 --until 2026-03-01 '' app.jsonl
! flitch: --since is not before --until: no record can be between them
? 2

# In order, only what is wanted is read, and what is read is checked.
$ flitch --time-ordered --since 2026-03-02T09:10Z 'count' app.jsonl
{"count":2}

$ flitch --time-ordered --until 2026-03-02T09:02Z 'count' - < app.jsonl
{"count":4}

$ (tail -3 app.jsonl; head -3 app.jsonl) | flitch --time-ordered 'count'
{"count":6}
! flitch: standard input:4: is earlier than a line before it, though --time-ordered says that none is; lines may be missing (leave the option out)
? 3

# Merging keeps each input's order, and what has no time stays behind what has.
$ printf 'time=2026-01-01T00:00:01Z a\n  more\ntime=2026-01-01T00:00:04Z b\n' > a; printf 'time=2026-01-01T00:00:02Z c\ntime=2026-01-01T00:00:04Z d\ntime=2026-01-01T00:00:03Z e' > b; flitch --merge-by time '' a b
time=2026-01-01T00:00:01Z a
  more
time=2026-01-01T00:00:02Z c
time=2026-01-01T00:00:04Z b
time=2026-01-01T00:00:04Z d
\time=2026-01-01T00:00:03Z e\
! flitch: b: 1 record was earlier than the one before: merged where it stood

$ printf 'time=2026-01-01T00:00:01Z a\n  more\ntime=2026-01-01T00:00:04Z b\n' > a; printf 'time=2026-01-01T00:00:02Z c\n' > b; flitch --merge-by time 'print f"{filename}:{line_no} {time}"' b a missing
a:1 2026-01-01T00:00:01Z
a:2 
b:1 2026-01-01T00:00:02Z
a:3 2026-01-01T00:00:04Z
! flitch: missing: no such file or directory
! flitch: 1 line: not in a known format (first a:2)
? 3

$ for b in 1 7 4096; do for j in 1 3; do flitch --block-size $b -j$j --merge-by time '' app.logfmt app.jsonl | md5sum; done; done | sort -u | wc -l
1
