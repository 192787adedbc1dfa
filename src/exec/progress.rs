//! Progress: one line on standard error that tells how far a run has come.
//!
//! Workers add to four counters, once a block; a thread of its own looks at them, from the first second on
//! and at most ten times a second, and there is none where nothing is shown. The share is that of the bytes
//! that were read of the files, so that it holds for compressed files too; of a pipe nobody knows the
//! end. Where the output goes to the same terminal, the line gives way to it, and comes back when nothing
//! has come out for a second. Lines are counted by the start of each block: counting all of them would
//! cost a plain search a fifth of its speed.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{DecimalBytes, HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};

use super::lock;

/// Nothing is shown before, and nothing beside output that is younger.
const SECOND: Duration = Duration::from_secs(1);
/// Between two looks, where a line is drawn over.
const OFTEN: Duration = Duration::from_millis(100);
/// Between two lines, where each stays.
const SELDOM: Duration = Duration::from_secs(10);
/// The bytes at the start of a block in which lines are counted.
const COUNTED: usize = 16 << 10;
/// What was so many seconds ago counts for a third of the speed.
const MEMORY: f64 = 3.0;

/// What a run has done so far.
#[derive(Default)]
pub struct Gauge {
    /// Bytes of the files and pipes, as they stand there.
    raw: AtomicU64,
    /// Bytes of the records.
    bytes: AtomicU64,
    /// Lines in, about, and rows out.
    lines: AtomicU64,
    rows: AtomicU64,
}

impl Gauge {
    /// So much was read from a file or a pipe.
    pub fn read(&self, bytes: u64) {
        self.raw.fetch_add(bytes, Ordering::Relaxed);
    }

    /// So much that was read will be read again.
    pub fn unread(&self, bytes: u64) {
        self.raw.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// A block of records.
    pub fn block(&self, block: &[u8]) {
        let start = &block[..block.len().min(COUNTED)];
        let lines = memchr::memchr_iter(b'\n', start).count() as u64;
        let lines = if start.len() < block.len() { lines * block.len() as u64 / COUNTED as u64 } else { lines };
        self.bytes.fetch_add(block.len() as u64, Ordering::Relaxed);
        self.lines.fetch_add(lines, Ordering::Relaxed);
    }

    /// So many rows have come out until now.
    pub fn rows(&self, rows: u64) {
        self.rows.store(rows, Ordering::Relaxed);
    }
}

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// One line of a terminal, drawn over.
    Terminal,
    /// Lines, one below the other.
    Lines,
}

/// The progress of a run.
pub struct Progress {
    pub gauge: Arc<Gauge>,
    way: Way,
    /// Their sizes make the whole.
    files: Vec<String>,
    screen: Mutex<Screen>,
    ended: Condvar,
}

/// The terminal, as far as it is known.
struct Screen {
    bar: Option<ProgressBar>,
    /// Since when nothing has come out on it.
    quiet: Instant,
    /// The last that came out did not end its line.
    in_line: bool,
    ended: bool,
}

impl Screen {
    fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    fn draw(&mut self, words: String) {
        let bar = self.bar.get_or_insert_with(|| {
            let terminal = Box::<Pen>::default();
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::term_like_with_hz(terminal, 10));
            match ProgressStyle::with_template("{wide_msg}") {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        bar.set_message(words);
    }
}

/// Draws on standard error, in one write each time. At the end of the line it leaves room: a `^C` that is typed
/// there would else go to the next line, and the line could not be cleared any more.
#[derive(Debug, Default)]
struct Pen(Mutex<String>);

impl Pen {
    fn put(&self, text: &str) -> io::Result<()> {
        lock(&self.0).push_str(text);
        Ok(())
    }

    fn go(&self, n: usize, whither: char) -> io::Result<()> {
        if n == 0 { Ok(()) } else { self.put(&format!("\x1b[{n}{whither}")) }
    }
}

impl TermLike for Pen {
    fn width(&self) -> u16 {
        const ROOM: u16 = 8;
        let size = rustix::termios::tcgetwinsize(io::stderr()).map_or(0, |size| size.ws_col);
        if size == 0 { 80 - ROOM } else { size.saturating_sub(ROOM).max(1) }
    }

    fn move_cursor_up(&self, n: usize) -> io::Result<()> {
        self.go(n, 'A')
    }

    fn move_cursor_down(&self, n: usize) -> io::Result<()> {
        self.go(n, 'B')
    }

    fn move_cursor_right(&self, n: usize) -> io::Result<()> {
        self.go(n, 'C')
    }

    fn move_cursor_left(&self, n: usize) -> io::Result<()> {
        self.go(n, 'D')
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.put(text)?;
        self.put("\n")
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.put(text)
    }

    fn clear_line(&self) -> io::Result<()> {
        self.put("\r\x1b[2K")
    }

    fn flush(&self) -> io::Result<()> {
        io::stderr().write_all(std::mem::take(&mut *lock(&self.0)).as_bytes())
    }
}

/// Shows progress until it is dropped; then the line is gone.
pub(super) struct Showing {
    progress: Arc<Progress>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Showing {
    fn drop(&mut self) {
        lock(&self.progress.screen).ended = true;
        self.progress.ended.notify_all();
        if let Some(thread) = self.thread.take() {
            // What happened to a line of progress is no fault of the run.
            let _ = thread.join();
        }
        lock(&self.progress.screen).clear();
    }
}

impl Progress {
    /// Progress of a run over these files.
    pub fn new(way: Way, files: Vec<String>) -> Arc<Progress> {
        let screen = Screen { bar: None, quiet: Instant::now(), in_line: false, ended: false };
        Arc::new(Progress { gauge: Arc::default(), way, files, screen: Mutex::new(screen), ended: Condvar::new() })
    }

    /// Starts to show it.
    pub(super) fn show(self: &Arc<Progress>) -> Showing {
        let progress = self.clone();
        // Without a thread there is no progress to be seen, and the run goes on.
        let thread = std::thread::Builder::new().name("progress".to_string()).spawn(move || progress.watch()).ok();
        Showing { progress: self.clone(), thread }
    }

    fn watch(&self) {
        let began = Instant::now();
        let mut screen = lock(&self.screen);
        let mut next = SECOND;
        let mut pulse = Pulse::default();
        let mut total = None;
        loop {
            let rest = next.saturating_sub(began.elapsed());
            if !rest.is_zero() {
                screen = self.ended.wait_timeout(screen, rest).unwrap_or_else(PoisonError::into_inner).0;
                if screen.ended {
                    return;
                }
                continue;
            }
            let now = began.elapsed();
            let total = *total.get_or_insert_with(|| self.files.iter().map(|name| size(name)).sum::<Option<u64>>());
            let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
            let Gauge { raw, bytes, lines, rows } = &*self.gauge;
            let done = Done { raw: read(raw), bytes: read(bytes), lines: read(lines), rows: read(rows), total };
            pulse.look(now, &done);
            match self.way {
                Way::Terminal if screen.in_line || screen.quiet.elapsed() < SECOND => {}
                Way::Terminal => screen.draw(words(&done, &pulse)),
                // Nobody is left to tell that standard error is closed.
                Way::Lines => drop(writeln!(io::stderr(), "{}", words(&done, &pulse))),
            }
            next = now + if self.way == Way::Terminal { OFTEN } else { SELDOM };
        }
    }
}

/// The bytes of a file; None for what has no end that is known. What cannot be opened has none.
fn size(name: &str) -> Option<u64> {
    if name != "-" {
        let Ok(meta) = std::fs::metadata(name) else { return Some(0) };
        return if meta.is_dir() { Some(0) } else { meta.is_file().then_some(meta.len()) };
    }
    let mut file = File::from(io::stdin().as_fd().try_clone_to_owned().ok()?);
    let meta = file.metadata().ok()?;
    meta.is_file().then(|| meta.len().saturating_sub(file.stream_position().unwrap_or(0)))
}

/// A look at the counters.
struct Done {
    raw: u64,
    bytes: u64,
    lines: u64,
    rows: u64,
    total: Option<u64>,
}

/// The speed of late, in bytes a second.
#[derive(Default)]
struct Pulse {
    last: Option<(Duration, u64, u64)>,
    raw: f64,
    bytes: f64,
}

impl Pulse {
    fn look(&mut self, now: Duration, done: &Done) {
        let (then, raw, bytes) = self.last.unwrap_or_default();
        let time = (now - then).as_secs_f64();
        if time <= 0.0 {
            return;
        }
        let fresh = if self.last.is_some() { 1.0 - (-time / MEMORY).exp() } else { 1.0 };
        self.raw += (done.raw.saturating_sub(raw) as f64 / time - self.raw) * fresh;
        self.bytes += (done.bytes.saturating_sub(bytes) as f64 / time - self.bytes) * fresh;
        self.last = Some((now, done.raw, done.bytes));
    }
}

/// The line.
fn words(done: &Done, pulse: &Pulse) -> String {
    let share = done.total.filter(|total| *total > 0).map(|total| (done.raw as f64 / total as f64).min(1.0));
    let share = share.map_or(String::new(), |share| format!(" ({:.0} %)", (share * 100.0).floor()));
    let left = done.total.map(|total| total.saturating_sub(done.raw) as f64 / pulse.raw);
    // In a time that nobody waits for there is no need of a figure.
    let left = left.filter(|left| left.is_finite() && *left < 1e7);
    let left = left
        .map_or(String::new(), |left| format!(", {:#} left", HumanDuration(Duration::from_secs(left.ceil() as u64))));
    format!(
        "flitch: {}{share}, {}/s, ~{} lines in, {} out{left}",
        DecimalBytes(done.bytes),
        DecimalBytes(pulse.bytes as u64),
        HumanCount(done.lines),
        HumanCount(done.rows),
    )
}

/// A writer to the terminal that shows the progress: the line gives way to what is written.
pub struct Beside<W> {
    to: W,
    progress: Arc<Progress>,
}

impl<W: Write> Beside<W> {
    pub fn new(to: W, progress: Arc<Progress>) -> Beside<W> {
        Beside { to, progress }
    }
}

impl<W: Write> Write for Beside<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut screen = lock(&self.progress.screen);
        screen.clear();
        let written = self.to.write(bytes)?;
        if let Some(last) = bytes[..written].last() {
            (screen.quiet, screen.in_line) = (Instant::now(), *last != b'\n');
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(raw: u64, bytes: u64, total: Option<u64>) -> Done {
        Done { raw, bytes, lines: 1_234_567, rows: 42, total }
    }

    #[test]
    fn the_line_says_what_is_known() {
        let mut pulse = Pulse::default();
        let at = done(250_000_000, 1_000_000_000, Some(1_000_000_000));
        pulse.look(SECOND, &at);
        let line = words(&at, &pulse);
        assert_eq!(line, "flitch: 1.00 GB (25 %), 1.00 GB/s, ~1,234,567 lines in, 42 out, 3s left");
        // A pipe has no end that is known.
        let line = words(&done(250_000_000, 1_000_000_000, None), &pulse);
        assert_eq!(line, "flitch: 1.00 GB, 1.00 GB/s, ~1,234,567 lines in, 42 out");
        // Nothing has come yet, or the file has grown since.
        let line = words(&done(0, 0, Some(1000)), &Pulse::default());
        assert_eq!(line, "flitch: 0 B (0 %), 0 B/s, ~1,234,567 lines in, 42 out");
        assert!(words(&done(2000, 2000, Some(1000)), &pulse).contains("(100 %)"));
        assert!(!words(&done(0, 0, Some(0)), &pulse).contains('%'));
    }

    #[test]
    fn speed_is_that_of_late() {
        let mut pulse = Pulse::default();
        for tenth in 10..=100u64 {
            // A hundred bytes a second, after five seconds a thousand.
            let bytes = tenth * 10 + tenth.saturating_sub(50) * 90;
            pulse.look(Duration::from_millis(tenth * 100), &done(bytes, bytes, None));
            if tenth == 50 {
                assert!((99.0..101.0).contains(&pulse.bytes), "{}", pulse.bytes);
            }
        }
        assert!((800.0..1000.0).contains(&pulse.bytes), "{}", pulse.bytes);
    }

    #[test]
    fn lines_are_counted_by_the_start_of_a_block() {
        let gauge = Gauge::default();
        gauge.block(&b"ab\n".repeat(5));
        assert_eq!(gauge.lines.load(Ordering::Relaxed), 5);
        gauge.block(&b"abc\n".repeat(100_000));
        let lines = gauge.lines.load(Ordering::Relaxed);
        assert!((99_000..101_100).contains(&lines), "{lines}");
        assert_eq!(gauge.bytes.load(Ordering::Relaxed), 400_015);
    }

    #[test]
    fn output_makes_the_line_wait() {
        let progress = Progress::new(Way::Terminal, vec![]);
        let mut to = Beside::new(Vec::new(), progress.clone());
        to.write_all(b"a line\nand a part").unwrap();
        assert!(lock(&progress.screen).in_line);
        to.write_all(b" of one\n").unwrap();
        let screen = lock(&progress.screen);
        assert!(!screen.in_line && screen.bar.is_none() && screen.quiet.elapsed() < Duration::from_secs(3600));
        assert_eq!(to.to, b"a line\nand a part of one\n");
    }

    #[test]
    fn files_without_an_end_make_no_whole() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), b"12345").unwrap();
        let name = file.path().to_str().unwrap();
        assert_eq!((size(name), size("/dev/null"), size("no such file"), size(".")), (Some(5), None, Some(0), Some(0)));
    }
}
