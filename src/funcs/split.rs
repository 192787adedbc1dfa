//! `split`: the parts of a text, as a list.

use memchr::memmem;

use super::parts::{self, Given};
use super::{list, text};
use crate::base::text::{Ends, trim};
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, Expr, FuncBind, FuncDef, Kind, OnNone, Ret, Scope};
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "split",
        usage: "x.split(), x.split(separator) or x.split(separator, most)",
        brief: "the parts of a text between separators, as a list",
        text: "Without a separator the text is split at runs of white space, and blanks at its ends make no empty \
               parts; this is what awk does. With one, every separator parts, as in Python. `[i]` takes an element, \
               from 0, or from the end with -1; one that is not there is None. An empty separator gives None, which \
               is counted.\n\n\
               With `most` the text is split so often at most, from the left, and the last part is the rest; \
               `x.split(None, most)` does so at white space. A number below 0 is no limit. See also [rsplit], \
               [partition] and [splitlines].",
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
            Example {
                run: "'print line.split(None, 4)[-1] | head 2' app.log",
                output: r"
started in 812 ms
user bob logged in from 198.51.100.23
",
            },
        ],
    },
    method: true,
    keeps_name: false,
    args: (1, 3),
    kind: Kind::List,
    none: OnNone::None,
    bind: FuncBind::Bound(bind),
};

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    parts::bind(scope, args, span, at_blanks, at_separators)
}

/// The law at white space: its arguments are the text and how often at most.
pub fn at_blanks<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let (Some(whole), Some(most)) = (args.first().and_then(|x| text(*x)), parts::most(args.get(1))) else {
        return Ret::Cell(Cell::None);
    };
    let mut rest = trim(&whole, None, Ends::Left);
    for _ in 0..most {
        let (word, after) = rest.split_at(parts::first_word(rest));
        if word.is_empty() {
            break;
        }
        list::add(word, out);
        rest = trim(after, None, Ends::Left);
    }
    if !rest.is_empty() {
        list::add(rest, out);
    }
    list::end(out)
}

/// The law at separators.
pub fn at_separators<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let Some(Given { whole, separator, most }) = parts::given(args) else { return Ret::Cell(Cell::None) };
    let mut from = 0;
    for at in memmem::find_iter(&whole, &separator).take(most) {
        list::add(&whole[from..at], out);
        from = at + separator.len();
    }
    list::add(&whole[from..], out);
    list::end(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(args: &[&str]) -> String {
        let values: Vec<Value<'_>> = args.iter().map(|a| Value::Str(a.as_bytes())).collect();
        let mut out = Vec::new();
        let law = if args.len() == 1 { at_blanks } else { at_separators };
        assert_eq!(law(&values, &mut out), Ret::Json);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn splits_as_python() {
        assert_eq!(of(&["  a  b "]), r#"["a","b"]"#);
        assert_eq!(of(&["   "]), "[]");
        assert_eq!(of(&[""]), "[]");
        assert_eq!(of(&["/a//b", "/"]), r#"["","a","","b"]"#);
        assert_eq!(of(&["", "/"]), r#"[""]"#);
        assert_eq!(of(&["a/b/c", "/", "1"]), r#"["a","b/c"]"#);
        assert_eq!(of(&["a/b/c", "/", "-1"]), r#"["a","b","c"]"#);
        assert_eq!(of(&["a/b", "/", "0"]), r#"["a/b"]"#);
    }

    #[test]
    fn splits_so_often_at_blanks() {
        let of = |x: &'static str, most| {
            let mut out = Vec::new();
            assert_eq!(at_blanks(&[Value::Text(x.as_bytes()), Value::Int(most)], &mut out), Ret::Json);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(of(" a  b  c ", 1), r#"["a","b  c "]"#);
        assert_eq!(of(" a ", 0), r#"["a "]"#);
        assert_eq!(of(" a ", 1), r#"["a"]"#);
    }
}
