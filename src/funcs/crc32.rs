//! `crc32(x)`: the checksum of gzip and zip.

use flate2::Crc;

use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "crc32",
        usage: "crc32(x)",
        brief: "the CRC-32 checksum of a text, an integer",
        text: "Gives an integer from 0 to 4294967295, the same as Python's `zlib.crc32` and MySQL's `CRC32`. \
               `f\"{crc32(x):08x}\"` is its hexadecimal spelling. It finds damage, and hides nothing: see \
               [sha256]. None stays None. A number or a bool is taken as it is spelled; a time, a duration, a \
               list or an object gives None, which the ledger counts.",
        examples: &[Example {
            run: r#"'select name, f"{crc32(name):08x}" as crc | head 2' users.csv"#,
            output: r#"
{"name":"Alice","crc":"e64f9343"}
{"name":"Bob","crc":"cd86f7a0"}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    let Some(text) = super::text(*x) else { return Ret::Cell(Cell::None) };
    let mut crc = Crc::new();
    crc.update(&text);
    Ret::Cell(Cell::Int(i64::from(crc.sum())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_standard_says() {
        assert_eq!(law(&[Value::Str(b"123456789")], &mut Vec::new()), Ret::Cell(Cell::Int(0xcbf4_3926)));
        assert_eq!(law(&[Value::Str(b"")], &mut Vec::new()), Ret::Cell(Cell::Int(0)));
    }
}
