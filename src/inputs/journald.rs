//! systemd's journal, as `journalctl -o json` and `-o export` print it.
//!
//! The export format is no text: a value with a newline or with other control bytes has its length
//! before it, as eight bytes, and may hold anything. So its records are found by a law of
//! their own, which steps over such values, and not by their blank lines. In JSON a value that is no UTF-8
//! is a list of numbers, which is turned back into its bytes for the message. A field is read at about
//! 0.9 GB/s by one core, since all keys before it must be passed; the last one of a name counts.

use std::sync::Arc;

use memchr::memchr;

use super::open::{Open, Pairs, Record, Stop};
use super::{broken_json, json, text};
use crate::base::{HEAP, Span};
use crate::data::lines::{Frame, Framing};
use crate::data::{Batch, Cell, Cut, Key, Miss, Want};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Opening, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "journald",
        usage: "-i journald",
        brief: "systemd's journal, as journalctl exports it",
        text: "\
Reads what `journalctl -o json` and `journalctl -o export` print. Every field of an entry is a field, under its own name \
(`_SYSTEMD_UNIT`, `PRIORITY`); beside them are `time` (from `__REALTIME_TIMESTAMP`), `level`, the word for the priority, `msg` (from \
`MESSAGE`), `host` (`_HOSTNAME`), `app` (`SYSLOG_IDENTIFIER`, else `_COMM`), `pid` (`_PID`, else `SYSLOG_PID`) and `unit` (`_SYSTEMD_UNIT`).

In JSON a value that occurs several times is a list, and one that journalctl left out because of its size is None. In the export \
format values may hold any bytes, and of a field that occurs several times the last counts. An entry that is neither is counted as not parsed.",
        examples: &[Example {
            run: "-i journald 'where level >= warn | select time, app, level, msg' journal.json",
            output: r#"
{"time":1772442135733001,"app":"shop","level":"err","msg":"paid �"}
"#,
        }],
    },
    columns: None,
    frame: |head| if is_export(head.sample) { Frame::Own(Arc::new(Entries)) } else { Frame::Lines },
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(7, opens).first(b"{").or_input(|head| is_export(head.sample)),
    bind: Bind::Named(|wants, opening| Box::new(Journal::new(wants, opening))),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        r#"{"__REALTIME_TIMESTAMP":"1732044218077593","PRIORITY":"6","MESSAGE":"started","_PID":"7","_HOSTNAME":"h"}"#,
        r#"{ "_COMM" : "sshd", "__REALTIME_TIMESTAMP" : "1534860261221373", "PRIORITY" : "1", "MESSAGE" : [104, 105] }"#,
    ],
};

/// The fields that all formats share, and where a journal has them, the first that is there.
const SHARED: [(&str, &[&str]); 7] = [
    ("time", &["__REALTIME_TIMESTAMP"]),
    ("level", &["PRIORITY"]),
    ("msg", &["MESSAGE"]),
    ("host", &["_HOSTNAME"]),
    ("app", &["SYSLOG_IDENTIFIER", "_COMM"]),
    ("pid", &["_PID", "SYSLOG_PID"]),
    ("unit", &["_SYSTEMD_UNIT"]),
];

/// By priority.
const LEVELS: [&str; 8] = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

/// Whether a line may be an entry as JSON: its keys are in capitals, and one is its time.
fn opens(line: &[u8]) -> bool {
    let key = line.strip_prefix(b"{").map(<[u8]>::trim_ascii_start).and_then(|rest| rest.strip_prefix(b"\""));
    key.and_then(|key| key.first()).is_some_and(|b| *b == b'_' || b.is_ascii_uppercase())
        && memchr::memmem::find(line, b"\"__REALTIME_TIMESTAMP\"").is_some()
}

/// Whether an input is in the export format.
fn is_export(sample: &[u8]) -> bool {
    let name = sample.iter().take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'_').count();
    name > 1 && sample.starts_with(b"_") && sample.get(name) == Some(&b'=')
}

/// The next field of an entry in the export format.
enum Field {
    /// Its name and its value, each from and to, and where the next field starts.
    Is((usize, usize), (usize, usize), usize),
    /// The blank line after an entry, and where the next one starts.
    End(usize),
    /// The bytes end before it does.
    Torn,
}

fn field(bytes: &[u8], at: usize) -> Field {
    let Some(len) = memchr(b'\n', &bytes[at..]) else { return Field::Torn };
    let line = &bytes[at..at + len];
    if line.is_empty() {
        return Field::End(at + 1);
    }
    if let Some(equals) = memchr(b'=', line) {
        return Field::Is((at, at + equals), (at + equals + 1, at + len), at + len + 1);
    }
    // A value with a length: eight bytes, the lowest first.
    let start = at + len + 1;
    let Some(size) = bytes.get(start..start + 8).and_then(|size| size.first_chunk::<8>()) else { return Field::Torn };
    let size = u64::from_le_bytes(*size);
    let end = usize::try_from(size).ok().and_then(|size| (start + 8).checked_add(size));
    match end.filter(|end| bytes.get(*end) == Some(&b'\n')) {
        Some(end) => Field::Is((at, at + len), (start + 8, end), end + 1),
        None if end.is_some_and(|end| end >= bytes.len() && size <= MOST) => Field::Torn,
        // No such value: the line is taken for one, so that the rest of the file is not lost.
        None => Field::Is((at, at + len), (at + len, at + len), at + len + 1),
    }
}

/// The largest value that a length may speak of: what journald itself allows.
const MOST: u64 = 768 << 20;

/// Entries of the export format.
struct Entries;

/// Where the entry that starts at `at` ends, without its blank line, and where the next one starts.
fn entry(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let mut here = at;
    loop {
        match field(bytes, here) {
            Field::Is(_, _, next) => here = next,
            Field::End(next) => return Some((here, next)),
            Field::Torn => return None,
        }
    }
}

impl Framing for Entries {
    fn whole(&self, bytes: &[u8]) -> usize {
        let mut at = 0;
        while let Some((_, next)) = entry(bytes, at) {
            at = next;
        }
        at
    }

    fn cut(&self, bytes: &[u8], from: usize, most: usize, batch: &mut Batch) -> usize {
        // The line that is put behind each is the blank one between them.
        batch.printed = true;
        let mut at = from;
        while batch.rows.len() < most && at < bytes.len() {
            let (end, next) = entry(bytes, at).unwrap_or((bytes.len(), bytes.len()));
            if end > at {
                batch.rows.push(Span { start: at as u32, len: (end - at) as u32 });
            }
            at = next;
        }
        at
    }
}

struct Journal {
    json: Box<dyn Cut>,
    export: Box<dyn Cut>,
    /// By want: the field that it is, and its place among the wants of the JSON.
    wants: Vec<(Option<usize>, usize)>,
    n_json: usize,
}

impl Journal {
    fn new(wants: &[Want], opening: &Opening<'_>) -> Journal {
        let mut own: Vec<Want> = Vec::new();
        let mut places = Vec::new();
        for want in wants {
            let shared = SHARED.iter().position(|(name, _)| *name == want.name);
            places.push((shared, own.len()));
            match shared {
                Some(shared) => own.extend(SHARED[shared].1.iter().map(|name| Want::exact(name))),
                None => own.push(want.clone()),
            }
        }
        let n_json = own.len();
        Journal { json: json::cutter(&own), export: Open::<Export>::bind(wants, opening), wants: places, n_json }
    }
}

/// A shared field of the cells that it may come from.
fn shared(which: usize, cells: &[Cell], line: &[u8], at: u32, heap: &mut Vec<u8>) -> Cell {
    let cell = cells.iter().copied().find(|cell| *cell != Cell::None).unwrap_or_default();
    let inside = |span: Span| line.get((span.start - at) as usize..(span.end() - at) as usize).unwrap_or_default();
    match (SHARED[which].0, cell) {
        ("level", Cell::Str(span)) => level(inside(span)).map_or(cell, |word| made(heap, word.as_bytes())),
        ("msg", Cell::Json(span)) => bytes_of(inside(span)).map_or(cell, |bytes| made(heap, &bytes)),
        // Text, so that it is a number where one is asked for.
        ("time" | "pid", Cell::Str(span)) => Cell::Text(span),
        _ => cell,
    }
}

fn made(heap: &mut Vec<u8>, text: &[u8]) -> Cell {
    let start = heap.len();
    heap.extend_from_slice(text);
    Cell::Text(Span::new(HEAP | start as u32, text.len()))
}

/// The word for a priority.
fn level(priority: &[u8]) -> Option<&'static str> {
    match priority {
        [digit @ b'0'..=b'7'] => Some(LEVELS[usize::from(digit - b'0')]),
        _ => None,
    }
}

/// The bytes of a list of numbers.
fn bytes_of(list: &[u8]) -> Option<Vec<u8>> {
    let inside = list.strip_prefix(b"[")?.strip_suffix(b"]")?;
    let number = |part: &[u8]| std::str::from_utf8(part.trim_ascii()).ok()?.parse::<u8>().ok();
    inside.split(|b| *b == b',').map(number).collect()
}

impl Cut for Journal {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        if !is_json(line) {
            return self.export.cut(line, at, cells, heap);
        }
        let mut own = vec![Cell::None; self.n_json];
        if !self.json.cut(line, at, &mut own, heap) {
            return false;
        }
        for (cell, (which, from)) in cells.iter_mut().zip(&self.wants) {
            *cell = match which {
                Some(which) => shared(*which, &own[*from..from + SHARED[*which].1.len()], line, at, heap),
                None => own[*from],
            };
        }
        true
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        if !is_json(line) {
            return self.export.walk(line, at, heap, put);
        }
        let mut fields: Vec<(Vec<u8>, Cell)> = Vec::new();
        if !self.json.walk(line, at, heap, &mut |key, cell| fields.push((text(key).into_owned(), cell))) {
            return false;
        }
        for (which, (name, from)) in SHARED.iter().enumerate() {
            let of = |name: &&str| fields.iter().find(|(key, _)| key == name.as_bytes()).map_or(Cell::None, |f| f.1);
            let cells: Vec<Cell> = from.iter().map(of).collect();
            put(Key::Plain(name.as_bytes()), shared(which, &cells, line, at, heap));
        }
        for (name, cell) in &fields {
            if !SHARED.iter().any(|(shared, _)| shared.as_bytes() == name) {
                put(Key::Plain(name), *cell);
            }
        }
        true
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        if !is_json(line) {
            return self.export.miss(line);
        }
        let (at, expected) = broken_json::stop(line)?;
        Some(Miss { format: DEF.doc.name.to_string(), at, expected: expected.to_string() })
    }
}

fn is_json(line: &[u8]) -> bool {
    line.trim_ascii_start().first() == Some(&b'{')
}

/// An entry of the export format.
struct Export;

impl Pairs for Export {
    const NAME: &'static str = "journald";

    fn each<'a>(
        record: &mut Record<'a, '_>,
        _: &impl Fn(&[u8]) -> bool,
        put: &mut impl FnMut(&'a [u8], Cell),
    ) -> Result<(), Stop> {
        let whole = record.line;
        // The newline after the last field belongs to the entry.
        let mut values = [[Cell::None; 2]; SHARED.len()];
        let mut own: Vec<(&'a [u8], Cell)> = Vec::new();
        let mut at = 0;
        while at < whole.len() {
            let ((from, to), (start, end), next) = match field(whole, at) {
                Field::Is(name, value, next) => (name, value, next),
                Field::End(next) => {
                    at = next;
                    continue;
                }
                Field::Torn => {
                    // The last line of an input may have lost its newline.
                    let Some(equals) = memchr(b'=', &whole[at..]) else {
                        return Err((at, "a field, `NAME=value`, or a name and a value with its length"));
                    };
                    ((at, at + equals), (at + equals + 1, whole.len()), whole.len())
                }
            };
            let name = &whole[from..to];
            let is_name = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_';
            if name.is_empty() || !name.iter().all(is_name) {
                return Err((from, "the name of a field, in capitals"));
            }
            let cell = record.part(start, end);
            for (which, (_, names)) in SHARED.iter().enumerate() {
                if let Some(rank) = names.iter().position(|own| own.as_bytes() == name) {
                    values[which][rank] = match (SHARED[which].0, level(&whole[start..end])) {
                        ("level", Some(word)) => record.make(|out| out.extend_from_slice(word.as_bytes())),
                        _ => cell,
                    };
                }
            }
            own.push((name, cell));
            at = next;
        }
        if own.is_empty() {
            return Err((0, "a field, `NAME=value`"));
        }
        for ((name, _), cells) in SHARED.iter().zip(values) {
            put(name.as_bytes(), cells.into_iter().find(|cell| *cell != Cell::None).unwrap_or_default());
        }
        own.into_iter().for_each(|(name, cell)| put(name, cell));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Block, Source};
    use crate::inputs::tests::{cut, walk};

    const NAMES: [&str; 5] = ["time", "level", "msg", "app", "host"];

    #[test]
    fn entries_as_json() {
        let got = cut(&DEF, "", DEF.samples[0], &NAMES).unwrap();
        assert_eq!(got, ["T1732044218077593", "Tinfo", "Sstarted", "None", "Sh"]);
        let got = cut(&DEF, "", DEF.samples[1], &NAMES).unwrap();
        assert_eq!(got, ["T1534860261221373", "Talert", "Thi", "Ssshd", "None"]);
        assert_eq!(walk(&DEF, "", DEF.samples[0]).unwrap().len(), SHARED.len() + 5);
    }

    #[test]
    fn entries_of_the_export_format_may_hold_anything() {
        let mut text =
            b"__CURSOR=a\nPRIORITY=3\nMESSAGE\n\x05\0\0\0\0\0\0\0a\n\nb\xff\n_COMM=x\n\n\n__CURSOR=b\nMESSAGE=c=d"
                .to_vec();
        let block = |bytes: &[u8]| {
            let source = Arc::new(Source::computed());
            let block = Block { bytes: bytes.to_vec(), start: 0, ticket: 0, source, offset: 0, lines_before: 0 };
            let mut batch = Batch::new(Arc::new(block), b"", 0);
            let mut at = 0;
            while at < bytes.len() {
                at = Entries.cut(bytes, at, batch.rows.len() + 1, &mut batch);
            }
            (0..batch.rows.len() as u32).map(|row| batch.line(row).to_vec()).collect::<Vec<_>>()
        };
        let all = block(&text);
        assert_eq!(all.len(), 2);
        for len in 0..=text.len() {
            let whole = Entries.whole(&text[..len]);
            let mut apart = block(&text[..whole]);
            apart.extend(block(&text[whole..]));
            assert_eq!(apart, all, "{len}");
        }
        let got = cut(&DEF, "", &all[0], &NAMES).unwrap();
        assert_eq!(got[1..4], ["Terr".to_string(), "Ta\n\nb\u{fffd}".to_string(), "Tx".to_string()]);
        assert_eq!(cut(&DEF, "", &all[1], &["msg"]).unwrap(), ["Tc=d"]);
        // A length that cannot be is no reason to lose the rest.
        text.splice(27..35, *b"\xff\xff\xff\xff\xff\xff\xff\x7f");
        assert!(block(&text).len() >= 2);
    }

    #[test]
    fn what_is_none_is_refused() {
        for line in ["", "text", "{", "lower=x", "A B=c\n"] {
            assert_eq!(cut(&DEF, "", line, &["msg"]), None, "{line:?}");
        }
    }
}
