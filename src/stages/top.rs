//! `top`: count, sort and head in one. Sugar: it writes the three stages and binds those.

use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::{Clause, Expr, ExprKind, Item, Stage, Unary};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "top",
        usage: "top N KEY, ... [by AGGREGATE]",
        brief: "the N most frequent keys, with their counts",
        text: "`top 10 path` is `count by path | sort -count | head 10`. With `by`, the keys with the greatest \
               value of an aggregate: `top 10 path by sum(bytes)`. Ties keep first-seen order.",
        examples: &[
            Example {
                run: "'top 2 path' access.log",
                output: r#"
{"path":"/api/orders","count":5}
{"path":"/api/users","count":3}
"#,
            },
            Example {
                run: "'top 2 ip by sum(bytes)' access.log",
                output: r#"
{"ip":"192.0.2.88","sum_bytes":21670}
{"ip":"203.0.113.7","sum_bytes":5285}
"#,
            },
        ],
    },
    keywords: &["by", "as"],
    effect: Effect::MakesColumns,
    order: Order::Sorted,
    memory: Memory::Groups,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    let n = args::count(&stage.items[0], DEF.doc.usage)?;
    let keys: Vec<Item> = stage.items[1..].to_vec();
    if keys.is_empty() {
        return Err(Diag::new(stage.span, "`top` needs a key").help(DEF.doc.usage));
    }
    let name = |name: &str| Expr { kind: ExprKind::Name(name.to_string()), span: stage.span };
    let item = |expr: Expr| Item { span: expr.span, expr, assign: None, alias: None, cond: None, juxtaposed: false };
    let plain = |name: &str, items: Vec<Item>, clauses: Vec<Clause>| Stage {
        name: name.to_string(),
        name_span: stage.name_span,
        span: stage.span,
        text: false,
        items,
        clauses,
    };
    let mut aggregate = match args::clause(stage, "by") {
        None => item(name("count")),
        Some([one]) => one.clone(),
        Some(_) => return Err(Diag::new(stage.span, "`top` ranks by one aggregate").help(DEF.doc.usage)),
    };
    // The ranking column needs a name to sort by; the aggregate's own is read off the shape.
    aggregate.juxtaposed = false;
    let by = Clause { word: "by".to_string(), span: stage.span, items: keys };
    let bind = |stage: Stage, scope: &mut Scope<'_>| match scope.registry.stage(&stage.name) {
        Some(def) => (def.bind)(&stage, scope),
        None => unreachable!("the stages that `top` stands for are registered"),
    };
    bind(plain("stats", vec![aggregate], vec![by]), scope)?;
    let crate::def::Shape::Closed(columns) = &scope.shape else { unreachable!("aggregates close the record") };
    let Some((ranked, _)) = columns.last().cloned() else { unreachable!("an aggregate makes a column") };
    let key = Expr { kind: ExprKind::Unary(Unary::Neg, Box::new(name(&ranked))), span: stage.span };
    bind(plain("sort", vec![item(key)], Vec::new()), scope)?;
    let count = Expr { kind: ExprKind::Int(n as i64), span: stage.span };
    bind(plain("head", vec![item(count)], Vec::new()), scope)
}
