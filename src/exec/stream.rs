//! Inputs that are read in order: pipes, compressed files, records that are no lines.
//!
//! Bytes are taken under the input's lock and cut after the last whole record; what is left over
//! begins the next block.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use memchr::memchr;

use super::progress::Gauge;
use super::sections::Sections;
use super::signal::Signals;
use super::source::{Claim, Limits};
use super::stretch;
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
    /// What is read of it can be read once only.
    pub is_pipe: bool,
    /// Bytes that were read and belong to the next block.
    pub carry: Vec<u8>,
    /// The directives in force, where the format has them.
    pub sections: Option<Sections>,
    /// Where the next block starts in the input.
    pub at: u64,
    /// The lines before it, where lines are counted.
    pub lines: u64,
    pub counts_lines: bool,
    /// Damage is told with the line that it comes after, and not only by its place in the file: what
    /// was decoded has other places.
    pub tells_line: bool,
    /// There is no more to read.
    pub done: bool,
    /// The file may grow: at its end there is no more to read now.
    pub grows: bool,
    /// That end was met.
    pub dry: bool,
    /// A line that is too long has not ended yet.
    pub skipping: bool,
    /// Why there is no more, to be told with the bytes before it.
    pub damage: Option<io::Error>,
}

/// The fault of an input that cannot be read further, and the last line before it.
pub fn damaged(name: &str, error: &io::Error, line: Option<u64>) -> Fault {
    let why = io_words(error);
    match line {
        None | Some(0) => Fault::input(name, why),
        Some(line) => Fault::input(name, format!("{why} (after line {line})")),
    }
}

fn shown(name: &str) -> &str {
    if name == "-" { "standard input" } else { name }
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
    /// Whether the system can read what is there and not wait for more. None before the first wait: a
    /// named pipe whose writer is not there yet would seem to have ended.
    pub at_once: Option<bool>,
    /// Counts the bytes as they are in the file.
    pub taken: Arc<AtomicU64>,
    /// Counts what is read, where somebody is told.
    pub gauge: Option<Arc<Gauge>>,
}

impl Waiting {
    /// Reads what is there without waiting; None if it has to be waited for.
    #[cfg(target_os = "linux")]
    fn read_at_once(&mut self, buffer: &mut [u8]) -> Option<usize> {
        use rustix::io::{Errno, ReadWriteFlags, preadv2};
        // The offset that stands for where the file is.
        const HERE: u64 = u64::MAX;
        if self.at_once != Some(true) {
            return None;
        }
        let mut to = [io::IoSliceMut::new(buffer)];
        match preadv2(&self.file, &mut to, HERE, ReadWriteFlags::NOWAIT) {
            Ok(n) => Some(n),
            Err(Errno::AGAIN | Errno::INTR) => None,
            // Any other error is left to a read that may wait.
            Err(_) => {
                self.at_once = Some(false);
                None
            }
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn read_at_once(&mut self, _: &mut [u8]) -> Option<usize> {
        None
    }

    fn read_or_wait(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(file) = self.poll.clone() {
                // Where a signal came the input ends, after what was read of it before.
                if self.signals.stopping() {
                    return Ok(0);
                }
                if let Some(n) = self.read_at_once(buffer) {
                    return Ok(n);
                }
                if !self.signals.wait_readable(file.as_fd()) {
                    return Ok(0);
                }
                self.at_once.get_or_insert(true);
            }
            match (&*self.file).read(buffer) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => return other,
            }
        }
    }
}

impl Read for Waiting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.read_or_wait(buffer)?;
        self.taken.fetch_add(n as u64, Ordering::Relaxed);
        if let Some(gauge) = &self.gauge {
            gauge.read(n as u64);
        }
        Ok(n)
    }
}

impl Stream {
    /// A stream whose first bytes, from this place on, have been read already.
    pub fn new(reader: Box<dyn Read + Send>, poll: Option<Arc<File>>, carry: Vec<u8>, at: u64) -> Stream {
        let (sections, lines, damage) = Default::default();
        let (counts_lines, tells_line, done, grows, dry, skipping) = Default::default();
        Stream {
            reader,
            is_pipe: false,
            poll,
            carry,
            sections,
            at,
            lines,
            counts_lines,
            tells_line,
            done,
            grows,
            dry,
            skipping,
            damage,
        }
    }

    /// Goes to a place in the input, of which only the carried bytes have been read; `file` is to be
    /// had where the bytes are the file's own. Directives before the place stay in force.
    pub fn skip(&mut self, to: u64, frame: &Frame, file: Option<&Arc<File>>) -> io::Result<()> {
        self.at = to;
        if let Frame::Sections(law) = frame {
            if to > 0 {
                let mut kept = Vec::new();
                self.each_line(to, &mut |line| {
                    if line.first() == Some(&b'#') {
                        law.take_all(&mut kept, line);
                    }
                })?;
                self.sections = Some(Sections::of(kept));
            }
            return Ok(());
        }
        if to <= self.carry.len() as u64 {
            self.carry.drain(..to as usize);
            return Ok(());
        }
        if let Some(file) = file {
            self.carry.clear();
            (&**file).seek(SeekFrom::Start(to))?;
            self.reader = Box::new(file.clone());
            return Ok(());
        }
        self.each_line(to, &mut |_| ())
    }

    /// Puts what was looked at before what is still to be read, so that blocks of it are no larger than
    /// others. After damage there is nothing to read, and what came before it is one block.
    pub fn read_again(&mut self) {
        if self.done || self.carry.is_empty() {
            return;
        }
        let seen = Cursor::new(std::mem::take(&mut self.carry));
        let rest = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.reader = Box::new(seen.chain(rest));
    }

    /// Reads up to a place and shows the lines before it, each with its newline.
    fn each_line(&mut self, to: u64, show: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        let mut bytes = std::mem::take(&mut self.carry);
        let mut passed = 0;
        loop {
            let left = usize::try_from(to - passed).unwrap_or(usize::MAX);
            let here = &bytes[..bytes.len().min(left)];
            let end = if here.len() == left { here.len() } else { memchr::memrchr(b'\n', here).map_or(0, |at| at + 1) };
            here[..end].split_inclusive(|b| *b == b'\n').for_each(&mut *show);
            passed += end as u64;
            bytes.drain(..end);
            if passed == to {
                self.carry = bytes;
                return Ok(());
            }
            let start = bytes.len();
            bytes.resize(start + SAMPLE, 0);
            let n = match self.reader.read(&mut bytes[start..]) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => 0,
                Ok(0) => return Err(io::Error::other("is shorter than it was")),
                other => other?,
            };
            bytes.truncate(start + n);
        }
    }

    /// Whether a reader would have to wait for more.
    pub(super) fn is_idle(&self, signals: &Signals) -> bool {
        self.dry || self.poll.as_ref().is_some_and(|file| !signals.readable(file.as_fd()))
    }

    /// Fills `buffer` with whole records. Returns false at the end, with nothing in `buffer`; a stream
    /// that grows is dry then, and keeps what is no whole record.
    pub fn fill(
        &mut self,
        buffer: &mut Vec<u8>,
        frame: &Frame,
        limits: Limits,
        signals: &Signals,
        claim: &mut Claim,
    ) -> bool {
        claim.offset = self.at;
        claim.lines_before = self.lines;
        self.dry = false;
        if std::mem::take(&mut self.skipping) {
            let mut carry = std::mem::take(&mut self.carry);
            self.skip_line(&mut carry, claim);
            self.carry = carry;
        }
        let more = match frame {
            Frame::Sections(law) => self.take_section(buffer, law, limits, signals, claim),
            frame => self.take(buffer, frame, limits, signals, claim),
        };
        self.at = claim.offset + buffer.len() as u64;
        if self.counts_lines {
            self.lines += claim.skipped + memchr::memchr_iter(b'\n', buffer).count() as u64;
        }
        if let Some(e) = self.damage.take() {
            claim.fault = Some(damaged(shown(&claim.source.name), &e, self.tells_line.then_some(self.lines)));
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
        // What is after `len` was left by another block: it is read over, since zeros that are read over
        // cost a tenth of reading.
        let mut len = self.carry.len();
        if buffer.capacity() == 0 {
            *buffer = stretch::buffer(limits.block + SAMPLE);
        }
        if buffer.len() < len {
            buffer.resize(len, 0);
        }
        buffer[..len].copy_from_slice(&self.carry);
        self.carry.clear();
        let mut searched = 0;
        loop {
            if self.done {
                buffer.truncate(len);
                return len > 0;
            }
            let is_long = len > limits.max_line + 2;
            let looks = len >= limits.block || self.poll.is_some() || self.dry || is_long;
            let cut = if looks { cut_from(&buffer[..len], searched, frame) } else { 0 };
            if cut > 0 {
                claim.idle = self.is_idle(signals);
                if len >= limits.block || claim.idle {
                    self.carry.extend_from_slice(&buffer[cut..len]);
                    buffer.truncate(cut);
                    return true;
                }
            } else if self.dry {
                self.carry.extend_from_slice(&buffer[..len]);
                buffer.clear();
                return false;
            } else if is_long {
                claim.too_long.get_or_insert(claim.offset);
                buffer.truncate(len);
                self.skip_line(buffer, claim);
                len = buffer.len();
                searched = 0;
                continue;
            } else if looks && frame.is_lines() {
                searched = len;
            }
            len = self.read_more(buffer, len, limits);
        }
    }

    /// Puts what one read gives after the first `len` bytes. Gives how many there are then.
    pub(super) fn read_more(&mut self, buffer: &mut Vec<u8>, len: usize, limits: Limits) -> usize {
        // No less than that, and as much again for a record that does not fit a small block.
        let least = limits.block.max(len).min(64 << 10);
        let want = limits.block.saturating_sub(len).clamp(least, 1 << 20);
        if buffer.len() < len + want {
            buffer.resize(len + want, 0);
        }
        match self.reader.read(&mut buffer[len..len + want]) {
            Ok(n) => {
                self.ended(n == 0);
                len + n
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => len,
            Err(e) => {
                self.damage = Some(e);
                self.done = true;
                len
            }
        }
    }

    /// What it means that a read gave nothing.
    fn ended(&mut self, ended: bool) {
        let end = if self.grows { &mut self.dry } else { &mut self.done };
        *end |= ended;
    }

    /// Drops the line that fills the buffer, to its end.
    pub(super) fn skip_line(&mut self, buffer: &mut Vec<u8>, claim: &mut Claim) {
        let mut piece = vec![0; 256 << 10];
        claim.offset += buffer.len() as u64;
        buffer.clear();
        loop {
            match self.reader.read(&mut piece) {
                Ok(0) => {
                    self.skipping = self.grows;
                    self.ended(true);
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
                    self.damage = Some(e);
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
