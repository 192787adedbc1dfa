//! The exact total of numbers or durations: the state of `sum` and `avg`.

use crate::base::exact::ExactSum;
use crate::base::pack;
use crate::data::{Cell, Value};

/// An exact sum, how many values are in it, and of which kinds they were.
#[derive(Clone, Debug, Default)]
pub struct Total {
    sum: ExactSum,
    n: u64,
    numbers: bool,
    durations: bool,
}

impl Total {
    /// Adds a number, text that spells one, or a duration.
    #[inline]
    pub fn add(&mut self, x: Value<'_>) {
        if let Value::Duration(ns) = x {
            self.sum.add_int(ns);
            self.durations = true;
        } else if let Some(number) = x.number() {
            self.sum.add(number);
            self.numbers = true;
        } else {
            return;
        }
        self.n += 1;
    }

    /// Adds so many integers by their sum.
    pub fn add_ints(&mut self, sum: i128, n: u64) {
        if n > 0 {
            self.sum.add_whole(sum);
            self.numbers = true;
            self.n += n;
        }
    }

    /// Adds another total.
    pub fn merge(&mut self, other: &Total) {
        self.sum.merge(&other.sum);
        self.n += other.n;
        self.numbers |= other.numbers;
        self.durations |= other.durations;
    }

    /// Whether a value is neither a number nor a duration.
    #[inline]
    pub fn refuses(x: Value<'_>) -> bool {
        !matches!(x, Value::Duration(_)) && x.number().is_none()
    }

    /// The sum; None of nothing, of numbers mixed with durations, and where it is out of range.
    pub fn sum(&self) -> Cell {
        match (self.numbers, self.durations) {
            (true, false) => self.sum.value().map_or(Cell::None, Cell::from),
            (false, true) => duration(self.sum.int()),
            _ => Cell::None,
        }
    }

    /// The sum divided by the number of values and rounded once; None as for the sum.
    pub fn mean(&self) -> Cell {
        match (self.numbers, self.durations) {
            (true, false) => self.sum.mean(self.n).map_or(Cell::None, Cell::Float),
            (false, true) => duration(self.sum.int().map(|sum| divide(sum, self.n))),
            _ => Cell::None,
        }
    }

    /// Appends the total as bytes: four for a few small integers.
    pub fn save(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.numbers) | u8::from(self.durations) << 1);
        pack::put_uint(self.n, out);
        self.sum.save(out);
    }

    /// Takes a total that [`Total::save`] wrote; None if the bytes are damaged.
    pub fn load(bytes: &mut &[u8]) -> Option<Total> {
        let kinds = pack::byte(bytes).filter(|&kinds| kinds < 4)?;
        let (n, sum) = (pack::count(bytes)?, ExactSum::load(bytes)?);
        Some(Total { sum, n, numbers: kinds & 1 != 0, durations: kinds & 2 != 0 })
    }

    /// Bytes held beyond its own size.
    pub fn weight(&self) -> usize {
        self.sum.weight()
    }
}

fn duration(ns: Option<i128>) -> Cell {
    ns.and_then(|ns| i64::try_from(ns).ok()).map_or(Cell::None, Cell::Duration)
}

/// The nearest integer to `sum / n`, ties to even.
fn divide(sum: i128, n: u64) -> i128 {
    let n = i128::from(n.max(1));
    let (floor, rest) = (sum.div_euclid(n), sum.rem_euclid(n));
    let up = rest * 2 > n || (rest * 2 == n && floor % 2 != 0);
    floor + i128::from(up)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_of_durations_round_to_even() {
        assert_eq!([1, 3, 5, -1, -3].map(|sum| divide(sum, 2)), [0, 2, 2, 0, -2]);
        assert_eq!([7, 8, -7, -8].map(|sum| divide(sum, 3)), [2, 3, -2, -3]);
    }

    #[test]
    fn kinds_do_not_mix() {
        let mut total = Total::default();
        assert_eq!((total.sum(), total.mean()), (Cell::None, Cell::None));
        total.add(Value::Duration(4));
        total.add(Value::Duration(5));
        assert_eq!((total.sum(), total.mean()), (Cell::Duration(9), Cell::Duration(4)));
        total.add(Value::Text(b"1.5"));
        assert_eq!((total.sum(), total.mean()), (Cell::None, Cell::None));
    }
}
