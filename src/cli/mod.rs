//! Floor 6: what a person types and sees.
//!
//! Options become a plan and a job; the report becomes messages and an exit code. Nothing
//! is read before the whole command line and the pipeline have been found right.

pub mod complete;
mod detect;
mod discover;
pub mod explain;
pub mod foreign_flags;
pub mod help;
pub mod keeping;
pub mod man;
pub mod manners;
pub mod markup;
pub mod opts;
pub mod quoted;
pub mod reading;
mod samples;
mod script;
mod told;
pub mod values;
mod window;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use crate::base::Exit;
use crate::base::fault::io_words;
use crate::def::scope::BindOptions;
use crate::def::{self, OutputDef, Registry, RenderOptions};
use crate::exec::{self, Format, Job, Keeping, Limits, MaxErrors, OutFiles, Packing, Report, Sink, Timing};
use crate::outputs::raw::LineOptions;
use crate::plan::{self, Output, Wishes};
use crate::{aggs, codecs, funcs, inputs, lang, outputs, stages};
use help::Topics;
use opts::{Opts, Request};
use script::Source;
use window::Point;

/// The bytes of a block: it fits the cache of one core with its columns.
const BLOCK: usize = 256 << 10;

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
        Ok(Request::Run(opts)) => return run(&opts),
        Ok(Request::Help(topic)) => help::help(topic.as_deref(), &topics),
        Ok(Request::Completions(shell)) => complete::completions(&shell, &topics),
        Ok(Request::Man) => Ok(man::man(&opts::definition(), &topics)),
        Ok(Request::Test(files)) => return test(&files, &topics),
        Ok(Request::Detect(files)) => return detected(&files),
        Ok(Request::Checkpoint(file)) => keeping::show(&file),
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

fn run(opts: &Opts) -> ExitCode {
    let began = Instant::now();
    if let Err(message) = opts.telling.check() {
        complain(&message);
        return ExitCode::from(2);
    }
    let job = match prepare(opts) {
        Err(message) => return refused(opts, message, 2),
        Ok(None) => return ExitCode::SUCCESS,
        Ok(Some(job)) => job,
    };
    match signals(opts).and_then(|signals| exec::run(job, &signals)) {
        Err(e) => refused(opts, format!("flitch: {}", io_words(&e)), 3),
        Ok(mut report) => {
            // The time of a run is that of the whole program, as that of the processors is.
            report.usage.wall = began.elapsed();
            finish(opts, &report)
        }
    }
}

/// What may end the run before its inputs do.
fn signals(opts: &Opts) -> io::Result<exec::Signals> {
    let mut signals = exec::Signals::listen()?;
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

/// Messages, and the exit code.
fn finish(opts: &Opts, report: &Report) -> ExitCode {
    for message in &report.messages {
        complain(&format!("flitch: {message}"));
    }
    if report.reader_gone {
        tell(opts, report, 128 + signal_hook::consts::SIGPIPE as u8);
        return broken_pipe();
    }
    let wants_some = opts.exit_status || opts.quiet;
    let code = match (report.signal, report.exit as u8) {
        (Some(code), _) => code,
        (None, 0) if wants_some && !report.selected => 1,
        // Like grep: what was found was found, whatever else went wrong.
        (None, 3) if opts.quiet && report.selected => 0,
        (None, code) => code,
    };
    ExitCode::from(tell(opts, report, code))
}

/// Tells what was asked for; gives the exit code, which is another if that cannot be written.
fn tell(opts: &Opts, report: &Report, code: u8) -> u8 {
    let faults = opts.telling.tell(report, code, clock());
    for fault in &faults {
        complain(&format!("flitch: {fault}"));
    }
    if faults.is_empty() || code >= 128 { code } else { code.max(Exit::Limit as u8) }
}

/// From options to a job; None when everything has been said.
fn prepare(opts: &Opts) -> Result<Option<Job>, String> {
    let (text, origin) = match script::read(&opts.program()).map_err(|why| format!("flitch: {why}"))? {
        Source::Pipeline { text, origin } => (text, origin),
        Source::List(page) => {
            let said = io::stdout().write_all(page.as_bytes());
            return said.map(|()| None).map_err(|e| format!("flitch: standard output: {}", io_words(&e)));
        }
    };
    let input =
        inputs::format(&opts.input, &script::format_file).map_err(|why| format!("flitch: -i {}: {why}", opts.input))?;
    let input = match &opts.reading.multiline {
        Some(rule) => input.joined(rule.0.clone()),
        None => input,
    };
    let output = opts.output.as_deref().and_then(outputs::find);
    // Lines that are only chosen stay in the format that they have.
    let named = opts.out_file.as_ref().filter(|_| output.is_none());
    let named = named.and_then(|path| plan::Catalogue.output_of(&path.to_string_lossy()));
    let output = output.or(named.filter(|def| def.doc.name != opts.input));
    // What is in a log is told to a person, unless a format for programs is asked for.
    let page = output.is_none() && !opts.explain && discover::is_asked(&text);
    let (text, output) = match page {
        true => (discover::PIPELINE.to_string(), Some(&discover::PAGE)),
        false => (text, output),
    };
    let raw = output.is_some_and(|o| o.doc.name == "raw");
    let (before, after) = opts.context_lines();
    let lines = LineOptions { with_filename: opts.with_filename, before, after };
    let max_errors = opts.reading.max_errors.or(opts.strict.then_some(MaxErrors::Strict));
    let wishes = Wishes {
        records: output.is_some() && !raw,
        raw,
        context: before > 0 || after > 0,
        first_only: opts.quiet,
        rejects: opts.reading.rejects.is_some(),
        by_time: opts.reading.merge_by.is_some() || opts.reading.time_ordered,
        every_line: max_errors.is_some(),
    };
    let now = opts.now.unwrap_or_else(clock);
    let bind = BindOptions {
        zone: opts.tz.clone(),
        now,
        late: opts.over.late(),
        args: opts.arg.clone(),
        window: window_of(opts, &input, now)?,
        save: opts.save.as_ref().map(|path| path.to_string_lossy().into_owned()),
        equal_hashes: opts.equal_hashes,
        side_file,
        env: |name| std::env::var(name).ok(),
    };
    let (plan, steps) =
        plan::plan(&text, &input, &bind, wishes).map_err(|errors| told(&errors, &text, &origin, opts))?;
    if opts.explain {
        let said = io::stdout().write_all(explain::page(&plan).as_bytes());
        return said.map(|()| None).map_err(|e| format!("flitch: standard output: {}", io_words(&e)));
    }
    let timing = Timing {
        zone: opts.tz.clone(),
        merge: opts.reading.merge_by.is_some(),
        ordered: opts.reading.time_ordered.then_some(bind.window),
    };
    let format = match &plan.output {
        Output::Lines => Format::Lines(lines.clone()),
        Output::Records(_) => records(output.or(named), opts),
    };
    if matches!(plan.output, Output::Records(_)) && (lines.with_filename || wishes.context) {
        return Err("flitch: -H and context lines go with whole lines, and this pipeline makes records".to_string());
    }
    let threads = opts.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let memory = opts.memory.unwrap_or_else(default_memory);
    let block = opts.block_size.unwrap_or(BLOCK);
    let is_lines = matches!(plan.output, Output::Lines);
    let limits = Limits {
        block,
        max_line: opts.max_line,
        window: memory,
        threads,
        keeps_all: wishes.context,
        one_header: is_lines && plan.own_lines,
        now,
        reference: opts.now,
    };
    let files: Vec<String> = opts.inputs().iter().map(|p| p.to_string_lossy().into_owned()).collect();
    let files = if files.is_empty() { vec!["-".to_string()] } else { files };
    let closed = matches!(&format, Format::Records(def, _) if def.closed);
    opts.over.check(opts, &plan, &steps, closed).map_err(|why| format!("flitch: {why}"))?;
    let mut keeping = opts.over.keeping().map_err(|why| format!("flitch: {why}"))?;
    if let (Some(keeping), Some(file)) = (&keeping, &opts.out_file)
        && keeping.checkpoint.has_named(file)
    {
        let file = file.display();
        // It would be replaced before anybody has seen it.
        complain(&format!(
            "flitch: {file}: is what an interrupted run had written; what is new since is the next run's"
        ));
        return Ok(None);
    }
    let out_files: Arc<OutFiles> = Arc::default();
    let manners = manners::of(opts, &files, &steps);
    let live = manners.live.clone();
    let tell = move |text: &str| {
        let told = || complain(&format!("flitch: {text}"));
        live.as_ref().map_or_else(told, |live| live.aside(told));
    };
    let out = sink(opts, is_lines, threads, &out_files, keeping.as_mut(), &manners)?;
    Ok(Some(Job {
        threads,
        limits,
        timing,
        memory,
        room: opts.room,
        equal_hashes: opts.equal_hashes,
        sink: out.sink,
        out_files: out_files.clone(),
        no_header: opts.no_header || out.goes_on,
        max_errors,
        accounts: opts.telling.accounts(),
        rejects: opts.reading.rejects.as_deref().map(|path| rejects(path, &out_files)).transpose()?,
        follow: opts.over.following(tell),
        keeping,
        manners,
        plan,
        steps,
        files,
        format,
    }))
}

/// Nanoseconds since 1970, by this machine's clock.
fn clock() -> i64 {
    let since = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_nanos());
    i64::try_from(since).unwrap_or(i64::MAX)
}

/// Reads a file that a pipeline names.
fn side_file(path: &str) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| io_words(&e))
}

/// The output format of records: a table for a person, JSON lines for a program.
fn records(output: Option<&'static OutputDef>, opts: &Opts) -> Format {
    let terminal = io::stdout().is_terminal() && opts.out_file.is_none();
    let name = if terminal && opts.compress.is_none() { "table" } else { "json" };
    let def = match output.or_else(|| outputs::find(name)) {
        Some(def) => def,
        None => unreachable!("json and table are registered"),
    };
    let width = terminal.then(|| rustix::termios::tcgetwinsize(io::stdout()).ok()).flatten();
    let width = width.map(|w| usize::from(w.ws_col)).filter(|w| *w > 0);
    let (input, files) = quoted::inputs(opts);
    Format::Records(def, RenderOptions { no_header: opts.no_header, width, input, files })
}

/// Where the output goes.
struct Out {
    sink: Sink,
    /// There is output before it in its file.
    goes_on: bool,
}

fn sink(
    opts: &Opts,
    lines: bool,
    threads: usize,
    out_files: &OutFiles,
    keeping: Option<&mut Keeping>,
    manners: &exec::Manners,
) -> Result<Out, String> {
    if opts.quiet {
        return Ok(Out { sink: Sink::nowhere(), goes_on: false });
    }
    let appended = opts.over.appended(keeping.as_deref()).map_err(|why| format!("flitch: {why}"))?;
    let named = opts.out_file.as_ref().filter(|_| !opts.over.dry_run);
    let mut goes_on = false;
    let (name, to): (String, Box<dyn Write + Send>) = match (&appended, named) {
        (Some((path, file)), _) => {
            let name = path.display().to_string();
            let told = |e: io::Error| format!("flitch: {name}: {}", io_words(&e));
            goes_on = file.metadata().map_err(told)?.len() > 0;
            let file = file.try_clone().map_err(told)?;
            (name, Box::new(file))
        }
        (None, Some(path)) => {
            let file = out_files.lend(path).map_err(|fault| format!("flitch: {fault}"))?;
            (path.display().to_string(), Box::new(file))
        }
        (None, None) => {
            // The lock of `io::Stdout` buffers by lines; the sink gathers by itself.
            let stdout = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned();
            let stdout = stdout.map_err(|e| format!("flitch: standard output: {}", io_words(&e)))?;
            let to = manners::stdout(opts, std::fs::File::from(stdout), manners.progress.as_ref());
            ("standard output".to_string(), to)
        }
    };
    let codec = match &opts.compress {
        None => codecs::by_suffix(&name),
        Some(compress) => match codecs::find(&compress.codec) {
            None => return Err(format!("flitch: unknown codec `{}`", compress.codec)),
            codec => codec,
        },
    };
    if let Some(keeping) = keeping {
        keeping.only_at_end = codec.is_some();
        keeping.output = appended.map(|(path, file)| (path.to_path_buf(), file));
    }
    let level = opts.compress.as_ref().and_then(|compress| compress.level);
    let packing = codec.map(|codec| Packing {
        codec,
        level: level.unwrap_or(codec.levels.1),
        threads,
        single: opts.single_member,
    });
    if packing.is_none() && opts.single_member {
        return Err("flitch: --single-member goes with compressed output, as in `-z gzip --single-member`".to_string());
    }
    let sink = Sink::new(name.clone(), to, packing, lines);
    sink.map(|sink| Out { sink, goes_on }).map_err(|e| format!("flitch: {name}: {}", io_words(&e)))
}

/// The stretch of time that is wanted.
fn window_of(opts: &Opts, input: &def::Format, now: i64) -> Result<(Option<i64>, Option<i64>), String> {
    let mut start = None;
    let mut read = |text: &Option<String>, option: &str| -> Result<Option<i64>, String> {
        let Some(text) = text else { return Ok(None) };
        match window::point(text, now, &opts.tz).map_err(|why| format!("flitch: {option}: {why}"))? {
            Point::At(at) => Ok(Some(at)),
            Point::Start(after) => {
                let first = match start {
                    Some(first) => first,
                    None => first_time(opts, input, now).map_err(|why| format!("flitch: {option} {text}: {why}"))?,
                };
                start = Some(first);
                Ok(first.checked_add(after))
            }
        }
    };
    let window = (read(&opts.reading.since, "--since")?, read(&opts.reading.until, "--until")?);
    if let (Some(since), Some(until)) = window
        && since >= until
    {
        return Err("flitch: --since is not before --until: no record can be between them".to_string());
    }
    Ok(window)
}

/// The time of the first record of the first file that tells one.
fn first_time(opts: &Opts, input: &def::Format, now: i64) -> Result<i64, String> {
    let file = opts.inputs().into_iter().next().filter(|file| file.as_os_str() != "-");
    let file = file.ok_or("`start` needs a file, since standard input cannot be read twice")?;
    let name = file.to_string_lossy().into_owned();
    exec::first_time(&name, input, &opts.tz, now)
        .map_err(|fault| fault.to_string())?
        .ok_or_else(|| format!("no record at the start of {name} has a time"))
}

/// Where lines go that are not in their format.
fn rejects(path: &std::path::Path, out_files: &OutFiles) -> Result<Sink, String> {
    let name = path.display().to_string();
    let file = out_files.lend(path).map_err(|fault| format!("flitch: {fault}"))?;
    let packing =
        codecs::by_suffix(&name).map(|codec| Packing { codec, level: codec.levels.1, threads: 1, single: true });
    Sink::new(name.clone(), Box::new(file), packing, true).map_err(|e| format!("flitch: {name}: {}", io_words(&e)))
}

/// A quarter of what this machine, or its container, has.
fn default_memory() -> usize {
    let read = |path: &str| std::fs::read_to_string(path).ok();
    let total = read("/proc/meminfo").and_then(|text| {
        let line = text.lines().find(|l| l.starts_with("MemTotal:"))?.to_string();
        line.split_whitespace().nth(1)?.parse::<usize>().ok().map(|kib| kib << 10)
    });
    let group = read("/sys/fs/cgroup/memory.max").and_then(|text| text.trim().parse::<usize>().ok());
    total.into_iter().chain(group).min().unwrap_or(4 << 30) / 4
}

/// Pipeline errors as a person reads them.
fn told(errors: &[lang::Diag], text: &str, origin: &str, opts: &Opts) -> String {
    let place = |e: &lang::Diag| match origin {
        "" => String::new(),
        script => format!("{script}:{}", e.line(text)),
    };
    let mut said: Vec<String> = errors.iter().map(|e| e.render(text, &place(e)).trim_end().to_string()).collect();
    let names_a_file = opts.files.is_empty() && opts.from_file.is_none() && std::path::Path::new(text).exists();
    if names_a_file {
        said.push(format!("  help: `{text}` is a file; to copy it: flitch '' {text}"));
    }
    said.join("\n")
}
