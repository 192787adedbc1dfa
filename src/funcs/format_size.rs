//! `format_size(n)`: a number of bytes for people.
//!
//! The units are those that `size` and the literals of the language read, so that what is
//! printed reads back: `1.5MiB` is 1024 times 1024 and not a guess, as `1.5M` would be.

use crate::data::cell::Num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "format_size",
        usage: "format_size(n[, \"si\"])",
        brief: "a number of bytes with a unit, for people",
        text: "Writes `512B`, `1.5KiB`, `20.0MiB` and so on: one decimal, and powers of 1024; with `\"si\"` powers of \
               1000 and `1.5kB`, `21.0MB`. Numbers are rounded to nearest. What is no number is None, which the ledger \
               counts. None stays None. [size] reads it back, and literals such as `1.5MiB` are what it prints, so sort \
               before you format.",
        examples: &[
            Example {
                run: "'sum(bytes) as n by method | sort -n | select method, format_size(n) as size' access.log",
                output: r#"
{"method":"GET","size":"27.1KiB"}
{"method":"POST","size":"348B"}
{"method":"DELETE","size":"61B"}
"#,
            },
            Example {
                run: "'select format_size(10MiB) as iec, format_size(10MiB, \"si\") as si | head 1' app.log",
                output: r#"
{"iec":"10.0MiB","si":"10.5MB"}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 2),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

const IEC: [&str; 7] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
const SI: [&str; 7] = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let (x, si) = match args {
        [x] => (*x, false),
        [x, Value::Str(b"si") | Value::Text(b"si")] => (*x, true),
        _ => return Ret::Cell(Cell::None),
    };
    let (units, base) = if si { (SI, 1000.0) } else { (IEC, 1024.0) };
    let Some(n) = super::number(x).map(Num::float) else { return Ret::Cell(Cell::None) };
    let (sign, mut size) = (if n < 0.0 { "-" } else { "" }, n.abs());
    let mut unit = 0;
    // What one decimal rounds up to the next unit is written in that.
    while unit + 1 < units.len() && (size * 10.0).round() / 10.0 >= base - if unit == 0 { 0.5 } else { 0.0 } {
        size /= base;
        unit += 1;
    }
    if size >= 1e6 {
        return Ret::Cell(Cell::None);
    }
    let decimals = usize::from(unit > 0);
    out.extend_from_slice(format!("{sign}{size:.decimals$}{}", units[unit]).as_bytes());
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_decimal_and_a_unit() {
        let of = |args: &[Value<'static>]| {
            let mut out = Vec::new();
            (law(args, &mut out) == Ret::New).then(|| String::from_utf8(out).unwrap())
        };
        for (n, text) in [
            (0, "0B"),
            (1023, "1023B"),
            (1024, "1.0KiB"),
            (1536, "1.5KiB"),
            (1_048_575, "1.0MiB"),
            (-2048, "-2.0KiB"),
            (i64::MAX, "8.0EiB"),
        ] {
            assert_eq!(of(&[Value::Int(n)]).as_deref(), Some(text), "{n}");
        }
        let si = Value::Str(b"si");
        assert_eq!(of(&[Value::Int(999_949), si]).as_deref(), Some("999.9kB"));
        assert_eq!(of(&[Value::Int(999_950), si]).as_deref(), Some("1.0MB"));
        assert_eq!(of(&[Value::Float(0.4)]).as_deref(), Some("0B"));
        assert_eq!(of(&[Value::Float(1023.7)]).as_deref(), Some("1.0KiB"));
        assert_eq!(of(&[Value::Float(1e300)]), None);
        assert_eq!(of(&[Value::Text(b"x")]), None);
        assert_eq!(of(&[Value::Int(1), Value::Str(b"iec")]), None);
    }
}
