//! Grouping: keys to dense ids, and a column of states for each aggregate.
//!
//! Each worker has its own table. At the end, parts by the top bits of the hash are merged
//! on their own and joined: states move, rows never do. Groups come out in the order of
//! the first row that made them, which every table remembers. A table that outgrows its
//! room leaves memory; see [`super::group_spill`].

use std::any::Any;
use std::sync::Arc;

use super::best::Best;
use super::group_spill::Left;
use super::made::Made;
use super::parts::{Agg, Parts};
use crate::base::Fault;
use crate::data::groups::Groups;
use crate::data::{At, Batch, Cell};
use crate::def::expr::Held;
use crate::def::step::{Cx, Flow, Fold, FoldState, Out, Put};
use crate::def::{Aggregate, Operand};

/// So many groups are made to rows at once, a column at a time.
const AT_ONCE: usize = 256;
/// Where all states hold no more than this, so do the texts of that many groups, about.
const FULL: usize = 256 << 20;

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

    fn prefer(&mut self, best: Best) {
        if let Some(parts) = Arc::get_mut(&mut self.parts) {
            parts.best = Some(best);
        }
    }

    fn state(&self) -> Box<dyn FoldState> {
        Box::new(Grouped::new(self.parts.clone()))
    }
}

/// A worker's groups.
pub struct Grouped {
    pub parts: Arc<Parts>,
    pub(super) groups: Groups,
    /// By group: the place of the first row.
    pub(super) first: Vec<At>,
    /// By aggregate; of one that holds no states an empty column.
    pub(super) aggs: Vec<Box<dyn Aggregate>>,
    /// Tables of other keys, which come out together with this one.
    joined: Vec<Grouped>,
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
        let (first, joined, ids) = (Vec::new(), Vec::new(), Vec::new());
        let mut new = Grouped { parts, groups, first, aggs, joined, ids, left: Left::default(), leaves: true };
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
            joined: self.joined.iter().map(Grouped::copied).collect(),
            ids: Vec::new(),
            left: Left::default(),
            leaves: false,
        }
    }

    /// The group of a key; for keys that have been added.
    pub fn id_of(&mut self, batch: &Batch, key: impl Iterator<Item = Cell>) -> u32 {
        if self.parts.keys.is_empty() { 0 } else { self.groups.id(batch, key) }
    }

    /// The value of an aggregate.
    pub fn value(&self, agg: usize, id: u32, heap: &mut Vec<u8>) -> Cell {
        let (own, holder) = (&self.aggs[agg], self.parts.holder[agg]);
        match holder == agg {
            true => own.value(id as usize, heap),
            false => self.aggs[holder].shared(id as usize).and_then(|kept| own.value_of(kept)).unwrap_or_default(),
        }
    }

    /// Whether that leaves something out.
    pub fn cut(&self, agg: usize, id: u32) -> bool {
        self.aggs[self.parts.holder[agg]].cut(id as usize)
    }

    /// Bytes held, about.
    pub(super) fn in_memory(&self) -> usize {
        let aggs = self.aggs.iter().map(|a| a.weight()).sum::<usize>();
        let joined = self.joined.iter().map(Grouped::in_memory).sum::<usize>();
        self.groups.weight() + self.first.capacity() * size_of::<At>() + aggs + joined
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
        for (agg, states) in self.aggs.iter_mut().enumerate() {
            match self.parts.holds(agg) {
                true => states.load(id as usize, n_groups, rest)?,
                false => states.skip(rest)?,
            }
        }
        Some(())
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
        for agg in 0..self.aggs.len() {
            out.push(self.value(agg, id, heap));
            cut |= u64::from(self.cut(agg, id)) << agg.min(63);
        }
        cut
    }

    fn n_groups(&self) -> usize {
        self.first.len()
    }

    /// This table and those that have joined it.
    fn tables(&self) -> Vec<&Grouped> {
        std::iter::once(self).chain(&self.joined).collect()
    }

    /// The groups that are to come out, as table and id, in the order of their first rows.
    fn order(&self, tables: &[&Grouped]) -> Vec<(At, u32, u32)> {
        let wanted = self.parts.best.and_then(|best| best.of(tables));
        let mut order = Vec::new();
        for (at, table) in tables.iter().enumerate() {
            let firsts = table.first.iter().zip(0u32..).map(|(first, id)| (*first, at as u32, id));
            match &wanted {
                Some(wanted) => order.extend(firsts.filter(|(.., id)| wanted[at][*id as usize])),
                None => order.extend(firsts),
            }
        }
        let number = |at: At| u128::from(at.ticket) << 64 | u128::from(at.row) << 32 | u128::from(at.part);
        order.sort_unstable_by_key(|(first, ..)| number(*first));
        order
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
        for holder in parts.holders() {
            let (agg, states) = (&parts.aggs[holder], &mut *self.aggs[holder]);
            let Some(cond) = &agg.cond else {
                let refused = add_rows(agg, states, batch, &sel, &self.ids, n_groups, cx);
                for agg in parts.asking(holder) {
                    refused.iter().for_each(|row| batch.note(*row, agg.misfit));
                }
                cx.sel_done(refused);
                continue;
            };
            let mut rows = cx.sel();
            rows.extend_from_slice(&sel);
            cond.keep(batch, &mut rows, cx);
            let mut ids = cx.sel();
            let mut next = rows.iter().peekable();
            ids.extend(sel.iter().zip(&self.ids).filter(|(row, _)| next.next_if_eq(row).is_some()).map(|(_, id)| id));
            let refused = add_rows(agg, states, batch, &rows, &ids, n_groups, cx);
            refused.iter().for_each(|row| batch.note(*row, agg.misfit));
            [refused, rows, ids].into_iter().for_each(|sel| cx.sel_done(sel));
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
        for (agg, (mine, theirs)) in self.aggs.iter_mut().zip(other.aggs).enumerate() {
            if self.parts.holds(agg) {
                mine.merge(theirs, &to, n_groups);
            }
        }
    }

    fn len(&self) -> usize {
        self.n_groups() + self.joined.iter().map(Grouped::n_groups).sum::<usize>()
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
        for (agg, states) in self.aggs.into_iter().enumerate() {
            let pieces = match self.parts.holds(agg) {
                true => states.split(&part_of, n_parts),
                false => (0..n_parts).map(|_| states.fresh()).collect(),
            };
            columns.iter_mut().zip(pieces).for_each(|(column, piece)| column.push(piece));
        }
        let finished = parts.into_iter().zip(columns).map(|(part, aggs)| Grouped { aggs, ..part });
        finished.map(|p| Box::new(p) as Box<dyn FoldState>).collect()
    }

    fn join(&mut self, other: Box<dyn FoldState>) {
        if !self.has_spilled() && !other.has_spilled() {
            let Ok(other) = other.any().downcast::<Grouped>() else {
                unreachable!("states of one fold are of one kind")
            };
            return self.joined.push(*other);
        }
        // What has left memory was not split, so its keys may be anywhere.
        std::mem::take(&mut self.joined).into_iter().for_each(|table| self.merge(Box::new(table)));
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
        for table in self.tables() {
            for id in 0..table.n_groups() as u32 {
                record.clear();
                table.write(id, &mut record);
                put(&record)?;
            }
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
        let tables = self.tables();
        let mut made = Made::default();
        let mut cells = Vec::new();
        // Column by column, so that the states of many groups are waited for at once; but lists that
        // may be long are told one by one, since a batch has room for so much text.
        let at_once = if self.in_memory() <= FULL { AT_ONCE } else { 1 };
        for some in self.order(&tables).chunks(at_once) {
            let batch = made.rows(some.len(), cx);
            let from = (batch.rows.len() - some.len()) as u32;
            let parts = &self.parts;
            let groups = || some.iter().map(|(_, table, id)| (tables[*table as usize], *id));
            for (table, id) in groups().filter(|_| !parts.keys.is_empty()) {
                cells.clear();
                table.groups.key(id, &mut batch.heap, &mut cells);
                parts.keys.iter().zip(&cells).for_each(|((_, slot), cell)| batch.cols[*slot].push(*cell));
            }
            for (at, agg) in parts.aggs.iter().enumerate() {
                for (row, (table, id)) in (from..).zip(groups()) {
                    let cell = table.value(at, id, &mut batch.heap);
                    batch.cols[agg.slot].push(cell);
                    if table.cut(at, id) {
                        batch.note(row, agg.cut);
                    }
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

/// Adds the selected rows to their groups' states, and gives the rows whose values are not of
/// the kind that the aggregate takes.
fn add_rows(
    agg: &Agg,
    states: &mut dyn Aggregate,
    batch: &mut Batch,
    sel: &[u32],
    ids: &[u32],
    n_groups: usize,
    cx: &mut Cx,
) -> Vec<u32> {
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
    refused
}
