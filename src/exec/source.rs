//! Inputs: from names to blocks of whole records.
//!
//! A worker claims the next block under the input's lock. For a plain file that is only an
//! offset: the worker reads its stretch itself, with positioned reads, and the line that
//! crosses a boundary belongs to the stretch where it starts. For a pipe, a compressed
//! file, or records that may hold newlines, the bytes are taken under the lock and cut
//! there, and what is left over is carried to the next block. No thread only reads.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Seek};
use std::os::fd::{AsFd, AsRawFd};
use std::sync::Arc;

use memchr::memchr;

use super::signal::Signals;
use super::utf16::{self, Utf8};
use crate::base::Fault;
use crate::base::fault::io_words;
use crate::codecs;
use crate::data::Source;
use crate::data::lines::{Frame, whole};
use crate::def::{Format, Head, Opening};
use crate::inputs;
use crate::plan::Plan;

/// How much is looked at to choose a format and to learn field names.
const SAMPLE: usize = 64 << 10;

/// What an input reads from.
enum Feed {
    /// A plain file, read by position.
    File { file: Arc<File>, next: u64, end: u64 },
    /// Bytes in order.
    Stream { stream: Stream, carry: Vec<u8>, at: u64, lines: u64, done: bool },
}

struct Stream {
    reader: Box<dyn Read + Send>,
    /// The file descriptor to ask whether more is there: a pipe or a terminal.
    poll: Option<Arc<File>>,
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
    /// Lines that were skipped before the block's first byte.
    pub skipped: u64,
    /// The first line that was too long and was skipped, as an offset in the block's input.
    pub too_long: Option<u64>,
    /// A fault met while reading; the bytes before it are good.
    pub fault: Option<Fault>,
}

/// All inputs of a run, in order.
pub struct Inputs {
    names: std::vec::IntoIter<String>,
    index: u32,
    current: Option<(Feed, Arc<Source>, Frame)>,
    ticket: u64,
    /// Faults of inputs that could not be opened.
    pub faults: Vec<Fault>,
    /// Field names seen in samples, for "did you mean".
    pub names_seen: Vec<String>,
    /// The CSV header of the first file, for whole-line output.
    pub header: Option<Arc<Source>>,
    limits: Limits,
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
}

impl Inputs {
    /// The inputs of these names; `-` is standard input.
    pub fn new(names: Vec<String>, limits: Limits) -> Inputs {
        Inputs {
            names: names.into_iter(),
            index: 0,
            current: None,
            ticket: 0,
            faults: Vec::new(),
            names_seen: Vec::new(),
            header: None,
            limits,
        }
    }

    /// The next block. For a stream its bytes are put into `buffer`; for a file `buffer` is
    /// for [`fill`]. None at the end of the last input, or when a signal came.
    pub fn claim(&mut self, plan: &Plan, signals: &Signals, buffer: &mut Vec<u8>) -> Option<Claim> {
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
            let (feed, source, frame) = self.current.as_mut()?;
            let mut claim = Claim {
                ticket: self.ticket,
                source: source.clone(),
                frame: frame.clone(),
                offset: 0,
                lines_before: 0,
                read: None,
                idle: false,
                skipped: 0,
                too_long: None,
                fault: None,
            };
            let got = match feed {
                Feed::File { file, next, end } => {
                    claim.offset = *next;
                    let to = (*next + self.limits.block as u64).min(*end);
                    claim.read = Some((file.clone(), to));
                    let more = *next < *end;
                    *next = to;
                    more
                }
                Feed::Stream { stream, carry, at, lines, done } => {
                    claim.offset = *at;
                    claim.lines_before = *lines;
                    let more = stream.fill(buffer, carry, done, frame, self.limits, signals, &mut claim);
                    *at = claim.offset + buffer.len() as u64;
                    if plan.counts_lines {
                        *lines += claim.skipped + memchr::memchr_iter(b'\n', buffer).count() as u64;
                    }
                    if signals.stopping() && buffer.is_empty() {
                        return None;
                    }
                    more
                }
            };
            if !got {
                self.current = None;
                if claim.fault.is_none() && claim.too_long.is_none() {
                    continue;
                }
            }
            self.ticket += 1;
            return Some(claim);
        }
    }

    fn open(&mut self, name: &str, plan: &Plan, signals: &Signals) -> Result<(Feed, Arc<Source>, Frame), Fault> {
        let shown = if name == "-" { "standard input" } else { name };
        let fault = |e: io::Error| Fault::input(shown, io_words(&e));
        let file = match name {
            "-" => File::from(io::stdin().as_fd().try_clone_to_owned().map_err(fault)?),
            path => File::open(path).map_err(fault)?,
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
            Waiting { file: file.clone(), signals: signals.clone(), poll: poll.clone() },
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
        // What came before the damage is good, and nothing comes after it.
        let done = damage.is_some();
        let head = Head { name, sample: &sample };
        let format = inputs::resolve(&plan.input, &head);
        let frame = format.frame(&head);
        let header_len = (format.def.header)(&head).min(sample.len());
        let header = sample[..header_len].to_vec();
        let opening = Opening { header: &header, reference: self.reference(&meta) };
        self.learn_names(&format, &sample[header_len..], &opening);
        let cutters = plan.passes.iter().map(|wants| format.bind(wants, &opening)).collect();
        let walker = Some(format.bind(&[], &opening));
        let source = Arc::new(Source { name: name.to_string(), index: self.index, cutters, walker, header });
        self.index += 1;
        self.faults.extend(damage);
        self.check_header(&source, shown)?;
        if regular && codec.is_none() && !wide && frame.is_lines() && !plan.counts_lines && header_len == 0 {
            let feed = Feed::File { file, next: start, end: meta.len() };
            return Ok((feed, source, frame));
        }
        let poll = if codec.is_none() { poll } else { None };
        let carry = sample.split_off(header_len);
        let lines = memchr::memchr_iter(b'\n', &source.header).count() as u64;
        let stream = Stream { reader, poll };
        Ok((Feed::Stream { stream, carry, at: header_len as u64, lines, done }, source, frame))
    }

    /// When a file was last written; the time of the run for what is no file, or knows no time.
    fn reference(&self, meta: &std::fs::Metadata) -> i64 {
        let written = meta.is_file().then(|| meta.modified().ok()).flatten();
        let since = written.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(self.limits.now)
    }

    fn learn_names(&mut self, format: &Format, sample: &[u8], opening: &Opening<'_>) {
        for name in (format.def.names)(opening.header) {
            self.saw(name);
        }
        let walker = format.bind(&[], opening);
        let mut heap = Vec::new();
        for line in sample.split(|b| *b == b'\n').take(20) {
            walker.walk(line, 0, &mut heap, &mut |key, _| {
                if let crate::data::Key::Plain(name) = key {
                    self.saw(String::from_utf8_lossy(name).into_owned());
                }
            });
        }
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
        if self.limits.one_header && bare(&first.header) != bare(&source.header) {
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

/// Reads until there is a whole line, enough bytes, or the end.
fn read_sample(reader: &mut dyn Read, sample: &mut Vec<u8>) -> io::Result<()> {
    let mut piece = vec![0; SAMPLE];
    loop {
        let n = match reader.read(&mut piece) {
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        sample.extend_from_slice(&piece[..n]);
        // A header may span lines only inside quotes, and then it is in the first bytes anyway.
        if n == 0 || sample.len() >= SAMPLE || memchr(b'\n', sample).is_some() {
            return Ok(());
        }
    }
}

/// A file whose reads can be broken off by a signal.
struct Waiting {
    file: Arc<File>,
    signals: Signals,
    /// Set for files that may make a reader wait.
    poll: Option<Arc<File>>,
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
                other => return other,
            }
        }
    }
}

impl Stream {
    /// Fills `buffer` with whole records; what is left goes to `carry`. Returns false at the end,
    /// with nothing in `buffer`.
    #[allow(clippy::too_many_arguments)]
    fn fill(
        &mut self,
        buffer: &mut Vec<u8>,
        carry: &mut Vec<u8>,
        done: &mut bool,
        frame: &Frame,
        limits: Limits,
        signals: &Signals,
        claim: &mut Claim,
    ) -> bool {
        buffer.clear();
        buffer.append(carry);
        let mut searched = 0;
        loop {
            if *done {
                return !buffer.is_empty();
            }
            let looks = buffer.len() >= limits.block || self.poll.is_some() || buffer.len() > limits.max_line + 2;
            let cut = if looks { cut_from(buffer, searched, frame) } else { 0 };
            if cut > 0 {
                claim.idle = self.poll.as_ref().is_some_and(|file| !signals.readable(file.as_fd()));
                if buffer.len() >= limits.block || claim.idle {
                    carry.extend_from_slice(&buffer[cut..]);
                    buffer.truncate(cut);
                    return true;
                }
            } else if buffer.len() > limits.max_line + 2 {
                claim.too_long.get_or_insert(claim.offset);
                self.skip_line(buffer, done, claim);
                searched = 0;
                continue;
            } else if looks && frame.is_lines() {
                searched = buffer.len();
            }
            let start = buffer.len();
            let want = limits.block.saturating_sub(start).clamp(64 << 10, 1 << 20);
            buffer.resize(start + want, 0);
            match self.reader.read(&mut buffer[start..]) {
                Ok(n) => {
                    buffer.truncate(start + n);
                    *done |= n == 0;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => buffer.truncate(start),
                Err(e) => {
                    buffer.truncate(start);
                    let name = if claim.source.name == "-" { "standard input" } else { &claim.source.name };
                    claim.fault = Some(Fault::input(name, io_words(&e)));
                    *done = true;
                }
            }
        }
    }

    /// Drops the line that fills the buffer, to its end.
    fn skip_line(&mut self, buffer: &mut Vec<u8>, done: &mut bool, claim: &mut Claim) {
        let mut piece = vec![0; 256 << 10];
        claim.offset += buffer.len() as u64;
        buffer.clear();
        loop {
            match self.reader.read(&mut piece) {
                Ok(0) => {
                    *done = true;
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
                    *done = true;
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

/// Whether standard input is a terminal, where no FILE would wait for a person.
pub fn stdin_is_terminal() -> bool {
    io::stdin().is_terminal() && io::stdin().as_raw_fd() == 0
}
