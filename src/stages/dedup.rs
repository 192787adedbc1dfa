//! `dedup`: the first record of each key. A scan: it streams, and keeps keys only. Runs of
//! equal records need the whole stream in order, and just the last key.

use crate::data::Batch;
use crate::data::groups::Keys;
use crate::def::expr::{Expr, Row};
use crate::def::step::{Cx, Flow, Out, Scan, Shard, Step, Turn, Whole};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::{ExprKind, Item, Stage};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "dedup",
        usage: "dedup [consecutive] [KEY, ...]",
        brief: "keep the first record of each key, or of each run of equal ones",
        text: "Without a key the whole line is the key; after `select` or an aggregate, all columns are. Keys compare \
               as text, and None is a key of its own. Memory grows with the number of different keys.\n\n\
               `dedup consecutive` keeps the first record of each run of equal ones, as `uniq` does, and needs no \
               memory: `dedup consecutive status` shows where the status changed. A field of that name is \
               `row[\"consecutive\"]`.",
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
            Example {
                run: "'dedup consecutive method | select method, path' access.log",
                output: r#"
{"method":"GET","path":"/"}
{"method":"POST","path":"/login"}
{"method":"GET","path":"/api/users"}
{"method":"POST","path":"/api/orders"}
{"method":"GET","path":"/api/orders"}
{"method":"DELETE","path":"/api/users"}
{"method":"GET","path":"/api/users"}
{"method":"POST","path":"/api/orders"}
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
    let (runs, items) = match stage.items.split_first() {
        Some((first, rest)) if is_word(first) && rest.first().is_none_or(|key| key.juxtaposed) => (true, rest),
        _ => (false, &stage.items[..]),
    };
    let mut keys = args::slots(items, scope)?;
    if items.is_empty() {
        match &scope.shape {
            crate::def::Shape::Closed(columns) => keys = columns.iter().map(|(_, slot)| *slot).collect(),
            _ => keys.push(scope.slot_of(Expr::row(Row::Line))),
        }
    }
    for &slot in &keys {
        scope.reads(slot);
    }
    scope.push(match runs {
        true => {
            let last = Keys::new(keys.len(), scope.options.equal_hashes);
            Step::Whole(Box::new(Runs { keys, last }))
        }
        false => Step::scan(Dedup { keys }),
    });
    Ok(())
}

/// Whether an argument is the word `consecutive`.
fn is_word(item: &Item) -> bool {
    matches!(&item.expr.kind, ExprKind::Name(name) if name == "consecutive")
}

/// The first row of each run. It needs the rows in order, whatever their keys.
#[derive(Clone)]
struct Runs {
    keys: Vec<usize>,
    /// The key of the last row.
    last: Keys,
}

impl Whole for Runs {
    fn name(&self) -> &'static str {
        "dedup"
    }

    fn push(&mut self, batch: &mut Batch, cx: &mut Cx, out: Out<'_>) -> Flow {
        let mut sel = std::mem::take(&mut batch.sel);
        let mut count = self.last.len();
        sel.retain(|&row| {
            self.last.push(batch, self.keys.iter().map(|slot| batch.cell(*slot, row)));
            count += 1;
            count == 1 || !self.last.last_two_are_equal()
        });
        self.last.keep_last();
        batch.sel = sel;
        out(batch, cx)
    }

    fn copy(&self) -> Option<Box<dyn Whole>> {
        Some(Box::new(self.clone()))
    }
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

    fn may_wait(&self) -> bool {
        true
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

    fn copy(&self) -> Option<Box<dyn Shard>> {
        Some(Box::new(Seen { n_keys: self.n_keys }))
    }
}
