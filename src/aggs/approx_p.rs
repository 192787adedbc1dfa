//! `approx_p50(x)`, `approx_p99_9(x)`: about a quantile, in little memory.

use super::sketch::Sketch;
use super::{Reads, each_with};
use crate::def::{AggDef, Doc, Example, Takes};

/// The definition of `approx_pNN`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "approx_p",
        usage: "approx_pNN(x)",
        brief: "about the value that NN percent of all values do not exceed, in little memory",
        text: "Like [p], with a bounded memory: up to 64 values it is the same, and beyond that the result is within \
               1 percent of the exact one, whatever the values are. Integers up to 127 stay exact, integers stay \
               integers and durations durations. Of times the result is within a 4000th of the range from the \
               first to the last. The same values give the same result in any order and with any number of \
               threads.\n\n\
               Takes numbers, text that spells a number, durations and times. None is skipped; other values are \
               skipped and told on standard error. Of nothing it is None.\n\n\
               A group needs half a KiB for each power of two that its values reach across: some 16 KiB for times \
               from a microsecond to an hour, never more than 3 MiB.",
        examples: &[Example {
            run: "'approx_p50(ms), approx_p99_9(ms) by service' app.jsonl",
            output: r#"
{"service":"api","approx_p50_ms":87.25,"approx_p99_9_ms":5003}
{"service":"worker","approx_p50_ms":3,"approx_p99_9_ms":730}
{"service":"auth","approx_p50_ms":4,"approx_p99_9_ms":48}
"#,
        }],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: false,
    measures: true,
    make: |percent| each_with(Sketch::new(percent / 100.0), Reads::Numbers),
};
