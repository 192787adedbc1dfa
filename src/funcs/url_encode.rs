//! `url_encode(x)`: text as it may stand in a URL.

use super::MOST;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "url_encode",
        usage: "url_encode(x)",
        brief: "text with `%41` for what may not stand in a part of a URL",
        text: "Keeps letters and digits of ASCII and `-`, `.`, `_`, `~`, and writes every other byte as a \
               percent sign and two digits in upper case, a blank as `%20` and a slash as `%2F`. See also \
               [url_decode]. None stays None. A number or a bool is taken as it is spelled; a time, a duration, \
               a list or an object gives None, which the ledger counts.",
        examples: &[Example {
            run: "'select url_encode(name) as name | tail 1' users.csv",
            output: r#"
{"name":"Frank%2C%20Jr."}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    let Some(text) = super::text(*x) else { return Ret::Cell(Cell::None) };
    for &byte in text.iter() {
        if out.len() > MOST {
            return Ret::Cell(Cell::None);
        }
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(byte);
            continue;
        }
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        out.extend([b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python_quotes() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Str(b"a b/~c-_.\xc3\xa9\xff%+")], &mut out), Ret::New);
        assert_eq!(out, b"a%20b%2F~c-_.%C3%A9%FF%25%2B");
    }
}
