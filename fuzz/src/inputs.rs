//! Input formats: cutting and walking arbitrary lines, and cutting lines from a block.
//!
//! The first line of an input is the header that a format may have; the rest are records.

use flitch::base::{HEAP, Span, json as spelled};
use std::sync::Arc;

use flitch::data::lines::{self as frame, Frame};
use flitch::data::{Batch, Block, Cell, Cut, Key, Source, Want};
use flitch::def::frames::{Join, Rule, Traces, Values};
use flitch::def::{Format, Head, InputDef, Opening};

/// The instant that stamps without a year are near: 2026-03-01.
const REFERENCE: i64 = 1_772_323_200_000_000_000;

/// Where the lines stand in their batch.
const AT: u32 = 1000;

/// What stands in the heap before a record is cut.
const CONSTANTS: &[u8] = b"constants";

pub const WORDS: &[&str] = &[
    "a=1",
    " b=\"x y\"",
    "{\"a\":",
    "\"a.b\":",
    "{\"line\":1,",
    "null",
    "\\u00e9",
    "\\ud800",
    "\r\n",
    "\n",
    "\"",
    "\\\"",
    "[02/Mar/2026:09:00:01 +0000]",
    "\"GET / HTTP/1.1\" 200 5",
    " - - ",
    "a,b\n",
    "\u{feff}",
    "2026-03-02T09:00:01Z",
    "99999999999999999999",
    "-0",
    "1e999",
    "status",
    "level=",
    "ms",
];
pub const WRITTEN_WORDS: &[&str] = &[
    "<a>",
    "<_>",
    " [",
    "(?P<a>",
    "%{IP:a}",
    "%{NUMBER:n:int}",
    "$remote_addr",
    "$request",
    "[$time_local]",
    "%h",
    "%t",
    "\"%r\"",
    "%>s",
    "%d{ISO8601}",
    "%level",
    "%msg%n",
    "%(asctime)s",
    "{message}",
    "%m [%p] ",
    "%q",
    "%ci:%cp",
    "%ST",
    "\n",
    "02/Mar/2026:09:00:01 +0000",
    "2026-03-02 09:00:01,123",
    "GET / HTTP/1.1",
    "::1",
];
pub const ACCESS_WORDS: &[&str] = &[
    "\"GET / HTTP/1.1\"",
    "\"-\"",
    " - ",
    "[02/Mar/2026:09:00:01 +0000]",
    "::1",
    "\\\"",
    "?",
    "\"",
    "[",
    "]",
    " 200 ",
    " extra",
    "\r",
    "\n",
];
pub const CSV_WORDS: &[&str] =
    &["\"", "\"\"", ",", "\t", "\n", "\r\n", "\"\n\"", ",,", "a,b\n", "\u{feff}", "\\t", "\\n", "\\"];
pub const JSON_WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\\"",
    "\\u",
    "\\u0061",
    "\\ud83d\\ude00",
    "\\ud800",
    "null",
    "true",
    "1e5",
    "-0.0",
    "{\"a\":{\"b\":1}}",
    "\"a\":",
    "[[[[[[[[[[[[[[[[",
    "{\"a\":{\"a\":{\"a\":",
    "\u{2028}",
    " ",
    "\n",
];
pub const LOGFMT_WORDS: &[&str] =
    &["=", "a=", " ", "\"", "\\\"", "\\n", "\\u0000", "a=\"", "a.b=", "=\"\"", "\t", "\r", "\n", "ts="];

macro_rules! formats {
    ($($name:ident),*) => {$(
        #[doc = concat!("Cuts records of `", stringify!($name), "`.")]
        pub fn $name(data: &[u8]) {
            records(&flitch::inputs::$name::DEF, data);
        }
    )*};
}

formats!(auto, combined, common, csv, json, logfmt, lines, tsv);

/// Reads lines by a format that the first line writes out, whichever the first byte picks.
pub fn written(data: &[u8]) {
    const NAMES: [&str; 9] =
        ["pattern", "regex", "grok", "nginx", "apache", "logback", "python", "postgres", "haproxy"];
    let Some((first, rest)) = data.split_first() else { return };
    let mut lines = rest.split(|b| *b == b'\n');
    let text = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let spelled = format!("{}:{text}", NAMES[usize::from(*first) % NAMES.len()]);
    let Ok(format) = flitch::inputs::format(&spelled, &|_| Err("nothing is read".to_string())) else { return };
    let opening = Opening { header: b"", reference: REFERENCE };
    let names: Vec<String> = format.columns.clone().unwrap_or_default();
    let all = format.bind(&[], &opening);
    for line in lines.take(50) {
        record(&format, &opening, &names, &*all, line);
    }
}

/// Cuts records of the format that the first byte picks: one of its samples, which the second byte
/// picks, with the bytes after the third put in where that says.
pub fn any(data: &[u8]) {
    let named: Vec<_> = flitch::inputs::ALL.iter().filter(|def| Format::named(def).is_some()).collect();
    let [format, sample, place, rest @ ..] = data else { return };
    let def = named[usize::from(*format) % named.len()];
    let sample = def.samples.get(usize::from(*sample) % def.samples.len().max(1)).map_or(&b""[..], |s| s.as_bytes());
    let place = usize::from(*place) % (sample.len() + 1);
    records(def, &[&sample[..place], rest, &sample[place..]].concat());
}

/// Checks every record of an input.
fn records(def: &'static InputDef, data: &[u8]) {
    let Some(format) = Format::named(def) else { return };
    let length = (def.header)(&Head { name: "x", sample: data });
    assert!(length <= data.len(), "the header of {length} bytes is longer than the input");
    let header = &data[..length];
    let names = (def.names)(header);
    let body = &data[length..];
    let opening = Opening { header, reference: REFERENCE };
    let frame = format.frame(&Head { name: "x", sample: data });
    assert!(frame::whole(body, &frame) <= body.len(), "whole records end after the input");
    let batch = cut_batch(body, &frame, 7);
    let all = format.bind(&[], &opening);
    for row in (0..batch.rows.len() as u32).take(200) {
        record(&format, &opening, &names, &*all, batch.line(row));
    }
}

/// Walks one record, and cuts every field of it by its name.
fn record(format: &Format, opening: &Opening<'_>, names: &[String], all: &dyn Cut, line: &[u8]) {
    let mut heap = CONSTANTS.to_vec();
    let mut fields: Vec<(Vec<u8>, Cell)> = Vec::new();
    let mut put = |key: Key<'_>, cell: Cell| {
        let name = match key {
            Key::Plain(name) => name.to_vec(),
            Key::Escaped(inside) => spelled::plain(inside).into_owned(),
        };
        fields.push((name, cell));
    };
    let walked = all.walk(line, AT, &mut heap, &mut put);
    assert!(walked || fields.is_empty(), "fields of a record that is not in the format");
    assert!(heap.starts_with(CONSTANTS), "the heap was written over");
    let walked_heap = heap;

    let mut wants: Vec<Want> = Vec::new();
    for name in names.iter().chain(format.columns.iter().flatten()) {
        wants.push(Want::new(name));
    }
    // A name that is no UTF-8 cannot be asked for.
    wants.extend(fields.iter().filter_map(|(name, _)| Some(exactly(std::str::from_utf8(name).ok()?))));
    wants.extend(["a.b", "a.b.c", "missing", "line", ""].map(Want::new));
    wants.truncate(64);
    let few = [Want::new("a"), Want::new("status")];
    let none = cut(format, opening, &[], line);
    let some = cut(format, opening, &few, line);
    let every = cut(format, opening, &wants, line);
    assert_eq!(walked, none.is_some(), "walk and cut disagree");
    // One of a list of formats may refuse what another takes.
    let one = format.def.doc.name != "auto";
    assert!(!walked || !one || all.miss(line).is_none(), "a record misses its own format");
    assert_eq!(walked, some.is_some(), "the answer depends on the wants");
    assert_eq!(walked, every.is_some(), "the answer depends on the wants");
    let Some((cells, heap)) = every else { return };
    for (want, cell) in wants.iter().zip(cells).filter(|(want, _)| want.path.len() == 1) {
        let cell = plain(cell, line, &heap);
        let here = fields.iter().filter(|(name, _)| *name == want.name.as_bytes()).map(|(_, cell)| *cell);
        let walked = here.map(|cell| plain(cell, line, &walked_heap)).next_back();
        // The date and the time of W3C's formats are shown as one, and each is there when it is asked for.
        let w3c = ["w3c", "cloudfront"].contains(&format.def.doc.name);
        let hidden = w3c && ["date", "time"].contains(&want.name.as_str());
        assert!(hidden || walked.clone().unwrap_or_default() == cell, "`{}` walked and cut", want.name);
    }
    for (name, cell) in &fields {
        bytes(*cell, line, &walked_heap);
        let times = fields.iter().filter(|(other, _)| other == name).count();
        assert!(times == 1 || ["csv", "tsv"].contains(&format.def.doc.name), "a name is given {times} times");
    }
}

/// The want of `row["name"]`.
fn exactly(name: &str) -> Want {
    Want::exact(name)
}

/// Cuts wanted fields: their cells and the heap, or None when the line is not in the format.
fn cut(format: &Format, opening: &Opening<'_>, wants: &[Want], line: &[u8]) -> Option<(Vec<Cell>, Vec<u8>)> {
    let mut cells = vec![Cell::None; wants.len()];
    let mut heap = CONSTANTS.to_vec();
    let good = format.bind(wants, opening).cut(line, AT, &mut cells, &mut heap);
    assert!(heap.starts_with(CONSTANTS), "the heap was written over");
    for &cell in &cells {
        assert!(good || cell == Cell::None, "a cell of a record that is not in the format");
        bytes(cell, line, &heap);
    }
    good.then_some((cells, heap))
}

/// The bytes of a cell, which stand in the line or in the heap after the constants.
fn bytes<'a>(cell: Cell, line: &'a [u8], heap: &'a [u8]) -> &'a [u8] {
    let Some(span) = cell.span() else { return b"" };
    let (start, from) = match span.in_heap() {
        true => (span.start & !HEAP, heap),
        false => (span.start.wrapping_sub(AT), line),
    };
    match from.get(start as usize..start as usize + span.len as usize) {
        Some(bytes) => bytes,
        None => panic!("{cell:?} stands outside of {} bytes", from.len()),
    }
}

/// A cell with its bytes, apart from where they stand.
fn plain(cell: Cell, line: &[u8], heap: &[u8]) -> (Cell, Vec<u8>) {
    let text = bytes(cell, line, heap);
    (cell.with_span(Span { start: 0, len: text.len() as u32 }), text.to_vec())
}

/// Records are the same wherever a block is cut.
pub fn frames(data: &[u8]) {
    let own = |law: Arc<dyn frame::Framing>| Frame::Own(law);
    let join = |rule| own(Arc::new(Join { rule, view: None, is_whole: None }));
    let all = [
        Frame::Lines,
        Frame::Quoted(b','),
        Frame::Quoted(b'\t'),
        own(Arc::new(Values)),
        join(Rule::Traces(Traces::ALL)),
        join(Rule::Traces(Traces::JAVA)),
        join(Rule::Each),
    ];
    for (number, frame) in all.iter().enumerate() {
        let together = cut_all(data, frame);
        for most in [data.len() / 3, data.len() / 2, data.len()] {
            let whole = frame::whole(&data[..most], frame);
            assert!(whole <= most, "more than there is");
            let mut apart = cut_all(&data[..whole], frame);
            apart.extend(cut_all(&data[whole..], frame));
            assert_eq!(together, apart, "frame {number} cut at {whole}");
        }
    }
    for at in [0, data.len() / 2, data.len().saturating_sub(1)].into_iter().filter(|&at| at < data.len()) {
        let (span, next) = frame::around(data, at);
        assert!(span.start as usize <= at && at < next && next <= data.len(), "around {at}");
        assert_eq!(frame::full_end(data, span), next, "around {at}");
    }
}

fn cut_all(data: &[u8], frame: &Frame) -> Vec<Vec<u8>> {
    let batch = cut_batch(data, frame, 3);
    (0..batch.rows.len() as u32).map(|row| batch.line(row).to_vec()).collect()
}

/// All records of an input, cut `most` at a time.
fn cut_batch(data: &[u8], frame: &Frame, most: usize) -> Batch {
    let source = Arc::new(Source::computed());
    let block = Block { bytes: data.to_vec(), start: 0, ticket: 0, source, offset: 0, lines_before: 0 };
    let mut batch = Batch::new(Arc::new(block), CONSTANTS, 0);
    let mut at = 0;
    while at < data.len() {
        let next = frame::cut(data, at, batch.rows.len() + most, frame, &mut batch);
        assert!(next > at, "cutting stands still at {at}");
        at = next;
    }
    batch
}
