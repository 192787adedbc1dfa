//! `date(t)`: the midnight at which the day of a time began.

use super::clock;
use crate::base::Zones;
use crate::base::time::DAY;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "date",
        usage: "date(t[, zone])",
        brief: "the midnight at which the day of a time began",
        text: "Gives a time: the first moment of the day, in UTC, or in the zone that is named: `date(t, \
               \"Europe/Berlin\")`. A day that has no midnight, because clocks were put forward then, begins when \
               they were. `bin(t, 1d, zone)` is the same; `format(t, \"%F\")` spells the date as text. Text or a \
               number that spells a time is read as one; a stamp without a zone takes that of `--tz`. What is no \
               time is None, which the ledger counts. None stays None.",
        examples: &[
            Example {
                run: "'count by date(time) as day' access.log",
                output: r#"
{"day":"2026-03-02T00:00:00Z","count":14}
"#,
            },
            Example {
                run: r#"'select date(ts, "America/New_York") as day | head 1' app.jsonl"#,
                output: r#"
{"day":"2026-03-02T05:00:00Z"}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 2),
    kind: Kind::Time,
    none: OnNone::None,
    bind: FuncBind::Bound(|scope, args, span| clock::bind(scope, &DEF, args, span, law)),
};

pub(super) fn law(args: &[Value<'_>], zones: &Zones) -> Cell {
    let instant = args.first().and_then(|x| clock::instant(*x, zones));
    instant.and_then(|t| zones.shown.floor(t, DAY)).map_or(Cell::None, Cell::Time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Zone;

    #[test]
    fn days_begin_at_midnight_of_their_zone() {
        let of = |x: &'static [u8], shown: &str| {
            law(&[Value::Text(x)], &Zones { naive: Zone::UTC, shown: Zone::parse(shown).unwrap() })
        };
        assert_eq!(of(b"1970-01-02T03:04:05Z", "UTC"), Cell::Time(DAY));
        assert_eq!(of(b"1970-01-02T03:04:05Z", "+01:00"), Cell::Time(DAY - DAY / 24));
        assert_eq!(of(b"soon", "UTC"), Cell::None);
    }
}
