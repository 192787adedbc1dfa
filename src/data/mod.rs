//! Floor 1: cells, rows, batches and groups.
//!
//! The engine's unit is the batch, the author's unit is the cell. A batch is a slice
//! of one block: its rows are spans, its columns are cells by slot, and a selection
//! says which rows still count. Filters shrink the selection; nothing is moved.

pub mod batch;
pub mod cell;
pub mod groups;
mod keys;
pub mod lines;
pub mod source;
mod table;

pub use batch::{At, Bad, Batch, Block, Column, Note, NoteId, Origin, Place};
pub use cell::{Cell, Value};
pub use source::{Cut, Habit, Key, Miss, Source, Want};
