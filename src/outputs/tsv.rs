//! `tsv`: tab-separated values, a record a line whatever the values hold.

use crate::base::lanes;
use crate::data::Batch;
use crate::def::{Doc, Example, Fields, OutputDef, Render, RenderOptions};

/// The definition of `tsv`.
pub static DEF: OutputDef = OutputDef {
    doc: Doc {
        name: "tsv",
        usage: "-o tsv [--no-header]",
        brief: "tab-separated values with a header",
        text: "The first line names the columns, unless `--no-header` is given; it is printed even when there are no \
               records. There are no quotes: a tab, a newline, a carriage return and a backslash inside a value are \
               written as `\\t`, `\\n`, `\\r` and `\\\\`, so that `cut`, `sort` and `awk -F'\\t'` always see one \
               record a line. Other bytes are printed as they were read. A missing field is empty and nested values are JSON \
               text.",
        examples: &[Example {
            run: "-o tsv 'select name, note | skip 2 | head 1' users.csv",
            output: r"
name	note
Carol	moved in March\nnew address on file
",
        }],
    },
    suffixes: &["tsv"],
    closed: true,
    ordered: false,
    make,
};

fn make(names: &[String], options: &RenderOptions) -> Box<dyn Render> {
    Box::new(Tsv { names: names.to_vec(), header: !options.no_header, scratch: Vec::new() })
}

struct Tsv {
    names: Vec<String>,
    header: bool,
    scratch: Vec<u8>,
}

impl Render for Tsv {
    fn start(&mut self, out: &mut Vec<u8>) {
        if !self.header || self.names.is_empty() {
            return;
        }
        for (i, name) in self.names.iter().enumerate() {
            if i > 0 {
                out.push(b'\t');
            }
            write_field(name.as_bytes(), out);
        }
        out.push(b'\n');
    }

    fn rows(&mut self, batch: &mut Batch, fields: &dyn Fields, out: &mut Vec<u8>) {
        let scratch = &mut self.scratch;
        for i in 0..batch.sel.len() {
            let row = batch.sel[i];
            let mut first = true;
            fields.each(batch, row, &mut |batch, _, cell| {
                if !first {
                    out.push(b'\t');
                }
                first = false;
                write_field(super::text(batch, cell, scratch), out);
            });
            out.push(b'\n');
        }
    }

    fn end(&mut self, _: &mut Vec<u8>) {}
}

/// Appends a value with what would break the line escaped.
#[inline]
fn write_field(text: &[u8], out: &mut Vec<u8>) {
    if !lanes::holds(text, *b"\t\n\r\\") {
        return out.extend_from_slice(text);
    }
    for &byte in text {
        match byte {
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\\' => out.extend_from_slice(b"\\\\"),
            _ => out.push(byte),
        }
    }
}
