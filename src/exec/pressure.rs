//! The pressure on the machine: the share of time that somebody had to wait for a processor or a disk,
//! as Linux tells it (`/proc/pressure`), and the priority of the process.
//!
//! The kernel does not say who waited. A run on an idle machine that reads a cold file waits for the disk
//! itself, and one with more threads than processors for those; that is no reason to slow down. So
//! pressure counts only as far as others use the processors or the disks: what the whole machine did,
//! less what this process did. Where the kernel tells no pressure, the load average serves, less the
//! threads of the run. Where there is neither, there is none, and only the fill of the ring counts.

use std::time::Duration;

use rustix::process::{getpriority_process, setpriority_process};
use rustix::time::{ClockId, clock_gettime};

/// The niceness of a polite run.
const NICE: i32 = 10;

/// Others that do less than this share of all work count in proportion.
const FEW: f64 = 0.1;

/// Lowers the priority of this thread and those that it starts from now on. Gives what to say if that cannot be.
///
/// Linux derives the priority on a disk from it, as long as none was set (ioprio_set(2)): the sixth of seven
/// of the class that shares what there is. The idle class was rejected: behind a busy disk it gets nothing at all.
pub(super) fn lower_priority() -> Option<String> {
    let lowered = getpriority_process(None).and_then(|nice| match nice >= NICE {
        true => Ok(()),
        false => setpriority_process(None, NICE),
    });
    let error = lowered.err()?;
    Some(format!("--polite: the priority cannot be lowered: {}", crate::base::fault::io_words(&error.into())))
}

/// Looks at the machine, now and then.
pub(super) struct Pressure {
    threads: usize,
    last: Option<Counts>,
}

/// Counters that only grow.
#[derive(Clone, Debug, Default)]
struct Counts {
    now: Duration,
    /// How long somebody waited for a processor, and for a disk; None where that is not told.
    waits: Option<(Duration, Duration)>,
    /// The ticks of all processors, and those in which they worked.
    ticks: (u64, u64),
    processors: u32,
    own_time: Duration,
    /// The bytes that went to and from disks, and those of this process.
    moved: u64,
    own_moved: Option<u64>,
}

impl Pressure {
    /// For a run of so many threads.
    pub(super) fn new(threads: usize) -> Pressure {
        Pressure { threads, last: Some(Counts::read(Duration::ZERO)) }
    }

    /// The pressure since the last look, from 0 to 1; None where nothing tells it.
    pub(super) fn look(&mut self, now: Duration) -> Option<f64> {
        let counts = Counts::read(now);
        let last = self.last.replace(counts.clone())?;
        match counts.since(&last) {
            Some(pressure) => Some(pressure),
            None => {
                let load: f64 = file("/proc/loadavg").split(' ').next()?.parse().ok()?;
                Some(((load - self.threads as f64) / f64::from(counts.processors.max(1))).clamp(0.0, 1.0))
            }
        }
    }
}

impl Counts {
    fn read(now: Duration) -> Counts {
        let (ticks, processors) = ticks(&file("/proc/stat"));
        let own = clock_gettime(ClockId::ProcessCPUTime);
        let own_time = Duration::new(own.tv_sec.try_into().unwrap_or(0), own.tv_nsec.try_into().unwrap_or(0));
        let moved = file("/proc/vmstat");
        let own_moved = file("/proc/self/io");
        let own = |name| number(&own_moved, name);
        Counts {
            now,
            waits: waited(&file("/proc/pressure/cpu")).zip(waited(&file("/proc/pressure/io"))),
            ticks,
            processors,
            own_time,
            // In KiB, whatever the size of a page.
            moved: (number(&moved, "pgpgin ").unwrap_or(0) + number(&moved, "pgpgout ").unwrap_or(0)) << 10,
            own_moved: own("read_bytes: ").zip(own("write_bytes: ")).map(|(read, written)| read + written),
        }
    }

    /// The pressure since an earlier look.
    fn since(&self, last: &Counts) -> Option<f64> {
        let ((processor, disk), (processor_before, disk_before)) = (self.waits?, last.waits?);
        let time = self.now.saturating_sub(last.now).as_secs_f64();
        if time <= 0.0 {
            return Some(0.0);
        }
        let share = |wait: Duration, before: Duration| (wait.saturating_sub(before).as_secs_f64() / time).min(1.0);
        let all = self.ticks.0.saturating_sub(last.ticks.0) as f64;
        let busy = self.ticks.1.saturating_sub(last.ticks.1) as f64;
        let own = self.own_time.saturating_sub(last.own_time).as_secs_f64() / time / f64::from(self.processors.max(1));
        // Where the machine does not tell what it did, all pressure counts.
        let others = if all > 0.0 { busy / all - own } else { 1.0 };
        let moved = self.moved.saturating_sub(last.moved) as f64;
        let moved_by_others = match self.own_moved.zip(last.own_moved) {
            Some((own, before)) => moved - own.saturating_sub(before) as f64,
            None => moved,
        };
        let others_move = if moved > 0.0 { moved_by_others / moved } else { 0.0 };
        let heed = |share: f64| (share / FEW).clamp(0.0, 1.0);
        let processor = share(processor, processor_before) * heed(others);
        Some(processor.max(share(disk, disk_before) * heed(others_move)))
    }
}

/// A file of the kernel, empty where it is none.
fn file(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// The time that somebody has waited, of a file of pressure.
fn waited(text: &str) -> Option<Duration> {
    let some = text.lines().find(|line| line.starts_with("some "))?;
    number(some, "total=").map(Duration::from_micros)
}

/// The number behind a name that stands at the start of a line or after a space.
fn number(text: &str, name: &str) -> Option<u64> {
    let starts = |at: &usize| text[..*at].is_empty() || text[..*at].ends_with(['\n', ' ']);
    let at = text.match_indices(name).map(|(at, _)| at).find(starts)?;
    let rest = &text[at + name.len()..];
    rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())].parse().ok()
}

/// All ticks of `/proc/stat` and those of work, and the number of processors.
fn ticks(text: &str) -> ((u64, u64), u32) {
    let processors = text.lines().filter(|line| line.starts_with("cpu") && !line.starts_with("cpu ")).count();
    let numbers = text.lines().next().and_then(|line| line.strip_prefix("cpu ")).unwrap_or_default();
    // user nice system idle iowait irq softirq steal; the guests' are in the first two already.
    let numbers: Vec<u64> = numbers.split_whitespace().take(8).filter_map(|n| n.parse().ok()).collect();
    let all = numbers.iter().sum();
    let rests = numbers.iter().skip(3).take(2).sum::<u64>();
    ((all, all - rests), u32::try_from(processors).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_kernel_are_read() {
        let pressure = "some avg10=6.90 avg60=24.57 avg300=25.71 total=8072057042\nfull avg10=0.00 total=7\n";
        assert_eq!(waited(pressure), Some(Duration::from_micros(8_072_057_042)));
        assert_eq!((waited(""), waited("full total=3\n")), (None, None));
        let stat =
            "cpu  100 1 20 300 40 5 6 7 50 2\ncpu0 50 1 10 150 20 2 3 3 25 1\ncpu1 50 0 10 150 20 3 3 4 25 1\nintr 9\n";
        assert_eq!(ticks(stat), ((479, 139), 2));
        assert_eq!(ticks(""), ((0, 0), 0));
        assert_eq!(number("npgpgin 1\npgpgin 23\npgpgout 4", "pgpgin "), Some(23));
        assert_eq!(number("read_bytes: 5", "write_bytes: "), None);
    }

    /// Two processors, for a second; what they and this process did, and how long somebody waited.
    fn second(busy: f64, own: f64, waited: f64) -> f64 {
        let before = Counts { waits: Some(Default::default()), processors: 2, own_moved: Some(0), ..Counts::default() };
        let after = Counts {
            now: Duration::from_secs(1),
            waits: Some((Duration::from_secs_f64(waited), Duration::ZERO)),
            ticks: (200, (busy * 100.0) as u64),
            own_time: Duration::from_secs_f64(own),
            ..before.clone()
        };
        after.since(&before).unwrap()
    }

    #[test]
    fn pressure_that_a_run_makes_itself_does_not_count() {
        // Alone with four threads on two processors.
        assert_eq!(second(2.0, 2.0, 1.0), 0.0);
        // Beside one that wants a whole processor.
        assert_eq!(second(2.0, 1.0, 0.9), 0.9);
        // Beside one that does little.
        assert!((second(2.0, 1.9, 1.0) - 0.5).abs() < 1e-9);
        // Others work, and nobody waits.
        assert_eq!(second(1.0, 0.0, 0.0), 0.0);
    }

    #[test]
    fn waiting_for_its_own_cold_file_does_not_count() {
        let before = Counts { waits: Some(Default::default()), processors: 2, ..Counts::default() };
        let after = |moved, own_moved| Counts {
            now: Duration::from_secs(1),
            waits: Some((Duration::ZERO, Duration::from_millis(900))),
            ticks: (200, 50),
            moved,
            own_moved,
            ..before.clone()
        };
        let before = Counts { own_moved: Some(0), ..before.clone() };
        assert_eq!(after(1 << 20, Some(1 << 20)).since(&before), Some(0.0));
        assert_eq!(after(3 << 20, Some(1 << 20)).since(&before), Some(0.9));
        // Where it is not told what is its own, all counts.
        assert_eq!(after(1 << 20, None).since(&before), Some(0.9));
        // Nothing that tells.
        assert_eq!(Counts::default().since(&Counts::default()), None);
    }
}
