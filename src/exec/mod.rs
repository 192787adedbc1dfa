//! Floor 5: plan in, bytes out. The only floor that knows threads, files and signals.
//!
//! A worker claims a block, reads it into its own buffer, cuts rows, runs the plan's maps
//! on them while they are in its cache, and publishes the result under its ticket; whoever
//! completes the next ticket commits it. Folds stay with their worker until the end. With
//! one thread, or little input, all of this happens on the calling thread.

mod ahead;
mod anew;
mod chain;
pub mod checkpoint;
mod claim;
mod commit;
mod disk;
mod early;
mod ending;
mod follow;
mod heading;
mod keeper;
mod lane;
mod last;
mod ledger;
mod live;
mod look;
mod merge;
mod opening;
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
mod saved;
mod scan;
mod search;
mod sections;
mod signal;
mod sink;
mod source;
mod spool;
pub mod state;
mod stream;
mod stretch;
mod team;
mod terminal;
mod together;
mod told;
mod usage;
mod utf16;
mod watch;
mod worker;
mod written;

use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

pub use anew::{GoOn, Reload, Reopen, Reopened};
pub use follow::Following;
pub use keeper::Keeping;
pub use live::Live;
pub use look::{first_time, sample};
pub use pace::Rate;
pub use packer::Packing;
pub use place::Inode;
pub use progress::{Beside, Progress, Way};
pub use report::Report;
pub use rotated::is_rotated;
pub use signal::{Signals, TIMED_OUT};
pub use sink::Sink;
pub use source::{Limits, Timing, stdin_is_terminal};
pub use terminal::{Terminal, visible};
pub use written::OutFiles;

use crate::base::{Exit, Fault};
use crate::def::step::{Cx, Fold, Hands, Map, Step};
use crate::def::{OutputDef, RenderOptions};
use crate::outputs::raw::LineOptions;
use crate::plan::Plan;
use chain::Chain;
use commit::Committer;
use disk::TempDir;
use follow::Follow;
use keeper::Keeper;
use last::Last;
use pace::Pace;
use place::Places;
use progress::Gauge;
use rendering::Rendering;
use report::{Usage, report};
use rotated::Piece;
use scan::{Pass, Stations};
use source::Inputs;

/// How rows are written.
#[derive(Clone)]
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
    /// There is output before it in its file.
    pub goes_on: bool,
    /// How much bad data is an error; None when none is.
    pub max_errors: Option<MaxErrors>,
    /// Where lines go that are not in their format.
    pub rejects: Option<Sink>,
    /// The inputs grow, and the run goes on until it is ended.
    pub follow: Option<Following>,
    /// With it: what SIGHUP does, and where another run gave way.
    pub reload: Option<Reload>,
    pub reopen: Option<Reopen>,
    pub go_on: Option<GoOn>,
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
    /// What would come out is shown while it runs; for pipelines that hold all until the end.
    pub live: Option<Arc<Live>>,
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
    maps: Vec<Arc<dyn Map>>,
    /// The scans after them, and the maps after those.
    stations: Stations,
    fold: Option<Box<dyn Fold>>,
    /// Whether workers render; else they park batches or fold them.
    renders: Option<Rendering<'a>>,
    limits: Limits,
    accounts: bool,
    memory: usize,
    inputs: Mutex<Inputs>,
    ring: Mutex<commit::Ring<'a>>,
    moved: Condvar,
    stop: AtomicBool,
    /// Each worker's own.
    states: Mutex<Vec<Arc<Mutex<last::Held>>>>,
    /// What workers' contexts are made like.
    cx: Cx,
    /// A fault that a worker met after its last block.
    late: Mutex<Option<Fault>>,
    signals: Signals,
    /// How fast it may read, where there is a limit.
    pace: Option<Pace>,
    /// What has been done, where somebody is told.
    gauge: Option<Arc<Gauge>>,
    /// Shows what would come out now.
    live: Option<Arc<Live>>,
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

/// Lets the run have as many files open as the system allows it: the lower limit is for programs that
/// take a number of a file for small.
fn open_many() {
    let limits = getrlimit(Resource::Nofile);
    if limits.current < limits.maximum {
        // Whoever opens too many is told of it.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: limits.maximum, ..limits });
    }
}

/// Runs a plan.
pub fn run(mut job: Job, signals: &Signals) -> io::Result<Report> {
    let began = Instant::now();
    open_many();
    let mut inputs = match begin(&mut job).and_then(|()| inputs(&mut job)) {
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
    // How it is rendered in the end, where the terminal may have another width by then.
    let wide;
    let rendering = Rendering::new(plan, &job.format);
    let on_workers = fold.is_none() && rest.is_empty() && !rendering.is_ordered();
    // Each record is done once its output is: no step holds it, or would have to be remembered.
    let streams = on_workers && scans.is_empty() && job.out_files.is_empty();
    let chain = Chain::new(rest, job.equal_hashes, job.memory);
    let mut cx = Cx::new(plan.n_slots, plan.constants.clone());
    cx.disk = Some(Arc::new(TempDir::new()));
    cx.hands = (job.threads > 1).then(|| Arc::new(team::Threads(job.threads)) as Arc<dyn Hands>);
    cx.files = Some(job.out_files.clone());
    cx.memory = job.memory;
    // Each worker has a state, and at the end there is room for one more.
    cx.room = job.room.unwrap_or(job.memory / (job.threads + 1));
    let is_own = plan.own_lines && rendering.is_lines();
    let header = ending::Header { none: job.no_header, is_own, goes_on: job.goes_on };
    let mut committer = Committer::new(chain, job.sink, &rendering, header, job.memory, cx.like());
    committer.rejects = job.rejects;
    committer.reopens = job.reopen;
    committer.holds = job.manners.live.is_some();
    let mut states = Vec::new();
    if let (Some(keeping), Some(fold)) = (&job.keeping, &fold)
        && keeping.state.is_some()
    {
        let mut state = fold.state();
        match keeping.checkpoint.load(&mut *state, &mut cx) {
            Ok(blocks) => inputs.go_on_at(blocks),
            Err(fault) => return Ok(Report::of(&fault)),
        }
        states.push(Arc::new(Mutex::new(last::Held { state, is_sealed: true })));
    }
    let first_ticket = inputs.ticket;
    committer.keeper = job.keeping.map(|keeping| Keeper::new(keeping, streams));
    let shared = Shared {
        plan,
        maps,
        stations: Stations::new(scans, job.threads, job.equal_hashes),
        fold,
        renders: on_workers.then(|| rendering.clone()),
        limits: job.limits,
        accounts: job.accounts,
        memory: job.memory,
        inputs: Mutex::new(inputs),
        ring: Mutex::new(commit::Ring::new(committer, 2 * job.threads + 2, first_ticket)),
        moved: Condvar::new(),
        stop: AtomicBool::new(false),
        states: Mutex::new(states),
        cx: cx.like(),
        late: Mutex::default(),
        signals: signals.clone(),
        pace: Pace::new(job.manners.rate, job.manners.polite, job.limits.block, job.threads),
        gauge,
        live: job.manners.live.clone(),
    };
    std::thread::scope(|scope| {
        // It ends with the last worker, however that ends.
        let _showing = shared.live.as_ref().map(|live| {
            scope.spawn(|| live.watch(&shared, &job.format));
            live.ends()
        });
        let mut others = Vec::new();
        worker::work(&shared, &mut || {
            // No thread is started before there is more than one block of work.
            if others.is_empty() {
                others.extend((1..job.threads).map(|_| scope.spawn(|| worker::work(&shared, &mut || {}))));
            }
        });
        for other in others {
            if let Err(panic) = other.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
    let Some(mut committer) = lock(&shared.ring).take() else {
        return Err(io::Error::other("a worker did not finish; this is a bug in flitch"));
    };
    if let Some(fault) = lock(&shared.late).take().or(cx.fault.take()) {
        committer.fault.get_or_insert(fault);
    }
    if let Some(live) = &shared.live {
        wide = live.fitted(&job.format);
        committer.end.render_as(&Rendering::new(plan, &wide));
    }
    let states = std::mem::take(&mut *lock(&shared.states));
    let (fold, stations) = (shared.fold.as_deref(), &shared.stations);
    let blocks = lock(&shared.inputs).ticket;
    let last = Last { fold, stations, threads: job.threads, memory: job.memory, blocks };
    last.give(last::states(states), &mut committer, &mut cx);
    committer.reader_gone |= signals.reader_gone();
    let mut inputs = shared.inputs.into_inner().unwrap_or_else(PoisonError::into_inner);
    let go_on = inputs.go_on().filter(|_| !committer.stopped && committer.fault.is_none() && !committer.reader_gone);
    if let Some(index) = committer.stopped_in {
        inputs.had_enough_in(index);
    }
    committer.end(&mut cx, inputs.header.as_deref());
    let mut keeper = committer.keeper.take();
    let remembers = keeper.is_some();
    drop(showing);
    let mut report = report(committer, inputs, plan, signals, job.max_errors, job.limits.max_line);
    report.messages.extend(unlowered);
    report.go_on = go_on.filter(|_| report.signal.is_none());
    let ended = end_files(&job.out_files, keeper.as_mut(), &report);
    report.state = keeper.map(|keeper| keeper.kept());
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
fn inputs(job: &mut Job) -> Result<Inputs, Fault> {
    let checkpoint = job.keeping.as_ref().map(|keeping| &keeping.checkpoint);
    let (pieces, faults) = match (&job.follow, checkpoint) {
        (None, Some(checkpoint)) => checkpoint.left(&job.files)?,
        _ => (job.files.iter().map(|name| Piece::whole(name)).collect(), Vec::new()),
    };
    let mut inputs = Inputs::new(pieces, job.limits, job.timing.clone());
    faults.into_iter().for_each(|fault| inputs.lost(fault));
    inputs.places = match checkpoint {
        Some(checkpoint) => Some(checkpoint.places()),
        None => job.reload.as_ref().map(|_| Places::default()),
    };
    inputs.keeps_rest = checkpoint.is_some();
    inputs.grow = job.follow.is_some();
    inputs.tell = job.follow.as_ref().map(|how| how.tell.clone());
    inputs.follow = job.follow.clone().map(|how| {
        let known = checkpoint.map_or_else(Vec::new, |checkpoint| checkpoint.known().to_vec());
        Follow::new(&job.files, known, how, job.go_on.take())
    });
    inputs.reload = job.reload.take();
    // Of a file that is followed, or whose place is kept, more must be known than its bytes.
    if !job.timing.merge && !inputs.grow && checkpoint.is_none() {
        inputs.pieces.begin(job.threads, job.limits.window);
    }
    Ok(inputs)
}

/// Gives files their names and writes the checkpoint, so that neither stands without the other.
fn end_files(files: &OutFiles, keeper: Option<&mut Keeper>, report: &Report) -> Result<Vec<String>, Fault> {
    let well = report.exit <= Exit::Nothing && report.signal.is_none() && !report.reader_gone;
    let Some(keeper) = keeper else { return files.end(well, &mut |_| Ok(())) };
    // What an input or a signal cut short is done as far as it goes; bad data or a full disk is not.
    let stands = if files.is_empty() { report.exit <= Exit::Input && !report.reader_gone } else { well };
    let messages = files.end(well, &mut |naming| keeper.write(naming))?;
    if stands {
        keeper.write(&[])?;
        keeper.has_ended = true;
    }
    Ok(messages)
}

/// A plan's steps by where they run.
#[derive(Default)]
struct Parts {
    /// On the workers, batch by batch.
    maps: Vec<Arc<dyn Map>>,
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
            Step::Map(map) => {
                parts.scans.last_mut().map_or(&mut parts.maps, |pass| &mut pass.maps).push(Arc::from(map))
            }
            Step::Scan(scan, after) => parts.scans.push(Pass::new(scan, after)),
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
