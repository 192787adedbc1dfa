//! Format specs: what stands after the colon in `f"{ms:>8.1f}"`.
//!
//! The language is Python's format mini-language, tested against CPython, because it is the
//! one that people know; a spec that is not in it and holds a `%` is strftime's. Three
//! things differ on purpose. None is empty. Untyped text is a number where the spec speaks
//! of numbers, and lines up as one where it is one. An integer takes a precision without a
//! type (`{ms:.3}`), since a column of numbers from a log mixes `12` and `12.5`; and `s`
//! takes any value as its text. Integers are handled as their digits, so that those of any
//! length come out whole.

use std::borrow::Cow;
use std::io::{self, Write};

use super::fstring_float::float_parts;
use super::stamps::Stamps;
use crate::base::{Zone, Zones, calendar, json, num, text, time};
use crate::data::{NoteId, Value};

/// The widest field and the longest precision, so that a spec cannot ask for much memory.
const MOST: usize = 10_000;

/// What stands after the colon.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Spec {
    /// Nothing: the value as its text.
    #[default]
    Bare,
    /// Python's mini-language.
    Plain(Plain),
    /// A strftime format, for times.
    Time(String),
}

impl Spec {
    /// What is counted of a value that was written so; `fits` says that it could be.
    pub fn counted(&self, value: Value<'_>, fits: bool, stamps: &Stamps) -> Option<NoteId> {
        match self {
            Spec::Time(_) => stamps.counted(value, fits),
            _ => (!fits).then_some(stamps.misfit),
        }
    }
}

/// A spec of the mini-language.
#[derive(Clone, Debug, PartialEq)]
pub struct Plain {
    fill: Option<char>,
    align: Option<Align>,
    sign: Option<Sign>,
    /// `#`: prefixes for other bases, and points that are kept.
    pub(super) alternate: bool,
    /// `0` before the width.
    zero: bool,
    width: usize,
    grouping: Option<u8>,
    pub(super) precision: Option<usize>,
    pub(super) kind: Type,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Align {
    Left,
    Right,
    Centre,
    /// After the sign.
    Inside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Plus,
    Minus,
    Space,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// No letter.
    Any,
    Text,
    Char,
    Decimal,
    /// `n`: `d` for integers, `g` for the rest; there are no locales here.
    Number,
    Binary,
    Octal,
    Hex,
    HexUpper,
    Exp,
    ExpUpper,
    Fixed,
    General,
    GeneralUpper,
    Percent,
}

/// The value does not fit the spec: text where a number is wanted, no time, no integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit;

/// Reads a spec. The error is a message for a person, without its place.
pub fn parse_spec(spec: &str) -> Result<Spec, String> {
    if spec.is_empty() {
        return Ok(Spec::Bare);
    }
    match parse_plain(spec) {
        Ok(plain) => Ok(Spec::Plain(plain)),
        Err(why) if !spec.contains('%') => Err(why),
        Err(_) => {
            calendar::strftime(0, spec, &Zone::UTC, &mut Vec::new())
                .map_err(|why| format!("`{spec}` is no format of a time: {why}"))?;
            Ok(Spec::Time(spec.to_string()))
        }
    }
}

fn align_of(c: Option<char>) -> Option<Align> {
    match c? {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Centre),
        '=' => Some(Align::Inside),
        _ => None,
    }
}

/// Takes the digits at the front of `rest`.
fn digits(rest: &mut &str, what: &str) -> Result<Option<usize>, String> {
    let end = rest.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
    let (number, after) = rest.split_at(end);
    *rest = after;
    if number.is_empty() {
        return Ok(None);
    }
    match number.parse() {
        Ok(n) if n <= MOST => Ok(Some(n)),
        _ => Err(format!("a {what} of {number} is too large; the most is {MOST}")),
    }
}

fn parse_plain(spec: &str) -> Result<Plain, String> {
    let mut rest = spec;
    let take = |rest: &mut &str, c: char| {
        let after = rest.strip_prefix(c);
        *rest = after.unwrap_or(rest);
        after.is_some()
    };
    let mut chars = rest.chars();
    let (first, second) = (chars.next(), chars.next());
    let (fill, align) = match (align_of(second), align_of(first)) {
        (Some(align), _) => (first, Some(align)),
        (None, align) => (None, align),
    };
    let skipped = fill.map_or(0, char::len_utf8) + usize::from(align.is_some());
    rest = &rest[skipped..];
    let signs = [('+', Sign::Plus), ('-', Sign::Minus), (' ', Sign::Space)];
    let sign = signs.into_iter().find(|(c, _)| take(&mut rest, *c)).map(|(_, sign)| sign);
    let alternate = take(&mut rest, '#');
    let zero = fill.is_none() && take(&mut rest, '0');
    let width = digits(&mut rest, "width")?.unwrap_or(0);
    let grouping = [',', '_'].into_iter().find(|c| take(&mut rest, *c)).map(|c| c as u8);
    let mut precision = None;
    if take(&mut rest, '.') {
        precision = Some(digits(&mut rest, "precision")?.ok_or("digits must follow the `.` of a format, as in `.2f`")?);
    }
    let kind = type_of(rest)
        .ok_or_else(|| format!("`{rest}` is no format type; they are d n b o x X e E f F g G % s c, as in `>8.2f`"))?;
    let plain = Plain { fill, align, sign, alternate, zero, width, grouping, precision, kind };
    match plain.clash() {
        Some(clash) => Err(format!("format type `{rest}` takes no {clash}")),
        None => Ok(plain),
    }
}

fn type_of(letter: &str) -> Option<Type> {
    Some(match letter {
        "" => Type::Any,
        "s" => Type::Text,
        "c" => Type::Char,
        "d" => Type::Decimal,
        "n" => Type::Number,
        "b" => Type::Binary,
        "o" => Type::Octal,
        "x" => Type::Hex,
        "X" => Type::HexUpper,
        "e" => Type::Exp,
        "E" => Type::ExpUpper,
        "f" | "F" => Type::Fixed,
        "g" => Type::General,
        "G" => Type::GeneralUpper,
        "%" => Type::Percent,
        _ => return None,
    })
}

impl Plain {
    /// What is written in the spec that its type has no use for.
    fn clash(&self) -> Option<&'static str> {
        let text = matches!(self.kind, Type::Text | Type::Char);
        let base = matches!(self.kind, Type::Binary | Type::Octal | Type::Hex | Type::HexUpper);
        if text && self.sign.is_some() {
            return Some("sign");
        }
        if text && self.alternate {
            return Some("`#`");
        }
        if self.kind == Type::Text && self.align == Some(Align::Inside) {
            return Some("`=`");
        }
        if self.precision.is_some() && (base || matches!(self.kind, Type::Char | Type::Decimal)) {
            return Some("precision");
        }
        match self.grouping {
            Some(b',') if text || base || self.kind == Type::Number => Some("`,`"),
            Some(b'_') if text || self.kind == Type::Number => Some("`_`"),
            _ => None,
        }
    }

    /// Whether a spec without a type can only be meant for a number.
    fn speaks_of_numbers(&self) -> bool {
        self.sign.is_some() || self.alternate || self.grouping.is_some() || self.align == Some(Align::Inside)
    }

    /// Writes `head` (sign and prefix) and `body`, in two pieces, padded to the width.
    fn pad(&self, head: &[u8], body: [&[u8]; 2], fill: char, align: Align, out: &mut Vec<u8>) {
        let lack = self.width.saturating_sub(head.len() + text::count(body[0]) + text::count(body[1]));
        let (before, inside, after) = match align {
            Align::Left => (0, 0, lack),
            Align::Right => (lack, 0, 0),
            Align::Centre => (lack / 2, 0, lack - lack / 2),
            Align::Inside => (0, lack, 0),
        };
        let mut buffer = [0; 4];
        let fill = fill.encode_utf8(&mut buffer).as_bytes();
        let mut put = |n: usize, part: &[u8]| {
            (0..n).for_each(|_| out.extend_from_slice(fill));
            out.extend_from_slice(part);
        };
        put(before, head);
        put(inside, body[0]);
        put(0, body[1]);
        put(after, b"");
    }

    fn fill_or_zero(&self) -> char {
        self.fill.unwrap_or(if self.zero { '0' } else { ' ' })
    }

    /// Text: cut to the precision, on the left unless told.
    fn text(&self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Misfit> {
        let align = self.align.unwrap_or(Align::Left);
        if align == Align::Inside {
            return Err(Misfit);
        }
        let stop = self.precision.map(|p| p as i64);
        self.pad(b"", [&text::slice(bytes, None, stop, None), b""], self.fill_or_zero(), align, out);
        Ok(())
    }

    /// A number of these parts: on the right unless told, its whole part grouped.
    fn number(&self, parts: &Parts<'_>, out: &mut Vec<u8>) {
        let sign = match (parts.negative, self.sign) {
            (true, _) => "-",
            (false, Some(Sign::Plus)) => "+",
            (false, Some(Sign::Space)) => " ",
            (false, _) => "",
        };
        let head = [sign, if self.alternate { parts.prefix } else { "" }].concat();
        let align = self.align.unwrap_or(if self.zero { Align::Inside } else { Align::Right });
        let fill = self.fill_or_zero();
        let Some(mark) = self.grouping else {
            return self.pad(head.as_bytes(), [&parts.whole, &parts.rest], fill, align, out);
        };
        // Zeros that fill up to the width are grouped too.
        let fills = fill == '0' && align == Align::Inside;
        let least = if fills { self.width.saturating_sub(head.len() + parts.rest.len()) } else { 0 };
        let mut body = Vec::new();
        group(&parts.whole, mark, if parts.prefix.is_empty() { 3 } else { 4 }, least, &mut body);
        self.pad(head.as_bytes(), [&body, &parts.rest], fill, align, out);
    }
}

/// Writes digits with a mark between groups, zeros before them until all is `least` long.
fn group(digits: &[u8], mark: u8, size: usize, least: usize, out: &mut Vec<u8>) {
    let mut n = digits.len();
    while n + n.saturating_sub(1) / size < least {
        n += 1;
    }
    let zeros = n - digits.len();
    for at in 0..n {
        if at > 0 && (n - at).is_multiple_of(size) {
            out.push(mark);
        }
        out.push(if at < zeros { b'0' } else { digits[at - zeros] });
    }
}

/// A number cut where padding and grouping look.
pub(super) struct Parts<'a> {
    pub(super) negative: bool,
    /// What `#` puts after the sign.
    pub(super) prefix: &'static str,
    pub(super) whole: Cow<'a, [u8]>,
    /// The point and all after it.
    pub(super) rest: Cow<'a, [u8]>,
}

/// A value as a number: the digits of an integer of any length, or a double.
enum Number<'a> {
    Int { negative: bool, digits: Cow<'a, [u8]> },
    Float(f64),
}

fn number_of(value: Value<'_>) -> Result<Number<'_>, Misfit> {
    let spelled: Cow<'_, [u8]> = match value {
        Value::Float(f) => return Ok(Number::Float(f)),
        Value::Bool(b) => return Ok(Number::Int { negative: false, digits: if b { b"1" } else { b"0" }.into() }),
        Value::Int(i) => i.to_string().into_bytes().into(),
        Value::Text(t) | Value::Str(t) | Value::Number(t) => t.into(),
        _ => return Err(Misfit),
    };
    let from = usize::from(matches!(spelled.first(), Some(b'-' | b'+')));
    if from == spelled.len() || !spelled[from..].iter().all(u8::is_ascii_digit) {
        return num::parse(&spelled).map(|n| Number::Float(n.float())).ok_or(Misfit);
    }
    let negative = spelled[0] == b'-';
    let zeros = spelled[from..spelled.len() - 1].iter().take_while(|b| **b == b'0').count();
    let digits = match spelled {
        Cow::Borrowed(t) => Cow::Borrowed(&t[from + zeros..]),
        Cow::Owned(t) => Cow::Owned(t[from + zeros..].to_vec()),
    };
    let negative = negative && *digits != *b"0";
    Ok(Number::Int { negative, digits })
}

/// Appends a value as its spec says, times in the zone that is shown. Nothing is appended when the value does not fit.
pub fn format(value: Value<'_>, spec: &Spec, zones: &Zones, out: &mut Vec<u8>) -> Result<(), Misfit> {
    if let (Value::Escaped(raw), false) = (value, *spec == Spec::Bare) {
        let mut plain = Vec::new();
        json::unescape(raw, &mut plain);
        return format(Value::Str(&plain), spec, zones, out);
    }
    match spec {
        Spec::Bare => {
            value.write_text(out);
            Ok(())
        }
        Spec::Plain(plain) => format_plain(value, plain, out),
        Spec::Time(spec) => format_time(value, spec, zones, out),
    }
}

fn format_time(value: Value<'_>, spec: &str, zones: &Zones, out: &mut Vec<u8>) -> Result<(), Misfit> {
    let time = match value {
        Value::None => return Ok(()),
        Value::Time(t) => t,
        Value::Text(text) | Value::Str(text) | Value::Number(text) => time::parse(text, &zones.naive).ok_or(Misfit)?,
        Value::Int(_) | Value::Float(_) => {
            let mut spelled = Vec::new();
            value.write_text(&mut spelled);
            time::parse(&spelled, &zones.naive).ok_or(Misfit)?
        }
        _ => return Err(Misfit),
    };
    let start = out.len();
    calendar::strftime(time, spec, &zones.shown, out).map_err(|_| {
        out.truncate(start);
        Misfit
    })
}

fn format_plain(value: Value<'_>, plain: &Plain, out: &mut Vec<u8>) -> Result<(), Misfit> {
    if value.is_none() {
        let align = plain.align.unwrap_or(Align::Left);
        plain.pad(b"", [b"", b""], plain.fill.unwrap_or(' '), align, out);
        return Ok(());
    }
    let is_number = match (plain.kind, value) {
        (Type::Text, _) => false,
        (Type::Any, Value::Int(_) | Value::Float(_) | Value::Number(_)) => true,
        (Type::Any, _) if plain.speaks_of_numbers() => true,
        (Type::Any, Value::Text(t)) => plain.precision.is_none() && num::parse_json(t).is_some(),
        (Type::Any, _) => false,
        _ => true,
    };
    if is_number {
        return format_number(value, plain, out);
    }
    if let Some(bytes) = value.bytes() {
        return plain.text(bytes, out);
    }
    let mut spelled = Vec::new();
    value.write_text(&mut spelled);
    plain.text(&spelled, out)
}

fn format_number(value: Value<'_>, plain: &Plain, out: &mut Vec<u8>) -> Result<(), Misfit> {
    let value = if let Value::Bool(b) = value { Value::Int(i64::from(b)) } else { value };
    let number = number_of(value)?;
    if plain.kind == Type::Fixed {
        let x = match &number {
            Number::Float(x) => Some(*x),
            Number::Int { negative, digits } => ascii(digits).parse().ok().map(|x: f64| if *negative { -x } else { x }),
        };
        if x.is_some_and(|x| format_fixed(x, plain, out)) {
            return Ok(());
        }
    }
    if let (Type::Any, None) = (plain.kind, plain.precision) {
        // Untouched numbers keep their spelling.
        let spelled: Cow<'_, [u8]> = match value.bytes() {
            Some(bytes) => bytes.into(),
            None => {
                let mut spelled = Vec::new();
                value.write_text(&mut spelled);
                spelled.into()
            }
        };
        let from = usize::from(matches!(spelled.first(), Some(b'-' | b'+')));
        let end = spelled[from..].iter().position(|b| !b.is_ascii_digit()).map_or(spelled.len(), |n| from + n);
        let (whole, rest) = (Cow::Borrowed(&spelled[from..end]), Cow::Borrowed(&spelled[end..]));
        plain.number(&Parts { negative: spelled.starts_with(b"-"), prefix: "", whole, rest }, out);
        return Ok(());
    }
    let parts = match (plain.kind, number) {
        (kind, Number::Int { negative, digits })
            if kind == Type::Decimal || kind == Type::Number && plain.precision.is_none() =>
        {
            Parts { negative, prefix: "", whole: digits, rest: Cow::default() }
        }
        (kind @ (Type::Binary | Type::Octal | Type::Hex | Type::HexUpper), Number::Int { negative, digits }) => {
            let n: u128 = ascii(&digits).parse().map_err(|_| Misfit)?;
            let (prefix, whole) = match kind {
                Type::Binary => ("0b", format!("{n:b}")),
                Type::Octal => ("0o", format!("{n:o}")),
                Type::Hex => ("0x", format!("{n:x}")),
                _ => ("0X", format!("{n:X}")),
            };
            Parts { negative, prefix, whole: whole.into_bytes().into(), rest: Cow::default() }
        }
        (Type::Char, Number::Int { negative: false, digits }) => {
            let c = ascii(&digits).parse().ok().and_then(char::from_u32).ok_or(Misfit)?;
            Parts { negative: false, prefix: "", whole: c.to_string().into_bytes().into(), rest: Cow::default() }
        }
        (Type::Decimal | Type::Binary | Type::Octal | Type::Hex | Type::HexUpper | Type::Char, _) => {
            return Err(Misfit);
        }
        (_, Number::Int { negative, digits }) => {
            let f: f64 = ascii(&digits).parse().map_err(|_| Misfit)?;
            float_parts(if negative { -f } else { f }, plain, true)?
        }
        (_, Number::Float(f)) => float_parts(f, plain, false)?,
    };
    plain.number(&parts, out);
    Ok(())
}

/// A double of ordinary size with a fixed number of digits, spelled on the stack; false for others.
fn format_fixed(x: f64, plain: &Plain, out: &mut Vec<u8>) -> bool {
    if plain.alternate || !x.is_finite() {
        return false;
    }
    let mut spelled = io::Cursor::new([0; 64]);
    if write!(spelled, "{:.1$}", x.abs(), plain.precision.unwrap_or(6)).is_err() {
        return false;
    }
    let len = spelled.position() as usize;
    let spelled = &spelled.get_ref()[..len];
    let (whole, rest) = spelled.split_at(memchr::memchr(b'.', spelled).unwrap_or(len));
    let parts = Parts { negative: x.is_sign_negative(), prefix: "", whole: whole.into(), rest: rest.into() };
    plain.number(&parts, out);
    true
}

/// Digits as text; they are ASCII.
fn ascii(digits: &[u8]) -> &str {
    std::str::from_utf8(digits).unwrap_or_default()
}

#[cfg(test)]
#[path = "fstring_tests.rs"]
mod tests;
