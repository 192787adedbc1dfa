//! `epoch(t)`: a time as a number since 1970.
//!
//! The answer is an integer of whole units, rounded down, so that it reads back and so that
//! two instants of one second have one number, before 1970 as well. Python's `timestamp()`
//! gives a float, which cannot hold today's nanoseconds.

use super::clock;
use crate::base::Zones;
use crate::data::Batch;
use crate::data::{Cell, Value};
use crate::def::expr::{Eval, Expr};
use crate::def::{Cx, Doc, Example, FuncBind, FuncDef, Kind, OnNone, Scope, Stamps};
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "epoch",
        usage: "epoch(t[, \"s\" | \"ms\" | \"us\" | \"ns\"])",
        brief: "the seconds, or other units, since 1970 of a time",
        text: "Gives the whole seconds since 1970-01-01 in UTC, rounded down, as an integer; with a unit, whole \
               milliseconds, microseconds or nanoseconds. [time] reads such numbers back. For seconds with a \
               fraction write `epoch(t, \"ms\") / 1000`. Text or a number that spells a time is read as one; a \
               stamp without a zone takes that of `--tz`. What is no time is None, which the ledger counts. None \
               stays None.",
        examples: &[
            Example {
                run: "'select epoch(time) as seconds | head 1' access.log",
                output: r#"
{"seconds":1772442001}
"#,
            },
            Example {
                run: r#"'select epoch(ts, "ms") as ms | head 1' app.jsonl"#,
                output: r#"
{"ms":1772442001250}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 2),
    kind: Kind::Number,
    none: OnNone::None,
    bind: FuncBind::Bound(bind),
};

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let [x, unit @ ..] = args else { return Err(Diag::new(span, "`epoch` wants a time").help(DEF.doc.usage)) };
    let unit = match unit.first() {
        None => clock::SECOND,
        Some(unit) => {
            let name = clock::constant(scope, unit, "a unit", "epoch(t, \"ms\")")?;
            let wrong =
                || Diag::new(unit.span, format!("`{name}` is no unit here")).help("\"s\", \"ms\", \"us\" or \"ns\"");
            clock::unit(&name).ok_or_else(wrong)?
        }
    };
    let x = scope.expr(x)?;
    let misfit = clock::misfit(scope, span);
    let zones = scope.zones();
    let stamps = scope.stamps(misfit);
    Ok(Expr::new(Epoch { x, unit, zones, stamps }, Kind::Number))
}

struct Epoch {
    x: Expr,
    /// In nanoseconds.
    unit: i64,
    zones: Zones,
    stamps: Stamps,
}

impl Eval for Epoch {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        for &row in sel {
            let cell = batch.plain(held.cell(batch, row));
            let x = batch.value(cell);
            out[row as usize] = law(x, self.unit, &self.zones);
            if cell != Cell::None
                && let Some(id) = self.stamps.counted(x, out[row as usize] != Cell::None)
            {
                batch.note(row, id);
            }
        }
        held.done(cx);
    }
}

fn law(x: Value<'_>, unit: i64, zones: &Zones) -> Cell {
    clock::instant(x, zones).map_or(Cell::None, |t| Cell::Int(t.div_euclid(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Zone;

    #[test]
    fn whole_units_are_rounded_down() {
        let of =
            |x, unit: &str| law(x, clock::unit(unit).unwrap(), &Zones { naive: Zone::Offset(3600), shown: Zone::UTC });
        assert_eq!(of(Value::Time(-1), "s"), Cell::Int(-1));
        assert_eq!(of(Value::Time(1_999_999), "ms"), Cell::Int(1));
        assert_eq!(of(Value::Time(i64::MIN), "ns"), Cell::Int(i64::MIN));
        assert_eq!(of(Value::Text(b"1970-01-01T01:00:01"), "us"), Cell::Int(1_000_000));
        assert_eq!((of(Value::Text(b"soon"), "s"), of(Value::None, "s")), (Cell::None, Cell::None));
        assert_eq!(clock::unit("m"), None);
    }
}
