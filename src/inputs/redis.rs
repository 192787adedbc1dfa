//! The log of Redis, from 2.4 on.
//!
//! One field is read at about 1.2 GB/s by one core, of the samples repeated.

use super::fixed::{Fixed, Layout, Part, Scan};
use crate::base::find;
use crate::base::time::yearless;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "redis",
        usage: "-i redis",
        brief: "the log of Redis",
        text: "\
A line is `pid:role day month year clock level msg`, as in `26571:M 27 Dec 2018 11:19:18.874 * Ready to accept connections`. \
Older servers leave out the role, the year, or the process (`[2932] 31 May 04:32:08 * ...`); then `role` or `pid` is None, \
and a stamp without a year gets the one that brings it nearest to the time of the file. `role` is `master`, `replica`, `child` or \
`sentinel`, from the letters M, S, C and X; `level` is `debug`, `info`, `notice` or `warning`, from the marks `.`, `-`, `*` and `#`. The \
server's own name for the second is verbose, which elsewhere is below debug, and in Redis above it.

What a handler of signals writes, `26571:signal-handler (1545909558) Received SIGTERM ...`, has neither level nor role; \
`time` and `stamp` are its seconds since 1970.

The picture that a server draws when it starts is counted as not parsed.",
        examples: &[Example {
            run: "-i redis 'where level >= warn | select time, role, msg' redis.log",
            output: r#"
{"time":"02 Mar 2026 09:02:15.733","role":"master","msg":"WARNING overcommit_memory is set to 0"}
"#,
        }],
    },
    columns: Some(Redis::COLUMNS),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(40, |line| {
        line.first().is_some_and(|b| b.is_ascii_digit() || *b == b'[')
            && line.iter().take(60).any(|b| matches!(b, b'*' | b'#' | b'.' | b'-'))
    }),
    bind: Bind::Named(Fixed::<Redis>::bind),
    kind: |name| match name {
        "time" => Kind::Time,
        "pid" => Kind::Number,
        _ => Kind::Text,
    },
    view: None,
    samples: &[
        "26571:M 27 Dec 2018 11:19:18.874 * Synchronization with replica 10.114.208.18:6023 succeeded",
        "98738:S 30 May 12:23:52.442 # Connection lost",
        "[2932] 31 May 04:32:08 * The server is now ready",
        "5092:signal-handler (1496141844) Received SIGINT scheduling shutdown...",
        "30 May 10:05:20 . 0 clients connected (0 slaves), 618932 bytes in use",
    ],
};

struct Redis;

// The places of the columns.
const TIME: usize = 0;
const LEVEL: usize = 1;
const PID: usize = 2;
const ROLE: usize = 3;
const MSG: usize = 4;
const STAMP: usize = 5;

impl Layout for Redis {
    const NAME: &'static str = "redis";
    const COLUMNS: &'static [&'static str] = &["time", "level", "pid", "role", "msg", "stamp"];

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        if scan.skip(b"[") {
            let pid = scan.digits("a process")?;
            scan.set(PID, pid);
            scan.literal(b"] ", "`]` and a blank")?;
        } else if !is_stamp(scan.rest()) && scan.rest().iter().take(12).any(|b| *b == b':') {
            let pid = scan.digits("a process, or a stamp")?;
            scan.set(PID, pid);
            scan.literal(b":", "`:` and a role")?;
            if scan.skip(b"signal-handler (") {
                return signal(scan);
            }
            let role = match scan.rest().first() {
                Some(b'M') => "master",
                Some(b'S') => "replica",
                Some(b'C') => "child",
                Some(b'X') => "sentinel",
                _ => return scan.fail("a role: M, S, C or X, or `signal-handler (`"),
            };
            scan.at += 1;
            scan.make(ROLE, |out| {
                out.extend_from_slice(role.as_bytes());
                true
            });
            scan.literal(b" ", "a blank")?;
        }
        time(scan)?;
        let level = match scan.rest().first() {
            Some(b'.') => "debug",
            Some(b'-') => "info",
            Some(b'*') => "notice",
            Some(b'#') => "warning",
            _ => return scan.fail("a level: `.`, `-`, `*` or `#`"),
        };
        scan.at += 1;
        scan.make(LEVEL, |out| {
            out.extend_from_slice(level.as_bytes());
            true
        });
        scan.literal(b" ", "a blank")?;
        let msg = scan.tail();
        scan.set(MSG, msg);
        Some(())
    }
}

/// Reads what follows `(` in a line of a handler of signals, which cannot afford a calendar.
#[cold]
fn signal(scan: &mut Scan<'_>) -> Option<()> {
    let seconds = scan.digits("seconds since 1970")?;
    scan.literal(b") ", "`)` and a blank")?;
    scan.set(TIME, seconds.clone());
    scan.set(STAMP, seconds);
    let msg = scan.tail();
    scan.set(MSG, msg);
    Some(())
}

/// Whether text opens with a day and a month.
fn is_stamp(text: &[u8]) -> bool {
    matches!(text, [b'0'..=b'3', b'0'..=b'9', b' ', month, ..] if month.is_ascii_alphabetic())
}

/// Takes `27 Dec 2018 11:19:18.874`, of which the year and the fraction may be missing, and a blank.
#[inline(always)]
fn time(scan: &mut Scan<'_>) -> Option<()> {
    const EXPECTED: &str = "a stamp, `27 Dec 2018 11:19:18.874`";
    if !is_stamp(scan.rest()) || scan.rest().get(6) != Some(&b' ') {
        return scan.fail(EXPECTED);
    }
    let start = scan.at;
    scan.at += 7;
    let clock = |scan: &mut Scan<'_>| -> Option<Part> {
        let part = scan.field(EXPECTED)?;
        let text = scan.text(&part);
        if text.len() < 8 || text[2] != b':' || text[5] != b':' {
            scan.at = part.start;
            scan.fail(EXPECTED)?;
        }
        Some(part)
    };
    if scan.rest().get(..4).is_some_and(find::all_digits) {
        scan.at += 4;
        scan.literal(b" ", EXPECTED)?;
        let clock = clock(scan)?;
        scan.set(TIME, start..clock.end);
        scan.set(STAMP, start..clock.end);
        return Some(());
    }
    let clock = clock(scan)?;
    scan.set(STAMP, start..clock.end);
    let (line, reference) = (scan.line, scan.reference);
    scan.make(TIME, |out| {
        // The month goes first in the stamps that are without a year elsewhere.
        let spelled = [&line[start + 3..start + 6], b" ", &line[start..start + 2], b" ", &line[clock]].concat();
        yearless(&spelled, reference, out)
    });
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::cut;

    #[test]
    fn all_kinds_of_lines() {
        let names = ["time", "level", "pid", "role", "msg"];
        let read = |line: &str| cut(&DEF, "", line, &names).unwrap();
        let expected = ["T27 Dec 2018 11:19:18.874", "Tnotice", "T26571", "Tmaster"];
        assert_eq!(read(DEF.samples[0])[..4], expected);
        assert_eq!(read(DEF.samples[1])[..4], ["T2026-05-30T12:23:52.442", "Twarning", "T98738", "Treplica"]);
        assert_eq!(read(DEF.samples[2])[..4], ["T2026-05-31T04:32:08", "Tnotice", "T2932", "None"]);
        let handled = ["T1496141844", "None", "T5092", "None", "TReceived SIGINT scheduling shutdown..."];
        assert_eq!(read(DEF.samples[3]), handled);
        assert_eq!(read(DEF.samples[4])[..4], ["T2026-05-30T10:05:20", "Tdebug", "None", "None"]);
    }

    #[test]
    fn levels_are_in_the_order_of_the_server() {
        let ranks = [".", "-", "*", "#"].map(|mark| {
            let line = format!("1:M 27 Dec 2018 11:19:18.874 {mark} x");
            let level = cut(&DEF, "", line, &["level"]).unwrap().remove(0);
            crate::base::level::parse(&level.as_bytes()[1..]).unwrap()
        });
        assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
    }

    #[test]
    fn what_is_no_log_of_it_is_refused() {
        for line in [
            "5092:signal-handler (now) x",
            "5092:signal-handler (1",
            "   _.-``",
            "",
            "1:M x",
            "12:M 27 Dec 2018 11:19 * x",
        ] {
            assert_eq!(cut(&DEF, "", line, &["time"]), None, "{line}");
        }
    }
}
