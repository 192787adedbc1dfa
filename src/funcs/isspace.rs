//! `isspace(x)`: whether text is only white space.

use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "isspace",
        usage: "x.isspace()",
        brief: "whether text holds only white space",
        text: "Is True when the text is not empty and holds nothing but white space, which is what [strip] \
               takes off. A byte that is no UTF-8 is no character of any kind. None is False. A number or a \
               bool is taken as it is spelled.",
        examples: &[Example {
            run: "'where line[24:25].isspace() | head 1' app.log",
            output: r#"
2026-03-02 09:00:01 INFO  [main] started in 812 ms
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
    super::test(*x, |text| text::every(text, text::is_space))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python() {
        let holds = |x: &str| law(&[Value::Str(x.as_bytes())], &mut Vec::new()) == Ret::Cell(Cell::Bool(true));
        assert!(holds(" \t"), " \t");
        assert!(holds("\u{a0}"), "\u{a0}");
        assert!(!holds(""), "");
        assert!(!holds(" a"), " a");
    }
}
