//! `sha256(x)`: the digest that any other tool computes.

use sha2::{Digest, Sha256};

use super::hex;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "sha256",
        usage: r#"sha256(x)"#,
        brief: "the SHA-256 digest of a text, in hexadecimal",
        text: "Gives 64 hexadecimal digits in lower case, the same as `sha256sum` gives for these bytes. To hide values, [redact] with a key is safer: short values can be guessed from a digest. None stays None. A number or a bool is taken as it is spelled; a time, a duration, a list or an object gives None, which the ledger counts.",
        examples: &[Example {
            run: r#"'select sha256(name) as digest | head 1' users.csv"#,
            output: r#"
{"digest":"3bc51062973c458d5a6f2d8d64a023246354ad7e064b1e4e009ec8a0699a3043"}
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
    hex::encode(&Sha256::digest(&text), out);
    Ret::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_standard_says() {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Str(b"abc")], &mut out), Ret::New);
        assert_eq!(out, b"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
