//! The ordered side: the steps after the first one that is no map, one batch after another.
//!
//! The same steps serve here as on the workers; what follows a fold runs here when the
//! fold gives its rows.

use std::sync::Arc;

use super::ledger::{Sum, sum_made};
use super::scan::Inline;
use crate::base::Fault;
use crate::data::Batch;
use crate::def::step::{Cx, Flow, FoldState, Map, Step, Whole};

/// A step with its state.
enum Live {
    Map(Arc<dyn Map>),
    Fold(&'static str, Option<Box<dyn FoldState>>),
    Scan(Box<Inline>),
    Whole(Box<dyn Whole>),
}

/// Steps in order, ending in an output.
pub struct Chain {
    steps: Vec<Live>,
    /// What rows noted that steps made, which stand in no input.
    pub sums: Vec<Sum>,
    limit: usize,
    pushed: usize,
}

/// Where a chain's rows go.
pub type End<'a> = &'a mut dyn FnMut(&mut Batch, &mut Cx) -> Flow;

impl Chain {
    /// Gives each step its state.
    pub fn new(steps: Vec<Step>, equal_hashes: bool, limit: usize) -> Chain {
        let live = |step: Step| match step {
            Step::Map(map) => Live::Map(Arc::from(map)),
            Step::Fold(fold) => Live::Fold(fold.name(), Some(fold.state())),
            Step::Scan(scan, after) => Live::Scan(Box::new(Inline::new(scan, &after, equal_hashes))),
            Step::Whole(whole) => Live::Whole(whole),
        };
        Chain { steps: steps.into_iter().map(live).collect(), sums: Vec::new(), limit, pushed: 0 }
    }

    /// The steps as they are now, with what they hold; None where one cannot be copied.
    pub fn copy(&self) -> Option<Chain> {
        let copy = |step: &Live| {
            Some(match step {
                Live::Map(map) => Live::Map(map.clone()),
                Live::Fold(name, None) => Live::Fold(name, None),
                Live::Fold(name, Some(state)) => Live::Fold(name, Some(state.copy()?)),
                Live::Scan(scan) => Live::Scan(Box::new(scan.copy()?)),
                Live::Whole(whole) => Live::Whole(whole.copy()?),
            })
        };
        let steps = self.steps.iter().map(copy).collect::<Option<_>>()?;
        Some(Chain { steps, sums: Vec::new(), limit: self.limit, pushed: 0 })
    }

    /// Bytes held, about.
    pub fn weight(&self) -> usize {
        let weight = |step: &Live| match step {
            Live::Fold(_, Some(state)) => state.weight(),
            Live::Whole(whole) => whole.weight(),
            Live::Scan(scan) => scan.weight(),
            Live::Map(_) | Live::Fold(_, None) => 0,
        };
        self.steps.iter().map(weight).sum()
    }

    /// Whether rows wait in files.
    pub fn waits(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Live::Scan(scan) if scan.waits()))
    }

    /// Puts a batch through all steps.
    pub fn push(&mut self, batch: &mut Batch, cx: &mut Cx, end: End<'_>) -> Flow {
        self.pushed += batch.rows.len();
        // The weight of a fold is a walk over its states; that of the others is a number.
        let folds = self.pushed > 1 << 18;
        if folds {
            self.pushed = 0;
        }
        if let Err(fault) = self.check_memory(folds) {
            cx.fault = Some(fault);
            return Flow::Stop;
        }
        push(&mut self.steps, &mut self.sums, batch, cx, end)
    }

    /// The stream has ended: each step gives what it still holds, in order.
    pub fn end(&mut self, cx: &mut Cx, end: End<'_>) {
        for at in 0..self.steps.len() {
            let (head, rest) = self.steps.split_at_mut(at + 1);
            let sums = &mut self.sums;
            let mut out = |batch: &mut Batch, cx: &mut Cx| {
                let flow = push(rest, sums, batch, cx, end);
                sum_made(batch, sums);
                flow
            };
            match &mut head[at] {
                Live::Fold(_, state) => {
                    if let Some(mut state) = state.take() {
                        state.seal(cx);
                        state.finish(cx, &mut out);
                    }
                }
                Live::Whole(whole) => {
                    whole.end(cx, &mut out);
                }
                Live::Scan(scan) => scan.end(at as u64, cx, &mut out),
                Live::Map(_) => {}
            }
            // What later steps hold would pass for the result of a whole run.
            if cx.fault.is_some() {
                return;
            }
        }
    }

    /// Whether all steps keep within the memory that they may have.
    pub fn check_memory(&self, folds: bool) -> Result<(), Fault> {
        for step in &self.steps {
            let (name, weight) = match step {
                Live::Fold(name, Some(state)) if folds => (*name, state.weight()),
                Live::Whole(whole) => (whole.name(), whole.weight()),
                Live::Map(_) | Live::Scan(_) | Live::Fold(..) => continue,
            };
            if weight > self.limit {
                return Err(crate::def::fault_of_memory(name, self.limit));
            }
        }
        Ok(())
    }
}

fn push(steps: &mut [Live], sums: &mut Vec<Sum>, batch: &mut Batch, cx: &mut Cx, end: End<'_>) -> Flow {
    let Some((first, rest)) = steps.split_first_mut() else { return end(batch, cx) };
    match first {
        Live::Map(map) => {
            map.map(batch, cx);
            push(rest, sums, batch, cx, end)
        }
        Live::Scan(scan) => {
            scan.walk(batch, cx);
            push(rest, sums, batch, cx, end)
        }
        Live::Fold(_, state) => {
            if let Some(state) = state {
                state.add(batch, cx);
            }
            Flow::More
        }
        Live::Whole(whole) => {
            let block = batch.block.clone();
            whole.push(batch, cx, &mut |batch, cx| {
                let flow = push(rest, sums, batch, cx, end);
                // Whoever gave the batch sums up its notes; rows that the step has made stand in another.
                if !Arc::ptr_eq(&block, &batch.block) {
                    sum_made(batch, sums);
                }
                flow
            })
        }
    }
}
