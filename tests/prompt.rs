//! Promptness: a line that comes out does so while its writer holds the pipe open, or while its file is
//! followed, and whoever has enough ends the pipe at once.
//!
//! Lines go in one by one, and the next one only after the answer to the last: what waits for more input
//! hangs here, whatever the machine does meanwhile, and fails after a minute. How long each answer took is
//! printed and not tested, since a busy machine takes its time:
//! `cargo test --release --test flitch prompt -- --nocapture --test-threads 1`.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::feed;
use crate::harness::Room;

/// How many lines are timed.
const LINES: usize = 200;

/// A run, and its lines as they come.
struct Answers {
    child: Child,
    lines: mpsc::Receiver<String>,
}

impl Answers {
    fn of(mut command: Command) -> Answers {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().expect("flitch runs");
        let stdout = BufReader::new(child.stdout.take().expect("standard output is open"));
        let (tell, lines) = mpsc::channel();
        std::thread::spawn(move || stdout.lines().map_while(Result::ok).all(|line| tell.send(line).is_ok()));
        Answers { child, lines }
    }

    /// Writes lines and waits for the answer to each; `spelled` says what stands in it. Tells how long that took.
    fn time(&self, what: &str, to: &mut dyn Write, input: &dyn Fn(usize) -> String) {
        let mut took: Vec<Duration> = Vec::new();
        for i in 0..LINES {
            // The run waits by then, as it does for a line in real life.
            std::thread::sleep(Duration::from_millis(2));
            let start = Instant::now();
            to.write_all(input(i).as_bytes()).and_then(|()| to.flush()).expect("the input is open");
            let line = self.lines.recv_timeout(feed::PATIENCE).unwrap_or_else(|_| panic!("{what}: no line {i}"));
            took.push(start.elapsed());
            assert!(line.contains(&format!("line {i}")), "{what}: {line:?} is not line {i}");
        }
        took.sort();
        println!("{what}: median {:?}, longest {:?} of {LINES} lines", took[LINES / 2], took[LINES - 1]);
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn json(i: usize) -> String {
    format!("{{\"status\":500,\"msg\":\"line {i}\"}}\n")
}

const PIPELINES: &[&[&str]] = &[&["\"line\""], &["-j", "4", "where status >= 500 | select msg"], &["-j", "1", "dedup"]];

#[test]
fn a_line_of_a_pipe_is_answered_before_the_next() {
    for args in PIPELINES {
        let mut command = feed::command(Path::new("."), args);
        command.stdin(Stdio::piped());
        let mut answers = Answers::of(command);
        let mut stdin = answers.child.stdin.take().expect("standard input is open");
        answers.time(&format!("a pipe, {args:?}"), &mut stdin, &json);
    }
}

#[test]
fn a_line_of_a_followed_file_is_answered_before_the_next() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    for (at, args) in PIPELINES.iter().enumerate() {
        let names = [format!("{at}.a.log"), format!("{at}.b.log")];
        let mut files = names.clone().map(|name| File::create(dir.path().join(name)).expect("a log can be made"));
        let mut command = feed::command(dir.path(), &[&["--follow"], *args, &[&names[0], &names[1]]].concat());
        command.stdin(Stdio::null());
        let answers = Answers::of(command);
        answers.time(&format!("a followed file, {args:?}"), &mut files[1], &json);
    }
}

/// `tail -f` holds the pipe open: what ends it is the first line, and nothing that comes later.
#[test]
fn a_reader_that_has_enough_ends_the_pipe() {
    let room = Room::new();
    for command in [
        "tail -f app.log | flitch '\"ERROR\"' | head -1",
        "tail -f app.log | flitch '\"ERROR\" | head 1'",
        "tail -f app.jsonl | flitch -j 4 'where status >= 500 | select msg' | head -1",
        "flitch -F '\"ERROR\" | head 1' app.log",
        "flitch -F '\"ERROR\"' app.log | head -1",
    ] {
        // Not every `tail` looks after its reader, and the shell waits for it: it is ended when the others have.
        let ran = room.sh(&format!("timeout 60 sh -c '{}'", command.replace('\'', "'\\''")));
        assert_eq!((ran.code, ran.stdout.split_inclusive(|b| *b == b'\n').count()), (0, 1), "{command}: {ran:?}");
        assert!(ran.stderr.is_empty(), "{command}: {ran:?}");
    }
}
