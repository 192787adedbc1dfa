//! Records that are no lines: laws that find them.
//!
//! A law sees only bytes that start where a record starts, and says how many of them are whole
//! records and where those stand. That is all that reading in parallel needs: a block ends where
//! nothing is open, and the worker that has the block finds its records alone. What would need
//! the lines before a block (a trace that goes on for megabytes) makes the block longer.

pub mod join;
pub mod octets;
pub mod returns;
pub mod trace;
pub mod values;

pub use join::{ABOVE, Join, Physical, Rule, View};
pub use returns::Returns;
pub use trace::Traces;
pub use values::Values;
