//! The options of a run that is not alone on its machine: how fast and how long it may read, and what
//! it shows on a terminal.

use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use rustix::fs::FileType;

use super::opts::Opts;
use crate::base::num::parse_duration;
use crate::def::step::Step;
use crate::exec::{self, Live, Progress, Rate, Way};

/// Options of a run among others.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Running")]
pub struct Manners {
    /// Read no faster than this: 50MB/s, 20MiB/s, 10000 lines/s
    ///
    /// The cap is that of the whole run, whatever -j. Bytes are those of the lines, after decompression, with the units B kB
    /// MB GB TB and KiB MiB GiB TiB; a number without a unit is lines, as in 10k/s (k, M and G are
    /// thousands). Blocks get smaller with the rate, and no more than a tenth of a second is read at once.
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub rate: Option<Rate>,

    /// Step back while the machine, or the reader of the output, is busy
    ///
    /// Runs with niceness 10, from which Linux derives the priority on disks too, and looks four times a second at how long
    /// others had to wait for processors and disks (/proc/pressure; else the load average) and how much
    /// output waits to be written. Above 0.7 of the time reading slows down, the more the busier it is, but not
    /// below 1 MB/s; below 0.3 it recovers by steps, up to --rate if that is given. What the run itself
    /// makes busy does not count, and an idle machine is used whole.
    #[arg(long)]
    pub polite: bool,

    /// End after this time, with what was read until then: 60s, 5m, 1h30m
    ///
    /// The run ends as it does on an interrupt: what has been read comes out, aggregates print what they have, files
    /// keep their `.partial` names. It is told on standard error, and the exit code is 124, unless all had been read.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub timeout: Option<Duration>,

    /// Show how far the run has come: auto, always, never
    ///
    /// With `auto` that is one line on standard error, if that is a terminal, after one second: bytes, their share (of the bytes of
    /// the files, also for compressed ones), speed, about how many lines went in, records that came out, the time left. It gives way to
    /// output on the same terminal and is gone at the end. There is none in a pipe, or where the variable `CI`
    /// is set. `always` shows it there too, where it is no terminal as a line of its own every ten seconds.
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = when)]
    pub progress: When,

    /// Show what will come at the end while it grows: auto, always, never
    ///
    /// With `auto`, on a terminal, a result such as that of an aggregate or a sort is shown while inputs are followed, or
    /// while a pipe may bring more: drawn anew at most 20 times a second, as far as it fits. At the end it is printed as
    /// ever. `always` shows it while files are read, too, in place of the progress. See `flitch help follow`.
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = when)]
    pub live: When,

    /// Let control bytes through to a terminal: auto, always, never
    ///
    /// A terminal obeys what is printed to it, and logs are written by strangers. So on a terminal control bytes are shown,
    /// as `^[` for escape; with `always` they are sent as they are, the colours of a log among them. A pipe or
    /// a file gets each byte as it is, whatever is said here. flitch has no colours of its own.
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Output", value_parser = when)]
    pub color: When,
}

/// When something is done that depends on terminals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    #[default]
    Auto,
    Always,
    Never,
}

fn when(text: &str) -> Result<When, String> {
    match text {
        "auto" => Ok(When::Auto),
        "always" => Ok(When::Always),
        "never" => Ok(When::Never),
        _ => Err(format!("`{text}` is none of auto, always and never")),
    }
}

/// A time to run.
fn time(text: &str) -> Result<Duration, String> {
    let time = parse_duration(text.as_bytes()).and_then(|time| u64::try_from(time).ok());
    match time.map(Duration::from_nanos) {
        Some(time) if !time.is_zero() => Ok(time),
        Some(_) => Err(format!("`{text}` is no time to run; leave the option out for a run without an end")),
        None => Err(format!("`{text}` is not a time; write `60s`, `5m` or `1h30m`")),
    }
}

/// A rate of bytes or lines.
fn rate(text: &str) -> Result<Rate, String> {
    let wrong = || format!("`{text}` is not a rate; write `50MB/s` or `10000 lines/s`");
    let (amount, per_second) = match text.strip_suffix("/s") {
        Some(amount) => (amount.trim_end(), true),
        None => (text, false),
    };
    let unit = amount.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(amount.len());
    let (number, unit) = amount.split_at(unit);
    let number: f64 = number.parse().map_err(|_| wrong())?;
    let unit = unit.trim_start();
    let (unit, of_lines) = match unit.strip_suffix("lines").or_else(|| unit.strip_suffix("line")) {
        Some(unit) => (unit.trim_end(), true),
        None => (unit, false),
    };
    let times = match unit {
        "" => 1.0,
        "k" | "K" => 1e3,
        "M" => 1e6,
        "G" => 1e9,
        _ if of_lines => return Err(wrong()),
        _ => number_of_bytes(unit).ok_or_else(wrong)?,
    };
    let rate = match unit.ends_with('B') {
        true => Rate::Bytes(number * times),
        false if of_lines || per_second => Rate::Lines(number * times),
        false => return Err(format!("`{text}` does not say of what; write `{text}B/s` or `{text} lines/s`")),
    };
    match rate {
        Rate::Bytes(n) | Rate::Lines(n) if n > 0.0 && n.is_finite() => Ok(rate),
        _ => Err("must be more than nothing; leave it out to read as fast as it goes".to_string()),
    }
}

/// The bytes of a unit.
fn number_of_bytes(unit: &str) -> Option<f64> {
    let (letter, base) = match unit.strip_suffix("iB") {
        Some(letter) => (letter, 1024.0f64),
        None => (unit.strip_suffix('B')?, 1000.0),
    };
    let power = match letter {
        "" if base == 1000.0 => 0,
        "k" | "K" => 1,
        "M" => 2,
        "G" => 3,
        "T" => 4,
        _ => return None,
    };
    Some(base.powi(power))
}

/// Whether output goes to a terminal.
pub fn prints_to_terminal(opts: &Opts) -> bool {
    let elsewhere = opts.out_file.is_some() || opts.over.append.is_some() || opts.compress.is_some() || opts.quiet;
    io::stdout().is_terminal() && !elsewhere
}

/// Whether nobody looks at the terminals of this run.
fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|ci| !ci.is_empty() && ci != "false")
}

/// Whether the terminal knows of no cursor.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty())
}

/// What a run is to do for others.
pub fn of(opts: &Opts, files: &[String], steps: &[Step]) -> exec::Manners {
    let Manners { rate, polite, progress, .. } = opts.manners;
    let live = live(opts, files, steps);
    let terminal = io::stderr().is_terminal();
    // Who types the input would type over the line.
    let is_typed = io::stdin().is_terminal() && files.iter().any(|file| file == "-");
    let (in_ci, is_dumb) = (in_ci(), is_dumb());
    let way = match progress {
        // The terminal has room for one of them.
        _ if live.is_some() => None,
        When::Never => None,
        When::Auto => (terminal && !in_ci && !is_dumb && !is_typed).then_some(Way::Terminal),
        When::Always if terminal && !is_dumb => Some(Way::Terminal),
        When::Always => Some(Way::Lines),
    };
    exec::Manners { rate, polite, progress: way.map(|way| Progress::new(way, files.to_vec())), live }
}

/// What is so far is shown, where all comes at the end and somebody waits for it.
fn live(opts: &Opts, files: &[String], steps: &[Step]) -> Option<Arc<Live>> {
    let is_fit = prints_to_terminal(opts) && !is_dumb();
    let is_fit = is_fit && steps.iter().any(Step::holds) && steps.iter().all(Step::can_copy);
    let is_pipe = || files.iter().any(|file| file == "-") && is_pipe(io::stdin().as_fd());
    let wanted = match opts.manners.live {
        When::Never => false,
        When::Always => true,
        When::Auto => opts.manners.progress != When::Always && !in_ci() && (opts.over.follow || is_pipe()),
    };
    let terminal = (is_fit && wanted).then(|| io::stdout().as_fd().try_clone_to_owned().ok()).flatten()?;
    Some(Live::new(terminal.into()))
}

/// Whether a file is a pipe, or a socket: what comes of it has no end that is known.
fn is_pipe(file: BorrowedFd<'_>) -> bool {
    let kind = rustix::fs::fstat(file).map(|stat| FileType::from_raw_mode(stat.st_mode));
    matches!(kind, Ok(FileType::Fifo | FileType::Socket))
}

/// A writer to standard output, as a terminal needs it.
pub fn stdout(opts: &Opts, to: std::fs::File, progress: Option<&Arc<Progress>>) -> Box<dyn io::Write + Send> {
    if !prints_to_terminal(opts) {
        return Box::new(to);
    }
    let to: Box<dyn io::Write + Send> = match opts.manners.color {
        When::Always => Box::new(to),
        When::Auto | When::Never => Box::new(exec::Terminal::new(to)),
    };
    match progress {
        Some(progress) => Box::new(exec::Beside::new(to, progress.clone())),
        None => to,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates() {
        for (text, expected) in [
            ("50MB/s", Rate::Bytes(5e7)),
            ("50 MB/s", Rate::Bytes(5e7)),
            ("1.5MiB/s", Rate::Bytes(1.5 * 1048576.0)),
            ("20kB", Rate::Bytes(2e4)),
            ("7B/s", Rate::Bytes(7.0)),
            ("2TiB/s", Rate::Bytes(2.0 * 1024f64.powi(4))),
            ("10000 lines/s", Rate::Lines(1e4)),
            ("10k lines/s", Rate::Lines(1e4)),
            ("10k/s", Rate::Lines(1e4)),
            ("0.5 lines/s", Rate::Lines(0.5)),
            ("1 line/s", Rate::Lines(1.0)),
            ("3 lines", Rate::Lines(3.0)),
        ] {
            assert_eq!(rate(text), Ok(expected), "{text}");
        }
        for text in [
            "",
            "MB/s",
            "-1MB/s",
            "0/s",
            "0MB/s",
            "1.2.3/s",
            "10MBit/s",
            "10 rows/s",
            "5iB/s",
            "5MB lines/s",
            "1e400/s",
        ] {
            assert!(rate(text).is_err(), "{text}");
        }
        assert_eq!(rate("10M").unwrap_err(), "`10M` does not say of what; write `10MB/s` or `10M lines/s`");
    }

    #[test]
    fn times() {
        assert_eq!((time("60s"), time("1h30m")), (Ok(Duration::from_secs(60)), Ok(Duration::from_secs(5400))));
        for text in ["", "60", "0s", "-1s", "soon"] {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
