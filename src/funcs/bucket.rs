//! `bucket(x, edges)`: the largest of some edges that a value reaches.
//!
//! `bin` is for edges that are evenly spaced and `log_bucket` for powers; this is for the ones
//! that a person chose, such as the limits of a service level. An edge itself is in the bucket
//! that it opens, as in `bin`.

use std::cmp::Ordering;

use super::clock;
use crate::data::{Batch, Cell};
use crate::def::compare::{Standing, standing};
use crate::def::expr::{Eval, Expr};
use crate::def::{Cx, Doc, Example, FuncBind, FuncDef, Kind, OnNone, Scope, Stamps};
use crate::lang::ast::ExprKind;
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "bucket",
        usage: "bucket(x, (edge, edge, ...))",
        brief: "the largest of some edges that is not above a value",
        text: "Gives the edge at which the value's bucket opens: of `(0, 100, 500)` it is 0 up to but not including \
               100, then 100, and 500 for all that is larger. Edges are numbers, durations or times, written out and \
               rising. Text is read as what the edges are. A value below the first edge, and one that is nothing of \
               that kind, gives None, which the ledger counts, so begin with 0 or lower where such values may come. \
               None stays None.\n\n\
               For buckets of one width use [bin], for powers of a base [log_bucket].",
        examples: &[
            Example {
                run: "'count by bucket(ms, (0, 50, 250, 1000)) | sort ms' app.jsonl",
                output: r#"
{"ms":0,"count":5}
{"ms":50,"count":1}
{"ms":250,"count":2}
{"ms":1000,"count":2}
"#,
            },
            Example {
                run: "'count by bucket(ms * 1ms, (0s, 100ms, 1s)) as took | sort took' app.jsonl",
                output: r#"
{"took":"0s","count":6}
{"took":"100ms","count":2}
{"took":"1s","count":2}
"#,
            },
        ],
    },
    method: true,
    keeps_name: true,
    args: (2, 2),
    kind: Kind::Any,
    none: OnNone::None,
    bind: FuncBind::Bound(bind),
};

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let [x, edges] = args else { return Err(Diag::new(span, "`bucket` wants edges").help(DEF.doc.usage)) };
    let shown = scope.shown(x.span);
    let items = match &edges.kind {
        ExprKind::List(items) if !items.is_empty() => items,
        _ => {
            let width = scope.shown(edges.span);
            return Err(Diag::new(edges.span, "the edges of buckets are a list")
                .help(format!("bucket({shown}, (0, 10, 100))"))
                .help(format!("for buckets of one width: bin({shown}, {width})")));
        }
    };
    let x = scope.expr(x)?;
    let mut bound = Vec::new();
    for item in items {
        let edge = scope.expr(item)?;
        let cell = edge.as_constant().filter(|_| matches!(edge.kind, Kind::Number | Kind::Duration | Kind::Time));
        let cell = cell.ok_or_else(|| {
            Diag::new(item.span, "an edge is a number, a duration or a time, written out").help("(0, 10, 100)")
        })?;
        bound.push((cell, edge.kind));
    }
    let kind = bound[0].1;
    if let Some(at) = bound.iter().position(|(_, other)| *other != kind) {
        return Err(Diag::new(items[at].span, "edges must be of one kind").help("(0s, 100ms, 1s)"));
    }
    if x.kind != kind && matches!(x.kind, Kind::Number | Kind::Duration | Kind::Time | Kind::Bool) {
        return Err(Diag::new(edges.span, format!("`{shown}` is of another kind than these edges"))
            .help("a number becomes a duration by its unit: ms * 1ms"));
    }
    let edges: Vec<Cell> = bound.into_iter().map(|(cell, _)| cell).collect();
    if let Some(at) = edges.windows(2).position(|pair| order(pair[0], pair[1]) != Some(Ordering::Less)) {
        return Err(Diag::new(items[at + 1].span, "edges must rise").help("(0, 10, 100)"));
    }
    let misfit = clock::misfit(scope, span);
    let stamps = scope.stamps(misfit);
    Ok(Expr::new(Bucket { x, edges, stamps }, kind))
}

/// The order of two edges.
fn order(a: Cell, b: Cell) -> Option<Ordering> {
    match (a, b) {
        (Cell::Int(a), Cell::Int(b)) | (Cell::Duration(a), Cell::Duration(b)) | (Cell::Time(a), Cell::Time(b)) => {
            Some(a.cmp(&b))
        }
        (Cell::Float(a), Cell::Float(b)) => a.partial_cmp(&b),
        (Cell::Int(a), Cell::Float(b)) => (a as f64).partial_cmp(&b),
        (Cell::Float(a), Cell::Int(b)) => a.partial_cmp(&(b as f64)),
        _ => None,
    }
}

struct Bucket {
    x: Expr,
    /// Rising, and all of one kind.
    edges: Vec<Cell>,
    stamps: Stamps,
}

impl Eval for Bucket {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        for &row in sel {
            let cell = batch.plain(held.cell(batch, row));
            let x = batch.value(cell);
            let reached = self.edges.partition_point(
                |edge| matches!(standing(x, batch.value(*edge), &self.stamps.zone), Standing::Ordered(order) if order.is_ge()),
            );
            out[row as usize] = if reached == 0 { Cell::None } else { self.edges[reached - 1] };
            let counted = match self.edges.first() {
                _ if cell == Cell::None => None,
                Some(Cell::Time(_)) => self.stamps.counted(x, reached > 0),
                _ => (reached == 0).then_some(self.stamps.misfit),
            };
            if let Some(id) = counted {
                batch.note(row, id);
            }
        }
        held.done(cx);
    }
}
