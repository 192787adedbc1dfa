//! `isdigit(x)`: whether text is only digits.

use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "isdigit",
        usage: "x.isdigit()",
        brief: "whether text holds only digits",
        text: "Is True when the text is not empty and holds nothing but digits of any script, as Python's \
               `str.isdigit` has them: superscripts count, fractions, signs and points do not. See [is_number] \
               for numbers. A byte that is no UTF-8 is no character of any kind. None is False. A number or a \
               bool is taken as it is spelled.",
        examples: &[Example {
            run: r#"'where target.removeprefix("/api/users?id=").isdigit() | count by target' access.log"#,
            output: r#"
{"target":"/api/users?id=7","count":2}
{"target":"/api/users?id=9","count":1}
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
    super::test(*x, |text| text::every(text, text::is_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python() {
        let holds = |x: &str| law(&[Value::Str(x.as_bytes())], &mut Vec::new()) == Ret::Cell(Cell::Bool(true));
        assert!(holds("12"), "12");
        assert!(holds("٣"), "٣");
        assert!(holds("²"), "²");
        assert!(!holds(""), "");
        assert!(!holds("1.5"), "1.5");
        assert!(!holds("-1"), "-1");
        assert!(!holds("½"), "½");
    }
}
