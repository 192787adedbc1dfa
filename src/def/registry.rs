//! The face of the registries: siblings of the catalogue reach each other only through here.

use super::scope::{Decoder, Shape};
use super::written::Shown;
use super::{AggDef, FuncDef, InputDef, OutputDef, StageDef};

/// The catalogue, as a stage may see it: siblings reach each other only through here.
pub trait Registry {
    fn stage(&self, name: &str) -> Option<&'static StageDef>;
    fn func(&self, name: &str) -> Option<&'static FuncDef>;
    /// An aggregate and the number in its name (`p95`).
    fn agg(&self, name: &str) -> Option<(&'static AggDef, Option<f64>)>;
    fn input(&self, name: &str) -> Option<&'static InputDef>;
    fn output(&self, name: &str) -> Option<&'static OutputDef>;
    /// The output format that a file's name asks for.
    fn output_of(&self, path: &str) -> Option<&'static OutputDef>;
    /// How records of a shape are shown.
    fn shown(&self, shape: &Shape, decoders: &[Decoder]) -> Shown;
    /// Every function's name, for "did you mean".
    fn func_names(&self) -> Vec<&'static str>;
    fn agg_names(&self) -> Vec<&'static str>;
}
