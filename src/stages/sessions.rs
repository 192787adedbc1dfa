//! `sessions`: runs of a key's records without a longer gap in time, one record for each.
//!
//! A scan: each key has at most one open session. The record that ends one, by coming too
//! late for it, gives its place in the stream to the session that it ended, so that rows
//! never move; what is still open at the end comes last. A fold of intervals was rejected:
//! it would hold every session of the input until the end.

use std::sync::Arc;

use crate::base::time;
use crate::data::cell::Owned;
use crate::data::groups::Groups;
use crate::data::{At, Batch, Cell, Value};
use crate::def::bind::dotted;
use crate::def::step::{Last, Scan, Shard, Step, Turn};
use crate::def::{Doc, Effect, Example, Memory, Order, Scope, StageDef, Stamps, args};
use crate::lang::ast::{ExprKind, Item, Stage};
use crate::lang::{Diag, Span};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "sessions",
        usage: "sessions [first(x)|last(x) [as NAME], ...] gap DURATION [on TIME] [by KEY, ...]",
        brief: "one record for each visit: records of a key without a longer gap",
        text: "A session is a run of records of one key in which none comes later than the gap after those before \
               it. Its record has the keys, `start`, `end`, `duration` and `count`, and the first and last values \
               that are named, None skipped. The time is the field `time`, or what `on` names.\n\n\
               Records are taken in the order of the input. One that comes late joins the open session; one \
               that is older than its start by more than the gap ends it and begins another. A record without a \
               time is in no session and is counted. A session comes out when a record of its key ends it, and \
               what is open at the end of the input comes last, as it began. Memory grows with the number of keys; \
               past `--memory` the run ends with exit 5.",
        examples: &[
            Example {
                run: "'sessions gap 5m by ip' access.log",
                output: r#"
{"ip":"203.0.113.7","start":"2026-03-02T09:00:01Z","end":"2026-03-02T09:00:02Z","duration":"1s","count":2}
{"ip":"198.51.100.23","start":"2026-03-02T09:00:09Z","end":"2026-03-02T09:01:30Z","duration":"1m21s","count":3}
{"ip":"203.0.113.7","start":"2026-03-02T09:06:27Z","end":"2026-03-02T09:06:27Z","duration":"0s","count":1}
{"ip":"192.0.2.88","start":"2026-03-02T09:02:15Z","end":"2026-03-02T09:05:02Z","duration":"2m47s","count":3}
{"ip":"2001:db8::42","start":"2026-03-02T09:03:40Z","end":"2026-03-02T09:03:41Z","duration":"1s","count":2}
{"ip":"198.51.100.23","start":"2026-03-02T09:10:00Z","end":"2026-03-02T09:10:00Z","duration":"0s","count":1}
{"ip":"203.0.113.7","start":"2026-03-02T09:12:33Z","end":"2026-03-02T09:14:59Z","duration":"2m26s","count":2}
"#,
            },
            Example {
                run: "'sessions first(msg) as began, last(msg) as ended gap 2m on ts by service' app.jsonl",
                output: r#"
{"service":"api","start":"2026-03-02T09:00:01.250Z","end":"2026-03-02T09:02:16.020Z","duration":"2m14.77s","count":4,"began":"request done","ended":"retry 1 of 3"}
{"service":"auth","start":"2026-03-02T09:00:09.871Z","end":"2026-03-02T09:00:09.871Z","duration":"0s","count":1,"began":"login ok","ended":"login ok"}
{"service":"api","start":"2026-03-02T09:05:02.415Z","end":"2026-03-02T09:05:02.415Z","duration":"0s","count":1,"began":"request done","ended":"request done"}
{"service":"worker","start":"2026-03-02T09:00:02.004Z","end":"2026-03-02T09:00:02.004Z","duration":"0s","count":1,"began":"job started","ended":"job started"}
{"service":"auth","start":"2026-03-02T09:06:27.300Z","end":"2026-03-02T09:06:27.300Z","duration":"0s","count":1,"began":"permission denied","ended":"permission denied"}
{"service":"api","start":"2026-03-02T09:10:00.999Z","end":"2026-03-02T09:10:00.999Z","duration":"0s","count":1,"began":"upstream gone, took 1200ms","ended":"upstream gone, took 1200ms"}
{"service":"worker","start":"2026-03-02T09:14:59.618Z","end":"2026-03-02T09:14:59.618Z","duration":"0s","count":1,"began":"job took 730ms","ended":"job took 730ms"}
"#,
            },
        ],
    },
    keywords: &["gap", "by", "on", "as"],
    effect: Effect::MakesColumns,
    order: Order::Kept,
    memory: Memory::Keys,
    bind,
};

/// `first(x)` or `last(x)` of a session.
#[derive(Clone, Copy)]
struct Edge {
    last: bool,
    x: usize,
    slot: usize,
}

/// The slots of what a session's record has beside its keys and edges.
#[derive(Clone, Copy)]
struct Slots {
    start: usize,
    end: usize,
    duration: usize,
    count: usize,
}

struct Sessions {
    keys: Vec<usize>,
    reads: Vec<usize>,
    plan: Arc<Plan>,
}

struct Plan {
    /// The keys as they are read, and as a session's record has them.
    keys: Vec<usize>,
    shown: Vec<usize>,
    time: usize,
    gap: i64,
    slots: Slots,
    edges: Vec<Edge>,
    stamps: Stamps,
}

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    let gap = match args::clause(stage, "gap") {
        Some([item]) => match item.expr.kind {
            ExprKind::Duration(gap) if gap > 0 => gap,
            _ => return Err(Diag::new(item.span, "a gap is a duration above 0").help("sessions gap 30m by user")),
        },
        _ => return Err(Diag::new(stage.name_span, "`sessions` needs a gap").help("sessions gap 30m by user")),
    };
    let mut columns: Vec<(String, usize)> = Vec::new();
    let mut spans: Vec<(String, Span)> = Vec::new();
    let mut keys = Vec::new();
    for item in args::clause(stage, "by").unwrap_or_default() {
        let expr = scope.expr(&item.expr)?;
        let name = args::column_name(item, &expr, scope)?;
        spans.push((name.clone(), item.span));
        columns.push((name, scope.slot()));
        keys.push(scope.slot_of(expr));
    }
    let shown: Vec<usize> = columns.iter().map(|(_, slot)| *slot).collect();
    let time = match args::clause(stage, "on") {
        None => scope.field("time", stage.name_span)?,
        Some([item]) => scope.expr(&item.expr)?,
        Some(_) => return Err(Diag::new(stage.span, "`on` takes one time").help("sessions gap 30m on ts by user")),
    };
    let time = scope.slot_of(time);
    let slots = Slots { start: scope.slot(), end: scope.slot(), duration: scope.slot(), count: scope.slot() };
    for (name, slot) in
        [("start", slots.start), ("end", slots.end), ("duration", slots.duration), ("count", slots.count)]
    {
        spans.push((name.to_string(), stage.span));
        columns.push((name.to_string(), slot));
    }
    let mut edges = Vec::new();
    for item in &stage.items {
        let (edge, name) = edge(item, scope)?;
        spans.push((name.clone(), item.span));
        columns.push((name, edge.slot));
        edges.push(edge);
    }
    args::distinct(&spans)?;
    let mut reads = vec![time];
    reads.extend(edges.iter().map(|edge| edge.x));
    keys.iter().chain(&reads).for_each(|slot| scope.reads(*slot));
    let misfit = scope.note("no time that `sessions` could read");
    let stamps = scope.stamps(misfit);
    let plan = Plan { keys: keys.clone(), shown, time, gap, slots, edges, stamps };
    scope.push(Step::scan(Sessions { keys, reads, plan: Arc::new(plan) }));
    scope.close(columns);
    scope.has_line = false;
    Ok(())
}

fn edge(item: &Item, scope: &mut Scope<'_>) -> Result<(Edge, String), Diag> {
    let wrong = || {
        Diag::new(item.span, "a session has first and last values of fields")
            .help("sessions first(path) as entry, last(path) as exit gap 30m by user")
    };
    let ExprKind::Call(word, written) = &item.expr.kind else { return Err(wrong()) };
    let ([x], "first" | "last") = (&written[..], word.as_str()) else { return Err(wrong()) };
    let name = match (&item.alias, dotted(x)) {
        (Some((alias, _)), _) => alias.clone(),
        (None, Some(field)) => format!("{word}_{}", field.replace('.', "_")),
        (None, None) => return Err(args::unnamed(item, scope)),
    };
    let bound = scope.expr(x)?;
    Ok((Edge { last: word == "last", x: scope.slot_of(bound), slot: scope.slot() }, name))
}

impl Scan for Sessions {
    fn name(&self) -> &'static str {
        "sessions"
    }

    fn keys(&self) -> &[usize] {
        &self.keys
    }

    fn reads(&self) -> &[usize] {
        &self.reads
    }

    fn may_wait(&self) -> bool {
        false
    }

    fn holds(&self) -> bool {
        true
    }

    fn shard(&self) -> Box<dyn Shard> {
        Box::new(Opened { plan: self.plan.clone(), sessions: Vec::new() })
    }
}

/// The value of a row's cell, without the escapes that it was read with.
fn plain(batch: &mut Batch, slot: usize, row: u32) -> Owned {
    let cell = batch.cell(slot, row);
    let cell = batch.plain(cell);
    Owned::from(batch.value(cell))
}

/// A session that a later record may still join.
#[derive(Clone)]
struct Session {
    /// Where it began.
    at: At,
    start: i64,
    end: i64,
    count: i64,
    /// As in its first record: keys that are equal may be spelled in more ways than one.
    keys: Vec<Owned>,
    edges: Vec<Owned>,
}

/// By key: its open session.
#[derive(Clone)]
struct Opened {
    plan: Arc<Plan>,
    sessions: Vec<Option<Session>>,
}

impl Plan {
    /// The time of a row; what is no time, or a doubtful one, is counted.
    fn time(&self, batch: &mut Batch, row: u32) -> Option<i64> {
        let cell = batch.cell(self.time, row);
        let cell = batch.plain(cell);
        let value = batch.value(cell);
        let time = match value {
            Value::Time(t) => Some(t),
            other => other.bytes().and_then(|text| time::parse(text, &self.stamps.zone)),
        };
        if let Some(id) = self.stamps.counted(value, time.is_some()) {
            batch.note(row, id);
        }
        time
    }

    /// The cells of a session's record beside its keys.
    fn cells(&self, session: &Session) -> [(usize, Cell); 4] {
        let duration = session.end.saturating_sub(session.start);
        [
            (self.slots.start, Cell::Time(session.start)),
            (self.slots.end, Cell::Time(session.end)),
            (self.slots.duration, Cell::Duration(duration)),
            (self.slots.count, Cell::Int(session.count)),
        ]
    }
}

impl Shard for Opened {
    fn walk(&mut self, turn: &mut Turn<'_>) {
        let plan = self.plan.clone();
        for slot in [plan.slots.start, plan.slots.end, plan.slots.duration, plan.slots.count] {
            turn.column(slot);
        }
        for slot in plan.shown.iter().copied().chain(plan.edges.iter().map(|edge| edge.slot)) {
            turn.column(slot);
        }
        self.sessions.resize_with(turn.n_keys, || None);
        for (&row, &id) in turn.rows.iter().zip(turn.ids) {
            turn.keep[row as usize] = false;
            let batch = &mut *turn.batch;
            let Some(t) = plan.time(batch, row) else { continue };
            let open = &mut self.sessions[id as usize];
            let joins = |s: &Session| t <= s.end.saturating_add(plan.gap) && t >= s.start.saturating_sub(plan.gap);
            if let Some(ended) = open.take_if(|s| !joins(s)) {
                for (slot, cell) in plan.cells(&ended) {
                    batch.cols[slot][row as usize] = cell;
                }
                for (slot, value) in plan.shown.iter().zip(&ended.keys) {
                    batch.cols[*slot][row as usize] = value.cell(&mut batch.heap);
                }
                for (edge, value) in plan.edges.iter().zip(&ended.edges) {
                    batch.cols[edge.slot][row as usize] = value.cell(&mut batch.heap);
                }
                turn.keep[row as usize] = true;
            }
            let session = open.get_or_insert_with(|| Session {
                at: batch.at(row),
                start: t,
                end: t,
                count: 0,
                keys: plan.keys.iter().map(|slot| plain(batch, *slot, row)).collect(),
                edges: vec![Owned::default(); plan.edges.len()],
            });
            session.start = session.start.min(t);
            session.end = session.end.max(t);
            session.count += 1;
            for (edge, value) in plan.edges.iter().zip(&mut session.edges) {
                let found = plain(batch, edge.x, row);
                if !found.value().is_none() && (edge.last || value.value().is_none()) {
                    *value = found;
                }
            }
        }
    }

    fn end(&mut self, _: &Groups) -> Vec<Last> {
        let mut rows = Vec::new();
        for session in self.sessions.iter_mut().filter_map(Option::take) {
            let mut cells: Vec<(usize, Owned)> = Vec::new();
            for (slot, cell) in self.plan.cells(&session) {
                cells.push((slot, Owned::of(cell, &[])));
            }
            cells.extend(self.plan.shown.iter().copied().zip(session.keys));
            cells.extend(self.plan.edges.iter().map(|e| e.slot).zip(session.edges));
            rows.push(Last { at: session.at, cells });
        }
        rows
    }

    fn weight(&self) -> usize {
        self.sessions.capacity() * (size_of::<Session>() + (self.plan.edges.len() + self.plan.keys.len()) * 48)
    }

    fn copy(&self) -> Option<Box<dyn Shard>> {
        Some(Box::new(self.clone()))
    }
}
