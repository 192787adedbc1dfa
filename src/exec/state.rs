//! States: what an aggregate has counted, kept from one run to the next.
//!
//! A state is a file beside the checkpoint: a line of JSON that says what it is of, a record for each
//! group, and a checksum. It is written whole, under a name that no checkpoint knows of yet, before the
//! output is made of it; the checkpoint then names it together with the places that it has come to,
//! and the file before it is removed. So places, output and state are always of one moment, and a run
//! that was killed has changed none of them. Groups remember the places of their first rows, and the
//! blocks of a run are numbered on from those of the runs before, so that many runs give what one would.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use libdeflater::Crc;

use crate::base::fault::io_words;
use crate::base::{Fault, json, pack};
use crate::def::step::{Cx, FoldState};

/// The format of the file.
const VERSION: u64 = 1;

/// A record is not longer than that, and the line that a file begins with neither.
const LONGEST: u64 = 1 << 40;

/// What a checkpoint says of a state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// The pipeline, as far as its aggregate.
    pub pipeline: String,
    /// The file's name beside the checkpoint: there are two, and the one in use is not written to.
    pub is_second: bool,
    /// The length of the file.
    pub length: u64,
    pub groups: u64,
    /// The blocks that all runs have read: those of the next run are numbered from here.
    pub blocks: u64,
}

impl Saved {
    /// The file of a state.
    pub fn path(&self, checkpoint: &Path) -> PathBuf {
        let mut name = checkpoint.as_os_str().to_os_string();
        name.push(if self.is_second { ".state-2" } else { ".state-1" });
        name.into()
    }
}

/// Counts and sums up what goes through.
struct Summed<T> {
    inner: T,
    crc: Crc,
    length: u64,
}

impl<T> Summed<T> {
    fn new(inner: T) -> Summed<T> {
        Summed { inner, crc: Crc::new(), length: 0 }
    }

    fn sum(&mut self, bytes: &[u8]) {
        self.crc.update(bytes);
        self.length += bytes.len() as u64;
    }
}

impl<T: Write> Summed<T> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sum(bytes);
        self.inner.write_all(bytes)
    }
}

impl<T: Read> Summed<T> {
    fn take(&mut self, len: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        bytes.clear();
        // Memory grows with what is there, whatever a damaged file says.
        if (&mut self.inner).take(len).read_to_end(bytes)? as u64 != len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.sum(bytes);
        Ok(())
    }

    fn uint(&mut self) -> io::Result<u64> {
        let mut bytes = [0; 10];
        for n in 1..=bytes.len() {
            self.inner.read_exact(&mut bytes[n - 1..n])?;
            if let Some(uint) = pack::uint(&mut &bytes[..n]) {
                self.sum(&bytes[..n]);
                return Ok(uint);
            }
        }
        Err(io::ErrorKind::InvalidData.into())
    }
}

fn header(pipeline: &str) -> Vec<u8> {
    let mut line = format!("{{\"flitch_state\":{VERSION},\"pipeline\":").into_bytes();
    json::write_string(pipeline.as_bytes(), &mut line);
    line.extend_from_slice(b"}\n");
    line
}

/// Writes a state to the file that `saved` names, and says there what it has become.
pub fn write(checkpoint: &Path, saved: &mut Saved, state: &mut dyn FoldState, cx: &mut Cx) -> Result<(), Fault> {
    let path = saved.path(checkpoint);
    let fault = |e: io::Error| Fault::limit(path.display().to_string(), io_words(&e));
    let file = File::create(&path).map_err(fault)?;
    let mut out = Summed::new(BufWriter::with_capacity(256 << 10, file));
    out.put(&header(&saved.pipeline)).map_err(fault)?;
    saved.groups = 0;
    let mut length = Vec::new();
    state.save(cx, &mut |record| {
        saved.groups += 1;
        length.clear();
        pack::put_uint(record.len() as u64, &mut length);
        out.put(&length).and_then(|()| out.put(record)).map_err(fault)
    })?;
    // No record is empty, so that this is the end.
    length.clear();
    pack::put_uint(0, &mut length);
    pack::put_uint(saved.groups, &mut length);
    out.put(&length).map_err(fault)?;
    let sum = out.crc.sum().to_le_bytes();
    out.put(&sum).map_err(fault)?;
    saved.length = out.length;
    let file = out.inner.into_inner().map_err(|e| fault(e.into_error()))?;
    file.sync_all().map_err(fault)
}

/// Reads a state that [`write()`] wrote.
pub fn read(checkpoint: &Path, saved: &Saved, state: &mut dyn FoldState, cx: &mut Cx) -> Result<(), Fault> {
    let path = saved.path(checkpoint);
    let forget = format!("`flitch checkpoint forget {}` begins a new one", checkpoint.display());
    let fault = |why: &str| Fault::limit(path.display().to_string(), format!("{why}; {forget}"));
    let read = |e: io::Error| match e.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => fault("is damaged"),
        _ => fault(&io_words(&e)),
    };
    let file = File::open(&path).map_err(read)?;
    let mut from = Summed::new(BufReader::with_capacity(256 << 10, file));
    let expected = header(&saved.pipeline);
    let mut record = Vec::new();
    from.take(expected.len() as u64, &mut record).map_err(read)?;
    if record != expected {
        return Err(fault("is not the state that the checkpoint names"));
    }
    let mut groups = 0;
    loop {
        match from.uint().map_err(read)? {
            0 => break,
            length if length > LONGEST => return Err(fault("is damaged")),
            length => from.take(length, &mut record).map_err(read)?,
        }
        groups += 1;
        state.load(&record, cx).ok_or_else(|| fault("is damaged"))?;
        if let Some(fault) = cx.fault.take() {
            return Err(fault);
        }
    }
    let is_whole = from.uint().map_err(read)? == groups;
    let sum = from.crc.sum().to_le_bytes();
    from.take(sum.len() as u64, &mut record).map_err(read)?;
    match is_whole && record == sum && from.length == saved.length {
        true => Ok(()),
        false => Err(fault("is damaged")),
    }
}
