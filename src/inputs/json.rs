//! JSON lines: one object in each line.
//!
//! The whole line is checked whatever is wanted, so that the same lines are records for
//! every pipeline; what is not wanted is only skipped. Wanted names form a small tree, one
//! level for each level of objects, and a key is first tested by its length and first
//! byte: of the keys in a log line most are nobody's. Most lines are laid out as some line before
//! them, which is how they are checked with half of the work (`json_layouts`). A parser that builds
//! values was rejected: it is many times as slow.

#[path = "json_layouts.rs"]
mod layouts;

use std::ops::Range;
use std::sync::Arc;

use layouts::Layouts;

use super::{Fields, broken_json};
use crate::base::{Span, json};
use crate::data::lines::Frame;
use crate::data::{Cell, Cut, Habit, Key, Miss, Want};
use crate::def::frames::values;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "json",
        usage: "-i json",
        brief: "JSON objects: one in each line, or a list, or over several lines",
        text: "\
Each line is one JSON object; blanks around it are allowed. An input that opens with a list of objects is read \
element by element, and one that opens with an object over several lines is read object by object, however they are \
laid out; each comes out as it was spelled. The fields are its keys. `http.status` is the key `status` \
of the object `http`, or else the key that is spelled `http.status`. Of a repeated key the last one counts.

Values keep their kind: strings are text, numbers are numbers (and print as they were spelled, however long), `true` \
and `false` are bools, `null` is None, objects and lists are nested values. Escapes in strings and keys are resolved \
where text is asked for.

The grammar is that of RFC 8259, and the whole line is checked, whichever fields are wanted. A line that is not an \
object, is cut off, has text after the object, or nests more than 512 levels deep is counted as not parsed; its \
fields are None. Bytes that are no UTF-8 are let through.",
        examples: &[
            Example {
                run: "-i json 'where status >= 500 | select ts, msg, http.path' app.jsonl",
                output: r#"
{"ts":"2026-03-02T09:02:15.733Z","msg":"query failed: \"orders\" timeout","http.path":"/api/orders"}
{"ts":"2026-03-02T09:02:16.020Z","msg":"retry 1 of 3","http.path":"/api/orders"}
{"ts":"2026-03-02T09:10:00.999Z","msg":"upstream gone, took 1200ms","http.path":"/api/users"}
"#,
            },
            Example {
                run: "-i json 'where user is None' app.jsonl",
                output: r#"
{"ts":"2026-03-02T09:00:02.004Z","level":"debug","service":"worker","msg":"job started","status":null,"ms":3,"user":null,"http":null}
{"ts":"2026-03-02T09:10:00.999Z","level":"error","service":"api","msg":"upstream gone, took 1200ms","status":503,"ms":1200,"http":{"method":"GET","path":"/api/users"}}
{"ts":"2026-03-02T09:14:59.618Z","level":"info","service":"worker","msg":"job took 730ms","status":null,"ms":730,"user":null,"http":null}
"#,
            },
        ],
    },
    columns: None,
    frame: |head| if values::opens(head.sample) { Frame::Own(Arc::new(values::Values)) } else { Frame::Lines },
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(10, |line| line.iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r')) == Some(&b'{'))
        .first(b"{ \t\r")
        .or_input(|head| values::opens(head.sample)),
    bind: Bind::Named(|wants, _| Box::new(Objects::new(wants))),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        r#"{"log.level":"warn","log":{"level":"info"},"n":9007199254740993,"m":"\ud83d\ude00"}"#,
        r#" {"ts":1585597114.76,"a":[1,{"b":null}],"ok":true} "#,
    ],
};

/// A cutter of these fields of JSON objects.
pub fn cutter(wants: &[Want]) -> Box<dyn Cut> {
    Box::new(Objects::new(wants))
}

/// Dotted wants whose flat spelling has room without an allocation.
const FEW: usize = 16;

/// The cutter: what is wanted of an object and of the objects in it.
#[derive(Default)]
struct Objects {
    keys: Keys,
    /// Wants of more than one step, in the order of their flat cells.
    dotted: Vec<usize>,
    /// Tells this cutter from others, for what is remembered of its lines.
    this: Arc<()>,
}

/// The wanted keys of one object.
#[derive(Default)]
struct Keys {
    /// One bit for each `shape` that a wanted key has.
    shapes: u64,
    list: Vec<Wanted>,
}

/// One wanted key and where its value goes.
#[derive(Default)]
struct Wanted {
    key: Vec<u8>,
    /// Wants that are this value.
    here: Vec<usize>,
    /// Flat cells that are this value: the key has the dots in it.
    flat: Vec<usize>,
    /// Wants that are somewhere inside this value.
    below: Vec<usize>,
    inside: Option<Keys>,
}

/// Tells most keys apart: the length and the first byte, folded to a bit.
#[inline(always)]
fn shape(key: &[u8]) -> u64 {
    let first = key.first().copied().unwrap_or_default();
    1 << ((key.len() as u64 * 7 + u64::from(first)) % 64)
}

impl Keys {
    fn wanted(&mut self, key: &str) -> &mut Wanted {
        self.shapes |= shape(key.as_bytes());
        let at = self.list.iter().position(|w| w.key == key.as_bytes()).unwrap_or_else(|| {
            self.list.push(Wanted { key: key.as_bytes().to_vec(), ..Wanted::default() });
            self.list.len() - 1
        });
        &mut self.list[at]
    }

    #[inline]
    fn find(&self, key: &[u8], escaped: bool) -> Option<&Wanted> {
        if escaped {
            let key = json::plain(key);
            return self.list.iter().find(|w| w.key == *key);
        }
        if self.shapes & shape(key) == 0 {
            return None;
        }
        self.list.iter().find(|w| w.key == key)
    }
}

/// Where the cells of one record go.
struct Target<'a> {
    line: &'a [u8],
    /// The address of the line's first byte.
    at: u32,
    cells: &'a mut [Cell],
    flat: &'a mut [Cell],
}

impl Objects {
    fn new(wants: &[Want]) -> Objects {
        let mut objects = Objects::default();
        for (i, want) in wants.iter().enumerate() {
            let mut keys = &mut objects.keys;
            let mut steps = want.path.as_slice();
            while let [step, rest @ ..] = steps {
                let wanted = keys.wanted(step);
                if rest.is_empty() {
                    wanted.here.push(i);
                    break;
                }
                wanted.below.push(i);
                keys = wanted.inside.get_or_insert_default();
                steps = rest;
            }
            if want.path.len() > 1 {
                objects.keys.wanted(&want.name).flat.push(objects.dotted.len());
                objects.dotted.push(i);
            }
        }
        objects
    }

    /// Cuts one line; `flat` has a cell for each dotted want.
    fn cut_line(&self, line: &[u8], at: u32, cells: &mut [Cell], flat: &mut [Cell]) -> bool {
        let start = json::skip_blanks(line, 0);
        if line.get(start) != Some(&b'{') {
            return false;
        }
        let mut target = Target { line, at, cells, flat };
        let end = target.object(start + 1, 1, &self.keys);
        if end.is_none_or(|end| json::skip_blanks(line, end) != line.len()) {
            cells.fill(Cell::None);
            return false;
        }
        self.settle(cells, flat);
        true
    }

    /// [`Objects::cut_line`] for a line that may be laid out as one before it.
    #[inline]
    fn cut_known(&self, line: &[u8], at: u32, cells: &mut [Cell], flat: &mut [Cell], habit: &mut Habit) -> bool {
        let known = habit.as_mut().and_then(|habit| habit.downcast_mut::<Layouts>()).filter(|l| l.is_of(&self.this));
        let Some(layouts) = known else {
            *habit = Some(Box::new(Layouts::new(&self.this)));
            return self.cut_line(line, at, cells, flat);
        };
        if layouts.cut(line, at, cells, flat) {
            self.settle(cells, flat);
            return true;
        }
        cells.fill(Cell::None);
        flat.fill(Cell::None);
        let fits = self.cut_line(line, at, cells, flat);
        if fits {
            layouts.learn(line, &self.keys);
        }
        fits
    }

    /// Gives dotted wants that are nowhere inside an object the value of the key that is spelled so.
    #[inline]
    fn settle(&self, cells: &mut [Cell], flat: &[Cell]) {
        for (&want, &flat) in self.dotted.iter().zip(flat) {
            if cells[want] == Cell::None {
                cells[want] = flat;
            }
        }
    }
}

impl Target<'_> {
    /// Goes through an object from after its opening bracket to after its closing one;
    /// `depth` counts it and the objects around it.
    fn object(&mut self, at: usize, depth: usize, keys: &Keys) -> Option<usize> {
        if depth > json::MAX_DEPTH {
            return None;
        }
        let line = self.line;
        let mut at = json::skip_blanks(line, at);
        if line.get(at) == Some(&b'}') {
            return Some(at + 1);
        }
        loop {
            let (key, escaped, value) = json::read_key(line, at)?;
            let end = match keys.find(&line[key], escaped) {
                None => json::skip_nested(line, value, depth)?,
                Some(wanted) => self.value(value, depth, wanted)?,
            };
            at = json::skip_blanks(line, end);
            match line.get(at)? {
                b',' => at = json::skip_blanks(line, at + 1),
                b'}' => return Some(at + 1),
                _ => return None,
            }
        }
    }

    /// Takes a wanted value and returns where it ends.
    #[inline]
    fn value(&mut self, start: usize, depth: usize, wanted: &Wanted) -> Option<usize> {
        // A repeated key takes back what the first one gave.
        for &want in &wanted.below {
            self.cells[want] = Cell::None;
        }
        let end = match (&wanted.inside, self.line.get(start)?) {
            (Some(keys), b'{') => self.object(start + 1, depth + 1, keys)?,
            _ => json::skip_nested(self.line, start, depth)?,
        };
        let cell = cell(self.line, self.at, start..end);
        for &want in &wanted.here {
            self.cells[want] = cell;
        }
        for &want in &wanted.flat {
            self.flat[want] = cell;
        }
        Some(end)
    }
}

/// Where a value ends that starts at `start` of a line at address `at` and inside `depth` others, and its cell;
/// None when it is not JSON.
#[inline(always)]
fn cell_at(line: &[u8], at: u32, start: usize, depth: usize) -> Option<(usize, Cell)> {
    let span = |from: usize, to: usize| Span::new(at + from as u32, to - from);
    Some(match line.get(start)? {
        b'"' => {
            let (quote, escaped) = json::skip_string(line, start + 1)?;
            let inside = span(start + 1, quote);
            (quote + 1, if escaped { Cell::Escaped(inside) } else { Cell::Str(inside) })
        }
        b'{' | b'[' => {
            let end = json::skip_nested(line, start, depth)?;
            (end, Cell::Json(span(start, end)))
        }
        first => {
            let end = json::skip_plain(line, start)?;
            let cell = match first {
                b't' => Cell::Bool(true),
                b'f' => Cell::Bool(false),
                b'n' => Cell::None,
                _ => Cell::Number(span(start, end)),
            };
            (end, cell)
        }
    })
}

/// The cell of a value that stands at `range` of a line at address `at`.
#[inline]
fn cell(line: &[u8], at: u32, range: Range<usize>) -> Cell {
    let span = Span::new(at + range.start as u32, range.len());
    match line[range.start] {
        b'"' => {
            let span = Span::new(span.start + 1, range.len() - 2);
            let escaped = memchr::memchr(b'\\', &line[range.start + 1..range.end - 1]).is_some();
            if escaped { Cell::Escaped(span) } else { Cell::Str(span) }
        }
        b'{' | b'[' => Cell::Json(span),
        b't' => Cell::Bool(true),
        b'f' => Cell::Bool(false),
        b'n' => Cell::None,
        _ => Cell::Number(span),
    }
}

impl Cut for Objects {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], _: &mut Vec<u8>) -> bool {
        let n = self.dotted.len();
        match n {
            0 => self.cut_line(line, at, cells, &mut []),
            1..=FEW => self.cut_line(line, at, cells, &mut [Cell::None; FEW][..n]),
            _ => self.cut_line(line, at, cells, &mut vec![Cell::None; n]),
        }
    }

    fn cut_next(&self, line: &[u8], at: u32, cells: &mut [Cell], _: &mut Vec<u8>, habit: &mut Habit) -> bool {
        let n = self.dotted.len();
        match n {
            0 => self.cut_known(line, at, cells, &mut [], habit),
            1..=FEW => self.cut_known(line, at, cells, &mut [Cell::None; FEW][..n], habit),
            _ => self.cut_known(line, at, cells, &mut vec![Cell::None; n], habit),
        }
    }

    fn walk(&self, line: &[u8], at: u32, _: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        let mut fields = Fields::default();
        if gather(line, at, &mut fields).is_none() {
            return false;
        }
        fields.give(put);
        true
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        let (at, expected) = broken_json::stop(line)?;
        Some(Miss { format: DEF.doc.name.to_string(), at, expected: expected.to_string() })
    }
}

/// Gathers every member of the line's object; None when the line is no object.
fn gather<'a>(line: &'a [u8], address: u32, fields: &mut Fields<'a>) -> Option<()> {
    let mut at = json::skip_blanks(line, 0);
    if line.get(at) != Some(&b'{') {
        return None;
    }
    at = json::skip_blanks(line, at + 1);
    if line.get(at) == Some(&b'}') {
        at += 1;
    } else {
        loop {
            let (key, escaped, start) = json::read_key(line, at)?;
            let end = json::skip_nested(line, start, 1)?;
            let key = &line[key];
            let key = if escaped { Key::Escaped(key) } else { Key::Plain(key) };
            fields.add(key, cell(line, address, start..end));
            at = json::skip_blanks(line, end);
            match line.get(at)? {
                b',' => at = json::skip_blanks(line, at + 1),
                b'}' => break at += 1,
                _ => return None,
            }
        }
    }
    (json::skip_blanks(line, at) == line.len()).then_some(())
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
