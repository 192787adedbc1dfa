//! Strings: plain, raw, without case, times and f-strings.
//!
//! A string that is never closed spoils the rest of its line, and one with a wrong escape
//! only itself. In a plain string an unknown escape is an error, not the two characters:
//! nearly always it is a regex without its `r`.

use super::ast::Span;
use super::diag::{Diag, quoted};
use super::lex::{Lexer, NESTED, Part, Tok};
use crate::base::time;

impl Lexer<'_> {
    /// A string of any kind, from its prefix on.
    pub(super) fn string(&mut self, start: usize) -> Tok {
        let prefix = &self.text[start..self.pos];
        let quote = self.peek(0);
        if self.peek(1) == quote && self.peek(2) == quote {
            return self.tripled(start, quote);
        }
        let opener = self.since(start).to(Span { start: self.pos, end: self.pos + 1 });
        self.pos += 1;
        let template = std::mem::take(&mut self.template);
        match prefix {
            "r" => self.raw(quote).map(Tok::Raw),
            "t" => match self.raw(quote) {
                Some(text) => return self.time(start, &text),
                None => None,
            },
            "i" => self.plain(start, quote).map(|s| s.map_or(Tok::Bad, Tok::NoCase)),
            "" if !template => self.plain(start, quote).map(|s| s.map_or(Tok::Bad, Tok::Str)),
            "" | "f" => match self.format(start, quote) {
                Ok(tok) => Some(tok),
                Err(Some(diag)) => {
                    // Where the string ends is anyone's guess; the next line is safe.
                    self.skip_line();
                    return self.bad(diag);
                }
                Err(None) => None,
            },
            _ => {
                let prefix = prefix.to_string();
                let closed = self.raw(quote).is_some();
                let span = Span { start, end: start + prefix.len() };
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
            self.bad(if swallowed {
                diag.help(format!("the `|` after it is read as text; put a `{quote}` before it"))
            } else {
                diag
            })
        })
    }

    /// `"""`, which other languages have.
    fn tripled(&mut self, start: usize, quote: u8) -> Tok {
        self.pos += 3;
        let span = self.since(start);
        // Up to its partner, or the end of the line: each byte is looked at once.
        while !matches!(self.bytes.get(self.pos), None | Some(b'\n')) {
            if self.bytes[self.pos..].starts_with(&[quote; 3]) {
                self.pos += 3;
                break;
            }
            self.pos += 1;
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
        let raw = format!("r{}", body.strip_prefix('i').unwrap_or(body));
        let regex = diag.message.starts_with("unknown escape");
        self.diags.push(if regex { diag.help(raw) } else { diag });
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
            n => {
                Diag::new(span, format!("{} is no character", quoted(text))).label(format!("{n} hex digits are wanted"))
            }
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
                    wrong.get_or_insert_with(|| {
                        Diag::new(span, "this `}` closes nothing").help("`}}` is a brace as text")
                    });
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
        let open =
            || Diag::new(brace, "this `{` is never closed").help("f\"{path} {ms:.1f}\"; `{{` is a brace as text");
        if self.nested >= NESTED {
            return Err(Some(Diag::new(brace, "nested too deeply").label(format!("{NESTED} f-strings are the limit"))));
        }
        let known = self.diags.len();
        let Some(tokens) = self.inner() else {
            // A quote that is never closed follows from the brace; other errors stand for themselves.
            let inside = self.diags.drain(known..).next();
            return Err(Some(inside.filter(|d| !d.message.ends_with("is never closed")).unwrap_or_else(open)));
        };
        if tokens.len() == 1 {
            let span = Span { start, end: self.pos + 1 };
            return Err(Some(
                Diag::new(span, "nothing stands in these braces").help("f\"{path}\"; `{{` is a brace as text"),
            ));
        }
        if self.peek(0) == b'!' {
            let span = Span { start: self.pos, end: self.pos + 2 };
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
                        let span = Span { start: self.pos, end: self.pos + 1 };
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

#[cfg(test)]
#[path = "literal_tests.rs"]
mod tests;
