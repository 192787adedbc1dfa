//! Tests of csv and tsv.

use proptest::prelude::*;

use super::*;
use crate::def::Head;
use crate::inputs::tests::{cut, expected, fixture, walk};

/// The records of a whole file by name, as text.
fn records(bytes: &[u8]) -> Vec<Vec<(String, String)>> {
    let length = (DEF.header)(&Head { name: "", sample: bytes });
    let header = std::str::from_utf8(&bytes[..length]).unwrap();
    let mut rows = Vec::new();
    let end = lines::cut_lines(bytes, length, usize::MAX, Some(b','), &mut rows);
    assert_eq!(end, bytes.len());
    let rows = rows.iter().map(|row| &bytes[row.start as usize..row.end() as usize]).filter(|row| !row.is_empty());
    rows.map(|row| {
        let fields = walk(&DEF, header, row).unwrap();
        fields.into_iter().map(|(name, cell)| (name, cell.strip_prefix('T').unwrap_or("").to_string())).collect()
    })
    .collect()
}

/// The cells of a row by RFC 4180, one byte after another.
fn naive(row: &[u8]) -> Vec<Vec<u8>> {
    let mut cells = vec![Vec::new()];
    let (mut start, mut inside) = (true, false);
    let mut at = 0;
    while at < row.len() {
        let byte = row[at];
        let cell = cells.last_mut().unwrap();
        at += 1;
        match byte {
            b'"' if inside && row.get(at) == Some(&b'"') => {
                cell.push(byte);
                at += 1;
            }
            b'"' if inside => inside = false,
            b'"' if start => inside = true,
            b',' if !inside => cells.push(Vec::new()),
            _ => cell.push(byte),
        }
        start = byte == b',' && !inside;
    }
    cells
}

#[test]
fn the_spectrum() {
    for name in ["comma_in_quotes", "empty_crlf", "json", "newlines", "quotes_and_newlines", "simple_crlf"] {
        let got = records(&fixture(&format!("csv/csv-spectrum/{name}.csv")));
        assert_eq!(got, expected(&format!("csv/csv-spectrum/{name}.expected.json")), "{name}");
    }
}

#[test]
fn facts_of_the_titanic() {
    let rows = records(&fixture("csv/duckdb/titanic.csv"));
    assert_eq!(rows.len(), 891);
    let column = |name: &str| -> Vec<&str> {
        rows.iter().map(|row| row.iter().find(|(k, _)| k == name).map(|(_, v)| &**v).unwrap()).collect()
    };
    assert_eq!(column("Survived").iter().filter(|v| **v == "1").count(), 342);
    assert_eq!(column("Name").iter().filter(|v| v.contains(',')).count(), 891);
    assert_eq!(column("Age").iter().filter(|v| !v.is_empty()).count(), 714);
}

#[test]
fn ragged_rows_keep_everything() {
    let header = "a,b,c\n";
    assert_eq!(cut(&DEF, header, "1", &["a", "b", "c", "d"]).unwrap(), ["T1", "None", "None", "None"]);
    assert_eq!(cut(&DEF, header, "1,,3,4", &["c", "b", "_4", "b"]).unwrap(), ["T3", "T", "T4", "T"]);
    let walked = walk(&DEF, header, "1,,3,4,5").unwrap();
    assert_eq!(
        walked.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>(),
        ["a=T1", "b=T", "c=T3", "_4=T4", "_5=T5"]
    );
    assert_eq!(walk(&DEF, header, "1").unwrap()[2], ("c".to_string(), "None".to_string()));
    let rows = records(&fixture("csv/kelora/errors_csv_ragged.csv"));
    assert_eq!((rows.len(), rows.iter().map(Vec::len).max()), (10, Some(7)));
}

#[test]
fn headers() {
    let names = |header: &str| (DEF.names)(header.as_bytes());
    assert_eq!(names("\u{feff}id,\"a \"\"b\"\"\",x\r\n"), ["id", "a \"b\"", "x"]);
    assert_eq!(names("\n\na,,b,a\n"), ["a", "_2", "b"]);
    assert!(names("").is_empty());
    assert_eq!(cut(&DEF, "\u{feff}id\n", "7", &["id"]).unwrap(), ["T7"]);
    assert_eq!(cut(&DEF, "a,b,a\n", "1,2,3", &["a"]).unwrap(), ["T3"]);
    assert_eq!(walk(&DEF, "a,b,a\n", "1,2,3").unwrap(), [("a".into(), "T3".into()), ("b".into(), "T2".into())]);
    let length = |sample: &str| (DEF.header)(&Head { name: "", sample: sample.as_bytes() });
    assert_eq!(length("a,b\r\n1,2\r\n"), 5);
    assert_eq!(length("\n\n\"a\nb\",c\n1"), 10);
    assert_eq!((length("a,b"), length(""), length("\n")), (3, 0, 1));
}

#[test]
fn tabs() {
    let tsv = &crate::inputs::tsv::DEF;
    assert_eq!((tsv.names)(b"a\tb,c\n"), ["a", "b,c"]);
    assert_eq!(cut(tsv, "a\tb\n", "1,2\t\"x\ty\"", &["b", "a"]).unwrap(), ["Tx\ty", "T1,2"]);
}

#[test]
fn a_cell_beyond_the_header_has_a_name_of_its_own() {
    let names: Vec<String> = walk(&DEF, "_3,__4\n", "a,b,c,d").unwrap().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["_3", "__4", "__3", "_4"]);
    let wanted = ["_3", "__3", "_4", "__4", "_03", "_2", "___3"];
    let got = cut(&DEF, "_3,__4\n", "a,b,c,d", &wanted).unwrap();
    assert_eq!(got, ["Ta", "Tc", "Td", "Tb", "None", "None", "None"]);
}

#[test]
fn quotes_where_they_do_not_belong() {
    let row = |row: &str| cut(&DEF, "a,b\n", row, &["a", "b"]).unwrap();
    assert_eq!(row("x\"y,\"z"), ["Tx\"y", "Tz"]);
    assert_eq!(row("\"x\"y\"z,1"), ["Txy\"z", "T1"]);
    assert_eq!(row("\"\",\"\"\"\""), ["T", "T\""]);
    assert_eq!(row("\"x,y\"\"").first().unwrap(), "Tx,y\"");
    assert_eq!(row("\"").first().unwrap(), "T");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn agrees_with_one_byte_after_another(row in "[ab,\"\n]{0,16}") {
        let cells: Vec<String> = naive(row.as_bytes()).into_iter().map(|c| format!("T{}", String::from_utf8(c).unwrap())).collect();
        let walked: Vec<String> = walk(&DEF, "", &row).unwrap().into_iter().map(|(_, cell)| cell).collect();
        prop_assert_eq!(walked, cells);
    }

    /// The framing and the cells agree on where a record ends.
    #[test]
    fn rows_of_whole_files(rows in proptest::collection::vec(proptest::collection::vec("[ab,\"\n]{0,6}", 2), 1..6)) {
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let lines: Vec<String> = rows.iter().map(|row| row.iter().map(quote).collect::<Vec<_>>().join(",")).collect();
        let file = format!("x,y\n{}\n", lines.join("\n"));
        let got: Vec<Vec<String>> = records(file.as_bytes()).into_iter().map(|r| r.into_iter().map(|(_, v)| v).collect()).collect();
        prop_assert_eq!(got, rows);
    }
}
