//! Layouts: lines that a server writes by a format string, cut in one pass from left to right.
//!
//! A server's format string is literal text with fields between, and so is a [`Layout`]. How a
//! field ends follows from what it holds: a number at the first byte that is none, a word at a
//! blank, a quoted text at its closing quote, a stamp where its shape does, and anything else at
//! the literal after it. Since each field says what it takes, a line that was cut short or comes
//! from another server stops the cut at a known place with a known want, and [`Cut::miss`] says
//! both. There is no backtracking: a line costs one look at each byte for each way to read it,
//! and of those there are few. A regex made of the format string was rejected: it is fifty times
//! as slow and can say nothing of a line that it refuses.

use std::sync::Arc;

use memchr::{memchr, memmem, memrchr};

use super::columns::{Column, Escapes};
use super::stamp::Shape;
use crate::base::{HEAP, json};
use crate::data::{Cell, Cut, Key, Miss, Want};
use crate::def::Kind;

/// The most fields of a layout.
pub const FIELDS: usize = 64;

/// What a field takes of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Take {
    /// Everything up to the first place of the literal after it.
    Until,
    /// At least one byte that is no blank, up to a blank or the literal after it.
    Word,
    /// A word that is an address: those of IPv6 hold colons, and end at the last one when the
    /// literal after them is a colon.
    Address,
    /// Words with `, ` or ` : ` between them: the times and addresses of all the upstreams.
    List,
    /// What stands in double quotes; a backslash takes the byte after it.
    Quoted,
    /// A number, or `-` for none.
    Number,
    /// A time stamp.
    Stamp(Shape),
    /// What stands in `{}`.
    Braces,
}

/// What a server counts when it pads a field to a width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    Bytes,
    Characters,
    /// What is a character to Java: those above U+FFFF are two.
    Units,
}

impl Measure {
    /// Where so many are full from `from` on; None if the line ends before.
    fn end(self, line: &[u8], from: usize, width: usize) -> Option<usize> {
        let rest = line.get(from..)?;
        let mut left = width;
        for (at, byte) in rest.iter().enumerate() {
            let starts = usize::from(byte & 0xc0 != 0x80);
            let counts = match self {
                Measure::Bytes => 1,
                Measure::Characters => starts,
                Measure::Units => starts + usize::from(*byte >= 0xf0),
            };
            if left == 0 && counts > 0 {
                return Some(from + at);
            }
            left = left.saturating_sub(counts);
        }
        (left == 0).then_some(line.len())
    }
}

/// A literal, ready to be looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Literal {
    bytes: Vec<u8>,
    /// For more than one byte.
    finder: Option<memmem::Finder<'static>>,
}

impl Literal {
    pub fn new(bytes: &[u8]) -> Literal {
        let finder = (bytes.len() > 1).then(|| memmem::Finder::new(bytes).into_owned());
        Literal { bytes: bytes.to_vec(), finder }
    }

    /// Its first place from `at` on.
    #[inline]
    fn find(&self, line: &[u8], at: usize) -> Option<usize> {
        let rest = line.get(at..)?;
        let len = match (&self.finder, self.bytes.first()) {
            (Some(finder), _) => finder.find(rest),
            (None, Some(byte)) => memchr(*byte, rest),
            (None, None) => Some(rest.len()),
        };
        len.map(|len| at + len)
    }
}

/// A literal and the field after it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub lead: Vec<u8>,
    pub take: Take,
    /// What it is called where it is missed.
    pub what: String,
    /// Where it ends, if it does not know by itself; empty for the end of the line.
    pub until: Literal,
    pub slot: usize,
    /// The width to which it is padded with blanks, and what that counts.
    pub width: usize,
    pub measure: Measure,
    /// Whether it may be left out, with the literal before it.
    pub optional: bool,
}

/// One way to read a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    pub pieces: Vec<Piece>,
    pub tail: Vec<u8>,
}

/// Where a field stands in a line.
pub type Place = (u32, u32);

/// The place of a field that is not there.
pub const ABSENT: Place = (u32::MAX, 0);

/// A compiled format string.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The format's name, for misses.
    pub(super) name: &'static str,
    /// The ways to read a line; the first that fits is taken.
    pub(super) ways: Vec<Way>,
    pub(super) columns: Vec<Column>,
    pub(super) escapes: Escapes,
    /// Whether terminal colours are taken out of lines first.
    pub(super) colours: bool,
}

/// Where a cut stopped.
struct Stop<'a> {
    at: usize,
    piece: Option<&'a Piece>,
    /// Whether the literal is missing, and not the field after it.
    lead: bool,
}

impl Layout {
    /// The names of its columns, in order.
    pub fn names(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }

    /// The static kind of a column.
    pub fn kind(name: &str) -> Kind {
        Column::kind(name)
    }

    /// A cutter of these fields.
    pub fn bind(self: &Arc<Layout>, wants: &[Want]) -> LayoutCut {
        let place = |want: &Want| self.columns.iter().position(|column| column.name == want.name);
        LayoutCut { layout: self.clone(), wants: wants.iter().map(place).collect() }
    }

    /// Gives the places of all fields; false when the line is not laid out so.
    #[inline]
    fn read(&self, line: &[u8], places: &mut [Place; FIELDS]) -> bool {
        let Some((first, others)) = self.ways.split_first() else { return false };
        first.read(line, places).is_ok()
            || others.iter().any(|way| {
                places.fill(ABSENT);
                way.read(line, places).is_ok()
            })
    }

    /// The line without colours, when there are some to take out.
    fn plain(&self, line: &[u8]) -> Option<Vec<u8>> {
        const ESCAPE: u8 = 0x1b;
        if !self.colours || memchr(ESCAPE, line).is_none() {
            return None;
        }
        let mut out = Vec::with_capacity(line.len());
        let mut rest = line;
        while let Some(len) = memchr(ESCAPE, rest) {
            out.extend_from_slice(&rest[..len]);
            rest = &rest[len..];
            let inside = rest.strip_prefix(b"\x1b[").unwrap_or_default();
            let len = inside.iter().take_while(|b| b.is_ascii_digit() || **b == b';').count();
            if inside.get(len) == Some(&b'm') {
                rest = &inside[len + 1..];
            } else {
                out.push(ESCAPE);
                rest = &rest[1..];
            }
        }
        out.extend_from_slice(rest);
        Some(out)
    }

    /// Gives a line as it is read, with its address, to `work`.
    fn with_plain<T>(
        &self,
        line: &[u8],
        at: u32,
        heap: &mut Vec<u8>,
        work: impl FnOnce(&[u8], u32, &mut Vec<u8>) -> T,
    ) -> T {
        match self.plain(line) {
            None => work(line, at, heap),
            Some(plain) => {
                let at = HEAP | heap.len() as u32;
                heap.extend_from_slice(&plain);
                work(&plain, at, heap)
            }
        }
    }
}

impl Way {
    /// Gives the places of all fields, or says where it stopped.
    #[inline]
    fn read<'a>(&'a self, line: &[u8], places: &mut [Place; FIELDS]) -> Result<(), Stop<'a>> {
        let mut at = 0;
        for piece in &self.pieces {
            let from = at + piece.lead.len();
            let leads = line.get(at..from) == Some(&piece.lead);
            match piece.end(line, from).filter(|_| leads) {
                Some((start, end, next)) => {
                    places[piece.slot] = (start as u32, end as u32);
                    at = next;
                }
                None if piece.optional => places[piece.slot] = ABSENT,
                None => return Err(Stop { at: if leads { from } else { at }, piece: Some(piece), lead: !leads }),
            }
        }
        let end = at + self.tail.len();
        match line.get(at..end) == Some(&self.tail) {
            true if end == line.len() => Ok(()),
            true => Err(Stop { at: end, piece: None, lead: false }),
            false => Err(Stop { at, piece: None, lead: true }),
        }
    }

    /// What was wanted where it stopped, as a noun.
    fn expected(&self, stop: &Stop<'_>) -> String {
        let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let last = self.pieces.last().map_or("", |piece| &piece.what);
        match stop.piece {
            None if !stop.lead => format!("the end of the line after {last}"),
            None => format!("`{}` after {last}", shown(&self.tail)),
            Some(piece) if stop.lead => format!("`{}` before {}", shown(&piece.lead), piece.what),
            Some(Piece { take: Take::Number, what, .. }) => format!("{what}: a number, or `-`"),
            Some(Piece { take: Take::Stamp(shape), what, .. }) => format!("{what}, as `{}`", shape.example()),
            Some(Piece { take: Take::Braces, what, .. }) => format!("{what} in `{{}}`"),
            Some(Piece { what, until, .. }) if !until.bytes.is_empty() => {
                format!("{what}, and `{}` after it", shown(&until.bytes))
            }
            Some(piece) => format!("{}, which is not empty", piece.what),
        }
    }
}

impl Piece {
    /// Where the field that begins at `from` starts and ends, and where the line goes on.
    #[inline]
    fn end(&self, line: &[u8], from: usize) -> Option<(usize, usize, usize)> {
        if self.width > 0 {
            return self.padded_end(line, from);
        }
        let end = match &self.take {
            Take::Braces => {
                let inside = line.get(from..)?.strip_prefix(b"{")?;
                let end = from + 1 + memchr(b'}', inside)?;
                return Some((from + 1, end, end + 1));
            }
            take => take.end(line, from, from, &self.until)?,
        };
        Some((from, end, end))
    }

    /// The same for a field with blanks before or after it, to its width.
    fn padded_end(&self, line: &[u8], from: usize) -> Option<(usize, usize, usize)> {
        let blanks = |bytes: &[u8]| bytes.iter().take_while(|b| **b == b' ').count();
        let start = from + blanks(line.get(from..)?);
        let least = self.measure.end(line, from, self.width)?;
        let end = self.take.end(line, start, least.max(start), &self.until)?;
        // Where the take ends by itself, blanks fill the rest of the width.
        let next = match end < least {
            true => end + blanks(line.get(end..least)?),
            false => end,
        };
        let trailing = line.get(start..end)?.iter().rev().take_while(|b| **b == b' ').count();
        Some((start, end - trailing, next))
    }
}

impl Take {
    /// Where a text that starts at `from` ends; a literal after it does not stand before `least`.
    #[inline]
    fn end(&self, line: &[u8], from: usize, least: usize, until: &Literal) -> Option<usize> {
        match self {
            Take::Until => until.find(line, least),
            Take::Word => word(line, from, until),
            Take::Address => address(line, from, until),
            Take::List => list(line, from, until),
            Take::Quoted => quote(line, from),
            Take::Number => number(line, from),
            Take::Stamp(shape) => shape.end(line, from),
            Take::Braces => None,
        }
    }

    /// Whether it ends without a literal after it.
    pub fn ends_itself(&self) -> bool {
        matches!(self, Take::Number | Take::Stamp(_) | Take::Braces)
    }
}

/// Where a word ends: at a blank, a control byte, or the literal after it.
#[inline]
fn word(line: &[u8], from: usize, until: &Literal) -> Option<usize> {
    let stop = until.bytes.first().copied().unwrap_or(b' ');
    let mut at = from;
    loop {
        let rest = line.get(at..)?;
        // Words are short: a loop is quicker than a search that has to be set up.
        at += rest.iter().position(|b| *b <= b' ' || *b == stop).unwrap_or(rest.len());
        match line.get(at) {
            // What only begins like the literal is part of the word.
            Some(byte) if *byte > b' ' && !line[at..].starts_with(&until.bytes) => at += 1,
            _ => return (at > from).then_some(at),
        }
    }
}

/// Where an address ends.
fn address(line: &[u8], from: usize, until: &Literal) -> Option<usize> {
    if until.bytes.first() != Some(&b':') {
        return word(line, from, until);
    }
    let rest = line.get(from..)?;
    let word = &rest[..json::find_blank(rest, 0)];
    let first = memchr(b':', word)?;
    // A name or an address of IPv4 has none before its port.
    let is_v6 = word[..first].iter().all(u8::is_ascii_hexdigit) && first <= 4 || word.starts_with(b"[");
    // Before a blank it is the last colon in any case: `unix::`.
    let len = if is_v6 || until.bytes.get(1) == Some(&b' ') { memrchr(b':', word)? } else { first };
    (len > 0).then_some(from + len)
}

/// Where a list ends: at the literal after it, where that is not the separator of the list.
fn list(line: &[u8], from: usize, until: &Literal) -> Option<usize> {
    let mut at = from;
    loop {
        let end = until.find(line, at)?;
        let (before, after) = (&line[from..end], &line[end..]);
        let goes_on = before.ends_with(b",") || before.ends_with(b" :") || after.starts_with(b" : ");
        if !goes_on || !after.starts_with(b" ") {
            return Some(end);
        }
        at = end + 1;
    }
}

/// Where a quoted text has its closing quote. A backslash takes the byte after it.
#[inline]
fn quote(line: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at = json::find_quote(line, at);
        if *line.get(at)? == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

/// Where a number ends: a sign, digits and a fraction; or a `-` alone.
#[inline]
fn number(line: &[u8], from: usize) -> Option<usize> {
    let rest = line.get(from..)?;
    let sign = usize::from(matches!(rest.first(), Some(b'-' | b'+')));
    let len = rest[sign..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    (len > 0 || rest.first() == Some(&b'-')).then_some(from + sign + len)
}

/// A layout that has met its wants.
pub struct LayoutCut {
    layout: Arc<Layout>,
    /// By want: the column.
    wants: Vec<Option<usize>>,
}

impl Cut for LayoutCut {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        let (layout, start) = (&*self.layout, heap.len());
        let fits = layout.with_plain(line, at, heap, |line, at, heap| {
            let mut places = [ABSENT; FIELDS];
            if !layout.read(line, &mut places) {
                return false;
            }
            for (cell, want) in cells.iter_mut().zip(&self.wants) {
                if let Some(column) = want {
                    *cell = layout.columns[*column].cell(line, at, &places, layout.escapes, heap);
                }
            }
            true
        });
        if !fits {
            heap.truncate(start);
        }
        fits
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        let (layout, start) = (&*self.layout, heap.len());
        let fits = layout.with_plain(line, at, heap, |line, at, heap| {
            let mut places = [ABSENT; FIELDS];
            if !layout.read(line, &mut places) {
                return false;
            }
            for column in &layout.columns {
                put(Key::Plain(column.name.as_bytes()), column.cell(line, at, &places, layout.escapes, heap));
            }
            true
        });
        if !fits {
            heap.truncate(start);
        }
        fits
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        let layout = &*self.layout;
        let plain = layout.plain(line);
        let line = plain.as_deref().unwrap_or(line);
        let mut furthest: Option<(usize, String)> = None;
        for way in &layout.ways {
            let Err(stop) = way.read(line, &mut [ABSENT; FIELDS]) else { return None };
            if furthest.as_ref().is_none_or(|(at, _)| stop.at > *at) {
                furthest = Some((stop.at, way.expected(&stop)));
            }
        }
        let (at, expected) = furthest?;
        Some(Miss { format: layout.name.to_string(), at, expected })
    }
}
