//! The ring and the committer: results of blocks, taken in ticket order.
//!
//! There is no writer thread. The committer is a value that lies in the ring; a worker that
//! completes the next ticket takes it, commits all that is ready, and puts it back. The
//! number of blocks in flight is bounded, which is the memory bound and the back-pressure.

use std::collections::VecDeque;
use std::sync::Arc;

use super::anew::Reopen;
use super::chain::Chain;
use super::ending::{Ending, Header};
use super::keeper::Keeper;
use super::ledger::{self, Ledger, Missed, Sum};
use super::rendering::Rendering;
use super::sink::{Sink, Written};
use crate::base::{Exit, Fault};
use crate::data::{Bad, Batch, Note, Source};
use crate::def::judged::{self, Judged};
use crate::def::step::{Cx, Flow};
use crate::def::timed::Ordered;

/// What a worker made of one block.
pub(super) struct Parked {
    ticket: u64,
    source: Arc<Source>,
    /// Rendered rows.
    pub out: Vec<u8>,
    /// Rows for the ordered side.
    pub batches: Vec<Batch>,
    /// What rows noted that go no further.
    pub notes: Vec<Note>,
    /// Rows that were not in their format, and why the first few were not.
    pub bad: Vec<Bad>,
    pub misses: Vec<Missed>,
    pub sums: Vec<Sum>,
    /// Newlines in the block, when the ledger may need them.
    pub lines: u64,
    pub selected: u64,
    pub idle: bool,
    pub too_long: Vec<u64>,
    /// Lines that were skipped before the block's first row, and after its last.
    pub skipped: (u64, u64),
    pub fault: Option<Fault>,
    /// The times of its records, where they must be in order.
    pub times: Option<Ordered>,
    pub seen: Vec<Vec<bool>>,
    /// Whether rows of it wait in files.
    pub waits: bool,
    /// Where reading of the input went on after it.
    pub reached: u64,
    /// No records: from here on the output is another file.
    pub reopens: bool,
    /// The leave to claim it was leave for the next one, too.
    pub has_more: bool,
    /// Where the block ends in its input.
    pub end: u64,
    /// The first and the last time in it, where a report asks for them.
    pub span: Option<(i64, i64)>,
}

impl Parked {
    pub(super) fn new(ticket: u64, source: Arc<Source>, out: Vec<u8>) -> Parked {
        Parked {
            ticket,
            source,
            out,
            batches: Vec::new(),
            notes: Vec::new(),
            bad: Vec::new(),
            misses: Vec::new(),
            sums: Vec::new(),
            lines: 0,
            selected: 0,
            idle: false,
            too_long: Vec::new(),
            skipped: (0, 0),
            fault: None,
            times: None,
            seen: Vec::new(),
            waits: false,
            reached: 0,
            reopens: false,
            has_more: false,
            end: 0,
            span: None,
        }
    }
}

/// Results by ticket, and the committer when nobody has it.
pub(super) struct Ring<'a> {
    /// The results of tickets `next`, `next + 1`, ...
    slots: VecDeque<Option<Parked>>,
    next: u64,
    in_flight: usize,
    most: usize,
    /// Who waits for room: nobody has to be woken if there is none.
    pub waiting: usize,
    committer: Option<Committer<'a>>,
    spare: Vec<Vec<u8>>,
    broken: bool,
}

impl<'a> Ring<'a> {
    /// A ring of so many blocks, the first of which has this ticket.
    pub(super) fn new(committer: Committer<'a>, most: usize, first: u64) -> Ring<'a> {
        Ring {
            slots: VecDeque::new(),
            next: first,
            in_flight: 0,
            most,
            waiting: 0,
            committer: Some(committer),
            spare: Vec::new(),
            broken: false,
        }
    }

    /// Leave to claim one more block, or some small ones that together are not much more, with a buffer for
    /// output; None while the ring is full.
    pub(super) fn permit(&mut self) -> Option<Vec<u8>> {
        if self.in_flight >= self.most && !self.broken {
            return None;
        }
        self.in_flight += 1;
        Some(self.spare.pop().unwrap_or_default())
    }

    /// The share of the ring that is done and waits for its turn, or to be written.
    pub(super) fn fill(&self) -> f64 {
        // There is room for each worker's block, for as many more, and for two.
        let working = self.most / 2 - 1;
        self.in_flight.saturating_sub(working) as f64 / (self.most - working) as f64
    }

    /// A permit that was not used.
    pub(super) fn give_back(&mut self, out: Vec<u8>) {
        self.in_flight -= 1;
        self.spare.push(out);
    }

    pub(super) fn park(&mut self, ticket: u64, parked: Parked) {
        let at = (ticket - self.next) as usize;
        if self.slots.len() <= at {
            self.slots.resize_with(at + 1, || None);
        }
        self.slots[at] = Some(parked);
    }

    /// The next result in order with the committer, if both are here.
    pub(super) fn next(&mut self) -> Option<(Committer<'a>, Parked)> {
        if self.committer.is_none() || !matches!(self.slots.front(), Some(Some(_))) {
            return None;
        }
        let parked = self.slots.pop_front().flatten()?;
        self.next += 1;
        Some((self.committer.take()?, parked))
    }

    pub(super) fn committed(&mut self, committer: Committer<'a>, mut out: Vec<u8>, has_more: bool) {
        self.committer = Some(committer);
        self.in_flight -= usize::from(!has_more);
        if self.spare.len() < self.most {
            out.clear();
            self.spare.push(out);
        }
    }

    /// The committer, while nobody has it.
    pub(super) fn committer(&self) -> Option<&Committer<'a>> {
        self.committer.as_ref()
    }

    /// A worker died: nobody waits for its ticket.
    pub(super) fn give_up(&mut self) {
        self.broken = true;
    }

    pub(super) fn take(&mut self) -> Option<Committer<'a>> {
        self.committer.take().filter(|_| !self.broken)
    }
}

/// The ordered end of a run: steps, rendering, output, ledger.
pub(super) struct Committer<'a> {
    pub chain: Chain,
    pub end: Ending<'a>,
    cx: Cx,
    pub ledger: Ledger,
    /// Faults of inputs that were not read whole, with the input.
    pub faults: Vec<(u32, Fault)>,
    /// The fault that ended the run.
    pub fault: Option<Fault>,
    /// Where lines go that are not in their format.
    pub rejects: Option<Sink>,
    /// Writes down what has been done.
    pub keeper: Option<Keeper>,
    /// Opens the output again.
    pub reopens: Option<Reopen>,
    /// Rows that came out, and the bytes of the output before it is compressed.
    pub selected: u64,
    pub written: u64,
    /// By `assert`: what it found.
    pub judged: Vec<Judged>,
    /// Some step had enough: nothing after it counts.
    pub stopped: bool,
    /// The input in which that was.
    pub stopped_in: Option<u32>,
    /// An `until` has met its record.
    pub met: bool,
    pub reader_gone: bool,
    /// Context lines need every block, even when `head` has enough.
    never_stops: bool,
    /// Nothing is written before the end, not even what stands before the first row.
    pub holds: bool,
    /// The input of the first block, where nothing is written before the end.
    pub first: Option<Arc<Source>>,
}

impl<'a> Committer<'a> {
    pub(super) fn new(
        chain: Chain,
        sink: Sink,
        rendering: &Rendering<'a>,
        header: Header,
        memory: usize,
        cx: Cx,
    ) -> Committer<'a> {
        let never_stops = rendering.has_context();
        let end = Ending::new(rendering, sink, header, memory);
        Committer {
            chain,
            end,
            cx,
            ledger: Ledger::default(),
            faults: Vec::new(),
            fault: None,
            rejects: None,
            keeper: None,
            reopens: None,
            selected: 0,
            written: 0,
            judged: Vec::new(),
            stopped: false,
            stopped_in: None,
            met: false,
            reader_gone: false,
            never_stops,
            holds: false,
            first: None,
        }
    }

    /// Another committer as this one is now, for a look at what would come out: it writes elsewhere, in its own
    /// way. None where a step cannot be copied.
    pub(super) fn copy<'b>(&self, rendering: &Rendering<'b>, sink: Sink) -> Option<Committer<'b>> {
        Some(Committer {
            chain: self.chain.copy()?,
            end: self.end.copy(rendering, sink),
            cx: self.cx.like(),
            ledger: Ledger::default(),
            faults: Vec::new(),
            fault: None,
            rejects: None,
            keeper: None,
            reopens: None,
            selected: 0,
            written: 0,
            judged: Vec::new(),
            stopped: self.stopped,
            stopped_in: self.stopped_in,
            met: false,
            reader_gone: false,
            never_stops: self.never_stops,
            holds: true,
            first: self.first.clone(),
        })
    }

    /// Commits the next block's result. Gives whether to stop, and the output buffer back.
    pub(super) fn commit(&mut self, mut parked: Parked) -> (bool, Vec<u8>) {
        let done = |c: &Committer<'_>| c.stopped || c.reader_gone || c.fault.is_some();
        if done(self) {
            return (true, parked.out);
        }
        if parked.reopens {
            let written = self.reopen();
            self.wrote(written);
            return (done(self), parked.out);
        }
        if self.holds {
            self.first.get_or_insert_with(|| parked.source.clone());
        } else {
            let started = self.end.start(Some(&parked.source));
            self.wrote(started);
        }
        self.end.heading.saw(&parked.source);
        let header_lines = parked.source.header_lines();
        let mut notes = Vec::new();
        let mut block = None;
        for batch in &mut parked.batches {
            let mut cx = std::mem::take(&mut self.cx);
            let flow = self.push(batch, &mut cx);
            self.met |= cx.met;
            self.cx = cx;
            notes.append(&mut batch.notes);
            parked.bad.append(&mut batch.bad);
            block = Some(batch.block.clone());
            if flow == crate::def::Flow::Stop && !self.never_stops {
                // Nothing after the record that was enough is counted.
                notes.retain(|n| batch.counts(n));
                parked.bad.retain(|bad| batch.counts_at(bad.row, bad.part));
                self.stopped = true;
                self.stopped_in = Some(parked.source.index);
                break;
            }
        }
        if let Some(block) = block {
            parked.sums = ledger::sum(&mut notes, &block);
            parked.misses.extend(ledger::misses(&parked.bad, &block));
        }
        let (before, after) = parked.skipped;
        let (index, name) = (parked.source.index, &parked.source.name);
        self.ledger.enter(index, header_lines, parked.source.from);
        self.ledger.pass(before);
        if let Some(times) = parked.times {
            self.faults.extend(self.ledger.in_order(&parked.source, times).map(|fault| (index, fault)));
        }
        if parked.waits || self.chain.waits() {
            self.ledger.remember(parked.ticket, name);
        }
        self.ledger.add(name, &parked.sums);
        self.ledger.explain(name, std::mem::take(&mut parked.misses));
        if let Some(mut rejects) = self.rejects.take() {
            for bad in &parked.bad {
                let written = rejects.put(&bad.text);
                self.wrote(written);
            }
            self.rejects = Some(rejects);
        }
        self.ledger.pass(parked.lines + after);
        self.ledger.reach(parked.end, parked.span);
        self.ledger.saw(&parked.seen);
        for offset in parked.too_long {
            self.ledger.too_long(&parked.source.name, offset);
        }
        if !parked.out.is_empty() {
            self.selected += parked.selected;
            let written = self.end.lines(&parked.source, &parked.out);
            self.wrote(written);
        }
        match parked.fault {
            Some(fault) if fault.exit == Exit::Limit => self.fault = Some(fault),
            Some(fault) => self.faults.push((index, fault)),
            None => {}
        }
        if parked.idle && !self.holds {
            let written = self.end.pause();
            self.wrote(written);
        }
        if !done(self)
            && let Some(mut keeper) = self.keeper.take()
        {
            keeper.reached(index, parked.reached);
            let written = keeper.keep(self.end.sink.as_mut());
            self.wrote(written);
            self.keeper = Some(keeper);
        }
        (done(self), parked.out)
    }

    /// Ends the output and goes on with what its name stands for now.
    fn reopen(&mut self) -> Written {
        let Some(reopen) = &mut self.reopens else { return Written::Fine };
        match self.end.sink.take().map_or(Written::Fine, Sink::finish) {
            Written::Fine => {}
            other => return other,
        }
        let reopened = match reopen() {
            Ok(reopened) => reopened,
            Err(fault) => return Written::Failed(fault),
        };
        self.end.goes_on_in(reopened.sink, reopened.is_fresh);
        let (path, file) = reopened.output;
        match self.keeper.as_mut().map_or(Ok(()), |keeper| keeper.moves_to(path, file)) {
            Ok(()) => Written::Fine,
            Err(fault) => Written::Failed(fault),
        }
    }

    /// Puts rows that a fold gave through the ordered steps to the output.
    pub(super) fn push_made(&mut self, batch: &mut Batch, cx: &mut Cx) -> Flow {
        let flow = self.push(batch, cx);
        ledger::sum_made(batch, &mut self.chain.sums);
        flow
    }

    /// Puts rows through the ordered steps to the output.
    fn push(&mut self, batch: &mut Batch, cx: &mut Cx) -> Flow {
        let started = self.end.start(self.first.as_deref());
        self.wrote(started);
        let Committer { chain, end, selected, .. } = self;
        let mut written = Written::Fine;
        let flow = chain.push(batch, cx, &mut |batch, _| {
            *selected += batch.sel.len() as u64;
            written = end.rows(batch);
            if matches!(written, Written::Fine) { Flow::More } else { Flow::Stop }
        });
        self.wrote(written);
        if let Some(fault) = cx.fault.take() {
            self.fault = Some(fault);
        }
        if self.reader_gone || self.fault.is_some() { Flow::Stop } else { flow }
    }

    /// The inputs have ended.
    pub(super) fn end(&mut self, cx: &mut Cx, header: Option<&Source>) {
        let started = self.end.start(self.first.as_deref().or(header));
        self.wrote(started);
        if self.fault.is_none()
            && let Err(fault) = self.chain.check_memory(true)
        {
            self.fault = Some(fault);
        }
        if self.fault.is_none() {
            let Committer { chain, end, selected, .. } = self;
            let mut written = Written::Fine;
            chain.end(cx, &mut |batch, _| {
                *selected += batch.sel.len() as u64;
                written = end.rows(batch);
                if matches!(written, Written::Fine) { Flow::More } else { Flow::Stop }
            });
            if let Some(fault) = cx.fault.take() {
                self.fault.get_or_insert(fault);
            }
            self.wrote(written);
        }
        let sums = std::mem::take(&mut self.chain.sums);
        self.ledger.add_made(&sums);
        judged::join(&mut self.judged, std::mem::take(&mut self.cx.judged));
        judged::join(&mut self.judged, std::mem::take(&mut cx.judged));
        // What came out before an assertion failed is shown whole.
        if self.fault.as_ref().is_none_or(|fault| fault.exit == Exit::Nothing) {
            let failed = self.judged.iter().filter_map(|judged| judged.failed.as_ref());
            let written = self.end.failed(failed);
            self.wrote(written);
            let written = self.end.finish(cx);
            self.wrote(written);
        }
        self.written = self.end.sink.as_ref().map_or(0, Sink::taken);
        for sink in self.end.sink.take().into_iter().chain(self.rejects.take()) {
            let written = sink.finish();
            self.wrote(written);
        }
    }

    fn wrote(&mut self, written: Written) {
        match written {
            Written::Fine => {}
            Written::Gone => self.reader_gone = true,
            Written::Failed(fault) => {
                self.fault.get_or_insert(fault);
            }
        }
    }
}
