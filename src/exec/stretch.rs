//! Stretches of plain files, read by the workers themselves, with positioned reads.

use std::fs::File;
use std::io;

use memchr::memchr;

/// What a positioned read takes beyond its stretch, for the line that crosses the boundary.
const OVERLAP: usize = 4 << 10;

/// A stretch of a file that was read.
pub struct Filled {
    /// The offset of the buffer's first byte.
    pub offset: u64,
    /// Where the first line starts in the buffer.
    pub start: usize,
    /// The offset of a line that was too long and was left out.
    pub too_long: Option<u64>,
}

/// Reads a claimed stretch of a file: the lines that start in it, and their ends.
pub fn fill(file: &File, from: u64, to: u64, max_line: usize, buffer: &mut Vec<u8>) -> io::Result<Filled> {
    buffer.clear();
    // One byte before the stretch tells whether a line starts at its first byte.
    let base = from.saturating_sub(behind(buffer, from, (to - from) as usize));
    let before = (from - base).saturating_sub(1) as usize;
    let stretch = (to - base) as usize;
    let mut eof = read_at(file, base, stretch + OVERLAP, stretch, buffer)?;
    let start = if from == 0 {
        0
    } else {
        match memchr(b'\n', buffer.get(before..stretch.min(buffer.len())).unwrap_or_default()) {
            Some(end) if before + end + 1 < stretch => before + end + 1,
            _ => {
                buffer.clear();
                return Ok(Filled { offset: to, start: 0, too_long: None });
            }
        }
    };
    // The last line that starts in the stretch ends at the first newline at or after its last byte.
    let mut searched = stretch.saturating_sub(1);
    let mut too_long = None;
    let end = loop {
        if let Some(end) = buffer.get(searched..).and_then(|rest| memchr(b'\n', rest)) {
            break searched + end + 1;
        }
        if eof {
            break buffer.len();
        }
        let line = memchr::memrchr(b'\n', &buffer[..searched.min(buffer.len())]).map_or(start, |i| (i + 1).max(start));
        if buffer.len() - line > max_line + 2 {
            too_long = Some(base + line as u64);
            break line;
        }
        searched = buffer.len();
        let more = buffer.len().clamp(64 << 10, 8 << 20);
        eof = read_at(file, base + buffer.len() as u64, more, 1, buffer)?;
    };
    buffer.truncate(end);
    Ok(Filled { offset: base, start, too_long })
}

/// How many bytes before a stretch are read with it: at least one, and so many that the copy does
/// not run just behind its source (see [`buffer`]).
fn behind(buffer: &mut Vec<u8>, from: u64, stretch: usize) -> u64 {
    let need = stretch + OVERLAP + 4 * NEAR as usize;
    // A read fills the buffer: one that a long line has left, or a faster pace, would fetch far more
    // than its stretch.
    if buffer.capacity() < need || buffer.capacity() / 4 > need {
        *buffer = self::buffer(need + need / 8);
    }
    let to = buffer.as_ptr() as u64;
    let distance = |behind: u64| to.wrapping_sub(from.wrapping_sub(behind)) % PAGE;
    [NEAR, 3 * NEAR].into_iter().find(|behind| distance(*behind) >= NEAR).unwrap_or(1)
}

const PAGE: u64 = 4096;
const NEAR: u64 = 64;

/// An empty buffer that bytes are read into, which lies well for the start of a file or of a pipe's
/// page: not so that the copy runs just behind its source, as addresses within a page go. A processor
/// then takes each load for one that depends on a store before it, which makes the copy six to eight
/// times slower. Allocators put large buffers just there, so others are tried.
pub(super) fn buffer(size: usize) -> Vec<u8> {
    const TRIES: usize = 8;
    const SPACE: usize = 1000;
    let mut between: Vec<Vec<u8>> = Vec::new();
    loop {
        let buffer = Vec::with_capacity(size);
        let place = buffer.as_ptr() as u64 % PAGE;
        if (2 * NEAR..PAGE / 2).contains(&place) || between.len() == TRIES {
            return buffer;
        }
        // The next one takes the place of this one, a little farther on.
        drop(buffer);
        between.push(Vec::with_capacity(SPACE));
    }
}

/// Appends up to `want` bytes from `at`, and no fewer than `least`; true at the end of the file. Reads
/// into spare capacity: zeroing a buffer first costs a tenth of the time of a plain search.
fn read_at(file: &File, at: u64, want: usize, least: usize, buffer: &mut Vec<u8>) -> io::Result<bool> {
    let start = buffer.len();
    buffer.reserve(want);
    while buffer.len() - start < least {
        let offset = at + (buffer.len() - start) as u64;
        match rustix::io::pread(file, rustix::buffer::spare_capacity(buffer), offset) {
            Ok(0) => return Ok(true),
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => {}
            Err(e) => return Err(e.into()),
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_buffer_reads_no_more_than_a_small_one() {
        use std::io::Write;
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&b"some line\n".repeat(100_000)).unwrap();
        let mut buffer = Vec::with_capacity(1 << 20);
        let filled = fill(&file, 0, 1000, 1 << 20, &mut buffer).unwrap();
        assert_eq!((filled.offset, filled.start, buffer.len()), (0, 0, 1000));
        assert!(buffer.capacity() < 10_000, "{}", buffer.capacity());
    }
}
