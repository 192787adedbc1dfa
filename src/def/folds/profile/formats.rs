//! Which formats the records are in: for a format that was named it is that one.
//!
//! Under `auto` it is found out once more for each record, as `auto` does it, by what the
//! definitions tell. A format that is a property of the whole input is known by how the input
//! opens, which only the worker of its first block sees; so both are counted for each input, and
//! which of them holds is decided at the end.

use std::collections::BTreeMap;

use crate::data::{Batch, Cut};
use crate::def::{Format, Head, InputDef, Opening};

/// Bytes of an input that are looked at.
const SAMPLE: usize = 64 << 10;

/// What is known of formats before reading.
pub struct Formats {
    /// The format that was asked for, where that is one.
    named: Option<String>,
    /// Those that a single record is known to be in, in the order in which they are tried.
    tried: Vec<Tried>,
    /// Those that a whole input is known to be in.
    whole: Vec<(&'static str, Opens)>,
}

/// Whether an input that opens so is in a format.
type Opens = fn(&Head<'_>) -> bool;

struct Tried {
    name: &'static str,
    opens: fn(&[u8]) -> bool,
    cut: Box<dyn Cut>,
}

impl Formats {
    /// How the records of an input are told apart.
    pub fn new(input: &Format, all: &[&'static InputDef], reference: i64) -> Formats {
        let named = (input.name != "auto").then(|| input.name.clone());
        let opening = Opening { header: &[], reference };
        let mut ranked: Vec<_> =
            all.iter().filter_map(|def| def.tells.record.map(|(rank, opens)| (rank, opens, *def))).collect();
        ranked.sort_by_key(|(rank, ..)| *rank);
        let tried = ranked.into_iter().filter_map(|(_, opens, def)| {
            let cut = Format::named(def)?.bind(&[], &opening);
            Some(Tried { name: def.doc.name, opens, cut })
        });
        let whole = all.iter().filter_map(|def| Some((def.doc.name, def.tells.input?)));
        Formats { named, tried: tried.collect(), whole: whole.collect() }
    }

    /// The format of an input that opens so.
    fn of_input(&self, name: &str, sample: &[u8]) -> Option<&'static str> {
        let head = Head { name, sample };
        self.whole.iter().find(|(_, tells)| tells(&head)).map(|(name, _)| *name)
    }

    /// The place of the format that takes a record, which is in one of them.
    fn of_record(&self, line: &[u8]) -> Option<usize> {
        let mut may = self.tried.iter().enumerate().filter(|(_, tried)| (tried.opens)(line)).peekable();
        while let Some((place, tried)) = may.next() {
            // The last one need not be asked.
            if may.peek().is_none() || tried.cut.cut(line, 0, &mut [], &mut Vec::new()) {
                return Some(place);
            }
        }
        None
    }
}

/// The records that formats took, by the place of their input.
#[derive(Default)]
pub struct Taken(BTreeMap<u32, OfInput>);

/// The records of one input.
#[derive(Default)]
struct OfInput {
    all: u64,
    /// The format of the whole input.
    whole: Option<&'static str>,
    /// By format that is tried.
    tried: Vec<u64>,
    /// Whether its name and its header were looked at (1), or all that it opens with (2).
    looked: u8,
}

impl Taken {
    /// Counts a record that is in a format.
    pub fn add(&mut self, formats: &Formats, batch: &Batch, row: u32) {
        let block = &batch.block;
        let taken = self.0.entry(block.source.index).or_default();
        taken.all += 1;
        if formats.named.is_some() {
            return;
        }
        let header = &block.source.header;
        let is_first = block.offset == header.len() as u64;
        // Once for each input, and once more in its first block.
        if taken.looked < if is_first { 2 } else { 1 } {
            taken.looked = if is_first { 2 } else { 1 };
            let opens = if is_first { &block.bytes[..block.bytes.len().min(SAMPLE)] } else { &[] };
            let whole = formats.of_input(&block.source.name, &[header, opens].concat());
            taken.whole = taken.whole.or(whole);
        }
        if taken.whole.is_none()
            && let Some(place) = formats.of_record(batch.bytes(batch.record(row)))
        {
            taken.tried.resize(formats.tried.len(), 0);
            taken.tried[place] += 1;
        }
    }

    /// Takes the records of another worker.
    pub fn merge(&mut self, other: Taken) {
        for (source, theirs) in other.0 {
            let mine = self.0.entry(source).or_default();
            mine.all += theirs.all;
            mine.whole = mine.whole.or(theirs.whole);
            mine.tried.resize(mine.tried.len().max(theirs.tried.len()), 0);
            mine.tried.iter_mut().zip(theirs.tried).for_each(|(mine, theirs)| *mine += theirs);
        }
    }

    /// The formats with the records that they took, the most frequent first.
    pub fn names(&self, formats: &Formats) -> Vec<(String, u64)> {
        let mut names: Vec<(String, u64)> = Vec::new();
        let mut count = |name: &str, n: u64| match names.iter_mut().find(|(same, _)| same == name) {
            Some((_, all)) => *all += n,
            None => names.push((name.to_string(), n)),
        };
        for taken in self.0.values() {
            match formats.named.as_deref().or(taken.whole) {
                Some(name) => count(name, taken.all),
                None => formats.tried.iter().zip(&taken.tried).for_each(|(tried, n)| count(tried.name, *n)),
            }
        }
        names.retain(|(_, n)| *n > 0);
        names.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        names
    }
}
