//! Groups that have left memory, and how they come out in first-seen order.
//!
//! A table that outgrows its room is written away whole, each group to the partition that the
//! top bits of its hash name, and a new table begun; a key may so be written many times. At
//! the end each partition is read into a table of its own, which merges them, and its groups
//! are written once more, in order of their first rows; those runs are merged. The states of a
//! group that is too large even for that are shown to its aggregates one after the other, as
//! often as they ask: some can tell their value without merging. States are
//! saved and merged as bytes, so this knows no aggregate. Sorting states by key was
//! rejected: partitions need no comparisons, and the states of a group merge in memory.

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use super::group::Grouped;
use super::made::Made;
use super::parts::Parts;
use crate::base::{Fault, pack};
use crate::data::{At, Cell, cell};
use crate::def::fault_of_memory;
use crate::def::spill::{Merge, Records, Sorted, Spill, Stream};
use crate::def::step::{Cx, Flow, Out, Put};

/// Partitions, by this many bits of the hash. One must fit in memory at the end, but for
/// groups that are large by themselves.
const BITS: u32 = 8;
/// A state may take so many times the bytes that it is saved as.
const EXPANDS: usize = 64;

/// What one state has written.
#[derive(Default)]
pub(super) struct Left {
    spill: Option<Spill>,
    /// By partition; several once states are merged.
    partitions: Vec<Vec<Stream>>,
}

impl Left {
    /// Whether nothing has left.
    pub(super) fn is_empty(&self) -> bool {
        self.partitions.is_empty()
    }

    /// Takes what another state has written.
    pub(super) fn merge(&mut self, other: Left) {
        self.partitions.resize_with(self.partitions.len().max(other.partitions.len()), Vec::new);
        for (mine, theirs) in self.partitions.iter_mut().zip(other.partitions) {
            mine.extend(theirs);
        }
        self.spill = self.spill.take().or(other.spill);
    }

    /// Writes all groups of a table.
    pub(super) fn write(&mut self, table: &Grouped, cx: &mut Cx) {
        if self.spill.is_none() {
            self.spill = cx.spill();
        }
        let Some(spill) = &mut self.spill else { return };
        if self.partitions.is_empty() {
            self.partitions.resize_with(1 << BITS, || vec![Stream::default()]);
        }
        let mut record = Vec::new();
        for id in 0..table.first.len() as u32 {
            record.clear();
            let mut partition = 0;
            if !table.parts.keys.is_empty() {
                partition = (table.groups.hash_of(id) >> (64 - BITS)) as usize;
            }
            table.write(id, &mut record);
            let streams = &mut self.partitions[partition];
            // A state writes to the first of its streams; the others came with states that were merged.
            let written = match streams.first_mut() {
                Some(stream) => stream.put(&record, spill),
                None => Ok(()),
            };
            if let Err(fault) = written {
                cx.fault.get_or_insert(fault);
                return;
            }
        }
    }

    /// Writes what is still in buffers: afterwards everything can be read.
    pub(super) fn flush(&mut self, cx: &mut Cx) {
        let Some(spill) = &mut self.spill else { return };
        for stream in self.partitions.iter_mut().flatten() {
            if let Err(fault) = stream.flush(spill) {
                cx.fault.get_or_insert(fault);
                return;
            }
        }
    }

    /// Shows all groups as records: those of one key merged, but for groups that are too large for that.
    pub(super) fn save(&self, parts: &Arc<Parts>, memory: usize, put: Put<'_>) -> Result<(), Fault> {
        for streams in self.partitions.iter().filter(|streams| !streams.iter().all(Stream::is_empty)) {
            let (mut whole, large) = partition(streams, parts, memory)?;
            let mut record = Vec::new();
            for id in (0..whole.first.len() as u32).filter(|id| !large.contains(id)) {
                record.clear();
                whole.write(id, &mut record);
                put(&record)?;
            }
            if large.is_empty() {
                continue;
            }
            let mut failed = None;
            each_record(streams, &mut |record| {
                if large.contains(&whole.load_key(&mut &*record)?) {
                    failed = put(record).err();
                }
                Some(failed.is_none())
            })?;
            if let Some(fault) = failed {
                return Err(fault);
            }
        }
        Ok(())
    }

    /// Gives all groups on, those of one key merged, in order of their first rows.
    pub(super) fn finish(mut self, table: &Grouped, cx: &mut Cx, out: Out<'_>) -> Result<Flow, Fault> {
        let Some(mut spill) = self.spill.take() else { return Ok(Flow::More) };
        let parts = &table.parts;
        let mut runs = Vec::new();
        // Without keys even an empty partition would have a group.
        for streams in self.partitions.into_iter().filter(|streams| !streams.iter().all(Stream::is_empty)) {
            let (mut whole, large) = partition(&streams, parts, cx.memory)?;
            let mut run = Stream::default();
            let mut order: Vec<u32> = (0..whole.first.len() as u32).collect();
            order.sort_unstable_by_key(|id| whole.first[*id as usize]);
            let mut record = Vec::new();
            let mut heap = Vec::new();
            let mut cells = Vec::new();
            for id in order {
                record.clear();
                heap.clear();
                cells.clear();
                whole.first[id as usize].save(&mut record);
                let cut = match large.contains(&id) {
                    true => cells_apart(&mut whole, id, &streams, cx.memory, &mut heap, &mut cells)?,
                    false => whole.cells(id, &mut heap, &mut cells),
                };
                let text = |span: crate::base::Span| {
                    let start = (span.start & !crate::base::HEAP) as usize;
                    &heap[start..start + span.len as usize]
                };
                cells.iter().for_each(|c| cell::save(cell::value_in(*c, text), &mut record));
                pack::put_uint(cut, &mut record);
                run.put(&record, &mut spill)?;
            }
            run.flush(&mut spill)?;
            runs.push(Cursor { records: run.records(), at: At::default() });
        }
        let mut merge = Merge::new(runs)?;
        let mut made = Made::default();
        while let Some(cursor) = merge.top() {
            let batch = made.row(cx);
            let mut rest = cursor.records.record();
            let read = read(&mut rest, parts, batch);
            read.ok_or_else(|| cursor.records.damaged())?;
            if made.is_full() && made.give(cx, out) == Flow::Stop {
                return Ok(Flow::Stop);
            }
            merge.pass()?;
        }
        Ok(made.give(cx, out))
    }
}

/// Reads a partition's groups and merges their states, but for those of groups that are too
/// large for that.
fn partition(streams: &[Stream], parts: &Arc<Parts>, memory: usize) -> Result<(Grouped, HashSet<u32>), Fault> {
    let mut whole = Grouped::new(parts.clone());
    // What is large as it was saved is larger as it is merged, and need not be tried.
    let mut fits = streams.iter().map(Stream::len).sum::<usize>() <= memory;
    if fits {
        each_record(streams, &mut |record| {
            whole.read(record)?;
            fits = whole.in_memory() <= memory;
            Some(fits)
        })?;
    }
    if fits {
        return Ok((whole, HashSet::new()));
    }
    whole = Grouped::new(parts.clone());
    let mut sizes: HashMap<u32, usize> = HashMap::new();
    each_record(streams, &mut |mut record| {
        *sizes.entry(whole.load_key(&mut record)?).or_default() += record.len();
        Some(true)
    })?;
    let large: HashSet<u32> =
        sizes.into_iter().filter(|(_, size)| *size > memory / EXPANDS).map(|(id, _)| id).collect();
    each_record(streams, &mut |record| {
        let mut key = record;
        if !large.contains(&whole.load_key(&mut key)?) {
            whole.read(record)?;
        }
        fits = whole.in_memory() <= memory;
        Some(fits)
    })?;
    if fits { Ok((whole, large)) } else { Err(fault_of_memory("stats", memory)) }
}

/// The cells of a group whose states do not fit together.
fn cells_apart(
    whole: &mut Grouped,
    group: u32,
    streams: &[Stream],
    memory: usize,
    heap: &mut Vec<u8>,
    out: &mut Vec<Cell>,
) -> Result<u64, Fault> {
    if !whole.parts.keys.is_empty() {
        whole.groups.key(group, heap, out);
    }
    let aggs = std::mem::take(&mut whole.aggs);
    let parts = whole.parts.clone();
    let mut cut = 0;
    for (index, states) in aggs.iter().enumerate() {
        // An aggregate reads the states of the one that holds them.
        let before = &aggs[..parts.holder[index]];
        let mut each = |take: &mut dyn FnMut(&[u8]) -> Option<()>| {
            each_record(streams, &mut |mut record| {
                if whole.load_key(&mut record)? == group {
                    before.iter().try_for_each(|before| before.skip(&mut record))?;
                    take(record)?;
                }
                Some(true)
            })
        };
        let made = states.apart(&mut each, memory / 4, heap)?;
        let Some((cell, is_cut)) = made else { return Err(fault_of_memory("stats", memory)) };
        out.push(cell);
        cut |= u64::from(is_cut) << index.min(63);
    }
    whole.aggs = aggs;
    Ok(cut)
}

/// Shows the records of some streams until one is the last that is wanted; None is damage.
fn each_record(streams: &[Stream], take: &mut dyn FnMut(&[u8]) -> Option<bool>) -> Result<(), Fault> {
    for stream in streams {
        let mut records = stream.clone().records();
        while records.step()? {
            if !take(records.record()).ok_or_else(|| records.damaged())? {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Puts the cells of a written group at the end of the columns.
fn read(rest: &mut &[u8], parts: &Parts, batch: &mut crate::data::Batch) -> Option<()> {
    At::load(rest)?;
    let slots = parts.keys.iter().map(|(_, slot)| *slot).chain(parts.aggs.iter().map(|agg| agg.slot));
    for slot in slots {
        let value = cell::load(rest)?;
        let cell = cell::place(value, &mut batch.heap);
        batch.cols[slot].push(cell);
    }
    let cut = pack::uint(rest)?;
    for (index, agg) in parts.aggs.iter().enumerate() {
        if cut >> index.min(63) & 1 == 1 {
            batch.note(batch.rows.len() as u32 - 1, agg.cut);
        }
    }
    Some(())
}

/// A partition's groups, in order.
struct Cursor {
    records: Records,
    at: At,
}

impl Sorted for Cursor {
    fn step(&mut self) -> Result<bool, Fault> {
        if !self.records.step()? {
            return Ok(false);
        }
        self.at = At::load(&mut self.records.record()).ok_or_else(|| self.records.damaged())?;
        Ok(true)
    }

    fn before(&self, other: &Cursor) -> bool {
        self.at < other.at
    }
}
