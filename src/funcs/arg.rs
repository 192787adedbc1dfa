//! `arg(name, default)`: a text of the command line, or something else.
//!
//! `arg.name` is the plain way to read one, and an error where none was given; the call is for a
//! script that can do without.

use super::clock;
use crate::data::Cell;
use crate::def::{Doc, Example, Expr, FuncBind, FuncDef, Kind, OnNone, Scope};
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "arg",
        usage: "arg(\"NAME\", default)",
        brief: "the text that `--arg NAME=TEXT` gave, or a default",
        text: "Gives the text of an argument; like a field it turns into a number where it meets one. Where `--arg` gave \
               none it is the default, which may be None. `arg.NAME` is short for an argument that must be given. See \
               also [env].",
        examples: &[
            Example {
                run: r#"--arg slow=5000 'where ms > arg("slow", 1000) | select ms' app.jsonl"#,
                output: r#"
{"ms":5003}
"#,
            },
            Example {
                run: r#"'where ms > arg("slow", 1000) | select ms' app.jsonl"#,
                output: r#"
{"ms":5003}
{"ms":1200}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (2, 2),
    kind: Kind::Any,
    none: OnNone::Sees,
    bind: FuncBind::Bound(bind),
};

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let [name, default] = args else { return Err(Diag::new(span, "`arg` wants a name").help(DEF.doc.usage)) };
    let key = clock::constant(scope, name, "the name of an argument", "arg(\"limit\", 100)")?;
    let Some((_, value)) = scope.options.args.iter().rev().find(|(name, _)| *name == key) else {
        return scope.expr(default);
    };
    let cell = scope.constant(value.clone().as_bytes());
    Ok(Expr::constant(cell.span().map_or(cell, Cell::Text), Kind::Text))
}
