//! Places: which file an input was, and how far it was read.
//!
//! A name says little about a log: rotation gives the name to another file, and the file another
//! name, perhaps compressed. A file is known by its device and inode, and by a hash of its first
//! bytes; a compressed one by those of what it holds. So a file whose inode was used again is not
//! taken for the old one, and a copy is found that a rotation made before it cut the file off. Logs may
//! all begin alike, with a header or a banner: so the time at which a file was made counts, where the
//! system knows it, and a copy is not older than what was read.

use std::fs::{File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::{lock, rotated};

/// How many of the first bytes are hashed.
pub(super) const HEAD: usize = 1024;

/// A file, whatever its name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Inode {
    pub device: u64,
    pub inode: u64,
}

impl Inode {
    pub fn of(meta: &Metadata) -> Inode {
        Inode { device: meta.dev(), inode: meta.ino() }
    }
}

/// The first bytes of what a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// How many they are, at most [`HEAD`].
    pub len: usize,
    /// SHA-256 of them, the first half.
    pub hash: [u8; 16],
}

impl Head {
    /// The head of something that starts so; what is behind the first [`HEAD`] bytes does not count.
    pub fn of(bytes: &[u8]) -> Head {
        let bytes = &bytes[..bytes.len().min(HEAD)];
        let digest = Sha256::digest(bytes);
        let mut hash = [0; 16];
        hash.copy_from_slice(&digest[..16]);
        Head { len: bytes.len(), hash }
    }

    /// Whether something starts with it.
    pub fn opens(&self, bytes: &[u8]) -> bool {
        bytes.len() >= self.len && Head::of(&bytes[..self.len]) == *self
    }
}

/// The first bytes of a plain file.
pub(super) fn head_of(file: &File, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; most];
    let mut len = 0;
    while len < bytes.len() {
        match file.read_at(&mut bytes[len..], len as u64) {
            Ok(0) => break,
            Ok(n) => len += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    bytes.truncate(len);
    Ok(bytes)
}

/// When a file was made, and when it was last written, in nanoseconds since 1970; None where the system
/// does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    pub made: Option<u64>,
    pub written: Option<u64>,
}

impl Times {
    pub fn of(meta: &Metadata) -> Times {
        let nanos = |time: io::Result<SystemTime>| {
            let since = time.ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
            u64::try_from(since.as_nanos()).ok()
        };
        Times { made: nanos(meta.created()), written: nanos(meta.modified()) }
    }

    /// Whether two files of one inode may be one file.
    pub fn may_be(&self, other: &Times) -> bool {
        self.made.zip(other.made).is_none_or(|(made, other)| made == other)
    }

    /// Whether a copy may hold what was written at these times.
    pub fn is_before(&self, copy: &Times) -> bool {
        /// Who copies a file with its times may cut them to seconds.
        const ROUNDED: u64 = 1_000_000_000;
        self.written.zip(copy.written).is_none_or(|(here, copy)| here <= copy.saturating_add(ROUNDED))
    }
}

/// How far an input was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// As it was named.
    pub name: String,
    pub inode: Inode,
    pub times: Times,
    pub head: Head,
    /// The decompressed bytes that were read of it.
    pub offset: u64,
    /// What it came after, as long as its own head does not tell it from others.
    pub after: After,
}

/// The file that had the name before another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum After {
    /// It was not looked for, or names changed just then.
    #[default]
    Unknown,
    Nothing,
    File(Head),
}

/// The places of a run's inputs, as far as what was read of them has been committed.
#[derive(Clone, Default)]
pub struct Places(Arc<Mutex<Vec<Opened>>>);

/// An input that was opened; its index is its place in the list.
struct Opened {
    name: String,
    inode: Inode,
    times: Times,
    start: Start,
    reached: u64,
    /// Where it ends, once that is known.
    end: Option<u64>,
}

/// Where the first bytes are to be had from.
enum Start {
    File(Arc<File>),
    Bytes(Vec<u8>),
}

impl Places {
    /// An input was opened, at a place. `sample` is what a compressed one starts with.
    pub(super) fn opened(&self, name: &str, file: &Arc<File>, sample: Option<&[u8]>, at: u64) -> io::Result<()> {
        let meta = file.metadata()?;
        let (inode, times) = (Inode::of(&meta), Times::of(&meta));
        let start = match sample {
            Some(sample) => Start::Bytes(sample[..sample.len().min(HEAD)].to_vec()),
            None => Start::File(file.clone()),
        };
        lock(&self.0).push(Opened { name: name.to_string(), inode, times, start, reached: at, end: None });
        Ok(())
    }

    /// An input was read to its end, and nothing will come any more.
    pub(super) fn ended(&self, index: u32, end: u64) {
        if let Some(opened) = lock(&self.0).get_mut(index as usize) {
            opened.end = Some(end);
        }
    }

    /// All before this place of an input has been committed.
    pub(super) fn reached(&self, index: u32, offset: u64) {
        if let Some(opened) = lock(&self.0).get_mut(index as usize) {
            opened.reached = opened.reached.max(offset);
        }
    }

    /// One place for each name: that of the first file which was not committed to its end.
    pub(super) fn all(&self) -> io::Result<Vec<Place>> {
        let list = lock(&self.0);
        let mut places: Vec<Place> = Vec::new();
        let mut open: Vec<bool> = Vec::new();
        for opened in list.iter() {
            let at = places.iter().position(|place| place.name == opened.name);
            if at.is_some_and(|at| open[at]) {
                continue;
            }
            let (head, times) = match &opened.start {
                Start::File(file) => (Head::of(&head_of(file, HEAD)?), Times::of(&file.metadata()?)),
                Start::Bytes(bytes) => (Head::of(bytes), opened.times),
            };
            let after = rotated::before(&opened.name, opened.inode, &head);
            let (name, inode) = (opened.name.clone(), opened.inode);
            let place = Place { name, inode, times, head, offset: opened.reached, after };
            let is_open = opened.end.is_none_or(|end| end > opened.reached);
            match at {
                Some(at) => (places[at], open[at]) = (place, is_open),
                None => {
                    places.push(place);
                    open.push(is_open);
                }
            }
        }
        Ok(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_that_of_what_starts_so() {
        let head = Head::of(b"abc");
        assert!(head.opens(b"abc") && head.opens(b"abcdef"));
        assert!(!head.opens(b"ab") && !head.opens(b"abX"));
        assert!(Head::of(b"").opens(b"anything"));
        assert_eq!(Head::of(&[7; HEAD]), Head::of(&[7; HEAD + 1]));
    }

    #[test]
    fn a_name_is_where_its_first_open_file_is() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            std::fs::write(dir.path().join(name), text).unwrap();
            Arc::new(File::open(dir.path().join(name)).unwrap())
        };
        let places = Places::default();
        let offsets = |places: &Places| -> Vec<(String, u64, usize)> {
            places.all().unwrap().into_iter().map(|p| (p.name, p.offset, p.head.len)).collect()
        };
        places.opened("a", &file("a.1", "one\ntwo\n"), None, 4).unwrap();
        places.opened("a", &file("a", "three\n"), None, 0).unwrap();
        places.opened("b", &file("b", "packed"), Some(b"four\n"), 0).unwrap();
        assert_eq!(offsets(&places), [("a".into(), 4, 8), ("b".into(), 0, 5)]);
        // What was read of the next file does not count before the first is committed.
        places.reached(1, 6);
        places.ended(0, 8);
        assert_eq!(offsets(&places)[0], ("a".into(), 4, 8));
        places.reached(0, 8);
        places.reached(2, 5);
        assert_eq!(offsets(&places), [("a".into(), 6, 6), ("b".into(), 5, 5)]);
        assert!(places.all().unwrap()[1].head.opens(b"four\nmore"));
    }
}
