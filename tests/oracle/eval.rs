//! Expressions, evaluated one row at a time. What does not fit is noted in the row, each
//! kind once, in the words of the ledger.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::aggs::json_list;
use super::big::{Big, ratio};
use super::data::Line;
use super::prog::{E, Kind, Op};
use super::time::time_of;
use super::val::{N, Val, lenient, points, string};

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    pub line: Vec<u8>,
    /// What ends the line: nothing at the end of some inputs.
    pub end: &'static str,
    /// Names as plain text and as spelled, and values.
    pub fields: Vec<(String, Vec<u8>, Val)>,
    /// The line's number, from 1; None for a row that was made.
    pub place: Option<usize>,
    /// Whether it is not in the format, and that was not counted yet.
    pub bad: bool,
    pub noted: BTreeSet<String>,
    /// What the line was made of; None for a row that was made.
    pub source: Option<Rc<Line>>,
}

impl Row {
    /// The value of a field. With fixed columns a name with a dot is a column's first.
    pub fn field(&self, name: &str, closed: bool) -> Val {
        let whole = || self.fields.iter().find(|(n, ..)| n == name).map(|(.., v)| v.clone());
        let Some((root, key)) = name.split_once('.') else { return whole().unwrap_or(Val::None) };
        let nested = || self.fields.iter().find(|(n, ..)| n == root).map_or(Val::None, |(.., v)| v.member(key));
        if closed {
            return whole().unwrap_or_else(nested);
        }
        match nested() {
            Val::None => whole().unwrap_or(Val::None),
            value => value,
        }
    }
}

/// Evaluates over one row.
pub struct Eval<'a> {
    pub row: &'a mut Row,
    /// Whether the columns are fixed: after `select` or an aggregate.
    pub closed: bool,
}

impl Eval<'_> {
    /// A value as a time; what is none is noted as what `e` could not make of it.
    pub fn time(&mut self, value: &Val, e: &E) -> Option<i64> {
        let at = time_of(value);
        if at.is_none() && !value.is_none() {
            self.note(format!("`{}` could not be computed", e.text()));
        }
        at
    }

    pub fn note(&mut self, text: String) {
        self.row.noted.insert(text);
    }

    /// A condition.
    pub fn holds(&mut self, e: &E) -> bool {
        match e {
            E::And(a, b) => self.holds(a) && self.holds(b),
            E::Or(a, b) => self.holds(a) || self.holds(b),
            E::Not(a) => !self.holds(a),
            E::Bare(text) => contains(&self.row.line, text.as_bytes()),
            E::BareNoCase(text) => contains_no_case(&self.row.line, text),
            E::BareRegex(regex) => matches(regex, &self.row.line),
            _ => {
                let value = self.value(e);
                match value {
                    Val::Bool(b) => b,
                    Val::None => false,
                    _ if e.kind() == Kind::Bool => false,
                    _ => {
                        self.note(format!("`{}` was not a bool", e.text()));
                        false
                    }
                }
            }
        }
    }

    pub fn value(&mut self, e: &E) -> Val {
        match e {
            E::None => Val::None,
            E::Bool(b) => Val::Bool(*b),
            E::Int(i) => Val::Int(*i),
            E::Float(f) => Val::Float(f.parse().unwrap()),
            E::Str(s) => string(s.as_bytes()),
            E::Field(name) => self.row.field(name, self.closed),
            E::Line => Val::Text(self.row.line.clone()),
            E::Width(width) => Val::Duration(width.nanos),
            E::Bucket(width) => {
                let value = self.row.field("time", self.closed);
                self.time(&value, e).map_or(Val::None, |at| Val::Time(at.div_euclid(width.nanos) * width.nanos))
            }
            E::And(..) | E::Or(..) | E::Not(_) | E::Bare(_) | E::BareRegex(_) | E::BareNoCase(_) => {
                Val::Bool(self.holds(e))
            }
            E::Cmp(first, rest) => {
                let mut left = &**first;
                for (op, right) in rest {
                    if !self.compare(*op, left, right) {
                        return Val::Bool(false);
                    }
                    left = right;
                }
                Val::Bool(true)
            }
            E::In(x, items, not) => Val::Bool(self.is_in(x, items) != *not),
            E::Has { text, no_case, hay, not } => {
                let value = self.value(hay);
                let found = has(&value, text, *no_case, matches!(**hay, E::Field(_) | E::Index(..) | E::Slice(..)));
                Val::Bool(found != *not)
            }
            E::Match(x, regex) => {
                let x = self.value(x);
                Val::Bool(!x.is_none() && matches(regex, &x.text()))
            }
            E::IsNone(x, not) => Val::Bool(self.value(x).is_none() != *not),
            E::Coalesce(a, b) => match self.value(a) {
                Val::None => self.value(b),
                a => a,
            },
            E::If(c, a, b) => {
                let branch = if self.holds(c) { a } else { b };
                self.value(branch)
            }
            E::Arith(op, a, b) => self.arith(*op, a, b),
            E::Neg(x) => self.negated(x),
            E::Slice(x, bounds) => match self.value(x) {
                Val::None => Val::None,
                Val::Json(nested) => match &nested.list {
                    Some(list) => json_list(&slice(list, *bounds)),
                    None => Val::None,
                },
                x => string(slice(&points(&x.text()), *bounds).concat()),
            },
            E::Index(x, at) => index(&self.value(x), *at),
            E::Call(name, args) => {
                let values: Vec<Val> = args.iter().map(|a| self.value(a)).collect();
                self.call(e, name, &values)
            }
            E::Format(parts) => {
                let mut out = Vec::new();
                for (text, e) in parts {
                    out.extend_from_slice(text.as_bytes());
                    out.extend(self.value(e).text());
                }
                string(out)
            }
        }
    }

    fn compare(&mut self, op: Op, a: &E, b: &E) -> bool {
        let (x, y) = (self.value(a), self.value(b));
        if !matches!(op, Op::Eq | Op::Ne) && (x.is_none() || y.is_none()) {
            return false;
        }
        let standing = x.stands_to(&y);
        if standing == Err(true) {
            self.note(misfit(a, b));
        }
        match (op, standing) {
            (Op::Ne, Err(_)) => true,
            (_, Err(_)) => false,
            (Op::Eq, Ok(o)) => o == Ordering::Equal,
            (Op::Ne, Ok(o)) => o != Ordering::Equal,
            (Op::Lt, Ok(o)) => o == Ordering::Less,
            (Op::Le, Ok(o)) => o != Ordering::Greater,
            (Op::Gt, Ok(o)) => o == Ordering::Greater,
            (Op::Ge, Ok(o)) => o != Ordering::Less,
        }
    }

    fn is_in(&mut self, x: &E, items: &[E]) -> bool {
        let value = self.value(x);
        let standings: Vec<_> = items.iter().map(|item| value.stands_to(&self.value(item))).collect();
        let found = standings.contains(&Ok(Ordering::Equal));
        if standings.iter().all(|s| *s == Err(true)) {
            self.note(format!("`{}` was not a number", x.text()));
        }
        found
    }

    fn arith(&mut self, op: char, a: &E, b: &E) -> Val {
        let (x, y) = (self.value(a), self.value(b));
        if x.is_none() || y.is_none() {
            return Val::None;
        }
        if op == '+' && (a.is_string() || b.is_string()) {
            return string([x.text(), y.text()].concat());
        }
        let answer = match (x.number(), y.number()) {
            (Some(x), Some(y)) => compute(op, x, y),
            _ => Err(false),
        };
        match answer {
            Ok(number) => number.val(),
            Err(true) => {
                self.note(format!("`{}` was divided by zero", a.text()));
                Val::None
            }
            Err(false) => {
                self.note(misfit(a, b));
                Val::None
            }
        }
    }

    fn negated(&mut self, x: &E) -> Val {
        let value = self.value(x);
        match value.number() {
            _ if value.is_none() => Val::None,
            Some(N::Int(i)) => i.checked_neg().map_or(Val::Float(-(i as f64)), Val::Int),
            Some(N::Float(f)) => Val::Float(-f),
            None => {
                self.note(format!("`{}` was not a number", x.text()));
                Val::None
            }
        }
    }

    fn call(&mut self, e: &E, name: &str, args: &[Val]) -> Val {
        let predicate = matches!(name, "startswith" | "endswith" | "is_number");
        if name == "type" {
            return kind_of(&args[0]);
        }
        if args.iter().any(Val::is_none) {
            return if predicate { Val::Bool(false) } else { Val::None };
        }
        match function(name, args) {
            Some(value) => value,
            None => {
                self.note(format!("`{}` could not be computed", e.text()));
                Val::None
            }
        }
    }
}

/// What is counted when a side could not be read as the other side's kind.
fn misfit(a: &E, b: &E) -> String {
    let asked = |e: &E| match e.kind() {
        Kind::Number => Some("a number"),
        Kind::Bool => Some("a bool"),
        _ => None,
    };
    match (asked(a), asked(b)) {
        (_, Some(kind)) if !a.is_constant() => format!("`{}` was not {kind}", a.text()),
        (Some(kind), _) if !b.is_constant() => format!("`{}` was not {kind}", b.text()),
        _ => format!("`{}` or `{}` was not a number", a.text(), b.text()),
    }
}

fn contains(hay: &[u8], needle: &[u8]) -> bool {
    needle.is_empty() || hay.windows(needle.len()).any(|w| w == needle)
}

fn contains_no_case(hay: &[u8], needle: &str) -> bool {
    contains(&hay.to_ascii_lowercase(), &needle.as_bytes().to_ascii_lowercase())
}

fn matches(regex: &str, text: &[u8]) -> bool {
    regex::bytes::Regex::new(regex).unwrap().is_match(text)
}

/// `"text" in x`: an element of a list, a key of an object, a part of any other text.
fn has(value: &Val, text: &str, no_case: bool, field: bool) -> bool {
    if value.is_none() {
        return false;
    }
    if no_case {
        return contains_no_case(&value.text(), text);
    }
    if let (Val::Json(nested), true) = (value, field) {
        let in_list = nested.list.iter().flatten().any(|v| v.stands_to(&string(text)) == Ok(Ordering::Equal));
        return in_list || nested.object.iter().flatten().any(|(key, _)| key == text);
    }
    contains(&value.text(), text.as_bytes())
}

/// Numbers by Python's rules; an error says whether it was a division by zero.
pub fn compute(op: char, x: N, y: N) -> Result<N, bool> {
    if let (N::Int(x), N::Int(y)) = (x, y) {
        let (x, y) = (i128::from(x), i128::from(y));
        let exact = match op {
            '+' => Some(x + y),
            '-' => Some(x - y),
            '*' => Some(x * y),
            'f' if y != 0 => Some(x.div_euclid(y) - i128::from(y < 0 && x.rem_euclid(y) != 0)),
            '%' if y != 0 => Some(((x % y) + y) % y),
            _ => None,
        };
        // Past 64 bits the exact result is rounded, and so is a quotient.
        match exact.map(|exact| (i64::try_from(exact), exact as f64)) {
            Some((Ok(exact), _)) => return Ok(N::Int(exact)),
            Some((_, near)) => return Ok(N::Float(near)),
            None => {}
        }
        if op == '/' && y != 0 {
            let (above, below) = (if y < 0 { -x } else { x }, y.abs());
            let zero = if y < 0 { -0.0 } else { 0.0 };
            let near = if x == 0 { Some(zero) } else { ratio(&Big::from(above), 0, &Big::from(below)) };
            return near.map(N::Float).ok_or(false);
        }
    }
    let (x, y) = (x.float(), y.float());
    if y == 0.0 && matches!(op, '/' | 'f' | '%') {
        return Err(true);
    }
    // As CPython's float_divmod.
    let divided = || {
        let mut rest = x % y;
        let mut whole = (x - rest) / y;
        if rest == 0.0 {
            rest = 0.0f64.copysign(y);
        } else if (y < 0.0) != (rest < 0.0) {
            rest += y;
            whole -= 1.0;
        }
        let floor = whole.floor();
        let floor = if whole == 0.0 {
            0.0f64.copysign(x / y)
        } else if whole - floor > 0.5 {
            floor + 1.0
        } else {
            floor
        };
        (floor, rest)
    };
    let answer = match op {
        '+' => x + y,
        '-' => x - y,
        '*' => x * y,
        '/' => x / y,
        'f' => divided().0,
        _ => divided().1,
    };
    if answer.is_finite() { Ok(N::Float(answer)) } else { Err(false) }
}

/// Python's slice.
fn slice<T: Clone>(items: &[T], [start, stop, step]: [Option<i64>; 3]) -> Vec<T> {
    let (n, step) = (items.len() as i64, step.unwrap_or(1));
    let (least, most) = if step > 0 { (0, n) } else { (-1, n - 1) };
    let place = |bound: i64| if bound < 0 { (bound + n).max(least) } else { bound.min(most) };
    let start = start.map_or(if step > 0 { 0 } else { n - 1 }, place);
    let stop = stop.map_or(if step > 0 { n } else { -1 }, place);
    let mut out = Vec::new();
    let mut at = start;
    while if step > 0 { at < stop } else { at > stop } {
        out.push(items[at as usize].clone());
        at += step;
    }
    out
}

fn nth<T>(items: &[T], at: i64) -> Option<&T> {
    let at = if at < 0 { at + items.len() as i64 } else { at };
    items.get(usize::try_from(at).ok()?)
}

fn index(x: &Val, at: i64) -> Val {
    match x {
        Val::None => Val::None,
        Val::Json(nested) => nth(nested.list.as_deref().unwrap_or_default(), at).cloned().unwrap_or(Val::None),
        x => nth(&points(&x.text()), at).map_or(Val::None, |p| string(p.clone())),
    }
}

fn kind_of(x: &Val) -> Val {
    string(match x {
        Val::None => "none",
        Val::Bool(_) => "bool",
        Val::Int(_) => "int",
        Val::Float(_) => "float",
        Val::Text(_) => "text",
        Val::Str(..) => "str",
        Val::Num(t) if lenient(t.as_bytes()).is_some_and(|n| matches!(n, N::Int(_))) => "int",
        Val::Num(_) => "float",
        Val::Time(_) => "time",
        Val::Duration(_) => "duration",
        Val::Json(n) if n.list.is_some() => "list",
        Val::Json(_) => "object",
    })
}

/// A bool counts as a number for functions.
pub fn numeric(x: &Val) -> Option<N> {
    if let Val::Bool(b) = x { Some(N::Int(i64::from(*b))) } else { x.number() }
}

/// A double without a fraction, as an integer where it fits.
fn whole(f: f64) -> Val {
    let limit = 2f64.powi(63);
    if (-limit..limit).contains(&f) { Val::Int(f as i64) } else { Val::Float(f) }
}

fn function(name: &str, args: &[Val]) -> Option<Val> {
    let x = &args[0];
    let text = |at: usize| args[at].scalar();
    let mapped = |map: fn(&str) -> String, t: Vec<u8>| {
        let mut out = Vec::new();
        for chunk in t.utf8_chunks() {
            out.extend_from_slice(map(chunk.valid()).as_bytes());
            out.extend_from_slice(chunk.invalid());
        }
        string(out)
    };
    let spaced = || numeric(x).or_else(|| lenient(x.scalar()?.trim_ascii()));
    let rounded = |law: fn(f64) -> f64, number: N| match number {
        N::Int(i) => Val::Int(i),
        N::Float(f) => whole(law(f)),
    };
    Some(match name {
        "lower" => mapped(str::to_lowercase, text(0)?),
        "upper" => mapped(str::to_uppercase, text(0)?),
        "strip" => {
            let points = points(&text(0)?);
            let blank = |p: &Vec<u8>| {
                std::str::from_utf8(p)
                    .is_ok_and(|p| p.chars().all(|c| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)))
            };
            let from = points.iter().position(|p| !blank(p)).unwrap_or(points.len());
            let to = points.iter().rposition(|p| !blank(p)).map_or(from, |at| at + 1);
            string(points[from..to].concat())
        }
        "startswith" => Val::Bool(text(0)?.starts_with(&text(1)?)),
        "endswith" => Val::Bool(text(0)?.ends_with(&text(1)?)),
        "removeprefix" => {
            let (t, cut) = (text(0)?, text(1)?);
            string(t.strip_prefix(&cut[..]).unwrap_or(&t))
        }
        "removesuffix" => {
            let (t, cut) = (text(0)?, text(1)?);
            string(t.strip_suffix(&cut[..]).unwrap_or(&t))
        }
        "replace" => {
            let (t, old, new) = (text(0)?, text(1)?, text(2)?);
            let (mut out, mut at) = (Vec::new(), 0);
            while at < t.len() {
                if t[at..].starts_with(&old) {
                    out.extend_from_slice(&new);
                    at += old.len();
                } else {
                    out.push(t[at]);
                    at += 1;
                }
            }
            string(out)
        }
        "find" => {
            let (t, sub) = (text(0)?, text(1)?);
            let found = (0..=t.len()).find(|at| t[*at..].starts_with(&sub));
            Val::Int(found.map_or(-1, |at| points(&t[..at]).len() as i64))
        }
        "len" => match x {
            Val::Json(n) => {
                let elements = n.list.as_ref().map(Vec::len).or(n.object.as_ref().map(Vec::len));
                Val::Int(elements.unwrap_or(0) as i64)
            }
            x => Val::Int(points(&x.scalar()?).len() as i64),
        },
        "str" => string(x.text()),
        "int" => rounded(f64::trunc, spaced()?),
        "float" => match (spaced()?, x) {
            // The float that the text `-0` spells has its sign.
            (N::Int(0), Val::Text(t) | Val::Str(t, _)) if t.trim_ascii().starts_with(b"-") => Val::Float(-0.0),
            (number, _) => Val::Float(number.float()),
        },
        "abs" => match numeric(x)? {
            N::Int(i) => i.checked_abs().map_or(Val::Float((i as f64).abs()), Val::Int),
            N::Float(f) => Val::Float(f.abs()),
        },
        "round" => rounded(f64::round_ties_even, numeric(x)?),
        "floor" => rounded(f64::floor, numeric(x)?),
        "ceil" => rounded(f64::ceil, numeric(x)?),
        "is_number" => Val::Bool(x.number().is_some()),
        other => unreachable!("{other} is not generated"),
    })
}

#[test]
fn divides_as_python() {
    let both = |x: f64, y: f64| (compute('f', N::Float(x), N::Float(y)), compute('%', N::Float(x), N::Float(y)));
    assert_eq!(both(-7.5, 2.0), (Ok(N::Float(-4.0)), Ok(N::Float(0.5))));
    assert_eq!(both(7.5, -2.0), (Ok(N::Float(-4.0)), Ok(N::Float(-0.5))));
    let ints = |x, y| (compute('f', N::Int(x), N::Int(y)), compute('%', N::Int(x), N::Int(y)));
    assert_eq!(ints(-7, 2), (Ok(N::Int(-4)), Ok(N::Int(1))));
    assert_eq!(ints(7, -2), (Ok(N::Int(-4)), Ok(N::Int(-1))));
    assert_eq!(ints(-7, -2), (Ok(N::Int(3)), Ok(N::Int(-1))));
    assert_eq!(ints(1, 0), (Err(true), Err(true)));
}
