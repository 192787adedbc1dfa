//! The suites of other tools, translated. Below `suites/` stand the cases of angle-grinder,
//! Miller and GNU sort, uniq, cut and join as their projects wrote them, each with its
//! SOURCE.md, and beside them a table, `NAME.t`, that says for every case what flitch makes
//! of it:
//!
//! ```text
//! verb-count/0001                                     the case, and below it
//!   mlr --opprint --from test/input/medium.dkvp count   what the suite runs
//!   $ flitch "$dkvp | count" test/input/medium.dkvp     the same in flitch's words
//!   differs: nearest rank                               if it gives other values on purpose,
//!   | {"count":40}                                        and then these
//!   waits: patterns                                     if a part is still to come
//!   lacks: antimode                                     flitch claims this and cannot do it
//!   outside: verb reshape, from wide to long            flitch does not claim this
//! ```
//!
//! A case is covered if it has a command and no other word: then its output has the values
//! that the suite expects, by the rules of `records`, or the same bytes where both print
//! lines. What the suite expects to fail must fail with exit 2 and a message, before it
//! prints anything; messages are each tool's own. A table is complete: every case stands in
//! it once, with the suite's own command. What `differs` must differ, and what `waits` must
//! not pass, so that no line outlives its reason. Of the cases that are not outside at least
//! nine in ten are covered. Outside is only what has a `verb` that a line `outside verbs` names, a
//! `format` that flitch does not read or print, or no `input`.
//!
//! `let NAME = TEXT` gives commands a shell variable, and `let NAME of 0..100 = TEXT` one with
//! the text for each number, which stands for `@`, and for `@@` in two digits. `UPDATE=1`
//! rewrites the lines that open with `|`.

mod records;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use serde_json::Value;

use crate::harness::{self, Ran, Room};
use records::{Record, Rules};

/// A case as its project wrote it.
struct Case {
    name: String,
    command: String,
    /// The text that the command reads, where it is part of the case.
    input: Option<String>,
    expect: Expect,
}

enum Expect {
    Records(Vec<Record>, Rules),
    Bytes(Vec<u8>),
    Failure,
    /// An output of a kind that nothing reads here.
    Unread(String),
}

impl Expect {
    fn records(records: Result<Vec<Record>, String>, rules: Rules) -> Expect {
        records.map_or_else(Expect::Unread, |records| Expect::Records(records, rules))
    }
}

/// What a table says about a case.
#[derive(Default)]
struct Entry {
    name: String,
    original: String,
    command: Option<String>,
    fate: Option<(Fate, String)>,
    output: String,
    /// The line of its name, from 1.
    line: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Differs,
    Waits,
    Lacks,
    Outside,
}

const WORDS: [(&str, Fate); 4] =
    [("differs: ", Fate::Differs), ("waits: ", Fate::Waits), ("lacks: ", Fate::Lacks), ("outside: ", Fate::Outside)];

struct Table {
    path: PathBuf,
    /// Shell variables of the commands.
    lets: String,
    /// What the commands do that flitch does not claim.
    verbs: Vec<String>,
    entries: Vec<Entry>,
}

fn folder(name: &str) -> PathBuf {
    harness::root().join("tests/suites").join(name)
}

fn table(name: &str) -> Table {
    let path = folder(&format!("{name}.t"));
    let (mut lets, mut verbs, mut entries) = (String::new(), Vec::new(), Vec::<Entry>::new());
    for (i, line) in harness::read(&path).lines().enumerate() {
        let place = format!("{}:{}", harness::short(&path), i + 1);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some((name, value)) = line.strip_prefix("let ").and_then(|l| l.split_once(" = ")) {
            let value = match name.strip_suffix(" of 0..100") {
                Some(_) => (0..=100).map(|n| each(value, n)).collect::<Vec<_>>().join(", "),
                None => value.to_string(),
            };
            let name = name.split(' ').next().unwrap_or_default();
            writeln!(lets, "{name}='{value}'").expect("text takes text");
            continue;
        }
        if let Some(all) = line.strip_prefix("outside verbs ") {
            verbs.extend(all.split(' ').map(str::to_string));
            continue;
        }
        let Some(said) = line.strip_prefix("  ") else {
            entries.push(Entry { name: line.to_string(), line: i + 1, ..Entry::default() });
            continue;
        };
        let entry = entries.last_mut().unwrap_or_else(|| panic!("{place}: no case stands above this"));
        if let Some(command) = said.strip_prefix("$ ") {
            entry.command = Some(command.to_string());
        } else if let Some(output) = said.strip_prefix("| ") {
            entry.output.push_str(&format!("{output}\n"));
        } else if let Some((word, fate)) = WORDS.iter().find(|(word, _)| said.starts_with(word)) {
            entry.fate = Some((*fate, said[word.len()..].to_string()));
        } else {
            assert!(entry.original.is_empty(), "{place}: `{said}` opens with no word that is known");
            entry.original = said.to_string();
        }
    }
    Table { path, lets, verbs, entries }
}

/// A text with a number for each `@`, and in two digits for `@@`.
fn each(text: &str, n: u32) -> String {
    text.replace("@@", &format!("{n:02}")).replace('@', &n.to_string())
}

impl Table {
    /// Holds the table against its suite.
    fn hold(&self, cases: &[Case], room: &Room) {
        let mut failures = self.gaps(cases);
        let (mut covered, mut counts) = (0, [0; WORDS.len()]);
        let mut outputs: Vec<String> = Vec::new();
        for entry in &self.entries {
            outputs.push(entry.output.clone());
            let Some(case) = cases.iter().find(|case| case.name == entry.name) else { continue };
            let fate = entry.fate.as_ref().map(|(fate, _)| *fate);
            match WORDS.iter().position(|(_, word)| fate == Some(*word)) {
                Some(i) => counts[i] += 1,
                None => covered += 1,
            }
            let fail = |why: String| {
                let command = entry.command.as_deref().unwrap_or_default();
                format!("{}:{}: {}\n$ {command}\n{why}", harness::short(&self.path), entry.line, entry.name)
            };
            let Some(command) = entry.command.as_ref() else {
                if !matches!(fate, Some(Fate::Lacks | Fate::Outside)) {
                    failures.push(fail("there is no command".to_string()));
                }
                continue;
            };
            if let Some(input) = &case.input {
                fs::write(room.path().join("input"), input).expect("an input can be written");
            }
            let ran = room.sh(&format!("{}{command}", self.lets));
            let verdict = judge(&case.expect, command, &ran);
            match fate {
                None => failures.extend(verdict.map(fail)),
                Some(Fate::Differs) => {
                    let found = ran.session();
                    let same = entry.output == found;
                    if let Some(output) = outputs.last_mut().filter(|_| harness::updating()) {
                        *output = found;
                    } else if !same {
                        failures.push(fail(harness::difference(&entry.output, &found)));
                    }
                    if verdict.is_none() {
                        failures.push(fail("it gives the same values, so it does not differ".to_string()));
                    }
                }
                Some(Fate::Waits) if verdict.is_none() => failures.push(fail("it waits no longer".to_string())),
                Some(Fate::Waits) => {}
                Some(Fate::Lacks | Fate::Outside) => {
                    failures.push(fail("a case with this word has no command".to_string()));
                }
            }
        }
        let claimed = covered + counts[0] + counts[1] + counts[2];
        let words: Vec<String> = WORDS.iter().zip(counts).map(|((word, _), n)| format!("{word}{n}")).collect();
        let share = format!(
            "{}: {} cases, {claimed} claimed, {covered} covered ({}%); {}",
            harness::short(&self.path),
            cases.len(),
            covered * 100 / claimed.max(1),
            words.join(", ")
        );
        println!("{share}");
        if harness::updating() {
            self.write(&outputs);
        }
        assert!(failures.is_empty(), "{share}\n{} fail\n\n{}", failures.len(), failures.join("\n\n"));
        assert!(covered * 10 >= claimed * 9, "less than nine in ten: {share}");
    }

    /// Cases without a line, lines without a case, and commands that are not the suite's.
    fn gaps(&self, cases: &[Case]) -> Vec<String> {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut out = Vec::new();
        for case in cases {
            let found: Vec<&Entry> = self.entries.iter().filter(|entry| entry.name == case.name).collect();
            match found.as_slice() {
                [entry] if words(&entry.original) != words(&case.command) => {
                    out.push(format!("{}: the suite has `{}`", case.name, words(&case.command)));
                }
                [_] => {}
                all => out.push(format!("{} stands in the table {} times: {}", case.name, all.len(), case.command)),
            }
        }
        let vague = |entry: &&Entry| match &entry.fate {
            Some((Fate::Outside, why)) => match why.split_once(|c: char| !c.is_alphabetic()) {
                Some(("verb", rest)) => !self.verbs.iter().any(|verb| {
                    let done = entry.original.split_whitespace().any(|word| word == verb);
                    done && rest.strip_prefix(verb).is_some_and(|rest| rest.is_empty() || rest.starts_with(','))
                }),
                Some(("format" | "input", _)) => false,
                _ => true,
            },
            _ => false,
        };
        out.extend(self.entries.iter().filter(vague).map(|e| format!("{} is outside for no reason", e.name)));
        let known = |entry: &&Entry| cases.iter().any(|case| case.name == entry.name);
        out.extend(self.entries.iter().filter(|e| !known(e)).map(|e| format!("the suite has no case {}", e.name)));
        out
    }

    /// Writes the table with these outputs, one for each case.
    fn write(&self, outputs: &[String]) {
        let (mut out, mut next) = (String::new(), outputs.iter());
        let mut output = "";
        let old = harness::read(&self.path);
        for line in old.lines().filter(|line| !line.starts_with("  | ")) {
            if line.is_empty() {
                let lines = output.lines().map(|line| format!("  | {line}\n"));
                out.extend(lines);
                output = "";
            } else if !line.starts_with([' ', '#']) && !["let ", "outside "].iter().any(|word| line.starts_with(word)) {
                output = next.next().map_or("", String::as_str);
            }
            out.push_str(&format!("{line}\n"));
        }
        out.extend(output.lines().map(|line| format!("  | {line}\n")));
        if out != old {
            fs::write(&self.path, out).expect("a table can be written");
        }
    }
}

/// Why a run is not what the suite expects, or nothing.
fn judge(expect: &Expect, command: &str, ran: &Ran) -> Option<String> {
    let stderr = String::from_utf8_lossy(&ran.stderr);
    if let Expect::Failure = expect {
        let good = ran.code == 2 && ran.stdout.is_empty() && !ran.stderr.is_empty();
        return (!good).then(|| format!("exit {} where a failure is expected", ran.code));
    }
    if ran.code != 0 {
        return Some(format!("exit {}: {stderr}", ran.code));
    }
    match expect {
        Expect::Failure => None,
        Expect::Unread(why) => Some(why.clone()),
        Expect::Bytes(bytes) if *bytes == ran.stdout => None,
        Expect::Bytes(bytes) => {
            Some(harness::difference(&String::from_utf8_lossy(bytes), &String::from_utf8_lossy(&ran.stdout)))
        }
        Expect::Records(expected, rules) => {
            let text = String::from_utf8_lossy(&ran.stdout);
            let found = match command.contains("-o csv") {
                true => records::csv_found(&text, !command.contains("--no-header")),
                false => records::json(&text),
            };
            match found {
                Err(why) => Some(format!("{why}\n{text}")),
                Ok(found) => records::difference(expected, &found, *rules),
            }
        }
    }
}

/// The cases of angle-grinder: fields have no order there, since it sorts them by name, and
/// numbers with a fraction have two decimals.
fn angle_grinder() -> Vec<Case> {
    let rules = Rules { decimals: Some(2), ordered: false };
    let case = |path: &PathBuf| {
        let table: toml::Table = harness::read(path).parse().unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let text = |key: &str| table.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_string();
        let output = text("output");
        let flags = table.get("flags").and_then(toml::Value::as_array).into_iter().flatten();
        let flags: Vec<&str> = flags.filter_map(toml::Value::as_str).collect();
        let records = match output.lines().nth(1) {
            _ if flags.contains(&"json") => records::json_wants(&output),
            _ if flags.contains(&"logfmt") => Ok(records::dkvp(&output, " ")),
            Some(rule) if rule.starts_with("--") => records::columns(&output),
            _ => records::brackets(&output),
        };
        let fails = table.get("succeeds").and_then(toml::Value::as_bool) == Some(false)
            || output.trim().is_empty() && !text("error").is_empty();
        let expect = match output.starts_with('{') {
            _ if fails => Expect::Failure,
            true => Expect::Bytes(output.into_bytes()),
            false => Expect::records(records, rules),
        };
        let name = path.file_stem().expect("a case has a name").to_string_lossy().into_owned();
        Case { name, command: text("query"), input: Some(text("input")), expect }
    };
    harness::files(&folder("angle-grinder"), ".toml").iter().map(case).collect()
}

/// The cases of Miller.
fn miller() -> Vec<Case> {
    let case = |line: &str| {
        let case: Value = serde_json::from_str(line).expect("a case is JSON");
        let text = |key: &str| case[key].as_str().expect("a case has text").to_string();
        let (command, output) = (text("cmd"), text("expected_stdout"));
        let expect = Expect::records(miller_records(&command, &output), miller_rules(&command));
        Case { name: text("id"), command, input: None, expect }
    };
    harness::read(&folder("miller/cases.jsonl")).lines().map(case).collect()
}

fn miller_rules(command: &str) -> Rules {
    Rules { decimals: command.contains("--ofmt %.8lf").then_some(8), ordered: true }
}

/// Reads an output in the format that the command asks for; without one it is `a=1,b=2`.
fn miller_records(command: &str, output: &str) -> Result<Vec<Record>, String> {
    let has = |flags: &[&str]| flags.iter().any(|flag| command.split_whitespace().any(|word| word == *flag));
    if has(&["--pass-comments", "--pass-comments-with"]) {
        return Err("comments stand between the records".to_string());
    }
    let header = !has(&["--headerless-csv-output", "-N"]);
    match () {
        () if has(&["--oxtab"]) => Ok(records::xtab(output)),
        () if has(&["--opprint"]) => records::pprint(output),
        () if has(&["--ojson", "--ojsonl"]) || command.contains("dump") => records::json_wants(output),
        () if has(&["--odkvp"]) => Ok(records::dkvp(output, ",")),
        () if has(&["--omd"]) => records::markdown(output),
        () if has(&["--xtab"]) => Ok(records::xtab(output)),
        () if has(&["--pprint"]) => records::pprint(output),
        () if has(&["--json", "--jsonl"]) => records::json_wants(output),
        () if has(&["--csvlite"]) => records::csv(output, true, header),
        () if has(&["--csv"]) => records::csv(output, false, header),
        () if has(&["--nidx"]) => Ok(records::nidx(output)),
        () => Ok(records::dkvp(output, ",")),
    }
}

/// The cases of coreutils: each output that the suite expects, and the command for it.
fn coreutils() -> Vec<Case> {
    let case = |line: &str| {
        let (name, command) = line.split_once('\t').expect("a case has a command");
        let output = fs::read(folder("coreutils").join(format!("{name}.expected"))).expect("an output can be read");
        Case { name: name.to_string(), command: command.to_string(), input: None, expect: Expect::Bytes(output) }
    };
    let cases: Vec<Case> = harness::read(&folder("coreutils/cases.tsv")).lines().map(case).collect();
    let expected = harness::files(&folder("coreutils"), ".expected").len();
    assert_eq!(cases.len(), expected, "every output that is expected has a command");
    cases
}

/// A room where a suite's inputs stand under this name.
fn room(inputs: &str, name: &str) -> Room {
    let room = Room::new();
    symlink(folder(inputs), room.path().join(name)).expect("a link can be made");
    room
}

#[test]
fn angle_grinder_gives_the_same_values() {
    table("angle-grinder").hold(&angle_grinder(), &Room::new());
}

#[test]
fn miller_gives_the_same_values() {
    table("miller").hold(&miller(), &room("miller/test", "test"));
}

#[test]
fn coreutils_give_the_same_bytes() {
    table("coreutils").hold(&coreutils(), &room("coreutils", "suite"));
}

#[test]
fn every_output_of_a_suite_is_read() {
    let unread = |case: &&Case| matches!(case.expect, Expect::Unread(_)) && !case.command.contains("--pass-comments");
    let names: Vec<String> =
        [angle_grinder(), miller()].iter().flatten().filter(unread).map(|case| case.name.clone()).collect();
    assert!(names.is_empty(), "{names:?}");
}
