//! What an aggregate has counted, kept from run to run: many runs give what one would, and a run that
//! is killed has changed nothing.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::harness::Dice;

/// Pipelines with a state: every aggregate, keys of every kind, and stages behind them.
const PIPELINES: &[&str] = &[
    "count",
    "count, sum(ms), avg(ms), min(ms), max(ms)",
    "median(ms), p95(ms), percentile(ms, 0.25), stddev(ms), var(ms)",
    "count, p99(ms), count_distinct(user) by path | sort -count, path",
    "first(user), last(user), argmax(user, ms), argmin(user, ms) by path",
    "mode(user), values(path, 3), list(ms, 4), hist(ms, 50) by path",
    "approx_count_distinct(user), approx_median(ms), approx_p90(ms)",
    "where ms > 300 | count by user, path | head 5",
    "count by ms if ms > 500 else None as some, ms % 2 == 0 as even, ms * 1ms as d",
    "count, sum(ms) every 1m | sort -time | head 3",
    "count every 1m by path",
    "top 3 user",
    "rare 2 path",
    "count by path | sum(count) as all | set twice = all * 2",
    "rate(time) by path",
    "patterns",
];

fn line(n: u64) -> String {
    let (minute, second) = (n / 60 % 60, n % 60);
    let (path, user, ms) = (n * 7 % 5, n * n % 11, n * 7919 % 1000);
    format!("time=2026-03-02T09:{minute:02}:{second:02}Z path=/p{path} user=u{user} ms={ms} msg=\"took {ms} ms\"\n")
}

fn flitch(dir: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flitch"));
    command.args(args).current_dir(dir).stdin(Stdio::null()).output().expect("flitch runs")
}

fn said(output: &Output) -> (String, String, Option<i32>) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

#[test]
fn many_runs_give_what_one_gives() {
    let mut dice = Dice::new(5);
    let all: Vec<String> = (0..300).map(line).collect();
    for (nth, pipeline) in PIPELINES.iter().enumerate() {
        let dir = tempfile::tempdir().expect("a folder");
        let whole = dir.path().join("whole.log");
        fs::write(&whole, all.concat()).expect("a log can be written");
        let once = said(&flitch(dir.path(), &["-i", "logfmt", pipeline, "whole.log"]));
        assert_eq!((once.2, once.1.as_str()), (Some(0), ""), "{pipeline}");
        let mut log = File::create(dir.path().join("a.log")).expect("a log can be made");
        let mut left = &all[..];
        let mut last = String::new();
        let mut runs = 0;
        while !left.is_empty() {
            let (now, rest) = left.split_at(left.len().min(1 + dice.below(90) as usize));
            left = rest;
            log.write_all(now.concat().as_bytes()).expect("a log can be written");
            let threads = (1 + dice.below(3)).to_string();
            let mut args = vec!["-i", "logfmt", "-j", &threads, "--checkpoint", "c", "--state"];
            let block = ["1", "100", "1000000"][dice.below(3) as usize];
            args.extend(["--block-size", block]);
            if (nth + runs) % 3 == 0 {
                // States leave memory after every batch.
                args.extend(["--room", "1"]);
            }
            args.extend([pipeline, "a.log"]);
            let here = said(&flitch(dir.path(), &args));
            assert_eq!((here.2, here.1.as_str()), (Some(0), ""), "{pipeline}");
            last = here.0;
            runs += 1;
        }
        assert!(runs > 2, "{runs} runs");
        assert_eq!(last, once.0, "{pipeline} in {runs} runs");
        // With nothing new they are the same.
        let args = ["-i", "logfmt", "--checkpoint", "c", "--state", pipeline, "a.log"];
        assert_eq!(said(&flitch(dir.path(), &args)).0, once.0, "{pipeline}");
        let files = fs::read_dir(dir.path()).expect("a folder").filter_map(|entry| entry.ok());
        let states = files.filter(|file| file.file_name().to_string_lossy().contains(".state-")).count();
        assert_eq!(states, 1, "one state is left");
    }
}

#[test]
fn a_run_that_is_killed_has_changed_nothing() {
    let kills: usize = std::env::var("KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(25);
    let dir = tempfile::tempdir().expect("a folder");
    let mut dice = Dice::new(11);
    let mut log = File::create(dir.path().join("a.log")).expect("a log can be made");
    let args = [
        "-i",
        "logfmt",
        "--checkpoint",
        "c",
        "--state",
        "-O",
        "out",
        "count, p90(ms), last(user) by path, user",
        "a.log",
    ];
    let mut n = 0;
    let mut died = 0;
    for kill in 0..kills {
        for _ in 0..dice.below(2000) {
            log.write_all(line(n).as_bytes()).expect("a log can be written");
            n += 1;
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_flitch"));
        let mut run = command
            .args(args)
            .current_dir(dir.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("flitch runs");
        std::thread::sleep(Duration::from_micros(dice.below(60_000)));
        let _ = run.kill();
        let status = run.wait().expect("it ends");
        died += usize::from(status.code().is_none());
        assert!(status.code().is_none_or(|code| code == 0), "run {kill} ends with {status}");
    }
    assert!(died > 0, "none was killed");
    // The first may find what a killed run had come to, and only names it.
    for _ in 0..2 {
        let end = said(&flitch(dir.path(), &args));
        assert_eq!(end.2, Some(0), "{}", end.1);
    }
    let once = flitch(dir.path(), &["-i", "logfmt", args[7], "a.log"]);
    let out = fs::read_to_string(dir.path().join("out")).expect("there is output");
    assert_eq!(out, said(&once).0, "after {kills} runs, {died} killed");
}

#[test]
fn a_damaged_state_is_told_and_never_read() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("a.log"), (0..20).map(line).collect::<String>()).expect("a log can be written");
    let args = ["-i", "logfmt", "--checkpoint", "c", "--state", "count, p90(ms), last(user) by path, user", "a.log"];
    let whole = said(&flitch(dir.path(), &args));
    assert_eq!(whole.2, Some(0), "{}", whole.1);
    let (state, checkpoint) = (dir.path().join("c.state-1"), dir.path().join("c"));
    let (bytes, before) = (fs::read(&state).expect("a state"), fs::read(&checkpoint).expect("a checkpoint"));
    let mut dice = Dice::new(3);
    for nth in 0..40 {
        let mut damaged = bytes.clone();
        match nth % 2 {
            0 => damaged.truncate(dice.below(bytes.len() as u64) as usize),
            _ => damaged[dice.below(bytes.len() as u64) as usize] ^= 1 << dice.below(8),
        }
        fs::write(&state, &damaged).expect("a file can be written");
        let run = said(&flitch(dir.path(), &args));
        assert_eq!((run.0.as_str(), run.2), ("", Some(5)), "{}", run.1);
        assert!(run.1.contains("flitch checkpoint forget c"), "{}", run.1);
        assert_eq!(fs::read(&checkpoint).expect("a checkpoint"), before);
    }
    fs::write(&state, &bytes).expect("a file can be written");
    assert_eq!(said(&flitch(dir.path(), &args)), whole);
}
