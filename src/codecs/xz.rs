//! xz, by the reference library: the smallest archives.
//!
//! Streams and the padding between them are told apart here and not by the library, which
//! reads joined streams too but does not say where garbage begins.

use std::io::{self, BufRead, Read, Write};

use liblzma::stream::{Action, Check, Error, Filters, LzmaOptions, Status, Stream};
use liblzma::write::XzEncoder;

use super::{Compressed, Decoded, Library, Streams, Why, begins, corrupt, next_stream, too_large};
use crate::def::{Below, CodecDef, Doc, Encoder, Example, Span, Start};

const NAME: &str = "xz";
const MAGIC: &[u8] = &[0xfd, b'7', b'z', b'X', b'Z', 0];

/// The bytes of output in a stream of its own.
const PIECE: usize = 4 << 20;

/// xz.
pub static DEF: CodecDef = CodecDef {
    doc: Doc {
        name: NAME,
        usage: "-z xz[:LEVEL]",
        brief: "xz, levels 0 to 9",
        text: "\
Input is recognised by its first six bytes, whatever its name is, on standard input too. All streams are read, one \
after the other, with the padding between them, and all their blocks. Bytes after the last stream that are no \
stream are told and make the exit status 3. `.lzma` files, which have no mark to know them by, are not read: \
`xz -dc FILE | flitch ...` does.

A file that ends early or is corrupt gives all the data before the damage, then a message with the place in the \
compressed file, and exit status 3. Checksums are verified.

A stream needs as much memory as its window, 8 MiB at the usual level and 64 MiB at level 9. A larger one than \
`--memory` allows is refused, and the message says how much it needs.

`-z xz` compresses the output at level 6, as `xz` does. The output is a stream for each 4 MiB of it, packed by all \
threads; the same output always gives the same bytes. `--single-member` makes it one stream, which is smaller by some \
percent. A thread needs about 50 MiB at level 6 and less at lower levels. `-z zstd:19` is about as small and is \
read several times faster.",
        examples: &[Example {
            run: "-z xz 'where status >= 500' access.log | flitch 'count'",
            output: "
{\"count\":3}
",
        }],
    },
    opens: |bytes| begins(bytes, MAGIC),
    suffixes: &["xz"],
    levels: (0, 6, 9),
    reader,
    span: |_| Span::Unknown,
    writer,
    pack,
    piece: |_| PIECE,
};

fn reader(inner: Box<dyn BufRead + Send>, start: Start) -> Box<dyn Read + Send> {
    Box::new(Decoded::new(inner, start.at, Streams::new(NAME, begin, start)))
}

fn begin(from: &mut Compressed, streams: u64, memory: usize) -> io::Result<Option<Box<dyn Library>>> {
    if streams > 0 {
        pass_padding(from)?;
    }
    if !next_stream(from, streams, NAME, MAGIC)? {
        return Ok(None);
    }
    let mut stream = Stream::new_stream_decoder((memory as u64).max(1), 0).map_err(io::Error::from)?;
    // The library wants to see the first bytes too; they give no data.
    let _ = stream.process(MAGIC, &mut [], Action::Run);
    Ok(Some(Box::new(Xz { stream, memory })))
}

/// Passes the zeros after a stream, four at a time.
fn pass_padding(from: &mut Compressed) -> io::Result<()> {
    let start = from.at;
    while from.peek()?.first() == Some(&0) {
        from.skip(1);
    }
    if (from.at - start).is_multiple_of(4) {
        return Ok(());
    }
    Err(corrupt(NAME, from.at, "the padding between streams is no multiple of four bytes"))
}

struct Xz {
    stream: Stream,
    memory: usize,
}

impl Library for Xz {
    fn run(&mut self, input: &[u8], out: &mut [u8]) -> (usize, usize, Result<bool, Why>) {
        let before = (self.stream.total_in(), self.stream.total_out());
        let result = self.stream.process(input, out, Action::Run);
        let (read, written) = (self.stream.total_in() - before.0, self.stream.total_out() - before.1);
        let result = match result {
            Ok(status) => Ok(status == Status::StreamEnd),
            Err(Error::MemLimit) => Err(Why::Refused(too_large(NAME, self.needed(), self.memory))),
            Err(Error::Mem) => Err(Why::Refused("there is no memory for the window of an xz stream".to_string())),
            Err(Error::Options) => Err(Why::Corrupt("it uses a filter or an option that this version does not know")),
            Err(Error::Format) => Err(Why::Corrupt("this is no header of a stream")),
            Err(_) => Err(Why::Corrupt("the data make no sense, or their checksum does not match")),
        };
        (read as usize, written as usize, result)
    }
}

impl Xz {
    /// The bytes that a decoder which was refused needs: the library only says whether so many
    /// are enough.
    fn needed(&mut self) -> u64 {
        let (mut few, mut enough) = (self.memory as u64, u64::MAX);
        for _ in 0..64 {
            let limit = few + (enough - few) / 2;
            match self.stream.set_memlimit(limit.max(1)) {
                Ok(()) => enough = limit,
                Err(_) => few = limit,
            }
        }
        enough
    }
}

/// A stream without data written to it yet. No window is larger than what goes into it.
fn encoder(level: i32, most: usize) -> io::Result<Stream> {
    let level = level.clamp(0, 9).unsigned_abs();
    let mut options = LzmaOptions::new_preset(level).map_err(io::Error::from)?;
    // The windows of the presets: 256 KiB, 1 MiB, 2 MiB, 4, 4, 8, 8, 16, 32 and 64 MiB.
    let preset = [18, 20, 21, 22, 22, 23, 23, 24, 25, 26][level as usize];
    options.dict_size((1_usize << preset).min(most.next_power_of_two()) as u32);
    let mut filters = Filters::new();
    filters.lzma2(&options);
    Stream::new_stream_encoder(&filters, Check::Crc64).map_err(io::Error::from)
}

fn pack(bytes: &[u8], level: i32, out: &mut Vec<u8>) -> io::Result<()> {
    let mut stream = encoder(level, PIECE)?;
    loop {
        out.reserve(64 << 10);
        let rest = &bytes[stream.total_in() as usize..];
        if stream.process_vec(rest, out, Action::Finish)? == Status::StreamEnd {
            return Ok(());
        }
    }
}

fn writer(inner: Below, level: i32) -> io::Result<Box<dyn Encoder>> {
    Ok(Box::new(Writer(XzEncoder::new_stream(inner, encoder(level, usize::MAX >> 1)?))))
}

struct Writer(XzEncoder<Below>);

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()?;
        // What a flush has packed last still lies in the encoder, and goes out with the next write.
        let _nothing = self.0.write(&[])?;
        self.0.get_mut().flush()
    }
}

impl Encoder for Writer {
    fn finish(self: Box<Self>) -> io::Result<()> {
        self.0.finish()?.flush()
    }
}
