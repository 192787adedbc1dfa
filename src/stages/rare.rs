//! `rare`: count, sort and head in one, from the other end.

use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, ranked};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "rare",
        usage: "rare N KEY, ... [by AGGREGATE]",
        brief: "the N least frequent keys, with their counts",
        text: "`rare 10 path` is `count by path | sort count | head 10`. With `by`, the keys with the smallest value \
               of an aggregate: `rare 10 path by sum(bytes)`. Ties keep first-seen order, and a value of None is \
               last. See also [top].",
        examples: &[
            Example {
                run: "'rare 3 status' access.log",
                output: r#"
{"status":304,"count":1}
{"status":302,"count":1}
{"status":500,"count":1}
"#,
            },
            Example {
                run: "'rare 2 service by max(ms)' app.jsonl",
                output: r#"
{"service":"auth","max_ms":48}
{"service":"worker","max_ms":730}
"#,
            },
        ],
    },
    keywords: &["by", "as"],
    effect: Effect::MakesColumns,
    order: Order::Sorted,
    memory: Memory::Groups,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    ranked::bind(stage, scope, DEF.doc.usage, false)
}
