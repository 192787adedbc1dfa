//! Tests of header-driven logs.

use super::*;
use crate::inputs::tests::{cut, walk};

const IIS: &str = "#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status time-taken\n";

fn one(header: &str, line: &str, name: &str) -> String {
    cut(&DEF, header, line, &[name]).unwrap().remove(0)
}

#[test]
fn names_of_the_header_and_the_usual_ones() {
    let line = "2025-10-10 00:00:06 GET /a id=1 1.2.3.4 Mozilla/5.0+(X) 200 85";
    let names =
        ["time", "method", "path", "query", "target", "ip", "user_agent", "status", "ms", "date", "cs(User-Agent)"];
    let cells = [
        "T2025-10-10T00:00:06Z",
        "TGET",
        "T/a",
        "Tid=1",
        "T/a?id=1",
        "T1.2.3.4",
        "TMozilla/5.0 (X)",
        "T200",
        "T85",
        "T2025-10-10",
        "TMozilla/5.0+(X)",
    ];
    assert_eq!(cut(&DEF, IIS, line, &names).unwrap(), cells);
    let all = walk(&DEF, IIS, line).unwrap();
    let shown: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(shown[..3], ["time", "cs-method", "cs-uri-stem"]);
    assert_eq!(all[0].1, "T2025-10-10T00:00:06Z");
    assert_eq!(all.len(), 8);
}

#[test]
fn the_value_as_written_is_reachable() {
    let opening = Opening { header: IIS.as_bytes(), reference: 0 };
    let cutter = Values::new("w3c", &[Want::exact("time")], &opening);
    let line = b"2025-10-10 00:00:06 GET /a - 1.2.3.4 - 200 85";
    let mut cells = [Cell::None];
    assert!(cutter.cut(line, 0, &mut cells, &mut Vec::new()));
    assert_eq!(cells, [Cell::Text(Span::new(11, 8))]);
}

#[test]
fn nothing_is_none() {
    let line = "2025-10-10 00:00:06 GET /a - - - 200 -";
    for name in ["query", "ip", "user_agent", "ms", "user", "nonsense"] {
        assert_eq!(one(IIS, line, name), "None", "{name}");
    }
    assert_eq!(one(IIS, line, "target"), "T/a");
}

#[test]
fn lines_that_do_not_fit_are_refused() {
    let head = "2025-10-10 00:00:06 GET /a - - ";
    for line in [format!("{head}- 200"), format!("{head}a b 200 1"), String::new(), "#Date: x".to_string()] {
        assert_eq!(cut(&DEF, IIS, &line, &[]), None, "{line}");
    }
    assert!(cut(&DEF, IIS, format!("{head}- 200 1 "), &[]).is_some(), "a blank at the end");
    assert_eq!(cut(&DEF, "", format!("{head}- 200 1"), &["time"]), None, "no names before it");
    let miss =
        |line: &str| Values::new("w3c", &[], &Opening { header: IIS.as_bytes(), reference: 0 }).miss(line.as_bytes());
    assert_eq!(miss("a b").unwrap().at, 3);
    assert_eq!(miss("a b").unwrap().expected, "9 values, as `#Fields:` says");
    assert_eq!(miss("1 2 3 4 5 6 7 8 9 10").unwrap().at, 17);
}

#[test]
fn quotes() {
    let header = "#Fields: a b c\n";
    let cells = |line: &str| cut(&DEF, header, line, &["a", "b", "c"]).unwrap();
    assert_eq!(cells(r#"1 "x y" 3"#), ["T1", "Tx y", "T3"]);
    assert_eq!(cells(r#"1 "x ""y"" z" 3"#), ["T1", "Tx \"y\" z", "T3"]);
    assert_eq!(cells(r#""" "-" "3""#), ["T", "T-", "T3"]);
    // A quote that does not close is none.
    assert_eq!(cells(r#"1 "x 3"#), ["T1", "T\"x", "T3"]);
    assert_eq!(cells(r#"a"b "c"d e"#), ["Ta\"b", "T\"c\"d", "Te"]);
    assert_eq!(cells("\"1\"\t2\t3"), ["T1", "T2", "T3"]);
}

#[test]
fn directives_come_to_a_header() {
    let of = |lines: &str| String::from_utf8(DIRECTIVES.header_of(lines.as_bytes())).unwrap();
    let lines = "#Software: x\r\n#Version: 1.0\r\n#Date: 2025-10-10 00:00:00\r\n#Fields: date time\r\n";
    assert_eq!(of(lines), "#Version: 1.0\n#Fields: date time\n");
    assert_eq!(of(&lines.replace("date time", "time")), "#Version: 1.0\n#Date: 2025-10-10 00:00:00\n#Fields: time\n");
    assert_eq!(of("#Fields: a\n#fields: b\n#Remark: c"), "#fields: b\n");
    let dated = "#Date: 2025-10-10 00:00:00\n#Fields: time x\n";
    assert_eq!(one(dated, "00:00:07 1", "time"), "T2025-10-10T00:00:07Z");
    assert_eq!(walk(&DEF, dated, "00:00:07 1").unwrap()[0].1, "T2025-10-10T00:00:07Z");
    // Without a day it stays as it is, alone and in the whole record.
    let undated = "#Fields: time x\n";
    assert_eq!(one(undated, "00:00:07 1", "time"), "T00:00:07");
    assert_eq!(walk(&DEF, undated, "00:00:07 1").unwrap()[0].1, "T00:00:07");
}

#[test]
fn cloudfront() {
    let header = "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query x-host-header time-taken\n";
    let line = "2025-10-10\t01:13:11\tFRA2\t182\t192.0.2.10\tGET\td111.cloudfront.net\t/view/my/file.html\t200\t-\tMozilla/4.0%20(compatible;%2520MSIE%205.0b1;%20100%)\t-\twww.example.com\t0.001";
    let names = ["time", "bytes", "host", "user_agent", "ms", "query", "referer", "time-taken"];
    let cells = [
        "T2025-10-10T01:13:11Z",
        "T182",
        "Twww.example.com",
        "TMozilla/4.0 (compatible; MSIE 5.0b1; 100%)",
        "Int(1)",
        "None",
        "None",
        "T0.001",
    ];
    assert_eq!(cut(&DEF, header, line, &names).unwrap(), cells);
}
