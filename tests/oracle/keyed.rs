//! Stages with a state for each key: totals so far, changes, and sessions.

use super::aggs::{Taken, aggregated, taken};
use super::eval::{Eval, Row, compute};
use super::groups::{Key, key_of, made};
use super::prog::{Agg, E};
use super::time::{SECOND, Width, time_of};
use super::val::{N, Val};

/// What one aggregate of `running` knows of a key.
#[derive(Clone, Default)]
pub struct So {
    taken: Vec<Taken>,
    last: Option<Val>,
    /// For `rate`: the last number and its time.
    at: Option<(N, i64)>,
}

/// The values that `running` gives a row.
pub fn running(aggs: &[Agg], so: &mut [So], eval: &mut Eval<'_>) -> Vec<Val> {
    aggs.iter()
        .zip(so)
        .map(|(agg, so)| match agg.word {
            "prev" => so.last.replace(argument(agg, eval)).unwrap_or(Val::None),
            "delta" => delta(agg, so, eval),
            "rate" => rate(agg, so, eval),
            _ => {
                so.taken.extend(taken(agg, eval));
                aggregated(agg, &so.taken, None)
            }
        })
        .collect()
}

fn argument(agg: &Agg, eval: &mut Eval<'_>) -> Val {
    agg.arg.as_ref().map_or(Val::None, |arg| eval.value(arg).plain())
}

fn delta(agg: &Agg, so: &mut So, eval: &mut Eval<'_>) -> Val {
    let value = argument(agg, eval);
    if value.is_none() {
        return Val::None;
    }
    let now = match (value.number(), time_of(&value)) {
        (Some(number), _) => Some(number.val()),
        (_, at) => at.map(Val::Time),
    };
    let grown = match (so.last.clone(), now.clone()) {
        (Some(Val::Time(from)), Some(Val::Time(to))) => Some(Val::Duration(to - from)),
        (Some(from), Some(to)) => {
            let both = from.number().zip(to.number());
            both.and_then(|(from, to)| compute('-', to, from).ok()).map(N::val)
        }
        (None, Some(_)) => Some(Val::None),
        (_, None) => None,
    };
    so.last = now.or(so.last.take());
    grown.unwrap_or_else(|| {
        eval.note(format!("`{}` could not be computed", agg.call().text()));
        Val::None
    })
}

fn rate(agg: &Agg, so: &mut So, eval: &mut Eval<'_>) -> Val {
    let value = argument(agg, eval);
    let time = eval.value(agg.by.as_ref().unwrap_or(&E::field("time")));
    if value.is_none() || time.is_none() && value.number().is_some() {
        return Val::None;
    }
    let now = value.number().zip(time_of(&time));
    let grown = match (so.at, now) {
        (_, None) => None,
        (None, _) => Some(Val::None),
        (Some((_, from)), Some((_, to))) if from == to => None,
        (Some((x, from)), Some((y, to))) => {
            let seconds = N::Float((to - from) as f64 / SECOND as f64);
            compute('-', y, x).and_then(|grown| compute('/', grown, seconds)).ok().map(N::val)
        }
    };
    so.at = now.or(so.at);
    grown.unwrap_or_else(|| {
        eval.note(format!("`{}` could not be computed", agg.call().text()));
        Val::None
    })
}

/// An open session.
pub struct Session {
    key: Key,
    shown: Vec<Val>,
    start: i64,
    end: i64,
    count: i64,
    ends: Vec<Val>,
}

/// Takes a row into its session; what it ends comes out.
pub fn visit(
    open: &mut Vec<Session>,
    (ends, gap, by): (&[Agg], Width, &[String]),
    eval: &mut Eval<'_>,
) -> Option<Session> {
    let time = eval.value(&E::field("time"));
    let shown: Vec<Val> = by.iter().map(|k| eval.value(&E::field(k)).plain()).collect();
    let values: Vec<Val> = ends.iter().map(|agg| argument(agg, eval)).collect();
    let Some(at) = time_of(&time) else {
        eval.note("no time that `sessions` could read".to_string());
        return None;
    };
    let key: Key = shown.iter().map(key_of).collect();
    let found = open.iter().position(|s| s.key == key);
    if let Some(session) = found.map(|i| &mut open[i]).filter(|s| at >= s.start - gap.nanos && at <= s.end + gap.nanos)
    {
        session.start = session.start.min(at);
        session.end = session.end.max(at);
        session.count += 1;
        for ((agg, end), value) in ends.iter().zip(&mut session.ends).zip(values) {
            if !value.is_none() && (end.is_none() || agg.word == "last") {
                *end = value;
            }
        }
        return None;
    }
    let ended = found.map(|i| open.remove(i));
    open.push(Session { key, shown, start: at, end: at, count: 1, ends: values });
    ended
}

impl Session {
    /// Its record.
    pub fn row(self, ends: &[Agg], by: &[String]) -> Row {
        let mut fields: Vec<(String, Val)> = by.iter().cloned().zip(self.shown).collect();
        fields.push(("start".to_string(), Val::Time(self.start)));
        fields.push(("end".to_string(), Val::Time(self.end)));
        fields.push(("duration".to_string(), Val::Duration(self.end - self.start)));
        fields.push(("count".to_string(), Val::Int(self.count)));
        fields.extend(ends.iter().map(Agg::name).zip(self.ends));
        made(fields)
    }
}
