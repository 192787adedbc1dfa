//! Codecs: compressed streams, in both directions.
//!
//! A codec is found by the first bytes of a stream and never by its name alone, since logs
//! are renamed and piped. Every reader keeps one promise: what could be decoded is handed
//! out before the error is, so that a damaged file gives all its good data and then says
//! where it ends. The streams are driven by hand for that: the ready-made readers lose
//! what was decoded in the call that fails, and cannot tell where in the file that was.

pub mod bzip2;
pub mod gzip;
pub mod lz4;
pub mod xz;
pub mod zstd;

use std::io::{self, BufRead, Read};

use crate::def::{CodecDef, Opens, Span, Start};

/// Every codec.
pub static ALL: &[&CodecDef] = &[&gzip::DEF, &zstd::DEF, &bzip2::DEF, &xz::DEF, &lz4::DEF];

/// The codec of a stream that opens with these bytes.
pub fn by_magic(bytes: &[u8]) -> Option<&'static CodecDef> {
    let rest = past_skippable(bytes);
    if rest.len() == bytes.len() && !is_skippable(bytes) {
        return ALL.iter().copied().find(|def| (def.opens)(bytes) == Opens::Yes);
    }
    // Skippable frames are of two codecs; alone they are an empty stream of either.
    Some(if (lz4::DEF.opens)(rest) == Opens::Yes { &lz4::DEF } else { &zstd::DEF })
}

/// Whether more bytes could tell more about the codec of a stream that opens with these.
pub fn wants_more(bytes: &[u8]) -> bool {
    let rest = past_skippable(bytes);
    let skips = matches!(rest, [0x50..=0x5f] | [0x50..=0x5f, 0x2a] | [0x50..=0x5f, 0x2a, 0x4d]);
    skips || is_skippable(rest) || ALL.iter().any(|def| (def.opens)(rest) == Opens::Perhaps)
}

/// The codec that a file's name asks for: `out.json.gz` is gzip.
pub fn by_suffix(name: &str) -> Option<&'static CodecDef> {
    let (_, suffix) = name.rsplit_once('.')?;
    ALL.iter().copied().find(|def| def.suffixes.iter().any(|s| suffix.eq_ignore_ascii_case(s)))
}

/// The codec of a name, as in `-z zstd:19`.
pub fn find(name: &str) -> Option<&'static CodecDef> {
    ALL.iter().copied().find(|def| def.doc.name == name)
}

/// Whether bytes are the start of what opens with `magic`.
fn begins(bytes: &[u8], magic: &[u8]) -> Opens {
    match () {
        () if bytes.starts_with(magic) => Opens::Yes,
        () if magic.starts_with(bytes) => Opens::Perhaps,
        () => Opens::No,
    }
}

/// Bytes before the content of a skippable frame: its magic number and its length.
const SKIPPABLE: usize = 8;

/// Whether a skippable frame opens here, which holds no data; zstd and lz4 have the same ones.
fn is_skippable(bytes: &[u8]) -> bool {
    matches!(bytes, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// Where a skippable frame ends; None if there is none.
fn span_of_skippable(bytes: &[u8]) -> Option<Span> {
    if !is_skippable(bytes) {
        return None;
    }
    let Some([a, b, c, d]) = bytes.get(4..SKIPPABLE) else { return Some(Span::Wants(SKIPPABLE)) };
    Some(Span::Ends(SKIPPABLE.saturating_add(u32::from_le_bytes([*a, *b, *c, *d]) as usize)))
}

/// The bytes after the skippable frames at the start.
fn past_skippable(mut bytes: &[u8]) -> &[u8] {
    while let Some(Span::Ends(end)) = span_of_skippable(bytes) {
        bytes = bytes.get(end..).unwrap_or_default();
    }
    bytes
}

/// The compressed bytes, counted, so that an error can say where it is.
struct Compressed {
    inner: Box<dyn BufRead + Send>,
    /// Bytes consumed so far, with those before the start.
    at: u64,
}

impl Compressed {
    /// The bytes at hand, empty only at the end. An interrupted read is taken up again.
    fn peek(&mut self) -> io::Result<&[u8]> {
        loop {
            match self.inner.fill_buf() {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
                // Asked again, as the borrow of a value returned from a loop would last for
                // all its turns; a full buffer answers without reading.
                Ok(_) => break,
            }
        }
        self.inner.fill_buf()
    }

    fn skip(&mut self, n: usize) {
        self.inner.consume(n);
        self.at += n as u64;
    }

    /// Takes `want` bytes, or what there is.
    fn gather(&mut self, want: usize, into: &mut Vec<u8>) -> io::Result<()> {
        while into.len() < want {
            let bytes = self.peek()?;
            if bytes.is_empty() {
                return Ok(());
            }
            let n = bytes.len().min(want - into.len());
            into.extend_from_slice(&bytes[..n]);
            self.skip(n);
        }
        Ok(())
    }

    /// The next byte; None at the end.
    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?.first().copied();
        self.skip(usize::from(byte.is_some()));
        Ok(byte)
    }
}

/// One stream being decoded.
trait Decode: Send {
    /// Decodes into `out`, which is not empty. `Ok(0)` is the end. An error means that nothing
    /// was written by this call.
    fn decode(&mut self, from: &mut Compressed, out: &mut [u8]) -> io::Result<usize>;
}

/// The reader over a stream. After the first error it stays at that error, as a reader that
/// goes on would find the end and take the data for whole.
struct Decoded<D> {
    from: Compressed,
    decoder: D,
    failed: Option<(io::ErrorKind, String)>,
}

impl<D: Decode> Decoded<D> {
    fn new(inner: Box<dyn BufRead + Send>, at: u64, decoder: D) -> Decoded<D> {
        Decoded { from: Compressed { inner, at }, decoder, failed: None }
    }
}

impl<D: Decode> Read for Decoded<D> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if let Some((kind, why)) = &self.failed {
            return Err(io::Error::new(*kind, why.clone()));
        }
        if out.is_empty() {
            return Ok(0);
        }
        let result = self.decoder.decode(&mut self.from, out);
        if let Err(e) = &result {
            self.failed = Some((e.kind(), e.to_string()));
        }
        result
    }
}

/// One stream in the hands of a library that is fed bit by bit.
trait Library: Send {
    /// Decodes some of `input` into `out`. Gives how much was read and written, with or
    /// without an error, and whether the stream has ended; an error is told without its place.
    fn run(&mut self, input: &[u8], out: &mut [u8]) -> (usize, usize, Result<bool, Why>);
}

/// Why a library cannot go on.
enum Why {
    /// The data are damaged, where the library stands.
    Corrupt(&'static str),
    /// The data are damaged, in the block after those that were given.
    Block(&'static str),
    /// It would need more than it may have.
    Refused(String),
}

/// Reads up to the next stream; None at the end. It is told how many streams were read, and the
/// bytes of memory that a window may take.
type Begin = fn(&mut Compressed, u64, usize) -> io::Result<Option<Box<dyn Library>>>;

/// Streams one after the other, each decoded by a library of its own.
struct Streams {
    name: &'static str,
    begin: Begin,
    memory: usize,
    library: Option<Box<dyn Library>>,
    /// Streams that were read whole.
    streams: u64,
    /// Where the library stood when it gave data.
    block: u64,
    /// An error that is told when the data before it has been handed out.
    damage: Option<io::Error>,
}

impl Streams {
    fn new(name: &'static str, begin: Begin, start: Start) -> Streams {
        let streams = u64::from(start.at > 0);
        Streams { name, begin, memory: start.memory, library: None, streams, block: 0, damage: None }
    }
}

/// Takes a stream's first bytes; false at the end. What is no stream is an error, of which
/// kind depends on the streams before it.
fn next_stream(from: &mut Compressed, streams: u64, name: &str, magic: &[u8]) -> io::Result<bool> {
    let start = from.at;
    let mut head = Vec::new();
    from.gather(magic.len(), &mut head)?;
    match begins(&head, magic) {
        Opens::Yes => Ok(true),
        Opens::Perhaps if head.is_empty() => Ok(false),
        Opens::Perhaps => Err(ends_early(name, from.at)),
        Opens::No if streams > 0 => Err(trailing(name, start)),
        Opens::No => Err(foreign(name)),
    }
}

impl Decode for Streams {
    fn decode(&mut self, from: &mut Compressed, out: &mut [u8]) -> io::Result<usize> {
        if let Some(damage) = self.damage.take() {
            return Err(damage);
        }
        loop {
            if self.library.is_none() {
                self.library = (self.begin)(from, self.streams, self.memory)?;
                self.block = from.at;
            }
            let Some(library) = &mut self.library else { return Ok(0) };
            let input = from.peek()?;
            let ended = input.is_empty();
            let (read, written, result) = library.run(input, out);
            from.skip(read);
            if written > 0 {
                self.block = from.at;
            }
            match result {
                Ok(false) if written == 0 && ended => return Err(ends_early(self.name, from.at)),
                Ok(false) => {}
                Ok(true) => {
                    self.library = None;
                    self.streams += 1;
                }
                Err(why) => {
                    let damage = match why {
                        Why::Corrupt(why) => corrupt(self.name, from.at, why),
                        Why::Block(why) => corrupt(self.name, self.block, why),
                        Why::Refused(why) => io::Error::new(io::ErrorKind::InvalidData, why),
                    };
                    if written == 0 {
                        return Err(damage);
                    }
                    self.damage = Some(damage);
                }
            }
            if written > 0 {
                return Ok(written);
            }
        }
    }
}

/// The error of a stream that stops before its end, which the compressed byte `at` would be.
fn ends_early(codec: &str, at: u64) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, format!("the {codec} stream ends early, at byte {at}"))
}

/// The error of a stream whose decoder would need more memory than it may have.
fn too_large(codec: &str, window: u64, memory: usize) -> String {
    let mib = |bytes: u64| bytes.div_ceil(1 << 20);
    let (window, memory) = (mib(window), mib(memory as u64));
    format!(
        "the {codec} window of {window} MiB is larger than the {memory} MiB that --memory allows; \
         raise it, as in `--memory {window}MiB`"
    )
}

/// The error of a stream that is not as it should be around the compressed byte `at`.
fn corrupt(codec: &str, at: u64, why: &str) -> io::Error {
    let text = format!("the {codec} stream is corrupt near byte {at}: {why}");
    io::Error::new(io::ErrorKind::InvalidData, text)
}

/// The error of bytes after the last good stream that belong to none.
fn trailing(codec: &str, at: u64) -> io::Error {
    let text = format!("trailing garbage after the {codec} stream at byte {at}, ignored");
    io::Error::new(io::ErrorKind::InvalidData, text)
}

/// The error of data that was never compressed with this codec.
fn foreign(codec: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("this is not a {codec} stream"))
}

#[cfg(test)]
#[path = "codecs_tests.rs"]
mod tests;
