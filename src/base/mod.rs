//! Floor 0: what every other floor may stand on.
//!
//! Spans, numbers, time, hashing and faults: plain functions over bytes, with no
//! I/O, no threads and no knowledge of records. Unsafe code may live here only.

mod big;
pub mod calendar;
pub mod digits;
pub mod exact;
pub mod fault;
pub mod find;
pub mod inflate;
pub mod json;
#[allow(unsafe_code)]
pub mod lanes;
pub mod letters;
pub mod level;
pub mod marks;
pub mod num;
pub mod pack;
pub mod secrets;
pub mod span;
pub mod strptime;
pub mod template;
pub mod text;
pub mod time;
pub mod zone;

pub use fault::{Exit, Fault};
pub use span::{HEAP, Span};
pub use zone::{Shown, Zone, Zones};

use std::hash::BuildHasher;

/// Hashes bytes for samples and sketches: a function of the bytes alone, the same on every
/// machine and in every version, since results and saved states depend on it. It folds the
/// product of eight bytes at a time with an odd constant, as wyhash does.
pub fn fixed_hash(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = fold(bytes.len() as u64 ^ A, B);
    for word in words {
        hash = fold(hash ^ u64::from_le_bytes(*word), A) ^ hash.rotate_left(32);
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    hash = fold(hash ^ u64::from_le_bytes(last), A) ^ hash.rotate_left(32);
    fold(hash ^ B, A)
}

/// Hashes bytes for tables. The seed is fixed, and no output may depend on it: tables
/// are read back in the order of their entries, never in the order of their hashes.
pub fn hash(bytes: &[u8]) -> u64 {
    const SEED: u64 = 0x666c_6974_6368;
    foldhash::fast::FixedState::with_seed(SEED).hash_one(bytes)
}

/// Hashes up to 16 bytes that stand in two words, for tables as [`hash()`] does.
#[inline]
pub fn hash_words(words: [u64; 2], len: usize) -> u64 {
    fold(fold(words[0] ^ A, words[1] ^ B) ^ len as u64, A)
}

/// The factors of [`fixed_hash`] and [`hash_words`].
const A: u64 = 0x9e37_79b9_7f4a_7c15;
const B: u64 = 0xd6e8_feb8_6659_fd93;

/// Both halves of a product, folded.
#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}
