//! `env(name)`: a variable of the environment.
//!
//! It is read while the pipeline is bound. That no variable changes a result unless the pipeline
//! names it is what keeps runs alike; a variable that is not set is an error and not None, since
//! a misspelled name would otherwise select nothing without a word.

use super::clock;
use crate::data::Cell;
use crate::def::{Doc, Example, Expr, FuncBind, FuncDef, Kind, OnNone, Scope};
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "env",
        usage: "env(\"NAME\"[, default])",
        brief: "a variable of the environment",
        text: "Gives the text of a variable, read once, before any input. Like a field it turns into a number where it \
               meets one. A variable that is not set, or is no UTF-8, gives the default, which may be None; without a \
               default it is an error. See also [arg].",
        examples: &[Example {
            run: r#"'where ms > env("SLOW_MS", 1000) | select msg, ms' app.jsonl"#,
            output: r#"
{"msg":"query failed: \"orders\" timeout","ms":5003}
{"msg":"upstream gone, took 1200ms","ms":1200}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 2),
    kind: Kind::Any,
    none: OnNone::Sees,
    bind: FuncBind::Bound(bind),
};

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let [name, default @ ..] = args else { return Err(Diag::new(span, "`env` wants a name").help(DEF.doc.usage)) };
    let key = clock::constant(scope, name, "the name of a variable", "env(\"HOME\")")?;
    match ((scope.options.env)(&key), default.first()) {
        (Some(value), _) => {
            let cell = scope.constant(value.as_bytes());
            Ok(Expr::constant(cell.span().map_or(cell, Cell::Text), Kind::Text))
        }
        (None, Some(default)) => scope.expr(default),
        (None, None) => Err(Diag::new(name.span, format!("no variable `{key}` in the environment"))
            .help(format!("env(\"{key}\", None)"))),
    }
}
