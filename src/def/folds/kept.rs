//! Rows that outlive their batch: their bytes and needed columns, in an arena of chunks.
//!
//! No span outlives its batch's turn, so a step that keeps rows copies them here. A row is
//! one extent: its line with its terminator, then the text of cells that do not stand in
//! the line, then the kinds of what was noted of it, so that no line is counted twice.
//! Cells are relative to the extent, so that a row can be moved by one copy.

use std::sync::Arc;

use crate::base::{HEAP, Span, pack};
use crate::data::cell::{load_cell, save_cell};
use crate::data::{At, Batch, Block, Cell, Note, NoteId, Origin, Source};
use crate::def::step::{Cx, Flow, Job, Out};

/// The size of a chunk, in bytes; a longer row has a chunk of its own.
const CHUNK: usize = 1 << 20;
/// The rows and bytes of a batch that is given on.
const OUT_ROWS: usize = crate::data::batch::BATCH_ROWS;
const OUT_BYTES: usize = 1 << 20;
/// The rows that are fetched together, and the most of each in lines of the cache.
const AHEAD: usize = 32;

#[derive(Clone)]
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
    /// The kinds noted of it, two bytes each at the extent's end.
    noted: u32,
}

/// An arena of rows.
#[derive(Clone, Default)]
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

    /// The slots whose cells are kept.
    pub fn slots(&self) -> &[usize] {
        &self.slots
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
        self.bytes + self.rows.capacity() * size_of::<Row>() + self.cells.capacity() * size_of::<Cell>()
    }

    /// A row's place in the run.
    pub fn at(&self, index: u32) -> At {
        self.rows[index as usize].at
    }

    /// Copies a row and gives its index. The batch's notes must be in order.
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
        let mut noted: Option<NoteId> = None;
        let mut n_noted = 0;
        for note in batch.noted(row) {
            if noted.replace(note.id) != Some(note.id) {
                chunk.extend_from_slice(&note.id.to_le_bytes());
                n_noted += 1;
            }
        }
        let extent = (chunk.len() - start) as u32;
        self.rows.push(Row {
            at: batch.at(row),
            chunk: chunk_index as u32,
            start: start as u32,
            extent,
            line: line.len,
            bare,
            source: source as u32,
            noted: n_noted,
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

    /// Gives the rows on in this order, as batches of a few thousand.
    pub fn emit(&self, order: impl Iterator<Item = u32>, cx: &mut Cx, out: Out<'_>) -> Flow {
        let mut maker = Maker::new(&self.slots, 0, cx);
        let mut order = order.peekable();
        let mut next = Vec::with_capacity(AHEAD);
        while order.peek().is_some() {
            next.clear();
            next.extend(order.by_ref().take(AHEAD));
            self.touch(&next);
            for index in &next {
                if maker.put(self.extent(*index), &self.sources, cx, out) == Flow::Stop {
                    return Flow::Stop;
                }
            }
        }
        maker.end(cx, out)
    }

    /// Gives the rows on in this order: many of them with help, since they stand anywhere and copying
    /// them is mostly waiting.
    pub fn give(self, order: &[u32], cx: &mut Cx, out: Out<'_>) -> Flow {
        let Some(hands) = cx.hands.clone().filter(|_| order.len() > 2 * OUT_ROWS) else {
            return self.emit(order.iter().copied(), cx, out);
        };
        let kept = Arc::new(self);
        let (n_slots, constants) = (cx.n_slots, cx.constants.clone());
        let mut parts = order.chunks(OUT_ROWS).peekable();
        let mut jobs = std::iter::from_fn(|| {
            let (part, kept, mut cx) = (parts.next()?.to_vec(), kept.clone(), Cx::new(n_slots, constants.clone()));
            let is_last = parts.peek().is_none();
            Some(Box::new(move || kept.part(&part, is_last, &mut cx)) as Job)
        });
        let mut ticket = 0;
        hands.in_order(&mut jobs, &mut |batches| {
            for mut batch in batches {
                if let Some(block) = Arc::get_mut(&mut batch.block) {
                    block.ticket = ticket;
                }
                ticket += 1;
                if out(&mut batch, cx) == Flow::Stop {
                    return Flow::Stop;
                }
            }
            Flow::More
        })
    }

    /// The batches of a part of the rows, in this order.
    fn part(&self, rows: &[u32], is_last: bool, cx: &mut Cx) -> Vec<Batch> {
        let mut made = Vec::new();
        let out: Out<'_> = &mut |batch: &mut Batch, _: &mut Cx| {
            let next = Batch::new(batch.block.clone(), &[], 0);
            made.push(std::mem::replace(batch, next));
            Flow::More
        };
        let mut maker = Maker::new(&self.slots, 0, cx);
        for rows in rows.chunks(AHEAD) {
            self.touch(rows);
            for index in rows {
                maker.put(self.extent(*index), &self.sources, cx, out);
            }
        }
        if is_last {
            maker.end(cx, out);
        } else {
            maker.give(cx, out);
        }
        made
    }

    /// Looks at rows that are wanted next and stand anywhere: the processor fetches them all at once, where
    /// it would wait for each when it is copied.
    fn touch(&self, rows: &[u32]) {
        const LINE: usize = 64;
        let mut seen = 0;
        for index in rows {
            let row = &self.rows[*index as usize];
            let extent = &self.chunks[row.chunk as usize][row.start as usize..][..row.extent as usize];
            seen = extent.iter().step_by(LINE).take(AHEAD).fold(seen, |seen, byte| seen ^ byte);
        }
        std::hint::black_box(seen);
    }

    /// A row with its bytes and cells.
    pub fn extent(&self, index: u32) -> Extent<'_> {
        let n = self.slots.len();
        let row = &self.rows[index as usize];
        Extent {
            at: row.at,
            source: row.source,
            line: row.line,
            bare: row.bare,
            noted: row.noted,
            origin: None,
            bytes: &self.chunks[row.chunk as usize][row.start as usize..][..row.extent as usize],
            cells: std::borrow::Cow::Borrowed(&self.cells[index as usize * n..][..n]),
        }
    }

    /// The inputs of the rows, by their index in an extent.
    pub fn sources(&self) -> &[Arc<Source>] {
        &self.sources
    }

    /// Forgets all rows; the slots stay.
    pub fn clear(&mut self) {
        *self = Kept::new(&std::mem::take(&mut self.slots));
    }

    /// Forgets all rows, but keeps one chunk and the tables for those to come.
    pub fn reuse(&mut self) {
        self.chunks.truncate(1);
        self.chunks.iter_mut().for_each(Vec::clear);
        self.bytes = self.chunks.first().map_or(0, Vec::capacity);
        self.rows.clear();
        self.cells.clear();
        self.sources.clear();
    }
}

/// A kept row: its line with its terminator, then the text of its cells, which are relative
/// to it, then the kinds of what was noted of it.
pub struct Extent<'a> {
    pub at: At,
    source: u32,
    line: u32,
    bare: bool,
    noted: u32,
    /// The line that it stands for, where it keeps its place in the stream.
    pub origin: Option<Origin>,
    bytes: &'a [u8],
    cells: std::borrow::Cow<'a, [Cell]>,
}

impl<'a> Extent<'a> {
    /// Makes its input one of `to`, where it was one of `from`.
    pub fn adopt(&mut self, from: &[Arc<Source>], to: &mut Vec<Arc<Source>>) {
        let source = &from[self.source as usize];
        let place = to.iter().rposition(|s| Arc::ptr_eq(s, source)).unwrap_or_else(|| {
            to.push(source.clone());
            to.len() - 1
        });
        self.source = place as u32;
    }

    /// Appends it, so that it can leave memory.
    pub fn save(&self, out: &mut Vec<u8>) {
        self.at.save(out);
        pack::put_uint(u64::from(self.source) << 1 | u64::from(self.bare), out);
        pack::put_uint(u64::from(self.line), out);
        pack::put_uint(u64::from(self.noted) << 1 | u64::from(self.origin.is_some()), out);
        if let Some(origin) = self.origin {
            pack::put_uint(origin.ticket, out);
            pack::put_uint(origin.line, out);
        }
        pack::put_bytes(self.bytes, out);
        self.cells.iter().for_each(|cell| save_cell(*cell, out));
    }

    /// Takes a row of so many cells, of so many inputs, that [`Extent::save`] wrote; None if it
    /// is damaged.
    pub fn load(bytes: &mut &'a [u8], n_cells: usize, n_sources: usize) -> Option<Extent<'a>> {
        let at = At::load(bytes)?;
        let source = pack::uint(bytes)?;
        let line = u32::try_from(pack::uint(bytes)?).ok()?;
        let noted = pack::uint(bytes)?;
        let origin = match noted & 1 {
            1 => Some(Origin { ticket: pack::uint(bytes)?, line: pack::uint(bytes)? }),
            _ => None,
        };
        let noted = u32::try_from(noted >> 1).ok()?;
        let extent = pack::bytes(bytes)?;
        let cells: Option<Vec<Cell>> = (0..n_cells).map(|_| load_cell(bytes, extent.len())).collect();
        let fits = u64::from(line) + 2 * u64::from(noted) <= extent.len() as u64;
        (fits && source >> 1 < n_sources as u64).then_some(())?;
        let cells = std::borrow::Cow::Owned(cells?);
        let (source, bare) = (u32::try_from(source >> 1).ok()?, source & 1 == 1);
        Some(Extent { at, source, line, bare, noted, origin, bytes: extent, cells })
    }
}

/// Batches made of kept rows, one row after another.
pub struct Maker {
    slots: Vec<usize>,
    bytes: Vec<u8>,
    rows: Vec<Span>,
    columns: Vec<Vec<Cell>>,
    notes: Vec<Note>,
    origins: Vec<Option<Origin>>,
    source: Option<Arc<Source>>,
    /// Whether the last row had no newline.
    bare: bool,
    ticket: u64,
}

impl Maker {
    /// No rows yet, of these slots; `ticket` is that of the first batch.
    pub fn new(slots: &[usize], ticket: u64, cx: &Cx) -> Maker {
        Maker {
            slots: slots.to_vec(),
            bytes: Vec::new(),
            rows: Vec::new(),
            columns: vec![Vec::new(); cx.n_slots],
            notes: Vec::new(),
            origins: Vec::new(),
            source: None,
            bare: false,
            ticket,
        }
    }

    /// Takes the next row; gives a batch on when there are enough. `sources` are the row's.
    pub fn put(&mut self, row: Extent<'_>, sources: &[Arc<Source>], cx: &mut Cx, out: Out<'_>) -> Flow {
        let source = &sources[row.source as usize];
        let other = self.source.as_ref().is_some_and(|here| !Arc::ptr_eq(here, source));
        if (other || self.rows.len() == OUT_ROWS || self.bytes.len() > OUT_BYTES) && self.give(cx, out) == Flow::Stop {
            return Flow::Stop;
        }
        self.source.get_or_insert_with(|| source.clone());
        let base = self.bytes.len() as u32;
        let (bytes, noted) = row.bytes.split_at(row.bytes.len() - 2 * row.noted as usize);
        self.bytes.extend_from_slice(bytes);
        self.notes.extend(noted.chunks_exact(2).map(|id| Note {
            row: self.rows.len() as u32,
            part: 0,
            byte: base,
            id: NoteId::from_le_bytes([id[0], id[1]]),
            counted: true,
        }));
        self.origins.push(row.origin);
        self.rows.push(Span { start: base, len: row.line });
        for (slot, cell) in self.slots.iter().zip(row.cells.iter()) {
            self.columns[*slot].push(match cell.span() {
                Some(span) if span.start & HEAP == 0 => {
                    cell.with_span(Span { start: base + span.start, len: span.len })
                }
                _ => *cell,
            });
        }
        self.bare = row.bare;
        Flow::More
    }

    /// There are no more rows.
    pub fn end(&mut self, cx: &mut Cx, out: Out<'_>) -> Flow {
        if self.bare {
            self.bare_end();
        }
        self.give(cx, out)
    }

    /// An absent last newline stays absent at the very end of the output. Where the text of cells
    /// stands behind the line, a copy of the line ends the bytes instead.
    fn bare_end(&mut self) {
        let Some(line) = self.rows.last_mut() else { return };
        if line.end() as usize + 1 == self.bytes.len() {
            self.bytes.pop();
            return;
        }
        let start = self.bytes.len();
        self.bytes.extend_from_within(line.start as usize..line.end() as usize);
        line.start = start as u32;
    }

    fn give(&mut self, cx: &mut Cx, out: Out<'_>) -> Flow {
        let Some(source) = self.source.take() else { return Flow::More };
        let bytes = std::mem::take(&mut self.bytes);
        let block = Block { bytes, start: 0, ticket: self.ticket, source, offset: 0, lines_before: 0 };
        self.ticket += 1;
        let mut batch = Batch::new(Arc::new(block), &cx.constants, 0);
        batch.rows = std::mem::take(&mut self.rows);
        batch.notes = std::mem::take(&mut self.notes);
        batch.origins = std::mem::take(&mut self.origins);
        batch.cols = std::mem::take(&mut self.columns);
        batch.select_all();
        let flow = out(&mut batch, cx);
        // Buffers to be filled again, where nobody has kept them: they would have to grow anew.
        if let Ok(block) = Arc::try_unwrap(batch.block) {
            self.bytes = block.bytes;
            self.bytes.clear();
        }
        self.rows = batch.rows;
        self.rows.clear();
        self.columns = batch.cols;
        self.columns.iter_mut().for_each(Vec::clear);
        self.columns.resize(cx.n_slots, Vec::new());
        flow
    }
}
