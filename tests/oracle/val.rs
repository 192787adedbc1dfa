//! The oracle's values: what a field is, how values compare, and how they are spelled.
//! Written from the design alone; the engine's own value types are not used.

use std::cmp::Ordering;
use std::rc::Rc;

use super::big::{Big, parts, ratio};
use super::time;

/// One value. Text is bytes, since logs hold broken text.
#[derive(Clone, Debug)]
pub enum Val {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// A field of a text format.
    Text(Vec<u8>),
    /// A string by type, and how it was spelled in JSON if it was read and has escapes.
    Str(Vec<u8>, Option<Vec<u8>>),
    /// A JSON number as spelled.
    Num(String),
    Json(Rc<Nested>),
    /// Nanoseconds since 1970.
    Time(i64),
    /// Nanoseconds.
    Duration(i64),
}

/// A JSON object or list: as spelled, and what is in it.
#[derive(Debug)]
pub struct Nested {
    pub raw: Vec<u8>,
    pub object: Option<Vec<(String, Val)>>,
    pub list: Option<Vec<Val>>,
}

/// A number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum N {
    Int(i64),
    Float(f64),
}

impl N {
    pub fn float(self) -> f64 {
        match self {
            N::Int(i) => i as f64,
            N::Float(f) => f,
        }
    }

    pub fn val(self) -> Val {
        match self {
            N::Int(i) => Val::Int(i),
            N::Float(f) => Val::Float(f),
        }
    }

    pub fn exact(self) -> (Big, i32) {
        match self {
            N::Int(i) => (Big::from(i128::from(i)), 0),
            N::Float(f) => parts(f),
        }
    }

    /// By exact value.
    pub fn order(self, other: N) -> Ordering {
        if let (N::Int(a), N::Int(b)) = (self, other) {
            return a.cmp(&b);
        }
        let ((a, p), (b, q)) = (self.exact(), other.exact());
        let low = p.min(q);
        a.shl((p - low) as u32).order(&b.shl((q - low) as u32))
    }
}

/// Whether text is a number in JSON's grammar, word by word of RFC 8259.
pub fn is_json_number(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let body = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match body.split_once(['e', 'E']) {
        Some((m, e)) => (m, Some(e)),
        None => (body, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((w, f)) => (w, Some(f)),
        None => (mantissa, None),
    };
    let exponent_fits = exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)));
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits) && exponent_fits
}

/// The number that text spells in JSON's grammar.
pub fn strict(text: &[u8]) -> Option<N> {
    if !is_json_number(text) {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    if !text.contains(['.', 'e', 'E'])
        && let Ok(i) = text.parse()
    {
        return Some(N::Int(i));
    }
    text.parse::<f64>().ok().filter(|f| f.is_finite()).map(N::Float)
}

/// The number that text spells where one is asked for: a plus and zeros may stand before it.
pub fn lenient(text: &[u8]) -> Option<N> {
    let (minus, body) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let mut body = body;
    while body.len() > 1 && body[0] == b'0' && body[1].is_ascii_digit() {
        body = &body[1..];
    }
    if !body.first()?.is_ascii_digit() {
        return None;
    }
    let mut plain = if minus { vec![b'-'] } else { Vec::new() };
    plain.extend_from_slice(body);
    strict(&plain)
}

/// A double as Python spells it.
pub fn float_text(f: f64) -> String {
    let spelled = format!("{f:e}");
    // Of two spellings of that length that are equally near, the one that ends evenly.
    let decimals = spelled.split_once('e').unwrap().0.split_once('.').map_or(0, |(_, d)| d.len());
    let even = format!("{f:.decimals$e}");
    let spelled = if even.parse() == Ok(f) { even } else { spelled };
    let (digits, exponent) = spelled.split_once('e').unwrap();
    let exponent: i32 = exponent.parse().unwrap();
    if !(-4..16).contains(&exponent) && f != 0.0 {
        return format!("{digits}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs());
    }
    let after = digits.split_once('.').map_or(0, |(_, d)| d.len()) as i32;
    let plain = format!("{f:.*}", (after - exponent).max(0) as usize);
    if plain.contains('.') { plain } else { format!("{plain}.0") }
}

/// A text in points: code points, and single bytes that belong to none.
pub fn points(text: &[u8]) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    for chunk in text.utf8_chunks() {
        out.extend(chunk.valid().chars().map(|c| c.to_string().into_bytes()));
        out.extend(chunk.invalid().iter().map(|b| vec![*b]));
    }
    out
}

pub fn string(text: impl Into<Vec<u8>>) -> Val {
    Val::Str(text.into(), None)
}

/// How two values stand: `Err(true)` for text that should have been something else.
pub type Standing = Result<Ordering, bool>;

impl Val {
    pub fn is_none(&self) -> bool {
        matches!(self, Val::None)
    }

    /// As a number: what is one, and text that spells one.
    pub fn number(&self) -> Option<N> {
        match self {
            Val::Int(i) => Some(N::Int(*i)),
            Val::Float(f) => Some(N::Float(*f)),
            Val::Text(t) | Val::Str(t, _) => lenient(t),
            Val::Num(t) => lenient(t.as_bytes()),
            _ => None,
        }
    }

    /// As a person reads it.
    pub fn text(&self) -> Vec<u8> {
        match self {
            Val::None => Vec::new(),
            Val::Bool(b) => b.to_string().into_bytes(),
            Val::Int(i) => i.to_string().into_bytes(),
            Val::Float(f) => float_text(*f).into_bytes(),
            Val::Text(t) | Val::Str(t, _) => t.clone(),
            Val::Num(t) => t.clone().into_bytes(),
            Val::Json(n) => n.raw.clone(),
            Val::Time(at) => time::spelled(*at).into_bytes(),
            Val::Duration(long) => time::duration_text(*long).into_bytes(),
        }
    }

    /// The text that methods work on: None for what has none.
    pub fn scalar(&self) -> Option<Vec<u8>> {
        (!matches!(self, Val::None | Val::Json(_))).then(|| self.text())
    }

    /// How a computed copy of it is spelled: escapes are gone.
    pub fn plain(&self) -> Val {
        match self {
            Val::Str(t, _) => string(t.clone()),
            other => other.clone(),
        }
    }

    pub fn stands_to(&self, other: &Val) -> Standing {
        use Val::{Bool, Float, Int, Json, None, Num, Str, Text};
        let truth = |t: &[u8]| match t {
            b"true" | b"True" => Ok(true),
            b"false" | b"False" => Ok(false),
            _ => Err(true),
        };
        match (self, other) {
            (None, None) => Ok(Ordering::Equal),
            (Text(x), Text(y)) => match (strict(x), strict(y)) {
                (Some(x), Some(y)) => Ok(x.order(y)),
                (Option::None, Option::None) => Ok(x.cmp(y)),
                _ => Err(false),
            },
            (Text(x) | Str(x, _), Text(y) | Str(y, _)) => Ok(x.cmp(y)),
            (Text(_) | Str(..) | Int(_) | Float(_) | Num(_), Text(_) | Str(..) | Int(_) | Float(_) | Num(_)) => {
                match (self.number(), other.number()) {
                    (Some(x), Some(y)) => Ok(x.order(y)),
                    _ => Err(true),
                }
            }
            (Bool(x), Bool(y)) => Ok(x.cmp(y)),
            (Bool(x), Text(y) | Str(y, _)) => truth(y).map(|y| x.cmp(&y)),
            (Text(x) | Str(x, _), Bool(y)) => truth(x).map(|x| x.cmp(y)),
            (Json(x), Json(y)) if x.raw == y.raw => Ok(Ordering::Equal),
            _ => Err(false),
        }
    }

    /// The one total order.
    pub fn ranks(&self, other: &Val) -> Ordering {
        let (a, b) = (self.class(), other.class());
        if a != b {
            return a.cmp(&b);
        }
        match (self, other) {
            (Val::Bool(x), Val::Bool(y)) => x.cmp(y),
            (Val::Time(x), Val::Time(y)) | (Val::Duration(x), Val::Duration(y)) => x.cmp(y),
            _ if a == 0 => match (self.number(), other.number()) {
                (Some(x), Some(y)) => x.order(y),
                _ => unreachable!("numbers are numbers"),
            },
            _ => self.text().cmp(&other.text()),
        }
    }

    fn class(&self) -> u8 {
        match self {
            Val::Int(_) | Val::Float(_) => 0,
            Val::Text(t) if strict(t).is_some() => 0,
            Val::Num(t) if strict(t.as_bytes()).is_some() => 0,
            Val::Bool(_) => 1,
            Val::Duration(_) => 2,
            Val::Time(_) => 3,
            Val::Text(_) | Val::Str(..) | Val::Num(_) => 4,
            Val::Json(_) => 5,
            Val::None => 6,
        }
    }

    /// A key of a nested object.
    pub fn member(&self, key: &str) -> Val {
        let Val::Json(nested) = self else { return Val::None };
        let found = nested.object.iter().flatten().find(|(k, _)| k == key);
        found.map_or(Val::None, |(_, v)| v.clone())
    }

    pub fn json(&self, out: &mut Vec<u8>) {
        match self {
            Val::None => out.extend_from_slice(b"null"),
            Val::Text(t) if is_json_number(t) => out.extend_from_slice(t),
            Val::Str(_, Some(raw)) => {
                out.push(b'"');
                out.extend_from_slice(String::from_utf8_lossy(raw).as_bytes());
                out.push(b'"');
            }
            Val::Text(t) | Val::Str(t, None) => json_string(t, out),
            Val::Json(n) => out.extend_from_slice(String::from_utf8_lossy(&n.raw).as_bytes()),
            Val::Time(_) | Val::Duration(_) => json_string(&self.text(), out),
            other => out.extend_from_slice(&other.text()),
        }
    }
}

/// A string with just the escapes that JSON asks for.
pub fn json_string(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for c in String::from_utf8_lossy(text).chars() {
        match c {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\t' => out.extend_from_slice(b"\\t"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\u{8}' => out.extend_from_slice(b"\\b"),
            '\u{c}' => out.extend_from_slice(b"\\f"),
            c if c < ' ' => out.extend_from_slice(format!("\\u{:04x}", c as u32).as_bytes()),
            c => out.extend_from_slice(c.to_string().as_bytes()),
        }
    }
    out.push(b'"');
}

/// The exact sum of numbers over `by`, rounded once.
pub fn mean(numbers: &[N], by: i128) -> Option<f64> {
    let (sum, power) = total(numbers);
    ratio(&sum, power, &Big::from(by))
}

/// The sum as an integer and a power of two.
pub fn total(numbers: &[N]) -> (Big, i32) {
    let exact: Vec<(Big, i32)> = numbers.iter().map(|n| n.exact()).collect();
    let low = exact.iter().map(|(_, power)| *power).min().unwrap_or(0);
    let sum = exact.iter().fold(Big::from(0), |sum, (m, power)| sum.add(&m.shl((power - low) as u32)));
    (sum, low)
}

/// The variance of a sample, rounded once.
pub fn variance(numbers: &[N]) -> Option<f64> {
    let (above, power, below) = squared(numbers)?;
    ratio(&above, power, &below)
}

/// The root of the variance, which is finite even where the variance is not: it is taken
/// near one, and the power of two is put back in two steps.
pub fn deviation(numbers: &[N]) -> Option<f64> {
    let (above, power, below) = squared(numbers)?;
    let half = (above.bits() as i32 + power - below.bits() as i32).div_euclid(2);
    let root = ratio(&above, power - 2 * half, &below)?.sqrt();
    Some(root * 2f64.powi(half / 2) * 2f64.powi(half - half / 2)).filter(|f| f.is_finite())
}

/// The variance: (n sum(x^2) - sum(x)^2) / (n (n-1)), as integers and a power of two.
fn squared(numbers: &[N]) -> Option<(Big, i32, Big)> {
    let n = numbers.len() as i128;
    if n < 2 {
        return None;
    }
    let (sum, low) = total(numbers);
    let square = |x: &N| {
        let (m, power) = x.exact();
        let m = m.shl((power - low) as u32);
        m.mul(&m)
    };
    let squares = numbers.iter().map(square).fold(Big::from(0), |a, b| a.add(&b));
    let above = squares.mul(&Big::from(n)).add(&sum.mul(&sum).neg());
    Some((above, 2 * low, Big::from(n * (n - 1))))
}

#[test]
fn spells_and_reads_numbers() {
    for (f, text) in [
        (0.1, "0.1"),
        (3.0, "3.0"),
        (1e16, "1e+16"),
        (1e15, "1000000000000000.0"),
        (1e-4, "0.0001"),
        (1.5e-5, "1.5e-05"),
        (-0.0, "-0.0"),
        (1125899906842624.0 + 0.75, "1125899906842624.8"),
        (1534559873029946.0 + 0.25, "1534559873029946.2"),
        (123456.789, "123456.789"),
    ] {
        assert_eq!(float_text(f), text);
    }
    assert_eq!(lenient(b"+007"), Some(N::Int(7)));
    assert_eq!(lenient(b"-0"), Some(N::Int(0)));
    assert_eq!(
        (lenient(b"+-1"), lenient(b""), lenient(b"1e999"), lenient(b".5"), lenient(b"5.")),
        (None, None, None, None, None)
    );
    assert_eq!(strict(b"007"), None);
    assert_eq!(N::Int(i64::MAX).order(N::Float(9_223_372_036_854_775_808.0)), Ordering::Less);
    assert_eq!(variance(&[N::Int(1), N::Float(2.0), N::Int(4)]), Some(7.0 / 3.0));
}
