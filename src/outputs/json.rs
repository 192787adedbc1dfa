//! `json`: one object a line, the format of pipes.

use crate::base::json;
use crate::data::{Batch, Key, Value};
use crate::def::{Doc, Example, Fields, OutputDef, Render, RenderOptions};

/// The definition of `json`.
pub static DEF: OutputDef = OutputDef {
    doc: Doc {
        name: "json",
        usage: "-o json",
        brief: "JSON lines: one object a line (records in a pipe)",
        text: "Each record is an object on a line of its own, with its fields in order. A missing field is `null`. \
               Times are strings in RFC 3339 (`\"2026-03-02T09:00:01Z\"`), durations strings like `\"1.5s\"`.\n\n\
               What was not computed keeps its spelling: numbers of any length, escapes in strings, nested values. \
               Text from a text format is a number where it is spelled as JSON spells one, so `500` prints bare and \
               `007` as a string. Bytes that are no UTF-8 become U+FFFD. A nested value is printed without blanks \
               where it would break the line.",
        examples: &[
            Example {
                run: "'where status >= 500 | select ip, status, path | head 2' access.log",
                output: r#"
{"ip":"192.0.2.88","status":500,"path":"/api/orders"}
{"ip":"192.0.2.88","status":502,"path":"/api/orders"}
"#,
            },
            Example {
                run: "'select name, age, note | skip 4' users.csv",
                output: r#"
{"name":"Erin","age":"007","note":"VIP"}
{"name":"Frank, Jr.","age":29,"note":"called twice"}
"#,
            },
        ],
    },
    suffixes: &["json", "jsonl", "ndjson"],
    closed: false,
    ordered: false,
    make,
};

fn make(_: &[String], _: &RenderOptions) -> Box<dyn Render> {
    Box::new(Json)
}

struct Json;

impl Render for Json {
    fn start(&mut self, _: &mut Vec<u8>) {}

    fn rows(&mut self, batch: &mut Batch, fields: &dyn Fields, out: &mut Vec<u8>) {
        for i in 0..batch.sel.len() {
            let row = batch.sel[i];
            let mut before = b'{';
            fields.each(batch, row, &mut |batch, key, cell| {
                out.push(before);
                before = b',';
                match key {
                    Key::Plain(key) => json::write_string(key, out),
                    Key::Escaped(key) => json::write_escaped(key, out),
                }
                out.push(b':');
                write_value(batch.value(cell), out);
            });
            if before == b'{' {
                out.push(b'{');
            }
            out.extend_from_slice(b"}\n");
        }
    }

    fn end(&mut self, _: &mut Vec<u8>) {}
}

#[inline]
fn write_value(value: Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Json(nested) => super::write_nested(nested, out),
        value => value.write_json(out),
    }
}
