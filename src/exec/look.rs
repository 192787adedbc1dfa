//! A look at the start of an input, through the reading that every run has.

use std::sync::Arc;

use super::rotated::Piece;
use super::signal::Signals;
use super::source::{Claim, Feed, Inputs, Limits, Opened, Timing};
use crate::base::{Fault, Zone};
use crate::data::lines::{Frame, cut};
use crate::data::{Batch, Block};
use crate::def::Format;
use crate::plan::Plan;

/// Records that are looked at for the first time of a file.
const FIRST: usize = 1000;

/// The window of a compressed input that is only looked at: what `zstd` itself takes unasked.
const WINDOW: usize = 128 << 20;

fn limits(block: usize, now: i64) -> Limits {
    Limits {
        block,
        max_line: 64 << 20,
        window: WINDOW,
        threads: 1,
        keeps_all: false,
        one_header: false,
        now,
        reference: None,
    }
}

/// The first whole lines of an input, decompressed: about so many bytes, and all of a shorter one.
pub fn sample(name: &str, lines: &Format, size: usize) -> Result<Vec<u8>, Fault> {
    let limits = limits(size, 0);
    let timing = Timing { zone: Zone::UTC, merge: true, ordered: None };
    let opened =
        Inputs::new(Vec::new(), limits, timing).open(&Piece::whole(name), &Plan::of(lines), &Signals::none())?;
    let Opened { feed: Feed::Stream(mut stream), source, .. } = opened else {
        return Ok(Vec::new());
    };
    let mut claim = Claim::new(0, source, Frame::Lines);
    let mut bytes = Vec::new();
    stream.poll = None;
    stream.fill(&mut bytes, &Frame::Lines, limits, &Signals::none(), &mut claim);
    match claim.fault {
        Some(fault) if bytes.is_empty() => Err(fault),
        _ => Ok(bytes),
    }
}

/// The time of the first record of a file that tells one, as far as a look at its start shows.
pub fn first_time(name: &str, input: &Format, zone: &Zone, now: i64) -> Result<Option<i64>, Fault> {
    let limits = limits(64 << 10, now);
    let timing = Timing { zone: zone.clone(), merge: true, ordered: None };
    let mut inputs = Inputs::new(Vec::new(), limits, timing);
    let (plan, signals) = (Plan::of(input), Signals::none());
    let mut opened = inputs.open(&Piece::whole(name), &plan, &signals)?;
    let Feed::Stream(stream) = &mut opened.feed else { return Ok(None) };
    let mut claim = Claim::new(0, opened.source.clone(), opened.frame.clone());
    let mut bytes = Vec::new();
    stream.fill(&mut bytes, &opened.frame, limits, &signals, &mut claim);
    inputs.enter_section(&mut opened, &plan);
    let Opened { source, frame, timed: Some(mut timed), .. } = opened else { return Ok(None) };
    let block = Arc::new(Block { bytes, start: 0, ticket: 0, source, offset: 0, lines_before: 0 });
    let mut batch = Batch::new(block.clone(), &[], 0);
    if !block.bytes.is_empty() {
        cut(&block.bytes, 0, FIRST, &frame, &mut batch);
    }
    Ok((0..batch.rows.len() as u32).find_map(|row| timed.of(batch.line(row))))
}
