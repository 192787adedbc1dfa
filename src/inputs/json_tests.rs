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

/// The lines in order, each cut by the general law and after what came before it.
fn after_each_other(lines: &[&[u8]], names: &[&str]) -> usize {
    let wants: Vec<Want> = names.iter().map(|name| Want::new(name)).collect();
    let cutter = cutter(&wants);
    let mut habit = Habit::default();
    let mut known = 0;
    for line in lines {
        let (mut law, mut next) = (vec![Cell::None; wants.len()], vec![Cell::None; wants.len()]);
        let fits = cutter.cut(line, 7, &mut law, &mut Vec::new());
        let words = String::from_utf8_lossy(line);
        if let Some(layouts) = habit.as_ref().and_then(|habit| habit.downcast_ref::<Layouts>()) {
            let is_known = layouts.cut(line, 7, &mut next, &mut vec![Cell::None; wants.len()]);
            assert!(!is_known || fits, "{words}");
            known += usize::from(is_known);
            next.fill(Cell::None);
        }
        assert_eq!(cutter.cut_next(line, 7, &mut next, &mut Vec::new(), &mut habit), fits, "{words}");
        assert_eq!(next, law, "{words} after others");
    }
    known
}

/// As a whole or in parts.
const NAMES: &[&str] = &["a.b", "a.a.b", "b", "k", "", "b"];
/// And both, which no layout has.
const BOTH: &[&str] = &["a", "b", "a.b", "b.a", "a.a.b", "k", "", "a"];

#[test]
fn lines_laid_out_as_others_are_known() {
    let line = |n: usize, x: &str| {
        let wide = "w".repeat(n % 40);
        format!(
            r#"{{"a":{{"b":{n},"long key of many bytes":"{wide}"}}, "k" : "{x}\n","b":[{n},{{}}],"o":{{}},"t":true}}"#
        )
    };
    let lines: Vec<String> = (0..100).map(|n| line(n, "xyz")).collect();
    let lines: Vec<&[u8]> = lines.iter().map(|line| line.as_bytes()).collect();
    assert_eq!(after_each_other(&lines, NAMES), 98);
    // One in three lacks a field, one in three has it as null, and one has something else.
    let vary = |n: usize| ["", r#""x":null,"#, r#""x":{"a":1},"#][n % 3];
    let lines: Vec<String> = (0..99).map(|n| format!(r#"{{"a":{n},{}"b":"{n}"}}"#, vary(n))).collect();
    let lines: Vec<&[u8]> = lines.iter().map(|line| line.as_bytes()).collect();
    assert_eq!(after_each_other(&lines, NAMES), 95);
}

#[test]
fn changed_lines_are_cut_as_the_law_cuts_them() {
    let line = r#"{"a":{"b":1,"a":{"b":"x\"y"}},"k":[1,"}"],"b":{"a":-0.5},"a.b":null,"":true,"z":{},"q":"12345678901234567890"}"#;
    let mut all: Vec<Vec<u8>> = vec![line.into(), line.into()];
    for at in 0..line.len() {
        for byte in *b"\"\\{}[]:, 0.-ta\t\x00\xff" {
            let mut bytes = line.as_bytes().to_vec();
            bytes[at] = byte;
            all.push(bytes.clone());
            bytes.insert(at, byte);
            all.push(bytes);
        }
        all.push(line.as_bytes()[..at].to_vec());
        all.push([&line.as_bytes()[..at], &line.as_bytes()[at + 1..]].concat());
        all.push([&line.as_bytes()[..at], b"}"].concat());
        all.push([line.as_bytes(), &line.as_bytes()[at..]].concat());
    }
    let all: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
    assert!(after_each_other(&all, NAMES) > 100);
    assert!(after_each_other(&all, &["b", "q", "z", "nowhere", "a.a"]) > 100);
    assert!(after_each_other(&all, &[]) > 100);
    after_each_other(&all, BOTH);
}

#[test]
fn what_is_remembered_is_bounded_and_a_cutter_knows_its_own() {
    let lines: Vec<String> = (0..70_000).map(|n| format!(r#"{{"k{n}":1,"a":2}}"#)).collect();
    let lines: Vec<&[u8]> = lines.iter().map(|line| line.as_bytes()).collect();
    assert_eq!(after_each_other(&lines, &["a"]), 0);
    let mut habit = Habit::default();
    for name in ["a", "b", "a"] {
        let cutter = cutter(&[Want::new(name)]);
        for _ in 0..3 {
            let mut cells = [Cell::None];
            assert!(cutter.cut_next(br#"{"a":1,"b":true}"#, 0, &mut cells, &mut Vec::new(), &mut habit));
            assert_eq!(cells[0] == Cell::Bool(true), name == "b");
        }
    }
}

proptest! {
    #[test]
    fn lines_after_each_other_are_cut_as_the_law_cuts_them(lines in proptest::collection::vec(
        proptest::collection::vec(("a|b|k|\\\\u0061||z", " ?", "-?[0-9]{1,3}|[01]|\"[a\\\\\"]{0,3}\"|\\{\\}|\\{\"[ab]\":(1|\"x\"|\\{\"b\":2\\})\\}|\\[1\\]|null|tru|1e5"), 0..4), 1..30)) {
        let line = |members: &Vec<(String, String, String)>| {
            let members: Vec<String> = members.iter().map(|(k, b, v)| format!("\"{k}\":{b}{v}")).collect();
            format!("{{{}}}", members.join(","))
        };
        let lines: Vec<String> = lines.iter().map(line).collect();
        let twice: Vec<&[u8]> = lines.iter().chain(&lines).chain(&lines).map(|line| line.as_bytes()).collect();
        after_each_other(&twice, NAMES);
        after_each_other(&twice, BOTH);
    }
}
