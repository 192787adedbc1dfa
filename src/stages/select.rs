//! `select`: just these columns, in this order.

use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "select",
        usage: "select FIELD, EXPRESSION as NAME, ...",
        brief: "keep just these columns, in the order written",
        text: "A column may be any expression; one that is no plain field needs `as NAME` when its name would \
               not be typeable. A missing field is None: `null` in JSON, empty in CSV and TSV. \
               `select http.status` makes a column named `http.status`.",
        examples: &[
            Example {
                run: "'select ip, status | head 2' access.log",
                output: r#"
{"ip":"203.0.113.7","status":200}
{"ip":"203.0.113.7","status":304}
"#,
            },
            Example {
                run: "-o csv 'select ts, http.path as path, ms ?? 0 as ms' app.jsonl",
                output: r"
ts,path,ms
2026-03-02T09:00:01.250Z,/api/users,12.5
2026-03-02T09:00:02.004Z,,3
2026-03-02T09:00:09.871Z,/login,48
2026-03-02T09:01:30.100Z,/api/orders,87.25
2026-03-02T09:02:15.733Z,/api/orders,5003
2026-03-02T09:02:16.020Z,/api/orders,250
2026-03-02T09:05:02.415Z,/api/orders,31
2026-03-02T09:06:27.300Z,/api/users,4
2026-03-02T09:10:00.999Z,/api/users,1200
2026-03-02T09:14:59.618Z,,730
",
            },
        ],
    },
    keywords: &["as"],
    effect: Effect::MakesColumns,
    order: Order::Kept,
    memory: Memory::Streams,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    let mut columns = Vec::new();
    let mut names = Vec::new();
    for item in &stage.items {
        let expr = scope.expr(&item.expr)?;
        let name = args::column_name(item, &expr, scope)?;
        names.push((name.clone(), item.span));
        columns.push((name, scope.slot_of(expr)));
    }
    args::distinct(&names)?;
    scope.close(columns);
    Ok(())
}
