//! One value that is kept out of many: the state of `min`, `max`, `first`, `last`, `argmin`
//! and `argmax`.
//!
//! The bytes of a kept value are written over when a better one comes, so that `last` does
//! not allocate for each row.

use std::cmp::Ordering;

use crate::base::num::Num;
use crate::data::cell::{self, Rank};
use crate::data::{At, Cell, Value};
use crate::def::Law;

/// A value with its own bytes and its place in the run.
#[derive(Clone, Debug, Default)]
struct Kept {
    cell: Cell,
    bytes: Vec<u8>,
    at: At,
}

impl Kept {
    fn new(x: Value<'_>, at: At) -> Kept {
        let mut bytes = Vec::new();
        Kept { cell: cell::place(x, &mut bytes), bytes, at }
    }

    fn set(&mut self, x: Value<'_>, at: At) {
        self.bytes.clear();
        self.cell = cell::place(x, &mut self.bytes);
        self.at = at;
    }

    fn value(&self) -> Value<'_> {
        cell::value_in(self.cell, |_| &self.bytes)
    }

    fn place(&self, heap: &mut Vec<u8>) -> Cell {
        cell::place(self.value(), heap)
    }

    /// Appends a value and its place, or None for no value.
    fn save(kept: Option<&Kept>, out: &mut Vec<u8>) {
        let Some(kept) = kept else { return cell::save(Value::None, out) };
        cell::save(kept.value(), out);
        kept.at.save(out);
    }

    /// Takes what [`Kept::save`] wrote; the outer None is damage.
    fn load(bytes: &mut &[u8]) -> Option<Option<Kept>> {
        match cell::load(bytes)? {
            Value::None => Some(None),
            x => Some(Some(Kept::new(x, At::load(bytes)?))),
        }
    }
}

/// The value at the earliest place, or with `LAST` at the latest.
#[derive(Clone, Debug, Default)]
pub struct Edge<const LAST: bool> {
    kept: Option<Kept>,
}

impl<const LAST: bool> Edge<LAST> {
    fn wants(&self, at: At) -> bool {
        self.kept.as_ref().is_none_or(|kept| if LAST { at > kept.at } else { at < kept.at })
    }
}

impl<const LAST: bool> Law for Edge<LAST> {
    #[inline]
    fn add(&mut self, x: Value<'_>, at: At) {
        if !self.wants(at) {
            return;
        }
        match &mut self.kept {
            Some(kept) => kept.set(x, at),
            None => self.kept = Some(Kept::new(x, at)),
        }
    }

    fn merge(&mut self, other: Edge<LAST>) {
        if other.kept.as_ref().is_some_and(|kept| self.wants(kept.at)) {
            self.kept = other.kept;
        }
    }

    fn value(&self, heap: &mut Vec<u8>) -> Cell {
        self.kept.as_ref().map_or(Cell::None, |kept| kept.place(heap))
    }

    fn save(&self, out: &mut Vec<u8>) {
        Kept::save(self.kept.as_ref(), out);
    }

    fn load(self, bytes: &mut &[u8]) -> Option<Edge<LAST>> {
        Some(Edge { kept: Kept::load(bytes)? })
    }

    fn weight(&self) -> usize {
        self.kept.as_ref().map_or(0, |kept| kept.bytes.capacity())
    }
}

/// The smallest value in the total order, or with `MAX` the largest; of equal ones the
/// earliest.
#[derive(Clone, Debug, Default)]
pub struct Extreme<const MAX: bool> {
    best: Option<(Rank<'static>, Kept)>,
}

impl<const MAX: bool> Extreme<MAX> {
    fn wants(&self, order: impl FnOnce(&Rank<'static>) -> Ordering, at: At) -> bool {
        let Some((rank, kept)) = &self.best else { return true };
        match order(rank) {
            Ordering::Less => !MAX,
            Ordering::Greater => MAX,
            Ordering::Equal => at < kept.at,
        }
    }
}

impl<const MAX: bool> Extreme<MAX> {
    /// Takes a value; whether it is kept.
    #[inline]
    fn offer(&mut self, x: Value<'_>, at: At) -> bool {
        let order = |best: &Rank<'static>| match (x, best) {
            // What most columns hold is compared without a detour.
            (Value::Int(x), Rank::Num(Num::Int(best))) => x.cmp(best),
            _ => x.rank_key().order(best),
        };
        if !self.wants(order, at) {
            return false;
        }
        let rank = x.rank_key().own();
        match &mut self.best {
            Some((old, kept)) => {
                *old = rank;
                kept.set(x, at);
            }
            None => self.best = Some((rank, Kept::new(x, at))),
        }
        true
    }

    /// Takes another; whether its value is kept.
    fn take(&mut self, other: Extreme<MAX>) -> bool {
        let wanted = other.best.as_ref().is_some_and(|(rank, kept)| self.wants(|best| rank.order(best), kept.at));
        if wanted {
            self.best = other.best;
        }
        wanted
    }
}

impl<const MAX: bool> Law for Extreme<MAX> {
    #[inline]
    fn add(&mut self, x: Value<'_>, at: At) {
        self.offer(x, at);
    }

    fn merge(&mut self, other: Extreme<MAX>) {
        self.take(other);
    }

    fn value(&self, heap: &mut Vec<u8>) -> Cell {
        self.best.as_ref().map_or(Cell::None, |(_, kept)| kept.place(heap))
    }

    fn save(&self, out: &mut Vec<u8>) {
        Kept::save(self.best.as_ref().map(|(_, kept)| kept), out);
    }

    fn load(self, bytes: &mut &[u8]) -> Option<Extreme<MAX>> {
        let kept = Kept::load(bytes)?;
        Some(Extreme { best: kept.map(|kept| (kept.value().rank_key().own(), kept)) })
    }

    fn weight(&self) -> usize {
        // The rank of text holds a second copy of it.
        self.best.as_ref().map_or(0, |(_, kept)| 2 * kept.bytes.capacity())
    }
}

/// What stands beside the smallest value, or with `MAX` the largest: None too, if that does.
#[derive(Clone, Debug, Default)]
pub struct Beside<const MAX: bool> {
    by: Extreme<MAX>,
    x: Kept,
}

impl<const MAX: bool> Law for Beside<MAX> {
    fn add(&mut self, x: Value<'_>, at: At) {
        self.add_pair(x, x, at);
    }

    #[inline]
    fn add_pair(&mut self, x: Value<'_>, by: Value<'_>, at: At) {
        if self.by.offer(by, at) {
            self.x.set(x, at);
        }
    }

    fn merge(&mut self, other: Beside<MAX>) {
        if self.by.take(other.by) {
            self.x = other.x;
        }
    }

    fn value(&self, heap: &mut Vec<u8>) -> Cell {
        self.x.place(heap)
    }

    fn save(&self, out: &mut Vec<u8>) {
        self.by.save(out);
        cell::save(self.x.value(), out);
    }

    fn load(self, bytes: &mut &[u8]) -> Option<Beside<MAX>> {
        let by = self.by.load(bytes)?;
        let at = by.best.as_ref().map_or(At::default(), |(_, kept)| kept.at);
        Some(Beside { by, x: Kept::new(cell::load(bytes)?, at) })
    }

    fn weight(&self) -> usize {
        self.by.weight() + self.x.bytes.capacity()
    }
}
