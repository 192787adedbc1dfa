//! What `java.util.logging` writes by itself: a line with a stamp and the caller, and a second one
//! with the level and the text.
//!
//! Its `SimpleFormatter` takes a pattern, and the three that its documentation shows are what
//! programs have: the two lines as they are out of the box, the same with another stamp, and one
//! line that ends with the stamp. The two lines on one are read too. Since a line of the first kind
//! says nothing without the one below it, files that open so are framed by stamps.

use std::sync::Arc;

use memchr::memchr;
use regex::bytes::Regex;

use super::fixed::{Part, Scan};
use super::stamped;
use crate::data::lines::Frame;
use crate::def::Head;
use crate::def::frames::{Join, Rule};

/// Where the columns are.
#[derive(Clone, Copy)]
pub struct Places {
    pub time: usize,
    pub stamp: usize,
    pub level: usize,
    pub logger: usize,
    pub msg: usize,
    pub trace: usize,
}

/// Lines that start a record in a file of two-line records: those with a stamp, of Java's other
/// layouts too. What stands between them is a trace, or what a program printed.
const START: &str = concat!(
    r"(?-u)^(?:[A-Z][a-z]{2} [0-9]{1,2}, [0-9]{4} [0-9]{1,2}:[0-9]{2}:[0-9]{2} [AP]M ",
    r"|[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} [A-Z]{1,5} [0-9]{4} ",
    r"|\[?[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}",
    r"|[0-9]{2}-[A-Z][a-z]{2}-[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2})",
);

/// Whether an input opens with the first of two lines. Its first line has to say so, since of a
/// pipe nothing else may be there yet.
pub fn is_two_lined(head: &Head<'_>) -> bool {
    let first = head.lines().next().unwrap_or_default();
    stamp(first).is_some_and(|len| one_lined(&first[len..]).is_none())
}

/// How records end in an input that opens so. One that is told to be Java's may open with the
/// second of two lines.
pub fn frame(head: &Head<'_>) -> Frame {
    let first = head.lines().next().unwrap_or_default();
    if !is_two_lined(head) && (level(first).is_none() || last(first).is_some()) {
        return Frame::Lines;
    }
    match Regex::new(START) {
        Ok(start) => Frame::Own(Arc::new(Join { rule: Rule::Start(start), view: None, is_whole: None })),
        Err(_) => unreachable!("the pattern is fixed"),
    }
}

/// Whether a record may be one of these.
pub fn opens(line: &[u8]) -> bool {
    stamp(line).is_some() || level(line).is_some() && last(first_line(line)).is_some()
}

fn first_line(text: &[u8]) -> &[u8] {
    let line = &text[..memchr(b'\n', text).unwrap_or(text.len())];
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The length of the stamp that a text starts with: `Jan 02, 2026 3:04:05 PM`, or
/// `Fri Jan 02 03:04:05 UTC 2026`.
fn stamp(text: &[u8]) -> Option<usize> {
    let [a, b, c, b' ', rest @ ..] = text else { return None };
    if ![a, b, c].iter().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let letters = |text: &[u8]| text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let digits = |text: &[u8]| text.iter().take_while(|b| b.is_ascii_digit()).count();
    if letters(rest) == 3 {
        let (clock, rest) = (rest.get(4..16)?, rest.get(16..)?);
        let zone = letters(rest);
        let fits = clock[2] == b' ' && clock[5] == b':' && clock[8] == b':' && clock[11] == b' ';
        let fits = fits && (1..=5).contains(&zone) && rest[zone..].first() == Some(&b' ');
        return (fits && digits(&rest[zone + 1..]) == 4).then_some(4 + 16 + zone + 5);
    }
    let day = digits(rest);
    let rest = rest.get(day..)?.strip_prefix(b", ")?;
    let year = digits(rest);
    let rest = rest.get(year..)?.strip_prefix(b" ")?;
    let hour = digits(rest);
    let clock = rest.get(hour..hour + 9)?;
    let fits = (1..=2).contains(&day) && year == 4 && (1..=2).contains(&hour) && clock[0] == b':' && clock[3] == b':';
    (fits && matches!(clock, [.., b' ', b'A' | b'P', b'M'])).then_some(4 + day + 2 + 4 + 1 + hour + 9)
}

/// The length of the level that a text starts with; a colon and a blank are after it.
fn level(text: &[u8]) -> Option<usize> {
    let len = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let follows = matches!(text.get(len..), Some([b':', b' ', ..] | [b':']));
    (follows && stamped::is_level(&text[..len])).then_some(len)
}

/// Where the caller ends in two lines that are on one: at the blank before a level and a colon.
fn one_lined(line: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b' ', line).find(|at| level(&line[at + 1..]).is_some())
}

/// Where the stamp in brackets starts that ends a line.
fn last(line: &[u8]) -> Option<usize> {
    let open = memchr::memrchr(b'[', line)?;
    let inside = line.strip_suffix(b"]").and_then(|line| line.get(open + 1..))?;
    (stamp(inside) == Some(inside.len())).then_some(open + 1)
}

/// Reads a record that starts with a letter.
pub fn read(scan: &mut Scan<'_>, places: Places) -> Option<()> {
    if let Some(len) = level(scan.rest()) {
        return stamped_last(scan, places, len);
    }
    let Some(len) = stamp(scan.rest()) else { return scan.fail("a stamp, as in `2025-10-10 13:55:36,123`") };
    time(scan, places, scan.at..scan.at + len);
    scan.at += len;
    scan.literal(b" ", "a blank")?;
    let line = first_line(scan.rest());
    let after = scan.at + line.len();
    let (source, from) = match memchr(b'\n', &scan.line[after..]).map(|len| after + len + 1) {
        Some(next) if level(&scan.line[next..]).is_some() => (line.len(), next),
        _ => {
            let Some(blank) = one_lined(line) else {
                scan.at = after;
                return scan.fail("a second line with a level and `: `");
            };
            (blank, scan.at + blank + 1)
        }
    };
    // The caller is a class and a method, or the name of a logger.
    let class = line[..source].iter().position(|b| *b == b' ').unwrap_or(source);
    if stamped::is_name(&line[..class]) {
        scan.set(places.logger, scan.at..scan.at + class);
    }
    let len = level(&scan.line[from..]).unwrap_or(0);
    scan.set(places.level, from..from + len);
    scan.at = from + len + 1;
    scan.blanks();
    stamped::message(scan, places.msg, places.trace);
    Some(())
}

fn time(scan: &mut Scan<'_>, places: Places, part: Part) {
    scan.set(places.stamp, part.clone());
    scan.set(places.time, part);
}

/// Reads `LEVEL: msg [stamp]`.
fn stamped_last(scan: &mut Scan<'_>, places: Places, len: usize) -> Option<()> {
    let (start, line) = (scan.at, first_line(scan.rest()));
    let Some(at) = last(line) else {
        scan.at += len + 1;
        return scan.fail("a text, and a stamp in brackets at its end");
    };
    let end = start + line.len();
    scan.set(places.level, start..start + len);
    let text = stamped::trimmed(scan, start + len + 1..start + at - 1);
    scan.set(places.msg, text);
    time(scan, places, start + at..end - 1);
    scan.at = memchr(b'\n', &scan.line[end..]).map_or(scan.line.len(), |len| end + len + 1);
    let trace = scan.tail();
    scan.set_some(places.trace, trace);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::java::DEF;
    use crate::inputs::tests::cut;

    #[test]
    fn forms_of_the_documentation() {
        let names = ["time", "level", "logger", "msg", "trace"];
        let read = |line: &str| cut(&DEF, "", line, &names);
        let two = "Jan 02, 2026 3:04:05 PM com.example.Main run\nSEVERE: no stock\njava.lang.X: y\n\tat a.b(C.java:1)";
        let stamp = "TJan 02, 2026 3:04:05 PM";
        let trace = "Tjava.lang.X: y\n\tat a.b(C.java:1)";
        assert_eq!(read(two).unwrap(), [stamp, "TSEVERE", "Tcom.example.Main", "Tno stock", trace]);
        assert_eq!(read(&two.replace('\n', "\r\n")).unwrap()[..4], read(two).unwrap()[..4]);
        let one = "Jan 2, 2026 3:04:05 PM com.example.Main run INFO: text: more";
        let cells = ["TJan 2, 2026 3:04:05 PM", "TINFO", "Tcom.example.Main", "Ttext: more", "None"];
        assert_eq!(read(one).unwrap(), cells);
        let other = "Tue Mar 22 13:11:31 PDT 2011 MyClass fatal\nSEVERE: several\njava.lang.X: y\n\tat a.b(C.java:1)";
        let cells = ["TTue Mar 22 13:11:31 PDT 2011", "TSEVERE", "TMyClass", "Tseveral", trace];
        assert_eq!(read(other).unwrap(), cells);
        let last = "WARNING: a [b] c [Tue Mar 22 13:11:31 PDT 2011]";
        let cells = ["TTue Mar 22 13:11:31 PDT 2011", "TWARNING", "None", "Ta [b] c", "None"];
        assert_eq!(read(last).unwrap(), cells);
        let bracketed = "[2026-01-02 03:04:05] [INFO   ] text";
        assert_eq!(read(bracketed).unwrap(), ["T2026-01-02 03:04:05", "TINFO", "None", "Ttext", "None"]);
        assert_eq!(read("[2026-01-02 03:04:05] INFO: text").unwrap()[3], "Ttext");
    }

    #[test]
    fn other_lines_are_refused() {
        for line in [
            "Jan 02, 2026 3:04:05 PM com.example.Main run",
            "Jan 02, 2026 3:04:05 PM",
            "Jan 02, 2026 3:04:05 com.example.Main run\nINFO: x",
            "Jan 02 03:04:05 host app: INFO: x",
            "INFO: text",
            "INFO: text [now]",
            "WARNING: [Tue Mar 22 13:11:31 PDT 2011",
            "Tue Mar 22 13:11:31 2011 a\nINFO: x",
        ] {
            assert_eq!(cut(&DEF, "", line, &["msg"]), None, "{line}");
        }
    }

    #[test]
    fn an_input_of_two_lines_is_known() {
        let sample = |text: &str| is_two_lined(&Head { name: "", sample: text.as_bytes() });
        let framed = |text: &str| !frame(&Head { name: "", sample: text.as_bytes() }).is_lines();
        for first in ["Jan 02, 2026 3:04:05 PM a.B c\n", "Fri Jan 02 03:04:05 UTC 2026 a.B c\nINFO: x\n"] {
            assert!(sample(first) && framed(first), "{first}");
        }
        for first in ["Jan 02, 2026 3:04:05 PM a.B c INFO: x\n", "2026-01-02 03:04:05 INFO x\n", "", "x\n"] {
            assert!(!sample(first) && !framed(first), "{first}");
        }
        assert!(framed("INFO: x\n") && !sample("INFO: x\n"));
        assert!(!framed("INFO: x [Tue Mar 22 13:11:31 PDT 2011]\n"));
    }
}
