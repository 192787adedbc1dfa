//! How a line of the W3C extended format is taken apart: values between delimiters, some in quotes.
//!
//! A value is in quotes only where its closing one is followed by a delimiter or the end: servers
//! that quote nothing write what clients sent, and that may open with a quote.

use memchr::memchr;

use crate::base::{HEAP, Span, find};
use crate::data::Cell;

/// A value as it stands in its line.
#[derive(Clone, Copy, Default)]
pub struct Value {
    pub start: usize,
    pub end: usize,
    /// It stood in quotes.
    pub quoted: bool,
}

/// A line and the address of its first byte.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    pub line: &'a [u8],
    pub at: u32,
}

impl<'a> Record<'a> {
    /// The bytes of a value.
    pub fn text(self, value: Value) -> &'a [u8] {
        self.line.get(value.start..value.end).unwrap_or_default()
    }

    /// A value as it stands there; None for a lone `-` or nothing.
    #[inline]
    pub fn cell(self, value: Value, heap: &mut Vec<u8>) -> Cell {
        let text = self.text(value);
        if !value.quoted {
            return match text {
                b"" | b"-" => Cell::None,
                _ => Cell::Text(Span::new(self.at + value.start as u32, text.len())),
            };
        }
        let Some(first) = memchr(b'"', text) else {
            return Cell::Text(Span::new(self.at + value.start as u32, text.len()));
        };
        // A doubled quote is one.
        let from = heap.len();
        heap.extend_from_slice(&text[..first]);
        let mut quote = false;
        for byte in &text[first..] {
            quote = *byte == b'"' && !quote;
            if !quote {
                heap.push(*byte);
            }
        }
        Cell::Text(Span::new(HEAP | from as u32, heap.len() - from))
    }
}

/// Appends text whose bytes are spelled `%20`, or twice so, `%2520`, as CloudFront once did.
pub fn decode(text: &[u8], out: &mut Vec<u8>) {
    let digit = |b: u8| char::from(b).to_digit(16).map(|digit| digit as u8);
    let pair = |text: &[u8]| match text {
        [a, b, ..] => Some(digit(*a)? << 4 | digit(*b)?),
        _ => None,
    };
    let mut rest = text;
    while let Some(mark) = memchr(b'%', rest) {
        out.extend_from_slice(&rest[..mark]);
        rest = &rest[mark + 1..];
        match (pair(rest), rest.get(2..).and_then(pair)) {
            (Some(b'%'), Some(byte)) => {
                out.push(byte);
                rest = &rest[4..];
            }
            (Some(byte), _) => {
                out.push(byte);
                rest = &rest[2..];
            }
            _ => out.push(b'%'),
        }
    }
    out.extend_from_slice(rest);
}

/// The value at `start`, perhaps in quotes, and where the next one starts.
pub fn next(line: &[u8], start: usize, delimiter: u8) -> (Value, Option<usize>) {
    if line.get(start) == Some(&b'"') {
        let mut at = start + 1;
        while let Some(len) = memchr(b'"', &line[at..]) {
            let close = at + len;
            match line.get(close + 1) {
                Some(b'"') => at = close + 2,
                None => return (Value { start: start + 1, end: close, quoted: true }, None),
                Some(b) if *b == delimiter => {
                    return (Value { start: start + 1, end: close, quoted: true }, Some(close + 2));
                }
                Some(_) => break,
            }
        }
    }
    let end = start + find::before(&line[start..], delimiter);
    (Value { start, end, quoted: false }, (end < line.len()).then_some(end + 1))
}
