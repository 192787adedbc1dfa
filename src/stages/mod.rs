//! The stages: one file each, one line each in [`ALL`].
//!
//! A stage turns its tree into steps and pushes them onto the scope. It never touches the
//! parser, and it reaches functions, aggregates and other stages only through the scope.

pub mod annotate;
pub mod assert;
pub mod dedup;
pub mod discover;
pub mod drop;
pub mod explode;
pub mod fill;
pub mod head;
pub mod lookup;
pub mod parse;
pub mod patterns;
pub mod pivot;
pub mod print;
pub mod rare;
pub mod redact;
pub mod rename;
pub mod replace;
pub mod running;
pub mod sample;
pub mod select;
pub mod sessions;
pub mod set;
pub mod skip;
pub mod sort;
pub mod split;
pub mod stats;
pub mod tail;
pub mod tee;
pub mod top;
pub mod until;
pub mod where_;

use crate::def::StageDef;

/// Every stage, in the order of the help.
pub static ALL: &[&StageDef] = &[
    &where_::DEF,
    &parse::DEF,
    &set::DEF,
    &select::DEF,
    &drop::DEF,
    &rename::DEF,
    &replace::DEF,
    &redact::DEF,
    &explode::DEF,
    &lookup::DEF,
    &print::DEF,
    &head::DEF,
    &tail::DEF,
    &skip::DEF,
    &until::DEF,
    &sample::DEF,
    &dedup::DEF,
    &stats::DEF,
    &fill::DEF,
    &patterns::DEF,
    &discover::DEF,
    &pivot::DEF,
    &top::DEF,
    &rare::DEF,
    &running::DEF,
    &sessions::DEF,
    &annotate::DEF,
    &sort::DEF,
    &tee::DEF,
    &split::DEF,
    &assert::DEF,
];

/// The stage of a name.
pub fn find(name: &str) -> Option<&'static StageDef> {
    ALL.iter().copied().find(|def| def.doc.name == name)
}
