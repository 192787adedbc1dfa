//! Stages of other tools, written as flitch's.
//!
//! Each function takes the tokens after a foreign verb and gives a stage, or None where
//! the arguments are not what the verb usually has. They may be wrong in what they give:
//! it is parsed before anyone sees it.

use super::foreign::AGGREGATES;
use super::lex::{Tok, ends_operand};
use super::mend::{mend, plain};
use super::view::View;

/// Where no rewriting makes sense, only an example is shown.
pub fn none(_: View<'_>) -> Option<String> {
    None
}

/// `filter status = 500`.
pub fn condition(args: View<'_>) -> Option<String> {
    (!args.is_empty()).then(|| format!("where {}", mend(args, false)))
}

/// `grep -v x`, `search "x"`, `search status=500`.
pub fn search(args: View<'_>) -> Option<String> {
    let (mut nocase, mut not, mut i) = (false, false, 0);
    while args.is(i, "-") && !args.word(i + 1).is_empty() {
        nocase |= args.word(i + 1).contains('i');
        not |= args.word(i + 1).contains('v');
        i += 2;
    }
    let rest = args.slice(i, args.len());
    let not = if not { "not " } else { "" };
    let first = rest.tokens.first()?;
    let literal = match &first.tok {
        Tok::Str(_) | Tok::Raw(_) | Tok::Bad if rest.len() == 1 => mend(rest, false),
        Tok::Op("/") => slashes(rest)?,
        Tok::Name if rest.tokens.iter().all(|t| t.tok == Tok::Name) => {
            format!("\"{}\"", &rest.text[rest.span().start..rest.span().end])
        }
        _ => return condition(rest),
    };
    if nocase {
        let inner = literal.trim_start_matches('r');
        return Some(if inner.len() < literal.len() {
            format!("{not}r\"(?i){}", &inner[1..])
        } else {
            format!("{not}i{literal}")
        });
    }
    Some(format!("{not}{literal}"))
}

/// `extend x = y * 2`.
pub fn set(args: View<'_>) -> Option<String> {
    let args = match args.tokens {
        // Miller's `put '$z = $x . $y'`.
        [only] if matches!(only.tok, Tok::Str(_)) => return None,
        _ => args,
    };
    args.find(0, |i| args.is(i, "=")).map(|_| format!("set {}", mend(args, true)))
}

/// `project a, b`, `cut -f a,b`, `fields - a`.
pub fn select(args: View<'_>) -> Option<String> {
    if args.is(0, "-") && args.tokens.get(1)?.gap {
        return drop(args.slice(1, args.len()));
    }
    let mut from = usize::from(args.is(0, "+"));
    while args.is(from, "-") && !args.word(from + 1).is_empty() {
        if args.word(from + 1) == "x" {
            return drop(args.slice(from + 2, args.len()));
        }
        from += 2;
    }
    let args = args.slice(from, args.len());
    if args.is_empty() || matches!(args.tokens[0].tok, Tok::Int(_)) {
        return None;
    }
    // SPL separates fields by blanks too.
    let words: Vec<&str> = (0..args.len()).map(|i| args.word(i)).collect();
    if words.iter().all(|word| !word.is_empty() && !word.eq_ignore_ascii_case("as")) {
        return Some(format!("select {}", words.join(", ")));
    }
    Some(format!("select {}", named(listed(args))))
}

/// The inside of brackets round all arguments: `del(.a, .b)`.
fn listed(args: View<'_>) -> View<'_> {
    let bracketed = args.len() > 2 && args.is(0, "(") && args.find(1, |i| args.is(i, ")")) == Some(args.len() - 1);
    if bracketed { args.slice(1, args.len() - 1) } else { args }
}

/// `except a, b`.
pub fn drop(args: View<'_>) -> Option<String> {
    (!args.is_empty()).then(|| format!("drop {}", mend(listed(args), false)))
}

/// `project-rename new = old`.
pub fn rename(args: View<'_>) -> Option<String> {
    (!args.is_empty()).then(|| format!("rename {}", named(args)))
}

/// Items, each `name = E` as `E as name`.
pub fn named(args: View<'_>) -> String {
    let items: Vec<String> = args
        .items()
        .into_iter()
        .map(|item| match item.find(0, |i| item.is(i, "=")) {
            Some(at) if at > 0 => {
                let (name, expr) = (mend(item.slice(0, at), false), item.slice(at + 1, item.len()));
                format!("{} as {name}", mend(expr, false))
            }
            _ => mend(item, false),
        })
        .collect();
    items.join(", ")
}

/// The first number of the arguments.
fn number(args: View<'_>) -> Option<i64> {
    args.tokens.iter().find_map(|t| match t.tok {
        Tok::Int(n) => Some(n),
        _ => None,
    })
}

/// `take 10`, `limit 10 offset 5`.
pub fn head(args: View<'_>) -> Option<String> {
    let n = number(args)?;
    match args.find(0, |i| args.word(i).eq_ignore_ascii_case("offset")) {
        Some(at) => Some(format!("skip {} | head {n}", number(args.slice(at, args.len()))?)),
        None => Some(format!("head {n}")),
    }
}

/// `last 10`.
pub fn tail(args: View<'_>) -> Option<String> {
    Some(format!("tail {}", number(args)?))
}

/// `offset 10`.
pub fn skip(args: View<'_>) -> Option<String> {
    Some(format!("skip {}", number(args)?))
}

/// `nth 5`.
pub fn nth(args: View<'_>) -> Option<String> {
    Some(format!("skip {} | head 1", number(args)?.saturating_sub(1)))
}

/// `head -n 10`, `head -10`.
pub fn counted(stage: &str, args: View<'_>) -> Option<String> {
    Some(format!("{stage} {}", number(args)?))
}

/// The keys after a top-level `by`, and what stands before it.
fn by(args: View<'_>) -> (View<'_>, View<'_>) {
    match args.find(0, |i| args.word(i).eq_ignore_ascii_case("by")) {
        Some(at) => (args.slice(0, at), args.slice(at + 1, args.len())),
        None => (args, args.slice(args.len(), args.len())),
    }
}

/// `summarize n = count(), mean(x) by path`.
pub fn stats(args: View<'_>) -> Option<String> {
    let (aggregates, keys) = by(args);
    let mut out: Vec<String> = aggregates.items().into_iter().map(aggregate).collect();
    if out.is_empty() {
        out.push("count".to_string());
    }
    let out = out.join(", ");
    if args.is_empty() {
        return None;
    }
    Some(if keys.is_empty() { out } else { format!("{out} by {}", named(keys)) })
}

/// One aggregate with flitch's name.
fn aggregate(item: View<'_>) -> String {
    if let Some(at) = item.find(0, |i| item.is(i, "="))
        && at > 0
    {
        return format!("{} as {}", aggregate(item.slice(at + 1, item.len())), mend(item.slice(0, at), false));
    }
    let word = item.word(0).to_ascii_lowercase();
    let called = item.is(1, "(");
    let empty = called && (item.is(2, ")") || (item.is(2, "*") && item.is(3, ")")));
    if word == "count" && empty {
        let end = item.find(1, |i| item.is(i, ")")).unwrap_or(item.len().min(if item.is(2, ")") { 3 } else { 4 }));
        let rest = mend(item.slice(end.max(if item.is(2, ")") { 3 } else { 4 }), item.len()), false);
        return if rest.is_empty() { word } else { format!("{word} {rest}") };
    }
    if matches!(word.as_str(), "countif" | "count_if") && called {
        let end = item.find(2, |i| item.is(i, ")")).unwrap_or(item.len());
        let rest = mend(item.slice(end + 1, item.len()), false);
        let cond = mend(item.slice(2, end), false);
        return format!("count where {cond} {rest}").trim_end().to_string();
    }
    let own = AGGREGATES.iter().find(|(name, _)| *name == word).map(|(_, own)| *own);
    match own {
        Some(own) => format!("{own}{}", mend(item.slice(1, item.len()), false)),
        None if called => {
            let rest = mend(item, false);
            format!("{word}{}", &rest[item.word(0).len().min(rest.len())..])
        }
        None => mend(item, false),
    }
}

/// `timechart span=5m count by host`.
pub fn timechart(args: View<'_>) -> Option<String> {
    let span = (args.word(0) == "span" && args.is(1, "=")).then(|| args.source(2)).filter(|s| !s.is_empty());
    let rest = if span.is_some() { args.slice(3, args.len()) } else { args };
    let (aggregates, keys) = by(rest);
    let aggregates: Vec<String> = aggregates.items().into_iter().map(aggregate).collect();
    let aggregates = if aggregates.is_empty() { "count".to_string() } else { aggregates.join(", ") };
    let keys = if keys.is_empty() { String::new() } else { format!(", {}", mend(keys, false)) };
    Some(format!("{aggregates} by bin(time, {}){keys}", span.unwrap_or("5m")))
}

/// `group by path`, `group_by(.path)`, `tally path`.
pub fn group(args: View<'_>) -> Option<String> {
    let skip = usize::from(args.word(0).eq_ignore_ascii_case("by"));
    let keys = listed(args.slice(skip, args.len()));
    (!keys.is_empty()).then(|| format!("count by {}", mend(keys, false)))
}

/// Whether a word after a sort key says its direction.
pub fn direction(view: View<'_>, i: usize) -> bool {
    let word = view.word(i).to_ascii_lowercase();
    let ends = i + 1 >= view.len() || view.is(i + 1, ",") || view.word(i + 1).eq_ignore_ascii_case("nulls");
    let key = i > 0 && ends_operand(view.text, &view.tokens[i - 1]) && !view.is(i - 1, ",");
    ends && key && matches!(word.as_str(), "desc" | "asc" | "descending" | "ascending")
}

/// `order by x desc, y`, `sort_by(.x)`.
pub fn order(args: View<'_>) -> Option<String> {
    let skip = usize::from(args.word(0).eq_ignore_ascii_case("by"));
    let keys = listed(args.slice(skip, args.len()));
    let keys: Vec<String> = keys
        .items()
        .into_iter()
        .map(|item| {
            let Some(at) = (1..item.len()).find(|&i| direction(item, i)) else { return mend(item, false) };
            let key = mend(item.slice(0, at), false);
            let down = item.word(at).to_ascii_lowercase().starts_with("desc");
            let simple = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '@'));
            match (down, simple) {
                (true, true) => format!("-{key}"),
                (true, false) => format!("-({key})"),
                (false, _) => key,
            }
        })
        .collect();
    (!keys.is_empty()).then(|| format!("sort {}", keys.join(", ")))
}

/// `uniq`, `uniq -c`.
pub fn uniq(args: View<'_>) -> Option<String> {
    match (args.is(0, "-"), args.word(1)) {
        (true, "c") => Some("count by line".to_string()),
        (true, _) => None,
        _ => dedup(args),
    }
}

/// `distinct a, b`, `unique_by(.a)`.
pub fn dedup(args: View<'_>) -> Option<String> {
    let keys = listed(args);
    Some(if keys.is_empty() { "dedup line".to_string() } else { format!("dedup {}", mend(keys, false)) })
}

/// `mvexpand x`.
pub fn explode(args: View<'_>) -> Option<String> {
    let field = mend(listed(args), false);
    plain(&field).then(|| format!("explode {field}"))
}

/// jq's `map(select(.a > 1))` and `map(.a)`.
pub fn map(args: View<'_>) -> Option<String> {
    let inside = listed(args);
    if inside.word(0) == "select" && inside.is(1, "(") {
        return condition(listed(inside.slice(1, inside.len())));
    }
    (inside.is(0, ".") && inside.len() <= 4).then(|| format!("select {}", mend(inside, false)))
}

/// `rex field=msg "(?<user>\w+)"`.
pub fn regex(args: View<'_>) -> Option<String> {
    let named = args.word(0) == "field" && args.is(1, "=");
    let field = if named { args.word(2) } else { "" };
    let rest = args.slice(if named { 3 } else { 0 }, args.len());
    let at = rest.tokens.iter().position(|t| matches!(t.tok, Tok::Str(_) | Tok::Raw(_) | Tok::Bad))?;
    let source = rest.source(at).trim_start_matches('r').replace("(?<", "(?P<");
    let from = if field.is_empty() { String::new() } else { format!(" from {field}") };
    Some(format!("parse regex r{source}{from}"))
}

/// `fromjson`, `parse_json(msg)`, `spath input=msg`.
pub fn json(args: View<'_>) -> Option<String> {
    let skip = if args.is(1, "=") { 2 } else { usize::from(args.word(0) == "json") };
    let field = mend(listed(args.slice(skip, args.len())), false);
    Some(if plain(&field) { format!("parse json from {field}") } else { "parse json".to_string() })
}

/// `puts x`, `printf "%s", x`.
pub fn print(args: View<'_>) -> Option<String> {
    let args = listed(args);
    if args.is_empty() || args.tokens.iter().any(|t| matches!(t.tok, Tok::Str(_) | Tok::Bad)) {
        return None;
    }
    if matches!(args.tokens[0].tok, Tok::Format(_)) && args.len() == 1 {
        return Some(format!("print {}", args.source(0)));
    }
    Some(format!("print f\"{}\"", braces(args)))
}

/// Expressions for an f-string.
fn braces(args: View<'_>) -> String {
    let items: Vec<String> = args.items().into_iter().map(|item| format!("{{{}}}", mend(item, false))).collect();
    items.join(" ")
}

/// `wc -l`.
pub fn count(_: View<'_>) -> Option<String> {
    Some("count".to_string())
}

/// awk's `{print $1, $3}`.
pub fn awk(view: View<'_>) -> Option<String> {
    if view.word(1) != "print" || !view.is(view.len() - 1, "}") {
        return None;
    }
    let args = view.slice(2, view.len() - 1);
    if args.is_empty() || args.tokens.iter().any(|t| matches!(t.tok, Tok::Str(_) | Tok::Bad)) {
        return None;
    }
    Some(format!("print f\"{}\"", braces(args)))
}

/// awk's `NR == 1`, `NR > 1` and `NF`.
pub fn awk_counter(view: View<'_>) -> Option<String> {
    if view.word(0) == "NF" && view.len() == 1 {
        return Some("where line.strip() != \"\"".to_string());
    }
    let n = number(view).filter(|&n| n > 0 && view.len() == 3 && view.word(0) == "NR")?;
    match view.source(1) {
        "==" if n == 1 => Some("head 1".to_string()),
        "==" => Some(format!("skip {} | head 1", n - 1)),
        ">" => Some(format!("skip {n}")),
        ">=" => Some(format!("skip {}", n - 1)),
        "<" => Some(format!("head {}", n - 1)),
        "<=" => Some(format!("head {n}")),
        _ => None,
    }
}

/// sed's `s/a/b/g`.
pub fn substitution(view: View<'_>) -> Option<String> {
    if view.word(0) != "s" || !view.is(1, "/") || view.tokens[1].gap {
        return None;
    }
    let text = &view.text[view.tokens[1].span.end..view.span().end];
    let mut parts = text.split('/');
    let (from, to) = (parts.next()?, parts.next()?);
    Some(format!("replace r\"{from}\" with \"{to}\""))
}

/// `gsub(/a+/, "b")`, `sub("a", "b", msg)`.
pub fn replace(args: View<'_>) -> Option<String> {
    let items = listed(args).items();
    let text = |item: &View<'_>| match item.tokens {
        [only] if matches!(only.tok, Tok::Str(_) | Tok::Raw(_)) => Some(item.source(0).to_string()),
        _ => None,
    };
    let (old, new) = (items.first()?, text(items.get(1)?)?);
    let old = text(old).map(|old| format!("r{}", old.trim_start_matches('r'))).or_else(|| slashes(*old))?;
    let field = items.get(2).map(|field| mend(*field, false)).filter(|field| plain(field) && field != "line");
    Some(format!("replace {old} with {new}{}", field.map_or(String::new(), |field| format!(" from {field}"))))
}

/// `join "users.csv" on id`, Miller's `join -j id -f users.csv`.
pub fn lookup(args: View<'_>) -> Option<String> {
    let word = |i: usize| ["on", "using", "j", "by"].iter().any(|w| args.word(i).eq_ignore_ascii_case(w));
    let at = args.find(0, word)?;
    let file = args.tokens.iter().position(|t| matches!(t.tok, Tok::Str(_))).map(|i| args.source(i).to_string());
    let named = |i: usize| args.word(i) == "f" && !args.word(i + 1).is_empty();
    let bare = || args.find(0, named).map(|i| format!("\"{}.{}\"", args.word(i + 1), args.word(i + 3)));
    let end = args.find(at + 1, |i| args.is(i, "-")).unwrap_or(args.len());
    let keys = mend(listed(args.slice(at + 1, end)), false);
    Some(format!("lookup {} on {keys}", file.or_else(bare)?))
}

/// `sort -n x`, `sort -rn x`: options that are not keys, since a key follows without a comma.
pub fn sort_options(view: View<'_>) -> Option<String> {
    let letters = view.word(2);
    let known = !letters.is_empty() && letters.chars().all(|c| "nrhVgfs".contains(c));
    // `sort -f in (1, 2)` is one key: an operator, and no key, follows.
    let operator = matches!(view.word(3), "and" | "or" | "in" | "is" | "if" | "else" | "not");
    if !view.is(1, "-") || !known || view.word(3).is_empty() || operator || direction(view, 3) {
        return None;
    }
    let down = if letters.contains('r') { "-" } else { "" };
    Some(format!("sort {down}{}", mend(view.slice(3, view.len()), false)))
}

/// `/regex/`, with awk's action after it.
pub fn slashes(view: View<'_>) -> Option<String> {
    let start = view.tokens.first()?.span.end;
    let text = &view.text[start..view.span().end];
    let end = text.char_indices().find(|&(i, c)| c == '/' && !text[..i].ends_with('\\')).map(|(i, _)| i)?;
    let literal = format!("r\"{}\"", text[..end].replace("\\/", "/").replace('"', "\\\""));
    let after = view.tokens.iter().position(|t| t.span.start > start + end).unwrap_or(view.len());
    match awk(view.slice(after, view.len())) {
        Some(action) => Some(format!("{literal} | {action}")),
        None => Some(literal),
    }
}

/// `!"text"`, `!/regex/`, `!x`, and awk's `!seen[$0]++`.
pub fn negation(view: View<'_>) -> Option<String> {
    let rest = view.slice(1, view.len());
    match &rest.tokens.first()?.tok {
        Tok::Op("/") => Some(format!("not {}", slashes(rest)?)),
        Tok::Str(_) | Tok::Raw(_) | Tok::NoCase(_) | Tok::Bad | Tok::Op("(") => {
            Some(format!("not {}", mend(rest, false)))
        }
        Tok::Name if rest.is(1, "[") && rest.is(rest.len() - 1, "+") => {
            let end = rest.find(2, |i| rest.is(i, "]"))?;
            Some(format!("dedup {}", mend(rest.slice(2, end), false)))
        }
        _ => Some(format!("where {}", mend(view, false))),
    }
}

/// jq's `.status >= 500`, `.a, .b`, `.tags[]`, `[.a, .b]`.
pub fn jq(view: View<'_>, compares: bool) -> Option<String> {
    if compares {
        return condition(view);
    }
    let len = view.len();
    if len > 2 && view.is(len - 2, "[") && view.is(len - 1, "]") {
        let field = mend(view.slice(0, len - 2), false);
        return Some(if plain(&field) { format!("explode {field}") } else { "explode tags".to_string() });
    }
    let bracketed = view.is(0, "[") && view.is(len - 1, "]");
    let fields = if bracketed { view.slice(1, len - 1) } else { view };
    (fields.len() > 1).then(|| format!("select {}", mend(fields, false)))
}

/// `select a, b from t where c > 1 group by a order by b desc limit 10`.
pub fn sql(view: View<'_>) -> Option<String> {
    let is = |i: usize, word: &str| view.word(i).eq_ignore_ascii_case(word);
    let opens = |i: usize| {
        let two = is(i + 1, "by") && (is(i, "group") || is(i, "order"));
        two || ["from", "where", "having", "limit", "offset"].iter().any(|word| is(i, word))
    };
    let mut clauses = Vec::new();
    let mut from = 0;
    while from < view.len() {
        let to = view.find(from + 1, opens).unwrap_or(view.len());
        clauses.push(view.slice(from, to));
        from = to;
    }
    let clause = |word: &str| clauses.iter().find(|c| c.word(0).eq_ignore_ascii_case(word)).copied();
    let rest = |c: View<'_>, width: usize| mend(c.slice(width, c.len()), false);
    let mut stages = Vec::new();
    if let Some(c) = clause("where") {
        stages.push(format!("where {}", rest(c, 1)));
    }
    let items = clauses.first()?;
    let items = items.slice(1, items.len());
    if let Some(c) = clause("group") {
        let keys = c.slice(2, c.len());
        let listed: Vec<&str> = (0..keys.len()).map(|i| keys.source(i)).collect();
        // A key in the list of columns comes first in the output anyway.
        let aggregates = items.items().into_iter().filter(|i| !(i.len() == 1 && listed.contains(&i.source(0))));
        let aggregates: Vec<String> = aggregates.map(aggregate).collect();
        let aggregates = if aggregates.is_empty() { "count".to_string() } else { aggregates.join(", ") };
        stages.push(format!("{aggregates} by {}", mend(keys, false)));
    } else if items.items().iter().any(|i| i.word(0).eq_ignore_ascii_case("count") && i.is(1, "(")) {
        stages.push(stats(items)?);
    }
    let aggregated = stages.len() > usize::from(clause("where").is_some());
    if let Some(c) = clause("having") {
        stages.push(format!("where {}", rest(c, 1)));
    }
    if let Some(c) = clause("order") {
        stages.push(order(c.slice(2, c.len()))?);
    }
    if let Some(c) = clause("offset") {
        stages.push(skip(c)?);
    }
    if let Some(c) = clause("limit") {
        stages.push(head(c)?);
    }
    if !aggregated && !items.is_empty() && !items.is(0, "*") {
        stages.push(format!("select {}", mend(items, false)));
    }
    Some(stages.join(" | "))
}
