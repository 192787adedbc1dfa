//! JSON values that are no lines: the elements of a list, and objects over several lines.
//!
//! Brackets and commas between values are no part of them, so a list needs no state: whatever
//! stands between two objects separates them. A record ends where its brackets close. One that
//! never closes must not swallow the rest of the file: a newline inside a string ends it, since
//! JSON has none there, and so does an opening bracket where JSON can have none.

use memchr::{memchr, memchr3};

use crate::base::Span;
use crate::data::Batch;
use crate::data::lines::Framing;

/// The law.
pub struct Values;

/// What comes next.
enum Next {
    /// A value, and whether it is whole without the bytes that may follow.
    Value(usize, usize, bool),
    /// Only what separates values.
    Nothing,
}

/// The value at or after `at`.
fn next(bytes: &[u8], at: usize) -> Next {
    let separates = |b: &u8| b.is_ascii_whitespace() || matches!(b, b',' | b'[' | b']');
    let Some(start) = bytes[at..].iter().position(|b| !separates(b)).map(|skip| at + skip) else {
        return Next::Nothing;
    };
    if bytes[start] != b'{' {
        // No object: whatever it is, it ends with its line or before the next separator.
        if bytes[start] == b'"' {
            let (Ok(end) | Err(end)) = string(bytes, start);
            // One that runs to the end may be closed by what comes next.
            let whole = end < bytes.len() || string(bytes, start).is_ok();
            return Next::Value(start, end, whole);
        }
        let ends = |b: &u8| matches!(b, b',' | b']' | b'\n');
        let end = bytes[start..].iter().position(ends).map(|len| start + len);
        return match end {
            Some(end) => Next::Value(start, end, true),
            None => Next::Value(start, bytes.len(), false),
        };
    }
    let (end, whole) = object(bytes, start);
    Next::Value(start, end, whole)
}

/// Where the object at `start` ends, and whether that is known.
fn object(bytes: &[u8], start: usize) -> (usize, bool) {
    let mut depth = 0usize;
    let mut at = start;
    while let Some(hit) = memchr3(b'{', b'}', b'"', &bytes[at..]).map(|skip| at + skip) {
        match bytes[hit] {
            b'{' => {
                let before = bytes[..hit].trim_ascii_end();
                if depth > 0 && !matches!(before.last(), Some(b':' | b'[' | b',')) {
                    return (before.len(), true);
                }
                depth += 1;
                at = hit + 1;
            }
            b'}' => {
                depth -= 1;
                at = hit + 1;
                if depth == 0 {
                    return (at, true);
                }
            }
            _ => match string(bytes, hit) {
                Ok(end) => at = end,
                Err(end) => return (end, end < bytes.len()),
            },
        }
    }
    (bytes.len(), false)
}

/// Where the string at `start` ends, after its quote; the error is where a broken one stops: at a
/// newline, or at the end of the bytes.
fn string(bytes: &[u8], start: usize) -> Result<usize, usize> {
    let mut at = start + 1;
    loop {
        let Some(hit) = memchr3(b'"', b'\\', b'\n', &bytes[at..]).map(|skip| at + skip) else {
            return Err(bytes.len());
        };
        match bytes[hit] {
            b'"' => return Ok(hit + 1),
            b'\n' => return Err(hit),
            _ => at = (hit + 2).min(bytes.len()),
        }
    }
}

impl Framing for Values {
    fn whole(&self, bytes: &[u8]) -> usize {
        let mut at = 0;
        loop {
            match next(bytes, at) {
                Next::Value(_, end, true) if end < bytes.len() || bytes.ends_with(b"}") => at = end,
                _ => return at,
            }
        }
    }

    fn cut(&self, bytes: &[u8], from: usize, most: usize, batch: &mut Batch) -> usize {
        // Every record gets a newline of its own.
        batch.printed = true;
        let mut at = from;
        while batch.rows.len() < most {
            match next(bytes, at) {
                Next::Value(start, end, _) => {
                    let trimmed = bytes[start..end].trim_ascii_end().len();
                    batch.rows.push(Span { start: start as u32, len: trimmed as u32 });
                    at = end;
                }
                Next::Nothing => return bytes.len(),
            }
        }
        at
    }
}

/// Whether an input that opens so holds JSON values that are no lines: a list of objects, or an
/// object that its first line does not close.
pub fn opens(sample: &[u8]) -> bool {
    let sample = sample.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sample).trim_ascii_start();
    match sample.first() {
        Some(b'[') => {
            let inside = sample[1..].trim_ascii_start();
            matches!(inside.first(), None | Some(b'{')) || (inside == b"]" && sample.len() < 64)
        }
        Some(b'{') => {
            let Some(newline) = memchr(b'\n', sample) else { return false };
            // A first line that is only the start of an object, and no broken line: nothing but a
            // bracket, or a member and a comma.
            let first = sample[..newline].trim_ascii_end();
            let (_, whole) = object(first, 0);
            !whole && (first == b"{" || first.ends_with(b",") || first.ends_with(b"{") || first.ends_with(b"["))
        }
        _ => false,
    }
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
            at = Values.cut(text.as_bytes(), at, most, &mut batch);
        }
        (0..batch.rows.len() as u32).map(|row| String::from_utf8_lossy(batch.line(row)).into_owned()).collect()
    }

    #[test]
    fn elements_and_objects_over_lines() {
        assert_eq!(
            records("[{\"a\":1},{\"a\":[1,{\"b\":\"}\\\"\"}]}\n]\n"),
            [r#"{"a":1}"#, r#"{"a":[1,{"b":"}\""}]}"#]
        );
        assert_eq!(records("{\n  \"a\": 1\n}\n{\n  \"a\": {\n  }\n}"), ["{\n  \"a\": 1\n}", "{\n  \"a\": {\n  }\n}"]);
        assert_eq!(records("[1, \"x,]\" , null]"), ["1", "\"x,]\"", "null"]);
        assert_eq!(records("[]\n"), [] as [&str; 0]);
    }

    #[test]
    fn a_broken_object_does_not_swallow_the_rest() {
        assert_eq!(records("[\n{\"a\":\"x\n,\n{\"b\":2}\n]"), ["{\"a\":\"x", "{\"b\":2}"]);
        assert_eq!(records("{\n \"a\": {\n\n{\n \"b\": 1\n}\n"), ["{\n \"a\": {", "{\n \"b\": 1\n}"]);
    }

    #[test]
    fn whole_records_are_the_same_wherever_they_are_cut() {
        let text = "[ {\"a\":1},\n {\"b\":\"}\\\"\"},3,{\n \"c\" : [ {} ]\n} ]\n{\"d\":{}}\n";
        let all = records(text);
        for end in 0..=text.len() {
            let whole = Values.whole(&text.as_bytes()[..end]);
            assert!(whole <= end);
            let mut apart = records(&text[..whole]);
            apart.extend(records(&text[whole..]));
            assert_eq!(apart, all, "{end}");
        }
    }

    #[test]
    fn a_string_that_is_not_closed_yet_is_not_whole() {
        let text = "[\"a,b\", \"c\n, 1]\n";
        let all = records(text);
        assert_eq!(all, ["\"a,b\"", "\"c", "1"]);
        for end in 0..=text.len() {
            let whole = Values.whole(&text.as_bytes()[..end]);
            let mut apart = records(&text[..whole]);
            apart.extend(records(&text[whole..]));
            assert_eq!(apart, all, "{end}");
        }
    }

    #[test]
    fn inputs_that_open_so() {
        for text in ["[{\"a\":1}", "[\n", " [\n {", "{\n", "{\"a\":1,\n", "[]"] {
            assert!(opens(text.as_bytes()), "{text:?}");
        }
        for text in ["", "{\"a\":1}\n", "{\"a\":1", "[2025-10-10 a]", "[info] x", "{\"a\":\"x\n"] {
            assert!(!opens(text.as_bytes()), "{text:?}");
        }
    }
}
