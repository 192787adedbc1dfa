//! The laws of aggregates, over the registry: merging is associative and commutative and has
//! an identity, and split anywhere equals whole. Also what single aggregates make of values.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::data::cell::{Owned, place};
use crate::data::{Block, Source};
use crate::def::Takes;

/// Every aggregate with a parameter that it takes and a number of arguments.
fn all() -> Vec<(&'static str, Shape, Box<dyn Aggregate>)> {
    let mut all = Vec::new();
    for def in ALL {
        let param = match def.doc.name {
            "p" | "approx_p" => 90.0,
            "percentile" => 0.3,
            // Few enough that some are left out.
            "list" | "values" => 5.0,
            _ => 0.0,
        };
        let shapes: &[Shape] = match def.takes {
            Takes::Pair => &[Shape::Two],
            Takes::Time => &[Shape::One, Shape::Two],
            _ => &[Shape::One],
        };
        all.extend(shapes.iter().map(|&shape| (def.doc.name, shape, (def.make)(param))));
    }
    let binned = ("hist", Shape::One, (hist::DEF.make)(1.0));
    all.into_iter().chain([binned]).collect()
}

/// How many arguments are given; the second one is the column, upside down.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    One,
    Two,
}

/// A batch with one column.
fn batch(values: &[Owned]) -> (Batch, Vec<Cell>) {
    let source = Arc::new(Source::computed());
    let block = Block { bytes: Vec::new(), start: 0, ticket: 3, source, offset: 0, lines_before: 0 };
    let mut batch = Batch::new(Arc::new(block), b"constants", 0);
    let cells = values.iter().map(|v| v.cell(&mut batch.heap)).collect();
    (batch, cells)
}

fn add(
    (into, shape): (&mut dyn Aggregate, Shape),
    batch: &Batch,
    cells: &[Cell],
    rows: &[u32],
    groups: &[u32],
    n: usize,
) -> usize {
    let mut refused = 0;
    let second: Vec<Cell> = cells.iter().rev().copied().collect();
    let args = [Operand::Column(cells), Operand::Column(&second)];
    let args = if shape == Shape::One { &args[..1] } else { &args[..] };
    into.add(args, batch, rows, groups, n, &mut |row| {
        assert!(rows.contains(&row));
        refused += 1;
    });
    refused
}

/// The values of all groups, with their kinds and the bits of their decimals.
fn values(aggregate: &dyn Aggregate, n: usize) -> Vec<String> {
    let show = |group| {
        let mut heap = Vec::new();
        let cell = aggregate.value(group, &mut heap);
        match crate::data::cell::value_in(cell, |s| &heap[(s.start & !crate::base::HEAP) as usize..][..s.len as usize])
        {
            Value::Float(f) => format!("Float({:x})", f.to_bits()),
            value => format!("{value:?}"),
        }
    };
    (0..n).map(show).collect()
}

fn any_value() -> impl Strategy<Value = Owned> {
    let number = prop_oneof![
        any::<i64>().prop_map(Value::Int),
        (-3i64..3).prop_map(Value::Int),
        any::<u64>().prop_map(f64::from_bits).prop_filter("finite", |f| f.is_finite()).prop_map(Value::Float),
        (-8..8i32).prop_map(|f| Value::Float(f64::from(f) / 4.0)),
        Just(Value::Float(5e-324)),
        Just(Value::Float(-0.0)),
        Just(Value::Float(f64::MAX)),
    ];
    let other = prop_oneof![
        Just(Value::None),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Time),
        (-5i64..5).prop_map(Value::Duration),
        any::<i64>().prop_map(Value::Duration),
        Just(Value::Json(b"[1]")),
        Just(Value::Escaped(br"a\u00e9\n")),
    ];
    let text = prop_oneof!["[0-9]{1,2}", "[ab]{0,2}", "-?[0-9]{1,25}(\\.[0-9]{1,3})?(e-?[0-9]{1,3})?"];
    let text = (text, 0..3).prop_map(|(text, kind)| match kind {
        0 => Owned::from(Value::Text(text.as_bytes())),
        1 => Owned::from(Value::Str(text.as_bytes())),
        _ if num::is_json(text.as_bytes()) => Owned::from(Value::Number(text.as_bytes())),
        _ => Owned::str(text.as_bytes()),
    });
    prop_oneof![3 => number.prop_map(Owned::from), 2 => other.prop_map(Owned::from), 3 => text]
}

const GROUPS: usize = 4;

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Rows are dealt to three workers, whose states are merged in two ways, with group
    /// numbers of their own, and after a split into parts.
    #[test]
    fn split_anywhere_equals_whole(
        rows in prop::collection::vec((any_value(), 0..GROUPS as u32, 0usize..3), 0..60),
        part in prop::collection::vec(0u32..3, GROUPS),
        swap in any::<bool>(),
    ) {
        let (batch, cells) = batch(&rows.iter().map(|r| r.0.clone()).collect::<Vec<_>>());
        let every: Vec<u32> = (0..rows.len() as u32).collect();
        let groups: Vec<u32> = rows.iter().map(|r| r.1).collect();
        for (name, shape, whole) in all() {
            let mut whole = whole;
            let refused = add((&mut *whole, shape), &batch, &cells, &every, &groups, GROUPS);
            let expected = values(&*whole, GROUPS);
            let mut refused_by_parts = 0;
            let mut workers: Vec<Box<dyn Aggregate>> = (0..3).map(|worker| {
                let mut state = whole.fresh();
                let mine: Vec<u32> = every.iter().copied().filter(|&i| rows[i as usize].2 == worker).collect();
                // A worker's rows come in any order of batches, and each worker numbers groups its own way.
                for rows in mine.rchunks(7) {
                    let own = |&i: &u32| (groups[i as usize] + worker as u32) % GROUPS as u32;
                    let ids: Vec<u32> = rows.iter().map(own).collect();
                    refused_by_parts += add((&mut *state, shape), &batch, &cells, rows, &ids, GROUPS);
                }
                state
            }).collect();
            prop_assert_eq!(refused, refused_by_parts, "{} refuses the same rows", name);
            let n = GROUPS as u32;
            let to = |worker: u32| (0..n).map(|id| (id + n - worker) % n).collect::<Vec<_>>();
            let [c, b, a] = [workers.pop().unwrap(), workers.pop().unwrap(), workers.pop().unwrap()];
            let mut merged = whole.fresh();
            let mut in_turn = [(a, to(0)), (b, to(1)), (c, to(2))];
            if swap {
                in_turn.reverse();
            }
            for (state, to) in in_turn {
                merged.merge(state, &to, GROUPS);
            }
            prop_assert_eq!(&values(&*merged, GROUPS), &expected, "{}", name);
            merged.merge(whole.fresh(), &[], GROUPS);
            prop_assert_eq!(&values(&*merged, GROUPS), &expected, "{} has an identity", name);
            let weight = merged.weight();
            let parts = merged.split(&part, 3);
            let mut held = 0;
            for (p, state) in parts.iter().enumerate() {
                let ids = (0..GROUPS).filter(|&g| part[g] == p as u32);
                let mine: Vec<String> = ids.map(|g| expected[g].clone()).collect();
                prop_assert_eq!(&values(&**state, mine.len()), &mine, "{} is split in order", name);
                held += state.weight();
            }
            prop_assert!(held > 0 && weight > 0);
        }
    }
}

/// The states of all groups as bytes.
fn saved(state: &dyn Aggregate) -> Vec<Vec<u8>> {
    let save = |group| {
        let mut out = Vec::new();
        state.save(group, &mut out);
        out
    };
    (0..GROUPS).map(save).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// A state that left memory and came back merges as it would have itself; one that was cut
    /// off is damage; and whatever else happens to it, there is no panic.
    #[test]
    fn a_saved_state_is_the_state(
        rows in prop::collection::vec((any_value(), 0..GROUPS as u32, any::<bool>()), 0..40),
        cut in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let (batch, cells) = batch(&rows.iter().map(|r| r.0.clone()).collect::<Vec<_>>());
        let whole = |shape: Shape, fresh: &dyn Aggregate, half: Option<bool>| {
            let mut state = fresh.fresh();
            let mine: Vec<u32> = (0..rows.len() as u32).filter(|&i| half.is_none_or(|h| rows[i as usize].2 == h)).collect();
            let groups: Vec<u32> = mine.iter().map(|&i| rows[i as usize].1).collect();
            add((&mut *state, shape), &batch, &cells, &mine, &groups, GROUPS);
            state
        };
        for (name, shape, state) in all() {
            let expected = values(&*whole(shape, &*state, None), GROUPS);
            let mut merged = whole(shape, &*state, Some(false));
            let other = whole(shape, &*state, Some(true));
            for (group, bytes) in saved(&*other).iter().enumerate() {
                let mut rest = &bytes[..];
                prop_assert_eq!(merged.load(group, GROUPS, &mut rest), Some(()), "{}", name);
                prop_assert!(rest.is_empty(), "{} takes what it wrote", name);

                let before = values(&*merged, GROUPS);
                let mut short = &bytes[..cut.index(bytes.len())];
                prop_assert_eq!(merged.load(group, GROUPS, &mut short), None, "{} is cut off", name);
                prop_assert_eq!(&values(&*merged, GROUPS), &before, "{} is as it was", name);

                let mut bytes = bytes.clone();
                for (at, byte) in &damage {
                    let at = at.index(bytes.len());
                    bytes[at] = *byte;
                }
                let mut hurt = state.fresh();
                let _ = hurt.load(0, 1, &mut &bytes[..]);
                let again = whole(shape, &*state, None);
                hurt.merge(again, &[0; GROUPS], 1);
                values(&*hurt, 1);
                prop_assert!(hurt.weight() < 1 << 20, "{} allocates for bytes that are not there", name);
            }
            prop_assert_eq!(&values(&*merged, GROUPS), &expected, "{}", name);
            let mut copy = state.fresh();
            for (group, bytes) in saved(&*merged).iter().enumerate() {
                prop_assert_eq!(copy.load(group, GROUPS, &mut &bytes[..]), Some(()), "{}", name);
            }
            prop_assert_eq!(&values(&*copy, GROUPS), &expected, "{} is loaded into nothing", name);
        }
    }
}

#[test]
fn common_states_are_short() {
    let size = |name: &str, xs: &[Value<'_>]| {
        let (batch, cells) = batch(&xs.iter().map(|&x| Owned::from(x)).collect::<Vec<_>>());
        let mut state = find(name).map(|(def, param)| (def.make)(param.unwrap_or_default())).unwrap();
        let rows: Vec<u32> = (0..xs.len() as u32).collect();
        add((&mut *state, Shape::One), &batch, &cells, &rows, &vec![0; xs.len()], 1);
        let mut out = Vec::new();
        state.save(0, &mut out);
        out.len()
    };
    let small = [Value::Int(12), Value::Int(30)];
    assert_eq!(["count", "sum", "avg", "p95", "min"].map(|name| size(name, &small)), [1, 4, 4, 7, 4]);
    assert_eq!(size("sum", &[Value::Float(0.1), Value::Float(0.2)]), 12);
    assert_eq!(size("var", &small), 6);
}

/// One aggregate over some values.
fn of(name: &str, xs: &[Value<'_>]) -> (String, usize) {
    let (def, param) = find(name).unwrap();
    let (batch, cells) = batch(&xs.iter().map(|&x| Owned::from(x)).collect::<Vec<_>>());
    let rows: Vec<u32> = (0..xs.len() as u32).collect();
    let mut state = (def.make)(param.unwrap_or_default());
    let refused = add((&mut *state, Shape::One), &batch, &cells, &rows, &vec![0; xs.len()], 1);
    (values(&*state, 1).remove(0), refused)
}

/// Values beside their place, for aggregates of two.
fn of_pairs(name: &str, pairs: &[(Value<'_>, Value<'_>)]) -> (String, usize) {
    let (def, _) = find(name).unwrap();
    let all = pairs.iter().map(|p| p.0).chain(pairs.iter().map(|p| p.1));
    let (batch, cells) = batch(&all.map(Owned::from).collect::<Vec<_>>());
    let (x, by) = cells.split_at(pairs.len());
    let rows: Vec<u32> = (0..pairs.len() as u32).collect();
    let (mut state, mut refused) = ((def.make)(0.0), 0);
    let args = [Operand::Column(x), Operand::Column(by)];
    state.add(&args, &batch, &rows, &vec![0; rows.len()], 1, &mut |_| refused += 1);
    (values(&*state, 1).remove(0), refused)
}

fn shown(x: Value<'_>) -> String {
    let mut heap = Vec::new();
    let _ = place(x, &mut heap);
    match x {
        Value::Float(f) => format!("Float({:x})", f.to_bits()),
        x => format!("{x:?}"),
    }
}

#[test]
fn of_nothing() {
    for (name, _, state) in all() {
        let mut heap = Vec::new();
        let expected = if name.contains("count") { Cell::Int(0) } else { Cell::None };
        assert_eq!(state.value(0, &mut heap), expected, "{name}");
    }
    assert_eq!(of("count", &[Value::None, Value::Str(b"")]), (shown(Value::Int(1)), 0));
    assert_eq!(of("sum", &[Value::None]), (shown(Value::None), 0));
    assert_eq!(of("var", &[Value::Int(1)]), (shown(Value::None), 0));
}

#[test]
fn text_that_spells_a_number_is_one() {
    let xs = [Value::Text(b"1"), Value::Str(b"+02"), Value::Number(b"0.5"), Value::Text(b"x"), Value::Bool(true)];
    assert_eq!(of("sum", &xs), (shown(Value::Float(3.5)), 2));
    assert_eq!(of("avg", &xs[..2]), (shown(Value::Float(1.5)), 0));
    assert_eq!(of("p50", &xs), (shown(Value::Int(1)), 2));
    assert_eq!(of("stddev", &xs), (shown(Value::Float((7.0f64 / 12.0).sqrt())), 2));
    assert_eq!(of("sum", &[Value::Escaped(br"\u0031")]), (shown(Value::Int(1)), 0));
    assert_eq!(of("sum", &[Value::Json(b"[1]"), Value::Time(5)]), (shown(Value::None), 2));
}

#[test]
fn the_least_keeps_its_spelling_and_the_earliest_place() {
    let xs = [Value::Text(b"1.0"), Value::Int(1), Value::Str(b"b"), Value::Escaped(br"\u0063"), Value::None];
    assert_eq!(of("min", &xs).0, shown(Value::Text(b"1.0")));
    assert_eq!(of("max", &xs).0, shown(Value::Str(b"c")));
    assert_eq!(of("first", &xs[1..]).0, shown(Value::Int(1)));
    assert_eq!(of("last", &xs).0, shown(Value::Str(b"c")));
}

#[test]
fn the_row_where_another_is_greatest() {
    let (a, b, c) = (Value::Str(b"a"), Value::Escaped(br"\u0062"), Value::Text(b"c"));
    let pairs = [(a, Value::Int(1)), (b, Value::Text(b"5")), (c, Value::Float(5.0)), (a, Value::None)];
    assert_eq!(of_pairs("argmax", &pairs), (shown(Value::Str(b"b")), 0));
    assert_eq!(of_pairs("argmin", &pairs), (shown(a), 0));
    assert_eq!(of_pairs("argmax", &[(a, Value::Int(1)), (Value::None, Value::Int(2))]), (shown(Value::None), 0));
    assert_eq!(of_pairs("argmin", &[(a, Value::None)]), (shown(Value::None), 0));
}

#[test]
fn rates_are_of_the_time_that_passed() {
    let at = |seconds: i64| Value::Time(seconds * 1_000_000_000);
    let pairs =
        [(Value::Int(30), at(10)), (Value::Text(b"2.5"), at(0)), (Value::None, at(20)), (Value::Int(9), Value::None)];
    assert_eq!(of_pairs("rate", &pairs), (shown(Value::Float(1.625)), 0));
    assert_eq!(of_pairs("rate", &[(Value::Text(b"x"), at(0)), (Value::Int(4), at(1))]), (shown(Value::None), 1));
    assert_eq!(of("rate", &[at(5), at(1), at(1), Value::None]), (shown(Value::Float(0.75)), 0));
    assert_eq!(of("rate", &[at(5)]), (shown(Value::None), 0));
    let far = [(Value::Int(1), Value::Time(i64::MIN)), (Value::Int(1), Value::Time(i64::MAX))];
    assert_eq!(of_pairs("rate", &far), (shown(Value::Float(2.0 / (u64::MAX as f64 / 1e9))), 0));
}

#[test]
fn different_values_in_order() {
    let xs =
        [Value::Text(b"2"), Value::Str(b"a\n"), Value::Int(2), Value::Json(b"[1]"), Value::Str(b"2"), Value::Time(0)];
    let list = r#"[2,"a\n",2,[1],"2","1970-01-01T00:00:00Z"]"#;
    assert_eq!(of("list", &xs).0, shown(Value::Json(list.as_bytes())));
    assert_eq!(of("values", &xs).0, shown(Value::Json(br#"[2,"a\n",[1],"1970-01-01T00:00:00Z"]"#)));
    assert_eq!(of("mode", &xs).0, shown(Value::Text(b"2")));
    assert_eq!(of("mode", &xs[1..]).0, shown(Value::Int(2)));
    assert_eq!(of("mode", &[xs[1], xs[0]]).0, shown(xs[1]));
    let bins =
        [Value::Int(3), Value::Float(3.5), Value::Text(b"07"), Value::Int(0), Value::Int(-3), Value::Duration(30)];
    assert_eq!(of("hist", &bins).0, shown(Value::Json(br#"[[-5,1],[0,1],[2,2],[5,1],["20ns",1]]"#)));
    assert_eq!(of("hist", &[Value::Time(0), Value::Str(b"x")]), (shown(Value::None), 2));
}

#[test]
fn what_is_cut_off_unasked_is_told() {
    for (name, most, values, expected) in [
        ("list", 0.0, 100, false),
        ("list", 0.0, 101, true),
        ("list", 3.0, 101, false),
        ("values", 0.0, 100, false),
        ("values", 0.0, 101, true),
        ("values", 0.0, 450, true),
        ("values", 7.0, 450, false),
        ("mode", 0.0, 450, false),
    ] {
        let (def, _) = find(name).unwrap();
        let cells: Vec<Cell> = (0..values).map(Cell::Int).collect();
        let rows: Vec<u32> = (0..values as u32).collect();
        let (batch, _) = batch(&[]);
        let mut state = (def.make)(most);
        state.add(&[Operand::Column(&cells)], &batch, &rows, &vec![0; rows.len()], 1, &mut |_| unreachable!());
        assert_eq!((state.cut(0), state.cut(1)), (expected, false), "{name} {most} {values}");
        let mut saved = Vec::new();
        state.save(0, &mut saved);
        let mut again = state.fresh();
        assert_eq!((again.load(0, 1, &mut &saved[..]), again.cut(0)), (Some(()), expected));
    }
}

#[test]
fn rows_and_constants_are_operands() {
    let (batch, _) = batch(&[]);
    let mut count = (count::DEF.make)(0.0);
    count.add(&[], &batch, &[0, 5, 7], &[1, 0, 1], 2, &mut |_| unreachable!());
    count.add(&[Operand::Const(Cell::None)], &batch, &[0], &[0], 3, &mut |_| unreachable!());
    assert_eq!(values(&*count, 3), [1, 2, 0].map(|n| shown(Value::Int(n))));
    let mut sum = (sum::DEF.make)(0.0);
    sum.add(&[Operand::Const(Cell::Float(0.1))], &batch, &[1; 10], &[0; 10], 1, &mut |_| unreachable!());
    assert_eq!(values(&*sum, 1), [shown(Value::Float(1.0))]);
}

#[test]
fn names() {
    for def in ALL {
        let found = find(def.doc.name).map(|(def, _)| def.doc.name);
        let family = ["p", "approx_p"].contains(&def.doc.name);
        assert_eq!(found, (!family).then_some(def.doc.name));
    }
    assert!(super::names().into_iter().all(|name| find(name).is_some()));
    let percent = |name| find(name).and_then(|(_, percent)| percent);
    assert_eq!(
        ["p0", "p5", "p50", "p99_9", "p99_99", "p100"].map(percent),
        [0.0, 5.0, 50.0, 99.9, 99.99, 100.0].map(Some)
    );
    for name in ["p", "p05", "p101", "p100_1", "p9_", "p_9", "p1000", "pp", "p-1", "p9.5", "P95", "path", ""] {
        assert!(find(name).is_none(), "{name}");
    }
    let mut names: Vec<&str> = ALL.iter().map(|def| def.doc.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), ALL.len());
}

#[test]
fn sizes_are_as_the_docs_say() {
    use crate::base::exact::Moments;
    assert_eq!((size_of::<total::Total>(), size_of::<Moments>()), (32, 112));
    assert!(size_of::<extreme::Extreme<true>>() <= 96);
}

/// Values of every kind that are numbers, spell one, or are none.
fn mixed() -> Vec<Owned> {
    let texts: [&[u8]; 9] = [b"12", b"-3", b"1.5", b"007", b"x", b"", b"9223372036854775807", b"1e40", b"-0.0"];
    let mut values: Vec<Owned> = texts.iter().flat_map(|t| [Value::Text(t), Value::Str(t)]).map(Owned::from).collect();
    let others = [
        Value::None,
        Value::Int(5),
        Value::Int(i64::MIN),
        Value::Float(0.1),
        Value::Escaped(b"\\u0031"),
        Value::Number(b"2.5"),
        Value::Duration(9),
        Value::Time(3),
        Value::Bool(true),
        Value::Json(b"[1]"),
    ];
    values.extend(others.into_iter().map(Owned::from));
    (0..700).map(|i| values[(i * 37 + i / 5) % values.len()].clone()).collect()
}

#[test]
fn states_that_are_far_away_are_what_near_ones_are() {
    let values = mixed();
    let (batch, cells) = batch(&values);
    let rows: Vec<u32> = (0..values.len() as u32).filter(|row| row % 11 != 3).collect();
    let groups: Vec<u32> = rows.iter().map(|row| row * 7 % 5).collect();
    for (name, shape, aggregate) in all() {
        let (mut near, mut far) = (aggregate.fresh(), aggregate.fresh());
        let refused = add((&mut *near, shape), &batch, &cells, &rows, &groups, 5);
        // Groups are as many before rows are added to them.
        add((&mut *far, shape), &batch, &cells, &[], &[], 60_000);
        assert_eq!(refused, add((&mut *far, shape), &batch, &cells, &rows, &groups, 60_000), "{name}");
        for group in 0..5 {
            let value = |states: &dyn Aggregate| {
                let mut heap = Vec::new();
                let cell = states.value(group, &mut heap);
                (cell, heap)
            };
            assert_eq!(value(&*near), value(&*far), "{name}");
        }
    }
}

/// An aggregate that holds no states has the values that it would have had.
#[test]
fn laws_that_keep_the_same_answer_for_each_other() {
    let values = mixed();
    let (batch, cells) = batch(&values);
    let rows: Vec<u32> = (0..values.len() as u32).collect();
    let groups: Vec<u32> = rows.iter().map(|row| row % 3).collect();
    let make = |name: &str, param: f64| (ALL.iter().find(|def| def.doc.name == name).unwrap().make)(param);
    let quantiles = [("p", 0.0), ("p", 50.0), ("p", 99.9), ("median", 0.0), ("percentile", 0.3)];
    let totals = [("sum", 0.0), ("avg", 0.0)];
    for (holder, param) in quantiles.into_iter().chain(totals) {
        let asked = if totals.contains(&(holder, param)) { &totals[..] } else { &quantiles[..] };
        let mut holder = make(holder, param);
        add((&mut *holder, Shape::One), &batch, &cells, &rows, &groups, 3);
        for &(name, param) in asked {
            let (mut own, twin) = (make(name, param), make(name, param));
            add((&mut *own, Shape::One), &batch, &cells, &rows, &groups, 3);
            for group in 0..4 {
                let value = holder.shared(group).and_then(|kept| twin.value_of(kept));
                assert_eq!(value, Some(own.value(group, &mut Vec::new())), "{name} {param}");
            }
        }
        for other in ["count", "var", "approx_median"] {
            assert_eq!(holder.shared(0).and_then(|kept| make(other, 0.0).value_of(kept)), None);
        }
    }
}
