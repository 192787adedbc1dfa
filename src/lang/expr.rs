//! Expressions, with Python's precedence.
//!
//! One loop climbs over all levels of binary operators, so that a bracket costs five
//! frames of the stack and not fifteen. From loose to tight: `a if c else b`; `or`; `and`;
//! `not`; comparisons, chained, with `in`, `is`, `=~`; `??`; `+ -`; `* / // %`; signs;
//! `**`; then `.name`, `[i]` and calls. `??` stands between comparison and sum, so that
//! `ms ?? 0 > 5` and `a ?? b + 1` read as they are meant.
//!
//! Chains of `and` and of `or` become balanced trees: a generated condition of a thousand
//! terms is as deep as ten, and every walk over a tree may recurse.

use super::ast::{Binary, Compare, Expr, ExprKind, Piece, Span, Unary};
use super::diag::Diag;
use super::lex::{Part, Tok, Token, reserved};
use super::parse::{DEPTH, Parser};

/// An expression with the depth of its tree.
pub(super) struct Node {
    pub(super) expr: Expr,
    pub(super) height: usize,
}

type Read = Result<Node, Diag>;

/// The levels of precedence.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARE: u8 = 4;
const COALESCE: u8 = 5;
const SUM: u8 = 6;
const PRODUCT: u8 = 7;
const SIGN: u8 = 8;

/// A binary operator.
#[derive(Clone, Copy, PartialEq)]
enum Infix {
    Or,
    And,
    Compare(Compare),
    Binary(Binary),
}

/// One operand of a chain of `and` or `or`, with its tokens.
pub(super) struct Operand {
    pub(super) expr: Expr,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl<'a> Parser<'a> {
    /// A whole expression.
    pub(super) fn expr(&mut self) -> Read {
        self.enter()?;
        let node = self.ternary();
        self.depth -= 1;
        node
    }

    fn enter(&mut self) -> Result<(), Diag> {
        self.depth += 1;
        if self.depth > DEPTH { Err(self.too_deep(self.span())) } else { Ok(()) }
    }

    fn too_deep(&self, span: Span) -> Diag {
        Diag::new(span, "nested too deeply").label(format!("{DEPTH} levels are the limit"))
    }

    /// An expression of which the deepest part is `below`.
    fn node(&self, kind: ExprKind, span: Span, below: usize) -> Read {
        let height = below + 1;
        if height > DEPTH {
            return Err(self.too_deep(span));
        }
        Ok(Node { expr: Expr { kind, span }, height })
    }

    fn ternary(&mut self) -> Read {
        let start = self.pos;
        let then = self.binary(OR)?;
        if self.is("?") {
            return Err(self.question(start));
        }
        if self.word_at(0) != "if" {
            return Ok(then);
        }
        let span = self.span();
        self.pos += 1;
        let cond = self.binary(OR)?;
        if self.word_at(0) != "else" {
            return Err(self.no_else(span));
        }
        self.pos += 1;
        let other = self.expr()?;
        let below = then.height.max(cond.height).max(other.height);
        let span = then.expr.span.to(other.expr.span);
        self.node(ExprKind::If(Box::new(cond.expr), Box::new(then.expr), Box::new(other.expr)), span, below)
    }

    /// Operands joined by operators of at least this level.
    fn binary(&mut self, level: u8) -> Read {
        let start = self.pos;
        let mut left = self.operand(level)?;
        while let Some((infix, own, width)) = self.infix() {
            if own < level {
                break;
            }
            left = match infix {
                Infix::And | Infix::Or => self.chain(left, start, infix == Infix::Or)?,
                Infix::Compare(_) => self.comparison(left)?,
                Infix::Binary(op) => {
                    self.pos += width;
                    self.joined(op, left, own + 1)?
                }
            };
        }
        Ok(left)
    }

    /// `a + b`, from the token after the operator on. Apart from the loop above to keep its frame small:
    /// brackets nest through that one.
    fn joined(&mut self, op: Binary, left: Node, level: u8) -> Read {
        let right = self.binary(level)?;
        let span = left.expr.span.to(right.expr.span);
        let below = left.height.max(right.height);
        self.node(ExprKind::Binary(op, Box::new(left.expr), Box::new(right.expr)), span, below)
    }

    /// The operator at the position, its level, and how many tokens it has.
    fn infix(&self) -> Option<(Infix, u8, usize)> {
        let compare = |op, width| Some((Infix::Compare(op), COMPARE, width));
        let binary = |op, level| Some((Infix::Binary(op), level, 1));
        match self.tok() {
            Tok::Op(op) => match *op {
                "==" => compare(Compare::Eq, 1),
                "!=" => compare(Compare::Ne, 1),
                "<" => compare(Compare::Lt, 1),
                "<=" => compare(Compare::Le, 1),
                ">" => compare(Compare::Gt, 1),
                ">=" => compare(Compare::Ge, 1),
                "=~" => compare(Compare::Match, 1),
                "??" => binary(Binary::Coalesce, COALESCE),
                "+" => binary(Binary::Add, SUM),
                "-" => binary(Binary::Sub, SUM),
                "*" => binary(Binary::Mul, PRODUCT),
                "/" => binary(Binary::Div, PRODUCT),
                "//" => binary(Binary::FloorDiv, PRODUCT),
                "%" => binary(Binary::Mod, PRODUCT),
                _ => None,
            },
            Tok::Name => match (self.word_at(0), self.word_at(1)) {
                ("or", _) => Some((Infix::Or, OR, 1)),
                ("and", _) => Some((Infix::And, AND, 1)),
                ("in", _) => compare(Compare::In, 1),
                ("not", "in") => compare(Compare::NotIn, 2),
                ("is", "not") => compare(Compare::IsNot, 2),
                ("is", _) => compare(Compare::Is, 1),
                _ => None,
            },
            _ => None,
        }
    }

    /// `a or b or c`, from the first operator on; `start` is the first token of `a`.
    fn chain(&mut self, first: Node, start: usize, or: bool) -> Read {
        let word = if or { "or" } else { "and" };
        let mut below = first.height;
        let mut operands = vec![Operand { expr: first.expr, from: start, to: self.pos }];
        while self.word_at(0) == word {
            self.pos += 1;
            let from = self.pos;
            let next = self.binary(if or { AND } else { NOT })?;
            below = below.max(next.height);
            operands.push(Operand { expr: next.expr, from, to: self.pos });
        }
        self.conditions(&operands, word)?;
        let mut terms = Vec::with_capacity(operands.len());
        for operand in operands {
            flatten(operand.expr, or, &mut terms);
        }
        let count = terms.len();
        let expr = balanced(&mut terms.into_iter(), count, or);
        let height = below + count.next_power_of_two().ilog2() as usize;
        if height > DEPTH {
            return Err(self.too_deep(expr.span));
        }
        Ok(Node { expr, height })
    }

    /// `a < b <= c`, from the first operator on.
    fn comparison(&mut self, left: Node) -> Read {
        let mut span = left.expr.span;
        let mut below = left.height;
        let mut rest = Vec::new();
        while let Some((Infix::Compare(op), _, width)) = self.infix() {
            self.pos += width;
            let from = self.pos;
            let right = self.binary(COALESCE)?;
            self.right_side(op, &right.expr, from)?;
            span = span.to(right.expr.span);
            below = below.max(right.height);
            rest.push((op, right.expr));
        }
        self.node(ExprKind::Compare(Box::new(left.expr), rest), span, below)
    }

    /// An operand with the `not` or sign before it.
    fn operand(&mut self, level: u8) -> Read {
        let start = self.span();
        let (op, inner) = match self.tok() {
            Tok::Name if self.word_at(0) == "not" => {
                if level > NOT {
                    return Err(self.not_within());
                }
                (Unary::Not, NOT)
            }
            Tok::Op("-") => (Unary::Neg, SIGN),
            Tok::Op("+") => (Unary::Plus, SIGN),
            _ => return self.power(),
        };
        self.pos += 1;
        self.enter()?;
        let node = if inner == NOT { self.binary(NOT) } else { self.operand(SIGN) };
        self.depth -= 1;
        let node = node?;
        self.node(ExprKind::Unary(op, Box::new(node.expr)), self.since(start), node.height)
    }

    /// `a ** b`, which binds tighter than a sign on its left and looser than one on its right.
    fn power(&mut self) -> Read {
        let base = self.postfix()?;
        if !self.pass("**") {
            return Ok(base);
        }
        self.enter()?;
        let exponent = self.operand(SIGN);
        self.depth -= 1;
        let exponent = exponent?;
        let span = base.expr.span.to(exponent.expr.span);
        let below = base.height.max(exponent.height);
        self.node(ExprKind::Binary(Binary::Pow, Box::new(base.expr), Box::new(exponent.expr)), span, below)
    }

    /// An atom with the `.name`, `.name(args)` and `[i]` after it.
    fn postfix(&mut self) -> Read {
        let number = matches!(self.tok(), Tok::Int(_) | Tok::Float(_) | Tok::Percent(_) | Tok::Duration(_));
        let mut node = self.atom()?;
        while !number && (self.is("[") || (self.is(".") && *self.at(1) == Tok::Name)) {
            node = if self.is("[") { self.index(node)? } else { self.member(node)? };
        }
        Ok(node)
    }

    /// `.name` or `.name(args)` after an object.
    fn member(&mut self, object: Node) -> Read {
        let start = object.expr.span;
        let name = self.word_at(1).to_string();
        self.pos += 2;
        let inner = Box::new(object.expr);
        if !self.is("(") {
            return self.node(ExprKind::Attr(inner, name), self.since(start), object.height);
        }
        let (args, deepest) = self.args()?;
        self.node(ExprKind::Method(inner, name, args), self.since(start), object.height.max(deepest))
    }

    /// `[i]` or `[a:b:c]` after an object.
    fn index(&mut self, object: Node) -> Read {
        let start = object.expr.span;
        let open = self.span();
        self.pos += 1;
        let mut below = object.height;
        let mut parts: [Option<Box<Expr>>; 3] = [None, None, None];
        let mut colons = 0;
        loop {
            // `[::2]` has no operator `::` in it.
            let width = if self.is("::") { 2 } else { usize::from(self.is(":")) };
            if width > 0 && colons + width <= 2 {
                colons += width;
                self.pos += 1;
            } else if self.is("]") && (colons > 0 || parts[0].is_some()) {
                self.pos += 1;
                break;
            } else if self.is("]") {
                return Err(
                    Diag::new(open.to(self.span()), "nothing stands in these brackets").label("an index is wanted")
                );
            } else if parts[colons].is_some() {
                return Err(self.unclosed(open, "]"));
            } else {
                if self.ended() {
                    return Err(self.unclosed(open, "]"));
                }
                let part = self.expr()?;
                below = below.max(part.height);
                parts[colons] = Some(Box::new(part.expr));
            }
        }
        let span = self.since(start);
        let object = Box::new(object.expr);
        let kind = match (colons, parts) {
            (0, [Some(at), _, _]) => ExprKind::Index(object, at),
            (_, [from, to, step]) => ExprKind::Slice(object, from, to, step),
        };
        self.node(kind, span, below)
    }

    /// `(a, b)` after a function's name, and the greatest height in it.
    fn args(&mut self) -> Result<(Vec<Expr>, usize), Diag> {
        let open = self.span();
        self.pos += 1;
        let (args, deepest, _) = self.list(open, ")", true)?;
        Ok((args, deepest))
    }

    /// Expressions and commas up to a bracket; the greatest height; whether a comma stood last.
    fn list(&mut self, open: Span, close: &str, call: bool) -> Result<(Vec<Expr>, usize, bool), Diag> {
        let mut list = Vec::new();
        let mut deepest = 0;
        let mut comma = false;
        loop {
            if self.pass(close) {
                return Ok((list, deepest, comma));
            }
            if self.ended() || !(list.is_empty() || comma) {
                return Err(self.unclosed(open, close));
            }
            if call {
                self.argument()?;
            }
            let node = self.expr()?;
            deepest = deepest.max(node.height);
            list.push(node.expr);
            comma = self.pass(",");
        }
    }

    /// What stands at the bottom: a literal, a name, a call, or something in brackets.
    fn atom(&mut self) -> Read {
        match self.tok() {
            Tok::Name => self.named(),
            Tok::Op("(") => self.group(),
            Tok::Op("[") => self.bracket(),
            Tok::Format(parts) => self.format(parts),
            _ => self.literal(),
        }
    }

    /// `[a, b]`
    fn bracket(&mut self) -> Read {
        let open = self.span();
        self.pos += 1;
        let (list, deepest, _) = self.list(open, "]", false)?;
        self.node(ExprKind::List(list), self.since(open), deepest)
    }

    fn literal(&mut self) -> Read {
        let span = self.span();
        let kind = match self.tok() {
            Tok::Int(n) => ExprKind::Int(*n),
            Tok::Float(f) => ExprKind::Float(*f),
            Tok::Percent(f) => ExprKind::Percent(*f),
            Tok::Duration(ns) => ExprKind::Duration(*ns),
            Tok::Time(ns) => ExprKind::Time(*ns),
            Tok::Str(bytes) => ExprKind::Str(bytes.clone()),
            Tok::Raw(text) => ExprKind::Raw(text.clone()),
            Tok::NoCase(bytes) => ExprKind::NoCase(bytes.clone()),
            Tok::Bad => ExprKind::Bad,
            Tok::Op("*") if self.star() => ExprKind::Star,
            _ => return Err(self.no_operand()),
        };
        self.pos += 1;
        self.node(kind, span, 0)
    }

    /// Whether the `*` at the position stands alone, as in `count(*)`.
    fn star(&self) -> bool {
        matches!(self.at(1), Tok::Op(")" | ",") | Tok::Pipe | Tok::Newline | Tok::End)
    }

    /// A name, a reserved value, or a call.
    fn named(&mut self) -> Read {
        let span = self.span();
        let word = self.word_at(0);
        let kind = match word {
            "None" | "null" => ExprKind::None,
            "True" | "true" => ExprKind::Bool(true),
            "False" | "false" => ExprKind::Bool(false),
            _ if reserved(word) || self.lambda() => return Err(self.no_operand()),
            _ if *self.at(1) == Tok::Op("(") => return self.call(),
            _ => ExprKind::Name(word.to_string()),
        };
        self.pos += 1;
        self.node(kind, span, 0)
    }

    /// `f(a, b)`
    fn call(&mut self) -> Read {
        let span = self.span();
        let name = self.word_at(0).to_string();
        self.pos += 1;
        let (args, deepest) = self.args()?;
        self.node(ExprKind::Call(name, args), self.since(span), deepest)
    }

    /// `(a)`, which is `a`, or `(a, b)`, a list. The span takes in the brackets.
    fn group(&mut self) -> Read {
        let open = self.span();
        self.pos += 1;
        if self.is(")") {
            let span = open.to(self.span());
            return Err(Diag::new(span, "nothing stands in these brackets").label("`[]` is the empty list"));
        }
        let first = self.expr()?;
        if self.pass(")") {
            let expr = Expr { span: self.since(open), ..first.expr };
            return Ok(Node { expr, height: first.height });
        }
        if !self.pass(",") {
            return Err(self.unclosed(open, ")"));
        }
        let (more, deepest, _) = self.list(open, ")", false)?;
        let mut list = vec![first.expr];
        list.extend(more);
        self.node(ExprKind::List(list), self.since(open), first.height.max(deepest))
    }

    /// An f-string: its expressions are parsed from the tokens that the lexer cut.
    fn format(&mut self, parts: &'a [Part]) -> Read {
        let span = self.span();
        let mut below = 0;
        let mut pieces = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Part::Text(text) => pieces.push(Piece::Text(text.clone())),
                Part::Value { tokens, spec } => {
                    let node = self.piece(tokens)?;
                    below = below.max(node.height);
                    pieces.push(Piece::Value { expr: node.expr, spec: spec.clone() });
                }
            }
        }
        self.pos += 1;
        self.node(ExprKind::Format(pieces), span, below)
    }

    fn piece(&self, tokens: &'a [Token]) -> Read {
        let mut parser = Parser::new(self.text, tokens, self.words, self.quiet);
        parser.inner = true;
        parser.depth = self.depth;
        let node = parser.expr()?;
        if *parser.tok() != Tok::End {
            return Err(parser.odd("`:`, `}` or an operator"));
        }
        Ok(node)
    }
}

/// Adds the terms of a chain; a chain in brackets within one of its kind is part of it.
fn flatten(expr: Expr, or: bool, terms: &mut Vec<Expr>) {
    match expr.kind {
        ExprKind::Or(a, b) if or => {
            flatten(*a, or, terms);
            flatten(*b, or, terms);
        }
        ExprKind::And(a, b) if !or => {
            flatten(*a, or, terms);
            flatten(*b, or, terms);
        }
        kind => terms.push(Expr { kind, span: expr.span }),
    }
}

/// The next `count` terms as a tree; the left side has the odd one, as in `(a or b) or c`.
fn balanced(terms: &mut impl Iterator<Item = Expr>, count: usize, or: bool) -> Expr {
    if count <= 1 {
        return terms.next().unwrap_or(Expr { kind: ExprKind::Bad, span: Span::default() });
    }
    let left = Box::new(balanced(terms, count.div_ceil(2), or));
    let right = Box::new(balanced(terms, count / 2, or));
    let span = left.span.to(right.span);
    let kind = if or { ExprKind::Or(left, right) } else { ExprKind::And(left, right) };
    Expr { kind, span }
}
