//! The oracle: random programs over random inputs, run by the binary and by a naive
//! interpreter that shares no code with it, must give the same bytes, ledger and exit code.
//!
//! A case is made from a seed, so that a failure can be run again; it is shrunk before it
//! is shown. Proptest was rejected here: its strategies would have to track which names are
//! in scope at each stage, while a generator that walks the pipeline just knows.
//!
//! `FLITCH_ORACLE_CASES=20000` runs more cases, `FLITCH_ORACLE_SEED=N` starts at another
//! seed, and `FLITCH_ORACLE_ALL=1` goes on after a failure and shows each at the end.

mod aggs;
mod big;
mod data;
mod draw;
mod edit;
mod eval;
mod groups;
mod keyed;
mod prog;
mod rng;
mod run;
mod shrink;
mod side;
mod sketch;
mod time;
mod val;

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use data::Input;
use prog::Stage;
use rng::Rng;

use crate::harness::Ran;

/// One run.
#[derive(Clone, Debug, PartialEq)]
struct Case {
    input: Input,
    program: Vec<Stage>,
    /// `-o json`.
    records: bool,
    threads: usize,
    block: Option<usize>,
    equal_hashes: bool,
    /// `--room`: keyed states go to temporary files.
    room: Option<usize>,
    /// `-e`.
    exit_status: bool,
}

fn case(seed: u64) -> Case {
    let mut rng = Rng(seed);
    let input = data::input(&mut rng);
    let program = draw::program(&mut rng, &input);
    Case {
        records: !rng.chance(3),
        threads: 1 + rng.below(4),
        block: *rng.pick(&[Some(1), Some(7), Some(64), Some(4096), None]),
        equal_hashes: rng.chance(4),
        room: rng.chance(4).then_some(1),
        exit_status: rng.chance(6),
        input,
        program,
    }
}

impl Case {
    fn words(&self) -> Vec<String> {
        let mut words = vec!["-i".to_string(), self.input.name().to_string(), format!("-j{}", self.threads)];
        if self.records {
            words.extend(["-o".to_string(), "json".to_string()]);
        }
        words.extend(self.block.map(|b| format!("--block-size={b}")));
        words.extend(self.room.map(|n| format!("--room={n}")));
        words.extend(self.equal_hashes.then(|| "--equal-hashes".to_string()));
        words.extend(self.exit_status.then(|| "-e".to_string()));
        words.push(prog::text(&self.program));
        words
    }

    /// What the binary does.
    fn found(&self) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_flitch"))
            .args(self.words())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        // A pipeline that has enough leaves its input unread.
        let _ = child.stdin.take().expect("a pipe").write_all(&self.input.render().0);
        Ran::from(child.wait_with_output().expect("the binary ends"))
    }

    /// None when both agree; else what is different.
    fn difference(&self) -> Option<String> {
        let mut wanted = run::run(&self.program, &self.input, self.records);
        if self.exit_status && wanted.selected == 0 {
            wanted.exit = 1;
        }
        let found = self.found();
        let stderr = String::from_utf8_lossy(&found.stderr).into_owned();
        // The interpreter has no limits, and that of `pivot` is easily met after `fill`.
        if found.code == 5 && stderr.contains("columns, and 1000 is the most") {
            return None;
        }
        let mut said = Vec::new();
        if found.code != wanted.exit {
            said.push(format!("exit {} and not {}", found.code, wanted.exit));
        }
        if found.stdout != wanted.stdout {
            said.push("another standard output".to_string());
        }
        let (failure, stderr) = failure(&stderr);
        let wanted_failure = wanted.failure.as_ref().map(|(place, said, line)| {
            let place = place.map_or(String::new(), |n| format!("standard input:{n}: "));
            let shown = String::from_utf8_lossy(line).chars().fold(String::new(), |shown, c| match c {
                c if c.is_control() && c != '\t' => shown + &c.escape_default().to_string(),
                c => shown + &c.to_string(),
            });
            let lines = self.program.iter().all(|s| !s.makes_columns());
            (normal(&format!("{place}assert failed: {said}")), lines.then_some(shown))
        });
        let agrees = match (&failure, &wanted_failure) {
            (Some((said, shown)), Some((wanted, line))) => {
                normal(said) == *wanted && line.as_ref().is_none_or(|line| line == shown)
            }
            (found, wanted) => found.is_none() && wanted.is_none(),
        };
        if !agrees {
            said.push(format!("another failure: {failure:?} and not {wanted_failure:?}"));
        }
        let (mut entries, mut expected) = (entries(&stderr), Vec::new());
        for (text, (count, first)) in &wanted.ledger {
            expected.push((normal(text), *count, *first));
        }
        // Rows that were moved or made have lost their place.
        for entry in &mut entries {
            if expected.iter().any(|(text, _, first)| *text == entry.0 && first.is_none()) {
                entry.2 = None;
            }
        }
        // Rows that wait in a temporary file have been read when a later stage has enough, and are
        // counted: there only the words are compared.
        let waits = self.program.iter().position(Stage::waits);
        let stops = self.program.iter().rposition(Stage::stops);
        if self.room.is_some() && waits.is_some_and(|at| stops > Some(at)) {
            entries.iter_mut().chain(&mut expected).for_each(|entry| (entry.1, entry.2) = (0, None));
        }
        entries.sort();
        expected.sort();
        if entries != expected {
            said.push(format!("another ledger: {entries:?} and not {expected:?}"));
        }
        if said.is_empty() {
            return None;
        }
        Some(format!(
            "{}\n  flitch {:?}\n  input:    {}\n  found:    {}\n  expected: {}\n  stderr:   {}",
            said.join(", "),
            self.words(),
            self.input.render().0.escape_ascii(),
            found.stdout.escape_ascii(),
            wanted.stdout.escape_ascii(),
            stderr.trim_end(),
        ))
    }

    /// The smallest case that can be found which still differs, and how.
    fn shrunk(self, mut why: String) -> (Case, String) {
        let mut case = self;
        let mut tries = 0;
        'smaller: loop {
            for next in shrink::smaller(&case) {
                tries += 1;
                if tries > 1500 {
                    return (case, why);
                }
                // A cut may make a program that is none; that is no finding.
                if let Some(different) = next.difference().filter(|d| !d.starts_with("exit 2")) {
                    (case, why) = (next, different);
                    continue 'smaller;
                }
            }
            return (case, why);
        }
    }
}

/// What a failed assertion says and shows, and the standard error without it.
fn failure(stderr: &str) -> (Option<(String, String)>, String) {
    let (mut found, mut rest, mut inside) = (None, String::new(), false);
    for line in stderr.lines() {
        match line.strip_prefix("flitch: ") {
            Some(said) if said.contains("assert failed: ") => {
                (found, inside) = (Some((said.to_string(), String::new())), true);
                continue;
            }
            Some(_) => inside = false,
            None => {}
        }
        match &mut found {
            Some((_, shown)) if inside => shown.push_str(line.strip_prefix("  ").unwrap_or(line)),
            _ => rest.push_str(&format!("{line}\n")),
        }
    }
    (found, rest)
}

/// The ledger's entries: words, rows, line of the first.
fn entries(stderr: &str) -> Vec<(String, usize, Option<usize>)> {
    let entry = regex::Regex::new(r"^(\d+) lines?: (.*?)(?: \(first standard input:(\d+)\))?$").expect("it compiles");
    let lines = stderr.lines().filter(|l| !l.contains("no record had a field") && !l.contains(" expects "));
    let parts = lines.flat_map(|l| l.strip_prefix("flitch: ").unwrap_or(l).split("; "));
    let parse = |part: &str| match entry.captures(part) {
        Some(found) => {
            (normal(&found[2]), found[1].parse().unwrap_or(0), found.get(3).and_then(|n| n.as_str().parse().ok()))
        }
        None => (part.to_string(), 0, None),
    };
    parts.map(parse).collect()
}

/// Words without what only depends on how a program is spelled.
fn normal(text: &str) -> String {
    text.chars().filter(|c| !"() ".contains(*c)).map(|c| if c == '\'' { '"' } else { c }).collect()
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn the_binary_does_what_the_oracle_says() {
    let (cases, first) = (setting("FLITCH_ORACLE_CASES", 400), setting("FLITCH_ORACLE_SEED", 1));
    let all = setting("FLITCH_ORACLE_ALL", 0) == 1;
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let found = Mutex::new(Vec::new());
    let look = |thread: u64| {
        for seed in (first..first + cases).skip(thread as usize).step_by(threads as usize) {
            let lock = || found.lock().unwrap_or_else(PoisonError::into_inner);
            if !all && !lock().is_empty() {
                return;
            }
            let case = case(seed);
            let Some(why) = case.difference() else { continue };
            let (_, shrunk) = case.shrunk(why.clone());
            lock().push((seed, format!("seed {seed}: {shrunk}")));
        }
    };
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let look = &look;
            scope.spawn(move || look(thread));
        }
    });
    let mut failures = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    failures.sort();
    let failures: Vec<String> = failures.into_iter().map(|(_, text)| text).collect();
    assert!(failures.is_empty(), "{} of {cases} cases\n\n{}", failures.len(), failures.join("\n\n"));
}

/// Programs must say something: a generator that only makes empty outputs proves nothing.
#[test]
fn most_programs_select_something() {
    let (mut some, mut notes, mut stages) = (0, 0, 0);
    for seed in 1..401 {
        let case = case(seed);
        let wanted = run::run(&case.program, &case.input, case.records);
        some += usize::from(wanted.selected > 0);
        notes += usize::from(!wanted.ledger.is_empty());
        stages += case.program.len();
    }
    assert!(some > 200 && notes > 80 && stages > 600, "{some} select, {notes} have notes, {stages} stages");
}
