//! CEF, the Common Event Format of ArcSight: a header of seven fields and pairs after it.
//!
//! The values of the pairs may hold blanks, so that a value only ends where the next key begins:
//! at a blank before a name and an unescaped `=`. The `=` are searched for and the names read
//! backwards from them.
//!
//! One field of the header is read at about 1.0 GB/s by one core, of the samples repeated; one of the
//! pairs at 0.6, since each `=` before and behind it must be looked at: a value may hold some, and of
//! two equal keys the last one counts. Pairs are passed only where a record holds a wanted name at all.

use memchr::{memchr, memmem};

use super::open::{Goal, Open, Pairs, Record, Stop};
use crate::base::find;
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
    tells: Tells::record(50, |line| {
        // A searcher would take longer to make than this takes.
        let near = &line[..line.len().min(200)];
        memchr::memchr_iter(b'C', near).any(|at| near[at..].starts_with(b"CEF:"))
    }),
    bind: Bind::Named(Open::<Cef>::bind),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        r"CEF:0|Security|threat\|manager|1.0|100|worm \\ stopped|10|src=10.0.0.1 msg=a b\=c dst=2.1.2.2 cs1Label=rule cs1=v w spt=1232",
        "Sep 19 08:26:10 host CEF:0|V|P|1.0|100|name|Low|",
        "<13>1 2025-10-10T10:00:00Z h app - - - CEF:1|V|P|1|x|n|Very-High|rt=1760104536123 request=http://a/b?c=d act=blocked",
    ],
};

/// What a record opens with, but for what a relay sets before it.
const MARK: &[u8] = b"CEF:";

/// The end of a key whose value is the name of another's.
const LABEL: &[u8] = b"Label";

const HEADER: [&[u8]; 7] =
    [b"cef_version", b"vendor", b"product", b"device_version", b"event_id", b"name", b"severity"];
/// The place of the name.
const NAME: usize = 5;

/// The names that all formats share.
const SHARED: [&[u8]; 7] = [b"time", b"ip", b"user", b"host", b"target", b"method", b"msg"];
/// The place of the message.
const MSG: usize = 6;

/// The keys that stand for them.
const KEYS: [&[u8]; 11] =
    [b"rt", b"end", b"start", b"src", b"suser", b"duser", b"dvchost", b"dhost", b"request", b"requestMethod", b"msg"];

/// The shared name that a key stands for, by its place, and its rank among the keys that do.
fn shared(key: &[u8]) -> Option<(usize, u8)> {
    Some(match key {
        b"rt" => (0, 0),
        b"end" => (0, 1),
        b"start" => (0, 2),
        b"src" => (1, 0),
        b"suser" => (2, 0),
        b"duser" => (2, 1),
        b"dvchost" => (3, 0),
        b"dhost" => (3, 1),
        b"request" => (4, 0),
        b"requestMethod" => (5, 0),
        b"msg" => (MSG, 0),
        _ => return None,
    })
}

struct Cef;

impl Pairs for Cef {
    const NAME: &'static str = "cef";

    fn goals(name: &[u8]) -> Vec<Goal> {
        let place = SHARED.iter().position(|shared| *shared == name);
        let keys = KEYS.iter().filter(|key| place.is_some() && shared(key).map(|(place, _)| place) == place);
        let keys = keys.copied().chain([name]).map(Goal::key);
        keys.chain([Goal::text(&[LABEL, b"=", name].concat())]).collect()
    }

    fn each<'a>(
        record: &mut Record<'a, '_>,
        wants: &impl Fn(&[u8]) -> bool,
        put: &mut impl FnMut(&'a [u8], Cell),
    ) -> Result<(), Stop> {
        let line = record.line;
        // Mostly nothing stands before it, and a searcher takes long to make.
        let start = if line.starts_with(MARK) { Some(0) } else { memmem::find(line, MARK) };
        let start = start.ok_or((0, "`CEF:`"))?;
        let prefix = line[..start].trim_ascii();
        if !prefix.is_empty() {
            let from = line[..start].len() - line[..start].trim_ascii_start().len();
            put(b"prefix", record.part(from, from + prefix.len()));
        }
        let is_shared = SHARED.iter().any(|name| wants(name));
        let mut cells: Shared = [(Cell::None, u8::MAX); SHARED.len()];
        let mut at = start + MARK.len();
        let mut header = [(0, 0); HEADER.len()];
        for part in &mut header {
            let end = bar(line, at).ok_or((line.len(), "a bar `|` after each of the seven fields of the header"))?;
            *part = (at, end);
            at = end + 1;
        }
        for (place, (from, to)) in header.into_iter().enumerate() {
            let is_msg = place == NAME && is_shared;
            if is_msg || wants(HEADER[place]) {
                let cell = value(record, from, to);
                put(HEADER[place], cell);
                if is_msg {
                    cells[MSG] = (cell, 1);
                }
            }
        }
        let [.., (from, to)] = header;
        if wants(b"level")
            && let Some(level) = level(&line[from..to])
        {
            put(b"level", record.make(|out| out.extend_from_slice(level.as_bytes())));
        }
        extension(record, at, wants, put, is_shared.then_some(&mut cells))?;
        if is_shared {
            let known = SHARED.iter().zip(cells).filter(|(_, (cell, _))| *cell != Cell::None);
            known.for_each(|(name, (cell, _))| put(name, cell));
        }
        Ok(())
    }
}

/// The fields under shared names, each with the rank of the key that it came from.
type Shared = [(Cell, u8); SHARED.len()];

/// The unescaped bar at or after `at`.
#[inline(always)]
fn bar(line: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += find::before2(line.get(at..)?, b'|', b'\\');
        if *line.get(at)? == b'|' {
            return Some(at);
        }
        at += 2;
    }
}

/// Where a key starts, and its `=`.
type Key = (usize, usize);

/// A pair as it stands in its line: its key, and where its value starts and ends.
#[derive(Clone, Copy)]
struct Pair {
    key: Key,
    value: (usize, usize),
}

/// The first key, and where the pairs end; None where there is none.
#[inline(always)]
fn first_key(line: &[u8], at: usize) -> Result<Option<(Key, usize)>, Stop> {
    let start = at + line[at..].iter().take_while(|b| **b == b' ').count();
    let end = start + line[start..].trim_ascii_end().len();
    match next_key(line, start, end) {
        Some(key) if key.0 == start => Ok(Some((key, end))),
        _ if start >= end => Ok(None),
        _ => Err((start, "a pair, `key=value`")),
    }
}

/// Gives each pair from a key on.
#[inline(always)]
fn each_pair(line: &[u8], mut key: Key, end: usize, mut give: impl FnMut(Pair)) {
    loop {
        let from = key.1 + 1;
        let next = next_key(line, from, end);
        let mut to = next.map_or(end, |(from, _)| from);
        while to > from && line[to - 1].is_ascii_whitespace() {
            to -= 1;
        }
        give(Pair { key, value: (from, to) });
        match next {
            Some(next) => key = next,
            None => return,
        }
    }
}

/// Gives the pairs from `at` on, and keeps those of shared names, where these are wanted.
#[inline(always)]
fn extension<'a>(
    record: &mut Record<'a, '_>,
    at: usize,
    wants: &impl Fn(&[u8]) -> bool,
    put: &mut impl FnMut(&'a [u8], Cell),
    mut cells: Option<&mut Shared>,
) -> Result<(), Stop> {
    let line = record.line;
    let Some((first, end)) = first_key(line, at)? else { return Ok(()) };
    if !record.may_hold(first.0) {
        return Ok(());
    }
    let mut labelled = false;
    each_pair(line, first, end, |Pair { key, value: (from, to) }| {
        let name = &line[key.0..key.1];
        let slot = match &mut cells {
            Some(cells) => shared(name).map(|(place, rank)| (&mut cells[place], rank)),
            None => None,
        };
        if slot.is_some() || wants(name) {
            let cell = value(record, from, to);
            put(name, cell);
            if let Some((slot, rank)) = slot
                && rank < slot.1
            {
                *slot = (cell, rank);
            }
        }
        labelled |= name.ends_with(LABEL) && wants(&line[from..to]);
    });
    if labelled {
        let mut pairs: Vec<Pair> = Vec::new();
        each_pair(line, first, end, |pair| pairs.push(pair));
        labels(record, &pairs, wants, put);
    }
    Ok(())
}

/// Gives the values that have a label, under its name, once all are known.
#[cold]
fn labels<'a>(
    record: &mut Record<'a, '_>,
    pairs: &[Pair],
    wants: &impl Fn(&[u8]) -> bool,
    put: &mut impl FnMut(&'a [u8], Cell),
) {
    let line = record.line;
    for pair in pairs {
        let Some(base) = line[pair.key.0..pair.key.1].strip_suffix(LABEL) else { continue };
        let label = &line[pair.value.0..pair.value.1];
        let is_named = |other: &&Pair| &line[other.key.0..other.key.1] == base;
        if label.is_empty() || !base.last().is_some_and(u8::is_ascii_digit) || !wants(label) {
            continue;
        }
        if let Some(Pair { value: (from, to), .. }) = pairs.iter().rfind(is_named) {
            let cell = value(record, *from, *to);
            put(label, cell);
        }
    }
}

/// The next key that starts at `from` or after a blank, and its `=`.
#[inline(always)]
fn next_key(line: &[u8], from: usize, end: usize) -> Option<Key> {
    let mut at = from;
    loop {
        let equals = at + find::before(line.get(at..end)?, b'=');
        if equals >= end {
            return None;
        }
        let outside = line[from..equals].iter().rposition(|b| !IN_NAME[usize::from(*b)]);
        let start = outside.map_or(from, |at| from + at + 1);
        if start < equals && (start == from || line[start - 1] == b' ') {
            // At the start of a value there is text and no key.
            return Some((start, equals));
        }
        at = equals + 1;
    }
}

/// By byte: whether it may stand in a key.
const IN_NAME: [bool; 256] = {
    let mut list = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        list[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'[' | b']');
        byte += 1;
    }
    list
};

/// The text from and to, with its escapes resolved.
fn value(record: &mut Record<'_, '_>, from: usize, to: usize) -> Cell {
    let text = &record.line[from..to];
    if find::before(text, b'\\') == text.len() {
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
    fn pairs_are_passed_where_they_hold_what_is_wanted() {
        let name = |pairs: &str| cut(&DEF, "", format!("CEF:0|V|P|1|7|n|5|{pairs}"), &["name"]).unwrap();
        assert_eq!(name("fname=x act=name"), ["Tn"]);
        assert_eq!(name("fname=x name=y"), ["Ty"]);
        assert_eq!(name("name=y name=z"), ["Tz"]);
        assert_eq!(name("act=name=q"), ["Tq"]);
        assert_eq!(name("cs1Label=name cs1=z"), ["Tz"]);
        let line = "CEF:0|V|P|1|7|n|5|end=7 dhost=h duser=u";
        for (shared, value) in [("time", "T7"), ("host", "Th"), ("user", "Tu"), ("msg", "Tn"), ("ip", "None")] {
            assert_eq!(cut(&DEF, "", line, &[shared]).unwrap(), [value], "{shared}");
        }
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
