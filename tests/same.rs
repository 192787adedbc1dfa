//! Law 1: the same bytes for any number of threads, any block size, any luck of hashing,
//! a file or a pipe, plain or compressed; and the same ledger and the same exit code.
//!
//! One run of each query, with one thread and one block over a plain file, says what is
//! right; all others must equal it. The whole product of the ways would take minutes, so
//! every pair of them is covered instead. Blocks of one byte go with a small input only:
//! there every line is made of many blocks; the larger input has many lines in a block.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::feed::{self, Feed};
use crate::harness::{Dice, Ran};

/// What a query reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Data {
    Text,
    Access,
    Json,
    Logfmt,
    Csv,
    /// Columns that change between two lines.
    W3c,
    /// Two files of text; the first ends without a newline.
    Two,
    /// Lines with stamps, and the traces that go with some of them.
    Traces,
    /// One JSON list, laid out over lines.
    List,
    /// Lines of containers: two streams, parts of lines, traces.
    Pods,
    /// Messages of syslog, each with its length before it.
    Counted,
}

/// The queries: options, pipeline, input.
const QUERIES: &[(&[&str], &str, Data)] = &[
    // Whole lines.
    (&[], "", Data::Text),
    (&[], r#""error""#, Data::Text),
    (&[], r#"not "error""#, Data::Text),
    (&[], r#"i"ERROR" and not r"x[0-4]""#, Data::Text),
    (&[], r#"r"(warn|error) \w+ [0-9]{2}""#, Data::Text),
    (&[], r#"r"(?i)(ERR|WAR)[a-z]+ \w""#, Data::Text),
    (&[], r#"r"^\S*$" or r"error\s*$""#, Data::Text),
    (&[], r#"where line =~ r"\berror\b.*$" | print f"{line_no} {line}""#, Data::Text),
    (&["--max-line", "30"], r#"r"err|warn" | head 20"#, Data::Text),
    (&[], r#"where contains_any(line, ("error", "warn", "x12", "\r"))"#, Data::Text),
    (&[], "head 7", Data::Text),
    (&[], "tail 7", Data::Text),
    (&[], r#""error" | skip 2 | head 3"#, Data::Text),
    (&[], "dedup", Data::Text),
    (&[], "sort line", Data::Text),
    (&[], "sort -line | tail 5", Data::Text),
    (&[], "dedup | sort line | skip 1 | head 9", Data::Text),
    (&["-A", "2", "-B", "1"], r#""error""#, Data::Text),
    (&["-C", "1"], r#"not "i" | head 3"#, Data::Text),
    (&["-q"], r#""error""#, Data::Text),
    (&["-e"], r#""no such text""#, Data::Text),
    (
        &[],
        r#"set w = extract_all(line, r"[a-z]+") | explode w | count by w.title() as w, hash(w) % 3 as shard"#,
        Data::Text,
    ),
    // Records of several lines.
    (&["--multiline", "auto"], "", Data::Traces),
    (&["--multiline", "auto"], r#""Exception" | print f"{line_no} {len(line.splitlines())} {line}""#, Data::Traces),
    (&["--multiline", "java"], "count by len(line.splitlines()) as n", Data::Traces),
    (&["--multiline", "start=^[0-9]"], r#"where "at a.b" in line"#, Data::Traces),
    (&["--multiline", "python"], "tail 3", Data::Traces),
    (&[], "select n, level", Data::List),
    (&[], "where n % 3 == 0", Data::List),
    (&[], "sort -n | head 5", Data::List),
    (&[], "tail 4", Data::List),
    (&["-o", "json"], "", Data::List),
    (&[], "", Data::Counted),
    (&[], "select app, pid, msg, sd", Data::Counted),
    (&["--now", "2026-01-01"], r#"where level <= warn and time < t"2026-01-01" | count by host, app"#, Data::Counted),
    (&["-i", "syslog"], r#"where "a\nb" in msg | tail 3"#, Data::Counted),
    (&["-i", "cri"], "", Data::Pods),
    (&["-i", "cri"], "select stream, level, msg", Data::Pods),
    (&["-i", "cri"], "where level == \"warn\"", Data::Pods),
    (&["-i", "cri", "--multiline", "auto"], "print f\"{line_no} {stream} {log}\"", Data::Pods),
    (&["-i", "cri", "--multiline", "java"], "tail 3", Data::Pods),
    (&["--merge-by", "time"], "select n, level, filename, line_no", Data::List),
    (&["--merge-by", "time"], "", Data::Logfmt),
    (&["--time-ordered"], "count", Data::Logfmt),
    (&["--rejects", "/dev/null"], "count by level", Data::Json),
    (&["--max-errors", "1%"], "select level | head 5", Data::Json),
    (&["--since", "2026-03-02T09:02Z", "--until", "2026-03-02T09:04Z"], "count by status", Data::Access),
    // Where things stand.
    (&[], "where line_no % 7 == 0 | select line_no, offset, line", Data::Text),
    (&[], r#""error" | print f"{filename}:{line_no}:{offset}:{line}""#, Data::Text),
    (&["-H"], r#""error""#, Data::Two),
    (&["-H", "-B", "2"], r#""warn""#, Data::Two),
    (&[], "", Data::Two),
    (&[], "count, max(line_no), min(offset), last(line) by filename", Data::Two),
    (&[], "skip 3 | select filename, line_no | dedup filename", Data::Two),
    // Fields.
    (&[], "where status >= 500 and bytes > 900", Data::Access),
    (&[], "where not status >= 500", Data::Access),
    (&[], "where status >= 400 | head 4", Data::Access),
    (
        &[],
        r#"select url(referer).host as h, path_template(target) as t, user_agent(user_agent) as u, ip in cidr("10.0.0.0/8") as c"#,
        Data::Access,
    ),
    (&[], "count by status", Data::Access),
    (&[], "count, sum(bytes), avg(bytes), p95(bytes), stddev(bytes) by method", Data::Access),
    (&[], "top 3 path", Data::Access),
    (&[], "top 4 ip by avg(bytes)", Data::Access),
    (&[], "count by path, status | sort count, -path | head 6", Data::Access),
    (&[], "p50(bytes), p95(bytes), median(bytes), p95(bytes) where status >= 500 as bad by path, ip", Data::Access),
    (
        &[],
        r#"count by f"{time:%H:%M} {bytes}" as at, f"{status // 100}xx" as class, f"{bytes:.1f}" as b"#,
        Data::Access,
    ),
    (&[], "avg(bytes), sum(bytes), sum(bytes) where status == 200 as fine by ip, status", Data::Access),
    (&[], "count, count_distinct(ip) by bin(time, 1m)", Data::Access),
    (
        &[],
        "argmax(path, bytes), argmin(ip, bytes), mode(status), values(path, 4), list(status, 7) by method",
        Data::Access,
    ),
    (&[], "list(path), values(bytes), hist(bytes), hist(time, 1m), approx_count_distinct(target)", Data::Access),
    (&[], "rate(bytes, time), approx_p90(bytes), approx_median(time) by bin(time, 1m)", Data::Access),
    // Stamps of other shapes, and such as clocks show twice or never.
    (
        &[],
        r#"select time(format(time, "%a %b %e %T %Y")) as t, status | where t >= t"2026-03-02" | tail 30"#,
        Data::Access,
    ),
    (
        &["--tz", "Europe/Berlin"],
        r#"count by time(f"2026-10-25 0{line_no % 7}:30") as back, time(f"Mar 29 2026 2:{line_no % 60:02}:00") as forward"#,
        Data::Access,
    ),
    (&["--tz", "Europe/Berlin"], r#"where f"2026-10-25 0{line_no % 7}:30 CET" > t"2026-10-25T00:00Z""#, Data::Access),
    (
        &[],
        r#"count by bin(time, 1h, "America/St_Johns"), log_bucket(bytes), bucket(status, (200, 400, 500))"#,
        Data::Access,
    ),
    (&[], r#"select format(time, "%F %T %Z", "Asia/Tokyo") as at, format_size(bytes) as b, ip"#, Data::Access),
    (&[], "set kb = bytes / 1024 | select path, kb, status", Data::Access),
    (&["-o", "csv"], "select ip, path, bytes | sort path, -bytes", Data::Access),
    (&["-o", "tsv"], "select time, query, status | tail 20", Data::Access),
    (&[], "sort -bytes | head 5", Data::Access),
    (&["--strict"], "count by status", Data::Access),
    (&["--max-line", "200"], "where bytes > 100", Data::Access),
    (&[], r#"where ms > 0.5 and level >= warn"#, Data::Json),
    (&[], "sum(ms), avg(ms), var(ms), min(ms), max(ms), median(ms) by service", Data::Json),
    (&[], "first(msg), last(msg), sum(ms) where ok as good, count by http.path", Data::Json),
    (
        &["--now", "2026-03-02T09:00:00Z"],
        r#"select max(ms, 5) as m, join((service, level), "-") as who, level(level) as l, now() as n"#,
        Data::Json,
    ),
    (&["-i", "json", "-o", "csv"], "select service, http.path, ms, msg", Data::Json),
    (&["-i", "json"], "select http, http.path, level", Data::Json),
    (&["-o", "json"], "", Data::Json),
    (&["-o", "csv"], "", Data::Json),
    (&["-o", "logfmt"], "drop msg | rename ms as millis", Data::Json),
    (&[], r#"print f"{service:>8} {ms:8.2f} {msg}""#, Data::Json),
    (&[], "dedup service, level | select service, level, line_no", Data::Json),
    (&[], r#"parse regex r"job (?P<job>\d+)" from msg | sum(job) by service"#, Data::Json),
    (&[], "where dur > 10 or msg =~ \"o+\"", Data::Logfmt),
    (&["-o", "json"], "set dur = dur * 2 | head 40", Data::Logfmt),
    (&[], r#"parse pattern "<_>level=<lvl> <rest>" | count by lvl"#, Data::Logfmt),
    // Keyed state in order.
    (&[], STOPS, Data::Access),
    (&[], "tail 2 by method", Data::Access),
    (&[], "dedup consecutive status, method", Data::Access),
    (&[], "dedup consecutive", Data::Text),
    (&[], "dedup ip, path | dedup consecutive status | count by ip", Data::Access),
    (&[], "dedup ip, status | dedup status | where bytes > 0 | select status, ip", Data::Access),
    (&[], "sample 10%", Data::Text),
    (&[], "sample 9 | select line_no, line", Data::Text),
    (&[], "sample 2 by status seed 3", Data::Access),
    (&[], "sample 40% by ip, status | count by ip", Data::Access),
    (&[], "running count as n, sum(bytes) as total, max(path) where status >= 500 as worst by ip", Data::Access),
    (
        &[],
        "running prev(path), delta(time) as gap, rate(bytes) by ip | where gap > 2s | select ip, gap, prev_path, rate_bytes",
        Data::Access,
    ),
    (
        &[],
        "running delta(ms), prev(msg), count_distinct(level) | select delta_ms, prev_msg, count_distinct_level",
        Data::Json,
    ),
    (&[], "sessions first(path) as a, last(status) as b gap 20s by ip", Data::Access),
    (&[], "sessions gap 10s by method | sort -count | head 3", Data::Access),
    (&[], "sessions gap 10s by method | sum(count) by method", Data::Access),
    (&[], "annotate avg(bytes) as mean, count by status | where bytes > mean | select path, mean, count", Data::Access),
    (&["-o", "json"], "annotate max(ms) by service | head 20", Data::Json),
    (&["-i", "csv"], "running sum(age) by city | tail 3 by city", Data::Csv),
    // Results that are looked at whole.
    (&[], "count, sum(bytes), rate(bytes, time) every 1m", Data::Access),
    (&[], "count, max(bytes) every 10s, status | fill", Data::Access),
    (&[], "count by status for (200, 404, 999)", Data::Access),
    (&[], "count by method, status | pivot status", Data::Access),
    (&[], "patterns", Data::Text),
    (&[], "patterns request by method on time", Data::Access),
    (&["-o", "csv"], "count, avg(bytes) every 1m, method | fill | pivot method", Data::Access),
    // What is in it: the page, and the records that it is made of.
    (&[], "discover with totals", Data::Access),
    (&[], "discover", Data::Two),
    (&[], "discover with totals", Data::Json),
    (&[], "discover with totals", Data::Logfmt),
    (&["-i", "csv"], "discover with totals", Data::Csv),
    (&[], "where ms > 0 | set n = ms * 2 | discover | where share > 0.5", Data::Json),
    (&[], "count by msg, ms | discover", Data::Json),
    (&[], r#"count, sum(bytes) where status >= 400 as bad by path compare 10m at t"2026-03-02T09:20Z""#, Data::Access),
    (&["-i", "csv"], "where age > 30", Data::Csv),
    // Lines rewritten, rows made of rows, runs that fail.
    (&[], r#"replace r"(\w)\d" with "<$1>" | "<""#, Data::Text),
    (&[], r#"redact ip, token | where status >= 500 | select ip, line_no, line"#, Data::Access),
    (&[], r#"where bytes > 100 | redact ip hash "k" | count, first(line_no) by ip"#, Data::Access),
    (
        &[],
        r#"set n = ms | redact uuid, card | replace "job" with "task" | where msg =~ "task" | select n, ms, msg"#,
        Data::Json,
    ),
    (&["-A", "1"], r#"redact ip | "503""#, Data::Access),
    (&[], "explode msg.split(\" \") as word | set n = word + 1 | head 90 | select word, n, line_no", Data::Json),
    (
        &[],
        "explode extra | where line_no % 5 == 0 | explode msg.split(\"o\") as part | first(part), last(part), count by service",
        Data::Json,
    ),
    (&[], "where ms > 0 | explode msg.split(\" \") as word | top 4 word | rare 2 word", Data::Json),
    (&[], "assert bytes != 1023, f\"{line_no}\" | set kb = bytes / 1024", Data::Access),
    (&[], "sort -ms | assert ms > 0.5", Data::Json),
    (&[], "count by level | assert count > 1 and level != \"info\"", Data::Json),
    (&["-o", "github"], "count, max(bytes) by method | assert count < 20 | assert max_bytes < 10", Data::Access),
    (&["-o", "github"], "where level >= warn", Data::Json),
    (&["-i", "csv"], "count, sum(age), avg(score) by city", Data::Csv),
    (&["-i", "csv", "-o", "json"], "", Data::Csv),
    (&["-i", "csv", "-o", "csv"], "drop score | tail 30", Data::Csv),
    (&["-i", "csv"], r#""quo" | select line_no, note"#, Data::Csv),
    (&["-i", "csv"], "where city == \"Oslo\" | sort -age | head 6", Data::Csv),
    // Columns that change within an input.
    (&["-i", "w3c"], "select line_no, offset, time, ip, path, ms", Data::W3c),
    (&[], "count, sum(ms), first(line_no), last(user_agent) by status", Data::W3c),
    (&[], "where ms > 40", Data::W3c),
    (&["-i", "w3c"], r#""/a1" | where status >= 404"#, Data::W3c),
    (&["-i", "w3c"], "where status >= 404 | sort -ms", Data::W3c),
    (&["-i", "w3c", "-o", "json"], "running prev(path) by status | tail 9", Data::W3c),
    (&["-i", "w3c", "-A", "1"], "where ms > 55", Data::W3c),
    (&["--merge-by", "time"], "select time, path", Data::W3c),
];

/// A query that stops reading after keyed state.
const STOPS: &str = "head 2 by status | head 9";

/// An input of about `lines` lines, with everything that goes wrong in such files.
fn made(data: Data, lines: usize) -> Vec<u8> {
    let mut dice = Dice::new(lines as u64);
    let mut text = String::new();
    let mut out = Vec::new();
    if data == Data::Csv {
        text.push_str("name,\"the\"\"age\",age,city,score,note\n");
    }
    if data == Data::List {
        text.push_str("[\n");
    }
    if data == Data::W3c {
        text.push_str("#Version: 1.0\n#Fields: date time cs-uri-stem c-ip sc-status time-taken\n");
    }
    for i in 0..lines {
        let n = dice.below(1000);
        let place = dice.of(&["Oslo", "Rome", "\u{c5}rhus", "Lima"]);
        let level = dice.of(&["debug", "info", "warn", "error"]);
        let _ = match data {
            Data::Text | Data::Two => match dice.below(12) {
                0 => writeln!(text),
                1 => writeln!(text, "{level} x{} crlf\r", n % 10),
                2 => writeln!(text, "{n}"),
                3 => writeln!(text, "error same line"),
                4 => writeln!(text, "nul \0 cr \r {place}"),
                _ => writeln!(text, "line {i} {level} word {n} {place}"),
            },
            Data::Access if dice.below(20) == 0 => {
                writeln!(text, "not an access line {n} {}", "z".repeat(n as usize / 3))
            }
            Data::Access => writeln!(
                text,
                "10.0.0.{} - {} [02/Mar/2026:09:{:02}:{:02} +0{}00] \"{} /p{}{} HTTP/1.1\" {} {} \"-\" \"agent {}\"",
                n % 9,
                dice.of(&["-", "bob"]),
                i / 60 % 60,
                i % 60,
                n % 3,
                dice.of(&["GET", "POST", "PUT"]),
                n % 5,
                dice.of(&["", "?q=1", "?"]),
                dice.of(&["200", "200", "404", "500", "503"]),
                dice.of(&["-", "0", "512", "1023", "40961"]),
                n % 4
            ),
            Data::Json => match dice.below(14) {
                0 => writeln!(text, "{{\"ms\":{n},\"level\":\"{level}\""),
                1 => writeln!(text, "{{}}"),
                2 => writeln!(text, "{{\"service\":\"api\",\"ms\":\"{n}.5\",\"level\":{},\"extra\":[1,{n}]}}", n % 60),
                3 => writeln!(text, "{{\"ms\":null,\"msg\":\"\\u00e9 \\\"{n}\\\"\",\"ms\":0.1,\"ok\":\"yes\"}}"),
                _ => writeln!(
                    text,
                    "{{\"service\":\"{}\",\"level\":\"{level}\",\"ms\":{}.{},\"ok\":{},\"msg\":\"job {n} in {place}\",\"http\":{{\"path\":\"/p{}\",\"big\":123456789012345678901}}}}",
                    dice.of(&["api", "worker", "auth"]),
                    n % 7,
                    n,
                    n.is_multiple_of(2),
                    n % 3
                ),
            },
            Data::Logfmt => match dice.below(12) {
                0 => writeln!(text, "no pairs {n} here"),
                1 => writeln!(text, "ts={i} level={level} dur=fast msg=\"quoted \\\"{n}\\\" \\n text\" flag"),
                _ => writeln!(text, "ts={i} level={level} dur={}.{n} msg=\"word {place}\" n={n}", n % 20),
            },
            Data::Traces => match dice.below(9) {
                0 => writeln!(
                    text,
                    "2026-03-02 09:{:02}:00 ERROR {place}\njava.lang.Exception: {n}\n\tat a.b({n})\nCaused by: x\n\t... {n} more",
                    i % 60
                ),
                1 => writeln!(text, "Traceback (most recent call last):\r\n  File \"{n}\"\r\nValueError: {place}\r"),
                2 => writeln!(text, "plain {n}"),
                3 => writeln!(text, "  indented {n}"),
                4 => writeln!(text),
                _ => writeln!(text, "2026-03-02 09:{:02}:00 {} {place} {n}", i % 60, level.to_uppercase()),
            },
            Data::Counted => {
                let message = match dice.below(8) {
                    0 => format!("<{}>Dec 31 23:{:02}:00 {place} app[{n}]: a\nb {n}", n % 200, i % 60),
                    1 => format!("<{n}>1 broken"),
                    2 => format!("<{}>Jan  1 00:{:02}:01 su: {level}\n", n % 192, i % 60),
                    _ => format!(
                        "<{}>1 2026-03-02T09:{:02}:00Z h {level} {n} - [a@1 k=\"{place}\"] a\\nb",
                        n % 192,
                        i % 60
                    ),
                };
                // A count that is none makes a line of it.
                let count = if dice.below(40) == 0 { "x".to_string() } else { message.len().to_string() };
                let end = if count == "x" || dice.below(3) == 0 { "\n" } else { "" };
                write!(text, "{count} {message}{end}")
            }
            Data::Pods => {
                let stream = dice.of(&["stdout", "stderr"]);
                let stamp = format!("2026-03-02T09:{:02}:00.{n:03}Z", i / 60);
                match dice.below(9) {
                    0 => writeln!(text, "{stamp} {stream} P {{\"level\":\"{level}\","),
                    1 => writeln!(text, "{stamp} {stream} F \"msg\":\"{place} {n}\"}}"),
                    2 => writeln!(text, "{stamp} {stream} F \tat a.b({n})"),
                    3 => writeln!(text, "{stamp} {stream} F java.lang.X: {n}\r"),
                    4 => writeln!(text, "not a line of a container {n}"),
                    5 => writeln!(text, "{stamp} {stream} P {place}"),
                    _ => writeln!(text, "{stamp} {stream} F level={level} msg=\"{place} {n}\""),
                }
            }
            Data::List => match dice.below(6) {
                0 => writeln!(
                    text,
                    "  {{\"n\":{n},\"level\":\"{level}\",\"time\":\"2026-03-02T09:{:02}:00Z\"}},",
                    i / 60
                ),
                1 => writeln!(text, "  {{\"n\":{n},\"level\":\"br}}oken\n  ,"),
                2 => writeln!(text, "  {n},"),
                _ => writeln!(text, "  {{\n    \"n\": {n},\n    \"in\": [{{\"a\": \"}}]\"}}]\n  }},"),
            },
            Data::W3c => match dice.below(9) {
                0 => writeln!(text, "#Software: x\r\n#Fields: time cs-method cs-uri-stem sc-status time-taken"),
                1 => writeln!(
                    text,
                    "#Date: 2026-03-0{}\n#Fields: date time cs-uri-stem c-ip sc-status time-taken",
                    n % 9 + 1
                ),
                2 => writeln!(text, "#Remark: {n}\r\n#Date: 2026-03-02 09:00:00"),
                3 => writeln!(text, "{level}"),
                4 | 5 => writeln!(text, "09:{:02}:00 GET /a{} {} {}", i % 60, n % 7, 400 + n % 9, n % 60),
                _ => writeln!(
                    text,
                    "2026-03-02 09:{:02}:01 /{} \"10.0.0.{}\" {} {}\r",
                    i % 60,
                    place.to_lowercase(),
                    n % 9,
                    400 + n % 9,
                    n % 60
                ),
            },
            Data::Csv => match dice.below(10) {
                0 => writeln!(text, "short{i},1"),
                1 => writeln!(text, "long{i},1,2,{place},4,5,6,7\r"),
                2 => writeln!(
                    text,
                    "\"n,{i}\",x,{},{place},{}.25,\"quoted \"\"{n}\"\"\nsecond \"\"line\n\nfourth\"",
                    n % 80,
                    n
                ),
                3 => writeln!(text, "n{i},x,not a number,{place},,no \"quote\" inside"),
                _ => writeln!(text, "n{i},x,{},{place},0.{n},note {n}", n % 80),
            },
        };
        // Bytes that are no text pass through whatever reads them.
        let garbage = dice.below(25) == 0;
        out.extend_from_slice(text.as_bytes());
        if garbage && data == Data::Text {
            out.extend_from_slice(b"error \xff\xfe\xc3( bytes\n");
        }
        text.clear();
    }
    // The last line ends without a newline, the usual way for a log to be cut off.
    out.pop();
    out
}

/// One input in all the forms that it is read in.
struct Forms {
    plain: Vec<u8>,
    dir: PathBuf,
}

/// Names within a folder: the same in each, so that messages are the same.
const NAMES: [&str; 2] = ["a.log", "b.log"];
const PACKED: [&str; 3] = ["plain", "gz", "zst"];

impl Forms {
    fn new(dir: PathBuf, data: Data, lines: usize) -> Forms {
        let plain = made(data, lines);
        let second = made(Data::Text, lines + 1);
        for form in PACKED {
            std::fs::create_dir_all(dir.join(form)).expect("a folder can be made");
            for (name, bytes) in NAMES.into_iter().zip([&plain, &second]) {
                let bytes = match form {
                    "gz" => feed::gzip(bytes),
                    "zst" => feed::zstd(bytes),
                    _ => bytes.clone(),
                };
                std::fs::write(dir.join(form).join(name), bytes).expect("a file can be written");
            }
        }
        Forms { plain, dir }
    }

    fn file(&self, form: &str) -> PathBuf {
        self.dir.join(form).join(NAMES[0])
    }
}

/// How a query is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    File,
    Named,
    Pipe,
    Dribble,
    Gzip,
    Zstd,
}

/// Whether states of a run leave memory after every batch. Past its memory a step reads on
/// where `head` would have stopped, and tells what it read.
fn spills(query: &(&[&str], &str, Data), threads: usize) -> bool {
    threads.is_multiple_of(2) && query.1 != STOPS
}

/// A message without the places of what it tells.
fn placeless(message: &[u8]) -> String {
    let text = String::from_utf8_lossy(message);
    let mut pieces = text.split(" (first ");
    let first = pieces.next().unwrap_or_default().to_string();
    pieces.fold(first, |text, piece| text + piece.split_once(')').map_or("", |(_, rest)| rest))
}

/// Runs one query in one way.
fn run(query: &(&[&str], &str, Data), forms: &Forms, way: Way, threads: usize, block: &str, equal: bool) -> Ran {
    let spills = spills(query, threads);
    let threads = threads.to_string();
    let mut args: Vec<&str> = vec!["-j", &threads, "--block-size", block];
    if equal {
        args.push("--equal-hashes");
    }
    // Every other way, states leave memory after every few rows.
    if spills {
        args.extend(["--room", "1"]);
    }
    args.extend(query.0);
    args.push(query.1);
    let form = match way {
        Way::Gzip => "gz",
        Way::Zstd => "zst",
        _ => "plain",
    };
    let dir = forms.dir.join(form);
    let file = forms.file(form);
    if query.2 == Data::Two {
        args.extend(NAMES);
        return feed::run(&dir, &args, Feed::Nothing);
    }
    if way == Way::Named {
        args.push(NAMES[0]);
        let ran = feed::run(&dir, &args, Feed::Nothing);
        // The name is the only thing that may differ from standard input.
        let stdout = if query.1.contains("filename") { renamed(&ran.stdout, "-") } else { ran.stdout };
        return Ran { stdout, stderr: renamed(&ran.stderr, "standard input"), code: ran.code };
    }
    let compressed;
    let feed = match way {
        Way::File => Feed::File(&file),
        Way::Pipe => Feed::Pipe(&forms.plain),
        Way::Dribble => Feed::Dribble(&forms.plain),
        // One of the codecs comes as a file, the other through a pipe.
        Way::Gzip => Feed::File(&file),
        Way::Zstd => {
            compressed = std::fs::read(&file).expect("the input can be read");
            Feed::Pipe(&compressed)
        }
        Way::Named => unreachable!("a name was given above"),
    };
    feed::run(&dir, &args, feed)
}

/// Bytes with the first file's name replaced.
fn renamed(bytes: &[u8], to: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some(at) = memchr::memmem::find(rest, NAMES[0].as_bytes()) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to.as_bytes());
        rest = &rest[at + NAMES[0].len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// Every way that a query runs in: each number of threads with some blocks, all feeds with all
/// blocks, few threads and many, equal hashes with each.
fn ways(small: bool, two: bool) -> Vec<(Way, usize, &'static str, bool)> {
    let blocks: &[&str] = if small { &["1", "7", "4096", "1M"] } else { &["777", "4096", "1M"] };
    let feeds: &[Way] = match (two, small) {
        (true, _) => &[Way::File, Way::Gzip, Way::Zstd],
        (false, true) => &[Way::File, Way::Named, Way::Pipe, Way::Dribble, Way::Gzip, Way::Zstd],
        (false, false) => &[Way::File, Way::Pipe, Way::Gzip],
    };
    let mut all = Vec::new();
    for (b, block) in blocks.iter().copied().enumerate() {
        for threads in 1..=8 {
            // On the larger input, blocks that hold all of it leave nothing to share out.
            let shared = if small { threads % 4 == 3 - b } else { threads % 3 == b };
            if small && threads % 4 == b || block != "1M" && shared {
                all.push((Way::File, threads, block, threads % 3 == 0));
            }
        }
        for (f, feed) in feeds.iter().copied().enumerate() {
            all.push((feed, 1 + (f + 3 * b) % 5, block, (f + b) % 3 == 0));
        }
    }
    all
}

fn check(query: &(&[&str], &str, Data), forms: &Forms, small: bool, runs: &mut usize) -> Result<(), String> {
    let right = run(query, forms, Way::File, 1, "1M", false);
    if right.code == 2 {
        return Err(format!("{query:?} does not run: {}", feed::shown(&right.stderr)));
    }
    for (way, threads, block, equal) in ways(small, query.2 == Data::Two) {
        // A sample is a function of the input's name as well.
        if way == Way::Named && query.1.contains("sample") {
            continue;
        }
        *runs += 1;
        let ran = run(query, forms, way, threads, block, equal);
        for (what, found, expected) in [("stdout", &ran.stdout, &right.stdout), ("stderr", &ran.stderr, &right.stderr)]
        {
            // A row that waited in a file has lost its place, as rows that were sorted have.
            let same = found == expected || spills(query, threads) && placeless(found) == placeless(expected);
            if !same {
                return Err(format!(
                    "{what} of {query:?} ({} lines) differs for {way:?} -j{threads} --block-size {block}{}\n{}",
                    if small { "few" } else { "many" },
                    if equal { " --equal-hashes" } else { "" },
                    crate::harness::difference(&feed::shown(expected), &feed::shown(found)),
                ));
            }
        }
        if ran.code != right.code {
            return Err(format!(
                "{query:?} exits with {} for {way:?} -j{threads} --block-size {block}, else {}",
                ran.code, right.code
            ));
        }
    }
    Ok(())
}

/// The queries that give nothing at all would prove nothing.
fn says_something(query: &(&[&str], &str, Data), dir: &Path, forms: &Forms) -> bool {
    let ran = run(query, forms, Way::File, 1, "1M", false);
    let quiet = query.0.contains(&"-q") || query.0.contains(&"-e");
    assert!(dir.exists());
    quiet || !ran.stdout.is_empty()
}

#[test]
fn every_way_to_run_a_query_gives_the_same_bytes() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let kinds = [
        Data::Text,
        Data::Access,
        Data::Json,
        Data::Logfmt,
        Data::Csv,
        Data::Two,
        Data::Traces,
        Data::List,
        Data::Counted,
        Data::W3c,
        Data::Pods,
    ];
    let forms = |lines: usize| -> Vec<(Data, Forms)> {
        kinds.iter().map(|&data| (data, Forms::new(dir.path().join(format!("{data:?}{lines}")), data, lines))).collect()
    };
    let (small, large) = (forms(24), forms(360));
    let of =
        |all: &'_ [(Data, Forms)], data: Data| all.iter().position(|(d, _)| *d == data).expect("every kind was made");
    let queue = Mutex::new(QUERIES.iter().collect::<Vec<_>>());
    let failures = Mutex::new(Vec::new());
    let runs = Mutex::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(query) = queue.lock().expect("no test thread panics").pop() else { return };
                    let mut here = 0;
                    for (all, small) in [(&small, true), (&large, false)] {
                        let forms = &all[of(all, query.2)].1;
                        let checked = check(query, forms, small, &mut here);
                        let checked = checked.and_then(|()| {
                            let said = small || says_something(query, dir.path(), forms);
                            if said { Ok(()) } else { Err(format!("{query:?} gives nothing")) }
                        });
                        if let Err(why) = checked {
                            failures.lock().expect("no test thread panics").push(why);
                            break;
                        }
                    }
                    *runs.lock().expect("no test thread panics") += here;
                }
            });
        }
    });
    let failures = failures.into_inner().expect("no test thread panics");
    let runs = runs.into_inner().expect("no test thread panics");
    assert!(failures.is_empty(), "{} of {} queries\n\n{}", failures.len(), QUERIES.len(), failures.join("\n\n"));
    assert!(runs > 40 * QUERIES.len(), "only {runs} runs");
}

/// The inputs must hold what they are made for.
#[test]
fn the_inputs_are_as_bad_as_they_should_be() {
    let text = made(Data::Text, 360);
    let has = |bytes: &[u8], what: &[u8]| memchr::memmem::find(bytes, what).is_some();
    for what in [&b"\r\n"[..], b"\0", b"\xff\xfe", b"\n\n", b"\r "] {
        assert!(has(&text, what), "{what:?}");
    }
    assert_ne!(text.last(), Some(&b'\n'));
    assert!(has(&made(Data::Csv, 360), b"\"\"line\n\n"));
    assert!(has(&made(Data::Csv, 24), b"\"\"line\n\n"));
    assert!(has(&made(Data::Json, 360), b"{}\n"));
}
