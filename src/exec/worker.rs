//! A worker: claim, read, cut, run the maps, publish.

use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use super::commit::Parked;
use super::lane::Dealt;
use super::last::Held;
use super::source::Claim;
use super::stretch::fill;
use super::{Shared, ledger, lock, together};
use crate::base::Fault;
use crate::base::fault::io_words;
use crate::base::time::DateCache;
use crate::data::batch::BATCH_ROWS;
use crate::data::lines::{Frame, cut};
use crate::data::{Batch, Block, Cell, Source, Value};
use crate::def::sought::{Searcher, Sought};
use crate::def::step::Cx;
use crate::def::timed::Timed;
use crate::def::{Render, fault_of_memory};

/// Blocks between two looks at the memory of a fold.
const WEIGH_EVERY: u32 = 32;

/// Sets the stop flag when its thread panics, so that the others do not wait for its ticket.
struct Guard<'s, 'a>(&'s Shared<'a>);

impl Drop for Guard<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop();
            lock(&self.0.ring).give_up();
            self.0.moved.notify_all();
        }
    }
}

/// A block on its way: its batches, and what will be committed for it.
pub(super) struct Job {
    pub ticket: u64,
    block: Arc<Block>,
    pub batches: Vec<Batch>,
    pub parked: Parked,
    /// The scan that it stands before.
    pub station: usize,
    /// Whether its rows have been dealt to the shards of that scan.
    pub dealt_here: bool,
    /// By batch: the rows by shard.
    pub dealt: Vec<Dealt>,
    /// The shards that it has still to pass, as bits.
    pub left: u64,
}

impl Job {
    /// The bytes of its records.
    fn bytes(&self) -> &[u8] {
        self.block.bytes.get(self.block.start..).unwrap_or_default()
    }
}

/// Works until the inputs end. `full` is told when there was as much to do as in a whole block, that
/// nobody had to wait for.
pub(super) fn work(shared: &Shared<'_>, full: &mut dyn FnMut()) {
    let _guard = Guard(shared);
    let mut worker = Worker::new(shared);
    let mut buffer = Vec::new();
    let mut done = 0;
    // What was claimed and has not begun: blocks that follow each other.
    let mut claims = VecDeque::new();
    let (mut out, mut leave) = (Vec::new(), None);
    loop {
        // Blocks that have begun go before new ones, the oldest first.
        if let Some(job) = shared.stations.ready() {
            worker.go_on(job);
            continue;
        }
        if claims.is_empty() {
            let Some(room) = permit(shared) else { break };
            leave = together::claim(shared, &mut buffer, done > 0, &mut claims);
            if claims.is_empty() {
                lock(&shared.ring).give_back(room);
                shared.moved.notify_all();
                // Whoever passes a turn on looks for blocks that waited for it, so nothing is left behind.
                break;
            }
            out = room;
            done += claims.iter().filter(|claim| !claim.idle).map(|claim| claim.len(&buffer)).sum::<u64>();
            if done >= shared.limits.block as u64 {
                full();
            }
        }
        let Some(claim) = claims.pop_front() else { continue };
        let job = worker.begin(claim, &mut buffer, std::mem::take(&mut out));
        if let (Some(pace), Some((leave, then))) = (&shared.pace, leave.take()) {
            let bytes = job.bytes();
            let lines = if pace.counts_lines() { memchr::memchr_iter(b'\n', bytes).count() as u64 } else { 0 };
            pace.settle(&leave, then, bytes.len(), lines);
        }
        worker.go_on(job);
        if buffer.capacity() == 0 {
            buffer = worker.buffers.pop().unwrap_or_default();
        }
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
        ring.waiting += 1;
        ring = shared.moved.wait(ring).unwrap_or_else(std::sync::PoisonError::into_inner);
        ring.waiting -= 1;
    }
}

/// Parks a result, and commits whatever is next in order, unless another worker does.
fn publish(shared: &Shared<'_>, ticket: u64, parked: Parked) {
    let mut ring = lock(&shared.ring);
    ring.park(ticket, parked);
    while let Some((mut committer, parked)) = ring.next() {
        drop(ring);
        let has_more = parked.has_more;
        let (stop, out) = committer.commit(parked);
        if stop {
            shared.stop();
        }
        if let Some(gauge) = &shared.gauge {
            gauge.rows(committer.selected);
        }
        if let Some(live) = &shared.live {
            live.touch();
        }
        ring = lock(&shared.ring);
        ring.committed(committer, out, has_more);
        if ring.waiting > 0 {
            shared.moved.notify_all();
        }
    }
}

struct Worker<'s, 'a> {
    shared: &'s Shared<'a>,
    cx: Cx,
    batch: Batch,
    last: LastPart<'s, 'a>,
    /// What blocks that are done leave behind, to be used again. Each worker has its own: a
    /// buffer that it has just read is in its core's cache, and not in another's.
    buffers: Vec<Vec<u8>>,
    batches: Vec<Batch>,
    /// Searches whole blocks.
    search: Option<Searcher<'s>>,
    /// By pass and field: whether any record had it.
    seen: Vec<Vec<bool>>,
    /// Tells the times of the block's records, where they must be in order.
    timed: Option<Timed>,
    /// Reads the times that a report asks for.
    dates: DateCache,
    /// The groups at the last look at the fold's weight, and the blocks since.
    weighed: usize,
    blocks: u32,
}

/// What a worker does with a batch in the end.
struct LastPart<'s, 'a> {
    shared: &'s Shared<'a>,
    nothing: Arc<Block>,
    state: Option<Arc<Mutex<Held>>>,
    render: Option<Box<dyn Render>>,
}

impl LastPart<'_, '_> {
    /// Passes the batch on: to the fold, the renderer, or the ordered side.
    fn give(&mut self, batch: &mut Batch, cx: &mut Cx, parked: &mut Parked) {
        if let Some(held) = &self.state {
            lock(held).state.add(batch, cx);
            if let Some(fault) = cx.fault.take() {
                parked.fault.get_or_insert(fault);
            }
            parked.notes.append(&mut batch.notes);
            parked.bad.append(&mut batch.bad);
            return;
        }
        if let (Some(render), Some(rendering)) = (&mut self.render, &self.shared.renders) {
            parked.selected += batch.sel.len() as u64;
            if !batch.sel.is_empty() {
                render.rows(batch, rendering.fields(), &mut parked.out);
            }
            parked.notes.append(&mut batch.notes);
            parked.bad.append(&mut batch.bad);
            return;
        }
        let empty = self.empty();
        parked.batches.push(std::mem::replace(batch, empty));
    }

    /// A batch without rows.
    fn empty(&self) -> Batch {
        Batch::new(self.nothing.clone(), &self.shared.plan.constants, self.shared.plan.n_slots)
    }
}

impl<'s, 'a> Worker<'s, 'a> {
    fn new(shared: &'s Shared<'a>) -> Worker<'s, 'a> {
        let source = Arc::new(Source::computed());
        let nothing = Arc::new(Block { bytes: Vec::new(), start: 0, ticket: 0, source, offset: 0, lines_before: 0 });
        let last = LastPart {
            shared,
            nothing,
            state: shared.fold.as_ref().map(|fold| {
                let held = Arc::new(Mutex::new(Held { state: fold.state(), is_sealed: false }));
                lock(&shared.states).push(held.clone());
                held
            }),
            render: shared.renders.as_ref().map(|r| r.make()),
        };
        Worker {
            shared,
            cx: shared.cx.like(),
            batch: last.empty(),
            last,
            buffers: Vec::new(),
            batches: Vec::new(),
            search: shared.plan.sought.as_ref().map(Sought::searcher),
            timed: None,
            dates: DateCache::default(),
            seen: shared.plan.slots.iter().map(|pass| vec![false; pass.len()]).collect(),
            weighed: 0,
            blocks: 0,
        }
    }

    /// Reads a claimed block, cuts its rows and runs the first maps on them.
    fn begin(&mut self, claim: Claim, buffer: &mut Vec<u8>, out: Vec<u8>) -> Job {
        let limits = self.shared.limits;
        let mut parked = Parked::new(claim.ticket, claim.source.clone(), out);
        parked.idle = claim.idle;
        parked.reached = claim.reached;
        parked.reopens = claim.reopens;
        parked.has_more = claim.has_more;
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
        if let Some(gauge) = &self.shared.gauge {
            gauge.block(buffer.get(start..).unwrap_or_default());
        }
        let bytes = std::mem::take(buffer);
        parked.end = offset + bytes.len() as u64;
        // A last line that has no end is a line all the same.
        let by_lines = !matches!(claim.frame, Frame::Own(_));
        let open_line = by_lines && bytes.len() > start && !bytes.ends_with(b"\n");
        parked.lines = u64::from(open_line);
        let block = Block {
            bytes,
            start,
            ticket: claim.ticket,
            source: claim.source,
            offset,
            lines_before: claim.lines_before,
        };
        let block = Arc::new(block);
        let mut job = Job {
            ticket: claim.ticket,
            block: block.clone(),
            batches: Vec::new(),
            parked,
            station: 0,
            dealt_here: false,
            dealt: Vec::new(),
            left: 0,
        };
        self.timed = claim.timed;
        self.rows_of(&block, &claim.frame, &mut job);
        self.batch.block = self.last.nothing.clone();
        if !self.seen.is_empty() {
            job.parked.seen.clone_from(&self.seen);
        }
        job
    }

    /// Takes a block through the scans as far as it may go; after the last one it is
    /// folded, rendered or parked, and published.
    fn go_on(&mut self, job: Job) {
        let Some(mut job) = self.shared.stations.pass(job, &mut self.cx) else { return };
        for batch in &mut job.batches {
            self.last.give(batch, &mut self.cx, &mut job.parked);
            batch.block = self.last.nothing.clone();
        }
        self.batches.append(&mut job.batches);
        let Job { ticket, block, mut parked, .. } = job;
        let start = block.start;
        let counts = self.shared.accounts || self.shared.plan.decodes || self.shared.plan.notes.len() > 1;
        if counts || !parked.notes.is_empty() {
            parked.lines += memchr::memchr_iter(b'\n', &block.bytes[start.min(block.bytes.len())..]).count() as u64;
        }
        parked.sums = ledger::sum(&mut parked.notes, &block);
        parked.misses = ledger::misses(&parked.bad, &block);
        parked.waits = self.shared.stations.waits(ticket);
        if let Ok(block) = Arc::try_unwrap(block) {
            self.buffers.push(block.bytes);
        }
        self.weigh(&mut parked);
        publish(self.shared, ticket, parked);
    }

    /// Cuts the block's rows, some thousands at a time, and works on them.
    fn rows_of(&mut self, block: &Arc<Block>, frame: &Frame, job: &mut Job) {
        let mut at = block.start;
        let mut first_row = 0;
        while at < block.bytes.len() {
            self.batch.reset(&self.shared.plan.constants);
            self.batch.block = block.clone();
            self.batch.first_row = first_row;
            at = self.cut_rows(block, at, frame, &mut job.parked);
            first_row += self.batch.rows.len() as u32;
            if self.batch.rows.is_empty() {
                continue;
            }
            self.look_at_times(&mut job.parked);
            self.batch.select_all();
            for map in &self.shared.maps {
                map.map(&mut self.batch, &mut self.cx);
                if self.batch.sel.is_empty() && !self.shared.limits.keeps_all {
                    break;
                }
            }
            self.look_for_fields();
            if self.shared.accounts {
                self.look_at_span(&mut job.parked);
            }
            if let Some(fault) = self.cx.fault.take() {
                job.parked.fault.get_or_insert(fault);
                return;
            }
            if self.shared.stations.is_empty() {
                // The whole chain runs on a batch while it is in the cache.
                self.last.give(&mut self.batch, &mut self.cx, &mut job.parked);
                continue;
            }
            let empty = self.batches.pop().unwrap_or_else(|| self.last.empty());
            job.batches.push(std::mem::replace(&mut self.batch, empty));
        }
    }

    fn cut_rows(&mut self, block: &Block, from: usize, frame: &Frame, parked: &mut Parked) -> usize {
        let bytes = &block.bytes;
        let batch = &mut self.batch;
        let most = self.shared.limits.max_line;
        // A line that is too long is told even if a regex does not match it, so that all are looked at.
        let over_block = |search: &Searcher<'_>| search.is_text() || bytes.len() <= most;
        let whole = frame.blocks_are_lines() && self.search.as_ref().is_some_and(over_block);
        let at = match &mut self.search {
            // Whole blocks are searched; only lines that hold what is sought become rows.
            Some(search) if whole => {
                batch.sparse = true;
                search.lines(bytes, from, BATCH_ROWS, &mut batch.rows)
            }
            _ => cut(bytes, from, BATCH_ROWS, frame, batch),
        };
        let left = self.search.as_ref().filter(|_| !whole);
        if let Some(search) = left.filter(|search| search.is_text()) {
            batch.sparse = true;
            batch.retain(|batch, row| search.is_in(batch.line(row)));
        }
        if bytes.len() > most && batch.rows.iter().any(|r| r.len as usize > most) {
            let long = batch.rows.iter().filter(|r| r.len as usize > most).map(|r| block.offset + u64::from(r.start));
            parked.too_long.extend(long);
            batch.rows.retain(|r| r.len as usize <= most);
            batch.sparse = true;
        }
        if let Some(search) = left.filter(|search| !search.is_text()) {
            batch.sparse = true;
            batch.retain(|batch, row| search.is_in(batch.line(row)));
        }
        at
    }

    /// Looks whether records are in the order of time, where reading relies on it.
    fn look_at_times(&mut self, parked: &mut Parked) {
        let Some(timed) = &mut self.timed else { return };
        let batch = &self.batch;
        let times = timed.order((0..batch.rows.len() as u32).map(|row| batch.line(row)));
        match (&mut parked.times, times) {
            (Some(before), Some(times)) => before.follow(times, batch.first_row as usize),
            (none, times) => *none = times.map(|times| times.after(batch.first_row as usize)),
        }
    }

    /// Notes the first and the last of the times that the pipeline reads, for a report.
    fn look_at_span(&mut self, parked: &mut Parked) {
        let (batch, plan) = (&self.batch, self.shared.plan);
        for cell in plan.times.iter().flat_map(|slot| &batch.cols[*slot]) {
            let time = match batch.value(*cell) {
                Value::Time(time) => Some(time),
                Value::Text(text) | Value::Str(text) | Value::Number(text) => self.dates.parse(text, &plan.zone),
                _ => None,
            };
            let Some(time) = time else { continue };
            let (first, last) = parked.span.get_or_insert((time, time));
            (*first, *last) = (time.min(*first), time.max(*last));
        }
    }

    /// Remembers which fields some record had, for the ledger.
    fn look_for_fields(&mut self) {
        for (seen, slots) in self.seen.iter_mut().zip(&self.shared.plan.slots) {
            for (seen, &slot) in seen.iter_mut().zip(slots) {
                *seen = *seen || self.batch.cols[slot].iter().any(|c| *c != Cell::None);
            }
        }
    }

    /// Looks at the fold's memory now and then. What one worker holds, the run as a whole
    /// holds as well, so that this refuses nothing that fewer threads would not.
    fn weigh(&mut self, parked: &mut Parked) {
        self.blocks += 1;
        let Some(held) = &self.last.state else { return };
        let state = &lock(held).state;
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
        let Some(held) = self.last.state.take() else { return };
        lock(&held).seal(&mut self.cx);
        if let Some(fault) = self.cx.fault.take() {
            lock(&self.shared.late).get_or_insert(fault);
        }
    }
}
