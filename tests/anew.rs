//! SIGHUP: the output is opened again and the pipeline is read again, and no line is lost or comes twice.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::harness::{Dice, hears_signals};

fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).expect("a signal can be sent");
}

/// Waits until something is so.
fn wait_for(what: &str, is_so: &mut dyn FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(60), "{what} did not come about");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn start(dir: &Path, args: &[&str]) -> Child {
    hears_signals();
    let mut command = Command::new(env!("CARGO_BIN_EXE_flitch"));
    let stderr = File::create(dir.join("err")).expect("a file can be made");
    command.args(args).current_dir(dir).stdin(Stdio::null()).stdout(Stdio::null()).stderr(stderr);
    command.spawn().expect("flitch runs")
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// Ends a run in order and gives what it said.
fn end(mut child: Child, dir: &Path) -> (Option<i32>, String) {
    send(&child, Signal::TERM);
    let status = child.wait().expect("it ends");
    (status.code(), text(&dir.join("err")))
}

/// A pipeline that is one of several, and what it is like.
fn pipeline(nth: u64) -> (String, bool) {
    match nth % 4 {
        3 => ("print f\"{line".to_string(), false),
        nth => (format!("where \"line\" in line | print f\"{nth} {{line}}\"\n"), true),
    }
}

#[test]
fn swapping_pipelines_and_outputs_loses_nothing_and_repeats_nothing() {
    for (nth, suffix) in [(0, ""), (1, ""), (2, ".gz")] {
        let dir = tempfile::tempdir().expect("a folder");
        let (path, mut dice) = (dir.path(), Dice::new(nth));
        let script = path.join("p.flitch");
        fs::write(&script, pipeline(0).0).expect("a script can be written");
        let mut log = File::create(path.join("a.log")).expect("a log can be made");
        let out = format!("out{suffix}");
        let mut args = vec!["-F", "-j", "3", "--block-size", "300", "--append", &out, "-f", "p.flitch"];
        if nth > 0 {
            args.extend(["--checkpoint", "c"]);
        }
        args.push("a.log");
        let mut child = start(path, &args);
        wait_for("the output", &mut || path.join(&out).exists());
        let (mut n, mut outputs) = (0, 0);
        for _ in 0..40 {
            for _ in 0..dice.below(60) {
                writeln!(log, "line {n}").expect("a log can be written");
                n += 1;
            }
            if dice.below(2) == 0 {
                fs::write(&script, pipeline(dice.below(4)).0).expect("a script can be written");
            }
            if dice.below(2) == 0 {
                fs::rename(path.join(&out), path.join(format!("{outputs}.out{suffix}"))).expect("it can be renamed");
                outputs += 1;
            }
            send(&child, Signal::HUP);
            std::thread::sleep(Duration::from_millis(dice.below(40)));
            let mut stopped = None;
            wait_for("the output", &mut || {
                stopped = stopped.or_else(|| child.try_wait().expect("its state can be asked"));
                assert!(stopped.is_none(), "it ended: {stopped:?}\n{}", text(&path.join("err")));
                path.join(&out).exists()
            });
        }
        // A last line that all runs let through, so that one can tell when they have come to it.
        fs::write(&script, pipeline(0).0).expect("a script can be written");
        send(&child, Signal::HUP);
        writeln!(log, "line {n}").expect("a log can be written");
        let all = || {
            let names = (0..outputs).map(|nth| format!("{nth}.out{suffix}")).chain([out.clone()]);
            let mut all = String::new();
            for name in names {
                match suffix {
                    "" => all.push_str(&text(&path.join(name))),
                    _ => {
                        let file = File::open(path.join(name)).expect("an output");
                        let mut inside = Vec::new();
                        // What is being written has no end yet.
                        let _ = flate2::read::MultiGzDecoder::new(file).read_to_end(&mut inside);
                        all.push_str(&String::from_utf8_lossy(&inside));
                    }
                }
            }
            all
        };
        let last = format!(" line {n}\n");
        wait_for("the last line", &mut || all().ends_with(&last));
        let (code, said) = end(child, path);
        assert_eq!(code, Some(143), "{said}");
        let all = all();
        let seen: Vec<&str> = all.lines().map(|line| line.split_once(' ').expect("two words").1).collect();
        let expected: Vec<String> = (0..=n).map(|n| format!("line {n}")).collect();
        let differs = seen.iter().zip(&expected).position(|(seen, expected)| seen != expected);
        let differs = differs.map(|at| (&seen[at.saturating_sub(2)..seen.len().min(at + 3)], &expected[at]));
        assert_eq!((differs, seen.len()), (None, expected.len()), "run {nth}: {said}");
        assert!(said.contains("going on with the pipeline as it is now"), "{said}");
        assert!(said.contains("the pipeline is as it was before SIGHUP"), "{said}");
    }
}

#[test]
fn an_output_that_was_renamed_is_left_and_begun_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path();
    let mut log = File::create(path.join("a.csv")).expect("a log can be made");
    log.write_all(b"a,b\n1,2\n").expect("a log can be written");
    let args = ["-F", "--checkpoint", "c", "--append", "out", "-o", "csv", "dedup a | select a, b", "a.csv"];
    // `dedup` remembers what it has seen, since the pipeline is the same.
    let args: Vec<&str> = args.into_iter().filter(|arg| !["--checkpoint", "c"].contains(arg)).collect();
    let child = start(path, &args);
    wait_for("the first rows", &mut || text(&path.join("out")) == "a,b\n1,2\n");
    fs::rename(path.join("out"), path.join("out.1")).expect("it can be renamed");
    send(&child, Signal::HUP);
    wait_for("the new file", &mut || path.join("out").exists());
    log.write_all(b"1,3\n4,5\n").expect("a log can be written");
    wait_for("the next rows", &mut || text(&path.join("out")) == "a,b\n4,5\n");
    assert_eq!(text(&path.join("out.1")), "a,b\n1,2\n");
    assert_eq!(end(child, path).0, Some(143));
}

#[test]
fn a_side_file_is_read_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path();
    fs::write(path.join("words"), "one\n").expect("a file can be written");
    let mut log = File::create(path.join("a.log")).expect("a log can be made");
    log.write_all(b"one\ntwo\n").expect("a log can be written");
    let child = start(path, &["-F", "--append", "out", "where contains_any(line, lines(\"words\"))", "a.log"]);
    wait_for("the first line", &mut || text(&path.join("out")) == "one\n");
    fs::write(path.join("words"), "two\n").expect("a file can be written");
    send(&child, Signal::HUP);
    wait_for("the news", &mut || text(&path.join("err")).contains("going on"));
    log.write_all(b"two\none\n").expect("a log can be written");
    wait_for("the next line", &mut || text(&path.join("out")) == "one\ntwo\n");
    assert_eq!(end(child, path).0, Some(143));
}

#[test]
fn elsewhere_a_hangup_ends_a_run_in_order() {
    hears_signals();
    let dir = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(env!("CARGO_BIN_EXE_flitch"))
        .args(["count"])
        .current_dir(dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("flitch runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(b"one\ntwo\n").expect("it is read");
    // Once the pipe is empty the lines have been read.
    wait_for("reading", &mut || rustix::io::ioctl_fionread(&stdin).is_ok_and(|left| left == 0));
    send(&child, Signal::HUP);
    let output = child.wait_with_output().expect("it ends");
    drop(stdin);
    assert_eq!(output.status.code(), Some(129));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "{\"count\":2}\n");
}

#[test]
fn what_nohup_ignores_is_ignored() {
    let dir = tempfile::tempdir().expect("a folder");
    let script = "trap '' HUP; exec \"$0\" count";
    let mut child = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_flitch")])
        .current_dir(dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("sh runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(b"one\n").expect("it is read");
    wait_for("reading", &mut || rustix::io::ioctl_fionread(&stdin).is_ok_and(|left| left == 0));
    send(&child, Signal::HUP);
    std::thread::sleep(Duration::from_millis(50));
    stdin.write_all(b"two\n").expect("it is still there");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), &output.stdout[..]), (Some(0), &b"{\"count\":2}\n"[..]));
}
