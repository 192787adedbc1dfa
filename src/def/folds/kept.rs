//! Rows that outlive their batch: their bytes and needed columns, in an arena of chunks.
//!
//! No span outlives its batch's turn, so a step that keeps rows copies them here. A row is
//! one extent: its line with its terminator, then the text of cells that do not stand in
//! the line. Cells are relative to the extent, so that a row can be moved by one copy.

use std::sync::Arc;

use crate::base::{HEAP, Span};
use crate::data::{At, Batch, Block, Cell, Source};
use crate::def::step::{Cx, Flow, Out};

/// The size of a chunk, in bytes; a longer row has a chunk of its own.
const CHUNK: usize = 1 << 20;
/// The rows and bytes of a batch that is given on.
const OUT_ROWS: usize = crate::data::batch::BATCH_ROWS;
const OUT_BYTES: usize = 1 << 20;

struct Row {
    at: At,
    chunk: u32,
    start: u32,
    /// The whole extent.
    extent: u32,
    /// The line without its terminator.
    line: u32,
    /// Whether the input had no newline after it; the extent has one all the same.
    bare: bool,
    source: u32,
}

/// An arena of rows.
#[derive(Default)]
pub struct Kept {
    /// The slots whose cells are kept.
    slots: Vec<usize>,
    chunks: Vec<Vec<u8>>,
    rows: Vec<Row>,
    /// `slots.len()` for each row.
    cells: Vec<Cell>,
    sources: Vec<Arc<Source>>,
    bytes: usize,
}

impl Kept {
    /// An arena that keeps these slots.
    pub fn new(slots: &[usize]) -> Kept {
        Kept { slots: slots.to_vec(), ..Kept::default() }
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Bytes held, about.
    pub fn weight(&self) -> usize {
        self.bytes + self.rows.capacity() * 40 + self.cells.capacity() * 16
    }

    /// A row's place in the run.
    pub fn at(&self, index: u32) -> At {
        self.rows[index as usize].at
    }

    /// Copies a row and gives its index.
    pub fn push(&mut self, batch: &Batch, row: u32) -> u32 {
        let line = batch.rows[row as usize];
        let (text, terminator) = (batch.bytes(line), batch.terminator(row));
        let full = text.len() + terminator.len();
        if self.chunks.last().is_none_or(|c| c.len() + full > CHUNK) {
            self.chunks.push(Vec::with_capacity(full.max(CHUNK)));
            self.bytes += full.max(CHUNK);
        }
        let chunk_index = self.chunks.len() - 1;
        let chunk = &mut self.chunks[chunk_index];
        let start = chunk.len();
        chunk.extend_from_slice(text);
        chunk.extend_from_slice(terminator);
        let bare = terminator.is_empty();
        if bare {
            chunk.push(b'\n');
        }
        for &slot in &self.slots {
            let cell = batch.cell(slot, row);
            self.cells.push(match cell.span() {
                None => cell,
                Some(span)
                    if span.start >= line.start && span.end() <= line.end() && span.in_heap() == line.in_heap() =>
                {
                    cell.with_span(Span { start: span.start - line.start, len: span.len })
                }
                Some(span) => {
                    let to = (chunk.len() - start) as u32;
                    chunk.extend_from_slice(batch.bytes(span));
                    cell.with_span(Span { start: to, len: span.len })
                }
            });
        }
        let source = match self.sources.iter().rposition(|s| Arc::ptr_eq(s, &batch.block.source)) {
            Some(at) => at,
            None => {
                self.sources.push(batch.block.source.clone());
                self.sources.len() - 1
            }
        };
        let extent = (chunk.len() - start) as u32;
        self.rows.push(Row {
            at: batch.at(row),
            chunk: chunk_index as u32,
            start: start as u32,
            extent,
            line: line.len,
            bare,
            source: source as u32,
        });
        self.rows.len() as u32 - 1
    }

    /// Takes the rows of another arena; their indexes are shifted by the answer.
    pub fn append(&mut self, other: Kept) -> u32 {
        let shift = self.rows.len() as u32;
        let chunks = self.chunks.len() as u32;
        let sources = self.sources.len() as u32;
        self.sources.extend(other.sources);
        self.chunks.extend(other.chunks);
        self.cells.extend(other.cells);
        self.bytes += other.bytes;
        self.rows.extend(other.rows.into_iter().map(|r| Row {
            chunk: r.chunk + chunks,
            source: r.source + sources,
            ..r
        }));
        shift
    }

    /// Copies just these rows to a new arena, in this order: gives back the memory of the rest.
    pub fn compact(&mut self, keep: &[u32]) {
        let mut next = Kept {
            slots: std::mem::take(&mut self.slots),
            sources: std::mem::take(&mut self.sources),
            ..Kept::default()
        };
        let n = next.slots.len();
        for &index in keep {
            let row = &self.rows[index as usize];
            let from = &self.chunks[row.chunk as usize][row.start as usize..][..row.extent as usize];
            if next.chunks.last().is_none_or(|c| c.len() + from.len() > CHUNK) {
                next.chunks.push(Vec::with_capacity(from.len().max(CHUNK)));
                next.bytes += from.len().max(CHUNK);
            }
            let chunk = next.chunks.len() - 1;
            let start = next.chunks[chunk].len() as u32;
            next.chunks[chunk].extend_from_slice(from);
            next.rows.push(Row { chunk: chunk as u32, start, ..*row });
            next.cells.extend_from_slice(&self.cells[index as usize * n..][..n]);
        }
        *self = next;
    }

    /// Gives the rows on in this order, as batches of a few thousand. `ticket` counts them.
    pub fn emit(&self, order: impl Iterator<Item = u32>, cx: &mut Cx, out: Out<'_>) -> Flow {
        let n = self.slots.len();
        let mut order = order.peekable();
        let mut ticket = 0;
        while let Some(&first) = order.peek() {
            let source = self.rows[first as usize].source;
            let mut bytes = Vec::new();
            let mut rows = Vec::new();
            let mut columns = vec![Vec::new(); cx.n_slots];
            let mut bare = false;
            while let Some(&index) = order.peek() {
                let row = &self.rows[index as usize];
                if row.source != source || rows.len() == OUT_ROWS || bytes.len() > OUT_BYTES {
                    break;
                }
                order.next();
                bare = row.bare && row.extent == row.line + 1 && order.peek().is_none();
                let base = bytes.len() as u32;
                bytes.extend_from_slice(&self.chunks[row.chunk as usize][row.start as usize..][..row.extent as usize]);
                rows.push(Span { start: base, len: row.line });
                for (slot, cell) in self.slots.iter().zip(&self.cells[index as usize * n..][..n]) {
                    columns[*slot].push(match cell.span() {
                        Some(span) if span.start & HEAP == 0 => {
                            cell.with_span(Span { start: base + span.start, len: span.len })
                        }
                        _ => *cell,
                    });
                }
            }
            if bare {
                // An absent last newline stays absent at the very end of the output.
                bytes.pop();
            }
            let source = self.sources[source as usize].clone();
            let block = Block { bytes, start: 0, ticket, source, offset: 0, lines_before: 0 };
            ticket += 1;
            let mut batch = Batch::new(Arc::new(block), &cx.constants, 0);
            batch.rows = rows;
            batch.cols = columns;
            batch.select_all();
            if out(&mut batch, cx) == Flow::Stop {
                return Flow::Stop;
            }
        }
        Flow::More
    }
}
