//! Facts about real files that other tools found out, asked of flitch.
//!
//! `fixtures/facts.json` holds the facts with the commands that gave them; each check here
//! names one and says how flitch is asked. Values are compared as JSON values, so that
//! what is told is a wrong number and not a blank. The reader of JSON is this test's own,
//! since flitch's would hide its own mistakes.

use std::collections::BTreeMap;

use crate::feed;
use crate::harness::{self, Room};

/// A JSON value. Numbers keep their spelling, and are compared as numbers.
#[derive(Clone, Debug)]
enum J {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<J>),
    Map(Vec<(String, J)>),
}

impl PartialEq for J {
    fn eq(&self, other: &J) -> bool {
        match (self, other) {
            (J::Null, J::Null) => true,
            (J::Bool(a), J::Bool(b)) => a == b,
            (J::Number(a), J::Number(b)) => a == b || a.parse::<f64>().ok() == b.parse::<f64>().ok(),
            (J::Text(a), J::Text(b)) => a == b,
            (J::List(a), J::List(b)) => a == b,
            // Members have no order.
            (J::Map(a), J::Map(b)) => a.len() == b.len() && a.iter().all(|m| b.contains(m)),
            _ => false,
        }
    }
}

/// Reads one value and what follows it.
fn value(text: &str) -> (J, &str) {
    let text = text.trim_start();
    let word = |word: &str, j: J| text.strip_prefix(word).map(|rest| (j, rest));
    if let Some(found) = word("null", J::Null).or(word("true", J::Bool(true))).or(word("false", J::Bool(false))) {
        return found;
    }
    if text.starts_with('"') {
        let (string, rest) = string(text);
        return (J::Text(string), rest);
    }
    if let Some(mut rest) = text.strip_prefix('[') {
        let mut items = Vec::new();
        while !rest.trim_start().starts_with(']') {
            let (item, after) = value(rest);
            items.push(item);
            rest = after.trim_start().trim_start_matches(',');
        }
        return (J::List(items), &rest.trim_start()[1..]);
    }
    if let Some(mut rest) = text.strip_prefix('{') {
        let mut members = Vec::new();
        while !rest.trim_start().starts_with('}') {
            let (name, after) = string(rest.trim_start());
            let (member, after) = value(after.trim_start().strip_prefix(':').expect("a colon"));
            members.push((name, member));
            rest = after.trim_start().trim_start_matches(',');
        }
        return (J::Map(members), &rest.trim_start()[1..]);
    }
    let end = text.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c))).unwrap_or(text.len());
    assert!(end > 0, "no JSON value: {text:.40}");
    (J::Number(text[..end].to_string()), &text[end..])
}

fn string(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (out, &text[at + 1..]),
            '\\' => match chars.next().expect("an escape").1 {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'r' => out.push('\r'),
                'u' => {
                    let digits: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                    let code = u32::from_str_radix(&digits, 16).expect("four hex digits");
                    out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                }
                c => out.push(c),
            },
            c => out.push(c),
        }
    }
    panic!("a string without an end: {text:.40}")
}

fn parsed(text: &str) -> J {
    let (j, rest) = value(text);
    assert!(rest.trim().is_empty(), "after a JSON value: {rest:.40}");
    j
}

impl J {
    fn get(&self, name: &str) -> &J {
        match self {
            J::Map(members) => members.iter().find(|m| m.0 == name).map_or(&J::Null, |m| &m.1),
            _ => panic!("no member `{name}` in {self:?}"),
        }
    }

    fn values(&self) -> Vec<J> {
        match self {
            J::Map(members) => members.iter().map(|m| m.1.clone()).collect(),
            _ => panic!("no object: {self:?}"),
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            J::Map(members) => members.iter().map(|m| m.0.clone()).collect(),
            _ => panic!("no object: {self:?}"),
        }
    }

    /// A value as the name of a member.
    fn name(&self) -> String {
        match self {
            J::Text(text) => text.clone(),
            J::Number(text) => text.clone(),
            other => format!("{other:?}").to_lowercase(),
        }
    }
}

/// How flitch's records answer for a fact.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// One record with one value: the value.
    One,
    /// One record: its values as a list.
    Row,
    /// Records of key and number: a map.
    Counts,
    /// Records: the list of their lists of values.
    Rows,
    /// Records: the list of them.
    Records,
    /// The names of the first record's fields, as a list.
    Names,
    /// The number of lines that came out.
    Lines,
    /// Text that comes out, on one line.
    Text,
    /// How many lines the ledger says were not parsed.
    Unparsed,
}

use Shape::{Counts, Lines, Names, Records, Row, Rows, Text, Unparsed};

/// The checks: the fact, how flitch is asked (by `sh`, in the folder of the fixtures), how
/// its answer is read. `.name` takes a member of the fact's value, `[i]` an item.
const CHECKS: &[(&str, &str, Shape)] = &[
    // A real web shop.
    ("v0001", "flitch 'count' access-combined/shop_access.log", Shape::One),
    ("v0002", "flitch -i combined 'count(ip)' access-combined/shop_access.log", Unparsed),
    ("v0003", "flitch 'count by status' access-combined/shop_access.log", Counts),
    ("v0004", "flitch 'sum(bytes)' access-combined/shop_access.log", Shape::One),
    ("v0005", "flitch 'where bytes is None | count' access-combined/shop_access.log", Shape::One),
    ("v0006", "flitch 'min(bytes), max(bytes)' access-combined/shop_access.log", Row),
    ("v0007", "flitch 'p50(bytes), p90(bytes), p95(bytes), p99(bytes)' access-combined/shop_access.log", Row),
    ("v0009", "flitch 'avg(bytes)' access-combined/shop_access.log", Shape::One),
    ("v0010", "flitch 'count_distinct(ip)' access-combined/shop_access.log", Shape::One),
    ("v0011", "flitch 'count by ip | sort -count, ip | head 5' access-combined/shop_access.log", Rows),
    ("v0012", "flitch 'count by method' access-combined/shop_access.log", Counts),
    ("v0013", "flitch 'first(time(time)) as a, last(time(time)) as b' access-combined/shop_access.log", Row),
    ("v0014", "flitch 'min(time(time)) as a, max(time(time)) as b' access-combined/shop_access.log", Row),
    (
        "v0016",
        "flitch 'count by bin(time, 1h) as h | sort -count | count as n, first(h) as h, first(count) as c | print f\"[{n},\\\"{h:%Y-%m-%dT%H}\\\",{c}]\"' access-combined/shop_access.log",
        Text,
    ),
    (
        "v0017",
        "flitch 'count where status >= 500 as a, count where 400 <= status < 500 as b' access-combined/shop_access.log",
        Row,
    ),
    ("v0018", "flitch 'count by path | sort -count, path | head 5' access-combined/shop_access.log", Rows),
    ("v0019", "flitch 'sum(bytes) by status' access-combined/shop_access.log", Counts),
    (
        "v0020",
        "flitch 'sort line' access-combined/shop_access.log | sha256sum | sed 's/\\([0-9a-f]*\\).*/\"\\1\"/'",
        Text,
    ),
    ("v0021", "flitch 'dedup' access-combined/shop_access.log", Lines),
    ("v0022", "flitch '\"GET\" and not r\"(?i)\\.(gif|png|jpg)\"' access-combined/shop_access.log", Lines),
    ("v0023", "flitch 'count_distinct(user_agent)' access-combined/shop_access.log", Shape::One),
    ("v0024", "flitch 'where referer in (\"-\", \"\")' access-combined/shop_access.log", Lines),
    (
        "v0051",
        "flitch 'parse regex r\"(?P<o>[+-]\\d{4}\\])\" | count by o | print f\"\\\"{o}\\\"\"' access-combined/shop_access.log",
        Text,
    ),
    // Generated access logs, compressed.
    ("v0025", "flitch 'count' access-combined/kelora-web_access_large.log.gz", Shape::One),
    ("v0026", "flitch 'count(status)' access-combined/kelora-web_access_large.log.gz", Unparsed),
    ("v0027", "flitch 'count by status' access-combined/kelora-web_access_large.log.gz", Counts),
    ("v0028", "flitch 'sum(bytes)' access-combined/kelora-web_access_large.log.gz", Shape::One),
    ("v0029", "flitch 'where bytes is None | count' access-combined/kelora-web_access_large.log.gz", Shape::One),
    ("v0030", "flitch 'min(bytes), max(bytes)' access-combined/kelora-web_access_large.log.gz", Row),
    (
        "v0031",
        "flitch 'p50(bytes), p90(bytes), percentile(bytes, 0.95) as p, p99(bytes)' access-combined/kelora-web_access_large.log.gz",
        Row,
    ),
    ("v0033", "flitch 'avg(bytes)' access-combined/kelora-web_access_large.log.gz", Shape::One),
    ("v0034", "flitch 'dedup ip | count' access-combined/kelora-web_access_large.log.gz", Shape::One),
    ("v0035", "flitch 'count by ip | sort -count, ip | head 5' access-combined/kelora-web_access_large.log.gz", Rows),
    ("v0036", "flitch 'count by method' access-combined/kelora-web_access_large.log.gz", Counts),
    (
        "v0037",
        "flitch 'first(time(time)) as a, last(time(time)) as b' access-combined/kelora-web_access_large.log.gz",
        Row,
    ),
    (
        "v0038",
        "flitch 'min(time(time)) as a, max(time(time)) as b' access-combined/kelora-web_access_large.log.gz",
        Row,
    ),
    (
        "v0040",
        "flitch 'count by bin(time, 1h) as h | sort -count | count as n, first(h) as h, first(count) as c | print f\"[{n},\\\"{h:%Y-%m-%dT%H}\\\",{c}]\"' access-combined/kelora-web_access_large.log.gz",
        Text,
    ),
    (
        "v0041",
        "flitch 'count where status >= 500 as a, count where 400 <= status < 500 as b' access-combined/kelora-web_access_large.log.gz",
        Row,
    ),
    (
        "v0042",
        "flitch 'count by path | sort -count, path | head 5' access-combined/kelora-web_access_large.log.gz",
        Rows,
    ),
    ("v0043", "flitch 'sum(bytes) by status' access-combined/kelora-web_access_large.log.gz", Counts),
    (
        "v0044",
        "flitch 'sort line' access-combined/kelora-web_access_large.log.gz | sha256sum | sed 's/\\([0-9a-f]*\\).*/\"\\1\"/'",
        Text,
    ),
    ("v0045", "flitch 'count by line | count' access-combined/kelora-web_access_large.log.gz", Shape::One),
    (
        "v0046",
        "flitch '\"GET\" | not r\"(?i)\\.(gif|png|jpg)\" | count' access-combined/kelora-web_access_large.log.gz",
        Shape::One,
    ),
    ("v0047", "flitch 'count_distinct(user_agent)' access-combined/kelora-web_access_large.log.gz", Shape::One),
    (
        "v0048",
        "flitch 'where referer == \"-\" or referer == \"\" | count' access-combined/kelora-web_access_large.log.gz",
        Shape::One,
    ),
    // JSON lines.
    ("v0052", "flitch 'count' jsonl/gharchive.jsonl", Shape::One),
    ("v0053[2]", "flitch -i json 'count(type)' jsonl/gharchive.jsonl", Unparsed),
    ("v0054", "flitch '' jsonl/caddy1.jsonl", Lines),
    ("v0055[2]", "flitch -i json 'count(ts)' jsonl/caddy1.jsonl", Unparsed),
    ("v0056", "flitch '' jsonl/bunyan.jsonl", Lines),
    ("v0057[0]", "flitch 'count(v)' jsonl/bunyan.jsonl", Shape::One),
    ("v0058", "flitch '' jsonl/prometheus.jsonl", Lines),
    ("v0059[2]", "flitch -i json 'count(level)' jsonl/prometheus.jsonl", Unparsed),
    ("v0060", "flitch '' jsonl/kelora-errors_json_mixed.jsonl", Lines),
    ("v0061[2]", "flitch -i json 'count(level)' jsonl/kelora-errors_json_mixed.jsonl", Unparsed),
    ("v0062", "flitch 'count' jsonl/kelora-api_latency_incident.jsonl", Shape::One),
    ("v0063[2]", "flitch -i json 'count(level)' jsonl/kelora-api_latency_incident.jsonl", Unparsed),
    ("v0068", "flitch 'count by type' jsonl/gharchive.jsonl", Counts),
    ("v0069", "flitch 'count_distinct(actor.login), count_distinct(repo.name)' jsonl/gharchive.jsonl", Row),
    ("v0070", "flitch 'where type == \"PushEvent\" | sum(payload.size)' jsonl/gharchive.jsonl", Shape::One),
    ("v0071", "flitch 'max(int(id)) as id' jsonl/gharchive.jsonl", Shape::One),
    // logfmt.
    ("v0073", "flitch 'count' logfmt/alertmanager.logfmt", Shape::One),
    ("v0074", "flitch -i logfmt 'count(level)' logfmt/alertmanager.logfmt", Unparsed),
    ("v0075", "flitch 'count by level' logfmt/alertmanager.logfmt", Counts),
    ("v0076", "flitch -i logfmt -o csv '' logfmt/alertmanager.logfmt | head -n 1 | tr -cd ',\\n' | wc -c", Text),
    ("v0078", "flitch 'count' logfmt/lnav-k8s-virtualkubelet.logfmt", Shape::One),
    ("v0079", "flitch -i logfmt 'count(level)' logfmt/lnav-k8s-virtualkubelet.logfmt", Unparsed),
    ("v0080", "flitch 'count by level' logfmt/lnav-k8s-virtualkubelet.logfmt", Counts),
    (
        "v0081",
        "flitch -i logfmt -o tsv '' logfmt/lnav-k8s-virtualkubelet.logfmt | head -n 1 | tr '\\t' '\\n' | wc -l",
        Text,
    ),
    ("v0083", "flitch 'count' logfmt/ag-logfmt.log", Shape::One),
    ("v0084", "flitch -i logfmt 'count(level)' logfmt/ag-logfmt.log", Unparsed),
    ("v0085", "flitch 'count by level' logfmt/ag-logfmt.log", Counts),
    ("v0086", "flitch -i logfmt -o csv '' logfmt/ag-logfmt.log | head -n 1 | tr ',' '\\n' | wc -l", Text),
    // CSV. The header is no record of flitch's, so that it is added where it was counted.
    ("v0089", "flitch -i csv 'where Year is not None | count as n | set n = n + 1' csv/jc/deniro.csv", Shape::One),
    ("v0092", "flitch 'count' csv/jc/deniro.csv", Shape::One),
    (
        "v0093",
        "flitch -i csv 'where Sell is not None and Sell != \"\" | count as n | set n = n + 1' csv/jc/homes.csv",
        Shape::One,
    ),
    ("v0097", "flitch 'count(ID) as n | set n = n + 1' csv/jc/flyrna2.tsv", Shape::One),
    ("v0100", "flitch '' csv/jc/flyrna2.tsv", Lines),
    ("v0101", "flitch -i csv 'count as n | set n = n + 1' csv/duckdb/titanic.csv", Shape::One),
    ("v0104", "flitch -i csv '' csv/duckdb/titanic.csv", Lines),
    ("v0105", "flitch -i csv 'count as n | set n = n + 1' csv/duckdb/windows_newline.csv", Shape::One),
    ("v0108", "flitch '' csv/duckdb/windows_newline.csv", Lines),
    ("v0109", "flitch -i csv 'count as n | set n = n + 1' csv/kelora/errors_csv_ragged.csv", Shape::One),
    ("v0112", "flitch '' csv/kelora/errors_csv_ragged.csv", Lines),
    ("v0113", "flitch 'count' csv/duckdb/venue_pipe.csv", Shape::One),
    ("v0117[0]", "flitch 'count by Survived' csv/duckdb/titanic.csv", Counts),
    ("v0117[1]", "flitch 'where Age != \"\" | count' csv/duckdb/titanic.csv", Shape::One),
    ("v0117[2]", "flitch 'where Age != \"\" | avg(Age) as a | set a = round(a, 4)' csv/duckdb/titanic.csv", Shape::One),
    ("v0118", "flitch 'where \",\" in Name | count' csv/duckdb/titanic.csv", Shape::One),
    ("v0119", "flitch -o json '' csv/csv-spectrum/comma_in_quotes.csv", Records),
    ("v0120", "flitch -o json '' csv/csv-spectrum/empty_crlf.csv", Records),
    ("v0121", "flitch -o json '' csv/csv-spectrum/json.csv", Records),
    ("v0122", "flitch -o json '' csv/csv-spectrum/newlines.csv", Records),
    ("v0123", "flitch -o json '' csv/csv-spectrum/quotes_and_newlines.csv", Records),
    ("v0124", "flitch -o json '' csv/csv-spectrum/simple_crlf.csv", Records),
    ("v0125", "flitch -i csv 'where Name is not None | count' csv/jc/biostats.csv", Shape::One),
    ("v0126", "flitch -i csv 'where Year is not None | count' csv/jc/deniro.csv", Shape::One),
    ("v0091", "flitch -i csv -o json '' csv/jc/deniro.csv", Names),
    ("v0095", "flitch -i csv -o json '' csv/jc/homes.csv", Names),
    ("v0099", "flitch -i tsv -o json '' csv/jc/flyrna2.tsv", Names),
    ("v0103", "flitch -o json 'head 1' csv/duckdb/titanic.csv", Names),
    ("v0107", "flitch -o json 'tail 1' csv/duckdb/windows_newline.csv", Names),
    ("v0111", "flitch -o json 'where _5 is None' csv/kelora/errors_csv_ragged.csv", Names),
    // Bytes.
    (
        "v0312",
        "flitch -i combined 'count(ip), count where user_agent.endswith(\"\\r\") as cr' nasty/shop-crlf.log",
        Row,
    ),
    ("v0313", "flitch 'r\"\\x00\" | count' nasty/shop-nul.log", Shape::One),
    (
        "v0314",
        "flitch 'select len(line) as n' nasty/shop-long-line.log | sed 's/{\"n\":\\(.*\\)}/\\1/' | paste -s -d, | sed 's/.*/[&]/'",
        Text,
    ),
    ("v0273", "flitch 'count' compression-logs/shop.disguised.log", Shape::One),
];

/// The facts by id.
fn facts() -> BTreeMap<String, J> {
    let text = harness::read(&harness::root().join("tests/fixtures/facts.json"));
    let J::List(facts) = parsed(&text) else { panic!("facts are a list") };
    facts.into_iter().map(|fact| (fact.get("id").name(), fact)).collect()
}

/// Runs a command in the folder of the fixtures.
fn ask(room: &Room, command: &str) -> harness::Ran {
    room.sh(&format!("cd '{}' && {command}", harness::root().join("tests/fixtures").display()))
}

/// What flitch says, in the shape of the fact.
fn answer(room: &Room, command: &str, shape: Shape) -> Result<J, String> {
    let ran = ask(room, command);
    let stderr = String::from_utf8_lossy(&ran.stderr).into_owned();
    if ran.code != 0 {
        return Err(format!("exit {} {stderr}", ran.code));
    }
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    let number = |n: usize| J::Number(n.to_string());
    match shape {
        Lines => return Ok(number(ran.stdout.split_inclusive(|b| *b == b'\n').count())),
        Text if text.lines().count() == 1 => return Ok(parsed(&text)),
        Text => return Err(format!("not one line: {text}")),
        Unparsed => {
            let words = stderr.split("flitch: ").nth(1).unwrap_or("0 lines");
            return Ok(J::Number(words.split(' ').next().unwrap_or_default().to_string()));
        }
        _ => {}
    }
    let records: Vec<J> = text.lines().map(parsed).collect();
    let rows: Vec<Vec<J>> = records.iter().map(J::values).collect();
    Ok(match (shape, rows.as_slice()) {
        (Shape::One, [row]) if row.len() == 1 => row[0].clone(),
        (Row, [row]) => J::List(row.clone()),
        (Counts, rows) => J::Map(rows.iter().map(|row| (row[0].name(), row[1].clone())).collect()),
        (Rows, rows) => J::List(rows.iter().map(|row| J::List(row.clone())).collect()),
        (Records, _) => J::List(records),
        (Names, [_, ..]) => J::List(records[0].names().into_iter().map(J::Text).collect()),
        _ => return Err(format!("not one record: {text}")),
    })
}

/// Values of text formats have no type: `"1"` and `1` are the same there.
fn untyped(j: J) -> J {
    match j {
        J::Number(text) => J::Text(text),
        J::List(items) => J::List(items.into_iter().map(untyped).collect()),
        J::Map(members) => J::Map(members.into_iter().map(|(name, j)| (name, untyped(j))).collect()),
        j => j,
    }
}

#[test]
fn flitch_finds_what_other_tools_found() {
    let facts = facts();
    let room = Room::new();
    let mut failures = Vec::new();
    let mut seen = Vec::new();
    for (id, command, shape) in CHECKS {
        let (id, item) = id.split_once('[').map_or((*id, None), |(id, item)| (id, item.strip_suffix(']')));
        let fact = facts.get(id).unwrap_or_else(|| panic!("there is no fact {id}"));
        let mut expected = fact.get("value").clone();
        if let (Some(item), J::List(items)) = (item, &expected) {
            expected = items[item.parse::<usize>().expect("an index")].clone();
        }
        let found = answer(&room, command, *shape);
        let (found, expected) = match (found, shape) {
            (Ok(found), Records) => (Ok(untyped(found)), untyped(expected)),
            other => (other.0, expected),
        };
        if found.as_ref() != Ok(&expected) {
            let what = fact.get("fact").name();
            failures.push(format!("{id} ({what}): {command}\n  found    {found:?}\n  expected {expected:?}"));
        }
        seen.push(id);
    }
    seen.sort_unstable();
    seen.dedup();
    assert!(failures.is_empty(), "{} of {} differ\n\n{}", failures.len(), CHECKS.len(), failures.join("\n\n"));
    assert!(seen.len() >= 90, "only {} facts were checked", seen.len());
}

/// The byte-level facts of odd files: what passes through, what is counted, what is found.
#[test]
fn odd_bytes_are_counted_as_other_tools_count_them() {
    let room = Room::new();
    let mut checked = 0;
    let mut failures = Vec::new();
    for (id, fact) in facts() {
        let (file, what) = (fact.get("file").name(), fact.get("fact").name());
        // UTF-16 is not taken as bytes.
        if what != "byte-level facts" || file.contains("utf16") {
            continue;
        }
        let expected = fact.get("value");
        let answers = [
            ("records", format!("flitch 'count' {file}")),
            ("bytes", format!("flitch '' {file} | wc -c")),
            ("empty_records", format!("flitch 'where line == \"\" | count' {file}")),
            ("blank_records", format!("flitch 'r\"(?-u)^[ \\t\\x0b\\x0c\\r]*$\" | count' {file}")),
            ("sha256", format!("flitch '' {file} | sha256sum | sed 's/\\([0-9a-f]*\\).*/\"\\1\"/'")),
            ("lf", format!("flitch '' {file} | tr -cd '\\n' | wc -c")),
        ];
        for (name, command) in answers {
            let shape = if command.ends_with(&file) { Shape::One } else { Text };
            let found = answer(&room, &command, shape);
            checked += 1;
            if found.as_ref() != Ok(expected.get(name)) {
                failures
                    .push(format!("{id} {name}: {command}\n  found    {found:?}\n  expected {:?}", expected.get(name)));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {checked} differ\n\n{}", failures.len(), failures.join("\n\n"));
    assert!(checked > 100, "only {checked} were checked");
}

/// Good and damaged archives: how many whole lines can be had, and whether that is told.
#[test]
fn archives_give_what_other_tools_get_out_of_them() {
    let room = Room::new();
    let mut checked = 0;
    let mut failures = Vec::new();
    for (id, fact) in facts() {
        let file = fact.get("file").name();
        let expected = fact.get("value");
        let (lines, error) = match expected {
            J::Map(_) if file.contains("/gzip/") => {
                (expected.get("complete_lines").clone(), *expected.get("error") != J::Null)
            }
            J::List(items) if file.contains("/zstd/") => (items[1].clone(), items[0] == J::Bool(true)),
            _ => continue,
        };
        let ran = ask(&room, &format!("flitch '' {file}"));
        checked += 1;
        let found = memchr::memchr_iter(b'\n', &ran.stdout).count();
        let least: usize = lines.name().parse().expect("a number of lines");
        // A decoder may give up a block earlier or later than another; what is checked by
        // its own checksums is all or nothing, and what is whole is equal.
        let right = if error { found >= least } else { found == least };
        let code = if error { 3 } else { 0 };
        if !right || ran.code != code || error == ran.stderr.is_empty() {
            let stderr = feed::shown(&ran.stderr);
            failures.push(format!(
                "{id} {file}: {found} lines, exit {}, {stderr}; expected {least}, exit {code}",
                ran.code
            ));
        }
    }
    assert!(failures.is_empty(), "{} of {checked} differ\n{}", failures.len(), failures.join("\n"));
    assert!(checked > 18, "only {checked} archives");
}

/// The reader of JSON can tell values apart.
#[test]
fn the_reader_of_json_reads() {
    let j = parsed(r#" {"a": [1, 2.50, "x\n\u00e9\"", null, {}, []], "b": true} "#);
    assert_eq!(j, parsed(r#"{"b":true,"a":[1.0,2.5,"x\né\"",null,{},[]]}"#));
    for other in [r#"{"a":[]}"#, r#"{"a":[],"b":false}"#, "[]", "1", r#""1""#] {
        assert_ne!(j, parsed(other));
        assert_ne!(parsed("2"), parsed(other));
    }
}
