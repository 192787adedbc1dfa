//! The documentation runs: every example of every DEF, every console block of the READMEs
//! and of the written pages, and the generated man page and completions.
//!
//! Examples are counted, so that a change that hides them fails. `UPDATE=1` rewrites
//! what differs, DEFs in their source included; pages that are compiled into the binary
//! (the man page) follow in a second run.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use flitch::def::Doc;

use crate::harness::{self, Room};
use crate::literal;

/// Every DEF: the registry that it is in, and its doc.
fn docs() -> Vec<(&'static str, &'static Doc)> {
    let mut out: Vec<(&str, &Doc)> = Vec::new();
    out.extend(flitch::stages::ALL.iter().map(|d| ("stages", &d.doc)));
    out.extend(flitch::funcs::ALL.iter().map(|d| ("funcs", &d.doc)));
    out.extend(flitch::aggs::ALL.iter().map(|d| ("aggs", &d.doc)));
    out.extend(flitch::inputs::ALL.iter().map(|d| ("inputs", &d.doc)));
    out.extend(flitch::outputs::ALL.iter().map(|d| ("outputs", &d.doc)));
    out.extend(flitch::codecs::ALL.iter().map(|d| ("codecs", &d.doc)));
    out
}

/// The pages with console blocks: the READMEs and the topics.
pub fn pages() -> Vec<PathBuf> {
    let mut out = vec![harness::root().join("README.md"), harness::root().join("benches/README.md")];
    out.extend(harness::files(&harness::root().join("src/cli/topics"), ".md"));
    out
}

#[test]
fn every_example_of_every_definition_prints_what_it_shows() {
    let docs = docs();
    let found: usize = docs.iter().map(|(_, doc)| doc.examples.len()).sum();
    let mut ran = 0;
    let mut failures = Vec::new();
    for (registry, doc) in &docs {
        let mut shows = false;
        for example in doc.examples {
            let result = Room::new().sh(&format!("flitch {}", example.run));
            ran += 1;
            shows |= !result.stdout.is_empty();
            let place = format!("{registry} `{}`: flitch {}", doc.name, example.run);
            if result.code != 0 {
                failures.push(format!("{place}\nexit {}: {}", result.code, String::from_utf8_lossy(&result.stderr)));
                continue;
            }
            let Ok(text) = String::from_utf8(result.stdout) else {
                failures.push(format!("{place}\nthe output is not UTF-8; pick another example"));
                continue;
            };
            let expected = example.output.strip_prefix('\n').unwrap_or(example.output);
            if text == expected {
                continue;
            }
            if harness::updating() && literal::rewrite(example.run, &text) {
                continue;
            }
            failures.push(format!("{place}\n{}", harness::difference(expected, &text)));
        }
        if !shows {
            failures.push(format!("{registry} `{}`: no example prints anything", doc.name));
        }
    }
    assert_eq!(ran, found, "examples ran and found");
    assert!(found >= docs.len() && !docs.is_empty(), "{found} examples of {} definitions", docs.len());
    assert!(failures.is_empty(), "{} failures; UPDATE=1 rewrites outputs\n\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn every_definition_is_well_said() {
    let docs = docs();
    let mut names: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut failures = Vec::new();
    for (registry, doc) in &docs {
        *names.entry((registry, doc.name)).or_default() += 1;
        let mut fault = |text: String| failures.push(format!("{registry} `{}`: {text}", doc.name));
        if doc.usage.is_empty() || !doc.usage.contains(doc.name.trim_end_matches("NN")) {
            fault(format!("the usage does not show the name: {:?}", doc.usage));
        }
        if let Err(why) = brief(doc.brief) {
            fault(format!("the brief {why}: {:?}", doc.brief));
        }
        if !doc.text.trim_end().ends_with('.') {
            fault("the text does not end in a full stop".to_string());
        }
        for name in flitch::cli::markup::refs(doc.text) {
            if !resolves(&name, &docs) {
                fault(format!("[{name}] is no name; code that only looks like one wants backticks"));
            }
        }
    }
    failures.extend(names.iter().filter(|(_, n)| **n > 1).map(|((r, name), _)| format!("{r}: two are named `{name}`")));
    for page in flitch::cli::help::PAGES {
        if let Err(why) = brief(page.brief) {
            failures.push(format!("page `{}`: the brief {why}", page.name));
        }
        let refs = flitch::cli::markup::refs(page.text);
        let lost = refs.iter().filter(|name| !resolves(name, &docs));
        failures.extend(lost.map(|name| format!("page `{}`: [{name}] is no name", page.name)));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// One line, lower case but for names such as JSON and Splunk's, no full stop.
fn brief(text: &str) -> Result<(), &'static str> {
    let first = text.split_whitespace().next().unwrap_or_default();
    let capital = first.starts_with(|c: char| c.is_ascii_uppercase());
    let name = first.chars().filter(|c| c.is_ascii_uppercase()).count() > 1 || first.contains('\'');
    match text {
        "" => Err("is empty"),
        _ if text.contains('\n') => Err("is longer than a line"),
        _ if text.ends_with('.') => Err("ends in a full stop"),
        _ if capital && !name => Err("opens with a capital"),
        _ => Ok(()),
    }
}

fn resolves(name: &str, docs: &[(&str, &Doc)]) -> bool {
    docs.iter().any(|(_, doc)| doc.name == name)
        || flitch::cli::help::PAGES.iter().any(|page| page.name == name)
        || flitch::cli::help::LISTS.iter().any(|list| list.0 == name)
}

/// Console blocks: `$ command`, then both streams as a terminal shows them. A command of
/// a tool that is not installed here keeps what the page shows.
#[test]
fn every_console_block_prints_what_it_shows() {
    let mut ran = 0;
    let mut failures = Vec::new();
    for path in pages() {
        let text = harness::read(&path);
        let room = Room::new();
        let new = map_fences(&text, "console", |block| {
            let mut out = String::new();
            for (command, shown) in commands(block) {
                let tool = command.split_whitespace().next().unwrap_or_default();
                let result = if room.has(tool) { room.sh(&command).console() } else { shown.clone() };
                ran += usize::from(tool == "flitch");
                if result.is_empty() {
                    failures.push(format!("{}: nothing comes out of $ {command}", harness::short(&path)));
                }
                if result != shown && !harness::updating() {
                    let place = format!("{}: $ {command}", harness::short(&path));
                    failures.push(format!("{place}\n{}", harness::difference(&shown, &result)));
                }
                out.push_str(&format!("$ {}\n{result}", command.replace('\n', "\n> ")));
            }
            out
        });
        if harness::updating() && new != text {
            fs::write(&path, new).expect("pages can be written");
        }
    }
    assert!(ran > 0, "there is no console block");
    assert!(failures.is_empty(), "{} differ; UPDATE=1 rewrites them\n\n{}", failures.len(), failures.join("\n\n"));
}

/// Pairs in `same` blocks print the same; those in `like` blocks run and print something.
#[test]
fn every_translation_holds() {
    let (mut same, mut like) = (0, 0);
    let mut failures = Vec::new();
    for path in pages() {
        let text = harness::read(&path);
        for kind in ["same", "like"] {
            let room = Room::new();
            map_fences(&text, kind, |block| {
                let mut foreign = None;
                for line in block.lines() {
                    if !is_ours(line) {
                        foreign = Some(line).filter(|line| !line.is_empty());
                        continue;
                    }
                    let ours = room.sh(line);
                    let place = format!("{}: {line}", harness::short(&path));
                    if ours.code != 0 || ours.stdout.is_empty() {
                        failures.push(format!(
                            "{place}\nexit {}: {}",
                            ours.code,
                            String::from_utf8_lossy(&ours.stderr)
                        ));
                    }
                    if kind == "like" {
                        like += 1;
                        continue;
                    }
                    same += 1;
                    let theirs = foreign.take().unwrap_or_else(|| panic!("{place}: a pair of one"));
                    if !room.has(theirs.split_whitespace().next().unwrap_or_default()) {
                        continue;
                    }
                    let theirs = room.sh(theirs).console();
                    let ours = String::from_utf8_lossy(&ours.stdout).into_owned();
                    if ours != theirs {
                        failures.push(format!("{place}\n{}", harness::difference(&theirs, &ours)));
                    }
                }
                block.to_string()
            });
        }
    }
    assert!(same > 0 && like > 0, "{same} pairs and {like} likenesses were found");
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// Whether a line of a pair is flitch's side of it, perhaps after what prepares it.
fn is_ours(line: &str) -> bool {
    line.starts_with("flitch ") || line.contains("; flitch ")
}

/// No command of a page escapes the tests above: flitch's side stands in a block that is run,
/// every foreign command has one, and every page that begins with `from-` has such blocks.
#[test]
fn every_command_of_a_page_is_run() {
    let mut failures = Vec::new();
    for path in pages() {
        let text = harness::read(&path);
        let place = |i: usize, line: &str| format!("{}:{}: {line}", harness::short(&path), i + 1);
        let (mut kind, mut foreign, mut ours) = (None, None, 0);
        for (i, line) in text.lines().enumerate() {
            let command = line.trim_start().trim_start_matches("$ ");
            match (line.strip_prefix("```"), kind) {
                (Some(_), Some(_)) => kind = None,
                (Some(opens), None) => kind = Some(opens.trim()),
                (None, Some("same" | "like")) if is_ours(line) => {
                    ours += 1;
                    foreign = None;
                    continue;
                }
                (None, Some("same" | "like")) if !line.is_empty() => {
                    if let Some(before) = foreign.replace(place(i, line)) {
                        failures.push(format!("{before}\nhas no flitch side"));
                    }
                    continue;
                }
                (None, Some("console" | "sh" | "same" | "like")) => {}
                (None, Some("crontab" | "systemd" | "yaml")) => {}
                (None, _) if command.starts_with("flitch ") && !command.ends_with('.') => {
                    failures.push(format!("{}\nis in no block that is run", place(i, line)));
                }
                (None, _) => {}
            }
            failures.extend(foreign.take().map(|before| format!("{before}\nhas no flitch side")));
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if name.starts_with("from-") && ours == 0 {
            failures.push(format!("{}: has no pair", harness::short(&path)));
        }
        let shown = flitch::cli::help::PAGES.iter().any(|page| page.name == name) || name == "overview";
        if !shown && name != "README" {
            failures.push(format!("{}: is no page of `flitch help`", harness::short(&path)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Replaces the inside of each fenced block of a kind.
pub fn map_fences(text: &str, kind: &str, mut change: impl FnMut(&str) -> String) -> String {
    let open = format!("```{kind}");
    let mut out = String::new();
    let mut inside: Option<String> = None;
    for line in text.split_inclusive('\n') {
        match &mut inside {
            None => {
                out.push_str(line);
                inside = (line.trim_end() == open).then(String::new);
            }
            Some(block) if line.trim_end() == "```" => {
                out.push_str(&change(block));
                out.push_str(line);
                inside = None;
            }
            Some(block) => block.push_str(line),
        }
    }
    assert!(inside.is_none(), "a ```{kind} block is not closed");
    out
}

/// The commands of a console block, with what is shown after each.
fn commands(block: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in block.split_inclusive('\n') {
        if let Some(command) = line.strip_prefix("$ ") {
            out.push((command.trim_end().to_string(), String::new()));
            continue;
        }
        let (command, shown) = out.last_mut().expect("a console block opens with `$ `");
        match line.strip_prefix("> ").filter(|_| shown.is_empty()) {
            Some(more) => {
                command.push('\n');
                command.push_str(more.trim_end());
            }
            None => shown.push_str(line),
        }
    }
    out
}

#[test]
fn generated_files_are_fresh() {
    let room = Room::new();
    let mut failures = Vec::new();
    for (command, file) in [
        ("flitch man", "man/flitch.1"),
        ("flitch completions bash", "completions/flitch.bash"),
        ("flitch completions zsh", "completions/_flitch"),
        ("flitch completions fish", "completions/flitch.fish"),
        ("flitch completions powershell", "completions/_flitch.ps1"),
    ] {
        let result = room.sh(command);
        let text = String::from_utf8_lossy(&result.stdout).into_owned();
        assert!(result.code == 0 && !text.is_empty(), "{command}: {result:?}");
        let path = harness::root().join(file);
        if harness::updating() {
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
            fs::write(&path, &text).expect("generated files can be written");
            continue;
        }
        let old = fs::read_to_string(&path).unwrap_or_default();
        if old != text {
            failures.push(format!("{file} is not what `{command}` prints: {}", harness::difference(&old, &text)));
        }
    }
    assert!(failures.is_empty(), "UPDATE=1 cargo test generated_files rewrites them\n{}", failures.join("\n"));
}

/// The two commands of the README, on a machine that has only Rust: the first is run here
/// with the binary that the tests have built, and prints what the tour shows for it; the
/// second is what runs this.
#[test]
fn the_two_commands_of_the_readme_work() {
    let text = harness::read(&harness::root().join("README.md"));
    let block = text.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a block of commands");
    let [run, test] = block.lines().collect::<Vec<_>>()[..] else { panic!("two commands, and not {block:?}") };
    assert_eq!(test, "cargo test");
    let arguments = run.strip_prefix("cargo run --release -- ").expect("the first command runs flitch");
    let result = Room::new().sh(&format!("cd '{}' && flitch {arguments}", harness::root().display()));
    assert_eq!((result.code, result.stderr), (0, Vec::new()));
    let shown = arguments.replace("tests/samples/", "");
    let session = format!("$ flitch {shown}\n{}", String::from_utf8_lossy(&result.stdout));
    assert!(text.contains(&session), "the tour does not show what the first command prints:\n{session}");
    let script = harness::read(&harness::root().join(".ci/run"));
    assert!(script.lines().any(|line| line.trim_end().ends_with(test)), "CI runs the README's test command");
}
