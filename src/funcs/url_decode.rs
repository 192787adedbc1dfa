//! `url_decode(x)`: text with its percent signs resolved.

use super::percent;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "url_decode",
        usage: r#"url_decode(x)"#,
        brief: "text with its `%41` resolved",
        text: "Turns each percent sign with two hexadecimal digits into its byte; a percent sign without them stays as it is, and so does `+`. None stays None. A number or a bool is taken as it is spelled; a time, a duration, a list or an object gives None, which the ledger counts. [query] takes one parameter, where `+` is a blank.",
        examples: &[Example {
            run: r#"'select url_decode(target) as target | head 2' access.log"#,
            output: r#"
{"target":"/"}
{"target":"/static/app.css"}
"#,
        }],
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
    let Some(text) = super::text(*x) else { return Ret::Cell(Cell::None) };
    percent::decode(&text, percent::Plus::Kept, out);
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_what_is_whole() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Text(b"a%20b%4+%zz%C3%a4%")], &mut out), Ret::New);
        assert_eq!(out, "a b%4+%zzä%".as_bytes());
    }
}
