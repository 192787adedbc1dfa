//! `rstrip(x)`: text without white space at the right end.
//!
//! The walk over code points is shared by the three trimming functions and stands in
//! `base::text`; the answer is always a part of the text, so nothing is copied.

use crate::base::text::{Ends, trim};
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "rstrip",
        usage: "x.rstrip([chars])",
        brief: "text without white space, or the given characters, at the right end",
        text: "Takes white space off the right end of the text: what Python's `str.rstrip` takes for white \
               space. With a second argument, takes off any of its characters instead, in any order: it is a \
               set and no prefix; see [removeprefix] and [removesuffix] for those. None stays None. A number or \
               a bool is taken as it is spelled; a time, a duration, a list or an object gives None, which the \
               ledger counts.",
        examples: &[Example {
            run: "'select line[20:25].rstrip() as level | head 1' app.log",
            output: r#"
{"level":"INFO"}
"#,
        }],
    },
    method: true,
    keeps_name: false,
    args: (1, 2),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let (x, set) = match args {
        [x] => (x, None),
        [x, set] => match super::text(*set) {
            Some(set) => (x, Some(set)),
            None => return Ret::Cell(Cell::None),
        },
        _ => return Ret::Cell(Cell::None),
    };
    let Some(text) = super::text(*x) else { return Ret::Cell(Cell::None) };
    super::part(text, |text| trim(text, set.as_deref(), Ends::Right), out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_space_or_a_set() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Str("\u{a0}a b\t".as_bytes())], &mut out), Ret::Part("\u{a0}a b".as_bytes()));
        assert_eq!(law(&[Value::Str(b"xyaxy"), Value::Str(b"yx")], &mut out), Ret::Part(b"xya"));
        assert_eq!(law(&[Value::Str(b"xx"), Value::Str(b"x")], &mut out), Ret::Part(b""));
    }
}
