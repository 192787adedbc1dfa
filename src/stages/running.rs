//! `running`: values over the records so far, put on each record.
//!
//! A scan: each key has states of its own, which see the key's records in order. An
//! aggregate is asked for its value after every record, so only those are taken that
//! answer at once; one that would sort all values each time is refused when it is bound.
//! `prev`, `delta` and `rate` compare a record with the one before it of the same key.

use crate::base::zone::Zone;
use crate::data::cell::{self, Num};
use crate::data::{Cell, Value};
use crate::def::aggregate::aggregate;
use crate::def::bind::dotted;
use crate::def::folds::Agg;
use crate::def::logic::If;
use crate::def::scope::Edit;
use crate::def::step::{Scan, Shard, Step, Turn};
use crate::def::{Aggregate, Doc, Effect, Example, Expr, Kind, Memory, Operand, Order, Scope, StageDef, Stamps, args};
use crate::lang::ast::{self, ExprKind, Item, Stage};
use crate::lang::{Diag, Span};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "running",
        usage: "running AGGREGATE|prev(x)|delta(x)|rate(x) [where P] [as NAME], ... [by KEY, ...]",
        brief: "totals so far, and changes from record to record",
        text: "Each record gets the value of the aggregate over the records up to it, of the same key where \
               `by` names one: `running sum(bytes) as total by user`. With `where` only the records that meet \
               the condition count; the others get the value as it stands. Aggregates that would have to sort \
               all values for each record (`median`, `p95`, ...) are refused.\n\n\
               `prev(x)` is the value of x in the record before, `delta(x)` how much x has grown since the last \
               record that had one, and `rate(x)` that growth for each second of the field `time`; `rate(x, ts)` \
               names another time. The first record of a key has none: None. A counter that starts again makes a \
               negative delta. A delta of times is a duration. What is no number or time gives None and is \
               counted, and so is a rate between two records of one instant.\n\n\
               Records keep their order; memory grows with the number of keys.",
        examples: &[
            Example {
                run: "'running count as n, sum(bytes) as total by ip | select ip, bytes, n, total | head 4' access.log",
                output: r#"
{"ip":"203.0.113.7","bytes":5124,"n":1,"total":5124}
{"ip":"203.0.113.7","bytes":0,"n":2,"total":5124}
{"ip":"198.51.100.23","bytes":154,"n":1,"total":154}
{"ip":"198.51.100.23","bytes":512,"n":2,"total":666}
"#,
            },
            Example {
                run: "'where service == \"api\" | running prev(ms), delta(ms) as change | select ms, prev_ms, change' app.jsonl",
                output: r#"
{"ms":12.5,"prev_ms":null,"change":null}
{"ms":87.25,"prev_ms":12.5,"change":74.75}
{"ms":5003,"prev_ms":87.25,"change":4915.75}
{"ms":250,"prev_ms":5003,"change":-4753}
{"ms":31,"prev_ms":250,"change":-219}
{"ms":1200,"prev_ms":31,"change":1169}
"#,
            },
        ],
    },
    keywords: &["by", "as", "where"],
    effect: Effect::MakesColumns,
    order: Order::Kept,
    memory: Memory::Keys,
    bind,
};

/// How a column is made.
enum Make {
    /// An aggregate's value.
    Agg {
        agg: Agg,
        args: Vec<usize>,
        cond: Option<usize>,
    },
    Prev,
    Delta,
    /// The slot of the time.
    Rate(usize),
}

struct Column {
    make: Make,
    /// The value that it looks at; unused for aggregates.
    x: usize,
    slot: usize,
    stamps: Stamps,
}

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    let by = args::clause(stage, "by").unwrap_or_default();
    let keys = args::slots(by, scope)?;
    let mut names: Vec<(String, Span)> = Vec::new();
    let mut columns = Vec::new();
    for item in &stage.items {
        let (column, name) = match call(item) {
            Some((word @ ("prev" | "delta" | "rate"), written)) => change(word, written, item, scope)?,
            _ => of_aggregate(item, by, scope)?,
        };
        names.push((item.alias.as_ref().map_or(name, |(alias, _)| alias.clone()), item.span));
        columns.push(column);
    }
    args::distinct(&names)?;
    let mut reads = Vec::new();
    for column in &columns {
        match &column.make {
            Make::Agg { args, cond, .. } => reads.extend(args.iter().chain(cond).copied()),
            Make::Prev | Make::Delta => reads.push(column.x),
            Make::Rate(time) => reads.extend([column.x, *time]),
        }
    }
    for &slot in keys.iter().chain(&reads) {
        scope.reads(slot);
    }
    let made: Vec<usize> = columns.iter().map(|c| c.slot).collect();
    scope.push(Step::scan(Running { keys, reads, columns: columns.into() }));
    for ((name, _), slot) in names.into_iter().zip(made) {
        scope.edit(Edit::Set(name, slot));
    }
    Ok(())
}

fn call(item: &Item) -> Option<(&str, &[ast::Expr])> {
    match &item.expr.kind {
        ExprKind::Call(name, written) => Some((name, written)),
        ExprKind::Name(name) => Some((name, &[])),
        _ => None,
    }
}

/// `prev(x)`, `delta(x)`, `rate(x)`.
fn change(word: &str, written: &[ast::Expr], item: &Item, scope: &mut Scope<'_>) -> Result<(Column, String), Diag> {
    if let Some(cond) = &item.cond {
        return Err(Diag::new(cond.span, format!("`{word}` looks at the record before and takes no `where`"))
            .help(format!("where ... | running {word}(x)")));
    }
    let (x, time) = match (word, written) {
        (_, [x]) => (x, None),
        ("rate", [x, time]) => (x, Some(time)),
        _ => {
            let usage = if word == "rate" { "rate(x) or rate(x, time)".to_string() } else { format!("{word}(x)") };
            return Err(Diag::new(item.expr.span, format!("`{word}` takes one field")).help(format!("running {usage}")));
        }
    };
    let shown = scope.shown(item.expr.span);
    let name = match dotted(x) {
        Some(field) => format!("{word}_{}", field.replace('.', "_")),
        None => word.to_string(),
    };
    let bound = scope.expr(x)?;
    let x = scope.slot_of(bound);
    let make = match word {
        "prev" => Make::Prev,
        "delta" => Make::Delta,
        _ => {
            let time = match time {
                Some(time) => scope.expr(time)?,
                None => scope.field("time", item.expr.span)?,
            };
            Make::Rate(scope.slot_of(time))
        }
    };
    let misfit = scope.note(format!("`{shown}` could not be computed"));
    Ok((Column { make, x, slot: scope.slot(), stamps: scope.stamps(misfit) }, name))
}

fn of_aggregate(item: &Item, by: &[Item], scope: &mut Scope<'_>) -> Result<(Column, String), Diag> {
    let (mut agg, name) = aggregate(item, by, scope)?;
    if let Some((word, _)) = call(item)
        && let Some((def, _)) = scope.registry.agg(word)
        && !def.running
    {
        return Err(Diag::new(
            item.expr.span,
            format!("`{word}` cannot be kept running: it would sort all values again for each record"),
        )
        .help(format!("{} by key", scope.shown(item.expr.span)))
        .help(format!("annotate {} by key", scope.shown(item.expr.span))));
    }
    let cond = agg.cond.take().map(|cond| scope.slot_of(cond));
    // What does not count is not looked at either, or its misfits would be told.
    let gated = |arg: Expr| match cond {
        Some(slot) if arg.as_slot().is_none() => {
            let (kind, cond) = (arg.kind, Expr::slot(slot, Kind::Bool, "where"));
            let none = Expr::constant(Cell::None, Kind::None);
            Expr::new(If { cond, then: arg, otherwise: none }, kind)
        }
        _ => arg,
    };
    let args = std::mem::take(&mut agg.args);
    let args: Vec<usize> = args.into_iter().map(|arg| scope.slot_of(gated(arg))).collect();
    let (slot, misfit) = (agg.slot, agg.misfit);
    Ok((Column { make: Make::Agg { agg, args, cond }, x: slot, slot, stamps: scope.stamps(misfit) }, name))
}

struct Running {
    keys: Vec<usize>,
    reads: Vec<usize>,
    columns: std::sync::Arc<[Column]>,
}

impl Scan for Running {
    fn name(&self) -> &'static str {
        "running"
    }

    fn keys(&self) -> &[usize] {
        &self.keys
    }

    fn reads(&self) -> &[usize] {
        &self.reads
    }

    fn may_wait(&self) -> bool {
        true
    }

    fn shard(&self) -> Box<dyn Shard> {
        let state = |column: &Column| match &column.make {
            Make::Agg { agg, .. } => State::Agg((agg.make)()),
            Make::Prev | Make::Delta | Make::Rate(_) => State::Before(Vec::new()),
        };
        Box::new(States { columns: self.columns.clone(), states: self.columns.iter().map(state).collect() })
    }
}

/// A column's states by key.
enum State {
    Agg(Box<dyn Aggregate>),
    Before(Vec<Before>),
}

/// What the record before had. The buffer is written over, so that no row allocates.
#[derive(Clone, Default)]
struct Before {
    cell: Cell,
    bytes: Vec<u8>,
    time: i64,
}

struct States {
    columns: std::sync::Arc<[Column]>,
    states: Vec<State>,
}

impl Shard for States {
    fn walk(&mut self, turn: &mut Turn<'_>) {
        for (column, state) in self.columns.iter().zip(&mut self.states) {
            turn.column(column.slot);
            match (state, &column.make) {
                (State::Agg(states), Make::Agg { args, cond, .. }) => {
                    running(&mut **states, column, args, *cond, turn);
                }
                (State::Before(before), make) => {
                    before.resize(turn.n_keys, Before::default());
                    for (&row, &id) in turn.rows.iter().zip(turn.ids) {
                        step(&mut before[id as usize], column, make, row, turn);
                    }
                }
                (State::Agg(_), _) => unreachable!("a shard's states are made of its columns"),
            }
        }
    }

    fn weight(&self) -> usize {
        let weight = |state: &State| match state {
            State::Agg(states) => states.weight(),
            State::Before(before) => before.capacity() * size_of::<Before>(),
        };
        self.states.iter().map(weight).sum()
    }

    fn copy(&self) -> Option<Box<dyn Shard>> {
        let copy = |state: &State| match state {
            State::Agg(states) => State::Agg(states.copy()),
            State::Before(before) => State::Before(before.clone()),
        };
        Some(Box::new(States { columns: self.columns.clone(), states: self.states.iter().map(copy).collect() }))
    }
}

/// An aggregate over the rows of one turn: each row is added, then the value is asked for.
fn running(states: &mut dyn Aggregate, column: &Column, args: &[usize], cond: Option<usize>, turn: &mut Turn<'_>) {
    let mut refused = false;
    for (&row, &id) in turn.rows.iter().zip(turn.ids) {
        if cond.is_none_or(|slot| turn.batch.cell(slot, row) == Cell::Bool(true)) {
            let batch = &*turn.batch;
            let operand = |slot: &usize| Operand::Const(batch.cell(*slot, row));
            let mut refuse = |_| refused = true;
            match args {
                [] => states.add(&[], batch, &[row], &[id], turn.n_keys, &mut refuse),
                [x] => states.add(&[operand(x)], batch, &[row], &[id], turn.n_keys, &mut refuse),
                [x, y] => states.add(&[operand(x), operand(y)], batch, &[row], &[id], turn.n_keys, &mut refuse),
                _ => unreachable!("no aggregate takes more than two values"),
            }
        }
        if std::mem::take(&mut refused) {
            turn.batch.note(row, column.stamps.misfit);
        }
        let cell = states.value(id as usize, &mut turn.batch.heap);
        turn.batch.cols[column.slot][row as usize] = cell;
    }
}

/// One row of `prev`, `delta` or `rate`.
fn step(before: &mut Before, column: &Column, make: &Make, row: u32, turn: &mut Turn<'_>) {
    let batch = &mut *turn.batch;
    let x = batch.cell(column.x, row);
    let x = batch.plain(x);
    if matches!(make, Make::Prev) {
        let cell = cell::place(cell::value_in(before.cell, |_| &before.bytes), &mut batch.heap);
        batch.cols[column.slot][row as usize] = cell;
        before.bytes.clear();
        before.cell = cell::place(batch.value(x), &mut before.bytes);
        return;
    }
    if x == Cell::None {
        return;
    }
    let mut misfit = false;
    let mut doubt = None;
    let now = quantity(batch.value(x), &column.stamps.zone);
    misfit |= now == Cell::None;
    if matches!(now, Cell::Time(_)) {
        doubt = column.stamps.counted(batch.value(x), true);
    }
    let time = match make {
        Make::Rate(slot) => {
            let time = batch.cell(*slot, row);
            let time = batch.plain(time);
            match batch.value(time) {
                Value::Time(t) => Some(t),
                Value::None => None,
                other => {
                    let read = other.bytes().and_then(|text| crate::base::time::parse(text, &column.stamps.zone));
                    misfit |= read.is_none();
                    doubt = column.stamps.counted(other, true);
                    read
                }
            }
        }
        _ => Some(0),
    };
    if let Some(id) = doubt {
        batch.note(row, id);
    }
    let Some(time) = time.filter(|_| now != Cell::None) else {
        if misfit {
            batch.note(row, column.stamps.misfit);
        }
        return;
    };
    if before.cell != Cell::None {
        let grown = less(now, before.cell);
        let cell = match make {
            Make::Rate(_) => rate(grown, time.saturating_sub(before.time)),
            _ => grown,
        };
        misfit |= cell == Cell::None;
        batch.cols[column.slot][row as usize] = cell;
    }
    (before.cell, before.time) = (now, time);
    if misfit {
        batch.note(row, column.stamps.misfit);
    }
}

/// A number, a duration or a time; text that spells one.
fn quantity(value: Value<'_>, zone: &Zone) -> Cell {
    match value {
        Value::Time(t) => Cell::Time(t),
        Value::Duration(d) => Cell::Duration(d),
        other => match (other.number(), other.text()) {
            (Some(number), _) => number.into(),
            (None, Some(text)) => crate::base::time::parse(text, zone).map_or(Cell::None, Cell::Time),
            (None, None) => Cell::None,
        },
    }
}

/// One quantity less another of its kind; None where they differ or the difference is out of range.
fn less(now: Cell, before: Cell) -> Cell {
    let number = |cell| match cell {
        Cell::Int(i) => Some(Num::Int(i)),
        Cell::Float(f) => Some(Num::Float(f)),
        _ => None,
    };
    match (now, before) {
        (Cell::Time(a), Cell::Time(b)) | (Cell::Duration(a), Cell::Duration(b)) => {
            a.checked_sub(b).map_or(Cell::None, Cell::Duration)
        }
        (Cell::Int(a), Cell::Int(b)) if a.checked_sub(b).is_some() => Cell::Int(a - b),
        (a, b) => match (number(a), number(b)) {
            (Some(a), Some(b)) => finite(a.float() - b.float()),
            _ => Cell::None,
        },
    }
}

/// Growth for each second.
fn rate(grown: Cell, nanos: i64) -> Cell {
    let seconds = nanos as f64 / 1e9;
    match grown {
        Cell::Int(i) if nanos != 0 => finite(i as f64 / seconds),
        Cell::Float(f) if nanos != 0 => finite(f / seconds),
        Cell::Duration(d) if nanos != 0 => finite(d as f64 / 1e9 / seconds),
        _ => Cell::None,
    }
}

fn finite(f: f64) -> Cell {
    if f.is_finite() { Cell::Float(f) } else { Cell::None }
}
