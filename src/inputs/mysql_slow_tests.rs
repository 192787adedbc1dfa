//! Tests of the slow log.

use super::*;
use crate::data::{Block, Source};
use crate::inputs::tests::{cut, fixture, walk};

fn records(bytes: &[u8], most: usize) -> Vec<Vec<u8>> {
    let source = Arc::new(Source::computed());
    let block = Block { bytes: bytes.to_vec(), start: 0, ticket: 0, source, offset: 0, lines_before: 0 };
    let mut batch = Batch::new(Arc::new(block), b"", 0);
    let mut at = 0;
    while at < bytes.len() {
        let room = batch.rows.len() + most;
        at = Statements.cut(bytes, at, room, &mut batch);
    }
    (0..batch.rows.len() as u32).map(|row| batch.line(row).to_vec()).collect()
}

const FILES: [(&str, usize); 5] = [
    ("mariadb-10.2.12", 2),
    ("mysql-5.7.22", 4),
    ("mysql-darwin-brew-5.7.10", 1),
    ("mysql-debian-5.7.17", 3),
    ("mysql-ubuntu-5.5.53", 14),
];

/// Every record of every server is read, and the lines of a server that starts are none of them.
#[test]
fn real_logs() {
    for (file, expected) in FILES {
        let all = records(&fixture(&format!("mysql-slow/{file}.log")), usize::MAX);
        let read: Vec<_> = all.iter().map(|r| cut(&DEF, "", r, &["sql", "ms", "user", "time", "msg"])).collect();
        let good =
            read.iter().filter(|cells| cells.as_ref().is_some_and(|c| c[..4].iter().all(|c| c != "None"))).count();
        let starts = read.iter().filter(|cells| cells.as_ref().is_some_and(|c| c[4] != "None")).count();
        assert_eq!((good, good + starts), (expected, all.len()), "{file}");
    }
}

#[test]
fn records_are_the_same_wherever_they_are_cut() {
    for (file, _) in &FILES[..3] {
        let text = fixture(&format!("mysql-slow/{file}.log"));
        let all = records(&text, usize::MAX);
        assert_eq!(records(&text, 1), all);
        for end in (0..=text.len()).step_by(7) {
            let whole = Statements.whole(&text[..end]);
            let mut apart = records(&text[..whole], 2);
            apart.extend(records(&text[whole..], 2));
            assert_eq!(apart, all, "{file} {end}");
        }
    }
}

#[test]
fn every_field() {
    let text = "# Time: 190117  6:04:18\n# User@Host: root[r] @ db1 [192.168.0.10]\n# Thread_id: 25844  Schema:   QC_hit: \
                No\n# Query_time: 178.306  Lock_time: 0.000001  Rows_sent: 0  Rows_examined: 53022772\n# Bytes_sent:\n# \
                explain: id select_type\n#   InnoDB_trx_id: 7F\nuse shop;\nSET insert_id=4,timestamp=1547741058;\nselect \
                1;\n  -- x: y\n";
    let names = [
        "time",
        "stamp",
        "user",
        "current_user",
        "host",
        "ip",
        "Thread_id",
        "Schema",
        "QC_hit",
        "ms",
        "Query_time",
        "Bytes_sent",
        "InnoDB_trx_id",
        "db",
        "sql",
        "id",
    ];
    let expected = [
        "T1547741058",
        "T190117  6:04:18",
        "Troot",
        "Tr",
        "Tdb1",
        "T192.168.0.10",
        "T25844",
        "None",
        "TNo",
        "Int(178306)",
        "T178.306",
        "None",
        "T7F",
        "Tshop",
        "Tselect 1;\n  -- x: y",
        "None",
    ];
    assert_eq!(cut(&DEF, "", text, &names).unwrap(), expected);
    assert_eq!(walk(&DEF, "", text).unwrap().len(), 18);
}

#[test]
fn odd_records() {
    let one = |text: &str, name| cut(&DEF, "", text, &[name]).unwrap().remove(0);
    let head = "# Time: 2025-10-10T13:55:36.1Z\r\n# User@Host: [] @  []  Id:     2\r\n# Query_time: 1 Lock_time: 0\r\n";
    assert_eq!(one(head, "time"), "T2025-10-10T13:55:36.1Z");
    assert_eq!(one(head, "user"), "None");
    assert_eq!(one(head, "Thread_id"), "T2");
    assert_eq!(one(head, "Lock_time"), "T0");
    assert_eq!(one(head, "sql"), "None");
    assert_eq!(one(&format!("{head}# administrator command: Quit;\r\n"), "sql"), "Tadministrator command: Quit;");
    for text in [
        "",
        "select 1;",
        "# Time: 1",
        "# Time: 1\nselect 1;",
        "# User@Host: a[b]\n# Query_time: 1",
        "# User@Host: a[b] @ c []\n# Lock_time: 1\nselect 1;",
        "# User@Host: a[b] @ c []",
    ] {
        assert_eq!(cut(&DEF, "", text, &["user"]), None, "{text}");
    }
}
