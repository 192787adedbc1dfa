//! Parts of a value: `x[i]` and `x[a:b:c]`, of text in code points, of a list in elements.
//!
//! A part of a list is written anew from the spelling of its elements; cutting the text of
//! the list instead, as a first version did, gave pieces that were no JSON.

use super::Kind;
use super::arith::Sign;
use super::expr::{Eval, Expr, Held, json_cell};
use super::scope::Scope;
use super::step::Cx;
use super::textual::{elements, places, text_span};
use crate::base::{json, text};
use crate::data::cell::Num;
use crate::data::{Batch, Cell, NoteId};
use crate::lang::ast::{self, ExprKind};
use crate::lang::{Diag, print};

impl Scope<'_> {
    pub(super) fn index(&mut self, x: &ast::Expr, index: &ast::Expr) -> Result<Expr, Diag> {
        if let (ExprKind::Name(row), ExprKind::Str(key)) = (&x.kind, &index.kind)
            && row == "row"
        {
            return self.exact_field(&String::from_utf8_lossy(key), x.span.to(index.span));
        }
        let (x, index) = (self.expr(x)?, self.expr(index)?);
        Ok(Expr::new(Index { x, index }, Kind::Any))
    }

    pub(super) fn slice(
        &mut self,
        expr: &ast::Expr,
        x: &ast::Expr,
        bounds: [&Option<Box<ast::Expr>>; 3],
    ) -> Result<Expr, Diag> {
        let x = self.expr(x)?;
        let mut bound = [None, None, None];
        for (to, from) in bound.iter_mut().zip(bounds) {
            if let Some(from) = from {
                *to = Some(self.expr(from)?);
            }
        }
        if bound[2].as_ref().and_then(Expr::as_constant) == Some(Cell::Int(0)) {
            return Err(Diag::new(expr.span, "a slice's step is never 0"));
        }
        let misfit = self.note(format!("a bound of `{}` was not an integer", print::expr(expr)));
        let no_step = self.note(format!("the step of `{}` was 0", print::expr(expr)));
        let kind = if matches!(x.kind, Kind::Any | Kind::List) { Kind::Any } else { Kind::Text };
        Ok(Expr::new(Slice { x, bounds: bound, misfit, no_step }, kind))
    }

    /// `-x`, and `+x`, which is the number that x is or spells.
    pub(super) fn sign(&mut self, x: &ast::Expr, minus: bool) -> Result<Expr, Diag> {
        let bound = self.expr(x)?;
        match bound.as_constant() {
            Some(Cell::Int(_) | Cell::Float(_) | Cell::Duration(_)) if !minus => Ok(bound),
            Some(Cell::Int(i)) => {
                Ok(Expr::constant(i.checked_neg().map_or(Cell::Float(-(i as f64)), Cell::Int), Kind::Number))
            }
            Some(Cell::Float(f)) => Ok(Expr::constant(Cell::Float(-f), Kind::Number)),
            Some(Cell::Duration(d)) => Ok(Expr::constant(Cell::Duration(d.saturating_neg()), Kind::Duration)),
            _ => {
                let misfit = self.note(format!("`{}` was not a number", print::expr(x)));
                let kind = if bound.kind == Kind::Duration { Kind::Duration } else { Kind::Number };
                Ok(Expr::new(Sign { x: bound, minus, misfit }, kind))
            }
        }
    }
}

/// `x[a:b:c]`.
struct Slice {
    x: Expr,
    bounds: [Option<Expr>; 3],
    misfit: NoteId,
    /// Counted when the step was computed, and was 0.
    no_step: NoteId,
}

impl Eval for Slice {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        let bounds: Vec<Option<Held>> =
            self.bounds.iter().map(|b| b.as_ref().map(|b| b.hold(batch, sel, cx))).collect();
        'rows: for &row in sel {
            out[row as usize] = Cell::None;
            let mut at = [None; 3];
            for (at, bound) in at.iter_mut().zip(&bounds) {
                let Some(bound) = bound else { continue };
                let cell = batch.plain(bound.cell(batch, row));
                match batch.value(cell).number() {
                    Some(Num::Int(i)) => *at = Some(i),
                    _ => {
                        if cell != Cell::None {
                            batch.note(row, self.misfit);
                        }
                        continue 'rows;
                    }
                }
            }
            if at[2] == Some(0) {
                batch.note(row, self.no_step);
                continue;
            }
            let cell = held.cell(batch, row);
            out[row as usize] = cut(batch, cell, at, &mut cx.text);
        }
        held.done(cx);
        bounds.into_iter().flatten().for_each(|h| h.done(cx));
    }
}

/// The part of one value between bounds; the step is not 0.
fn cut(batch: &mut Batch, x: Cell, at: [Option<i64>; 3], made: &mut Vec<u8>) -> Cell {
    made.clear();
    let Cell::Json(span) = x else {
        let Some(span) = text_span(batch, x) else { return Cell::None };
        made.extend_from_slice(&text::slice(batch.bytes(span), at[0], at[1], at[2]));
        return Cell::Str(batch.push(made));
    };
    let bytes = batch.bytes(span);
    if bytes.first() != Some(&b'[') {
        return Cell::None;
    }
    let places = places(bytes);
    made.push(b'[');
    for i in text::indexes(places.len() as i64, at[0], at[1], at[2].unwrap_or(1)) {
        if made.len() > 1 {
            made.push(b',');
        }
        made.extend_from_slice(&bytes[places[i].clone()]);
    }
    made.push(b']');
    Cell::Json(batch.push(made))
}

/// `x[i]`: a code point of text, an element of a JSON list, or a key of a JSON object.
struct Index {
    x: Expr,
    index: Expr,
}

impl Eval for Index {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        let indexes = self.index.hold(batch, sel, cx);
        for &row in sel {
            let (x, index) = (held.cell(batch, row), batch.plain(indexes.cell(batch, row)));
            out[row as usize] = at(batch, x, index, cx);
        }
        held.done(cx);
        indexes.done(cx);
    }
}

fn at(batch: &mut Batch, x: Cell, index: Cell, cx: &mut Cx) -> Cell {
    if let Cell::Json(span) = x
        && batch.bytes(span).first() == Some(&b'{')
    {
        let (Cell::Str(key) | Cell::Text(key)) = index else { return Cell::None };
        let Some(range) = json::member(batch.bytes(span), batch.bytes(key)) else { return Cell::None };
        return json_cell(&batch.bytes(span)[range.clone()], span.start + range.start as u32);
    }
    let Some(Num::Int(index)) = batch.value(index).number() else { return Cell::None };
    if let Cell::Json(span) = x {
        let elements = elements(batch, span);
        let at = if index < 0 { index + elements.len() as i64 } else { index };
        return usize::try_from(at).ok().and_then(|at| elements.get(at).copied()).unwrap_or_default();
    }
    let Some(span) = text_span(batch, x) else { return Cell::None };
    cx.text.clear();
    match text::nth(batch.bytes(span), index) {
        Some(point) => cx.text.extend_from_slice(point),
        None => return Cell::None,
    }
    Cell::Str(batch.push(&cx.text))
}
