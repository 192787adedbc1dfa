//! How rows become bytes: as whole lines, or as records in an output format.

use super::Format;
use super::spool::Spool;
use crate::data::{Batch, Cell, Key};
use crate::def::{Fields, OutputDef, Render, RenderOptions};
use crate::outputs::raw::Lines;
use crate::plan::{Output, Plan, View};

/// How rows become bytes.
#[derive(Clone)]
pub(super) struct Rendering<'a> {
    view: Option<&'a View>,
    format: &'a Format,
}

/// The fields of whole lines: none are asked for.
struct NoFields;

impl Fields for NoFields {
    fn each(&self, _: &mut Batch, _: u32, _: &mut dyn FnMut(&mut Batch, Key<'_>, Cell)) {}
}

impl<'a> Rendering<'a> {
    pub(super) fn new(plan: &'a Plan, format: &'a Format) -> Rendering<'a> {
        let view = match &plan.output {
            Output::Lines => None,
            Output::Records(view) => Some(view),
        };
        Rendering { view, format }
    }

    /// Whether whole lines come out.
    pub(super) fn is_lines(&self) -> bool {
        self.view.is_none()
    }

    /// Whether lines that were not selected may come out.
    pub(super) fn has_context(&self) -> bool {
        matches!(self.format, Format::Lines(options) if options.has_context())
    }

    /// Whether one renderer must see all rows in order.
    pub(super) fn is_ordered(&self) -> bool {
        match self.format {
            Format::Lines(options) => options.has_context(),
            Format::Records(def, _) => def.ordered || self.spools(),
        }
    }

    /// Whether rows must all be seen before the columns are known.
    fn spools(&self) -> bool {
        matches!(self.format, Format::Records(def, _) if def.closed) && self.view.is_some_and(|v| v.names().is_none())
    }

    pub(super) fn make(&self) -> Box<dyn Render> {
        match self.format {
            Format::Lines(options) => Box::new(Lines::new(options.clone())),
            Format::Records(def, options) => {
                let names = self.view.and_then(View::names).unwrap_or_default();
                (def.make)(&names, options)
            }
        }
    }

    /// A renderer for another file, with a header or without.
    pub(super) fn make_with(&self, header: bool) -> Box<dyn Render> {
        let format = match self.format {
            Format::Lines(_) => return self.make(),
            Format::Records(def, options) => {
                Format::Records(def, RenderOptions { no_header: !header, ..options.clone() })
            }
        };
        Rendering { view: self.view, format: &format }.make()
    }

    pub(super) fn fields(&self) -> &'a dyn Fields {
        match self.view {
            Some(view) => view,
            None => &NoFields,
        }
    }

    pub(super) fn spool(&self) -> Option<(Spool, &'static OutputDef, RenderOptions)> {
        match self.format {
            Format::Records(def, options) if self.spools() => Some((Spool::default(), *def, options.clone())),
            _ => None,
        }
    }
}
