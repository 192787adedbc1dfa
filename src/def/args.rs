//! Reading a stage's arguments: the checks that every stage needs, in one wording.

use super::expr::Expr;
use super::scope::Scope;
use crate::lang::ast::{ExprKind, Item, Stage};
use crate::lang::{Diag, Span};

/// An error unless the stage has at least one item.
pub fn some(stage: &Stage, usage: &str) -> Result<(), Diag> {
    if stage.items.is_empty() {
        return Err(Diag::new(stage.name_span, format!("`{}` needs an argument", stage.name)).help(usage));
    }
    Ok(())
}

/// The one item of a stage that takes one.
pub fn one<'s>(stage: &'s Stage, usage: &str) -> Result<&'s Item, Diag> {
    some(stage, usage)?;
    if let Some(extra) = stage.items.get(1) {
        return Err(Diag::new(extra.span, format!("`{}` takes one argument", stage.name)).help(usage));
    }
    Ok(&stage.items[0])
}

/// A row count written out: `head 10`.
pub fn count(item: &Item, usage: &str) -> Result<usize, Diag> {
    match item.expr.kind {
        ExprKind::Int(n) => {
            usize::try_from(n).map_err(|_| Diag::new(item.span, "a count is never negative").help(usage))
        }
        _ => Err(Diag::new(item.span, "a whole number is wanted here").help(usage)),
    }
}

/// The items of a keyword clause, when it was written.
pub fn clause<'s>(stage: &'s Stage, word: &str) -> Option<&'s [Item]> {
    stage.clauses.iter().find(|c| c.word == word).map(|c| &c.items[..])
}

/// The slots of keys: each its field's own, or one that a step fills here.
pub fn slots(keys: &[Item], scope: &mut Scope<'_>) -> Result<Vec<usize>, Diag> {
    let mut slots = Vec::new();
    for key in keys {
        let expr = scope.expr(&key.expr)?;
        slots.push(scope.slot_of(expr));
    }
    Ok(slots)
}

/// A name written out: `drop a.b`, `rename a as b`.
pub fn name(item: &Item, usage: &str) -> Result<String, Diag> {
    if let ExprKind::Index(row, key) = &item.expr.kind
        && let (ExprKind::Name(row), ExprKind::Str(key)) = (&row.kind, &key.kind)
        && row == "row"
    {
        return Ok(String::from_utf8_lossy(key).into_owned());
    }
    super::bind::dotted(&item.expr)
        .ok_or_else(|| Diag::new(item.span, "the name of a field is wanted here").help(usage))
}

/// The name of a column made of an item: its alias, or what the expression suggests.
pub fn column_name(item: &Item, expr: &Expr, scope: &Scope<'_>) -> Result<String, Diag> {
    if let Some((alias, _)) = &item.alias {
        return Ok(alias.clone());
    }
    expr.name.clone().ok_or_else(|| unnamed(item, scope))
}

/// The error of a column that needs a name.
pub fn unnamed(item: &Item, scope: &Scope<'_>) -> Diag {
    let shown = scope.shown(item.span);
    Diag::new(item.span, format!("`{shown}` needs a name")).help(format!("{shown} as NAME"))
}

/// An error when two columns have one name.
pub fn distinct(names: &[(String, Span)]) -> Result<(), Diag> {
    for (at, (name, span)) in names.iter().enumerate() {
        if names[..at].iter().any(|(n, _)| n == name) {
            return Err(Diag::new(*span, format!("two columns are named `{name}`"))
                .help(format!("give one another name: ... as {name}_2")));
        }
    }
    Ok(())
}
