//! `type(x)`: the kind of a value, by name.

use crate::data::cell::Num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "type",
        usage: "type(x)",
        brief: "the kind of a value, by name",
        text: "Gives `none`, `bool`, `int`, `float`, `time`, `duration`, `text`, `str`, `list` or `object`. \
               `text` is a field of a text format: bytes that turn into a number when they meet one. `str` is a \
               string by type, from JSON or computed. Any value has an answer, None too, so nothing is counted.\n\n\
               It shows what an input really holds: `count by type(x)`.",
        examples: &[
            Example {
                run: "'count by type(status) as type' app.jsonl",
                output: r#"
{"type":"int","count":8}
{"type":"none","count":2}
"#,
            },
            Example {
                run: "'count by type(ms) as type' app.jsonl",
                output: r#"
{"type":"float","count":2}
{"type":"int","count":8}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Text,
    none: OnNone::Sees,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    Ret::Part(match x {
        Value::None => b"none",
        Value::Bool(_) => b"bool",
        Value::Int(_) => b"int",
        Value::Float(_) => b"float",
        Value::Time(_) => b"time",
        Value::Duration(_) => b"duration",
        Value::Text(_) => b"text",
        Value::Str(_) | Value::Escaped(_) => b"str",
        Value::Number(_) => match x.number() {
            Some(Num::Int(_)) => b"int",
            _ => b"float",
        },
        Value::Json(json) if json.first() == Some(&b'[') => b"list",
        Value::Json(_) => b"object",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_kind() {
        let kind = |x: Value<'static>| match law(&[x], &mut Vec::new()) {
            Ret::Part(name) => String::from_utf8(name.to_vec()).unwrap(),
            other => panic!("{other:?}"),
        };
        assert_eq!(kind(Value::None), "none");
        assert_eq!(kind(Value::Number(b"1")), "int");
        assert_eq!(kind(Value::Number(b"1.0")), "float");
        assert_eq!(kind(Value::Json(b"{}")), "object");
        assert_eq!(kind(Value::Escaped(b"")), "str");
    }
}
