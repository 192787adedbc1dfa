//! `set`: compute fields.

use crate::def::scope::Edit;
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "set",
        usage: "set NAME = EXPRESSION, ...",
        brief: "compute fields, overwriting in place or appending",
        text: "Each field is computed in the order written, so that a later one may read an earlier one. A \
               field that the record already has keeps its place; a new one is appended. The raw `line` never \
               changes.",
        examples: &[
            Example {
                run: "-o json 'set slow = ms > 100 | select path, ms, slow | head 3' app.jsonl",
                output: r#"
{"path":"/api/users","ms":12.5,"slow":false}
{"path":null,"ms":3,"slow":false}
{"path":"/login","ms":48,"slow":false}
"#,
            },
            Example {
                run: "'set kib = bytes / 1024 | select path, kib | head 2' access.log",
                output: r#"
{"path":"/","kib":5.00390625}
{"path":"/static/app.css","kib":0.0}
"#,
            },
        ],
    },
    keywords: &["="],
    effect: Effect::MakesColumns,
    order: Order::Kept,
    memory: Memory::Streams,
    bind,
};

/// Names that always mean the row itself.
const OWN: [&str; 4] = ["line", "line_no", "filename", "offset"];

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    for item in &stage.items {
        let Some((name, span)) = &item.assign else {
            return Err(Diag::new(item.span, "`set` needs a name and `=`")
                .help(format!("set NAME = {}", scope.shown(item.span))));
        };
        if OWN.contains(&name.as_str()) {
            return Err(Diag::new(*span, format!("`{name}` always means the row itself and cannot be set"))
                .help(format!("set {name}_2 = ..."))
                .help("print f\"...\" writes lines"));
        }
        let expr = scope.expr(&item.expr)?;
        let slot = scope.slot_of(expr);
        scope.edit(Edit::Set(name.clone(), slot));
    }
    Ok(())
}
