//! Conditions: `and or not`, the ternary, `??`, and a field used as a condition.
//!
//! Everything here is two-valued: None and whatever is no bool is False, and `not` is the
//! exact complement, so that `where P` and `where not P` part the input between them.

use super::expr::{Eval, Expr};
use super::step::Cx;
use crate::data::{Batch, Cell, NoteId};

/// `a and b and c`.
pub struct And(pub Vec<Expr>);

impl Eval for And {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let mut left = cx.sel();
        left.extend_from_slice(sel);
        sel.iter().for_each(|&row| out[row as usize] = Cell::Bool(false));
        self.keep(batch, &mut left, cx);
        left.iter().for_each(|&row| out[row as usize] = Cell::Bool(true));
        cx.sel_done(left);
    }

    fn keep(&self, batch: &mut Batch, sel: &mut Vec<u32>, cx: &mut Cx) {
        for operand in &self.0 {
            if sel.is_empty() {
                return;
            }
            operand.keep(batch, sel, cx);
        }
    }
}

/// `a or b or c`.
pub struct Or(pub Vec<Expr>);

impl Eval for Or {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let mut left = cx.sel();
        left.extend_from_slice(sel);
        for operand in &self.0 {
            let mut found = cx.sel();
            found.extend_from_slice(&left);
            operand.keep(batch, &mut found, cx);
            found.iter().for_each(|&row| out[row as usize] = Cell::Bool(true));
            cx.sel_done(found);
            left.retain(|&row| out[row as usize] != Cell::Bool(true));
            if left.is_empty() {
                break;
            }
        }
        left.iter().for_each(|&row| out[row as usize] = Cell::Bool(false));
        cx.sel_done(left);
    }
}

/// `not a`.
pub struct Not(pub Expr);

impl Eval for Not {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let mut held = cx.sel();
        held.extend_from_slice(sel);
        self.0.keep(batch, &mut held, cx);
        sel.iter().for_each(|&row| out[row as usize] = Cell::Bool(true));
        held.iter().for_each(|&row| out[row as usize] = Cell::Bool(false));
        cx.sel_done(held);
    }
}

/// `a if c else b`.
pub struct If {
    pub cond: Expr,
    pub then: Expr,
    pub otherwise: Expr,
}

impl Eval for If {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let mut yes = cx.sel();
        yes.extend_from_slice(sel);
        self.cond.keep(batch, &mut yes, cx);
        let mut no = cx.sel();
        // Both selections ascend, so one walk splits them.
        let mut next = yes.iter().peekable();
        no.extend(sel.iter().filter(|row| next.next_if_eq(row).is_none()));
        self.then.eval(batch, &yes, cx, out);
        self.otherwise.eval(batch, &no, cx, out);
        cx.sel_done(yes);
        cx.sel_done(no);
    }
}

/// `a ?? b`: b where a is None.
pub struct Coalesce(pub Expr, pub Expr);

impl Eval for Coalesce {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        sel.iter().for_each(|&row| out[row as usize] = Cell::None);
        self.0.eval(batch, sel, cx, out);
        let mut missing = cx.sel();
        missing.extend(sel.iter().filter(|&&row| out[row as usize] == Cell::None));
        self.1.eval(batch, &missing, cx, out);
        cx.sel_done(missing);
    }
}

/// A value used as a condition: a JSON bool as it is, all else False, and counted unless missing.
pub struct Truth {
    pub x: Expr,
    pub misfit: NoteId,
}

impl Eval for Truth {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        for &row in sel {
            out[row as usize] = match held.cell(batch, row) {
                Cell::Bool(b) => Cell::Bool(b),
                Cell::None => Cell::Bool(false),
                _ => {
                    batch.note(row, self.misfit);
                    Cell::Bool(false)
                }
            };
        }
        held.done(cx);
    }
}
