//! A scan past its memory: rows wait in files until the stream has ended.
//!
//! Keys that are known by then are still walked as they come; rows of other keys are
//! written to partitions by the hash of the key. From there on nothing streams: rows that
//! stay are written as well. At the end each partition is walked by a shard of its own, and
//! everything that stayed is merged by its place, so that the result is what unlimited memory
//! would have given. A row takes along what was noted of it and the line that it stands for,
//! so that the ledger is that of unlimited memory too. Dropping to an approximation was never
//! considered.

use std::collections::VecDeque;
use std::sync::Arc;

use super::lane::{Dealt, Lane};
use super::ledger::{Sum, sum_made};
use crate::base::{Fault, pack};
use crate::data::{At, Batch, Origin, Source};
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
    /// A block's ticket, a place in it, and the newlines before that: counting goes on there.
    counted: (u64, usize, u64),
}

impl Past {
    /// No rows yet; these slots are kept.
    pub(super) fn new(slots: &[usize], spill: Spill) -> Past {
        let wait = (0..1 << BITS).map(|_| Stream::default()).collect();
        let kept = Kept::new(slots);
        let counted = (u64::MAX, 0, 0);
        Past { spill, stay: Stream::default(), wait, kept, sources: Vec::new(), record: Vec::new(), counted }
    }

    /// Writes a row that stays. Here and below the notes of the batch must be in order.
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
        let origin = self.origin(batch, row);
        let mut extent = self.kept.extent(0);
        extent.at = at.unwrap_or(extent.at);
        extent.origin = origin;
        extent.adopt(self.kept.sources(), &mut self.sources);
        self.record.clear();
        pack::put_bytes(&[], &mut self.record);
        extent.save(&mut self.record);
    }

    /// The line that a row stands for.
    fn origin(&mut self, batch: &Batch, row: u32) -> Option<Origin> {
        let (block, place) = (&batch.block, batch.place(row));
        if !batch.origins.is_empty() {
            return batch.origins[place.row as usize];
        }
        if block.source.is_computed() || place.line.in_heap() {
            return None;
        }
        let start = place.line.start as usize;
        let (ticket, from, lines) = self.counted;
        let (from, lines) = if ticket == block.ticket && from <= start { (from, lines) } else { (block.start, 0) };
        let line = lines + memchr::memchr_iter(b'\n', &block.bytes[from..start]).count() as u64;
        self.counted = (block.ticket, start, line);
        Some(Origin { ticket: block.ticket, line })
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
        batch.order_notes();
        let places: Vec<At> = self.places.drain(..batch.rows.len()).collect();
        for &row in &batch.sel {
            self.past.save(batch, row, Some(places[row as usize]));
            if let Err(fault) = self.stays.put(&self.past.record, &mut self.past.spill) {
                self.outcome = Err(fault);
                return Flow::Stop;
            }
        }
        sum_made(batch, sums);
        if self.lane.weight() > cx.memory {
            self.outcome = Err(fault_of_memory(self.scan.name(), cx.memory));
            return Flow::Stop;
        }
        Flow::More
    }
}
