//! Joining: the states of all workers become one at the end.

use std::sync::{Mutex, PoisonError};

use super::lock;
use crate::def::FoldState;

/// Merges the workers' states: one after another when they are small, else by parts of the
/// hash in parallel.
pub(super) fn merged(mut states: Vec<Box<dyn FoldState>>, threads: usize) -> Option<Box<dyn FoldState>> {
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
