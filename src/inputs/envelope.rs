//! Lines that carry the lines of another program: what container runtimes write.
//!
//! An [`Envelope`] says what is outside of a line and what it carries. A record may be several
//! lines, which framing has put together: the parts of a long one, joined with nothing between, and
//! the lines of a trace, joined with newlines. What they carry is then read as any record is, by
//! its own bytes, so that a field of the program is a field of the record.

use std::borrow::Cow;
use std::marker::PhantomData;

use memchr::memchr;

use super::open::Stop;
use super::{auto, text as key_text};
use crate::base::{HEAP, Span, json};
use crate::data::{Cell, Cut, Key, Miss, Want};
use crate::def::Opening;
use crate::def::frames::Physical;

/// The fields outside, in the order of [`Envelope::OUTSIDE`]; None for one that is not there.
pub type Outside<'a> = [Option<&'a [u8]>; 3];

/// One line, opened.
pub struct Carried<'a> {
    pub outside: Outside<'a>,
    /// What it carries, without the newline that ends it.
    pub text: Text<'a>,
    /// Whether that goes on in the next line.
    pub partial: bool,
}

/// What a line carries, as it stands there: it is only made plain where somebody asks for it.
pub enum Text<'a> {
    Plain(&'a [u8]),
    /// The inside of a JSON string.
    Spelled(&'a [u8]),
}

impl<'a> Text<'a> {
    fn plain(&self) -> Cow<'a, [u8]> {
        match *self {
            Text::Plain(text) => Cow::Borrowed(text),
            Text::Spelled(inside) => json::plain(inside),
        }
    }
}

/// What is around the lines of another program.
pub trait Envelope: Send + Sync + 'static {
    /// The format's name.
    const NAME: &'static str;
    /// The names of the fields outside, which come first; the text itself is `log`.
    const OUTSIDE: &'static [&'static str];
    /// Whether lines of different streams may be interleaved, and which of the fields tells.
    const STREAM: usize;
    fn open(line: &[u8]) -> Result<Carried<'_>, Stop>;
}

/// How a line is seen by what joins lines to records.
pub fn view<E: Envelope>(line: &[u8]) -> Option<Physical<'_>> {
    let Carried { outside, text, partial } = E::open(line).ok()?;
    Some(Physical { stream: outside[E::STREAM].unwrap_or_default(), text: text.plain(), partial })
}

/// The field that is what a record carries.
const LOG: &str = "log";

/// The cutter of an envelope and of what is in it.
pub struct Enveloped<E> {
    inside: Box<dyn Cut>,
    /// The wants that are fields outside, and which.
    outside: Vec<(usize, usize)>,
    /// The wants that are the text, and those that are `msg`.
    log: Vec<usize>,
    msg: Vec<usize>,
    envelope: PhantomData<E>,
}

impl<E: Envelope> Enveloped<E> {
    /// The cutter, as a definition gives it.
    pub fn bind(wants: &[Want], opening: &Opening<'_>) -> Box<dyn Cut> {
        let named = |name: &str| wants.iter().enumerate().filter(|(_, w)| w.name == name).map(|(at, _)| at).collect();
        let outside = wants
            .iter()
            .enumerate()
            .filter_map(|(at, want)| Some((at, E::OUTSIDE.iter().position(|name| *name == want.name)?)));
        // A container in a container is text.
        let may = |def: &crate::def::InputDef| !["cri", "docker", "compose"].contains(&def.doc.name);
        let inside = auto::cutter(wants, opening, may);
        let (log, msg) = (named(LOG), named("msg"));
        Box::new(Enveloped::<E> { inside, outside: outside.collect(), log, msg, envelope: PhantomData })
    }

    /// The first line of a record, opened, and the lines that follow it.
    #[inline(always)]
    fn open(record: &[u8]) -> Result<(Carried<'_>, Option<&[u8]>), Stop> {
        let end = memchr(b'\n', record);
        let first = E::open(&record[..end.unwrap_or(record.len())])?;
        Ok((first, end.map(|end| &record[end + 1..])))
    }

    /// What a record carries, put together, and where it stands if that is in one piece.
    fn text<'a>(record: &'a [u8], first: &Carried<'a>, rest: Option<&'a [u8]>) -> (Cow<'a, [u8]>, Option<usize>) {
        let text = first.text.plain();
        let Some(rest) = rest else {
            let at = match &text {
                Cow::Borrowed(text) => Some(text.as_ptr() as usize - record.as_ptr() as usize),
                Cow::Owned(_) => None,
            };
            return (text, at);
        };
        let mut whole = text.into_owned();
        let mut partial = first.partial;
        for more in rest.split(|b| *b == b'\n') {
            let (text, goes_on) = match E::open(more.strip_suffix(b"\r").unwrap_or(more)) {
                Ok(next) => (next.text.plain(), next.partial),
                Err(_) => (Cow::Borrowed(more), false),
            };
            if !partial {
                whole.push(b'\n');
            }
            whole.extend_from_slice(&text);
            partial = goes_on;
        }
        (Cow::Owned(whole), None)
    }
}

/// Text as a cell: where it stands in the line, or in the heap.
fn place(text: &[u8], at: Option<usize>, address: u32, heap: &mut Vec<u8>) -> Span {
    match at {
        Some(at) => Span::new(address + at as u32, text.len()),
        None => {
            let start = heap.len();
            heap.extend_from_slice(text);
            Span::new(HEAP | start as u32, text.len())
        }
    }
}

/// A part of a line as a cell.
fn part(line: &[u8], part: &[u8], address: u32) -> Cell {
    Cell::Text(Span::new(address + (part.as_ptr() as usize - line.as_ptr() as usize) as u32, part.len()))
}

impl<E: Envelope> Cut for Enveloped<E> {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        let Ok((carried, rest)) = Self::open(line) else { return false };
        // Only what is outside may be wanted.
        if self.outside.len() < cells.len() {
            let (text, text_at) = Self::text(line, &carried, rest);
            let span = place(&text, text_at, at, heap);
            let fits = self.inside.cut(&text, span.start, cells, heap);
            for &want in &self.log {
                cells[want] = Cell::Text(span);
            }
            for &want in self.msg.iter().filter(|_| !fits) {
                cells[want] = Cell::Text(span);
            }
        }
        for &(want, field) in &self.outside {
            cells[want] = carried.outside[field].map_or(Cell::None, |field| part(line, field, at));
        }
        true
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        let Ok((carried, rest)) = Self::open(line) else { return false };
        for (name, field) in E::OUTSIDE.iter().zip(carried.outside) {
            put(Key::Plain(name.as_bytes()), field.map_or(Cell::None, |field| part(line, field, at)));
        }
        let (text, text_at) = Self::text(line, &carried, rest);
        let span = place(&text, text_at, at, heap);
        put(Key::Plain(LOG.as_bytes()), Cell::Text(span));
        let fits = self.inside.walk(&text, span.start, heap, &mut |key, cell| {
            let name = key_text(key);
            if *name != *LOG.as_bytes() && !E::OUTSIDE.iter().any(|outside| outside.as_bytes() == &*name) {
                put(key, cell);
            }
        });
        if !fits {
            put(Key::Plain(b"msg"), Cell::Text(span));
        }
        true
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        let (at, expected) = Self::open(line).err()?;
        Some(Miss { format: E::NAME.to_string(), at: at.min(line.len()), expected: expected.to_string() })
    }
}
