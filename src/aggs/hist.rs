//! `hist(x)`, `hist(x, width)`: how many values fall into each bin.
//!
//! With a width the values have been put into bins before they come here, by the same law
//! as `bin(x, width)`. Without one the edges are 1, 2 and 5 times the powers of ten, which
//! suit times and sizes of any magnitude and depend on no other value, so that states merge.

use super::tally::{Entry, Tally};
use super::{Reads, each_with, json_from};
use crate::base::num::{self, Num};
use crate::data::{At, Cell, Value};
use crate::def::{AggDef, Doc, Example, Law, Takes};

/// The definition of `hist`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "hist",
        usage: "hist(x), hist(x, width)",
        brief: "a histogram: how many values fall into each bin",
        text: "Gives a JSON list of pairs, from the smallest bin to the largest: where the bin starts, and how many \
               values are in it. Empty bins are left out. With a width the bins are those of [bin]: numbers with a \
               number as the width, durations and times with a duration. Without one, bins start at 1, 2 and 5 times \
               the powers of ten, in numbers and, for durations, in seconds; 0 and what is less than 1e-9 from it \
               has a bin of its own, and negative values have bins like the positive ones.\n\n\
               None is skipped; text that is no number, and times without a width, are skipped and told on standard \
               error. Of nothing it is None. A group keeps about 80 bytes for each bin. To have the bins as records: \
               `count by bin(x, width)`.",
        examples: &[
            Example {
                run: "'hist(ms)' app.jsonl",
                output: r#"
{"hist_ms":[[2,2],[10,1],[20,2],[50,1],[200,1],[500,1],[1000,1],[5000,1]]}
"#,
            },
            Example {
                run: "'hist(bytes, 500) by method' access.log",
                output: r#"
{"method":"GET","hist_bytes":[[0,6],[500,1],[1000,1],[5000,1],[20000,1]]}
{"method":"POST","hist_bytes":[[0,3]]}
{"method":"DELETE","hist_bytes":[[0,1]]}
"#,
            },
        ],
    },
    args: (1, 2),
    takes: Takes::Width,
    running: false,
    measures: false,
    make: |binned| match binned > 0.0 {
        true => each_with(Hist::<true>::new(), Reads::Numbers),
        false => each_with(Hist::<false>::new(), Reads::Numbers),
    },
};

/// Counts by bin; `BINNED` values are where bins start.
#[derive(Clone)]
struct Hist<const BINNED: bool> {
    tally: Tally,
}

impl<const BINNED: bool> Hist<BINNED> {
    fn new() -> Hist<BINNED> {
        Hist { tally: Tally::new(usize::MAX) }
    }
}

impl<const BINNED: bool> Law for Hist<BINNED> {
    #[inline]
    fn add(&mut self, x: Value<'_>, at: At) {
        let edge = match x {
            x if BINNED => x,
            // Nanoseconds are decimal parts of a second, so the edges are the same.
            Value::Duration(ns) => Value::Duration(edge_of_int(ns).unwrap_or(i64::MIN)),
            x => match x.number() {
                Some(Num::Int(i)) => edge_of_int(i).map_or_else(|| edge(i as f64), Value::Int),
                Some(Num::Float(f)) => edge(f),
                None => return,
            },
        };
        self.tally.add(edge, at);
    }

    fn merge(&mut self, other: Hist<BINNED>) {
        self.tally.merge(other.tally);
    }

    fn value(&self, heap: &mut Vec<u8>) -> Cell {
        if self.tally.entries().is_empty() {
            return Cell::None;
        }
        let mut bins: Vec<&Entry> = self.tally.entries().iter().collect();
        bins.sort_unstable_by(|a, b| a.value().order(b.value()).then(a.at.cmp(&b.at)));
        let start = heap.len();
        for (i, bin) in bins.iter().enumerate() {
            heap.extend_from_slice(if i == 0 { b"[[" } else { b",[" });
            bin.value().write_json(heap);
            heap.push(b',');
            num::write_int(bin.count as i64, heap);
            heap.push(b']');
        }
        heap.push(b']');
        json_from(start, heap)
    }

    fn save(&self, out: &mut Vec<u8>) {
        self.tally.save(out);
    }

    fn load(self, bytes: &mut &[u8]) -> Option<Hist<BINNED>> {
        Some(Hist { tally: self.tally.load(bytes)? })
    }

    fn weight(&self) -> usize {
        self.tally.weight()
    }

    fn refuses(x: Value<'_>) -> bool {
        let unit = matches!(x, Value::Duration(_)) || BINNED && matches!(x, Value::Time(_));
        !unit && x.number().is_none()
    }
}

/// The largest of 1, 2 and 5 times the powers of ten that is not above a magnitude; 0 for 0.
fn below(x: u64) -> u64 {
    let Some(digits) = x.checked_ilog10() else { return 0 };
    let ten = 10u64.pow(digits);
    let step = match x / ten {
        1 => 1,
        2..5 => 2,
        _ => 5,
    };
    step * ten
}

/// The smallest one that is not below a magnitude; None beyond the largest.
fn above(x: u64) -> Option<u64> {
    let under = below(x);
    if under == x {
        return Some(x);
    }
    // Of 2 times a power of ten the next is 5 times, of the others twice as much.
    if under.to_string().starts_with('2') { under.checked_add(under / 2 * 3) } else { under.checked_mul(2) }
}

/// The edge of an integer; None where it is beyond the integers.
fn edge_of_int(x: i64) -> Option<i64> {
    if x >= 0 {
        return Some(below(x.unsigned_abs()) as i64);
    }
    above(x.unsigned_abs()).and_then(|edge| i64::try_from(edge).ok()).map(|edge| -edge)
}

/// The edge of a double. It is an integer where an integer's bin is the same one, so that
/// `3` and `3.5` fall into one bin.
fn edge<'a>(x: f64) -> Value<'a> {
    const LEAST: f64 = 1e-9;
    const FAR: f64 = 1e15;
    if x.abs() < LEAST {
        return Value::Int(0);
    }
    if (1.0..FAR).contains(&x.abs())
        && let Some(edge) = edge_of_int(x.floor() as i64)
    {
        return Value::Int(edge);
    }
    let edge = decimal_edge(x);
    match edge.fract() == 0.0 && edge.abs() < i64::MAX as f64 {
        true => Value::Int(edge as i64),
        false => Value::Float(edge),
    }
}

/// The edge of a double by its decimal spelling, which says it exactly.
fn decimal_edge(x: f64) -> f64 {
    let spelled = format!("{:e}", x.abs());
    let (mantissa, power) = spelled.split_once('e').unwrap_or((&spelled, "0"));
    let (step, next) = match mantissa.as_bytes().first() {
        Some(b'1') => ("1", "2"),
        Some(b'2'..=b'4') => ("2", "5"),
        _ => ("5", "10"),
    };
    let step = if x < 0.0 && mantissa != step { next } else { step };
    let edge: f64 = format!("{step}e{power}").parse().unwrap_or(f64::MAX);
    edge.min(f64::MAX).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_of_integers() {
        let of = |xs: &[i64]| xs.iter().map(|&x| edge_of_int(x).unwrap_or_default()).collect::<Vec<_>>();
        assert_eq!(of(&[0, 1, 2, 3, 4, 5, 9, 10, 19, 20, 49, 50, 99]), [0, 1, 2, 2, 2, 5, 5, 10, 10, 20, 20, 50, 50]);
        assert_eq!(of(&[-1, -2, -3, -5, -6, -11, -21, -51]), [-1, -2, -5, -5, -10, -20, -50, -100]);
        assert_eq!(of(&[i64::MAX, i64::MIN]), [5_000_000_000_000_000_000, 0]);
        assert_eq!(edge(i64::MIN as f64), Value::Float(-1e19));
    }

    #[test]
    fn edges_of_decimals() {
        let of = |xs: &[f64]| xs.iter().map(|&x| edge(x).number().map_or(f64::NAN, Num::float)).collect::<Vec<_>>();
        assert_eq!(of(&[3.5, 0.1, 0.2, 0.3, 0.5, 0.7, 0.001, 1e-10]), [2.0, 0.1, 0.2, 0.2, 0.5, 0.5, 0.001, 0.0]);
        assert_eq!(of(&[-0.3, -0.5, -0.6, -3.5, -1e-10]), [-0.5, -0.5, -1.0, -5.0, 0.0]);
        assert_eq!(
            of(&[3e20, -3e20, 5e30, -5e30, 1e300, -6e300, f64::MAX]),
            [2e20, -5e20, 5e30, -5e30, 1e300, -1e301, 1e308]
        );
        assert_eq!(of(&[f64::MIN, 9.999_999_999_999_999e-1]), [f64::MIN, 0.5]);
        for power in -9..15 {
            for step in [1, 2, 5] {
                let x: f64 = format!("{step}e{power}").parse().unwrap();
                assert_eq!(of(&[x, -x]), [x, -x], "an edge is in the bin that it opens");
            }
        }
    }
}
