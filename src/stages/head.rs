//! `head`: the first rows. It says Stop as soon as it has them, so that `head` on an
//! endless pipe ends, and on a large file reads a block or two.

use crate::data::Batch;
use crate::def::step::{Cx, Flow, Out, Step, Whole};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "head",
        usage: "head N",
        brief: "keep the first N records and stop reading",
        text: "Without a number, ten. After `sort`, only as many rows are held as `head` wants.",
        examples: &[
            Example {
                run: "'head 2' access.log",
                output: r#"
203.0.113.7 - - [02/Mar/2026:09:00:01 +0000] "GET / HTTP/1.1" 200 5124 "-" "Mozilla/5.0 (X11; Linux x86_64) Firefox/136.0"
203.0.113.7 - - [02/Mar/2026:09:00:02 +0000] "GET /static/app.css HTTP/1.1" 304 0 "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64) Firefox/136.0"
"#,
            },
            Example {
                run: "'sort -bytes | head 2 | select path, bytes' access.log",
                output: r#"
{"path":"/api/orders","bytes":20480}
{"path":"/","bytes":5124}
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

/// The rows of a bare `head` and `tail`, as in the tools of that name.
pub const DEFAULT: usize = 10;

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let left =
        if stage.items.is_empty() { DEFAULT } else { args::count(args::one(stage, DEF.doc.usage)?, DEF.doc.usage)? };
    if let Some(Step::Fold(fold)) = scope.steps.last_mut() {
        // A sort before keeps just this many; this step still says when to stop.
        fold.limit(left);
    }
    scope.push(Step::Whole(Box::new(Head { left })));
    Ok(())
}

struct Head {
    left: usize,
}

impl Whole for Head {
    fn name(&self) -> &'static str {
        "head"
    }

    fn push(&mut self, batch: &mut Batch, cx: &mut Cx, out: Out<'_>) -> Flow {
        batch.sel.truncate(self.left);
        self.left -= batch.sel.len();
        if self.left == 0 {
            let end = batch.sel.last().map_or(0, |row| row + 1);
            batch.stop = Some(batch.stop.map_or(end, |stop| stop.min(end)));
        }
        if out(batch, cx) == Flow::Stop || self.left == 0 { Flow::Stop } else { Flow::More }
    }
}
