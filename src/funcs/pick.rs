//! Choosing one of a record's values by order: `min`, `max`, `clamp`.
//!
//! Values compare as under `<`, so that text which is a number is one beside a number, and what
//! is chosen comes out as it was spelled. That is why these are nodes and no laws: a law would
//! have to spell it anew.

use std::cmp::Ordering;

use crate::base::Zone;
use crate::data::{Batch, Cell, NoteId};
use crate::def::compare::{Standing, standing};
use crate::def::expr::{Eval, Expr, Held};
use crate::def::{Cx, Kind, Scope};
use crate::lang::{self, Diag};

/// Which of the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    Least,
    Greatest,
    /// The first, or the second if it is below that, or the third if it is above that.
    Between,
}

/// Binds a choice among the arguments.
pub fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span, rule: Rule) -> Result<Expr, Diag> {
    let mut bound = Vec::new();
    for arg in args {
        bound.push(scope.expr(arg)?);
    }
    // Beside a number, a time or a duration any text is one of these.
    let typed = |kind: &Kind| matches!(kind, Kind::Number | Kind::Time | Kind::Duration);
    let kinds: Vec<Kind> = bound.iter().map(|x| x.kind).collect();
    let kind = match kinds.iter().copied().find(typed) {
        Some(kind) => {
            if let Some(at) = kinds.iter().position(|other| typed(other) && *other != kind) {
                let (one, other) = (words(kind), words(kinds[at]));
                let diag = Diag::new(args[at].span, format!("{one} and {other} have no order"));
                let timeless = kind != Kind::Time && kinds[at] != Kind::Time;
                return Err(if timeless {
                    diag.help("a number becomes a duration by its unit: ms * 1ms")
                } else {
                    diag
                });
            }
            if kinds.iter().all(|other| *other == kind) { kind } else { Kind::Any }
        }
        None => Kind::Any,
    };
    let misfit = super::clock::misfit(scope, span);
    let zone = scope.options.zone.clone();
    Ok(Expr::new(Pick { rule, args: bound, zone, misfit }, kind))
}

fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Time => "a time",
        Kind::Duration => "a duration",
        _ => "a number",
    }
}

struct Pick {
    rule: Rule,
    args: Vec<Expr>,
    zone: Zone,
    misfit: NoteId,
}

impl Eval for Pick {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held: Vec<Held> = self.args.iter().map(|arg| arg.hold(batch, sel, cx)).collect();
        let mut cells = Vec::with_capacity(held.len());
        for &row in sel {
            cells.clear();
            cells.extend(held.iter().map(|arg| arg.cell(batch, row)));
            out[row as usize] = Cell::None;
            if cells.contains(&Cell::None) {
                continue;
            }
            match self.of(batch, &cells) {
                Some(cell) => out[row as usize] = cell,
                None => batch.note(row, self.misfit),
            }
        }
        held.into_iter().for_each(|arg| arg.done(cx));
    }
}

impl Pick {
    /// The chosen cell; None when two of them do not compare.
    fn of(&self, batch: &mut Batch, cells: &[Cell]) -> Option<Cell> {
        let mut order = |a: Cell, b: Cell| {
            let (a, b) = (batch.plain(a), batch.plain(b));
            match standing(batch.value(a), batch.value(b), &self.zone) {
                Standing::Ordered(order) => Some(order),
                Standing::Apart | Standing::Misfit => None,
            }
        };
        if let (Rule::Between, [x, low, high]) = (self.rule, cells) {
            if order(*low, *high)? == Ordering::Greater {
                return None;
            }
            let (below, above) = (order(*x, *low)?.is_lt(), order(*x, *high)?.is_gt());
            return Some(if below {
                *low
            } else if above {
                *high
            } else {
                *x
            });
        }
        let better = if self.rule == Rule::Least { Ordering::Less } else { Ordering::Greater };
        let (first, rest) = cells.split_first()?;
        let mut chosen = *first;
        for cell in rest {
            // Of equals the first is chosen.
            if order(*cell, chosen)? == better {
                chosen = *cell;
            }
        }
        Some(chosen)
    }
}
