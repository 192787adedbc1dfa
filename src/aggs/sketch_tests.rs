//! Rough quantiles against exact ones, and their states in any order.

use super::*;
use crate::aggs::ranked::Ranked;

fn both(quantile: f64, values: &[Value<'static>]) -> (Cell, Cell) {
    let (mut sketch, mut exact) = (Sketch::new(quantile), Ranked::new(quantile));
    for &x in values {
        sketch.add(x, At::default());
        exact.add(x, At::default());
    }
    (sketch.value(&mut Vec::new()), exact.value(&mut Vec::new()))
}

/// Values of many magnitudes and both signs.
fn spread(n: u64) -> impl Iterator<Item = f64> {
    (1..=n).map(|i| {
        let x = (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11) as f64 / (1u64 << 53) as f64;
        let magnitude = 10f64.powf(x * 40.0 - 20.0);
        if i % 3 == 0 { -magnitude } else { magnitude }
    })
}

#[test]
fn within_one_percent() {
    let kinds: [fn(f64) -> Value<'static>; 3] =
        [Value::Float, |x| Value::Int((x * 1e3) as i64), |x| Value::Duration((x * 1e3) as i64)];
    for make in kinds {
        let values: Vec<Value<'static>> = spread(5000).map(make).collect();
        for per_cent in (0..=100).step_by(10) {
            let (about, exact) = both(f64::from(per_cent) / 100.0, &values);
            let number = |cell| match cell {
                Cell::Int(i) | Cell::Duration(i) => i as f64,
                Cell::Float(f) => f,
                other => unreachable!("{other:?}"),
            };
            let (about, exact) = (number(about), number(exact));
            assert!((about - exact).abs() <= exact.abs() * 0.01, "p{per_cent}: {about} {exact}");
        }
    }
}

#[test]
fn small_integers_and_few_values_are_exact() {
    let all: Vec<Value<'static>> = (-127..=127).map(Value::Int).collect();
    for per_cent in 0..=100 {
        let (about, exact) = both(f64::from(per_cent) / 100.0, &all);
        assert_eq!(about, exact);
        let few: Vec<Value<'static>> = spread(64).map(Value::Float).collect();
        let (about, exact) = both(f64::from(per_cent) / 100.0, &few);
        assert_eq!(about, exact);
    }
}

#[test]
fn many_are_merged_and_saved_in_any_order() {
    let kinds: [fn(f64) -> Value<'static>; 3] =
        [Value::Float, |x| Value::Duration(x as i64), |x| Value::Time(x as i64)];
    let values: Vec<Value<'static>> = spread(900).enumerate().map(|(i, x)| kinds[i % 3](x)).collect();
    let of = |values: &[Value<'static>]| {
        let mut sketch = Sketch::new(0.0);
        values.iter().for_each(|&x| sketch.add(x, At::default()));
        sketch
    };
    let all = |sketch: &Sketch| -> Vec<Cell> {
        let at = |per_cent: u64| Sketch { quantile: per_cent * 10_000_000, ..sketch.clone() }.value(&mut Vec::new());
        (0..=100).map(at).collect()
    };
    let whole = all(&of(&values));
    for cut in [0, 1, 64, 65, 450, 890] {
        let (mut a, mut b) = (of(&values[..cut]), of(&values[cut..]));
        let mut saved = Vec::new();
        b.save(&mut saved);
        let loaded = Sketch::new(0.0).load(&mut &saved[..]).unwrap();
        b.merge(a.clone());
        a.merge(loaded);
        assert_eq!((all(&a), all(&b)), (whole.clone(), whole.clone()), "{cut}");
        for end in (0..saved.len()).step_by(7) {
            assert!(Sketch::new(0.0).load(&mut &saved[..end]).is_none());
            let mut hurt = saved.clone();
            hurt[end] ^= 0x55;
            if let Some(mut hurt) = Sketch::new(0.0).load(&mut &hurt[..]) {
                hurt.merge(of(&values));
                all(&hurt);
            }
        }
    }
}

#[test]
fn times_are_near_for_their_range() {
    const DAY: i64 = 86_400_000_000_000;
    let times: Vec<i64> = (0..10_000).map(|i| 20_000 * DAY + (i * 7919) % DAY * 8640).collect();
    let range = times.iter().max().unwrap() - times.iter().min().unwrap();
    let values: Vec<Value<'static>> = times.into_iter().map(Value::Time).collect();
    for per_cent in (0..=100).step_by(10) {
        let (Cell::Time(about), Cell::Time(exact)) = both(f64::from(per_cent) / 100.0, &values) else {
            unreachable!("times give a time")
        };
        assert!(about.abs_diff(exact) <= range as u64 / 4000, "{}", about.abs_diff(exact));
    }
    let ends: Vec<Value<'static>> =
        (0..100).map(|i| Value::Time(if i % 2 == 0 { i64::MIN } else { i64::MAX })).collect();
    assert!(matches!(both(1.0, &ends).0, Cell::Time(t) if t > i64::MAX / 2));
}
