//! `--stats`: a run in one line, for a person.

use std::fmt::Write;
use std::time::Duration;

use crate::exec::Report;

/// The line, without what says whose it is.
pub fn line(report: &Report) -> String {
    let usage = &report.usage;
    let (lines, bytes) = (report.lines(), report.bytes());
    let mut out = format!("{} {}, {} in {}", grouped(lines), word(lines), size(bytes), time(usage.wall));
    let speed = bytes as f64 / usage.wall.as_secs_f64();
    if speed.is_finite() && bytes > 0 {
        let _ = write!(out, " ({}/s)", scaled(speed, 1000.0, ["B", "kB", "MB", "GB", "TB"]));
    }
    let _ = write!(out, ", {} {} out", grouped(report.rows_out), word(report.rows_out));
    let mut separator = "; ";
    if let Some(user) = usage.user {
        let _ = write!(out, "{separator}user {}", time(user));
        separator = ", ";
    }
    if let Some(peak) = usage.peak_memory {
        let _ = write!(out, "{separator}peak {}", size(peak));
    }
    out
}

fn word(lines: u64) -> &'static str {
    if lines == 1 { "line" } else { "lines" }
}

/// A number with a comma before each three digits.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Memory and files are counted in powers of 1024, speeds in those of 1000, as elsewhere.
fn size(bytes: u64) -> String {
    scaled(bytes as f64, 1024.0, ["B", "KiB", "MiB", "GiB", "TiB"])
}

/// The largest unit that leaves 1 or more, with one decimal below 10.
fn scaled(value: f64, step: f64, units: [&str; 5]) -> String {
    let (mut value, mut unit) = (value, 0);
    // 999.6 would be shown as 1000 of the smaller unit.
    while value >= step - 0.5 && unit + 1 < units.len() {
        value /= step;
        unit += 1;
    }
    let decimals = usize::from(unit > 0 && value < 9.95);
    format!("{value:.decimals$} {}", units[unit])
}

/// Seconds with two decimals while they are few.
fn time(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        s if s < 9.995 => format!("{s:.2} s"),
        s if s < 99.95 => format!("{s:.1} s"),
        s => format!("{s:.0} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exec::report::{InputReport, Usage};

    #[test]
    fn the_line_says_what_was_read_and_what_it_took() {
        let mut report = Report::refused(String::new());
        assert_eq!(line(&report), "0 lines, 0 B in 0.00 s, 0 lines out");
        report.inputs = vec![InputReport { lines: 12_345_678, bytes: 1_300_000_000, ..InputReport::default() }];
        report.rows_out = 1_234;
        report.usage = Usage {
            wall: Duration::from_millis(310),
            user: Some(Duration::from_millis(500)),
            system: None,
            peak_memory: Some(12 << 20),
        };
        assert_eq!(
            line(&report),
            "12,345,678 lines, 1.2 GiB in 0.31 s (4.2 GB/s), 1,234 lines out; user 0.50 s, peak 12 MiB"
        );
    }

    #[test]
    fn numbers_have_the_unit_that_suits_them() {
        assert_eq!([999, 1000, 1_234_567].map(grouped), ["999", "1,000", "1,234,567"]);
        assert_eq!(
            [0, 1023, 1024, 10 << 10, (1 << 20) - 1].map(size),
            ["0 B", "1023 B", "1.0 KiB", "10 KiB", "1.0 MiB"]
        );
        let times = [9.994, 9.996, 99.96].map(|s| time(Duration::from_secs_f64(s)));
        assert_eq!(times, ["9.99 s", "10.0 s", "100 s"]);
    }
}
