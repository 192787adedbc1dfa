//! Rows that are made at the end of a fold, batch by batch.

use std::sync::Arc;

use crate::base::Span;
use crate::data::batch::BATCH_ROWS;
use crate::data::{Batch, Block, Source};
use crate::def::step::{Cx, Flow, Out};

/// A batch of groups is given on when its text has this many bytes: lists may be long.
const FULL: usize = 16 << 20;

/// Rows that are made, batch by batch.
#[derive(Default)]
pub struct Made {
    batch: Option<Batch>,
    source: Option<Arc<Source>>,
    ticket: u64,
}

impl Made {
    /// A new row: its cells are to be pushed to the columns.
    pub fn row(&mut self, cx: &Cx) -> &mut Batch {
        self.rows(1, cx)
    }

    /// So many new rows.
    pub fn rows(&mut self, n: usize, cx: &Cx) -> &mut Batch {
        let source = self.source.get_or_insert_with(|| Arc::new(Source::computed()));
        let (source, ticket) = (source.clone(), self.ticket);
        let batch = self.batch.get_or_insert_with(|| {
            let block = Block { bytes: Vec::new(), start: 0, ticket, source, offset: 0, lines_before: 0 };
            Batch::new(Arc::new(block), &cx.constants, cx.n_slots)
        });
        batch.rows.resize(batch.rows.len() + n, Span::default());
        batch
    }

    /// Whether the batch should be given on.
    pub fn is_full(&self) -> bool {
        self.batch.as_ref().is_some_and(|batch| batch.rows.len() >= BATCH_ROWS || batch.heap.len() >= FULL)
    }

    /// Gives the batch on, if there is one.
    pub fn give(&mut self, cx: &mut Cx, out: Out<'_>) -> Flow {
        let Some(mut batch) = self.batch.take() else { return Flow::More };
        self.ticket += 1;
        batch.select_all();
        out(&mut batch, cx)
    }
}
