//! The slow log of MySQL, MariaDB and Percona Server: comment lines, and then the statement.
//!
//! A record starts at `# Time:`, or at `# User@Host:` where the server left the time out because it
//! had not changed, and goes on to the next one: so records are found by a law of their own. The
//! words of the comments differ from server to server and from year to year, and each is a field
//! under the name that the server gave it. The user is read at about 0.5 GB/s by one core: records are
//! found twice, once to cut blocks and once in them, in lines of 40 bytes. `ms` is made of digits that
//! have to be shifted, at 0.2 GB/s.

use std::sync::Arc;

use memchr::memchr;

use super::open::{Open, Pairs, Record, Stop};
use crate::base::{Span, json};
use crate::data::lines::{Frame, Framing, trim};
use crate::data::{Batch, Cell};
use crate::def::canonical::Unit;
use crate::def::{Bind, Doc, Example, Head, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "mysql-slow",
        usage: "-i mysql-slow",
        brief: "the slow query log of MySQL, MariaDB and Percona Server",
        text: "\
A record is the lines from `# Time:` (or `# User@Host:`, where the time is left out) to the next such line. The fields \
are the names in the comments as the server spells them (`Query_time`, `Lock_time`, `Rows_sent`, `Rows_examined`, \
`Schema`, `Full_scan`, ...), and `user`, `current_user`, `host` and `ip` of the client, `Thread_id` (also where it is \
written `Id`), `ms`, which is `Query_time` in milliseconds, `db` of a `use` statement before the query, and `sql`, the \
statement with its newlines.

`time` is the second when the statement started, from `SET timestamp=`; without that it is what `# Time:` says, which is \
the end. The latter as written is `stamp`. A name without a value is None.

The lines that the server writes when it starts are a record with the field `msg` alone. What stands before the first \
record, and a record without `# User@Host:` or `# Query_time:`, is counted as not parsed. A file that opens with one of \
these lines is read so without being told.",
        examples: &[
            Example { run: "'where ms >= 1000 | select time, user, ms, Rows_examined, sql' slow.log", output: r#"
{"time":1772442001,"user":"shop","ms":11004.467,"Rows_examined":1489615,"sql":"SELECT count(*)\n  FROM orders WHERE paid = 0;"}
{"time":1772442133,"user":"shop","ms":2500,"Rows_examined":90210,"sql":"SELECT * FROM users ORDER BY seen;"}
"# },
            Example { run: "-i mysql-slow 'count, sum(ms), max(Rows_examined) by user' slow.log", output: r#"
{"user":"shop","count":2,"sum_ms":13504.467,"max_Rows_examined":1489615}
{"user":"report","count":1,"sum_ms":612,"max_Rows_examined":4751}
"# },
        ],
    },
    columns: None,
    frame: |_| Frame::Own(Arc::new(Statements)),
    header: super::no_header,
    names: super::no_names,
    tells: Tells::input(opens),
    bind: Bind::Named(Open::<Slow>::bind),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        "# Time: 2018-08-07T16:27:47.169604+08:00\n# User@Host: root[root] @  [218.76.8.37]  Id:  7234\n# Query_time: \
         15.000223  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 0\nSET timestamp=1533630467;\nselect sleep(15);",
        "# User@Host: app[app] @ localhost []\n# Thread_id: 8  Schema:   QC_hit: No\n# Query_time: 2.000227  Lock_time: \
         0.000000  Rows_sent: 1  Rows_examined: 0\n# Rows_affected: 0\nuse shop;\nSET timestamp=1547741043;\nselect \
         sleep(2)\nAS foo;",
    ],
};

const TIME: &[u8] = b"# Time:";
const USER: &[u8] = b"# User@Host:";

/// Whether an input opens with a record, perhaps after what the server says when it starts.
fn opens(head: &Head<'_>) -> bool {
    let first = head.lines().next().unwrap_or_default();
    first.starts_with(TIME) || first.starts_with(USER) || is_start(first)
}

/// Whether a server says in this line that it starts.
fn is_start(line: &[u8]) -> bool {
    line.trim_ascii_end().ends_with(b"started with:") && memchr::memmem::find(line, b", Version: ").is_some()
}

/// The law that finds records.
struct Statements;

/// Where the record after the one that starts at `from` starts, as far as that is known.
fn next(bytes: &[u8], from: usize) -> Option<usize> {
    let mut line = from;
    let mut was_time = bytes[from..].starts_with(TIME);
    loop {
        line += memchr(b'\n', &bytes[line..])? + 1;
        let rest = &bytes[line..];
        let is_time = rest.starts_with(TIME);
        if is_time || rest.starts_with(USER) && !was_time {
            return Some(line);
        }
        was_time = false;
        // A path or a name; a statement seldom opens with either.
        if matches!(rest.first(), Some(b'/' | b'm' | b'C'..=b'Z'))
            && memchr(b'\n', rest).is_some_and(|end| is_start(&rest[..end]))
        {
            return Some(line);
        }
    }
}

impl Framing for Statements {
    fn whole(&self, bytes: &[u8]) -> usize {
        let mut at = 0;
        while at < bytes.len()
            && let Some(start) = next(bytes, at)
        {
            at = start;
        }
        at
    }

    fn cut(&self, bytes: &[u8], from: usize, most: usize, batch: &mut Batch) -> usize {
        let mut at = from;
        while batch.rows.len() < most && at < bytes.len() {
            let end = next(bytes, at).unwrap_or(bytes.len());
            let row = match bytes[at..end].ends_with(b"\n") {
                true => trim(bytes, at, end - 1),
                false => Span { start: at as u32, len: (end - at) as u32 },
            };
            batch.rows.push(row);
            at = end;
        }
        at
    }

    fn is_open_ended(&self) -> bool {
        true
    }
}

struct Slow;

/// The line of a record at a place: its end without its terminator, and where the next one starts.
fn line_at(record: &[u8], at: usize) -> (usize, usize) {
    let end = memchr(b'\n', &record[at..]).map_or(record.len(), |len| at + len);
    let bare = end - usize::from(end > at && end < record.len() && record[end - 1] == b'\r');
    (bare, (end + 1).min(record.len()))
}

impl Pairs for Slow {
    const NAME: &'static str = "mysql-slow";

    fn each<'a>(
        record: &mut Record<'a, '_>,
        wants: &impl Fn(&[u8]) -> bool,
        put: &mut impl FnMut(&'a [u8], Cell),
    ) -> Result<(), Stop> {
        let text = record.line;
        let (end, next) = line_at(text, 0);
        if is_start(&text[..end]) {
            put(b"msg", record.part(0, text.len()));
            return Ok(());
        }
        let mut at = 0;
        let mut stamp = Cell::None;
        if text.starts_with(TIME) {
            stamp = part(record, TIME.len(), end);
            put(b"stamp", stamp);
            at = next;
        }
        if !text[at..].starts_with(USER) {
            return Err((at, "`# Time:` or `# User@Host:`"));
        }
        let (end, mut next) = line_at(text, at);
        client(record, at + USER.len(), end, put)?;
        let (mut timed, ms) = (false, wants(b"ms"));
        loop {
            at = next;
            if text.get(at) != Some(&b'#') || text[at..].starts_with(b"# administrator command:") {
                break;
            }
            let (end, after) = line_at(text, at);
            next = after;
            if !text[at..].starts_with(b"# explain:") {
                timed |= pairs(record, at + 1, end, ms, put);
            }
        }
        if !timed {
            return Err((at, "`# Query_time:`"));
        }
        statement(record, at, stamp, put);
        Ok(())
    }
}

/// A stretch without the blanks around it; None for nothing.
fn part(record: &Record<'_, '_>, from: usize, to: usize) -> Cell {
    let text = &record.line[from..to];
    let start = from + text.len() - text.trim_ascii_start().len();
    let len = text.trim_ascii().len();
    if len == 0 { Cell::None } else { record.part(start, start + len) }
}

/// Gives who asked: `user[current_user] @ host [ip]  Id: 7`.
fn client<'a>(record: &Record<'a, '_>, at: usize, end: usize, put: &mut dyn FnMut(&'a [u8], Cell)) -> Result<(), Stop> {
    let text = record.line;
    let find = |byte: u8, from: usize, expected| {
        let there = memchr(byte, &text[from..end]).map(|len| from + len);
        there.ok_or((end, expected))
    };
    let open = find(b'[', at, "a user and brackets")?;
    let close = find(b']', open, "the bracket after a user")?;
    let sign = find(b'@', close, "`@` and a host")?;
    let second = find(b'[', sign, "an address in brackets")?;
    let last = find(b']', second, "the bracket after an address")?;
    put(b"user", part(record, at, open));
    put(b"current_user", part(record, open + 1, close));
    put(b"host", part(record, sign + 1, second));
    put(b"ip", part(record, second + 1, last));
    pairs(record, last + 1, end, false, put);
    Ok(())
}

/// Gives the `Name: value` of a line; whether the time of the query was among them. A word that
/// ends with a colon is a name, so that a name before another one has no value. The time is given in
/// milliseconds too, if `ms` is wanted.
fn pairs<'a>(record: &Record<'a, '_>, at: usize, end: usize, ms: bool, put: &mut dyn FnMut(&'a [u8], Cell)) -> bool {
    let text = record.line;
    let mut timed = false;
    let mut name: Option<&'a [u8]> = None;
    let mut at = at;
    while at < end {
        let from = at + text[at..end].iter().take_while(|b| b.is_ascii_whitespace()).count();
        // Control bytes that are no blanks belong to a word.
        let mut to = json::find_blank(&text[..end], from);
        while to < end && !text[to].is_ascii_whitespace() {
            to = json::find_blank(&text[..end], to + 1);
        }
        at = to.max(at + 1);
        let next = text[from..to].strip_suffix(b":").filter(|name| !name.is_empty());
        let Some(known) = name.take() else {
            name = next;
            continue;
        };
        let value = if next.is_some() || from == to { Cell::None } else { record.part(from, to) };
        name = next;
        match known {
            b"Query_time" => {
                timed = true;
                put(known, value);
                if ms {
                    put(b"ms", Unit::Ten("e3").convert(value, &text[from..to]));
                }
            }
            b"Id" => put(b"Thread_id", value),
            known => put(known, value),
        }
    }
    if let Some(known) = name {
        put(known, Cell::None);
    }
    timed
}

/// Gives what follows the comments: `use db;`, `SET timestamp=...;` and the statement.
fn statement<'a>(record: &Record<'a, '_>, at: usize, stamp: Cell, put: &mut dyn FnMut(&'a [u8], Cell)) {
    let text = record.line;
    let mut at = at;
    let mut time = stamp;
    while at < text.len() {
        let (end, next) = line_at(text, at);
        let line = &text[at..end];
        let starts = |word: &[u8]| line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if starts(b"use ") {
            let bare = text[at..end].trim_ascii_end().strip_suffix(b";").map_or(end, |bare| at + bare.len());
            put(b"db", part(record, at + 4, bare));
        } else if starts(b"set ")
            && let Some(sign) = memchr::memmem::find(line, b"timestamp=")
        {
            let from = at + sign + 10;
            let digits = text[from..end].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
            time = record.part(from, from + digits);
        } else {
            break;
        }
        at = next;
    }
    put(b"time", time);
    // What the server did without a statement stands in a comment.
    let from = at + if text[at..].starts_with(b"# ") { 2 } else { 0 };
    put(b"sql", part(record, from, text.len()));
}

#[cfg(test)]
#[path = "mysql_slow_tests.rs"]
mod tests;
