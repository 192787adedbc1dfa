//! A run among others: how fast and how long it reads, how it waits, and what it shows on a terminal.
//!
//! Nothing here says how fast a machine must be. What must take a time is measured from below; what
//! must not wait is set against waits that would never end.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::feed::{self, Feed};
use crate::harness::Ran;
use crate::terminal::{OnTerminal, Streams};

fn command(args: &[&str]) -> Command {
    let mut command = feed::command(Path::new("."), args);
    command.stdin(Stdio::piped());
    command
}

/// A run whose pipes are in the test's hands.
fn start(args: &[&str]) -> Child {
    command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("flitch runs")
}

fn write(child: &mut Child, bytes: &[u8]) {
    child.stdin.as_mut().expect("standard input is open").write_all(bytes).expect("flitch reads");
}

/// Waits for the end of a run whose standard input stays open.
fn end(mut child: Child) -> Ran {
    let stdin = child.stdin.take();
    let (stdout, stderr) = (feed::gather(child.stdout.take()), feed::gather(child.stderr.take()));
    let status = feed::wait(&mut child, feed::PATIENCE).expect("flitch ends");
    drop(stdin);
    Ran { stdout: feed::taken(stdout), stderr: feed::taken(stderr), code: feed::code(status) }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("this output is text")
}

fn file(dir: &tempfile::TempDir, bytes: &[u8]) -> String {
    let path = dir.path().join("file");
    fs::write(&path, bytes).expect("a file can be written");
    path.to_str().expect("temporary paths are text").to_string()
}

fn lines(n: usize) -> Vec<u8> {
    (0..n).map(|i| format!("line {i:>6} of {n:>6}\n")).collect::<String>().into_bytes()
}

// Rates.

#[test]
fn a_rate_takes_its_time_and_changes_no_byte() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let input = lines(5000);
    let name = file(&dir, &input);
    let packed = feed::gzip(&input);
    assert_eq!(input.len(), 110_000);
    let runs = [
        ("100kB/s", "1", Feed::Nothing),
        ("100kB/s", "4", Feed::Nothing),
        ("100kB/s", "2", Feed::Pipe(&input)),
        ("100kB/s", "2", Feed::Pipe(&packed)),
        ("5k lines/s", "4", Feed::Nothing),
        ("5k lines/s", "1", Feed::Pipe(&input)),
    ];
    std::thread::scope(|scope| {
        for (rate, threads, feed) in runs {
            let (dir, name, input) = (dir.path(), &name, &input);
            scope.spawn(move || {
                let from = if matches!(feed, Feed::Nothing) { name.as_str() } else { "-" };
                let start = Instant::now();
                let ran = feed::run(dir, &["-j", threads, "--rate", rate, "", from], feed);
                let took = start.elapsed();
                assert_eq!((ran.stdout == *input, text(&ran.stderr), ran.code), (true, "", 0), "{rate} -j{threads}");
                // A second at the rate, less the burst at the start.
                assert!(took >= Duration::from_millis(800), "{rate} -j{threads} {feed:?} took {took:?}");
            });
        }
    });
}

#[test]
fn output_of_a_slow_run_comes_as_it_is_read() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let name = file(&dir, &lines(100));
    for args in [&["--rate", "10 lines/s", "", &name][..], &["--rate", "250B/s", "select line", &name]] {
        let mut child = start(args);
        let mut first = [0; 20];
        child.stdout.as_mut().expect("a pipe").read_exact(&mut first).expect("a line comes");
        assert!(text(&first).contains("line      0"), "{first:?}");
        // The rest takes many seconds, and a signal does not wait for them.
        std::thread::sleep(Duration::from_millis(300));
        assert!(child.try_wait().expect("a child can be waited for").is_none(), "{args:?}");
        kill_process(Pid::from_child(&child), Signal::INT).expect("a child can be signalled");
        let ran = end(child);
        assert_eq!(ran.code, 130, "{args:?}");
        assert!(ran.stdout.len() < 1500, "{args:?}");
    }
}

#[test]
fn a_run_that_has_enough_does_not_wait_for_its_pace() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let name = file(&dir, &lines(100_000));
    for threads in ["1", "4"] {
        let ran = feed::run(dir.path(), &["-j", threads, "--rate", "1B/s", "head 1", &name], Feed::Nothing);
        assert_eq!((text(&ran.stdout), ran.code), ("line      0 of 100000\n", 0));
    }
}

#[test]
fn a_run_that_has_enough_does_not_wait_for_input() {
    for pipeline in ["\"line  29999\" | head 1", "where line_no == 30000 | head 1"] {
        let mut child = start(&["-j", "4", pipeline]);
        // More than a block, so that there are several workers, and then nothing: while one works on the
        // last line, another waits for more.
        let mut stdin = child.stdin.take().expect("standard input is open");
        let writer = std::thread::spawn(move || {
            let _ = stdin.write_all(&lines(30_000));
            stdin
        });
        let ran = end(child);
        assert_eq!((text(&ran.stdout), text(&ran.stderr), ran.code), ("line  29999 of  30000\n", "", 0));
        drop(writer.join());
    }
}

// Being polite.

#[test]
fn a_polite_run_gives_the_same_bytes() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let input = lines(60_000);
    let name = file(&dir, &input);
    for args in [&["--polite", "", &name][..], &["--polite", "--rate", "900MB/s", "-j", "4", "", &name]] {
        let ran = feed::run(dir.path(), args, Feed::Nothing);
        assert_eq!((ran.stdout == input, text(&ran.stderr), ran.code), (true, "", 0));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_polite_run_has_a_low_priority() {
    let nice_of = |task: &Path| {
        let stat = fs::read_to_string(task.join("stat")).expect("a task has a state");
        let after = stat.rsplit(") ").next().expect("the name is in brackets");
        after.split(' ').nth(16).expect("the niceness is the nineteenth").to_string()
    };
    let own = nice_of(Path::new("/proc/self"));
    for (args, expected) in [(&["-j", "3", "count"][..], own.as_str()), (&["-j", "3", "--polite", "count"], "10")] {
        let mut child = start(args);
        // More than a block: the other workers are started.
        write(&mut child, &lines(60_000));
        let tasks = format!("/proc/{}/task", child.id());
        let start = Instant::now();
        let nices: Vec<String> = loop {
            let tasks: Vec<_> = fs::read_dir(&tasks).expect("a process has tasks").flatten().collect();
            if tasks.len() == 3 {
                break tasks.iter().map(|task| nice_of(&task.path())).collect();
            }
            assert!(start.elapsed() < feed::PATIENCE, "{} tasks", tasks.len());
            std::thread::sleep(Duration::from_millis(5));
        };
        assert!(nices.iter().all(|nice| nice == expected), "{args:?} {nices:?}");
        drop(child.stdin.take());
        assert_eq!(text(&end(child).stdout), "{\"count\":60000}\n");
    }
}

// The time that a run may take.

const OVER: &str = "flitch: --timeout: 2s have passed; this is what had been read until then\n";

#[test]
fn a_run_ends_when_its_time_is_over() {
    // All of them wait at the same time.
    let runs = ["1", "4"].map(|threads| {
        let mut child = start(&["-j", threads, "--timeout", "2s", "count"]);
        write(&mut child, b"a\nb\nc\n");
        child
    });
    // Part of an archive is no damage.
    let mut archive = start(&["--timeout", "2s", "count"]);
    write(&mut archive, &feed::gzip(&lines(3000))[..1000]);
    // A slow pace is broken off, too.
    let dir = tempfile::tempdir().expect("a temporary directory");
    let name = file(&dir, &lines(100));
    let slow = start(&["--timeout", "2s", "--rate", "1 line/s", "count", &name]);
    for child in runs {
        let ran = end(child);
        assert_eq!((text(&ran.stdout), text(&ran.stderr), ran.code), ("{\"count\":3}\n", OVER, 124));
    }
    let ran = end(archive);
    assert_eq!((text(&ran.stderr), ran.code), (OVER, 124));
    let ran = end(slow);
    assert_eq!((text(&ran.stderr), ran.code), (OVER, 124));
    assert!(["{\"count\":2}\n", "{\"count\":3}\n"].contains(&text(&ran.stdout)), "{}", text(&ran.stdout));
}

#[test]
fn a_run_on_an_endless_pipe_ends_when_its_time_is_over() {
    let mut child = start(&["--timeout", "2s", "count by line"]);
    let mut stdin = child.stdin.take().expect("standard input is open");
    let writer = std::thread::spawn(move || while stdin.write_all(&b"y\n".repeat(1000)).is_ok() {});
    let ran = end(child);
    assert_eq!((text(&ran.stderr), ran.code), (OVER, 124));
    assert!(text(&ran.stdout).starts_with("{\"line\":\"y\",\"count\":"));
    writer.join().expect("the writer ends");
}

#[cfg(target_os = "linux")]
#[test]
fn a_named_pipe_that_nobody_writes_holds_up_nothing() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let made = Command::new("mkfifo").arg(dir.path().join("fifo")).status().expect("mkfifo runs");
    assert!(made.success());
    let ran = feed::run(dir.path(), &["--timeout", "2s", "count", "fifo"], Feed::Nothing);
    assert_eq!((text(&ran.stdout), text(&ran.stderr), ran.code), ("{\"count\":0}\n", OVER, 124));
    // And one that is written late is read whole.
    let child = feed::command(dir.path(), &["count", "fifo"]).stdout(Stdio::piped()).spawn().expect("flitch runs");
    std::thread::sleep(Duration::from_millis(100));
    fs::write(dir.path().join("fifo"), lines(50_000)).expect("the pipe has a reader");
    assert_eq!(text(&end(child).stdout), "{\"count\":50000}\n");
}

#[test]
fn a_run_that_ends_in_time_knows_nothing_of_it() {
    let input = lines(1000);
    let ran = feed::run(Path::new("."), &["--timeout", "1h", "count"], Feed::Pipe(&input));
    assert_eq!((text(&ran.stdout), text(&ran.stderr), ran.code), ("{\"count\":1000}\n", "", 0));
}

#[test]
fn a_file_of_a_run_that_was_cut_short_does_not_look_whole() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let mut child = feed::command(dir.path(), &["--timeout", "2s", "-O", "out", "count"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("flitch runs");
    write(&mut child, b"a\n");
    assert_eq!(end(child).code, 124);
    assert!(!dir.path().join("out").exists() && dir.path().join("out.partial").exists());
}

// Control bytes on a terminal.

const NASTY: &[u8] = b"\x1b[31mred\x1b[0m \x1b]0;title\x07 a\rb\tc \xc2\x9b31m\n";
const SHOWN: &str = "^[[31mred^[[0m ^[]0;title^G a^Mb\tc \u{fffd}31m";

/// Runs over nasty bytes with standard output on a terminal; gives what it printed.
fn printed(args: &[&str]) -> String {
    let mut on = OnTerminal::start(command(args), Streams::Stdout);
    write(&mut on.child, NASTY);
    let (seen, code) = on.end();
    assert_eq!(code, 0, "{args:?}");
    seen
}

#[test]
fn a_terminal_gets_no_control_bytes() {
    for args in [&[""][..], &["\"red\""], &["print line"], &["-o", "raw", "set a = 1"], &["--color", "never", ""]] {
        assert_eq!(printed(args), format!("{SHOWN}\r\n"), "{args:?}");
    }
    for format in ["csv", "tsv", "json", "logfmt", "table"] {
        let seen = printed(&["-o", format, "select line"]);
        let obeys = |c: char| c.is_control() && !matches!(c, '\r' | '\n' | '\t');
        assert!(seen.contains("31mred") && !seen.contains(obeys), "{format} {seen:?}");
    }
}

#[test]
fn bytes_are_untouched_where_that_is_wanted() {
    // The terminal makes `\r\n` of a newline.
    let sent = [&NASTY[..NASTY.len() - 1], b"\r\n"].concat();
    assert_eq!(printed(&["--color", "always", ""]), String::from_utf8_lossy(&sent));
    for args in [&[""][..], &["--color", "never", ""]] {
        assert_eq!(feed::run(Path::new("."), args, Feed::Pipe(NASTY)).stdout, NASTY);
    }
}

#[test]
fn a_message_on_a_terminal_holds_no_control_bytes() {
    let on = OnTerminal::start(command(&["", "no\x1b[31msuch"]), Streams::Stderr);
    let (seen, code) = on.end();
    assert_eq!((seen.as_str(), code), ("flitch: no^[[31msuch: no such file or directory\r\n", 3));
}

// Progress.

/// What stands on a terminal when all was printed, as far as progress needs it: a cleared line is empty.
fn left_over(seen: &str) -> String {
    let last = seen.rfind("\u{1b}[2K").map_or(0, |at| at + 4);
    seen[last..].replace('\r', "")
}

#[test]
fn progress_shows_after_a_second_and_leaves_nothing() {
    let mut on = OnTerminal::start(command(&["--strict", "where a > 1"]), Streams::Stderr);
    write(&mut on.child, b"{\"a\":2}\n{\"a\":\"x\"}\n");
    on.wait_for(" lines in, ");
    let line = on.seen();
    assert!(line.contains("flitch: 18 B, ") && line.contains("~2 lines in, 1 out"), "{line:?}");
    assert!(!line.contains('%') && !line.contains('\n'), "{line:?}");
    let mut out = [0; 8];
    on.child.stdout.as_mut().expect("a pipe").read_exact(&mut out).expect("the record comes");
    assert_eq!(&out, b"{\"a\":2}\n");
    // It leaves room for what is typed.
    let shown = line.split('\r').next_back().expect("there is a last one");
    assert!(shown.chars().count() < 120, "{line:?}");
    let (seen, code) = on.end();
    assert_eq!(code, 4);
    assert!(left_over(&seen).starts_with("flitch: 1 line: "), "{seen:?}");
    assert_eq!(seen.matches("flitch: 1 line: ").count(), 1);
}

#[test]
fn progress_knows_the_share_of_compressed_files() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let input = lines(40_000);
    let packed = feed::gzip(&input);
    let name = file(&dir, &packed);
    // A second at this rate is half of it.
    let on = OnTerminal::start(command(&["--rate", "400kB/s", "count", &name, &name]), Streams::Stderr);
    on.wait_for(" left");
    let line = on.seen();
    let share = line.split(" (").nth(1).and_then(|rest| rest.split(" %)").next()).expect("there is a share");
    // What is told is not after the end, and more than nothing has been read.
    assert!((1..100).contains(&share.parse::<u32>().expect("a number")), "{line:?}");
    kill_process(Pid::from_child(&on.child), Signal::INT).expect("a child can be signalled");
    assert_eq!(on.end().1, 130);
}

#[test]
fn progress_gives_way_to_output_on_the_same_terminal() {
    let mut on = OnTerminal::start(command(&["--live", "never", "count by line"]), Streams::Both);
    write(&mut on.child, b"a\na\nb\n");
    on.wait_for(" lines in, ");
    let (seen, code) = on.end();
    assert_eq!(code, 0);
    assert_eq!(left_over(&seen), "line  count\n────  ─────\na         2\nb         1\n");
    // What comes while the line is there is whole, and the line comes again after it.
    let mut on = OnTerminal::start(command(&[""]), Streams::Both);
    write(&mut on.child, b"first\n");
    on.wait_for(" lines in, ");
    write(&mut on.child, b"second\n");
    on.wait_for("second\r\n");
    on.wait_for("~2 lines in, 2 out");
    let (seen, _) = on.end();
    let (before, after) = seen.split_once("second\r\n").expect("it came");
    assert!(left_over(before).is_empty() && before.contains("first\r\n"), "{seen:?}");
    assert_eq!(left_over(after), "", "{seen:?}");
}

#[test]
fn progress_is_not_shown_where_nobody_looks() {
    let wait = Duration::from_millis(1300);
    // In a pipe.
    let mut child = start(&["count"]);
    write(&mut child, b"a\n");
    // In CI, for a dumb terminal, and where it is not wanted.
    let mut runs = vec![(OnTerminalEnv::Ci, vec!["count"]), (OnTerminalEnv::Dumb, vec!["count"])];
    runs.push((OnTerminalEnv::Plain, vec!["--progress", "never", "count"]));
    let runs: Vec<OnTerminal> = runs.into_iter().map(|(env, args)| env.start(&args)).collect();
    std::thread::sleep(wait);
    drop(child.stdin.take());
    assert_eq!(text(&end(child).stderr), "");
    for on in runs {
        assert_eq!(on.end(), (String::new(), 0));
    }
}

/// What the environment says of a terminal.
#[derive(Clone, Copy)]
enum OnTerminalEnv {
    Plain,
    Ci,
    Dumb,
}

impl OnTerminalEnv {
    fn start(self, args: &[&str]) -> OnTerminal {
        // `env` sets it after the terminal has been set up.
        let set = match self {
            OnTerminalEnv::Plain => "X=1",
            OnTerminalEnv::Ci => "CI=true",
            OnTerminalEnv::Dumb => "TERM=dumb",
        };
        let mut command = Command::new("env");
        command.arg(set).arg(env!("CARGO_BIN_EXE_flitch")).args(args).stdin(Stdio::piped());
        OnTerminal::start(command, Streams::Stderr)
    }
}

#[test]
fn progress_can_be_asked_for_in_a_pipe() {
    let mut child = start(&["--progress", "always", "count"]);
    write(&mut child, b"a\nb\n");
    let mut line = String::new();
    BufReader::new(child.stderr.as_mut().expect("a pipe")).read_line(&mut line).expect("a line comes");
    assert!(line.starts_with("flitch: 4 B, ") && line.ends_with(" ~2 lines in, 0 out\n"), "{line:?}");
    drop(child.stdin.take());
    assert_eq!(text(&end(child).stdout), "{\"count\":2}\n");
}
