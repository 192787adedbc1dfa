//! Floor 2: what a definition is, and how a pipeline's tree becomes steps.
//!
//! Everything that a user can name is one value in one file: a `DEF` with its name,
//! usage, words, examples and a function pointer. No field has a default, so a missing
//! doc does not compile. The registries (floor 3) are lists of these; the parser, help,
//! man page, completions, did-you-mean and the tests are loops over them.

pub mod aggregate;
pub mod apply;
pub mod args;
pub mod arith;
pub mod bind;
pub mod canonical;
mod codec;
pub mod compare;
pub mod cutters;
pub mod decode;
pub mod expr;
pub mod folds;
pub mod format;
pub mod frames;
pub mod fstring;
mod fstring_float;
pub mod ints;
pub mod judged;
pub mod logic;
pub mod maps;
pub mod part;
pub mod ranked;
mod registry;
mod rewrite;
pub mod scope;
mod side;
pub mod sought;
pub mod spill;
pub mod stamps;
pub mod step;
pub mod textual;
pub mod timed;
pub mod windows;
pub mod written;

pub use codec::{Below, CodecDef, Encoder, Opens, Packed, Span, Start, Unpacked};
pub use expr::Expr;
pub use format::{Bind, Format, Head, InputDef, Opening, Tells};
pub use registry::Registry;
pub use scope::{Scope, Shape};
pub use side::Side;
pub use stamps::Stamps;
pub use step::{Cx, Flow, Fold, FoldState, Map, Scan, Step, Whole};

use crate::base::Fault;
use crate::data::{At, Batch, Cell, Value};
use crate::lang::{Diag, Stage};

/// What is said about a nameable thing. Texts use one blank line between paragraphs and
/// backticks round code; `[name]` is a cross reference to another definition.
pub struct Doc {
    /// The name that a user writes.
    pub name: &'static str,
    /// The shape of a use: `head N [by k]`.
    pub usage: &'static str,
    /// One line, lower case, no full stop.
    pub brief: &'static str,
    /// Paragraphs of sentences.
    pub text: &'static str,
    /// At least one, each executed by the tests.
    pub examples: &'static [Example],
}

/// A command that is run over the sample files, and what it prints.
pub struct Example {
    /// The arguments after `flitch`, as typed in a shell: `'head 2' access.log`.
    pub run: &'static str,
    /// Standard output, byte for byte; a leading newline is not part of it.
    pub output: &'static str,
}

/// What a stage does to the output's kind (DESIGN: whole lines or records).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Chooses rows: lines stay the input's own bytes.
    Chooses,
    /// Rewrites the line; the output is still lines.
    RewritesLine,
    /// Rewrites the line; with `from`, a field instead, and then it makes columns.
    Edits,
    /// Makes columns: the output is records.
    MakesColumns,
}

/// In which order a stage gives its records on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As they came.
    Kept,
    /// Groups by the place of their first record.
    FirstSeen,
    /// By the keys of the stage.
    Sorted,
    /// By time.
    Time,
}

impl Order {
    /// As help and `--explain` say it.
    pub fn words(self) -> &'static str {
        match self {
            Order::Kept => "as it came",
            Order::FirstSeen => "groups as first seen",
            Order::Sorted => "sorted",
            Order::Time => "by time",
        }
    }
}

/// What a stage must hold, whatever the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// Nothing that grows.
    Streams,
    /// As many records as the pipeline says.
    Rows,
    /// Every different key.
    Keys,
    /// Every group.
    Groups,
    /// Every record; what does not fit goes to temporary files.
    AllRows,
    /// A side file.
    File,
    /// The files that it writes.
    Files,
}

impl Memory {
    /// As help and `--explain` say it.
    pub fn words(self) -> &'static str {
        match self {
            Memory::Streams => "none that grows",
            Memory::Rows => "the records that it was asked for",
            Memory::Keys => "every key",
            Memory::Groups => "every group",
            Memory::AllRows => "every record",
            Memory::File => "the side file",
            Memory::Files => "the open files",
        }
    }
}

/// A stage.
pub struct StageDef {
    pub doc: Doc,
    /// The keywords that may follow its arguments.
    pub keywords: &'static [&'static str],
    /// What it does to the output.
    pub effect: Effect,
    /// The order of what it gives on.
    pub order: Order,
    /// What it holds.
    pub memory: Memory,
    /// Turns one use into steps, which it pushes onto the scope.
    pub bind: fn(&Stage, &mut Scope<'_>) -> Result<(), Diag>,
}

/// A function's answer: a cell without text, a part of an argument, or new text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ret<'a> {
    /// A value without bytes (None, which is counted, a number, a bool, ...).
    Cell(Cell),
    /// None, as an answer: it is not counted.
    Absent,
    /// Text that stands in an argument.
    Part(&'a [u8]),
    /// The text that was pushed to `out`.
    New,
    /// The JSON list or object that was pushed to `out`.
    Json,
}

/// A scalar law: one row's arguments to one row's value. `out` is empty on entry.
/// None arguments never reach it unless the definition says so.
pub type Law1 = for<'a> fn(&[Value<'a>], &mut Vec<u8>) -> Ret<'a>;

/// Does the rows of a column for which the answer is plain, in one loop, as the law would: the others
/// go to the last argument, and to the law.
pub type Quick = fn(&[Cell], &Batch, &[u32], &mut [Cell], &mut Vec<u32>);

/// The static kind of an expression, as far as it is known before reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Not known: a field of an open format.
    Any,
    None,
    Bool,
    Number,
    /// Untyped text, or a string.
    Text,
    Time,
    Duration,
    List,
}

/// What a function does with None.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnNone {
    /// None in, None out; the law does not see it.
    None,
    /// A predicate: None in, False out.
    False,
    /// The law sees it.
    Sees,
}

/// How a function is bound.
pub enum FuncBind {
    /// A law and nothing else: the arguments are any expressions.
    Law(Law1),
    /// A law, and a loop that knows what its only argument mostly is.
    Quick(Law1, Quick),
    /// Looks at its arguments' expressions once (a constant regex, a list of needles).
    Bound(fn(&mut Scope<'_>, &[crate::lang::Expr], crate::lang::Span) -> Result<Expr, Diag>),
    /// A set, which stands only after `in`: binds the test of what is before it.
    Set(SetBind),
}

/// Binds `x in f(...)` from x, the arguments of f, and where the call stands.
pub type SetBind =
    fn(&mut Scope<'_>, &crate::lang::Expr, &[crate::lang::Expr], crate::lang::Span) -> Result<Expr, Diag>;

/// A function, called as `f(x)` and, when `method` is set, as `x.f()`.
pub struct FuncDef {
    pub doc: Doc,
    /// Whether `x.f(y)` may be written for `f(x, y)`.
    pub method: bool,
    /// Whether a column made by it keeps the name of its first argument (`bin(time, 5m)` is
    /// `time`); others are named `f_x`.
    pub keeps_name: bool,
    /// The fewest and the most arguments, the object of a method counted.
    pub args: (usize, usize),
    pub kind: Kind,
    pub none: OnNone,
    pub bind: FuncBind,
}

/// An aggregate's law: the state of one group. Whatever the order of `add` and `merge`,
/// the value is the same: that is a test over the registry.
pub trait Law: Send + 'static {
    /// Takes one value, never None, at its place in the run.
    fn add(&mut self, x: Value<'_>, at: At);
    /// Takes a row's two values, for an aggregate of two; only the second is never None.
    fn add_pair(&mut self, x: Value<'_>, by: Value<'_>, at: At) {
        let _ = by;
        self.add(x, at);
    }
    /// Whether [`Law::add_total`] takes many integers at once.
    fn takes_totals() -> bool
    where
        Self: Sized,
    {
        false
    }
    /// Takes so many integers, of which the sum is given.
    fn add_total(&mut self, sum: i128, n: u64) {
        let _ = (sum, n);
    }
    /// Takes another state of the same group.
    fn merge(&mut self, other: Self);
    /// The group's value; text goes to `heap`.
    fn value(&self, heap: &mut Vec<u8>) -> Cell;
    /// Appends the state as bytes, so that it can leave memory. Short where the state is:
    /// a run may write one for each of many millions of groups.
    fn save(&self, out: &mut Vec<u8>);
    /// Takes a state that [`Law::save`] wrote from the start of some bytes; `self` is an
    /// empty state, with its parameter. None if the bytes are damaged, and never a panic
    /// or an allocation that the bytes do not pay for.
    fn load(self, bytes: &mut &[u8]) -> Option<Self>
    where
        Self: Sized;
    /// Bytes that it holds beyond its own size.
    fn weight(&self) -> usize {
        0
    }
    /// The value of saved states of one group that do not fit together; `self` is an empty one.
    /// `room` is the bytes that may be held. None where there is no other way than merging.
    fn apart(&self, each: EachState<'_>, room: usize) -> Result<Option<Cell>, Fault> {
        let _ = (each, room);
        Ok(None)
    }
    /// Whether the value leaves something out that the user did not say may be left out.
    fn cut(&self) -> bool {
        false
    }
    /// What it keeps, where laws of other names or parameters refuse and keep the same: then one of
    /// them is enough.
    fn shared(&self) -> Option<&dyn std::any::Any> {
        None
    }
    /// The value that it would have if it had kept this; None where it keeps something else.
    fn value_of(&self, kept: &dyn std::any::Any) -> Option<Cell> {
        let _ = kept;
        None
    }
    /// Values that could not be taken (text where a number is needed).
    fn refuses(x: Value<'_>) -> bool
    where
        Self: Sized,
    {
        let _ = x;
        false
    }
}

/// Shows the saved states of one group one after the other, and again from the first whenever
/// it is called; the answer is None if a state is damaged.
pub type EachState<'a> = &'a mut dyn FnMut(&mut dyn FnMut(&[u8]) -> Option<()>) -> Result<(), Fault>;

/// An aggregate.
pub struct AggDef {
    pub doc: Doc,
    /// The fewest and the most arguments.
    pub args: (usize, usize),
    /// What the arguments are.
    pub takes: Takes,
    /// Whether `running` may ask for the value after every record: it costs no more then
    /// than adding one.
    pub running: bool,
    /// Whether its value is a number, a time or a duration, so that `compare` shows its change.
    pub measures: bool,
    /// Makes the state for a whole column of groups. `param` is what [`Takes`] says, or the
    /// number in a name like `p95`.
    pub make: fn(param: f64) -> Box<dyn Aggregate>,
}

/// How many values a list holds where the user did not say.
pub const DEFAULT_MOST: usize = 100;

/// What the arguments of an aggregate are, and the parameter that they make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// `sum(x)`: one value of each row, or none.
    Value,
    /// `argmax(x, by)`: two values of each row.
    Pair,
    /// `percentile(x, 0.95)`: a value and a constant from 0 to 1, the parameter.
    Quantile,
    /// `list(x, 10)`: a value and how many at most; 0 when it is left out.
    Most,
    /// `hist(x, 10ms)`: a value and the width of the bins that it is put into before the
    /// state sees it. The parameter is 1, or 0 when the width is left out.
    Width,
    /// `rate(time)` and `rate(x, time)`: the last argument is read as a time. The parameter
    /// is the width in seconds of the bins of time that are a key, 0 when none are.
    Time,
}

/// The states of one aggregate for all groups of one worker: a column of laws.
pub trait Aggregate: Send {
    /// Adds the rows `sel` of the arguments' columns, of which there may be none, to their
    /// groups; `groups[i]` is the group of `sel[i]`. Grows to `n_groups`. Calls `refuse` for
    /// each row whose value is not of its kind.
    fn add(
        &mut self,
        args: &[Operand<'_>],
        batch: &Batch,
        sel: &[u32],
        groups: &[u32],
        n_groups: usize,
        refuse: &mut dyn FnMut(u32),
    );
    /// Merges group `i` of `other` into group `to[i]`.
    fn merge(&mut self, other: Box<dyn Aggregate>, to: &[u32], n_groups: usize);
    /// Moves group `i` to part `part[i]`, keeping the order within each part.
    fn split(self: Box<Self>, part: &[u32], n_parts: usize) -> Vec<Box<dyn Aggregate>>;
    /// The value of a group.
    fn value(&self, group: usize, heap: &mut Vec<u8>) -> Cell;
    /// What a group's law keeps; see [`Law::shared`].
    fn shared(&self, group: usize) -> Option<&dyn std::any::Any>;
    /// The value of a group that has kept this; see [`Law::value_of`].
    fn value_of(&self, kept: &dyn std::any::Any) -> Option<Cell>;
    /// Whether the value of a group leaves something out unasked; see [`Law::cut`].
    fn cut(&self, group: usize) -> bool;
    /// Appends the state of a group as bytes.
    fn save(&self, group: usize, out: &mut Vec<u8>);
    /// Merges a state that [`Aggregate::save`] wrote into a group, and takes it from the
    /// start of the bytes; None if they are damaged, and then the group is as it was.
    /// Grows to `n_groups`.
    fn load(&mut self, group: usize, n_groups: usize, bytes: &mut &[u8]) -> Option<()>;
    /// Takes a state that [`Aggregate::save`] wrote from the start of the bytes, unused.
    fn skip(&self, bytes: &mut &[u8]) -> Option<()>;
    /// The value of saved states of one group, within `room` bytes, and whether it leaves
    /// something out; None where they do not fit and the law knows no way round.
    fn apart(&self, each: EachState<'_>, room: usize, heap: &mut Vec<u8>) -> Result<Option<(Cell, bool)>, Fault>;
    /// An empty column of the same kind.
    fn fresh(&self) -> Box<dyn Aggregate>;
    /// The same states once more.
    fn copy(&self) -> Box<dyn Aggregate>;
    /// Bytes held.
    fn weight(&self) -> usize;
    /// For the one downcast, in [`crate::aggs`].
    fn any(self: Box<Self>) -> Box<dyn std::any::Any>;
}

/// A column of argument values, as an aggregate gets it.
#[derive(Clone, Copy)]
pub enum Operand<'a> {
    /// No value, but the row itself: `count`.
    Rows,
    /// The same value for every row.
    Const(Cell),
    /// A cell for each row of the batch.
    Column(&'a [Cell]),
}

impl Operand<'_> {
    /// The cell of a row.
    #[inline]
    pub fn cell(&self, row: u32) -> Cell {
        match self {
            Operand::Rows => Cell::Bool(true),
            Operand::Const(cell) => *cell,
            Operand::Column(cells) => cells[row as usize],
        }
    }
}

/// The columns of a row, for rendering.
pub trait Fields {
    /// Gives each field of a row in order: name and cell.
    fn each(&self, batch: &mut Batch, row: u32, put: &mut dyn FnMut(&mut Batch, crate::data::Key<'_>, Cell));
}

/// An output format.
pub struct OutputDef {
    pub doc: Doc,
    /// The suffixes of the names of its files, without the dot.
    pub suffixes: &'static [&'static str],
    /// Whether the columns must be known before the first row (csv, tsv, table).
    pub closed: bool,
    /// Whether one instance must see all rows in order (table); others run on workers.
    pub ordered: bool,
    pub make: fn(names: &[String], options: &RenderOptions) -> Box<dyn Render>,
}

/// What a renderer is told from the command line.
#[derive(Clone, Debug, Default)]
pub struct RenderOptions {
    /// Leave out the header of csv and tsv.
    pub no_header: bool,
    /// The terminal's width, when standard output is one.
    pub width: Option<usize>,
    /// The options that say how the input is read, and the inputs, as a shell takes them: for
    /// what tells how to go on.
    pub input: Vec<u8>,
    pub files: Vec<u8>,
}

/// Turns rows into output bytes.
pub trait Render: Send {
    /// What stands before the first row, even if there is none.
    fn start(&mut self, out: &mut Vec<u8>);
    /// The selected rows of a batch.
    fn rows(&mut self, batch: &mut Batch, fields: &dyn Fields, out: &mut Vec<u8>);
    /// The next row may be long in coming: what has been gathered for a person is written.
    fn pause(&mut self, out: &mut Vec<u8>) {
        let _ = out;
    }
    /// An assert failed: for formats that tell of it, after the last row.
    fn failed(&mut self, failed: &judged::Failed, out: &mut Vec<u8>) {
        let _ = (failed, out);
    }
    /// What stands after the last row.
    fn end(&mut self, out: &mut Vec<u8>);
}

/// The fault of a stage that needs more memory than it may have.
pub fn fault_of_memory(stage: &str, limit: usize) -> Fault {
    let why =
        format!("needs more than the {} MiB that --memory allows; select fewer rows or keys, or raise it", limit >> 20);
    Fault::limit(format!("`{stage}`"), why)
}
