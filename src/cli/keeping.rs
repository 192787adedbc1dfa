//! The options of runs that go on, and of runs that go on where another one ended.

use std::fs::File;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::opts::Opts;
use crate::base::fault::io_words;
use crate::base::num::parse_duration;
use crate::def::step::Step;
use crate::exec::checkpoint::Checkpoint;
use crate::exec::{self, Following, Keeping};
use crate::plan::{Output, Plan};

/// Options of following and of checkpoints.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Over time")]
pub struct Over {
    /// Read on as the inputs grow, until the run is ended
    ///
    /// What is there is read first, and then what comes. A file is followed by its name: when it
    /// was rotated, the rest of it and what was written in between are read before the new one; one
    /// that is cut off is read from its start; one that is not there yet is waited for. A folder
    /// stands for its files, and a quoted pattern ('logs/*.log') for all that match, also later. A
    /// record comes out at once; an aggregate or a sort is printed when the run is ended, by ^C,
    /// SIGTERM or a stage that has enough. See `flitch help follow`.
    #[arg(short = 'F', long)]
    pub follow: bool,

    /// With --follow, read files that are there from their ends on
    #[arg(long, requires = "follow", conflicts_with = "checkpoint")]
    pub from_end: bool,

    /// With --follow, how long `every` waits for late records: 10s, 2m
    ///
    /// A bucket comes out when a record is later than its end by this much. What comes for it afterwards is left out and
    /// counted. Without it, ten seconds.
    #[arg(long, value_name = "TIME", requires = "follow", value_parser = late)]
    pub late: Option<i64>,

    /// Append the output to FILE
    ///
    /// With --checkpoint, what an earlier run wrote and could not finish is cut off before.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with_all = ["out_file", "quiet"])]
    pub append: Option<PathBuf>,

    /// Read what is new since the last run, remembered in FILE
    ///
    /// The place of each input is kept with the identity of its file, so that nothing is lost and nothing is read
    /// twice when it is rotated or compressed. It is written when the output is safe: with -O or
    /// --append each record is in the output exactly once, whatever ends a run. A last line without its
    /// newline waits for the next run. See `flitch help cron`.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with = "quiet")]
    pub checkpoint: Option<PathBuf>,

    /// Keep what the aggregate has counted with the checkpoint
    ///
    /// Each run prints the values over all records of all runs, as one run over all of them would: a job that
    /// runs every hour keeps the exact percentiles of a day. The state is written beside the checkpoint, as
    /// FILE.state-1 or FILE.state-2; `flitch checkpoint forget FILE` begins a new one where the last run ended.
    #[arg(long, requires = "checkpoint")]
    pub state: bool,

    /// Print what the run would write, and remember nothing
    #[arg(long, requires = "checkpoint", conflicts_with = "follow")]
    pub dry_run: bool,
}

/// How long a bucket waits when nobody said.
const LATE: i64 = 10_000_000_000;

/// A time to wait, in nanoseconds.
fn late(text: &str) -> Result<i64, String> {
    let wrong = || format!("`{text}` is not a time; write `10s`, `2m` or `0s`");
    parse_duration(text.as_bytes()).filter(|time| *time >= 0).ok_or_else(wrong)
}

impl Over {
    /// Whether SIGHUP asks to look anew at what the run was given, and not for its end: a terminal
    /// that has gone asks for the end.
    pub fn goes_on(&self) -> bool {
        self.follow && !std::io::stdout().is_terminal()
    }

    /// How long a bucket of `every` waits, where the inputs grow.
    pub fn late(&self) -> Option<i64> {
        self.follow.then(|| self.late.unwrap_or(LATE))
    }

    /// How the inputs are followed, if they are.
    pub fn following(&self, tell: impl Fn(&str) + Send + Sync + 'static) -> Option<Following> {
        self.follow.then(|| Following { from_end: self.from_end, tell: Arc::new(tell) })
    }

    /// What is wrong with the inputs or the pipeline for these options. The error is a message.
    pub fn check(
        &self,
        opts: &Opts,
        inputs: &[String],
        plan: &Plan,
        steps: &[Step],
        closed: bool,
    ) -> Result<(), String> {
        let names_stdin = inputs.iter().any(|name| name == "-");
        if self.follow && names_stdin {
            return Err("--follow needs files: standard input is read to its end anyway".to_string());
        }
        if self.follow && opts.reading.recursive {
            return Err("--follow takes a folder for its files as they come; leave out -r".to_string());
        }
        if self.follow && (opts.reading.merge_by.is_some() || opts.reading.time_ordered) {
            return Err("--follow does not go with --merge-by and --time-ordered".to_string());
        }
        let holds = steps.iter().any(Step::holds);
        if self.follow && closed && !holds && matches!(&plan.output, Output::Records(view) if view.names().is_none()) {
            return Err("--follow cannot know all columns of this output in advance; name them with `select`, or use \
                        -o json"
                .to_string());
        }
        let is_every = |step: &Step| matches!(step, Step::Whole(whole) if whole.name() == "every");
        if self.late.is_some() && !steps.iter().any(is_every) {
            return Err("--late is about the buckets of `every`, and the pipeline makes none".to_string());
        }
        if self.checkpoint.is_none() {
            return Ok(());
        }
        if names_stdin {
            return Err("--checkpoint needs files: standard input has no place to go on from".to_string());
        }
        if opts.reading.merge_by.is_some() {
            return Err("--checkpoint does not go with --merge-by".to_string());
        }
        for name in inputs {
            if let Some(old) = inputs.iter().find(|other| exec::is_rotated(name, other)) {
                return Err(format!(
                    "{old} is what {name} was before it was rotated: name only {name}, and the rest is found"
                ));
            }
        }
        if self.state {
            let keepable = steps.iter().find(|step| !matches!(step, Step::Map(_)));
            let why = match keepable {
                _ if plan.explained.stages.iter().any(|told| told.compares) => {
                    "`compare` looks at two windows that move on with the time"
                }
                Some(Step::Fold(fold)) if fold.is_keepable() => "",
                _ => "there is none whose values can be kept in this pipeline",
            };
            if !why.is_empty() {
                return Err(format!("--state keeps what an aggregate has counted, as in `count by path`, and {why}"));
            }
        }
        match remembers(steps) {
            Some(stage) => Err(format!(
                "`{stage}` depends on records that an earlier run has read, and a checkpoint does not keep them; \
                 leave out the stage, or --checkpoint"
            )),
            None => Ok(()),
        }
    }

    /// The checkpoint.
    pub fn keeping(&self, plan: &Plan) -> Result<Option<Keeping>, String> {
        let Some(path) = &self.checkpoint else { return Ok(None) };
        let checkpoint = Checkpoint::open(path, self.dry_run).map_err(|fault| fault.to_string())?;
        let state = if self.state { plan.explained.until_fold() } else { None };
        if let Some(known) = checkpoint.state()
            && state.as_ref() != Some(&known.pipeline)
        {
            let (path, known) = (path.display(), &known.pipeline);
            return Err(match state {
                None => format!("{path}: keeps the state of `{known}`; say --state, or use another checkpoint"),
                Some(_) => format!(
                    "{path}: keeps the state of `{known}`, and this pipeline is another; use another checkpoint, or \
                     begin a new state with `flitch checkpoint forget {path}`"
                ),
            });
        }
        Ok(Some(Keeping { checkpoint, output: None, state, only_at_end: false, is_packed: false }))
    }

    /// The file that the output is appended to, if it is: its name and itself.
    pub fn appended<'o>(&'o self, keeping: Option<&Keeping>) -> Result<Option<(&'o Path, File)>, String> {
        let Some(path) = self.append.as_deref().filter(|_| !self.dry_run) else { return Ok(None) };
        let opened = match keeping {
            Some(keeping) => keeping.checkpoint.append(path),
            None => File::options().create(true).append(true).open(path),
        };
        opened.map(|file| Some((path, file))).map_err(|e| format!("{}: {}", path.display(), io_words(&e)))
    }
}

/// The stage that depends on the records before, which another run may have read. What a run makes of
/// all its records, an aggregate or a sort, is about that run and says so.
fn remembers(steps: &[Step]) -> Option<&'static str> {
    for step in steps {
        match step {
            Step::Map(_) => {}
            Step::Scan(scan, _) => return Some(scan.name()),
            Step::Whole(whole) if ["head", "skip", "until"].contains(&whole.name()) => return Some(whole.name()),
            Step::Whole(_) => {}
            Step::Fold(_) => return None,
        }
    }
    None
}

/// What a checkpoint says, for a person. The error is a message.
pub fn show(path: &Path) -> Result<String, String> {
    if !path.exists() {
        return Err(format!("{}: no such file or directory", path.display()));
    }
    let saved = exec::checkpoint::read(path).map_err(|fault| fault.to_string())?;
    let mut page = String::new();
    for place in &saved.places {
        let now = match std::fs::metadata(&place.name) {
            Ok(meta) if exec::Inode::of(&meta) == place.inode => match meta.len().checked_sub(place.offset) {
                Some(0) => "nothing is new".to_string(),
                Some(new) => format!("{new} bytes are new"),
                None => "it is shorter now".to_string(),
            },
            Ok(_) => "the name is another file's now".to_string(),
            Err(_) => "nothing has the name now".to_string(),
        };
        page += &format!("{}\n  read up to byte {}; {now}\n", place.name, place.offset);
    }
    if let Some(output) = &saved.output {
        page += &format!("{}\n  appended to, up to byte {}\n", output.path.display(), output.length);
    }
    for (partial, name) in &saved.naming {
        page += &format!("{}\n  was about to be called {}\n", partial.display(), name.display());
    }
    if let Some(state) = &saved.state {
        let exec::state::Saved { pipeline, length, groups, .. } = state;
        let groups = if *groups == 1 { "1 group".to_string() } else { format!("{groups} groups") };
        page += &format!("{}\n  state of `{pipeline}`: {groups}, {length} bytes\n", state.path(path).display());
    }
    if page.is_empty() {
        page.push_str("no input has been read\n");
    }
    Ok(page)
}

/// Forgets the state of a checkpoint, and says so. The error is a message.
pub fn forget(path: &Path) -> Result<String, String> {
    if !path.exists() {
        return Err(format!("{}: no such file or directory", path.display()));
    }
    let mut checkpoint = Checkpoint::open(path, false).map_err(|fault| fault.to_string())?;
    let shown = path.display();
    match checkpoint.forget_state().map_err(|fault| fault.to_string())? {
        Some(old) => Ok(format!("{shown}: the state of `{}` is forgotten; the places are kept\n", old.pipeline)),
        None => Err(format!("{shown}: keeps no state; runs with --state do")),
    }
}
