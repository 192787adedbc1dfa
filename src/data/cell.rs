//! Cells: one value of one row, in 16 bytes, and the view that authors see.
//!
//! A [`Cell`] holds text as a span, so it is `Copy` and meaningless without its batch.
//! A [`Value`] is the same thing with the bytes at hand: laws of functions and
//! aggregates take values and never see a span.

use std::cmp::Ordering;

pub use crate::base::num::Num;
use crate::base::{Span, json, num, pack, time};

/// One value of one row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Cell {
    /// Missing, null, or could not be computed.
    #[default]
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// Nanoseconds since 1970 in UTC.
    Time(i64),
    /// Nanoseconds.
    Duration(i64),
    /// A field of a text format: bytes until something typed asks for more. It prints
    /// bare in JSON when it is a JSON number.
    Text(Span),
    /// A string by type: from JSON (without escapes), or computed.
    Str(Span),
    /// The inside of a JSON string that holds escapes, as it was spelled.
    Escaped(Span),
    /// A JSON number as it was spelled.
    Number(Span),
    /// A JSON array or object as it was spelled.
    Json(Span),
}

impl Cell {
    /// The span of a cell that has one.
    pub fn span(self) -> Option<Span> {
        match self {
            Cell::Text(s) | Cell::Str(s) | Cell::Escaped(s) | Cell::Number(s) | Cell::Json(s) => Some(s),
            _ => None,
        }
    }

    /// The same cell with its bytes elsewhere.
    pub fn with_span(self, span: Span) -> Cell {
        match self {
            Cell::Text(_) => Cell::Text(span),
            Cell::Str(_) => Cell::Str(span),
            Cell::Escaped(_) => Cell::Escaped(span),
            Cell::Number(_) => Cell::Number(span),
            Cell::Json(_) => Cell::Json(span),
            other => other,
        }
    }
}

impl From<Num> for Cell {
    fn from(number: Num) -> Cell {
        match number {
            Num::Int(i) => Cell::Int(i),
            Num::Float(f) => Cell::Float(f),
        }
    }
}

/// A cell with its bytes: what the author of a function or an aggregate sees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// Nanoseconds since 1970 in UTC.
    Time(i64),
    /// Nanoseconds.
    Duration(i64),
    /// Untyped text; see [`Cell::Text`].
    Text(&'a [u8]),
    /// A string by type.
    Str(&'a [u8]),
    /// A JSON string's inside, with escapes.
    Escaped(&'a [u8]),
    /// A JSON number as spelled.
    Number(&'a [u8]),
    /// A JSON array or object as spelled.
    Json(&'a [u8]),
}

impl<'a> Value<'a> {
    /// Whether it is None.
    pub fn is_none(self) -> bool {
        matches!(self, Value::None)
    }

    /// The number that it is or, being text, spells: the whole text, leading zeros and
    /// `+` allowed. None when it is not a number.
    pub fn number(self) -> Option<Num> {
        match self {
            Value::Int(i) => Some(Num::Int(i)),
            Value::Float(f) => Some(Num::Float(f)),
            Value::Text(t) | Value::Str(t) | Value::Number(t) => num::parse(t),
            _ => None,
        }
    }

    /// The text that it is, without conversion: for the three kinds of plain text.
    pub fn text(self) -> Option<&'a [u8]> {
        match self {
            Value::Text(t) | Value::Str(t) => Some(t),
            _ => None,
        }
    }

    /// Whether it is text of some kind.
    pub fn is_text(self) -> bool {
        matches!(self, Value::Text(_) | Value::Str(_) | Value::Escaped(_))
    }

    /// Its raw bytes, where it has any.
    pub fn bytes(self) -> Option<&'a [u8]> {
        match self {
            Value::Text(t) | Value::Str(t) | Value::Escaped(t) | Value::Number(t) | Value::Json(t) => Some(t),
            _ => None,
        }
    }

    /// Appends it as a person reads it and as a group key spells it: text decoded,
    /// numbers as spelled, None as nothing.
    pub fn write_text(self, out: &mut Vec<u8>) {
        match self {
            Value::None => {}
            Value::Bool(true) => out.extend_from_slice(b"true"),
            Value::Bool(false) => out.extend_from_slice(b"false"),
            Value::Int(i) => num::write_int(i, out),
            Value::Float(f) => num::write_float(f, out),
            Value::Time(t) => time::write_rfc3339(t, out),
            Value::Duration(d) => time::write_duration(d, out),
            Value::Text(t) | Value::Str(t) | Value::Number(t) | Value::Json(t) => out.extend_from_slice(t),
            Value::Escaped(t) => json::unescape(t, out),
        }
    }

    /// Appends it as JSON. What was not computed keeps its spelling, and untyped text is a
    /// number where JSON spells one so.
    #[inline]
    pub fn write_json(self, out: &mut Vec<u8>) {
        let mut quoted = |write: &dyn Fn(&mut Vec<u8>)| {
            out.push(b'"');
            write(out);
            out.push(b'"');
        };
        match self {
            Value::None => out.extend_from_slice(b"null"),
            Value::Bool(true) => out.extend_from_slice(b"true"),
            Value::Bool(false) => out.extend_from_slice(b"false"),
            Value::Int(i) => num::write_int(i, out),
            Value::Float(f) => num::write_float(f, out),
            Value::Time(ns) => quoted(&|out| time::write_rfc3339(ns, out)),
            Value::Duration(ns) => quoted(&|out| time::write_duration(ns, out)),
            Value::Text(text) if num::is_json(text) => out.extend_from_slice(text),
            Value::Text(text) | Value::Str(text) => json::write_string(text, out),
            Value::Escaped(inside) => json::write_escaped(inside, out),
            Value::Number(number) => out.extend_from_slice(number),
            Value::Json(nested) => json::write_raw(nested, out),
        }
    }

    /// The one total order, for sort, min, max and argmax: numbers by value, then bool,
    /// duration, time, text bytewise, nested, and None last. Untyped text that is a
    /// JSON number counts as that number.
    pub fn order(self, other: Value<'_>) -> Ordering {
        self.rank_key().order(&other.rank_key())
    }

    /// What [`Value::order`] compares, computed once: a sort keeps these.
    pub fn rank_key(self) -> Rank<'a> {
        match self {
            Value::None => Rank::None,
            Value::Bool(b) => Rank::Bool(b),
            Value::Int(i) => Rank::Num(Num::Int(i)),
            Value::Float(f) => Rank::Num(Num::Float(f)),
            Value::Time(t) => Rank::Time(t),
            Value::Duration(d) => Rank::Duration(d),
            Value::Number(t) => num::parse(t).map_or(Rank::Text(t.into()), Rank::Num),
            Value::Text(t) => match num::parse_json(t) {
                Some(n) => Rank::Num(n),
                None => Rank::Text(t.into()),
            },
            Value::Str(t) => Rank::Text(t.into()),
            Value::Escaped(t) => {
                let mut plain = Vec::new();
                json::unescape(t, &mut plain);
                Rank::Text(plain.into())
            }
            Value::Json(t) => Rank::Nested(t.into()),
        }
    }
}

/// A value's place in the total order.
#[derive(Clone, Debug, PartialEq)]
pub enum Rank<'a> {
    Num(Num),
    Bool(bool),
    Duration(i64),
    Time(i64),
    Text(std::borrow::Cow<'a, [u8]>),
    Nested(std::borrow::Cow<'a, [u8]>),
    None,
}

impl Rank<'_> {
    fn class(&self) -> u8 {
        match self {
            Rank::Num(_) => 0,
            Rank::Bool(_) => 1,
            Rank::Duration(_) => 2,
            Rank::Time(_) => 3,
            Rank::Text(_) => 4,
            Rank::Nested(_) => 5,
            Rank::None => 6,
        }
    }

    /// The total order.
    pub fn order(&self, other: &Rank<'_>) -> Ordering {
        match (self, other) {
            (Rank::Num(a), Rank::Num(b)) => a.order(*b),
            (Rank::Bool(a), Rank::Bool(b)) => a.cmp(b),
            (Rank::Duration(a), Rank::Duration(b)) | (Rank::Time(a), Rank::Time(b)) => a.cmp(b),
            (Rank::Text(a), Rank::Text(b)) | (Rank::Nested(a), Rank::Nested(b)) => a.cmp(b),
            (a, b) => a.class().cmp(&b.class()),
        }
    }

    /// The same rank with its own bytes.
    pub fn own(self) -> Rank<'static> {
        match self {
            Rank::Num(n) => Rank::Num(n),
            Rank::Bool(b) => Rank::Bool(b),
            Rank::Duration(d) => Rank::Duration(d),
            Rank::Time(t) => Rank::Time(t),
            Rank::Text(t) => Rank::Text(t.into_owned().into()),
            Rank::Nested(t) => Rank::Nested(t.into_owned().into()),
            Rank::None => Rank::None,
        }
    }
}

/// A value with its own bytes: what outlives a batch (a group's first value, a constant).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Owned {
    cell: Cell,
    bytes: Box<[u8]>,
}

impl Owned {
    /// Copies a value.
    pub fn from(value: Value<'_>) -> Owned {
        let bytes: Box<[u8]> = value.bytes().unwrap_or_default().into();
        let span = Span { start: 0, len: bytes.len() as u32 };
        let cell = match value {
            Value::None => Cell::None,
            Value::Bool(b) => Cell::Bool(b),
            Value::Int(i) => Cell::Int(i),
            Value::Float(f) => Cell::Float(f),
            Value::Time(t) => Cell::Time(t),
            Value::Duration(d) => Cell::Duration(d),
            Value::Text(_) => Cell::Text(span),
            Value::Str(_) => Cell::Str(span),
            Value::Escaped(_) => Cell::Escaped(span),
            Value::Number(_) => Cell::Number(span),
            Value::Json(_) => Cell::Json(span),
        };
        Owned { cell, bytes }
    }

    /// Copies a cell whose text stands in `heap`, as [`place`] puts it there.
    pub fn of(cell: Cell, heap: &[u8]) -> Owned {
        let at = |span: Span| {
            let start = (span.start & !crate::base::HEAP) as usize;
            &heap[start..start + span.len as usize]
        };
        Owned::from(value_in(cell, at))
    }

    /// A string.
    pub fn str(text: &[u8]) -> Owned {
        Owned::from(Value::Str(text))
    }

    /// Looks at it.
    pub fn value(&self) -> Value<'_> {
        value_in(self.cell, |_| &self.bytes)
    }

    /// Puts it into a batch's heap.
    pub fn cell(&self, heap: &mut Vec<u8>) -> Cell {
        place(self.value(), heap)
    }
}

/// Copies a value's bytes to the heap and gives the cell that points there.
pub fn place(value: Value<'_>, heap: &mut Vec<u8>) -> Cell {
    let mut put = |bytes: &[u8]| {
        let span = Span::new(crate::base::HEAP | heap.len() as u32, bytes.len());
        heap.extend_from_slice(bytes);
        span
    };
    match value {
        Value::None => Cell::None,
        Value::Bool(b) => Cell::Bool(b),
        Value::Int(i) => Cell::Int(i),
        Value::Float(f) => Cell::Float(f),
        Value::Time(t) => Cell::Time(t),
        Value::Duration(d) => Cell::Duration(d),
        Value::Text(t) => Cell::Text(put(t)),
        Value::Str(t) => Cell::Str(put(t)),
        Value::Escaped(t) => Cell::Escaped(put(t)),
        Value::Number(t) => Cell::Number(put(t)),
        Value::Json(t) => Cell::Json(put(t)),
    }
}

/// Appends a value, kind and bytes, so that it can leave memory.
pub fn save(value: Value<'_>, out: &mut Vec<u8>) {
    let (kind, text) = match value {
        Value::None => (0, None),
        Value::Bool(false) => (1, None),
        Value::Bool(true) => (2, None),
        Value::Int(i) => {
            out.push(3);
            return pack::put_int(i, out);
        }
        Value::Float(f) => {
            out.push(4);
            return pack::put_word(f.to_bits(), out);
        }
        Value::Time(t) => {
            out.push(5);
            return pack::put_int(t, out);
        }
        Value::Duration(d) => {
            out.push(6);
            return pack::put_int(d, out);
        }
        Value::Text(t) => (7, Some(t)),
        Value::Str(t) => (8, Some(t)),
        Value::Escaped(t) => (9, Some(t)),
        Value::Number(t) => (10, Some(t)),
        Value::Json(t) => (11, Some(t)),
    };
    out.push(kind);
    if let Some(text) = text {
        pack::put_bytes(text, out);
    }
}

/// Takes a value that [`save`] wrote from the start of some bytes; None if they are damaged.
pub fn load<'a>(bytes: &mut &'a [u8]) -> Option<Value<'a>> {
    Some(match pack::byte(bytes)? {
        0 => Value::None,
        1 => Value::Bool(false),
        2 => Value::Bool(true),
        3 => Value::Int(pack::int(bytes)?),
        4 => Value::Float(Some(f64::from_bits(pack::word(bytes)?)).filter(|f| f.is_finite())?),
        5 => Value::Time(pack::int(bytes)?),
        6 => Value::Duration(pack::int(bytes)?),
        7 => Value::Text(pack::bytes(bytes)?),
        8 => Value::Str(pack::bytes(bytes)?),
        9 => Value::Escaped(pack::bytes(bytes)?),
        10 => Value::Number(pack::bytes(bytes)?),
        11 => Value::Json(pack::bytes(bytes)?),
        _ => return None,
    })
}

/// Appends a value as keys compare: by its text, and None apart from all text.
pub fn save_key(value: Value<'_>, out: &mut Vec<u8>) {
    if value.is_none() {
        return out.push(0);
    }
    let mut text = Vec::new();
    value.write_text(&mut text);
    pack::put_uint(text.len() as u64 + 1, out);
    out.extend_from_slice(&text);
}

/// Appends a cell as it is: text by its address, not its bytes.
pub fn save_cell(cell: Cell, out: &mut Vec<u8>) {
    let kind = match cell {
        Cell::Text(_) => 7,
        Cell::Str(_) => 8,
        Cell::Escaped(_) => 9,
        Cell::Number(_) => 10,
        Cell::Json(_) => 11,
        other => return save(value_in(other, |_| unreachable!("this cell has no text")), out),
    };
    let span = cell.span().unwrap_or_default();
    out.push(kind);
    pack::put_uint(u64::from(span.start), out);
    pack::put_uint(u64::from(span.len), out);
}

/// Takes a cell that [`save_cell`] wrote, whose text must lie within `len` bytes.
pub fn load_cell(bytes: &mut &[u8], len: usize) -> Option<Cell> {
    let kind = *bytes.first()?;
    if kind < 7 {
        return load(bytes).map(|value| place(value, &mut Vec::new()));
    }
    *bytes = &bytes[1..];
    let (start, size) = (pack::uint(bytes)?, pack::uint(bytes)?);
    if start.checked_add(size)? > len as u64 {
        return None;
    }
    let span = Span { start: u32::try_from(start).ok()?, len: u32::try_from(size).ok()? };
    Some(match kind {
        7 => Cell::Text(span),
        8 => Cell::Str(span),
        9 => Cell::Escaped(span),
        10 => Cell::Number(span),
        11 => Cell::Json(span),
        _ => return None,
    })
}

/// The value of a cell whose bytes `at` finds.
#[inline]
pub fn value_in<'a>(cell: Cell, at: impl FnOnce(Span) -> &'a [u8]) -> Value<'a> {
    match cell {
        Cell::None => Value::None,
        Cell::Bool(b) => Value::Bool(b),
        Cell::Int(i) => Value::Int(i),
        Cell::Float(f) => Value::Float(f),
        Cell::Time(t) => Value::Time(t),
        Cell::Duration(d) => Value::Duration(d),
        Cell::Text(s) => Value::Text(at(s)),
        Cell::Str(s) => Value::Str(at(s)),
        Cell::Escaped(s) => Value::Escaped(at(s)),
        Cell::Number(s) => Value::Number(at(s)),
        Cell::Json(s) => Value::Json(at(s)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_sixteen_bytes() {
        assert_eq!(std::mem::size_of::<Cell>(), 16);
    }

    #[test]
    fn saved_values_are_loaded() {
        let values = [
            Value::None,
            Value::Bool(true),
            Value::Bool(false),
            Value::Int(-7),
            Value::Float(0.1),
            Value::Time(i64::MIN),
            Value::Duration(1),
            Value::Text(b""),
            Value::Str(b"a"),
            Value::Escaped(b"\\n"),
            Value::Number(b"1e9"),
            Value::Json(b"[]"),
        ];
        let mut out = Vec::new();
        values.iter().for_each(|v| save(*v, &mut out));
        let mut rest = &out[..];
        values.iter().for_each(|v| assert_eq!(load(&mut rest), Some(*v)));
        assert_eq!((rest, load(&mut &[12][..]), load(&mut &[7, 2, 0][..])), (&[][..], None, None));
    }

    #[test]
    fn integers_and_doubles_compare_by_value() {
        assert_eq!(Num::Int(i64::MAX).order(Num::Float(9_223_372_036_854_775_808.0)), Ordering::Less);
        assert_eq!(Num::Int(2).order(Num::Float(2.5)), Ordering::Less);
        assert_eq!(Num::Int(-2).order(Num::Float(-2.5)), Ordering::Greater);
        assert_eq!(Num::Float(3.0).order(Num::Int(3)), Ordering::Equal);
    }

    #[test]
    fn none_is_last_and_text_after_numbers() {
        assert_eq!(Value::Text(b"10").order(Value::Text(b"9")), Ordering::Greater);
        assert_eq!(Value::Str(b"10").order(Value::Str(b"9")), Ordering::Less);
        assert_eq!(Value::Int(7).order(Value::Str(b"a")), Ordering::Less);
        assert_eq!(Value::None.order(Value::Json(b"{}")), Ordering::Greater);
    }
}
