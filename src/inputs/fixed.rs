//! Formats of fixed columns: a line is scanned from left to right, once, by position.
//!
//! A [`Layout`] says how a line is read; this file makes a cutter of it. The law reads through a
//! [`Scan`], which knows where it stands and what it wants to see there: so the same code that
//! cuts a line tells why another one cannot be cut. A column that nobody wants costs nothing
//! but the way across it, since [`Scan::set`] drops it, and what is dear asks [`Scan::wants`]
//! first. Regexes were rejected: with ten captures they are fifty times as slow, and they
//! cannot say how far they got.

use std::marker::PhantomData;
use std::ops::Range;

use memchr::memchr2;

use crate::base::{HEAP, Span, find};
use crate::data::{Cell, Cut, Key, Miss, Want};
use crate::def::Opening;

/// How a line of a format with fixed columns is read.
pub trait Layout: Send + Sync + 'static {
    /// The format's name.
    const NAME: &'static str;
    /// The columns, in the order in which a whole record shows them. At most 64.
    const COLUMNS: &'static [&'static str];
    /// Reads a line; None when it is not in the format, and then the scan stands where it
    /// stopped. The answer must not depend on what is wanted.
    fn read(scan: &mut Scan<'_>) -> Option<()>;
}

/// No want.
const NONE: u8 = u8::MAX;

/// The cutter of a layout.
pub struct Fixed<L> {
    /// By column: the want that it fills.
    map: Vec<u8>,
    /// One bit for each column that is wanted.
    wanted: u64,
    /// Wants that are the same column as an earlier one, and that one.
    twins: Vec<(usize, usize)>,
    reference: i64,
    layout: PhantomData<L>,
}

impl<L: Layout> Fixed<L> {
    /// Binds a layout.
    pub fn new(wants: &[Want], opening: &Opening<'_>) -> Fixed<L> {
        let mut map = vec![NONE; L::COLUMNS.len()];
        let mut wanted = 0;
        let mut twins = Vec::new();
        for (at, want) in wants.iter().enumerate().take(usize::from(NONE)) {
            let Some(column) = L::COLUMNS.iter().position(|name| *name == want.name) else { continue };
            match map[column] {
                NONE => {
                    map[column] = at as u8;
                    wanted |= 1 << column;
                }
                first => twins.push((at, usize::from(first))),
            }
        }
        Fixed { map, wanted, twins, reference: opening.reference, layout: PhantomData }
    }

    /// The cutter, as a definition gives it.
    pub fn bind(wants: &[Want], opening: &Opening<'_>) -> Box<dyn Cut> {
        Box::new(Fixed::<L>::new(wants, opening))
    }
}

impl<L: Layout> Cut for Fixed<L> {
    #[inline]
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        let start = heap.len();
        let mut scan = Scan {
            line,
            at: 0,
            expected: "",
            address: at,
            map: &self.map,
            wanted: self.wanted,
            cells,
            heap,
            reference: self.reference,
        };
        if L::read(&mut scan).is_none() {
            cells.fill(Cell::None);
            heap.truncate(start);
            return false;
        }
        for (twin, first) in &self.twins {
            cells[*twin] = cells[*first];
        }
        true
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        let n = L::COLUMNS.len();
        let (mut cells, all) = ([Cell::None; 64], std::array::from_fn::<u8, 64, _>(|i| i as u8));
        let start = heap.len();
        let cells = &mut cells[..n];
        let mut scan = Scan {
            line,
            at: 0,
            expected: "",
            address: at,
            map: &all[..n],
            wanted: u64::MAX,
            cells,
            heap,
            reference: self.reference,
        };
        if L::read(&mut scan).is_none() {
            heap.truncate(start);
            return false;
        }
        for (name, cell) in L::COLUMNS.iter().zip(cells) {
            put(Key::Plain(name.as_bytes()), *cell);
        }
        true
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        let mut heap = Vec::new();
        let mut scan = Scan {
            line,
            at: 0,
            expected: "",
            address: 0,
            map: &[],
            wanted: 0,
            cells: &mut [],
            heap: &mut heap,
            reference: self.reference,
        };
        if L::read(&mut scan).is_some() {
            return None;
        }
        let at = scan.at.min(line.len());
        Some(Miss { format: L::NAME.to_string(), at, expected: scan.expected.to_string() })
    }
}

/// A part of a line.
pub type Part = Range<usize>;

/// A line that is being read.
pub struct Scan<'a> {
    pub line: &'a [u8],
    /// The bytes that are behind.
    pub at: usize,
    /// What should stand here, as a noun.
    expected: &'static str,
    /// The address of the line's first byte.
    address: u32,
    map: &'a [u8],
    wanted: u64,
    cells: &'a mut [Cell],
    heap: &'a mut Vec<u8>,
    /// The instant that stamps without a year are near.
    pub reference: i64,
}

impl<'a> Scan<'a> {
    /// What is left of the line.
    #[inline(always)]
    pub fn rest(&self) -> &'a [u8] {
        self.line.get(self.at..).unwrap_or_default()
    }

    /// The bytes of a part.
    #[inline(always)]
    pub fn text(&self, part: &Part) -> &'a [u8] {
        self.line.get(part.clone()).unwrap_or_default()
    }

    /// Whether a column is wanted.
    #[inline(always)]
    pub fn wants(&self, column: usize) -> bool {
        self.wanted >> column & 1 != 0
    }

    /// Whether one of some columns is wanted that stand side by side.
    #[inline(always)]
    pub fn wants_any(&self, columns: Range<usize>) -> bool {
        let (from, n) = (columns.start, columns.len());
        n > 0 && self.wanted >> from & (u64::MAX >> (64 - n)) != 0
    }

    /// A column is this cell.
    #[inline(always)]
    pub fn put(&mut self, column: usize, cell: Cell) {
        if self.wants(column)
            && let Some(to) = self.cells.get_mut(usize::from(self.map[column]))
        {
            *to = cell;
        }
    }

    /// A column is this part of the line.
    #[inline(always)]
    pub fn set(&mut self, column: usize, part: Part) {
        if self.wants(column) {
            let cell = Cell::Text(Span::new(self.address + part.start as u32, part.len()));
            self.put(column, cell);
        }
    }

    /// A column is this part of the line, or None where that is a lone `-` or nothing.
    #[inline(always)]
    pub fn set_some(&mut self, column: usize, part: Part) {
        if self.wants(column) && !matches!(self.text(&part), b"" | b"-") {
            self.set(column, part);
        }
    }

    /// A column is text that does not stand in the line: what `make` appends. False leaves it None.
    #[inline]
    pub fn make(&mut self, column: usize, make: impl FnOnce(&mut Vec<u8>) -> bool) {
        self.append(column, Cell::Text, make);
    }

    /// A column is a nested value that does not stand in the line: the JSON that `make` appends.
    #[inline]
    pub fn nest(&mut self, column: usize, make: impl FnOnce(&mut Vec<u8>) -> bool) {
        self.append(column, Cell::Json, make);
    }

    #[inline]
    fn append(&mut self, column: usize, cell: fn(Span) -> Cell, make: impl FnOnce(&mut Vec<u8>) -> bool) {
        if !self.wants(column) {
            return;
        }
        let start = self.heap.len();
        if make(self.heap) {
            let span = Span::new(HEAP | start as u32, self.heap.len() - start);
            self.put(column, cell(span));
        } else {
            self.heap.truncate(start);
        }
    }

    /// Says what should stand here, and that it does not. For laws: `return scan.fail("a status")`.
    #[cold]
    pub fn fail(&mut self, expected: &'static str) -> Option<()> {
        self.expected = expected;
        None
    }

    /// What should stand here, before something that may not.
    #[inline(always)]
    fn want<T>(&mut self, found: Option<T>, expected: &'static str) -> Option<T> {
        if found.is_none() {
            self.expected = expected;
        }
        found
    }

    /// Whether this text stands here.
    #[inline(always)]
    pub fn sees(&self, text: &[u8]) -> bool {
        self.rest().starts_with(text)
    }

    /// Takes this text, if it stands here.
    #[inline(always)]
    pub fn skip(&mut self, text: &[u8]) -> bool {
        let there = self.sees(text);
        if there {
            self.at += text.len();
        }
        there
    }

    /// Takes this text.
    #[inline(always)]
    pub fn literal(&mut self, text: &[u8], expected: &'static str) -> Option<()> {
        let there = self.skip(text);
        self.want(there.then_some(()), expected)
    }

    /// Takes the blanks that stand here; perhaps none.
    #[inline(always)]
    pub fn blanks(&mut self) {
        while self.line.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }

    /// Nothing is left.
    #[inline(always)]
    pub fn end(&mut self) -> Option<()> {
        let ends = self.at >= self.line.len();
        self.want(ends.then_some(()), "the end of the line")
    }

    /// Takes at least one byte up to a blank or the end; the blank stays.
    #[inline(always)]
    pub fn word(&mut self, expected: &'static str) -> Option<Part> {
        let len = find::before(self.rest(), b' ');
        let part = (len > 0).then_some(self.at..self.at + len);
        self.at += len;
        self.want(part, expected)
    }

    /// Takes a word and the one blank that must follow.
    #[inline(always)]
    pub fn field(&mut self, expected: &'static str) -> Option<Part> {
        let part = self.word(expected)?;
        self.literal(b" ", "a blank")?;
        Some(part)
    }

    /// Takes everything up to this byte, perhaps nothing, and the byte.
    #[inline(always)]
    pub fn until(&mut self, byte: u8, expected: &'static str) -> Option<Part> {
        let end = self.at + find::before(self.rest(), byte);
        let end = self.want((end < self.line.len()).then_some(end), expected)?;
        let part = self.at..end;
        self.at = end + 1;
        Some(part)
    }

    /// Takes at least one digit.
    #[inline(always)]
    pub fn digits(&mut self, expected: &'static str) -> Option<Part> {
        let len = find::digits(self.rest());
        let part = (len > 0).then_some(self.at..self.at + len);
        self.at += len;
        self.want(part, expected)
    }

    /// Takes a number: digits, perhaps a sign before and a fraction behind.
    #[inline(always)]
    pub fn number(&mut self, expected: &'static str) -> Option<Part> {
        let start = self.at;
        let _ = self.skip(b"-");
        self.digits(expected)?;
        if let [b'.', digit, ..] = self.rest()
            && digit.is_ascii_digit()
        {
            self.at += 1;
            self.digits(expected)?;
        }
        Some(start..self.at)
    }

    /// Takes a text in double quotes, in which a backslash takes the byte after it; the part is
    /// what stands between them.
    #[inline(always)]
    pub fn quoted(&mut self, expected: &'static str) -> Option<Part> {
        self.literal(b"\"", expected)?;
        let start = self.at;
        loop {
            let next = memchr2(b'"', b'\\', self.rest());
            let next = self.want(next, "the closing quote")?;
            self.at += next;
            if self.line[self.at] == b'"' {
                self.at += 1;
                return Some(start..self.at - 1);
            }
            self.at += 2;
        }
    }

    /// Takes all that is left.
    #[inline(always)]
    pub fn tail(&mut self) -> Part {
        let part = self.at..self.line.len().max(self.at);
        self.at = part.end;
        part
    }
}
