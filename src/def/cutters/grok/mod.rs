//! Grok: a regex whose parts have names, `%{IP:client} %{WORD:method} %{NUMBER:bytes:int}`.
//!
//! An expression is expanded into one regex in which only fields are groups, and once more for
//! each plan with only the wanted fields, because every group costs: a regex that only says yes or
//! no is ten times as fast. It runs in linear time, so there is no look-around and no
//! back-reference; an atomic group is a plain one. The patterns that have names are in the files
//! beside this one, written anew for what they stand for; expressions of other tools that use just
//! them work as they are.
//!
//! Of several fields of one name, the first that took part and is not empty counts. Logstash makes
//! a list of them, which no later stage would want: they are mostly alternatives.

mod bacula;
mod firewalls;
mod general;
mod nagios;
mod servers;

use std::sync::Mutex;

use regex::bytes::{CaptureLocations, Regex, RegexBuilder};

use crate::base::Span;
use crate::base::num::{self, Num};
use crate::data::{Cell, Cut, Key, Want};
use crate::lang::diag::nearest;

/// Patterns by name.
type Names = &'static [(&'static str, &'static str)];

/// Every pattern that has a name.
const NAMES: [Names; 5] = [general::NAMES, servers::NAMES, firewalls::NAMES, nagios::NAMES, bacula::NAMES];

/// The most bytes of an expanded expression, and the most patterns inside each other.
const LIMIT: usize = 1 << 20;
const DEPTH: usize = 40;

/// The most memory of a compiled regex.
const REGEX_LIMIT: usize = 32 << 20;

/// The groups that may hold one field, each with what it is turned into.
type Groups = Vec<(usize, Type)>;

/// What a field is turned into.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Type {
    Text,
    Int,
    Float,
}

/// A part of an expanded expression.
#[derive(Debug)]
enum Token {
    Text(String),
    /// A group; of the field, or none.
    Open(Option<usize>),
    Close,
}

#[derive(Debug)]
struct Field {
    name: String,
    kind: Type,
}

/// A compiled expression.
#[derive(Debug)]
pub struct Grok {
    tokens: Vec<Token>,
    fields: Vec<Field>,
    /// The regex with all its fields.
    regex: Regex,
}

impl Grok {
    /// Reads an expression, or says what is wrong with it.
    pub fn parse(text: &str) -> Result<Grok, String> {
        let mut reader = Reader::default();
        reader.read(text, 0)?;
        let Reader { tokens, fields, .. } = reader;
        if fields.is_empty() {
            return Err("there is no field in it: `%{IP:client}` makes one of the name `client`".to_string());
        }
        let regex = compile(&tokens, |_| true)?;
        Ok(Grok { tokens, fields, regex })
    }

    /// The names of its fields, in order, each once.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for field in &self.fields {
            if !names.contains(&field.name) {
                names.push(field.name.clone());
            }
        }
        names
    }

    /// A cutter of these fields.
    pub fn bind(&self, wants: &[Want]) -> GrokCut {
        let wanted = |field: usize| wants.iter().any(|want| want.name == self.fields[field].name);
        let all = GrokCut::new(self.regex.clone(), self.groups(|_| true), self.names());
        // What compiles with all its groups does with fewer.
        match compile(&self.tokens, wanted) {
            Ok(regex) => {
                let names = wants.iter().map(|want| want.name.clone()).collect();
                GrokCut { all: Some(Box::new(all)), ..GrokCut::new(regex, self.groups(wanted), names) }
            }
            Err(_) => all,
        }
    }

    /// By name: the groups that may hold its field.
    fn groups(&self, wanted: impl Fn(usize) -> bool) -> Vec<(String, usize, Type)> {
        let opened = self.tokens.iter().filter_map(|token| match token {
            Token::Open(Some(field)) if wanted(*field) => Some(*field),
            _ => None,
        });
        opened
            .enumerate()
            .map(|(at, field)| (self.fields[field].name.clone(), at + 1, self.fields[field].kind))
            .collect()
    }
}

/// Compiles an expression in which just the wanted fields are groups.
fn compile(tokens: &[Token], wanted: impl Fn(usize) -> bool) -> Result<Regex, String> {
    let mut text = String::new();
    for token in tokens {
        match token {
            Token::Text(piece) => text.push_str(piece),
            Token::Open(Some(field)) if wanted(*field) => text.push('('),
            Token::Open(_) => text.push_str("(?:"),
            Token::Close => text.push(')'),
        }
    }
    // Lines are bytes. Only an expression that names other characters has to look at them.
    let unicode = !text.is_ascii();
    let mut builder = RegexBuilder::new(&text);
    builder.unicode(unicode).multi_line(true).size_limit(REGEX_LIMIT).dfa_size_limit(REGEX_LIMIT);
    builder.build().map_err(|error| {
        let text = error.to_string();
        let why = text.lines().last().unwrap_or_default().trim_start_matches("error: ");
        format!("this grok expression does not compile: {why}")
    })
}

/// Expands an expression.
#[derive(Default)]
struct Reader {
    tokens: Vec<Token>,
    fields: Vec<Field>,
    /// Patterns that the expression defines.
    defined: Vec<(String, String)>,
    len: usize,
}

impl Reader {
    fn push(&mut self, text: &str) -> Result<(), String> {
        self.len += text.len();
        if self.len > LIMIT {
            return Err(format!("the expression is longer than {LIMIT} bytes when it is expanded"));
        }
        match self.tokens.last_mut() {
            Some(Token::Text(last)) => last.push_str(text),
            _ => self.tokens.push(Token::Text(text.to_string())),
        }
        Ok(())
    }

    fn open(&mut self, field: Option<(&str, Type)>) -> Result<(), String> {
        self.push("")?;
        let field = field.map(|(name, kind)| {
            self.fields.push(Field { name: dotted(name), kind });
            self.fields.len() - 1
        });
        self.tokens.push(Token::Open(field));
        Ok(())
    }

    /// Reads a regex of Ruby's kind with named patterns in it.
    fn read(&mut self, text: &str, depth: usize) -> Result<(), String> {
        if depth > DEPTH {
            return Err(format!("more than {DEPTH} patterns stand inside each other: one of them holds itself"));
        }
        let mut rest = text;
        // How many classes are open, and whether the last thing was a quantifier.
        let (mut classes, mut quantified) = (0usize, false);
        while let Some(c) = rest.chars().next() {
            let after = &rest[c.len_utf8()..];
            let was_quantified = std::mem::take(&mut quantified);
            rest = match c {
                '%' if after.starts_with('{') => self.named(&after[1..], depth)?,
                '\\' => self.escape(after, classes > 0)?,
                '[' => {
                    // `[:alnum:]` is a class by itself.
                    let end = after.strip_prefix(':').filter(|_| classes > 0).and_then(|inside| inside.find(":]"));
                    match end {
                        Some(end) => {
                            self.push(&rest[..end + 4])?;
                            &rest[end + 4..]
                        }
                        None => {
                            classes += 1;
                            // A bracket that stands first is a character.
                            let opens = ["[^]", "[]", "[^", "["].into_iter().find(|opens| rest.starts_with(opens));
                            let opens = opens.unwrap_or("[");
                            self.push(opens)?;
                            &rest[opens.len()..]
                        }
                    }
                }
                ']' if classes > 0 => {
                    classes -= 1;
                    self.push("]")?;
                    after
                }
                c if classes > 0 => {
                    self.push(c.encode_utf8(&mut [0; 4]))?;
                    after
                }
                '(' => self.group(after)?,
                ')' => {
                    self.tokens.push(Token::Close);
                    after
                }
                '{' => match quantifier(after) {
                    Some((spelled, after)) => {
                        self.push(&spelled)?;
                        after
                    }
                    None => {
                        self.push("\\{")?;
                        after
                    }
                },
                '}' => {
                    self.push("\\}")?;
                    after
                }
                // `a++` never gives back what it took; without going back that is `a+`.
                '+' if was_quantified => after,
                c => {
                    quantified = matches!(c, '*' | '+') || c == '?' && !was_quantified;
                    self.push(c.encode_utf8(&mut [0; 4]))?;
                    after
                }
            };
        }
        Ok(())
    }

    /// Reads `NAME:field:type}`, or `NAME:field=regex}`, which defines the name.
    fn named<'t>(&mut self, text: &'t str, depth: usize) -> Result<&'t str, String> {
        let Some(end) = closing(text) else { return Err(format!("`%{{{text}` is not closed with `}}`")) };
        let (inside, after) = (&text[..end], &text[end + 1..]);
        let (head, definition) = match inside.split_once('=') {
            Some((head, definition)) => (head, Some(definition)),
            None => (inside, None),
        };
        let mut parts = head.splitn(3, ':');
        let name = parts.next().unwrap_or_default();
        let field = parts.next();
        let kind = match parts.next() {
            None | Some("string") => Type::Text,
            Some("int" | "integer" | "long") => Type::Int,
            Some("float" | "double") => Type::Float,
            Some(other) => return Err(format!("`{other}` is no type of a field; `int` and `float` are")),
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || !name.chars().all(is_name) || field == Some("") {
            return Err(format!("`%{{{inside}}}` is not `%{{NAME}}`, `%{{NAME:field}}` or `%{{NAME:field:int}}`"));
        }
        if let Some(definition) = definition {
            self.defined.push((name.to_string(), definition.to_string()));
        }
        let own = self.defined.iter().rfind(|(own, _)| own == name).map(|(_, pattern)| pattern.clone());
        let given = NAMES.iter().flat_map(|names| names.iter()).find(|(given, _)| *given == name);
        let Some(pattern) = own.or_else(|| given.map(|(_, pattern)| pattern.to_string())) else {
            return Err(format!("there is no pattern `{name}`; {}", near(name)));
        };
        self.open(field.map(|field| (field, kind)))?;
        self.read(&pattern, depth + 1)?;
        self.tokens.push(Token::Close);
        Ok(after)
    }

    /// Reads what stands after a backslash.
    fn escape<'t>(&mut self, text: &'t str, in_class: bool) -> Result<&'t str, String> {
        let Some(c) = text.chars().next() else { return Err("a backslash at the end escapes nothing".to_string()) };
        let after = &text[c.len_utf8()..];
        match (c, in_class) {
            ('h', true) => self.push("0-9A-Fa-f")?,
            ('h', false) => self.push("[0-9A-Fa-f]")?,
            ('H', false) => self.push("[^0-9A-Fa-f]")?,
            ('Z', false) => self.push("\\z")?,
            ('e', _) => self.push("\\x1b")?,
            ('<' | '>', _) => self.push(&text[..1])?,
            ('k' | 'g' | '1'..='9', false) => {
                return Err(format!("`\\{c}` looks back at what was matched, which linear time does not allow"));
            }
            ('K' | 'G', false) => {
                return Err(format!("`\\{c}` is not known here; `%{{WORD:field}}` names what is wanted"));
            }
            (c, _) if !c.is_ascii() => self.push(&text[..c.len_utf8()])?,
            (c, _) => {
                self.push("\\")?;
                self.push(c.encode_utf8(&mut [0; 4]))?;
            }
        }
        Ok(after)
    }

    /// Reads what stands after an opening bracket.
    fn group<'t>(&mut self, text: &'t str) -> Result<&'t str, String> {
        let Some(rest) = text.strip_prefix('?') else {
            self.open(None)?;
            return Ok(text);
        };
        for look in ["=", "!", "<=", "<!"] {
            if rest.starts_with(look) {
                return Err(format!(
                    "`(?{look}` looks around, which linear time does not allow; match the text there instead"
                ));
            }
        }
        if let Some(rest) = rest.strip_prefix('#') {
            let end = rest.find(')').ok_or("the comment in `(?#` is not closed with `)`")?;
            return Ok(&rest[end + 1..]);
        }
        if let Some(rest) = rest.strip_prefix('>') {
            self.open(None)?;
            return Ok(rest);
        }
        if let Some(rest) = rest.strip_prefix("P<").or(rest.strip_prefix('<')) {
            let (name, after) = rest.split_once('>').ok_or_else(|| format!("`(?<{rest}` is not closed with `>`"))?;
            if name.is_empty() {
                return Err("`(?<>` has no name: `(?<field>...)`".to_string());
            }
            self.open(Some((name, Type::Text)))?;
            return Ok(after);
        }
        let end = rest.find([':', ')']).ok_or_else(|| format!("`(?{rest}` is not closed with `)`"))?;
        // What Ruby calls `m` lets `.` match the end of a line; `^` and `$` always know lines.
        let flags = rest[..end].replace('m', "s");
        let known = |c: char| matches!(c, 'i' | 's' | 'x' | '-');
        if let Some(other) = flags.chars().find(|c| !known(*c)) {
            return Err(format!("`(?{other}` is not known; `(?i)` is"));
        }
        if rest[end..].starts_with(':') && flags.is_empty() {
            self.open(None)?;
        } else if rest[end..].starts_with(':') {
            self.open(None)?;
            self.push(&format!("(?{flags})"))?;
        } else {
            self.push(&format!("(?{flags})"))?;
        }
        Ok(&rest[end + 1..])
    }
}

/// Where the brace that closes a named pattern stands; its definition may hold pairs of braces.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// `2}`, `2,}`, `,3}` and `2,3}` as a quantifier, and what follows.
fn quantifier(text: &str) -> Option<(String, &str)> {
    let (inside, after) = text.split_once('}')?;
    let (from, to) = inside.split_once(',').unwrap_or((inside, "0"));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(from) || !digits(to) || inside.is_empty() || inside == "," {
        return None;
    }
    let zero = if from.is_empty() { "0" } else { "" };
    Some((format!("{{{zero}{inside}}}"), after))
}

/// `[source][ip]` as `source.ip`.
fn dotted(name: &str) -> String {
    match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(inside) => inside.replace("][", "."),
        None => name.to_string(),
    }
}

/// The name that a wrong one may have meant.
fn near(name: &str) -> String {
    match nearest(name, NAMES.iter().flat_map(|names| names.iter()).map(|(name, _)| *name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`%{NAME=regex}` makes one".to_string(),
    }
}

/// An expression that has met its wants.
pub struct GrokCut {
    regex: Regex,
    /// By name: the groups that may hold its field.
    names: Vec<(String, Groups)>,
    /// Buffers for group places, so that no line allocates.
    spare: Mutex<Vec<CaptureLocations>>,
    /// The cutter of all fields, where this one has fewer.
    all: Option<Box<GrokCut>>,
}

impl GrokCut {
    fn new(regex: Regex, groups: Vec<(String, usize, Type)>, names: Vec<String>) -> GrokCut {
        let of = |name: &str| groups.iter().filter(|(own, ..)| own == name).map(|(_, at, kind)| (*at, *kind)).collect();
        let names = names.into_iter().map(|name| (name.clone(), of(&name))).collect();
        GrokCut { regex, names, spare: Mutex::new(Vec::new()), all: None }
    }

    /// Runs `work` with the places of the groups, when the line matches.
    fn matched(&self, line: &[u8], work: impl FnOnce(&CaptureLocations)) -> bool {
        if self.names.iter().all(|(_, groups)| groups.is_empty()) {
            let fits = self.regex.is_match(line);
            if fits {
                work(&self.regex.capture_locations());
            }
            return fits;
        }
        let spare = self.spare.lock().unwrap_or_else(|e| e.into_inner()).pop();
        let mut places = spare.unwrap_or_else(|| self.regex.capture_locations());
        let fits = self.regex.captures_read(&mut places, line).is_some();
        if fits {
            work(&places);
        }
        self.spare.lock().unwrap_or_else(|e| e.into_inner()).push(places);
        fits
    }
}

/// The first of the groups that is not empty, else the first that took part.
fn cell(places: &CaptureLocations, groups: &[(usize, Type)], line: &[u8], at: u32) -> Cell {
    let found = |(group, kind): &(usize, Type)| places.get(*group).map(|place| (place, *kind));
    let full = groups.iter().filter_map(found).find(|((from, to), _)| from < to);
    let Some(((from, to), kind)) = full.or_else(|| groups.iter().find_map(found)) else { return Cell::None };
    match (kind, num::parse(&line[from..to])) {
        (Type::Text, _) => Cell::Text(Span::new(at + from as u32, to - from)),
        (Type::Int, Some(Num::Float(f))) => Cell::Int(f as i64),
        (Type::Float, Some(number)) => Cell::Float(number.float()),
        (Type::Int, Some(number)) => Cell::from(number),
        (_, None) => Cell::None,
    }
}

impl Cut for GrokCut {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], _: &mut Vec<u8>) -> bool {
        self.matched(line, |places| {
            for (out, (_, groups)) in cells.iter_mut().zip(&self.names) {
                *out = cell(places, groups, line, at);
            }
        })
    }

    fn walk(&self, line: &[u8], at: u32, _: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        let all = self.all.as_deref().unwrap_or(self);
        all.matched(line, |places| {
            for (name, groups) in &all.names {
                put(Key::Plain(name.as_bytes()), cell(places, groups, line, at));
            }
        })
    }
}

#[cfg(test)]
#[path = "grok_tests.rs"]
mod tests;
