//! Pipelines that fit what was found, the most telling first.
//!
//! What a field is for is known by its name and its kind, as a person would know it; each
//! pipeline is one that has something to show of these records. Names are written so that the
//! language takes them, and a field that it cannot reach is left alone.

use super::Row;
use crate::data::Value;

/// How many pipelines are shown.
const MOST: usize = 3;

/// A table of so many values can be read.
const FEW: u64 = 100;

/// Names of what records are parted by, the most telling first. The last step of a name counts.
const KEYS: &[&str] = &[
    "service",
    "app",
    "program",
    "component",
    "logger",
    "path",
    "route",
    "endpoint",
    "target",
    "host",
    "pod",
    "user",
    "ip",
    "client",
    "method",
    "event",
    "action",
    "type",
    "name",
];

/// Names of what is measured.
const MEASURES: &[&str] = &[
    "ms",
    "duration",
    "duration_ms",
    "latency",
    "latency_ms",
    "elapsed",
    "elapsed_ms",
    "took",
    "dur",
    "time_taken",
    "request_time",
    "response_time",
    "seconds",
    "bytes",
    "size",
    "length",
];

/// Endings of names of numbers that are no quantities.
const NO_QUANTITIES: &[&str] =
    &["id", "pid", "tid", "port", "code", "status", "version", "v", "thread", "line", "level", "year", "uid"];

/// Names of what a person reads.
const MESSAGES: &[&str] = &["msg", "message", "text", "log", "body"];

/// Words that are no names.
const RESERVED: &[&str] = &[
    "and", "or", "not", "in", "is", "if", "else", "None", "True", "False", "true", "false", "null", "line", "line_no",
    "filename", "offset", "row", "arg", "by", "as", "where", "on", "every", "for", "compare", "at", "with", "from",
];

/// The pipelines.
pub fn pipelines(fields: &[Row], time: Option<&Row>, totals: &Row) -> Vec<String> {
    let records = totals.int("count");
    let found = Found { fields, records };
    let lost = super::count_of(&totals.types(), "not parsed");
    let mut out: Vec<String> = Vec::new();
    if lost * 2 > records {
        out.extend(["patterns | head 10", "sample 10"].map(str::to_string));
    }
    let key = found.key();
    let by_key = key.as_ref().map_or(String::new(), |key| format!(" by {key}"));
    if let Some(level) = found.named(&["level"], "text")
        && level.top().iter().any(|(value, _)| is_severe(value))
    {
        let by_key = if by_key.is_empty() { " by level" } else { &by_key };
        out.push(format!("where level >= warn | count{by_key} | sort -count"));
    }
    if let Some((status, name)) = found.status() {
        let from = match status.value("max") {
            Value::Int(500..) => Some(500),
            Value::Int(400..) => Some(400),
            _ => None,
        };
        out.push(match from {
            Some(from) if !by_key.is_empty() => {
                format!("where {name} >= {from} | count{by_key}, {name} | sort -count | head 10")
            }
            Some(from) => format!("where {name} >= {from} | count by {name} | sort -count"),
            None => format!("count by {name} | sort -count"),
        });
    }
    if let Some(name) = found.measure() {
        let rank = if by_key.is_empty() { "" } else { " | sort -count | head 10" };
        out.push(format!("count, median({name}), p95({name}), max({name}){by_key}{rank}"));
    }
    if let Some(every) = time.and_then(every) {
        out.push(every);
    }
    if let Some(message) = found.named(MESSAGES, "text").and_then(|row| word(&row.name())) {
        out.push(format!("patterns {message} | head 10"));
    }
    if let Some(key) = key {
        out.push(format!("top 10 {key}"));
    }
    if out.len() < 2 && fields.iter().any(|row| row.int("count") > 0) {
        out.push("head 10".to_string());
    }
    out.truncate(MOST);
    out
}

/// The fields that were found.
struct Found<'a> {
    fields: &'a [Row],
    records: u64,
}

impl<'a> Found<'a> {
    /// The field with the first of these names that there is, if most of its values are of a kind.
    fn named(&self, names: &[&str], kind: &str) -> Option<&'a Row> {
        let is = |row: &&Row, name: &str| last(&row.name()) == name && row.main() == kind && self.is_common(row);
        names.iter().find_map(|name| self.fields.iter().find(|row| is(row, name)))
    }

    /// Whether a good part of the records have it.
    fn is_common(&self, row: &Row) -> bool {
        row.int("count") * 3 >= self.records && row.int("count") > 0
    }

    /// What to part records by: a text that repeats, of few values if there is one.
    fn key(&self) -> Option<String> {
        let repeats = |row: &&Row| {
            let name = last(&row.name()).to_ascii_lowercase();
            let parts = !["level", "line"].contains(&name.as_str()) && !ends_with(&name, "id");
            row.main() == "text"
                && parts
                && self.is_common(row)
                && row.int("distinct") > 1
                && !row.top().is_empty()
                && !self.is_message(row)
        };
        let few = |row: &&Row| repeats(row) && row.int("distinct") <= FEW;
        let rows = |is: &dyn Fn(&&Row) -> bool| {
            let known =
                KEYS.iter().find_map(|name| self.fields.iter().filter(is).find(|row| last(&row.name()) == *name));
            known.or_else(|| self.fields.iter().find(is)).and_then(|row| word(&row.name()))
        };
        rows(&few).or_else(|| rows(&repeats))
    }

    fn is_message(&self, row: &Row) -> bool {
        MESSAGES.contains(&last(&row.name()).as_str())
    }

    /// The status of HTTP.
    fn status(&self) -> Option<(&'a Row, String)> {
        let is = |row: &&Row| {
            let codes = matches!((row.value("min"), row.value("max")), (Value::Int(100..), Value::Int(..=599)));
            codes && last(&row.name()).contains("status") && row.main() == "number" && self.is_common(row)
        };
        let row = self.fields.iter().find(is)?;
        Some((row, word(&row.name())?))
    }

    /// A quantity.
    fn measure(&self) -> Option<String> {
        let known = MEASURES.iter().find_map(|name| {
            self.fields.iter().find(|row| last(&row.name()) == *name && row.main() == "number" && self.is_common(row))
        });
        let other = || {
            self.fields.iter().find(|row| {
                let name = last(&row.name()).to_ascii_lowercase();
                let counts = NO_QUANTITIES.iter().all(|ending| !ends_with(&name, ending));
                counts && row.main() == "number" && self.is_common(row) && row.int("distinct") > 2
            })
        };
        known.or_else(other).and_then(|row| word(&row.name()))
    }
}

/// Whether a name is a word, or ends in it as in `user_id` or `userid`.
fn ends_with(name: &str, ending: &str) -> bool {
    match name.strip_suffix(ending) {
        Some(before) => before.is_empty() || before.ends_with(['_', '-', '.']) || ending == "id",
        None => false,
    }
}

/// The last step of a name.
fn last(name: &str) -> String {
    name.rsplit('.').next().unwrap_or_default().to_string()
}

/// Whether a level is one that somebody should look at.
fn is_severe(value: &[u8]) -> bool {
    ["warn", "warning", "error", "err", "fatal", "critical", "crit"]
        .iter()
        .any(|word| value.eq_ignore_ascii_case(word.as_bytes()))
}

/// Counts by time, in about twenty buckets.
fn every(time: &Row) -> Option<String> {
    const WIDTHS: [(&str, i64); 12] = [
        ("1s", 1),
        ("5s", 5),
        ("10s", 10),
        ("30s", 30),
        ("1m", 60),
        ("5m", 300),
        ("15m", 900),
        ("1h", 3600),
        ("6h", 21_600),
        ("1d", 86_400),
        ("1w", 604_800),
        ("4w", 2_419_200),
    ];
    let (Value::Time(from), Value::Time(to)) = (time.value("min"), time.value("max")) else { return None };
    let seconds = to.saturating_sub(from) / 1_000_000_000;
    let (width, _) = WIDTHS.into_iter().find(|(_, width)| seconds / width <= 24).unwrap_or(WIDTHS[11]);
    let name = word(&time.name())?;
    let on = if name == "time" { String::new() } else { format!(" on {name}") };
    (seconds > 0).then(|| format!("count every {width}{on}"))
}

/// A name as the language takes it; None for one that it does not reach.
fn word(name: &str) -> Option<String> {
    let plain = |step: &str| {
        let mut letters = step.chars();
        letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
            && letters.all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !RESERVED.contains(&step)
    };
    if name.split('.').all(plain) {
        return Some(name.to_string());
    }
    let quotable = name.chars().all(|c| c.is_ascii_graphic() && !"\"'\\.".contains(c) || c == ' ');
    (quotable && !name.is_empty()).then(|| format!("row[\"{name}\"]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_the_language_takes_them() {
        let words = ["ms", "http.status", "@timestamp", "user agent", "line", "a.b-c", "it's", "é", "", "by"].map(word);
        let expected = [
            Some("ms"),
            Some("http.status"),
            Some("row[\"@timestamp\"]"),
            Some("row[\"user agent\"]"),
            Some("row[\"line\"]"),
            None,
            None,
            None,
            None,
            Some("row[\"by\"]"),
        ];
        assert_eq!(words.each_ref().map(Option::as_deref), expected);
    }

    #[test]
    fn identifiers_are_no_quantities() {
        let names = ["id", "user_id", "userid", "pid", "src_port", "valid_ms", "pipeline", "line"];
        let found = names.map(|name| NO_QUANTITIES.iter().any(|ending| ends_with(name, ending)));
        assert_eq!(found, [true, true, true, true, true, false, false, true]);
    }
}
