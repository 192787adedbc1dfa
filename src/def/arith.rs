//! Arithmetic: numbers, times and durations.
//!
//! Integers are i64 and overflow to a double; `/` is true division; `//` and `%` floor as
//! in Python; units never mix silently. What cannot be computed is None, and counted.

use super::expr::{Eval, Expr, Held};
use super::ints;
use super::stamps::Stamps;
use super::step::Cx;
use crate::base::{Zone, num, time};
use crate::data::cell::Num;
use crate::data::{Batch, Cell, NoteId, Value};
use crate::lang::ast::Binary as Op;

/// `a op b` on numbers, times and durations.
pub struct Arith {
    pub op: Op,
    pub a: Expr,
    pub b: Expr,
    /// Its misfit is a side that was not a number.
    pub stamps: Stamps,
    pub by_zero: NoteId,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fail {
    Misfit,
    ByZero,
}

/// One side, typed.
#[derive(Clone, Copy)]
enum Side {
    Num(Num),
    Time(i64),
    Duration(i64),
}

fn side(value: Value<'_>) -> Option<Side> {
    match value {
        Value::Time(t) => Some(Side::Time(t)),
        Value::Duration(d) => Some(Side::Duration(d)),
        other => other.number().map(Side::Num),
    }
}

/// The law. None on a side has been dealt with.
pub fn compute(op: Op, a: Value<'_>, b: Value<'_>, zone: &Zone) -> Result<Cell, Fail> {
    // Text meets a time or a duration: it is read as one.
    let (a, b) = match (a, b) {
        (Value::Text(t) | Value::Str(t), Value::Time(_)) => (read_time(t, zone)?, b),
        (Value::Time(_), Value::Text(t) | Value::Str(t)) => {
            let b = time::parse(t, zone).map(Value::Time).or_else(|| num::parse_duration(t).map(Value::Duration));
            (a, b.ok_or(Fail::Misfit)?)
        }
        (Value::Text(t) | Value::Str(t), Value::Duration(_)) if num::parse(t).is_none() => {
            let a = num::parse_duration(t).map(Value::Duration).or_else(|| time::parse(t, zone).map(Value::Time));
            (a.ok_or(Fail::Misfit)?, b)
        }
        (Value::Duration(_), Value::Text(t) | Value::Str(t)) if num::parse(t).is_none() => {
            (a, num::parse_duration(t).map(Value::Duration).ok_or(Fail::Misfit)?)
        }
        other => other,
    };
    match (side(a).ok_or(Fail::Misfit)?, side(b).ok_or(Fail::Misfit)?) {
        (Side::Num(a), Side::Num(b)) => numbers(op, a, b),
        (a, b) => units(op, a, b),
    }
}

fn read_time<'a>(text: &[u8], zone: &Zone) -> Result<Value<'a>, Fail> {
    time::parse(text, zone).map(Value::Time).ok_or(Fail::Misfit)
}

fn numbers(op: Op, a: Num, b: Num) -> Result<Cell, Fail> {
    if let (Num::Int(a), Num::Int(b)) = (a, b) {
        if let Some(exact) = exact(op, a, b) {
            return Ok(Cell::Int(exact));
        }
        if op == Op::Div && b != 0 {
            return Ok(Cell::Float(quotient(a, b)));
        }
        // Beyond 64 bits the exact result is rounded once; its sides are not rounded before.
        let (a, b) = (i128::from(a), i128::from(b));
        match op {
            Op::Add => return Ok(Cell::Float((a + b) as f64)),
            Op::Sub => return Ok(Cell::Float((a - b) as f64)),
            Op::Mul => return Ok(Cell::Float((a * b) as f64)),
            _ => {}
        }
    }
    let (x, y) = (a.float(), b.float());
    if y == 0.0 && matches!(op, Op::Div | Op::FloorDiv | Op::Mod) || x == 0.0 && y < 0.0 && op == Op::Pow {
        return Err(Fail::ByZero);
    }
    let answer = match op {
        Op::Add => x + y,
        Op::Sub => x - y,
        Op::Mul => x * y,
        Op::Div => x / y,
        Op::FloorDiv => float_floor_div(x, y),
        Op::Mod => float_mod(x, y),
        Op::Pow => x.powf(y),
        Op::Coalesce => unreachable!("`??` has a node of its own"),
    };
    if answer.is_finite() { Ok(Cell::Float(answer)) } else { Err(Fail::Misfit) }
}

/// The answer of two integers that is an integer of 64 bits.
#[inline(always)]
fn exact(op: Op, a: i64, b: i64) -> Option<i64> {
    match op {
        Op::Add => a.checked_add(b),
        Op::Sub => a.checked_sub(b),
        Op::Mul => a.checked_mul(b),
        Op::FloorDiv if b != 0 => floor_div(a, b),
        Op::Mod if b != 0 => Some(floor_mod(a, b)),
        Op::Pow if b >= 0 => power(a, b),
        _ => None,
    }
}

/// True division of integers, rounded once, as Python's: those beyond 53 bits are not exact as
/// doubles. `b` is not 0.
fn quotient(a: i64, b: i64) -> f64 {
    const EXACT: u64 = 1 << 53;
    if a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT {
        return a as f64 / b as f64;
    }
    // The dividend is moved up as far as it goes, so that the quotient has 63 bits or more, and
    // what is left over makes its last bit odd: enough to round the right way.
    let (wide, by) = (u128::from(a.unsigned_abs()), u128::from(b.unsigned_abs()));
    let shift = if wide == 0 { 0 } else { wide.leading_zeros() };
    let moved = wide << shift;
    let whole = (moved / by) | u128::from(moved % by != 0);
    let size = whole as f64 / (1u128 << shift) as f64;
    if (a < 0) == (b < 0) { size } else { -size }
}

/// None on overflow. Only 0, 1 and -1 bear an exponent of more than 32 bits, and of it only
/// whether it is odd matters.
fn power(a: i64, b: i64) -> Option<i64> {
    let b = if (-1..=1).contains(&a) { b.min(2 + b % 2) } else { b };
    a.checked_pow(u32::try_from(b).ok()?)
}

/// Rounds towards minus infinity; None on overflow.
pub fn floor_div(a: i64, b: i64) -> Option<i64> {
    let q = a.checked_div(b)?;
    Some(if a % b != 0 && (a < 0) != (b < 0) { q - 1 } else { q })
}

/// Has the sign of the divisor. `b` is not 0.
#[inline]
pub fn floor_mod(a: i64, b: i64) -> i64 {
    // The rest of a power of two is the low bits, below zero as well, and division is slow.
    if b > 0 && b & (b - 1) == 0 {
        return a & (b - 1);
    }
    let r = a.checked_rem(b).unwrap_or(0);
    if r != 0 && (r < 0) != (b < 0) { r + b } else { r }
}

/// Python's float `%`: the remainder with the divisor's sign.
fn float_mod(x: f64, y: f64) -> f64 {
    let r = x % y;
    if r == 0.0 {
        return 0.0f64.copysign(y);
    }
    if (r < 0.0) != (y < 0.0) { r + y } else { r }
}

/// Python's float `//`: computed from the remainder, so that it agrees with `%`, and in the
/// same order, since each operation rounds.
fn float_floor_div(x: f64, y: f64) -> f64 {
    let r = x % y;
    let q = (x - r) / y;
    let q = if r != 0.0 && (r < 0.0) != (y < 0.0) { q - 1.0 } else { q };
    if q == 0.0 {
        return 0.0f64.copysign(x / y);
    }
    let floor = q.floor();
    if q - floor > 0.5 { floor + 1.0 } else { floor }
}

/// Times and durations. A number scales a duration, and nothing else.
fn units(op: Op, a: Side, b: Side) -> Result<Cell, Fail> {
    let whole = |n: Option<i64>, make: fn(i64) -> Cell| n.map(make).ok_or(Fail::Misfit);
    match (op, a, b) {
        (Op::Add, Side::Time(t), Side::Duration(d)) | (Op::Add, Side::Duration(d), Side::Time(t)) => {
            whole(t.checked_add(d), Cell::Time)
        }
        (Op::Sub, Side::Time(t), Side::Duration(d)) => whole(t.checked_sub(d), Cell::Time),
        (Op::Sub, Side::Time(t), Side::Time(u)) => whole(t.checked_sub(u), Cell::Duration),
        (Op::Add, Side::Duration(d), Side::Duration(e)) => whole(d.checked_add(e), Cell::Duration),
        (Op::Sub, Side::Duration(d), Side::Duration(e)) => whole(d.checked_sub(e), Cell::Duration),
        (Op::Div, Side::Duration(_), Side::Duration(0))
        | (Op::FloorDiv | Op::Mod, Side::Duration(_), Side::Duration(0)) => Err(Fail::ByZero),
        (Op::Div, Side::Duration(d), Side::Duration(e)) => Ok(Cell::Float(d as f64 / e as f64)),
        (Op::FloorDiv, Side::Duration(d), Side::Duration(e)) => whole(floor_div(d, e), Cell::Int),
        (Op::Mod, Side::Duration(d), Side::Duration(e)) => Ok(Cell::Duration(floor_mod(d, e))),
        (Op::Mul, Side::Duration(d), Side::Num(n)) | (Op::Mul, Side::Num(n), Side::Duration(d)) => scale(d, n),
        (Op::Div, Side::Duration(d), Side::Num(n)) => {
            if n.float() == 0.0 {
                return Err(Fail::ByZero);
            }
            to_duration(d as f64 / n.float())
        }
        _ => Err(Fail::Misfit),
    }
}

fn scale(d: i64, n: Num) -> Result<Cell, Fail> {
    match n {
        Num::Int(i) => d.checked_mul(i).map(Cell::Duration).ok_or(Fail::Misfit),
        Num::Float(f) => to_duration(d as f64 * f),
    }
}

fn to_duration(nanos: f64) -> Result<Cell, Fail> {
    if nanos.abs() < 9.2e18 { Ok(Cell::Duration(nanos.round() as i64)) } else { Err(Fail::Misfit) }
}

impl Eval for Arith {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let a = self.a.hold(batch, sel, cx);
        let b = self.b.hold(batch, sel, cx);
        let mut rest = cx.sel();
        self.integers([&a, &b], batch, sel, out, &mut rest);
        for &row in &rest {
            let (x, y) = (a.cell(batch, row), b.cell(batch, row));
            let (x, y) = (batch.plain(x), batch.plain(y));
            let (x, y) = (batch.value(x), batch.value(y));
            if x.is_none() || y.is_none() {
                out[row as usize] = Cell::None;
                continue;
            }
            let answer = compute(self.op, x, y, &self.stamps.zone);
            let counted = match (answer, x, y) {
                (Err(Fail::ByZero), ..) => Some(self.by_zero),
                (_, Value::Time(_) | Value::Duration(_), stamp) | (_, stamp, Value::Time(_) | Value::Duration(_)) => {
                    self.stamps.counted(stamp, answer.is_ok())
                }
                (Err(Fail::Misfit), ..) => Some(self.stamps.misfit),
                (Ok(_), ..) => None,
            };
            if let Some(id) = counted {
                batch.note(row, id);
            }
            out[row as usize] = answer.unwrap_or(Cell::None);
        }
        cx.sel_done(rest);
        a.done(cx);
        b.done(cx);
    }
}

impl Arith {
    /// Does the rows whose sides are integers with an exact answer: a loop for each common operator.
    fn integers(&self, sides: [&Held; 2], batch: &Batch, sel: &[u32], out: &mut [Cell], rest: &mut Vec<u32>) {
        match self.op {
            Op::Add => ints::pairs(sides, batch, sel, out, rest, |a, b| exact(Op::Add, a, b)),
            Op::Sub => ints::pairs(sides, batch, sel, out, rest, |a, b| exact(Op::Sub, a, b)),
            Op::Mul => ints::pairs(sides, batch, sel, out, rest, |a, b| exact(Op::Mul, a, b)),
            Op::FloorDiv => ints::pairs(sides, batch, sel, out, rest, |a, b| exact(Op::FloorDiv, a, b)),
            Op::Mod => ints::pairs(sides, batch, sel, out, rest, |a, b| exact(Op::Mod, a, b)),
            _ => rest.extend_from_slice(sel),
        }
    }
}

/// `-a` and `+a`.
pub struct Sign {
    pub x: Expr,
    pub minus: bool,
    pub misfit: NoteId,
}

impl Eval for Sign {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        for &row in sel {
            let cell = batch.plain(held.cell(batch, row));
            let value = batch.value(cell);
            out[row as usize] = match (value, value.number()) {
                (Value::None, _) => Cell::None,
                (Value::Duration(d), _) if !self.minus => Cell::Duration(d),
                (_, Some(number)) if !self.minus => number.into(),
                (Value::Duration(d), _) => d.checked_neg().map_or(Cell::None, Cell::Duration),
                (_, Some(Num::Int(i))) => i.checked_neg().map_or(Cell::Float(-(i as f64)), Cell::Int),
                (_, Some(Num::Float(f))) => Cell::Float(-f),
                _ => {
                    batch.note(row, self.misfit);
                    Cell::None
                }
            };
        }
        held.done(cx);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floors_as_python() {
        assert_eq!((floor_div(-7, 2), floor_mod(-7, 2)), (Some(-4), 1));
        assert_eq!((floor_div(7, -2), floor_mod(7, -2)), (Some(-4), -1));
        assert_eq!(floor_div(i64::MIN, -1), None);
        assert_eq!(floor_mod(i64::MIN, -1), 0);
        for (a, b) in [(-7, 4), (7, 4), (i64::MIN, 1), (i64::MIN, 1 << 62), (-1, 1 << 62), (i64::MAX, 8)] {
            assert_eq!(floor_mod(a, b), a.rem_euclid(b), "{a} {b}");
        }
        assert_eq!(float_mod(-7.5, 2.0), 0.5);
        assert_eq!(float_floor_div(-7.5, 2.0), -4.0);
    }

    #[test]
    fn units_do_not_mix() {
        let second = Value::Duration(1_000_000_000);
        assert_eq!(compute(Op::Add, second, Value::Int(1), &Zone::UTC), Err(Fail::Misfit));
        assert_eq!(compute(Op::Mul, second, Value::Int(2), &Zone::UTC), Ok(Cell::Duration(2_000_000_000)));
        assert_eq!(compute(Op::Div, Value::Int(1), Value::Int(0), &Zone::UTC), Err(Fail::ByZero));
        assert_eq!(
            compute(Op::Add, Value::Int(i64::MAX), Value::Int(1), &Zone::UTC),
            Ok(Cell::Float(9.223372036854776e18))
        );
    }
}
