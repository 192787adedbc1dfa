//! Aggregates: `count`, `sum(bytes) as b by path`. A fold over a group table.

use std::sync::Arc;

use hashbrown::HashMap;

use crate::data::cell::Owned;
use crate::data::{Batch, Value};
use crate::def::aggregate::aggregate;
use crate::def::folds::group::Parts;
use crate::def::folds::{GroupFold, SortFold, SortKey, Table};
use crate::def::scope::{GroupedBy, Scope};
use crate::def::step::{Cx, Flow, Out, Step, Whole};
use crate::def::{Doc, Effect, Example, Expr, Kind, Memory, Order, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::{self, ExprKind, Item, Stage};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "stats",
        usage: "[stats] AGGREGATE [where P] [as NAME], ... [every DURATION [on TIME]] [by KEY [as NAME], ...] [for (VALUE, ...)]",
        brief: "aggregate, in total or for each key",
        text: "A stage that opens with an aggregate is this stage; the word `stats` may stand before it. Keys come \
               first in the output, then the aggregates in the order written. Groups come in first-seen order \
               until they are sorted. Keys compare as text; None is a key of its own. An aggregate may have its \
               own condition: `count where status >= 500 as errors`. A group is there even if no row of it meets \
               the condition. Without keys there is one row, even for an empty input.\n\n\
               `every 5m` buckets the field `time`, or what `on` names, and is the first key; further keys may follow \
               it, after a comma or with `by`. Then groups come by time, and a [fill] after it adds the buckets in \
               which nothing happened.\n\n\
               `count by level for (\"error\", \"fatal\")` names values of the one key that are to be shown in any case: \
               they come first, in this order, with a count of 0 where they did not occur; other values come after \
               them. The list may be `lines(\"file\")`.",
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
    keywords: &["by", "every", "on", "for", "as", "where"],
    effect: Effect::MakesColumns,
    order: Order::FirstSeen,
    memory: Memory::Groups,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    let mut names = Vec::new();
    let mut keys = Vec::new();
    let (by, width) = keys_of(stage)?;
    for item in &by {
        let expr = scope.expr(&item.expr)?;
        names.push((args::column_name(item, &expr, scope)?, item.span));
        keys.push((expr, scope.slot()));
    }
    let mut aggs = Vec::new();
    for item in &stage.items {
        let (agg, name) = aggregate(item, &by, scope)?;
        names.push((item.alias.as_ref().map_or(name, |(alias, _)| alias.clone()), item.span));
        aggs.push(agg);
    }
    args::distinct(&names)?;
    let known = known(stage, &by, width.is_some(), scope)?;
    let key_slots: Vec<usize> = keys.iter().map(|(_, slot)| *slot).collect();
    let slots: Vec<usize> = key_slots.iter().copied().chain(aggs.iter().map(|a| a.slot)).collect();
    let counts: Vec<usize> =
        aggs.iter().zip(&stage.items).filter(|(_, item)| is_count(item)).map(|(agg, _)| agg.slot).collect();
    let columns = names.into_iter().map(|(name, _)| name).zip(slots.iter().copied()).collect();
    let parts = Parts { keys, aggs, equal_hashes: scope.options.equal_hashes };
    scope.push(Step::Fold(Box::new(GroupFold { parts: Arc::new(parts) })));
    let every = width.map(|width| (key_slots[0], width));
    if let Some((time, _)) = every {
        // Groups of one time come as they were first seen, since a sort keeps ties.
        scope.reads(time);
        let key = SortKey { expr: Expr::slot(time, Kind::Time, "time"), descending: false };
        scope.push(Step::Fold(Box::new(SortFold::new("every", vec![key], None, false))));
    }
    if let Some(values) = known {
        slots.iter().for_each(|slot| scope.reads(*slot));
        let table = Table::new(slots);
        scope.push(Step::Whole(Box::new(Known { key: key_slots[0], values, counts: counts.clone(), table })));
    }
    scope.close(columns);
    scope.has_line = false;
    let others = key_slots[usize::from(every.is_some())..].to_vec();
    scope.result = Some(GroupedBy { every, keys: others, counts });
    Ok(())
}

/// The keys in the order of the columns, and the width of `every`.
fn keys_of(stage: &Stage) -> Result<(Vec<Item>, Option<i64>), Diag> {
    let by = args::clause(stage, "by").unwrap_or_default();
    let Some(every) = args::clause(stage, "every") else {
        return match args::clause(stage, "on").and_then(<[Item]>::first) {
            Some(on) => Err(Diag::new(on.span, "`on` names the time of `every`").help("count every 5m on ts")),
            None => Ok((by.to_vec(), None)),
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

/// The values of `for`.
fn known(stage: &Stage, by: &[Item], every: bool, scope: &mut Scope<'_>) -> Result<Option<Vec<Owned>>, Diag> {
    let Some(items) = args::clause(stage, "for") else { return Ok(None) };
    let help = "count by level for (\"error\", \"fatal\")";
    if by.len() != 1 || every {
        return Err(Diag::new(stage.span, "`for` names values of one key").help(help));
    }
    let [item] = items else { return Err(Diag::new(stage.span, "`for` takes one list").help(help)) };
    if let ExprKind::List(values) = &item.expr.kind {
        let mut out = Vec::new();
        for value in values {
            out.push(match &value.kind {
                ExprKind::Str(text) => Owned::str(text),
                ExprKind::Int(i) => Owned::from(Value::Int(*i)),
                ExprKind::Float(f) => Owned::from(Value::Float(*f)),
                ExprKind::Bool(b) => Owned::from(Value::Bool(*b)),
                _ => return Err(Diag::new(value.span, "a list after `for` holds constants").help(help)),
            });
        }
        return Ok(Some(out));
    }
    Ok(Some(scope.texts(&item.expr)?.iter().map(|text| Owned::from(Value::Text(text))).collect()))
}

/// Whether an aggregate of nothing is 0.
fn is_count(item: &Item) -> bool {
    matches!(&item.expr.kind, ExprKind::Name(name) | ExprKind::Call(name, _)
        if matches!(name.as_str(), "count" | "count_distinct" | "approx_count_distinct"))
}

/// `for`: the values that are shown in any case, first.
struct Known {
    key: usize,
    values: Vec<Owned>,
    counts: Vec<usize>,
    table: Table,
}

impl Whole for Known {
    fn name(&self) -> &'static str {
        "stats"
    }

    fn push(&mut self, batch: &mut Batch, _: &mut Cx, _: Out<'_>) -> Flow {
        self.table.add(batch);
        Flow::More
    }

    fn end(&mut self, cx: &mut Cx, out: Out<'_>) -> Flow {
        let place = |slot: usize| self.table.place(slot).unwrap_or_default();
        let key = place(self.key);
        // Keys compare by their text, as the keys of groups do.
        let text = |value: Value<'_>| {
            let mut text = Vec::new();
            value.write_text(&mut text);
            (value.is_none(), text)
        };
        let mut found: HashMap<(bool, Vec<u8>), usize> = HashMap::new();
        for (index, row) in self.table.rows.iter().enumerate() {
            found.insert(text(row[key].value()), index);
        }
        let n = self.table.slots().len();
        let mut rows = Vec::new();
        let mut shown = vec![false; self.table.rows.len()];
        for value in &self.values {
            match found.get(&text(value.value())) {
                Some(index) if shown[*index] => {}
                Some(index) => {
                    shown[*index] = true;
                    rows.push(self.table.rows[*index].clone());
                }
                None => {
                    let mut row = vec![Owned::default(); n];
                    row[key] = value.clone();
                    self.counts.iter().for_each(|slot| row[place(*slot)] = Owned::from(Value::Int(0)));
                    rows.push(row);
                }
            }
        }
        let others = self.table.rows.iter().zip(&shown).filter(|(_, shown)| !**shown).map(|(row, _)| row);
        rows.extend(others.cloned());
        self.table.give(rows.iter(), cx, out)
    }

    fn weight(&self) -> usize {
        self.table.weight()
    }
}
