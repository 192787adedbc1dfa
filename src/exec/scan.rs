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
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::lock;
use super::worker::Job;
use crate::base::{Fault, Span};
use crate::data::batch::BATCH_ROWS;
use crate::data::groups::{Groups, Keys};
use crate::data::{Batch, Block, Cell, Source};
use crate::def::fault_of_memory;
use crate::def::step::{Cx, Last, Map, Scan, Shard, Turn};

/// The most shards: beyond the threads there is nothing to gain.
const MOST_SHARDS: usize = 64;

/// The rows of one batch by shard, with their keys.
pub(super) struct Dealt {
    keys: Keys,
    /// By shard: the rows, and the places of their keys.
    hands: Vec<Hand>,
    keep: Vec<bool>,
}

#[derive(Default)]
struct Hand {
    rows: Vec<u32>,
    places: Vec<u32>,
}

impl Dealt {
    fn new(n_shards: usize, equal_hashes: bool) -> Dealt {
        let hands = (0..n_shards).map(|_| Hand::default()).collect();
        Dealt { keys: Keys::new(0, equal_hashes), hands, keep: Vec::new() }
    }

    /// Encodes the keys of the selected rows and deals the rows to shards.
    fn deal(&mut self, batch: &Batch, slots: &[usize]) {
        self.keys.reset(slots.len());
        for hand in &mut self.hands {
            hand.rows.clear();
            hand.places.clear();
        }
        let n_shards = self.hands.len();
        for (place, &row) in batch.sel.iter().enumerate() {
            let hash = self.keys.push(batch, slots.iter().map(|s| batch.cell(*s, row)));
            let hand = &mut self.hands[shard_of(hash, n_shards)];
            hand.rows.push(row);
            hand.places.push(place as u32);
        }
        self.keep.clear();
        self.keep.resize(batch.rows.len(), true);
    }

    /// Drops the rows that left.
    fn settle(&mut self, batch: &mut Batch) {
        let keep = &self.keep;
        batch.sel.retain(|&row| keep[row as usize]);
    }
}

/// The shard of a hash: its high bits, since tables use the low ones.
fn shard_of(hash: u64, n_shards: usize) -> usize {
    ((hash >> 32) * n_shards as u64 >> 32) as usize
}

/// One shard of a scan.
struct Lane {
    groups: Groups,
    shard: Box<dyn Shard>,
    ids: Vec<u32>,
}

impl Lane {
    fn new(scan: &dyn Scan, equal_hashes: bool) -> Lane {
        Lane { groups: Groups::new(scan.keys().len(), equal_hashes), shard: scan.shard(), ids: Vec::new() }
    }

    fn walk(&mut self, batch: &mut Batch, dealt: &mut Dealt, shard: usize) {
        let (keys, hand) = (&dealt.keys, &dealt.hands[shard]);
        if hand.rows.is_empty() {
            return;
        }
        self.ids.clear();
        for &place in &hand.places {
            self.ids.push(self.groups.id_of(keys, place));
        }
        let n_keys = self.groups.len();
        self.shard.walk(&mut Turn { batch, rows: &hand.rows, ids: &self.ids, n_keys, keep: &mut dealt.keep });
    }

    fn weight(&self) -> usize {
        self.groups.weight() + self.shard.weight()
    }
}

/// A scan on the ordered side: one shard, walked by whoever commits.
pub(super) struct Inline {
    pub scan: Box<dyn Scan>,
    lane: Lane,
    dealt: Dealt,
}

impl Inline {
    pub(super) fn new(scan: Box<dyn Scan>, equal_hashes: bool) -> Inline {
        Inline { lane: Lane::new(&*scan, equal_hashes), scan, dealt: Dealt::new(1, equal_hashes) }
    }

    pub(super) fn walk(&mut self, batch: &mut Batch) {
        self.dealt.deal(batch, self.scan.keys());
        self.lane.walk(batch, &mut self.dealt, 0);
        self.dealt.settle(batch);
    }

    pub(super) fn weight(&self) -> usize {
        self.lane.weight()
    }

    /// The rows that are held at the end, in order.
    pub(super) fn end(&mut self) -> Vec<Last> {
        ordered(self.lane.shard.end(&self.lane.groups))
    }
}

/// A scan on the workers, and the maps between it and what follows.
struct Station {
    scan: Box<dyn Scan>,
    maps: Vec<Box<dyn Map>>,
    lanes: Vec<Mutex<Lane>>,
    /// By shard: bytes held, as of its last turn.
    weights: Vec<AtomicUsize>,
}

/// The scans of a plan that run on the workers, in order.
pub(super) struct Stations {
    all: Vec<Station>,
    n_shards: usize,
    equal_hashes: bool,
    memory: usize,
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
    /// Scans with the maps after each, for some threads.
    pub(super) fn new(
        scans: Vec<(Box<dyn Scan>, Vec<Box<dyn Map>>)>,
        threads: usize,
        equal_hashes: bool,
        memory: usize,
    ) -> Stations {
        let n_shards = threads.clamp(1, MOST_SHARDS);
        let station = |(scan, maps): (Box<dyn Scan>, _)| Station {
            lanes: (0..n_shards).map(|_| Mutex::new(Lane::new(&*scan, equal_hashes))).collect(),
            weights: (0..n_shards).map(|_| AtomicUsize::new(0)).collect(),
            scan,
            maps,
        };
        let all: Vec<Station> = scans.into_iter().map(station).collect();
        let turns = Turns { next: vec![vec![0; n_shards]; all.len()], waiting: BTreeMap::new() };
        Stations { all, n_shards, equal_hashes, memory, turns: Mutex::new(turns), spare: Mutex::default() }
    }

    fn dealt(&self) -> Dealt {
        lock(&self.spare).pop().unwrap_or_else(|| Dealt::new(self.n_shards, self.equal_hashes))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Takes a block through the scans as far as the turns allow. Gives it back when it has
    /// passed all of them; else it waits, and [`Stations::ready`] will find it.
    pub(super) fn pass(&self, mut job: Job, cx: &mut Cx) -> Option<Job> {
        while let Some(station) = self.all.get(job.station) {
            if !job.dealt_here {
                job.dealt.resize_with(job.batches.len(), || self.dealt());
                for (batch, dealt) in job.batches.iter().zip(&mut job.dealt) {
                    dealt.deal(batch, station.scan.keys());
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
                if let Err(fault) = station.walk(&mut job, shard, self.memory) {
                    job.parked.fault.get_or_insert(fault);
                }
                job.left &= !(1 << shard);
                lock(&self.turns).next[job.station][shard] += 1;
            }
            for (batch, dealt) in job.batches.iter_mut().zip(&mut job.dealt) {
                dealt.settle(batch);
                station.maps.iter().for_each(|map| map.map(batch, cx));
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

    /// The oldest waiting block whose turn has come.
    pub(super) fn ready(&self) -> Option<Job> {
        let mut turns = lock(&self.turns);
        let ticket = turns.waiting.values().find(|job| turns.of(job).is_some())?.ticket;
        turns.waiting.remove(&ticket)
    }

    /// After the last block: the rows that the scans still hold, put through the scans and
    /// maps after theirs, in order.
    pub(super) fn end(&self, cx: &mut Cx) -> Vec<Batch> {
        let mut out = Vec::new();
        for (at, station) in self.all.iter().enumerate() {
            let mut batches = made(station.end(), cx, at as u64);
            for batch in &mut batches {
                station.maps.iter().for_each(|map| map.map(batch, cx));
            }
            for later in &self.all[at + 1..] {
                for batch in &mut batches {
                    let mut dealt = self.dealt();
                    dealt.deal(batch, later.scan.keys());
                    for (shard, lane) in later.lanes.iter().enumerate() {
                        lock(lane).walk(batch, &mut dealt, shard);
                    }
                    dealt.settle(batch);
                    later.maps.iter().for_each(|map| map.map(batch, cx));
                }
            }
            out.extend(batches);
        }
        out
    }
}

impl Station {
    /// The rows that its shards still hold, in order.
    fn end(&self) -> Vec<Last> {
        let mut rows = Vec::new();
        for lane in &self.lanes {
            let Lane { groups, shard, .. } = &mut *lock(lane);
            rows.extend(shard.end(groups));
        }
        ordered(rows)
    }

    fn walk(&self, job: &mut Job, shard: usize, memory: usize) -> Result<(), Fault> {
        let mut lane = lock(&self.lanes[shard]);
        for (batch, dealt) in job.batches.iter_mut().zip(&mut job.dealt) {
            lane.walk(batch, dealt, shard);
        }
        self.weights[shard].store(lane.weight(), Ordering::Relaxed);
        drop(lane);
        let total: usize = self.weights.iter().map(|w| w.load(Ordering::Relaxed)).sum();
        if total > memory { Err(fault_of_memory(self.scan.name(), memory)) } else { Ok(()) }
    }
}

/// The rows that a scan held, as batches. They come after all that was read, those of the
/// step `at` after those of the steps before it.
pub(super) fn made(rows: Vec<Last>, cx: &Cx, at: u64) -> Vec<Batch> {
    const AFTER_ALL: u64 = 1 << 62;
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

fn ordered(mut rows: Vec<Last>) -> Vec<Last> {
    rows.sort_by_key(|row| row.at);
    rows
}
