//! `str(x)`: any value as text.
//!
//! The answer is a string by type, so that `str(status)` prints in quotes and compares
//! bytewise.

use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "str",
        usage: "str(x)",
        brief: "a value as text",
        text: "Gives text as it is, numbers as they are spelled, a bool as `true` or `false`, a time as an RFC \
               3339 stamp, a duration as it prints, a list or an object as its JSON. What is text already is \
               not copied. None stays None: write `x ?? \"\"` for text in any case.\n\n\
               Use it to make `+` join texts, to compare numbers as text, or to take a slice of a time.",
        examples: &[
            Example {
                run: "'select str(status) as status | head 2' access.log",
                output: r#"
{"status":"200"}
{"status":"304"}
"#,
            },
            Example {
                run: r#"'count by str(status)[0] + "xx" as class' access.log"#,
                output: r#"
{"class":"2xx","count":6}
{"class":"3xx","count":2}
{"class":"5xx","count":3}
{"class":"4xx","count":3}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    match x {
        Value::None => Ret::Cell(Cell::None),
        Value::Text(t) | Value::Str(t) | Value::Number(t) | Value::Json(t) => Ret::Part(t),
        other => {
            other.write_text(out);
            Ret::New
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_has_a_text() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Number(b"1.50")], &mut out), Ret::Part(b"1.50"));
        assert_eq!(law(&[Value::Json(b"[1]")], &mut out), Ret::Part(b"[1]"));
        assert_eq!(law(&[Value::Bool(true)], &mut out), Ret::New);
        assert_eq!(out, b"true");
        assert_eq!(law(&[Value::None], &mut out), Ret::Cell(Cell::None));
    }
}
