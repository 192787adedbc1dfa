//! What is not determined by the help alone: a sample may be any, and a sketch is near. They
//! are held to what is promised of them, over rows that are drawn like the oracle's.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use super::rng::Rng;

/// What the binary prints, line by line; it must end well.
fn lines(words: &[&str], input: &str) -> Vec<String> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_flitch"))
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut to = child.stdin.take().expect("a pipe");
    std::thread::scope(|scope| {
        scope.spawn(move || drop(to.write_all(input.as_bytes())));
        let out = child.wait_with_output().expect("the binary ends");
        assert!(out.status.success(), "{words:?}");
        String::from_utf8(out.stdout).expect("text").lines().map(str::to_string).collect()
    })
}

/// Rows `n=.. k=..`: numbers in turn, and keys.
fn rows(rng: &mut Rng, n: usize, keys: usize) -> String {
    (0..n).map(|at| format!("n={at} k=k{}\n", rng.below(keys))).collect()
}

fn number(line: &str) -> usize {
    let word = line.split(' ').next().and_then(|w| w.strip_prefix("n="));
    word.and_then(|n| n.parse().ok()).expect("a row of the input")
}

fn key(line: &str) -> &str {
    line.split("k=").nth(1).expect("a row of the input")
}

/// The ways to run that must not matter.
const WAYS: &[&[&str]] = &[
    &["-j1"],
    &["-j4", "--block-size=64"],
    &["-j2", "--block-size=4096", "--equal-hashes"],
    &["-j3", "--block-size=997", "--room=1"],
];

/// A sample by each way: always the same lines, in the order of the input.
fn sample(pipeline: &str, input: &str) -> Vec<String> {
    let all: Vec<Vec<String>> =
        WAYS.iter().map(|way| lines(&[way, &["-i", "logfmt", pipeline][..]].concat(), input)).collect();
    for other in &all[1..] {
        assert_eq!(other, &all[0], "{pipeline}");
    }
    let known: BTreeSet<&str> = input.lines().collect();
    assert!(all[0].iter().all(|line| known.contains(&line[..])), "{pipeline}");
    assert!(all[0].windows(2).all(|pair| number(&pair[0]) < number(&pair[1])), "{pipeline}");
    all[0].clone()
}

#[test]
fn samples_are_even_and_the_same_every_time() {
    let rng = &mut Rng(7);
    let input = rows(rng, 20_000, 400);
    for (share, part) in [("1%", 0.01), ("10%", 0.1), ("50%", 0.5)] {
        // Five standard deviations of a binomial count.
        let (mean, wide) = (20_000.0 * part, 5.0 * f64::sqrt(20_000.0 * part * (1.0 - part)));
        let found = sample(&format!("sample {share}"), &input);
        assert!((found.len() as f64 - mean).abs() < wide, "{share} gave {} of 20000", found.len());
        let other = sample(&format!("sample {share} seed 2"), &input);
        assert!(found != other && (other.len() as f64 - mean).abs() < wide, "{share} gave {}", other.len());
        // Every tenth of the input has its part.
        let early = found.iter().filter(|line| number(line) < 10_000).count() as f64;
        assert!((early - mean / 2.0).abs() < wide, "{share} gave {early} of the first half");
    }
    for n in [0, 1, 7, 500] {
        assert_eq!(sample(&format!("sample {n}"), &input).len(), n);
    }
    assert_eq!(sample("sample 100%", &input).len(), 20_000);
    assert_eq!(sample("sample 30000", &input).len(), 20_000);
}

#[test]
fn samples_by_key_take_whole_keys_or_so_many_of_each() {
    let rng = &mut Rng(8);
    let input = rows(rng, 8_000, 400);
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    input.lines().for_each(|line| *sizes.entry(key(line)).or_default() += 1);
    let found = sample("sample 25% by k", &input);
    let mut chosen: BTreeMap<&str, usize> = BTreeMap::new();
    found.iter().for_each(|line| *chosen.entry(key(line)).or_default() += 1);
    assert!(chosen.iter().all(|(key, n)| sizes[key] == *n), "a key is whole or not there");
    assert!((60..140).contains(&chosen.len()), "{} of 400 keys", chosen.len());
    // The keys that are chosen do not depend on which of their rows are there.
    let half: String = input.lines().step_by(2).map(|line| format!("{line}\n")).collect();
    let again: BTreeSet<String> = sample("sample 25% by k", &half).iter().map(|l| key(l).to_string()).collect();
    assert!(again.iter().all(|k| chosen.contains_key(&k[..])), "the same keys in every file");
    for n in [1, 3, 50] {
        let mut each: BTreeMap<String, usize> = BTreeMap::new();
        sample(&format!("sample {n} by k"), &input)
            .iter()
            .for_each(|line| *each.entry(key(line).into()).or_default() += 1);
        let right = sizes.iter().all(|(key, size)| each.get(*key) == Some(&n.min(*size)));
        assert!(right, "sample {n} by k");
    }
}

/// What a sketch says of one column, by each way: always the same.
fn sketched(aggregate: &str, input: &str) -> f64 {
    let pipeline = format!("{aggregate} as x | print f\"{{x}}\"");
    let all: Vec<Vec<String>> =
        WAYS.iter().map(|way| lines(&[way, &["-i", "logfmt", &pipeline][..]].concat(), input)).collect();
    assert!(all.iter().all(|other| other == &all[0]), "{aggregate}: {all:?}");
    all[0].first().and_then(|line| line.parse().ok()).expect("one number")
}

#[test]
fn sketches_are_as_near_as_they_say() {
    let rng = &mut Rng(9);
    // From even to heavy-tailed: a value is a product of so many even ones.
    for factors in [1, 2, 6] {
        let values: Vec<f64> = (0..5_000)
            .map(|_| (0..factors).map(|_| (1 + rng.below(10_000)) as f64 / 100.0).product::<f64>() - 20.0)
            .collect();
        let input: String = values.iter().map(|v| format!("v={v}\n")).collect();
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        for (word, share) in [("approx_p1", 0.01), ("approx_median", 0.5), ("approx_p90", 0.9), ("approx_p99_9", 0.999)]
        {
            let rank = (sorted.len() as f64 * share).ceil().max(1.0) as usize;
            let (exact, near) = (sorted[rank - 1], sketched(&format!("{word}(v)"), &input));
            assert!((near - exact).abs() <= exact.abs() * 0.01, "{word} of {factors}: {near} for {exact}");
        }
    }
    for many in [0, 1, 1_000, 1_024] {
        let input: String = (0..many * 2).map(|at| format!("v=x{}\n", at % many)).collect();
        assert_eq!(sketched("approx_count_distinct(v)", &input), many as f64);
    }
    for many in [5_000, 40_000] {
        let input: String = (0..many).map(|at| format!("v=x{}\n", at * 7 + factor(rng))).collect();
        let near = sketched("approx_count_distinct(v)", &input);
        assert!((near / many as f64 - 1.0).abs() < 0.025, "{near} for {many}");
    }
}

/// A small step that keeps numbers apart.
fn factor(rng: &mut Rng) -> usize {
    rng.below(7)
}
