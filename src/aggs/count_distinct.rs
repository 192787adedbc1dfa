//! `count_distinct(x)`: how many different values there are.
//!
//! A value is its text, as for the keys of groups. All texts stand in one arena, each after
//! its length, and the table holds only where: a set of a million addresses is two
//! allocations and not a million.

use hashbrown::HashTable;

use super::{Reads, each};
use crate::base::{Fault, hash, pack};
use crate::data::{At, Cell, Value};
use crate::def::{AggDef, Doc, EachState, Example, Law, Takes};

/// The definition of `count_distinct`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "count_distinct",
        usage: "count_distinct(x)",
        brief: "how many different values there are",
        text: "Compares values by their text, as the keys of groups are: `500` from a text format and `500` from JSON \
               are one value, `1` and `1.0` are two. None is skipped and empty text is a value. Of nothing it is \
               0.\n\n\
               The count is exact, so every different value is kept: its text and about 24 bytes. Values are hashed, \
               but equal only when their texts are. What does not fit in `--memory` goes to a temporary file, and is \
               counted in several passes.",
        examples: &[
            Example {
                run: "'count_distinct(ip) as visitors' access.log",
                output: r#"
{"visitors":4}
"#,
            },
            Example {
                run: "'count, count_distinct(path) by ip' access.log",
                output: r#"
{"ip":"203.0.113.7","count":5,"count_distinct_path":5}
{"ip":"198.51.100.23","count":4,"count_distinct_path":3}
{"ip":"192.0.2.88","count":3,"count_distinct_path":1}
{"ip":"2001:db8::42","count":2,"count_distinct_path":2}
"#,
            },
        ],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: true,
    measures: true,
    make: |_| each::<Distinct>(Reads::Values),
};

/// The most parts that texts are counted in, where they do not fit in memory together.
const MOST_PARTS: usize = 1 << 12;

/// Where a text stands.
#[derive(Clone, Copy)]
struct Entry {
    /// Kept, so that the table grows and merges without reading texts.
    hash: u64,
    /// The first byte of its length.
    start: usize,
}

#[derive(Clone, Default)]
struct Distinct {
    table: HashTable<Entry>,
    arena: Vec<u8>,
}

impl Distinct {
    fn insert(&mut self, text: &[u8], hash: u64) {
        let arena = &self.arena;
        if self.table.find(hash, |e| e.hash == hash && text_at(arena, e.start) == text).is_some() {
            return;
        }
        self.table.insert_unique(hash, Entry { hash, start: self.arena.len() }, |e| e.hash);
        pack::put_bytes(text, &mut self.arena);
    }
}

/// The text behind the length at `start`.
fn text_at(arena: &[u8], start: usize) -> &[u8] {
    pack::bytes(&mut &arena[start..]).unwrap_or_default()
}

impl Law for Distinct {
    #[inline]
    fn add(&mut self, x: Value<'_>, _: At) {
        match x {
            Value::Text(text) | Value::Str(text) | Value::Number(text) | Value::Json(text) => {
                self.insert(text, hash(text));
            }
            other => {
                let mut text = Vec::new();
                other.write_text(&mut text);
                self.insert(&text, hash(&text));
            }
        }
    }

    fn merge(&mut self, mut other: Distinct) {
        if self.table.len() < other.table.len() {
            std::mem::swap(self, &mut other);
        }
        for entry in &other.table {
            self.insert(text_at(&other.arena, entry.start), entry.hash);
        }
    }

    fn value(&self, _: &mut Vec<u8>) -> Cell {
        Cell::Int(self.table.len() as i64)
    }

    fn save(&self, out: &mut Vec<u8>) {
        pack::put_bytes(&self.arena, out);
    }

    fn load(mut self, bytes: &mut &[u8]) -> Option<Distinct> {
        let mut texts = pack::bytes(bytes)?;
        while !texts.is_empty() {
            let text = pack::bytes(&mut texts)?;
            self.insert(text, hash(text));
        }
        Some(self)
    }

    /// Counts a part of the texts at a time, those whose hash is of that part.
    fn apart(&self, each: EachState<'_>, room: usize) -> Result<Option<Cell>, Fault> {
        let mut texts = |take: &mut dyn FnMut(&[u8])| {
            each(&mut |mut state| {
                let mut texts = pack::bytes(&mut state)?;
                while !texts.is_empty() {
                    take(pack::bytes(&mut texts)?);
                }
                Some(())
            })
        };
        // A table is at worst half empty.
        let mut held = 0;
        texts(&mut |text| held += text.len() + 3 * size_of::<Entry>())?;
        let parts = (held / room.max(1) + 1).next_power_of_two().min(MOST_PARTS) as u64;
        let mut n = 0;
        for part in 0..parts {
            let mut set = Distinct::default();
            texts(&mut |text| {
                let hash = hash(text);
                // The table uses the ends of the hash, so the part is told by its middle.
                if hash >> 24 & (parts - 1) == part {
                    set.insert(text, hash);
                }
            })?;
            n += set.table.len() as i64;
        }
        Ok(Some(Cell::Int(n)))
    }

    fn weight(&self) -> usize {
        self.table.capacity() * (size_of::<Entry>() + 1) + self.arena.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_all_lengths() {
        let mut set = Distinct::default();
        for _ in 0..2 {
            for len in (0..300).chain([16_383, 16_384, 70_000]) {
                set.add(Value::Str(&vec![b'x'; len]), At::default());
            }
        }
        assert_eq!(set.value(&mut Vec::new()), Cell::Int(303));
        set.add(Value::Int(7), At::default());
        set.add(Value::Text(b"7"), At::default());
        assert_eq!(set.value(&mut Vec::new()), Cell::Int(304));
    }
}
