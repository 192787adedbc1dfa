//! What is wrong with a pipeline, and how it is shown.
//!
//! An error is a product: it says what was found, points at it, and prints text that
//! works. The pipeline's text is not kept in it, so that a diagnostic is a plain value;
//! rendering takes the text again. Colours were left out: carets need none, and a
//! diagnostic is the same bytes in a file as on a terminal.

use super::ast::Span;

/// The widest stretch of a pipeline's line that is shown, in columns.
const WINDOW: usize = 100;

/// The longest piece of user text that a message quotes, in characters.
const QUOTED: usize = 40;

/// An error in a pipeline, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diag {
    /// What the carets stand under.
    pub span: Span,
    /// Lower case, no full stop, user text in backticks.
    pub message: String,
    /// A few words after the carets.
    pub label: Option<String>,
    /// Lines of their own: text that works, or one sentence.
    pub help: Vec<String>,
}

impl Diag {
    /// An error without label or help.
    pub fn new(span: Span, message: impl Into<String>) -> Diag {
        Diag { span, message: message.into(), label: None, help: Vec::new() }
    }

    /// Sets the words after the carets.
    pub fn label(mut self, text: impl Into<String>) -> Diag {
        self.label = Some(text.into());
        self
    }

    /// Adds a line of help.
    pub fn help(mut self, text: impl Into<String>) -> Diag {
        self.help.push(text.into());
        self
    }

    /// The line of `text` on which the error stands, from 1.
    pub fn line(&self, text: &str) -> usize {
        1 + text.bytes().take(self.span.start).filter(|&b| b == b'\n').count()
    }

    /// The error as lines for standard error, each ended by a newline. `text` is the whole
    /// pipeline; `origin` is empty for a pipeline from the command line, and `FILE:LINE`
    /// for one from a script, LINE being [`Diag::line`].
    pub fn render(&self, text: &str, origin: &str) -> String {
        let mut out = String::from("flitch: ");
        if !origin.is_empty() {
            out.push_str(origin);
            out.push_str(": ");
        }
        out.push_str(&self.message);
        out.push('\n');
        self.point(text, &mut out);
        for help in &self.help {
            out.push_str("  help: ");
            out.push_str(help);
            out.push('\n');
        }
        out
    }

    /// Adds the pipeline's line and the carets.
    fn point(&self, text: &str, out: &mut String) {
        let start = floor(text, self.span.start);
        let end = floor(text, self.span.end.max(start));
        let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let last = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line: Vec<char> = text[first..last].chars().map(shown).collect();
        if line.is_empty() && self.label.is_none() {
            return;
        }
        let column = text[first..start].chars().count();
        let width = text[start..end.min(last)].chars().count().max(1);

        // The window holds the carets, with what stands before them for the most part.
        let (mut from, mut to) = (0, line.len());
        if line.len() > WINDOW {
            from = (column + width.min(WINDOW / 2)).saturating_sub(WINDOW * 3 / 4).min(line.len() - WINDOW);
            to = from + WINDOW;
        }
        let carets = width.min((to + 1).saturating_sub(column)).max(1);
        let lead = if from > 0 { "..." } else { "" };
        out.push_str("  ");
        out.push_str(lead);
        out.extend(&line[from..to]);
        if to < line.len() {
            out.push_str("...");
        }
        out.push_str("\n  ");
        out.extend(std::iter::repeat_n(' ', lead.len() + column - from));
        out.extend(std::iter::repeat_n('^', carets));
        if let Some(label) = &self.label {
            out.push(' ');
            out.push_str(label);
        }
        out.push('\n');
    }
}

/// The nearest character boundary at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A character as it is shown: control characters would move the carets, or the terminal.
fn shown(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

/// User text for a message: in backticks, on one line, not too long.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("`");
    for (i, c) in text.trim().chars().enumerate() {
        if i == QUOTED {
            out.push_str("...");
            break;
        }
        out.push(shown(c));
    }
    out.push('`');
    out
}

/// The candidate that `word` was probably meant to be, if any is near enough: letter case
/// is free, and a third of the letters may be wrong, missing, added or swapped with their
/// neighbour. The first of equals wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let len = word.chars().take(65).count();
    nearest_within(word, candidates, if len < 3 { 0 } else { len.div_ceil(3).min(3) })
}

/// As [`nearest`], with at most so many slips.
pub fn nearest_within<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, limit: usize) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(65).map(|c| c.to_ascii_lowercase()).collect();
    if word.len() > 64 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = distance(&word, candidate, limit);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The Damerau-Levenshtein distance (each letter is edited once), or more than `limit`.
fn distance(a: &[char], b: &str, limit: usize) -> usize {
    let b: Vec<char> = b.chars().take(a.len() + limit + 1).map(|c| c.to_ascii_lowercase()).collect();
    if a.len().abs_diff(b.len()) > limit {
        return limit + 1;
    }
    let mut before = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = change.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: usize, end: usize) -> Diag {
        Diag::new(Span { start, end }, "wrong")
    }

    #[test]
    fn carets_count_characters() {
        let text = "where größe == \"é\" | cuont";
        let start = text.find("cuont").unwrap();
        let diag = at(start, start + 5).label("did you mean `count`?").help("count");
        let want = "flitch: wrong\n  where größe == \"é\" | cuont\n                       ^^^^^ did you mean `count`?\n  help: count\n";
        assert_eq!(diag.render(text, ""), want);
    }

    #[test]
    fn the_right_line_is_shown() {
        let text = "where a\n\t| head x\ncount";
        let diag = at(11, 15);
        assert_eq!(diag.line(text), 2);
        assert_eq!(diag.render(text, "s.flitch:2"), "flitch: s.flitch:2: wrong\n   | head x\n     ^^^^\n");
    }

    #[test]
    fn a_long_line_is_cut_round_the_carets() {
        let text = format!("{}XY{}", "a".repeat(300), "b".repeat(300));
        let shown = at(300, 302).render(&text, "");
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[1].trim_start().len(), WINDOW + 6);
        assert_eq!(lines[1].find("XY"), lines[2].find("^^"));
    }

    #[test]
    fn any_span_renders() {
        let text = "é|\nü";
        for start in 0..9 {
            for end in 0..9 {
                assert!(at(start, end).render(text, "").contains('^'));
            }
        }
    }

    #[test]
    fn near_words() {
        let words = ["count", "where", "head", "sort", "set", "select"];
        assert_eq!(nearest("cuont", words), Some("count"));
        assert_eq!(nearest("WHERE", words), Some("where"));
        assert_eq!(nearest("hed", words), Some("head"));
        assert_eq!(nearest("slect", words), Some("select"));
        assert_eq!(nearest("so", words), None);
        assert_eq!(nearest("banana", words), None);
        assert_eq!(nearest("", words), None);
    }
}
