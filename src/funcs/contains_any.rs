//! `contains_any`: many literals in one search.
//!
//! The literals become one regex alternation, whose engine looks for all of them at once
//! with SIMD; a search for one after another was the thing to beat.

use crate::def::bind::regex;
use crate::def::textual::Finder;
use crate::def::{Doc, Example, Expr, FuncBind, FuncDef, Kind, OnNone, Scope};
use crate::lang;
use crate::lang::Diag;

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "contains_any",
        usage: "contains_any(x, (\"a\", \"b\", ...)) or contains_any(x, lines(\"FILE\"))",
        brief: "whether a text contains any of many texts",
        text: "All of them are searched for at once, so that a long list costs little more than a short one. \
               `lines(\"words.txt\")` reads the list from a file, one text a line, before any input is read. A \
               missing value contains nothing, and an empty text is in every text.",
        examples: &[
            Example {
                run: "'where contains_any(line, (\"timeout\", \"refused\"))' app.log",
                output: r"
2026-03-02 09:02:15 ERROR [db] connection timeout after 5000 ms
",
            },
            Example {
                run: "'where contains_any(path, (\"/login\", \"/logout\")) | count' access.log",
                output: r#"
{"count":1}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (2, 2),
    kind: Kind::Bool,
    none: OnNone::False,
    bind: FuncBind::Bound(bind),
};

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let texts = scope.texts(&args[1])?;
    let mut pattern = String::from("(?-u)");
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            pattern.push('|');
        }
        for byte in text {
            if byte.is_ascii_alphanumeric() || b" -_/:=,@".contains(byte) {
                pattern.push(*byte as char);
            } else {
                pattern.push_str(&format!("\\x{byte:02x}"));
            }
        }
    }
    let test = Finder::Regex(Box::new(regex(&pattern, span)?));
    scope.text_test(&args[0], test)
}
