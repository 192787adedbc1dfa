//! `compare 1h`: the same aggregates of two windows of time, in one pass.
//!
//! The windows lie side by side, the later one ending now or where `at` says: `[end - w, end)`
//! and `[end - 2w, end - w)`. A step finds the window of each record and drops what is in
//! neither; each aggregate is then there twice, with its window as a condition. So groups
//! merge and leave memory as any others do, and nothing is joined at the end. A hidden key
//! would have halved the states and needed all groups in memory to pair them.

use super::expr::Expr;
use super::folds::Agg;
use super::logic::{And, Not};
use super::scope::Scope;
use super::step::{Cx, Map};
use super::{Kind, args};
use crate::data::{Batch, Cell};
use crate::lang::ast::{self, Binary, ExprKind, Item, Stage};
use crate::lang::{Diag, Span};

const HELP: &str = "count by path compare 1h";

/// The two windows of a stage; binds the step that finds them.
pub struct Windows {
    /// The slot that tells whether a record is in the later window.
    later: usize,
}

impl Windows {
    /// Reads `compare` and `at`, and pushes the step that finds each record's window.
    pub fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<Option<Windows>, Diag> {
        let Some(clause) = stage.clauses.iter().find(|c| c.word == "compare") else {
            return match args::clause(stage, "at").and_then(<[Item]>::first) {
                Some(at) => Err(Diag::new(at.span, "`at` says where the windows of `compare` end")
                    .help("count by path compare 1h at t\"2026-03-02T09:00Z\"")),
                None => Ok(None),
            };
        };
        let [width] = &clause.items[..] else {
            return Err(Diag::new(clause.span, "`compare` takes the width of the two windows").help(HELP));
        };
        let ExprKind::Duration(nanos @ 1..) = width.expr.kind else {
            return Err(Diag::new(width.span, "the width of the windows is a duration above 0").help(HELP));
        };
        if args::clause(stage, "every").is_some() {
            return Err(Diag::new(clause.span, "`compare` and `every` do not go together")
                .help("count every 5m shows the course; count by path compare 1h sets two windows side by side"));
        }
        let end = end(stage, scope)?;
        let time = match args::clause(stage, "on") {
            None => ast::Expr { kind: ExprKind::Name("time".to_string()), span: clause.span },
            Some([on]) => on.expr.clone(),
            Some(_) => return Err(Diag::new(stage.span, "`on` takes one time").help("count compare 1h on ts")),
        };
        let time = ast::Expr { span: time.span, kind: ExprKind::Call("time".to_string(), vec![time]) };
        let time = scope.expr(&time)?;
        let later = scope.slot();
        let middle = end.saturating_sub(nanos);
        let start = middle.saturating_sub(nanos);
        scope.push_filter(Box::new(Find { time, start, middle, end, later }));
        Ok(Some(Windows { later }))
    }

    /// The aggregate of one window: that the record is in it comes before its own condition.
    pub fn narrow(&self, agg: Agg, later: bool) -> Agg {
        let slot = Expr::slot(self.later, Kind::Bool, "");
        let window = if later { slot } else { Expr::new(Not(slot), Kind::Bool) };
        let cond = match agg.cond {
            Some(cond) => Expr::new(And(vec![window, cond]), Kind::Bool),
            None => window,
        };
        Agg { cond: Some(cond), ..agg }
    }
}

/// Where the later window ends.
fn end(stage: &Stage, scope: &Scope<'_>) -> Result<i64, Diag> {
    let Some(at) = args::clause(stage, "at") else { return Ok(scope.options.now) };
    match at {
        [Item { expr: ast::Expr { kind: ExprKind::Time(end), .. }, .. }] => Ok(*end),
        _ => Err(Diag::new(stage.span, "`at` takes one time")
            .help("count by path compare 1h at t\"2026-03-02T09:00Z\"")
            .help("without `at`, the windows end now, or at the time of `--now`")),
    }
}

/// The difference of two columns.
pub fn change(name: &str, name_before: &str, span: Span) -> ast::Expr {
    let column = |name: &str| {
        let row = ast::Expr { kind: ExprKind::Name("row".to_string()), span };
        let key = ast::Expr { kind: ExprKind::Str(name.into()), span };
        Box::new(ast::Expr { kind: ExprKind::Index(Box::new(row), Box::new(key)), span })
    };
    ast::Expr { kind: ExprKind::Binary(Binary::Sub, column(name), column(name_before)), span }
}

/// Finds the window of each record, and drops what is in neither.
struct Find {
    time: Expr,
    start: i64,
    middle: i64,
    end: i64,
    later: usize,
}

impl Map for Find {
    fn map(&self, batch: &mut Batch, cx: &mut Cx) {
        let mut sel = std::mem::take(&mut batch.sel);
        let held = self.time.hold(batch, &sel, cx);
        let mut column = std::mem::take(&mut batch.cols[self.later]);
        column.clear();
        column.resize(batch.rows.len(), Cell::None);
        sel.retain(|&row| {
            let Cell::Time(time) = held.cell(batch, row) else { return false };
            column[row as usize] = Cell::Bool(time >= self.middle);
            (self.start..self.end).contains(&time)
        });
        batch.cols[self.later] = column;
        held.done(cx);
        batch.sel = sel;
    }
}
