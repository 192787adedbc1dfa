//! `first(x)`: the value that came first.

use super::extreme::Edge;
use super::{Reads, each};
use crate::def::{AggDef, Doc, Example, Takes};

/// The definition of `first`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "first",
        usage: "first(x)",
        brief: "the value of the first row that has one",
        text: "Takes the value of the earliest row in which `x` is not None, in the order of the input: line by line, \
               file by file as they are named. To go by time instead, [sort] first. The value keeps its kind and its \
               spelling; the first of nothing is None. A group keeps one value.",
        examples: &[Example {
            run: "'first(path), last(path) by ip' access.log",
            output: r#"
{"ip":"203.0.113.7","first_path":"/","last_path":"/api/orders"}
{"ip":"198.51.100.23","first_path":"/login","last_path":"/api/users"}
{"ip":"192.0.2.88","first_path":"/api/orders","last_path":"/api/orders"}
{"ip":"2001:db8::42","first_path":"/wp-login.php","last_path":"/.env"}
"#,
        }],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: true,
    measures: false,
    make: |_| each::<Edge<false>>(Reads::Values),
};
