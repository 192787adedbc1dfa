//! `hour(t)`: the hour, from 0 to 23, of a time.
//!
//! The calendar is that of UTC, whatever zone a stamp was written in.

use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "hour",
        usage: "hour(t)",
        brief: "the hour, from 0 to 23, of a time",
        text: "Gives the hour, from 0 to 23, in UTC. Text or a number that spells a time is read as one; a \
               stamp without a zone takes that of `--tz`. What is no time is None, which the ledger counts. \
               None stays None. For hours of one day after another use `bin(time, 1h)`.",
        examples: &[Example {
            run: "'count by hour(time) as hour' access.log",
            output: r#"
{"hour":9,"count":14}
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
    super::calendar(args, zone, |t| t.hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_first_day() {
        assert_eq!(law(&[Value::Time(3_723_000_000_000)], 0), Cell::Int(1));
        assert_eq!(law(&[Value::Text(b"soon")], 0), Cell::None);
    }
}
