//! `extract(x, r"regex")`: the part of a text that a regex matches.
//!
//! The regex and the group are known when the pipeline is bound, so that a group which does
//! not exist is an error then. The part is a span of the text it stands in; nothing is copied.

use super::clock;
use super::groups::Pattern;
use crate::base::Span;
use crate::data::{Batch, Cell, NoteId};
use crate::def::expr::{Eval, Expr};
use crate::def::textual::text_span;
use crate::def::{Cx, Doc, Example, FuncBind, FuncDef, Kind, OnNone, Scope};
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "extract",
        usage: r#"extract(x, r"regex") or extract(x, r"regex", group)"#,
        brief: "the part of a text that a regex matches",
        text: "Gives the first group of the regex, or the whole match when it has no group. A group is chosen by its \
               number, where 0 is the whole match, or by its name; one that the regex does not have is an error \
               before anything is read. Where nothing matches, or the group took no part, the answer is None, which \
               is not counted; [extract_all] gives all matches. A number or a bool is taken as it is spelled; a time, a duration, a list or an object \
               gives None, which the ledger counts.",
        examples: &[
            Example {
                run: r#"'select extract(line, r"user (\w+)") as user | where user is not None | head 2' app.log"#,
                output: r#"
{"user":"bob"}
{"user":"alice"}
"#,
            },
            Example {
                run: r#"'select extract(line, r"(?P<n>\d+) (?P<unit>ms)", "n") as ms | where ms is not None | head 1' app.log"#,
                output: r#"
{"ms":"812"}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (2, 3),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Bound(bind),
};

struct Extract {
    x: Expr,
    pattern: Pattern,
    misfit: NoteId,
}

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let pattern = Pattern::bind(scope, &args[1..], "extract")?;
    let x = scope.expr(&args[0])?;
    let misfit = clock::misfit(scope, span);
    Ok(Expr::new(Extract { x, pattern, misfit }, Kind::Text))
}

impl Eval for Extract {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        let mut places = self.pattern.places();
        for &row in sel {
            let x = batch.plain(held.cell(batch, row));
            out[row as usize] = match x {
                Cell::None => Cell::None,
                Cell::Json(_) | Cell::Time(_) | Cell::Duration(_) => {
                    batch.note(row, self.misfit);
                    Cell::None
                }
                _ => text_span(batch, x).map_or(Cell::None, |span| {
                    let found = self.pattern.first(batch.bytes(span), &mut places);
                    found.map_or(Cell::None, |r| Cell::Str(Span::new(span.start + r.start as u32, r.len())))
                }),
            };
        }
        held.done(cx);
    }
}
