//! `pivot`: one column for each value of a key.
//!
//! The names of the columns are data, so the record that comes out is open: each row is
//! written as a JSON object, and read as one by what follows. That costs a parse of rows
//! that are few, and no stage or output has to know of columns that nobody could name.

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use crate::base::{Fault, HEAP, Span, json};
use crate::data::cell::Owned;
use crate::data::{Batch, Value};
use crate::def::folds::Made;
use crate::def::folds::Table;
use crate::def::scope::{Decoder, Edit};
use crate::def::step::{Cx, Flow, Out, Step, Whole};
use crate::def::{Doc, Effect, Example, Format, Memory, Opening, Order, Scope, Shape, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "pivot",
        usage: "pivot KEY",
        brief: "one column for each value of a key",
        text: "Stands after an aggregate: `count by path, status | pivot status` has one record for each path, with a \
               column for each status. The other keys make the records, in first-seen order; the columns come in \
               first-seen order as well. With one aggregate a column is named after its value, with several \
               `count_200`, `avg_ms_200`. Where there is no such group a count is 0 and another aggregate None. The \
               column of None is named `null`. A name that is taken, by a key or by an earlier value, gets a number: \
               `null_2`.\n\nThe columns are not known before reading: a later stage that names one that never comes \
               is told in the ledger. More than 1,000 columns are refused with exit 5.",
        examples: &[
            Example {
                run: "'count by method, status | pivot status' access.log",
                output: r#"
{"method":"GET","200":4,"304":1,"302":0,"201":0,"500":1,"502":1,"404":2,"403":0,"503":1}
{"method":"POST","200":0,"304":0,"302":1,"201":2,"500":0,"502":0,"404":0,"403":0,"503":0}
{"method":"DELETE","200":0,"304":0,"302":0,"201":0,"500":0,"502":0,"404":0,"403":1,"503":0}
"#,
            },
            Example {
                run: "-o csv 'count every 5m, status // 100 as class | pivot class' access.log",
                output: r"
time,2,3,5,4
2026-03-02T09:00:00Z,3,2,2,2
2026-03-02T09:05:00Z,1,0,0,1
2026-03-02T09:10:00Z,2,0,1,0
",
            },
        ],
    },
    keywords: &[],
    effect: Effect::MakesColumns,
    order: Order::Kept,
    memory: Memory::Groups,
    bind,
};

/// The most columns that are made.
const MOST: usize = 1000;

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let item = args::one(stage, DEF.doc.usage)?;
    let name = args::name(item, DEF.doc.usage)?;
    scope.must_have(&name, item.span)?;
    let wrong = |span| {
        Diag::new(span, "`pivot` stands after an aggregate, and names one of its keys")
            .help("count by path, status | pivot status")
    };
    let (Some(result), Shape::Closed(columns)) = (scope.result.clone(), &scope.shape) else {
        return Err(wrong(stage.span));
    };
    let mut all = result.keys.clone();
    all.extend(result.every.map(|(time, _)| time));
    let columns = columns.clone();
    let Some((_, pivot)) = columns.iter().find(|(n, slot)| *n == name && all.contains(slot)) else {
        return Err(wrong(item.span));
    };
    let keys: Vec<(String, usize)> =
        columns.iter().filter(|(_, slot)| all.contains(slot) && slot != pivot).cloned().collect();
    let values: Vec<(String, usize)> = columns.iter().filter(|(_, slot)| !all.contains(slot)).cloned().collect();
    if values.is_empty() {
        return Err(wrong(stage.span));
    }
    let Some(format) = scope.registry.input("json").and_then(Format::named) else { unreachable!("JSON is a format") };
    let slots: Vec<usize> = columns.iter().map(|(_, slot)| *slot).collect();
    slots.iter().for_each(|slot| scope.reads(*slot));
    let table = Table::new(slots);
    let step = Pivot { pivot: *pivot, keys, values, counts: result.counts, table };
    scope.push(Step::Whole(Box::new(step)));
    let miss = scope.note("no record of `pivot`");
    let kind = format.kind();
    let bind: crate::def::scope::BindCut = Arc::new(move |wants| format.bind(wants, &Opening::default()));
    let decoder = Decoder {
        from: None,
        bind: Some(bind),
        columns: None,
        kind,
        has_others: false,
        wanted: Vec::new(),
        position: 0,
        miss,
    };
    scope.shape = Shape::Open(Vec::new());
    scope.result = None;
    scope.parse(decoder, stage.span)?;
    debug_assert!(matches!(&scope.shape, Shape::Open(edits) if matches!(edits[..], [Edit::Parse(_)])));
    Ok(())
}

#[derive(Clone)]
struct Pivot {
    pivot: usize,
    /// The other keys, and the aggregates: name and slot.
    keys: Vec<(String, usize)>,
    values: Vec<(String, usize)>,
    /// Columns that are 0 where there is nothing.
    counts: Vec<usize>,
    table: Table,
}

impl Pivot {
    /// The records as JSON; the error says why there are none.
    fn records(&self) -> Result<Vec<Vec<u8>>, String> {
        let place = |slot: usize| self.table.place(slot).unwrap_or_default();
        let keys: Vec<usize> = self.keys.iter().map(|(_, slot)| place(*slot)).collect();
        let pivot = place(self.pivot);
        let mut columns: Vec<String> = Vec::new();
        let mut ids: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut rows: Vec<(Vec<Owned>, HashMap<usize, usize>)> = Vec::new();
        let mut row_ids: HashMap<Vec<u8>, usize> = HashMap::new();
        for (index, row) in self.table.rows.iter().enumerate() {
            let mut text = Vec::new();
            crate::data::cell::save_key(row[pivot].value(), &mut text);
            let next = columns.len();
            let column = *ids.entry(text).or_insert(next);
            if column == next {
                let mut text = Vec::new();
                match row[pivot].value() {
                    Value::None => text.extend_from_slice(b"null"),
                    value => value.write_text(&mut text),
                }
                columns.push(String::from_utf8_lossy(&text).into_owned());
            }
            let mut key = Vec::new();
            keys.iter().for_each(|k| crate::data::cell::save_key(row[*k].value(), &mut key));
            let next = rows.len();
            let id = *row_ids.entry(key).or_insert(next);
            if id == next {
                rows.push((keys.iter().map(|k| row[*k].clone()).collect(), HashMap::new()));
            }
            rows[id].1.insert(column, index);
        }
        let n = columns.len() * self.values.len();
        if n > MOST {
            return Err(format!("would make {n} columns, and {MOST} is the most"));
        }
        let names = self.names(&columns);
        let mut out = Vec::new();
        for (key, found) in &rows {
            let mut record = vec![b'{'];
            for ((name, _), value) in self.keys.iter().zip(key) {
                member(name.as_bytes(), value.value(), &mut record);
            }
            for column in 0..columns.len() {
                for (at, (_, slot)) in self.values.iter().enumerate() {
                    let zero = if self.counts.contains(slot) { Value::Int(0) } else { Value::None };
                    let value = match found.get(&column) {
                        Some(index) => self.table.rows[*index][place(*slot)].value(),
                        None => zero,
                    };
                    member(names[column * self.values.len() + at].as_bytes(), value, &mut record);
                }
            }
            record.push(b'}');
            out.push(record);
        }
        Ok(out)
    }
}

impl Pivot {
    /// The name of each column, by value and then by aggregate. A second column of one name
    /// would hide the first in every record.
    fn names(&self, columns: &[String]) -> Vec<String> {
        let mut taken: HashSet<String> = self.keys.iter().map(|(name, _)| name.clone()).collect();
        let mut names = Vec::new();
        for text in columns {
            for (name, _) in &self.values {
                let plain = if self.values.len() == 1 { text.clone() } else { format!("{name}_{text}") };
                let mut name = plain.clone();
                let mut n = 2;
                while !taken.insert(name.clone()) {
                    name = format!("{plain}_{n}");
                    n += 1;
                }
                names.push(name);
            }
        }
        names
    }
}

fn member(name: &[u8], value: Value<'_>, out: &mut Vec<u8>) {
    if out.len() > 1 {
        out.push(b',');
    }
    json::write_string(name, out);
    out.push(b':');
    value.write_json(out);
}

impl Whole for Pivot {
    fn name(&self) -> &'static str {
        "pivot"
    }

    fn push(&mut self, batch: &mut Batch, _: &mut Cx, _: Out<'_>) -> Flow {
        self.table.add(batch);
        Flow::More
    }

    fn end(&mut self, cx: &mut Cx, out: Out<'_>) -> Flow {
        let records = match self.records() {
            Ok(records) => records,
            Err(why) => {
                let why = format!("{why}; keep fewer values: `where`, `bin`, or `top` before it");
                cx.fault.get_or_insert(Fault::limit("`pivot`", why));
                return Flow::Stop;
            }
        };
        let mut made = Made::default();
        for record in &records {
            let batch = made.row(cx);
            let span = Span::new(HEAP | batch.heap.len() as u32, record.len());
            batch.heap.extend_from_slice(record);
            if let Some(row) = batch.rows.last_mut() {
                *row = span;
            }
            if made.is_full() && made.give(cx, out) == Flow::Stop {
                return Flow::Stop;
            }
        }
        made.give(cx, out)
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
