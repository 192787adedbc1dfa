//! The oracle's programs: a tree of its own, its text, and what is known of an expression
//! before reading. Nothing of the engine's parser is used, so the parser is tested as well.

use super::time::Width;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum E {
    None,
    Bool(bool),
    Int(i64),
    /// As spelled.
    Float(&'static str),
    Str(String),
    /// A field; a dot steps into an object.
    Field(String),
    Line,
    /// A chain of comparisons.
    Cmp(Box<E>, Vec<(Op, E)>),
    And(Box<E>, Box<E>),
    Or(Box<E>, Box<E>),
    Not(Box<E>),
    /// `x in (constants)`, perhaps `not in`.
    In(Box<E>, Vec<E>, bool),
    /// `"text" in x`, perhaps without regard to case, perhaps `not in`.
    Has {
        text: String,
        no_case: bool,
        hay: Box<E>,
        not: bool,
    },
    Match(Box<E>, &'static str),
    IsNone(Box<E>, bool),
    Coalesce(Box<E>, Box<E>),
    /// Condition, then, else.
    If(Box<E>, Box<E>, Box<E>),
    Arith(char, Box<E>, Box<E>),
    Neg(Box<E>),
    Slice(Box<E>, [Option<i64>; 3]),
    Index(Box<E>, i64),
    /// `f(x, ...)`, or `x.f(...)` for a method.
    Call(&'static str, Vec<E>),
    /// An f-string: text and values in turn.
    Format(Vec<(String, E)>),
    /// In a predicate stage: a bare string, regex or string without case.
    Bare(String),
    BareRegex(&'static str),
    BareNoCase(String),
    /// A duration, and the bucket of that width that the field `time` falls into.
    Width(Width),
    Bucket(Width),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// What an expression is known to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Any,
    None,
    Bool,
    Number,
    Text,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Agg {
    pub word: &'static str,
    pub arg: Option<E>,
    /// The second argument: another value of the row, or how many.
    pub by: Option<E>,
    pub cond: Option<E>,
    pub alias: Option<String>,
}

/// What the groups of an aggregate are made of: the names of the keys, and those of the
/// aggregates with their words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    pub keys: Vec<String>,
    pub aggs: Vec<(String, &'static str)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    Text(E),
    Where(E),
    Set(Vec<(String, E)>),
    Select(Vec<(E, Option<String>)>),
    Drop(Vec<String>),
    Rename(Vec<(String, String)>),
    Head(usize),
    Tail(usize),
    Skip(usize),
    Dedup(Vec<E>),
    /// Keys, and whether they descend.
    Sort(Vec<(E, bool)>),
    /// Aggregates, keys, and values of the one key that are shown in any case.
    Stats(Vec<Agg>, Vec<(E, Option<String>)>, Vec<E>),
    /// `every`: aggregates, width, further keys.
    Every(Vec<Agg>, Width, Vec<(E, Option<String>)>),
    Fill(Groups, Width),
    Pivot(Groups, String),
    Top(usize, Vec<String>, Option<Agg>),
    Rare(usize, Vec<String>, Option<Agg>),
    /// The list's elements become this field.
    Explode(String),
    /// A text in a field, and what takes its place.
    Replace(&'static str, &'static str, String),
    /// A regex in the line, what takes its place, and the same as a text.
    ReplaceLine(&'static str, &'static str),
    /// What is hidden, whether with a code, and in which field.
    Redact(Vec<&'static str>, bool, Option<String>),
    HeadBy(usize, Vec<E>),
    TailBy(usize, Vec<E>),
    /// `dedup consecutive`.
    Runs(Vec<E>),
    Assert(E, Option<E>),
    Running(Vec<Agg>, Vec<E>),
    Annotate(Vec<Agg>, Vec<E>),
    /// First and last values, the gap, and the keys.
    Sessions(Vec<Agg>, Width, Vec<String>),
    /// Fields and the columns of the side file that they are compared with.
    Lookup(Vec<(String, &'static str)>, bool),
    Print(E),
}

pub const METHODS: [&str; 8] =
    ["lower", "upper", "strip", "startswith", "endswith", "removeprefix", "removesuffix", "replace"];

impl Op {
    fn text(self) -> &'static str {
        match self {
            Op::Eq => "==",
            Op::Ne => "!=",
            Op::Lt => "<",
            Op::Le => "<=",
            Op::Gt => ">",
            Op::Ge => ">=",
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t"))
}

impl E {
    pub fn field(name: &str) -> E {
        E::Field(name.to_string())
    }

    /// The whole text of it.
    pub fn text(&self) -> String {
        match self {
            E::None => "None".to_string(),
            E::Bool(true) => "True".to_string(),
            E::Bool(false) => "False".to_string(),
            E::Int(i) => i.to_string(),
            E::Float(f) => f.to_string(),
            E::Str(s) | E::Bare(s) => quoted(s),
            E::Field(name) => name.clone(),
            E::Line => "line".to_string(),
            E::Cmp(first, rest) => {
                let rest: Vec<String> = rest.iter().map(|(op, e)| format!(" {} {}", op.text(), e.operand())).collect();
                format!("{}{}", first.operand(), rest.concat())
            }
            E::And(a, b) => format!("{} and {}", a.operand(), b.operand()),
            E::Or(a, b) => format!("{} or {}", a.operand(), b.operand()),
            E::Not(a) => format!("not {}", a.operand()),
            E::In(x, items, not) => {
                let items: Vec<String> = items.iter().map(E::text).collect();
                format!("{} {}in ({})", x.operand(), if *not { "not " } else { "" }, items.join(", "))
            }
            E::Has { text, no_case, hay, not } => {
                let (i, not) = (if *no_case { "i" } else { "" }, if *not { "not " } else { "" });
                format!("{i}{} {not}in {}", quoted(text), hay.operand())
            }
            E::Match(x, regex) => format!("{} =~ r\"{regex}\"", x.operand()),
            E::IsNone(x, not) => format!("{} is {}None", x.operand(), if *not { "not " } else { "" }),
            E::Coalesce(a, b) => format!("{} ?? {}", a.operand(), b.operand()),
            E::If(c, a, b) => format!("{} if {} else {}", a.operand(), c.operand(), b.operand()),
            E::Arith('f', a, b) => format!("{} // {}", a.operand(), b.operand()),
            E::Arith(op, a, b) => format!("{} {op} {}", a.operand(), b.operand()),
            E::Neg(a) => format!("-{}", a.operand()),
            E::Slice(x, bounds) => {
                let [a, b, c] = bounds.map(|b| b.map_or(String::new(), |b| b.to_string()));
                format!("{}[{a}:{b}{}{c}]", x.operand(), if c.is_empty() { "" } else { ":" })
            }
            E::Index(x, i) => format!("{}[{i}]", x.operand()),
            E::Call(name, args) => {
                let texts: Vec<String> = args.iter().map(E::text).collect();
                if METHODS.contains(name) {
                    return format!("{}.{name}({})", args[0].operand(), texts[1..].join(", "));
                }
                format!("{name}({})", texts.join(", "))
            }
            E::Format(parts) => {
                let parts: Vec<String> = parts.iter().map(|(text, e)| format!("{text}{{{}}}", e.text())).collect();
                format!("f'{}'", parts.concat())
            }
            E::BareRegex(regex) => format!("r\"{regex}\""),
            E::BareNoCase(text) => format!("i{}", quoted(text)),
            E::Width(width) => width.text.to_string(),
            E::Bucket(width) => format!("every {}", width.text),
        }
    }

    /// Its text where it stands within another: in brackets unless it is a word.
    fn operand(&self) -> String {
        let negative = matches!(self, E::Int(i) if *i < 0) || matches!(self, E::Float(f) if f.starts_with('-'));
        match self {
            E::Call(..) | E::Index(..) | E::Slice(..) | E::Format(_) | E::Field(_) | E::Line => self.text(),
            E::Width(_) | E::Bucket(_) => self.text(),
            E::None | E::Bool(_) | E::Str(_) | E::Bare(_) | E::BareRegex(_) | E::BareNoCase(_) => self.text(),
            E::Int(_) | E::Float(_) if !negative => self.text(),
            _ => format!("({})", self.text()),
        }
    }

    pub fn kind(&self) -> Kind {
        match self {
            E::None => Kind::None,
            E::Int(_) | E::Float(_) | E::Neg(_) => Kind::Number,
            E::Str(_) | E::Line | E::Slice(..) | E::Format(_) => Kind::Text,
            E::Field(_) | E::Index(..) | E::Width(_) | E::Bucket(_) => Kind::Any,
            E::Coalesce(a, b) | E::If(_, a, b) => match (a.kind(), b.kind()) {
                (a, b) if a == b => a,
                _ => Kind::Any,
            },
            E::Arith('+', a, b) if a.is_string() || b.is_string() => Kind::Text,
            E::Arith(_, a, b) => match (a.kind(), b.kind()) {
                (Kind::Any | Kind::Text, Kind::Any | Kind::Text) => Kind::Any,
                _ => Kind::Number,
            },
            E::Call(name, _) => match *name {
                "lower" | "upper" | "strip" | "removeprefix" | "removesuffix" | "replace" | "str" | "type" => {
                    Kind::Text
                }
                "startswith" | "endswith" | "is_number" => Kind::Bool,
                "abs" => Kind::Any,
                _ => Kind::Number,
            },
            _ => Kind::Bool,
        }
    }

    /// Whether `+` concatenates beside it.
    pub fn is_string(&self) -> bool {
        match self {
            E::Str(_) | E::Format(_) | E::Call("str", _) => true,
            E::Arith('+', a, b) => a.is_string() || b.is_string(),
            E::If(_, a, b) => a.is_string() && b.is_string(),
            _ => false,
        }
    }

    pub fn is_constant(&self) -> bool {
        match self {
            E::None | E::Bool(_) | E::Int(_) | E::Float(_) | E::Str(_) => true,
            E::Neg(x) => matches!(**x, E::Int(_) | E::Float(_)),
            _ => false,
        }
    }

    /// Its operands.
    pub fn children(&self) -> Vec<&E> {
        match self {
            E::Cmp(first, rest) => std::iter::once(&**first).chain(rest.iter().map(|(_, e)| e)).collect(),
            E::And(a, b) | E::Or(a, b) | E::Coalesce(a, b) | E::Arith(_, a, b) => vec![a, b],
            E::If(c, a, b) => vec![c, a, b],
            E::Not(x) | E::In(x, ..) | E::Match(x, _) | E::IsNone(x, _) | E::Neg(x) | E::Slice(x, _) => vec![x],
            E::Index(x, _) | E::Has { hay: x, .. } => vec![x],
            E::Call(_, args) => args.iter().collect(),
            E::Format(parts) => parts.iter().map(|(_, e)| e).collect(),
            _ => Vec::new(),
        }
    }

    /// Every field that it names.
    pub fn fields(&self) -> Vec<&str> {
        let mut out: Vec<&str> = self.children().into_iter().flat_map(E::fields).collect();
        match self {
            E::Field(name) => out.push(name),
            E::Bucket(_) => out.push("time"),
            _ => {}
        }
        out
    }

    /// The name of a column that is made of it, where it has one.
    pub fn name(&self) -> Option<&str> {
        if let E::Field(name) = self { Some(name) } else { None }
    }
}

impl Groups {
    pub fn of(aggs: &[Agg], by: &[(E, Option<String>)]) -> Groups {
        let key = |(e, alias): &(E, Option<String>)| alias.clone().or(e.name().map(str::to_string));
        Groups { keys: by.iter().filter_map(key).collect(), aggs: aggs.iter().map(|a| (a.name(), a.word)).collect() }
    }
}

impl Agg {
    /// As the ledger names it.
    pub fn call(&self) -> E {
        E::Call(self.word, self.arg.iter().chain(&self.by).cloned().collect())
    }

    fn text(&self) -> String {
        let by = self.by.as_ref().map_or(String::new(), |by| format!(", {}", by.text()));
        let arg = self.arg.as_ref().map_or(String::new(), |a| format!("({}{by})", a.text()));
        let cond = self.cond.as_ref().map_or(String::new(), |c| format!(" where {}", c.text()));
        let alias = self.alias.as_ref().map_or(String::new(), |a| format!(" as {a}"));
        format!("{}{arg}{cond}{alias}", self.word)
    }

    /// The column's name.
    pub fn name(&self) -> String {
        match (&self.alias, self.arg.as_ref().and_then(E::name)) {
            (Some(alias), _) => alias.clone(),
            (None, Some(name)) => format!("{}_{}", self.word, name.replace('.', "_")),
            (None, None) => self.word.to_string(),
        }
    }
}

fn keyed(keys: &[E]) -> String {
    if keys.is_empty() { String::new() } else { format!(" by {}", list(keys, E::text)) }
}

fn list<T>(items: &[T], text: impl Fn(&T) -> String) -> String {
    items.iter().map(text).collect::<Vec<_>>().join(", ")
}

fn aliased((e, alias): &(E, Option<String>)) -> String {
    match alias {
        Some(alias) => format!("{} as {alias}", e.operand()),
        None => e.text(),
    }
}

impl Stage {
    pub fn text(&self) -> String {
        match self {
            Stage::Text(e) => e.text(),
            Stage::Where(e) => format!("where {}", e.text()),
            Stage::Set(items) => format!("set {}", list(items, |(name, e)| format!("{name} = {}", e.text()))),
            Stage::Select(items) => format!("select {}", list(items, aliased)),
            Stage::Drop(names) => format!("drop {}", names.join(", ")),
            Stage::Rename(items) => format!("rename {}", list(items, |(from, to)| format!("{from} as {to}"))),
            Stage::Head(n) => format!("head {n}"),
            Stage::Tail(n) => format!("tail {n}"),
            Stage::Skip(n) => format!("skip {n}"),
            Stage::Dedup(keys) => format!("dedup {}", list(keys, E::text)),
            Stage::Sort(keys) => {
                format!("sort {}", list(keys, |(e, down)| format!("{}{}", if *down { "-" } else { "" }, e.operand())))
            }
            Stage::Stats(aggs, by, shown) => {
                let by = if by.is_empty() { String::new() } else { format!(" by {}", list(by, aliased)) };
                let shown = if shown.is_empty() { String::new() } else { format!(" for ({})", list(shown, E::text)) };
                format!("{}{by}{shown}", list(aggs, Agg::text))
            }
            Stage::Every(aggs, width, by) => {
                // Two spellings of the same, by the number of aggregates.
                let on = if aggs.len() > 1 { " on time" } else { "" };
                let and = if aggs.len() > 1 { " by " } else { ", " };
                let by = if by.is_empty() { String::new() } else { format!("{and}{}", list(by, aliased)) };
                format!("{} every {}{on}{by}", list(aggs, Agg::text), width.text)
            }
            Stage::Fill(..) => "fill".to_string(),
            Stage::Pivot(_, key) => format!("pivot {key}"),
            Stage::ReplaceLine(old, new) => format!("replace r\"{old}\" with \"{new}\""),
            Stage::Redact(kinds, coded, from) => {
                let from = from.as_ref().map_or(String::new(), |from| format!(" from {from}"));
                format!("redact {}{from}{}", kinds.join(", "), if *coded { " hash \"pepper\"" } else { "" })
            }
            Stage::HeadBy(n, keys) => format!("head {n}{}", keyed(keys)),
            Stage::TailBy(n, keys) => format!("tail {n}{}", keyed(keys)),
            Stage::Runs(keys) => format!("dedup consecutive {}", list(keys, E::text)),
            Stage::Assert(e, message) => {
                let message = message.as_ref().map_or(String::new(), |m| format!(", {}", m.text()));
                format!("assert {}{message}", e.text())
            }
            Stage::Running(aggs, by) => format!("running {}{}", list(aggs, Agg::text), keyed(by)),
            Stage::Annotate(aggs, by) => format!("annotate {}{}", list(aggs, Agg::text), keyed(by)),
            Stage::Sessions(ends, gap, by) => {
                let ends = if ends.is_empty() { String::new() } else { format!("{} ", list(ends, Agg::text)) };
                let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(", ")) };
                format!("sessions {ends}gap {}{by}", gap.text)
            }
            Stage::Lookup(on, prefix) => {
                let on = list(on, |(field, column)| match field == column {
                    true => field.clone(),
                    false => format!("{field} = {column}"),
                });
                let prefix = if *prefix { " as p" } else { "" };
                format!("lookup \"{}\" on {on}{prefix}", super::side::path())
            }
            Stage::Top(n, keys, agg) => {
                let agg = agg.as_ref().map_or(String::new(), |a| format!(" by {}", a.text()));
                format!("top {n} {}{agg}", keys.join(", "))
            }
            Stage::Rare(n, keys, agg) => {
                let agg = agg.as_ref().map_or(String::new(), |a| format!(" by {}", a.text()));
                format!("rare {n} {}{agg}", keys.join(", "))
            }
            Stage::Explode(name) => format!("explode {name}"),
            Stage::Replace(old, new, name) => format!("replace \"{old}\" with \"{new}\" from {name}"),
            Stage::Print(e) => format!("print {}", e.text()),
        }
    }

    /// Whether its rows may wait in a temporary file until the input has ended.
    pub fn waits(&self) -> bool {
        matches!(self, Stage::Dedup(_) | Stage::HeadBy(..) | Stage::Running(..) | Stage::Sessions(..))
    }

    /// Whether it may have enough before the input has ended.
    pub fn stops(&self) -> bool {
        matches!(self, Stage::Head(_) | Stage::Assert(..))
    }

    /// Whether it makes columns.
    pub fn makes_columns(&self) -> bool {
        !matches!(
            self,
            Stage::Text(_)
                | Stage::Where(_)
                | Stage::Head(_)
                | Stage::Tail(_)
                | Stage::Skip(_)
                | Stage::Dedup(_)
                | Stage::Sort(_)
                | Stage::Print(_)
                | Stage::ReplaceLine(..)
                | Stage::Redact(.., None)
                | Stage::HeadBy(..)
                | Stage::TailBy(..)
                | Stage::Runs(_)
                | Stage::Assert(..)
        )
    }
}

/// The text of a pipeline.
pub fn text(stages: &[Stage]) -> String {
    stages.iter().map(Stage::text).collect::<Vec<_>>().join(" | ")
}
