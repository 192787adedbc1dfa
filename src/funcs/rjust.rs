//! `rjust(x, width, fill)`: text filled up on the left.

use super::pad;
use crate::data::Value;
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "rjust",
        usage: "x.rjust(width) or x.rjust(width, fill)",
        brief: "text filled up on the left to a width",
        text: "Puts the fill before the text until it is `width` code points long, so that the text stands on \
               the right. Longer text stays as it is. The fill is one character, a blank where it is left out. A \
               fill of another length, a width over 10,000 or one that is no integer gives None, which is \
               counted; in an f-string `{x:<20}` does the same. None stays None. A number or a bool is taken as \
               it is spelled; a time, a duration, a list or an object gives None, which the ledger counts.",
        examples: &[Example {
            run: r#"'print bytes.rjust(6) + " " + path | head 3' access.log"#,
            output: r"
  5124 /
     0 /static/app.css
   154 /login
",
        }],
    },
    method: true,
    keeps_name: false,
    args: (2, 3),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    pad::fill(args, out, |lack, _| lack)
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::data::Cell;

    #[test]
    fn as_python() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Text("äb".as_bytes()), Value::Int(5), Value::Str(b".")], &mut out), Ret::New);
        assert_eq!(out, "...äb".as_bytes());
        assert_eq!(law(&[Value::Text(b"abc"), Value::Int(-1)], &mut out), Ret::Part(b"abc"));
        for args in [[Value::Text(b"a"), Value::Int(1 << 40)], [Value::Text(b"a"), Value::Str(b"x")]] {
            assert_eq!(law(&args, &mut out), Ret::Cell(Cell::None));
        }
        let long = [Value::Text(b"a"), Value::Int(3), Value::Str(b"..")];
        assert_eq!(law(&long, &mut out), Ret::Cell(Cell::None));
    }
}
