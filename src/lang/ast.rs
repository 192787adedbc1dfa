//! The tree of a pipeline. Each node has the span of its text, for carets.

/// A stretch of the pipeline's text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A whole pipeline.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pipeline {
    pub stages: Vec<Stage>,
}

/// One stage: `NAME items (KEYWORD items)*`.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// The stage's name. A predicate stage (`"text"`, `not r"x"`, `("a" or "b")`) is `where`
    /// with `text` set; a stage that opens with an aggregate is `stats`.
    pub name: String,
    pub name_span: Span,
    /// The whole stage.
    pub span: Span,
    /// True for a predicate stage: bare strings and regexes in it test the line.
    pub text: bool,
    pub items: Vec<Item>,
    /// Keyword clauses in the order written: `by a, b`, `from x`, `with "s"`.
    pub clauses: Vec<Clause>,
}

/// A keyword and its items.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    pub word: String,
    pub span: Span,
    pub items: Vec<Item>,
}

/// One argument: `E`, `name = E`, `E as name`, `E where P as name`.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub expr: Expr,
    /// `name = E`, as in `set`.
    pub assign: Option<(String, Span)>,
    /// `E as name`.
    pub alias: Option<(String, Span)>,
    /// `A where P`, where the stage binds `where` to items.
    pub cond: Option<Expr>,
    /// True when no comma stood before it: `regex r"..."`, `10 path`.
    pub juxtaposed: bool,
    pub span: Span,
}

/// An expression with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// Nanoseconds: `5m`, `1h30m`, `250ms`. The text as written is its span.
    Duration(i64),
    /// Nanoseconds since 1970: `t"2026-01-02T03:04Z"`.
    Time(i64),
    /// A fraction: `1%` is 0.01.
    Percent(f64),
    /// A string literal, unescaped. Bytes, since `"\xff"` is allowed.
    Str(Vec<u8>),
    /// `r"..."`: raw text, a regex where a regex is wanted.
    Raw(String),
    /// `i"..."`: text to be found without regard to ASCII case.
    NoCase(Vec<u8>),
    /// `f"..."`.
    Format(Vec<Piece>),
    /// A name, plain: `status`.
    Name(String),
    /// `E.name`, not called. `a.b` is Attr(Name a, b).
    Attr(Box<Expr>, String),
    /// `E[i]`.
    Index(Box<Expr>, Box<Expr>),
    /// `E[a:b:c]`.
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>, Option<Box<Expr>>),
    /// `f(a, b)`.
    Call(String, Vec<Expr>),
    /// `E.f(a, b)`.
    Method(Box<Expr>, String, Vec<Expr>),
    /// `(a, b)` or `[a, b]`.
    List(Vec<Expr>),
    Unary(Unary, Box<Expr>),
    Binary(Binary, Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    /// `a < b <= c`: the first operand, then operators with their right sides.
    Compare(Box<Expr>, Vec<(Compare, Expr)>),
    /// `a if c else b`: condition, then, else.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `*` as in `count(*)`.
    Star,
    /// What could not be parsed; an error has been reported.
    Bad,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    Not,
    Neg,
    Plus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    Add,
    Sub,
    Mul,
    /// `/`, true division.
    Div,
    /// `//`
    FloorDiv,
    Mod,
    /// `**`
    Pow,
    /// `??`
    Coalesce,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    In,
    NotIn,
    Is,
    IsNot,
    /// `=~`
    Match,
}

/// A piece of an f-string.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Text(Vec<u8>),
    /// `{E}`, `{E:spec}`, `{E!r}`; the spec is Python's, unparsed here.
    Value {
        expr: Expr,
        spec: String,
    },
}
