//! Docker's json-file logs: `{"log":"text\\n","stream":"stdout","time":"2025-10-10T10:00:00.1Z"}`.
//!
//! What a line carries is JSON text inside of JSON: `stream` stands behind it, and each of its escapes
//! must be looked at to find its end, once to cut records and once in them. So `stream` is read at
//! about 0.4 GB/s by one core, of lines of 110 bytes. A field inside costs unescaping, a copy and the
//! reading of that: 0.2 GB/s.

use std::sync::Arc;

use super::envelope::{Carried, Envelope, Enveloped, Outside, Text, view};
use super::open::Stop;
use crate::base::json as spelled;
use crate::data::lines::Frame;
use crate::def::frames::{Join, Rule};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "docker",
        usage: "-i docker",
        brief: "logs of containers, as Docker's json-file driver writes them",
        text: "\
A line is a JSON object with `log`, `stream` and `time`, perhaps with `attrs`. Docker cuts long lines of a container into parts of 16 KiB; \
a part whose `log` does not end in a newline goes on in the next line of its stream, and all of them are one record, which comes out \
as the lines that it was. The fields are `time`, `stream`, `attrs` and `log`, the text without its newline. The text is then read as any \
record is, by its own bytes: the fields of its JSON, logfmt or access log are fields too, but for those names, which \
`parse json from log` reaches. Text in no format is `msg`.

With `--multiline` the traces in it are joined as well, each stream's lines with its own. A file whose first line is one is \
read so without `-i`. A line of another kind is counted as not parsed.",
        examples: &[Example {
            run: "-i docker 'select stream, level, msg' docker.log",
            output: r#"
{"stream":"stdout","level":"info","msg":"request done"}
{"stream":"stderr","level":"error","msg":"query failed"}
{"stream":"stdout","level":null,"msg":"ready"}
"#,
        }],
    },
    columns: None,
    frame: |_| Frame::Own(Arc::new(Join { rule: Rule::Each, view: Some(view::<Docker>), is_whole: Some(is_whole) })),
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(6, opens).first(b"{").or_input(|head| head.lines().next().is_some_and(is_one)),
    bind: Bind::Named(Enveloped::<Docker>::bind),
    kind: |_| Kind::Any,
    view: Some(view::<Docker>),
    samples: &[
        r#"{"log":"{\"level\":\"info\",\"msg\":\"ready\"}\n","stream":"stdout","time":"2025-10-10T10:00:00.123456789Z"}"#,
        r#"{"log":"first half","stream":"stderr","attrs":{"tag":"x"},"time":"2025-10-10T10:00:00Z"}"#,
    ],
};

/// A look at the first bytes: an object whose first key is `log`.
fn opens(line: &[u8]) -> bool {
    line.starts_with(b"{\"log\":\"") && is_one(line)
}

fn is_one(line: &[u8]) -> bool {
    Docker::open(line).is_ok()
}

/// The start of a line as Docker writes it.
const START: &[u8] = b"{\"log\":\"";

/// Whether the log of a line surely ends in a newline: it is the first key, as Docker writes it, and the
/// first one counts.
fn is_whole(line: &[u8]) -> bool {
    if !line.starts_with(START) {
        return false;
    }
    spelled::skip_string(line, START.len()).is_some_and(|(end, _)| ends_in_newline(&line[START.len()..end]).is_some())
}

/// The inside of a string before the escaped newline that ends it, if one does.
fn ends_in_newline(inside: &[u8]) -> Option<&[u8]> {
    let rest = inside.strip_suffix(b"\\n")?;
    // A backslash of its own before the n is no newline.
    rest.iter().rev().take_while(|b| **b == b'\\').count().is_multiple_of(2).then_some(rest)
}

struct Docker;

/// A line that is spelled as Docker spells it, without `attrs`: nearly all are, and it is told at half
/// the price of reading any object.
#[inline]
fn quick(line: &[u8]) -> Option<(&[u8], Outside<'_>)> {
    let start = line.starts_with(START).then_some(START.len())?;
    let (end, _) = spelled::skip_string(line, start)?;
    let rest = line[end..].strip_prefix(b"\",\"stream\":\"")?;
    let stream = rest.get(..6).filter(|stream| matches!(*stream, b"stdout" | b"stderr"))?;
    let time = rest[6..].strip_prefix(b"\",\"time\":\"")?.strip_suffix(b"\"}")?;
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'.' | b'+');
    time.iter().all(plain).then_some((&line[start..end], [Some(time), Some(stream), None]))
}

impl Docker {
    /// What a line carries that has this log.
    fn carried<'a>(log: &'a [u8], outside: Outside<'a>) -> Carried<'a> {
        let whole = ends_in_newline(log);
        Carried { outside, text: Text::Spelled(whole.unwrap_or(log)), partial: whole.is_none() }
    }
}

impl Envelope for Docker {
    const NAME: &'static str = "docker";
    const OUTSIDE: &'static [&'static str] = &["time", "stream", "attrs"];
    const STREAM: usize = 1;

    fn open(line: &[u8]) -> Result<Carried<'_>, Stop> {
        if let Some((log, outside)) = quick(line) {
            return Ok(Docker::carried(log, outside));
        }
        let start = spelled::skip_blanks(line, 0);
        if line.get(start) != Some(&b'{') || spelled::skip_value(line, start).is_none() {
            let (at, expected) = super::broken_json::stop(line).unwrap_or((start, "an object, `{`"));
            return Err((at, expected));
        }
        let (mut log, mut outside) = (None, [None; 3]);
        for member in spelled::members(&line[start..]) {
            let value = &line[start + member.value.start..start + member.value.end];
            let string = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\""));
            match &line[start + member.key.start..start + member.key.end] {
                b"log" => log = log.or(string),
                b"time" => outside[0] = string,
                b"stream" => outside[1] = string,
                b"attrs" => outside[2] = Some(value),
                _ => {}
            }
        }
        let log = log.ok_or((line.len(), "`log`, a string"))?;
        if outside[0].is_none() && outside[1].is_none() {
            return Err((line.len(), "`stream` and `time`"));
        }
        Ok(Docker::carried(log, outside))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, walk};

    #[test]
    fn what_is_carried_is_read() {
        let names = ["time", "stream", "level", "msg"];
        let got = cut(&DEF, "", DEF.samples[0], &names).unwrap();
        assert_eq!(got, ["T2025-10-10T10:00:00.123456789Z", "Tstdout", "Sinfo", "Sready"]);
        assert_eq!(cut(&DEF, "", DEF.samples[1], &["msg", "log"]).unwrap(), ["Tfirst half", "Tfirst half"]);
        assert_eq!(walk(&DEF, "", DEF.samples[1]).unwrap()[2].0, "attrs");
    }

    #[test]
    fn parts_are_joined_with_nothing() {
        let line = "{\"log\":\"{\\\"a\\\":\",\"stream\":\"stdout\",\"time\":\"1\"}\n{\"log\":\"7}\\n\",\"stream\":\"stdout\",\"time\":\"2\"}";
        assert_eq!(cut(&DEF, "", line, &["a", "time"]).unwrap(), ["N7", "T1"]);
    }

    #[test]
    fn the_quick_look_says_what_reading_says() {
        let slow = |line: &str| cut(&DEF, "", format!(" {line}"), &["time", "stream", "log"]).unwrap();
        for log in ["", "a\\n", r#"say \"x\"\n"#, r"c:\\n", r"\u00e9\n", "{\\\"a\\\":1}\\n"] {
            let line = format!(r#"{{"log":"{log}","stream":"stderr","time":"2026-01-02T03:04:05.6+01:00"}}"#);
            assert!(quick(line.as_bytes()).is_some(), "{line}");
            assert_eq!(cut(&DEF, "", &line, &["time", "stream", "log"]).unwrap(), slow(&line), "{line}");
        }
        for odd in
            [r#"{"log":"\x","stream":"stdout","time":"1"}"#, r#"{"log":"","stream":"stdout","time":"1","a":"1"}"#]
        {
            assert!(quick(odd.as_bytes()).is_none(), "{odd}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for line in ["", "{}", r#"{"log":1,"stream":"a","time":"b"}"#, r#"{"log":"x"}"#, "text"] {
            assert_eq!(cut(&DEF, "", line, &["time"]), None, "{line}");
        }
    }
}
