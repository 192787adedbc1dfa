//! The command line: one definition, from which help, man page and completions come.
//!
//! [`parse`] is the only way in. It takes apart the words that are no options (`help`,
//! `completions`, `man`), lets clap do the rest, and says what is wrong in flitch's own
//! voice. Nothing is opened here and no pipeline is read: what comes out is text that
//! was checked as far as text can be. Clap's subcommands were rejected for parsing:
//! a pipeline is a free text, and must never be taken for a misspelled command.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser};

use super::bare;
use super::foreign_flags;
use super::help::Topics;
use super::keeping::Over;
use super::manners::Manners;
use super::quoted;
use super::reading::Reading;
use super::told::Telling;
use super::values::{self, Compress};
use crate::base::Zone;
use crate::lang::nearest;

/// The options of a run.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "flitch",
    version,
    about = "Filter, parse, count and sort lines of logs, in parallel, byte for byte",
    after_help = "See `flitch help` for the language, and `flitch --help` for more on each option.",
    after_long_help = LONG_HELP,
    override_usage = "flitch [OPTIONS] 'PIPELINE' [FILE...]\n       flitch [OPTIONS] -f SCRIPT [FILE...]\n       flitch discover [OPTIONS] [FILE...]\n       flitch detect [FILE...]\n       flitch test SCRIPT...\n       flitch help [TOPIC]",
    term_width = 80,
    args_override_self = true
)]
pub struct Opts {
    /// The stages that the lines run through
    ///
    /// Stages are joined by `|`: 'where status >= 500 | count by path'. An empty pipeline
    /// copies its input, and `discover` prints a page about what is in it. See `flitch help
    /// language`.
    #[arg(value_name = "PIPELINE")]
    pub pipeline: Option<OsString>,

    /// The inputs, in this order; `-` or none is standard input
    ///
    /// Compressed inputs are recognised by their first bytes, whatever their names.
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub files: Vec<PathBuf>,

    /// Read the pipeline from a file
    ///
    /// All other words are then inputs. A script may open with
    /// `#!/usr/bin/env -S flitch -f`, since `#` starts a comment, and then say with
    /// `# flitch 1` for which edition of the language it was written.
    ///
    /// `flitch @NAME` runs the script NAME.flitch of the folder $XDG_CONFIG_HOME/flitch (else
    /// ~/.config/flitch), and `flitch @` lists what is there. `flitch test SCRIPT` runs the
    /// samples that stand in its comments.
    #[arg(short = 'f', long, value_name = "SCRIPT", help_heading = "Pipeline", value_hint = clap::ValueHint::FilePath)]
    pub from_file: Option<PathBuf>,

    /// Give the pipeline a text, read there as arg.NAME
    ///
    /// May be repeated. The text is data and never part of the program:
    /// flitch --arg who=bob 'where user == arg.who'.
    #[arg(long, value_name = "NAME=TEXT", help_heading = "Pipeline", value_parser = values::argument)]
    pub arg: Vec<(String, String)>,

    /// Print what the pipeline does, and read nothing
    #[arg(long, help_heading = "Pipeline")]
    pub explain: bool,

    /// Print this command, quoted for a shell
    ///
    /// Nothing is read. For `sh`, `cron`, `pwsh` or `cmd`: a script or a CI file, a line of a crontab, PowerShell
    /// from 7.3, Windows' command line. See `flitch help scripts`.
    #[arg(long, value_name = "SHELL", help_heading = "Pipeline", value_parser = quoted::shell)]
    pub print_quoted: Option<quoted::Shell>,

    /// The format of the input
    ///
    /// `auto` looks at the bytes of each line, never at its timing. A pipeline that uses
    /// no field never parses. See `flitch help formats`.
    #[arg(short, long, value_name = "FORMAT", default_value = "auto", help_heading = "Input", value_parser = values::input)]
    pub input: String,

    #[command(flatten)]
    pub reading: Reading,

    #[command(flatten)]
    pub over: Over,

    /// The longest line that is read
    ///
    /// A longer one is left out whole and told, and the exit code is 3. Sizes are plain
    /// bytes, or have a suffix: 64MiB and 64M are 67108864, 64MB is 64000000.
    #[arg(long, value_name = "SIZE", default_value = "64MiB", help_heading = "Input", value_parser = values::line_size)]
    pub max_line: usize,

    /// Exit with 4 if any data is bad
    ///
    /// Bad is what could not be parsed or converted. Without it such data is counted,
    /// and told in one line on standard error.
    #[arg(long, help_heading = "Input")]
    pub strict: bool,

    /// The zone of times that name none: UTC, +02:00, Europe/Berlin
    ///
    /// An offset, a name of the tz database, which is built in, or `local` for the zone of this
    /// machine. A time that clocks showed twice is the first of the two, and is counted. The
    /// abbreviations of the zone, such as CET and CEST, are read too.
    #[arg(long, value_name = "ZONE", default_value = "UTC", help_heading = "Input", value_parser = values::zone, allow_hyphen_values = true)]
    pub tz: Zone,

    /// The time of the run, for now() and for stamps without a year
    ///
    /// Without it the clock is read once, at the start. With it a run can be repeated:
    /// --now 2026-03-02T09:00:00Z.
    #[arg(long, value_name = "TIME", help_heading = "Pipeline", value_parser = values::time, allow_hyphen_values = true)]
    pub now: Option<i64>,

    /// The format of the output
    ///
    /// Without it, lines that are only chosen come out as they are, and records as JSON
    /// lines in a pipe and as a table on a terminal. See `flitch help outputs`.
    #[arg(short, long, value_name = "FORMAT", help_heading = "Output", value_parser = values::output)]
    pub output: Option<String>,

    /// Write the output to FILE, named when the run has ended well
    ///
    /// Until then it is FILE.partial, and a run that failed or was interrupted leaves it so;
    /// FILE may also be an input. Its suffix compresses (`.gz`, `.zst`, `.bz2`, `.xz`, `.lz4`) and names the format
    /// (`.json`, `.csv`, `.tsv`) where `-z` and `-o` do not.
    #[arg(short = 'O', long, value_name = "FILE", help_heading = "Output", value_hint = clap::ValueHint::FilePath, conflicts_with = "quiet")]
    pub out_file: Option<PathBuf>,

    /// Keep the patterns of this run in FILE, as a baseline
    ///
    /// `patterns new since "FILE"` compares a later run with it. One JSON line each, sorted, with those of the baseline where the stage has one. FILE
    /// gets its name when the run has ended well.
    #[arg(long, value_name = "FILE", help_heading = "Output", value_hint = clap::ValueHint::FilePath)]
    pub save: Option<PathBuf>,

    /// Print no header line for CSV and TSV
    ///
    /// Lines that are only chosen from a CSV file come out without its header, too.
    #[arg(long, help_heading = "Output")]
    pub no_header: bool,

    /// Compress the output; CODEC:N sets the level
    ///
    /// `-z gzip` takes the usual level, `-z gzip:9` the best. See `flitch help codecs`.
    #[arg(short = 'z', long, value_name = "CODEC", help_heading = "Output", value_parser = values::compress)]
    pub compress: Option<Compress>,

    /// Compress into one member or frame, with one thread
    ///
    /// Without it, compressed output is cut into pieces that all threads pack, each a member (gzip), a
    /// stream (bzip2, xz) or a frame (zstd, lz4) of its own. Nearly all programs read them as one; this
    /// is for those that stop after the first.
    #[arg(long, help_heading = "Output")]
    pub single_member: bool,

    /// Print each line after the name of its file
    #[arg(short = 'H', long, help_heading = "Output")]
    pub with_filename: bool,

    /// Print N lines after each chosen line
    #[arg(short = 'A', long, value_name = "N", help_heading = "Output", value_parser = values::count)]
    pub after_context: Option<usize>,

    /// Print N lines before each chosen line
    #[arg(short = 'B', long, value_name = "N", help_heading = "Output", value_parser = values::count)]
    pub before_context: Option<usize>,

    /// Print N lines before and after each chosen line
    #[arg(short = 'C', long, value_name = "N", help_heading = "Output", value_parser = values::count)]
    pub context: Option<usize>,

    /// Print nothing; exit with 1 if nothing is selected
    ///
    /// Reading stops at the first record that comes out of the pipeline.
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,

    /// Exit with 1 if nothing is selected
    #[arg(short, long, help_heading = "Output")]
    pub exit_status: bool,

    #[command(flatten)]
    pub telling: Telling,

    /// The number of threads; without it, one for each processor
    ///
    /// The output is the same for any number.
    #[arg(short = 'j', long, value_name = "N", help_heading = "Running", value_parser = values::threads)]
    pub threads: Option<usize>,

    /// The most memory that the stages may hold together
    ///
    /// Without it, a quarter of what the machine or its container has.
    /// Sorting, grouping and keys that do not fit go to temporary files in $TMPDIR, which have
    /// no names and are gone when the run ends, however it ends. A stage that cannot do that
    /// ends the run with a message that names it, and exit code 5.
    #[arg(long, value_name = "SIZE", help_heading = "Running", value_parser = values::memory)]
    pub memory: Option<usize>,

    #[command(flatten)]
    pub manners: Manners,

    /// Bytes read at a time: for tests, since it never changes the output.
    #[arg(long, value_name = "SIZE", hide = true, value_parser = values::line_size)]
    pub block_size: Option<usize>,

    /// Bytes that a state holds before it goes to a temporary file: for tests.
    #[arg(long, value_name = "SIZE", hide = true, value_parser = values::line_size)]
    pub room: Option<usize>,

    /// Let all keys have the same hash: for tests, since it never changes the output.
    #[arg(long, hide = true)]
    pub equal_hashes: bool,
}

const LONG_HELP: &str = "\
Examples:
  flitch '\"timeout\"' app.log
  flitch 'where status >= 500 | count by path | sort -count' access.log.gz
  flitch 'where level >= warn | print f\"{service}: {msg}\"' app.jsonl
  tail -f app.log | flitch 'not \"DEBUG\"'

Exit codes: 0 the run went to its end, 1 nothing was selected (with -e or -q) or an
assert failed, 2 usage, 3 an input was not read whole, 4 bad data (with --strict), 5 a limit,
124 the time was over (with --timeout).

See `flitch help` for the stages and functions, `flitch help language` for the
language, and `flitch help from-grep` (from-awk, from-jq, from-spl, from-sql,
from-kql, from-miller) for what you know already.";

/// Where the pipeline's text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Program {
    /// On the command line.
    Text(String),
    /// In this file.
    File(PathBuf),
}

/// What the command line asks for.
#[derive(Clone, Debug)]
pub enum Request {
    /// Run a pipeline.
    Run(Box<Opts>),
    /// `flitch help [TOPIC]`.
    Help(Option<String>),
    /// `flitch completions SHELL`.
    Completions(String),
    /// `flitch man`.
    Man,
    /// `flitch test FILE...`.
    Test(Vec<OsString>),
    /// `flitch detect FILE...`.
    Detect(Vec<OsString>),
    /// `flitch checkpoint show FILE`.
    Checkpoint(PathBuf),
    /// `flitch checkpoint forget FILE`.
    Forget(PathBuf),
    /// Print this on standard output and exit with 0: `-h`, `--help`, `--version`.
    Say(String),
    /// Print a command, which may hold any bytes.
    Quote(Vec<u8>),
}

impl Opts {
    /// Where the pipeline is. [`parse`] gives no options without one.
    pub fn program(&self) -> Program {
        match (&self.from_file, &self.pipeline) {
            (Some(script), _) => Program::File(script.clone()),
            // A word that is no UTF-8 was refused by `parse`.
            (None, Some(text)) => Program::Text(text.to_string_lossy().into_owned()),
            (None, None) => Program::Text(String::new()),
        }
    }

    /// The inputs in order; none means standard input, as `-` does. With `-f` the word
    /// in the pipeline's place is the first input.
    pub fn inputs(&self) -> Vec<PathBuf> {
        let first = self.pipeline.iter().filter(|_| self.from_file.is_some()).map(PathBuf::from);
        first.chain(self.files.iter().cloned()).collect()
    }

    /// How many lines to print before and after each chosen one.
    pub fn context_lines(&self) -> (usize, usize) {
        let both = self.context.unwrap_or(0);
        (self.before_context.unwrap_or(both), self.after_context.unwrap_or(both))
    }
}

/// The definition for clap, without the words that [`parse`] takes itself.
pub fn definition() -> clap::Command {
    Opts::command()
}

/// What is printed when there is no pipeline: the short help.
pub fn short_help() -> String {
    definition().render_help().to_string()
}

/// Reads the words after the program's name. The error is a message without a prefix,
/// for standard error and exit code 2.
pub fn parse(words: Vec<OsString>, topics: &Topics<'_>) -> Result<Request, String> {
    if let Some(request) = special(&words)? {
        return Ok(request);
    }
    if let Some(opts) = bare::opts(&words) {
        return Ok(Request::Run(Box::new(opts)));
    }
    let named = std::iter::once(OsString::from("flitch")).chain(words.iter().cloned());
    let opts = match definition().try_get_matches_from(named).and_then(|m| Opts::from_arg_matches(&m)) {
        Ok(opts) => opts,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            return Ok(Request::Say(error.render().to_string()));
        }
        Err(error) => return Err(refusal(&error, &words)),
    };
    check(&opts, topics)?;
    if let Some(shell) = opts.print_quoted {
        return quoted::command(&words, shell).map(Request::Quote);
    }
    Ok(Request::Run(Box::new(opts)))
}

/// The words that open a command of their own. No stage has one of these names.
fn special(words: &[OsString]) -> Result<Option<Request>, String> {
    let text: Vec<String> = words.iter().take(3).map(|w| w.to_string_lossy().into_owned()).collect();
    match text.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["help"] => Ok(Some(Request::Help(None))),
        ["help", topic] => Ok(Some(Request::Help(Some(topic.to_string())))),
        ["help", ..] => Err("`flitch help` takes one topic".to_string()),
        ["completions", shell] => Ok(Some(Request::Completions(shell.to_string()))),
        ["completions", ..] => Err("`flitch completions` takes one shell: bash, zsh, fish or powershell".to_string()),
        ["discover", "-h" | "--help"] => Ok(Some(Request::Help(Some("discover".to_string())))),
        ["test", "-h" | "--help"] => Ok(Some(Request::Help(Some("test".to_string())))),
        ["test"] => Err("`flitch test` takes files with samples; see `flitch help test`".to_string()),
        ["test", ..] => match words[1..].iter().find(|w| w.as_encoded_bytes().starts_with(b"-") && *w != "-") {
            Some(option) => Err(format!(
                "`flitch test` takes no options; `{}` may stand in a sample, after `#-`",
                option.to_string_lossy()
            )),
            None => Ok(Some(Request::Test(words[1..].to_vec()))),
        },
        ["detect", "-h" | "--help"] => Ok(Some(Request::Help(Some("detect".to_string())))),
        ["detect", ..] => super::detect::words(&words[1..]).map(|files| Some(Request::Detect(files))),
        ["checkpoint", "-h" | "--help"] => Ok(Some(Request::Help(Some("cron".to_string())))),
        ["checkpoint", what @ ("show" | "forget"), _] => match (&words[3..], *what) {
            ([], "show") => Ok(Some(Request::Checkpoint(PathBuf::from(&words[2])))),
            ([], _) => Ok(Some(Request::Forget(PathBuf::from(&words[2])))),
            _ => Err(format!("`flitch checkpoint {what}` takes one file")),
        },
        ["checkpoint", ..] => Err("write `flitch checkpoint show FILE` or `flitch checkpoint forget FILE`; see \
                                   `flitch help cron`"
            .to_string()),
        ["man"] => Ok(Some(Request::Man)),
        ["man", ..] => Err("`flitch man` takes no arguments; try `flitch man | man -l -`".to_string()),
        _ => Ok(None),
    }
}

/// What clap cannot check: names of the registries, and options against each other.
fn check(opts: &Opts, topics: &Topics<'_>) -> Result<(), String> {
    if opts.from_file.is_none() {
        match &opts.pipeline {
            None if opts.reading.waits_for().is_some() => {}
            None => return Err(format!("no pipeline was given\n\n{}", short_help().trim_end())),
            Some(text) if text.to_str().is_none() => return Err("the pipeline is not UTF-8".to_string()),
            Some(_) => {}
        }
    }
    let inputs: Vec<&str> = topics.input_names();
    if let Some(name) = crate::inputs::names_in(&opts.input).into_iter().find(|name| !inputs.contains(name)) {
        let hint = format!("; to ignore case, write {}", values::no_case(&opts.input));
        return Err(unknown("input format", name, &inputs, &hint));
    }
    let outputs: Vec<&str> = topics.outputs.iter().map(|d| d.doc.name).collect();
    if let Some(name) = opts.output.as_deref().filter(|name| !outputs.contains(name)) {
        let hint = "; to print only what matches, write `parse regex r\"(?P<x>...)\" | print f\"{x}\"`";
        return Err(unknown("output format", name, &outputs, hint));
    }
    if let Some(Compress { codec, level }) = &opts.compress {
        let Some(def) = topics.codecs.iter().find(|d| d.doc.name == codec) else {
            return Err(unknown("codec", codec, &topics.codecs.iter().map(|d| d.doc.name).collect::<Vec<_>>(), ""));
        };
        let (low, _, high) = def.levels;
        if low == high && level.is_some_and(|level| level != low) {
            return Err(format!("`{codec}` has one level; write `-z {codec}`"));
        }
        if let Some(level) = level.filter(|level| !(low..=high).contains(level)) {
            return Err(format!("`{codec}` has no level {level}; its levels are {low} to {high}"));
        }
    }
    for (i, (name, _)) in opts.arg.iter().enumerate() {
        if opts.arg[..i].iter().any(|(before, _)| before == name) {
            return Err(format!("`--arg {name}=` was given twice; give each name once"));
        }
    }
    Ok(())
}

/// A name that no registry has: the nearest one, or all of them and a hint.
fn unknown(what: &str, name: &str, names: &[&str], hint: &str) -> String {
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("unknown {what} `{name}`; did you mean `{near}`?"),
        None => format!("unknown {what} `{name}`; there is {}{hint}", names.join(", ")),
    }
}

/// Clap's error in flitch's words.
fn refusal(error: &clap::Error, words: &[OsString]) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    let option = context(ContextKind::InvalidArg).unwrap_or_default();
    // Clap names an option with its value (`--threads <N>`); the name is enough.
    let name = option.split([' ', '=']).next().unwrap_or_default().to_string();
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let (hanging, rest) = after(&name, words);
            if let Some(answer) = foreign_flags::explain(&name, hanging.as_deref(), &rest) {
                return answer;
            }
            // awk's `-F,`, which is read as `-F` and a flag of that name.
            let separates = words.iter().any(|word| word.len() > 2 && word.as_encoded_bytes().starts_with(b"-F"));
            if let Some(answer) = foreign_flags::explain("--field-separator", None, &rest).filter(|_| separates) {
                return answer;
            }
            match context(ContextKind::SuggestedArg) {
                Some(near) => format!("unknown option `{name}`; did you mean `{near}`?"),
                None => format!("unknown option `{name}`; see `flitch --help`"),
            }
        }
        ErrorKind::InvalidValue | ErrorKind::NoEquals | ErrorKind::WrongNumberOfValues => {
            let shape =
                option.split_once([' ', '=']).map(|(_, shape)| shape.trim_matches(['<', '>'])).unwrap_or("VALUE");
            format!("`{name}` needs a value: `{name} {shape}`")
        }
        ErrorKind::ValueValidation => match std::error::Error::source(error) {
            Some(why) => format!("`{name}`: {why}"),
            None => format!("`{name}`: `{}` is not valid", context(ContextKind::InvalidValue).unwrap_or_default()),
        },
        ErrorKind::MissingRequiredArgument => format!("`{name}` is needed by another option that was given"),
        ErrorKind::TooManyValues => format!("`{name}` takes no value"),
        ErrorKind::InvalidUtf8 => "an option's value is not UTF-8".to_string(),
        _ => {
            let text = error.render().to_string();
            text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_string()
        }
    }
}

/// What hangs on an option (`-m5`, `--max-count=5`), and the words after it.
fn after(name: &str, words: &[OsString]) -> (Option<String>, Vec<String>) {
    let texts: Vec<String> = words.iter().map(|w| w.to_string_lossy().into_owned()).collect();
    let long = name.starts_with("--");
    let letter = name.trim_start_matches('-');
    for (i, text) in texts.iter().enumerate() {
        let hanging = if long {
            if text == name { Some("") } else { text.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')) }
        } else if text.starts_with('-') && !text.starts_with("--") {
            text.split_once(letter).map(|(_, rest)| rest)
        } else {
            None
        };
        let Some(hanging) = hanging else { continue };
        let hanging = Some(hanging.to_string()).filter(|text| !text.is_empty());
        return (hanging, texts[i + 1..].to_vec());
    }
    (None, Vec::new())
}

#[cfg(test)]
#[path = "opts_tests.rs"]
mod tests;
