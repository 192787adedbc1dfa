//! `len(x)`: the length of a text or a list.
//!
//! A nested value is kept as it was spelled, so its elements are counted in its text: the
//! commas that stand in no string and in no deeper list.

use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "len",
        usage: "len(x)",
        brief: "the number of code points of a text, or of elements of a list",
        text: "Counts the code points of a text, where a byte that is no UTF-8 counts as one; the elements of a \
               JSON list; the keys of a JSON object. A number or a bool is taken as it is spelled. None stays \
               None; a time or a duration gives None, which the ledger counts.",
        examples: &[
            Example {
                run: "'where len(msg) > 15 | select msg' app.jsonl",
                output: r#"
{"msg":"query failed: \"orders\" timeout"}
{"msg":"permission denied"}
{"msg":"upstream gone, took 1200ms"}
"#,
            },
            Example {
                run: "'max(len(line)) as longest' access.log",
                output: r#"
{"longest":179}
"#,
            },
        ],
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
    let n = match x {
        Value::Json(json) => elements(json),
        other => match super::text(*other) {
            Some(text) => text::count(&text),
            None => return Ret::Cell(Cell::None),
        },
    };
    Ret::Cell(Cell::Int(n as i64))
}

/// The elements of a list, or the keys of an object.
fn elements(json: &[u8]) -> usize {
    let (mut depth, mut commas, mut any, mut at) = (0usize, 0, false, 0);
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => {
                any = true;
                at += string_len(&json[at..]);
                continue;
            }
            b'[' | b'{' => {
                any |= depth > 0;
                depth += 1;
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 1 => commas += 1,
            b' ' | b'\t' | b'\n' | b'\r' => {}
            _ => any = true,
        }
        at += 1;
    }
    if any { commas + 1 } else { 0 }
}

/// The length of the JSON string that opens here, with its quotes.
fn string_len(json: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points_and_elements() {
        let len = |x: Value<'static>| law(&[x], &mut Vec::new());
        assert_eq!(len(Value::Str("aé\u{1f600}".as_bytes())), Ret::Cell(Cell::Int(3)));
        assert_eq!(len(Value::Str(b"\xff\xfe")), Ret::Cell(Cell::Int(2)));
        assert_eq!(len(Value::Json(br#"[1, [2, 3], {"a": 4, "b": 5}, "x,\", [y"]"#)), Ret::Cell(Cell::Int(4)));
        assert_eq!(len(Value::Json(br#"{"a": [], "b": {}}"#)), Ret::Cell(Cell::Int(2)));
        assert_eq!(len(Value::Json(b"[ ]")), Ret::Cell(Cell::Int(0)));
        assert_eq!(len(Value::Json(b"[[]]")), Ret::Cell(Cell::Int(1)));
        assert_eq!(len(Value::Json(br#"["broken\"#)), Ret::Cell(Cell::Int(1)));
        assert_eq!(len(Value::Time(0)), Ret::Cell(Cell::None));
    }
}
