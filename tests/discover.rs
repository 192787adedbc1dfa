//! `flitch discover`: the pipelines that it shows run, and what it holds is bounded.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;

use crate::harness::{self, Room};

/// Inputs with records that flitch parses and some that it does not.
fn inputs() -> Vec<PathBuf> {
    let folder = |name: &str| harness::files(&harness::root().join("tests").join(name), "");
    let mut inputs = folder("samples");
    for name in ["access-combined", "jsonl", "logfmt", "nasty", "csv/kelora", "csv/jc"] {
        inputs.extend(folder(&format!("fixtures/{name}")));
    }
    let is_log = |path: &PathBuf| !path.ends_with("SOURCE.md") && !path.to_string_lossy().ends_with(".expected.json");
    inputs.retain(is_log);
    inputs
}

#[test]
fn the_pipelines_of_a_page_run_and_show_something() {
    let room = Room::new();
    let (mut pages, mut ran) = (0, 0);
    for input in inputs() {
        let page = room.sh(&format!("flitch discover '{}'", input.display()));
        let text = String::from_utf8(page.stdout).expect("a page is text");
        let obeyed = text.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!((page.code, obeyed), (0, None), "{}: {text}", input.display());
        let Some((_, next)) = text.split_once("\nTo go on:\n") else { continue };
        pages += 1;
        assert!((1..=3).contains(&next.lines().count()), "{}: {next}", input.display());
        for line in next.lines() {
            let result = room.sh(line);
            ran += 1;
            let stderr = String::from_utf8_lossy(&result.stderr);
            let told = format!("{line}\nexit {}: {stderr}", result.code);
            assert!(result.code == 0 && !result.stdout.is_empty(), "{told}");
            // The ledger may speak of lines, and never of names that are wrong.
            assert!(!stderr.contains("no record had") && !stderr.contains("was not a"), "{told}");
        }
    }
    assert!(pages > 15 && ran > 2 * pages, "{ran} pipelines on {pages} pages");
}

/// Names and values that never repeat: a bound that is none would take a gigabyte.
#[test]
fn what_it_holds_is_bounded() {
    let mut text = String::new();
    for i in 0..20_000 {
        let _ = write!(text, "{{\"same\":\"{:0>90}\"", i * 7919);
        for k in 0..10 {
            let _ = write!(text, ",\"{}\":{{\"{i}\":\"{k} {i}\"}}", "k".repeat(k + 1));
        }
        text.push_str("}\n");
    }
    let dir = tempfile::tempdir().expect("a temporary directory");
    let file = dir.path().join("in.jsonl");
    std::fs::write(&file, &text).expect("the input can be written");
    let run = |limit: &str, args: &[&str]| {
        let flitch = env!("CARGO_BIN_EXE_flitch");
        let command = format!("ulimit -v {limit}; exec \"$0\" \"$@\"");
        Command::new("sh").args(["-c", &command, flitch]).args(args).arg(&file).output().expect("sh runs")
    };
    let query = "discover | where field == \"same\" | select count, distinct, exact";
    for threads in ["1", "3"] {
        // In KiB, with what a process has before it reads anything.
        let ran = run("900000", &["--memory", "200MiB", "-j", threads, query]);
        let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        assert_eq!(ran.status.code(), Some(0), "-j{threads}: {err}");
        assert!(out.starts_with("{\"count\":20000,\"distinct\":") && out.ends_with("\"exact\":false}\n"), "{out}");
        assert!(err.contains("only 1000 fields"), "{err}");
        let refused = run("unlimited", &["--memory", "1MiB", "-j", threads, query]);
        let err = String::from_utf8_lossy(&refused.stderr);
        assert!(refused.status.code() == Some(5) && err.contains("`discover`"), "-j{threads}: {err}");
    }
}
