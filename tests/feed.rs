//! The binary without a shell around it: bytes in, in the ways a program can get them, and
//! what came out, within a time limit.
//!
//! Tests that need neither quoting nor a pipe of several programs use this instead of
//! `sh -c`: it is faster, a hang fails in place of stopping the suite, and the ways of
//! feeding (a file, a pipe, a pipe that dribbles) are values that can be looped over.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::harness::Ran;

/// The longest that a run may take before it counts as hung.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What standard input is.
#[derive(Clone, Copy, Debug)]
pub enum Feed<'a> {
    /// The null device.
    Nothing,
    /// A plain file, from its start.
    File(&'a Path),
    /// A pipe that is written as fast as it is read.
    Pipe(&'a [u8]),
    /// A pipe that gets a few bytes at a time, never many lines in one piece.
    Dribble(&'a [u8]),
}

/// The binary, ready to run in a directory and with the same environment everywhere.
pub fn command(dir: &Path, args: &[&str]) -> Command {
    crate::harness::hears_signals();
    let mut command = Command::new(env!("CARGO_BIN_EXE_flitch"));
    command.args(args).current_dir(dir).env("LC_ALL", "C").env("TZ", "UTC");
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("RUST_BACKTRACE");
    command
}

/// Runs the binary to its end. Panics when it takes longer than [`PATIENCE`].
pub fn run(dir: &Path, args: &[&str], feed: Feed<'_>) -> Ran {
    let mut command = command(dir, args);
    match feed {
        Feed::Nothing => command.stdin(Stdio::null()),
        Feed::File(path) => command.stdin(File::open(path).expect("the input can be opened")),
        Feed::Pipe(_) | Feed::Dribble(_) => command.stdin(Stdio::piped()),
    };
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("flitch runs");
    let stdin = child.stdin.take();
    let (stdout, stderr) = (gather(child.stdout.take()), gather(child.stderr.take()));
    let status = std::thread::scope(|scope| {
        if let Some(stdin) = stdin {
            match feed {
                Feed::Pipe(bytes) => scope.spawn(move || pour(stdin, bytes)),
                Feed::Dribble(bytes) => scope.spawn(move || dribble(stdin, bytes)),
                Feed::Nothing | Feed::File(_) => unreachable!("only pipes leave a writer"),
            };
        }
        wait(&mut child, PATIENCE)
    });
    let status = status.unwrap_or_else(|| panic!("flitch {args:?} did not end in {PATIENCE:?}"));
    Ran { stdout: taken(stdout), stderr: taken(stderr), code: code(status) }
}

/// The exit code; 128 plus the signal for one that was killed.
pub fn code(status: ExitStatus) -> i32 {
    status.code().or(status.signal().map(|s| 128 + s)).unwrap_or(-1)
}

/// Waits for the end; None, and the process is killed, when it does not come in time.
pub fn wait(child: &mut Child, patience: Duration) -> Option<ExitStatus> {
    let start = Instant::now();
    let mut nap = Duration::from_micros(200);
    loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            return Some(status);
        }
        if start.elapsed() > patience {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(nap);
        nap = (nap * 2).min(Duration::from_millis(5));
    }
}

/// Reads a stream to its end on a thread of its own, so that nothing ever waits for it.
pub fn gather(stream: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            stream.read_to_end(&mut bytes).expect("a pipe can be read");
        }
        bytes
    })
}

/// What was gathered.
pub fn taken(gathered: JoinHandle<Vec<u8>>) -> Vec<u8> {
    gathered.join().expect("a reader does not panic")
}

/// Writes everything; a reader that goes away ends it.
fn pour(mut to: impl Write, bytes: &[u8]) {
    let _ = to.write_all(bytes);
}

/// Writes pieces of 1 to 23 bytes with short rests, so that reads end inside lines, at
/// their ends, and inside their terminators.
fn dribble(mut to: impl Write, bytes: &[u8]) {
    let mut at = 0;
    let mut seed = 1_u32;
    while at < bytes.len() {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let piece = (1 + (seed >> 16) as usize % 23).min(bytes.len() - at);
        if to.write_all(&bytes[at..at + piece]).is_err() {
            return;
        }
        at += piece;
        if seed >> 30 == 0 {
            std::thread::sleep(Duration::from_micros(50));
        } else {
            std::thread::yield_now();
        }
    }
}

/// Bytes as gzip in one member.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("memory can be written");
    packed.finish().expect("memory can be written")
}

/// Bytes as zstd in one frame, with a checksum.
pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut packed = zstd::stream::write::Encoder::new(Vec::new(), 1).expect("level 1 exists");
    packed.include_checksum(true).expect("checksums exist");
    packed.write_all(bytes).expect("memory can be written");
    packed.finish().expect("memory can be written")
}

/// Text for a message: not more than a screen of it.
pub fn shown(bytes: &[u8]) -> String {
    let text = bytes.escape_ascii().to_string().replace("\\n", "\\n\n");
    match text.char_indices().nth(1500) {
        Some((end, _)) => format!("{}... ({} bytes)", &text[..end], bytes.len()),
        None => text,
    }
}
