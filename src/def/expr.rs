//! Bound expressions: typed trees of small nodes, each with one loop.
//!
//! A node evaluates itself for the selected rows of a batch into a column indexed by row,
//! so that nothing is gathered or scattered; a field is its batch's own column and a
//! constant is one cell. Short-circuit operators evaluate their right side for the rows
//! that need it, which is also what makes the ledger equal to a row-by-row reading.

use super::sought::Sought;
use super::step::Cx;
use super::{Kind, Operand};
use crate::base::Span;
use crate::data::{Batch, Cell, Column, Value};

/// One node of a bound expression.
pub trait Eval: Send + Sync {
    /// Writes the value of each selected row to `out[row]`; `out` has a cell for every row.
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]);

    /// Keeps the selected rows for which the value is True.
    fn keep(&self, batch: &mut Batch, sel: &mut Vec<u32>, cx: &mut Cx) {
        let mut out = cx.column(batch.rows.len());
        self.eval(batch, sel, cx, &mut out);
        sel.retain(|&row| out[row as usize] == Cell::Bool(true));
        cx.done(out);
    }

    /// What the line holds where the value is True, and no other line, when that is known.
    fn sought(&self) -> Option<Sought> {
        None
    }
}

/// A bound expression.
pub struct Expr {
    node: Node,
    /// What it is known to be before reading.
    pub kind: Kind,
    /// The name that a column made of it gets by default.
    pub name: Option<String>,
    /// Whether it spells a string: `+` then concatenates.
    pub is_string: bool,
}

enum Node {
    Const(Cell),
    Slot(usize),
    Eval(Box<dyn Eval>),
}

/// A column of an expression, held for a loop.
pub enum Held {
    Const(Cell),
    Slot(usize),
    Column(Column),
}

impl Held {
    /// The cell of a row.
    #[inline]
    pub fn cell(&self, batch: &Batch, row: u32) -> Cell {
        match self {
            Held::Const(cell) => *cell,
            Held::Slot(slot) => batch.cell(*slot, row),
            Held::Column(column) => column[row as usize],
        }
    }

    /// As an aggregate's operand.
    pub fn operand<'a>(&'a self, batch: &'a Batch) -> Operand<'a> {
        match self {
            Held::Const(cell) => Operand::Const(*cell),
            Held::Slot(slot) if batch.cols[*slot].len() == batch.rows.len() => Operand::Column(&batch.cols[*slot]),
            Held::Slot(_) => Operand::Const(Cell::None),
            Held::Column(column) => Operand::Column(column),
        }
    }

    /// Gives the buffer back.
    pub fn done(self, cx: &mut Cx) {
        if let Held::Column(column) = self {
            cx.done(column);
        }
    }
}

impl Expr {
    /// A computed expression.
    pub fn new(eval: impl Eval + 'static, kind: Kind) -> Expr {
        Expr { node: Node::Eval(Box::new(eval)), kind, name: None, is_string: false }
    }

    /// A constant.
    pub fn constant(cell: Cell, kind: Kind) -> Expr {
        let is_string = matches!(cell, Cell::Str(_));
        Expr { node: Node::Const(cell), kind, name: None, is_string }
    }

    /// A field.
    pub fn slot(slot: usize, kind: Kind, name: &str) -> Expr {
        Expr { node: Node::Slot(slot), kind, name: Some(name.to_string()), is_string: false }
    }

    /// A property of the row itself.
    pub fn row(row: Row) -> Expr {
        let (kind, name) = match row {
            Row::Line => (Kind::Text, "line"),
            Row::LineNo => (Kind::Number, "line_no"),
            Row::Filename => (Kind::Text, "filename"),
            Row::Offset => (Kind::Number, "offset"),
        };
        Expr::new(row, kind).named(name)
    }

    /// A key of a nested object, dots going deeper.
    pub fn member(object: Expr, path: String) -> Expr {
        let name = object.name.as_ref().map(|n| format!("{n}.{path}"));
        let mut expr = Expr::new(Member { object, path }, Kind::Any);
        expr.name = name;
        expr
    }

    /// The same with a default name.
    pub fn named(mut self, name: &str) -> Expr {
        self.name = Some(name.to_string());
        self
    }

    /// The same, known to spell a string.
    pub fn string(mut self) -> Expr {
        self.is_string = true;
        self
    }

    /// The constant that it is.
    pub fn as_constant(&self) -> Option<Cell> {
        match self.node {
            Node::Const(cell) => Some(cell),
            _ => None,
        }
    }

    /// The slot that it is.
    pub fn as_slot(&self) -> Option<usize> {
        match self.node {
            Node::Slot(slot) => Some(slot),
            _ => None,
        }
    }

    /// Its values for the selected rows.
    pub fn hold(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx) -> Held {
        match &self.node {
            Node::Const(cell) => Held::Const(*cell),
            Node::Slot(slot) => Held::Slot(*slot),
            Node::Eval(eval) => {
                let mut out = cx.column(batch.rows.len());
                eval.eval(batch, sel, cx, &mut out);
                Held::Column(out)
            }
        }
    }

    /// Writes its values to `out[row]`.
    pub fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        match &self.node {
            Node::Const(cell) => sel.iter().for_each(|&row| out[row as usize] = *cell),
            Node::Slot(slot) => sel.iter().for_each(|&row| out[row as usize] = batch.cell(*slot, row)),
            Node::Eval(eval) => eval.eval(batch, sel, cx, out),
        }
    }

    /// Keeps the selected rows for which it is True.
    pub fn keep(&self, batch: &mut Batch, sel: &mut Vec<u32>, cx: &mut Cx) {
        match &self.node {
            Node::Const(Cell::Bool(true)) => {}
            Node::Const(_) => sel.clear(),
            Node::Slot(slot) => {
                let slot = *slot;
                sel.retain(|&row| batch.cell(slot, row) == Cell::Bool(true));
            }
            Node::Eval(eval) => eval.keep(batch, sel, cx),
        }
    }

    /// What lines hold for which it is True, and no others, when that is known.
    pub fn sought(&self) -> Option<Sought> {
        match &self.node {
            Node::Eval(eval) => eval.sought(),
            Node::Const(_) | Node::Slot(_) => None,
        }
    }
}

/// A property of a row that is no field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    Line,
    LineNo,
    Filename,
    Offset,
}

impl Eval for Row {
    fn eval(&self, batch: &mut Batch, sel: &[u32], _: &mut Cx, out: &mut [Cell]) {
        match self {
            Row::Line if sel.len() == out.len() => {
                out.iter_mut().zip(&batch.rows).for_each(|(out, line)| *out = Cell::Text(*line));
            }
            Row::Line => sel.iter().for_each(|&row| out[row as usize] = Cell::Text(batch.rows[row as usize])),
            Row::Offset => sel.iter().for_each(|&row| {
                out[row as usize] = match batch.place(row).line {
                    span if span.in_heap() => Cell::None,
                    span => Cell::Int((batch.block.offset + u64::from(span.start)) as i64),
                }
            }),
            Row::LineNo => {
                // Rows may be sparse, so newlines are counted from row to row.
                let mut at = 0;
                let mut lines = batch.block.lines_before;
                for &row in sel {
                    let span = batch.place(row).line;
                    if span.in_heap() {
                        continue;
                    }
                    let start = span.start as usize;
                    lines += memchr::memchr_iter(b'\n', &batch.block.bytes[at..start]).count() as u64;
                    at = start;
                    out[row as usize] = Cell::Int(lines as i64 + 1);
                }
            }
            Row::Filename => {
                let name = batch.block.source.name.clone();
                let span = batch.push(name.as_bytes());
                sel.iter().for_each(|&row| out[row as usize] = Cell::Str(span));
            }
        }
    }
}

/// `object.key` of a nested value.
struct Member {
    object: Expr,
    path: String,
}

impl Eval for Member {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.object.hold(batch, sel, cx);
        for &row in sel {
            if let Cell::Json(span) = held.cell(batch, row) {
                out[row as usize] = member(batch.bytes(span), span.start, &self.path);
            }
        }
        held.done(cx);
    }
}

/// The cell of a dotted path in a JSON object that stands at `at`.
pub fn member(json: &[u8], at: u32, path: &str) -> Cell {
    let (key, rest) = path.split_once('.').map_or((path, None), |(k, r)| (k, Some(r)));
    let Some(range) = crate::base::json::member(json, key.as_bytes()) else { return Cell::None };
    let cell = json_cell(&json[range.clone()], at + range.start as u32);
    match (rest, cell) {
        (None, cell) => cell,
        (Some(rest), Cell::Json(span)) => member(&json[range], span.start, rest),
        _ => Cell::None,
    }
}

/// The cell of a JSON value as spelled at `at`.
pub fn json_cell(raw: &[u8], at: u32) -> Cell {
    match raw.first() {
        Some(b'"') if raw.len() >= 2 => {
            let inside = &raw[1..raw.len() - 1];
            let span = Span::new(at + 1, inside.len());
            if memchr::memchr(b'\\', inside).is_some() { Cell::Escaped(span) } else { Cell::Str(span) }
        }
        Some(b't') => Cell::Bool(true),
        Some(b'f') => Cell::Bool(false),
        Some(b'{' | b'[') => Cell::Json(Span::new(at, raw.len())),
        Some(b'-' | b'0'..=b'9') => Cell::Number(Span::new(at, raw.len())),
        _ => Cell::None,
    }
}

/// A law of one argument lifted to a batch: rows whose argument is None get None.
pub fn lift1(
    batch: &mut Batch,
    held: &Held,
    sel: &[u32],
    out: &mut [Cell],
    mut law: impl FnMut(&mut Batch, u32, Cell) -> Cell,
) {
    for &row in sel {
        let cell = held.cell(batch, row);
        out[row as usize] = if cell == Cell::None { Cell::None } else { law(batch, row, cell) };
    }
}

/// The value of a cell, escapes resolved.
pub fn plain_value<'a>(batch: &'a mut Batch, cell: Cell) -> Value<'a> {
    let cell = batch.plain(cell);
    batch.value(cell)
}
