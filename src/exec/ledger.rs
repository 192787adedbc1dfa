//! The ledger: what did not fit, counted, with the first place it happened.
//!
//! Workers sum up their blocks; the sums are committed in ticket order, so that places and
//! counts are the same for any number of threads, and nothing after the record that ended
//! the run is counted.

use std::fmt::Write;

use crate::data::{Batch, Note, NoteId};

/// The notes of one kind in one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    pub id: NoteId,
    /// Rows.
    pub count: u64,
    /// The newlines before the first row, within the block; None for rows that were made.
    pub first_line: Option<u64>,
}

/// Sums up a block's notes: each kind once for each row. `bytes` is the block.
pub fn sum(notes: &mut Vec<Note>, bytes: &[u8], start: usize) -> Vec<Sum> {
    notes.sort_unstable_by_key(|n| (n.id, n.row, n.part));
    notes.dedup_by_key(|n| (n.id, n.row, n.part));
    let mut sums: Vec<Sum> = Vec::new();
    for note in notes.iter() {
        match sums.last_mut() {
            Some(last) if last.id == note.id => last.count += 1,
            _ => {
                let first_line = (note.byte != Note::NOWHERE)
                    .then(|| memchr::memchr_iter(b'\n', &bytes[start..note.byte as usize]).count() as u64);
                sums.push(Sum { id: note.id, count: 1, first_line });
            }
        }
    }
    sums
}

/// Sums up the notes of rows that steps made, which stand in no input.
/// Those after the row that satisfied a stop do not count.
pub fn sum_made(batch: &mut Batch, into: &mut Vec<Sum>) {
    let mut notes = std::mem::take(&mut batch.notes);
    notes.retain(|n| batch.counts(n));
    notes.iter_mut().for_each(|n| n.byte = Note::NOWHERE);
    for sum in sum(&mut notes, &[], 0) {
        match into.iter_mut().find(|s| s.id == sum.id) {
            Some(same) => same.count += sum.count,
            None => into.push(sum),
        }
    }
    notes.clear();
    batch.notes = notes;
}

struct Kind {
    id: NoteId,
    count: u64,
    first: String,
}

/// What a whole run counted.
#[derive(Default)]
pub struct Ledger {
    kinds: Vec<Kind>,
    /// The input that lines are being counted in, and the lines before the next block.
    source: Option<u32>,
    lines: u64,
    /// Lines that were too long and were skipped.
    too_long: u64,
    first_too_long: String,
    /// By pass and field: whether any record had it.
    seen: Vec<Vec<bool>>,
}

impl Ledger {
    /// Takes the sums of the next block, which has `lines` newlines.
    pub fn add(&mut self, source: u32, name: &str, header_lines: u64, sums: &[Sum], lines: u64) {
        if self.source != Some(source) {
            self.source = Some(source);
            self.lines = header_lines;
        }
        for sum in sums {
            match self.kinds.iter_mut().find(|k| k.id == sum.id) {
                Some(kind) => kind.count += sum.count,
                None => {
                    let first = match sum.first_line {
                        Some(line) => format!("{}:{}", shown(name), self.lines + line + 1),
                        None => String::new(),
                    };
                    self.kinds.push(Kind { id: sum.id, count: sum.count, first });
                }
            }
        }
        self.lines += lines;
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

    /// Whether any data did not fit.
    pub fn is_clean(&self) -> bool {
        self.kinds.is_empty() && self.too_long == 0
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
            if !kind.first.is_empty() {
                let _ = write!(out, " (first {})", kind.first);
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

fn shown(name: &str) -> &str {
    if name == "-" { "standard input" } else { name }
}
