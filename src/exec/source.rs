//! Inputs: from names to blocks of whole records.
//!
//! A worker claims the next block under the input's lock. For a plain file that is only an
//! offset: the worker reads its stretch itself, with positioned reads, and the line that
//! crosses a boundary belongs to the stretch where it starts. For a pipe, a compressed
//! file, or records that may hold newlines, the bytes are taken under the lock and cut
//! there, and what is left over is carried to the next block. No thread only reads.

use std::fs::{File, Metadata};
use std::io::{self, BufReader, IsTerminal, Read, Seek};
use std::os::fd::{AsFd, AsRawFd};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::ahead::Ahead;
use super::anew::Reload;
pub use super::claim::{Claim, Limits, Timing};
use super::early::{Early, SMALL};
use super::follow::{Follow, Tell};
use super::merge::Merge;
use super::place::Places;
use super::progress::Gauge;
use super::rotated::Piece;
use super::signal::Signals;
use super::stream::{SAMPLE, Stream, Waiting, damaged, read_sample};
use super::together::Found;
pub use super::told::Told;
use super::utf16::{self, Utf8};
use super::{opening, search};
use crate::base::Fault;
use crate::base::fault::io_words;
use crate::codecs;
use crate::data::lines::{Directives, Frame};
use crate::data::{Source, Want};
use crate::def::timed::Timed;
use crate::def::{Format, Head, Opening, Span, Start};
use crate::inputs;
use crate::plan::Plan;

/// An input that was opened.
pub(super) struct Opened {
    pub feed: Feed,
    pub file: Arc<File>,
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

/// The part of a block that is read first: the run may want no more, and memory is made as it is used.
const FIRST: usize = 8;

/// All inputs of a run, in order.
pub struct Inputs {
    pub(super) pieces: Early,
    /// The next one, where it was looked at before its turn.
    pub(super) found: Option<Found>,
    index: u32,
    pub(super) current: Option<Opened>,
    pub(super) ticket: u64,
    first_ticket: u64,
    /// By name, as far as the names were come to.
    pub told: Vec<Told>,
    /// Field names seen in samples, for "did you mean".
    pub names_seen: Vec<String>,
    /// The CSV header of the first file, for whole-line output.
    pub header: Option<Arc<Source>>,
    pub(super) limits: Limits,
    pub(super) timing: Timing,
    /// What has been read, where somebody is told.
    pub(super) gauge: Option<Arc<Gauge>>,
    /// The inputs that are merged by time; None until they are opened.
    pub(super) merge: Option<Merge>,
    /// The inputs grow; they are followed, unless somebody has these at hand.
    pub(super) grow: bool,
    pub(super) follow: Option<Follow>,
    /// Tells a person at once what is wrong with an input.
    pub(super) tell: Option<Tell>,
    /// Reads the pipeline again, on SIGHUP; whether another run is to go on then.
    pub(super) reload: Option<Reload>,
    /// Another run goes on: no block is claimed any more.
    pub(super) gives_way: bool,
    /// Where they are, if somebody wants to know: then they are all read in order.
    pub(super) places: Option<Places>,
    /// What stands after the last newline of a file that may grow is left for another run.
    pub(super) keeps_rest: bool,
}

impl Inputs {
    /// The inputs of these names; `-` is standard input.
    pub fn new(pieces: Vec<Piece>, limits: Limits, timing: Timing) -> Inputs {
        Inputs {
            pieces: Early::new(pieces),
            found: None,
            index: 0,
            current: None,
            ticket: 0,
            first_ticket: 0,
            told: Vec::new(),
            names_seen: Vec::new(),
            header: None,
            limits,
            timing,
            gauge: None,
            merge: None,
            grow: false,
            follow: None,
            tell: None,
            reload: None,
            gives_way: false,
            places: None,
            keeps_rest: false,
        }
    }

    /// Numbers the blocks from here on.
    pub(super) fn go_on_at(&mut self, ticket: u64) {
        (self.ticket, self.first_ticket) = (ticket, ticket);
    }

    /// The next block. For a stream its bytes are put into `buffer`; for a file `buffer` is
    /// for `stretch::fill`. None at the end of the last input, or when a signal came.
    pub fn claim(&mut self, plan: &Plan, signals: &Signals, buffer: &mut Vec<u8>) -> Option<Claim> {
        if self.timing.merge {
            return self.claim_merged(plan, signals, buffer);
        }
        if self.grow {
            return self.claim_followed(plan, signals, buffer);
        }
        loop {
            if self.current.is_none() {
                if signals.stopping() {
                    return None;
                }
                let found = self.next_found()?;
                match self.open_as(found, plan, signals) {
                    Ok(opened) => self.current = Some(opened),
                    Err(fault) => self.failed(fault),
                }
                continue;
            }
            let mut opened = self.current.take()?;
            // What was taken from a pipe is nowhere else any more.
            let drains = matches!(&opened.feed, Feed::Stream(stream) if stream.is_pipe);
            if signals.stopping() && !drains {
                self.current = Some(opened);
                return None;
            }
            let mut claim = Claim::new(self.ticket, opened.source.clone(), opened.frame.clone());
            let got = match &mut opened.feed {
                Feed::File { file, next, end } => {
                    claim.offset = *next;
                    let is_first = self.ticket == self.first_ticket;
                    let block = if is_first { (self.limits.block / FIRST).max(1) } else { self.limits.block };
                    let to = (*next + block as u64).min(*end);
                    claim.read = Some((file.clone(), to));
                    let more = *next < *end;
                    if let Some(gauge) = &self.gauge {
                        gauge.read(to - *next);
                    }
                    *next = to;
                    more
                }
                Feed::Stream(stream) => {
                    let more = stream.fill(buffer, &opened.frame, self.limits, signals, &mut claim);
                    claim.reached = stream.at;
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
            if signals.stopping() {
                // What looks like the end of an archive is where reading stopped.
                claim.fault = None;
            }
            if self.timing.ordered.is_some() {
                claim.timed.clone_from(&opened.timed);
            }
            if got {
                self.current = Some(opened);
            } else {
                self.ended(&opened, claim.skipped);
                if claim.fault.is_none() && claim.too_long.is_none() {
                    continue;
                }
            }
            self.ticket += 1;
            return Some(claim);
        }
    }

    /// Opens an input and gets ready to read it.
    pub(super) fn open(&mut self, piece: &Piece, plan: &Plan, signals: &Signals) -> Result<Opened, Fault> {
        self.open_as(Found { piece: piece.clone(), whole: None, file: None }, plan, signals)
    }

    pub(super) fn open_as(&mut self, found: Found, plan: &Plan, signals: &Signals) -> Result<Opened, Fault> {
        let Found { piece, whole, file } = found;
        let name = piece.name.as_str();
        self.told.push(Told { name: name.to_string(), ..Told::default() });
        let path = piece.path.to_string_lossy();
        let shown = if name == "-" { "standard input" } else { &*path };
        let fault = |e: io::Error| Fault::input(shown, io_words(&e));
        let known = |file: Arc<File>| file.metadata().map(|meta| (file, meta)).map_err(fault);
        let (file, meta) = match (file, whole.as_ref().map(|whole| &whole.file).or(piece.file.as_ref())) {
            (Some(opened), _) => opened,
            (_, Some(file)) => known(file.clone())?,
            _ if name == "-" => known(Arc::new(File::from(io::stdin().as_fd().try_clone_to_owned().map_err(fault)?)))?,
            _ => opening::open(&piece.path).map(|(file, meta)| (Arc::new(file), meta)).map_err(fault)?,
        };
        if meta.is_dir() {
            return Err(Fault::input(shown, "is a directory; -r reads the files in it"));
        }
        // Others may have read of what was opened before.
        let is_fresh = name != "-" && piece.file.is_none();
        let start = if meta.is_file() && !is_fresh { (&*file).stream_position().unwrap_or(0) } else { 0 };
        let mut sample = Vec::new();
        let regular = meta.is_file() && meta.len() > start;
        // A pipe may give a few bytes at a time; a decision needs a whole line, or the end.
        let poll = (!meta.is_file()).then(|| file.clone());
        if poll.is_some() {
            opening::widen(&file);
        }
        let taken = Arc::default();
        let waiting = Waiting {
            file: file.clone(),
            signals: signals.clone(),
            poll: poll.clone(),
            at_once: None,
            taken: Arc::clone(&taken),
            gauge: self.gauge.clone(),
        };
        let peeked = if meta.is_file() { opening::peek(&file, start) } else { None };
        let wants_sample = plan.decodes || plan.input.name != "lines";
        // Of a plain file nothing is read here, unless its format depends on it.
        let is_plain = |first: &Vec<u8>| codecs::by_magic(first).is_none() && !utf16::opens(first);
        let is_left = !wants_sample && peeked.as_ref().is_some_and(is_plain);
        let mut raw = BufReader::with_capacity(if is_left { 0 } else { SAMPLE }, waiting);
        let (first, read) = match peeked {
            Some(first) => (first, Vec::new()),
            None => {
                let first = opening::first_bytes(&mut raw).map_err(fault)?;
                (first.clone(), first)
            }
        };
        let codec = codecs::by_magic(&first);
        if let (Some(codec), Some(told)) = (codec, self.told.last_mut()) {
            told.codec = Some((codec.doc.name, Arc::clone(&taken)));
        }
        let wide = utf16::opens(&first);
        // Merged inputs are all open at once; each has one decoder.
        let is_large = meta.is_file() && meta.len() > SMALL && self.limits.threads > 1 && !self.timing.merge;
        let is_apart = is_large && codec.is_some_and(|codec| (codec.span)(&first) != Span::Unknown);
        let raw = io::Cursor::new(read).chain(raw);
        let begin = Start { memory: self.limits.window, at: 0 };
        let mut reader: Box<dyn Read + Send> = match (codec, whole) {
            (Some(_), Some(whole)) => {
                taken.store(whole.read, Ordering::Relaxed);
                if let Some(gauge) = &self.gauge {
                    gauge.read(whole.read);
                }
                Box::new(whole)
            }
            (None, _) if wide => Box::new(Utf8::new(raw)),
            (None, _) => Box::new(raw),
            (Some(codec), _) if is_apart => {
                Box::new(Utf8::new(Ahead::new(codec, Box::new(raw), begin.memory, self.limits.threads)))
            }
            (Some(codec), _) => Box::new(Utf8::new((codec.reader)(Box::new(raw), begin))),
        };
        let mut damage = None;
        if wants_sample || codec.is_some() {
            damage = read_sample(&mut *reader, &mut sample).err();
        }
        let damage = damage.filter(|_| !signals.stopping());
        // What came before the damage is good, and nothing comes after it.
        let done = damage.is_some();
        if let Some(e) = &damage {
            let line = codec.map(|_| memchr::memchr_iter(b'\n', &sample).count() as u64);
            self.failed(damaged(shown, e, line));
        }
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
        let here = if plan.decodes { self.learn_names(&format, &sample[header_len..], &opening) } else { Vec::new() };
        let (mut source, mut timed) = self.bind(plan, &format, &opening, &here);
        source.name = name.to_string();
        source.index = self.index;
        source.is_section = matches!(frame, Frame::Sections(_));
        if regular
            && codec.is_none()
            && !wide
            && frame.is_lines()
            && !plan.counts_lines
            && header_len == 0
            && !self.timing.merge
            && self.places.is_none()
            && !self.grow
            && !piece.is_part()
        {
            let (mut next, mut end) = (start, meta.len());
            if let (Some(timed), Some((since, until))) = (&mut timed, self.timing.ordered) {
                (next, end) = search::stretch(&file, next..end, since, until, timed).map_err(fault)?;
            }
            source.from = next;
            let source = Arc::new(source);
            self.opened(&source, shown)?;
            if let Some(gauge) = &self.gauge
                && let Ok(position) = (&*file).stream_position()
            {
                // The sample is read again with its block.
                gauge.unread(position.saturating_sub(start));
            }
            let feed = Feed::File { file: file.clone(), next, end };
            return Ok(Opened { feed, file, source, frame, timed, format, reference });
        }
        if let Some(places) = &self.places {
            let sample = (codec.is_some() || wide).then_some(&*sample);
            places.opened(name, &file, sample, piece.from).map_err(fault)?;
        }
        let is_pipe = poll.is_some();
        let poll = if codec.is_none() { poll } else { None };
        let mut stream = Stream::new(reader, poll, sample, 0);
        (stream.done, stream.lines) = (done, source.header_lines());
        stream.counts_lines = plan.counts_lines || codec.is_some();
        stream.tells_line = codec.is_some();
        let at = piece.from.max(header_len as u64);
        if piece.from > header_len as u64 {
            source.from = piece.from;
        }
        let is_plain = meta.is_file() && codec.is_none() && !wide;
        stream.skip(at, &frame, is_plain.then_some(&file)).map_err(fault)?;
        stream.is_pipe = is_pipe;
        stream.read_again();
        stream.grows = is_plain && piece.is_last && (self.grow || self.keeps_rest);
        let source = Arc::new(source);
        self.opened(&source, shown)?;
        Ok(Opened { feed: Feed::Stream(stream), file, source, frame, timed, format, reference })
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
        if self.ticket == self.first_ticket
            && self.header.as_ref().is_some_and(|first| first.index == opened.source.index)
        {
            self.header = Some(opened.source.clone());
        }
    }

    /// Counts an input that was opened.
    fn opened(&mut self, source: &Arc<Source>, shown: &str) -> Result<(), Fault> {
        if let Some(told) = self.told.last_mut() {
            told.index = Some(source.index);
            told.header_lines = source.header_lines();
        }
        self.index += 1;
        self.check_header(source, shown)
    }

    /// When a file was last written; the time of the run for what is no file, or knows no time.
    fn reference(&self, meta: &Metadata) -> i64 {
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
