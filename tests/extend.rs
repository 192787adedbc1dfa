//! What a definition brings with it, and that CONTRIBUTING.md tells the truth.
//!
//! The walk-throughs are followed to the letter: their files and lines are put into a copy
//! of the source, which is built and used. The copy stands at a fixed place below the
//! target folder and is built in that folder, so that dependencies are built once and a
//! second run builds what has changed. Its binary has a name of its own there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flitch::cli::{self, complete, help, man, opts};
use flitch::def::Doc;

use crate::harness::{self, Room};

/// The shells whose scripts hold the words that follow `flitch help`. Those of fish and
/// PowerShell complete options only: clap's generators for them leave such words out.
const SHELLS: [&str; 2] = ["bash", "zsh"];

/// Every definition and the heading of its kind in the help.
fn definitions() -> Vec<(&'static str, &'static Doc)> {
    let mut out: Vec<(&str, &Doc)> = Vec::new();
    out.extend(flitch::stages::ALL.iter().map(|d| ("stages", &d.doc)));
    out.extend(flitch::funcs::ALL.iter().map(|d| ("functions", &d.doc)));
    out.extend(flitch::aggs::ALL.iter().map(|d| ("aggregates", &d.doc)));
    out.extend(flitch::inputs::ALL.iter().map(|d| ("formats", &d.doc)));
    out.extend(flitch::outputs::ALL.iter().map(|d| ("outputs", &d.doc)));
    out.extend(flitch::codecs::ALL.iter().map(|d| ("codecs", &d.doc)));
    out
}

/// Where a definition does not appear; `text` gives what a command of flitch prints.
fn missing(list: &str, doc: &Doc, text: &dyn Fn(&[&str]) -> String) -> Vec<String> {
    let mut lacks = Vec::new();
    let mut want = |place: String, holds: bool| {
        if !holds {
            lacks.push(format!("{list} `{}` is not in {place}", doc.name));
        }
    };
    let page = text(&["help", doc.name]);
    want("its help page".to_string(), doc.usage.lines().all(|line| page.contains(line)) && page.contains(doc.brief));
    want("the examples of its help page".to_string(), page.contains("$ flitch ") && !doc.examples.is_empty());
    want(format!("`flitch help {list}`"), named(&text(&["help", list]), doc));
    want("`flitch help`".to_string(), text(&["help"]).split_whitespace().any(|word| word == doc.name));
    want(
        "the man page".to_string(),
        text(&["man"]).lines().any(|line| line == format!(".SS {}", doc.name.replace('-', "\\-"))),
    );
    for shell in SHELLS {
        want(format!("the completions for {shell}"), words(&text(&["completions", shell])).any(|w| w == doc.name));
    }
    lacks
}

/// Whether a list of names and briefs has this one.
fn named(list: &str, doc: &Doc) -> bool {
    let is = |line: &str| line.split_whitespace().next() == Some(doc.name) && line.ends_with(doc.brief);
    list.lines().any(is)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')
}

#[test]
fn every_definition_is_everywhere() {
    let topics = cli::topics();
    let print = |command: &[&str]| {
        let text = match command {
            ["help", topic] => help::help(Some(topic), &topics),
            ["completions", shell] => complete::completions(shell, &topics),
            ["man"] => Ok(man::man(&opts::definition(), &topics)),
            _ => help::help(None, &topics),
        };
        text.unwrap_or_default()
    };
    // What is printed does not change from one definition to the next.
    let printed = std::cell::RefCell::new(Vec::<(String, String)>::new());
    let text = |command: &[&str]| {
        let key = command.join(" ");
        if let Some((_, text)) = printed.borrow().iter().find(|(other, _)| *other == key) {
            return text.clone();
        }
        let text = print(command);
        printed.borrow_mut().push((key, text.clone()));
        text
    };
    let definitions = definitions();
    assert!(definitions.len() > 70, "only {} definitions were found", definitions.len());
    let mut lacks: Vec<String> = definitions.iter().flat_map(|(list, doc)| missing(list, doc, &text)).collect();
    // The laws of aggregates are a loop over their registry, and no name stands in it.
    let laws = harness::read(&harness::root().join("src/aggs/laws_tests.rs"));
    if !laws.contains("ALL.iter()") {
        lacks.push("the laws of aggregates are no loop over the registry".to_string());
    }
    assert!(lacks.is_empty(), "{}", lacks.join("\n"));

    let absent = Doc { name: "absent", usage: "absent(x)", brief: "is not there", text: "", examples: &[] };
    assert_eq!(missing("functions", &absent, &text).len(), 7, "a definition that is nowhere is missed everywhere");
}

/// A walk-through: a new file, and the lines that register it.
struct Walk {
    path: String,
    source: String,
    /// The file, and pairs of a line and the line that goes after it.
    registry: String,
    lines: Vec<(String, String)>,
}

impl Walk {
    /// What is defined: the name of the file.
    fn name(&self) -> &str {
        Path::new(&self.path).file_stem().and_then(|stem| stem.to_str()).expect("files have plain names")
    }
}

/// The walk-throughs of a text: a line with nothing but a path in backticks and a colon,
/// a rust block, a diff block.
fn walks(text: &str) -> Vec<Walk> {
    let mut out: Vec<Walk> = Vec::new();
    let mut path = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix('`').and_then(|line| line.strip_suffix("`:")) {
            path = name.to_string();
        }
        if line != "```rust" && line != "```diff" {
            continue;
        }
        let block = lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n"));
        if line == "```rust" {
            let source = block.collect();
            let (path, registry) = (std::mem::take(&mut path), String::new());
            out.push(Walk { path, source, registry, lines: Vec::new() });
        } else {
            let walk = out.last_mut().expect("a file stands before the lines that register it");
            let mut after = String::new();
            for line in block {
                if let Some(name) = line.strip_prefix("--- ") {
                    walk.registry = name.trim_end().to_string();
                } else if let Some(new) = line.strip_prefix('+') {
                    walk.lines.push((after.clone(), new.to_string()));
                } else {
                    after = line[1..].to_string();
                }
            }
        }
    }
    out
}

/// Writes a file unless it is what stands there, so that nothing is built for no reason.
fn write(path: &Path, bytes: &[u8]) {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
    fs::write(path, bytes).expect("files can be written");
}

/// A copy of the source with the walk-throughs followed.
fn copy(walks: &[Walk], to: &Path) {
    let root = harness::root();
    let mut kept: Vec<PathBuf> = Vec::new();
    for file in harness::files(&root.join("src"), "") {
        let short = harness::short(&file);
        let mut bytes = fs::read(&file).expect("sources can be read");
        for walk in walks.iter().filter(|walk| walk.registry == short) {
            let mut text = String::from_utf8(bytes).expect("sources are UTF-8");
            for (after, new) in &walk.lines {
                assert_eq!(text.matches(after.as_str()).count(), 1, "{short}: {after:?} is there once");
                text = text.replace(after.as_str(), &format!("{after}{new}"));
            }
            bytes = text.into_bytes();
        }
        write(&to.join(&short), &bytes);
        kept.push(to.join(&short));
    }
    for walk in walks {
        assert!(!root.join(&walk.path).exists(), "{} is there already; the page needs another example", walk.path);
        write(&to.join(&walk.path), walk.source.as_bytes());
        kept.push(to.join(&walk.path));
    }
    // Files of an earlier run that are gone from the source.
    for file in harness::files(&to.join("src"), "").iter().filter(|file| !kept.contains(file)) {
        fs::remove_file(file).expect("files can be removed");
    }
    for file in harness::files(&root.join("tests/samples"), "") {
        write(&to.join(harness::short(&file)), &fs::read(&file).expect("samples can be read"));
    }
    write(&to.join("Cargo.lock"), &fs::read(root.join("Cargo.lock")).expect("there is a lock"));
    write(&to.join("Cargo.toml"), manifest(&harness::read(&root.join("Cargo.toml"))).as_bytes());
}

/// The manifest without what is not copied, and with another name for the binary. It runs so little that
/// it would take longer to make it fast.
fn manifest(text: &str) -> String {
    let mut out = String::new();
    let mut copied = true;
    for line in text.lines() {
        if line.starts_with('[') {
            copied = !matches!(line, "[[test]]" | "[[bench]]" | "[[example]]");
        }
        let line = if line.starts_with("default-run") { "" } else { line };
        if copied {
            out.push_str(&format!("{line}\n"));
        }
    }
    // Another package name keeps its build apart from the real one in the shared folder: with
    // the same name cargo takes the one for the other.
    let out = out.replace("[package]\nname = \"flitch\"", "[package]\nname = \"flitch-extended\"");
    let out = out.replace("[lib]\n", "[lib]\nname = \"flitch\"\n");
    let renamed = out.replace("[[bin]]\nname = \"flitch\"", "[[bin]]\nname = \"flitch-extended\"");
    assert_ne!(renamed, out, "the binary is named in the manifest");
    let plain = renamed.replace("[profile.dev]\nopt-level = 1\n", "[profile.dev]\nopt-level = 0\n");
    assert_ne!(plain, renamed, "the manifest says how well tests are compiled");
    format!("{plain}\n[workspace]\n")
}

/// Builds the copy; gives the folder of its binary.
fn build(copy: &Path) -> PathBuf {
    let target = copy.ancestors().nth(2).expect("the copy is below the target folder");
    let output = Command::new(env!("CARGO"))
        .args(["build", "--offline", "--quiet", "--bin", "flitch-extended", "--target-dir"])
        .arg(target)
        .current_dir(copy)
        .stdin(Stdio::null())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "the copy does not build\n{}", String::from_utf8_lossy(&output.stderr));
    target.join("debug")
}

/// The examples of a help page: the command after `flitch`, and what it prints.
fn examples(page: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in page.lines().skip_while(|line| !line.starts_with("Example")) {
        let Some(line) = line.strip_prefix("    ") else { continue };
        match line.strip_prefix("$ flitch ") {
            Some(command) => out.push((command.to_string(), String::new())),
            None => out.last_mut().expect("a command is first").1.push_str(&format!("{line}\n")),
        }
    }
    out
}

#[test]
fn the_walk_throughs_lead_where_they_say() {
    let walks = walks(&harness::read(&harness::root().join("CONTRIBUTING.md")));
    let folders: Vec<&str> = walks.iter().filter_map(|walk| walk.path.split('/').nth(1)).collect();
    assert_eq!(folders, ["funcs", "stages", "aggs"], "one of each");
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("extended");
    copy(&walks, &to);
    formatted(&walks, &to);
    let bin = build(&to);

    let room = Room::new();
    std::os::unix::fs::symlink(bin.join("flitch-extended"), room.path().join("flitch")).expect("links can be made");
    let run = |command: &str| {
        let result = room.sh(&format!("PATH=.:$PATH; {command}"));
        assert!(result.code == 0 && result.stderr.is_empty(), "{command}: {}", result.session());
        String::from_utf8(result.stdout).expect("the output is UTF-8")
    };
    for walk in &walks {
        let name = walk.name();
        let page = run(&format!("flitch help {name}"));
        let examples = examples(&page);
        assert!(!examples.is_empty(), "{page}");
        for (command, expected) in &examples {
            let found = run(&format!("flitch {command}"));
            assert!(!found.is_empty() && found == *expected, "$ flitch {command}\n{found}");
        }
        let list = ["stages", "functions", "aggregates"].map(|list| run(&format!("flitch help {list}"))).concat();
        assert!(list.lines().any(|line| line.split_whitespace().next() == Some(name)), "{list}");
        assert!(run("flitch man").lines().any(|line| line == format!(".SS {name}")), "{name} is not in the man page");
        for shell in SHELLS {
            let script = run(&format!("flitch completions {shell}"));
            assert!(words(&script).any(|word| word == name), "{name} is not completed by {shell}");
        }
        // A slip of one letter is told, which is another loop over the registries.
        let slip = room.sh(&format!("PATH=.:$PATH; flitch help {}", &name[..name.len() - 1]));
        assert!(String::from_utf8_lossy(&slip.stderr).contains(&format!("help {name}`?")), "{}", slip.session());
    }
}

/// The new files are formatted as the source is.
fn formatted(walks: &[Walk], to: &Path) {
    let output = Command::new("rustfmt")
        .args(["--check", "--edition", "2024", "--config-path"])
        .arg(harness::root())
        .args(walks.iter().map(|walk| to.join(&walk.path)))
        .output()
        .expect("rustfmt runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_copy_is_not_what_it_was() {
    let text = "`a/b.rs`:\n\n```rust\none\n```\n\n```diff\n--- a/mod.rs\n x\n+y\n     &x,\n+    &y,\n```\n";
    let found = walks(text);
    assert_eq!((found.len(), found[0].name(), &*found[0].source, &*found[0].registry), (1, "b", "one\n", "a/mod.rs"));
    assert_eq!(
        found[0].lines,
        [("x\n", "y\n"), ("    &x,\n", "    &y,\n")].map(|(a, b)| (a.to_string(), b.to_string()))
    );
    let page = "x\n\nExample:\n\n    $ flitch 'a' f\n    one\n    two\n\n    $ flitch b\n";
    assert_eq!(examples(page), [("'a' f", "one\ntwo\n"), ("b", "")].map(|(a, b)| (a.to_string(), b.to_string())));
}
