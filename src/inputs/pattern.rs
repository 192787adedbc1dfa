//! Lines that are laid out as a pattern of names and text says.
//!
//! A field in the middle of an access log is read at about 2 GB/s by one core.

use super::written;
use crate::def::cutters::pattern;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "pattern",
        usage: "-i 'pattern:<name> text'",
        brief: "lines laid out as a pattern of names and text",
        text: "\
The argument is what a line looks like, with `<name>` for a field: `<time> [<level>] <msg>`. A name takes everything up to the text \
after it, and the last one the rest of the line; `<_>` is skipped. The names are the columns. A line in which some of the text is \
missing is counted as not parsed, and its fields are None. [parse] takes fields out of a field in the same way.",
        examples: &[Example {
            run: r#"-i 'pattern:<day> <clock> <level> [<source>] <msg>' 'where level >= error | select clock, source, msg' app.log"#,
            output: r#"
{"clock":"09:02:15","source":"db","msg":"connection timeout after 5000 ms"}
{"clock":"09:02:15","source":"orders","msg":"order list failed: Timeout"}
{"clock":"09:10:00","source":"db","msg":"pool exhausted (20 of 20 in use)"}
"#,
        }],
    },
    columns: None,
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::NOTHING,
    bind: Bind::Argument(|argument, read| {
        let _ = read;
        pattern::parse(argument).map(written::laid_out)
    }),
    kind: |_| Kind::Any,
    view: None,
    samples: &[],
};
