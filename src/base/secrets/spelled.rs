//! Texts with escapes: what is hidden must not come back when they are resolved.
//!
//! `"a\u0040b.example"` is an address that no scanner sees, and in `"\ttom@b.example"` the
//! `t` is no part of one. So the text is also scanned with its escapes resolved, again
//! and again until there are none (JSON stands inside JSON strings), and what is found is
//! hidden where it stands as it was spelled. Escapes are hidden whole, so that JSON stays
//! JSON. Each turn makes the text shorter by a half of its backslashes, which bounds
//! their number by the logarithm of its length.

use super::{Redactor, Secret};
use crate::base::json;

/// A text whose escapes are resolved, and how its bytes stand to the spelled text.
struct Reading {
    text: Vec<u8>,
    /// From a place in this text on, the place in the spelled one: both count on by bytes up
    /// to the next pair.
    jumps: Vec<(usize, usize)>,
}

impl Reading {
    /// The same with one level of escapes resolved; None when there are none.
    fn resolved(&self) -> Option<Reading> {
        let mut next = Reading { text: Vec::with_capacity(self.text.len()), jumps: vec![(0, 0)] };
        let mut jumps = self.jumps.iter().peekable();
        let mut done = 0;
        let mut slash = Some(next_escape(&self.text, 0)?);
        loop {
            let end = slash.unwrap_or(self.text.len());
            // Where this text jumps within what is copied, the next one does, too.
            while let Some(&(place, spelled)) = jumps.next_if(|(place, _)| *place < end) {
                if place > done {
                    next.jumps.push((next.text.len() + place - done, spelled));
                }
            }
            next.text.extend_from_slice(&self.text[done..end]);
            next.jumps.push((next.text.len(), self.place(end)));
            if slash.is_none() {
                return Some(next);
            }
            done = end + escape(&self.text[end..], &mut next.text).max(1);
            next.jumps.push((next.text.len(), self.place(done)));
            slash = next_escape(&self.text, done);
        }
    }

    /// Where the spelling of a byte starts, or of the end.
    fn place(&self, at: usize) -> usize {
        let next = self.jumps.partition_point(|(place, _)| *place <= at);
        let (place, spelled) = self.jumps[next - 1];
        spelled + (at - place)
    }
}

/// Where the first escape from `at` on stands; a backslash before anything else is itself.
pub fn next_escape(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr(b'\\', &text[at..])?;
        let len = match text.get(at + 1) {
            Some(b'n' | b't' | b'r' | b'b' | b'f' | b'"' | b'\\' | b'/' | b'\'') => return Some(at),
            Some(b'x') => 4,
            Some(b'u') => 6,
            _ => 0,
        };
        if len > 0 && text.get(at + 2..at + len).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)) {
            return Some(at);
        }
        at += 1;
    }
}

/// Appends what an escape stands for and gives its length; 0 when it is none.
fn escape(text: &[u8], out: &mut Vec<u8>) -> usize {
    let code = |from: usize, n: usize| {
        let digits = text.get(from..from + n).filter(|d| d.iter().all(u8::is_ascii_hexdigit))?;
        u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let plain = match text.get(1) {
        Some(b'n') => b'\n',
        Some(b't') => b'\t',
        Some(b'r') => b'\r',
        Some(b'b') => 8,
        Some(b'f') => 12,
        Some(byte @ (b'"' | b'\\' | b'/' | b'\'')) => *byte,
        Some(b'x') => {
            let Some(byte) = code(2, 2) else { return 0 };
            out.push(byte as u8);
            return 4;
        }
        Some(b'u') => {
            let Some(unit) = code(2, 4) else { return 0 };
            let symbol = char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER);
            out.extend_from_slice(symbol.encode_utf8(&mut [0; 4]).as_bytes());
            return 6;
        }
        _ => return 0,
    };
    out.push(plain);
    2
}

/// A stretch of the text as it is spelled, and where its mask stands among the masks.
struct Hidden {
    start: usize,
    end: usize,
    kind: Secret,
    mask: std::ops::Range<usize>,
}

/// See [`Redactor::rewrite`]; `nested` says that the text is an object or an array.
pub fn rewrite(redactor: &Redactor, text: &[u8], json: bool, nested: bool, out: &mut Vec<u8>) -> bool {
    let mut reading = Reading { text: text.to_vec(), jumps: vec![(0, 0)] };
    let (mut hidden, mut masks, mut found) = (Vec::new(), Vec::new(), Vec::new());
    // In JSON a backslash always opens an escape; elsewhere it may be just one.
    let mut literal = !json;
    loop {
        let next = reading.resolved();
        if literal || next.is_none() {
            redactor.find(&reading.text, &mut found);
            for f in &found {
                // What may be half of an escape is hidden with it.
                let slashes = reading.text[..f.start].iter().rev().take_while(|b| **b == b'\\').count();
                let (start, mut end) = (reading.place(f.start - slashes % 2), reading.place(f.end));
                let mask = masks.len();
                match quoted_end(text, start).filter(|quote| f.kind == Secret::Token && *quote > end) {
                    Some(quote) => {
                        end = quote;
                        redactor.mask(f.kind, &text[start..end], &mut masks);
                    }
                    None => redactor.mask(f.kind, &reading.text[f.start..f.end], &mut masks),
                }
                hidden.push(Hidden { start, end, kind: f.kind, mask: mask..masks.len() });
            }
        }
        let Some(next) = next else { break };
        reading = next;
        literal = true;
    }
    hidden.sort_by_key(|h| (h.start, std::cmp::Reverse(h.end)));
    let mut quotes = Quotes { text, at: 0, inside: false };
    let mut done = 0;
    let mut at = 0;
    while let Some(first) = hidden.get(at) {
        let mut end = first.end;
        at += 1;
        while let Some(next) = hidden.get(at).filter(|next| next.start < end) {
            end = end.max(next.end);
            at += 1;
        }
        out.extend_from_slice(&text[done..first.start]);
        // A number in JSON becomes a string.
        let bare = nested && matches!(first.kind, Secret::Card | Secret::Token) && !quotes.hold(first.start);
        out.extend_from_slice(if bare { b"\"" } else { b"" });
        out.extend_from_slice(&masks[first.mask.clone()]);
        out.extend_from_slice(if bare { b"\"" } else { b"" });
        done = end;
    }
    if hidden.is_empty() {
        return false;
    }
    out.extend_from_slice(&text[done..]);
    true
}

/// Where the string ends whose first byte is at `start`: a quote inside it has more
/// backslashes before it than the one that opened it. None where no quote stands before it.
fn quoted_end(text: &[u8], start: usize) -> Option<usize> {
    let quote = start.checked_sub(1).filter(|at| text[*at] == b'"')?;
    let slashes = |at: usize| text[..at].iter().rev().take_while(|b| **b == b'\\').count();
    let opened = slashes(quote);
    if opened == 0 {
        return json::skip_string(text, start).map(|(end, _)| end);
    }
    // The distance is bounded, so that many quotes that nothing closes cost no more than their number.
    let near = &text[..text.len().min(start + (1 << 16))];
    let mut at = start;
    loop {
        at += memchr::memchr(b'"', near.get(at..)?)?;
        let closed = slashes(at);
        if closed <= opened {
            return Some(at - closed);
        }
        at += 1;
    }
}

/// Tells which places of a JSON text stand inside strings; asked from left to right.
struct Quotes<'a> {
    text: &'a [u8],
    at: usize,
    inside: bool,
}

impl Quotes<'_> {
    fn hold(&mut self, place: usize) -> bool {
        while let Some(found) = memchr::memchr2(b'"', b'\\', &self.text[self.at..place.max(self.at)]) {
            let quote = self.text[self.at + found] == b'"';
            self.inside ^= quote;
            self.at += found + if quote { 1 } else { 2 };
        }
        self.at = self.at.max(place);
        self.inside
    }
}
