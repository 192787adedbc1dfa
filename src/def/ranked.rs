//! What `top` and `rare` share: count, sort and head in one. Sugar: the three stages are
//! written and bound, so that what those do is what this does.

use super::args;
use super::scope::{Scope, Shape};
use crate::lang::Diag;
use crate::lang::ast::{Clause, Expr, ExprKind, Item, Stage, Unary};

/// Binds `top`, or `rare` when the greatest are not wanted.
pub fn bind(stage: &Stage, scope: &mut Scope<'_>, usage: &str, greatest: bool) -> Result<(), Diag> {
    args::some(stage, usage)?;
    let n = args::count(&stage.items[0], usage)?;
    let keys: Vec<Item> = stage.items[1..].to_vec();
    if keys.is_empty() {
        return Err(Diag::new(stage.span, format!("`{}` needs a key", stage.name)).help(usage));
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
        Some(_) => return Err(Diag::new(stage.span, format!("`{}` ranks by one aggregate", stage.name)).help(usage)),
    };
    // The ranking column needs a name to sort by; the aggregate's own is read off the shape.
    aggregate.juxtaposed = false;
    let by = Clause { word: "by".to_string(), span: stage.span, items: keys };
    let bind = |stage: Stage, scope: &mut Scope<'_>| match scope.registry.stage(&stage.name) {
        Some(def) => {
            (def.bind)(&stage, scope)?;
            scope.parts.push((stage, scope.steps.len()));
            Ok(())
        }
        None => unreachable!("the stages that this stands for are registered"),
    };
    bind(plain("stats", vec![aggregate], vec![by]), scope)?;
    let Shape::Closed(columns) = &scope.shape else { unreachable!("aggregates close the record") };
    let Some((ranked, _)) = columns.last().cloned() else { unreachable!("an aggregate makes a column") };
    let mut key = name(&ranked);
    if greatest {
        key = Expr { kind: ExprKind::Unary(Unary::Neg, Box::new(key)), span: stage.span };
    }
    bind(plain("sort", vec![item(key)], Vec::new()), scope)?;
    let count = Expr { kind: ExprKind::Int(n as i64), span: stage.span };
    bind(plain("head", vec![item(count)], Vec::new()), scope)
}
