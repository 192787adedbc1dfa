//! The catalogue: the registries of floor 3 behind the two faces that lower floors know.

use std::sync::Arc;

use super::View;
use crate::def::scope::Decoder;
use crate::def::written::Shown;
use crate::def::{AggDef, FuncDef, InputDef, OutputDef, Registry, Shape, StageDef};
use crate::lang::Words;
use crate::{aggs, codecs, funcs, inputs, outputs, stages};

/// All registries.
pub struct Catalogue;

impl Registry for Catalogue {
    fn stage(&self, name: &str) -> Option<&'static StageDef> {
        stages::find(name)
    }

    fn func(&self, name: &str) -> Option<&'static FuncDef> {
        funcs::find(name)
    }

    fn agg(&self, name: &str) -> Option<(&'static AggDef, Option<f64>)> {
        aggs::find(name)
    }

    fn input(&self, name: &str) -> Option<&'static InputDef> {
        inputs::find(name)
    }

    fn inputs(&self) -> Vec<&'static InputDef> {
        inputs::ALL.to_vec()
    }

    fn output(&self, name: &str) -> Option<&'static OutputDef> {
        outputs::find(name)
    }

    fn output_of(&self, path: &str) -> Option<&'static OutputDef> {
        let name = match codecs::by_suffix(path) {
            Some(_) => path.rsplit_once('.')?.0,
            None => path,
        };
        outputs::by_suffix(name)
    }

    fn shown(&self, shape: &Shape, decoders: &[Decoder]) -> Shown {
        let view = View::new(shape, decoders);
        Shown { names: view.names(), slots: view.slots(), walks: view.walks(), fields: Arc::new(view) }
    }

    fn func_names(&self) -> Vec<&'static str> {
        funcs::ALL.iter().map(|d| d.doc.name).collect()
    }

    fn agg_names(&self) -> Vec<&'static str> {
        aggs::names()
    }
}

impl Words for Catalogue {
    fn is_stage(&self, name: &str) -> bool {
        stages::find(name).is_some()
    }

    fn keywords(&self, stage: &str) -> &[&str] {
        stages::find(stage).map_or(&[], |def| def.keywords)
    }

    fn is_aggregate(&self, name: &str) -> bool {
        aggs::find(name).is_some()
    }

    fn stages(&self) -> Vec<&'static str> {
        stages::ALL.iter().map(|d| d.doc.name).chain(self.agg_names()).collect()
    }
}
