//! The interpreter: a row is pushed through the stages, one at a time, and what comes out
//! is kept. No batches, no threads, no columns, no laziness about what is computed.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::data::Input;
use super::eval::{Eval, Row};
use super::prog::{Agg, E, Stage};
use super::val::{N, Nested, Val, deviation, mean, total, variance};

/// What a run gives.
#[derive(Debug, Default, PartialEq)]
pub struct Outcome {
    pub stdout: Vec<u8>,
    /// By words: how many rows, and the line of the first one if that can be told.
    pub ledger: BTreeMap<String, (usize, Option<usize>)>,
    pub exit: i32,
    pub selected: usize,
}

/// A stage with its state.
struct Live {
    stage: Stage,
    /// Whether columns are fixed where it stands.
    closed: bool,
    /// Fields that the pipeline has set before: reading them parses nothing.
    known: BTreeSet<String>,
    /// Whether rows that reach it stand where they stood in the input.
    in_order: bool,
    seen: usize,
    keys: BTreeSet<Vec<Option<Vec<u8>>>>,
    rows: Vec<Row>,
    groups: Vec<Group>,
}

struct Group {
    key: Vec<Option<Vec<u8>>>,
    shown: Vec<Val>,
    /// By aggregate: what it took of each row.
    values: Vec<Vec<Taken>>,
}

/// A value, and for an aggregate of two the one beside it.
type Taken = (Val, Val);

struct Run {
    stages: Vec<Live>,
    miss: String,
    ledger: BTreeMap<String, (usize, Option<usize>)>,
    out: Vec<Row>,
}

/// The stages with the sugar taken out: `top` written in full, each conjunct of a filter a
/// filter of its own, those that only search the line first.
fn plain(program: &[Stage]) -> Vec<Stage> {
    let mut out = Vec::new();
    for stage in program {
        match stage {
            Stage::Where(e) | Stage::Text(e) => {
                let mut parts = Vec::new();
                conjuncts(e, &mut parts);
                parts.sort_by_key(|part| !searches_line(part));
                out.extend(parts.into_iter().map(Stage::Where));
            }
            Stage::Top(n, keys, agg) | Stage::Rare(n, keys, agg) => {
                let down = matches!(stage, Stage::Top(..));
                let agg = agg.clone().unwrap_or(Agg { word: "count", arg: None, by: None, cond: None, alias: None });
                let name = agg.name();
                out.push(Stage::Stats(vec![agg], keys.iter().map(|k| (E::field(k), None)).collect()));
                out.push(Stage::Sort(vec![(E::Field(name), down)]));
                out.push(Stage::Head(*n));
            }
            other => out.push(other.clone()),
        }
    }
    out
}

fn conjuncts(e: &E, out: &mut Vec<E>) {
    match e {
        E::And(a, b) => {
            conjuncts(a, out);
            conjuncts(b, out);
        }
        e => out.push(e.clone()),
    }
}

fn searches_line(e: &E) -> bool {
    match e {
        E::Bare(_) | E::BareRegex(_) | E::BareNoCase(_) => true,
        E::Not(x) => searches_line(x),
        E::Has { hay, .. } => **hay == E::Line,
        E::Match(x, _) => **x == E::Line,
        _ => false,
    }
}

/// Runs a program. `records` is `-o json`.
pub fn run(program: &[Stage], input: &Input, records: bool) -> Outcome {
    let (_, header, rows) = input.render();
    let mut run = Run { stages: Vec::new(), miss: input.miss(), ledger: BTreeMap::new(), out: Vec::new() };
    let (mut closed, mut known, mut in_order) = (false, BTreeSet::new(), true);
    for stage in plain(program) {
        run.stages.push(Live {
            closed,
            known: known.clone(),
            in_order,
            seen: 0,
            keys: BTreeSet::new(),
            rows: Vec::new(),
            groups: Vec::new(),
            stage: stage.clone(),
        });
        closed |= matches!(stage, Stage::Select(_) | Stage::Stats(..));
        in_order &= !matches!(stage, Stage::Sort(_) | Stage::Tail(_) | Stage::Stats(..));
        match stage {
            Stage::Set(items) => known.extend(items.into_iter().map(|(name, _)| name)),
            Stage::Explode(name) | Stage::Replace(.., name) => drop(known.insert(name)),
            Stage::Rename(items) => items.iter().for_each(|(from, to)| {
                if known.remove(from) {
                    known.insert(to.clone())
                } else {
                    known.remove(to)
                };
            }),
            _ => {}
        }
    }
    let prints = matches!(program.last(), Some(Stage::Print(_)));
    let shows_records = records || (program.iter().any(Stage::makes_columns) && !prints);
    let shows_open = shows_records && !prints && !closed;
    for row in rows {
        if run.wants_none(0) || run.push(0, row, shows_open) {
            break;
        }
    }
    for at in 0..run.stages.len() {
        run.flush(at, shows_open);
    }
    let mut out = Outcome { ledger: run.ledger, selected: run.out.len(), ..Outcome::default() };
    if !shows_records && !prints {
        out.stdout.extend_from_slice(&header);
    }
    let last = run.out.len().saturating_sub(1);
    for (at, row) in run.out.iter().enumerate() {
        if shows_records {
            record(row, &mut out.stdout);
            continue;
        }
        out.stdout.extend_from_slice(&row.line);
        let end = if row.end.is_empty() && at < last { "\n" } else { row.end };
        out.stdout.extend_from_slice(end.as_bytes());
    }
    out
}

/// Every occurrence replaced, from the left.
fn replaced(text: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with(old) {
            out.extend_from_slice(new);
            at += old.len();
        } else {
            out.push(text[at]);
            at += 1;
        }
    }
    out
}

/// A record as JSON.
fn record(row: &Row, out: &mut Vec<u8>) {
    for (at, (_, name, value)) in row.fields.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b"{\"" } else { b",\"" });
        out.extend_from_slice(name);
        out.extend_from_slice(b"\":");
        value.json(out);
    }
    out.extend_from_slice(if row.fields.is_empty() { b"{}\n" } else { b"}\n" });
}

fn key_of(value: &Val) -> Option<Vec<u8>> {
    if value.is_none() { None } else { Some(value.text()) }
}

fn set(row: &mut Row, name: &str, value: Val) {
    match row.fields.iter_mut().find(|(n, ..)| n == name) {
        Some(field) => field.2 = value,
        None => row.fields.push((name.to_string(), name.as_bytes().to_vec(), value)),
    }
}

impl Run {
    /// Counts what was noted in a row at a stage.
    fn count(&mut self, row: &mut Row, before: &BTreeSet<String>, in_order: bool) {
        let place = row.place.filter(|_| in_order);
        for text in row.noted.difference(before) {
            let entry = self.ledger.entry(text.clone()).or_insert((0, place));
            entry.0 += 1;
        }
    }

    /// Whether a `head 0` is satisfied before any row reaches this stage.
    fn wants_none(&self, at: usize) -> bool {
        let holds = |s: &&Live| matches!(s.stage, Stage::Sort(_) | Stage::Tail(_) | Stage::Stats(..));
        let streams = self.stages[at..].iter().take_while(|s| !holds(s));
        streams.into_iter().any(|s| matches!(s.stage, Stage::Head(0)))
    }

    /// Pushes a row into a stage; true when no more rows are wanted.
    fn push(&mut self, at: usize, mut row: Row, shows_open: bool) -> bool {
        let Some(live) = self.stages.get_mut(at) else {
            let before = row.noted.clone();
            if shows_open && std::mem::take(&mut row.bad) {
                row.noted.insert(self.miss.clone());
            }
            let in_order =
                self.stages.last().is_none_or(|s| s.in_order && !matches!(s.stage, Stage::Sort(_) | Stage::Tail(_)));
            self.count(&mut row, &before, in_order);
            self.out.push(row);
            return false;
        };
        let before = row.noted.clone();
        if live.reads() && std::mem::take(&mut row.bad) {
            row.noted.insert(self.miss.clone());
        }
        let (closed, in_order) = (live.closed, live.in_order);
        let mut eval = Eval { row: &mut row, closed };
        let mut goes_on = true;
        let mut stops = false;
        match &live.stage {
            Stage::Where(e) | Stage::Text(e) => goes_on = eval.holds(e),
            Stage::Set(items) => {
                for (name, e) in items {
                    let value = eval.value(e);
                    set(eval.row, name, value);
                }
            }
            Stage::Select(items) => {
                let of =
                    |(e, alias): &(E, Option<String>)| alias.clone().unwrap_or_else(|| e.name().unwrap().to_string());
                let values: Vec<_> = items.iter().map(|i| (of(i), of(i).into_bytes(), eval.value(&i.0))).collect();
                row.fields = values;
            }
            Stage::Drop(names) => row.fields.retain(|(n, ..)| !names.contains(n)),
            Stage::Rename(items) => {
                for (from, to) in items {
                    // What had the new name before is gone, in every row.
                    row.fields.retain(|(n, ..)| n != to);
                    if let Some(field) = row.fields.iter_mut().find(|(n, ..)| n == from) {
                        (field.0, field.1) = (to.clone(), to.clone().into_bytes());
                    }
                }
            }
            Stage::Head(n) => {
                live.seen += 1;
                goes_on = live.seen <= *n;
                stops = live.seen >= *n;
            }
            Stage::Skip(n) => {
                live.seen += 1;
                goes_on = live.seen > *n;
            }
            Stage::Dedup(keys) => {
                let mut key: Vec<_> = keys.iter().map(|k| key_of(&eval.value(k))).collect();
                if keys.is_empty() {
                    key = match closed {
                        true => row.fields.iter().map(|(.., v)| key_of(v)).collect(),
                        false => vec![Some(row.line.clone())],
                    };
                }
                goes_on = live.keys.insert(key);
            }
            Stage::Sort(keys) => {
                // The keys are looked at once, as the row comes.
                keys.iter().for_each(|(e, _)| drop(eval.value(e)));
                live.rows.push(row.clone());
                goes_on = false;
            }
            Stage::Tail(_) => {
                live.rows.push(row.clone());
                goes_on = false;
            }
            Stage::Stats(aggs, by) => {
                let keys: Vec<Val> = by.iter().map(|(e, _)| eval.value(e).plain()).collect();
                let key: Vec<_> = keys.iter().map(key_of).collect();
                let group = match live.groups.iter().position(|g| g.key == key) {
                    Some(group) => group,
                    None => {
                        live.groups.push(Group { key, shown: keys, values: vec![Vec::new(); aggs.len()] });
                        live.groups.len() - 1
                    }
                };
                for (agg, values) in aggs.iter().zip(&mut live.groups[group].values) {
                    values.extend(taken(agg, &mut eval));
                }
                goes_on = false;
            }
            Stage::Print(e) => {
                row.line = eval.value(e).text();
                row.end = "\n";
                row.fields = vec![("line".to_string(), b"line".to_vec(), Val::Str(row.line.clone(), None))];
            }
            Stage::Replace(old, new, name) => {
                let value = eval.value(&E::field(name)).plain();
                let text = value.text();
                let made = replaced(&text, old.as_bytes(), new.as_bytes());
                if !value.is_none() && made != text {
                    let made = if matches!(value, Val::Text(_)) { Val::Text(made) } else { Val::Str(made, None) };
                    set(&mut row, name, made);
                } else if value.is_none() {
                    set(&mut row, name, Val::None);
                }
            }
            Stage::Explode(name) => {
                let (name, value) = (name.clone(), eval.value(&E::field(name)));
                let list = if let Val::Json(nested) = &value { nested.list.clone() } else { None };
                let elements = list.unwrap_or(vec![value]);
                let elements = if elements.is_empty() { vec![Val::None] } else { elements };
                self.count(&mut row, &before, in_order);
                let noted = row.noted.clone();
                for (part, element) in elements.into_iter().enumerate() {
                    let mut made = row.clone();
                    set(&mut made, &name, element);
                    // What was noted of the record is noted of its first part.
                    made.noted = if part == 0 { noted.clone() } else { BTreeSet::new() };
                    if self.push(at + 1, made, shows_open) {
                        return true;
                    }
                }
                return false;
            }
            Stage::Top(..) | Stage::Rare(..) => unreachable!("written in full"),
        }
        self.count(&mut row, &before, in_order);
        if goes_on {
            stops |= self.push(at + 1, row, shows_open);
        }
        stops
    }

    /// The input has ended: what a stage holds goes on.
    fn flush(&mut self, at: usize, shows_open: bool) {
        let live = &mut self.stages[at];
        let mut rows = std::mem::take(&mut live.rows);
        match &live.stage {
            Stage::Tail(n) => drop(rows.drain(..rows.len().saturating_sub(*n))),
            Stage::Sort(keys) => {
                let closed = live.closed;
                let keyed = rows.into_iter().map(|mut row| {
                    let noted = row.noted.clone();
                    let values: Vec<Val> = keys.iter().map(|(e, _)| Eval { row: &mut row, closed }.value(e)).collect();
                    row.noted = noted;
                    (values, row)
                });
                let mut keyed: Vec<_> = keyed.collect();
                keyed.sort_by(|(a, _), (b, _)| {
                    let mut order = std::cmp::Ordering::Equal;
                    for ((x, y), (_, down)) in a.iter().zip(b).zip(keys) {
                        let one = x.ranks(y);
                        order = order.then(if *down && !x.is_none() && !y.is_none() { one.reverse() } else { one });
                    }
                    order
                });
                rows = keyed.into_iter().map(|(_, row)| row).collect();
            }
            Stage::Stats(aggs, by) => {
                if by.is_empty() && live.groups.is_empty() {
                    live.groups.push(Group {
                        key: Vec::new(),
                        shown: Vec::new(),
                        values: vec![Vec::new(); aggs.len()],
                    });
                }
                let of =
                    |(e, alias): &(E, Option<String>)| alias.clone().unwrap_or_else(|| e.name().unwrap().to_string());
                let names: Vec<String> = by.iter().map(of).chain(aggs.iter().map(Agg::name)).collect();
                for group in std::mem::take(&mut live.groups) {
                    let values = aggs.iter().zip(&group.values).map(|(agg, values)| aggregated(agg, values));
                    let cells = group.shown.iter().cloned().chain(values);
                    let fields = names.iter().zip(cells).map(|(n, v)| (n.clone(), n.clone().into_bytes(), v)).collect();
                    let noted = aggs.iter().zip(&group.values).filter_map(|(agg, values)| cut(agg, values)).collect();
                    rows.push(Row { line: Vec::new(), end: "\n", fields, place: None, bad: false, noted });
                }
            }
            _ => {}
        }
        for mut row in rows {
            // To the ledger, a row that was held is a new one; a group has what was said of it.
            if !matches!(self.stages[at].stage, Stage::Stats(..)) {
                row.noted.clear();
            }
            if self.wants_none(at + 1) {
                return;
            }
            self.count(&mut row, &BTreeSet::new(), false);
            row.noted.clear();
            if self.push(at + 1, row, shows_open) {
                return;
            }
        }
    }
}

impl Live {
    /// Whether it reads a field of the input's record, so that the record is parsed.
    fn reads(&self) -> bool {
        if self.closed {
            return false;
        }
        let mut known = self.known.clone();
        let mut reads = false;
        let mut look = |e: &E, known: &BTreeSet<String>| {
            reads |= e.fields().iter().any(|f| !known.contains(f.split('.').next().unwrap_or(f)));
        };
        match &self.stage {
            Stage::Where(e) | Stage::Text(e) | Stage::Print(e) => look(e, &known),
            Stage::Explode(name) | Stage::Replace(.., name) => look(&E::field(name), &known),
            Stage::Set(items) => items.iter().for_each(|(name, e)| {
                look(e, &known);
                known.insert(name.clone());
            }),
            Stage::Select(items) => items.iter().for_each(|(e, _)| look(e, &known)),
            Stage::Dedup(keys) => keys.iter().for_each(|e| look(e, &known)),
            Stage::Sort(keys) => keys.iter().for_each(|(e, _)| look(e, &known)),
            Stage::Stats(aggs, by) => {
                by.iter().for_each(|(e, _)| look(e, &known));
                aggs.iter().flat_map(|a| a.arg.iter().chain(&a.by).chain(&a.cond)).for_each(|e| look(e, &known));
            }
            _ => {}
        }
        reads
    }
}

/// What an aggregate takes of a row.
fn taken(agg: &Agg, eval: &mut Eval<'_>) -> Option<Taken> {
    if agg.cond.as_ref().is_some_and(|c| !eval.holds(c)) {
        return None;
    }
    let Some(arg) = &agg.arg else { return Some((Val::Bool(true), Val::None)) };
    let value = eval.value(arg).plain();
    if matches!(agg.word, "argmax" | "argmin") {
        let by = eval.value(agg.by.as_ref()?).plain();
        return (!by.is_none()).then_some((value, by));
    }
    if value.is_none() {
        return None;
    }
    let numeric = ["sum", "avg", "var", "stddev", "median", "p90"];
    if numeric.contains(&agg.word) && value.number().is_none() {
        eval.row.noted.insert(format!("`{}` was nothing that `{}` takes", arg.text(), agg.word));
        return None;
    }
    Some((value, Val::None))
}

/// How many values a list has at most.
fn most(agg: &Agg) -> usize {
    if let Some(E::Int(n)) = agg.by { n as usize } else { 100 }
}

/// What is said of a list that is cut off without having been asked.
fn cut(agg: &Agg, taken: &[Taken]) -> Option<String> {
    let values: Vec<Val> = taken.iter().map(|(x, _)| x.clone()).collect();
    let n = match agg.word {
        "list" => values.len(),
        "values" => different(&values).len(),
        _ => return None,
    };
    let (word, arg) = (agg.word, agg.arg.as_ref()?.text());
    (n > most(agg) && agg.by.is_none())
        .then(|| format!("`{word}({arg})` is cut off after 100: `{word}({arg}, N)` gives N"))
}

/// The values of a list as JSON; None of none.
fn listed(agg: &Agg, values: &[&Val]) -> Val {
    let most = most(agg);
    if values.is_empty() {
        return Val::None;
    }
    let mut raw = b"[".to_vec();
    for (at, value) in values.iter().take(most).enumerate() {
        if at > 0 {
            raw.push(b',');
        }
        value.json(&mut raw);
    }
    raw.push(b']');
    let list = values.iter().take(most).map(|v| (*v).clone()).collect();
    Val::Json(Rc::new(Nested { raw, object: None, list: Some(list) }))
}

/// The different values, each where it was first seen, and how often it occurred.
fn different(values: &[Val]) -> Vec<(&Val, usize)> {
    let mut out: Vec<(&Val, usize)> = Vec::new();
    for value in values {
        match out.iter_mut().find(|(v, _)| v.text() == value.text()) {
            Some((_, n)) => *n += 1,
            None => out.push((value, 1)),
        }
    }
    out
}

fn aggregated(agg: &Agg, taken: &[Taken]) -> Val {
    let word = agg.word;
    if matches!(word, "argmax" | "argmin") {
        let better = |a: &Val, b: &Val| if word == "argmax" { a.ranks(b).is_gt() } else { a.ranks(b).is_lt() };
        let best = taken.iter().reduce(|best, row| if better(&row.1, &best.1) { row } else { best });
        return best.map_or(Val::None, |(x, _)| x.clone());
    }
    let values: Vec<Val> = taken.iter().map(|(x, _)| x.clone()).collect();
    let values = &values[..];
    let numbers: Vec<N> = values.iter().filter_map(Val::number).collect();
    let float = |f: Option<f64>| f.map_or(Val::None, Val::Float);
    let nearest = |per_cent: usize| {
        let mut sorted = numbers.clone();
        // Of equal numbers the integer is first; minus zero is zero.
        sorted.sort_by(|a, b| a.order(*b).then_with(|| matches!(a, N::Float(_)).cmp(&matches!(b, N::Float(_)))));
        let rank = (sorted.len() * per_cent).div_ceil(100).max(1);
        sorted.get(rank - 1).map_or(Val::None, |n| match n {
            N::Float(f) => Val::Float(f + 0.0),
            n => n.val(),
        })
    };
    match word {
        "count" => Val::Int(values.len() as i64),
        "count_distinct" => Val::Int(values.iter().map(Val::text).collect::<BTreeSet<_>>().len() as i64),
        "first" => values.first().cloned().unwrap_or(Val::None),
        "last" => values.last().cloned().unwrap_or(Val::None),
        "min" => values.iter().reduce(|a, b| if b.ranks(a).is_lt() { b } else { a }).cloned().unwrap_or(Val::None),
        "max" => values.iter().reduce(|a, b| if b.ranks(a).is_gt() { b } else { a }).cloned().unwrap_or(Val::None),
        "list" => listed(agg, &values.iter().collect::<Vec<_>>()),
        "values" => listed(agg, &different(values).into_iter().map(|(v, _)| v).collect::<Vec<_>>()),
        "mode" => {
            let most = different(values).into_iter().reduce(|best, v| if v.1 > best.1 { v } else { best });
            most.map_or(Val::None, |(v, _)| v.clone())
        }
        _ if numbers.is_empty() => Val::None,
        "sum" => match total(&numbers) {
            (sum, 0) if numbers.iter().all(|n| matches!(n, N::Int(_))) && sum.int().is_some() => {
                sum.int().map_or(Val::None, Val::Int)
            }
            _ => float(mean(&numbers, 1)),
        },
        "avg" => float(mean(&numbers, numbers.len() as i128)),
        "var" => float(variance(&numbers)),
        "stddev" => float(deviation(&numbers)),
        "median" => nearest(50),
        "p90" => nearest(90),
        other => unreachable!("{other} is not generated"),
    }
}
