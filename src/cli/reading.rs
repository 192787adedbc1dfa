//! The options that say how inputs become records.

use std::path::PathBuf;

use clap::Args;

use super::window;
use crate::def::bind::regex_words;
use crate::def::frames::{Rule, Traces};
use crate::exec::MaxErrors;

/// Options of reading.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Input")]
pub struct Reading {
    /// Join lines to records: auto, indent, java, python, start=REGEX
    ///
    /// `auto` joins the stack traces of all languages and whatever is indented to the line
    /// before; `java`, `python`, `go`, `node`, `dotnet`, `ruby` and `php` know the traces of one
    /// language, `indent` joins indented lines, and with `start=REGEX` a record starts at each
    /// line that matches. Lines of one stream of a container are joined with each other, and not
    /// with those in between. A record is all of its lines, for text filters too, and they come out as
    /// they were. See `flitch help formats`.
    #[arg(long, value_name = "RULE", value_parser = rule)]
    pub multiline: Option<Multiline>,

    /// Read the files of folders, and of the folders in them
    ///
    /// By name, without hidden ones; links are followed only where they are named. Without a FILE the
    /// folder is the one that flitch is run in.
    #[arg(short = 'r', long)]
    pub recursive: bool,

    /// Read the inputs that a file names, each before a zero byte
    ///
    /// As `find -print0` writes them; `-` is standard input. An empty list is no input.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub files0_from: Option<PathBuf>,

    /// Write lines that are not in the format to FILE, and go on without them
    ///
    /// The lines are written as they were read, and compressed if FILE ends in `.gz` or `.zst`; it
    /// gets its name when the run has ended well. Each line is looked at, whether it comes to anything or not.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub rejects: Option<PathBuf>,

    /// Exit with 4 if more than N lines, or N% of them, have bad data
    ///
    /// Bad is what could not be parsed or converted, or was too long. `--strict` allows none.
    #[arg(long, value_name = "N|P%", value_parser = max_errors, conflicts_with = "strict")]
    pub max_errors: Option<MaxErrors>,

    /// Only records of this time and later: -3h, today, 2026-01-02
    ///
    /// A time of the day, `09:30`; `today`, `yesterday`, `now`, each with a duration, as in
    /// `yesterday+8h`; a date or a stamp, in --tz where it names no zone; `start+30m`, counted from the first
    /// record of the first file. Records without a time are left out. It is the same as `where
    /// time >= ...` before the pipeline; a file is read whole, unless --time-ordered says that it need not be.
    #[arg(long, value_name = "TIME", value_parser = window::check, allow_hyphen_values = true)]
    pub since: Option<String>,

    /// Only records before this time; or: end with the first record like this
    ///
    /// What is no point in time is a condition, as in `--until '"ready"'` or `--until 'status == 200'`: the
    /// run reads on until a record meets it, takes that record, too, and ends, with exit code 0. If
    /// there is none, or --timeout is over before, the exit code is 1. No pipeline has to be given then.
    #[arg(long, value_name = "TIME|CONDITION", value_parser = until, allow_hyphen_values = true)]
    pub until: Option<Until>,

    /// The inputs are in the order of time: read only what is wanted
    ///
    /// With --since a plain file is searched for the place, and with --until reading stops there. The
    /// order is checked on all that is read; a line out of order is told, and the exit code is 3.
    #[arg(long)]
    pub time_ordered: bool,

    /// Merge the inputs by time, each of which is in the order of time
    ///
    /// `time` is the only field that it takes. Records of equal times come in the order of the
    /// inputs; one without a time stays behind the record before it. All inputs are open at once.
    #[arg(long, value_name = "FIELD", value_parser = ["time"])]
    pub merge_by: Option<String>,
}

/// Where a run ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// Before this point in time.
    Time(String),
    /// With the first record that meets this condition.
    Record(String),
}

impl Reading {
    /// The condition of the record that the run waits for.
    pub fn waits_for(&self) -> Option<&str> {
        match &self.until {
            Some(Until::Record(condition)) => Some(condition),
            _ => None,
        }
    }
}

fn until(text: &str) -> Result<Until, String> {
    match window::check(text) {
        Ok(time) => Ok(Until::Time(time)),
        // What starts like a number is meant as a time, and no condition does.
        Err(why) if text.trim_start().starts_with(|c: char| c.is_ascii_digit() || "+-".contains(c)) => Err(why),
        Err(why) if text.trim().is_empty() => Err(why),
        Err(_) => Ok(Until::Record(text.to_string())),
    }
}

/// How much bad data is allowed.
fn max_errors(text: &str) -> Result<MaxErrors, String> {
    let percent = text.strip_suffix('%').map(|number| number.trim_end().parse::<f64>());
    match percent {
        Some(Ok(percent)) if (0.0..=100.0).contains(&percent) => Ok(MaxErrors::Percent(percent)),
        None if text.bytes().all(|b| b.is_ascii_digit()) => {
            text.parse().map(MaxErrors::Lines).map_err(|_| "is a number of lines, or a share like 0.5%".to_string())
        }
        _ => Err("is a number of lines, or a share like 0.5%".to_string()),
    }
}

/// A rule as a person wrote it.
#[derive(Clone)]
pub struct Multiline(pub Rule);

impl std::fmt::Debug for Multiline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a rule")
    }
}

/// The rules that have a name.
pub const RULES: [(&str, Traces); 9] = [
    ("auto", Traces::ALL),
    ("indent", Traces::INDENT),
    ("java", Traces::JAVA),
    ("python", Traces::PYTHON),
    ("go", Traces::GO),
    ("node", Traces::NODE),
    ("dotnet", Traces::DOTNET),
    ("ruby", Traces::RUBY),
    ("php", Traces::PHP),
];

/// Reads a rule.
fn rule(text: &str) -> Result<Multiline, String> {
    if let Some(pattern) = text.strip_prefix("start=") {
        let regex = regex::bytes::Regex::new(pattern).map_err(|e| regex_words(&e))?;
        return Ok(Multiline(Rule::Start(regex)));
    }
    match RULES.iter().find(|(name, _)| *name == text) {
        Some((_, traces)) => Ok(Multiline(Rule::Traces(*traces))),
        None => {
            let names: Vec<&str> = RULES.iter().map(|(name, _)| *name).collect();
            let near = crate::lang::nearest(text, names.iter().copied());
            let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            Err(format!("is one of {} or start=REGEX{hint}", names.join(", ")))
        }
    }
}
