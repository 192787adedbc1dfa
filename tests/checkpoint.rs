//! Exactly once: runs that are killed at any moment, on disks that are full now and then, while inputs
//! grow and are rotated.
//!
//! A writer appends numbered lines to two logs and rotates them in every way, as fast as it can, while runs
//! are started and ended by SIGKILL and SIGTERM. In the end the outputs together must hold each line once, those
//! of each log in their order. How often is for the machine that runs the tests; `KILLS=500` asks for more.
//!
//! A disk that becomes full is a small file system in memory, mounted where only its own process tree sees it, so
//! that nobody has to be root; the tests reach it through that process. Where even that is not allowed the test
//! says so, and the limit of `ulimit -f`, which needs nothing, is what is left.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::harness::Dice;

fn kills() -> usize {
    std::env::var("KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(15)
}

/// A log that is written and rotated.
struct Log {
    path: PathBuf,
    file: File,
    next: u64,
}

impl Log {
    fn new(dir: &Path, name: &str) -> Log {
        let path = dir.join(name);
        let file = File::create(&path).expect("a log can be made");
        Log { path, file, next: 0 }
    }

    fn name(&self) -> String {
        self.path.file_name().expect("a name").to_string_lossy().into_owned()
    }

    fn rotated(&self, n: u64, suffix: &str) -> PathBuf {
        self.path.with_file_name(format!("{}.{n}{suffix}", self.name()))
    }

    /// Appends lines, the last one perhaps in two pieces.
    fn write(&mut self, dice: &mut Dice) {
        for _ in 0..1 + dice.below(30) {
            let pad = "x".repeat(dice.below(60) as usize);
            let line = format!("{} {} {pad}\n", self.name(), self.next);
            self.next += 1;
            let cut = if dice.below(4) == 0 { dice.below(line.len() as u64) as usize } else { 0 };
            self.file.write_all(&line.as_bytes()[..cut]).expect("a log can be written");
            if cut > 0 {
                std::thread::sleep(Duration::from_micros(dice.below(2000)));
            }
            self.file.write_all(&line.as_bytes()[cut..]).expect("a log can be written");
        }
    }

    /// Gives every rotated log the next number, and the log the first; the second is compressed.
    fn rotate(&mut self) {
        for n in (1..1000).rev() {
            for suffix in ["", ".gz"] {
                if self.rotated(n, suffix).exists() {
                    fs::rename(self.rotated(n, suffix), self.rotated(n + 1, suffix)).expect("a log can be renamed");
                }
            }
        }
        fs::rename(&self.path, self.rotated(1, "")).expect("a log can be renamed");
        self.file = File::create(&self.path).expect("a log can be made");
        let (plain, packed) = (self.rotated(2, ""), self.rotated(2, ".gz"));
        if plain.exists() {
            let bytes = fs::read(&plain).expect("a log can be read");
            let new = self.rotated(2, ".partial");
            let mut encoder =
                flate2::write::GzEncoder::new(File::create(&new).expect("a file"), flate2::Compression::fast());
            encoder.write_all(&bytes).expect("it can be compressed");
            let file = encoder.finish().expect("it can be compressed");
            let old = fs::metadata(&plain).and_then(|meta| meta.modified()).expect("a time");
            file.set_modified(old).expect("a time can be set");
            fs::rename(&new, &packed).expect("it can be renamed");
            fs::remove_file(&plain).expect("it can be removed");
        }
    }
}

/// Writes until it is told to stop; gives how many lines each log has.
fn writer(mut logs: [Log; 2], stop: &AtomicBool, seed: u64) -> Vec<(String, u64)> {
    let mut dice = Dice::new(seed);
    while !stop.load(Ordering::Relaxed) {
        for log in &mut logs {
            if dice.below(3) > 0 {
                log.write(&mut dice);
            }
            if dice.below(25) == 0 {
                log.rotate();
            }
        }
        std::thread::sleep(Duration::from_millis(dice.below(20)));
    }
    logs.iter().map(|log| (log.name(), log.next)).collect()
}

/// Each line of each log must be there once, in order.
fn check(output: &[u8], written: &[(String, u64)]) {
    let text = String::from_utf8_lossy(output);
    for (name, lines) in written {
        let mut next = 0;
        for line in text.lines() {
            let mut words = line.split(' ');
            if words.next() != Some(name) {
                continue;
            }
            let number: u64 = words.next().and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("torn: {line:?}"));
            assert_eq!(number, next, "{name}: a line is lost, repeated or out of order");
            next += 1;
        }
        assert_eq!(next, *lines, "{name}: the last lines are lost");
    }
}

/// Stops the writer, also when the test fails.
struct Stop<'s>(&'s AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A file system of its own size, there as long as the process that mounted it.
struct Mounted {
    holder: Child,
    folder: PathBuf,
}

impl Mounted {
    /// None where this machine does not allow it, which is said.
    fn new(at: &Path, bytes: usize) -> Option<Mounted> {
        let script = "mount -t tmpfs -o size=$1 none \"$0\" && echo ready && cat";
        let mut command = Command::new("unshare");
        command.args(["-rm", "sh", "-c", script]).arg(at).arg(bytes.to_string());
        let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let Ok(mut holder) = started else {
            eprintln!("note: no `unshare` here, so no disk is full");
            return None;
        };
        let mut line = String::new();
        let stdout = holder.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("a pipe can be read");
        let inside = at.strip_prefix("/").expect("temporary folders have absolute paths");
        let mounted = Mounted { folder: PathBuf::from(format!("/proc/{}/root", holder.id())).join(inside), holder };
        if line != "ready\n" || fs::write(mounted.folder.join("ballast"), "").is_err() {
            eprintln!("note: nothing can be mounted here, so no disk is full");
            return None;
        }
        Some(mounted)
    }

    /// Leaves so many bytes.
    fn fill(&self, left: u64) {
        let stat = rustix::fs::statvfs(&self.folder).expect("a file system tells its size");
        let ballast = File::create(self.folder.join("ballast")).expect("the ballast can be made");
        let len = (stat.f_bavail * stat.f_frsize).saturating_sub(left);
        // What a run wrote a moment ago may have been cut off since: then there is a little more room.
        rustix::fs::fallocate(&ballast, rustix::fs::FallocateFlags::empty(), 0, len.max(1)).expect("there is room");
    }

    fn empty(&self) {
        fs::write(self.folder.join("ballast"), "").expect("a file can be emptied");
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        drop(self.holder.stdin.take());
        let _ = self.holder.wait();
    }
}

/// Where the outputs are.
enum Disk {
    Ample,
    /// It is full in every other run.
    Small(Mounted),
    /// In every other run no file may grow by more than a little.
    Limited,
}

/// Runs that are ended at any moment, and then some that are not.
struct Trial {
    /// What is done to the logs, up to the output.
    args: &'static [&'static str],
    /// The output is taken away after each run, as a whole: it is written with `-O`.
    is_taken: bool,
    is_gzip: bool,
    seed: u64,
}

/// How many runs ended how.
#[derive(Debug, Default)]
struct Ends {
    killed: usize,
    terminated: usize,
    full: usize,
    by_itself: usize,
}

impl Trial {
    fn check(&self) -> Ends {
        let room = tempfile::tempdir().expect("a temporary directory");
        fs::create_dir(room.path().join("disk")).expect("a folder can be made");
        self.run(room.path(), &Disk::Ample)
    }

    fn command(&self, dir: &Path, follows: bool, limit: Option<u64>) -> Command {
        // A shell counts in blocks of 512 bytes.
        let mut command = match limit {
            Some(bytes) => {
                let mut sh = Command::new("sh");
                sh.args(["-c", "ulimit -f $0; exec \"$@\""]).arg((bytes / 512).to_string());
                sh.arg(env!("CARGO_BIN_EXE_flitch"));
                sh
            }
            None => Command::new(env!("CARGO_BIN_EXE_flitch")),
        };
        command.args(self.args.iter().filter(|arg| follows || **arg != "--follow"));
        command.args(["--checkpoint", "disk/state", if self.is_taken { "-O" } else { "--append" }, "disk/out"]);
        command.args(["-z", "gzip"].iter().filter(|_| self.is_gzip)).args(["", "a.log", "b.log"]);
        command.current_dir(dir).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// Starts runs and ends them, then lets some end by themselves; `dir` holds the folder `disk`.
    fn run(&self, dir: &Path, disk: &Disk) -> Ends {
        let logs = ["a.log", "b.log"].map(|name| Log::new(dir, name));
        let stop = AtomicBool::new(false);
        let mut dice = Dice::new(self.seed);
        let mut all = Vec::new();
        let mut ends = Ends::default();
        // The logs are known before they are written: what is rotated away before a run could note them is lost to
        // any run that is told their names.
        assert_eq!(self.command(dir, false, None).status().expect("flitch runs").code(), Some(0));
        self.take(dir, &mut all);
        let written = std::thread::scope(|scope| {
            let writing = scope.spawn(|| writer(logs, &stop, self.seed + 1));
            let until = Stop(&stop);
            // Once at least the disk is full, if it takes a few rounds that have the time to find it so.
            let has_been = |ends: &Ends| ends.full > 0 || matches!(disk, Disk::Ample);
            for round in 0..kills() + 20 {
                let is_patient = round >= kills();
                if is_patient && has_been(&ends) {
                    break;
                }
                self.round(dir, disk, &mut dice, is_patient, &mut ends);
                self.take(dir, &mut all);
            }
            drop(until);
            writing.join().expect("the writer ends")
        });
        // What is left is done by runs that nobody kills: one may only finish what another one began.
        for _ in 0..2 {
            let ended = self.command(dir, false, None).output().expect("flitch runs");
            assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
            self.take(dir, &mut all);
        }
        let output = if self.is_taken { all } else { self.read(&dir.join("disk/out")).expect("there is an output") };
        check(&output, &written);
        println!("{} runs: {ends:?}; {} bytes of output", kills(), output.len());
        ends
    }

    /// One run: the disk is as full as it happens to be, and the run is ended if it has not ended before.
    fn round(&self, dir: &Path, disk: &Disk, dice: &mut Dice, is_patient: bool, ends: &mut Ends) {
        let is_full = dice.below(2) == 0 || is_patient;
        let limit = match disk {
            Disk::Small(mounted) if is_full => {
                mounted.fill(dice.below(3) << 12);
                None
            }
            Disk::Limited if is_full => {
                Some(fs::metadata(dir.join("disk/out")).map_or(0, |meta| meta.len()) + dice.below(2048))
            }
            _ => None,
        };
        let mut child = self.command(dir, true, limit).spawn().expect("flitch runs");
        std::thread::sleep(Duration::from_micros(dice.below(120_000) + if is_patient { 500_000 } else { 0 }));
        let (signal, ended) = match dice.below(2) {
            0 => (rustix::process::Signal::TERM, &mut ends.terminated),
            _ => (rustix::process::Signal::KILL, &mut ends.killed),
        };
        if child.try_wait().expect("a child can be waited for").is_none() {
            let pid = rustix::process::Pid::from_child(&child);
            rustix::process::kill_process(pid, signal).expect("it has not been waited for");
        }
        let result = child.wait_with_output().expect("it has ended");
        if let Disk::Small(mounted) = disk {
            mounted.empty();
        }
        let said = String::from_utf8_lossy(&result.stderr);
        assert!(!said.contains("is lost") && !said.contains("panicked"), "{said}");
        match result.status.code() {
            Some(0) => ends.by_itself += 1,
            Some(5) => {
                assert!(is_full && (said.contains("; free some space") || said.contains("; `ulimit -f`")), "{said}");
                ends.full += 1;
            }
            Some(143) => *ended += 1,
            // Between two steps of a rotation nothing has the name.
            Some(3) if said.contains("no such file or directory") => ends.by_itself += 1,
            None if result.status.signal() == Some(signal.as_raw()) => *ended += 1,
            _ => panic!("{}: {said}", result.status),
        }
    }

    /// Whoever takes an output away takes it whole.
    fn take(&self, dir: &Path, all: &mut Vec<u8>) {
        let out = dir.join("disk/out");
        if self.is_taken
            && let Some(bytes) = self.read(&out)
        {
            all.extend(bytes);
            fs::remove_file(out).expect("it can be removed");
        }
    }

    /// An output, if there is one: whole, if it is compressed.
    fn read(&self, path: &Path) -> Option<Vec<u8>> {
        let bytes = fs::read(path).ok()?;
        if !self.is_gzip {
            return Some(bytes);
        }
        let mut out = Vec::new();
        flate2::read::MultiGzDecoder::new(&*bytes).read_to_end(&mut out).expect("an output is whole");
        Some(out)
    }
}

const FOLLOWED: &[&str] = &["--follow", "-j2", "--block-size", "4096"];
const BATCH: &[&str] = &["--block-size", "777"];

#[test]
fn followed_logs_are_appended_exactly_once() {
    let ends = Trial { args: FOLLOWED, is_taken: false, is_gzip: false, seed: 1 }.check();
    assert!(ends.killed > 0 && ends.terminated > 0, "{ends:?}");
}

#[test]
fn followed_logs_are_compressed_exactly_once() {
    Trial { args: FOLLOWED, is_taken: false, is_gzip: true, seed: 2 }.check();
}

#[test]
fn batches_are_appended_exactly_once() {
    Trial { args: BATCH, is_taken: false, is_gzip: false, seed: 3 }.check();
    Trial { args: BATCH, is_taken: false, is_gzip: true, seed: 4 }.check();
}

#[test]
fn named_outputs_together_hold_each_line_once() {
    Trial { args: BATCH, is_taken: true, is_gzip: false, seed: 5 }.check();
    Trial { args: BATCH, is_taken: true, is_gzip: true, seed: 6 }.check();
}

#[test]
fn a_disk_that_was_full_has_each_line_once() {
    for (args, is_taken, is_gzip) in [(FOLLOWED, false, false), (BATCH, false, true), (BATCH, true, false)] {
        let room = tempfile::tempdir().expect("a temporary directory");
        let at = room.path().join("mounted");
        fs::create_dir(&at).expect("a folder can be made");
        let Some(mounted) = Mounted::new(&at, (4 << 20) + kills() * (128 << 10)) else { return };
        std::os::unix::fs::symlink(&mounted.folder, room.path().join("disk")).expect("links can be made");
        let ends = Trial { args, is_taken, is_gzip, seed: 7 }.run(room.path(), &Disk::Small(mounted));
        assert!(ends.full > 0, "{ends:?}");
    }
}

#[test]
fn a_limit_of_file_size_loses_nothing() {
    let room = tempfile::tempdir().expect("a temporary directory");
    fs::create_dir(room.path().join("disk")).expect("a folder can be made");
    let trial = Trial { args: FOLLOWED, is_taken: false, is_gzip: false, seed: 8 };
    let ends = trial.run(room.path(), &Disk::Limited);
    assert!(ends.full > 0, "{ends:?}");
}
