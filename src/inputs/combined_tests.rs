//! Tests of access logs.

use super::*;
use crate::inputs::tests::{cut, fixture, walk};

const LINE: &str = r#"203.0.113.7 - alice [10/Oct/2025:13:55:36 -0700] "GET /a/b?x=1&y=? HTTP/1.1" 200 5124 "https://e.example/" "Mozilla/5.0 (X11)""#;

fn fields(line: &str) -> Option<Vec<String>> {
    cut(&DEF, "", line, &COLUMNS)
}

fn one(line: &str, name: &str) -> String {
    cut(&DEF, "", line, &[name]).unwrap().remove(0)
}

#[test]
fn every_column() {
    let cells = [
        "T203.0.113.7",
        "T-",
        "Talice",
        "T10/Oct/2025:13:55:36 -0700",
        "TGET",
        "T/a/b?x=1&y=?",
        "T/a/b",
        "Tx=1&y=?",
        "THTTP/1.1",
        "T200",
        "T5124",
        "Thttps://e.example/",
        "TMozilla/5.0 (X11)",
        "TGET /a/b?x=1&y=? HTTP/1.1",
        "None",
    ];
    assert_eq!(fields(LINE).unwrap(), cells);
    let walked = walk(&DEF, "", LINE).unwrap();
    assert!(walked.iter().map(|(name, cell)| (&**name, &**cell)).eq(COLUMNS.into_iter().zip(cells)));
    assert_eq!(cut(&DEF, "", LINE, &["nonsense", "status"]).unwrap(), ["None", "T200"]);
}

#[test]
fn odd_lines_are_read() {
    assert_eq!(one(&LINE.replace("alice", "Alice Smith"), "user"), "TAlice Smith");
    assert_eq!(one(&LINE.replace("5124", "-"), "bytes"), "None");
    assert_eq!(one(&LINE.replace("(X11)", r#"(\"X\" \\)"#), "user_agent"), r#"TMozilla/5.0 (\"X\" \\)"#);
    assert_eq!(one(&LINE.replace("/a/b?x=1&y=?", "/uno dos"), "target"), "T/uno dos");
    assert_eq!(one(&LINE.replace("?x=1&y=?", ""), "query"), "None");
    assert_eq!(one(&LINE.replace("?x=1&y=?", "?"), "query"), "T");
    assert_eq!(one(&format!("{LINE} 0.003 \"a, b\""), "extra"), "T0.003 \"a, b\"");
    assert_eq!(one(&LINE.replace("10/Oct/2025:13:55:36 -0700", "now"), "time"), "Tnow");
    for request in
        ["-", "", "GET", "GET /", "\\x16\\x03", "GET / FTP", " / HTTP/1.1", "G-T / HTTP/1.1", "GET  HTTP/1.1"]
    {
        let line = LINE.replace("GET /a/b?x=1&y=? HTTP/1.1", request);
        let parts = cut(&DEF, "", &line, &["method", "target", "path", "query", "protocol"]).unwrap();
        assert_eq!(parts, ["None"; 5], "{request}");
        assert_eq!(one(&line, "request"), format!("T{request}"));
    }
}

#[test]
fn a_list_of_addresses_gives_the_first() {
    let read = |front: &str| {
        let line = LINE.replacen("203.0.113.7 -", front, 1);
        assert_eq!(
            walk(&DEF, "", &line).map(|all| all[0].1.clone()),
            cut(&DEF, "", &line, &["ip"]).map(|c| c[0].clone())
        );
        cut(&DEF, "", &line, &["ip", "ident", "user", "status"])
    };
    for (front, ip) in [
        ("10.0.0.2, 10.0.0.1, 127.0.0.1 -", "T10.0.0.2"),
        ("10.0.0.2,10.0.0.1 -", "T10.0.0.2"),
        ("localhost, localhost -", "Tlocalhost"),
        ("unknown, 10.0.0.1 -", "Tunknown"),
        ("-, 10.0.0.1 -", "T10.0.0.1"),
        // The server's own peer after the list.
        ("2a03:0:10ff::8000, 10.225.192.17 10.2.2.121 -", "T2a03:0:10ff::8000"),
        ("\"10.5.102.222, 199.96.1.1, 204.246.1.1\" 10.2.1.185 -", "T10.5.102.222"),
        ("\"10.5.102.222\" -", "T10.5.102.222"),
        ("\"-\" 10.2.1.185 -", "T10.2.1.185"),
        ("-, - -", "T-, -"),
        ("a+b -", "Ta+b"),
    ] {
        assert_eq!(read(front).unwrap(), [ip, "T-", "Talice", "T200"], "{front}");
    }
    for front in ["10.0.0.2,", "10.0.0.2, -", "\"10.0.0.2 -", "\"GET / HTTP/1.1\" -", ", -", "10.0.0.1  -"] {
        assert_eq!(read(front), None, "{front}");
    }
}

#[test]
fn a_referer_without_quotes_is_a_dash() {
    let line = r#"70.29.80.15 - - [28/Feb/2018:17:30:33 +0000] "GET /en/ HTTP/2.0" 200 2814 - "Mozilla/5.0 (iPhone)" 13 "Host" "http://172.19.0.6:14008" 247ms"#;
    let cells = cut(&DEF, "", line, &["referer", "user_agent", "extra"]).unwrap();
    assert_eq!(cells, ["T-", "TMozilla/5.0 (iPhone)", "T13 \"Host\" \"http://172.19.0.6:14008\" 247ms"]);
    assert_eq!(cut(&DEF, "", line.replace("- \"Mozilla", "- x \"Mozilla"), &["referer"]), None);
}

#[test]
fn broken_lines_are_refused() {
    for line in [
        "",
        " ",
        "word",
        &LINE[..LINE.len() - 1],
        &LINE.replace("- alice ", ""),
        &LINE.replace(" alice", ""),
        &LINE.replace("200", "20"),
        &LINE.replace("200", "2000"),
        &LINE.replace("200", "abc"),
        &LINE.replace("5124", "5k"),
        &LINE.replace("5124", ""),
        &LINE.replace(" \"https://e.example/\"", ""),
        &LINE.replace(']', ""),
        &format!("{LINE}x"),
        &format!(" {LINE}"),
    ] {
        assert_eq!(fields(line), None, "{line}");
        assert_eq!(walk(&DEF, "", line), None, "{line}");
    }
}

#[test]
fn facts_of_a_shop() {
    let text = fixture("access-combined/shop_access.log");
    let lines: Vec<&[u8]> = text.split(|b| *b == b'\n').filter(|l| !l.is_empty()).collect();
    assert_eq!(lines.len(), 1000);
    let column = |name: &str| -> Vec<String> {
        lines.iter().map(|line| cut(&DEF, "", line, &[name]).unwrap().remove(0)).collect()
    };
    let count = |cells: &[String], text: &str| cells.iter().filter(|c| *c == text).count();
    let status = column("status");
    assert_eq!(["T200", "T301", "T302", "T304", "T404"].map(|s| count(&status, s)), [938, 11, 20, 7, 24]);
    let method = column("method");
    assert_eq!(["TGET", "THEAD", "TPOST"].map(|m| count(&method, m)), [976, 10, 14]);
    assert_eq!(column("bytes").iter().map(|b| b[1..].parse::<u64>().unwrap()).sum::<u64>(), 18963364);
    assert_eq!(count(&column("referer"), "T-"), 517);
    assert_eq!(count(&column("path"), "T/settings/logo"), 34);
    assert_eq!(count(&column("ip"), "T66.249.66.194"), 88);
    let mut agents = column("user_agent");
    agents.sort_unstable();
    agents.dedup();
    assert_eq!(agents.len(), 49);
}
