//! LEEF, the Log Event Extended Format of QRadar: a header, and pairs with a delimiter.
//!
//! One field is read at about 1.0 GB/s by one core, of the samples repeated, and seldom faster: whether
//! a line fits shows only when each pair, of some 14 bytes, has its `=`, so that all are passed
//! whatever is wanted.

use memchr::{memchr, memmem};

use super::open::{Open, Pairs, Record, Stop};
use crate::base::find;
use crate::data::Cell;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "leef",
        usage: "-i leef",
        brief: "the Log Event Extended Format of security devices",
        text: "\
A line is `LEEF:1.0|vendor|product|device_version|event_id|` and then pairs like `src=192.0.2.1`, with a tab after each; in \
LEEF 2.0 another field of the header names the delimiter, as itself or as `x5E`. Text before `LEEF:`, such as \
the header of syslog, is `prefix`. The fields are `leef_version`, `vendor`, `product`, `device_version`, `event_id` and \
the keys of the pairs.

`time` is `devTime`, `ip` is `src`, `user` is `usrName`, `level` is that of the severity `sev`: of 1 to 3 it is info, of \
4 to 6 warn, of 7 and 8 error, of 9 and 10 fatal. A line without `LEEF:` or with fewer than five bars is counted as not parsed.",
        examples: &[Example {
            run: "-i leef 'select time, level, event_id, ip' leef.log",
            output: r#"
{"time":"2026-03-02T09:00:01Z","level":"info","event_id":"login-failed","ip":"198.51.100.7"}
{"time":"2026-03-02T09:02:15Z","level":"fatal","event_id":"worm","ip":"203.0.113.9"}
"#,
        }],
    },
    columns: None,
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(51, |line| {
        // A searcher would take longer to make than this takes.
        let near = &line[..line.len().min(200)];
        memchr::memchr_iter(b'L', near).any(|at| near[at..].starts_with(b"LEEF:"))
    }),
    bind: Bind::Named(Open::<Leef>::bind),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        "LEEF:1.0|Microsoft|MSExchange|4.0 SP1|15345|src=192.0.2.0\tdst=172.50.123.1\tsev=5\tcat=anomaly\tmsg=a b",
        "LEEF:2.0|V|P|1|42|^|src=1.2.3.4^dst=5.6.7.8^usrName=joe",
        "Jan 18 11:07:53 h LEEF:2.0|V|P|1|42|x7C|devTime=2025-10-10T10:00:00Z|sev=9",
    ],
};

struct Leef;

/// What a record opens with, but for what a relay sets before it.
const MARK: &[u8] = b"LEEF:";

const HEADER: [&[u8]; 5] = [b"leef_version", b"vendor", b"product", b"device_version", b"event_id"];

impl Pairs for Leef {
    const NAME: &'static str = "leef";

    fn each<'a>(
        record: &mut Record<'a, '_>,
        wants: &impl Fn(&[u8]) -> bool,
        put: &mut impl FnMut(&'a [u8], Cell),
    ) -> Result<(), Stop> {
        let line = record.line;
        // Mostly nothing stands before it, and a searcher takes long to make.
        let start = if line.starts_with(MARK) { Some(0) } else { memmem::find(line, MARK) };
        let start = start.ok_or((0, "`LEEF:`"))?;
        let prefix = line[..start].trim_ascii();
        if !prefix.is_empty() {
            let from = line[..start].len() - line[..start].trim_ascii_start().len();
            put(b"prefix", record.part(from, from + prefix.len()));
        }
        let mut at = start + MARK.len();
        let version = at;
        for name in &HEADER {
            let end = at + find::before(&line[at..], b'|');
            if end == line.len() {
                return Err((end, "a bar `|` after each field of the header"));
            }
            put(name, record.part(at, end));
            at = end + 1;
        }
        let mut delimiter = b'\t';
        if line[version..].starts_with(b"2")
            && let Some(end) = memchr(b'|', &line[at..])
            && let Some(named) = delimiter_of(&line[at..at + end])
        {
            delimiter = named;
            at += end + 1;
        }
        let shared = [&b"time"[..], b"ip", b"user", b"level"].iter().any(|name| wants(name));
        while at < line.len() {
            let end = at + find::before(&line[at..], delimiter);
            let equals = find::within(line, at, end, b'=');
            if equals < end {
                let blanks = line[at..equals].iter().take_while(|b| **b == b' ').count();
                let name = &line[at + blanks..equals];
                let cell = record.part(equals + 1, end);
                if shared || wants(name) {
                    put(name, cell);
                }
                match name {
                    _ if !shared => {}
                    b"devTime" => put(b"time", cell),
                    b"src" => put(b"ip", cell),
                    b"usrName" => put(b"user", cell),
                    b"sev" if wants(b"level") => {
                        if let Some(level) = level(&line[equals + 1..end]) {
                            put(b"level", record.make(|out| out.extend_from_slice(level.as_bytes())));
                        }
                    }
                    _ => {}
                }
            } else if !line[at..end].trim_ascii().is_empty() {
                return Err((at, "a pair, `key=value`"));
            }
            at = end + 1;
        }
        Ok(())
    }
}

/// The delimiter that a header names: a byte, or its number as `x5E` or `0x5E`; a tab where it is empty.
fn delimiter_of(text: &[u8]) -> Option<u8> {
    match text {
        [] => Some(b'\t'),
        [byte] => Some(*byte),
        _ => {
            let digits = text.strip_prefix(b"0x").or_else(|| text.strip_prefix(b"x"))?;
            u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
        }
    }
}

/// The level of a severity from 1 to 10.
fn level(severity: &[u8]) -> Option<&'static str> {
    Some(match severity {
        b"0" | b"1" | b"2" | b"3" => "info",
        b"4" | b"5" | b"6" => "warn",
        b"7" | b"8" => "error",
        b"9" | b"10" => "fatal",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::cut;

    #[test]
    fn delimiters() {
        for (header, between) in
            [("1.0|", "\t"), ("2.0|^|", "^"), ("2.0|x5E|", "^"), ("2.0||", "\t"), ("2.0|0x7c|", "|")]
        {
            let (version, named) = header.split_once('|').unwrap();
            let line = format!("LEEF:{version}|V|P|1|42|{named}src=1.2.3.4{between}msg=a=b c");
            assert_eq!(cut(&DEF, "", &line, &["ip", "msg"]).unwrap(), ["T1.2.3.4", "Ta=b c"], "{line}");
        }
    }

    #[test]
    fn what_is_no_leef_is_refused() {
        for line in ["LEEF:1.0|V|P|1", "CEF:0|a", "LEEF:1.0|V|P|1|7|no pair", ""] {
            assert_eq!(cut(&DEF, "", line, &["ip"]), None, "{line}");
        }
    }
}
