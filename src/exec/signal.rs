//! Signals: the first asks for an orderly end, the second ends at once.
//!
//! A handler only sets a flag and writes a byte to a pipe, so that a reader that waits for
//! input wakes up. The same byte wakes it when a step has had enough on another thread. SIGPIPE
//! is left to the write that fails; while nothing is written, a wait looks after the reader of
//! the output as well, so that `tail -f LOG | flitch P | head -1` ends when `head` does.

use std::io::{self, Write};
#[cfg(test)]
use std::os::fd::AsFd;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::FileType;
use signal_hook::consts::{SIGINT, SIGTERM};

/// The signals of a run, and what else ends it while it waits for input; cheap to clone.
#[derive(Clone)]
pub struct Signals {
    flag: Arc<AtomicBool>,
    which: Arc<AtomicUsize>,
    /// The run wants no more input: some step had enough, or a fault ended it.
    enough: Arc<AtomicBool>,
    /// The reader of the output has gone.
    gone: Arc<AtomicBool>,
    pipe: Option<Arc<Pipe>>,
    /// The output, where that is a pipe: its reader may go while nothing is written.
    output: Option<Arc<OwnedFd>>,
}

/// Wakes whoever waits for input.
struct Pipe {
    wake: UnixStream,
    to_wake: UnixStream,
}

/// Why a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// Something can be read.
    Ready,
    /// The run is to end.
    Stopped,
    /// Nothing happened.
    TimedOut,
}

impl Signals {
    /// Starts to listen.
    pub fn listen() -> io::Result<Signals> {
        let flag = Arc::new(AtomicBool::new(false));
        let which = Arc::new(AtomicUsize::new(0));
        let (wake, to_wake) = UnixStream::pair()?;
        // What wakes nobody must not wait for one who reads.
        to_wake.set_nonblocking(true)?;
        for signal in [SIGINT, SIGTERM] {
            // Order matters: the shutdown looks at the flag before this signal sets it.
            signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, flag.clone())?;
            signal_hook::flag::register(signal, flag.clone())?;
            signal_hook::flag::register_usize(signal, which.clone(), signal as usize)?;
            signal_hook::low_level::pipe::register(signal, to_wake.try_clone()?)?;
        }
        let pipe = Some(Arc::new(Pipe { wake, to_wake }));
        Ok(Signals { flag, which, pipe, ..Signals::none() })
    }

    /// No signals: for a caller that has none to wait for.
    pub fn none() -> Signals {
        let (flag, which, enough, gone) = Default::default();
        Signals { flag, which, enough, gone, pipe: None, output: None }
    }

    /// Looks after the reader of the output, too.
    pub fn watching(self, output: OwnedFd) -> Signals {
        let is_pipe =
            rustix::fs::fstat(&output).is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Fifo);
        Signals { output: is_pipe.then(|| Arc::new(output)), ..self }
    }

    /// Whether a signal asked for an end, or nobody wants more.
    pub fn stopping(&self) -> bool {
        self.flag.load(Ordering::Relaxed) || self.enough.load(Ordering::Relaxed) || self.gone.load(Ordering::Relaxed)
    }

    /// The run wants no more input: who waits for some need not.
    pub fn enough(&self) {
        self.enough.store(true, Ordering::Relaxed);
        if let Some(pipe) = &self.pipe {
            // A full pipe wakes as well.
            let _ = (&pipe.to_wake).write(&[0]);
        }
    }

    /// Whether the reader of the output went while nothing was written.
    pub fn reader_gone(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }

    /// The exit code of the signal that came: 130 or 143.
    pub fn exit_code(&self) -> Option<u8> {
        match self.which.load(Ordering::Relaxed) {
            0 => None,
            signal => Some(128 + signal as u8),
        }
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

    /// Waits until something can be read, the run is to end, or the time is over.
    pub fn wait(&self, input: Option<BorrowedFd<'_>>, most: Option<Duration>) -> Woken {
        let Some(pipe) = &self.pipe else {
            // Nothing can break the wait off, and a read waits by itself.
            if input.is_none() {
                std::thread::sleep(most.unwrap_or_default());
            }
            return if input.is_some() { Woken::Ready } else { Woken::TimedOut };
        };
        let until = most.map(|most| Instant::now() + most);
        loop {
            if self.stopping() {
                return Woken::Stopped;
            }
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            let left = left.map(|left| Timespec {
                tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
                tv_nsec: left.subsec_nanos().into(),
            });
            let mut fds = vec![PollFd::new(&pipe.wake, PollFlags::IN)];
            let output_at = fds.len();
            // Without a wish only its end is told.
            fds.extend(self.output.iter().map(|output| PollFd::new(&**output, PollFlags::empty())));
            let input_at = fds.len();
            fds.extend(input.iter().map(|input| PollFd::new(input, PollFlags::IN)));
            match poll(&mut fds, left.as_ref()) {
                Err(rustix::io::Errno::INTR) => continue,
                // What cannot be polled can be read.
                Err(_) => return Woken::Ready,
                Ok(0) => return Woken::TimedOut,
                Ok(_) if self.output.is_some() && !fds[output_at].revents().is_empty() => {
                    self.gone.store(true, Ordering::Relaxed);
                    return Woken::Stopped;
                }
                Ok(_) if fds.get(input_at).is_some_and(|input| !input.revents().is_empty()) => return Woken::Ready,
                Ok(_) => return Woken::Stopped,
            }
        }
    }
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
}
