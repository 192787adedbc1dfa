//! What ends a run from outside: signals, the time that it may take, and a reader that has gone. The
//! first signal asks for an orderly end, the second ends at once; the end of the time is like a first
//! signal. SIGHUP is one of these signals, too, but where a run goes on for long it asks to look anew at
//! what the run was given. A signal that was ignored when the program began stays so, as nohup wants it.
//!
//! A handler only sets a flag and writes a byte to a pipe, so that a reader that waits for input and a
//! worker that waits for its turn wake up. The same byte wakes them when a step has had enough on
//! another thread. The time is looked at by those who wait or begin something, so that no thread is
//! there for it. SIGPIPE is left to the write that fails; while nothing is written, a wait looks after
//! the reader of the output as well, so that `tail -f LOG | flitch P | head -1` ends when `head` does.

use std::io::{self, Read, Write};
#[cfg(test)]
use std::os::fd::AsFd;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::FileType;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};

/// Room for the status of a process: read at once, and not in pieces that grow.
const STATUS: usize = 4 << 10;

/// The exit code of a run that took too long, as timeout(1) has it.
pub const TIMED_OUT: u8 = 124;

/// The signals of a run, and what else ends it while it waits for input; cheap to clone.
#[derive(Clone, Default)]
pub struct Signals {
    /// Somebody asked for an end.
    flag: Arc<AtomicBool>,
    which: Arc<AtomicUsize>,
    /// The run wants no more input: some step had enough, or a fault ended it.
    enough: Arc<AtomicBool>,
    /// The reader of the output has gone.
    gone: Arc<AtomicBool>,
    /// When the time is over, and how much it was.
    limit: Option<(Instant, Duration)>,
    /// Reading was broken off since it was.
    late: Arc<AtomicBool>,
    pipe: Option<Arc<Pipe>>,
    /// Where SIGHUP does not ask for an end.
    hangup: Option<Arc<Hangup>>,
    /// The output, where that is a pipe: its reader may go while nothing is written.
    output: Option<Arc<OwnedFd>>,
}

/// Wakes whoever waits.
struct Pipe {
    wake: UnixStream,
    to_wake: UnixStream,
}

/// A SIGHUP that has come; its byte wakes one reader, once.
struct Hangup {
    has_come: Arc<AtomicBool>,
    wake: UnixStream,
}

/// Why a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// Something can be read.
    Ready,
    /// A SIGHUP has come that does not ask for an end.
    HungUp,
    /// The run is to end.
    Stopped,
    /// Nothing happened.
    TimedOut,
}

impl Signals {
    /// Starts to listen. With `goes_on`, SIGHUP does not ask for an end.
    pub fn listen(goes_on: bool) -> io::Result<Signals> {
        let mut signals = Signals::none();
        let (wake, to_wake) = UnixStream::pair()?;
        // What wakes nobody must not wait for one who reads.
        to_wake.set_nonblocking(true)?;
        let ignored = ignored();
        let asks = |signal: &i32| !(ignored.contains(signal) || goes_on && *signal == SIGHUP);
        for signal in [SIGINT, SIGTERM, SIGHUP].into_iter().filter(asks) {
            // Order matters: the shutdown looks at the flag before this signal sets it.
            signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, signals.flag.clone())?;
            signal_hook::flag::register(signal, signals.flag.clone())?;
            signal_hook::flag::register_usize(signal, signals.which.clone(), signal as usize)?;
            signal_hook::low_level::pipe::register(signal, to_wake.try_clone()?)?;
        }
        // A file that is as large as it may be is an error of the write, and no reason to die with a core dump.
        signal_hook::flag::register(SIGXFSZ, Arc::default())?;
        signals.pipe = Some(Arc::new(Pipe { wake, to_wake }));
        if goes_on {
            let (wake, to_wake) = UnixStream::pair()?;
            let has_come = Arc::new(AtomicBool::new(false));
            to_wake.set_nonblocking(true)?;
            wake.set_nonblocking(true)?;
            signal_hook::flag::register(SIGHUP, has_come.clone())?;
            signal_hook::low_level::pipe::register(SIGHUP, to_wake)?;
            signals.hangup = Some(Arc::new(Hangup { has_come, wake }));
        }
        Ok(signals)
    }

    /// No signals: for a caller that has none to wait for.
    pub fn none() -> Signals {
        Signals::default()
    }

    /// Looks after the reader of the output, too.
    #[must_use]
    pub fn watching(self, output: OwnedFd) -> Signals {
        let is_pipe =
            rustix::fs::fstat(&output).is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Fifo);
        Signals { output: is_pipe.then(|| Arc::new(output)), ..self }
    }

    /// Lets the run take so long from now on.
    #[must_use]
    pub fn within(self, time: Duration) -> Signals {
        Signals { limit: Instant::now().checked_add(time).map(|end| (end, time)), ..self }
    }

    /// Whether a signal or the end of the time asked for an end, or nobody wants more: what was being
    /// read may have ended before its end.
    pub fn stopping(&self) -> bool {
        if [&self.flag, &self.enough, &self.gone].iter().any(|why| why.load(Ordering::Relaxed)) {
            return true;
        }
        if self.left().is_none_or(|left| !left.is_zero()) {
            return false;
        }
        self.late.store(true, Ordering::Relaxed);
        // From here on a signal is the second one.
        self.flag.store(true, Ordering::Relaxed);
        true
    }

    /// The run wants no more input: who waits for some, or for a turn to read, need not.
    pub fn enough(&self) {
        if !self.enough.swap(true, Ordering::Relaxed)
            && let Some(pipe) = &self.pipe
        {
            // A full pipe wakes as well.
            let _ = (&pipe.to_wake).write(&[0]);
        }
    }

    /// Whether a SIGHUP has come since this was asked last, where it does not ask for an end.
    pub fn takes_hangup(&self) -> bool {
        let Some(hangup) = &self.hangup else { return false };
        // The flag is set before the byte is there: one that is left over only wakes for nothing.
        let mut bytes = [0; 16];
        let _ = (&hangup.wake).read(&mut bytes);
        hangup.has_come.swap(false, Ordering::Relaxed)
    }

    /// Whether the reader of the output went while nothing was written.
    pub fn reader_gone(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }

    /// The exit code of what asked for an end: 124, 129, 130 or 143.
    pub fn exit_code(&self) -> Option<u8> {
        match self.which.load(Ordering::Relaxed) {
            0 => self.late.load(Ordering::Relaxed).then_some(TIMED_OUT),
            signal => Some(128 + signal as u8),
        }
    }

    /// What there is to say of a run that did not read to the end.
    pub fn words(&self) -> String {
        const WHAT: &str = "this is what had been read until then";
        match self.limit {
            Some((_, time)) if self.exit_code() == Some(TIMED_OUT) => {
                format!("--timeout: {time:?} have passed; {WHAT}")
            }
            _ => format!("interrupted: {WHAT}"),
        }
    }

    /// The time that is left; None if it has no end.
    fn left(&self) -> Option<Duration> {
        self.limit.map(|(end, _)| end.saturating_duration_since(Instant::now()))
    }

    /// Whether a read would not wait.
    pub fn readable(&self, fd: BorrowedFd<'_>) -> bool {
        let mut fds = [PollFd::new(&fd, PollFlags::IN)];
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        !matches!(poll(&mut fds, Some(&now)), Ok(0))
    }

    /// Waits until a read would not wait; false when the run is to end first.
    pub fn wait_readable(&self, fd: BorrowedFd<'_>) -> bool {
        self.wait(Some(fd), None) != Woken::Stopped
    }

    /// Rests for a while; false when the run is to end first.
    pub fn rest(&self, time: Duration) -> bool {
        self.wait(None, Some(time)) != Woken::Stopped
    }

    /// Waits until something can be read, the run is to end, or `most` has passed.
    pub fn wait(&self, input: Option<BorrowedFd<'_>>, most: Option<Duration>) -> Woken {
        let until = most.and_then(|most| Instant::now().checked_add(most));
        loop {
            if self.stopping() {
                return Woken::Stopped;
            }
            let rest = until.map(|until| until.saturating_duration_since(Instant::now()));
            if rest.is_some_and(|rest| rest.is_zero()) && input.is_none() {
                return Woken::TimedOut;
            }
            let left = rest.into_iter().chain(self.left()).min();
            let Some(pipe) = &self.pipe else {
                // Nothing can break the wait off, and a read waits by itself.
                if input.is_some() {
                    return Woken::Ready;
                }
                std::thread::sleep(left.unwrap_or(Duration::MAX));
                continue;
            };
            let mut fds = vec![PollFd::new(&pipe.wake, PollFlags::IN)];
            fds.extend(self.hangup.iter().map(|hangup| PollFd::new(&hangup.wake, PollFlags::IN)));
            let output_at = fds.len();
            // Without a wish only its end is told.
            fds.extend(self.output.iter().map(|output| PollFd::new(&**output, PollFlags::empty())));
            let input_at = fds.len();
            fds.extend(input.iter().map(|input| PollFd::new(input, PollFlags::IN)));
            match poll(&mut fds, left.map(timespec).as_ref()) {
                Err(rustix::io::Errno::INTR) => continue,
                // What cannot be polled can be read.
                Err(_) => return Woken::Ready,
                // Nothing happened, or the time of the run is over.
                Ok(0) if rest.is_some_and(|rest| left == Some(rest)) => return Woken::TimedOut,
                Ok(0) => continue,
                Ok(_) if self.output.is_some() && !fds[output_at].revents().is_empty() => {
                    self.gone.store(true, Ordering::Relaxed);
                    return Woken::Stopped;
                }
                Ok(_) if fds.get(input_at).is_some_and(|input| !input.revents().is_empty()) => return Woken::Ready,
                Ok(_) if self.hangup.is_some() && !fds[1].revents().is_empty() => return Woken::HungUp,
                Ok(_) => return Woken::Stopped,
            }
        }
    }
}

/// The signals among ours that are ignored: by nohup, or by a shell for what runs in the background.
fn ignored() -> Vec<i32> {
    let mut status = String::with_capacity(STATUS);
    let file = std::fs::File::open("/proc/self/status");
    // What cannot be read ignores nothing.
    let _ = file.and_then(|mut file| file.read_to_string(&mut status));
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| mask >> (signal - 1) & 1 == 1).collect()
}

/// As poll takes it, and a little more, so that the time is over when it returns.
fn timespec(time: Duration) -> Timespec {
    let time = time.saturating_add(Duration::from_micros(100));
    Timespec { tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX), tv_nsec: time.subsec_nanos().into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listening() -> Signals {
        let (wake, to_wake) = UnixStream::pair().unwrap();
        Signals { pipe: Some(Arc::new(Pipe { wake, to_wake })), ..Signals::none() }
    }

    #[test]
    fn whoever_waits_is_woken_when_there_is_enough() {
        let signals = listening();
        let (from, _to) = rustix::pipe::pipe().unwrap();
        assert_eq!(signals.wait(Some(from.as_fd()), Some(Duration::from_millis(1))), Woken::TimedOut);
        let other = signals.clone();
        let waits = std::thread::spawn(move || other.wait(Some(from.as_fd()), None));
        signals.enough();
        assert_eq!(waits.join().unwrap(), Woken::Stopped);
    }

    #[test]
    fn a_reader_that_goes_ends_the_wait() {
        let (reader, output) = rustix::pipe::pipe().unwrap();
        let signals = listening().watching(output);
        let (from, to) = rustix::pipe::pipe().unwrap();
        rustix::io::write(&to, b"x").unwrap();
        assert_eq!(signals.wait(Some(from.as_fd()), None), Woken::Ready);
        let mut byte = [0];
        rustix::io::read(&from, &mut byte).unwrap();
        drop(reader);
        assert_eq!(signals.wait(Some(from.as_fd()), None), Woken::Stopped);
        assert!(signals.reader_gone());
    }

    #[test]
    fn only_a_pipe_is_watched() {
        let file = tempfile::tempfile().unwrap();
        assert!(listening().watching(file.into()).output.is_none());
    }

    #[test]
    fn time_ends_a_run_once_it_is_looked_at() {
        let endless = Signals::none();
        assert!(!endless.stopping() && endless.exit_code().is_none());
        let long = Signals::none().within(Duration::MAX);
        assert!(!long.stopping() && long.rest(Duration::from_millis(1)));
        let short = Signals::none().within(Duration::ZERO);
        assert_eq!(short.exit_code(), None, "nobody had to stop yet");
        assert!(short.stopping() && !short.rest(Duration::from_secs(3600)));
        assert_eq!(short.exit_code(), Some(124));
        assert_eq!(short.words(), "--timeout: 0ns have passed; this is what had been read until then");
    }

    #[test]
    fn time_ends_a_wait_for_input() {
        let signals = listening().within(Duration::from_millis(5));
        let (from, _to) = rustix::pipe::pipe().unwrap();
        assert!(!signals.wait_readable(from.as_fd()));
        assert_eq!(signals.exit_code(), Some(124));
    }

    #[test]
    fn who_rests_wakes_up_when_the_run_has_enough() {
        let signals = listening();
        std::thread::scope(|scope| {
            let resting = scope.spawn(|| signals.rest(Duration::from_secs(3600)));
            signals.enough();
            assert!(!resting.join().unwrap());
        });
        assert_eq!(signals.exit_code(), None);
    }
}
