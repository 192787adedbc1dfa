//! The traffic logs of HAProxy: HTTP, HTTPS and TCP, in a syslog line or alone.
//!
//! `client [accepted] frontend backend/server timers ...`: five timers are an HTTP log, three a TCP
//! log. HAProxy writes quotes, braces, bars and control bytes of what it captures as `#22`, so the
//! first closing brace or quote is the end; that also holds for a line whose end was cut off by a
//! limit on its length, where the closing quote is missing. One field is read at about 1.2 GB/s by one
//! core, of the samples repeated.

use memchr::{memchr, memrchr};

use super::fixed::{Fixed, Layout, Part, Scan};
use super::web::{self, Places};
use super::written;
use crate::base::find;
use crate::def::cutters::{haproxy, haproxy_conf};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "haproxy",
        usage: "-i haproxy\n-i 'haproxy:LOG_FORMAT'\n-i haproxy:@haproxy.cfg#SECTION",
        brief: "the HTTP, HTTPS and TCP logs of HAProxy, in syslog lines or alone",
        text: "\
A line is a connection or a request as `option httplog`, `httpslog` or `tcplog` write it, and the short lines of no \
option (`Connect from ...`) and of a failed handshake. A syslog header before it is `stamp`, `host`, `program` and \
`pid`; without one they are None. `time` is when the connection was accepted, as HAProxy writes it, without a zone \
(see `--tz`).

`ms` is the whole time; `request_ms`, `queue_ms`, `connect_ms` and `response_ms` are its parts, and `timers` is all of \
them as written. A timer, a status or a number of `-1` (it was never reached) is None, and the `+` before a number that \
is not final (`logasap`) is left out. `server` may be `<NOSRV>`. Captured cookies and headers are as HAProxy wrote \
them, without their braces; one alone is `request_headers`. `-` is None. The parts of the request are None where it is \
`<BADREQ>` or cut off. What follows the request is `extra`; `msg` is the text of a short line.\n\nWith a `log-format` of its own, the lines of a server are read as `haproxy:LOG_FORMAT`, or `haproxy:@haproxy.cfg#SECTION` from the \
file; its variables are columns then, under their names as `%ST` has them (`ST`) and, where they mean the same as in other logs, under \
`ip`, `time`, `status`, `bytes`, `ms` and the parts of the request.",
        examples: &[
            Example { run: "-i haproxy 'where status >= 500 or status is None | select time, backend, server, status, termination' haproxy.log", output: r#"
{"time":"02/Mar/2026:09:02:15.020","backend":"web","server":"web2","status":504,"termination":"sH--"}
{"time":"02/Mar/2026:09:02:03.285","backend":"db","server":"db1","status":null,"termination":"--"}
"# },
            Example { run: "-i haproxy 'count, max(ms), avg(connect_ms) by backend' haproxy.log", output: r#"
{"backend":"web","count":3,"max_ms":3006,"avg_connect_ms":1001.3333333333334}
{"backend":"fe","count":1,"max_ms":6001,"avg_connect_ms":null}
{"backend":"db","count":1,"max_ms":15002,"avg_connect_ms":1.0}
"# },
        ],
    },
    columns: Some(&COLUMNS),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(22, opens),
    bind: Bind::Either(Fixed::<Haproxy>::bind, |argument, read| {
        let text = written::text(argument, read, haproxy_conf)?;
        haproxy::parse(&text).map(written::laid_out)
    }),
    kind,
    view: None,
    samples: &[
        r#"Oct 10 12:14:14 lb haproxy[9]: 10.0.1.2:33317 [10/Oct/2025:12:14:14.655] fe be/s1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {h|ua} {} "GET /x?a=1 HTTP/1.1""#,
        r#"<134>2015-08-26T02:09:48+02:00 localhost haproxy[14389]: ::1:39527 [03/Nov/2015:06:25:25.105] services~ def/api 4599/0/0/428/+5027 304 +320 - - ---- 1/1/0/1/+1 0/0 "GET /component"#,
        r#"188.223.50.7:51940 [18/Jul/2011:17:05:24.339] ads ads/<NOSRV> -1/-1/-1/-1/6001 408 212 - - cR-- 100/89/0/0/0 0/0 "<BADREQ>""#,
        "Sep 20 15:44:23 127.0.0.1 haproxy[25457]: 127.0.0.1:40962 [20/Sep/2018:15:44:23.285] main app/<NOSRV> -1/-1/1 212 SC 1/1/0/0/0 0/0",
        "Sep 20 15:42:59 1.2.3.4 haproxy[24551]: Connect from 1.2.3.4:40780 to 1.2.3.4:5000 (main/HTTP)",
        "127.0.0.1:56059 [03/Dec/2012:17:35:10.380] frt/f1: SSL handshake failure",
    ],
};

const COLUMNS: [&str; 42] = [
    "time",
    "stamp",
    "host",
    "program",
    "pid",
    "ip",
    "port",
    "frontend",
    "backend",
    "server",
    "timers",
    "request_ms",
    "queue_ms",
    "connect_ms",
    "response_ms",
    "ms",
    "status",
    "bytes",
    "request_cookie",
    "response_cookie",
    "termination",
    "actconn",
    "feconn",
    "beconn",
    "srvconn",
    "retries",
    "srv_queue",
    "backend_queue",
    "request_headers",
    "response_headers",
    "method",
    "target",
    "path",
    "query",
    "protocol",
    "request",
    "extra",
    "to_ip",
    "to_port",
    "mode",
    "msg",
    "bind",
];

const TIME: usize = 0;
const STAMP: usize = 1;
const HOST: usize = 2;
const PROGRAM: usize = 3;
const PID: usize = 4;
const IP: usize = 5;
const PORT: usize = 6;
const FRONTEND: usize = 7;
const BACKEND: usize = 8;
const SERVER: usize = 9;
const TIMERS: usize = 10;
const REQUEST_MS: usize = 11;
const QUEUE_MS: usize = 12;
const CONNECT_MS: usize = 13;
const RESPONSE_MS: usize = 14;
const MS: usize = 15;
const STATUS: usize = 16;
const BYTES: usize = 17;
const REQUEST_COOKIE: usize = 18;
const RESPONSE_COOKIE: usize = 19;
const TERMINATION: usize = 20;
const ACTCONN: usize = 21;
const SRV_QUEUE: usize = 26;
const REQUEST_HEADERS: usize = 28;
const METHOD: usize = 30;
const REQUEST: usize = 35;
const EXTRA: usize = 36;
const TO_IP: usize = 37;
const TO_PORT: usize = 38;
const MODE: usize = 39;
const MSG: usize = 40;
const BIND: usize = 41;

fn kind(name: &str) -> Kind {
    match name {
        "time" => Kind::Time,
        "pid" | "port" | "status" | "bytes" | "actconn" | "feconn" | "beconn" | "srvconn" | "retries" | "srv_queue"
        | "backend_queue" | "to_port" => Kind::Number,
        _ if name.ends_with("ms") => Kind::Number,
        _ => Kind::Text,
    }
}

/// Whether a line may be HAProxy's: it names the program, or opens with an endpoint and a time.
fn opens(line: &[u8]) -> bool {
    const NEAR: usize = 200;
    let near = &line[..line.len().min(NEAR)];
    let word = memchr(b' ', near).unwrap_or(0);
    let alone = near[word..].starts_with(b" [") && near[..word].contains(&b':');
    // Of its letters the x is the rarest.
    alone || memchr::memchr_iter(b'x', near).any(|at| at >= 5 && near[at - 5..].starts_with(b"haproxy"))
}

struct Haproxy;

impl Layout for Haproxy {
    const NAME: &'static str = "haproxy";
    const COLUMNS: &'static [&'static str] = &COLUMNS;

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        if !alone(scan) {
            header(scan)?;
        }
        if scan.skip(b"Connect from ") {
            return connect(scan);
        }
        let client = scan.field("the client's address and port")?;
        web::endpoint(scan, &client, IP, PORT);
        scan.literal(b"[", "the time of acceptance in brackets")?;
        let time = scan.until(b']', "the bracket after the time")?;
        if !matches!(scan.text(&time), [_, _, b'/', _, _, _, b'/', _, _, _, _, b':', _, _, b':', _, _, b':', _, _, ..])
        {
            scan.at = time.start;
            return scan.fail("a time like `10/Oct/2025:12:14:14.655`");
        }
        scan.set(TIME, time);
        scan.literal(b" ", "a blank")?;
        let frontend = scan.field("the frontend")?;
        if scan.text(&frontend).ends_with(b":") {
            return broken(scan, &frontend);
        }
        scan.set(FRONTEND, frontend);
        let ends = scan.field("the backend and the server, `be/s1`")?;
        let slash = slash(scan, &ends, "the backend and the server, `be/s1`")?;
        scan.set(BACKEND, ends.start..slash);
        scan.set(SERVER, slash + 1..ends.end);
        let timers = scan.field("three or five timers, `10/0/30/69/109`")?;
        let is_http = match count(scan.text(&timers)) {
            Some(5) => {
                numbers(scan, &timers, [REQUEST_MS, QUEUE_MS, CONNECT_MS, RESPONSE_MS, MS]);
                true
            }
            Some(3) => {
                numbers(scan, &timers, [QUEUE_MS, CONNECT_MS, MS]);
                false
            }
            _ => {
                scan.at = timers.start;
                return scan.fail("three or five timers, `10/0/30/69/109`");
            }
        };
        scan.set(TIMERS, timers);
        if is_http {
            let status = number(scan, "a status")?;
            measured(scan, STATUS, &status);
        }
        let bytes = number(scan, "a number of bytes")?;
        measured(scan, BYTES, &bytes);
        if is_http {
            for column in [REQUEST_COOKIE, RESPONSE_COOKIE] {
                let cookie = scan.field("two captured cookies, or `- -`")?;
                scan.set_some(column, cookie);
            }
        }
        let termination = scan.field("the state of termination, `----`")?;
        scan.set(TERMINATION, termination);
        let connections = scan.field("five numbers of connections, `1/1/1/1/0`")?;
        if count(scan.text(&connections)) != Some(5) {
            scan.at = connections.start;
            return scan.fail("five numbers of connections, `1/1/1/1/0`");
        }
        numbers(scan, &connections, [ACTCONN, ACTCONN + 1, ACTCONN + 2, ACTCONN + 3, ACTCONN + 4]);
        let queues = scan.word("two queues, `0/0`")?;
        if count(scan.text(&queues)) != Some(2) {
            scan.at = queues.start;
            return scan.fail("two queues, `0/0`");
        }
        numbers(scan, &queues, [SRV_QUEUE, SRV_QUEUE + 1]);
        tail(scan, is_http);
        Some(())
    }
}

/// Whether no syslog header stands before the client.
fn alone(scan: &Scan<'_>) -> bool {
    let rest = scan.rest();
    let word = find::before(rest, b' ');
    rest[word..].starts_with(b" [") && rest[..word].contains(&b':') || rest.starts_with(b"Connect from ")
}

/// Reads a syslog header up to the blank after the colon.
#[inline]
fn header(scan: &mut Scan<'_>) -> Option<()> {
    if scan.skip(b"<") {
        scan.digits("a priority, `<134>`")?;
        scan.literal(b">", "a priority, `<134>`")?;
        // The version of RFC 5424 has no blank before it; such a header is no part of this format.
    }
    let stamp = match scan.rest() {
        [_, _, _, b' ', _, _, b' ', _, _, b':', _, _, b':', _, _, b' ', ..] => {
            scan.at += 16;
            scan.at - 16..scan.at - 1
        }
        _ => scan.field("a syslog header, or the client's address and port")?,
    };
    scan.set(STAMP, stamp);
    let mut word = scan.field("the host and the program, `lb haproxy[9]:`")?;
    // A log that never left its machine may name no host.
    if !scan.text(&word).ends_with(b":") {
        scan.set(HOST, word);
        word = scan.field("the program, `haproxy[9]:`")?;
    }
    let program = word.start..word.end.saturating_sub(1).max(word.start);
    if !scan.text(&word).ends_with(b":") || !names_haproxy(scan.text(&program)) {
        scan.at = word.start;
        return scan.fail("the program, `haproxy[9]:`");
    }
    let open = Some(program.start + find::before(scan.text(&program), b'[')).filter(|at| *at < program.end);
    scan.set(PROGRAM, program.start..open.unwrap_or(program.end));
    if let Some(open) = open
        && scan.text(&program).ends_with(b"]")
    {
        scan.set(PID, open + 1..program.end - 1);
    }
    Some(())
}

/// Whether a program is HAProxy, perhaps with the name of something around it.
#[inline]
fn names_haproxy(program: &[u8]) -> bool {
    // A searcher takes long to make.
    program.starts_with(b"haproxy") || memchr::memmem::find(program, b"haproxy").is_some()
}

/// Reads `1.2.3.4:40780 to 1.2.3.4:5000 (main/HTTP)`.
#[cold]
fn connect(scan: &mut Scan<'_>) -> Option<()> {
    let from = scan.field("the client's address and port")?;
    web::endpoint(scan, &from, IP, PORT);
    scan.literal(b"to ", "`to` and an address")?;
    let to = scan.field("an address and a port")?;
    web::endpoint(scan, &to, TO_IP, TO_PORT);
    scan.literal(b"(", "the frontend and its mode, `(main/HTTP)`")?;
    let inside = scan.until(b')', "the closing bracket")?;
    let slash = slash(scan, &inside, "the frontend and its mode, `(main/HTTP)`")?;
    scan.set(FRONTEND, inside.start..slash);
    scan.set(MODE, slash + 1..inside.end);
    scan.set(MSG, from.start - "Connect from ".len()..inside.end + 1);
    scan.end()
}

/// Reads what follows `frontend/bind: `, where a connection failed before it was one.
#[cold]
fn broken(scan: &mut Scan<'_>, frontend: &Part) -> Option<()> {
    let name = frontend.start..frontend.end - 1;
    let slash = slash(scan, &name, "the frontend and its bind, `fe/1:`")?;
    scan.set(FRONTEND, name.start..slash);
    scan.set(BIND, slash + 1..name.end);
    let msg = scan.tail();
    scan.set(MSG, msg);
    Some(())
}

/// Where the last slash of a part stands.
fn slash(scan: &mut Scan<'_>, part: &Part, expected: &'static str) -> Option<usize> {
    let slash = memrchr(b'/', scan.text(part)).map(|at| part.start + at);
    if slash.is_none() {
        scan.at = part.start;
        scan.fail(expected);
    }
    slash
}

/// How many numbers stand in a text with slashes between them; None where there is anything else.
#[inline(always)]
fn count(text: &[u8]) -> Option<u32> {
    // What is no part of a number makes the sum too large to be one.
    let adds = |b: &u8| match b {
        b'/' => 1,
        b'0'..=b'9' | b'-' | b'+' => 0,
        _ => 1 << 16,
    };
    let sum = text.iter().fold(1u32, |sum, b| sum.saturating_add(adds(b)));
    (sum < 1 << 16).then_some(sum)
}

/// Sets columns to the numbers in a part, with slashes between them.
#[inline(always)]
fn numbers<const N: usize>(scan: &mut Scan<'_>, part: &Part, columns: [usize; N]) {
    if !columns.iter().any(|column| scan.wants(*column)) {
        return;
    }
    let mut start = part.start;
    for column in columns {
        let end = start + find::before(&scan.line[start..part.end], b'/');
        measured(scan, column, &(start..end));
        start = (end + 1).min(part.end);
    }
}

/// A column is a number, if it was reached, without the mark that it is not final.
#[inline]
fn measured(scan: &mut Scan<'_>, column: usize, part: &Part) {
    match scan.text(part) {
        [b'-', ..] | [] => {}
        [b'+', ..] => scan.set(column, part.start + 1..part.end),
        _ => scan.set(column, part.clone()),
    }
}

/// Takes a number and the blank after it.
#[inline]
fn number(scan: &mut Scan<'_>, expected: &'static str) -> Option<Part> {
    let start = scan.at;
    let _ = scan.skip(b"+") || scan.skip(b"-");
    scan.digits(expected)?;
    let part = start..scan.at;
    scan.literal(b" ", "a blank")?;
    Some(part)
}

/// Reads captured headers, the request and what follows it. None of them must be there.
#[inline]
fn tail(scan: &mut Scan<'_>, is_http: bool) {
    if !scan.wants_any(REQUEST_HEADERS..EXTRA + 1) {
        return;
    }
    let _ = scan.skip(b" ");
    for column in [REQUEST_HEADERS, REQUEST_HEADERS + 1] {
        if is_http && scan.sees(b"{") {
            let end = memchr(b'}', scan.rest()).map_or(scan.line.len(), |at| scan.at + at);
            scan.set(column, scan.at + 1..end);
            scan.at = (end + 1).min(scan.line.len());
            let _ = scan.skip(b" ");
        }
    }
    if is_http && scan.skip(b"\"") {
        let close = memchr(b'"', scan.rest()).map_or(scan.line.len(), |at| scan.at + at);
        let request = scan.at..close;
        web::request(scan, Places { method: METHOD, host: None }, &request);
        scan.set(REQUEST, request);
        scan.at = (close + 1).min(scan.line.len());
        let _ = scan.skip(b" ");
    }
    if !scan.rest().is_empty() {
        let extra = scan.tail();
        scan.set(EXTRA, extra);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, walk};

    /// What a line has, without what is None.
    fn known(line: &str) -> String {
        let all = walk(&DEF, "", line).unwrap();
        let known = all.iter().filter(|(_, cell)| cell != "None");
        known.map(|(name, cell)| format!("{name}={}", &cell[1..])).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn http_logs() {
        assert_eq!(
            known(DEF.samples[0]),
            "time=10/Oct/2025:12:14:14.655 stamp=Oct 10 12:14:14 host=lb program=haproxy pid=9 ip=10.0.1.2 port=33317 \
             frontend=fe backend=be server=s1 timers=10/0/30/69/109 request_ms=10 queue_ms=0 connect_ms=30 response_ms=69 \
             ms=109 status=200 bytes=2750 termination=---- actconn=1 feconn=1 beconn=1 srvconn=1 retries=0 srv_queue=0 \
             backend_queue=0 request_headers=h|ua response_headers= method=GET target=/x?a=1 path=/x query=a=1 \
             protocol=HTTP/1.1 request=GET /x?a=1 HTTP/1.1"
        );
    }

    #[test]
    fn what_was_not_reached_is_none() {
        assert_eq!(
            known(DEF.samples[2]),
            "time=18/Jul/2011:17:05:24.339 ip=188.223.50.7 port=51940 frontend=ads backend=ads server=<NOSRV> \
             timers=-1/-1/-1/-1/6001 ms=6001 status=408 bytes=212 termination=cR-- actconn=100 feconn=89 beconn=0 srvconn=0 \
             retries=0 srv_queue=0 backend_queue=0 request=<BADREQ>"
        );
    }

    #[test]
    fn numbers_that_are_not_final_and_a_request_that_was_cut_off() {
        let cells =
            cut(&DEF, "", DEF.samples[1], &["ms", "bytes", "retries", "request", "method", "ip", "frontend", "stamp"]);
        assert_eq!(
            cells.unwrap(),
            ["T5027", "T320", "T1", "TGET /component", "None", "T::1", "Tservices~", "T2015-08-26T02:09:48+02:00"]
        );
    }

    #[test]
    fn tcp_logs() {
        assert_eq!(
            known(DEF.samples[3]),
            "time=20/Sep/2018:15:44:23.285 stamp=Sep 20 15:44:23 host=127.0.0.1 program=haproxy pid=25457 ip=127.0.0.1 \
             port=40962 frontend=main backend=app server=<NOSRV> timers=-1/-1/1 ms=1 bytes=212 termination=SC actconn=1 \
             feconn=1 beconn=0 srvconn=0 retries=0 srv_queue=0 backend_queue=0"
        );
    }

    #[test]
    fn short_lines() {
        assert_eq!(
            known(DEF.samples[4]),
            "stamp=Sep 20 15:42:59 host=1.2.3.4 program=haproxy pid=24551 ip=1.2.3.4 port=40780 frontend=main to_ip=1.2.3.4 \
             to_port=5000 mode=HTTP msg=Connect from 1.2.3.4:40780 to 1.2.3.4:5000 (main/HTTP)"
        );
        assert_eq!(
            known(DEF.samples[5]),
            "time=03/Dec/2012:17:35:10.380 ip=127.0.0.1 port=56059 frontend=frt msg=SSL handshake failure bind=f1"
        );
    }

    #[test]
    fn headers_of_many_kinds() {
        let body = "127.0.0.1:56059 [03/Dec/2012:17:35:10.380] frt/f1: x";
        assert_eq!(
            cut(&DEF, "", format!("Oct  9 12:14:14 haproxy: {body}"), &["host", "pid", "stamp"]).unwrap(),
            ["None", "None", "TOct  9 12:14:14"]
        );
        assert_eq!(
            cut(&DEF, "", format!("Oct  9 12:14:14 lb docker/haproxy[7]: {body}"), &["host", "program", "pid"])
                .unwrap(),
            ["Tlb", "Tdocker/haproxy", "T7"]
        );
        assert_eq!(cut(&DEF, "", format!("Oct  9 12:14:14 lb sshd[7]: {body}"), &[]), None);
        assert_eq!(cut(&DEF, "", "Oct  9 12:14:14 lb haproxy[7]: Server be/s1 is DOWN", &[]), None);
    }
}
