//! `exp(x)`: e to the power of a number.

use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "exp",
        usage: "exp(x)",
        brief: "e to the power of a number",
        text: "Gives e to the power of the number, as a float; it undoes [log]. A result too large for a float, \
               or what is no number, is None, which the ledger counts. None stays None.",
        examples: &[Example {
            run: "'where bytes > 0 | avg(log(bytes)) as m | select round(exp(m), 1) as geometric_mean' access.log",
            output: r#"
{"geometric_mean":233.8}
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
    Ret::Cell(super::number(*x).map_or(Cell::None, |number| super::finite(number.float().exp())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overflow_is_none() {
        let exp = |x: Value<'static>| law(&[x], &mut Vec::new());
        assert_eq!(exp(Value::Int(0)), Ret::Cell(Cell::Float(1.0)));
        assert_eq!(exp(Value::Int(1000)), Ret::Cell(Cell::None));
    }
}
