//! The benchmark is honest without a clock: its commands bind, its tables say what its results say, and its page
//! names what is there.
//!
//! Times are measured by `benches/compare` and instructions counted by `benches/instructions`; that the answers are
//! right is run by `.ci/run` on a release build. Here stands what can be known in a second. Where Python is
//! not there, what needs it is left out, as peers are elsewhere.

use std::path::PathBuf;

use crate::harness::{self, Room};

fn benches() -> PathBuf {
    harness::root().join("benches")
}

fn toml(name: &str) -> toml::Table {
    harness::read(&benches().join(name)).parse().unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The command of a task as a shell would be told it.
fn shell(command: &toml::Value) -> String {
    match command {
        toml::Value::String(line) => line.clone(),
        toml::Value::Array(words) => {
            let words = words.iter().map(|word| word.as_str().expect("words are texts"));
            words.map(|word| shlex::try_quote(word).expect("no NUL").into_owned()).collect::<Vec<_>>().join(" ")
        }
        other => panic!("neither a line nor words: {other:?}"),
    }
}

/// Python, if it is new enough for the scripts.
fn python(room: &Room, arguments: &str) -> Option<harness::Ran> {
    if room.sh("python3 -c 'import tomllib'").code != 0 {
        return None;
    }
    Some(room.sh(&format!("cd '{}' && python3 {arguments}", benches().display())))
}

#[test]
fn every_command_of_the_benchmark_binds() {
    let room = Room::new();
    std::fs::write(room.path().join("words.txt"), "one\n").expect("files can be written");
    std::fs::write(room.path().join("lookup.csv"), "user_id,plan,region\nu1,a,b\n").expect("files can be written");
    let tasks = toml("peers.toml");
    let files = tasks["files"].as_table().expect("files have names");
    let commands = toml("flitch.commands");
    assert!(commands.len() > 30, "{} commands", commands.len());
    for (task, command) in &commands {
        let mut line =
            shell(command).replace("{flitch}", "flitch --explain").replace("'flitch --explain'", "flitch --explain");
        for (name, file) in files {
            line = line.replace(&format!("{{{name}}}"), file.as_str().expect("a file is a name"));
        }
        assert!(line.contains("flitch --explain") && !line.contains("cat {"), "{task}: {line}");
        // What is piped in is not there, and nothing of it is read.
        let ran = room.sh(&line.replace("cat access.log |", ""));
        assert_eq!(ran.code, 0, "{task}: {line}\n{}", String::from_utf8_lossy(&ran.stderr));
        assert!(!ran.stdout.is_empty(), "{task}: {line} explains nothing");
    }
}

#[test]
fn every_task_has_a_command_an_answer_and_marks() {
    let all = toml("peers.toml");
    let commands = toml("flitch.commands");
    let answers = harness::read(&benches().join("answers.py"));
    let reference = harness::read(&benches().join("reference.py"));
    let tasks = all["tasks"].as_table().expect("tasks have names");
    let names = |table: &toml::Table| table.keys().cloned().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(names(tasks), names(&commands));
    for (name, task) in tasks {
        let text = |key: &str| task.get(key).and_then(|v| v.as_str()).unwrap_or_else(|| panic!("{name}: no {key}"));
        assert!(all["groups"].get(text("group")).is_some(), "{name}: no such group");
        assert!(all["files"].get(text("input")).is_some(), "{name}: no such file");
        assert!(answers.contains(&format!("    \"{}\": ", text("check"))), "{name}: no such check");
        assert!(!text("limit").is_empty() && !text("title").is_empty(), "{name}");
        let answered = [format!("def {name}()"), format!("{name} = ")];
        assert!(answered.iter().any(|form| reference.contains(form)), "{name}: reference.py has no answer");
        assert!(task["tools"].as_table().is_some_and(|tools| tools.len() > 2), "{name}: too few peers");
        let times = task.get("times").and_then(|v| v.as_table()).into_iter().flatten();
        assert!(times.into_iter().all(|(peer, _)| task["tools"].get(peer).is_some()), "{name}: times of no peer");
    }
}

#[test]
fn the_page_names_every_file_and_its_commands_are_there() {
    let page = harness::read(&benches().join("README.md"));
    let mut seen = 0;
    for path in std::fs::read_dir(benches()).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        // The data and the peers are made here, and are no part of the project.
        if matches!(&*name, "README.md" | "data" | "peers" | "__pycache__") {
            continue;
        }
        seen += 1;
        let shown = if path.is_dir() { format!("`{name}/`") } else { format!("`{name}`") };
        assert!(page.contains(&shown), "benches/README.md does not name {shown}");
    }
    assert!(seen > 10, "only {seen} files were found");
    let mut ran = 0;
    crate::docs::map_fences(&page, "sh", |block| {
        for word in block.split_whitespace().filter(|word| word.starts_with("benches/")) {
            use std::os::unix::fs::PermissionsExt;
            let file = std::fs::metadata(harness::root().join(word)).unwrap_or_else(|error| panic!("{word}: {error}"));
            assert!(file.permissions().mode() & 0o111 == 0o111, "{word} is no program");
            ran += 1;
        }
        block.to_string()
    });
    assert!(ran >= 5, "{ran} programs stand in the page's commands");
}

/// A kernel whose row is missing fails the gate; a row whose kernel is missing would guard nothing.
#[test]
fn every_row_of_the_instructions_has_its_task() {
    let script = harness::read(&benches().join("instructions"));
    let table = harness::read(&benches().join("instructions.tsv"));
    let rows: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    for row in &rows {
        let (name, count) = row.split_once('\t').unwrap_or_else(|| panic!("{row:?} has no count"));
        assert!(count.parse::<u64>().is_ok_and(|n| n > 100_000), "{row:?}");
        assert!(script.contains(&format!("    (\"{name}\", [")), "{name}: no such task");
    }
    assert_eq!(rows.len(), script.lines().filter(|line| line.starts_with("    (\"")).count());
}

/// What the page tells people to run is what the checks run.
#[test]
fn the_answers_of_the_benchmark_are_checked_with_every_change() {
    let page = harness::read(&benches().join("README.md"));
    let script = harness::read(&harness::root().join(".ci/run"));
    for command in ["benches/generate-logs --size small", "benches/compare --size small --verify-only --tools flitch"] {
        assert!(page.contains(command) && script.contains(command), "{command}");
    }
    assert!(script.contains("step benches/instructions"));
}

#[test]
fn the_scripts_of_the_benchmark_can_be_asked_for_help() {
    let room = Room::new();
    for name in ["install-peers", "generate-logs", "compare", "generators", "instructions", "render"] {
        let path = benches().join(name);
        let is_python = harness::read(&path).starts_with("#!/usr/bin/env python3");
        let ran = if is_python {
            let Some(ran) = python(&room, &format!("{name} --help")) else { continue };
            ran
        } else {
            room.sh(&format!("'{0}' --help && bash -n '{0}'", path.display()))
        };
        assert_eq!(ran.code, 0, "{name}\n{}", String::from_utf8_lossy(&ran.stderr));
        assert!(String::from_utf8_lossy(&ran.stdout).contains(&format!("benches/{name}")), "{name} shows no command");
    }
}

/// The examples in these two files are run: a wrong answer is never compared with, a text trick is not the thriftiest
/// parser, a miss is told.
#[test]
fn marks_and_answers_are_judged_as_their_examples_say() {
    let room = Room::new();
    for (name, least) in [("tables.py", 5), ("answers.py", 5)] {
        let Some(ran) = python(&room, &format!("-m doctest -v {name}")) else { continue };
        let text = String::from_utf8_lossy(&ran.stdout).into_owned();
        assert_eq!(ran.code, 0, "{name}\n{text}");
        assert!(text.matches("Trying:").count() >= least, "{name} has few examples\n{text}");
    }
}

#[test]
fn the_tables_of_the_pages_are_those_of_the_results() {
    let Some(ran) = python(&Room::new(), "render --check") else { return };
    assert_eq!(ran.code, 0, "benches/render writes them\n{}", String::from_utf8_lossy(&ran.stderr));
}
