//! Where a byte stands that stands often: the newlines of a block.
//!
//! A search that begins anew at each hit pays for its beginning, and lines may be ten bytes long. So
//! 64 bytes at a time are compared, which gives a word with a bit for each of them, and the bits are
//! walked. With AVX2 where the processor has it, else
//! in words of eight bytes.

// One call, of a function that is compiled for more than every processor has.
#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
use std::arch::{is_x86_feature_detected, x86_64 as arch};

/// Bytes that are looked at together.
const WIDE: usize = 64;

/// Gives each place of a byte in turn, until `found` is false.
#[inline]
pub fn each(text: &[u8], byte: u8, found: impl FnMut(usize) -> bool) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") {
        // SAFETY: the processor has what the function is compiled for.
        return unsafe { each_avx2(text, byte, found) };
    }
    walk(text, byte, found, marks);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1")]
fn each_avx2(text: &[u8], byte: u8, found: impl FnMut(usize) -> bool) {
    walk(text, byte, found, |wide, byte| {
        let wanted = arch::_mm256_set1_epi8(byte as i8);
        let half = |[a, b, c, d]: [i64; 4]| {
            let bytes = arch::_mm256_set_epi64x(d, c, b, a);
            arch::_mm256_movemask_epi8(arch::_mm256_cmpeq_epi8(bytes, wanted)) as u32
        };
        let [a, b, c, d, e, f, g, h] = words(wide);
        u64::from(half([a, b, c, d])) | u64::from(half([e, f, g, h])) << 32
    });
}

#[inline(always)]
fn walk(text: &[u8], byte: u8, mut found: impl FnMut(usize) -> bool, marks: impl Fn(&[u8; WIDE], u8) -> u64) {
    let (wides, rest) = text.as_chunks::<WIDE>();
    let mut at = 0;
    for wide in wides {
        let mut bits = marks(wide, byte);
        while bits != 0 {
            if !found(at + bits.trailing_zeros() as usize) {
                return;
            }
            bits &= bits - 1;
        }
        at += WIDE;
    }
    for (i, _) in rest.iter().enumerate().filter(|(_, b)| **b == byte) {
        if !found(at + i) {
            return;
        }
    }
}

/// A bit for each byte of this value, eight bytes at a time.
#[inline(always)]
fn marks(wide: &[u8; WIDE], byte: u8) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const TOPS: u64 = ONES << 7;
    words(wide).iter().rev().fold(0, |bits, word| {
        let other = *word as u64 ^ (ONES * u64::from(byte));
        // The top bit of each byte that is not zero; no sum leaves its byte.
        let others = (((other & !TOPS) + !TOPS) | other) & TOPS;
        // Byte i gives its bit to bit i of the top byte.
        bits << 8 | ((!others & TOPS) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

/// The words of the bytes, which are loaded together.
#[inline(always)]
fn words(wide: &[u8; WIDE]) -> [i64; WIDE / 8] {
    let (words, _) = wide.as_chunks::<8>();
    std::array::from_fn(|i| i64::from_le_bytes(words[i]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_finds_the_same() {
        let mut text = Vec::new();
        for i in 0..400u32 {
            text.push(if i.wrapping_mul(2_654_435_761) >> 29 == 0 || i % 71 == 0 { b'\n' } else { i as u8 | 0x80 });
        }
        for from in 0..70 {
            for to in (from..text.len()).step_by(7).chain([text.len()]) {
                let text = &text[from..to];
                let expected: Vec<usize> = (0..text.len()).filter(|i| text[*i] == b'\n').collect();
                let take = |most: usize, each: &dyn Fn(&mut dyn FnMut(usize) -> bool)| {
                    let mut places = Vec::new();
                    each(&mut |at| {
                        places.push(at);
                        places.len() < most
                    });
                    places
                };
                assert_eq!(take(usize::MAX, &|found| each(text, b'\n', found)), expected);
                assert_eq!(take(usize::MAX, &|found| walk(text, b'\n', found, marks)), expected);
                assert_eq!(take(3, &|found| each(text, b'\n', found)), expected[..expected.len().min(3)]);
            }
        }
    }
}
