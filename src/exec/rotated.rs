//! Rotation: what has become of a file since it was read last.
//!
//! A log is rotated by giving it another name (`app.log.1`, `app.log-20260302`), perhaps compressed
//! later, or by copying it and cutting it off. What was read of is looked for among the files whose
//! names start with its name, by inode and by first bytes; the files that came after it are those
//! that were written later. All of them are then read in the order in which they were written, the
//! file that has the name now last.

use std::cmp::Reverse;
use std::fs::{File, Metadata};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::place::{HEAD, Head, Inode, Place, head_of};
use crate::base::Fault;
use crate::codecs;

/// A file to be read, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What the input is called.
    pub name: String,
    /// The file, or `-`.
    pub path: PathBuf,
    /// The decompressed bytes that were read of it.
    pub from: u64,
    /// It has the name, and may still grow.
    pub is_last: bool,
}

impl Piece {
    /// An input that is read from its start.
    pub fn whole(name: &str) -> Piece {
        Piece { name: name.to_string(), path: PathBuf::from(name), from: 0, is_last: true }
    }

    /// Whether it is only a part of what the name stands for.
    pub(super) fn is_part(&self) -> bool {
        self.from > 0 || !self.is_last
    }
}

/// What is to be read of an input that was read before.
#[derive(Debug, PartialEq, Eq)]
pub struct Since {
    /// The files, the oldest first. The last one has the name; there may be none at it now.
    pub pieces: Vec<Piece>,
    /// What was not read of the old file is nowhere to be found.
    pub is_lost: bool,
}

/// What has become of an input since it was at a place.
pub fn since(place: &Place) -> io::Result<Since> {
    let path = Path::new(&place.name);
    let now = |from| Piece { name: place.name.clone(), path: path.to_path_buf(), from, is_last: true };
    if let Some(true) = is_same(path, place)? {
        return Ok(Since { pieces: vec![now(place.offset)], is_lost: false });
    }
    let mut found = None;
    let siblings = siblings(path)?;
    for (at, sibling) in siblings.iter().enumerate() {
        // A file with the inode is it; a copy is, if it opens so and is long enough.
        if is_same(&sibling.path, place)?.unwrap_or(false) {
            found = Some(at);
            break;
        }
    }
    let Some(at) = found else {
        // What was read to its end and has gone is not missed; that there was more cannot be known.
        return Ok(Since { pieces: vec![now(0)], is_lost: true });
    };
    let piece =
        |sibling: &Sibling, from| Piece { name: place.name.clone(), path: sibling.path.clone(), from, is_last: false };
    let mut pieces = vec![piece(&siblings[at], place.offset)];
    // The same log may be there twice, as a copy and compressed.
    let mut heads = vec![head(&siblings[at].path)?.0];
    for sibling in &siblings[at + 1..] {
        let (start, _) = head(&sibling.path)?;
        if !heads.contains(&start) && !start.is_empty() {
            pieces.push(piece(sibling, 0));
            heads.push(start);
        }
    }
    pieces.push(now(0));
    Ok(Since { pieces, is_lost: false })
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

/// Whether what a file holds is what was read, as far as it was: None for no file.
pub(super) fn is_same(path: &Path, place: &Place) -> io::Result<Option<bool>> {
    let meta = match std::fs::metadata(path) {
        Ok(meta) if meta.is_file() => meta,
        Ok(_) => return Ok(None),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    let (start, is_packed) = head(path)?;
    let long_enough = is_packed || meta.len() >= place.offset;
    // Hardly any bytes were read: then they tell nothing, and only the inode does.
    let tells = place.head.len >= TELLING || Inode::of(&meta) == place.inode;
    Ok(Some(long_enough && tells && place.head.opens(&start)))
}

/// How many of the first bytes tell a log from another one.
const TELLING: usize = 16;

/// The first bytes of what a file holds, and whether it is compressed. What cannot be read holds
/// nothing.
fn head(path: &Path) -> io::Result<(Vec<u8>, bool)> {
    let file = File::open(path)?;
    let start = head_of(&file, HEAD as u64)?;
    let Some(codec) = codecs::by_magic(&start) else { return Ok((start, false)) };
    let mut raw = BufReader::new(file);
    raw.fill_buf()?;
    let mut bytes = Vec::with_capacity(HEAD);
    let mut reader = (codec.reader)(Box::new(raw)).take(HEAD as u64);
    // A damaged archive still has its first bytes.
    let _ = reader.read_to_end(&mut bytes);
    Ok((bytes, true))
}

/// A file that may have been rotated away.
struct Sibling {
    path: PathBuf,
    written: SystemTime,
    number: u64,
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
        let meta = match std::fs::metadata(entry.path()) {
            Ok(meta) if is_rotated && meta.is_file() => meta,
            _ => continue,
        };
        found.push(Sibling { path: entry.path(), written: written(&meta), number: number(rest) });
    }
    // Of files that were written at the same time the higher number is the older one.
    found.sort_by(|a, b| (a.written, Reverse(a.number), &a.path).cmp(&(b.written, Reverse(b.number), &b.path)));
    Ok(found)
}

fn written(meta: &Metadata) -> SystemTime {
    meta.modified().unwrap_or(SystemTime::UNIX_EPOCH)
}

/// The number of a rotated file, `app.log.12.gz`; 0 for one that has another name.
fn number(rest: &[u8]) -> u64 {
    let digits = rest[1..].iter().take_while(|b| b.is_ascii_digit()).count();
    std::str::from_utf8(&rest[1..1 + digits]).ok().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// The place of a file that was read up to an offset.
pub(super) fn place_of(name: &str, file: &File, offset: u64) -> io::Result<Place> {
    let head = Head::of(&head_of(file, offset)?);
    Ok(Place { name: name.to_string(), inode: Inode::of(&file.metadata()?), head, offset })
}

#[cfg(test)]
#[path = "rotated_tests.rs"]
mod tests;
