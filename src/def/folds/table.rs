//! The rows of a result, held: what stages that look at all groups at once stand on.
//!
//! Results are small beside inputs, so the rows own their values, and a stage may look
//! at them in any order. What is held is charged to `--memory`.

use super::made::Made;
use crate::data::Batch;
use crate::data::cell::Owned;
use crate::def::step::{Cx, Flow, Out};

/// Rows of some columns.
#[derive(Clone)]
pub struct Table {
    slots: Vec<usize>,
    /// In the order in which they came; a value for each slot.
    pub rows: Vec<Vec<Owned>>,
    bytes: usize,
}

impl Table {
    /// No rows yet, with these columns.
    pub fn new(slots: Vec<usize>) -> Table {
        Table { slots, rows: Vec::new(), bytes: 0 }
    }

    /// The columns.
    pub fn slots(&self) -> &[usize] {
        &self.slots
    }

    /// Where a column stands in a row.
    pub fn place(&self, slot: usize) -> Option<usize> {
        self.slots.iter().position(|s| *s == slot)
    }

    /// Takes the selected rows.
    pub fn add(&mut self, batch: &Batch) {
        for &row in &batch.sel {
            let value = |slot: &usize| Owned::from(batch.value(batch.cell(*slot, row)));
            let values: Vec<Owned> = self.slots.iter().map(value).collect();
            self.bytes += weight(&values);
            self.rows.push(values);
        }
    }

    /// Bytes held, about.
    pub fn weight(&self) -> usize {
        self.bytes
    }

    /// Gives rows on.
    pub fn give<'r>(&self, rows: impl Iterator<Item = &'r Vec<Owned>>, cx: &mut Cx, out: Out<'_>) -> Flow {
        let mut made = Made::default();
        for values in rows {
            let batch = made.row(cx);
            for (slot, value) in self.slots.iter().zip(values) {
                let cell = value.cell(&mut batch.heap);
                batch.cols[*slot].push(cell);
            }
            if made.is_full() && made.give(cx, out) == Flow::Stop {
                return Flow::Stop;
            }
        }
        made.give(cx, out)
    }
}

/// Bytes of a row, about.
pub fn weight(values: &[Owned]) -> usize {
    values.iter().map(|v| size_of::<Owned>() + v.value().bytes().map_or(0, <[u8]>::len)).sum::<usize>() + 24
}
