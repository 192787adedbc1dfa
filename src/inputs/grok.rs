//! Lines that a grok expression takes apart, as Logstash has them.
//!
//! A field of `%{COMBINEDAPACHELOG}` is read at about 40 MB/s by one core, a fiftieth of what `combined`
//! takes: the expression is a regex with alternatives in alternatives, and its captures are what costs.

use std::sync::Arc;

use crate::def::cutters::grok::Grok;
use crate::def::format::Made;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "grok",
        usage: "-i 'grok:%{IP:client} %{WORD:method}'",
        brief: "lines that a grok expression takes apart",
        text: "\
The argument is text and regex with the names of Logstash's patterns in it: `%{IP:client}` is an address that becomes the column \
`client`; `:int` and `:float` behind a name make it a number, `[a][b]` is `a.b`, and `(?<name>...)` is a group of its own. The names of \
the fields are the columns. Every pattern of Logstash's older set is there, from `COMBINEDAPACHELOG` to `NAGIOSLOGLINE`, `RT_FLOW1` and \
`CISCOFW106023`, written anew for what it stands for. A line that does not match is counted as not parsed. It is a regex, and as slow as one ([regex]); [pattern] is many times \
faster. [parse] takes fields out of a field in the same way.",
        examples: &[Example {
            run: r#"-i 'grok:%{TIMESTAMP_ISO8601:time} +%{LOGLEVEL:level} +\[%{WORD:source}\] %{GREEDYDATA:msg}' 'where level >= error | select time, source, msg' app.log"#,
            output: r#"
{"time":"2026-03-02 09:02:15","source":"db","msg":"connection timeout after 5000 ms"}
{"time":"2026-03-02 09:02:15","source":"orders","msg":"order list failed: Timeout"}
{"time":"2026-03-02 09:10:00","source":"db","msg":"pool exhausted (20 of 20 in use)"}
"#,
        }],
    },
    columns: None,
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::NOTHING,
    bind: Bind::Argument(|argument, _| {
        let grok = Arc::new(Grok::parse(argument)?);
        Ok(Made {
            columns: Some(grok.names()),
            bind: Arc::new(move |wants, _| Box::new(grok.bind(wants))),
            kind: |_| Kind::Any,
            frame: None,
        })
    }),
    kind: |_| Kind::Any,
    view: None,
    samples: &[],
};
