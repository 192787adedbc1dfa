//! Inputs: from names to blocks of whole records.
//!
//! A worker claims the next block under the input's lock. For a plain file that is only an
//! offset: the worker reads its stretch itself, with positioned reads, and the line that
//! crosses a boundary belongs to the stretch where it starts. For a pipe, a compressed
//! file, or records that may hold newlines, the bytes are taken under the lock and cut
//! there, and what is left over is carried to the next block. No thread only reads.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Cursor, IsTerminal, Read, Seek};
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::sync::Arc;

use rustix::fs::OFlags;

use super::merge::Merge;
use super::progress::Gauge;
use super::search;
use super::signal::Signals;
use super::stream::{SAMPLE, Stream, Waiting, read_sample};
use super::utf16::{self, Utf8};
use crate::base::fault::io_words;
use crate::base::{Fault, Zone};
use crate::codecs;
use crate::data::lines::{Directives, Frame};
use crate::data::{Source, Want};
use crate::def::timed::Timed;
use crate::def::{Format, Head, Opening};
use crate::inputs;
use crate::plan::Plan;

/// An input that was opened.
pub(super) struct Opened {
    pub feed: Feed,
    pub source: Arc<Source>,
    pub frame: Frame,
    /// Tells the time of its records, where reading goes by it.
    pub timed: Option<Timed>,
    /// What binds a header, and the instant that stamps without a year are near.
    pub format: Format,
    pub reference: i64,
}

/// What an input reads from.
pub(super) enum Feed {
    /// A plain file, read by position.
    File { file: Arc<File>, next: u64, end: u64 },
    /// Bytes in order.
    Stream(Stream),
}

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
}

impl Claim {
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
        }
    }
}

/// All inputs of a run, in order.
pub struct Inputs {
    pub(super) names: std::vec::IntoIter<String>,
    index: u32,
    current: Option<Opened>,
    pub(super) ticket: u64,
    /// Faults of inputs that could not be opened.
    pub faults: Vec<Fault>,
    /// Field names seen in samples, for "did you mean".
    pub names_seen: Vec<String>,
    /// The CSV header of the first file, for whole-line output.
    pub header: Option<Arc<Source>>,
    pub(super) limits: Limits,
    timing: Timing,
    /// What has been read, where somebody is told.
    pub(super) gauge: Option<Arc<Gauge>>,
    /// The inputs that are merged by time; None until they are opened.
    pub(super) merge: Option<Merge>,
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

impl Inputs {
    /// The inputs of these names; `-` is standard input.
    pub fn new(names: Vec<String>, limits: Limits, timing: Timing) -> Inputs {
        Inputs {
            names: names.into_iter(),
            index: 0,
            current: None,
            ticket: 0,
            faults: Vec::new(),
            names_seen: Vec::new(),
            header: None,
            limits,
            timing,
            gauge: None,
            merge: None,
        }
    }

    /// The next block. For a stream its bytes are put into `buffer`; for a file `buffer` is
    /// for `stretch::fill`. None at the end of the last input, or when a signal came.
    pub fn claim(&mut self, plan: &Plan, signals: &Signals, buffer: &mut Vec<u8>) -> Option<Claim> {
        if self.timing.merge {
            return self.claim_merged(plan, signals, buffer);
        }
        loop {
            if self.current.is_none() {
                let name = self.names.next()?;
                match self.open(&name, plan, signals) {
                    Ok(opened) => self.current = Some(opened),
                    Err(fault) => self.faults.push(fault),
                }
                continue;
            }
            if signals.stopping() {
                return None;
            }
            let mut opened = self.current.take()?;
            let mut claim = Claim::new(self.ticket, opened.source.clone(), opened.frame.clone());
            let got = match &mut opened.feed {
                Feed::File { file, next, end } => {
                    claim.offset = *next;
                    let to = (*next + self.limits.block as u64).min(*end);
                    claim.read = Some((file.clone(), to));
                    let more = *next < *end;
                    if let Some(gauge) = &self.gauge {
                        gauge.read(to - *next);
                    }
                    *next = to;
                    more
                }
                Feed::Stream(stream) => {
                    let more = stream.fill(buffer, &opened.frame, self.limits, plan.counts_lines, signals, &mut claim);
                    if signals.stopping() && buffer.is_empty() {
                        self.current = Some(opened);
                        return None;
                    }
                    if passed(&mut opened.timed, &opened.frame, buffer, &self.timing) {
                        // What follows is later still.
                        stream.done = true;
                        stream.carry.clear();
                    }
                    self.enter_section(&mut opened, plan);
                    claim.source.clone_from(&opened.source);
                    more
                }
            };
            if signals.broke_off() {
                // What looks like the end of an archive is where reading stopped.
                claim.fault = None;
            }
            if self.timing.ordered.is_some() {
                claim.timed.clone_from(&opened.timed);
            }
            if got {
                self.current = Some(opened);
            } else if claim.fault.is_none() && claim.too_long.is_none() {
                continue;
            }
            self.ticket += 1;
            return Some(claim);
        }
    }

    pub(super) fn open(&mut self, name: &str, plan: &Plan, signals: &Signals) -> Result<Opened, Fault> {
        let shown = if name == "-" { "standard input" } else { name };
        let fault = |e: io::Error| Fault::input(shown, io_words(&e));
        let file = match name {
            "-" => File::from(io::stdin().as_fd().try_clone_to_owned().map_err(fault)?),
            path => open(path).map_err(fault)?,
        };
        let meta = file.metadata().map_err(fault)?;
        if meta.is_dir() {
            return Err(Fault::input(shown, "is a directory; name its files"));
        }
        let file = Arc::new(file);
        let start = if meta.is_file() { (&*file).stream_position().unwrap_or(0) } else { 0 };
        let mut sample = Vec::new();
        let regular = meta.is_file() && meta.len() > start;
        // A pipe may give a few bytes at a time; a decision needs a whole line, or the end.
        let poll = (!meta.is_file()).then(|| file.clone());
        let mut raw = BufReader::with_capacity(
            SAMPLE,
            Waiting { file: file.clone(), signals: signals.clone(), poll: poll.clone(), gauge: self.gauge.clone() },
        );
        let first = raw.fill_buf().map_err(fault)?;
        let codec = codecs::by_magic(first);
        let wide = utf16::opens(first);
        let mut reader: Box<dyn Read + Send> = match codec {
            None if wide => Box::new(Utf8::new(raw)),
            None => Box::new(raw),
            Some(codec) => Box::new(Utf8::new((codec.reader)(Box::new(raw)))),
        };
        let wants_sample = plan.decodes || plan.input.name != "lines";
        let mut damage = None;
        if wants_sample || codec.is_some() {
            damage = read_sample(&mut *reader, &mut sample).err().map(|e| Fault::input(shown, io_words(&e)));
        }
        let damage = damage.filter(|_| !signals.broke_off());
        // What came before the damage is good, and nothing comes after it.
        let done = damage.is_some();
        let head = Head { name, sample: &sample };
        let format = inputs::resolve(&plan.input, &head);
        let frame = format.frame(&head);
        let (header_len, header) = match &frame {
            // Directives are passed as they come, these as the later ones.
            Frame::Sections(law) => (0, law.header_of(&sample[..Directives::leading(&sample)])),
            _ => {
                let len = (format.def.header)(&head).min(sample.len());
                (len, sample[..len].to_vec())
            }
        };
        let reference = self.reference(&meta);
        let opening = Opening { header: &header, reference };
        let here = self.learn_names(&format, &sample[header_len..], &opening);
        let (mut source, mut timed) = self.bind(plan, &format, &opening, &here);
        source.name = name.to_string();
        source.index = self.index;
        source.is_section = matches!(frame, Frame::Sections(_));
        self.faults.extend(damage);
        if regular
            && codec.is_none()
            && !wide
            && frame.is_lines()
            && !plan.counts_lines
            && header_len == 0
            && !self.timing.merge
        {
            let (mut next, mut end) = (start, meta.len());
            if let (Some(timed), Some((since, until))) = (&mut timed, self.timing.ordered) {
                (next, end) = search::stretch(&file, next..end, since, until, timed).map_err(fault)?;
            }
            source.from = next;
            let source = Arc::new(source);
            self.opened(&source, shown)?;
            if let (Some(gauge), Ok(position)) = (&self.gauge, (&*file).stream_position()) {
                // The sample is read again with its block.
                gauge.unread(position.saturating_sub(start));
            }
            return Ok(Opened { feed: Feed::File { file, next, end }, source, frame, timed, format, reference });
        }
        let poll = if codec.is_none() { poll } else { None };
        // The sample goes before what is still to be read, so that blocks of it are no larger than others.
        let sampled = Cursor::new(sample.split_off(header_len));
        let reader: Box<dyn Read + Send> = if done { Box::new(sampled) } else { Box::new(sampled.chain(reader)) };
        let source = Arc::new(source);
        self.opened(&source, shown)?;
        let lines = source.header_lines();
        let at = header_len as u64;
        let stream = Stream { reader, poll, carry: Vec::new(), sections: None, at, lines, done: false };
        Ok(Opened { feed: Feed::Stream(stream), source, frame, timed, format, reference })
    }

    /// Binds a format to a header; the source has no name yet.
    fn bind(&self, plan: &Plan, format: &Format, opening: &Opening<'_>, here: &[String]) -> (Source, Option<Timed>) {
        // The records at the start tell which names this input uses; that only decides what is quick.
        let lean = |(wants, own): (&Vec<Want>, &usize)| {
            let quick = *own < wants.len() && wants[..*own].iter().all(|want| here.contains(&want.path[0]));
            quick.then(|| format.bind(&wants[..*own], opening))
        };
        let source = Source {
            header: opening.header.to_vec(),
            cutters: plan.passes.iter().map(|wants| format.bind(wants, opening)).collect(),
            lean: plan.passes.iter().zip(&plan.own).map(lean).collect(),
            walker: Some(format.bind(&[], opening)),
            ..Source::computed()
        };
        let by_time = self.timing.merge || self.timing.ordered.is_some();
        (source, by_time.then(|| Timed::new(format, opening, &self.timing.zone)))
    }

    /// Binds an input anew, if its directives have come to another header.
    pub(super) fn enter_section(&mut self, opened: &mut Opened, plan: &Plan) {
        let (Feed::Stream(stream), Frame::Sections(law)) = (&mut opened.feed, &opened.frame) else { return };
        let Some(header) = stream.sections.as_mut().and_then(|sections| sections.fresh(law)) else { return };
        if header == opened.source.header {
            return;
        }
        let opening = Opening { header: &header, reference: opened.reference };
        let here = self.learn_names(&opened.format, &[], &opening);
        let (source, timed) = self.bind(plan, &opened.format, &opening, &here);
        let of = &opened.source;
        let source = Source { name: of.name.clone(), index: of.index, from: of.from, is_section: true, ..source };
        opened.timed = timed;
        opened.source = Arc::new(source);
        // As long as there is no record, the directives are still those before the first.
        if self.ticket == 0 && self.header.as_ref().is_some_and(|first| first.index == opened.source.index) {
            self.header = Some(opened.source.clone());
        }
    }

    /// Counts an input that was opened.
    fn opened(&mut self, source: &Arc<Source>, shown: &str) -> Result<(), Fault> {
        self.index += 1;
        self.check_header(source, shown)
    }

    /// When a file was last written; the time of the run for what is no file, or knows no time.
    fn reference(&self, meta: &std::fs::Metadata) -> i64 {
        if let Some(reference) = self.limits.reference {
            return reference;
        }
        let written = meta.is_file().then(|| meta.modified().ok()).flatten();
        let since = written.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(self.limits.now)
    }

    /// Learns the names of fields from the first records, and gives them.
    fn learn_names(&mut self, format: &Format, sample: &[u8], opening: &Opening<'_>) -> Vec<String> {
        let mut here = (format.def.names)(opening.header);
        let walker = format.bind(&[], opening);
        let mut heap = Vec::new();
        for line in sample.split(|b| *b == b'\n').take(20) {
            walker.walk(line, 0, &mut heap, &mut |key, _| {
                if let crate::data::Key::Plain(name) = key
                    && here.len() < 1000
                    && !here.iter().any(|seen| seen.as_bytes() == name)
                {
                    here.push(String::from_utf8_lossy(name).into_owned());
                }
            });
        }
        here.iter().for_each(|name| self.saw(name.clone()));
        here
    }

    fn saw(&mut self, name: String) {
        if self.names_seen.len() < 1000 && !self.names_seen.contains(&name) {
            self.names_seen.push(name);
        }
    }

    /// Whole-line output of files with a header has one header: the files must agree.
    fn check_header(&mut self, source: &Arc<Source>, shown: &str) -> Result<(), Fault> {
        let Some(first) = &self.header else {
            self.header = Some(source.clone());
            return Ok(());
        };
        let bare = |h: &[u8]| h.strip_suffix(b"\n").unwrap_or(h).strip_suffix(b"\r").unwrap_or(h).to_vec();
        // A section shows its header itself.
        if self.limits.one_header && !source.is_section && bare(&first.header) != bare(&source.header) {
            return Err(Fault::input(
                shown,
                format!(
                    "has another header than {}; whole lines of both cannot be mixed (select the columns, or use -o csv)",
                    first.name
                ),
            ));
        }
        Ok(())
    }
}

/// Opens a file. Where the other end of a named pipe is not there yet, reading waits for it, which
/// can be broken off, and not this. (Elsewhere than on Linux it would read the end at once.)
fn open(path: &str) -> io::Result<File> {
    let is_fifo = cfg!(target_os = "linux") && std::fs::metadata(path)?.file_type().is_fifo();
    if !is_fifo {
        return File::open(path);
    }
    let file = OpenOptions::new().read(true).custom_flags(OFlags::NONBLOCK.bits() as i32).open(path)?;
    rustix::fs::fcntl_setfl(&file, OFlags::empty())?;
    Ok(file)
}

/// Whether a block of an input that is in the order of time ends with a record that is no longer wanted.
fn passed(timed: &mut Option<Timed>, frame: &Frame, block: &[u8], timing: &Timing) -> bool {
    let (Some(timed), Some((_, Some(until)))) = (timed, timing.ordered) else { return false };
    if !frame.is_lines() {
        return false;
    }
    let block = block.strip_suffix(b"\n").unwrap_or(block);
    let last = memchr::memrchr(b'\n', block).map_or(0, |newline| newline + 1);
    timed.of(&block[last..]).is_some_and(|time| time >= until)
}

/// Whether standard input is a terminal, where no FILE would wait for a person.
pub fn stdin_is_terminal() -> bool {
    io::stdin().is_terminal() && io::stdin().as_raw_fd() == 0
}
