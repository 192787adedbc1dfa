//! Following: inputs that grow, are rotated, and appear later.
//!
//! Each input is a lane with a stream that is dry where another input's would be done. Lanes take
//! turns, a block each; when all are dry the run waits until a file changes. So a worker sees what it
//! always sees, blocks of whole records, and there is no second executor. When a name has another
//! file than before, the old file is read until nothing comes any more, then what was written
//! between the two, then the new one. A last line without its newline waits for the rest of it; it
//! is given as it is where its file has ended, or the run.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::anew::GoOn;
use super::place::{HEAD, Inode, Place};
use super::rotated::{self, Piece};
use super::signal::Signals;
use super::source::{Claim, Feed, Inputs, Opened};
use super::stream::SAMPLE;
use super::watch::Watch;
use crate::base::Fault;
use crate::base::fault::io_words;
use crate::data::lines::Frame;
use crate::inputs;
use crate::plan::Plan;

/// How long a record waits for more lines of it, where its end only shows when another one starts.
const SILENCE: Duration = Duration::from_secs(1);
/// How long a file that lost its name may still be written to before it counts as ended.
const GRACE: Duration = Duration::from_secs(1);
/// How often folders and patterns are looked at for new files.
const LOOK: Duration = Duration::from_secs(1);

/// Tells a person something.
pub type Tell = Arc<dyn Fn(&str) + Send + Sync>;

/// What following needs to know.
#[derive(Clone)]
pub struct Following {
    /// Files that are there at the start are read from their ends on.
    pub from_end: bool,
    /// Tells a person at once what happened to a file.
    pub tell: Tell,
}

/// Inputs that are followed.
pub struct Follow {
    how: Following,
    wanted: Vec<Wanted>,
    known: Vec<Place>,
    lanes: Vec<Lane>,
    /// Every file that was opened.
    read: Vec<Place>,
    /// Names of files that were read under another name.
    passed: Vec<(String, Inode)>,
    /// What could not be found any more.
    lost: Vec<Fault>,
    /// The lane whose turn it is.
    turn: usize,
    watch: Watch,
    looked: Option<Instant>,
    /// The run ends: what is left of the lanes comes out.
    ends: bool,
}

/// What was named.
enum Wanted {
    File(String),
    /// All files that match.
    Pattern(String),
    /// All files in it.
    Folder(PathBuf),
}

/// One input.
struct Lane {
    name: String,
    /// What is to be read of it next, the oldest first.
    pieces: VecDeque<Piece>,
    opened: Option<(Opened, Inode)>,
    /// When it was seen that the name has another file.
    replaced: Option<Instant>,
    /// When bytes came last.
    heard: Instant,
    is_missing: bool,
}

/// What has become of the file that a lane reads.
enum Fate {
    Same,
    /// Some bytes of it are gone.
    Shorter,
    /// Its name is another file's.
    Replaced,
    /// It has no name for now.
    Gone,
}

impl Lane {
    fn new(pieces: Vec<Piece>) -> Lane {
        let name = pieces.first().map(|piece| piece.name.clone()).unwrap_or_default();
        let (heard, opened, replaced) = (Instant::now(), None, None);
        Lane { name, pieces: pieces.into(), opened, replaced, heard, is_missing: false }
    }

    fn path(&self) -> &Path {
        Path::new(&self.name)
    }

    fn fate(&self, read: u64, inode: Inode) -> io::Result<Fate> {
        let meta = match std::fs::metadata(self.path()) {
            Ok(meta) => meta,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Fate::Gone),
            Err(e) => return Err(e),
        };
        Ok(match () {
            () if Inode::of(&meta) != inode => Fate::Replaced,
            () if meta.len() < read => Fate::Shorter,
            () => Fate::Same,
        })
    }
}

/// Whether a file may be opened: what it starts with tells how it is read.
fn is_readable(file: &File) -> io::Result<bool> {
    let meta = file.metadata()?;
    if meta.is_file() && meta.len() < SAMPLE as u64 {
        let start = super::place::head_of(file, SAMPLE)?;
        return Ok(inputs::is_enough(&start) || crate::codecs::by_magic(&start).is_some());
    }
    Ok(true)
}

impl Follow {
    /// Follows these names; `known` are the places that earlier runs came to.
    pub(super) fn new(names: &[String], known: Vec<Place>, how: Following, go_on: Option<GoOn>) -> Follow {
        // What appears while another run gives way is new to both.
        let how = Following { from_end: how.from_end && go_on.is_none(), ..how };
        let (known, read, passed) = match go_on {
            Some(go_on) => (go_on.known, go_on.read, go_on.passed),
            None => (known, Vec::new(), Vec::new()),
        };
        let wanted = names.iter().map(|name| {
            let path = Path::new(name);
            match () {
                () if path.is_dir() => Wanted::Folder(path.to_path_buf()),
                () if name.contains(['*', '?', '[']) && !path.exists() => Wanted::Pattern(name.clone()),
                () => Wanted::File(name.clone()),
            }
        });
        Follow {
            how,
            wanted: wanted.collect(),
            known,
            lanes: Vec::new(),
            read,
            passed,
            lost: Vec::new(),
            turn: 0,
            watch: Watch::new(),
            looked: None,
            ends: false,
        }
    }

    /// The inputs that are being read.
    pub(super) fn opened(&self) -> impl Iterator<Item = &Opened> {
        self.lanes.iter().filter_map(|lane| lane.opened.as_ref().map(|(opened, _)| opened))
    }

    /// What another run has to know that goes on, but for the places that this one has come to.
    pub(super) fn remembered(self) -> GoOn {
        GoOn { known: self.known, read: self.read, passed: self.passed }
    }

    /// Looks for files that are not followed yet.
    fn look(&mut self) {
        if self.looked.is_some_and(|looked| looked.elapsed() < LOOK) {
            return;
        }
        let is_first = self.looked.is_none();
        self.looked = Some(Instant::now());
        for name in self.named(is_first) {
            if self.lanes.iter().all(|lane| lane.name != name) && !self.was_read(&name) {
                let pieces = self.pieces(&name, is_first && self.how.from_end);
                self.lanes.push(Lane::new(pieces));
            }
        }
        for lane in &self.lanes {
            let folder = lane.path().parent().filter(|folder| !folder.as_os_str().is_empty());
            self.watch.add(folder.unwrap_or(Path::new(".")), is_first);
        }
    }

    /// The names of all files that are wanted.
    fn named(&mut self, is_first: bool) -> Vec<String> {
        let mut names = Vec::new();
        for wanted in &self.wanted {
            let mut found: Vec<String> = match wanted {
                Wanted::File(name) => {
                    names.push(name.clone());
                    continue;
                }
                Wanted::Pattern(pattern) => {
                    let found = glob::glob(pattern).into_iter().flatten().flatten();
                    found.filter(|path| path.is_file()).map(|path| path.display().to_string()).collect()
                }
                Wanted::Folder(folder) => {
                    self.watch.add(folder, is_first);
                    let found = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
                    let found = found.filter(|path| path.is_file() && !is_hidden(path));
                    found.map(|path| path.display().to_string()).collect()
                }
            };
            found.sort();
            // What was rotated away is found through the file that it was.
            let rotated = |name: &&String| found.iter().any(|other| rotated::is_rotated(other, name));
            names.extend(found.iter().filter(|name| !rotated(name)).cloned());
        }
        names
    }

    /// Whether a file was read under another name, which it had before.
    fn was_read(&mut self, name: &str) -> bool {
        let Ok(meta) = std::fs::metadata(name) else { return false };
        let passed = (name.to_string(), Inode::of(&meta));
        if self.passed.contains(&passed) {
            return true;
        }
        let is_old = self
            .read
            .iter()
            .any(|place| place.name != name && rotated::is_same(Path::new(name), place).unwrap_or(false));
        if is_old {
            self.passed.push(passed);
        }
        is_old
    }

    /// What is to be read of a name.
    fn pieces(&mut self, name: &str, from_end: bool) -> Vec<Piece> {
        let mut piece = Piece::whole(name);
        if let Some(place) = self.known.iter().find(|place| place.name == name) {
            match rotated::since(place) {
                Ok(since) => {
                    if since.is_lost {
                        self.lost.push(rotated::lost(place));
                    }
                    return since.pieces;
                }
                Err(e) => self.lost.push(Fault::input(name, io_words(&e))),
            }
        } else if from_end {
            piece.from = std::fs::metadata(name).map_or(0, |meta| meta.len());
        }
        vec![piece]
    }

    /// Waits until something may have come.
    fn wait(&self, signals: &Signals) -> bool {
        let waits = |lane: &Lane| match (&lane.opened, lane.replaced) {
            (_, Some(replaced)) => Some(GRACE.saturating_sub(replaced.elapsed())),
            (Some((opened, _)), None) if has_open_record(opened) => Some(SILENCE.saturating_sub(lane.heard.elapsed())),
            _ => None,
        };
        let most = self.lanes.iter().filter_map(waits).min().unwrap_or(LOOK);
        self.watch.wait(signals, most.max(Duration::from_millis(1)))
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Whether a record is held back only since another line of it may follow.
fn has_open_record(opened: &Opened) -> bool {
    let (Feed::Stream(stream), Frame::Own(law)) = (&opened.feed, &opened.frame) else { return false };
    law.is_open_ended() && stream.carry.ends_with(b"\n")
}

impl Inputs {
    /// The next block of inputs that are followed; None when the run is to end.
    pub(super) fn claim_followed(&mut self, plan: &Plan, signals: &Signals, buffer: &mut Vec<u8>) -> Option<Claim> {
        if self.gives_way {
            return None;
        }
        let mut follow = self.follow.take()?;
        let claim = loop {
            if let Some(claim) = self.anew(signals) {
                break claim;
            }
            follow.ends |= signals.stopping();
            if !follow.ends {
                follow.look();
                for fault in std::mem::take(&mut follow.lost) {
                    self.lost(fault);
                }
            }
            let n = follow.lanes.len();
            let mut found = None;
            for _ in 0..n {
                let at = follow.turn % n;
                follow.turn += 1;
                found = self.grown(&mut follow, at, plan, signals, buffer);
                if found.is_some() {
                    break;
                }
            }
            if found.is_some() || follow.ends {
                break found;
            }
            follow.wait(signals);
        };
        self.follow = Some(follow);
        claim
    }

    /// The next block of one lane, if there is one now.
    fn grown(
        &mut self,
        follow: &mut Follow,
        at: usize,
        plan: &Plan,
        signals: &Signals,
        buffer: &mut Vec<u8>,
    ) -> Option<Claim> {
        let Follow { lanes, watch, how, ends, read, .. } = follow;
        let lane = &mut lanes[at];
        loop {
            if lane.opened.is_none() {
                // What has no whole line yet comes out at the end, unless another run will read it.
                if *ends && (self.keeps_rest || lane.pieces.is_empty()) {
                    return None;
                }
                if !self.enter(lane, watch, how, *ends, plan, signals) {
                    return None;
                }
                let file = lane.opened.as_ref().map(|(opened, _)| opened.file.clone())?;
                read.extend(rotated::place_of(&lane.name, &file, HEAD as u64).ok());
            }
            let (opened, inode) = lane.opened.as_mut()?;
            let inode = *inode;
            let Feed::Stream(stream) = &mut opened.feed else { return None };
            if *ends {
                // What came after the last look is the next run's.
                stream.done = true;
                if self.keeps_rest {
                    stream.carry.clear();
                }
            }
            if let Some(claim) = self.block_of(opened, plan, signals, buffer) {
                lane.heard = Instant::now();
                return Some(claim);
            }
            let Feed::Stream(stream) = &mut opened.feed else { return None };
            if stream.done {
                // What it starts with is known by now, as far as it tells it from others.
                read.extend(rotated::place_of(&lane.name, &opened.file, HEAD as u64).ok());
                self.ended(opened, 0);
                lane.opened = None;
                continue;
            }
            let read = stream.at + stream.carry.len() as u64;
            let fate = match lane.fate(read, inode) {
                Ok(fate) => fate,
                Err(e) => {
                    (how.tell)(&format!("{}: {}", lane.name, io_words(&e)));
                    Fate::Gone
                }
            };
            let (opened, _) = lane.opened.as_mut()?;
            let is_open = has_open_record(opened) && lane.heard.elapsed() >= SILENCE;
            let Feed::Stream(stream) = &mut opened.feed else { return None };
            match fate {
                Fate::Same | Fate::Gone if is_open => {
                    stream.done = true;
                    let claim = self.block_of(opened, plan, signals, buffer);
                    let Feed::Stream(stream) = &mut opened.feed else { return None };
                    stream.done = false;
                    return claim;
                }
                Fate::Same | Fate::Gone => return None,
                Fate::Shorter => {
                    (how.tell)(&format!("{}: became shorter; reading it from its start", lane.name));
                    stream.done = true;
                    lane.pieces.push_back(Piece::whole(&lane.name));
                }
                Fate::Replaced => match lane.replaced {
                    None => {
                        lane.replaced = Some(Instant::now());
                        return None;
                    }
                    Some(replaced) if replaced.elapsed() < GRACE => return None,
                    Some(_) => {
                        lane.replaced = None;
                        stream.done = true;
                        match after(&lane.name, stream.at, &opened.file) {
                            Ok(pieces) => lane.pieces.extend(pieces),
                            Err(e) => {
                                (how.tell)(&format!("{}: {}", lane.name, io_words(&e)));
                                lane.pieces.push_back(Piece::whole(&lane.name));
                            }
                        }
                    }
                },
            }
        }
    }

    /// A block of an opened input, or the news that come without one.
    fn block_of(&mut self, opened: &mut Opened, plan: &Plan, signals: &Signals, buffer: &mut Vec<u8>) -> Option<Claim> {
        let mut claim = Claim::new(self.ticket, opened.source.clone(), opened.frame.clone());
        let Feed::Stream(stream) = &mut opened.feed else { return None };
        let more = stream.fill(buffer, &opened.frame, self.limits, signals, &mut claim);
        claim.reached = stream.at;
        self.enter_section(opened, plan);
        claim.source.clone_from(&opened.source);
        if !more && claim.fault.is_none() && claim.too_long.is_none() {
            return None;
        }
        self.ticket += 1;
        Some(claim)
    }

    /// Opens what a lane reads next; false while there is nothing to read.
    fn enter(
        &mut self,
        lane: &mut Lane,
        watch: &mut Watch,
        how: &Following,
        ends: bool,
        plan: &Plan,
        signals: &Signals,
    ) -> bool {
        let Some(piece) = lane.pieces.front() else {
            // It was opened and could not be read: once there is another file it is tried again.
            return false;
        };
        let path = piece.path.clone();
        let file = piece.file.clone().map_or_else(|| File::open(&path).map(Arc::new), Ok);
        let ready = file.and_then(|file| is_readable(&file));
        match ready {
            Ok(true) => {}
            Ok(false) if piece.is_last && !ends => return false,
            Ok(false) => {}
            Err(e) if piece.is_last && e.kind() == io::ErrorKind::NotFound => {
                if !std::mem::replace(&mut lane.is_missing, true) {
                    (how.tell)(&format!("{}: is not there; waiting for it", lane.name));
                }
                return false;
            }
            Err(_) => {}
        }
        if std::mem::take(&mut lane.is_missing) {
            (how.tell)(&format!("{}: is there now", lane.name));
        }
        let Some(piece) = lane.pieces.pop_front() else { return false };
        let opened = self.open(&piece, plan, signals).and_then(|opened| {
            let meta = opened.file.metadata().map_err(|e| Fault::input(&*lane.name, io_words(&e)))?;
            Ok((opened, Inode::of(&meta)))
        });
        match opened {
            Ok(opened) => {
                watch.add(&path, true);
                lane.opened = Some(opened);
                true
            }
            Err(fault) => {
                self.failed(fault);
                false
            }
        }
    }
}

/// What a name has to be read of after the file that it had: files between, and the one that it has now.
fn after(name: &str, read: u64, file: &File) -> io::Result<Vec<Piece>> {
    let place = rotated::place_of(name, file, read)?;
    let mut since = rotated::since(&place)?;
    // The first is the file itself, which has been read; where it was removed only the new one is left.
    if !since.is_lost {
        since.pieces.remove(0);
    }
    Ok(since.pieces)
}
