//! Where rows come from: a named input, its header, and the cutters bound to it.
//!
//! A cutter is an input format after it has met a plan and a file: it knows which
//! fields are wanted and, for formats with a header, where this file has them.

use std::any::Any;

use super::Cell;

/// One field that a plan reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    /// The name as a flat key: `http.status`.
    pub name: String,
    /// The name as steps into nested objects: `http`, `status`. One step for a plain name.
    pub path: Vec<String>,
    /// Just the key that is spelled so (`row["level"]`), and no other name of the same thing.
    pub exact: bool,
}

impl Want {
    /// A plain or dotted name.
    pub fn new(name: &str) -> Want {
        Want { name: name.to_string(), path: name.split('.').map(str::to_string).collect(), exact: false }
    }

    /// The key that is spelled so, whatever is in it.
    pub fn exact(name: &str) -> Want {
        Want { name: name.to_string(), path: vec![name.to_string()], exact: true }
    }
}

/// A field's name as a record spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key<'a> {
    Plain(&'a [u8]),
    /// The inside of a JSON string with escapes.
    Escaped(&'a [u8]),
}

/// What one worker remembers of the records that a cutter has cut, as the cutter likes. It makes
/// the next ones quicker; no answer ever depends on it.
pub type Habit = Option<Box<dyn Any + Send + Sync>>;

/// Cuts fields out of records of one format. Stateless: one serves all workers.
pub trait Cut: Send + Sync {
    /// Cuts the wanted fields of one record, in the order of the wants.
    ///
    /// `line` is the record without its terminator, `at` the address of its first byte
    /// in the batch (so a field at `line[3..7]` is `Span::new(at + 3, 4)`), `cells` holds
    /// one cell for each want and is all None on entry, `heap` takes text that does not
    /// stand in the line as it is (its address is `HEAP | heap.len()` before the push).
    /// Returns false, with `cells` all None, when the line is not in this format; that
    /// answer never depends on the wants.
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool;

    /// [`Cut::cut`], with the same answer, of one record among many of which most are alike.
    fn cut_next(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>, habit: &mut Habit) -> bool {
        let _ = habit;
        self.cut(line, at, cells, heap)
    }

    /// Gives every field of one record in its own order; false as for [`Cut::cut`], and
    /// then `put` was never called.
    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool;

    /// Why a line is not in this format: asked for lines that [`Cut::cut`] refused, and for few of
    /// them. None where the format cannot tell.
    fn miss(&self, line: &[u8]) -> Option<Miss> {
        let _ = line;
        None
    }
}

/// How far a line was in a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The format.
    pub format: String,
    /// The bytes before the place where it stopped.
    pub at: usize,
    /// What should have stood there, as a noun: "a status of three digits".
    pub expected: String,
}

/// One input, as the plan sees it.
pub struct Source {
    /// The name to print: a path, or `-`.
    pub name: String,
    /// Its place among the inputs, from 0.
    pub index: u32,
    /// The byte that reading starts at: not 0 where a stretch of time was searched for.
    pub from: u64,
    /// The header, with its terminator, when the format has one.
    pub header: Vec<u8>,
    /// The header may change within the input, and this source is a section of it.
    pub is_section: bool,
    /// The cutters of the plan's decoding steps, by step.
    pub cutters: Vec<Box<dyn Cut>>,
    /// By step, a cutter of its first wants alone, where the records at the start of the input have
    /// all of these: it is quicker, and a record that lacks one is cut again by the other.
    pub lean: Vec<Option<Box<dyn Cut>>>,
    /// The cutter that walks whole records.
    pub walker: Option<Box<dyn Cut>>,
}

impl Source {
    /// The source of rows that a stage made.
    pub fn computed() -> Source {
        Source {
            name: String::new(),
            index: 0,
            from: 0,
            header: Vec::new(),
            is_section: false,
            cutters: Vec::new(),
            lean: Vec::new(),
            walker: None,
        }
    }

    /// How many lines of the input are its header, where that is taken off before reading.
    pub fn header_lines(&self) -> u64 {
        if self.is_section { 0 } else { memchr::memchr_iter(b'\n', &self.header).count() as u64 }
    }

    /// Whether its rows stand in no input.
    pub fn is_computed(&self) -> bool {
        self.name.is_empty()
    }
}
