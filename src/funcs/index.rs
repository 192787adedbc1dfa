//! `index(x, v)`: where a list has an element, or a text a text.
//!
//! Python raises an error where there is none, and `find` gives -1, which as an index means the
//! last element. Here it is None, uncounted: that an element is not there is an answer, as it is
//! for `x[i]`.

use memchr::memmem;

use super::list;
use crate::base::{Zone, text};
use crate::data::{Batch, Cell, Value};
use crate::def::compare::{Standing, standing};
use crate::def::expr::{Eval, Expr, json_cell};
use crate::def::{Cx, Doc, Example, FuncBind, FuncDef, Kind, OnNone, Scope};
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "index",
        usage: "index(x, v)",
        brief: "the place of an element in a list, or of a text in a text",
        text: "Gives the place of the first element of a JSON list that equals v, or that of the first v in a text, in \
               code points; both count from 0. Where there is none the answer is None, which is not counted, and so \
               it is where x or v is None. `x[i]` takes the element at a place. See also [find] and [contains].",
        examples: &[
            Example {
                run: "'where http is not None | select index(http.path.split(\"/\"), \"orders\") as at | dedup' app.jsonl",
                output: r#"
{"at":null}
{"at":2}
"#,
            },
            Example {
                run: "'print line[:index(line, \"[\")] | head 1' app.log",
                output: r"
2026-03-02 09:00:01 INFO  
",
            },
        ],
    },
    method: true,
    keeps_name: false,
    args: (2, 2),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Bound(bind),
};

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let [x, v] = args else { return Err(Diag::new(span, "`index` wants two values").help(DEF.doc.usage)) };
    let (x, v) = (scope.expr(x)?, scope.expr(v)?);
    Ok(Expr::new(Place { x, v, zone: scope.options.zone.clone() }, Kind::Number))
}

struct Place {
    x: Expr,
    v: Expr,
    zone: Zone,
}

impl Eval for Place {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let (xs, vs) = (self.x.hold(batch, sel, cx), self.v.hold(batch, sel, cx));
        for &row in sel {
            let (x, v) = (batch.plain(xs.cell(batch, row)), batch.plain(vs.cell(batch, row)));
            let place = match x {
                Cell::Json(span) => self.of_list(batch, span, v),
                _ => of_text(batch.value(x), batch.value(v)),
            };
            out[row as usize] = place.map_or(Cell::None, |at| Cell::Int(at as i64));
        }
        xs.done(cx);
        vs.done(cx);
    }
}

impl Place {
    fn of_list(&self, batch: &mut Batch, span: crate::base::Span, v: Cell) -> Option<usize> {
        if v == Cell::None {
            return None;
        }
        let bytes = batch.bytes(span);
        let start = bytes.as_ptr() as usize;
        let cells: Vec<Cell> = list::elements(bytes)?
            .map(|element| json_cell(element, span.start + (element.as_ptr() as usize - start) as u32))
            .collect();
        cells.into_iter().position(|element| {
            let element = batch.plain(element);
            standing(batch.value(element), batch.value(v), &self.zone) == Standing::Ordered(std::cmp::Ordering::Equal)
        })
    }
}

fn of_text(x: Value<'_>, v: Value<'_>) -> Option<usize> {
    let (x, v) = (super::text(x)?, super::text(v)?);
    memmem::find(&x, &v).map(|at| text::count(&x[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_text_are_code_points() {
        assert_eq!(of_text(Value::Text("aé€b".as_bytes()), Value::Str(b"b")), Some(3));
        assert_eq!(of_text(Value::Int(1234), Value::Int(34)), Some(2));
        assert_eq!(of_text(Value::Str(b"abc"), Value::Str(b"")), Some(0));
        assert_eq!(of_text(Value::Str(b"abc"), Value::Str(b"x")), None);
        assert_eq!(of_text(Value::None, Value::Str(b"x")), None);
    }
}
