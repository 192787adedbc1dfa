//! Every function of the catalogue, over values of every kind that are made of the input.
//!
//! A call is bound as in a pipeline, so that functions which look at their arguments when they
//! are bound are tried like those that are laws alone; the values are put where the fields
//! would be. A row's answer must not depend on its neighbours, and a list or an object that was
//! made must be JSON.

use std::sync::Arc;

use flitch::base::{Span, hash, json, num};
use flitch::data::{Batch, Block, Cell, Source, Value, cell};
use flitch::def::{Cx, FuncBind, FuncDef, Step};
use flitch::plan::Plan;
use flitch::{funcs, inputs};

use crate::lang::bound;
use crate::mutate::Dice;

pub const WORDS: &[&str] = &[
    "https://bob:pw@shop.example:8443/a/1?q=%41+b&q=2#top",
    "http://[2001:db8::1]/",
    "/u/123/o/9f8c;x=1?y",
    "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    "10.1.2.3",
    "10.0.0.0/8",
    "::ffff:10.0.0.1",
    "fd00::/8",
    "Zm9vYg==",
    "-_8",
    "666f6F",
    "%e2%82%",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
    "(compatible; Googlebot/2.1; +http://x/bot.html)",
    "{\"a\":[1,{\"b\":null}],\"a\":\"\\u00e9\"}",
    "\u{3a3}\u{3b1}\u{3a3} \u{1c4} \u{df}",
    "a\u{2028}b\u{85}c\r\nd",
    " a  b ",
    "a=b=c",
    "12",
    "-1.5e3",
    "true",
    "1h30m",
    "10MiB",
    "2026-03-02T09:00:01Z",
    "\n",
];

/// What may stand for an argument besides a field.
const WRITTEN: &[&str] = &[
    "None",
    "True",
    "1",
    "-3",
    "2.5",
    "16",
    "5m",
    "\"a\"",
    "\"=\"",
    "\"\"",
    "\"ms\"",
    "\"[a-z]+\"",
    "r\"(\\w)(\\d)?\"",
    "r\"\"",
    "(\"a\", \"b\")",
    "(0, 10, 100)",
    "\"Europe/Berlin\"",
    "\"%Y-%m-%d\"",
    "\"10.0.0.0/8\"",
    "a.b",
    "b[0]",
];

const FIELDS: [&str; 4] = ["a", "b", "c", "d"];

/// So many rows are tried together.
const ROWS: usize = 5;

/// Every function once, its arguments and values chosen by the bytes.
pub fn functions(data: &[u8]) {
    let mut dice = Dice::new(hash(data));
    let pieces: Vec<&[u8]> = data.split(|b| *b == b'\n').take(20).collect();
    for def in funcs::ALL {
        let text = call(def, &mut dice);
        let Some((plan, steps)) = bound(&format!("select {text} as x"), &inputs_json()) else { continue };
        let values: Vec<Vec<Value<'_>>> =
            FIELDS.iter().map(|_| (0..ROWS).map(|_| value(&pieces, &mut dice)).collect()).collect();
        let all: Vec<usize> = (0..ROWS).collect();
        let together = answers(&plan, &steps, &values, &all, &text);
        for row in all {
            let alone = answers(&plan, &steps, &values, &[row], &text);
            assert_eq!(alone[0], together[row], "{text}: a row and its neighbours");
        }
    }
}

fn inputs_json() -> flitch::def::Format {
    match inputs::find("json").and_then(flitch::def::Format::named) {
        Some(input) => input,
        None => panic!("json is a format"),
    }
}

/// A call of a function, spelled one way or another.
fn call(def: &FuncDef, dice: &mut Dice) -> String {
    let (least, most) = def.args;
    let n = least + dice.below(most.min(least + 2) - least + 1);
    let mut args: Vec<&str> = Vec::new();
    for place in 0..n {
        let field = place == 0 && dice.below(8) > 0 || dice.below(2) == 0;
        args.push(if field { FIELDS[place % 4] } else { WRITTEN[dice.below(WRITTEN.len())] });
    }
    let name = def.doc.name;
    match (&def.bind, args.split_first()) {
        (FuncBind::Set(_), _) => format!("a in {name}({})", args.join(", ")),
        (_, Some((x, rest))) if def.method && FIELDS.contains(x) => format!("{x}.{name}({})", rest.join(", ")),
        _ => format!("{name}({})", args.join(", ")),
    }
}

/// A value of some kind, as a format would give it.
fn value<'a>(pieces: &[&'a [u8]], dice: &mut Dice) -> Value<'a> {
    let piece = pieces[dice.below(pieces.len())];
    let mut bits = [0; 8];
    bits.iter_mut().zip(piece).for_each(|(bit, byte)| *bit = *byte);
    let (int, float) = (i64::from_le_bytes(bits), f64::from_le_bytes(bits));
    match dice.below(16) {
        0 => Value::None,
        1 => Value::Bool(int & 1 == 1),
        2 => Value::Int(int),
        3 => Value::Int(int % 100),
        4 if float.is_finite() => Value::Float(float),
        5 => Value::Time(int),
        6 => Value::Duration(int),
        7 if json::skip_string(&[piece, b"\""].concat(), 0) == Some((piece.len(), true)) => Value::Escaped(piece),
        8 | 9 if json::skip_value(piece, 0) == Some(piece.len()) => match piece[0] {
            b'{' | b'[' => Value::Json(piece),
            _ if num::is_json(piece) => Value::Number(piece),
            _ => Value::Str(piece),
        },
        10..=12 => Value::Str(piece),
        _ => Value::Text(piece),
    }
}

/// The answers for some rows, each with all that the plan computed for it.
fn answers(plan: &Plan, steps: &[Step], values: &[Vec<Value<'_>>], rows: &[usize], text: &str) -> Vec<String> {
    let source = Arc::new(Source::computed());
    let block = Arc::new(Block { bytes: Vec::new(), start: 0, ticket: 0, source, offset: 0, lines_before: 0 });
    let mut batch = Batch::new(block, &plan.constants, plan.n_slots);
    batch.rows = vec![Span::default(); rows.len()];
    batch.sel = (0..rows.len() as u32).collect();
    let mut given = Vec::new();
    for (want, slot) in plan.passes.iter().flatten().zip(plan.slots.iter().flatten()) {
        let Some(field) = FIELDS.iter().position(|field| *field == want.name) else { continue };
        given.push(*slot);
        batch.cols[*slot] = rows.iter().map(|row| cell::place(values[field][*row], &mut batch.heap)).collect();
    }
    let mut cx = Cx::new(plan.n_slots, plan.constants.clone());
    for step in steps {
        if let Step::Map(map) = step {
            map.map(&mut batch, &mut cx);
        }
    }
    let answer = |row: usize| {
        let mut out = Vec::new();
        for (slot, column) in batch.cols.iter().enumerate() {
            let cell = column.get(row).copied().unwrap_or_default();
            if let (Cell::Json(span), false) = (cell, given.contains(&slot)) {
                let bytes = batch.bytes(span);
                assert_eq!(json::skip_value(bytes, 0), Some(bytes.len()), "{text}: {} is JSON", bytes.escape_ascii());
            }
            batch.value(cell).write_json(&mut out);
            out.push(b' ');
        }
        let notes = batch.notes.iter().filter(|note| note.row as usize == row).map(|note| note.id);
        format!("{} {:?}", out.escape_ascii(), notes.collect::<Vec<_>>())
    };
    (0..rows.len()).map(answer).collect()
}
