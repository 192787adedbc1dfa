//! Checkpoints: what a run has done, so that the next one does the rest, exactly once.
//!
//! A checkpoint holds the place of each input and the length of the output that belongs to those
//! places. It is written beside its file and renamed, after the output is on the disk: whoever is
//! killed between the two has written output that no checkpoint knows of, and the next run cuts it
//! off before it reads the same records again. Files that get their names at the end (`-O`, `tee`,
//! `split`) are first written down as about to be named; a run that finds such a note does the rest
//! of the naming. Two runs with one checkpoint would do the work twice: the second is refused.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use super::place::{After, Head, Inode, Place, Places};
use super::rotated::{self, Piece};
use crate::base::fault::io_words;
use crate::base::{Fault, json};

/// The format of the file.
const VERSION: u64 = 1;

/// The output that the places belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub path: PathBuf,
    pub inode: Inode,
    pub length: u64,
}

/// What a checkpoint says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    pub places: Vec<Place>,
    pub output: Option<Written>,
    /// Files that were about to get their names: what they are called until then, and their names.
    pub naming: Vec<(PathBuf, PathBuf)>,
}

/// A checkpoint in use.
pub struct Checkpoint {
    path: PathBuf,
    saved: Saved,
    places: Places,
    /// The files that were given the names which an earlier run meant for them.
    named: Vec<PathBuf>,
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
        let mut checkpoint = Checkpoint { path: path_buf, saved, places, named, is_dry, _lock: lock };
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
        let written = |(path, file): (&Path, &File)| {
            file.sync_data()?;
            let meta = file.metadata()?;
            Ok(Written { path: path.to_path_buf(), inode: Inode::of(&meta), length: meta.len() })
        };
        let shown = self.path.display().to_string();
        let fault = |e: io::Error| Fault::limit(&*shown, io_words(&e));
        self.saved.output = output.map(written).transpose().map_err(fault)?;
        for place in self.places.all().map_err(fault)? {
            match self.saved.places.iter_mut().find(|old| old.name == place.name) {
                Some(old) => *old = place,
                None => self.saved.places.push(place),
            }
        }
        self.saved.naming = naming.to_vec();
        write(&self.path, &self.saved).map_err(fault)
    }
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

fn text(out: &mut Vec<u8>, name: &str, bytes: &[u8]) {
    out.extend_from_slice(format!("\"{name}\":").as_bytes());
    // A path may hold any bytes: those that are no UTF-8 are kept in hexadecimal.
    match std::str::from_utf8(bytes) {
        Ok(text) => json::write_string(text.as_bytes(), out),
        Err(_) => out.extend_from_slice(format!("{{\"hex\":\"{}\"}}", hex(bytes)).as_bytes()),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |b: &u8| char::from(*b).to_digit(16).map(|d| d as u8);
    text.chunks(2).map(|two| Some(digit(two.first()?)? << 4 | digit(two.get(1)?)?)).collect()
}

/// The bytes of the file: JSON, an input a line.
fn spelled(saved: &Saved) -> Vec<u8> {
    let mut out = format!("{{\"flitch_checkpoint\":{VERSION},\n\"inputs\":[").into_bytes();
    for (at, place) in saved.places.iter().enumerate() {
        out.extend_from_slice(if at > 0 { b",\n{" } else { b"\n{" });
        text(&mut out, "name", place.name.as_bytes());
        let Inode { device, inode } = place.inode;
        let Head { len, hash } = &place.head;
        let (offset, hash) = (place.offset, hex(hash));
        let rest = format!(
            ",\"offset\":{offset},\"device\":{device},\"inode\":{inode},\"head_bytes\":{len},\"head_sha256\":\"{hash}\""
        );
        out.extend_from_slice(rest.as_bytes());
        match &place.after {
            After::Unknown => {}
            After::Nothing => out.extend_from_slice(b",\"after\":null"),
            After::File(Head { len, hash }) => {
                let hash = hex(hash);
                let after = format!(",\"after\":{{\"head_bytes\":{len},\"head_sha256\":\"{hash}\"}}");
                out.extend_from_slice(after.as_bytes());
            }
        }
        out.push(b'}');
    }
    out.extend_from_slice(b"],\n\"output\":");
    match &saved.output {
        None => out.extend_from_slice(b"null"),
        Some(Written { path, inode: Inode { device, inode }, length }) => {
            out.push(b'{');
            text(&mut out, "path", path.as_os_str().as_bytes());
            let rest = format!(",\"length\":{length},\"device\":{device},\"inode\":{inode}}}");
            out.extend_from_slice(rest.as_bytes());
        }
    }
    out.extend_from_slice(b",\n\"naming\":[");
    for (at, (partial, name)) in saved.naming.iter().enumerate() {
        out.extend_from_slice(if at > 0 { b",{" } else { b"{" });
        text(&mut out, "partial", partial.as_os_str().as_bytes());
        out.push(b',');
        text(&mut out, "path", name.as_os_str().as_bytes());
        out.push(b'}');
    }
    out.extend_from_slice(b"]}\n");
    out
}

/// A JSON object that is read.
struct Object<'a>(&'a [u8]);

impl<'a> Object<'a> {
    fn get(&self, name: &str) -> Option<&'a [u8]> {
        json::member(self.0, name.as_bytes()).map(|value| &self.0[value])
    }

    fn number(&self, name: &str) -> Option<u64> {
        std::str::from_utf8(self.get(name)?).ok()?.parse().ok()
    }

    fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let value = self.get(name)?;
        match value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")) {
            Some(inside) => Some(json::plain(inside).into_owned()),
            None => unhex(&Object(value).bytes("hex")?),
        }
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        self.bytes(name).map(|bytes| PathBuf::from(OsStr::from_bytes(&bytes)))
    }

    fn inode(&self) -> Option<Inode> {
        Some(Inode { device: self.number("device")?, inode: self.number("inode")? })
    }

    fn head(&self) -> Option<Head> {
        let hash = unhex(&self.bytes("head_sha256")?)?.try_into().ok()?;
        Some(Head { len: usize::try_from(self.number("head_bytes")?).ok()?, hash })
    }

    fn list(&self, name: &str) -> Option<Vec<Object<'a>>> {
        let list = self.get(name)?;
        let mut all = Vec::new();
        let mut at = json::skip_blanks(list, 1);
        while *list.get(at)? != b']' {
            let end = json::skip_value(list, at)?;
            all.push(Object(&list[at..end]));
            at = json::skip_blanks(list, end);
            if list.get(at) == Some(&b',') {
                at = json::skip_blanks(list, at + 1);
            }
        }
        Some(all)
    }
}

/// What the bytes of a file say. The error is a message for a person.
fn understood(bytes: &[u8]) -> Result<Saved, String> {
    const DAMAGED: &str = "is no checkpoint, or damaged; name another file to start anew";
    let object = Object(bytes);
    let whole = json::skip_value(bytes, json::skip_blanks(bytes, 0)).is_some();
    match object.number("flitch_checkpoint").filter(|_| whole) {
        Some(VERSION) => {}
        Some(other) => return Err(format!("is a checkpoint of version {other}, and this flitch knows {VERSION}")),
        None => return Err(DAMAGED.to_string()),
    }
    let place = |one: Object<'_>| {
        let after = match one.get("after") {
            None => After::Unknown,
            Some(b"null") => After::Nothing,
            Some(file) => After::File(Object(file).head()?),
        };
        let name = String::from_utf8(one.bytes("name")?).ok()?;
        Some(Place { name, inode: one.inode()?, head: one.head()?, offset: one.number("offset")?, after })
    };
    let saved = || {
        let output = match object.get("output")? {
            b"null" => None,
            value => {
                let one = Object(value);
                Some(Written { path: one.path("path")?, inode: one.inode()?, length: one.number("length")? })
            }
        };
        let places = object.list("inputs")?.into_iter().map(place).collect::<Option<_>>()?;
        let naming = object.list("naming")?.into_iter().map(|one| Some((one.path("partial")?, one.path("path")?)));
        Some(Saved { places, output, naming: naming.collect::<Option<_>>()? })
    };
    saved().ok_or_else(|| DAMAGED.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved() -> Saved {
        let place = |name: &str, offset, after| Place {
            name: name.to_string(),
            inode: Inode { device: 1, inode: u64::MAX },
            head: Head::of(name.as_bytes()),
            offset,
            after,
        };
        let odd = PathBuf::from(OsStr::from_bytes(b"odd \xff\n\"name"));
        Saved {
            places: vec![
                place("a.log", 17, After::File(Head::of(b"what was before"))),
                place("b \"c\"\\.log", 0, After::Nothing),
                place("c.log", 3, After::Unknown),
            ],
            output: Some(Written { path: odd.clone(), inode: Inode { device: 2, inode: 3 }, length: 99 }),
            naming: vec![(odd, PathBuf::from("out")), (PathBuf::from("x.partial"), PathBuf::from("x"))],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        for saved in [Saved::default(), saved()] {
            let bytes = spelled(&saved);
            assert_eq!(understood(&bytes).unwrap(), saved, "{}", String::from_utf8_lossy(&bytes));
            for end in 0..bytes.len() - 1 {
                assert!(understood(&bytes[..end]).is_err(), "cut at {end}");
            }
        }
        let other = understood(b"{\"flitch_checkpoint\":2}").unwrap_err();
        assert!(other.contains("version 2"), "{other}");
        assert!(understood(b"{\"flitch_checkpoint\":1}").is_err());
    }

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
