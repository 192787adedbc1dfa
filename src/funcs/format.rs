//! `format(x, spec)`: a value as an f-string writes it.
//!
//! It is the f-string's own code, with two things that an f-string cannot say: a zone for times,
//! and None for a value that is missing or does not fit.

use super::clock;
use crate::base::Zones;
use crate::data::{Batch, Cell};
use crate::def::expr::{Eval, Expr};
use crate::def::fstring::{self, Spec};
use crate::def::{Cx, Doc, Example, FuncBind, FuncDef, Kind, OnNone, Scope, Stamps};
use crate::lang::{self, Diag};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "format",
        usage: "format(x, spec[, zone])",
        brief: "a time, a number or a text written by a format",
        text: "Writes what `f\"{x:spec}\"` does. For a time the letters are strftime's: `%Y %m %d %H %M %S`, `%y %e \
               %j`, `%a %A %b %B`, `%I %p`, `%f` (microseconds) and `%3f %9f`, `%s` (seconds since 1970), `%F %T %D \
               %R`, `%G %V %u` (year, week and day of ISO 8601), `%U %W %w`, `%z` (+0200), `%:z` (+02:00), `%Z` (CEST), \
               `%%`. Times are in UTC, or in the zone that is named, by its name in the tz database or its offset: \
               `\"Europe/Berlin\"`, `\"+02:00\"`. The database is built in, so that the answer is the same on \
               every machine. For numbers and text the spec is Python's: `format(ms, \",.1f\")`. Spec and zone must be \
               written out.\n\n\
               A value that does not fit is None, which the ledger counts. None stays None, where an f-string would \
               write nothing.",
        examples: &[
            Example {
                run: r#"'select format(ts, "%a %H:%M %Z", "Europe/Berlin") as at, msg | head 1' app.jsonl"#,
                output: r#"
{"at":"Mon 10:00 CET","msg":"request done"}
"#,
            },
            Example {
                run: r#"'count by format(time, "%F %R") as minute | head 2' access.log"#,
                output: r#"
{"minute":"2026-03-02 09:00","count":4}
{"minute":"2026-03-02 09:01","count":1}
"#,
            },
            Example {
                run: r#"'select format(ms, "8.2f") as ms | head 1' app.jsonl"#,
                output: r#"
{"ms":"   12.50"}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (2, 3),
    kind: Kind::Text,
    none: OnNone::None,
    bind: FuncBind::Bound(bind),
};

fn bind(scope: &mut Scope<'_>, args: &[lang::Expr], span: lang::Span) -> Result<Expr, Diag> {
    let [x, spec, zone @ ..] = args else { return Err(Diag::new(span, "`format` wants a spec").help(DEF.doc.usage)) };
    let bound = scope.expr(x)?;
    let text = clock::constant(scope, spec, "a format", "format(time, \"%Y-%m-%d\")")?;
    let spec = fstring::parse_spec(&text).map_err(|why| Diag::new(spec.span, why))?;
    let mut zones = scope.zones();
    if let Some(zone) = zone.first() {
        if !matches!(spec, Spec::Time(_)) {
            return Err(Diag::new(zone.span, "a zone is only for the format of a time")
                .help(format!("format({}, \"%F %T\", \"Europe/Berlin\")", scope.shown(x.span))));
        }
        zones.shown = clock::zone_of(scope, zone)?;
    }
    let misfit = clock::misfit(scope, span);
    let stamps = scope.stamps(misfit);
    Ok(Expr::new(Written { x: bound, spec, zones, stamps }, Kind::Text).string())
}

struct Written {
    x: Expr,
    spec: Spec,
    zones: Zones,
    stamps: Stamps,
}

impl Eval for Written {
    fn eval(&self, batch: &mut Batch, sel: &[u32], cx: &mut Cx, out: &mut [Cell]) {
        let held = self.x.hold(batch, sel, cx);
        let mut made = std::mem::take(&mut cx.text);
        for &row in sel {
            let cell = batch.plain(held.cell(batch, row));
            if cell == Cell::None {
                out[row as usize] = Cell::None;
                continue;
            }
            made.clear();
            let value = batch.value(cell);
            let fits = fstring::format(value, &self.spec, &self.zones, &mut made).is_ok();
            if let Some(id) = self.spec.counted(value, fits, &self.stamps) {
                batch.note(row, id);
            }
            out[row as usize] = if fits { Cell::Str(batch.push(&made)) } else { Cell::None };
        }
        cx.text = made;
        held.done(cx);
    }
}
