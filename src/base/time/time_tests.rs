//! Tests of instants: the shapes by example, the calendar day by day.

use proptest::prelude::*;

use super::*;
use crate::base::calendar::strftime;

fn rfc(ns: i64) -> String {
    let mut out = Vec::new();
    write_rfc3339(ns, &mut out);
    String::from_utf8(out).unwrap()
}

fn duration(ns: i64) -> String {
    let mut out = Vec::new();
    write_duration(ns, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn shapes_are_read() {
    for (text, instant) in [
        ("2026-01-02", "2026-01-02T00:00:00Z"),
        ("2026-01-02T03:04", "2026-01-02T03:04:00Z"),
        ("2026-01-02T03:04Z", "2026-01-02T03:04:00Z"),
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
        ("2026-01-02t03:04:05z", "2026-01-02T03:04:05Z"),
        ("2026-01-02 03:04:05,678", "2026-01-02T03:04:05.678Z"),
        ("2026-01-02 03:04:05.6 +0000", "2026-01-02T03:04:05.600Z"),
        ("2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.123456789Z"),
        ("2026-01-02T03:04:05.1234567899Z", "2026-01-02T03:04:05.123456789Z"),
        ("2026-01-02T03:04:05.1234567+01:00", "2026-01-02T02:04:05.123456700Z"),
        ("2026-01-02T03:04:05-0730", "2026-01-02T10:34:05Z"),
        ("2026-01-02T03:04:05+01", "2026-01-02T02:04:05Z"),
        ("2026/01/02 03:04:05 UTC", "2026-01-02T03:04:05Z"),
        ("2024-02-29T23:59:60Z", "2024-03-01T00:00:00Z"),
        ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z"),
        ("10/Oct/2000:13:55:36 -0700", "2000-10-10T20:55:36Z"),
        ("22/jan/2019:03:56:14 +0330", "2019-01-22T00:26:14Z"),
        ("Mon, 02 Jan 2006 15:04:05 GMT", "2006-01-02T15:04:05Z"),
        ("2 Jan 2006 15:04 -0700", "2006-01-02T22:04:00Z"),
        ("1760104536", "2025-10-10T13:55:36Z"),
        ("1760104536.25", "2025-10-10T13:55:36.250Z"),
        ("1.760104536123e9", "2025-10-10T13:55:36.123Z"),
        ("1760104536123", "2025-10-10T13:55:36.123Z"),
        ("1760104536123.5", "2025-10-10T13:55:36.123500Z"),
        ("1760104536123456", "2025-10-10T13:55:36.123456Z"),
        ("1760104536123456789", "2025-10-10T13:55:36.123456789Z"),
        ("1677-09-21T00:12:43.145224192Z", "1677-09-21T00:12:43.145224192Z"),
    ] {
        assert_eq!(parse(text.as_bytes(), &Zone::UTC).map(rfc).as_deref(), Some(instant), "{text}");
    }
}

#[test]
fn what_has_no_shape_is_refused() {
    for text in [
        "",
        "2026",
        "2026-01",
        "2026-1-02",
        "2026-00-10",
        "2026-13-01",
        "2026-02-29",
        "2100-02-29",
        "2026-01-00",
        "2026-01-32",
        "2026-01/02",
        "2026-01-02Z",
        "2026-01-02T",
        "2026-01-02T3:04",
        "2026-01-02T24:00",
        "2026-01-02T03:60",
        "2026-01-02T03:04:61",
        "2026-01-02T03:04:05.",
        "2026-01-02T03:04:05.Z",
        "2026-01-02T03:04:05 CST",
        "2026-01-02T03:04:05+25:00",
        "2026-01-02T03:04:05+01:0",
        "2026-01-02T03:04:05Zx",
        "2026-01-02x03:04",
        "03/04/2025",
        "03/04/2025 10:00:00",
        "32/Oct/2000:13:55:36 -0700",
        "10/Okt/2000:13:55:36 -0700",
        "10/Oct/2000 13:55:36",
        "123456789",
        "12345678901",
        "0000000000",
        "-1760104536",
        "9999999999999999999",
        "9999999999",
        "1.7e99",
        "1.5e",
        "Mon, 32 Jan 2006 15:04:05 GMT",
        "1677-09-21T00:12:43Z",
        "2262-04-12",
        "0000-01-01",
    ] {
        assert_eq!(parse(text.as_bytes(), &Zone::UTC), None, "{text}");
    }
}

#[test]
fn the_zone_is_for_stamps_without_one() {
    let east = Zone::Offset(3600);
    let utc = parse(b"2026-01-02T03:04:05Z", &east);
    assert_eq!(parse(b"2026-01-02T03:04:05", &east).map(|t| t + 3600 * SECOND), utc);
    assert_eq!(parse(b"2026-01-02", &east).map(rfc).as_deref(), Some("2026-01-01T23:00:00Z"));
}

#[test]
fn a_cache_changes_nothing() {
    let mut cache = DateCache::default();
    let stamps = [
        "2026-01-02T03:04:05Z",
        "2026-01-02T03:04:06Z",
        "2026-13-02T03:04:05Z",
        "2026-01-02",
        "10/Oct/2000:13:55:36 -0700",
        "10/Oct/2000:13:55:37 -0700",
        "2026-01-03T03:04:05Z",
        "10/Xxx/2000:13:55:37 -0700",
        "10/Oct/2000:13:55:36 -0700",
    ];
    for stamp in stamps {
        assert_eq!(cache.parse(stamp.as_bytes(), &Zone::UTC), parse(stamp.as_bytes(), &Zone::UTC), "{stamp}");
    }
    assert_eq!(DateCache::default().parse(&[0; 20], &Zone::UTC), None);
}

#[test]
fn durations_are_written() {
    for (ns, text) in [
        (0, "0s"),
        (1, "1ns"),
        (2_500, "2.5us"),
        (250_000_000, "250ms"),
        (1_500_000_000, "1.5s"),
        (5_400_000_000_000, "1h30m"),
        (90_250_000_000, "1m30.25s"),
        (60_000_000_001, "1m0.000000001s"),
        (-172_800_000_000_000, "-2d"),
        (i64::MAX, "106751d23h47m16.854775807s"),
    ] {
        assert_eq!(duration(ns), text);
    }
    assert_eq!(duration(i64::MIN), "-106751d23h47m16.854775808s");
    assert_eq!(crate::base::num::parse_duration(duration(i64::MIN).as_bytes()), Some(i64::MIN));
}

proptest! {
    #[test]
    fn instants_read_back(ns in any::<i64>()) {
        prop_assert_eq!(parse_literal(&rfc(ns)), Some(ns));
        let mut out = Vec::new();
        let spec = "%Y%y%m%d%e%j%H%I%k%l%M%S%p%f%s%a%A%b%B%h%F%T%D%R%G%V%u%w%U%W%z%:z%Z%n%t";
        prop_assert!(strftime(ns, spec, &Zone::UTC, &mut out).is_ok());
    }

    #[test]
    fn durations_read_back(ns in any::<i64>(), shift in 0..63) {
        let ns = ns >> shift;
        prop_assert_eq!(crate::base::num::parse_duration(duration(ns).as_bytes()), Some(ns));
    }

    #[test]
    fn no_bytes_panic(text in prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..40),
        "[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ][0-9:.,+Z -]{0,12}".prop_map(String::into_bytes),
        "[0-9]{2}/(Jan|Feb)/[0-9]{4}:[0-9:.,+Z -]{0,16}".prop_map(String::into_bytes),
        "[0-9.e]{8,22}".prop_map(String::into_bytes),
    ], zone in any::<i32>()) {
        let _ = parse(&text, &Zone::Offset(zone));
    }
}
