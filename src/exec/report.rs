//! What became of a run, as data: messages and the exit code come from it, and reports for
//! machines.
//!
//! It counts what was committed, in ticket order, so that it is the same for any number of threads
//! and says nothing of blocks that were read ahead. What the ledger does not need is counted only
//! where the job asks for it, block by block.

use std::sync::atomic::Ordering;

pub use super::ledger::{BadLines, Place};
pub use super::usage::Usage;

use super::MaxErrors;
use super::anew::GoOn;
use super::commit::Committer;
use super::ledger::Counted;
use super::signal::Signals;
use super::source::{Inputs, Told};
use crate::base::{Exit, Fault};
use crate::def::judged::Failed;
use crate::lang::nearest;
use crate::plan::Plan;

/// What became of a run.
#[derive(Clone, Debug)]
pub struct Report {
    pub exit: Exit,
    /// 130 or 143 when a signal ended it, 124 when its time was over.
    pub signal: Option<u8>,
    /// Whether anything was selected.
    pub selected: bool,
    /// Whether the reader of the output has gone.
    pub reader_gone: bool,
    /// For standard error, one line each.
    pub messages: Vec<String>,
    /// Whether a step had enough before the inputs ended: the rest was not read.
    pub stopped: bool,
    /// The inputs that the run came to, in their order.
    pub inputs: Vec<InputReport>,
    /// Bad data in rows that are of no one input: groups, and what is computed of them.
    pub bad: Vec<BadLines>,
    /// What else went wrong: a limit, the output.
    pub faults: Vec<Fault>,
    /// The asserts of the pipeline, in their order.
    pub asserts: Vec<Asserted>,
    /// Records that came out, and their bytes before compression.
    pub rows_out: u64,
    pub bytes_out: u64,
    /// What the pipeline approximates, since it was asked to.
    pub approximate: Vec<String>,
    pub usage: Usage,
    /// Whether an `until` has met its record.
    pub met: bool,
    /// What a checkpoint keeps of the run; None without one.
    pub state: Option<Kept>,
    /// The run gave way to another one, which goes on here.
    pub go_on: Option<GoOn>,
}

/// What a checkpoint keeps of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The checkpoint's file.
    pub checkpoint: String,
    /// Whether all that the run has done is remembered: the next one goes on behind it.
    pub committed: bool,
    /// The pipeline whose counts are kept, and how many groups it has.
    pub aggregate: Option<(String, u64)>,
}

/// What was read of an input. Lines are counted only where the job asks for an account.
#[derive(Clone, Debug, Default)]
pub struct InputReport {
    /// As it was named; `-` is standard input.
    pub name: String,
    /// Bytes that were read, decompressed.
    pub bytes: u64,
    /// The codec that it is compressed with, and the bytes that were read of the file.
    pub compressed: Option<(&'static str, u64)>,
    pub lines: u64,
    /// The first and the last time, in nanoseconds since 1970, of the records whose `time` was read.
    pub span: Option<(i64, i64)>,
    pub bad: Vec<BadLines>,
    /// Why it could not be opened, or not be read whole.
    pub faults: Vec<Fault>,
}

/// An `assert`, and what became of it.
#[derive(Clone, Debug)]
pub struct Asserted {
    /// As it is written.
    pub condition: String,
    pub verdict: Verdict,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It held for every record that reached it.
    Held,
    Failed(Failed),
    /// The run ended before any record reached it.
    Open,
}

impl Report {
    /// The report of a run that never began: the command line or the pipeline is wrong.
    pub fn refused(message: String) -> Report {
        Report {
            exit: Exit::Usage,
            signal: None,
            selected: false,
            reader_gone: false,
            messages: vec![message],
            stopped: false,
            inputs: Vec::new(),
            bad: Vec::new(),
            faults: Vec::new(),
            asserts: Vec::new(),
            rows_out: 0,
            bytes_out: 0,
            approximate: Vec::new(),
            usage: Usage::default(),
            met: false,
            state: None,
            go_on: None,
        }
    }

    /// Nothing was read, because of this.
    pub(super) fn of(fault: &Fault) -> Report {
        Report { exit: fault.exit, ..Report::refused(fault.to_string()) }
    }

    /// Lines of all inputs.
    pub fn lines(&self) -> u64 {
        self.inputs.iter().map(|input| input.lines).sum()
    }

    /// Bytes of all inputs, decompressed.
    pub fn bytes(&self) -> u64 {
        self.inputs.iter().map(|input| input.bytes).sum()
    }

    /// All bad lines, each as often as it had another kind of bad data.
    pub fn bad_lines(&self) -> u64 {
        self.inputs.iter().flat_map(|input| &input.bad).chain(&self.bad).map(|bad| bad.lines).sum()
    }
}

/// What is said at the end, and the exit code.
pub(super) fn report(
    committer: Committer<'_>,
    inputs: Inputs,
    plan: &Plan,
    signals: &Signals,
    max_errors: Option<MaxErrors>,
    max_line: usize,
) -> Report {
    let mut exit = Exit::Done;
    let mut messages = Vec::new();
    let of_inputs = inputs.told.iter().flat_map(|told| &told.faults);
    let of_inputs = of_inputs.map(|fault| (fault, inputs.tell.is_some()));
    let of_blocks = committer.faults.iter().map(|(_, fault)| fault).chain(&committer.fault);
    for (fault, is_said) in of_inputs.chain(of_blocks.map(|fault| (fault, false))) {
        // What asserts found is said below, all of it.
        if fault.exit != Exit::Nothing && !is_said {
            messages.push(fault.to_string());
        }
        exit = exit.max(fault.exit);
    }
    let failed = committer.judged.iter().filter_map(|judged| judged.failed.as_ref());
    messages.extend(failed.map(|failed| failed.fault().to_string()));
    if let Some(line) = committer.ledger.line(&plan.notes, max_line) {
        messages.push(line);
    }
    messages.extend(committer.ledger.explained().cloned());
    for (pass, field) in committer.ledger.never_seen() {
        let name = &plan.passes[pass][field].name;
        // It was there, in records that were not selected, or as null.
        if inputs.names_seen.contains(name) || plan.guessed.contains(name) {
            continue;
        }
        let near = nearest(name, inputs.names_seen.iter().map(String::as_str));
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        messages.push(format!("no record had a field `{name}`{hint}"));
    }
    for (name, count) in inputs.unordered() {
        let lines = if count == 1 { "record was" } else { "records were" };
        messages.push(format!("{name}: {count} {lines} earlier than the one before: merged where it stood"));
    }
    let (bad, lines) = (committer.ledger.bad(), committer.ledger.lines());
    if let Some(words) = max_errors.and_then(|most| most.exceeded(bad, lines)) {
        exit = exit.max(Exit::Data);
        messages.extend(words);
    }
    if committer.ledger.skipped_lines() {
        exit = exit.max(Exit::Input);
    }
    let signal = signals.exit_code().filter(|_| !committer.stopped);
    if signal.is_some() {
        messages.push(signals.words());
    }
    Report {
        exit,
        signal,
        selected: committer.selected > 0,
        reader_gone: committer.reader_gone,
        messages,
        stopped: committer.stopped,
        inputs: input_reports(&inputs, &committer, plan),
        bad: committer.ledger.bad_of(None, &plan.notes),
        faults: committer.fault.iter().filter(|fault| fault.exit != Exit::Nothing).cloned().collect(),
        asserts: asserts(&committer, plan, exit, signal),
        rows_out: committer.selected,
        bytes_out: committer.written,
        approximate: plan.approximate.clone(),
        usage: Usage::default(),
        met: committer.met,
        state: None,
        go_on: None,
    }
}

fn input_reports(inputs: &Inputs, committer: &Committer<'_>, plan: &Plan) -> Vec<InputReport> {
    // The faults of their blocks, by input.
    let mut later: Vec<Vec<Fault>> = vec![Vec::new(); inputs.told.len()];
    for (index, fault) in &committer.faults {
        if let Some(faults) = later.get_mut(*index as usize) {
            faults.push(fault.clone());
        }
    }
    let mut report = |told: &Told| {
        let mut report = input(told, committer, plan);
        let later = told.index.and_then(|index| later.get_mut(index as usize));
        report.faults.append(later.unwrap_or(&mut Vec::new()));
        report
    };
    inputs.told.iter().map(&mut report).collect()
}

fn input(told: &Told, committer: &Committer<'_>, plan: &Plan) -> InputReport {
    let counted = told.index.and_then(|index| committer.ledger.counted(index));
    let mut lines = counted.map_or(told.header_lines, Counted::lines);
    let mut bytes = counted.map_or(0, Counted::bytes);
    // What follows the last block was read only if all blocks count.
    if let Some((end, after)) = told.rest.filter(|_| !committer.stopped) {
        lines += after;
        bytes = bytes.max(end);
    }
    InputReport {
        name: told.name.clone(),
        bytes,
        compressed: told.codec.as_ref().map(|(codec, taken)| (*codec, taken.load(Ordering::Relaxed))),
        lines,
        span: counted.and_then(Counted::span),
        bad: told.index.map_or(Vec::new(), |index| committer.ledger.bad_of(Some(index), &plan.notes)),
        faults: told.faults.clone(),
    }
}

fn asserts(committer: &Committer<'_>, plan: &Plan, exit: Exit, signal: Option<u8>) -> Vec<Asserted> {
    // A run that ended early would have had more records to look at.
    let early = signal.is_some() || exit == Exit::Limit || committer.fault.is_some();
    let verdict = |nth: usize| match committer.judged.get(nth) {
        Some(judged) if judged.failed.is_some() => judged.failed.clone().map_or(Verdict::Open, Verdict::Failed),
        Some(judged) if judged.looked => Verdict::Held,
        _ if early => Verdict::Open,
        _ => Verdict::Held,
    };
    let all = plan.asserts.iter().enumerate();
    all.map(|(nth, condition)| Asserted { condition: condition.clone(), verdict: verdict(nth) }).collect()
}
