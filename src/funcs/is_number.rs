//! `is_number(x)`: whether a value is a number, or text that spells one.

use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "is_number",
        usage: "is_number(x)",
        brief: "whether a value is a number or spells one",
        text: "Is True for a number, and for text that a comparison with a number would take for one: an \
               optional sign, digits, a fraction and an exponent, and nothing else; leading zeros are allowed, \
               spaces are not. None is False, and so is a bool.\n\n\
               Use it to look at what the ledger counted as no number.",
        examples: &[
            Example {
                run: "'where not is_number(age) | select name, age' users.csv",
                output: r#"
{"name":"Dan","age":""}
"#,
            },
            Example {
                run: "'where is_number(status) | count' app.jsonl",
                output: r#"
{"count":8}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Bool,
    none: OnNone::False,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    let is_number = !matches!(x, Value::Bool(_)) && super::number(*x).is_some();
    Ret::Cell(Cell::Bool(is_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_their_spellings() {
        let holds = |x: Value<'static>| law(&[x], &mut Vec::new()) == Ret::Cell(Cell::Bool(true));
        assert!(holds(Value::Int(1)) && holds(Value::Text(b"007")) && holds(Value::Number(b"1e3")));
        assert!(!holds(Value::Text(b"")) && !holds(Value::Text(b"12ms")) && !holds(Value::Bool(true)));
    }
}
