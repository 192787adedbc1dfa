//! Flitch beside the tools that people trust: the same data, the same question, the same
//! bytes.
//!
//! The inputs are all fixtures, binary ones too, with a last newline where they lack one.
//! Named exceptions: files that are compressed (flitch reads through that), and UTF-16.
//! Where a tool is missing its comparisons are left out with a note, but too few of them
//! make a failure. Regexes are of the subset that means the same everywhere; lines with a
//! carriage return are left out where a tool would take it for a part of the line.

use std::fs;
use std::path::{Path, PathBuf};

use crate::feed;
use crate::harness::{self, Room};

/// A room with fixtures, and the number of comparisons that were made in it.
struct Bench {
    room: Room,
    names: Vec<String>,
    compared: usize,
    failures: Vec<String>,
}

fn fixtures(folder: &str) -> PathBuf {
    harness::root().join("tests/fixtures").join(folder)
}

/// Whether flitch reads these bytes as they are.
fn is_plain(bytes: &[u8]) -> bool {
    let magics: [&[u8]; 7] =
        [b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ\0", b"BZh", b"\x04\x22\x4d\x18", b"\xff\xfe", b"\xfe\xff"];
    let skippable = bytes.len() > 3 && bytes[0] & 0xf0 == 0x50 && bytes[1..4] == *b"\x2a\x4d\x18";
    !skippable && !magics.iter().any(|m| bytes.starts_with(m))
}

impl Bench {
    /// Copies of all fixtures that `takes` says yes to, with plain names.
    fn new(takes: impl Fn(&[u8]) -> bool) -> Bench {
        let room = Room::new();
        let mut names = Vec::new();
        for path in harness::files(&fixtures(""), "") {
            let mut bytes = fs::read(&path).expect("a fixture can be read");
            if !is_plain(&bytes) || !takes(&bytes) {
                continue;
            }
            if bytes.last().is_some_and(|b| *b != b'\n') {
                bytes.push(b'\n');
            }
            let name = format!("f{}.txt", names.len());
            fs::write(room.path().join(&name), bytes).expect("a file can be written");
            names.push(name);
        }
        assert!(names.len() > 100, "only {} fixtures", names.len());
        Bench { room, names, compared: 0, failures: Vec::new() }
    }

    /// Runs both commands; `FILES` in them is all files. What differs is then looked for
    /// file by file, so that the message names one.
    fn same(&mut self, theirs: &str, ours: &str) {
        let Some(how) = self.differs(theirs, ours, &self.names.join(" ")) else { return self.compared += 1 };
        // To look at each file takes long; a few that are named are enough.
        if self.failures.len() > 2 {
            return self.failures.push(format!("{theirs}\n{ours}"));
        }
        for name in self.names.clone() {
            if let Some(how) = self.differs(theirs, ours, &name) {
                let bytes = fs::read(self.room.path().join(&name)).expect("the copy is there");
                let origin = harness::files(&fixtures(""), "")
                    .into_iter()
                    .find(|path| fs::read(path).is_ok_and(|b| bytes == b || bytes.strip_suffix(b"\n") == Some(&b)));
                let origin = origin.map_or(String::new(), |path| harness::short(&path));
                return self.failures.push(format!("{theirs}\n{ours}\n{name} ({origin}) {how}"));
            }
        }
        self.failures.push(format!("{theirs}\n{ours}\nall files together differ, though none does alone: {how}"));
    }

    fn differs(&self, theirs: &str, ours: &str, files: &str) -> Option<String> {
        let theirs = self.room.sh(&theirs.replace("FILES", files));
        let ours = self.room.sh(&ours.replace("FILES", files));
        assert!(theirs.code < 2, "{}", feed::shown(&theirs.stderr));
        if theirs.stdout == ours.stdout && ours.code == 0 {
            return None;
        }
        let lines = |bytes: &[u8]| bytes.escape_ascii().to_string().replace("\\n", "\\n\n");
        let how = harness::difference(&lines(&theirs.stdout), &lines(&ours.stdout));
        Some(format!("{}\nexit {} {}", clipped(&how), ours.code, feed::shown(&ours.stderr)))
    }

    fn end(self, least: usize) {
        let failures = &self.failures;
        assert!(failures.is_empty(), "{} differ\n\n{}", failures.len(), failures.join("\n\n"));
        assert!(self.compared >= least, "only {} comparisons", self.compared);
    }
}

fn clipped(text: &str) -> String {
    text.lines().map(|l| l.chars().take(300).collect::<String>() + "\n").collect()
}

/// A note for each tool that is missing; true when all are there.
fn have(room: &Room, tools: &[&str]) -> bool {
    let missing: Vec<&&str> = tools.iter().filter(|tool| !room.has(tool)).collect();
    for tool in &missing {
        eprintln!("note: `{tool}` is not installed; what is compared with it is left out");
    }
    missing.is_empty()
}

/// Texts that lines hold, as grep and flitch spell them in single quotes.
const TEXTS: &[&str] = &["GET", "e", "error", "200", " ", ":", "no line holds this", "\u{d9}", "0.0", "user", ",,"];

/// Extended regexes of the subset that grep and flitch share.
const REGEXES: &[&str] = &[
    "[0-9]{3}",
    "GET|POST",
    "^[a-z]+",
    "^$",
    "e[a-f]*r",
    "(ab|cd|ef)+",
    "[[:upper:]]{4}",
    "^\\{",
    "x?y?z",
    "[.]gif|[.]png",
    "level=(warn|error)",
    "[ \t]{2,}",
];

#[test]
fn text_filters_are_grep() {
    let mut bench = Bench::new(|_| true);
    for text in TEXTS {
        bench.same(&format!("grep -a -h -F '{text}' FILES"), &format!("flitch '\"{text}\"' FILES"));
        bench.same(&format!("grep -a -h -v -F '{text}' FILES"), &format!("flitch 'not \"{text}\"' FILES"));
        bench.same(
            &format!("grep -a -h -F '{text}' FILES"),
            &format!("cat FILES | flitch -j3 --block-size 1000 '\"{text}\"'"),
        );
    }
    for regex in REGEXES.iter().filter(|regex| **regex != "^$") {
        bench.same(&format!("grep -a -h -E '{regex}' FILES"), &format!("flitch 'r\"{regex}\"' FILES"));
        bench.same(&format!("grep -a -h -v -E '{regex}' FILES"), &format!("flitch 'not r\"{regex}\"' FILES"));
    }
    bench.same("grep -a -h -F -e GET -e error FILES", "flitch '\"GET\" or \"error\"' FILES");
    bench.same("grep -a -h -F GET FILES | grep -a -v -F 200", "flitch '\"GET\" and not \"200\"' FILES");
    bench.same("grep -a -h -F GET FILES | grep -a -v -F 200", "flitch '\"GET\" | not \"200\"' FILES");
    bench.same("grep -a -h -i -F get FILES", "flitch 'i\"get\"' FILES");
    bench.same("grep -a -h -i -E 'warn(ing)?' FILES", "flitch 'r\"(?i)warn(ing)?\"' FILES");
    bench.same("cat FILES", "flitch '' FILES");
    bench.end(60);
}

#[test]
fn line_options_are_those_of_grep() {
    let mut bench = Bench::new(|bytes| !bytes.contains(&b'\r'));
    for text in &TEXTS[..6] {
        for context in ["-A 2", "-B 1", "-C 3", "-A 1 -B 4", "-A 0", "-C 0"] {
            // Of grep's options, `-C 0` sets groups apart and flitch's has no groups.
            let separator = if context.ends_with('0') { "--no-group-separator" } else { "" };
            bench.same(
                &format!("grep -a -h {separator} {context} -F '{text}' FILES"),
                &format!("flitch {context} '\"{text}\"' FILES"),
            );
        }
        bench.same(&format!("grep -a -H -F '{text}' FILES"), &format!("flitch -H '\"{text}\"' FILES"));
        bench.same(&format!("grep -a -H -A 1 -F '{text}' FILES"), &format!("flitch -H -A 1 '\"{text}\"' FILES"));
        bench.same(
            &format!("grep -a -n -h -F '{text}' FILES"),
            &format!("flitch '\"{text}\" | print f\"{{line_no}}:{{line}}\"' FILES"),
        );
        bench.same(
            &format!("grep -a -b -h -F '{text}' FILES"),
            &format!("flitch '\"{text}\" | print f\"{{offset}}:{{line}}\"' FILES"),
        );
    }
    bench.same("grep -a -h -x -E '' FILES", "flitch 'r\"^$\"' FILES");
    bench.same("cat FILES | grep -a -c -F e", "flitch '\"e\" | count | print count' FILES");
    bench.same("for f in FILES; do head -n 1 $f; done", "for f in FILES; do flitch 'head 1' $f; done");
    bench.end(50);
}

#[test]
fn whole_inputs_are_sort_uniq_wc_head_and_tail() {
    let mut bench = Bench::new(|bytes| !bytes.contains(&b'\r'));
    // Lines that are numbers sort as numbers in flitch; here they are left out.
    let text = "cat FILES | grep -a '[^0-9.eE+-]'";
    bench.same(&format!("{text} | LC_ALL=C sort -s"), &format!("{text} | flitch 'sort line'"));
    bench.same(&format!("{text} | LC_ALL=C sort -s"), &format!("{text} | flitch -j4 --block-size 3000 'sort line'"));
    bench.same(&format!("{text} | LC_ALL=C sort -s -r"), &format!("{text} | flitch 'sort -line'"));
    bench.same(&format!("{text} | LC_ALL=C sort -s | head -n 20"), &format!("{text} | flitch 'sort line | head 20'"));
    bench.same(&format!("{text} | LC_ALL=C sort -u"), &format!("{text} | flitch 'dedup | sort line'"));
    bench.same("cat FILES | wc -l", "cat FILES | flitch 'count | print count'");
    bench.same("cat FILES | wc -l", "flitch 'count | print count' FILES");
    for n in [1, 3, 100, 5000] {
        bench.same(&format!("cat FILES | head -n {n}"), &format!("flitch 'head {n}' FILES"));
        bench.same(&format!("cat FILES | tail -n {n}"), &format!("flitch 'tail {n}' FILES"));
        bench.same(&format!("cat FILES | tail -n {n}"), &format!("flitch -j3 --block-size 500 'tail {n}' FILES"));
        bench.same(&format!("cat FILES | tail -n +{}", n + 1), &format!("flitch 'skip {n}' FILES"));
        bench
            .same(&format!("cat FILES | tail -n +{} | head -n 7", n + 1), &format!("flitch 'skip {n} | head 7' FILES"));
    }
    if have(&bench.room, &["awk"]) {
        // Not every awk takes a NUL for a byte like any other.
        let text = "cat FILES | tr -d '\\000'";
        bench.same(&format!("{text} | awk '!seen[$0]++'"), &format!("{text} | flitch 'dedup'"));
        bench.same(&format!("{text} | awk '!seen[$0]++'"), &format!("{text} | flitch -j4 --block-size 900 dedup"));
        let counted = "awk '{n[$0]++} END {for (l in n) print n[l]}' | sort -n | uniq -c | awk '{print $1, $2}'";
        let ours = "flitch 'count by line | count as n by count as times | sort times | print f\"{n} {times}\"'";
        bench.same(&format!("{text} | {counted}"), &format!("{text} | {ours}"));
    }
    bench.end(25);
}

/// Comparisons of single commands over named fixtures.
struct Pairs {
    room: Room,
    compared: usize,
    failures: Vec<String>,
}

impl Pairs {
    /// A room with these fixtures, by their file names.
    fn new(paths: &[&str]) -> Pairs {
        let room = Room::new();
        for path in paths {
            let name = Path::new(path).file_name().expect("a fixture has a name");
            fs::copy(fixtures(path), room.path().join(name)).expect("a fixture can be copied");
        }
        Pairs { room, compared: 0, failures: Vec::new() }
    }

    fn same(&mut self, theirs: &str, ours: &str) {
        let (a, b) = (self.room.sh(theirs), self.room.sh(ours));
        assert_eq!(a.code, 0, "{theirs}: {}", feed::shown(&a.stderr));
        assert!(!a.stdout.is_empty(), "{theirs} gives nothing");
        self.compared += 1;
        if a.stdout != b.stdout || b.code != 0 {
            let how = harness::difference(&String::from_utf8_lossy(&a.stdout), &String::from_utf8_lossy(&b.stdout));
            self.failures.push(format!(
                "{theirs}\n{ours}\n{}exit {} {}",
                clipped(&how),
                b.code,
                feed::shown(&b.stderr)
            ));
        }
    }

    fn end(self, least: usize) {
        let failures = &self.failures;
        assert!(failures.is_empty(), "{} differ\n\n{}", failures.len(), failures.join("\n\n"));
        assert!(self.compared >= least, "only {} comparisons", self.compared);
    }
}

#[test]
fn access_logs_are_awk_and_cut() {
    let mut pairs = Pairs::new(&["access-combined/shop_access.log", "access-combined/kelora-web_access_large.log.gz"]);
    if !have(&pairs.room, &["awk", "gzip", "cut", "sort"]) {
        return;
    }
    let pairs = &mut pairs;
    for (cat, file) in [
        ("cat shop_access.log", "shop_access.log"),
        ("gzip -dc kelora-web_access_large.log.gz", "kelora-web_access_large.log.gz"),
    ] {
        let mut same =
            |theirs: &str, ours: &str| pairs.same(&format!("{cat} | {theirs}"), &format!("flitch {ours} {file}"));
        same("cut -d' ' -f1", "'print ip'");
        same("cut -d' ' -f1", "'parse pattern \"<a> <_>\" | print a'");
        same("cut -d' ' -f4 | tr -d '['", "'parse pattern \"<_>[<t> <_>\" | print t'");
        same("awk '{print $9}'", "'print status'");
        same("awk '$9 >= 300'", "'where status >= 300'");
        same("awk '$9 >= 300 && $10 > 500'", "'where status >= 300 and bytes > 500'");
        same("awk '$9 == 404 || /bot/'", "'where status == 404 or \"bot\" in line'");
        same("awk '{s += $10} END {print s}'", "'sum(bytes) as s | print s'");
        same(
            "awk '{n[$9]++} END {for (k in n) print k, n[k]}' | sort",
            "'count by status | sort status | print f\"{status} {count}\"'",
        );
        same(
            "awk '{s[$9] += $10} END {for (k in s) print k, s[k]}' | sort",
            "'sum(bytes) as s by status | sort status | print f\"{status} {s}\"'",
        );
        same(
            "awk '{k = $6 \" \" $9; sub(/\"/, \"\", k); n[k]++; if ($10 > m[k]) m[k] = $10} END {for (k in n) print k, n[k], m[k] + 0}' | sort",
            "'count, max(bytes) as m by method, status | sort method, status | print f\"{method} {status} {count} {m}\"'",
        );
        same("awk '{printf \"%.2f\\n\", $10 / 4}'", "'set q = bytes / 4 | print f\"{q:.2f}\"'");
        same("awk '{s = s + length($1)} END {print s}'", "'set n = len(ip) | sum(n) as s | print s'");
        same(
            "awk -F'\"' '{print $6}' | LC_ALL=C sort | uniq -c | sort -s -k1,1nr | awk '{print $1}' | head -n 10",
            "'top 10 user_agent | print count'",
        );
        same("awk '{print $1}' | awk '!s[$0]++' | wc -l", "'count_distinct(ip) as n | print n'");
    }
    let failures = std::mem::take(&mut pairs.failures);
    assert!(failures.is_empty(), "{} differ\n\n{}", failures.len(), failures.join("\n\n"));
    assert!(pairs.compared >= 26);
}

#[test]
fn json_lines_are_jq() {
    let mut pairs = Pairs::new(&[
        "jsonl/gharchive.jsonl",
        "jsonl/kelora-api_latency_incident.jsonl",
        "jsonl/prometheus.jsonl",
        "jsonl/bunyan.jsonl",
        "jsonl/caddy1.jsonl",
    ]);
    if !have(&pairs.room, &["jq"]) {
        return;
    }
    let gh = "gharchive.jsonl";
    let api = "kelora-api_latency_incident.jsonl";
    let same = &mut |jq: &str, ours: &str, file: &str| {
        pairs.same(&format!("jq {jq} {file}"), &format!("flitch {ours} {file}"))
    };
    same("-r .id", "'print id'", gh);
    same("-r 'select(.type == \"PushEvent\").id'", "'where type == \"PushEvent\" | print id'", gh);
    same("-r 'select(.type != \"PushEvent\").actor.login'", "'where type != \"PushEvent\" | print actor.login'", gh);
    same("-c '{id, type}'", "'select id, type'", gh);
    same("-c '{n: .repo.name, size: .payload.size}'", "'select repo.name as n, payload.size as size'", gh);
    same("-c '{a: .actor}'", "'select actor as a'", gh);
    same("-r 'select(.payload.size > 1).payload.size'", "'where payload.size > 1 | print payload.size'", gh);
    same("-s -c 'group_by(.type)[] | {type: .[0].type, count: length}'", "'count by type | sort type'", gh);
    same("-s 'map(.payload.size // 0) | add'", "'sum(payload.size) as s | print s'", gh);
    same("-s 'map(.payload.size | select(. != null)) | max'", "'max(payload.size) as s | print s'", gh);
    same("-r 'select(.payload.size == null).id'", "'where payload.size is None | print id'", gh);
    same(
        "-r 'select(.payload.ref == \"refs/heads/main\").repo.name'",
        "'where payload.ref == \"refs/heads/main\" | print repo.name'",
        gh,
    );
    same(
        "-r 'select(.repo.name | test(\"^[a-d]\")).repo.name'",
        "'where repo.name =~ r\"^[a-d]\" | print repo.name'",
        gh,
    );
    same(
        "-r 'select(.repo.name | startswith(\"a\") or endswith(\"s\")).repo.name'",
        "'where repo.name.startswith(\"a\") or repo.name.endswith(\"s\") | print repo.name'",
        gh,
    );
    same("-r 'select(.public).id'", "'where public | print id'", gh);
    same("-c '{id, n: (.id | length)}'", "'select id, len(id) as n'", gh);
    same("-r '.actor.login | ascii_upcase'", "'print actor.login.upper()'", gh);
    same("-s -c 'group_by(.level)[] | {level: .[0].level, count: length}'", "'count by level | sort level'", api);
    same("-s 'length'", "'count | print count'", api);
    // Members in jq's output stand as they came, and so does the spelling of untouched values.
    for file in [gh, api, "prometheus.jsonl", "bunyan.jsonl", "caddy1.jsonl"] {
        pairs.same(&format!("jq -S -c . {file}"), &format!("flitch -o json '' {file} | jq -S -c ."));
        pairs.same(&format!("jq -c . {file}"), &format!("flitch '' {file} | jq -c ."));
    }
    pairs.end(25);
}

#[test]
fn csv_is_python() {
    let mut pairs = Pairs::new(&[
        "csv/duckdb/titanic.csv",
        "csv/jc/biostats.csv",
        "csv/jc/homes.csv",
        "csv/csv-spectrum/newlines.csv",
        "csv/csv-spectrum/quotes_and_newlines.csv",
        "csv/csv-spectrum/comma_in_quotes.csv",
        "csv/duckdb/windows_newline.csv",
    ]);
    if !have(&pairs.room, &["python3"]) {
        return;
    }
    let dicts = |file: &str, code: &str| {
        format!(
            "python3 -c 'import csv, collections\nR = list(csv.DictReader(open(\"{file}\", newline=\"\")))\n{code}'"
        )
    };
    let t = "titanic.csv";
    let mut same = |file: &str, code: &str, ours: &str| {
        pairs.same(&dicts(file, code), &format!("flitch {ours}"));
    };
    for file in [t, "newlines.csv", "quotes_and_newlines.csv", "comma_in_quotes.csv", "windows_newline.csv"] {
        same(file, "print(len(R))", &format!("-i csv 'count | print count' {file}"));
    }
    same(t, "[print(r[\"Name\"]) for r in R]", "'print Name' titanic.csv");
    same(
        t,
        "[print(r[\"PassengerId\"]) for r in R if r[\"Age\"] and float(r[\"Age\"]) > 60]",
        "'where Age > 60 | print PassengerId' titanic.csv",
    );
    same(t, "print(sum(int(r[\"SibSp\"]) for r in R))", "'sum(SibSp) as s | print s' titanic.csv");
    same(t, "import math\nprint(math.fsum(float(r[\"Fare\"]) for r in R))", "'sum(Fare) as s | print s' titanic.csv");
    same(
        t,
        "import math\nA = [float(r[\"Age\"]) for r in R if r[\"Age\"]]\nprint(math.fsum(A), min(A), max(A))",
        "'where Age != \"\" | sum(float(Age)) as s, min(float(Age)) as a, max(float(Age)) as b | print f\"{s} {a} {b}\"' titanic.csv",
    );
    same(
        t,
        "import statistics\nA = sorted(float(r[\"Age\"]) for r in R if r[\"Age\"])\nprint(statistics.median_low(A))",
        "'where Age != \"\" | median(float(Age)) as m | print m' titanic.csv",
    );
    same(
        t,
        "C = collections.Counter((r[\"Pclass\"], r[\"Gender\"]) for r in R)\n[print(*k, n) for k, n in sorted(C.items())]",
        "'count by Pclass, Gender | sort Pclass, Gender | print f\"{Pclass} {Gender} {count}\"' titanic.csv",
    );
    same(
        t,
        "C = collections.Counter(r[\"Embarked\"] for r in R)\n[print(k, n, sep=\":\") for k, n in C.items()]",
        "'count by Embarked | print f\"{Embarked}:{count}\"' titanic.csv",
    );
    same(t, "[print(r[\"Name\"].upper()[2:9]) for r in R]", "'print Name.upper()[2:9]' titanic.csv");
    same(
        t,
        "[print(\"{:>8.2f}|{:<5}|\".format(float(r[\"Fare\"]), r[\"Cabin\"])) for r in R]",
        "'print f\"{float(Fare):>8.2f}|{Cabin:<5}|\"' titanic.csv",
    );
    same("newlines.csv", "[print(r[\"a\"], len(r[\"a\"])) for r in R]", "'print f\"{a} {len(a)}\"' newlines.csv");
    // What flitch writes, Python reads as what Python read.
    for file in [t, "newlines.csv", "quotes_and_newlines.csv", "comma_in_quotes.csv", "windows_newline.csv"] {
        let rows = "import csv, sys\n[print(r) for r in csv.reader(sys.stdin)]";
        pairs.same(&format!("python3 -c '{rows}' <{file}"), &format!("flitch -o csv '' {file} | python3 -c '{rows}'"));
    }
    pairs.end(20);
}
