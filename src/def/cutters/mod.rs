//! Cutters that a user writes: a regex with named groups, a pattern of literals and names.
//!
//! They serve `parse` and stand below the stages and the input formats, which never import
//! each other.

pub mod pattern;
pub mod regex;
