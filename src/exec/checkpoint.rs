//! Checkpoints: what a run has done, so that the next one does the rest, exactly once.
//!
//! A checkpoint holds the place of each input and the length of the output that belongs to those
//! places. It is written beside its file and renamed, after the output is on the disk: whoever is
//! killed between the two has written output that no checkpoint knows of, and the next run cuts it
//! off before it reads the same records again. Files that get their names at the end (`-O`, `tee`,
//! `split`) are first written down as about to be named; a run that finds such a note does the rest
//! of the naming. Two runs with one checkpoint would do the work twice: the second is refused.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use super::place::{Inode, Place, Places};
use super::rotated::{self, Piece};
use super::saved::{Saved, Written, spelled, understood};
use super::state;
use crate::base::Fault;
use crate::base::fault::io_words;
use crate::def::step::{Cx, FoldState};

/// A checkpoint in use.
pub struct Checkpoint {
    path: PathBuf,
    saved: Saved,
    places: Places,
    /// The files that were given the names which an earlier run meant for them.
    named: Vec<PathBuf>,
    /// The state that belongs to the places to come.
    next_state: Option<state::Saved>,
    /// Nothing is written.
    is_dry: bool,
    /// Held as long as the run goes.
    _lock: Option<File>,
}

impl Checkpoint {
    /// Takes up a checkpoint; that of a first run is empty. What an earlier run was about to name is
    /// named, unless nothing is to be written.
    pub fn open(path: &Path, is_dry: bool) -> Result<Checkpoint, Fault> {
        let shown = path.display().to_string();
        let fault = |e: io::Error| Fault::limit(&*shown, io_words(&e));
        let lock = if is_dry { None } else { Some(lock(path).map_err(fault)?) };
        if let Some(lock) = &lock
            && flock(lock, FlockOperation::NonBlockingLockExclusive).is_err()
        {
            return Err(Fault::limit(shown, "is in use by another run; wait for its end, or give each its own file"));
        }
        let saved = read(path)?;
        let (path_buf, places, named) = (path.to_path_buf(), Places::default(), Vec::new());
        let mut checkpoint = Checkpoint { path: path_buf, saved, places, named, next_state: None, is_dry, _lock: lock };
        if !is_dry && !checkpoint.saved.naming.is_empty() {
            for (partial, name) in std::mem::take(&mut checkpoint.saved.naming) {
                match std::fs::rename(&partial, &name) {
                    Ok(()) => checkpoint.named.push(name),
                    Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                    Err(e) => return Err(fault(e)),
                }
            }
            write(path, &checkpoint.saved).map_err(fault)?;
        }
        Ok(checkpoint)
    }

    /// Whether a file was given its name just now, for a run that did not come to do it.
    pub fn has_named(&self, path: &Path) -> bool {
        let same = |name: &PathBuf| std::fs::canonicalize(name).ok() == std::fs::canonicalize(path).ok();
        self.named.iter().any(same)
    }

    /// Where the inputs of this run will be told.
    pub(super) fn places(&self) -> Places {
        self.places.clone()
    }

    /// The places that earlier runs came to.
    pub(super) fn known(&self) -> &[Place] {
        &self.saved.places
    }

    /// Its file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether nothing is written.
    pub(super) fn is_dry(&self) -> bool {
        self.is_dry
    }

    /// The state that earlier runs came to.
    pub fn state(&self) -> Option<&state::Saved> {
        self.saved.state.as_ref()
    }

    /// Forgets the state, so that the next run begins a new one where this one ended.
    pub fn forget_state(&mut self) -> Result<Option<state::Saved>, Fault> {
        let Some(old) = self.saved.state.take() else { return Ok(None) };
        write(&self.path, &self.saved).map_err(|e| Fault::limit(self.path.display().to_string(), io_words(&e)))?;
        self.remove(&old);
        Ok(Some(old))
    }

    /// A state that is no longer named; one that cannot be removed is written over later.
    fn remove(&self, old: &state::Saved) {
        let _ = std::fs::remove_file(old.path(&self.path));
    }

    /// Reads the state of earlier runs, if there is one, and tells how many blocks they have read.
    pub(super) fn load(&self, state: &mut dyn FoldState, cx: &mut Cx) -> Result<u64, Fault> {
        let Some(saved) = &self.saved.state else { return Ok(0) };
        state::read(&self.path, saved, state, cx)?;
        Ok(saved.blocks)
    }

    /// Writes the state that the next commit will name.
    pub(super) fn store(
        &mut self,
        pipeline: &str,
        blocks: u64,
        state: &mut dyn FoldState,
        cx: &mut Cx,
    ) -> Result<(), Fault> {
        if self.is_dry {
            return Ok(());
        }
        let is_second = self.saved.state.as_ref().is_some_and(|old| !old.is_second);
        let mut next = state::Saved { pipeline: pipeline.to_string(), is_second, blocks, ..state::Saved::default() };
        state::write(&self.path, &mut next, state, cx)?;
        self.next_state = Some(next);
        Ok(())
    }

    /// A run begins: what it writes from here on belongs to no checkpoint yet, and inputs that were never
    /// read are known by now, so that they are found when they are rotated before it has come to one.
    pub(super) fn begin(&mut self, names: &[String], output: Option<(&Path, &File)>) -> Result<(), Fault> {
        for name in names {
            if self.saved.places.iter().any(|place| place.name == *name) {
                continue;
            }
            // What cannot be opened is told when it is read.
            let Ok(file) = File::open(name) else { continue };
            let place = match file.metadata() {
                Ok(meta) if meta.is_file() => rotated::place_of(name, &file, 0),
                _ => continue,
            };
            self.saved.places.push(place.map_err(|e| Fault::input(name, io_words(&e)))?);
        }
        self.commit(output, &[])
    }

    /// What is left of the inputs with these names, and what there is to say about them.
    pub(super) fn left(&self, names: &[String]) -> Result<(Vec<Piece>, Vec<Fault>), Fault> {
        let (mut pieces, mut faults) = (Vec::new(), Vec::new());
        for name in names {
            let Some(place) = self.saved.places.iter().find(|place| place.name == *name) else {
                pieces.push(Piece::whole(name));
                continue;
            };
            match rotated::since(place) {
                Ok(since) => {
                    if since.is_lost {
                        faults.push(rotated::lost(place));
                    }
                    pieces.extend(since.pieces);
                }
                Err(e) => return Err(Fault::input(name, io_words(&e))),
            }
        }
        Ok((pieces, faults))
    }

    /// Opens the output for appending, without what no checkpoint knows of.
    pub fn append(&self, path: &Path) -> io::Result<File> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let meta = file.metadata()?;
        if let Some(output) = &self.saved.output
            && output.path == path
            && output.inode == Inode::of(&meta)
            && meta.len() > output.length
            && !self.is_dry
        {
            file.set_len(output.length)?;
            file.sync_all()?;
        }
        Ok(file)
    }

    /// The output goes on in another file; the places are as they were.
    pub(super) fn moves_to(&mut self, path: &Path, file: &File) -> Result<(), Fault> {
        if self.is_dry {
            return Ok(());
        }
        let fault = |e: io::Error| Fault::limit(self.path.display().to_string(), io_words(&e));
        self.saved.output = Some(written(path, file).map_err(fault)?);
        write(&self.path, &self.saved).map_err(fault)
    }

    /// Everything up to the places is done, and the output, if it is a file, is on the disk. `naming`
    /// are files that will now get their names.
    pub(super) fn commit(
        &mut self,
        output: Option<(&Path, &File)>,
        naming: &[(PathBuf, PathBuf)],
    ) -> Result<(), Fault> {
        if self.is_dry {
            return Ok(());
        }
        let shown = self.path.display().to_string();
        let fault = |e: io::Error| Fault::limit(&*shown, io_words(&e));
        let output = output.map(|(path, file)| written(path, file));
        self.saved.output = output.transpose().map_err(fault)?;
        for place in self.places.all().map_err(fault)? {
            match self.saved.places.iter_mut().find(|old| old.name == place.name) {
                Some(old) => *old = place,
                None => self.saved.places.push(place),
            }
        }
        self.saved.naming = naming.to_vec();
        let old = match self.next_state.take() {
            Some(next) => self.saved.state.replace(next),
            None => None,
        };
        write(&self.path, &self.saved).map_err(fault)?;
        if let Some(old) = old {
            self.remove(&old);
        }
        Ok(())
    }
}

/// An output as it is on the disk.
fn written(path: &Path, file: &File) -> io::Result<Written> {
    file.sync_data()?;
    let meta = file.metadata()?;
    Ok(Written { path: path.to_path_buf(), inode: Inode::of(&meta), length: meta.len() })
}

/// The file that a run holds while it uses a checkpoint.
fn lock(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(beside(path, ".lock"))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(suffix);
    name.into()
}

/// Writes a checkpoint so that there is always a whole one.
fn write(path: &Path, saved: &Saved) -> io::Result<()> {
    let new = beside(path, ".new");
    let mut file = File::create(&new)?;
    file.write_all(&spelled(saved))?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&new, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// What a file says; nothing, if there is none.
pub fn read(path: &Path) -> Result<Saved, Fault> {
    let shown = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => understood(&bytes).map_err(|why| Fault::limit(shown, why)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Saved::default()),
        Err(e) => Err(Fault::limit(shown, io_words(&e))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_run_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("state");
        let first = Checkpoint::open(&path, false).unwrap();
        let second = Checkpoint::open(&path, false).err().unwrap().to_string();
        assert!(second.contains("another run"), "{second}");
        assert!(Checkpoint::open(&path, true).is_ok(), "a dry run does not disturb");
        drop(first);
        assert!(Checkpoint::open(&path, false).is_ok());
    }

    #[test]
    fn output_that_no_checkpoint_knows_of_is_cut_off() {
        let dir = tempfile::tempdir().unwrap();
        let (path, out) = (dir.path().join("state"), dir.path().join("out"));
        let mut checkpoint = Checkpoint::open(&path, false).unwrap();
        let mut file = checkpoint.append(&out).unwrap();
        file.write_all(b"one\n").unwrap();
        checkpoint.commit(Some((&out, &file)), &[]).unwrap();
        file.write_all(b"two\n").unwrap();
        drop(checkpoint);
        let checkpoint = Checkpoint::open(&path, false).unwrap();
        checkpoint.append(&out).unwrap();
        assert_eq!(std::fs::read(&out).unwrap(), b"one\n");
        // Another file of that name is none of its business.
        std::fs::remove_file(&out).unwrap();
        std::fs::write(dir.path().join("other"), b"").unwrap();
        std::fs::write(&out, b"somebody else's\n").unwrap();
        checkpoint.append(&out).unwrap();
        assert_eq!(std::fs::read(&out).unwrap(), b"somebody else's\n");
    }

    #[test]
    fn a_run_that_was_killed_while_naming_is_finished() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("state");
        let (partial, name) = (dir.path().join("out.partial"), dir.path().join("out"));
        for is_named in [false, true] {
            std::fs::write(if is_named { &name } else { &partial }, b"whole").unwrap();
            let mut checkpoint = Checkpoint::open(&path, false).unwrap();
            checkpoint.commit(None, &[(partial.clone(), name.clone())]).unwrap();
            drop(checkpoint);
            let next = Checkpoint::open(&path, false).unwrap();
            assert_eq!(next.has_named(&name), !is_named);
            drop(next);
            assert_eq!(std::fs::read(&name).unwrap(), b"whole");
            assert!(!partial.exists());
            assert_eq!(read(&path).unwrap(), Saved::default());
            std::fs::remove_file(&name).unwrap();
        }
    }
}
