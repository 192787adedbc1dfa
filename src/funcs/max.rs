//! `max(a, b)`: the largest of some values of one record.

use super::pick::{self, Rule};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "max",
        usage: "max(a, b, ...)",
        brief: "the largest of some values of one record",
        text: "Gives the largest of two or more values of one record; of equal ones the first. Values compare as under `<`: numbers by value, text that is a number beside \
               a number as that number, times, durations, and other text bytewise. What is chosen \
               keeps its spelling. If one of them is None the answer is None \
               (`max(a, b ?? a)` leaves it out); if two do not compare it is None too, which the ledger \
               counts.\n\n\
               With one argument `max` is an aggregate, which opens a stage: `max(ms) by path`.",
        examples: &[Example {
            run: "'select service, max(ms, 20) as at_least | head 4' app.jsonl",
            output: r#"
{"service":"api","at_least":20}
{"service":"worker","at_least":20}
{"service":"auth","at_least":48}
{"service":"api","at_least":87.25}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (2, 16),
    kind: Kind::Any,
    none: OnNone::None,
    bind: FuncBind::Bound(|scope, args, span| pick::bind(scope, args, span, Rule::Greatest)),
};
