//! What a codec is: both directions of a compressed stream, and what its bytes tell without
//! being decoded.

use super::Doc;

/// A compressed stream, to be wrapped.
pub type Packed = Box<dyn std::io::BufRead + Send>;
/// What a wrapped stream gives.
pub type Unpacked = Box<dyn std::io::Read + Send>;
/// An output, to be wrapped.
pub type Below = Box<dyn std::io::Write + Send>;

/// Whether a stream is of a codec, as far as its first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Opens {
    Yes,
    No,
    /// It is so far; more bytes would tell.
    Perhaps,
}

/// Where a stream (a member, a frame) ends that opens some bytes, told without decoding it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Span {
    /// After so many bytes, which may not all be there.
    Ends(usize),
    /// It takes so many bytes to tell more.
    Wants(usize),
    /// Only decoding tells.
    Unknown,
}

/// Where a decoder starts, and what it may take.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// The bytes of memory that its window may take.
    pub memory: usize,
    /// The compressed bytes of whole streams before it: places are counted from there.
    pub at: u64,
}

/// A codec.
pub struct CodecDef {
    pub doc: Doc,
    /// Whether a stream of this codec opens with these bytes.
    pub opens: fn(&[u8]) -> Opens,
    /// The suffixes of file names, without the dot.
    pub suffixes: &'static [&'static str],
    /// The lowest, default and highest level.
    pub levels: (i32, i32, i32),
    /// Wraps a compressed stream. All members or frames are read; trailing bytes that are
    /// no member are an error of kind `InvalidData`, raised after all good data.
    pub reader: fn(Packed, Start) -> Unpacked,
    /// Where the stream that opens these bytes ends.
    pub span: fn(&[u8]) -> Span,
    /// Wraps an output. `finish` writes the trailer.
    pub writer: fn(Below, level: i32) -> std::io::Result<Box<dyn Encoder>>,
    /// Appends a whole stream (a member, a frame) that holds these bytes. Streams one after
    /// the other are read as one, so that pieces of an output can be packed apart.
    pub pack: fn(&[u8], level: i32, out: &mut Vec<u8>) -> std::io::Result<()>,
    /// The bytes that go into one such stream: enough that little is lost at its start.
    pub piece: fn(level: i32) -> usize,
}

/// A compressing writer. A flush makes all bytes readable that it was given.
pub trait Encoder: std::io::Write + Send {
    /// Writes what is left and the trailer.
    fn finish(self: Box<Self>) -> std::io::Result<()>;
}
