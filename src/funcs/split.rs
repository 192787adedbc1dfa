//! `split`: the parts of a text, as a list.

use memchr::memmem;

use super::text;
use crate::base::json::keep_string;
use crate::base::text::{char_of, is_space, points};
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

/// The definition of `split`.
pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "split",
        usage: "x.split() or x.split(separator)",
        brief: "the parts of a text between separators, as a list",
        text: "Without a separator the text is split at runs of white space, and blanks at its ends make no empty \
               parts; this is what awk does. With one, every separator parts, as in Python. `[i]` takes an element, \
               from 0, or from the end with -1; one that is not there is None. An empty separator gives None, which \
               is counted.",
        examples: &[
            Example {
                run: "'print f\"{line.split()[2]}\" | dedup' app.log",
                output: r"
INFO
ERROR
WARN
",
            },
            Example {
                run: "'select path.split(\"/\")[1] as area, status | head 4' access.log",
                output: r#"
{"area":"","status":200}
{"area":"static","status":304}
{"area":"login","status":302}
{"area":"api","status":200}
"#,
            },
        ],
    },
    method: true,
    keeps_name: false,
    args: (1, 2),
    kind: Kind::Any,
    none: OnNone::None,
    bind: FuncBind::Law(split),
};

fn split<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let Some(whole) = args.first().and_then(|a| text(*a)) else { return Ret::Cell(Cell::None) };
    let mut add = |part: &[u8]| {
        out.push(if out.is_empty() { b'[' } else { b',' });
        keep_string(part, out);
    };
    match args.get(1) {
        None => words(&whole).for_each(&mut add),
        Some(separator) => {
            let Some(separator) = text(*separator).filter(|s| !s.is_empty()) else { return Ret::Cell(Cell::None) };
            let mut from = 0;
            for at in memmem::find_iter(&whole, separator.as_ref()) {
                add(&whole[from..at]);
                from = at + separator.len();
            }
            add(&whole[from..]);
        }
    }
    if out.is_empty() {
        out.push(b'[');
    }
    out.push(b']');
    Ret::List
}

/// The runs of a text that are no white space.
fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let blank = |point: &[u8]| char_of(point).is_some_and(is_space);
        let start: usize = points(rest).take_while(|p| blank(p)).map(<[u8]>::len).sum();
        rest = &rest[start..];
        let len: usize = points(rest).take_while(|p| !blank(p)).map(<[u8]>::len).sum();
        let (word, after) = rest.split_at(len);
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(args: &[&str]) -> String {
        let values: Vec<Value<'_>> = args.iter().map(|a| Value::Str(a.as_bytes())).collect();
        let mut out = Vec::new();
        assert_eq!(split(&values, &mut out), Ret::List);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn splits_as_python() {
        assert_eq!(of(&["  a  b "]), r#"["a","b"]"#);
        assert_eq!(of(&["   "]), "[]");
        assert_eq!(of(&[""]), "[]");
        assert_eq!(of(&["/a//b", "/"]), r#"["","a","","b"]"#);
        assert_eq!(of(&["", "/"]), r#"[""]"#);
    }
}
