//! What leaves memory: streams of records in a temporary file.
//!
//! A state that grows past its room writes records (rows, groups) to streams and starts
//! anew; at the end the streams are read back side by side. All streams of a state share
//! one file, in compressed chunks that are read by their place, so that hundreds of streams
//! need neither as many files nor as many open compressors. The file comes from whoever
//! runs the plan, has no name, and is gone with the process, however that ends.

use std::io;
use std::sync::Arc;

use crate::base::fault::io_words;
use crate::base::{Fault, pack};

/// The bytes of records that are compressed at once.
const CHUNK: usize = 64 << 10;
/// Zstandard's fastest ordinary level: the disk is not much faster.
const LEVEL: i32 = 1;

/// Gives temporary files.
pub trait Disk: Send + Sync {
    /// A new one, that only this process sees.
    fn file(&self) -> io::Result<Arc<dyn Scratch>>;
    /// Where they are, for messages.
    fn place(&self) -> String;
}

/// A temporary file.
pub trait Scratch: Send + Sync {
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;
    fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<()>;
}

/// A file that takes streams.
pub struct Spill {
    file: Arc<dyn Scratch>,
    place: String,
    end: u64,
    packed: Vec<u8>,
}

impl Spill {
    /// A new file.
    pub fn new(disk: &dyn Disk) -> Result<Spill, Fault> {
        let place = disk.place();
        let file = disk.file().map_err(|e| fault(&place, &e))?;
        Ok(Spill { file, place, end: 0, packed: Vec::new() })
    }

    /// Compresses a chunk, and writes it after the others.
    fn write(&mut self, raw: &[u8]) -> Result<Chunk, Fault> {
        let error = |e: io::Error| fault(&self.place, &e);
        self.packed.resize(zstd::zstd_safe::compress_bound(raw.len()), 0);
        let packed = zstd::bulk::compress_to_buffer(raw, &mut self.packed, LEVEL).map_err(error)?;
        self.file.write_at(&self.packed[..packed], self.end).map_err(error)?;
        let chunk = Chunk { offset: self.end, packed, raw: raw.len() };
        self.end += packed as u64;
        Ok(chunk)
    }
}

fn fault(place: &str, error: &io::Error) -> Fault {
    let why = format!("{}; make room there, set TMPDIR, or raise --memory", io_words(error));
    Fault::limit(format!("temporary file in {place}"), why)
}

#[derive(Clone, Copy)]
struct Chunk {
    offset: u64,
    packed: usize,
    raw: usize,
}

/// Records that were written one after another.
#[derive(Default, Clone)]
pub struct Stream {
    /// The file, once something was written to it.
    file: Option<(Arc<dyn Scratch>, String)>,
    chunks: Vec<Chunk>,
    /// Records that are not written yet.
    raw: Vec<u8>,
}

impl Stream {
    /// Appends a record.
    pub fn put(&mut self, record: &[u8], spill: &mut Spill) -> Result<(), Fault> {
        pack::put_bytes(record, &mut self.raw);
        if self.raw.len() >= CHUNK { self.flush(spill) } else { Ok(()) }
    }

    /// Writes what is left: afterwards the stream may be read.
    pub fn flush(&mut self, spill: &mut Spill) -> Result<(), Fault> {
        if self.raw.is_empty() {
            return Ok(());
        }
        self.chunks.push(spill.write(&self.raw)?);
        self.raw.clear();
        self.file.get_or_insert_with(|| (spill.file.clone(), spill.place.clone()));
        Ok(())
    }

    /// The bytes of its records.
    pub fn len(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.raw).sum::<usize>() + self.raw.len()
    }

    /// Whether no record was put to it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes held, about.
    pub fn weight(&self) -> usize {
        self.raw.capacity() + self.chunks.capacity() * size_of::<Chunk>()
    }

    /// Reads it from its start.
    pub fn records(self) -> Records {
        Records {
            file: self.file,
            chunks: self.chunks.into_iter(),
            packed: Vec::new(),
            raw: Vec::new(),
            next: 0,
            at: 0..0,
        }
    }
}

/// A stream that is being read, one record at a time.
pub struct Records {
    file: Option<(Arc<dyn Scratch>, String)>,
    chunks: std::vec::IntoIter<Chunk>,
    packed: Vec<u8>,
    raw: Vec<u8>,
    next: usize,
    /// The current record.
    at: std::ops::Range<usize>,
}

impl Records {
    /// Moves on to the next record; false at the end.
    pub fn step(&mut self) -> Result<bool, Fault> {
        if self.next == self.raw.len() && !self.refill()? {
            self.at = 0..0;
            return Ok(false);
        }
        let mut rest = &self.raw[self.next..];
        let Some(record) = pack::bytes(&mut rest) else { return Err(self.damaged()) };
        let end = self.raw.len() - rest.len();
        self.at = end - record.len()..end;
        self.next = end;
        Ok(true)
    }

    /// The record that [`Records::step`] moved to.
    pub fn record(&self) -> &[u8] {
        &self.raw[self.at.clone()]
    }

    fn refill(&mut self) -> Result<bool, Fault> {
        let (Some((file, place)), Some(chunk)) = (&self.file, self.chunks.next()) else { return Ok(false) };
        let error = |e: io::Error| fault(place, &e);
        self.packed.resize(chunk.packed, 0);
        file.read_at(&mut self.packed, chunk.offset).map_err(error)?;
        self.raw.resize(chunk.raw, 0);
        let n = zstd::bulk::decompress_to_buffer(&self.packed, &mut self.raw[..]).map_err(error)?;
        self.raw.truncate(n);
        self.next = 0;
        Ok(n > 0)
    }

    /// The fault of a record that is not what was written.
    pub fn damaged(&self) -> Fault {
        let place = self.file.as_ref().map_or("", |(_, place)| place);
        Fault::limit(format!("temporary file in {place}"), "was changed by someone else")
    }
}

/// The least of several streams' current records, again and again.
pub struct Merge<S> {
    sources: Vec<S>,
    /// The sources that still have a record, as a heap with the least on top.
    heap: Vec<usize>,
}

/// A source of a merge: records in order.
pub trait Sorted {
    /// Moves on; false at the end.
    fn step(&mut self) -> Result<bool, Fault>;
    /// Whether its current record comes before that of another.
    fn before(&self, other: &Self) -> bool;
}

impl<S: Sorted> Merge<S> {
    /// Starts all sources.
    pub fn new(mut sources: Vec<S>) -> Result<Merge<S>, Fault> {
        let mut heap = Vec::new();
        for (index, source) in sources.iter_mut().enumerate() {
            if source.step()? {
                heap.push(index);
            }
        }
        let mut merge = Merge { sources, heap };
        for at in (0..merge.heap.len() / 2).rev() {
            merge.sink(at);
        }
        Ok(merge)
    }

    /// The source whose record is least.
    pub fn top(&self) -> Option<&S> {
        self.heap.first().map(|index| &self.sources[*index])
    }

    /// Passes the least record.
    pub fn pass(&mut self) -> Result<(), Fault> {
        let Some(&index) = self.heap.first() else { return Ok(()) };
        if !self.sources[index].step()? {
            self.heap.swap_remove(0);
        }
        self.sink(0);
        Ok(())
    }

    /// Moves an entry down to its place.
    fn sink(&mut self, mut at: usize) {
        let before = |heap: &[usize], a: usize, b: usize| self.sources[heap[a]].before(&self.sources[heap[b]]);
        loop {
            let (left, right) = (2 * at + 1, 2 * at + 2);
            let mut least = at;
            for child in [left, right] {
                if child < self.heap.len() && before(&self.heap, child, least) {
                    least = child;
                }
            }
            if least == at {
                return;
            }
            self.heap.swap(at, least);
            at = least;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// A file in memory.
    #[derive(Default)]
    struct Memory(Mutex<Vec<u8>>);

    impl Scratch for Memory {
        fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
            let mut all = self.0.lock().unwrap();
            assert_eq!(all.len() as u64, offset);
            all.extend_from_slice(bytes);
            Ok(())
        }

        fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<()> {
            bytes.copy_from_slice(&self.0.lock().unwrap()[offset as usize..][..bytes.len()]);
            Ok(())
        }
    }

    struct Memories;

    impl Disk for Memories {
        fn file(&self) -> io::Result<Arc<dyn Scratch>> {
            Ok(Arc::new(Memory::default()))
        }

        fn place(&self) -> String {
            "memory".to_string()
        }
    }

    struct Ordered(Records);

    impl Sorted for Ordered {
        fn step(&mut self) -> Result<bool, Fault> {
            self.0.step()
        }

        fn before(&self, other: &Ordered) -> bool {
            self.0.record() < other.0.record()
        }
    }

    #[test]
    fn streams_of_one_file_merge_in_order() {
        let mut spill = Spill::new(&Memories).unwrap();
        let mut streams: Vec<Stream> = (0..5).map(|_| Stream::default()).collect();
        let mut all = Vec::new();
        for n in 0..20_000u32 {
            let record = [&n.to_be_bytes()[..], &vec![b'x'; n as usize % 40]].concat();
            streams[n as usize * 7 % 4].put(&record, &mut spill).unwrap();
            all.push(record);
        }
        streams[4].put(b"", &mut spill).unwrap();
        all.insert(0, Vec::new());
        streams.iter_mut().for_each(|s| s.flush(&mut spill).unwrap());
        let mut merge = Merge::new(streams.into_iter().map(|s| Ordered(s.records())).collect()).unwrap();
        let mut found = Vec::new();
        while let Some(Ordered(records)) = merge.top() {
            found.push(records.record().to_vec());
            merge.pass().unwrap();
        }
        assert!(found == all, "{} of {}", found.len(), all.len());
    }
}
