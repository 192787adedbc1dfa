//! Floor 3: the functions of expressions, one file each, and what they share.
//!
//! A function is a scalar law: one row's values to one value. Two rules hold for all of
//! them. *Methods of text take scalars as their text*: a number or a bool is read as it is
//! spelled, so that the `500` of a JSON log and the `500` of an access log behave alike;
//! times, durations, lists and objects have no text until `str(x)` gives them one. *What
//! cannot be computed is None*, which the caller counts; a law never fails. Laws see plain
//! text only: escapes are resolved before. A text that would grow past [`MOST`] is None,
//! because a line that is its own pattern could otherwise ask for the square of its length.
//!
//! Functions that read stamps need the zone of those that name none, which is known when a
//! pipeline is bound; they are bound through [`zoned`] and are laws all the same.

mod abs;
mod bin;
// These two are named after primitive types, which a module would hide here.
#[path = "bool.rs"]
mod bool_;
mod ceil;
mod coalesce;
mod contains_any;
mod day;
mod duration;
mod endswith;
mod exp;
mod find;
mod float;
mod floor;
mod hour;
mod int;
mod is_number;
mod isalpha;
mod isdigit;
mod islower;
mod isspace;
mod isupper;
mod len;
mod log;
mod lower;
mod lstrip;
mod minute;
mod month;
mod removeprefix;
mod removesuffix;
mod replace;
mod round;
mod rstrip;
mod second;
mod split;
mod sqrt;
mod startswith;
#[path = "str.rs"]
mod str_;
mod strip;
mod time;
mod r#type;
mod upper;
mod weekday;
mod year;
mod zfill;

use std::borrow::Cow;

use crate::base::{json, time as stamps};
use crate::data::cell::Num;
use crate::data::{Batch, Cell, NoteId, Value};
use crate::def::expr::{Eval, Held};
use crate::def::{Cx, Expr, FuncDef, Kind, Ret, Scope};
use crate::lang::{self, Diag};

/// Every function, by name.
pub static ALL: &[&FuncDef] = &[
    &abs::DEF,
    &bin::DEF,
    &bool_::DEF,
    &ceil::DEF,
    &coalesce::DEF,
    &contains_any::DEF,
    &day::DEF,
    &duration::DEF,
    &endswith::DEF,
    &exp::DEF,
    &find::DEF,
    &float::DEF,
    &floor::DEF,
    &hour::DEF,
    &int::DEF,
    &is_number::DEF,
    &isalpha::DEF,
    &isdigit::DEF,
    &islower::DEF,
    &isspace::DEF,
    &isupper::DEF,
    &len::DEF,
    &log::DEF,
    &lower::DEF,
    &lstrip::DEF,
    &minute::DEF,
    &month::DEF,
    &removeprefix::DEF,
    &removesuffix::DEF,
    &replace::DEF,
    &round::DEF,
    &rstrip::DEF,
    &second::DEF,
    &split::DEF,
    &sqrt::DEF,
    &startswith::DEF,
    &str_::DEF,
    &strip::DEF,
    &time::DEF,
    &r#type::DEF,
    &upper::DEF,
    &weekday::DEF,
    &year::DEF,
    &zfill::DEF,
];

/// The function of a name.
pub fn find(name: &str) -> Option<&'static FuncDef> {
    ALL.iter().copied().find(|def| def.doc.name == name)
}

/// The longest text that a law makes, in bytes.
const MOST: usize = 64 << 20;

/// An argument as text: text as it is, a number or a bool as it is spelled. None for None,
/// a time, a duration, a list or an object.
fn text(value: Value<'_>) -> Option<Cow<'_, [u8]>> {
    match value {
        Value::Text(t) | Value::Str(t) | Value::Number(t) => Some(Cow::Borrowed(t)),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Escaped(_) => {
            let mut spelled = Vec::new();
            value.write_text(&mut spelled);
            Some(Cow::Owned(spelled))
        }
        Value::None | Value::Time(_) | Value::Duration(_) | Value::Json(_) => None,
    }
}

/// Answers with a part of an argument's text, copied only if the text was spelled for it.
fn part<'a>(text: Cow<'a, [u8]>, cut: impl FnOnce(&[u8]) -> &[u8], out: &mut Vec<u8>) -> Ret<'a> {
    match text {
        Cow::Borrowed(text) => Ret::Part(cut(text)),
        Cow::Owned(text) => {
            out.extend_from_slice(cut(&text));
            Ret::New
        }
    }
}

/// Answers a predicate on text.
fn test<'a>(value: Value<'_>, holds: impl FnOnce(&[u8]) -> std::primitive::bool) -> Ret<'a> {
    Ret::Cell(text(value).map_or(Cell::None, |text| Cell::Bool(holds(&text))))
}

/// An argument as a number; a bool counts as 1 or 0, as in Python.
fn number(value: Value<'_>) -> Option<Num> {
    match value {
        Value::Bool(b) => Some(Num::Int(i64::from(b))),
        Value::Escaped(raw) => {
            let mut plain = Vec::new();
            json::unescape(raw, &mut plain);
            Value::Str(&plain).number()
        }
        other => other.number(),
    }
}

/// An argument as an integer: a number without a fraction.
fn integer(value: Value<'_>) -> Option<i64> {
    match number(value)? {
        Num::Int(i) => Some(i),
        Num::Float(f) => match whole(f) {
            Cell::Int(i) if f.fract() == 0.0 => Some(i),
            _ => None,
        },
    }
}

/// The cell of a double: None if it is not finite.
fn finite(f: f64) -> Cell {
    if f.is_finite() { Cell::Float(f) } else { Cell::None }
}

/// The cell of a double that has no fraction: an integer where it fits one.
fn whole(f: f64) -> Cell {
    const TWO_63: f64 = 9_223_372_036_854_775_808.0;
    if (-TWO_63..TWO_63).contains(&f) { Cell::Int(f as i64) } else { finite(f) }
}

/// The cell of an integer that may be too large for one.
fn wide(i: i128) -> Cell {
    i64::try_from(i).map_or(Cell::Float(i as f64), Cell::Int)
}

/// An argument as a time: a time, or text or a number that spells one. `zone` is that of
/// stamps that name none, in seconds east.
fn instant(value: Value<'_>, zone: i32) -> Option<i64> {
    match value {
        Value::Time(t) => Some(t),
        Value::Bool(_) => None,
        other => stamps::parse(&text(other)?, zone),
    }
}

/// A law that reads stamps: the arguments, none of them None, and the zone.
type ZoneLaw = fn(&[Value<'_>], i32) -> Cell;

/// Binds a law that reads stamps, with the zone of the command line.
fn zoned(
    scope: &mut Scope<'_>,
    def: &FuncDef,
    args: &[lang::Expr],
    span: lang::Span,
    law: ZoneLaw,
) -> Result<Expr, Diag> {
    let mut bound = Vec::new();
    for arg in args {
        bound.push(scope.expr(arg)?);
    }
    let name = match bound.first().and_then(|x| x.name.as_deref()) {
        Some(name) if def.method => name.to_string(),
        Some(name) if !name.contains('(') => format!("{}_{name}", def.doc.name),
        _ => def.doc.name.to_string(),
    };
    let kind = match bound.first() {
        // A bin is of the kind of what it bins, where that is known.
        Some(x) if def.kind == Kind::Any && matches!(x.kind, Kind::Number | Kind::Time | Kind::Duration) => x.kind,
        _ => def.kind,
    };
    let misfit = scope.note(format!("`{}` could not be computed", scope.shown(span)));
    Ok(Expr::new(Zoned { law, args: bound, zone: scope.options.zone, misfit }, kind).named(&name))
}

/// A law that reads stamps, lifted. Its answers hold no text, which is why the loop is short.
struct Zoned {
    law: ZoneLaw,
    args: Vec<Expr>,
    zone: i32,
    misfit: NoteId,
}

impl Eval for Zoned {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held: Vec<Held> = self.args.iter().map(|arg| arg.hold(batch, sel, cx)).collect();
        let mut cells = Vec::with_capacity(held.len());
        for &row in sel {
            cells.clear();
            for arg in &held {
                let cell = arg.cell(batch, row);
                cells.push(batch.plain(cell));
            }
            if cells.contains(&Cell::None) {
                out[row as usize] = Cell::None;
                continue;
            }
            // No such law takes more than two arguments.
            let mut values = [Value::None; 2];
            values.iter_mut().zip(&cells).for_each(|(value, cell)| *value = batch.value(*cell));
            let cell = (self.law)(&values[..cells.len().min(2)], self.zone);
            if cell == Cell::None {
                batch.note(row, self.misfit);
            }
            out[row as usize] = cell;
        }
        held.into_iter().for_each(|arg| arg.done(cx));
    }
}

/// A time on the calendar of UTC.
struct Civil {
    year: i64,
    month: i64,
    day: i64,
    /// From Monday, which is 0.
    weekday: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

/// A field of an argument's time.
fn calendar(args: &[Value<'_>], zone: i32, field: impl FnOnce(Civil) -> i64) -> Cell {
    match args.first().and_then(|x| instant(*x, zone)) {
        Some(nanos) => Cell::Int(field(civil(nanos))),
        None => Cell::None,
    }
}

/// The calendar of a time.
fn civil(nanos: i64) -> Civil {
    let seconds = nanos.div_euclid(1_000_000_000);
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = stamps::date_from_days(days);
    Civil {
        year,
        month: i64::from(month),
        day: i64::from(day),
        // 1970-01-01 was a Thursday.
        weekday: (days + 3).rem_euclid(7),
        hour: rest / 3_600,
        minute: rest / 60 % 60,
        second: rest % 60,
    }
}

#[cfg(test)]
#[path = "mod_tests.rs"]
mod tests;
