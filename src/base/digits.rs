//! Whole numbers of few digits, all digits of one at once.
//!
//! A loop over digits ends where the processor does not expect it, and each of its multiplications
//! waits for the one before. Here the 16 bytes up to a number's end are loaded, whatever its length;
//! what stands before it is blotted out, the digits are told from other bytes all at once, and
//! multiplications add up neighbours: pairs, fours, eights. With AVX2 where the processor has it, else
//! in words of eight bytes.

// One call of a function that is compiled for more than every processor has, and its loads.
#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
use std::arch::{is_x86_feature_detected, x86_64 as arch};

use super::Span;

/// The most digits that are read.
const MOST: usize = 16;

/// What the first eight digits of sixteen are worth.
const EIGHT: u64 = 100_000_000;

/// Gives the numbers that texts spell which stand in these bytes, each with its place among them: 1 to 16
/// digits and nothing else. Every other text has none, nor has what is no text.
#[inline]
pub fn each(bytes: &[u8], texts: impl Iterator<Item = Option<Span>>, put: impl FnMut(usize, Option<u64>)) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has what the function is compiled for.
        return unsafe { each_avx2(bytes, texts, put) };
    }
    walk(bytes, texts, put, last);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn each_avx2(bytes: &[u8], texts: impl Iterator<Item = Option<Span>>, put: impl FnMut(usize, Option<u64>)) {
    walk(bytes, texts, put, |word, len| {
        /// From its byte `len` on it takes the last `len` of 16 bytes.
        const THOSE: [u8; 2 * MOST] = {
            let mut those = [0; 2 * MOST];
            let mut i = MOST;
            while i < those.len() {
                those[i] = 0xff;
                i += 1;
            }
            those
        };
        // SAFETY: the load takes these 16 bytes, wherever they stand.
        let load = |word: &[u8; MOST]| unsafe { arch::_mm_loadu_si128(word.as_ptr().cast()) };
        let those = load(THOSE[len..].first_chunk()?);
        let digits = arch::_mm_and_si128(arch::_mm_sub_epi8(load(word), arch::_mm_set1_epi8(b'0' as i8)), those);
        let nine = arch::_mm_set1_epi8(9);
        if arch::_mm_movemask_epi8(arch::_mm_cmpeq_epi8(arch::_mm_max_epu8(digits, nine), nine)) != 0xffff {
            return None;
        }
        let pairs = arch::_mm_maddubs_epi16(digits, arch::_mm_set1_epi16(1 << 8 | 10));
        let fours = arch::_mm_madd_epi16(pairs, arch::_mm_set1_epi32(1 << 16 | 100));
        let fours = arch::_mm_packus_epi32(fours, fours);
        let eights =
            arch::_mm_cvtsi128_si64(arch::_mm_madd_epi16(fours, arch::_mm_set1_epi32(1 << 16 | 10_000))) as u64;
        Some((eights & u64::from(u32::MAX)) * EIGHT + (eights >> 32))
    });
}

/// The one loop; `last` reads the last so many of 16 bytes.
#[inline(always)]
fn walk(
    bytes: &[u8],
    texts: impl Iterator<Item = Option<Span>>,
    mut put: impl FnMut(usize, Option<u64>),
    last: impl Fn(&[u8; MOST], usize) -> Option<u64>,
) {
    for (i, text) in texts.enumerate() {
        let Some(Span { start, len }) = text.filter(|text| (1..=MOST as u32).contains(&text.len)) else {
            put(i, None);
            continue;
        };
        let (start, end) = (start as usize, (start + len) as usize);
        let number = match bytes.get(..end).and_then(<[u8]>::last_chunk) {
            Some(word) => last(word, len as usize),
            None => bytes.get(start..end).and_then(one_by_one),
        };
        put(i, number);
    }
}

/// A number at the very start of the bytes.
#[cold]
fn one_by_one(text: &[u8]) -> Option<u64> {
    text.iter().try_fold(0, |n, byte| byte.is_ascii_digit().then(|| n * 10 + u64::from(byte - b'0')))
}

/// The words of 16 bytes.
#[inline(always)]
fn halves(word: &[u8; MOST]) -> [u64; 2] {
    let word = u128::from_le_bytes(*word);
    [word as u64, (word >> 64) as u64]
}

/// The number that the last 1 to 16 of these bytes spell.
#[inline(always)]
fn last(word: &[u8; MOST], len: usize) -> Option<u64> {
    let [low, high] = halves(word);
    match len {
        ..=8 => eight(high, len),
        _ => Some(eight(low, len - 8)? * EIGHT + eight(high, 8)?),
    }
}

/// The number that the last 1 to 8 bytes of a word spell.
#[inline(always)]
fn eight(word: u64, len: usize) -> Option<u64> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    const HIGHS: u64 = 0xf0f0_f0f0_f0f0_f0f0;
    const SIXES: u64 = 0x0606_0606_0606_0606;
    let those = u64::MAX << (64 - 8 * len);
    let word = word & those | ZEROS & !those;
    // A digit is 0x30 to 0x39: its high half is 3, and still is after six was added.
    if ((word & HIGHS) ^ ZEROS) | ((word.wrapping_add(SIXES) & HIGHS) ^ ZEROS) != 0 {
        return None;
    }
    let pairs = ((word & !HIGHS).wrapping_mul(10 << 8 | 1) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100 << 16 | 1) >> 16) & 0x0000_ffff_0000_ffff;
    Some(fours.wrapping_mul(10_000 << 32 | 1) >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8]) {
        let span = |start: usize, end: usize| Span::new(start as u32, end - start);
        let all = |from: usize| (from..=bytes.len()).map(move |to| (from, to));
        let spans: Vec<Span> = (0..bytes.len()).flat_map(all).map(|(start, end)| span(start, end)).collect();
        let expected: Vec<_> = spans
            .iter()
            .map(|text| {
                let text = &bytes[text.start as usize..text.end() as usize];
                if (1..=MOST).contains(&text.len()) { one_by_one(text) } else { None }
            })
            .collect();
        let mut got = Vec::new();
        each(bytes, spans.iter().copied().map(Some), |i, number| {
            assert_eq!(i, got.len());
            got.push(number);
        });
        assert_eq!(got, expected, "{bytes:?}");
        got.clear();
        walk(bytes, spans.iter().copied().map(Some), |_, number| got.push(number), last);
        assert_eq!(got, expected, "{bytes:?}");
    }

    #[test]
    fn every_way_reads_the_same() {
        let mut text = *b"99909123456789876543210999";
        check(&text);
        check(&[b'9'; 20]);
        for at in 0..text.len() {
            for byte in [0, b'0' - 1, b'0', b'9', b'9' + 1, b'-', 0x7f, 0x80, 0xb0, 0xb9, 0xff] {
                let was = std::mem::replace(&mut text[at], byte);
                check(&text);
                text[at] = was;
            }
        }
        each(b"1", [None, Some(Span::new(super::super::HEAP, 1)), Some(Span::new(0, 2))].into_iter(), |_, number| {
            assert_eq!(number, None);
        });
    }
}
