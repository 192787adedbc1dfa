//! `bool(x)`: True or False out of what logs write for them.
//!
//! Python's rule, by which every text that is not empty is true, was rejected: it makes
//! `bool("false")` true.

use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "bool",
        usage: "bool(x)",
        brief: "the bool that a value is or spells",
        text: "Gives a bool as it is, a number as False if it is 0, and True for the texts `true`, `yes`, `on`, \
               `t`, `y` and False for `false`, `no`, `off`, `f`, `n`, in any case; text that spells a number \
               counts as the number. Everything else is None, which the ledger counts. None stays None.",
        examples: &[Example {
            run: "'where not bool(bytes) | select path, bytes' access.log",
            output: r#"
{"path":"/static/app.css","bytes":0}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Bool,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    let answer = match super::number(*x) {
        Some(number) => Some(number.float() != 0.0),
        None => super::text(*x).and_then(|text| spelled(text.trim_ascii())),
    };
    Ret::Cell(answer.map_or(Cell::None, Cell::Bool))
}

fn spelled(text: &[u8]) -> Option<bool> {
    let is_one_of = |words: [&str; 5]| words.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()));
    if is_one_of(["true", "yes", "on", "t", "y"]) {
        return Some(true);
    }
    is_one_of(["false", "no", "off", "f", "n"]).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn false_is_false() {
        let bool = |x: Value<'static>| law(&[x], &mut Vec::new());
        assert_eq!(bool(Value::Text(b"False")), Ret::Cell(Cell::Bool(false)));
        assert_eq!(bool(Value::Str(b"on")), Ret::Cell(Cell::Bool(true)));
        assert_eq!(bool(Value::Text(b"0")), Ret::Cell(Cell::Bool(false)));
        assert_eq!(bool(Value::Float(0.5)), Ret::Cell(Cell::Bool(true)));
        assert_eq!(bool(Value::Text(b"maybe")), Ret::Cell(Cell::None));
    }
}
