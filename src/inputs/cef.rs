//! CEF, the Common Event Format of ArcSight: a header of seven fields and pairs after it.
//!
//! The values of the pairs may hold blanks, so that a value only ends where the next key begins:
//! at a blank before a name and an unescaped `=`. The `=` are searched for and the names read
//! backwards from them.

use memchr::memchr;

use super::open::{Open, Pairs, Record, Stop};
use crate::data::Cell;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "cef",
        usage: "-i cef",
        brief: "the Common Event Format of security devices",
        text: "\
A line is `CEF:0|vendor|product|device_version|event_id|name|severity|` and then pairs like `src=192.0.2.1 msg=two \
words`. Text before `CEF:`, such as the header of syslog, is `prefix`. The fields are `cef_version`, `vendor`, \
`product`, `device_version`, `event_id`, `name`, `severity` and the keys of the pairs; the escapes `\\\\|`, `\\\\=`, \
`\\\\\\\\` and `\\\\n` are resolved.

`level` is that of the severity: of 0 to 3 and Low it is info, of 4 to 6 and Medium warn, of 7, 8 and High error, of 9, \
10 and Very-High fatal. `time` is the first of `rt`, `end` and `start`; `ip` is `src`, `user` is `suser` or `duser`, \
`host` is `dvchost` or `dhost`, `target` is `request`, `method` is `requestMethod` and `msg` is `name` where there is \
no `msg`. A value with a label, as in `cs1=9 cs1Label=rule`, is also a field with that name.

A line without `CEF:`, with fewer than seven bars, or with text before the first pair is counted as not parsed.",
        examples: &[Example {
            run: "-i cef 'where level >= error | select time, ip, msg, rule' cef.log",
            output: r#"
{"time":1772442135733,"ip":"203.0.113.9","msg":"worm stopped","rule":"R 17"}
"#,
        }],
    },
    columns: None,
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(50, |line| memchr::memmem::find(&line[..line.len().min(200)], b"CEF:").is_some()),
    bind: Bind::Named(Open::<Cef>::bind),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        r"CEF:0|Security|threat\|manager|1.0|100|worm \\ stopped|10|src=10.0.0.1 msg=a b\=c dst=2.1.2.2 cs1Label=rule cs1=v w spt=1232",
        "Sep 19 08:26:10 host CEF:0|V|P|1.0|100|name|Low|",
        "<13>1 2025-10-10T10:00:00Z h app - - - CEF:1|V|P|1|x|n|Very-High|rt=1760104536123 request=http://a/b?c=d act=blocked",
    ],
};

const HEADER: [&[u8]; 7] =
    [b"cef_version", b"vendor", b"product", b"device_version", b"event_id", b"name", b"severity"];

/// Fields under the names that all formats share: name, and the keys that it may come from.
const SHARED: [(&[u8], &[&[u8]]); 7] = [
    (b"time", &[b"rt", b"end", b"start"]),
    (b"ip", &[b"src"]),
    (b"user", &[b"suser", b"duser"]),
    (b"host", &[b"dvchost", b"dhost"]),
    (b"target", &[b"request"]),
    (b"method", &[b"requestMethod"]),
    (b"msg", &[b"msg", b"name"]),
];

struct Cef;

impl Pairs for Cef {
    const NAME: &'static str = "cef";

    fn each<'a>(
        record: &mut Record<'a, '_>,
        wants: &dyn Fn(&[u8]) -> bool,
        put: &mut dyn FnMut(&'a [u8], Cell),
    ) -> Result<(), Stop> {
        let line = record.line;
        let start = memchr::memmem::find(line, b"CEF:").ok_or((0, "`CEF:`"))?;
        let prefix = line[..start].trim_ascii();
        if !prefix.is_empty() {
            let from = line[..start].len() - line[..start].trim_ascii_start().len();
            put(b"prefix", record.part(from, from + prefix.len()));
        }
        let mut shared = [Cell::None; SHARED.len()];
        let mut at = start + 4;
        let mut severity = &b""[..];
        for name in HEADER {
            let end = bar(line, at).ok_or((line.len(), "a bar `|` after each of the seven fields of the header"))?;
            let cell = value(record, at, end, wants(name) || name == b"name" && wants(b"msg"));
            put(name, cell);
            if name == b"severity" {
                severity = &line[at..end];
            }
            if name == b"name" {
                shared[6] = cell;
            }
            at = end + 1;
        }
        if let Some(level) = level(severity) {
            put(b"level", record.make(|out| out.extend_from_slice(level.as_bytes())));
        }
        let mut ranks = [usize::MAX; SHARED.len()];
        ranks[6] = 1;
        extension(record, at, wants, put, &mut |name, cell| {
            for (slot, (_, keys)) in SHARED.iter().enumerate() {
                if let Some(rank) = keys.iter().position(|key| *key == name)
                    && rank < ranks[slot]
                {
                    (shared[slot], ranks[slot]) = (cell, rank);
                }
            }
        })?;
        for ((name, _), cell) in SHARED.iter().zip(shared) {
            if cell != Cell::None {
                put(name, cell);
            }
        }
        Ok(())
    }
}

/// The unescaped bar at or after `at`.
fn bar(line: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'|', b'\\', &line[at..])?;
        if line[at] == b'|' {
            return Some(at);
        }
        at = (at + 2).min(line.len());
    }
}

/// Gives the pairs from `at` on, and shows each to `see`.
fn extension<'a>(
    record: &mut Record<'a, '_>,
    at: usize,
    wants: &dyn Fn(&[u8]) -> bool,
    put: &mut dyn FnMut(&'a [u8], Cell),
    see: &mut dyn FnMut(&[u8], Cell),
) -> Result<(), Stop> {
    let line = record.line;
    let start = at + line[at..].iter().take_while(|b| **b == b' ').count();
    let end = start + line[start..].trim_ascii_end().len();
    // Labels by the key that they belong to, to be given once all values are known.
    let mut labels: Vec<(&'a [u8], &'a [u8])> = Vec::new();
    let mut values: Vec<(&'a [u8], Cell)> = Vec::new();
    let mut key = match next_key(line, start, end) {
        Some((from, to)) if from == start => (from, to),
        _ if start >= end => return Ok(()),
        _ => return Err((start, "a pair, `key=value`")),
    };
    loop {
        let from = key.1 + 1;
        let next = next_key(line, from, end);
        let to = next.map_or(end, |(from, _)| from);
        let to = from + line[from..to].trim_ascii_end().len();
        let name = &line[key.0..key.1];
        let cell = value(record, from, to, true);
        put(name, cell);
        see(name, cell);
        if let Some(base) = name.strip_suffix(b"Label") {
            labels.push((base, &line[from..to]));
        } else if name.last().is_some_and(u8::is_ascii_digit) {
            values.push((name, cell));
        }
        match next {
            Some(next) => key = next,
            None => break,
        }
    }
    for (base, label) in labels {
        if let Some((_, cell)) = values.iter().rev().find(|(name, _)| *name == base)
            && wants(label)
            && !label.is_empty()
        {
            put(label, *cell);
        }
    }
    Ok(())
}

/// The next key that starts at `from` or after a blank, and its `=`.
fn next_key(line: &[u8], from: usize, end: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let equals = at + memchr(b'=', &line[at..end])?;
        let is_name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'_' | b'.' | b'-' | b'[' | b']');
        let name = line[from..equals].iter().rev().take_while(is_name).count();
        let start = equals - name;
        if name > 0 && (start == from || line[start - 1] == b' ') {
            // At the start of a value there is text and no key.
            return Some((start, equals));
        }
        at = equals + 1;
    }
}

/// The text from and to, with its escapes resolved where it is wanted.
fn value(record: &mut Record<'_, '_>, from: usize, to: usize, wanted: bool) -> Cell {
    let text = &record.line[from..to];
    if !wanted || memchr(b'\\', text).is_none() {
        return record.part(from, to);
    }
    record.make(|out| {
        let mut rest = text;
        while let Some(at) = memchr(b'\\', rest) {
            out.extend_from_slice(&rest[..at]);
            match rest.get(at + 1) {
                Some(b'n') => out.push(b'\n'),
                Some(b'r') => out.push(b'\r'),
                Some(b @ (b'|' | b'=' | b'\\')) => out.push(*b),
                Some(b) => out.extend_from_slice(&[b'\\', *b]),
                None => out.push(b'\\'),
            }
            rest = rest.get(at + 2..).unwrap_or_default();
        }
        out.extend_from_slice(rest);
    })
}

/// The level of a severity, a number or a word.
fn level(severity: &[u8]) -> Option<&'static str> {
    Some(match severity.to_ascii_lowercase().as_slice() {
        b"0" | b"1" | b"2" | b"3" | b"low" => "info",
        b"4" | b"5" | b"6" | b"medium" => "warn",
        b"7" | b"8" | b"high" => "error",
        b"9" | b"10" | b"very-high" => "fatal",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, walk};

    #[test]
    fn values_hold_blanks_and_escapes() {
        let line = r"CEF:0|V|a\|b|1|7|n \\ m|5|src=1.2.3.4 msg=a b\=c d=e\nf cs1Label=my rule cs1=x y  act=";
        let got = cut(&DEF, "", line, &["product", "name", "level", "msg", "d", "my rule", "act", "ip"]).unwrap();
        assert_eq!(got, ["Ta|b", "Tn \\ m", "Twarn", "Ta b=c", "Te\nf", "Tx y", "T", "T1.2.3.4"]);
    }

    #[test]
    fn a_header_may_stand_alone_and_after_others() {
        let line = "Oct 10 10:00:00 h CEF:0|V|P|1|7|n|High|";
        let all = walk(&DEF, "", line).unwrap();
        assert_eq!(all[0], ("prefix".to_string(), "TOct 10 10:00:00 h".to_string()));
        assert_eq!(cut(&DEF, "", line, &["level", "msg", "time"]).unwrap(), ["Terror", "Tn", "None"]);
    }

    #[test]
    fn what_is_no_cef_is_refused() {
        for line in ["CEF:0|V|P|1|7|n", "LEEF:1", "CEF:0|V|P|1|7|n|5|text then a=b", ""] {
            assert_eq!(cut(&DEF, "", line, &["name"]), None, "{line}");
        }
    }
}
