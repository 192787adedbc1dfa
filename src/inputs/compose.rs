//! What `docker compose logs` prints: the service, a bar, and its line.
//!
//! The service is read at about 1 GB/s by one core, of lines of 55 bytes. A field of what follows costs
//! finding out what that is, line by line: 0.2 GB/s of such short ones.

use super::envelope::{Carried, Envelope, Enveloped, Text, view};
use super::open::Stop;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "compose",
        usage: "-i compose",
        brief: "logs of several containers, as `docker compose logs` prints them",
        text: "\
A line is a name, blanks, a bar and the line of that container: `web-1  | text`. The fields are `service`, without its \
colour, and `log`, the text, which is then read as any record is, by its own bytes: the fields of its JSON, logfmt or access \
log are fields too, but for those two names. Text in no format is `msg`.

With `--multiline` the traces of each service are joined, whatever the others print in between. A line without a \
bar after its first word is counted as not parsed.",
        examples: &[Example {
            run: "-i compose 'select service, level, msg' compose.log",
            output: r#"
{"service":"web-1","level":"info","msg":"request done"}
{"service":"worker-1","level":"error","msg":"query failed"}
{"service":"db-1","level":null,"msg":"ready to accept connections"}
"#,
        }],
    },
    columns: None,
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(94, is_numbered).or_input(|head| head.lines().next().is_some_and(is_numbered)),
    bind: Bind::Named(Enveloped::<Compose>::bind),
    kind: |_| Kind::Any,
    view: Some(view::<Compose>),
    samples: &[r#"worker-1  | {"a":{"b":[1]}} "#, "db-1 | ready to accept connections", "\u{1b}[2K\u{1b}[36mapi-1   |\u{1b}[0m ok"],
};

/// Whether a line has the name of a container, which ends in its number: other text before a bar may be
/// anything.
fn is_numbered(line: &[u8]) -> bool {
    let Ok(Carried { outside: [Some(name), ..], .. }) = Compose::open(line) else { return false };
    let digits = name.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    digits > 0 && matches!(name[..name.len() - digits].last(), Some(b'-' | b'_'))
}

struct Compose;

impl Envelope for Compose {
    const NAME: &'static str = "compose";
    const OUTSIDE: &'static [&'static str] = &["service"];
    const STREAM: usize = 0;

    fn open(line: &[u8]) -> Result<Carried<'_>, Stop> {
        let start = colour(line, 0);
        let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        let len = line[start..].iter().take_while(|b| is_name(b)).count();
        if len == 0 {
            return Err((start, "the name of a service"));
        }
        let end = start + len;
        let blanks = line[end..].iter().take_while(|b| **b == b' ').count();
        let bar = end + blanks;
        if blanks == 0 || line.get(bar) != Some(&b'|') {
            return Err((bar, "a bar after the name of a service"));
        }
        let mut text = colour(line, bar + 1);
        if line.get(text) == Some(&b' ') {
            text += 1;
        }
        let text = Text::Plain(line.get(text..).unwrap_or(&line[line.len()..]));
        Ok(Carried { outside: [Some(&line[start..end]), None, None], text, partial: false })
    }
}

/// What follows the colours and other orders to a terminal that stand at `at`.
fn colour(line: &[u8], mut at: usize) -> usize {
    while let Some(rest) = line.get(at..).and_then(|rest| rest.strip_prefix(b"\x1b[")) {
        let len = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b';').count();
        if !rest.get(len).is_some_and(u8::is_ascii_alphabetic) {
            break;
        }
        at += 2 + len + 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::cut;

    #[test]
    fn services_and_what_they_say() {
        let names = ["service", "level", "msg", "log"];
        let got = cut(&DEF, "", "web-1  | level=info msg=hi", &names).unwrap();
        assert_eq!(got, ["Tweb-1", "Tinfo", "Thi", "Tlevel=info msg=hi"]);
        assert_eq!(cut(&DEF, "", DEF.samples[2], &["service", "msg"]).unwrap(), ["Tapi-1", "Tok"]);
        for line in ["", "no bar", "| x", "two words | x"] {
            assert_eq!(cut(&DEF, "", line, &["service"]), None, "{line}");
        }
    }
}
