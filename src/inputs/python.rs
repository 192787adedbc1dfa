//! The logs of Python programs: the layouts of `logging` that its documentation and the common
//! servers use.
//!
//! `basicConfig` has no stamp, uvicorn has none either, and everybody else writes the stamp, the
//! level and the logger in an order of their own. What stands between them (a dash, a colon,
//! brackets) tells which is which, since only the level is a word in capitals of a closed list.
//!
//! The level is read at about 1.2 GB/s by one core, of the samples repeated, and `msg` at 1.0.

use memchr::memchr_iter;

use super::access::Request;
use super::fixed::{Fixed, Layout, Part, Scan};
use super::stamped;
use super::written;
use crate::base::find;
use crate::def::cutters::pylogging;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "python",
        usage: "-i python\n-i 'python:FORMAT'",
        brief: "logs of Python programs: logging, gunicorn, uvicorn, celery",
        text: "\
A record is in one of these layouts, where STAMP is `2025-10-10 13:55:36,123` or close to it: `LEVEL:logger:msg` (what \
`basicConfig` writes), `STAMP - logger - LEVEL - msg`, `STAMP - LEVEL - msg`, `STAMP LEVEL logger: msg`, \
`STAMP LEVEL msg`, `STAMP [LEVEL] logger: msg`, `STAMP:LEVEL:msg`, `[STAMP] [pid] [LEVEL] msg` (gunicorn), \
`[STAMP: LEVEL/process] msg` (celery), and `LEVEL:     msg` (uvicorn). What a line does not have is None. Layouts of \
your own may need `-i pattern:`.

Of uvicorn's access lines, `ip`, `method`, `target`, `path`, `query`, `protocol` and `status` are columns too. With \
`--multiline python` the traceback after a line is part of the record, and is `trace`.\n\nA format of its own is written out: `python:%(asctime)s %(levelname)s %(message)s`, or in the style of `{`; `asctime` is `time`, \
`levelname` is `level`, `message` is `msg`, `name` is `logger`, and the others are columns under their own names.",
        examples: &[
            Example {
                run: "-i python --multiline python 'where level >= warn | select time, logger, msg' python.log",
                output: r#"
{"time":"2026-03-02 09:02:16,118","logger":"shop.orders","msg":"order 4712 failed"}
{"time":null,"logger":"root","msg":"order 4711 is late"}
"#,
            },
            Example {
                run: "-i python 'where status >= 500 | select level, method, path, status' python.log",
                output: r#"
{"level":"INFO","method":"POST","path":"/api/orders","status":500}
"#,
            },
        ],
    },
    columns: Some(Python::COLUMNS),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(52, opens),
    bind: Bind::Either(Fixed::<Python>::bind, |argument, _| pylogging::parse(argument).map(written::made)),
    kind: |name| match name {
        "time" => Kind::Time,
        "pid" | "status" => Kind::Number,
        _ => Kind::Text,
    },
    view: None,
    samples: &[
        "2025-10-10 13:55:36,123 - app.db - ERROR - boom\nTraceback (most recent call last):\n  File \"a.py\", line 1",
        "ERROR:root:boom",
        "[2025-10-10 13:55:36 +0000] [9] [INFO] Booting worker with pid: 9",
        "[2025-10-10 13:55:36,123: WARNING/MainProcess] boom",
        "2009-07-20 22:59:27,672:DEBUG:Hello, World!",
        "2025-10-10 13:55:36,123 [ERROR] app: boom",
        "INFO:     127.0.0.1:5000 - \"GET /a?b=1 HTTP/1.1\" 200 OK",
        "CRITICAL: boom",
    ],
};

struct Python;

// The places of the columns.
const TIME: usize = 0;
const LEVEL: usize = 1;
const LOGGER: usize = 2;
const MSG: usize = 3;
const TRACE: usize = 4;
const PID: usize = 5;
const PROCESS: usize = 6;
const IP: usize = 7;
const METHOD: usize = 8;
const TARGET: usize = 9;
const PATH: usize = 10;
const QUERY: usize = 11;
const PROTOCOL: usize = 12;
const STATUS: usize = 13;
const STAMP: usize = 14;

/// The width to which uvicorn pads a level and its colon.
const WIDTH: usize = 10;

/// Whether a line starts with a stamp, or with a level and a colon.
fn opens(line: &[u8]) -> bool {
    let word = line.iter().take_while(|b| b.is_ascii_uppercase()).count();
    match line.first() {
        Some(b'[' | b'0'..=b'9') => stamped::stamp(line.strip_prefix(b"[").unwrap_or(line)).is_some(),
        _ => stamped::is_level(&line[..word]) && line.get(word) == Some(&b':'),
    }
}

impl Layout for Python {
    const NAME: &'static str = "python";
    const COLUMNS: &'static [&'static str] = &[
        "time", "level", "logger", "msg", "trace", "pid", "process", "ip", "method", "target", "path", "query",
        "protocol", "status", "stamp",
    ];

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        match scan.rest().first() {
            Some(b'[') => server(scan),
            Some(b'A'..=b'Z') => bare(scan),
            _ => plain(scan),
        }
    }
}

/// Takes a level.
#[inline(always)]
fn level(scan: &mut Scan<'_>) -> Option<()> {
    let len = find::capitals(scan.rest());
    let part = scan.at..scan.at + len;
    if !stamped::is_level(scan.text(&part)) {
        return scan.fail("a level in capitals");
    }
    scan.set(LEVEL, part);
    scan.at += len;
    Some(())
}

/// Reads `[STAMP] [pid] [LEVEL] msg` and `[STAMP: LEVEL/process] msg`.
fn server(scan: &mut Scan<'_>) -> Option<()> {
    scan.at += 1;
    stamped::time(scan, TIME, STAMP)?;
    if scan.skip(b": ") {
        level(scan)?;
        scan.literal(b"/", "`/` and a process")?;
        let process = scan.until(b']', "`]` after the process")?;
        scan.set(PROCESS, process);
    } else {
        scan.literal(b"] [", "a process or a level in brackets")?;
        if scan.rest().first().is_some_and(u8::is_ascii_digit) {
            let pid = scan.digits("a process")?;
            scan.set(PID, pid);
            scan.literal(b"] [", "a level in brackets")?;
        }
        level(scan)?;
        scan.literal(b"]", "`]` after the level")?;
    }
    scan.blanks();
    stamped::message(scan, MSG, TRACE);
    Some(())
}

/// Reads `LEVEL:logger:msg`, and `LEVEL:` padded and a message.
fn bare(scan: &mut Scan<'_>) -> Option<()> {
    let start = scan.at;
    level(scan)?;
    scan.literal(b":", "`:` after the level")?;
    if scan.sees(b" ") {
        scan.blanks();
        if scan.at - start != WIDTH {
            return scan.fail("a message in column 11, or a logger");
        }
        access(scan);
        stamped::message(scan, MSG, TRACE);
        return Some(());
    }
    let len = find::before3(scan.rest(), *b": \n");
    let logger = scan.at..scan.at + len;
    scan.at += len;
    if len == 0 {
        return scan.fail("a logger");
    }
    scan.literal(b":", "`:` after the logger")?;
    scan.set(LOGGER, logger);
    stamped::message(scan, MSG, TRACE);
    Some(())
}

/// Puts the parts of `ip:port - "request" status` into their columns, if that is what stands here.
fn access(scan: &mut Scan<'_>) {
    if !scan.wants_any(IP..STATUS + 1) {
        return;
    }
    let start = scan.at;
    let Some((ip, request, status)) = parts(scan) else {
        scan.at = start;
        return;
    };
    scan.at = start;
    scan.set(IP, ip);
    scan.set(STATUS, status);
    let Some(parts) = Request::of(scan.text(&request)) else { return };
    let from = request.start;
    let part = |part: Part| from + part.start..from + part.end;
    scan.set(METHOD, part(parts.method));
    scan.set(TARGET, part(parts.target));
    scan.set(PATH, part(parts.path));
    if let Some(query) = parts.query {
        scan.set(QUERY, part(query));
    }
    scan.set(PROTOCOL, part(parts.protocol));
}

/// The address, the request and the status of an access line.
fn parts(scan: &mut Scan<'_>) -> Option<(Part, Part, Part)> {
    let peer = scan.field("a peer")?;
    let port = memchr::memrchr(b':', scan.text(&peer))?;
    scan.literal(b"- ", "a dash")?;
    let request = scan.quoted("a request")?;
    scan.literal(b" ", "a blank")?;
    let status = scan.digits("a status")?;
    Some((peer.start..peer.start + port, request, status))
}

/// Reads what starts with a stamp.
fn plain(scan: &mut Scan<'_>) -> Option<()> {
    stamped::time(scan, TIME, STAMP)?;
    if scan.skip(b":") {
        level(scan)?;
        scan.literal(b":", "`:` after the level")?;
        stamped::message(scan, MSG, TRACE);
        return Some(());
    }
    scan.literal(b" ", "a blank")?;
    scan.blanks();
    if scan.skip(b"- ") {
        return dashes(scan);
    }
    if scan.skip(b"[") {
        level(scan)?;
        scan.blanks();
        scan.literal(b"]", "`]` after the level")?;
    } else {
        level(scan)?;
    }
    // What follows may be anything.
    if !scan.wants_any(LOGGER..TRACE + 1) {
        return Some(());
    }
    let _ = scan.skip(b":");
    scan.blanks();
    let rest = scan.rest();
    let len = rest.iter().position(|b| matches!(b, b' ' | b'\n' | b'\r')).unwrap_or(rest.len());
    if let Some(name) = rest[..len].strip_suffix(b":")
        && stamped::is_name(name)
    {
        scan.set(LOGGER, scan.at..scan.at + name.len());
        scan.at += len;
        scan.blanks();
    }
    stamped::message(scan, MSG, TRACE);
    Some(())
}

/// Reads `logger - LEVEL - msg` and `LEVEL - msg`, after the first dash.
fn dashes(scan: &mut Scan<'_>) -> Option<()> {
    let start = scan.at;
    // The first ` - ` of the first line; a searcher takes long to make.
    let rest = scan.rest();
    let is_apart = |at: &usize| *at > 0 && rest[at - 1] == b' ' && rest.get(at + 1) == Some(&b' ');
    let dash = memchr_iter(b'-', rest).find(is_apart).map(|at| at - 1);
    let Some(dash) = dash.filter(|dash| find::before(&rest[..*dash], b'\n') == *dash) else {
        return scan.fail("a level between dashes");
    };
    let word = start..start + dash;
    if !stamped::is_level(scan.text(&word).trim_ascii_end()) {
        let word = stamped::trimmed(scan, word);
        scan.set_some(LOGGER, word);
        scan.at = start + dash + 3;
    }
    level(scan)?;
    scan.blanks();
    scan.literal(b"-", "a dash after the level")?;
    let _ = scan.skip(b" ");
    stamped::message(scan, MSG, TRACE);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::cut;

    #[test]
    fn layouts() {
        let wanted = [
            ["ERROR", "app.db", "boom"],
            ["ERROR", "root", "boom"],
            ["INFO", "", "Booting worker with pid: 9"],
            ["WARNING", "", "boom"],
            ["DEBUG", "", "Hello, World!"],
            ["ERROR", "app", "boom"],
            ["INFO", "", "127.0.0.1:5000 - \"GET /a?b=1 HTTP/1.1\" 200 OK"],
            ["CRITICAL", "", "boom"],
        ];
        for (sample, wanted) in DEF.samples.iter().zip(wanted) {
            let wanted = wanted.map(|s| if s.is_empty() { "None".to_string() } else { format!("T{s}") });
            assert_eq!(cut(&DEF, "", sample, &["level", "logger", "msg"]).unwrap(), wanted, "{sample}");
        }
    }

    #[test]
    fn parts_of_lines() {
        let one = |line: &str, name: &str| cut(&DEF, "", line, &[name]).map(|cells| cells[0].clone());
        assert_eq!(
            one(DEF.samples[0], "trace").unwrap(),
            "TTraceback (most recent call last):\n  File \"a.py\", line 1"
        );
        assert_eq!(one(DEF.samples[2], "pid").unwrap(), "T9");
        assert_eq!(one(DEF.samples[3], "process").unwrap(), "TMainProcess");
        let access = ["ip", "method", "path", "query", "status"];
        let cells = cut(&DEF, "", DEF.samples[6], &access).unwrap();
        assert_eq!(cells, ["T127.0.0.1", "TGET", "T/a", "Tb=1", "T200"]);
        assert_eq!(one("2025-10-10 13:55:36 - INFO - a - b", "msg").unwrap(), "Ta - b");
        for prose in ["WARNING: wet floor", "INFO", "ERROR:", "ERROR:a b:c", "Hello: you", "2025-10-10 13:55:36 hello"]
        {
            assert_eq!(one(prose, "msg"), None, "{prose}");
        }
    }
}
