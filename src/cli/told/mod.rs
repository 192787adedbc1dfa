//! What a run tells of itself when it has ended: to a person in one line, to programs as JSON, as
//! metrics and as a test report.
//!
//! All are views of one [`Report`], made once the exit code is known, so that none can say anything
//! else than the exit. They are written whatever became of the run, also when nothing was read. A
//! file appears by rename: a reader that looks at any moment sees the last run or this one, whole.

mod json;
mod junit;
mod metrics;
mod stats;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Args;
use rustix::fs::OFlags;

use crate::base::Fault;
use crate::base::fault::io_words;
use crate::exec::Report;

/// Options of what a run tells of itself.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Reports")]
pub struct Telling {
    /// Say how much was read, and how fast
    ///
    /// At the end, one line on standard error: lines and bytes, decompressed, the time, what came out, the time of the
    /// processors, the most memory.
    #[arg(long)]
    pub stats: bool,

    /// Write what the run did as JSON
    ///
    /// One object, with inputs, lines, bytes, bad lines and asserts, whatever became of the run. `--report json` writes
    /// it to standard error, as the last line. See `flitch help report`.
    #[arg(long, value_name = "FILE.json", value_parser = report_to, value_hint = clap::ValueHint::FilePath)]
    pub report: Option<ReportTo>,

    /// Write metrics of the run for Prometheus
    ///
    /// For node_exporter's textfile collector: put FILE into its folder. Written whatever became of the run, with the
    /// exit code and the time of the last success. See `flitch help report`.
    #[arg(long, value_name = "FILE.prom", value_parser = metrics_to, value_hint = clap::ValueHint::FilePath)]
    pub metrics: Option<PathBuf>,

    /// Write a JUnit report of the asserts
    ///
    /// One test case for each assert, and one for the run itself, which fails where the exit code says no for
    /// another reason. See `flitch help report`.
    #[arg(long, value_name = "FILE.xml", value_hint = clap::ValueHint::FilePath)]
    pub junit: Option<PathBuf>,
}

/// Where a JSON report goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportTo {
    StandardError,
    File(PathBuf),
}

fn report_to(text: &str) -> Result<ReportTo, String> {
    match text {
        "json" | "-" => Ok(ReportTo::StandardError),
        file if file.ends_with(".json") => Ok(ReportTo::File(file.into())),
        _ => Err("is `json`, for standard error, or a FILE that ends in `.json`".to_string()),
    }
}

fn metrics_to(text: &str) -> Result<PathBuf, String> {
    match text.strip_suffix(".prom") {
        Some(name) if !name.is_empty() && !name.ends_with('/') => Ok(text.into()),
        _ => Err("is a FILE that ends in `.prom`, since node_exporter reads no others".to_string()),
    }
}

/// A run that has ended, as it is told.
struct Ended<'a> {
    report: &'a Report,
    code: u8,
    /// When it ended, in nanoseconds since 1970.
    at: i64,
}

impl Telling {
    /// Whether what is told needs more counting than a run does for itself.
    pub fn accounts(&self) -> bool {
        self.stats || self.report.is_some() || self.metrics.is_some() || self.junit.is_some()
    }

    fn files(&self) -> impl Iterator<Item = &Path> {
        let report = self.report.iter().filter_map(|to| match to {
            ReportTo::StandardError => None,
            ReportTo::File(path) => Some(path.as_path()),
        });
        report.chain(self.metrics.as_deref()).chain(self.junit.as_deref())
    }

    /// Whether the files can be written, as far as that can be known before the run: it would be a
    /// pity to learn it an hour later.
    pub fn check(&self) -> Result<(), String> {
        let files: Vec<&Path> = self.files().collect();
        for (nth, path) in files.iter().enumerate() {
            let why = match folder(path).metadata() {
                Err(e) => format!("{}: {}", folder(path).display(), io_words(&e)),
                Ok(found) if !found.is_dir() => format!("{} is not a folder", folder(path).display()),
                Ok(_) if path.is_dir() => "is a folder".to_string(),
                Ok(_) if files[..nth].contains(path) => "two reports cannot be one file".to_string(),
                Ok(_) => continue,
            };
            return Err(format!("flitch: {}: {why}", path.display()));
        }
        Ok(())
    }

    /// Tells of a run that ended at an instant with this exit code. Gives what could not be written.
    pub fn tell(&self, report: &Report, code: u8, at: i64) -> Vec<Fault> {
        let ended = Ended { report, code, at };
        if self.stats {
            super::complain(&format!("flitch: {}", stats::line(report)));
        }
        let mut faults = Vec::new();
        let mut put = |path: &Path, bytes: &[u8]| {
            faults.extend(replace(path, bytes).err().map(|e| Fault::limit(path.display().to_string(), io_words(&e))));
        };
        if let Some(path) = &self.metrics {
            let before = fs::read(path).unwrap_or_default();
            put(path, metrics::page(&ended, &run_name(path), &before).as_bytes());
        }
        if let Some(path) = &self.junit {
            put(path, junit::page(&ended).as_bytes());
        }
        match &self.report {
            Some(ReportTo::File(path)) => put(path, &json::line(&ended)),
            Some(ReportTo::StandardError) => drop(io::stderr().write_all(&json::line(&ended))),
            None => {}
        }
        faults
    }
}

/// What tells the metrics of one run from those of others in the same folder: the name of their file.
fn run_name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Gives a file new contents, all at once; what is no regular file, such as a pipe, is written.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let before = fs::metadata(path).ok();
    if before.as_ref().is_some_and(|found| !found.is_file()) {
        return OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    // A link stays one: the file that it leads to is replaced.
    let path = if before.is_some() { fs::canonicalize(path)? } else { path.to_path_buf() };
    let mut beside = path.clone().into_os_string();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = write_whole(&beside, bytes, before.map(|found| found.permissions()));
    let named = written.and_then(|()| fs::rename(&beside, &path));
    if named.is_err() {
        let _ = fs::remove_file(&beside);
    }
    named
}

fn write_whole(path: &Path, bytes: &[u8], rights: Option<fs::Permissions>) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).custom_flags(OFlags::NOFOLLOW.bits() as i32);
    let mut file: File = options.open(path)?;
    if let Some(rights) = rights {
        file.set_permissions(rights)?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

/// Seconds as decimals, to the microsecond.
fn seconds(time: std::time::Duration) -> String {
    format!("{}.{:06}", time.as_secs(), time.subsec_micros())
}

#[cfg(test)]
#[path = "told_tests.rs"]
mod tests;
