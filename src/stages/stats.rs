//! Aggregates: `count`, `sum(bytes) as b by path`. A fold over a group table.

use std::sync::Arc;

use crate::def::bind::dotted;
use crate::def::folds::group::Parts;
use crate::def::folds::{Agg, GroupFold};
use crate::def::scope::Scope;
use crate::def::step::Step;
use crate::def::{Doc, Effect, Example, Memory, Order, StageDef, args};
use crate::lang::ast::{self, ExprKind, Item, Stage};
use crate::lang::{Diag, nearest};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "stats",
        usage: "[stats] AGGREGATE [where P] [as NAME], ... [by KEY [as NAME], ...]",
        brief: "aggregate, in total or for each key",
        text: "A stage that opens with an aggregate is this stage; the word `stats` may stand before it. Keys come \
               first in the output, then the aggregates in the order written. Groups come in first-seen order \
               until they are sorted. Keys compare as text; None is a key of its own. An aggregate may have its \
               own condition: `count where status >= 500 as errors`. A group is there even if no row of it meets \
               the condition. Without keys there is one row, even for an empty input.",
        examples: &[
            Example {
                run: "'count by status' access.log",
                output: r#"
{"status":200,"count":4}
{"status":304,"count":1}
{"status":302,"count":1}
{"status":201,"count":2}
{"status":500,"count":1}
{"status":502,"count":1}
{"status":404,"count":2}
{"status":403,"count":1}
{"status":503,"count":1}
"#,
            },
            Example {
                run: "'count, count where status >= 500 as errors, p95(ms) by service' app.jsonl",
                output: r#"
{"service":"api","count":6,"errors":3,"p95_ms":5003}
{"service":"worker","count":2,"errors":0,"p95_ms":730}
{"service":"auth","count":2,"errors":0,"p95_ms":48}
"#,
            },
            Example {
                run: "'count, sum(bytes) by bin(time, 10s)' access.log",
                output: r#"
{"time":"2026-03-02T09:00:00Z","count":3,"sum_bytes":5278}
{"time":"2026-03-02T09:00:10Z","count":1,"sum_bytes":512}
{"time":"2026-03-02T09:01:30Z","count":1,"sum_bytes":96}
{"time":"2026-03-02T09:02:10Z","count":2,"sum_bytes":1190}
{"time":"2026-03-02T09:03:40Z","count":2,"sum_bytes":292}
{"time":"2026-03-02T09:05:00Z","count":1,"sum_bytes":20480}
{"time":"2026-03-02T09:06:20Z","count":1,"sum_bytes":61}
{"time":"2026-03-02T09:10:00Z","count":1,"sum_bytes":190}
{"time":"2026-03-02T09:12:30Z","count":1,"sum_bytes":2}
{"time":"2026-03-02T09:14:50Z","count":1,"sum_bytes":98}
"#,
            },
        ],
    },
    keywords: &["by", "as", "where"],
    effect: Effect::MakesColumns,
    order: Order::FirstSeen,
    memory: Memory::Groups,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    let mut names = Vec::new();
    let mut keys = Vec::new();
    for item in args::clause(stage, "by").unwrap_or_default() {
        let expr = scope.expr(&item.expr)?;
        names.push((args::column_name(item, &expr, scope)?, item.span));
        keys.push((expr, scope.slot()));
    }
    let mut aggs = Vec::new();
    for item in &stage.items {
        let (agg, name) = aggregate(item, scope)?;
        names.push((item.alias.as_ref().map_or(name, |(alias, _)| alias.clone()), item.span));
        aggs.push(agg);
    }
    args::distinct(&names)?;
    let slots = keys.iter().map(|(_, slot)| *slot).chain(aggs.iter().map(|a| a.slot));
    let columns = names.into_iter().map(|(name, _)| name).zip(slots).collect();
    let parts = Parts { keys, aggs, equal_hashes: scope.options.equal_hashes };
    scope.push(Step::Fold(Box::new(GroupFold { parts: Arc::new(parts) })));
    scope.close(columns);
    scope.has_line = false;
    Ok(())
}

/// One aggregate and its default name.
fn aggregate(item: &Item, scope: &mut Scope<'_>) -> Result<(Agg, String), Diag> {
    let (word, arguments): (&str, &[ast::Expr]) = match &item.expr.kind {
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
        return Err(match nearest(word, known) {
            Some(near) => diag.label(format!("did you mean `{near}`?")),
            None => diag.help("flitch help aggregates lists them").help(format!("count by {word}")),
        });
    };
    // `count(*)` is `count`.
    let arguments = if matches!(arguments, [ast::Expr { kind: ExprKind::Star, .. }]) { &[] } else { arguments };
    let (least, most) = def.args;
    if arguments.len() < least || arguments.len() > most {
        return Err(Diag::new(item.expr.span, format!("`{word}` takes {}", how_many(least, most))).help(def.doc.usage));
    }
    let param = match (number, arguments.get(1)) {
        (Some(n), _) => n,
        (None, Some(arg)) => match arg.kind {
            ExprKind::Float(f) | ExprKind::Percent(f) => f,
            ExprKind::Int(i) => i as f64,
            _ => return Err(Diag::new(arg.span, "a number is wanted here").help(def.doc.usage)),
        },
        (None, None) => 0.0,
    };
    if most > 1 && number.is_none() && !(0.0..=1.0).contains(&param) {
        return Err(Diag::new(item.expr.span, "a quantile lies between 0 and 1")
            .help("percentile(ms, 0.95)")
            .help("p95(ms)"));
    }
    let cond = match &item.cond {
        Some(cond) => Some(scope.cond(cond)?),
        None => None,
    };
    let arg = match arguments.first() {
        Some(arg) => Some(scope.expr(arg)?),
        None => None,
    };
    let shown = arguments.first().map_or(String::new(), |a| scope.shown(a.span));
    let misfit = scope.note(format!("`{shown}` was nothing that `{word}` takes"));
    let name = default_name(word, arguments.first());
    let make = def.make;
    Ok((Agg { make: Box::new(move || make(param)), arg, cond, slot: scope.slot(), misfit }, name))
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
        (a, b) if a == b => format!("{a} arguments"),
        (a, b) => format!("{a} to {b} arguments"),
    }
}
