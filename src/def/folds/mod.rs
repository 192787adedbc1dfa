//! Folds that several stages share: rows that are kept, sorted, or grouped.
//!
//! `count by k`, `top` and `dedup` meet in the group table; `sort`, `top` and `tail` in
//! the arena of kept rows. Stages never import each other, so what they share is here.

mod every;
mod gaps;
pub mod group;
mod group_spill;
pub mod kept;
mod known;
pub mod picked;
pub mod profile;
pub mod runs;
pub mod sort;
mod sort_key;
pub mod table;

pub use every::{Buckets, Every};
pub use group::{Agg, GroupFold};
pub use kept::Kept;
pub use known::{Known, known};
pub use sort::{SortFold, SortKey};
pub use table::Table;
