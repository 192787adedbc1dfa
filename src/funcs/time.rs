//! `time(x)`: text or a number as a time.

use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "time",
        usage: "time(x)",
        brief: "the time that a text or a number spells",
        text: "Reads a time in any of the spellings of logs: RFC 3339 and ISO 8601, Apache's, syslog's, and \
               numbers, which are seconds, milliseconds, microseconds or nanoseconds since 1970 by their size. \
               A time stays as it is. A stamp without a zone takes that of `--tz`. What is no time is None, \
               which the ledger counts. None stays None.\n\n\
               Comparing or subtracting text and a time reads the text by itself: `ts > \
               t\"2026-03-02T09:05Z\"`.",
        examples: &[
            Example {
                run: r#"'where time(ts) > t"2026-03-02T09:06Z" | select ts, msg | head 1' app.jsonl"#,
                output: r#"
{"ts":"2026-03-02T09:06:27.300Z","msg":"permission denied"}
"#,
            },
            Example {
                run: "'select time(line[:19]) as time | head 1' app.log",
                output: r#"
{"time":"2026-03-02T09:00:01Z"}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Time,
    none: OnNone::None,
    bind: FuncBind::Bound(|scope, args, span| super::zoned(scope, &DEF, args, span, law)),
};

pub(super) fn law(args: &[Value<'_>], zone: i32) -> Cell {
    args.first().and_then(|x| super::instant(*x, zone)).map_or(Cell::None, Cell::Time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_without_a_zone_takes_the_given_one() {
        assert_eq!(law(&[Value::Text(b"1970-01-01T01:00:00")], 3_600), Cell::Time(0));
        assert_eq!(law(&[Value::Str(b"1970-01-01T00:00:00Z")], 3_600), Cell::Time(0));
        assert_eq!(law(&[Value::Number(b"1700000000")], 0), Cell::Time(1_700_000_000_000_000_000));
        assert_eq!(law(&[Value::Bool(true)], 0), Cell::None);
    }
}
