//! Scans: keyed state that walks each key's rows in order, sharded by the hash of the key.
//!
//! Each shard holds a turn: the ticket of the next block that it will look at. A worker
//! that has run the maps on a block encodes its keys and takes every shard whose turn it is;
//! where none is left whose turn it is, the block waits, and whoever passes the turn on
//! finds it. Rows never move between threads, keys of different shards run in parallel, and
//! each shard sees the blocks in sequence, so the result is that of one thread. The oldest
//! block can always go on, so that a full ring never locks up. Queues between threads were
//! rejected: a hand-over for each batch costs more than the walk.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::lane::{Dealt, Lane};
use super::ledger::Sum;
use super::lock;
use super::past::Past;
use super::worker::Job;
use crate::base::{Fault, Span};
use crate::data::batch::BATCH_ROWS;
use crate::data::{Batch, Block, Cell, Source};
use crate::def::fault_of_memory;
use crate::def::folds::kept::Maker;
use crate::def::folds::runs;
use crate::def::step::{Cx, Flow, Last, Map, Out, Scan};

/// The most shards: beyond the threads there is nothing to gain.
const MOST_SHARDS: usize = 64;

/// A scan on the ordered side: one shard, walked by whoever commits.
pub(super) struct Inline {
    station: Station,
    dealt: Dealt,
    batches: u64,
}

impl Inline {
    pub(super) fn new(scan: Box<dyn Scan>, after: &[usize], equal_hashes: bool) -> Inline {
        let station = Station::new(Pass::new(scan, after.to_vec()), 1, equal_hashes);
        Inline { station, dealt: Dealt::new(1, equal_hashes), batches: 0 }
    }

    /// The scan as it is now; None where it cannot be copied.
    pub(super) fn copy(&self) -> Option<Inline> {
        let (station, dealt) = (self.station.copy()?, Dealt::new(1, self.station.equal_hashes));
        Some(Inline { station, dealt, batches: self.batches })
    }

    /// Bytes held, about.
    pub(super) fn weight(&self) -> usize {
        self.station.weight()
    }

    /// Whether rows wait in files.
    pub(super) fn waits(&self) -> bool {
        self.station.waits(u64::MAX)
    }

    pub(super) fn walk(&mut self, batch: &mut Batch, cx: &mut Cx) {
        self.station.walk_all(batch, &mut self.dealt, self.batches, cx);
        self.batches += 1;
    }

    /// Gives on the rows that are held at the end, in order.
    pub(super) fn end(&mut self, at: u64, cx: &mut Cx, out: Out<'_>) {
        let mut sums = Vec::new();
        self.station.end(at, &mut sums, cx, out);
    }
}

/// A scan of a plan, what is read after it, and the maps that follow.
#[derive(Clone)]
pub(super) struct Pass {
    scan: Arc<dyn Scan>,
    after: Vec<usize>,
    pub maps: Vec<Arc<dyn Map>>,
}

impl Pass {
    pub(super) fn new(scan: Box<dyn Scan>, after: Vec<usize>) -> Pass {
        Pass { scan: Arc::from(scan), after, maps: Vec::new() }
    }
}

/// A scan with its shards.
struct Station {
    pass: Pass,
    /// The slots of rows that wait.
    slots: Vec<usize>,
    lanes: Vec<Mutex<Lane>>,
    /// By shard: bytes held, as of its last turn.
    weights: Vec<AtomicUsize>,
    /// The last ticket whose rows stream; those of later ones wait.
    streams_to: AtomicU64,
    /// Rows of later tickets that a shard had let stay before it knew.
    late: Mutex<Option<Past>>,
    equal_hashes: bool,
}

/// The scans of a plan that run on the workers, in order.
pub(super) struct Stations {
    all: Vec<Station>,
    n_shards: usize,
    equal_hashes: bool,
    turns: Mutex<Turns>,
    /// Tables of blocks that are done, to be used again.
    spare: Mutex<Vec<Dealt>>,
}

/// Whose turn it is.
struct Turns {
    /// By station and shard: the next ticket.
    next: Vec<Vec<u64>>,
    /// Blocks that wait for a turn, by ticket.
    waiting: BTreeMap<u64, Job>,
}

impl Turns {
    /// A shard that the job has still to pass and whose turn it is.
    fn of(&self, job: &Job) -> Option<usize> {
        let next = &self.next[job.station];
        (0..next.len()).find(|&shard| job.left >> shard & 1 == 1 && next[shard] == job.ticket)
    }
}

impl Stations {
    /// Scans with what follows each, for some threads.
    pub(super) fn new(passes: Vec<Pass>, threads: usize, equal_hashes: bool) -> Stations {
        let n_shards = threads.clamp(1, MOST_SHARDS);
        let all: Vec<Station> = passes.into_iter().map(|pass| Station::new(pass, n_shards, equal_hashes)).collect();
        let turns = Turns { next: vec![vec![0; n_shards]; all.len()], waiting: BTreeMap::new() };
        Stations { all, n_shards, equal_hashes, turns: Mutex::new(turns), spare: Mutex::default() }
    }

    fn dealt(&self) -> Dealt {
        lock(&self.spare).pop().unwrap_or_else(|| Dealt::new(self.n_shards, self.equal_hashes))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The scans as they are now, as far as rows come out of them at the end; None where they cannot be copied.
    pub(super) fn copy(&self) -> Option<Stations> {
        let held = self.all.iter().position(|station| station.pass.scan.holds()).unwrap_or(self.all.len());
        let all = self.all[held..].iter().map(Station::copy).collect::<Option<_>>()?;
        let turns = Mutex::new(Turns { next: Vec::new(), waiting: BTreeMap::new() });
        let Stations { n_shards, equal_hashes, .. } = *self;
        Some(Stations { all, n_shards, equal_hashes, turns, spare: Mutex::default() })
    }

    /// Bytes held, about.
    pub(super) fn weight(&self) -> usize {
        self.all.iter().map(Station::weight).sum()
    }

    /// Takes a block through the scans as far as the turns allow. Gives it back when it has
    /// passed all of them; else it waits, and [`Stations::ready`] will find it.
    pub(super) fn pass(&self, mut job: Job, cx: &mut Cx) -> Option<Job> {
        while let Some(station) = self.all.get(job.station) {
            if !job.dealt_here {
                job.dealt.resize_with(job.batches.len(), || self.dealt());
                for (batch, dealt) in job.batches.iter().zip(&mut job.dealt) {
                    dealt.deal(batch, station.pass.scan.keys());
                }
                job.left = u64::MAX >> (64 - self.n_shards);
                job.dealt_here = true;
            }
            while job.left != 0 {
                let mut turns = lock(&self.turns);
                let Some(shard) = turns.of(&job) else {
                    turns.waiting.insert(job.ticket, job);
                    return None;
                };
                drop(turns);
                if let Err(fault) = station.walk(&mut job, shard, cx) {
                    job.parked.fault.get_or_insert(fault);
                }
                job.left &= !(1 << shard);
                lock(&self.turns).next[job.station][shard] += 1;
            }
            for (batch, dealt) in job.batches.iter_mut().zip(&mut job.dealt) {
                dealt.settle(batch);
                station.hold_late(batch, job.ticket, cx);
                station.pass.maps.iter().for_each(|map| map.map(batch, cx));
            }
            if let Some(fault) = cx.fault.take() {
                job.parked.fault.get_or_insert(fault);
            }
            job.station += 1;
            job.dealt_here = false;
        }
        if !job.dealt.is_empty() {
            lock(&self.spare).append(&mut job.dealt);
        }
        Some(job)
    }

    /// Whether rows of a block that has passed all scans wait in files.
    pub(super) fn waits(&self, ticket: u64) -> bool {
        self.all.iter().any(|station| station.waits(ticket))
    }

    /// The oldest waiting block whose turn has come.
    pub(super) fn ready(&self) -> Option<Job> {
        let mut turns = lock(&self.turns);
        let ticket = turns.waiting.values().find(|job| turns.of(job).is_some())?.ticket;
        turns.waiting.remove(&ticket)
    }

    /// After the last block: gives on the rows that the scans still hold, each put through the
    /// scans and maps after its own, in order.
    pub(super) fn end(&self, sums: &mut Vec<Sum>, cx: &mut Cx, out: Out<'_>) {
        for (at, station) in self.all.iter().enumerate() {
            let rest = &self.all[at + 1..];
            let mut stopped = false;
            let mut dealt = self.dealt();
            station.end(at as u64, sums, cx, &mut |batch, cx| {
                station.pass.maps.iter().for_each(|map| map.map(batch, cx));
                for later in rest {
                    later.walk_all(batch, &mut dealt, u64::MAX, cx);
                    later.pass.maps.iter().for_each(|map| map.map(batch, cx));
                }
                stopped |= out(batch, cx) == Flow::Stop;
                if stopped { Flow::Stop } else { Flow::More }
            });
            if stopped || cx.fault.is_some() {
                return;
            }
        }
    }
}

impl Station {
    fn new(pass: Pass, n_shards: usize, equal_hashes: bool) -> Station {
        let mut slots = pass.after.clone();
        slots.extend(pass.scan.keys());
        slots.extend(pass.scan.reads());
        slots.sort_unstable();
        slots.dedup();
        Station {
            lanes: (0..n_shards).map(|_| Mutex::new(Lane::new(&*pass.scan, equal_hashes))).collect(),
            weights: (0..n_shards).map(|_| AtomicUsize::new(0)).collect(),
            streams_to: AtomicU64::new(u64::MAX),
            late: Mutex::default(),
            pass,
            slots,
            equal_hashes,
        }
    }

    /// The scan as it is now; None where it cannot be copied, or rows wait.
    fn copy(&self) -> Option<Station> {
        if self.waits(u64::MAX) {
            return None;
        }
        let mut copy = Station::new(self.pass.clone(), 0, self.equal_hashes);
        for lane in &self.lanes {
            let lane = lock(lane).copy()?;
            copy.weights.push(AtomicUsize::new(lane.weight()));
            copy.lanes.push(Mutex::new(lane));
        }
        Some(copy)
    }

    /// Bytes held as of the last turns, about.
    fn weight(&self) -> usize {
        self.weights.iter().map(|weight| weight.load(Ordering::Relaxed)).sum()
    }

    /// One shard's turn.
    fn walk(&self, job: &mut Job, shard: usize, cx: &mut Cx) -> Result<(), Fault> {
        let ticket = job.ticket;
        let mut lane = lock(&self.lanes[shard]);
        for (batch, dealt) in job.batches.iter_mut().zip(&mut job.dealt) {
            self.step(&mut lane, batch, dealt, shard, ticket, cx)?;
        }
        Ok(())
    }

    /// All shards' turns, one after another: for batches that come in order by themselves.
    fn walk_all(&self, batch: &mut Batch, dealt: &mut Dealt, ticket: u64, cx: &mut Cx) {
        dealt.deal(batch, self.pass.scan.keys());
        for (shard, lane) in self.lanes.iter().enumerate() {
            if let Err(fault) = self.step(&mut lock(lane), batch, dealt, shard, ticket, cx) {
                cx.fault.get_or_insert(fault);
            }
        }
        dealt.settle(batch);
        self.hold_late(batch, ticket, cx);
    }

    /// Whether rows of a ticket wait. A shard says so only after its own turn at the ticket,
    /// so no block of a later one has passed all shards by then.
    fn waits(&self, ticket: u64) -> bool {
        ticket > self.streams_to.load(Ordering::SeqCst)
    }

    fn step(
        &self,
        lane: &mut Lane,
        batch: &mut Batch,
        dealt: &mut Dealt,
        shard: usize,
        ticket: u64,
        cx: &mut Cx,
    ) -> Result<(), Fault> {
        if self.waits(ticket) {
            if lane.past.is_none() {
                let Some(spill) = cx.spill() else { return Ok(()) };
                lane.past = Some(Past::new(&self.slots, spill));
            }
            return lane.walk_past(batch, dealt, shard);
        }
        lane.walk(batch, dealt, shard);
        self.weights[shard].store(lane.weight(), Ordering::Relaxed);
        let total = self.weight();
        if self.pass.scan.may_wait() && cx.disk.is_some() {
            // A table that grows holds the old one beside the new one for a while.
            if total > cx.room {
                self.streams_to.fetch_min(ticket, Ordering::SeqCst);
            }
        } else if total > cx.memory {
            return Err(fault_of_memory(self.pass.scan.name(), cx.memory));
        }
        Ok(())
    }

    /// Lets rows of a block wait that all shards have passed.
    fn hold_late(&self, batch: &mut Batch, ticket: u64, cx: &mut Cx) {
        if !self.waits(ticket) || batch.sel.is_empty() {
            return;
        }
        let mut late = lock(&self.late);
        if late.is_none() {
            *late = cx.spill().map(|spill| Past::new(&self.slots, spill));
        }
        let Some(past) = &mut *late else { return };
        batch.order_notes();
        for &row in &batch.sel {
            if let Err(fault) = past.stay(batch, row) {
                cx.fault.get_or_insert(fault);
            }
        }
        batch.sel.clear();
    }

    /// Gives on the rows that its shards still hold, in order.
    fn end(&self, at: u64, sums: &mut Vec<Sum>, cx: &mut Cx, out: Out<'_>) {
        let mut rows = Vec::new();
        let mut past = Vec::new();
        for lane in &self.lanes {
            let Lane { groups, shard, past: files, .. } = &mut *lock(lane);
            rows.extend(shard.end(groups));
            if let Some(files) = files.take() {
                past.push(files);
                // The partitions need the room.
                (*groups, *shard) = (groups.fresh(), self.pass.scan.shard());
            }
        }
        past.extend(lock(&self.late).take());
        if past.is_empty() {
            rows.sort_by_key(|row: &Last| row.at);
            for mut batch in made(rows, cx, at) {
                if out(&mut batch, cx) == Flow::Stop {
                    return;
                }
            }
            return;
        }
        if let Err(fault) = self.end_past(past, at, sums, cx, out) {
            cx.fault.get_or_insert(fault);
        }
    }

    /// Walks what waits, and gives on all that stays, in order.
    fn end_past(&self, past: Vec<Past>, at: u64, sums: &mut Vec<Sum>, cx: &mut Cx, out: Out<'_>) -> Result<(), Fault> {
        let mut all = Vec::new();
        for files in past {
            all.extend(files.finish(&*self.pass.scan, self.equal_hashes, sums, cx)?);
        }
        let merge = runs::merge(all, self.slots.len(), false)?;
        let mut maker = Maker::new(&self.slots, AFTER_ALL + (at << 40), cx);
        runs::give(merge, &mut maker, cx, out)?;
        Ok(())
    }
}

/// The tickets of rows that come after all that was read.
const AFTER_ALL: u64 = 1 << 62;

/// The rows that a scan held, as batches. They come after all that was read, those of the
/// step `at` after those of the steps before it.
fn made(rows: Vec<Last>, cx: &Cx, at: u64) -> Vec<Batch> {
    let source = Arc::new(Source::computed());
    let batch = |(index, rows): (usize, &[Last])| {
        let ticket = AFTER_ALL + (at << 40) + index as u64;
        let block = Block { bytes: Vec::new(), start: 0, ticket, source: source.clone(), offset: 0, lines_before: 0 };
        let mut batch = Batch::new(Arc::new(block), &cx.constants, cx.n_slots);
        batch.rows.resize(rows.len(), Span::default());
        for (row, last) in rows.iter().enumerate() {
            for (slot, value) in &last.cells {
                batch.cols[*slot].resize(rows.len(), Cell::None);
                batch.cols[*slot][row] = value.cell(&mut batch.heap);
            }
        }
        batch.select_all();
        batch
    };
    rows.chunks(BATCH_ROWS).enumerate().map(batch).collect()
}
