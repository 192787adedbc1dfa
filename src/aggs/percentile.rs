//! `percentile(x, q)`: a quantile by its number.

use super::ranked::Ranked;
use super::{Reads, each_with};
use crate::def::{AggDef, Doc, Example, Takes};

/// The definition of `percentile`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "percentile",
        usage: "percentile(x, q)",
        brief: "the value that the part q of all values does not exceed, q from 0 to 1",
        text: "The same as [p] with the part as a constant from 0 to 1: `percentile(ms, 0.95)` is `p95(ms)`. The part \
               is taken to nine decimals. See [p] for what is skipped and for the memory it takes.",
        examples: &[Example {
            run: "'percentile(ms, 0.9) as slow' app.jsonl",
            output: r#"
{"slow":1200}
"#,
        }],
    },
    args: (2, 2),
    takes: Takes::Quantile,
    running: false,
    measures: true,
    make: |quantile| each_with(Ranked::new(quantile), Reads::Numbers),
};
