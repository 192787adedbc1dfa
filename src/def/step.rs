//! Steps: the shapes that a plan is made of. Nothing else knows threads.
//!
//! A [`Map`] is stateless and runs on every worker. A [`Fold`] is keyed state that
//! merges: each worker fills its own, parts are merged by hash at the end. A [`Scan`] is
//! keyed state that needs each key's rows in order. A [`Whole`] needs the stream in order.
//! The executor decides where they run; a stage only says what shape it has.

use std::any::Any;
use std::sync::Arc;

use super::folds::Best;
use super::judged::Judged;
use super::sought::Sought;
use super::spill::{Disk, Spill};
use super::written::Files;
use crate::base::Fault;
use crate::data::cell::Owned;
use crate::data::groups::Groups;
use crate::data::{At, Batch, Cell, Column, Habit};

/// Whether anybody downstream wants more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    More,
    /// `head` is satisfied, or the reader of the output has gone.
    Stop,
}

/// Threads for work at the end of a run that falls into parts.
pub trait Hands: Send + Sync {
    /// Does jobs side by side, and gives on what each has made, in order, until nobody wants more.
    fn in_order(&self, jobs: &mut dyn Iterator<Item = Job>, take: &mut dyn FnMut(Vec<Batch>) -> Flow) -> Flow;
}

/// A part of such work.
pub type Job = Box<dyn FnOnce() -> Vec<Batch> + Send>;

/// What a worker carries from batch to batch: buffers to reuse.
#[derive(Default)]
pub struct Cx {
    columns: Vec<Column>,
    sels: Vec<Vec<u32>>,
    /// Scratch for text that is being made.
    pub text: Vec<u8>,
    /// Scratch for the cells of one record.
    pub cells: Vec<Cell>,
    /// By decoding pass, what is remembered of its records: of the whole cutter and of the lean one.
    pub habits: Vec<[Habit; 2]>,
    /// The slots of the plan, and the constants at the start of every heap: what a step
    /// that makes batches needs.
    pub n_slots: usize,
    pub constants: Arc<[u8]>,
    /// A fault that a step met; the run ends with it.
    pub fault: Option<Fault>,
    /// By `assert`: what it found. Those that no record reached may be missing at the end.
    pub judged: Vec<Judged>,
    /// Where a state may leave what it has no room for; None where nothing may.
    pub disk: Option<Arc<dyn Disk>>,
    /// Who helps with what is held until the end; None where there is one thread.
    pub hands: Option<Arc<dyn Hands>>,
    /// By `until`: there was such a record.
    pub met: bool,
    /// The files that the run writes beside its output; None where it may not.
    pub files: Option<Arc<dyn Files>>,
    /// The bytes that one state may hold before it does.
    pub room: usize,
    /// The bytes that all may hold together.
    pub memory: usize,
}

impl Cx {
    /// The context of a plan with these slots and constants.
    pub fn new(n_slots: usize, constants: Arc<[u8]>) -> Cx {
        Cx { n_slots, constants, ..Cx::default() }
    }

    /// Another context of the same run.
    pub fn like(&self) -> Cx {
        Cx {
            disk: self.disk.clone(),
            hands: self.hands.clone(),
            files: self.files.clone(),
            room: self.room,
            memory: self.memory,
            ..Cx::new(self.n_slots, self.constants.clone())
        }
    }

    /// Whether a state of this weight must leave memory, and can.
    pub fn is_full(&self, weight: usize) -> bool {
        self.disk.is_some() && weight > self.room
    }

    /// What is remembered of the records of a decoding pass.
    pub fn habits(&mut self, pass: usize) -> &mut [Habit; 2] {
        if self.habits.len() <= pass {
            self.habits.resize_with(pass + 1, Default::default);
        }
        &mut self.habits[pass]
    }

    /// What the assert of this place has found.
    pub fn judged(&mut self, nth: usize) -> &mut Judged {
        if self.judged.len() <= nth {
            self.judged.resize_with(nth + 1, Judged::default);
        }
        &mut self.judged[nth]
    }

    /// A temporary file; None when there is none, which is a fault.
    pub fn spill(&mut self) -> Option<Spill> {
        match Spill::new(&**self.disk.as_ref()?) {
            Ok(spill) => Some(spill),
            Err(fault) => {
                self.fault.get_or_insert(fault);
                None
            }
        }
    }

    /// A column of `n` cells, of which nobody reads those that he has not written: what they hold was of
    /// another batch.
    pub fn column(&mut self, n: usize) -> Column {
        let mut column = self.columns.pop().unwrap_or_default();
        column.truncate(n);
        if cfg!(debug_assertions) {
            column.fill(Cell::Duration(i64::MIN));
        }
        column.resize(n, Cell::None);
        column
    }

    /// Gives a column back.
    pub fn done(&mut self, column: Column) {
        self.columns.push(column);
    }

    /// An empty selection.
    pub fn sel(&mut self) -> Vec<u32> {
        let mut sel = self.sels.pop().unwrap_or_default();
        sel.clear();
        sel
    }

    /// Gives a selection back.
    pub fn sel_done(&mut self, sel: Vec<u32>) {
        self.sels.push(sel);
    }
}

/// One step of a plan.
pub enum Step {
    Map(Box<dyn Map>),
    Fold(Box<dyn Fold>),
    /// With the slots that are read after it.
    Scan(Box<dyn Scan>, Vec<usize>),
    Whole(Box<dyn Whole>),
}

impl Step {
    /// Whether nothing comes out of it before the end of the stream.
    pub fn holds(&self) -> bool {
        match self {
            Step::Fold(_) => true,
            Step::Whole(whole) => whole.holds(),
            Step::Map(_) | Step::Scan(..) => false,
        }
    }

    /// Whether a copy can be looked at, while what it holds is in memory.
    pub fn can_copy(&self) -> bool {
        match self {
            Step::Map(_) => true,
            Step::Fold(fold) => fold.state().copy().is_some(),
            Step::Scan(scan, _) => scan.shard().copy().is_some(),
            Step::Whole(whole) => whole.copy().is_some(),
        }
    }

    /// A scan, as a stage makes it.
    pub fn scan(scan: impl Scan + 'static) -> Step {
        Step::Scan(Box::new(scan), Vec::new())
    }
}

/// Stateless work on one batch: `&self` and `Sync`, so that state cannot creep in.
pub trait Map: Send + Sync {
    /// What every line that it keeps holds, when that is all it tests.
    fn sought(&self) -> Option<Sought> {
        None
    }
    /// Shrinks the selection, fills columns, or rewrites rows, in place.
    fn map(&self, batch: &mut Batch, cx: &mut Cx);
}

/// Where a step puts the batches that it gives on.
pub type Out<'a> = &'a mut dyn FnMut(&mut Batch, &mut Cx) -> Flow;

/// Where a state puts its records.
pub type Put<'a> = &'a mut dyn FnMut(&[u8]) -> Result<(), Fault>;

/// Keyed state that merges, or rows that are kept: aggregates, sort, tail.
pub trait Fold: Send + Sync {
    /// The stage, for messages.
    fn name(&self) -> &'static str;
    /// Tells which slots are read after this step, so that kept rows keep those.
    fn keep(&mut self, live: &[usize]);
    /// Tells that only the first `rows` rows are wanted; false when that is no help.
    fn limit(&mut self, rows: usize) -> bool {
        let _ = rows;
        false
    }
    /// The rows that it keeps by their first column, where it keeps but some.
    fn best(&self) -> Option<Best> {
        None
    }
    /// Tells that the step behind keeps only these; all may be given on all the same.
    fn prefer(&mut self, best: Best) {
        let _ = best;
    }
    /// Whether it holds a state for each key, and not the rows themselves.
    fn is_keyed(&self) -> bool;
    /// Whether its states can be kept from one run to the next, as records.
    fn is_keepable(&self) -> bool {
        false
    }
    /// A worker's own state.
    fn state(&self) -> Box<dyn FoldState>;
}

/// One worker's part of a fold.
pub trait FoldState: Send {
    /// Takes the selected rows of a batch. Batches of one worker come in order.
    fn add(&mut self, batch: &mut Batch, cx: &mut Cx);
    /// Called once when the worker has seen its last batch, on the worker: sorting runs.
    fn seal(&mut self, cx: &mut Cx);
    /// Takes another state; the order of merging does not matter.
    fn merge(&mut self, other: Box<dyn FoldState>);
    /// The groups or rows held.
    fn len(&self) -> usize;
    /// Whether it holds nothing.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Parts by the top bits of the key hash, 2^bits of them: part p of all workers can be
    /// merged apart from the others. A state that has no keys gives itself as the only part.
    fn split(self: Box<Self>, bits: u32) -> Vec<Box<dyn FoldState>>;
    /// Takes a state whose keys are known to be others.
    fn join(&mut self, other: Box<dyn FoldState>);
    /// Bytes held, about.
    fn weight(&self) -> usize;
    /// Whether part of it has left memory.
    fn has_spilled(&self) -> bool {
        false
    }
    /// Gives the records from which [`FoldState::load`] makes it again, in another run; of a fold that
    /// is keepable.
    fn save(&mut self, cx: &mut Cx, put: Put<'_>) -> Result<(), Fault> {
        let _ = (cx, put);
        unreachable!("only the states of a keepable fold are saved")
    }
    /// Merges a record; None if that is damaged.
    fn load(&mut self, record: &[u8], cx: &mut Cx) -> Option<()> {
        let _ = (record, cx);
        unreachable!("only the states of a keepable fold are loaded")
    }
    /// Gives the rows on.
    fn finish(self: Box<Self>, cx: &mut Cx, out: Out<'_>) -> Flow;
    /// A copy, for a look at what would come out now; None where part of it has left memory.
    fn copy(&self) -> Option<Box<dyn FoldState>> {
        None
    }
    /// For the downcast in `merge` and `join`.
    fn any(self: Box<Self>) -> Box<dyn Any>;
}

/// Keyed state that needs each key's rows in order (dedup, running, sessions). Sharded by key
/// hash: a shard walks every batch in sequence and looks at the rows whose hash falls to it,
/// so that keys run in parallel, order is kept, and rows never move.
pub trait Scan: Send + Sync {
    /// The stage, for messages.
    fn name(&self) -> &'static str;
    /// The slots of its keys, filled by the steps before. Without keys all rows are of one key.
    fn keys(&self) -> &[usize];
    /// The slots that it reads beside its keys.
    fn reads(&self) -> &[usize] {
        &[]
    }
    /// The state of one shard.
    fn shard(&self) -> Box<dyn Shard>;
    /// Whether rows of keys that have no room may be walked later, by a shard of their own:
    /// what becomes of a row depends on rows of its key alone, and no row is held back.
    fn may_wait(&self) -> bool;
    /// Whether it gives rows at the end of the stream that it has held until then.
    fn holds(&self) -> bool {
        false
    }
}

/// One shard's state of a scan.
pub trait Shard: Send {
    /// Walks the rows of one batch that fall to this shard.
    fn walk(&mut self, turn: &mut Turn<'_>);
    /// The stream has ended: the rows that are still held, with the places that order them.
    fn end(&mut self, keys: &Groups) -> Vec<Last> {
        let _ = keys;
        Vec::new()
    }
    /// A copy, for a look at what would come out now.
    fn copy(&self) -> Option<Box<dyn Shard>> {
        None
    }
    /// Bytes held beyond the keys, about.
    fn weight(&self) -> usize {
        0
    }
}

/// The rows of one batch that fall to a shard, in order.
pub struct Turn<'a> {
    pub batch: &'a mut Batch,
    pub rows: &'a [u32],
    /// By row of `rows`: the dense id of its key within the shard.
    pub ids: &'a [u32],
    /// The ids given so far.
    pub n_keys: usize,
    /// By row of the batch: whether it stays. A shard clears that of its own rows.
    pub keep: &'a mut [bool],
}

impl Turn<'_> {
    /// A column that the scan fills: a cell for each row of the batch. Shards share it, each
    /// writing its own rows.
    pub fn column(&mut self, slot: usize) -> &mut Column {
        let n = self.batch.rows.len();
        let column = &mut self.batch.cols[slot];
        if column.len() != n {
            column.clear();
            column.resize(n, Cell::None);
        }
        column
    }
}

/// A row that a scan gives at the end of the stream.
pub struct Last {
    pub at: At,
    /// By slot.
    pub cells: Vec<(usize, Owned)>,
}

/// A copy of what writes: rows pass.
pub struct Passing(pub &'static str);

impl Whole for Passing {
    fn name(&self) -> &'static str {
        self.0
    }

    fn push(&mut self, batch: &mut Batch, cx: &mut Cx, out: Out<'_>) -> Flow {
        out(batch, cx)
    }
}

/// Work that needs the stream in order.
pub trait Whole: Send {
    /// The stage, for messages.
    fn name(&self) -> &'static str;
    /// Tells which slots are read after this step.
    fn keep(&mut self, live: &[usize]) {
        let _ = live;
    }
    /// Told by `fill`: buckets of time in which nothing happened are wanted as well. `keys` are the slots of the other
    /// keys, `counts` those that are 0 then. False when it makes no buckets.
    fn fills(&mut self, keys: &[usize], counts: &[usize]) -> bool {
        let _ = (keys, counts);
        false
    }
    /// Takes the next batch and gives batches on.
    fn push(&mut self, batch: &mut Batch, cx: &mut Cx, out: Out<'_>) -> Flow;
    /// The stream has ended.
    fn end(&mut self, cx: &mut Cx, out: Out<'_>) -> Flow {
        let _ = (cx, out);
        Flow::More
    }
    /// Whether nothing comes out of it before the end of the stream.
    fn holds(&self) -> bool {
        false
    }
    /// A copy, for a look at what would come out now: it writes nothing. None where there can be none.
    fn copy(&self) -> Option<Box<dyn Whole>> {
        None
    }
    /// Bytes held, about.
    fn weight(&self) -> usize {
        0
    }
}
