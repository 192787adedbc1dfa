//! Where a byte stands that is not far: eight bytes at a time, in a register.
//!
//! The fields of a line are short. A search by memchr is the quickest for what is a hundred bytes
//! away, but its set-up costs as much as ten steps of a loop; and a loop over bytes ends where the
//! processor does not expect it. So the first bytes are looked at as words, each in a few steps
//! without a branch, and only what is not there is searched for.

/// Eight times the same byte is this times the byte.
const ONES: u64 = u64::MAX / 255;
const TOPS: u64 = ONES << 7;

/// What is looked at as words before memchr takes over.
const NEAR: usize = 24;

/// How many bytes stand before the first one of this value; all, if there is none.
#[inline(always)]
pub fn before(text: &[u8], byte: u8) -> usize {
    let marks = |word| equals(word, byte) & !(word ^ (ONES * u64::from(byte))) & TOPS;
    match text.split_first_chunk::<NEAR>() {
        Some((near, rest)) => match words(near, marks) {
            NEAR => NEAR + memchr::memchr(byte, rest).unwrap_or(rest.len()),
            found => found,
        },
        None => words(text, marks),
    }
}

/// Where the first byte of this value stands in a stretch; its end, if there is none. A short
/// stretch is looked at with what stands behind it, as a whole word.
#[inline(always)]
pub fn within(text: &[u8], from: usize, to: usize, byte: u8) -> usize {
    let near = &text[from..text.len().min(to + 8)];
    (from + before(near, byte)).min(to)
}

/// How many bytes stand before the first one of these two values (ASCII ones).
#[inline(always)]
pub fn before2(text: &[u8], a: u8, b: u8) -> usize {
    let marks = |word| ascii(word, equals(word, a) | equals(word, b));
    match text.split_first_chunk::<NEAR>() {
        Some((near, rest)) => match words(near, marks) {
            NEAR => NEAR + memchr::memchr2(a, b, rest).unwrap_or(rest.len()),
            found => found,
        },
        None => words(text, marks),
    }
}

/// How many bytes stand before the first one of these three values (ASCII ones).
#[inline(always)]
pub fn before3(text: &[u8], [a, b, c]: [u8; 3]) -> usize {
    let marks = |word| ascii(word, equals(word, a) | equals(word, b) | equals(word, c));
    match text.split_first_chunk::<NEAR>() {
        Some((near, rest)) => match words(near, marks) {
            NEAR => NEAR + memchr::memchr3(a, b, c, rest).unwrap_or(rest.len()),
            found => found,
        },
        None => words(text, marks),
    }
}

/// How many bytes stand before the first one that is at most this value (an ASCII one).
#[inline(always)]
pub fn before_most(text: &[u8], most: u8) -> usize {
    words(text, |word| ascii(word, below(word, most + 1)))
}

/// How many bytes of this value text has.
#[inline(always)]
pub fn count(text: &[u8], byte: u8) -> usize {
    let (words, rest) = text.as_chunks::<8>();
    let of = |word: &[u8; 8]| {
        let other = u64::from_le_bytes(*word) ^ (ONES * u64::from(byte));
        // The top bit of each byte that is not zero; no sum leaves its byte.
        let others = (((other & !TOPS) + !TOPS) | other) & TOPS;
        ((!others & TOPS) >> 7).wrapping_mul(ONES) >> 56
    };
    words.iter().map(of).sum::<u64>() as usize + rest.iter().filter(|b| **b == byte).count()
}

/// How many small letters text starts with.
#[inline(always)]
pub fn small_letters(text: &[u8]) -> usize {
    words(text, |word| outside(word, b'a', b'z'))
}

/// How many capital letters text starts with.
#[inline(always)]
pub fn capitals(text: &[u8]) -> usize {
    words(text, |word| outside(word, b'A', b'Z'))
}

/// How many digits text starts with.
#[inline(always)]
pub fn digits(text: &[u8]) -> usize {
    words(text, no_digits)
}

/// How many digits the first eight bytes of text start with, and the byte behind them; None where there are no
/// eight bytes, or all of them are digits.
#[inline(always)]
pub fn few_digits(text: &[u8]) -> Option<(usize, u8)> {
    let word = u64::from_le_bytes(*text.first_chunk::<8>()?);
    let n = (no_digits(word).trailing_zeros() / 8) as usize;
    (n < 8).then(|| (n, (word >> (8 * n)) as u8))
}

/// Whether all bytes are digits; so they are where there are none.
#[inline(always)]
pub fn all_digits(text: &[u8]) -> bool {
    digits(text) == text.len()
}

/// Whether eight bytes have digits where a shape has a `0`, and elsewhere just its bytes.
#[inline(always)]
pub fn has_shape(text: &[u8], shape: &[u8; 8]) -> bool {
    let Some(word) = text.first_chunk::<8>() else { return false };
    let shape = u64::from_le_bytes(*shape);
    // Of the bytes of a shape only the zeros are digits: all others must be the same.
    let free = !no_digits(shape) & TOPS;
    let word = u64::from_le_bytes(*word);
    let others = !((free >> 7) * 255);
    no_digits(word) & free == 0 && (word ^ shape) & others == 0
}

/// Marks bytes that equal an ASCII byte in their top bit; see [`words`].
#[inline(always)]
pub(super) fn equals(word: u64, byte: u8) -> u64 {
    (word ^ (ONES * u64::from(byte))).wrapping_sub(ONES)
}

/// Marks bytes below an ASCII byte in their top bit; see [`words`].
#[inline(always)]
pub(super) fn below(word: u64, byte: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(byte))
}

/// Marks bytes that are not from one ASCII byte to another in their top bit; see [`words`].
#[inline(always)]
fn outside(word: u64, from: u8, to: u8) -> u64 {
    // A sum of more than 255 comes of a byte that is no ASCII, which is marked itself.
    let reaches = word.wrapping_add(ONES * u64::from(0x80 - from));
    let passes = word.wrapping_add(ONES * u64::from(0x7f - to));
    (!reaches | passes | word) & TOPS
}

/// Just the marks of bytes that are ASCII.
#[inline(always)]
pub(super) fn ascii(word: u64, marks: u64) -> u64 {
    marks & !word & TOPS
}

/// Marks bytes that are no digits in their top bit.
#[inline(always)]
fn no_digits(word: u64) -> u64 {
    // A sum of more than 255 comes of a byte that is no ASCII, which is marked itself.
    let digits = word ^ (ONES * u64::from(b'0'));
    (digits.wrapping_add(ONES * (0x7f - 9)) | digits) & TOPS
}

/// How many bytes stand before the first that is marked, eight at a time; above the first mark of a
/// word there may be false ones, that were carried from it. Bytes of 255 must either be marked or not,
/// wherever they stand, since the last word is filled up with them.
#[inline(always)]
pub(super) fn words(text: &[u8], marks: impl Fn(u64) -> u64) -> usize {
    let mut at = 0;
    while let Some(chunk) = text.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let marks = marks(u64::from_le_bytes(*chunk));
        if marks != 0 {
            return at + (marks.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let left = text.len() - at;
    if left == 0 {
        return at;
    }
    let filled = !0 << (8 * left);
    let word = match text.last_chunk::<8>() {
        Some(last) => u64::from_le_bytes(*last) >> (64 - 8 * left) | filled,
        None => text[at..].iter().rev().fold(u64::MAX, |word, &byte| word << 8 | u64::from(byte)),
    };
    at + ((marks(word).trailing_zeros() / 8) as usize).min(left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_loop_finds(text in proptest::collection::vec(prop_oneof![any::<u8>(), 0x1cu8..0x3d], 0..60)) {
            let first = |is: &dyn Fn(u8) -> bool| text.iter().position(|b| is(*b)).unwrap_or(text.len());
            prop_assert_eq!(before(&text, b' '), first(&|b| b == b' '));
            prop_assert_eq!(before(&text, 0xe9), first(&|b| b == 0xe9));
            let (from, to) = (text.len() / 3, text.len() * 2 / 3);
            let inside = text[from..to].iter().position(|b| *b == b' ').map_or(to, |at| from + at);
            prop_assert_eq!(within(&text, from, to, b' '), inside);
            prop_assert_eq!(count(&text, b' '), text.iter().filter(|b| **b == b' ').count());
            prop_assert_eq!(before2(&text, b' ', b'/'), first(&|b| matches!(b, b' ' | b'/')));
            prop_assert_eq!(before3(&text, *b" :\x1d"), first(&|b| matches!(b, b' ' | b':' | 0x1d)));
            prop_assert_eq!(before_most(&text, b' '), first(&|b| b <= b' '));
            prop_assert_eq!(digits(&text), first(&|b| !b.is_ascii_digit()));
            prop_assert_eq!(all_digits(&text), text.iter().all(u8::is_ascii_digit));
        }

        #[test]
        fn letters_are_those_of_a_loop(text in proptest::collection::vec(prop_oneof![any::<u8>(), 0x40u8..0x7c], 0..30)) {
            let first = |is: &dyn Fn(u8) -> bool| text.iter().position(|b| !is(*b)).unwrap_or(text.len());
            prop_assert_eq!(small_letters(&text), first(&|b| b.is_ascii_lowercase()));
            prop_assert_eq!(capitals(&text), first(&|b| b.is_ascii_uppercase()));
        }

        #[test]
        fn shapes_are_digits_and_themselves(text in "[0-9/:; \u{e9}]{0,10}") {
            let fits = text.as_bytes().get(..8).is_some_and(|text| {
                text.iter().zip(b"00:00:00").all(|(b, s)| if *s == b'0' { b.is_ascii_digit() } else { b == s })
            });
            prop_assert_eq!(has_shape(text.as_bytes(), b"00:00:00"), fits);
        }
    }

    #[test]
    fn a_clock_has_its_shape() {
        assert!(has_shape(b"23:59:60.5", b"00:00:00"));
        assert!(has_shape(b"2025-10-10", b"0000-00-"));
        for text in ["23:59:6", "23:59-60", "2a:59:60", "/3:59:60", ":3:59:60", ""] {
            assert!(!has_shape(text.as_bytes(), b"00:00:00"), "{text}");
        }
    }
}
