//! Hashes to ids: the slots behind [`super::groups`].
//!
//! A slot is eight bytes, an id and 32 bits of its key's hash, and slots are tried one after
//! another from the one that those bits name. So a table grows in one pass from its start to
//! its end, without its keys, and the first look at a key is a single load that waits for no
//! other: a loop of such looks over a batch lets the cache misses of a large table overlap,
//! which is what prefetching is for, without `unsafe`. hashbrown's table was rejected: its
//! control bytes and its ids are two misses for each key, one after the other.

/// What [`Table::first`] gives where nothing is.
pub const NONE: u32 = u32::MAX;

/// A table has at least two to this many slots.
const LEAST_BITS: u32 = 6;

/// A table of ids by hash. Which of them is the key's is for the caller to say.
#[derive(Clone)]
pub struct Table {
    /// A tag above, the id and one below; 0 where nothing is. Their number is a power of two.
    slots: Vec<u64>,
    len: usize,
    /// What is left of a tag after this shift is its first slot.
    shift: u32,
}

impl Table {
    /// An empty table, which takes no memory yet.
    pub fn new() -> Table {
        Table { slots: Vec::new(), len: 0, shift: 32 }
    }

    /// The number of ids.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Bytes held.
    pub fn weight(&self) -> usize {
        self.slots.capacity() * size_of::<u64>()
    }

    /// The first id whose tag is that of a hash, or [`NONE`]: nearly always the one that is
    /// looked for, or none at all.
    #[inline]
    pub fn first(&self, hash: u64) -> u32 {
        self.find(hash, |_| true).unwrap_or(NONE)
    }

    /// The id with this hash for which `same` is true.
    #[inline]
    pub fn find(&self, hash: u64, mut same: impl FnMut(u32) -> bool) -> Option<u32> {
        let last = self.slots.len().checked_sub(1)?;
        let tag = tag(hash);
        let mut at = self.place(tag);
        // A table is never full.
        loop {
            let slot = self.slots[at & last];
            if slot == 0 {
                return None;
            }
            let id = slot as u32 - 1;
            if (slot >> 32) as u32 == tag && same(id) {
                return Some(id);
            }
            at += 1;
        }
    }

    /// Adds an id that is not here.
    #[inline]
    pub fn insert(&mut self, hash: u64, id: u32) {
        if too_full(self.len + 1, self.slots.len()) {
            self.reserve(1);
        }
        self.len += 1;
        self.put(u64::from(tag(hash)) << 32 | u64::from(id + 1));
    }

    /// Makes room for so many ids more.
    #[cold]
    pub fn reserve(&mut self, more: usize) {
        let mut bits = LEAST_BITS.max(self.slots.len().max(1).trailing_zeros());
        while too_full(self.len + more, 1 << bits) {
            bits += 1;
        }
        if self.slots.len() == 1 << bits {
            return;
        }
        // Zeros from the allocator are pages that nobody has touched.
        let old = std::mem::replace(&mut self.slots, vec![0; 1 << bits]);
        self.shift = 32u32.saturating_sub(bits);
        old.into_iter().filter(|slot| *slot != 0).for_each(|slot| self.put(slot));
    }

    #[inline]
    fn place(&self, tag: u32) -> usize {
        (u64::from(tag) >> self.shift) as usize
    }

    /// Puts a slot into the first empty place.
    #[inline]
    fn put(&mut self, slot: u64) {
        let last = self.slots.len() - 1;
        let mut at = self.place((slot >> 32) as u32);
        while self.slots[at & last] != 0 {
            at += 1;
        }
        self.slots[at & last] = slot;
    }
}

/// The bits of a hash that a slot keeps. The highest 16 are left out: those tell parts of a
/// table from each other, and would all be the same in one part.
#[inline]
fn tag(hash: u64) -> u32 {
    (hash.rotate_left(16) >> 32) as u32
}

/// Whether so many ids are too many for so many slots: more than five of eight.
#[inline]
fn too_full(len: usize, slots: usize) -> bool {
    len * 8 > slots * 5
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::hash;

    #[test]
    fn what_is_added_is_found_whatever_the_hashes() {
        let spread = |i: u32| hash(&i.to_le_bytes());
        let hashes: [fn(u32) -> u64; 3] = [|i| hash(&i.to_le_bytes()), |i| u64::from(i % 3) << 60, |_| u64::MAX];
        for (hash, n) in hashes.into_iter().zip([50_000, 1000, 500]) {
            let mut table = Table::new();
            assert_eq!((table.find(7, |_| true), table.first(7)), (None, NONE));
            for id in 0..n {
                assert_eq!(table.find(hash(id), |other| other == id), None);
                table.insert(hash(id), id);
            }
            assert_eq!(table.len(), n as usize);
            for id in 0..n {
                assert_eq!(table.find(hash(id), |other| other == id), Some(id));
            }
        }
        let mut table = Table::new();
        table.insert(spread(1), 1);
        assert_eq!((table.first(spread(1)), table.first(spread(2))), (1, NONE));
        table.reserve(100_000);
        let weight = table.weight();
        (2..100_000).for_each(|id| table.insert(spread(id), id));
        assert_eq!((table.weight(), table.first(spread(77))), (weight, 77));
    }

    /// Parts of a table are told by the highest bits, and must not crowd one end of a table.
    #[test]
    fn the_highest_bits_do_not_tell_the_place() {
        assert_eq!((tag(1 << 63), tag(0xffff << 48)), (0, 0));
        assert_eq!(tag(0xffff_ffff << 16), u32::MAX);
    }
}
