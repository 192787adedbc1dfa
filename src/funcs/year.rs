//! `year(t)`: the year, of a time.
//!
//! The calendar is that of UTC, whatever zone a stamp was written in.

use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "year",
        usage: "year(t)",
        brief: "the year, of a time",
        text: "Gives the year, in UTC. Text or a number that spells a time is read as one; a stamp without a \
               zone takes that of `--tz`. What is no time is None, which the ledger counts. None stays None.",
        examples: &[Example {
            run: "'count by year(time) as year' access.log",
            output: r#"
{"year":2026,"count":14}
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
    super::calendar(args, zone, |t| t.year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_first_day() {
        assert_eq!(law(&[Value::Time(3_723_000_000_000)], 0), Cell::Int(1970));
        assert_eq!(law(&[Value::Text(b"soon")], 0), Cell::None);
    }
}
