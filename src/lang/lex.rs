//! Text to tokens.
//!
//! The lexer accepts more than the language has: `&&`, `$`, backticks and the like are
//! tokens too, since the parser knows where they stand and can say what to write instead.
//! Only what is wrong in itself (a quote that is never closed, `0x10`) is an error here,
//! and becomes a [`Tok::Bad`], so that parsing goes on. The expressions in an f-string are
//! lexed in place, as tokens within a token: cutting their text out and starting again
//! would cost quadratic time and lose the spans. Strings end with their line, so that a
//! forgotten quote spoils one line and not the whole script.

use super::ast::Span;
use super::diag::{Diag, quoted};

/// The words that are never names.
pub const RESERVED: [&str; 12] =
    ["and", "or", "not", "in", "is", "if", "else", "None", "True", "False", "true", "false"];

/// Whether a word is reserved.
pub fn reserved(word: &str) -> bool {
    RESERVED.contains(&word) || word == "null"
}

/// A token and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub tok: Tok,
    pub span: Span,
    /// Whether white space, a newline or a comment stands before it.
    pub gap: bool,
}

/// What a token is. The text of names is that of their span.
#[derive(Clone, Debug, PartialEq)]
pub enum Tok {
    /// A name, a keyword or a reserved word.
    Name,
    Int(i64),
    Float(f64),
    /// The fraction: `1%` is 0.01.
    Percent(f64),
    /// Nanoseconds.
    Duration(i64),
    /// Nanoseconds since 1970.
    Time(i64),
    Str(Vec<u8>),
    Raw(String),
    NoCase(Vec<u8>),
    Format(Vec<Part>),
    /// `` `x` ``, the backticks in the span.
    Tick,
    /// An operator or a bracket, also of other languages.
    Op(&'static str),
    /// A character that means nothing.
    Odd(char),
    /// `|`
    Pipe,
    /// The end of a line that ends its stage.
    Newline,
    /// A literal with an error, which has been reported.
    Bad,
    /// The end of the text, or of an expression in an f-string.
    End,
}

/// A piece of an f-string.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Text(Vec<u8>),
    /// `{E:spec}`: the expression's tokens, the last one being [`Tok::End`].
    Value {
        tokens: Vec<Token>,
        spec: String,
    },
}

/// Operators, the longer ones first where one begins another.
const OPS: [&str; 47] = [
    "===", "!==", "**", "//", "==", "!=", "<=", ">=", "<>", "=~", "!~", "~=", "=>", "=<", "??", "&&", "->", "::", "?.",
    "+", "-", "*", "/", "%", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ".", ":", ";", "!", "&", "^", "~", "?",
    "$", "\\", "||", "|>", "#",
];

/// How many f-strings may stand in one another.
pub(super) const NESTED: usize = 16;

/// The words after which `N%` is a literal, since none of them begins an operand there.
pub const AFTER_PERCENT: [&str; 14] =
    ["and", "or", "in", "is", "if", "else", "by", "as", "where", "from", "with", "on", "every", "seed"];

/// The tokens of a pipeline, the last one being [`Tok::End`]. Errors are added to `diags`.
pub fn lex(text: &str, diags: &mut Vec<Diag>) -> Vec<Token> {
    let mut lexer = Lexer { text, bytes: text.as_bytes(), pos: 0, nested: 0, template: false, diags };
    let mut tokens = Vec::new();
    let mut open = 0usize;
    loop {
        lexer.template = opens_template(text, &tokens);
        let token = lexer.token();
        match token.tok {
            Tok::Op("(" | "[" | "{") => open += 1,
            Tok::Op(")" | "]" | "}") => open = open.saturating_sub(1),
            // A `|` ends its stage whatever is still open: there is no such operator.
            Tok::Pipe => open = 0,
            Tok::Newline if open > 0 => continue,
            _ => {}
        }
        let done = token.tok == Tok::End;
        tokens.push(token);
        if done {
            break;
        }
    }
    join_lines(text, tokens)
}

/// Whether a string here is an f-string without its f: the path of `split`, in which braces
/// would mean nothing else.
fn opens_template(text: &str, before: &[Token]) -> bool {
    let (Some(word), rest) = (before.last(), &before[..before.len().saturating_sub(1)]) else { return false };
    let opens = rest.last().is_none_or(|token| matches!(token.tok, Tok::Pipe | Tok::Newline));
    opens && word.tok == Tok::Name && &text[word.span.start..word.span.end] == "split"
}

/// Leaves out the newlines that do not end a stage.
fn join_lines(text: &str, tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if token.tok == Tok::Newline {
            let after = tokens.peek().is_none_or(|next| matches!(next.tok, Tok::Newline | Tok::Pipe | Tok::End));
            if after || wants_more(text, &out) {
                continue;
            }
            // Two tokens decide: `not in` goes on, `not "x"` is a stage.
            let next = tokens.next();
            let goes_on = next.as_ref().is_some_and(|next| goes_on(text, next, tokens.peek()));
            if !goes_on {
                out.push(token);
            }
            out.extend(next);
            continue;
        }
        out.push(token);
    }
    out
}

/// Whether what stands before a newline cannot end a stage.
fn wants_more(text: &str, before: &[Token]) -> bool {
    let Some(last) = before.last() else { return true };
    match last.tok {
        Tok::Pipe => true,
        // `select *` and `count(*)` end with an operand.
        Tok::Op("*") => match before {
            [.., Token { tok: Tok::Pipe | Tok::Newline, .. }, _, _] | [_, _] => false,
            [.., left, _] => ends_operand(text, left),
            _ => false,
        },
        Tok::Op(op) => !matches!(op, ")" | "]" | "}" | ";" | "!" | "$" | "?" | "\\"),
        Tok::Name => {
            matches!(&text[last.span.start..last.span.end], "and" | "or" | "not" | "in" | "is" | "if" | "else")
        }
        _ => false,
    }
}

/// Whether a line that opens with `next` belongs to the stage before it.
fn goes_on(text: &str, next: &Token, after: Option<&Token>) -> bool {
    let word = |token: &Token| match token.tok {
        Tok::Name => text[token.span.start..token.span.end].to_string(),
        _ => String::new(),
    };
    match next.tok {
        Tok::Op(op) => !matches!(op, "(" | "[" | "{" | "$" | "!" | ";" | "\\"),
        Tok::Name => match word(next).as_str() {
            "by" | "as" | "and" | "or" | "in" | "is" | "if" | "else" => true,
            "not" => after.is_some_and(|after| word(after) == "in"),
            _ => false,
        },
        _ => false,
    }
}

/// Whether an operand may end with this token, so that an operator may follow.
pub fn ends_operand(text: &str, token: &Token) -> bool {
    match token.tok {
        Tok::Name => {
            let word = &text[token.span.start..token.span.end];
            !matches!(word, "and" | "or" | "not" | "in" | "is" | "if" | "else")
        }
        Tok::Op(op) => matches!(op, ")" | "]" | "}"),
        Tok::Pipe | Tok::Newline | Tok::End | Tok::Odd(_) => false,
        _ => true,
    }
}

/// The state of lexing; literals are in [`super::literal`].
pub(super) struct Lexer<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) pos: usize,
    /// How many f-strings are open.
    pub(super) nested: usize,
    /// The next string is an f-string without its f.
    pub(super) template: bool,
    pub(super) diags: &'a mut Vec<Diag>,
}

impl<'a> Lexer<'a> {
    /// The byte at an offset from the position; 0 at the end, which no token begins with.
    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.pos + ahead).copied().unwrap_or(0)
    }

    /// The character at the position.
    pub(super) fn char(&self) -> Option<char> {
        self.text[self.pos..].chars().next()
    }

    /// The span from `start` to the position.
    pub(super) fn since(&self, start: usize) -> Span {
        Span { start, end: self.pos }
    }

    /// Reports an error and gives the token that stands for it.
    pub(super) fn bad(&mut self, diag: Diag) -> Tok {
        self.diags.push(diag);
        Tok::Bad
    }

    /// The next token, one newline being one too.
    fn token(&mut self) -> Token {
        let gap = self.blank();
        let start = self.pos;
        let tok = self.tok();
        Token { tok, span: self.since(start), gap }
    }

    /// Passes white space and comments, up to a newline.
    fn blank(&mut self) -> bool {
        let start = self.pos;
        loop {
            match self.peek(0) {
                b' ' | b'\t' | b'\r' | 0x0b | 0x0c => self.pos += 1,
                b'#' => self.skip_line(),
                0xc2 if self.peek(1) == 0xa0 => self.pos += 2,
                _ => break,
            }
        }
        // A newline is a token, but what follows it stands apart as well.
        self.pos > start || (start > 0 && self.bytes[start - 1] == b'\n')
    }

    /// Passes the rest of the line, but not its newline.
    pub(super) fn skip_line(&mut self) {
        let rest = &self.bytes[self.pos..];
        self.pos += rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
    }

    fn tok(&mut self) -> Tok {
        let start = self.pos;
        let Some(c) = self.char() else { return Tok::End };
        match c {
            '\n' => {
                self.pos += 1;
                Tok::Newline
            }
            '0'..='9' => self.number(),
            '"' | '\'' => self.string(start),
            '`' => self.tick(),
            '|' if !matches!(self.peek(1), b'|' | b'>') => {
                self.pos += 1;
                Tok::Pipe
            }
            '“' | '”' | '„' | '‘' | '’' | '«' | '»' => self.smart_quote(c),
            '@' | '_' => self.name(start),
            c if c.is_alphabetic() => self.name(start),
            _ => {
                let rest = &self.text[start..];
                match OPS.iter().find(|op| rest.starts_with(**op)) {
                    Some(op) => {
                        self.pos += op.len();
                        Tok::Op(op)
                    }
                    None => {
                        self.pos += c.len_utf8();
                        Tok::Odd(c)
                    }
                }
            }
        }
    }

    /// A name, or the literal that it is the prefix of.
    fn name(&mut self, start: usize) -> Tok {
        let mut ascii = true;
        while let Some(c) = self.char().filter(|&c| c.is_alphanumeric() || c == '_' || c == '@') {
            ascii &= c.is_ascii();
            self.pos += c.len_utf8();
        }
        let word = &self.text[start..self.pos];
        if !ascii {
            let span = self.since(start);
            return self.bad(
                Diag::new(span, format!("a name is ASCII letters, digits and `_`, and {} is not", quoted(word)))
                    .help(format!("row[\"{word}\"]")),
            );
        }
        if matches!(self.peek(0), b'"' | b'\'') && prefix(word) {
            return self.string(start);
        }
        Tok::Name
    }

    /// `` `x` ``, as MySQL, KQL and Markdown write names.
    fn tick(&mut self) -> Tok {
        let rest = &self.text[self.pos + 1..];
        match rest.find(['`', '\n']) {
            Some(len) if rest.as_bytes()[len] == b'`' => {
                self.pos += len + 2;
                Tok::Tick
            }
            _ => {
                self.pos += 1;
                Tok::Odd('`')
            }
        }
    }

    /// A quote that a word processor bent. The text up to its partner is one token.
    fn smart_quote(&mut self, c: char) -> Tok {
        let start = self.pos;
        self.pos += c.len_utf8();
        let span = self.since(start);
        let inner = self.pos;
        let diag = Diag::new(span, format!("`{c}` is no quote here")).label("a smart quote: write `\"`");
        let rest = &self.text[inner..];
        let bent = ['“', '”', '„', '‘', '’', '«', '»'];
        match rest.find(|c| c == '\n' || bent.contains(&c)) {
            Some(len) if !rest[len..].starts_with('\n') => {
                self.pos += len;
                self.pos += self.char().map_or(0, char::len_utf8);
                let text = &rest[..len];
                let help = (!text.contains(['"', '\\', '|'])).then(|| format!("\"{text}\""));
                let diag = help.into_iter().fold(diag, Diag::help);
                self.bad(diag)
            }
            _ => self.bad(diag),
        }
    }

    /// The tokens of an expression in an f-string, up to the `}`, `:` or `!` that ends it,
    /// which stays. None if the line ends first or a literal in it is not closed.
    pub(super) fn inner(&mut self) -> Option<Vec<Token>> {
        if self.nested >= NESTED {
            return None;
        }
        self.nested += 1;
        let tokens = self.inner_tokens();
        self.nested -= 1;
        tokens
    }

    fn inner_tokens(&mut self) -> Option<Vec<Token>> {
        let mut tokens = Vec::new();
        let mut open = 0usize;
        loop {
            let gap = self.blank();
            let start = self.pos;
            let ends = match self.peek(0) {
                b'}' => open == 0,
                b':' => open == 0,
                // `{x!r}`: Python's conversion; `!=` and `!x` are something else.
                b'!' => open == 0 && self.peek(1).is_ascii_alphabetic() && matches!(self.peek(2), b'}' | b':'),
                b'\n' | 0 => return None,
                _ => false,
            };
            if ends {
                tokens.push(Token { tok: Tok::End, span: Span { start, end: start }, gap });
                return Some(tokens);
            }
            let tok = self.tok();
            match tok {
                Tok::Op("(" | "[" | "{") => open += 1,
                Tok::Op(")" | "]" | "}") => open = open.saturating_sub(1),
                // A literal that runs to the end of the line has swallowed the brace.
                Tok::Bad if matches!(self.peek(0), b'\n' | 0) => return None,
                _ => {}
            }
            tokens.push(Token { tok, span: self.since(start), gap });
        }
    }
}

/// Whether a word before a quote looks like a prefix of a literal, known or not.
fn prefix(word: &str) -> bool {
    let known = |c: char| "rbuftiRBUFTI".contains(c);
    word.len() <= 2 && word.chars().all(known) && !reserved(word)
}
