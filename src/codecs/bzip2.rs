//! bzip2, by a port of libbz2 to Rust: archives that were made when space was dear.
//!
//! A stream is told by its first ten bytes and not by `BZh` alone, which text may open with.
//! Parallel programs (`pbzip2`) write a stream for each block, so that many are the rule.

use std::io::{self, BufRead, Read, Write};

use bzip2::write::BzEncoder;
use bzip2::{Compression, Decompress, Status};

use super::{Compressed, Decoded, Library, Streams, Why, begins, next_stream};
use crate::def::{Below, CodecDef, Doc, Encoder, Example, Opens, Span, Start};

const NAME: &str = "bzip2";
const MAGIC: &[u8] = b"BZh";

/// bzip2.
pub static DEF: CodecDef = CodecDef {
    doc: Doc {
        name: NAME,
        usage: "-z bzip2[:LEVEL]",
        brief: "bzip2, levels 1 to 9",
        text: "\
Input is recognised by its first ten bytes, whatever its name is, on standard input too. All streams are read, one \
after the other, as `pbzip2` and `cat` join them. Bytes after the last stream that are no stream are told and make \
the exit status 3.

A file that ends early or is corrupt gives the data of all blocks before the damage (a block is at most 900 kB of \
data), then a message with the place in the compressed file, and exit status 3. Checksums are verified.

`-z bzip2` compresses the output at level 9, the smallest and the usual one; a level is the size of a block in \
100 kB and hardly changes the time. The output is a stream for each block, packed by all threads; the same output \
always gives the same bytes. `--single-member` makes it one stream. Reading needs 4 MB of memory. `-z zstd` is many \
times faster both ways, and `-z xz` smaller.",
        examples: &[Example {
            run: "-z bzip2 'where status >= 500' access.log | flitch 'count'",
            output: "
{\"count\":3}
",
        }],
    },
    opens,
    suffixes: &["bz2", "bzip2"],
    levels: (1, 9, 9),
    reader,
    span: |_| Span::Unknown,
    writer,
    pack,
    // A little less than a block, since bytes that repeat take more room in one.
    piece: |level| 99_000 * level.clamp(1, 9) as usize,
};

fn opens(bytes: &[u8]) -> Opens {
    // What opens a block, and what ends a stream without one: digits of pi, and of its root.
    const BLOCK: &[u8] = &[0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
    const END: &[u8] = &[0x17, 0x72, 0x45, 0x38, 0x50, 0x90];
    match (begins(bytes, MAGIC), bytes.get(3)) {
        (Opens::Yes, Some(b'1'..=b'9')) => match begins(&bytes[4..], BLOCK) {
            Opens::No => begins(&bytes[4..], END),
            opens => opens,
        },
        (Opens::Yes, Some(_)) | (Opens::No, _) => Opens::No,
        (Opens::Yes | Opens::Perhaps, None) | (Opens::Perhaps, _) => Opens::Perhaps,
    }
}

fn reader(inner: Box<dyn BufRead + Send>, start: Start) -> Box<dyn Read + Send> {
    Box::new(Decoded::new(inner, start.at, Streams::new(NAME, begin, start)))
}

fn begin(from: &mut Compressed, streams: u64, _memory: usize) -> io::Result<Option<Box<dyn Library>>> {
    if !next_stream(from, streams, NAME, MAGIC)? {
        return Ok(None);
    }
    let mut library = Decompress::new(false);
    // The library wants to see the first bytes too; they give no data.
    let _ = library.decompress(MAGIC, &mut []);
    Ok(Some(Box::new(library)))
}

impl Library for Decompress {
    fn run(&mut self, input: &[u8], out: &mut [u8]) -> (usize, usize, Result<bool, Why>) {
        let before = (self.total_in(), self.total_out());
        let result = match self.decompress(input, out) {
            Ok(Status::MemNeeded) => Err(Why::Refused("there is no memory for a bzip2 stream".to_string())),
            Ok(status) => Ok(status == Status::StreamEnd),
            Err(bzip2::Error::DataMagic) => Err(Why::Block("this is no header of a stream")),
            Err(_) => Err(Why::Block("the data make no sense, or their checksum does not match")),
        };
        ((self.total_in() - before.0) as usize, (self.total_out() - before.1) as usize, result)
    }
}

fn pack(bytes: &[u8], level: i32, out: &mut Vec<u8>) -> io::Result<()> {
    let mut encoder = BzEncoder::new(std::mem::take(out), compression(level));
    encoder.write_all(bytes)?;
    *out = encoder.finish()?;
    Ok(())
}

fn compression(level: i32) -> Compression {
    Compression::new(level.clamp(1, 9).unsigned_abs())
}

fn writer(inner: Below, level: i32) -> io::Result<Box<dyn Encoder>> {
    let stream = Some(BzEncoder::new(inner, compression(level)));
    Ok(Box::new(Bzip2 { stream, flushed: None, level }))
}

/// A block's last bits cannot be read before the next block or the end is there, so that a flush
/// ends the stream, and what comes after it begins another.
struct Bzip2 {
    stream: Option<BzEncoder<Below>>,
    /// The output, while there is no stream.
    flushed: Option<Below>,
    level: i32,
}

impl Write for Bzip2 {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.is_empty() {
            return Ok(0);
        }
        if let Some(to) = self.flushed.take() {
            self.stream = Some(BzEncoder::new(to, compression(self.level)));
        }
        match &mut self.stream {
            Some(stream) => stream.write(bytes),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        if let Some(stream) = &mut self.stream
            && stream.total_in() == 0
        {
            return stream.get_mut().flush();
        }
        if let Some(stream) = self.stream.take() {
            self.flushed = Some(stream.finish()?);
        }
        self.flushed.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Encoder for Bzip2 {
    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if let Some(stream) = self.stream.take() {
            self.flushed = Some(stream.finish()?);
        }
        self.flushed.as_mut().map_or(Ok(()), Write::flush)
    }
}
