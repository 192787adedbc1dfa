//! Floor 3: the functions of expressions, one file each, and what they share.
//!
//! A function is a scalar law: one row's values to one value. Two rules hold for all of
//! them. *Methods of text take scalars as their text*: a number or a bool is read as it is
//! spelled, so that the `500` of a JSON log and the `500` of an access log behave alike;
//! times, durations, lists and objects have no text until `str(x)` gives them one. *What
//! cannot be computed is None*, which the caller counts; a law never fails. Laws see plain
//! text only: escapes are resolved before. A text that would grow past [`MOST`] is None,
//! because a line that is its own pattern could otherwise ask for the square of its length.
//!
//! Functions that read stamps need zones, which are known when a pipeline is bound; they are
//! bound through [`clock`] and are laws all the same.

mod abs;
mod address;
mod all;
mod any;
mod arg;
mod base64_decode;
mod base64_encode;
mod bin;
// These two are named after primitive types, which a module would hide here.
#[path = "bool.rs"]
mod bool_;
mod bucket;
mod capitalize;
mod ceil;
mod center;
mod cidr;
mod clamp;
mod clock;
mod coalesce;
mod contains;
mod contains_any;
mod count;
mod crc32;
mod date;
mod day;
mod day_of_year;
mod duration;
mod endswith;
mod env;
mod epoch;
mod exp;
mod extract;
mod extract_all;
mod find;
mod float;
mod floor;
mod format;
mod format_duration;
mod format_size;
mod groups;
mod hash;
mod hex;
mod hex_decode;
mod hex_encode;
mod hour;
mod index;
mod int;
mod ip_mask;
mod ip_version;
mod is_ip;
mod is_number;
mod is_private;
mod isalnum;
mod isalpha;
mod isdigit;
mod islower;
mod isspace;
mod isupper;
mod join;
mod json;
mod len;
mod level;
mod list;
mod ljust;
mod log;
mod log_bucket;
mod lower;
mod lstrip;
mod max;
mod microsecond;
mod millisecond;
mod min;
mod minute;
mod month;
mod nanosecond;
mod now;
mod object;
mod pad;
mod partition;
mod parts;
mod path_template;
mod percent;
mod pick;
mod quarter;
mod query;
mod removeprefix;
mod removesuffix;
mod replace;
mod rfind;
mod rjust;
mod round;
mod rpartition;
mod rsplit;
mod rstrip;
mod second;
mod sha256;
mod sign;
mod size;
mod split;
mod splitlines;
mod sqrt;
mod startswith;
#[path = "str.rs"]
mod str_;
mod strip;
mod swapcase;
mod template;
mod time;
mod title;
mod trunc;
mod r#type;
mod upper;
mod uri;
mod url;
mod url_decode;
mod url_encode;
mod user_agent;
mod week;
mod weekday;
mod year;
mod zfill;

use std::borrow::Cow;

use crate::base::json as spelling;
use crate::base::num;
use crate::data::cell::Num;
use crate::data::{Cell, Value};
use crate::def::{FuncDef, Ret};

/// Every function, by name.
pub static ALL: &[&FuncDef] = &[
    &abs::DEF,
    &all::DEF,
    &any::DEF,
    &arg::DEF,
    &base64_decode::DEF,
    &base64_encode::DEF,
    &bin::DEF,
    &bool_::DEF,
    &bucket::DEF,
    &capitalize::DEF,
    &ceil::DEF,
    &center::DEF,
    &cidr::DEF,
    &clamp::DEF,
    &coalesce::DEF,
    &contains::DEF,
    &contains_any::DEF,
    &count::DEF,
    &crc32::DEF,
    &date::DEF,
    &day::DEF,
    &day_of_year::DEF,
    &duration::DEF,
    &endswith::DEF,
    &env::DEF,
    &epoch::DEF,
    &exp::DEF,
    &extract::DEF,
    &extract_all::DEF,
    &find::DEF,
    &float::DEF,
    &floor::DEF,
    &format::DEF,
    &format_duration::DEF,
    &format_size::DEF,
    &hash::DEF,
    &hex_decode::DEF,
    &hex_encode::DEF,
    &hour::DEF,
    &index::DEF,
    &int::DEF,
    &ip_mask::DEF,
    &ip_version::DEF,
    &is_ip::DEF,
    &is_number::DEF,
    &is_private::DEF,
    &isalnum::DEF,
    &isalpha::DEF,
    &isdigit::DEF,
    &islower::DEF,
    &isspace::DEF,
    &isupper::DEF,
    &join::DEF,
    &json::DEF,
    &len::DEF,
    &level::DEF,
    &ljust::DEF,
    &log::DEF,
    &log_bucket::DEF,
    &lower::DEF,
    &lstrip::DEF,
    &max::DEF,
    &microsecond::DEF,
    &millisecond::DEF,
    &min::DEF,
    &minute::DEF,
    &month::DEF,
    &nanosecond::DEF,
    &now::DEF,
    &partition::DEF,
    &path_template::DEF,
    &quarter::DEF,
    &query::DEF,
    &removeprefix::DEF,
    &removesuffix::DEF,
    &replace::DEF,
    &rfind::DEF,
    &rjust::DEF,
    &round::DEF,
    &rpartition::DEF,
    &rsplit::DEF,
    &rstrip::DEF,
    &second::DEF,
    &sha256::DEF,
    &sign::DEF,
    &size::DEF,
    &split::DEF,
    &splitlines::DEF,
    &sqrt::DEF,
    &startswith::DEF,
    &str_::DEF,
    &strip::DEF,
    &swapcase::DEF,
    &template::DEF,
    &time::DEF,
    &title::DEF,
    &trunc::DEF,
    &r#type::DEF,
    &upper::DEF,
    &url::DEF,
    &url_decode::DEF,
    &url_encode::DEF,
    &user_agent::DEF,
    &week::DEF,
    &weekday::DEF,
    &year::DEF,
    &zfill::DEF,
];

/// The function of a name.
pub fn find(name: &str) -> Option<&'static FuncDef> {
    ALL.iter().copied().find(|def| def.doc.name == name)
}

/// Whether a text is what access logs write for nothing.
fn is_dash(text: &[u8]) -> std::primitive::bool {
    text == b"-"
}

/// The longest text that a law makes, in bytes.
const MOST: usize = 64 << 20;

/// An argument as text: text as it is, a number or a bool as it is spelled. None for None,
/// a time, a duration, a list or an object.
fn text(value: Value<'_>) -> Option<Cow<'_, [u8]>> {
    match value {
        Value::Text(t) | Value::Str(t) | Value::Number(t) => Some(Cow::Borrowed(t)),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Escaped(_) => {
            let mut spelled = Vec::new();
            value.write_text(&mut spelled);
            Some(Cow::Owned(spelled))
        }
        Value::None | Value::Time(_) | Value::Duration(_) | Value::Json(_) => None,
    }
}

/// Answers with a part of an argument's text, copied only if the text was spelled for it.
fn part<'a>(text: Cow<'a, [u8]>, cut: impl FnOnce(&[u8]) -> &[u8], out: &mut Vec<u8>) -> Ret<'a> {
    match text {
        Cow::Borrowed(text) => Ret::Part(cut(text)),
        Cow::Owned(text) => {
            out.extend_from_slice(cut(&text));
            Ret::New
        }
    }
}

/// Answers a predicate on text.
fn test<'a>(value: Value<'_>, holds: impl FnOnce(&[u8]) -> std::primitive::bool) -> Ret<'a> {
    Ret::Cell(text(value).map_or(Cell::None, |text| Cell::Bool(holds(&text))))
}

/// An argument as a number; a bool counts as 1 or 0, as in Python.
fn number(value: Value<'_>) -> Option<Num> {
    match value {
        Value::Bool(b) => Some(Num::Int(i64::from(b))),
        Value::Escaped(raw) => {
            let mut plain = Vec::new();
            spelling::unescape(raw, &mut plain);
            Value::Str(&plain).number()
        }
        other => other.number(),
    }
}

/// An argument as an integer: a number without a fraction.
fn integer(value: Value<'_>) -> Option<i64> {
    match number(value)? {
        Num::Int(i) => Some(i),
        Num::Float(f) => match whole(f) {
            Cell::Int(i) if f.fract() == 0.0 => Some(i),
            _ => None,
        },
    }
}

/// An argument as a duration: a duration, or text that spells one with its unit.
fn span(value: Value<'_>) -> Option<i64> {
    match value {
        Value::Duration(d) => Some(d),
        Value::Text(t) | Value::Str(t) if num::parse(t).is_none() => num::parse_duration(t),
        _ => None,
    }
}

/// The cell of a double: None if it is not finite.
fn finite(f: f64) -> Cell {
    if f.is_finite() { Cell::Float(f) } else { Cell::None }
}

/// The cell of a double that has no fraction: an integer where it fits one.
fn whole(f: f64) -> Cell {
    const TWO_63: f64 = 9_223_372_036_854_775_808.0;
    if (-TWO_63..TWO_63).contains(&f) { Cell::Int(f as i64) } else { finite(f) }
}

/// The cell of an integer that may be too large for one.
fn wide(i: i128) -> Cell {
    i64::try_from(i).map_or(Cell::Float(i as f64), Cell::Int)
}

#[cfg(test)]
#[path = "mod_tests.rs"]
mod tests;
