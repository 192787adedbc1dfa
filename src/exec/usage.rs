//! What a run took of the machine: time, processors, memory.

use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

/// What a run took. What this system does not tell is None.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    pub wall: Duration,
    /// Of all threads, in the program and in the kernel.
    pub user: Option<Duration>,
    pub system: Option<Duration>,
    /// The most memory that the process had at a time, in bytes.
    pub peak_memory: Option<u64>,
}

impl Usage {
    /// Up to now, of a run that began at an instant.
    pub fn since(began: Instant) -> Usage {
        let used = getrusage(UsageWho::RUSAGE_SELF).ok();
        let status = std::fs::read_to_string("/proc/self/status").ok();
        Usage {
            wall: began.elapsed(),
            user: used.and_then(|used| duration(used.user_time())),
            system: used.and_then(|used| duration(used.system_time())),
            peak_memory: status.as_deref().and_then(high_water),
        }
    }
}

fn duration(time: TimeVal) -> Option<Duration> {
    let seconds = u64::try_from(time.tv_sec()).ok()?;
    let micros = u64::try_from(time.tv_usec()).ok()?;
    Some(Duration::from_secs(seconds) + Duration::from_micros(micros))
}

/// The high-water mark of the resident set. `getrusage` has one too, but that is never below
/// what the process had that started this one.
fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_high_water_mark_is_in_bytes() {
        assert_eq!(high_water("Name:\tflitch\nVmHWM:\t   12288 kB\nVmRSS:\t 1 kB\n"), Some(12 << 20));
        assert_eq!(high_water("Name:\tflitch\n"), None);
        assert_eq!(high_water("VmHWM:\t18446744073709551615 kB\n"), None);
    }

    #[test]
    fn a_run_takes_time() {
        let used = Usage::since(Instant::now());
        assert!(used.user.is_some() && used.system.is_some());
        assert!(used.wall < Duration::from_secs(60));
    }
}
