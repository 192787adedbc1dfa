//! gzip: the codec of rotated logs, inflated by our own decoder, packed by libdeflate in whole
//! members and by zlib-rs in streams.
//!
//! Headers and trailers are read here, because a log may be many members (appended by a rotation, or
//! blocks of BGZF), each of which may be damaged in its own way, and one decoder with its 32 KiB
//! of history serves them all.

use std::io::{self, BufRead, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use libdeflater::{CompressionLvl, Compressor, Crc};

use super::{Compressed, Decode, Decoded, begins, corrupt, ends_early, foreign, trailing};
use crate::base::inflate::{Inflate, Stop};
use crate::def::{CodecDef, Doc, Encoder, Example, Span, Start};

const NAME: &str = "gzip";

/// The flag of a header that has extra fields, and the names of those that tell the length of the
/// member: in BGZF, and in what is written here.
const EXTRA: u8 = 4;
const BGZF: [u8; 2] = *b"BC";
const OWN: [u8; 2] = *b"FL";

/// The first bytes of a member.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// gzip.
pub static DEF: CodecDef = CodecDef {
    doc: Doc {
        name: NAME,
        usage: "-z gzip[:LEVEL]",
        brief: "gzip, levels 1 to 9",
        text: "\
Input is recognised by its first two bytes, whatever its name is, on standard input too. All members are read, \
one after the other, so that archives that were appended to each other and block-wise ones (BGZF) are read whole. \
Zeros after the last member are padding; anything else there is told and makes the exit status 3.

A file that ends early or is corrupt gives all the data before the damage, then a message with the place in the \
compressed file, and exit status 3. Checksums are verified.

A single member is inflated by one thread while the others work. Members that say how long they are, those of BGZF \
and of flitch itself, are inflated by all threads; so are archives of up to 1 MiB, where several files are named.

`-z gzip` compresses the output at level 6, as `gzip` does. On an access log `-z gzip:1` is more than twice as fast \
and makes a quarter more bytes, `-z gzip:9` takes more than twice the time for 6 percent less; `-z zstd` is both \
faster and smaller. The output is a member for each MiB of it, packed by all threads; it holds no time and no name, so \
the same output always gives the same bytes. `--single-member` makes it one member. Reading one stream needs about \
100 KiB.",
        examples: &[
            Example {
                run: "'count by status | sort -count | head 2' access.log.gz",
                output: "
{\"status\":200,\"count\":4}
{\"status\":201,\"count\":2}
",
            },
            Example {
                run: "-z gzip 'where status >= 500' access.log | flitch 'count'",
                output: "
{\"count\":3}
",
            },
        ],
    },
    opens: |bytes| begins(bytes, &MAGIC),
    suffixes: &["gz", "gzip"],
    levels: (1, 6, 9),
    reader,
    span,
    writer,
    pack,
    piece: |_| 1 << 20,
};

fn reader(inner: Box<dyn BufRead + Send>, start: Start) -> Box<dyn Read + Send> {
    let inflate = Inflate::new();
    let members = Members {
        state: State::Member,
        members: u64::from(start.at > 0),
        inflate,
        crc: Crc::new(),
        amount: 0,
        damage: None,
    };
    Box::new(Decoded::new(inner, start.at, members))
}

fn writer(inner: Box<dyn Write + Send>, level: i32) -> io::Result<Box<dyn Encoder>> {
    let level = level.clamp(1, 9).unsigned_abs();
    Ok(Box::new(Gzip(GzEncoder::new(inner, Compression::new(level)))))
}

/// A member of our own says in its header how long it is, as those of BGZF do, so that they can
/// be inflated apart.
fn pack(bytes: &[u8], level: i32, out: &mut Vec<u8>) -> io::Result<()> {
    let level = CompressionLvl::new(level.clamp(1, 9)).map_err(|_| io::ErrorKind::InvalidInput)?;
    let mut compressor = Compressor::new(level);
    let start = out.len();
    let [a, b] = OWN;
    out.extend_from_slice(&[MAGIC[0], MAGIC[1], 8, EXTRA, 0, 0, 0, 0, 0, 255, 8, 0, a, b, 4, 0, 0, 0, 0, 0]);
    let body = out.len();
    out.resize(body + compressor.deflate_compress_bound(bytes.len()), 0);
    let n = compressor.deflate_compress(bytes, &mut out[body..]).map_err(|_| io::ErrorKind::InvalidInput)?;
    out.truncate(body + n);
    let mut crc = Crc::new();
    crc.update(bytes);
    out.extend_from_slice(&crc.sum().to_le_bytes());
    out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    let len = ((out.len() - start) as u32).to_le_bytes();
    out[body - len.len()..body].copy_from_slice(&len);
    Ok(())
}

/// Members of BGZF and of our own say how long they are.
fn span(bytes: &[u8]) -> Span {
    const FIXED: usize = 12;
    let Some(fixed) = bytes.get(..FIXED) else { return Span::Wants(FIXED) };
    if !fixed.starts_with(&MAGIC) || fixed[3] & EXTRA == 0 {
        return Span::Unknown;
    }
    let end = FIXED + usize::from(u16::from_le_bytes([fixed[10], fixed[11]]));
    let Some(mut extra) = bytes.get(FIXED..end) else { return Span::Wants(end) };
    while let [a, b, low, high, rest @ ..] = extra {
        let len = usize::from(u16::from_le_bytes([*low, *high]));
        let Some((field, after)) = rest.split_at_checked(len) else { return Span::Unknown };
        let size = match ([*a, *b], field) {
            (BGZF, [a, b]) => usize::from(u16::from_le_bytes([*a, *b])) + 1,
            (OWN, [a, b, c, d]) => u32::from_le_bytes([*a, *b, *c, *d]) as usize,
            _ => 0,
        };
        if size > end {
            return Span::Ends(size);
        }
        extra = after;
    }
    Span::Unknown
}

struct Gzip(GzEncoder<Box<dyn Write + Send>>);

impl Write for Gzip {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Encoder for Gzip {
    fn finish(self: Box<Self>) -> io::Result<()> {
        self.0.finish()?.flush()
    }
}

/// What comes next in the stream.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// A member's header, padding, or the end.
    Member,
    /// Deflate data.
    Body,
    /// Checksum and length of what was inflated.
    Trailer,
    End,
}

struct Members {
    state: State,
    /// Members that were read whole.
    members: u64,
    inflate: Inflate,
    crc: Crc,
    /// Bytes inflated of the member, as its trailer counts them: modulo 2^32.
    amount: u32,
    /// An error that is told when the data before it has been handed out.
    damage: Option<io::Error>,
}

impl Decode for Members {
    fn decode(&mut self, from: &mut Compressed, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.state {
                State::Member => self.state = self.header(from)?,
                State::Body => {
                    let n = self.body(from, out)?;
                    if n > 0 {
                        return Ok(n);
                    }
                }
                State::Trailer => {
                    self.trailer(from)?;
                    self.members += 1;
                    self.state = State::Member;
                }
                State::End => return Ok(0),
            }
        }
    }
}

impl Members {
    /// Reads a header, after which comes a body; or the padding after the last member.
    fn header(&mut self, from: &mut Compressed) -> io::Result<State> {
        const HEADER_CRC: u8 = 2;
        const NAMED: u8 = 8;
        const COMMENT: u8 = 16;
        const RESERVED: u8 = 0xe0;
        let start = from.at;
        let Some(first) = from.byte()? else { return Ok(State::End) };
        if first == 0 && self.members > 0 {
            return self.padding(from, start);
        }
        if first != MAGIC[0] || from.byte()? != Some(MAGIC[1]) {
            return Err(if self.members > 0 { trailing(NAME, start) } else { foreign(NAME) });
        }
        let mut header = Header { from, crc: Crc::new() };
        header.crc.update(&MAGIC);
        if header.byte()? != 8 {
            return Err(corrupt(NAME, start, "an unknown method of compression"));
        }
        let flags = header.byte()?;
        if flags & RESERVED != 0 {
            return Err(corrupt(NAME, start, "unknown flags in the header"));
        }
        // The time, the level and the system.
        header.skip(6)?;
        if flags & EXTRA != 0 {
            let len = u16::from_le_bytes([header.byte()?, header.byte()?]);
            header.skip(len)?;
        }
        for text in [NAMED, COMMENT] {
            while flags & text != 0 && header.byte()? != 0 {}
        }
        if flags & HEADER_CRC != 0 {
            let sum = header.crc.sum() as u16;
            if u16::from_le_bytes([header.byte()?, header.byte()?]) != sum {
                return Err(corrupt(NAME, start, "the header's checksum does not match"));
            }
        }
        self.inflate.reset();
        self.crc = Crc::new();
        self.amount = 0;
        Ok(State::Body)
    }

    /// Reads zeros to the end of the stream.
    fn padding(&mut self, from: &mut Compressed, start: u64) -> io::Result<State> {
        loop {
            let zeros = from.peek()?;
            if zeros.is_empty() {
                return Ok(State::End);
            }
            if zeros.iter().any(|&b| b != 0) {
                return Err(trailing(NAME, start));
            }
            let n = zeros.len();
            from.skip(n);
        }
    }

    /// Inflates some; 0 when the state has changed. What stands before damage is written by
    /// the very call that fails, so the error waits for the next one.
    fn body(&mut self, from: &mut Compressed, out: &mut [u8]) -> io::Result<usize> {
        if let Some(damage) = self.damage.take() {
            return Err(damage);
        }
        loop {
            let input = from.peek()?;
            let ended = input.is_empty();
            let (read, n, stop) = self.inflate.run(input, out);
            from.skip(read);
            self.crc.update(&out[..n]);
            self.amount = self.amount.wrapping_add(n as u32);
            match stop {
                Stop::End => {
                    self.state = State::Trailer;
                    return Ok(n);
                }
                Stop::Corrupt => {
                    let damage = corrupt(NAME, from.at, "the deflate data make no sense");
                    if n == 0 {
                        return Err(damage);
                    }
                    self.damage = Some(damage);
                }
                Stop::Input | Stop::Full => {}
            }
            if n > 0 {
                return Ok(n);
            }
            if ended {
                return Err(ends_early(NAME, from.at));
            }
        }
    }

    fn trailer(&mut self, from: &mut Compressed) -> io::Result<()> {
        let start = from.at;
        let mut field = || -> io::Result<u32> {
            let mut bytes = [0; 4];
            for byte in &mut bytes {
                *byte = from.byte()?.ok_or_else(|| ends_early(NAME, from.at))?;
            }
            Ok(u32::from_le_bytes(bytes))
        };
        if field()? != self.crc.sum() {
            return Err(corrupt(NAME, start, "the checksum of the data does not match"));
        }
        if field()? != self.amount {
            return Err(corrupt(NAME, start + 4, "the length of the data does not match"));
        }
        Ok(())
    }
}

/// The bytes of a header, summed up.
struct Header<'a> {
    from: &'a mut Compressed,
    crc: Crc,
}

impl Header<'_> {
    fn byte(&mut self) -> io::Result<u8> {
        let byte = self.from.byte()?.ok_or_else(|| ends_early(NAME, self.from.at))?;
        self.crc.update(&[byte]);
        Ok(byte)
    }

    fn skip(&mut self, n: u16) -> io::Result<()> {
        for _ in 0..n {
            self.byte()?;
        }
        Ok(())
    }
}
