//! Known unknowns: the verbs and idioms of other tools, answered in flitch's words.
//!
//! People come with grep, awk, jq, Miller, SQL, SPL and KQL in their fingers. Each of
//! those words is known here and is an error that prints the user's own stage rewritten.
//! They are not accepted as synonyms: one spelling for each thing keeps pipelines readable
//! by others. This table is the one place in this floor that knows stages by name, and
//! only to write help: every rewriting is parsed before it is shown, so that a word which
//! flitch does not have yet is not offered.

use super::Words;
use super::ast::Span;
use super::diag::{Diag, nearest, quoted};
use super::lex::Tok;
use super::mend::{mend, plain};
use super::near;
use super::rewrite;
use super::view::View;

/// Stages of more tokens than this are not rewritten.
const LONG: usize = 300;

/// An error, and rewritten stages that have not been parsed yet.
pub struct Answer {
    pub diag: Diag,
    pub code: Vec<String>,
    /// What is shown if none of them parses.
    pub example: Option<&'static str>,
}

/// How a foreign verb is rewritten: its arguments give flitch's stage, if they make sense.
type Rewrite = fn(View<'_>) -> Option<String>;

/// Foreign verbs, in lower case: names; how their arguments are rewritten; an example for
/// when they cannot be.
pub(super) const VERBS: [(&[&str], Rewrite, &str); 25] = [
    (&["filter", "having", "match", "if", "restrict", "only"], rewrite::condition, "where status == 500"),
    (&["grep", "search", "egrep", "find", "rg", "ag"], rewrite::search, "\"text\""),
    (
        &["extend", "eval", "let", "put", "derive", "mutate", "assign", "add", "compute", "calculate", "with_columns"],
        rewrite::set,
        "set seconds = ms / 1000",
    ),
    (
        &["project", "project-keep", "project-reorder", "keep", "cut", "fields", "columns", "cols", "pick", "get"],
        rewrite::select,
        "select time, path",
    ),
    (
        &["except", "project-away", "remove", "delete", "del", "omit", "reject", "unset", "without"],
        rewrite::drop,
        "drop user, ip",
    ),
    (&["project-rename"], rewrite::rename, "rename ms as took"),
    (&["take", "limit", "first"], rewrite::head, "head 10"),
    (&["last"], rewrite::tail, "tail 10"),
    (&["offset"], rewrite::skip, "skip 10"),
    (&["nth"], rewrite::nth, "skip 4 | head 1"),
    (
        &["summarize", "summarise", "aggregate", "agg", "chart", "stat", "stats1", "count-distinct"],
        rewrite::stats,
        "count, avg(ms) by path",
    ),
    (&["timechart", "makeseries", "make-series"], rewrite::timechart, "count by bin(time, 5m)"),
    (
        &[
            "group",
            "group by",
            "group_by",
            "groupby",
            "group-by",
            "tally",
            "frequencies",
            "histogram",
            "countby",
            "count_by",
        ],
        rewrite::group,
        "count by path",
    ),
    (
        &["order", "order by", "order_by", "orderby", "order-by", "sort by", "sort_by", "sortby", "sort-by", "arrange"],
        rewrite::order,
        "sort -bytes, path",
    ),
    (&["uniq"], rewrite::uniq, "dedup line"),
    (&["distinct", "unique", "unique_by", "deduplicate", "nub"], rewrite::dedup, "dedup path"),
    (&["mvexpand", "mv-expand", "unnest", "flatten", "unwind", "unroll", "nest"], rewrite::explode, "explode tags"),
    (&["map", "foreach", "each"], rewrite::map, "set seconds = ms / 1000"),
    (&["rex", "extract", "capture"], rewrite::regex, "parse regex r\"user=(?P<user>\\w+)\""),
    (
        &["parse_json", "parse-json", "fromjson", "from_json", "from-json", "spath", "unpack", "unpack_json"],
        rewrite::json,
        "parse json from msg",
    ),
    (
        &["puts", "print0", "printf", "echo", "emit", "say", "println", "sec2gmt", "sec2gmtdate", "format"],
        rewrite::print,
        "print f\"{time} {path}\"",
    ),
    (&["wc"], rewrite::count, "count"),
    (&["sed", "gsub", "sub"], rewrite::replace, "replace r\"[0-9]+\" with \"N\""),
    (&["join", "inner_join", "left_join"], rewrite::lookup, "lookup \"users.csv\" on id"),
    (&["eventstats", "streamstats", "transaction", "window"], rewrite::none, "annotate avg(ms) as usual by path"),
];

/// Aggregates of other languages.
pub const AGGREGATES: [(&str, &str); 44] = [
    ("dc", "count_distinct"),
    ("dcount", "count_distinct"),
    ("nunique", "count_distinct"),
    ("n_distinct", "count_distinct"),
    ("distinct_count", "count_distinct"),
    ("uniq", "count_distinct"),
    ("mean", "avg"),
    ("average", "avg"),
    ("total", "sum"),
    ("stdev", "stddev"),
    ("std", "stddev"),
    ("variance", "var"),
    ("minimum", "min"),
    ("maximum", "max"),
    ("make_list", "list"),
    ("make_set", "values"),
    ("collect", "list"),
    ("quantile", "percentile"),
    ("percentile_cont", "percentile"),
    ("percentile_disc", "percentile"),
    ("earliest", "first"),
    ("first_value", "first"),
    ("any_value", "first"),
    ("take_any", "first"),
    ("latest", "last"),
    ("last_value", "last"),
    ("cardinality", "count_distinct"),
    ("countdistinct", "count_distinct"),
    ("approx_distinct", "approx_count_distinct"),
    ("approx_cardinality", "approx_count_distinct"),
    ("estdc", "approx_count_distinct"),
    ("hll", "approx_count_distinct"),
    ("max_by", "argmax"),
    ("min_by", "argmin"),
    ("string_agg", "list"),
    ("group_concat", "list"),
    ("listagg", "list"),
    ("array_agg", "list"),
    ("collect_list", "list"),
    ("collect_set", "values"),
    ("distinct_values", "values"),
    ("most_common", "mode"),
    ("most_frequent", "mode"),
    ("per_second", "rate"),
];

/// Aggregates whose arguments stand in another order in some languages, so that a rewriting
/// could be wrong: KQL's `arg_max(by, x)` is DuckDB's `arg_max(x, by)`.
const TURNED: [(&str, &str); 2] = [("arg_max", "argmax"), ("arg_min", "argmin")];

/// flitch's name for an aggregate of another language.
pub fn aggregate(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    AGGREGATES.iter().chain(&TURNED).find(|(name, _)| *name == lower).map(|(_, own)| *own)
}

/// What to say of a stage that opens with no stage's name.
pub fn unknown(view: View<'_>, words: &dyn Words) -> Answer {
    let short = view.len() <= LONG;
    if view.word(0).is_empty() {
        return opener(view, short);
    }
    let (verb, width) = verb(view);
    let span = view.slice(0, width).span();
    let lower = verb.to_ascii_lowercase();
    if lower == "select" {
        let diag = Diag::new(span, format!("unknown stage `{verb}`")).label("words are lower case here");
        return with(diag, short, || rewrite::sql(view).into_iter().collect());
    }
    if let Some((_, rewrite, example)) = VERBS.iter().find(|(names, ..)| names.contains(&lower.as_str())) {
        let code = if short { rewrite(view.slice(width, view.len())) } else { None };
        let diag = Diag::new(span, format!("unknown stage `{verb}`")).label(says(code.as_deref().unwrap_or(example)));
        return Answer { diag, code: code.into_iter().collect(), example: Some(example) };
    }
    if let Some((_, aggregate)) = AGGREGATES.iter().find(|(name, _)| *name == lower)
        && words.is_aggregate(aggregate)
    {
        let diag = Diag::new(span, format!("unknown stage `{verb}`")).label(format!("the aggregate is `{aggregate}`"));
        return with(diag, short, || rewrite::stats(view).into_iter().collect());
    }
    if let Some((_, own)) = TURNED.iter().find(|(name, _)| *name == lower)
        && words.is_aggregate(own)
    {
        let diag = Diag::new(span, format!("unknown stage `{verb}`")).label(format!("the aggregate is `{own}(x, by)`"));
        return Answer { diag, code: Vec::new(), example: None };
    }
    own(view, words, span, short)
}

/// The word of a rewriting, for the label.
fn says(code: &str) -> String {
    let word = code.split([' ', '(']).next().unwrap_or(code);
    if plain(word) { format!("flitch's word is `{word}`") } else { "a text is a stage by itself".to_string() }
}

fn with(diag: Diag, short: bool, code: impl FnOnce() -> Vec<String>) -> Answer {
    Answer { diag, code: if short { code() } else { Vec::new() }, example: None }
}

/// The foreign verb that a stage opens with, and its number of tokens: `mv-expand`, `order by`.
fn verb(view: View<'_>) -> (String, usize) {
    let mut verb = view.word(0).to_string();
    let mut width = 1;
    while view.is(width, "-")
        && !view.word(width + 1).is_empty()
        && !view.tokens[width].gap
        && !view.tokens[width + 1].gap
    {
        verb.push('-');
        verb.push_str(view.word(width + 1));
        width += 2;
    }
    let known = |verb: &str| VERBS.iter().any(|(names, ..)| names.contains(&verb.to_ascii_lowercase().as_str()));
    if width == 1 && view.word(1).eq_ignore_ascii_case("by") {
        let two = format!("{verb} {}", view.word(1));
        if known(&two) {
            return (two, 2);
        }
    }
    if width > 1 && !known(&verb) {
        return (view.word(0).to_string(), 1);
    }
    (verb, width)
}

/// A word that no other tool has either: a slip of the fingers, a condition or a field.
fn own(view: View<'_>, words: &dyn Words, span: Span, short: bool) -> Answer {
    let word = view.word(0);
    if matches!(word, "by" | "as" | "from" | "with" | "on") && view.len() > 1 {
        let diag = Diag::new(span, format!("`{word}` opens no stage")).label("it belongs to the stage before it");
        return Answer { diag, code: Vec::new(), example: None };
    }
    if short && let Some(code) = rewrite::awk_counter(view).or_else(|| rewrite::substitution(view)) {
        let diag = Diag::new(span, format!("unknown stage `{word}`")).label(says(&code));
        return Answer { diag, code: vec![code], example: None };
    }
    let assigns = view.find(0, |i| view.is(i, "="));
    let negated = matches!(word, "NOT" | "AND" | "OR");
    if let Some(at) = assigns
        && at == 1
    {
        let aggregate = words.is_aggregate(view.word(2)) && view.is(3, "(");
        let diag = Diag::new(span, format!("`{word}` is no stage"));
        return with(diag, short, || {
            let rest = mend(view.slice(2, view.len()), false);
            if aggregate {
                return rewrite::stats(view).into_iter().collect();
            }
            vec![format!("where {word} == {rest}"), format!("set {word} = {rest}")]
        });
    }
    let second = match view.tokens.get(1).map(|t| &t.tok) {
        Some(Tok::Op(op)) => !matches!(*op, "," | "-"),
        Some(Tok::Name) => {
            matches!(view.word(1), "in" | "is" | "not" | "and" | "or" | "like" | "contains" | "matches" | "between")
        }
        _ => false,
    };
    if (second && compares(view)) || negated {
        let diag = Diag::new(span, format!("`{word}` is no stage")).label("a condition stands after `where`");
        return with(diag, short, || {
            let code = mend(view, false);
            vec![if negated { code } else { format!("where {code}") }]
        });
    }
    let diag = Diag::new(span, format!("unknown stage {}", quoted(word)));
    // A word of a stage, after a `|` that should not be there: `count by path | compare 1h`.
    if let Some(stage) = words.stages().into_iter().find(|stage| words.keywords(stage).contains(&word)) {
        let diag = diag.label(format!("a word of `{stage}`"));
        return with(diag.help(format!("`flitch help {word}` shows how it is written")), short, Vec::new);
    }
    let near = nearest(word, words.stages());
    if let Some((name, own)) = near::synonym(word, near) {
        let diag = diag.label(format!("did you mean `{name}`? flitch's word is `{own}`"));
        return with(diag, short, || {
            let rest = view.slice(1, view.len());
            match VERBS.iter().find(|(names, ..)| names.contains(&name)) {
                Some((_, rewrite, _)) => rewrite(rest).into_iter().collect(),
                None => vec![format!("{own}{}", mend(rest, true))],
            }
        });
    }
    if let Some(near) = near {
        let diag = diag.label(format!("did you mean `{near}`?"));
        return with(diag, short, || {
            let rest = mend(view.slice(1, view.len()), true);
            let gap = if view.tokens.get(1).is_some_and(|t| t.gap) { " " } else { "" };
            vec![format!("{near}{gap}{rest}")]
        });
    }
    let bare = (0..view.len()).all(|i| !view.word(i).is_empty());
    let listed = (0..view.len()).all(|i| if i % 2 == 0 { !view.word(i).is_empty() } else { view.is(i, ",") });
    let diag = diag.help("`flitch help` lists the stages");
    with(diag, short, || {
        let text = &view.text[view.span().start..view.span().end];
        let mut code = Vec::new();
        if bare {
            code.push(format!("\"{text}\""));
        }
        if listed {
            code.push(format!("select {}", mend(view, false)));
        }
        code
    })
}

/// Whether a comparison or a predicate stands outside brackets.
fn compares(view: View<'_>) -> bool {
    let operator = |i: usize| match view.tokens[i].tok {
        Tok::Op(op) => matches!(
            op,
            "==" | "!="
                | "<"
                | "<="
                | ">"
                | ">="
                | "=~"
                | "="
                | "==="
                | "!=="
                | "<>"
                | "~"
                | "!~"
                | "=>"
                | "=<"
                | "&&"
                | "||"
        ),
        Tok::Name => matches!(view.word(i), "in" | "is" | "and" | "or" | "like" | "contains" | "matches" | "between"),
        _ => false,
    };
    let method = |i: usize| {
        view.is(i, ".") && view.is(i + 2, "(") && matches!(view.word(i + 1), "startswith" | "endswith" | "contains")
    };
    view.find(0, |i| operator(i) || method(i)).is_some()
}

/// A stage that opens with no word at all: awk, jq, sed, a number.
fn opener(view: View<'_>, short: bool) -> Answer {
    let span = view.slice(0, 1).span();
    let source = view.source(0);
    let plainly = |message: &str| Diag::new(span, message);
    let Some(token) = view.tokens.first() else {
        return Answer { diag: plainly("a stage is wanted here"), code: Vec::new(), example: None };
    };
    match &token.tok {
        Tok::Op("{") => {
            let diag = plainly("there are no awk actions").label("stages do the work");
            with(diag, short, || rewrite::awk(view).into_iter().collect())
        }
        Tok::Op("/") => {
            let diag = plainly("a regex is written r\"...\"");
            with(diag, short, || rewrite::slashes(view).into_iter().collect())
        }
        Tok::Op("!") => {
            let diag = plainly("`!` is no operator").label("write `not`");
            with(diag, short, || rewrite::negation(view).into_iter().collect())
        }
        Tok::Op("$") => {
            let diag = plainly("fields have names, not numbers").label("`line` is the whole line");
            with(diag, short, || {
                let code = mend(view, false);
                vec![if compares(view) { format!("where {code}") } else { format!("print f\"{{{code}}}\"") }]
            })
        }
        Tok::Op("." | "[") => {
            let diag = plainly("a stage opens with a word").label("a field is named without a dot before it");
            with(diag, short, || rewrite::jq(view, compares(view)).into_iter().collect())
        }
        Tok::Op("*") => Answer {
            diag: plainly("`*` is no stage").label("leave it out: all records pass"),
            code: Vec::new(),
            example: None,
        },
        Tok::Op("-") if !view.word(1).is_empty() => {
            let diag = plainly("a stage opens with a word").label("options stand before the pipeline");
            with(diag, short, || rewrite::search(view).into_iter().collect())
        }
        Tok::Format(_) => {
            let diag = plainly("an f-string makes lines, it finds none");
            Answer { diag, code: vec![format!("print {source}"), format!("where {source} in line")], example: None }
        }
        Tok::Int(_) if view.len() == 1 => {
            let diag = plainly("a stage opens with a word");
            Answer { diag, code: vec![format!("head {source}"), format!("\"{source}\"")], example: None }
        }
        _ => {
            let diag = plainly("a stage opens with a word");
            let diag = if compares(view) { diag } else { diag.label(format!("not with {}", quoted(source))) };
            with(diag, short && compares(view), || vec![format!("where {}", mend(view, false))])
        }
    }
}

/// A stage of flitch's that is used as another tool would use it, where that is certain.
pub fn habit(view: View<'_>, words: &dyn Words) -> Option<Answer> {
    let short = view.len() <= LONG;
    let word = view.word(0);
    let at = |i: usize| view.slice(i, i + 1).span();
    match word {
        "sort" => {
            if view.word(1) == "by" && view.len() > 2 && !words.keywords("sort").contains(&"by") {
                let diag = Diag::new(at(1), "`sort` takes its keys without `by`");
                return Some(with(diag, short, || rewrite::order(view.slice(2, view.len())).into_iter().collect()));
            }
            let options = rewrite::sort_options(view);
            if options.is_some() {
                let diag = Diag::new(view.slice(1, 3).span(), "`sort` has no options");
                let diag = diag.label("a `-` before a key sorts downwards");
                return Some(with(diag, short, || options.into_iter().collect()));
            }
            let direction = (2..view.len()).find(|&i| rewrite::direction(view, i))?;
            let diag = Diag::new(at(direction), format!("`{}` is no word of `sort`", view.word(direction)));
            let diag = diag.label("a `-` before a key sorts downwards");
            Some(with(diag, short, || rewrite::order(view.slice(1, view.len())).into_iter().collect()))
        }
        "head" | "tail" | "skip" if view.is(1, "-") => {
            let diag = Diag::new(at(1), format!("`{word}` takes a number without `-`"));
            Some(with(diag, short, || rewrite::counted(word, view.slice(1, view.len())).into_iter().collect()))
        }
        // Both are aggregates too, of one argument in brackets.
        "first" | "last" if matches!(view.tokens.get(1)?.tok, Tok::Int(_)) && view.len() == 2 => {
            let own = if word == "first" { "head" } else { "tail" };
            let diag = Diag::new(at(0), format!("`{word}` is an aggregate")).label(format!("the stage is `{own}`"));
            Some(with(diag, short, || vec![format!("{own} {}", view.source(1))]))
        }
        "select" => select_habit(view, words, short),
        // `count > 5`: a condition on what was counted, or on a field of that name.
        _ if words.is_aggregate(word)
            && matches!(view.tokens.get(1)?.tok, Tok::Op("==" | "!=" | "<" | "<=" | ">" | ">=" | "=~")) =>
        {
            let diag = Diag::new(at(0), format!("`{word}` is an aggregate, and this looks like a condition"));
            Some(with(diag, short, || vec![format!("where {}", mend(view, false))]))
        }
        _ if words.is_aggregate(word) && view.word(1).eq_ignore_ascii_case("distinct") && view.len() > 2 => {
            let diag = Diag::new(at(1), "`distinct` is no word here");
            Some(with(diag, short, || vec![format!("count_distinct({})", mend(view.slice(2, view.len()), false))]))
        }
        _ => None,
    }
}

/// SQL's `select a from t where ...`, and jq's `select(.status >= 500)`.
fn select_habit(view: View<'_>, words: &dyn Words, short: bool) -> Option<Answer> {
    let keywords = words.keywords("select");
    let clause = view.find(1, |i| {
        let word = view.word(i).to_ascii_lowercase();
        let next = i + 1 < view.len() && !view.is(i + 1, ",");
        let operand = i > 1 && !view.is(i - 1, ",") && !matches!(view.word(i - 1), "as");
        let two = view.word(i + 1).eq_ignore_ascii_case("by");
        let opens =
            matches!(word.as_str(), "from" | "where" | "limit") || (two && matches!(word.as_str(), "group" | "order"));
        opens && next && operand && !keywords.contains(&word.as_str())
    });
    if let Some(i) = clause {
        let diag = Diag::new(view.slice(i, i + 1).span(), format!("`select` takes no `{}`", view.word(i)));
        let diag = diag.label("each clause is a stage of its own");
        return Some(with(diag, short, || rewrite::sql(view).into_iter().collect()));
    }
    let bracket = view.is(1, "(") && !view.tokens[1].gap && view.is(view.len() - 1, ")");
    let inside = view.slice(2, view.len() - usize::from(bracket));
    if bracket && compares(inside) {
        let diag = Diag::new(view.slice(0, 1).span(), "`select` chooses fields").label("`where` chooses records");
        return Some(with(diag, short, || vec![format!("where {}", mend(inside, false))]));
    }
    None
}

/// A stage with each `name = E` written `E as name`.
pub fn named_by_as(view: View<'_>) -> String {
    format!("{} {}", view.source(0), rewrite::named(view.slice(1, view.len())))
}

#[cfg(test)]
#[path = "foreign_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "foreign_more_tests.rs"]
mod more_tests;
