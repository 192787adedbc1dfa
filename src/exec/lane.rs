//! A lane of a scan: one shard with its keys, and the rows of a batch that are dealt to it.

use super::past::Past;
use crate::base::Fault;
use crate::data::Batch;
use crate::data::groups::{Groups, Keys};
use crate::def::step::{Scan, Shard, Turn};

/// The rows of one batch by shard, with their keys.
pub(super) struct Dealt {
    keys: Keys,
    /// By shard: the rows, and the places of their keys.
    hands: Vec<Hand>,
    keep: Vec<bool>,
}

#[derive(Default)]
struct Hand {
    rows: Vec<u32>,
    places: Vec<u32>,
}

impl Dealt {
    pub(super) fn new(n_shards: usize, equal_hashes: bool) -> Dealt {
        let hands = (0..n_shards).map(|_| Hand::default()).collect();
        Dealt { keys: Keys::new(0, equal_hashes), hands, keep: Vec::new() }
    }

    /// Encodes the keys of the selected rows and deals the rows to shards.
    pub(super) fn deal(&mut self, batch: &Batch, slots: &[usize]) {
        self.keys.reset(slots.len());
        for hand in &mut self.hands {
            hand.rows.clear();
            hand.places.clear();
        }
        let n_shards = self.hands.len();
        for (place, &row) in batch.sel.iter().enumerate() {
            let hash = self.keys.push(batch, slots.iter().map(|s| batch.cell(*s, row)));
            let hand = &mut self.hands[shard_of(hash, n_shards)];
            hand.rows.push(row);
            hand.places.push(place as u32);
        }
        self.keep.clear();
        self.keep.resize(batch.rows.len(), true);
    }

    /// Drops the rows that left.
    pub(super) fn settle(&mut self, batch: &mut Batch) {
        let keep = &self.keep;
        batch.sel.retain(|&row| keep[row as usize]);
    }
}

/// The shard of a hash: its high bits, since tables use the low ones.
fn shard_of(hash: u64, n_shards: usize) -> usize {
    (((hash >> 32) * n_shards as u64) >> 32) as usize
}

/// One shard of a scan.
pub(super) struct Lane {
    pub groups: Groups,
    pub shard: Box<dyn Shard>,
    ids: Vec<u32>,
    /// Rows that wait, once there was no more room for keys.
    pub past: Option<Past>,
}

impl Lane {
    pub(super) fn new(scan: &dyn Scan, equal_hashes: bool) -> Lane {
        let groups = Groups::new(scan.keys().len(), equal_hashes);
        Lane { groups, shard: scan.shard(), ids: Vec::new(), past: None }
    }

    pub(super) fn walk(&mut self, batch: &mut Batch, dealt: &mut Dealt, shard: usize) {
        let (keys, hand) = (&dealt.keys, &dealt.hands[shard]);
        if hand.rows.is_empty() {
            return;
        }
        self.ids.clear();
        self.groups.ids_of(keys, &hand.places, &mut self.ids);
        let n_keys = self.groups.len();
        self.shard.walk(&mut Turn { batch, rows: &hand.rows, ids: &self.ids, n_keys, keep: &mut dealt.keep });
    }

    /// As [`Lane::walk`], but no key is added: rows of new keys wait in a file, and so do those
    /// that stay.
    pub(super) fn walk_past(&mut self, batch: &mut Batch, dealt: &mut Dealt, shard: usize) -> Result<(), Fault> {
        let Some(past) = &mut self.past else { return Ok(()) };
        let (keys, hand) = (&dealt.keys, &dealt.hands[shard]);
        let mut rows = Vec::with_capacity(hand.rows.len());
        batch.order_notes();
        self.ids.clear();
        for (&place, &row) in hand.places.iter().zip(&hand.rows) {
            match self.groups.known(keys, place) {
                Some(id) => {
                    rows.push(row);
                    self.ids.push(id);
                }
                None => past.wait(batch, row, keys.hash_of(place))?,
            }
        }
        let n_keys = self.groups.len();
        self.shard.walk(&mut Turn { batch, rows: &rows, ids: &self.ids, n_keys, keep: &mut dealt.keep });
        batch.order_notes();
        for &row in &rows {
            if dealt.keep[row as usize] {
                past.stay(batch, row)?;
            }
        }
        hand.rows.iter().for_each(|row| dealt.keep[*row as usize] = false);
        Ok(())
    }

    pub(super) fn weight(&self) -> usize {
        self.groups.weight() + self.shard.weight()
    }

    /// The shard as it is now; None where rows of it wait.
    pub(super) fn copy(&self) -> Option<Lane> {
        let shard = if self.past.is_some() { None } else { self.shard.copy() }?;
        Some(Lane { groups: self.groups.clone(), shard, ids: Vec::new(), past: None })
    }
}
