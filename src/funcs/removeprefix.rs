//! `removeprefix(x, p)`: text without one given start.

use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "removeprefix",
        usage: "x.removeprefix(prefix)",
        brief: "text without the given start",
        text: "Takes the second text off the start of the first, once, where it stands there; otherwise the \
               text stays as it is. None stays None. A number or a bool is taken as it is spelled; a time, a \
               duration, a list or an object gives None, which the ledger counts.\n\n\
               It differs from [lstrip], which takes any of a set of characters.",
        examples: &[Example {
            run: r#"'where path.startswith("/api/") | count by path.removeprefix("/api/")' access.log"#,
            output: r#"
{"path":"users","count":3}
{"path":"orders","count":5}
"#,
        }],
    },
    method: true,
    keeps_name: false,
    args: (2, 2),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let [x, cut] = args else { return Ret::Cell(Cell::None) };
    let (Some(text), Some(cut)) = (super::text(*x), super::text(*cut)) else { return Ret::Cell(Cell::None) };
    super::part(text, |text| text.strip_prefix(&*cut).unwrap_or(text), out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_it_off_once() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Str(b"aaba"), Value::Str(b"a")], &mut out), Ret::Part(b"aba"));
        assert_eq!(law(&[Value::Str(b"xyz"), Value::Str(b"b")], &mut out), Ret::Part(b"xyz"));
        assert_eq!(law(&[Value::Int(1012), Value::Int(10)], &mut out), Ret::New);
        assert_eq!(out, b"12");
    }
}
