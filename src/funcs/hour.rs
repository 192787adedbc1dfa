//! `hour(t)`: the hour, from 0 to 23,.

use super::clock;
use crate::base::Zones;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "hour",
        usage: "hour(t[, zone])",
        brief: "the hour, from 0 to 23, of a time",
        text: "Gives the hour, from 0 to 23, in UTC, or in the zone that is named: `hour(t, \"Europe/Berlin\")`. Text \
               or a number that spells a time is read as one; a stamp without a zone takes that of `--tz`. What is no \
               time is None, which the ledger counts. None stays None. For hours of one day after another use `bin(t, \
               1h)`.",
        examples: &[
            Example {
                run: "'count by hour(time) as hour' access.log",
                output: r#"
{"hour":9,"count":14}
"#,
            },
            Example {
                run: r#"'count by hour(time, "Asia/Kolkata") as hour' access.log"#,
                output: r#"
{"hour":14,"count":14}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 2),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Bound(|scope, args, span| clock::bind(scope, &DEF, args, span, law)),
};

pub(super) fn law(args: &[Value<'_>], zones: &Zones) -> Cell {
    clock::calendar(args, zones, |t| i64::from(t.hour()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Zone;

    #[test]
    fn of_an_instant_in_two_zones() {
        let of = |x: Value<'_>, shown: &str| law(&[x], &Zones { naive: Zone::UTC, shown: Zone::parse(shown).unwrap() });
        assert_eq!(of(Value::Text(b"2026-12-31T23:04:05.123456789Z"), "UTC"), Cell::Int(23));
        assert_eq!(of(Value::Text(b"2026-12-31T23:04:05.123456789Z"), "Europe/Berlin"), Cell::Int(0));
        assert_eq!(of(Value::Text(b"soon"), "UTC"), Cell::None);
    }
}
