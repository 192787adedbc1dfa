//! logfmt: `key=value` pairs with blanks between them.
//!
//! There is no specification. The rules are those of the decoder that most writers were
//! tested against (go-logfmt), but for two: a key without a value is true, as its inventor
//! meant it, and a quote or `=` inside an unquoted value is part of it, since real logs
//! are full of them. A line without one pair is prose, not a row of flags.

use memchr::memchr_iter;

use super::Fields;
use crate::base::{HEAP, Span, json};
use crate::data::{Cell, Cut, Key, Miss, Want};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "logfmt",
        usage: "-i logfmt",
        brief: "key=value pairs with blanks between them",
        text: "\
Each line is pairs like `level=info msg=\"request done\"`. A value in double quotes may hold blanks and escapes as in JSON; \
one in single quotes or backticks may hold blanks, has no escapes, and ends at the quote before a blank or the end; \
any other value ends at the next blank, and its backslashes are kept. Keys may hold dots and dashes. A key alone is \
true; `key=` is empty text; `key = value` with blanks is a pair too. Of a repeated key the last one counts. Colours of \
a terminal around keys and values are no part of them. Values are text until a number, time or duration is asked for.

A line without any pair, with a value whose quote never closes, with `=` before any key or with a quote in a key is \
counted as not parsed, and its fields are None.",
        examples: &[
            Example {
                run: "-i logfmt 'where ms > 1000 | select service, msg, ms' app.logfmt",
                output: r#"
{"service":"api","msg":"query failed: \"orders\" timeout","ms":5003}
{"service":"api","msg":"upstream gone, took 1200ms","ms":1200}
"#,
            },
            Example {
                run: "-i logfmt 'count by level' app.logfmt",
                output: r#"
{"level":"info","count":5}
{"level":"debug","count":1}
{"level":"error","count":2}
{"level":"warn","count":2}
"#,
            },
        ],
    },
    columns: None,
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    // What is indented goes on with the line above it, and is often `key=value`.
    tells: Tells::record(90, |line| !line.starts_with(b"\t") && !line.starts_with(b"  ") && opens_with_pair(line)),
    bind: Bind::Named(|wants, _| Box::new(Pairs::new(wants))),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        r#"ts=2025-10-10T10:00:00Z level=info msg="a \"b\"" err= ok dur=1.2ms"#,
        "a=b=c x.y=1 flag",
        "\u{1b}[36mlevel\u{1b}[0m=warn msg='it's late' n = 5 q=`a \"b\"`",
    ],
};

/// The cutter.
struct Pairs {
    /// Each wanted key and its want.
    wants: Vec<(Vec<u8>, usize)>,
    /// One bit for each length (up to 63) of a wanted key.
    lengths: u64,
}

fn length_bit(key: &[u8]) -> u64 {
    1 << key.len().min(63)
}

impl Pairs {
    fn new(wants: &[Want]) -> Pairs {
        let wants: Vec<_> = wants.iter().enumerate().map(|(i, w)| (w.name.as_bytes().to_vec(), i)).collect();
        let lengths = wants.iter().fold(0, |bits, (key, _)| bits | length_bit(key));
        Pairs { wants, lengths }
    }
}

impl Cut for Pairs {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        let start = heap.len();
        let read = each(line, |key, value| {
            if self.lengths & length_bit(key) == 0 {
                return;
            }
            for (name, want) in &self.wants {
                if name == key {
                    cells[*want] = value.cell(line, at, heap);
                }
            }
        });
        if read.is_err() {
            cells.fill(Cell::None);
            heap.truncate(start);
        }
        read.is_ok()
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        let start = heap.len();
        let mut fields = Fields::default();
        if each(line, |key, value| fields.add(Key::Plain(key), value.cell(line, at, heap))).is_err() {
            heap.truncate(start);
            return false;
        }
        fields.give(put);
        true
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        let (at, expected) = each(line, |_, _| ()).err()?;
        Some(Miss { format: DEF.doc.name.to_string(), at, expected: expected.to_string() })
    }
}

/// Whether the line opens with a `key=value` pair.
pub fn opens_with_pair(line: &[u8]) -> bool {
    let start = skip_gap(line, 0);
    let end = key_end(line, start);
    end > start && line.get(skip_colours(line, end)) == Some(&b'=')
}

/// A value as it stands in its line.
enum Pair {
    /// A key alone.
    Bare,
    /// The text from and to.
    Plain(usize, usize),
    /// The inside of quotes, with escapes.
    Escaped(usize, usize),
}

impl Pair {
    #[inline]
    fn cell(&self, line: &[u8], at: u32, heap: &mut Vec<u8>) -> Cell {
        match *self {
            Pair::Bare => Cell::Bool(true),
            Pair::Plain(from, to) => Cell::Text(Span::new(at + from as u32, to - from)),
            Pair::Escaped(from, to) => {
                let start = heap.len();
                json::unescape(&line[from..to], heap);
                Cell::Text(Span::new(HEAP | start as u32, heap.len() - start))
            }
        }
    }
}

/// Where the key at `at` ends: at `=`, a quote, a blank or a control byte.
#[inline(always)]
fn key_end(line: &[u8], mut at: usize) -> usize {
    // Keys are too short for longer steps.
    while line.get(at).is_some_and(|&b| b > b' ' && b != b'=' && b != b'"') {
        at += 1;
    }
    at
}

/// Where the colours of a terminal that stand at `at` end: `ESC [ 3 6 m`. Loggers paint keys and
/// levels also where they write to a file.
#[inline(always)]
fn skip_colours(line: &[u8], mut at: usize) -> usize {
    while line.get(at) == Some(&27) {
        let Some(inside) = line.get(at + 1..).and_then(|rest| rest.strip_prefix(b"[")) else { return at };
        let len = inside.iter().take_while(|b| b.is_ascii_digit() || **b == b';').count();
        if inside.get(len) != Some(&b'm') {
            return at;
        }
        at += len + 3;
    }
    at
}

/// Where the blanks, control bytes and colours that stand at `at` end.
#[inline(always)]
fn skip_gap(line: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = line.get(at)
        && byte <= b' '
    {
        at = skip_colours(line, at).max(at + 1);
    }
    at
}

/// Where the value of a key stands whose `=` is not tight, as in `key = value`.
#[inline(always)]
fn apart(line: &[u8], at: usize) -> Option<usize> {
    let blanks = |at: usize| line[at..].iter().take_while(|b| **b == b' ').count();
    let sign = at + blanks(at);
    // Two of them are an operator of prose.
    let is_sign = line.get(sign) == Some(&b'=') && line.get(sign + 1) != Some(&b'=');
    is_sign.then(|| sign + 1 + blanks(sign + 1))
}

/// Where the quote stands that closes a text in single quotes or backticks: the next one before a
/// blank or the end, so that `it's` is no end.
fn closing(line: &[u8], quote: u8, from: usize) -> Option<usize> {
    memchr_iter(quote, line.get(from..)?).map(|at| from + at).find(|at| line.get(at + 1).is_none_or(|b| *b <= b' '))
}

/// Gives each pair in order. The error is where the line stops to be logfmt and what should stand
/// there, which may be found out after some pairs were given.
#[inline(always)]
fn each<'a>(line: &'a [u8], mut give: impl FnMut(&'a [u8], Pair)) -> Result<(), (usize, &'static str)> {
    let mut at = 0;
    let mut pairs = false;
    // What is closed nowhere behind one place is closed nowhere behind later ones.
    let mut open_ended = [false; 2];
    loop {
        at = skip_gap(line, at);
        if at == line.len() {
            return if pairs { Ok(()) } else { Err((0, "a `key=value` pair")) };
        }
        let start = at;
        at = key_end(line, at);
        let key = &line[start..at];
        if key.is_empty() {
            return Err((start, "a key"));
        }
        at = skip_colours(line, at);
        match line.get(at) {
            Some(b'=') => at = skip_colours(line, at + 1),
            Some(b'"') => return Err((at, "`=`, or a blank")),
            _ => match apart(line, at) {
                Some(value) => at = skip_colours(line, value),
                None => {
                    give(key, Pair::Bare);
                    continue;
                }
            },
        }
        pairs = true;
        let from = at;
        match line.get(at) {
            Some(b'"') => {}
            Some(&quote @ (b'\'' | b'`')) if !open_ended[usize::from(quote == b'`')] => {
                match closing(line, quote, from + 1) {
                    Some(end) => {
                        give(key, Pair::Plain(from + 1, end));
                        at = end + 1;
                    }
                    None => {
                        open_ended[usize::from(quote == b'`')] = true;
                        at = json::find_blank(line, at);
                        give(key, Pair::Plain(from, at));
                    }
                }
                continue;
            }
            _ => {
                at = json::find_blank(line, at);
                give(key, Pair::Plain(from, at));
                continue;
            }
        }
        let mut escaped = false;
        at += 1;
        loop {
            at = json::find_quote(line, at);
            match line.get(at) {
                Some(b'"') => break,
                Some(_) => {
                    escaped = true;
                    at += 2;
                }
                None => return Err((line.len(), "the closing quote")),
            }
        }
        give(key, if escaped { Pair::Escaped(from + 1, at) } else { Pair::Plain(from + 1, at) });
        at += 1;
    }
}

#[cfg(test)]
#[path = "logfmt_tests.rs"]
mod tests;
