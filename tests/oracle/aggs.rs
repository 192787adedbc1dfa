//! The aggregates: what one takes of a row, and what it says of all that it took. Nothing
//! is kept but the values themselves, and each answer looks at all of them again.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::OnceLock;

use super::eval::{Eval, numeric};
use super::prog::{Agg, E};
use super::time::{SECOND, time_of};
use super::val::{N, Nested, Val, deviation, mean, total, variance};

/// A value, and for an aggregate of two the one beside it.
pub type Taken = (Val, Val);

/// What an aggregate takes of a row.
pub fn taken(agg: &Agg, eval: &mut Eval<'_>) -> Option<Taken> {
    if agg.cond.as_ref().is_some_and(|c| !eval.holds(c)) {
        return None;
    }
    let Some(arg) = &agg.arg else { return Some((Val::Bool(true), Val::None)) };
    if agg.word == "rate" {
        return rated(agg, arg, eval);
    }
    let value = eval.value(arg).plain();
    if matches!(agg.word, "argmax" | "argmin") {
        let by = eval.value(agg.by.as_ref()?).plain();
        return (!by.is_none()).then_some((value, by));
    }
    if value.is_none() {
        return None;
    }
    if let ("hist", Some(width)) = (agg.word, &agg.by) {
        let bin = match width {
            E::Width(width) => time_of(&value).map(|at| Val::Time(at.div_euclid(width.nanos) * width.nanos)),
            E::Int(width) => numeric(&value).and_then(|x| binned(x, *width as f64, false)),
            _ => numeric(&value).and_then(|x| binned(x, 0.5, true)),
        };
        if bin.is_none() {
            eval.note(format!("`{}` could not be computed", agg.call().text()));
        }
        return bin.map(|bin| (bin, Val::None));
    }
    let words = ["sum", "avg", "var", "stddev", "median", "p90", "hist", "approx_p90", "approx_median"];
    if words.contains(&agg.word) && value.number().is_none() {
        eval.row.noted.insert(format!("`{}` was nothing that `{}` takes", arg.text(), agg.word));
        return None;
    }
    Some((value, Val::None))
}

/// What `rate` takes: a value, or True where rows are counted, and the time.
fn rated(agg: &Agg, arg: &E, eval: &mut Eval<'_>) -> Option<Taken> {
    let (value, when) = (eval.value(arg), eval.value(agg.by.as_ref().unwrap_or(arg)));
    let at = Val::Time(eval.time(&when, &agg.call())?);
    if agg.by.is_none() {
        return Some((Val::Bool(true), at));
    }
    if !value.is_none() && value.number().is_none() {
        eval.note(format!("`{}` was nothing that `rate` takes", arg.text()));
        return None;
    }
    Some((value.number().map_or(Val::None, N::val), at))
}

/// The largest multiple of a power of two, from 0.5 up, that is not larger.
fn binned(x: N, width: f64, floats: bool) -> Option<Val> {
    if let (N::Int(i), false) = (x, floats) {
        return Some(Val::Int(i.div_euclid(width as i64) * width as i64));
    }
    let low = (x.float() / width).floor() * width;
    let limit = 2f64.powi(63);
    let whole = !floats && (-limit..limit).contains(&low);
    low.is_finite().then_some(if whole { Val::Int(low as i64) } else { Val::Float(low + 0.0) })
}

/// The bin of 1, 2 or 5 times a power of ten that a number falls into.
fn decade(x: N) -> Val {
    let x = x.float();
    if x.abs() < 1e-9 {
        return Val::Int(0);
    }
    static EDGES: OnceLock<Vec<f64>> = OnceLock::new();
    let edges = EDGES.get_or_init(|| {
        let power = |power: i32| [1, 2, 5].map(|d| format!("{d}e{power}").parse().unwrap_or(f64::INFINITY));
        (-9..=308).flat_map(power).filter(|f| f.is_finite()).collect()
    });
    let edge = match x > 0.0 {
        true => edges.iter().rev().find(|e| **e <= x).copied(),
        false => edges.iter().find(|e| **e >= -x).map(|e| -e),
    };
    match edge {
        Some(edge) if (1.0..9e18).contains(&edge.abs()) => Val::Int(edge as i64),
        edge => edge.map_or(Val::None, Val::Float),
    }
}

/// Pairs of a bin and how many values it has, from the smallest bin up.
fn histogram(agg: &Agg, values: &[Val]) -> Val {
    let bins: Vec<Val> = match agg.by {
        Some(_) => values.to_vec(),
        None => values.iter().filter_map(|v| v.number().map(decade)).collect(),
    };
    let mut counted = different(&bins);
    counted.sort_by(|(a, _), (b, _)| a.ranks(b));
    let pair = |(bin, n): &(&Val, usize)| json_list(&[(*bin).clone(), Val::Int(*n as i64)]);
    if counted.is_empty() { Val::None } else { json_list(&counted.iter().map(pair).collect::<Vec<_>>()) }
}

/// Rows, or the sum of what they had, for each second.
fn rate(agg: &Agg, taken: &[Taken], bucket: Option<i64>) -> Val {
    let times: Vec<i64> = taken.iter().filter_map(|(_, at)| time_of(at)).collect();
    let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) else { return Val::None };
    let span = bucket.unwrap_or(last - first);
    if span == 0 {
        return Val::None;
    }
    let numbers: Vec<N> = match agg.by {
        None => taken.iter().map(|_| N::Int(1)).collect(),
        Some(_) => taken.iter().filter_map(|(x, _)| x.number()).collect(),
    };
    if numbers.is_empty() {
        return Val::None;
    }
    // The sum is exact until it is rounded, once.
    let sum = mean(&numbers, 1).map(|sum| sum / (span as f64 / SECOND as f64));
    sum.filter(|rate| rate.is_finite()).map_or(Val::None, Val::Float)
}

pub fn json_list(values: &[Val]) -> Val {
    let mut raw = b"[".to_vec();
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            raw.push(b',');
        }
        value.json(&mut raw);
    }
    raw.push(b']');
    Val::Json(Rc::new(Nested { raw, object: None, list: Some(values.to_vec()) }))
}

/// What an aggregate says of nothing.
pub fn nothing(word: &str) -> Val {
    if matches!(word, "count" | "count_distinct" | "approx_count_distinct") { Val::Int(0) } else { Val::None }
}

/// How many values a list has at most.
fn most(agg: &Agg) -> usize {
    if let Some(E::Int(n)) = agg.by { n as usize } else { 100 }
}

/// What is said of a list that is cut off without having been asked.
pub fn cut(agg: &Agg, taken: &[Taken]) -> Option<String> {
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
    json_list(&values.iter().take(most).map(|v| (*v).clone()).collect::<Vec<_>>())
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

pub fn aggregated(agg: &Agg, taken: &[Taken], bucket: Option<i64>) -> Val {
    let word = agg.word;
    if matches!(word, "argmax" | "argmin") {
        let better = |a: &Val, b: &Val| if word == "argmax" { a.ranks(b).is_gt() } else { a.ranks(b).is_lt() };
        let best = taken.iter().reduce(|best, row| if better(&row.1, &best.1) { row } else { best });
        return best.map_or(Val::None, |(x, _)| x.clone());
    }
    if word == "rate" {
        return rate(agg, taken, bucket);
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
        "hist" => histogram(agg, values),
        "count_distinct" | "approx_count_distinct" => {
            Val::Int(values.iter().map(Val::text).collect::<BTreeSet<_>>().len() as i64)
        }
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
        "median" | "approx_median" => nearest(50),
        "p90" | "approx_p90" => nearest(90),
        other => unreachable!("{other} is not generated"),
    }
}
