//! `max(x)`: the largest value.

use super::extreme::Extreme;
use super::{Reads, each};
use crate::def::{AggDef, Doc, Example, Takes};

/// The definition of `max`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "max",
        usage: "max(x)",
        brief: "the largest value",
        text: "Takes values of every kind, in the order that [sort] uses: numbers by value, then bools, durations, \
               times, text byte by byte, and nested values. Where numbers are mixed with text, the largest is \
               therefore a text. Of equal values the earliest is given, as it is spelled.\n\n\
               None is skipped; the largest of nothing is None. A group keeps one value.",
        examples: &[Example {
            run: "'max(bytes) by ip | sort -max_bytes | head 2' access.log",
            output: r#"
{"ip":"192.0.2.88","max_bytes":20480}
{"ip":"203.0.113.7","max_bytes":5124}
"#,
        }],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: true,
    measures: true,
    make: |_| each::<Extreme<true>>(Reads::Values),
};
