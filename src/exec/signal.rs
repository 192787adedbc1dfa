//! Signals: the first asks for an orderly end, the second ends at once.
//!
//! A handler only sets a flag and writes a byte to a pipe, so that a reader that waits for
//! input wakes up. SIGPIPE is left to the write that fails.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGINT, SIGTERM};

/// The signals of a run; cheap to clone.
#[derive(Clone)]
pub struct Signals {
    flag: Arc<AtomicBool>,
    which: Arc<AtomicUsize>,
    wake: Option<Arc<UnixStream>>,
}

impl Signals {
    /// Starts to listen.
    pub fn listen() -> io::Result<Signals> {
        let flag = Arc::new(AtomicBool::new(false));
        let which = Arc::new(AtomicUsize::new(0));
        let (wake, to_wake) = UnixStream::pair()?;
        for signal in [SIGINT, SIGTERM] {
            // Order matters: the shutdown looks at the flag before this signal sets it.
            signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, flag.clone())?;
            signal_hook::flag::register(signal, flag.clone())?;
            signal_hook::flag::register_usize(signal, which.clone(), signal as usize)?;
            signal_hook::low_level::pipe::register(signal, to_wake.try_clone()?)?;
        }
        Ok(Signals { flag, which, wake: Some(Arc::new(wake)) })
    }

    /// No signals: for a caller that has none to wait for.
    pub fn none() -> Signals {
        Signals { flag: Arc::default(), which: Arc::default(), wake: None }
    }

    /// Whether a signal asked for an end.
    pub fn stopping(&self) -> bool {
        self.flag.load(Ordering::Relaxed)
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
        let now = rustix::event::Timespec { tv_sec: 0, tv_nsec: 0 };
        !matches!(poll(&mut fds, Some(&now)), Ok(0))
    }

    /// Waits until a read would not wait; false when a signal came first.
    pub fn wait_readable(&self, fd: BorrowedFd<'_>) -> bool {
        let Some(wake) = &self.wake else { return true };
        loop {
            if self.stopping() {
                return false;
            }
            let wake = wake.as_fd();
            let mut fds = [PollFd::new(&fd, PollFlags::IN), PollFd::new(&wake, PollFlags::IN)];
            match poll(&mut fds, None) {
                Err(rustix::io::Errno::INTR) => continue,
                // What cannot be polled can be read.
                Err(_) => return true,
                Ok(_) if !fds[0].revents().is_empty() => return true,
                Ok(_) => return false,
            }
        }
    }
}
