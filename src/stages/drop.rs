//! `drop`: all columns but these.

use crate::def::scope::Edit;
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "drop",
        usage: "drop FIELD, ...",
        brief: "remove columns and keep the rest",
        text: "The other fields keep their order and their spelling. Dropping a field that a record does not \
               have is no error where the fields are not known in advance.",
        examples: &[Example {
            run: "'drop ts, http, user | head 2' app.jsonl",
            output: r#"
{"level":"info","service":"api","msg":"request done","status":200,"ms":12.5}
{"level":"debug","service":"worker","msg":"job started","status":null,"ms":3}
"#,
        }],
    },
    keywords: &[],
    effect: Effect::MakesColumns,
    order: Order::Kept,
    memory: Memory::Streams,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    for item in &stage.items {
        let name = args::name(item, DEF.doc.usage)?;
        scope.must_have(&name, item.span)?;
        scope.edit(Edit::Drop(name));
    }
    Ok(())
}
