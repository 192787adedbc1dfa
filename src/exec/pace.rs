//! The pace: how fast a run may read.
//!
//! A worker asks for leave before it claims a block, books the time that the block costs at the
//! allowed rate, and waits until its time has come; what the block really was is settled after it was
//! read. That is the generic cell rate: a bucket that holds a moment in place of tokens, so that
//! nothing has to be filled up by a clock. All workers share it, so the cap is the run's own, and
//! blocks are as small as the rate makes them, so that output stays prompt.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::lock;
use super::polite::Polite;
use super::signal::Signals;

/// The most that may be read a second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rate {
    Bytes(f64),
    Lines(f64),
}

/// The time that a block takes at the allowed rate, and how far reading may run ahead: both
/// together are the longest burst.
const SLICE: Duration = Duration::from_millis(50);

/// How often output is written at least, while whole blocks are read.
const PROMPT: Duration = Duration::from_millis(100);

/// The bytes of a line before one has been seen.
const LINE: f64 = 100.0;

/// The pace of a run.
pub(super) struct Pace {
    began: Instant,
    cap: Option<Rate>,
    /// The bytes of a block where the rate allows it.
    block: usize,
    state: Mutex<State>,
}

struct State {
    bucket: Bucket,
    lines: Lines,
    bytes: u64,
    polite: Option<Polite>,
    /// When output was last to be written.
    flushed: Duration,
}

/// Leave to read a block.
pub(super) struct Leave {
    /// The most bytes of it.
    pub block: usize,
    /// Whether what comes of it is to be written at once.
    pub flush: bool,
    booked: Duration,
}

impl Pace {
    /// The pace of a run that begins now; None if it may read as fast as it can.
    pub(super) fn new(cap: Option<Rate>, polite: bool, block: usize, threads: usize) -> Option<Pace> {
        if cap.is_none() && !polite {
            return None;
        }
        let bytes = match cap {
            Some(Rate::Bytes(bytes)) => Some(bytes),
            _ => None,
        };
        let polite = polite.then(|| Polite::new(bytes, threads));
        let state = State {
            bucket: Bucket::default(),
            lines: Lines { bytes: LINE, lines: 1.0 },
            bytes: 0,
            polite,
            flushed: Duration::ZERO,
        };
        Some(Pace { began: Instant::now(), cap, block, state: Mutex::new(state) })
    }

    /// Waits until a block may be read; None if the run was asked to end first. `fill` tells how much
    /// of the ring waits to be written.
    pub(super) fn leave(&self, signals: &Signals, fill: impl FnOnce() -> f64) -> Option<Leave> {
        let (leave, rest) = self.book(self.began.elapsed(), fill);
        (rest.is_zero() || signals.rest(rest)).then_some(leave)
    }

    /// Books a block, and gives how long to wait for it.
    fn book(&self, now: Duration, fill: impl FnOnce() -> f64) -> (Leave, Duration) {
        let state = &mut *lock(&self.state);
        let speed = match self.cap {
            Some(Rate::Bytes(bytes)) => bytes,
            Some(Rate::Lines(lines)) => lines * state.lines.mean(),
            None => f64::INFINITY,
        };
        let bytes = state.bytes;
        let speed = match &mut state.polite {
            Some(polite) => polite.allows(now, fill, bytes).unwrap_or(speed).min(speed),
            None => speed,
        };
        if speed.is_infinite() {
            return (Leave { block: self.block, flush: false, booked: Duration::ZERO }, Duration::ZERO);
        }
        let block = ((speed * SLICE.as_secs_f64()) as usize).clamp(1, self.block);
        let booked = seconds(block as f64 / speed);
        let at = state.bucket.book(booked, now).max(now);
        let flush = block < self.block || at.saturating_sub(state.flushed) >= PROMPT;
        if flush {
            state.flushed = at;
        }
        (Leave { block, flush, booked }, at - now)
    }

    /// When a block has been read.
    pub(super) fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// Whether somebody must count lines.
    pub(super) fn counts_lines(&self) -> bool {
        matches!(self.cap, Some(Rate::Lines(_)))
    }

    /// Settles what a block was that was read at `then`.
    pub(super) fn settle(&self, leave: &Leave, then: Duration, bytes: usize, lines: u64) {
        let state = &mut *lock(&self.state);
        state.bytes += bytes as u64;
        if let Some(Rate::Lines(_)) = self.cap {
            state.lines.add(bytes, lines);
        }
        if leave.booked.is_zero() {
            return;
        }
        let cost = match self.cap {
            Some(Rate::Lines(rate)) => seconds(lines as f64 / rate),
            // What was booked is a block at the rate of that moment.
            _ => leave.booked.mul_f64(bytes as f64 / leave.block as f64),
        };
        state.bucket.settle(leave.booked, cost, then);
    }
}

/// A time, however small the rate.
fn seconds(seconds: f64) -> Duration {
    const LONGEST: f64 = 1e9;
    Duration::from_secs_f64(seconds.clamp(0.0, LONGEST))
}

/// The generic cell rate: when the next block is due, if none is to come early.
#[derive(Default)]
struct Bucket {
    due: Duration,
}

impl Bucket {
    /// Books a block that costs so much time, and gives when it may be read.
    fn book(&mut self, cost: Duration, now: Duration) -> Duration {
        let from = self.due.max(now);
        self.due = from + cost;
        from.saturating_sub(SLICE)
    }

    /// Replaces what was booked by what it was. Who waited for input cannot have saved up for it.
    fn settle(&mut self, booked: Duration, cost: Duration, then: Duration) {
        self.due = (self.due + cost).saturating_sub(booked).max(then + cost);
    }
}

/// How long lines are.
struct Lines {
    bytes: f64,
    lines: f64,
}

impl Lines {
    fn add(&mut self, bytes: usize, lines: u64) {
        /// The past counts half after so many bytes.
        const HALF: f64 = (1 << 20) as f64;
        let keep = 0.5f64.powf(bytes as f64 / HALF);
        self.bytes = self.bytes * keep + bytes as f64;
        self.lines = self.lines * keep + lines as f64;
    }

    fn mean(&self) -> f64 {
        (self.bytes / self.lines.max(1e-3)).max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads until `until` with so many workers, each of whom takes `work` for a block, whose lines have
    /// `line` bytes; gives the times of reading with the bytes.
    fn simulate(pace: &Pace, workers: usize, until: f64, work: f64, line: f64) -> Vec<(f64, usize)> {
        let mut free = vec![Duration::ZERO; workers];
        let mut reads = Vec::new();
        loop {
            let worker = (0..workers).min_by_key(|worker| free[*worker]).unwrap();
            let now = free[worker];
            let (leave, rest) = pace.book(now, || 0.0);
            let then = now + rest;
            if then.as_secs_f64() > until {
                return reads;
            }
            let bytes = ((leave.block as f64 / line).ceil() * line) as usize;
            pace.settle(&leave, then, bytes, (bytes as f64 / line) as u64);
            reads.push((then.as_secs_f64(), bytes));
            free[worker] = then + Duration::from_secs_f64(work);
        }
    }

    /// The most that came in any tenth of a second.
    fn burst(reads: &[(f64, usize)]) -> usize {
        let (mut from, mut sum, mut most) = (0, 0, 0);
        for (then, bytes) in reads {
            sum += bytes;
            while reads[from].0 <= then - 0.1 {
                sum -= reads[from].1;
                from += 1;
            }
            most = most.max(sum);
        }
        most
    }

    fn bytes(reads: &[(f64, usize)]) -> f64 {
        reads.iter().map(|read| read.1).sum::<usize>() as f64
    }

    #[test]
    fn a_cap_in_bytes_holds_for_any_number_of_workers() {
        for (rate, workers, work) in [(50e6, 1, 0.001), (50e6, 4, 0.004), (1e6, 2, 0.01), (2e3, 8, 0.0), (9e8, 3, 1e-5)]
        {
            let pace = Pace::new(Some(Rate::Bytes(rate)), false, 256 << 10, workers).unwrap();
            let reads = simulate(&pace, workers, 4.0, work, 1.0);
            let total = bytes(&reads);
            assert!((0.97..1.03).contains(&(total / rate / 4.0)), "{total} of {rate} {workers}");
            // A tenth of a second of rate, and as much of burst.
            assert!(burst(&reads) as f64 <= rate * 0.2 + 1.0, "{} {rate}", burst(&reads));
            assert!(reads.iter().all(|read| read.1 as f64 <= rate * 0.05 + 1.0));
        }
    }

    #[test]
    fn a_cap_in_lines_learns_how_long_they_are() {
        for (rate, line, workers) in [(10_000.0, 40.0, 1), (10.0, 200.0, 2), (1e6, 1000.0, 4), (0.5, 80.0, 1)] {
            let pace = Pace::new(Some(Rate::Lines(rate)), false, 256 << 10, workers).unwrap();
            let time = 8.0;
            let lines = bytes(&simulate(&pace, workers, time, 0.0, line)) / line;
            assert!((lines - rate * time).abs() <= (rate * time * 0.05).max(2.0), "{lines} of {} lines", rate * time);
        }
    }

    #[test]
    fn who_waited_has_not_saved_up() {
        let pace = Pace::new(Some(Rate::Bytes(1e6)), false, 256 << 10, 1).unwrap();
        let (leave, rest) = pace.book(Duration::ZERO, || 0.0);
        assert_eq!((leave.block, rest, leave.flush), (50_000, Duration::ZERO, true));
        // The input kept it waiting for ten seconds.
        let then = Duration::from_secs(10);
        pace.settle(&leave, then, 50_000, 0);
        let waits: Vec<Duration> = (0..3).map(|_| pace.book(then, || 0.0).1).collect();
        assert_eq!(waits, [0, 50, 100].map(Duration::from_millis));
        // A block that was smaller than booked gives back the rest.
        pace.settle(&leave, then, 0, 0);
        assert_eq!(pace.book(then, || 0.0).1, Duration::from_millis(100));
    }

    #[test]
    fn a_run_without_a_cap_has_no_pace() {
        assert!(Pace::new(None, false, 1, 1).is_none());
    }
}
