//! The end of a run's way: rows become bytes, and bytes go to the output.
//!
//! Whoever commits has this, so that what stands before the first row and after the last is written
//! once, and in order. Rows whose columns are not known yet wait in a spool.

use super::heading::Heading;
use super::rendering::Rendering;
use super::sink::{Sink, Written};
use super::spool::Spool;
use crate::data::{Batch, Source};
use crate::def::judged::Failed;
use crate::def::step::Cx;
use crate::def::{OutputDef, Render, RenderOptions};

/// What is known of the header of an output.
#[derive(Clone, Copy)]
pub(super) struct Header {
    /// None is wanted.
    pub none: bool,
    /// It is that of the input, whose lines come out.
    pub is_own: bool,
    /// There is output before, which has it.
    pub goes_on: bool,
}

/// Rendering and output.
pub(super) struct Ending<'a> {
    rendering: Rendering<'a>,
    render: Box<dyn Render>,
    spool: Option<(Spool, &'static OutputDef, RenderOptions)>,
    pub sink: Option<Sink>,
    out: Vec<u8>,
    /// The header of the input, where it goes before whole lines.
    pub heading: Heading,
    header: Header,
    started: bool,
    memory: usize,
}

impl<'a> Ending<'a> {
    pub(super) fn new(rendering: &Rendering<'a>, sink: Sink, header: Header, memory: usize) -> Ending<'a> {
        Ending {
            render: rendering.make(),
            spool: rendering.spool(),
            rendering: rendering.clone(),
            sink: Some(sink),
            out: Vec::new(),
            header,
            heading: Heading::new(header.is_own && !header.none && !header.goes_on),
            started: false,
            memory,
        }
    }

    /// The same for a copy of the steps, which writes elsewhere, in its own way.
    pub(super) fn copy<'b>(&self, rendering: &Rendering<'b>, sink: Sink) -> Ending<'b> {
        Ending { heading: self.heading.clone(), ..Ending::new(rendering, sink, self.header, self.memory) }
    }

    /// Renders in another way; nothing may have been written.
    pub(super) fn render_as(&mut self, rendering: &Rendering<'a>) {
        (self.render, self.spool, self.rendering) = (rendering.make(), rendering.spool(), rendering.clone());
    }

    /// Nothing more may come for a while: a renderer that gathers rows writes them.
    pub(super) fn pause(&mut self) -> Written {
        self.out.clear();
        self.render.pause(&mut self.out);
        let written = self.write_out();
        match (written, &mut self.sink) {
            (Written::Fine, Some(sink)) => sink.flush(),
            (written, _) => written,
        }
    }

    /// What stands before the first row.
    pub(super) fn start(&mut self, source: Option<&Source>) -> Written {
        if self.started {
            return Written::Fine;
        }
        self.started = true;
        if self.spool.is_some() {
            return Written::Fine;
        }
        self.out.clear();
        self.heading.start(source, &mut self.out);
        self.render.start(&mut self.out);
        self.write_out()
    }

    /// Writes to another file from here on, which begins as any does if nothing is in it.
    pub(super) fn goes_on_in(&mut self, sink: Sink, is_fresh: bool) {
        self.sink = Some(sink);
        let has_header = is_fresh && !self.header.none;
        self.render = self.rendering.make_with(has_header);
        self.heading = Heading::new(self.header.is_own && has_header);
        self.started = false;
    }

    fn write_out(&mut self) -> Written {
        match &mut self.sink {
            Some(sink) => sink.put(&self.out),
            None => Written::Fine,
        }
    }

    /// Writes what a worker has rendered of an input's lines.
    pub(super) fn lines(&mut self, source: &Source, rendered: &[u8]) -> Written {
        self.out.clear();
        if let Err(fault) = self.heading.lines_of(source, &mut self.out) {
            return Written::Failed(fault);
        }
        match (self.write_out(), &mut self.sink) {
            (Written::Fine, Some(sink)) => sink.put(rendered),
            (written, _) => written,
        }
    }

    /// Renders rows and writes them.
    pub(super) fn rows(&mut self, batch: &mut Batch) -> Written {
        let fields = self.rendering.fields();
        if let Some((spool, ..)) = &mut self.spool {
            spool.add(batch, fields);
            if spool.weight() > self.memory {
                return Written::Failed(crate::def::fault_of_memory("the union of all columns", self.memory));
            }
            return Written::Fine;
        }
        self.out.clear();
        if let Err(fault) = self.heading.lines_of(&batch.block.source, &mut self.out) {
            return Written::Failed(fault);
        }
        self.render.rows(batch, fields, &mut self.out);
        self.write_out()
    }

    /// What tells of asserts that failed, in a format that does.
    pub(super) fn failed<'f>(&mut self, failed: impl Iterator<Item = &'f Failed>) -> Written {
        self.out.clear();
        failed.for_each(|failed| self.render.failed(failed, &mut self.out));
        self.write_out()
    }

    /// What stands after the last row.
    pub(super) fn finish(&mut self, cx: &mut Cx) -> Written {
        if let Some((spool, def, options)) = self.spool.take() {
            let mut render = (def.make)(spool.names(), &options);
            self.out.clear();
            render.start(&mut self.out);
            let mut written = self.write_out();
            let view = spool.view();
            spool.emit(cx, &mut |batch| {
                self.out.clear();
                render.rows(batch, &view, &mut self.out);
                written = self.write_out();
                matches!(written, Written::Fine)
            });
            if !matches!(written, Written::Fine) {
                return written;
            }
            self.out.clear();
            render.end(&mut self.out);
            return self.write_out();
        }
        self.out.clear();
        self.render.end(&mut self.out);
        self.write_out()
    }
}
