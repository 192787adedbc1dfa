//! `isalpha(x)`: whether text is only letters.

use crate::base::{letters, text};
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "isalpha",
        usage: "x.isalpha()",
        brief: "whether text holds only letters",
        text: "Is True when the text is not empty and holds nothing but letters of any script, as Python's \
               `str.isalpha` has them: marks, numbers and letters in circles are none. A byte that is no UTF-8 is no \
               character of any kind. None is False. A number or a bool is taken as it is spelled.",
        examples: &[Example {
            run: "'where plan.isalpha() | count by plan' users.csv",
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
    super::test(*x, |text| text::every(text, letters::is_letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python() {
        let holds = |x: &str| law(&[Value::Str(x.as_bytes())], &mut Vec::new()) == Ret::Cell(Cell::Bool(true));
        assert!(holds("abc"), "abc");
        assert!(holds("é"), "é");
        assert!(holds("日本"), "日本");
        assert!(!holds(""), "");
        assert!(!holds("a1"), "a1");
        assert!(!holds("a b"), "a b");
    }
}
