//! Different values, how often each occurred and where first: the state of `mode`, `values`
//! and `hist`.
//!
//! Values are the same when their texts are, as for the keys of groups; the one at the
//! earliest place is shown. With a bound, only the values that were first seen earliest are
//! kept. Rows may come in any order, so up to as many more are kept until the latest are
//! sorted out; whatever the order, those that remain are the same.

use hashbrown::HashTable;

use crate::base::{hash, pack};
use crate::data::{At, Cell, Value, cell};

/// One value.
#[derive(Clone, Debug)]
pub struct Entry {
    hash: u64,
    /// What has a span has its bytes in `text`.
    cell: Cell,
    text: Box<[u8]>,
    /// Where it was first seen.
    pub at: At,
    /// How often it occurred, since it was kept.
    pub count: u64,
}

impl Entry {
    /// The value as it was first spelled.
    pub fn value(&self) -> Value<'_> {
        cell::value_in(self.cell, |_| &self.text)
    }
}

/// Values with their counts.
#[derive(Clone, Debug)]
pub struct Tally {
    entries: Vec<Entry>,
    table: HashTable<u32>,
    /// How many values are wanted.
    most: usize,
    /// The place of the last value that is wanted, once more were seen.
    bound: Option<At>,
    /// The bytes of all texts.
    texts: usize,
    scratch: Vec<u8>,
}

impl Tally {
    /// No values yet; of those that come, the `most` that were first seen are kept.
    pub fn new(most: usize) -> Tally {
        Tally { entries: Vec::new(), table: HashTable::new(), most, bound: None, texts: 0, scratch: Vec::new() }
    }

    /// Counts a value.
    #[inline]
    pub fn add(&mut self, x: Value<'_>, at: At) {
        match x {
            Value::Text(text) | Value::Str(text) | Value::Number(text) | Value::Json(text) => {
                self.count(x, text, hash(text), at, 1);
            }
            other => {
                let mut text = std::mem::take(&mut self.scratch);
                text.clear();
                other.write_text(&mut text);
                self.count(x, &text, hash(&text), at, 1);
                self.scratch = text;
            }
        }
    }

    fn count(&mut self, x: Value<'_>, text: &[u8], hash: u64, at: At, n: u64) {
        let entries = &self.entries;
        let same = |&i: &u32| entries[i as usize].hash == hash && *entries[i as usize].text == *text;
        if let Some(&i) = self.table.find(hash, same) {
            let entry = &mut self.entries[i as usize];
            entry.count += n;
            if at < entry.at {
                entry.at = at;
                // The same text, perhaps of another kind.
                entry.cell = cell::place(x, &mut Vec::new());
            }
            return;
        }
        if self.bound.is_some_and(|bound| at > bound) {
            return;
        }
        let cell = cell::place(x, &mut Vec::new());
        self.texts += text.len();
        self.entries.push(Entry { hash, cell, text: text.into(), at, count: n });
        let entries = &self.entries;
        self.table.insert_unique(hash, entries.len() as u32 - 1, |&i| entries[i as usize].hash);
        if self.entries.len() >= self.most.saturating_mul(2).saturating_add(1) {
            self.prune();
        }
    }

    /// Keeps only what is wanted.
    #[cold]
    fn prune(&mut self) {
        if self.entries.len() <= self.most {
            return;
        }
        self.entries.sort_unstable_by_key(|e| e.at);
        self.entries.truncate(self.most);
        self.bound = self.entries.last().map(|e| e.at);
        self.texts = self.entries.iter().map(|e| e.text.len()).sum();
        let entries = &self.entries;
        self.table.clear();
        for (i, entry) in entries.iter().enumerate() {
            self.table.insert_unique(entry.hash, i as u32, |&i| entries[i as usize].hash);
        }
    }

    /// Counts the values of another.
    pub fn merge(&mut self, mut other: Tally) {
        if self.entries.len() < other.entries.len() {
            std::mem::swap(self, &mut other);
        }
        self.bound = match (self.bound, other.bound) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        for entry in &other.entries {
            self.count(entry.value(), &entry.text, entry.hash, entry.at, entry.count);
        }
    }

    /// All values, in no order and perhaps more than are wanted.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The values that are wanted, in the order in which they were first seen.
    pub fn first_seen(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_unstable_by_key(|e| e.at);
        entries.truncate(self.most);
        entries
    }

    /// Whether there were more values than are wanted.
    pub fn is_cut(&self) -> bool {
        self.bound.is_some() || self.entries.len() > self.most
    }

    /// Appends the values as bytes.
    pub fn save(&self, out: &mut Vec<u8>) {
        let entries = self.first_seen();
        out.push(u8::from(self.is_cut()));
        pack::put_uint(entries.len() as u64, out);
        for entry in entries {
            cell::save(entry.value(), out);
            entry.at.save(out);
            pack::put_uint(entry.count, out);
        }
    }

    /// Takes values that [`Tally::save`] wrote, into an empty state; None if the bytes are damaged.
    pub fn load(mut self, bytes: &mut &[u8]) -> Option<Tally> {
        let cut = pack::byte(bytes).filter(|&cut| cut < 2)? == 1;
        for _ in 0..pack::count(bytes)? {
            let x = cell::load(bytes).filter(|x| !x.is_none())?;
            let (at, count) = (At::load(bytes)?, pack::count(bytes)?);
            let mut text = Vec::new();
            x.write_text(&mut text);
            self.count(x, &text, hash(&text), at, count);
        }
        if cut {
            self.bound = Some(self.first_seen().last()?.at);
        }
        Some(self)
    }

    /// Bytes held beyond its own size.
    pub fn weight(&self) -> usize {
        let each = size_of::<Entry>() + size_of::<u32>() + 1;
        self.entries.capacity() * each + self.texts + self.scratch.capacity()
    }
}
