//! `minute(t)`: the minute of the hour, from 0 to 59,.

use super::clock;
use crate::base::Zones;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "minute",
        usage: "minute(t[, zone])",
        brief: "the minute of the hour, from 0 to 59, of a time",
        text: "Gives the minute of the hour, from 0 to 59, in UTC, or in the zone that is named: `minute(t, \
               \"Europe/Berlin\")`. Text or a number that spells a time is read as one; a stamp without a zone takes \
               that of `--tz`. What is no time is None, which the ledger counts. None stays None.",
        examples: &[Example {
            run: "'select minute(time) as minute | dedup' access.log",
            output: r#"
{"minute":0}
{"minute":1}
{"minute":2}
{"minute":3}
{"minute":5}
{"minute":6}
{"minute":10}
{"minute":12}
{"minute":14}
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
    clock::calendar(args, zones, |t| i64::from(t.minute()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Zone;

    #[test]
    fn of_an_instant_in_two_zones() {
        let of = |x: Value<'_>, shown: &str| law(&[x], &Zones { naive: Zone::UTC, shown: Zone::parse(shown).unwrap() });
        assert_eq!(of(Value::Text(b"2026-12-31T23:04:05Z"), "UTC"), Cell::Int(4));
        assert_eq!(of(Value::Text(b"2026-12-31T23:04:05Z"), "+05:30"), Cell::Int(34));
        assert_eq!(of(Value::Text(b"soon"), "UTC"), Cell::None);
    }
}
