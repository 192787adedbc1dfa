//! Floor 3: the aggregates, one file each, and the one loop that runs them.
//!
//! An aggregate is a law: `add` one value, `merge` two states, give the `value`. A column of
//! laws, one for each group, is [`Each`], which skips None, resolves escapes, turns text
//! into numbers for the laws that want numbers, and reports what a law refuses. Workers
//! add in any order and merge in any order, so a law keeps only what no order can change:
//! exact sums, counts of values, the value at the earliest place. A boxed state for each
//! group was rejected: a call through a pointer for every row costs more than most laws.
//!
//! States that several laws share stand in files without a `DEF`: [`extreme`], [`ranked`],
//! [`sketch`], [`tally`], [`total`].

mod approx_count_distinct;
mod approx_median;
mod approx_p;
mod argmax;
mod argmin;
mod avg;
mod count;
mod count_distinct;
mod extreme;
mod first;
mod hist;
mod last;
mod list;
mod max;
mod median;
mod min;
mod mode;
mod p;
mod percentile;
mod ranked;
mod rate;
mod sketch;
mod stddev;
mod sum;
mod tally;
mod total;
mod values;
mod var;

use std::any::Any;

use crate::base::num::{self, Num};
use crate::base::{Fault, HEAP, Span, json};
use crate::data::{Batch, Cell, Value};
use crate::def::{AggDef, Aggregate, EachState, Law, Operand};

/// Every aggregate.
pub static ALL: &[&AggDef] = &[
    &count::DEF,
    &count_distinct::DEF,
    &approx_count_distinct::DEF,
    &sum::DEF,
    &avg::DEF,
    &min::DEF,
    &max::DEF,
    &first::DEF,
    &last::DEF,
    &argmin::DEF,
    &argmax::DEF,
    &mode::DEF,
    &values::DEF,
    &list::DEF,
    &hist::DEF,
    &rate::DEF,
    &median::DEF,
    &p::DEF,
    &percentile::DEF,
    &approx_median::DEF,
    &approx_p::DEF,
    &stddev::DEF,
    &var::DEF,
];

/// The aggregate of a name, with the number that stands in names like `p95` and `p99_9`.
pub fn find(name: &str) -> Option<(&'static AggDef, Option<f64>)> {
    if let Some(percent) = percent(name) {
        return Some((&p::DEF, Some(percent)));
    }
    if let Some(percent) = name.strip_prefix("approx_").and_then(percent) {
        return Some((&approx_p::DEF, Some(percent)));
    }
    // `p` itself is only how help calls the family.
    let family = [p::DEF.doc.name, approx_p::DEF.doc.name].contains(&name);
    let def = ALL.iter().copied().find(|def| def.doc.name == name && !family)?;
    Some((def, None))
}

/// The names that may be written; of a family, one.
pub fn names() -> Vec<&'static str> {
    let written = |def: &&AggDef| match def.doc.name {
        "p" => "p95",
        "approx_p" => "approx_p95",
        name => name,
    };
    ALL.iter().map(written).collect()
}

/// The number in `p0` to `p100`, where `_` stands for the decimal point.
fn percent(name: &str) -> Option<f64> {
    let digits = name.strip_prefix('p')?;
    let (whole, part) = digits.split_once('_').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let all_digits =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let padded = whole.len() > 1 && whole.starts_with('0');
    if !all_digits(whole, 3) || padded || !part.is_none_or(|part| all_digits(part, 7)) {
        return None;
    }
    let percent: f64 = format!("{whole}.{}", part.unwrap_or("0")).parse().ok()?;
    (percent <= 100.0).then_some(percent)
}

/// What a law gets to see of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// The value as it is, text decoded.
    Values,
    /// Text that spells a number as that number. Other text is refused before the law sees
    /// it, so that no text is read twice.
    Numbers,
}

impl Reads {
    /// A value as the law gets to see it; None where it is text that it does not.
    #[inline]
    fn read(self, x: Value<'_>) -> Option<Value<'_>> {
        match x {
            Value::Text(text) | Value::Str(text) | Value::Number(text) if self == Reads::Numbers => num::parse(text)
                .map(|number| match number {
                    Num::Int(i) => Value::Int(i),
                    Num::Float(f) => Value::Float(f),
                }),
            x => Some(x),
        }
    }
}

/// A column of laws, which start out empty.
pub fn each<L: Law + Clone + Default>(reads: Reads) -> Box<dyn Aggregate> {
    each_with(L::default(), reads)
}

/// A column of laws that start out as copies of an empty one with its parameter.
pub fn each_with<L: Law + Clone>(empty: L, reads: Reads) -> Box<dyn Aggregate> {
    Box::new(Each::new(empty, reads))
}

/// Values as a JSON list; None of no values.
fn list_of<'a>(values: impl Iterator<Item = Value<'a>>, heap: &mut Vec<u8>) -> Cell {
    let start = heap.len();
    for value in values {
        heap.push(if heap.len() == start { b'[' } else { b',' });
        value.write_json(heap);
    }
    if heap.len() == start {
        return Cell::None;
    }
    heap.push(b']');
    json_from(start, heap)
}

/// The JSON that was pushed to the heap from `start` on. What a heap cannot hold, some two
/// gigabytes, is None.
fn json_from(start: usize, heap: &mut Vec<u8>) -> Cell {
    if heap.len() >= HEAP as usize {
        heap.truncate(start);
        return Cell::None;
    }
    Cell::Json(Span::new(HEAP | start as u32, heap.len() - start))
}

/// How many numbers are read before they are added.
const AHEAD: usize = 256;

/// The states of one aggregate, by group.
struct Each<L> {
    laws: Vec<L>,
    empty: L,
    reads: Reads,
    /// Bytes that the laws hold beyond their own size, kept up with every change, because
    /// asking all groups after every batch would be quadratic.
    held: usize,
    /// Numbers that were read and are not added yet.
    numbers: Vec<Cell>,
    /// Decoded text of one value, and of the second one.
    scratch: Vec<u8>,
    scratch_by: Vec<u8>,
}

impl<L: Law + Clone> Each<L> {
    fn new(empty: L, reads: Reads) -> Each<L> {
        let (laws, numbers) = (Vec::new(), Vec::new());
        Each { laws, empty, reads, held: 0, numbers, scratch: Vec::new(), scratch_by: Vec::new() }
    }

    fn like(&self) -> Each<L> {
        Each::new(self.empty.clone(), self.reads)
    }

    /// Whether there are numbers to add to states that are not in the nearer caches.
    fn is_far(&self) -> bool {
        const NEAR: usize = 256 << 10;
        self.reads == Reads::Numbers && self.laws.len() * size_of::<L>() > NEAR
    }

    fn grow(&mut self, n_groups: usize) {
        if self.laws.len() < n_groups {
            self.laws.resize(n_groups, self.empty.clone());
        }
    }

    /// The one loop, made once for each shape of operand.
    #[inline(always)]
    fn add_rows(
        &mut self,
        cell: impl Fn(u32) -> Cell,
        batch: &Batch,
        sel: &[u32],
        groups: &[u32],
        refuse: &mut dyn FnMut(u32),
    ) {
        let mut held = self.held;
        for (&row, &group) in sel.iter().zip(groups) {
            let value = match cell(row) {
                Cell::None => continue,
                cell => plain(cell, batch, &mut self.scratch),
            };
            let Some(value) = self.reads.read(value) else {
                refuse(row);
                continue;
            };
            if L::refuses(value) {
                refuse(row);
                continue;
            }
            let law = &mut self.laws[group as usize];
            let before = law.weight();
            law.add(value, batch.at(row));
            held = held + law.weight() - before;
        }
        self.held = held;
    }

    /// The integers of a column that are all of one group are added up before a law sees them; the other
    /// rows go the common way.
    fn add_total(&mut self, cells: &[Cell], batch: &Batch, sel: &[u32], refuse: &mut dyn FnMut(u32)) {
        let (mut sum, mut n) = (0i128, 0);
        let mut rest = Vec::new();
        for &row in sel {
            match cells[row as usize] {
                Cell::Int(i) => {
                    sum += i128::from(i);
                    n += 1;
                }
                Cell::None => {}
                _ => rest.push(row),
            }
        }
        let law = &mut self.laws[0];
        let before = law.weight();
        law.add_total(sum, n);
        self.held = self.held + law.weight() - before;
        let groups = vec![0; rest.len()];
        self.add_rows(|row| cells[row as usize], batch, &rest, &groups, refuse);
    }

    /// The same for numbers of more groups than the nearer caches hold: first all of them are read,
    /// then all are added, so that the states of many rows are waited for at once.
    fn add_numbers(&mut self, cells: &[Cell], batch: &Batch, sel: &[u32], groups: &[u32], refuse: &mut dyn FnMut(u32)) {
        let mut read = std::mem::take(&mut self.numbers);
        for (sel, groups) in sel.chunks(AHEAD).zip(groups.chunks(AHEAD)) {
            read.clear();
            read.extend(sel.iter().map(|&row| match cells[row as usize] {
                cell @ (Cell::Text(text) | Cell::Str(text) | Cell::Number(text)) => {
                    num::parse(batch.bytes(text)).map_or(cell, Cell::from)
                }
                cell => cell,
            }));
            let mut held = self.held;
            let mut rest = Vec::new();
            for (at, (&cell, &group)) in read.iter().zip(groups).enumerate() {
                let value = match cell {
                    Cell::Int(i) => Value::Int(i),
                    Cell::Float(f) => Value::Float(f),
                    Cell::None => continue,
                    _ => {
                        rest.push(at);
                        continue;
                    }
                };
                if L::refuses(value) {
                    refuse(sel[at]);
                    continue;
                }
                let law = &mut self.laws[group as usize];
                let before = law.weight();
                law.add(value, batch.at(sel[at]));
                held = held + law.weight() - before;
            }
            self.held = held;
            for at in rest {
                self.add_rows(|row| cells[row as usize], batch, &sel[at..=at], &groups[at..=at], refuse);
            }
        }
        self.numbers = read;
    }

    /// The loop of aggregates of two values. The rows whose second one is None do not count.
    fn add_pairs(
        &mut self,
        [x, by]: [Operand<'_>; 2],
        batch: &Batch,
        sel: &[u32],
        groups: &[u32],
        refuse: &mut dyn FnMut(u32),
    ) {
        for (&row, &group) in sel.iter().zip(groups) {
            let by = match by.cell(row) {
                Cell::None => continue,
                cell => plain(cell, batch, &mut self.scratch_by),
            };
            let read = self.reads.read(plain(x.cell(row), batch, &mut self.scratch));
            let Some(x) = read.filter(|&x| x.is_none() || !L::refuses(x)) else {
                refuse(row);
                continue;
            };
            let law = &mut self.laws[group as usize];
            let before = law.weight();
            law.add_pair(x, by, batch.at(row));
            self.held = self.held + law.weight() - before;
        }
    }
}

/// A value without escapes.
#[inline]
fn plain<'a>(cell: Cell, batch: &'a Batch, scratch: &'a mut Vec<u8>) -> Value<'a> {
    let Cell::Escaped(span) = cell else { return batch.value(cell) };
    scratch.clear();
    json::unescape(batch.bytes(span), scratch);
    Value::Str(scratch)
}

impl<L: Law + Clone> Aggregate for Each<L> {
    fn add(
        &mut self,
        args: &[Operand<'_>],
        batch: &Batch,
        sel: &[u32],
        groups: &[u32],
        n_groups: usize,
        refuse: &mut dyn FnMut(u32),
    ) {
        self.grow(n_groups);
        match *args {
            [] | [Operand::Rows] => self.add_rows(|_| Cell::Bool(true), batch, sel, groups, refuse),
            [Operand::Const(cell)] => self.add_rows(|_| cell, batch, sel, groups, refuse),
            [Operand::Column(cells)] if L::takes_totals() && n_groups == 1 => self.add_total(cells, batch, sel, refuse),
            [Operand::Column(cells)] if self.is_far() => self.add_numbers(cells, batch, sel, groups, refuse),
            [Operand::Column(cells)] => self.add_rows(|row| cells[row as usize], batch, sel, groups, refuse),
            [x, by, ..] => self.add_pairs([x, by], batch, sel, groups, refuse),
        }
    }

    fn merge(&mut self, other: Box<dyn Aggregate>, to: &[u32], n_groups: usize) {
        let Ok(other) = other.any().downcast::<Each<L>>() else {
            unreachable!("the states of one aggregate are of one type")
        };
        self.grow(n_groups);
        for (law, &group) in other.laws.into_iter().zip(to) {
            let into = &mut self.laws[group as usize];
            let before = into.weight();
            into.merge(law);
            self.held = self.held + into.weight() - before;
        }
    }

    fn split(mut self: Box<Self>, part: &[u32], n_parts: usize) -> Vec<Box<dyn Aggregate>> {
        self.grow(part.len());
        let mut parts: Vec<Each<L>> = (0..n_parts).map(|_| self.like()).collect();
        for (law, &part) in self.laws.into_iter().zip(part) {
            let to = &mut parts[part as usize];
            to.held += law.weight();
            to.laws.push(law);
        }
        parts.into_iter().map(|part| Box::new(part) as Box<dyn Aggregate>).collect()
    }

    fn value(&self, group: usize, heap: &mut Vec<u8>) -> Cell {
        self.laws.get(group).unwrap_or(&self.empty).value(heap)
    }

    fn shared(&self, group: usize) -> Option<&dyn Any> {
        self.laws.get(group).unwrap_or(&self.empty).shared()
    }

    fn value_of(&self, kept: &dyn Any) -> Option<Cell> {
        self.empty.value_of(kept)
    }

    fn cut(&self, group: usize) -> bool {
        self.laws.get(group).is_some_and(Law::cut)
    }

    fn save(&self, group: usize, out: &mut Vec<u8>) {
        self.laws.get(group).unwrap_or(&self.empty).save(out);
    }

    fn load(&mut self, group: usize, n_groups: usize, bytes: &mut &[u8]) -> Option<()> {
        self.grow(n_groups);
        let law = self.empty.clone().load(bytes)?;
        let into = &mut self.laws[group];
        let before = into.weight();
        into.merge(law);
        self.held = self.held + into.weight() - before;
        Some(())
    }

    fn skip(&self, bytes: &mut &[u8]) -> Option<()> {
        self.empty.clone().load(bytes).map(drop)
    }

    fn apart(&self, each: EachState<'_>, room: usize, heap: &mut Vec<u8>) -> Result<Option<(Cell, bool)>, Fault> {
        // Most states do fit together, whatever those of the other aggregates do.
        let mut whole = self.empty.clone();
        let mut full = false;
        each(&mut |mut bytes| {
            if !full {
                whole.merge(self.empty.clone().load(&mut bytes)?);
                full = whole.weight() > room;
            }
            Some(())
        })?;
        if !full {
            return Ok(Some((whole.value(heap), whole.cut())));
        }
        drop(whole);
        Ok(self.empty.apart(each, room)?.map(|cell| (cell, false)))
    }

    fn fresh(&self) -> Box<dyn Aggregate> {
        Box::new(self.like())
    }

    fn copy(&self) -> Box<dyn Aggregate> {
        Box::new(Each { laws: self.laws.clone(), held: self.held, ..self.like() })
    }

    fn weight(&self) -> usize {
        self.laws.capacity() * size_of::<L>() + self.held
    }

    fn any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

#[cfg(test)]
#[path = "laws_tests.rs"]
mod tests;
