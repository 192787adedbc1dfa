//! `query(x, name)`: one parameter of a URL, a request target or a bare query string.

use memchr::memchr;

use super::{clock, percent, uri};
use crate::data::{Batch, Cell, NoteId};
use crate::def::expr::{Eval, Expr};
use crate::def::{Cx, Doc, Example, FuncBind, FuncDef, Kind, OnNone, Scope};
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "query",
        usage: r#"query(x, "name")"#,
        brief: "a parameter of a URL, decoded",
        text: "Takes a URL, a request target or a bare query string: what stands after the first `?`, if there is one, and before `#`. Names and values are decoded, with `+` as a blank; of repeated names the first counts, and a name without `=` has an empty value. A parameter that is not there is None, which is not counted. None stays None. A number or a bool is taken as it is spelled; a time, a duration, a list or an object gives None, which the ledger counts. [url] takes a URL apart. `query` without brackets is still the field of that name.",
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
    bind: FuncBind::Bound(bind),
};

struct Parameter {
    x: Expr,
    name: Expr,
    misfit: NoteId,
}

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let (x, name) = (scope.expr(&args[0])?, scope.expr(&args[1])?);
    let misfit = clock::misfit(scope, span);
    Ok(Expr::new(Parameter { x, name, misfit }, Kind::Text))
}

impl Eval for Parameter {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let (xs, names) = (self.x.hold(batch, sel, cx), self.name.hold(batch, sel, cx));
        let mut made = std::mem::take(&mut cx.text);
        for &row in sel {
            let (x, name) = (batch.plain(xs.cell(batch, row)), batch.plain(names.cell(batch, row)));
            out[row as usize] = Cell::None;
            if x == Cell::None || name == Cell::None {
                continue;
            }
            let found = match (super::text(batch.value(x)), super::text(batch.value(name))) {
                (Some(text), Some(name)) => parameter(&text, &name, &mut made),
                _ => {
                    batch.note(row, self.misfit);
                    false
                }
            };
            if found {
                out[row as usize] = Cell::Str(batch.push(&made));
            }
        }
        cx.text = made;
        xs.done(cx);
        names.done(cx);
    }
}

/// Finds the first parameter of a name and writes its value.
fn parameter(text: &[u8], name: &[u8], out: &mut Vec<u8>) -> bool {
    let bare = &text[..memchr(b'#', text).unwrap_or(text.len())];
    let bare = memchr(b'?', bare).map_or(bare, |at| &bare[at + 1..]);
    for (key, value) in uri::pairs(bare) {
        out.clear();
        percent::decode(key, percent::Plus::Blank, out);
        if *out == *name {
            out.clear();
            percent::decode(value, percent::Plus::Blank, out);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_first_of_a_name() {
        let of = |x: &'static str| {
            let mut out = Vec::new();
            parameter(x.as_bytes(), b"q", &mut out).then_some(out)
        };
        assert_eq!(of("https://h/p?a=1&q=x+y%21&q=2#q=3"), Some(b"x y!".to_vec()));
        assert_eq!(of("/p?%71=1"), Some(b"1".to_vec()));
        assert_eq!(of("q"), Some(Vec::new()));
        assert_eq!(of("/p?a=q"), None);
    }
}
