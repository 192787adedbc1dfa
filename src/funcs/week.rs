//! `week(t)`: the week of ISO 8601, from 1 to 53,.

use super::clock;
use crate::base::Zones;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "week",
        usage: "week(t[, zone])",
        brief: "the week of ISO 8601, from 1 to 53, of a time",
        text: "Gives the week of ISO 8601, from 1 to 53, in UTC, or in the zone that is named: `week(t, \
               \"Europe/Berlin\")`. Text or a number that spells a time is read as one; a stamp without a zone takes \
               that of `--tz`. What is no time is None, which the ledger counts. None stays None. Weeks start on \
               Monday, and the first one of a year holds its first Thursday; so the first days of January may be in \
               week 52 or 53 of the year before. `format(t, \"%G-W%V\")` spells week and year.",
        examples: &[Example {
            run: "'count by week(time) as week' access.log",
            output: r#"
{"week":10,"count":14}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 2),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Bound(|scope, args, span| clock::bind(scope, &DEF, args, span, law)),
};

pub(super) fn law(args: &[Value<'_>], zones: &Zones) -> Cell {
    clock::calendar(args, zones, |t| i64::from(t.iso_week().1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Zone;

    #[test]
    fn of_an_instant_in_two_zones() {
        let of = |x: Value<'_>, shown: &str| law(&[x], &Zones { naive: Zone::UTC, shown: Zone::parse(shown).unwrap() });
        assert_eq!(of(Value::Text(b"2021-01-03T23:30:00Z"), "UTC"), Cell::Int(53));
        assert_eq!(of(Value::Text(b"2021-01-03T23:30:00Z"), "Europe/Berlin"), Cell::Int(1));
        assert_eq!(of(Value::Text(b"soon"), "UTC"), Cell::None);
    }
}
