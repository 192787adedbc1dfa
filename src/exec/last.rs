//! After the last block: what scans and folds hold goes through the ordered steps to the output.
//!
//! A run ends so, and a look at what would come out now is the same over copies.

use std::sync::{Arc, Mutex, PoisonError};

use super::commit::Committer;
use super::ledger::sum_made;
use super::lock;
use super::scan::Stations;
use crate::def::fault_of_memory;
use crate::def::step::{Cx, Flow, Fold, FoldState};

/// A worker's state of the fold.
pub(super) struct Held {
    pub state: Box<dyn FoldState>,
    pub is_sealed: bool,
}

impl Held {
    /// The worker has seen its last batch.
    pub(super) fn seal(&mut self, cx: &mut Cx) {
        if !std::mem::replace(&mut self.is_sealed, true) {
            self.state.seal(cx);
        }
    }

    /// The state as it is now; None where it cannot be copied.
    pub(super) fn copy(&self) -> Option<Held> {
        Some(Held { state: self.state.copy()?, is_sealed: self.is_sealed })
    }
}

/// The states of workers that have ended.
pub(super) fn states(held: Vec<Arc<Mutex<Held>>>) -> Vec<Box<dyn FoldState>> {
    let state = |held: Arc<Mutex<Held>>| match Arc::try_unwrap(held) {
        Ok(held) => held.into_inner().unwrap_or_else(PoisonError::into_inner).state,
        Err(_) => unreachable!("the workers have ended, and so has whoever looked at their states"),
    };
    held.into_iter().map(state).collect()
}

/// What is behind the last block.
pub(super) struct Last<'s> {
    pub fold: Option<&'s dyn Fold>,
    pub stations: &'s Stations,
    pub threads: usize,
    /// The most bytes that a state may hold.
    pub memory: usize,
    /// The blocks that were read, by this run and those that it goes on for.
    pub blocks: u64,
}

impl Last<'_> {
    /// Gives on what the scans hold, and the fold with these states of it.
    pub(super) fn give(self, mut states: Vec<Box<dyn FoldState>>, committer: &mut Committer<'_>, cx: &mut Cx) {
        let mut sums = Vec::new();
        match self.fold {
            _ if committer.stopped || committer.fault.is_some() || committer.reader_gone => {}
            Some(fold) => {
                let mut state = fold.state();
                self.stations.end(&mut sums, cx, &mut |batch, cx| {
                    state.add(batch, cx);
                    sum_made(batch, &mut committer.chain.sums);
                    Flow::More
                });
                state.seal(cx);
                states.push(state);
            }
            None => self.stations.end(&mut sums, cx, &mut |batch, cx| {
                let flow = committer.push_made(batch, cx);
                committer.stopped |= flow == Flow::Stop;
                flow
            }),
        }
        committer.chain.sums.append(&mut sums);
        if let Some(fault) = cx.fault.take() {
            committer.fault.get_or_insert(fault);
        }
        if committer.fault.is_some() {
            return;
        }
        let Some(mut state) = merged(states, self.threads) else { return };
        // What is kept for the next run is on the disk before anything comes of it.
        let stored = committer.keeper.as_mut().map(|keeper| keeper.store(&mut *state, self.blocks, cx));
        if let Some(Err(fault)) = stored {
            committer.fault = Some(fault);
            return;
        }
        if state.weight() > self.memory {
            let name = self.fold.map_or("stats", |fold| fold.name());
            committer.fault = Some(fault_of_memory(name, self.memory));
            return;
        }
        state.finish(cx, &mut |batch, cx| committer.push_made(batch, cx));
        if let Some(fault) = cx.fault.take() {
            committer.fault.get_or_insert(fault);
        }
    }
}

/// Merges the workers' states: one after another when they are small, else by parts of the
/// hash in parallel.
fn merged(mut states: Vec<Box<dyn FoldState>>, threads: usize) -> Option<Box<dyn FoldState>> {
    const SMALL: usize = 1 << 16;
    let total: usize = states.iter().map(|s| s.len()).sum();
    if states.len() < 2 || total < SMALL || threads < 2 {
        let mut first = states.pop()?;
        states.into_iter().for_each(|s| first.merge(s));
        return Some(first);
    }
    // A few parts for each thread, so that uneven parts even out.
    let bits = (threads * 4).next_power_of_two().trailing_zeros();
    let split: Vec<Vec<Box<dyn FoldState>>> = std::thread::scope(|scope| {
        let running: Vec<_> = states.into_iter().map(|s| scope.spawn(move || s.split(bits))).collect();
        running.into_iter().filter_map(|r| r.join().ok()).collect()
    });
    let n_parts = split.iter().map(Vec::len).max()?;
    let mut parts: Vec<Vec<Box<dyn FoldState>>> = (0..n_parts).map(|_| Vec::new()).collect();
    for state in split {
        state.into_iter().zip(&mut parts).for_each(|(piece, part)| part.push(piece));
    }
    let queue = Mutex::new(parts);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.min(n_parts) {
            scope.spawn(|| {
                loop {
                    let Some(part) = lock(&queue).pop() else { return };
                    let mut pieces = part.into_iter();
                    if let Some(mut first) = pieces.next() {
                        pieces.for_each(|p| first.merge(p));
                        lock(&done).push(first);
                    }
                }
            });
        }
    });
    let mut parts = done.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter();
    let mut first = parts.next()?;
    parts.for_each(|p| first.join(p));
    Some(first)
}
