//! A span: where some bytes stand in a batch.
//!
//! A batch has two stretches of bytes: the block that was read, which nobody writes
//! to, and the heap, where computed text is appended. One 32-bit address space covers
//! both, the top bit saying which, so that a cell is 16 bytes and a field that is only
//! passed on is never copied.

/// The bit of [`Span::start`] that says "in the heap".
pub const HEAP: u32 = 1 << 31;

/// A stretch of a batch's bytes. Meaningless without the batch it was cut from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first byte: an offset into the block, or into the heap with [`HEAP`] set.
    pub start: u32,
    /// The number of bytes.
    pub len: u32,
}

impl Span {
    /// The span of `len` bytes at `start`.
    #[inline]
    pub fn new(start: u32, len: usize) -> Span {
        Span { start, len: len as u32 }
    }

    /// The address after the last byte.
    #[inline]
    pub fn end(self) -> u32 {
        self.start + self.len
    }

    /// Whether the bytes stand in the heap.
    #[inline]
    pub fn in_heap(self) -> bool {
        self.start & HEAP != 0
    }
}
