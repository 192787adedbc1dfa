//! `isalnum(x)`: whether text is only letters and digits.

use crate::base::{letters, text};
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "isalnum",
        usage: r#"x.isalnum()"#,
        brief: "whether text holds only letters and digits",
        text: "Is True when the text is not empty and holds nothing but letters and numbers of any script, as Python's `str.isalnum` has them: fractions and superscripts count, marks and letters in circles do not. A byte that is no UTF-8 is no character of any kind. None is False. A number or a bool is taken as it is spelled.",
        examples: &[Example {
            run: r#"'where plan.isalnum() | count by plan' users.csv"#,
            output: r#"
{"plan":"pro","count":2}
{"plan":"free","count":2}
{"plan":"team","count":2}
"#,
        }],
    },
    method: true,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Bool,
    none: OnNone::False,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    super::test(*x, |text| text::every(text, |c| letters::is_letter(c) || c.is_numeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python() {
        let holds = |x: &[u8]| law(&[Value::Str(x)], &mut Vec::new()) == Ret::Cell(Cell::Bool(true));
        assert!(holds(b"a1") && holds("é٣".as_bytes()));
        assert!(holds("x²Ⅷ½".as_bytes()) && !holds("a\u{301}".as_bytes()) && !holds("ⓐ".as_bytes()));
        assert!(!holds(b"") && !holds(b"a b") && !holds(b"a\xff"));
    }
}
