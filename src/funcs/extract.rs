//! `extract(x, r"regex")`: the part of a text that a regex matches.
//!
//! The regex and the group are known when the pipeline is bound, so that a group which does
//! not exist is an error then. The part is a span of the text it stands in; nothing is copied.

use regex::bytes::Regex;

use super::clock;
use crate::base::Span;
use crate::data::{Batch, Cell, NoteId};
use crate::def::bind::regex;
use crate::def::expr::{Eval, Expr};
use crate::def::textual::text_span;
use crate::def::{Cx, Doc, Example, FuncBind, FuncDef, Kind, OnNone, Scope};
use crate::lang::ast::ExprKind;
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "extract",
        usage: r#"extract(x, r"regex") or extract(x, r"regex", group)"#,
        brief: "the part of a text that a regex matches",
        text: "Gives the first group of the regex, or the whole match when it has no group. A group is chosen by its \
               number, where 0 is the whole match, or by its name; one that the regex does not have is an error \
               before anything is read. Where nothing matches, or the group took no part, the answer is None, which \
               is not counted. A number or a bool is taken as it is spelled; a time, a duration, a list or an object \
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
    regex: Regex,
    group: usize,
    misfit: NoteId,
}

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let ExprKind::Raw(pattern) = &args[1].kind else {
        return Err(Diag::new(args[1].span, "a regex must be written out").help(r#"extract(line, r"user (\w+)")"#));
    };
    let regex = regex(pattern, args[1].span)?;
    let group = match args.get(2) {
        None => usize::from(regex.captures_len() > 1),
        Some(arg) => group(scope, &regex, arg)?,
    };
    let x = scope.expr(&args[0])?;
    let misfit = clock::misfit(scope, span);
    Ok(Expr::new(Extract { x, regex, group, misfit }, Kind::Text))
}

/// The place of the group that an argument names.
fn group(scope: &mut Scope<'_>, regex: &Regex, arg: &lang::Expr) -> Result<usize, Diag> {
    if let ExprKind::Int(n) = &arg.kind {
        let found = usize::try_from(*n).ok().filter(|n| *n < regex.captures_len());
        let most = regex.captures_len() - 1;
        return found.ok_or_else(|| {
            Diag::new(arg.span, format!("the regex has no group {n}"))
                .help(format!("its groups are 0, the whole match, to {most}"))
        });
    }
    let name = clock::constant(scope, arg, "a group", r#"extract(line, r"user (?P<user>\w+)", "user")"#)?;
    let names: Vec<&str> = regex.capture_names().flatten().collect();
    regex.capture_names().position(|n| n == Some(&*name)).ok_or_else(|| {
        let diag = Diag::new(arg.span, format!("the regex has no group `{name}`"));
        match names.is_empty() {
            true => diag.help(format!("name one: (?P<{name}>...)")),
            false => diag.help(format!("its named groups are {}", names.join(", "))),
        }
    })
}

impl Eval for Extract {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        for &row in sel {
            let x = batch.plain(held.cell(batch, row));
            out[row as usize] = match x {
                Cell::None => Cell::None,
                Cell::Json(_) | Cell::Time(_) | Cell::Duration(_) => {
                    batch.note(row, self.misfit);
                    Cell::None
                }
                _ => text_span(batch, x).map_or(Cell::None, |span| self.part(batch.bytes(span), span)),
            };
        }
        held.done(cx);
    }
}

impl Extract {
    fn part(&self, text: &[u8], span: Span) -> Cell {
        // Finding is much cheaper than telling groups apart.
        let range = match self.group {
            0 => self.regex.find(text).map(|found| found.range()),
            group => self.regex.captures(text).and_then(|groups| groups.get(group).map(|found| found.range())),
        };
        range.map_or(Cell::None, |r| Cell::Str(Span::new(span.start + r.start as u32, r.len())))
    }
}
