//! `float(x)`: a double.

use crate::base::num::{self, Num};
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "float",
        usage: "float(x)",
        brief: "the number that a value is or spells, as a float",
        text: "Gives a number as a double, a bool as 1.0 or 0.0, and text as the number that it spells, spaces \
               round it allowed. What is no number is None, which the ledger counts, and so is `nan` or `inf`: \
               no cell holds those. None stays None.",
        examples: &[Example {
            run: "'select float(ms) as ms | head 2' app.jsonl",
            output: r#"
{"ms":12.5}
{"ms":3.0}
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
    let number = super::number(*x).or_else(|| num::parse(super::text(*x)?.trim_ascii()));
    // As an integer `-0` has no sign, but the float that the text spells does.
    let is_minus_zero = number == Some(Num::Int(0)) && x.text().is_some_and(|t| t.trim_ascii().starts_with(b"-"));
    if is_minus_zero {
        return Ret::Cell(Cell::Float(-0.0));
    }
    Ret::Cell(number.map_or(Cell::None, |number| super::finite(number.float())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_only() {
        let float = |x: Value<'static>| law(&[x], &mut Vec::new());
        assert_eq!(float(Value::Int(3)), Ret::Cell(Cell::Float(3.0)));
        assert_eq!(float(Value::Text(b" 1e3")), Ret::Cell(Cell::Float(1000.0)));
        assert_eq!(float(Value::Text(b"nan")), Ret::Cell(Cell::None));
        assert_eq!(float(Value::Duration(5)), Ret::Cell(Cell::None));
    }
}
