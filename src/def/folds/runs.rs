//! Sorted runs of rows that have left memory, and their merge.
//!
//! A record is a key and a row; rows go by the key, and rows of one key by their place in
//! the run. What keeps the order of the input has empty keys.

use std::ops::Range;
use std::sync::Arc;

use super::kept::{Extent, Maker};
use crate::base::{Fault, pack};
use crate::data::{At, Source};
use crate::def::spill::{Merge, Records, Sorted, Stream};
use crate::def::step::{Cx, Flow, Out};

/// A sorted run.
pub struct Run {
    pub stream: Stream,
    /// The inputs of its rows.
    pub sources: Arc<[Arc<Source>]>,
}

/// A run that is being read.
pub struct Cursor {
    records: Records,
    sources: Arc<[Arc<Source>]>,
    /// Of the current record.
    key: Range<usize>,
    at: At,
    n_cells: usize,
    last: bool,
}

impl Cursor {
    /// A run from its start, its rows with so many cells; `last` turns the order round.
    pub fn new(run: Run, n_cells: usize, last: bool) -> Cursor {
        Cursor { records: run.stream.records(), sources: run.sources, key: 0..0, at: At::default(), n_cells, last }
    }

    /// The current row.
    pub fn row(&self) -> Result<Extent<'_>, Fault> {
        let mut rest = &self.records.record()[self.key.end..];
        Extent::load(&mut rest, self.n_cells, self.sources.len()).ok_or_else(|| self.records.damaged())
    }

    /// The key of the current row.
    pub fn key(&self) -> &[u8] {
        &self.records.record()[self.key.clone()]
    }

    /// The inputs of its rows.
    pub fn sources(&self) -> &[Arc<Source>] {
        &self.sources
    }
}

impl Sorted for Cursor {
    fn step(&mut self) -> Result<bool, Fault> {
        if !self.records.step()? {
            return Ok(false);
        }
        let record = self.records.record();
        let mut rest = record;
        let key = pack::bytes(&mut rest).map(<[u8]>::len);
        let start = record.len() - rest.len();
        let (Some(len), Some(at)) = (key, At::load(&mut rest)) else { return Err(self.records.damaged()) };
        (self.key, self.at) = (start - len..start, at);
        Ok(true)
    }

    fn before(&self, other: &Cursor) -> bool {
        let order = self.key().cmp(other.key()).then_with(|| self.at.cmp(&other.at));
        if self.last { order.is_gt() } else { order.is_lt() }
    }
}

/// Starts to merge runs.
pub fn merge(runs: Vec<Run>, n_cells: usize, last: bool) -> Result<Merge<Cursor>, Fault> {
    Merge::new(runs.into_iter().map(|run| Cursor::new(run, n_cells, last)).collect())
}

/// Gives all rows of a merge on.
pub fn give(mut merge: Merge<Cursor>, maker: &mut Maker, cx: &mut Cx, out: Out<'_>) -> Result<Flow, Fault> {
    while let Some(cursor) = merge.top() {
        if maker.put(cursor.row()?, cursor.sources(), cx, out) == Flow::Stop {
            return Ok(Flow::Stop);
        }
        merge.pass()?;
    }
    Ok(maker.end(cx, out))
}
