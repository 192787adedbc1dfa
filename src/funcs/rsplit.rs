//! `rsplit`: the parts of a text, split from its end.

use memchr::memmem;

use super::parts::{self, Given};
use super::{list, text};
use crate::base::text::{Ends, char_of, is_space, rpoints, trim};
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, Expr, FuncBind, FuncDef, Kind, OnNone, Ret, Scope};
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "rsplit",
        usage: "x.rsplit(separator, most) or x.rsplit(None, most)",
        brief: "the parts of a text, split from its end, as a list",
        text: "Splits as [split] does, but from the right: with `most` the text is split so often at most, and the \
               first part is the rest. Without `most` it differs only where separators overlap. None as the \
               separator is white space. An empty separator gives None, which is counted. None stays None. A number \
               or a bool is taken as it is spelled; a time, a duration, a list or an object gives None, which the \
               ledger counts. See also [rpartition].",
        examples: &[Example {
            run: "'select ip.rsplit(\".\", 1)[0] as net, status | head 2' access.log",
            output: r#"
{"net":"203.0.113","status":200}
{"net":"203.0.113","status":304}
"#,
        }],
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
    let mut words = Vec::new();
    let mut rest = trim(&whole, None, Ends::Right);
    while words.len() < most && !rest.is_empty() {
        let (before, word) = rest.split_at(rest.len() - last_word(rest));
        words.push(word);
        rest = trim(before, None, Ends::Right);
    }
    if !rest.is_empty() {
        words.push(rest);
    }
    list::write(words.into_iter().rev(), out)
}

/// How many bytes at the end of a text are no white space.
fn last_word(text: &[u8]) -> usize {
    rpoints(text).take_while(|point| !char_of(point).is_some_and(is_space)).map(<[u8]>::len).sum()
}

/// The law at separators.
pub fn at_separators<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let Some(Given { whole, separator, most }) = parts::given(args) else { return Ret::Cell(Cell::None) };
    let mut cut = Vec::new();
    let mut end = whole.len();
    for at in memmem::rfind_iter(&whole, &separator).take(most) {
        cut.push(&whole[at + separator.len()..end]);
        end = at;
    }
    cut.push(&whole[..end]);
    list::write(cut.into_iter().rev(), out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::def::Law1;

    fn of(law: Law1, args: &[Value<'static>]) -> String {
        let mut out = Vec::new();
        assert_eq!(law(args, &mut out), Ret::Json);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn splits_from_the_right_as_python() {
        let text = |text: &'static str| Value::Str(text.as_bytes());
        assert_eq!(of(at_separators, &[text("a/b/c"), text("/"), Value::Int(1)]), r#"["a/b","c"]"#);
        assert_eq!(of(at_separators, &[text("aaa"), text("aa")]), r#"["a",""]"#);
        assert_eq!(of(at_separators, &[text(""), text("/"), Value::Int(-1)]), r#"[""]"#);
        assert_eq!(of(at_blanks, &[text(" a  b  c "), Value::Int(1)]), r#"[" a  b","c"]"#);
        assert_eq!(of(at_blanks, &[text(" a "), Value::Int(0)]), r#"[" a"]"#);
        assert_eq!(of(at_blanks, &[text("   ")]), "[]");
        assert_eq!(of(at_blanks, &[text("a\u{3000}b")]), r#"["a","b"]"#);
    }
}
