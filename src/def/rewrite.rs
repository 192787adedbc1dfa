//! Rewriting the line: what the record is from there on.
//!
//! A record is its line, so that a stage which rewrites the line makes another record of
//! it. Fields are not patched beside it: they are read of the new line by a decoding pass
//! of their own, which also means that nothing read after `redact` can hold what it hid.

use super::decode::Nothing;
use super::scope::{Decoder, Edit, Scope, Shape};
use super::step::{Map, Step};

impl Scope<'_> {
    /// Adds a step that rewrites the line. From here on the record is the new line: its fields
    /// are read anew, and what was parsed is parsed again. What was computed stays as it is but
    /// for `moved`, pairs of slots of which the second takes the place of the first.
    pub fn push_rewrite(&mut self, map: Box<dyn Map>, moved: &[(usize, usize)]) {
        self.rewrites.push(self.steps.len());
        self.push(Step::Map(map));
        let new = |slot: usize| moved.iter().find(|(from, _)| *from == slot).map_or(slot, |(_, to)| *to);
        if let Shape::Closed(columns) = &mut self.shape {
            columns.iter_mut().for_each(|(_, slot)| *slot = new(*slot));
        }
        let Shape::Open(mut edits) = self.shape.clone() else { return };
        for edit in &mut edits {
            match edit {
                Edit::Set(_, slot) => *slot = new(*slot),
                Edit::Parse(index) => {
                    let old = &self.decoders[*index];
                    let again = Decoder {
                        from: old.from.map(new),
                        bind: old.bind.clone(),
                        columns: old.columns.clone(),
                        kind: old.kind,
                        has_others: old.has_others,
                        wanted: Vec::new(),
                        position: self.steps.len(),
                        miss: old.miss,
                    };
                    if let Some(slot) = again.from {
                        self.reads(slot);
                    }
                    *index = self.decoders.len();
                    self.decoders.push(again);
                    self.push(Step::Map(Box::new(Nothing)));
                }
                Edit::Drop(_) | Edit::Rename(..) => {}
            }
        }
        self.shape = Shape::Open(edits);
    }

    /// The values that the pipeline holds beside the line: their slots, each with every name
    /// that it has here or had in the record. The texts that a `parse` reads have no name.
    pub fn held(&self) -> Vec<(String, usize)> {
        let of = |edit: &Edit| match edit {
            Edit::Set(name, slot) => Some((name.clone(), *slot)),
            Edit::Parse(index) => self.decoders[*index].from.map(|slot| (String::new(), slot)),
            Edit::Drop(_) | Edit::Rename(..) => None,
        };
        let mut held: Vec<(String, usize)> = match &self.shape {
            Shape::Open(edits) => edits.iter().filter_map(of).collect(),
            Shape::Closed(columns) => columns.clone(),
            Shape::LineOnly => Vec::new(),
        };
        let read = self.decoders.iter().flat_map(|d| &d.wanted);
        let read: Vec<_> = read.filter(|w| held.iter().any(|(_, slot)| *slot == w.slot)).collect();
        held.extend(read.into_iter().map(|w| (w.want.name.clone(), w.slot)));
        held
    }
}
