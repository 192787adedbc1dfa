//! The error log of nginx: `time [level] pid#tid: *connection message, client: ..., host: "..."`.
//!
//! What stands in front is positional. The pairs at the end are not: nginx appends those it has,
//! unescaped, to a message that may hold anything. So they start at the first `, client: ` that is
//! followed by what nginx writes there, and a quoted value ends at a quote that is followed by the
//! next name or by nothing; a split at every comma would cut values and messages. They are only
//! looked at when one of them, or the message before them, is wanted: whether a line is in the
//! format is settled before. The process is read at more than 3 GB/s by one core.

use memchr::{memchr, memmem};

use super::fixed::{Fixed, Layout, Scan};
use super::web::{self, Places};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "nginx-error",
        usage: "-i nginx-error",
        brief: "the error log of nginx",
        text: "\
A line is `2025/10/10 13:55:36 [error] 31#31: *77 message, client: 1.2.3.4, server: _, request: \"GET / HTTP/1.1\", host: \
\"h\"`. `time` names no zone (see `--tz`); `pid`, `tid` and `cid` (the connection, None without one) are numbers. `msg` \
is the message without the pairs after it, which are the columns `ip` (client), `server`, `request` with its parts \
`method`, `target`, `path`, `query` and `protocol`, `subrequest`, `upstream`, `host` and `referer`; what nginx did not \
write is None, and pairs of other names are `extra`. nginx escapes nothing here, and nothing is unescaped.

A message that runs on over more lines (the stderr of FastCGI) is one record only where lines are joined; else its \
other lines are counted as not parsed, and their fields are None.",
        examples: &[
            Example { run: "-i nginx-error 'count by level, msg' nginx-error.log", output: r#"
{"level":"notice","msg":"signal process started","count":1}
{"level":"error","msg":"open() \"/srv/www/favicon.ico\" failed (2: No such file or directory)","count":1}
{"level":"error","msg":"upstream timed out (110: Connection timed out) while reading response header from upstream","count":2}
{"level":"warn","msg":"a client request body is buffered to a temporary file /var/cache/nginx/client_temp/0000000007","count":1}
"# },
            Example { run: "-i nginx-error 'where ip is not None | select time, ip, host, path' nginx-error.log", output: r#"
{"time":"2026/03/02 09:02:14","ip":"203.0.113.9","host":"www.example.org","path":"/favicon.ico"}
{"time":"2026/03/02 09:02:15","ip":"2001:db8::7","host":"shop.example.org","path":"/cart"}
{"time":"2026/03/02 09:02:16","ip":"198.51.100.23","host":"shop.example.org","path":"/cart"}
{"time":"2026/03/02 09:05:40","ip":"203.0.113.9","host":"www.example.org","path":"/upload"}
"# },
        ],
    },
    columns: Some(&COLUMNS),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(20, opens),
    bind: Bind::Named(Fixed::<NginxError>::bind),
    kind,
    view: None,
    samples: &[
        r#"2025/10/10 13:55:36 [error] 31#31: *77 open() "/x" failed (2: No such file), client: 1.2.3.4, server: _, request: "GET /x?a=b, c HTTP/1.1", host: "h""#,
        r#"2025/10/10 13:55:37 [notice] 1#1: signal 17 (SIGCHLD) received from 31"#,
        r#"2025/10/10 13:55:38 [info] 31#31: *9 client disconnected, bytes from/to client:21/0, client: 2001:db8::1, server: 0.0.0.0:12345, upstream: "10.0.0.1:3306", bytes from/to client:0/0, bytes from/to upstream:0/0"#,
    ],
};

const COLUMNS: [&str; 19] = [
    "time",
    "level",
    "pid",
    "tid",
    "cid",
    "msg",
    "ip",
    "server",
    "method",
    "target",
    "path",
    "query",
    "protocol",
    "request",
    "subrequest",
    "upstream",
    "host",
    "referer",
    "extra",
];

const TIME: usize = 0;
const LEVEL: usize = 1;
const PID: usize = 2;
const TID: usize = 3;
const CID: usize = 4;
const MSG: usize = 5;
const IP: usize = 6;
const METHOD: usize = 8;
const REQUEST: usize = 13;
const EXTRA: usize = 18;

/// The names of the pairs after the client, and their columns.
const PAIRS: [(&[u8], usize); 6] = [
    (b", server: ", 7),
    (b", request: ", REQUEST),
    (b", subrequest: ", 14),
    (b", upstream: ", 15),
    (b", host: ", 16),
    (b", referrer: ", 17),
];
/// Opens the pairs.
const CLIENT: &[u8] = b", client: ";
/// How many places are tried as their start: the time stays linear for any message.
const TRIES: usize = 8;

fn kind(name: &str) -> Kind {
    match name {
        "pid" | "tid" | "cid" => Kind::Number,
        "time" => Kind::Time,
        _ => Kind::Text,
    }
}

/// Whether a line opens with `2025/10/10 13:55:36 [`.
fn opens(line: &[u8]) -> bool {
    matches!(line, [_, _, _, _, b'/', _, _, b'/', _, _, b' ', _, _, b':', _, _, b':', _, _, b' ', b'[', ..])
}

struct NginxError;

impl Layout for NginxError {
    const NAME: &'static str = "nginx-error";
    const COLUMNS: &'static [&'static str] = &COLUMNS;

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        const STAMP: usize = 19;
        let stamp = scan.rest().get(..STAMP).unwrap_or_default();
        let digits = stamp.iter().enumerate().all(|(at, b)| matches!(at, 4 | 7 | 10 | 13 | 16) || b.is_ascii_digit());
        if !opens(scan.rest()) || !digits {
            return scan.fail("a time like `2025/10/10 13:55:36`, and a bracket");
        }
        scan.set(TIME, 0..STAMP);
        scan.at = STAMP + 2;
        let level = scan.until(b']', "a level in brackets")?;
        if level.is_empty() || !scan.text(&level).iter().all(u8::is_ascii_lowercase) {
            scan.at = level.start;
            return scan.fail("a level in brackets");
        }
        scan.set(LEVEL, level);
        scan.literal(b" ", "a blank")?;
        let pid = scan.digits("the numbers of the process and the thread, `31#31:`")?;
        scan.set(PID, pid);
        scan.literal(b"#", "the numbers of the process and the thread, `31#31:`")?;
        let tid = scan.digits("the numbers of the process and the thread, `31#31:`")?;
        scan.set(TID, tid);
        scan.literal(b": ", "a colon and a blank")?;
        if scan.skip(b"*") {
            let cid = scan.digits("the number of the connection")?;
            scan.set(CID, cid);
            scan.literal(b" ", "a blank")?;
        }
        if (MSG..=EXTRA).any(|column| scan.wants(column)) {
            let start = scan.at;
            let end = start + context(scan.rest()).unwrap_or(scan.rest().len());
            scan.set(MSG, start..end);
            scan.at = end;
            pairs(scan);
        }
        Some(())
    }
}

/// Where the pairs start in a message.
fn context(text: &[u8]) -> Option<usize> {
    memmem::find_iter(text, CLIENT).take(TRIES).find(|at| {
        let rest = &text[at + CLIENT.len()..];
        let rest = &rest[plain_len(rest)..];
        let server = rest.strip_prefix(PAIRS[0].0);
        match server {
            Some(server) => !server[..plain_len(server)].iter().any(|b| matches!(b, b' ' | b'"')),
            None => rest.is_empty() || PAIRS.iter().any(|(name, _)| rest.starts_with(name)),
        }
    })
}

/// The length of a value without quotes: up to a comma and a blank, or the end.
fn plain_len(text: &[u8]) -> usize {
    memmem::find(text, b", ").unwrap_or(text.len())
}

/// Reads the pairs.
fn pairs(scan: &mut Scan<'_>) {
    if scan.skip(CLIENT) {
        let ip = scan.at..scan.at + plain_len(scan.rest());
        scan.at = ip.end;
        scan.set(IP, ip);
    }
    while let Some((name, column)) = PAIRS.iter().find(|(name, _)| scan.sees(name)) {
        let from = scan.at + name.len();
        let value = match scan.line.get(from) {
            Some(b'"') => match quoted_len(&scan.line[from + 1..]) {
                Some(len) => from + 1..from + 1 + len,
                None => break,
            },
            _ => from..from + plain_len(&scan.line[from..]),
        };
        scan.at = value.end + usize::from(scan.line.get(from) == Some(&b'"'));
        if *column == REQUEST {
            web::request(scan, Places { method: METHOD, host: None }, &value);
        }
        scan.set(*column, value);
    }
    // The comma and the blank belong to nobody.
    let _ = scan.skip(b", ");
    if !scan.rest().is_empty() {
        let extra = scan.tail();
        scan.set(EXTRA, extra);
    }
}

/// The length of a quoted value after its opening quote: up to a quote before another pair, or
/// before the end.
fn quoted_len(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr(b'"', &text[at..])?;
        let rest = &text[at + 1..];
        if rest.is_empty() || PAIRS.iter().any(|(name, _)| rest.starts_with(name)) || rest.starts_with(b", bytes ") {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, walk};

    fn one(tail: &str, name: &str) -> String {
        cut(&DEF, "", format!("2025/10/10 13:55:36 [error] 31#32: {tail}"), &[name]).unwrap().remove(0)
    }

    #[test]
    fn a_whole_line() {
        let all = walk(&DEF, "", DEF.samples[0]).unwrap();
        let cells: Vec<&str> = all.iter().map(|(_, cell)| cell.as_str()).collect();
        let expected = [
            "T2025/10/10 13:55:36",
            "Terror",
            "T31",
            "T31",
            "T77",
            "Topen() \"/x\" failed (2: No such file)",
            "T1.2.3.4",
            "T_",
            "TGET",
            "T/x?a=b, c",
            "T/x",
            "Ta=b, c",
            "THTTP/1.1",
            "TGET /x?a=b, c HTTP/1.1",
            "None",
            "None",
            "Th",
            "None",
            "None",
        ];
        assert_eq!(cells, expected);
    }

    #[test]
    fn a_message_may_look_like_pairs() {
        let faked = r#"*1 open() "/a, client: 6.6.6.6, server: b" failed, client: 1.2.3.4, server: _, host: "h""#;
        assert_eq!(one(faked, "ip"), "T1.2.3.4");
        assert_eq!(one(faked, "msg"), r#"Topen() "/a, client: 6.6.6.6, server: b" failed"#);
        assert_eq!(one("bytes, client: of any", "msg"), "Tbytes");
        assert_eq!(one("*1 x, client: 1.2.3.4", "ip"), "T1.2.3.4");
        assert_eq!(one("no pairs, and commas", "msg"), "Tno pairs, and commas");
    }

    #[test]
    fn quotes_in_values() {
        let line = r#"*1 x, client: ::1, server: s, request: "GET /", host: "y" HTTP/1.0", upstream: "u", referrer: "a "b", c""#;
        assert_eq!(one(line, "request"), "TGET /");
        assert_eq!(one(line, "host"), r#"Ty" HTTP/1.0"#);
        assert_eq!(one(line, "upstream"), "Tu");
        let line = r#"*1 x, client: ::1, server: s, request: "GET /"x HTTP/1.0", upstream: "u", referrer: "a "b", c""#;
        assert_eq!(one(line, "request"), r#"TGET /"x HTTP/1.0"#);
        assert_eq!(one(line, "referer"), r#"Ta "b", c"#);
        assert_eq!(one(r#"*1 x, client: ::1, server: s, host: "torn"#, "extra"), r#"Thost: "torn"#);
    }

    #[test]
    fn a_message_may_hold_newlines() {
        let line =
            "*5 FastCGI sent in stderr: \"PHP message: a\nPHP message: b\" while reading, client: 1.2.3.4, server: _";
        assert_eq!(one(line, "msg"), "TFastCGI sent in stderr: \"PHP message: a\nPHP message: b\" while reading");
    }

    #[test]
    fn other_lines_are_not_in_it() {
        for line in
            ["2025/10/10 13:55:36 starting", "2025/10/10 13:55:36 [Error] 1#1: x", "2025/10/10 13:55:36 [error] x"]
        {
            assert_eq!(cut(&DEF, "", line, &[]), None, "{line}");
        }
    }
}
