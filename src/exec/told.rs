//! What there is to tell of inputs: how far they were read, and what kept them from being read whole.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::source::{Feed, Inputs, Opened};
use crate::base::Fault;

/// An input as it is told of.
#[derive(Default)]
pub struct Told {
    pub name: String,
    /// Its place among the inputs that could be opened.
    pub index: Option<u32>,
    /// The name of its codec, and the bytes that were read of the file.
    pub codec: Option<(&'static str, Arc<AtomicU64>)>,
    /// What kept it from being opened, and damage at its start.
    pub faults: Vec<Fault>,
    /// The lines of its header.
    pub header_lines: u64,
    /// Where it ended, and the lines since its last block.
    pub rest: Option<(u64, u64)>,
}

impl Inputs {
    /// Whoever follows wants to know at once.
    fn say(&self, fault: &Fault) {
        if let Some(tell) = &self.tell {
            tell(&fault.to_string());
        }
    }

    /// The input that was opened last could not be opened, or is damaged.
    pub(super) fn failed(&mut self, fault: Fault) {
        self.say(&fault);
        if let Some(told) = self.told.last_mut() {
            told.faults.push(fault);
        }
    }

    /// The run had enough in this input: those after it were only looked at ahead of their turn, and how
    /// far depends on the threads.
    pub(super) fn had_enough_in(&mut self, index: u32) {
        if self.timing.merge || self.grow {
            return;
        }
        if let Some(at) = self.told.iter().position(|told| told.index == Some(index)) {
            self.told.truncate(at + 1);
        }
    }

    /// An input could not be found at all.
    pub(super) fn lost(&mut self, fault: Fault) {
        self.say(&fault);
        self.told.push(Told { name: fault.what.clone(), faults: vec![fault], ..Told::default() });
    }

    /// An input was read to the end that it has now, after directives or blanks that are in no block.
    pub(super) fn ended(&mut self, opened: &Opened, lines: u64) {
        let Feed::Stream(stream) = &opened.feed else { return };
        if let Some(places) = &self.places {
            places.ended(opened.source.index, stream.at);
        }
        if let Some(told) = self.told.iter_mut().find(|told| told.index == Some(opened.source.index)) {
            told.rest = Some((stream.at, lines));
        }
    }
}
