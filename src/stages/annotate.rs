//! `annotate`: an aggregate put back on each record.
//!
//! Two folds in one: the rows are kept in their order, and their groups are counted as
//! any aggregate's. At the end each row is looked up once more and gets its group's values.

use std::any::Any;
use std::sync::Arc;

use crate::data::{Batch, Cell};
use crate::def::aggregate::aggregate;
use crate::def::expr::Expr;
use crate::def::folds::group::{GroupFold, Grouped};
use crate::def::folds::{Parts, SortFold};
use crate::def::scope::Edit;
use crate::def::step::{Cx, Flow, Fold, FoldState, Out, Step};
use crate::def::{Doc, Effect, Example, Kind, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "annotate",
        usage: "annotate AGGREGATE [where P] [as NAME], ... [by KEY, ...]",
        brief: "put an aggregate back on each record",
        text: "Each record gets the value of the aggregate over all records of its key, those after it included: \
               `annotate avg(ms) as mean by path | where ms > 3 * mean` finds what was slow for its path. \
               Records keep their order and their other fields. Nothing comes out before the input has ended, and all \
               records are held until then: in memory, or in a temporary file where they do not fit. The groups must fit. For values over the records so far see [running].",
        examples: &[
            Example {
                run: "'annotate max(ms) as worst by service | where ms == worst | select service, ms, msg' app.jsonl",
                output: r#"
{"service":"auth","ms":48,"msg":"login ok"}
{"service":"api","ms":5003,"msg":"query failed: \"orders\" timeout"}
{"service":"worker","ms":730,"msg":"job took 730ms"}
"#,
            },
            Example {
                run: "'annotate count by ip | where count == 2 | select ip, path, count' access.log",
                output: r#"
{"ip":"2001:db8::42","path":"/wp-login.php","count":2}
{"ip":"2001:db8::42","path":"/.env","count":2}
"#,
            },
        ],
    },
    keywords: &["by", "as", "where"],
    effect: Effect::MakesColumns,
    order: Order::Kept,
    memory: Memory::AllRows,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    let by = args::clause(stage, "by").unwrap_or_default();
    let slots = args::slots(by, scope)?;
    let mut names = Vec::new();
    let mut aggs = Vec::new();
    for item in &stage.items {
        let (agg, name) = aggregate(item, by, scope)?;
        names.push((name, item.span));
        aggs.push(agg);
    }
    args::distinct(&names)?;
    slots.iter().for_each(|slot| scope.reads(*slot));
    let made: Vec<usize> = aggs.iter().map(|agg| agg.slot).collect();
    let keys: Vec<(Expr, usize)> = slots.iter().map(|slot| (Expr::slot(*slot, Kind::Any, ""), *slot)).collect();
    let groups = GroupFold { parts: Arc::new(Parts::new(keys, aggs, scope.options.equal_hashes)) };
    let rows = SortFold::new("annotate", Vec::new(), None, false);
    scope.push(Step::Fold(Box::new(Annotate { rows, groups, keys: slots })));
    for ((name, _), slot) in names.into_iter().zip(made) {
        scope.edit(Edit::Set(name, slot));
    }
    Ok(())
}

struct Annotate {
    rows: SortFold,
    groups: GroupFold,
    keys: Vec<usize>,
}

impl Fold for Annotate {
    fn name(&self) -> &'static str {
        "annotate"
    }

    fn keep(&mut self, live: &[usize]) {
        // The keys are looked up again when the rows are given on.
        let made = self.groups.parts.aggs.iter().map(|agg| agg.slot).collect::<Vec<_>>();
        let mut slots: Vec<usize> = live.iter().copied().filter(|slot| !made.contains(slot)).collect();
        slots.extend(&self.keys);
        slots.sort_unstable();
        slots.dedup();
        self.rows.keep(&slots);
    }

    fn is_keyed(&self) -> bool {
        false
    }

    fn state(&self) -> Box<dyn FoldState> {
        let groups = Box::new(Grouped::resident(self.groups.parts.clone()));
        Box::new(Annotated { rows: self.rows.state(), groups, keys: self.keys.clone() })
    }
}

struct Annotated {
    rows: Box<dyn FoldState>,
    groups: Box<Grouped>,
    keys: Vec<usize>,
}

impl FoldState for Annotated {
    fn add(&mut self, batch: &mut Batch, cx: &mut Cx) {
        self.groups.add(batch, cx);
        self.rows.add(batch, cx);
    }

    fn seal(&mut self, cx: &mut Cx) {
        self.rows.seal(cx);
    }

    fn merge(&mut self, other: Box<dyn FoldState>) {
        let Ok(other) = other.any().downcast::<Annotated>() else { unreachable!("states of one fold are of one kind") };
        self.rows.merge(other.rows);
        self.groups.merge(other.groups);
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn split(self: Box<Self>, _: u32) -> Vec<Box<dyn FoldState>> {
        vec![self]
    }

    fn join(&mut self, other: Box<dyn FoldState>) {
        self.merge(other);
    }

    fn weight(&self) -> usize {
        self.rows.weight() + self.groups.weight()
    }

    fn has_spilled(&self) -> bool {
        self.rows.has_spilled()
    }

    fn finish(self: Box<Self>, cx: &mut Cx, out: Out<'_>) -> Flow {
        let Annotated { rows, mut groups, keys } = *self;
        rows.finish(cx, &mut |batch: &mut Batch, cx: &mut Cx| {
            let n = batch.rows.len();
            let mut ids = Vec::with_capacity(n);
            for row in 0..n as u32 {
                ids.push(groups.id_of(batch, keys.iter().map(|slot| batch.cell(*slot, row))));
            }
            let parts = groups.parts.clone();
            for (at, agg) in parts.aggs.iter().enumerate() {
                let slot = agg.slot;
                let mut column = std::mem::take(&mut batch.cols[slot]);
                column.clear();
                column.resize(n, Cell::None);
                for (row, id) in ids.iter().enumerate() {
                    column[row] = groups.value(at, *id, &mut batch.heap);
                    if groups.cut(at, *id) {
                        batch.note(row as u32, agg.cut);
                    }
                }
                batch.cols[slot] = column;
            }
            out(batch, cx)
        })
    }

    fn copy(&self) -> Option<Box<dyn FoldState>> {
        let (rows, groups) = (self.rows.copy()?, Box::new(self.groups.copied()));
        Some(Box::new(Annotated { rows, groups, keys: self.keys.clone() }))
    }

    fn any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}
