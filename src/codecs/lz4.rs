//! lz4: frames, the legacy frames of the kernel's tools, and skippable frames.
//!
//! Only blocks are left to the library. Its reader of frames loses what stands before damage,
//! stops at the end of the first frame, and knows no place.

use std::hash::Hasher;
use std::io::{self, BufRead, Read, Write};
use std::ops::Range;

use lz4_flex::block::{compress_into, decompress_into, decompress_into_with_dict, get_maximum_output_size};
use twox_hash::XxHash32;

use super::{
    Compressed, Decode, Decoded, begins, corrupt, ends_early, foreign, is_skippable, span_of_skippable, trailing,
};
use crate::def::{Below, CodecDef, Doc, Encoder, Example, Opens, Span, Start};

const NAME: &str = "lz4";
const MAGIC: [u8; 4] = 0x184d_2204_u32.to_le_bytes();
const LEGACY: [u8; 4] = 0x184c_2102_u32.to_le_bytes();

/// The data of a block of a legacy frame.
const LEGACY_BLOCK: usize = 8 << 20;
/// How far back a block may refer to those before it.
const WINDOW: usize = 64 << 10;
/// The data of a block that is written.
const BLOCK: usize = 1 << 20;

// The bits of a frame's first byte after the magic number.
const VERSION: u8 = 0x40;
const INDEPENDENT: u8 = 0x20;
const BLOCK_SUMS: u8 = 0x10;
const SIZE: u8 = 8;
const SUM: u8 = 4;
const RESERVED: u8 = 2;
const DICTIONARY: u8 = 1;
/// The bit of a block's size that says that it is not packed.
const STORED: u32 = 1 << 31;

/// lz4.
pub static DEF: CodecDef = CodecDef {
    doc: Doc {
        name: NAME,
        usage: "-z lz4",
        brief: "lz4, one level",
        text: "\
Input is recognised by its first four bytes, whatever its name is, on standard input too. All frames are read, one \
after the other, the legacy ones of `lz4 -l` too, and skippable frames are skipped. Bytes after the last frame that \
are no frame are told and make the exit status 3.

A file that ends early or is corrupt gives the data of all blocks before the damage (a block is at most 4 MiB of \
data), then a message with the place in the compressed file, and exit status 3. Checksums are verified where the \
file has them.

`-z lz4` is the fastest codec and makes the largest files, nearly twice those of `-z zstd:1`. The output is a frame \
for each MiB of it, with a checksum, packed by all threads; the same output always gives the same bytes. \
`--single-member` makes it one frame. Reading needs up to 8 MiB of memory.",
        examples: &[Example {
            run: "-z lz4 'where status >= 500' access.log | flitch 'count'",
            output: "
{\"count\":3}
",
        }],
    },
    opens: |bytes| match begins(bytes, &MAGIC) {
        Opens::No => begins(bytes, &LEGACY),
        opens => opens,
    },
    suffixes: &["lz4"],
    levels: (1, 1, 1),
    reader,
    span,
    writer,
    pack,
    piece: |_| BLOCK,
};

fn reader(inner: Box<dyn BufRead + Send>, start: Start) -> Box<dyn Read + Send> {
    let frames = u64::from(start.at > 0);
    Box::new(Decoded::new(inner, start.at, Frames { frames, ..Frames::default() }))
}

/// Frames are walked block by block.
fn span(bytes: &[u8]) -> Span {
    if let Some(span) = span_of_skippable(bytes) {
        return span;
    }
    let Some((magic, rest)) = bytes.split_first_chunk::<4>() else { return Span::Wants(7) };
    let [flags, _, ..] = rest else { return if *magic == MAGIC { Span::Wants(7) } else { Span::Unknown } };
    if *magic != MAGIC {
        return Span::Unknown;
    }
    let flag = |bit: u8, len: usize| if flags & bit != 0 { len } else { 0 };
    let mut at = 7 + flag(SIZE, 8) + flag(DICTIONARY, 4);
    loop {
        let Some(block) = bytes.get(at..at + 4) else { return Span::Wants(at + 4) };
        let size = u32::from_le_bytes([block[0], block[1], block[2], block[3]]) & !STORED;
        at += 4;
        if size == 0 {
            return Span::Ends(at + flag(SUM, 4));
        }
        at += size as usize + flag(BLOCK_SUMS, 4);
    }
}

/// What comes next in the stream.
#[derive(Clone, Copy, Default, PartialEq)]
enum State {
    /// A frame's header, or the end.
    #[default]
    Frame,
    /// A block, or the end of the frame.
    Block,
    End,
}

/// What a frame's header says.
#[derive(Clone, Copy, Default)]
struct Shape {
    is_legacy: bool,
    /// Blocks refer to those before them.
    is_linked: bool,
    has_block_sums: bool,
    has_sum: bool,
    size: Option<u64>,
    /// The most data that a block holds.
    most: usize,
}

#[derive(Default)]
struct Frames {
    state: State,
    /// Frames begun.
    frames: u64,
    shape: Shape,
    /// The checksum and the amount of the frame's data so far.
    sum: XxHash32,
    amount: u64,
    /// A frame's first bytes, when they were read as the size of a block.
    head: Vec<u8>,
    /// The block at hand, packed.
    input: Vec<u8>,
    /// What was decoded and not yet taken: a part of `ready`.
    ready: Vec<u8>,
    left: Range<usize>,
    /// The end of the data before, for blocks that refer to it.
    before: Vec<u8>,
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
            self.state = match self.state {
                State::Frame => self.begin(from)?,
                State::Block if self.shape.is_legacy => self.legacy_block(from)?,
                State::Block => self.block(from)?,
                State::End => return Ok(0),
            }
        }
    }
}

/// Takes so many bytes.
fn take<const N: usize>(from: &mut Compressed) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    for byte in &mut bytes {
        *byte = from.byte()?.ok_or_else(|| ends_early(NAME, from.at))?;
    }
    Ok(bytes)
}

impl Frames {
    /// Reads a frame's first bytes.
    fn begin(&mut self, from: &mut Compressed) -> io::Result<State> {
        let mut head = std::mem::take(&mut self.head);
        let start = from.at - head.len() as u64;
        from.gather(MAGIC.len(), &mut head)?;
        if head.is_empty() {
            return Ok(State::End);
        }
        let is_ours = head == MAGIC || head == LEGACY || is_skippable(&head);
        if !is_ours {
            let is_cut = head.len() < MAGIC.len() && (DEF.opens)(&head) == Opens::Perhaps;
            return Err(match self.frames {
                _ if is_cut => ends_early(NAME, from.at),
                0 => foreign(NAME),
                _ => trailing(NAME, start),
            });
        }
        self.frames += 1;
        if is_skippable(&head) {
            let mut len = u32::from_le_bytes(take(from)?) as usize;
            while len > 0 {
                let n = from.peek()?.len().min(len);
                if n == 0 {
                    return Err(ends_early(NAME, from.at));
                }
                from.skip(n);
                len -= n;
            }
            return Ok(State::Frame);
        }
        self.shape = match head == LEGACY {
            true => Shape { is_legacy: true, most: LEGACY_BLOCK, ..Shape::default() },
            false => shape(from, start)?,
        };
        self.sum = XxHash32::with_seed(0);
        self.amount = 0;
        self.before.clear();
        Ok(State::Block)
    }

    /// Reads a block of a legacy frame, which ends where the stream does or another frame begins.
    fn legacy_block(&mut self, from: &mut Compressed) -> io::Result<State> {
        let start = from.at;
        let mut head = Vec::new();
        from.gather(4, &mut head)?;
        let size = match head[..] {
            [] => return Ok(State::End),
            [a, b, c, d] => u32::from_le_bytes([a, b, c, d]) as usize,
            _ => return Err(ends_early(NAME, from.at)),
        };
        if size > get_maximum_output_size(LEGACY_BLOCK) {
            self.head = head;
            return Ok(State::Frame);
        }
        self.unpack(from, start, size, true)
    }

    /// Reads a block, or what stands after the last one.
    fn block(&mut self, from: &mut Compressed) -> io::Result<State> {
        let start = from.at;
        let size = u32::from_le_bytes(take(from)?);
        if size > 0 {
            return self.unpack(from, start, (size & !STORED) as usize, size & STORED == 0);
        }
        if self.shape.size.is_some_and(|size| size != self.amount) {
            return Err(corrupt(NAME, start, "the length of the data does not match"));
        }
        if self.shape.has_sum && u32::from_le_bytes(take(from)?) != self.sum.finish_32() {
            return Err(corrupt(NAME, start + 4, "the checksum of the data does not match"));
        }
        Ok(State::Frame)
    }

    /// Decodes a block's content into `ready`.
    fn unpack(&mut self, from: &mut Compressed, start: u64, size: usize, is_packed: bool) -> io::Result<State> {
        let Shape { most, is_linked, has_block_sums, is_legacy, .. } = self.shape;
        // What cannot be packed is stored, but a legacy block cannot be.
        if size > most && !(is_legacy && is_packed) {
            return Err(corrupt(NAME, start, "a block is larger than its frame says"));
        }
        self.input.clear();
        from.gather(size, &mut self.input)?;
        if self.input.len() < size {
            return Err(ends_early(NAME, from.at));
        }
        if has_block_sums && u32::from_le_bytes(take(from)?) != XxHash32::oneshot(0, &self.input) {
            return Err(corrupt(NAME, start, "the checksum of a block does not match"));
        }
        self.ready.resize(most.max(self.ready.len()), 0);
        let ready = &mut self.ready[..most];
        let n = match (is_packed, is_linked) {
            (false, _) => {
                ready[..size].copy_from_slice(&self.input);
                Ok(size)
            }
            (true, false) => decompress_into(&self.input, ready),
            (true, true) => decompress_into_with_dict(&self.input, ready, &self.before),
        };
        let n = n.map_err(|_| corrupt(NAME, start, "a block makes no sense"))?;
        let data = &self.ready[..n];
        if self.shape.has_sum {
            self.sum.write(data);
        }
        self.amount += n as u64;
        if is_linked {
            self.before.extend_from_slice(&data[n.saturating_sub(WINDOW)..]);
            self.before.drain(..self.before.len().saturating_sub(WINDOW));
        }
        self.left = 0..n;
        Ok(State::Block)
    }
}

/// Reads what stands after a frame's first bytes.
fn shape(from: &mut Compressed, start: u64) -> io::Result<Shape> {
    let [flags, block] = take(from)?;
    let mut descriptor = vec![flags, block];
    if flags & 0xc0 != VERSION || flags & RESERVED != 0 || block & 0x8f != 0 || block < 0x40 {
        return Err(corrupt(NAME, start, "unknown flags in the header"));
    }
    let mut size = None;
    if flags & SIZE != 0 {
        let bytes: [u8; 8] = take(from)?;
        descriptor.extend_from_slice(&bytes);
        size = Some(u64::from_le_bytes(bytes));
    }
    if flags & DICTIONARY != 0 {
        descriptor.extend_from_slice(&take::<4>(from)?);
    }
    let [sum] = take(from)?;
    if sum != header_sum(&descriptor) {
        return Err(corrupt(NAME, start, "the header's checksum does not match"));
    }
    if flags & DICTIONARY != 0 {
        let why =
            "the lz4 frame was made with a dictionary; decompress it with `lz4 -dc -D DICTIONARY FILE | flitch ...`";
        return Err(io::Error::new(io::ErrorKind::InvalidData, why));
    }
    Ok(Shape {
        is_legacy: false,
        is_linked: flags & INDEPENDENT == 0,
        has_block_sums: flags & BLOCK_SUMS != 0,
        has_sum: flags & SUM != 0,
        size,
        most: 1 << (8 + 2 * (block >> 4)),
    })
}

fn header_sum(descriptor: &[u8]) -> u8 {
    (XxHash32::oneshot(0, descriptor) >> 8) as u8
}

/// Appends a frame's first bytes: blocks of their own of up to a MiB, and a checksum at the end.
fn put_header(out: &mut Vec<u8>) {
    let descriptor = [0x64, 0x60];
    out.extend_from_slice(&MAGIC);
    out.extend_from_slice(&descriptor);
    out.push(header_sum(&descriptor));
}

/// Appends a block; one that does not shrink is stored.
fn put_block(bytes: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + 4 + get_maximum_output_size(bytes.len()), 0);
    let packed = compress_into(bytes, &mut out[start + 4..]).ok().filter(|n| *n < bytes.len());
    let len = packed.unwrap_or(bytes.len());
    let stored = if packed.is_some() { 0 } else { STORED };
    out[start..start + 4].copy_from_slice(&(len as u32 | stored).to_le_bytes());
    out.truncate(start + 4 + len);
    if packed.is_none() {
        out[start + 4..].copy_from_slice(bytes);
    }
}

fn put_end(sum: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&sum.to_le_bytes());
}

fn pack(bytes: &[u8], _level: i32, out: &mut Vec<u8>) -> io::Result<()> {
    put_header(out);
    bytes.chunks(BLOCK).for_each(|block| put_block(block, out));
    put_end(XxHash32::oneshot(0, bytes), out);
    Ok(())
}

fn writer(inner: Below, _level: i32) -> io::Result<Box<dyn Encoder>> {
    let mut packed = Vec::new();
    put_header(&mut packed);
    Ok(Box::new(Lz4 { to: inner, block: Vec::new(), packed, sum: XxHash32::with_seed(0) }))
}

struct Lz4 {
    to: Below,
    /// What goes into the next block.
    block: Vec<u8>,
    /// What is to be written.
    packed: Vec<u8>,
    sum: XxHash32,
}

impl Lz4 {
    fn put(&mut self) -> io::Result<()> {
        if !self.block.is_empty() {
            put_block(&self.block, &mut self.packed);
            self.sum.write(&self.block);
            self.block.clear();
        }
        let packed = std::mem::take(&mut self.packed);
        self.to.write_all(&packed)
    }
}

impl Write for Lz4 {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = bytes.len().min(BLOCK - self.block.len());
        self.block.extend_from_slice(&bytes[..n]);
        if self.block.len() == BLOCK {
            self.put()?;
        }
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.put()?;
        self.to.flush()
    }
}

impl Encoder for Lz4 {
    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.put()?;
        put_end(self.sum.finish_32(), &mut self.packed);
        self.put()?;
        self.to.flush()
    }
}
