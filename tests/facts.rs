//! Facts about real files that other tools found out, asked of flitch.
//!
//! `fixtures/facts.json` holds the facts with the commands that gave them. The table,
//! `facts.t`, says for each what becomes of it:
//!
//! ```text
//! v0003 counts                       how the answer is read (see `Shape`), and below it
//!   $ flitch 'count by status' ...   how flitch is asked, in the folder of the fixtures
//! v0145[0..7] rows                   the same for some items of a list
//! v0146[3] not: why                  or it is not asked
//! v0280 bytes                        a loop over all facts of the kind checks it
//! v0323 elsewhere tests/...          another table or test holds the file
//! ```
//!
//! A fact of which nothing is said is a failure. Values are compared as JSON values, so that
//! what is told is a wrong number and not a blank. The reader of JSON is this test's own,
//! since flitch's would hide its own mistakes.

use std::collections::BTreeMap;
use std::ops::Range;

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

impl Shape {
    fn named(word: &str) -> Option<Shape> {
        Some(match word {
            "one" => Shape::One,
            "row" => Row,
            "counts" => Counts,
            "rows" => Rows,
            "records" => Records,
            "names" => Names,
            "lines" => Lines,
            "text" => Text,
            "unparsed" => Unparsed,
            _ => return None,
        })
    }
}

/// What the table says about a fact, or about items of its list.
struct Entry {
    id: String,
    items: Option<Range<usize>>,
    /// Whether the items are one alone, and not a list.
    single: bool,
    says: Says,
    line: usize,
}

enum Says {
    Ask(Shape, String),
    Loop(Loop),
    Elsewhere(String),
    Not,
}

/// The facts that a loop over all of their kind checks.
#[derive(Clone, Copy, PartialEq)]
enum Loop {
    Bytes,
    Archives,
}

impl Loop {
    /// The loop that a fact is in.
    fn of(fact: &J) -> Option<Loop> {
        let file = fact.get("file").name();
        let there = harness::root().join("tests/fixtures").join(&file).is_file();
        match fact.get("value") {
            _ if !there => None,
            // UTF-16 is not taken as bytes.
            _ if fact.get("fact").name() == "byte-level facts" => (!file.contains("utf16")).then_some(Loop::Bytes),
            J::Map(_) if file.contains("/gzip/") => Some(Loop::Archives),
            J::List(_) if file.starts_with("compression-logs/") => Some(Loop::Archives),
            _ => None,
        }
    }
}

fn table() -> Vec<Entry> {
    let path = harness::root().join("tests/facts.t");
    let text = harness::read(&path);
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let mut out = Vec::new();
    while let Some((i, line)) = lines.next() {
        let place = format!("{}:{}", harness::short(&path), i + 1);
        let (id, word) = line.split_once(' ').unwrap_or_else(|| panic!("{place}: a fact and what is said of it"));
        let (id, items) = id.split_once('[').map_or((id, None), |(id, items)| (id, items.strip_suffix(']')));
        let number = |text: &str| text.parse::<usize>().unwrap_or_else(|_| panic!("{place}: `{text}` is no item"));
        let range = items.map(|items| match items.split_once("..") {
            Some((from, to)) => number(from)..number(to),
            None => number(items)..number(items) + 1,
        });
        let says = match word.split_once([' ', ':']) {
            Some(("elsewhere", path)) => Says::Elsewhere(path.to_string()),
            Some(("not", why)) if why.len() > 10 => Says::Not,
            None if word == "bytes" => Says::Loop(Loop::Bytes),
            None if word == "archives" => Says::Loop(Loop::Archives),
            _ => {
                let shape = Shape::named(word).unwrap_or_else(|| panic!("{place}: what is `{word}`?"));
                let command = lines.next().and_then(|(_, line)| line.strip_prefix("  $ "));
                Says::Ask(shape, command.unwrap_or_else(|| panic!("{place}: there is no command")).to_string())
            }
        };
        let single = items.is_some_and(|items| !items.contains(".."));
        out.push(Entry { id: id.to_string(), items: range, single, says, line: i + 1 });
    }
    out
}

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
    let mut asked = 0;
    for Entry { id, items, single, says, line } in table() {
        let Says::Ask(shape, command) = says else { continue };
        let fact = facts.get(&id).unwrap_or_else(|| panic!("there is no fact {id}"));
        let mut expected = fact.get("value").clone();
        if let (Some(range), J::List(all)) = (items, &expected) {
            let chosen = all.get(range).unwrap_or_else(|| panic!("facts.t:{line}: {id} has no such items"));
            expected = if single { chosen[0].clone() } else { J::List(chosen.to_vec()) };
        }
        asked += 1;
        let found = answer(&room, &command, shape);
        let (found, expected) = match (found, shape) {
            (Ok(found), Records) => (Ok(untyped(found)), untyped(expected)),
            other => (other.0, expected),
        };
        if found.as_ref() != Ok(&expected) {
            let what = fact.get("fact").name();
            failures.push(format!("{id} ({what}): {command}\n  found    {found:?}\n  expected {expected:?}"));
        }
    }
    assert!(failures.is_empty(), "{} of {asked} differ\n\n{}", failures.len(), failures.join("\n\n"));
}

/// Every fact is checked, or the table says why it is not.
#[test]
fn every_fact_is_accounted_for() {
    let facts = facts();
    let table = table();
    let mut failures = Vec::new();
    let [mut asked, mut looped, mut elsewhere, mut not] = [0; 4];
    for (id, fact) in &facts {
        let entries: Vec<&Entry> = table.iter().filter(|entry| entry.id == *id).collect();
        let file = fact.get("file").name();
        // What other tables and tests call the file: by its name, without the folder of a suite.
        let name = file.rsplit('/').next().unwrap_or(&file).trim_start_matches("suite-");
        let in_loop = Loop::of(fact);
        let said = entries.iter().find_map(|entry| if let Says::Loop(l) = entry.says { Some(l) } else { None });
        if in_loop != said {
            failures.push(format!("{id}: the loops do not check what the table says"));
        }
        for Entry { says, line, .. } in &entries {
            if let Says::Elsewhere(path) = says
                && !harness::read(&harness::root().join(path)).contains(name)
            {
                failures.push(format!("facts.t:{line}: {path} does not name {name}"));
            }
        }
        let any = |is: fn(&Says) -> bool| entries.iter().any(|entry| is(&entry.says));
        match () {
            () if any(|says| matches!(says, Says::Ask(..))) => asked += 1,
            () if any(|says| matches!(says, Says::Loop(_))) => looped += 1,
            () if any(|says| matches!(says, Says::Elsewhere(_))) => elsewhere += 1,
            () if any(|says| matches!(says, Says::Not)) => not += 1,
            () => failures.push(format!("{id} does not stand in the table: {}", fact.get("fact").name())),
        }
    }
    let strange = table.iter().filter(|entry| !facts.contains_key(&entry.id));
    failures.extend(strange.map(|entry| format!("facts.t:{}: there is no fact {}", entry.line, entry.id)));
    let all = facts.len();
    println!("{all} facts: {asked} asked, {looped} in loops, {elsewhere} in other tables, {not} not checked");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(all, 345);
}

/// The byte-level facts of odd files: what passes through, what is counted, what is found.
#[test]
fn odd_bytes_are_counted_as_other_tools_count_them() {
    let room = Room::new();
    let mut checked = 0;
    let mut failures = Vec::new();
    for (id, fact) in facts() {
        let file = fact.get("file").name();
        if Loop::of(&fact) != Some(Loop::Bytes) {
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
        if Loop::of(&fact) != Some(Loop::Archives) {
            continue;
        }
        let (lines, error) = match expected {
            J::List(items) => (items[1].clone(), items[0] == J::Bool(true)),
            _ => (expected.get("complete_lines").clone(), *expected.get("error") != J::Null),
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

/// What the suites and the recipes of `SOURCE.md` say of an archive by its name.
fn is_damaged(name: &str) -> bool {
    const BY_RECIPE: &[&str] = &["truncated", "badcrc", "badisize", "corrupt", "checksum-bad", "garbage"];
    ["bad-", "error-", "unsupported-"].iter().any(|start| name.starts_with(start))
        || BY_RECIPE.iter().any(|what| name.contains(what))
}

/// Law 6, for every archive that is here: one that is damaged never ends well, whatever reads it and whichever way it
/// comes, and says why in a line; one that is whole does, and gives the bytes that its suite expects.
#[test]
fn no_damaged_archive_ends_well() {
    let fixtures = harness::root().join("tests/fixtures");
    // Without the magic number it is bytes like any others.
    const PLAIN: &str = "bad-frame_badmagic.zst";
    let endings = [".gz", ".zst", ".xz", ".bz2", ".lz4", "shop.disguised.log"];
    let all = ["compression", "compression-logs"].map(|folder| harness::files(&fixtures.join(folder), ""));
    let (mut whole, mut damaged) = (0, 0);
    let mut failures = Vec::new();
    for path in all.iter().flatten() {
        let file = path.strip_prefix(&fixtures).expect("it is one of the fixtures").display().to_string();
        let name = file.rsplit('/').next().unwrap_or_default();
        if name == PLAIN || !endings.iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let bad = is_damaged(name);
        *if bad { &mut damaged } else { &mut whole } += 1;
        let bytes = std::fs::read(path).expect("a fixture can be read");
        let expected =
            ["expected", "txt"].map(|end| std::fs::read(path.with_extension(end)).ok()).into_iter().flatten();
        let expected = expected.last();
        for args in [&["-j", "1", ""][..], &["-j", "4", "count"], &["-j", "4", "--block-size", "100", "sort line"]] {
            for feed in [feed::Feed::Pipe(&bytes), feed::Feed::Nothing] {
                let named = if matches!(feed, feed::Feed::Nothing) { &[&*file][..] } else { &[] };
                let ran = feed::run(&fixtures, &[args, named].concat(), feed);
                let stderr = String::from_utf8_lossy(&ran.stderr);
                let told = stderr.lines().count() == usize::from(bad);
                let same = args.last() != Some(&"") || expected.as_ref().is_none_or(|bytes| *bytes == ran.stdout);
                if ran.code != if bad { 3 } else { 0 } || !told || !same {
                    failures.push(format!("{file} {args:?} {named:?}: exit {}, {stderr}", ran.code));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} differ\n{}", failures.len(), failures.join("\n"));
    assert!(whole > 40 && damaged > 50, "{whole} whole archives and {damaged} damaged ones");
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
