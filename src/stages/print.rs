//! `print`: one text line for each record.

use crate::def::maps::Print;
use crate::def::step::Step;
use crate::def::{Doc, Effect, Example, Scope, Shape, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "print",
        usage: "print f\"{FIELD} text\"",
        brief: "write one text line for each record",
        text: "Takes an f-string, or any expression. Values are formatted as in Python, `{ms:>8.1f}`, and times \
               with `{time:%H:%M:%S}`; None is empty. After `print` only `line` exists, and it is the text.",
        examples: &[
            Example { run: "'print f\"{status} {path}\" | head 3' access.log", output: "" },
            Example { run: "'where ms > 100 | print f\"{service:<8}{ms:>9.2f} {msg}\"' app.jsonl", output: "" },
        ],
    },
    keywords: &[],
    effect: Effect::RewritesLine,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let item = args::one(stage, DEF.doc.usage)?;
    let expr = scope.expr(&item.expr)?;
    scope.push(Step::Map(Box::new(Print { expr })));
    scope.shape = Shape::LineOnly;
    scope.has_line = true;
    scope.made_columns = false;
    Ok(())
}
