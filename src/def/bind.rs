//! Binding: from the tree of an expression to nodes, with the checks that need kinds.
//!
//! What can be known before reading is decided here, once: which kind a literal asks for,
//! whether `+` concatenates, whether a condition is one. Every mistake has a message that
//! shows the text to write instead.

use regex::bytes::{Regex, RegexBuilder};

use super::arith::Arith;
use super::compare::{Compare, InList, LevelCompare};
use super::expr::{Expr, Row};
use super::logic::{And, Coalesce, If, Not, Or, Truth};
use super::scope::Scope;
use super::textual::{Concat, Contains, Finder, Format, LineTest, Part, TextTest};
use super::{Kind, fstring};
use crate::base::level;
use crate::data::Cell;
use crate::lang::ast::{self, Binary, Compare as Op, ExprKind, Piece, Unary};
use crate::lang::{self, Diag, print};

/// The largest compiled regex, in bytes: hostile patterns must not cost memory.
pub const REGEX_LIMIT: usize = 16 << 20;

/// Compiles a regex, or says what is wrong with it.
pub fn regex(pattern: &str, span: lang::Span) -> Result<Regex, Diag> {
    RegexBuilder::new(pattern)
        .size_limit(REGEX_LIMIT)
        .build()
        .map_err(|error| Diag::new(span, format!("this regex does not compile: {}", regex_words(&error))))
}

/// What is wrong with a regex.
pub fn regex_words(error: &regex::Error) -> String {
    let text = error.to_string();
    text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_string()
}

impl Scope<'_> {
    /// Binds an expression.
    pub fn expr(&mut self, expr: &ast::Expr) -> Result<Expr, Diag> {
        let span = expr.span;
        match &expr.kind {
            ExprKind::None => Ok(Expr::constant(Cell::None, Kind::None)),
            ExprKind::Bool(b) => Ok(Expr::constant(Cell::Bool(*b), Kind::Bool)),
            ExprKind::Int(i) => Ok(Expr::constant(Cell::Int(*i), Kind::Number)),
            ExprKind::Float(f) | ExprKind::Percent(f) => Ok(Expr::constant(Cell::Float(*f), Kind::Number)),
            ExprKind::Duration(d) => Ok(Expr::constant(Cell::Duration(*d), Kind::Duration)),
            ExprKind::Time(t) => Ok(Expr::constant(Cell::Time(*t), Kind::Time)),
            ExprKind::Str(s) => Ok(Expr::constant(self.constant(s), Kind::Text)),
            ExprKind::Raw(s) => Ok(Expr::constant(self.constant(s.as_bytes()), Kind::Text)),
            ExprKind::NoCase(_) => Err(Diag::new(span, "`i\"...\"` stands only in a search")
                .help("write it as a stage, or as `i\"text\" in x`")),
            ExprKind::Format(pieces) => self.format(pieces, expr),
            ExprKind::Name(name) => self.name(name, span),
            ExprKind::Attr(..) => self.attr(expr),
            ExprKind::Index(x, index) => self.index(x, index),
            ExprKind::Slice(x, a, b, c) => self.slice(expr, x, [a, b, c]),
            ExprKind::Call(name, args) => self.call(name, args, span),
            ExprKind::Method(x, name, args) => self.method(x, name, args, span),
            ExprKind::List(_) => {
                Err(Diag::new(span, "a list stands only after `in` or as an argument").help("status in (500, 502)"))
            }
            ExprKind::Unary(Unary::Not, x) => Ok(Expr::new(Not(self.cond(x)?), Kind::Bool)),
            ExprKind::Unary(Unary::Plus, x) => self.sign(x, false),
            ExprKind::Unary(Unary::Neg, x) => self.sign(x, true),
            ExprKind::Binary(op, a, b) => self.binary(*op, a, b),
            ExprKind::And(..) | ExprKind::Or(..) => self.junction(expr, false),
            ExprKind::Compare(first, rest) => self.compare(first, rest),
            ExprKind::If(cond, then, otherwise) => {
                let (cond, then, otherwise) = (self.cond(cond)?, self.expr(then)?, self.expr(otherwise)?);
                let kind = if then.kind == otherwise.kind { then.kind } else { Kind::Any };
                let is_string = then.is_string && otherwise.is_string;
                let mut expr = Expr::new(If { cond, then, otherwise }, kind);
                expr.is_string = is_string;
                Ok(expr)
            }
            ExprKind::Star => Err(Diag::new(span, "`*` stands only in `count(*)`")),
            ExprKind::Bad => Err(Diag::new(span, "this could not be read")),
        }
    }

    /// Binds a condition: a bool, or a field that may be one.
    pub fn cond(&mut self, expr: &ast::Expr) -> Result<Expr, Diag> {
        let bound = self.expr(expr)?;
        self.truth(bound, expr)
    }

    /// Binds a condition of a predicate stage, where bare strings mean "the line contains".
    pub fn text_cond(&mut self, expr: &ast::Expr) -> Result<Expr, Diag> {
        match &expr.kind {
            ExprKind::Str(_) | ExprKind::Raw(_) | ExprKind::NoCase(_) => {
                self.line(expr.span)?;
                let test = self.finder(expr)?;
                Ok(Expr::new(LineTest { test }, Kind::Bool))
            }
            ExprKind::And(..) | ExprKind::Or(..) => self.junction(expr, true),
            ExprKind::Unary(Unary::Not, x) => Ok(Expr::new(Not(self.text_cond(x)?), Kind::Bool)),
            _ => self.cond(expr),
        }
    }

    fn truth(&mut self, bound: Expr, expr: &ast::Expr) -> Result<Expr, Diag> {
        let shown = print::expr(expr);
        match bound.kind {
            Kind::Bool => Ok(bound),
            Kind::Any => {
                let misfit = self.note(format!("`{shown}` was not a bool"));
                Ok(Expr::new(Truth { x: bound, misfit }, Kind::Bool))
            }
            Kind::Text if matches!(expr.kind, ExprKind::Str(_) | ExprKind::Raw(_)) => {
                Err(Diag::new(expr.span, format!("`{shown}` is text, and a condition must be a bool"))
                    .label("as a stage of its own, or after `and` in one, it searches the line")
                    .help(shown))
            }
            Kind::Number => Err(Diag::new(expr.span, format!("`{shown}` is a number, and a condition must be a bool"))
                .help(format!("{shown} != 0"))),
            Kind::Text => Err(Diag::new(expr.span, format!("`{shown}` is text, and a condition must be a bool"))
                .help(format!("{shown} != \"\""))
                .help(format!("{shown} is not None"))),
            Kind::None | Kind::Time | Kind::Duration | Kind::List => {
                Err(Diag::new(expr.span, format!("`{shown}` is no condition: a condition must be a bool"))
                    .help(format!("{shown} is not None")))
            }
        }
    }

    /// `and` and `or`, flattened so that `a and b and c` is one node.
    fn junction(&mut self, expr: &ast::Expr, text: bool) -> Result<Expr, Diag> {
        let is_and = matches!(expr.kind, ExprKind::And(..));
        let mut operands = Vec::new();
        operands_of(expr, is_and, &mut operands);
        let mut bound = Vec::new();
        for operand in operands {
            bound.push(if text { self.text_cond(operand)? } else { self.cond(operand)? });
        }
        Ok(if is_and { Expr::new(And(bound), Kind::Bool) } else { Expr::new(Or(bound), Kind::Bool) })
    }

    /// What a literal in a search looks for.
    pub fn finder(&mut self, expr: &ast::Expr) -> Result<Finder, Diag> {
        match &expr.kind {
            ExprKind::Str(s) => Ok(Finder::literal(s)),
            ExprKind::Raw(pattern) => Ok(Finder::Regex(Box::new(regex(pattern, expr.span)?))),
            ExprKind::NoCase(s) => {
                let mut pattern = String::from("(?i-u)");
                for byte in s {
                    match byte {
                        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b' ' => pattern.push(*byte as char),
                        byte => pattern.push_str(&format!("\\x{byte:02x}")),
                    }
                }
                Ok(Finder::Regex(Box::new(regex(&pattern, expr.span)?)))
            }
            _ => Err(Diag::new(expr.span, "a string is wanted here").help("\"text\", r\"regex\" or i\"any case\"")),
        }
    }

    fn name(&mut self, name: &str, span: lang::Span) -> Result<Expr, Diag> {
        match name {
            "line" => self.line(span),
            "line_no" | "filename" | "offset" if !self.has_line => self.field(name, span),
            "line_no" => Ok(self.property(Row::LineNo, name)),
            "filename" => Ok(self.property(Row::Filename, name)),
            "offset" => Ok(self.property(Row::Offset, name)),
            _ => self.field(name, span),
        }
    }

    fn attr(&mut self, expr: &ast::Expr) -> Result<Expr, Diag> {
        if let Some(name) = dotted(expr) {
            if let Some(key) = name.strip_prefix("arg.") {
                return self.arg(key, expr.span);
            }
            return self.field(&name, expr.span);
        }
        let ExprKind::Attr(object, key) = &expr.kind else { unreachable!("called for attributes") };
        Ok(Expr::member(self.expr(object)?, key.clone()))
    }

    /// `arg.k`: a text parameter of the command line.
    fn arg(&mut self, key: &str, span: lang::Span) -> Result<Expr, Diag> {
        match self.options.args.iter().rev().find(|(k, _)| k == key) {
            Some((_, value)) => {
                // Text as from a log: it turns into a number when it meets one.
                let value = value.clone();
                let cell = self.constant(value.as_bytes());
                Ok(Expr::constant(cell.span().map_or(cell, Cell::Text), Kind::Text).named(key))
            }
            None => Err(Diag::new(span, format!("no argument `{key}` was given")).help(format!("--arg {key}=VALUE"))),
        }
    }

    fn binary(&mut self, op: Binary, a: &ast::Expr, b: &ast::Expr) -> Result<Expr, Diag> {
        let (x, y) = (self.expr(a)?, self.expr(b)?);
        if op == Binary::Coalesce {
            let kind = if x.kind == y.kind { x.kind } else { Kind::Any };
            let name = x.name.clone();
            let mut expr = Expr::new(Coalesce(x, y), kind);
            expr.name = name;
            return Ok(expr);
        }
        if op == Binary::Add && (x.is_string || y.is_string) {
            return Ok(Expr::new(Concat(x, y), Kind::Text).string());
        }
        let span = a.span.to(b.span);
        for (side, tree) in [(&x, a), (&y, b)] {
            if side.is_string || matches!(side.kind, Kind::Bool | Kind::None) {
                let shown = print::expr(tree);
                return Err(Diag::new(tree.span, format!("`{shown}` is no number"))
                    .help("arithmetic takes numbers, times and durations"));
            }
        }
        let mixes = matches!((x.kind, y.kind), (Kind::Number, Kind::Duration) | (Kind::Duration, Kind::Number));
        if mixes && !matches!(op, Binary::Mul | Binary::Div) {
            return Err(mixed_units(a, b, &x, &y, span));
        }
        let kind = match (op, x.kind, y.kind) {
            (Binary::Sub, Kind::Time, Kind::Time) => Kind::Duration,
            (_, Kind::Time, _) | (Binary::Add, _, Kind::Time) => Kind::Time,
            (Binary::Div | Binary::FloorDiv, Kind::Duration, Kind::Duration) => Kind::Number,
            (_, Kind::Duration, _) | (_, _, Kind::Duration) => Kind::Duration,
            (_, Kind::Any | Kind::Text, Kind::Any | Kind::Text) => Kind::Any,
            _ => Kind::Number,
        };
        let misfit = self.note(misfit_text(a, &x, b, &y));
        let by_zero = self.note(format!("`{}` was divided by zero", print::expr(a)));
        let stamps = self.stamps(misfit);
        Ok(Expr::new(Arith { op, a: x, b: y, stamps, by_zero }, kind))
    }

    /// A chain `a < b <= c` is `a < b and b <= c`.
    fn compare(&mut self, first: &ast::Expr, rest: &[(Op, ast::Expr)]) -> Result<Expr, Diag> {
        let mut left = first;
        let mut tests = Vec::new();
        for (op, right) in rest {
            tests.push(self.one_compare(*op, left, right)?);
            left = right;
        }
        match tests.len() {
            1 => Ok(tests.remove(0)),
            _ => Ok(Expr::new(And(tests), Kind::Bool)),
        }
    }

    fn one_compare(&mut self, op: Op, a: &ast::Expr, b: &ast::Expr) -> Result<Expr, Diag> {
        match op {
            Op::Match => return self.matches(a, b),
            Op::In | Op::NotIn => return self.contains(a, b, op == Op::NotIn),
            _ => {}
        }
        if let Some(level) = self.level_compare(op, a, b)? {
            return Ok(level);
        }
        let (x, y) = (self.expr(a)?, self.expr(b)?);
        if matches!((x.kind, y.kind), (Kind::Number, Kind::Duration) | (Kind::Duration, Kind::Number)) {
            return Err(mixed_units(a, b, &x, &y, a.span.to(b.span)));
        }
        let misfit = self.note(misfit_text(a, &x, b, &y));
        Ok(Expr::new(Compare { op, a: x, b: y, stamps: self.stamps(misfit) }, Kind::Bool))
    }

    /// `level >= warn`, `"error" == level`: the canonical level against a severity's name.
    fn level_compare(&mut self, op: Op, a: &ast::Expr, b: &ast::Expr) -> Result<Option<Expr>, Diag> {
        let severity = |e: &ast::Expr| match &e.kind {
            ExprKind::Name(n) => level::word(n),
            ExprKind::Str(s) => level::word(&String::from_utf8_lossy(s)),
            _ => None,
        };
        let is_level = |e: &ast::Expr| matches!(&e.kind, ExprKind::Name(n) | ExprKind::Call(n, _) if n == "level");
        let (tree, rank, op) = match (severity(a), severity(b)) {
            (_, Some(rank)) if is_level(a) => (a, rank, op),
            (Some(rank), _) if is_level(b) => (b, rank, flipped(op)),
            _ => return Ok(None),
        };
        let level = self.expr(tree)?;
        let misfit = self.note("`level` was not a known severity");
        Ok(Some(Expr::new(LevelCompare { op, level, rank, misfit }, Kind::Bool)))
    }

    /// `x =~ r"..."`.
    fn matches(&mut self, a: &ast::Expr, b: &ast::Expr) -> Result<Expr, Diag> {
        let pattern = match &b.kind {
            ExprKind::Raw(p) => p.clone(),
            ExprKind::Str(s) => String::from_utf8_lossy(s).into_owned(),
            _ => {
                return Err(Diag::new(b.span, "the right side of `=~` must be a regex written out")
                    .help(format!("{} =~ r\"...\"", print::expr(a))));
            }
        };
        let test = Finder::Regex(Box::new(regex(&pattern, b.span)?));
        self.text_test(a, test)
    }

    /// A search in a text; the line itself is searched without making a column of lines.
    pub fn text_test(&mut self, x: &ast::Expr, test: Finder) -> Result<Expr, Diag> {
        if is_line(x) {
            self.line(x.span)?;
            return Ok(Expr::new(LineTest { test }, Kind::Bool));
        }
        let x = self.expr(x)?;
        Ok(Expr::new(TextTest { x, test }, Kind::Bool))
    }

    /// `a in b`.
    fn contains(&mut self, a: &ast::Expr, b: &ast::Expr, not: bool) -> Result<Expr, Diag> {
        let test = if let Some(cells) = self.constants_of(a, b)? {
            let x = self.expr(a)?;
            let misfit = self.note(format!("`{}` was not a number", print::expr(a)));
            return Ok(Expr::new(InList { x, items: cells, not, stamps: self.stamps(misfit) }, Kind::Bool));
        } else if let Some(test) = self.in_set(a, b)? {
            test
        } else if matches!(a.kind, ExprKind::NoCase(_)) || matches!(a.kind, ExprKind::Str(_)) && is_line(b) {
            let test = self.finder(a)?;
            self.text_test(b, test)?
        } else {
            let hay = self.expr(b)?;
            // Only what may be a list has to be looked at row by row.
            if matches!(a.kind, ExprKind::Str(_)) && !matches!(hay.kind, Kind::Any | Kind::List) {
                let test = self.finder(a)?;
                let test = Expr::new(TextTest { x: hay, test }, Kind::Bool);
                return Ok(if not { Expr::new(Not(test), Kind::Bool) } else { test });
            }
            let needle = self.expr(a)?;
            if hay.kind == Kind::Number {
                return Err(Diag::new(b.span, format!("`{}` is a number, and nothing is in a number", print::expr(b)))
                    .help(format!("{} in ({}, ...)", print::expr(a), print::expr(b))));
            }
            Expr::new(Contains { needle, hay, zone: self.options.zone.clone() }, Kind::Bool)
        };
        Ok(if not { Expr::new(Not(test), Kind::Bool) } else { test })
    }

    /// The constants of a list after `in`: written out, or the lines of a side file.
    fn constants_of(&mut self, a: &ast::Expr, list: &ast::Expr) -> Result<Option<Vec<Cell>>, Diag> {
        if let Some(lines) = self.side_lines(list)? {
            return Ok(Some(lines.iter().map(|line| self.constant(line)).collect()));
        }
        let ExprKind::List(items) = &list.kind else { return Ok(None) };
        let mut cells = Vec::new();
        for item in items {
            let bound = self.expr(item)?;
            cells.push(bound.as_constant().ok_or_else(|| {
                let instead = format!("{} == {}", print::expr(a), print::expr(item));
                Diag::new(item.span, "a list after `in` holds constants").help(instead)
            })?);
        }
        Ok(Some(cells))
    }

    /// The lines of `lines("file")`; None for any other expression.
    fn side_lines(&mut self, expr: &ast::Expr) -> Result<Option<Vec<Vec<u8>>>, Diag> {
        let ExprKind::Call(name, args) = &expr.kind else { return Ok(None) };
        if name != "lines" {
            return Ok(None);
        }
        let [ast::Expr { kind: ExprKind::Str(path), .. }] = &args[..] else {
            return Err(Diag::new(expr.span, "`lines` takes the name of a file").help("lines(\"words.txt\")"));
        };
        let path = String::from_utf8_lossy(path);
        self.reads_files = true;
        let text = (self.options.side_file)(&path).map_err(|why| Diag::new(expr.span, format!("{path}: {why}")))?;
        let text = text.strip_suffix(b"\n").unwrap_or(&text);
        Ok(Some(text.split(|b| *b == b'\n').map(|l| l.strip_suffix(b"\r").unwrap_or(l).to_vec()).collect()))
    }

    /// A list of constant texts: `("a", "b")` or `lines("file")`.
    pub fn texts(&mut self, expr: &ast::Expr) -> Result<Vec<Vec<u8>>, Diag> {
        if let Some(lines) = self.side_lines(expr)? {
            return Ok(lines);
        }
        let wrong = || {
            Diag::new(expr.span, "a list of strings is wanted here").help("(\"a\", \"b\")").help("lines(\"words.txt\")")
        };
        let items = match &expr.kind {
            ExprKind::List(items) => &items[..],
            ExprKind::Str(_) => std::slice::from_ref(expr),
            _ => return Err(wrong()),
        };
        items.iter().map(|i| if let ExprKind::Str(s) = &i.kind { Ok(s.clone()) } else { Err(wrong()) }).collect()
    }

    fn format(&mut self, pieces: &[Piece], whole: &ast::Expr) -> Result<Expr, Diag> {
        let mut parts = Vec::new();
        for piece in pieces {
            parts.push(match piece {
                Piece::Text(text) => Part::Text(text.clone()),
                Piece::Value { expr, spec } => {
                    let spec = fstring::parse_spec(spec).map_err(|why| Diag::new(expr.span, why))?;
                    Part::Value(self.expr(expr)?, spec)
                }
            });
        }
        let misfit = self.note(format!("a value of `{}` did not fit its format", print::expr(whole)));
        Ok(Expr::new(Format { parts, zones: self.zones(), stamps: self.stamps(misfit) }, Kind::Text).string())
    }

    /// The user's own text of a span, for messages.
    pub fn shown(&self, span: lang::Span) -> String {
        self.text.get(span.start..span.end).unwrap_or("this").to_string()
    }
}

fn is_line(expr: &ast::Expr) -> bool {
    matches!(&expr.kind, ExprKind::Name(name) if name == "line")
}

fn operands_of<'e>(expr: &'e ast::Expr, is_and: bool, out: &mut Vec<&'e ast::Expr>) {
    match &expr.kind {
        ExprKind::And(a, b) if is_and => {
            operands_of(a, is_and, out);
            operands_of(b, is_and, out);
        }
        ExprKind::Or(a, b) if !is_and => {
            operands_of(a, is_and, out);
            operands_of(b, is_and, out);
        }
        _ => out.push(expr),
    }
}

/// The conjuncts of a condition, left to right.
pub fn conjuncts(expr: &ast::Expr) -> Vec<&ast::Expr> {
    let mut out = Vec::new();
    operands_of(expr, true, &mut out);
    out
}

/// `a.b.c` as one name.
pub fn dotted(expr: &ast::Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name.clone()),
        ExprKind::Attr(object, key) => Some(format!("{}.{key}", dotted(object)?)),
        _ => None,
    }
}

fn flipped(op: Op) -> Op {
    match op {
        Op::Lt => Op::Gt,
        Op::Le => Op::Ge,
        Op::Gt => Op::Lt,
        Op::Ge => Op::Le,
        other => other,
    }
}

/// What is counted when `a` or `b` could not be read as the other side's kind.
fn misfit_text(a: &ast::Expr, x: &Expr, b: &ast::Expr, y: &Expr) -> String {
    let as_asked = |kind| match kind {
        Kind::Number => Some("a number"),
        Kind::Time => Some("a time"),
        Kind::Duration => Some("a duration"),
        Kind::Bool => Some("a bool"),
        _ => None,
    };
    match (as_asked(x.kind), as_asked(y.kind)) {
        (_, Some(kind)) if x.as_constant().is_none() => format!("`{}` was not {kind}", print::expr(a)),
        (Some(kind), _) if y.as_constant().is_none() => format!("`{}` was not {kind}", print::expr(b)),
        _ => format!("`{}` or `{}` was not a number", print::expr(a), print::expr(b)),
    }
}

fn mixed_units(a: &ast::Expr, b: &ast::Expr, x: &Expr, y: &Expr, span: lang::Span) -> Diag {
    let (number, duration) = if x.kind == Kind::Number { (a, b) } else { (b, a) };
    let diag =
        Diag::new(span, format!("`{}` is a number and `{}` a duration", print::expr(number), print::expr(duration)));
    let is_constant = if x.kind == Kind::Number { x.as_constant() } else { y.as_constant() }.is_some();
    if is_constant {
        return diag.help("give the number a unit: 250ms");
    }
    let unit = ast::Expr { kind: ExprKind::Duration(1_000_000), span };
    let scaled = ExprKind::Binary(Binary::Mul, Box::new(number.clone()), Box::new(unit));
    diag.help(format!("say its unit: {}", print::expr(&ast::Expr { kind: scaled, span })))
}
