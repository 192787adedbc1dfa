//! Inputs that are read in order: pipes, compressed files, records that are no lines.
//!
//! Bytes are taken under the input's lock and cut after the last whole record; what is left over
//! begins the next block.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::sync::Arc;

use memchr::memchr;

use super::progress::Gauge;
use super::sections::Sections;
use super::signal::Signals;
use super::source::{Claim, Limits};
use crate::base::Fault;
use crate::base::fault::io_words;
use crate::data::lines::{Frame, whole};
use crate::inputs;

/// How much is looked at to choose a format and to learn field names.
pub const SAMPLE: usize = 64 << 10;

/// An input that is read in order.
pub struct Stream {
    pub reader: Box<dyn Read + Send>,
    /// The file descriptor to ask whether more is there: a pipe or a terminal.
    pub poll: Option<Arc<File>>,
    /// Bytes that were read and belong to the next block.
    pub carry: Vec<u8>,
    /// The directives in force, where the format has them.
    pub sections: Option<Sections>,
    /// Where the next block starts in the input.
    pub at: u64,
    /// The lines before it, where lines are counted.
    pub lines: u64,
    /// There is no more to read.
    pub done: bool,
}

/// Reads until there is a whole line that is no directive, enough bytes, or the end.
pub fn read_sample(reader: &mut dyn Read, sample: &mut Vec<u8>) -> io::Result<()> {
    let mut piece = vec![0; SAMPLE];
    loop {
        let n = match reader.read(&mut piece) {
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        sample.extend_from_slice(&piece[..n]);
        // A header may span lines only inside quotes, and then it is in the first bytes anyway.
        if n == 0 || sample.len() >= SAMPLE || inputs::is_enough(sample) {
            return Ok(());
        }
    }
}

/// A file whose reads can be broken off by a signal.
pub struct Waiting {
    pub file: Arc<File>,
    pub signals: Signals,
    /// Set for files that may make a reader wait.
    pub poll: Option<Arc<File>>,
    /// Counts what is read, where somebody is told.
    pub gauge: Option<Arc<Gauge>>,
}

impl Read for Waiting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(file) = &self.poll
                && !self.signals.wait_readable(file.as_fd())
            {
                // A signal came: the input ends here.
                return Ok(0);
            }
            match (&*self.file).read(buffer) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
                Ok(n) => {
                    if let Some(gauge) = &self.gauge {
                        gauge.read(n as u64);
                    }
                    return Ok(n);
                }
            }
        }
    }
}

impl Stream {
    /// Fills `buffer` with whole records. Returns false at the end, with nothing in `buffer`.
    pub fn fill(
        &mut self,
        buffer: &mut Vec<u8>,
        frame: &Frame,
        limits: Limits,
        counts_lines: bool,
        signals: &Signals,
        claim: &mut Claim,
    ) -> bool {
        claim.offset = self.at;
        claim.lines_before = self.lines;
        let more = match frame {
            Frame::Sections(law) => self.take_section(buffer, law, limits, signals, claim),
            frame => self.take(buffer, frame, limits, signals, claim),
        };
        self.at = claim.offset + buffer.len() as u64;
        if counts_lines {
            self.lines += claim.skipped + memchr::memchr_iter(b'\n', buffer).count() as u64;
        }
        more
    }

    fn take(
        &mut self,
        buffer: &mut Vec<u8>,
        frame: &Frame,
        limits: Limits,
        signals: &Signals,
        claim: &mut Claim,
    ) -> bool {
        buffer.clear();
        buffer.append(&mut self.carry);
        let mut searched = 0;
        loop {
            if self.done {
                return !buffer.is_empty();
            }
            let looks = buffer.len() >= limits.block || self.poll.is_some() || buffer.len() > limits.max_line + 2;
            let cut = if looks { cut_from(buffer, searched, frame) } else { 0 };
            if cut > 0 {
                claim.idle = self.poll.as_ref().is_some_and(|file| !signals.readable(file.as_fd()));
                if buffer.len() >= limits.block || claim.idle {
                    self.carry.extend_from_slice(&buffer[cut..]);
                    buffer.truncate(cut);
                    return true;
                }
            } else if buffer.len() > limits.max_line + 2 {
                claim.too_long.get_or_insert(claim.offset);
                self.skip_line(buffer, claim);
                searched = 0;
                continue;
            } else if looks && frame.is_lines() {
                searched = buffer.len();
            }
            self.read_more(buffer, limits, claim);
        }
    }

    /// Appends what one read gives.
    pub(super) fn read_more(&mut self, buffer: &mut Vec<u8>, limits: Limits, claim: &mut Claim) {
        let start = buffer.len();
        // No less than that, and as much again for a record that does not fit a small block.
        let least = limits.block.max(start).min(64 << 10);
        let want = limits.block.saturating_sub(start).clamp(least, 1 << 20);
        buffer.resize(start + want, 0);
        match self.reader.read(&mut buffer[start..]) {
            Ok(n) => {
                buffer.truncate(start + n);
                self.done |= n == 0;
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => buffer.truncate(start),
            Err(e) => {
                buffer.truncate(start);
                let name = if claim.source.name == "-" { "standard input" } else { &claim.source.name };
                claim.fault = Some(Fault::input(name, io_words(&e)));
                self.done = true;
            }
        }
    }

    /// Drops the line that fills the buffer, to its end.
    pub(super) fn skip_line(&mut self, buffer: &mut Vec<u8>, claim: &mut Claim) {
        let mut piece = vec![0; 256 << 10];
        claim.offset += buffer.len() as u64;
        buffer.clear();
        loop {
            match self.reader.read(&mut piece) {
                Ok(0) => {
                    self.done = true;
                    return;
                }
                Ok(n) => match memchr(b'\n', &piece[..n]) {
                    Some(end) => {
                        claim.skipped += 1;
                        claim.lines_before += 1;
                        claim.offset += end as u64 + 1;
                        buffer.extend_from_slice(&piece[end + 1..n]);
                        return;
                    }
                    None => claim.offset += n as u64,
                },
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    claim.fault = Some(Fault::input(claim.source.name.clone(), io_words(&e)));
                    self.done = true;
                    return;
                }
            }
        }
    }
}

/// Where whole records end; for lines, bytes before `searched` are known to hold no newline.
fn cut_from(buffer: &[u8], searched: usize, frame: &Frame) -> usize {
    match frame {
        Frame::Lines => memchr::memrchr(b'\n', &buffer[searched..]).map_or(0, |i| searched + i + 1),
        frame => whole(buffer, frame),
    }
}
