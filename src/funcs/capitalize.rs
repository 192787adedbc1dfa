//! `capitalize(x)`: a capital, and lower case after it.

use crate::base::letters::{Recase, recase};
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "capitalize",
        usage: "x.capitalize()",
        brief: "text with its first letter in upper case and the others in lower",
        text: "Puts the first character into title case, if it has one, and all others into lower case, by \
               Unicode's full mapping, so that the length may change. Bytes that are no UTF-8 stay as they are. \
               See also [title] and [lower]. None stays None. A number or a bool is taken as it is spelled; a \
               time, a duration, a list or an object gives None, which the ledger counts.",
        examples: &[Example {
            run: "'select level.capitalize() as level, msg.capitalize() as msg | head 2' app.jsonl",
            output: r#"
{"level":"Info","msg":"Request done"}
{"level":"Debug","msg":"Job started"}
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
    recase(&text, Recase::Capitalize, out);
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Text(b"o'NEIL \xff 2nd")], &mut out), Ret::New);
        assert_eq!(out, b"O'neil \xff 2nd");
        assert_eq!(law(&[Value::Time(0)], &mut out), Ret::Cell(Cell::None));
    }
}
