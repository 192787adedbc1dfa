//! `zfill(x, n)`: text filled up with zeros on the left.

use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "zfill",
        usage: "x.zfill(width)",
        brief: "text filled up with zeros on the left",
        text: "Puts zeros before the text, after its sign if it has one, until it is `width` code points long; \
               longer text stays as it is. A width over 10,000 or one that is no integer gives None. None stays \
               None. A number or a bool is taken as it is spelled; a time, a duration, a list or an object \
               gives None, which the ledger counts.",
        examples: &[Example {
            run: "'select id.zfill(4) as id, name | head 2' users.csv",
            output: r#"
{"id":"0001","name":"Alice"}
{"id":"0002","name":"Bob"}
"#,
        }],
    },
    method: true,
    keeps_name: false,
    args: (2, 2),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

/// The widest fill, as for formats.
const WIDEST: i64 = 10_000;

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let [x, width] = args else { return Ret::Cell(Cell::None) };
    let (Some(text), Some(width)) = (super::text(*x), super::integer(*width).filter(|width| *width <= WIDEST)) else {
        return Ret::Cell(Cell::None);
    };
    let lack = usize::try_from(width).unwrap_or(0).saturating_sub(text::count(&text));
    if lack == 0 {
        return super::part(text, |text| text, out);
    }
    let (sign, digits) = text.split_at(usize::from(matches!(text.first(), Some(b'+' | b'-'))));
    out.extend_from_slice(sign);
    out.resize(out.len() + lack, b'0');
    out.extend_from_slice(digits);
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_stand_after_the_sign() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Text(b"-7"), Value::Int(4)], &mut out), Ret::New);
        assert_eq!(out, b"-007");
        assert_eq!(law(&[Value::Text(b"12345"), Value::Int(-4)], &mut out), Ret::Part(b"12345"));
        assert_eq!(law(&[Value::Text(b"1"), Value::Int(i64::MAX)], &mut out), Ret::Cell(Cell::None));
    }
}
