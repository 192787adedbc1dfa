//! `raw`: whole lines out, the records' own bytes, neighbours in one copy; and context lines.

use crate::data::Batch;
use crate::data::lines::full_end;
use crate::def::{Doc, Example, Fields, OutputDef, Render, RenderOptions};

/// The definition of `raw`.
pub static DEF: OutputDef = OutputDef {
    doc: Doc {
        name: "raw",
        usage: "-o raw",
        brief: "the line of each record, as it was read",
        text: "Prints the line, byte for byte, whatever columns the pipeline made: with it, stages like [set] and \
               [parse] serve to choose lines. After [print] the line is what that made. Records that came from no \
               line, such as groups, are an error before anything is read.",
        examples: &[Example {
            run: r#"-o raw 'parse regex r"(?P<n>\d+) ms" | where n > 1000' app.log"#,
            output: "
2026-03-02 09:02:15 ERROR [db] connection timeout after 5000 ms
",
        }],
    },
    suffixes: &[],
    closed: false,
    ordered: false,
    make,
};

fn make(_: &[String], _: &RenderOptions) -> Box<dyn Render> {
    Box::new(Lines::new(LineOptions::default()))
}

/// What goes with whole lines.
#[derive(Clone, Debug, Default)]
pub struct LineOptions {
    /// `file:` before each line.
    pub with_filename: bool,
    /// Lines of context before and after each selected line.
    pub before: usize,
    pub after: usize,
}

impl LineOptions {
    /// Whether lines that were not selected may come out.
    pub fn has_context(&self) -> bool {
        self.before > 0 || self.after > 0
    }
}

/// The renderer of whole lines.
pub struct Lines {
    options: LineOptions,
    /// The last lines that were not written, with their terminators, for context before.
    pending: std::collections::VecDeque<Vec<u8>>,
    /// How many lines of context after are still to be written.
    after_left: usize,
    /// Whether lines were left out since the last one that was written.
    gap: bool,
    wrote: bool,
    /// The input of the lines that context was last taken from.
    source: u32,
}

impl Lines {
    /// A renderer with these options.
    pub fn new(options: LineOptions) -> Lines {
        Lines {
            options,
            pending: std::collections::VecDeque::new(),
            after_left: 0,
            gap: false,
            wrote: false,
            source: 0,
        }
    }

    /// Copies the selected lines; a run of neighbours is one copy.
    fn plain(&self, batch: &Batch, out: &mut Vec<u8>) {
        let bytes = &batch.block.bytes;
        let mut run = 0..0;
        for &row in &batch.sel {
            let span = batch.rows[row as usize];
            if span.in_heap() || batch.printed {
                copy(bytes, &mut run, out);
                out.extend_from_slice(batch.bytes(span));
                out.extend_from_slice(batch.terminator(row));
                continue;
            }
            let start = span.start as usize;
            if start != run.end {
                copy(bytes, &mut run, out);
                run.start = start;
            }
            run.end = full_end(bytes, span);
        }
        copy(bytes, &mut run, out);
    }

    /// Copies one line with its terminator, after the file's name where that is wanted.
    fn line(&self, batch: &Batch, row: u32, separator: u8, out: &mut Vec<u8>) {
        if self.options.with_filename {
            out.extend_from_slice(match batch.block.source.name.as_str() {
                "-" => "(standard input)".as_bytes(),
                name => name.as_bytes(),
            });
            out.push(separator);
        }
        out.extend_from_slice(batch.line(row));
        out.extend_from_slice(batch.terminator(row));
    }

    fn context(&mut self, batch: &Batch, out: &mut Vec<u8>) {
        if self.source != batch.block.source.index {
            // Context never crosses from one file into the next.
            self.source = batch.block.source.index;
            self.pending.clear();
            self.after_left = 0;
            self.gap = true;
        }
        let mut selected = batch.sel.iter().peekable();
        for row in 0..batch.rows.len() as u32 {
            if selected.next_if_eq(&&row).is_some() {
                if self.gap && self.wrote {
                    end_line(out);
                    out.extend_from_slice(b"--\n");
                }
                for line in self.pending.drain(..) {
                    end_line(out);
                    out.extend_from_slice(&line);
                }
                end_line(out);
                self.line(batch, row, b':', out);
                self.after_left = self.options.after;
                self.gap = false;
                self.wrote = true;
                continue;
            }
            if self.after_left > 0 {
                self.after_left -= 1;
                end_line(out);
                self.line(batch, row, b'-', out);
                continue;
            }
            if self.options.before == 0 {
                self.gap = true;
                continue;
            }
            if self.pending.len() == self.options.before {
                self.pending.pop_front();
                self.gap = true;
            }
            let mut line = Vec::new();
            self.line(batch, row, b'-', &mut line);
            self.pending.push_back(line);
        }
    }
}

fn copy(bytes: &[u8], run: &mut std::ops::Range<usize>, out: &mut Vec<u8>) {
    out.extend_from_slice(&bytes[run.clone()]);
    *run = 0..0;
}

/// A last line without a newline gets one when another follows.
fn end_line(out: &mut Vec<u8>) {
    if out.last().is_some_and(|b| *b != b'\n') {
        out.push(b'\n');
    }
}

impl Render for Lines {
    fn start(&mut self, _: &mut Vec<u8>) {}

    fn rows(&mut self, batch: &mut Batch, _: &dyn Fields, out: &mut Vec<u8>) {
        if self.options.has_context() {
            return self.context(batch, out);
        }
        if !self.options.with_filename {
            return self.plain(batch, out);
        }
        for &row in &batch.sel {
            end_line(out);
            self.line(batch, row, b':', out);
        }
    }

    fn end(&mut self, _: &mut Vec<u8>) {}
}
