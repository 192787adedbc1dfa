//! `every` while the inputs grow: each bucket of time comes out as soon as it is over.
//!
//! The watermark is the latest time that any record has told so far. A bucket is over when the watermark
//! has passed its end by `--late`; it comes out then, and what still comes for it is too late, which is
//! counted. Rows are taken in the order of the input, one by one as far as this law goes, so what is too late and what
//! comes out depend on neither threads nor blocks; that is why this is a `Whole` and not a fold, and it costs little,
//! as reading, decoding and filtering stay with the workers. A clock on the wall was rejected: the
//! same input would give another output, and a log that is behind would lose records.
//!
//! Where [`Gaps`] are asked for, buckets in which nothing happened come out in their turn, too.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::gaps::Gaps;
use super::group::Grouped;
use super::parts::Parts;
use crate::data::{Batch, Cell, NoteId};
use crate::def::expr::Expr;
use crate::def::step::{Cx, Flow, FoldState, Out, Whole};

/// What a stage says of its buckets.
pub struct Buckets {
    /// The time of a row; its bucket is the first key.
    pub time: Expr,
    pub width: i64,
    /// How long after its end a bucket waits for records.
    pub late: i64,
    /// Counted for a row that comes too late.
    pub too_late: NoteId,
}

/// Groups by time that come out as time goes on.
#[derive(Clone)]
pub struct Every {
    parts: Arc<Parts>,
    buckets: Arc<Buckets>,
    gaps: Option<Gaps>,
    /// The latest time so far.
    watermark: Option<i64>,
    open: BTreeMap<i64, Open>,
    /// The groups of rows without a time, which come last.
    timeless: Option<Open>,
    weight: usize,
}

/// A bucket that is not over.
struct Open {
    groups: Grouped,
    weight: usize,
}

impl Clone for Open {
    fn clone(&self) -> Open {
        Open { groups: self.groups.copied(), weight: self.weight }
    }
}

/// A row with its bucket and its time; None where it has none.
type Timed = (u32, Option<(i64, i64)>);

impl Every {
    /// No groups yet.
    pub fn new(parts: Arc<Parts>, buckets: Buckets) -> Every {
        let buckets = Arc::new(buckets);
        Every { parts, buckets, gaps: None, watermark: None, open: BTreeMap::new(), timeless: None, weight: 0 }
    }

    /// The times of the selected rows.
    fn times(&self, batch: &mut Batch, cx: &mut Cx) -> Vec<Timed> {
        let sel = std::mem::take(&mut batch.sel);
        let times = self.buckets.time.hold(batch, &sel, cx);
        let starts = self.parts.keys.first().map(|(start, _)| start.hold(batch, &sel, cx));
        let start = |row| starts.as_ref().map_or(Cell::None, |starts| starts.cell(batch, row));
        let timed = |row: &u32| match (start(*row), times.cell(batch, *row)) {
            (Cell::Time(start), Cell::Time(time)) => (*row, Some((start, time))),
            _ => (*row, None),
        };
        let timed = sel.iter().map(timed).collect();
        starts.into_iter().chain([times]).for_each(|held| held.done(cx));
        batch.sel = sel;
        timed
    }

    /// The latest start of a bucket that is over.
    fn over(&self) -> Option<i64> {
        let Buckets { width, late, .. } = *self.buckets;
        // Before the first instant that can be told nothing is over.
        self.watermark?.checked_sub(late)?.checked_sub(width)
    }

    /// Adds rows to their groups.
    fn add(&mut self, rows: &mut Vec<(u32, Option<i64>)>, batch: &mut Batch, cx: &mut Cx) {
        // Of one bucket at a time; neighbours are mostly of one.
        rows.sort_by_key(|(row, start)| (*start, *row));
        let sel = std::mem::take(&mut batch.sel);
        for same in rows.chunk_by(|a, b| a.1 == b.1) {
            batch.sel.clear();
            batch.sel.extend(same.iter().map(|(row, _)| *row));
            let new = || Open { groups: Grouped::resident(self.parts.clone()), weight: 0 };
            let open = match same[0].1 {
                Some(start) => self.open.entry(start).or_insert_with(new),
                None => self.timeless.get_or_insert_with(new),
            };
            open.groups.add(batch, cx);
            let weight = open.groups.weight();
            self.weight = self.weight + weight - std::mem::replace(&mut open.weight, weight);
        }
        batch.sel = sel;
        rows.clear();
    }

    /// Gives on what is over: all buckets up to this one.
    fn give(&mut self, to: i64, cx: &mut Cx, out: Out<'_>) -> Flow {
        while let Some(start) = self.open.first_key_value().map(|(start, _)| *start).filter(|start| *start <= to) {
            if let Some(gaps) = &mut self.gaps
                && gaps.give(start.saturating_sub(1), cx, out) == Flow::Stop
            {
                return Flow::Stop;
            }
            let Some(open) = self.open.remove(&start) else { break };
            self.weight -= open.weight;
            let flow = match &mut self.gaps {
                Some(gaps) => gaps.complete(start, Box::new(open.groups), cx, out),
                None => Box::new(open.groups).finish(cx, out),
            };
            if flow == Flow::Stop {
                return flow;
            }
        }
        match &mut self.gaps {
            Some(gaps) => gaps.give(to, cx, out),
            None => Flow::More,
        }
    }

    /// The first bucket that has not come out.
    fn first(&self) -> Option<i64> {
        let open = self.open.first_key_value().map(|(start, _)| *start);
        open.into_iter().chain(self.gaps.as_ref().and_then(Gaps::next)).min()
    }
}

impl Whole for Every {
    fn name(&self) -> &'static str {
        "every"
    }

    fn fills(&mut self, keys: &[usize], counts: &[usize]) -> bool {
        let Some((_, time)) = self.parts.keys.first() else { return false };
        let slots = self.parts.keys.iter().map(|(_, slot)| *slot).chain(self.parts.aggs.iter().map(|agg| agg.slot));
        self.gaps = Some(Gaps::new(*time, self.buckets.width, keys, counts, slots.collect()));
        true
    }

    fn push(&mut self, batch: &mut Batch, cx: &mut Cx, out: Out<'_>) -> Flow {
        let mut rows: Vec<(u32, Option<i64>)> = Vec::new();
        let mut first = self.first();
        for (row, timed) in self.times(batch, cx) {
            let Some((start, time)) = timed else {
                rows.push((row, None));
                continue;
            };
            if self.over().is_some_and(|over| start <= over) {
                batch.note(row, self.buckets.too_late);
                continue;
            }
            rows.push((row, Some(start)));
            first = first.into_iter().chain([start]).min();
            self.watermark = self.watermark.max(Some(time));
            let Some(over) = self.over().filter(|over| first.is_some_and(|first| first <= *over)) else { continue };
            self.add(&mut rows, batch, cx);
            if self.give(over, cx, out) == Flow::Stop {
                // What comes after the row that was enough does not count.
                batch.stop = Some(batch.stop.map_or(row + 1, |stop| stop.min(row + 1)));
                return Flow::Stop;
            }
            first = self.first();
        }
        self.add(&mut rows, batch, cx);
        Flow::More
    }

    fn end(&mut self, cx: &mut Cx, out: Out<'_>) -> Flow {
        if let Some(last) = self.open.last_key_value().map(|(start, _)| *start)
            && self.give(last, cx, out) == Flow::Stop
        {
            return Flow::Stop;
        }
        let Some(open) = self.timeless.take() else { return Flow::More };
        self.weight -= open.weight;
        Box::new(open.groups).finish(cx, out)
    }

    fn weight(&self) -> usize {
        self.weight + self.gaps.as_ref().map_or(0, Gaps::weight)
    }

    fn copy(&self) -> Option<Box<dyn Whole>> {
        Some(Box::new(self.clone()))
    }
}

#[cfg(test)]
#[path = "every_tests.rs"]
mod tests;
