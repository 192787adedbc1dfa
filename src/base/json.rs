//! JSON as bytes: where a value ends, what a string means, how text becomes a string.
//!
//! Nothing is built: a value is where it stands. The grammar is RFC 8259's to the letter
//! (structure, literals, numbers, escapes, no control bytes in strings) but for UTF-8,
//! which passes as it is. Whoever skips a value has checked it. Nesting is kept in a few
//! words of bits, not on the stack, and is limited. Strings are scanned sixteen
//! bytes at a time for the three things that can stop them; memchr per string was slower by a
//! third, since the strings of logs are short, and it does not see control bytes. A full index of all
//! structural bytes was rejected too: it costs more than it saves on lines this short.

use std::borrow::Cow;
use std::ops::Range;

use super::find::{ascii, below, equals, few_digits, words};
use super::lanes::text_end;
use super::num;

/// The most arrays and objects that may stand inside each other.
pub const MAX_DEPTH: usize = 512;

/// Where the blanks that start at `at` end.
#[inline(always)]
pub fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// Where the value that starts exactly at `at` ends; None when it is not JSON.
#[inline]
pub fn skip_value(bytes: &[u8], at: usize) -> Option<usize> {
    skip_nested(bytes, at, 0)
}

/// [`skip_value`] for a value that already stands inside `depth` others.
#[inline]
pub fn skip_nested(bytes: &[u8], at: usize, depth: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => skip_string(bytes, at + 1).map(|(quote, _)| quote + 1),
        b'{' | b'[' => skip_container(bytes, at, depth),
        _ => skip_plain(bytes, at),
    }
}

/// Where the number or literal at `at` ends.
#[inline]
pub fn skip_plain(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    // A short whole number: most are that.
    if let Some((len @ 1.., b',' | b'}' | b']')) = few_digits(rest)
        && (len == 1 || rest[0] != b'0')
    {
        return Some(at + len);
    }
    let len = match rest.first()? {
        b't' if rest.starts_with(b"true") => 4,
        b'f' if rest.starts_with(b"false") => 5,
        b'n' if rest.starts_with(b"null") => 4,
        _ => num::json_len(rest),
    };
    (len > 0).then_some(at + len)
}

/// Where the string whose inside starts at `at` has its closing quote, and whether there
/// are escapes in it.
#[inline(always)]
pub fn skip_string(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    let end = text_end(bytes, at);
    if bytes.get(end) == Some(&b'"') {
        return Some((end, false));
    }
    skip_escaped(bytes, end).map(|end| (end, true))
}

/// Goes on where a string has something other than text and no quote yet.
fn skip_escaped(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => match bytes.get(at + 1)? {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => at += 2,
                b'u' => {
                    bytes.get(at + 2..at + 6).and_then(hex4)?;
                    at += 6;
                }
                _ => return None,
            },
            _ => return None,
        }
        at = text_end(bytes, at);
    }
}

/// The first byte from `at` on that is marked, or the end.
#[inline(always)]
fn find_word(bytes: &[u8], at: usize, marks: impl Fn(u64) -> u64) -> usize {
    at + words(bytes.get(at..).unwrap_or_default(), |word| ascii(word, marks(word)))
}

/// The first quote or backslash from `at` on, or the end.
#[inline(always)]
pub fn find_quote(bytes: &[u8], at: usize) -> usize {
    // Short texts end here, before memchr would have begun.
    const NEAR: usize = 32;
    let near = bytes.len().min(at.saturating_add(NEAR));
    let found = find_word(&bytes[..near], at, |word| equals(word, b'"') | equals(word, b'\\'));
    if found < near || near == bytes.len() {
        return found;
    }
    memchr::memchr2(b'"', b'\\', &bytes[near..]).map_or(bytes.len(), |len| near + len)
}

/// The first blank or control byte from `at` on, or the end.
#[inline(always)]
pub fn find_blank(bytes: &[u8], at: usize) -> usize {
    find_word(bytes, at, |word| below(word, b' ' + 1))
}

fn skip_container(bytes: &[u8], mut at: usize, depth: usize) -> Option<usize> {
    // One bit for each open container, set for an object; the word of the innermost is at
    // hand, the others wait.
    let mut outer = [0u64; MAX_DEPTH / 64];
    let mut kinds = 0u64;
    let mut open = 0usize;
    loop {
        let first = *bytes.get(at)?;
        if first == b'{' || first == b'[' {
            if depth + open >= MAX_DEPTH {
                return None;
            }
            if open > 0 && open.is_multiple_of(64) {
                outer[open / 64 - 1] = kinds;
            }
            kinds = kinds << 1 | u64::from(first == b'{');
            open += 1;
            at = skip_blanks(bytes, at + 1);
            let next = *bytes.get(at)?;
            // The closing brackets stand two after the opening ones in ASCII.
            if next != first + 2 {
                if first == b'{' {
                    at = skip_key(bytes, at)?;
                }
                continue;
            }
        } else {
            at = if first == b'"' { skip_string(bytes, at + 1)?.0 + 1 } else { skip_plain(bytes, at)? };
            at = skip_blanks(bytes, at);
        }
        // After a value, or at the bracket that closes an empty container.
        loop {
            let object = kinds & 1 == 1;
            match *bytes.get(at)? {
                b',' => {
                    at = skip_blanks(bytes, at + 1);
                    if object {
                        at = skip_key(bytes, at)?;
                    }
                    break;
                }
                b'}' if object => {}
                b']' if !object => {}
                _ => return None,
            }
            open -= 1;
            at += 1;
            if open == 0 {
                return Some(at);
            }
            kinds = if open.is_multiple_of(64) { outer[open / 64 - 1] } else { kinds >> 1 };
            at = skip_blanks(bytes, at);
        }
    }
}

/// From a key's opening quote to its value.
#[inline]
fn skip_key(bytes: &[u8], at: usize) -> Option<usize> {
    read_key(bytes, at).map(|(_, _, value)| value)
}

/// A key from its opening quote at `at`: the range of its inside, whether it holds
/// escapes, and where its value starts.
#[inline]
pub fn read_key(bytes: &[u8], at: usize) -> Option<(Range<usize>, bool, usize)> {
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let (quote, escaped) = skip_string(bytes, at + 1)?;
    let mut value = quote + 1;
    if bytes.get(value) != Some(&b':') {
        value = skip_blanks(bytes, value);
        if bytes.get(value) != Some(&b':') {
            return None;
        }
    }
    Some((at + 1..quote, escaped, skip_blanks(bytes, value + 1)))
}

/// One key and its value in an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The key, inside its quotes.
    pub key: Range<usize>,
    /// Whether the key holds escapes.
    pub escaped: bool,
    /// The value as it is spelled.
    pub value: Range<usize>,
}

/// Goes through an object's members in order, repeated keys and all; ends early where the
/// bytes stop being an object.
pub struct Members<'a> {
    bytes: &'a [u8],
    at: Option<usize>,
}

/// The members of the object that `bytes` start with, after blanks.
pub fn members(bytes: &[u8]) -> Members<'_> {
    let at = skip_blanks(bytes, 0);
    let at = (bytes.get(at) == Some(&b'{')).then(|| skip_blanks(bytes, at + 1));
    Members { bytes, at: at.filter(|&at| bytes.get(at) == Some(&b'"')) }
}

impl Iterator for Members<'_> {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        let at = self.at.take()?;
        let (key, escaped, start) = read_key(self.bytes, at)?;
        let end = skip_value(self.bytes, start)?;
        let next = skip_blanks(self.bytes, end);
        if self.bytes.get(next) == Some(&b',') {
            self.at = Some(skip_blanks(self.bytes, next + 1));
        }
        Some(Member { key, escaped, value: start..end })
    }
}

/// Where the value of a key stands in an object; the last one, if the key is repeated.
/// `key` is plain text and is compared with the decoded keys.
pub fn member(json: &[u8], key: &[u8]) -> Option<Range<usize>> {
    let same = |m: &Member| {
        let spelled = &json[m.key.clone()];
        if m.escaped { *plain(spelled) == *key } else { spelled == key }
    };
    members(json).filter(same).last().map(|m| m.value)
}

/// The text of a string's inside; borrowed when there are no escapes.
pub fn plain(inside: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\\', inside).is_none() {
        return Cow::Borrowed(inside);
    }
    let mut text = Vec::with_capacity(inside.len());
    unescape(inside, &mut text);
    Cow::Owned(text)
}

/// Appends the text of a string's inside, escapes resolved. Half of a surrogate pair
/// becomes U+FFFD; what is no escape stays as it is.
pub fn unescape(inside: &[u8], out: &mut Vec<u8>) {
    let mut rest = inside;
    while let Some(slash) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..slash]);
        rest = &rest[slash..];
        let plain = match rest.get(1) {
            Some(b'n') => b'\n',
            Some(b't') => b'\t',
            Some(b'r') => b'\r',
            Some(b'b') => 8,
            Some(b'f') => 12,
            Some(&(b'"' | b'\\' | b'/')) => rest[1],
            _ => {
                let len = write_code_point(rest, out);
                rest = &rest[len..];
                continue;
            }
        };
        out.push(plain);
        rest = &rest[2..];
    }
    out.extend_from_slice(rest);
}

/// Appends the character of the `\uXXXX` that `text` starts with, or of two that are a
/// pair; a backslash that opens nothing stands for itself. Returns the bytes it took.
fn write_code_point(text: &[u8], out: &mut Vec<u8>) -> usize {
    let unit = |at: usize| match text.get(at..at + 2) {
        Some(b"\\u") => text.get(at + 2..at + 6).and_then(hex4),
        _ => None,
    };
    let Some(first) = unit(0) else {
        out.push(b'\\');
        return 1;
    };
    let (code, len) = match (first, unit(6)) {
        (0xd800..=0xdbff, Some(low @ 0xdc00..=0xdfff)) => (0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00), 12),
        _ => (first, 6),
    };
    let symbol = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    out.extend_from_slice(symbol.encode_utf8(&mut [0; 4]).as_bytes());
    len
}

fn hex4(text: &[u8]) -> Option<u32> {
    let mut unit = 0;
    for &byte in text {
        unit = unit << 4 | char::from(byte).to_digit(16)?;
    }
    (text.len() == 4).then_some(unit)
}

/// Appends text as a JSON string with its quotes. Bytes that are no UTF-8 become U+FFFD,
/// one for each broken sequence.
pub fn write_string(text: &[u8], out: &mut Vec<u8>) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    write_valid(text, out, write_escapes);
    out.push(b'"');
}

/// Appends text as a string of a list that stays within: as [`write_string`], but bytes that
/// are no UTF-8 stay, since whoever takes the element out again wants the text as it was.
pub fn keep_string(text: &[u8], out: &mut Vec<u8>) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    write_escapes(text, out);
    out.push(b'"');
}

/// Appends a string whose inside is already spelled in JSON, with its quotes and escapes
/// as they are. Bytes that are no UTF-8 become U+FFFD.
pub fn write_escaped(inside: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    write_raw(inside, out);
    out.push(b'"');
}

/// Appends JSON as it is spelled. Bytes that are no UTF-8 become U+FFFD.
pub fn write_raw(json: &[u8], out: &mut Vec<u8>) {
    write_valid(json, out, |text, out| out.extend_from_slice(text));
}

/// Hands on each stretch of valid UTF-8, with U+FFFD between them.
fn write_valid(text: &[u8], out: &mut Vec<u8>, write: impl Fn(&[u8], &mut Vec<u8>)) {
    if std::str::from_utf8(text).is_ok() {
        return write(text, out);
    }
    for chunk in text.utf8_chunks() {
        write(chunk.valid().as_bytes(), out);
        if !chunk.invalid().is_empty() {
            out.extend_from_slice("\u{fffd}".as_bytes());
        }
    }
}

fn write_escapes(text: &[u8], out: &mut Vec<u8>) {
    let mut from = 0;
    loop {
        let stop = text_end(text, from);
        out.extend_from_slice(&text[from..stop]);
        let Some(&byte) = text.get(stop) else { return };
        let short = match byte {
            b'"' | b'\\' => byte,
            b'\n' => b'n',
            b'\t' => b't',
            b'\r' => b'r',
            8 => b'b',
            12 => b'f',
            _ => 0,
        };
        if short == 0 {
            const HEX: &[u8; 16] = b"0123456789abcdef";
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        } else {
            out.extend_from_slice(&[b'\\', short]);
        }
        from = stop + 1;
    }
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
