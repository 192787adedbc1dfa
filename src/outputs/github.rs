//! `github`: workflow commands, which GitHub Actions shows as annotations.
//!
//! A record is one command, whose properties are the fields of these names. The text of a record
//! comes from a log and so from anyone: what would end the command or begin another is escaped, as
//! GitHub documents it, and other control characters are replaced.

use crate::base::{json, level};
use crate::data::{Batch, Cell, Key};
use crate::def::judged::Failed;
use crate::def::{Doc, Example, Fields, OutputDef, Render, RenderOptions};

/// The definition of `github`.
pub static DEF: OutputDef = OutputDef {
    doc: Doc {
        name: "github",
        usage: "-o github",
        brief: "annotations of GitHub Actions: one workflow command a record",
        text: "Each record is a command `::error ...::message`, and so is each record for which an [assert] failed. \
               The fields `file` or `filename`, `line_no` or a number in `line`, `col`, `end_line` and `title` are its \
               properties. It is a warning or a notice where `level` says so: from `error` on it is an error, and so \
               it is without a level that is known. The message is `msg` or `message`, followed by the other fields \
               as key=value; without fields, it is the line. What is missing is left out.\n\nGitHub shows ten errors, \
               ten warnings and ten notices of a step, so put `head 10` or an aggregate last. Whole lines that are \
               not records have no file or line, which `select filename, line_no, msg` adds.",
        examples: &[
            Example {
                run: "-o github 'where level >= error | select filename, line_no, level, msg' app.jsonl",
                output: r#"
::error file=app.jsonl,line=5::query failed: "orders" timeout
::error file=app.jsonl,line=9::upstream gone, took 1200ms
"#,
            },
            Example {
                run: "-o github 'assert status < 500, f\"{path} gave {status}\" | count' access.log 2>/dev/null || echo exit $?",
                output: r#"
::error title=assert failed,file=access.log,line=6::/api/orders gave 500%0A192.0.2.88 - - [02/Mar/2026:09:02:15 +0000] "GET /api/orders?page=2 HTTP/1.1" 500 1033 "-" "curl/8.12.1"
exit 1
"#,
            },
        ],
    },
    suffixes: &[],
    closed: false,
    ordered: false,
    make,
};

fn make(_: &[String], _: &RenderOptions) -> Box<dyn Render> {
    Box::new(Github::default())
}

/// The properties that a command may have, in the order of GitHub's documentation.
const PROPERTIES: [&str; 5] = ["title", "file", "line", "endLine", "col"];

#[derive(Default)]
struct Github {
    /// By place in [`PROPERTIES`].
    properties: [Vec<u8>; 5],
    severity: Option<u8>,
    message: Vec<u8>,
    /// The other fields, as key=value.
    rest: Vec<u8>,
    /// The line, where it is a field.
    line: Vec<u8>,
    scratch: Vec<u8>,
}

impl Github {
    fn clear(&mut self) {
        self.properties.iter_mut().for_each(Vec::clear);
        [&mut self.message, &mut self.rest, &mut self.line].into_iter().for_each(Vec::clear);
        self.severity = None;
    }

    /// Takes a field that is there.
    fn take(&mut self, key: &[u8], value: &[u8]) {
        let property = match key {
            b"title" => 0,
            b"file" | b"filename" => 1,
            b"line_no" => 2,
            b"line" if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => 2,
            b"end_line" => 3,
            b"col" | b"column" => 4,
            b"level" if level::parse(value).is_some() => {
                self.severity = level::parse(value);
                return;
            }
            b"msg" | b"message" if self.message.is_empty() => return self.message.extend_from_slice(value),
            b"line" => return self.line.extend_from_slice(value),
            key => return pair(key, value, &mut self.rest),
        };
        let known = &mut self.properties[property];
        if known.is_empty() && value != b"-" {
            known.extend_from_slice(value);
        }
    }

    /// Appends the command.
    fn write(&self, out: &mut Vec<u8>) {
        let command = match self.severity {
            Some(severity) if severity < 40 => "notice",
            Some(severity) if severity < 50 => "warning",
            _ => "error",
        };
        out.extend_from_slice(b"::");
        out.extend_from_slice(command.as_bytes());
        let mut separator = b' ';
        for (name, value) in PROPERTIES.iter().zip(&self.properties).filter(|(_, value)| !value.is_empty()) {
            out.push(separator);
            separator = b',';
            out.extend_from_slice(name.as_bytes());
            out.push(b'=');
            escape(value, true, out);
        }
        out.extend_from_slice(b"::");
        let parts = [&self.message, &self.rest, &self.line].into_iter().filter(|part| !part.is_empty());
        for (nth, part) in parts.enumerate() {
            if nth > 0 {
                out.push(b' ');
            }
            escape(part, false, out);
        }
        out.push(b'\n');
    }
}

impl Render for Github {
    fn start(&mut self, _: &mut Vec<u8>) {}

    fn rows(&mut self, batch: &mut Batch, fields: &dyn Fields, out: &mut Vec<u8>) {
        let mut scratch = std::mem::take(&mut self.scratch);
        for i in 0..batch.sel.len() {
            let row = batch.sel[i];
            self.clear();
            fields.each(batch, row, &mut |batch, key, cell| {
                if cell == Cell::None {
                    return;
                }
                let text = super::text(batch, cell, &mut scratch);
                match key {
                    Key::Plain(key) => self.take(key, text),
                    Key::Escaped(inside) => self.take(&json::plain(inside), text),
                }
            });
            self.write(out);
        }
        self.scratch = scratch;
    }

    fn failed(&mut self, failed: &Failed, out: &mut Vec<u8>) {
        self.clear();
        self.take(b"title", b"assert failed");
        if let Some((file, line)) = failed.place.as_ref().filter(|(file, _)| file != "-") {
            self.take(b"file", file.as_bytes());
            self.take(b"line_no", line.as_bytes());
        }
        self.take(b"msg", format!("{}\n{}", failed.message, failed.record).as_bytes());
        self.write(out);
    }

    fn end(&mut self, _: &mut Vec<u8>) {}
}

/// Appends a field; what holds a blank or a quote is put in quotes.
fn pair(key: &[u8], value: &[u8], out: &mut Vec<u8>) {
    if !out.is_empty() {
        out.push(b' ');
    }
    out.extend_from_slice(key);
    out.push(b'=');
    if value.is_empty() || value.iter().any(|b| *b <= b' ' || *b == b'"') {
        json::write_string(value, out);
    } else {
        out.extend_from_slice(value);
    }
}

/// Appends text as a command takes it.
fn escape(text: &[u8], is_property: bool, out: &mut Vec<u8>) {
    for c in String::from_utf8_lossy(text).chars() {
        match c {
            '%' => out.extend_from_slice(b"%25"),
            '\r' => out.extend_from_slice(b"%0D"),
            '\n' => out.extend_from_slice(b"%0A"),
            ':' if is_property => out.extend_from_slice(b"%3A"),
            ',' if is_property => out.extend_from_slice(b"%2C"),
            c if c.is_control() && c != '\t' => out.extend_from_slice("\u{fffd}".as_bytes()),
            c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_record_ends_its_command() {
        let mut github = Github::default();
        github.take(b"file", b"a,b:c%.rs");
        github.take(b"level", b"WARN");
        github.take(b"msg", b"100%\r\n::error::fake\x1b[2J\xff");
        github.take(b"n", b"a b");
        let mut out = Vec::new();
        github.write(&mut out);
        let text = String::from_utf8(out).expect("commands are UTF-8");
        assert_eq!(text, "::warning file=a%2Cb%3Ac%25.rs::100%25%0D%0A::error::fake\u{fffd}[2J\u{fffd} n=\"a b\"\n");
    }

    #[test]
    fn standard_input_is_no_file() {
        let mut out = Vec::new();
        let place = Some(("-".to_string(), "3".to_string()));
        let failed = Failed { message: "m".to_string(), place, record: "a=1".to_string() };
        Github::default().failed(&failed, &mut out);
        assert_eq!(out, b"::error title=assert failed::m%0Aa=1\n");
    }
}
