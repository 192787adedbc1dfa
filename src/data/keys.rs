//! Keys of groups: one or more cells as bytes that are compared, with their hashes.
//!
//! A key is compared by decoded text (so `500` from a text format and `500` from JSON are one
//! key), with None apart from empty text and times apart from text. Keys of up to 16 bytes,
//! which nearly all addresses, states and names are, stand in two words of their entry, so
//! that they are hashed and compared in registers; what is longer stands in an arena.

use super::cell::{self, Value};
use super::{Batch, Cell};
use crate::base::{hash, hash_words, num, pack};

/// What a component of a key was, so that it can be given back as the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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

impl Kind {
    /// The kind of a number.
    pub(super) fn of(number: u8) -> Option<Kind> {
        KINDS.get(usize::from(number)).copied()
    }
}

// The classes of a component: those with the same bytes are different all the same.
const CLASS_NONE: u8 = 0;
const CLASS_TEXT: u8 = 1;
const CLASS_TIME: u8 = 2;
const CLASS_DURATION: u8 = 3;
/// The class of a key of several components, each of which has its own.
const FRAMED: u8 = u8::MAX;

/// The longest key that stands in its entry.
const SHORT: usize = 16;

/// The hash of every key when a test wants them all to be equal.
const EQUAL: u64 = 7;

/// A key.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub hash: u64,
    len: u32,
    class: u8,
    /// The bytes of a short key, see [`words`]; else the first eight, and where it stands in the arena.
    words: [u64; 2],
}

impl Entry {
    fn of(class: u8, text: &[u8], equal_hashes: bool) -> Entry {
        let short = text.len() <= SHORT;
        let words = if short { words(text) } else { [word(text), 0] };
        let hash = match (equal_hashes, short) {
            (true, _) => EQUAL,
            (_, true) => hash_words(words, text.len()),
            _ => hash(text),
        };
        Entry { hash, len: text.len() as u32, class, words }
    }

    fn is_short(&self) -> bool {
        self.len as usize <= SHORT
    }
}

/// The first eight bytes of a text that is as long.
#[inline]
fn word(text: &[u8]) -> u64 {
    text.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// A text of up to 16 bytes as two words, so that texts of one length are equal where their
/// words are. Loads that overlap are cheaper than loops.
#[inline]
fn words(text: &[u8]) -> [u64; 2] {
    let half = |bytes: Option<&[u8; 4]>| u64::from(bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes)));
    match *text {
        [] => [0; 2],
        [a] => [u64::from(a), 0],
        [a, b] => [u64::from_le_bytes([a, b, 0, 0, 0, 0, 0, 0]), 0],
        [a, b, c] => [u64::from_le_bytes([a, b, c, 0, 0, 0, 0, 0]), 0],
        [_, _, _, _] | [_, _, _, _, _] | [_, _, _, _, _, _] | [_, _, _, _, _, _, _] => {
            [half(text.first_chunk()) | half(text.last_chunk()) << 32, 0]
        }
        _ => [word(text), text.last_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))],
    }
}

/// The text of some words: [`words`] back.
#[inline]
fn text_of(words: [u64; 2], len: usize, room: &mut [u8; SHORT]) -> &[u8] {
    let (low, high) = (words[0].to_le_bytes(), words[1].to_le_bytes());
    room[..8].copy_from_slice(&low);
    match len {
        0..=3 => {}
        4..=7 => room[4..len].copy_from_slice(&low[12 - len..]),
        _ => room[8..len].copy_from_slice(&high[SHORT - len..]),
    }
    &room[..len]
}

/// The keys of some rows, encoded and hashed: work that needs no table, so that any worker
/// may do it before the one whose turn it is looks the keys up.
#[derive(Clone)]
pub struct Keys {
    pub(super) n_parts: usize,
    pub(super) equal_hashes: bool,
    pub(super) entries: Vec<Entry>,
    /// `n_parts` for each entry.
    pub(super) kinds: Vec<Kind>,
    arena: Vec<u8>,
    scratch: Vec<u8>,
}

impl Keys {
    /// No keys yet, each of `n_parts` cells. With `equal_hashes` every hash is the same,
    /// which a test uses to prove that only keys decide.
    pub fn new(n_parts: usize, equal_hashes: bool) -> Keys {
        let (entries, kinds, arena) = (Vec::new(), Vec::new(), Vec::new());
        Keys { n_parts, equal_hashes, entries, kinds, arena, scratch: Vec::new() }
    }

    /// Forgets all keys, for others of `n_parts` cells; the buffers are kept.
    pub fn reset(&mut self, n_parts: usize) {
        self.n_parts = n_parts;
        self.clear();
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.kinds.clear();
        self.arena.clear();
    }

    /// Appends a row's key and gives its hash.
    #[inline]
    pub fn push(&mut self, batch: &Batch, mut parts: impl Iterator<Item = Cell>) -> u64 {
        if self.n_parts == 1
            && let Some(part) = parts.next()
        {
            return self.push_one(batch.value(part));
        }
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        for part in parts {
            let (class, kind) = class_of(batch.value(part));
            self.kinds.push(kind);
            text.extend_from_slice(&[class, 0, 0, 0, 0]);
            let start = text.len();
            encode(batch.value(part), &mut text);
            let len = (text.len() - start) as u32;
            text[start - 4..start].copy_from_slice(&len.to_le_bytes());
        }
        let hash = self.push_text(FRAMED, &text);
        self.scratch = text;
        hash
    }

    #[inline]
    fn push_one(&mut self, value: Value<'_>) -> u64 {
        let (class, kind) = class_of(value);
        self.kinds.push(kind);
        match value {
            Value::Text(text) | Value::Str(text) | Value::Number(text) | Value::Json(text) => {
                self.push_text(class, text)
            }
            value => {
                let mut text = std::mem::take(&mut self.scratch);
                text.clear();
                encode(value, &mut text);
                let hash = self.push_text(class, &text);
                self.scratch = text;
                hash
            }
        }
    }

    /// Appends a key whose kinds have been.
    #[inline]
    fn push_text(&mut self, class: u8, text: &[u8]) -> u64 {
        let entry = Entry::of(class, text, self.equal_hashes);
        self.push_entry(entry, text);
        entry.hash
    }

    /// Appends an entry; what is longer than it holds is `text`.
    #[inline]
    fn push_entry(&mut self, mut entry: Entry, text: &[u8]) {
        if !entry.is_short() {
            entry.words[1] = self.arena.len() as u64;
            self.arena.extend_from_slice(text);
        }
        self.entries.push(entry);
    }

    /// Appends a key of other keys.
    #[inline]
    pub(super) fn take(&mut self, other: &Keys, index: u32) {
        let entry = other.entries[index as usize];
        self.push_entry(entry, other.long(&entry));
        let n = self.n_parts;
        match n {
            1 => self.kinds.push(other.kinds[index as usize]),
            _ => self.kinds.extend_from_slice(&other.kinds[index as usize * n..][..n]),
        }
    }

    /// Whether a key is a key of others.
    #[inline]
    pub(super) fn is(&self, index: u32, other: &Keys, other_index: u32) -> bool {
        let (a, b) = (&self.entries[index as usize], &other.entries[other_index as usize]);
        let same = a.hash == b.hash && a.len == b.len && a.class == b.class && a.words[0] == b.words[0];
        same && if a.is_short() { a.words[1] == b.words[1] } else { self.long(a) == other.long(b) }
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

    /// Bytes held, about.
    pub(super) fn weight(&self) -> usize {
        self.arena.capacity() + self.entries.capacity() * size_of::<Entry>() + self.kinds.capacity()
    }

    /// The bytes of a key that its entry has no room for; nothing of a short one.
    #[inline]
    fn long(&self, entry: &Entry) -> &[u8] {
        if entry.is_short() { &[] } else { &self.arena[entry.words[1] as usize..][..entry.len as usize] }
    }

    /// The bytes of any key.
    #[inline]
    fn text<'a>(&'a self, entry: &Entry, room: &'a mut [u8; SHORT]) -> &'a [u8] {
        if entry.is_short() { text_of(entry.words, entry.len as usize, room) } else { self.long(entry) }
    }

    /// What the components of a key were.
    pub(super) fn kinds_of(&self, index: u32) -> &[Kind] {
        &self.kinds[index as usize * self.n_parts..][..self.n_parts]
    }

    /// The same, to be changed.
    pub(super) fn kinds_mut(&mut self, index: u32) -> &mut [Kind] {
        &mut self.kinds[index as usize * self.n_parts..][..self.n_parts]
    }

    /// Whether the two keys that were pushed last are the same.
    pub fn last_two_are_equal(&self) -> bool {
        let len = self.len() as u32;
        len >= 2 && self.is(len - 2, self, len - 1)
    }

    /// Forgets all keys but the last.
    pub fn keep_last(&mut self) {
        let Some(mut last) = self.entries.pop() else { return };
        let start = last.words[1] as usize;
        if last.is_short() {
            self.arena.clear();
        } else {
            self.arena.copy_within(start..start + last.len as usize, 0);
            self.arena.truncate(last.len as usize);
            last.words[1] = 0;
        }
        let kinds = self.kinds.len() - self.n_parts;
        self.kinds.drain(..kinds);
        self.entries.clear();
        self.entries.push(last);
    }

    /// Appends a key as bytes, so that it can leave memory.
    pub(super) fn save(&self, index: u32, out: &mut Vec<u8>) {
        let entry = &self.entries[index as usize];
        out.extend(self.kinds_of(index).iter().map(|kind| *kind as u8));
        let mut room = [0; SHORT];
        let text = self.text(entry, &mut room);
        if entry.class == FRAMED {
            return pack::put_bytes(text, out);
        }
        pack::put_uint(text.len() as u64 + 1, out);
        out.push(entry.class);
        out.extend_from_slice(text);
    }

    /// Appends a key that [`Keys::save`] wrote at the start of some bytes, and gives its kinds as
    /// they were there. None if the bytes are damaged.
    pub(super) fn load<'a>(&mut self, bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
        let (kinds, rest) = bytes.split_at_checked(self.n_parts)?;
        *bytes = rest;
        let key = pack::bytes(bytes)?;
        if !is_key(key, kinds) {
            return None;
        }
        for kind in kinds {
            self.kinds.push(Kind::of(*kind)?);
        }
        // The hash is not written: that of another run would be another.
        match self.n_parts {
            1 => self.push_text(*key.first()?, &key[1..]),
            _ => self.push_text(FRAMED, key),
        };
        Some(kinds)
    }

    /// The cells of a key, their text copied to `heap`.
    pub(super) fn cells(&self, index: u32, heap: &mut Vec<u8>, out: &mut Vec<Cell>) {
        let entry = &self.entries[index as usize];
        let mut room = [0; SHORT];
        let mut key = self.text(entry, &mut room);
        if entry.class != FRAMED {
            return out.push(decode(entry.class, self.kinds[index as usize], key, heap));
        }
        for &kind in self.kinds_of(index) {
            let class = key[0];
            let len = u32::from_le_bytes([key[1], key[2], key[3], key[4]]) as usize;
            out.push(decode(class, kind, &key[5..5 + len], heap));
            key = &key[5 + len..];
        }
    }
}

#[inline]
fn class_of(value: Value<'_>) -> (u8, Kind) {
    match value {
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
    }
}

/// Appends the bytes of a component.
#[inline]
fn encode(value: Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Time(n) | Value::Duration(n) => out.extend_from_slice(&n.to_le_bytes()),
        other => other.write_text(out),
    }
}

/// Whether some bytes are a key as [`Keys::save`] writes one with components of these kinds.
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
