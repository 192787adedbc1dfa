//! E-mail addresses: a local part, `@` or its spelling in URLs, `%40`, and a domain whose
//! last label has two letters or more. Letters beyond ASCII count as letters.

use memchr::{memchr_iter, memmem};

/// Gives the addresses in order, then those spelled for URLs.
pub fn scan(text: &[u8], at_in_urls: &memmem::Finder<'_>, put: &mut impl FnMut(usize, usize)) {
    around(text, memchr_iter(b'@', text), 1, put);
    around(text, at_in_urls.find_iter(text), 3, put);
}

fn around(text: &[u8], signs: impl Iterator<Item = usize>, width: usize, put: &mut impl FnMut(usize, usize)) {
    let mut done = 0;
    for sign in signs {
        let mut start = sign;
        while start > done && is_local(text[start - 1]) {
            start -= 1;
        }
        if start == sign {
            continue;
        }
        if let Some(len) = domain(&text[sign + width..]) {
            done = sign + width + len;
            put(start, done);
        }
    }
}

/// The length of the domain at the start of a text: up to the letters after its last dot.
fn domain(text: &[u8]) -> Option<usize> {
    let mut end = None;
    // The letters since the last dot, as long as nothing else came.
    let mut letters = None;
    for (at, &byte) in text.iter().enumerate() {
        letters = match byte {
            b'.' if at > 0 => Some(0),
            b'0'..=b'9' | b'-' => None,
            byte if is_letter(byte) => letters.map(|n: usize| n + 1),
            _ => break,
        };
        if letters.is_some_and(|n| n >= 2) {
            end = Some(at + 1);
        }
    }
    end
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

fn is_local(byte: u8) -> bool {
    is_letter(byte) || matches!(byte, b'0'..=b'9' | b'.' | b'_' | b'%' | b'+' | b'-')
}
