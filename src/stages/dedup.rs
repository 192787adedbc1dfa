//! `dedup`: the first record of each key. A scan: it streams, and keeps keys only.

use crate::def::expr::{Expr, Row};
use crate::def::step::{Scan, Shard, Step, Turn};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "dedup",
        usage: "dedup [KEY, ...]",
        brief: "keep the first record of each key",
        text: "Without a key the whole line is the key. Keys compare as text, and None is a key of its own. \
               Memory grows with the number of different keys.",
        examples: &[
            Example {
                run: "'dedup service | select ts, service' app.jsonl",
                output: r#"
{"ts":"2026-03-02T09:00:01.250Z","service":"api"}
{"ts":"2026-03-02T09:00:02.004Z","service":"worker"}
{"ts":"2026-03-02T09:00:09.871Z","service":"auth"}
"#,
            },
            Example {
                run: "'select status | dedup status' access.log",
                output: r#"
{"status":200}
{"status":304}
{"status":302}
{"status":201}
{"status":500}
{"status":502}
{"status":404}
{"status":403}
{"status":503}
"#,
            },
        ],
    },
    keywords: &[],
    effect: Effect::Chooses,
    order: Order::Kept,
    memory: Memory::Keys,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let mut keys = Vec::new();
    for item in &stage.items {
        let expr = scope.expr(&item.expr)?;
        keys.push(scope.slot_of(expr));
    }
    if stage.items.is_empty() {
        match &scope.shape {
            crate::def::Shape::Closed(columns) => keys = columns.iter().map(|(_, slot)| *slot).collect(),
            _ => keys.push(scope.slot_of(Expr::row(Row::Line))),
        }
    }
    for &slot in &keys {
        scope.reads(slot);
    }
    scope.push(Step::Scan(Box::new(Dedup { keys })));
    Ok(())
}

struct Dedup {
    keys: Vec<usize>,
}

impl Scan for Dedup {
    fn name(&self) -> &'static str {
        "dedup"
    }

    fn keys(&self) -> &[usize] {
        &self.keys
    }

    fn shard(&self) -> Box<dyn Shard> {
        Box::new(Seen { n_keys: 0 })
    }
}

/// Ids count up in first-seen order, so that a row whose id is the next one is the first of its key.
struct Seen {
    n_keys: usize,
}

impl Shard for Seen {
    fn walk(&mut self, turn: &mut Turn<'_>) {
        for (&row, &id) in turn.rows.iter().zip(turn.ids) {
            let new = id as usize == self.n_keys;
            self.n_keys += usize::from(new);
            turn.keep[row as usize] = new;
        }
    }
}
