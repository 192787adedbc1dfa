//! `fill` while the inputs grow: the buckets in which nothing happened, each in its turn.
//!
//! Where the whole result is there, [`fill`](crate::stages) looks at all of it; here a bucket must be complete when
//! it comes out, so it has the combinations of keys that had occurred by then.

use hashbrown::HashMap;

use super::Table;
use super::table::weight;
use crate::base::Fault;
use crate::data::Value;
use crate::data::cell::{Owned, save_key};
use crate::def::step::{Cx, Flow, FoldState, Out};

/// The most records that are made between two that were there.
const MOST: i128 = 1_000_000;

/// What is known of the buckets so far.
#[derive(Clone)]
pub(super) struct Gaps {
    time: usize,
    width: i64,
    /// The other keys.
    keys: Vec<usize>,
    /// Columns that are 0 where nothing happened.
    counts: Vec<usize>,
    slots: Vec<usize>,
    /// Combinations of the other keys as they were first seen.
    combos: Vec<Vec<Owned>>,
    ids: HashMap<Vec<u8>, usize>,
    /// The bucket after the last one that came out.
    next: Option<i64>,
    weight: usize,
}

impl Gaps {
    pub(super) fn new(time: usize, width: i64, keys: &[usize], counts: &[usize], slots: Vec<usize>) -> Gaps {
        let (keys, counts) = (keys.to_vec(), counts.to_vec());
        Gaps { time, width, keys, counts, slots, combos: Vec::new(), ids: HashMap::new(), next: None, weight: 0 }
    }

    /// The bucket after the last one that came out.
    pub(super) fn next(&self) -> Option<i64> {
        self.next
    }

    /// Bytes held, about.
    pub(super) fn weight(&self) -> usize {
        self.weight
    }

    /// Gives a bucket on with what is missing in it.
    pub(super) fn complete(&mut self, start: i64, groups: Box<dyn FoldState>, cx: &mut Cx, out: Out<'_>) -> Flow {
        let mut table = Table::new(self.slots.clone());
        groups.finish(cx, &mut |batch, _| {
            table.add(batch);
            Flow::More
        });
        let places: Vec<usize> = self.keys.iter().filter_map(|key| table.place(*key)).collect();
        let mut found: HashMap<usize, usize> = HashMap::new();
        for (index, row) in table.rows.iter().enumerate() {
            let mut text = Vec::new();
            places.iter().for_each(|place| save_key(row[*place].value(), &mut text));
            let next = self.combos.len();
            let (len, id) = (text.len(), *self.ids.entry(text).or_insert(next));
            if id == next {
                let combo: Vec<Owned> = places.iter().map(|place| row[*place].clone()).collect();
                self.weight += weight(&combo) + 2 * len;
                self.combos.push(combo);
            }
            found.insert(id, index);
        }
        let rows: Vec<Vec<Owned>> = (0..self.combos.len())
            .map(|id| found.get(&id).map_or_else(|| self.nothing(start, id), |index| table.rows[*index].clone()))
            .collect();
        self.next = start.checked_add(self.width);
        table.give(rows.iter(), cx, out)
    }

    /// Gives on the buckets up to `to` that have not come out, in which nothing happened.
    pub(super) fn give(&mut self, to: i64, cx: &mut Cx, out: Out<'_>) -> Flow {
        let Some(first) = self.next.filter(|next| *next <= to) else { return Flow::More };
        let buckets = (i128::from(to) - i128::from(first)) / i128::from(self.width) + 1;
        let all = buckets.saturating_mul(self.combos.len() as i128);
        if all > MOST {
            let why = format!("would make {all} records at once, and {MOST} is the most; use a wider `every`");
            cx.fault.get_or_insert(Fault::limit("`fill`", why));
            return Flow::Stop;
        }
        let table = Table::new(self.slots.clone());
        while let Some(start) = self.next.filter(|next| *next <= to) {
            self.next = start.checked_add(self.width);
            let rows: Vec<Vec<Owned>> = (0..self.combos.len()).map(|id| self.nothing(start, id)).collect();
            if table.give(rows.iter(), cx, out) == Flow::Stop {
                return Flow::Stop;
            }
        }
        Flow::More
    }

    /// The record of a bucket in which a combination did not occur.
    fn nothing(&self, start: i64, id: usize) -> Vec<Owned> {
        let value = |slot: &usize| match self.keys.iter().position(|key| key == slot) {
            _ if *slot == self.time => Owned::from(Value::Time(start)),
            Some(key) => self.combos[id][key].clone(),
            None if self.counts.contains(slot) => Owned::from(Value::Int(0)),
            None => Owned::default(),
        };
        self.slots.iter().map(value).collect()
    }
}
