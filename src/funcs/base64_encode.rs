//! `base64_encode(x)`: bytes in the 64 characters of RFC 4648.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::MOST;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "base64_encode",
        usage: "base64_encode(x)",
        brief: "the bytes of a text in base64",
        text: "Writes the standard alphabet with `=` at the end, as `base64` does. See also [base64_decode]. \
               None stays None. A number or a bool is taken as it is spelled; a time, a duration, a list or an \
               object gives None, which the ledger counts.",
        examples: &[Example {
            run: "'select base64_encode(name) as code | head 2' users.csv",
            output: r#"
{"code":"QWxpY2U="}
{"code":"Qm9i"}
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
    let Some(len) = base64::encoded_len(text.len(), true).filter(|len| *len <= MOST) else {
        return Ret::Cell(Cell::None);
    };
    out.resize(len, 0);
    match STANDARD.encode_slice(&text, out) {
        Ok(_) => Ret::New,
        Err(_) => Ret::Cell(Cell::None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_standard_says() {
        for (x, wanted) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foobar", "Zm9vYmFy")] {
            let mut out = Vec::new();
            assert_eq!(law(&[Value::Str(x.as_bytes())], &mut out), Ret::New);
            assert_eq!(out, wanted.as_bytes());
        }
    }
}
