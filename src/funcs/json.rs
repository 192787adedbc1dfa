//! `json(x)`: the value that a text spells in JSON.
//!
//! Nothing is built: the answer is a span of the text, whose keys and elements are found when
//! they are asked for. That is why this is a node and no law.

use super::clock;
use crate::base::json::{skip_blanks, skip_value};
use crate::data::{Batch, Cell, NoteId};
use crate::def::expr::{Eval, Expr, json_cell};
use crate::def::{Cx, Doc, Example, FuncBind, FuncDef, Kind, OnNone, Scope};
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "json",
        usage: "json(x)",
        brief: "the value that a text spells in JSON",
        text: "For JSON within a field. The value may be an object, a list, a string, a number, a bool or null: \
               `json(msg).user.id` and `json(msg)[\"user id\"]` take a key, `json(msg)[0]` an element; a key that \
               is not there is None, and so is null. Of a repeated key the last counts. Blanks may stand around \
               the value; anything else after it, or text that is no JSON, gives None, which is counted. None \
               stays None, and a number, a bool, a list or an object stays what it is; a time or a duration \
               gives None, which is counted.\n\n\
               For several keys of one text, `set j = json(msg)` and then `j.user`; `parse json from msg` makes \
               fields of all of them.",
        examples: &[
            Example {
                run: r#"'set j = json("{\"user\":{\"id\":7},\"tags\":[\"a\",\"b\"]}") | select j.user.id as id, j.tags[-1] as tag | head 1' users.csv"#,
                output: r#"
{"id":7,"tag":"b"}
"#,
            },
            Example {
                run: r#"-i lines 'select json(line).http.path as path, json(line)["ms"] as ms | where path is not None | head 2' app.jsonl"#,
                output: r#"
{"path":"/api/users","ms":12.5}
{"path":"/login","ms":48}
"#,
            },
            Example {
                run: r#"'select json(base64_decode("eyJzdWIiOiJib2IiLCJleHAiOjE3NzI0NDIwMDB9")).sub as user | head 1' app.jsonl"#,
                output: r#"
{"user":"bob"}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Any,
    none: OnNone::None,
    bind: FuncBind::Bound(bind),
};

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let x = scope.expr(&args[0])?;
    let misfit = clock::misfit(scope, span);
    Ok(Expr::new(Spelled { x, misfit }, Kind::Any))
}

struct Spelled {
    x: Expr,
    misfit: NoteId,
}

impl Eval for Spelled {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        for &row in sel {
            let cell = batch.plain(held.cell(batch, row));
            out[row as usize] = match cell {
                Cell::Text(span) | Cell::Str(span) => match value(batch.bytes(span)) {
                    Some((at, raw)) => json_cell(raw, span.start + at as u32),
                    None => {
                        batch.note(row, self.misfit);
                        Cell::None
                    }
                },
                Cell::Time(_) | Cell::Duration(_) => {
                    batch.note(row, self.misfit);
                    Cell::None
                }
                other => other,
            };
        }
        held.done(cx);
    }
}

/// The one value that a text is, and where in it that starts.
fn value(text: &[u8]) -> Option<(usize, &[u8])> {
    let start = skip_blanks(text, 0);
    let end = skip_value(text, start)?;
    (skip_blanks(text, end) == text.len()).then(|| (start, &text[start..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_and_blanks() {
        assert_eq!(value(b" {\"a\":[1]}\n"), Some((1, &b"{\"a\":[1]}"[..])));
        assert_eq!(value(b"null"), Some((0, &b"null"[..])));
        for text in [&b""[..], b" ", b"{", b"{} {}", b"1 2", b"nul", b"'a'", b"01", b"\xff"] {
            assert_eq!(value(text), None);
        }
    }
}
