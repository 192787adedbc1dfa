//! `fill`: the buckets in which nothing happened.
//!
//! A chart with holes lies: no requests is a zero and not a gap. The stage looks at all
//! rows of a result, so it is a `Whole`; it makes a row for every bucket between the first
//! and the last and every combination of the other keys that occurred.

use hashbrown::HashMap;

use crate::base::Fault;
use crate::data::cell::Owned;
use crate::data::{Batch, Value};
use crate::def::folds::Table;
use crate::def::folds::table::weight;
use crate::def::scope::GroupedBy;
use crate::def::step::{Cx, Flow, Out, Step, Whole};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, Shape, StageDef};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "fill",
        usage: "fill",
        brief: "add the time buckets in which nothing happened, with zero counts",
        text: "Stands after an aggregate with `every`: `count every 5m | fill`. Every bucket from the first to the \
               last has a record, and with further keys one for each combination of them that occurred anywhere. \
               In the records that are added counts are 0 and other aggregates None, as aggregates of nothing are. \
               Records come by time, and within a bucket as their keys were first seen. Records without a time come \
               last. With `--follow`, where buckets come out one by one, it stands right after the aggregate, and \
               a bucket has the combinations that had occurred by then.\n\nMore than a million records are not \
               made: then the run ends with exit 5, since the width is most likely too small for the time that the \
               input spans.",
        examples: &[
            Example {
                run: "'count every 5m | fill' access.log",
                output: r#"
{"time":"2026-03-02T09:00:00Z","count":9}
{"time":"2026-03-02T09:05:00Z","count":2}
{"time":"2026-03-02T09:10:00Z","count":3}
"#,
            },
            Example {
                run: "'where status >= 500 | count, max(bytes) every 1m, method | fill | head 4' access.log",
                output: r#"
{"time":"2026-03-02T09:02:00Z","method":"GET","count":2,"max_bytes":1033}
{"time":"2026-03-02T09:03:00Z","method":"GET","count":0,"max_bytes":null}
{"time":"2026-03-02T09:04:00Z","method":"GET","count":0,"max_bytes":null}
{"time":"2026-03-02T09:05:00Z","method":"GET","count":0,"max_bytes":null}
"#,
            },
        ],
    },
    keywords: &[],
    effect: Effect::MakesColumns,
    order: Order::Time,
    memory: Memory::Groups,
    bind,
};

/// The most records that are made.
const MOST: usize = 1_000_000;

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    if let Some(item) = stage.items.first() {
        return Err(Diag::new(item.span, "`fill` takes no argument").help("count every 5m | fill"));
    }
    let (Some(GroupedBy { every: Some((time, width)), keys, counts }), Shape::Closed(columns)) =
        (scope.result.clone(), &scope.shape)
    else {
        return Err(Diag::new(stage.span, "`fill` stands after an aggregate with `every`")
            .help("count every 5m | fill")
            .help("count every 1m, status | fill"));
    };
    let slots: Vec<usize> = columns.iter().map(|(_, slot)| *slot).collect();
    if std::iter::once(&time).chain(&keys).any(|slot| !slots.contains(slot)) {
        return Err(Diag::new(stage.span, "`fill` needs the time and all keys, and one was dropped")
            .help("put `fill` right after the aggregate"));
    }
    slots.iter().for_each(|slot| scope.reads(*slot));
    if scope.options.late.is_some() {
        if let Some(Step::Whole(every)) = scope.steps.last_mut()
            && every.fills(&keys, &counts)
        {
            return Ok(());
        }
        let why = "with --follow buckets come out one by one, and `fill` stands right after their aggregate";
        return Err(Diag::new(stage.span, why).help("count every 5m | fill | where count < 10"));
    }
    scope.push(Step::Whole(Box::new(Fill { time, width, keys, counts, table: Table::new(slots) })));
    Ok(())
}

#[derive(Clone)]
struct Fill {
    time: usize,
    width: i64,
    /// The other keys.
    keys: Vec<usize>,
    /// Columns that are 0 where nothing happened.
    counts: Vec<usize>,
    table: Table,
}

impl Fill {
    /// All rows in order; the error says why there are too many.
    fn rows(&self) -> Result<Vec<Vec<Owned>>, String> {
        let place = |slot: &usize| self.table.place(*slot).unwrap_or_default();
        let (time, keys) = (place(&self.time), self.keys.iter().map(place).collect::<Vec<_>>());
        let counts: Vec<usize> = self.counts.iter().map(place).collect();
        // Combinations of the other keys as they were first seen, and the rows by time and combination.
        let mut combos: Vec<Vec<Owned>> = Vec::new();
        let mut ids: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut known: HashMap<(i64, usize), usize> = HashMap::new();
        let mut timeless = Vec::new();
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        for (index, row) in self.table.rows.iter().enumerate() {
            let mut text = Vec::new();
            keys.iter().for_each(|key| crate::data::cell::save_key(row[*key].value(), &mut text));
            let next = combos.len();
            let id = *ids.entry(text).or_insert(next);
            if id == next {
                combos.push(keys.iter().map(|key| row[*key].clone()).collect());
            }
            let Value::Time(t) = row[time].value() else {
                timeless.push(row.clone());
                continue;
            };
            known.insert((t, id), index);
            (first, last) = (first.min(t), last.max(t));
        }
        let mut out = Vec::new();
        if first <= last {
            let buckets = (i128::from(last) - i128::from(first)) / i128::from(self.width) + 1;
            let all = buckets.saturating_mul(combos.len() as i128);
            if all > MOST as i128 {
                return Err(format!("would make {all} records, and {MOST} is the most"));
            }
            let n = self.table.rows.first().map_or(0, Vec::len);
            let mut t = first;
            for _ in 0..buckets {
                for (id, combo) in combos.iter().enumerate() {
                    if let Some(index) = known.get(&(t, id)) {
                        out.push(self.table.rows[*index].clone());
                        continue;
                    }
                    let mut row = vec![Owned::default(); n];
                    row[time] = Owned::from(Value::Time(t));
                    keys.iter().zip(combo).for_each(|(key, value)| row[*key] = value.clone());
                    counts.iter().for_each(|count| row[*count] = Owned::from(Value::Int(0)));
                    out.push(row);
                }
                t = t.saturating_add(self.width);
            }
        }
        out.append(&mut timeless);
        Ok(out)
    }
}

impl Whole for Fill {
    fn name(&self) -> &'static str {
        "fill"
    }

    fn push(&mut self, batch: &mut Batch, _: &mut Cx, _: Out<'_>) -> Flow {
        self.table.add(batch);
        Flow::More
    }

    fn end(&mut self, cx: &mut Cx, out: Out<'_>) -> Flow {
        match self.rows() {
            Ok(rows) => {
                if rows.iter().map(|row| weight(row)).sum::<usize>() > cx.memory {
                    cx.fault.get_or_insert(crate::def::fault_of_memory("fill", cx.memory));
                    return Flow::Stop;
                }
                self.table.give(rows.iter(), cx, out)
            }
            Err(why) => {
                let why = format!("{why}; use a wider `every`, or filter to a shorter time");
                cx.fault.get_or_insert(Fault::limit("`fill`", why));
                Flow::Stop
            }
        }
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
