//! LTSV, labelled tab-separated values: `time:...<TAB>status:200<TAB>reqtime:0.003`.
//!
//! There are no escapes: a label ends at the first colon and a value at the next tab. Labels are
//! held to the characters that the format allows, since a line of prose with tabs has colons too.
//!
//! One field is read at about 1.3 GB/s by one core, of the samples repeated. A part of the request is
//! read at 0.6, since it may have a label of its own too, in front or behind, and `req` is taken apart
//! for it.

use std::ops::Range;

use memchr::memchr;

use super::access::Request;
use super::open::{Open, Pairs, Record, Stop};
use crate::base::find;
use crate::data::Cell;
use crate::def::canonical::Unit;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "ltsv",
        usage: "-i ltsv",
        brief: "labelled tab-separated values, `label:value` with tabs between them",
        text: "\
A line is fields like `status:200` with a tab after each. A label is of letters, digits, `_`, `.` and `-` and ends at \
the first colon; a value may hold further ones. `-` is None, and an empty value is empty text. There are no escapes. Of \
a repeated label the last one counts.

The labels that servers are advised to use are reached under the names of all formats too: `ms` is `reqtime` (seconds) \
or `reqtime_microsec`, `user_agent` is `ua`, `method`, `target`, `path` and `query` are the parts of `req`, and `time` is \
without its brackets. `host` is the client there.

A line with a field that has no label is counted as not parsed. In `auto` a line must have two fields.",
        examples: &[Example {
            run: "'where ms > 100 | select time, method, path, status, ms' web.ltsv",
            output: r#"
{"time":"2026-03-02T09:00:02Z","method":"POST","path":"/api/orders","status":502,"ms":1204}
{"time":"2026-03-02T09:00:04Z","method":"GET","path":"/api/users","status":200,"ms":131}
"#,
        }],
    },
    columns: None,
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(60, opens),
    bind: Bind::Named(Open::<Ltsv>::bind),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        "time:2025-10-10T05:58:05+09:00\thost:127.0.0.1\treq:GET /a?b=c HTTP/1.1\tstatus:200\treqtime:0.123\tapptime:-",
        "time:[10/Oct/2000:13:55:36 -0700]\tua:curl/8 (x: y)\tsize:",
    ],
};

/// The length of the label at the start of a text, if a colon ends it.
#[inline(always)]
fn label(text: &[u8]) -> Option<usize> {
    // Most labels are small letters alone.
    let letters = find::small_letters(text);
    if letters > 0 && text.get(letters) == Some(&b':') {
        return Some(letters);
    }
    let len = letters + text[letters..].iter().take_while(|b| IN_LABEL[usize::from(**b)]).count();
    (len > 0 && text.get(len) == Some(&b':')).then_some(len)
}

/// By byte: whether it may stand in a label.
const IN_LABEL: [bool; 256] = {
    let mut list = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        list[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
        byte += 1;
    }
    list
};

/// Whether a line opens with a field, and another one follows.
fn opens(line: &[u8]) -> bool {
    line.first().is_some_and(u8::is_ascii_alphabetic)
        && label(line).is_some()
        && memchr(b'\t', line).is_some_and(|tab| label(&line[tab + 1..]).is_some())
}

struct Ltsv;

impl Pairs for Ltsv {
    const NAME: &'static str = "ltsv";

    fn each<'a>(
        record: &mut Record<'a, '_>,
        wants: &impl Fn(&[u8]) -> bool,
        put: &mut impl FnMut(&'a [u8], Cell),
    ) -> Result<(), Stop> {
        let line = record.line;
        let shared = SHARED.iter().any(|name| wants(name));
        let (mut at, mut any) = (0, false);
        while at < line.len() {
            let end = at + find::before(&line[at..], b'\t');
            if end > at {
                // No label holds a tab.
                let len = label(&line[at..]).ok_or((at, "a label and a colon"))?;
                any = true;
                let name = at..at + len;
                if shared || wants(&line[name.clone()]) {
                    let cell = value(record, name.clone(), end);
                    put(&line[name.clone()], cell);
                    if shared && cell != Cell::None {
                        share(record, name, end, cell, put);
                    }
                }
            }
            at = end + 1;
        }
        if any { Ok(()) } else { Err((0, "a label and a colon")) }
    }
}

/// The value after a label.
#[inline(always)]
fn value(record: &Record<'_, '_>, name: Range<usize>, end: usize) -> Cell {
    let from = name.end + 1;
    match &record.line[from..end] {
        b"-" => Cell::None,
        [b'[', .., b']'] if &record.line[name] == b"time" => record.part(from + 1, end - 1),
        _ => record.part(from, end),
    }
}

/// The names that all formats share, where a label has another one.
const SHARED: [&[u8]; 6] = [b"user_agent", b"ms", b"method", b"target", b"path", b"query"];

/// Gives a field under these names.
fn share<'a>(
    record: &Record<'a, '_>,
    name: Range<usize>,
    end: usize,
    cell: Cell,
    put: &mut impl FnMut(&'a [u8], Cell),
) {
    let from = name.end + 1;
    let (name, text) = (&record.line[name], &record.line[from..end]);
    match name {
        b"ua" => put(b"user_agent", cell),
        b"reqtime" => put(b"ms", Unit::Ten("e3").convert(cell, text)),
        b"reqtime_microsec" => put(b"ms", Unit::Ten("e-3").convert(cell, text)),
        b"req" => {
            let Some(parts) = Request::of(text) else { return };
            let part = |part: Range<usize>| record.part(from + part.start, from + part.end);
            put(b"method", part(parts.method));
            put(b"target", part(parts.target));
            put(b"path", part(parts.path));
            put(b"query", parts.query.map_or(Cell::None, part));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, walk};

    #[test]
    fn labels_end_at_the_first_colon() {
        let line = "a:b:c\tn:-\te:\t\tstatus:404\ta:x";
        assert_eq!(cut(&DEF, "", line, &["a", "n", "e", "status", "no"]).unwrap(), ["Tx", "None", "T", "T404", "None"]);
        let names: Vec<String> = walk(&DEF, "", line).unwrap().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "n", "e", "status"]);
    }

    #[test]
    fn names_that_all_formats_share() {
        let line = "time:[10/Oct/2000:13:55:36 -0700]\treq:POST /a?b=c HTTP/1.1\treqtime:1.001\tua:x y";
        let names = ["time", "method", "target", "path", "query", "ms", "reqtime", "user_agent"];
        let expected =
            ["T10/Oct/2000:13:55:36 -0700", "TPOST", "T/a?b=c", "T/a", "Tb=c", "Int(1001)", "T1.001", "Tx y"];
        assert_eq!(cut(&DEF, "", line, &names).unwrap(), expected);
        assert_eq!(cut(&DEF, "", "reqtime_microsec:1500", &["ms"]).unwrap(), ["Float(1.5)"]);
        assert_eq!(cut(&DEF, "", "req:-\treqtime:-", &["path", "ms"]).unwrap(), ["None", "None"]);
    }

    #[test]
    fn what_is_no_ltsv_is_refused() {
        for line in ["", "\t", "a", "a:1\tb", ":1", "a b:1", "a:1\t:2", "2025-10-10 13:55\ta:1"] {
            assert_eq!(cut(&DEF, "", line, &["a"]), None, "{line}");
        }
        for line in ["a:1", "Note: this is\tprose", "12:30\tstatus:ok"] {
            assert!(!opens(line.as_bytes()), "{line}");
        }
    }
}
