//! The driver on a stable compiler: tries inputs, keeps and shortens those that fail.
//!
//! Every target runs in processes of its own, so that what ends a process (a stack that is
//! too deep, memory that is not there, an abort) is a finding like a panic. Such a process
//! is started again with the same numbers and told to write each input down first.

use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use crate::mutate::{Dice, mutate};
use crate::{TARGETS, Target, find};

/// An input that takes longer is a finding: the time must be linear in some kilobytes.
const SLOW: Duration = Duration::from_secs(4);

/// How long an input may take before its process is ended.
const HANGS: Duration = Duration::from_secs(30);

/// Different panics after which a target is given up.
const FEW: usize = 5;

/// What a panic said last, and where.
static SAID: Mutex<String> = Mutex::new(String::new());

/// The input that is being tried, and since when.
static TRIED: Mutex<Option<(Instant, Vec<u8>)>> = Mutex::new(None);

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where inputs that failed are kept.
fn kept(target: &str, what: &str) -> PathBuf {
    here().join("artifacts").join(target).join(what)
}

fn keep(path: &Path, input: &[u8]) {
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, input));
    if let Err(e) = written {
        println!("{}: {e}", path.display());
    }
}

/// The files of a path and of the folders below it, in byte order of their names.
fn files(path: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(path) else {
        if path.is_file() {
            out.push(path.to_path_buf());
        }
        return;
    };
    let mut below: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    below.sort();
    below.iter().for_each(|path| files(path, out));
}

/// The seeds of a target; there is at least the empty one.
fn seeds(target: &Target) -> io::Result<Vec<Vec<u8>>> {
    let mut paths = Vec::new();
    files(&here().join("seeds").join(target.name), &mut paths);
    target.seeds.iter().for_each(|path| files(&here().join(path), &mut paths));
    let mut seeds = vec![Vec::new()];
    for path in paths {
        seeds.push(fs::read(path)?);
    }
    Ok(seeds)
}

/// Tries one input: what the panic said, if there was one.
fn fails(target: &Target, input: &[u8]) -> Option<String> {
    let set = |tried| *TRIED.lock().unwrap_or_else(|e| e.into_inner()) = tried;
    set(Some((Instant::now(), input.to_vec())));
    let start = Instant::now();
    let result = panic::catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
    let took = start.elapsed();
    set(None);
    if result.is_err() {
        return Some(SAID.lock().unwrap_or_else(|e| e.into_inner()).clone());
    }
    (took > SLOW).then(|| format!("took {took:?} for {} bytes", input.len()))
}

/// The place in what a panic said: the first line.
fn place(said: &str) -> &str {
    said.lines().next().unwrap_or_default()
}

/// A shorter input that fails at the same place.
fn shortened(target: &Target, input: &[u8], said: &str) -> Vec<u8> {
    let mut best = input.to_vec();
    let until = Instant::now() + Duration::from_secs(10);
    let mut size = best.len().div_ceil(2);
    while size > 0 && Instant::now() < until {
        let mut at = 0;
        while at < best.len() && Instant::now() < until {
            let mut less = best.clone();
            less.drain(at..(at + size).min(less.len()));
            match fails(target, &less).filter(|other| place(other) == place(said)) {
                Some(_) => best = less,
                None => at += size,
            }
        }
        size /= 2;
    }
    best
}

/// What became of a process's inputs.
#[derive(Default)]
struct Tried {
    inputs: usize,
    /// What was said, and the input.
    failures: Vec<(String, Vec<u8>)>,
}

/// Tries the seeds, in the first round, and mutations of them until time is up.
fn try_inputs(target: &Target, round: u64, time: Duration, write_down: Option<&Path>) -> io::Result<Tried> {
    let seeds = seeds(target)?;
    let mut dice = Dice::new(round + 1);
    let mut tried = Tried::default();
    let start = Instant::now();
    let first = if round == 0 { seeds.len().min(target.most) } else { 0 };
    while tried.inputs < first || tried.inputs < target.most && start.elapsed() < time {
        let mutated;
        let input = match seeds.get(tried.inputs).filter(|_| tried.inputs < first) {
            Some(seed) => seed,
            None => {
                mutated = mutate(&seeds, target.words, &mut dice);
                &mutated
            }
        };
        tried.inputs += 1;
        if let Some(path) = write_down {
            keep(path, input);
        }
        let Some(said) = fails(target, input) else { continue };
        if !tried.failures.iter().any(|(other, _)| place(other) == place(&said)) {
            let input = shortened(target, input, &said);
            let said = fails(target, &input).unwrap_or(said);
            tried.failures.push((said, input));
        }
        if tried.failures.len() == FEW {
            break;
        }
    }
    Ok(tried)
}

/// Notes what panics say instead of printing it.
fn listen() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or(String::new(), ToString::to_string);
        let said = info.payload_as_str().unwrap_or("a panic without words");
        *SAID.lock().unwrap_or_else(|e| e.into_inner()) = format!("{place}\n{said}");
    }));
}

/// Ends the process when one input takes too long.
fn watch(target: &'static str) {
    thread::spawn(move || {
        loop {
            thread::sleep(Duration::from_secs(1));
            let tried = TRIED.lock().unwrap_or_else(|e| e.into_inner());
            if let Some((since, input)) = &*tried
                && since.elapsed() > HANGS
            {
                let path = kept(target, "hang");
                keep(&path, input);
                println!("{target}: no end after {HANGS:?}: {}", path.display());
                std::process::exit(1);
            }
        }
    });
}

/// One process: a target, a round, and for how long; perhaps where to write inputs down.
fn child(target: &'static Target, round: u64, millis: u64, write_down: Option<PathBuf>) -> ExitCode {
    listen();
    watch(target.name);
    let tried = match try_inputs(target, round, Duration::from_millis(millis), write_down.as_deref()) {
        Ok(tried) => tried,
        Err(e) => {
            println!("{}: the seeds: {e}", target.name);
            return ExitCode::FAILURE;
        }
    };
    for (said, input) in &tried.failures {
        let path = kept(target.name, &format!("{:016x}", flitch::base::hash(input)));
        keep(&path, input);
        println!("{}: {said}\n  input: {}\n  kept as {}", target.name, input.escape_ascii(), path.display());
    }
    println!("{}: {} inputs", target.name, tried.inputs);
    if tried.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs a target's processes until its time is up: the inputs, and whether all held.
fn rounds(target: &'static Target, time: Duration) -> io::Result<(usize, bool)> {
    let start = Instant::now();
    let mut inputs = 0;
    for round in 0.. {
        let left = time.saturating_sub(start.elapsed());
        if round > 0 && left.is_zero() {
            break;
        }
        let words = ["--child", target.name, &round.to_string(), &left.as_millis().to_string()].map(OsString::from);
        let output = Command::new(env::current_exe()?).args(&words).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let count =
            |line: &str| line.strip_prefix(target.name)?.strip_prefix(": ")?.strip_suffix(" inputs")?.parse().ok();
        match said.lines().last().and_then(count) {
            Some(more) if output.status.success() => inputs += std::convert::identity::<usize>(more),
            Some(_) => {
                print!("{said}");
                return Ok((inputs, false));
            }
            None => {
                let path = kept(target.name, "last");
                let again = Command::new(env::current_exe()?).args(&words).arg(&path).output()?;
                let why = String::from_utf8_lossy(&output.stderr).into_owned();
                println!("{}: {}\n{said}{}", target.name, output.status, why.trim_end());
                println!("  again: {}; the input it ended with: {}", again.status, path.display());
                return Ok((inputs, false));
            }
        }
    }
    Ok((inputs, true))
}

/// The `smoke` binary: `smoke [--seconds N] [TARGET...]`, 60 seconds and all targets if
/// nothing is said. The exit code says whether everything held.
pub fn smoke(words: Vec<String>) -> ExitCode {
    if let [first, name, round, millis, rest @ ..] = words.as_slice()
        && first == "--child"
        && let (Some(target), Ok(round), Ok(millis)) = (find(name), round.parse(), millis.parse())
    {
        return child(target, round, millis, rest.first().map(PathBuf::from));
    }
    let mut seconds = 60;
    let mut chosen = Vec::new();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        if word == "--seconds" {
            match words.next().and_then(|n| n.parse().ok()) {
                Some(n) => seconds = n,
                None => return usage("--seconds needs a number"),
            }
            continue;
        }
        match find(&word) {
            Some(target) => chosen.push(target),
            None => return usage(&format!("there is no target `{word}`")),
        }
    }
    if chosen.is_empty() {
        chosen.extend(TARGETS);
    }
    let cores = thread::available_parallelism().map_or(1, usize::from).min(chosen.len());
    let time = Duration::from_secs(seconds) * cores as u32 / chosen.len() as u32;
    println!("{} targets, {:.1} s each, {cores} at a time", chosen.len(), time.as_secs_f64());
    let queue = Mutex::new(chosen.into_iter());
    let good = Mutex::new(true);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let Some(target) = queue.lock().unwrap_or_else(|e| e.into_inner()).next() else { return };
                    let held = match rounds(target, time) {
                        Ok((inputs, held)) => {
                            println!("{:15} {inputs:>9} inputs{}", target.name, if held { "" } else { "; FAILED" });
                            held && inputs > 0
                        }
                        Err(e) => {
                            println!("{}: {e}", target.name);
                            false
                        }
                    };
                    *good.lock().unwrap_or_else(|e| e.into_inner()) &= held;
                }
            });
        }
    });
    if good.into_inner().unwrap_or_else(|e| e.into_inner()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn usage(why: &str) -> ExitCode {
    println!("smoke: {why}\nusage: smoke [--seconds N] [TARGET...]");
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    println!("targets: {}", names.join(" "));
    ExitCode::from(2)
}

/// Runs a target on files and lets panics through.
pub fn replay(name: &str, paths: impl Iterator<Item = OsString>) -> ExitCode {
    let Some(target) = find(name) else { return usage(&format!("there is no target `{name}`")) };
    for path in paths {
        match fs::read(&path) {
            Ok(input) => (target.run)(&input),
            Err(e) => {
                println!("{}: {e}", path.to_string_lossy());
                return ExitCode::FAILURE;
            }
        }
        println!("{name}: {} holds", path.to_string_lossy());
    }
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_that_fails_is_found_out_and_shortened() {
        let run = |input: &[u8]| assert!(!input.windows(2).any(|pair| pair == b"{:"), "found");
        let target = Target { name: "parser", run, seeds: &[], words: &["{:"], most: 100_000 };
        listen();
        let tried = try_inputs(&target, 1, Duration::from_secs(20), None).expect("seeds can be read");
        let _ = panic::take_hook();
        let [(said, input)] = &tried.failures[..] else { panic!("{} failures", tried.failures.len()) };
        assert_eq!((said.lines().last(), &input[..]), (Some("found"), &b"{:"[..]));
    }

    #[test]
    fn every_target_has_seeds_and_a_binary() {
        let manifest = include_str!("../Cargo.toml");
        for target in TARGETS {
            assert!(seeds(target).expect("seeds can be read").len() > 1, "{}", target.name);
            let path = format!("fuzz_targets/{}.rs", target.name);
            assert!(manifest.contains(&format!("path = \"{path}\"")), "{path}");
            assert!(
                fs::read_to_string(here().join(&path)).expect("it is there").contains(&format!("{:?}", target.name))
            );
        }
    }
}
