//! `p50(x)`, `p95(x)`, `p99_9(x)`: a quantile by its name.

use super::ranked::Ranked;
use super::{Reads, each_with};
use crate::def::{AggDef, Doc, Example, Takes};

/// The definition of `pNN`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "p",
        usage: "pNN(x)",
        brief: "the value that NN percent of all values do not exceed",
        text: "`p95(x)` is the smallest value that at least 95 percent of all values do not exceed (the nearest rank), \
               so it is always a value that occurred. The number goes from `p0`, the smallest, to `p100`, the \
               largest; `p99_9` is the 99.9th percentile.\n\n\
               Takes numbers, text that spells a number, durations and times. None is skipped; other values are \
               skipped and told on standard error. Of nothing it is None.\n\n\
               The result is exact, so all values are kept: 8 bytes each, or 16 bytes for each different value where \
               they repeat, which whole milliseconds do. What does not fit in `--memory` goes to a temporary file, and the \
               value is found in several passes.",
        examples: &[
            Example {
                run: "'count, p50(ms), p95(ms) by service' app.jsonl",
                output: r#"
{"service":"api","count":6,"p50_ms":87.25,"p95_ms":5003}
{"service":"worker","count":2,"p50_ms":3,"p95_ms":730}
{"service":"auth","count":2,"p50_ms":4,"p95_ms":48}
"#,
            },
            Example {
                run: "'p99_9(bytes) as biggest' access.log",
                output: r#"
{"biggest":20480}
"#,
            },
        ],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: false,
    measures: true,
    make: |percent| each_with(Ranked::new(percent / 100.0), Reads::Numbers),
};
