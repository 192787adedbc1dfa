//! Random programs: every one is valid, so that an error from the binary is a finding too.

use super::data::{self, Format, Input, NAMES};
use super::prog::{Agg, E, Groups, Kind, Op, Stage};
use super::rng::Rng;
use super::time::{WIDTHS, Width};

const REGEXES: &[&str] =
    &["a", "^a", "b$", "[0-9]+", "^[0-9]+$", "(?i)ABC", "a|b", "x.y", "^$", r"\d\d", "[^a-z]", "é|ü|日"];

const WORDS: &[&str] = &["a", "b", "abc", "1", "x", "5", "timeout", "true", "ü", ":", " ", "\"", "e", "00"];

/// Spelled as the binary spells them in what it says.
const FLOATS: &[&str] = &["1.0", "0.5", "2.5", "1000.0", "0.1", "100.0", "1e-7", "1e22"];

/// What names mean where a stage stands.
struct Names {
    all: Vec<String>,
    closed: bool,
    has_line: bool,
    /// A field that no record has may be named.
    open: bool,
    /// Whether lists are read as lists everywhere.
    lists: bool,
    /// Whether the field `time` may be read as a time.
    time: bool,
    /// Columns of times and durations: they are only named where they need no arithmetic.
    times: Vec<String>,
    /// Whether the line may be rewritten: every field is where the input has it.
    fresh: bool,
    /// Whether there are so few rows that sketches are exact.
    few: bool,
    /// What the groups are made of, as long as rows are groups, and how wide the buckets are.
    groups: Option<(Groups, Option<Width>)>,
}

impl Names {
    /// Just these columns, and nothing of what there was.
    fn become_columns(&mut self, all: Vec<String>, has_line: bool) {
        (self.all, self.closed, self.has_line, self.open) = (all, true, has_line, false);
        (self.time, self.fresh, self.groups) = (false, false, None);
        self.times.clear();
    }

    /// The names of fields that stand at the top of a record.
    fn plain(&self) -> Vec<String> {
        self.all.iter().filter(|n| !n.contains('.') && *n != "n" && *n != "zz").cloned().collect()
    }
}

/// Draws a program for an input.
pub fn program(rng: &mut Rng, input: &Input) -> Vec<Stage> {
    let mut all: Vec<String> = NAMES.iter().map(|n| n.to_string()).collect();
    all.push("n.k".to_string());
    if input.format != Format::Csv {
        all.extend(["n".to_string(), "zz".to_string()]);
    }
    let mut names = Names {
        all,
        closed: false,
        has_line: true,
        open: input.format != Format::Csv,
        lists: input.format == Format::Json && !input.auto,
        time: input.timed,
        times: Vec::new(),
        fresh: true,
        few: input.lines.len() <= 20,
        groups: None,
    };
    let mut stages = Vec::new();
    for _ in 0..1 + rng.below(4) {
        let stage = if rng.chance(2) { one(rng, &mut names) } else { another(rng, &mut names) };
        let keeps = matches!(stage, Stage::Where(_) | Stage::Head(_) | Stage::Tail(_) | Stage::Skip(_));
        let groups = matches!(stage, Stage::Stats(..) | Stage::Every(..) | Stage::Fill(..));
        if !keeps && !groups {
            names.groups = None;
        }
        let last = matches!(stage, Stage::Print(_));
        let (every, keyed) =
            (matches!(stage, Stage::Every(..)), matches!(&stage, Stage::Stats(_, by, _) if by.len() > 1));
        stages.push(stage);
        // Rarely would two draws in a row fit.
        if every && !rng.chance(3) || keyed && rng.chance(3) {
            stages.extend(of_groups(rng, &mut names));
        }
        if last {
            break;
        }
    }
    stages
}

fn one(rng: &mut Rng, names: &mut Names) -> Stage {
    match rng.below(36) {
        0..3 if names.has_line => Stage::Text(bare(rng, names, 2)),
        0..9 => Stage::Where(cond(rng, names, 3)),
        9..12 => {
            let mut items = Vec::new();
            for _ in 0..1 + rng.below(3) {
                let e = any(rng, names, 3);
                let name = rng.pick(&["a", "b", "x", "y", "z"]).to_string();
                add(&mut names.all, &name);
                items.push((name, e));
            }
            Stage::Set(items)
        }
        12..14 => {
            let mut items: Vec<(E, Option<String>)> = Vec::new();
            let mut made: Vec<String> = Vec::new();
            for at in 0..1 + rng.below(4) {
                let e = any(rng, names, 2);
                let (name, alias) = named(rng, &e, &["p", "q", "r", "s"][at..], &made);
                made.push(name);
                items.push((e, alias));
            }
            names.become_columns(made, names.has_line);
            Stage::Select(items)
        }
        14 => {
            let plain: Vec<String> = names.all.iter().filter(|n| !n.contains('.')).cloned().collect();
            if plain.len() < 2 || names.all.len() < 3 {
                return Stage::Skip(rng.below(4));
            }
            let dropped = rng.pick(&plain).clone();
            names.fresh = false;
            names.all.retain(|n| *n != dropped && n.split('.').next() != Some(&dropped));
            Stage::Drop(vec![dropped])
        }
        15 => {
            let plain: Vec<String> = names.all.iter().filter(|n| !n.contains('.')).cloned().collect();
            let Some(from) = (!plain.is_empty()).then(|| rng.pick(&plain).clone()) else { return Stage::Skip(1) };
            let to = rng.pick(&["a", "b", "t", "u"]).to_string();
            if from == to {
                return Stage::Skip(rng.below(4));
            }
            names.fresh = false;
            names.all.retain(|n| n.split('.').next() != Some(&from));
            add(&mut names.all, &to);
            Stage::Rename(vec![(from, to)])
        }
        16..19 => Stage::Head(if rng.chance(12) { 0 } else { 1 + rng.below(12) }),
        19 => Stage::Tail(rng.below(12)),
        20 => Stage::Skip(rng.below(12)),
        21..23 => Stage::Dedup((0..rng.below(3)).map(|_| key(rng, names)).collect()),
        23..26 => Stage::Sort((0..1 + rng.below(3)).map(|_| sort_key(rng, names)).collect()),
        26..31 => stats(rng, names),
        31 => {
            let plain: Vec<String> = names.all.iter().filter(|n| *n != "count").cloned().collect();
            if plain.is_empty() {
                return Stage::Head(2);
            }
            let keys = vec![rng.pick(&plain).clone()];
            let agg = rng.chance(2).then(|| Agg { alias: Some("ranked".to_string()), cond: None, ..agg(rng, names) });
            let agg = agg.filter(|_| keys[0] != "ranked");
            let column = agg.as_ref().map_or("count".to_string(), Agg::name);
            names.become_columns(vec![keys[0].clone(), column], false);
            let n = 1 + rng.below(5);
            if rng.chance(2) { Stage::Top(n, keys, agg) } else { Stage::Rare(n, keys, agg) }
        }
        34..36 => {
            let plain: Vec<String> = names.all.iter().filter(|n| !n.contains('.') && *n != "n").cloned().collect();
            let Some(name) = (!plain.is_empty()).then(|| rng.pick(&plain).clone()) else { return Stage::Skip(1) };
            if names.lists && rng.chance(2) {
                return Stage::Explode(name);
            }
            let old = *rng.pick(&["a", "1", "e", ".", "\u{e9}", "or"]);
            let new = *rng.pick(&["", "b", "12", "x y"]);
            Stage::Replace(old, new, name)
        }
        _ if rng.chance(2) => Stage::Print(any(rng, names, 2)),
        _ => Stage::Where(cond(rng, names, 2)),
    }
}

/// A stage with a state, with times, or one that rewrites.
fn another(rng: &mut Rng, names: &mut Names) -> Stage {
    let plain = names.plain();
    match rng.below(28) {
        0 | 1 => Stage::HeadBy(rng.below(4), (0..1 + rng.below(2)).map(|_| key(rng, names)).collect()),
        2 | 3 => Stage::TailBy(rng.below(4), (0..1 + rng.below(2)).map(|_| key(rng, names)).collect()),
        4 | 5 => Stage::Runs((0..rng.below(3)).map(|_| field(rng, names)).collect()),
        6 => {
            let e = E::Or(Box::new(cond(rng, names, 1)), Box::new(cond(rng, names, 1)));
            let message = match rng.below(3) {
                0 => None,
                1 => Some(E::Str("no".to_string())),
                _ => Some(E::Format(vec![("x=".to_string(), E::Call("len", vec![field(rng, names)]))])),
            };
            Stage::Assert(e, message)
        }
        7..11 => {
            let by = (0..rng.below(3)).map(|_| key(rng, names)).collect();
            let aggs = several(rng, names, tally);
            for agg in &aggs {
                add_made(names, agg);
            }
            Stage::Running(aggs, by)
        }
        11..13 => {
            let by = (0..rng.below(3)).map(|_| key(rng, names)).collect();
            let aggs = several(rng, names, |rng, names| {
                let agg = agg(rng, names);
                // A list that is cut off is told for each group, and groups are not shown.
                let long = matches!(agg.word, "list" | "values") && agg.by.is_none();
                if long { Agg { by: Some(E::Int(3)), ..agg } } else { agg }
            });
            for agg in &aggs {
                add_made(names, agg);
            }
            Stage::Annotate(aggs, by)
        }
        13..15 if names.has_line && names.fresh => {
            let (old, new) = *rng.pick(&[("error", "fault"), ("(ab)([cd])", "$2$1"), ("timeout", ""), ("ab+c", "abd")]);
            Stage::ReplaceLine(old, new)
        }
        15..17 if names.has_line && names.fresh => Stage::Redact(kinds(rng), rng.chance(2), None),
        17 if !plain.is_empty() => Stage::Redact(kinds(rng), rng.chance(2), Some(rng.pick(&plain).clone())),
        18 if !plain.is_empty() => {
            let mut on = vec![(rng.pick(&plain).clone(), "b")];
            let second = rng.pick(&plain).clone();
            if rng.chance(3) && second != on[0].0 {
                on.push((second, "k"));
            }
            let added = ["k", "plan", "a"].into_iter().filter(|c| !on.iter().any(|(_, k)| k == c));
            // Where the columns are known, one that is there already is an error.
            let there = names.closed && added.clone().any(|c| names.all.iter().any(|n| n == c));
            let prefix = rng.chance(3) || there;
            if !prefix {
                added.for_each(|c| add(&mut names.all, c));
            }
            Stage::Lookup(on, prefix)
        }
        19..22 if names.time => {
            let (mut made, width) = (vec!["time".to_string()], *rng.pick(WIDTHS));
            let by = keys(rng, names, &mut made, 2);
            let groups = made.clone();
            let aggs = measures(rng, names, &mut made);
            let keep = Groups { keys: groups.clone(), aggs: aggs.iter().map(|a| (a.name(), a.word)).collect() };
            let mut times = timely(names, &aggs);
            times.push("time".to_string());
            made.retain(|n| !times.contains(n));
            names.become_columns(made, false);
            (names.time, names.times) = (true, times);
            names.groups = Some((keep, Some(width)));
            Stage::Every(aggs, width, by)
        }
        22..24 if names.time => {
            let by: Vec<String> =
                if rng.chance(3) || plain.is_empty() { vec![] } else { vec![rng.pick(&plain).clone()] };
            let mut ends = Vec::new();
            for at in 0..rng.below(3) {
                let (word, arg) = (rng.word(&["first", "last"]), Some(simple(rng, names)));
                ends.push(Agg { word, arg, by: None, cond: None, alias: Some(format!("edge{at}")) });
            }
            let mut all = by.clone();
            all.extend(ends.iter().map(Agg::name));
            if !["start", "end", "duration", "count"].iter().all(|n| !all.iter().any(|m| m == n)) {
                return Stage::Skip(1);
            }
            all.push("count".to_string());
            names.become_columns(all, false);
            names.times = ["start", "end", "duration"].map(str::to_string).to_vec();
            Stage::Sessions(ends, *rng.pick(WIDTHS), by)
        }
        _ => of_groups(rng, names).unwrap_or_else(|| stats(rng, names)),
    }
}

/// A stage that stands after an aggregate, if one does.
fn of_groups(rng: &mut Rng, names: &mut Names) -> Option<Stage> {
    match names.groups.clone()? {
        (groups, Some(width)) if !rng.chance(3) => Some(Stage::Fill(groups, width)),
        (groups, _) if !groups.keys.is_empty() => {
            let key = rng.pick(&groups.keys).clone();
            let mut left = groups.keys.clone();
            left.retain(|k| *k != key);
            let time = names.time && left.iter().any(|k| k == "time");
            left.retain(|k| k != "time");
            names.become_columns(left, false);
            if time {
                (names.time, names.times) = (true, vec!["time".to_string()]);
            }
            Some(Stage::Pivot(groups, key))
        }
        _ => None,
    }
}

fn kinds(rng: &mut Rng) -> Vec<&'static str> {
    let mut kinds = vec!["ip", "email", "mac", "uuid"];
    rng.shuffle(&mut kinds);
    kinds.truncate(1 + rng.below(3));
    kinds
}

/// A field of a record that an aggregate has given it.
fn add_made(names: &mut Names, agg: &Agg) {
    let of_time = |e: &E| is_time(names, e) || e.name() == Some("time");
    let (name, timely) = (agg.name(), agg.arg.as_ref().is_some_and(of_time));
    names.all.retain(|n| *n != name || !timely);
    names.times.retain(|n| *n != name);
    if timely && !["rate", "hist"].contains(&agg.word) && !agg.word.contains("count") {
        names.times.push(name);
    } else {
        add(&mut names.all, &name);
    }
}

/// One to three aggregates with names of their own.
fn several(rng: &mut Rng, names: &Names, one: impl Fn(&mut Rng, &Names) -> Agg) -> Vec<Agg> {
    let mut aggs: Vec<Agg> = Vec::new();
    for at in 0..1 + rng.below(3) {
        let mut agg = one(rng, names);
        let named = agg.arg.as_ref().is_none_or(|arg| arg.name().is_some());
        if !named || aggs.iter().any(|a| a.name() == agg.name()) || rng.chance(3) {
            agg.alias = Some(format!("r{at}"));
        }
        aggs.push(agg);
    }
    aggs
}

/// One of `running`.
fn tally(rng: &mut Rng, names: &Names) -> Agg {
    let words = [
        "prev",
        "prev",
        "delta",
        "delta",
        "rate",
        "count",
        "sum",
        "avg",
        "min",
        "max",
        "first",
        "last",
        "stddev",
        "var",
        "argmax",
        "argmin",
        "count_distinct",
    ];
    let word = rng.word(&words);
    let time = || Some(E::field("time"));
    let arg = match word {
        "prev" => simple(rng, names),
        "delta" if names.time && rng.chance(2) => E::field("time"),
        "rate" if !names.time => return Agg { word: "count", arg: None, by: None, cond: None, alias: None },
        "delta" | "rate" if !rng.chance(4) => field(rng, names),
        "delta" | "rate" => E::Call("len", vec![field(rng, names)]),
        _ => return Agg { word, ..of_word(rng, names, word) },
    };
    let by = if word == "rate" && rng.chance(2) { time() } else { None };
    Agg { word, arg: Some(arg), by, cond: None, alias: None }
}

fn add(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|n| n == name) {
        names.push(name.to_string());
    }
}

/// The name of a column, and the alias that it needs for it.
fn named(rng: &mut Rng, e: &E, spare: &[&str], made: &[String]) -> (String, Option<String>) {
    match e.name() {
        Some(name) if !made.iter().any(|m| m == name) && !rng.chance(4) => (name.to_string(), None),
        _ => {
            let name = spare.iter().find(|s| !made.iter().any(|m| m == *s)).unwrap_or(&"last");
            (name.to_string(), Some(name.to_string()))
        }
    }
}

fn agg(rng: &mut Rng, names: &Names) -> Agg {
    let words = [
        "count",
        "count",
        "count",
        "sum",
        "sum",
        "avg",
        "min",
        "max",
        "first",
        "last",
        "count_distinct",
        "median",
        "p90",
        "stddev",
        "var",
        "argmax",
        "argmin",
        "mode",
        "values",
        "list",
        "hist",
        "rate",
        "approx_p90",
        "approx_median",
        "approx_count_distinct",
    ];
    let word = rng.word(&words);
    of_word(rng, names, word)
}

fn of_word(rng: &mut Rng, names: &Names, word: &'static str) -> Agg {
    let word = match word {
        "rate" if !names.time => "count",
        word if word.starts_with("approx") && !names.few => "count",
        word => word,
    };
    if word == "hist" && names.time && rng.chance(3) {
        let (arg, by) = (Some(E::field("time")), Some(E::Width(*rng.pick(WIDTHS))));
        return Agg { word, arg, by, cond: None, alias: None };
    }
    if word == "rate" && rng.chance(2) {
        return Agg { word, arg: Some(E::field("time")), by: None, cond: None, alias: None };
    }
    let bare = word == "count" && !rng.chance(3);
    let arg = (!bare).then(|| if rng.chance(4) { num(rng, names, 1) } else { simple(rng, names) });
    let timely = ["count", "min", "max", "first", "last", "count_distinct", "mode"];
    let arg = match names.times.is_empty() || !timely.contains(&word) || bare || !rng.chance(6) {
        true => arg,
        false => Some(E::Field(rng.pick(&names.times).clone())),
    };
    let by = match word {
        "rate" => Some(E::field("time")),
        "hist" => (!rng.chance(2)).then(|| rng.pick(&[E::Int(2), E::Int(64), E::Float("0.5")]).clone()),
        "argmax" | "argmin" => Some(if rng.chance(4) { num(rng, names, 1) } else { simple(rng, names) }),
        "values" | "list" => (!rng.chance(3)).then(|| E::Int(rng.range(1, 5))),
        _ => None,
    };
    Agg { word, arg, by, cond: rng.chance(4).then(|| cond(rng, names, 1)), alias: None }
}

fn stats(rng: &mut Rng, names: &mut Names) -> Stage {
    let mut made: Vec<String> = Vec::new();
    let by = keys(rng, names, &mut made, 4);
    let keyed = made.clone();
    let shown = if by.len() == 1 && rng.chance(3) { values(rng) } else { Vec::new() };
    let aggs = measures(rng, names, &mut made);
    let keep = Groups { keys: keyed, aggs: aggs.iter().map(|a| (a.name(), a.word)).collect() };
    let mut times = timely(names, &aggs);
    times.extend(by.iter().zip(&keep.keys).filter(|((e, _), _)| is_time(names, e)).map(|(_, name)| name.clone()));
    made.retain(|n| !times.contains(n));
    names.become_columns(made, false);
    (names.times, names.groups) = (times, Some((keep, None)));
    Stage::Stats(aggs, by, shown)
}

fn is_time(names: &Names, e: &E) -> bool {
    e.name().is_some_and(|name| names.times.iter().any(|t| t == name))
}

/// The names of aggregates that give times or durations.
fn timely(names: &Names, aggs: &[Agg]) -> Vec<String> {
    let gives = |a: &&Agg| !a.word.contains("count") && a.arg.as_ref().is_some_and(|arg| is_time(names, arg));
    aggs.iter().filter(gives).map(Agg::name).collect()
}

/// Different values that a key may have.
fn values(rng: &mut Rng) -> Vec<E> {
    let mut values: Vec<E> = Vec::new();
    for _ in 0..1 + rng.below(4) {
        let value = match rng.below(5) {
            0 | 1 => E::Int(*rng.pick(&[0, 1, 2, 404, 500, -1])),
            2 => E::Float("2.5"),
            _ => E::Str(string(rng)),
        };
        let text = |e: &E| if let E::Str(s) = e { s.clone() } else { e.text() };
        if !values.iter().any(|v| text(v) == text(&value)) {
            values.push(value);
        }
    }
    values
}

/// Keys of groups.
fn keys(rng: &mut Rng, names: &Names, made: &mut Vec<String>, most: usize) -> Vec<(E, Option<String>)> {
    let mut by = Vec::new();
    for at in 0..rng.below(most).min(2) {
        let e = key(rng, names);
        let (name, alias) = named(rng, &e, &["g", "h", "i"][at..], made);
        made.push(name);
        by.push((e, alias));
    }
    by
}

/// What is measured of groups.
fn measures(rng: &mut Rng, names: &Names, made: &mut Vec<String>) -> Vec<Agg> {
    let mut aggs = Vec::new();
    for at in 0..1 + rng.below(3) {
        let mut agg = agg(rng, names);
        let named = agg.arg.as_ref().is_none_or(|arg| arg.name().is_some());
        if !named || made.contains(&agg.name()) || rng.chance(3) {
            let free = |name: &String| !made.contains(name);
            agg.alias = (at..).map(|n| format!("m{n}")).find(free);
        }
        made.push(agg.name());
        aggs.push(agg);
    }
    aggs
}

/// A key: something simple, or a time as it is.
fn key(rng: &mut Rng, names: &Names) -> E {
    match names.times.is_empty() || !rng.chance(4) {
        true => simple(rng, names),
        false => E::Field(rng.pick(&names.times).clone()),
    }
}

fn field(rng: &mut Rng, names: &Names) -> E {
    if names.open && !names.closed && rng.chance(40) && names.all.iter().any(|n| n == "zz") {
        return E::field("zz");
    }
    let near: Vec<&String> = names.all.iter().filter(|n| *n != "zz").collect();
    if near.is_empty() { E::Int(1) } else { E::Field(rng.pick(&near).to_string()) }
}

/// A field, or something simple made of one.
fn simple(rng: &mut Rng, names: &Names) -> E {
    match rng.below(8) {
        0 => any(rng, names, 1),
        _ => field(rng, names),
    }
}

/// A key of a sort. A minus that opens it is its direction, even in brackets.
fn sort_key(rng: &mut Rng, names: &Names) -> (E, bool) {
    let key = match key(rng, names) {
        E::Neg(x) => *x,
        key => key,
    };
    (key, rng.chance(2))
}

fn constant(rng: &mut Rng) -> E {
    match rng.below(12) {
        0..5 => E::Int(if rng.chance(4) {
            *rng.pick(&[0, -1, 9007199254740993, i64::MAX, 404])
        } else {
            rng.range(-5, 600)
        }),
        5 => E::Float(rng.word(FLOATS)),
        6 => E::Bool(rng.chance(2)),
        7 => E::None,
        _ => E::Str(string(rng)),
    }
}

fn string(rng: &mut Rng) -> String {
    if rng.chance(3) {
        return data::number(rng);
    }
    let text = String::from_utf8_lossy(&data::text(rng)).replace(['\u{fffd}', '\0'], "");
    if text.contains("; ") { "v".to_string() } else { text }
}

/// A condition.
fn cond(rng: &mut Rng, names: &Names, depth: usize) -> E {
    let b = Box::new;
    if depth > 0 && rng.chance(2) {
        return match rng.below(5) {
            0 => E::Not(b(cond(rng, names, depth - 1))),
            1 | 2 => E::And(b(cond(rng, names, depth - 1)), b(cond(rng, names, depth - 1))),
            3 => E::Or(b(cond(rng, names, depth - 1)), b(cond(rng, names, depth - 1))),
            _ => E::If(b(cond(rng, names, depth - 1)), b(cond(rng, names, depth - 1)), b(cond(rng, names, depth - 1))),
        };
    }
    let ops = [Op::Eq, Op::Ne, Op::Lt, Op::Le, Op::Gt, Op::Ge];
    match rng.below(16) {
        0..4 => E::Cmp(b(field(rng, names)), vec![(*rng.pick(&ops), constant(rng))]),
        4 => E::Cmp(b(field(rng, names)), vec![(*rng.pick(&ops), field(rng, names))]),
        5 => E::Cmp(b(constant(rng)), vec![(*rng.pick(&ops), any(rng, names, 1)), (*rng.pick(&ops), constant(rng))]),
        6 => E::Cmp(b(any(rng, names, 1)), vec![(*rng.pick(&ops), any(rng, names, 1))]),
        7 => {
            let items = (0..2 + rng.below(3)).map(|_| constant(rng)).collect();
            E::In(b(simple(rng, names)), items, rng.chance(4))
        }
        8..10 => {
            let text = rng.pick(WORDS).to_string();
            let hay = match names.has_line && rng.chance(2) {
                true => E::Line,
                false => text_of(rng, names, 1),
            };
            E::Has { text, no_case: rng.chance(4), hay: b(hay), not: rng.chance(4) }
        }
        10 => {
            let x = if names.has_line && rng.chance(3) { E::Line } else { any(rng, names, 1) };
            E::Match(b(x), rng.word(REGEXES))
        }
        11 | 12 => E::IsNone(b(simple(rng, names)), rng.chance(2)),
        13 => E::Call(
            rng.word(&["startswith", "endswith"]),
            vec![text_of(rng, names, 1), E::Str(rng.pick(WORDS).to_string())],
        ),
        14 => E::Call("is_number", vec![simple(rng, names)]),
        _ => match field(rng, names) {
            field @ E::Field(_) => field,
            _ => E::Bool(true),
        },
    }
}

/// A condition of a predicate stage. It opens with a string or with `not`.
fn bare(rng: &mut Rng, names: &Names, depth: usize) -> E {
    let b = Box::new;
    if depth > 0 && rng.chance(2) {
        let second = if rng.chance(2) { bare(rng, names, depth - 1) } else { cond(rng, names, 1) };
        return match rng.below(3) {
            0 => E::Not(b(bare(rng, names, depth - 1))),
            1 => E::And(b(bare(rng, names, depth - 1)), b(second)),
            _ => E::Or(b(bare(rng, names, depth - 1)), b(second)),
        };
    }
    match rng.below(4) {
        0 => E::BareRegex(rng.word(REGEXES)),
        1 => E::BareNoCase(rng.pick(WORDS).to_string()),
        _ => E::Bare(rng.pick(WORDS).to_string()),
    }
}

/// Something that arithmetic takes.
fn num(rng: &mut Rng, names: &Names, depth: usize) -> E {
    let b = Box::new;
    let numeric = |e: E| if e.is_string() || matches!(e.kind(), Kind::Bool | Kind::None) { E::Int(3) } else { e };
    if depth == 0 {
        return match rng.below(4) {
            0 => E::Int(rng.range(-3, 10)),
            1 => E::Float(rng.word(FLOATS)),
            _ => field(rng, names),
        };
    }
    match rng.below(10) {
        0..5 => {
            let op = *rng.pick(&['+', '-', '*', '/', 'f', '%']);
            E::Arith(op, b(num(rng, names, depth - 1)), b(num(rng, names, depth - 1)))
        }
        5 => {
            let x = num(rng, names, depth - 1);
            if x.is_constant() { x } else { E::Neg(b(x)) }
        }
        6 => E::Call(rng.word(&["int", "float", "abs", "round", "floor", "ceil"]), vec![any(rng, names, depth - 1)]),
        7 => E::Call("len", vec![any(rng, names, depth - 1)]),
        8 => E::Call("find", vec![text_of(rng, names, depth - 1), E::Str(rng.pick(WORDS).to_string())]),
        _ => E::Coalesce(b(numeric(field(rng, names))), b(numeric(num(rng, names, depth - 1)))),
    }
}

/// Something that is text, or may be.
fn text_of(rng: &mut Rng, names: &Names, depth: usize) -> E {
    let b = Box::new;
    let hay = |e: E| if e.kind() == Kind::Number { E::Call("str", vec![e]) } else { e };
    if depth == 0 || rng.chance(3) {
        return hay(field(rng, names));
    }
    let x = hay(field(rng, names));
    let word = E::Str(rng.pick(WORDS).to_string());
    let bound = |rng: &mut Rng| (!rng.chance(3)).then(|| rng.range(-3, 4));
    match rng.below(9) {
        0..2 => E::Call(rng.word(&["lower", "upper", "strip"]), vec![x]),
        2 => E::Call(rng.word(&["removeprefix", "removesuffix"]), vec![x, word]),
        3 => E::Call("replace", vec![x, word, E::Str(rng.pick(WORDS).to_string())]),
        4 => {
            let step = if rng.chance(3) { Some(*rng.pick(&[-1, 2, -2, 1])) } else { None };
            E::Slice(b(x), [bound(rng), bound(rng), step])
        }
        5 => E::Arith('+', b(any(rng, names, depth - 1)), b(word)),
        6 => E::Call("str", vec![any(rng, names, depth - 1)]),
        7 => {
            let parts = (0..1 + rng.below(3)).map(|_| (rng.pick(&["", "-", "x="]).to_string(), field(rng, names)));
            E::Format(parts.collect())
        }
        _ => E::Index(b(x), rng.range(-2, 3)),
    }
}

/// Anything.
fn any(rng: &mut Rng, names: &Names, depth: usize) -> E {
    let b = Box::new;
    if depth == 0 {
        return if rng.chance(4) { constant(rng) } else { field(rng, names) };
    }
    match rng.below(12) {
        0..2 => field(rng, names),
        2 => constant(rng),
        3..6 => num(rng, names, depth),
        6..9 => text_of(rng, names, depth),
        9 => E::Coalesce(b(field(rng, names)), b(any(rng, names, depth - 1))),
        10 => E::If(b(cond(rng, names, depth - 1)), b(any(rng, names, depth - 1)), b(any(rng, names, depth - 1))),
        _ if rng.chance(4) => E::Call("type", vec![field(rng, names)]),
        _ => cond(rng, names, depth - 1),
    }
}
