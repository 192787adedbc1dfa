//! From a plan to a job: what a run writes is opened, and its checkpoint taken up.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::opts::Opts;
use super::planned::{Asked, Planned, planned};
use super::{complain, manners};
use crate::base::Fault;
use crate::base::fault::io_words;
use crate::codecs;
use crate::exec::{Format, GoOn, Job, Keeping, Manners, OutFiles, Packing, Reload, Reopen, Reopened, Sink};
use crate::plan::Output;

/// The pipeline that a run is to go on with, once that was read again.
pub type Next = Arc<Mutex<Option<Box<Planned>>>>;

/// Opens what a run writes; None when everything has been said. The error is a message.
pub fn job(opts: &Arc<Opts>, planned: Planned, go_on: Option<GoOn>, next: &Next) -> Result<Option<Job>, String> {
    let Planned { text, plan, steps, mut format, timing, limits, max_errors, files } = planned;
    let mut keeping = opts.over.keeping(&plan).map_err(|why| format!("flitch: {why}"))?;
    if let (Some(keeping), Some(file)) = (&keeping, &opts.out_file)
        && keeping.checkpoint.has_named(file)
    {
        let file = file.display();
        // It would be replaced before anybody has seen it.
        complain(&format!(
            "flitch: {file}: is what an interrupted run had written; what is new since is the next run's"
        ));
        return Ok(None);
    }
    let out_files: Arc<OutFiles> = Arc::default();
    let manners = manners::of(opts, &files, &steps);
    let live = manners.live.clone();
    let tell = move |text: &str| {
        let told = || complain(&format!("flitch: {text}"));
        live.as_ref().map_or_else(told, |live| live.aside(told));
    };
    let is_lines = matches!(plan.output, Output::Lines);
    let out = sink(opts, is_lines, limits.threads, &out_files, keeping.as_mut(), &manners)?;
    if let Format::Records(_, options) = &mut format {
        options.no_header |= out.goes_on;
    }
    let rejects = opts.reading.rejects.as_deref().map(|path| rejects(path, &out_files)).transpose()?;
    let (mut reload, mut reopen) = (None, None);
    if opts.over.goes_on() {
        reopen = opts.over.append.clone().map(|path| reopens(path, out.packing, is_lines));
        reload = Some(reloads(opts.clone(), text, plan.explained.until_fold(), out_files.clone(), next.clone()));
    }
    Ok(Some(Job {
        threads: limits.threads,
        limits,
        timing,
        memory: limits.window,
        room: opts.room,
        equal_hashes: opts.equal_hashes,
        sink: out.sink,
        out_files,
        no_header: opts.no_header,
        goes_on: out.goes_on,
        max_errors,
        accounts: opts.telling.accounts(),
        rejects,
        follow: opts.over.following(tell),
        reload,
        reopen,
        go_on,
        keeping,
        manners,
        plan,
        steps,
        files,
        format,
    }))
}

/// What SIGHUP does to a run that is followed: the pipeline is read again. One that is wrong, or that could
/// not go on with what the run holds, leaves the old one as it is, and that is said.
fn reloads(opts: Arc<Opts>, text: String, fold: Option<String>, files: Arc<OutFiles>, next: Next) -> Reload {
    Box::new(move || {
        let kept = |why: &str| {
            complain(&format!("{why}\nflitch: the pipeline is as it was before SIGHUP"));
            false
        };
        let new = match planned(&opts) {
            Err(why) => return kept(&why),
            Ok(Asked::Page(_)) => return kept("flitch: the pipeline has become a page of help"),
            Ok(Asked::Run(new)) => new,
        };
        if new.text == text && !new.plan.reads_files {
            return false;
        }
        if !files.is_empty() {
            return kept(
                "flitch: what -O, tee and split write is whole only when the run ends; end it, and start anew",
            );
        }
        if opts.over.state && new.plan.explained.until_fold() != fold {
            return kept("flitch: the state that --state keeps is that of another aggregate");
        }
        complain("flitch: SIGHUP: going on with the pipeline as it is now");
        *next.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(new);
        true
    })
}

/// How SIGHUP opens an output again whose name may be another file's by then.
fn reopens(path: PathBuf, packing: Option<Packing>, lines: bool) -> Reopen {
    Box::new(move || {
        let name = path.display().to_string();
        let fault = |e: io::Error| Fault::limit(name.clone(), io_words(&e));
        let file = File::options().create(true).append(true).open(&path).map_err(fault)?;
        let is_fresh = file.metadata().map_err(fault)?.len() == 0;
        let to = Box::new(file.try_clone().map_err(fault)?);
        let sink = Sink::new(name.clone(), to, packing, lines).map_err(fault)?;
        Ok(Reopened { sink, output: (path.clone(), file), is_fresh })
    })
}

/// Where the output goes.
struct Out {
    sink: Sink,
    /// There is output before it in its file.
    goes_on: bool,
    packing: Option<Packing>,
}

fn sink(
    opts: &Opts,
    lines: bool,
    threads: usize,
    out_files: &OutFiles,
    keeping: Option<&mut Keeping>,
    manners: &Manners,
) -> Result<Out, String> {
    if opts.quiet {
        return Ok(Out { sink: Sink::nowhere(), goes_on: false, packing: None });
    }
    let appended = opts.over.appended(keeping.as_deref()).map_err(|why| format!("flitch: {why}"))?;
    let named = opts.out_file.as_ref().filter(|_| !opts.over.dry_run);
    let mut goes_on = false;
    let (name, to): (String, Box<dyn Write + Send>) = match (&appended, named) {
        (Some((path, file)), _) => {
            let name = path.display().to_string();
            let told = |e: io::Error| format!("flitch: {name}: {}", io_words(&e));
            goes_on = file.metadata().map_err(told)?.len() > 0;
            let file = file.try_clone().map_err(told)?;
            (name, Box::new(file))
        }
        (None, Some(path)) => {
            let file = out_files.lend(path).map_err(|fault| format!("flitch: {fault}"))?;
            (path.display().to_string(), Box::new(file))
        }
        (None, None) => {
            // The lock of `io::Stdout` buffers by lines; the sink gathers by itself.
            let stdout = io::stdout().as_fd().try_clone_to_owned();
            let stdout = stdout.map_err(|e| format!("flitch: standard output: {}", io_words(&e)))?;
            let to = manners::stdout(opts, File::from(stdout), manners.progress.as_ref());
            ("standard output".to_string(), to)
        }
    };
    let packing = packing(opts, threads, &name)?;
    if let Some(keeping) = keeping {
        keeping.is_packed = packing.is_some();
        keeping.only_at_end = packing.is_some_and(|packing| packing.single);
        keeping.output = appended.map(|(path, file)| (path.to_path_buf(), file));
    }
    let sink = Sink::new(name.clone(), to, packing, lines).map_err(|e| format!("flitch: {name}: {}", io_words(&e)))?;
    Ok(Out { sink, goes_on, packing })
}

/// How an output of this name is compressed, if it is.
fn packing(opts: &Opts, threads: usize, name: &str) -> Result<Option<Packing>, String> {
    let codec = match &opts.compress {
        None => codecs::by_suffix(name),
        Some(compress) => match codecs::find(&compress.codec) {
            None => return Err(format!("flitch: unknown codec `{}`", compress.codec)),
            codec => codec,
        },
    };
    if codec.is_none() && opts.single_member {
        return Err("flitch: --single-member goes with compressed output, as in `-z gzip --single-member`".to_string());
    }
    let level = opts.compress.as_ref().and_then(|compress| compress.level);
    Ok(codec.map(|codec| Packing {
        codec,
        level: level.unwrap_or(codec.levels.1),
        threads,
        single: opts.single_member,
    }))
}

/// Where lines go that are not in their format.
fn rejects(path: &Path, out_files: &OutFiles) -> Result<Sink, String> {
    let name = path.display().to_string();
    let file = out_files.lend(path).map_err(|fault| format!("flitch: {fault}"))?;
    let packing =
        codecs::by_suffix(&name).map(|codec| Packing { codec, level: codec.levels.1, threads: 1, single: true });
    Sink::new(name.clone(), Box::new(file), packing, true).map_err(|e| format!("flitch: {name}: {}", io_words(&e)))
}

/// A quarter of what this machine, or its container, has.
pub fn default_memory() -> usize {
    let group = std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
    let group = group.and_then(|text| text.trim().parse::<usize>().ok());
    machine_memory().into_iter().chain(group).min().unwrap_or(4 << 30) / 4
}

/// What the machine has: one call, where the same number in /proc/meminfo takes ten.
#[cfg(target_os = "linux")]
fn machine_memory() -> Option<usize> {
    let info = rustix::system::sysinfo();
    usize::try_from(info.totalram).ok()?.checked_mul(usize::try_from(info.mem_unit).ok()?)
}

#[cfg(not(target_os = "linux"))]
fn machine_memory() -> Option<usize> {
    None
}
