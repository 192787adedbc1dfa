//! `abs(x)`: a number or a duration without its sign.

use crate::data::cell::Num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "abs",
        usage: "abs(x)",
        brief: "a number or a duration without its sign",
        text: "Gives the size of a number or a duration. What is neither is None, which the ledger counts. None \
               stays None.",
        examples: &[Example {
            run: "'select abs(status - 500) as off | head 2' access.log",
            output: r#"
{"off":300}
{"off":196}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Any,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    if let Value::Duration(d) = x {
        return Ret::Cell(d.checked_abs().map_or(Cell::None, Cell::Duration));
    }
    Ret::Cell(match super::number(*x) {
        Some(Num::Int(i)) => super::wide(i128::from(i).abs()),
        Some(Num::Float(f)) => Cell::Float(f.abs()),
        None => Cell::None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_is_left() {
        let abs = |x: Value<'static>| law(&[x], &mut Vec::new());
        assert_eq!(abs(Value::Int(-3)), Ret::Cell(Cell::Int(3)));
        assert_eq!(abs(Value::Int(i64::MIN)), Ret::Cell(Cell::Float(9_223_372_036_854_775_808.0)));
        assert_eq!(abs(Value::Duration(-5)), Ret::Cell(Cell::Duration(5)));
        assert_eq!(abs(Value::Duration(i64::MIN)), Ret::Cell(Cell::None));
        assert_eq!(abs(Value::Text(b"-1.5")), Ret::Cell(Cell::Float(1.5)));
    }
}
