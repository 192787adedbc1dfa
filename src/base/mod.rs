//! Floor 0: what every other floor may stand on.
//!
//! Spans, numbers, time, hashing and faults: plain functions over bytes, with no
//! I/O, no threads and no knowledge of records. Unsafe code may live here only.

pub mod calendar;
pub mod exact;
pub mod fault;
pub mod json;
pub mod level;
pub mod num;
pub mod pack;
pub mod span;
pub mod strptime;
pub mod text;
pub mod time;
pub mod zone;

pub use fault::{Exit, Fault};
pub use span::{HEAP, Span};
pub use zone::{Zone, Zones};

use std::hash::BuildHasher;

/// Hashes bytes for tables. The seed is fixed, and no output may depend on it: tables
/// are read back in the order of their entries, never in the order of their hashes.
pub fn hash(bytes: &[u8]) -> u64 {
    const SEED: u64 = 0x666c_6974_6368;
    foldhash::fast::FixedState::with_seed(SEED).hash_one(bytes)
}
