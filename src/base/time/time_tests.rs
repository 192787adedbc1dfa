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
        // The corners of ISO 8601.
        ("2026-1-2", "2026-01-02T00:00:00Z"),
        ("2026-1-2 3:04:05", "2026-01-02T03:04:05Z"),
        ("2026-01-02  3:04:05", "2026-01-02T03:04:05Z"),
        ("2026-01-02T3:04", "2026-01-02T03:04:00Z"),
        ("2026-01-02_03:04:05.12345", "2026-01-02T03:04:05.123450Z"),
        ("2026.01.02 03:04:05.678", "2026-01-02T03:04:05.678Z"),
        ("2026/1/2 03:04", "2026-01-02T03:04:00Z"),
        ("2026-12-31T24:00", "2027-01-01T00:00:00Z"),
        ("2026-12-31T24:00:00.000+01:00", "2026-12-31T23:00:00Z"),
        ("2026-01-02T03:04:05.5 utc", "2026-01-02T03:04:05.500Z"),
        ("2026-01-02 03:04:05:678", "2026-01-02T03:04:05.678Z"),
        ("2026-01-02 03:04:05:678 +0100", "2026-01-02T02:04:05.678Z"),
        ("20251010T135536Z", "2025-10-10T13:55:36Z"),
        ("20251010T135536.25+0200", "2025-10-10T11:55:36.250Z"),
        ("20251010T1355", "2025-10-10T13:55:00Z"),
        ("20251010_135536", "2025-10-10T13:55:36Z"),
        ("20251010T13:55:36", "2025-10-10T13:55:36Z"),
        ("2025-283T13:55:36", "2025-10-10T13:55:36Z"),
        ("2024-366 13:55:36,5", "2024-12-31T13:55:36.500Z"),
        ("2025283T135536Z", "2025-10-10T13:55:36Z"),
        ("2025-W41-5", "2025-10-10T00:00:00Z"),
        ("2025-W41-5T13:55:36Z", "2025-10-10T13:55:36Z"),
        ("2025W415T135536Z", "2025-10-10T13:55:36Z"),
        ("2020-W53-7", "2021-01-03T00:00:00Z"),
        ("2026-W01-1", "2025-12-29T00:00:00Z"),
        // Leap seconds, where a zone is said only at the end of a day of UTC.
        ("2016-12-31 23:59:60,5", "2017-01-01T00:00:00.500Z"),
        ("2017-01-01T00:59:60+01:00", "2017-01-01T00:00:00Z"),
        ("2017-01-01T00:59:60", "2017-01-01T01:00:00Z"),
        // The names of months.
        ("10/Oct/2025:13:55:36.123 +0200", "2025-10-10T11:55:36.123Z"),
        ("10/Oct/2025 13:55:36", "2025-10-10T13:55:36Z"),
        ("1/Oct/2025:13:55:36 +0000", "2025-10-01T13:55:36Z"),
        ("10-Oct-2025 13:55:36.123", "2025-10-10T13:55:36.123Z"),
        ("10 Oct 2025 13:55:36.123", "2025-10-10T13:55:36.123Z"),
        ("10 October 2025", "2025-10-10T00:00:00Z"),
        ("Fri, 10 Oct 2025 13:55:36 -0700 (PDT)", "2025-10-10T20:55:36Z"),
        ("Friday, 10 October 2025 1:55:36 pm", "2025-10-10T13:55:36Z"),
        ("Fri Oct 10 13:55:36 2025", "2025-10-10T13:55:36Z"),
        ("Fri Oct  3 03:55:36.123456 2025", "2025-10-03T03:55:36.123456Z"),
        ("Fri Oct 10 13:55:36 UTC 2025", "2025-10-10T13:55:36Z"),
        ("Fri Oct 10 01:55:36 PM UTC 2025", "2025-10-10T13:55:36Z"),
        ("Fri Oct 10 13:55:36 +0200 2025", "2025-10-10T11:55:36Z"),
        ("Fri Oct 10 13:55:36 2025 +0200", "2025-10-10T11:55:36Z"),
        ("Fri Oct 10 2025 13:55:36 GMT+0200 (CEST)", "2025-10-10T11:55:36Z"),
        ("Fri 2025-10-10 13:55:36 UTC", "2025-10-10T13:55:36Z"),
        ("Oct 10 13:55:36 2025", "2025-10-10T13:55:36Z"),
        ("Oct  9 2025 22:14:15", "2025-10-09T22:14:15Z"),
        ("Oct 10 2025 22:14:15.5 +01:00", "2025-10-10T21:14:15.500Z"),
        ("Oct 10, 2025 1:55:36 PM", "2025-10-10T13:55:36Z"),
        ("Oct 10, 2025, 1:55:36\u{202f}PM", "2025-10-10T13:55:36Z"),
        ("October 10, 2025 at 1:55:36 AM", "2025-10-10T01:55:36Z"),
        ("Oct 10, 2025 @ 13:55:36.123", "2025-10-10T13:55:36.123Z"),
        ("May 18, 2018 12:00:53 AM", "2018-05-18T00:00:53Z"),
        ("May 18, 2018 12:00:53 PM", "2018-05-18T12:00:53Z"),
        ("May 18, 2018 12:00:53.25 PM UTC", "2018-05-18T12:00:53.250Z"),
        ("2018-05-18 12:30 am", "2018-05-18T00:30:00Z"),
        ("2018-05-18 01:30:00.5 PM", "2018-05-18T13:30:00.500Z"),
        // Others.
        ("20251010 13:55:36.123456", "2025-10-10T13:55:36.123456Z"),
        ("20251010-13:55:36.123", "2025-10-10T13:55:36.123Z"),
        ("20161227210131", "2016-12-27T21:01:31Z"),
        ("20161227210131.5Z", "2016-12-27T21:01:31.500Z"),
        ("2025-10-10-13.55.36.123456", "2025-10-10T13:55:36.123456Z"),
        ("2025-10-10 13.55.36", "2025-10-10T13:55:36Z"),
        ("10-OCT-25 01.55.36.123 PM", "2025-10-10T13:55:36.123Z"),
        ("10-OCT-99 12.55.36.123456789 AM +02:00", "1999-10-09T22:55:36.123456789Z"),
        ("2025-10-10 13:55:36.5 +0200 CEST", "2025-10-10T11:55:36.500Z"),
        ("2025-10-10 13:55:36.5 +0530 +0530 m=+0.000012", "2025-10-10T08:25:36.500Z"),
        ("2025-10-10T13:55:36+02:00[Europe/Berlin]", "2025-10-10T11:55:36Z"),
        ("@400000003b4a39c23294b13c", "2001-07-09T23:09:44.848605500Z"),
        ("@400000003b4a39c2", "2001-07-09T23:09:44Z"),
        ("@1705315260", "2024-01-15T10:41:00Z"),
        ("@1705315260.5", "2024-01-15T10:41:00.500Z"),
        ("2e9", "2033-05-18T03:33:20Z"),
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
        "2026-00-10",
        "2026-13-01",
        "2026-02-29",
        "2100-02-29",
        "2026-01-00",
        "2026-01-32",
        "2026-01/02",
        "2026-01-02Z",
        "2026-01-02T",
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
        "2026-01-02T24:01",
        "2026-01-02T24:00:00.001",
        "2026-01-02T25:00",
        "2026-01-02 3",
        "2026-01-02 13.55",
        "2026-01-02 13:55:36:12",
        "2026-01/2",
        "2026-001-02",
        "2016-12-31T22:59:60Z",
        "2016-12-31T23:58:60Z",
        "2016-12-31T23:59:60+01:00",
        "2025-283",
        "2025-000T00:00",
        "2025-366T00:00",
        "2025-W41",
        "2025-W53-1",
        "2025-W00-1",
        "2025-W41-8",
        "2025-W41-0",
        "20251010",
        "20251010T13",
        "20251010T13553",
        "20251010-1355",
        "20251310T135536",
        "20161327210131",
        "21161227210131",
        "201612272101",
        "20161227210131123",
        "2026-01-02 13:30 AM",
        "2026-01-02 00:30 PM",
        "2026-01-02 03:04:05 AMT",
        "Fri Oct 10 13:55:36 2025 x",
        "Fri Oct 10 13:55:36",
        "Fri Oct 10 13:55:36 25",
        "Fri Oct 10 13:55:36 CEST 2025",
        "Fry Oct 10 13:55:36 2025",
        "Octo 10 13:55:36 2025",
        "Oct 32 2025 22:14:15",
        "May 18, 2018 12:00:53 PM CST",
        "10-OCT-25 13.55.36.123",
        "10-OCT-25 13:55:36",
        "25-10-10 13:55:36",
        "251010 13:55:36",
        "10.10.2025 13:55:36",
        "10-10-2025 13:55:36",
        "13:55:36",
        "2025-10-10 13:55:36 UTC+2",
        "2025-10-10 13:55:36 +0200 CEST x",
        "2025-10-10T13:55:36[Europe/Berlin]",
        "@400000003b4a39c23294b13",
        "@400000003b4a39c2ffffffff",
        "@c00000003b4a39c23294b13c",
        "@ffffffffffffffffffffffff",
        "@1705315260123",
        "/Date(1760104536123)/",
        "133730000000000000",
        "\u{661}\u{662}",
    ] {
        assert_eq!(parse(text.as_bytes(), &Zone::UTC), None, "{text}");
    }
}

/// The vectors of JSON Schema, which are RFC 3339's: what is valid is read, unless it is before
/// 1677, and of what is not only these, which ISO 8601 or a shape of logs allows.
#[test]
fn the_vectors_of_json_schema_pass() {
    const MORE: [&str; 12] = [
        "1990-12-31T24:00:00Z",
        "2013-350T01:01:01",
        "1963-6-19T08:30:06.283185Z",
        "1963-06-1T08:30:06.283185Z",
        "1985-04-12T23:20:50+01",
        "1998-1-20",
        "1998-01-1",
        "2023-W13-2",
        "2022W527",
        "2020-11-28T23:55:45Z",
        "2020-01-01 00:00:00Z",
        "2020.01.01",
    ];
    let texts = [
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/timestamps/json-schema-date-time.json")),
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/timestamps/json-schema-date.json")),
    ];
    let (mut read, mut refused, mut more) = (0, 0, 0);
    for text in texts {
        let suites: serde_json::Value = serde_json::from_str(text).unwrap();
        let cases = suites.as_array().unwrap().iter().flat_map(|suite| suite["tests"].as_array().unwrap());
        for case in cases.filter(|case| case["data"].is_string()) {
            let stamp = case["data"].as_str().unwrap();
            let too_old = stamp < "1678" && case["valid"] == true;
            let more_than_rfc = MORE.contains(&stamp);
            let wanted = case["valid"] == true && !too_old || more_than_rfc;
            assert_eq!(parse(stamp.as_bytes(), &Zone::UTC).is_some(), wanted, "{stamp}");
            read += usize::from(wanted);
            refused += usize::from(!wanted);
            more += usize::from(more_than_rfc);
        }
    }
    assert_eq!((read, refused, more), (34, 68, 12));
}

/// The lines of lnav's samples: each starts with a stamp of so many bytes.
#[test]
fn the_samples_start_with_stamps() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/timestamps/lnav-logfile_");
    let reference = parse_literal("2016-01-02").unwrap();
    for (name, len, lines, first, last) in [
        ("blued.0", 15, 6, "2016-04-04T20:02:32Z", "2016-04-04T20:02:42Z"),
        ("epoch.0", 13, 2, "2015-04-10T02:58:07.123Z", "2015-04-10T02:58:07.456Z"),
        ("generic.0", 23, 2, "2012-07-02T10:22:40.672Z", "2014-10-08T16:56:38.344Z"),
        ("generic.1", 23, 2, "2015-04-24T21:09:29.296Z", "2015-04-24T21:09:39.296Z"),
        ("generic.2", 32, 2, "2015-04-24T21:08:10.313913Z", "2015-04-24T21:08:58.430632Z"),
        ("leveltest.0", 19, 8, "2016-06-30T12:00:01Z", "2016-06-30T12:00:08Z"),
        ("tai64n.0", 25, 10, "2005-09-22T03:31:05.997071500Z", "2005-09-22T03:31:07.954919500Z"),
    ] {
        let text = std::fs::read_to_string(format!("{folder}{name}.log")).unwrap();
        let read = |line: &str| {
            let mut whole = Vec::new();
            let stamp = &line.as_bytes()[..len];
            let stamp = if yearless(stamp, reference, &mut whole) { &whole } else { stamp };
            parse(stamp, &Zone::UTC).map(rfc)
        };
        let read: Vec<String> = text.lines().filter_map(read).collect();
        assert_eq!(read.len(), lines, "{name}");
        assert_eq!((read[0].as_str(), read[lines - 1].as_str()), (first, last), "{name}");
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
        "2026-1-3 03:04:05",
        "2026-W01-1",
        "Fri Oct 10 13:55:36 2025",
        "",
    ];
    for stamp in stamps {
        assert_eq!(cache.parse(stamp.as_bytes(), &Zone::UTC), parse(stamp.as_bytes(), &Zone::UTC), "{stamp}");
    }
    assert_eq!(DateCache::default().parse(&[0; 20], &Zone::UTC), None);
}

#[test]
fn an_abbreviation_means_what_it_means_in_its_zone() {
    let berlin = Zone::parse("Europe/Berlin").unwrap();
    let read = |text: &str| parse(text.as_bytes(), &berlin).map(rfc);
    assert_eq!(read("Fri Oct 10 13:55:36 CEST 2025").as_deref(), Some("2025-10-10T11:55:36Z"));
    assert_eq!(read("2025-12-10 13:55:36.5 CET").as_deref(), Some("2025-12-10T12:55:36.500Z"));
    // The hour that occurs twice has both.
    assert_eq!(read("2026-10-25 02:30:00 CEST").as_deref(), Some("2026-10-25T00:30:00Z"));
    assert_eq!(read("2026-10-25 02:30:00 CET").as_deref(), Some("2026-10-25T01:30:00Z"));
    for text in ["2025-10-10 13:55:36 CET", "2025-10-10 13:55:36 CST", "2025-10-10 13:55:36 cest"] {
        assert_eq!(read(text), None, "{text}");
    }
    assert_eq!(read("2025-10-10 13:55:36 GMT").as_deref(), Some("2025-10-10T13:55:36Z"));
}

#[test]
fn an_abbreviation_is_told_from_other_trouble() {
    for text in [
        "Fri Oct 10 13:55:36 CEST 2025",
        "May 18, 2018 12:00:53 PM CST",
        "2025-10-10 13:55:36.5 IST",
        "2025-10-10T13:55:36EST",
        "Oct 10 13:55:36 CST 2025",
    ] {
        assert!(is_abbreviated(text.as_bytes()), "{text}");
    }
    for text in ["", "CST", "2025-10-10 13:55:36", "soon CST", "03/04/2025 13:55 CST", "2025-13-10 13:55:36 CST"] {
        assert!(!is_abbreviated(text.as_bytes()), "{text}");
    }
    assert!(!is_abbreviated(&[b'A'; 1000]));
}

#[test]
fn clocks_show_some_stamps_twice_or_never() {
    let berlin = Zone::parse("Europe/Berlin").unwrap();
    let often = |text: &str, zone: &Zone| shown(zone, |zone| parse(text.as_bytes(), zone));
    assert_eq!(often("2026-10-25T02:30:00", &berlin), Shown::Twice);
    assert_eq!(often("2026-10-25T02:00:00", &berlin), Shown::Twice);
    assert_eq!(often("2026-10-25T03:00:00", &berlin), Shown::Once);
    assert_eq!(often("2026-10-25T02:30:00Z", &berlin), Shown::Once);
    assert_eq!(often("2026-10-25T02:30:00 CET", &berlin), Shown::Once);
    assert_eq!(often("2026-03-29T02:30:00", &berlin), Shown::Never);
    assert_eq!(often("2026-03-29T03:00:00", &berlin), Shown::Once);
    assert_eq!(often("1793457000", &berlin), Shown::Once);
    assert_eq!(often("soon", &berlin), Shown::Once);
    assert_eq!(often("2026-10-25T02:30:00", &Zone::UTC), Shown::Once);
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
        "[0-9]{4}[-/.]?[W0-9]{1,3}[-/.]?[0-9]{1,2}[T _-]?[0-9:.,+APMZ -]{0,16}".prop_map(String::into_bytes),
        "(Fri,? )?(Oct|October) {1,2}[0-9]{1,2},? [0-9]{1,4}[ at@:0-9.,+APMUTCZ()=-]{0,24}".prop_map(String::into_bytes),
        "(Fri,? )?[0-9]{1,2}[-/ ](Oct|OCT)[-/ ][0-9]{1,4}[ :0-9.,+APMUTCZ()=-]{0,24}".prop_map(String::into_bytes),
        "@[0-9a-f]{0,26}".prop_map(String::into_bytes),
    ], zone in any::<i32>()) {
        let zone = Zone::Offset(zone);
        let read = parse(&text, &zone);
        prop_assert_eq!(DateCache::default().parse(&text, &zone), read);
        if read.is_some() {
            prop_assert!(!is_abbreviated(&text) || text.contains(&b'Z'));
        }
        let _ = is_abbreviated(&text);
    }

    #[test]
    fn fractions_and_zones_vary_within_a_shape(
        nanos in any::<i64>(),
        fine in 0usize..12,
        zone in prop_oneof!["", "Z", " UTC", "[+-][01][0-9]:?[0-5][0-9]", " [+-][01][0-9]"],
    ) {
        let ns = nanos / 4;
        let mut shown = Vec::new();
        strftime(ns, "%9f", &Zone::UTC, &mut shown).unwrap();
        shown.extend_from_slice(b"99");
        let digits = String::from_utf8(shown[..fine.min(11)].to_vec()).unwrap();
        let fraction = if digits.is_empty() { String::new() } else { format!(".{digits}") };
        let nanos: i64 = format!("{digits:0<9}")[..9].parse().unwrap();
        let east = i64::from(offset(zone.trim().as_bytes()).unwrap_or(0));
        let wanted = (ns.div_euclid(SECOND) - east) * SECOND + nanos;
        for spec in ["%FT%T", "%Y/%m/%d %T", "%d/%b/%Y:%T", "%a %b %e %T", "%b %d %Y %T", "%Y%m%dT%H%M%S", "%Y%m%d %T",
                     "%Y-%jT%T", "%G-W%V-%uT%T", "%d-%b-%Y %T", "%F-%H.%M.%S"] {
            let mut stamp = Vec::new();
            strftime(ns, spec, &Zone::UTC, &mut stamp).unwrap();
            let mut stamp = format!("{}{fraction}{zone}", String::from_utf8(stamp).unwrap());
            if spec == "%a %b %e %T" {
                let mut year = Vec::new();
                strftime(ns, " %Y", &Zone::UTC, &mut year).unwrap();
                stamp.push_str(&String::from_utf8(year).unwrap());
            }
            prop_assert_eq!(parse(stamp.as_bytes(), &Zone::UTC), Some(wanted), "{}", stamp);
        }
    }
}
