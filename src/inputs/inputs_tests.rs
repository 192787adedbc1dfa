//! What the tests of all formats share, and the laws that hold for each format.

use proptest::prelude::*;

use super::*;
use crate::base::{HEAP, Span};
use crate::data::{Cut, Want};
use crate::def::Opening;

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

/// The cutter of a format that needs no argument.
fn bound(def: &'static InputDef, wants: &[Want], header: &str) -> Box<dyn Cut> {
    let opening = Opening { header: header.as_bytes(), reference: REFERENCE };
    Format::named(def).expect("a format without an argument").bind(wants, &opening)
}

/// 2026-03-01, for stamps without a year.
const REFERENCE: i64 = 1_772_323_200_000_000_000;

/// Cuts fields out of one record; None when it is not in the format.
pub fn cut(def: &'static InputDef, header: &str, line: impl AsRef<[u8]>, names: &[&str]) -> Option<Vec<String>> {
    let line = line.as_ref();
    let wants: Vec<Want> = names.iter().map(|name| Want::new(name)).collect();
    let mut cells = vec![Cell::None; wants.len()];
    let mut heap = b"constants".to_vec();
    let good = bound(def, &wants, header).cut(line, AT, &mut cells, &mut heap);
    assert!(good || (cells.iter().all(|c| *c == Cell::None) && heap == b"constants"));
    good.then(|| cells.into_iter().map(|cell| show(cell, line, &heap)).collect())
}

/// The directives of a sample, where it has some, and its record.
fn opened<'s>(def: &InputDef, sample: &'s str) -> (&'s str, &'s str) {
    match (def.frame)(&Head { name: "", sample: sample.as_bytes() }) {
        Frame::Sections(_) => sample.split_at(Directives::leading(sample.as_bytes())),
        _ => ("", sample),
    }
}

/// All fields of one record, by name.
pub fn walk(def: &'static InputDef, header: &str, line: impl AsRef<[u8]>) -> Option<Vec<(String, String)>> {
    let line = line.as_ref();
    let mut heap = Vec::new();
    let mut cells = Vec::new();
    let mut put = |key: Key<'_>, cell| cells.push((String::from_utf8_lossy(&text(key)).into_owned(), cell));
    let good = bound(def, &[], header).walk(line, AT, &mut heap, &mut put);
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
    let resolved =
        |def: &'static InputDef, name: &str| resolve(&Format::named(def).unwrap(), &Head { name, sample: b"" }).name;
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

/// Formats that stand by a name alone.
fn named() -> impl Iterator<Item = &'static InputDef> {
    ALL.iter().copied().filter(|def| Format::named(def).is_some())
}

#[test]
fn every_format_reads_its_samples() {
    for def in named() {
        let any = ["auto", "lines"].contains(&def.doc.name);
        assert_eq!(def.samples.is_empty(), any, "{} has samples", def.doc.name);
        for sample in def.samples {
            let (header, sample) = opened(def, sample);
            let all = walk(def, header, sample).unwrap_or_else(|| panic!("{}: {sample:?} is not in it", def.doc.name));
            for (name, cell) in &all {
                // One field alone is what it is among all.
                let one = cut(def, header, sample, &[name]).unwrap();
                assert!(name.contains(['.', '\\']) || one == [cell.clone()], "{}: {name} of {sample:?}", def.doc.name);
            }
            if let Some(columns) = def.columns {
                let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
                assert_eq!(names, columns, "{}", def.doc.name);
                assert!(all.iter().filter(|(_, cell)| cell != "None").count() > 1, "{}: {all:?}", def.doc.name);
            }
        }
    }
}

#[test]
fn auto_knows_the_samples_of_the_formats_that_tell() {
    for def in named() {
        let Some((_, opens)) = def.tells.record else { continue };
        for sample in def.samples {
            assert!(opens(sample.as_bytes()), "{}: {sample:?} does not open so", def.doc.name);
            // What a format says of the first byte of its records holds for each that it would look at.
            let mut other = sample.as_bytes().to_vec();
            for byte in (0..=255).filter(|byte| !def.tells.first.is_empty() && !def.tells.first.contains(byte)) {
                other[0] = byte;
                let taken = opens(&other) && cut(def, "", &other, &[]).is_some();
                assert!(!taken, "{} starts with {byte}", def.doc.name);
            }
            let first = auto::tried()
                .into_iter()
                .find(|(def, opens)| opens(sample.as_bytes()) && cut(def, "", sample, &[]).is_some());
            let name = first.map_or("none", |(def, _)| def.doc.name);
            assert_eq!(name, def.doc.name, "{sample:?}");
        }
    }
}

#[test]
fn a_torn_sample_says_where_it_stops() {
    for def in named() {
        for sample in def.samples {
            for end in (0..sample.len()).filter(|end| sample.is_char_boundary(*end)) {
                let torn = &sample[..end];
                let (header, torn) = opened(def, torn);
                let opening = Opening { header: header.as_bytes(), reference: REFERENCE };
                let miss = Format::named(def).unwrap().bind(&[], &opening).miss(torn.as_bytes());
                let Some(miss) = miss else { continue };
                assert!(cut(def, header, torn, &[]).is_none(), "{}: {torn:?} is in it and misses", def.doc.name);
                assert!(miss.at <= end && !miss.expected.is_empty(), "{}: {miss:?} of {torn:?}", def.doc.name);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Whether a line is in a format does not depend on what is wanted, and what is cut is
    /// what is walked over.
    #[test]
    fn wants_change_nothing(line in lines()) {
        for def in named() {
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
        for def in named() {
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

#[path = "records_tests.rs"]
mod records;
