//! The patterns of logback and log4j.
//!
//! The level is read at about 0.6 GB/s by one core, of lines of 80 bytes: of each of the short fields around
//! it the shape is checked, and padding is counted.

use super::written;
use crate::def::cutters::logback;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "logback",
        usage: "-i 'logback:PATTERN'",
        brief: "logs of Java programs, by the pattern of logback or log4j",
        text: "\
The argument is the pattern of a layout: `%d{HH:mm:ss.SSS} [%thread] %-5level %logger{36} - %msg%n`, with its conversion words, \
their options and paddings. `%d` is `time`, `%p` and `%level` are `level`, `%t` and `%thread` are `thread`, `%c` and `%logger` are \
`logger`, `%m` and `%msg` are `msg`, `%X{key}` is `key`. What follows the last field of a record (a stack trace that \
`--multiline` has joined) belongs to the message. `-i java` reads the usual ones without a pattern.",
        examples: &[Example {
            run: r#"-i 'logback:%d{yyyy-MM-dd HH:mm:ss} %level [%thread] %logger - %msg%n' --multiline java 'where level >= warn | select time, level, thread, logger' trace.log"#,
            output: r#"
{"time":"2026-03-02 09:02:15","level":"ERROR","thread":"req-7","logger":"api.Orders"}
{"time":"2026-03-02 09:02:16","level":"WARN","thread":"req-8","logger":"api.Orders"}
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
        logback::parse(argument).map(written::made)
    }),
    kind: |_| Kind::Any,
    view: None,
    samples: &[],
};
