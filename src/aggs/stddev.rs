//! `stddev(x)`: the standard deviation of a sample.

use super::{Reads, each};
use crate::base::exact::Moments;
use crate::data::{At, Cell, Value};
use crate::def::{AggDef, Doc, Example, Law, Takes};

/// The definition of `stddev`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "stddev",
        usage: "stddev(x)",
        brief: "the standard deviation of a sample of numbers",
        text: "Gives the square root of the variance that [var] gives: how far values of a sample lie from their mean, \
               divided by one less than their number. It does not depend on the order of the rows.\n\n\
               Takes numbers and text that spells a number; a duration is made a number first, as in \
               `stddev(took / 1ms)`. None is skipped; other values are skipped and told on standard error. Of fewer \
               than two values it is None. A group needs as much memory as one of [var].",
        examples: &[Example {
            run: "'avg(ms), stddev(ms) by service' app.jsonl",
            output: r#"
{"service":"api","avg_ms":1097.2916666666667,"stddev_ms":1965.550548934488}
{"service":"worker","avg_ms":366.5,"stddev_ms":514.06662992262}
{"service":"auth","avg_ms":26.0,"stddev_ms":31.11269837220809}
"#,
        }],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: true,
    measures: true,
    make: |_| each::<Deviation>(Reads::Numbers),
};

#[derive(Clone, Default)]
struct Deviation {
    moments: Moments,
}

impl Law for Deviation {
    #[inline]
    fn add(&mut self, x: Value<'_>, _: At) {
        if let Some(x) = x.number() {
            self.moments.add(x);
        }
    }

    fn merge(&mut self, other: Deviation) {
        self.moments.merge(&other.moments);
    }

    fn value(&self, _: &mut Vec<u8>) -> Cell {
        self.moments.deviation().map_or(Cell::None, Cell::Float)
    }

    fn save(&self, out: &mut Vec<u8>) {
        self.moments.save(out);
    }

    fn load(self, bytes: &mut &[u8]) -> Option<Deviation> {
        Some(Deviation { moments: Moments::load(bytes)? })
    }

    fn weight(&self) -> usize {
        self.moments.weight()
    }

    fn refuses(x: Value<'_>) -> bool {
        x.number().is_none()
    }
}
