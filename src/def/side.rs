//! Side files: small tables that a pipeline names, read once while it is bound.
//!
//! A side file is read through the input formats, so that whatever can be a log can be one.
//! What does not parse is an error here: it is known before a byte of the input is read.

use std::sync::Arc;

use super::scope::Scope;
use super::{Bind, Head, InputDef, Opening};
use crate::base::{HEAP, Span, json};
use crate::data::cell::{Owned, value_in};
use crate::data::lines::{self, Frame};
use crate::data::{Batch, Block, Cell, Cut, Key, Source};
use crate::lang::{Diag, Span as At};

/// A table.
pub struct Side {
    /// The columns, in the order of the header or as first seen.
    pub names: Vec<String>,
    /// By record, as long as `names` or shorter.
    pub rows: Vec<Vec<Owned>>,
    /// By record, the line where it starts.
    pub lines: Vec<usize>,
}

impl Scope<'_> {
    /// Reads a side file, or says what is wrong with it.
    pub fn side(&mut self, path: &str, span: At) -> Result<Side, Diag> {
        let wrong = |why: String| Diag::new(span, why);
        self.reads_files = true;
        let bytes = (self.options.side_file)(path).map_err(|why| wrong(format!("{path}: {why}")))?;
        if bytes.len() as u64 >= u64::from(HEAP) {
            return Err(wrong(format!("{path}: a side file of more than 2 GiB")));
        }
        let Some(def) = self.side_format(path) else { return Err(wrong(format!("{path}: in no known format"))) };
        let header = (def.header)(&Head { name: path, sample: &bytes }).min(bytes.len());
        let names = (def.names)(&bytes[..header]);
        let (Bind::Named(bind) | Bind::Either(bind, _)) = def.bind else {
            return Err(wrong(format!("{path}: in no known format")));
        };
        let cutter = bind(&[], &Opening { header: &bytes[..header], reference: self.options.now });
        let mut side = Side { names, rows: Vec::new(), lines: Vec::new() };
        let (mut line, mut counted) = (1, 0);
        let Some(records) = records(&bytes, header, def) else {
            return Err(wrong(format!("{path}: not a JSON list of records")));
        };
        for record in records {
            let (start, end) = (record.start as usize, record.end() as usize);
            line += memchr::memchr_iter(b'\n', &bytes[counted..start]).count();
            counted = start;
            if bytes[start..end].iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            if !side.add(&*cutter, &bytes, record, line) {
                let format = if def.doc.name == "auto" { "in a known format" } else { def.doc.name };
                return Err(wrong(format!("{path}:{line}: not {format}")));
            }
        }
        Ok(side)
    }

    /// The format of a side file: by the end of its name, else whatever its lines are in.
    fn side_format(&self, path: &str) -> Option<&'static InputDef> {
        let suffix = path.rsplit_once('.').map_or("", |(_, suffix)| suffix).to_ascii_lowercase();
        let name = match suffix.as_str() {
            "jsonl" | "ndjson" => "json",
            other => other,
        };
        self.registry.input(name).or_else(|| self.registry.input("auto"))
    }
}

impl Side {
    /// Adds a record; false when it is not in the format.
    fn add(&mut self, cutter: &dyn Cut, bytes: &[u8], record: Span, line: usize) -> bool {
        let text = &bytes[record.start as usize..record.end() as usize];
        let mut heap = Vec::new();
        let mut fields: Vec<(usize, Cell)> = Vec::with_capacity(self.names.len());
        let names = &mut self.names;
        let fits = cutter.walk(text, record.start, &mut heap, &mut |key, cell| {
            let mut unescaped = Vec::new();
            let key = match key {
                Key::Plain(plain) => plain,
                Key::Escaped(inside) => {
                    json::unescape(inside, &mut unescaped);
                    &unescaped
                }
            };
            // The fields of most tables come in one order.
            let next = fields.len();
            let at = if names.get(next).is_some_and(|name| name.as_bytes() == key) {
                next
            } else {
                let name = String::from_utf8_lossy(key);
                names.iter().position(|known| **known == *name).unwrap_or_else(|| {
                    names.push(name.into_owned());
                    names.len() - 1
                })
            };
            fields.push((at, cell));
        });
        if !fits {
            return false;
        }
        let mut row = vec![Owned::default(); fields.iter().map(|(at, _)| at + 1).max().unwrap_or(0)];
        for (at, cell) in fields {
            row[at] = Owned::from(value_in(cell, |span| {
                let start = (span.start & !HEAP) as usize;
                let from = if span.in_heap() { &heap[..] } else { bytes };
                from.get(start..start + span.len as usize).unwrap_or_default()
            }));
        }
        self.rows.push(row);
        self.lines.push(line);
        true
    }
}

/// Where the records stand: lines, or the elements of one JSON list; None when that is broken.
fn records(bytes: &[u8], header: usize, def: &InputDef) -> Option<Vec<Span>> {
    let mut records = Vec::new();
    let mut at = json::skip_blanks(bytes, header);
    if bytes.get(at) != Some(&b'[') || !matches!(def.doc.name, "json" | "auto") {
        let delimiter = match (def.frame)(&Head { name: "", sample: bytes }) {
            Frame::Quoted(delimiter) => Some(delimiter),
            Frame::Lines | Frame::Sections(_) => None,
            Frame::Own(law) => {
                let source = Arc::new(Source::computed());
                let block = Block { bytes: bytes.to_vec(), start: 0, ticket: 0, source, offset: 0, lines_before: 0 };
                let mut batch = Batch::new(Arc::new(block), b"", 0);
                law.cut(bytes, header, usize::MAX, &mut batch);
                // What was put together stands in no file.
                batch.rows.retain(|row| !row.in_heap());
                return Some(batch.rows);
            }
        };
        lines::cut_lines(bytes, header, usize::MAX, delimiter, &mut records);
        return Some(records);
    }
    let end = json::skip_value(bytes, at).filter(|end| json::skip_blanks(bytes, *end) == bytes.len())?;
    at = json::skip_blanks(bytes, at + 1);
    while at + 1 < end {
        let next = json::skip_value(bytes, at)?;
        records.push(Span::new(at as u32, next - at));
        at = json::skip_blanks(bytes, next);
        at = json::skip_blanks(bytes, at + usize::from(bytes.get(at) == Some(&b',')));
    }
    Some(records)
}
