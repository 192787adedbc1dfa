//! The values of one field: how often each occurred, as long as they are few.
//!
//! Whether they are few is a property of the set of values, and so is the same in whatever
//! order they come and wherever they are merged. Of many values only the first ones are kept, to
//! be shown. A list of the most frequent ones in little memory was rejected: its counts would
//! depend on the order of the input, and so on the number of threads.

use hashbrown::HashTable;

use crate::base::{hash, text};
use crate::data::At;

/// The most different values that are counted one by one.
pub const MOST: usize = 1000;

/// The most bytes of them.
pub const BYTES: usize = 32 << 10;

/// Bytes of a value that are kept; what is longer is told apart by its hash.
pub const LONGEST: usize = 100;

/// How many values are kept to be shown when there are many.
pub const SHOWN: usize = 3;

/// Bytes that a counted value takes beyond its text, about.
const BESIDE: usize = size_of::<Counted>() + 16;

/// A value.
#[derive(Clone, Debug)]
pub struct Counted {
    /// What is kept of it, with `…` where that is not all.
    pub text: Box<[u8]>,
    hash: u64,
    pub count: u64,
    /// Where it occurred first.
    pub first: At,
}

impl Counted {
    fn new(value: &[u8], hash: u64, at: At) -> Counted {
        Counted { text: kept(value), hash, count: 1, first: at }
    }

    fn is(&self, value: &[u8], hash: u64) -> bool {
        self.hash == hash && (value.len() > LONGEST || *self.text == *value)
    }

    fn is_same(&self, other: &Counted) -> bool {
        self.hash == other.hash && self.text == other.text
    }
}

/// A value as it is kept, whole code points where it is text.
fn kept(value: &[u8]) -> Box<[u8]> {
    if value.len() <= LONGEST {
        return value.into();
    }
    let mut len = 0;
    for point in text::points(&value[..value.len().min(LONGEST + 4)]) {
        if len + point.len() > LONGEST {
            break;
        }
        len += point.len();
    }
    [&value[..len], "…".as_bytes()].concat().into()
}

/// The values of one field.
#[derive(Clone, Debug)]
pub enum Tally {
    Few {
        values: HashTable<Counted>,
        bytes: usize,
    },
    /// The first ones, in their order.
    Many(Vec<Counted>),
}

impl Default for Tally {
    fn default() -> Tally {
        Tally::Few { values: HashTable::new(), bytes: 0 }
    }
}

impl Tally {
    /// Counts a value. False when it is known to have occurred before.
    #[inline]
    pub fn add(&mut self, value: &[u8], at: At) -> bool {
        let Tally::Few { values, bytes } = self else {
            self.look(value, at);
            return true;
        };
        let hash = hash(value);
        if let Some(counted) = values.find_mut(hash, |c| c.is(value, hash)) {
            counted.count += 1;
            counted.first = counted.first.min(at);
            return false;
        }
        let counted = Counted::new(value, hash, at);
        *bytes += counted.text.len();
        values.insert_unique(hash, counted, |c| c.hash);
        self.settle();
        true
    }

    /// Looks at one of many values: is it among the first?
    #[inline]
    fn look(&mut self, value: &[u8], at: At) {
        let Tally::Many(first) = self else { return };
        if first.len() >= SHOWN && first.last().is_some_and(|last| at > last.first) {
            return;
        }
        first.push(Counted::new(value, hash(value), at));
        settle_first(first);
    }

    /// Few become many.
    fn settle(&mut self) {
        let Tally::Few { values, bytes } = self else { return };
        if values.len() > MOST || *bytes > BYTES {
            let mut first: Vec<Counted> = std::mem::take(values).into_iter().collect();
            settle_first(&mut first);
            *self = Tally::Many(first);
        }
    }

    /// Takes the values of another worker.
    pub fn merge(&mut self, mut other: Tally) {
        if matches!(other, Tally::Many(_)) {
            std::mem::swap(self, &mut other);
        }
        match (&mut *self, other) {
            (Tally::Few { values, bytes }, Tally::Few { values: theirs, .. }) => {
                for counted in theirs {
                    match values.find_mut(counted.hash, |c| c.is_same(&counted)) {
                        Some(same) => {
                            same.count += counted.count;
                            same.first = same.first.min(counted.first);
                        }
                        None => {
                            *bytes += counted.text.len();
                            values.insert_unique(counted.hash, counted, |c| c.hash);
                        }
                    }
                }
                self.settle();
            }
            (Tally::Many(first), Tally::Few { values, .. }) => {
                first.extend(values);
                settle_first(first);
            }
            (Tally::Many(first), Tally::Many(theirs)) => {
                first.extend(theirs);
                settle_first(first);
            }
            (Tally::Few { .. }, Tally::Many(_)) => unreachable!("the many were swapped to the front"),
        }
    }

    /// How many different values there are; None when they are many.
    pub fn distinct(&self) -> Option<usize> {
        match self {
            Tally::Few { values, .. } => Some(values.len()),
            Tally::Many(_) => None,
        }
    }

    /// The values in the order in which they occurred first: all of few, the first of many.
    pub fn in_order(&self) -> Vec<&Counted> {
        match self {
            Tally::Many(first) => first.iter().collect(),
            Tally::Few { values, .. } => {
                let mut all: Vec<&Counted> = values.iter().collect();
                all.sort_unstable_by(|a, b| a.first.cmp(&b.first).then_with(|| a.text.cmp(&b.text)));
                all
            }
        }
    }

    /// Bytes held, about. Many values weigh no less than few do, so that the weight of a whole
    /// input is never less than that of a part.
    pub fn weight(&self) -> usize {
        match self {
            Tally::Few { values, bytes } => values.len() * BESIDE + bytes,
            Tally::Many(_) => MOST * BESIDE + BYTES,
        }
    }
}

/// Leaves the first few different values, in their order.
fn settle_first(first: &mut Vec<Counted>) {
    first.sort_unstable_by(|a, b| a.first.cmp(&b.first).then_with(|| a.text.cmp(&b.text)));
    let mut kept: Vec<Counted> = Vec::with_capacity(SHOWN);
    for counted in first.drain(..) {
        if kept.len() < SHOWN && !kept.iter().any(|k| k.is_same(&counted)) {
            kept.push(counted);
        }
    }
    *first = kept;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: u32) -> At {
        At { row, ..At::default() }
    }

    fn of(values: impl Iterator<Item = (u32, String)>) -> Tally {
        let mut tally = Tally::default();
        values.for_each(|(row, value)| {
            tally.add(value.as_bytes(), at(row));
        });
        tally
    }

    fn shown(tally: &Tally) -> Vec<(String, u64, u32)> {
        let show = |c: &&Counted| (String::from_utf8_lossy(&c.text).into_owned(), c.count, c.first.row);
        let counts = tally.distinct().is_some();
        tally.in_order().iter().map(show).map(|(t, n, at)| (t, if counts { n } else { 0 }, at)).collect()
    }

    #[test]
    fn any_way_to_the_same_values_is_the_same() {
        for different in [3u32, 900, 1000, 1001, 5000] {
            for long in [1usize, 40, 300] {
                let value = |i: u32| (i, format!("{:0long$}", i * 7919 % different));
                let whole = of((0..6000).map(value));
                for parts in [2u32, 3, 7] {
                    let mut merged = Tally::default();
                    for part in (0..parts).rev() {
                        merged.merge(of((0..6000).filter(|i| i / 50 % parts == part).map(value)));
                    }
                    assert_eq!(shown(&merged), shown(&whole), "{different} {long} {parts}");
                    assert_eq!(merged.distinct(), whole.distinct());
                    assert_eq!(merged.weight(), whole.weight());
                }
                let few = different <= 1000 && different as usize * long.min(LONGEST + 3) <= BYTES;
                assert_eq!(whole.distinct().is_some(), few, "{different} {long}");
            }
        }
    }

    #[test]
    fn long_values_are_cut_and_told_apart() {
        let long = |end: &str| format!("{}{end}", "é".repeat(80));
        let tally = of([(0, long("a")), (1, long("b")), (2, long("a")), (3, "é".repeat(50))].into_iter());
        let cut = format!("{}…", "é".repeat(50));
        assert_eq!(shown(&tally), [(cut.clone(), 2, 0), (cut, 1, 1), ("é".repeat(50), 1, 3)]);
        assert_eq!(&*kept(&[0xff; 101]), [&[0xff; 100][..], "…".as_bytes()].concat());
    }
}
