//! Nodes over text: search, regexes, concatenation, f-strings, and function calls.

use std::ops::Range;

use memchr::memmem;
use regex::bytes::Regex;

use super::expr::{Eval, Expr, Held, json_cell};
use super::fstring::{self, Spec};
use super::sought::Sought;
use super::stamps::Stamps;
use super::step::Cx;
use super::{Kind, Law1, OnNone, Operand, Quick, Ret};
use crate::base::{HEAP, Span, Zone, Zones, hash, hash_words, json};
use crate::data::{Batch, Cell, NoteId, Value};

/// The text of a cell: its own bytes where it has them, else its spelling on the heap.
/// None for None.
pub fn text_span(batch: &mut Batch, cell: Cell) -> Option<Span> {
    let cell = batch.plain(cell);
    match cell {
        Cell::None => None,
        Cell::Text(s) | Cell::Str(s) | Cell::Number(s) | Cell::Json(s) => Some(s),
        other => {
            let start = batch.heap.len();
            let mut heap = std::mem::take(&mut batch.heap);
            batch.value(other).write_text(&mut heap);
            batch.heap = heap;
            Some(Span::new(HEAP | start as u32, batch.heap.len() - start))
        }
    }
}

/// A test of one text: the lifted form of `in`, `=~` and the text filters.
pub struct TextTest {
    pub x: Expr,
    pub test: Finder,
}

/// What is looked for in a text.
pub enum Finder {
    /// A constant text.
    Literal(Box<memmem::Finder<'static>>),
    /// A regex: also how text is found without regard to ASCII case.
    Regex(Box<Regex>),
}

impl Finder {
    /// A constant text.
    pub fn literal(needle: &[u8]) -> Finder {
        Finder::Literal(Box::new(memmem::Finder::new(needle).into_owned()))
    }

    /// Whether the text holds it.
    #[inline]
    pub fn is_in(&self, text: &[u8]) -> bool {
        match self {
            Finder::Literal(finder) => finder.find(text).is_some(),
            Finder::Regex(regex) => regex.is_match(text),
        }
    }
}

impl Eval for TextTest {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        for &row in sel {
            let cell = held.cell(batch, row);
            let found = text_span(batch, cell).is_some_and(|span| self.test.is_in(batch.bytes(span)));
            out[row as usize] = Cell::Bool(found);
        }
        held.done(cx);
    }
}

/// The line itself is tested: no column of lines is made.
pub struct LineTest {
    pub test: Finder,
}

impl Eval for LineTest {
    fn eval(&self, batch: &mut Batch, sel: &[u32], _: &mut Cx, out: &mut [Cell]) {
        sel.iter().for_each(|&row| out[row as usize] = Cell::Bool(self.test.is_in(batch.line(row))));
    }

    fn keep(&self, batch: &mut Batch, sel: &mut Vec<u32>, _: &mut Cx) {
        sel.retain(|&row| self.test.is_in(batch.line(row)));
    }

    fn sought(&self) -> Option<Sought> {
        Sought::of(&self.test)
    }
}

/// `a in b` where both are computed: text in text, or an element of a JSON list.
pub struct Contains {
    pub needle: Expr,
    pub hay: Expr,
    pub zone: Zone,
}

impl Eval for Contains {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let needles = self.needle.hold(batch, sel, cx);
        let hays = self.hay.hold(batch, sel, cx);
        for &row in sel {
            let (needle, hay) = (needles.cell(batch, row), hays.cell(batch, row));
            out[row as usize] = Cell::Bool(self.test(batch, needle, hay));
        }
        needles.done(cx);
        hays.done(cx);
    }
}

impl Contains {
    fn test(&self, batch: &mut Batch, needle: Cell, hay: Cell) -> bool {
        if needle == Cell::None {
            return false;
        }
        if let Cell::Json(span) = hay {
            let needle = batch.plain(needle);
            return match batch.bytes(span).first() {
                Some(b'[') => elements(batch, span).into_iter().any(|element| {
                    let element = batch.plain(element);
                    let standing = super::compare::standing(batch.value(element), batch.value(needle), &self.zone);
                    standing == super::compare::Standing::Ordered(std::cmp::Ordering::Equal)
                }),
                _ => batch.value(needle).text().is_some_and(|key| json::member(batch.bytes(span), key).is_some()),
            };
        }
        let (Some(needle), Some(hay)) = (text_span(batch, needle), text_span(batch, hay)) else { return false };
        memmem::find(batch.bytes(hay), batch.bytes(needle)).is_some()
    }
}

/// The cells of a JSON list's elements.
pub fn elements(batch: &Batch, list: Span) -> Vec<Cell> {
    let bytes = batch.bytes(list);
    let cell = |at: Range<usize>| json_cell(&bytes[at.clone()], list.start + at.start as u32);
    places(bytes).into_iter().map(cell).collect()
}

/// Where the elements of a JSON list stand in its text.
pub fn places(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut at = 1;
    loop {
        while bytes.get(at).is_some_and(|b| b.is_ascii_whitespace() || *b == b',') {
            at += 1;
        }
        if at + 1 >= bytes.len() {
            return places;
        }
        let Some(end) = json::skip_value(bytes, at) else { return places };
        places.push(at..end);
        at = end;
    }
}

/// `a + b` where one side spells a string.
pub struct Concat(pub Expr, pub Expr);

impl Eval for Concat {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let a = self.0.hold(batch, sel, cx);
        let b = self.1.hold(batch, sel, cx);
        for &row in sel {
            let (x, y) = (a.cell(batch, row), b.cell(batch, row));
            out[row as usize] = if x == Cell::None || y == Cell::None {
                Cell::None
            } else {
                cx.text.clear();
                batch.value(x).write_text(&mut cx.text);
                batch.value(y).write_text(&mut cx.text);
                Cell::Str(batch.push(&cx.text))
            };
        }
        a.done(cx);
        b.done(cx);
    }
}

/// A piece of a bound f-string.
pub enum Part {
    Text(Vec<u8>),
    Value(Expr, Spec),
}

/// `f"..."`.
pub struct Format {
    pub parts: Vec<Part>,
    pub zones: Zones,
    /// Its misfit is a value that did not fit its spec.
    pub stamps: Stamps,
}

impl Eval for Format {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held: Vec<Option<Held>> = self
            .parts
            .iter()
            .map(|part| match part {
                Part::Text(_) => None,
                Part::Value(expr, _) => Some(expr.hold(batch, sel, cx)),
            })
            .collect();
        let mut made = std::mem::take(&mut cx.text);
        let mut lately = Lately::default();
        for &row in sel {
            let place = lately.place(batch, &held, row);
            if let Some(same) = lately.row(batch, &held, row, place) {
                out[row as usize] = out[same as usize];
                continue;
            }
            let n_notes = batch.notes.len();
            made.clear();
            for (part, held) in self.parts.iter().zip(&held) {
                match (part, held) {
                    (Part::Text(text), _) => made.extend_from_slice(text),
                    (Part::Value(_, spec), Some(held)) => {
                        let cell = held.cell(batch, row);
                        let value = batch.value(cell);
                        let fits = fstring::format(value, spec, &self.zones, &mut made).is_ok();
                        if let Some(id) = spec.counted(value, fits, &self.stamps) {
                            batch.note(row, id);
                        }
                    }
                    (Part::Value(..), None) => unreachable!("every value was held"),
                }
            }
            out[row as usize] = Cell::Str(batch.push(&made));
            if batch.notes.len() == n_notes {
                lately.keep(place, row);
            }
        }
        cx.text = made;
        held.into_iter().flatten().for_each(|h| h.done(cx));
    }
}

/// The rows whose f-strings were made lately, and noted nothing: another row with the same values
/// has the same text. Stamps of one second, states and classes come again and again, and
/// to tell that they do is a fraction of writing them.
struct Lately {
    /// By the hash of their values.
    rows: [u32; Lately::ROWS],
    looks: u32,
    hits: u32,
}

impl Default for Lately {
    fn default() -> Lately {
        Lately { rows: [u32::MAX; Lately::ROWS], looks: 0, hits: 0 }
    }
}

impl Lately {
    const ROWS: usize = 64;
    /// After so many looks without one hit in four, there are no more.
    const PATIENCE: u32 = 256;

    /// The place of a row by its values.
    #[inline]
    fn place(&self, batch: &Batch, held: &[Option<Held>], row: u32) -> usize {
        if self.looks >= Lately::PATIENCE && self.hits < self.looks / 4 {
            return Lately::ROWS;
        }
        let hash_of = |cell| match batch.value(cell) {
            Value::None => 0,
            Value::Bool(b) => u64::from(b),
            Value::Int(n) | Value::Time(n) | Value::Duration(n) => hash_words([n as u64, 1], 8),
            Value::Float(f) => hash_words([f.to_bits(), 2], 8),
            Value::Text(text) | Value::Str(text) | Value::Escaped(text) | Value::Number(text) | Value::Json(text) => {
                hash(text)
            }
        };
        let cells = held.iter().flatten().map(|held| held.cell(batch, row));
        let hash = cells.fold(0u64, |hash, cell| hash.rotate_left(5) ^ hash_of(cell));
        (hash >> 32) as usize % Lately::ROWS
    }

    /// A row with the same values, whose text is made.
    #[inline]
    fn row(&mut self, batch: &Batch, held: &[Option<Held>], row: u32, place: usize) -> Option<u32> {
        let same = *self.rows.get(place)?;
        self.looks += 1;
        let is_same = |held: &Held| match (batch.value(held.cell(batch, row)), batch.value(held.cell(batch, same))) {
            // Zeros of both signs are equal and are written in two ways.
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (a, b) => a == b,
        };
        if same == u32::MAX || !held.iter().flatten().all(is_same) {
            return None;
        }
        self.hits += 1;
        Some(same)
    }

    #[inline]
    fn keep(&mut self, place: usize, row: u32) {
        if let Some(kept) = self.rows.get_mut(place) {
            *kept = row;
        }
    }
}

/// A function of the catalogue, lifted: the one place where laws meet batches.
pub struct Call {
    pub law: Law1,
    /// Its loop over a column, where it has one.
    pub quick: Option<Quick>,
    pub args: Vec<Expr>,
    pub none: OnNone,
    /// Counted when every argument was there and the law still gave None.
    pub misfit: NoteId,
    /// Whether text that the law makes is untyped (`str` of a field stays what it was).
    pub kind: Kind,
}

impl Eval for Call {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held: Vec<Held> = self.args.iter().map(|a| a.hold(batch, sel, cx)).collect();
        let mut made = std::mem::take(&mut cx.text);
        let mut cells = Vec::with_capacity(held.len());
        let mut rest = cx.sel();
        let left = match (self.quick, held.first().map(|x| x.operand(batch))) {
            (Some(quick), Some(Operand::Column(column))) => {
                quick(column, batch, sel, out, &mut rest);
                &rest[..]
            }
            _ => sel,
        };
        for &row in left {
            cells.clear();
            cells.extend(held.iter().map(|h| h.cell(batch, row)));
            for cell in &mut cells {
                *cell = batch.plain(*cell);
            }
            let missing = cells.contains(&Cell::None);
            if missing && self.none != OnNone::Sees {
                out[row as usize] = if self.none == OnNone::False { Cell::Bool(false) } else { Cell::None };
                continue;
            }
            made.clear();
            out[row as usize] = self.one(batch, row, &cells, missing, &mut made);
        }
        cx.text = made;
        cx.sel_done(rest);
        held.into_iter().for_each(|h| h.done(cx));
    }
}

impl Call {
    fn one(&self, batch: &mut Batch, row: u32, cells: &[Cell], missing: bool, made: &mut Vec<u8>) -> Cell {
        const FEW: usize = 4;
        let mut few = [Value::None; FEW];
        let many: Vec<Value<'_>>;
        let values = if cells.len() <= FEW {
            few.iter_mut().zip(cells).for_each(|(v, c)| *v = batch.value(*c));
            &few[..cells.len()]
        } else {
            many = cells.iter().map(|c| batch.value(*c)).collect();
            &many[..]
        };
        let part = match (self.law)(values, made) {
            Ret::Cell(Cell::None) => {
                if !missing {
                    batch.note(row, self.misfit);
                }
                return Cell::None;
            }
            Ret::Cell(cell) => return cell,
            Ret::Absent => return Cell::None,
            Ret::New => return Cell::Str(batch.push(made)),
            Ret::Json => return Cell::Json(batch.push(made)),
            Ret::Part(part) => part,
        };
        // A part stands in the block or in the heap; its address says where.
        let within = |from: &[u8]| {
            let start = (part.as_ptr() as usize).checked_sub(from.as_ptr() as usize)?;
            (start + part.len() <= from.len()).then_some(start)
        };
        if let Some(start) = within(&batch.block.bytes) {
            return Cell::Str(Span::new(start as u32, part.len()));
        }
        if let Some(start) = within(&batch.heap) {
            return Cell::Str(Span::new(HEAP | start as u32, part.len()));
        }
        made.clear();
        made.extend_from_slice(part);
        Cell::Str(batch.push(made))
    }
}
