//! `round(x, n)`: a number rounded.
//!
//! The exact value of the double decides, and ties go to the even neighbour, as in Python:
//! `round(2.675, 2)` is 2.67 because 2.675 is a little less. Scaling by a power of ten and
//! back would get that wrong.

use crate::data::cell::Num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "round",
        usage: "round(x[, digits])",
        brief: "a number rounded to so many digits",
        text: "Rounds to the nearest integer, or to so many digits after the point; a negative count rounds to \
               tens, hundreds and so on. A tie goes to the even neighbour, and it is the exact value of the \
               float that decides, as in Python. Integers stay integers; a float becomes an integer if no \
               digits are given. What is no number, or a count that is no integer, is None, which the ledger \
               counts. None stays None.",
        examples: &[
            Example {
                run: "'select round(ms) as ms | head 1' app.jsonl",
                output: r#"
{"ms":12}
"#,
            },
            Example {
                run: "'avg(ms) by service | select service, round(avg_ms, 1) as ms' app.jsonl",
                output: r#"
{"service":"api","ms":1097.3}
{"service":"worker","ms":366.5}
{"service":"auth","ms":26.0}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 2),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let (x, digits) = match args {
        [x] => (x, None),
        [x, digits] => match super::integer(*digits) {
            Some(digits) => (x, Some(digits)),
            None => return Ret::Cell(Cell::None),
        },
        _ => return Ret::Cell(Cell::None),
    };
    Ret::Cell(match (super::number(*x), digits) {
        (Some(Num::Int(i)), Some(digits)) if digits < 0 => round_int(i, digits),
        (Some(Num::Int(i)), _) => Cell::Int(i),
        (Some(Num::Float(f)), None) => super::whole(f.round_ties_even()),
        (Some(Num::Float(f)), Some(digits)) => round_float(f, digits),
        (None, _) => Cell::None,
    })
}

/// To a multiple of a power of ten.
fn round_int(i: i64, digits: i64) -> Cell {
    // Half of 10^20 is more than any integer, so all of those round to 0.
    let Some(unit) = u32::try_from(digits.unsigned_abs()).ok().filter(|n| *n < 20).map(|n| 10i128.pow(n)) else {
        return Cell::Int(0);
    };
    let (floor, rest) = (i128::from(i).div_euclid(unit), i128::from(i).rem_euclid(unit));
    let up = rest * 2 > unit || rest * 2 == unit && floor % 2 != 0;
    super::wide((floor + i128::from(up)) * unit)
}

fn round_float(f: f64, digits: i64) -> Cell {
    /// Every double is a multiple of some power of ten above this one.
    const FINEST: i64 = 323;
    /// No double reaches half of ten to this power.
    const COARSEST: i64 = -309;
    if digits > FINEST {
        return Cell::Float(f);
    }
    if digits < COARSEST {
        return Cell::Float(0.0f64.copysign(f));
    }
    let spelled = match usize::try_from(digits) {
        Ok(digits) => format!("{f:.digits$}"),
        Err(_) => round_whole(f, digits.unsigned_abs() as usize),
    };
    spelled.parse().map_or(Cell::None, super::finite)
}

/// Rounds away the last `places` digits of the whole part, exactly.
fn round_whole(f: f64, places: usize) -> String {
    let digits = format!("{:.0}", f.trunc().abs());
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (kept, dropped) = digits.split_at(digits.len() - places);
    let half = format!("{:0<places$}", "5");
    let more = f.fract() != 0.0;
    let odd = kept.ends_with(['1', '3', '5', '7', '9']);
    let up = dropped > half.as_str() || dropped == half && (more || odd);
    // One is carried through the nines.
    let mut kept = kept.as_bytes().to_vec();
    if up {
        let nines = kept.iter().rev().take_while(|digit| **digit == b'9').count();
        let at = kept.len() - nines;
        kept[at..].fill(b'0');
        match at.checked_sub(1) {
            Some(last) => kept[last] += 1,
            None => kept.insert(0, b'1'),
        }
    }
    let sign = if f.is_sign_negative() { "-" } else { "" };
    let kept = String::from_utf8_lossy(&kept);
    format!("{sign}{kept}{}", "0".repeat(places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_go_to_the_even_neighbour() {
        let round = |args: &[Value<'static>]| law(args, &mut Vec::new());
        assert_eq!(round(&[Value::Float(2.5)]), Ret::Cell(Cell::Int(2)));
        assert_eq!(round(&[Value::Float(2.675), Value::Int(2)]), Ret::Cell(Cell::Float(2.67)));
        assert_eq!(round(&[Value::Int(25), Value::Int(-1)]), Ret::Cell(Cell::Int(20)));
        assert_eq!(round(&[Value::Int(i64::MAX), Value::Int(-1)]), Ret::Cell(Cell::Float(9_223_372_036_854_775_810.0)));
        assert_eq!(round(&[Value::Float(1.5), Value::Int(i64::MIN)]), Ret::Cell(Cell::Float(0.0)));
        assert_eq!(round(&[Value::Float(1.5), Value::Float(0.5)]), Ret::Cell(Cell::None));
        assert_eq!(round(&[Value::Float(f64::MAX), Value::Int(-308)]), Ret::Cell(Cell::None));
    }
}
