//! `hex_encode(x)`: bytes as hexadecimal digits.

use super::{MOST, hex};
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "hex_encode",
        usage: "hex_encode(x)",
        brief: "the bytes of a text as hexadecimal digits",
        text: "Gives two digits in lower case for each byte of the text. A number is taken as it is spelled: \
               `f\"{n:x}\"` is the hexadecimal spelling of its value. See also [hex_decode]. None stays None. A \
               number or a bool is taken as it is spelled; a time, a duration, a list or an object gives None, \
               which the ledger counts.",
        examples: &[Example {
            run: "'select hex_encode(name) as hex | head 2' users.csv",
            output: r#"
{"hex":"416c696365"}
{"hex":"426f62"}
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
    if text.len() > MOST / 2 {
        return Ret::Cell(Cell::None);
    }
    hex::encode(&text, out);
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_for_a_byte() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Str(b"a\x00\xff")], &mut out), Ret::New);
        assert_eq!(out, b"6100ff");
    }
}
