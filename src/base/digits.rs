//! Whole numbers of few digits, eight digits at a time.
//!
//! A loop over digits ends where the processor does not expect it, and each of its multiplications
//! waits for the one before. Here a text of any length is loaded as one or two words, its digits are
//! moved to the end of a word, told from other bytes all at once, and added up by three
//! multiplications.

const ZEROS: u64 = 0x3030_3030_3030_3030;

/// What the digits of the first word are worth where so many follow.
const TENS: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// The number that a text of 1 to 16 digits spells; None of every other text.
#[inline]
pub fn whole(text: &[u8]) -> Option<u64> {
    let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) else { return short(text) };
    let high = eight(u64::from_le_bytes(*first))?;
    match text.len() - 8 {
        0 => Some(high),
        more @ 1..=8 => Some(high * TENS[more] + eight(last_of(u64::from_le_bytes(*last), more))?),
        _ => None,
    }
}

/// The same of fewer than 8 bytes.
#[inline]
fn short(text: &[u8]) -> Option<u64> {
    let len = text.len();
    let word = match (text.first_chunk(), text.last_chunk()) {
        // What both halves hold is the same in both.
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (8 * (len - 4))
        }
        _ if len == 0 => return None,
        _ => {
            let byte = |at: usize| u64::from(text[at]) << (8 * at);
            byte(0) | byte(len / 2) | byte(len - 1)
        }
    };
    eight(last_of(word << (64 - 8 * len), len))
}

/// The last 1 to 8 bytes of a word, with zeros written before them.
#[inline(always)]
fn last_of(word: u64, n: usize) -> u64 {
    let those = u64::MAX << (64 - 8 * n);
    word & those | ZEROS & !those
}

/// The number that eight digits spell.
#[inline(always)]
fn eight(word: u64) -> Option<u64> {
    const HIGHS: u64 = 0xf0f0_f0f0_f0f0_f0f0;
    const SIXES: u64 = 0x0606_0606_0606_0606;
    // A digit is 0x30 to 0x39: its high half is 3, and still is after six was added.
    if ((word & HIGHS) ^ ZEROS) | ((word.wrapping_add(SIXES) & HIGHS) ^ ZEROS) != 0 {
        return None;
    }
    // Each multiplication adds neighbours up, the first one ten, a hundred, ten thousand times.
    let pairs = ((word & !HIGHS).wrapping_mul(10 << 8 | 1) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100 << 16 | 1) >> 16) & 0x0000_ffff_0000_ffff;
    Some(fours.wrapping_mul(10_000 << 32 | 1) >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The most digits that are read.
    const MOST: usize = 16;

    #[test]
    fn reads_what_the_loop_reads() {
        let slow = |text: &[u8]| {
            let ok = (1..=MOST).contains(&text.len()) && text.iter().all(u8::is_ascii_digit);
            ok.then(|| text.iter().fold(0u64, |n, digit| n * 10 + u64::from(digit - b'0')))
        };
        let digits = b"90123456789876543210";
        for from in 0..4 {
            for to in from..digits.len() {
                let mut text = digits[from..to].to_vec();
                assert_eq!(whole(&text), slow(&text), "{from} {to}");
                for at in 0..text.len() {
                    for byte in 0..=255 {
                        let was = std::mem::replace(&mut text[at], byte);
                        assert_eq!(whole(&text), slow(&text), "{:?}", text);
                        text[at] = was;
                    }
                }
            }
        }
        assert_eq!(whole(b"9999999999999999"), Some(9_999_999_999_999_999));
    }
}
