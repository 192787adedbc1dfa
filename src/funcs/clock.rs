//! Laws that need zones: that of stamps which name none, and that in which the calendar is
//! read. Both are known when a pipeline is bound; the second is an argument, always the last
//! one, and must be written out, so that a name is looked up once and a wrong one is an error
//! before anything is read. Bound through here, such a law is a law like the others.

use crate::base::calendar::Moment;
use crate::base::{HEAP, Zone, Zones, time};
use crate::data::{Batch, Cell, NoteId, Value};
use crate::def::expr::{Eval, Held};
use crate::def::{Cx, Expr, FuncDef, Kind, Scope, Stamps};
use crate::lang::{self, Diag, nearest};

/// A law that reads stamps or the calendar: the arguments, none of them None, and the zones.
pub type ZoneLaw = fn(&[Value<'_>], &Zones) -> Cell;

/// The most arguments of such a law, its zone not counted.
const MOST: usize = 2;

/// Binds a law that reads stamps. What is written after the arguments that it must have is the
/// zone of its calendar.
pub fn bind(
    scope: &mut Scope<'_>,
    def: &FuncDef,
    args: &[lang::Expr],
    span: lang::Span,
    law: ZoneLaw,
) -> Result<Expr, Diag> {
    let (args, zone) = args.split_at(def.args.0.min(args.len()));
    let shown = match zone.first() {
        Some(zone) => zone_of(scope, zone)?,
        None => Zone::UTC,
    };
    let mut bound = Vec::new();
    for arg in args {
        bound.push(scope.expr(arg)?);
    }
    let kind = match bound.first() {
        // A bin is of the kind of what it bins, where that is known.
        Some(x) if def.kind == Kind::Any && matches!(x.kind, Kind::Number | Kind::Time | Kind::Duration) => x.kind,
        _ => def.kind,
    };
    let misfit = misfit(scope, span);
    let zones = Zones { shown, ..scope.zones() };
    let stamps = scope.stamps(misfit);
    Ok(Expr::new(Zoned { law, args: bound, zones, stamps }, kind))
}

/// What is counted when a call has no answer.
pub fn misfit(scope: &mut Scope<'_>, span: lang::Span) -> NoteId {
    scope.note(format!("`{}` could not be computed", scope.shown(span)))
}

/// The text of an argument that must be written out, or given by `--arg`.
pub fn constant(scope: &mut Scope<'_>, arg: &lang::Expr, what: &str, example: &str) -> Result<String, Diag> {
    let bound = scope.expr(arg)?;
    let text = match bound.as_constant() {
        Some(Cell::Str(span) | Cell::Text(span)) => {
            let start = (span.start & !HEAP) as usize;
            scope.constants.get(start..start + span.len as usize).map(|text| String::from_utf8_lossy(text).into_owned())
        }
        _ => None,
    };
    text.ok_or_else(|| Diag::new(arg.span, format!("{what} must be written out as a string")).help(example))
}

/// A zone that is written out.
pub fn zone_of(scope: &mut Scope<'_>, arg: &lang::Expr) -> Result<Zone, Diag> {
    let name = constant(scope, arg, "a zone", "\"Europe/Berlin\"")?;
    named(&name, arg.span)
}

/// The zone of a name, or an error that names the nearest one.
pub fn named(name: &str, span: lang::Span) -> Result<Zone, Diag> {
    if let Some(zone) = Zone::parse(name) {
        return Ok(zone);
    }
    let names = Zone::names_like(name);
    let diag = Diag::new(span, format!("unknown time zone `{name}`"));
    let near = Zone::of_city(name).or_else(|| nearest(name, names.iter().map(String::as_str)).map(str::to_string));
    Err(match near {
        Some(near) => diag.label(format!("did you mean `{near}`?")),
        None => diag.help("\"Europe/Berlin\"").help("\"UTC\"").help("\"+02:00\""),
    })
}

pub const SECOND: i64 = 1_000_000_000;

/// The nanoseconds of a unit in which times are counted from 1970.
pub fn unit(name: &str) -> Option<i64> {
    match name {
        "s" => Some(SECOND),
        "ms" => Some(1_000_000),
        "us" => Some(1_000),
        "ns" => Some(1),
        _ => None,
    }
}

/// An argument as a time: a time, or text or a number that spells one.
pub fn instant(value: Value<'_>, zones: &Zones) -> Option<i64> {
    match value {
        Value::Time(t) => Some(t),
        Value::Bool(_) => None,
        other => time::parse(&super::text(other)?, &zones.naive),
    }
}

/// A field of an argument's time, as a clock of the zone shows it.
pub fn calendar(args: &[Value<'_>], zones: &Zones, field: impl FnOnce(&Moment) -> i64) -> Cell {
    match args.first().and_then(|x| instant(*x, zones)) {
        Some(nanos) => Cell::Int(field(&Moment::new(nanos, &zones.shown))),
        None => Cell::None,
    }
}

/// A law that reads stamps, lifted. Its answers hold no text, which is why the loop is short.
struct Zoned {
    law: ZoneLaw,
    args: Vec<Expr>,
    zones: Zones,
    stamps: Stamps,
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
            let mut values = [Value::None; MOST];
            values.iter_mut().zip(&cells).for_each(|(value, cell)| *value = batch.value(*cell));
            let cell = (self.law)(&values[..cells.len().min(MOST)], &self.zones);
            if let Some(id) = self.stamps.counted(values[0], cell != Cell::None) {
                batch.note(row, id);
            }
            out[row as usize] = cell;
        }
        held.into_iter().for_each(|arg| arg.done(cx));
    }
}
