//! `ceil(x)`: the smallest integer that is not smaller.

use crate::data::cell::Num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "ceil",
        usage: "ceil(x)",
        brief: "the smallest integer that is not smaller",
        text: "Gives the next integer above a number, or the number itself if it has no fraction. The answer is \
               an integer unless it does not fit 64 bits. What is no number is None, which the ledger counts. \
               None stays None. To round to multiples of something, use [bin].",
        examples: &[Example {
            run: "'select ceil(ms) as ms | head 2' app.jsonl",
            output: r#"
{"ms":13}
{"ms":3}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    Ret::Cell(match super::number(*x) {
        Some(Num::Int(i)) => Cell::Int(i),
        Some(Num::Float(f)) => super::whole(f.ceil()),
        None => Cell::None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_integers() {
        let of = |x: Value<'static>| law(&[x], &mut Vec::new());
        assert_eq!(of(Value::Float(-2.5)), Ret::Cell(Cell::Int(-2)));
        assert_eq!(of(Value::Text(b"2.5")), Ret::Cell(Cell::Int(3)));
        assert_eq!(of(Value::Int(i64::MIN)), Ret::Cell(Cell::Int(i64::MIN)));
        assert_eq!(of(Value::Float(1e300)), Ret::Cell(Cell::Float(1e300)));
        assert_eq!(of(Value::Text(b"x")), Ret::Cell(Cell::None));
    }
}
