//! Anew: what SIGHUP asks of a run that goes on.
//!
//! Whoever has rotated the output asks for it to be opened again, and whoever has changed the pipeline
//! asks for that to be read again. The first is a block without records, so that it has its place in the
//! order: all before it is in the old file, all behind it in the new one. For the second no block is
//! claimed any more; the run ends in order, as any does, and another one goes on where it stopped,
//! within the same process. Changing the steps under way was rejected: each holds what it has seen
//! for the pipeline that it was made for.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use super::place::{Inode, Place};
use super::signal::Signals;
use super::sink::Sink;
use super::source::{Claim, Feed, Inputs};
use crate::base::Fault;
use crate::base::fault::io_words;
use crate::data::Source;
use crate::data::lines::Frame;

/// Reads the pipeline again; whether another run is to go on with what has come of it.
pub type Reload = Box<dyn FnMut() -> bool + Send>;

/// Opens the output again, by its name.
pub type Reopen = Box<dyn FnMut() -> Result<Reopened, Fault> + Send>;

/// An output that was opened again.
pub struct Reopened {
    pub sink: Sink,
    /// The file that it is.
    pub output: (PathBuf, File),
    /// Nothing is in it yet.
    pub is_fresh: bool,
}

/// What a run has to know to go on where another one gave way.
#[derive(Clone, Debug)]
pub struct GoOn {
    /// The places that were come to.
    pub(super) known: Vec<Place>,
    /// Every file that was opened.
    pub(super) read: Vec<Place>,
    /// Names of files that were read under another name.
    pub(super) passed: Vec<(String, Inode)>,
}

impl Inputs {
    /// Does what a SIGHUP asks for, if one has come: a block that opens the output again, or None where the
    /// run gives way to another.
    pub(super) fn anew(&mut self, signals: &Signals) -> Option<Option<Claim>> {
        if !signals.takes_hangup() {
            return None;
        }
        self.gives_way = self.reload.as_mut().is_some_and(|reload| reload());
        if self.gives_way {
            return Some(None);
        }
        let mut claim = Claim::new(self.ticket, Arc::new(Source::computed()), Frame::Lines);
        claim.reopens = true;
        self.ticket += 1;
        Some(Some(claim))
    }

    /// What the run that goes on has to know, where this one gave way.
    pub(super) fn go_on(&mut self) -> Option<GoOn> {
        let follow = self.follow.take().filter(|_| self.gives_way)?;
        let places = self.places.as_ref()?;
        for opened in follow.opened() {
            if let Feed::Stream(stream) = &opened.feed {
                places.reached(opened.source.index, stream.at);
            }
        }
        let reached = match places.all() {
            Ok(reached) => reached,
            Err(e) => {
                self.lost(Fault::input("the inputs", io_words(&e)));
                return None;
            }
        };
        let mut go_on = follow.remembered();
        // What this run did not come to open is where the one before it has left it.
        go_on.known.retain(|place| reached.iter().all(|new| new.name != place.name));
        go_on.known.extend(reached);
        Some(go_on)
    }
}
