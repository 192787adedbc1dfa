//! `int(x)`: an integer.
//!
//! Text with a fraction is cut as a number with one is, unlike in Python: whether a log
//! spells 12 or 12.0 must not decide whether there is an answer.

use crate::base::{digits, num};
use crate::data::cell::Num;
use crate::data::{Batch, Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "int",
        usage: "int(x[, base])",
        brief: "the integer that a value is or spells",
        text: "Gives a number without its fraction (towards zero, as Python does), a bool as 1 or 0, and text \
               as the number that it spells, spaces round it allowed. With a base from 2 to 36 the text is read \
               as digits of that base, and `0x`, `0o` and `0b` before them are allowed in bases 16, 8 and 2. \
               What is no number is None, which the ledger counts; so is a text of digits in a base that does \
               not fit 64 bits, while a decimal number that does not becomes a float. None stays None.\n\n\
               A time or a duration gives None: divide it by a unit (`d / 1ms`).",
        examples: &[
            Example {
                run: "'select service, int(ms) as ms | head 2' app.jsonl",
                output: r#"
{"service":"api","ms":12}
{"service":"worker","ms":3}
"#,
            },
            Example {
                run: "'select name, int(age) as age | head 5 | skip 4' users.csv",
                output: r#"
{"name":"Erin","age":7}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 2),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Quick(law, quick),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let cell = match args {
        [x] => decimal(*x),
        [x, base] => based(*x, *base).map_or(Cell::None, Cell::Int),
        _ => Cell::None,
    };
    Ret::Cell(cell)
}

/// Text of a few digits, which is what mostly comes.
fn quick(x: &[Cell], batch: &Batch, sel: &[u32], out: &mut [Cell], rest: &mut Vec<u32>) {
    let text = |cell: &Cell| cell.span().filter(|text| !text.in_heap());
    let mut put = |row: u32, number: Option<u64>| match number {
        Some(n) => out[row as usize] = Cell::Int(n as i64),
        None => rest.push(row),
    };
    if sel.len() == x.len() {
        digits::each(&batch.block.bytes, x.iter().map(text), |row, number| put(row as u32, number));
    } else {
        digits::each(&batch.block.bytes, sel.iter().map(|&row| text(&x[row as usize])), |i, number| {
            put(sel[i], number)
        });
    }
}

fn decimal(x: Value<'_>) -> Cell {
    let number = super::number(x).or_else(|| num::parse(super::text(x)?.trim_ascii()));
    match number {
        Some(Num::Int(i)) => Cell::Int(i),
        Some(Num::Float(f)) => super::whole(f.trunc()),
        None => Cell::None,
    }
}

fn based(x: Value<'_>, base: Value<'_>) -> Option<i64> {
    let base = u32::try_from(super::integer(base)?).ok().filter(|base| (2..=36).contains(base))?;
    let text = super::text(x)?;
    let text = std::str::from_utf8(text.trim_ascii()).ok()?;
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let prefixes = match base {
        16 => ["0x", "0X"],
        8 => ["0o", "0O"],
        2 => ["0b", "0B"],
        _ => ["", ""],
    };
    let digits = prefixes.iter().find_map(|prefix| digits.strip_prefix(prefix)).unwrap_or(digits);
    // The standard library would take a second sign.
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let n = i128::from_str_radix(digits, base).ok()?;
    i64::try_from(if negative { -n } else { n }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_towards_zero() {
        let int = |args: &[Value<'static>]| law(args, &mut Vec::new());
        assert_eq!(int(&[Value::Float(-2.7)]), Ret::Cell(Cell::Int(-2)));
        assert_eq!(int(&[Value::Text(b" 12.9 ")]), Ret::Cell(Cell::Int(12)));
        assert_eq!(int(&[Value::Bool(true)]), Ret::Cell(Cell::Int(1)));
        assert_eq!(int(&[Value::Float(1e300)]), Ret::Cell(Cell::Float(1e300)));
        assert_eq!(int(&[Value::Text(b"12ms")]), Ret::Cell(Cell::None));
        assert_eq!(int(&[]), Ret::Cell(Cell::None));
    }

    #[test]
    fn reads_other_bases() {
        let int = |x: &'static str, base| law(&[Value::Text(x.as_bytes()), Value::Int(base)], &mut Vec::new());
        assert_eq!(int("0xFf", 16), Ret::Cell(Cell::Int(255)));
        assert_eq!(int("-777", 8), Ret::Cell(Cell::Int(-511)));
        assert_eq!(int("-8000000000000000", 16), Ret::Cell(Cell::Int(i64::MIN)));
        for (x, base) in [
            ("ff", 10),
            ("", 16),
            ("+-1", 16),
            ("0x", 16),
            ("1", 1),
            ("1", 37),
            ("ffffffffffffffffffff", 16),
            ("é", 16),
        ] {
            assert_eq!(int(x, base), Ret::Cell(Cell::None), "{x} {base}");
        }
    }
}
