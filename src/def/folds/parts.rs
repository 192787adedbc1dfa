//! What a grouping is made of, shared by all workers: keys, aggregates, and which of these
//! need no states of their own.
//!
//! `p50(ms), p95(ms)` and `sum(ms), avg(ms)` ask two things of the same values. Aggregates over the same arguments
//! whose laws keep the same (see [`crate::def::Law::shared`]) are twins: the first holds the
//! states, and the others ask it for their values. States that only some workers share would
//! show in results; here they are the same states, in fewer places.

use crate::data::NoteId;
use crate::def::Aggregate;
use crate::def::expr::Expr;

use super::best::Best;

/// One aggregate of a stage.
pub struct Agg {
    /// An empty column of states.
    pub make: Box<dyn Fn() -> Box<dyn Aggregate> + Send + Sync>,
    /// The arguments; none for `count`.
    pub args: Vec<Expr>,
    /// The arguments as they were written.
    pub written: String,
    /// `where P`.
    pub cond: Option<Expr>,
    /// The slot of its value.
    pub slot: usize,
    /// See [`crate::def::AggDef::measures`].
    pub measures: bool,
    /// Counted when a value was not of the kind that it takes.
    pub misfit: NoteId,
    /// Counted for a group whose value leaves something out unasked.
    pub cut: NoteId,
}

/// What a grouping is made of.
pub struct Parts {
    pub keys: Vec<(Expr, usize)>,
    pub aggs: Vec<Agg>,
    pub equal_hashes: bool,
    /// By aggregate: the one that holds its states, mostly itself.
    pub(super) holder: Vec<usize>,
    /// The groups that are wanted, where not all are.
    pub(super) best: Option<Best>,
}

impl Parts {
    /// Keys with their slots, and aggregates.
    pub fn new(keys: Vec<(Expr, usize)>, aggs: Vec<Agg>, equal_hashes: bool) -> Parts {
        let empty: Vec<Box<dyn Aggregate>> = aggs.iter().map(|agg| (agg.make)()).collect();
        let twins = |a: usize, b: usize| {
            let (x, y) = (&aggs[a], &aggs[b]);
            let same = !x.args.is_empty() && x.written == y.written && x.cond.is_none() && y.cond.is_none();
            same && empty[a].shared(0).is_some_and(|kept| empty[b].value_of(kept).is_some())
        };
        let holder = (0..aggs.len()).map(|agg| (0..agg).find(|&first| twins(first, agg)).unwrap_or(agg)).collect();
        Parts { keys, aggs, equal_hashes, holder, best: None }
    }

    /// The aggregates that hold states, with those whose values they know too.
    pub(super) fn holders(&self) -> impl Iterator<Item = usize> {
        (0..self.aggs.len()).filter(|&agg| self.holds(agg))
    }

    /// Whether an aggregate holds its states itself.
    pub(super) fn holds(&self, agg: usize) -> bool {
        self.holder[agg] == agg
    }

    /// An aggregate and its twins.
    pub(super) fn asking(&self, holder: usize) -> impl Iterator<Item = &Agg> {
        self.aggs.iter().zip(&self.holder).filter(move |(_, of)| **of == holder).map(|(agg, _)| agg)
    }
}
