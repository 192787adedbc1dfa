//! Records that end with a carriage return alone, as old Macs and some spreadsheets write them.
//!
//! Only an input without any newline near its start is one: with newlines a carriage return is
//! part of the terminator or of a cell, and reading it as an end would tear records. Everything
//! behind a record is written with newlines, so each record is given one of its own.

use memchr::memchr;

use crate::base::Span;
use crate::data::Batch;
use crate::data::lines::{Framing, ending};

/// The law, for cells with this delimiter.
pub struct Returns(pub u8);

/// How many bytes are looked at; no less is read of an input before it is bound.
const NEAR: usize = 16 << 10;

/// Whether an input that opens so has carriage returns for newlines.
pub fn opens(sample: &[u8], delimiter: u8) -> bool {
    let near = &sample[..sample.len().min(NEAR)];
    memchr(b'\n', near).is_none() && ending(near, delimiter, b'\r').is_some()
}

/// The length of the first record with its end.
pub fn first(bytes: &[u8], delimiter: u8) -> usize {
    ending(bytes, delimiter, b'\r').map_or(bytes.len(), |end| end + 1)
}

impl Framing for Returns {
    fn whole(&self, bytes: &[u8]) -> usize {
        let mut at = 0;
        while let Some(end) = ending(&bytes[at..], self.0, b'\r') {
            at += end + 1;
        }
        at
    }

    fn cut(&self, bytes: &[u8], from: usize, most: usize, batch: &mut Batch) -> usize {
        batch.printed = true;
        let mut at = from;
        while batch.rows.len() < most && at < bytes.len() {
            let end = ending(&bytes[at..], self.0, b'\r').map(|len| at + len);
            // The last record may have a newline all the same.
            let stop = end.unwrap_or_else(|| bytes.len() - usize::from(bytes.ends_with(b"\n")));
            batch.rows.push(Span { start: at as u32, len: (stop - at) as u32 });
            at = end.map_or(bytes.len(), |end| end + 1);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{Block, Source};

    fn records(text: &str) -> Vec<String> {
        let source = Arc::new(Source::computed());
        let bytes = text.as_bytes().to_vec();
        let block = Block { bytes, start: 0, ticket: 0, source, offset: 0, lines_before: 0 };
        let mut batch = Batch::new(Arc::new(block), b"", 0);
        let mut at = 0;
        while at < text.len() {
            let most = batch.rows.len() + 2;
            at = Returns(b',').cut(text.as_bytes(), at, most, &mut batch);
        }
        (0..batch.rows.len() as u32).map(|row| String::from_utf8_lossy(batch.line(row)).into_owned()).collect()
    }

    #[test]
    fn records_end_with_a_return() {
        assert_eq!(records("a,b\r1,\"x\ry\"\r\r2,z"), ["a,b", "1,\"x\ry\"", "", "2,z"]);
        assert_eq!(records("a\rb\r"), ["a", "b"]);
        assert_eq!(records("a\rb\n"), ["a", "b"]);
    }

    #[test]
    fn whole_records_are_the_same_wherever_they_are_cut() {
        let text = "a,b\r1,\"x\ry\"\"\"\r\r2,z\r3";
        let all = records(text);
        for end in 0..=text.len() {
            let whole = Returns(b',').whole(&text.as_bytes()[..end]);
            let mut apart = records(&text[..whole]);
            apart.extend(records(&text[whole..]));
            assert_eq!(apart, all, "{end}");
        }
    }

    #[test]
    fn only_without_newlines() {
        assert!(opens(b"a,b\r1,2\r", b',') && opens(b"a\r", b','));
        for text in ["", "a,b", "a,b\r\n1,2\r\n", "a\rb\n", "\"a\rb\",c", "a\n"] {
            assert!(!opens(text.as_bytes(), b','), "{text:?}");
        }
        assert_eq!((first(b"a,\"\r\"\rb", b','), first(b"a", b',')), (6, 1));
    }
}
