//! Opening an input, and its first bytes: with few calls, as there may be thousands of small files.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, BufRead};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;

use super::stream::SAMPLE;
use super::utf16;
use crate::codecs;

/// What most files are known by.
const GLANCE: usize = 64;

/// Opens a file, and what is known of it. Where the other end of a named pipe is not there yet, reading
/// waits for it, which can be broken off, and not this. (Elsewhere than on Linux it would read the end
/// at once.)
pub fn open(path: &Path) -> io::Result<(File, Metadata)> {
    if !cfg!(target_os = "linux") {
        return known(File::open(path)?);
    }
    match OpenOptions::new().read(true).custom_flags(OFlags::NONBLOCK.bits() as i32).open(path) {
        Ok(file) => {
            let (file, meta) = known(file)?;
            // A read of what lies on a disk never waits; files of the system say that they are empty.
            if !meta.is_file() || meta.len() == 0 {
                rustix::fs::fcntl_setfl(&file, OFlags::empty())?;
            }
            Ok((file, meta))
        }
        // Somebody has a lease on it, and gives it up for one who waits.
        Err(e) if e.kind() == io::ErrorKind::WouldBlock => known(File::open(path)?),
        Err(e) => Err(e),
    }
}

fn known(file: File) -> io::Result<(File, Metadata)> {
    let meta = file.metadata()?;
    Ok((file, meta))
}

/// The first bytes of a file from where it is, as many as tell its codec, without going on in it;
/// None where that cannot be done.
pub fn peek(file: &File, at: u64) -> Option<Vec<u8>> {
    let mut first = vec![0; GLANCE];
    let mut len = 0;
    loop {
        match file.read_at(&mut first[len..], at + len as u64) {
            Ok(n) => len += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return None,
        }
        let is_all = len < first.len();
        if is_all || len >= SAMPLE || !wants_more(&first[..len]) {
            first.truncate(len);
            return Some(first);
        }
        first.resize(len * 8, 0);
    }
}

/// The first bytes of what can only be read on, as many as tell its codec. A pipe may give one at a
/// time.
pub fn first_bytes(raw: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut first = Vec::new();
    while first.len() < SAMPLE && wants_more(&first) {
        let bytes = match raw.fill_buf() {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if bytes.is_empty() {
            break;
        }
        let n = bytes.len();
        first.extend_from_slice(bytes);
        raw.consume(n);
    }
    Ok(first)
}

fn wants_more(first: &[u8]) -> bool {
    codecs::wants_more(first) || utf16::wants_more(first)
}

/// Lets a pipe hold more, so that its writer and we take turns less often. Where that is not
/// allowed it stays as it is.
#[cfg(target_os = "linux")]
pub fn widen(pipe: &File) {
    const WIDE: usize = 512 << 10;
    if rustix::pipe::fcntl_getpipe_size(pipe).is_ok_and(|size| size < WIDE) {
        let _ = rustix::pipe::fcntl_setpipe_size(pipe, WIDE);
    }
}

#[cfg(not(target_os = "linux"))]
pub fn widen(_: &File) {}
