//! `all(x)`: whether every of some bools holds.

use super::list;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "all",
        usage: "all(x) or all((a, b, ...))",
        brief: "whether every element of a list, or every of some conditions, is true",
        text: "Takes a JSON list of bools, as Python's function does, or a list of conditions that is written out. \
               A null or None among them counts as false. Of an empty list it is True. Only bools have a truth here: \
               a list that holds anything else gives None, which the ledger counts, and so does what is no list. \
               Where the list itself is None the answer is False.",
        examples: &[Example {
            run: "'where all((status >= 500, ms > 1000)) | count' app.jsonl",
            output: r#"
{"count":2}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 64),
    kind: Kind::Bool,
    none: OnNone::Sees,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let truth = match args {
        [Value::Json(json)] => list::elements(json).and_then(|mut elements| {
            elements.try_fold(true, |so_far, element| match element {
                b"true" => Some(so_far),
                b"false" | b"null" => Some(false),
                _ => None,
            })
        }),
        several => several.iter().try_fold(true, |so_far, x| match x {
            Value::Bool(x) => Some(if *x { so_far } else { false }),
            Value::None => Some(false),
            _ => None,
        }),
    };
    Ret::Cell(truth.map_or(Cell::None, Cell::Bool))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_lists_and_of_conditions() {
        let of = |args: &[Value<'static>]| law(args, &mut Vec::new());
        let bool = |b| Ret::Cell(Cell::Bool(b));
        let json = |text: &'static [u8]| of(&[Value::Json(text)]);
        assert_eq!(json(b"[false, true, null]"), bool(false));
        assert_eq!(json(b"[true ,true]"), bool(true));
        assert_eq!(json(b"[false]"), bool(false));
        assert_eq!(json(b"[]"), bool(true));
        assert_eq!((json(b"[true, 1]"), json(b"{}")), (Ret::Cell(Cell::None), Ret::Cell(Cell::None)));
        assert_eq!(of(&[Value::Bool(true), Value::None]), bool(false));
        assert_eq!(of(&[Value::None]), bool(false));
        assert_eq!(of(&[Value::Bool(true), Value::Int(1)]), Ret::Cell(Cell::None));
    }
}
