//! `logfmt`: `key=value` pairs, a record a line.

use crate::base::json;
use crate::data::{Batch, Cell, Key};
use crate::def::{Doc, Example, Fields, OutputDef, Render, RenderOptions};

/// The definition of `logfmt`.
pub static DEF: OutputDef = OutputDef {
    doc: Doc {
        name: "logfmt",
        usage: "-o logfmt",
        brief: "key=value pairs, one record a line",
        text: "Each record is a line of pairs in the order of its fields. A missing field is left out, empty text is \
               `key=\"\"`. A value is quoted where it holds a blank, a quote, `=` or a control character, with the \
               escapes of JSON; other values, also those with a backslash, are printed as they are. Blanks, quotes \
               and `=` in a key become `_`. Nested values are JSON text in quotes.",
        examples: &[Example {
            run: "-o logfmt 'select service, msg, status | head 2' app.jsonl",
            output: r#"
service=api msg="request done" status=200
service=worker msg="job started"
"#,
        }],
    },
    suffixes: &["logfmt"],
    closed: false,
    ordered: false,
    make,
};

fn make(_: &[String], _: &RenderOptions) -> Box<dyn Render> {
    Box::new(Logfmt { scratch: Vec::new() })
}

struct Logfmt {
    scratch: Vec<u8>,
}

impl Render for Logfmt {
    fn start(&mut self, _: &mut Vec<u8>) {}

    fn rows(&mut self, batch: &mut Batch, fields: &dyn Fields, out: &mut Vec<u8>) {
        let scratch = &mut self.scratch;
        for i in 0..batch.sel.len() {
            let row = batch.sel[i];
            let mut first = true;
            fields.each(batch, row, &mut |batch, key, cell| {
                if cell == Cell::None {
                    return;
                }
                if !first {
                    out.push(b' ');
                }
                first = false;
                write_key(key, scratch, out);
                out.push(b'=');
                write_text(super::text(batch, cell, scratch), out);
            });
            out.push(b'\n');
        }
    }

    fn end(&mut self, _: &mut Vec<u8>) {}
}

/// Whether a byte would end a bare key or value, or break the line.
fn is_special(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'"' | b'=' | 0x7f)
}

fn write_key(key: Key<'_>, scratch: &mut Vec<u8>, out: &mut Vec<u8>) {
    let key = match key {
        Key::Plain(key) => key,
        Key::Escaped(inside) => {
            scratch.clear();
            json::unescape(inside, scratch);
            scratch
        }
    };
    if key.is_empty() {
        return out.push(b'_');
    }
    out.extend(key.iter().map(|&b| if is_special(b) { b'_' } else { b }));
}

#[inline]
fn write_text(text: &[u8], out: &mut Vec<u8>) {
    if text.is_empty() || text.iter().fold(false, |any, &b| any | is_special(b)) {
        json::write_string(text, out);
    } else {
        out.extend_from_slice(text);
    }
}
