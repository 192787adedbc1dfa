//! Numbers, times, JSON and text: what is parsed from a field or written to the output.

use flitch::base::strptime::Pattern;
use flitch::base::{Shown, Zone, calendar, json as spelled, letters, level, num, text as points, time};

pub const WORDS: &[&str] = &[
    "1h30m",
    "250ms",
    "1.5s",
    "µs",
    "10MiB",
    "1e308",
    "1e-400",
    "-0",
    "9223372036854775808",
    "-9223372036854775808",
    "0x10",
    "2026-03-02T09:00:01.5Z",
    "+01:00",
    "-0700",
    "10/Oct/2000:13:55:36 -0700",
    "Mon, 02 Jan 2006 15:04:05 GMT",
    "Fri Oct 10 13:55:36.5 CEST 2025",
    "Oct 10, 2025 1:55:36 PM",
    "Oct  9 22:14:15",
    "1009 22:14:15.123",
    "20251010T135536Z",
    "2025-W41-5",
    "10-OCT-25 01.55.36 PM",
    "@400000003b4a39c23294b13c",
    "1700000000",
    "1700000000123",
    "60",
    "23:59:60",
    "0000-00-00",
    "02-29",
    "%Y-%m-%d",
    "%3f",
    "%",
    "é",
    "\u{1f600}",
    "ß",
    "İ",
    "\u{301}",
];

/// Parsers of numbers, durations, sizes, times and severities, and what they write.
pub fn scalars(data: &[u8]) {
    for line in data.split(|b| *b == b'\n').take(50) {
        numbers(line);
        times(line);
        level::parse(line);
        if let Ok(text) = std::str::from_utf8(line) {
            level::word(text);
            time::parse_literal(text);
        }
    }
    if let Some((bits, _)) = data.split_first_chunk::<8>() {
        float(f64::from_le_bytes(*bits));
        integer(i64::from_le_bytes(*bits));
    }
}

fn numbers(line: &[u8]) {
    let loose = num::parse(line);
    let strict = num::parse_json(line);
    // What is spelled like a number may be too large to be one.
    assert!(strict.is_none() || num::is_json(line), "parse_json and is_json");
    assert!(strict.is_none() || loose == strict, "a JSON number is a number");
    assert!(num::json_len(line) <= line.len(), "longer than the text");
    if let Some(num::Num::Float(f)) = loose {
        assert!(f.is_finite(), "{f} is no number of a log");
        float(f);
    }
    num::parse_size(line);
    if let Some(ns) = num::parse_duration(line) {
        integer(ns);
    }
}

/// What is written reads back.
fn float(f: f64) {
    let mut out = Vec::new();
    num::write_float(f, &mut out);
    if f.is_finite() {
        let back = num::parse_json(&out).map(num::Num::float);
        assert_eq!(back, Some(f), "{} reads back", out.escape_ascii());
    }
}

fn integer(i: i64) {
    let mut out = Vec::new();
    num::write_int(i, &mut out);
    assert_eq!(num::parse_json(&out), Some(num::Num::Int(i)), "{} reads back", out.escape_ascii());
    out.clear();
    time::write_duration(i, &mut out);
    if i != i64::MIN {
        assert_eq!(num::parse_duration(&out), Some(i), "{} reads back", out.escape_ascii());
    }
    instant(i);
}

/// What is written reads back, as far as a year has four digits.
fn instant(ns: i64) {
    let mut out = Vec::new();
    time::write_rfc3339(ns, &mut out);
    assert_eq!(time::parse(&out, &Zone::Offset(3600)), Some(ns), "{} reads back", out.escape_ascii());
    out.clear();
    let spec = "%Y %m %d %e %j %y %H %I %k %l %M %S %p %a %A %b %B %h %f %3f %6f %9f %s %F %T %D %R %G %V %u %w %U %W %z \
                %:z %Z %n %t %%";
    let known = calendar::strftime(ns, spec, &Zone::UTC, &mut out);
    assert!(known.is_ok() && out.is_ascii(), "every part is known");
}

fn times(line: &[u8]) {
    let mut cache = time::DateCache::default();
    let berlin = Zone::parse("Europe/Berlin");
    for zone in [Zone::UTC, Zone::Offset(3600), Zone::Offset(-43200)].into_iter().chain(berlin) {
        let parsed = time::parse(line, &zone);
        assert_eq!(cache.parse(line, &zone), parsed, "a cache changes nothing");
        assert_eq!(cache.parse(line, &zone), parsed, "a full cache changes nothing");
        parsed.into_iter().for_each(instant);
        let often = time::shown(&zone, |zone| time::parse(line, zone));
        assert!(parsed.is_some() || often == Shown::Once, "what is no time is not in doubt");
    }
    time::is_abbreviated(line);
    let mut whole = b"kept".to_vec();
    for reference in [i64::MIN, 0, 1_700_000_000_000_000_000, i64::MAX] {
        whole.truncate(4);
        let made = time::yearless(line, reference, &mut whole);
        assert!(whole.starts_with(b"kept") && made == (whole.len() > 4), "{}", whole.escape_ascii());
    }
    if let Ok(text) = std::str::from_utf8(line) {
        let mut out = Vec::new();
        let _ = calendar::strftime(1_700_000_000_123_456_789, text, &Zone::UTC, &mut out);
        if let Ok(pattern) = Pattern::new(text) {
            pattern.read(&out, &Zone::UTC, 0);
            pattern.read(line, &Zone::Offset(3600), i64::MAX);
        }
        assert!(out.len() <= 40 * (text.len() + 1), "{} bytes of {}", out.len(), text.len());
    }
}

/// The JSON scanner: where values end, what strings mean, and what is written.
pub fn json(data: &[u8]) {
    let at = spelled::skip_blanks(data, 0);
    let end = spelled::skip_value(data, at);
    if let Some(end) = end {
        assert!(end > at && end <= data.len(), "a value from {at} to {end}");
        assert_eq!(spelled::skip_value(&data[at..end], 0), Some(end - at), "a value stands for itself");
        let mut out = Vec::new();
        spelled::write_raw(&data[at..end], &mut out);
        assert_eq!(spelled::skip_value(&out, 0), Some(out.len()), "a value that is written is a value");
    }
    for member in spelled::members(data) {
        let key = spelled::plain(&data[member.key.clone()]);
        let last = spelled::member(data, &key);
        assert!(last.is_some_and(|last| last.start >= member.value.start), "a member is found by its key");
        assert_eq!(spelled::skip_value(data, member.value.start), Some(member.value.end), "a member's value");
    }
    let mut plain = Vec::new();
    spelled::unescape(data, &mut plain);
    assert!(plain.len() <= data.len(), "text is no longer than its spelling");
    for text in [data, &plain] {
        let mut out = Vec::new();
        spelled::write_string(text, &mut out);
        assert_eq!(spelled::skip_value(&out, 0), Some(out.len()), "a string is a value");
        let back = spelled::plain(&out[1..out.len() - 1]).into_owned();
        assert_eq!(String::from_utf8(back).as_deref(), Ok(&*String::from_utf8_lossy(text)), "a string reads back");
    }
}

/// Code points of text that may be broken: slices, trimming, case.
pub fn text(data: &[u8]) {
    let (head, text) = data.split_at(data.len().min(3));
    let bound = |i: usize| head.get(i).filter(|b| **b != 0).map(|b| i64::from(*b as i8));
    let n = points::count(text);
    let all: Vec<&[u8]> = points::points(text).collect();
    assert_eq!(all.len(), n, "points and their number");
    assert_eq!(all.concat(), text, "points are the text");
    let mut back: Vec<&[u8]> = points::rpoints(text).collect();
    back.reverse();
    assert_eq!(back, all, "points from the end");
    let lines: Vec<&[u8]> = points::lines(text, true).collect();
    assert_eq!(lines.concat(), text, "lines with their ends are the text");
    assert_eq!(points::lines(text, false).count(), lines.len(), "lines and their number");
    for i in [-1, 0, 1, n as i64, -(n as i64), bound(0).unwrap_or(i64::MIN), i64::MAX] {
        let index = if i < 0 { i.checked_add(n as i64) } else { Some(i) };
        let expected = index.and_then(|i| all.get(usize::try_from(i).ok()?)).copied();
        assert_eq!(points::nth(text, i), expected, "point {i} of {n}");
    }
    for step in [None, Some(1), Some(2), Some(-1), bound(2), Some(i64::MIN), Some(i64::MAX)] {
        for (start, stop) in
            [(bound(0), bound(1)), (None, bound(1)), (bound(0), None), (Some(i64::MIN), Some(i64::MAX))]
        {
            let sliced = points::slice(text, start, stop, step);
            assert!(sliced.len() <= text.len(), "a slice is no longer than its text");
        }
    }
    assert_eq!(&*points::slice(text, None, None, None), text, "the whole");
    for ends in [points::Ends::Left, points::Ends::Right, points::Ends::Both] {
        let trimmed = points::trim(text, None, ends);
        assert_eq!(points::trim(trimmed, None, ends), trimmed, "trimming twice");
        points::trim(text, Some(head), ends);
    }
    for point in &all {
        points::char_of(point);
    }
    let mut out = Vec::new();
    points::map_valid(text, str::to_uppercase, &mut out);
    for how in [letters::Recase::Title, letters::Recase::Capitalize, letters::Recase::Swap] {
        letters::recase(text, how, &mut out);
    }
    points::every(text, letters::is_letter);
    points::every(text, points::is_space);
    points::every(text, points::is_digit);
    points::cased(text, char::is_uppercase, char::is_lowercase);
}
