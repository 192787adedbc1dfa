//! `second(t)`: the second of the minute, from 0 to 59, of a time.
//!
//! The calendar is that of UTC, whatever zone a stamp was written in.

use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "second",
        usage: "second(t)",
        brief: "the second of the minute, from 0 to 59, of a time",
        text: "Gives the second of the minute, from 0 to 59, in UTC. Text or a number that spells a time is \
               read as one; a stamp without a zone takes that of `--tz`. What is no time is None, which the \
               ledger counts. None stays None. The fraction is left out.",
        examples: &[Example {
            run: "'select second(time) as second | head 2' access.log",
            output: r#"
{"second":1}
{"second":2}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Bound(|scope, args, span| super::zoned(scope, &DEF, args, span, law)),
};

pub(super) fn law(args: &[Value<'_>], zone: i32) -> Cell {
    super::calendar(args, zone, |t| t.second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_first_day() {
        assert_eq!(law(&[Value::Time(3_723_000_000_000)], 0), Cell::Int(3));
        assert_eq!(law(&[Value::Text(b"soon")], 0), Cell::None);
    }
}
