//! A pattern of literals and names as a cutter: `<ip> - <user> [<_>] "<request>"`.
//!
//! A name takes everything up to the first place of the literal after it; the last name
//! takes the rest. No backtracking: what a pattern means can be read off it, and a line
//! costs one search for each literal.

use std::sync::Arc;

use memchr::memmem;

use crate::base::Span;
use crate::data::{Cell, Cut, Key, Want};

/// One name and the literal after it.
struct Field {
    /// None for `<_>`.
    name: Option<String>,
    /// None at the end of the pattern.
    until: Option<memmem::Finder<'static>>,
    len: usize,
}

/// A pattern.
pub struct Pattern {
    start: Vec<u8>,
    fields: Vec<Field>,
}

impl Pattern {
    /// Reads a pattern, or says what is wrong with it.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        let Some((start, mut rest)) = text.split_once('<') else {
            return Err("a pattern has at least one `<name>`".to_string());
        };
        let mut fields = Vec::new();
        loop {
            let Some((name, after)) = rest.split_once('>') else {
                return Err(format!("`<{rest}` is not closed with `>`"));
            };
            let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '.' || c == '@';
            if name.is_empty() || !name.chars().all(is_name) {
                return Err(format!("`<{name}>` is no name"));
            }
            let (literal, next) = match after.split_once('<') {
                Some((literal, next)) => (literal, Some(next)),
                None => (after, None),
            };
            if literal.is_empty() && next.is_some() {
                return Err(format!("after `<{name}>` must stand some text, for it to end at"));
            }
            let until = (!literal.is_empty()).then(|| memmem::Finder::new(literal).into_owned());
            let name = (name != "_").then(|| name.to_string());
            fields.push(Field { name, until, len: literal.len() });
            match next {
                Some(next) => rest = next,
                None => return Ok(Pattern { start: start.as_bytes().to_vec(), fields }),
            }
        }
    }

    /// The names, in order.
    pub fn names(&self) -> Vec<String> {
        self.fields.iter().filter_map(|f| f.name.clone()).collect()
    }

    /// Gives each field's place; false, perhaps after some fields, when the line does not fit.
    fn each(&self, line: &[u8], mut put: impl FnMut(usize, usize, usize)) -> bool {
        if !line.starts_with(&self.start) {
            return false;
        }
        let mut at = self.start.len();
        for (index, field) in self.fields.iter().enumerate() {
            let end = match &field.until {
                None => line.len(),
                Some(until) => match until.find(&line[at..]) {
                    Some(found) => at + found,
                    None => return false,
                },
            };
            put(index, at, end);
            at = end + field.len;
        }
        at == line.len()
    }
}

/// A pattern that has met its wants.
pub struct PatternCut {
    pattern: Arc<Pattern>,
    /// By field: the want.
    wants: Vec<Option<usize>>,
}

impl PatternCut {
    /// Binds wants to names.
    pub fn bind(pattern: &Arc<Pattern>, wants: &[Want]) -> PatternCut {
        let place = |field: &Field| wants.iter().position(|w| Some(&w.name) == field.name.as_ref());
        PatternCut { pattern: pattern.clone(), wants: pattern.fields.iter().map(place).collect() }
    }
}

impl Cut for PatternCut {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], _: &mut Vec<u8>) -> bool {
        let fits = self.pattern.each(line, |field, from, to| {
            if let Some(want) = self.wants[field] {
                cells[want] = Cell::Text(Span::new(at + from as u32, to - from));
            }
        });
        if !fits {
            cells.fill(Cell::None);
        }
        fits
    }

    fn walk(&self, line: &[u8], at: u32, _: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        if !self.pattern.each(line, |_, _, _| {}) {
            return false;
        }
        self.pattern.each(line, |field, from, to| {
            if let Some(name) = &self.pattern.fields[field].name {
                put(Key::Plain(name.as_bytes()), Cell::Text(Span::new(at + from as u32, to - from)));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pattern: &str, line: &str) -> Option<Vec<(String, String)>> {
        let cut = PatternCut::bind(&Arc::new(Pattern::parse(pattern).unwrap()), &[]);
        let mut out = Vec::new();
        cut.walk(line.as_bytes(), 0, &mut Vec::new(), &mut |key, cell| {
            let Key::Plain(key) = key else { panic!("plain names") };
            let span = cell.span().unwrap();
            let text = &line[span.start as usize..span.end() as usize];
            out.push((String::from_utf8_lossy(key).into_owned(), text.to_string()));
        })
        .then_some(out)
    }

    #[test]
    fn names_end_at_their_literals() {
        let got = fields("<ip> - <_> [<time>]", "1.2.3.4 - bob [now]").unwrap();
        assert_eq!(got, [("ip".into(), "1.2.3.4".into()), ("time".into(), "now".into())]);
        assert_eq!(fields("<a>: <b>", "x: y: z").unwrap()[1].1, "y: z");
        assert_eq!(fields("<a>]", "x] tail"), None);
        assert_eq!(fields("k=<a>", "q=1"), None);
    }

    #[test]
    fn broken_patterns_say_why() {
        for pattern in ["plain", "<a", "<a><b>", "<a b> c"] {
            assert!(Pattern::parse(pattern).is_err(), "{pattern}");
        }
    }
}
