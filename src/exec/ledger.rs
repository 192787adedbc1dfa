//! The ledger: what did not fit, counted, with the first place it happened.
//!
//! Workers sum up their blocks; the sums are committed in ticket order, so that places and
//! counts are the same for any number of threads, and nothing after the record that ended
//! the run is counted.

use std::fmt::Write;
use std::sync::Arc;

use crate::base::Fault;
use crate::base::text;
use crate::data::{Bad, Batch, Block, Miss, Note, NoteId, Origin, Source};
use crate::def::timed::Ordered;

/// The notes of one kind in one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    pub id: NoteId,
    /// Rows.
    pub count: u64,
    /// The line of the first row; None for rows that have lost their place.
    pub first: Option<Origin>,
}

/// Why a line is not in its format.
pub struct Missed {
    /// The newlines before it, within its block.
    line: u64,
    /// The bytes of the record, as far as they are shown.
    text: Vec<u8>,
    /// None where the format does not tell.
    miss: Option<Miss>,
}

/// How many lines are explained.
const EXPLAINED: usize = 3;

/// The rows of a block whose misses are told, with their places.
pub fn misses(bad: &[Bad], block: &Block) -> Vec<Missed> {
    // Several steps may have refused rows, each in the order of the rows.
    let mut bad: Vec<&Bad> = bad.iter().filter(|bad| bad.byte != Note::NOWHERE).collect();
    bad.sort_by_key(|bad| (bad.row, bad.part));
    let told = bad.into_iter().take(EXPLAINED).filter_map(|bad| {
        let before = block.bytes.get(block.start..bad.byte as usize)?;
        let line = memchr::memchr_iter(b'\n', before).count() as u64;
        Some(Missed { line, text: bad.text.clone(), miss: bad.miss.clone() })
    });
    told.collect()
}

impl Missed {
    /// Where it stopped and what it expected, on one line.
    fn words(&self, name: &str, lines_before: u64, from: u64) -> Option<String> {
        /// Bytes that are shown of what stands there.
        const SHOWN: usize = 30;
        let Miss { format, at, expected } = self.miss.as_ref()?;
        let at = (*at).min(self.text.len());
        // A record may have several lines; the place is in one of them.
        let head = &self.text[..at];
        let start = memchr::memrchr(b'\n', head).map_or(0, |newline| newline + 1);
        let line = lines_before + self.line + 1 + memchr::memchr_iter(b'\n', head).count() as u64;
        let column = text::count(&self.text[start..at]) + 1;
        let rest = &self.text[at..];
        let rest = &rest[..memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
        let what = match rest {
            [] => "the line ends".to_string(),
            rest => {
                let more = if rest.len() > SHOWN { "..." } else { "" };
                let shown = String::from_utf8_lossy(&rest[..rest.len().min(SHOWN)]).escape_debug().to_string();
                format!("there is `{}{more}`", shown.replace("\\\"", "\"").replace("\\'", "'"))
            }
        };
        Some(format!("{}:{column}: {format} expects {expected} where {what}", place(name, line, from)))
    }
}

/// Sums up a block's notes: each kind once for each row.
pub fn sum(notes: &mut Vec<Note>, block: &Block) -> Vec<Sum> {
    sum_by(notes, |note| {
        let before = (note.byte != Note::NOWHERE).then(|| &block.bytes[block.start..note.byte as usize])?;
        let line = memchr::memchr_iter(b'\n', before).count() as u64;
        Some(Origin { ticket: block.ticket, line })
    })
}

/// Sums up the notes of rows that steps gave after the input had ended.
/// Those after the row that satisfied a stop do not count.
pub fn sum_made(batch: &mut Batch, into: &mut Vec<Sum>) {
    let mut notes = std::mem::take(&mut batch.notes);
    notes.retain(|n| batch.counts(n));
    let origin = |note: &Note| *batch.origins.get((note.row - batch.first_row) as usize)?;
    for sum in sum_by(&mut notes, origin) {
        match into.iter_mut().find(|s| s.id == sum.id) {
            Some(same) => {
                same.count += sum.count;
                same.first = same.first.into_iter().chain(sum.first).min();
            }
            None => into.push(sum),
        }
    }
    notes.clear();
    batch.notes = notes;
}

/// Each kind once for each row, but not where it was counted before the row was held.
fn sum_by(notes: &mut Vec<Note>, origin: impl Fn(&Note) -> Option<Origin>) -> Vec<Sum> {
    notes.sort_unstable_by_key(|n| (n.id, n.row, n.part, !n.counted));
    notes.dedup_by_key(|n| (n.id, n.row, n.part));
    let mut sums: Vec<Sum> = Vec::new();
    for note in notes.iter().filter(|n| !n.counted) {
        match sums.last_mut() {
            Some(last) if last.id == note.id => last.count += 1,
            _ => sums.push(Sum { id: note.id, count: 1, first: origin(note) }),
        }
    }
    sums
}

struct Kind {
    id: NoteId,
    count: u64,
    /// The line of the first row, and where it stands.
    first: Option<(Origin, Place)>,
}

/// A line of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub input: String,
    /// From 1, counted from the byte that reading started at.
    pub line: u64,
    /// That byte.
    pub from: u64,
}

impl Place {
    fn words(&self) -> String {
        place(&self.input, self.line, self.from)
    }
}

/// Lines of one kind of bad data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLines {
    pub reason: String,
    pub lines: u64,
    /// None for rows that stand in no input.
    pub first: Option<Place>,
}

/// What was counted of one input.
#[derive(Default)]
pub struct Counted {
    /// Its lines so far, those of a header too; None before its first block.
    lines: Option<u64>,
    kinds: Vec<Kind>,
    too_long: u64,
    /// The byte that reading of it started at, and the end of its last block.
    from: u64,
    end: u64,
    /// The first and the last of the times that were read.
    span: Option<(i64, i64)>,
}

impl Counted {
    pub fn lines(&self) -> u64 {
        self.lines.unwrap_or(0)
    }

    /// Bytes that were read, decompressed.
    pub fn bytes(&self) -> u64 {
        self.end.saturating_sub(self.from)
    }

    pub fn span(&self) -> Option<(i64, i64)> {
        self.span
    }
}

/// Takes a sum. `whence` tells where a line stands.
fn take(kinds: &mut Vec<Kind>, sum: &Sum, whence: impl Fn(Origin) -> Option<Place>) {
    let at = kinds.iter().position(|k| k.id == sum.id).unwrap_or_else(|| {
        kinds.push(Kind { id: sum.id, count: 0, first: None });
        kinds.len() - 1
    });
    let kind = &mut kinds[at];
    kind.count += sum.count;
    let Some(origin) = sum.first else { return };
    if kind.first.as_ref().is_none_or(|(first, _)| origin < *first) {
        kind.first = whence(origin).map(|place| (origin, place));
    }
}

/// Kinds as a report has them, in the order of the plan.
fn bad_lines(kinds: &[Kind], words: &[String]) -> Vec<BadLines> {
    let mut kinds: Vec<&Kind> = kinds.iter().collect();
    kinds.sort_by_key(|kind| kind.id);
    let told = kinds.into_iter().map(|kind| BadLines {
        reason: words.get(kind.id as usize).cloned().unwrap_or_default(),
        lines: kind.count,
        first: kind.first.as_ref().map(|(_, place)| place.clone()),
    });
    told.collect()
}

/// What a whole run counted.
#[derive(Default)]
pub struct Ledger {
    kinds: Vec<Kind>,
    /// Those of rows that steps gave after the input had ended: they are of no one input.
    made: Vec<Kind>,
    /// The input that the next block is of.
    source: usize,
    /// By input.
    counted: Vec<Counted>,
    /// The byte that reading of it started at.
    from: u64,
    /// The latest time of each input that is in the order of time; taken once it is told that it is not.
    latest: Vec<i64>,
    /// By ticket, the input of a block and the lines before it: for blocks whose rows wait, since
    /// those are counted at the end.
    starts: Vec<(u64, Arc<str>, u64)>,
    /// Lines that were too long and were skipped.
    too_long: u64,
    first_too_long: String,
    /// By pass and field: whether any record had it.
    seen: Vec<Vec<bool>>,
    /// Lines of all inputs.
    all_lines: u64,
    /// Why the first lines that were not in their format were not; None for one that is not told.
    explained: Vec<Option<String>>,
}

impl Ledger {
    /// The next block is of this input.
    pub fn enter(&mut self, source: u32, header_lines: u64, from: u64) {
        self.from = from;
        self.source = source as usize;
        if self.counted.len() <= self.source {
            self.counted.resize_with(self.source + 1, Counted::default);
        }
        let counted = &mut self.counted[self.source];
        counted.from = from;
        counted.lines.get_or_insert(header_lines);
    }

    /// Takes the times of the next block of an input that is said to be in the order of time. Gives
    /// the fault if it is not, once.
    pub fn in_order(&mut self, source: &Source, times: Ordered) -> Option<Fault> {
        let at = source.index as usize;
        if self.latest.len() <= at {
            self.latest.resize(at + 1, i64::MIN);
        }
        let latest = self.latest[at];
        self.latest[at] = latest.max(times.last);
        if latest == i64::MAX {
            return None;
        }
        let row = if times.first < latest { Some(times.first_row) } else { times.broken };
        let line = self.before() + row? as u64 + 1;
        self.latest[at] = i64::MAX;
        let why = "is earlier than a line before it, though --time-ordered says that none is; lines may be missing \
                   (leave the option out)";
        Some(Fault::input(place(&source.name, line, source.from), why))
    }

    /// The lines of its input before the next block.
    fn before(&self) -> u64 {
        self.counted.get(self.source).map_or(0, Counted::lines)
    }

    /// So many lines have gone by.
    pub fn pass(&mut self, lines: u64) {
        if let Some(before) = self.counted.get_mut(self.source).and_then(|counted| counted.lines.as_mut()) {
            *before += lines;
        }
        self.all_lines += lines;
    }

    /// The block ended at this byte of its input; the first and the last time in it, where they are read.
    pub fn reach(&mut self, end: u64, span: Option<(i64, i64)>) {
        let Some(counted) = self.counted.get_mut(self.source) else { return };
        counted.end = counted.end.max(end);
        let both = counted.span.into_iter().chain(span);
        counted.span = both.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    }

    /// What was counted of an input; None where nothing of it was read.
    pub fn counted(&self, source: u32) -> Option<&Counted> {
        self.counted.get(source as usize)
    }

    /// Lines that went by in all inputs.
    pub fn lines(&self) -> u64 {
        self.all_lines
    }

    /// The lines that had bad data, each as often as it had another kind of it.
    pub fn bad(&self) -> u64 {
        self.kinds.iter().map(|kind| kind.count).sum::<u64>() + self.too_long
    }

    /// Takes the misses of the next block of an input, before its lines have gone by.
    pub fn explain(&mut self, name: &str, misses: Vec<Missed>) {
        let (room, before, from) = (EXPLAINED - self.explained.len(), self.before(), self.from);
        self.explained.extend(misses.iter().take(room).map(|missed| missed.words(name, before, from)));
    }

    /// Why the first lines that were not in their format were not: one message for each.
    pub fn explained(&self) -> impl Iterator<Item = &String> {
        self.explained.iter().flatten()
    }

    /// Rows of the next block, which has this ticket, are counted at the end.
    pub fn remember(&mut self, ticket: u64, name: &str) {
        let name = match self.starts.last() {
            Some((_, last, _)) if **last == *name => last.clone(),
            _ => name.into(),
        };
        self.starts.push((ticket, name, self.before()));
    }

    /// Takes the sums of the next block of an input.
    pub fn add(&mut self, name: &str, sums: &[Sum]) {
        let (before, from) = (self.before(), self.from);
        for sum in sums {
            let whence = |origin: Origin| Some(Place { input: name.to_string(), line: before + origin.line + 1, from });
            take(&mut self.kinds, sum, whence);
            if let Some(counted) = self.counted.get_mut(self.source) {
                take(&mut counted.kinds, sum, whence);
            }
        }
    }

    /// Takes the sums of rows that steps gave after the input had ended.
    pub fn add_made(&mut self, sums: &[Sum]) {
        for sum in sums {
            let whence = |origin: Origin| {
                let at = self.starts.binary_search_by_key(&origin.ticket, |start| start.0).ok()?;
                let (_, name, before) = &self.starts[at];
                Some(Place { input: name.to_string(), line: before + origin.line + 1, from: 0 })
            };
            take(&mut self.kinds, sum, whence);
            take(&mut self.made, sum, whence);
        }
    }

    /// A line was too long and was skipped.
    pub fn too_long(&mut self, name: &str, offset: u64) {
        self.too_long += 1;
        if let Some(counted) = self.counted.get_mut(self.source) {
            counted.too_long += 1;
        }
        if self.first_too_long.is_empty() {
            self.first_too_long = format!("{} at byte {offset}", shown(name));
        }
    }

    /// Fields that some record of a block had.
    pub fn saw(&mut self, seen: &[Vec<bool>]) {
        if self.seen.is_empty() {
            self.seen = seen.to_vec();
        }
        for (mine, theirs) in self.seen.iter_mut().flatten().zip(seen.iter().flatten()) {
            *mine |= theirs;
        }
    }

    /// The fields, as pass and place, that no record had.
    pub fn never_seen(&self) -> Vec<(usize, usize)> {
        let mut never = Vec::new();
        for (pass, fields) in self.seen.iter().enumerate() {
            never.extend(fields.iter().enumerate().filter(|(_, seen)| !**seen).map(|(field, _)| (pass, field)));
        }
        never
    }

    /// Whether lines were skipped, which makes the input not wholly read.
    pub fn skipped_lines(&self) -> bool {
        self.too_long > 0
    }

    /// The bad lines of an input; without one, those of rows that steps made.
    pub fn bad_of(&self, source: Option<u32>, words: &[String]) -> Vec<BadLines> {
        let Some(source) = source else { return bad_lines(&self.made, words) };
        let Some(counted) = self.counted(source) else { return Vec::new() };
        let mut bad = bad_lines(&counted.kinds, words);
        if counted.too_long > 0 {
            let reason = "longer than --max-line, skipped".to_string();
            bad.push(BadLines { reason, lines: counted.too_long, first: None });
        }
        bad
    }

    /// The one line for standard error; None when there is nothing to tell.
    pub fn line(&self, words: &[String], max_line: usize) -> Option<String> {
        let mut out = String::new();
        let mut kinds: Vec<&Kind> = self.kinds.iter().collect();
        kinds.sort_by_key(|k| k.id);
        for kind in kinds {
            let text = words.get(kind.id as usize).map_or("", String::as_str);
            let lines = if kind.count == 1 { "line" } else { "lines" };
            let sep = if out.is_empty() { "" } else { "; " };
            let _ = write!(out, "{sep}{} {lines}: {text}", kind.count);
            if let Some((_, first)) = &kind.first {
                let _ = write!(out, " (first {})", first.words());
            }
        }
        if self.too_long > 0 {
            let sep = if out.is_empty() { "" } else { "; " };
            let lines = if self.too_long == 1 { "line" } else { "lines" };
            let _ = write!(
                out,
                "{sep}{} {lines}: longer than --max-line ({max_line} bytes), skipped (first {})",
                self.too_long, self.first_too_long
            );
        }
        (!out.is_empty()).then_some(out)
    }
}

/// A line of an input, counted from the byte that reading started at.
fn place(name: &str, line: u64, from: u64) -> String {
    match from {
        0 => format!("{}:{line}", shown(name)),
        from => format!("{}, line {line} from byte {from} on", shown(name)),
    }
}

fn shown(name: &str) -> &str {
    if name == "-" { "standard input" } else { name }
}
