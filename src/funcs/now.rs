//! `now()`: the time of the run.

use crate::data::Cell;
use crate::def::{Doc, Example, Expr, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "now",
        usage: "now()",
        brief: "the time of the run",
        text: "Gives the time at which flitch was started, or that of `--now`, the same for every record: a run has one \
               time. With `--now` a run can be repeated to the byte.",
        examples: &[Example {
            run: "--now 2026-03-02T09:15:00Z 'where now() - time(ts) < 5m | select now() - time(ts) as age, msg' app.jsonl",
            output: r#"
{"age":"4m59.001s","msg":"upstream gone, took 1200ms"}
{"age":"382ms","msg":"job took 730ms"}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (0, 0),
    kind: Kind::Time,
    none: OnNone::Sees,
    bind: FuncBind::Bound(|scope, _, _| Ok(Expr::constant(Cell::Time(scope.options.now), Kind::Time))),
};
