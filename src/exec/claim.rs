//! What is said of reading: what a claim of a block holds, and what reading needs to know.

use std::fs::File;
use std::sync::Arc;

use crate::base::{Fault, Zone};
use crate::data::Source;
use crate::data::lines::Frame;
use crate::def::timed::Timed;

/// A block that was claimed.
pub struct Claim {
    pub ticket: u64,
    pub source: Arc<Source>,
    pub frame: Frame,
    /// Where the block starts in the input; for a positioned read, where its stretch starts.
    pub offset: u64,
    pub lines_before: u64,
    /// The file and the end of the stretch, when the worker is to read it itself.
    pub read: Option<(Arc<File>, u64)>,
    /// Whether the reader would have to wait for more: output should be flushed.
    pub idle: bool,
    /// Tells the time of its records, where they must be in the order of it.
    pub timed: Option<Timed>,
    /// Lines that were skipped before the block's first byte.
    pub skipped: u64,
    /// The first line that was too long and was skipped, as an offset in the block's input.
    pub too_long: Option<u64>,
    /// A fault met while reading; the bytes before it are good.
    pub fault: Option<Fault>,
    /// Where reading goes on after the block, for an input that is read in order.
    pub reached: u64,
    /// No records: the output is to be opened again.
    pub reopens: bool,
    /// Whoever has it has the next one, too.
    pub has_more: bool,
}

impl Claim {
    /// The bytes of it, which are in this buffer where they are not to be read from a file.
    pub fn len(&self, buffer: &[u8]) -> u64 {
        self.read.as_ref().map_or(buffer.len() as u64, |(_, to)| to - self.offset)
    }

    pub fn new(ticket: u64, source: Arc<Source>, frame: Frame) -> Claim {
        Claim {
            ticket,
            source,
            frame,
            offset: 0,
            lines_before: 0,
            read: None,
            idle: false,
            timed: None,
            skipped: 0,
            too_long: None,
            fault: None,
            reached: 0,
            reopens: false,
            has_more: false,
        }
    }
}

/// What reading does by the time of records.
#[derive(Clone, Debug)]
pub struct Timing {
    /// The zone of stamps that name none.
    pub zone: Zone,
    /// Inputs are merged by time.
    pub merge: bool,
    /// The inputs are in the order of time, and only records of this stretch are wanted: from the
    /// first instant, before the second.
    pub ordered: Option<(Option<i64>, Option<i64>)>,
}

impl Default for Timing {
    fn default() -> Timing {
        Timing { zone: Zone::UTC, merge: false, ordered: None }
    }
}

/// Sizes and wishes that reading needs.
#[derive(Clone, Copy)]
pub struct Limits {
    pub block: usize,
    pub max_line: usize,
    /// The most bytes that the window of a compressed input may take.
    pub window: usize,
    /// The threads that there may be.
    pub threads: usize,
    /// Every line must become a row, selected or not: context lines.
    pub keeps_all: bool,
    /// Whole-line output: files must agree on their header.
    pub one_header: bool,
    /// The time of the run, in nanoseconds since 1970.
    pub now: i64,
    /// The instant that stamps without a year are near, where a person named one; else that is when
    /// a file was last written.
    pub reference: Option<i64>,
}
