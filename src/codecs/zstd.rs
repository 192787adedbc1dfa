//! Zstandard, by the reference library.
//!
//! The library reports an error without saying how much it had written in that call. So it
//! is fed one piece at a time, a block's header or its content, as its own hint says: then
//! a call that fails had nothing to write, and everything before it was handed out. The
//! cost is two calls for a block of up to 128 KiB.

use std::io::{self, BufRead, Read, Write};
use std::ops::Range;

use zstd::stream::raw::{DParameter, Decoder, Operation};

use super::{
    Compressed, Decode, Decoded, begins, corrupt, ends_early, foreign, is_skippable, span_of_skippable, too_large,
    trailing,
};
use crate::def::{CodecDef, Doc, Encoder, Example, Span, Start};

const NAME: &str = "zstd";

/// The first bytes of a frame.
const MAGIC: [u8; 4] = 0xfd2f_b528_u32.to_le_bytes();

/// The bit of a frame's shape that says that it has no window but all its data.
const SINGLE: u8 = 0x20;

/// Zstandard.
pub static DEF: CodecDef = CodecDef {
    doc: Doc {
        name: NAME,
        usage: "-z zstd[:LEVEL]",
        brief: "zstd, levels 1 to 19",
        text: "\
Input is recognised by its first four bytes, whatever its name is, on standard input too. All frames are read, one \
after the other, and skippable frames are skipped. Bytes after the last frame that are no frame are told and make \
the exit status 3.

A file that ends early or is corrupt gives all the data of the blocks before the damage (a block is at most \
128 KiB of data), then a message with the place in the compressed file, and exit status 3. Checksums are verified \
where the file has them. Frames of a large file are decoded by all threads, \
unless they are very large themselves.

A stream needs as much memory as its window, mostly 8 MiB or less. A larger one than `--memory` allows (`zstd \
--long=31`) is refused, and the message says how much it needs. `-z zstd` compresses the output at level 3 with \
a checksum; `-z zstd:1` is fastest and `-z zstd:19` smallest. The output is a frame for each 2 MiB of it, packed by \
all threads; the same output always gives the same bytes. `--single-member` makes it one frame.",
        examples: &[Example {
            run: "-z zstd 'where status >= 500' access.log | flitch 'count'",
            output: "
{\"count\":3}
",
        }],
    },
    opens: |bytes| begins(bytes, &MAGIC),
    suffixes: &["zst", "zstd"],
    levels: (1, 3, 19),
    reader,
    span,
    writer,
    pack,
    piece: |_| 2 << 20,
};

fn reader(inner: Box<dyn BufRead + Send>, start: Start) -> Box<dyn Read + Send> {
    Box::new(Decoded::new(
        inner,
        start.at,
        Frames {
            decoder: None,
            memory: start.memory,
            head: Head::default(),
            hint: 0,
            piece: 0,
            start: 0,
            frames: u64::from(start.at > 0),
            input: Vec::new(),
            ready: vec![0; READY],
            left: 0..0,
        },
    ))
}

fn writer(inner: Box<dyn Write + Send>, level: i32) -> io::Result<Box<dyn Encoder>> {
    let mut encoder = zstd::stream::write::Encoder::new(inner, level.clamp(1, 19))?;
    encoder.include_checksum(true)?;
    Ok(Box::new(Zstd(encoder)))
}

fn pack(bytes: &[u8], level: i32, out: &mut Vec<u8>) -> io::Result<()> {
    let mut compressor = zstd::bulk::Compressor::new(level.clamp(1, 19))?;
    compressor.include_checksum(true)?;
    let start = out.len();
    out.resize(start + zstd::zstd_safe::compress_bound(bytes.len()), 0);
    let n = compressor.compress_to_buffer(bytes, &mut out[start..])?;
    out.truncate(start + n);
    Ok(())
}

struct Zstd(zstd::stream::write::Encoder<'static, Box<dyn Write + Send>>);

impl Write for Zstd {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Encoder for Zstd {
    fn finish(self: Box<Self>) -> io::Result<()> {
        self.0.finish()?.flush()
    }
}

/// Frames are walked block by block.
fn span(bytes: &[u8]) -> Span {
    const CHECKSUM: u8 = 4;
    if let Some(span) = span_of_skippable(bytes) {
        return span;
    }
    let Some((magic, rest)) = bytes.split_first_chunk::<4>() else { return Span::Wants(6) };
    let shape = match rest.first() {
        _ if *magic != MAGIC => return Span::Unknown,
        None => return Span::Wants(6),
        Some(shape) => *shape,
    };
    let is_single = shape & SINGLE != 0;
    let size = match shape >> 6 {
        0 => usize::from(is_single),
        log => 1 << log,
    };
    let mut at = 5 + usize::from(!is_single) + [0, 1, 2, 4][usize::from(shape & 3)] + size;
    loop {
        let Some(block) = bytes.get(at..at + 3) else { return Span::Wants(at + 3) };
        let header = u32::from_le_bytes([block[0], block[1], block[2], 0]);
        let (is_last, kind, len) = (header & 1 != 0, header >> 1 & 3, (header >> 3) as usize);
        // A byte that repeats is one byte, and there is no fourth kind.
        at += 3 + match kind {
            1 => 1,
            3 => return Span::Unknown,
            _ => len,
        };
        if is_last {
            return Span::Ends(at + if shape & CHECKSUM != 0 { 4 } else { 0 });
        }
    }
}

/// The bytes that the library may give at a time: a whole block, and room to spare.
const READY: usize = 256 << 10;

/// The first bytes of a frame, which are looked at before the library sees them. No frame
/// is shorter.
#[derive(Default)]
struct Head {
    bytes: [u8; 6],
    /// How many the library has taken.
    taken: usize,
}

struct Frames {
    /// None until the first frame, since making it can fail.
    decoder: Option<Decoder<'static>>,
    /// The bytes that a window may take.
    memory: usize,
    head: Head,
    /// How many bytes the library wants next; 0 between frames.
    hint: usize,
    /// How much of the piece that it is being fed is still to come, and where that piece
    /// starts: errors tell that, since it does not depend on how the stream is read.
    piece: usize,
    start: u64,
    /// Frames begun.
    frames: u64,
    /// The piece that the library is being fed, whole: what it makes of damaged data depends
    /// on where its input is parted.
    input: Vec<u8>,
    /// What was decoded and not yet taken. The library always has room for so much, here or in the reader's
    /// buffer: how much it gives before an error would depend on that.
    ready: Vec<u8>,
    /// The part of `ready` that is to be taken.
    left: Range<usize>,
}

impl Decode for Frames {
    fn decode(&mut self, from: &mut Compressed, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.left.is_empty() {
                let n = self.left.len().min(out.len());
                out[..n].copy_from_slice(&self.ready[self.left.start..self.left.start + n]);
                self.left.start += n;
                return Ok(n);
            }
            if self.hint == 0 {
                if !self.begin(from)? {
                    return Ok(0);
                }
                self.hint = self.head.bytes.len();
                self.head.taken = 0;
                self.piece = 0;
            }
            if self.piece == 0 {
                // A hint for a block counts the header of the block after it, three bytes.
                self.piece = if self.hint > 3 { self.hint - 3 } else { self.hint };
                self.start = from.at;
            }
            let Some(decoder) = &mut self.decoder else { unreachable!("a frame was begun, and that makes a decoder") };
            let in_head = self.head.taken < self.head.bytes.len();
            if !in_head && self.input.is_empty() {
                from.gather(self.piece, &mut self.input)?;
            }
            let input = if in_head { &self.head.bytes[self.head.taken..] } else { &self.input[..] };
            let ended = input.is_empty();
            let input = &input[..self.piece.min(input.len())];
            // A reader with room for as much gets it without a copy.
            let direct = out.first_chunk_mut::<READY>();
            let is_direct = direct.is_some();
            let room = direct.map_or(&mut self.ready[..], |out| out);
            let status = decoder.run_on_buffers(input, room).map_err(|e| {
                let window = window_of(self.head.bytes);
                explain(self.start, &e, window, self.memory)
            })?;
            if in_head {
                self.head.taken += status.bytes_read;
            } else {
                self.input.drain(..status.bytes_read);
            }
            self.piece -= status.bytes_read.min(self.piece);
            self.hint = status.remaining;
            if is_direct && status.bytes_written > 0 {
                return Ok(status.bytes_written);
            }
            self.left = 0..status.bytes_written;
            if self.left.is_empty() && ended && self.hint > 0 {
                return Err(ends_early(NAME, from.at));
            }
        }
    }
}

impl Frames {
    /// Reads the first bytes of a frame; false at the end of the stream.
    fn begin(&mut self, from: &mut Compressed) -> io::Result<bool> {
        // Without a window, a dictionary and a long content size.
        const SHAPE: u8 = 0xe3;
        let start = from.at;
        let mut n = 0;
        while n < self.head.bytes.len()
            && let Some(byte) = from.byte()?
        {
            self.head.bytes[n] = byte;
            n += 1;
        }
        let head = &mut self.head.bytes[..n];
        if head.is_empty() {
            return Ok(false);
        }
        let skippable = is_skippable(head);
        if skippable || MAGIC.starts_with(&head[..n.min(4)]) {
            let [_, _, _, _, shape, content] = head else { return Err(ends_early(NAME, from.at)) };
            // A frame that says it is empty gets no room for the header of its one block
            // when it is streamed; as a window, the same byte stands for 1 KiB.
            if !skippable && *shape & SHAPE == SINGLE && *content == 0 {
                *shape &= !SINGLE;
            }
            self.frames += 1;
            if self.decoder.is_none() {
                let mut decoder = Decoder::new()?;
                decoder.set_parameter(DParameter::WindowLogMax(window_log(self.memory)))?;
                self.decoder = Some(decoder);
            }
            return Ok(true);
        }
        Err(if self.frames > 0 { trailing(NAME, start) } else { foreign(NAME) })
    }
}

/// The largest window that the library may take, as a power of two. It knows no smaller one
/// than 2^10, and no larger one than 2^31.
fn window_log(memory: usize) -> u32 {
    memory.checked_ilog2().unwrap_or(0).clamp(10, 31)
}

/// The window that a frame's header asks for; a frame in one segment is its own window, whose
/// size this does not know.
fn window_of(head: [u8; 6]) -> Option<u64> {
    let [.., shape, window] = head;
    let base = 1_u64.checked_shl(10 + u32::from(window >> 3))?;
    (shape & SINGLE == 0).then(|| base + base / 8 * u64::from(window & 7))
}

/// The library's error with its place; a window that is too large is told with the way out.
fn explain(at: u64, error: &io::Error, window: Option<u64>, memory: usize) -> io::Error {
    let why = error.to_string();
    if why.contains("too much memory") {
        // The library knows powers of two alone.
        let window = window.unwrap_or(0).max(memory as u64).next_power_of_two();
        return io::Error::new(io::ErrorKind::InvalidData, too_large(NAME, window, memory));
    }
    corrupt(NAME, at, &why.to_ascii_lowercase())
}
