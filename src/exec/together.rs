//! Small files are claimed some at a time.
//!
//! Opening is done under the lock of the inputs, since only an open file shows how it is to be read. Where
//! a file is no more than a part of a block, workers would meet at that lock all the time: each waits, is
//! put to sleep and woken again, which takes longer than to read the file. So a worker that has the lock
//! takes files that follow each other, about as much as four blocks, each with a ticket of its own. One
//! leave of the ring is enough for all of them, since they are done one after the other in one buffer.

use std::collections::VecDeque;
use std::fs::{File, Metadata};
use std::sync::Arc;
use std::time::Duration;

use super::claim::Claim;
use super::early::Whole;
use super::pace::Leave;
use super::rotated::Piece;
use super::signal::Signals;
use super::source::{Feed, Inputs, Opened};
use super::{Shared, lock, opening};
use crate::plan::Plan;

/// Blocks that files which are claimed together may come to.
const BLOCKS: u64 = 4;

/// The bytes that opening a file counts for: files that are claimed are open, and those of a thread are to be
/// few, however small they are.
const OPENING: u64 = 16 << 10;

/// An input whose turn has come, and what there is of it already.
pub(super) struct Found {
    pub piece: Piece,
    /// All its bytes.
    pub whole: Option<Whole>,
    /// The file, and what is known of it.
    pub file: Option<(Arc<File>, Metadata)>,
}

/// Claims the next block, as soon as the pace allows one; what it cost is settled when it has been read. With
/// `some`, small files after it are claimed, too. There is no claim when the inputs have ended.
pub(super) fn claim(
    shared: &Shared<'_>,
    buffer: &mut Vec<u8>,
    some: bool,
    claims: &mut VecDeque<Claim>,
) -> Option<(Leave, Duration)> {
    let Some(pace) = &shared.pace else {
        let mut inputs = lock(&shared.inputs);
        claims.extend(inputs.claim(shared.plan, &shared.signals, buffer));
        // Alone, nobody is in the way.
        let mut left = if some && shared.limits.threads > 1 { BLOCKS * shared.limits.block as u64 } else { 0 };
        while let Some(last) = claims.back_mut()
            && last.read.is_some()
        {
            left = left.saturating_sub(last.len(buffer) + OPENING);
            let most = left.min(shared.limits.block as u64);
            let Some(next) = inputs.claim_small(most, shared.plan, &shared.signals) else { break };
            last.has_more = true;
            claims.push_back(next);
        }
        return None;
    };
    let leave = pace.leave(&shared.signals, || lock(&shared.ring).fill())?;
    let mut inputs = lock(&shared.inputs);
    inputs.limits.block = leave.block;
    let mut claim = inputs.claim(shared.plan, &shared.signals, buffer)?;
    drop(inputs);
    claim.idle |= leave.flush;
    claims.push_back(claim);
    Some((leave, pace.now()))
}

impl Inputs {
    /// One more block, after one of a file that was claimed to its end: all of the next file, if that is a
    /// plain one of at most so many bytes. Nothing is waited for.
    fn claim_small(&mut self, most: u64, plan: &Plan, signals: &Signals) -> Option<Claim> {
        let is_done = |opened: &Opened| matches!(opened.feed, Feed::File { next, end, .. } if next == end);
        let is_next = self.found.is_none() && self.current.as_ref().is_some_and(is_done);
        if most == 0 || !is_next || signals.stopping() {
            return None;
        }
        let piece = self.pieces.next_at_hand()?;
        // What cannot be opened is told when its turn has come.
        let file = if piece.name == "-" || piece.file.is_some() { None } else { opening::open(&piece.path).ok() };
        let file = file.map(|(file, meta)| (Arc::new(file), meta));
        let is_small = file.as_ref().is_some_and(|(_, meta)| meta.is_file() && (1..=most).contains(&meta.len()));
        let found = Found { piece, whole: None, file };
        if !is_small {
            self.found = Some(found);
            return None;
        }
        match self.open_as(found, plan, signals) {
            Ok(opened) => self.current = Some(opened),
            Err(fault) => self.failed(fault),
        }
        match &self.current {
            Some(Opened { feed: Feed::File { next, end, .. }, .. }) if (1..=most).contains(&(end - next)) => {
                self.claim(plan, signals, &mut Vec::new())
            }
            _ => None,
        }
    }

    /// The input whose turn has come.
    pub(super) fn next_found(&mut self) -> Option<Found> {
        self.found.take().or_else(|| {
            let (piece, whole) = self.pieces.next()?;
            Some(Found { piece, whole, file: None })
        })
    }
}
