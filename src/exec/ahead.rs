//! Reading ahead: a compressed file that is many streams, decoded by several threads.
//!
//! A stream (a member, a frame) often says where it ends, or can be walked without being decoded.
//! Then the file is cut into parts of whole streams, and a team decodes them while the bytes come
//! out in order. All that is not plain (damage, garbage, a stream that does not say, or one that is
//! very large) is left to the one decoder that there would be otherwise, from the part on where it
//! is: so what comes out, and what is said, is the same for any number of threads.

use std::io::{self, BufRead, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::early::read_all;
use super::team::{Law, Team};
use crate::def::{CodecDef, Packed, Span, Start, Unpacked};

/// The compressed bytes of a part: streams are taken together until there are so many.
const PART: usize = 256 << 10;
/// The compressed bytes of the largest stream that is decoded apart.
const LARGEST: usize = 8 << 20;
/// The most that a part may hold, since all of it is in memory.
const MOST: usize = 16 << 20;

/// Some streams, whole, and where they start in the file.
struct Part {
    bytes: Vec<u8>,
    at: u64,
    /// What it holds, once it is decoded.
    data: Vec<u8>,
}

/// A part, and whether it was decoded; else it is not for a team.
type Decoded = (Part, bool);

/// A compressed file that is read ahead.
pub(super) struct Ahead {
    codec: &'static CodecDef,
    memory: usize,
    raw: Option<Packed>,
    /// Bytes of the file that are in no part yet, and where they start.
    held: Vec<u8>,
    at: u64,
    /// No more parts can be cut.
    ended: bool,
    team: Team<Part, Decoded>,
    /// The parts that may be on their way.
    most: u64,
    ready: Vec<u8>,
    gone: usize,
    /// Buffers to be filled again: fresh memory costs as much as decoding into it.
    spare: Vec<Vec<u8>>,
    /// What decodes all the rest.
    rest: Option<Unpacked>,
}

impl Ahead {
    pub fn new(codec: &'static CodecDef, raw: Packed, memory: usize, threads: usize) -> Ahead {
        let law: Law<Part, Decoded> = Arc::new(move |mut part| {
            let decoded = catch_unwind(AssertUnwindSafe(|| decode(codec, &mut part, memory)));
            (part, decoded.unwrap_or(false))
        });
        Ahead {
            codec,
            memory,
            raw: Some(raw),
            held: Vec::new(),
            at: 0,
            ended: false,
            team: Team::new(threads, law),
            most: 2 * threads as u64,
            ready: Vec::new(),
            spare: Vec::new(),
            gone: 0,
            rest: None,
        }
    }

    /// Cuts parts while there is room for them.
    fn cut(&mut self) {
        while !self.ended && self.team.on_their_way() < self.most {
            let len = self.streams();
            if len > 0 {
                let rest = self.held.split_off(len);
                let part = Part {
                    bytes: std::mem::replace(&mut self.held, rest),
                    at: self.at,
                    data: self.spare.pop().unwrap_or_default(),
                };
                self.at += len as u64;
                self.team.bring(part);
            }
        }
    }

    /// The length of whole streams that begin what is held. Sets `ended` when none does.
    fn streams(&mut self) -> usize {
        let mut len = 0;
        while len < PART {
            let end = match (self.codec.span)(&self.held[len..]) {
                Span::Ends(end) if end <= self.held.len() - len => {
                    len += end;
                    continue;
                }
                Span::Ends(end) | Span::Wants(end) if end > self.held.len() - len && end <= LARGEST => len + end,
                _ => {
                    self.ended = true;
                    break;
                }
            };
            if !self.hold(end) {
                self.ended = true;
                break;
            }
        }
        len
    }

    /// Reads until so many bytes are held; false if there are not so many, or reading fails, which
    /// it will again for who decodes the rest.
    fn hold(&mut self, want: usize) -> bool {
        let Some(raw) = &mut self.raw else { return false };
        while self.held.len() < want {
            match raw.fill_buf() {
                Ok([]) => return false,
                Ok(bytes) => {
                    let n = bytes.len();
                    self.held.extend_from_slice(bytes);
                    raw.consume(n);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
        true
    }

    /// The decoder of all that comes after the parts that were taken, with `first` before it.
    fn rest(&mut self, first: Option<Part>) -> Unpacked {
        let mut bytes = Vec::new();
        let at = first.as_ref().map_or(self.at, |part| part.at);
        let others = std::iter::from_fn(|| self.team.next()).map(|(part, _)| part);
        first.into_iter().chain(others).for_each(|part| bytes.extend_from_slice(&part.bytes));
        bytes.append(&mut self.held);
        let start = Start { memory: self.memory, at };
        match self.raw.take() {
            Some(raw) => (self.codec.reader)(Box::new(Cursor::new(bytes).chain(raw)), start),
            None => (self.codec.reader)(Box::new(Cursor::new(bytes)), start),
        }
    }
}

/// Decodes the streams of a part; false if that is not for a team.
fn decode(codec: &CodecDef, part: &mut Part, memory: usize) -> bool {
    let start = Start { memory, at: part.at };
    let mut reader = (codec.reader)(Box::new(Cursor::new(part.bytes.clone())), start);
    read_all(&mut reader, MOST, &mut part.data).unwrap_or(false)
}

impl Read for Ahead {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(rest) = &mut self.rest {
                return rest.read(out);
            }
            if self.gone < self.ready.len() {
                let n = out.len().min(self.ready.len() - self.gone);
                out[..n].copy_from_slice(&self.ready[self.gone..self.gone + n]);
                self.gone += n;
                return Ok(n);
            }
            self.cut();
            match self.team.next() {
                Some((part, true)) => {
                    self.spare.push(std::mem::replace(&mut self.ready, part.data));
                    self.gone = 0;
                }
                Some((part, false)) => self.rest = Some(self.rest(Some(part))),
                None => self.rest = Some(self.rest(None)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codecs;

    type Whole = (Vec<u8>, Option<String>);

    fn all(mut reader: impl Read) -> Whole {
        let mut out = Vec::new();
        let error = reader.read_to_end(&mut out).err().map(|e| e.to_string());
        (out, error)
    }

    /// What one decoder gives, and what a team gives, which must be the same.
    fn both(codec: &'static CodecDef, packed: &[u8]) -> Whole {
        let from = || Box::new(Cursor::new(packed.to_vec()));
        let alone = all((codec.reader)(from(), Start { memory: 8 << 20, at: 0 }));
        let team = all(Ahead::new(codec, from(), 8 << 20, 3));
        assert!(team == alone, "{}: {:?} {:?}", codec.doc.name, team.1, alone.1);
        alone
    }

    #[test]
    fn a_team_gives_what_one_decoder_gives() {
        let text: Vec<u8> =
            (0..40_000_u32).flat_map(|i| format!("{} line\n", i.wrapping_mul(2_654_435_761)).into_bytes()).collect();
        for codec in codecs::ALL {
            let mut packed = Vec::new();
            for part in text.chunks(9_000) {
                (codec.pack)(part, codec.levels.0, &mut packed).unwrap();
            }
            assert!(both(codec, &packed) == (text.clone(), None), "{}", codec.doc.name);
            assert!(both(codec, &packed[..packed.len() - 1]).1.is_some(), "{}", codec.doc.name);
            assert!(both(codec, &packed[..packed.len() / 2]).1.is_some());
            for at in [20, packed.len() / 3, packed.len() - 5] {
                let mut bad = packed.clone();
                bad[at] ^= 0x55;
                both(codec, &bad);
            }
            let garbage = [&packed[..], b"trailing garbage"].concat();
            let (got, why) = both(codec, &garbage);
            let place = format!("trailing garbage after the {} stream at byte {}", codec.doc.name, packed.len());
            assert!(got == text && why.unwrap().starts_with(&place));
        }
    }

    /// A small part may hold more than memory has; one decoder gives it bit by bit.
    #[test]
    fn what_is_very_large_is_left_to_one_decoder() {
        let text = vec![b'a'; MOST + 1];
        for codec in [&codecs::zstd::DEF, &codecs::gzip::DEF] {
            let mut packed = Vec::new();
            (codec.pack)(b"first\n", 1, &mut packed).unwrap();
            (codec.pack)(&text, 1, &mut packed).unwrap();
            (codec.pack)(b"last\n", 1, &mut packed).unwrap();
            assert!(both(codec, &packed) == ([b"first\n", &text[..], b"last\n"].concat(), None));
        }
    }
}
