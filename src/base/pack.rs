//! Values as bytes that leave memory: what spilled rows and saved states are written in.
//!
//! Integers take 7 bits a byte, lowest first; signed ones are folded so that small
//! magnitudes are short; texts stand after their length. Reading never trusts the bytes: a
//! damaged file gives None, not a panic or a huge allocation. A general serializer was
//! rejected: these few lines are all that is needed, and the hot loops stay in sight.

/// Appends an unsigned integer.
pub fn put_uint(mut n: u64, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// Takes an unsigned integer from the start.
pub fn uint(bytes: &mut &[u8]) -> Option<u64> {
    let mut n = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let bits = u64::from(byte & 0x7f);
        if shift == 63 && bits > 1 {
            return None;
        }
        n |= bits << shift;
        if byte < 0x80 {
            return Some(n);
        }
    }
    None
}

/// Appends a signed integer.
pub fn put_int(n: i64, out: &mut Vec<u8>) {
    put_uint((n << 1 ^ n >> 63) as u64, out);
}

/// Takes a signed integer from the start.
pub fn int(bytes: &mut &[u8]) -> Option<i64> {
    let n = uint(bytes)?;
    Some((n >> 1) as i64 ^ -((n & 1) as i64))
}

/// More rows than any run can have.
pub const MOST_ROWS: u64 = 1 << 48;

/// Takes a number of rows. More than any run can have is damage, so that counts that are
/// added up never overflow.
pub fn count(bytes: &mut &[u8]) -> Option<u64> {
    uint(bytes).filter(|&n| n <= MOST_ROWS)
}

/// Appends an unsigned integer of up to 128 bits; a short one is written as [`put_uint`] does.
pub fn put_long(mut n: u128, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// Takes an unsigned integer of up to 128 bits from the start.
pub fn long(bytes: &mut &[u8]) -> Option<u128> {
    let mut n = 0u128;
    for shift in (0..128).step_by(7) {
        let byte = byte(bytes)?;
        let bits = u128::from(byte & 0x7f);
        if shift == 126 && bits > 3 {
            return None;
        }
        n |= bits << shift;
        if byte < 0x80 {
            return Some(n);
        }
    }
    None
}

/// Appends eight bytes as they are: doubles, hashes.
pub fn put_word(n: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(&n.to_le_bytes());
}

/// Takes eight bytes from the start.
pub fn word(bytes: &mut &[u8]) -> Option<u64> {
    let (word, rest) = bytes.split_first_chunk::<8>()?;
    *bytes = rest;
    Some(u64::from_le_bytes(*word))
}

/// Appends a text after its length.
pub fn put_bytes(text: &[u8], out: &mut Vec<u8>) {
    put_uint(text.len() as u64, out);
    out.extend_from_slice(text);
}

/// Takes a text from the start.
pub fn bytes<'a>(from: &mut &'a [u8]) -> Option<&'a [u8]> {
    let len = usize::try_from(uint(from)?).ok()?;
    let (text, rest) = from.split_at_checked(len)?;
    *from = rest;
    Some(text)
}

/// Takes one byte from the start.
pub fn byte(bytes: &mut &[u8]) -> Option<u8> {
    let (&byte, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_taken() {
        let uints = [0, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), u64::MAX];
        let ints = [0, -1, 1, i64::MIN, i64::MAX, -64, 64];
        let mut out = Vec::new();
        uints.iter().for_each(|&n| put_uint(n, &mut out));
        ints.iter().for_each(|&n| put_int(n, &mut out));
        put_word(f64::NEG_INFINITY.to_bits(), &mut out);
        put_bytes(b"text\0", &mut out);
        let mut rest = &out[..];
        uints.iter().for_each(|&n| assert_eq!(uint(&mut rest), Some(n)));
        ints.iter().for_each(|&n| assert_eq!(int(&mut rest), Some(n)));
        assert_eq!(word(&mut rest), Some(f64::NEG_INFINITY.to_bits()));
        assert_eq!(bytes(&mut rest), Some(&b"text\0"[..]));
        assert!(rest.is_empty());
        // Any prefix is damage at some point, and never a panic.
        for end in 0..out.len() {
            let mut cut = &out[..end];
            let mut all = (0..uints.len()).all(|_| uint(&mut cut).is_some());
            all = all && (0..ints.len()).all(|_| int(&mut cut).is_some());
            assert!(!(all && word(&mut cut).is_some() && bytes(&mut cut).is_some()), "{end}");
        }
    }

    #[test]
    fn long_integers() {
        for n in [0, 127, 128, u128::from(u64::MAX), 1 << 126, u128::MAX] {
            let mut out = Vec::new();
            put_long(n, &mut out);
            assert_eq!((long(&mut &out[..]), long(&mut &out[..out.len() - 1])), (Some(n), None));
        }
        assert_eq!(long(&mut &[[0xff; 18].as_slice(), &[4]].concat()[..]), None);
        assert_eq!(long(&mut &[0xff; 30][..]), None);
    }

    #[test]
    fn damage_is_none() {
        assert_eq!(
            (count(&mut &[7][..]), count(&mut &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f][..])),
            (Some(7), None)
        );
        assert_eq!(uint(&mut &[0xff; 12][..]), None);
        assert_eq!(uint(&mut &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02][..]), None);
        assert_eq!(bytes(&mut &[0xff, 0xff, 0xff, 0x7f, 1][..]), None);
    }
}
