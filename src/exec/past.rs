//! A scan past its memory: rows wait in files until the stream has ended.
//!
//! Keys that are known by then are still walked as they come; rows of other keys are
//! written to partitions by the hash of the key. From there on nothing streams: rows that
//! stay are written as well. At the end each partition is walked by a shard of its own, and
//! everything that stayed is merged by its place, so that the result is what unlimited memory
//! would have given. Dropping to an approximation was never considered.

use std::collections::VecDeque;
use std::sync::Arc;

use super::ledger::{Sum, sum_made};
use super::scan::{Dealt, Lane};
use crate::base::{Fault, pack};
use crate::data::{At, Batch, Source};
use crate::def::fault_of_memory;
use crate::def::folds::Kept;
use crate::def::folds::kept::Maker;
use crate::def::folds::runs::{Cursor, Run};
use crate::def::spill::{Sorted, Spill, Stream};
use crate::def::step::{Cx, Flow, Scan};

/// Partitions of one shard, by bits of the hash that did not choose the shard.
const BITS: u32 = 6;

/// The files of one shard.
pub(super) struct Past {
    spill: Spill,
    /// Rows that stay, in order.
    stay: Stream,
    /// Rows that wait, by partition, each in order.
    wait: Vec<Stream>,
    /// One row at a time.
    kept: Kept,
    sources: Vec<Arc<Source>>,
    record: Vec<u8>,
}

impl Past {
    /// No rows yet; these slots are kept.
    pub(super) fn new(slots: &[usize], spill: Spill) -> Past {
        let wait = (0..1 << BITS).map(|_| Stream::default()).collect();
        let kept = Kept::new(slots);
        Past { spill, stay: Stream::default(), wait, kept, sources: Vec::new(), record: Vec::new() }
    }

    /// Writes a row that stays.
    pub(super) fn stay(&mut self, batch: &Batch, row: u32) -> Result<(), Fault> {
        self.save(batch, row, None);
        self.stay.put(&self.record, &mut self.spill)
    }

    /// Writes a row whose key has this hash and has no room.
    pub(super) fn wait(&mut self, batch: &Batch, row: u32, hash: u64) -> Result<(), Fault> {
        self.save(batch, row, None);
        // The high bits chose the shard, and tables use the low ones.
        let partition = (hash >> 20) as usize & ((1 << BITS) - 1);
        self.wait[partition].put(&self.record, &mut self.spill)
    }

    /// Makes the record of a row, which stands at `at` or where the batch says.
    fn save(&mut self, batch: &Batch, row: u32, at: Option<At>) {
        self.kept.reuse();
        self.kept.push(batch, row);
        let mut extent = self.kept.extent(0);
        extent.at = at.unwrap_or(extent.at);
        extent.adopt(self.kept.sources(), &mut self.sources);
        self.record.clear();
        pack::put_bytes(&[], &mut self.record);
        extent.save(&mut self.record);
    }

    /// Walks what waits, and gives all that stays as runs.
    pub(super) fn finish(
        mut self,
        scan: &dyn Scan,
        equal_hashes: bool,
        sums: &mut Vec<Sum>,
        cx: &mut Cx,
    ) -> Result<Vec<Run>, Fault> {
        let mut streams = Vec::new();
        for mut stream in std::mem::take(&mut self.wait) {
            stream.flush(&mut self.spill)?;
            streams.push(Replay::new(&mut self, scan, equal_hashes).run(stream, sums, cx)?);
        }
        self.stay.flush(&mut self.spill)?;
        streams.push(self.stay);
        let sources: Arc<[Arc<Source>]> = self.sources.into();
        Ok(streams.into_iter().map(|stream| Run { stream, sources: sources.clone() }).collect())
    }
}

/// One partition being walked.
struct Replay<'a> {
    past: &'a mut Past,
    scan: &'a dyn Scan,
    lane: Lane,
    dealt: Dealt,
    /// Where the rows of the next batch stood when they were read.
    places: VecDeque<At>,
    stays: Stream,
    outcome: Result<(), Fault>,
}

impl<'a> Replay<'a> {
    fn new(past: &'a mut Past, scan: &'a dyn Scan, equal_hashes: bool) -> Replay<'a> {
        Replay {
            past,
            scan,
            lane: Lane::new(scan, equal_hashes),
            dealt: Dealt::new(1, equal_hashes),
            places: VecDeque::new(),
            stays: Stream::default(),
            outcome: Ok(()),
        }
    }

    /// Walks the rows of a stream; gives those that stay.
    fn run(mut self, stream: Stream, sums: &mut Vec<Sum>, cx: &mut Cx) -> Result<Stream, Fault> {
        let slots = self.past.kept.slots().to_vec();
        let mut cursor = Cursor::new(Run { stream, sources: self.past.sources.clone().into() }, slots.len(), false);
        let mut maker = Maker::new(&slots, 0, cx);
        while cursor.step()? {
            let row = cursor.row()?;
            let at = row.at;
            // What is given on are the rows before this one.
            let flow = maker.put(row, cursor.sources(), cx, &mut |batch, cx| self.walk(batch, sums, cx));
            if flow == Flow::Stop {
                break;
            }
            self.places.push_back(at);
        }
        maker.end(cx, &mut |batch, cx| self.walk(batch, sums, cx));
        self.outcome?;
        self.stays.flush(&mut self.past.spill)?;
        Ok(self.stays)
    }

    fn walk(&mut self, batch: &mut Batch, sums: &mut Vec<Sum>, cx: &mut Cx) -> Flow {
        self.dealt.deal(batch, self.scan.keys());
        self.lane.walk(batch, &mut self.dealt, 0);
        self.dealt.settle(batch);
        sum_made(batch, sums);
        let places: Vec<At> = self.places.drain(..batch.rows.len()).collect();
        for &row in &batch.sel {
            self.past.save(batch, row, Some(places[row as usize]));
            if let Err(fault) = self.stays.put(&self.past.record, &mut self.past.spill) {
                self.outcome = Err(fault);
                return Flow::Stop;
            }
        }
        if self.lane.weight() > cx.memory {
            self.outcome = Err(fault_of_memory(self.scan.name(), cx.memory));
            return Flow::Stop;
        }
        Flow::More
    }
}
