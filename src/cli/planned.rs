//! From options to a plan. Nothing is opened yet but the files that the pipeline names, so that whoever
//! follows logs can have the pipeline read again, and keep the one that runs if the new one is wrong.

use std::io::{self, IsTerminal};

use super::opts::Opts;
use super::reading::Until;
use super::script::Source;
use super::window::{self, Point};
use super::{clock, discover, explain, quoted, script, walk};
use crate::base::fault::io_words;
use crate::def::scope::BindOptions;
use crate::def::step::Step;
use crate::def::{self, OutputDef, Registry, RenderOptions};
use crate::exec::{self, Format, Limits, MaxErrors, Timing};
use crate::outputs::raw::LineOptions;
use crate::plan::{self, Output, Plan, Wishes};
use crate::{codecs, inputs, lang, outputs};

/// The bytes of a block: it fits the cache of one core with its columns.
const BLOCK: usize = 256 << 10;

/// What the options ask for.
pub enum Asked {
    /// A page to be printed.
    Page(String),
    Run(Box<Planned>),
}

/// A pipeline that is right, and what is known of its run before anything is opened.
pub struct Planned {
    pub text: String,
    pub plan: Plan,
    pub steps: Vec<Step>,
    pub format: Format,
    pub timing: Timing,
    pub limits: Limits,
    pub max_errors: Option<MaxErrors>,
    pub files: Vec<String>,
}

/// Reads the options and the pipeline. The error is a message.
pub fn planned(opts: &Opts) -> Result<Asked, String> {
    let (text, origin) = match script::read(&opts.program()).map_err(|why| format!("flitch: {why}"))? {
        Source::Pipeline { text, origin } => (text, origin),
        Source::List(page) => return Ok(Asked::Page(page)),
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
        first_only: opts.quiet && opts.reading.waits_for().is_none(),
        rejects: opts.reading.rejects.is_some(),
        by_time: opts.reading.merge_by.is_some() || opts.reading.time_ordered,
        every_line: max_errors.is_some(),
    };
    let files = walk::inputs(opts).map_err(|why| format!("flitch: {why}"))?;
    let now = opts.now.unwrap_or_else(clock);
    let mut bind = BindOptions {
        zone: opts.tz.clone(),
        now,
        late: opts.over.late(),
        args: opts.arg.clone(),
        window: window_of(opts, &files, &input, now)?,
        until: None,
        save: None,
        equal_hashes: opts.equal_hashes,
        side_file,
        env: |name| std::env::var(name).ok(),
    };
    if let Some(condition) = opts.reading.waits_for() {
        // By itself, so that what is wrong with it is shown where it stands.
        let stage = format!("until {condition}");
        plan::plan(&stage, &input, &bind, Wishes::default())
            .map_err(|errors| told(&errors, &stage, "", opts).replacen("flitch: ", "flitch: --until: ", 1))?;
        bind.until = Some(stage);
    }
    bind.save = opts.save.as_ref().map(|path| path.to_string_lossy().into_owned());
    let (plan, steps) =
        plan::plan(&text, &input, &bind, wishes).map_err(|errors| told(&errors, &text, &origin, opts))?;
    if opts.explain {
        return Ok(Asked::Page(explain::page(&plan)));
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
    let limits = Limits {
        block: opts.block_size.unwrap_or(BLOCK),
        max_line: opts.max_line,
        window: opts.memory.unwrap_or_else(super::job::default_memory),
        threads: opts.threads.unwrap_or_else(|| default_threads(opts, &files)),
        keeps_all: wishes.context,
        one_header: matches!(plan.output, Output::Lines) && plan.own_lines,
        now,
        reference: opts.now,
    };
    let closed = matches!(&format, Format::Records(def, _) if def.closed);
    opts.over.check(opts, &files, &plan, &steps, closed).map_err(|why| format!("flitch: {why}"))?;
    Ok(Asked::Run(Box::new(Planned { text, plan, steps, format, timing, limits, max_errors, files })))
}

/// One thread for each processor; or one, where there is too little to read for two. Asking for the
/// processors that a container may use takes as long as reading a small file.
fn default_threads(opts: &Opts, files: &[String]) -> usize {
    /// Bytes that are read sooner than a thread is started, and what opening a file counts for.
    const FEW: u64 = 64 << 10;
    const OPENING: u64 = 4 << 10;
    let mut left = FEW;
    let is_small = |file: &String| {
        let is_plain = file != "-" && codecs::by_suffix(file).is_none();
        let meta = std::fs::metadata(file).ok().filter(|meta| is_plain && meta.is_file() && meta.len() > 0);
        let rest = meta.and_then(|meta| left.checked_sub(meta.len().saturating_add(OPENING)));
        left = rest.unwrap_or(0);
        rest.is_some()
    };
    if !opts.over.follow && files.iter().all(is_small) {
        return 1;
    }
    std::thread::available_parallelism().map_or(1, usize::from)
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

/// The stretch of time that is wanted.
fn window_of(
    opts: &Opts,
    files: &[String],
    input: &def::Format,
    now: i64,
) -> Result<(Option<i64>, Option<i64>), String> {
    let mut start = None;
    let mut read = |text: &Option<String>, option: &str| -> Result<Option<i64>, String> {
        let Some(text) = text else { return Ok(None) };
        match window::point(text, now, &opts.tz).map_err(|why| format!("flitch: {option}: {why}"))? {
            Point::At(at) => Ok(Some(at)),
            Point::Start(after) => {
                let first = match start {
                    Some(first) => first,
                    None => {
                        first_time(opts, files, input, now).map_err(|why| format!("flitch: {option} {text}: {why}"))?
                    }
                };
                start = Some(first);
                Ok(first.checked_add(after))
            }
        }
    };
    let until = match &opts.reading.until {
        Some(Until::Time(text)) => Some(text.clone()),
        _ => None,
    };
    let window = (read(&opts.reading.since, "--since")?, read(&until, "--until")?);
    if let (Some(since), Some(until)) = window
        && since >= until
    {
        return Err("flitch: --since is not before --until: no record can be between them".to_string());
    }
    Ok(window)
}

/// The time of the first record of the first file that tells one.
fn first_time(opts: &Opts, files: &[String], input: &def::Format, now: i64) -> Result<i64, String> {
    let name = files.first().filter(|file| *file != "-");
    let name = name.ok_or("`start` needs a file, since standard input cannot be read twice")?;
    exec::first_time(name, input, &opts.tz, now)
        .map_err(|fault| fault.to_string())?
        .ok_or_else(|| format!("no record at the start of {name} has a time"))
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
