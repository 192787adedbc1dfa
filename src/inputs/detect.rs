//! Which format an input is in: a ranking with reasons, for a person.
//!
//! `auto` must not depend on anything but the bytes of a record; here a score may be as clever as it
//! likes, since nothing is read by it. Each format is tried on the sample, through its own framing
//! and its own cutter, so that what is claimed here is what `-i` then does.

use std::sync::Arc;

use super::ALL;
use crate::data::lines::cut;
use crate::data::{Batch, Block, Cell, Miss, Source};
use crate::def::{Format, Head, InputDef, Opening};

/// How a format did on a sample.
pub struct Ranked {
    pub def: &'static InputDef,
    /// Records that are not blank.
    pub records: usize,
    /// Those that are in the format.
    pub taken: usize,
    /// The first record that is not: its number, from 1, and how far it was in the format.
    pub miss: Option<(usize, Option<Miss>)>,
    /// Why it may be the one: what the input as a whole says, or each record.
    pub reason: &'static str,
    /// How sure it is that a record in this format is in no other: 0 is surest.
    vague: u8,
}

impl Ranked {
    /// The share of records that are in the format.
    pub fn share(&self) -> f64 {
        if self.records == 0 { 0.0 } else { self.taken as f64 / self.records as f64 }
    }
}

/// Records of a sample that are looked at.
const MOST: usize = 2000;

/// The formats, the likeliest first; those that take no record at all are left out, unless one got
/// somewhere in its first record.
pub fn rank(head: &Head<'_>, reference: i64) -> Vec<Ranked> {
    // A byte order mark is no part of the first record.
    let bare = head.sample.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head.sample);
    let head = &Head { name: head.name, sample: bare };
    let mut all: Vec<Ranked> = ALL.iter().filter_map(|def| tried(def, head, reference)).collect();
    all.sort_by(|a, b| {
        let whole = |r: &Ranked| r.vague == 0;
        let order = whole(b).cmp(&whole(a)).then(b.share().total_cmp(&a.share()));
        order.then(a.vague.cmp(&b.vague)).then(b.reach().cmp(&a.reach()))
    });
    all.retain(|ranked| ranked.taken > 0 || ranked.reach() > 0);
    all
}

impl Ranked {
    /// How far the first record was that is not in it.
    fn reach(&self) -> usize {
        self.miss.as_ref().and_then(|(_, miss)| Some(miss.as_ref()?.at)).unwrap_or(0)
    }
}

/// How a format does on a sample; None for those that take anything.
fn tried(def: &'static InputDef, head: &Head<'_>, reference: i64) -> Option<Ranked> {
    if ["auto", "lines"].contains(&def.doc.name) {
        return None;
    }
    let format = Format::named(def)?;
    let whole = def.tells.input.is_some_and(|tells| tells(head));
    let length = (def.header)(head).min(head.sample.len());
    let (header, body) = head.sample.split_at(length);
    let opening = Opening { header, reference };
    let cutter = format.bind(&[], &opening);
    let source = Arc::new(Source::computed());
    let block = Block { bytes: body.to_vec(), start: 0, ticket: 0, source, offset: 0, lines_before: 0 };
    let block = Arc::new(block);
    let mut batch = Batch::new(block.clone(), &[], 0);
    if !body.is_empty() {
        cut(&block.bytes, 0, MOST, &format.frame(head), &mut batch);
    }
    let (vague, reason) = match def.tells.record {
        _ if whole => (0, "the input opens as one"),
        Some((rank, _)) => (rank, "each record says so itself"),
        None => (u8::MAX, "its records can be read so"),
    };
    let mut ranked = Ranked { def, records: 0, taken: 0, miss: None, reason, vague };
    let opens = def.tells.record.map(|(_, opens)| opens);
    let mut heap = Vec::new();
    let mut widths = Vec::new();
    for row in 0..batch.rows.len() as u32 {
        let line = batch.line(row);
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        ranked.records += 1;
        heap.clear();
        let (mut fields, mut filled) = (0, 0);
        let fits = cutter.walk(line, 0, &mut heap, &mut |_, cell| {
            fields += 1;
            filled += usize::from(cell != Cell::None);
        });
        // A format that nothing tells (rows without a header) is told by how much of a record it names.
        let fits = fits && (opens.is_some() || whole || def.columns.is_none() || filled * 4 > fields * 3);
        if fits && (whole || opens.is_none_or(|opens| opens(line))) {
            ranked.taken += 1;
            widths.push(fields);
        } else if ranked.miss.is_none() {
            ranked.miss = Some((ranked.records, cutter.miss(line)));
        }
    }
    // Rows that can be anything (csv) say something only where they are all alike and wide.
    if opens.is_none() && !whole && def.columns.is_none() {
        let names = (def.names)(header);
        let first = names.len().max(widths.first().copied().unwrap_or(0));
        let is_name = |name: &String| {
            name.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && name.chars().all(|c| c.is_alphanumeric() || "_ .-#()/".contains(c))
        };
        if !names.iter().all(is_name) || first < 3 || ranked.records < 2 || widths.iter().any(|width| *width != first) {
            return None;
        }
    }
    // What nothing tells is only believed where nearly all of it fits.
    let told = opens.is_some() || whole;
    (told || ranked.share() > 0.9).then_some(ranked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_detected() {
        for def in ALL {
            let (Some(_), Some(first)) = (Format::named(def), def.samples.first()) else { continue };
            let knows = def.tells.record.is_some() || def.tells.input.is_some_and(|tells| tells(&head(first)));
            if knows {
                let ranking = rank(&head(first), 0);
                assert_eq!(ranking.first().map(|r| r.def.doc.name), Some(def.doc.name), "{first:?}");
            }
        }
    }

    fn head(sample: &str) -> Head<'_> {
        Head { name: "x", sample: sample.as_bytes() }
    }

    #[test]
    fn prose_is_in_no_format() {
        assert!(rank(&head("this is a line\nand another one, too\n"), 0).iter().all(|r| r.taken == 0));
    }
}
