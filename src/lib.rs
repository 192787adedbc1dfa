//! flitch: a Unix filter for logs. This page is the architecture; the library exists for
//! the binary, the tests, the fuzz targets and the benchmarks, and is not an API.
//!
//! # Floors
//!
//! A file imports only from floors below its own, and siblings in the catalogue never
//! import each other. A test parses every `use crate::` and fails otherwise.
//!
//! ```text
//! 6 cli        argv, help, man page, completions            knows users
//! 5 exec       threads, ring, ordering, files, signals      knows machines: plan in, bytes out
//! 4 plan       syntax tree -> steps; pushdown; views
//! 3 catalogue  stages/ funcs/ aggs/ inputs/ outputs/ codecs/
//! 2 def        Doc and DEF types, Step, Scope, typed expressions, shared folds
//! 1 data       lines, cells, batches, groups       lang   lexer, parser, tree, diagnostics
//! 0 base       spans, numbers, time, JSON scanning, exact sums, faults
//! ```
//!
//! # Invariants, all of absence
//!
//! Floors 0 to 4 do no I/O and start no threads (a codec wraps a `Read`). `lang` knows no
//! stage by name and never imports `data`. Nothing below `exec` sees a thread count. Only
//! `cli` and `exec` write to standard error. There is no `unsafe` outside `base`, and there
//! only in the inner loop of [`base::inflate`] and for the loads of [`base::lanes`]. There is no global state. The order of a hash table never
//! reaches the output: tables are read in the order of their entries.
//!
//! # The path of a byte
//!
//! 1. A worker claims a block ([`exec`], `source`): for a plain file it reads its own
//!    stretch with a positioned read into its own buffer, and the line that crosses a
//!    boundary belongs to the stretch where it starts; a pipe or a compressed file is read
//!    under the input's lock and cut after the last whole record.
//! 2. The worker cuts rows ([`data::lines`]), some thousands at a time: a batch. When the
//!    pipeline starts with a literal, the whole block is searched for it and only lines
//!    that hold it become rows.
//! 3. The plan's maps run on the batch while it is in the cache: decoding of just the
//!    wanted fields as spans into the block ([`data::Cut`]), filters that shrink the
//!    selection, expressions that fill columns ([`def::expr`]). Rows never move.
//! 4. Without further steps the rows are rendered into the worker's output buffer; whole
//!    lines are copied from the block, neighbours in one copy. With an aggregate or a sort
//!    they are folded into the worker's own state ([`def::folds`]), and the byte ends here
//!    unless it is part of a new key. Otherwise the batch is parked.
//! 5. The result is parked in the ring under the block's ticket (`exec`, `commit`). Whoever
//!    completes the next ticket takes the committer, runs the ordered steps (`head`,
//!    `dedup`, ...) and writes. `Stop` travels back from there: no further block is claimed.
//! 6. At the end states are merged by parts of the key hash, groups come out in first-seen
//!    order through the remaining steps, and the ledger says what did not fit. A live table is
//!    the same over copies, while the run goes on.
//!
//! # Adding something
//!
//! A stage, function, aggregate, format or codec is one file with a `DEF` and one line in
//! its folder's registry; `CONTRIBUTING.md` walks through one of each. Grammar, help, man
//! page, completions, did-you-mean, example tests and law tests are loops over the
//! registries.
#![deny(unsafe_code)]

pub mod base;

pub mod data;
pub mod lang;

pub mod def;

pub mod aggs;
pub mod codecs;
pub mod funcs;
pub mod inputs;
pub mod outputs;
pub mod stages;

pub mod plan;

pub mod exec;

pub mod cli;
