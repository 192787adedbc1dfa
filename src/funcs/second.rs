//! `second(t)`: the second of the minute, from 0 to 59,.

use super::clock;
use crate::base::Zones;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "second",
        usage: "second(t[, zone])",
        brief: "the second of the minute, from 0 to 59, of a time",
        text: "Gives the second of the minute, from 0 to 59, in UTC, or in the zone that is named: `second(t, \
               \"Europe/Berlin\")`. Text or a number that spells a time is read as one; a stamp without a zone takes \
               that of `--tz`. What is no time is None, which the ledger counts. None stays None. The fraction is left \
               out; see [millisecond], [microsecond] and [nanosecond].",
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
    args: (1, 2),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Bound(|scope, args, span| clock::bind(scope, &DEF, args, span, law)),
};

pub(super) fn law(args: &[Value<'_>], zones: &Zones) -> Cell {
    clock::calendar(args, zones, |t| i64::from(t.second()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Zone;

    #[test]
    fn of_an_instant_in_two_zones() {
        let of = |x: Value<'_>, shown: &str| law(&[x], &Zones { naive: Zone::UTC, shown: Zone::parse(shown).unwrap() });
        assert_eq!(of(Value::Text(b"2026-12-31T23:04:05.123456789Z"), "UTC"), Cell::Int(5));
        assert_eq!(of(Value::Text(b"2026-12-31T23:04:05.123456789Z"), "Europe/Berlin"), Cell::Int(5));
        assert_eq!(of(Value::Text(b"soon"), "UTC"), Cell::None);
    }
}
