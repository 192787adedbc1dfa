//! What `redact` hides: where it stands in a text, and the mask that takes its place.
//!
//! Each kind has a scanner of its own that jumps from one telling byte to the next (`@`
//! of an address, `.` and `:` of an IP, `-` of a UUID) and looks around there; a regex for
//! each kind was four times slower. Scanners err on the side of hiding: four numbers with dots
//! are an address, whatever their size. No match ever crosses a line end, so that many
//! lines can be scanned as one text, and a mask holds no quote, backslash or control byte,
//! so that what was JSON stays JSON.

mod card;
mod email;
mod ids;
mod ip;
mod phone;
mod spelled;
mod token;

pub use spelled::next_escape;

use hmac::{Hmac, KeyInit, Mac};
use memchr::memmem;
use sha2::Sha256;

/// A kind of thing to hide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    Ip,
    Ipv4,
    Ipv6,
    Email,
    Card,
    Token,
    Phone,
    Mac,
    Uuid,
}

impl Secret {
    /// Every kind, in the order of the help.
    pub const ALL: [Secret; 9] = [
        Secret::Ip,
        Secret::Ipv4,
        Secret::Ipv6,
        Secret::Email,
        Secret::Card,
        Secret::Token,
        Secret::Phone,
        Secret::Mac,
        Secret::Uuid,
    ];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Secret::Ip => "ip",
            Secret::Ipv4 => "ipv4",
            Secret::Ipv6 => "ipv6",
            Secret::Email => "email",
            Secret::Card => "card",
            Secret::Token => "token",
            Secret::Phone => "phone",
            Secret::Mac => "mac",
            Secret::Uuid => "uuid",
        }
    }

    /// The word in its mask.
    fn mask(self) -> &'static str {
        match self {
            Secret::Ipv4 | Secret::Ipv6 => "ip",
            other => other.name(),
        }
    }
}

/// Something to hide, from byte to byte of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub start: usize,
    pub end: usize,
    pub kind: Secret,
}

/// Hides some kinds of things in texts.
pub struct Redactor {
    kinds: Vec<Secret>,
    tokens: Option<token::Tokens>,
    at_in_urls: memmem::Finder<'static>,
    /// The key of pseudonyms; without one all masks of a kind are the same.
    key: Option<Hmac<Sha256>>,
}

impl Redactor {
    /// A redactor of these kinds; with a key, masks tell equal values from others.
    pub fn new(kinds: &[Secret], key: Option<&[u8]>) -> Redactor {
        // A key of any length is a key to HMAC.
        let key = key.and_then(|key| Hmac::new_from_slice(key).ok());
        let tokens = kinds.contains(&Secret::Token).then(token::Tokens::new);
        Redactor { kinds: kinds.to_vec(), tokens, at_in_urls: memmem::Finder::new("%40"), key }
    }

    /// Finds what is to hide, in the order of the text and without overlaps.
    pub fn find(&self, text: &[u8], found: &mut Vec<Found>) {
        found.clear();
        for &kind in &self.kinds {
            let mut put = |start: usize, end: usize| found.push(Found { start, end, kind });
            match kind {
                Secret::Ip => {
                    ip::scan_v4(text, &mut put);
                    ip::scan_v6(text, &mut put);
                }
                Secret::Ipv4 => ip::scan_v4(text, &mut put),
                Secret::Ipv6 => ip::scan_v6(text, &mut put),
                Secret::Email => email::scan(text, &self.at_in_urls, &mut put),
                Secret::Card => card::scan(text, &mut put),
                Secret::Phone => phone::scan(text, &mut put),
                Secret::Mac => ids::scan_mac(text, &mut put),
                Secret::Uuid => ids::scan_uuid(text, &mut put),
                Secret::Token => {
                    if let Some(tokens) = &self.tokens {
                        tokens.scan(text, &mut put);
                    }
                }
            }
        }
        // Each scanner's matches are in order, so that this merges runs.
        found.sort_by_key(|f| f.start);
        found.dedup_by(|next, last| {
            if next.start >= last.end {
                return false;
            }
            // Of two that overlap the longer one gives the mask, and all of both is hidden.
            if next.end - next.start > last.end - last.start {
                last.kind = next.kind;
            }
            last.end = last.end.max(next.end);
            true
        });
    }

    /// Whether a JSON number may be one of the kinds: its mask then needs quotes.
    pub fn hides_numbers(&self) -> bool {
        self.kinds.iter().any(|kind| matches!(kind, Secret::Card | Secret::Token))
    }

    /// Whether a field's name alone says that its value is to hide.
    pub fn hides_field(&self, name: &[u8]) -> bool {
        self.tokens.is_some() && token::is_name(name)
    }

    /// Appends the mask of a thing that was found.
    pub fn mask(&self, kind: Secret, text: &[u8], out: &mut Vec<u8>) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        out.push(b'<');
        out.extend_from_slice(kind.mask().as_bytes());
        if let Some(key) = &self.key {
            let mut mac = key.clone();
            mac.update(text);
            out.push(b':');
            for byte in &mac.finalize().into_bytes()[..6] {
                out.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
            }
        }
        out.push(b'>');
    }

    /// Appends a text without backslashes, masks in the place of what was found in it.
    pub fn splice(&self, text: &[u8], found: &[Found], out: &mut Vec<u8>) {
        let mut done = 0;
        for f in found {
            out.extend_from_slice(&text[done..f.start]);
            self.mask(f.kind, &text[f.start..f.end], out);
            done = f.end;
        }
        out.extend_from_slice(&text[done..]);
    }

    /// Appends any one text with masks, whatever escapes it holds; false, and nothing is
    /// appended, when there is nothing to hide. `json` says that it is spelled in JSON:
    /// an object, an array, or the inside of a string. Text that looks like one is taken for one.
    pub fn rewrite(&self, text: &[u8], json: bool, out: &mut Vec<u8>) -> bool {
        let nested = opens_json(text);
        if next_escape(text, 0).is_some() || nested && self.hides_numbers() {
            return spelled::rewrite(self, text, json || nested, nested, out);
        }
        let mut found = Vec::new();
        self.find(text, &mut found);
        if !found.is_empty() {
            self.splice(text, &found, out);
        }
        !found.is_empty()
    }
}

/// Whether a text is, as it seems, a JSON object or array.
pub fn opens_json(text: &[u8]) -> bool {
    matches!(text.get(super::json::skip_blanks(text, 0)), Some(b'{' | b'['))
}

/// Gives each place of an ASCII byte that is frequent in logs: words of eight bytes are
/// tested at once. For bytes that are thirty apart this takes a third of what memchr does.
#[inline(always)]
fn each(text: &[u8], byte: u8, mut put: impl FnMut(usize)) {
    const LOW: u64 = u64::MAX / 255 * 0x7f;
    let (words, rest) = text.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let other = u64::from_le_bytes(*word) ^ (u64::MAX / 255 * u64::from(byte));
        // The top bit of each byte that is no different.
        let mut same = !(((other & LOW) + LOW) | other | LOW);
        while same != 0 {
            put(at * 8 + (same.trailing_zeros() / 8) as usize);
            same &= same - 1;
        }
    }
    for (at, _) in rest.iter().enumerate().filter(|(_, b)| **b == byte) {
        put(words.len() * 8 + at);
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// Whether no letter or digit stands just before `start` or at `end`.
fn stands_alone(text: &[u8], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).and_then(|at| text.get(at)).is_some_and(|b| is_word(*b));
    let after = text.get(end).is_some_and(|b| is_word(*b));
    !before && !after
}

#[cfg(test)]
#[path = "secrets_tests.rs"]
mod tests;
