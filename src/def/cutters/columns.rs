//! The columns of a layout: what its fields are called, and what can be read off them.
//!
//! A field has the name that its server gives it, or the canonical name where it means the same.
//! What is not a field but follows from one is a column too: the parts of a request line, the
//! path of a target, milliseconds from seconds. Then the original keeps its own name beside it.

use super::layout::{ABSENT, FIELDS, Place};
use super::request::Request;
use crate::base::{HEAP, Span, json};
use crate::data::Cell;
use crate::def::Kind;
use crate::def::canonical::Unit;

/// How a server writes bytes that would end a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escapes {
    /// As they are.
    None,
    /// As in C: `\"`, `\\`, `\n`, `\x22`.
    C,
    /// As in JSON.
    Json,
}

/// A part of a request line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Method,
    Target,
    Path,
    Query,
    Protocol,
}

/// The parts, with their names.
const PARTS: [(&str, Part); 5] = [
    ("method", Part::Method),
    ("target", Part::Target),
    ("path", Part::Path),
    ("query", Part::Query),
    ("protocol", Part::Protocol),
];

/// What a column is read off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source {
    /// The field of this slot.
    Field(usize),
    /// A part of the request line in this slot.
    Part(usize, Part),
    /// A field in another unit, or cut at its `?`.
    Unit(usize, Unit),
    /// Everything from one field to another: a date and a clock are one time.
    Join(usize, usize),
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    source: Source,
    /// Whether it is a number, whose `-` is no value.
    number: bool,
}

/// Canonical names of numbers.
const NUMBERS: &[&str] = &["status", "bytes", "ms", "port"];

impl Column {
    /// The static kind of a column.
    pub fn kind(name: &str) -> Kind {
        match name {
            "time" => Kind::Time,
            _ if NUMBERS.contains(&name) => Kind::Number,
            _ => Kind::Any,
        }
    }

    /// Its cell of a line whose first byte has this address and whose fields have these places.
    pub fn cell(&self, line: &[u8], at: u32, places: &[Place; FIELDS], escapes: Escapes, heap: &mut Vec<u8>) -> Cell {
        let text = |(from, to): Place| line.get(from as usize..to as usize);
        let (place, unit) = match self.source {
            Source::Field(slot) => (places[slot], Unit::Same),
            Source::Unit(slot, unit) => (places[slot], unit),
            Source::Join(first, last) => ((places[first].0, places[last].1), Unit::Same),
            Source::Part(slot, part) => {
                let Some(range) = text(places[slot]).and_then(Request::of).and_then(|request| part.of(request)) else {
                    return Cell::None;
                };
                let from = places[slot].0;
                ((from + range.start as u32, from + range.end as u32), Unit::Same)
            }
        };
        let Some(text) = text(place).filter(|_| place != ABSENT) else { return Cell::None };
        if text == b"-" && (self.number || NUMBERS.contains(&self.name.as_str())) {
            return Cell::None;
        }
        let cell = match self.escaped(text, escapes, heap) {
            Some(cell) => cell,
            None => Cell::Text(Span::new(at + place.0, text.len())),
        };
        match (unit, cell) {
            (Unit::Same, cell) => cell,
            (unit, Cell::Text(span)) if span.in_heap() && span.start != at + place.0 => {
                let text = heap[(span.start & !HEAP) as usize..].to_vec();
                unit.convert(cell, &text)
            }
            (unit, cell) => unit.convert(cell, text),
        }
    }

    /// The cell of a text with escapes in it; None for one without.
    fn escaped(&self, text: &[u8], escapes: Escapes, heap: &mut Vec<u8>) -> Option<Cell> {
        if escapes == Escapes::None {
            return None;
        }
        memchr::memchr(b'\\', text)?;
        let start = heap.len();
        match escapes {
            Escapes::None => return None,
            Escapes::C => unescape(text, heap),
            Escapes::Json => json::unescape(text, heap),
        }
        Some(Cell::Text(Span::new(HEAP | start as u32, heap.len() - start)))
    }
}

impl Part {
    fn of(self, request: Request) -> Option<std::ops::Range<usize>> {
        match self {
            Part::Method => Some(request.method),
            Part::Target => Some(request.target),
            Part::Path => Some(request.path),
            Part::Query => request.query,
            Part::Protocol => Some(request.protocol),
        }
    }
}

/// Appends a text without its escapes. A backslash that escapes nothing stays.
fn unescape(mut text: &[u8], out: &mut Vec<u8>) {
    while let Some(len) = memchr::memchr(b'\\', text) {
        out.extend_from_slice(&text[..len]);
        text = &text[len..];
        let (byte, len) = match text {
            [_, b'x', high, low, ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, 4),
                _ => (b'\\', 1),
            },
            [_, byte @ (b'"' | b'\\'), ..] => (*byte, 2),
            [_, b'n', ..] => (b'\n', 2),
            [_, b't', ..] => (b'\t', 2),
            [_, b'r', ..] => (b'\r', 2),
            [_, b'b', ..] => (8, 2),
            [_, b'f', ..] => (12, 2),
            [_, b'v', ..] => (11, 2),
            _ => (b'\\', 1),
        };
        out.push(byte);
        text = &text[len..];
    }
    out.extend_from_slice(text);
}

fn hex(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).map(|digit| digit as u8)
}

/// The names of a layout's fields, gathered until all are known: of those that could bear a
/// canonical name the most fitting one does, and the others keep their own.
#[derive(Clone, Debug, Default)]
pub struct Named {
    wishes: Vec<Wish>,
}

#[derive(Clone, Debug)]
struct Wish {
    /// The canonical name, and how well it fits; 0 is best.
    canonical: Option<(&'static str, u8)>,
    own: String,
    source: Source,
    number: bool,
}

impl Named {
    /// A field with a name of its own.
    pub fn own(&mut self, name: &str, slot: usize) {
        self.add(None, name, Source::Field(slot));
    }

    /// A number with a name of its own.
    pub fn number(&mut self, name: &str, slot: usize) {
        self.wishes.push(Wish { canonical: None, own: name.to_string(), source: Source::Field(slot), number: true });
    }

    /// A number of another unit: milliseconds are this power of ten as large. It keeps its name.
    pub fn milliseconds(&mut self, name: &str, power: &'static str, rank: u8, slot: usize) {
        self.number(name, slot);
        self.derived("ms", rank, Source::Unit(slot, Unit::Ten(power)));
    }

    /// A field that could bear a canonical name; the best fitting one, of rank 0, does.
    pub fn canonical(&mut self, name: &'static str, rank: u8, own: &str, slot: usize) {
        self.add(Some((name, rank)), own, Source::Field(slot));
        match name {
            "target" => {
                self.derived("path", rank, Source::Unit(slot, Unit::Before));
                self.derived("query", rank, Source::Unit(slot, Unit::After));
            }
            "request" => {
                for (part, source) in PARTS {
                    self.derived(part, rank, Source::Part(slot, source));
                }
            }
            _ => {}
        }
    }

    /// Something that follows from a field: it has this name, or none if a better one has it.
    pub fn derived(&mut self, name: &'static str, rank: u8, source: Source) {
        self.add(Some((name, rank)), "", source);
    }

    /// The time goes on: with the field where it began, up to this one.
    pub fn goes_on(&mut self, first: usize, last: usize) {
        for wish in &mut self.wishes {
            match wish.source {
                Source::Field(slot) | Source::Join(slot, _) if slot == first => wish.source = Source::Join(first, last),
                _ => {}
            }
        }
    }

    /// Adds a wish. Another way to read a line has the same ones, which count once.
    fn add(&mut self, canonical: Option<(&'static str, u8)>, own: &str, source: Source) {
        if self.wishes.iter().any(|wish| wish.canonical == canonical && wish.source == source && wish.own == own) {
            return;
        }
        self.wishes.push(Wish { canonical, own: own.to_string(), source, number: false });
    }

    /// The columns, in the order of the fields. Of two that have the same name the first has it.
    pub fn columns(&self) -> Vec<Column> {
        let best = |name: &str| {
            let wishes = self.wishes.iter().enumerate();
            let fitting = wishes.filter_map(|(at, wish)| match wish.canonical {
                Some((canonical, rank)) if canonical == name => Some((rank, at)),
                _ => None,
            });
            fitting.min().map(|(_, at)| at)
        };
        let mut columns: Vec<Column> = Vec::new();
        for (at, wish) in self.wishes.iter().enumerate() {
            let name = match wish.canonical {
                Some((canonical, _)) if best(canonical) == Some(at) => canonical,
                _ if wish.own.is_empty() => continue,
                _ => &wish.own,
            };
            if !columns.iter().any(|column| column.name == name) {
                columns.push(Column { name: name.to_string(), source: wish.source, number: wish.number });
            }
        }
        columns
    }
}

/// A server's own name as one that a pipeline can spell: in lower case, with `_` for what is
/// neither a letter nor a digit. What flitch itself calls so gets a `_` behind.
pub fn typeable(name: &str) -> String {
    const TAKEN: [&str; 4] = ["line", "line_no", "filename", "offset"];
    let mut out = String::new();
    for c in name.chars() {
        match c {
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ if out.is_empty() || out.ends_with('_') => {}
            _ => out.push('_'),
        }
    }
    let mut out = out.trim_end_matches('_').to_string();
    if out.is_empty() || out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, '_');
    }
    if TAKEN.contains(&out.as_str()) {
        out.push('_');
    }
    out
}
