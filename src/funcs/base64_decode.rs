//! `base64_decode(x)`: the bytes that base64 spells, in either of its alphabets.

use base64::alphabet::{self, Alphabet};
use base64::engine::{DecodePaddingMode, Engine, GeneralPurpose, GeneralPurposeConfig};
use memchr::memchr2;

use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "base64_decode",
        usage: "base64_decode(x)",
        brief: "the text that base64 spells",
        text: "Takes the standard alphabet and that of URLs, where `-` and `_` stand for `+` and `/`; `=` at the \
               end may be left out, as in the parts of a JWT. What is no base64 gives None, which is counted. \
               The text may be no UTF-8. See also [base64_encode], and [json] for what is often within. None \
               stays None. A number or a bool is taken as it is spelled; a time, a duration, a list or an object \
               gives None, which the ledger counts.",
        examples: &[Example {
            run: r#"'select base64_decode("Ym9iOnNlY3JldA==").partition(":")[0] as user | head 1' app.jsonl"#,
            output: r#"
{"user":"bob"}
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

/// Padding or none, and whatever bits are left over at the end, as Python takes it.
const fn engine(alphabet: &Alphabet) -> GeneralPurpose {
    let lenient = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(alphabet, lenient.with_decode_allow_trailing_bits(true))
}

static STANDARD: GeneralPurpose = engine(&alphabet::STANDARD);
static URL: GeneralPurpose = engine(&alphabet::URL_SAFE);

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    let Some(text) = super::text(*x) else { return Ret::Cell(Cell::None) };
    let engine = if memchr2(b'-', b'_', &text).is_some() { &URL } else { &STANDARD };
    match engine.decode_vec(&*text, out) {
        Ok(()) => Ret::New,
        Err(_) => Ret::Cell(Cell::None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_alphabets_with_and_without_padding() {
        let of = |x: &'static [u8]| {
            let mut out = Vec::new();
            (law(&[Value::Text(x)], &mut out) == Ret::New).then_some(out)
        };
        assert_eq!(of(b"Zm8="), Some(b"fo".to_vec()));
        assert_eq!(of(b"Zm8"), Some(b"fo".to_vec()));
        assert_eq!(of(b"-_8"), Some(b"\xfb\xff".to_vec()));
        assert_eq!(of(b"+/8="), Some(b"\xfb\xff".to_vec()));
        assert_eq!(of(b""), Some(Vec::new()));
        for x in [&b"Z"[..], b"Zm8=x", b"+-88", b"Zm 8", b"Zm\xff8"] {
            assert_eq!(of(x), None);
        }
    }
}
