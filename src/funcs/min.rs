//! `min(a, b)`: the smallest of some values of one record.

use super::pick::{self, Rule};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "min",
        usage: "min(a, b, ...)",
        brief: "the smallest of some values of one record",
        text: "Gives the smallest of two or more values of one record; of equal ones the first. Values compare as under `<`: numbers by value, text that is a number beside \
               a number as that number, times, durations, and other text bytewise. What is chosen \
               keeps its spelling. If one of them is None the answer is None \
               (`min(a, b ?? a)` leaves it out); if two do not compare it is None too, which the ledger \
               counts.\n\n\
               With one argument `min` is an aggregate, which opens a stage: `min(ms) by path`.",
        examples: &[Example {
            run: "'select service, min(ms, 100) as capped | head 4' app.jsonl",
            output: r#"
{"service":"api","capped":12.5}
{"service":"worker","capped":3}
{"service":"auth","capped":48}
{"service":"api","capped":87.25}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (2, 16),
    kind: Kind::Any,
    none: OnNone::None,
    bind: FuncBind::Bound(|scope, args, span| pick::bind(scope, args, span, Rule::Least)),
};
