//! The spool: rows whose columns are known only when all have been seen.
//!
//! CSV, TSV and tables of open records have the union of all fields as columns, in
//! first-seen order. Nested objects become columns named `a.b`; lists stay JSON text.

use std::sync::Arc;

use hashbrown::HashMap;

use crate::base::{Span, json};
use crate::data::batch::BATCH_ROWS;
use crate::data::cell::Owned;
use crate::data::{Batch, Block, Cell, Key, Source};
use crate::def::Fields;
use crate::def::expr::json_cell;
use crate::def::step::Cx;
use crate::plan::View;

/// Rows and the columns seen so far.
#[derive(Default)]
pub(super) struct Spool {
    names: Vec<String>,
    places: HashMap<Vec<u8>, u32>,
    /// By row: where its cells end in `cells`.
    ends: Vec<usize>,
    cells: Vec<(u32, Owned)>,
    bytes: usize,
}

impl Spool {
    /// Takes the selected rows.
    pub(super) fn add(&mut self, batch: &mut Batch, fields: &dyn Fields) {
        let sel = std::mem::take(&mut batch.sel);
        let mut name = Vec::new();
        for &row in &sel {
            fields.each(batch, row, &mut |batch, key, cell| {
                name.clear();
                match key {
                    Key::Plain(k) => name.extend_from_slice(k),
                    Key::Escaped(k) => json::unescape(k, &mut name),
                }
                self.put(batch, &mut name, cell);
            });
            self.ends.push(self.cells.len());
        }
        batch.sel = sel;
    }

    fn put(&mut self, batch: &Batch, name: &mut Vec<u8>, cell: Cell) {
        if let Cell::Json(span) = cell
            && batch.bytes(span).first() == Some(&b'{')
        {
            let object = batch.bytes(span);
            let len = name.len();
            let mut empty = true;
            for member in json::members(object) {
                empty = false;
                name.truncate(len);
                name.push(b'.');
                json::unescape(&object[member.key], name);
                let range = member.value;
                let cell = json_cell(&object[range.clone()], span.start + range.start as u32);
                self.put(batch, name, cell);
            }
            name.truncate(len);
            if !empty {
                return;
            }
        }
        let next = self.names.len() as u32;
        let place = match self.places.get(name.as_slice()) {
            Some(place) => *place,
            None => {
                self.places.insert(name.clone(), next);
                self.names.push(String::from_utf8_lossy(name).into_owned());
                next
            }
        };
        let value = Owned::from(batch.value(cell));
        self.bytes += 56 + value.value().bytes().map_or(0, <[u8]>::len);
        self.cells.push((place, value));
    }

    /// Bytes held, about.
    pub(super) fn weight(&self) -> usize {
        self.bytes
    }

    /// The union of all names.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The view of the rows that [`Spool::emit`] gives.
    pub(super) fn view(&self) -> View {
        View::Closed { names: self.names.clone(), slots: (0..self.names.len()).collect() }
    }

    /// Gives the rows on; `out` says whether to go on.
    pub(super) fn emit(&self, cx: &mut Cx, out: &mut dyn FnMut(&mut Batch) -> bool) {
        let source = Arc::new(Source::computed());
        let mut from = 0;
        for ends in self.ends.chunks(BATCH_ROWS) {
            let block =
                Block { bytes: Vec::new(), start: 0, ticket: 0, source: source.clone(), offset: 0, lines_before: 0 };
            let mut batch = Batch::new(Arc::new(block), &cx.constants, self.names.len());
            batch.rows = vec![Span::default(); ends.len()];
            for column in &mut batch.cols {
                column.resize(ends.len(), Cell::None);
            }
            for (row, &end) in ends.iter().enumerate() {
                for (place, value) in &self.cells[from..end] {
                    batch.cols[*place as usize][row] = value.cell(&mut batch.heap);
                }
                from = end;
            }
            batch.select_all();
            if !out(&mut batch) {
                return;
            }
        }
    }
}
