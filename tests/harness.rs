//! What the tests of the whole binary share: a room with the sample files, a shell that
//! finds the binary, and session files.
//!
//! A session file is what a person would paste: `$ command`, then what came out. A test
//! renders what really came out and compares the two texts, so one rendering serves
//! checking and `UPDATE=1`, and no parser of expectations can be wrong on its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether expectations are to be rewritten.
pub fn updating() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| value == "1")
}

/// Lets signals reach the programs that a test starts: what is ignored here would be ignored there, and a
/// shell ignores SIGINT in what it runs in the background. A signal with a handler is not.
pub fn hears_signals() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
            let always = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
            signal_hook::flag::register_conditional_default(signal, always).expect("a signal can have a handler");
        }
    });
}

/// Random numbers with a seed, so that a failure can be repeated.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    pub fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len() as u64) as usize]
    }
}

/// A directory of its own that holds copies of the samples, removed when dropped.
pub struct Room {
    dir: tempfile::TempDir,
}

impl Room {
    pub fn new() -> Room {
        let room = Room { dir: tempfile::tempdir().expect("a temporary directory") };
        for file in files(&root().join("tests/samples"), "") {
            let name = file.file_name().expect("a file has a name");
            fs::copy(&file, room.path().join(name)).expect("samples can be copied");
        }
        room
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Runs a command through `sh -c` with the binary first on PATH, an empty standard
    /// input, and an environment that is the same on every machine.
    pub fn sh(&self, command: &str) -> Ran {
        let bin = Path::new(env!("CARGO_BIN_EXE_flitch")).parent().expect("a binary has a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("sh")
            .arg("-c")
            .arg(command)
            .current_dir(self.path())
            .env("PATH", format!("{}:{path}", bin.display()))
            .env("LC_ALL", "C")
            .env("TZ", "UTC")
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::null())
            .output()
            .expect("sh runs");
        Ran::from(output)
    }

    /// Whether a program is there.
    pub fn has(&self, program: &str) -> bool {
        self.sh(&format!("command -v {program}")).code == 0
    }
}

/// What a command left behind.
#[derive(Debug)]
pub struct Ran {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// The exit code; 128 plus the signal for one that was killed.
    pub code: i32,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        use std::os::unix::process::ExitStatusExt;
        let code = output.status.code().or(output.status.signal().map(|s| 128 + s)).unwrap_or(-1);
        Ran { stdout: output.stdout, stderr: output.stderr, code }
    }
}

impl Ran {
    /// As a session file shows it: standard output, `! ` before each line of standard
    /// error, `? N` for an exit code that is not 0. Two runs render alike only if they
    /// are alike.
    pub fn session(&self) -> String {
        let mut out = String::new();
        for line in self.stdout.split_inclusive(|&b| b == b'\n') {
            out.push_str(&shown(line, true));
        }
        for line in self.stderr.split_inclusive(|&b| b == b'\n') {
            out.push_str("! ");
            out.push_str(&shown(line, false));
        }
        if self.code != 0 {
            out.push_str(&format!("? {}\n", self.code));
        }
        out
    }

    /// As a terminal shows it, for pages that people read: both streams, nothing marked.
    pub fn console(&self) -> String {
        let mut out = String::from_utf8_lossy(&self.stdout).into_owned();
        out.push_str(&String::from_utf8_lossy(&self.stderr));
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out
    }
}

/// One line of output. What the session format would misread, and every byte that
/// cannot be seen, is escaped on a line that opens with a backslash; a missing newline
/// at the end is a backslash there.
fn shown(line: &[u8], guard: bool) -> String {
    let (body, ended) = match line.strip_suffix(b"\n") {
        Some(body) => (body, true),
        None => (line, false),
    };
    let special = guard && (body.is_empty() || b"$!?>#\\".contains(&body[0]));
    let text = std::str::from_utf8(body).ok().filter(|t| !t.chars().any(|c| c.is_control() && c != '\t'));
    match text {
        Some(text) if ended && !special && !text.starts_with('\\') && !text.ends_with('\\') => format!("{text}\n"),
        _ => format!("\\{}{}\n", body.escape_ascii(), if ended { "" } else { "\\" }),
    }
}

/// A command of a session file, and what belongs to it.
pub struct Block {
    /// Comments and empty lines before it.
    pub lead: String,
    pub command: String,
    /// What is expected, rendered.
    pub expect: String,
    /// The line of the command, from 1.
    pub line: usize,
}

/// Parses a session file: its blocks, and what stands after the last one. A command
/// goes on in lines that open with `> `; a block ends at an empty line, a comment or
/// the next command, none of which output can look like.
pub fn session(text: &str) -> (Vec<Block>, String) {
    let mut blocks: Vec<Block> = Vec::new();
    let mut lead = String::new();
    let mut inside = false;
    for (i, line) in text.lines().enumerate() {
        let whole = format!("{line}\n");
        if let Some(command) = line.strip_prefix("$ ") {
            let lead = std::mem::take(&mut lead);
            blocks.push(Block { lead, command: command.to_string(), expect: String::new(), line: i + 1 });
            inside = true;
            continue;
        }
        if line.is_empty() || line.starts_with('#') {
            inside = false;
        }
        match blocks.last_mut().filter(|_| inside) {
            None => lead.push_str(&whole),
            Some(block) => match line.strip_prefix("> ").filter(|_| block.expect.is_empty()) {
                Some(more) => {
                    block.command.push('\n');
                    block.command.push_str(more);
                }
                None => block.expect.push_str(&whole),
            },
        }
    }
    (blocks, lead)
}

/// The text of a session file with these results.
pub fn render_session<'a>(blocks: impl Iterator<Item = (&'a Block, String)>, tail: &str) -> String {
    let mut out = String::new();
    for (block, result) in blocks {
        out.push_str(&block.lead);
        out.push_str(&format!("$ {}\n", block.command.replace('\n', "\n> ")));
        out.push_str(&result);
    }
    out.push_str(tail);
    out
}

/// All files below a folder whose names end in `suffix`, in byte order of their paths.
/// A folder that is not there holds none.
pub fn files(folder: &Path, suffix: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return out };
    for entry in entries {
        let path = entry.expect("a folder can be read").path();
        if path.is_dir() {
            out.extend(files(&path, suffix));
        } else if path.to_string_lossy().ends_with(suffix) {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// Reads a file of the repository.
pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The path below the root, for messages.
pub fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// The first line in which two texts differ, for a message that fits a screen.
pub fn difference(expected: &str, found: &str) -> String {
    let mut lines = expected.lines();
    for (i, line) in found.lines().enumerate() {
        let want = lines.next();
        if want != Some(line) {
            return format!("line {}\n  expected: {}\n  found:    {line}", i + 1, want.unwrap_or("(the end)"));
        }
    }
    match lines.next() {
        Some(line) => format!("line {}\n  expected: {line}\n  found:    (the end)", found.lines().count() + 1),
        None => "the end of the last line".to_string(),
    }
}

#[test]
fn a_session_survives_reading_and_writing() {
    let text = "# one\n\n$ a\n> b\nout\n! err\n? 2\n\n# two\n$ c\n\\\n\\$ x\\n\\\n\n# end\n";
    let (blocks, tail) = session(text);
    assert_eq!(blocks.len(), 2);
    assert_eq!(blocks[0].command, "a\nb");
    assert_eq!(blocks[0].expect, "out\n! err\n? 2\n");
    let same = render_session(blocks.iter().map(|b| (b, b.expect.clone())), &tail);
    assert_eq!(same, text);
}

#[test]
fn renderings_differ_where_runs_differ() {
    let ran = |stdout: &[u8], stderr: &[u8], code| Ran { stdout: stdout.into(), stderr: stderr.into(), code }.session();
    let all = [
        ran(b"", b"", 0),
        ran(b"\n", b"", 0),
        ran(b"a", b"", 0),
        ran(b"a\n", b"", 0),
        ran(b"a\\\n", b"", 0),
        ran(b"\\a\n", b"", 0),
        ran(b"! a\n", b"", 0),
        ran(b"", b"a\n", 0),
        ran(b"", b"a", 0),
        ran(b"? 2\n", b"", 0),
        ran(b"", b"", 2),
        ran(b"a\r\n", b"", 0),
        ran(b"\xff\n", b"", 0),
        ran(b"# a\n", b"", 0),
    ];
    for (i, a) in all.iter().enumerate() {
        assert!(all[i + 1..].iter().all(|b| a != b), "{a:?}");
        let block = format!("$ x\n{a}\n# end\n");
        assert_eq!(&session(&block).0[0].expect, a);
    }
}

#[test]
fn the_samples_are_there_and_the_compressed_one_is_its_original() {
    let room = Room::new();
    let plain = room.sh("cat access.log");
    assert_eq!(plain.code, 0);
    assert_eq!(room.sh("gzip -dc access.log.gz").stdout, plain.stdout);
}
