//! Temporary files: what states leave when they outgrow their room.
//!
//! Each file is created without a name (or loses it at once, where the system cannot do
//! that), in `$TMPDIR`. So it is gone with the process, also when that is killed, and nobody
//! has to tidy up.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::def::spill::{Disk, Scratch};

/// The folder of temporary files.
pub(super) struct TempDir(PathBuf);

impl TempDir {
    /// The one that the environment names.
    pub(super) fn new() -> TempDir {
        TempDir(std::env::temp_dir())
    }
}

impl Disk for TempDir {
    fn file(&self) -> io::Result<Arc<dyn Scratch>> {
        Ok(Arc::new(Unnamed(tempfile::tempfile_in(&self.0)?)))
    }

    fn place(&self) -> String {
        self.0.display().to_string()
    }
}

struct Unnamed(File);

impl Scratch for Unnamed {
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.0.write_all_at(bytes, offset)
    }

    fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<()> {
        self.0.read_exact_at(bytes, offset)
    }
}
