//! Plain lines: no format at all.
//!
//! It is what a pipeline that asks for no field reads, whatever is in the file. The only
//! column is the line itself, so that any other name is an error before reading and not a
//! field that is None forever.

use crate::base::Span;
use crate::data::{Cell, Cut, Key, Want};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "lines",
        usage: "-i lines",
        brief: "plain lines without fields",
        text: "\
Each line is a record with no field but `line`, the line itself. Nothing is parsed, so nothing can fail to parse; \
naming any other field is an error of the pipeline. A pipeline that names no field reads its input so by itself. \
Fields can be made with [parse].",
        examples: &[
            Example {
                run: r#"-i lines 'where "ERROR" in line' app.log"#,
                output: "
2026-03-02 09:02:15 ERROR [db] connection timeout after 5000 ms
2026-03-02 09:02:15 ERROR [orders] order list failed: Timeout
2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)
",
            },
            Example { run: "-i lines 'count' app.log", output: "\n{\"count\":10}\n" },
        ],
    },
    columns: Some(&["line"]),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::NOTHING,
    bind: Bind::Named(|wants, _| Box::new(Lines(wants.iter().map(is_line).collect()))),
    kind: |_| Kind::Text,
    view: None,
    samples: &[],
};

/// For each want, whether it is the line.
struct Lines(Vec<bool>);

fn is_line(want: &Want) -> bool {
    want.name == "line"
}

impl Cut for Lines {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], _: &mut Vec<u8>) -> bool {
        for (cell, &is_line) in cells.iter_mut().zip(&self.0) {
            if is_line {
                *cell = Cell::Str(Span::new(at, line.len()));
            }
        }
        true
    }

    fn walk(&self, line: &[u8], at: u32, _: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        put(Key::Plain(b"line"), Cell::Str(Span::new(at, line.len())));
        true
    }
}
