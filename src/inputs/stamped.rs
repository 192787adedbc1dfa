//! What the logs of applications share: a stamp, a level, and names in brackets, in any order.
//!
//! Loggers are set up by their users, so there is no one layout. What all default layouts have is
//! a stamp at the start and a level in capitals not far behind it; both are asked for, since a line
//! with neither is prose.

use memchr::memchr;

use super::fixed::{Part, Scan};
use crate::base::find;

/// The shape of a stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `2025-10-10 13:55:36,123`, with `T` or a slash too, and perhaps a zone.
    Full,
    /// `10-Oct-2025 13:55:36.123`, `10 Oct 2025 13:55:36,123`.
    Month,
    /// `25/10/10 13:55:36`: a year of two digits.
    Short,
    /// `13:55:36.123`: no date at all.
    Clock,
}

/// The length of the stamp that text starts with, and its shape.
#[inline]
pub fn stamp(text: &[u8]) -> Option<(usize, Form)> {
    let (date, form) = match text {
        [y, _, _, _, a @ (b'-' | b'/'), _, _, b, _, _, b' ' | b'T', ..] if y.is_ascii_digit() && a == b => {
            // What stands between the digits was looked at.
            let [year, month, day] = [&text[..4], &text[5..7], &text[8..10]];
            if ![year, month, day].into_iter().all(find::all_digits) {
                return None;
            }
            (11, Form::Full)
        }
        [y, _, b'/', _, _, b'/', _, _, b' ', ..] if y.is_ascii_digit() => (digits(text, b"dd-dd-dd ")?, Form::Short),
        [_, _, a @ (b'-' | b' '), m, _, _, b, ..] if a == b && m.is_ascii_alphabetic() => {
            (digits(text, b"dd-aaa-dddd ")?, Form::Month)
        }
        _ => (0, Form::Clock),
    };
    if !find::has_shape(text.get(date..)?, b"00:00:00") {
        return None;
    }
    let clock = date + 8;
    let rest = &text[clock..];
    let fraction = match rest {
        [b',' | b'.', rest @ ..] => match find::digits(rest) {
            0 => 0,
            len => len + 1,
        },
        _ => 0,
    };
    let end = clock + fraction;
    Some((end + zone(&text[end..], form), form))
}

/// The length of a zone as a number, or `Z`.
fn zone(text: &[u8], form: Form) -> usize {
    if form != Form::Full {
        return 0;
    }
    let blank = usize::from(text.first() == Some(&b' '));
    match &text[blank..] {
        [b'Z', ..] if blank == 0 => 1,
        [b'+' | b'-', rest @ ..] => match (digits(rest, b"dd:dd"), digits(rest, b"dddd")) {
            (Some(len), _) | (_, Some(len)) => blank + 1 + len,
            _ => 0,
        },
        _ => 0,
    }
}

/// The length of a shape, if text starts with it: `d` is a digit, `a` a letter, a colon itself, and
/// anything else what was looked at before.
#[inline]
fn digits(text: &[u8], shape: &[u8]) -> Option<usize> {
    let fits = |(b, s): (&u8, &u8)| match s {
        b'd' => b.is_ascii_digit(),
        b'a' => b.is_ascii_alphabetic(),
        b':' => *b == b':',
        b' ' => matches!(b, b' ' | b'T'),
        _ => matches!(b, b'-' | b'/' | b' '),
    };
    (text.len() >= shape.len() && text.iter().zip(shape).all(fits)).then_some(shape.len())
}

/// Takes a stamp, and puts it into the column of the time and that of the stamp as it is written.
#[inline(always)]
pub fn time(scan: &mut Scan<'_>, time: usize, as_written: usize) -> Option<Form> {
    let Some((len, form)) = stamp(scan.rest()) else {
        scan.fail("a stamp, as in `2025-10-10 13:55:36,123`");
        return None;
    };
    let part = scan.at..scan.at + len;
    scan.at += len;
    scan.set(as_written, part.clone());
    match form {
        Form::Full | Form::Month => scan.set(time, part),
        Form::Short => {
            let text = scan.text(&part);
            scan.make(time, |out| {
                out.extend_from_slice(b"20");
                out.extend(text.iter().map(|b| if *b == b'/' { b'-' } else { *b }));
                true
            });
        }
        Form::Clock => {}
    }
    Some(form)
}

/// Whether a word is a level as Java's and Python's loggers write it.
#[inline]
pub fn is_level(word: &[u8]) -> bool {
    matches!(
        word,
        b"INFO"
            | b"WARN"
            | b"ERROR"
            | b"DEBUG"
            | b"TRACE"
            | b"FATAL"
            | b"WARNING"
            | b"CRITICAL"
            | b"SEVERE"
            | b"CONFIG"
            | b"FINE"
            | b"FINER"
            | b"FINEST"
            | b"NOTICE"
    )
}

/// What stands between the brackets here, without the blanks that pad it, and where they end;
/// None where they do not close in the line.
pub fn brackets(scan: &Scan<'_>) -> Option<(Part, usize)> {
    let rest = scan.rest();
    let (mut depth, mut at) = (0usize, 0);
    loop {
        at += find::before3(rest.get(at..)?, *b"[]\n");
        match rest.get(at)? {
            b'[' => depth += 1,
            b']' if depth <= 1 => {
                let inside = scan.at + 1..scan.at + at;
                return Some((trimmed(scan, inside), scan.at + at + 1));
            }
            b']' => depth -= 1,
            _ => return None,
        }
        at += 1;
    }
}

/// A part without the blanks around it.
pub fn trimmed(scan: &Scan<'_>, part: Part) -> Part {
    let text = scan.text(&part);
    let before = text.len() - text.trim_ascii_start().len();
    let start = part.start + before;
    start..start + text.trim_ascii().len()
}

/// Whether text is the name of a logger: letters and digits with dots and the like between.
pub fn is_name(text: &[u8]) -> bool {
    let inside = |b: &u8| b.is_ascii_alphanumeric() || b"._$-/@#:[]<>".contains(b) || !b.is_ascii();
    text.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_') && text.iter().all(inside)
}

/// Puts what is left into two columns: the line, and the lines that were joined to it.
#[inline(always)]
pub fn message(scan: &mut Scan<'_>, msg: usize, trace: usize) {
    if !scan.wants(msg) && !scan.wants(trace) {
        return;
    }
    let rest = scan.rest();
    let start = scan.at;
    let Some(end) = memchr(b'\n', rest) else {
        let all = scan.tail();
        return scan.set(msg, all);
    };
    let cr = usize::from(end > 0 && rest[end - 1] == b'\r');
    scan.set(msg, start..start + end - cr);
    scan.at += end + 1;
    let more = scan.tail();
    scan.set_some(trace, more);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps() {
        for (text, len, form) in [
            ("2025-10-10 13:55:36,123 [main]", 23, Form::Full),
            ("2025-10-10T13:55:36.123+02:00  INFO", 29, Form::Full),
            ("2025-10-10 13:55:36 +0000]", 25, Form::Full),
            ("2025-10-10T13:55:36Z x", 20, Form::Full),
            ("2025-10-10 13:55:36 -x", 19, Form::Full),
            ("2025/10/10 13:55:36, x", 19, Form::Full),
            ("31-Jul-2020 16:40:38.505 INFO", 24, Form::Month),
            ("31 Jul 2020 16:40:38,505 INFO", 24, Form::Month),
            ("17/06/09 20:10:40 INFO", 17, Form::Short),
            ("13:55:36.123 [main]", 12, Form::Clock),
        ] {
            assert_eq!(stamp(text.as_bytes()), Some((len, form)), "{text}");
        }
        for text in ["", "2025-10-10", "2025-10/10 13:55:36", "2025-1x-10 13:55:36", "13:55", "2025-10-10 13.55.36"] {
            assert_eq!(stamp(text.as_bytes()), None, "{text}");
        }
    }
}
