//! `tail`: the last rows. A fold: each worker keeps its own last rows.

use crate::def::folds::SortFold;
use crate::def::step::Step;
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "tail",
        usage: "tail N",
        brief: "keep the last N records",
        text: "Without a number, ten. Only about that many records are held, and they come out in the input's order.",
        examples: &[Example {
            run: "'tail 2' app.log",
            output: r"
2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)
2026-03-02 09:14:59 INFO  [orders] order 1002 placed by alice
",
        }],
    },
    keywords: &[],
    effect: Effect::Chooses,
    order: Order::Kept,
    memory: Memory::Rows,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let n = match stage.items.is_empty() {
        true => 10,
        false => args::count(args::one(stage, DEF.doc.usage)?, DEF.doc.usage)?,
    };
    scope.push(Step::Fold(Box::new(SortFold::new("tail", Vec::new(), Some(n), true))));
    Ok(())
}
