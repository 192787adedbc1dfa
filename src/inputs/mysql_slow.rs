//! The slow query log of MySQL, MariaDB and Percona Server.
//!
//! A record is some lines that start with `#` and the statement after them. Where it starts is the
//! question: `# Time:` is written only when the second has changed (to 5.6), so a record starts at
//! `# Time:`, or at a `# User@Host:` that does not follow one. That needs the line before, which no
//! [`Rule`](crate::def::frames::Rule) over single lines has, so the frame is a law of its own.

use std::sync::Arc;

use memchr::{memchr, memmem, memrchr};

use super::fixed::{Fixed, Layout, Part, Scan};
use crate::base::num::{self, Num};
use crate::data::lines::{self, Frame, Framing};
use crate::data::{Batch, Cell};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "mysql-slow",
        usage: "-i mysql-slow",
        brief: "the slow query log of MySQL, MariaDB and Percona Server",
        text: "\
A record is the lines `# Time:`, `# User@Host:`, `# Query_time:` and what else starts with `#`, and the statement after \
them. `query_time` is in seconds as written, and `ms` the same in milliseconds. `time` is the stamp after `# Time:`; a server \
before 5.7 writes it with a year of two digits, which gets its century, and leaves it out within one second. Then, and \
always as `timestamp`, there is the number of seconds since 1970 of `SET timestamp=`.

`msg` is the statement, with all its lines, and `db` is the database of `use db;` before it or of `Schema:`. What a server \
does not write is None. `rows_affected`, `bytes_sent`, and the answers `full_scan`, `full_join`, `tmp_table`, \
`tmp_table_on_disk`, `filesort` and `filesort_on_disk` (`Yes` or `No`) are MariaDB's and Percona's. The three lines that a \
server writes when it starts are no part of a statement; at the start of a file they are counted as not parsed.",
        examples: &[Example {
            run: "-i mysql-slow 'where ms > 1000 | select time, user, ms, rows_examined, msg' mysql-slow.log",
            output: r#"
{"time":"2026-03-02T09:02:15.310442Z","user":"app","ms":2004.467,"rows_examined":120000,"msg":"select count(*)\nfrom orders;"}
{"time":"2026-03-02T09:02:17.001002Z","user":"root","ms":11500.0,"rows_examined":5,"msg":"delete from carts where id = 5;"}
"#,
        }],
    },
    columns: Some(Slow::COLUMNS),
    frame: |_| Frame::Own(Arc::new(Entries)),
    header: super::no_header,
    names: super::no_names,
    tells: Tells::input(|head| {
        let lines: Vec<&[u8]> = head.lines().take(12).collect();
        let header = |line: &&[u8]| line.starts_with(b"# User@Host: ");
        let times = |line: &&[u8]| line.starts_with(b"# Query_time: ");
        lines.iter().any(header) && lines.iter().any(times)
    }),
    bind: Bind::Named(Fixed::<Slow>::bind),
    kind: |name| match name {
        "time" | "timestamp" => Kind::Time,
        "ms" | "query_time" | "lock_time" | "rows_sent" | "rows_examined" | "rows_affected" | "bytes_sent" | "thread" => {
            Kind::Number
        }
        _ => Kind::Text,
    },
    view: None,
    samples: &[
        "# Time: 2018-08-07T16:27:47.169604+08:00\n# User@Host: root[root] @  [218.76.8.37]  Id:  7234\n# Query_time: \
         15.000223  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 0\nSET timestamp=1533630467;\nselect\n  sleep(15);",
        "# Time: 190117 16:04:18\n# User@Host: root[boss] @ web [192.168.0.10]\n# Thread_id: 25844  Schema: blah  \
         QC_hit: No\n# Query_time: 178.306017  Lock_time: 0.000000  Rows_sent: 0  Rows_examined: 53022772\n# \
         Rows_affected: 3062\n# Full_scan: Yes  Full_join: No  Tmp_table: Yes  Tmp_table_on_disk: No\n# Filesort: Yes  \
         Filesort_on_disk: No  Merge_passes: 0\nSET timestamp=1547741058;\ncall PROC('blah');",
        "# User@Host: a[a] @ localhost []\n# Query_time: 0.000153  Lock_time: 0.000061 Rows_sent: 1  Rows_examined: \
         5\nuse shop;\nSET timestamp=1481294279;\nselect 1;",
    ],
};

/// The frame: an entry starts at `# Time:`, or at `# User@Host:` without one.
struct Entries;

impl Entries {
    /// Where the first entry after the one at `from` starts, if the bytes that show it are there.
    fn next(bytes: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            let sign = at + memmem::find(&bytes[at..], b"\n# ")? + 1;
            at = sign;
            if bytes[sign..].starts_with(b"# Time: ") {
                return Some(sign);
            }
            if bytes[sign..].starts_with(b"# User@Host: ") {
                let before = &bytes[from..sign - 1];
                let line = &before[memrchr(b'\n', before).map_or(0, |i| i + 1)..];
                if !line.starts_with(b"# Time: ") {
                    return Some(sign);
                }
            }
        }
    }
}

impl Framing for Entries {
    fn whole(&self, bytes: &[u8]) -> usize {
        // The last start is looked for from behind; what is before it is whole.
        let mut end = bytes.len();
        while let Some(at) = memmem::rfind(&bytes[..end], b"\n# ") {
            let rest = &bytes[at + 1..];
            if rest.starts_with(b"# Time: ") {
                return at + 1;
            }
            if rest.starts_with(b"# User@Host: ") {
                let line = &bytes[memrchr(b'\n', &bytes[..at]).map_or(0, |i| i + 1)..at];
                if !line.starts_with(b"# Time: ") {
                    return at + 1;
                }
            }
            end = at + 1;
        }
        0
    }

    fn cut(&self, bytes: &[u8], from: usize, most: usize, batch: &mut Batch) -> usize {
        let mut at = from;
        while at < bytes.len() && batch.rows.len() < most {
            let end = Entries::next(bytes, at).unwrap_or(bytes.len());
            let closed = end < bytes.len() || bytes[at..end].ends_with(b"\n");
            batch.rows.push(if closed { lines::trim(bytes, at, end - 1) } else { lines::trim(bytes, at, end) });
            at = end;
        }
        at
    }
}

struct Slow;

// The places of the columns.
const TIME: usize = 0;
const USER: usize = 1;
const CURRENT: usize = 2;
const HOST: usize = 3;
const IP: usize = 4;
const THREAD: usize = 5;
const MS: usize = 6;
const QUERY_TIME: usize = 7;
const DB: usize = 8;
const MSG: usize = 9;
const TIMESTAMP: usize = 10;

/// Names after `#` that are columns as they are.
const NAMED: [(&[u8], usize); 16] = [
    (b"Query_time", QUERY_TIME),
    (b"Id", THREAD),
    (b"Thread_id", THREAD),
    (b"Schema", DB),
    (b"Lock_time", 11),
    (b"Rows_sent", 12),
    (b"Rows_examined", 13),
    (b"Rows_affected", 14),
    (b"Bytes_sent", 15),
    (b"Full_scan", 16),
    (b"Full_join", 17),
    (b"Tmp_table", 18),
    (b"Tmp_table_on_disk", 19),
    (b"Filesort", 20),
    (b"Filesort_on_disk", 21),
    (b"Last_errno", 22),
];

impl Layout for Slow {
    const NAME: &'static str = "mysql-slow";
    const COLUMNS: &'static [&'static str] = &[
        "time",
        "user",
        "current_user",
        "host",
        "ip",
        "thread",
        "ms",
        "query_time",
        "db",
        "msg",
        "timestamp",
        "lock_time",
        "rows_sent",
        "rows_examined",
        "rows_affected",
        "bytes_sent",
        "full_scan",
        "full_join",
        "tmp_table",
        "tmp_table_on_disk",
        "filesort",
        "filesort_on_disk",
        "last_errno",
    ];

    fn read(scan: &mut Scan<'_>) -> Option<()> {
        let timed = scan.skip(b"# Time: ");
        if timed {
            let stamp = line(scan);
            time(scan, stamp);
        }
        user(scan)?;
        let mut queried = false;
        while !scan.sees(b"# administrator command") && scan.skip(b"# ") {
            queried |= scan.sees(b"Query_time: ");
            let line = line(scan);
            pairs(scan, line);
        }
        if !queried {
            return scan.fail("a line `# Query_time: ...`");
        }
        statement(scan, timed);
        Some(())
    }
}

/// Takes the rest of the line.
fn line(scan: &mut Scan<'_>) -> Part {
    let rest = scan.rest();
    let end = memchr(b'\n', rest).unwrap_or(rest.len());
    let start = scan.at;
    scan.at += (end + 1).min(rest.len());
    start..start + rest[..end].trim_ascii_end().len()
}

/// Puts the stamp after `# Time:`; of the old form, `161209  4:37:59`, as an ISO one.
fn time(scan: &mut Scan<'_>, stamp: Part) {
    let text = scan.text(&stamp);
    let [y, z, m, n, d, e, b' ', clock @ ..] = text else { return scan.set_some(TIME, stamp) };
    if ![y, z, m, n, d, e].iter().all(|b| b.is_ascii_digit()) {
        return scan.set_some(TIME, stamp);
    }
    let clock = clock.trim_ascii_start();
    scan.make(TIME, |out| {
        out.extend_from_slice(&[b'2', b'0', *y, *z, b'-', *m, *n, b'-', *d, *e, b'T']);
        if clock.get(1) == Some(&b':') {
            out.push(b'0');
        }
        out.extend_from_slice(clock);
        true
    });
}

/// Takes `# User@Host: user[current] @ host [ip]  Id: 7`.
fn user(scan: &mut Scan<'_>) -> Option<()> {
    scan.literal(b"# User@Host: ", "a line `# User@Host: ...`")?;
    let user = scan.until(b'[', "a user, and `[`")?;
    let current = scan.until(b']', "`]` after the user")?;
    scan.set_some(USER, user);
    scan.set_some(CURRENT, current);
    scan.literal(b" @ ", "` @ ` and a host")?;
    let host = scan.until(b'[', "a host, and `[`")?;
    let host = host.start..host.start + scan.text(&host).trim_ascii_end().len();
    let blank = scan.text(&host).len() - scan.text(&host).trim_ascii_start().len();
    scan.set_some(HOST, host.start + blank..host.end);
    let ip = scan.until(b']', "`]` after the address")?;
    scan.set_some(IP, ip);
    let line = line(scan);
    pairs(scan, line);
    Some(())
}

/// Puts the values of `Name: value  Name: value` into their columns.
fn pairs(scan: &mut Scan<'_>, part: Part) {
    let text = scan.text(&part);
    let mut at = 0;
    while let Some(colon) = memchr(b':', &text[at..]).map(|len| at + len) {
        let name = &text[memrchr(b' ', &text[..colon]).map_or(0, |i| i + 1)..colon];
        let start = colon + 1 + text[colon + 1..].iter().take_while(|b| **b == b' ').count();
        let len = memchr(b' ', &text[start..]).unwrap_or(text.len() - start);
        at = start;
        // A name here means that the value before it is empty: `Schema:   QC_hit: No`.
        if text[start..start + len].ends_with(b":") {
            continue;
        }
        at += len;
        let Some((_, column)) = NAMED.iter().find(|(known, _)| *known == name) else { continue };
        let value = part.start + start..part.start + start + len;
        if *column == QUERY_TIME && scan.wants(MS) {
            // The decimals are shifted as text, which rounds once.
            let text = [scan.text(&value), b"e3"].concat();
            let ms = num::parse(&text).map(Num::float).filter(|ms| ms.is_finite());
            scan.put(MS, ms.map_or(Cell::None, Cell::Float));
        }
        scan.set_some(*column, value);
    }
}

/// Puts the statement, and what the server wrote before it.
fn statement(scan: &mut Scan<'_>, timed: bool) {
    loop {
        let start = scan.at;
        if scan.skip(b"use ") {
            let line = line(scan);
            if scan.text(&line).ends_with(b";") && !scan.rest().is_empty() {
                scan.set_some(DB, line.start..line.end - 1);
                continue;
            }
        } else if scan.skip(b"SET timestamp=") {
            let line = line(scan);
            if let Some(seconds) = scan.text(&line).strip_suffix(b";")
                && !scan.rest().is_empty()
            {
                let part = line.start..line.start + seconds.len();
                if !timed {
                    scan.set_some(TIME, part.clone());
                }
                scan.set_some(TIMESTAMP, part);
                continue;
            }
        }
        scan.at = start;
        break;
    }
    let rest = scan.tail();
    let text = scan.text(&rest);
    let len = text[..banner(text)].trim_ascii_end().len();
    scan.set_some(MSG, rest.start..rest.start + len);
}

/// Where the lines start that a server writes when it starts; the end, if there are none.
fn banner(text: &[u8]) -> usize {
    let Some(end) = memmem::find(text, b". started with:") else { return text.len() };
    let line = memrchr(b'\n', &text[..end]).map_or(0, |i| i + 1);
    let next = memchr(b'\n', &text[end..]).map_or(text.len(), |len| end + len + 1);
    let follows = text[next..].get(..8).is_some_and(|word| word.eq_ignore_ascii_case(b"tcp port"));
    if follows && memmem::find(&text[line..end], b", Version: ").is_some() { line } else { text.len() }
}

#[cfg(test)]
#[path = "mysql_slow_tests.rs"]
mod tests;
