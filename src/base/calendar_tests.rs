//! Tests of the calendar: day by day, and against CPython.

use super::*;
use crate::base::strptime::Pattern;
use crate::base::time::{parse, parse_literal, yearless};

fn format(text: &str, spec: &str) -> String {
    let mut out = Vec::new();
    strftime(parse_literal(text).unwrap(), spec, &Zone::UTC, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_day_of_the_range_has_its_date() {
    let (mut year, mut month, mut day) = (1677, 1, 1);
    let first = days_from_date(1677, 1, 1);
    for days in first..first + 366 * 590 {
        assert_eq!((date_from_days(days), days_from_date(year, month, day)), ((year, month, day), days));
        day += 1;
        if day > days_in_month(year as u32, month) {
            (month, day) = (month + 1, 1);
        }
        if month > 12 {
            (year, month) = (year + 1, 1);
        }
    }
    assert_eq!(days_from_date(1970, 1, 1), 0);
}

#[test]
fn formats() {
    let t = "2026-01-02T15:04:05.123456789Z";
    assert_eq!(format(t, "%Y-%m-%d %H:%M:%S"), "2026-01-02 15:04:05");
    assert_eq!(format(t, "%F %T %D %y"), "2026-01-02 15:04:05 01/02/26 26");
    assert_eq!(format(t, "%f %3f %6f %9f"), "123456 123 123456 123456789");
    assert_eq!(format(t, "%a %A %b %B [%e] %j"), "Fri Friday Jan January [ 2] 002");
    assert_eq!(format(t, "%I%p %s %z %Z 100%%"), "03PM 1767366245 +0000 UTC 100%");
    assert_eq!(format("2024-12-31T00:00Z", "%j %I%p"), "366 12AM");
    let mut out = Vec::new();
    assert!(strftime(0, "%Q", &Zone::UTC, &mut out).unwrap_err().contains("`%Q`"));
    assert!(strftime(0, "100%", &Zone::UTC, &mut out).unwrap_err().contains("%%"));
    assert!(strftime(0, "%é", &Zone::UTC, &mut out).unwrap_err().contains("`%é`"));
    assert!(strftime(0, "%3", &Zone::UTC, &mut out).is_err());
}

#[test]
fn the_calendar_is_right() {
    let day = 86_400_000_000_000;
    let at = |days: i64| {
        let t = Moment::new(days * day, &Zone::UTC);
        (t.year, t.month, t.day, t.weekday())
    };
    assert_eq!(at(0), (1970, 1, 1, 3));
    assert_eq!(at(-1), (1969, 12, 31, 2));
    assert_eq!(at(11_016), (2000, 2, 29, 1));
    assert_eq!(at(20_514), (2026, 3, 2, 0));
    let t = Moment::new(i64::MIN, &Zone::UTC);
    assert_eq!((t.year, t.month, t.day, t.hour(), t.minute(), t.second()), (1677, 9, 21, 0, 12, 43));
    let t = Moment::new(i64::MAX, &Zone::UTC);
    assert_eq!((t.year, t.month, t.day, t.hour(), t.minute(), t.second()), (2262, 4, 11, 23, 47, 16));
}

#[test]
fn answers_as_cpython() {
    let cases = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/time/cases.tsv"));
    let mut wrong = Vec::new();
    for case in cases.lines() {
        let fields: Vec<&str> = case.split('\t').collect();
        let (got, wanted) = match fields[..] {
            ["show", instant, zone, spec, wanted] => {
                let mut out = Vec::new();
                strftime(instant.parse().unwrap(), spec, &Zone::parse(zone).unwrap(), &mut out).unwrap();
                (String::from_utf8(out).unwrap(), wanted)
            }
            ["read", stamp, zone, wanted] => {
                let zone = Zone::parse(zone).unwrap();
                (parse(stamp.as_bytes(), &zone).unwrap().to_string(), wanted)
            }
            ["parse", stamp, format, wanted] => {
                let read = Pattern::new(format).unwrap().read(stamp.as_bytes(), &Zone::UTC, 0);
                (read.map_or("!".to_string(), |instant| instant.to_string()), wanted)
            }
            ["stamp", stamp, wanted] => {
                let read = parse(stamp.as_bytes(), &Zone::UTC);
                (read.map_or("!".to_string(), |instant| instant.to_string()), wanted)
            }
            ["year", stamp, reference, wanted] => {
                let mut whole = Vec::new();
                yearless(stamp.as_bytes(), reference.parse().unwrap(), &mut whole);
                (String::from_utf8(whole).unwrap(), wanted)
            }
            _ => panic!("{case}"),
        };
        if got != wanted {
            wrong.push(format!("{case} gave {got}"));
        }
    }
    assert!(cases.lines().count() > 6_000);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}
