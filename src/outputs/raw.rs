//! `raw`: the line of each record, as it was read.

use crate::data::Batch;
use crate::def::{Doc, Example, Fields, OutputDef, Render, RenderOptions};

/// The definition of `raw`.
pub static DEF: OutputDef = OutputDef {
    doc: Doc {
        name: "raw",
        usage: "-o raw",
        brief: "the line of each record, as it was read",
        text: "Prints `line`, byte for byte, and a newline, whatever columns the pipeline made: with it, stages like \
               [set] and [parse] serve to choose lines. Lines are those that [print], [replace] and `redact` made \
               where these were used. Records that came from no line, such as groups, print as empty lines.",
        examples: &[Example {
            run: r#"-o raw 'parse regex r"(?P<n>\d+) ms" | where n > 1000' app.log"#,
            output: "
2026-03-02 09:02:15 ERROR [db] connection timeout after 5000 ms
",
        }],
    },
    closed: false,
    ordered: false,
    make,
};

fn make(_: &[String], _: &RenderOptions) -> Box<dyn Render> {
    Box::new(Raw)
}

struct Raw;

impl Render for Raw {
    fn start(&mut self, _: &mut Vec<u8>) {}

    fn rows(&mut self, batch: &mut Batch, _: &dyn Fields, out: &mut Vec<u8>) {
        for &row in &batch.sel {
            out.extend_from_slice(batch.line(row));
            out.push(b'\n');
        }
    }

    fn end(&mut self, _: &mut Vec<u8>) {}
}
