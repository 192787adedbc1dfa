//! Numbers: from text, to text, and what they spell with a unit behind them.
//!
//! The grammar is JSON's, because that is what most logs hold and what output must be;
//! only where a number is asked for may it open with `+` or zeros. There is no hex, no
//! `_`, no infinity and no NaN. Short decimals are read exactly with one division by a
//! power of ten; the long ones go to the standard library, which rounds them correctly.
//! A crate for either direction was measured no faster on the lengths found in logs.

use std::cmp::Ordering;
use std::io::Write;

/// A number, kept exact while it can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Num {
    Int(i64),
    Float(f64),
}

impl Num {
    /// The nearest double.
    pub fn float(self) -> f64 {
        match self {
            Num::Int(i) => i as f64,
            Num::Float(f) => f,
        }
    }

    /// The order by value, exact between integers and doubles. There are no NaNs in cells.
    pub fn order(self, other: Num) -> Ordering {
        match (self, other) {
            (Num::Int(a), Num::Int(b)) => a.cmp(&b),
            (Num::Float(a), Num::Float(b)) => a.partial_cmp(&b).unwrap_or(Ordering::Equal),
            (Num::Int(a), Num::Float(b)) => int_float(a, b),
            (Num::Float(a), Num::Int(b)) => int_float(b, a).reverse(),
        }
    }
}

/// Compares an integer with a double by value, without rounding either.
fn int_float(a: i64, b: f64) -> Ordering {
    const TWO_63: f64 = 9_223_372_036_854_775_808.0;
    if b >= TWO_63 {
        return Ordering::Less;
    }
    if b < -TWO_63 {
        return Ordering::Greater;
    }
    // `b` truncated fits an i64 exactly, and its fraction decides a tie.
    let whole = b.trunc();
    a.cmp(&(whole as i64)).then_with(|| 0.0f64.partial_cmp(&(b - whole)).unwrap_or(Ordering::Equal))
}

/// The number that the whole text spells, leading zeros and a leading `+` allowed. An
/// integer beyond 64 bits becomes the nearest double; one beyond the doubles is None.
#[inline]
pub fn parse(text: &[u8]) -> Option<Num> {
    read(text, false)
}

/// The number that the whole text spells in JSON's own grammar.
#[inline]
pub fn parse_json(text: &[u8]) -> Option<Num> {
    read(text, true)
}

/// Whether the whole text is a number in JSON's grammar, however large.
#[inline]
pub fn is_json(text: &[u8]) -> bool {
    !text.is_empty() && json_len(text) == text.len()
}

/// The length of the JSON number at the start of `text`; 0 when there is none.
#[inline]
pub fn json_len(text: &[u8]) -> usize {
    let digits = |from: usize| {
        let mut at = from;
        while text.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let first = usize::from(text.first() == Some(&b'-'));
    let mut at = match text.get(first) {
        Some(b'0') => first + 1,
        Some(b'1'..=b'9') => digits(first + 1),
        _ => return 0,
    };
    if text.get(at) == Some(&b'.') {
        let end = digits(at + 1);
        if end == at + 1 {
            return 0;
        }
        at = end;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        let from = at + 1 + usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        let end = digits(from);
        if end == from {
            return 0;
        }
        at = end;
    }
    at
}

/// The powers of ten that a double holds exactly.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

#[inline]
fn read(text: &[u8], strict: bool) -> Option<Num> {
    let (negative, body) = match text {
        [b'-', body @ ..] => (true, body),
        [b'+', body @ ..] if !strict => (false, body),
        _ => (false, text),
    };
    // The digits are gathered with wrap-around; they count only while there are at most 18.
    let mut mantissa = 0u64;
    let mut at = 0;
    while let Some(digit) = digit(body, at) {
        mantissa = mantissa.wrapping_mul(10).wrapping_add(digit);
        at += 1;
    }
    if at == 0 || (strict && at > 1 && body[0] == b'0') {
        return None;
    }
    if at < body.len() {
        return read_decimal(text, body, at, mantissa, negative);
    }
    if at > 18 {
        return read_long(text);
    }
    let value = mantissa as i64;
    Some(Num::Int(if negative { -value } else { value }))
}

#[inline(always)]
fn digit(text: &[u8], at: usize) -> Option<u64> {
    let digit = text.get(at)?.wrapping_sub(b'0');
    (digit <= 9).then_some(u64::from(digit))
}

/// Goes on after `whole` digits that gave `mantissa`, where `body` has more to say.
fn read_decimal(text: &[u8], body: &[u8], whole: usize, mut mantissa: u64, negative: bool) -> Option<Num> {
    let mut at = whole;
    let mut digits = whole;
    let mut exponent = 0i64;
    if body[at] == b'.' {
        let from = at + 1;
        at = from;
        while let Some(digit) = digit(body, at) {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(digit);
            at += 1;
        }
        if at == from {
            return None;
        }
        digits += at - from;
        exponent = -((at - from) as i64);
    }
    if matches!(body.get(at), Some(b'e' | b'E')) {
        at += 1;
        let down = body.get(at) == Some(&b'-');
        at += usize::from(matches!(body.get(at), Some(b'+' | b'-')));
        let from = at;
        let mut power = 0i64;
        while let Some(digit) = digit(body, at) {
            power = (power * 10 + digit as i64).min(1 << 40);
            at += 1;
        }
        if at == from {
            return None;
        }
        exponent += if down { -power } else { power };
    }
    if at != body.len() {
        return None;
    }
    // Both operands are exact doubles, so one operation rounds once, correctly.
    if digits <= 18 && mantissa <= 1 << 53 && exponent.unsigned_abs() <= 22 {
        let tens = TENS[exponent.unsigned_abs() as usize];
        let value = if exponent < 0 { mantissa as f64 / tens } else { mantissa as f64 * tens };
        return Some(Num::Float(if negative { -value } else { value }));
    }
    read_float(text)
}

/// An integer of more than 18 digits.
#[cold]
fn read_long(text: &[u8]) -> Option<Num> {
    let spelled = std::str::from_utf8(text).ok()?;
    spelled.parse().map(Num::Int).ok().or_else(|| read_float(text))
}

#[cold]
fn read_float(text: &[u8]) -> Option<Num> {
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    value.is_finite().then_some(Num::Float(value))
}

/// The two digits of 0 to 99, one after another.
const PAIRS: [u8; 200] = {
    let mut pairs = [0; 200];
    let mut i = 0;
    while i < 100 {
        pairs[2 * i] = b'0' + (i / 10) as u8;
        pairs[2 * i + 1] = b'0' + (i % 10) as u8;
        i += 1;
    }
    pairs
};

/// Appends an integer.
pub fn write_int(value: i64, out: &mut Vec<u8>) {
    let mut text = [0u8; 20];
    let mut at = text.len();
    let mut rest = value.unsigned_abs();
    while rest >= 10 {
        let pair = (rest % 100) as usize * 2;
        rest /= 100;
        at -= 2;
        text[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    // A last pair may have left nothing: then its zero must not be followed by another.
    if rest > 0 || at == text.len() {
        at -= 1;
        text[at] = b'0' + rest as u8;
    }
    if value < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&text[at..]);
}

/// Appends a double in its shortest spelling that reads back: `0.1`, `3.0`, `1e+16`,
/// `1e-07`. What is no number in JSON becomes `null`.
pub fn write_float(value: f64, out: &mut Vec<u8>) {
    if !value.is_finite() {
        out.extend_from_slice(b"null");
        return;
    }
    if value.is_sign_negative() {
        out.push(b'-');
    }
    let value = value.abs();
    if value < 1e15 && value.fract() == 0.0 {
        write_int(value as i64, out);
        out.extend_from_slice(b".0");
        return;
    }
    // The standard library finds the digits, `d.ddde-n`; the layout is Python's.
    let mut spelled = [0u8; 32];
    let mut rest = &mut spelled[..];
    if write!(rest, "{value:e}").is_err() {
        unreachable!("a double has at most 17 digits and an exponent of at most 4 signs");
    }
    let len = 32 - rest.len();
    let split = spelled.iter().position(|&b| b == b'e').unwrap_or(len);
    let exponent = match spelled.get(split + 1..len).and_then(parse_json) {
        Some(Num::Int(exponent)) => exponent,
        _ => 0,
    };
    if split as i64 - 2 - exponent == fraction_bits(value) - 1 {
        to_even(value, &mut spelled[..len], split - 1);
    }
    let (first, more) = (spelled[0], spelled.get(2..split).unwrap_or_default());
    match exponent {
        ..=-5 | 16.. => {
            out.push(first);
            if !more.is_empty() {
                out.push(b'.');
                out.extend_from_slice(more);
            }
            out.extend_from_slice(if exponent < 0 { b"e-" } else { b"e+" });
            if exponent.abs() < 10 {
                out.push(b'0');
            }
            write_int(exponent.abs(), out);
        }
        -4..=-1 => {
            out.extend_from_slice(b"0.");
            out.resize(out.len() + (-exponent - 1) as usize, b'0');
            out.push(first);
            out.extend_from_slice(more);
        }
        0..=15 => {
            let whole = exponent as usize;
            out.push(first);
            out.extend_from_slice(&more[..whole.min(more.len())]);
            out.resize(out.len() + whole.saturating_sub(more.len()), b'0');
            out.push(b'.');
            match more.get(whole..) {
                Some(fraction) if !fraction.is_empty() => out.extend_from_slice(fraction),
                _ => out.push(b'0'),
            }
        }
    }
}

/// The bits after the point of a positive double. Its exact spelling has as many digits there,
/// and the last of them is a 5.
fn fraction_bits(value: f64) -> i64 {
    let bits = value.to_bits();
    let (biased, fraction) = ((bits >> 52) as i64, bits & ((1 << 52) - 1));
    let mantissa = if biased == 0 { fraction } else { fraction | 1 << 52 };
    1075 - biased.max(1) - i64::from(mantissa.trailing_zeros())
}

/// Turns the last digit of a shortest spelling, which stands at `last`, to the even one. It is
/// called where two spellings are equally near, as with 125000000000000.125: there the standard
/// library goes up, and Python to the even one.
#[cold]
fn to_even(value: f64, spelled: &mut [u8], last: usize) {
    if spelled[last].is_multiple_of(2) {
        return;
    }
    spelled[last] -= 1;
    if std::str::from_utf8(spelled).ok().and_then(|text| text.parse().ok()) != Some(value) {
        spelled[last] += 1;
    }
}

/// The nanoseconds that a duration spells: `12ms`, `1h30m`, `1.5s`, `-2d`. The units are
/// `ns us µs ms s m h d w`; each number needs one. None past 292 years.
pub fn parse_duration(text: &[u8]) -> Option<i64> {
    let (negative, mut rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let mut total = 0i128;
    loop {
        let number = rest.iter().position(|b| !b.is_ascii_digit() && *b != b'.')?;
        let (number, tail) = rest.split_at(number);
        let unit = tail.iter().position(|b| b.is_ascii_digit()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit);
        let unit = match unit {
            b"ns" => 1,
            b"us" | b"\xc2\xb5s" | b"\xce\xbcs" => 1_000,
            b"ms" => 1_000_000,
            b"s" => 1_000_000_000,
            b"m" => 60_000_000_000,
            b"h" => 3_600_000_000_000,
            b"d" => 86_400_000_000_000,
            b"w" => 604_800_000_000_000,
            _ => return None,
        };
        total += i128::from(scaled(number, unit)?);
        if tail.is_empty() {
            return i64::try_from(if negative { -total } else { total }).ok();
        }
        rest = tail;
    }
}

/// The bytes that a size spells: `4096`, `64K`, `1.5GiB`, `10MB`. As in the GNU tools `K`
/// and `KiB` are 1024 and `KB` is 1000; case does not matter.
pub fn parse_size(text: &[u8]) -> Option<i64> {
    let unit = text.iter().position(|b| !b.is_ascii_digit() && *b != b'.').unwrap_or(text.len());
    let (number, unit) = text.split_at(unit);
    let unit = unit.to_ascii_lowercase();
    let (prefix, base) = match &*unit {
        [] | b"b" => return scaled(number, 1),
        [prefix] | [prefix, b'i'] | [prefix, b'i', b'b'] => (*prefix, 1024i64),
        [prefix, b'b'] => (*prefix, 1000),
        _ => return None,
    };
    let power = b"kmgtp".iter().position(|&p| p == prefix)? as u32 + 1;
    scaled(number, base.pow(power))
}

/// `unit` times a decimal without sign or exponent, cut off to a whole number.
fn scaled(number: &[u8], unit: i64) -> Option<i64> {
    let point = number.iter().position(|&b| b == b'.').unwrap_or(number.len());
    let (whole, fraction) = (&number[..point], number.get(point + 1..));
    if whole.is_empty() || fraction.is_some_and(|f| f.is_empty() || f.contains(&b'.')) {
        return None;
    }
    let mut total = 0i64;
    for digit in whole {
        total = total.checked_mul(10)?.checked_add(i64::from(digit.wrapping_sub(b'0')))?;
    }
    total = total.checked_mul(unit)?;
    // 18 digits of a fraction are finer than any unit can show.
    let (mut part, mut scale) = (0i128, 1i128);
    for digit in fraction.unwrap_or_default().iter().take(18) {
        part = part * 10 + i128::from(digit.wrapping_sub(b'0'));
        scale *= 10;
    }
    total.checked_add((part * i128::from(unit) / scale) as i64)
}

#[cfg(test)]
#[path = "num_tests.rs"]
mod tests;
