//! Floor 5: plan in, bytes out. The only floor that knows threads, files and signals.
//!
//! A worker claims a block, reads it into its own buffer, cuts rows, runs the plan's maps
//! on them while they are in its cache, and publishes the result under its ticket; whoever
//! completes the next ticket commits it. Folds stay with their worker until the end. With
//! one thread, or little input, all of this happens on the calling thread.

mod ahead;
mod chain;
pub mod checkpoint;
mod claim;
mod commit;
mod disk;
mod follow;
mod heading;
mod keeper;
mod ledger;
mod look;
mod merge;
mod pace;
mod packer;
mod past;
mod place;
mod polite;
mod pressure;
mod progress;
mod rendering;
pub mod report;
mod rotated;
mod scan;
mod search;
mod sections;
mod signal;
mod sink;
mod source;
mod spool;
mod stream;
mod stretch;
mod team;
mod terminal;
mod usage;
mod utf16;
mod watch;
mod worker;
mod written;

use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use memchr::memmem;

pub use follow::Following;
pub use keeper::Keeping;
pub use look::{first_time, sample};
pub use pace::Rate;
pub use packer::Packing;
pub use place::Inode;
pub use progress::{Beside, Progress, Way};
pub use report::Report;
pub use rotated::is_rotated;
pub use signal::Signals;
pub use sink::Sink;
pub use source::{Limits, Timing, stdin_is_terminal};
pub use terminal::{Terminal, visible};
pub use written::OutFiles;

use crate::base::{Exit, Fault};
use crate::def::step::{Cx, Flow, Fold, FoldState, Map, Step};
use crate::def::{OutputDef, RenderOptions, fault_of_memory};
use crate::outputs::raw::LineOptions;
use crate::plan::Plan;
use chain::Chain;
use commit::Committer;
use disk::TempDir;
use follow::Follow;
use keeper::Keeper;
use ledger::sum_made;
use pace::Pace;
use progress::Gauge;
use rendering::Rendering;
use report::{Usage, report};
use rotated::Piece;
use scan::{Pass, Stations};
use source::Inputs;

/// How rows are written.
pub enum Format {
    Lines(LineOptions),
    Records(&'static OutputDef, RenderOptions),
}

/// A run.
pub struct Job {
    pub plan: Plan,
    pub steps: Vec<Step>,
    pub files: Vec<String>,
    pub threads: usize,
    pub limits: Limits,
    pub timing: Timing,
    /// The most bytes that steps may hold.
    pub memory: usize,
    /// The bytes that one state may hold before it leaves memory; None for a share of `memory`.
    pub room: Option<usize>,
    pub equal_hashes: bool,
    pub format: Format,
    pub sink: Sink,
    /// What it writes beside the output.
    pub out_files: Arc<OutFiles>,
    /// Leave out the header of the input in whole-line output.
    pub no_header: bool,
    /// How much bad data is an error; None when none is.
    pub max_errors: Option<MaxErrors>,
    /// Where lines go that are not in their format.
    pub rejects: Option<Sink>,
    /// The inputs grow, and the run goes on until it is ended.
    pub follow: Option<Following>,
    /// Remembers what was done.
    pub keeping: Option<Keeping>,
    /// Count what a report tells and the run does not need: lines, the span of `time`, usage.
    pub accounts: bool,
    pub manners: Manners,
}

/// What a run does for others on its machine, and for those who wait for it.
#[derive(Clone, Default)]
pub struct Manners {
    /// The most that is read a second.
    pub rate: Option<Rate>,
    /// Steps back while the machine is busy.
    pub polite: bool,
    /// Told while it runs.
    pub progress: Option<Arc<Progress>>,
}

/// How much bad data a run may meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MaxErrors {
    /// None at all (`--strict`).
    Strict,
    /// So many lines.
    Lines(u64),
    /// So many of a hundred lines.
    Percent(f64),
}

impl MaxErrors {
    /// What there is to say, if there is more.
    fn exceeded(self, bad: u64, lines: u64) -> Option<Option<String>> {
        let words = match self {
            // The ledger has said it.
            MaxErrors::Strict if bad > 0 => return Some(None),
            MaxErrors::Lines(most) if bad > most => {
                format!("{bad} lines had bad data, and --max-errors allows {most}")
            }
            MaxErrors::Percent(most) if bad as f64 * 100.0 > most * lines as f64 => {
                let share = bad as f64 * 100.0 / lines.max(1) as f64;
                format!("{bad} of {lines} lines ({share:.2} %) had bad data, and --max-errors allows {most} %")
            }
            _ => return None,
        };
        Some(Some(words))
    }
}

/// What all workers see.
pub(crate) struct Shared<'a> {
    plan: &'a Plan,
    maps: Vec<Box<dyn Map>>,
    /// The scans after them, and the maps after those.
    stations: Stations,
    fold: Option<Box<dyn Fold>>,
    /// Whether workers render; else they park batches or fold them.
    renders: Option<Rendering<'a>>,
    literal: Option<memmem::Finder<'static>>,
    limits: Limits,
    accounts: bool,
    memory: usize,
    inputs: Mutex<Inputs>,
    ring: Mutex<commit::Ring<'a>>,
    moved: Condvar,
    stop: AtomicBool,
    states: Mutex<Vec<Box<dyn FoldState>>>,
    /// What workers' contexts are made like.
    cx: Cx,
    /// A fault that a worker met after its last block.
    late: Mutex<Option<Fault>>,
    signals: Signals,
    /// How fast it may read, where there is a limit.
    pace: Option<Pace>,
    /// What has been done, where somebody is told.
    gauge: Option<Arc<Gauge>>,
}

impl Shared<'_> {
    /// No further block is claimed, and who waits for input wakes up.
    fn stop(&self) {
        self.stop.store(true, std::sync::atomic::Ordering::Relaxed);
        self.signals.enough();
    }
}

/// A lock whose holder cannot leave it broken: a panic ends the run anyway.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a plan.
pub fn run(mut job: Job, signals: &Signals) -> io::Result<Report> {
    let began = Instant::now();
    let mut inputs = match begin(&mut job).and_then(|()| inputs(&job)) {
        Ok(inputs) => inputs,
        Err(fault) => return Ok(Report::of(&fault)),
    };
    inputs.gauge = job.manners.progress.as_ref().map(|progress| progress.gauge.clone());
    let gauge = inputs.gauge.clone();
    // Threads have the priority of the one that starts them.
    let unlowered = if job.manners.polite { pressure::lower_priority() } else { None };
    let showing = job.manners.progress.as_ref().map(Progress::show);
    let Parts { maps, scans, fold, rest } = parts(std::mem::take(&mut job.steps));
    let plan = &job.plan;
    let rendering = Rendering::new(plan, &job.format);
    let on_workers = fold.is_none() && rest.is_empty() && !rendering.is_ordered();
    // Each record is done once its output is: no step holds it, or would have to be remembered.
    let streams = on_workers && scans.is_empty() && job.out_files.is_empty();
    let literal = plan.literal.clone();
    let chain = Chain::new(rest, job.equal_hashes, job.memory);
    let mut cx = Cx::new(plan.n_slots, plan.constants.clone());
    cx.disk = Some(Arc::new(TempDir::new()));
    cx.files = Some(job.out_files.clone());
    cx.memory = job.memory;
    // Each worker has a state, and at the end there is room for one more.
    cx.room = job.room.unwrap_or(job.memory / (job.threads + 1));
    let mut committer = Committer::new(plan, chain, job.sink, &rendering, job.no_header, job.memory, cx.like());
    committer.rejects = job.rejects;
    committer.keeper = job.keeping.map(|keeping| Keeper::new(keeping, streams));
    let shared = Shared {
        plan,
        maps,
        stations: Stations::new(scans, job.threads, job.equal_hashes),
        fold,
        renders: on_workers.then(|| rendering.clone()),
        literal,
        limits: job.limits,
        accounts: job.accounts,
        memory: job.memory,
        inputs: Mutex::new(inputs),
        ring: Mutex::new(commit::Ring::new(committer, 2 * job.threads + 2)),
        moved: Condvar::new(),
        stop: AtomicBool::new(false),
        states: Mutex::new(Vec::new()),
        cx: cx.like(),
        late: Mutex::default(),
        signals: signals.clone(),
        pace: Pace::new(job.manners.rate, job.manners.polite, job.limits.block, job.threads),
        gauge,
    };
    std::thread::scope(|scope| {
        let mut spawned = false;
        worker::work(&shared, &mut |full| {
            // No thread is started before there is more than one block of work.
            if !full || spawned || job.threads == 1 {
                return;
            }
            spawned = true;
            for _ in 1..job.threads {
                scope.spawn(|| worker::work(&shared, &mut |_| {}));
            }
        });
    });
    let mut states = std::mem::take(&mut *lock(&shared.states));
    let Some(mut committer) = lock(&shared.ring).take() else {
        return Err(io::Error::other("a worker did not finish; this is a bug in flitch"));
    };
    if let Some(fault) = lock(&shared.late).take().or(cx.fault.take()) {
        committer.fault.get_or_insert(fault);
    }
    let name = shared.fold.as_ref().map_or("stats", |f| f.name());
    let mut sums = Vec::new();
    match &shared.fold {
        _ if committer.stopped || committer.fault.is_some() || committer.reader_gone => {}
        Some(fold) => {
            let mut state = fold.state();
            shared.stations.end(&mut sums, &mut cx, &mut |batch, cx| {
                state.add(batch, cx);
                sum_made(batch, &mut committer.chain.sums);
                Flow::More
            });
            state.seal(&mut cx);
            states.push(state);
        }
        None => shared.stations.end(&mut sums, &mut cx, &mut |batch, cx| {
            let flow = committer.push_made(batch, cx);
            committer.stopped |= flow == Flow::Stop;
            flow
        }),
    }
    committer.chain.sums.append(&mut sums);
    if let Some(fault) = cx.fault.take() {
        committer.fault.get_or_insert(fault);
    }
    if committer.fault.is_none()
        && let Some(state) = merged(states, job.threads)
    {
        if state.weight() > job.memory {
            committer.fault = Some(fault_of_memory(name, job.memory));
        } else {
            state.finish(&mut cx, &mut |batch, cx| committer.push_made(batch, cx));
            if let Some(fault) = cx.fault.take() {
                committer.fault.get_or_insert(fault);
            }
        }
    }
    committer.reader_gone |= signals.reader_gone();
    let inputs = shared.inputs.into_inner().unwrap_or_else(PoisonError::into_inner);
    committer.end(&mut cx, inputs.header.as_deref());
    let keeper = committer.keeper.take();
    let remembers = keeper.is_some();
    drop(showing);
    let mut report = report(committer, inputs, plan, signals, job.max_errors, job.limits.max_line);
    report.messages.extend(unlowered);
    let ended = end_files(&job.out_files, keeper, &report);
    match ended {
        Ok(messages) => report.messages.extend(messages),
        Err(fault) => {
            report.messages.push(fault.to_string());
            report.exit = report.exit.max(fault.exit);
            report.faults.push(fault);
        }
    }
    if remembers && report.exit == Exit::Limit {
        report
            .messages
            .push("the checkpoint knows of nothing that was not written: the next run does the rest".to_string());
    }
    if job.accounts {
        report.usage = Usage::since(began);
    }
    Ok(report)
}

/// Writes down what a run with a checkpoint starts from.
fn begin(job: &mut Job) -> Result<(), Fault> {
    let Some(Keeping { checkpoint, output, .. }) = &mut job.keeping else { return Ok(()) };
    checkpoint.begin(&job.files, output.as_ref().map(|(path, file)| (path.as_path(), file)))
}

/// The inputs of a run, as far as there is something left of them.
fn inputs(job: &Job) -> Result<Inputs, Fault> {
    let checkpoint = job.keeping.as_ref().map(|keeping| &keeping.checkpoint);
    let (pieces, faults) = match (&job.follow, checkpoint) {
        (None, Some(checkpoint)) => checkpoint.left(&job.files)?,
        _ => (job.files.iter().map(|name| Piece::whole(name)).collect(), Vec::new()),
    };
    let mut inputs = Inputs::new(pieces, job.limits, job.timing.clone());
    faults.into_iter().for_each(|fault| inputs.lost(fault));
    inputs.places = checkpoint.map(|checkpoint| checkpoint.places());
    inputs.keeps_rest = checkpoint.is_some();
    inputs.grow = job.follow.is_some();
    inputs.follow = job.follow.map(|how| {
        let known = checkpoint.map_or_else(Vec::new, |checkpoint| checkpoint.known().to_vec());
        Follow::new(&job.files, known, how)
    });
    Ok(inputs)
}

/// Gives files their names and writes the checkpoint, so that neither stands without the other.
fn end_files(files: &OutFiles, keeper: Option<Keeper>, report: &Report) -> Result<Vec<String>, Fault> {
    let well = report.exit <= Exit::Nothing && report.signal.is_none() && !report.reader_gone;
    let Some(mut keeper) = keeper else { return files.end(well, &mut |_| Ok(())) };
    // What an input or a signal cut short is done as far as it goes; bad data or a full disk is not.
    let stands = if files.is_empty() { report.exit <= Exit::Input && !report.reader_gone } else { well };
    let messages = files.end(well, &mut |naming| keeper.write(naming))?;
    if stands {
        keeper.write(&[])?;
    }
    Ok(messages)
}

/// A plan's steps by where they run.
#[derive(Default)]
struct Parts {
    /// On the workers, batch by batch.
    maps: Vec<Box<dyn Map>>,
    /// On the workers, in turns; each with the maps that follow it.
    scans: Vec<Pass>,
    /// On the workers, each its own state.
    fold: Option<Box<dyn Fold>>,
    /// In order.
    rest: Vec<Step>,
}

fn parts(steps: Vec<Step>) -> Parts {
    let mut parts = Parts::default();
    let mut steps = steps.into_iter();
    for step in steps.by_ref() {
        match step {
            Step::Map(map) => match parts.scans.last_mut() {
                Some(pass) => pass.maps.push(map),
                None => parts.maps.push(map),
            },
            Step::Scan(scan, after) => parts.scans.push(Pass { scan, after, maps: Vec::new() }),
            Step::Fold(fold) => {
                parts.fold = Some(fold);
                break;
            }
            Step::Whole(whole) => {
                parts.rest.push(Step::Whole(whole));
                break;
            }
        }
    }
    parts.rest.extend(steps);
    parts
}

/// Merges the workers' states: one after another when they are small, else by parts of the
/// hash in parallel.
fn merged(mut states: Vec<Box<dyn FoldState>>, threads: usize) -> Option<Box<dyn FoldState>> {
    const SMALL: usize = 1 << 16;
    let total: usize = states.iter().map(|s| s.len()).sum();
    if states.len() < 2 || total < SMALL || threads < 2 {
        let mut first = states.pop()?;
        states.into_iter().for_each(|s| first.merge(s));
        return Some(first);
    }
    // A few parts for each thread, so that uneven parts even out.
    let bits = (threads * 4).next_power_of_two().trailing_zeros();
    let split: Vec<Vec<Box<dyn FoldState>>> = std::thread::scope(|scope| {
        let running: Vec<_> = states.into_iter().map(|s| scope.spawn(move || s.split(bits))).collect();
        running.into_iter().filter_map(|r| r.join().ok()).collect()
    });
    let n_parts = split.iter().map(Vec::len).max()?;
    let mut parts: Vec<Vec<Box<dyn FoldState>>> = (0..n_parts).map(|_| Vec::new()).collect();
    for state in split {
        state.into_iter().zip(&mut parts).for_each(|(piece, part)| part.push(piece));
    }
    let queue = Mutex::new(parts);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.min(n_parts) {
            scope.spawn(|| {
                loop {
                    let Some(part) = lock(&queue).pop() else { return };
                    let mut pieces = part.into_iter();
                    if let Some(mut first) = pieces.next() {
                        pieces.for_each(|p| first.merge(p));
                        lock(&done).push(first);
                    }
                }
            });
        }
    });
    let mut parts = done.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter();
    let mut first = parts.next()?;
    parts.for_each(|p| first.join(p));
    Some(first)
}
