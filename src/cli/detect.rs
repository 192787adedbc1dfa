//! `flitch detect FILE`: which format a file is in, and why.

use std::ffi::OsString;
use std::fmt::Write;

use crate::def::{Format, Head};
use crate::exec;
use crate::inputs;
use crate::inputs::detect::{Ranked, rank};

/// Bytes of a file that are looked at.
const SAMPLE: usize = 1 << 20;
/// Formats that are told of, beside the first.
const OTHERS: usize = 3;

/// What there is to say.
pub struct Said {
    pub page: String,
    /// For standard error.
    pub complaints: Vec<String>,
    /// Whether each file was in some format.
    pub all: bool,
}

/// Detects the formats of files.
pub fn detect(files: &[OsString], now: i64) -> Said {
    let mut said = Said { page: String::new(), complaints: Vec::new(), all: true };
    let Some(lines) = Format::named(&inputs::lines::DEF) else { return said };
    for file in files {
        let name = file.to_string_lossy().into_owned();
        let sample = match exec::sample(&name, &lines, SAMPLE) {
            Ok(sample) => sample,
            Err(fault) => {
                said.complaints.push(fault.to_string());
                continue;
            }
        };
        let shown = if name == "-" { "standard input" } else { &name };
        let ranking = rank(&Head { name: &name, sample: &sample }, now);
        said.all &= page(shown, &sample, &ranking, &mut said.page);
    }
    said
}

/// Appends what is said of one file; false when it is in no format.
fn page(name: &str, sample: &[u8], ranking: &[Ranked], out: &mut String) -> bool {
    let found = ranking.first().filter(|first| first.taken > 0);
    let Some(first) = found else {
        let why = if sample.is_empty() { "it is empty" } else { "no record is in a known format" };
        let _ = writeln!(out, "{name}: lines\n    {why}");
        others(ranking, out);
        return false;
    };
    let _ = writeln!(out, "{name}: {}", first.def.doc.name);
    let of = if first.taken == first.records { "all".to_string() } else { format!("{} of", first.taken) };
    let records = if first.records == 1 { "record" } else { "records" };
    let _ = write!(out, "    {of} {} {records}; {}", first.records, first.reason);
    if let Some((number, miss)) = &first.miss {
        let _ = write!(out, "; record {number} is not in it{}", stopped(miss.as_ref()));
    }
    out.push('\n');
    let traces = crate::def::frames::Traces::ALL;
    let joins = sample.split(|b| *b == b'\n').take(2000).filter(|line| {
        use crate::def::frames::trace::Class::{Cause, Frame, Indented, Traceback};
        matches!(traces.class(line), Frame | Cause | Indented | Traceback)
    });
    if first.taken < first.records && joins.count() * 4 > first.records - first.taken {
        let _ = writeln!(out, "    what is not looks like the rest of the records before: --multiline auto");
    }
    // Where every record is in the first, only another that takes some as well is worth a word.
    let told = ranking[1..].iter().filter(|other| other.taken > 0 || first.taken < first.records);
    others(told, out);
    true
}

fn others<'r>(ranking: impl IntoIterator<Item = &'r Ranked>, out: &mut String) {
    for other in ranking.into_iter().take(OTHERS) {
        let stops = match &other.miss {
            Some((number, miss)) => format!("; record {number} is not{}", stopped(miss.as_ref())),
            None => String::new(),
        };
        let _ = writeln!(out, "    {}: {} of {}{stops}", other.def.doc.name, other.taken, other.records);
    }
}

/// Where a record stopped.
fn stopped(miss: Option<&crate::data::Miss>) -> String {
    miss.map_or(String::new(), |miss| format!(", from column {} on: {} is expected", miss.at + 1, miss.expected))
}

/// The words of the command, checked.
pub fn words(words: &[OsString]) -> Result<Vec<OsString>, String> {
    match words.iter().find(|w| w.as_encoded_bytes().starts_with(b"-") && *w != "-") {
        Some(option) => Err(format!("`flitch detect` takes no options, and so no `{}`", option.to_string_lossy())),
        None if words.is_empty() => Ok(vec!["-".into()]),
        None => Ok(words.to_vec()),
    }
}
