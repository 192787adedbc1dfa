//! The keeper of a run's checkpoint: when what was done is written down.
//!
//! Where each record is done when its output is written, that is now and then: the output is
//! flushed and on the disk, then the checkpoint is written. Where a step holds records to the end (an
//! aggregate, a sort) nothing is done before the end.

use std::fs::File;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::checkpoint::Checkpoint;
use super::place::Places;
use super::report::Kept;
use super::sink::{Sink, Written};
use crate::base::Fault;
use crate::def::step::{Cx, FoldState};

/// How often the checkpoint of a run that goes on is written.
const EVERY: Duration = Duration::from_secs(1);

/// And where the output is compressed: each time ends a stream of it, and short ones pack badly.
const EVERY_PACKED: Duration = Duration::from_secs(10);

/// What a run with a checkpoint is given.
pub struct Keeping {
    pub checkpoint: Checkpoint,
    /// The file that the output is appended to: whose bytes belong to the places.
    pub output: Option<(PathBuf, File)>,
    /// The pipeline up to its aggregate, where what that has counted is kept.
    pub state: Option<String>,
    /// The output is whole only when it has been finished.
    pub only_at_end: bool,
    /// The output is compressed, and whole only where a stream of it has ended.
    pub is_packed: bool,
}

/// The checkpoint of a run.
pub(super) struct Keeper {
    keeping: Keeping,
    places: Places,
    /// Each record is done when its output is written.
    pub streams: bool,
    written: Instant,
    /// How often the checkpoint is written.
    every: Duration,
    /// All that the run did has been written down.
    pub has_ended: bool,
}

impl Keeper {
    pub(super) fn new(keeping: Keeping, streams: bool) -> Keeper {
        let places = keeping.checkpoint.places();
        let every = if keeping.is_packed { EVERY_PACKED } else { EVERY };
        Keeper { keeping, places, streams, every, written: Instant::now(), has_ended: false }
    }

    /// A block of an input has been committed, up to this place.
    pub(super) fn reached(&mut self, index: u32, offset: u64) {
        self.places.reached(index, offset);
    }

    /// Writes the checkpoint, if that is due; `sink` holds the output of what was committed.
    pub(super) fn keep(&mut self, sink: Option<&mut Sink>) -> Written {
        if !self.streams || self.keeping.only_at_end || self.written.elapsed() < self.every {
            return Written::Fine;
        }
        if let Some(sink) = sink {
            match sink.end_stream() {
                Written::Fine => {}
                other => return other,
            }
        }
        match self.write(&[]) {
            Ok(()) => Written::Fine,
            Err(fault) => Written::Failed(fault),
        }
    }

    /// Writes what the aggregate has counted in all runs, if that is kept; `blocks` have been read in all.
    pub(super) fn store(&mut self, state: &mut dyn FoldState, blocks: u64, cx: &mut Cx) -> Result<(), Fault> {
        let Keeping { checkpoint, state: pipeline, .. } = &mut self.keeping;
        pipeline.as_ref().map_or(Ok(()), |pipeline| checkpoint.store(pipeline, blocks, state, cx))
    }

    /// The output, which has been finished, is another file from here on.
    pub(super) fn moves_to(&mut self, path: PathBuf, file: File) -> Result<(), Fault> {
        if self.streams {
            self.write(&[])?;
        }
        self.keeping.checkpoint.moves_to(&path, &file)?;
        self.keeping.output = Some((path, file));
        Ok(())
    }

    /// What is kept of the run.
    pub(super) fn kept(&self) -> Kept {
        let checkpoint = &self.keeping.checkpoint;
        let state = checkpoint.state().filter(|_| self.keeping.state.is_some());
        Kept {
            checkpoint: checkpoint.path().display().to_string(),
            committed: self.has_ended && !checkpoint.is_dry(),
            aggregate: state.map(|state| (state.pipeline.clone(), state.groups)),
        }
    }

    /// Writes the checkpoint; all output has been written. `naming` are files that are about to get
    /// their names.
    pub(super) fn write(&mut self, naming: &[(PathBuf, PathBuf)]) -> Result<(), Fault> {
        let Keeping { checkpoint, output, .. } = &mut self.keeping;
        checkpoint.commit(output.as_ref().map(|(path, file)| (path.as_path(), file)), naming)?;
        self.written = Instant::now();
        Ok(())
    }
}
