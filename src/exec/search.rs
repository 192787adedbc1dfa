//! Finding a stretch of time in a plain file whose lines are in the order of time.
//!
//! The place is found by halving: a probe reads the lines from some byte on until one of them tells
//! its time. Lines that tell none (the rest of a stack trace) belong to the line before them, and
//! a long run of them only makes a probe longer.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use memchr::memchr;

use super::signal::Signals;
use super::source::{Claim, Feed, Inputs, Limits, Opened, Timing};
use crate::base::{Fault, Zone};
use crate::data::lines::cut;
use crate::data::{Batch, Block};
use crate::def::Format;
use crate::def::timed::Timed;
use crate::plan::Plan;

/// Bytes of a probe; more are read when no line of it tells a time.
const PROBE: usize = 16 << 10;
/// Where halving stops, and what is left is read and left out by the filter.
const NEAR: u64 = 64 << 10;

/// The part of a file, as places where lines start, outside of which no record is from `since` or
/// later and before `until`. It may be somewhat larger.
pub fn stretch(
    file: &File,
    part: Range<u64>,
    since: Option<i64>,
    until: Option<i64>,
    timed: &mut Timed,
) -> io::Result<(u64, u64)> {
    let next = match since {
        Some(since) => before(file, part.clone(), since, timed)?,
        None => part.start,
    };
    let end = match until {
        Some(until) => after(file, next..part.end, until, timed)?,
        None => part.end,
    };
    Ok((next, end))
}

/// A line start such that all lines before it are earlier than `instant`.
fn before(file: &File, part: Range<u64>, instant: i64, timed: &mut Timed) -> io::Result<u64> {
    // All lines before `low` are earlier; the first line at or after `high` that tells is not.
    let (mut low, mut high) = (part.start, part.end);
    while high - low > NEAR {
        let middle = low + (high - low) / 2;
        match probe(file, middle..high, timed)? {
            Some((start, time)) if time < instant => low = start,
            _ => high = middle,
        }
    }
    Ok(low)
}

/// A line start such that no line at or after it is earlier than `instant`.
fn after(file: &File, part: Range<u64>, instant: i64, timed: &mut Timed) -> io::Result<u64> {
    let (mut low, mut high) = (part.start, part.end);
    // A line start, as far as is known.
    let mut end = part.end;
    while high - low > NEAR {
        let middle = low + (high - low) / 2;
        match probe(file, middle..high, timed)? {
            Some((start, time)) if time >= instant => {
                high = middle;
                end = start;
            }
            Some((start, _)) => low = start,
            None => high = middle,
        }
    }
    Ok(end)
}

/// The first line that starts after the first byte of a part and tells its time: where it starts.
fn probe(file: &File, part: Range<u64>, timed: &mut Timed) -> io::Result<Option<(u64, i64)>> {
    let mut bytes = Vec::new();
    // A line that starts at the first byte is known by the newline before it.
    let base = part.start.saturating_sub(1);
    let mut at = None;
    loop {
        let start = bytes.len();
        bytes.reserve(PROBE.max(start));
        let n = rustix::io::pread(file, rustix::buffer::spare_capacity(&mut bytes), base + start as u64)?;
        let mut line = match at {
            Some(line) => line,
            None => match memchr(b'\n', &bytes) {
                Some(newline) => newline + 1,
                None if n == 0 => return Ok(None),
                None => continue,
            },
        };
        while base + (line as u64) < part.end {
            let Some(len) = memchr(b'\n', &bytes[line..]) else { break };
            let text = &bytes[line..line + len];
            if let Some(time) = timed.of(text.strip_suffix(b"\r").unwrap_or(text)) {
                return Ok(Some((base + line as u64, time)));
            }
            line += len + 1;
        }
        if n == 0 || base + line as u64 >= part.end {
            return Ok(None);
        }
        at = Some(line);
    }
}

/// Records that are looked at for the first time of a file.
const FIRST: usize = 1000;

/// The time of the first record of a file that tells one, as far as a look at its start shows.
pub fn first_time(name: &str, input: &Format, zone: &Zone, now: i64) -> Result<Option<i64>, Fault> {
    let limits =
        Limits { block: 64 << 10, max_line: 1 << 20, keeps_all: false, one_header: false, now, reference: None };
    let timing = Timing { zone: zone.clone(), merge: true, ordered: None };
    let mut inputs = Inputs::new(Vec::new(), limits, timing);
    let signals = Signals::none();
    let plan = Plan::of(input);
    let mut opened = inputs.open(name, &plan, &signals)?;
    let Feed::Stream(stream) = &mut opened.feed else { return Ok(None) };
    let mut claim = Claim::new(0, opened.source.clone(), opened.frame.clone());
    let mut bytes = Vec::new();
    stream.fill(&mut bytes, &opened.frame, limits, false, &signals, &mut claim);
    inputs.enter_section(&mut opened, &plan);
    let Opened { source, frame, timed: Some(mut timed), .. } = opened else { return Ok(None) };
    let block = Arc::new(Block { bytes, start: 0, ticket: 0, source, offset: 0, lines_before: 0 });
    let mut batch = Batch::new(block.clone(), &[], 0);
    if !block.bytes.is_empty() {
        cut(&block.bytes, 0, FIRST, &frame, &mut batch);
    }
    Ok((0..batch.rows.len() as u32).find_map(|row| timed.of(batch.line(row))))
}
