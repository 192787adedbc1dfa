//! Integers, a column at a time: the loops of most arithmetic.
//!
//! The laws take any value and say why there is no answer; a loop that asks all of that of every row
//! spends its time asking. Here a loop does the rows whose sides are integers with an answer, by an
//! operator that the compiler knows, and leaves the others to the law. The order among rows is no
//! matter, since each has its own cell and notes are counted without order.

use super::Operand;
use super::expr::Held;
use crate::data::{Batch, Cell};

/// Writes `quick(a, b)` for the rows where both are integers and it has an answer; the other rows go
/// to `rest`.
#[inline(always)]
pub fn pairs(
    [a, b]: [&Held; 2],
    batch: &Batch,
    sel: &[u32],
    out: &mut [Cell],
    rest: &mut Vec<u32>,
    quick: impl Fn(i64, i64) -> Option<i64>,
) {
    match (a.operand(batch), b.operand(batch)) {
        // Mostly all rows count, and then nothing has to be looked up.
        (Operand::Column(a), Operand::Const(Cell::Int(b))) if sel.len() == a.len() => {
            for ((row, a), out) in (0..).zip(a).zip(out) {
                match *a {
                    Cell::Int(a) => put(quick(a, b), row, out, rest),
                    _ => rest.push(row),
                }
            }
        }
        (Operand::Column(a), Operand::Const(Cell::Int(b))) => {
            for &row in sel {
                match a[row as usize] {
                    Cell::Int(a) => put(quick(a, b), row, &mut out[row as usize], rest),
                    _ => rest.push(row),
                }
            }
        }
        (Operand::Column(a), Operand::Column(b)) => {
            for &row in sel {
                match (a[row as usize], b[row as usize]) {
                    (Cell::Int(a), Cell::Int(b)) => put(quick(a, b), row, &mut out[row as usize], rest),
                    _ => rest.push(row),
                }
            }
        }
        _ => rest.extend_from_slice(sel),
    }
}

#[inline(always)]
fn put(answer: Option<i64>, row: u32, out: &mut Cell, rest: &mut Vec<u32>) {
    match answer {
        Some(n) => *out = Cell::Int(n),
        None => rest.push(row),
    }
}

/// Keeps the rows whose integer is as `stays` says, where all rows are selected and all are integers;
/// false if that is not so.
#[inline(always)]
pub fn keep_all(column: &Held, sel: &mut Vec<u32>, stays: impl Fn(i64) -> bool) -> bool {
    let Held::Column(cells) = column else { return false };
    if sel.len() != cells.len() || !cells.iter().all(|cell| matches!(cell, Cell::Int(_))) {
        return false;
    }
    let mut kept = 0;
    for (row, cell) in (0..).zip(cells) {
        let Cell::Int(n) = *cell else { return false };
        sel[kept] = row;
        kept += usize::from(stays(n));
    }
    sel.truncate(kept);
    true
}

/// Keeps the selected rows that `stays` says, in their order. Which ones do is often a matter of
/// chance, so there is no branch on it.
#[inline(always)]
pub fn keep(sel: &mut Vec<u32>, mut stays: impl FnMut(u32) -> bool) {
    let mut kept = 0;
    for i in 0..sel.len() {
        let row = sel[i];
        sel[kept] = row;
        kept += usize::from(stays(row));
    }
    sel.truncate(kept);
}
