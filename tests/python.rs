//! Flitch beside CPython: random expressions over random values, evaluated by both.
//!
//! `oracles/expressions.py` draws them, has CPython evaluate them, lays the differences that
//! `flitch help language` publishes over CPython's own operators, and runs the binary on the same
//! text. It is a program of Python because that language must parse and compute; Rust would only
//! carry text back and forth. Here it is run, and its differences are held against the page.
//!
//! `FLITCH_PYTHON_CASES=1000000` runs more cases, `FLITCH_PYTHON_SEED=N` starts at another seed.
//! Without a python3 of 3.9 or later the comparison is left out, with a note.

use std::collections::BTreeSet;
use std::process::Command;

use crate::harness::{self, Ran};

/// Runs the oracle; None where there is no Python to ask.
fn oracle(words: &[&str]) -> Option<Ran> {
    let new_enough = "import sys; sys.exit(sys.version_info < (3, 9))";
    if !Command::new("python3").args(["-c", new_enough]).status().is_ok_and(|status| status.success()) {
        eprintln!("note: there is no python3 of 3.9 or later; NOTHING IS COMPARED WITH PYTHON");
        return None;
    }
    let script = harness::root().join("tests/oracles/expressions.py");
    let output = Command::new("python3").args(["-W", "ignore"]).arg(script).args(words).output();
    Some(Ran::from(output.expect("python3 runs")))
}

fn setting(name: &str, otherwise: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| otherwise.to_string())
}

#[test]
fn expressions_are_pythons_but_for_what_is_published() {
    let (cases, seed) = (setting("FLITCH_PYTHON_CASES", "20000"), setting("FLITCH_PYTHON_SEED", "1"));
    let Some(ran) = oracle(&[env!("CARGO_BIN_EXE_flitch"), &seed, &cases]) else { return };
    let (said, errors) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.code == 0, "seed {seed}, {cases} cases\n\n{said}{errors}");
    let compared = said.split(' ').next().and_then(|n| n.parse::<u64>().ok());
    assert!(compared >= cases.parse().ok(), "fewer cases than {cases}: {said}");
}

/// The paragraphs on what differs: title and text.
fn differences(page: &str) -> Vec<(&str, &str)> {
    let (_, list) = page.split_once("\n# What differs from Python\n").expect("the page has the list");
    assert!(!list.contains("\n# "), "the list ends the page");
    list.split("\n## ").skip(1).map(|part| part.split_once('\n').expect("a title has a text")).collect()
}

/// What values can show is modelled, and made a difference to some case above; for the rest the
/// page itself shows both languages.
#[test]
fn each_published_difference_is_modelled_or_shown() {
    let page = harness::read(&harness::root().join("src/cli/topics/language.md"));
    let published = differences(&page);
    assert!(published.len() > 15, "only {} differences are published", published.len());
    let mut shown_by_page = Vec::new();
    for (title, text) in &published {
        let has = |command: &str| text.lines().any(|line| line.starts_with("$ ") && line.contains(command));
        assert!(has("flitch '") || has("flitch -i "), "`{title}` has no example");
        if has("python3 -c") {
            shown_by_page.push(*title);
        }
    }
    let Some(ran) = oracle(&["--differences"]) else { return };
    let models = String::from_utf8(ran.stdout).expect("titles are text");
    let modelled: BTreeSet<&str> = models.lines().collect();
    assert!(modelled.len() > 10, "{}", String::from_utf8_lossy(&ran.stderr));
    for title in &modelled {
        assert!(published.iter().any(|(t, _)| t == title), "help language has no paragraph `{title}`");
    }
    for (title, _) in &published {
        let known = modelled.contains(title) || shown_by_page.contains(title);
        assert!(known, "`{title}` is neither modelled by the oracle nor shown beside Python");
    }
}
