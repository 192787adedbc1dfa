//! A worker: claim, read, cut, run the maps, publish.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::commit::Parked;
use super::source::{Claim, fill};
use super::{Shared, cx_of, ledger, lock};
use crate::base::Fault;
use crate::base::fault::io_words;
use crate::data::batch::BATCH_ROWS;
use crate::data::lines::{Frame, around, cut};
use crate::data::{Batch, Block, Cell, Note, Source};
use crate::def::step::{Cx, FoldState};
use crate::def::{Render, fault_of_memory};

/// Blocks between two looks at the memory of a fold.
const WEIGH_EVERY: u32 = 32;

/// Sets the stop flag when its thread panics, so that the others do not wait for its ticket.
struct Guard<'s, 'a>(&'s Shared<'a>);

impl Drop for Guard<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop.store(true, Ordering::Relaxed);
            lock(&self.0.ring).give_up();
            self.0.moved.notify_all();
        }
    }
}

/// Works until the inputs end. `full` is told whether the first block was a whole one.
pub(super) fn work(shared: &Shared<'_>, full: &mut dyn FnMut(bool)) {
    let _guard = Guard(shared);
    let mut worker = Worker::new(shared);
    let mut buffer = Vec::new();
    while let Some(out) = permit(shared) {
        let claim = lock(&shared.inputs).claim(shared.plan, &shared.signals, &mut buffer);
        let Some(claim) = claim else {
            lock(&shared.ring).give_back(out);
            shared.moved.notify_all();
            break;
        };
        let stretch = claim.read.as_ref().map_or(buffer.len() as u64, |(_, to)| to - claim.offset);
        full(stretch >= shared.limits.block as u64);
        let ticket = claim.ticket;
        let parked = worker.block(claim, &mut buffer, out);
        publish(shared, ticket, parked);
        if shared.stop.load(Ordering::Relaxed) {
            break;
        }
    }
    worker.end();
}

/// Waits for room in the ring; None when the run is to stop. Gives a buffer for output.
fn permit(shared: &Shared<'_>) -> Option<Vec<u8>> {
    let mut ring = lock(&shared.ring);
    loop {
        if shared.stop.load(Ordering::Relaxed) {
            return None;
        }
        if let Some(out) = ring.permit() {
            return Some(out);
        }
        ring = shared.moved.wait(ring).unwrap_or_else(std::sync::PoisonError::into_inner);
    }
}

/// Parks a result, and commits whatever is next in order, unless another worker does.
fn publish(shared: &Shared<'_>, ticket: u64, parked: Parked) {
    let mut ring = lock(&shared.ring);
    ring.park(ticket, parked);
    while let Some((mut committer, parked)) = ring.next() {
        drop(ring);
        let (stop, out) = committer.commit(parked);
        if stop {
            shared.stop.store(true, Ordering::Relaxed);
        }
        ring = lock(&shared.ring);
        ring.committed(committer, out);
        shared.moved.notify_all();
    }
}

struct Worker<'s, 'a> {
    shared: &'s Shared<'a>,
    cx: Cx,
    batch: Batch,
    nothing: Arc<Block>,
    state: Option<Box<dyn FoldState>>,
    render: Option<Box<dyn Render>>,
    notes: Vec<Note>,
    /// By pass and field: whether any record had it.
    seen: Vec<Vec<bool>>,
    /// The groups at the last look at the fold's weight, and the blocks since.
    weighed: usize,
    blocks: u32,
}

impl<'s, 'a> Worker<'s, 'a> {
    fn new(shared: &'s Shared<'a>) -> Worker<'s, 'a> {
        let source = Arc::new(Source::computed());
        let nothing = Arc::new(Block { bytes: Vec::new(), start: 0, ticket: 0, source, offset: 0, lines_before: 0 });
        Worker {
            shared,
            cx: cx_of(shared.plan),
            batch: Batch::new(nothing.clone(), &shared.plan.constants, shared.plan.n_slots),
            nothing,
            state: shared.fold.as_ref().map(|f| f.state()),
            render: shared.renders.as_ref().map(|r| r.make()),
            notes: Vec::new(),
            seen: shared.plan.slots.iter().map(|pass| vec![false; pass.len()]).collect(),
            weighed: 0,
            blocks: 0,
        }
    }

    /// One block, from its claim to what is parked.
    fn block(&mut self, claim: Claim, buffer: &mut Vec<u8>, out: Vec<u8>) -> Parked {
        let limits = self.shared.limits;
        let mut parked = Parked::new(claim.source.clone(), out);
        parked.idle = claim.idle;
        parked.fault = claim.fault;
        parked.too_long.extend(claim.too_long);
        parked.skipped.0 = claim.skipped;
        let (mut offset, mut start) = (claim.offset, 0);
        if let Some((file, to)) = &claim.read {
            match fill(file, claim.offset, *to, limits.max_line, buffer) {
                Ok(filled) => {
                    (offset, start) = (filled.offset, filled.start);
                    parked.too_long.extend(filled.too_long);
                    parked.skipped.1 = u64::from(filled.too_long.is_some());
                }
                Err(e) => {
                    buffer.clear();
                    parked.fault = Some(Fault::input(&*claim.source.name, io_words(&e)));
                }
            }
        }
        let bytes = std::mem::take(buffer);
        let block = Block {
            bytes,
            start,
            ticket: claim.ticket,
            source: claim.source,
            offset,
            lines_before: claim.lines_before,
        };
        let block = Arc::new(block);
        self.rows_of(&block, claim.frame, &mut parked);
        if self.shared.plan.decodes || !self.notes.is_empty() || self.shared.plan.notes.len() > 1 {
            parked.lines = memchr::memchr_iter(b'\n', &block.bytes[start.min(block.bytes.len())..]).count() as u64;
        }
        parked.sums = ledger::sum(&mut self.notes, &block.bytes, start);
        self.notes.clear();
        if !self.seen.is_empty() {
            parked.seen.clone_from(&self.seen);
        }
        self.batch.block = self.nothing.clone();
        if let Ok(block) = Arc::try_unwrap(block) {
            *buffer = block.bytes;
        }
        self.weigh(&mut parked);
        parked
    }

    /// Cuts the block's rows, some thousands at a time, and works on them.
    fn rows_of(&mut self, block: &Arc<Block>, frame: Frame, parked: &mut Parked) {
        let mut at = block.start;
        let mut first_row = 0;
        while at < block.bytes.len() {
            self.batch.reset(&self.shared.plan.constants);
            self.batch.block = block.clone();
            self.batch.first_row = first_row;
            at = self.cut_rows(block, at, frame, parked);
            first_row += self.batch.rows.len() as u32;
            if self.batch.rows.is_empty() {
                continue;
            }
            self.batch.select_all();
            for map in &self.shared.maps {
                map.map(&mut self.batch, &mut self.cx);
                if self.batch.sel.is_empty() && !self.shared.limits.keeps_all {
                    break;
                }
            }
            self.look_for_fields();
            if let Some(fault) = self.cx.fault.take() {
                parked.fault.get_or_insert(fault);
                return;
            }
            self.give(parked);
        }
    }

    fn cut_rows(&mut self, block: &Block, from: usize, frame: Frame, parked: &mut Parked) -> usize {
        let bytes = &block.bytes;
        let batch = &mut self.batch;
        let mut at = from;
        match &self.shared.literal {
            // Whole blocks are searched; only lines that hold the literal become rows.
            Some(finder) if frame == Frame::Lines => {
                batch.sparse = true;
                while batch.rows.len() < BATCH_ROWS {
                    let Some(hit) = finder.find(&bytes[at..]) else {
                        at = bytes.len();
                        break;
                    };
                    let hit = at + hit;
                    let (row, next) = around(bytes, hit);
                    // A carriage return at the line's end is no part of it.
                    if hit + finder.needle().len() <= row.end() as usize {
                        batch.rows.push(row);
                    }
                    at = next;
                }
            }
            _ => at = cut(bytes, from, BATCH_ROWS, frame, &mut batch.rows),
        }
        let most = self.shared.limits.max_line as u32;
        if bytes.len() > most as usize && batch.rows.iter().any(|r| r.len > most) {
            let long = batch.rows.iter().filter(|r| r.len > most).map(|r| block.offset + u64::from(r.start));
            parked.too_long.extend(long);
            batch.rows.retain(|r| r.len <= most);
            batch.sparse = true;
        }
        at
    }

    /// Remembers which fields some record had, for the ledger.
    fn look_for_fields(&mut self) {
        for (seen, slots) in self.seen.iter_mut().zip(&self.shared.plan.slots) {
            for (seen, &slot) in seen.iter_mut().zip(slots) {
                *seen = *seen || self.batch.cols[slot].iter().any(|c| *c != Cell::None);
            }
        }
    }

    /// Passes the batch on: to the fold, the renderer, or the ordered side.
    fn give(&mut self, parked: &mut Parked) {
        if let Some(state) = &mut self.state {
            state.add(&mut self.batch, &mut self.cx);
            self.notes.append(&mut self.batch.notes);
            return;
        }
        if let (Some(render), Some(rendering)) = (&mut self.render, &self.shared.renders) {
            parked.selected += self.batch.sel.len() as u64;
            if !self.batch.sel.is_empty() {
                render.rows(&mut self.batch, rendering.fields(), &mut parked.out);
            }
            self.notes.append(&mut self.batch.notes);
            return;
        }
        let empty = Batch::new(self.nothing.clone(), &self.shared.plan.constants, self.shared.plan.n_slots);
        parked.batches.push(std::mem::replace(&mut self.batch, empty));
    }

    /// Looks at the fold's memory now and then. What one worker holds, the run as a whole
    /// holds as well, so that this refuses nothing that fewer threads would not.
    fn weigh(&mut self, parked: &mut Parked) {
        self.blocks += 1;
        let Some(state) = &self.state else { return };
        let len = state.len();
        if self.blocks < WEIGH_EVERY && len < self.weighed + self.weighed / 4 + 4096 {
            return;
        }
        (self.blocks, self.weighed) = (0, len);
        if state.weight() > self.shared.memory {
            let name = self.shared.fold.as_ref().map_or("stats", |f| f.name());
            parked.fault = Some(fault_of_memory(name, self.shared.memory));
        }
    }

    fn end(mut self) {
        if let Some(mut state) = self.state.take() {
            state.seal();
            lock(&self.shared.states).push(state);
        }
    }
}
