//! The chosen rows of each key: the last ones, or the ones whose rank is least.
//!
//! A fold: each worker keeps for each key at most a few times as many rows as are wanted,
//! cuts them down when there are more, and merging is the same cut again. Rows come out
//! in the order of the input. Ranks are unique (the place in the run breaks ties), so what is
//! kept depends on neither threads nor blocks.

use std::any::Any;

use super::kept::Kept;
use crate::data::groups::Groups;
use crate::data::{At, Batch, Cell};
use crate::def::step::{Cx, Flow, Fold, FoldState, Out};

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The last rows.
    Last,
    /// The rows with the least numbers in a slot.
    Least(usize),
}

/// `tail N by k`, `sample N [by k]`.
pub struct PickFold {
    pub name: &'static str,
    pub keys: Vec<usize>,
    pub n: usize,
    pub pick: Pick,
    pub slots: Vec<usize>,
    pub equal_hashes: bool,
}

impl Fold for PickFold {
    fn name(&self) -> &'static str {
        self.name
    }

    fn keep(&mut self, live: &[usize]) {
        self.slots = live.to_vec();
    }

    fn is_keyed(&self) -> bool {
        true
    }

    fn state(&self) -> Box<dyn FoldState> {
        Box::new(Picked {
            keys: self.keys.clone(),
            n: self.n,
            pick: self.pick,
            groups: Groups::new(self.keys.len(), self.equal_hashes),
            rows: Vec::new(),
            kept: Kept::new(&self.slots),
            live: 0,
        })
    }
}

/// A kept row: its rank, the least first; its place; its index in the arena.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    rank: u64,
    at: std::cmp::Reverse<At>,
    index: u32,
}

#[derive(Clone)]
struct Picked {
    keys: Vec<usize>,
    n: usize,
    pick: Pick,
    groups: Groups,
    /// By key.
    rows: Vec<Vec<Entry>>,
    kept: Kept,
    /// The rows of the arena that some key still keeps.
    live: usize,
}

impl Picked {
    /// Cuts a key's rows down to those that are wanted.
    fn cut(&mut self, id: usize) {
        let rows = &mut self.rows[id];
        if rows.len() <= self.n || self.n == 0 {
            return;
        }
        rows.select_nth_unstable(self.n - 1);
        self.live -= rows.len() - self.n;
        rows.truncate(self.n);
    }

    /// Gives back the memory of rows that no key keeps any more.
    fn compact(&mut self) {
        if self.kept.len() < 1024 || self.kept.len() < 2 * self.live {
            return;
        }
        let mut entries: Vec<&mut Entry> = self.rows.iter_mut().flatten().collect();
        entries.sort_unstable_by_key(|e| e.index);
        let keep: Vec<u32> = entries.iter().map(|e| e.index).collect();
        entries.into_iter().enumerate().for_each(|(index, entry)| entry.index = index as u32);
        self.kept.compact(&keep);
    }
}

impl FoldState for Picked {
    fn add(&mut self, batch: &mut Batch, _: &mut Cx) {
        if self.n == 0 {
            return;
        }
        batch.order_notes();
        for &row in &batch.sel {
            let id = self.groups.id(batch, self.keys.iter().map(|slot| batch.cell(*slot, row))) as usize;
            if id == self.rows.len() {
                self.rows.push(Vec::new());
            }
            let rank = match self.pick {
                Pick::Last => 0,
                Pick::Least(slot) => match batch.cell(slot, row) {
                    Cell::Int(rank) => rank as u64,
                    _ => u64::MAX,
                },
            };
            let index = self.kept.push(batch, row);
            self.rows[id].push(Entry { rank, at: std::cmp::Reverse(batch.at(row)), index });
            self.live += 1;
            if self.rows[id].len() >= (2 * self.n).max(self.n.saturating_add(16)) {
                self.cut(id);
            }
        }
        self.compact();
    }

    fn seal(&mut self, _: &mut Cx) {
        (0..self.rows.len()).for_each(|id| self.cut(id));
        self.compact();
    }

    fn merge(&mut self, other: Box<dyn FoldState>) {
        let Ok(other) = other.any().downcast::<Picked>() else { unreachable!("states of one fold are of one kind") };
        let other = *other;
        let shift = self.kept.append(other.kept);
        self.live += other.live;
        for (from, rows) in other.rows.into_iter().enumerate() {
            let id = self.groups.adopt(&other.groups, from as u32) as usize;
            if id == self.rows.len() {
                self.rows.push(Vec::new());
            }
            self.rows[id].extend(rows.into_iter().map(|e| Entry { index: e.index + shift, ..e }));
            self.cut(id);
        }
        self.compact();
    }

    fn len(&self) -> usize {
        self.live
    }

    fn split(self: Box<Self>, _: u32) -> Vec<Box<dyn FoldState>> {
        vec![self]
    }

    fn join(&mut self, other: Box<dyn FoldState>) {
        self.merge(other);
    }

    fn weight(&self) -> usize {
        self.kept.weight() + self.groups.weight() + self.kept.len() * size_of::<Entry>() + self.rows.capacity() * 24
    }

    fn finish(mut self: Box<Self>, cx: &mut Cx, out: Out<'_>) -> Flow {
        (0..self.rows.len()).for_each(|id| self.cut(id));
        let mut entries: Vec<Entry> = self.rows.concat();
        entries.sort_unstable_by_key(|e| e.at.0);
        let order: Vec<u32> = entries.iter().map(|e| e.index).collect();
        self.kept.give(&order, cx, out)
    }

    fn copy(&self) -> Option<Box<dyn FoldState>> {
        Some(Box::new(self.clone()))
    }

    fn any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}
