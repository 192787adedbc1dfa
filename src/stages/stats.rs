//! Aggregates: `count`, `sum(bytes) as b by path`. A fold over a group table.

use std::sync::Arc;

use crate::def::aggregate::aggregate;
use crate::def::folds::{Buckets, Every, GroupFold, Known, Parts, SortFold, SortKey, known};
use crate::def::maps::Fill;
use crate::def::scope::{GroupedBy, Scope};
use crate::def::step::Step;
use crate::def::windows::{self, Windows};
use crate::def::{Doc, Effect, Example, Expr, Kind, Memory, Order, StageDef, args};
use crate::lang::ast::{self, ExprKind, Item, Stage};
use crate::lang::{Diag, Span};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "stats",
        usage: "[stats] AGGREGATE [where P] [as NAME], ... [every DURATION [on TIME]] [by KEY [as NAME], ...] [compare DURATION [at TIME]] [for (VALUE, ...)]",
        brief: "aggregate, in total or for each key",
        text: "A stage that opens with an aggregate is this stage; the word `stats` may stand before it. Keys come \
               first in the output, then the aggregates in the order written. Groups come in first-seen order \
               until they are sorted. Keys compare as text; None is a key of its own. An aggregate may have its \
               own condition: `count where status >= 500 as errors`. A group is there even if no row of it meets \
               the condition. Without keys there is one row, even for an empty input.\n\n\
               `every 5m` buckets the field `time`, or what `on` names, and is the first key; further keys may follow \
               it, after a comma or with `by`. Then groups come by time, and a [fill] after it adds the buckets in \
               which nothing happened. With `--follow` a bucket comes out, and goes through the rest of the pipeline, \
               when a record is later than its end by `--late` (ten seconds); what comes for it afterwards is left out \
               and counted. Buckets that are not over, and records without a time, come when the run is ended.\n\n\
               `count by level for (\"error\", \"fatal\")` names values of the one key that are to be shown in any case: \
               they come first, in this order, with a count of 0 where they did not occur; other values come after \
               them. The list may be `lines(\"file\")`.\n\n\
               `count by path compare 1h` sets two windows of time side by side: each aggregate of the last hour, the \
               same of the hour before as `count_before`, and for what is a number their difference as \
               `count_change`. The windows end now, at the time of `--now`, or where `at` says; the time is the field \
               `time`, or what `on` names. Records in neither window, and those without a time, are left out.",
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
            Example {
                run: "'count, max(bytes) by path compare 5m at t\"2026-03-02T09:10Z\" | sort -count_change' access.log",
                output: r#"
{"path":"/api/users","count":1,"count_before":1,"count_change":0,"max_bytes":61,"max_bytes_before":512,"max_bytes_change":-451}
{"path":"/","count":0,"count_before":1,"count_change":-1,"max_bytes":null,"max_bytes_before":5124,"max_bytes_change":null}
{"path":"/static/app.css","count":0,"count_before":1,"count_change":-1,"max_bytes":null,"max_bytes_before":0,"max_bytes_change":null}
{"path":"/login","count":0,"count_before":1,"count_change":-1,"max_bytes":null,"max_bytes_before":154,"max_bytes_change":null}
{"path":"/wp-login.php","count":0,"count_before":1,"count_change":-1,"max_bytes":null,"max_bytes_before":146,"max_bytes_change":null}
{"path":"/.env","count":0,"count_before":1,"count_change":-1,"max_bytes":null,"max_bytes_before":146,"max_bytes_change":null}
{"path":"/api/orders","count":1,"count_before":3,"count_change":-2,"max_bytes":20480,"max_bytes_before":1033,"max_bytes_change":19447}
"#,
            },
        ],
    },
    keywords: &["by", "every", "on", "compare", "at", "for", "as", "where"],
    effect: Effect::MakesColumns,
    order: Order::FirstSeen,
    memory: Memory::Groups,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    let (by, width) = keys_of(stage)?;
    let windows = Windows::bind(stage, scope)?;
    let mut columns = Vec::new();
    let mut names = Vec::new();
    let mut column = |name: String, item: &Item, slot: usize| {
        names.push((name.clone(), item.span));
        columns.push((name, slot));
    };
    let mut keys = Vec::new();
    for item in &by {
        let (expr, slot) = (scope.expr(&item.expr)?, scope.slot());
        column(args::column_name(item, &expr, scope)?, item, slot);
        keys.push((expr, slot));
    }
    let (mut aggs, mut counts, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    for item in &stage.items {
        let (agg, name) = aggregate(item, &by, scope)?;
        let Some(windows) = &windows else {
            column(name, item, agg.slot);
            counts.extend(is_count(item).then_some(agg.slot));
            aggs.push(agg);
            continue;
        };
        let before = aggregate(item, &by, scope)?.0;
        let name_before = format!("{name}_before");
        column(name.clone(), item, agg.slot);
        column(name_before.clone(), item, before.slot);
        if agg.measures {
            let slot = scope.slot();
            column(format!("{name}_change"), item, slot);
            changes.push((slot, is_count(item), windows::change(&name, &name_before, item.span)));
        }
        for (agg, later) in [(agg, true), (before, false)] {
            counts.extend(is_count(item).then_some(agg.slot));
            aggs.push(windows.narrow(agg, later));
        }
    }
    args::distinct(&names)?;
    let known = known(stage, &by, width.is_some(), scope)?;
    let key_slots: Vec<usize> = keys.iter().map(|(_, slot)| *slot).collect();
    let slots: Vec<usize> = key_slots.iter().copied().chain(aggs.iter().map(|a| a.slot)).collect();
    let parts = Arc::new(Parts::new(keys, aggs, scope.options.equal_hashes));
    let every = width.map(|width| (key_slots[0], width));
    match (width, scope.options.late) {
        (Some(width), Some(late)) => {
            let buckets = buckets(&by[0].expr, width, late, scope)?;
            scope.push(Step::Whole(Box::new(Every::new(parts, buckets))));
        }
        _ => scope.push(Step::Fold(Box::new(GroupFold { parts }))),
    }
    if let (Some((time, _)), None) = (every, scope.options.late) {
        // Groups of one time come as they were first seen, since a sort keeps ties.
        scope.reads(time);
        let key = SortKey { expr: Expr::slot(time, Kind::Time, "time"), descending: false };
        scope.push(Step::Fold(Box::new(SortFold::new("every", vec![key], None, false))));
    }
    if let Some(values) = known {
        slots.iter().for_each(|slot| scope.reads(*slot));
        scope.push(Step::Whole(Box::new(Known::new(key_slots[0], values, counts.clone(), slots))));
    }
    scope.close(columns);
    scope.has_line = false;
    for (slot, is_count, change) in changes {
        let expr = scope.expr(&change)?;
        counts.extend(is_count.then_some(slot));
        scope.push(Step::Map(Box::new(Fill { slot, expr })));
    }
    let others = key_slots[usize::from(every.is_some())..].to_vec();
    scope.result = Some(GroupedBy { every, keys: others, counts });
    Ok(())
}

/// The keys in the order of the columns, and the width of `every`.
fn keys_of(stage: &Stage) -> Result<(Vec<Item>, Option<i64>), Diag> {
    let by = args::clause(stage, "by").unwrap_or_default();
    let Some(every) = args::clause(stage, "every") else {
        return match args::clause(stage, "on").and_then(<[Item]>::first) {
            Some(on) if args::clause(stage, "compare").is_none() => {
                Err(Diag::new(on.span, "`on` names the time of `every`").help("count every 5m on ts"))
            }
            _ => Ok((by.to_vec(), None)),
        };
    };
    let (Some(width), rest) = (every.first(), every.get(1..).unwrap_or_default()) else {
        return Err(Diag::new(stage.span, "`every` needs a width").help("count every 5m"));
    };
    let ExprKind::Duration(nanos @ 1..) = width.expr.kind else {
        return Err(Diag::new(width.span, "the width of `every` is a duration above 0")
            .help("count every 5m")
            .help("by bin(x, 100) buckets numbers"));
    };
    let span = stage.clauses.iter().find(|c| c.word == "every").map_or(width.span, |c| c.span);
    let span = Span { end: width.span.end, ..span };
    let time = match args::clause(stage, "on") {
        None => ast::Expr { kind: ExprKind::Name("time".to_string()), span },
        Some([on]) => on.expr.clone(),
        Some(_) => return Err(Diag::new(stage.span, "`on` takes one time").help("count every 5m on ts")),
    };
    let expr = ast::Expr { kind: ExprKind::Call("bin".to_string(), vec![time, width.expr.clone()]), span };
    let first = Item { expr, alias: width.alias.clone(), ..width.clone() };
    let keys = std::iter::once(first).chain(rest.iter().cloned()).chain(by.iter().cloned());
    Ok((keys.collect(), Some(nanos)))
}

/// The buckets of inputs that grow; `bin` is their key.
fn buckets(bin: &ast::Expr, width: i64, late: i64, scope: &mut Scope<'_>) -> Result<Buckets, Diag> {
    let ExprKind::Call(name, args) = &bin.kind else { unreachable!("`every` is a call of `bin`") };
    // The time as `bin` reads it, so that a row has both or neither, and what does not fit is counted once.
    let instant = ast::Expr { kind: ExprKind::Duration(1), span: bin.span };
    let args = args.iter().take(1).cloned().chain([instant]).collect();
    let time = scope.expr(&ast::Expr { kind: ExprKind::Call(name.clone(), args), span: bin.span })?;
    let too_late = scope.note("too late for `every`: the bucket had come out (--late lets it wait longer)");
    Ok(Buckets { time, width, late, too_late })
}

/// Whether an aggregate of nothing is 0.
fn is_count(item: &Item) -> bool {
    matches!(&item.expr.kind, ExprKind::Name(name) | ExprKind::Call(name, _)
        if matches!(name.as_str(), "count" | "count_distinct" | "approx_count_distinct"))
}
