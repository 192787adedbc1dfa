//! What binding sees beyond the pipeline: the command line, and the registries, whose
//! entries reach each other only through here.

use super::scope::{Decoder, Shape};
use super::written::Shown;
use super::{AggDef, FuncDef, InputDef, OutputDef, StageDef};
use crate::base::Zone;

/// The catalogue, as a stage may see it: siblings reach each other only through here.
pub trait Registry {
    fn stage(&self, name: &str) -> Option<&'static StageDef>;
    fn func(&self, name: &str) -> Option<&'static FuncDef>;
    /// An aggregate and the number in its name (`p95`).
    fn agg(&self, name: &str) -> Option<(&'static AggDef, Option<f64>)>;
    fn input(&self, name: &str) -> Option<&'static InputDef>;
    /// Every input format, in the order of their names.
    fn inputs(&self) -> Vec<&'static InputDef>;
    fn output(&self, name: &str) -> Option<&'static OutputDef>;
    /// The output format that a file's name asks for.
    fn output_of(&self, path: &str) -> Option<&'static OutputDef>;
    /// How records of a shape are shown.
    fn shown(&self, shape: &Shape, decoders: &[Decoder]) -> Shown;
    /// Every function's name, for "did you mean".
    fn func_names(&self) -> Vec<&'static str>;
    fn agg_names(&self) -> Vec<&'static str>;
}

/// What the command line says that binding needs.
#[derive(Clone, Debug)]
pub struct BindOptions {
    /// The zone of stamps that name none.
    pub zone: Zone,
    /// The time of the run, in nanoseconds since 1970: one for all of it.
    pub now: i64,
    /// The stretch of time that is wanted: from the first instant, before the second.
    pub window: (Option<i64>, Option<i64>),
    /// The stage that stands before the pipeline: `until ...`.
    pub until: Option<String>,
    /// The inputs grow: how long after its end a bucket of `every` waits for records, in nanoseconds. None where they
    /// end, and all buckets come out then.
    pub late: Option<i64>,
    /// `--arg k=v`.
    pub args: Vec<(String, String)>,
    /// `--save FILE`.
    pub save: Option<String>,
    /// All hashes equal: a test's constant.
    pub equal_hashes: bool,
    /// Reads a side file that a pipeline names (`lines("f")`), once, while it is bound.
    pub side_file: fn(&str) -> Result<Vec<u8>, String>,
    /// A variable of the environment, asked for once, while a pipeline is bound.
    pub env: fn(&str) -> Option<String>,
}
