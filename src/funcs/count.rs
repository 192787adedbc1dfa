//! `count(x, sub)`: how often a text holds another.
//!
//! The aggregate of this name takes one value, or none, so that the two never meet.

use memchr::memmem;

use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "count",
        usage: "x.count(sub)",
        brief: "how often a text occurs in another",
        text: "Counts the occurrences that do not overlap, from the left. An empty text occurs before each code \
               point and at the end. None stays None. A number or a bool is taken as it is spelled; a time, a \
               duration, a list or an object gives None, which the ledger counts.\n\n\
               With one argument or none `count` is an aggregate, which opens a stage: `count by path`.",
        examples: &[Example {
            run: r#"'select path, path.count("/") as depth | dedup path | head 3' access.log"#,
            output: r#"
{"path":"/","depth":1}
{"path":"/static/app.css","depth":2}
{"path":"/login","depth":1}
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
    let n = if sub.is_empty() { text::count(&text) + 1 } else { memmem::find_iter(&text, &sub).count() };
    Ret::Cell(Cell::Int(n as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python() {
        let of = |x: &'static str, sub: &'static str| {
            law(&[Value::Str(x.as_bytes()), Value::Str(sub.as_bytes())], &mut Vec::new())
        };
        assert_eq!(of("aaaa", "aa"), Ret::Cell(Cell::Int(2)));
        assert_eq!(of("äöü", ""), Ret::Cell(Cell::Int(4)));
        assert_eq!(of("abc", "d"), Ret::Cell(Cell::Int(0)));
    }
}
