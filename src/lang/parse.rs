//! Tokens to the tree: pipelines, stages, clauses and items.
//!
//! There is one grammar for all stages, `NAME items (KEYWORD items)*`, so that a new stage
//! never touches this file: which words are stages and keywords is asked of [`Words`].
//! It is recursive descent by hand. A generated parser was rejected: half of this
//! floor is what to say about text that does not parse, and that needs to know where
//! the parser stands. An error ends its stage, and the next stage is parsed afresh.

use super::Words;
use super::ast::{Clause, Item, Pipeline, Span, Stage};
use super::diag::{Diag, quoted};
use super::foreign;
use super::lex::{Tok, Token, lex, reserved};
use super::mend::mend;
use super::view::View;

/// How deep expressions may nest, in the text and in the tree. Every walk over a tree may
/// therefore recurse: unoptimized, the parser needs about 13 kB of stack for a level.
pub const DEPTH: usize = 100;

/// How many errors are reported at once.
const ERRORS: usize = 10;

/// Stages of more tokens than this are not rewritten in help: it would be unreadable.
const MENDED: usize = 300;

/// The name of the stage that an aggregate opens.
const STATS: &str = "stats";

/// Words that are keywords of some stage, so that one that is not of this stage is told.
const KEYWORDS: [&str; 6] = ["by", "from", "as", "where", "with", "on"];

/// The tree of a pipeline, or what is wrong with it, in the order of the text: at most one
/// error for each stage beside those of its literals. Time is linear and memory is in
/// proportion to the text; trees are at most [`DEPTH`] deep.
pub fn parse(text: &str, words: &dyn Words) -> Result<Pipeline, Vec<Diag>> {
    parse_with(text, words, false)
}

/// Parses a pipeline; `quiet` leaves out help that costs a parse of its own.
fn parse_with(text: &str, words: &dyn Words, quiet: bool) -> Result<Pipeline, Vec<Diag>> {
    let mut diags = Vec::new();
    let tokens = lex(text, &mut diags);
    diags.truncate(ERRORS);
    let mut parser = Parser::new(text, &tokens, words, quiet);
    let pipeline = parser.pipeline(&mut diags);
    if diags.is_empty() {
        return Ok(pipeline);
    }
    diags.sort_by_key(|diag| diag.span.start);
    diags.truncate(ERRORS);
    Err(diags)
}

/// The state of parsing. Expressions are in [`super::expr`], errors in [`super::wrong`].
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) pos: usize,
    pub(super) words: &'a dyn Words,
    /// The first token of the stage.
    pub(super) first: usize,
    pub(super) depth: usize,
    /// Whether bare strings test the line here.
    pub(super) tests_line: bool,
    /// The stage's name.
    pub(super) name: String,
    pub(super) keywords: &'a [&'a str],
    pub(super) quiet: bool,
    /// Whether this is an expression in an f-string.
    pub(super) inner: bool,
}

impl<'a> Parser<'a> {
    /// A parser at the start of some tokens.
    pub(super) fn new(text: &'a str, tokens: &'a [Token], words: &'a dyn Words, quiet: bool) -> Parser<'a> {
        let name = String::new();
        Parser {
            text,
            tokens,
            pos: 0,
            words,
            first: 0,
            depth: 0,
            tests_line: false,
            name,
            keywords: &[],
            quiet,
            inner: false,
        }
    }

    /// The token at the position. There is one: the last is never passed.
    pub(super) fn tok(&self) -> &'a Tok {
        self.at(0)
    }

    /// The token `ahead` of the position.
    pub(super) fn at(&self, ahead: usize) -> &'a Tok {
        self.tokens.get(self.pos + ahead).map_or(&Tok::End, |token| &token.tok)
    }

    /// The span of the token at the position.
    pub(super) fn span(&self) -> Span {
        let token = self.tokens.get(self.pos).or(self.tokens.last());
        token.map_or(Span::default(), |token| token.span)
    }

    /// The span of the token before the position.
    pub(super) fn last(&self) -> Span {
        self.pos.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(Span::default(), |token| token.span)
    }

    /// The span from `start` to the last token that was passed.
    pub(super) fn since(&self, start: Span) -> Span {
        Span { start: start.start, end: self.last().end.max(start.start) }
    }

    /// The name `ahead` of the position; empty if something else stands there.
    pub(super) fn word_at(&self, ahead: usize) -> &'a str {
        match self.tokens.get(self.pos + ahead) {
            Some(Token { tok: Tok::Name, span, .. }) => &self.text[span.start..span.end],
            _ => "",
        }
    }

    /// Whether this operator stands here.
    pub(super) fn is(&self, op: &str) -> bool {
        matches!(self.tok(), Tok::Op(found) if *found == op)
    }

    /// Passes an operator if it stands here.
    pub(super) fn pass(&mut self, op: &str) -> bool {
        let found = self.is(op);
        self.pos += usize::from(found);
        found
    }

    /// The tokens of the stage.
    pub(super) fn stage_view(&self) -> View<'a> {
        let rest = self.tokens.get(self.first..).unwrap_or_default();
        let end = rest.iter().position(|t| matches!(t.tok, Tok::Pipe | Tok::Newline | Tok::End)).unwrap_or(rest.len());
        View { text: self.text, tokens: &rest[..end] }
    }

    /// Whether a stage may end here.
    pub(super) fn ended(&self) -> bool {
        matches!(self.tok(), Tok::Pipe | Tok::Newline | Tok::End)
    }

    /// Whether the stage has this keyword.
    pub(super) fn accepts(&self, word: &str) -> bool {
        self.keywords.contains(&word) || (self.name == STATS && matches!(word, "by" | "as" | "where"))
    }

    fn pipeline(&mut self, diags: &mut Vec<Diag>) -> Pipeline {
        let mut stages = Vec::new();
        self.pos += usize::from(*self.tok() == Tok::Pipe);
        loop {
            match self.tok() {
                Tok::End => return Pipeline { stages },
                Tok::Newline => {
                    self.pos += 1;
                    continue;
                }
                Tok::Pipe => {
                    diags.push(Diag::new(self.span(), "no stage stands before this `|`").label("one `|` is enough"));
                    self.pos += 1;
                    continue;
                }
                _ => {}
            }
            self.first = self.pos;
            self.depth = 0;
            match self.stage() {
                Ok(stage) => {
                    stages.push(stage);
                    if self.read_bad() {
                        self.repair(diags);
                    }
                }
                // What follows a bad literal may be wrong only because of it.
                Err(_) if self.read_bad() => self.repair(diags),
                Err(diag) => {
                    if !diag.help.is_empty() {
                        // The text that works has its literals right, too.
                        let span = self.stage_view().span();
                        diags.retain(|d| d.span.start < span.start || d.span.start >= span.end);
                    }
                    if diags.len() < ERRORS * 2 {
                        diags.push(diag);
                    }
                    self.quiet |= diags.len() >= ERRORS * 2;
                }
            }
            while !self.ended() {
                self.pos += 1;
            }
            self.pos += usize::from(*self.tok() != Tok::End);
        }
    }

    /// Whether a literal with an error has been passed in this stage.
    fn read_bad(&self) -> bool {
        let read = &self.tokens[self.first..self.tokens.len().min(self.pos + 1)];
        read.iter().any(|t| t.tok == Tok::Bad)
    }

    /// Gives the errors of the stage's literals the whole stage as help, if it can be mended.
    fn repair(&self, diags: &mut [Diag]) {
        if !self.mendable() {
            return;
        }
        let view = self.stage_view();
        let text = mend(view, self.accepts("="));
        if !self.parses(&text) {
            return;
        }
        let span = view.span();
        let mut text = Some(text);
        for diag in diags.iter_mut().filter(|d| d.span.start >= span.start && d.span.start < span.end) {
            diag.help = text.take().into_iter().collect();
        }
    }

    fn stage(&mut self) -> Result<Stage, Diag> {
        self.tests_line = false;
        self.keywords = &[];
        self.name.clear();
        if let Some(answer) = foreign::habit(self.stage_view(), self.words) {
            return Err(self.answered(answer));
        }
        let word = self.word_at(0);
        let start = self.span();
        match self.tok() {
            Tok::Str(_) | Tok::Raw(_) | Tok::NoCase(_) | Tok::Bad | Tok::Op("(") => return self.predicate(),
            Tok::Name if word == "not" => return self.predicate(),
            Tok::Name => {}
            _ => return Err(self.unknown()),
        }
        if self.words.is_aggregate(word) {
            self.name = STATS.to_string();
        } else if self.words.is_stage(word) || word == STATS {
            self.name = word.to_string();
            self.pos += 1;
            self.opens_condition(word)?;
        } else {
            return Err(self.unknown());
        }
        let words = self.words;
        self.keywords = words.keywords(&self.name);
        let items = self.items(None)?;
        let mut clauses: Vec<Clause> = Vec::new();
        while !self.ended() {
            let span = self.span();
            let word = self.word_at(0);
            if clauses.iter().any(|clause| clause.word == word) {
                let diag = Diag::new(span, format!("`{word}` is written twice"));
                return Err(diag.label(format!("one `{word}` and commas")));
            }
            self.pos += 1;
            self.pass_newline(true);
            let items = self.items(Some(span))?;
            clauses.push(Clause { word: word.to_string(), span: self.since(span), items });
        }
        let name = self.name.clone();
        Ok(Stage { name, name_span: start, span: self.since(start), text: false, items, clauses })
    }

    /// A stage that is a condition on the line: `"text" and not r"regex"`.
    fn predicate(&mut self) -> Result<Stage, Diag> {
        let start = self.span();
        self.tests_line = true;
        let expr = self.expr()?.expr;
        if !self.ended() {
            return Err(self.after_predicate());
        }
        let span = self.since(start);
        let item = Item { expr, assign: None, alias: None, cond: None, juxtaposed: false, span };
        let name = "where".to_string();
        Ok(Stage { name, name_span: start, span, text: true, items: vec![item], clauses: Vec::new() })
    }

    /// Items up to the end of the stage or the next keyword. `after` is the keyword before them.
    fn items(&mut self, after: Option<Span>) -> Result<Vec<Item>, Diag> {
        let mut items = Vec::new();
        let mut comma = after;
        loop {
            if self.ended() || self.at_keyword(true) {
                let Some(span) = comma else { return Ok(items) };
                let word = &self.text[span.start..span.end];
                return Err(
                    Diag::new(span, format!("nothing follows {}", quoted(word))).label("an expression is wanted")
                );
            }
            items.push(self.item(false)?);
            // Items without a comma between them, as in `top 10 path`.
            loop {
                self.pass_newline(false);
                if self.ended() || self.at_keyword(false) {
                    return Ok(items);
                }
                let span = self.span();
                if self.pass(",") {
                    comma = Some(span);
                    break;
                }
                if !self.juxtaposed() {
                    return Err(self.odd("a comma, a keyword or the end of the stage"));
                }
                self.misplaced(&items)?;
                items.push(self.item(true)?);
            }
        }
    }

    /// Whether a keyword of the stage stands here. Where an item is wanted it is one only
    /// if something follows that it could introduce: fields may be named like keywords.
    fn at_keyword(&self, wanted: bool) -> bool {
        let word = self.word_at(0);
        if word.is_empty() || word == "=" || !self.accepts(word) {
            return false;
        }
        !wanted || self.starts_operand(1)
    }

    /// Whether an operand can start at a token.
    fn starts_operand(&self, ahead: usize) -> bool {
        match self.at(ahead) {
            Tok::Name => {
                let word = self.word_at(ahead);
                !matches!(word, "and" | "or" | "in" | "is" | "if" | "else") && !self.accepts(word)
            }
            Tok::Op(op) => matches!(*op, "(" | "[" | "-" | "$"),
            Tok::Pipe | Tok::Newline | Tok::End | Tok::Odd(_) => false,
            _ => true,
        }
    }

    /// Whether a literal or a name stands here, which may follow an item without a comma.
    /// Brackets and signs may not: after an operand they mean something else. Nor may a share, which is
    /// written in parentheses where an operator follows it.
    fn juxtaposed(&self) -> bool {
        match self.tok() {
            Tok::Name => {
                let word = self.word_at(0);
                !reserved(word) || matches!(word, "None" | "True" | "False" | "true" | "false" | "null")
            }
            Tok::Op(_) | Tok::Percent(_) | Tok::Pipe | Tok::Newline | Tok::End | Tok::Odd(_) | Tok::Tick => false,
            _ => true,
        }
    }

    /// Passes a newline that does not end the stage: after a keyword, or before one that
    /// could not open a stage.
    fn pass_newline(&mut self, after_keyword: bool) {
        if *self.tok() != Tok::Newline {
            return;
        }
        let next = self.word_at(1);
        let opens = self.words.is_stage(next) || self.words.is_aggregate(next);
        if after_keyword || (!next.is_empty() && self.accepts(next) && !opens) {
            self.pos += 1;
        }
    }

    fn item(&mut self, juxtaposed: bool) -> Result<Item, Diag> {
        let start = self.span();
        let begin = self.pos;
        let mut assign = None;
        if self.accepts("=") && self.name_before_equals() {
            assign = Some(self.name("a name")?);
            self.pos += 1;
        }
        let expr = self.expr()?.expr;
        if self.is("=") {
            return Err(self.equals(begin, &expr));
        }
        let (mut alias, mut cond) = (None, None);
        loop {
            self.pass_newline(false);
            let word = self.word_at(0);
            let span = self.span();
            match word {
                "as" if alias.is_none() && self.accepts("as") => {
                    self.pos += 1;
                    alias = Some(self.name("a name")?);
                }
                "where" if cond.is_none() && self.accepts("where") => {
                    self.pos += 1;
                    if self.ended() {
                        return Err(Diag::new(span, "nothing follows `where`").label("a condition is wanted"));
                    }
                    cond = Some(self.expr()?.expr);
                    if self.is("=") {
                        return Err(self.odd("the end of the condition"));
                    }
                }
                "as" | "where" if self.accepts(word) => {
                    return Err(Diag::new(span, format!("`{word}` is written twice")).label("one for each item"));
                }
                _ => break,
            }
        }
        Ok(Item { expr, assign, alias, cond, juxtaposed, span: self.since(start) })
    }

    /// Whether a name and `=` stand here.
    fn name_before_equals(&self) -> bool {
        let mut len = 1;
        if !matches!(self.tok(), Tok::Str(_) | Tok::Name) {
            return false;
        }
        while *self.tok() == Tok::Name && *self.at(len) == Tok::Op(".") && *self.at(len + 1) == Tok::Name {
            len += 2;
        }
        *self.at(len) == Tok::Op("=")
    }

    /// A name as it is given: plain, dotted, or any text in quotes.
    fn name(&mut self, wanted: &str) -> Result<(String, Span), Diag> {
        let start = self.span();
        let word = self.word_at(0);
        match self.tok() {
            Tok::Str(bytes) => {
                self.pos += 1;
                match String::from_utf8(bytes.clone()) {
                    Ok(name) => Ok((name, start)),
                    Err(_) => Err(Diag::new(start, "a name is UTF-8 text")),
                }
            }
            Tok::Name if reserved(word) => {
                Err(Diag::new(start, format!("`{word}` is reserved")).label("put it in quotes to use it as a name"))
            }
            Tok::Name => {
                let mut name = word.to_string();
                self.pos += 1;
                while self.is(".") && *self.at(1) == Tok::Name {
                    name.push('.');
                    name.push_str(self.word_at(1));
                    self.pos += 2;
                }
                Ok((name, self.since(start)))
            }
            Tok::Pipe | Tok::Newline | Tok::End => {
                let last = self.last();
                let word = quoted(&self.text[last.start..last.end]);
                Err(Diag::new(last, format!("nothing follows {word}")).label(format!("{wanted} is wanted")))
            }
            _ => Err(self.odd(wanted)),
        }
    }

    /// Whether a keyword stands here that some stages have, but not this one.
    pub(super) fn foreign_keyword(&self) -> bool {
        KEYWORDS.contains(&self.word_at(0)) && self.starts_operand(1)
    }

    /// Adds a text as help if it is one that parses, and differs from what was written.
    pub(super) fn fix(&self, diag: Diag, text: &str) -> Diag {
        if self.quiet || text.is_empty() || !self.parses(text) {
            return diag;
        }
        diag.help(text)
    }

    /// Whether a rewritten text is right, as far as the parser can say.
    fn parses(&self, text: &str) -> bool {
        if !self.inner {
            return parse_with(text, self.words, true).is_ok_and(|p| !p.stages.is_empty());
        }
        let mut diags = Vec::new();
        let tokens = lex(text, &mut diags);
        let mut parser = Parser::new(text, &tokens, self.words, true);
        let read = parser.expr().is_ok() && *parser.tok() == Tok::End;
        read && diags.is_empty()
    }

    /// Whether the stage is short enough to be rewritten.
    pub(super) fn mendable(&self) -> bool {
        !self.quiet && self.stage_view().len() <= MENDED
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
