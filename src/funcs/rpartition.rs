//! `rpartition(x, separator)`: what is before the last separator, it, and what is after.

use memchr::memmem;

use super::list;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "rpartition",
        usage: "x.rpartition(separator)",
        brief: "what is before the last separator, it, and what is after it, as a list",
        text: "Gives a list of three texts. Where the separator does not occur they are two empty ones and the \
               whole text. `[0]` and `[2]` take a side. See also [partition] and [rsplit]. An empty separator \
               gives None, which is counted. None stays None. A number or a bool is taken as it is spelled; a \
               time, a duration, a list or an object gives None, which the ledger counts.",
        examples: &[Example {
            run: r#"'select path.rpartition("/")[2] as page, status | head 3' access.log"#,
            output: r#"
{"page":"","status":200}
{"page":"app.css","status":304}
{"page":"login","status":302}
"#,
        }],
    },
    method: true,
    keeps_name: false,
    args: (2, 2),
    kind: Kind::List,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let [x, separator] = args else { return Ret::Cell(Cell::None) };
    let (Some(text), Some(separator)) = (super::text(*x), super::text(*separator).filter(|s| !s.is_empty())) else {
        return Ret::Cell(Cell::None);
    };
    let parts = match memmem::rfind(&text, &separator) {
        Some(at) => [&text[..at], &separator[..], &text[at + separator.len()..]],
        None => [b"", b"", &text[..]],
    };
    list::write(parts.into_iter(), out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python() {
        let of = |x: &'static [u8], separator: &'static [u8]| {
            let mut out = Vec::new();
            (law(&[Value::Text(x), Value::Str(separator)], &mut out) == Ret::Json).then_some(out)
        };
        assert_eq!(of(b"a=b=c", b"="), Some(br#"["a=b","=","c"]"#.to_vec()));
        assert_eq!(of(b"a", b"="), Some(br#"["","","a"]"#.to_vec()));
        assert_eq!(of(b"a", b""), None);
    }
}
