//! What to say when a token cannot stand where it stands.
//!
//! Most such tokens are right in another language, and then the answer is the user's own
//! stage with flitch's spelling. Every text that is offered has been parsed before: a
//! correction that is itself wrong is worse than none.

use super::ast::{Compare, Expr, ExprKind, Span};
use super::diag::{Diag, quoted};
use super::foreign::{self, Answer};
use super::lex::{Tok, reserved};
use super::mend::{WORD_OPERATORS, mend, replaced, ternary};
use super::number;
use super::parse::Parser;

/// Operators of other languages: what is said of them, and what is said after the carets.
const OPERATORS: [(&str, &str, &str); 22] = [
    ("=", "`=` does not compare", "`==` compares"),
    ("===", "`===` is no operator", "`==` compares"),
    ("!==", "`!==` is no operator", "write `!=`"),
    ("<>", "`<>` is no operator", "write `!=`"),
    ("=>", "`=>` is no operator", "write `>=`"),
    ("=<", "`=<` is no operator", "write `<=`"),
    ("&&", "`&&` is no operator", "write `and`"),
    ("&", "`&` is no operator", "write `and`"),
    ("||", "`||` is no operator", "write `or`"),
    ("!", "`!` is no operator", "write `not`"),
    ("!~", "`!~` is no operator", "write `not` and `=~`"),
    ("~", "`~` is no operator", "`=~` searches for a regex"),
    ("~=", "`~=` is no operator", "`=~` searches for a regex"),
    (".", "no name follows this `.`", "`a.b` is key b of a"),
    ("^", "`^` is no operator", "`**` is the power"),
    ("?.", "`?.` is not needed", "a field of what is missing is None"),
    ("->", "`->` is no operator", "`.` reaches into a record"),
    ("::", "`::` is no operator", "types are functions: `int(x)`"),
    (";", "`;` does not end a stage", "`|` does"),
    ("|>", "`|>` is no operator", "`|` ends a stage"),
    ("$", "names have no `$`", "write the name alone"),
    ("\\", "`\\` means nothing outside a string", "a newline after `|` or a comma needs none"),
];

impl Parser<'_> {
    /// Adds the stage with flitch's operators, if that parses.
    fn mended(&self, diag: Diag) -> Diag {
        if !self.mendable() {
            return diag;
        }
        self.fix(diag, &mend(self.stage_view(), self.accepts("=")))
    }

    /// Adds the stage with the tokens `from..to` replaced.
    pub(super) fn instead(&self, diag: Diag, from: usize, to: usize, text: &str) -> Diag {
        if !self.mendable() {
            return diag;
        }
        let view = self.stage_view();
        self.fix(diag, &replaced(view, from - self.first, (to - self.first).min(view.len()), text, self.accepts("=")))
    }

    /// The text of some tokens, mended.
    pub(super) fn tokens_text(&self, from: usize, to: usize) -> String {
        mend(self.stage_view().slice(from - self.first, to - self.first), false)
    }

    /// An answer of the table of foreign words.
    pub(super) fn answered(&self, answer: Answer) -> Diag {
        let diag = answer.code.iter().fold(answer.diag, |diag, code| self.fix(diag, code));
        match answer.example {
            Some(example) if diag.help.is_empty() => self.fix(diag, example),
            _ => diag,
        }
    }

    /// The stage opens with something that opens none.
    pub(super) fn unknown(&self) -> Diag {
        self.answered(foreign::unknown(self.stage_view(), self.words))
    }

    /// A field may be named like a stage: `head >= 5` is a condition without its `where`.
    pub(super) fn opens_condition(&self, word: &str) -> Result<(), Diag> {
        let close = self.tokens.get(self.pos).is_some_and(|token| !token.gap);
        let compares = match self.tok() {
            Tok::Op(".") => close,
            Tok::Op(op) => matches!(*op, "==" | "!=" | "<" | "<=" | ">" | ">=" | "=~" | "=" | "??" | "%"),
            Tok::Name => matches!(self.word_at(0), "in" | "is"),
            _ => false,
        };
        if !compares {
            return Ok(());
        }
        let span = self.last();
        let diag = Diag::new(span, format!("`{word}` is a stage, and this looks like a condition"));
        let text = format!("where {}", mend(self.stage_view(), false));
        Err(if self.mendable() { self.fix(diag, &text) } else { diag })
    }

    /// Something follows a stage like `"text"`.
    pub(super) fn after_predicate(&self) -> Diag {
        if self.juxtaposed_text() {
            let diag = Diag::new(self.span(), "two texts need `and` or `or` between them");
            let text = format!("and {}", self.tokens_text(self.pos, self.pos + 1));
            return self.instead(diag, self.pos, self.pos + 1, &text);
        }
        self.odd("`and`, `or` or the end of the stage")
    }

    fn juxtaposed_text(&self) -> bool {
        matches!(self.tok(), Tok::Str(_) | Tok::Raw(_) | Tok::NoCase(_))
    }

    /// The token at the position cannot follow what stands before it; `wanted` could.
    pub(super) fn odd(&self, wanted: &str) -> Diag {
        let span = self.span();
        let source = &self.text[span.start..span.end];
        match self.tok() {
            Tok::Op("=>") if self.pos > 1 && self.tokens[self.pos - 2].tok == Tok::Op("=") => {
                return Diag::new(span, "there are no lambdas").label("write the expression itself");
            }
            Tok::Op(op) => {
                if let Some((_, message, label)) = OPERATORS.iter().find(|(known, ..)| known == op) {
                    return self.mended(Diag::new(span, *message).label(*label));
                }
                if matches!(*op, ")" | "]" | "}") {
                    return Diag::new(span, format!("this `{op}` closes nothing"));
                }
            }
            Tok::Name => return self.odd_word(wanted),
            Tok::Tick => return self.tick(),
            Tok::Odd(c) => return Diag::new(span, format!("`{}` means nothing here", c.escape_debug())),
            Tok::Pipe | Tok::Newline | Tok::End => {
                let last = self.last();
                let found = quoted(&self.text[last.start..last.end]);
                return Diag::new(last, format!("the stage ends after {found}")).label(format!("{wanted} is wanted"));
            }
            _ => {}
        }
        self.mended(Diag::new(span, format!("unexpected {}", quoted(source))).label(format!("{wanted} is wanted")))
    }

    fn odd_word(&self, wanted: &str) -> Diag {
        let span = self.span();
        let word = self.word_at(0);
        let lower = word.to_ascii_lowercase();
        let next = self.word_at(1).to_ascii_lowercase();
        if WORD_OPERATORS.contains(&lower.as_str()) {
            return self.mended(Diag::new(span, format!("`{word}` is no operator")));
        }
        if word == "not" && WORD_OPERATORS.contains(&next.as_str()) {
            return self.mended(Diag::new(span, format!("`not {}` is no operator", self.word_at(1))));
        }
        if reserved(&lower) && !reserved(word) {
            return self.mended(Diag::new(span, format!("`{word}` is no operator")).label(format!("write `{lower}`")));
        }
        let before = self.last();
        if self.text[before.start..before.end].eq_ignore_ascii_case("distinct") {
            return self.mended(Diag::new(before, "`distinct` is no word here"));
        }
        let diag = match word {
            "elif" => Diag::new(span, "there is no `elif`").help("\"a\" if x > 9 else \"b\" if x > 5 else \"c\""),
            "else" => Diag::new(span, "this `else` has no `if`").help("\"slow\" if ms > 100 else \"fast\""),
            "for" => Diag::new(span, "there are no loops in expressions"),
            _ => Diag::new(span, format!("unexpected `{word}`")).label(format!("{wanted} is wanted")),
        };
        self.mended(diag)
    }

    fn tick(&self) -> Diag {
        self.mended(
            Diag::new(self.span(), "names have no backticks").label("write the name alone, or `row[\"odd name\"]`"),
        )
    }

    /// No operand can start at the position.
    pub(super) fn no_operand(&self) -> Diag {
        let span = self.span();
        let source = &self.text[span.start..span.end];
        let before = self.last();
        let after = quoted(&self.text[before.start..before.end]);
        match self.tok() {
            Tok::Pipe | Tok::Newline | Tok::End => {
                return Diag::new(before, format!("nothing follows {after}")).label("an expression is wanted");
            }
            Tok::Tick => return self.tick(),
            Tok::Name if self.lambda() => {
                return Diag::new(span, "there are no lambdas").label("write the expression itself");
            }
            Tok::Name if source == "if" => {
                return Diag::new(span, "`if` stands after its value").help("\"slow\" if ms > 100 else \"fast\"");
            }
            Tok::Name => {
                return Diag::new(span, format!("nothing stands before `{source}`")).label("an expression is wanted");
            }
            Tok::Op("$") if matches!(self.at(1), Tok::Int(_)) => {
                return self
                    .mended(Diag::new(span, "fields have names, not numbers").label("`line` is the whole line"));
            }
            Tok::Op(".") if *self.at(1) == Tok::Name => {
                return self.mended(Diag::new(span, "a field is named without a dot before it"));
            }
            Tok::Op(".") if matches!(self.at(1), Tok::Int(_)) => {
                return Diag::new(span, "a number starts with a digit").help("0.5");
            }
            Tok::Op("/") => return self.slashes(),
            Tok::Op("{") => return Diag::new(span, "there are no braces outside of f-strings").help("f\"{path}\""),
            Tok::Op("!" | "$" | "~" | "&" | "\\") => return self.odd("an expression"),
            Tok::Op(op) if !matches!(*op, "]" | "}") => {
                let diag = Diag::new(span, format!("nothing stands before `{op}`"));
                return self.mended(diag.label("an expression is wanted"));
            }
            _ => {}
        }
        self.odd("an expression")
    }

    /// `/regex/`, as awk, sed and JavaScript write it.
    fn slashes(&self) -> Diag {
        let diag = Diag::new(self.span(), "a regex is written r\"...\"");
        let view = self.stage_view();
        let at = self.pos - self.first;
        let Some(end) = view.tokens.iter().skip(at + 1).position(|t| t.tok == Tok::Op("/")).map(|i| at + 1 + i) else {
            return diag.label("an expression is wanted");
        };
        let inside = &self.text[self.span().end..view.tokens[end].span.start];
        let compares = at > 0 && matches!(view.tokens[at - 1].tok, Tok::Op("=~" | "~" | "!~"));
        let subject = if compares { "" } else { "line =~ " };
        self.instead(diag, self.pos, self.first + end + 1, &format!("{subject}r\"{inside}\""))
    }

    /// Whether a lambda starts here, Python's or an arrow.
    pub(super) fn lambda(&self) -> bool {
        let word = self.word_at(0);
        word == "lambda" && matches!(self.at(1), Tok::Name | Tok::Op(":"))
    }

    /// An item follows another without a comma, which some stages take; but not these.
    pub(super) fn misplaced(&self, items: &[super::ast::Item]) -> Result<(), Diag> {
        let span = self.span();
        let word = self.word_at(0);
        let lower = word.to_ascii_lowercase();
        let operand = !matches!(self.at(1), Tok::Pipe | Tok::Newline | Tok::End | Tok::Op(","));
        if operand
            && (WORD_OPERATORS.contains(&lower.as_str()) || (reserved(&lower) && !reserved(word)) || word == "elif")
        {
            return Err(self.odd_word("an operator"));
        }
        if let [item] = items
            && matches!(&item.expr.kind, ExprKind::Name(name) if name == "NOT")
        {
            return Err(self.mended(Diag::new(item.span, "`NOT` is no operator").label("write `not`")));
        }
        if self.foreign_keyword() {
            return Err(self.mended(Diag::new(span, format!("`{}` takes no `{word}`", self.name))));
        }
        let left = self.pos.checked_sub(1).and_then(|i| self.tokens.get(i)).map(|token| &token.tok);
        let alone = items.last().is_some_and(|item| matches!(item.expr.kind, ExprKind::Int(_) | ExprKind::Float(_)));
        if let (Some(Tok::Int(_) | Tok::Float(_)), Some(unit), false) = (left, number::unit(word), alone) {
            let before = self.last();
            let diag = Diag::new(before.to(span), "a unit is written to its number");
            let joined = format!("{}{unit}", &self.text[before.start..before.end]);
            return Err(self.instead(diag, self.pos - 1, self.pos + 1, &joined));
        }
        if let (Some(Tok::Str(_)), Tok::Str(_), false) = (left, self.tok(), self.tokens[self.pos].gap) {
            let before = self.last();
            let quote = &self.text[span.start..span.start + 1];
            let (a, b) = (&self.text[before.start..before.end - 1], &self.text[span.start + 1..span.end]);
            let diag =
                Diag::new(before.to(span), "a quote is not doubled within quotes").label("write a `\\` before it");
            return Err(self.instead(diag, self.pos - 1, self.pos + 1, &format!("{a}\\{quote}{b}")));
        }
        // Aggregates are only ever listed: here a missing comma or `by` is certain.
        if self.name == "stats" {
            let source = &self.text[span.start..span.end];
            let diag = Diag::new(span, format!("{} follows an aggregate without a comma", quoted(source)));
            let alone = matches!(items, [item] if matches!(item.expr.kind, ExprKind::Name(_)));
            let joined = if self.words.is_aggregate(word) { ", " } else { "by " };
            if !alone && joined == "by " {
                return Err(diag);
            }
            let view = self.stage_view();
            let at = self.pos - self.first;
            let (left, right) = (mend(view.slice(0, at), false), mend(view.slice(at, view.len()), false));
            let glue = if joined == ", " { "" } else { " " };
            return Err(self.fix(diag, &format!("{left}{glue}{joined}{right}")));
        }
        Ok(())
    }

    /// `=` after an item's expression, which began at token `begin`.
    pub(super) fn equals(&self, begin: usize, expr: &Expr) -> Diag {
        let span = self.span();
        if self.accepts("=") {
            if let ExprKind::Index(of, key) = &expr.kind
                && let ExprKind::Str(_) = key.kind
            {
                let diag = Diag::new(expr.span, "a name stands before `=`");
                // A key of the record is a name; one of a nested value is none.
                if !matches!(&of.kind, ExprKind::Name(name) if name == "row") {
                    return diag;
                }
                let key = self.text[key.span.start..key.span.end].to_string();
                return self.instead(diag, begin, self.pos + 1, &format!("{key} ="));
            }
            if begin + 1 < self.pos && !matches!(expr.kind, ExprKind::Attr(..)) {
                return self.odd("the end of the item");
            }
        }
        let names = matches!(expr.kind, ExprKind::Name(_) | ExprKind::Attr(..));
        if names && self.accepts("as") && !self.accepts("=") {
            let diag = Diag::new(span, format!("`{}` names a column with `as`", self.name));
            if !self.mendable() {
                return diag;
            }
            return self.fix(diag, &foreign::named_by_as(self.stage_view()));
        }
        self.odd("the end of the item")
    }

    /// `a ? b : c`, at the question mark; `start` is the first token of `a`.
    pub(super) fn question(&self, start: usize) -> Diag {
        let diag = Diag::new(self.span(), "`?` is no operator").label("write `then if condition else other`");
        if !self.mendable() {
            return diag;
        }
        let view = self.stage_view();
        match ternary(view, start - self.first, self.pos - self.first, self.accepts("=")) {
            Some(text) => self.fix(diag, &text),
            None => diag,
        }
    }

    /// `a if c` without `else`; `span` is the `if`.
    pub(super) fn no_else(&self, span: Span) -> Diag {
        if self.word_at(0) == "elif" {
            return self.odd_word("`else`");
        }
        if !self.ended() && !self.is(",") && !self.is(")") && self.word_at(0).is_empty() {
            return self.odd("`else`");
        }
        let diag = Diag::new(span, "this `if` has no `else`");
        let gap = if self.ended() || self.is(",") || self.is(")") { " else None" } else { "else None" };
        self.instead(diag, self.pos, self.pos, gap)
    }

    /// `not` where only an operand may stand.
    pub(super) fn not_within(&self) -> Diag {
        Diag::new(self.span(), "`not` stands before a whole condition").help("not x == y").help("x == (not y)")
    }

    /// A bracket was not closed where it could be.
    pub(super) fn unclosed(&self, open: Span, close: &str) -> Diag {
        let bracket = &self.text[open.start..open.end];
        match self.tok() {
            Tok::Pipe | Tok::Newline | Tok::End => {
                Diag::new(open, format!("this `{bracket}` is never closed")).label("opened here")
            }
            Tok::Op(other @ (")" | "]" | "}")) => {
                Diag::new(self.span(), format!("`{other}` does not close `{bracket}`")).label(format!("`{close}` does"))
            }
            Tok::Int(_) | Tok::Float(_) | Tok::Str(_) | Tok::Raw(_) => {
                let source = &self.text[self.span().start..self.span().end];
                Diag::new(self.span(), format!("unexpected {}", quoted(source))).label("a comma is wanted before it")
            }
            _ => self.odd(&format!("a comma or `{close}`")),
        }
    }

    /// Checks the start of an argument for what arguments cannot have.
    pub(super) fn argument(&self) -> Result<(), Diag> {
        if *self.tok() == Tok::Name && *self.at(1) == Tok::Op("=") {
            let span = self.span();
            let diag = Diag::new(span, "arguments have no names").label("they are known by their places");
            return Err(self.instead(diag, self.pos, self.pos + 2, ""));
        }
        if *self.tok() == Tok::Name && *self.at(1) == Tok::Op("=>") {
            return Err(Diag::new(self.span(), "there are no lambdas").label("write the expression itself"));
        }
        Ok(())
    }

    /// Checks the right side of a comparison, which began at token `from`.
    pub(super) fn right_side(&self, op: Compare, right: &Expr, from: usize) -> Result<(), Diag> {
        let number = matches!(right.kind, ExprKind::Int(_) | ExprKind::Float(_));
        match op {
            Compare::Is | Compare::IsNot => {
                let sign = if op == Compare::Is { "==" } else { "!=" };
                let nothing =
                    |name: &str| matches!(name.to_ascii_lowercase().as_str(), "null" | "nil" | "none" | "undefined");
                match &right.kind {
                    ExprKind::Str(_) | ExprKind::Int(_) | ExprKind::Float(_) => {}
                    ExprKind::Name(name) if nothing(name) => {
                        let diag = Diag::new(right.span, format!("`{name}` is written `None`"));
                        return Err(self.instead(diag, from, self.pos, "None"));
                    }
                    _ => return Ok(()),
                }
                let width = if op == Compare::Is { 1 } else { 2 };
                let span = self.tokens[from - width].span.to(self.tokens[from - 1].span);
                let diag = Diag::new(span, "`is` tests for None only").label(format!("`{sign}` compares"));
                Err(self.instead(diag, from - width, from, sign))
            }
            Compare::In | Compare::NotIn if number => {
                let mut to = self.pos;
                while matches!(self.tokens.get(to).map(|t| &t.tok), Some(Tok::Op(",")))
                    && matches!(self.tokens.get(to + 1).map(|t| &t.tok), Some(Tok::Int(_) | Tok::Float(_)))
                {
                    to += 2;
                }
                let list = self.tokens_text(from, to);
                let list = if to == self.pos { format!("[{list}]") } else { format!("({list})") };
                Err(self.instead(Diag::new(right.span, "`in` takes a list, a text or a field"), from, to, &list))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
#[path = "wrong_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "wrong_more_tests.rs"]
mod more_tests;
