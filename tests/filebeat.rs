//! The logs of filebeat's modules, and what filebeat reads in them.
//!
//! Each log below `fixtures/filebeat-modules` stands beside the records that its project
//! expects, in the names of the Elastic Common Schema. The table, `filebeat.t`, says how
//! flitch reads each log and which expression is which of those fields:
//!
//! ```text
//! outside event.module: filebeat's own                    not compared in any log
//! unread santa/log/santa.log: flitch has no format for it
//!
//! nginx/access/test.log                                   the log, and below it
//!   $ -i combined                                         flitch's options
//!   | where msg is not None                               stages before them, if any
//!   http.request.method = method                          field = expression over its columns
//!   osquery.result.columns.* = columns["*"]               all fields that begin so
//!   outside nginx.access.remote_ip_list: a list of ...    a field that flitch does not name
//!   miss source.ip, user.name at 0 183: why               where it differs, and why
//! ```
//!
//! Records are held together by the byte at which they start, so that the joining of lines
//! is judged as well: a record that only one of the two has is a miss of `log.offset`, for
//! which the table may say where filebeat has its first byte. A field agrees if both lack it, if both spell it alike, or if both are the same number;
//! kinds are not compared, since the schema has its own. Stamps are compared to the
//! millisecond, which is as far as the schema goes.
//!
//! A table is complete: each log stands in it, and each field that is expected. What misses
//! without being listed is a failure, and so is a listed miss that agrees. Of all fields at
//! least 95 in 100 agree, the listed misses counted, and so do those of the logs that are not
//! JSON, which names its fields itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::harness::{self, Room};

/// How many of a hundred fields agree at least.
const SHARE: usize = 95;

/// What the table says about one log.
#[derive(Default)]
struct Entry {
    name: String,
    options: String,
    stages: String,
    /// Where a record starts, for filebeat.
    place: String,
    /// The expected fields with flitch's expressions.
    fields: Vec<(String, String)>,
    outside: Vec<String>,
    misses: BTreeSet<(String, u64)>,
}

struct Table {
    /// Fields that no log is asked for.
    outside: Vec<String>,
    /// Logs that flitch has no format for.
    unread: Vec<String>,
    entries: Vec<Entry>,
}

fn fixtures() -> std::path::PathBuf {
    harness::root().join("tests/fixtures/filebeat-modules")
}

/// What stands before the reason of a line; a line without a reason is no line.
fn reasoned(place: &str, line: &str) -> String {
    let (said, why) = line.split_once(": ").unwrap_or_else(|| panic!("{place}: there is no reason"));
    assert!(why.len() > 10, "{place}: that is no reason");
    said.to_string()
}

fn table() -> Table {
    let path = harness::root().join("tests/filebeat.t");
    let mut table = Table { outside: Vec::new(), unread: Vec::new(), entries: Vec::new() };
    for (i, line) in harness::read(&path).lines().enumerate() {
        let place = format!("{}:{}", harness::short(&path), i + 1);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(said) = line.strip_prefix("outside ") {
            table.outside.push(reasoned(&place, said));
            continue;
        }
        if let Some(said) = line.strip_prefix("unread ") {
            table.unread.push(reasoned(&place, said));
            continue;
        }
        let Some(said) = line.strip_prefix("  ") else {
            table.entries.push(Entry { name: line.to_string(), place: "offset".to_string(), ..Entry::default() });
            continue;
        };
        let entry = table.entries.last_mut().unwrap_or_else(|| panic!("{place}: no log stands above this"));
        if let Some(options) = said.strip_prefix("$ ") {
            entry.options = options.to_string();
        } else if let Some(stages) = said.strip_prefix("| ") {
            entry.stages = format!("{stages} | ");
        } else if let Some(said) = said.strip_prefix("outside ") {
            entry.outside.push(reasoned(&place, said));
        } else if let Some(said) = said.strip_prefix("miss ") {
            let said = reasoned(&place, said);
            let (fields, offsets) = said.split_once(" at ").unwrap_or_else(|| panic!("{place}: miss FIELD at OFFSET"));
            for at in offsets.split(' ') {
                let at = at.parse().unwrap_or_else(|_| panic!("{place}: `{at}` is no offset"));
                entry.misses.extend(fields.split(", ").map(|field| (field.to_string(), at)));
            }
        } else {
            let (field, source) = said.split_once(" = ").unwrap_or_else(|| panic!("{place}: FIELD = EXPRESSION"));
            match field {
                "log.offset" => entry.place = source.to_string(),
                _ => entry.fields.push((field.to_string(), source.to_string())),
            }
        }
    }
    table
}

/// Whether a name is one of these; one that ends in a dot stands for all below it.
fn among(names: &[String], field: &str) -> bool {
    names.iter().any(|name| name == field || name.ends_with('.') && field.starts_with(name.as_str()))
}

/// The records that filebeat expects, by the offset where they start.
fn expected(log: &str) -> BTreeMap<u64, Value> {
    let path = fixtures().join(format!("{log}-expected.json"));
    let records: Vec<Value> = serde_json::from_str(&harness::read(&path)).expect("the expected records are JSON");
    records.into_iter().map(|record| (record["log.offset"].as_u64().expect("an offset"), record)).collect()
}

/// The fields with those that a `*` stands for: what is expected and not said otherwise.
fn spread(fields: &[(String, String)], expected: &BTreeMap<u64, Value>) -> Vec<(String, String)> {
    let names: BTreeSet<&String> = expected.values().filter_map(Value::as_object).flat_map(|r| r.keys()).collect();
    let said = |name: &str| fields.iter().any(|(field, _)| field == name);
    let mut out = Vec::new();
    for (field, source) in fields {
        let Some(start) = field.strip_suffix('*') else {
            out.push((field.clone(), source.clone()));
            continue;
        };
        let below = names.iter().filter(|name| !said(name)).filter_map(|name| Some((name, name.strip_prefix(start)?)));
        out.extend(below.map(|(name, rest)| (name.to_string(), source.replace('*', rest))));
    }
    out
}

/// The records that flitch reads, by their offset, with its values in the order of the fields.
fn found(room: &Room, entry: &Entry, fields: &[(String, String)]) -> BTreeMap<u64, Vec<Value>> {
    let sources: Vec<String> =
        fields.iter().enumerate().map(|(i, (_, source))| format!(", {source} as f{i}")).collect();
    let query = format!("{}select {} as at{}", entry.stages, entry.place, sources.concat());
    let quoted = format!("'{}'", query.replace('\'', "'\\''"));
    let path = fixtures().join(&entry.name);
    let ran = room.sh(&format!("flitch {} -o json {quoted} '{}'", entry.options, path.display()));
    let stderr = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.code == 0, "{}: exit {} of {query}\n{stderr}", entry.name, ran.code);
    let mut out = BTreeMap::new();
    for line in String::from_utf8_lossy(&ran.stdout).lines() {
        let record: Value = serde_json::from_str(line).expect("flitch writes JSON");
        let values = (0..fields.len()).map(|i| record[format!("f{i}")].clone()).collect();
        let at = record["at"].as_u64().expect("a record has an offset");
        assert!(out.insert(at, values).is_none(), "{}: two records start at {at}", entry.name);
    }
    out
}

/// A stamp without what is below the millisecond.
fn to_millisecond(text: &str) -> Option<String> {
    let (whole, fraction) = text.strip_suffix('Z')?.split_at_checked(19)?;
    let stamp = whole.bytes().enumerate().all(|(i, b)| match i {
        4 | 7 => b == b'-',
        10 => b == b'T',
        13 | 16 => b == b':',
        _ => b.is_ascii_digit(),
    });
    let digits = fraction.trim_start_matches('.');
    (stamp && digits.bytes().all(|b| b.is_ascii_digit())).then(|| format!("{whole}.{:0<3.3}Z", digits))
}

/// Whether two values are the same by the rules above.
fn agree(expected: &Value, found: &Value) -> bool {
    if let (Value::Array(expected), Value::Array(found)) = (expected, found) {
        return expected.len() == found.len() && expected.iter().zip(found).all(|(e, f)| agree(e, f));
    }
    if expected.is_null() || found.is_null() {
        return expected == found;
    }
    let spelled = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_string);
    let (e, f) = (spelled(expected), spelled(found));
    let stamps = to_millisecond(&e).zip(to_millisecond(&f));
    let numbers = e.parse::<f64>().ok().zip(f.parse::<f64>().ok());
    e == f || stamps.is_some_and(|(e, f)| e == f) || numbers.is_some_and(|(e, f)| e == f)
}

/// What a log came to.
#[derive(Default)]
struct Tally {
    fields: usize,
    agreed: usize,
    failures: Vec<String>,
}

impl Tally {
    /// Counts one field of the record at an offset.
    fn count(&mut self, entry: &Entry, field: &str, at: u64, values: (&Value, &Value)) {
        let same = agree(values.0, values.1);
        let listed = entry.misses.contains(&(field.to_string(), at));
        self.fields += 1;
        self.agreed += usize::from(same);
        let fail = match (same, listed) {
            (true, true) => "the miss agrees".to_string(),
            (false, false) => format!("\n  expected {}\n  found    {}", values.0, values.1),
            _ => return,
        };
        self.failures.push(format!("{}: {field} at {at}: {fail}", entry.name));
    }
}

fn hold(room: &Room, table: &Table, entry: &Entry) -> Tally {
    let expected = expected(&entry.name);
    let fields = spread(&entry.fields, &expected);
    let found = found(room, entry, &fields);
    let mut tally = Tally::default();
    let mut unused: BTreeSet<&str> = fields.iter().map(|(field, _)| field.as_str()).collect();
    for field in expected.values().filter_map(Value::as_object).flat_map(|record| record.keys()) {
        let mapped = fields.iter().any(|(name, _)| name == field);
        unused.remove(field.as_str());
        if !mapped && !among(&entry.outside, field) && !among(&table.outside, field) && field != "log.offset" {
            tally.failures.push(format!("{}: nothing is said of {field}", entry.name));
        }
    }
    tally.failures.extend(unused.iter().map(|field| format!("{}: {field} is not expected", entry.name)));
    // filebeat's project keeps the first hundred records; what comes after them is not judged.
    let last = expected.keys().last().copied().unwrap_or_default();
    let offsets: BTreeSet<u64> =
        expected.keys().copied().chain(found.keys().copied().filter(|at| *at <= last)).collect();
    let mut seen = BTreeSet::new();
    for at in offsets {
        let place = |there: bool| if there { Value::from(at) } else { Value::Null };
        let (record, values) = (expected.get(&at), found.get(&at));
        tally.count(entry, "log.offset", at, (&place(record.is_some()), &place(values.is_some())));
        seen.insert(("log.offset".to_string(), at));
        let Some(record) = record else { continue };
        for (i, (field, _)) in fields.iter().enumerate() {
            let values = (&record[field.as_str()], values.map_or(&Value::Null, |values| &values[i]));
            if !values.0.is_null() || !values.1.is_null() {
                tally.count(entry, field, at, values);
                seen.insert((field.clone(), at));
            }
        }
    }
    let gone = entry.misses.difference(&seen);
    tally.failures.extend(gone.map(|(field, at)| format!("{}: there is no {field} at {at}", entry.name)));
    tally
}

#[test]
fn filebeat_s_fields_are_read() {
    let room = Room::new();
    let table = table();
    let mut failures = Vec::new();
    let logs = harness::files(&fixtures(), "-expected.json");
    for path in &logs {
        let name = path.strip_prefix(fixtures()).expect("below the folder").to_string_lossy().into_owned();
        let name = name.trim_end_matches("-expected.json");
        let read = table.entries.iter().filter(|entry| entry.name == name).count();
        if read + table.unread.iter().filter(|unread| *unread == name).count() != 1 {
            failures.push(format!("{name} does not stand in the table once"));
        }
    }
    let (mut all, mut text) = ([0, 0], [0, 0]);
    for entry in &table.entries {
        let tally = hold(&room, &table, entry);
        println!("{}: {} of {} fields agree", entry.name, tally.agreed, tally.fields);
        let counts = [tally.agreed, tally.fields];
        all = [0, 1].map(|i| all[i] + counts[i]);
        if entry.options != "-i json" {
            text = [0, 1].map(|i| text[i] + counts[i]);
        }
        failures.extend(tally.failures);
    }
    println!("{} logs are read and {} are not; fields that agree, of all:", logs.len(), table.unread.len());
    println!("{all:?}, in logs that are not JSON {text:?}");
    assert!(failures.is_empty(), "{} fail\n\n{}", failures.len(), failures.join("\n"));
    for [agreed, fields] in [all, text] {
        assert!(agreed * 100 >= fields * SHARE, "only {agreed} of {fields} fields agree");
    }
}

#[test]
fn values_that_differ_do_not_agree() {
    let yes = [
        (r#""a""#, r#""a""#),
        ("1", r#""1""#),
        (r#""0.50""#, "0.5"),
        ("null", "null"),
        (r#"["a", 1]"#, r#"["a", "1"]"#),
        (r#""2016-12-07T10:05:07.000Z""#, r#""2016-12-07T10:05:07Z""#),
        (r#""2016-12-07T10:05:07.120Z""#, r#""2016-12-07T10:05:07.1209Z""#),
    ];
    let no = [
        (r#""a""#, r#""A""#),
        ("1", "2"),
        ("null", r#""""#),
        (r#""-""#, "null"),
        ("0", "null"),
        (r#"["a"]"#, r#"["a", "b"]"#),
        (r#""2016-12-07T10:05:07.000Z""#, r#""2016-12-07T11:05:07Z""#),
        (r#""2016-12-07T10:05:07.120Z""#, r#""2016-12-07T10:05:07.121Z""#),
    ];
    let read = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    assert!(yes.iter().all(|(e, f)| agree(&read(e), &read(f))));
    assert!(no.iter().all(|(e, f)| !agree(&read(e), &read(f))));
}
