//! Numbers and strings: the literals of the language.
//!
//! A number takes with it everything that is written to it, so that `0x10`, `1_000`,
//! `5min` and `10.0.0.1` are each one mistake with one answer, and not a row of puzzling
//! tokens. Decimal fractions of units are computed in whole numbers, exactly.

use super::diag::{Diag, quoted};
use super::lex::{AFTER_PERCENT, Lexer, Part, Tok};
use crate::base::time;

/// Units of durations, in nanoseconds.
pub const DURATIONS: [(&str, i64); 8] = [
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
    ("sec", "s"), ("secs", "s"), ("second", "s"), ("seconds", "s"), ("S", "s"), ("min", "m"), ("mins", "m"),
    ("minute", "m"), ("minutes", "m"), ("hr", "h"), ("hrs", "h"), ("hour", "h"), ("hours", "h"), ("H", "h"),
    ("day", "d"), ("days", "d"), ("D", "d"), ("week", "w"), ("weeks", "w"), ("msec", "ms"), ("millis", "ms"),
    ("usec", "us"), ("µs", "us"), ("μs", "us"), ("K", "kB"), ("KB", "kB"), ("M", "MB"), ("G", "GB"), ("kb", "kB"),
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
            let plain = if plain.starts_with(|c: char| c.is_ascii_digit()) { plain.to_string() } else { format!("0{plain}") };
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
        if !fraction && !exponent && let Ok(int) = text.parse::<i64>() {
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
        let shape = |at: usize| self.peek(at) == b'-' && self.peek(at + 1).is_ascii_digit() && self.peek(at + 2).is_ascii_digit();
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
                    return self.bad(Diag::new(span, "this duration is too long").label("the longest is about 292 years"));
                }
                None => {}
            }
            match size(&text) {
                Some(Some(bytes)) => return Tok::Int(bytes),
                Some(None) => return self.bad(Diag::new(span, "this size is too large").label("sizes go up to 8388607TiB")),
                None => {}
            }
        }
        let diag = Diag::new(span, format!("{} is not a number", quoted(&text)));
        self.bad(explain(diag, &text))
    }

    /// A string of any kind, from its prefix on.
    pub(super) fn string(&mut self, start: usize) -> Tok {
        let prefix = &self.text[start..self.pos];
        let quote = self.peek(0);
        if self.peek(1) == quote && self.peek(2) == quote {
            return self.tripled(start, quote);
        }
        let opener = self.since(start).to(crate::lang::Span { start: self.pos, end: self.pos + 1 });
        self.pos += 1;
        match prefix {
            "r" => self.raw(quote).map(Tok::Raw),
            "t" => match self.raw(quote) {
                Some(text) => return self.time(start, &text),
                None => None,
            },
            "i" => self.plain(start, quote).map(|s| s.map_or(Tok::Bad, Tok::NoCase)),
            "" => self.plain(start, quote).map(|s| s.map_or(Tok::Bad, Tok::Str)),
            "f" => match self.format(start, quote) {
                Ok(tok) => Some(tok),
                Err(Some(diag)) => {
                    // Where the string ends is anyone's guess; the next line is safe.
                    self.to_line_end();
                    return self.bad(diag);
                }
                Err(None) => None,
            },
            _ => {
                let prefix = prefix.to_string();
                let closed = self.raw(quote).is_some();
                let span = crate::lang::Span { start, end: start + prefix.len() };
                let diag = Diag::new(span, format!("`{prefix}` is no prefix of a string"))
                    .help("r\"regex\", i\"any case\", f\"{field}\" and t\"2026-01-02\" are the prefixes");
                if closed {
                    return self.bad(diag);
                }
                None
            }
        }
        .unwrap_or_else(|| {
            let quote = char::from(quote);
            let swallowed = self.text[opener.end..self.pos].contains('|');
            let diag = Diag::new(opener, format!("this `{quote}` is never closed")).label("opened here");
            self.bad(if swallowed { diag.help(format!("the `|` after it is read as text; put a `{quote}` before it")) } else { diag })
        })
    }

    /// `"""`, which other languages have.
    fn tripled(&mut self, start: usize, quote: u8) -> Tok {
        self.pos += 3;
        let span = self.since(start);
        let line = self.pos;
        self.to_line_end();
        let close = [quote; 3];
        if let Some(at) = self.bytes[line..self.pos].windows(3).position(|w| w == close) {
            self.pos = line + at + 3;
        }
        self.bad(Diag::new(span, "a string has one quote at each end").help("\"first line\\nsecond line\""))
    }

    /// Raw text up to the closing quote; a backslash keeps the quote after it. None if the line ends first.
    fn raw(&mut self, quote: u8) -> Option<String> {
        let start = self.pos;
        loop {
            match self.peek(0) {
                b'\n' => return None,
                0 if self.pos >= self.bytes.len() => return None,
                b'\\' if !matches!(self.peek(1), b'\n' | 0) => self.pos += 2,
                c if c == quote => {
                    // Two bytes were passed after a backslash: the second may have begun a longer character.
                    let text = self.text.get(start..self.pos)?.to_string();
                    self.pos += 1;
                    return Some(text);
                }
                _ => self.pos += 1,
            }
        }
    }

    fn time(&mut self, start: usize, text: &str) -> Tok {
        match time::parse_literal(text) {
            Some(ns) => Tok::Time(ns),
            None => {
                let span = self.since(start);
                self.bad(Diag::new(span, format!("{} is not a time", quoted(text))).help("t\"2026-01-02T03:04:05Z\""))
            }
        }
    }

    /// Text with escapes up to the closing quote. None if the line ends first; Some(None) if an escape is wrong.
    fn plain(&mut self, start: usize, quote: u8) -> Option<Option<Vec<u8>>> {
        let mut out = Vec::new();
        let mut wrong = None;
        loop {
            match self.peek(0) {
                b'\n' => return None,
                0 if self.pos >= self.bytes.len() => return None,
                b'\\' => self.escape(&mut out, &mut wrong),
                c if c == quote => break,
                c => {
                    out.push(c);
                    self.pos += 1;
                }
            }
        }
        self.pos += 1;
        let Some(diag) = wrong else { return Some(Some(out)) };
        let body = &self.text[start..self.pos];
        let body = body.strip_prefix('i').unwrap_or(body);
        let raw = format!("r{body}");
        self.diags.push(diag.help(raw));
        Some(None)
    }

    /// One escape at the position; the first wrong one is kept.
    fn escape(&mut self, out: &mut Vec<u8>, wrong: &mut Option<Diag>) {
        let start = self.pos;
        self.pos += 1;
        let Some(c) = self.char().filter(|&c| c != '\n') else { return };
        self.pos += c.len_utf8();
        let hex = match c {
            'n' => return out.push(b'\n'),
            't' => return out.push(b'\t'),
            'r' => return out.push(b'\r'),
            '0' => return out.push(0),
            '\\' | '"' | '\'' => return out.push(c as u8),
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let digits = self.bytes[self.pos..].iter().take(hex).take_while(|b| b.is_ascii_hexdigit()).count();
        let code = u32::from_str_radix(&self.text[self.pos..self.pos + digits], 16).ok().filter(|_| digits == hex);
        self.pos += digits;
        match (hex, code.map(char::from_u32)) {
            (2, Some(Some(byte))) => return out.push(byte as u8),
            (4 | 8, Some(Some(c))) => return out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            _ => {}
        }
        let span = self.since(start);
        let text = &self.text[start..self.pos];
        wrong.get_or_insert_with(|| match hex {
            0 => Diag::new(span, format!("unknown escape {}", quoted(text))).label("a regex is written r\"...\""),
            n => Diag::new(span, format!("{} is no character", quoted(text))).label(format!("{n} hex digits are wanted")),
        });
    }

    /// The pieces of an f-string. Err(None) if its quote is never closed.
    fn format(&mut self, start: usize, quote: u8) -> Result<Tok, Option<Diag>> {
        let mut parts = Vec::new();
        let mut text = Vec::new();
        let mut wrong = None;
        loop {
            let at = self.pos;
            match self.peek(0) {
                b'\n' => return Err(None),
                0 if at >= self.bytes.len() => return Err(None),
                b'\\' => self.escape(&mut text, &mut wrong),
                c @ (b'{' | b'}') if self.peek(1) == c => {
                    text.push(c);
                    self.pos += 2;
                }
                b'{' => {
                    if !text.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut text)));
                    }
                    parts.push(self.value(quote)?);
                }
                b'}' => {
                    self.pos += 1;
                    let span = self.since(at);
                    wrong.get_or_insert_with(|| Diag::new(span, "this `}` closes nothing").help("`}}` is a brace as text"));
                }
                c if c == quote => break,
                c => {
                    text.push(c);
                    self.pos += 1;
                }
            }
        }
        self.pos += 1;
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        if let Some(diag) = wrong {
            return Ok(self.bad(diag));
        }
        if parts.is_empty() || start == self.pos {
            parts.push(Part::Text(Vec::new()));
        }
        Ok(Tok::Format(parts))
    }

    /// `{E:spec}`.
    fn value(&mut self, quote: u8) -> Result<Part, Option<Diag>> {
        let start = self.pos;
        self.pos += 1;
        let brace = self.since(start);
        let open = || Diag::new(brace, "this `{` is never closed").help("f\"{path} {ms:.1f}\"; `{{` is a brace as text");
        let known = self.diags.len();
        let Some(tokens) = self.inner() else {
            // What went wrong inside follows from the brace.
            self.diags.truncate(known);
            return Err(Some(open()));
        };
        if tokens.len() == 1 {
            let span = crate::lang::Span { start, end: self.pos + 1 };
            return Err(Some(Diag::new(span, "nothing stands in these braces").help("f\"{path}\"; `{{` is a brace as text")));
        }
        if self.peek(0) == b'!' {
            let span = crate::lang::Span { start: self.pos, end: self.pos + 2 };
            return Err(Some(Diag::new(span, "there are no conversions in f-strings").help("f\"{name}\"")));
        }
        let mut spec = String::new();
        if self.peek(0) == b':' {
            self.pos += 1;
            let from = self.pos;
            loop {
                match self.peek(0) {
                    b'}' => break,
                    b'{' => {
                        let span = crate::lang::Span { start: self.pos, end: self.pos + 1 };
                        return Err(Some(Diag::new(span, "a format is written out").help("f\"{path:>20}\"")));
                    }
                    b'\n' | 0 => return Err(Some(open())),
                    c if c == quote => return Err(Some(open())),
                    _ => self.pos += 1,
                }
            }
            spec = self.text[from..self.pos].to_string();
        }
        self.pos += 1;
        Ok(Part::Value { tokens, spec })
    }
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
