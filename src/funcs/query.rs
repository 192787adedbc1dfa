//! `query(x, name)`: one parameter of a URL, a request target or a bare query string.

use memchr::memchr;

use super::percent;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "query",
        usage: r#"query(x, "name")"#,
        brief: "a parameter of a URL, decoded",
        text: "Takes a URL, a request target or a bare query string: what stands after the first `?`, if there is one, and before `#`. Names and values are decoded, with `+` as a blank; of repeated names the first counts, and a name without `=` has an empty value. A parameter that is not there is None, and is counted. None stays None. A number or a bool is taken as it is spelled; a time, a duration, a list or an object gives None, which the ledger counts. `query` without brackets is still the field of that name.",
        examples: &[Example {
            run: r#"'set q = query("/search?q=red+shoes%21&page=2", "q") | select q | head 1' access.log"#,
            output: r#"
{"q":"red shoes!"}
"#,
        }],
    },
    method: false,
    keeps_name: false,
    args: (2, 2),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let [x, name] = args else { return Ret::Cell(Cell::None) };
    let (Some(text), Some(name)) = (super::text(*x), super::text(*name)) else { return Ret::Cell(Cell::None) };
    let bare = &text[..memchr(b'#', &text).unwrap_or(text.len())];
    let bare = memchr(b'?', bare).map_or(bare, |at| &bare[at + 1..]);
    for pair in bare.split(|b| *b == b'&') {
        let (key, value) = match memchr(b'=', pair) {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &pair[pair.len()..]),
        };
        out.clear();
        percent::decode(key, percent::Plus::Blank, out);
        if !pair.is_empty() && *out == *name {
            out.clear();
            percent::decode(value, percent::Plus::Blank, out);
            return Ret::New;
        }
    }
    Ret::Cell(Cell::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_first_of_a_name() {
        let of = |x: &'static str| {
            let mut out = Vec::new();
            (law(&[Value::Str(x.as_bytes()), Value::Str(b"q")], &mut out) == Ret::New).then_some(out)
        };
        assert_eq!(of("https://h/p?a=1&q=x+y%21&q=2#q=3"), Some(b"x y!".to_vec()));
        assert_eq!(of("/p?%71=1"), Some(b"1".to_vec()));
        assert_eq!(of("q"), Some(Vec::new()));
        assert_eq!(of("/p?a=q"), None);
    }
}
