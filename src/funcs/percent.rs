//! Percent signs of URLs, resolved: shared by the functions that read URLs.

use super::hex;

/// What a plus sign is: a blank in the parameters of a query, itself elsewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Plus {
    Blank,
    Kept,
}

/// Resolves each `%41`; what is no such thing stays as it is.
pub fn decode(text: &[u8], plus: Plus, out: &mut Vec<u8>) {
    let digit = |b: Option<&u8>| b.and_then(|b| hex::digit(*b));
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        at += 1;
        match byte {
            b'%' => match (digit(text.get(at)), digit(text.get(at + 1))) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    at += 2;
                }
                _ => out.push(b'%'),
            },
            b'+' if plus == Plus::Blank => out.push(b' '),
            other => out.push(*other),
        }
    }
}
