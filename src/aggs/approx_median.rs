//! `approx_median(x)`: about the value in the middle, in little memory.

use super::sketch::Sketch;
use super::{Reads, each_with};
use crate::def::{AggDef, Doc, Example, Takes};

/// The definition of `approx_median`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "approx_median",
        usage: "approx_median(x)",
        brief: "about the value in the middle, the same as `approx_p50(x)`",
        text: "Like [median], with a bounded memory: up to 64 values it is the same, and beyond that the result is \
               within 1 percent of the exact one. See [approx_p] for times, for what is skipped and for the memory \
               it takes.",
        examples: &[Example {
            run: "'median(bytes), approx_median(bytes)' access.log",
            output: r#"
{"median_bytes":146,"approx_median_bytes":146}
"#,
        }],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: false,
    measures: true,
    make: |_| each_with(Sketch::new(0.5), Reads::Numbers),
};
