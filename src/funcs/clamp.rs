//! `clamp(x, low, high)`: a value held between two others.

use super::pick::{self, Rule};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "clamp",
        usage: "clamp(x, low, high)",
        brief: "a value held between two others",
        text: "Gives x, or `low` if x is below it, or `high` if x is above it. Values compare as under `<`: numbers by value, text that is a number beside \
               a number as that number, times, durations, and other text bytewise. What is chosen \
               keeps its spelling. None stays None. \
               Bounds in the wrong order, and values that do not compare, give None, which the ledger counts.",
        examples: &[Example {
            run: "'select service, clamp(ms, 10, 1000) as ms | head 5' app.jsonl",
            output: r#"
{"service":"api","ms":12.5}
{"service":"worker","ms":10}
{"service":"auth","ms":48}
{"service":"api","ms":87.25}
{"service":"api","ms":1000}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (3, 3),
    kind: Kind::Any,
    none: OnNone::None,
    bind: FuncBind::Bound(|scope, args, span| pick::bind(scope, args, span, Rule::Between)),
};
