//! `hash(x)`: a number that is the same for the same text, for samples and shards.
//!
//! It has 63 bits and no sign, so that `%` of it needs no thought.

use crate::base::fixed_hash;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "hash",
        usage: "hash(x)",
        brief: "a fixed hash of a text, an integer that is not negative",
        text: "Gives an integer below 2^63, the same for the same bytes on every machine, in every run and in \
               every version, but one that no other tool computes: `hash(user) % 100 < 5` keeps 5% of the users \
               with all their records. Not for secrets, where [sha256] is for what others can check. \
               `f\"{hash(x):016x}\"` is its hexadecimal spelling. None stays None. A number or a bool is taken as \
               it is spelled; a time, a duration, a list or an object gives None, which the ledger counts.",
        examples: &[Example {
            run: "'where hash(user) % 2 == 0 | count by user' app.jsonl",
            output: r#"
{"user":"alice","count":2}
{"user":"carol","count":3}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    let Some(text) = super::text(*x) else { return Ret::Cell(Cell::None) };
    Ret::Cell(Cell::Int((fixed_hash(&text) >> 1) as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise() {
        let of = |x: Value<'static>| law(&[x], &mut Vec::new());
        assert_eq!(of(Value::Str(b"alice")), Ret::Cell(Cell::Int(8_182_771_648_071_782_844)));
        assert_eq!(of(Value::Text(b"500")), of(Value::Int(500)));
        assert_eq!(of(Value::Time(0)), Ret::Cell(Cell::None));
    }

    #[test]
    fn low_bits_are_even() {
        let mut shards = [0u32; 10];
        for i in 0..10_000 {
            if let Ret::Cell(Cell::Int(hash)) = law(&[Value::Int(i)], &mut Vec::new()) {
                shards[(hash % 10) as usize] += 1;
            }
        }
        assert!(shards.iter().all(|n| (900..1100).contains(n)), "{shards:?}");
    }
}
