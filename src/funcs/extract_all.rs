//! `extract_all(x, r"regex")`: every part of a text that a regex matches, as a list.

use super::groups::Pattern;
use super::{clock, list};
use crate::base::json::keep_string;
use crate::data::{Batch, Cell, NoteId};
use crate::def::expr::{Eval, Expr};
use crate::def::{Cx, Doc, Example, FuncBind, FuncDef, Kind, OnNone, Scope};
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "extract_all",
        usage: r#"extract_all(x, r"regex") or extract_all(x, r"regex", group)"#,
        brief: "every part of a text that a regex matches, as a list",
        text: "Gives the first group of each match, or the whole match when the regex has no group; a group is \
               chosen as in [extract]. Matches do not overlap. Where nothing matches the list is empty, and \
               where the group took no part in a match its element is null. None stays None. A number or a bool \
               is taken as it is spelled; a time, a duration, a list or an object gives None, which the ledger \
               counts. [explode] makes a record of each element, and [len] counts them.",
        examples: &[
            Example {
                run: r#"'select extract_all(line, r"\d+") as numbers | tail 2' app.log"#,
                output: r#"
{"numbers":["2026","03","02","09","10","00","20","20"]}
{"numbers":["2026","03","02","09","14","59","1002"]}
"#,
            },
            Example {
                run: r#"'set word = extract_all(line, r"\[(\w+)\]") | explode word | count by word' app.log"#,
                output: r#"
{"word":"main","count":1}
{"word":"auth","count":2}
{"word":"orders","count":3}
{"word":"db","count":4}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (2, 3),
    kind: Kind::List,
    none: OnNone::None,
    bind: FuncBind::Bound(bind),
};

struct ExtractAll {
    x: Expr,
    pattern: Pattern,
    misfit: NoteId,
}

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let pattern = Pattern::bind(scope, &args[1..], "extract_all")?;
    let x = scope.expr(&args[0])?;
    let misfit = clock::misfit(scope, span);
    Ok(Expr::new(ExtractAll { x, pattern, misfit }, Kind::List))
}

impl Eval for ExtractAll {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        let mut places = self.pattern.places();
        let mut made = std::mem::take(&mut cx.text);
        for &row in sel {
            let x = batch.plain(held.cell(batch, row));
            out[row as usize] = Cell::None;
            if x == Cell::None {
                continue;
            }
            let Some(text) = super::text(batch.value(x)) else {
                batch.note(row, self.misfit);
                continue;
            };
            made.clear();
            self.pattern.each(&text, &mut places, |found| {
                let found = found.map(|range| &text[range]);
                list::add_value(&mut made, |out| match found {
                    Some(found) => keep_string(found, out),
                    None => out.extend_from_slice(b"null"),
                });
            });
            list::end(&mut made);
            out[row as usize] = Cell::Json(batch.push(&made));
        }
        cx.text = made;
        held.done(cx);
    }
}
