//! What runs tell programs: reports, metrics and test reports that any reader takes, the same for
//! any number of threads, and written whatever became of the run.
//!
//! The readers here are strict where those in the field are lenient, so that the formats hold without
//! the programs that define them; where those are installed, they are asked too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::feed::{self, Feed};
use crate::harness::{self, Room};

/// A series: the name of a metric and its labels in order.
type Series = (String, Vec<(String, String)>);

/// Reads Prometheus' text format as node_exporter's textfile collector takes it: each metric once,
/// with HELP and TYPE before its samples, no time stamps, a newline at the end.
fn exposition(text: &str) -> Result<BTreeMap<Series, f64>, String> {
    let mut all = BTreeMap::new();
    let mut metrics = BTreeSet::new();
    let mut lines = text.lines().peekable();
    if !text.ends_with('\n') {
        return Err("the last line does not end".to_string());
    }
    while let Some(help) = lines.next() {
        let rest = help.strip_prefix("# HELP ").ok_or(format!("HELP is wanted: {help}"))?;
        let (name, words) = rest.split_once(' ').ok_or(format!("no words: {help}"))?;
        let is_name =
            |name: &str| name.starts_with("flitch_") && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if !is_name(name) || words.is_empty() || words.contains('\\') || !metrics.insert(name.to_string()) {
            return Err(format!("no metric of its own: {help}"));
        }
        // Endings that say something else than a gauge.
        if ["_total", "_count", "_sum", "_bucket", "_info"].iter().any(|end| name.ends_with(end)) {
            return Err(format!("no name of a gauge: {name}"));
        }
        if lines.next() != Some(&format!("# TYPE {name} gauge")) {
            return Err(format!("TYPE is wanted after: {help}"));
        }
        let mut n = 0;
        while let Some(sample) = lines.next_if(|line| !line.starts_with('#')) {
            let rest = sample.strip_prefix(name).ok_or(format!("a sample of {name} is wanted: {sample}"))?;
            let (labels, rest) = labels(rest).ok_or(format!("no labels: {sample}"))?;
            let value = rest.strip_prefix(' ').ok_or(format!("no value: {sample}"))?;
            let number = value.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
            let value = value.parse().ok().filter(|_| number).ok_or(format!("no number, or a stamp: {sample}"))?;
            if all.insert((name.to_string(), labels), value).is_some() {
                return Err(format!("a second time: {sample}"));
            }
            n += 1;
        }
        if n == 0 {
            return Err(format!("no samples: {name}"));
        }
    }
    Ok(all)
}

/// Labels in braces, and what follows.
fn labels(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let mut rest = text.strip_prefix('{')?;
    let mut labels: Vec<(String, String)> = Vec::new();
    loop {
        let (name, value) = rest.split_once("=\"")?;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase()) || labels.iter().any(|(n, _)| n == name) {
            return None;
        }
        let mut text = String::new();
        let mut chars = value.char_indices();
        let end = loop {
            match chars.next()? {
                (at, '"') => break at + 1,
                (_, '\\') => text.push(match chars.next()?.1 {
                    'n' => '\n',
                    c @ ('\\' | '"') => c,
                    _ => return None,
                }),
                (_, '\n') => return None,
                (_, c) => text.push(c),
            }
        };
        labels.push((name.to_string(), text));
        rest = &value[end..];
        match rest.strip_prefix(',') {
            Some(more) => rest = more,
            None => return Some((labels, rest.strip_prefix('}')?)),
        }
    }
}

#[test]
fn the_reader_of_metrics_is_strict() {
    let good = "# HELP flitch_a A.\n# TYPE flitch_a gauge\nflitch_a{run=\"x\\\"\\\\\\n,}\",input=\"b\"} 1.5\n";
    assert_eq!(exposition(good).map(|all| all.len()), Ok(1));
    for (from, to) in [
        ("1.5\n", "1.5"),
        ("1.5", "1.5 1395066363000"),
        ("1.5", "x"),
        ("# HELP flitch_a A.\n", ""),
        ("# TYPE flitch_a gauge\n", ""),
        ("gauge", "counter"),
        ("flitch_a", "flitch_a_total"),
        ("\\n", "\\t"),
        (",input=\"b\"", ",run=\"b\""),
        (",}", "\"}"),
    ] {
        assert!(exposition(&good.replace(from, to)).is_err(), "{from} -> {to}");
    }
    assert!(exposition(&format!("{good}{good}")).is_err());
    let again = "flitch_a{run=\"x\\\"\\\\\\n,}\",input=\"b\"} 2\n";
    assert!(exposition(&format!("{good}{again}")).is_err());
}

/// Runs that end in every way, with names and texts that mean something to the formats. Gives the exit code.
const RUNS: &[(&str, i32)] = &[
    ("'where status >= 500 | count' access.log access.log.gz access.log", 0),
    ("'count, max(ms) as worst | assert count > 1 | assert worst < 10, \"a \\\"b\\\" <c> & d\"' app.jsonl", 1),
    ("'where time > t\"2026-03-02\" | assert line != \"x\\ny{}\\\\\"' access.log", 0),
    ("-e '\"FATAL\"' app.log", 1),
    ("'whre' app.log", 2),
    ("'count | assert count > 100' missing.log app.log", 3),
    ("'count' short.gz", 3),
    ("--strict 'sum(msg)' app.jsonl", 4),
    ("--memory 1MiB 'tail 1000000' big.log", 5),
    ("'count by bin(time, 1m) | assert count > 100' odd*", 1),
    ("'assert line == \"\"' odd*", 1),
];

fn room() -> Room {
    let room = Room::new();
    let path = room.path();
    fs::write(path.join("odd\"\\\n<é>&\u{1}.jsonl"), "{\"n\":\"\\u0001<\"}\n\x1b[2J]]>\u{ffff}&lt;\n")
        .expect("it can be written");
    let big: String = (0..400_000).map(|i| format!("{i} and some more\n")).collect();
    fs::write(path.join("big.log"), big).expect("it can be written");
    assert_eq!(room.sh("head -c 300 access.log.gz > short.gz").code, 0);
    room
}

#[test]
fn metrics_are_what_prometheus_reads() {
    let room = room();
    let promtool = room.has("promtool");
    if !promtool {
        eprintln!("note: no promtool here, so only our own reader checks the metrics");
    }
    for (run, code) in RUNS {
        let ran = room.sh(&format!("flitch --metrics m.prom {run}"));
        assert_eq!(ran.code, *code, "{run}: {}", String::from_utf8_lossy(&ran.stderr));
        let text = harness::read(&room.path().join("m.prom"));
        let all = exposition(&text).unwrap_or_else(|why| panic!("{run}: {why}\n{text}"));
        let get = |name: &str| all.iter().find(|((n, _), _)| n == name).map(|(_, value)| *value);
        assert_eq!(get("flitch_exit_code"), Some(f64::from(*code)), "{run}");
        let since = std::time::UNIX_EPOCH.elapsed().expect("it is after 1970").as_secs_f64();
        assert!(get("flitch_last_run_timestamp_seconds").is_some_and(|at| (since - at).abs() < 600.0), "{run}");
        // The first run of the list is the one that succeeded last, but for one.
        assert!(get("flitch_last_success_timestamp_seconds").is_some(), "{run}");
        assert!(all.keys().all(|(_, labels)| labels[0] == ("run".to_string(), "m".to_string())), "{run}");
        if promtool {
            let checked = room.sh("promtool check metrics < m.prom");
            assert_eq!((checked.code, checked.session()), (0, String::new()), "{run}");
        }
    }
    assert!(!room.sh("ls").session().contains(".tmp"));
}

/// The elements of a test report: attributes that must be there, those that may, and what may stand within.
type Element = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

/// What both Jenkins' and Ant's schemas allow, as far as it is used.
const ELEMENTS: &[Element] = &[
    ("testsuites", &[], &[], &["testsuite"]),
    (
        "testsuite",
        &["name", "package", "id", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname"],
        &[],
        &["properties", "testcase", "system-out", "system-err"],
    ),
    ("properties", &[], &[], &[]),
    ("testcase", &["classname", "name", "time"], &[], &["failure", "error", "skipped"]),
    ("failure", &["type", "message"], &[], &["#text"]),
    ("error", &["type", "message"], &[], &["#text"]),
    ("skipped", &[], &["message"], &[]),
    ("system-out", &[], &[], &["#text"]),
    ("system-err", &[], &[], &["#text"]),
];

/// One element of XML.
#[derive(Debug, Default)]
struct Node {
    name: String,
    attributes: BTreeMap<String, String>,
    within: Vec<Node>,
    text: String,
}

/// Reads XML of elements, attributes and text, and nothing else.
fn xml(text: &str) -> Result<Node, String> {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if let Some(bad) = text.chars().find(|c| !allowed(*c)) {
        return Err(format!("{bad:?} is not allowed"));
    }
    let mut rest = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").ok_or("no declaration")?;
    let mut open: Vec<Node> = vec![Node::default()];
    while let Some(at) = rest.find('<') {
        open.last_mut().ok_or("closed too often")?.text.push_str(&plain(&rest[..at])?);
        let (tag, after) = rest[at + 1..].split_once('>').ok_or("a tag does not end")?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let closed = open.pop().filter(|node| node.name == name).ok_or(format!("{name} is not open"))?;
            open.last_mut().ok_or("closed too often")?.within.push(closed);
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut node = Node { name: name.to_string(), ..Node::default() };
        while !attributes.is_empty() {
            let (key, value) = attributes.split_once("=\"").ok_or(format!("no attribute: {attributes}"))?;
            let (value, more) = value.split_once('"').ok_or("an attribute does not end")?;
            let new = node.attributes.insert(key.trim().to_string(), plain(value)?).is_none();
            attributes = more;
            if !new || value.contains(['\n', '\t', '<']) {
                return Err(format!("attribute {key}"));
            }
        }
        match is_empty {
            true => open.last_mut().ok_or("closed too often")?.within.push(node),
            false => open.push(node),
        }
    }
    match (open.pop(), open.pop(), rest) {
        (Some(mut top), None, "\n") if top.within.len() == 1 => top.within.pop().ok_or("nothing".to_string()),
        _ => Err("it is not one element".to_string()),
    }
}

/// Text without escapes.
fn plain(text: &str) -> Result<String, String> {
    let mut pieces = text.split('&');
    let mut out = pieces.next().unwrap_or_default().to_string();
    for piece in pieces {
        let (name, rest) = piece.split_once(';').ok_or(format!("a bare &: {text}"))?;
        let c = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#10" => '\n',
            "#9" => '\t',
            _ => return Err(format!("what is &{name};")),
        };
        out.push(c);
        out.push_str(rest);
    }
    Ok(out)
}

/// Checks an element and all within.
fn check(node: &Node) -> Result<(), String> {
    let (name, must, may, within) =
        ELEMENTS.iter().find(|e| e.0 == node.name).ok_or(format!("what is {}", node.name))?;
    let has = |key: &&str| node.attributes.contains_key(*key);
    let known = node.attributes.keys().all(|key| must.contains(&key.as_str()) || may.contains(&key.as_str()));
    let text = within.contains(&"#text") || node.text.trim().is_empty();
    let inside = node.within.iter().all(|node| within.contains(&node.name.as_str()));
    if !must.iter().all(has) || !known || !text || !inside {
        return Err(format!("{name} is not as it should be"));
    }
    for key in ["name", "classname"].iter().filter_map(|key| node.attributes.get(*key)) {
        if key.is_empty() || key.split_whitespace().collect::<Vec<_>>().join(" ") != *key {
            return Err(format!("{key:?} is no token"));
        }
    }
    node.within.iter().try_for_each(check)
}

#[test]
fn the_reader_of_xml_is_strict() {
    let good = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testcase name=\"a &lt;\" classname=\"b\" time=\"0\"><skipped/></testcase>\n";
    assert!(xml(good).and_then(|node| check(&node)).is_ok());
    for (from, to) in [
        ("&lt;", "<"),
        ("&lt;", "&"),
        ("&lt;", "\u{1}"),
        ("&lt;", "\n"),
        ("&lt;", " "),
        ("</testcase>", ""),
        ("skipped", "what"),
        ("time", "tme"),
        ("<skipped/>", "text"),
        ("</testcase>\n", "</testcase>"),
    ] {
        let bad = good.replace(from, to);
        assert!(xml(&bad).and_then(|node| check(&node)).is_err(), "{from} -> {to}");
    }
}

#[test]
fn test_reports_are_what_ci_servers_read() {
    let room = room();
    let xmllint = room.has("xmllint");
    for (run, code) in RUNS {
        assert_eq!(room.sh(&format!("flitch --junit out.xml {run}")).code, *code, "{run}");
        let text = harness::read(&room.path().join("out.xml"));
        let top = xml(&text).and_then(|node| check(&node).map(|()| node));
        let top = top.unwrap_or_else(|why| panic!("{run}: {why}\n{text}"));
        let suite = &top.within[0];
        let cases: Vec<&Node> = suite.within.iter().filter(|node| node.name == "testcase").collect();
        let number = |key: &str| suite.attributes[key].parse::<usize>().expect("a number");
        let count = |what: &str| cases.iter().filter(|case| case.within.iter().any(|n| n.name == what)).count();
        assert_eq!(number("tests"), cases.len(), "{run}");
        assert_eq!(cases.len(), 1 + run.matches("assert").count(), "{run}");
        let found = ["failure", "error", "skipped"].map(count);
        assert_eq!(["failures", "errors", "skipped"].map(number), found, "{run}");
        // The report says no whenever the exit code does.
        assert_eq!(found[0] + found[1] > 0, *code != 0, "{run}");
        if xmllint {
            let checked = room.sh("xmllint --noout out.xml");
            assert_eq!((checked.code, checked.session()), (0, String::new()), "{run}");
        }
    }
}

/// A report without what differs from run to run.
fn report(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("there is a report");
    assert_eq!(text.find('\n'), Some(text.len() - 1), "one line");
    let mut report: Value = serde_json::from_str(&text).expect("it is JSON");
    for key in ["ended", "usage"] {
        assert!(!report[key].is_null());
        report[key] = Value::Null;
    }
    report
}

#[test]
fn a_report_is_the_same_for_any_threads_and_blocks() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let line = |i: usize| match i % 997 {
        0 => "not json\n".to_string(),
        1 => format!("{{\"n\":\"x{i}\"}}\n"),
        _ => format!("{{\"time\":\"2026-03-02T09:{:02}:{:02}Z\",\"n\":{i}}}\n", i / 60 % 60, i % 60),
    };
    let bytes: Vec<u8> = (0..20_000).flat_map(|i| line(i).into_bytes()).collect();
    // The last line has no newline.
    let bytes = &bytes[..bytes.len() - 1];
    fs::write(dir.path().join("a.json"), bytes).expect("it can be written");
    fs::write(dir.path().join("b.json"), &bytes[..5000]).expect("it can be written");
    let packed = {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(bytes).expect("memory takes it");
        packer.finish().expect("memory takes it")
    };
    fs::write(dir.path().join("a.json.gz"), &packed).expect("it can be written");
    let path = dir.path().join("r.json");
    for pipeline in [
        "where time >= t\"2026-03-02T09:30Z\" | sum(n) | assert sum_n > 0",
        "where n > 100",
        "not \"2026\"",
        "sort -n | head 3",
        "dedup n | select n",
    ] {
        let mut first: Option<Value> = None;
        for (threads, block) in [("1", "256KiB"), ("2", "4KiB"), ("4", "100"), ("3", "1MiB")] {
            let args = ["-i", "json", "-j", threads, "--block-size", block, "--report", "r.json", pipeline];
            let files = [&args[..], &["a.json", "b.json", "none.json", "a.json.gz"]].concat();
            assert_eq!(feed::run(dir.path(), &files, Feed::Nothing).code, 3);
            let report = report(&path);
            assert_eq!(report["bytes"], 2 * bytes.len() + 5000, "{pipeline}");
            assert_eq!(report["inputs"][3]["compressed_bytes"], packed.len(), "{pipeline}");
            assert_eq!(report["inputs"].as_array().map(Vec::len), Some(4));
            assert_eq!(report["inputs"][0]["lines"], 20_000, "{pipeline}");
            let first = first.get_or_insert_with(|| report.clone());
            assert_eq!(*first, report, "{pipeline} -j {threads} --block-size {block}");

            for feed in [Feed::Pipe(bytes), Feed::Pipe(&packed), Feed::File(&dir.path().join("a.json"))] {
                assert_eq!(feed::run(dir.path(), &args, feed).code, 0);
                let piped = self::report(&path);
                for key in ["lines", "bytes", "first_time", "last_time"] {
                    assert_eq!(piped["inputs"][0][key], first["inputs"][0][key], "{pipeline} {feed:?} {key}");
                }
                let reasons = |report: &Value| {
                    let bad = report["inputs"][0]["bad"].as_array().cloned().unwrap_or_default();
                    bad.iter()
                        .map(|b| (b["reason"].clone(), b["lines"].clone(), b["first_line"].clone()))
                        .collect::<Vec<_>>()
                };
                assert_eq!(reasons(&piped), reasons(first), "{pipeline}");
            }
        }
    }
}

#[test]
fn what_is_told_does_not_change_what_comes_out() {
    let room = Room::new();
    for pipeline in ["'\"api\"'", "'where status >= 500'", "'count by method'", "-o github 'where status >= 500'"] {
        let plain = room.sh(&format!("flitch {pipeline} access.log app.jsonl"));
        let told =
            room.sh(&format!("flitch --report r.json --metrics m.prom --junit j.xml {pipeline} access.log app.jsonl"));
        assert_eq!(plain.session(), told.session(), "{pipeline}");
    }
}

/// Waits for a file that holds something.
fn appears(path: &Path) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(20) {
        if fs::metadata(path).is_ok_and(|found| found.len() > 0) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    false
}

#[test]
fn a_run_that_is_interrupted_is_told() {
    for (signal, code, name) in [(Signal::INT, 130, "SIGINT"), (Signal::TERM, 143, "SIGTERM")] {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let args = [
            "--report",
            "r.json",
            "--metrics",
            "m.prom",
            "--junit",
            "j.xml",
            "tee \"seen.log\" | count | assert count < 0",
        ];
        let mut command = feed::command(dir.path(), &args);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.expect("the binary runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        let pour = std::thread::spawn(move || while stdin.write_all(b"a line\n").is_ok() {});
        assert!(appears(&dir.path().join("seen.log.partial")));
        kill_process(Pid::from_child(&child), signal).expect("a child can be signalled");
        let status = feed::wait(&mut child, Duration::from_secs(20)).expect("it ends");
        pour.join().expect("it ends when the pipe does");
        assert_eq!(feed::code(status), code);
        let report = report(&dir.path().join("r.json"));
        assert_eq!((&report["exit"], &report["signal"]), (&Value::from(code), &Value::from(name)));
        assert!(report["lines"].as_u64().is_some_and(|lines| lines > 0));
        let metrics = exposition(&harness::read(&dir.path().join("m.prom"))).expect("it is valid");
        assert!(metrics.iter().any(|((name, _), value)| name == "flitch_exit_code" && *value == f64::from(code)));
        assert!(harness::read(&dir.path().join("j.xml")).contains("the run was interrupted"));
    }
}

#[test]
fn a_reader_that_goes_away_is_told() {
    let room = room();
    let ran = room.sh("flitch --report r.json '' big.log | head -1");
    assert_eq!((ran.code, &ran.stdout[..], ran.stderr.len()), (0, &b"0 and some more\n"[..], 0));
    let report = report(&room.path().join("r.json"));
    assert_eq!(report["exit"], 141);
}
