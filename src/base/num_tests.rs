//! Tests of numbers: the grammar by example, the values against the standard library.

use proptest::prelude::*;

use super::*;

fn float(value: f64) -> String {
    let mut out = Vec::new();
    write_float(value, &mut out);
    String::from_utf8(out).unwrap()
}

fn int(value: i64) -> String {
    let mut out = Vec::new();
    write_int(value, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn the_grammar_is_json_with_a_little_more() {
    for (text, value) in [
        ("0", Num::Int(0)),
        ("-0", Num::Int(0)),
        ("200", Num::Int(200)),
        ("9223372036854775807", Num::Int(i64::MAX)),
        ("-9223372036854775808", Num::Int(i64::MIN)),
        ("9223372036854775808", Num::Float(9223372036854775808.0)),
        ("12.5", Num::Float(12.5)),
        ("1e3", Num::Float(1000.0)),
        ("1E+2", Num::Float(100.0)),
        ("-1.5e-3", Num::Float(-0.0015)),
        ("1e-400", Num::Float(0.0)),
    ] {
        assert_eq!(parse(text.as_bytes()), Some(value), "{text}");
        assert_eq!(parse_json(text.as_bytes()), Some(value), "{text}");
        assert!(is_json(text.as_bytes()), "{text}");
    }
    for (text, value) in [("007", Num::Int(7)), ("+1555", Num::Int(1555)), ("00.5", Num::Float(0.5))] {
        assert_eq!(parse(text.as_bytes()), Some(value), "{text}");
        assert_eq!(parse_json(text.as_bytes()), None, "{text}");
        assert!(!is_json(text.as_bytes()), "{text}");
    }
    assert_eq!(parse(b"00000000000000000000000000042"), Some(Num::Int(42)));
    for text in [
        "", "-", "+", ".5", "5.", "1e", "1e+", "0x10", "1_000", "nan", "inf", "Infinity", " 1", "1 ", "--1", "+-1",
        "1.2.3", "-+1",
    ] {
        assert_eq!(parse(text.as_bytes()), None, "{text}");
        assert!(!is_json(text.as_bytes()), "{text}");
    }
    assert_eq!(parse(b"1e999"), None);
    assert!(is_json(b"1e999"));
}

#[test]
fn doubles_print_like_pythons() {
    for (value, text) in [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (3.0, "3.0"),
        (0.1, "0.1"),
        (-12.25, "-12.25"),
        (1e15, "1000000000000000.0"),
        (9007199254740993.0, "9007199254740992.0"),
        (1e16, "1e+16"),
        (1.2345678901234568e17, "1.2345678901234568e+17"),
        (0.0001, "0.0001"),
        (0.00012345, "0.00012345"),
        (0.00001, "1e-05"),
        (1e-7, "1e-07"),
        (1e300, "1e+300"),
        (5e-324, "5e-324"),
        (123456.789, "123456.789"),
        (f64::NAN, "null"),
        (f64::INFINITY, "null"),
    ] {
        assert_eq!(float(value), text);
    }
}

#[test]
fn integers_print() {
    for value in [0, 7, 10, 99, 100, 101, 1234567, -1, -10, i64::MAX, i64::MIN] {
        assert_eq!(int(value), value.to_string());
    }
}

#[test]
fn integers_and_doubles_compare_by_value() {
    assert_eq!(Num::Int(i64::MAX).order(Num::Float(9_223_372_036_854_775_808.0)), Ordering::Less);
    assert_eq!(Num::Int(-2).order(Num::Float(-2.5)), Ordering::Greater);
}

#[test]
fn durations() {
    for (text, ns) in [
        ("12ms", 12_000_000),
        ("1h30m", 5_400_000_000_000),
        ("1.5s", 1_500_000_000),
        ("250us", 250_000),
        ("250µs", 250_000),
        ("3ns", 3),
        ("-2d", -172_800_000_000_000),
        ("1w", 604_800_000_000_000),
        ("0s", 0),
    ] {
        assert_eq!(parse_duration(text.as_bytes()), Some(ns), "{text}");
    }
    for text in ["", "12", "ms", "1.s", ".5s", "1..5s", "5 m", "1h30", "1y", "s5", "-", "99999999w", "1h-5m"] {
        assert_eq!(parse_duration(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn sizes() {
    for (text, bytes) in
        [("4096", 4096), ("10MB", 10_000_000), ("10MiB", 10 << 20), ("64K", 64 << 10), ("1.5GiB", 3 << 29), ("1b", 1)]
    {
        assert_eq!(parse_size(text.as_bytes()), Some(bytes), "{text}");
    }
    for text in ["", "MB", "1X", "1KBB", "-1", "99999999999PB", "1ib"] {
        assert_eq!(parse_size(text.as_bytes()), None, "{text}");
    }
}

proptest! {
    #[test]
    fn agrees_with_the_standard_library(text in "-?(0|[1-9][0-9]{0,22})(\\.[0-9]{1,22})?([eE][+-]?[0-9]{1,3})?") {
        let value: f64 = text.parse().unwrap();
        prop_assert!(is_json(text.as_bytes()));
        match parse_json(text.as_bytes()) {
            Some(Num::Int(i)) => prop_assert_eq!(Ok(i), text.parse()),
            Some(Num::Float(f)) => prop_assert_eq!(f.to_bits(), value.to_bits()),
            None => prop_assert!(value.is_infinite()),
        }
    }

    #[test]
    fn grammars_agree(text in "[-+]?[0-9.eE+-]{0,8}") {
        let text = text.as_bytes();
        let json = parse_json(text);
        prop_assert_eq!(json.is_some(), is_json(text) && parse(text).is_some());
        if json.is_some() {
            prop_assert_eq!(json, parse(text));
        }
    }

    #[test]
    fn doubles_read_back(bits in any::<u64>()) {
        let value = f64::from_bits(bits);
        prop_assume!(value.is_finite());
        let text = float(value);
        prop_assert!(is_json(text.as_bytes()));
        prop_assert_eq!(parse_json(text.as_bytes()).unwrap().float().to_bits(), bits);
    }

    #[test]
    fn no_bytes_panic(text in proptest::collection::vec(any::<u8>(), 0..24)) {
        let _ = (parse(&text), parse_json(&text), is_json(&text), parse_duration(&text), parse_size(&text));
    }
}

#[test]
fn of_two_shortest_spellings_the_even_one_is_taken() {
    let spelled = |value: f64| {
        let mut out = Vec::new();
        write_float(value, &mut out);
        String::from_utf8(out).unwrap()
    };
    for (value, python) in [
        (f64::from_bits(0x42DC_6BF5_2634_0008), "125000000000000.12"),
        (f64::from_bits(0xC2DC_6BF5_2634_0018), "-125000000000000.38"),
        (2f64.powi(50) + 0.25, "1125899906842624.2"),
        (2f64.powi(50) + 0.75, "1125899906842624.8"),
        (5e-324, "5e-324"),
        (0.5, "0.5"),
        (1.5, "1.5"),
    ] {
        assert_eq!(spelled(value), python);
        assert_eq!(python.parse(), Ok(value));
    }
}
