//! `print`: one text line for each record.

use crate::def::maps::Print;
use crate::def::step::Step;
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, Shape, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::{ExprKind, Stage};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "print",
        usage: "print f\"{FIELD} text\"",
        brief: "write one text line for each record",
        text: "Takes an f-string, or any expression. Values are formatted as in Python, `{ms:>8.1f}`, and times \
               with `{time:%H:%M:%S}`; None is empty. After `print` only `line` exists, and it is the text.",
        examples: &[
            Example {
                run: "'print f\"{status} {path}\" | head 3' access.log",
                output: r"
200 /
304 /static/app.css
302 /login
",
            },
            Example {
                run: "'where ms > 100 | print f\"{service:<8}{ms:>9.2f} {msg}\"' app.jsonl",
                output: r#"
api       5003.00 query failed: "orders" timeout
api        250.00 retry 1 of 3
api       1200.00 upstream gone, took 1200ms
worker     730.00 job took 730ms
"#,
            },
        ],
    },
    keywords: &[],
    effect: Effect::RewritesLine,
    order: Order::Kept,
    memory: Memory::Streams,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let item = args::one(stage, DEF.doc.usage)?;
    if let ExprKind::Str(text) = &item.expr.kind
        && text.contains(&b'{')
    {
        return Err(Diag::new(item.span, "this string has braces and is no f-string, so every line would be the same")
            .help(format!("print f{}", scope.shown(item.span))));
    }
    let expr = scope.expr(&item.expr)?;
    scope.push(Step::Map(Box::new(Print { expr })));
    scope.shape = Shape::LineOnly;
    scope.has_line = true;
    scope.made_columns = false;
    Ok(())
}
