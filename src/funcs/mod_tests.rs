//! Tests of all functions: against CPython, and with arguments of every kind.

use super::*;
use crate::base::text as points;
use crate::base::{Zone, Zones};
use crate::def::FuncBind;

const UTC: Zones = Zones { naive: Zone::UTC, shown: Zone::UTC };

/// A value as the fixture spells it, with its own bytes.
#[derive(Debug, PartialEq)]
enum Given {
    Text(Vec<u8>),
    Texts(Vec<Vec<u8>>),
    Cell(Cell),
}

/// Bytes in hexadecimal.
fn unhex(spelled: &str) -> Vec<u8> {
    (0..spelled.len()).step_by(2).map(|at| u8::from_str_radix(&spelled[at..at + 2], 16).unwrap()).collect()
}

impl Given {
    fn read(spelled: &str) -> Given {
        let (kind, rest) = spelled.split_at(1);
        match kind {
            "s" => Given::Text(unhex(rest)),
            "l" => Given::Texts(rest.split_terminator(',').map(unhex).collect()),
            "i" => Given::Cell(Cell::Int(rest.parse().unwrap())),
            "f" => Given::Cell(Cell::Float(rest.parse().unwrap())),
            "b" => Given::Cell(Cell::Bool(rest == "true")),
            "-" => Given::Cell(Cell::None),
            other => panic!("{other}"),
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            Given::Text(text) => Value::Str(text),
            Given::Cell(Cell::Int(i)) => Value::Int(*i),
            Given::Cell(Cell::Float(f)) => Value::Float(*f),
            Given::Cell(Cell::Bool(b)) => Value::Bool(*b),
            _ => Value::None,
        }
    }

    fn int(&self) -> Option<i64> {
        match self {
            Given::Cell(Cell::Int(i)) => Some(*i),
            _ => None,
        }
    }
}

fn run(op: &str, args: &[Given]) -> Given {
    let values: Vec<Value<'_>> = args.iter().map(Given::value).collect();
    match (op, args) {
        ("slice", [Given::Text(text), start, stop, step]) => {
            return Given::Text(points::slice(text, start.int(), stop.int(), step.int()).into_owned());
        }
        ("nth", [Given::Text(text), index]) => {
            return match points::nth(text, index.int().unwrap()) {
                Some(point) => Given::Text(point.to_vec()),
                None => Given::Cell(Cell::None),
            };
        }
        ("bin", _) => return Given::Cell(bin::law(&values, &UTC)),
        _ => {}
    }
    let law = match (op, args) {
        ("split", [_, Given::Cell(Cell::None), ..]) => split::at_blanks,
        ("rsplit", [_, Given::Cell(Cell::None), ..]) => rsplit::at_blanks,
        ("split", _) => split::at_separators,
        ("rsplit", _) => rsplit::at_separators,
        _ => match find(op).unwrap().bind {
            FuncBind::Law(law) => law,
            _ => panic!("{op} is a law"),
        },
    };
    // White space is no argument of its law.
    let values: Vec<Value<'_>> = values.into_iter().filter(|value| !value.is_none()).collect();
    let mut out = Vec::new();
    match law(&values, &mut out) {
        Ret::Cell(cell) => Given::Cell(cell),
        Ret::Absent => Given::Cell(Cell::None),
        Ret::Part(part) => Given::Text(part.to_vec()),
        Ret::New => Given::Text(out),
        Ret::Json => {
            let text = |element: &[u8]| {
                let mut plain = Vec::new();
                list::write_text(element, &mut plain);
                plain
            };
            Given::Texts(list::elements(&out).unwrap().map(text).collect())
        }
    }
}

#[test]
fn answers_as_cpython() {
    let cases = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/strings/cases.tsv"));
    let mut wrong = Vec::new();
    for case in cases.lines() {
        let fields: Vec<&str> = case.split('\t').collect();
        let [op, args @ .., wanted] = &fields[..] else { panic!("{case}") };
        let args: Vec<Given> = args.iter().copied().map(Given::read).collect();
        let got = run(op, &args);
        let same = match (&got, Given::read(wanted)) {
            // Zeros have a sign, which `==` does not see.
            (Given::Cell(Cell::Float(x)), Given::Cell(Cell::Float(y))) => x.to_bits() == y.to_bits(),
            (got, wanted) => *got == wanted,
        };
        if !same {
            wrong.push(format!("{case} gave {got:?}"));
        }
    }
    assert!(cases.lines().count() > 1_000);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn names_are_sorted_and_found() {
    assert!(ALL.is_sorted_by_key(|def| def.doc.name));
    for def in ALL {
        assert_eq!(find(def.doc.name).map(|found| found.doc.name), Some(def.doc.name));
        assert!(!def.doc.examples.is_empty() && def.args.0 <= def.args.1, "{}", def.doc.name);
    }
    assert!(find("nothing").is_none());
}

#[test]
fn no_law_panics() {
    // Every law with up to five arguments of every kind, more than it takes too, because a
    // tuple may bring any number.
    let long = vec![b'9'; 400];
    let values = [
        Value::None,
        Value::Bool(true),
        Value::Int(i64::MIN),
        Value::Int(0),
        Value::Float(-1.7e308),
        Value::Float(5e-324),
        Value::Time(i64::MIN),
        Value::Duration(i64::MIN),
        Value::Duration(i64::MAX),
        Value::Text(b""),
        Value::Text(b"-"),
        Value::Text(&long),
        Value::Str(b"\xf0\x9f\xe2"),
        Value::Escaped(br"\ud800\"),
        Value::Number(b"-1e999"),
        Value::Json(b"[[[{\"\\"),
    ];
    let zone = |name| Zone::parse(name).unwrap();
    let zones = [zone("Europe/Berlin"), zone("America/St_Johns"), Zone::Offset(i32::MIN)];
    let zones = zones.map(|shown| Zones { naive: shown.clone(), shown });
    let mut out = Vec::new();
    let mut seed = 7u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        values[(seed >> 33) as usize % values.len()]
    };
    for _ in 0..3_000 {
        let args = [next(), next(), next(), next(), next()];
        for n in 0..=args.len() {
            for def in ALL {
                if let FuncBind::Law(law) = def.bind {
                    out.clear();
                    law(&args[..n], &mut out);
                }
            }
            for law in [bin::law, date::law, year::law, week::law] {
                for zones in &zones {
                    law(&args[..n], zones);
                }
            }
        }
    }
}
