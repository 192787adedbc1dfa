//! Files that a pipeline writes beside its output: `tee` and `split`.
//!
//! A stage says which records go to which path; how they are rendered is decided here, when
//! the stage is bound, from the name's suffix and from what the pipeline has made so far. The
//! files themselves belong to the run, behind [`Files`]: it opens, compresses, bounds how many
//! are open, and gives a file its name only when the run has ended well. A writer of its own
//! for each stage was the first idea; a run could then not tell which names it owes.

use std::sync::Arc;

use super::scope::{Scope, Shape};
use super::step::{Cx, Flow, Out};
use super::{Fields, OutputDef, Render, RenderOptions};
use crate::base::Fault;
use crate::data::Batch;
use crate::lang::{Diag, Span};

/// The files of a run.
pub trait Files: Send + Sync {
    /// Begins a file; the suffix of its name says how it is compressed. Where `is_made` the
    /// path was put together from values: missing folders are made, and no link is followed.
    /// Gives the number that [`Files::put`] knows it by.
    fn begin(&self, path: &[u8], is_made: bool) -> Result<usize, Fault>;
    /// Appends to a file.
    fn put(&self, file: usize, bytes: &[u8]) -> Result<(), Fault>;
}

/// The records at some place of a pipeline, as they may be shown.
pub struct Shown {
    pub fields: Arc<dyn Fields + Send + Sync>,
    /// The columns, where they are known before reading.
    pub names: Option<Vec<String>>,
    /// The slots that showing a record reads.
    pub slots: Vec<usize>,
    /// Whether the input's own records are shown.
    pub walks: bool,
}

/// How the records at one place of a pipeline are written.
pub struct Writing {
    shown: Shown,
    output: &'static OutputDef,
    /// Whole lines of the input, whose header goes before them.
    lines: bool,
}

impl Writing {
    /// What the next step writes to a path that ends like this one: whole lines while the
    /// pipeline only chooses, and records as the suffix has it, JSON lines by default.
    pub fn bind(path: &str, span: Span, scope: &mut Scope<'_>) -> Result<Writing, Diag> {
        let shown = scope.registry.shown(&scope.shape, &scope.decoders);
        let lines = !scope.made_columns && scope.has_line;
        let asked = scope.registry.output_of(path);
        let is_input = asked.is_some_and(|def| def.doc.name == scope.input.def.doc.name);
        let lines = lines && (asked.is_none() || is_input || matches!(scope.shape, Shape::LineOnly));
        let name = if lines { "raw" } else { "json" };
        let Some(output) = asked.filter(|_| !lines).or_else(|| scope.registry.output(name)) else {
            unreachable!("raw and json are registered");
        };
        if output.closed && shown.names.is_none() {
            let name = output.doc.name;
            return Err(Diag::new(span, format!("the columns of this {name} file are not known before reading"))
                .help("name them before it: select time, level, msg")
                .help("a name that ends in .json takes all fields"));
        }
        if !lines {
            shown.slots.iter().for_each(|slot| scope.reads(*slot));
            scope.walks |= shown.walks;
        }
        Ok(Writing { shown, output, lines })
    }

    /// A file that is to be written.
    pub fn writer(&self, path: Vec<u8>, is_made: bool) -> Writer {
        let names = self.shown.names.clone().unwrap_or_default();
        let under = Vec::new();
        Writer { path, is_made, file: None, under, render: (self.output.make)(&names, &RenderOptions::default()) }
    }
}

/// One file that is being written.
pub struct Writer {
    path: Vec<u8>,
    is_made: bool,
    file: Option<usize>,
    /// The header that the last lines stand under.
    under: Vec<u8>,
    render: Box<dyn Render>,
}

impl Writer {
    /// Writes the selected rows.
    pub fn rows(&mut self, batch: &mut Batch, writing: &Writing, cx: &mut Cx) -> Result<(), Fault> {
        let mut out = std::mem::take(&mut cx.text);
        out.clear();
        if self.file.is_none() {
            self.render.start(&mut out);
        }
        let source = &batch.block.source;
        let is_new = self.file.is_none() || source.is_section && self.under != source.header;
        if writing.lines && !batch.printed && is_new {
            out.extend_from_slice(&source.header);
            self.under.clone_from(&source.header);
        }
        self.render.rows(batch, &*writing.shown.fields, &mut out);
        if writing.lines && out.last().is_some_and(|last| *last != b'\n') {
            out.push(b'\n');
        }
        let written = self.put(&out, cx);
        cx.text = out;
        written
    }

    /// Writes what stands after the last row; before it, if there was none, what stands
    /// before the first.
    pub fn end(&mut self, cx: &mut Cx) -> Result<(), Fault> {
        let mut out = Vec::new();
        if self.file.is_none() {
            self.render.start(&mut out);
        }
        self.render.end(&mut out);
        self.put(&out, cx)
    }

    fn put(&mut self, bytes: &[u8], cx: &Cx) -> Result<(), Fault> {
        let Some(files) = &cx.files else {
            let path = String::from_utf8_lossy(&self.path);
            return Err(Fault::limit(path, "nothing may be written here"));
        };
        let file = match self.file {
            Some(file) => file,
            None => *self.file.insert(files.begin(&self.path, self.is_made)?),
        };
        files.put(file, bytes)
    }
}

/// Gives rows on after they were written. Those who come later may have had enough, and
/// the file has not: they get no more, and the run goes on.
#[derive(Default)]
pub struct Onward {
    enough: bool,
}

impl Onward {
    /// Gives the selected rows on, unless writing them has failed.
    pub fn give(&mut self, written: Result<(), Fault>, batch: &mut Batch, cx: &mut Cx, out: Out<'_>) -> Flow {
        if let Err(fault) = written {
            cx.fault.get_or_insert(fault);
            return Flow::Stop;
        }
        if !self.enough {
            self.enough = out(batch, cx) == Flow::Stop;
        }
        if cx.fault.is_some() { Flow::Stop } else { Flow::More }
    }
}
