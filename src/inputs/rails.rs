//! The log of Ruby on Rails.
//!
//! A request is several lines, and those of different requests are interleaved: so a line is a record, and
//! `request_id`, where the application tags its lines, tells which belong together. `status` is read at
//! about 0.7 GB/s by one core: what kind of line it is shows in words that must be compared, and only
//! then where its fields stand.

use super::fixed::{Fixed, Layout, Part, Scan};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "rails",
        usage: "-i rails",
        brief: "the log of Ruby on Rails",
        text: "\
Each line is a record, with the head that Ruby's logger writes, `I, [2025-10-10T13:55:36.123456 #9]  INFO -- : `, or without one: \
`level`, `time`, `pid` and `progname`. A tag in brackets before the message is `request_id`; the rest, further tags with it, is `msg`.

Of `Started GET \"/a?b\" for 1.2.3.4 at ...` the fields are `event` (`started`), `method`, `target`, `path`, `query`, `ip` and `time`; of \
`Processing by X#y as HTML` they are `event` (`processing`), `controller`, `action` and `format`; of `Completed 200 OK in 12ms (Views: \
8.1ms | ActiveRecord: 1.2ms)` `event` (`completed`), `status`, `ms`, `views_ms` and `db_ms`. `flitch '... by request_id'` joins what is of one \
request. Every line is in this format; `auto` takes only those with a head or one of these messages.",
        examples: &[Example {
            run: "-i rails 'where event == \"completed\" | select request_id, status, ms, db_ms' rails.log",
            output: r#"
{"request_id":"3f0c","status":200,"ms":12,"db_ms":1.2}
{"request_id":"9a1d","status":500,"ms":5003,"db_ms":5000.1}
"#,
        }],
    },
    columns: Some(Rails::COLUMNS),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(48, opens),
    bind: Bind::Named(Fixed::<Rails>::bind),
    kind: |name| match name {
        "time" => Kind::Time,
        "pid" | "status" | "ms" | "views_ms" | "db_ms" => Kind::Number,
        _ => Kind::Text,
    },
    view: None,
    samples: &[
        r#"I, [2025-10-10T13:55:36.123456 #9]  INFO -- : [3f0c] Started GET "/users/7?x=1" for 203.0.113.9 at 2025-10-10 13:55:36 +0000"#,
        r#"Started POST "/login" for ::1 at 2025-10-10 13:55:36 +0200"#,
        "Processing by Admin::UsersController#show as HTML",
        "[3f0c] Completed 200 OK in 12ms (Views: 8.1ms | ActiveRecord: 1.2ms (3 queries, 1 cached) | GC: 0.5ms)",
        "E, [2025-10-10T13:55:36.123456 #9] ERROR -- api: boom",
    ],
};

// The places of the columns.
const TIME: usize = 0;
const LEVEL: usize = 1;
const PID: usize = 2;
const PROGNAME: usize = 3;
const REQUEST_ID: usize = 4;
const EVENT: usize = 5;
const METHOD: usize = 6;
const TARGET: usize = 7;
const PATH: usize = 8;
const QUERY: usize = 9;
const IP: usize = 10;
const CONTROLLER: usize = 11;
const ACTION: usize = 12;
const FORMAT: usize = 13;
const STATUS: usize = 14;
const MS: usize = 15;
const VIEWS_MS: usize = 16;
const DB_MS: usize = 17;
const MSG: usize = 18;

/// Whether a line has the head of Ruby's logger, or one of the messages of a request.
fn opens(line: &[u8]) -> bool {
    let message = |text: &[u8]| {
        [&b"Started "[..], b"Processing by ", b"Completed "].iter().any(|word| text.starts_with(word))
            && (!text.starts_with(b"Started ") || memchr::memmem::find(text, b" for ").is_some())
            && (!text.starts_with(b"Completed ") || text.get(10).is_some_and(u8::is_ascii_digit))
    };
    match line {
        [b'D' | b'I' | b'W' | b'E' | b'F' | b'A', b',', b' ', b'[', ..] => true,
        _ => message(untagged(line)),
    }
}

/// A message without the tags before it, each in brackets and with a blank behind.
#[inline(always)]
fn untagged(mut text: &[u8]) -> &[u8] {
    while let [b'[', ..] = text
        && let Some(end) = memchr::memchr(b']', text)
        && text.get(end + 1) == Some(&b' ')
    {
        text = &text[end + 2..];
    }
    text
}

struct Rails;

impl Layout for Rails {
    const NAME: &'static str = "rails";
    const COLUMNS: &'static [&'static str] = &[
        "time",
        "level",
        "pid",
        "progname",
        "request_id",
        "event",
        "method",
        "target",
        "path",
        "query",
        "ip",
        "controller",
        "action",
        "format",
        "status",
        "ms",
        "views_ms",
        "db_ms",
        "msg",
    ];

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        if matches!(scan.rest(), [letter, b',', b' ', b'[', ..] if b"DIWEFA".contains(letter)) {
            head(scan)?;
        }
        if let [b'[', first, ..] = scan.rest()
            && first.is_ascii_alphanumeric()
            && let Some(len) = memchr::memchr(b']', scan.rest())
            && !scan.rest()[..len].contains(&b' ')
        {
            scan.set(REQUEST_ID, scan.at + 1..scan.at + len);
            scan.at += len + 1;
            scan.blanks();
        }
        let msg = scan.tail();
        let bare = untagged(scan.text(&msg)).len();
        event(scan, &(msg.end - bare..msg.end));
        scan.set(MSG, msg);
        Some(())
    }
}

/// Takes `I, [2025-10-10T13:55:36.123456 #9]  INFO -- progname: `.
fn head(scan: &mut Scan<'_>) -> Option<()> {
    scan.at += 4;
    let time = scan.field("a stamp")?;
    scan.set(TIME, time);
    scan.literal(b"#", "`#` and a process")?;
    let pid = scan.digits("a process")?;
    scan.set(PID, pid);
    scan.literal(b"]", "`]`")?;
    scan.blanks();
    let level = scan.field("a level")?;
    scan.set(LEVEL, level);
    scan.literal(b"-- ", "`-- `")?;
    let name = scan.until(b':', "a name and `:`")?;
    scan.set_some(PROGNAME, name);
    scan.blanks();
    Some(())
}

/// Sets what a message of a request says.
#[inline(always)]
fn event(scan: &mut Scan<'_>, msg: &Part) {
    let line = scan.line;
    let text = &line[msg.clone()];
    let from = msg.start;
    let said = |scan: &mut Scan<'_>, word: &'static [u8]| {
        scan.make(EVENT, |out| {
            out.extend_from_slice(word);
            true
        });
    };
    if text.starts_with(b"Started ") {
        let Some(started) = Started::of(text) else { return };
        let part = |part: &Part| from + part.start..from + part.end;
        scan.set(METHOD, part(&started.method));
        scan.set(TARGET, part(&started.target));
        let mark = memchr::memchr(b'?', &text[started.target.clone()]).map(|mark| started.target.start + mark);
        scan.set(PATH, part(&(started.target.start..mark.unwrap_or(started.target.end))));
        if let Some(mark) = mark {
            scan.set(QUERY, part(&(mark + 1..started.target.end)));
        }
        scan.set(IP, part(&started.ip));
        scan.set(TIME, part(&started.time));
        said(scan, b"started");
    } else if let Some(rest) = text.strip_prefix(b"Processing by ") {
        let start = from + 14;
        let (Some(hash), Some(end)) = (memchr::memchr(b'#', rest), memchr::memmem::find(rest, b" as ")) else { return };
        if hash < end {
            scan.set(CONTROLLER, start..start + hash);
            scan.set(ACTION, start + hash + 1..start + end);
            scan.set_some(FORMAT, start + end + 4..msg.end);
            said(scan, b"processing");
        }
    } else if text.starts_with(b"Completed ") {
        let digits = text[10..].iter().take_while(|b| b.is_ascii_digit()).count();
        if digits != 3 {
            return;
        }
        scan.set(STATUS, from + 10..from + 13);
        for (column, before) in [(MS, &b" in "[..]), (VIEWS_MS, b"Views: "), (DB_MS, b"ActiveRecord: ")] {
            if let Some(at) = memchr::memmem::find(text, before) {
                let start = at + before.len();
                let len = text[start..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
                if len > 0 && text[start + len..].starts_with(b"ms") {
                    scan.set(column, from + start..from + start + len);
                }
            }
        }
        said(scan, b"completed");
    }
}

/// The parts of `Started GET "/a" for 1.2.3.4 at 2025-10-10 13:55:36 +0000`.
struct Started {
    method: Part,
    target: Part,
    ip: Part,
    time: Part,
}

impl Started {
    fn of(text: &[u8]) -> Option<Started> {
        let open = memchr::memchr(b'"', text)?;
        let close = open + 1 + memchr::memchr(b'"', &text[open + 1..])?;
        let rest = text[close..].strip_prefix(b"\" for ")?;
        let at = memchr::memmem::find(rest, b" at ")?;
        let ip = close + 6..close + 6 + at;
        (open > 9).then(|| Started { method: 8..open - 1, target: open + 1..close, time: ip.end + 4..text.len(), ip })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::cut;

    #[test]
    fn the_lines_of_a_request() {
        let names = ["event", "method", "path", "query", "ip", "time", "request_id", "level"];
        let got = cut(&DEF, "", DEF.samples[0], &names).unwrap();
        let expected =
            ["Tstarted", "TGET", "T/users/7", "Tx=1", "T203.0.113.9", "T2025-10-10 13:55:36 +0000", "T3f0c", "TINFO"];
        assert_eq!(got, expected);
        let got = cut(&DEF, "", DEF.samples[2], &["event", "controller", "action", "format"]).unwrap();
        assert_eq!(got, ["Tprocessing", "TAdmin::UsersController", "Tshow", "THTML"]);
        let got = cut(&DEF, "", DEF.samples[3], &["event", "status", "ms", "views_ms", "db_ms", "request_id"]).unwrap();
        assert_eq!(got, ["Tcompleted", "T200", "T12", "T8.1", "T1.2", "T3f0c"]);
        let got = cut(&DEF, "", DEF.samples[4], &["progname", "msg", "pid", "event"]).unwrap();
        assert_eq!(got, ["Tapi", "Tboom", "T9", "None"]);
    }

    #[test]
    fn a_message_may_have_several_tags() {
        let line = "[3f0c] [203.0.113.9] [two words] Completed 200 OK in 12ms";
        let got = cut(&DEF, "", line, &["request_id", "event", "ms", "msg"]).unwrap();
        assert_eq!(got, ["T3f0c", "Tcompleted", "T12", "T[203.0.113.9] [two words] Completed 200 OK in 12ms"]);
        assert!(opens(line.as_bytes()));
        assert!(!opens(b"[3f0c] Completely") && !opens(b"[3f0c]Completed 200 OK"));
    }

    #[test]
    fn any_other_line_is_a_message() {
        for line in ["  Rendered users/show.html.erb (Duration: 1.2ms)", "Started", "Completed soon", "Processing by x"]
        {
            assert_eq!(cut(&DEF, "", line, &["msg", "event"]).unwrap(), [format!("T{line}"), "None".to_string()]);
            assert!(!opens(line.as_bytes()) || line == "Processing by x");
        }
        assert_eq!(cut(&DEF, "", "I, [x", &["msg"]), None);
    }
}
