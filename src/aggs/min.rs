//! `min(x)`: the smallest value.

use super::extreme::Extreme;
use super::{Reads, each};
use crate::def::{AggDef, Doc, Example, Takes};

/// The definition of `min`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "min",
        usage: "min(x)",
        brief: "the smallest value",
        text: "Takes values of every kind, in the order that [sort] uses: numbers by value, then bools, durations, \
               times, text byte by byte, and nested values. Text from a text format that is a JSON number counts as \
               that number. Of equal values the earliest is given, as it is spelled.\n\n\
               None is skipped; the smallest of nothing is None. A group keeps one value.",
        examples: &[
            Example {
                run: "'min(ms), max(ms) by service' app.jsonl",
                output: r#"
{"service":"api","min_ms":12.5,"max_ms":5003}
{"service":"worker","min_ms":3,"max_ms":730}
{"service":"auth","min_ms":4,"max_ms":48}
"#,
            },
            Example {
                run: "'min(ts) as since' app.jsonl",
                output: r#"
{"since":"2026-03-02T09:00:01.250Z"}
"#,
            },
        ],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: true,
    measures: true,
    make: |_| each::<Extreme<false>>(Reads::Values),
};
