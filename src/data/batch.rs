//! Blocks and batches: the bytes that were read, and a slice of them being worked on.

use std::sync::Arc;

use super::cell::{self, Value};
use super::lines::full_end;
use super::{Cell, Miss, Source};
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

/// A row's place in the total order of the run: ticket, then row within the block, then the
/// part of it where several rows were made of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    pub ticket: u64,
    pub row: u32,
    pub part: u32,
}

/// Where a row comes from, for rows that no longer say so themselves: their line was
/// rewritten, or several were made of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The line as it was read.
    pub line: Span,
    /// The row of the batch as it was cut.
    pub row: u32,
    /// The number among the rows that were made of that one.
    pub part: u32,
}

/// A line of the input, for rows that waited in a file: what is noted of them afterwards is
/// told of this line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The block that it was read in.
    pub ticket: u64,
    /// The newlines before it, within that block.
    pub line: u64,
}

impl At {
    /// Appends it as bytes.
    pub fn save(self, out: &mut Vec<u8>) {
        pack::put_uint(self.ticket, out);
        // The part is nearly always 0, so one bit says whether it follows.
        pack::put_uint(u64::from(self.row) << 1 | u64::from(self.part > 0), out);
        if self.part > 0 {
            pack::put_uint(u64::from(self.part), out);
        }
    }

    /// Takes a place that [`At::save`] wrote from the start of some bytes; None if they are damaged.
    pub fn load(bytes: &mut &[u8]) -> Option<At> {
        let (ticket, row) = (pack::uint(bytes)?, pack::uint(bytes)?);
        let part = if row & 1 == 1 { u32::try_from(pack::uint(bytes)?).ok()? } else { 0 };
        Some(At { ticket, row: u32::try_from(row >> 1).ok()?, part })
    }
}

/// One column: a cell for each row of the batch, or empty when it was never filled.
pub type Column = Vec<Cell>;

/// Names a kind of data error; the plan has its words.
pub type NoteId = u16;

/// One thing that did not fit, at one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// The row, counted within the block, and the part of it.
    pub row: u32,
    pub part: u32,
    /// The first byte of the row, within the block; [`Note::NOWHERE`] for a row that was made.
    pub byte: u32,
    pub id: NoteId,
    /// It was counted before its row was held, and only says so: no line is counted twice.
    pub counted: bool,
}

impl Note {
    /// The place of rows that stand in no input.
    pub const NOWHERE: u32 = u32::MAX;
}

/// A row whose text was not in its format: for the explanation of the first few, and for the file
/// that a person wants them in.
#[derive(Clone, Debug, PartialEq)]
pub struct Bad {
    /// The row, counted within the block, and the part of it.
    pub row: u32,
    pub part: u32,
    /// The first byte of the row, within the block; [`Note::NOWHERE`] for a row that was made.
    pub byte: u32,
    /// The text, with what ended it.
    pub text: Vec<u8>,
    /// How far it was in the format, where that is told.
    pub miss: Option<Miss>,
}

/// A slice of one block: its rows, their columns, and which rows still count.
pub struct Batch {
    pub block: Arc<Block>,
    /// Computed text. Starts with the plan's constants, see [`Batch::reset`].
    pub heap: Vec<u8>,
    /// Each record without its terminator.
    pub rows: Vec<Span>,
    /// By row, where it comes from; empty as long as the rows stand where they were read.
    pub places: Vec<Place>,
    /// Lines were made anew, and each ends in a newline of its own.
    pub printed: bool,
    /// The rows that count, ascending.
    pub sel: Vec<u32>,
    /// By slot, each empty or as long as `rows`.
    pub cols: Vec<Column>,
    /// The place of row 0 within the block, in rows.
    pub first_row: u32,
    /// Data errors of this batch so far, in no particular order of rows.
    pub notes: Vec<Note>,
    /// Rows whose text was not in its format: the first few, or all that are left out.
    pub bad: Vec<Bad>,
    /// By row as it was made, the line that it stands for; empty unless the rows were held. A
    /// row that has lost its place in the stream has none.
    pub origins: Vec<Option<Origin>>,
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
            places: Vec::new(),
            printed: false,
            sel: Vec::new(),
            cols: vec![Vec::new(); n_slots],
            first_row: 0,
            notes: Vec::new(),
            bad: Vec::new(),
            origins: Vec::new(),
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
        self.places.clear();
        self.printed = false;
        self.sel.clear();
        for column in &mut self.cols {
            column.clear();
        }
        self.first_row = 0;
        self.notes.clear();
        self.bad.clear();
        self.origins.clear();
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
        let first = self.block.offset == 0 && self.place(row).line.start == 0;
        if first && span.len >= 3 && self.bytes(span).starts_with(BOM) {
            return Span { start: span.start + 3, len: span.len - 3 };
        }
        span
    }

    /// Where a row comes from.
    #[inline]
    pub fn place(&self, row: u32) -> Place {
        match self.places.get(row as usize) {
            Some(place) => *place,
            None => Place { line: self.rows[row as usize], row, part: 0 },
        }
    }

    /// Writes down where the rows come from, before lines are rewritten or rows made of rows.
    pub fn keep_places(&mut self) {
        if self.places.is_empty() {
            let place = |(row, line): (usize, &Span)| Place { line: *line, row: row as u32, part: 0 };
            self.places.extend(self.rows.iter().enumerate().map(place));
        }
    }

    /// What ends the line of a row: the input's own terminator, also where the line was rewritten.
    #[inline]
    pub fn terminator(&self, row: u32) -> &[u8] {
        let line = self.place(row).line;
        if self.printed || line.in_heap() {
            return b"\n";
        }
        let end = line.end() as usize;
        &self.block.bytes[end.min(self.block.bytes.len())..full_end(&self.block.bytes, line)]
    }

    /// Whether a note is of a row that counts: none after the one that satisfied a stop.
    pub fn counts(&self, note: &Note) -> bool {
        self.counts_at(note.row, note.part)
    }

    /// Whether a row of the block counts: none after the one that satisfied a stop.
    pub fn counts_at(&self, row: u32, part: u32) -> bool {
        let last = match self.stop {
            None => return true,
            Some(0) => return row < self.first_row,
            Some(stop) => self.at(stop - 1),
        };
        (row, part) <= (last.row, last.part)
    }

    /// The raw line of a row.
    #[inline]
    pub fn line(&self, row: u32) -> &[u8] {
        self.bytes(self.rows[row as usize])
    }

    /// A row's place in the run.
    #[inline]
    pub fn at(&self, row: u32) -> At {
        let (row, part) = self.places.get(row as usize).map_or((row, 0), |place| (place.row, place.part));
        At { ticket: self.block.ticket, row: self.first_row + row, part }
    }

    /// Counts a data error.
    pub fn note(&mut self, row: u32, id: NoteId) {
        let place = self.place(row);
        let byte = if place.line.in_heap() { Note::NOWHERE } else { place.line.start };
        self.notes.push(Note { row: self.first_row + place.row, part: place.part, byte, id, counted: false });
    }

    /// Puts the notes in the order of their rows, so that [`Batch::noted`] finds those of one.
    pub fn order_notes(&mut self) {
        self.notes.sort_unstable_by_key(|n| (n.row, n.part, n.id));
    }

    /// What was noted of a row so far, each kind at least once. The notes must be in order.
    pub fn noted(&self, row: u32) -> &[Note] {
        if self.notes.is_empty() {
            return &[];
        }
        let At { row, part, .. } = self.at(row);
        let from = self.notes.partition_point(|n| (n.row, n.part) < (row, part));
        let len = self.notes[from..].iter().take_while(|n| (n.row, n.part) == (row, part)).count();
        &self.notes[from..from + len]
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

    /// Leaves out rows as if they had never been cut, before anything is known of them.
    pub fn retain(&mut self, stays: impl Fn(&Batch, u32) -> bool) {
        let stays: Vec<bool> = (0..self.rows.len() as u32).map(|row| stays(self, row)).collect();
        let mut left = stays.iter();
        self.rows.retain(|_| left.next() == Some(&true));
        let mut left = stays.iter();
        self.places.retain(|_| left.next() == Some(&true));
    }

    /// Selects every row.
    pub fn select_all(&mut self) {
        self.sel.clear();
        self.sel.extend(0..self.rows.len() as u32);
    }
}
