//! `lower(x)`: lower case, as Unicode has it.
//!
//! The usual text is ASCII, and much of it is in lower case already: that is found out first,
//! and such text is not copied.

use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "lower",
        usage: "x.lower()",
        brief: "text in lower case",
        text: "Gives the text in lower case, by Unicode's full mapping, so that the length may change. Bytes \
               that are no UTF-8 stay as they are. None stays None. A number or a bool is taken as it is \
               spelled; a time, a duration, a list or an object gives None, which the ledger counts.\n\n\
               To compare without regard to case in a search, write `i\"text\"` instead: it does not make new \
               text. See also [upper].",
        examples: &[
            Example {
                run: "'select method.lower() as m, status | head 2' access.log",
                output: r#"
{"m":"get","status":200}
{"m":"get","status":304}
"#,
            },
            Example {
                run: r#"'count by user_agent.lower().startswith("mozilla") as browser' access.log"#,
                output: r#"
{"browser":true,"count":8}
{"browser":false,"count":6}
"#,
            },
        ],
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
        if !text.iter().any(u8::is_ascii_uppercase) {
            return super::part(text, |text| text, out);
        }
        out.extend_from_slice(&text);
        out.make_ascii_lowercase();
        return Ret::New;
    }
    text::map_valid(&text, str::to_lowercase, out);
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_what_is_valid() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Str("ÄB".as_bytes())], &mut out), Ret::New);
        assert_eq!(out, "äb".as_bytes());
        out.clear();
        assert_eq!(law(&[Value::Text(b"A\xff")], &mut out), Ret::New);
        assert_eq!(out, b"a\xff");
        assert_eq!(law(&[Value::Text(b"get")], &mut out), Ret::Part(b"get"));
    }
}
