//! `islower(x)`: whether text is in lower case.

use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "islower",
        usage: "x.islower()",
        brief: "whether text is in lower case",
        text: "Is True when the text has at least one letter in lower case and none in upper or title case; \
               characters without case do not matter. A byte that is no UTF-8 is no character of any kind. None \
               is False. A number or a bool is taken as it is spelled.",
        examples: &[Example {
            run: "'where level.islower() | count by level | head 2' app.jsonl",
            output: r#"
{"level":"info","count":5}
{"level":"debug","count":1}
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
    super::test(*x, |text| text::cased(text, char::is_lowercase, char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python() {
        let holds = |x: &str| law(&[Value::Str(x.as_bytes())], &mut Vec::new()) == Ret::Cell(Cell::Bool(true));
        assert!(holds("abc"), "abc");
        assert!(holds("a-1"), "a-1");
        assert!(holds("é"), "é");
        assert!(!holds(""), "");
        assert!(!holds("1"), "1");
        assert!(!holds("Ab"), "Ab");
        assert!(!holds("É"), "É");
    }
}
