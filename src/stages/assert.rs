//! `assert`: the run fails where a condition does not hold.
//!
//! The condition is computed on the workers like any column; only the look at it is on the
//! ordered side, so that what comes before the record that failed is written, and nothing
//! after it, whatever the number of threads.

use std::sync::Arc;

use crate::data::{Batch, Cell};
use crate::def::expr::{Expr, Row};
use crate::def::judged::{Asserts, Failed, Law};
use crate::def::step::{Cx, Flow, Out, Step, Whole};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, Shape, StageDef, args};
use crate::lang::ast::Stage;
use crate::lang::{Diag, print};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "assert",
        usage: "assert CONDITION[, \"message\"]",
        brief: "fail with exit code 1 where a condition does not hold",
        text: "Records pass as they are, up to the first one for which the condition is not true. That one is shown \
               on standard error with its file and line, the records before it are written, nothing after it is, \
               and the exit code is 1. As in [where], whatever is missing or does not fit makes a comparison false, \
               and so fails. The message is a text, or an f-string over the record's fields.\n\nIt looks at the \
               records that reach it, so that none is no failure; `count | assert count > 0` fails on empty input, \
               since a count without `by` always gives a record. A record that `head` did not want is not looked at.\n\nOf \
               asserts that follow each other, all that a record fails are told. A file that is missing is exit code 3, \
               whatever an assert says. For CI, `-o github` and `--junit` write what failed as annotations and as a \
               report; see `flitch help report`.",
        examples: &[
            Example {
                run: "'count, max(bytes) | assert count >= 100 | assert max_bytes < 10000' access.log 2>&1 || echo exit $?",
                output: r"
flitch: assert failed: `count >= 100` is not true
  count=14 max_bytes=20480
flitch: assert failed: `max_bytes < 10000` is not true
  count=14 max_bytes=20480
exit 1
",
            },
            Example {
                run: "'count where status >= 500 as errors, count | assert errors / count < 0.5, \"too many errors\"' access.log",
                output: r#"
{"errors":3,"count":14}
"#,
            },
            Example {
                run: "'assert status < 500, f\"{method} {path} gave {status}\" | count' access.log 2>&1 || echo exit $?",
                output: r#"
flitch: access.log:6: assert failed: GET /api/orders gave 500
  192.0.2.88 - - [02/Mar/2026:09:02:15 +0000] "GET /api/orders?page=2 HTTP/1.1" 500 1033 "-" "curl/8.12.1"
exit 1
"#,
            },
        ],
    },
    keywords: &[],
    effect: Effect::Chooses,
    order: Order::Kept,
    memory: Memory::Streams,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    if let Some(extra) = stage.items.get(2) {
        return Err(Diag::new(extra.span, "`assert` takes a condition and a message").help(DEF.doc.usage));
    }
    let mut laws = Asserts::reopen(scope);
    let tree = &stage.items[0].expr;
    let cond = scope.cond(tree)?;
    let cond = scope.slot_of(cond);
    let shown = print::expr(tree);
    let message = match stage.items.get(1) {
        Some(item) => scope.expr(&item.expr)?,
        None => {
            let text = format!("`{shown}` is not true");
            Expr::constant(scope.constant(text.as_bytes()), crate::def::Kind::Text)
        }
    };
    let columns = match &scope.shape {
        Shape::Closed(columns) => columns.clone(),
        Shape::Open(_) | Shape::LineOnly => Vec::new(),
    };
    laws.push(Law { nth: scope.asserts.conditions.len(), cond, message: Arc::new(message), columns });
    scope.asserts.conditions.push(shown);
    for law in &laws {
        scope.reads(law.cond);
        law.columns.iter().for_each(|(_, slot)| scope.reads(*slot));
    }
    let place = scope.has_line.then(|| {
        let at = [(Row::Filename, "filename"), (Row::LineNo, "line_no")];
        Arc::new(at.map(|(row, name)| scope.property(row, name)))
    });
    scope.push(Step::Whole(Box::new(Assert { laws: laws.clone(), place })));
    Asserts::close(scope, laws);
    Ok(())
}

/// Asserts that follow each other.
#[derive(Clone)]
struct Assert {
    laws: Vec<Law>,
    /// The name of its file and the number of its line.
    place: Option<Arc<[Expr; 2]>>,
}

impl Whole for Assert {
    fn name(&self) -> &'static str {
        "assert"
    }

    fn push(&mut self, batch: &mut Batch, cx: &mut Cx, out: Out<'_>) -> Flow {
        if !batch.sel.is_empty() {
            self.laws.iter().for_each(|law| cx.judged(law.nth).looked = true);
        }
        let holds = |row: &u32| self.laws.iter().all(|law| batch.cell(law.cond, *row) == Cell::Bool(true));
        let Some(first) = batch.sel.iter().position(|row| !holds(row)) else { return out(batch, cx) };
        let row = batch.sel[first];
        // What follows may take the batch's rows apart, so the row is looked at before.
        let failed = self.failed(batch, row, cx);
        batch.sel.truncate(first);
        // The records before it may be all that is wanted, and then nobody asks about this one.
        if out(batch, cx) == Flow::Stop {
            return Flow::Stop;
        }
        batch.stop = Some(batch.stop.map_or(row + 1, |stop| stop.min(row + 1)));
        cx.fault = failed.first().map(|(_, failed)| failed.fault());
        for (nth, failed) in failed {
            cx.judged(nth).failed = Some(failed);
        }
        Flow::Stop
    }

    fn copy(&self) -> Option<Box<dyn Whole>> {
        Some(Box::new(self.clone()))
    }
}

impl Assert {
    /// What fails for a row, by assert.
    fn failed(&self, batch: &mut Batch, row: u32, cx: &mut Cx) -> Vec<(usize, Failed)> {
        let place = self.place.as_ref().map(|place| place.each_ref().map(|expr| text(expr, batch, row, cx)));
        let place = place.map(|[file, line]| (file, line)).filter(|(_, line)| !line.is_empty());
        let mut failed = Vec::new();
        for law in &self.laws {
            if batch.cell(law.cond, row) == Cell::Bool(true) {
                continue;
            }
            let message = text(&law.message, batch, row, cx);
            failed.push((law.nth, Failed { message, place: place.clone(), record: record(law, batch, row) }));
        }
        failed
    }
}

/// What a row shows.
fn record(law: &Law, batch: &Batch, row: u32) -> String {
    let mut shown = Vec::new();
    for (name, slot) in &law.columns {
        shown.extend_from_slice(format!("{}{name}=", if shown.is_empty() { "" } else { " " }).as_bytes());
        batch.value(batch.cell(*slot, row)).write_text(&mut shown);
    }
    if law.columns.is_empty() {
        shown.extend_from_slice(batch.line(row));
    }
    plainly(&shown)
}

/// The text of an expression for one row.
fn text(expr: &Expr, batch: &mut Batch, row: u32, cx: &mut Cx) -> String {
    let held = expr.hold(batch, &[row], cx);
    let mut out = Vec::new();
    batch.value(held.cell(batch, row)).write_text(&mut out);
    held.done(cx);
    plainly(&out)
}

/// Text for a terminal: control characters are shown as escapes, and the end of a long one is left out.
fn plainly(text: &[u8]) -> String {
    const MOST: usize = 2000;
    let text = String::from_utf8_lossy(&text[..text.len().min(MOST * 4)]);
    let mut out = String::new();
    for (n, c) in text.chars().enumerate() {
        if n == MOST {
            out.push_str("...");
            break;
        }
        match c {
            '\t' => out.push(c),
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}
