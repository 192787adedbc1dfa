//! `replace(x, old, new)`: text with every occurrence of a text replaced.
//!
//! Regexes are the stage's business (`replace r"..." with "..."`); here both are plain text.

use memchr::memmem;

use super::MOST;
use crate::base::text;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "replace",
        usage: "x.replace(old, new[, count])",
        brief: "text with one text replaced by another",
        text: "Replaces each occurrence of `old` by `new`, from the left and without overlaps, or only the \
               first `count`. An empty `old` stands before each code point and at the end, as in Python. Text \
               without an occurrence is not copied. A result of more than 64 MiB is None. None stays None. A \
               number or a bool is taken as it is spelled; a time, a duration, a list or an object gives None, \
               which the ledger counts.\n\n\
               For a regex use the stage `replace r\"...\" with \"...\" from x`.",
        examples: &[
            Example {
                run: r#"'select msg.replace(" ", "_") as msg | head 2' app.jsonl"#,
                output: r#"
{"msg":"request_done"}
{"msg":"job_started"}
"#,
            },
            Example {
                run: r#"'select ts.replace("T", " ", 1) as at | head 1' app.jsonl"#,
                output: r#"
{"at":"2026-03-02 09:00:01.250Z"}
"#,
            },
        ],
    },
    method: true,
    keeps_name: false,
    args: (3, 4),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let (x, old, new, count) = match args {
        [x, old, new] => (x, old, new, usize::MAX),
        [x, old, new, count] => match super::integer(*count) {
            Some(count) => (x, old, new, usize::try_from(count).unwrap_or(usize::MAX)),
            None => return Ret::Cell(Cell::None),
        },
        _ => return Ret::Cell(Cell::None),
    };
    let (Some(text), Some(old), Some(new)) = (super::text(*x), super::text(*old), super::text(*new)) else {
        return Ret::Cell(Cell::None);
    };
    if old.is_empty() {
        return if between(&text, &new, count, out) { Ret::New } else { Ret::Cell(Cell::None) };
    }
    let mut done = 0;
    for at in memmem::find_iter(&text, &*old).take(count) {
        if out.len() + (at - done) + new.len() > MOST {
            return Ret::Cell(Cell::None);
        }
        out.extend_from_slice(&text[done..at]);
        out.extend_from_slice(&new);
        done = at + old.len();
    }
    if done == 0 {
        return super::part(text, |text| text, out);
    }
    if out.len() + (text.len() - done) > MOST {
        return Ret::Cell(Cell::None);
    }
    out.extend_from_slice(&text[done..]);
    Ret::New
}

/// Puts a text before each code point and at the end, so often; false when it grows too long.
fn between(text: &[u8], new: &[u8], count: usize, out: &mut Vec<u8>) -> bool {
    let mut left = count;
    for point in text::points(text) {
        if out.len() + new.len() + point.len() > MOST {
            return false;
        }
        if left > 0 {
            out.extend_from_slice(new);
            left -= 1;
        }
        out.extend_from_slice(point);
    }
    if left > 0 {
        out.extend_from_slice(new);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_from_the_left() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Str(b"aaa"), Value::Str(b"aa"), Value::Str(b"b")], &mut out), Ret::New);
        assert_eq!(out, b"ba");
        assert_eq!(law(&[Value::Str(b"abc"), Value::Str(b"x"), Value::Str(b"y")], &mut out), Ret::Part(b"abc"));
    }

    #[test]
    fn a_line_that_is_its_own_pattern_does_not_explode() {
        let long = vec![b'a'; 1 << 20];
        let mut out = Vec::new();
        let answer = law(&[Value::Str(&long), Value::Str(b"a"), Value::Str(&long)], &mut out);
        assert_eq!(answer, Ret::Cell(Cell::None));
        assert!(out.len() <= MOST);
        out.clear();
        assert_eq!(law(&[Value::Str(&long), Value::Str(b""), Value::Str(&long)], &mut out), Ret::Cell(Cell::None));
    }
}
