//! `year(t)`: the year.

use super::clock;
use crate::base::Zones;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "year",
        usage: "year(t[, zone])",
        brief: "the year of a time",
        text: "Gives the year, in UTC, or in the zone that is named: `year(t, \"Europe/Berlin\")`. Text or a number \
               that spells a time is read as one; a stamp without a zone takes that of `--tz`. What is no time is \
               None, which the ledger counts. None stays None.",
        examples: &[Example {
            run: "'count by year(time) as year' access.log",
            output: r#"
{"year":2026,"count":14}
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
    clock::calendar(args, zones, |t| t.year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Zone;

    #[test]
    fn of_an_instant_in_two_zones() {
        let of = |x: Value<'_>, shown: &str| law(&[x], &Zones { naive: Zone::UTC, shown: Zone::parse(shown).unwrap() });
        assert_eq!(of(Value::Text(b"2026-12-31T23:04:05.123456789Z"), "UTC"), Cell::Int(2026));
        assert_eq!(of(Value::Text(b"2026-12-31T23:04:05.123456789Z"), "Europe/Berlin"), Cell::Int(2027));
        assert_eq!(of(Value::Text(b"soon"), "UTC"), Cell::None);
    }
}
