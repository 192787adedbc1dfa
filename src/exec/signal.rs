//! What ends a run from outside: signals, and the time that it may take. The first signal asks for an
//! orderly end, the second ends at once; the end of the time is like a first signal.
//!
//! A handler only sets a flag and writes a byte to a pipe, so that a reader that waits for input and
//! a worker that waits for its turn wake up. The time is looked at by those who wait or begin
//! something, so that no thread is there for it. SIGPIPE is left to the write that fails.

use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGINT, SIGTERM};

/// The exit code of a run that took too long, as timeout(1) has it.
const TIMED_OUT: u8 = 124;

/// The signals of a run; cheap to clone.
#[derive(Clone)]
pub struct Signals {
    /// Somebody asked for an end.
    flag: Arc<AtomicBool>,
    which: Arc<AtomicUsize>,
    /// The pipe whose byte wakes all who wait, and its other end.
    pipe: Option<Arc<(UnixStream, UnixStream)>>,
    /// The run has come to its end by itself.
    over: Arc<AtomicBool>,
    /// When the time is over, and how much it was.
    limit: Option<(Instant, Duration)>,
    /// Reading was broken off since it was.
    late: Arc<AtomicBool>,
}

impl Signals {
    /// Starts to listen.
    pub fn listen() -> io::Result<Signals> {
        let mut signals = Signals::none();
        let (wake, to_wake) = UnixStream::pair()?;
        for signal in [SIGINT, SIGTERM] {
            // Order matters: the shutdown looks at the flag before this signal sets it.
            signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, signals.flag.clone())?;
            signal_hook::flag::register(signal, signals.flag.clone())?;
            signal_hook::flag::register_usize(signal, signals.which.clone(), signal as usize)?;
            signal_hook::low_level::pipe::register(signal, to_wake.try_clone()?)?;
        }
        signals.pipe = Some(Arc::new((wake, to_wake)));
        Ok(signals)
    }

    /// No signals: for a caller that has none to wait for.
    pub fn none() -> Signals {
        Signals {
            flag: Arc::default(),
            which: Arc::default(),
            pipe: None,
            over: Arc::default(),
            limit: None,
            late: Arc::default(),
        }
    }

    /// Lets the run take so long from now on.
    #[must_use]
    pub fn within(mut self, time: Duration) -> Signals {
        self.limit = Instant::now().checked_add(time).map(|end| (end, time));
        self
    }

    /// Whether a signal, or the end of the time, asked for an end.
    pub fn stopping(&self) -> bool {
        if self.flag.load(Ordering::Relaxed) {
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

    /// Whether what was being read may have ended before its end.
    pub fn broke_off(&self) -> bool {
        self.stopping() || self.over.load(Ordering::Relaxed)
    }

    /// The run has enough: whoever waits for input wakes up.
    pub fn wake(&self) {
        if !self.over.swap(true, Ordering::Relaxed)
            && let Some(pipe) = &self.pipe
        {
            // What cannot be written has nobody who waits.
            let _ = (&pipe.1).write(&[0]);
        }
    }

    /// The exit code of what asked for an end: 124, 130 or 143.
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

    /// What can be read when all are to wake up.
    fn wakes(&self) -> Option<BorrowedFd<'_>> {
        self.pipe.as_ref().map(|pipe| pipe.0.as_fd())
    }

    /// Whether a read would not wait.
    pub fn readable(&self, fd: BorrowedFd<'_>) -> bool {
        let mut fds = [PollFd::new(&fd, PollFlags::IN)];
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        !matches!(poll(&mut fds, Some(&now)), Ok(0))
    }

    /// Waits until a read would not wait; false when the run was asked to end first.
    pub fn wait_readable(&self, fd: BorrowedFd<'_>) -> bool {
        let wake = self.wakes();
        loop {
            if self.stopping() {
                return false;
            }
            let all = std::iter::once(&fd).chain(&wake);
            let mut fds: Vec<PollFd<'_>> = all.map(|fd| PollFd::new(fd, PollFlags::IN)).collect();
            match poll(&mut fds, self.left().map(timespec).as_ref()) {
                // The time is over, or nearly so.
                Err(rustix::io::Errno::INTR) | Ok(0) => continue,
                // What cannot be polled can be read.
                Err(_) => return true,
                Ok(_) if !fds[0].revents().is_empty() => return true,
                Ok(_) => return false,
            }
        }
    }

    /// Rests for a while; false when the run was asked to end first.
    pub fn rest(&self, time: Duration) -> bool {
        let end = Instant::now() + time;
        let wake = self.wakes();
        loop {
            if self.broke_off() {
                return false;
            }
            let rest = end.saturating_duration_since(Instant::now());
            if rest.is_zero() {
                return true;
            }
            let rest = timespec(self.left().map_or(rest, |left| left.min(rest)));
            let mut fds: Vec<PollFd<'_>> = wake.iter().map(|wake| PollFd::new(wake, PollFlags::IN)).collect();
            match poll(&mut fds, Some(&rest)) {
                Ok(0) | Err(rustix::io::Errno::INTR) => {}
                _ => return false,
            }
        }
    }
}

/// As poll takes it, and a little more, so that the time is over when it returns.
fn timespec(time: Duration) -> Timespec {
    let time = time.saturating_add(Duration::from_micros(100));
    Timespec { tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX), tv_nsec: time.subsec_nanos().into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_ends_a_run_once_it_is_looked_at() {
        let endless = Signals::none();
        assert!(!endless.stopping() && endless.exit_code().is_none());
        let long = Signals::none().within(Duration::MAX);
        assert!(!long.stopping() && long.rest(Duration::from_millis(1)));
        let short = Signals::none().within(Duration::ZERO);
        assert_eq!(short.exit_code(), None, "nobody had to stop yet");
        assert!(short.stopping() && short.broke_off() && !short.rest(Duration::from_secs(3600)));
        assert_eq!(short.exit_code(), Some(124));
        assert_eq!(short.words(), "--timeout: 0ns have passed; this is what had been read until then");
    }

    #[test]
    fn who_waits_wakes_up_when_the_run_has_enough() {
        let (wake, to_wake) = UnixStream::pair().unwrap();
        let signals = Signals { pipe: Some(Arc::new((wake, to_wake))), ..Signals::none() };
        let (silent, _other) = UnixStream::pair().unwrap();
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| signals.wait_readable(silent.as_fd()));
            let resting = scope.spawn(|| signals.rest(Duration::from_secs(3600)));
            signals.wake();
            assert!(!reader.join().unwrap() && !resting.join().unwrap());
        });
        assert!(signals.broke_off() && !signals.stopping());
        assert_eq!(signals.exit_code(), None);
    }
}
