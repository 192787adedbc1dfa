//! `parse`: the fields of a text, by a format, a regex or a pattern.

use std::sync::Arc;

use crate::def::bind::{dotted, regex};
use crate::def::cutters::grok::Grok;
use crate::def::cutters::pattern;
use crate::def::cutters::regex::RegexCut;
use crate::def::scope::{BindCut, Decoder};
use crate::def::{Doc, Effect, Example, Format, Kind, Memory, Opening, Order, Scope, StageDef, args};
use crate::lang::Diag;
use crate::lang::ast::{ExprKind, Item, Stage};

pub static DEF: StageDef = StageDef {
    doc: Doc {
        name: "parse",
        usage: "parse json|logfmt|combined|common|regex r\"(?P<name>...)\"|pattern \"<name> text\"|grok \"%{NAME:field}\" [from FIELD]",
        brief: "take fields out of a text",
        text: "Without `from`, the text is the line, and a name that the format gives is read from it alone. With \
               `from`, the fields are added to the record: one that is already there is overwritten in its place, \
               and a record whose text does not fit keeps the fields that it has. What does not fit is counted.\n\nIn a pattern, `<name>` takes everything up to the text after it, and `<_>` is \
               skipped: `parse pattern \"<ip> - <user> [<_>]\"`.\n\nA grok expression is a regex in which `%{NAME:field}` \
               stands for a pattern that has a name, as in Logstash: `IP`, `WORD`, `NUMBER`, `QS`, `HTTPDATE`, \
               `SYSLOGLINE`, `COMBINEDAPACHELOG` and many more. `%{NUMBER:bytes:int}` and `:float` make numbers, \
               `[a][b]` is the field `a.b`, `(?<field>...)` is a field too, and `%{ORDER:id=[A-Z]+[0-9]+}` defines \
               `ORDER`. It may match anywhere in the text. Of several fields of one name the first that is not empty \
               counts. What looks around or back (`(?=...)`, `\\k<x>`) is refused, since it takes more than linear time.",
        examples: &[
            Example {
                run: "'parse pattern \"<day> <clock> <level> <rest>\" | count by level' app.log",
                output: r#"
{"level":"INFO","count":5}
{"level":"ERROR","count":3}
{"level":"WARN","count":2}
"#,
            },
            Example {
                run: "'parse grok \"%{LOGLEVEL:level} +%{GREEDYDATA:msg}\" | count by level' app.log",
                output: r#"
{"level":"INFO","count":5}
{"level":"ERROR","count":3}
{"level":"WARN","count":2}
"#,
            },
            Example {
                run: "'parse regex r\"took (?P<ms>\\d+)ms\" from msg | where ms is not None | select msg, ms' app.jsonl",
                output: r#"
{"msg":"request done","ms":12.5}
{"msg":"job started","ms":3}
{"msg":"login ok","ms":48}
{"msg":"request done","ms":87.25}
{"msg":"query failed: \"orders\" timeout","ms":5003}
{"msg":"retry 1 of 3","ms":250}
{"msg":"request done","ms":31}
{"msg":"permission denied","ms":4}
{"msg":"upstream gone, took 1200ms","ms":1200}
{"msg":"job took 730ms","ms":730}
"#,
            },
        ],
    },
    keywords: &["from"],
    effect: Effect::MakesColumns,
    order: Order::Kept,
    memory: Memory::Streams,
    bind,
};

fn bind(stage: &Stage, scope: &mut Scope<'_>) -> Result<(), Diag> {
    args::some(stage, DEF.doc.usage)?;
    let format = dotted(&stage.items[0].expr).unwrap_or_default();
    let reference = scope.options.now;
    let (bind, columns, kind): (BindCut, _, fn(&str) -> Kind) = match format.as_str() {
        "regex" => {
            let item = pattern_item(stage, "parse regex r\"(?P<name>...)\"")?;
            let pattern = literal(item)?;
            let regex = Arc::new(regex(&pattern, item.span)?);
            let names: Vec<String> = regex.capture_names().flatten().map(str::to_string).collect();
            if names.is_empty() {
                return Err(Diag::new(item.span, "the regex has no named group").help("(?P<name>...) makes a field"));
            }
            (Arc::new(move |wants| Box::new(RegexCut::bind(&regex, wants))), Some(names), |_| Kind::Any)
        }
        "pattern" => {
            let item = pattern_item(stage, "parse pattern \"<name> text\"")?;
            let layout =
                pattern::parse(&literal(item)?).map_err(|why| Diag::new(item.span, why).help("<ip> - <user>"))?;
            let names = layout.names();
            let layout = Arc::new(layout);
            (Arc::new(move |wants| Box::new(layout.bind(wants))), Some(names), |_| Kind::Any)
        }
        "grok" => {
            let item = pattern_item(stage, "parse grok \"%{IP:client} %{WORD:method}\"")?;
            let grok = Grok::parse(&literal(item)?).map_err(|why| Diag::new(item.span, why).help("%{IP:client}"))?;
            let names = grok.names();
            (Arc::new(move |wants| Box::new(grok.bind(wants))), Some(names), |_| Kind::Any)
        }
        name => match scope.registry.input(name) {
            Some(def) if !matches!(name, "lines" | "auto" | "csv" | "tsv") => {
                if let Some(extra) = stage.items.get(1) {
                    return Err(Diag::new(extra.span, format!("`parse {name}` takes no argument")).help(DEF.doc.usage));
                }
                let Some(format) = Format::named(def) else {
                    return Err(
                        Diag::new(stage.items[0].span, format!("`{name}` is nothing to parse by")).help(DEF.doc.usage)
                    );
                };
                let (columns, kind) = (format.columns.clone(), format.kind());
                let opening = Opening { header: &[], reference };
                (Arc::new(move |wants| format.bind(wants, &opening)), columns, kind)
            }
            _ => {
                return Err(
                    Diag::new(stage.items[0].span, format!("`{name}` is nothing to parse by")).help(DEF.doc.usage)
                );
            }
        },
    };
    let from = match args::clause(stage, "from") {
        None if scope.has_line => None,
        None => return Err(Diag::new(stage.span, "there is no line after an aggregate").help("parse ... from FIELD")),
        Some([item]) => {
            let expr = scope.expr(&item.expr)?;
            Some(scope.slot_of(expr))
        }
        Some(_) => return Err(Diag::new(stage.span, "`from` takes one field").help(DEF.doc.usage)),
    };
    if let Some(slot) = from {
        scope.reads(slot);
    }
    let miss = scope.note(format!("not matched by `{}`", scope.shown(stage.span)));
    let has_others = columns.is_none();
    let decoder = Decoder { from, bind: Some(bind), columns, kind, has_others, wanted: Vec::new(), position: 0, miss };
    scope.parse(decoder, stage.span)
}

/// The pattern that stands after the word.
fn pattern_item<'s>(stage: &'s Stage, usage: &str) -> Result<&'s Item, Diag> {
    match &stage.items[..] {
        [_, item] => Ok(item),
        _ => Err(Diag::new(stage.span, "a pattern is wanted here").help(usage)),
    }
}

fn literal(item: &Item) -> Result<String, Diag> {
    match &item.expr.kind {
        ExprKind::Raw(text) => Ok(text.clone()),
        ExprKind::Str(text) => Ok(String::from_utf8_lossy(text).into_owned()),
        _ => Err(Diag::new(item.span, "a pattern is written out as a string").help("r\"...\"")),
    }
}
