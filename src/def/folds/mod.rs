//! Folds that several stages share: rows that are kept, sorted, or grouped.
//!
//! `count by k`, `top` and `dedup` meet in the group table; `sort`, `top` and `tail` in
//! the arena of kept rows. Stages never import each other, so what they share is here.

mod best;
mod every;
mod gaps;
pub mod group;
mod group_spill;
pub mod kept;
mod known;
mod made;
mod parts;
pub mod picked;
pub mod profile;
pub mod runs;
pub mod sort;
mod sort_key;
pub mod table;

pub use best::Best;
pub use every::{Buckets, Every};
pub use group::GroupFold;
pub use kept::Kept;
pub use known::{Known, known};
pub use made::Made;
pub use parts::{Agg, Parts};
pub use sort::{SortFold, SortKey};
pub use table::Table;
