//! `find(x, sub)`: where a text first holds another.
//!
//! The search is over bytes; only the place that was found is counted out in code points.

use memchr::memmem;

use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "find",
        usage: "x.find(sub)",
        brief: "the place of the first occurrence of a text, or -1",
        text: "Gives the place of the first code point of the second text within the first, counted from 0, or \
               -1 when it does not occur. Where a yes or no is enough, write `\"sub\" in x`. None stays None. A \
               number or a bool is taken as it is spelled; a time, a duration, a list or an object gives None, \
               which the ledger counts.",
        examples: &[Example {
            run: r#"'select line[line.find("]") + 2:] as text | head 2' app.log"#,
            output: r#"
{"text":"started in 812 ms"}
{"text":"user bob logged in from 198.51.100.23"}
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
    let at = memmem::find(&text, &sub).map_or(-1, |at| text::count(&text[..at]) as i64);
    Ret::Cell(Cell::Int(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points() {
        let at = |x: &'static str, sub: &'static str| {
            law(&[Value::Str(x.as_bytes()), Value::Str(sub.as_bytes())], &mut Vec::new())
        };
        assert_eq!(at("äöü", "ü"), Ret::Cell(Cell::Int(2)));
        assert_eq!(at("abc", "d"), Ret::Cell(Cell::Int(-1)));
        assert_eq!(at("abc", ""), Ret::Cell(Cell::Int(0)));
    }
}
