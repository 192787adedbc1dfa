//! `duration(x)`: text as a duration.

use crate::base::num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "duration",
        usage: "duration(x)",
        brief: "the duration that a text spells",
        text: "Reads text such as `12ms`, `1.5s` or `1h30m`; a duration stays as it is. A number without a unit \
               gives None, since it could mean anything: multiply it by its unit instead (`ms * 1ms`). What is \
               no duration is None, which the ledger counts. None stays None.",
        examples: &[Example {
            run: r#"'select duration("1h30m") / 1m as minutes | head 1' app.log"#,
            output: r#"
{"minutes":90.0}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Duration,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    let nanos = match x {
        Value::Duration(d) => Some(*d),
        Value::Text(_) | Value::Str(_) | Value::Escaped(_) if super::number(*x).is_none() => {
            super::text(*x).and_then(|text| num::parse_duration(&text))
        }
        _ => None,
    };
    Ret::Cell(nanos.map_or(Cell::None, Cell::Duration))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_number_has_no_unit() {
        let duration = |x: Value<'static>| law(&[x], &mut Vec::new());
        assert_eq!(duration(Value::Text(b"12ms")), Ret::Cell(Cell::Duration(12_000_000)));
        assert_eq!(duration(Value::Duration(5)), Ret::Cell(Cell::Duration(5)));
        for x in [Value::Text(b"12"), Value::Int(12), Value::Number(b"12"), Value::Text(b"soon")] {
            assert_eq!(duration(x), Ret::Cell(Cell::None));
        }
    }
}
