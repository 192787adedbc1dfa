//! `bin(x, width)`: the start of the bin that a value falls into.
//!
//! Bins start at whole multiples of the width, counted from 0 or from 1970, and reach towards
//! minus infinity below it. The edges of a width with decimals are the decimals themselves
//! (0.3, and not 0.30000000000000004), because they are printed and grouped by.

use super::clock;
use crate::base::{Zones, num};
use crate::data::cell::Num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "bin",
        usage: "bin(x, width[, zone])",
        brief: "a time, a duration or a number rounded down to a multiple of a width",
        text: "Gives the start of the bin that the value falls into: the largest multiple of the width that is \
               not larger. With a duration as the width it bins times, text or numbers that spell a time, and \
               durations; with a number it bins numbers. Bins of times start at midnight UTC on 1970-01-01, a \
               Thursday. With a zone (`bin(t, 1d, \"Europe/Berlin\")`) they follow its clocks: days begin at local \
               midnight and may last 23 or 25 hours, and the hour that occurs twice is two bins. With an integer as the width the bins are integers. A width that is not positive, and \
               a value of another kind than the width, give None, which the ledger counts. None stays None.\n\n\
               `every 5m` is short for `by bin(time, 5m)` in order of time. For edges that are not evenly spaced see \
               [bucket] and [log_bucket].",
        examples: &[
            Example {
                run: "'count by bin(time, 5m)' access.log",
                output: r#"
{"time":"2026-03-02T09:00:00Z","count":9}
{"time":"2026-03-02T09:05:00Z","count":2}
{"time":"2026-03-02T09:10:00Z","count":3}
"#,
            },
            Example {
                run: r#"'count by bin(ts, 1d, "Asia/Tokyo") as day' app.jsonl"#,
                output: r#"
{"day":"2026-03-01T15:00:00Z","count":10}
"#,
            },
            Example {
                run: "'count by bin(status, 100)' access.log",
                output: r#"
{"status":200,"count":6}
{"status":300,"count":2}
{"status":500,"count":3}
{"status":400,"count":3}
"#,
            },
        ],
    },
    method: true,
    keeps_name: true,
    args: (2, 3),
    kind: Kind::Any,
    none: OnNone::None,
    bind: FuncBind::Bound(|scope, args, span| clock::bind(scope, &DEF, args, span, law)),
};

pub(super) fn law(args: &[Value<'_>], zones: &Zones) -> Cell {
    let [x, width] = args else { return Cell::None };
    let of_time = match *width {
        Value::Duration(width) => Some(width),
        // A width from the command line is text: `--arg step=5m`.
        Value::Text(t) | Value::Str(t) if num::parse(t).is_none() => num::parse_duration(t),
        _ => None,
    };
    if let Some(width) = of_time {
        return units(*x, width, zones);
    }
    match (super::number(*x), super::number(*width)) {
        (Some(Num::Int(x)), Some(Num::Int(width))) if width > 0 => whole(x, width),
        // What is below the next integer is in the bin of the one before it.
        (Some(Num::Float(x)), Some(Num::Int(width))) if width > 0 => match super::whole(x.floor()) {
            Cell::Int(x) => whole(x, width),
            _ => super::finite(x - x % width as f64),
        },
        (Some(x), Some(Num::Float(width))) if width > 0.0 => decimal(x.float(), width),
        _ => Cell::None,
    }
}

fn units(x: Value<'_>, width: i64, zones: &Zones) -> Cell {
    if width <= 0 {
        return Cell::None;
    }
    let floor = |x: i64| x.div_euclid(width).checked_mul(width);
    if let Value::Duration(d) = x {
        return floor(d).map_or(Cell::None, Cell::Duration);
    }
    if let Some(t) = clock::instant(x, zones) {
        return zones.shown.floor(t, width).map_or(Cell::None, Cell::Time);
    }
    let spelled = match x {
        Value::Text(t) | Value::Str(t) if num::parse(t).is_none() => num::parse_duration(t),
        _ => None,
    };
    spelled.and_then(floor).map_or(Cell::None, Cell::Duration)
}

fn whole(x: i64, width: i64) -> Cell {
    super::wide(i128::from(x.div_euclid(width)) * i128::from(width))
}

/// Bins by a double. An edge is a multiple of the width rounded to as many decimals as the
/// width is spelled with, and it is the edges, so rounded, that a value is compared with.
fn decimal(x: f64, width: f64) -> Cell {
    let spelled = if width.fract() == 0.0 { String::new() } else { width.to_string() };
    let decimals = spelled.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let edge = |k: f64| match decimals {
        0 => k * width,
        _ => format!("{:.decimals$}", k * width).parse().unwrap_or(k * width),
    };
    let k = (x / width).floor();
    let low = match x {
        x if edge(k) > x => edge(k - 1.0),
        x if edge(k + 1.0) <= x => edge(k + 1.0),
        _ => edge(k),
    };
    // The bin of minus zero is that of zero.
    super::finite(low + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::base::Zone;

    const SECOND: i64 = 1_000_000_000;
    const UTC: Zones = Zones { naive: Zone::UTC, shown: Zone::UTC };

    #[test]
    fn floors_towards_minus_infinity() {
        let of = |x, width| law(&[x, width], &UTC);
        assert_eq!(of(Value::Time(-1), Value::Duration(60 * SECOND)), Cell::Time(-60 * SECOND));
        assert_eq!(of(Value::Duration(90 * SECOND), Value::Duration(60 * SECOND)), Cell::Duration(60 * SECOND));
        assert_eq!(of(Value::Text(b"1970-01-01T00:01:30Z"), Value::Text(b"1m")), Cell::Time(60 * SECOND));
        assert_eq!(of(Value::Text(b"130ms"), Value::Duration(100_000_000)), Cell::Duration(100_000_000));
        assert_eq!(of(Value::Int(-7), Value::Int(5)), Cell::Int(-10));
        assert_eq!(of(Value::Float(9.99), Value::Int(5)), Cell::Int(5));
        assert_eq!(of(Value::Int(i64::MIN), Value::Int(10)), Cell::Float(-9_223_372_036_854_775_810.0));
    }

    #[test]
    fn decimal_edges_are_decimals() {
        let of = |x, width| law(&[Value::Float(x), Value::Float(width)], &UTC);
        assert_eq!(of(0.3, 0.1), Cell::Float(0.3));
        assert_eq!(of(0.29, 0.01), Cell::Float(0.29));
        assert_eq!(of(0.95, 0.3), Cell::Float(0.9));
        assert_eq!(of(-0.05, 0.1), Cell::Float(-0.1));
        assert_eq!(of(12.7, 2.5), Cell::Float(12.5));
    }

    #[test]
    fn units_must_agree() {
        let of = |x, width| law(&[x, width], &UTC);
        assert_eq!(of(Value::Time(0), Value::Int(300)), Cell::None);
        assert_eq!(of(Value::Time(0), Value::Duration(0)), Cell::None);
        assert_eq!(of(Value::Int(1), Value::Int(0)), Cell::None);
        assert_eq!(of(Value::Time(i64::MIN), Value::Duration(SECOND)), Cell::None);
        assert_eq!(of(Value::Float(1e308), Value::Float(1e-308)), Cell::None);
    }
}
