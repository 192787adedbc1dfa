//! Floor 1': the language, from text to tree.
//!
//! Lexer, parser, tree and diagnostics. It never imports data, and it knows no stage,
//! function or aggregate by name: what it needs of the registries (which words open a
//! stage, which keywords a stage takes) comes in as a [`Words`] value.

pub mod ast;
mod condition;
pub mod diag;
mod expr;
pub mod foreign;
pub mod lex;
mod literal;
mod mend;
pub mod near;
mod number;
pub mod parse;
pub mod print;
mod rewrite;
mod view;
#[cfg(test)]
pub(crate) mod words_tests;
mod wrong;

pub use ast::{Expr, ExprKind, Item, Pipeline, Span, Stage};
pub use diag::{Diag, nearest};
pub use parse::parse;

/// What the parser must know of the registries.
pub trait Words {
    /// Whether the word names a stage.
    fn is_stage(&self, name: &str) -> bool;
    /// The keywords that the stage takes after its arguments: `by`, `from`, `as`, `where`, ...
    /// `as` and `where` bind to the item before them, the others to the stage.
    fn keywords(&self, stage: &str) -> &[&str];
    /// Whether the word names an aggregate (`count`, `p95`), and so opens a stage of aggregates.
    fn is_aggregate(&self, name: &str) -> bool;
    /// Every stage's name, and every aggregate's, for "did you mean".
    fn stages(&self) -> Vec<&'static str>;
}
