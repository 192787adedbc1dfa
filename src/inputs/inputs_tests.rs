//! What the tests of all formats share, and the laws that hold for each format.

use proptest::prelude::*;

use super::*;
use crate::base::{HEAP, Span};
use crate::data::Want;

/// Where the lines of the tests stand in their batch.
const AT: u32 = 1000;

/// A cell with its bytes, told apart by a letter: `Ttext`, `Sstring`, `Eescaped`, `N1`, `J[]`.
fn show(cell: Cell, line: &[u8], heap: &[u8]) -> String {
    let bytes = |span: Span| {
        let (from, bytes) = if span.in_heap() { (span.start & !HEAP, heap) } else { (span.start - AT, line) };
        String::from_utf8_lossy(&bytes[from as usize..from as usize + span.len as usize]).into_owned()
    };
    match cell {
        Cell::None => "None".to_string(),
        Cell::Bool(b) => b.to_string(),
        Cell::Text(s) => format!("T{}", bytes(s)),
        Cell::Str(s) => format!("S{}", bytes(s)),
        Cell::Escaped(s) => format!("E{}", bytes(s)),
        Cell::Number(s) => format!("N{}", bytes(s)),
        Cell::Json(s) => format!("J{}", bytes(s)),
        other => format!("{other:?}"),
    }
}

/// Cuts fields out of one record; None when it is not in the format.
pub fn cut(def: &InputDef, header: &str, line: impl AsRef<[u8]>, names: &[&str]) -> Option<Vec<String>> {
    let line = line.as_ref();
    let wants: Vec<Want> = names.iter().map(|name| Want::new(name)).collect();
    let mut cells = vec![Cell::None; wants.len()];
    let mut heap = b"constants".to_vec();
    let good = (def.bind)(&wants, header.as_bytes()).cut(line, AT, &mut cells, &mut heap);
    assert!(good || (cells.iter().all(|c| *c == Cell::None) && heap == b"constants"));
    good.then(|| cells.into_iter().map(|cell| show(cell, line, &heap)).collect())
}

/// All fields of one record, by name.
pub fn walk(def: &InputDef, header: &str, line: impl AsRef<[u8]>) -> Option<Vec<(String, String)>> {
    let line = line.as_ref();
    let mut heap = Vec::new();
    let mut cells = Vec::new();
    let mut put = |key: Key<'_>, cell| cells.push((String::from_utf8_lossy(&text(key)).into_owned(), cell));
    let good = (def.bind)(&[], header.as_bytes()).walk(line, AT, &mut heap, &mut put);
    assert!(good || cells.is_empty());
    good.then(|| cells.into_iter().map(|(name, cell)| (name, show(cell, line, &heap))).collect())
}

/// The text of a fixture.
pub fn fixture(path: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// A value of a JSON file of expectations: the members of each object of a list.
pub fn expected(path: &str) -> Vec<Vec<(String, String)>> {
    let bytes = fixture(path);
    let plain = |range: std::ops::Range<usize>| String::from_utf8_lossy(&spelled::plain(&bytes[range])).into_owned();
    let mut at = spelled::skip_blanks(&bytes, 0) + 1;
    let mut list = Vec::new();
    loop {
        while matches!(bytes[at], b',' | b' ' | b'\n' | b'\r' | b'\t') {
            at += 1;
        }
        if bytes[at] == b']' {
            return list;
        }
        let end = spelled::skip_value(&bytes, at).unwrap();
        let members = spelled::members(&bytes[at..end]).map(|m| {
            let value = at + m.value.start..at + m.value.end;
            let quoted = bytes[value.start] == b'"';
            let value = if quoted { value.start + 1..value.end - 1 } else { value };
            (plain(at + m.key.start..at + m.key.end), plain(value))
        });
        list.push(members.collect());
        at = end;
    }
}

#[test]
fn formats_are_found_by_name() {
    for def in ALL {
        assert!(std::ptr::eq(find(def.doc.name).unwrap(), *def));
    }
    assert!(ALL.is_sorted_by_key(|def| def.doc.name));
    assert!(find("nonsense").is_none());
}

#[test]
fn auto_looks_at_the_name_of_the_file() {
    let resolved = |def: &'static InputDef, name: &str| resolve(def, &Head { name, sample: b"" }).doc.name;
    for (name, format) in [
        ("a.csv", "csv"),
        ("A.CSV.gz", "csv"),
        ("x/b.tsv.zst", "tsv"),
        ("a.csv.log", "auto"),
        ("-", "auto"),
        ("", "auto"),
    ] {
        assert_eq!(resolved(&auto::DEF, name), format, "{name}");
        assert_eq!(resolved(&json::DEF, name), "json");
    }
}

#[test]
fn a_repeated_name_keeps_its_place_and_takes_the_last_value() {
    for n in [3, FEW - 1, FEW, FEW + 1, 3 * FEW] {
        let names: Vec<String> = (0..n).map(|i| format!("k{i}")).collect();
        let mut fields = Fields::default();
        for (i, name) in names.iter().chain(&names[1..2]).chain(&names[n - 1..]).enumerate() {
            fields.add(Key::Plain(name.as_bytes()), Cell::Int(i as i64));
        }
        fields.add(Key::Escaped(b"\\u006b0"), Cell::Int(-1));
        let mut got = Vec::new();
        fields.give(&mut |key, cell| got.push((String::from_utf8(text(key).into_owned()).unwrap(), cell)));
        let mut wanted: Vec<_> = names.iter().enumerate().map(|(i, k)| (k.clone(), Cell::Int(i as i64))).collect();
        wanted[1].1 = Cell::Int(n as i64);
        wanted[n - 1].1 = Cell::Int(n as i64 + 1);
        wanted[0].1 = Cell::Int(-1);
        assert_eq!(got, wanted);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Whether a line is in a format does not depend on what is wanted, and what is cut is
    /// what is walked over.
    #[test]
    fn wants_change_nothing(line in lines()) {
        for def in ALL {
            let none = cut(def, "a,b\n", &line, &[]);
            let names = ["a", "b", "a.b", "status", "path", "extra", "line"];
            let some = cut(def, "a,b\n", &line, &names);
            let all = walk(def, "a,b\n", &line);
            prop_assert_eq!(none.is_some(), some.is_some(), "{}", def.doc.name);
            prop_assert_eq!(none.is_some(), all.is_some(), "{}", def.doc.name);
            let (Some(some), Some(all)) = (some, all) else { continue };
            for (name, cell) in names.iter().zip(some).filter(|(name, _)| !name.contains('.')) {
                let walked = all.iter().find(|(k, _)| k == name).map_or("None", |(_, cell)| cell);
                prop_assert_eq!(walked, cell, "{} {}", def.doc.name, name);
            }
        }
    }

    #[test]
    fn no_bytes_panic(line in proptest::collection::vec(any::<u8>(), 0..60), header in "[a-c,\"\n]{0,12}") {
        for def in ALL {
            cut(def, &header, &line, &["a", "b.c", "status"]);
            walk(def, &header, &line);
            (def.header)(&Head { name: "x", sample: &line });
            (def.names)(&line);
        }
    }
}

/// Lines that are in one of the formats, or nearly.
fn lines() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(" ".to_string()),
        Just(",".to_string()),
        Just("\"".to_string()),
        Just("a=1".to_string()),
        Just("b=\"x y\"".to_string()),
        Just("a=\"\\n\"".to_string()),
        Just("{\"a\":1,\"b\":\"x\\n\"}".to_string()),
        Just("{\"a\":{\"b\":[1,{}]},\"a.b\":null}".to_string()),
        Just("::1 - - [10/Oct/2000:13:55:36 -0700] \"GET /a?b HTTP/1.0\" 200 -".to_string()),
        Just(" \"-\" \"x\\\"\"".to_string()),
        "[a-c\\\\\"={}\\[\\]:, ]{0,3}",
    ];
    proptest::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}
