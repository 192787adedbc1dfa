//! The times of records, for reading that goes by them: merging, searching, stopping.
//!
//! A pipeline reads `time` as any other field. What reads by time must know it before there is a
//! pipeline, record by record, and so has a cutter of its own for just that field.

use std::sync::Arc;

use super::canonical::{self, Unit};
use super::{Format, Opening};
use crate::base::{HEAP, Span, Zone, time};
use crate::data::cell::value_in;
use crate::data::{Cell, Cut, Value, Want};

/// The field.
pub const NAME: &str = "time";

/// Tells the time of records of one input. Each worker has its own.
#[derive(Clone)]
pub struct Timed {
    cutter: Arc<dyn Cut>,
    others: Vec<(usize, Unit)>,
    zone: Zone,
    cells: Vec<Cell>,
    heap: Vec<u8>,
}

/// The times of a run of records.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ordered {
    pub first: i64,
    /// The record that has it.
    pub first_row: usize,
    /// The latest of all.
    pub last: i64,
    /// The first record that is earlier than one before it.
    pub broken: Option<usize>,
}

impl Ordered {
    /// The same records, so many behind the first.
    pub fn after(self, before: usize) -> Ordered {
        Ordered { first_row: self.first_row + before, broken: self.broken.map(|row| row + before), ..self }
    }

    /// Takes the records that follow, `before` records after the first of these.
    pub fn follow(&mut self, next: Ordered, before: usize) {
        let broken = if next.first < self.last { Some(next.first_row) } else { next.broken };
        self.broken = self.broken.or(broken.map(|row| before + row));
        self.last = self.last.max(next.last);
    }
}

impl Timed {
    /// For records of a format; stamps that name no zone are in `zone`.
    pub fn new(format: &Format, opening: &Opening<'_>, zone: &Zone) -> Timed {
        let mut wants = vec![Want::new(NAME)];
        let others = if format.is_open() { canonical::expand(&mut wants) } else { Vec::new() };
        let others = others.into_iter().next().map(|(_, others)| others).unwrap_or_default();
        let cells = vec![Cell::None; wants.len()];
        Timed { cutter: format.bind(&wants, opening).into(), others, zone: zone.clone(), cells, heap: Vec::new() }
    }

    /// The first and the last time of records that should come in order, and the first record that is
    /// earlier than one before it; None where no record tells a time.
    pub fn order<'r>(&mut self, records: impl Iterator<Item = &'r [u8]>) -> Option<Ordered> {
        let mut found: Option<Ordered> = None;
        for (nth, record) in records.enumerate() {
            let Some(time) = self.of(record) else { continue };
            let Some(ordered) = &mut found else {
                found = Some(Ordered { first: time, first_row: nth, last: time, broken: None });
                continue;
            };
            if time < ordered.last {
                ordered.broken.get_or_insert(nth);
            }
            ordered.last = ordered.last.max(time);
        }
        found
    }

    /// The time of a record, in nanoseconds since 1970; None where it has none that can be read.
    pub fn of(&mut self, record: &[u8]) -> Option<i64> {
        self.cells.fill(Cell::None);
        self.heap.clear();
        if !self.cutter.cut(record, 0, &mut self.cells, &mut self.heap) {
            return None;
        }
        let at = |span: Span| {
            let from = if span.in_heap() { &self.heap[..] } else { record };
            let start = (span.start & !HEAP) as usize;
            from.get(start..start + span.len as usize).unwrap_or_default()
        };
        let mut cell = self.cells[0];
        for (other, unit) in &self.others {
            if cell != Cell::None {
                break;
            }
            let here = self.cells[*other];
            cell = unit.convert(here, here.span().map_or(&[][..], at));
        }
        match value_in(cell, at) {
            Value::Time(t) => Some(t),
            Value::Text(text) | Value::Str(text) | Value::Number(text) => time::parse(text, &self.zone),
            _ => None,
        }
    }
}
