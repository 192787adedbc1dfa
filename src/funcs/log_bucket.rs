//! `log_bucket(x, base)`: the power of a base that a value reaches.
//!
//! Latencies and sizes spread over many powers, so that buckets which grow with the value show
//! all of them at once. The powers are compared with the value, since a logarithm may round
//! across an edge; those of ten are the decimals themselves, since they are printed.

use crate::data::cell::Num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "log_bucket",
        usage: "log_bucket(x[, base])",
        brief: "the largest power of a base that is not above a value",
        text: "Gives the power of the base, 2 if none is given, at which the value's bucket opens: of 100 it is 64, \
               and to the base 10 it is 100. Powers below 1 are meant too: of 0.3 it is 0.25. Zero is a bucket of its \
               own, 0. A duration gives a duration, counted from 1ns, so that the base 10 gives 1ms, 10ms, 100ms. A \
               negative value, a base that is not above 1 and what is no number give None, which the ledger counts. \
               None stays None.\n\n\
               For buckets of one width use [bin], for edges of your own [bucket].",
        examples: &[
            Example {
                run: "'count by log_bucket(ms, 10) | sort ms' app.jsonl",
                output: r#"
{"ms":1,"count":2}
{"ms":10,"count":4}
{"ms":100,"count":2}
{"ms":1000,"count":2}
"#,
            },
            Example {
                run: "'count by log_bucket(bytes) | sort bytes' access.log",
                output: r#"
{"bytes":0,"count":1}
{"bytes":2,"count":1}
{"bytes":32,"count":1}
{"bytes":64,"count":2}
{"bytes":128,"count":5}
{"bytes":512,"count":1}
{"bytes":1024,"count":1}
{"bytes":4096,"count":1}
{"bytes":16384,"count":1}
"#,
            },
        ],
    },
    method: true,
    keeps_name: true,
    args: (1, 2),
    kind: Kind::Any,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let (x, base) = match args {
        [x] => (*x, Some(Num::Int(2))),
        [x, base] => (*x, super::number(*base)),
        _ => return Ret::Cell(Cell::None),
    };
    let Some(base) = base.filter(|base| base.float() > 1.0) else { return Ret::Cell(Cell::None) };
    Ret::Cell(match x {
        Value::Duration(d) => match bucket(Num::Int(d), base) {
            Some(Num::Int(d)) => Cell::Duration(d),
            Some(Num::Float(f)) => Cell::Duration(f as i64),
            None => Cell::None,
        },
        x => super::number(x).and_then(|x| bucket(x, base)).map_or(Cell::None, Cell::from),
    })
}

fn bucket(x: Num, base: Num) -> Option<Num> {
    match (x, base) {
        (Num::Int(x), _) if x < 0 => None,
        (Num::Int(0), _) => Some(Num::Int(0)),
        (Num::Int(x), Num::Int(base)) => {
            let mut power = 1i64;
            while let Some(next) = power.checked_mul(base).filter(|next| *next <= x) {
                power = next;
            }
            Some(Num::Int(power))
        }
        (x, base) => float_bucket(x.float(), base),
    }
}

fn float_bucket(x: f64, base: Num) -> Option<Num> {
    if x < 0.0 {
        return None;
    }
    if x == 0.0 {
        return Some(Num::Int(0));
    }
    let guess = (x.ln() / base.float().ln()).floor();
    // No base is so near to 1 that the exponent would not fit.
    let mut exponent = if guess.abs() < 1e9 { guess as i32 } else { return None };
    while power(base, exponent) > x {
        exponent -= 1;
    }
    while power(base, exponent.checked_add(1)?) <= x {
        exponent += 1;
    }
    let edge = power(base, exponent);
    match base {
        // Integers have integers for edges, however the value is spelled.
        Num::Int(_) if exponent >= 0 && edge < 9e15 => Some(Num::Int(edge as i64)),
        _ => (edge > 0.0 && edge.is_finite()).then_some(Num::Float(edge)),
    }
}

fn power(base: Num, exponent: i32) -> f64 {
    match base {
        Num::Int(10) => format!("1e{exponent}").parse().unwrap_or(f64::INFINITY),
        base => base.float().powi(exponent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_reached_exactly() {
        let of = |x: Value<'static>, base: Value<'static>| law(&[x, base], &mut Vec::new());
        let int = |i| Ret::Cell(Cell::Int(i));
        assert_eq!(of(Value::Int(1000), Value::Int(10)), int(1000));
        assert_eq!(of(Value::Int(999), Value::Int(10)), int(100));
        assert_eq!(of(Value::Float(1000.0), Value::Int(10)), int(1000));
        assert_eq!(of(Value::Text(b"12.5"), Value::Int(2)), int(8));
        assert_eq!(of(Value::Float(0.001), Value::Int(10)), Ret::Cell(Cell::Float(0.001)));
        assert_eq!(of(Value::Float(0.3), Value::Int(2)), Ret::Cell(Cell::Float(0.25)));
        assert_eq!(of(Value::Int(i64::MAX), Value::Int(2)), int(1 << 62));
        assert_eq!(of(Value::Int(0), Value::Int(2)), int(0));
        assert_eq!(of(Value::Float(-0.0), Value::Int(2)), int(0));
        assert_eq!(of(Value::Duration(250_000_000), Value::Int(10)), Ret::Cell(Cell::Duration(100_000_000)));
        assert_eq!(of(Value::Int(5), Value::Float(1.5)), Ret::Cell(Cell::Float(3.375)));
        for (x, base) in [(Value::Int(-1), 2), (Value::Int(5), 1), (Value::Int(5), 0), (Value::Text(b"x"), 2)] {
            assert_eq!(of(x, Value::Int(base)), Ret::Cell(Cell::None));
        }
        assert_eq!(of(Value::Float(1e300), Value::Float(1.0 + f64::EPSILON)), Ret::Cell(Cell::None));
    }

    #[test]
    fn a_value_lies_between_its_edge_and_the_next() {
        for i in 1..4_000 {
            let x = f64::from(i) * 0.037;
            for base in [2i64, 3, 10] {
                let Some(edge) = bucket(Num::Float(x), Num::Int(base)) else { panic!("{x} {base}") };
                assert!(edge.float() <= x && x < edge.float() * base as f64 * (1.0 + 1e-15), "{x} {base} {edge:?}");
            }
        }
    }
}
