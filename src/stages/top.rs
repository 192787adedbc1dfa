//! `top`: count, sort and head in one.

use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, ranked};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "top",
        usage: "top N KEY, ... [by AGGREGATE]",
        brief: "the N most frequent keys, with their counts",
        text: "`top 10 path` is `count by path | sort -count | head 10`. With `by`, the keys with the greatest \
               value of an aggregate: `top 10 path by sum(bytes)`. Ties keep first-seen order. See also [rare].",
        examples: &[
            Example {
                run: "'top 2 path' access.log",
                output: r#"
{"path":"/api/orders","count":5}
{"path":"/api/users","count":3}
"#,
            },
            Example {
                run: "'top 2 ip by sum(bytes)' access.log",
                output: r#"
{"ip":"192.0.2.88","sum_bytes":21670}
{"ip":"203.0.113.7","sum_bytes":5285}
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
    ranked::bind(stage, scope, DEF.doc.usage, true)
}
