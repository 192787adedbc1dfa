//! Cutting a block into records: at newlines, at newlines outside quotes, or as a format joins
//! lines.
//!
//! A carriage return before the newline belongs to the terminator.

use std::sync::Arc;

use memchr::{memchr, memchr2, memrchr};

use super::Batch;
use crate::base::{Span, marks};

/// How records end in a format.
#[derive(Clone)]
pub enum Frame {
    /// A record is a line.
    Lines,
    /// A record ends at a newline outside quotes; a quote opens only at a field's start,
    /// after the start of a record or after this delimiter (RFC 4180).
    Quoted(u8),
    /// Records are found by a law of their own.
    Own(Arc<dyn Framing>),
    /// A record is a line, and one that opens with `#` is none: it is a directive, which says how
    /// the lines after it are to be read. A run of them begins a section of the input, a source of
    /// its own; blocks hold lines of one section, and no directive.
    Sections(Directives),
}

/// What the directives of a format come to. A line of the input that depends on lines far before
/// it can be read anywhere only if what they said goes with it: so whoever reads in order keeps
/// the header that is in force.
#[derive(Clone, Copy)]
pub struct Directives {
    /// Takes one, without its terminator, into those that are kept. What is kept is bounded.
    pub take: fn(kept: &mut Vec<u8>, line: &[u8]),
    /// What records need of those that are kept: two sections that agree on it are one.
    pub header: fn(kept: &[u8]) -> Vec<u8>,
}

impl Directives {
    /// The length of the whole directives at the start of some bytes.
    pub fn leading(bytes: &[u8]) -> usize {
        let mut at = 0;
        while bytes.get(at) == Some(&b'#')
            && let Some(len) = memchr(b'\n', &bytes[at..])
        {
            at += len + 1;
        }
        at
    }

    /// Takes directives that stand in lines, the last one perhaps without its end.
    pub fn take_all(&self, kept: &mut Vec<u8>, lines: &[u8]) {
        for line in lines.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            (self.take)(kept, line.strip_suffix(b"\r").unwrap_or(line));
        }
    }

    /// The header that some directives come to.
    pub fn header_of(&self, lines: &[u8]) -> Vec<u8> {
        let mut kept = Vec::new();
        self.take_all(&mut kept, lines);
        (self.header)(&kept)
    }
}

impl Frame {
    /// Whether a record is a line, and every line is one.
    #[inline]
    pub fn is_lines(&self) -> bool {
        matches!(self, Frame::Lines)
    }

    /// Whether the lines of a block are its records.
    #[inline]
    pub fn blocks_are_lines(&self) -> bool {
        matches!(self, Frame::Lines | Frame::Sections(_))
    }
}

/// A law that finds records which are no lines: joined lines, counted bytes, values.
///
/// It has no state beyond the bytes that it is shown, and those start where a record starts: so
/// only a place where nothing is open is a cut between blocks, and within blocks workers find the
/// records on their own.
pub trait Framing: Send + Sync {
    /// The length of the whole records at the start of `bytes`, 0 when there is none yet. More
    /// bytes never make it shorter.
    fn whole(&self, bytes: &[u8]) -> usize;
    /// Cuts at most `most` records from `bytes[from..]`, the bytes of the batch's block, and puts
    /// them into the batch. What is left after the last whole record is a record, if it is not
    /// empty: the input has ended there. Returns where to go on, `bytes.len()` at the end.
    fn cut(&self, bytes: &[u8], from: usize, most: usize, batch: &mut Batch) -> usize;
    /// Whether the end of a record only shows when another one starts: where nothing follows for a
    /// while, it is over.
    fn is_open_ended(&self) -> bool {
        false
    }
    /// Whether its records are lines put together, so that a rule of a person's may do it otherwise.
    fn is_of_lines(&self) -> bool {
        false
    }
}

/// The length of the whole records at the start of `bytes`: where a block may be cut.
/// `bytes` starts at a record's start.
pub fn whole(bytes: &[u8], frame: &Frame) -> usize {
    match frame {
        Frame::Lines | Frame::Sections(_) => memrchr(b'\n', bytes).map_or(0, |i| i + 1),
        Frame::Quoted(delimiter) => {
            if memchr(b'"', bytes).is_none() {
                return whole(bytes, &Frame::Lines);
            }
            let mut whole = 0;
            each_quoted(bytes, *delimiter, |end| {
                whole = end + 1;
                true
            });
            whole
        }
        Frame::Own(law) => law.whole(bytes),
    }
}

/// Gives the newlines that end records, where a record may hold others in quoted cells, until `found`
/// is false.
#[inline]
fn each_quoted(bytes: &[u8], delimiter: u8, mut found: impl FnMut(usize) -> bool) {
    // Where the record starts, whether a cell is open, and the bytes that are behind.
    let (mut start, mut is_open, mut seen) = (0, false, 0);
    marks::each(bytes, [b'"', b'\n'], |at| {
        match bytes[at] {
            b'"' if at < seen => {}
            // A doubled quote is a quote.
            b'"' if is_open && bytes.get(at + 1) == Some(&b'"') => seen = at + 2,
            b'"' if is_open => is_open = false,
            b'"' => is_open = at == start || bytes[at - 1] == delimiter,
            _ if is_open => {}
            _ => {
                start = at + 1;
                return found(at);
            }
        }
        true
    });
}

/// The position of the byte that ends the first record of `bytes`, outside quotes.
#[inline]
pub fn ending(bytes: &[u8], delimiter: u8, end: u8) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr2(b'"', end, &bytes[at..])?;
        if bytes[at] == end {
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

/// Cuts at most `most` records from `bytes[from..]` into a batch of these bytes, without
/// terminators. Returns where to go on, `bytes.len()` at the end.
pub fn cut(bytes: &[u8], from: usize, most: usize, frame: &Frame, batch: &mut Batch) -> usize {
    match frame {
        Frame::Own(law) => law.cut(bytes, from, most, batch),
        Frame::Quoted(delimiter) => cut_lines(bytes, from, most, Some(*delimiter), &mut batch.rows),
        Frame::Lines | Frame::Sections(_) => cut_lines(bytes, from, most, None, &mut batch.rows),
    }
}

/// [`cut`] at newlines, those in quoted cells left out where there is a delimiter of cells.
pub fn cut_lines(bytes: &[u8], from: usize, most: usize, delimiter: Option<u8>, rows: &mut Vec<Span>) -> usize {
    let mut at = from;
    match delimiter {
        None => {
            if rows.len() < most {
                marks::each(&bytes[from..], [b'\n'], |end| {
                    rows.push(trim(bytes, at, from + end));
                    at = from + end + 1;
                    rows.len() < most
                });
            }
        }
        Some(delimiter) => {
            if rows.len() < most {
                each_quoted(&bytes[from..], delimiter, |end| {
                    rows.push(trim(bytes, at, from + end));
                    at = from + end + 1;
                    rows.len() < most
                });
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
pub fn trim(bytes: &[u8], start: usize, end: usize) -> Span {
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

    fn records(text: &str, delimiter: Option<u8>) -> Vec<&str> {
        let mut rows = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let before = rows.len();
            at = cut_lines(text.as_bytes(), at, before + 2, delimiter, &mut rows);
        }
        rows.iter().map(|s| &text[s.start as usize..s.end() as usize]).collect()
    }

    #[test]
    fn lines_lose_their_terminators() {
        assert_eq!(records("a\r\n\nb\rc\nd\r", None), ["a", "", "b\rc", "d\r"]);
    }

    #[test]
    fn quotes_hold_newlines() {
        let text = "a,\"x\n\"\"y\"\nb,c\"d\n\"\n\",e\n";
        assert_eq!(records(text, Some(b',')), ["a,\"x\n\"\"y\"", "b,c\"d", "\"\n\",e"]);
        assert_eq!(whole(b"a\n\"b\nc", &Frame::Quoted(b',')), 2);
    }
}
