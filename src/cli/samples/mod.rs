//! `flitch test FILE...`: runs the samples that a script holds, and says where they differ.
//!
//! A sample is run by the program itself, as a process of its own with the script as `-f`: what
//! is tested is then what cron will run, argv to exit code, both streams apart, and nothing that
//! one sample does can reach another. Running it within this process was rejected: the streams
//! and signals of a run belong to the process. A file gives [`Subject`]s, which are words of a
//! command line and samples; for a script it is one, and other files that hold samples would be
//! read beside [`script()`], by their suffix.

mod marks;

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use super::help::Topics;
use super::opts::{self, Request};
use super::script;
use crate::base::fault::io_words;
use crate::inputs;
use marks::{Line, Sample, shown};

/// What came of all files.
#[derive(Debug, Default)]
pub struct Verdict {
    /// For standard output.
    pub said: String,
    /// For standard error, without a prefix.
    pub complaints: Vec<String>,
    /// 0 if all samples passed, 1 if some did not, 2 if a file is wrong.
    pub code: u8,
}

/// What is tested: a command line, and what is to come of it.
struct Subject {
    /// The file, for messages.
    name: String,
    /// The words that stand before the options of a sample.
    words: Vec<OsString>,
    samples: Vec<Sample>,
}

/// Tests the definition of a format.
fn format(path: &str, verdict: &mut Verdict) {
    match inputs::file::tried(path, &super::script::format_file) {
        Ok((_, n)) => {
            let samples = if n == 1 { "sample" } else { "samples" };
            verdict.said.push_str(&format!("{path}: {n} {samples} passed\n"));
        }
        Err(why) => {
            // A sample that does not hold is a failure; anything else is a file that is wrong.
            let failed = why.strip_prefix(path).is_some_and(|rest| rest.starts_with(": sample "));
            verdict.complaints.push(why);
            verdict.code = verdict.code.max(if failed { 1 } else { 2 });
        }
    }
}

/// Tests files in their order. A file that is wrong does not keep the others from their turn.
pub fn test(files: &[OsString], topics: &Topics<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    for file in files {
        if file.as_encoded_bytes().ends_with(b".toml") {
            format(&file.to_string_lossy(), &mut verdict);
            continue;
        }
        match script(file).and_then(|subject| run(&subject, topics)) {
            Ok((said, failed)) => {
                verdict.said.push_str(&said);
                verdict.code = verdict.code.max(u8::from(failed));
            }
            Err(why) => {
                verdict.complaints.push(why);
                verdict.code = 2;
            }
        }
    }
    verdict
}

/// Reads a script or a saved pipeline with its samples.
fn script(file: &OsStr) -> Result<Subject, String> {
    let path: PathBuf = match file.to_str() {
        Some("@") => return Err("`@` lists the saved pipelines; name one of them, as in `@errors`".to_string()),
        Some("-") => return Err("`-` is standard input, and `flitch test` takes a file".to_string()),
        Some(name) if name.starts_with('@') => script::saved_path(&name[1..])?,
        _ => PathBuf::from(file),
    };
    let name = path.to_string_lossy().into_owned();
    let text = script::script(&path)?;
    let samples = marks::read(&text).map_err(|(line, why)| format!("{name}:{line}: {why}"))?;
    if samples.is_empty() {
        return Err(format!("{name}: there are no samples in it; `flitch help test` says how they are written"));
    }
    Ok(Subject { name, words: vec![OsString::from("-f"), path.into_os_string()], samples })
}

/// Runs the samples of one file: what to say of them, and whether some failed.
fn run(subject: &Subject, topics: &Topics<'_>) -> Result<(String, bool), String> {
    let name = &subject.name;
    let commands: Result<Vec<_>, String> = subject.samples.iter().map(|s| words(subject, s, topics)).collect();
    let mut said = String::new();
    let mut failed = 0;
    for (sample, words) in subject.samples.iter().zip(commands?) {
        let found = ran(&words, &sample.input).map_err(|why| format!("{name}:{}: {why}", sample.first))?;
        let code = exit_code(&found);
        let (place, wanted) = sample.code.unwrap_or((sample.last, 0));
        if code == 2 && wanted != 2 {
            let why = String::from_utf8_lossy(&found.stderr).trim_end().replace('\n', "\n  ");
            return Err(format!("{name}:{}: the sample does not run\n  {why}", sample.first));
        }
        let differences = [
            differs('=', "output", &sample.output, &found.stdout, sample.last),
            differs('!', "messages", &sample.messages, &found.stderr, sample.last),
            (code != i32::from(wanted)).then(|| Difference {
                line: place,
                what: "exit code",
                wanted: format!("#? {wanted}"),
                found: format!("#? {code}"),
            }),
        ];
        failed += usize::from(differences.iter().any(Option::is_some));
        for Difference { line, what, wanted, found } in differences.into_iter().flatten() {
            said.push_str(&format!("{name}:{line}: {what}\n  expected  {wanted}\n  found     {found}\n"));
        }
    }
    let all = subject.samples.len();
    let noun = if all == 1 { "sample" } else { "samples" };
    said.push_str(&match failed {
        0 => format!("{name}: {all} {noun} passed\n"),
        _ => format!("{name}: {failed} of {all} {noun} failed\n"),
    });
    Ok((said, failed > 0))
}

/// The command line of a sample, which is found right before anything is run.
fn words(subject: &Subject, sample: &Sample, topics: &Topics<'_>) -> Result<Vec<OsString>, String> {
    let mut words = subject.words.clone();
    let Some((line, options)) = &sample.options else { return Ok(words) };
    words.extend(options.iter().map(OsString::from));
    let wrong = |why: String| format!("{}:{line}: {why}", subject.name);
    match opts::parse(words.clone(), topics).map_err(wrong)? {
        Request::Run(opts) if !opts.inputs().is_empty() => {
            let input = opts.inputs()[0].display().to_string();
            Err(wrong(format!("`{input}` is no option; the input of a sample is its `#> ` lines")))
        }
        Request::Run(opts) if opts.from_file.as_ref().map(|f| f.as_os_str()) != Some(&subject.words[1]) => {
            Err(wrong("`-f` is no option of a sample, which runs the file that it stands in".to_string()))
        }
        Request::Run(_) => Ok(words),
        _ => Err(wrong("these options run no pipeline".to_string())),
    }
}

/// Runs a command line with this input.
fn ran(words: &[OsString], input: &[u8]) -> Result<Output, String> {
    let itself = std::env::current_exe().map_err(|e| format!("flitch does not find itself: {}", io_words(&e)))?;
    let mut command = Command::new(itself);
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let failed = |e: std::io::Error| format!("the sample cannot be run: {}", io_words(&e));
    let mut child = command.spawn().map_err(failed)?;
    let stdin = child.stdin.take();
    // A thread of its own feeds it: the pipes of both directions may be full at once.
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // A pipeline may stop before its input ends, as `head` does.
            let _ = stdin.map(|mut pipe| pipe.write_all(input));
        });
        child.wait_with_output()
    })
    .map_err(failed)
}

/// The exit code, as a shell would say it.
fn exit_code(output: &Output) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    output.status.code().or(output.status.signal().map(|signal| 128 + signal)).unwrap_or(-1)
}

/// One difference, in the words of the file.
struct Difference {
    line: usize,
    what: &'static str,
    wanted: String,
    found: String,
}

/// The first line in which a stream is not what is expected of it.
fn differs(mark: char, what: &'static str, wanted: &[Line], found: &[u8], last: usize) -> Option<Difference> {
    let mut lines = found.split_inclusive(|b| *b == b'\n');
    let end = || "no more lines".to_string();
    for line in wanted {
        let found = lines.next();
        if found != Some(&line.text[..]) {
            let found = found.map_or_else(end, |text| shown(mark, text));
            return Some(Difference { line: line.number, what, wanted: shown(mark, &line.text), found });
        }
    }
    lines.next().map(|text| {
        let line = wanted.last().map_or(last, |line| line.number);
        Difference { line, what, wanted: end(), found: shown(mark, text) }
    })
}
