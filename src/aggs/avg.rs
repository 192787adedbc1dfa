//! `avg(x)`: the arithmetic mean.

use std::any::Any;

use super::total::Total;
use super::{Reads, each};
use crate::data::{At, Cell, Value};
use crate::def::{AggDef, Doc, Example, Law, Takes};

/// The definition of `avg`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "avg",
        usage: "avg(x)",
        brief: "the mean of numbers or durations",
        text: "Divides the exact sum of the values by how many there are and rounds once, so the mean does not depend \
               on the order of the rows. It is always a decimal, or a duration where the values are durations.\n\n\
               Rows without a value do not count: None is skipped, and what is no number is skipped and told on \
               standard error. The mean of nothing is None, and so is that of numbers mixed with durations. A group \
               needs as much memory as one of [sum].",
        examples: &[
            Example {
                run: "'avg(ms) by service' app.jsonl",
                output: r#"
{"service":"api","avg_ms":1097.2916666666667}
{"service":"worker","avg_ms":366.5}
{"service":"auth","avg_ms":26.0}
"#,
            },
            Example {
                run: "'avg(age)' users.csv",
                output: r#"
{"avg_age":27.6}
"#,
            },
        ],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: true,
    measures: true,
    make: |_| each::<Avg>(Reads::Numbers),
};

#[derive(Clone, Default)]
struct Avg {
    total: Total,
}

impl Law for Avg {
    #[inline]
    fn add(&mut self, x: Value<'_>, _: At) {
        self.total.add(x);
    }

    fn takes_totals() -> bool {
        true
    }

    fn add_total(&mut self, sum: i128, n: u64) {
        self.total.add_ints(sum, n);
    }

    fn merge(&mut self, other: Avg) {
        self.total.merge(&other.total);
    }

    fn value(&self, _: &mut Vec<u8>) -> Cell {
        self.total.mean()
    }

    fn save(&self, out: &mut Vec<u8>) {
        self.total.save(out);
    }

    fn load(self, bytes: &mut &[u8]) -> Option<Avg> {
        Some(Avg { total: Total::load(bytes)? })
    }

    fn weight(&self) -> usize {
        self.total.weight()
    }

    fn shared(&self) -> Option<&dyn Any> {
        Some(&self.total)
    }

    fn value_of(&self, kept: &dyn Any) -> Option<Cell> {
        Some(kept.downcast_ref::<Total>()?.mean())
    }

    fn refuses(x: Value<'_>) -> bool {
        Total::refuses(x)
    }
}
