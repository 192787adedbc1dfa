//! `discover`: what the records that reach it are made of, one record for each field.
//!
//! Records are looked at whole, as the output would show them, so that it stands anywhere in a
//! pipeline. It is a fold: each worker holds what it has seen, and nothing depends on the order
//! in which that is put together; see [`crate::def::folds::profile`]. A pipeline that is nothing
//! but `discover` prints a page, which is made of these records.

use std::sync::Arc;

use crate::def::folds::profile::{Asked, COLUMNS, Formats, MOST_FIELDS, Profile};
use crate::def::step::Step;
use crate::def::{AggDef, Doc, Effect, Example, Memory, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::{Expr, ExprKind, Item, Stage};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "discover",
        usage: "discover [with totals]",
        brief: "what fields there are: types, shares, ranges, values",
        text: "`flitch discover FILE` prints a page that tells a stranger what is in a log, with pipelines to go on \
               from. With `-o`, and where it is a stage of a longer pipeline, there is one record for each field, in \
               the order in which they were first seen:\n\n\
               - `field`: the name; `a.b` is the key `b` of the object `a`\n\
               - `count` and `share`: the records that have a value, which null is not\n\
               - `types`: how many values are a number, duration, time, bool, text, list or (empty) object\n\
               - `distinct`: how many different values, and whether that is `exact`\n\
               - `min`, `median`, `max`: of the numbers, durations or times, whichever there are most of\n\
               - `top`: the ten most frequent values, where some are more frequent than others; with up to 1,000 \
               different ones, 64 for what has a range, and not for times\n\
               - `examples`: else, the first three different values, unless there is a range\n\
               - `bytes`: the bytes of all values as they are spelled\n\n\
               Text of a text format is a number, bool, time or duration where all of it spells one, a JSON string a \
               time or duration only. A record that could not be parsed has one field, `line`; it is told in the \
               ledger too. `discover with totals` puts a record before the others that is about all of them: its \
               `field` is None, its `types` are the formats of the input, its `bytes` those of the lines.\n\n\
               All records are read, in one pass. Up to 1,000 different values of a field, or 32 KiB of them, are \
               counted one by one; beyond that `distinct` is an estimate as of [approx_count_distinct], and not \
               `exact`. Of more than 64 values `median` is that of [approx_median]. Values longer than 100 bytes \
               are cut. Of more than 1,000 fields the least nested are told, and the ledger says so. A field takes a \
               few KiB and at most some 300, for each thread.",
        examples: &[
            Example {
                run: "'where status >= 500 | discover | where min is not None | select field, share, types, distinct, min, max' access.log",
                output: r#"
{"field":"time","share":1.0,"types":{"time":3},"distinct":3,"min":"2026-03-02T09:02:15Z","max":"2026-03-02T09:10:00Z"}
{"field":"status","share":1.0,"types":{"number":3},"distinct":3,"min":500,"max":503}
{"field":"bytes","share":1.0,"types":{"number":3},"distinct":3,"min":157,"max":1033}
"#,
            },
            Example {
                run: "'discover | where field in (\"level\", \"ms\", \"http.path\")' app.jsonl",
                output: r#"
{"field":"level","count":10,"share":1.0,"types":{"text":10},"distinct":4,"exact":true,"min":null,"median":null,"max":null,"top":[{"value":"info","count":5,"share":0.5},{"value":"error","count":2,"share":0.2},{"value":"warn","count":2,"share":0.2},{"value":"debug","count":1,"share":0.1}],"examples":null,"bytes":43}
{"field":"ms","count":10,"share":1.0,"types":{"number":10},"distinct":10,"exact":true,"min":3,"median":48,"max":5003,"top":null,"examples":null,"bytes":29}
{"field":"http.path","count":8,"share":0.8,"types":{"text":8},"distinct":3,"exact":true,"min":null,"median":null,"max":null,"top":[{"value":"/api/orders","count":4,"share":0.5},{"value":"/api/users","count":3,"share":0.375},{"value":"/login","count":1,"share":0.125}],"examples":null,"bytes":80}
"#,
            },
        ],
    },
    keywords: &["with"],
    effect: Effect::MakesColumns,
    order: Order::FirstSeen,
    memory: Memory::Streams,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    if let Some(extra) = stage.items.first() {
        let shown = scope.shown(extra.span);
        return Err(Diag::new(extra.span, "`discover` tells of all fields")
            .help(format!("to choose some: select {shown} | discover"))
            .help("the fields of a file: flitch discover FILE"));
    }
    let totals = match args::clause(stage, "with") {
        None => false,
        Some([Item { expr: Expr { kind: ExprKind::Name(name), .. }, .. }]) if name == "totals" => true,
        Some(other) => {
            let span = other.first().map_or(stage.span, |item| item.span);
            return Err(Diag::new(span, "`totals` is what `discover` may be with").help(DEF.doc.usage));
        }
    };
    let shown = scope.registry.shown(&scope.shape, &scope.decoders);
    shown.slots.iter().for_each(|slot| scope.reads(*slot));
    scope.walks |= shown.walks;
    // Where the line was parsed by a stage, what does not fit is told of that.
    let own = shown.walks && !scope.decoders.iter().skip(1).any(|decoder| decoder.from.is_none());
    let miss = own.then_some(scope.decoders[0].miss);
    let more = scope.note(format!(
        "only {MOST_FIELDS} fields are told of, and there are more: `select` or `drop` some before `discover`"
    ));
    let formats = totals.then(|| Formats::new(scope.input, &scope.registry.inputs(), scope.options.now));
    let slots = COLUMNS.map(|_| scope.slot());
    let asked = Asked {
        fields: shown.fields,
        walks: shown.walks,
        miss,
        more,
        zone: scope.options.zone.clone(),
        distinct: aggregate("approx_count_distinct", scope),
        measures: ["min", "approx_median", "max"].map(|name| aggregate(name, scope)),
        totals: formats,
        slots,
    };
    scope.push(Step::Fold(Box::new(Profile(Arc::new(asked)))));
    scope.result = None;
    scope.has_line = false;
    scope.close(COLUMNS.iter().map(|name| name.to_string()).zip(slots).collect());
    Ok(())
}

fn aggregate(name: &str, scope: &Scope<'_>) -> &'static AggDef {
    match scope.registry.agg(name) {
        Some((def, _)) => def,
        None => unreachable!("these aggregates are registered"),
    }
}
