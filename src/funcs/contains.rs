//! `contains(x, v)`: `v in x`, for those who look for it under this name.
//!
//! It is bound as the operator is, so that there is one law of membership.

use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};
use crate::lang::ast::{Compare, Expr, ExprKind};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "contains",
        usage: "contains(x, v)",
        brief: "whether a text contains a text, or a list an element",
        text: "It is `v in x`: of a text, whether v stands in it; of a JSON list, whether an element equals v, a \
               number by its value; of a JSON object, whether it has the key. A list that is written out holds \
               constants: `contains((500, 502), status)`. Where x or v is None the answer is False.",
        examples: &[Example {
            run: "'where contains(msg, \"timeout\") | select service, msg' app.jsonl",
            output: r#"
{"service":"api","msg":"query failed: \"orders\" timeout"}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (2, 2),
    kind: Kind::Bool,
    none: OnNone::False,
    bind: FuncBind::Bound(|scope, args, span| {
        let [x, v] = args else { unreachable!("the count of arguments was checked") };
        let test = ExprKind::Compare(Box::new(v.clone()), vec![(Compare::In, x.clone())]);
        scope.expr(&Expr { kind: test, span })
    }),
};
