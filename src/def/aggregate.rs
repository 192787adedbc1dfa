//! One use of an aggregate, from its tree to a part of a fold.
//!
//! The stages that aggregate (in total, back onto records, as they go) share this, so that
//! `p95(ms) where status < 500 as p` means the same in all of them.

use super::bind::dotted;
use super::folds::Agg;
use super::scope::Scope;
use super::{AggDef, Takes};
use crate::lang::ast::{self, ExprKind, Item};
use crate::lang::{Diag, Span, foreign, near, nearest, print};

/// One aggregate and its name, the default one where none is written. `keys` are the keys
/// that it is grouped by.
pub fn aggregate(item: &Item, keys: &[Item], scope: &mut Scope<'_>) -> Result<(Agg, String), Diag> {
    let (word, written): (&str, &[ast::Expr]) = match &item.expr.kind {
        ExprKind::Name(name) => (name, &[]),
        ExprKind::Call(name, arguments) => (name, arguments),
        _ => {
            let shown = scope.shown(item.span);
            return Err(Diag::new(item.span, format!("`{shown}` is no aggregate"))
                .help("count, sum(x), avg(x), p95(x), ...: flitch help aggregates lists them")
                .help(format!("to compute from aggregates, add a stage: ... | set x = {shown}")));
        }
    };
    let Some((def, number)) = scope.registry.agg(word) else {
        let known = scope.registry.agg_names();
        let diag = Diag::new(item.expr.span, format!("unknown aggregate `{word}`"));
        if let Some((own, _)) = foreign::aggregate(word).and_then(|own| scope.registry.agg(own)) {
            return Err(diag.label(format!("the aggregate is `{}`", own.doc.usage)));
        }
        return Err(match nearest(word, known) {
            Some(near) => diag.label(format!("did you mean `{near}`?")),
            None => match near::aggregate(word).and_then(|own| scope.registry.agg(own)) {
                Some((own, _)) => diag.label(format!("did you mean `{}`?", own.doc.usage)),
                None => diag.help("flitch help aggregates lists them").help(format!("count by {word}")),
            },
        });
    };
    // `count(*)` is `count`.
    let written = if matches!(written, [ast::Expr { kind: ExprKind::Star, .. }]) { &[] } else { written };
    let (least, most) = def.args;
    if written.len() < least || written.len() > most {
        return Err(Diag::new(item.expr.span, format!("`{word}` takes {}", how_many(least, most))).help(def.doc.usage));
    }
    let (values, param) = arguments(def, written, item.expr.span, keys)?;
    let param = number.unwrap_or(param);
    let cond = match &item.cond {
        Some(cond) => Some(scope.cond(cond)?),
        None => None,
    };
    let mut args = Vec::new();
    for value in &values {
        args.push(scope.expr(value)?);
    }
    let shown = written.first().map_or(String::new(), |a| scope.shown(a.span));
    let misfit = scope.note(format!("`{shown}` was nothing that `{word}` takes"));
    let cut = match def.takes {
        Takes::Most => {
            let kept = super::DEFAULT_MOST;
            scope.note(format!("`{word}({shown})` is cut off after {kept}: `{word}({shown}, N)` gives N"))
        }
        _ => misfit,
    };
    // The names of those that approximate say so.
    if def.doc.name.starts_with("approx_") {
        let text = scope.shown(item.expr.span);
        scope.approximate.push(text);
    }
    let name = item.alias.as_ref().map_or_else(|| default_name(word, written.first()), |(alias, _)| alias.clone());
    let make = def.make;
    Ok((
        Agg {
            make: Box::new(move || make(param)),
            args,
            written: values.iter().map(print::expr).collect::<Vec<_>>().join(", "),
            cond,
            slot: scope.slot(),
            measures: def.measures,
            misfit,
            cut,
        },
        name,
    ))
}

/// The arguments that are values of a row, and the parameter. `span` is the whole call.
fn arguments(def: &AggDef, written: &[ast::Expr], span: Span, keys: &[Item]) -> Result<(Vec<ast::Expr>, f64), Diag> {
    let call = |name: &str, args: &[ast::Expr]| ast::Expr { kind: ExprKind::Call(name.into(), args.into()), span };
    match (def.takes, written) {
        (Takes::Quantile, [x, q]) => match constant(q) {
            Some(q) if (0.0..=1.0).contains(&q) => Ok((vec![x.clone()], q)),
            Some(_) => {
                Err(Diag::new(q.span, "a quantile lies between 0 and 1").help("percentile(ms, 0.95)").help("p95(ms)"))
            }
            None => Err(Diag::new(q.span, "a number is wanted here").help(def.doc.usage)),
        },
        (Takes::Most, [x, most]) => match most.kind {
            ExprKind::Int(n) if n > 0 => Ok((vec![x.clone()], n as f64)),
            _ => Err(Diag::new(most.span, "a whole number above 0 is wanted here").help(def.doc.usage)),
        },
        (Takes::Width, [_, width]) => match width.kind {
            // What else a width may be is for `bin` to say.
            ExprKind::Int(0) => Err(Diag::new(width.span, "a width is above 0").help(def.doc.usage)),
            _ => Ok((vec![call("bin", written)], 1.0)),
        },
        (Takes::Time, [values @ .., time]) => {
            let mut values = values.to_vec();
            values.push(call("time", std::slice::from_ref(time)));
            let width = keys.iter().find_map(|key| width_of_bins(&key.expr, time));
            Ok((values, width.unwrap_or(0.0)))
        }
        _ => Ok((written.to_vec(), 0.0)),
    }
}

/// The width in seconds of a key `bin(time, 5m)` or `time.bin(5m)`, where it bins this time.
fn width_of_bins(key: &ast::Expr, time: &ast::Expr) -> Option<f64> {
    let (binned, width) = match &key.kind {
        ExprKind::Call(name, args) if name == "bin" => (args.first()?, args.get(1)?),
        ExprKind::Method(of, name, args) if name == "bin" => (&**of, args.first()?),
        _ => return None,
    };
    match width.kind {
        ExprKind::Duration(ns) if ns > 0 && print::expr(binned) == print::expr(time) => Some(ns as f64 / 1e9),
        _ => None,
    }
}

fn constant(expr: &ast::Expr) -> Option<f64> {
    match expr.kind {
        ExprKind::Float(f) | ExprKind::Percent(f) => Some(f),
        ExprKind::Int(i) => Some(i as f64),
        _ => None,
    }
}

/// `count`, `p95_ms`, `sum_bytes`; of an expression, the function's name.
fn default_name(word: &str, arg: Option<&ast::Expr>) -> String {
    match arg.and_then(dotted) {
        Some(name) => format!("{word}_{}", name.replace('.', "_")),
        None => word.to_string(),
    }
}

fn how_many(least: usize, most: usize) -> String {
    match (least, most) {
        (0, 0) => "no argument".to_string(),
        (1, 1) => "one argument".to_string(),
        (2, 2) => "two arguments".to_string(),
        (1, 2) => "one or two arguments".to_string(),
        (a, b) if a == b => format!("{a} arguments"),
        (a, b) => format!("{a} to {b} arguments"),
    }
}
