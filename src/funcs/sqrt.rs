//! `sqrt(x)`: the square root.

use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "sqrt",
        usage: "sqrt(x)",
        brief: "the square root of a number",
        text: "Gives the square root as a float. A negative number, or what is no number, is None, which the \
               ledger counts. None stays None.",
        examples: &[Example {
            run: "'select sqrt(bytes) as root | head 1' access.log",
            output: r#"
{"root":71.58212067269312}
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
    Ret::Cell(super::number(*x).map_or(Cell::None, |number| super::finite(number.float().sqrt())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negative_numbers_have_none() {
        let sqrt = |x: Value<'static>| law(&[x], &mut Vec::new());
        assert_eq!(sqrt(Value::Text(b"9")), Ret::Cell(Cell::Float(3.0)));
        assert_eq!(sqrt(Value::Int(-1)), Ret::Cell(Cell::None));
    }
}
