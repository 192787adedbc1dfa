//! Times in the simplest way: one spelling is read and written, days are counted by the
//! calendar, and numbers are seconds since 1970.

use super::val::{N, Val, lenient};

/// A duration literal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Width {
    pub text: &'static str,
    pub nanos: i64,
}

pub const SECOND: i64 = 1_000_000_000;

const fn width(text: &'static str, seconds: i64) -> Width {
    Width { text, nanos: seconds * SECOND }
}

/// Widths of buckets, and gaps.
pub const WIDTHS: &[Width] = &[width("10s", 10), width("1m", 60), width("5m", 300), width("1h", 3600)];

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `2026-01-02T03:04:05.250Z`, with as many groups of three digits as it takes.
pub fn spelled(nanos: i64) -> String {
    let (seconds, fraction) = (nanos.div_euclid(SECOND), nanos.rem_euclid(SECOND));
    let (mut days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (mut year, mut month) = (1970, 1);
    while days < 0 {
        year -= 1;
        days += 365 + i64::from(is_leap(year));
    }
    while days >= days_of(year, month) {
        days -= days_of(year, month);
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    let clock = format!("{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60);
    let digits = format!("{fraction:09}");
    let fraction = match () {
        () if fraction == 0 => String::new(),
        () if fraction % 1_000_000 == 0 => format!(".{}", &digits[..3]),
        () if fraction % 1_000 == 0 => format!(".{}", &digits[..6]),
        () => format!(".{digits}"),
    };
    format!("{year:04}-{month:02}-{:02}T{clock}{fraction}Z", days + 1)
}

/// What the spelling above says, with any number of digits in its fraction.
pub fn read(text: &str) -> Option<i64> {
    let text = text.strip_suffix('Z')?;
    let (date, clock) = text.split_once('T')?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let numbers = |text: &str, by: char| -> Option<[i64; 3]> {
        let parts: Option<Vec<i64>> = text.split(by).map(|p| p.parse().ok()).collect();
        parts?.try_into().ok()
    };
    let ([year, month, day], [hours, minutes, seconds]) = (numbers(date, '-')?, numbers(clock, ':')?);
    let years: i64 = (1970..year).map(|y| 365 + i64::from(is_leap(y))).sum();
    let months: i64 = (1..month).map(|m| days_of(year, m)).sum();
    let seconds = ((years + months + day - 1) * 24 + hours) * 3600 + minutes * 60 + seconds;
    let fraction: i64 = format!("{fraction:0<9}").parse().ok()?;
    Some(seconds * SECOND + fraction)
}

/// A value as a time: text in the spelling above, and numbers of ten digits as seconds.
pub fn time_of(value: &Val) -> Option<i64> {
    if let Val::Time(at) = value {
        return Some(*at);
    }
    let number = |n: N| {
        let seconds = n.float();
        // The inputs hold quarters of a second.
        (1e9..9e9).contains(&seconds).then(|| (seconds * 4.0) as i64 * (SECOND / 4))
    };
    match value {
        Val::Int(_) | Val::Float(_) => value.number().and_then(number),
        Val::Num(t) => lenient(t.as_bytes()).and_then(number),
        Val::Text(t) | Val::Str(t, _) => match std::str::from_utf8(t).ok().and_then(read) {
            Some(at) => Some(at),
            None => lenient(t).and_then(number),
        },
        _ => None,
    }
}

/// `1d2h3m4.5s`, without the units of which there is nothing.
pub fn duration_text(nanos: i64) -> String {
    let size = nanos.unsigned_abs();
    let minus = if nanos < 0 { "-" } else { "" };
    if size == 0 {
        return "0s".to_string();
    }
    if size < SECOND as u64 {
        return format!("{minus}{}ms", size / 1_000_000);
    }
    let (seconds, fraction) = (size / SECOND as u64, size % SECOND as u64);
    let mut out = minus.to_string();
    for (unit, long, of) in [("d", 86_400, u64::MAX), ("h", 3600, 24), ("m", 60, 60)] {
        let n = seconds / long % of;
        if n > 0 {
            out.push_str(&format!("{n}{unit}"));
        }
    }
    if seconds % 60 > 0 || fraction > 0 {
        let digits = format!("{fraction:09}");
        let digits = digits.trim_end_matches('0');
        let point = if digits.is_empty() { "" } else { "." };
        out.push_str(&format!("{}{point}{digits}s", seconds % 60));
    }
    out
}

#[test]
fn reads_and_writes() {
    let at = 1_767_225_700 * SECOND;
    assert_eq!(spelled(at), "2026-01-01T00:01:40Z");
    assert_eq!(spelled(at + SECOND / 4), "2026-01-01T00:01:40.250Z");
    assert_eq!((read("2026-01-01T00:01:40Z"), read("soon")), (Some(at), None));
    assert_eq!(read("2028-03-01T00:00:00.5Z").map(spelled).as_deref(), Some("2028-03-01T00:00:00.500Z"));
    assert_eq!(time_of(&Val::Text(b"1767225700.5".to_vec())), Some(at + SECOND / 2));
    assert_eq!(time_of(&Val::Num("100".to_string())), None);
    let said = |seconds: f64| duration_text((seconds * 1e9) as i64);
    assert_eq!([said(0.0), said(-0.5), said(81.0)], ["0s", "-500ms", "1m21s"]);
    assert_eq!([said(90_061.5), said(3600.0)], ["1d1h1m1.5s", "1h"]);
}
