//! The tokens of a stage as something to look around in.
//!
//! Help for text that does not parse is written from tokens, so here is what there is
//! instead of a tree: words by place, parts between commas, the extent of an operand.

use super::ast::Span;
use super::lex::{Tok, Token, ends_operand};

/// Some tokens, and the text that they were cut from.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
}

impl<'a> View<'a> {
    /// The text of a token; empty past the end.
    pub fn source(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| &self.text[t.span.start..t.span.end])
    }

    /// The text of a name; empty if the token is none.
    pub fn word(&self, i: usize) -> &'a str {
        if matches!(self.tokens.get(i), Some(Token { tok: Tok::Name, .. })) { self.source(i) } else { "" }
    }

    /// Whether the token is this operator.
    pub fn is(&self, i: usize, op: &str) -> bool {
        matches!(self.tokens.get(i), Some(Token { tok: Tok::Op(found), .. }) if *found == op)
    }

    /// Some of the tokens; indexes past the end are the end.
    pub fn slice(&self, from: usize, to: usize) -> View<'a> {
        let to = to.min(self.tokens.len());
        View { text: self.text, tokens: &self.tokens[from.min(to)..to] }
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The span of all tokens.
    pub fn span(&self) -> Span {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => Span::default(),
        }
    }

    /// The first token outside brackets, from `from` on, that `wanted` says yes to.
    pub fn find(&self, from: usize, wanted: impl Fn(usize) -> bool) -> Option<usize> {
        let mut open = 0usize;
        for i in from..self.len() {
            if open == 0 && wanted(i) {
                return Some(i);
            }
            match self.tokens[i].tok {
                Tok::Op("(" | "[" | "{") => open += 1,
                Tok::Op(")" | "]" | "}") => open = open.saturating_sub(1),
                _ => {}
            }
        }
        None
    }

    /// The parts between commas outside brackets.
    pub fn items(&self) -> Vec<View<'a>> {
        let mut items = Vec::new();
        let mut from = 0;
        while let Some(comma) = self.find(from, |i| self.is(i, ",")) {
            items.push(self.slice(from, comma));
            from = comma + 1;
        }
        if from < self.len() {
            items.push(self.slice(from, self.len()));
        }
        items
    }

    /// Whether a token can begin an operand.
    pub fn operand(&self, i: usize) -> bool {
        match self.tokens.get(i).map(|t| &t.tok) {
            None | Some(Tok::Pipe | Tok::Newline | Tok::End | Tok::Odd(_)) => false,
            Some(Tok::Name) => !matches!(self.source(i), "and" | "or" | "in" | "is" | "if" | "else" | "by" | "as"),
            Some(Tok::Op(op)) => matches!(*op, "(" | "[" | "-" | "$" | "."),
            Some(_) => true,
        }
    }

    /// The first token of the operand that ends before `end`: `a.b`, `f(x)`, `(a + b)`, `"x"`.
    pub fn operand_start(&self, end: usize) -> usize {
        let mut i = end;
        loop {
            if i == 0 {
                return 0;
            }
            i -= 1;
            if matches!(self.tokens[i].tok, Tok::Op(")" | "]")) {
                let mut open = 1;
                while i > 0 && open > 0 {
                    i -= 1;
                    match self.tokens[i].tok {
                        Tok::Op(")" | "]") => open += 1,
                        Tok::Op("(" | "[") => open -= 1,
                        _ => {}
                    }
                }
                let called = i > 0
                    && matches!(self.tokens[i - 1].tok, Tok::Name)
                    && ends_operand(self.text, &self.tokens[i - 1]);
                if called && !self.tokens[i].gap {
                    i -= 1;
                }
            }
            if i > 1 && self.is(i - 1, ".") {
                i -= 1;
                continue;
            }
            let sigil = i > 0 && (self.is(i - 1, "$") || self.is(i - 1, "."));
            return if sigil { i - 1 } else { i };
        }
    }
}
