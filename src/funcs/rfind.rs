//! `rfind(x, sub)`: where a text last holds another.

use memchr::memmem;

use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "rfind",
        usage: r#"x.rfind(sub)"#,
        brief: "the place of the last occurrence of a text, or -1",
        text: "Gives the place of the first code point of the last occurrence, counted from 0, or -1 when there is none. None stays None. A number or a bool is taken as it is spelled; a time, a duration, a list or an object gives None, which the ledger counts. See also [find].",
        examples: &[Example {
            run: r#"'select path[path.rfind("/"):] as leaf | head 2' access.log"#,
            output: r#"
{"leaf":"/"}
{"leaf":"/app.css"}
"#,
        }],
    },
    method: true,
    keeps_name: false,
    args: (2, 2),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x, sub] = args else { return Ret::Cell(Cell::None) };
    let (Some(text), Some(sub)) = (super::text(*x), super::text(*sub)) else { return Ret::Cell(Cell::None) };
    let at = memmem::rfind(&text, &sub).map_or(-1, |at| text::count(&text[..at]) as i64);
    Ret::Cell(Cell::Int(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points() {
        let at = |sub: &'static str| law(&[Value::Str("äüäü".as_bytes()), Value::Str(sub.as_bytes())], &mut Vec::new());
        assert_eq!(at("ä"), Ret::Cell(Cell::Int(2)));
        assert_eq!(at("x"), Ret::Cell(Cell::Int(-1)));
        assert_eq!(at(""), Ret::Cell(Cell::Int(4)));
    }
}
