//! How rows are shown as records: their columns, or the input's record with edits.

use std::sync::Arc;

use crate::base::{Span, json};
use crate::data::{Batch, Cell, Cut, Key};
use crate::def::scope::{Decoder, Edit};
use crate::def::{Fields, Shape};

/// The fields of a row, in order.
pub enum View {
    /// Just these columns.
    Closed { names: Vec<String>, slots: Vec<usize> },
    /// The record as its format has it, with the pipeline's edits applied in order.
    Open { edits: Vec<Edit>, parsers: Vec<Parser> },
    /// Only `line`.
    Line,
}

/// A decoder whose whole record is shown.
pub struct Parser {
    decoder: usize,
    from: Option<usize>,
    cutter: Arc<dyn Cut>,
}

impl View {
    /// The view of a shape.
    pub fn new(shape: &Shape, decoders: &[Decoder]) -> View {
        match shape {
            Shape::Closed(columns) => View::Closed {
                names: columns.iter().map(|(n, _)| n.clone()).collect(),
                slots: columns.iter().map(|(_, s)| *s).collect(),
            },
            Shape::LineOnly => View::Line,
            Shape::Open(edits) => {
                let shown = |decoder: &usize| edits.contains(&Edit::Parse(*decoder));
                let parsers = decoders.iter().enumerate().filter(|(decoder, _)| shown(decoder));
                let parsers = parsers.filter_map(|(decoder, d)| {
                    let bind = d.bind.as_ref()?;
                    Some(Parser { decoder, from: d.from, cutter: Arc::from(bind(&[])) })
                });
                View::Open { edits: edits.clone(), parsers: parsers.collect() }
            }
        }
    }

    /// The names, where they are known before reading.
    pub fn names(&self) -> Option<Vec<String>> {
        match self {
            View::Closed { names, .. } => Some(names.clone()),
            View::Open { .. } => None,
            View::Line => Some(vec!["line".to_string()]),
        }
    }

    /// Whether it shows the input's own records.
    pub fn walks(&self) -> bool {
        matches!(self, View::Open { .. })
    }

    /// The slots that it reads.
    pub fn slots(&self) -> Vec<usize> {
        match self {
            View::Closed { slots, .. } => slots.clone(),
            View::Open { edits, parsers } => {
                let set = edits.iter().filter_map(|e| if let Edit::Set(_, slot) = e { Some(*slot) } else { None });
                set.chain(parsers.iter().filter_map(|p| p.from)).collect()
            }
            View::Line => Vec::new(),
        }
    }
}

/// One field of a record that is being put together.
#[derive(Clone, Copy)]
struct Entry {
    /// The name, in the buffer of names.
    start: usize,
    end: usize,
    escaped: bool,
    cell: Cell,
}

/// A record that is being put together.
#[derive(Default)]
struct Record {
    names: Vec<u8>,
    entries: Vec<Entry>,
}

impl Record {
    fn name(&self, entry: &Entry) -> &[u8] {
        &self.names[entry.start..entry.end]
    }

    fn find(&self, name: &[u8], escaped: bool) -> Option<usize> {
        let plain = |raw: &[u8], escaped: bool| {
            let mut out = Vec::new();
            if escaped {
                json::unescape(raw, &mut out)
            } else {
                out.extend_from_slice(raw)
            }
            out
        };
        self.entries.iter().position(|e| match (e.escaped, escaped) {
            (false, false) => self.name(e) == name,
            _ => plain(self.name(e), e.escaped) == plain(name, escaped),
        })
    }

    /// Overwrites a field in place, or appends it.
    fn set(&mut self, name: &[u8], escaped: bool, cell: Cell) {
        if let Some(at) = self.find(name, escaped) {
            self.entries[at].cell = cell;
            return;
        }
        let start = self.names.len();
        self.names.extend_from_slice(name);
        self.entries.push(Entry { start, end: self.names.len(), escaped, cell });
    }

    /// Adds the fields that a cutter finds in a text; false when the text does not fit.
    fn walk(&mut self, cutter: &dyn Cut, batch: &mut Batch, span: Span) -> bool {
        if span.len == 0 {
            return false;
        }
        let mut put = |key: Key<'_>, cell: Cell| match key {
            Key::Plain(name) => self.set(name, false, cell),
            Key::Escaped(name) => self.set(name, true, cell),
        };
        if span.in_heap() {
            let text = batch.bytes(span).to_vec();
            return cutter.walk(&text, span.start, &mut batch.heap, &mut put);
        }
        let line = &batch.block.bytes[span.start as usize..span.end() as usize];
        cutter.walk(line, span.start, &mut batch.heap, &mut put)
    }
}

impl Fields for View {
    fn each(&self, batch: &mut Batch, row: u32, put: &mut dyn FnMut(&mut Batch, Key<'_>, Cell)) {
        match self {
            View::Closed { names, slots } => {
                for (name, slot) in names.iter().zip(slots) {
                    let cell = batch.cell(*slot, row);
                    put(batch, Key::Plain(name.as_bytes()), cell);
                }
            }
            View::Line => {
                let line = batch.rows[row as usize];
                put(batch, Key::Plain(b"line"), Cell::Str(line));
            }
            View::Open { edits, parsers } => {
                let mut record = Record::default();
                let line = batch.record(row);
                let source = batch.block.source.clone();
                // Rows that a stage made are of no input format; what they have is in the edits.
                if let Some(walker) = &source.walker
                    && !record.walk(&**walker, batch, line)
                {
                    record.set(b"line", false, Cell::Str(line));
                }
                for edit in edits {
                    apply(edit, &mut record, parsers, batch, row);
                }
                for entry in &record.entries {
                    let name = record.name(entry);
                    put(batch, if entry.escaped { Key::Escaped(name) } else { Key::Plain(name) }, entry.cell);
                }
            }
        }
    }
}

fn apply(edit: &Edit, record: &mut Record, parsers: &[Parser], batch: &mut Batch, row: u32) {
    match edit {
        Edit::Set(name, slot) => record.set(name.as_bytes(), false, batch.cell(*slot, row)),
        Edit::Drop(name) => {
            if let Some(at) = record.find(name.as_bytes(), false) {
                record.entries.remove(at);
            }
        }
        Edit::Rename(from, to) => {
            // The new name means one thing: what had it before is gone, in every record.
            if let Some(old) = record.find(to.as_bytes(), false) {
                record.entries.remove(old);
            }
            let Some(at) = record.find(from.as_bytes(), false) else { return };
            let start = record.names.len();
            record.names.extend_from_slice(to.as_bytes());
            let end = record.names.len();
            record.entries[at] = Entry { start, end, escaped: false, ..record.entries[at] };
        }
        Edit::Parse(decoder) => {
            let Some(parser) = parsers.iter().find(|p| p.decoder == *decoder) else { return };
            let span = match parser.from {
                None => batch.record(row),
                Some(slot) => {
                    let cell = batch.cell(slot, row);
                    match batch.plain(cell).span() {
                        Some(span) => span,
                        None => return,
                    }
                }
            };
            record.walk(&*parser.cutter, batch, span);
        }
    }
}
