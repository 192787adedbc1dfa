//! What a value is, as a person would say it.
//!
//! A field of a text format is text until something asks for more; here it is asked for
//! everything. A string of JSON is a string by type, so that `"500"` stays text, but JSON has no
//! times and no durations, and those that a string spells are meant. A number is never taken for
//! a time since 1970: it would be a guess.

use crate::base::num;
use crate::base::time::DateCache;
use crate::base::{Zone, json};
use crate::data::{Cell, Value};

/// The kinds of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Number,
    Duration,
    Time,
    Bool,
    Text,
    List,
    Object,
}

/// How many there are.
pub const CLASSES: usize = 7;

/// How many of them, the first ones, are measured.
pub const MEASURED: usize = 3;

/// All of them, in the order in which equally frequent ones are told.
pub const ALL: [Class; CLASSES] =
    [Class::Number, Class::Duration, Class::Time, Class::Bool, Class::Text, Class::List, Class::Object];

impl Class {
    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Class::Number => "number",
            Class::Duration => "duration",
            Class::Time => "time",
            Class::Bool => "bool",
            Class::Text => "text",
            Class::List => "list",
            Class::Object => "object",
        }
    }
}

/// No stamp and no duration is longer.
const LONGEST: usize = 64;

/// The kind of a value, and the cell that measures it where it is measured; None for None.
pub fn class_of(value: Value<'_>, dates: &mut DateCache, zone: &Zone) -> Option<(Class, Cell)> {
    Some(match value {
        Value::None => return None,
        Value::Bool(_) => (Class::Bool, Cell::None),
        Value::Int(_) | Value::Float(_) | Value::Number(_) => {
            (Class::Number, value.number().map_or(Cell::None, Cell::from))
        }
        Value::Time(ns) => (Class::Time, Cell::Time(ns)),
        Value::Duration(ns) => (Class::Duration, Cell::Duration(ns)),
        Value::Text(b"true" | b"false") => (Class::Bool, Cell::None),
        Value::Text(text) => match num::parse_json(text) {
            Some(number) => (Class::Number, Cell::from(number)),
            None => spelled(text, dates, zone),
        },
        Value::Str(text) => spelled(text, dates, zone),
        Value::Escaped(inside) => spelled(&json::plain(inside), dates, zone),
        Value::Json(nested) if nested.first() == Some(&b'[') => (Class::List, Cell::None),
        Value::Json(_) => (Class::Object, Cell::None),
    })
}

/// What a text spells.
fn spelled(text: &[u8], dates: &mut DateCache, zone: &Zone) -> (Class, Cell) {
    // Nearly all text is decided here: what has no digit near its start, and what has digits only.
    let digits = text.strip_prefix(b"-").or(text.strip_prefix(b"+")).unwrap_or(text);
    let number = digits.iter().all(|b| b.is_ascii_digit() || *b == b'.');
    if number || text.len() > LONGEST || !text.iter().take(8).any(u8::is_ascii_digit) {
        return (Class::Text, Cell::None);
    }
    if let Some(ns) = num::parse_duration(text) {
        return (Class::Duration, Cell::Duration(ns));
    }
    match dates.parse(text, zone) {
        Some(ns) => (Class::Time, Cell::Time(ns)),
        None => (Class::Text, Cell::None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(value: Value<'_>) -> Option<&'static str> {
        class_of(value, &mut DateCache::default(), &Zone::UTC).map(|(class, _)| class.word())
    }

    #[test]
    fn what_values_are() {
        for (text, word) in [
            ("12", "number"),
            ("-0.5e3", "number"),
            ("007", "text"),
            ("+15551234567", "text"),
            ("0123456789", "text"),
            ("true", "bool"),
            ("True", "text"),
            ("", "text"),
            ("12ms", "duration"),
            ("1h30m", "duration"),
            ("12 apples", "text"),
            ("2026-03-02", "time"),
            ("2026-03-02T09:00:00.5Z", "time"),
            ("02/Mar/2026:09:00:01 +0000", "time"),
            ("Mon, 02 Jan 2006 15:04:05 GMT", "time"),
            ("203.0.113.7", "text"),
            ("2001:db8::42", "text"),
            ("HTTP/1.1", "text"),
        ] {
            assert_eq!(class(Value::Text(text.as_bytes())), Some(word), "{text}");
        }
        assert_eq!(class(Value::Str(b"500")), Some("text"));
        assert_eq!(class(Value::Str(b"1700000000")), Some("text"));
        assert_eq!(class(Value::Str(b"true")), Some("text"));
        assert_eq!(class(Value::Str(b"2026-03-02T09:00:00Z")), Some("time"));
        assert_eq!(class(Value::Escaped(br"02\/Mar\/2026:09:00:01 +0000")), Some("time"));
        assert_eq!(class(Value::Number(b"1700000000")), Some("number"));
        assert_eq!(class(Value::Json(b"[1]")), Some("list"));
        assert_eq!(class(Value::Json(b"{}")), Some("object"));
        assert_eq!(class(Value::None), None);
    }
}
