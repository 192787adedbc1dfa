//! Codecs: compressed streams, in both directions.
//!
//! A codec is found by the first bytes of a stream and never by its name alone, since logs
//! are renamed and piped. Every reader keeps one promise: what could be decoded is handed
//! out before the error is, so that a damaged file gives all its good data and then says
//! where it ends. The streams are driven by hand for that: the ready-made readers lose
//! what was decoded in the call that fails, and cannot tell where in the file that was.

pub mod gzip;
pub mod zstd;

use std::io::{self, BufRead, Read};

use crate::def::CodecDef;

/// Every codec.
pub static ALL: &[&CodecDef] = &[&gzip::DEF, &zstd::DEF];

/// The codec of a stream that opens with these bytes; four are enough.
pub fn by_magic(bytes: &[u8]) -> Option<&'static CodecDef> {
    if zstd::is_skippable(bytes) {
        return Some(&zstd::DEF);
    }
    ALL.iter().copied().find(|def| bytes.starts_with(def.magic))
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

/// The compressed bytes, counted, so that an error can say where it is.
struct Compressed {
    inner: Box<dyn BufRead + Send>,
    /// Bytes consumed so far.
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
    fn new(inner: Box<dyn BufRead + Send>, decoder: D) -> Decoded<D> {
        Decoded { from: Compressed { inner, at: 0 }, decoder, failed: None }
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

/// The error of a stream that stops before its end.
fn ends_early(codec: &str) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, format!("the {codec} stream ends early"))
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
