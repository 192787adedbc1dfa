//! The logs of Kubernetes' container runtimes: `2025-10-10T10:00:00.123456789Z stdout F text`.
//!
//! `stream` is read at about 0.9 GB/s by one core, of lines of 70 bytes, of which any record costs the
//! greater part; longer lines are quicker. A field of what a line carries costs finding out what that
//! is, line by line: 0.25 GB/s of such short ones.

use std::sync::Arc;

use super::envelope::{Carried, Envelope, Enveloped, Text, view};
use super::open::Stop;
use crate::base::json;
use crate::data::lines::Frame;
use crate::def::frames::{Join, Rule};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "cri",
        usage: "-i cri",
        brief: "logs of containers, as Kubernetes' runtimes write them",
        text: "\
A line is `time stream tag text`. Parts of a long line (the tag `P`) are joined with nothing between, for each stream, up \
to the last one (`F`): that is one record, which comes out as the lines that it was. The fields are `time`, `stream` \
(`stdout` or `stderr`) and `log`, the text. The text is then read as any record is, by its own bytes: the fields of its \
JSON, logfmt or access log are fields too, but for those three names, which `parse json from log` reaches. Text in no \
format is `msg`.

With `--multiline` the traces in it are joined as well, each stream's lines with its own. A file whose first line is one is \
read so without `-i`. A line of another kind is counted as not parsed.",
        examples: &[Example {
            run: "-i cri 'select stream, level, msg' pod.log",
            output: r#"
{"stream":"stdout","level":"info","msg":"request done"}
{"stream":"stderr","level":"error","msg":"query failed"}
{"stream":"stdout","level":"debug","msg":"cache miss"}
{"stream":"stderr","level":null,"msg":"panic"}
"#,
        }],
    },
    columns: None,
    frame: |_| Frame::Own(Arc::new(Join { rule: Rule::Each, view: Some(view::<Cri>), is_whole: Some(is_whole) })),
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(5, opens).first(b"0123456789").or_input(|head| head.lines().next().is_some_and(is_one)),
    bind: Bind::Named(Enveloped::<Cri>::bind),
    kind: |_| Kind::Any,
    view: Some(view::<Cri>),
    samples: &[
        "2025-10-10T10:00:00.123456789Z stdout F {\"level\":\"info\",\"msg\":\"ready\"}",
        "2025-10-10T10:00:00.123456789+02:00 stderr P first half",
        "2025-10-10T10:00:00Z stdout F ",
        "2025-10-10T10:00:00Z stdout P {\"a\":\n2025-10-10T10:00:00Z stdout F 1}",
    ],
};

/// A look at the first bytes: a date, and a stream after the first blank.
fn opens(line: &[u8]) -> bool {
    line.get(10) == Some(&b'T') && is_one(line)
}

fn is_one(line: &[u8]) -> bool {
    Cri::open(line).is_ok()
}

/// Whether a line surely has the tag `F`.
fn is_whole(line: &[u8]) -> bool {
    let blank = json::find_blank(&line[..line.len().min(40)], 0);
    let rest = line.get(blank + 1..).unwrap_or_default();
    matches!(rest, [b's', b't', b'd', _, _, _, b' ', b'F', b' ', ..])
}

struct Cri;

impl Envelope for Cri {
    const NAME: &'static str = "cri";
    const OUTSIDE: &'static [&'static str] = &["time", "stream"];
    const STREAM: usize = 1;

    #[inline]
    fn open(line: &[u8]) -> Result<Carried<'_>, Stop> {
        let blank = json::find_blank(&line[..line.len().min(40)], 0);
        if line.get(blank) != Some(&b' ') {
            return Err((blank, "a stamp and a blank"));
        }
        if blank < 20 || !line[..4].iter().all(u8::is_ascii_digit) || line[10] != b'T' {
            return Err((0, "a stamp, `2025-10-10T10:00:00.123456789Z`"));
        }
        let stream = blank + 1;
        let rest = &line[stream..];
        if !rest.starts_with(b"stdout ") && !rest.starts_with(b"stderr ") {
            return Err((stream, "`stdout` or `stderr`"));
        }
        let tag = stream + 7;
        // Tags after the first, behind colons, are of the future.
        let partial = match line.get(tag) {
            Some(b'P') => true,
            Some(b'F') => false,
            _ => return Err((tag, "a tag: `P` or `F`")),
        };
        let end = match line.get(tag + 1) {
            Some(b' ') => tag + 1,
            _ => memchr::memchr(b' ', &line[tag..]).map_or(line.len(), |len| tag + len),
        };
        if end > tag + 1 && line[tag + 1] != b':' {
            return Err((tag, "a tag: `P` or `F`"));
        }
        let text = Text::Plain(line.get(end + 1..).unwrap_or(&line[line.len()..]));
        Ok(Carried { outside: [Some(&line[..blank]), Some(&line[stream..stream + 6]), None], text, partial })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, walk};

    #[test]
    fn what_is_carried_is_read() {
        let line = r#"2025-10-10T10:00:00Z stdout F {"level":"warn","time":"inside","msg":"m"}"#;
        let got = cut(&DEF, "", line, &["time", "stream", "level", "msg", "log"]).unwrap();
        assert_eq!(got[..4], ["T2025-10-10T10:00:00Z", "Tstdout", "Swarn", "Sm"]);
        let names: Vec<String> = walk(&DEF, "", line).unwrap().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["time", "stream", "log", "level", "msg"]);
        assert_eq!(cut(&DEF, "", "2025-10-10T10:00:00Z stderr F just text", &["msg"]).unwrap(), ["Tjust text"]);
    }

    #[test]
    fn parts_are_joined_with_nothing_and_lines_with_newlines() {
        let line = "2025-10-10T10:00:00Z stdout P {\"a\":\"x\n2025-10-10T10:00:01Z stdout F y\"}";
        assert_eq!(cut(&DEF, "", line, &["a", "time"]).unwrap(), ["Sxy", "T2025-10-10T10:00:00Z"]);
        let line = "2025-10-10T10:00:00Z stdout F E\n2025-10-10T10:00:01Z stdout F   at x";
        assert_eq!(cut(&DEF, "", line, &["log"]).unwrap(), ["TE\n  at x"]);
    }

    #[test]
    fn what_is_none_is_refused() {
        for line in ["", "2025-10-10T10:00:00Z stdin F x", "2025-10-10T10:00:00Z stdout X x", "text stdout F x"] {
            assert_eq!(cut(&DEF, "", line, &["time"]), None, "{line}");
        }
    }
}
