//! Tests of the outputs, over rows that hold every kind of value.

use std::sync::Arc;

use super::*;
use crate::base::Span;
use crate::data::cell::place;
use crate::data::{Block, Key, Source};
use crate::def::{Fields, RenderOptions};

/// Columns by slot, under their names.
struct Columns(Vec<&'static str>);

impl Fields for Columns {
    fn each(&self, batch: &mut Batch, row: u32, put: &mut dyn FnMut(&mut Batch, Key<'_>, Cell)) {
        for (slot, name) in self.0.iter().enumerate() {
            let key = if name.contains('\\') { Key::Escaped(name.as_bytes()) } else { Key::Plain(name.as_bytes()) };
            let cell = batch.cell(slot, row);
            put(batch, key, cell);
        }
    }
}

fn batch(rows: &[Vec<Value<'_>>]) -> Batch {
    let bytes = b"line one\nline two\n".to_vec();
    let source = Arc::new(Source::computed());
    let block = Block { bytes, start: 0, ticket: 0, source, offset: 0, lines_before: 0 };
    let mut batch = Batch::new(Arc::new(block), b"", rows.first().map_or(0, Vec::len));
    for (i, row) in rows.iter().enumerate() {
        batch.rows.push(Span { start: (i as u32 % 2) * 9, len: 8 });
        for (slot, value) in row.iter().enumerate() {
            let cell = place(*value, &mut batch.heap);
            batch.cols[slot].push(cell);
        }
    }
    batch.select_all();
    batch
}

fn render_with(format: &str, options: &RenderOptions, names: &[&'static str], rows: &[Vec<Value<'_>>]) -> Vec<u8> {
    let owned: Vec<String> = names.iter().map(|name| name.to_string()).collect();
    let mut render = (find(format).unwrap().make)(&owned, options);
    let mut out = Vec::new();
    render.start(&mut out);
    for rows in rows.chunks(3) {
        render.rows(&mut batch(rows), &Columns(names.to_vec()), &mut out);
    }
    render.end(&mut out);
    out
}

fn render(format: &str, names: &[&'static str], rows: &[Vec<Value<'_>>]) -> String {
    String::from_utf8(render_with(format, &RenderOptions::default(), names, rows)).unwrap()
}

/// A row with a value of every kind.
fn every_kind() -> Vec<Value<'static>> {
    vec![
        Value::None,
        Value::Bool(true),
        Value::Int(-5),
        Value::Float(2.0),
        Value::Time(1_772_442_001_250_000_000),
        Value::Duration(1_500_000_000),
        Value::Text(b"500"),
        Value::Text(b"007"),
        Value::Text(b"a \"b\", c"),
        Value::Str(b"5"),
        Value::Escaped(br"x\ty\u00e9"),
        Value::Number(b"12345678901234567890123"),
        Value::Json(b"{\"k\": [1, \"a b\"]}"),
    ]
}

const NAMES: [&str; 13] = ["none", "b", "i", "f", "t", "d", "n", "z", "q", "s", "e", "num", r"n\u0065st"];

#[test]
fn json_lines() {
    let line = r#"{"none":null,"b":true,"i":-5,"f":2.0,"t":"2026-03-02T09:00:01.250Z","d":"1.5s","n":500,"z":"007","q":"a \"b\", c","s":"5","e":"x\ty\u00e9","num":12345678901234567890123,"n\u0065st":{"k": [1, "a b"]}}"#;
    assert_eq!(render("json", &NAMES, &[every_kind(), every_kind()]), format!("{line}\n{line}\n"));
    assert_eq!(render("json", &[], &[vec![]]), "{}\n");
    assert_eq!(render("json", &["a"], &[]), "");
    let bad = render(
        "json",
        &["a"],
        &[vec![Value::Text(b"\xff")], vec![Value::Escaped(b"\xff\\n")], vec![Value::Float(f64::NAN)]],
    );
    assert_eq!(bad, "{\"a\":\"\u{fffd}\"}\n{\"a\":\"\u{fffd}\\n\"}\n{\"a\":null}\n");
}

#[test]
fn nested_values_stay_on_a_line() {
    let broken = Value::Json(b"{\r\n  \"a b\": [1,\n 2, \"x\\\" y\nz\"]\n}");
    assert_eq!(render("json", &["a"], &[vec![broken]]), "{\"a\":{\"a b\":[1,2,\"x\\\" y\\nz\"]}}\n");
    assert_eq!(render("tsv", &["a"], &[vec![broken]]), "a\n{\"a b\":[1,2,\"x\\\\\" y\\\\nz\"]}\n");
    assert_eq!(render("logfmt", &["a"], &[vec![Value::Json(b"{ \"a\": 1 }")]]), "a=\"{ \\\"a\\\": 1 }\"\n");
}

#[test]
fn comma_separated() {
    let line = r#",true,-5,2.0,2026-03-02T09:00:01.250Z,1.5s,500,007,"a ""b"", c",5,"#.to_string()
        + "x\tyé,12345678901234567890123,\"{\"\"k\"\": [1, \"\"a b\"\"]}\"\n";
    let rows = [every_kind()];
    assert_eq!(render("csv", &NAMES, &rows), NAMES.join(",") + "\n" + &line);
    let options = RenderOptions { no_header: true, ..RenderOptions::default() };
    assert_eq!(render_with("csv", &options, &NAMES, &rows), line.as_bytes());
    assert_eq!(render("csv", &["a,b", "c\nd"], &[]), "\"a,b\",\"c\nd\"\n");
    assert_eq!(render("csv", &["a"], &[vec![Value::None], vec![Value::Text(b"x\r")]]), "a\n\"\"\n\"x\r\"\n");
    assert_eq!(render_with("csv", &options, &["a"], &[vec![Value::Text(b"\xff,")]]), b"\"\xff,\"\n");
}

#[test]
fn tab_separated() {
    let rows = [vec![Value::Text(b"a\tb\\n"), Value::None], vec![Value::Str(b"\r\n"), Value::Text(b"\"q\", r")]];
    assert_eq!(render("tsv", &["x", "y\tz"], &rows), "x\ty\\tz\na\\tb\\\\n\t\n\\r\\n\t\"q\", r\n");
}

#[test]
fn logfmt_pairs() {
    let names = ["none", "a b", "c", "d", "e", r#"\"f"#, ""];
    let row = vec![
        Value::None,
        Value::Text(b"x"),
        Value::Text(b""),
        Value::Text(b"a=b"),
        Value::Escaped(br#"say \"hi\"\n"#),
        Value::Text(br"C:\x"),
        Value::Float(0.5),
    ];
    let line = r#"a_b=x c="" d="a=b" e="say \"hi\"\n" _f=C:\x _=0.5"#;
    assert_eq!(render("logfmt", &names, &[row]), format!("{line}\n"));
}

#[test]
fn raw_lines() {
    assert_eq!(render("raw", &["a"], &[vec![Value::Int(1)], vec![Value::Int(2)]]), "line one\nline two\n");
}

fn table(width: Option<usize>, names: &[&'static str], rows: &[Vec<Value<'_>>]) -> String {
    let options = RenderOptions { width, ..RenderOptions::default() };
    String::from_utf8(render_with("table", &options, names, rows)).unwrap()
}

#[test]
fn tables_are_aligned() {
    let rows = [
        vec![Value::Text(b"api"), Value::Int(6), Value::Text(b"1.5"), Value::None],
        vec![Value::Text("é\n\x1b[1m\u{85}".as_bytes()), Value::None, Value::Text(b"10"), Value::Text(b"x")],
    ];
    let expected = "\
name              count    n  last
────────────────  ─────  ───  ────
api                   6  1.5
é\\n\\x1b[1m\\u{85}          10  x
";
    assert_eq!(table(None, &["name", "count", "n", "last"], &rows), expected);
    let on_terminal = table(Some(80), &["name", "count", "n", "last"], &rows);
    assert!(on_terminal.contains("1.5  -\n") && on_terminal.contains("    -   10"), "{on_terminal}");
    assert_eq!(table(None, &["a", "b"], &[]), "a  b\n─  ─\n");
    assert_eq!(table(None, &[], &[vec![], vec![]]), "\n\n");
}

#[test]
fn rows_fit_the_terminal() {
    let text = "0123456789".repeat(9);
    let row = |n: usize| vec![Value::Int(7), Value::Text(&text.as_bytes()[..n]), Value::Str(text.as_bytes())];
    for width in [16, 20, 37, 80, 100, 200] {
        let shown = table(Some(width), &["id", "short", "long"], &[row(5), row(12), row(90)]);
        for line in shown.lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
        let full = shown.lines().nth(2).unwrap();
        assert_eq!(full.contains('…'), width < 100 + 2, "{width}: {full}");
        assert!(width >= 200 || shown.lines().nth(4).unwrap().chars().count() == width, "{shown}");
    }
}

#[test]
fn widths_are_those_of_the_first_rows() {
    let mut rows = vec![vec![Value::Text(b"abc"), Value::Int(1)]; 1000];
    rows.push(vec![Value::Text(b"a longer one"), Value::Text(b"x")]);
    let shown = table(None, &["a", "b"], &rows);
    assert!(shown.starts_with("a    b\n───  ─\nabc  1\n"));
    assert!(shown.ends_with("abc  1\na longer one  x\n"));
    let shown = table(Some(12), &["a", "b"], &rows);
    assert!(shown.ends_with("abc  1\na longe…  x\n") || shown.ends_with("abc  1\na longer…  x\n"), "{shown}");
}

/// One long value neither pads all rows nor is held back.
#[test]
fn a_long_value_costs_its_own_length() {
    let long = "x".repeat(3 << 20);
    let rows = vec![vec![Value::Text(b"a"), Value::Int(1)], vec![Value::Str(long.as_bytes()), Value::Int(2)]];
    assert!(table(None, &["a", "b"], &[&rows[..], &rows].concat()).len() < 3 * long.len());
    assert!(table(Some(80), &["a", "b"], &[&rows[..], &rows].concat()).len() < 3000);
}
