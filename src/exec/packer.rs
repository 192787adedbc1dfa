//! The packer: output compressed in pieces, by several threads.
//!
//! Each piece becomes a stream of its own (a member, a frame), and readers take streams that
//! follow each other for one. So pieces are packed apart, and since they are cut by size alone,
//! the bytes are the same however many threads there are. There is no writer thread: whoever
//! brings a piece writes what is ready, and packs one itself when too many wait (`team`). One stream whose
//! parts know the end of the part before (as pigz makes it) was rejected: it is a percent
//! smaller, but nobody could read its parts in parallel.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use super::lock;
use super::team::Team;
use crate::def::{CodecDef, Encoder};

/// How an output is compressed.
#[derive(Clone, Copy)]
pub struct Packing {
    pub codec: &'static CodecDef,
    pub level: i32,
    pub threads: usize,
    /// One stream, made by one thread, for readers that know no more.
    pub single: bool,
}

/// Compressed output in the making.
pub(super) struct Packer {
    law: Law,
    /// The bytes of a piece.
    size: usize,
    threads: usize,
    to: Box<dyn Write + Send>,
    /// The piece that is being filled.
    piece: Vec<u8>,
    team: Team<Vec<u8>, Packed>,
    /// Buffers to be filled again.
    spare: Vec<Vec<u8>>,
    /// The stream that a flush has begun.
    open: Option<Open>,
    /// Whether there is any stream; an empty output is an empty one.
    began: bool,
}

/// How a piece becomes a stream.
#[derive(Clone, Copy)]
struct Law {
    codec: &'static CodecDef,
    level: i32,
}

/// A buffer to be filled again, and the stream that was made of what was in it.
type Packed = (Vec<u8>, io::Result<Vec<u8>>);

impl Law {
    /// A panic of a codec is an error here, since someone waits for the piece.
    fn pack(self, piece: &[u8]) -> io::Result<Vec<u8>> {
        let pack = || {
            let mut packed = Vec::new();
            (self.codec.pack)(piece, self.level, &mut packed).map(|()| packed)
        };
        catch_unwind(AssertUnwindSafe(pack)).unwrap_or_else(|_| Err(io::Error::other("the codec failed")))
    }
}

/// A stream whose start can be read already.
struct Open {
    encoder: Box<dyn Encoder>,
    packed: Gathered,
    /// The bytes that went in.
    len: usize,
}

impl Packer {
    pub fn new(packing: Packing, to: Box<dyn Write + Send>) -> Packer {
        let Packing { codec, level, threads, .. } = packing;
        let law = Law { codec, level };
        let pack = move |mut piece: Vec<u8>| {
            let packed = law.pack(&piece);
            piece.clear();
            (piece, packed)
        };
        Packer {
            law,
            size: (codec.piece)(level),
            threads,
            to,
            piece: Vec::new(),
            team: Team::new(threads, Arc::new(pack)),
            spare: Vec::new(),
            open: None,
            began: false,
        }
    }

    pub fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let held = self.piece.len() + self.open.as_ref().map_or(0, |open| open.len);
            let n = bytes.len().min(self.size - held);
            self.piece.extend_from_slice(&bytes[..n]);
            bytes = &bytes[n..];
            if held + n == self.size {
                self.put_piece()?;
            }
        }
        Ok(())
    }

    /// Makes everything readable that was written. What comes next goes on with the same stream, so
    /// that an output of few lines now and then is not a stream for each of them.
    pub fn flush(&mut self) -> io::Result<()> {
        self.write_packed(0)?;
        if !self.piece.is_empty() && self.open.is_none() {
            let packed = Gathered::default();
            let encoder = (self.law.codec.writer)(Box::new(packed.clone()), self.law.level)?;
            self.open = Some(Open { encoder, packed, len: 0 });
            self.began = true;
        }
        if let Some(open) = &mut self.open
            && !self.piece.is_empty()
        {
            open.encoder.write_all(&self.piece)?;
            open.encoder.flush()?;
            open.len += self.piece.len();
            self.piece.clear();
            self.to.write_all(&open.packed.take())?;
        }
        self.to.flush()
    }

    /// Writes everything, with the ends of all streams.
    pub fn end_stream(&mut self) -> io::Result<()> {
        self.write_packed(0)?;
        if self.open.is_some() || !self.piece.is_empty() {
            self.put_piece()?;
            self.write_packed(0)?;
        }
        self.to.flush()
    }

    /// Writes everything; where nothing came, a stream of nothing.
    pub fn finish(mut self) -> io::Result<()> {
        if !self.began && self.open.is_none() && self.piece.is_empty() {
            self.put_piece()?;
        }
        self.end_stream()
    }

    /// Packs the piece at hand, or gives it to those who do.
    fn put_piece(&mut self) -> io::Result<()> {
        self.began = true;
        if let Some(mut open) = self.open.take() {
            open.encoder.write_all(&self.piece)?;
            self.piece.clear();
            open.encoder.finish()?;
            return self.to.write_all(&open.packed.take());
        }
        let spare = self.spare.pop().unwrap_or_default();
        self.team.bring(std::mem::replace(&mut self.piece, spare));
        self.write_packed(if self.threads == 1 { 0 } else { 2 * self.threads as u64 })
    }

    /// Writes what is packed, in order, until no more than `most` pieces are on their way.
    fn write_packed(&mut self, most: u64) -> io::Result<()> {
        loop {
            let next = if self.team.on_their_way() > most { self.team.next() } else { self.team.ready() };
            let Some((piece, packed)) = next else { return Ok(()) };
            self.spare.push(piece);
            self.to.write_all(&packed?)?;
        }
    }
}

/// Bytes that an encoder has written, to be taken from it.
#[derive(Clone, Default)]
struct Gathered(Arc<Mutex<Vec<u8>>>);

impl Gathered {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *lock(&self.0))
    }
}

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock(&self.0).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;
    use crate::codecs;
    use crate::def::Start;

    fn unpacked(codec: &CodecDef, packed: &[u8]) -> Vec<u8> {
        let mut all = Vec::new();
        (codec.reader)(Box::new(Cursor::new(packed.to_vec())), Start { memory: 64 << 20, at: 0 })
            .read_to_end(&mut all)
            .unwrap();
        all
    }

    /// What a packer writes of some text that is brought in parts, flushed after some of them.
    fn packed(codec: &'static CodecDef, threads: usize, text: &[u8], part: usize, flush_every: usize) -> Vec<u8> {
        let out = Gathered::default();
        let packing = Packing { codec, level: codec.levels.0, threads, single: false };
        let mut packer = Packer::new(packing, Box::new(out.clone()));
        packer.size = 15_000;
        let mut brought = 0;
        for (i, part) in text.chunks(part).enumerate() {
            packer.write(part).unwrap();
            if (i + 1) % flush_every == 0 {
                packer.flush().unwrap();
                let so_far = out.0.lock().unwrap().clone();
                let mut got = Vec::new();
                // An open stream ends early; what was flushed into it is there.
                let _ = (codec.reader)(Box::new(Cursor::new(so_far)), Start { memory: 64 << 20, at: 0 })
                    .read_to_end(&mut got);
                brought += part.len();
                assert!(got.len() >= brought && text.starts_with(&got), "{}", codec.doc.name);
            } else {
                brought += part.len();
            }
        }
        packer.finish().unwrap();
        out.take()
    }

    #[test]
    fn pieces_are_the_same_for_any_number_of_threads() {
        let text: Vec<u8> =
            (0..12_000_u32).flat_map(|i| format!("{} line\n", i.wrapping_mul(99_991)).into_bytes()).collect();
        for codec in codecs::ALL {
            let one = packed(codec, 1, &text, 2001, usize::MAX);
            assert!(unpacked(codec, &one) == text, "{}", codec.doc.name);
            for threads in [2, 8] {
                assert!(packed(codec, threads, &text, 2001, usize::MAX) == one, "{} {threads}", codec.doc.name);
                assert!(packed(codec, threads, &text, 40_000, usize::MAX) == one, "{} {threads}", codec.doc.name);
            }
            for flush_every in [1, 3, 20] {
                assert!(unpacked(codec, &packed(codec, 2, &text, 2001, flush_every)) == text, "{}", codec.doc.name);
            }
            assert!(unpacked(codec, &packed(codec, 2, b"", 1, 1)).is_empty());
            assert!(!packed(codec, 2, b"", 1, 1).is_empty());
        }
    }

    /// A writer that fails after so many bytes.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_told() {
        let text: Vec<u8> = (0..400_000_u32).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        for threads in [1, 4] {
            let packing = Packing { codec: &codecs::gzip::DEF, level: 1, threads, single: false };
            let mut packer = Packer::new(packing, Box::new(Full(300_000)));
            packer.size = 15_000;
            let failed = text.chunks(10_000).find_map(|part| packer.write(part).err());
            assert_eq!(failed.unwrap().kind(), io::ErrorKind::StorageFull);
        }
    }
}
