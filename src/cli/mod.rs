//! Floor 6: what a person types and sees.
//!
//! Options become a plan and a job; the report becomes messages and an exit code. Nothing
//! is read before the whole command line and the pipeline have been found right.

mod bare;
pub mod complete;
mod detect;
mod discover;
pub mod explain;
pub mod foreign_flags;
pub mod help;
mod job;
pub mod keeping;
pub mod man;
pub mod manners;
pub mod markup;
pub mod opts;
mod planned;
pub mod quoted;
pub mod reading;
mod samples;
mod script;
mod told;
pub mod values;
mod walk;
mod window;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use crate::base::Exit;
use crate::base::fault::io_words;
use crate::exec::{self, Report, TIMED_OUT};
use crate::{aggs, codecs, funcs, inputs, outputs, stages};
use help::Topics;
use job::{Next, job};
use opts::{Opts, Request};
use planned::{Asked, planned};

/// All registries, for help.
pub fn topics() -> Topics<'static> {
    Topics {
        stages: stages::ALL,
        funcs: funcs::ALL,
        aggs: aggs::ALL,
        inputs: inputs::ALL,
        outputs: outputs::ALL,
        codecs: codecs::ALL,
    }
}

/// Runs the command line, without the program's name.
pub fn main(words: Vec<OsString>) -> ExitCode {
    if words.is_empty() && exec::stdin_is_terminal() {
        complain(opts::short_help().trim_end());
        return ExitCode::from(2);
    }
    let topics = topics();
    let text = match opts::parse(words, &topics) {
        Ok(Request::Run(opts)) => return run(*opts),
        Ok(Request::Help(topic)) => help::help(topic.as_deref(), &topics),
        Ok(Request::Completions(shell)) => complete::completions(&shell, &topics),
        Ok(Request::Man) => Ok(man::man(&opts::definition(), &topics)),
        Ok(Request::Test(files)) => return test(&files, &topics),
        Ok(Request::Detect(files)) => return detected(&files),
        Ok(Request::Checkpoint(file)) => keeping::show(&file),
        Ok(Request::Forget(file)) => keeping::forget(&file),
        Ok(Request::Say(text)) => Ok(text),
        Ok(Request::Quote(line)) => return say(&line),
        Err(error) => Err(error),
    };
    match text {
        Ok(text) => say(text.as_bytes()),
        Err(error) => {
            complain(&format!("flitch: {error}"));
            ExitCode::from(2)
        }
    }
}

/// Tests the samples of files, and says how it went.
fn test(files: &[OsString], topics: &Topics<'_>) -> ExitCode {
    let verdict = samples::test(files, topics);
    let said = say(verdict.said.as_bytes());
    for complaint in &verdict.complaints {
        complain(&format!("flitch: {complaint}"));
    }
    if said == ExitCode::SUCCESS { ExitCode::from(verdict.code) } else { said }
}

/// Says which formats files are in.
fn detected(files: &[OsString]) -> ExitCode {
    let found = detect::detect(files, clock());
    for complaint in &found.complaints {
        complain(&format!("flitch: {complaint}"));
    }
    let code = match (found.complaints.is_empty(), found.all) {
        (false, _) => ExitCode::from(3),
        (true, false) => ExitCode::from(1),
        (true, true) => ExitCode::SUCCESS,
    };
    let said = say(found.page.as_bytes());
    if said == ExitCode::SUCCESS { code } else { said }
}

/// Prints to standard output.
fn say(text: &[u8]) -> ExitCode {
    match io::stdout().write_all(text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => broken_pipe(),
        Err(e) => {
            complain(&format!("flitch: standard output: {}", io_words(&e)));
            ExitCode::from(5)
        }
    }
}

/// Prints to standard error; when that is closed there is nobody left to tell.
fn complain(text: &str) {
    let mut shown = Vec::new();
    match io::stderr().is_terminal() {
        // A name of a file may hold what a terminal obeys.
        true => exec::visible(text.as_bytes(), &mut shown),
        false => shown.extend_from_slice(text.as_bytes()),
    }
    shown.push(b'\n');
    let _ = io::stderr().write_all(&shown);
}

/// Dies as any filter does whose reader has gone.
fn broken_pipe() -> ExitCode {
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGPIPE);
    ExitCode::from(141)
}

fn run(opts: Opts) -> ExitCode {
    let began = Instant::now();
    if let Err(message) = opts.telling.check() {
        complain(&message);
        return ExitCode::from(2);
    }
    let mut asked = match planned(&opts) {
        Err(message) => return refused(&opts, message, 2),
        Ok(Asked::Page(page)) => return say(page.as_bytes()),
        Ok(Asked::Run(planned)) => planned,
    };
    let opts = Arc::new(opts);
    let next = Next::default();
    // Whoever sees that an output was made may send a signal.
    let signals = match listen(&opts) {
        Ok(signals) => signals,
        Err(e) => return refused(&opts, format!("flitch: {}", io_words(&e)), 3),
    };
    let (mut go_on, mut worst) = (None, 0);
    loop {
        let job = match job(&opts, *asked, go_on.take(), &next) {
            Err(message) => return refused(&opts, message, 2),
            Ok(None) => return ExitCode::SUCCESS,
            Ok(Some(job)) => job,
        };
        let mut report = match exec::run(job, &signals) {
            Err(e) => return refused(&opts, format!("flitch: {}", io_words(&e)), 3),
            Ok(report) => report,
        };
        // The time of a run is that of the whole program, as that of the processors is.
        report.usage.wall = began.elapsed();
        let changed = next.lock().unwrap_or_else(PoisonError::into_inner).take();
        go_on = report.go_on.take();
        match changed {
            Some(new) if go_on.is_some() => {
                worst = worst.max(code_of(&opts, &report));
                asked = new;
            }
            _ => return finish(&opts, &report, worst),
        }
    }
}

/// What may end the run before its inputs do.
fn listen(opts: &Opts) -> io::Result<exec::Signals> {
    let mut signals = exec::Signals::listen(opts.over.goes_on())?;
    if let Some(time) = opts.manners.timeout {
        signals = signals.within(time);
    }
    if opts.quiet || opts.out_file.is_some() || opts.over.append.is_some() {
        return Ok(signals);
    }
    Ok(signals.watching(std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned()?))
}

/// A run that did not come about.
fn refused(opts: &Opts, message: String, code: u8) -> ExitCode {
    complain(&message);
    let message = message.strip_prefix("flitch: ").unwrap_or(&message);
    ExitCode::from(tell(opts, &Report::refused(message.to_string()), code))
}

/// Messages, and the exit code; `worst` is that of the runs that gave way to this one.
fn finish(opts: &Opts, report: &Report, worst: u8) -> ExitCode {
    if report.reader_gone {
        said(report);
        tell(opts, report, 128 + signal_hook::consts::SIGPIPE as u8);
        return broken_pipe();
    }
    ExitCode::from(code_of(opts, report).max(worst))
}

/// Says and tells what became of a run, and gives its exit code.
fn code_of(opts: &Opts, report: &Report) -> u8 {
    said(report);
    let wants_some = opts.exit_status || opts.quiet;
    let waits = opts.reading.waits_for().is_some();
    let code = match (report.signal, report.exit as u8) {
        // Who waits asks whether it came.
        (Some(TIMED_OUT), code) if waits => code.max(1),
        (None, 0) if waits && !report.met && report.go_on.is_none() => {
            complain("flitch: --until: the input has ended, and there was no such record");
            1
        }
        (None, 0) if waits && opts.quiet => 0,
        (Some(code), _) => code,
        (None, 0) if wants_some && !report.selected => 1,
        // Like grep: what was found was found, whatever else went wrong.
        (None, 3) if opts.quiet && report.selected => 0,
        (None, code) => code,
    };
    tell(opts, report, code)
}

fn said(report: &Report) {
    for message in &report.messages {
        complain(&format!("flitch: {message}"));
    }
}

/// Tells what was asked for; gives the exit code, which is another if that cannot be written.
fn tell(opts: &Opts, report: &Report, code: u8) -> u8 {
    let faults = opts.telling.tell(report, code, clock());
    for fault in &faults {
        complain(&format!("flitch: {fault}"));
    }
    if faults.is_empty() || code >= 128 { code } else { code.max(Exit::Limit as u8) }
}

/// Nanoseconds since 1970, by this machine's clock.
fn clock() -> i64 {
    let since = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_nanos());
    i64::try_from(since).unwrap_or(i64::MAX)
}
