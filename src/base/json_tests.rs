//! Tests of the JSON scanner: against a plain recursive reader and the conformance suite.

use proptest::prelude::*;

use super::*;

/// A reader in the words of the RFC: the end of the value, or None.
fn naive(text: &[u8], at: usize, depth: usize) -> Option<usize> {
    let blank = |mut at: usize| {
        while at < text.len() && b" \t\r\n".contains(&text[at]) {
            at += 1;
        }
        at
    };
    let string = |mut at: usize| {
        loop {
            match *text.get(at)? {
                b'"' => return Some(at + 1),
                b'\\' => match text.get(at + 1)? {
                    b'u' => {
                        if text.len() < at + 6 || !text[at + 2..at + 6].iter().all(u8::is_ascii_hexdigit) {
                            return None;
                        }
                        at += 6;
                    }
                    c if b"\"\\/bfnrt".contains(c) => at += 2,
                    _ => return None,
                },
                0..=0x1f => return None,
                _ => at += 1,
            }
        }
    };
    let first = *text.get(at)?;
    if first == b'"' {
        return string(at + 1);
    }
    if first == b'{' || first == b'[' {
        if depth == MAX_DEPTH {
            return None;
        }
        let close = if first == b'{' { b'}' } else { b']' };
        let mut at = blank(at + 1);
        if text.get(at) == Some(&close) {
            return Some(at + 1);
        }
        loop {
            if first == b'{' {
                if text.get(at) != Some(&b'"') {
                    return None;
                }
                at = blank(string(at + 1)?);
                if text.get(at) != Some(&b':') {
                    return None;
                }
                at = blank(at + 1);
            }
            at = blank(naive(text, at, depth + 1)?);
            match *text.get(at)? {
                b',' => at = blank(at + 1),
                c if c == close => return Some(at + 1),
                _ => return None,
            }
        }
    }
    for word in ["true", "false", "null"] {
        if text[at..].starts_with(word.as_bytes()) {
            return Some(at + word.len());
        }
    }
    (at + 1..=text.len()).rev().find(|&end| num::is_json(&text[at..end]))
}

/// Whether the whole text is one JSON value.
fn valid(text: &[u8]) -> bool {
    let end = skip_value(text, skip_blanks(text, 0));
    end.is_some_and(|end| skip_blanks(text, end) == text.len())
}

fn text(inside: &str) -> String {
    let mut out = Vec::new();
    unescape(inside.as_bytes(), &mut out);
    String::from_utf8(out).unwrap()
}

fn string(bytes: &[u8]) -> String {
    let mut out = Vec::new();
    write_string(bytes, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn the_conformance_suite_passes() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/json-conformance/parsing");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        seen += 1;
        match name.as_bytes()[0] {
            b'y' => assert!(valid(&bytes), "{name}"),
            // Bytes that are no UTF-8 are let through on purpose.
            b'n' if std::str::from_utf8(&bytes).is_ok() => assert!(!valid(&bytes), "{name}"),
            _ => {
                valid(&bytes);
            }
        }
    }
    assert!(seen > 50, "{seen} files in {folder}");
}

#[test]
fn nesting_is_limited_and_kinds_are_kept() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"k\":[", "]}]")] {
        let levels = open.bytes().filter(|b| b"[{".contains(b)).count();
        for depth in [1, 20, 21, 22, 63, 64, 65, 127, 128, 129, 170, 171, 511, 512, 513] {
            let good = open.repeat(depth) + "1" + &close.repeat(depth);
            assert_eq!(valid(good.as_bytes()), depth * levels <= MAX_DEPTH, "{open} {depth}");
            let swapped: String = good.chars().rev().map(|c| if c == ']' { '}' } else { c }).rev().collect();
            let swapped = swapped.chars().rev().collect::<String>();
            assert!(!valid(swapped.as_bytes()));
        }
    }
    let mixed = "[".repeat(100) + &"{\"a\":".repeat(100) + "0" + &"}".repeat(100) + &"]".repeat(100);
    assert!(valid(mixed.as_bytes()));
    assert!(!valid(mixed.replacen('}', "]", 1).as_bytes()));
    assert!(skip_nested(b"[[1]]", 0, MAX_DEPTH - 2).is_some());
    assert!(skip_nested(b"[[1]]", 0, MAX_DEPTH - 1).is_none());
}

#[test]
fn escapes_resolve() {
    assert_eq!(text(r#"a\"b\\c\/d\n\t\r\b\f"#), "a\"b\\c/d\n\t\r\u{8}\u{c}");
    assert_eq!(text(r"\u0041\u00e9\ud83d\ude00"), "Aé😀");
    assert_eq!(text(r"\ud83d\u0041|\ude00|\ud83d"), "\u{fffd}A|\u{fffd}|\u{fffd}");
    assert_eq!(text(r"\q\u12g4\u12\"), r"\q\u12g4\u12\");
}

#[test]
fn strings_are_written() {
    assert_eq!(string(b"plain text of more than sixteen bytes"), "\"plain text of more than sixteen bytes\"");
    assert_eq!(string(b"a\"b\\c\n\t\r\x08\x0c\x01\x1f\x7f"), "\"a\\\"b\\\\c\\n\\t\\r\\b\\f\\u0001\\u001f\x7f\"");
    assert_eq!(string("é😀".as_bytes()), "\"é😀\"");
    assert_eq!(string(b"a\xffb\xe2\x82c"), "\"a\u{fffd}b\u{fffd}c\"");
    let mut out = Vec::new();
    write_escaped(b"a\\n\xff", &mut out);
    assert_eq!(out, "\"a\\n\u{fffd}\"".as_bytes());
}

#[test]
fn members_are_found() {
    let json = br#" { "a" : 1 , "b":{"a":2},"\u0061":"x","c":[] } "#;
    let found = |key: &str| member(json, key.as_bytes()).map(|r| std::str::from_utf8(&json[r]).unwrap());
    assert_eq!(found("a"), Some("\"x\""));
    assert_eq!(found("b"), Some("{\"a\":2}"));
    assert_eq!(found("c"), Some("[]"));
    assert_eq!(found("d"), None);
    assert_eq!(members(json).count(), 4);
    assert_eq!(members(b"[1]").count() + members(b"{}").count() + members(b"").count(), 0);
}

/// Texts that are nearly JSON: drawn from its own pieces.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("{".to_string()),
        Just("}".to_string()),
        Just("[".to_string()),
        Just("]".to_string()),
        Just(",".to_string()),
        Just(":".to_string()),
        Just(" ".to_string()),
        Just("null".to_string()),
        Just("-1.5e3".to_string()),
        "\"[a-z\\\\\"\u{1}nu09]{0,24}\"",
        "[0-9tf.-]{1,3}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat().into_bytes())
}

/// Values that are JSON.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_string()),
        Just("true".to_string()),
        "-?[1-9][0-9]{0,5}(\\.[0-9]{1,4})?",
        "\"[a-zé ]{0,40}\"",
        "\"([a-z]{0,9}\\\\(n|u00e9|\"|\\\\)){1,4}\"",
    ];
    leaf.prop_recursive(6, 40, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(|v| format!("[{}]", v.join(" ,"))),
            proptest::collection::vec(("[a-c]{0,3}", inner), 0..5).prop_map(|v| {
                let members: Vec<String> = v.into_iter().map(|(k, v)| format!("\"{k}\": {v}")).collect();
                format!("{{ {}}}", members.join(","))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn agrees_with_the_naive_reader(text in nearly()) {
        // Only whole texts: the scanner refuses `1.` where the reader would stop after `1`.
        prop_assert_eq!(skip_value(&text, 0) == Some(text.len()), naive(&text, 0, 0) == Some(text.len()));
    }

    #[test]
    fn agrees_on_values_and_cut_values(text in value(), cut in any::<prop::sample::Index>()) {
        prop_assert_eq!(skip_value(text.as_bytes(), 0), Some(text.len()));
        let cut = &text.as_bytes()[..cut.index(text.len())];
        prop_assert_eq!(skip_value(cut, 0) == Some(cut.len()), naive(cut, 0, 0) == Some(cut.len()));
    }

    #[test]
    fn text_survives_writing_and_reading(text in "\\PC{0,20}[\\x00-\\x7f]{0,20}") {
        let spelled = string(text.as_bytes());
        prop_assert_eq!(skip_value(spelled.as_bytes(), 0), Some(spelled.len()));
        prop_assert_eq!(&*plain(&spelled.as_bytes()[1..spelled.len() - 1]), text.as_bytes());
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let mut out = Vec::new();
        skip_value(&bytes, 0);
        member(&bytes, b"a");
        unescape(&bytes, &mut out);
        out.clear();
        write_string(&bytes, &mut out);
        prop_assert_eq!(skip_value(&out, 0), Some(out.len()));
    }
}
