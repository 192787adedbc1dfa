//! Merging inputs by time: each in its own order, together in the order of their records' times.
//!
//! All inputs are open at once, each with a block of its own, and the next record is the one with
//! the smallest time; of equal ones that of the input named first. A record that tells no time (the
//! rest of a trace) follows the record before it. Records of one input that follow each other are
//! one block, so that a block has one source, and everything after reading is as it always is.

use super::rotated::Piece;
use super::signal::Signals;
use super::source::{Claim, Feed, Inputs, Opened};
use crate::base::Fault;
use crate::data::lines::cut;
use crate::data::{Batch, Block, Source};
use crate::plan::Plan;
use std::sync::Arc;

/// The inputs that are being merged.
pub struct Merge {
    lanes: Vec<Lane>,
    nothing: Arc<Source>,
}

/// One input.
struct Lane {
    opened: Opened,
    /// The records that were read and have not been given: their bytes.
    bytes: Vec<u8>,
    /// Where `bytes` starts in the input, and the lines before it.
    offset: u64,
    lines: u64,
    /// Those records, the next one last: where each starts and ends in `bytes`, and its time.
    records: Vec<(usize, usize, i64)>,
    /// The time of the record before.
    last: i64,
    /// What reading found beside records: told with the next block of this input.
    skipped: u64,
    too_long: Option<u64>,
    fault: Option<Fault>,
    /// How many records were earlier than the one before them.
    unordered: u64,
}

impl Lane {
    /// Reads records until there is one, or the input has ended.
    fn fill(&mut self, plan: &Plan, inputs: &mut Inputs, signals: &Signals, nothing: &Arc<Source>) {
        if !self.records.is_empty() {
            return;
        }
        let mut claim = Claim::new(0, self.opened.source.clone(), self.opened.frame.clone());
        let mut buffer = std::mem::take(&mut self.bytes);
        let Feed::Stream(stream) = &mut self.opened.feed else { return };
        stream.fill(&mut buffer, &self.opened.frame, inputs.limits, signals, &mut claim);
        inputs.enter_section(&mut self.opened, plan);
        (self.offset, self.lines) = (claim.offset, claim.lines_before);
        self.skipped += claim.skipped;
        self.too_long = self.too_long.or(claim.too_long);
        self.fault = self.fault.take().or(claim.fault);
        let len = buffer.len();
        let block =
            Block { bytes: buffer, start: 0, ticket: 0, source: nothing.clone(), offset: self.offset, lines_before: 0 };
        let block = Arc::new(block);
        let mut batch = Batch::new(block.clone(), &[], 0);
        let mut at = 0;
        while at < len {
            at = cut(&block.bytes, at, usize::MAX, &self.opened.frame, &mut batch);
        }
        // A record goes to where the next one starts.
        let starts: Vec<usize> = (0..batch.rows.len() as u32).map(|row| batch.place(row).line.start as usize).collect();
        for row in 0..batch.rows.len() {
            let time =
                self.opened.timed.as_mut().and_then(|timed| timed.of(batch.line(row as u32))).unwrap_or(self.last);
            if time < self.last {
                self.unordered += 1;
            }
            self.last = time;
            let start = if row == 0 { 0 } else { starts[row] };
            let end = starts.get(row + 1).copied().unwrap_or(len);
            self.records.push((start, end, time));
        }
        self.records.reverse();
        drop(batch);
        self.bytes = Arc::try_unwrap(block).map_or_else(|block| block.bytes.clone(), |block| block.bytes);
    }

    /// The time of the next record.
    fn next(&self) -> Option<i64> {
        self.records.last().map(|record| record.2)
    }

    /// Whether there is something to tell though there is no record.
    fn has_news(&self) -> bool {
        self.fault.is_some() || self.too_long.is_some() || self.skipped > 0
    }
}

impl Inputs {
    /// The next block of merged inputs.
    pub(super) fn claim_merged(&mut self, plan: &Plan, signals: &Signals, buffer: &mut Vec<u8>) -> Option<Claim> {
        let mut merge = match self.merge.take() {
            Some(merge) => merge,
            None => self.begin(plan, signals),
        };
        let claim = if signals.stopping() { None } else { self.next_of(&mut merge, plan, signals, buffer) };
        self.merge = Some(merge);
        claim
    }

    fn begin(&mut self, plan: &Plan, signals: &Signals) -> Merge {
        let mut lanes = Vec::new();
        let pieces: Vec<Piece> = self.pieces.rest().collect();
        for piece in pieces {
            match self.open(&piece, plan, signals) {
                Ok(Opened { feed: Feed::File { .. }, .. }) => unreachable!("merged inputs are read in order"),
                Ok(opened) => lanes.push(Lane {
                    opened,
                    bytes: Vec::new(),
                    offset: 0,
                    lines: 0,
                    records: Vec::new(),
                    last: i64::MIN,
                    skipped: 0,
                    too_long: None,
                    fault: None,
                    unordered: 0,
                }),
                Err(fault) => self.failed(fault),
            }
        }
        Merge { lanes, nothing: Arc::new(Source::computed()) }
    }

    fn next_of(&mut self, merge: &mut Merge, plan: &Plan, signals: &Signals, buffer: &mut Vec<u8>) -> Option<Claim> {
        let Merge { lanes, nothing } = merge;
        lanes.iter_mut().for_each(|lane| lane.fill(plan, self, signals, nothing));
        let news = lanes.iter().position(|lane| lane.records.is_empty() && lane.has_news());
        let first = lanes.iter().enumerate().filter_map(|(at, lane)| Some((lane.next()?, at))).min().map(|(_, at)| at);
        let at = news.or(first)?;
        // The first record of another input that is due, and whether it goes before one of the same time.
        let others = lanes.iter().enumerate().filter(|(other, _)| *other != at);
        let due = others.filter_map(|(other, lane)| Some((lane.next()?, other))).min();
        let lane = &mut lanes[at];
        let mut claim = Claim::new(self.ticket, lane.opened.source.clone(), lane.opened.frame.clone());
        claim.skipped = std::mem::take(&mut lane.skipped);
        claim.too_long = lane.too_long.take();
        claim.fault = lane.fault.take();
        buffer.clear();
        let start = lane.records.last().map_or(0, |record| record.0);
        claim.offset = lane.offset + start as u64;
        if plan.counts_lines {
            claim.lines_before = lane.lines + memchr::memchr_iter(b'\n', &lane.bytes[..start]).count() as u64;
        }
        while let Some(&(from, to, time)) = lane.records.last()
            && due.is_none_or(|due| (time, at) < due)
            && (buffer.is_empty() || buffer.len() < self.limits.block)
        {
            buffer.extend_from_slice(&lane.bytes[from..to]);
            lane.records.pop();
        }
        self.ticket += 1;
        Some(claim)
    }

    /// What there is to say about the order of merged inputs.
    pub(super) fn unordered(&self) -> impl Iterator<Item = (&str, u64)> {
        let lanes = self.merge.iter().flat_map(|merge| &merge.lanes);
        lanes.filter(|lane| lane.unordered > 0).map(|lane| (&*lane.opened.source.name, lane.unordered))
    }
}
