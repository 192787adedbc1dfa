//! `coalesce(a, b, ...)`: the first value that is not None.
//!
//! It is bound to the node of `??`, which keeps a value of any kind as it was spelled and
//! looks at the later ones only where they are needed; as a law it would do neither.

use crate::def::logic::Coalesce;
use crate::def::{Doc, Example, Expr, FuncBind, FuncDef, Kind, OnNone, Scope};
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "coalesce",
        usage: "coalesce(a, b, ...)",
        brief: "the first value that is not None",
        text: "Gives the first of its arguments that is not None, or None when all are. The value stays what it \
               is: untouched numbers keep their spelling. Later arguments are not computed where an earlier one \
               is there. For two values `a ?? b` says the same. An empty text is a value and not None.",
        examples: &[Example {
            run: "'count by coalesce(user, service) as who' app.jsonl",
            output: r#"
{"who":"alice","count":2}
{"who":"worker","count":2}
{"who":"bob","count":2}
{"who":"carol","count":3}
{"who":"api","count":1}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 16),
    kind: Kind::Any,
    none: OnNone::Sees,
    bind: FuncBind::Bound(bind),
};

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let mut rest = args.iter().rev();
    let Some(last) = rest.next() else { return Err(Diag::new(span, "`coalesce` wants a value").help(DEF.doc.usage)) };
    let mut expr = scope.expr(last)?;
    for arg in rest {
        let first = scope.expr(arg)?;
        let kind = if first.kind == expr.kind { first.kind } else { Kind::Any };
        let is_string = first.is_string && expr.is_string;
        let name = first.name.clone();
        expr = Expr::new(Coalesce(first, expr), kind);
        expr.is_string = is_string;
        expr.name = name;
    }
    Ok(expr)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_bound_and_no_law() {
        assert!(matches!(DEF.bind, FuncBind::Bound(_)) && DEF.none == OnNone::Sees);
    }
}
