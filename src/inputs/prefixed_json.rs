//! JSON after a prefix: what `stern`, CloudWatch and many loggers print.
//!
//! A key is read at about 0.9 GB/s by one core, of lines of 80 bytes: the brace has to be found, and the
//! object is checked to its end.

use super::{broken_json, json};
use crate::base::Span;
use crate::data::{Cell, Cut, Key, Miss};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "prefixed-json",
        usage: "-i prefixed-json",
        brief: "a JSON object after some other text",
        text: "\
A line is some text and then one JSON object, to the end of the line: `pod-x app {\"level\":\"info\"}`. The object starts at \
the first `{` that a quote or `}` follows. Its keys are the fields, as in [json]; the text before it, without blanks and bars around \
it, is `prefix`, in place of a key of that name. A line without such an object is counted as not parsed, as is one that is an object and \
nothing else.",
        examples: &[Example {
            run: "-i prefixed-json 'select prefix, level, msg' stern.log",
            output: r#"
{"prefix":"pod-x api","level":"info","msg":"request done"}
{"prefix":"pod-y worker","level":"error","msg":"query failed"}
"#,
        }],
    },
    columns: None,
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(95, |line| {
        line.first().is_some_and(|b| *b != b'{') && line.trim_ascii_end().ends_with(b"}") && start(line).is_some()
    }),
    bind: Bind::Named(|wants, _| {
        let prefix = wants.iter().enumerate().filter(|(_, want)| want.name == "prefix").map(|(at, _)| at).collect();
        Box::new(Prefixed { json: json::cutter(wants), prefix })
    }),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        r#"web-1 b | {"level":"info","msg":"started"}"#,
        r#"2025-10-10T10:00:00Z stream/a {"a":{"b":[1]}} "#,
        "worker: {}",
    ],
};

struct Prefixed {
    json: Box<dyn Cut>,
    /// The wants that are the prefix.
    prefix: Vec<usize>,
}

/// Where the object starts.
fn start(line: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'{', line).find(|at| {
        let inside = line[at + 1..].trim_ascii_start();
        matches!(inside.first(), Some(b'"' | b'}'))
    })
}

/// The text before the object, as a place in the line.
fn prefix(line: &[u8], start: usize) -> Span {
    let outside = |b: &u8| b.is_ascii_whitespace() || *b == b'|';
    let from = line[..start].iter().position(|b| !outside(b)).unwrap_or(start);
    let to = line[..start].iter().rposition(|b| !outside(b)).map_or(from, |last| last + 1);
    Span::new(from as u32, to - from)
}

impl Cut for Prefixed {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        let Some(start) = start(line).filter(|start| *start > 0) else { return false };
        if !self.json.cut(&line[start..], at + start as u32, cells, heap) {
            return false;
        }
        for want in &self.prefix {
            let span = prefix(line, start);
            cells[*want] = Cell::Text(Span { start: at + span.start, ..span });
        }
        true
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        let Some(start) = start(line).filter(|start| *start > 0) else { return false };
        let span = prefix(line, start);
        let mut first = true;
        let walked = self.json.walk(&line[start..], at + start as u32, heap, &mut |key, cell| {
            if std::mem::take(&mut first) {
                put(Key::Plain(b"prefix"), Cell::Text(Span { start: at + span.start, ..span }));
            }
            if key != Key::Plain(b"prefix") {
                put(key, cell);
            }
        });
        if walked && first {
            put(Key::Plain(b"prefix"), Cell::Text(Span { start: at + span.start, ..span }));
        }
        walked
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        let (at, expected) = match start(line) {
            Some(start) if start > 0 => {
                let (at, expected) = broken_json::stop(&line[start..])?;
                (start + at, expected)
            }
            Some(_) => (0, "text before the object"),
            None => (line.len(), "a JSON object after the text"),
        };
        Some(Miss { format: DEF.doc.name.to_string(), at, expected: expected.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, walk};

    #[test]
    fn the_prefix_is_a_field() {
        let line = r#"web-1  | {"a":{"b":1},"prefix":2}"#;
        assert_eq!(cut(&DEF, "", line, &["prefix", "a.b"]).unwrap(), ["Tweb-1", "N1"]);
        assert_eq!(walk(&DEF, "", line).unwrap()[0], ("prefix".to_string(), "Tweb-1".to_string()));
        assert_eq!(walk(&DEF, "", line).unwrap().len(), 2);
        assert_eq!(cut(&DEF, "", "a {b} {\"c\":1}", &["prefix", "c"]).unwrap(), ["Ta {b}", "N1"]);
    }

    #[test]
    fn what_is_none_is_refused() {
        for line in [r#"{"a":1}"#, "text", "text {a}", r#"x {"a":1} y"#, r#"x {"a":1"#] {
            assert_eq!(cut(&DEF, "", line, &["prefix"]), None, "{line}");
        }
    }
}
