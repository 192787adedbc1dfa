//! Numbers, durations, sizes and percentages.
//!
//! A number takes with it everything that is written to it, so that `0x10`, `1_000`,
//! `5min` and `10.0.0.1` are each one mistake with one answer, and not a row of puzzling
//! tokens. Decimal fractions of units are computed in whole numbers, exactly.

use super::diag::{Diag, quoted};
use super::lex::{AFTER_PERCENT, Lexer, Tok};

/// Units of durations, in nanoseconds.
const DURATIONS: [(&str, i64); 8] = [
    ("w", 604_800_000_000_000),
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// Units of sizes, in bytes.
const SIZES: [(&str, i64); 9] = [
    ("B", 1),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("TiB", 1 << 40),
];

/// Other spellings of units.
const MEANT: [(&str, &str); 29] = [
    ("sec", "s"),
    ("secs", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("S", "s"),
    ("min", "m"),
    ("mins", "m"),
    ("minute", "m"),
    ("minutes", "m"),
    ("hr", "h"),
    ("hrs", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("H", "h"),
    ("day", "d"),
    ("days", "d"),
    ("D", "d"),
    ("week", "w"),
    ("weeks", "w"),
    ("msec", "ms"),
    ("millis", "ms"),
    ("usec", "us"),
    ("µs", "us"),
    ("μs", "us"),
    ("K", "kB"),
    ("KB", "kB"),
    ("M", "MB"),
    ("G", "GB"),
    ("kb", "kB"),
];

impl Lexer<'_> {
    /// A number with its unit or `%`.
    pub(super) fn number(&mut self) -> Tok {
        let start = self.pos;
        self.digits();
        let whole = self.pos;
        if self.date(start) {
            return self.not_a_date(start);
        }
        if self.peek(0) == b'.' && self.peek(1).is_ascii_digit() {
            self.pos += 1;
            self.digits();
        }
        let fraction = self.pos > whole;
        let mantissa = self.pos;
        let sign = usize::from(matches!(self.peek(1), b'+' | b'-'));
        if matches!(self.peek(0), b'e' | b'E') && self.peek(1 + sign).is_ascii_digit() {
            self.pos += 1 + sign;
            self.digits();
        }
        let exponent = self.pos > mantissa;
        let more = self.char().is_some_and(|c| c.is_alphanumeric() || c == '_');
        if more || (self.peek(0) == b'.' && self.peek(1).is_ascii_digit()) {
            return self.unit(start, exponent);
        }
        let text = &self.text[start..self.pos];
        if whole > start + 1 && self.bytes[start] == b'0' {
            let span = self.since(start);
            let plain = text.trim_start_matches('0');
            let plain =
                if plain.starts_with(|c: char| c.is_ascii_digit()) { plain.to_string() } else { format!("0{plain}") };
            return self.bad(
                Diag::new(span, format!("{} has leading zeros", quoted(text)))
                    .label(format!("`{plain}` is the number, `\"{text}\"` the text")),
            );
        }
        if self.percent() {
            let power = if exponent { self.text[mantissa + 1..self.pos].parse::<i32>() } else { Ok(0) };
            let power = power.map_or(i32::MAX, |p| p.saturating_sub(2));
            let fraction = format!("{}e{power}", &self.text[start..mantissa]).parse::<f64>();
            self.pos += 1;
            return match fraction {
                Ok(fraction) if fraction.is_finite() => Tok::Percent(fraction),
                _ => self.too_large(start),
            };
        }
        if !fraction
            && !exponent
            && let Ok(int) = text.parse::<i64>()
        {
            return Tok::Int(int);
        }
        match text.parse::<f64>() {
            Ok(float) if float.is_finite() => Tok::Float(float),
            _ => self.too_large(start),
        }
    }

    fn digits(&mut self) {
        while self.peek(0).is_ascii_digit() {
            self.pos += 1;
        }
    }

    fn too_large(&mut self, start: usize) -> Tok {
        let span = self.since(start);
        self.bad(Diag::new(span, "this number is too large").label("numbers go up to about 1.8e308"))
    }

    /// Whether the `%` at the position belongs to the number: no operand follows it.
    fn percent(&self) -> bool {
        if self.peek(0) != b'%' {
            return false;
        }
        let rest = self.text[self.pos + 1..].trim_start_matches([' ', '\t']);
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '@';
        match rest.chars().next() {
            None => true,
            Some(c) if word(c) => {
                let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
                AFTER_PERCENT.contains(&&rest[..end])
            }
            Some(c) => !matches!(c, '(' | '[' | '"' | '\'' | '-' | '+' | '$' | '`') && c.is_ascii(),
        }
    }

    /// Whether a date without quotes stands here: `2026-01-02`.
    fn date(&self, start: usize) -> bool {
        let shape = |at: usize| {
            self.peek(at) == b'-' && self.peek(at + 1).is_ascii_digit() && self.peek(at + 2).is_ascii_digit()
        };
        self.pos - start == 4 && shape(0) && shape(3)
    }

    fn not_a_date(&mut self, start: usize) -> Tok {
        self.pos += 6;
        if self.peek(0) == b'T' && self.peek(1).is_ascii_digit() {
            while matches!(self.peek(0), b'0'..=b'9' | b':' | b'.' | b'T' | b'Z') {
                self.pos += 1;
            }
        }
        let span = self.since(start);
        let text = self.text[start..self.pos].to_string();
        let help = format!("t\"{text}\"");
        self.bad(Diag::new(span, format!("{} without quotes is a sum", quoted(&text))).label("write a time").help(help))
    }

    /// What is written to a number: a unit, or a mistake.
    fn unit(&mut self, start: usize, exponent: bool) -> Tok {
        while let Some(c) = self.char() {
            if !(c.is_alphanumeric() || c == '_' || (c == '.' && self.peek(1).is_ascii_digit())) {
                break;
            }
            self.pos += c.len_utf8();
        }
        let text = self.text[start..self.pos].to_string();
        let span = self.since(start);
        if !exponent {
            match duration(&text) {
                Some(Some(ns)) => return Tok::Duration(ns),
                Some(None) => {
                    return self
                        .bad(Diag::new(span, "this duration is too long").label("the longest is about 292 years"));
                }
                None => {}
            }
            match size(&text) {
                Some(Some(bytes)) => return Tok::Int(bytes),
                Some(None) => {
                    return self.bad(Diag::new(span, "this size is too large").label("sizes go up to 8388607TiB"));
                }
                None => {}
            }
        }
        let diag = Diag::new(span, format!("{} is not a number", quoted(&text)));
        self.bad(explain(diag, &text))
    }
}

/// The unit that a word means, with flitch's spelling.
pub fn unit(word: &str) -> Option<&'static str> {
    let own = DURATIONS.iter().chain(&SIZES).map(|(unit, _)| *unit).find(|unit| *unit == word);
    own.or_else(|| MEANT.iter().find(|(meant, _)| *meant == word).map(|(_, unit)| *unit))
}

/// The nanoseconds of `1h30m`; Some(None) if they are too many, None if it is no duration.
fn duration(text: &str) -> Option<Option<i64>> {
    let mut rest = text;
    let mut sum = Some(0i64);
    while !rest.is_empty() {
        let unit = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let end = rest[unit..].find(|c: char| c.is_ascii_digit() || c == '.').map_or(rest.len(), |at| unit + at);
        let (_, ns) = DURATIONS.iter().find(|(name, _)| *name == &rest[unit..end])?;
        let part = scaled(&rest[..unit], *ns)?;
        sum = sum.and_then(|sum| sum.checked_add(part?));
        rest = &rest[end..];
    }
    Some(sum)
}

/// The bytes of `10MiB`.
fn size(text: &str) -> Option<Option<i64>> {
    let unit = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (_, bytes) = SIZES.iter().find(|(name, _)| *name == &text[unit..])?;
    scaled(&text[..unit], *bytes)
}

/// A decimal number times a unit, rounded down; Some(None) if that is too large.
fn scaled(number: &str, unit: i64) -> Option<Option<i64>> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || fraction.is_empty() || fraction.contains('.') {
        return None;
    }
    // Eighteen digits are finer than the smallest unit; more would overflow.
    let fraction = &fraction[..fraction.len().min(18)];
    let part = fraction.parse::<i128>().ok()? * i128::from(unit) / 10i128.pow(fraction.len() as u32);
    let Ok(whole) = whole.parse::<i64>() else { return Some(None) };
    Some(whole.checked_mul(unit).and_then(|whole| whole.checked_add(i64::try_from(part).ok()?)))
}

/// What to write for something that looks like a number.
fn explain(diag: Diag, text: &str) -> Diag {
    for (prefix, radix) in [("0x", 16), ("0X", 16), ("0b", 2), ("0o", 8)] {
        if let Some(Ok(value)) = text.strip_prefix(prefix).map(|digits| i64::from_str_radix(digits, radix)) {
            return diag.label("numbers are decimal").help(value.to_string());
        }
    }
    let plain = text.replace('_', "");
    if text.contains('_') && plain.bytes().all(|b| b.is_ascii_digit()) {
        return diag.label("digits are not grouped").help(plain);
    }
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return diag.label("text is quoted").help(format!("\"{text}\""));
    }
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &text[..text.len() - unit.len()];
    match MEANT.iter().find(|(word, _)| *word == unit) {
        Some((_, "kB")) => diag.help(format!("{number}kB is a thousand each, {number}KiB is 1024")),
        Some((_, "MB")) => diag.help(format!("{number}MB and {number}MiB are sizes, {number}m is minutes")),
        Some((_, "GB")) => diag.help(format!("{number}GB, {number}GiB")),
        Some((_, unit)) => diag.help(format!("{number}{unit}")),
        None => diag.help("units are ns us ms s m h d w, and kB MB GB KiB MiB GiB"),
    }
}
