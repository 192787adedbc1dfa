//! Lines that a regex with named groups takes apart.
//!
//! A field is read at about 0.5 GB/s by one core where one way leads through the expression, and at a
//! tenth of it where many do: `pattern:` says the same of most logs at twice the speed.

use std::sync::Arc;

use regex::bytes::RegexBuilder;

use crate::def::bind::{REGEX_LIMIT, regex_words};
use crate::def::cutters::regex::RegexCut;
use crate::def::format::Made;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "regex",
        usage: "-i 'regex:(?P<name>...)'",
        brief: "lines that a regex with named groups takes apart",
        text: "\
The argument is a regex; its named groups are the columns. It is searched for in each line, so that `^` and `$` are to be written \
where they are meant. A group that took no part is None. A line that does not match is counted as not parsed. A regex with groups is \
many times slower than [pattern]; [parse] takes fields out of a field in the same way.",
        examples: &[Example {
            run: r#"-i 'regex:(?P<level>[A-Z]+) +\[(?P<source>\w+)\]' 'count by level' app.log"#,
            output: r#"
{"level":"INFO","count":5}
{"level":"ERROR","count":3}
{"level":"WARN","count":2}
"#,
        }],
    },
    columns: None,
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::NOTHING,
    bind: Bind::Argument(|argument, _| {
        let regex = RegexBuilder::new(argument).size_limit(REGEX_LIMIT).build();
        let regex = Arc::new(regex.map_err(|e| format!("this regex does not compile: {}", regex_words(&e)))?);
        let names: Vec<String> = regex.capture_names().flatten().map(str::to_string).collect();
        if names.is_empty() {
            return Err("the regex has no named group; (?P<name>...) makes a column".to_string());
        }
        Ok(Made {
            columns: Some(names),
            bind: Arc::new(move |wants, _| Box::new(RegexCut::bind(&regex, wants))),
            kind: |_| Kind::Any,
            frame: None,
        })
    }),
    kind: |_| Kind::Any,
    view: None,
    samples: &[],
};
