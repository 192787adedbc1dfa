//! The forms of several servers, and where entries start.

use super::*;
use crate::base::Span;
use crate::data::{Block, Source};
use crate::inputs::tests::cut;

#[test]
fn entries_of_three_servers() {
    let names = ["time", "user", "current_user", "host", "ip", "thread", "db", "rows_examined", "timestamp", "msg"];
    let wanted = [
        [
            "2018-08-07T16:27:47.169604+08:00",
            "root",
            "root",
            "",
            "218.76.8.37",
            "7234",
            "",
            "0",
            "1533630467",
            "select\n  sleep(15);",
        ],
        [
            "2019-01-17T16:04:18",
            "root",
            "boss",
            "web",
            "192.168.0.10",
            "25844",
            "blah",
            "53022772",
            "1547741058",
            "call PROC('blah');",
        ],
        ["1481294279", "a", "a", "localhost", "", "", "shop", "5", "1481294279", "select 1;"],
    ];
    for (sample, wanted) in DEF.samples.iter().zip(wanted) {
        let wanted = wanted.map(|s| if s.is_empty() { "None".to_string() } else { format!("T{s}") });
        assert_eq!(cut(&DEF, "", sample, &names).unwrap(), wanted, "{sample}");
    }
    assert_eq!(
        cut(&DEF, "", DEF.samples[1], &["ms", "full_scan", "filesort_on_disk"]).unwrap(),
        ["Float(178306.017)", "TYes", "TNo"]
    );
}

#[test]
fn odd_entries() {
    let one = |line: &str, name: &str| cut(&DEF, "", line, &[name]).map(|cells| cells[0].clone());
    let head = "# Time: 161209  4:37:59\n# User@Host: a[b] @ localhost []\n# Query_time: 1  Lock_time: 0\n";
    assert_eq!(one(head, "time").unwrap(), "T2016-12-09T04:37:59");
    assert_eq!(one(head, "ms").unwrap(), "Float(1000.0)");
    assert_eq!(one(head, "msg").unwrap(), "None");
    assert_eq!(
        one(&format!("{head}# administrator command: Quit;"), "msg").unwrap(),
        "T# administrator command: Quit;"
    );
    let banner = "mysqld, Version: 10.2. started with:\nTcp port: 0  Unix socket: a\nTime  Id Command  Argument";
    assert_eq!(one(&format!("{head}select 1;\n{banner}"), "msg").unwrap(), "Tselect 1;");
    assert_eq!(one(&format!("{head}# Schema:   QC_hit: No\nselect 1;"), "db").unwrap(), "None");
    for line in ["", banner, "# Time: 1", "# User@Host: a[b] @ c []\nselect 1;", "select 1;"] {
        assert_eq!(one(line, "msg"), None, "{line}");
    }
}

#[test]
fn where_entries_start() {
    let file = [
        "mysqld, Version: 1\n",
        "# Time: 1\n# User@Host: a\n# Query_time: 1\nselect\n# no header\n1;\n",
        "# User@Host: b\nselect 2;\n",
        "# User@Host: c\r\nselect 3;\r\n",
        "# Time: 2\n# User@Host: d\nselect 4;",
    ];
    let bytes = file.concat().into_bytes();
    for end in 0..=bytes.len() {
        // What is whole of a part is a run of whole entries.
        let whole = Entries.whole(&bytes[..end]);
        let starts: Vec<usize> = (0..file.len()).map(|i| file[..i].concat().len()).collect();
        assert!(starts.contains(&whole), "{end}: {whole}");
        assert!(whole == 0 || Entries.whole(&bytes[..end - 1]) <= whole);
    }
    for most in 1..=file.len() {
        let source = Arc::new(Source::computed());
        let block = Block { bytes: bytes.clone(), start: 0, ticket: 0, source, offset: 0, lines_before: 0 };
        let mut batch = Batch::new(Arc::new(block), b"", 0);
        let (mut at, mut most_now) = (0, most);
        while at < bytes.len() {
            at = Entries.cut(&bytes, at, most_now, &mut batch);
            most_now += most;
        }
        let text = |row: &Span| String::from_utf8(bytes[row.start as usize..row.end() as usize].to_vec()).unwrap();
        let rows: Vec<String> = batch.rows.iter().map(text).collect();
        assert_eq!(rows, file.map(|entry| entry.trim_end_matches(['\n', '\r'])));
    }
}
