//! `patterns`: which messages there are, how many of each, and which are new.
//!
//! Messages are counted by their template, a function of the message alone; see
//! [`crate::base::template`]. So this is an aggregate as any other: it merges and leaves memory,
//! and its result depends on no order. What it adds is the share, the ranking, and a baseline to
//! compare with, which is nothing but an earlier result.

use std::collections::BTreeSet;
use std::rc::Rc;

use hashbrown::HashMap;

use crate::base::json;
use crate::data::cell::Owned;
use crate::data::{Batch, Value};
use crate::def::folds::Table;
use crate::def::step::{Cx, Flow, Out, Step, Whole};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, Shape, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::{Binary, Clause, Expr, ExprKind, Item, Stage};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "patterns",
        usage: "patterns [TEXT] [new since \"FILE\"] [by KEY, ...] [on TIME]",
        brief: "the templates of the messages, with counts and an example each",
        text: "Counts messages by what [template] leaves of them, the most frequent first: `pattern`, `count`, \
               `share` (of all messages, of those of the same key with `by`), `first` and `last` (the least and the greatest time), and the \
               first message as `example`. The text is the field `msg` where a record has one and else the line; the time is \
               the field `time`, or what `on` names. Records whose text is None are left out.\n\n\
               `patterns new since \"base.json\"` shows only the patterns that a baseline does not have, an earlier \
               result or any file with a column `pattern`. `--save FILE` writes the patterns of this run and those of its \
               baseline, one JSON line each, sorted; FILE may be the baseline itself, and gets its name when the run has \
               ended well. So `flitch -e --save base.json 'patterns new since \"base.json\"' app.log` tells each pattern \
               once, and exits with 1 when there is none.",
        examples: &[
            Example {
                run: "'patterns on ts | head 2' app.jsonl",
                output: r#"
{"pattern":"request done","count":3,"share":0.3,"first":"2026-03-02T09:00:01.250Z","last":"2026-03-02T09:05:02.415Z","example":"request done"}
{"pattern":"job started","count":1,"share":0.1,"first":"2026-03-02T09:00:02.004Z","last":"2026-03-02T09:00:02.004Z","example":"job started"}
"#,
            },
            Example {
                run: "'where level != \"info\" | patterns by level | select level, pattern, count' app.jsonl",
                output: r#"
{"level":"debug","pattern":"job started","count":1}
{"level":"error","pattern":"query failed: \"orders\" timeout","count":1}
{"level":"warn","pattern":"retry <num> of <num>","count":1}
{"level":"warn","pattern":"permission denied","count":1}
{"level":"error","pattern":"upstream gone, took <duration>","count":1}
"#,
            },
        ],
    },
    keywords: &["by", "on", "since"],
    effect: Effect::MakesColumns,
    order: Order::Sorted,
    memory: Memory::Groups,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let base = baseline(stage, scope)?;
    let text = match texts(stage) {
        [] => default_text(stage, scope)?,
        [one] => one.expr.clone(),
        [_, extra, ..] => {
            return Err(Diag::new(extra.span, "`patterns` takes one text").help(DEF.doc.usage));
        }
    };
    let node = |kind: ExprKind| Expr { kind, span: stage.span };
    let call = |name: &str, args: Vec<Expr>| node(ExprKind::Call(name.to_string(), args));
    let time = match args::clause(stage, "on") {
        Some([on]) => call("time", vec![on.expr.clone()]),
        Some(_) => return Err(Diag::new(stage.span, "`on` takes one time").help("patterns on ts")),
        None if scope.guess("time") => call("time", vec![node(ExprKind::Name("time".to_string()))]),
        None => node(ExprKind::None),
    };
    let item = |expr: Expr, alias: &str| Item {
        span: expr.span,
        expr,
        assign: None,
        alias: Some((alias.to_string(), stage.span)),
        cond: None,
        juxtaposed: false,
    };
    let mut by = args::clause(stage, "by").unwrap_or_default().to_vec();
    let n_keys = by.len();
    by.push(item(call("template", vec![text.clone()]), "pattern"));
    let counted = Stage {
        name: "stats".to_string(),
        items: vec![
            item(call("count", vec![text.clone()]), "count"),
            item(call("min", vec![time.clone()]), "first"),
            item(call("max", vec![time]), "last"),
            item(call("first", vec![text]), "example"),
        ],
        clauses: vec![Clause { word: "by".to_string(), span: stage.span, items: by }],
        ..stage.clone()
    };
    let Some(stats) = scope.registry.stage("stats") else { unreachable!("aggregates are registered") };
    (stats.bind)(&counted, scope)?;
    scope.result = None;
    let Shape::Closed(columns) = &scope.shape else { unreachable!("aggregates close the record") };
    let mut columns = columns.clone();
    let slots: Vec<usize> = columns.iter().map(|(_, slot)| *slot).collect();
    slots.iter().for_each(|slot| scope.reads(*slot));
    let share = scope.slot();
    columns.insert(n_keys + 2, ("share".to_string(), share));
    scope.saves |= scope.options.save.is_some();
    let table = Table::new(slots.iter().copied().chain([share]).collect());
    let save = scope.options.save.clone();
    scope.push(Step::Whole(Box::new(Ranked { table, n_keys, base, save })));
    scope.close(columns);
    Ok(())
}

/// The text that is written out; `new` is none where `since` follows.
fn texts(stage: &Stage) -> &[Item] {
    match &stage.items[..] {
        [texts @ .., last] if is_new(last) && args::clause(stage, "since").is_some() => texts,
        texts => texts,
    }
}

fn is_new(item: &Item) -> bool {
    matches!(&item.expr.kind, ExprKind::Name(name) if name == "new")
}

/// `msg ?? line`, as far as a record may have them.
fn default_text(stage: &Stage, scope: &mut Scope<'_>) -> Result<Expr, Diag> {
    let name = |name: &str| Box::new(Expr { kind: ExprKind::Name(name.to_string()), span: stage.name_span });
    match (scope.guess("msg"), scope.has_line) {
        (true, true) => {
            let kind = ExprKind::Binary(Binary::Coalesce, name("msg"), name("line"));
            Ok(Expr { kind, span: stage.name_span })
        }
        (true, false) => Ok(*name("msg")),
        (false, true) => Ok(*name("line")),
        (false, false) => Err(Diag::new(stage.span, "`patterns` needs a text here").help("patterns msg")),
    }
}

/// The patterns of `new since`.
fn baseline(stage: &Stage, scope: &mut Scope<'_>) -> Result<Option<BTreeSet<Vec<u8>>>, Diag> {
    let help = "patterns new since \"base.json\"";
    let news = stage.items.iter().any(is_new);
    let Some(since) = args::clause(stage, "since") else {
        return match stage.items.last().filter(|last| is_new(last)) {
            Some(new) => Err(Diag::new(new.span, "`new` wants to know since what")
                .help(help)
                .help("the field of that name is row[\"new\"]")),
            None => Ok(None),
        };
    };
    let [Item { expr: Expr { kind: ExprKind::Str(path), span }, .. }] = since else {
        return Err(Diag::new(stage.span, "`since` names a file of earlier patterns").help(help));
    };
    if !news {
        return Err(Diag::new(stage.span, "`new` stands before `since`").help(help));
    }
    let path = String::from_utf8_lossy(path).into_owned();
    let side = scope.side(&path, *span).map_err(|e| {
        e.help(format!("flitch --save {path} patterns old.log writes one"))
            .help("an empty file is a baseline without patterns")
    })?;
    let Some(column) = side.names.iter().position(|name| name == "pattern") else {
        return match side.rows.is_empty() {
            true => Ok(Some(BTreeSet::new())),
            false => Err(Diag::new(*span, format!("{path}: no column `pattern`")).help(help)),
        };
    };
    let text = |row: &Vec<Owned>| {
        let mut text = Vec::new();
        row.get(column)?.value().write_text(&mut text);
        Some(text)
    };
    Ok(Some(side.rows.iter().filter_map(text).collect()))
}

/// The counted patterns, until all are known.
#[derive(Clone)]
struct Ranked {
    /// The keys, the pattern, the count, first, last, example; and the share.
    table: Table,
    n_keys: usize,
    base: Option<BTreeSet<Vec<u8>>>,
    /// Where the patterns of this run are kept for later ones.
    save: Option<String>,
}

impl Ranked {
    fn save(&self, path: &str, cx: &Cx) -> Result<(), crate::base::Fault> {
        let Some(files) = &cx.files else { return Ok(()) };
        let mut all = self.base.clone().unwrap_or_default();
        for row in &self.table.rows {
            all.extend(row[self.n_keys].value().bytes().map(<[u8]>::to_vec));
        }
        let mut out = Vec::new();
        for pattern in &all {
            out.extend_from_slice(b"{\"pattern\":");
            json::write_string(pattern, &mut out);
            out.extend_from_slice(b"}\n");
        }
        let file = files.begin(path.as_bytes(), false)?;
        files.put(file, &out)
    }
}

impl Whole for Ranked {
    fn name(&self) -> &'static str {
        "patterns"
    }

    fn push(&mut self, batch: &mut Batch, _: &mut Cx, _: Out<'_>) -> Flow {
        self.table.add(batch);
        Flow::More
    }

    fn end(&mut self, cx: &mut Cx, out: Out<'_>) -> Flow {
        let (n_keys, count) = (self.n_keys, self.n_keys + 1);
        // Records without a text have no pattern.
        self.table.rows.retain(|row| !row[n_keys].value().is_none());
        let number = |row: &[Owned]| if let Value::Int(n) = row[count].value() { n } else { 0 };
        let key = |row: &[Owned]| {
            let mut key = Vec::new();
            row[..n_keys].iter().for_each(|value| crate::data::cell::save_key(value.value(), &mut key));
            Rc::new(key)
        };
        let mut totals: HashMap<Rc<Vec<u8>>, i64> = HashMap::new();
        for row in &self.table.rows {
            *totals.entry(key(row)).or_default() += number(row);
        }
        for row in &mut self.table.rows {
            let total = totals.get(&key(row)).copied().unwrap_or_default();
            // Four digits: a share is for looking at.
            let share = (number(row) as f64 / total as f64 * 1e4).round() / 1e4;
            if let Some(last) = row.last_mut() {
                *last = Owned::from(Value::Float(share));
            }
        }
        if let Some(path) = &self.save
            && let Err(fault) = self.save(path, cx)
        {
            cx.fault.get_or_insert(fault);
            return Flow::Stop;
        }
        if let Some(base) = &self.base {
            self.table.rows.retain(|row| !row[n_keys].value().bytes().is_some_and(|pattern| base.contains(pattern)));
        }
        // Stable: ties stay as they were first seen.
        self.table.rows.sort_by_key(|row| std::cmp::Reverse(number(row)));
        self.table.give(self.table.rows.iter(), cx, out)
    }

    fn weight(&self) -> usize {
        self.table.weight()
    }

    fn holds(&self) -> bool {
        true
    }

    fn copy(&self) -> Option<Box<dyn Whole>> {
        Some(Box::new(self.clone()))
    }
}
