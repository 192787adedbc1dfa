//! A stage's tokens written again, with other languages' operators replaced by flitch's.
//!
//! This is how an error can print the user's own text corrected. It works on tokens and
//! not on a tree, because there is no tree of what did not parse; so it may guess wrong,
//! and whoever prints its text parses it first.

use super::lex::{Tok, ends_operand, reserved};
use super::view::View;

/// The words that other languages have as operators between an operand and a text.
pub const WORD_OPERATORS: [&str; 14] = [
    "like",
    "ilike",
    "contains",
    "includes",
    "has",
    "matches",
    "rlike",
    "regexp",
    "startswith",
    "starts_with",
    "endswith",
    "ends_with",
    "between",
    "match",
];

/// The stage as flitch would have it. `assigns` says that `name = E` is right in it.
pub fn mend(view: View<'_>, assigns: bool) -> String {
    mend_from(view, assigns, true)
}

/// The same for a part of a stage; `head` says that an item begins there.
fn mend_from(view: View<'_>, assigns: bool, mut head: bool) -> String {
    let mut mender = Mender { view, out: Vec::new(), tight: true, apart: false };
    let mut i = 0;
    while i < view.len() {
        let heads = matches!(view.tokens[i].tok, Tok::Name | Tok::Str(_) | Tok::Op("." | "$"));
        if view.is(i, "=") && head && assigns {
            mender.push(i, "=");
            head = false;
            i += 1;
            continue;
        }
        head = view.is(i, ",") || view.is(i, ";") || (head && heads);
        i = mender.token(i);
    }
    mender.text()
}

/// The stage with the tokens `from..to` replaced, and the others mended.
pub fn replaced(view: View<'_>, from: usize, to: usize, text: &str, assigns: bool) -> String {
    let mut out = mend(view.slice(0, from), assigns);
    let gap = |i: usize| view.tokens.get(i).is_some_and(|t| t.gap);
    if gap(from) && !out.is_empty() && !(text.is_empty() && gap(to)) {
        out.push(' ');
    }
    out.push_str(text);
    if gap(to) && !out.is_empty() {
        out.push(' ');
    }
    // What follows an expression is not the head of an item before its comma.
    out + &mend_from(view.slice(to, view.len()), assigns, false)
}

/// `a ? b : c` as `b if a else c`, in its stage. `start` is the first token of `a`, `question` the `?`.
pub fn ternary(view: View<'_>, start: usize, question: usize, assigns: bool) -> Option<String> {
    let colon = view.find(question + 1, |i| view.is(i, ":"))?;
    let ends =
        |i: usize| matches!(view.tokens[i].tok, Tok::Op("," | ")" | "]" | "}")) || matches!(view.word(i), "by" | "as");
    let end = view.find(colon + 1, ends).unwrap_or(view.len());
    let part = |from, to| mend(view.slice(from, to), false);
    let text = format!("{} if {} else {}", part(question + 1, colon), part(start, question), part(colon + 1, end));
    Some(replaced(view, start, end, &text, assigns))
}

/// What is written so far, each piece with the token it came from.
struct Mender<'a> {
    view: View<'a>,
    out: Vec<(usize, bool, String)>,
    /// The next piece stands close to the one before.
    tight: bool,
    /// The next piece stands apart.
    apart: bool,
}

impl Mender<'_> {
    fn push(&mut self, i: usize, text: impl Into<String>) {
        let gap = self.view.tokens.get(i).is_some_and(|t| t.gap);
        let gap = (gap || self.apart) && !self.tight;
        self.out.push((i, gap, text.into()));
        self.tight = false;
        self.apart = false;
    }

    /// An operator that is a word.
    fn push_word(&mut self, i: usize, text: &str) {
        self.apart = true;
        self.push(i, text);
        self.apart = true;
    }

    fn text(self) -> String {
        let mut text = String::new();
        for (_, gap, piece) in self.out {
            if gap && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&piece);
        }
        text
    }

    /// Takes back the operand that ends before token `i`.
    fn take(&mut self, i: usize) -> (usize, String) {
        let start = self.view.operand_start(i);
        let kept = self.out.iter().position(|(from, ..)| *from >= start).unwrap_or(self.out.len());
        let mut text = String::new();
        for (n, (_, gap, piece)) in self.out.drain(kept..).enumerate() {
            if gap && n > 0 {
                text.push(' ');
            }
            text.push_str(&piece);
        }
        self.tight = self.out.is_empty();
        (start, text)
    }

    /// Writes the token at `i`, with those that it needs; gives the next one.
    fn token(&mut self, i: usize) -> usize {
        let view = self.view;
        let after_operand = i > 0 && ends_operand(view.text, &view.tokens[i - 1]);
        match &view.tokens[i].tok {
            Tok::Op(op) => return self.op(i, op, after_operand),
            Tok::Tick => {
                let name = view.source(i).trim_matches('`');
                self.push(
                    i,
                    if plain(name) { name.to_string() } else { format!("row[\"{}\"]", name.replace('"', "\\\"")) },
                );
            }
            Tok::Bad => self.push(i, repaired(view.source(i))),
            Tok::Name => return self.name(i, after_operand),
            _ => self.push(i, view.source(i)),
        }
        i + 1
    }

    fn op(&mut self, i: usize, op: &str, after_operand: bool) -> usize {
        let view = self.view;
        match op {
            "&&" | "&" => self.push_word(i, "and"),
            "||" => self.push_word(i, "or"),
            "!" if after_operand && WORD_OPERATORS.contains(&view.word(i + 1)) => {
                return self.word_operator(i + 1, i, true);
            }
            "!" if view.word(i + 1) == "in" => self.push_word(i, "not"),
            "!" => self.push_word(i, "not"),
            "=" | "===" => self.push(i, "=="),
            "!==" | "<>" => self.push(i, "!="),
            "=>" => self.push(i, ">="),
            "=<" => self.push(i, "<="),
            "^" => self.push(i, "**"),
            ";" | "|>" => self.push_word(i, "|"),
            "->" | "?." => {
                self.tight = true;
                self.push(i, ".");
                self.tight = true;
            }
            "~" | "~=" | "!~" if after_operand => return self.matching(i, i, op == "!~"),
            "=~" => {
                self.push(i, "=~");
                if let Some(text) = raw(view, i + 1) {
                    self.push(i + 1, text);
                    return i + 2;
                }
            }
            "::" if after_operand && !view.word(i + 1).is_empty() => {
                let (start, operand) = self.take(i);
                self.push(start, format!("{}({operand})", view.word(i + 1)));
                return i + 2;
            }
            "$" => return self.dollar(i),
            // jq's `.status`.
            "." if (!after_operand || view.tokens[i].gap) && !view.word(i + 1).is_empty() => {
                let gap = view.tokens[i].gap;
                self.apart |= gap;
            }
            _ => self.push(i, op),
        }
        i + 1
    }

    /// `$x`, `$1`, `$0`, `$NF`.
    fn dollar(&mut self, i: usize) -> usize {
        let text = match self.view.tokens.get(i + 1).map(|t| &t.tok) {
            Some(Tok::Int(0)) => "line".to_string(),
            Some(Tok::Int(n)) => format!("line.split()[{}]", n - 1),
            Some(Tok::Name) if self.view.word(i + 1) == "NF" => "line.split()[-1]".to_string(),
            Some(Tok::Name) => self.view.word(i + 1).to_string(),
            _ => {
                self.push(i, "$");
                return i + 1;
            }
        };
        self.push(i, text);
        i + 2
    }

    fn name(&mut self, i: usize, after_operand: bool) -> usize {
        let view = self.view;
        let word = view.word(i);
        if after_operand && view.operand(i + 1) {
            if WORD_OPERATORS.contains(&word.to_ascii_lowercase().as_str()) {
                return self.word_operator(i, i, false);
            }
            let next = view.word(i + 1).to_ascii_lowercase();
            if word.eq_ignore_ascii_case("not") && WORD_OPERATORS.contains(&next.as_str()) && view.operand(i + 2) {
                return self.word_operator(i + 1, i, true);
            }
        }
        if word == "count"
            && view.is(i + 1, "(")
            && view.word(i + 2).eq_ignore_ascii_case("distinct")
            && view.operand(i + 3)
        {
            self.push(i, "count_distinct(");
            self.tight = true;
            return i + 3;
        }
        match word {
            "AND" | "OR" | "NOT" | "IN" | "IS" | "IF" | "ELSE" | "BY" | "AS" | "WHERE" => {
                self.push(i, word.to_ascii_lowercase());
            }
            "NULL" | "nil" | "none" | "undefined" => self.push(i, "None"),
            "TRUE" => self.push(i, "True"),
            "FALSE" => self.push(i, "False"),
            _ => self.push(i, word),
        }
        i + 1
    }

    /// `x ~ "re"`, the operator at `op`, the operand before `end`.
    fn matching(&mut self, op: usize, end: usize, negated: bool) -> usize {
        let Some(pattern) = raw(self.view, op + 1) else {
            self.push(op, self.view.source(op));
            return op + 1;
        };
        let (start, operand) = self.take(end);
        let not = if negated { "not " } else { "" };
        self.push(start, format!("{not}{operand} =~ {pattern}"));
        op + 2
    }

    /// `x like "a%"` and its kin: the word at `op`, the operand before `end`.
    fn word_operator(&mut self, op: usize, end: usize, negated: bool) -> usize {
        let view = self.view;
        let word = view.word(op).to_ascii_lowercase();
        if word == "between" {
            return self.between(op, end, negated);
        }
        if matches!(word.as_str(), "matches" | "rlike" | "regexp" | "match") {
            return self.matching(op, end, negated);
        }
        // The right side is one operand: a literal, or a name with what is written to it.
        let mut next = op + 2;
        while view.is(next, ".") && !view.word(next + 1).is_empty() {
            next += 2;
        }
        let right = mend(view.slice(op + 1, next), false);
        let (start, left) = self.take(end);
        let text = match (word.as_str(), view.tokens.get(op + 1).map(|t| &t.tok)) {
            ("like" | "ilike", Some(Tok::Str(pattern))) => {
                like(&left, &String::from_utf8_lossy(pattern), word == "ilike")
            }
            ("startswith" | "starts_with", _) => format!("{left}.startswith({right})"),
            ("endswith" | "ends_with", _) => format!("{left}.endswith({right})"),
            _ if negated => {
                self.push(start, format!("{right} not in {left}"));
                return next;
            }
            _ => format!("{right} in {left}"),
        };
        let not = if negated { "not " } else { "" };
        self.push(start, format!("{not}{text}"));
        next
    }

    /// `x between a and b`.
    fn between(&mut self, op: usize, end: usize, negated: bool) -> usize {
        let view = self.view;
        let and = |i: usize| view.word(i).eq_ignore_ascii_case("and") || view.is(i, "..") || view.is(i, "&&");
        let (from, until) = if view.is(op + 1, "(") { (op + 2, ")") } else { (op + 1, "") };
        let Some(middle) = view.find(from, |i| and(i) || view.is(i, ",")) else {
            self.push(op, view.source(op));
            return op + 1;
        };
        let stop = |i: usize| {
            matches!(view.tokens[i].tok, Tok::Op("," | ")" | "]" | "&&" | "||"))
                || matches!(view.word(i).to_ascii_lowercase().as_str(), "and" | "or" | "by" | "as" | "if" | "else")
        };
        let last = view.find(middle + 1, stop).unwrap_or(view.len());
        let (start, operand) = self.take(end);
        let low = mend(view.slice(from, middle), false);
        let high = mend(view.slice(middle + 1, last), false);
        let text = format!("{low} <= {operand} <= {high}");
        self.push(start, if negated { format!("not {text}") } else { text });
        if !until.is_empty() && view.is(last, until) { last + 1 } else { last }
    }
}

/// Whether a text can be written as a name.
pub fn plain(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_' || c == '@')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '@')
        && !reserved(name)
}

/// A literal with an error as it was probably meant.
fn repaired(source: &str) -> String {
    let bent = ['“', '”', '„', '‘', '’', '«', '»'];
    if let Some(text) = source.strip_prefix(bent).and_then(|s| s.strip_suffix(bent)) {
        return format!("\"{text}\"");
    }
    // `\x1` is a slip, and not a regex.
    let hex = ["\\x", "\\u", "\\U"].iter().any(|escape| source.contains(escape));
    if source.starts_with(['"', '\'']) && !hex {
        return format!("r{source}");
    }
    if !source.is_ascii() {
        return format!("row[\"{source}\"]");
    }
    let digits = source.starts_with(|c: char| c.is_ascii_digit());
    if digits && source.contains('-') {
        return format!("t\"{source}\"");
    }
    if digits && source.bytes().all(|b| b.is_ascii_digit() || b == b'.') && source.contains('.') {
        return format!("\"{source}\"");
    }
    if digits && source.contains('_') {
        return source.replace('_', "");
    }
    source.to_string()
}

/// A string literal as a regex.
fn raw(view: View<'_>, i: usize) -> Option<String> {
    let source = view.source(i);
    match &view.tokens.get(i)?.tok {
        Tok::Str(bytes) if source.contains('\\') => {
            let text = String::from_utf8(bytes.clone()).ok()?;
            Some(format!("r\"{text}\""))
        }
        Tok::Str(_) => Some(format!("r{source}")),
        Tok::Bad => Some(repaired(source)),
        Tok::Raw(_) => Some(source.to_string()),
        _ => None,
    }
}

/// SQL's LIKE.
fn like(left: &str, pattern: &str, nocase: bool) -> String {
    let inner = pattern.trim_matches('%');
    let quoted = format!("\"{}\"", inner.replace('\\', "\\\\").replace('"', "\\\""));
    if nocase || inner.contains(['%', '_']) {
        let mut regex = String::from(if nocase { "(?i)" } else { "" });
        regex.push_str(if pattern.starts_with('%') { "" } else { "^" });
        for c in inner.chars() {
            match c {
                '%' => regex.push_str(".*"),
                '_' => regex.push('.'),
                c if c.is_ascii_punctuation() => regex.extend(['\\', c]),
                c => regex.push(c),
            }
        }
        regex.push_str(if pattern.ends_with('%') { "" } else { "$" });
        return format!("{left} =~ r\"{regex}\"");
    }
    match (pattern.starts_with('%'), pattern.ends_with('%')) {
        (true, true) => format!("{quoted} in {left}"),
        (false, true) => format!("{left}.startswith({quoted})"),
        (true, false) => format!("{left}.endswith({quoted})"),
        (false, false) => format!("{left} == {quoted}"),
    }
}
