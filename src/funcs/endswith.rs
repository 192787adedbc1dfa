//! `endswith(x, p)`: whether text ends with another.
//!
//! Several needles are written as a tuple, as in Python, and arrive here as so many arguments.

use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "endswith",
        usage: "x.endswith(text) or x.endswith((text, ...))",
        brief: "whether text ends with the given text, or with one of several",
        text: "Is True when the end of the text is the second text, or one of the texts in brackets. Bytes are \
               compared: the case matters, and any bytes may stand in either. The empty text is at the end of \
               every text. None is False. A number or a bool is taken as it is spelled. A time, a duration, a \
               list or an object is not text: that counts as False in a condition and is told in the ledger.",
        examples: &[Example {
            run: r#"'where path.endswith((".php", ".env")) | count by ip' access.log"#,
            output: r#"
{"ip":"2001:db8::42","count":2}
"#,
        }],
    },
    method: true,
    keeps_name: false,
    args: (2, 1000),
    kind: Kind::Bool,
    none: OnNone::False,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x, needles @ ..] = args else { return Ret::Cell(Cell::None) };
    super::test(*x, |text| {
        needles.iter().any(|needle| super::text(*needle).is_some_and(|needle| text.ends_with(&needle)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_of_several() {
        let mut out = Vec::new();
        let mut holds = |args: &[Value<'static>]| law(args, &mut out) == Ret::Cell(Cell::Bool(true));
        assert!(holds(&[Value::Text(b"abcab"), Value::Str(b"x"), Value::Str(b"ab")]));
        assert!(!holds(&[Value::Text(b"abcab"), Value::Str(b"c")]));
        assert!(holds(&[Value::Int(505), Value::Str(b"5")]));
        assert!(!holds(&[Value::Text(b"abc")]));
    }
}
