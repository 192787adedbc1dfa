//! `argmin(x, by)`: the value of x in the row where another is smallest.

use super::extreme::Beside;
use super::{Reads, each};
use crate::def::{AggDef, Doc, Example, Takes};

/// The definition of `argmin`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "argmin",
        usage: "argmin(x, by)",
        brief: "the value of x in the row where `by` is smallest",
        text: "Both are any expressions. `by` takes values of every kind, in the order that [sort] uses; of several \
               rows where it is smallest the earliest is taken, and rows where it is None do not count. The value \
               keeps its kind and its spelling. If `x` is None in that row, so is the result; `where x is not None` \
               leaves such rows out. Of nothing it is None. A group keeps two values. See also [argmax].",
        examples: &[Example {
            run: "'argmin(user, ts) as first_seen by service' app.jsonl",
            output: r#"
{"service":"api","first_seen":"alice"}
{"service":"worker","first_seen":null}
{"service":"auth","first_seen":"bob"}
"#,
        }],
    },
    args: (2, 2),
    takes: Takes::Pair,
    running: true,
    measures: false,
    make: |_| each::<Beside<false>>(Reads::Values),
};
