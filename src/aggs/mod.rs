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
//! [`total`].

mod avg;
mod count;
mod count_distinct;
mod extreme;
mod first;
mod last;
mod max;
mod median;
mod min;
mod p;
mod percentile;
mod ranked;
mod stddev;
mod sum;
mod total;
mod var;

use std::any::Any;

use crate::base::json;
use crate::base::num::{self, Num};
use crate::data::{Batch, Cell, Value};
use crate::def::{AggDef, Aggregate, Law, Operand};

/// Every aggregate.
pub static ALL: &[&AggDef] = &[
    &count::DEF,
    &count_distinct::DEF,
    &sum::DEF,
    &avg::DEF,
    &min::DEF,
    &max::DEF,
    &first::DEF,
    &last::DEF,
    &median::DEF,
    &p::DEF,
    &percentile::DEF,
    &stddev::DEF,
    &var::DEF,
];

/// The aggregate of a name, with the number that stands in names like `p95` and `p99_9`.
pub fn find(name: &str) -> Option<(&'static AggDef, Option<f64>)> {
    if let Some(percent) = percent(name) {
        return Some((&p::DEF, Some(percent)));
    }
    // `p` itself is only how help calls the family.
    let def = ALL.iter().copied().find(|def| def.doc.name == name && name != p::DEF.doc.name)?;
    Some((def, None))
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

/// A column of laws, which start out empty.
pub fn each<L: Law + Clone + Default>(reads: Reads) -> Box<dyn Aggregate> {
    each_with(L::default(), reads)
}

/// A column of laws that start out as copies of an empty one with its parameter.
pub fn each_with<L: Law + Clone>(empty: L, reads: Reads) -> Box<dyn Aggregate> {
    Box::new(Each { laws: Vec::new(), empty, reads, held: 0, scratch: Vec::new() })
}

/// The states of one aggregate, by group.
struct Each<L> {
    laws: Vec<L>,
    empty: L,
    reads: Reads,
    /// Bytes that the laws hold beyond their own size, kept up with every change, because
    /// asking all groups after every batch would be quadratic.
    held: usize,
    /// Decoded text of one value.
    scratch: Vec<u8>,
}

impl<L: Law + Clone> Each<L> {
    fn like(&self) -> Each<L> {
        Each { laws: Vec::new(), empty: self.empty.clone(), reads: self.reads, held: 0, scratch: Vec::new() }
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
                Cell::Escaped(span) => {
                    self.scratch.clear();
                    json::unescape(batch.bytes(span), &mut self.scratch);
                    Value::Str(&self.scratch)
                }
                cell => batch.value(cell),
            };
            let value = match value {
                Value::Text(text) | Value::Str(text) | Value::Number(text) if self.reads == Reads::Numbers => {
                    match num::parse(text) {
                        Some(Num::Int(i)) => Value::Int(i),
                        Some(Num::Float(f)) => Value::Float(f),
                        None => {
                            refuse(row);
                            continue;
                        }
                    }
                }
                value => value,
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
}

impl<L: Law + Clone> Aggregate for Each<L> {
    fn add(
        &mut self,
        x: Operand<'_>,
        batch: &Batch,
        sel: &[u32],
        groups: &[u32],
        n_groups: usize,
        refuse: &mut dyn FnMut(u32),
    ) {
        self.grow(n_groups);
        match x {
            Operand::Rows => self.add_rows(|_| Cell::Bool(true), batch, sel, groups, refuse),
            Operand::Const(cell) => self.add_rows(|_| cell, batch, sel, groups, refuse),
            Operand::Column(cells) => self.add_rows(|row| cells[row as usize], batch, sel, groups, refuse),
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

    fn fresh(&self) -> Box<dyn Aggregate> {
        Box::new(self.like())
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
