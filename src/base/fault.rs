//! Faults: the world is wrong (a file that cannot be read, a full disk, a limit).
//!
//! A wrong program is a [`crate::lang::Diag`]; data that does not fit is neither, it
//! is a note in the ledger. Those three never mix.

use std::fmt;

/// The exit codes, as a script sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// The run went to its end.
    Done = 0,
    /// `-e` or `-q` and nothing was selected, or an `assert` failed.
    Nothing = 1,
    /// The command line or the pipeline is wrong; nothing was read.
    Usage = 2,
    /// An input could not be opened or read whole.
    Input = 3,
    /// More bad data than `--strict` allows.
    Data = 4,
    /// A limit was reached: memory, disk.
    Limit = 5,
}

/// One thing that went wrong in the world, said once on standard error.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What it happened to: a file's name, a stage.
    pub what: String,
    /// What happened, and what to do about it.
    pub why: String,
    /// The exit code that it leads to.
    pub exit: Exit,
}

impl Fault {
    /// A fault of an input.
    pub fn input(what: impl Into<String>, why: impl fmt::Display) -> Fault {
        Fault { what: what.into(), why: why.to_string(), exit: Exit::Input }
    }

    /// A fault of the output, or a limit that was reached.
    pub fn limit(what: impl Into<String>, why: impl fmt::Display) -> Fault {
        Fault { what: what.into(), why: why.to_string(), exit: Exit::Limit }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.why)
    }
}

impl std::error::Error for Fault {}

/// The words of an I/O error without Rust's `(os error N)`, in lower case.
pub fn io_words(error: &std::io::Error) -> String {
    /// EMFILE, which is the same number on all systems that flitch knows.
    const TOO_MANY: i32 = 24;
    if error.raw_os_error() == Some(TOO_MANY) {
        return "too many open files; `ulimit -n` raises the limit".to_string();
    }
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).chain(way_out(error.kind()).chars()).collect(),
        None => "unknown error".to_string(),
    }
}

/// What to do about an error whose words do not say it.
fn way_out(kind: std::io::ErrorKind) -> &'static str {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    match kind {
        StorageFull | QuotaExceeded => "; free some space there, or write elsewhere",
        FileTooLarge => "; `ulimit -f` or the file system says how large it may be",
        _ => "",
    }
}
