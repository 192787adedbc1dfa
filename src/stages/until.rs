//! `until`: everything up to the first record of a kind. Reading stops there, so that one can wait for a
//! line and then go on with something else.

use crate::data::Batch;
use crate::def::expr::Expr;
use crate::def::step::{Cx, Flow, Out, Step, Whole};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "until",
        usage: "until CONDITION",
        brief: "keep the records up to the first for which a condition is true",
        text: "That record is kept, too, and reading stops with it, as with `head`. A string, `r\"regex\"` or \
               `i\"any case\"` in the condition means that the line contains it.\n\nThe option `--until CONDITION` \
               puts this stage before the pipeline, and the exit code says whether there was such a record: \
               `kubectl logs -f web | flitch --until '\"ready\"' --timeout 60s`.",
        examples: &[
            Example {
                run: "'until \"retry\"' app.log",
                output: r"
2026-03-02 09:00:01 INFO  [main] started in 812 ms
2026-03-02 09:00:09 INFO  [auth] user bob logged in from 198.51.100.23
2026-03-02 09:01:30 INFO  [orders] order 1001 placed by bob
2026-03-02 09:02:15 ERROR [db] connection timeout after 5000 ms
2026-03-02 09:02:15 ERROR [orders] order list failed: Timeout
2026-03-02 09:02:16 WARN  [db] retry 1 of 3
",
            },
            Example {
                run: "'until status >= 500 | count by status' access.log",
                output: r#"
{"status":200,"count":2}
{"status":304,"count":1}
{"status":302,"count":1}
{"status":201,"count":1}
{"status":500,"count":1}
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
    let item = args::one(stage, DEF.doc.usage)?;
    let cond = scope.text_cond(&item.expr)?;
    scope.push(Step::Whole(Box::new(Until { cond, met: false })));
    Ok(())
}

struct Until {
    cond: Expr,
    met: bool,
}

impl Whole for Until {
    fn name(&self) -> &'static str {
        "until"
    }

    fn push(&mut self, batch: &mut Batch, cx: &mut Cx, out: Out<'_>) -> Flow {
        if self.met {
            return Flow::Stop;
        }
        let mut hits = cx.sel();
        hits.extend_from_slice(&batch.sel);
        self.cond.keep(batch, &mut hits, cx);
        if let Some(&first) = hits.first() {
            let end = batch.sel.partition_point(|row| *row <= first);
            batch.sel.truncate(end);
            batch.stop = Some(batch.stop.map_or(first + 1, |stop| stop.min(first + 1)));
            self.met = true;
            cx.met = true;
        }
        cx.sel_done(hits);
        if out(batch, cx) == Flow::Stop || self.met { Flow::Stop } else { Flow::More }
    }
}
