//! `count` and `count(x)`: how many rows, and how many values.

use super::{Reads, each};
use crate::base::pack;
use crate::data::{At, Cell, Value};
use crate::def::{AggDef, Doc, Example, Law, Takes};

/// The definition of `count`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "count",
        usage: "count, count(x)",
        brief: "how many rows there are, or how many of them have x",
        text: "`count` counts rows, also those that did not parse. `count(x)` counts the rows in which `x` is not \
               None; empty text and false are values and count. Of nothing both are 0.\n\n\
               A group needs 8 bytes.",
        examples: &[
            Example {
                run: "'count by status | sort -count, status | head 3' access.log",
                output: r#"
{"status":200,"count":4}
{"status":201,"count":2}
{"status":404,"count":2}
"#,
            },
            Example {
                run: "'count, count(user)' app.jsonl",
                output: r#"
{"count":10,"count_user":7}
"#,
            },
            Example {
                run: "'count, count where status >= 500 as failed by service' app.jsonl",
                output: r#"
{"service":"api","count":6,"failed":3}
{"service":"worker","count":2,"failed":0}
{"service":"auth","count":2,"failed":0}
"#,
            },
        ],
    },
    args: (0, 1),
    takes: Takes::Value,
    running: true,
    measures: true,
    make: |_| each::<Count>(Reads::Values),
};

#[derive(Clone, Default)]
struct Count {
    n: u64,
}

impl Law for Count {
    #[inline]
    fn add(&mut self, _: Value<'_>, _: At) {
        self.n += 1;
    }

    fn merge(&mut self, other: Count) {
        self.n += other.n;
    }

    fn value(&self, _: &mut Vec<u8>) -> Cell {
        Cell::Int(i64::try_from(self.n).unwrap_or(i64::MAX))
    }

    fn save(&self, out: &mut Vec<u8>) {
        pack::put_uint(self.n, out);
    }

    fn load(self, bytes: &mut &[u8]) -> Option<Count> {
        Some(Count { n: pack::count(bytes)? })
    }
}
