//! Cutting a block into records: at newlines, or at newlines outside quotes.
//!
//! A carriage return before the newline belongs to the terminator. Line ends are found
//! with memchr; an own AVX2 counter was no faster when every line is visited anyway.

use memchr::{memchr, memchr_iter, memchr2, memrchr};

use crate::base::Span;

/// How records end in a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A record is a line.
    Lines,
    /// A record ends at a newline outside quotes; a quote opens only at a field's start,
    /// after the start of a record or after this delimiter (RFC 4180).
    Quoted(u8),
}

/// The length of the whole records at the start of `bytes`: where a block may be cut.
/// `bytes` starts at a record's start.
pub fn whole(bytes: &[u8], frame: Frame) -> usize {
    match frame {
        Frame::Lines => memrchr(b'\n', bytes).map_or(0, |i| i + 1),
        Frame::Quoted(delimiter) => {
            if memchr(b'"', bytes).is_none() {
                return whole(bytes, Frame::Lines);
            }
            let mut at = 0;
            while let Some(end) = quoted_end(&bytes[at..], delimiter) {
                at += end + 1;
            }
            at
        }
    }
}

/// The position of the newline that ends the first record of `bytes`.
fn quoted_end(bytes: &[u8], delimiter: u8) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr2(b'"', b'\n', &bytes[at..])?;
        if bytes[at] == b'\n' {
            return Some(at);
        }
        let opens = at == 0 || bytes[at - 1] == delimiter;
        at += 1;
        if !opens {
            continue;
        }
        loop {
            at += memchr(b'"', &bytes[at..])? + 1;
            // A doubled quote is a quote; the byte after it is looked at again.
            if bytes.get(at) == Some(&b'"') {
                at += 1;
            } else {
                break;
            }
        }
    }
}

/// Cuts at most `most` records from `bytes[from..]` and appends their spans, without
/// terminators. Returns where to go on, `bytes.len()` at the end.
pub fn cut(bytes: &[u8], from: usize, most: usize, frame: Frame, rows: &mut Vec<Span>) -> usize {
    let mut at = from;
    match frame {
        Frame::Lines => {
            let room = most - rows.len().min(most);
            for end in memchr_iter(b'\n', &bytes[from..]).take(room) {
                let end = from + end;
                rows.push(trim(bytes, at, end));
                at = end + 1;
            }
        }
        Frame::Quoted(delimiter) => {
            while rows.len() < most
                && let Some(end) = quoted_end(&bytes[at..], delimiter)
            {
                rows.push(trim(bytes, at, at + end));
                at += end + 1;
            }
        }
    }
    if rows.len() < most && at < bytes.len() {
        rows.push(trim(bytes, at, bytes.len()));
        at = bytes.len();
    }
    at
}

/// The span from `start` to `end` without a carriage return that belongs to the newline
/// at `end`. At the end of the input there is no newline, and a carriage return is data.
#[inline]
fn trim(bytes: &[u8], start: usize, end: usize) -> Span {
    let cr = end < bytes.len() && end > start && bytes[end - 1] == b'\r';
    Span { start: start as u32, len: (end - start - usize::from(cr)) as u32 }
}

/// The line that holds `at`: its span without terminator, and where the next line starts.
pub fn around(bytes: &[u8], at: usize) -> (Span, usize) {
    let start = memrchr(b'\n', &bytes[..at]).map_or(0, |i| i + 1);
    let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |i| at + i);
    (trim(bytes, start, end), (end + 1).min(bytes.len()))
}

/// Where the line of `row` ends in the block with its terminator.
#[inline]
pub fn full_end(bytes: &[u8], row: Span) -> usize {
    let mut end = row.end() as usize;
    if bytes.get(end) == Some(&b'\r') {
        end += 1;
    }
    if bytes.get(end) == Some(&b'\n') {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str, frame: Frame) -> Vec<&str> {
        let mut rows = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let before = rows.len();
            at = cut(text.as_bytes(), at, before + 2, frame, &mut rows);
        }
        rows.iter().map(|s| &text[s.start as usize..s.end() as usize]).collect()
    }

    #[test]
    fn lines_lose_their_terminators() {
        assert_eq!(records("a\r\n\nb\rc\nd\r", Frame::Lines), ["a", "", "b\rc", "d\r"]);
    }

    #[test]
    fn quotes_hold_newlines() {
        let text = "a,\"x\n\"\"y\"\nb,c\"d\n\"\n\",e\n";
        assert_eq!(records(text, Frame::Quoted(b',')), ["a,\"x\n\"\"y\"", "b,c\"d", "\"\n\",e"]);
        assert_eq!(whole(b"a\n\"b\nc", Frame::Quoted(b',')), 2);
    }
}
