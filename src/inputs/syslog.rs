//! Syslog, as RFC 3164 describes it, as RFC 5424 orders it, and as files have it.
//!
//! The two start alike and are mixed by the relays that forward them, so they are one format. Of
//! the older one nearly everything is optional: the priority is not kept in files, the stamp has a
//! year or is one of RFC 3339, the host is missing, the tag has no process or is none. What a line
//! must have is a priority or a stamp that can be no other word. The strict grammar of RFC 3164 was
//! rejected as the rule, since most real lines break it. One field is read at about 1.3 GB/s by one
//! core, of the samples repeated.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use memchr::memchr;

use super::fixed::{Fixed, Layout, Part, Scan};
use super::structured;
use crate::base::time::yearless;
use crate::base::{find, level};
use crate::data::lines::Frame;
use crate::data::{Cell, Cut, Want};
use crate::def::frames::octets::{self, Octets};
use crate::def::frames::{ABOVE, Physical};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Opening, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "syslog",
        usage: "-i syslog",
        brief: "syslog, RFC 3164 and RFC 5424, with and without priority",
        text: "\
A line is `<34>Oct  9 22:14:15 host su[231]: message`, or `<165>1 2025-10-11T22:14:15.003Z host app 77 ID47 [a@1 k=\"v\"] \
message`. `app` is the tag of the first and the application of the second, `pid` the process. A `-` of the second \
is None, and so is what a line does not have: the host, the tag, the process, the priority.

`priority` is the number in angle brackets; `facility` and `level` are the words for its two parts (auth, local0; \
err, warning, notice), and `severity` is the second part as a number, 0 to 7. A line without priority has none of them, \
but that of Cisco names its severity in the tag, as in `%SYS-5-CONFIG_I`. `msgid` and `sd` are only in the second kind: \
`sd` is an object with an object for each element, so that `sd[\"a@1\"].k` is `v`, with escapes resolved.

`stamp` is the time as it was written. `time` is the same, but with the year that brings it nearest to the time of the \
file where there is none. A stamp without a zone is in that of `--tz`. A stamp of RFC 3339 may stand in the first \
kind, and so may a year. The mark of UTF-8 before a message is no part of it.

With `--multiline` the messages are what is looked at, for each host, application and process by itself, so that those \
of others may come between the lines of a trace; `msg` is then all of them, without what stands before each. A line that \
is no syslog at all goes on with the line above it.

An input that opens with a counted message (`123 <165>1 ...`, RFC 6587) is read by its counts. A line with neither a \
priority nor a time is counted as not parsed, and its fields are None.",
        examples: &[
            Example { run: "-i syslog --now 2026-03-03 'where level <= notice | select time, host, app, level' syslog.log", output: r#"
{"time":"2026-03-02T09:00:00","host":"web1","app":"systemd","level":"info"}
{"time":"2026-03-02T09:02:16","host":"web1","app":"sshd","level":"info"}
{"time":"2026-03-02T09:10:01.003Z","host":"db1","app":"backup","level":"notice"}
"# },
            Example { run: "'count by app, pid is None as odd' syslog.log", output: r#"
{"app":"systemd","odd":false,"count":1}
{"app":"CRON","odd":false,"count":1}
{"app":"kernel","odd":true,"count":1}
{"app":null,"odd":true,"count":1}
{"app":"sshd","odd":false,"count":1}
{"app":"postfix/smtp","odd":false,"count":1}
{"app":"backup","odd":false,"count":1}
{"app":"su","odd":true,"count":1}
"# },
        ],
    },
    columns: Some(&COLUMNS),
    frame: |head| if octets::opens(head.sample) { Frame::Own(Arc::new(Octets)) } else { Frame::Lines },
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(60, opens).or_input(|head| octets::opens(head.sample)),
    bind: Bind::Named(Fixed::<Syslog>::bind),
    kind,
    view: Some(view),
    samples: &[
        "<34>Oct  9 22:14:15 host su[231]: 'su root' failed for lonvick on /dev/pts/8",
        "Oct 10 13:55:36 mx postfix/smtp[9]: 4Bx: to=<a@b>, relay=none, delay=1.2, status=sent (250 ok)",
        "Oct 10 13:55:36 last message repeated 3 times",
        "2025-10-10T13:55:36.123456+02:00 host systemd[1]: Started Session 5 of User root.",
        "<189>45: *Mar  1 00:00:05.123 UTC: %SYS-5-CONFIG_I: Configured from console",
        r#"<165>1 2025-10-11T22:14:15.003Z h app 77 ID47 [ex@32473 k="a\"b\]c"][m@1 x="y"] a message"#,
        "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - - -",
    ],
};

const COLUMNS: [&str; 12] =
    ["time", "stamp", "host", "app", "pid", "level", "msg", "facility", "severity", "priority", "msgid", "sd"];

const TIME: usize = 0;
const STAMP: usize = 1;
const HOST: usize = 2;
const APP: usize = 3;
const PID: usize = 4;
const LEVEL: usize = 5;
const MSG: usize = 6;
const FACILITY: usize = 7;
const SEVERITY: usize = 8;
const PRIORITY: usize = 9;
const MSGID: usize = 10;
const SD: usize = 11;

/// The words for the facilities, by number.
const FACILITIES: [&str; 24] = [
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp",
    "audit", "alert", "clock", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
];
/// The words for the severities, by number.
const LEVELS: [&str; 8] = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

const STAMPED: &str = "a time like `Oct  9 22:14:15` or `2025-10-09T22:14:15Z`";

fn kind(name: &str) -> Kind {
    match name {
        "severity" | "priority" => Kind::Number,
        "time" => Kind::Time,
        "sd" => Kind::Any,
        _ => Kind::Text,
    }
}

/// Whether a line may be one, and is no line of another format that also starts with a time.
fn opens(line: &[u8]) -> bool {
    match line {
        [b'<', digit, ..] => digit.is_ascii_digit(),
        [b'1', b' ', ..] => starts_with_date(&line[2..]),
        [b'0'..=b'9', ..] if starts_with_date(line) => {
            // Nearly every format may start so. Here a host follows, and a tag with a colon.
            let mut words = line.splitn(4, |b| *b == b' ');
            let (Some(stamp), Some(host), Some(tag)) = (words.next(), words.next(), words.next()) else { return false };
            let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':');
            stamp.get(10) == Some(&b'T')
                && tag.len() > 1
                && tag.ends_with(b":")
                && !host.ends_with(b":")
                && host.iter().all(plain)
                && level::parse(host).is_none()
        }
        [b'*' | b'.', rest @ ..] => starts_with_month(rest),
        _ => starts_with_month(line),
    }
}

fn starts_with_month(line: &[u8]) -> bool {
    matches!(line, [a, b, c, b' ', d, ..]
        if a.is_ascii_uppercase() && b.is_ascii_lowercase() && c.is_ascii_lowercase() && (*d == b' ' || d.is_ascii_digit()))
}

/// Whether a line starts with `2025-10-09T`, or with a blank in the T's place.
fn starts_with_date(line: &[u8]) -> bool {
    matches!(line, [a, b, c, d, b'-', _, _, b'-', _, _, b'T' | b' ', e, ..]
        if [a, b, c, d, e].iter().all(|b| b.is_ascii_digit()))
}

struct Syslog;

impl Layout for Syslog {
    const NAME: &'static str = "syslog";
    const COLUMNS: &'static [&'static str] = &COLUMNS;

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        let prior = scan.skip(b"<");
        if prior {
            priority(scan)?;
        }
        if let Some(version) = version(scan.rest(), prior) {
            scan.at += version;
            return ordered(scan);
        }
        if prior && let [b'0'..=b'9', ..] = scan.rest() {
            // Cisco numbers its messages.
            let digits = scan.rest().iter().take_while(|b| b.is_ascii_digit()).count();
            if scan.rest()[digits..].starts_with(b": ") {
                scan.at += digits + 2;
            }
        }
        let start = scan.at;
        if stamp(scan).is_none() {
            if !prior {
                return None;
            }
            // All after the priority is the message, says RFC 3164.
            scan.at = start;
            tag(scan, prior);
            return Some(());
        }
        if scan.skip(b":") && scan.rest().is_empty() {
            return scan.fail("a host, a tag or a message");
        }
        scan.literal(b" ", "a blank")?;
        // Where the host is missing, its blank may be there.
        scan.blanks();
        host(scan);
        tag(scan, prior);
        Some(())
    }
}

/// The length of the version of RFC 5424, and the blank after it. Without a priority before it, a
/// date has to follow.
#[inline(always)]
fn version(rest: &[u8], prior: bool) -> Option<usize> {
    match rest {
        [b'1', b' ', date @ ..] if prior || starts_with_date(date) => Some(2),
        _ => None,
    }
}

/// Takes a priority after its opening bracket.
#[inline(always)]
fn priority(scan: &mut Scan<'_>) -> Option<()> {
    const EXPECTED: &str = "a priority, 0 to 191";
    let part = scan.digits(EXPECTED)?;
    let number =
        scan.text(&part).iter().fold(0usize, |n, digit| n.saturating_mul(10).saturating_add(usize::from(digit - b'0')));
    let (Some(facility), true) = (FACILITIES.get(number / 8), part.len() <= 3) else {
        scan.at = part.start;
        return scan.fail(EXPECTED);
    };
    scan.literal(b">", "the bracket after the priority")?;
    scan.set(PRIORITY, part);
    word(scan, FACILITY, facility);
    word(scan, LEVEL, LEVELS[number % 8]);
    scan.make(SEVERITY, |out| {
        out.push(b'0' + (number % 8) as u8);
        true
    });
    Some(())
}

/// A column is this word.
#[inline(always)]
fn word(scan: &mut Scan<'_>, column: usize, word: &str) {
    scan.make(column, |out| {
        out.extend_from_slice(word.as_bytes());
        true
    });
}

/// Reads what follows the version in RFC 5424.
#[inline(always)]
fn ordered(scan: &mut Scan<'_>) -> Option<()> {
    if !starts_with_date(scan.rest()) && !scan.sees(b"- ") {
        return scan.fail("a time like `2025-10-09T22:14:15Z`, or `-`");
    }
    let time = scan.field("a time")?;
    scan.set_some(TIME, time.clone());
    scan.set_some(STAMP, time);
    let expected = ["a host", "an application", "a process", "an id of the message"];
    for (column, expected) in [HOST, APP, PID, MSGID].into_iter().zip(expected) {
        let part = scan.field(expected)?;
        scan.set_some(column, part);
    }
    if !scan.skip(b"-") {
        let start = scan.at;
        structured::take(scan)?;
        let (line, end) = (scan.line, scan.at);
        scan.nest(SD, |out| {
            structured::object(&line[start..end], out);
            true
        });
    }
    if scan.rest().is_empty() {
        return Some(());
    }
    scan.literal(b" ", "a blank, or the end of the line")?;
    message(scan);
    Some(())
}

/// Takes the rest as the message.
#[inline(always)]
fn message(scan: &mut Scan<'_>) {
    let _ = scan.skip(b"\xef\xbb\xbf");
    let msg = scan.tail();
    scan.set(MSG, msg.clone());
    if scan.wants(MSG)
        && let Some(end) = memchr(b'\n', scan.text(&msg))
    {
        joined(scan, msg.start, msg.start + end);
    }
}

/// Makes the message of a record of several lines, of which the first ends at `end`.
#[cold]
fn joined(scan: &mut Scan<'_>, start: usize, end: usize) {
    let line = scan.line;
    let Some(first) = view(&line[..end]) else { return };
    scan.make(MSG, |out| {
        out.extend_from_slice(&line[start..end]);
        for more in line[end + 1..].split(|b| *b == b'\n') {
            out.push(b'\n');
            match view(more).filter(|seen| seen.stream == first.stream) {
                Some(seen) => out.extend_from_slice(&seen.text),
                None => out.extend_from_slice(more),
            }
        }
        true
    });
}

/// How a line is seen by what joins lines to records: a stream is a process, and what is written
/// is the message.
fn view(line: &[u8]) -> Option<Physical<'_>> {
    /// Reads what a view is made of; just built, for it is the same for every line.
    static READER: LazyLock<Fixed<Syslog>> = LazyLock::new(|| {
        let wants = ["host", "app", "pid", "msg"].map(Want::new);
        Fixed::new(&wants, &Opening::default())
    });
    let mut cells = [Cell::None; 4];
    if !READER.cut(line, 0, &mut cells, &mut Vec::new()) {
        return Some(Physical { stream: ABOVE, text: Cow::Borrowed(line), partial: false });
    }
    let place = |cell: &Cell| cell.span().map(|span| span.start as usize..span.end() as usize);
    // The three stand in this order, with nothing between them but what parts them.
    let mut names = cells[..3].iter().filter_map(place);
    let stream = names.next().map_or(0..0, |first| first.start..names.next_back().map_or(first.end, |last| last.end));
    let text = place(&cells[3]).unwrap_or(0..0);
    Some(Physical { stream: &line[stream], text: Cow::Borrowed(&line[text]), partial: false })
}

/// Takes a stamp of the older kind.
#[inline(always)]
fn stamp(scan: &mut Scan<'_>) -> Option<()> {
    let start = scan.at;
    if starts_with_date(scan.rest()) {
        // `2025-10-09 22:14:15` has a blank in it.
        scan.at += 11;
        let _ = scan.word(STAMPED)?;
        scan.set(TIME, start..scan.at);
        scan.set(STAMP, start..scan.at);
        return Some(());
    }
    let _ = scan.skip(b"*") || scan.skip(b".");
    let mut year = year(scan);
    if !starts_with_month(scan.rest()) {
        return scan.fail(STAMPED);
    }
    let month = scan.at;
    scan.at += 4;
    let _ = scan.skip(b" ");
    let day = scan.digits(STAMPED)?;
    scan.literal(b" ", STAMPED)?;
    year = year.or_else(|| self::year(scan));
    let clock = scan.at;
    let [h, i, b':', m, n, b':', s, t, ..] = scan.rest() else { return scan.fail(STAMPED) };
    if day.len() > 2 || ![h, i, m, n, s, t].iter().all(|b| b.is_ascii_digit()) {
        return scan.fail(STAMPED);
    }
    scan.at += 8;
    if scan.sees(b".") {
        scan.at += 1;
        scan.digits("the digits of a fraction")?;
    }
    let mut end = scan.at;
    if let [b' ', a, b, c, d, b' ', ..] = scan.rest()
        && year.is_none()
        && [a, b, c, d].iter().all(|b| b.is_ascii_digit())
    {
        year = Some(end + 1..end + 5);
        scan.at += 5;
    } else if let [b' ', rest @ ..] = scan.rest()
        && let letters @ 3..=5 = rest.iter().take_while(|b| b.is_ascii_uppercase()).count()
        && rest[letters..].starts_with(b":")
    {
        // Cisco's zone.
        scan.at += 1 + letters;
        end = scan.at;
    }
    scan.set(STAMP, start..scan.at);
    dated(scan, [month..day.end, clock..end], year);
    Some(())
}

/// Takes a year and a blank, if they stand here.
#[inline(always)]
fn year(scan: &mut Scan<'_>) -> Option<Part> {
    let [a, b, c, d, b' ', ..] = scan.rest() else { return None };
    if ![a, b, c, d].iter().all(|b| b.is_ascii_digit()) {
        return None;
    }
    scan.at += 5;
    Some(scan.at - 5..scan.at - 1)
}

/// The time of a stamp: of a day (`Oct  9`), a clock, and a year if it has one.
#[inline(always)]
fn dated(scan: &mut Scan<'_>, [day, clock]: [Part; 2], year: Option<Part>) {
    let (line, reference) = (scan.line, scan.reference);
    scan.make(TIME, |out| {
        let Some(year) = &year else {
            return match line.get(day.start..clock.end) {
                Some(text) if day.end + 1 == clock.start => yearless(text, reference, out),
                _ => false,
            };
        };
        // `9 Oct 2025 22:14:15`, a form that has one meaning.
        let text = &line[day.clone()];
        let (month, day) = (&text[..3], text[3..].trim_ascii());
        out.extend_from_slice(&[day, b" ", month, b" ", &line[year.clone()], b" ", &line[clock.clone()]].concat());
        true
    });
}

/// Takes the host and the blank after it, if this is not the tag or a message already.
#[inline(always)]
fn host(scan: &mut Scan<'_>) {
    let rest = scan.rest();
    let len = find::before(rest, b' ');
    let word = &rest[..len];
    let ends = len == 0 || len == rest.len() || word.ends_with(b":");
    if ends || rest.starts_with(b"last message repeated ") || word == b"---" {
        return;
    }
    scan.set(HOST, scan.at..scan.at + len);
    scan.at += len + 1;
}

/// Takes a tag, if there is one, and the message.
#[inline(always)]
fn tag(scan: &mut Scan<'_>, prior: bool) {
    let (start, rest) = (scan.at, scan.rest());
    let len = find::before3(rest, *b" :[");
    let mut at = len;
    let mut pid = None;
    if len > 0 && rest.get(at) == Some(&b'[') {
        let inside = find::before3(&rest[at + 1..], *b"] [");
        if inside > 0 && rest.get(at + 1 + inside) == Some(&b']') {
            pid = Some(start + at + 1..start + at + 1 + inside);
            at += inside + 2;
        }
    }
    let colon = rest.get(at) == Some(&b':');
    let ends = matches!(rest.get(at + usize::from(colon)), None | Some(b' '));
    // A word with neither a process nor a colon is a message's.
    if len > 0 && (colon || pid.is_some()) && (ends || colon && pid.is_some()) {
        scan.set(APP, start..start + len);
        if let Some(pid) = pid {
            scan.set(PID, pid);
        }
        if !prior {
            cisco(scan, &rest[..len], start);
        }
        scan.at += at + usize::from(colon);
        let _ = scan.skip(b" ");
    }
    message(scan);
}

/// The severity in a tag like `%SYS-5-CONFIG_I`.
#[inline(always)]
fn cisco(scan: &mut Scan<'_>, tag: &[u8], start: usize) {
    if tag.first() != Some(&b'%') {
        return;
    }
    let digit = tag.windows(3).position(|w| matches!(w, [b'-', b'0'..=b'7', b'-']));
    if let Some(at) = digit {
        scan.set(SEVERITY, start + at + 1..start + at + 2);
        word(scan, LEVEL, LEVELS[usize::from(tag[at + 1] - b'0')]);
    }
}

#[cfg(test)]
#[path = "syslog_tests.rs"]
mod tests;
