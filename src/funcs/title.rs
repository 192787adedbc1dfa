//! `title(x)`: each word with a capital.

use crate::base::letters::{Recase, recase};
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "title",
        usage: "x.title()",
        brief: "text with a capital at the start of each word",
        text: "A word is a run of letters that have a case, as in Python: `o'neil` becomes `O'Neil`, and `2nd` \
               becomes `2Nd`. Its first letter is put into title case and the others into lower case, by \
               Unicode's full mapping, so that the length may change. Bytes that are no UTF-8 stay as they are. \
               See also [capitalize] and [upper]. None stays None. A number or a bool is taken as it is spelled; \
               a time, a duration, a list or an object gives None, which the ledger counts.",
        examples: &[Example {
            run: "'select msg.title() as msg | head 2' app.jsonl",
            output: r#"
{"msg":"Request Done"}
{"msg":"Job Started"}
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
    recase(&text, Recase::Title, out);
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Text(b"o'NEIL \xff 2nd")], &mut out), Ret::New);
        assert_eq!(out, b"O'Neil \xff 2Nd");
        assert_eq!(law(&[Value::Time(0)], &mut out), Ret::Cell(Cell::None));
    }
}
