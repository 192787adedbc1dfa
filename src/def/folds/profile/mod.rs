//! What the fields of records are: the fold of `discover`.
//!
//! Each worker looks at whole records, as they would be shown, and holds a state for each name.
//! How often values occurred is counted while they are few ([`tally`]); how many there are beyond
//! that, and the range and the middle of what can be measured, are the states of aggregates,
//! whose groups are the fields. All of it merges by operations whose order cannot matter, and all
//! of it is bounded: names too, of which those that are least nested stay.

pub mod class;
mod formats;
mod given;
pub mod tally;

use std::any::Any;
use std::sync::Arc;

use hashbrown::HashTable;

pub use formats::Formats;
pub use given::COLUMNS;

use crate::base::time::DateCache;
use crate::base::{Zone, fixed_hash, hash, json, text};
use crate::data::{At, Batch, Cell, Key, NoteId, Value};
use crate::def::expr::json_cell;
use crate::def::step::{Cx, Flow, Fold, FoldState, Out};
use crate::def::{AggDef, Aggregate, Fields, Operand};
use class::{CLASSES, MEASURED, class_of};
use formats::Taken;
use tally::Tally;

/// The most fields that are told of.
pub const MOST_FIELDS: usize = 1000;

/// The most bytes of a name; longer ones are cut.
const LONGEST_NAME: usize = 200;

/// What is asked of the records; shared by all workers.
pub struct Asked {
    /// The fields of a row.
    pub fields: Arc<dyn Fields + Send + Sync>,
    /// Whether they are those of the input's own records.
    pub walks: bool,
    /// Counted for a record that is in no format; None where a stage has parsed the line.
    pub miss: Option<NoteId>,
    /// Counted when there are more fields than are told of.
    pub more: NoteId,
    /// The zone of stamps that name none.
    pub zone: Zone,
    pub distinct: &'static AggDef,
    /// The smallest value, the middle and the largest.
    pub measures: [&'static AggDef; 3],
    /// For a first record about all of them: how their formats are told.
    pub totals: Option<Formats>,
    /// The slots of the columns.
    pub slots: [usize; COLUMNS.len()],
}

/// The fold.
pub struct Profile(pub Arc<Asked>);

impl Fold for Profile {
    fn name(&self) -> &'static str {
        "discover"
    }

    fn keep(&mut self, _: &[usize]) {}

    fn is_keyed(&self) -> bool {
        true
    }

    fn state(&self) -> Box<dyn FoldState> {
        Box::new(Profiled::new(self.0.clone()))
    }
}

/// One field.
struct Field {
    name: Box<[u8]>,
    /// The objects around it, and a hash: of too many fields those with the least stay.
    rank: (u32, u64),
    /// The place of the first record that had it, and its place there.
    first: (At, u32),
    /// Records that have a value.
    count: u64,
    classes: [u64; CLASSES],
    /// Bytes of its values.
    bytes: u64,
    tally: Tally,
    /// The cells of this batch that have not been looked at.
    waiting: Vec<(u32, Cell)>,
}

/// What one worker knows of the fields.
pub struct Profiled {
    asked: Arc<Asked>,
    fields: Vec<Field>,
    by_name: HashTable<u32>,
    /// By field.
    distinct: Box<dyn Aggregate>,
    /// By field and kind, for the kinds that are measured.
    measures: [Box<dyn Aggregate>; 3],
    /// Whether there were more fields than are told of.
    more: bool,
    records: u64,
    /// Records that are in no format, and those that are nothing but a line's end.
    misses: u64,
    blanks: u64,
    bytes: u64,
    taken: Taken,
    dates: DateCache,
    scratch: Scratch,
}

/// Buffers to reuse.
#[derive(Default)]
struct Scratch {
    /// The name of the field that is being looked at.
    name: Vec<u8>,
    /// The fields of the last record in their order: mostly the next one has the same.
    order: Vec<u32>,
    /// Fields with cells that wait.
    waiting: Vec<u32>,
    text: Vec<u8>,
    new: Picked,
    measured: Picked,
}

/// Values of some rows of a batch, each for a group.
#[derive(Default)]
struct Picked {
    column: Vec<Cell>,
    rows: Vec<u32>,
    groups: Vec<u32>,
}

impl Picked {
    fn clear(&mut self, n_rows: usize) {
        self.rows.clear();
        self.groups.clear();
        self.column.resize(n_rows.max(self.column.len()), Cell::None);
    }

    fn put(&mut self, row: u32, cell: Cell, group: usize) {
        self.column[row as usize] = cell;
        self.rows.push(row);
        self.groups.push(group as u32);
    }

    fn give(&self, to: &mut dyn Aggregate, batch: &Batch, n_groups: usize) {
        if !self.rows.is_empty() {
            to.add(&[Operand::Column(&self.column)], batch, &self.rows, &self.groups, n_groups, &mut |_| {});
        }
    }
}

/// Where a value stands in its record.
struct Spot<'b> {
    batch: &'b Batch,
    row: u32,
    /// The objects around it.
    depth: u32,
}

impl Profiled {
    fn new(asked: Arc<Asked>) -> Profiled {
        Profiled {
            fields: Vec::new(),
            by_name: HashTable::new(),
            distinct: (asked.distinct.make)(0.0),
            measures: asked.measures.map(|def| (def.make)(0.0)),
            more: false,
            records: 0,
            misses: 0,
            blanks: 0,
            bytes: 0,
            taken: Taken::default(),
            dates: DateCache::default(),
            scratch: Scratch::default(),
            asked,
        }
    }

    /// Looks at one record. True if it is in no format.
    fn record(&mut self, batch: &mut Batch, row: u32) -> bool {
        let asked = self.asked.clone();
        let own = asked.walks && !batch.block.source.is_computed();
        let (mut place, mut missed, mut blank) = (0, false, false);
        asked.fields.each(batch, row, &mut |batch, key, cell| {
            if place == 0 && own && is_line(batch, row, key, cell) {
                blank = batch.record(row).len == 0;
                missed = !blank && !fits(batch, row);
            }
            if blank && place == 0 {
                place = 1;
                return;
            }
            let name = &mut self.scratch.name;
            name.clear();
            match key {
                Key::Plain(key) => name.extend_from_slice(key),
                Key::Escaped(key) => json::unescape(key, name),
            }
            self.value(&Spot { batch, row, depth: 0 }, &mut place, cell);
        });
        self.records += 1;
        self.blanks += u64::from(blank);
        self.misses += u64::from(missed);
        if let Some(formats) = &asked.totals {
            self.bytes += u64::from(batch.rows[row as usize].len) + batch.terminator(row).len() as u64;
            if own && !missed && !blank {
                self.taken.add(formats, batch, row);
            }
        }
        missed
    }

    /// Looks at the value of the field whose name is in the scratch: an object is its members.
    fn value(&mut self, spot: &Spot<'_>, place: &mut u32, cell: Cell) {
        if let Cell::Json(span) = cell {
            let object = spot.batch.bytes(span);
            let (len, depth) = (self.scratch.name.len(), spot.depth + 1);
            let mut is_empty = true;
            for member in json::members(object) {
                is_empty = false;
                let name = &mut self.scratch.name;
                name.push(b'.');
                match &object[member.key] {
                    key if member.escaped => json::unescape(key, name),
                    key => name.extend_from_slice(key),
                }
                let inner = json_cell(&object[member.value.clone()], span.start + member.value.start as u32);
                self.value(&Spot { depth, ..*spot }, place, inner);
                self.scratch.name.truncate(len);
            }
            if !is_empty {
                return;
            }
        }
        let id = self.field(spot, *place);
        *place += 1;
        let waiting = &mut self.fields[id as usize].waiting;
        match waiting.last_mut() {
            None => self.scratch.waiting.push(id),
            // A record has one value under a name: the last one, and rather that in an object
            // than that of a key which is spelled with the dot.
            Some((row, last)) if *row == spot.row => {
                if spot.depth > 0 {
                    *last = cell;
                }
                return;
            }
            Some(_) => {}
        }
        waiting.push((spot.row, cell));
    }

    /// The field whose name is in the scratch, a new one if need be.
    fn field(&mut self, spot: &Spot<'_>, place: u32) -> u32 {
        let name = cut_name(&self.scratch.name);
        if let Some(&id) = self.scratch.order.get(place as usize)
            && *self.fields[id as usize].name == *name
        {
            return id;
        }
        let hash = hash(name);
        let id = match self.by_name.find(hash, |&id| *self.fields[id as usize].name == *name) {
            Some(&id) => id,
            None => {
                let rank = (spot.depth, fixed_hash(name));
                let first = (spot.batch.at(spot.row), place);
                let name: Box<[u8]> = name.into();
                if self.fields.len() >= 2 * MOST_FIELDS {
                    self.look(spot.batch);
                    self.forget();
                }
                self.insert(Field::new(name, rank, first))
            }
        };
        self.scratch.order.truncate(place as usize);
        if self.scratch.order.len() == place as usize {
            self.scratch.order.push(id);
        }
        id
    }

    fn insert(&mut self, field: Field) -> u32 {
        let id = self.fields.len() as u32;
        self.by_name.insert_unique(hash(&field.name), id, |&id| hash(&self.fields[id as usize].name));
        self.fields.push(field);
        id
    }

    /// Looks at the values that wait.
    fn look(&mut self, batch: &Batch) {
        let asked = self.asked.clone();
        let n_fields = self.fields.len();
        for id in std::mem::take(&mut self.scratch.waiting) {
            let Scratch { text, new, measured, .. } = &mut self.scratch;
            let field = &mut self.fields[id as usize];
            let mut waiting = std::mem::take(&mut field.waiting);
            new.clear(batch.rows.len());
            measured.clear(batch.rows.len());
            for &(row, cell) in &waiting {
                let value = batch.value(cell);
                let Some((class, measure)) = class_of(value, &mut self.dates, &asked.zone) else { continue };
                field.count += 1;
                field.classes[class as usize] += 1;
                let spelled = spelled(value, text);
                field.bytes += spelled.len() as u64;
                if field.tally.add(spelled, batch.at(row)) {
                    new.put(row, cell, id as usize);
                }
                if (class as usize) < MEASURED {
                    measured.put(row, measure, id as usize * MEASURED + class as usize);
                }
            }
            new.give(&mut *self.distinct, batch, n_fields);
            for measure in &mut self.measures {
                measured.give(&mut **measure, batch, n_fields * MEASURED);
            }
            waiting.clear();
            self.fields[id as usize].waiting = waiting;
        }
    }

    /// Leaves the fields that are told of, where there are more. No value may wait.
    fn forget(&mut self) {
        if self.fields.len() <= MOST_FIELDS {
            return;
        }
        self.more = true;
        let mut order: Vec<u32> = (0..self.fields.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| {
            let (a, b) = (&self.fields[a as usize], &self.fields[b as usize]);
            a.rank.cmp(&b.rank).then_with(|| a.name.cmp(&b.name))
        });
        let mut part = vec![1; self.fields.len()];
        order[..MOST_FIELDS].iter().for_each(|&id| part[id as usize] = 0);
        let kept = |states: &mut Box<dyn Aggregate>, part: &[u32]| {
            let fresh = states.fresh();
            let all = std::mem::replace(states, fresh);
            if let Some(first) = all.split(part, 2).into_iter().next() {
                *states = first;
            }
        };
        kept(&mut self.distinct, &part);
        let by_class: Vec<u32> = part.iter().flat_map(|&part| [part; MEASURED]).collect();
        self.measures.iter_mut().for_each(|states| kept(states, &by_class));
        self.by_name.clear();
        self.scratch.order.clear();
        let fields = std::mem::take(&mut self.fields);
        for (field, _) in fields.into_iter().zip(part).filter(|(_, part)| *part == 0) {
            self.insert(field);
        }
    }
}

impl Field {
    fn new(name: Box<[u8]>, rank: (u32, u64), first: (At, u32)) -> Field {
        Field {
            name,
            rank,
            first,
            count: 0,
            classes: [0; CLASSES],
            bytes: 0,
            tally: Tally::default(),
            waiting: Vec::new(),
        }
    }

    fn weight(&self) -> usize {
        size_of::<Field>() + self.name.len() + self.tally.weight()
    }
}

impl FoldState for Profiled {
    fn add(&mut self, batch: &mut Batch, _: &mut Cx) {
        let sel = std::mem::take(&mut batch.sel);
        for &row in &sel {
            let missed = self.record(batch, row);
            if let Some(miss) = self.asked.miss.filter(|_| missed) {
                batch.note(row, miss);
            }
        }
        batch.sel = sel;
        self.look(batch);
    }

    fn seal(&mut self, _: &mut Cx) {
        self.scratch = Scratch::default();
        self.fields.iter_mut().for_each(|field| field.waiting = Vec::new());
    }

    fn merge(&mut self, other: Box<dyn FoldState>) {
        let Ok(other) = other.any().downcast::<Profiled>() else { unreachable!("states of one fold are of one kind") };
        let mut other = *other;
        let mut to = Vec::with_capacity(other.fields.len());
        for theirs in std::mem::take(&mut other.fields) {
            let hash = hash(&theirs.name);
            let Some(&id) = self.by_name.find(hash, |&id| self.fields[id as usize].name == theirs.name) else {
                to.push(self.insert(theirs));
                continue;
            };
            let mine = &mut self.fields[id as usize];
            mine.first = mine.first.min(theirs.first);
            mine.count += theirs.count;
            mine.bytes += theirs.bytes;
            mine.classes.iter_mut().zip(theirs.classes).for_each(|(mine, theirs)| *mine += theirs);
            mine.tally.merge(theirs.tally);
            to.push(id);
        }
        let n_fields = self.fields.len();
        self.distinct.merge(other.distinct, &to, n_fields);
        let to: Vec<u32> =
            to.iter().flat_map(|id| (0..MEASURED as u32).map(move |c| id * MEASURED as u32 + c)).collect();
        for (mine, theirs) in self.measures.iter_mut().zip(other.measures) {
            mine.merge(theirs, &to, n_fields * MEASURED);
        }
        self.more |= other.more;
        self.records += other.records;
        self.misses += other.misses;
        self.blanks += other.blanks;
        self.bytes += other.bytes;
        self.taken.merge(other.taken);
        self.forget();
    }

    fn len(&self) -> usize {
        self.fields.len()
    }

    fn split(self: Box<Self>, _: u32) -> Vec<Box<dyn FoldState>> {
        vec![self]
    }

    fn join(&mut self, other: Box<dyn FoldState>) {
        self.merge(other);
    }

    fn weight(&self) -> usize {
        let measures: usize = self.measures.iter().map(|states| states.weight()).sum();
        self.fields.iter().map(Field::weight).sum::<usize>() + self.distinct.weight() + measures
    }

    fn finish(mut self: Box<Self>, cx: &mut Cx, out: Out<'_>) -> Flow {
        self.forget();
        given::give(&self, cx, out)
    }

    fn any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

/// Whether a field is the line that stands for a record in no format, and not a key of that name.
fn is_line(batch: &Batch, row: u32, key: Key<'_>, cell: Cell) -> bool {
    matches!(key, Key::Plain(b"line")) && cell == Cell::Str(batch.record(row))
}

/// Whether a record is in the format of its input.
fn fits(batch: &mut Batch, row: u32) -> bool {
    let source = batch.block.source.clone();
    let Some(walker) = &source.walker else { return false };
    let span = batch.record(row);
    let mut heap = Vec::new();
    walker.cut(batch.bytes(span), span.start, &mut [], &mut heap)
}

/// A value as it is spelled, escapes resolved.
fn spelled<'a>(value: Value<'a>, scratch: &'a mut Vec<u8>) -> &'a [u8] {
    match value {
        Value::Text(text) | Value::Str(text) | Value::Number(text) | Value::Json(text) => text,
        value => {
            scratch.clear();
            value.write_text(scratch);
            scratch
        }
    }
}

/// A name as it is kept.
fn cut_name(name: &[u8]) -> &[u8] {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let near = &name[..name.len().min(LONGEST_NAME + 4)];
    let mut len = 0;
    for point in text::points(near) {
        if len + point.len() > LONGEST_NAME {
            break;
        }
        len += point.len();
    }
    &name[..len]
}
