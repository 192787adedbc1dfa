//! `join(x, separator)`: the elements of a list as one text.
//!
//! Python's method has the separator as its object, other languages' functions have it as the
//! last argument; both are taken, since only one of the two is a list.

use super::{MOST, list};
use crate::data::{Batch, Cell, NoteId, Value};
use crate::def::expr::{Eval, Expr, Held};
use crate::def::{Cx, Doc, Example, FuncBind, FuncDef, Kind, OnNone, Scope};
use crate::lang::ast::ExprKind;
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "join",
        usage: "join(x, separator) or separator.join(x)",
        brief: "the elements of a list as one text",
        text: "Writes the elements of a JSON list, or of a list that is written out, one after another with the \
               separator between them. Numbers and nested values stay as they are spelled, and null and None are \
               empty. What is no list gives None, which the ledger counts. None stays None.",
        examples: &[
            Example {
                run: "'select join(path[1:].split(\"/\"), \".\") as dotted | dedup | head 3' access.log",
                output: r#"
{"dotted":""}
{"dotted":"static.app.css"}
{"dotted":"login"}
"#,
            },
            Example {
                run: "'count by \"-\".join((service, level)) as kind | head 2' app.jsonl",
                output: r#"
{"kind":"api-info","count":3}
{"kind":"worker-debug","count":1}
"#,
            },
        ],
    },
    method: true,
    keeps_name: false,
    args: (2, 2),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Bound(bind),
};

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let [a, b] = args else { return Err(Diag::new(span, "`join` wants a list and a separator").help(DEF.doc.usage)) };
    let written = |x: &lang::Expr| match &x.kind {
        ExprKind::List(items) => Some(items.clone()),
        _ => None,
    };
    let misfit = super::clock::misfit(scope, span);
    let (items, separator) = match (written(a), written(b)) {
        (Some(_), Some(_)) => return Err(Diag::new(b.span, "a separator is a text").help(DEF.doc.usage)),
        (Some(items), None) => (items, b),
        (None, Some(items)) => (items, a),
        (None, None) => {
            let join = Join { a: scope.expr(a)?, b: scope.expr(b)?, misfit };
            return Ok(Expr::new(join, Kind::Text).string());
        }
    };
    let separator = scope.expr(separator)?;
    let mut parts = Vec::new();
    for item in &items {
        parts.push(scope.expr(item)?);
    }
    Ok(Expr::new(Parts { parts, separator, misfit }, Kind::Text).string())
}

/// A list that a field holds.
struct Join {
    a: Expr,
    b: Expr,
    misfit: NoteId,
}

impl Eval for Join {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let (a, b) = (self.a.hold(batch, sel, cx), self.b.hold(batch, sel, cx));
        let mut made = std::mem::take(&mut cx.text);
        for &row in sel {
            let (x, y) = (batch.plain(a.cell(batch, row)), batch.plain(b.cell(batch, row)));
            out[row as usize] = Cell::None;
            if x == Cell::None || y == Cell::None {
                continue;
            }
            made.clear();
            match joined(batch.value(x), batch.value(y), &mut made) {
                Some(()) => out[row as usize] = Cell::Str(batch.push(&made)),
                None => batch.note(row, self.misfit),
            }
        }
        cx.text = made;
        a.done(cx);
        b.done(cx);
    }
}

/// Joins the one of two values that is a list with the other; None when there is no such pair.
fn joined(a: Value<'_>, b: Value<'_>, out: &mut Vec<u8>) -> Option<()> {
    let (json, separator) = match (a, b) {
        (Value::Json(json), separator) | (separator, Value::Json(json)) => (json, super::text(separator)?),
        _ => return None,
    };
    for (at, element) in list::elements(json)?.enumerate() {
        if at > 0 {
            out.extend_from_slice(&separator);
        }
        list::write_text(element, out);
        if out.len() > MOST {
            return None;
        }
    }
    Some(())
}

/// A list that is written out.
struct Parts {
    parts: Vec<Expr>,
    separator: Expr,
    misfit: NoteId,
}

impl Eval for Parts {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let separator = self.separator.hold(batch, sel, cx);
        let held: Vec<Held> = self.parts.iter().map(|part| part.hold(batch, sel, cx)).collect();
        let mut made = std::mem::take(&mut cx.text);
        for &row in sel {
            out[row as usize] = Cell::None;
            let between = batch.plain(separator.cell(batch, row));
            if between == Cell::None {
                continue;
            }
            made.clear();
            let mut fits = true;
            for (at, part) in held.iter().enumerate() {
                match super::text(batch.value(between)) {
                    Some(between) if at > 0 => made.extend_from_slice(&between),
                    Some(_) => {}
                    None => fits = false,
                }
                let cell = part.cell(batch, row);
                batch.value(cell).write_text(&mut made);
                fits &= made.len() <= MOST;
                if !fits {
                    break;
                }
            }
            match fits {
                true => out[row as usize] = Cell::Str(batch.push(&made)),
                false => batch.note(row, self.misfit),
            }
        }
        cx.text = made;
        separator.done(cx);
        held.into_iter().for_each(|part| part.done(cx));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_side_may_be_the_list() {
        let of = |a, b| {
            let mut out = Vec::new();
            joined(a, b, &mut out).map(|()| String::from_utf8(out).unwrap())
        };
        let list = Value::Json(br#"["a\n", 1.50, null, true, ["x"]]"#);
        assert_eq!(of(list, Value::Str(b", ")).as_deref(), Some("a\n, 1.50, , true, [\"x\"]"));
        assert_eq!(of(Value::Str(b"-"), Value::Json(b"[1,2]")).as_deref(), Some("1-2"));
        assert_eq!(of(Value::Json(b"[]"), Value::Str(b"-")).as_deref(), Some(""));
        assert_eq!(of(Value::Json(b"{}"), Value::Str(b"-")), None);
        assert_eq!(of(Value::Str(b"a"), Value::Str(b"-")), None);
        assert_eq!(of(list, Value::Time(0)), None);
    }
}
