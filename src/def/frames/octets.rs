//! Counted messages: `LEN SP MESSAGE`, as RFC 6587 has syslog sent over TCP.
//!
//! A record is the message without its count; it may hold newlines, and newlines between messages
//! belong to none. Where no count stands, or one that no message follows, the line is a record, so
//! that a broken count costs a line and not the rest of the input.

use memchr::memchr;

use crate::base::Span;
use crate::data::Batch;
use crate::data::lines::Framing;

/// The law.
pub struct Octets;

/// Digits of a count: no message is longer than 10 MB.
const DIGITS: usize = 7;

/// A count with its blank: how long it is, and the count. None for other bytes; the error is that
/// there are too few of them to say.
fn count(bytes: &[u8]) -> Result<Option<(usize, usize)>, ()> {
    let digits = bytes.iter().take(DIGITS + 1).take_while(|b| b.is_ascii_digit()).count();
    if digits > DIGITS || bytes.first() == Some(&b'0') {
        return Ok(None);
    }
    match bytes.get(digits..digits + 2) {
        Some(b" <") if digits > 0 => {
            let count = bytes[..digits].iter().fold(0, |n, digit| n * 10 + usize::from(digit - b'0'));
            Ok(Some((digits + 1, count)))
        }
        None if bytes[digits..].iter().all(|b| *b == b' ') => Err(()),
        _ => Ok(None),
    }
}

/// The record at or after `at`: where it starts and ends, and whether it is whole without the bytes
/// that may follow. None where there is none.
fn next(bytes: &[u8], at: usize) -> Option<(usize, usize, bool)> {
    let start = at + bytes[at..].iter().position(|b| !matches!(b, b'\n' | b'\r'))?;
    match count(&bytes[start..]) {
        Ok(Some((skip, len))) => {
            let start = start + skip;
            let end = start + len;
            Some((start, end.min(bytes.len()), end <= bytes.len()))
        }
        Ok(None) => {
            let end = memchr(b'\n', &bytes[start..]).map(|len| start + len);
            Some((start, end.unwrap_or(bytes.len()), end.is_some()))
        }
        Err(()) => Some((start, bytes.len(), false)),
    }
}

impl Framing for Octets {
    fn whole(&self, bytes: &[u8]) -> usize {
        let mut at = 0;
        while let Some((_, end, true)) = next(bytes, at) {
            at = end;
        }
        at
    }

    fn cut(&self, bytes: &[u8], from: usize, most: usize, batch: &mut Batch) -> usize {
        // Every record gets a newline of its own.
        batch.printed = true;
        let mut at = from;
        while batch.rows.len() < most {
            let Some((start, end, _)) = next(bytes, at) else { return bytes.len() };
            let trimmed = bytes[start..end].trim_ascii_end().len();
            batch.rows.push(Span { start: start as u32, len: trimmed as u32 });
            at = end;
        }
        at
    }
}

/// Whether an input opens with a counted message of syslog.
pub fn opens(sample: &[u8]) -> bool {
    let Ok(Some((skip, _))) = count(sample) else { return false };
    let inside = &sample[skip + 1..];
    let digits = inside.iter().take_while(|b| b.is_ascii_digit()).count();
    (1..=3).contains(&digits) && inside.get(digits) == Some(&b'>')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Block, Source};
    use std::sync::Arc;

    fn records(text: &str) -> Vec<String> {
        let source = Arc::new(Source::computed());
        let bytes = text.as_bytes().to_vec();
        let block = Block { bytes, start: 0, ticket: 0, source, offset: 0, lines_before: 0 };
        let mut batch = Batch::new(Arc::new(block), b"", 0);
        let mut at = 0;
        while at < text.len() {
            let most = batch.rows.len() + 2;
            at = Octets.cut(text.as_bytes(), at, most, &mut batch);
        }
        (0..batch.rows.len() as u32).map(|row| String::from_utf8_lossy(batch.line(row)).into_owned()).collect()
    }

    const TEXT: &str = "9 <1>1 - a\n5 <2>ab\n12 <3>\n1 <4>\nx\nbroken line\n5 <5>cd4 <6>e\n99 <7>cut";

    #[test]
    fn counts_say_where_messages_end() {
        let expected = ["<1>1 - a", "<2>ab", "<3>\n1 <4>\nx", "broken line", "<5>cd", "<6>e", "<7>cut"];
        assert_eq!(records(TEXT), expected);
    }

    #[test]
    fn whole_records_are_the_same_wherever_they_are_cut() {
        for end in 0..=TEXT.len() {
            let whole = Octets.whole(&TEXT.as_bytes()[..end]);
            assert!(whole <= end);
            let mut apart = records(&TEXT[..whole]);
            apart.extend(records(&TEXT[whole..]));
            assert_eq!(apart, records(TEXT), "{end}");
        }
    }

    #[test]
    fn inputs_that_open_so() {
        for (text, is) in
            [("83 <34>1 - x", true), ("83 <b>bold</b>", false), ("<34>x", false), ("8", false), ("", false)]
        {
            assert_eq!(opens(text.as_bytes()), is, "{text:?}");
        }
    }
}
