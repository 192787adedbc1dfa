//! The tree as text again.
//!
//! There is one text for each tree, with as few brackets as precedence allows, and it parses
//! back to the same tree, spans aside: that is a test over random trees. A stage of
//! aggregates is always printed with the word `stats`, since this floor does not know
//! which words are aggregates. Keeping the user's own spelling was rejected: that is what
//! spans are for.

use super::ast::{Binary, Clause, Compare, Expr, ExprKind, Item, Piece, Pipeline, Stage, Unary};
use super::lex::AFTER_PERCENT;
use super::mend::plain;
use crate::base::time;

/// Levels of precedence, from loose to tight, as the parser has them.
const ANY: u8 = 0;
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARE: u8 = 4;
const COALESCE: u8 = 5;
const SUM: u8 = 6;
const PRODUCT: u8 = 7;
const SIGN: u8 = 8;
const POWER: u8 = 9;
const ATOM: u8 = 10;

/// A pipeline on one line.
pub fn pipeline(pipeline: &Pipeline) -> String {
    let stages: Vec<String> = pipeline.stages.iter().map(stage).collect();
    stages.join(" | ")
}

/// A stage.
pub fn stage(stage: &Stage) -> String {
    if stage.text {
        let text = stage.items.first().map_or(String::new(), |item| expr(&item.expr));
        let opens = text.starts_with(['"', '\'', '('])
            || ["r\"", "r'", "i\"", "not "].iter().any(|open| text.starts_with(open));
        return if opens { text } else { format!("({text})") };
    }
    let mut out = stage.name.clone();
    items(&stage.items, stage.clauses.first(), &mut out);
    for (i, clause) in stage.clauses.iter().enumerate() {
        out.push(' ');
        out.push_str(&clause.word);
        items(&clause.items, stage.clauses.get(i + 1), &mut out);
    }
    out
}

/// Adds items; `next` is the clause that follows them.
fn items(items: &[Item], next: Option<&Clause>, out: &mut String) {
    for (i, item) in items.iter().enumerate() {
        let after = items.get(i + 1).map_or(next.map(|c| c.word.as_str()), |next| next.juxtaposed.then_some(""));
        let mut text = String::new();
        self::item(item, after, &mut text);
        // After a blank, a parenthesis would call what stands before it.
        let apart = i > 0 && (!item.juxtaposed || text.starts_with('('));
        out.push_str(if apart { ", " } else { " " });
        out.push_str(&text);
    }
}

/// Adds an item; `after` is the word that follows it, empty for an operand.
fn item(item: &Item, after: Option<&str>, out: &mut String) {
    if let Some((name, _)) = &item.assign {
        self::name(name, out);
        out.push_str(" = ");
    }
    let mut text = expr(&item.expr);
    let first = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or("");
    let after = if item.alias.is_some() || item.cond.is_some() { Some("as") } else { after };
    // `1% x` would be a remainder, and a field named `by` a keyword.
    let operand_follows = after.is_some_and(|word| !AFTER_PERCENT.contains(&word));
    let keyword = !item.juxtaposed && KEYWORDS.contains(&first);
    if keyword || (text.ends_with('%') && operand_follows) {
        text = format!("({text})");
    }
    out.push_str(&text);
    if let Some(cond) = &item.cond {
        out.push_str(" where ");
        write(cond, ANY, out);
    }
    if let Some((alias, _)) = &item.alias {
        out.push_str(" as ");
        self::name(alias, out);
    }
}

/// Words that open a clause in some stage.
const KEYWORDS: [&str; 9] = ["by", "as", "where", "from", "with", "on", "every", "gap", "hash"];

/// Adds a name as it is given: plain, dotted or in quotes.
fn name(name: &str, out: &mut String) {
    let word = |part: &str| plain(part) || super::lex::reserved(part);
    let mut parts = name.split('.');
    if parts.next().is_some_and(plain) && parts.all(word) {
        out.push_str(name);
    } else {
        string(name.as_bytes(), out);
    }
}

/// An expression.
pub fn expr(expr: &Expr) -> String {
    let mut out = String::new();
    write(expr, ANY, &mut out);
    out
}

/// The level of an expression's outermost operator.
fn level(kind: &ExprKind) -> u8 {
    match kind {
        ExprKind::If(..) => ANY,
        ExprKind::Or(..) => OR,
        ExprKind::And(..) => AND,
        ExprKind::Unary(Unary::Not, _) => NOT,
        ExprKind::Compare(..) => COMPARE,
        ExprKind::Binary(op, ..) => infix(*op).1,
        ExprKind::Unary(..) => SIGN,
        // An operator after `%` would find an operand and make it a remainder.
        ExprKind::Percent(_) => ANY,
        _ => ATOM,
    }
}

fn infix(op: Binary) -> (&'static str, u8) {
    match op {
        Binary::Coalesce => ("??", COALESCE),
        Binary::Add => ("+", SUM),
        Binary::Sub => ("-", SUM),
        Binary::Mul => ("*", PRODUCT),
        Binary::Div => ("/", PRODUCT),
        Binary::FloorDiv => ("//", PRODUCT),
        Binary::Mod => ("%", PRODUCT),
        Binary::Pow => ("**", POWER),
    }
}

fn compare(op: Compare) -> &'static str {
    match op {
        Compare::Eq => "==",
        Compare::Ne => "!=",
        Compare::Lt => "<",
        Compare::Le => "<=",
        Compare::Gt => ">",
        Compare::Ge => ">=",
        Compare::In => "in",
        Compare::NotIn => "not in",
        Compare::Is => "is",
        Compare::IsNot => "is not",
        Compare::Match => "=~",
    }
}

/// Adds an expression where one of at least level `least` may stand.
fn write(expr: &Expr, least: u8, out: &mut String) {
    if level(&expr.kind) < least {
        out.push('(');
        write(expr, ANY, out);
        out.push(')');
        return;
    }
    match &expr.kind {
        ExprKind::None => out.push_str("None"),
        ExprKind::Bool(value) => out.push_str(if *value { "True" } else { "False" }),
        ExprKind::Int(n) => out.push_str(&n.to_string()),
        ExprKind::Float(f) => out.push_str(&format!("{f:?}")),
        ExprKind::Duration(ns) => ascii(|bytes| time::write_duration(*ns, bytes), out),
        ExprKind::Time(ns) => {
            out.push_str("t\"");
            ascii(|bytes| time::write_rfc3339(*ns, bytes), out);
            out.push('"');
        }
        ExprKind::Percent(f) => percent(*f, out),
        ExprKind::Str(bytes) => string(bytes, out),
        ExprKind::Raw(text) => raw(text, out),
        ExprKind::NoCase(bytes) => {
            out.push('i');
            string(bytes, out);
        }
        ExprKind::Format(pieces) => format_string(pieces, out),
        ExprKind::Name(name) => out.push_str(name),
        ExprKind::Attr(object, name) => {
            object_of(object, out);
            out.push('.');
            out.push_str(name);
        }
        ExprKind::Index(object, at) => {
            object_of(object, out);
            out.push('[');
            write(at, ANY, out);
            out.push(']');
        }
        ExprKind::Slice(object, from, to, step) => {
            object_of(object, out);
            out.push('[');
            from.iter().for_each(|e| write(e, ANY, out));
            out.push(':');
            to.iter().for_each(|e| write(e, ANY, out));
            if let Some(step) = step {
                out.push(':');
                write(step, ANY, out);
            }
            out.push(']');
        }
        ExprKind::Call(name, args) => {
            out.push_str(name);
            list(args, ('(', ')'), out);
        }
        ExprKind::Method(object, name, args) => {
            object_of(object, out);
            out.push('.');
            out.push_str(name);
            list(args, ('(', ')'), out);
        }
        ExprKind::List(items) => list(items, if items.len() > 1 { ('(', ')') } else { ('[', ']') }, out),
        ExprKind::Unary(op, operand) => {
            out.push_str(match op {
                Unary::Not => "not ",
                Unary::Neg => "-",
                Unary::Plus => "+",
            });
            write(operand, if *op == Unary::Not { NOT } else { SIGN }, out);
        }
        ExprKind::Binary(op, left, right) => {
            let (sign, own) = infix(*op);
            // A power takes its exponent with a sign, and groups to the right.
            let (before, after) = if *op == Binary::Pow { (ATOM, SIGN) } else { (own, own + 1) };
            write(left, before, out);
            spaced(sign, out);
            write(right, after, out);
        }
        // Chains are balanced trees in the parser: the brackets within do not count.
        ExprKind::And(left, right) => {
            write(left, AND, out);
            spaced("and", out);
            write(right, AND, out);
        }
        ExprKind::Or(left, right) => {
            write(left, OR, out);
            spaced("or", out);
            write(right, OR, out);
        }
        ExprKind::Compare(first, rest) => {
            write(first, COALESCE, out);
            for (op, right) in rest {
                spaced(compare(*op), out);
                write(right, COALESCE, out);
            }
        }
        ExprKind::If(cond, then, other) => {
            write(then, OR, out);
            spaced("if", out);
            write(cond, OR, out);
            spaced("else", out);
            write(other, ANY, out);
        }
        ExprKind::Star => out.push('*'),
        ExprKind::Bad => out.push('?'),
    }
}

fn spaced(word: &str, out: &mut String) {
    out.push(' ');
    out.push_str(word);
    out.push(' ');
}

/// Adds what stands before `.` or `[`: numbers need brackets there.
fn object_of(object: &Expr, out: &mut String) {
    let number = matches!(object.kind, ExprKind::Int(_) | ExprKind::Float(_) | ExprKind::Duration(_));
    write(object, if number { ATOM + 1 } else { ATOM }, out);
}

fn list(items: &[Expr], (open, close): (char, char), out: &mut String) {
    out.push(open);
    for (i, item) in items.iter().enumerate() {
        out.push_str(if i > 0 { ", " } else { "" });
        write(item, ANY, out);
    }
    out.push(close);
}

/// Adds a string literal: UTF-8 as it is, other bytes and control characters escaped.
fn string(bytes: &[u8], out: &mut String) {
    out.push('"');
    escaped(bytes, false, out);
    out.push('"');
}

fn escaped(bytes: &[u8], braces: bool, out: &mut String) {
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                '\r' => out.push_str("\\r"),
                '{' | '}' if braces => out.extend([c, c]),
                c if c.is_ascii_control() => out.push_str(&format!("\\x{:02x}", c as u32)),
                c => out.push(c),
            }
        }
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02x}"));
        }
    }
}

/// Adds a raw string in the quote that does not end it early.
fn raw(text: &str, out: &mut String) {
    let mut bytes = text.bytes();
    let mut doubled = false;
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'"' => doubled = true,
            _ => {}
        }
    }
    let quote = if doubled { '\'' } else { '"' };
    out.extend(['r', quote]);
    out.push_str(text);
    out.push(quote);
}

fn format_string(pieces: &[Piece], out: &mut String) {
    out.push_str("f\"");
    for piece in pieces {
        match piece {
            Piece::Text(text) => escaped(text, true, out),
            Piece::Value { expr, spec } => {
                out.push('{');
                write(expr, ANY, out);
                if !spec.is_empty() {
                    out.push(':');
                    out.push_str(spec);
                }
                out.push('}');
            }
        }
    }
    out.push('"');
}

/// Adds `1%`, with the shortest digits that read back.
fn percent(fraction: f64, out: &mut String) {
    let text = format!("{fraction:e}");
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    let power = power.parse::<i32>().unwrap_or(0) + 2;
    match power {
        _ if fraction == 0.0 => out.push('0'),
        0 => out.push_str(digits),
        1..=3 if !digits.contains('.') => {
            out.push_str(digits);
            out.extend(std::iter::repeat_n('0', power as usize));
        }
        1 => {
            // 1.25e1 is 12.5: the point moves by one digit.
            let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
            let (first, more) = rest.split_at(1);
            out.push_str(whole);
            out.push_str(first);
            if !more.is_empty() {
                out.push('.');
                out.push_str(more);
            }
        }
        _ => out.push_str(&format!("{digits}e{power}")),
    }
    out.push('%');
}

/// Adds what a writer of bytes writes, which is ASCII.
fn ascii(write: impl FnOnce(&mut Vec<u8>), out: &mut String) {
    let mut bytes = Vec::new();
    write(&mut bytes);
    out.extend(bytes.into_iter().map(char::from));
}

#[cfg(test)]
#[path = "print_tests.rs"]
mod tests;
