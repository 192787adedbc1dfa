//! Sixteen bytes looked at as one.
//!
//! Every processor of x86-64 has registers for that, so nothing is asked for as the program runs, and
//! all of this becomes part of the loop that calls it. Registers of 32 bytes gained nothing: the texts of
//! logs are short, and what must be asked for is a call. Elsewhere the words of [`super::find`] do the same.
//!
//! The unsafe code is the load, through a pointer to just the sixteen bytes that are loaded.

use super::find::{ascii, below, equals, words};

/// The first byte from `at` on that is a quote, a backslash or a control byte; the end, if there is none.
#[inline(always)]
pub fn text_end(bytes: &[u8], at: usize) -> usize {
    #[cfg(target_arch = "x86_64")]
    let mut at = at;
    #[cfg(target_arch = "x86_64")]
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let marks = x86::stops(chunk);
        if marks != 0 {
            return at + marks.trailing_zeros() as usize;
        }
        at += 16;
    }
    last_end(bytes, at)
}

/// The same of fewer bytes than are looked at as one.
#[inline(never)]
fn last_end(bytes: &[u8], at: usize) -> usize {
    let marks = |word| equals(word, b'"') | equals(word, b'\\') | below(word, 0x20);
    at + words(bytes.get(at..).unwrap_or_default(), |word| ascii(word, marks(word)))
}

/// Whether text holds one of four bytes.
#[inline(always)]
pub fn holds(text: &[u8], bytes: [u8; 4]) -> bool {
    #[cfg(target_arch = "x86_64")]
    if let Some(last) = text.last_chunk::<16>() {
        // The last bytes may be looked at twice.
        return text.as_chunks::<16>().0.iter().any(|chunk| x86::any(chunk, bytes)) || x86::any(last, bytes);
    } else if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        let both = u128::from(u64::from_le_bytes(*first)) | u128::from(u64::from_le_bytes(*last)) << 64;
        return x86::any(&both.to_le_bytes(), bytes);
    }
    text.iter().fold(false, |any, byte| any | bytes.contains(byte))
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    /// A bit for each byte that ends the plain text of a JSON string.
    #[inline(always)]
    pub fn stops(bytes: &[u8; 16]) -> u32 {
        // SAFETY: SSE2 is part of x86-64.
        unsafe { stops_of(load(bytes)) }
    }

    /// Whether any byte is one of four.
    #[inline(always)]
    pub fn any(bytes: &[u8; 16], of: [u8; 4]) -> bool {
        // SAFETY: SSE2 is part of x86-64.
        unsafe { any_of(load(bytes), of) }
    }

    #[inline(always)]
    fn load(bytes: &[u8; 16]) -> __m128i {
        // SAFETY: the pointer is to sixteen bytes, and the load may stand at any address.
        unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn stops_of(x: __m128i) -> u32 {
        let control = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(0x1f)), x);
        let quote = _mm_cmpeq_epi8(x, _mm_set1_epi8(b'"' as i8));
        let slash = _mm_cmpeq_epi8(x, _mm_set1_epi8(b'\\' as i8));
        _mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(quote, slash))) as u32
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn any_of(x: __m128i, of: [u8; 4]) -> bool {
        let equal = |byte: u8| _mm_cmpeq_epi8(x, _mm_set1_epi8(byte as i8));
        let any = _mm_or_si128(_mm_or_si128(equal(of[0]), equal(of[1])), _mm_or_si128(equal(of[2]), equal(of[3])));
        _mm_movemask_epi8(any) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_seen_wherever_it_stands() {
        for len in 0..70 {
            for start in 0..3 {
                let mut text = vec![b'x'; start + len];
                assert!(text_end(&text, start) == text.len() && !holds(&text[start..], *b",\"\n\r"));
                for at in start..text.len() {
                    for byte in 0..=255 {
                        text[at] = byte;
                        let stops = byte < b' ' || byte == b'"' || byte == b'\\';
                        assert_eq!(text_end(&text, start), if stops { at } else { text.len() }, "{len} {at} {byte}");
                        assert_eq!(holds(&text[start..], *b",\"\n\r"), b",\"\n\r".contains(&byte), "{len} {at} {byte}");
                    }
                    text[at] = b'x';
                }
            }
        }
        assert_eq!(text_end(b"a", 5), 5);
        assert_eq!(text_end(b"ab\"\"", 2), 2);
        assert_eq!(text_end(b"abc\\defghijklmnop\"", 0), 3);
    }
}
