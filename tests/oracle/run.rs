//! The interpreter: a row is pushed through the stages, one at a time, and what comes out
//! is kept. No batches, no threads, no columns, no laziness about what is computed.

use std::collections::{BTreeMap, BTreeSet};

use super::aggs::{Taken, aggregated, cut, taken};
use super::data::Input;
use super::edit::{hidden, hidden_in, replaced, reread, substituted};
use super::eval::{Eval, Row};
use super::groups::{Key, fill, key_of, made, pivot};
use super::keyed::{Session, So, running, visit};
use super::prog::{Agg, E, Groups, Stage};
use super::side;
use super::val::{Val, string};

/// What a run gives.
#[derive(Debug, Default, PartialEq)]
pub struct Outcome {
    pub stdout: Vec<u8>,
    /// By words: how many rows, and the line of the first one if that can be told.
    pub ledger: BTreeMap<String, (usize, Option<usize>)>,
    pub exit: i32,
    pub selected: usize,
    /// What a failed `assert` says: the line's number, the message, and the line.
    pub failure: Option<(Option<usize>, String, Vec<u8>)>,
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
    keys: BTreeSet<Key>,
    rows: Vec<Row>,
    groups: Vec<Group>,
    /// `head` and `tail` of each key: the rows so far; `dedup consecutive`: the last key.
    counts: BTreeMap<Key, usize>,
    last: Option<Key>,
    /// `tail` of each key and `annotate`: the key of each row that is held.
    held: Vec<Key>,
    so: BTreeMap<Key, Vec<So>>,
    open: Vec<Session>,
}

struct Group {
    key: Key,
    shown: Vec<Val>,
    /// Whether a row of it came: not at first for those that are shown in any case.
    seen: bool,
    /// By aggregate: what it took of each row.
    values: Vec<Vec<Taken>>,
}

struct Run {
    stages: Vec<Live>,
    miss: String,
    ledger: BTreeMap<String, (usize, Option<usize>)>,
    out: Vec<Row>,
    failure: Option<(Option<usize>, String, Vec<u8>)>,
}

/// The stages with the sugar taken out: `top` written in full, each conjunct of a filter a
/// filter of its own, those that only search the line first.
fn plain(program: &[Stage]) -> Vec<Stage> {
    let mut out = Vec::new();
    let mut groups = Groups::default();
    for stage in program {
        match stage {
            Stage::Fill(_, width) => out.push(Stage::Fill(groups.clone(), *width)),
            Stage::Pivot(_, key) => out.push(Stage::Pivot(groups.clone(), key.clone())),
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
                out.push(Stage::Stats(vec![agg], keys.iter().map(|k| (E::field(k), None)).collect(), Vec::new()));
                out.push(Stage::Sort(vec![(E::Field(name), down)]));
                out.push(Stage::Head(*n));
            }
            Stage::Every(aggs, width, by) => {
                let mut keys = vec![(E::Bucket(*width), Some("time".to_string()))];
                keys.extend(by.iter().cloned());
                groups = Groups::of(aggs, &keys);
                out.push(Stage::Stats(aggs.clone(), keys, Vec::new()));
                out.push(Stage::Sort(vec![(E::field("time"), false)]));
            }
            Stage::Stats(aggs, keys, _) => {
                groups = Groups::of(aggs, keys);
                out.push(stage.clone());
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
    let mut run =
        Run { stages: Vec::new(), miss: input.miss(), ledger: BTreeMap::new(), out: Vec::new(), failure: None };
    let (mut closed, mut known, mut in_order) = (false, BTreeSet::new(), true);
    for stage in plain(program) {
        run.stages.push(Live {
            closed,
            known: known.clone(),
            in_order,
            seen: 0,
            keys: BTreeSet::new(),
            rows: Vec::new(),
            groups: shown(&stage),
            counts: BTreeMap::new(),
            last: None,
            held: Vec::new(),
            so: BTreeMap::new(),
            open: Vec::new(),
            stage: stage.clone(),
        });
        closed |= matches!(stage, Stage::Select(_) | Stage::Stats(..) | Stage::Sessions(..));
        in_order &= !holds(&stage) && !matches!(stage, Stage::Sessions(..));
        match stage {
            Stage::Set(items) => known.extend(items.into_iter().map(|(name, _)| name)),
            Stage::Explode(name) | Stage::Replace(.., name) | Stage::Redact(.., Some(name)) => drop(known.insert(name)),
            Stage::Running(aggs, _) | Stage::Annotate(aggs, _) => known.extend(aggs.iter().map(Agg::name)),
            Stage::Lookup(on, prefix) => known.extend(added(&on, prefix).into_iter().map(|(_, name)| name)),
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
        // What is held when an assertion fails is never shown.
        if run.failure.is_none() {
            run.flush(at, shows_open);
        }
    }
    let exit = i32::from(run.failure.is_some());
    let mut out =
        Outcome { ledger: run.ledger, selected: run.out.len(), failure: run.failure, exit, ..Outcome::default() };
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

fn set(row: &mut Row, name: &str, value: Val) {
    match row.fields.iter_mut().find(|(n, ..)| n == name) {
        Some(field) => field.2 = value,
        None => row.fields.push((name.to_string(), name.as_bytes().to_vec(), value)),
    }
}

/// The key of a row where none is named: its line, or all its columns.
fn whole(row: &Row, closed: bool) -> Key {
    match closed {
        true => row.fields.iter().map(|(.., v)| key_of(v)).collect(),
        false => vec![Some(row.line.clone())],
    }
}

/// Whether a stage gives nothing before the input has ended.
fn holds(stage: &Stage) -> bool {
    let held = matches!(stage, Stage::Sort(_) | Stage::Tail(_) | Stage::TailBy(..) | Stage::Annotate(..));
    held || matches!(stage, Stage::Stats(..) | Stage::Fill(..) | Stage::Pivot(..))
}

/// The groups that are shown in any case.
fn shown(stage: &Stage) -> Vec<Group> {
    let Stage::Stats(aggs, _, values) = stage else { return Vec::new() };
    let value = |e: &E| match e {
        E::Int(i) => Val::Int(*i),
        E::Float(f) => Val::Float(f.parse().unwrap()),
        E::Str(s) => string(s.as_bytes()),
        other => unreachable!("{other:?} is not generated"),
    };
    let group = |e| {
        let value = value(e);
        Group { key: vec![key_of(&value)], shown: vec![value], seen: false, values: vec![Vec::new(); aggs.len()] }
    };
    values.iter().map(group).collect()
}

/// The columns that `lookup` adds: their places in the side file, and their names.
fn added(on: &[(String, &'static str)], prefix: bool) -> Vec<(usize, String)> {
    let others = side::COLUMNS.iter().enumerate().filter(|(_, c)| !on.iter().any(|(_, key)| key == *c));
    others.map(|(at, c)| (at, if prefix { format!("p.{c}") } else { c.to_string() })).collect()
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
        let streams = self.stages[at..].iter().take_while(|s| !holds(&s.stage));
        streams.into_iter().any(|s| matches!(s.stage, Stage::Head(0)))
    }

    /// Pushes a row into a stage; true when no more rows are wanted.
    fn push(&mut self, at: usize, mut row: Row, shows_open: bool) -> bool {
        let Some(live) = self.stages.get_mut(at) else {
            let before = row.noted.clone();
            if shows_open && std::mem::take(&mut row.bad) {
                row.noted.insert(self.miss.clone());
            }
            let in_order = self.stages.last().is_none_or(|s| s.in_order && !holds(&s.stage));
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
        let mut ended = None;
        let mut failure = None;
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
                    key = whole(&row, closed);
                }
                goes_on = live.keys.insert(key);
            }
            Stage::Sort(keys) => {
                // The keys are looked at once, as the row comes.
                keys.iter().for_each(|(e, _)| drop(eval.value(e)));
                live.rows.push(row.clone());
                goes_on = false;
            }
            Stage::Tail(_) | Stage::Fill(..) | Stage::Pivot(..) => {
                live.rows.push(row.clone());
                goes_on = false;
            }
            Stage::HeadBy(n, keys) => {
                let seen = live.counts.entry(keys.iter().map(|k| key_of(&eval.value(k))).collect()).or_default();
                *seen += 1;
                goes_on = *seen <= *n;
            }
            Stage::TailBy(_, keys) => {
                live.held.push(keys.iter().map(|k| key_of(&eval.value(k))).collect());
                live.rows.push(row.clone());
                goes_on = false;
            }
            Stage::Runs(keys) => {
                let mut key: Key = keys.iter().map(|k| key_of(&eval.value(k))).collect();
                if keys.is_empty() {
                    key = whole(&row, closed);
                }
                goes_on = live.last.as_ref() != Some(&key);
                live.last = Some(key);
            }
            Stage::Assert(e, message) => {
                goes_on = eval.holds(e);
                if !goes_on {
                    stops = true;
                    let said = match message {
                        Some(message) => String::from_utf8_lossy(&eval.value(message).text()).into_owned(),
                        None => format!("`{}` is not true", e.text()),
                    };
                    failure = Some((row.place, said, row.line.clone()));
                }
            }
            Stage::Running(aggs, by) => {
                let key: Key = by.iter().map(|k| key_of(&eval.value(k))).collect();
                let so = live.so.entry(key).or_insert_with(|| vec![So::default(); aggs.len()]);
                let values = running(aggs, so, &mut eval);
                for (agg, value) in aggs.iter().zip(values) {
                    set(&mut row, &agg.name(), value);
                }
            }
            Stage::Sessions(ends, gap, by) => {
                ended = visit(&mut live.open, (ends, *gap, by), &mut eval).map(|s| s.row(ends, by));
                goes_on = false;
            }
            Stage::Lookup(on, prefix) => {
                let keys: Vec<_> = on.iter().map(|(f, c)| (key_of(&eval.value(&E::field(f))), *c)).collect();
                let place = |column: &str| side::COLUMNS.iter().position(|c| *c == column).unwrap_or(0);
                let matches = |r: &&[&str; 4]| keys.iter().all(|(k, c)| k.as_deref() == Some(r[place(c)].as_bytes()));
                let found = side::ROWS.iter().find(matches);
                if found.is_none() {
                    let fields: Vec<String> = on.iter().map(|(f, _)| format!("`{f}`")).collect();
                    eval.note(format!("{} not found in {}", fields.join(", "), side::path()));
                }
                for (at, name) in added(on, *prefix) {
                    set(&mut row, &name, found.map_or(Val::None, |r| Val::Text(r[at].as_bytes().to_vec())));
                }
            }
            Stage::ReplaceLine(old, new) => {
                if let Some(source) = row.source.clone() {
                    let line = source.edited(false, &|text| substituted(text, old, new));
                    reread(&mut row, line, &|name| live.known.contains(name));
                }
            }
            Stage::Redact(kinds, coded, None) => {
                if let Some(source) = row.source.clone() {
                    let line = source.edited(true, &|text| hidden(text, kinds, *coded));
                    reread(&mut row, line, &|name| live.known.contains(name));
                }
                for (name, _, value) in &mut row.fields {
                    if live.known.contains(name) {
                        *value = hidden_in(value, kinds, *coded);
                    }
                }
            }
            Stage::Redact(kinds, coded, Some(name)) => {
                let value = eval.value(&E::field(name));
                set(&mut row, name, hidden_in(&value, kinds, *coded));
            }
            Stage::Annotate(aggs, by) => {
                let key: Key = by.iter().map(|k| key_of(&eval.value(k))).collect();
                let group = match live.groups.iter().position(|g| g.key == key) {
                    Some(group) => group,
                    None => {
                        let values = vec![Vec::new(); aggs.len()];
                        live.groups.push(Group { key: key.clone(), shown: Vec::new(), seen: true, values });
                        live.groups.len() - 1
                    }
                };
                for (agg, values) in aggs.iter().zip(&mut live.groups[group].values) {
                    values.extend(taken(agg, &mut eval));
                }
                live.held.push(key);
                live.rows.push(row.clone());
                goes_on = false;
            }
            Stage::Stats(aggs, by, _) => {
                let keys: Vec<Val> = by.iter().map(|(e, _)| eval.value(e).plain()).collect();
                let key: Vec<_> = keys.iter().map(key_of).collect();
                let group = match live.groups.iter().position(|g| g.key == key) {
                    Some(group) => group,
                    None => {
                        let values = vec![Vec::new(); aggs.len()];
                        live.groups.push(Group { key, shown: keys.clone(), seen: true, values });
                        live.groups.len() - 1
                    }
                };
                if !std::mem::replace(&mut live.groups[group].seen, true) {
                    live.groups[group].shown = keys;
                }
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
            Stage::Top(..) | Stage::Rare(..) | Stage::Every(..) => unreachable!("written in full"),
        }
        self.count(&mut row, &before, in_order);
        self.failure = failure.or(self.failure.take());
        if goes_on {
            stops |= self.push(at + 1, row, shows_open);
        }
        if let Some(row) = ended {
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
            Stage::TailBy(n, _) => {
                let later = |at: usize| live.held[at + 1..].iter().filter(|k| **k == live.held[at]).count();
                let keeps: Vec<bool> = (0..rows.len()).map(|at| later(at) < *n).collect();
                let mut keeps = keeps.into_iter();
                rows.retain(|_| keeps.next() == Some(true));
            }
            Stage::Annotate(aggs, _) => {
                for (row, key) in rows.iter_mut().zip(&live.held) {
                    let group = live.groups.iter().find(|g| g.key == *key);
                    for (at, agg) in aggs.iter().enumerate() {
                        let value = group.map_or(Val::None, |g| aggregated(agg, &g.values[at], None));
                        set(row, &agg.name(), value);
                    }
                }
            }
            Stage::Fill(groups, width) => rows = fill(rows, groups, *width),
            Stage::Pivot(groups, key) => rows = pivot(rows, groups, key),
            Stage::Sessions(ends, _, by) => {
                rows = std::mem::take(&mut live.open).into_iter().map(|s| s.row(ends, by)).collect();
            }
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
            Stage::Stats(aggs, by, _) => {
                let bucket = by.iter().find_map(|(e, _)| if let E::Bucket(w) = e { Some(w.nanos) } else { None });
                if by.is_empty() && live.groups.is_empty() {
                    live.groups.push(Group {
                        key: Vec::new(),
                        shown: Vec::new(),
                        seen: true,
                        values: vec![Vec::new(); aggs.len()],
                    });
                }
                let of =
                    |(e, alias): &(E, Option<String>)| alias.clone().unwrap_or_else(|| e.name().unwrap().to_string());
                let names: Vec<String> = by.iter().map(of).chain(aggs.iter().map(Agg::name)).collect();
                for group in std::mem::take(&mut live.groups) {
                    let values = aggs.iter().zip(&group.values).map(|(agg, values)| aggregated(agg, values, bucket));
                    let cells = group.shown.iter().cloned().chain(values);
                    let noted = aggs.iter().zip(&group.values).filter_map(|(agg, values)| cut(agg, values)).collect();
                    rows.push(Row { noted, ..made(names.iter().cloned().zip(cells).collect()) });
                }
            }
            _ => {}
        }
        for mut row in rows {
            if self.wants_none(at + 1) {
                return;
            }
            // A row that was held has been counted; what was said of a group has not.
            match self.stages[at].stage {
                Stage::Stats(..) => self.count(&mut row, &BTreeSet::new(), false),
                Stage::Fill(..) | Stage::Pivot(..) => row.noted.clear(),
                _ => {}
            }
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
            Stage::Explode(name) | Stage::Replace(.., name) | Stage::Redact(.., Some(name)) => {
                look(&E::field(name), &known);
            }
            Stage::HeadBy(_, keys) | Stage::TailBy(_, keys) | Stage::Runs(keys) => {
                keys.iter().for_each(|e| look(e, &known));
            }
            Stage::Assert(e, message) => std::iter::once(e).chain(message).for_each(|e| look(e, &known)),
            Stage::Running(aggs, by) | Stage::Annotate(aggs, by) => {
                by.iter().for_each(|e| look(e, &known));
                aggs.iter().flat_map(|a| a.arg.iter().chain(&a.by).chain(&a.cond)).for_each(|e| look(e, &known));
                let timed = aggs.iter().any(|a| a.word == "rate" && a.by.is_none());
                look(&if timed { E::field("time") } else { E::None }, &known);
            }
            Stage::Sessions(ends, _, by) => {
                look(&E::field("time"), &known);
                by.iter().for_each(|k| look(&E::field(k), &known));
                ends.iter().flat_map(|a| &a.arg).for_each(|e| look(e, &known));
            }
            Stage::Lookup(on, _) => on.iter().for_each(|(f, _)| look(&E::field(f), &known)),
            Stage::Set(items) => items.iter().for_each(|(name, e)| {
                look(e, &known);
                known.insert(name.clone());
            }),
            Stage::Select(items) => items.iter().for_each(|(e, _)| look(e, &known)),
            Stage::Dedup(keys) => keys.iter().for_each(|e| look(e, &known)),
            Stage::Sort(keys) => keys.iter().for_each(|(e, _)| look(e, &known)),
            Stage::Stats(aggs, by, _) => {
                by.iter().for_each(|(e, _)| look(e, &known));
                aggs.iter().flat_map(|a| a.arg.iter().chain(&a.by).chain(&a.cond)).for_each(|e| look(e, &known));
            }
            _ => {}
        }
        reads
    }
}
