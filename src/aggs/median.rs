//! `median(x)`: the value in the middle.

use super::ranked::Ranked;
use super::{Reads, each_with};
use crate::def::{AggDef, Doc, Example, Takes};

/// The definition of `median`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "median",
        usage: "median(x)",
        brief: "the value in the middle, the same as `p50(x)`",
        text: "Gives the smallest value that at least half of all values do not exceed. It is a value that occurred: \
               of an even number of values it is the lower one of the two in the middle, never their mean. See [p] \
               for what is skipped and for the memory it takes.",
        examples: &[Example {
            run: "'median(ms), avg(ms)' app.jsonl",
            output: r#"
{"median_ms":48,"avg_ms":736.875}
"#,
        }],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: false,
    measures: true,
    make: |_| each_with(Ranked::new(0.5), Reads::Numbers),
};
