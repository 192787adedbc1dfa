//! Tests of JSON lines.

use proptest::prelude::*;

use super::*;
use crate::inputs::tests::{cut, fixture, walk};

fn one(line: &str, name: &str) -> String {
    cut(&DEF, "", line, &[name]).unwrap().remove(0)
}

#[test]
fn values_keep_their_kind() {
    let line = r#" {"s":"x","e":"a\"b","n":-1.50e3,"t":true,"f":false,"z":null,"l":[1, 2],"o":{"k":1},"" : "empty"} "#;
    let cells = cut(&DEF, "", line, &["s", "e", "n", "t", "f", "z", "l", "o", "", "missing"]).unwrap();
    assert_eq!(
        cells,
        ["Sx", r#"Ea\"b"#, "N-1.50e3", "true", "false", "None", "J[1, 2]", r#"J{"k":1}"#, "Sempty", "None"]
    );
}

#[test]
fn the_last_duplicate_wins_at_the_first_ones_place() {
    let line = r#"{"a":1,"b":2,"\u0061":"x"}"#;
    assert_eq!(one(line, "a"), "Sx");
    assert_eq!(walk(&DEF, "", line).unwrap(), [("a".into(), "Sx".into()), ("b".into(), "N2".into())]);
}

#[test]
fn dotted_names_are_nested_or_flat() {
    assert_eq!(one(r#"{"a":{"b":1}}"#, "a.b"), "N1");
    assert_eq!(one(r#"{"a.b":2}"#, "a.b"), "N2");
    assert_eq!(one(r#"{"a":{"b":1},"a.b":2}"#, "a.b"), "N1");
    assert_eq!(one(r#"{"a.b":2,"a":{"b":1}}"#, "a.b"), "N1");
    assert_eq!(one(r#"{"a":{"b":1},"a.b":2,"a":{}}"#, "a.b"), "N2");
    assert_eq!(one(r#"{"a":{"b":1},"a":5}"#, "a.b"), "None");
    assert_eq!(one(r#"{"a":{"b":{"c":3}}}"#, "a.b.c"), "N3");
    assert_eq!(one(r#"{"a":{"b":{"c":3},"b":1}}"#, "a.b.c"), "None");
    assert_eq!(one(r#"{"a":[{"b":1}]}"#, "a.b"), "None");
    let line = r#"{"x":0,"http":{"method":"GET","path":"/","status":200}}"#;
    let cells = cut(&DEF, "", line, &["http.path", "http", "x", "http.status", "http.path"]).unwrap();
    assert_eq!(cells, ["S/", r#"J{"method":"GET","path":"/","status":200}"#, "N0", "N200", "S/"]);
    let many: Vec<String> = (0..40).map(|i| format!("a.k{i}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let cells = cut(&DEF, "", r#"{"a":{"k3":1},"a.k39":2}"#, &many).unwrap();
    assert_eq!((&*cells[3], &*cells[39], &*cells[5]), ("N1", "N2", "None"));
}

#[test]
fn what_is_no_object_is_refused() {
    for line in [
        "",
        " ",
        "1",
        "[]",
        "\"a\"",
        "null",
        "{",
        "{}}",
        "{} x",
        "{\"a\":1",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":01}",
        "{\"a\":nul}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":[1,]}",
        "x{\"a\":1}",
        "{\"a\":1}{\"a\":2}",
        "{,}",
    ] {
        assert_eq!(cut(&DEF, "", line, &["a"]), None, "{line}");
        assert_eq!(walk(&DEF, "", line), None, "{line}");
    }
    for line in ["{}", " { } ", "\t{\"b\" : [ ] , \"c\":{ }\r}"] {
        assert_eq!(cut(&DEF, "", line, &["a"]).unwrap(), ["None"], "{line}");
        assert!(walk(&DEF, "", line).is_some());
    }
}

#[test]
fn the_limit_of_nesting_does_not_depend_on_wants() {
    for depth in [510, 511, 512] {
        let line = format!("{}{{\"b\":1}}{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        for name in ["b", "a", "a.a", "a.a.a.b", &(vec!["a"; depth].join(".") + ".b")] {
            assert_eq!(cut(&DEF, "", &line, &[name]).is_some(), depth < json::MAX_DEPTH, "{depth} {name}");
        }
        assert_eq!(walk(&DEF, "", &line).is_some(), depth < json::MAX_DEPTH);
    }
}

#[test]
fn real_lines_are_objects() {
    for (file, records) in [("gharchive.jsonl", 50), ("prometheus.jsonl", 1), ("bunyan.jsonl", 1), ("caddy1.jsonl", 1)]
    {
        let text = fixture(&format!("jsonl/{file}"));
        let lines: Vec<&[u8]> = text.split(|b| *b == b'\n').filter(|l| !l.is_empty()).collect();
        let good = lines.iter().filter(|line| walk(&DEF, "", line).is_some_and(|fields| !fields.is_empty())).count();
        assert_eq!(good, lines.len(), "{file}");
        assert!(good >= records, "{file}: {good}");
    }
}

proptest! {
    /// What is cut out of an object is what a search through its members finds.
    #[test]
    fn agrees_with_a_search(members in proptest::collection::vec(("[a-c]|\\\\u0061", "[0-9]|\"[a-z]{0,20}\"|\\{\"[a-c]\":[1-9]\\}"), 0..8)) {
        let members: Vec<String> = members.iter().map(|(k, v)| format!("\"{k}\":{v}")).collect();
        let line = format!("{{{}}}", members.join(", "));
        let find = |json: &str, key: &str| {
            crate::base::json::member(json.as_bytes(), key.as_bytes()).map_or(String::new(), |r| json[r].to_string())
        };
        let bare = |cell: &str| if cell == "None" { String::new() } else { cell[1..].to_string() };
        let cells = cut(&DEF, "", &line, &["a", "b", "c", "a.b", "b.a"]).unwrap();
        for (name, cell) in ["a", "b", "c"].iter().zip(&cells) {
            let found = find(&line, name);
            prop_assert_eq!(bare(cell), found.trim_matches('"'));
        }
        prop_assert_eq!(bare(&cells[3]), find(&find(&line, "a"), "b"));
        prop_assert_eq!(bare(&cells[4]), find(&find(&line, "b"), "a"));
    }
}
