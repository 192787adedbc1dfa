//! Shrinking: smaller cases that may fail in the same way. Greedy, largest cuts first.

use super::Case;
use super::data::{Cell, Format, Line};
use super::prog::{Agg, E, Stage};

/// Smaller cases, in the order in which to try them.
pub fn smaller(case: &Case) -> Vec<Case> {
    let mut out = Vec::new();
    let n = case.input.lines.len();
    let mut size = n;
    while size > 0 {
        for at in (0..n).step_by(size) {
            let mut next = case.clone();
            next.input.lines.drain(at..(at + size).min(n));
            out.push(next);
        }
        size /= 2;
    }
    for at in 0..case.program.len() {
        let mut next = case.clone();
        next.program.remove(at);
        out.push(next);
    }
    for (at, stage) in case.program.iter().enumerate() {
        for stage in stages(stage) {
            let mut next = case.clone();
            next.program[at] = stage;
            out.push(next);
        }
    }
    for (at, line) in case.input.lines.iter().enumerate() {
        let Line::Record(format, fields) = line else { continue };
        for i in 0..fields.len() {
            let mut fewer = fields.clone();
            if *format != Format::Csv {
                fewer.remove(i);
            } else if i + 1 == fields.len() && i > 1 {
                // Cells stand where the header says, so only the last one may go.
                fewer.pop();
            } else {
                fewer[i].1 = Cell::Number("1".to_string());
            }
            let mut next = case.clone();
            next.input.lines[at] = Line::Record(*format, fewer);
            out.push(next);
        }
    }
    let mut next = case.clone();
    (next.threads, next.block, next.equal_hashes, next.room, next.input.ended, next.input.crlf) =
        (1, None, false, None, true, vec![false]);
    out.push(next);
    out.retain(|next| next != case);
    out
}

fn stages(stage: &Stage) -> Vec<Stage> {
    let mut out = Vec::new();
    match stage {
        Stage::Text(e) => {
            let opens = |e: &E| {
                matches!(e, E::Bare(_) | E::BareRegex(_) | E::BareNoCase(_) | E::Not(_) | E::And(..) | E::Or(..))
            };
            out.extend(exprs(e).into_iter().filter(opens).filter(is_bare).map(Stage::Text));
        }
        Stage::Where(e) => out.extend(exprs(e).into_iter().map(Stage::Where)),
        Stage::Print(e) => out.extend(exprs(e).into_iter().map(Stage::Print)),
        Stage::Set(items) => {
            out.extend(fewer(items).into_iter().map(Stage::Set));
            out.extend(
                each(items, |(name, e)| exprs(e).into_iter().map(|e| (name.clone(), e)).collect())
                    .into_iter()
                    .map(Stage::Set),
            );
        }
        Stage::Select(items) => {
            out.extend(fewer(items).into_iter().map(Stage::Select));
            let one = |(e, alias): &(E, Option<String>)| match alias {
                Some(_) => exprs(e).into_iter().map(|e| (e, alias.clone())).collect(),
                None => Vec::new(),
            };
            out.extend(each(items, one).into_iter().map(Stage::Select));
        }
        Stage::Dedup(keys) => {
            out.extend(fewer(keys).into_iter().map(Stage::Dedup));
            out.extend(each(keys, exprs).into_iter().map(Stage::Dedup));
        }
        Stage::Sort(keys) => {
            out.extend(fewer(keys).into_iter().map(Stage::Sort));
            out.extend(
                each(keys, |(e, down)| exprs(e).into_iter().map(|e| (e, *down)).collect()).into_iter().map(Stage::Sort),
            );
        }
        Stage::Stats(aggs, by, shown) => {
            out.extend(fewer(aggs).into_iter().map(|aggs| Stage::Stats(aggs, by.clone(), shown.clone())));
            out.extend(fewer(shown).into_iter().map(|shown| Stage::Stats(aggs.clone(), by.clone(), shown)));
            for at in 0..by.len() {
                let mut by = by.clone();
                by.remove(at);
                out.push(Stage::Stats(aggs.clone(), by, Vec::new()));
            }
            out.extend(without_conditions(aggs).into_iter().map(|aggs| Stage::Stats(aggs, by.clone(), shown.clone())));
        }
        Stage::Every(aggs, width, by) => {
            out.extend(fewer(aggs).into_iter().map(|aggs| Stage::Every(aggs, *width, by.clone())));
            out.extend(without_conditions(aggs).into_iter().map(|aggs| Stage::Every(aggs, *width, by.clone())));
            out.extend((0..by.len()).map(|at| {
                let mut by = by.clone();
                by.remove(at);
                Stage::Every(aggs.clone(), *width, by)
            }));
        }
        Stage::Running(aggs, by) => {
            out.extend(fewer(aggs).into_iter().map(|aggs| Stage::Running(aggs, by.clone())));
            out.extend(without_conditions(aggs).into_iter().map(|aggs| Stage::Running(aggs, by.clone())));
            out.push(Stage::Running(aggs.clone(), Vec::new()));
            out.extend(fewer(by).into_iter().map(|by| Stage::Running(aggs.clone(), by)));
            out.extend(each(by, exprs).into_iter().map(|by| Stage::Running(aggs.clone(), by)));
        }
        Stage::Annotate(aggs, by) => {
            out.extend(fewer(aggs).into_iter().map(|aggs| Stage::Annotate(aggs, by.clone())));
            out.extend(without_conditions(aggs).into_iter().map(|aggs| Stage::Annotate(aggs, by.clone())));
            out.push(Stage::Annotate(aggs.clone(), Vec::new()));
            out.extend(each(by, exprs).into_iter().map(|by| Stage::Annotate(aggs.clone(), by)));
        }
        Stage::Sessions(ends, gap, by) => {
            out.extend((0..ends.len()).map(|at| {
                let mut ends = ends.clone();
                ends.remove(at);
                Stage::Sessions(ends, *gap, by.clone())
            }));
            out.push(Stage::Sessions(ends.clone(), *gap, Vec::new()));
        }
        Stage::HeadBy(n, keys) => {
            out.extend(fewer(keys).into_iter().map(|keys| Stage::HeadBy(*n, keys)));
            out.extend(each(keys, exprs).into_iter().map(|keys| Stage::HeadBy(*n, keys)));
        }
        Stage::TailBy(n, keys) => {
            out.extend(fewer(keys).into_iter().map(|keys| Stage::TailBy(*n, keys)));
            out.extend(each(keys, exprs).into_iter().map(|keys| Stage::TailBy(*n, keys)));
        }
        Stage::Runs(keys) => out.extend(fewer(keys).into_iter().map(Stage::Runs)),
        Stage::Assert(e, message) => {
            out.extend(exprs(e).into_iter().map(|e| Stage::Assert(e, message.clone())));
            out.push(Stage::Assert(e.clone(), None));
        }
        Stage::Redact(kinds, coded, from) => {
            out.extend(fewer(kinds).into_iter().map(|kinds| Stage::Redact(kinds, *coded, from.clone())));
            out.push(Stage::Redact(kinds.clone(), false, from.clone()));
        }
        Stage::Lookup(on, prefix) => {
            out.extend(fewer(on).into_iter().map(|on| Stage::Lookup(on, *prefix)));
            out.push(Stage::Lookup(on.clone(), false));
        }
        _ => {}
    }
    out
}

/// The aggregates with one condition less, for each.
fn without_conditions(aggs: &[Agg]) -> Vec<Vec<Agg>> {
    let without = |at: usize| {
        let mut aggs = aggs.to_vec();
        aggs[at].cond = None;
        aggs
    };
    (0..aggs.len()).filter(|at| aggs[*at].cond.is_some()).map(without).collect()
}

/// Whether a bare string opens it.
fn is_bare(e: &E) -> bool {
    match e {
        E::And(a, _) | E::Or(a, _) | E::Not(a) => is_bare(a),
        E::Bare(_) | E::BareRegex(_) | E::BareNoCase(_) => true,
        _ => false,
    }
}

/// All but one, for each; never none.
fn fewer<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    let without = |at: usize| items.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, x)| x.clone()).collect();
    if items.len() < 2 { Vec::new() } else { (0..items.len()).map(without).collect() }
}

fn each<T: Clone>(items: &[T], smaller: impl Fn(&T) -> Vec<T>) -> Vec<Vec<T>> {
    let mut out = Vec::new();
    for (at, item) in items.iter().enumerate() {
        for item in smaller(item) {
            let mut items = items.to_vec();
            items[at] = item;
            out.push(items);
        }
    }
    out
}

/// Its operands, and itself with a smaller operand.
fn exprs(e: &E) -> Vec<E> {
    let mut out: Vec<E> = e.children().into_iter().cloned().collect();
    let b = Box::new;
    match e {
        E::And(x, y) => {
            out.extend(exprs(x).into_iter().map(|x| E::And(b(x), y.clone())));
            out.extend(exprs(y).into_iter().map(|y| E::And(x.clone(), b(y))));
        }
        E::Or(x, y) => {
            out.extend(exprs(x).into_iter().map(|x| E::Or(b(x), y.clone())));
            out.extend(exprs(y).into_iter().map(|y| E::Or(x.clone(), b(y))));
        }
        E::Not(x) => out.extend(exprs(x).into_iter().map(|x| E::Not(b(x)))),
        E::Neg(x) => out.extend(exprs(x).into_iter().map(|x| E::Neg(b(x)))),
        E::Arith(op, x, y) => {
            out.extend(exprs(x).into_iter().map(|x| E::Arith(*op, b(x), y.clone())));
            out.extend(exprs(y).into_iter().map(|y| E::Arith(*op, x.clone(), b(y))));
        }
        E::Coalesce(x, y) => {
            out.extend(exprs(x).into_iter().map(|x| E::Coalesce(b(x), y.clone())));
            out.extend(exprs(y).into_iter().map(|y| E::Coalesce(x.clone(), b(y))));
        }
        E::If(c, x, y) => {
            out.extend(exprs(c).into_iter().map(|c| E::If(b(c), x.clone(), y.clone())));
            out.extend(exprs(x).into_iter().map(|x| E::If(c.clone(), b(x), y.clone())));
            out.extend(exprs(y).into_iter().map(|y| E::If(c.clone(), x.clone(), b(y))));
        }
        E::Cmp(first, rest) => {
            for at in 0..rest.len().saturating_sub(1) {
                out.push(E::Cmp(first.clone(), rest[..=at].to_vec()));
                out.push(E::Cmp(b(rest[at].1.clone()), rest[at + 1..].to_vec()));
            }
            out.extend(exprs(first).into_iter().map(|x| E::Cmp(b(x), rest.clone())));
            out.extend(
                each(rest, |(op, e)| exprs(e).into_iter().map(|e| (*op, e)).collect())
                    .into_iter()
                    .map(|r| E::Cmp(first.clone(), r)),
            );
        }
        E::Call(name, args) => out.extend(each(args, exprs).into_iter().map(|args| E::Call(name, args))),
        E::Format(parts) => out.extend(fewer(parts).into_iter().map(E::Format)),
        _ => {}
    }
    out
}
