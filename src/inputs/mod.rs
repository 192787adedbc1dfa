//! Input formats: what the lines of a file mean.
//!
//! A format is a [`InputDef`] and a cutter bound to the wanted fields. A cutter answers
//! for one record at a time, from its bytes alone: whether it is in the format never
//! depends on what is wanted, on the lines around it or on timing. A sample that decides
//! for the rest of a file was rejected for that reason; the formats that are a property
//! of the whole file (csv, tsv) are chosen by its name, in [`resolve`].

pub mod auto;
pub mod combined;
pub mod common;
pub mod csv;
pub mod json;
pub mod lines;
pub mod logfmt;
pub mod tsv;

use hashbrown::HashMap;
use std::borrow::Cow;

use crate::base::json as spelled;
use crate::data::{Cell, Key};
use crate::def::{Head, InputDef};

/// Every input format, in the order of their names.
pub static ALL: &[&InputDef] =
    &[&auto::DEF, &combined::DEF, &common::DEF, &csv::DEF, &json::DEF, &lines::DEF, &logfmt::DEF, &tsv::DEF];

/// The format of a name.
pub fn find(name: &str) -> Option<&'static InputDef> {
    ALL.iter().copied().find(|def| def.doc.name == name)
}

/// The format that an input is read in: `auto` becomes csv or tsv for a file whose name,
/// but for the suffix of a codec, ends so; every other format is itself.
pub fn resolve(def: &'static InputDef, head: &Head<'_>) -> &'static InputDef {
    if def.doc.name != auto::DEF.doc.name {
        return def;
    }
    let name = head.name.to_ascii_lowercase();
    let name =
        [".gz", ".bgz", ".zst", ".bz2", ".xz", ".lz4"].iter().find_map(|s| name.strip_suffix(s)).unwrap_or(&name);
    match name {
        _ if name.ends_with(".csv") => &csv::DEF,
        _ if name.ends_with(".tsv") => &tsv::DEF,
        _ => def,
    }
}

/// The length of the header of a format that has none.
fn no_header(_: &Head<'_>) -> usize {
    0
}

/// The names in the header of a format that has none.
fn no_names(_: &[u8]) -> Vec<String> {
    Vec::new()
}

/// Fields that are held without an allocation.
const FEW: usize = 48;

/// The fields of one record, gathered until it is known to be one. A repeated name keeps
/// its first place and takes its last value.
struct Fields<'a> {
    len: usize,
    /// A digest of each name, to find a repeated one without comparing names.
    digests: [u32; FEW],
    few: [(Key<'a>, Cell); FEW],
    /// What did not fit, and then the place of every name.
    more: Vec<(Key<'a>, Cell)>,
    places: HashMap<Cow<'a, [u8]>, usize>,
}

impl Default for Fields<'_> {
    fn default() -> Self {
        Fields {
            len: 0,
            digests: [0; FEW],
            few: [(Key::Plain(&[]), Cell::None); FEW],
            more: Vec::new(),
            places: HashMap::new(),
        }
    }
}

/// A name's text.
fn text<'a>(key: Key<'a>) -> Cow<'a, [u8]> {
    match key {
        Key::Plain(text) => Cow::Borrowed(text),
        Key::Escaped(inside) => spelled::plain(inside),
    }
}

/// Tells names apart by their length and their ends; it need not tell all.
fn digest(name: &[u8]) -> u32 {
    let end = |at: usize| name.get(at).copied().map_or(0, u32::from);
    let last = name.len().wrapping_sub(1);
    name.len() as u32 ^ end(0) << 8 ^ end(last) << 16 ^ end(last.wrapping_sub(1)) << 24 ^ end(name.len() / 2) << 4
}

impl<'a> Fields<'a> {
    /// Adds a field.
    fn add(&mut self, key: Key<'a>, cell: Cell) {
        if self.len < FEW {
            let name = text(key);
            let digest = digest(&name);
            let same = |&i: &usize| self.digests[i] == digest && text(self.few[i].0) == name;
            if let Some(first) = (0..self.len).find(same) {
                self.few[first].1 = cell;
                return;
            }
            self.digests[self.len] = digest;
            self.few[self.len] = (key, cell);
            self.len += 1;
            return;
        }
        if self.places.is_empty() {
            self.places.extend(self.few.iter().enumerate().map(|(i, (key, _))| (text(*key), i)));
        }
        let place = *self.places.entry(text(key)).or_insert(self.len);
        match place {
            _ if place == self.len => {
                self.more.push((key, cell));
                self.len += 1;
            }
            ..FEW => self.few[place].1 = cell,
            _ => self.more[place - FEW].1 = cell,
        }
    }

    /// Gives the fields in their order.
    fn give(&self, put: &mut dyn FnMut(Key<'_>, Cell)) {
        for (key, cell) in self.few[..self.len.min(FEW)].iter().chain(&self.more) {
            put(*key, *cell);
        }
    }
}

#[cfg(test)]
#[path = "inputs_tests.rs"]
mod tests;
