//! `sort`: rows by keys.

use crate::def::folds::{SortFold, SortKey};
use crate::def::step::Step;
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::{ExprKind, Stage, Unary};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "sort",
        usage: "sort KEY, -KEY, ...",
        brief: "sort by keys, a leading minus for descending",
        text: "Numbers sort by value, then bools, durations, times, text bytewise, nested values; None comes last \
               both ways. Untyped text that is a number sorts as one. Ties keep the input's order. A sort that is \
               followed by `head N` holds only about N rows.",
        examples: &[
            Example {
                run: "'count by status | sort -count, status' access.log",
                output: r#"
{"status":200,"count":4}
{"status":201,"count":2}
{"status":404,"count":2}
{"status":302,"count":1}
{"status":304,"count":1}
{"status":403,"count":1}
{"status":500,"count":1}
{"status":502,"count":1}
{"status":503,"count":1}
"#,
            },
            Example {
                run: "'sort -ms | head 2 | select service, ms' app.jsonl",
                output: r#"
{"service":"api","ms":5003}
{"service":"api","ms":1200}
"#,
            },
        ],
    },
    keywords: &[],
    effect: Effect::Chooses,
    order: Order::Sorted,
    memory: Memory::AllRows,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    let mut keys = Vec::new();
    for item in &stage.items {
        let (tree, descending) = match &item.expr.kind {
            ExprKind::Unary(Unary::Neg, inner) => (&**inner, true),
            _ => (&item.expr, false),
        };
        keys.push(SortKey { expr: scope.expr(tree)?, descending });
    }
    scope.push(Step::Fold(Box::new(SortFold::new("sort", keys, None, false))));
    Ok(())
}
