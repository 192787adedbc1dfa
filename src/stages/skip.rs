//! `skip`: all but the first rows.

use crate::data::Batch;
use crate::def::step::{Cx, Flow, Out, Step, Whole};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "skip",
        usage: "skip N",
        brief: "leave out the first N records",
        text: "The first N records of the stream that reaches this stage are left out, whatever file they come \
               from; with fewer there is no output.",
        examples: &[Example {
            run: "'skip 2 | head 1' app.log",
            output: r"
2026-03-02 09:01:30 INFO  [orders] order 1001 placed by bob
",
        }],
    },
    keywords: &[],
    effect: Effect::Chooses,
    order: Order::Kept,
    memory: Memory::Streams,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let left = args::count(args::one(stage, DEF.doc.usage)?, DEF.doc.usage)?;
    scope.push(Step::Whole(Box::new(Skip { left })));
    Ok(())
}

#[derive(Clone)]
struct Skip {
    left: usize,
}

impl Whole for Skip {
    fn name(&self) -> &'static str {
        "skip"
    }

    fn push(&mut self, batch: &mut Batch, cx: &mut Cx, out: Out<'_>) -> Flow {
        let n = self.left.min(batch.sel.len());
        batch.sel.drain(..n);
        self.left -= n;
        out(batch, cx)
    }

    fn copy(&self) -> Option<Box<dyn Whole>> {
        Some(Box::new(self.clone()))
    }
}
