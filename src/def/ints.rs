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
        (Operand::Column(a), Operand::Const(Cell::Int(b))) => each(sel, out, rest, |row| match a[row as usize] {
            Cell::Int(a) => quick(a, b),
            _ => None,
        }),
        (Operand::Column(a), Operand::Column(b)) => {
            each(sel, out, rest, |row| match (a[row as usize], b[row as usize]) {
                (Cell::Int(a), Cell::Int(b)) => quick(a, b),
                _ => None,
            })
        }
        _ => rest.extend_from_slice(sel),
    }
}

#[inline(always)]
fn each(sel: &[u32], out: &mut [Cell], rest: &mut Vec<u32>, answer: impl Fn(u32) -> Option<i64>) {
    for &row in sel {
        match answer(row) {
            Some(n) => out[row as usize] = Cell::Int(n),
            None => rest.push(row),
        }
    }
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
