//! The files of a run: what `tee`, `split` and `-O` write.
//!
//! A file is written as `NAME.partial` and gets its name when the run has ended well, so that
//! no file looks whole that is not. Bytes are gathered for each file and written in large
//! pieces; only some files are open at a time, and one that is needed again is opened for
//! appending, compressed ones with a new member. What is no regular file (a pipe, a device)
//! is written as it is.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rustix::fs::OFlags;

use super::lock;
use super::packer::Packing;
use super::sink::{Sink, Written};
use crate::base::Fault;
use crate::base::fault::io_words;
use crate::codecs;
use crate::def::written::Files;

/// Bytes gathered for one file before they are written.
const PIECE: usize = 128 << 10;
/// Bytes gathered for all of them.
const GATHER: usize = 32 << 20;
/// What may be open at a time, counted in [`cost`].
const OPEN: usize = 128;

/// Is told which files are about to get their names.
type Announce<'a> = &'a mut dyn FnMut(&[(PathBuf, PathBuf)]) -> Result<(), Fault>;

/// The files of a run.
#[derive(Default)]
pub struct OutFiles(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    files: Vec<OutFile>,
    /// Bytes gathered for all files.
    gathered: usize,
    /// The cost of what is open.
    open: usize,
    /// Counts the writes, so that the file that has not been written for longest is known.
    clock: u64,
}

struct OutFile {
    /// As the pipeline has it, for messages.
    name: String,
    path: PathBuf,
    /// Where it is written until the run has ended; None for what is no regular file.
    partial: Option<PathBuf>,
    packing: Option<Packing>,
    gathered: Vec<u8>,
    sink: Option<Sink>,
    /// The write that was last.
    used: u64,
}

/// What an open file takes of [`OPEN`]: an encoder has megabytes of memory, a file has none.
fn cost(file: &OutFile) -> usize {
    if file.packing.is_some() { 4 } else { 1 }
}

fn fault(name: &str, error: &io::Error) -> Fault {
    Fault::limit(name, io_words(error))
}

impl OutFiles {
    /// A file that the caller writes, and that gets its name with the others.
    pub fn lend(&self, path: &Path) -> Result<File, Fault> {
        lock(&self.0).begin(path.to_path_buf(), false).map(|(_, file)| file)
    }

    /// Whether no file gets its name at the end.
    pub fn is_empty(&self) -> bool {
        lock(&self.0).files.iter().all(|file| file.partial.is_none())
    }

    /// Gives the files their names, if the run has ended well; `announce` is told before, when all of
    /// them are on the disk, as what each is called and its name. What could not be written whole
    /// keeps the name that it has. Gives what there is to say about it.
    pub(super) fn end(&self, well: bool, announce: Announce<'_>) -> Result<Vec<String>, Fault> {
        let mut inner = lock(&self.0);
        let mut ended = Ok(());
        for at in 0..inner.files.len() {
            ended = ended.and(inner.write(at)).and(inner.close(at));
        }
        let mut naming = Vec::new();
        for file in inner.files.iter().filter(|_| well) {
            let Some(partial) = &file.partial else { continue };
            let synced = File::open(partial).and_then(|file| file.sync_all());
            ended = ended.and(synced.map_err(|e| fault(&file.name, &e)));
            naming.push((partial.clone(), file.path.clone()));
        }
        if !naming.is_empty() && ended.is_ok() {
            ended = announce(&naming);
        }
        let mut left = Vec::new();
        for file in &inner.files {
            let Some(partial) = &file.partial else { continue };
            if well && ended.is_ok() {
                match std::fs::rename(partial, &file.path) {
                    Ok(()) => continue,
                    Err(e) => ended = Err(fault(&file.name, &e)),
                }
            }
            left.push(format!("{}.partial", file.name));
        }
        inner.files.clear();
        let messages = match &left[..] {
            [] => Vec::new(),
            [one] => vec![format!("the run did not end well: what there is of the file is in `{one}`")],
            [first, rest @ ..] => {
                let more = rest.len();
                vec![format!("the run did not end well: what there is of the files is in `{first}` and {more} more")]
            }
        };
        ended.map(|()| messages)
    }
}

impl Inner {
    /// Begins a file and opens it.
    fn begin(&mut self, path: PathBuf, is_made: bool) -> Result<(usize, File), Fault> {
        let name = path.display().to_string();
        let (path, partial) = places(path, is_made).map_err(|e| fault(&name, &e))?;
        if partial.is_some() && self.files.iter().any(|file| file.path == path) {
            return Err(Fault::limit(name, "is written twice by this pipeline; give one file another name"));
        }
        let target = partial.as_deref().unwrap_or(&path);
        let file = open(target, partial.is_some(), false).map_err(|e| fault(&name, &e))?;
        // A file that takes another's place has the rights of that.
        if let (Some(_), Ok(old)) = (&partial, std::fs::metadata(&path)) {
            file.set_permissions(old.permissions()).map_err(|e| fault(&name, &e))?;
        }
        let codec = codecs::by_suffix(&name).filter(|_| partial.is_some());
        // There may be many files, and each is written by whoever holds them all.
        let packing = codec.map(|codec| Packing { codec, level: codec.levels.1, threads: 1, single: true });
        let new = OutFile { name, path, partial, packing, gathered: Vec::new(), sink: None, used: 0 };
        self.files.push(new);
        Ok((self.files.len() - 1, file))
    }

    /// Writes what was gathered for a file.
    fn write(&mut self, at: usize) -> Result<(), Fault> {
        if self.files[at].gathered.is_empty() {
            return Ok(());
        }
        if self.files[at].sink.is_none() {
            let target = self.files[at].partial.as_ref().unwrap_or(&self.files[at].path);
            let opened = open(target, self.files[at].partial.is_some(), true);
            let file = opened.map_err(|e| fault(&self.files[at].name, &e))?;
            self.opened(at, file)?;
        }
        self.clock += 1;
        let file = &mut self.files[at];
        file.used = self.clock;
        let gathered = std::mem::take(&mut file.gathered);
        self.gathered -= gathered.len();
        let written = file.sink.as_mut().map_or(Written::Fine, |sink| sink.put(&gathered));
        outcome(file, written)
    }

    /// A file has been opened: it is one of those that are open.
    fn opened(&mut self, at: usize, to: File) -> Result<(), Fault> {
        let file = &self.files[at];
        let sink =
            Sink::new(file.name.clone(), Box::new(to), file.packing, false).map_err(|e| fault(&file.name, &e))?;
        self.open += cost(file);
        self.files[at].sink = Some(sink);
        self.clock += 1;
        self.files[at].used = self.clock;
        while self.open > OPEN {
            let others = self.files.iter().enumerate().filter(|(other, file)| *other != at && file.sink.is_some());
            // What is no regular file cannot be opened again.
            let oldest = others.filter(|(_, file)| file.partial.is_some()).min_by_key(|(_, file)| file.used);
            let Some((oldest, _)) = oldest else { return Ok(()) };
            self.close(oldest)?;
        }
        Ok(())
    }

    fn close(&mut self, at: usize) -> Result<(), Fault> {
        let Some(sink) = self.files[at].sink.take() else { return Ok(()) };
        self.open -= cost(&self.files[at]);
        outcome(&self.files[at], sink.finish())
    }
}

impl Files for OutFiles {
    fn begin(&self, path: &[u8], is_made: bool) -> Result<usize, Fault> {
        let mut inner = lock(&self.0);
        let (at, file) = inner.begin(PathBuf::from(OsStr::from_bytes(path)), is_made)?;
        inner.opened(at, file)?;
        Ok(at)
    }

    fn put(&self, file: usize, bytes: &[u8]) -> Result<(), Fault> {
        let mut inner = lock(&self.0);
        inner.files[file].gathered.extend_from_slice(bytes);
        inner.gathered += bytes.len();
        if inner.files[file].gathered.len() >= PIECE {
            inner.write(file)?;
        }
        if inner.gathered > GATHER {
            for at in 0..inner.files.len() {
                inner.write(at)?;
            }
        }
        Ok(())
    }
}

/// A reader of a pipe that has gone ends the run, since the file was asked for.
fn outcome(file: &OutFile, written: Written) -> Result<(), Fault> {
    match written {
        Written::Fine => Ok(()),
        Written::Gone => Err(Fault::limit(file.name.clone(), "its reader has gone")),
        Written::Failed(fault) => Err(fault),
    }
}

/// Where a file will be, and where it is written until then.
fn places(path: PathBuf, is_made: bool) -> io::Result<(PathBuf, Option<PathBuf>)> {
    let existing = if is_made { std::fs::symlink_metadata(&path) } else { std::fs::metadata(&path) };
    let path = match existing {
        Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(found) if found.is_file() && !is_made => std::fs::canonicalize(&path)?,
        Ok(found) if found.is_file() || found.is_symlink() => path,
        Ok(_) => return Ok((path, None)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent().filter(|folder| is_made && !folder.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder)?;
            }
            path
        }
        Err(e) => return Err(e),
    };
    let mut partial = path.clone().into_os_string();
    partial.push(".partial");
    Ok((path, Some(partial.into())))
}

fn open(path: &Path, is_regular: bool, again: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    match (is_regular, again) {
        (true, false) => options.create(true).write(true).truncate(true),
        (true, true) => options.append(true),
        (false, _) => options.write(true),
    };
    if is_regular {
        options.custom_flags(OFlags::NOFOLLOW.bits() as i32);
    }
    options.open(path)
}
