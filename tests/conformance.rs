//! The JSON parsing test suite through the binary: what is JSON is read, what is not is told,
//! and the run goes on.
//!
//! The files of `fixtures/json-conformance/parsing` are named for what a reader has to do:
//! `y_*.json` to accept, `n_*.json` to refuse, and `i_*.json` as it likes. A record of flitch
//! is an object, or one of the objects of a list; a file that holds another value is no record
//! and is told as not parsed. So the values that must be accepted are asked for within an
//! object as well.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{self, Ran, Room};

/// The files whose names start so, with their bytes.
fn suite(class: &str) -> Vec<(String, Vec<u8>)> {
    let files = harness::files(&harness::root().join("tests/fixtures/json-conformance/parsing"), ".json");
    let named = files.into_iter().map(|path| {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        (name, fs::read(&path).expect("a fixture can be read"))
    });
    named.filter(|(name, _)| name.starts_with(class)).collect()
}

/// Runs flitch over these bytes.
fn ask(room: &Room, query: &str, bytes: &[u8]) -> Ran {
    fs::write(room.path().join("suite.json"), bytes).expect("an input can be written");
    room.sh(&format!("flitch -i json {query} suite.json"))
}

/// How many lines the ledger says were not parsed.
fn refused(ran: &Ran) -> usize {
    let stderr = String::from_utf8_lossy(&ran.stderr);
    let told = stderr.lines().find(|line| line.contains(": not json"));
    let number = told.and_then(|line| line.strip_prefix("flitch: ")?.split(' ').next()?.parse().ok());
    number.unwrap_or_default()
}

#[test]
fn values_that_are_json_are_read() {
    let room = Room::new();
    let mut objects = 0;
    for (name, bytes) in suite("y_") {
        let value: Value = serde_json::from_slice(&bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        // A record is a line, and between tokens a blank is as good as a newline.
        let within = [b"{\"v\":", &bytes[..], b"}"].concat();
        let within: Vec<u8> = within.into_iter().map(|b| if b == b'\n' { b' ' } else { b }).collect();
        let ran = ask(&room, "-o json 'select v'", &within);
        let read: Value = serde_json::from_slice(&ran.stdout).unwrap_or_else(|e| panic!("{name}: {e}: {ran:?}"));
        assert_eq!((read, ran.code, refused(&ran)), (json!({ "v": value }), 0, 0), "{name}");

        let ran = ask(&room, "-o json ''", &bytes);
        if value.is_object() {
            objects += 1;
            let read: Value = serde_json::from_slice(&ran.stdout).unwrap_or_else(|e| panic!("{name}: {e}: {ran:?}"));
            assert_eq!((read, ran.code, refused(&ran)), (value, 0, 0), "{name}");
        } else {
            let lines = bytes.trim_ascii_end().split(|b| *b == b'\n').count();
            assert_eq!((ran.code, refused(&ran)), (0, lines), "{name}: {ran:?}");
        }
    }
    assert_eq!((suite("y_").len(), objects), (47, 6));
}

#[test]
fn a_list_gives_its_objects_and_tells_of_the_rest() {
    let room = Room::new();
    let ran = ask(&room, "-o json ''", br#"[{"a":1},{"a":[2,{}]}]"#);
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "{\"a\":1}\n{\"a\":[2,{}]}\n");
    assert_eq!((ran.code, ran.stderr.len()), (0, 0));
}

#[test]
fn what_is_no_json_is_told_and_the_run_goes_on() {
    let room = Room::new();
    let mut one_line = 0;
    for (name, bytes) in suite("n_") {
        let bad = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let lines = bad.split(|b| *b == b'\n').count();
        let among = [b"{\"a\":1}\n", bad, b"\n{\"a\":2}\n"].concat();
        let ran = ask(&room, "-o json 'where a is not None | select a'", &among);
        assert_eq!(String::from_utf8_lossy(&ran.stdout), "{\"a\":1}\n{\"a\":2}\n", "{name}");
        assert_eq!((ran.code, refused(&ran)), (0, lines), "{name}: {ran:?}");
        one_line += usize::from(lines == 1);

        let ran = ask(&room, "-o json --max-errors 0 'select a'", &among);
        assert_eq!(ran.code, 4, "{name}: {ran:?}");
        let ran = ask(&room, "''", &among);
        assert_eq!((ran.stdout, ran.code), (among, 0), "{name}: lines that are not asked for a field stay as they are");
    }
    assert_eq!((suite("n_").len(), one_line), (94, 92));
}

/// What a reader may take or leave is one or the other, and never breaks a run.
#[test]
fn what_may_be_json_is_read_or_told() {
    let room = Room::new();
    let files = suite("i_");
    assert_eq!(files.len(), 18);
    for (name, bytes) in files {
        if bytes.contains(&0) {
            // UTF-16, with or without its mark.
            continue;
        }
        let within = [b"{\"v\":", bytes.trim_ascii_end(), b"}\n{\"v\":0}\n"].concat();
        let ran = ask(&room, "-o json 'select v'", &within);
        let records: Vec<&[u8]> = ran.stdout.split_inclusive(|b| *b == b'\n').collect();
        assert_eq!((records.len(), ran.code), (2, 0), "{name}: {ran:?}");
        assert_eq!(records[1], b"{\"v\":0}\n", "{name}");
        let read = records[0] != b"{\"v\":null}\n";
        assert_eq!(usize::from(!read), refused(&ran), "{name}: {ran:?}");
    }
}
