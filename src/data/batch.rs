//! Blocks and batches: the bytes that were read, and a slice of them being worked on.

use std::sync::Arc;

use super::cell::{self, Value};
use super::{Cell, Source};
use crate::base::{HEAP, Span, json, pack};

/// A run of whole records as they were read.
pub struct Block {
    /// The records, each ending in a newline but perhaps the last one of a source.
    pub bytes: Vec<u8>,
    /// Where the first record starts; bytes before it belong to the block before.
    pub start: usize,
    /// The block's place in the order of all blocks.
    pub ticket: u64,
    /// The input it was read from.
    pub source: Arc<Source>,
    /// Where the first byte stands in the (decompressed) input.
    pub offset: u64,
    /// Newlines before the first byte in the input, when the plan counts lines; else 0.
    pub lines_before: u64,
}

/// A row's place in the total order of the run: ticket, then row within the block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    pub ticket: u64,
    pub row: u32,
}

impl At {
    /// Appends it as bytes.
    pub fn save(self, out: &mut Vec<u8>) {
        pack::put_uint(self.ticket, out);
        pack::put_uint(u64::from(self.row), out);
    }

    /// Takes a place that [`At::save`] wrote from the start of some bytes; None if they are damaged.
    pub fn load(bytes: &mut &[u8]) -> Option<At> {
        Some(At { ticket: pack::uint(bytes)?, row: u32::try_from(pack::uint(bytes)?).ok()? })
    }
}

/// One column: a cell for each row of the batch, or empty when it was never filled.
pub type Column = Vec<Cell>;

/// Names a kind of data error; the plan has its words.
pub type NoteId = u16;

/// One thing that did not fit, at one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// The row, counted within the block.
    pub row: u32,
    /// The first byte of the row, within the block; [`Note::NOWHERE`] for a row that was made.
    pub byte: u32,
    pub id: NoteId,
}

impl Note {
    /// The place of rows that stand in no input.
    pub const NOWHERE: u32 = u32::MAX;
}

/// A slice of one block: its rows, their columns, and which rows still count.
pub struct Batch {
    pub block: Arc<Block>,
    /// Computed text. Starts with the plan's constants, see [`Batch::reset`].
    pub heap: Vec<u8>,
    /// Each record without its terminator.
    pub rows: Vec<Span>,
    /// The rows that count, ascending.
    pub sel: Vec<u32>,
    /// By slot, each empty or as long as `rows`.
    pub cols: Vec<Column>,
    /// The place of row 0 within the block, in rows.
    pub first_row: u32,
    /// Data errors of this batch so far, in no particular order of rows.
    pub notes: Vec<Note>,
    /// The number of rows up to the one that satisfied a stop: nothing after them counts.
    pub stop: Option<u32>,
    /// True when rows were left out before they became rows (a literal search), so that
    /// neighbouring rows may not be neighbouring lines.
    pub sparse: bool,
}

/// The byte order mark of UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// The most rows in a batch: its columns stay in the nearer caches.
pub const BATCH_ROWS: usize = 4096;

impl Batch {
    /// An empty batch over a block.
    pub fn new(block: Arc<Block>, constants: &[u8], n_slots: usize) -> Batch {
        Batch {
            block,
            heap: constants.to_vec(),
            rows: Vec::new(),
            sel: Vec::new(),
            cols: vec![Vec::new(); n_slots],
            first_row: 0,
            notes: Vec::new(),
            stop: None,
            sparse: false,
        }
    }

    /// Makes it ready for the next slice; buffers are kept, and `constants` stand at the
    /// start of the heap so that constant cells are valid in every batch.
    pub fn reset(&mut self, constants: &[u8]) {
        self.heap.clear();
        self.heap.extend_from_slice(constants);
        self.rows.clear();
        self.sel.clear();
        for column in &mut self.cols {
            column.clear();
        }
        self.first_row = 0;
        self.notes.clear();
        self.stop = None;
        self.sparse = false;
    }

    /// The bytes of a span.
    #[inline]
    pub fn bytes(&self, span: Span) -> &[u8] {
        if span.len == 0 {
            // Empty text may stand anywhere, also past the end.
            return &[];
        }
        let start = (span.start & !HEAP) as usize;
        let from = if span.in_heap() { &self.heap[..] } else { &self.block.bytes[..] };
        &from[start..start + span.len as usize]
    }

    /// A cell with its bytes.
    #[inline]
    pub fn value(&self, cell: Cell) -> Value<'_> {
        cell::value_in(cell, |span| self.bytes(span))
    }

    /// The cell of a slot; None where the slot was never filled.
    #[inline]
    pub fn cell(&self, slot: usize, row: u32) -> Cell {
        self.cols[slot].get(row as usize).copied().unwrap_or_default()
    }

    /// The record of a row: its line, without the byte order mark of the first line of an input.
    #[inline]
    pub fn record(&self, row: u32) -> Span {
        let span = self.rows[row as usize];
        if span.start == 0 && self.block.offset == 0 && span.len >= 3 && self.block.bytes.starts_with(BOM) {
            return Span { start: 3, len: span.len - 3 };
        }
        span
    }

    /// The raw line of a row.
    #[inline]
    pub fn line(&self, row: u32) -> &[u8] {
        self.bytes(self.rows[row as usize])
    }

    /// A row's place in the run.
    #[inline]
    pub fn at(&self, row: u32) -> At {
        At { ticket: self.block.ticket, row: self.first_row + row }
    }

    /// Counts a data error.
    pub fn note(&mut self, row: u32, id: NoteId) {
        let start = self.rows[row as usize].start;
        let byte = if start & HEAP == 0 { start } else { Note::NOWHERE };
        self.notes.push(Note { row: self.first_row + row, byte, id });
    }

    /// Copies text to the heap.
    pub fn push(&mut self, text: &[u8]) -> Span {
        let span = Span::new(HEAP | self.heap.len() as u32, text.len());
        self.heap.extend_from_slice(text);
        span
    }

    /// The same cell with escapes resolved, so that its bytes are its text.
    pub fn plain(&mut self, cell: Cell) -> Cell {
        let Cell::Escaped(span) = cell else { return cell };
        let start = self.heap.len();
        if span.in_heap() {
            let raw = self.bytes(span).to_vec();
            json::unescape(&raw, &mut self.heap);
        } else {
            let from = span.start as usize;
            json::unescape(&self.block.bytes[from..from + span.len as usize], &mut self.heap);
        }
        Cell::Str(Span::new(HEAP | start as u32, self.heap.len() - start))
    }

    /// Selects every row.
    pub fn select_all(&mut self) {
        self.sel.clear();
        self.sel.extend(0..self.rows.len() as u32);
    }
}
