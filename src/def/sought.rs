//! What whole blocks are searched for, so that only lines that hold it become rows.
//!
//! A text is found by its rarest bytes. A regex is compiled a second time, for bytes that hold many
//! lines: what it may match loses the newline, and the ends of lines take the place of the ends of
//! the text. So its literals, alternatives and both cases of a letter among them, are looked for
//! over the whole block at once (which is four times as fast as line by line), no match leaves its
//! line, and the search goes on behind the line of a match. Where the second regex may match more
//! than the first, the line is asked again. A regex that is tied to an end of the line, and has no
//! literal, is left to the lines: there it fails at once.
//!
//! What is no more than some words, fifty names, or one in any case, is left to Teddy, which compares
//! thirty-two bytes with the beginnings of all words at once.
//!
//! Taking the literals out of any regex and confirming each line that holds one was rejected: the
//! engine does that itself, and it knows more of their order and of what stands between them.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use aho_corasick::packed;
use memchr::memchr;
use memchr::memmem;
use regex::bytes::Regex;
use regex_automata::Input;
use regex_automata::meta;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::{Extractor, Literal};
use regex_syntax::hir::{
    Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition,
};

use super::bind::REGEX_LIMIT;
use super::textual::Finder;
use crate::base::Span;
use crate::data::lines::{around, trim};

/// Bytes that are looked at line by line before a regex is compiled for blocks, which takes as long.
const FEW: usize = 16 << 10;

/// What every line that is kept holds, and no other line.
pub enum Sought {
    Text(Box<memmem::Finder<'static>>),
    Regex(Box<Pattern>),
}

/// A regex for lines, and the same for blocks once there is one to be searched.
pub struct Pattern {
    line: Regex,
    block: OnceLock<Option<Blockwise>>,
    /// Bytes that were searched without it.
    without: AtomicUsize,
}

/// A regex for bytes that hold many lines.
enum Blockwise {
    /// It is no more than some words.
    Words(packed::Searcher),
    /// Each of its matches lies within a line.
    Regex(Within),
}

struct Within {
    regex: meta::Regex,
    /// A match that ends within a line is one in the line.
    is_exact: bool,
}

impl Sought {
    /// What a test of the line looks for; None where blocks cannot be searched for it.
    pub fn of(finder: &Finder) -> Option<Sought> {
        match finder {
            Finder::Literal(finder) if finder.needle().is_empty() || finder.needle().contains(&b'\n') => None,
            Finder::Literal(finder) => Some(Sought::Text(finder.clone())),
            Finder::Regex(line) => {
                let (line, block, without) = ((**line).clone(), OnceLock::new(), AtomicUsize::new(0));
                Some(Sought::Regex(Box::new(Pattern { line, block, without })))
            }
        }
    }

    /// As it is shown to a person.
    pub fn shown(&self) -> String {
        const MOST: usize = 60;
        match self {
            Sought::Text(finder) => format!("{:?}", String::from_utf8_lossy(finder.needle())),
            Sought::Regex(pattern) => match pattern.line.as_str().char_indices().nth(MOST) {
                Some((end, _)) => format!("r\"{}...\"", &pattern.line.as_str()[..end]),
                None => format!("r\"{}\"", pattern.line.as_str()),
            },
        }
    }

    /// Searches for it, in one thread.
    pub fn searcher(&self) -> Searcher<'_> {
        Searcher { sought: self, cache: None }
    }
}

/// A search, with what the engine of a regex keeps from one block to the next.
pub struct Searcher<'s> {
    sought: &'s Sought,
    cache: Option<meta::Cache>,
}

impl Searcher<'_> {
    /// Whether it looks for a text, as it stands.
    pub fn is_text(&self) -> bool {
        matches!(self.sought, Sought::Text(_))
    }

    /// Whether a record holds it.
    pub fn is_in(&self, record: &[u8]) -> bool {
        match self.sought {
            Sought::Text(finder) => finder.find(record).is_some(),
            Sought::Regex(pattern) => pattern.line.is_match(record),
        }
    }

    /// Puts the lines from `from` on, where one starts, that hold it into `rows`, until there are
    /// `most`. Returns where to go on, `bytes.len()` at the end.
    pub fn lines(&mut self, bytes: &[u8], from: usize, most: usize, rows: &mut Vec<Span>) -> usize {
        match self.sought {
            Sought::Text(finder) => with_text(finder, bytes, from, most, rows),
            Sought::Regex(pattern) => match pattern.blockwise(bytes.len() - from) {
                Some(Blockwise::Words(words)) => with_words(words, &pattern.line, bytes, from, most, rows),
                Some(Blockwise::Regex(regex)) => {
                    let cache = self.cache.get_or_insert_with(|| regex.regex.create_cache());
                    regex.lines(cache, &pattern.line, bytes, from, most, rows)
                }
                None => one_by_one(&pattern.line, bytes, from, most, rows),
            },
        }
    }
}

fn with_text(finder: &memmem::Finder<'_>, bytes: &[u8], from: usize, most: usize, rows: &mut Vec<Span>) -> usize {
    let mut at = from;
    while rows.len() < most {
        let Some(hit) = finder.find(&bytes[at..]) else { return bytes.len() };
        let hit = at + hit;
        let (row, next) = around(bytes, hit);
        // A carriage return at the line's end is no part of it.
        if hit + finder.needle().len() <= row.end() as usize {
            rows.push(row);
        }
        at = next;
    }
    at
}

fn with_words(
    words: &packed::Searcher,
    line: &Regex,
    bytes: &[u8],
    from: usize,
    most: usize,
    rows: &mut Vec<Span>,
) -> usize {
    let mut at = from;
    while rows.len() < most {
        let Some(hit) = words.find_in(bytes, (at..bytes.len()).into()) else { return bytes.len() };
        let (row, next) = around(bytes, hit.start());
        if hit.end() <= row.end() as usize || line.is_match(&bytes[row.start as usize..row.end() as usize]) {
            rows.push(row);
        }
        at = next;
    }
    at
}

fn one_by_one(regex: &Regex, bytes: &[u8], from: usize, most: usize, rows: &mut Vec<Span>) -> usize {
    let mut at = from;
    while at < bytes.len() && rows.len() < most {
        let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |i| at + i);
        let row = trim(bytes, at, end);
        if regex.is_match(&bytes[row.start as usize..row.end() as usize]) {
            rows.push(row);
        }
        at = (end + 1).min(bytes.len());
    }
    at
}

impl Pattern {
    /// The regex for blocks, where there is one that pays for so many bytes.
    fn blockwise(&self, bytes: usize) -> Option<&Blockwise> {
        if self.block.get().is_none() && self.without.fetch_add(bytes, Ordering::Relaxed) + bytes < FEW {
            return None;
        }
        self.block.get_or_init(|| Blockwise::new(self.line.as_str())).as_ref()
    }
}

impl Blockwise {
    /// Compiles a pattern that is right for blocks; None where lines are better asked one by one.
    fn new(pattern: &str) -> Option<Blockwise> {
        let hir = ParserBuilder::new().utf8(false).build().parse(pattern).ok()?;
        words(&hir).map(Blockwise::Words).or_else(|| Within::new(&hir).map(Blockwise::Regex))
    }
}

/// A search for words, if a regex is no more than some. All of each is compared at once, where the
/// engine of regexes looks for their first bytes and goes on byte by byte.
fn words(hir: &Hir) -> Option<packed::Searcher> {
    /// What is searched for at once.
    const MOST: usize = 64;
    const SHORTEST: usize = 3;
    if !hir.properties().look_set().is_empty() {
        return None;
    }
    let words = Extractor::new().limit_total(MOST).extract(hir);
    let words = words.literals().filter(|words| (2..=MOST).contains(&words.len()))?;
    let is_word = |word: &Literal| word.is_exact() && word.len() >= SHORTEST && !word.as_bytes().contains(&b'\n');
    if !words.iter().all(is_word) {
        return None;
    }
    packed::Searcher::new(words.iter().map(Literal::as_bytes))
}

impl Within {
    fn new(hir: &Hir) -> Option<Within> {
        let looks = hir.properties();
        let is_tied = looks.look_set_prefix().contains_anchor() || looks.look_set_suffix().contains_anchor();
        let mut is_exact = true;
        let hir = within_lines(hir, &mut is_exact);
        let config = meta::Config::new().utf8_empty(false).nfa_size_limit(Some(REGEX_LIMIT));
        let regex = meta::Builder::new().configure(config).build_from_hir(&hir).ok()?;
        (!is_tied || regex.is_accelerated()).then_some(Within { regex, is_exact })
    }

    fn lines(
        &self,
        cache: &mut meta::Cache,
        line: &Regex,
        bytes: &[u8],
        from: usize,
        most: usize,
        rows: &mut Vec<Span>,
    ) -> usize {
        let mut at = from;
        while at < bytes.len() && rows.len() < most {
            // Any match tells the line, so that the first end is enough.
            let input = Input::new(bytes).range(at..).earliest(true);
            let Some(hit) = self.regex.search_half_with(cache, &input) else { return bytes.len() };
            let hit = hit.offset();
            let (row, next) = around(bytes, hit);
            if row.start as usize == bytes.len() {
                // The place behind the last newline is in no line.
                return bytes.len();
            }
            let text = &bytes[row.start as usize..row.end() as usize];
            if self.is_exact && hit <= row.end() as usize || line.is_match(text) {
                rows.push(row);
            }
            at = next;
        }
        at
    }
}

/// A regex that matches, within the lines of a text, at least where another one matches in a line by
/// itself. `is_exact` is cleared where it may match elsewhere, too.
fn within_lines(hir: &Hir, is_exact: &mut bool) -> Hir {
    let mut all = |subs: &[Hir]| subs.iter().map(|sub| within_lines(sub, is_exact)).collect::<Vec<_>>();
    match hir.kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) if literal.0.contains(&b'\n') => Hir::fail(),
        HirKind::Literal(literal) => Hir::literal(literal.0.clone()),
        HirKind::Class(class) => Hir::class(without_newline(class)),
        HirKind::Look(look) => match look {
            Look::Start | Look::StartLF => Hir::look(Look::StartLF),
            Look::StartCRLF => Hir::look(Look::StartCRLF),
            Look::End | Look::EndLF | Look::EndCRLF => {
                // A carriage return may belong to the end of the line, or not.
                *is_exact = false;
                Hir::look(Look::EndCRLF)
            }
            Look::WordAscii | Look::WordAsciiNegate | Look::WordStartAscii | Look::WordEndAscii => Hir::look(*look),
            // The quick engines give up at the first byte that is no ASCII, and a block has many.
            _ => {
                *is_exact = false;
                Hir::empty()
            }
        },
        HirKind::Repetition(repetition) => {
            let sub = Box::new(within_lines(&repetition.sub, is_exact));
            Hir::repetition(Repetition { sub, ..repetition.clone() })
        }
        HirKind::Capture(capture) => within_lines(&capture.sub, is_exact),
        HirKind::Concat(subs) => Hir::concat(all(subs)),
        HirKind::Alternation(subs) => Hir::alternation(all(subs)),
    }
}

fn without_newline(class: &Class) -> Class {
    let mut class = class.clone();
    match &mut class {
        Class::Unicode(class) => class.difference(&ClassUnicode::new([ClassUnicodeRange::new('\n', '\n')])),
        Class::Bytes(class) => class.difference(&ClassBytes::new([ClassBytesRange::new(b'\n', b'\n')])),
    }
    class
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The lines that hold it, by way of blocks, and one by one.
    fn both(pattern: &str, bytes: &[u8], most: usize) -> (Option<Vec<Span>>, Vec<Span>) {
        let regex = regex::bytes::Regex::new(pattern).unwrap();
        let by_block = Blockwise::new(pattern).map(|block| {
            let (line, block) = (regex.clone(), OnceLock::from(Some(block)));
            let pattern = Pattern { line, block, without: AtomicUsize::new(0) };
            let sought = Sought::Regex(Box::new(pattern));
            let (mut rows, mut at, mut searcher) = (Vec::new(), 0, sought.searcher());
            while at < bytes.len() {
                let most = rows.len() + most;
                at = searcher.lines(bytes, at, most, &mut rows);
            }
            rows
        });
        let mut rows = Vec::new();
        one_by_one(&regex, bytes, 0, usize::MAX, &mut rows);
        (by_block, rows)
    }

    const PATTERNS: &[&str] = &[
        "",
        "a",
        "ab|cd",
        "abab|cdcd|béa",
        r"ab\r|cd \r",
        "(?i)abc",
        "(?i)(?-u)bot|abcd|a b",
        "(?i)bot",
        "(?i)(bot|spider)/[0-9.]+",
        "a*",
        "a+b",
        "[^a]",
        "[^a]+b",
        ".",
        ".*",
        "(?s).",
        r"\s",
        r"\S+\s+\S+",
        r"a\sb",
        r"\n",
        r"a\nb",
        r"a\n?b",
        r"[\n]",
        r"\r",
        r"a\r",
        r"\r$",
        "^a",
        "a$",
        "^$",
        "^",
        "$",
        r"\bab\b",
        r"(?-u:\b)ab",
        r"\Bb",
        r"(?m)^b|a$",
        r"(?mR)a$",
        r"(?R)^b",
        r"\Aa|b\z",
        r"(?-u)\xff",
        r"(?-u)a\xff|b",
        "é",
        r"\w+é",
        r"(?i)É",
        "(a|^b|c$)(b|$)",
    ];

    const PIECES: &[&[u8]] = &[
        b"\n",
        b"\r\n",
        b"\r",
        b"a",
        b"b",
        b"ab",
        b"c",
        b"cd",
        b" ",
        b"Bot/1.0",
        b"sPIDER/9",
        b"\xff",
        b"\xc3\xa9",
        b"\xc3\x89",
        b"\xc3",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn blocks_hold_what_lines_hold(
            at in 0..PATTERNS.len(),
            pieces in proptest::collection::vec(
                proptest::sample::select(PIECES.to_vec()),
                0..40,
            ),
            most in 1usize..4,
        ) {
            let (by_block, one_by_one) = both(PATTERNS[at], &pieces.concat(), most);
            if let Some(by_block) = by_block {
                prop_assert_eq!(by_block, one_by_one, "{}", PATTERNS[at]);
            }
        }
    }

    #[test]
    fn what_is_tied_to_an_end_and_has_no_literal_is_left_to_the_lines() {
        for (pattern, blocks) in
            [("^a", true), (r"^\d", false), (r"\d$", false), ("ab$", true), (r"\d\d", true), (r"(?i)\bbot\b", true)]
        {
            assert_eq!(Blockwise::new(pattern).is_some(), blocks, "{pattern}");
        }
    }

    #[test]
    fn a_search_starts_at_a_line() {
        let sought = Sought::of(&Finder::literal(b"x")).unwrap();
        let mut rows = Vec::new();
        assert_eq!(sought.searcher().lines(b"x\nax\r\nb\nx", 2, 9, &mut rows), 9);
        assert_eq!(rows, [Span::new(2, 2), Span::new(8, 1)]);
        assert!(Sought::of(&Finder::literal(b"x\ny")).is_none());
    }
}
