//! Compressed files that are decoded before their turn.
//!
//! The blocks of a stream are read one after the other, so of many small archives only one would be
//! decoded at a time. Those that are told by their names are therefore brought to a team while the
//! files before them are read, a few of them at a time, and their bytes lie ready when their turn
//! comes. What is not small, cannot be opened, or is something else than its name says is left to
//! its turn, so that nothing of what comes out, or is said, depends on this. Large archives are
//! not: what was decoded of them before their turn would have to be held.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use super::rotated::Piece;
use super::stream::SAMPLE;
use super::team::Team;
use super::utf16::Utf8;
use super::{lock, opening};
use crate::codecs;
use crate::def::Start;

/// The compressed bytes of the largest file that is small.
pub const SMALL: u64 = 1 << 20;
/// The most that it may hold, and what all of them may hold together.
const MOST: usize = 8 << 20;
const HELD: u64 = 32 << 20;

/// Bytes that are decoded at a time.
const AT_ONCE: usize = 256 << 10;

/// Inputs in their order.
pub(super) struct Early {
    pieces: std::vec::IntoIter<Piece>,
    /// Those that come next; None is one that was brought to the team.
    next: VecDeque<Option<Piece>>,
    /// None where nothing is read early.
    team: Option<Team<Piece, Brought>>,
}

type Brought = (Piece, Option<Whole>);

/// Buffers to be filled again: fresh memory costs as much as decoding into it.
type Spare = Arc<Mutex<Vec<Vec<u8>>>>;

/// A file that was read and decoded.
pub(super) struct Whole {
    pub file: Arc<File>,
    /// The compressed bytes that were read.
    pub read: u64,
    data: Vec<u8>,
    /// How much of it has been given.
    given: usize,
    /// What came after the data.
    damage: Option<(io::ErrorKind, String)>,
    spare: Spare,
}

impl Drop for Whole {
    fn drop(&mut self) {
        lock(&self.spare).push(std::mem::take(&mut self.data));
    }
}

impl Early {
    pub fn new(pieces: Vec<Piece>) -> Early {
        Early { pieces: pieces.into_iter(), next: VecDeque::new(), team: None }
    }

    /// Reads small archives early, by so many threads, with decoders that may take so much memory.
    pub fn begin(&mut self, threads: usize, memory: usize) {
        if threads < 2 || self.pieces.len() < 2 {
            return;
        }
        let spare = Spare::default();
        let law = move |piece: Piece| {
            let whole = catch_unwind(AssertUnwindSafe(|| read(&piece, memory, &spare))).ok().flatten();
            (piece, whole)
        };
        self.team = Some(Team::new(threads, Arc::new(law)));
    }

    /// The inputs that are left, where all are opened at once.
    pub fn rest(&mut self) -> impl Iterator<Item = Piece> {
        self.pieces.by_ref()
    }

    /// The next input, and its bytes where those have been read.
    pub fn next(&mut self) -> Option<Brought> {
        self.bring();
        match self.team.as_mut().map(|team| (self.next.pop_front(), team)) {
            None => Some((self.pieces.next()?, None)),
            Some((next, team)) => next?.map_or_else(|| team.next(), |piece| Some((piece, None))),
        }
    }

    /// The next input, if nobody is at it: nothing is waited for.
    pub fn next_at_hand(&mut self) -> Option<Piece> {
        self.bring();
        match &self.team {
            None => self.pieces.next(),
            Some(_) if matches!(self.next.front(), Some(Some(_))) => self.next.pop_front().flatten(),
            Some(_) => None,
        }
    }

    /// Brings what comes next to the team, as far as that is a team's work.
    fn bring(&mut self) {
        let Some(team) = &mut self.team else { return };
        while team.on_their_way() < HELD / MOST as u64
            && let Some(piece) = self.pieces.next()
        {
            if is_likely(&piece) {
                team.bring(piece);
                self.next.push_back(None);
            } else {
                self.next.push_back(Some(piece));
                // What comes after others has time.
                break;
            }
        }
    }
}

/// Whether a file looks like an archive, and is read from its start.
fn is_likely(piece: &Piece) -> bool {
    piece.file.is_none() && !piece.is_part() && codecs::by_suffix(&piece.name).is_some()
}

/// Reads and decodes a file; None if that is to be left to its turn.
fn read(piece: &Piece, memory: usize, spare: &Spare) -> Option<Whole> {
    let (file, meta) = opening::open(&piece.path).ok()?;
    let file = Arc::new(file);
    if !meta.is_file() || meta.len() > SMALL {
        return None;
    }
    let codec = codecs::by_magic(&opening::peek(&file, 0)?)?;
    let raw = BufReader::with_capacity(SAMPLE, file.clone());
    let mut reader = Utf8::new((codec.reader)(Box::new(raw), Start { memory, at: 0 }));
    let data = lock(spare).pop().unwrap_or_default();
    let mut whole = Whole { file, read: meta.len(), data, given: 0, damage: None, spare: spare.clone() };
    match read_all(&mut reader, MOST, &mut whole.data) {
        Ok(true) => {}
        Ok(false) => return None,
        // What the system says is left to the one who tells it.
        Err(e) if e.raw_os_error().is_some() => return None,
        Err(e) => whole.damage = Some((e.kind(), e.to_string())),
    }
    Some(whole)
}

/// Reads everything into a buffer, in place of what it held; false if that is more than `most`. What
/// came before an error is there.
pub(super) fn read_all(reader: &mut impl Read, most: usize, data: &mut Vec<u8>) -> io::Result<bool> {
    let mut len = 0;
    let read = loop {
        if len > most {
            break Ok(false);
        }
        if data.len() < len + AT_ONCE {
            data.resize(len + AT_ONCE, 0);
        }
        match reader.read(&mut data[len..len + AT_ONCE]) {
            Ok(0) => break Ok(true),
            Ok(n) => len += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => break Err(e),
        }
    };
    data.truncate(len);
    read
}

/// The data, and then what came after them, as the decoder would give it.
impl Read for Whole {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = &self.data[self.given..];
        let n = left.len().min(out.len());
        if let (0, Some((kind, why))) = (left.len(), &self.damage) {
            return Err(io::Error::new(*kind, why.clone()));
        }
        out[..n].copy_from_slice(&left[..n]);
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_archives_are_read_early_and_come_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str, bytes: &[u8]| {
            let path = dir.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            Piece::whole(path.to_str().unwrap())
        };
        let packed = |text: &[u8]| {
            let mut out = Vec::new();
            (codecs::gzip::DEF.pack)(text, 1, &mut out).unwrap();
            out
        };
        let mut pieces: Vec<Piece> =
            (0..20).map(|i| file(&format!("{i}.gz"), &packed(format!("{i}\n").as_bytes()))).collect();
        let good = packed(b"good\n");
        pieces.push(file("cut.gz", &good[..good.len() - 1]));
        pieces.push(file("plain.log", b"plain\n"));
        pieces.push(file("misnamed.gz", b"plain\n"));
        pieces.push(file("large.gz", &packed(&vec![b'a'; MOST + 1])));
        pieces.push(Piece::whole("/nowhere/at/all.gz"));
        let names: Vec<String> = pieces.iter().map(|piece| piece.name.clone()).collect();
        let mut early = Early::new(pieces);
        early.begin(3, 1 << 20);
        let mut wholes = Vec::new();
        for name in &names {
            let (piece, whole) = early.next().unwrap();
            assert_eq!(&piece.name, name);
            wholes.push(whole.map(|mut whole| {
                let mut data = Vec::new();
                let damage = whole.read_to_end(&mut data).err();
                (String::from_utf8(data).unwrap(), damage.map(|e| e.kind()))
            }));
        }
        assert!(early.next().is_none());
        let numbers: Vec<_> = (0..20).map(|i| Some((format!("{i}\n"), None))).collect();
        assert_eq!(wholes[..20], numbers);
        assert_eq!(wholes[20], Some(("good\n".to_string(), Some(io::ErrorKind::UnexpectedEof))));
        assert_eq!(wholes[21..], [None, None, None, None]);
    }
}
