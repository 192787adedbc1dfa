//! Waiting for files to change.
//!
//! The kernel tells of changes where it can (inotify), and a look from time to time finds what it
//! does not tell of: what another machine writes to a shared folder, a queue that was too small. On
//! file systems that never tell, and on other systems than Linux, looking is all there is.

use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::signal::{Signals, Woken};

/// How long a wait is where the kernel tells of changes, and where it does not.
const TOLD: Duration = Duration::from_millis(1000);
const LOOKED: Duration = Duration::from_millis(50);

/// What is watched.
pub(super) struct Watch {
    told: Option<OwnedFd>,
    watched: Vec<PathBuf>,
    /// Something that is watched does not tell.
    is_silent: bool,
}

#[cfg(target_os = "linux")]
mod system {
    use std::mem::MaybeUninit;

    use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};

    use super::{OwnedFd, Path};

    pub(super) fn open() -> Option<OwnedFd> {
        inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).ok()
    }

    /// Whether the kernel will tell of changes.
    pub(super) fn add(told: &OwnedFd, path: &Path) -> bool {
        let changes = WatchFlags::MODIFY
            | WatchFlags::ATTRIB
            | WatchFlags::CREATE
            | WatchFlags::MOVED_TO
            | WatchFlags::MOVE_SELF
            | WatchFlags::DELETE_SELF;
        inotify::add_watch(told, path, changes).is_ok() && !is_remote(path)
    }

    /// Takes what was told: only that it was counts.
    pub(super) fn drain(told: &OwnedFd) {
        let mut room = [MaybeUninit::uninit(); 4096];
        let mut events = inotify::Reader::new(told, &mut room);
        while let Ok(event) = events.next() {
            let _ = event.events() & ReadFlags::IGNORED;
        }
    }

    /// Whether others may write there without this kernel knowing.
    fn is_remote(path: &Path) -> bool {
        // NFS, SMB, CIFS, FUSE, 9P, Ceph, AFS, virtiofs is FUSE.
        const REMOTE: [u64; 8] =
            [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x6573_5546, 0x0102_1997, 0x00c3_6400, 0x5346_414f];
        rustix::fs::statfs(path).is_ok_and(|stat| REMOTE.contains(&((stat.f_type as u64) & 0xffff_ffff)))
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::{OwnedFd, Path};

    pub(super) fn open() -> Option<OwnedFd> {
        None
    }

    pub(super) fn add(_: &OwnedFd, _: &Path) -> bool {
        false
    }

    pub(super) fn drain(_: &OwnedFd) {}
}

impl Watch {
    pub(super) fn new() -> Watch {
        let told = system::open();
        Watch { is_silent: told.is_none(), told, watched: Vec::new() }
    }

    /// Watches a file or a folder, which may have been replaced since.
    pub(super) fn add(&mut self, path: &Path, is_new: bool) {
        if !is_new && self.watched.iter().any(|watched| watched == path) {
            return;
        }
        let tells = self.told.as_ref().is_some_and(|told| system::add(told, path));
        self.is_silent |= !tells;
        if !self.watched.iter().any(|watched| watched == path) {
            self.watched.push(path.to_path_buf());
        }
    }

    /// Waits until something may have changed, but not longer than so; false when the run is to end.
    pub(super) fn wait(&self, signals: &Signals, most: Duration) -> bool {
        let most = most.min(if self.is_silent { LOOKED } else { TOLD });
        let woken = signals.wait(self.told.as_ref().map(AsFd::as_fd), Some(most));
        if let (Woken::Ready, Some(told)) = (woken, &self.told) {
            system::drain(told);
        }
        woken != Woken::Stopped
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::time::Instant;

    use super::*;

    #[test]
    fn a_change_ends_the_wait() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("log");
        let mut file = std::fs::File::create(&path).unwrap();
        let mut watch = Watch::new();
        watch.add(&path, true);
        watch.add(dir.path(), true);
        let signals = Signals::listen(false).unwrap();
        let start = Instant::now();
        let writer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(20));
            file.write_all(b"x").unwrap();
        });
        assert!(watch.wait(&signals, Duration::from_secs(60)));
        writer.join().unwrap();
        // The longest wait is a second, with or without a change.
        assert!(start.elapsed() < Duration::from_secs(30));
        signals.enough();
        assert!(!watch.wait(&signals, Duration::from_secs(60)));
    }
}
