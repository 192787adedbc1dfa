//! Where bytes stand that stand often: the newlines of a block, the delimiters of a row.
//!
//! A search that begins anew at each hit pays for its beginning, and lines may be ten bytes long. So
//! 64 bytes at a time are compared, which gives a word with a bit for each of them, and the bits are
//! walked. With AVX2 where the processor has it, else
//! in words of eight bytes.

// One call of a function that is compiled for more than every processor has, and its loads.
#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
use std::arch::{is_x86_feature_detected, x86_64 as arch};

/// Bytes that are looked at together.
const WIDE: usize = 64;

/// Gives each place of one of these bytes in turn, until `found` is false.
#[inline]
pub fn each<const N: usize>(text: &[u8], bytes: [u8; N], found: impl FnMut(usize) -> bool) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") {
        // SAFETY: the processor has what the function is compiled for.
        return unsafe { each_avx2(text, bytes, found) };
    }
    walk(text, found, |wide| marks(wide, bytes));
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1")]
fn each_avx2<const N: usize>(text: &[u8], bytes: [u8; N], found: impl FnMut(usize) -> bool) {
    // No iterators here: what is compiled for all processors cannot take in what is not, and would call it.
    let mut wanted = [arch::_mm256_setzero_si256(); N];
    for i in 0..N {
        wanted[i] = arch::_mm256_set1_epi8(bytes[i] as i8);
    }
    walk(text, found, |wide| {
        let half = |half: &[u8; WIDE / 2]| {
            // SAFETY: the load takes these 32 bytes, wherever they stand.
            let half = unsafe { arch::_mm256_loadu_si256(half.as_ptr().cast()) };
            let mut equal = arch::_mm256_cmpeq_epi8(half, wanted[0]);
            for wanted in &wanted[1..] {
                equal = arch::_mm256_or_si256(equal, arch::_mm256_cmpeq_epi8(half, *wanted));
            }
            u64::from(arch::_mm256_movemask_epi8(equal) as u32)
        };
        match wide.as_chunks().0 {
            [low, high] => half(low) | half(high) << 32,
            _ => unreachable!("two halves"),
        }
    });
}

#[inline(always)]
fn walk(text: &[u8], mut found: impl FnMut(usize) -> bool, marks: impl Fn(&[u8; WIDE]) -> u64) {
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let mut bits = match (rest.first_chunk(), text.last_chunk()) {
            (Some(wide), _) => marks(wide),
            // What was looked at before is shifted out.
            (None, Some(last)) => marks(last) >> (WIDE - rest.len()),
            (None, None) => {
                let mut wide = [0; WIDE];
                wide[..rest.len()].copy_from_slice(rest);
                marks(&wide) & !(u64::MAX << rest.len())
            }
        };
        while bits != 0 {
            if !found(at + bits.trailing_zeros() as usize) {
                return;
            }
            bits &= bits - 1;
        }
        at += WIDE;
    }
}

/// A bit for each of these bytes, eight bytes at a time.
#[inline(always)]
fn marks<const N: usize>(wide: &[u8; WIDE], bytes: [u8; N]) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const TOPS: u64 = ONES << 7;
    let (words, _) = wide.as_chunks();
    words.iter().rev().fold(0, |bits, word| {
        let others = bytes.iter().fold(TOPS, |others, byte| {
            let other = u64::from_le_bytes(*word) ^ (ONES * u64::from(*byte));
            // The top bit of each byte that is not zero; no sum leaves its byte.
            others & (((other & !TOPS) + !TOPS) | other)
        });
        // Byte i gives its bit to bit i of the top byte.
        bits << 8 | ((!others & TOPS) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<const N: usize>(text: &[u8], bytes: [u8; N]) {
        let expected: Vec<usize> = (0..text.len()).filter(|i| bytes.contains(&text[*i])).collect();
        for most in [1, 3, usize::MAX] {
            let (mut by_cpu, mut by_word) = (Vec::new(), Vec::new());
            each(text, bytes, |at| {
                by_cpu.push(at);
                by_cpu.len() < most
            });
            let found = |at| {
                by_word.push(at);
                by_word.len() < most
            };
            walk(text, found, |wide| marks(wide, bytes));
            let expected = &expected[..expected.len().min(most)];
            assert_eq!(by_cpu, expected);
            assert_eq!(by_word, expected);
        }
    }

    #[test]
    fn every_way_finds_the_same() {
        let mut text = Vec::new();
        for i in 0..300u32 {
            let dice = i.wrapping_mul(2_654_435_761) >> 28;
            text.push([b'\n', 0, b'"', i as u8 | 0x80, b'\n' ^ 0x80, i as u8][dice.min(5) as usize]);
        }
        for from in 0..70 {
            for to in (from..text.len()).step_by(5).chain([text.len()]) {
                check(&text[from..to], [b'\n']);
                check(&text[from..to], [0, b'"', 0xff]);
            }
        }
    }
}
