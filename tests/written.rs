//! The files that runs write: the same bytes for any number of threads and any size of block,
//! and never a name for what is not whole.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::feed::{self, Feed};
use crate::harness;

/// More keys than files may be open.
const KEYS: usize = 300;

fn input() -> Vec<u8> {
    let line = |i: usize| format!("{{\"n\":{i},\"k\":\"key {}\"}}\n", i * 7919 % KEYS);
    (0..20_000).map(line).collect::<String>().into_bytes()
}

/// What stands in each file of a folder, decompressed by another tool.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).expect("a file that was written can be read");
        let mut plain = Vec::new();
        match path.extension().is_some_and(|e| e == "gz") {
            true => drop(flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain).expect("it is gzip")),
            false => plain = bytes,
        }
        (path.strip_prefix(folder).expect("it lies in the folder").to_path_buf(), plain)
    };
    harness::files(folder, "").into_iter().map(read).collect()
}

#[test]
fn files_are_the_same_for_any_threads_and_blocks() {
    let input = input();
    let mut parted: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    for line in input.split_inclusive(|b| *b == b'\n') {
        let text = std::str::from_utf8(line).expect("it is text");
        let key = text.split("key ").nth(1).and_then(|rest| rest.split('"').next()).expect("a key");
        parted.entry(format!("key {key}.json.gz").into()).or_default().extend_from_slice(line);
    }
    for (threads, block) in [("1", "256KiB"), ("2", "4KiB"), ("4", "100")] {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let pipeline = r#"tee "all/all.log" | split "parts/{k}.json.gz" | head 1"#;
        fs::create_dir(dir.path().join("all")).expect("a folder can be made");
        let args = ["-i", "json", "-j", threads, "--block-size", block, pipeline];
        let ran = feed::run(dir.path(), &args, Feed::Pipe(&input));
        assert_eq!((ran.code, &ran.stderr[..]), (0, &b""[..]), "{}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(Some(&ran.stdout[..]), input.split_inclusive(|b| *b == b'\n').next());
        assert!(contents(&dir.path().join("parts")) == parted, "-j {threads} --block-size {block}");
        assert!(fs::read(dir.path().join("all/all.log")).is_ok_and(|all| all == input));
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
fn a_run_that_is_ended_leaves_no_name_that_looks_whole() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::KILL, 137)] {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let args = ["-O", "out.json", r#"tee "tee.log" | split "parts/{k}.json""#];
        let mut command = feed::command(dir.path(), &args);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.expect("the binary runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input();
        // The pipe stays open: only the signal can end this.
        let pour = std::thread::spawn(move || while stdin.write_all(&input).is_ok() {});
        assert!(appears(&dir.path().join("tee.log.partial")));
        kill_process(Pid::from_child(&child), signal).expect("a child can be signalled");
        let status = feed::wait(&mut child, Duration::from_secs(20)).expect("it ends");
        assert_eq!(feed::code(status), code);
        pour.join().expect("it ends when the pipe does");
        for file in harness::files(dir.path(), "") {
            assert!(file.extension().is_some_and(|e| e == "partial"), "{}", file.display());
        }
    }
}

#[test]
fn a_link_in_the_place_of_a_made_name_is_not_followed() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let (kept, parts) = (dir.path().join("kept"), dir.path().join("parts"));
    fs::write(&kept, "kept").expect("a file can be written");
    fs::create_dir(&parts).expect("a folder can be made");
    for name in ["key 0.json", "key 1.json.partial"] {
        std::os::unix::fs::symlink(&kept, parts.join(name)).expect("a link can be made");
    }
    let split = |k: usize| {
        let line = format!("{{\"k\":\"key {k}\"}}\n");
        feed::run(dir.path(), &["-i", "json", r#"split "parts/{k}.json" | count"#], Feed::Pipe(line.as_bytes())).code
    };
    assert_eq!((split(0), split(1)), (0, 5));
    assert_eq!(fs::read(&kept).expect("it is still there"), b"kept");
    assert!(!parts.join("key 0.json").is_symlink());
}
