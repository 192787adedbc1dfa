//! `last(x)`: the value that came last.

use super::extreme::Edge;
use super::{Reads, each};
use crate::def::{AggDef, Doc, Example, Takes};

/// The definition of `last`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "last",
        usage: "last(x)",
        brief: "the value of the last row that has one",
        text: "Takes the value of the latest row in which `x` is not None, in the order of the input: line by line, \
               file by file as they are named. To go by time instead, [sort] first. The value keeps its kind and its \
               spelling; the last of nothing is None. A group keeps one value.",
        examples: &[Example {
            run: "'count, last(msg) by level' app.jsonl",
            output: r#"
{"level":"info","count":5,"last_msg":"job took 730ms"}
{"level":"debug","count":1,"last_msg":"job started"}
{"level":"error","count":2,"last_msg":"upstream gone, took 1200ms"}
{"level":"warn","count":2,"last_msg":"permission denied"}
"#,
        }],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: true,
    measures: false,
    make: |_| each::<Edge<true>>(Reads::Values),
};
