//! What a terminal shows while a run goes on: the table of what there is so far, and what stands there in the end.
//!
//! All that was printed goes through a model of a screen, so that a test sees what a person would. Waits are for
//! things that must come; nothing here says how fast a machine is, but for what must not come more often than so.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::num::NonZero;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::feed::{self, Feed};
use crate::harness::Room;
use crate::terminal::{OnTerminal, Streams};

/// What begins each draw.
const DRAW: &str = "\u{1b}[?25l";

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = feed::command(dir, args);
    command.stdin(Stdio::piped());
    command
}

fn write(on: &mut OnTerminal, bytes: &[u8]) {
    on.child.stdin.as_mut().expect("standard input is open").write_all(bytes).expect("flitch reads");
}

fn append(path: &Path, text: &str) {
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.expect("a log").write_all(text.as_bytes()).expect("it can be written");
}

/// The lines of a screen after all that was printed, without the empty ones at its end.
fn screen_of(seen: &str, rows: u16, columns: u16) -> String {
    let size = |n| NonZero::new(n).expect("a terminal has a size");
    let mut parser = vt100::Parser::new(size(rows), size(columns), 1000);
    parser.process(seen.as_bytes());
    let lines: Vec<String> = parser.screen().rows(0, columns).collect();
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n").trim_end().to_string()
}

fn screen(on: &OnTerminal) -> String {
    screen_of(&on.seen(), 24, 120)
}

/// Waits until a screen is this one.
fn wait_for(on: &OnTerminal, expected: &str) {
    let start = Instant::now();
    while screen(on) != expected {
        assert!(start.elapsed() < feed::PATIENCE, "expected:\n{expected}\nthere is:\n{}\n{:?}", screen(on), on.seen());
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn interrupt(on: &OnTerminal) {
    kill_process(Pid::from_child(&on.child), Signal::INT).expect("a child can be signalled");
}

/// What is left once the run has ended.
fn end(on: OnTerminal) -> (String, i32) {
    let (seen, code) = on.end();
    (screen_of(&seen, 24, 120), code)
}

#[test]
fn a_followed_aggregate_is_shown_while_it_grows() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let log = dir.path().join("log");
    fs::write(&log, "a\nb\nb\n").expect("a log");
    let args = ["-F", "count by line | sort -count | head 10", "log"];
    let on = OnTerminal::start(command(dir.path(), &args), Streams::Stdout);
    wait_for(&on, "line  count\n────  ─────\nb         2\na         1");
    append(&log, "ccc\nccc\nccc\n");
    let table = "line  count\n────  ─────\nccc       3\nb         2\na         1";
    wait_for(&on, table);
    // What is drawn over is gone, and the table stands there once when the run has ended.
    interrupt(&on);
    assert_eq!(end(on), (table.to_string(), 130));
}

#[test]
fn a_look_sees_buckets_that_are_not_over() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let lines = ["09:00:01", "09:00:02", "09:02:00"].map(|time| format!("{{\"time\":\"2026-03-02T{time}Z\"}}\n"));
    fs::write(dir.path().join("log"), lines.concat()).expect("a log");
    let args = ["-F", "count every 1m | fill | sort count | print f\"{time:%H:%M} {count}\"", "log"];
    let on = OnTerminal::start(command(dir.path(), &args), Streams::Stdout);
    wait_for(&on, "09:01 0\n09:02 1\n09:00 2");
    interrupt(&on);
    assert_eq!(end(on), ("09:01 0\n09:02 1\n09:00 2".to_string(), 130));
}

#[test]
fn a_pipe_that_is_open_shows_what_it_brought() {
    let mut on = OnTerminal::start(command(Path::new("."), &["count by line"]), Streams::Both);
    write(&mut on, b"a\na\n");
    wait_for(&on, "line  count\n────  ─────\na         2");
    write(&mut on, b"b\n");
    let table = "line  count\n────  ─────\na         2\nb         1";
    wait_for(&on, table);
    // There is no line of progress beside it.
    std::thread::sleep(Duration::from_millis(1200));
    assert_eq!(screen(&on), table);
    assert_eq!(end(on), (table.to_string(), 0));
}

#[test]
fn nothing_is_shown_where_nobody_wants_it() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    fs::write(dir.path().join("log"), "a\n").expect("a log");
    // By the options, what the environment says, where the output goes, and a file that has an end.
    for (set, args) in [
        ("X=1", &["--live", "never", "count"][..]),
        ("CI=true", &["count"]),
        ("TERM=dumb", &["count"]),
        ("TERM=dumb", &["--live", "always", "count"]),
        ("X=1", &["-O", "out.json", "count"]),
        ("X=1", &["-z", "gzip", "count"]),
        ("X=1", &["-q", "count"]),
        ("X=1", &["--rate", "1B/s", "count", "log"]),
        ("X=1", &["--progress", "always", "count"]),
        // Records come as they are, and nothing can be told of a log before all is known.
        ("X=1", &["select line"]),
        ("X=1", &["discover"]),
    ] {
        let mut env = Command::new("env");
        env.arg(set).arg(env!("CARGO_BIN_EXE_flitch")).args(args).current_dir(dir.path()).stdin(Stdio::piped());
        let mut on = OnTerminal::start(env, Streams::Stdout);
        write(&mut on, b"a\n");
        std::thread::sleep(Duration::from_millis(500));
        assert!(!on.seen().contains(DRAW), "{set} {args:?}: {:?}", on.seen());
        drop(on.end());
    }
    // In a pipe there is one print, at the end, whatever is asked for.
    let args = ["--live", "always", "count by line"];
    let ran = feed::run(dir.path(), &args, Feed::Dribble(b"a\nb\na\n"));
    assert_eq!(ran.stdout, b"{\"line\":\"a\",\"count\":2}\n{\"line\":\"b\",\"count\":1}\n");
}

#[test]
fn a_file_that_has_an_end_is_shown_where_that_is_asked_for() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    fs::write(dir.path().join("log"), "a\nb\n".repeat(100_000)).expect("a log");
    let args = ["--live", "always", "--rate", "20kB/s", "-j", "2", "count by line", "log"];
    let on = OnTerminal::start(command(dir.path(), &args), Streams::Both);
    on.wait_for(DRAW);
    std::thread::sleep(Duration::from_millis(1200));
    assert!(screen(&on).starts_with("line  count\n────  ─────\na "), "{:?}", on.seen());
    assert_eq!(screen(&on).lines().count(), 4);
    interrupt(&on);
    assert_eq!(end(on).1, 130);
}

#[test]
fn a_table_is_cut_to_the_terminal_and_follows_its_size() {
    let mut on = OnTerminal::start(command(Path::new("."), &["count by line as k | sort k"]), Streams::Stdout);
    on.resize(5, 20);
    let lines: String = (10..60).map(|n| format!("{n} {}\n", "x".repeat(40))).collect();
    write(&mut on, lines.as_bytes());
    let start = Instant::now();
    let at = |on: &OnTerminal, rows, columns| screen_of(&on.seen(), rows, columns);
    let small = "k              count\n─────────────  ─────\n10 xxxxxxxxx…      1\n…";
    while at(&on, 5, 20) != small {
        assert!(start.elapsed() < feed::PATIENCE, "{}\n{:?}", at(&on, 5, 20), on.seen());
        std::thread::sleep(Duration::from_millis(10));
    }
    // It is drawn anew although nothing comes.
    let before = on.seen().len();
    on.resize(6, 30);
    on.wait_for("11 xx");
    let after = on.seen()[before..].to_string();
    let wide = "k                        count\n───────────────────────  ─────\n10 xxxxxxxxxxxxxxxxxxx…      1\n";
    assert!(screen_of(&after, 6, 30).starts_with(wide), "{after:?}");
    // All of it comes at the end, as wide as the terminal is then.
    let (seen, code) = on.end();
    let last = seen.rsplit("\u{1b}[J").next().expect("there is a last one");
    assert_eq!((last.lines().count(), code), (52, 0));
    assert!(last.lines().all(|line| line.chars().count() <= 30), "{last:?}");
    assert!(last.contains("59 xxxxxxxxxxxxxxxxxxx…      1"), "{last:?}");
}

#[test]
fn messages_stand_above_the_table() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let log = dir.path().join("log");
    fs::write(&log, "a\n").expect("a log");
    let on = OnTerminal::start(command(dir.path(), &["-F", "count by line", "log", "other"]), Streams::Both);
    let waiting = "flitch: other: is not there; waiting for it\n";
    let head = "line  count\n────  ─────\n";
    wait_for(&on, &format!("{waiting}{head}a         1"));
    append(&dir.path().join("other"), "b\n");
    let all = format!("{waiting}flitch: other: is there now\n{head}a         1\nb         1");
    wait_for(&on, &all);
    interrupt(&on);
    let (last, code) = end(on);
    assert_eq!(code, 130);
    assert!(last.starts_with(&all), "{last}");
}

#[test]
fn draws_are_few() {
    let mut on = OnTerminal::start(command(Path::new("."), &["count by line"]), Streams::Stdout);
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(1500) {
        write(&mut on, format!("{}\n", start.elapsed().as_micros() % 7).as_bytes());
        std::thread::sleep(Duration::from_millis(2));
    }
    let draws = on.seen().matches(DRAW).count() as f64;
    let most = start.elapsed().as_secs_f64() * 20.0 + 1.0;
    assert!((2.0..=most).contains(&draws), "{draws} draws");
    // Nothing comes, and nothing is drawn, also where what comes changes nothing.
    std::thread::sleep(Duration::from_millis(500));
    let seen = on.seen().len();
    write(&mut on, b"");
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(on.seen().len(), seen);
    let mut same = OnTerminal::start(command(Path::new("."), &["max(int(line)) as most"]), Streams::Stdout);
    write(&mut same, b"9\n");
    wait_for(&same, "most\n────\n   9");
    let seen = same.seen().len();
    write(&mut same, b"1\n2\n3\n");
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(same.seen().len(), seen);
    drop((on.end(), same.end()));
}

#[test]
fn control_bytes_stay_out_of_the_table() {
    let mut on = OnTerminal::start(command(Path::new("."), &["--color", "always", "tail 3"]), Streams::Stdout);
    write(&mut on, b"\x1b[2J\x1b[31mred\x07\nplain\n");
    wait_for(&on, "^[[2J^[[31mred^G\nplain");
    drop(on.end());
}

/// Whatever the pipeline: what is shown when all has been read is what is printed when the pipe is closed.
#[test]
fn the_table_is_what_the_end_prints() {
    let room = Room::new();
    let access = fs::read(room.path().join("access.log")).expect("a sample");
    let app = fs::read(room.path().join("app.jsonl")).expect("a sample");
    let runs: &[(&[&str], &[u8])] = &[
        (&["count by status"], &access),
        (&["-j", "4", "--block-size", "100", "count, p95(bytes), count_distinct(ip) by path | sort -count"], &access),
        (&["count, avg(bytes), stddev(bytes), hist(bytes), values(method), list(status), mode(ip)"], &access),
        (&["first(path), last(path), argmax(path, bytes), median(bytes), approx_p90(bytes), rate(time)"], &access),
        (&["-j", "3", "--block-size", "200", "top 3 path"], &access),
        (&["print line[:90] | tail 4"], &access),
        (&["sort -bytes | select path, bytes | head 5"], &access),
        (&["set x = ms | sort x | head 3 | drop ts, http, user, msg"], &app),
        (&["tail 1 by service | select service, msg"], &app),
        (&["sample 3 | select time, status"], &access),
        (&["skip 2 | dedup ip | count by method"], &access),
        (&["dedup consecutive ip | running count as n by ip | sort -n | select n, ip | head 4"], &access),
        (&["head 1 by ip | count by status"], &access),
        (&["-j", "2", "--block-size", "150", "sessions gap 5m by ip | sort -end"], &access),
        (&["sessions gap 5m by ip | count, max(duration) by ip | sort -count"], &access),
        (&["sort time | sessions gap 5m by ip | running count as n | tail 3"], &access),
        (&["annotate max(ms) as worst by service | where ms == worst | select service, ms"], &app),
        (&["count every 1m, method | fill | tail 6"], &access),
        (&["count every 5m, status // 100 as class | pivot class"], &access),
        (&["count by level for (\"error\", \"fatal\")"], &app),
        (&["count by path compare 5m at t\"2026-03-02T09:10Z\" | sort -count"], &access),
        (&["patterns msg | select pattern, count"], &app),
        (&["count by status | tee \"all.json\" | split \"by/{status}.json\" | sort status"], &access),
        (&["count | assert count > 3"], &access),
        (&["-o", "csv", "count by method"], &access),
        (&["-o", "json", "count by method | set share = count / 14"], &access),
        (&["-i", "csv", "sort -a"], b"a,b\n1,x\n3,y\n2,z\n"),
    ];
    let (left, right) = runs.split_at(runs.len() / 2);
    std::thread::scope(|scope| {
        for half in [left, right] {
            let room = &room;
            scope.spawn(move || half.iter().for_each(|(args, input)| shown_and_printed(room.path(), args, input)));
        }
    });
    // The looks wrote no file; the end did, once.
    assert_eq!(fs::read_to_string(room.path().join("all.json")).expect("a file").lines().count(), 9);
    assert_eq!(fs::read_dir(room.path().join("by")).expect("a folder").count(), 9);
}

fn shown_and_printed(dir: &Path, args: &[&str], input: &[u8]) {
    let mut on = OnTerminal::start(command(dir, args), Streams::Stdout);
    write(&mut on, input);
    on.wait_for(DRAW);
    // The first look may have come before the last line.
    let start = Instant::now();
    let (mut shown, mut since) = (screen(&on), Instant::now());
    while since.elapsed() < Duration::from_millis(400) {
        assert!(start.elapsed() < feed::PATIENCE, "{args:?} never rests");
        std::thread::sleep(Duration::from_millis(20));
        let now = screen(&on);
        if now != shown {
            (shown, since) = (now, Instant::now());
        }
    }
    assert!(!dir.join("by").exists() || !args[0].contains("split"), "a look writes nothing");
    let (printed, code) = end(on);
    assert_eq!((&shown, code), (&printed, 0), "{args:?}");
    assert!(shown.lines().count() >= 1 && !shown.contains("printed at the end"), "{args:?}: {shown}");
}

#[test]
fn what_is_too_large_is_printed_at_the_end() {
    let args = ["--memory", "2MiB", "count by line as k | sort -k | head 1"];
    let mut on = OnTerminal::start(command(Path::new("."), &args), Streams::Stdout);
    write(&mut on, b"a\n");
    let table = "k  count\n─  ─────\na      1";
    wait_for(&on, table);
    let lines: String = (0..40_000).map(|n| format!("{n:05}\n")).collect();
    write(&mut on, lines.as_bytes());
    wait_for(&on, "flitch: there is too much to show while it grows; it is printed at the end");
    let (seen, code) = on.end();
    assert_eq!((screen_of(&seen, 24, 120).as_str(), code), (table, 0));
}

#[test]
fn rows_of_a_table_come_when_the_input_pauses() {
    let mut on = OnTerminal::start(command(Path::new("."), &["select line, len(line)"]), Streams::Stdout);
    write(&mut on, b"first\n");
    wait_for(&on, "line   len_line\n─────  ────────\nfirst         5");
    write(&mut on, b"second\n");
    wait_for(&on, "line   len_line\n─────  ────────\nfirst         5\nsecond         6");
    assert_eq!(on.end().1, 0);
}

// Buckets of time that come out while the input grows.

#[test]
fn buckets_come_as_time_goes_on() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let log = dir.path().join("log");
    let line = |time: &str, path: &str| format!("{{\"time\":\"2026-03-02T{time}Z\",\"path\":\"{path}\"}}\n");
    fs::write(&log, [line("09:00:05", "a"), line("09:00:50", "b"), line("09:01:05", "a")].concat()).expect("a log");
    let args = ["-F", "count every 1m, path | where path == \"a\" | print f\"{time:%H:%M} {count}\"", "log"];
    let mut child = command(dir.path(), &args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("flitch");
    let mut out = std::io::BufReader::new(child.stdout.take().expect("a pipe"));
    let mut next = || {
        let mut line = String::new();
        std::io::BufRead::read_line(&mut out, &mut line).expect("a line comes");
        line
    };
    // Ten seconds late is not too late, and the bucket waits for that.
    append(&log, &line("09:00:59", "a"));
    append(&log, &line("09:01:10", "a"));
    assert_eq!(next(), "09:00 2\n");
    append(&log, &line("09:00:58", "a"));
    append(&log, &line("09:03:00", "a"));
    assert_eq!(next(), "09:01 2\n");
    // The rest comes at the end, as soon as the last line has been read.
    std::thread::sleep(Duration::from_millis(300));
    kill_process(Pid::from_child(&child), Signal::INT).expect("a child can be signalled");
    assert_eq!(next(), "09:03 1\n");
    let status = feed::wait(&mut child, feed::PATIENCE).expect("flitch ends");
    assert_eq!(feed::code(status), 130);
    let mut told = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().expect("a pipe"), &mut told).expect("text");
    let late = "flitch: 1 line: too late for `every`: the bucket had come out (--late lets it wait longer)";
    assert!(told.starts_with(late) && told.contains("log:6"), "{told}");
}

/// Law 1 for a run that goes on: neither threads nor blocks change a byte of what comes out, or of the ledger.
#[test]
fn buckets_are_the_same_for_any_threads_and_blocks() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let mut log = File::create(dir.path().join("log")).expect("a log");
    let mut state = 7u64;
    let mut dice = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    for i in 0..6000u64 {
        let at = 1_772_400_000 + i / 3 - dice(30) + if dice(400) == 0 { 15 } else { 0 };
        let time = if dice(60) == 0 { "\"soon\"".to_string() } else { at.to_string() };
        writeln!(log, "{{\"time\":{time},\"ms\":{},\"key\":\"k{}\"}}", dice(1000), dice(4)).expect("a line");
    }
    // It ends by itself, where a step has enough.
    for pipeline in [
        "count, p95(ms), first(ms) every 10s, key | head 300",
        "count, max(ms) every 10s, key | fill | head 250",
        "count every 1m | where count > 5 | set rate = count / (count - count) | head 9",
        "count every 5s | skip 3 | dedup time | running sum(count) as n | head 100",
    ] {
        let run = |threads: &str, block: &str| {
            let args = ["-F", "--late", "3s", "-j", threads, "--block-size", block, pipeline, "log"];
            feed::run(dir.path(), &args, Feed::Nothing)
        };
        let one = run("1", "1MiB");
        assert_eq!(one.code, 0, "{pipeline}");
        let told = String::from_utf8_lossy(&one.stderr).into_owned();
        assert!(told.contains("too late for `every`"), "{pipeline}: {told}");
        for (threads, block) in [("1", "100"), ("2", "1KiB"), ("3", "7000"), ("8", "200")] {
            let other = run(threads, block);
            assert!(other.stdout == one.stdout, "{pipeline} -j{threads} {block}");
            assert_eq!(String::from_utf8_lossy(&other.stderr), told, "{pipeline} -j{threads} {block}");
        }
    }
}
