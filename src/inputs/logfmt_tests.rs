//! Tests of logfmt.

use super::*;
use crate::base::json;
use crate::inputs::tests::{cut, fixture, walk};

#[test]
fn values_and_flags() {
    let line = r#"ts=2026-03-02T09:00:01Z http.status=200 a-b= flag msg="a \"b\"\n" url=/x?y=z q="plain text""#;
    let cells = cut(&DEF, "", line, &["ts", "http.status", "a-b", "flag", "msg", "url", "q", "no"]).unwrap();
    let text = "Ta \"b\"\n";
    assert_eq!(cells, ["T2026-03-02T09:00:01Z", "T200", "T", "true", text, "T/x?y=z", "Tplain text", "None"]);
}

#[test]
fn the_last_duplicate_wins_at_the_first_ones_place() {
    assert_eq!(cut(&DEF, "", "a=1 b=2 a=3", &["a", "a"]).unwrap(), ["T3", "T3"]);
    assert_eq!(walk(&DEF, "", "a=1 b=2 a=3").unwrap(), [("a".into(), "T3".into()), ("b".into(), "T2".into())]);
}

#[test]
fn what_is_no_logfmt_is_refused() {
    for line in
        ["", "  ", "plain words only", "=1", "a=1 =2", "a=\"torn", "a=\"torn\\\"", "he said \"x\" a=1", "a=\"\\"]
    {
        assert_eq!(cut(&DEF, "", line, &["a"]), None, "{line}");
        assert_eq!(walk(&DEF, "", line), None, "{line}");
    }
    assert!(opens_with_pair(b" a=1") && opens_with_pair(b"a="));
    assert!(
        !opens_with_pair(b"a b=1") && !opens_with_pair(b"=1") && !opens_with_pair(b"") && !opens_with_pair(b"\"a\"=1")
    );
}

#[test]
fn other_quotes() {
    let one = |line: &str| cut(&DEF, "", line, &["a", "b"]).unwrap();
    assert_eq!(one("a='x y' b=`p \"q\"`"), ["Tx y", "Tp \"q\""]);
    assert_eq!(one("a='it's late' b=''"), ["Tit's late", "T"]);
    assert_eq!(one("a='x\\n' b=\\\"c\\\""), ["Tx\\n", "T\\\"c\\\""]);
    // Without an end it is an apostrophe.
    assert_eq!(one("a='tis b='x"), ["T'tis", "T'x"]);
    assert_eq!(one("a=`x b='y z'"), ["T`x", "Ty z"]);
    let many = "a='x ".repeat(200_000);
    assert_eq!(cut(&DEF, "", many, &["a"]).unwrap(), ["T'x"]);
}

#[test]
fn blanks_around_the_sign() {
    let one = |line: &str| cut(&DEF, "", line, &["a", "b", "c"]).unwrap();
    assert_eq!(one("a = 1 b  =\"x y\" c ="), ["T1", "Tx y", "T"]);
    assert_eq!(one("a= b c=1"), ["T", "true", "T1"]);
    for line in ["if a == 1", "a = 1 = 2", "= 1"] {
        assert_eq!(cut(&DEF, "", line, &["a"]), None, "{line}");
    }
}

#[test]
fn colours_are_no_part_of_anything() {
    let line = "\u{1b}[1;36mlevel\u{1b}[0m=\u{1b}[33mwarn\u{1b}[0m \u{1b}[36mmsg\u{1b}[m=\"a b\"\u{1b}[0m flag\u{1b}[0m x\u{1b}[x=1";
    let fields = walk(&DEF, "", line).unwrap();
    let fields: Vec<String> = fields.into_iter().map(|(k, v)| format!("{k}:{v}")).collect();
    assert_eq!(fields, ["level:Twarn", "msg:Ta b", "flag:true", "x:true", "[x:T1"]);
    assert!(opens_with_pair(line.as_bytes()));
}

#[test]
fn what_is_indented_is_left_to_the_line_above() {
    let (_, opens) = DEF.tells.record.unwrap();
    assert!(opens(b"a=1") && opens(b" a=1"));
    assert!(!opens(b"\t\ticketStore=<KS:0x1 store=1") && !opens(b"    x=1"));
}

#[test]
fn where_it_stops() {
    let miss = |line: &str| bound_miss(line).map(|miss| (miss.at, miss.expected));
    for (line, at, expected) in [
        ("", 0, "a `key=value` pair"),
        ("plain words", 0, "a `key=value` pair"),
        ("a=1 =2", 4, "a key"),
        ("he \"x\" a=1", 3, "a key"),
        ("he\"x\" a=1", 2, "`=`, or a blank"),
        ("a=\"torn", 7, "the closing quote"),
        ("a=\"\\", 4, "the closing quote"),
    ] {
        assert_eq!(miss(line), Some((at, expected.to_string())), "{line}");
    }
    assert_eq!(miss("a=1"), None);
}

fn bound_miss(line: &str) -> Option<Miss> {
    Pairs::new(&[]).miss(line.as_bytes())
}

/// The vectors of go-logfmt, but for what is different here on purpose: a key alone is true
/// and a line of such keys is no logfmt; `key=` is empty text.
#[test]
fn go_logfmts_vectors() {
    let file = fixture("logfmt/go-logfmt-valid.json");
    let mut checked = 0;
    let mut at = 1;
    while let Some(open) = memchr::memchr(b'{', &file[at..]) {
        at += open;
        let end = json::skip_value(&file, at).unwrap();
        let vector = &file[at..end];
        at = end;
        let input = json::member(vector, b"input").unwrap();
        let input = json::plain(&vector[input.start + 1..input.end - 1]).into_owned();
        let records: Vec<u8> = vector[json::member(vector, b"expected_records").unwrap()].to_vec();
        let records: Vec<u8> = records.into_iter().filter(|b| !b.is_ascii_whitespace()).collect();
        let mut spelled = Vec::new();
        let lines = input.strip_suffix(b"\n").unwrap_or(&input);
        for line in lines.split(|b| *b == b'\n').filter(|_| records != b"[]") {
            let mut pairs = Vec::new();
            let _ = each(line, |key, value| pairs.push(spell(line, key, value)));
            spelled.push(format!("[{}]", pairs.join(",")));
            checked += 1;
        }
        if input != b"y" {
            assert_eq!(format!("[{}]", spelled.join(",")), String::from_utf8(records).unwrap());
        }
    }
    assert!(checked > 14, "{checked}");
}

/// A pair as the vectors spell it.
fn spell(line: &[u8], key: &[u8], value: Pair) -> String {
    let mut out = b"[".to_vec();
    json::write_string(key, &mut out);
    out.push(b',');
    match value {
        Pair::Plain(from, to) if from < to => json::write_string(&line[from..to], &mut out),
        Pair::Escaped(from, to) => json::write_string(&json::plain(&line[from..to]), &mut out),
        _ => out.extend_from_slice(b"null"),
    }
    out.push(b']');
    String::from_utf8(out).unwrap()
}

#[test]
fn real_lines_are_logfmt() {
    for file in ["alertmanager.logfmt", "kelora-simple_logfmt.log", "lnav-k8s-virtualkubelet.logfmt"] {
        let text = fixture(&format!("logfmt/{file}"));
        let lines = text.split(|b| *b == b'\n').filter(|l| !l.is_empty());
        for line in lines {
            assert!(walk(&DEF, "", line).is_some(), "{file}: {}", String::from_utf8_lossy(line));
        }
    }
}
