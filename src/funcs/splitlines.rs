//! `splitlines(x)`: the lines of a text, as a list.

use super::list;
use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "splitlines",
        usage: "x.splitlines() or x.splitlines(True)",
        brief: "the lines of a text, as a list",
        text: "For a field that holds several lines, such as a message with its stack trace. Lines end as in \
               Python: at a line feed, a carriage return or both, vertical tab, form feed, the separators U+001C \
               to U+001E, U+0085, U+2028 and U+2029. With True each line keeps its end. A text that ends in a \
               line end has no empty line after it, and an empty text has no lines. What is no bool in the \
               second place gives None, which is counted. None stays None. A number or a bool is taken as it is \
               spelled; a time, a duration, a list or an object gives None, which the ledger counts.",
        examples: &[Example {
            run: "'where id == 3 | select note.splitlines() as lines' users.csv",
            output: r#"
{"lines":["moved in March","new address on file"]}
"#,
        }],
    },
    method: true,
    keeps_name: false,
    args: (1, 2),
    kind: Kind::List,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let keep = match args.get(1) {
        None => false,
        Some(Value::Bool(keep)) => *keep,
        Some(_) => return Ret::Cell(Cell::None),
    };
    let Some(text) = args.first().and_then(|x| super::text(*x)) else { return Ret::Cell(Cell::None) };
    list::write(text::lines(&text, keep), out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python() {
        let of = |x: &'static [u8], keep| {
            let mut out = Vec::new();
            assert_eq!(law(&[Value::Text(x), Value::Bool(keep)], &mut out), Ret::Json);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(of(b"a\r\nb\n\rc\xc2\x85", false), r#"["a","b","","c"]"#);
        assert_eq!(of(b"a\r\nb\n", true), r#"["a\r\n","b\n"]"#);
        assert_eq!(of(b"", false), "[]");
        assert_eq!(law(&[Value::Text(b""), Value::Int(1)], &mut Vec::new()), Ret::Cell(Cell::None));
    }
}
