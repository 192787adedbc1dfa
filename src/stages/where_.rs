//! `where`, and the text filters that are sugar for it.
//!
//! The conjuncts of a condition become steps of their own, in the order written but with
//! literal tests of the line first: those need no field, and the first of them is searched
//! for in whole blocks before lines are even split.

use crate::data::Batch;
use crate::def::bind::conjuncts;
use crate::def::sought::Sought;
use crate::def::step::{Cx, Map};
use crate::def::{Doc, Effect, Example, Expr, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::{Compare, Expr as Tree, ExprKind, Stage};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "where",
        usage: "where CONDITION",
        brief: "keep the records for which a condition is true",
        text: "Conditions are two-valued: whatever is missing or does not fit makes a comparison false, so \
               `where P` and `where not P` part the input between them. The records that are kept are the \
               input's own lines, byte for byte.\n\nA stage that opens with a string, `r\"regex\"`, \
               `i\"any case\"`, `(` or `not` is a condition too, and bare strings in it mean that the line \
               contains them: `\"timeout\"`, `not r\"GET /health\"`, `\"a\" or \"b\"`.",
        examples: &[
            Example {
                run: "'where status >= 500' access.log",
                output: r#"
192.0.2.88 - - [02/Mar/2026:09:02:15 +0000] "GET /api/orders?page=2 HTTP/1.1" 500 1033 "-" "curl/8.12.1"
192.0.2.88 - - [02/Mar/2026:09:02:16 +0000] "GET /api/orders?page=2 HTTP/1.1" 502 157 "-" "curl/8.12.1"
198.51.100.23 - bob [02/Mar/2026:09:10:00 +0000] "GET /api/users?id=7 HTTP/1.1" 503 190 "https://shop.example/cart" "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_4) Safari/605.1.15"
"#,
            },
            Example {
                run: "'\"/login\" and status == 200' access.log",
                output: r#"
198.51.100.23 - bob [02/Mar/2026:09:00:11 +0000] "GET /api/users?id=7 HTTP/1.1" 200 512 "https://shop.example/login" "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_4) Safari/605.1.15"
"#,
            },
            Example {
                run: "'where level >= warn and ms > 100' app.jsonl",
                output: r#"
{"ts":"2026-03-02T09:02:15.733Z","level":"error","service":"api","msg":"query failed: \"orders\" timeout","status":500,"ms":5003,"user":"carol","http":{"method":"GET","path":"/api/orders"}}
{"ts":"2026-03-02T09:02:16.020Z","level":"warn","service":"api","msg":"retry 1 of 3","status":502,"ms":250,"user":"carol","http":{"method":"GET","path":"/api/orders"}}
{"ts":"2026-03-02T09:10:00.999Z","level":"error","service":"api","msg":"upstream gone, took 1200ms","status":503,"ms":1200,"http":{"method":"GET","path":"/api/users"}}
"#,
            },
        ],
    },
    keywords: &[],
    effect: Effect::Chooses,
    order: Order::Kept,
    memory: Memory::Streams,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let item = args::one(stage, DEF.doc.usage)?;
    let mut parts = conjuncts(&item.expr);
    parts.sort_by_key(|part| !tests_line(part, stage.text));
    for part in parts {
        let cond = if stage.text { scope.text_cond(part)? } else { scope.cond(part)? };
        scope.push_filter(Box::new(Where { cond }));
    }
    Ok(())
}

struct Where {
    cond: Expr,
}

impl Map for Where {
    fn sought(&self) -> Option<Sought> {
        self.cond.sought()
    }

    fn map(&self, batch: &mut Batch, cx: &mut Cx) {
        let mut sel = std::mem::take(&mut batch.sel);
        self.cond.keep(batch, &mut sel, cx);
        batch.sel = sel;
    }
}

/// Whether a condition tests just the line, for literal text or a regex.
fn tests_line(expr: &Tree, text: bool) -> bool {
    match &expr.kind {
        ExprKind::Str(_) | ExprKind::Raw(_) | ExprKind::NoCase(_) => text,
        ExprKind::Unary(crate::lang::ast::Unary::Not, x) => tests_line(x, text),
        ExprKind::Compare(a, rest) => match &rest[..] {
            [(Compare::In | Compare::NotIn, hay)] => {
                is_line(hay) && matches!(a.kind, ExprKind::Str(_) | ExprKind::NoCase(_))
            }
            [(Compare::Match, pattern)] => is_line(a) && matches!(pattern.kind, ExprKind::Raw(_) | ExprKind::Str(_)),
            _ => false,
        },
        _ => false,
    }
}

fn is_line(expr: &Tree) -> bool {
    matches!(&expr.kind, ExprKind::Name(name) if name == "line")
}
