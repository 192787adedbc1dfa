//! `rate(time)`, `rate(x, time)`: how much in a second.

use super::total::Total;
use super::{Reads, each_with};
use crate::base::pack;
use crate::data::{At, Cell, Value};
use crate::def::{AggDef, Doc, Example, Law, Takes};

/// The definition of `rate`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "rate",
        usage: "rate(time), rate(x, time)",
        brief: "rows per second, or the sum of x per second",
        text: "`rate(time)` is the number of rows with a time, divided by seconds; `rate(x, time)` is the sum of `x` \
               over the rows with a time, divided by the same. Where a key is `bin(time, 5m)` the seconds are those \
               of a bin, even if the first and the last bin were only partly covered. Otherwise they are those from \
               the earliest time to the latest of the group.\n\n\
               Text is read as a time. Rows without a time do not count, and those without `x` add nothing; what is \
               no time or no number is skipped and told on standard error. Of nothing it is None, and so is what \
               happened in no time: one row, or rows of one instant. The sum is exact, and the rate is rounded from \
               it. A group needs about 100 bytes.",
        examples: &[
            Example {
                run: "'count, rate(time) as per_second by bin(time, 5m)' access.log",
                output: r#"
{"time":"2026-03-02T09:00:00Z","count":9,"per_second":0.03}
{"time":"2026-03-02T09:05:00Z","count":2,"per_second":0.006666666666666667}
{"time":"2026-03-02T09:10:00Z","count":3,"per_second":0.01}
"#,
            },
            Example {
                run: "'rate(time), rate(bytes, time) by method' access.log",
                output: r#"
{"method":"GET","rate_time":0.013297872340425532,"rate_bytes":36.954787234042556}
{"method":"POST","rate_time":0.0033707865168539327,"rate_bytes":0.39101123595505616}
{"method":"DELETE","rate_time":null,"rate_bytes":null}
"#,
            },
        ],
    },
    args: (1, 2),
    takes: Takes::Time,
    running: false,
    measures: true,
    make: |width| each_with(Rate { width, total: Total::default(), span: None }, Reads::Numbers),
};

#[derive(Clone)]
struct Rate {
    /// The seconds of a bin; 0 where there are no bins.
    width: f64,
    total: Total,
    /// The earliest and the latest time.
    span: Option<(i64, i64)>,
}

impl Rate {
    fn widen(&mut self, from: i64, to: i64) {
        let (first, last) = self.span.unwrap_or((from, to));
        self.span = Some((first.min(from), last.max(to)));
    }
}

impl Law for Rate {
    #[inline]
    fn add(&mut self, x: Value<'_>, _: At) {
        let Value::Time(time) = x else { return };
        self.total.add(Value::Int(1));
        self.widen(time, time);
    }

    #[inline]
    fn add_pair(&mut self, x: Value<'_>, by: Value<'_>, _: At) {
        let Value::Time(time) = by else { return };
        self.total.add(x);
        self.widen(time, time);
    }

    fn merge(&mut self, other: Rate) {
        self.total.merge(&other.total);
        if let Some((from, to)) = other.span {
            self.widen(from, to);
        }
    }

    fn value(&self, _: &mut Vec<u8>) -> Cell {
        let Some((from, to)) = self.span else { return Cell::None };
        // The distance of two times may be beyond 63 bits.
        let seconds = if self.width > 0.0 { self.width } else { to.abs_diff(from) as f64 / 1e9 };
        let sum = match self.total.sum() {
            Cell::Int(i) => i as f64,
            Cell::Float(f) => f,
            _ => return Cell::None,
        };
        let rate = sum / seconds;
        if rate.is_finite() { Cell::Float(rate) } else { Cell::None }
    }

    fn save(&self, out: &mut Vec<u8>) {
        self.total.save(out);
        let Some((from, to)) = self.span else { return out.push(0) };
        out.push(1);
        pack::put_int(from, out);
        pack::put_uint(to.abs_diff(from), out);
    }

    fn load(self, bytes: &mut &[u8]) -> Option<Rate> {
        let total = Total::load(bytes)?;
        let span = match pack::byte(bytes)? {
            0 => None,
            1 => {
                let from = pack::int(bytes)?;
                Some((from, from.checked_add_unsigned(pack::uint(bytes)?)?))
            }
            _ => return None,
        };
        Some(Rate { width: self.width, total, span })
    }

    fn weight(&self) -> usize {
        self.total.weight()
    }

    fn refuses(x: Value<'_>) -> bool {
        !matches!(x, Value::Time(_)) && (matches!(x, Value::Duration(_)) || Total::refuses(x))
    }
}
