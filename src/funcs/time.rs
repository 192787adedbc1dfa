//! `time(x)`: text or a number as a time.

use super::clock;
use crate::base::Zones;
use crate::base::strptime::Pattern;
use crate::data::cell::Num;
use crate::data::{Batch, Cell, NoteId, Value};
use crate::def::expr::{Eval, Expr};
use crate::def::{Cx, Doc, Example, FuncBind, FuncDef, Kind, OnNone, Scope, Stamps};
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "time",
        usage: "time(x[, format][, zone])",
        brief: "the time that a text or a number spells",
        text: "Reads a time in the spellings of logs, told apart by their shape: RFC 3339 and ISO 8601 \
               (`2025-10-10T13:55:36.123+02:00`, also with a blank, slashes or a comma, basic as `20251010T135536Z`, by week \
               or day of the year), `10/Oct/2025:13:55:36 -0700`, `Fri Oct 10 13:55:36.123 2025`, `Fri, 10 Oct 2025 \
               13:55:36 GMT`, `Oct 10, 2025 1:55:36 PM`, `Oct 10 2025 13:55:36`, `20251010 13:55:36.123`, \
               `20251010135536`, DB2's and Oracle's, the labels of multilog (`@400000003b4a39c23294b13c`, less 10 \
               seconds, as tai64nlocal), and numbers, which are seconds, milliseconds, microseconds or nanoseconds since 1970 by their size \
               (10, 13, 16 or 19 digits; other numbers are no time). A time stays as it is. What is no time is None, which the \
               ledger counts. None stays None.\n\n\
               A shape that could mean two times is no time: `03/04/2025` (which is the month?), a year of two \
               digits, a time without a date or a date without a year. For those, and any other, give a format, in the \
               letters of strftime: `time(x, \"%d/%m/%Y %H:%M:%S\")`. There are `%Y %m %d %H %M %S`, `%y`, \
               `%b` (Jan), `%B`, `%e`, `%j`, `%I %p`, `%f` (a fraction of 1 to 9 digits), `%z` (+0200), `%s` (seconds \
               since 1970) and others; see [format]. The whole text must be in it. Without a year it is the year \
               that brings the time nearest to `--now`. The format `\"s\"`, `\"ms\"`, `\"us\"` or `\"ns\"` reads a \
               number of that unit since 1970, whatever its size. Both must be written out.\n\n\
               A stamp without a zone takes that of `--tz`, or the one that is named: `time(ts, \"Europe/Berlin\")`. Of \
               a time that its clocks showed twice the first is taken, one that they left out is read as if they had \
               not gone forward, and the ledger counts both. `UTC`, `GMT` and `Z` mean what they say; any other \
               abbreviation has several meanings (CST is a zone of America, China and Cuba) and is None, unless the \
               zone that the stamp takes goes by it: with `--tz America/Chicago` CST and CDT are read.\n\n\
               Comparing or subtracting text and a time reads the text by itself: `ts > \
               t\"2026-03-02T09:05Z\"`.",
        examples: &[
            Example {
                run: r#"'where time(ts) > t"2026-03-02T09:06Z" | select ts, msg | head 1' app.jsonl"#,
                output: r#"
{"ts":"2026-03-02T09:06:27.300Z","msg":"permission denied"}
"#,
            },
            Example {
                run: "'select time(line[:19]) as time | head 1' app.log",
                output: r#"
{"time":"2026-03-02T09:00:01Z"}
"#,
            },
            Example {
                run: r#"'select time("02/03/2026 09:00", "%d/%m/%Y %H:%M", "Europe/Berlin") as time | head 1' app.log"#,
                output: r#"
{"time":"2026-03-02T08:00:00Z"}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 3),
    kind: Kind::Time,
    none: OnNone::None,
    bind: FuncBind::Bound(bind),
};

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let (x, more) = match args {
        [x, more @ ..] => (scope.expr(x)?, more),
        [] => return Err(Diag::new(span, "`time` wants a value").help(DEF.doc.usage)),
    };
    let mut zones = scope.zones();
    let mut shape = Shape::Any;
    for (at, arg) in more.iter().enumerate() {
        let text = clock::constant(scope, arg, "a format or a zone", "time(x, \"%d/%m/%Y\", \"Europe/Berlin\")")?;
        // A format holds a percent sign or is a unit, and no zone does or is.
        if at == 0
            && let Some(unit) = clock::unit(&text)
        {
            shape = Shape::Unit(unit);
        } else if at == 0 && text.contains('%') {
            let pattern = Pattern::new(&text)
                .map_err(|why| Diag::new(arg.span, format!("`{text}` is no format of a time: {why}")))?;
            shape = Shape::Pattern(Box::new(pattern), scope.options.now);
        } else if at == 1 && matches!(shape, Shape::Any) {
            return Err(Diag::new(more[0].span, "a format comes before the zone").help(DEF.doc.usage));
        } else {
            zones.naive = clock::named(&text, arg.span)?;
        }
    }
    let misfit = clock::misfit(scope, span);
    let stamps = scope.stamps_in(zones.naive.clone(), misfit);
    Ok(Expr::new(Read { x, shape, zones, stamps }, Kind::Time))
}

/// How a time is spelled.
enum Shape {
    /// In one of the shapes of logs.
    Any,
    /// A number of so many nanoseconds since 1970.
    Unit(i64),
    /// In a format; with the time to which one without a year is near.
    Pattern(Box<Pattern>, i64),
}

struct Read {
    x: Expr,
    shape: Shape,
    zones: Zones,
    stamps: Stamps,
}

impl Eval for Read {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        for &row in sel {
            let cell = batch.plain(held.cell(batch, row));
            let x = batch.value(cell);
            let time = law(x, &self.shape, &self.zones);
            if cell != Cell::None
                && let Some(id) = self.counted(x, time.is_some())
            {
                batch.note(row, id);
            }
            out[row as usize] = time.map_or(Cell::None, Cell::Time);
        }
        held.done(cx);
    }
}

impl Read {
    fn counted(&self, x: Value<'_>, fits: bool) -> Option<NoteId> {
        match (&self.shape, x) {
            (Shape::Any, _) => self.stamps.counted(x, fits),
            (_, _) if !fits => Some(self.stamps.misfit),
            (Shape::Unit(_), _) | (_, Value::Time(_)) => None,
            (Shape::Pattern(pattern, now), _) => {
                let text = super::text(x)?;
                self.stamps.doubt(|zone| pattern.read(&text, zone, *now))
            }
        }
    }
}

fn law(x: Value<'_>, shape: &Shape, zones: &Zones) -> Option<i64> {
    match (x, shape) {
        (Value::Bool(_), _) => None,
        (Value::Time(t), _) => Some(t),
        (x, Shape::Any) => clock::instant(x, zones),
        (x, Shape::Unit(unit)) => match super::number(x)? {
            Num::Int(i) => i.checked_mul(*unit),
            // A fraction of a unit is finer than a double shows today's nanoseconds, so it is rounded.
            Num::Float(f) => {
                let nanos = (f * *unit as f64).round();
                (nanos.abs() < 9.2e18).then_some(nanos as i64)
            }
        },
        (x, Shape::Pattern(pattern, now)) => pattern.read(&super::text(x)?, &zones.naive, *now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Zone;

    #[test]
    fn a_stamp_without_a_zone_takes_the_given_one() {
        let zones = Zones { naive: Zone::Offset(3_600), shown: Zone::UTC };
        let any = |x| law(x, &Shape::Any, &zones);
        assert_eq!(any(Value::Text(b"1970-01-01T01:00:00")), Some(0));
        assert_eq!(any(Value::Str(b"1970-01-01T00:00:00Z")), Some(0));
        assert_eq!(any(Value::Number(b"1700000000")), Some(1_700_000_000_000_000_000));
        assert_eq!(any(Value::Bool(true)), None);
        let pattern = Shape::Pattern(Box::new(Pattern::new("%d/%m/%Y %H:%M").unwrap()), 0);
        assert_eq!(law(Value::Text(b"01/01/1970 01:00"), &pattern, &zones), Some(0));
        assert_eq!(law(Value::Time(7), &pattern, &zones), Some(7));
    }

    #[test]
    fn numbers_have_the_unit_that_is_said() {
        let zones = Zones { naive: Zone::UTC, shown: Zone::UTC };
        let of = |x, unit| law(x, &Shape::Unit(unit), &zones);
        assert_eq!(of(Value::Text(b"1500"), 1_000_000), Some(1_500_000_000));
        assert_eq!(of(Value::Float(-1.5), clock::SECOND), Some(-1_500_000_000));
        assert_eq!(of(Value::Int(i64::MAX), 1_000), None);
        assert_eq!(of(Value::Float(1e300), 1), None);
        assert_eq!(of(Value::Text(b"soon"), 1), None);
    }
}
