//! `trunc(x)`: a number without its fraction.

use crate::data::cell::Num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "trunc",
        usage: "trunc(x)",
        brief: "a number without its fraction",
        text: "Cuts a number off towards zero, where [floor] goes down, [ceil] up and [round] to the nearest. The \
               answer is an integer unless it does not fit 64 bits. What is no number is None, which the ledger \
               counts. None stays None.",
        examples: &[Example {
            run: "'select trunc(ms - 20) as off | head 2' app.jsonl",
            output: r#"
{"off":-7}
{"off":-17}
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
        Some(Num::Float(f)) => super::whole(f.trunc()),
        None => Cell::None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_towards_zero() {
        let of = |x: Value<'static>| law(&[x], &mut Vec::new());
        assert_eq!(of(Value::Float(-2.5)), Ret::Cell(Cell::Int(-2)));
        assert_eq!(of(Value::Text(b"2.9")), Ret::Cell(Cell::Int(2)));
        assert_eq!(of(Value::Float(1e300)), Ret::Cell(Cell::Float(1e300)));
        assert_eq!(of(Value::Text(b"x")), Ret::Cell(Cell::None));
    }
}
