//! Keys to dense ids: the one hash table behind grouping, dedup and distinct rows.
//!
//! A key is one or more cells, compared by decoded text (so `500` from a text format and
//! `500` from JSON are one group), with None apart from empty text and times apart from
//! text. Hashes are kept, so that tables grow and split without looking at keys again.
//! Ids count up in first-seen order, and only that order ever reaches the output.

use hashbrown::HashTable;

use super::cell::{self, Value};
use super::{Batch, Cell};
use crate::base::{hash, num, pack};

/// What a component of a key was, so that it can be given back as the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    None,
    Bool,
    Int,
    Float,
    Time,
    Duration,
    Text,
    Str,
    Number,
    Json,
}

/// The kinds by their numbers.
const KINDS: [Kind; 10] = [
    Kind::None,
    Kind::Bool,
    Kind::Int,
    Kind::Float,
    Kind::Time,
    Kind::Duration,
    Kind::Text,
    Kind::Str,
    Kind::Number,
    Kind::Json,
];

/// The bit of a component's header that says "time" or "duration": those compare by value.
const CLASS_NONE: u8 = 0;
const CLASS_TEXT: u8 = 1;
const CLASS_TIME: u8 = 2;
const CLASS_DURATION: u8 = 3;

#[derive(Clone)]
struct Entry {
    hash: u64,
    start: usize,
    len: u32,
}

/// The keys of some rows, encoded and hashed: work that needs no table, so that any worker
/// may do it before the one whose turn it is looks the keys up.
#[derive(Clone)]
pub struct Keys {
    n_parts: usize,
    entries: Vec<Entry>,
    /// `n_parts` for each entry.
    kinds: Vec<Kind>,
    arena: Vec<u8>,
    equal_hashes: bool,
}

impl Keys {
    /// No keys yet, each of `n_parts` cells.
    pub fn new(n_parts: usize, equal_hashes: bool) -> Keys {
        Keys { n_parts, entries: Vec::new(), kinds: Vec::new(), arena: Vec::new(), equal_hashes }
    }

    /// Forgets all keys, for others of `n_parts` cells; the buffers are kept.
    pub fn reset(&mut self, n_parts: usize) {
        self.n_parts = n_parts;
        self.clear();
    }

    fn clear(&mut self) {
        self.entries.clear();
        self.kinds.clear();
        self.arena.clear();
    }

    /// Appends a row's key and gives its hash.
    #[inline]
    pub fn push(&mut self, batch: &Batch, parts: impl Iterator<Item = Cell>) -> u64 {
        let start = self.arena.len();
        for part in parts {
            let kind = encode(batch.value(part), self.n_parts > 1, &mut self.arena);
            self.kinds.push(kind);
        }
        let key = &self.arena[start..];
        let hash = if self.equal_hashes { EQUAL } else { hash(key) };
        self.entries.push(Entry { hash, start, len: key.len() as u32 });
        hash
    }

    /// The hash of a key by its index.
    #[inline]
    pub fn hash_of(&self, index: u32) -> u64 {
        self.entries[index as usize].hash
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn key(&self, entry: &Entry) -> &[u8] {
        &self.arena[entry.start..entry.start + entry.len as usize]
    }

    /// Whether the two keys that were pushed last are the same.
    pub fn last_two_are_equal(&self) -> bool {
        matches!(&self.entries[..], [.., a, b] if self.key(a) == self.key(b))
    }

    /// Forgets all keys but the last.
    pub fn keep_last(&mut self) {
        let Some(last) = self.entries.pop() else { return };
        let key = last.start..last.start + last.len as usize;
        self.arena.copy_within(key.clone(), 0);
        self.arena.truncate(key.len());
        let kinds = self.kinds.len() - self.n_parts;
        self.kinds.drain(..kinds);
        self.entries.clear();
        self.entries.push(Entry { start: 0, ..last });
    }
}

/// The hash of every key when a test wants them all to be equal.
const EQUAL: u64 = 7;

/// A table from keys to ids 0, 1, 2, ...
#[derive(Clone)]
pub struct Groups {
    n_parts: usize,
    table: HashTable<u32>,
    entries: Vec<Entry>,
    /// `n_parts` for each entry.
    kinds: Vec<Kind>,
    arena: Vec<u8>,
    /// The key that is being looked up.
    scratch: Keys,
}

impl Groups {
    /// A table for keys of `n_parts` cells. With `equal_hashes` every hash is the same,
    /// which a test uses to prove that only keys decide.
    pub fn new(n_parts: usize, equal_hashes: bool) -> Groups {
        Groups {
            n_parts,
            table: HashTable::new(),
            entries: Vec::new(),
            kinds: Vec::new(),
            arena: Vec::new(),
            scratch: Keys::new(n_parts, equal_hashes),
        }
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Bytes held, about.
    pub fn weight(&self) -> usize {
        self.arena.capacity() + self.entries.capacity() * 24 + self.kinds.capacity() + self.table.capacity() * 5
    }

    /// The hash of an id's key.
    pub fn hash_of(&self, id: u32) -> u64 {
        self.entries[id as usize].hash
    }

    /// The id of a row's key; a new key gets the next id.
    pub fn id(&mut self, batch: &Batch, parts: impl Iterator<Item = Cell>) -> u32 {
        self.scratch.clear();
        let hash = self.scratch.push(batch, parts);
        let Keys { arena, kinds, .. } = &self.scratch;
        find(hash, arena, kinds, &mut self.table, &mut self.entries, &mut self.kinds, &mut self.arena)
    }

    /// The id of an encoded key; a new key gets the next id.
    #[inline]
    pub fn id_of(&mut self, keys: &Keys, index: u32) -> u32 {
        let entry = &keys.entries[index as usize];
        let key = &keys.arena[entry.start..entry.start + entry.len as usize];
        let kinds = &keys.kinds[index as usize * self.n_parts..][..self.n_parts];
        find(entry.hash, key, kinds, &mut self.table, &mut self.entries, &mut self.kinds, &mut self.arena)
    }

    /// The id of an encoded key that is here already.
    pub fn known(&self, keys: &Keys, index: u32) -> Option<u32> {
        let entry = &keys.entries[index as usize];
        let key = &keys.arena[entry.start..entry.start + entry.len as usize];
        let same = |&id: &u32| {
            let other = &self.entries[id as usize];
            other.hash == entry.hash && &self.arena[other.start..other.start + other.len as usize] == key
        };
        self.table.find(entry.hash, same).copied()
    }

    /// The id here of a key of another table.
    pub fn adopt(&mut self, other: &Groups, id: u32) -> u32 {
        let entry = &other.entries[id as usize];
        let key = &other.arena[entry.start..entry.start + entry.len as usize];
        let kinds = &other.kinds[id as usize * self.n_parts..][..self.n_parts];
        find(entry.hash, key, kinds, &mut self.table, &mut self.entries, &mut self.kinds, &mut self.arena)
    }

    /// Shows a key as another table has it: where its first row was.
    pub fn show_as(&mut self, id: u32, other: &Groups, other_id: u32) {
        let n = self.n_parts;
        self.kinds[id as usize * n..][..n].copy_from_slice(&other.kinds[other_id as usize * n..][..n]);
    }

    /// Appends a key, so that it can leave memory.
    pub fn save(&self, id: u32, out: &mut Vec<u8>) {
        let entry = &self.entries[id as usize];
        out.extend(self.kinds[id as usize * self.n_parts..][..self.n_parts].iter().map(|kind| *kind as u8));
        pack::put_bytes(&self.arena[entry.start..entry.start + entry.len as usize], out);
    }

    /// Finds or adds a key that [`Groups::save`] wrote at the start of some bytes: its id here,
    /// and what its components were there. None if the bytes are damaged.
    pub fn load<'a>(&mut self, bytes: &mut &'a [u8]) -> Option<(u32, &'a [u8])> {
        let (kinds, rest) = bytes.split_at_checked(self.n_parts)?;
        *bytes = rest;
        let key = pack::bytes(bytes)?;
        self.scratch.kinds.clear();
        for kind in kinds {
            self.scratch.kinds.push(*KINDS.get(usize::from(*kind))?);
        }
        if !is_key(key, kinds) {
            return None;
        }
        let Groups { table, entries, arena, scratch, .. } = self;
        // The hash is not written: that of another run would be another.
        let hash = if scratch.equal_hashes { EQUAL } else { hash(key) };
        Some((find(hash, key, &scratch.kinds, table, entries, &mut self.kinds, arena), kinds))
    }

    /// Shows a key as another table had it, by what [`Groups::load`] gave.
    pub fn set_kinds(&mut self, id: u32, kinds: &[u8]) {
        let mine = &mut self.kinds[id as usize * self.n_parts..][..self.n_parts];
        for (mine, kind) in mine.iter_mut().zip(kinds) {
            *mine = KINDS.get(usize::from(*kind)).copied().unwrap_or(*mine);
        }
    }

    /// An empty table of the same shape.
    pub fn fresh(&self) -> Groups {
        Groups::new(self.n_parts, self.scratch.equal_hashes)
    }

    /// The cells of a key, their text copied to `heap`.
    pub fn key(&self, id: u32, heap: &mut Vec<u8>, out: &mut Vec<Cell>) {
        let entry = &self.entries[id as usize];
        let mut key = &self.arena[entry.start..entry.start + entry.len as usize];
        for &kind in &self.kinds[id as usize * self.n_parts..][..self.n_parts] {
            let bytes;
            let class = key[0];
            if self.n_parts > 1 {
                let len = u32::from_le_bytes([key[1], key[2], key[3], key[4]]) as usize;
                bytes = &key[5..5 + len];
                key = &key[5 + len..];
            } else {
                bytes = &key[1..];
            }
            out.push(decode(class, kind, bytes, heap));
        }
    }
}

/// Finds or adds a key; free of `self` so that the key may be borrowed from the table's scratch.
fn find(
    hash: u64,
    key: &[u8],
    kinds: &[Kind],
    table: &mut HashTable<u32>,
    entries: &mut Vec<Entry>,
    all_kinds: &mut Vec<Kind>,
    arena: &mut Vec<u8>,
) -> u32 {
    let same = |&id: &u32| {
        let entry = &entries[id as usize];
        entry.hash == hash && &arena[entry.start..entry.start + entry.len as usize] == key
    };
    if let Some(&id) = table.find(hash, same) {
        return id;
    }
    let id = entries.len() as u32;
    entries.push(Entry { hash, start: arena.len(), len: key.len() as u32 });
    arena.extend_from_slice(key);
    all_kinds.extend_from_slice(kinds);
    table.insert_unique(hash, id, |&id| entries[id as usize].hash);
    id
}

/// Appends a component: its class, with `framed` its length, and its bytes.
#[inline]
fn encode(value: Value<'_>, framed: bool, out: &mut Vec<u8>) -> Kind {
    let (class, kind) = match value {
        Value::None => (CLASS_NONE, Kind::None),
        Value::Bool(_) => (CLASS_TEXT, Kind::Bool),
        Value::Int(_) => (CLASS_TEXT, Kind::Int),
        Value::Float(_) => (CLASS_TEXT, Kind::Float),
        Value::Time(_) => (CLASS_TIME, Kind::Time),
        Value::Duration(_) => (CLASS_DURATION, Kind::Duration),
        Value::Text(_) => (CLASS_TEXT, Kind::Text),
        Value::Str(_) | Value::Escaped(_) => (CLASS_TEXT, Kind::Str),
        Value::Number(_) => (CLASS_TEXT, Kind::Number),
        Value::Json(_) => (CLASS_TEXT, Kind::Json),
    };
    out.push(class);
    let header = out.len();
    if framed {
        out.extend_from_slice(&[0; 4]);
    }
    let start = out.len();
    match value {
        Value::Time(n) | Value::Duration(n) => out.extend_from_slice(&n.to_le_bytes()),
        other => other.write_text(out),
    }
    if framed {
        let len = (out.len() - start) as u32;
        out[header..start].copy_from_slice(&len.to_le_bytes());
    }
    kind
}

/// Whether some bytes are a key, as [`encode`] makes one with components of these kinds.
fn is_key(mut key: &[u8], kinds: &[u8]) -> bool {
    for _ in kinds {
        let Some((class, rest)) = key.split_first() else { return false };
        let mut bytes = rest;
        key = &[];
        if kinds.len() > 1 {
            let framed = rest.split_first_chunk().map(|(len, rest)| (u32::from_le_bytes(*len) as usize, rest));
            let Some(framed) = framed.and_then(|(len, rest)| rest.split_at_checked(len)) else { return false };
            (bytes, key) = framed;
        }
        let fits = match *class {
            CLASS_NONE => bytes.is_empty(),
            CLASS_TEXT => true,
            CLASS_TIME | CLASS_DURATION => bytes.len() == 8,
            _ => false,
        };
        if !fits {
            return false;
        }
    }
    key.is_empty()
}

/// The cell of a component.
fn decode(class: u8, kind: Kind, bytes: &[u8], heap: &mut Vec<u8>) -> Cell {
    let int = || <[u8; 8]>::try_from(bytes).map_or(0, i64::from_le_bytes);
    let value = match (class, kind) {
        (CLASS_NONE, _) => Value::None,
        (CLASS_TIME, _) => Value::Time(int()),
        (CLASS_DURATION, _) => Value::Duration(int()),
        (_, Kind::Bool) => Value::Bool(bytes == b"true"),
        (_, Kind::Int | Kind::Float) => match num::parse(bytes) {
            Some(n) => return n.into(),
            None => Value::Str(bytes),
        },
        (_, Kind::Text) => Value::Text(bytes),
        (_, Kind::Number) => Value::Number(bytes),
        (_, Kind::Json) => Value::Json(bytes),
        _ => Value::Str(bytes),
    };
    cell::place(value, heap)
}
