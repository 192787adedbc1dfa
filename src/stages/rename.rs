//! `rename`: other names for columns.

use crate::def::scope::Edit;
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "rename",
        usage: "rename FIELD as NAME, ...",
        brief: "give columns other names, in their places",
        text: "A column keeps its place and its value. After it the new name means just that column: a field that \
               had the name before is gone, also in a record that lacks the renamed one.",
        examples: &[Example {
            run: "'rename msg as message | select level, message | head 2' app.jsonl",
            output: r#"
{"level":"info","message":"request done"}
{"level":"debug","message":"job started"}
"#,
        }],
    },
    keywords: &["as"],
    effect: Effect::MakesColumns,
    order: Order::Kept,
    memory: Memory::Streams,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    for item in &stage.items {
        let from = args::name(item, DEF.doc.usage)?;
        let Some((to, _)) = &item.alias else {
            return Err(Diag::new(item.span, "`rename` needs the new name").help(format!("rename {from} as NAME")));
        };
        scope.must_have(&from, item.span)?;
        if from != *to {
            scope.edit(Edit::Rename(from, to.clone()));
        }
    }
    Ok(())
}
