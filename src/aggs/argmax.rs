//! `argmax(x, by)`: the value of x in the row where another is greatest.

use super::extreme::Beside;
use super::{Reads, each};
use crate::def::{AggDef, Doc, Example, Takes};

/// The definition of `argmax`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "argmax",
        usage: "argmax(x, by)",
        brief: "the value of x in the row where `by` is greatest",
        text: "Both are any expressions. `by` takes values of every kind, in the order that [sort] uses; of several \
               rows where it is greatest the earliest is taken, and rows where it is None do not count. The value \
               keeps its kind and its spelling. If `x` is None in that row, so is the result; `where x is not None` \
               leaves such rows out. Of nothing it is None. A group keeps two values. See also [argmin].",
        examples: &[
            Example {
                run: "'argmax(msg, ms) as slowest, max(ms) by service' app.jsonl",
                output: r#"
{"service":"api","slowest":"query failed: \"orders\" timeout","max_ms":5003}
{"service":"worker","slowest":"job took 730ms","max_ms":730}
{"service":"auth","slowest":"login ok","max_ms":48}
"#,
            },
            Example {
                run: "'argmax(path, bytes), argmin(path, bytes)' access.log",
                output: r#"
{"argmax_path":"/api/orders","argmin_path":"/static/app.css"}
"#,
            },
        ],
    },
    args: (2, 2),
    takes: Takes::Pair,
    running: true,
    measures: false,
    make: |_| each::<Beside<true>>(Reads::Values),
};
