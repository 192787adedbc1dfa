//! `format_duration(d)`: a duration for people.
//!
//! `str(d)` and the output print a duration to the nanosecond, so that it reads back; this rounds
//! it to what a person looks at, in the same spelling.

use crate::base::time::{DAY, SECOND, write_duration};
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "format_duration",
        usage: "format_duration(d)",
        brief: "a duration rounded to two units or three digits, for people",
        text: "Writes `2d3h`, `1h2m`, `3m5s`, `3.46s`, `812ms`, `1.25ms`: two units from a minute up, three digits below, \
               rounded to nearest. Text such as `3723s` is read as a duration. What is none is None, which the \
               ledger counts; a number without a unit is none, so multiply it by one: `format_duration(ms * 1ms)`. \
               None stays None. [duration] reads it back. As a number of a unit a duration is `d / 1ms`.",
        examples: &[Example {
            run: "'select format_duration(ms * 1234ms) as took | head 4' app.jsonl",
            output: r#"
{"took":"15.4s"}
{"took":"3.7s"}
{"took":"59.2s"}
{"took":"1m48s"}
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
    let Some(nanos) = super::span(*x) else { return Ret::Cell(Cell::None) };
    write_duration(rounded(nanos), out);
    Ret::New
}

/// The nearest duration of two units, or of three digits below a minute.
fn rounded(nanos: i64) -> i64 {
    const MINUTE: i128 = 60 * SECOND as i128;
    let size = i128::from(nanos).abs();
    let step = if size >= i128::from(DAY) {
        60 * MINUTE
    } else if size >= 60 * MINUTE {
        MINUTE
    } else if size >= MINUTE {
        i128::from(SECOND)
    } else {
        10i128.pow(size.max(1).ilog10().saturating_sub(2))
    };
    let near = (size + step / 2) / step * step;
    // Past the largest duration there is no rounding up.
    let near = i64::try_from(near).unwrap_or(i64::MAX);
    if nanos < 0 { -near } else { near }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_units_or_three_digits() {
        let of = |x: Value<'static>| {
            let mut out = Vec::new();
            (law(&[x], &mut out) == Ret::New).then(|| String::from_utf8(out).unwrap())
        };
        for (nanos, text) in [
            (0, "0s"),
            (7, "7ns"),
            (1_254, "1.25us"),
            (1_255_000, "1.26ms"),
            (812_345_678, "812ms"),
            (999_600_000, "1s"),
            (3_456_789_012, "3.46s"),
            (59_960_000_000, "1m"),
            (185_400_000_000, "3m5s"),
            (3_599_600_000_000, "1h"),
            (3_723_000_000_000, "1h2m"),
            (183_900_000_000_000, "2d3h"),
            (-3_723_000_000_000, "-1h2m"),
            (i64::MAX, "106751d23h47m16.854775807s"),
            (i64::MIN, "-106751d23h47m16.854775807s"),
        ] {
            assert_eq!(of(Value::Duration(nanos)).as_deref(), Some(text), "{nanos}");
        }
        assert_eq!(of(Value::Text(b"3723s")).as_deref(), Some("1h2m"));
        assert_eq!(of(Value::Int(5)), None);
    }
}
