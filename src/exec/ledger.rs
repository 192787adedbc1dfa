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
    /// The line of the first row, and its words.
    first: Option<(Origin, String)>,
}

/// What a whole run counted.
#[derive(Default)]
pub struct Ledger {
    kinds: Vec<Kind>,
    /// The input that the next block is of, and the lines of each before it.
    source: usize,
    lines: Vec<Option<u64>>,
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
        if self.lines.len() <= self.source {
            self.lines.resize(self.source + 1, None);
        }
        self.lines[self.source].get_or_insert(header_lines);
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
        self.lines.get(self.source).copied().flatten().unwrap_or(0)
    }

    /// So many lines have gone by.
    pub fn pass(&mut self, lines: u64) {
        if let Some(Some(before)) = self.lines.get_mut(self.source) {
            *before += lines;
        }
        self.all_lines += lines;
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
        for sum in sums {
            let before = self.before();
            let from = self.from;
            self.take(sum, |origin| Some((name, before + origin.line, from)));
        }
    }

    /// Takes the sums of rows that steps gave after the input had ended.
    pub fn add_made(&mut self, sums: &[Sum]) {
        let starts = std::mem::take(&mut self.starts);
        for sum in sums {
            self.take(sum, |origin| {
                let at = starts.binary_search_by_key(&origin.ticket, |start| start.0).ok()?;
                Some((&starts[at].1, starts[at].2 + origin.line, 0))
            });
        }
        self.starts = starts;
    }

    /// Takes a sum. `place` gives the input of a line and the lines before it.
    fn take<'a>(&mut self, sum: &Sum, whence: impl Fn(Origin) -> Option<(&'a str, u64, u64)>) {
        let at = self.kinds.iter().position(|k| k.id == sum.id).unwrap_or_else(|| {
            self.kinds.push(Kind { id: sum.id, count: 0, first: None });
            self.kinds.len() - 1
        });
        let kind = &mut self.kinds[at];
        kind.count += sum.count;
        let Some(origin) = sum.first else { return };
        if kind.first.as_ref().is_none_or(|(first, _)| origin < *first) {
            kind.first = whence(origin).map(|(name, line, from)| (origin, place(name, line + 1, from)));
        }
    }

    /// A line was too long and was skipped.
    pub fn too_long(&mut self, name: &str, offset: u64) {
        self.too_long += 1;
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
                let _ = write!(out, " (first {first})");
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
