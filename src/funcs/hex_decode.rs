//! `hex_decode(x)`: the bytes that hexadecimal digits spell.

use super::hex;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "hex_decode",
        usage: "hex_decode(x)",
        brief: "the text that hexadecimal digits spell",
        text: "Takes pairs of digits of either case with nothing between them or before them. An odd number of \
               digits, or anything else, gives None, which is counted. The text may be no UTF-8. For the number \
               that digits spell, write `int(x, 16)`. See also [hex_encode]. None stays None. A number or a bool \
               is taken as it is spelled; a time, a duration, a list or an object gives None, which the ledger \
               counts.",
        examples: &[Example {
            run: r#"'select hex_decode("666c69746368") as word | head 1' users.csv"#,
            output: r#"
{"word":"flitch"}
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
    if text.len() % 2 == 1 {
        return Ret::Cell(Cell::None);
    }
    for pair in text.as_chunks::<2>().0 {
        let (Some(high), Some(low)) = (hex::digit(pair[0]), hex::digit(pair[1])) else { return Ret::Cell(Cell::None) };
        out.push(high << 4 | low);
    }
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_pairs_only() {
        let of = |x: &'static [u8]| {
            let mut out = Vec::new();
            (law(&[Value::Text(x)], &mut out) == Ret::New).then_some(out)
        };
        assert_eq!(of(b"61fF00"), Some(b"a\xff\x00".to_vec()));
        assert_eq!(of(b""), Some(Vec::new()));
        for x in [&b"6"[..], b"6g", b"0x61", b"61 62"] {
            assert_eq!(of(x), None);
        }
    }
}
