//! `size(x)`: text as a number of bytes.

use crate::base::num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "size",
        usage: "size(x)",
        brief: "the bytes that a text spells, as an integer",
        text: "Reads text such as `10MB`, `1.5GiB`, `64k` or `512 B`. As in the literals of the language and in the GNU \
               tools, `KB`, `MB`, `GB`, ... count in powers of 1000 and `KiB`, `MiB`, ... and single letters in powers \
               of 1024; case does not matter. A number without a unit is a number of bytes. A fraction of a byte is \
               cut off. What is no size is None, which the ledger counts; so is a negative one. None stays None. \
               [format_size] is the way back.",
        examples: &[Example {
            run: r#"'select size("1.5 KiB") as a, size("10MB") as b | head 1' app.log"#,
            output: r#"
{"a":1536,"b":10000000}
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
    let bytes = super::text(*x).and_then(|text| {
        let text = text.trim_ascii();
        let digits = text.iter().position(u8::is_ascii_alphabetic).unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        num::parse_size(&[number.trim_ascii_end(), unit].concat())
    });
    Ret::Cell(bytes.map_or(Cell::None, Cell::Int))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_count_as_in_literals() {
        let of = |x: Value<'static>| law(&[x], &mut Vec::new());
        for (text, bytes) in
            [("10MB", 10_000_000), ("10 MiB", 10 << 20), ("64k", 65_536), ("1.5KiB", 1_536), ("7", 7), ("512 b", 512)]
        {
            assert_eq!(of(Value::Text(text.as_bytes())), Ret::Cell(Cell::Int(bytes)), "{text}");
        }
        assert_eq!(of(Value::Int(12)), Ret::Cell(Cell::Int(12)));
        for text in ["", "MB", "-1MB", "1 000", "1e3", "10XB", "99999999999999999999", "9999PB", "true"] {
            assert_eq!(of(Value::Text(text.as_bytes())), Ret::Cell(Cell::None), "{text}");
        }
    }
}
