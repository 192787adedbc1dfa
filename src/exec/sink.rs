//! The sink: where output bytes go, in order, plain or compressed (`packer`).
//!
//! Small pieces are gathered into large writes, and everything is flushed when the input
//! would make a reader wait. A reader that has gone is no error: the run stops quietly.

use std::io::{self, Write};

use super::packer::{Packer, Packing};
use crate::base::Fault;
use crate::base::fault::io_words;
use crate::def::Encoder;

/// Bytes gathered before a write.
const GATHER: usize = 128 << 10;

/// What is written as it is: to copy it once more takes longer than a call for it alone.
const LARGE: usize = 32 << 10;

/// What became of a write.
#[derive(Clone, Debug)]
pub enum Written {
    Fine,
    /// Nobody reads the output any more.
    Gone,
    Failed(Fault),
}

enum Way {
    Plain(Box<dyn Write + Send>),
    Packed(Packer),
    /// One stream of a codec.
    Single(Box<dyn Encoder>),
    /// `-q`: nothing is written.
    Nowhere,
}

/// The output of a run.
pub struct Sink {
    /// For messages.
    name: String,
    way: Way,
    gathered: Vec<u8>,
    /// Whole lines: a line without a newline gets one when another line follows.
    lines: bool,
    last: u8,
    /// Bytes that were taken, before they are compressed.
    taken: u64,
}

impl Sink {
    /// Writes to `to`, which messages call `name`, compressed if it is told how.
    pub fn new(name: String, to: Box<dyn Write + Send>, packing: Option<Packing>, lines: bool) -> io::Result<Sink> {
        let way = match packing {
            None => Way::Plain(to),
            Some(packing) if packing.single => Way::Single((packing.codec.writer)(to, packing.level)?),
            Some(packing) => Way::Packed(Packer::new(packing, to)),
        };
        Ok(Sink { name, way, gathered: Vec::new(), lines, last: b'\n', taken: 0 })
    }

    /// Writes nothing.
    pub fn nowhere() -> Sink {
        Sink { name: String::new(), way: Way::Nowhere, gathered: Vec::new(), lines: false, last: b'\n', taken: 0 }
    }

    /// Takes output bytes.
    pub fn put(&mut self, bytes: &[u8]) -> Written {
        let Some(last) = bytes.last() else { return Written::Fine };
        if matches!(self.way, Way::Nowhere) {
            return Written::Fine;
        }
        if self.lines && self.last != b'\n' {
            self.gathered.push(b'\n');
            self.taken += 1;
        }
        self.taken += bytes.len() as u64;
        self.last = *last;
        if bytes.len() >= LARGE || self.gathered.len() + bytes.len() > GATHER {
            let written = self.write_out();
            if !matches!(written, Written::Fine) {
                return written;
            }
            if bytes.len() >= LARGE {
                let result = self.write(bytes);
                return self.outcome(result);
            }
        }
        self.gathered.extend_from_slice(bytes);
        Written::Fine
    }

    /// The bytes that were taken: none where nothing is written.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// Writes what was gathered, and makes it visible to the reader.
    pub fn flush(&mut self) -> Written {
        let written = self.write_out();
        if !matches!(written, Written::Fine) {
            return written;
        }
        let result = match &mut self.way {
            Way::Plain(to) => to.flush(),
            Way::Packed(to) => to.flush(),
            Way::Single(to) => to.flush(),
            Way::Nowhere => Ok(()),
        };
        self.outcome(result)
    }

    /// Writes everything that was taken, with the end of a compressed stream where several may follow each
    /// other: what there is then is whole.
    pub fn end_stream(&mut self) -> Written {
        let written = self.write_out();
        if !matches!(written, Written::Fine) {
            return written;
        }
        match &mut self.way {
            Way::Packed(to) => {
                let result = to.end_stream();
                self.outcome(result)
            }
            _ => self.flush(),
        }
    }

    /// Writes everything, and a codec's trailer.
    pub fn finish(mut self) -> Written {
        let written = self.write_out();
        if !matches!(written, Written::Fine) {
            return written;
        }
        let result = match std::mem::replace(&mut self.way, Way::Nowhere) {
            Way::Plain(mut to) => to.flush(),
            Way::Packed(to) => to.finish(),
            Way::Single(to) => to.finish(),
            Way::Nowhere => Ok(()),
        };
        self.outcome(result)
    }

    fn write_out(&mut self) -> Written {
        let gathered = std::mem::take(&mut self.gathered);
        let result = self.write(&gathered);
        self.gathered = gathered;
        self.gathered.clear();
        self.outcome(result)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.way {
            Way::Plain(to) => to.write_all(bytes),
            Way::Packed(to) => to.write(bytes),
            Way::Single(to) => to.write_all(bytes),
            Way::Nowhere => Ok(()),
        }
    }

    fn outcome(&self, result: io::Result<()>) -> Written {
        match result {
            Ok(()) => Written::Fine,
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Written::Gone,
            Err(e) => Written::Failed(Fault::limit(self.name.clone(), io_words(&e))),
        }
    }
}
