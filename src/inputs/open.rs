//! Formats whose fields are named in the record: what a law gives one by one, and a cutter of it.
//!
//! A [`Pairs`] law goes through a record and gives its fields in order; this file picks the wanted
//! ones. Every field has to be passed anyway to find the next one, so that picking costs a
//! comparison each, and mostly one of the lengths. Of a repeated name the last one counts, at the
//! place of the first. Where pairs decide nothing about whether a record fits, it is searched for the
//! wanted names first, and pairs that hold none of them are not passed at all.

use std::marker::PhantomData;

use memchr::memmem::Finder;

use super::Fields;
use crate::base::{HEAP, Span};
use crate::data::{Cell, Cut, Key, Miss, Want};
use crate::def::Opening;

/// Where a record stopped being in a format, and what should have stood there.
pub type Stop = (usize, &'static str);

/// A record that is being read.
pub struct Record<'a, 'h> {
    pub line: &'a [u8],
    /// The address of the line's first byte.
    address: u32,
    pub heap: &'h mut Vec<u8>,
    /// The instant that stamps without a year are near.
    pub reference: i64,
    /// What stands in a record that has a wanted name among its pairs; None where all are wanted, or
    /// too many.
    goals: Option<&'h [Goal]>,
}

impl Record<'_, '_> {
    /// A part of the line as text.
    #[inline]
    pub fn part(&self, from: usize, to: usize) -> Cell {
        Cell::Text(Span::new(self.address + from as u32, to.saturating_sub(from)))
    }

    /// Whether a wanted name may be among the pairs from here on: where it says no, they need not be
    /// passed.
    #[inline]
    pub fn may_hold(&self, from: usize) -> bool {
        let rest = self.line.get(from..).unwrap_or_default();
        self.goals.is_none_or(|goals| goals.iter().any(|goal| goal.is_in(rest)))
    }

    /// Text that does not stand in the line: what `make` appends.
    pub fn make(&mut self, make: impl FnOnce(&mut Vec<u8>)) -> Cell {
        let start = self.heap.len();
        make(self.heap);
        Cell::Text(Span::new(HEAP | start as u32, self.heap.len() - start))
    }
}

/// Text that is searched for in a record.
pub struct Goal {
    text: Finder<'static>,
    /// It starts a word.
    starts: bool,
}

impl Goal {
    /// A key and the `=` behind it.
    pub fn key(name: &[u8]) -> Goal {
        Goal { starts: true, ..Goal::text(&[name, b"="].concat()) }
    }

    /// Any text.
    pub fn text(text: &[u8]) -> Goal {
        Goal { text: Finder::new(text).into_owned(), starts: false }
    }

    fn is_in(&self, text: &[u8]) -> bool {
        let mut at = 0;
        while let Some(found) = self.text.find(&text[at..]) {
            at += found;
            if !self.starts || at == 0 || !text[at - 1].is_ascii_alphanumeric() {
                return true;
            }
            at += 1;
        }
        false
    }
}

/// How the fields of a record are given.
pub trait Pairs: Send + Sync + 'static {
    /// The format's name.
    const NAME: &'static str;
    /// What stands in a record that has a field of this name among its pairs, for
    /// [`Record::may_hold`]: one of these.
    fn goals(name: &[u8]) -> Vec<Goal> {
        vec![Goal::key(name)]
    }
    /// Gives each field. `wants` says whether a name is asked for, for what is dear to make. What
    /// was given before an error does not count. Both are known when a cutter is compiled, so that
    /// a field which nobody wants costs no call.
    fn each<'a>(
        record: &mut Record<'a, '_>,
        wants: &impl Fn(&[u8]) -> bool,
        put: &mut impl FnMut(&'a [u8], Cell),
    ) -> Result<(), Stop>;
}

/// The cutter of a law.
pub struct Open<P> {
    wants: Vec<Vec<u8>>,
    /// One bit for each length of a wanted name.
    lengths: u64,
    goals: Option<Vec<Goal>>,
    reference: i64,
    law: PhantomData<P>,
}

/// Searching for more names than this takes longer than to pass the pairs.
const FEW: usize = 5;

#[inline(always)]
fn length_bit(name: &[u8]) -> u64 {
    1 << name.len().min(63)
}

impl<P: Pairs> Open<P> {
    /// The cutter, as a definition gives it.
    pub fn bind(wants: &[Want], opening: &Opening<'_>) -> Box<dyn Cut> {
        let wants: Vec<Vec<u8>> = wants.iter().map(|want| want.name.as_bytes().to_vec()).collect();
        let lengths = wants.iter().fold(0, |bits, name| bits | length_bit(name));
        let goals: Vec<_> = wants.iter().flat_map(|name| P::goals(name)).collect();
        let goals = (goals.len() <= FEW).then_some(goals);
        Box::new(Open::<P> { wants, lengths, goals, reference: opening.reference, law: PhantomData })
    }

    /// Whether a wanted name has the length of this one.
    #[inline(always)]
    fn may_want(&self, name: &[u8]) -> bool {
        self.lengths & length_bit(name) != 0
    }

    /// Gives a cell to the wants of a name.
    fn fill(&self, name: &[u8], cell: Cell, cells: &mut [Cell]) {
        for (want, to) in self.wants.iter().zip(cells) {
            if want == name {
                *to = cell;
            }
        }
    }
}

impl<P: Pairs> Cut for Open<P> {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        let start = heap.len();
        let goals = self.goals.as_deref();
        let mut record = Record { line, address: at, heap, reference: self.reference, goals };
        let is_wanted = |name: &[u8]| self.may_want(name) && self.wants.iter().any(|w| w == name);
        let read = P::each(&mut record, &is_wanted, &mut |name, cell| {
            if self.may_want(name) {
                self.fill(name, cell, cells);
            }
        });
        if read.is_err() {
            cells.fill(Cell::None);
            heap.truncate(start);
        }
        read.is_ok()
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        let start = heap.len();
        let mut record = Record { line, address: at, heap, reference: self.reference, goals: None };
        let mut fields = Fields::default();
        if P::each(&mut record, &|_| true, &mut |name, cell| fields.add(Key::Plain(name), cell)).is_err() {
            heap.truncate(start);
            return false;
        }
        fields.give(put);
        true
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        let mut heap = Vec::new();
        let mut record = Record { line, address: 0, heap: &mut heap, reference: self.reference, goals: Some(&[]) };
        let (at, expected) = P::each(&mut record, &|_| false, &mut |_, _| ()).err()?;
        Some(Miss { format: P::NAME.to_string(), at: at.min(line.len()), expected: expected.to_string() })
    }
}
