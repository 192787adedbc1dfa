//! Comparison: the scalar law, and the nodes that lift it.
//!
//! Logic is two-valued. Text turns into a number (a time, a duration, a bool) when it
//! meets one; when it cannot, the comparison is False and the row is counted. `!=` is the
//! exact complement of `==`.

use std::cmp::Ordering;

use super::expr::{Eval, Expr, Held};
use super::ints;
use super::stamps::Stamps;
use super::step::Cx;
use crate::base::time::{self, DateCache};
use crate::base::{Span, Zone, level, num};
use crate::data::cell::Num;
use crate::data::{Batch, Cell, NoteId, Value};
use crate::lang::ast::Compare as Op;

/// How two values stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Ordered(Ordering),
    /// Of kinds that do not compare: unequal, and neither is less.
    Apart,
    /// Text that should have been a number, a time, a duration or a bool, and was not.
    Misfit,
}

/// The law. `zone` is that of stamps without one.
pub fn standing(a: Value<'_>, b: Value<'_>, zone: &Zone) -> Standing {
    use Value::*;
    match (a, b) {
        (None, None) => Standing::Ordered(Ordering::Equal),
        (None, _) | (_, None) => Standing::Apart,
        (Text(x), Text(y)) => match (num::parse_json(x), num::parse_json(y)) {
            (Some(x), Some(y)) => Standing::Ordered(x.order(y)),
            (Option::None, Option::None) => Standing::Ordered(x.cmp(y)),
            _ => Standing::Apart,
        },
        (Text(x) | Str(x), Text(y) | Str(y)) => Standing::Ordered(x.cmp(y)),
        (Int(_) | Float(_) | Number(_), Int(_) | Float(_) | Number(_)) => numbers(a, b),
        (Text(_) | Str(_), Int(_) | Float(_) | Number(_)) | (Int(_) | Float(_) | Number(_), Text(_) | Str(_)) => {
            numbers(a, b)
        }
        (Bool(x), Bool(y)) => Standing::Ordered(x.cmp(&y)),
        (Bool(x), Text(y) | Str(y)) => truth(y).map_or(Standing::Misfit, |y| Standing::Ordered(x.cmp(&y))),
        (Text(_) | Str(_), Bool(_)) => reversed(standing(b, a, zone)),
        (Time(x), Time(y)) | (Duration(x), Duration(y)) => Standing::Ordered(x.cmp(&y)),
        (Time(x), Text(y) | Str(y) | Number(y)) => {
            time::parse(y, zone).map_or(Standing::Misfit, |y| Standing::Ordered(x.cmp(&y)))
        }
        (Text(_) | Str(_) | Number(_), Time(_)) => reversed(standing(b, a, zone)),
        (Duration(x), Text(y) | Str(y)) => {
            num::parse_duration(y).map_or(Standing::Misfit, |y| Standing::Ordered(x.cmp(&y)))
        }
        (Text(_) | Str(_), Duration(_)) => reversed(standing(b, a, zone)),
        (Duration(_) | Time(_), Int(_) | Float(_) | Number(_))
        | (Int(_) | Float(_) | Number(_), Duration(_) | Time(_)) => Standing::Misfit,
        (Json(x), Json(y)) => {
            if x == y {
                Standing::Ordered(Ordering::Equal)
            } else {
                Standing::Apart
            }
        }
        _ => Standing::Apart,
    }
}

fn numbers(a: Value<'_>, b: Value<'_>) -> Standing {
    match (a.number(), b.number()) {
        (Some(x), Some(y)) => Standing::Ordered(x.order(y)),
        _ => Standing::Misfit,
    }
}

fn reversed(standing: Standing) -> Standing {
    match standing {
        Standing::Ordered(o) => Standing::Ordered(o.reverse()),
        other => other,
    }
}

/// The bool that text spells.
pub fn truth(text: &[u8]) -> Option<bool> {
    match text {
        b"true" | b"True" => Some(true),
        b"false" | b"False" => Some(false),
        _ => None,
    }
}

/// The answer of an operator.
pub fn holds(op: Op, standing: Standing) -> bool {
    let Standing::Ordered(order) = standing else { return op == Op::Ne || op == Op::IsNot };
    match op {
        Op::Eq | Op::Is => order.is_eq(),
        Op::Ne | Op::IsNot => order.is_ne(),
        Op::Lt => order.is_lt(),
        Op::Le => order.is_le(),
        Op::Gt => order.is_gt(),
        Op::Ge => order.is_ge(),
        Op::In | Op::NotIn | Op::Match => unreachable!("these have nodes of their own"),
    }
}

/// Whether an operator orders, so that None on a side makes it False.
fn orders(op: Op) -> bool {
    matches!(op, Op::Lt | Op::Le | Op::Gt | Op::Ge)
}

/// `a op b`.
pub struct Compare {
    pub op: Op,
    pub a: Expr,
    pub b: Expr,
    /// Its misfit is text that was not what the other side asked for.
    pub stamps: Stamps,
}

impl Compare {
    #[inline]
    fn test(&self, batch: &mut Batch, row: u32, a: Cell, b: Cell) -> bool {
        let (a, b) = (batch.plain(a), batch.plain(b));
        let (va, vb) = (batch.value(a), batch.value(b));
        if orders(self.op) && (va.is_none() || vb.is_none()) {
            return false;
        }
        let standing = standing(va, vb, &self.stamps.zone);
        let counted = match (va, vb) {
            (Value::Time(_), stamp) | (stamp, Value::Time(_)) => {
                self.stamps.counted(stamp, standing != Standing::Misfit)
            }
            _ => (standing == Standing::Misfit).then_some(self.stamps.misfit),
        };
        if let Some(id) = counted {
            batch.note(row, id);
        }
        holds(self.op, standing)
    }

    /// A field against a number: the loop of most pipelines.
    fn number_of(&self) -> Option<(usize, Num)> {
        let number = match self.b.as_constant()? {
            Cell::Int(i) => Num::Int(i),
            Cell::Float(f) => Num::Float(f),
            _ => return None,
        };
        Some((self.a.as_slot()?, number))
    }

    /// Whether a field is some text: the other loop of most pipelines.
    fn text_of(&self) -> Option<(usize, Span)> {
        match (self.op, self.b.as_constant()?) {
            (Op::Eq | Op::Ne, Cell::Str(text)) => Some((self.a.as_slot()?, text)),
            _ => None,
        }
    }

    /// Keeps the rows whose field is this text, or is not.
    fn keep_by_text(&self, (slot, text): (usize, Span), batch: &mut Batch, sel: &mut Vec<u32>) {
        sel.retain(|&row| match batch.cell(slot, row) {
            // What was read and what a query spells are compared by their bytes.
            Cell::Text(span) | Cell::Str(span) => {
                (span.len == text.len && batch.bytes(span) == batch.bytes(text)) == (self.op == Op::Eq)
            }
            Cell::None => self.op == Op::Ne,
            cell => self.test(batch, row, cell, Cell::Str(text)),
        });
    }

    /// A field against a time, where no stamp can be in doubt: the loop of many others.
    fn time_of(&self) -> Option<(usize, i64)> {
        match (self.b.as_constant()?, &self.stamps.zone) {
            (Cell::Time(time), Zone::Offset(_)) => Some((self.a.as_slot()?, time)),
            _ => None,
        }
    }

    /// Keeps the rows whose sides stand so: integers at once, all else by the law.
    #[inline(always)]
    fn keep_by_pair(
        &self,
        [a, b]: [&Held; 2],
        batch: &mut Batch,
        sel: &mut Vec<u32>,
        quick: impl Fn(i64, i64) -> bool,
    ) {
        if let Held::Const(Cell::Int(b)) = *b
            && ints::keep_all(a, sel, |a| quick(a, b))
        {
            return;
        }
        ints::keep(sel, |row| match (a.cell(batch, row), b.cell(batch, row)) {
            (Cell::Int(x), Cell::Int(y)) => quick(x, y),
            (x, y) => self.test(batch, row, x, y),
        });
    }

    /// Keeps the rows whose stamp stands so to a time.
    fn keep_by_time(&self, (slot, time): (usize, i64), batch: &mut Batch, sel: &mut Vec<u32>) {
        let mut dates = DateCache::default();
        sel.retain(|&row| {
            let cell = batch.cell(slot, row);
            if let Cell::Text(span) | Cell::Str(span) = cell
                && let Some(x) = dates.parse(batch.bytes(span), &self.stamps.zone)
            {
                return holds(self.op, Standing::Ordered(x.cmp(&time)));
            }
            self.test(batch, row, cell, Cell::Time(time))
        });
    }
}

impl Eval for Compare {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let a = self.a.hold(batch, sel, cx);
        let b = self.b.hold(batch, sel, cx);
        for &row in sel {
            let (x, y) = (a.cell(batch, row), b.cell(batch, row));
            out[row as usize] = Cell::Bool(self.test(batch, row, x, y));
        }
        a.done(cx);
        b.done(cx);
    }

    fn keep(&self, batch: &mut Batch, sel: &mut Vec<u32>, cx: &mut Cx) {
        if let Some(pair) = self.time_of() {
            return self.keep_by_time(pair, batch, sel);
        }
        if let Some(pair) = self.text_of() {
            return self.keep_by_text(pair, batch, sel);
        }
        let Some((slot, number)) = self.number_of() else {
            let a = self.a.hold(batch, sel, cx);
            let b = self.b.hold(batch, sel, cx);
            match self.op {
                Op::Eq => self.keep_by_pair([&a, &b], batch, sel, |a, b| a == b),
                Op::Ne => self.keep_by_pair([&a, &b], batch, sel, |a, b| a != b),
                Op::Lt => self.keep_by_pair([&a, &b], batch, sel, |a, b| a < b),
                Op::Le => self.keep_by_pair([&a, &b], batch, sel, |a, b| a <= b),
                Op::Gt => self.keep_by_pair([&a, &b], batch, sel, |a, b| a > b),
                Op::Ge => self.keep_by_pair([&a, &b], batch, sel, |a, b| a >= b),
                _ => self.keep_by_pair([&a, &b], batch, sel, |a, b| holds(self.op, Standing::Ordered(a.cmp(&b)))),
            }
            a.done(cx);
            b.done(cx);
            return;
        };
        let b = number.into();
        sel.retain(|&row| {
            let cell = batch.cell(slot, row);
            // Text that is a number is the common case; all else takes the general way.
            if let Cell::Text(span) | Cell::Number(span) = cell
                && let Some(x) = num::parse(batch.bytes(span))
            {
                return holds(self.op, Standing::Ordered(x.order(number)));
            }
            self.test(batch, row, cell, b)
        });
    }
}

/// `level >= warn`: severities compare on one scale, whatever the vocabulary.
pub struct LevelCompare {
    pub op: Op,
    pub level: Expr,
    pub rank: u8,
    pub misfit: NoteId,
}

impl Eval for LevelCompare {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.level.hold(batch, sel, cx);
        for &row in sel {
            let cell = batch.plain(held.cell(batch, row));
            let standing = match batch.value(cell) {
                Value::None => Standing::Apart,
                Value::Int(i) => rank(i.to_string().as_bytes(), self.rank),
                value => rank(value.bytes().unwrap_or_default(), self.rank),
            };
            if standing == Standing::Misfit {
                batch.note(row, self.misfit);
            }
            out[row as usize] = Cell::Bool(holds(self.op, standing));
        }
        held.done(cx);
    }
}

fn rank(text: &[u8], than: u8) -> Standing {
    level::parse(text).map_or(Standing::Misfit, |rank| Standing::Ordered(rank.cmp(&than)))
}

/// `x in (a, b, c)`: True when some item equals x.
pub struct InList {
    pub x: Expr,
    /// Constants.
    pub items: Vec<Cell>,
    pub not: bool,
    /// Its misfit is text of which every item asks for another kind.
    pub stamps: Stamps,
}

impl Eval for InList {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        for &row in sel {
            let cell = batch.plain(held.cell(batch, row));
            let x = batch.value(cell);
            // A missing value is in nothing, unless None itself is listed.
            let mut found = false;
            let mut misfits = 0;
            for &item in &self.items {
                match standing(x, batch.value(item), &self.stamps.zone) {
                    Standing::Ordered(Ordering::Equal) => {
                        found = true;
                        break;
                    }
                    Standing::Misfit => misfits += 1,
                    _ => {}
                }
            }
            let fits = found || misfits == 0 || misfits < self.items.len();
            let counted = match self.items.first() {
                Some(Cell::Time(_)) => self.stamps.counted(x, fits),
                _ => (!fits).then_some(self.stamps.misfit),
            };
            if let Some(id) = counted {
                batch.note(row, id);
            }
            out[row as usize] = Cell::Bool(found != self.not);
        }
        held.done(cx);
    }
}
