//! Grouping: keys to dense ids, and a column of states for each aggregate.
//!
//! Each worker has its own table. At the end, parts by the top bits of the hash are merged
//! on their own and joined: states move, rows never do. Groups come out in the order of
//! the first row that made them, which every table remembers. A table that outgrows its
//! room leaves memory; see [`super::group_spill`].

use std::any::Any;
use std::sync::Arc;

use super::group_spill::Left;
use crate::base::{Fault, Span};
use crate::data::batch::BATCH_ROWS;
use crate::data::groups::Groups;
use crate::data::{At, Batch, Block, Cell, NoteId, Source};
use crate::def::expr::{Expr, Held};
use crate::def::step::{Cx, Flow, Fold, FoldState, Out, Put};
use crate::def::{Aggregate, Operand};

/// A batch of groups is given on when its text has this many bytes: lists may be long.
const FULL: usize = 16 << 20;

/// One aggregate of a stage.
pub struct Agg {
    /// An empty column of states.
    pub make: Box<dyn Fn() -> Box<dyn Aggregate> + Send + Sync>,
    /// The arguments; none for `count`.
    pub args: Vec<Expr>,
    /// `where P`.
    pub cond: Option<Expr>,
    /// The slot of its value.
    pub slot: usize,
    /// See [`crate::def::AggDef::measures`].
    pub measures: bool,
    /// Counted when a value was not of the kind that it takes.
    pub misfit: NoteId,
    /// Counted for a group whose value leaves something out unasked.
    pub cut: NoteId,
}

/// What a grouping is made of; shared by all workers.
pub struct Parts {
    pub keys: Vec<(Expr, usize)>,
    pub aggs: Vec<Agg>,
    pub equal_hashes: bool,
}

/// A grouping.
pub struct GroupFold {
    pub parts: Arc<Parts>,
}

impl Fold for GroupFold {
    fn name(&self) -> &'static str {
        "stats"
    }

    fn keep(&mut self, _: &[usize]) {}

    fn is_keyed(&self) -> bool {
        true
    }

    fn is_keepable(&self) -> bool {
        true
    }

    fn state(&self) -> Box<dyn FoldState> {
        Box::new(Grouped::new(self.parts.clone()))
    }
}

/// A worker's groups.
pub struct Grouped {
    pub(super) parts: Arc<Parts>,
    pub(super) groups: Groups,
    /// By group: the place of the first row.
    pub(super) first: Vec<At>,
    pub(super) aggs: Vec<Box<dyn Aggregate>>,
    /// By selected row: its group.
    ids: Vec<u32>,
    left: Left,
    /// Whether it may leave memory; not where groups are looked up at the end.
    leaves: bool,
}

impl Grouped {
    /// No groups yet.
    pub fn new(parts: Arc<Parts>) -> Grouped {
        let aggs = parts.aggs.iter().map(|a| (a.make)()).collect();
        let groups = Groups::new(parts.keys.len(), parts.equal_hashes);
        let mut new =
            Grouped { parts, groups, first: Vec::new(), aggs, ids: Vec::new(), left: Left::default(), leaves: true };
        if new.parts.keys.is_empty() {
            // Without keys there is one group, rows or no rows: `count` of nothing is 0.
            new.first.push(At::default());
        }
        new
    }

    /// No groups yet, which will all stay in memory.
    pub fn resident(parts: Arc<Parts>) -> Grouped {
        Grouped { leaves: false, ..Grouped::new(parts) }
    }

    /// A copy, for a look at the groups as they are now.
    pub fn copied(&self) -> Grouped {
        Grouped {
            parts: self.parts.clone(),
            groups: self.groups.clone(),
            first: self.first.clone(),
            aggs: self.aggs.iter().map(|states| states.copy()).collect(),
            ids: Vec::new(),
            left: Left::default(),
            leaves: false,
        }
    }

    /// The group of a key; for keys that have been added.
    pub fn id_of(&mut self, batch: &Batch, key: impl Iterator<Item = Cell>) -> u32 {
        if self.parts.keys.is_empty() { 0 } else { self.groups.id(batch, key) }
    }

    /// The aggregates with their states.
    pub fn columns(&self) -> impl Iterator<Item = (&Agg, &dyn Aggregate)> {
        self.parts.aggs.iter().zip(&self.aggs).map(|(agg, states)| (agg, &**states))
    }

    /// Bytes held, about.
    pub(super) fn in_memory(&self) -> usize {
        let aggs = self.aggs.iter().map(|a| a.weight()).sum::<usize>();
        self.groups.weight() + self.first.capacity() * size_of::<At>() + aggs
    }

    /// Lets all groups leave memory.
    fn leave(&mut self, cx: &mut Cx) {
        let mut left = std::mem::take(&mut self.left);
        left.write(self, cx);
        let ids = std::mem::take(&mut self.ids);
        *self = Grouped { left, ids, ..Grouped::new(self.parts.clone()) };
    }

    /// Appends a group as bytes.
    pub(super) fn write(&self, id: u32, record: &mut Vec<u8>) {
        if !self.parts.keys.is_empty() {
            self.groups.save(id, record);
        }
        self.first[id as usize].save(record);
        self.aggs.iter().for_each(|states| states.save(id as usize, record));
    }

    /// Merges a group that was written; None if it is damaged.
    pub(super) fn read(&mut self, mut record: &[u8]) -> Option<()> {
        let rest = &mut record;
        let id = self.load_key(rest)?;
        let n_groups = self.first.len();
        self.aggs.iter_mut().try_for_each(|states| states.load(id as usize, n_groups, rest))
    }

    /// Finds or adds the group that a record begins with.
    pub(super) fn load_key(&mut self, rest: &mut &[u8]) -> Option<u32> {
        if self.parts.keys.is_empty() {
            At::load(rest)?;
            return Some(0);
        }
        let (id, kinds) = self.groups.load(rest)?;
        let at = At::load(rest)?;
        match self.first.get_mut(id as usize) {
            Some(first) if at < *first => {
                *first = at;
                self.groups.set_kinds(id, kinds);
            }
            Some(_) => {}
            None => self.first.push(at),
        }
        Some(id)
    }

    /// The cells of a group, keys first, their text on `heap`; and by aggregate, as bits,
    /// whether its value leaves something out.
    pub(super) fn cells(&self, id: u32, heap: &mut Vec<u8>, out: &mut Vec<Cell>) -> u64 {
        if !self.parts.keys.is_empty() {
            self.groups.key(id, heap, out);
        }
        let mut cut = 0;
        for (index, states) in self.aggs.iter().enumerate() {
            out.push(states.value(id as usize, heap));
            cut |= u64::from(states.cut(id as usize)) << index.min(63);
        }
        cut
    }

    fn n_groups(&self) -> usize {
        self.first.len()
    }
}

impl FoldState for Grouped {
    fn add(&mut self, batch: &mut Batch, cx: &mut Cx) {
        let parts = self.parts.clone();
        let sel = std::mem::take(&mut batch.sel);
        self.ids.clear();
        if parts.keys.is_empty() {
            self.ids.resize(sel.len(), 0);
        } else {
            let held: Vec<Held> = parts.keys.iter().map(|(k, _)| k.hold(batch, &sel, cx)).collect();
            match &held[..] {
                [key] => {
                    let key = key.operand(batch);
                    self.groups.ids(batch, &sel, |row| std::iter::once(key.cell(row)), &mut self.ids);
                }
                keys => {
                    let of = &*batch;
                    let cells = |row| keys.iter().map(move |key| key.cell(of, row));
                    self.groups.ids(of, &sel, cells, &mut self.ids);
                }
            }
            if self.groups.len() > self.first.len() {
                for (&row, &id) in sel.iter().zip(&self.ids) {
                    if id as usize == self.first.len() {
                        self.first.push(batch.at(row));
                    }
                }
            }
            held.into_iter().for_each(|h| h.done(cx));
        }
        let n_groups = self.n_groups();
        for (agg, states) in parts.aggs.iter().zip(&mut self.aggs) {
            let Some(cond) = &agg.cond else {
                add_rows(agg, &mut **states, batch, &sel, &self.ids, n_groups, cx);
                continue;
            };
            let mut rows = cx.sel();
            rows.extend_from_slice(&sel);
            cond.keep(batch, &mut rows, cx);
            let mut ids = cx.sel();
            let mut next = rows.iter().peekable();
            ids.extend(sel.iter().zip(&self.ids).filter(|(row, _)| next.next_if_eq(row).is_some()).map(|(_, id)| id));
            add_rows(agg, &mut **states, batch, &rows, &ids, n_groups, cx);
            cx.sel_done(rows);
            cx.sel_done(ids);
        }
        batch.sel = sel;
        if self.leaves && cx.is_full(self.in_memory()) {
            self.leave(cx);
        }
    }

    fn seal(&mut self, cx: &mut Cx) {
        if !self.left.is_empty() {
            self.leave(cx);
            self.left.flush(cx);
        }
    }

    fn merge(&mut self, other: Box<dyn FoldState>) {
        let Ok(other) = other.any().downcast::<Grouped>() else { unreachable!("states of one fold are of one kind") };
        let mut other = *other;
        self.left.merge(std::mem::take(&mut other.left));
        let to = if self.parts.keys.is_empty() { vec![0] } else { self.groups.adopt_all(&other.groups) };
        for ((id, &at), &here) in other.first.iter().enumerate().zip(&to) {
            match self.first.get_mut(here as usize) {
                Some(first) if at < *first => {
                    *first = at;
                    if !self.parts.keys.is_empty() {
                        self.groups.show_as(here, &other.groups, id as u32);
                    }
                }
                Some(_) => {}
                None => self.first.push(at),
            }
        }
        let n_groups = self.n_groups();
        for (mine, theirs) in self.aggs.iter_mut().zip(other.aggs) {
            mine.merge(theirs, &to, n_groups);
        }
    }

    fn len(&self) -> usize {
        self.n_groups()
    }

    fn split(self: Box<Self>, bits: u32) -> Vec<Box<dyn FoldState>> {
        if self.parts.keys.is_empty() || bits == 0 || self.has_spilled() {
            return vec![self];
        }
        let (groups, part_of) = self.groups.split(bits);
        let n_parts = groups.len();
        let part = |groups| Grouped { groups, ..Grouped::new(self.parts.clone()) };
        let mut parts: Vec<Grouped> = groups.into_iter().map(part).collect();
        for (&part, &at) in part_of.iter().zip(&self.first) {
            parts[part as usize].first.push(at);
        }
        let mut columns: Vec<Vec<Box<dyn Aggregate>>> = (0..n_parts).map(|_| Vec::new()).collect();
        for agg in self.aggs {
            for (column, piece) in columns.iter_mut().zip(agg.split(&part_of, n_parts)) {
                column.push(piece);
            }
        }
        let finished = parts.into_iter().zip(columns).map(|(part, aggs)| Grouped { aggs, ..part });
        finished.map(|p| Box::new(p) as Box<dyn FoldState>).collect()
    }

    fn join(&mut self, other: Box<dyn FoldState>) {
        self.merge(other);
    }

    fn weight(&self) -> usize {
        self.in_memory()
    }

    fn has_spilled(&self) -> bool {
        !self.left.is_empty()
    }

    fn save(&mut self, cx: &mut Cx, put: Put<'_>) -> Result<(), Fault> {
        if self.has_spilled() {
            self.seal(cx);
            if let Some(fault) = cx.fault.take() {
                return Err(fault);
            }
            return self.left.save(&self.parts, cx.memory, put);
        }
        let mut record = Vec::new();
        for id in 0..self.n_groups() as u32 {
            record.clear();
            self.write(id, &mut record);
            put(&record)?;
        }
        Ok(())
    }

    fn load(&mut self, record: &[u8], cx: &mut Cx) -> Option<()> {
        self.read(record)?;
        if self.leaves && cx.is_full(self.in_memory()) {
            self.leave(cx);
        }
        Some(())
    }

    fn finish(mut self: Box<Self>, cx: &mut Cx, out: Out<'_>) -> Flow {
        if self.has_spilled() {
            // What was never full enough to leave joins what was.
            self.leave(cx);
            self.left.flush(cx);
            let left = std::mem::take(&mut self.left);
            return left.finish(&self, cx, out).unwrap_or_else(|fault| {
                cx.fault.get_or_insert(fault);
                Flow::Stop
            });
        }
        let mut order: Vec<u32> = (0..self.n_groups() as u32).collect();
        order.sort_unstable_by_key(|&id| self.first[id as usize]);
        let mut made = Made::default();
        let mut cells = Vec::new();
        for id in order {
            let batch = made.row(cx);
            cells.clear();
            let cut = self.cells(id, &mut batch.heap, &mut cells);
            let parts = &self.parts;
            let slots = parts.keys.iter().map(|(_, slot)| *slot).chain(parts.aggs.iter().map(|agg| agg.slot));
            slots.zip(&cells).for_each(|(slot, cell)| batch.cols[slot].push(*cell));
            if cut != 0 {
                for (agg, _) in self.columns().filter(|(_, states)| states.cut(id as usize)) {
                    batch.note(batch.rows.len() as u32 - 1, agg.cut);
                }
            }
            if made.is_full() && made.give(cx, out) == Flow::Stop {
                return Flow::Stop;
            }
        }
        made.give(cx, out)
    }

    fn copy(&self) -> Option<Box<dyn FoldState>> {
        (!self.has_spilled()).then(|| Box::new(self.copied()) as Box<dyn FoldState>)
    }

    fn any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

/// Rows that are made, batch by batch.
#[derive(Default)]
pub struct Made {
    batch: Option<Batch>,
    source: Option<Arc<Source>>,
    ticket: u64,
}

impl Made {
    /// A new row: its cells are to be pushed to the columns.
    pub fn row(&mut self, cx: &Cx) -> &mut Batch {
        let source = self.source.get_or_insert_with(|| Arc::new(Source::computed()));
        let (source, ticket) = (source.clone(), self.ticket);
        let batch = self.batch.get_or_insert_with(|| {
            let block = Block { bytes: Vec::new(), start: 0, ticket, source, offset: 0, lines_before: 0 };
            Batch::new(Arc::new(block), &cx.constants, cx.n_slots)
        });
        batch.rows.push(Span::default());
        batch
    }

    /// Whether the batch should be given on.
    pub fn is_full(&self) -> bool {
        self.batch.as_ref().is_some_and(|batch| batch.rows.len() == BATCH_ROWS || batch.heap.len() >= FULL)
    }

    /// Gives the batch on, if there is one.
    pub fn give(&mut self, cx: &mut Cx, out: Out<'_>) -> Flow {
        let Some(mut batch) = self.batch.take() else { return Flow::More };
        self.ticket += 1;
        batch.select_all();
        out(&mut batch, cx)
    }
}

/// Adds the selected rows to their groups' states.
fn add_rows(
    agg: &Agg,
    states: &mut dyn Aggregate,
    batch: &mut Batch,
    sel: &[u32],
    ids: &[u32],
    n_groups: usize,
    cx: &mut Cx,
) {
    let mut refused = cx.sel();
    let mut refuse = |row| refused.push(row);
    // Nothing is allocated for the one argument that most have.
    match &agg.args[..] {
        [] => states.add(&[], batch, sel, ids, n_groups, &mut refuse),
        [x] => {
            let x = x.hold(batch, sel, cx);
            states.add(&[x.operand(batch)], batch, sel, ids, n_groups, &mut refuse);
            x.done(cx);
        }
        args => {
            let held: Vec<Held> = args.iter().map(|arg| arg.hold(batch, sel, cx)).collect();
            let operands: Vec<Operand<'_>> = held.iter().map(|h| h.operand(batch)).collect();
            states.add(&operands, batch, sel, ids, n_groups, &mut refuse);
            held.into_iter().for_each(|h| h.done(cx));
        }
    }
    for &row in &refused {
        batch.note(row, agg.misfit);
    }
    cx.sel_done(refused);
}
