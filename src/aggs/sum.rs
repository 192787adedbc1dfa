//! `sum(x)`: the exact total.

use std::any::Any;

use super::total::Total;
use super::{Reads, each};
use crate::data::{At, Cell, Value};
use crate::def::{AggDef, Doc, Example, Law, Takes};

/// The definition of `sum`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "sum",
        usage: "sum(x)",
        brief: "the exact total of numbers or durations",
        text: "Adds numbers, and text that spells a number. The sum is exact and rounded once, at the end, so it does \
               not depend on the order of the rows: ten times 0.1 is 1.0. Integers stay an integer, beyond 63 bits \
               they become the nearest decimal. The sum of durations is a duration.\n\n\
               None is skipped. Text that is no number, and other values, are skipped and told on standard error. The \
               sum of nothing is None, and so are a sum beyond the range of decimals, a total of durations beyond 292 \
               years, and a column in which numbers and durations are mixed.\n\n\
               A group needs 32 bytes, 48 more where there are decimals, and 576 more where one is very large or very \
               small (1e40, 1e-30).",
        examples: &[
            Example {
                run: "'sum(bytes) by method' access.log",
                output: r#"
{"method":"GET","sum_bytes":27790}
{"method":"POST","sum_bytes":348}
{"method":"DELETE","sum_bytes":61}
"#,
            },
            Example {
                run: "'sum(ms) as ms by service' app.jsonl",
                output: r#"
{"service":"api","ms":6583.75}
{"service":"worker","ms":733}
{"service":"auth","ms":52}
"#,
            },
        ],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: true,
    measures: true,
    make: |_| each::<Sum>(Reads::Numbers),
};

#[derive(Clone, Default)]
struct Sum {
    total: Total,
}

impl Law for Sum {
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

    fn merge(&mut self, other: Sum) {
        self.total.merge(&other.total);
    }

    fn value(&self, _: &mut Vec<u8>) -> Cell {
        self.total.sum()
    }

    fn save(&self, out: &mut Vec<u8>) {
        self.total.save(out);
    }

    fn load(self, bytes: &mut &[u8]) -> Option<Sum> {
        Some(Sum { total: Total::load(bytes)? })
    }

    fn weight(&self) -> usize {
        self.total.weight()
    }

    fn shared(&self) -> Option<&dyn Any> {
        Some(&self.total)
    }

    fn value_of(&self, kept: &dyn Any) -> Option<Cell> {
        Some(kept.downcast_ref::<Total>()?.sum())
    }

    fn refuses(x: Value<'_>) -> bool {
        Total::refuses(x)
    }
}
