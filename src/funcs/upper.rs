//! `upper(x)`: upper case, as Unicode has it.
//!
//! The usual text is ASCII, and much of it is in upper case already: that is found out first,
//! and such text is not copied.

use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "upper",
        usage: "x.upper()",
        brief: "text in upper case",
        text: "Gives the text in upper case, by Unicode's full mapping, so that the length may change (`ß` \
               becomes `SS`). Bytes that are no UTF-8 stay as they are. None stays None. A number or a bool is \
               taken as it is spelled; a time, a duration, a list or an object gives None, which the ledger \
               counts.\n\n\
               To compare without regard to case in a search, write `i\"text\"` instead: it does not make new \
               text. See also [lower].",
        examples: &[Example {
            run: "'select level.upper() as level, msg | head 2' app.jsonl",
            output: r#"
{"level":"INFO","msg":"request done"}
{"level":"DEBUG","msg":"job started"}
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
    if text.is_ascii() {
        if !text.iter().any(u8::is_ascii_lowercase) {
            return super::part(text, |text| text, out);
        }
        out.extend_from_slice(&text);
        out.make_ascii_uppercase();
        return Ret::New;
    }
    text::map_valid(&text, str::to_uppercase, out);
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_what_is_valid() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Str("äb".as_bytes())], &mut out), Ret::New);
        assert_eq!(out, "ÄB".as_bytes());
        out.clear();
        assert_eq!(law(&[Value::Text(b"a\xff")], &mut out), Ret::New);
        assert_eq!(out, b"A\xff");
        assert_eq!(law(&[Value::Text(b"GET")], &mut out), Ret::Part(b"GET"));
    }
}
