//! Keys to dense ids: the one hash table behind grouping, dedup and distinct rows.
//!
//! Hashes are kept, so that tables grow and split without looking at keys again. The keys of
//! a batch are looked up together, first all slots, then all entries, so that the misses of a
//! table that is larger than the cache overlap. Ids count up in first-seen order, and only
//! that order ever reaches the output.

pub use super::keys::Keys;

use super::keys::Kind;
use super::table::{NONE, Table};
use super::{Batch, Cell};

/// A table from keys to ids 0, 1, 2, ...
#[derive(Clone)]
pub struct Groups {
    /// By id.
    keys: Keys,
    /// Behind the keys where a table was split: a part that is never looked into needs none.
    table: Table,
    /// The keys that are being looked up.
    scratch: Keys,
}

impl Groups {
    /// A table for keys of `n_parts` cells. With `equal_hashes` every hash is the same,
    /// which a test uses to prove that only keys decide.
    pub fn new(n_parts: usize, equal_hashes: bool) -> Groups {
        let keys = Keys::new(n_parts, equal_hashes);
        Groups { scratch: keys.clone(), keys, table: Table::new() }
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Bytes held, about.
    pub fn weight(&self) -> usize {
        self.keys.weight() + self.table.weight()
    }

    /// The hash of an id's key.
    pub fn hash_of(&self, id: u32) -> u64 {
        self.keys.hash_of(id)
    }

    /// The id of a row's key; a new key gets the next id.
    pub fn id(&mut self, batch: &Batch, parts: impl Iterator<Item = Cell>) -> u32 {
        self.index(0);
        self.scratch.clear();
        self.scratch.push(batch, parts);
        find(&mut self.table, &mut self.keys, &self.scratch, 0)
    }

    /// The ids of the keys of some rows, in their order; new keys get the next ids.
    pub fn ids<I: Iterator<Item = Cell>>(
        &mut self,
        batch: &Batch,
        rows: &[u32],
        parts: impl Fn(u32) -> I,
        ids: &mut Vec<u32>,
    ) {
        self.index(0);
        self.scratch.clear();
        for &row in rows {
            self.scratch.push(batch, parts(row));
        }
        find_all(&mut self.table, &mut self.keys, &self.scratch, 0..rows.len() as u32, ids);
    }

    /// The ids of encoded keys; new keys get the next ids.
    pub fn ids_of(&mut self, keys: &Keys, places: &[u32], ids: &mut Vec<u32>) {
        self.index(0);
        find_all(&mut self.table, &mut self.keys, keys, places.iter().copied(), ids);
    }

    /// The id of an encoded key that is here already.
    pub fn known(&mut self, keys: &Keys, index: u32) -> Option<u32> {
        self.index(0);
        self.table.find(keys.hash_of(index), |id| self.keys.is(id, keys, index))
    }

    /// The id here of a key of another table.
    pub fn adopt(&mut self, other: &Groups, id: u32) -> u32 {
        self.index(0);
        find(&mut self.table, &mut self.keys, &other.keys, id)
    }

    /// The ids here of all keys of another table, in the order of theirs.
    pub fn adopt_all(&mut self, other: &Groups) -> Vec<u32> {
        let n = other.len();
        self.index(n);
        let mut ids = Vec::with_capacity(n);
        find_all(&mut self.table, &mut self.keys, &other.keys, 0..n as u32, &mut ids);
        ids
    }

    /// The keys by the first bits of their hashes, in the order of their ids; and by id the part.
    pub fn split(&self, bits: u32) -> (Vec<Groups>, Vec<u32>) {
        let mut parts: Vec<Groups> = (0..1 << bits).map(|_| self.fresh()).collect();
        let mut part_of = Vec::with_capacity(self.len());
        for id in 0..self.len() as u32 {
            let part = self.hash_of(id).checked_shr(64 - bits).unwrap_or(0) as u32;
            parts[part as usize].keys.take(&self.keys, id);
            part_of.push(part);
        }
        (parts, part_of)
    }

    /// Puts all keys into the table, which may be behind, and makes room for more.
    #[inline]
    fn index(&mut self, more: usize) {
        if self.table.len() == self.keys.len() && more == 0 {
            return;
        }
        let from = self.table.len();
        self.table.reserve(self.keys.len() - from + more);
        for id in from as u32..self.keys.len() as u32 {
            self.table.insert(self.keys.hash_of(id), id);
        }
    }

    /// Shows a key as another table has it: where its first row was.
    pub fn show_as(&mut self, id: u32, other: &Groups, other_id: u32) {
        self.keys.kinds_mut(id).copy_from_slice(other.keys.kinds_of(other_id));
    }

    /// Appends a key, so that it can leave memory.
    pub fn save(&self, id: u32, out: &mut Vec<u8>) {
        self.keys.save(id, out);
    }

    /// Finds or adds a key that [`Groups::save`] wrote at the start of some bytes: its id here,
    /// and what its components were there. None if the bytes are damaged.
    pub fn load<'a>(&mut self, bytes: &mut &'a [u8]) -> Option<(u32, &'a [u8])> {
        self.index(0);
        self.scratch.clear();
        let kinds = self.scratch.load(bytes)?;
        Some((find(&mut self.table, &mut self.keys, &self.scratch, 0), kinds))
    }

    /// Shows a key as another table had it, by what [`Groups::load`] gave.
    pub fn set_kinds(&mut self, id: u32, kinds: &[u8]) {
        for (mine, kind) in self.keys.kinds_mut(id).iter_mut().zip(kinds) {
            *mine = Kind::of(*kind).unwrap_or(*mine);
        }
    }

    /// An empty table of the same shape.
    pub fn fresh(&self) -> Groups {
        Groups::new(self.keys.n_parts, self.keys.equal_hashes)
    }

    /// The cells of a key, their text copied to `heap`.
    pub fn key(&self, id: u32, heap: &mut Vec<u8>, out: &mut Vec<Cell>) {
        self.keys.cells(id, heap, out);
    }
}

/// Finds or adds a key; free of `self` so that the key may be one of the table's scratch.
fn find(table: &mut Table, keys: &mut Keys, others: &Keys, index: u32) -> u32 {
    let hash = others.hash_of(index);
    if let Some(id) = table.find(hash, |id| keys.is(id, others, index)) {
        return id;
    }
    let id = keys.len() as u32;
    keys.take(others, index);
    table.insert(hash, id);
    id
}

/// Finds or adds keys in their order. The loops are apart so that no load waits for another.
fn find_all(
    table: &mut Table,
    keys: &mut Keys,
    others: &Keys,
    places: impl Iterator<Item = u32> + Clone,
    ids: &mut Vec<u32>,
) {
    /// As many as look ahead at once: what they load stays in the nearest cache until it is compared.
    const AHEAD: usize = 256;
    let mut places = places.peekable();
    while places.peek().is_some() {
        let some = places.clone().take(AHEAD);
        let from = ids.len();
        ids.extend(some.clone().map(|place| table.first(others.hash_of(place))));
        for (id, place) in ids[from..].iter_mut().zip(some) {
            if *id == NONE || !keys.is(*id, others, place) {
                *id = find(table, keys, others, place);
            }
        }
        let _ = places.nth(ids.len() - from - 1);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Arc;

    use super::*;
    use crate::base::Span;
    use crate::data::{Block, Source};

    /// A batch whose lines are some texts.
    fn batch_of(texts: &[Vec<u8>]) -> Batch {
        let mut bytes = Vec::new();
        let mut spans = Vec::new();
        for text in texts {
            spans.push(Span::new(bytes.len() as u32, text.len()));
            bytes.extend_from_slice(text);
        }
        let block =
            Block { bytes, start: 0, ticket: 0, source: Arc::new(Source::computed()), offset: 0, lines_before: 0 };
        let mut batch = Batch::new(Arc::new(block), &[], 0);
        batch.rows = spans;
        batch
    }

    /// Texts of every length that differ in any one byte, some of them again and again.
    fn hostile() -> Vec<Vec<u8>> {
        let mut texts = Vec::new();
        for len in (0..40).chain([100, 5000]) {
            texts.push(vec![b'a'; len]);
            texts.push(vec![0; len]);
            for at in 0..len.min(40) {
                let mut text = vec![b'a'; len];
                text[at] = 0xff;
                texts.push(text);
            }
        }
        texts.extend((0..6000u32).map(|i| (i % 4000).wrapping_mul(2_654_435_761).to_string().into_bytes()));
        texts
    }

    #[test]
    fn ids_are_those_of_a_map_of_whole_keys() {
        let texts = hostile();
        let batch = batch_of(&texts);
        let rows: Vec<u32> = (0..texts.len() as u32).collect();
        for (n_parts, equal_hashes) in [(1, false), (2, false), (1, true), (3, true)] {
            // A second component that often differs where the first does not.
            let cells = |row: u32| {
                let text = batch.rows[row as usize];
                let cell = if row.is_multiple_of(5) { Cell::Str(text) } else { Cell::Text(text) };
                [cell, Cell::Int(i64::from(row % 3)), Cell::None].into_iter().take(n_parts)
            };
            let mut known = HashMap::new();
            let expected: Vec<u32> = rows
                .iter()
                .map(|&row| {
                    let next = known.len() as u32;
                    let second = if n_parts > 1 { row % 3 } else { 0 };
                    *known.entry((&texts[row as usize], second)).or_insert(next)
                })
                .collect();
            let mut groups = Groups::new(n_parts, equal_hashes);
            let mut ids = Vec::new();
            groups.ids(&batch, &rows[..100], cells, &mut ids);
            groups.ids(&batch, &rows[100..], cells, &mut ids);
            assert_eq!(ids, expected);
            let mut keys = Keys::new(n_parts, equal_hashes);
            rows.iter().for_each(|&row| _ = keys.push(&batch, cells(row)));
            let mut single = Groups::new(n_parts, equal_hashes);
            let one_by_one: Vec<u32> = rows.iter().map(|&row| single.id(&batch, cells(row))).collect();
            assert_eq!(one_by_one, expected);
            assert!(rows.iter().all(|&row| groups.known(&keys, row) == Some(expected[row as usize])));
            let mut of_keys = Vec::new();
            single.ids_of(&keys, &rows, &mut of_keys);
            assert_eq!(of_keys, expected);
        }
    }

    #[test]
    fn a_table_that_was_split_is_whole_again_when_its_parts_are_adopted() {
        let texts = hostile();
        let batch = batch_of(&texts);
        let rows: Vec<u32> = (0..texts.len() as u32).collect();
        let cells = |row: u32| std::iter::once(Cell::Text(batch.rows[row as usize]));
        let mut groups = Groups::new(1, false);
        groups.ids(&batch, &rows, cells, &mut Vec::new());
        for bits in [0, 1, 5] {
            let (parts, part_of) = groups.split(bits);
            assert_eq!((parts.len(), part_of.len()), (1 << bits, groups.len()));
            let mut whole = groups.fresh();
            for part in &parts {
                assert_eq!(whole.adopt_all(part).len(), part.len());
            }
            assert_eq!(whole.len(), groups.len());
            // Parts are looked into as whole tables are.
            let mut again = parts;
            for id in 0..groups.len() as u32 {
                let part = &mut again[part_of[id as usize] as usize];
                let n = part.len();
                assert_eq!((part.adopt(&groups, id) < n as u32, part.len()), (true, n));
            }
        }
    }

    #[test]
    fn keys_that_were_saved_are_loaded() {
        let texts = hostile();
        let batch = batch_of(&texts);
        let mut groups = Groups::new(1, false);
        let cells = |row: u32| match row {
            0 => Cell::Time(7),
            1 => Cell::Duration(7),
            2 => Cell::None,
            row => Cell::Text(batch.rows[row as usize]),
        };
        let rows: Vec<u32> = (0..texts.len() as u32).collect();
        groups.ids(&batch, &rows, |row| std::iter::once(cells(row)), &mut Vec::new());
        let mut bytes = Vec::new();
        (0..groups.len() as u32).for_each(|id| groups.save(id, &mut bytes));
        let (mut other, mut rest) = (groups.fresh(), &bytes[..]);
        for id in 0..groups.len() as u32 {
            assert_eq!(other.load(&mut rest).map(|(id, _)| id), Some(id));
            let (mut a, mut b) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
            groups.key(id, &mut a.0, &mut a.1);
            other.key(id, &mut b.0, &mut b.1);
            assert_eq!(a, b);
        }
        assert!(rest.is_empty());
        (0..bytes.len().min(3000)).for_each(|end| _ = groups.fresh().load(&mut &bytes[..end]));
    }
}
