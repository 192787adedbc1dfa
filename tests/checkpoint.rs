//! Exactly once: runs that are killed at any moment, inputs that grow and are rotated meanwhile.
//!
//! A writer appends numbered lines to two logs and rotates them in every way, as fast as it can, while runs
//! are started and killed. In the end the output must hold each line once, those of each log in
//! their order. How often is for the machine that runs the tests; `KILLS=500` asks for more.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Random numbers with a seed, so that a failure can be repeated as far as timing can.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn kills() -> usize {
    std::env::var("KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(40)
}

fn flitch(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flitch"));
    command.args(args).current_dir(dir).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
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
fn writer(mut logs: Vec<Log>, stop: &AtomicBool, seed: u64) -> Vec<(String, u64)> {
    let mut dice = Dice(seed);
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

/// Starts runs and kills them, then lets one end.
fn killed(args: &[&str], seed: u64, consume: &mut dyn FnMut(&Path)) -> (tempfile::TempDir, Vec<(String, u64)>) {
    let room = tempfile::tempdir().expect("a temporary directory");
    let dir = room.path();
    let logs = vec![Log::new(dir, "a.log"), Log::new(dir, "b.log")];
    let stop = AtomicBool::new(false);
    let mut dice = Dice(seed);
    let written = std::thread::scope(|scope| {
        let writing = scope.spawn(|| writer(logs, &stop, seed + 1));
        let until = Stop(&stop);
        for _ in 0..kills() {
            let mut child: Child = flitch(dir, args).spawn().expect("flitch runs");
            std::thread::sleep(Duration::from_micros(dice.below(120_000)));
            let sigterm = dice.below(5) == 0;
            if sigterm {
                let pid = rustix::process::Pid::from_raw(child.id() as i32).expect("a process");
                // It may have ended by itself.
                let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
            } else {
                let _ = child.kill();
            }
            let ended = child.wait_with_output().expect("it has ended");
            let said = String::from_utf8_lossy(&ended.stderr).into_owned();
            assert!(!said.contains("is lost") && !said.contains("panicked"), "{said}");
            consume(dir);
        }
        drop(until);
        writing.join().expect("the writer ends")
    });
    // What is left is done by runs that nobody kills: one may only finish what another one began.
    let rest: Vec<&str> = args.iter().copied().filter(|arg| *arg != "--follow").collect();
    for _ in 0..2 {
        let ended = flitch(dir, &rest).output().expect("flitch runs");
        assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
        consume(dir);
    }
    (room, written)
}

#[test]
fn followed_logs_are_appended_exactly_once() {
    let args =
        ["--follow", "--checkpoint", "state", "--append", "out", "-j2", "--block-size", "4096", "", "a.log", "b.log"];
    let (room, written) = killed(&args, 1, &mut |_| ());
    check(&fs::read(room.path().join("out")).expect("an output"), &written);
}

#[test]
fn batches_are_appended_exactly_once() {
    let args = ["--checkpoint", "state", "--append", "out", "--block-size", "777", "", "a.log", "b.log"];
    let (room, written) = killed(&args, 2, &mut |_| ());
    check(&fs::read(room.path().join("out")).expect("an output"), &written);
}

#[test]
fn named_outputs_together_hold_each_line_once() {
    let args = ["--checkpoint", "state", "-O", "out", "", "a.log", "b.log"];
    let mut all = Vec::new();
    let (_room, written) = killed(&args, 3, &mut |dir| {
        // Whoever takes the output away takes it whole.
        if let Ok(bytes) = fs::read(dir.join("out")) {
            all.extend(bytes);
            fs::remove_file(dir.join("out")).expect("it can be removed");
        }
    });
    check(&all, &written);
}
