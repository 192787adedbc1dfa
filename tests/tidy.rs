//! The house rules, as far as a program can see them.
//!
//! They are read off the source text: comments and strings are blanked first, tests
//! cut out, and what is left is searched for words. A real parser was rejected, since
//! rules that need one would be hard to keep in mind too. Each reader of the source is
//! tested here on text that breaks its rule.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness;

/// The folders of `src`, by floor. A file imports its own folder and lower floors.
const FLOORS: &[(&str, u8)] = &[
    ("base", 0),
    ("data", 1),
    ("lang", 1),
    ("def", 2),
    ("stages", 3),
    ("funcs", 3),
    ("aggs", 3),
    ("inputs", 3),
    ("outputs", 3),
    ("codecs", 3),
    ("plan", 4),
    ("exec", 5),
    ("cli", 6),
];

/// The registries: the type of their definitions.
const REGISTRIES: &[(&str, &str)] = &[
    ("stages", "StageDef"),
    ("funcs", "FuncDef"),
    ("aggs", "AggDef"),
    ("inputs", "InputDef"),
    ("outputs", "OutputDef"),
    ("codecs", "CodecDef"),
];

/// Files in registry folders that define nothing and serve those that do.
const SHARED: &[&str] = &[
    "src/aggs/extreme.rs",
    "src/aggs/ranked.rs",
    "src/aggs/sketch.rs",
    "src/aggs/tally.rs",
    "src/aggs/total.rs",
    "src/funcs/address.rs",
    "src/funcs/clock.rs",
    "src/funcs/groups.rs",
    "src/funcs/hex.rs",
    "src/funcs/list.rs",
    "src/funcs/object.rs",
    "src/funcs/pad.rs",
    "src/funcs/parts.rs",
    "src/funcs/percent.rs",
    "src/funcs/pick.rs",
    "src/funcs/uri.rs",
    "src/inputs/access.rs",
    "src/inputs/balancer.rs",
    "src/inputs/broken_json.rs",
    "src/inputs/detect.rs",
    "src/inputs/envelope.rs",
    "src/inputs/extended.rs",
    "src/inputs/fixed.rs",
    "src/inputs/json_layouts.rs",
    "src/inputs/jul.rs",
    "src/inputs/open.rs",
    "src/inputs/stamped.rs",
    "src/inputs/structured.rs",
    "src/inputs/web.rs",
    "src/inputs/written.rs",
];

/// The most lines of a file in `src`.
const LINES: usize = 500;

fn sources() -> Vec<PathBuf> {
    let out = harness::files(&harness::root().join("src"), ".rs");
    assert!(out.len() > 30, "only {} sources were found", out.len());
    out
}

/// The sources that ship: files of tests are left out, and tests within files blanked.
fn code() -> Vec<(String, String)> {
    let ships = |path: &PathBuf| !path.to_string_lossy().ends_with("_tests.rs");
    let read = |path: PathBuf| (harness::short(&path), without_tests(&without_words(&harness::read(&path))));
    sources().into_iter().filter(ships).map(read).collect()
}

fn check(failures: Vec<String>) {
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Blanks comments and the insides of strings, newlines and quotes kept.
fn without_words(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut i = 0;
    let blank = |out: &mut String, from: usize, to: usize| {
        out.extend(chars[from..to.min(chars.len())].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
    };
    while i < chars.len() {
        let begins = i == 0 || !word(at(i - 1));
        let start = i;
        if at(i) == '/' && at(i + 1) == '/' {
            while i < chars.len() && at(i) != '\n' {
                i += 1;
            }
            blank(&mut out, start, i);
            continue;
        }
        let prefix = if at(i) == 'r' {
            1
        } else if at(i) == 'b' && at(i + 1) == 'r' {
            2
        } else {
            0
        };
        let hashes = (i + prefix..).take_while(|&k| at(k) == '#').count();
        if prefix > 0 && begins && at(i + prefix + hashes) == '"' {
            i += prefix + hashes + 1;
            let closes = |k: usize| at(k) == '"' && (1..=hashes).all(|h| at(k + h) == '#');
            while i < chars.len() && !closes(i) {
                i += 1;
            }
            i += 1 + hashes;
            out.push('"');
            blank(&mut out, start, i - 2);
            out.push('"');
            continue;
        }
        if at(i) == '"' {
            i += 1;
            while i < chars.len() && at(i) != '"' {
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            i += 1;
            out.push('"');
            blank(&mut out, start + 1, i - 1);
            out.push('"');
            continue;
        }
        // A quote opens a character, not a lifetime, if another closes it.
        let len = if at(i + 1) == '\\' {
            (3..12).find(|&k| at(i + k) == '\'')
        } else {
            Some(2).filter(|_| at(i + 2) == '\'')
        };
        if let Some(len) = len.filter(|_| at(i) == '\'') {
            i += len + 1;
            blank(&mut out, start, i);
            continue;
        }
        out.push(at(i));
        i += 1;
    }
    out
}

/// Blanks each item under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        out.push_str(&rest[..at]);
        let item = &rest[at..];
        let mut depth = 0i32;
        let mut end = item.len();
        for (i, c) in item.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if (c == '}' || c == ';') && depth == 0 {
                end = i + 1;
                break;
            }
        }
        out.extend(item[..end].chars().filter(|&c| c == '\n'));
        rest = &item[end..];
    }
    out.push_str(rest);
    out
}

/// Each place of a word that stands alone: the line, from 1.
fn places(code: &str, word: &str) -> Vec<usize> {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    let (opens, closes) = (word.starts_with(inside), word.ends_with(inside));
    let whole = |&(at, _): &(usize, &str)| {
        let before = code[..at].chars().next_back().is_some_and(inside);
        let after = code[at + word.len()..].chars().next().is_some_and(inside);
        let inside_a_word = (opens && before) || (closes && after);
        !inside_a_word
    };
    code.match_indices(word).filter(whole).map(|(at, _)| code[..at].matches('\n').count() + 1).collect()
}

/// The folders that a file reaches through `crate::`, with the line.
fn reaches(code: &str) -> Vec<(String, usize)> {
    let mut out = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + found.len()..];
        let name = |text: &str| text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let Some(group) = rest.strip_prefix('{') else {
            out.push((name(rest), line));
            continue;
        };
        // A group: the names at its own depth.
        let mut depth = 0;
        let mut from = 0;
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' if depth > 0 => {}
                ',' | '}' => {
                    out.push((name(&group[from..i]), line));
                    from = i + 1;
                    if c == '}' {
                        break;
                    }
                }
                _ => {}
            }
        }
    }
    out.retain(|(name, _): &(String, usize)| !name.is_empty());
    out
}

fn floor(folder: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == folder).map(|(_, floor)| *floor)
}

/// Why a file of `folder` may not reach `target`.
fn breach(folder: &str, target: &str) -> Option<&'static str> {
    let (own, other) = (floor(folder)?, floor(target)?);
    match () {
        () if folder == target || other < own => None,
        () if other == own => Some("siblings never import each other"),
        () => Some("imports go down only"),
    }
}

#[test]
fn a_file_imports_only_from_lower_floors() {
    let mut failures = Vec::new();
    let mut seen = 0;
    for (path, code) in code() {
        let Some((folder, _)) = path.strip_prefix("src/").and_then(|rest| rest.split_once('/')) else { continue };
        assert!(floor(folder).is_some(), "{path}: `{folder}` has no floor");
        for (target, line) in reaches(&code) {
            seen += usize::from(floor(&target).is_some());
            if let Some(why) = breach(folder, &target) {
                failures.push(format!("{path}:{line}: `crate::{target}`: {why}"));
            }
        }
    }
    assert!(seen > 50, "only {seen} imports were seen");
    check(failures);
}

#[test]
fn words_that_do_not_belong() {
    let mut failures = Vec::new();
    for (path, code) in code() {
        for (line, text) in code.lines().enumerate().filter(|(_, text)| text.contains("std::collections::{")) {
            if text.contains("HashMap") || text.contains("HashSet") {
                failures.push(format!("{path}:{}: a hash table whose order changes from run to run", line + 1));
            }
        }
        let mut forbid = |word: &str, why: &str, allowed: &[&str]| {
            if !allowed.iter().any(|folder| path.starts_with(folder)) {
                failures.extend(places(&code, word).iter().map(|line| format!("{path}:{line}: `{word}`: {why}")));
            }
        };
        forbid("unsafe", "belongs to base", &["src/base/"]);
        forbid(".unwrap()", "say why it cannot happen", &[]);
        forbid(".expect(\"", "say why it cannot happen with unreachable!", &[]);
        for word in ["println!", "eprintln!", "print!", "eprint!"] {
            forbid(word, "only cli and exec write", &["src/cli/", "src/exec/", "src/main.rs"]);
        }
        for word in ["todo!", "unimplemented!", "dbg!"] {
            forbid(word, "is not finished", &[]);
        }
        for word in ["std::collections::HashMap", "std::collections::HashSet", "RandomState"] {
            forbid(word, "its order changes from run to run", &[]);
        }
        for word in ["std::thread", "std::fs", "std::env"] {
            forbid(word, "floors 0 to 4 do no I/O and start no threads", &["src/cli/", "src/exec/", "src/main.rs"]);
        }
    }
    check(failures);
}

#[test]
fn every_source_opens_with_a_paragraph_and_is_short() {
    let mut failures = Vec::new();
    for path in sources().into_iter().chain(harness::files(&harness::root().join("tests"), ".rs")) {
        let text = harness::read(&path);
        let name = harness::short(&path);
        if !text.starts_with("//! ") {
            failures.push(format!("{name}: does not open with `//!`"));
        }
        let lines = text.lines().count();
        if lines > LINES && name.starts_with("src/") {
            failures.push(format!("{name}: {lines} lines; {LINES} is the most"));
        }
        if text.contains(concat!("TO", "DO")) || text.contains(concat!("FIX", "ME")) {
            failures.push(format!("{name}: is not finished"));
        }
    }
    check(failures);
}

/// Every definition in a registry's folder is in its list, and every file defines
/// something or is declared as shared.
#[test]
fn folders_and_registries_are_the_same() {
    let mut failures = Vec::new();
    for (folder, kind) in REGISTRIES {
        let root = harness::root().join("src").join(folder);
        let mut defined = 0;
        for path in harness::files(&root, ".rs") {
            let name = harness::short(&path);
            let code = without_tests(&without_words(&harness::read(&path)));
            let here = definitions(&code, kind);
            defined += here;
            let apart = name.ends_with("/mod.rs") || name.ends_with("_tests.rs") || SHARED.contains(&name.as_str());
            if here == 0 && !apart {
                failures.push(format!("{name}: defines no {kind} and is not declared as shared"));
            }
        }
        let registered = match *folder {
            "stages" => flitch::stages::ALL.len(),
            "funcs" => flitch::funcs::ALL.len(),
            "aggs" => flitch::aggs::ALL.len(),
            "inputs" => flitch::inputs::ALL.len(),
            "outputs" => flitch::outputs::ALL.len(),
            _ => flitch::codecs::ALL.len(),
        };
        if defined != registered {
            failures.push(format!("src/{folder}: {defined} definitions, {registered} of them registered"));
        }
    }
    check(failures);
}

/// The number of `const NAME: KIND =` and `static NAME: KIND =` in a file.
fn definitions(code: &str, kind: &str) -> usize {
    let is =
        |line: &&str| (line.contains("const ") || line.contains("static ")) && line.contains(&format!(": {kind} ="));
    code.lines().filter(is).count()
}

/// What the benchmark makes and installs below its folder, which is no part of the project.
fn is_made(path: &Path) -> bool {
    ["benches/data", "benches/peers"].iter().any(|folder| path.starts_with(harness::root().join(folder)))
}

#[test]
fn no_file_names_a_place_on_a_machine() {
    let places = [concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/ro", "ot/")];
    let mut failures = Vec::new();
    let mut seen = 0;
    let mut texts = vec![];
    for folder in ["src", "tests", "benches", "man", "completions", "fuzz/fuzz_targets", ".ci"] {
        texts.extend(harness::files(&harness::root().join(folder), ""));
    }
    texts.extend(["Cargo.toml", "README.md", "CHANGELOG.md"].map(|name| harness::root().join(name)));
    // The logs of others name the places of their machines.
    let fixtures = harness::root().join("tests/fixtures");
    for path in texts.into_iter().filter(|path| !path.starts_with(&fixtures) && !is_made(path)) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        seen += 1;
        for (line, text) in text.lines().enumerate() {
            // A path opens a word: `/api/home/x` in a log line is none.
            let opens = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}".contains(c));
            let found = |place: &&&str| text.match_indices(**place).any(|(at, _)| opens(at));
            failures
                .extend(places.iter().filter(found).map(|p| format!("{}:{}: `{p}`", harness::short(&path), line + 1)));
        }
    }
    assert!(seen > 40, "only {seen} files were read");
    check(failures);
}

#[test]
fn every_source_is_formatted() {
    let root = harness::root();
    let roots = ["src/lib.rs", "src/main.rs", "tests/main.rs"].map(|name| root.join(name));
    let mut others = harness::files(&root.join("benches"), ".rs");
    others.retain(|path| !is_made(path));
    let output = Command::new("rustfmt")
        .args(["--check", "-l", "--edition", "2024", "--config-path"])
        .arg(root)
        .args(roots.iter().chain(&others).filter(|path| path.exists()))
        .output()
        .expect("rustfmt runs");
    let listed = String::from_utf8_lossy(&output.stdout).replace(&root.display().to_string(), "");
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "run cargo fmt for\n{listed}{why}");
}

/// What is formatted and compiled is what hangs on a root: a file that no `mod` names is
/// dead, and no other check would see it.
#[test]
fn every_source_is_named_by_a_module() {
    let mut failures = Vec::new();
    let paths = sources().into_iter().chain(harness::files(&harness::root().join("tests"), ".rs"));
    let texts: Vec<(PathBuf, String)> = paths.map(|path| (path.clone(), harness::read(&path))).collect();
    for (path, _) in &texts {
        let stem = path.file_stem().and_then(|s| s.to_str()).expect("sources have plain names");
        if matches!(stem, "lib" | "main") {
            continue;
        }
        let (name, above) =
            if stem == "mod" { (folder_name(path), path.parent()) } else { (stem.to_string(), Some(path.as_path())) };
        let above = above.and_then(Path::parent).expect("sources are below the root");
        let file = path.file_name().and_then(|f| f.to_str()).expect("sources have plain names");
        let is = |text: &str| {
            ["", "r#"].iter().any(|raw| !places(text, &format!("mod {raw}{name}")).is_empty())
                || text.contains(&format!("#[path = \"{file}\"]"))
        };
        // The nearest first, since most stand beside what names them.
        let mut folders = [above, above.parent().unwrap_or(above)].into_iter();
        let named = |(other, text): &(PathBuf, String)| other != path && is(text);
        if !folders.any(|folder| texts.iter().filter(|(other, _)| other.starts_with(folder)).any(named)) {
            failures.push(format!("{}: no `mod {name}`", harness::short(path)));
        }
    }
    check(failures);
}

fn folder_name(path: &Path) -> String {
    path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[test]
fn there_is_a_changelog() {
    let text = harness::read(&harness::root().join("CHANGELOG.md"));
    assert!(text.contains(env!("CARGO_PKG_VERSION")) || text.to_lowercase().contains("unreleased"));
}

#[test]
fn the_readers_of_the_source_see_what_is_there() {
    let source = "a // unsafe\n\"unsafe // \\\" {\" r#\"unsafe \" \"# 'x' '\\'' '\"' &'a b /* no */\n";
    let blank = without_words(source);
    assert!(!blank.contains("unsafe") && blank.contains("&'a b"), "{blank}");
    assert_eq!(blank.lines().count(), source.lines().count());
    assert_eq!(without_words(".expect(\"x\")").trim(), ".expect(\" \")");
    assert!(without_words("r\"unsafe\" + unsafe").ends_with("\" + unsafe"));

    let code = "a\n#[cfg(test)]\n#[path = \"x\"]\nmod tests;\nb\n#[cfg(test)]\nmod t { fn x() { 1; } }\nc";
    assert_eq!(without_tests(code).split_whitespace().collect::<Vec<_>>(), ["a", "b", "c"]);

    assert_eq!(places("x.unwrap()\nnounwrap()", ".unwrap()"), [1]);
    assert_eq!(places("print!\neprint!\nprint!", "print!"), [1, 3]);
    assert_eq!(places("unsafely unsafe", "unsafe"), [1]);

    let names = |code| reaches(code).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names("use crate::base::{a, b};\nlet x = crate::data::y;"), ["base", "data"]);
    assert_eq!(names("use crate::{base::{a, b}, lang, data::c};"), ["base", "lang", "data"]);

    assert!(breach("stages", "funcs").is_some() && breach("lang", "data").is_some() && breach("base", "def").is_some());
    assert!(
        breach("stages", "stages").is_none() && breach("exec", "plan").is_none() && breach("cli", "fault").is_none()
    );
    assert_eq!(definitions("pub static DEF: FuncDef = FuncDef {\npub const X: StageDef = StageDef {", "FuncDef"), 1);
}
