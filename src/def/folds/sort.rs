//! Sorting, and its bounded kin: the first rows by a key, and the last rows of the input.
//!
//! Each worker keeps its own rows and sorts them itself; sorted runs are merged at the
//! end. A row's keys are one byte string that compares as they do, and its first bytes stand
//! beside the row's number: room for a whole number, so that most comparisons look at nothing
//! else. Ties keep input order because the place in the run is the last key; as rows come
//! nearly in that order, a stable sort finds it there without looking. With a limit a worker
//! holds at most a few times that many rows; without one, what outgrows its room goes to
//! sorted runs in a temporary file.

use std::any::Any;
use std::cmp::Ordering;
use std::sync::Arc;

use super::best::Best;
use super::kept::{Kept, Maker};
use super::runs::{self, Cursor, Run};
use super::sort_key::encode;
use crate::base::{Fault, pack};
use crate::data::Batch;
use crate::def::expr::{Expr, Held};
use crate::def::spill::{Merge, Spill, Stream};
use crate::def::step::{Cx, Flow, Fold, FoldState, Out};

/// The most runs that are merged at once; more are merged to one run first.
const MOST_RUNS: usize = 64;
/// The bytes of a key that stand beside the row's number; a number has eleven.
const PREFIX: usize = size_of::<u128>();

/// One key of a sort.
pub struct SortKey {
    pub expr: Expr,
    pub descending: bool,
}

/// `sort`, `sort ... | head N`, and `tail N`.
pub struct SortFold {
    pub name: &'static str,
    /// No keys: rows keep the input's order.
    pub keys: Arc<Vec<SortKey>>,
    /// The most rows that are wanted; the last ones when `last` is set.
    pub limit: Option<usize>,
    pub last: bool,
    pub slots: Vec<usize>,
}

impl SortFold {
    /// A fold that keeps no columns yet.
    pub fn new(name: &'static str, keys: Vec<SortKey>, limit: Option<usize>, last: bool) -> SortFold {
        SortFold { name, keys: Arc::new(keys), limit, last, slots: Vec::new() }
    }
}

impl Fold for SortFold {
    fn name(&self) -> &'static str {
        self.name
    }

    fn keep(&mut self, live: &[usize]) {
        self.slots = live.to_vec();
    }

    fn limit(&mut self, rows: usize) -> bool {
        if self.last {
            return false;
        }
        self.limit = Some(self.limit.map_or(rows, |limit| limit.min(rows)));
        true
    }

    fn best(&self) -> Option<Best> {
        let key = self.keys.first().filter(|_| !self.last)?;
        Some(Best { slot: key.expr.as_slot()?, descending: key.descending, rows: self.limit? })
    }

    fn is_keyed(&self) -> bool {
        false
    }

    fn state(&self) -> Box<dyn FoldState> {
        Box::new(Sorted {
            keys: self.keys.clone(),
            limit: self.limit,
            last: self.last,
            slots: self.slots.clone(),
            kept: Kept::new(&self.slots),
            texts: Vec::new(),
            entries: Vec::new(),
            runs: Vec::new(),
            bar: None,
            spill: None,
            spilled: Vec::new(),
        })
    }
}

/// A kept row with its key.
#[derive(Clone, Copy)]
struct Entry {
    /// The first bytes of the key.
    prefix: u128,
    /// Where the key stands.
    start: usize,
    len: u32,
    /// The row.
    index: u32,
}

struct Sorted {
    keys: Arc<Vec<SortKey>>,
    limit: Option<usize>,
    last: bool,
    slots: Vec<usize>,
    kept: Kept,
    /// The keys of all entries.
    texts: Vec<u8>,
    /// Rows in the order in which they came.
    entries: Vec<Entry>,
    /// Sorted runs, once sealed.
    runs: Vec<Vec<Entry>>,
    /// The key of the last row that can still matter: later rows that are not below it are not kept.
    bar: Option<Vec<u8>>,
    spill: Option<Spill>,
    spilled: Vec<Run>,
}

impl Sorted {
    fn text(&self, entry: &Entry) -> &[u8] {
        &self.texts[entry.start..entry.start + entry.len as usize]
    }

    /// The order of two keys.
    #[inline]
    fn by_key(&self, a: &Entry, b: &Entry) -> Ordering {
        let whole = a.len as usize <= PREFIX && b.len as usize <= PREFIX;
        let rest = || if whole { a.len.cmp(&b.len) } else { self.text(a).cmp(self.text(b)) };
        a.prefix.cmp(&b.prefix).then_with(rest)
    }

    /// The order of two kept rows.
    #[inline]
    fn order(&self, a: &Entry, b: &Entry) -> Ordering {
        let order = self.by_key(a, b).then_with(|| self.kept.at(a.index).cmp(&self.kept.at(b.index)));
        if self.last { order.reverse() } else { order }
    }

    fn sort(&self, entries: &mut [Entry]) {
        // One pass when they came in order, and then ties need no look at their rows.
        entries.sort_by_key(|entry| self.kept.at(entry.index));
        entries.sort_by(|a, b| self.by_key(a, b));
        if self.last {
            entries.reverse();
        }
    }

    /// Drops all but the first `limit` rows.
    fn cut(&mut self, limit: usize) {
        let mut entries = std::mem::take(&mut self.entries);
        if entries.len() > limit && limit > 0 {
            entries.select_nth_unstable_by(limit - 1, |a, b| self.order(a, b));
            self.bar = Some(self.text(&entries[limit - 1]).to_vec());
        }
        entries.truncate(limit);
        entries.sort_unstable_by_key(|entry| entry.index);
        let keep: Vec<u32> = entries.iter().map(|entry| entry.index).collect();
        let mut texts = Vec::new();
        for (index, entry) in entries.iter_mut().enumerate() {
            let start = texts.len();
            texts.extend_from_slice(&self.texts[entry.start..entry.start + entry.len as usize]);
            (entry.start, entry.index) = (start, index as u32);
        }
        self.kept.compact(&keep);
        (self.texts, self.entries) = (texts, entries);
    }

    /// Writes what is in memory to a sorted run, and forgets it.
    fn leave(&mut self, cx: &mut Cx) {
        let mut entries = std::mem::take(&mut self.entries);
        entries.extend(self.runs.drain(..).flatten());
        if entries.is_empty() {
            return;
        }
        self.sort(&mut entries);
        if self.spill.is_none() {
            self.spill = cx.spill();
        }
        if let Some(spill) = &mut self.spill {
            let mut stream = Stream::default();
            let mut record = Vec::new();
            let mut written = Ok(());
            for entry in &entries {
                record.clear();
                pack::put_bytes(&self.texts[entry.start..entry.start + entry.len as usize], &mut record);
                self.kept.extent(entry.index).save(&mut record);
                written = written.and_then(|()| stream.put(&record, spill));
            }
            written = written.and_then(|()| stream.flush(spill));
            self.spilled.push(Run { stream, sources: self.kept.sources().into() });
            if let Err(fault) = written {
                cx.fault.get_or_insert(fault);
            }
        }
        self.kept.clear();
        self.texts = Vec::new();
        if self.spilled.len() >= MOST_RUNS
            && let Err(fault) = self.join_runs()
        {
            cx.fault.get_or_insert(fault);
        }
    }

    /// Merges all runs that have left memory to one.
    fn join_runs(&mut self) -> Result<(), Fault> {
        let Some(mut spill) = self.spill.take() else { return Ok(()) };
        let (mut joined, mut sources) = (Stream::default(), Vec::new());
        let mut record = Vec::new();
        let mut merge = self.merge_spilled()?;
        while let Some(cursor) = merge.top() {
            record.clear();
            pack::put_bytes(cursor.key(), &mut record);
            let mut row = cursor.row()?;
            row.adopt(cursor.sources(), &mut sources);
            row.save(&mut record);
            joined.put(&record, &mut spill)?;
            merge.pass()?;
        }
        joined.flush(&mut spill)?;
        self.spilled.push(Run { stream: joined, sources: sources.into() });
        self.spill = Some(spill);
        Ok(())
    }

    fn merge_spilled(&mut self) -> Result<Merge<Cursor>, Fault> {
        runs::merge(std::mem::take(&mut self.spilled), self.slots.len(), self.last)
    }

    fn merge_runs(&self, a: &[Entry], b: &[Entry]) -> Vec<Entry> {
        let mut out = Vec::with_capacity(a.len() + b.len());
        let (mut i, mut j) = (0, 0);
        while i < a.len() && j < b.len() {
            if self.order(&a[i], &b[j]).is_le() {
                out.push(a[i]);
                i += 1;
            } else {
                out.push(b[j]);
                j += 1;
            }
        }
        out.extend_from_slice(&a[i..]);
        out.extend_from_slice(&b[j..]);
        out
    }
}

impl FoldState for Sorted {
    fn add(&mut self, batch: &mut Batch, cx: &mut Cx) {
        if self.limit == Some(0) {
            return;
        }
        let sel = std::mem::take(&mut batch.sel);
        let keys = self.keys.clone();
        let held: Vec<Held> = keys.iter().map(|k| k.expr.hold(batch, &sel, cx)).collect();
        batch.order_notes();
        // Of one batch, only the last rows can be among the last rows of the run.
        let from = match self.limit {
            Some(limit) if self.last => sel.len().saturating_sub(limit),
            _ => 0,
        };
        for &row in &sel[from..] {
            let start = self.texts.len();
            for (key, held) in keys.iter().zip(&held) {
                encode(batch.value(held.cell(batch, row)), key.descending, &mut self.texts);
            }
            let text = &self.texts[start..];
            // A tie with the bar comes later in the run, so it loses as well.
            if !self.last && self.bar.as_ref().is_some_and(|bar| text >= &bar[..]) {
                self.texts.truncate(start);
                continue;
            }
            let mut prefix = [0; PREFIX];
            let n = text.len().min(PREFIX);
            prefix[..n].copy_from_slice(&text[..n]);
            let len = text.len() as u32;
            let index = self.kept.push(batch, row);
            self.entries.push(Entry { prefix: u128::from_be_bytes(prefix), start, len, index });
        }
        for h in held {
            h.done(cx);
        }
        batch.sel = sel;
        match self.limit {
            Some(limit) if self.kept.len() > (2 * limit).max(1024) => self.cut(limit),
            None if cx.is_full(self.weight()) => self.leave(cx),
            _ => {}
        }
    }

    fn seal(&mut self, cx: &mut Cx) {
        if let Some(limit) = self.limit {
            self.cut(limit);
        }
        if !self.spilled.is_empty() {
            return self.leave(cx);
        }
        let mut run = std::mem::take(&mut self.entries);
        self.sort(&mut run);
        self.runs = vec![run];
    }

    fn merge(&mut self, other: Box<dyn FoldState>) {
        let Ok(other) = other.any().downcast::<Sorted>() else { unreachable!("states of one fold are of one kind") };
        let other = *other;
        let rows = self.kept.append(other.kept);
        let texts = self.texts.len();
        self.texts.extend(other.texts);
        let moved = |entry: Entry| Entry { start: entry.start + texts, index: entry.index + rows, ..entry };
        self.runs.extend(other.runs.into_iter().map(|run| run.into_iter().map(moved).collect()));
        self.spilled.extend(other.spilled);
        self.spill = self.spill.take().or(other.spill);
    }

    fn len(&self) -> usize {
        self.kept.len()
    }

    fn split(self: Box<Self>, _: u32) -> Vec<Box<dyn FoldState>> {
        vec![self]
    }

    fn join(&mut self, other: Box<dyn FoldState>) {
        self.merge(other);
    }

    fn weight(&self) -> usize {
        self.kept.weight() + self.texts.capacity() + self.entries.capacity() * size_of::<Entry>()
    }

    fn has_spilled(&self) -> bool {
        !self.spilled.is_empty()
    }

    fn finish(mut self: Box<Self>, cx: &mut Cx, out: Out<'_>) -> Flow {
        if !self.spilled.is_empty() {
            self.leave(cx);
            let merge = self.merge_spilled();
            let given = merge.and_then(|merge| runs::give(merge, &mut Maker::new(&self.slots, 0, cx), cx, out));
            return given.unwrap_or_else(|fault| {
                cx.fault.get_or_insert(fault);
                Flow::Stop
            });
        }
        let mut runs = std::mem::take(&mut self.runs);
        while runs.len() > 1 {
            let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
            let mut pairs = runs.into_iter();
            while let Some(a) = pairs.next() {
                merged.push(match pairs.next() {
                    Some(b) => self.merge_runs(&a, &b),
                    None => a,
                });
            }
            runs = merged;
        }
        let mut order = runs.pop().unwrap_or_default();
        if let Some(limit) = self.limit {
            order.truncate(limit);
        }
        if self.last {
            order.reverse();
        }
        let order: Vec<u32> = order.iter().map(|entry| entry.index).collect();
        self.kept.give(&order, cx, out)
    }

    fn copy(&self) -> Option<Box<dyn FoldState>> {
        if self.has_spilled() {
            return None;
        }
        Some(Box::new(Sorted {
            keys: self.keys.clone(),
            limit: self.limit,
            last: self.last,
            slots: self.slots.clone(),
            kept: self.kept.clone(),
            texts: self.texts.clone(),
            entries: self.entries.clone(),
            runs: self.runs.clone(),
            bar: self.bar.clone(),
            spill: None,
            spilled: Vec::new(),
        }))
    }

    fn any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}
