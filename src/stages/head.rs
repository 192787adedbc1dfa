//! `head`: the first rows. It says Stop as soon as it has them, so that `head` on an
//! endless pipe ends, and on a large file reads a block or two.

use crate::data::Batch;
use crate::def::step::{Cx, Flow, Out, Scan, Shard, Step, Turn, Whole};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::Stage;

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "head",
        usage: "head N [by KEY, ...]",
        brief: "keep the first N records, of all or of each key",
        text: "Without a number, ten. Reading stops when there are enough. After `sort`, only as many rows are held \
               as `head` wants.\n\nWith `by`, the first N records of each key, in the order of the input: \
               `head 1 by user` is `dedup user`. Then reading goes on, since a new key may always come, and memory \
               grows with the number of keys.",
        examples: &[
            Example {
                run: "'head 2' access.log",
                output: r#"
203.0.113.7 - - [02/Mar/2026:09:00:01 +0000] "GET / HTTP/1.1" 200 5124 "-" "Mozilla/5.0 (X11; Linux x86_64) Firefox/136.0"
203.0.113.7 - - [02/Mar/2026:09:00:02 +0000] "GET /static/app.css HTTP/1.1" 304 0 "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64) Firefox/136.0"
"#,
            },
            Example {
                run: "'sort -bytes | head 2 | select path, bytes' access.log",
                output: r#"
{"path":"/api/orders","bytes":20480}
{"path":"/","bytes":5124}
"#,
            },
            Example {
                run: "'head 2 by service | select ts, service' app.jsonl",
                output: r#"
{"ts":"2026-03-02T09:00:01.250Z","service":"api"}
{"ts":"2026-03-02T09:00:02.004Z","service":"worker"}
{"ts":"2026-03-02T09:00:09.871Z","service":"auth"}
{"ts":"2026-03-02T09:01:30.100Z","service":"api"}
{"ts":"2026-03-02T09:06:27.300Z","service":"auth"}
{"ts":"2026-03-02T09:14:59.618Z","service":"worker"}
"#,
            },
        ],
    },
    keywords: &["by"],
    effect: Effect::Chooses,
    order: Order::Kept,
    memory: Memory::Streams,
    bind,
};

/// The rows of a bare `head` and `tail`, as in the tools of that name.
pub const DEFAULT: usize = 10;

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let left =
        if stage.items.is_empty() { DEFAULT } else { args::count(args::one(stage, DEF.doc.usage)?, DEF.doc.usage)? };
    if let Some(by) = args::clause(stage, "by") {
        let keys = args::slots(by, scope)?;
        keys.iter().for_each(|slot| scope.reads(*slot));
        scope.push(Step::scan(HeadBy { keys, n: left }));
        return Ok(());
    }
    if let Some(Step::Fold(fold)) = scope.steps.last_mut() {
        // A sort before keeps just this many; this step still says when to stop.
        fold.limit(left);
    }
    if let [.., Step::Fold(before), Step::Fold(sort)] = &mut scope.steps[..]
        && let Some(best) = sort.best()
    {
        before.prefer(best);
    }
    scope.push(Step::Whole(Box::new(Head { left })));
    Ok(())
}

#[derive(Clone)]
struct Head {
    left: usize,
}

impl Whole for Head {
    fn name(&self) -> &'static str {
        "head"
    }

    fn push(&mut self, batch: &mut Batch, cx: &mut Cx, out: Out<'_>) -> Flow {
        batch.sel.truncate(self.left);
        self.left -= batch.sel.len();
        if self.left == 0 {
            let end = batch.sel.last().map_or(0, |row| row + 1);
            batch.stop = Some(batch.stop.map_or(end, |stop| stop.min(end)));
        }
        if out(batch, cx) == Flow::Stop || self.left == 0 { Flow::Stop } else { Flow::More }
    }

    fn copy(&self) -> Option<Box<dyn Whole>> {
        Some(Box::new(self.clone()))
    }
}

/// The first rows of each key.
struct HeadBy {
    keys: Vec<usize>,
    n: usize,
}

impl Scan for HeadBy {
    fn name(&self) -> &'static str {
        "head"
    }

    fn keys(&self) -> &[usize] {
        &self.keys
    }

    fn may_wait(&self) -> bool {
        true
    }

    fn shard(&self) -> Box<dyn Shard> {
        Box::new(Counts { n: self.n, seen: Vec::new() })
    }
}

/// By key: the rows that were kept.
#[derive(Clone)]
struct Counts {
    n: usize,
    seen: Vec<usize>,
}

impl Shard for Counts {
    fn walk(&mut self, turn: &mut Turn<'_>) {
        self.seen.resize(turn.n_keys, 0);
        for (&row, &id) in turn.rows.iter().zip(turn.ids) {
            let seen = &mut self.seen[id as usize];
            turn.keep[row as usize] = *seen < self.n;
            *seen += usize::from(*seen < self.n);
        }
    }

    fn weight(&self) -> usize {
        self.seen.capacity() * size_of::<usize>()
    }

    fn copy(&self) -> Option<Box<dyn Shard>> {
        Some(Box::new(self.clone()))
    }
}
