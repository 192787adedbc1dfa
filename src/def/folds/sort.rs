//! Sorting, and its bounded kin: the first rows by a key, and the last rows of the input.
//!
//! Each worker keeps its own rows and sorts them itself; sorted runs are merged at the
//! end. Ties keep input order because the place in the run is the last key. With a limit
//! a worker holds at most a few times that many rows.

use std::any::Any;
use std::cmp::Ordering;

use super::kept::Kept;
use crate::data::Batch;
use crate::data::cell::Rank;
use crate::def::expr::{Expr, Held};
use crate::def::step::{Cx, Flow, Fold, FoldState, Out};

/// One key of a sort.
pub struct SortKey {
    pub expr: Expr,
    pub descending: bool,
}

/// `sort`, `sort ... | head N`, and `tail N`.
pub struct SortFold {
    pub name: &'static str,
    /// No keys: rows keep the input's order.
    pub keys: std::sync::Arc<Vec<SortKey>>,
    /// The most rows that are wanted; the last ones when `last` is set.
    pub limit: Option<usize>,
    pub last: bool,
    pub slots: Vec<usize>,
}

impl SortFold {
    /// A fold that keeps no columns yet.
    pub fn new(name: &'static str, keys: Vec<SortKey>, limit: Option<usize>, last: bool) -> SortFold {
        SortFold { name, keys: std::sync::Arc::new(keys), limit, last, slots: Vec::new() }
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

    fn state(&self) -> Box<dyn FoldState> {
        Box::new(Sorted {
            keys: self.keys.clone(),
            limit: self.limit,
            last: self.last,
            kept: Kept::new(&self.slots),
            ranks: Vec::new(),
            runs: Vec::new(),
            bar: None,
        })
    }
}

struct Sorted {
    keys: std::sync::Arc<Vec<SortKey>>,
    limit: Option<usize>,
    last: bool,
    kept: Kept,
    /// `keys.len()` for each kept row.
    ranks: Vec<Rank<'static>>,
    /// Sorted runs of row indexes, once sealed.
    runs: Vec<Vec<u32>>,
    /// The ranks of the last row that can still matter: later rows above it are not kept.
    bar: Option<Vec<Rank<'static>>>,
}

impl Sorted {
    /// The order of two kept rows.
    fn order(&self, a: u32, b: u32) -> Ordering {
        let n = self.keys.len();
        let (x, y) = (&self.ranks[a as usize * n..][..n], &self.ranks[b as usize * n..][..n]);
        let order = order_of(&self.keys, x, y).then_with(|| self.kept.at(a).cmp(&self.kept.at(b)));
        if self.last { order.reverse() } else { order }
    }

    /// Drops all but the first `limit` rows.
    fn cut(&mut self, limit: usize) {
        let mut order: Vec<u32> = (0..self.kept.len() as u32).collect();
        if order.len() > limit && limit > 0 {
            order.select_nth_unstable_by(limit - 1, |&a, &b| self.order(a, b));
            let last = order[limit - 1];
            let n = self.keys.len();
            self.bar = Some(self.ranks[last as usize * n..][..n].to_vec());
        }
        order.truncate(limit);
        order.sort_unstable();
        let n = self.keys.len();
        self.ranks = order.iter().flat_map(|&i| self.ranks[i as usize * n..][..n].to_vec()).collect();
        self.kept.compact(&order);
    }
}

/// Orders two rows by their ranks; None last both ways.
fn order_of(keys: &[SortKey], a: &[Rank<'_>], b: &[Rank<'_>]) -> Ordering {
    for ((key, x), y) in keys.iter().zip(a).zip(b) {
        let order = x.order(y);
        if order.is_eq() {
            continue;
        }
        let none = matches!(x, Rank::None) || matches!(y, Rank::None);
        return if key.descending && !none { order.reverse() } else { order };
    }
    Ordering::Equal
}

impl FoldState for Sorted {
    fn add(&mut self, batch: &mut Batch, cx: &mut Cx) {
        if self.limit == Some(0) {
            return;
        }
        let sel = std::mem::take(&mut batch.sel);
        let keys = self.keys.clone();
        let held: Vec<Held> = keys.iter().map(|k| k.expr.hold(batch, &sel, cx)).collect();
        let mut ranks: Vec<Rank<'_>> = Vec::with_capacity(keys.len());
        // Of one batch, only the last rows can be among the last rows of the run.
        let from = match self.limit {
            Some(limit) if self.last => sel.len().saturating_sub(limit),
            _ => 0,
        };
        for &row in &sel[from..] {
            ranks.clear();
            ranks.extend(held.iter().map(|h| batch.value(h.cell(batch, row)).rank_key()));
            // A tie with the bar comes later in the run, so it loses as well.
            if let Some(bar) = &self.bar
                && !self.last
                && order_of(&keys, &ranks, bar).is_ge()
            {
                continue;
            }
            self.kept.push(batch, row);
            self.ranks.extend(ranks.drain(..).map(Rank::own));
        }
        for h in held {
            h.done(cx);
        }
        batch.sel = sel;
        if let Some(limit) = self.limit
            && self.kept.len() > (2 * limit).max(1024)
        {
            self.cut(limit);
        }
    }

    fn seal(&mut self) {
        if let Some(limit) = self.limit {
            self.cut(limit);
        }
        let mut run: Vec<u32> = (0..self.kept.len() as u32).collect();
        run.sort_unstable_by(|&a, &b| self.order(a, b));
        self.runs = vec![run];
    }

    fn merge(&mut self, other: Box<dyn FoldState>) {
        let Ok(other) = other.any().downcast::<Sorted>() else { unreachable!("states of one fold are of one kind") };
        let shift = self.kept.append(other.kept);
        self.ranks.extend(other.ranks);
        self.runs.extend(other.runs.into_iter().map(|run| run.into_iter().map(|i| i + shift).collect()));
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
        self.kept.weight() + self.ranks.capacity() * std::mem::size_of::<Rank<'_>>()
    }

    fn finish(mut self: Box<Self>, cx: &mut Cx, out: Out<'_>) -> Flow {
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
        self.kept.emit(order.into_iter(), cx, out)
    }

    fn any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

impl Sorted {
    fn merge_runs(&self, a: &[u32], b: &[u32]) -> Vec<u32> {
        let mut out = Vec::with_capacity(a.len() + b.len());
        let (mut i, mut j) = (0, 0);
        while i < a.len() && j < b.len() {
            if self.order(a[i], b[j]).is_le() {
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
