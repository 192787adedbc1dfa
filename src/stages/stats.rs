//! Aggregates: `count`, `sum(bytes) as b by path`. A fold over a group table.

use std::sync::Arc;

use crate::def::aggregate::aggregate;
use crate::def::folds::GroupFold;
use crate::def::folds::group::Parts;
use crate::def::scope::Scope;
use crate::def::step::Step;
use crate::def::{Doc, Effect, Example, Memory, Order, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "stats",
        usage: "[stats] AGGREGATE [where P] [as NAME], ... [by KEY [as NAME], ...]",
        brief: "aggregate, in total or for each key",
        text: "A stage that opens with an aggregate is this stage; the word `stats` may stand before it. Keys come \
               first in the output, then the aggregates in the order written. Groups come in first-seen order \
               until they are sorted. Keys compare as text; None is a key of its own. An aggregate may have its \
               own condition: `count where status >= 500 as errors`. A group is there even if no row of it meets \
               the condition. Without keys there is one row, even for an empty input.",
        examples: &[
            Example {
                run: "'count by status' access.log",
                output: r#"
{"status":200,"count":4}
{"status":304,"count":1}
{"status":302,"count":1}
{"status":201,"count":2}
{"status":500,"count":1}
{"status":502,"count":1}
{"status":404,"count":2}
{"status":403,"count":1}
{"status":503,"count":1}
"#,
            },
            Example {
                run: "'count, count where status >= 500 as errors, p95(ms) by service' app.jsonl",
                output: r#"
{"service":"api","count":6,"errors":3,"p95_ms":5003}
{"service":"worker","count":2,"errors":0,"p95_ms":730}
{"service":"auth","count":2,"errors":0,"p95_ms":48}
"#,
            },
            Example {
                run: "'count, sum(bytes) by bin(time, 10s)' access.log",
                output: r#"
{"time":"2026-03-02T09:00:00Z","count":3,"sum_bytes":5278}
{"time":"2026-03-02T09:00:10Z","count":1,"sum_bytes":512}
{"time":"2026-03-02T09:01:30Z","count":1,"sum_bytes":96}
{"time":"2026-03-02T09:02:10Z","count":2,"sum_bytes":1190}
{"time":"2026-03-02T09:03:40Z","count":2,"sum_bytes":292}
{"time":"2026-03-02T09:05:00Z","count":1,"sum_bytes":20480}
{"time":"2026-03-02T09:06:20Z","count":1,"sum_bytes":61}
{"time":"2026-03-02T09:10:00Z","count":1,"sum_bytes":190}
{"time":"2026-03-02T09:12:30Z","count":1,"sum_bytes":2}
{"time":"2026-03-02T09:14:50Z","count":1,"sum_bytes":98}
"#,
            },
        ],
    },
    keywords: &["by", "as", "where"],
    effect: Effect::MakesColumns,
    order: Order::FirstSeen,
    memory: Memory::Groups,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    let mut names = Vec::new();
    let mut keys = Vec::new();
    let by = args::clause(stage, "by").unwrap_or_default();
    for item in by {
        let expr = scope.expr(&item.expr)?;
        names.push((args::column_name(item, &expr, scope)?, item.span));
        keys.push((expr, scope.slot()));
    }
    let mut aggs = Vec::new();
    for item in &stage.items {
        let (agg, name) = aggregate(item, by, scope)?;
        names.push((item.alias.as_ref().map_or(name, |(alias, _)| alias.clone()), item.span));
        aggs.push(agg);
    }
    args::distinct(&names)?;
    let slots = keys.iter().map(|(_, slot)| *slot).chain(aggs.iter().map(|a| a.slot));
    let columns = names.into_iter().map(|(name, _)| name).zip(slots).collect();
    let parts = Parts { keys, aggs, equal_hashes: scope.options.equal_hashes };
    scope.push(Step::Fold(Box::new(GroupFold { parts: Arc::new(parts) })));
    scope.close(columns);
    scope.has_line = false;
    Ok(())
}
