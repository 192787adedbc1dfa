//! Tests of the format mini-language against CPython.

use super::*;

const UTC: Zones = Zones { naive: Zone::UTC, shown: Zone::UTC };

fn run(value: Value<'_>, spec: &str) -> Result<String, String> {
    let spec = parse_spec(spec)?;
    let mut out = b"kept".to_vec();
    match format(value, &spec, &UTC, &mut out) {
        Ok(()) => Ok(String::from_utf8(out[4..].to_vec()).unwrap()),
        Err(Misfit) => {
            assert_eq!(out, b"kept", "a misfit prints nothing");
            Err("misfit".to_string())
        }
    }
}

fn made(value: Value<'_>, spec: &str) -> String {
    run(value, spec).unwrap_or_else(|e| panic!("{value:?} {spec}: {e}"))
}

#[test]
fn formats_as_cpython() {
    let cases = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/fstring/cases.tsv"));
    let mut wrong = Vec::new();
    let mut n = 0;
    for case in cases.lines() {
        let [kind, value, spec, wanted] = case.split('\t').collect::<Vec<_>>()[..] else { panic!("{case}") };
        let typed = match kind {
            "int" => Value::Int(value.parse().unwrap()),
            "float" => Value::Float(value.parse().unwrap()),
            "str" => Value::Str(value.as_bytes()),
            "text" => Value::Text(value.as_bytes()),
            other => panic!("{other}"),
        };
        let got = run(typed, spec);
        let same = match wanted.strip_prefix('=') {
            Some(wanted) => got.as_deref() == Ok(wanted),
            None => got.is_err(),
        };
        if !same {
            wrong.push(format!("{case:?} gave {got:?}"));
        }
        n += 1;
    }
    assert!(n > 500, "{n} cases");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn none_is_empty_and_padded() {
    assert_eq!(made(Value::None, ""), "");
    assert_eq!(made(Value::None, "5"), "     ");
    assert_eq!(made(Value::None, "08.2f"), "        ");
    assert_eq!(made(Value::None, "*>3d"), "***");
    assert_eq!(made(Value::None, "%H:%M"), "");
}

#[test]
fn text_is_a_number_where_the_spec_asks() {
    assert_eq!(made(Value::Text(b"500"), "8"), "     500");
    assert_eq!(made(Value::Text(b"GET"), "8"), "GET     ");
    assert_eq!(made(Value::Str(b"500"), "8"), "500     ");
    assert_eq!(made(Value::Number(b"1.50"), "8"), "    1.50");
    assert_eq!(made(Value::Text(b"007"), "5"), "007  ");
    assert_eq!(made(Value::Text(b"007"), "d"), "7");
    assert_eq!(made(Value::Text(b"12345678901234567890123"), ","), "12,345,678,901,234,567,890,123");
    assert_eq!(made(Value::Text(b"12345678"), ".4"), "1234");
    assert_eq!(made(Value::Str(b"12"), ".1f"), "12.0");
    assert_eq!(run(Value::Text(b"12.5"), "d"), Err("misfit".to_string()));
    assert_eq!(run(Value::Text(b"slow"), ".1f"), Err("misfit".to_string()));
    assert_eq!(run(Value::Text(b"slow"), ","), Err("misfit".to_string()));
    assert_eq!(run(Value::Text(b""), "d"), Err("misfit".to_string()));
    assert_eq!(run(Value::Text(b"-"), "d"), Err("misfit".to_string()));
    assert_eq!(run(Value::Json(b"[1]"), "d"), Err("misfit".to_string()));
}

#[test]
fn an_integer_takes_a_precision() {
    assert_eq!(made(Value::Int(12), ".3"), "12");
    assert_eq!(made(Value::Number(b"12.5"), ".3"), "12.5");
}

#[test]
fn other_kinds_are_text() {
    assert_eq!(made(Value::Bool(true), "6"), "true  ");
    assert_eq!(made(Value::Bool(true), "d"), "1");
    assert_eq!(made(Value::Escaped(br#"a\nb"#), ">5"), "  a\nb");
    assert_eq!(made(Value::Escaped(br#"a\nb"#), ""), "a\nb");
    assert_eq!(made(Value::Json(b"[1, 2]"), ">8"), "  [1, 2]");
    assert_eq!(run(Value::Duration(5), "d"), Err("misfit".to_string()));
}

#[test]
fn bad_bytes_are_one_point_each() {
    let mut out = Vec::new();
    let spec = parse_spec("*>4.2").unwrap();
    format(Value::Str(b"\xff\xfe\xfd"), &spec, &UTC, &mut out).unwrap();
    assert_eq!(out, b"**\xff\xfe");
}

#[test]
fn a_percent_that_is_no_type_is_a_time() {
    assert_eq!(parse_spec("%H:%M"), Ok(Spec::Time("%H:%M".to_string())));
    assert!(matches!(parse_spec(".1%"), Ok(Spec::Plain(_))));
    assert!(matches!(parse_spec("%>9"), Ok(Spec::Plain(_))));
    assert_eq!(made(Value::Time(3_661_000_000_000), "%H:%M:%S"), "01:01:01");
    assert_eq!(made(Value::Text(b"2026-03-02T09:15:00Z"), "%d/%m %H:%M"), "02/03 09:15");
    assert_eq!(run(Value::Text(b"soon"), "%H:%M"), Err("misfit".to_string()));
    assert_eq!(run(Value::Duration(5), "%H:%M"), Err("misfit".to_string()));
}

#[test]
fn a_spec_that_is_none_says_so() {
    assert_eq!(parse_spec("10001"), Err("a width of 10001 is too large; the most is 10000".to_string()));
    assert!(parse_spec("99999999999999999999999").is_err());
    assert!(parse_spec(".99999f").is_err());
    assert_eq!(
        parse_spec("8q").unwrap_err(),
        "`q` is no format type; they are d n b o x X e E f F g G % s c, as in `>8.2f`"
    );
    assert_eq!(parse_spec(".2d"), Err("format type `d` takes no precision".to_string()));
    assert_eq!(parse_spec("."), Err("digits must follow the `.` of a format, as in `.2f`".to_string()));
}
