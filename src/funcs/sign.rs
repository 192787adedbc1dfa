//! `sign(x)`: -1, 0 or 1.

use crate::data::cell::Num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "sign",
        usage: "sign(x)",
        brief: "-1, 0 or 1 as a number or a duration is negative, zero or positive",
        text: "Gives -1 for a number or a duration below zero, 0 for zero and 1 above it, always an integer. What is \
               neither is None, which the ledger counts. None stays None.",
        examples: &[Example {
            run: "'count by sign(status - 400) as side' access.log",
            output: r#"
{"side":-1,"count":8}
{"side":1,"count":6}
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
    let order = match x {
        Value::Duration(d) => Some(d.cmp(&0)),
        other => super::number(*other).map(|x| x.order(Num::Int(0))),
    };
    Ret::Cell(order.map_or(Cell::None, |order| Cell::Int(order as i64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_numbers_and_durations() {
        let of = |x: Value<'static>| law(&[x], &mut Vec::new());
        assert_eq!(of(Value::Float(-0.5)), Ret::Cell(Cell::Int(-1)));
        assert_eq!(of(Value::Float(-0.0)), Ret::Cell(Cell::Int(0)));
        assert_eq!(of(Value::Text(b"7")), Ret::Cell(Cell::Int(1)));
        assert_eq!(of(Value::Duration(i64::MIN)), Ret::Cell(Cell::Int(-1)));
        assert_eq!(of(Value::Time(5)), Ret::Cell(Cell::None));
    }
}
