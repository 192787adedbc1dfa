//! The log of PostgreSQL as it goes to standard error.
//!
//! What stands before the severity is the administrator's choice, `log_line_prefix`; what the
//! packages and the cloud set is read here, and what cannot be placed is kept as a column. The
//! severity is the firm ground: a word of a closed list, a colon and two blanks, which stands in
//! no prefix, so it is searched for and the prefix is taken apart before it. The severity is read at
//! about 1.2 GB/s by one core, of lines of 70 bytes; a field of the prefix at 0.6, since each of its
//! words has to be told from the others by its shape.

use std::sync::Arc;

use memchr::{memchr, memmem};

use super::fixed::{Fixed, Layout, Part, Scan};
use super::stamped;
use super::written;
use crate::data::lines::Frame;
use crate::def::cutters::{postgres, postgres_conf};
use crate::def::frames::{Join, Rule};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "postgres",
        usage: "-i postgres\n-i 'postgres:LOG_LINE_PREFIX'\n-i postgres:@postgresql.conf",
        brief: "the log of PostgreSQL",
        text: "\
A record is `prefix SEVERITY:  msg`, and goes on in the lines after it that start with a tab or a blank. The prefix is that of the \
packages and the cloud: a stamp with the name of its zone, the process in brackets, perhaps the number of the line in \
the session (`[9]: [2-1]` or `[9-2]`), `user@db`, and `key=value` pairs for `user`, `db`, `app` and `client`, with commas, blanks or colons \
between. What is not in the prefix is None, and so is `[unknown]`; what else is in it is `prefix`.

`msg` is the message with all its lines, without the tabs that the server set before them. Of a message that tells a \
duration (`duration: 12.3 ms  statement: select 1`), `ms` is the number, and `statement` what follows. `level` is the severity \
as written: DEBUG1 to DEBUG5, LOG, INFO, NOTICE, WARNING, ERROR, FATAL, PANIC, or one of DETAIL, HINT, QUERY, CONTEXT, \
LOCATION and STATEMENT, which add to the record before. See [time] for what the name of a zone means.\n\nWith a `log_line_prefix` of its own, lines are read as `postgres:%m [%p] %q%u@%d `, or `postgres:@postgresql.conf` from the file; what \
follows the prefix is the severity, `level`, and the message, `msg`.",
        examples: &[
            Example {
                run: "-i postgres 'where ms > 100 | select time, user, db, ms, statement' postgres.log",
                output: r#"
{"time":"2026-03-02 09:02:16.118 UTC","user":"app","db":"shop","ms":237.118,"statement":"select *\nfrom orders\nwhere id = 4712;"}
"#,
            },
            Example { run: "-i postgres 'count by level' postgres.log", output: r#"
{"level":"LOG","count":3}
{"level":"ERROR","count":1}
{"level":"STATEMENT","count":1}
"# },
        ],
    },
    columns: Some(Postgres::COLUMNS),
    frame: |_| frame(),
    header: super::no_header,
    names: super::no_names,
    tells: Tells::input(|head| {
        let own = |line: &[u8]| stamped::stamp(line).is_some() && severity(line).is_some();
        head.lines().find(|line| !line.is_empty()).is_some_and(own)
    }),
    bind: Bind::Either(Fixed::<Postgres>::bind, |argument, read| {
        let text = written::text(argument, read, |text, _| postgres_conf(text))?;
        postgres::parse(&text).map(written::laid_out)
    }),
    kind: |name| match name {
        "time" => Kind::Time,
        "pid" | "ms" | "line_in_session" => Kind::Number,
        _ => Kind::Text,
    },
    view: None,
    samples: &[
        "2017-07-31 13:36:42.585 CEST [4974] LOG:  database system was shut down at 2017-06-17 16:58:04 CEST",
        "2017-07-31 13:36:43.557 CEST [4983] postgres@shop LOG:  duration: 37.118 ms  statement: SELECT 1,\n\t  2;",
        "2017-07-31 13:36:42.956 CEST [4980] [unknown]@[unknown] LOG:  incomplete startup packet",
        "2025-10-10 13:55:36 UTC [4980]: [2-1] user=app,db=shop,app=psql,client=10.0.0.1 ERROR:  syntax error",
        "2025-10-10 13:55:36 UTC:10.0.0.1(50412):app@shop:[4980]:STATEMENT:  select",
    ],
};

/// A record starts at a line that neither a tab opens nor a blank, which is what is left of one.
fn frame() -> Frame {
    Frame::Own(Arc::new(Join { rule: Rule::Flush, view: None, is_whole: None }))
}

struct Postgres;

// The places of the columns.
const TIME: usize = 0;
const LEVEL: usize = 1;
const PID: usize = 2;
const USER: usize = 3;
const DB: usize = 4;
const APP: usize = 5;
const HOST: usize = 6;
const MSG: usize = 7;
const MS: usize = 8;
const STATEMENT: usize = 9;
const LINE: usize = 10;
const PREFIX: usize = 11;

/// The severities.
const SEVERITIES: [&[u8]; 18] = [
    b"LOG",
    b"ERROR",
    b"FATAL",
    b"WARNING",
    b"STATEMENT",
    b"DETAIL",
    b"HINT",
    b"CONTEXT",
    b"NOTICE",
    b"INFO",
    b"PANIC",
    b"QUERY",
    b"LOCATION",
    b"DEBUG1",
    b"DEBUG2",
    b"DEBUG3",
    b"DEBUG4",
    b"DEBUG5",
];

/// Where the severity of a line stands: the first of the list that a colon and two blanks follow.
fn severity(line: &[u8]) -> Option<Part> {
    let mut colons = memchr::memchr_iter(b':', line).filter(|at| line[*at..].starts_with(b":  "));
    let level = colons.find_map(|end| {
        let len = line[..end].iter().rev().take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).count();
        SEVERITIES.contains(&&line[end - len..end]).then_some(end - len..end)
    })?;
    // In the first line: what a statement says below it is no severity.
    memchr(b'\n', &line[..level.start]).is_none().then_some(level)
}

impl Layout for Postgres {
    const NAME: &'static str = "postgres";
    const COLUMNS: &'static [&'static str] =
        &["time", "level", "pid", "user", "db", "app", "host", "msg", "ms", "statement", "line_in_session", "prefix"];

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        let Some(level) = severity(scan.line) else { return scan.fail("a severity, as in `ERROR:  `") };
        if [TIME, PID, USER, DB, APP, HOST, LINE, PREFIX].iter().any(|column| scan.wants(*column)) {
            prefix(scan, level.start);
        }
        scan.at = level.end + 3;
        scan.set(LEVEL, level);
        let msg = scan.tail();
        duration(scan, &msg);
        text(scan, MSG, msg);
        Some(())
    }
}

/// A column is text whose lines lose the tab that opens them.
fn text(scan: &mut Scan<'_>, column: usize, part: Part) {
    if !scan.wants(column) {
        return;
    }
    let text = scan.text(&part);
    if memchr(b'\n', text).is_none() {
        return scan.set(column, part);
    }
    scan.make(column, |out| {
        for (at, line) in text.split(|b| *b == b'\n').enumerate() {
            if at > 0 {
                out.push(b'\n');
            }
            out.extend_from_slice(if at > 0 { line.strip_prefix(b"\t").unwrap_or(line) } else { line });
        }
        true
    });
}

/// Puts what `duration: 12.3 ms  statement: ...` tells into its columns.
fn duration(scan: &mut Scan<'_>, msg: &Part) {
    if !scan.wants(MS) && !scan.wants(STATEMENT) {
        return;
    }
    let Some(rest) = scan.text(msg).strip_prefix(b"duration: ") else { return };
    let start = msg.start + b"duration: ".len();
    let Some(len) = memmem::find(rest, b" ms") else { return };
    if len == 0 || !rest[..len].iter().all(|b| b.is_ascii_digit() || *b == b'.') {
        return;
    }
    scan.set(MS, start..start + len);
    // `statement: ...`, or `execute name: ...` and its like for prepared ones.
    if let Some(colon) = memmem::find(&rest[len..], b": ") {
        text(scan, STATEMENT, start + len + colon + 2..msg.end);
    }
}

/// Takes the prefix apart, which ends before the severity.
fn prefix(scan: &mut Scan<'_>, end: usize) {
    let line = scan.line;
    let mut at = 0;
    if let Some((len, stamped::Form::Full)) = stamped::stamp(line).filter(|(len, _)| *len <= end) {
        at = len + zone(&line[len..end]);
        scan.set(TIME, 0..at);
    }
    let (mut rest, mut pid) = (at..at, false);
    while at < end {
        let byte = line[at];
        let address = address(&line[at..end]);
        if address == 0 && matches!(byte, b' ' | b',' | b':') {
            at += 1;
            continue;
        }
        let close = if byte == b'[' { memchr(b']', &line[at..end]).map_or(0, |len| len + 1) } else { address };
        let from = at + close;
        let ends = |b: &u8| matches!(b, b' ' | b',' | b':');
        let to = line[from..end].iter().position(ends).map_or(end, |len| from + len);
        if !item(scan, at..to, &mut pid) {
            rest = if rest.is_empty() { at..to } else { rest.start..to };
        }
        at = to;
    }
    scan.set_some(PREFIX, rest);
}

/// The length of a zone's name and the blank before it.
fn zone(text: &[u8]) -> usize {
    let [b' ', name @ ..] = text else { return 0 };
    let len = name.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let stands = (2..=5).contains(&len) && name.get(len).is_none_or(|b| matches!(b, b' ' | b':' | b','));
    if stands { len + 1 } else { 0 }
}

/// The length of an address with colons that stands here, perhaps after the name of its field.
fn address(text: &[u8]) -> usize {
    let name: &[u8] = [&b"client="[..], b"host=", b"remote="].into_iter().find(|n| text.starts_with(n)).unwrap_or(b"");
    let rest = &text[name.len()..];
    let len = rest.iter().take_while(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.')).count();
    let colons = rest[..len].iter().filter(|b| **b == b':').count();
    let closes = rest.get(len) == Some(&b'(') || !name.is_empty();
    let opens = !rest.starts_with(b":") || rest.starts_with(b"::") && !rest.starts_with(b":::");
    if colons > 1 && closes && opens { name.len() + len } else { 0 }
}

/// Puts one item of a prefix into its column; false where it has none. `pid` is whether the process
/// was before it.
fn item(scan: &mut Scan<'_>, part: Part, pid: &mut bool) -> bool {
    let text = scan.text(&part);
    let some = |scan: &mut Scan<'_>, column: usize, part: Part| {
        if scan.text(&part) != b"[unknown]" {
            scan.set_some(column, part);
        }
    };
    let bare = text.strip_prefix(b"[").and_then(|text| text.strip_suffix(b"]")).unwrap_or(text);
    let inside = part.start + usize::from(bare.len() < text.len());
    if bare.first().is_some_and(u8::is_ascii_digit) && bare.iter().all(|b| b.is_ascii_digit() || *b == b'-') {
        match memchr(b'-', bare) {
            None => scan.set(PID, inside..inside + bare.len()),
            // `[%p]: [%l-1]` has the line before a dash and a 1, `[%p-%l]` the process before the line.
            Some(dash) if *pid => scan.set(LINE, inside..inside + dash),
            Some(dash) => {
                scan.set(PID, inside..inside + dash);
                scan.set_some(LINE, inside + dash + 1..inside + bare.len());
            }
        }
        *pid = true;
        return true;
    }
    if let Some(sign) = memchr(b'=', text) {
        let column = match &text[..sign] {
            b"user" | b"usr" => USER,
            b"db" | b"database" => DB,
            b"app" | b"application" => APP,
            b"client" | b"host" | b"remote" => HOST,
            b"pid" => PID,
            _ => return false,
        };
        some(scan, column, part.start + sign + 1..part.end);
        return true;
    }
    if let Some(sign) = memchr(b'@', text) {
        some(scan, USER, part.start..part.start + sign);
        some(scan, DB, part.start + sign + 1..part.end);
        return true;
    }
    // The cloud writes `10.0.0.1(50412)`.
    if let Some(open) = memchr(b'(', text)
        && text.ends_with(b")")
    {
        some(scan, HOST, part.start..part.start + open);
        return true;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::cut;

    #[test]
    fn prefixes() {
        let names = ["time", "level", "pid", "user", "db", "app", "host", "line_in_session", "prefix"];
        let wanted = [
            ["2017-07-31 13:36:42.585 CEST", "LOG", "4974", "", "", "", "", "", ""],
            ["2017-07-31 13:36:43.557 CEST", "LOG", "4983", "postgres", "shop", "", "", "", ""],
            ["2017-07-31 13:36:42.956 CEST", "LOG", "4980", "", "", "", "", "", ""],
            ["2025-10-10 13:55:36 UTC", "ERROR", "4980", "app", "shop", "psql", "10.0.0.1", "2", ""],
            ["2025-10-10 13:55:36 UTC", "STATEMENT", "4980", "app", "shop", "", "10.0.0.1", "", ""],
        ];
        for (sample, wanted) in DEF.samples.iter().zip(wanted) {
            let wanted = wanted.map(|s| if s.is_empty() { "None".to_string() } else { format!("T{s}") });
            assert_eq!(cut(&DEF, "", sample, &names).unwrap(), wanted, "{sample}");
        }
        for (prefix, host) in [
            ("UTC:::1(50412):a@b:[9]", "T::1"),
            ("UTC:2001:db8::1(50412):a@b:[9]", "T2001:db8::1"),
            ("UTC client=2001:db8::1,user=a", "T2001:db8::1"),
            ("UTC client=db.example.org user=a", "Tdb.example.org"),
        ] {
            let cells = cut(&DEF, "", format!("2025-10-10 13:55:36 {prefix}:LOG:  a"), &["host", "user"]).unwrap();
            assert_eq!(cells, [host, "Ta"], "{prefix}");
        }
        let cells = cut(&DEF, "", "2025-10-10 13:55:36 UTC 68e9.1 x y 9 LOG:  a", &["pid", "prefix"]).unwrap();
        assert_eq!(cells, ["T9", "T68e9.1 x y"]);
        let cells = cut(&DEF, "", "2025-10-10 13:55:36 EST [835-12] LOG:  a", &["pid", "line_in_session"]).unwrap();
        assert_eq!(cells, ["T835", "T12"]);
    }

    #[test]
    fn messages() {
        let one = |line: &str, name: &str| cut(&DEF, "", line, &[name]).map(|cells| cells[0].clone());
        assert_eq!(one(DEF.samples[1], "ms").unwrap(), "T37.118");
        assert_eq!(one(DEF.samples[1], "statement").unwrap(), "TSELECT 1,\n  2;");
        assert_eq!(one(DEF.samples[1], "msg").unwrap(), "Tduration: 37.118 ms  statement: SELECT 1,\n  2;");
        assert_eq!(one("[1] LOG:  duration: 5 ms", "statement").unwrap(), "None");
        assert_eq!(one("[1] LOG:  duration: 5 ms", "ms").unwrap(), "T5");
        for line in ["", "LOG: a", "CATALOG:  a", "hello", "a\nLOG:  b"] {
            assert_eq!(one(line, "msg"), None, "{line}");
        }
    }
}
