//! `csv`: comma-separated values as RFC 4180 has them, with plain newlines.

use crate::base::lanes;
use crate::data::Batch;
use crate::def::{Doc, Example, Fields, OutputDef, Render, RenderOptions};

/// The definition of `csv`.
pub static DEF: OutputDef = OutputDef {
    doc: Doc {
        name: "csv",
        usage: "-o csv [--no-header]",
        brief: "comma-separated values with a header",
        text: "The first line names the columns, unless `--no-header` is given; it is printed even when there are no \
               records. A value is quoted only where it holds a comma, a quote or a line break, and quotes in it are \
               doubled. A missing field is empty, nested values are JSON text, and lines end in a newline alone.\n\n\
               Values are printed as they were read, byte for byte. A record of one empty value is printed as `\"\"`, \
               as an empty line would be no record.",
        examples: &[
            Example {
                run: "-o csv 'count, sum(bytes) by status | head 3' access.log",
                output: "
status,count,sum_bytes
200,4,26118
304,1,0
302,1,154
",
            },
            Example {
                run: "-o csv --no-header 'select name, note | head 2' users.csv",
                output: r#"
Alice,"likes tea, hates coffee"
Bob,"says ""hi"" a lot"
"#,
            },
        ],
    },
    suffixes: &["csv"],
    closed: true,
    ordered: false,
    make,
};

fn make(names: &[String], options: &RenderOptions) -> Box<dyn Render> {
    Box::new(Csv { names: names.to_vec(), header: !options.no_header, scratch: Vec::new() })
}

struct Csv {
    names: Vec<String>,
    header: bool,
    scratch: Vec<u8>,
}

impl Render for Csv {
    fn start(&mut self, out: &mut Vec<u8>) {
        if !self.header || self.names.is_empty() {
            return;
        }
        for (i, name) in self.names.iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            write_field(name.as_bytes(), self.names.len() == 1, out);
        }
        out.push(b'\n');
    }

    fn rows(&mut self, batch: &mut Batch, fields: &dyn Fields, out: &mut Vec<u8>) {
        let (single, scratch) = (self.names.len() == 1, &mut self.scratch);
        for i in 0..batch.sel.len() {
            let row = batch.sel[i];
            let mut first = true;
            fields.each(batch, row, &mut |batch, _, cell| {
                if !first {
                    out.push(b',');
                }
                first = false;
                write_field(super::text(batch, cell, scratch), single, out);
            });
            out.push(b'\n');
        }
    }

    fn end(&mut self, _: &mut Vec<u8>) {}
}

/// Appends a value, quoted where it must be; `single` when it is the only one of its line.
#[inline]
fn write_field(text: &[u8], single: bool, out: &mut Vec<u8>) {
    let alone = single && text.is_empty();
    if !lanes::holds(text, *b",\"\n\r") && !alone {
        return out.extend_from_slice(text);
    }
    out.push(b'"');
    for (i, part) in text.split(|&b| b == b'"').enumerate() {
        if i > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part);
    }
    out.push(b'"');
}
