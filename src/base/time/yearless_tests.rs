//! Tests of stamps without a year.

use proptest::prelude::*;

use super::*;
use crate::base::calendar::strftime;

fn near(text: &str, reference: &str) -> Option<String> {
    let mut out = b"> ".to_vec();
    let read = yearless(text.as_bytes(), parse_literal(reference).unwrap(), &mut out);
    let out = String::from_utf8(out).unwrap();
    assert!(read || out == "> ", "{text}");
    read.then(|| out[2..].to_string())
}

#[test]
fn the_nearest_year_is_found() {
    for (text, reference, whole) in [
        ("Oct  9 22:14:15", "2025-10-12", "2025-10-09T22:14:15"),
        ("Oct 9 22:14:15.123", "2025-10-12", "2025-10-09T22:14:15.123"),
        ("Oct 09 02:04:05", "2025-10-12", "2025-10-09T02:04:05"),
        ("*Mar  1 00:00:05.123", "2025-10-12", "2026-03-01T00:00:05.123"),
        (".Mar  1 00:00:05.123 UTC", "2025-05-12", "2025-03-01T00:00:05.123 UTC"),
        ("Fri Oct 10 7:55:36", "2025-05-12", "2025-10-10T07:55:36"),
        ("1010 13:55:36.123456", "2025-10-12", "2025-10-10T13:55:36.123456"),
        ("Oct 10 13:55:36+02:00", "2025-10-12", "2025-10-10T13:55:36+02:00"),
        ("Oct 10 13:55:36,5 -0700", "2025-10-12", "2025-10-10T13:55:36,5 -0700"),
        ("Oct 10 13:55:36 CEST", "2025-10-12", "2025-10-10T13:55:36 CEST"),
        // Across New Year, both ways.
        ("Dec 31 23:59:59", "2026-01-01T00:00:30Z", "2025-12-31T23:59:59"),
        ("Jan  1 00:00:00", "2025-12-31T23:59:30Z", "2026-01-01T00:00:00"),
        ("Jan  1 00:00:00", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00"),
        ("Dec 31 23:59:60", "2016-12-31T23:59:59Z", "2016-12-31T23:59:60"),
        // Leap days, the years round 2100 and 1900 among them.
        ("Feb 29 12:00:00", "2024-03-01", "2024-02-29T12:00:00"),
        ("Feb 29 12:00:00", "2025-03-01", "2024-02-29T12:00:00"),
        ("Feb 29 12:00:00", "2026-09-01", "2028-02-29T12:00:00"),
        ("Feb 29 12:00:00", "2100-03-01", "2096-02-29T12:00:00"),
        ("Feb 29 12:00:00", "1900-03-02", "1904-02-29T12:00:00"),
    ] {
        assert_eq!(near(text, reference).as_deref(), Some(whole), "{text} near {reference}");
    }
}

#[test]
fn other_text_is_left() {
    for text in [
        "",
        "Oct",
        "Oct 9",
        "Oct 9 22:14",
        "Oct 32 22:14:15",
        "Feb 30 22:14:15",
        "Oct 0 22:14:15",
        "Okt 9 22:14:15",
        "October9 22:14:15",
        "Oct 9 24:14:15",
        "Oct 9 22:60:15",
        "Oct 9 22:14:15.",
        "Oct 9 22:14:15 host app: text",
        "Oct 9 22:14:15 ",
        "Oct 9 22:14:15 2025-10-10",
        "1310 13:55:36",
        "1010T13:55:36",
        "101 13:55:36",
        "*1010 13:55:36",
    ] {
        assert_eq!(near(text, "2025-10-12"), None, "{text}");
    }
}

proptest! {
    #[test]
    fn a_year_is_found_again(reference in -9_000_000_000_000_000_000i64..9_000_000_000_000_000_000,
                             seconds in -180 * 86_400i64..180 * 86_400) {
        let instant = (reference / SECOND + seconds) * SECOND;
        for spec in ["%b %e %H:%M:%S", "%b %d %T", "%a %b %e %T", "%m%d %T"] {
            let (mut stamp, mut whole, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
            strftime(instant, spec, &Zone::UTC, &mut stamp).unwrap();
            strftime(instant, "%FT%T", &Zone::UTC, &mut wanted).unwrap();
            prop_assert!(yearless(&stamp, reference, &mut whole));
            prop_assert_eq!(&whole, &wanted);
        }
    }

    #[test]
    fn what_is_made_is_read(text in "[*.]?(Fri )?(Oct|Feb|FEB|[01][0-9])[ ]{0,2}[0-9]{1,2} [ 0-2]?[0-9]:[0-6][0-9]:[0-6][0-9]([.,][0-9]{1,9})?( ?[+-][0-9:]{2,5}| UTC|Z)?",
                            reference in any::<i64>()) {
        let mut whole = Vec::new();
        if yearless(text.as_bytes(), reference, &mut whole) && (1700..2200).contains(&year_of(&whole)) {
            let zone = whole.iter().rposition(|b| matches!(b, b'+' | b'-')).filter(|at| *at > 10);
            let sound = zone.is_none_or(|at| offset(&whole[at..]).is_some());
            let leap = whole[17..19] == *b"60";
            prop_assert!(parse(&whole, &Zone::UTC).is_some() || !sound || leap, "{}", String::from_utf8_lossy(&whole));
        }
    }

    #[test]
    fn no_bytes_panic(text in prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..40),
        "[*.]?[A-Za-z]{3} [ 0-9]{1,3} [0-9:., A-Z+-]{0,24}".prop_map(String::into_bytes),
    ], reference in any::<i64>()) {
        let mut out = Vec::new();
        let made = yearless(&text, reference, &mut out);
        prop_assert!(made != out.is_empty());
    }
}

fn year_of(whole: &[u8]) -> u32 {
    std::str::from_utf8(&whole[..4]).unwrap().parse().unwrap()
}
