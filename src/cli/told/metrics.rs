//! `--metrics`: gauges of one run in the text format of Prometheus, for the textfile collector of
//! node_exporter.
//!
//! All are gauges, since each run is a new process and counters would start again with it. The
//! collector puts the files of a folder together and refuses all of them if two hold the same series,
//! so each carries the name of its file as the label `run`. There are no time stamps on samples, which
//! it refuses too: when the run was is a metric of its own.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Ended, seconds};
use crate::exec::report::{InputReport, Verdict};

/// The most inputs that have series of their own: each series costs the server memory.
const MOST: usize = 50;

const SUCCESS: &str = "flitch_last_success_timestamp_seconds";

/// Metrics that are being written.
struct Page<'a> {
    run: &'a str,
    out: String,
}

impl Page<'_> {
    /// One metric: its samples are a label and a value each.
    fn put(
        &mut self,
        name: &str,
        help: &str,
        samples: impl IntoIterator<Item = (Option<(&'static str, String)>, String)>,
    ) {
        let mut samples = samples.into_iter().peekable();
        if samples.peek().is_none() {
            return;
        }
        let _ = writeln!(self.out, "# HELP {name} {help}\n# TYPE {name} gauge");
        for (label, value) in samples {
            let label = label.map_or(String::new(), |(key, text)| format!(",{key}=\"{}\"", escaped(&text)));
            let _ = writeln!(self.out, "{name}{{run=\"{}\"{label}}} {value}", escaped(self.run));
        }
    }

    fn one(&mut self, name: &str, help: &str, value: impl ToString) {
        self.put(name, help, [(None, value.to_string())]);
    }
}

/// The metrics of a run; `before` is what the file holds.
pub fn page(ended: &Ended<'_>, run: &str, before: &[u8]) -> String {
    let Ended { report, code, at } = ended;
    let mut page = Page { run, out: String::new() };
    let now = instant(*at);
    page.one("flitch_last_run_timestamp_seconds", "When the run ended, in seconds since 1970.", &now);
    let success = if *code == 0 { Some(now) } else { last_success(before) };
    let success = success.map(|at| (None, at));
    page.put(SUCCESS, "When a run last ended with exit code 0, in seconds since 1970.", success);
    page.one("flitch_exit_code", "The exit code of the run.", code);
    page.one("flitch_run_duration_seconds", "The time that the run took.", seconds(report.usage.wall));
    let cpu = [("user", report.usage.user), ("system", report.usage.system)];
    let cpu = cpu.into_iter().filter_map(|(mode, time)| Some((Some(("mode", mode.to_string())), seconds(time?))));
    page.put("flitch_cpu_seconds", "The time that the processors worked on the run.", cpu);
    let peak = report.usage.peak_memory.map(|bytes| (None, bytes.to_string()));
    page.put("flitch_peak_memory_bytes", "The most memory that the run had at a time.", peak);
    page.one("flitch_lines", "Lines that the run read.", report.lines());
    page.one("flitch_bytes", "Bytes that the run read, decompressed.", report.bytes());
    page.one("flitch_bad_lines", "Lines whose data did not fit.", report.bad_lines());
    page.one("flitch_output_records", "Records that came out.", report.rows_out);
    page.one("flitch_output_bytes", "Bytes that came out, before compression.", report.bytes_out);
    let committed = report.state.as_ref().map(|kept| (None, u8::from(kept.committed).to_string()));
    page.put("flitch_checkpoint_committed", "Whether the checkpoint remembers all that the run did.", committed);
    inputs(&mut page, &report.inputs);
    let mut asserts: BTreeMap<&str, bool> = BTreeMap::new();
    for asserted in report.asserts.iter().filter(|asserted| asserted.verdict != Verdict::Open) {
        *asserts.entry(&asserted.condition).or_default() |= asserted.verdict != Verdict::Held;
    }
    let asserts =
        asserts.into_iter().map(|(text, failed)| (Some(("assert", text.to_string())), u8::from(failed).to_string()));
    page.put("flitch_assert_failed", "Whether an assert of the pipeline failed.", asserts);
    page.out
}

/// What was read of each input. An input that was named twice is one series.
fn inputs(page: &mut Page<'_>, inputs: &[InputReport]) {
    let mut by_name: BTreeMap<&str, Vec<&InputReport>> = BTreeMap::new();
    for input in inputs {
        by_name.entry(&input.name).or_default().push(input);
    }
    if by_name.len() > MOST {
        return;
    }
    let mut put = |name: &str, help: &str, value: &dyn Fn(&InputReport) -> Option<u64>| {
        let samples = by_name.iter().filter_map(|(name, inputs)| {
            let sum = inputs.iter().filter_map(|input| value(input)).reduce(|a, b| a + b)?;
            Some((Some(("input", name.to_string())), sum.to_string()))
        });
        page.put(name, help, samples);
    };
    put("flitch_input_lines", "Lines that were read of an input.", &|input| Some(input.lines));
    put("flitch_input_bytes", "Bytes that were read of an input, decompressed.", &|input| Some(input.bytes));
    put("flitch_input_compressed_bytes", "Bytes that were read of a compressed input.", &|input| {
        input.compressed.map(|(_, bytes)| bytes)
    });
    put("flitch_input_bad_lines", "Lines of an input whose data did not fit.", &|input| {
        Some(input.bad.iter().map(|bad| bad.lines).sum())
    });
    put("flitch_input_faults", "What kept an input from being read whole.", &|input| Some(input.faults.len() as u64));
    let ends = by_name.iter().filter_map(|(name, inputs)| {
        let last = inputs.iter().filter_map(|input| input.span).map(|(_, last)| last).max()?;
        Some((Some(("input", name.to_string())), instant(last)))
    });
    let help = "The latest time of a record, where the pipeline reads it, in seconds since 1970.";
    page.put("flitch_input_last_record_timestamp_seconds", help, ends);
}

/// Nanoseconds since 1970 as seconds with three decimals.
fn instant(at: i64) -> String {
    let millis = at.div_euclid(1_000_000);
    let sign = if millis < 0 { "-" } else { "" };
    format!("{sign}{}.{:03}", millis.unsigned_abs() / 1000, millis.unsigned_abs() % 1000)
}

/// The last success that the file of an earlier run tells of.
fn last_success(before: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(before).ok()?;
    let line = text.lines().find(|line| line.strip_prefix(SUCCESS).is_some_and(|rest| rest.starts_with('{')))?;
    let value = line.rsplit_once("} ")?.1;
    let seconds: f64 = value.parse().ok()?;
    seconds.is_finite().then(|| value.to_string())
}

/// A label's value as it stands in quotes.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_success_is_kept_and_nothing_else() {
        let at = |text: &str| last_success(text.as_bytes());
        assert_eq!(at("a 1\nflitch_last_success_timestamp_seconds{run=\"x} y\"} 17.5\n"), Some("17.5".to_string()));
        assert_eq!(at("flitch_last_success_timestamp_seconds{run=\"x\"} NaN\n"), None);
        assert_eq!(at("flitch_last_success_timestamp_seconds{run=\"x\"} 1; rm\n"), None);
        assert_eq!(at("# HELP flitch_last_success_timestamp_seconds 1\n"), None);
        assert_eq!(last_success(b"\xff"), None);
    }

    #[test]
    fn instants_are_seconds() {
        assert_eq!([0, 1_500_000_000, -1, -1_500_000_000].map(instant), ["0.000", "1.500", "-0.001", "-1.500"]);
    }

    #[test]
    fn labels_cannot_end_early() {
        assert_eq!(escaped("a\"b\\c\nd"), "a\\\"b\\\\c\\nd");
    }
}
