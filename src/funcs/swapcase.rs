//! `swapcase(x)`: lower case for upper, and upper for lower.

use crate::base::letters::{Recase, recase};
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "swapcase",
        usage: "x.swapcase()",
        brief: "text with lower and upper case exchanged",
        text: "Upper case becomes lower and lower case upper, by Unicode's full mapping, so that the length may \
               change and a second time need not lead back (`ß` becomes `SS`, which becomes `ss`). Bytes that \
               are no UTF-8 stay as they are. See also [lower] and [upper]. None stays None. A number or a bool \
               is taken as it is spelled; a time, a duration, a list or an object gives None, which the ledger \
               counts.",
        examples: &[Example {
            run: "'select method.swapcase() as method, path | head 2' access.log",
            output: r#"
{"method":"get","path":"/"}
{"method":"get","path":"/static/app.css"}
"#,
        }],
    },
    method: true,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    let Some(text) = super::text(*x) else { return Ret::Cell(Cell::None) };
    recase(&text, Recase::Swap, out);
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Text(b"o'NEIL \xff 2nd")], &mut out), Ret::New);
        assert_eq!(out, b"O'neil \xff 2ND");
        assert_eq!(law(&[Value::Time(0)], &mut out), Ret::Cell(Cell::None));
    }
}
