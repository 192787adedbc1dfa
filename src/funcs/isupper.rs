//! `isupper(x)`: whether text is in upper case.

use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "isupper",
        usage: "x.isupper()",
        brief: "whether text is in upper case",
        text: "Is True when the text has at least one letter in upper case and none in lower or title case; \
               characters without case do not matter. A byte that is no UTF-8 is no character of any kind. None \
               is False. A number or a bool is taken as it is spelled.",
        examples: &[Example {
            run: "'where line[20:25].strip().isupper() | count' app.log",
            output: r#"
{"count":10}
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
    super::test(*x, |text| text::cased(text, char::is_uppercase, char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python() {
        let holds = |x: &str| law(&[Value::Str(x.as_bytes())], &mut Vec::new()) == Ret::Cell(Cell::Bool(true));
        assert!(holds("ABC"), "ABC");
        assert!(holds("A-1"), "A-1");
        assert!(holds("É"), "É");
        assert!(!holds(""), "");
        assert!(!holds("1"), "1");
        assert!(!holds("Ab"), "Ab");
        assert!(!holds("é"), "é");
    }
}
