//! `tee "f"`: the records at this place also go to a file.
//!
//! A `Whole`: a file has its records in the order of the input. Rendering on the workers
//! would be faster, and what a later `head` leaves out would then have been rendered and
//! have to be taken back.

use crate::data::Batch;
use crate::def::step::{Cx, Flow, Out, Passing, Step, Whole};
use crate::def::written::{Onward, Writer, Writing};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::{ExprKind, Stage};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "tee",
        usage: "tee \"FILE\"",
        brief: "write the records at this place to a file as well",
        text: "The records go on unchanged. While the pipeline only chooses, the file gets whole lines; else JSON lines, \
               or what the suffix names: `.json`, `.csv`, `.tsv`. `.gz` and `.zst` compress. CSV and TSV need columns \
               that are known before reading: put [select] or an aggregate before.\n\n\
               The file is written as `FILE.partial` and gets its name, in place of what had it, when the run \
               has ended with exit code 0 or 1; a run that failed or was interrupted leaves `FILE.partial`. A pipe or a \
               device, such as `/dev/stderr`, is written as it is. A later [head] does not end the reading: the file gets \
               all records. See also [split], and `-O` for the output itself.",
        examples: &[
            Example {
                run: "'where status >= 500 | tee \"errors.log\" | count' access.log",
                output: r#"
{"count":3}
"#,
            },
            Example {
                run: "'select ts, level, msg | tee \"all.csv.gz\" | where level == error | head 1' app.jsonl",
                output: r#"
{"ts":"2026-03-02T09:02:15.733Z","level":"error","msg":"query failed: \"orders\" timeout"}
"#,
            },
        ],
    },
    keywords: &[],
    effect: Effect::Chooses,
    order: Order::Kept,
    memory: Memory::Files,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let item = args::one(stage, DEF.doc.usage)?;
    let ExprKind::Str(path) = &item.expr.kind else {
        return Err(Diag::new(item.span, "the name of a file is a string").help("tee \"errors.log\""));
    };
    if path.is_empty() || path.ends_with(b"/") || path == b"-" {
        return Err(Diag::new(item.span, "the name of a file is wanted here").help("tee \"errors.log\""));
    }
    let writing = Writing::bind(&String::from_utf8_lossy(path), item.span, scope)?;
    let writer = writing.writer(path.clone(), false);
    scope.push(Step::Whole(Box::new(Tee { writing, writer, onward: Onward::default() })));
    Ok(())
}

struct Tee {
    writing: Writing,
    writer: Writer,
    onward: Onward,
}

impl Whole for Tee {
    fn name(&self) -> &'static str {
        "tee"
    }

    fn push(&mut self, batch: &mut Batch, cx: &mut Cx, out: Out<'_>) -> Flow {
        let written = if batch.sel.is_empty() { Ok(()) } else { self.writer.rows(batch, &self.writing, cx) };
        self.onward.give(written, batch, cx, out)
    }

    fn end(&mut self, cx: &mut Cx, _: Out<'_>) -> Flow {
        if let Err(fault) = self.writer.end(cx) {
            cx.fault.get_or_insert(fault);
        }
        Flow::More
    }

    fn copy(&self) -> Option<Box<dyn Whole>> {
        Some(Box::new(Passing(self.name())))
    }
}
