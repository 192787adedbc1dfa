//! `path_template(x)`: a path with its numbers and names of things left out.
//!
//! The rules are few and fixed, so that a path has one template wherever it is seen. Learning
//! them from the paths of a file was rejected: the answer would depend on the other lines.

use super::uri::Uri;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "path_template",
        usage: "path_template(x)",
        brief: "a path with what names a thing in it replaced by its kind",
        text: "For grouping requests: `/u/123/o/9f8c?x=1` becomes `/u/:int/o/:hex`. Takes a request target, a \
               path or a URL, of which only the path is left. Each part between slashes is looked at by itself, \
               and what follows a `;` in it is cut off. It becomes the first of these that it is:\n\n\
               `:int` if it is all digits; `:uuid` if it is a UUID; `:date` if it is like `2026-03-02`; `:hex` \
               if it has four or more hexadecimal digits and nothing else, a letter and a digit among them; \
               `:id` if it has twenty or more ASCII letters and digits and nothing else, a letter and a digit \
               among them. If it ends in a dot and one to five letters or digits, the first of them a letter, \
               that ending stays, and what is before it is looked at: `/img/42.png` becomes `/img/:int.png`. \
               Everything else stays as it is spelled, and so do words such as `cafe` and `v2`.\n\n\
               None stays None. A number or a bool is taken as it is spelled; a time, a duration, a list or an \
               object gives None, which the ledger counts.",
        examples: &[
            Example {
                run: r#"'select path_template("/u/123/o/9f8c?x=1") as route, path_template("/img/42.png") as image | head 1' access.log"#,
                output: r#"
{"route":"/u/:int/o/:hex","image":"/img/:int.png"}
"#,
            },
            Example {
                run: "'count by path_template(target) as route | sort -count | head 3' access.log",
                output: r#"
{"route":"/api/orders","count":5}
{"route":"/api/users","count":3}
{"route":"/","count":1}
"#,
            },
        ],
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
    let path = match Uri::read(&text) {
        Some(Uri { path: b"", .. }) => b"/",
        Some(uri) => uri.path,
        None => Uri::target(&text).path,
    };
    for (at, part) in path.split(|b| *b == b'/').enumerate() {
        if at > 0 {
            out.push(b'/');
        }
        let part = part.split(|b| *b == b';').next().unwrap_or_default();
        let (stem, ending) = part.split_at(stem(part));
        out.extend_from_slice(kind(stem).map_or(stem, str::as_bytes));
        out.extend_from_slice(ending);
    }
    Ret::New
}

/// How much of a part stands before its ending.
fn stem(part: &[u8]) -> usize {
    const LONGEST: usize = 5;
    match memchr::memrchr(b'.', part) {
        Some(dot) if dot > 0 => match &part[dot + 1..] {
            [first, rest @ ..] if rest.len() < LONGEST => {
                let is_ending = first.is_ascii_alphabetic() && rest.iter().all(u8::is_ascii_alphanumeric);
                if is_ending { dot } else { part.len() }
            }
            _ => part.len(),
        },
        _ => part.len(),
    }
}

/// What kind of name a part is, if it is one.
fn kind(part: &[u8]) -> Option<&'static str> {
    const HEX: usize = 4;
    const ID: usize = 20;
    // Cheap, and true of most parts.
    if !part.iter().any(u8::is_ascii_digit) {
        return is_uuid(part).then_some(":uuid");
    }
    if part.iter().all(u8::is_ascii_digit) {
        return Some(":int");
    }
    if is_uuid(part) {
        return Some(":uuid");
    }
    if is_like(part, b"0000-00-00") {
        return Some(":date");
    }
    if part.len() >= HEX && part.iter().all(u8::is_ascii_hexdigit) {
        return Some(":hex");
    }
    (part.len() >= ID && part.iter().all(u8::is_ascii_alphanumeric)).then_some(":id")
}

fn is_uuid(part: &[u8]) -> bool {
    const DASHES: [usize; 4] = [8, 13, 18, 23];
    let fits = |(at, b): (usize, &u8)| if DASHES.contains(&at) { *b == b'-' } else { b.is_ascii_hexdigit() };
    part.len() == 36 && part.iter().enumerate().all(fits)
}

/// Whether a part has digits and other bytes where a pattern has them.
fn is_like(part: &[u8], pattern: &[u8]) -> bool {
    let fits = |(b, p): (&u8, &u8)| if p.is_ascii_digit() { b.is_ascii_digit() } else { b == p };
    part.len() == pattern.len() && part.iter().zip(pattern).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(x: &'static str) -> String {
        let mut out = Vec::new();
        assert_eq!(law(&[Value::Text(x.as_bytes())], &mut out), Ret::New);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn as_the_help_says() {
        assert_eq!(of("/u/123/o/9f8c?x=1"), "/u/:int/o/:hex");
        assert_eq!(of("/img/42.png"), "/img/:int.png");
        assert_eq!(of("/a/3F2504E0-4F89-41D3-9A0C-0305E82C3301/"), "/a/:uuid/");
        assert_eq!(of("/a/abcdefab-abcd-abcd-abcd-abcdefabcdef"), "/a/:uuid");
        assert_eq!(of("/log/2026-03-02.json;v=1"), "/log/:date.json");
        assert_eq!(of("/f/01ARZ3NDEKTSV4RRFFQ69G5FAV#top"), "/f/:id");
        assert_eq!(of("https://h.example:1/v2/7?q"), "/v2/:int");
        assert_eq!(of("https://h.example"), "/");
    }

    #[test]
    fn words_stay() {
        for path in [
            "/",
            "",
            "//a//",
            "/cafe/v2/2fa/e2e",
            "/1.2.3",
            "/.env",
            "/a-1",
            "/index.html",
            "*",
            "/9f%20",
            "/abc.def.123456",
        ] {
            assert_eq!(of(path), path);
        }
    }
}
