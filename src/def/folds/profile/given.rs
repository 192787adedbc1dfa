//! The records that `discover` gives: one for each field, and perhaps one about all records.

use super::class::{self, Class, MEASURED};
use super::tally::Counted;
use super::{Field, Profiled};
use crate::base::{json, num};
use crate::data::{Batch, Cell};
use crate::def::folds::Made;
use crate::def::step::{Cx, Flow, Out};

/// The columns, in their order.
pub const COLUMNS: [&str; 12] =
    ["field", "count", "share", "types", "distinct", "exact", "min", "median", "max", "top", "examples", "bytes"];

/// How many of the most frequent values are told.
const TOP: usize = 10;

/// Up to so many different values of what is measured, they are told as well.
const FEW: usize = 64;

/// Gives all rows on.
pub fn give(profiled: &Profiled, cx: &mut Cx, out: Out<'_>) -> Flow {
    let mut made = Made::default();
    let slots = profiled.asked.slots;
    if profiled.asked.totals.is_some() {
        let batch = made.row(cx);
        let cells = totals(profiled, batch);
        slots.iter().zip(cells).for_each(|(slot, cell)| batch.cols[*slot].push(cell));
    }
    // An object that is None in some records is told by its members.
    let holds = |id: &usize| profiled.fields[*id].count > 0 || !profiled.is_object(*id);
    let mut order: Vec<usize> = (0..profiled.fields.len()).filter(holds).collect();
    order.sort_unstable_by_key(|&id| (profiled.fields[id].first, profiled.fields[id].rank));
    let last = order.last().copied();
    for id in order {
        let batch = made.row(cx);
        let cells = field(profiled, id, batch);
        slots.iter().zip(cells).for_each(|(slot, cell)| batch.cols[*slot].push(cell));
        if profiled.more && last == Some(id) {
            batch.note(batch.rows.len() as u32 - 1, profiled.asked.more);
        }
        if made.is_full() && made.give(cx, out) == Flow::Stop {
            return Flow::Stop;
        }
    }
    made.give(cx, out)
}

impl Profiled {
    /// Whether some field is a member of this one.
    fn is_object(&self, id: usize) -> bool {
        let name = &self.fields[id].name;
        self.fields.iter().any(|field| field.name.strip_prefix(&**name).is_some_and(|rest| rest.starts_with(b".")))
    }
}

/// The row about all records: their formats are its types.
fn totals(profiled: &Profiled, batch: &mut Batch) -> [Cell; COLUMNS.len()] {
    let mut types = match &profiled.asked.totals {
        Some(formats) => profiled.taken.names(formats),
        None => Vec::new(),
    };
    let others = [("not parsed", profiled.misses), ("blank", profiled.blanks)];
    types.extend(others.into_iter().filter(|(_, n)| *n > 0).map(|(name, n)| (name.to_string(), n)));
    let mut cells = [Cell::None; COLUMNS.len()];
    cells[1] = Cell::Int(profiled.records as i64);
    cells[3] = counts(types.iter().map(|(name, n)| (name.as_str(), *n)), batch);
    cells[11] = Cell::Int(profiled.bytes as i64);
    cells
}

/// The row of a field.
fn field(profiled: &Profiled, id: usize, batch: &mut Batch) -> [Cell; COLUMNS.len()] {
    let field = &profiled.fields[id];
    let distinct = match field.tally.distinct() {
        Some(n) => Cell::Int(n as i64),
        None => profiled.distinct.value(id, &mut batch.heap),
    };
    let main = main_class(field);
    // What is measured most is measured; of other kinds there is no range.
    let measured = (0..MEASURED).filter(|&c| field.classes[c] > 0).max_by_key(|&c| (field.classes[c], MEASURED - c));
    let mut measure = |nth: usize| match measured {
        Some(class) => profiled.measures[nth].value(id * MEASURED + class, &mut batch.heap),
        None => Cell::None,
    };
    let (min, median, max) = (measure(0), measure(1), measure(2));
    let (top, examples) = shown(field, main, batch);
    let name = Cell::Str(batch.push(&field.name));
    let types = class::ALL.into_iter().map(|class| (class.word(), field.classes[class as usize]));
    let mut types: Vec<(&str, u64)> = types.filter(|(_, n)| *n > 0).collect();
    types.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    [
        name,
        Cell::Int(field.count as i64),
        share(field.count, profiled.records),
        counts(types.into_iter(), batch),
        distinct,
        Cell::Bool(field.tally.distinct().is_some()),
        min,
        median,
        max,
        top,
        examples,
        Cell::Int(field.bytes as i64),
    ]
}

/// The kind that most values are of.
fn main_class(field: &Field) -> Option<Class> {
    let rank = |class: &Class| (field.classes[*class as usize], class::ALL.len() - *class as usize);
    class::ALL.into_iter().max_by_key(rank).filter(|_| field.count > 0)
}

/// The most frequent values, where some are more frequent than others, and else examples; for
/// what is measured neither, unless they are few.
fn shown(field: &Field, main: Option<Class>, batch: &mut Batch) -> (Cell, Cell) {
    let Some(main) = main else { return (Cell::None, Cell::None) };
    let measured = (main as usize) < MEASURED;
    let values = field.tally.in_order();
    let repeats = values.iter().any(|value| value.count > 1);
    let ranked = match field.tally.distinct() {
        None => false,
        Some(_) if main == Class::Time => false,
        Some(n) => repeats && (n <= FEW || !measured),
    };
    if ranked {
        return (top(values, field.count, batch), Cell::None);
    }
    if measured {
        return (Cell::None, Cell::None);
    }
    let mut list = vec![b'['];
    for value in values.iter().take(super::tally::SHOWN) {
        if list.len() > 1 {
            list.push(b',');
        }
        json::write_string(&value.text, &mut list);
    }
    list.push(b']');
    (Cell::None, Cell::Json(batch.push(&list)))
}

/// The most frequent values; of equally frequent ones those that were seen first.
fn top(mut values: Vec<&Counted>, count: u64, batch: &mut Batch) -> Cell {
    values.sort_by_key(|value| std::cmp::Reverse(value.count));
    let mut list = vec![b'['];
    for value in values.into_iter().take(TOP) {
        if list.len() > 1 {
            list.push(b',');
        }
        list.extend_from_slice(b"{\"value\":");
        json::write_string(&value.text, &mut list);
        list.extend_from_slice(format!(",\"count\":{},\"share\":", value.count).as_bytes());
        num::write_float(part(value.count, count), &mut list);
        list.push(b'}');
    }
    list.push(b']');
    Cell::Json(batch.push(&list))
}

/// Names with counts, as an object.
fn counts<'a>(named: impl Iterator<Item = (&'a str, u64)>, batch: &mut Batch) -> Cell {
    let mut object = vec![b'{'];
    for (name, n) in named {
        if object.len() > 1 {
            object.push(b',');
        }
        json::write_string(name.as_bytes(), &mut object);
        object.extend_from_slice(format!(":{n}").as_bytes());
    }
    object.push(b'}');
    Cell::Json(batch.push(&object))
}

fn share(count: u64, of: u64) -> Cell {
    if of == 0 { Cell::None } else { Cell::Float(part(count, of)) }
}

/// Four digits: a share is for looking at.
fn part(count: u64, of: u64) -> f64 {
    (count as f64 / of as f64 * 1e4).round() / 1e4
}
