//! Values by rank: the state of `median`, `pNN` and `percentile`.
//!
//! A quantile is exact here, so all values are kept, 8 bytes each. Where most of them
//! repeat (whole milliseconds, sizes), they are folded into sorted values with counts, and
//! then the state grows with the number of different values only. Whether that pays is
//! tried at sizes that grow geometrically, so that values which never repeat cost little
//! more than appending. Sketches were rejected: they are approximate.

use std::any::Any;
use std::cmp::Ordering;

use crate::base::num::Num;
use crate::base::{Fault, pack};
use crate::data::{At, Cell, Value};
use crate::def::{EachState, Law};

/// A quantile is kept as an integer of this many parts, so that `p7` of 100 values is the
/// 7th: as doubles, 0.07 times 100 is more than 7.
const PARTS: u64 = 1_000_000_000;

/// How many values are kept before they are folded for the first time.
const PATIENCE: usize = 4096;

/// A quantile in parts of [`PARTS`]; see [`Ranked::new`].
pub fn parts(quantile: f64) -> u64 {
    ((quantile.clamp(0.0, 1.0) * PARTS as f64).round() as u64).min(PARTS)
}

/// The position, from 1, of the value that is asked for among `n` > 0.
pub fn rank(quantile: u64, n: u64) -> u64 {
    let parts = u128::from(quantile) * u128::from(n);
    (parts.div_ceil(u128::from(PARTS)) as u64).max(1)
}

/// The values of one group and the quantile that is asked of them.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// In parts of [`PARTS`].
    quantile: u64,
    /// One for each kind of value that occurred, in no order.
    columns: Vec<Column>,
}

impl Ranked {
    /// No values yet. `quantile` is from 0 to 1 and is taken to nine decimals; what lies
    /// outside is taken for the nearer end.
    pub fn new(quantile: f64) -> Ranked {
        Ranked { quantile: parts(quantile), columns: Vec::new() }
    }

    fn column(&mut self, kind: Kind) -> &mut Column {
        let i = match self.columns.iter().position(|column| column.kind == kind) {
            Some(i) => i,
            None => {
                self.columns.push(Column::new(kind));
                self.columns.len() - 1
            }
        };
        &mut self.columns[i]
    }

    /// The value at a quantile.
    fn at(&self, quantile: u64) -> Cell {
        let n: u64 = self.columns.iter().map(Column::n).sum();
        if n == 0 {
            return Cell::None;
        }
        let rank = rank(quantile, n);
        if let [column] = self.columns.as_slice()
            && column.sorted.is_empty()
        {
            let mut values = column.recent.clone();
            let (_, nth, _) = values.select_nth_unstable((rank - 1) as usize);
            return decode(column.kind, *nth);
        }
        let mut values: Vec<(Kind, u64, u64)> = Vec::new();
        for column in &self.columns {
            values.extend(column.folded().into_iter().map(|(bits, count)| (column.kind, bits, count)));
        }
        // A column is in order already; only kinds that meet have to be put in order.
        if self.columns.len() > 1 {
            values.sort_by(|a, b| order((a.0, a.1), (b.0, b.1)));
        }
        let mut before = 0;
        for (kind, bits, count) in values {
            before += count;
            if before >= rank {
                return decode(kind, bits);
            }
        }
        Cell::None
    }
}

impl Law for Ranked {
    #[inline]
    fn add(&mut self, x: Value<'_>, _: At) {
        let Some((kind, bits)) = encode(x) else { return };
        match self.columns.as_mut_slice() {
            [column] if column.kind == kind => column.add(bits),
            _ => self.column(kind).add(bits),
        }
    }

    fn merge(&mut self, other: Ranked) {
        if self.columns.is_empty() {
            self.columns = other.columns;
            return;
        }
        for column in other.columns {
            self.column(column.kind).merge(column);
        }
    }

    fn value(&self, _: &mut Vec<u8>) -> Cell {
        self.at(self.quantile)
    }

    fn shared(&self) -> Option<&dyn Any> {
        Some(self)
    }

    fn value_of(&self, kept: &dyn Any) -> Option<Cell> {
        Some(kept.downcast_ref::<Ranked>()?.at(self.quantile))
    }

    /// For each kind that occurred its different values in order, each as its distance from
    /// the one before, and how often it occurred.
    fn save(&self, out: &mut Vec<u8>) {
        let mut columns: Vec<&Column> = self.columns.iter().collect();
        columns.sort_unstable_by_key(|column| column.kind);
        out.push(columns.len() as u8);
        for column in columns {
            out.push(column.kind as u8);
            column.save(out);
        }
    }

    fn load(mut self, bytes: &mut &[u8]) -> Option<Ranked> {
        let mut rest = KINDS.as_slice();
        for _ in 0..pack::byte(bytes)? {
            let kind = pack::byte(bytes)?;
            let i = rest.iter().position(|&k| k as u8 == kind)?;
            self.columns.push(Column::load(rest[i], bytes)?);
            rest = &rest[i + 1..];
        }
        Some(self)
    }

    /// Finds the value digit by digit: each pass counts the values by the next 16 bits of those
    /// that begin as the one that is asked for.
    fn apart(&self, each: EachState<'_>, _: usize) -> Result<Option<Cell>, Fault> {
        let mut values = |take: &mut dyn FnMut(Place, (Kind, u64), u64)| {
            each(&mut |mut bytes| {
                let state = Ranked { quantile: self.quantile, columns: Vec::new() }.load(&mut bytes)?;
                for column in &state.columns {
                    for (bits, count) in column.folded() {
                        take(place(column.kind, bits), (column.kind, bits), count);
                    }
                }
                Some(())
            })
        };
        let mut n = 0;
        values(&mut |_, _, count| n += count)?;
        if n == 0 {
            return Ok(Some(Cell::None));
        }
        // What is known of the place, from the left, and the rank among the values that begin so.
        let (mut known, mut left): (Place, u64) = (0, rank(self.quantile, n));
        let mut counts = vec![0u64; 1 << 16];
        for shift in (0..PLACE_BITS).step_by(16).rev() {
            counts.fill(0);
            values(&mut |place, _, count| {
                if place.checked_shr(shift + 16).unwrap_or_default() == known {
                    counts[(place >> shift & 0xffff) as usize] += count;
                }
            })?;
            let digit = counts.iter().position(|count| {
                let here = left <= *count;
                left -= if here { 0 } else { *count };
                here
            });
            known = known << 16 | digit.unwrap_or_default() as Place;
        }
        // Integers that are the same double, and that double, are few.
        let mut same: Vec<((Kind, u64), u64)> = Vec::new();
        values(&mut |place, value, count| {
            if place == known {
                match same.iter_mut().find(|(other, _)| *other == value) {
                    Some((_, sum)) => *sum += count,
                    None => same.push((value, count)),
                }
            }
        })?;
        same.sort_by(|a, b| order(a.0, b.0));
        let found = same.iter().find(|(_, count)| {
            let here = left <= *count;
            left -= if here { 0 } else { *count };
            here
        });
        Ok(Some(found.map_or(Cell::None, |((kind, bits), _)| decode(*kind, *bits))))
    }

    fn weight(&self) -> usize {
        let columns = self.columns.iter().map(Column::weight).sum::<usize>();
        self.columns.capacity() * size_of::<Column>() + columns
    }

    fn refuses(x: Value<'_>) -> bool {
        encode(x).is_none()
    }
}

/// The kinds of value that have a rank, in the total order; integers and doubles are
/// ordered by value among each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Int,
    Float,
    Duration,
    Time,
}

/// All of them, in order.
pub const KINDS: [Kind; 4] = [Kind::Int, Kind::Float, Kind::Duration, Kind::Time];

const SIGN: u64 = 1 << 63;

/// A value as its kind and 64 bits that are ordered as the values of that kind are.
#[inline]
pub fn encode(x: Value<'_>) -> Option<(Kind, u64)> {
    let int = |i: i64| i as u64 ^ SIGN;
    Some(match x {
        Value::Duration(ns) => (Kind::Duration, int(ns)),
        Value::Time(ns) => (Kind::Time, int(ns)),
        other => match other.number()? {
            Num::Int(i) => (Kind::Int, int(i)),
            Num::Float(f) => {
                // Adding zero makes minus zero plain zero, which is equal and must be one value.
                let bits = (f + 0.0).to_bits();
                (Kind::Float, if bits & SIGN == 0 { bits | SIGN } else { !bits })
            }
        },
    })
}

/// The value of some bits.
pub fn decode(kind: Kind, bits: u64) -> Cell {
    let int = (bits ^ SIGN) as i64;
    match kind {
        Kind::Int => Cell::Int(int),
        Kind::Float => Cell::Float(f64::from_bits(if bits & SIGN != 0 { bits ^ SIGN } else { !bits })),
        Kind::Duration => Cell::Duration(int),
        Kind::Time => Cell::Time(int),
    }
}

/// The total order over encoded values. Of an integer and an equal double the integer is
/// first, so that the answer does not depend on which came first.
pub fn order(a: (Kind, u64), b: (Kind, u64)) -> Ordering {
    let number = |(kind, bits)| match decode(kind, bits) {
        Cell::Int(i) => Some(Num::Int(i)),
        Cell::Float(f) => Some(Num::Float(f)),
        _ => None,
    };
    match (number(a), number(b)) {
        (Some(x), Some(y)) => x.order(y).then(a.0.cmp(&b.0)),
        _ => a.cmp(&b),
    }
}

/// A value's place in the total order, but for integers that are the same double.
type Place = u128;

/// The bits of a place: which of numbers, durations and times, and 64 of the value.
const PLACE_BITS: u32 = 80;

fn place(kind: Kind, bits: u64) -> Place {
    let (class, bits) = match (kind, decode(kind, bits)) {
        (_, Cell::Int(i)) => (0, encode(Value::Float(i as f64)).map_or(bits, |(_, bits)| bits)),
        (Kind::Int | Kind::Float, _) => (0, bits),
        (Kind::Duration, _) => (1, bits),
        (Kind::Time, _) => (2, bits),
    };
    class << 64 | Place::from(bits)
}

/// The values of one kind: some folded, the recent ones as they came.
#[derive(Clone, Debug)]
struct Column {
    kind: Kind,
    /// Different values in order, and how often each occurred.
    sorted: Vec<u64>,
    counts: Vec<u64>,
    recent: Vec<u64>,
    /// How long `recent` may grow until folding is tried.
    patience: usize,
}

impl Column {
    fn new(kind: Kind) -> Column {
        Column { kind, sorted: Vec::new(), counts: Vec::new(), recent: Vec::new(), patience: PATIENCE }
    }

    #[inline]
    fn add(&mut self, bits: u64) {
        self.recent.push(bits);
        if self.recent.len() >= self.patience {
            self.fold();
        }
    }

    /// Folds the recent values into the sorted ones, if that halves what is kept.
    #[cold]
    fn fold(&mut self) {
        let kept = self.sorted.len() + self.recent.len();
        let halves = |n: usize| n * 2 <= kept;
        self.recent.sort_unstable();
        let different = self.recent.chunk_by(|a, b| a == b).count();
        if halves(different.max(self.sorted.len())) {
            let folded = self.folded();
            if halves(folded.len()) {
                return self.set(folded);
            }
        }
        self.patience = self.recent.len().saturating_mul(4);
    }

    fn set(&mut self, folded: Vec<(u64, u64)>) {
        (self.sorted, self.counts) = folded.into_iter().unzip();
        self.recent.clear();
        self.patience = PATIENCE.max(2 * self.sorted.len());
        self.recent.shrink_to(self.patience);
    }

    fn merge(&mut self, other: Column) {
        if self.sorted.is_empty() {
            (self.sorted, self.counts) = (other.sorted, other.counts);
        } else if !other.sorted.is_empty() {
            let mine = self.sorted.iter().copied().zip(self.counts.iter().copied());
            let theirs = other.sorted.iter().copied().zip(other.counts.iter().copied());
            (self.sorted, self.counts) = join(mine, theirs).into_iter().unzip();
        }
        // The shorter one is appended to the longer.
        let (mut long, mut short) = (std::mem::take(&mut self.recent), other.recent);
        if long.len() < short.len() {
            std::mem::swap(&mut long, &mut short);
        }
        long.append(&mut short);
        self.recent = long;
        self.patience = self.patience.max(other.patience);
        if self.recent.len() >= self.patience {
            self.fold();
        }
    }

    /// All values in order with their counts.
    fn folded(&self) -> Vec<(u64, u64)> {
        let mut recent = self.recent.clone();
        recent.sort_unstable();
        let recent = recent.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u64));
        join(self.sorted.iter().copied().zip(self.counts.iter().copied()), recent)
    }

    fn save(&self, out: &mut Vec<u8>) {
        let folded = self.folded();
        pack::put_uint(folded.len() as u64, out);
        let mut before = None;
        for (bits, count) in folded {
            match before {
                // With the sign's bit turned back, a small integer is a short one.
                None => pack::put_int((bits ^ SIGN) as i64, out),
                Some(before) => pack::put_uint(bits - before - 1, out),
            }
            pack::put_uint(count - 1, out);
            before = Some(bits);
        }
    }

    fn load(kind: Kind, bytes: &mut &[u8]) -> Option<Column> {
        let mut folded: Vec<(u64, u64)> = Vec::new();
        let mut total = 0;
        for _ in 0..pack::count(bytes)? {
            let value = match folded.last() {
                None => pack::int(bytes)? as u64 ^ SIGN,
                Some((before, _)) => pack::uint(bytes)?.checked_add(1)?.checked_add(*before)?,
            };
            if kind == Kind::Float && !matches!(decode(kind, value), Cell::Float(f) if f.is_finite()) {
                return None;
            }
            let count = pack::count(bytes)? + 1;
            total += count;
            if total > pack::MOST_ROWS {
                return None;
            }
            folded.push((value, count));
        }
        if total == 0 {
            return None;
        }
        let mut column = Column::new(kind);
        // Values that occurred once are kept as they come, as they were before they were saved.
        match folded.iter().all(|&(_, count)| count == 1) {
            true => column.recent = folded.into_iter().map(|(bits, _)| bits).collect(),
            false => column.set(folded),
        }
        column.patience = column.patience.max(2 * column.recent.len());
        Some(column)
    }

    fn n(&self) -> u64 {
        self.counts.iter().sum::<u64>() + self.recent.len() as u64
    }

    fn weight(&self) -> usize {
        (self.sorted.capacity() + self.counts.capacity() + self.recent.capacity()) * size_of::<u64>()
    }
}

/// Merges two ordered lists of values with counts.
fn join(a: impl Iterator<Item = (u64, u64)>, b: impl Iterator<Item = (u64, u64)>) -> Vec<(u64, u64)> {
    let (mut a, mut b) = (a.peekable(), b.peekable());
    let mut out: Vec<(u64, u64)> = Vec::with_capacity(a.size_hint().0.max(b.size_hint().0));
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x.0 <= y.0 => a.next(),
            (Some(_), None) => a.next(),
            _ => b.next(),
        };
        let Some((bits, count)) = next else { return out };
        match out.last_mut() {
            Some(last) if last.0 == bits => last.1 += count,
            _ => out.push((bits, count)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranked(quantile: f64, values: impl IntoIterator<Item = Value<'static>>) -> Cell {
        let mut ranked = Ranked::new(quantile);
        values.into_iter().for_each(|x| ranked.add(x, At::default()));
        ranked.value(&mut Vec::new())
    }

    #[test]
    fn the_nearest_rank() {
        let to = |n: i64, q: f64| ranked(q, (1..=n).rev().map(Value::Int));
        assert_eq!([0.0, 0.07, 0.5, 0.95, 0.999, 1.0].map(|q| to(100, q)), [1, 7, 50, 95, 100, 100].map(Cell::Int));
        assert_eq!([0.25, 0.5, 0.51].map(|q| to(4, q)), [1, 2, 3].map(Cell::Int));
        assert_eq!(ranked(0.5, []), Cell::None);
        assert_eq!(Ranked::new(f64::NAN).quantile, 0);
    }

    #[test]
    fn kinds_have_an_order() {
        let all = [
            Value::Time(1),
            Value::Duration(2),
            Value::Float(-0.5),
            Value::Int(-1),
            Value::Text(b"2.5"),
            Value::Int(3),
        ];
        let expected =
            [Cell::Int(-1), Cell::Float(-0.5), Cell::Float(2.5), Cell::Int(3), Cell::Duration(2), Cell::Time(1)];
        for (i, expected) in expected.into_iter().enumerate() {
            assert_eq!(ranked((i as f64 + 0.5) / 6.0, all), expected);
        }
        assert_eq!(ranked(0.5, [Value::Float(1.0), Value::Int(1)]), Cell::Int(1));
    }

    #[test]
    fn folding_changes_nothing_but_the_weight() {
        for different in [1, 10, 5000, 1 << 40] {
            let value = |i: i64| (i * 2_654_435_761) % different;
            let mut sorted: Vec<i64> = (0..100_000).map(value).collect();
            sorted.sort_unstable();
            let mut parts = [Ranked::new(0.3), Ranked::new(0.3)];
            for i in 0..100_000 {
                parts[(i % 7 == 0) as usize].add(Value::Int(value(i)), At::default());
            }
            let [mut all, other] = parts;
            all.merge(other);
            assert_eq!(all.value(&mut Vec::new()), Cell::Int(sorted[29_999]), "{different}");
            assert_eq!(all.weight() < 300_000, different <= 5000, "{different}: {}", all.weight());
        }
    }
}
