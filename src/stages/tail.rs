//! `tail`: the last rows. A fold: each worker keeps its own last rows.

use crate::def::folds::SortFold;
use crate::def::folds::picked::{Pick, PickFold};
use crate::def::step::Step;
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "tail",
        usage: "tail N [by KEY, ...]",
        brief: "keep the last N records, of all or of each key",
        text: "Without a number, ten. Only about that many records are held, and they come out in the input's order. With `by`, the last N records of each key: \
               `tail 1 by host` is the latest of each host. Memory then grows with the number of keys.",
        examples: &[
            Example {
                run: "'tail 2' app.log",
                output: r"
2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)
2026-03-02 09:14:59 INFO  [orders] order 1002 placed by alice
",
            },
            Example {
                run: "'tail 1 by service | select ts, service, msg' app.jsonl",
                output: r#"
{"ts":"2026-03-02T09:06:27.300Z","service":"auth","msg":"permission denied"}
{"ts":"2026-03-02T09:10:00.999Z","service":"api","msg":"upstream gone, took 1200ms"}
{"ts":"2026-03-02T09:14:59.618Z","service":"worker","msg":"job took 730ms"}
"#,
            },
        ],
    },
    keywords: &["by"],
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
    if let Some(by) = args::clause(stage, "by") {
        let keys = args::slots(by, scope)?;
        keys.iter().for_each(|slot| scope.reads(*slot));
        let equal_hashes = scope.options.equal_hashes;
        let fold = PickFold { name: "tail", keys, n, pick: Pick::Last, slots: Vec::new(), equal_hashes };
        scope.push(Step::Fold(Box::new(fold)));
        return Ok(());
    }
    scope.push(Step::Fold(Box::new(SortFold::new("tail", Vec::new(), Some(n), true))));
    Ok(())
}
