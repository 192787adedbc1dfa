//! Rotation: what has become of a file since it was read last.
//!
//! A log is rotated by giving it another name (`app.log.1`, `app.log-20260302`), perhaps compressed
//! later, or by copying it and cutting it off. What was read of is looked for among the files whose
//! names start with its name, by inode and by first bytes; the files that came after it are those
//! that were written later. All of them are then read in the order in which they were written, the
//! file that has the name now last.

use std::cmp::Reverse;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::place::{After, HEAD, Head, Inode, Place, Times, head_of};
use crate::base::Fault;
use crate::codecs;
use crate::def::Start;

/// A file to be read, and from where.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What the input is called.
    pub name: String,
    /// The file, or `-`.
    pub path: PathBuf,
    /// The decompressed bytes that were read of it.
    pub from: u64,
    /// It has the name, and may still grow.
    pub is_last: bool,
    /// The file, where it was looked for: by the time that it is read the path may be another one's.
    pub file: Option<Arc<File>>,
}

impl Piece {
    /// An input that is read from its start.
    pub fn whole(name: &str) -> Piece {
        Piece { name: name.to_string(), path: PathBuf::from(name), from: 0, is_last: true, file: None }
    }

    /// Whether it is only a part of what the name stands for.
    pub(super) fn is_part(&self) -> bool {
        self.from > 0 || !self.is_last
    }
}

/// What is to be read of an input that was read before.
#[derive(Debug)]
pub struct Since {
    /// The files, the oldest first. The last one has the name; there may be none at it now.
    pub pieces: Vec<Piece>,
    /// What was not read of the old file is nowhere to be found.
    pub is_lost: bool,
}

/// What has become of an input since it was at a place.
pub fn since(place: &Place) -> io::Result<Since> {
    // Names change while a rotation goes on, which takes a moment.
    for _ in 0..TRIES {
        match look(place) {
            Ok(since) if !since.is_lost => return Ok(since),
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
            _ => std::thread::sleep(MOMENT),
        }
    }
    look(place)
}

/// How often a file is looked for that is not found, and the time between.
const TRIES: u32 = 10;
const MOMENT: Duration = Duration::from_millis(20);

fn look(place: &Place) -> io::Result<Since> {
    let path = Path::new(&place.name);
    let (here, siblings) = steady(path)?;
    let now = |from| Piece {
        name: place.name.clone(),
        path: path.to_path_buf(),
        from,
        is_last: true,
        file: here.as_ref().map(|here| here.file.clone()),
    };
    let goes_on = || Ok(Since { pieces: vec![now(place.offset)], is_lost: false });
    if let Some(here) = &here
        && here.is(place)?
        && fits(place, &siblings, siblings.len())?
    {
        return goes_on();
    }
    // Renamed, or else copied: the first copy that is not older than what was read.
    let found = match first_of(&siblings, |at, sibling| Ok(sibling.is(place)? && fits(place, &siblings, at)?))? {
        None => first_of(&siblings, |_, sibling| sibling.is_copy(place))?,
        found => found,
    };
    let found = if found.is_some() { found } else { follower(place, &siblings)? };
    let Some(at) = found else {
        // Whoever puts a copy in a file's place leaves no other.
        return match &here {
            Some(here) if here.is_copy(place)? => goes_on(),
            _ => Ok(Since { pieces: vec![now(0)], is_lost: true }),
        };
    };
    let piece = |sibling: &Sibling, from| Piece {
        name: place.name.clone(),
        path: sibling.path.clone(),
        from,
        is_last: false,
        file: Some(sibling.file.clone()),
    };
    let mut pieces = vec![piece(&siblings[at], place.offset)];
    // The same log may be there twice, as a copy and compressed.
    let mut heads = vec![head_in(&siblings[at].file)?.0];
    for sibling in &siblings[at + 1..] {
        let (start, _) = head_in(&sibling.file)?;
        if !heads.contains(&start) && !start.is_empty() {
            pieces.push(piece(sibling, 0));
            heads.push(start);
        }
    }
    pieces.push(now(0));
    Ok(Since { pieces, is_lost: false })
}

/// The first file that is as wanted.
fn first_of(siblings: &[Sibling], is_it: impl Fn(usize, &Sibling) -> io::Result<bool>) -> io::Result<Option<usize>> {
    for (at, sibling) in siblings.iter().enumerate() {
        if is_it(at, sibling)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// Which of the rotated files is one that is known only by what it came after: it was empty, or nearly, when it
/// was noted, and has another inode since it was compressed.
fn follower(place: &Place, siblings: &[Sibling]) -> io::Result<Option<usize>> {
    let mut from = match &place.after {
        After::Unknown => return Ok(None),
        After::Nothing => Some(0),
        After::File(_) => None,
    };
    for (at, sibling) in siblings.iter().enumerate() {
        let (start, _) = head_in(&sibling.file)?;
        // It may be there twice, as a copy and compressed: what came after it is after both.
        if matches!(&place.after, After::File(head) if head.opens(&start)) {
            from = Some(at + 1);
            continue;
        }
        if from.is_some_and(|from| at >= from) && start.len() >= TELLING {
            return Ok(place.head.opens(&start).then_some(at));
        }
    }
    Ok(None)
}

/// The file that has the name and those beside it, all open, as they stood at one moment: while names
/// change a file could be seen twice, or not at all.
fn steady(path: &Path) -> io::Result<(Option<Sibling>, Vec<Sibling>)> {
    let here = Sibling::open(path.to_path_buf(), b"")?;
    let siblings = siblings(path)?;
    let same = |sibling: &Sibling| std::fs::metadata(&sibling.path).is_ok_and(|meta| Inode::of(&meta) == sibling.inode);
    let again = self::siblings(path)?.len();
    if here.as_ref().is_some_and(|here| !same(here)) || !siblings.iter().all(same) || again != siblings.len() {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok((here, siblings))
}

/// What there is to say when a file that was read has gone.
pub(super) fn lost(place: &Place) -> Fault {
    let why = format!(
        "the file that was read up to byte {} is there under no name any more; what was written to it since then is lost",
        place.offset
    );
    Fault::input(&*place.name, why)
}

/// Whether a name is that of a file which was rotated away from another: `app.log.1.gz` of `app.log`.
pub fn is_rotated(name: &str, other: &str) -> bool {
    let Some(rest) = other.strip_prefix(name) else { return false };
    let packed = [".gz", ".zst", ".bz2", ".xz", ".lz4"].contains(&rest);
    packed || rest.starts_with(['.', '-', '_']) && rest[1..].starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a file is what was read, as far as it was, under a new name or compressed. Logs that only begin
/// alike are not.
pub(super) fn is_same(path: &Path, place: &Place) -> io::Result<bool> {
    let Some(file) = Sibling::open(path.to_path_buf(), b"")? else { return Ok(false) };
    let (start, is_packed) = head_in(&file.file)?;
    let is_told = place.head.len == HEAD || place.head.len == start.len();
    Ok(file.is(place)? || is_packed && is_told && file.is_copy(place)?)
}

/// How many of the first bytes tell a log from another one.
const TELLING: usize = 16;

/// The memory that a decoder of a head may take: enough for any file that `xz -9` or `zstd -19` made.
const WINDOW: usize = 256 << 20;

/// The first bytes of what a file holds, and whether it is compressed. What cannot be read holds
/// nothing.
fn head_in(file: &File) -> io::Result<(Vec<u8>, bool)> {
    let start = head_of(file, HEAD)?;
    let Some(codec) = codecs::by_magic(&start) else { return Ok((start, false)) };
    // The place of the file that is read is its owner's.
    let mut raw = BufReader::new(At { file: file.try_clone()?, at: 0 });
    raw.fill_buf()?;
    let mut bytes = Vec::with_capacity(HEAD);
    let mut reader = (codec.reader)(Box::new(raw), Start { memory: WINDOW, at: 0 }).take(HEAD as u64);
    // A damaged archive still has its first bytes.
    let _ = reader.read_to_end(&mut bytes);
    Ok((bytes, true))
}

/// A file that is read by position.
struct At {
    file: File,
    at: u64,
}

impl Read for At {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read_at(out, self.at)?;
        self.at += n as u64;
        Ok(n)
    }
}

/// A file that may have been rotated away.
struct Sibling {
    path: PathBuf,
    file: Arc<File>,
    inode: Inode,
    times: Times,
    len: u64,
    written: SystemTime,
    number: u64,
}

impl Sibling {
    /// Opens a file; `rest` is what its name has behind the log's. None for what is not there, or no file.
    fn open(path: PathBuf, rest: &[u8]) -> io::Result<Option<Sibling>> {
        let file = match File::open(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        let meta = file.metadata()?;
        let (inode, len) = (Inode::of(&meta), meta.len());
        let written = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let (times, number) = (Times::of(&meta), number(rest));
        let new = Sibling { path, file: Arc::new(file), inode, times, len, written, number };
        Ok(meta.is_file().then_some(new))
    }

    /// Whether it is the file that was read, and still holds what was read of it.
    fn is(&self, place: &Place) -> io::Result<bool> {
        Ok(self.inode == place.inode && self.times.may_be(&place.times) && self.holds(place)?)
    }

    /// Whether it may be a copy of the file that was read.
    fn is_copy(&self, place: &Place) -> io::Result<bool> {
        // Hardly any bytes were there: then they tell nothing.
        Ok(place.head.len >= TELLING && place.times.is_before(&self.times) && self.holds(place)?)
    }

    /// Whether it holds what was read, as far as its start and its length tell.
    fn holds(&self, place: &Place) -> io::Result<bool> {
        let (start, is_packed) = head_in(&self.file)?;
        let is_long_enough = is_packed || self.len >= place.offset;
        Ok(is_long_enough && place.head.opens(&start))
    }
}

/// The files beside an input whose names start with its name, the one that was written first first.
fn siblings(path: &Path) -> io::Result<Vec<Sibling>> {
    let Some(name) = path.file_name() else { return Ok(Vec::new()) };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let other = entry.file_name();
        let Some(rest) = other.as_encoded_bytes().strip_prefix(name.as_encoded_bytes()) else { continue };
        // `app.log.1`, `app.log-20260302`, and not `app.log2`. What is being written has no name yet.
        let is_rotated = matches!(rest.first(), Some(b'.' | b'-' | b'_')) && !rest.ends_with(b".partial");
        if is_rotated {
            found.extend(Sibling::open(entry.path(), rest)?);
        }
    }
    // Of files that were written at the same time the higher number is the older one.
    found.sort_by(|a, b| (a.written, Reverse(a.number), &a.path).cmp(&(b.written, Reverse(b.number), &b.path)));
    Ok(found)
}

/// The number of a rotated file, `app.log.12.gz`; 0 for one that has another name.
fn number(rest: &[u8]) -> u64 {
    let Some(rest) = rest.get(1..) else { return 0 };
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    std::str::from_utf8(&rest[..digits]).ok().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// The place of a file that was read up to an offset.
pub(super) fn place_of(name: &str, file: &File, offset: u64) -> io::Result<Place> {
    let head = head_in(file)?.0;
    let head = Head::of(&head);
    let meta = file.metadata()?;
    let (inode, times) = (Inode::of(&meta), Times::of(&meta));
    let after = before(name, inode, &head);
    Ok(Place { name: name.to_string(), inode, times, head, offset, after })
}

/// What had the name before a file whose head does not tell it from others. Unknown where names change, since
/// what is taken for it wrongly would be read twice, or what came after it not at all.
pub(super) fn before(name: &str, inode: Inode, head: &Head) -> After {
    if head.len >= TELLING {
        return After::Unknown;
    }
    let Ok((here, siblings)) = steady(Path::new(name)) else { return After::Unknown };
    let end = match siblings.iter().position(|sibling| sibling.inode == inode) {
        Some(at) => at,
        None if here.is_some_and(|here| here.inode == inode) => siblings.len(),
        None => return After::Unknown,
    };
    match newest(&siblings[..end]) {
        Ok(Some(start)) => After::File(Head::of(&start)),
        Ok(None) => After::Nothing,
        Err(_) => After::Unknown,
    }
}

/// How the last of some files starts, of those that can be told from others.
fn newest(siblings: &[Sibling]) -> io::Result<Option<Vec<u8>>> {
    for sibling in siblings.iter().rev() {
        let (start, _) = head_in(&sibling.file)?;
        if start.len() >= TELLING {
            return Ok(Some(start));
        }
    }
    Ok(None)
}

/// Whether what stands before a file with the right inode is what stood before it then: an inode is used again,
/// and an empty head says nothing against it. What was before it may have been removed since.
fn fits(place: &Place, siblings: &[Sibling], end: usize) -> io::Result<bool> {
    if place.head.len >= TELLING {
        return Ok(true);
    }
    let head = match &place.after {
        After::Unknown => return Ok(true),
        After::Nothing => return Ok(newest(&siblings[..end])?.is_none()),
        After::File(head) => head,
    };
    if newest(&siblings[..end])?.is_none_or(|start| head.opens(&start)) {
        return Ok(true);
    }
    for sibling in siblings {
        if head.opens(&head_in(&sibling.file)?.0) {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
#[path = "rotated_tests.rs"]
mod tests;
