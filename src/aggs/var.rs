//! `var(x)`: the variance of a sample.

use super::{Reads, each};
use crate::base::exact::Moments;
use crate::data::{At, Cell, Value};
use crate::def::{AggDef, Doc, Example, Law, Takes};

/// The definition of `var`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "var",
        usage: "var(x)",
        brief: "the variance of a sample of numbers",
        text: "Gives the sum of the squared distances from the mean, divided by one less than the number of values. It \
               is computed from exact sums and rounded once, so it does not depend on the order of the rows and loses \
               nothing to large values that lie close together.\n\n\
               Takes numbers and text that spells a number; a duration is made a number first, as in \
               `var(took / 1ms)`. None is skipped; other values are skipped and told on standard error. Of fewer than \
               two values it is None. A group needs 112 bytes, and up to 1,152 more where values are very large or \
               very small.",
        examples: &[Example {
            run: "'var(ms) by service' app.jsonl",
            output: r#"
{"service":"api","var_ms":3863388.9604166667}
{"service":"worker","var_ms":264264.5}
{"service":"auth","var_ms":968.0}
"#,
        }],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: true,
    measures: true,
    make: |_| each::<Var>(Reads::Numbers),
};

#[derive(Clone, Default)]
struct Var {
    moments: Moments,
}

impl Law for Var {
    #[inline]
    fn add(&mut self, x: Value<'_>, _: At) {
        if let Some(x) = x.number() {
            self.moments.add(x);
        }
    }

    fn merge(&mut self, other: Var) {
        self.moments.merge(&other.moments);
    }

    fn value(&self, _: &mut Vec<u8>) -> Cell {
        self.moments.variance().map_or(Cell::None, Cell::Float)
    }

    fn save(&self, out: &mut Vec<u8>) {
        self.moments.save(out);
    }

    fn load(self, bytes: &mut &[u8]) -> Option<Var> {
        Some(Var { moments: Moments::load(bytes)? })
    }

    fn weight(&self) -> usize {
        self.moments.weight()
    }

    fn refuses(x: Value<'_>) -> bool {
        x.number().is_none()
    }
}
