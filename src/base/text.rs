//! Text: code points over bytes that should be UTF-8.
//!
//! Logs hold broken text, and no operation may change or refuse it. So text is walked in
//! *points*: a point is the bytes of one code point, or one byte that belongs to no valid
//! code point. This is what CPython does with `errors="surrogateescape"`, which is how
//! these functions are tested. Converting to `str` first was rejected: it would copy, and
//! it would have to replace what it cannot hold.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// The bytes of the first point; 0 at the end.
#[inline]
fn width(bytes: &[u8]) -> usize {
    let Some(&first) = bytes.first() else { return 0 };
    let n = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return 1,
    };
    match bytes.get(..n) {
        Some(point) if std::str::from_utf8(point).is_ok() => n,
        _ => 1,
    }
}

/// The bytes of the last point; 0 at the end. Agrees with a walk from the front, because
/// a byte that can open a code point never stands inside one.
#[inline]
fn last_width(bytes: &[u8]) -> usize {
    let Some(&last) = bytes.last() else { return 0 };
    if last.is_ascii() {
        return 1;
    }
    for n in 2..=bytes.len().min(4) {
        let point = &bytes[bytes.len() - n..];
        if !(0x80..=0xbf).contains(&point[0]) {
            return if width(point) == n { n } else { 1 };
        }
    }
    1
}

/// Walks the points of a text, front to back.
#[derive(Clone)]
pub struct Points<'a>(&'a [u8]);

impl<'a> Iterator for Points<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let (point, rest) = self.0.split_at(width(self.0));
        self.0 = rest;
        Some(point)
    }
}

/// The points of a text.
pub fn points(bytes: &[u8]) -> Points<'_> {
    Points(bytes)
}

/// The points of a text, back to front.
pub fn rpoints(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (rest, point) = bytes.split_at(bytes.len() - last_width(bytes));
        bytes = rest;
        (!point.is_empty()).then_some(point)
    })
}

/// The character of a point; None for a bad byte.
pub fn char_of(point: &[u8]) -> Option<char> {
    std::str::from_utf8(point).ok()?.chars().next()
}

/// The number of points.
pub fn count(bytes: &[u8]) -> usize {
    if bytes.is_ascii() {
        return bytes.len();
    }
    bytes.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum()
}

/// The byte offset of the point `n`, or the length when there are not so many.
fn offset(bytes: &[u8], n: usize) -> usize {
    if n >= bytes.len() {
        return bytes.len();
    }
    if bytes[..n].is_ascii() {
        return n;
    }
    points(bytes).take(n).map(<[u8]>::len).sum()
}

/// The point at an index, a negative one counting from the end.
pub fn nth(bytes: &[u8], index: i64) -> Option<&[u8]> {
    let index = if index < 0 {
        usize::try_from(index.unsigned_abs()).ok().and_then(|back| count(bytes).checked_sub(back))?
    } else {
        usize::try_from(index).ok()?
    };
    let rest = &bytes[offset(bytes, index)..];
    let n = width(rest);
    (n > 0).then(|| &rest[..n])
}

/// Where the bounds of a slice of `n` things fall, as Python has it: within 0..=n going up,
/// within -1..n going down.
fn ends(n: i64, start: Option<i64>, stop: Option<i64>, step: i64) -> (i64, i64) {
    let (least, most) = if step > 0 { (0, n) } else { (-1, n - 1) };
    let place = |bound: Option<i64>, open: i64| match bound {
        None => open,
        Some(b) if b < 0 => b.saturating_add(n).max(least),
        Some(b) => b.min(most),
    };
    (place(start, if step > 0 { least } else { most }), place(stop, if step > 0 { most } else { least }))
}

/// The places that a slice of `n` things takes, in its order. The step is not 0.
pub fn indexes(n: i64, start: Option<i64>, stop: Option<i64>, step: i64) -> impl Iterator<Item = usize> {
    let (start, stop) = ends(n, start, stop, step);
    let next = move |at: &i64| at.checked_add(step);
    std::iter::successors(Some(start), next)
        .take_while(move |at| if step > 0 { *at < stop } else { *at > stop })
        .map(|at| at as usize)
}

/// Python's `x[start:stop:step]` in points. A step of 0, which Python refuses, gives the
/// empty text.
pub fn slice(bytes: &[u8], start: Option<i64>, stop: Option<i64>, step: Option<i64>) -> Cow<'_, [u8]> {
    let step = step.unwrap_or(1);
    if step == 0 {
        return Cow::Borrowed(&[]);
    }
    // Bounds from the front need no count: one past the end is the end.
    let from_front = |bound: Option<i64>| bound.is_none_or(|b| b >= 0);
    if step == 1 && from_front(start) && from_front(stop) {
        let index = |bound: i64| usize::try_from(bound).unwrap_or(usize::MAX);
        let rest = &bytes[start.map_or(0, |start| offset(bytes, index(start)))..];
        let len = stop.map_or(rest.len(), |stop| offset(rest, index(stop.saturating_sub(start.unwrap_or(0)).max(0))));
        return Cow::Borrowed(&rest[..len]);
    }
    let (start, stop) = ends(count(bytes) as i64, start, stop, step);
    if step > 0 {
        if start >= stop {
            return Cow::Borrowed(&[]);
        }
        let rest = &bytes[offset(bytes, start as usize)..];
        let part = &rest[..offset(rest, (stop - start) as usize)];
        if step == 1 {
            return Cow::Borrowed(part);
        }
        let step = usize::try_from(step).unwrap_or(usize::MAX);
        return Cow::Owned(points(part).step_by(step).flatten().copied().collect());
    }
    if start <= stop {
        return Cow::Borrowed(&[]);
    }
    // Going down: the points are taken from the lowest up, each with its bytes reversed,
    // and the whole is turned round at the end. A table of offsets would cost eight bytes
    // for each point of a long text.
    let step = step.unsigned_abs();
    let lowest = start as u64 - (start - stop - 1) as u64 / step * step;
    let low = offset(bytes, lowest as usize);
    let rest = &bytes[low..];
    let part = &rest[..offset(rest, (start as u64 - lowest + 1) as usize)];
    let step = usize::try_from(step).unwrap_or(usize::MAX);
    let mut turned: Vec<u8> = points(part).step_by(step).flat_map(|point| point.iter().rev()).copied().collect();
    turned.reverse();
    Cow::Owned(turned)
}

/// Whether Python calls it white space: Unicode's, and the four ASCII separators.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

/// The characters that Python calls digits: the decimal ones of each script, superscripts
/// and circled ones. Unicode 14, first and last of each run.
#[rustfmt::skip]
const DIGITS: &[(u32, u32)] = &[
    (0x30, 0x39), (0xb2, 0xb3), (0xb9, 0xb9), (0x660, 0x669), (0x6f0, 0x6f9), (0x7c0, 0x7c9), (0x966, 0x96f),
    (0x9e6, 0x9ef), (0xa66, 0xa6f), (0xae6, 0xaef), (0xb66, 0xb6f), (0xbe6, 0xbef), (0xc66, 0xc6f), (0xce6, 0xcef),
    (0xd66, 0xd6f), (0xde6, 0xdef), (0xe50, 0xe59), (0xed0, 0xed9), (0xf20, 0xf29), (0x1040, 0x1049),
    (0x1090, 0x1099), (0x1369, 0x1371), (0x17e0, 0x17e9), (0x1810, 0x1819), (0x1946, 0x194f), (0x19d0, 0x19da),
    (0x1a80, 0x1a89), (0x1a90, 0x1a99), (0x1b50, 0x1b59), (0x1bb0, 0x1bb9), (0x1c40, 0x1c49), (0x1c50, 0x1c59),
    (0x2070, 0x2070), (0x2074, 0x2079), (0x2080, 0x2089), (0x2460, 0x2468), (0x2474, 0x247c), (0x2488, 0x2490),
    (0x24ea, 0x24ea), (0x24f5, 0x24fd), (0x24ff, 0x24ff), (0x2776, 0x277e), (0x2780, 0x2788), (0x278a, 0x2792),
    (0xa620, 0xa629), (0xa8d0, 0xa8d9), (0xa900, 0xa909), (0xa9d0, 0xa9d9), (0xa9f0, 0xa9f9), (0xaa50, 0xaa59),
    (0xabf0, 0xabf9), (0xff10, 0xff19), (0x104a0, 0x104a9), (0x10a40, 0x10a43), (0x10d30, 0x10d39),
    (0x10e60, 0x10e68), (0x11052, 0x1105a), (0x11066, 0x1106f), (0x110f0, 0x110f9), (0x11136, 0x1113f),
    (0x111d0, 0x111d9), (0x112f0, 0x112f9), (0x11450, 0x11459), (0x114d0, 0x114d9), (0x11650, 0x11659),
    (0x116c0, 0x116c9), (0x11730, 0x11739), (0x118e0, 0x118e9), (0x11950, 0x11959), (0x11c50, 0x11c59),
    (0x11d50, 0x11d59), (0x11da0, 0x11da9), (0x16a60, 0x16a69), (0x16ac0, 0x16ac9), (0x16b50, 0x16b59),
    (0x1d7ce, 0x1d7ff), (0x1e140, 0x1e149), (0x1e2f0, 0x1e2f9), (0x1e950, 0x1e959), (0x1f100, 0x1f10a),
    (0x1fbf0, 0x1fbf9),
];

/// Whether Python calls it a digit.
pub fn is_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    let c = u32::from(c);
    let at = DIGITS.partition_point(|(_, last)| *last < c);
    DIGITS.get(at).is_some_and(|(first, _)| *first <= c)
}

/// Which ends of a text are trimmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    Left,
    Right,
    Both,
}

/// Trims white space, or the points of `set`, off a text's ends.
pub fn trim<'a>(bytes: &'a [u8], set: Option<&[u8]>, ends: Ends) -> &'a [u8] {
    let Some(set) = set else {
        return trim_by(bytes, ends, |point| char_of(point).is_some_and(is_space));
    };
    /// Beyond so many bytes a set is looked up and not searched, so that two long texts
    /// never cost the product of their lengths.
    const SHORT: usize = 64;
    if set.len() <= SHORT {
        return trim_by(bytes, ends, |point| points(set).any(|p| p == point));
    }
    let set: BTreeSet<&[u8]> = points(set).collect();
    trim_by(bytes, ends, |point| set.contains(point))
}

fn trim_by(mut bytes: &[u8], ends: Ends, off: impl Fn(&[u8]) -> bool) -> &[u8] {
    if ends != Ends::Right {
        while let Some(n) = Some(width(bytes)).filter(|n| *n > 0 && off(&bytes[..*n])) {
            bytes = &bytes[n..];
        }
    }
    if ends != Ends::Left {
        while let Some(n) = Some(last_width(bytes)).filter(|n| *n > 0 && off(&bytes[bytes.len() - n..])) {
            bytes = &bytes[..bytes.len() - n];
        }
    }
    bytes
}

/// The lines of a text, ended as Python's `splitlines` has it; with their ends if `keep`.
pub fn lines(text: &[u8], keep: bool) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut len = 0;
        for point in points(rest) {
            if !ends_line(point) {
                len += point.len();
                continue;
            }
            let end = if point == b"\r" && rest.get(len + 1) == Some(&b'\n') { 2 } else { point.len() };
            let line = &rest[..if keep { len + end } else { len }];
            rest = &rest[len + end..];
            return Some(line);
        }
        Some(std::mem::take(&mut rest))
    })
}

/// Whether a point ends a line.
fn ends_line(point: &[u8]) -> bool {
    matches!(point, [b'\n' | b'\r' | 0x0b | 0x0c | 0x1c..=0x1e] | b"\xc2\x85" | b"\xe2\x80\xa8" | b"\xe2\x80\xa9")
}

/// Appends a text with its valid stretches mapped and its bad bytes as they are.
pub fn map_valid(bytes: &[u8], map: impl Fn(&str) -> String, out: &mut Vec<u8>) {
    for chunk in bytes.utf8_chunks() {
        out.extend_from_slice(map(chunk.valid()).as_bytes());
        out.extend_from_slice(chunk.invalid());
    }
}

/// Whether a text is not empty and each of its points is a character of the kind.
pub fn every(bytes: &[u8], kind: impl Fn(char) -> bool) -> bool {
    !bytes.is_empty() && points(bytes).all(|point| char_of(point).is_some_and(&kind))
}

/// Whether the cased characters of a text, of which there must be one, are all of a kind:
/// `right` says so, `wrong` names the other cases. Python's `islower` and `isupper`.
pub fn cased(bytes: &[u8], right: impl Fn(char) -> bool, wrong: impl Fn(char) -> bool) -> bool {
    let mut any = false;
    for c in points(bytes).filter_map(char_of) {
        if wrong(c) || is_title(c) {
            return false;
        }
        any |= right(c);
    }
    any
}

/// The digraphs and Greek letters that are neither upper nor lower case.
pub fn is_title(c: char) -> bool {
    matches!(c, '\u{1c5}' | '\u{1c8}' | '\u{1cb}' | '\u{1f2}' | '\u{1f88}'..='\u{1f8f}' | '\u{1f98}'..='\u{1f9f}'
        | '\u{1fa8}'..='\u{1faf}' | '\u{1fbc}' | '\u{1fcc}' | '\u{1ffc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_byte_is_one_point() {
        let text = b"a\xff\xe2\x82b\xe2\x82\xac";
        let walked: Vec<&[u8]> = points(text).collect();
        assert_eq!(walked, [&b"a"[..], b"\xff", b"\xe2", b"\x82", b"b", b"\xe2\x82\xac"]);
        assert_eq!(count(text), 6);
        assert_eq!(nth(text, -1), Some(&b"\xe2\x82\xac"[..]));
        assert_eq!(nth(text, 1), Some(&b"\xff"[..]));
        assert_eq!((nth(text, 6), nth(text, -7), nth(b"", 0)), (None, None, None));
        assert_eq!(nth(text, i64::MIN), None);
    }

    #[test]
    fn both_walks_agree() {
        // Every text of up to five bytes over the bytes that matter.
        let bytes = [b'a', 0x80, 0xbf, 0xc2, 0xe2, 0xed, 0xf0, 0xf4, 0xff];
        for n in 0..bytes.len().pow(5) {
            let text: Vec<u8> = (0..5).map(|i| bytes[n / bytes.len().pow(i) % bytes.len()]).collect();
            let (mut forth, mut back) = (Vec::new(), Vec::new());
            points(&text).for_each(|p| forth.push(p.len()));
            let mut rest = &text[..];
            while !rest.is_empty() {
                back.push(last_width(rest));
                rest = &rest[..rest.len() - last_width(rest)];
            }
            back.reverse();
            assert_eq!(forth, back, "{text:x?}");
            assert_eq!(forth.len(), count(&text), "{text:x?}");
        }
    }

    #[test]
    fn slices_as_python() {
        let text = "aäb€c".as_bytes();
        assert_eq!(&*slice(text, None, None, Some(-1)), "c€bäa".as_bytes());
        assert_eq!(&*slice(text, Some(-2), None, None), "€c".as_bytes());
        assert_eq!(&*slice(text, Some(1), Some(-1), Some(2)), "ä€".as_bytes());
        assert_eq!(&*slice(text, Some(i64::MIN), Some(i64::MAX), Some(i64::MAX)), b"a");
        assert_eq!(&*slice(text, Some(i64::MAX), Some(i64::MIN), Some(i64::MIN)), b"c");
        assert_eq!(&*slice(text, Some(3), Some(1), None), b"");
        assert_eq!(&*slice(text, None, None, Some(0)), b"");
    }

    #[test]
    fn trims_a_long_set_too() {
        let set: String = ('a'..='z').chain('α'..='ω').chain("€".chars()).collect();
        assert!(set.len() > 64);
        assert_eq!(trim("abω-€".as_bytes(), Some(set.as_bytes()), Ends::Both), b"-");
    }
}
