//! Decoding as a step: the fields that a plan reads, cut out of records.
//!
//! A plan has a few of these: one for what the first filter reads, for all rows, and later
//! ones for the rest, for the rows that are left.

use super::canonical::Unit;
use super::step::{Cx, Map};
use crate::base::Span;
use crate::data::{Bad, Batch, Cell, Column, Cut, Note, NoteId};

/// A step that does nothing: it marks a place.
pub struct Nothing;

impl Map for Nothing {
    fn map(&self, _: &mut Batch, _: &mut Cx) {}
}

/// A decoding step: fills the slots of wanted fields for the selected rows.
pub struct Decode {
    /// Which of the source's cutters to use, or the plan's own cutter.
    pub cutter: Result<usize, Box<dyn Cut>>,
    pub from: Option<usize>,
    /// By want: slot and fallback. The cutter may have more wants after these.
    pub slots: Vec<(usize, Option<usize>)>,
    /// How many wants the cutter has.
    pub n_wants: usize,
    /// By want that is a canonical name: the wants that are other names of it.
    pub others: Vec<(usize, Vec<(usize, Unit)>)>,
    /// Counted when the text is not in the format; None in a second pass over the same rows.
    pub miss: Option<NoteId>,
    /// Whether such rows are left out, and kept for the file that a person wants them in.
    pub rejects: bool,
}

/// How many rows of a batch have it explained why they are not in the format: as many as the ledger
/// tells of a whole run, so that it does not matter where batches end.
const EXPLAINED: usize = 3;

impl Map for Decode {
    fn map(&self, batch: &mut Batch, cx: &mut Cx) {
        let block = batch.block.clone();
        let cutter: &dyn Cut = match &self.cutter {
            Ok(index) => match block.source.cutters.get(*index) {
                Some(cutter) => &**cutter,
                None => return,
            },
            Err(own) => &**own,
        };
        let lean = match &self.cutter {
            Ok(index) => block.source.lean.get(*index).and_then(Option::as_deref),
            Err(_) => None,
        };
        let n_rows = batch.rows.len();
        let mut columns: Vec<Column> = self.slots.iter().map(|(s, _)| std::mem::take(&mut batch.cols[*s])).collect();
        for column in &mut columns {
            column.resize(n_rows, Cell::None);
        }
        let mut cells = std::mem::take(&mut cx.cells);
        cells.clear();
        cells.resize(self.n_wants, Cell::None);
        let mut sel = std::mem::take(&mut batch.sel);
        let mut habits = match &self.cutter {
            Ok(index) => std::mem::take(cx.habits(*index)),
            Err(_) => Default::default(),
        };
        let [habit, lean_habit] = &mut habits;
        let mut rejected = Vec::new();
        let mut explained = 0;
        for &row in &sel {
            let span = match self.from {
                None => batch.record(row),
                Some(slot) => {
                    let cell = batch.cell(slot, row);
                    batch.plain(cell).span().unwrap_or_default()
                }
            };
            cells.fill(Cell::None);
            if span.len > 0 {
                let line = if span.in_heap() {
                    cx.text.clear();
                    cx.text.extend_from_slice(batch.bytes(span));
                    &cx.text[..]
                } else {
                    &block.bytes[span.start as usize..span.end() as usize]
                };
                let mut fits = true;
                let mut whole = false;
                if let Some(lean) = lean {
                    let few = &mut cells[..self.slots.len()];
                    fits = lean.cut_next(line, span.start, few, &mut batch.heap, lean_habit);
                    // A name that is not there may be there under another.
                    whole = !fits || self.others.iter().all(|(want, _)| cells[*want] != Cell::None);
                }
                if !whole {
                    cells.fill(Cell::None);
                    fits = cutter.cut_next(line, span.start, &mut cells, &mut batch.heap, habit);
                }
                if !fits && let Some(miss) = self.miss {
                    batch.note(row, miss);
                    if self.rejects {
                        rejected.push(row);
                    }
                    if self.rejects || explained < EXPLAINED {
                        self.refuse(cutter, row, span, explained < EXPLAINED, batch);
                        explained += 1;
                    }
                }
                if !whole {
                    self.settle(&mut cells, batch);
                }
            }
            for ((column, cell), (_, fallback)) in columns.iter_mut().zip(&cells).zip(&self.slots) {
                column[row as usize] = match (*cell, fallback) {
                    (Cell::None, Some(slot)) => batch.cell(*slot, row),
                    (cell, _) => cell,
                };
            }
        }
        if !rejected.is_empty() {
            let mut rejected = rejected.into_iter().peekable();
            sel.retain(|row| rejected.next_if_eq(row).is_none());
        }
        batch.sel = sel;
        cx.cells = cells;
        if let Ok(index) = &self.cutter {
            *cx.habits(*index) = habits;
        }
        for ((slot, _), column) in self.slots.iter().zip(columns) {
            batch.cols[*slot] = column;
        }
    }
}

impl Decode {
    /// Writes down a row whose text is not in the format.
    #[cold]
    fn refuse(&self, cutter: &dyn Cut, row: u32, span: Span, explains: bool, batch: &mut Batch) {
        let mut text = batch.bytes(span).to_vec();
        let miss = if explains { cutter.miss(&text) } else { None };
        if self.rejects {
            // The line as it was read, with what ended it; a last one without an end gets one.
            let place = batch.place(row).line;
            text = batch.bytes(place).to_vec();
            text.extend_from_slice(batch.terminator(row));
            if text.last() != Some(&b'\n') {
                text.push(b'\n');
            }
        }
        let place = batch.place(row);
        let byte = if place.line.in_heap() { Note::NOWHERE } else { place.line.start };
        batch.bad.push(Bad { row: batch.first_row + place.row, part: place.part, byte, text, miss });
    }

    /// Gives a canonical name that the record does not have the value of another name.
    #[inline]
    fn settle(&self, cells: &mut [Cell], batch: &Batch) {
        for (want, others) in &self.others {
            if cells[*want] != Cell::None {
                continue;
            }
            for (other, unit) in others {
                let cell = cells[*other];
                if cell == Cell::None {
                    continue;
                }
                let text = cell.span().map_or(&[][..], |span| batch.bytes(span));
                cells[*want] = unit.convert(cell, text);
                if cells[*want] != Cell::None {
                    break;
                }
            }
        }
    }
}
