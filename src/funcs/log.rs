//! `log(x)`: the logarithm.
//!
//! Bases 2 and 10 have functions of their own that are exact at powers; Python's quotient
//! gives 2.9999999999999996 for `log(1000, 10)`.

use crate::data::cell::Num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "log",
        usage: "log(x[, base])",
        brief: "the natural logarithm, or that to a base",
        text: "Gives the natural logarithm of a number, or its logarithm to the given base, as a float. It is \
               exact for powers of 2 and 10 to those bases. A number that is not positive, a base that is not \
               positive or is 1, or what is no number, is None, which the ledger counts. None stays None.",
        examples: &[Example {
            run: "'where bytes > 0 | count by floor(log(bytes, 10)) as digits' access.log",
            output: r#"
{"digits":3,"count":2}
{"digits":2,"count":6}
{"digits":1,"count":3}
{"digits":4,"count":1}
{"digits":0,"count":1}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 2),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let (x, base) = match args {
        [x] => (super::number(*x), None),
        [x, base] => match super::number(*base) {
            Some(base) => (super::number(*x), Some(base.float())),
            None => return Ret::Cell(Cell::None),
        },
        _ => return Ret::Cell(Cell::None),
    };
    let Some(x) = x.map(Num::float).filter(|x| *x > 0.0) else { return Ret::Cell(Cell::None) };
    Ret::Cell(match base {
        None => super::finite(x.ln()),
        Some(base) if base <= 0.0 || base == 1.0 => Cell::None,
        Some(2.0) => super::finite(x.log2()),
        Some(10.0) => super::finite(x.log10()),
        Some(base) => super::finite(x.ln() / base.ln()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_exact() {
        let log = |args: &[Value<'static>]| law(args, &mut Vec::new());
        assert_eq!(log(&[Value::Int(1000), Value::Int(10)]), Ret::Cell(Cell::Float(3.0)));
        assert_eq!(log(&[Value::Int(1)]), Ret::Cell(Cell::Float(0.0)));
        for args in [[0, 10], [-1, 10], [5, 1], [5, 0], [5, -2]] {
            assert_eq!(log(&args.map(Value::Int)), Ret::Cell(Cell::None));
        }
    }
}
