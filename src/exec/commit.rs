//! The ring and the committer: results of blocks, taken in ticket order.
//!
//! There is no writer thread. The committer is a value that lies in the ring; a worker that
//! completes the next ticket takes it, commits all that is ready, and puts it back. The
//! number of blocks in flight is bounded, which is the memory bound and the back-pressure.

use std::collections::VecDeque;
use std::sync::Arc;

use super::chain::Chain;
use super::heading::Heading;
use super::keeper::Keeper;
use super::ledger::{self, Ledger, Missed, Sum};
use super::rendering::Rendering;
use super::sink::{Sink, Written};
use super::spool::Spool;
use crate::base::{Exit, Fault};
use crate::data::{Bad, Batch, Note, Source};
use crate::def::judged::{self, Failed, Judged};
use crate::def::step::{Cx, Flow};
use crate::def::timed::Ordered;
use crate::def::{OutputDef, Render, RenderOptions};
use crate::plan::Plan;

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
    pub(super) fn new(committer: Committer<'a>, most: usize) -> Ring<'a> {
        Ring {
            slots: VecDeque::new(),
            next: 0,
            in_flight: 0,
            most,
            waiting: 0,
            committer: Some(committer),
            spare: Vec::new(),
            broken: false,
        }
    }

    /// Leave to claim one more block, with a buffer for its output; None while the ring is full.
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

    pub(super) fn committed(&mut self, committer: Committer<'a>, mut out: Vec<u8>) {
        self.committer = Some(committer);
        self.in_flight -= 1;
        out.clear();
        self.spare.push(out);
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
    end: Ending<'a>,
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
    /// Rows that came out, and the bytes of the output before it is compressed.
    pub selected: u64,
    pub written: u64,
    /// By `assert`: what it found.
    pub judged: Vec<Judged>,
    /// Some step had enough: nothing after it counts.
    pub stopped: bool,
    pub reader_gone: bool,
    /// Context lines need every block, even when `head` has enough.
    never_stops: bool,
}

/// Rendering and output.
struct Ending<'a> {
    rendering: Rendering<'a>,
    render: Box<dyn Render>,
    spool: Option<(Spool, &'static OutputDef, RenderOptions)>,
    sink: Option<Sink>,
    out: Vec<u8>,
    /// The header of the input, where it goes before whole lines.
    heading: Heading,
    started: bool,
    memory: usize,
}

impl Ending<'_> {
    /// What stands before the first row.
    fn start(&mut self, source: Option<&Source>) -> Written {
        if self.started {
            return Written::Fine;
        }
        self.started = true;
        if self.spool.is_some() {
            return Written::Fine;
        }
        self.out.clear();
        self.heading.start(source, &mut self.out);
        self.render.start(&mut self.out);
        self.write_out()
    }

    fn write_out(&mut self) -> Written {
        match &mut self.sink {
            Some(sink) => sink.put(&self.out),
            None => Written::Fine,
        }
    }

    /// Writes what a worker has rendered of an input's lines.
    fn lines(&mut self, source: &Source, rendered: &[u8]) -> Written {
        self.out.clear();
        if let Err(fault) = self.heading.lines_of(source, &mut self.out) {
            return Written::Failed(fault);
        }
        match (self.write_out(), &mut self.sink) {
            (Written::Fine, Some(sink)) => sink.put(rendered),
            (written, _) => written,
        }
    }

    /// Renders rows and writes them.
    fn rows(&mut self, batch: &mut Batch) -> Written {
        let fields = self.rendering.fields();
        if let Some((spool, ..)) = &mut self.spool {
            spool.add(batch, fields);
            if spool.weight() > self.memory {
                return Written::Failed(crate::def::fault_of_memory("the union of all columns", self.memory));
            }
            return Written::Fine;
        }
        self.out.clear();
        if let Err(fault) = self.heading.lines_of(&batch.block.source, &mut self.out) {
            return Written::Failed(fault);
        }
        self.render.rows(batch, fields, &mut self.out);
        self.write_out()
    }

    /// What tells of asserts that failed, in a format that does.
    fn failed<'f>(&mut self, failed: impl Iterator<Item = &'f Failed>) -> Written {
        self.out.clear();
        failed.for_each(|failed| self.render.failed(failed, &mut self.out));
        self.write_out()
    }

    /// What stands after the last row.
    fn finish(&mut self, cx: &mut Cx) -> Written {
        if let Some((spool, def, options)) = self.spool.take() {
            let mut render = (def.make)(spool.names(), &options);
            self.out.clear();
            render.start(&mut self.out);
            let mut written = self.write_out();
            let view = spool.view();
            spool.emit(cx, &mut |batch| {
                self.out.clear();
                render.rows(batch, &view, &mut self.out);
                written = self.write_out();
                matches!(written, Written::Fine)
            });
            if !matches!(written, Written::Fine) {
                return written;
            }
            self.out.clear();
            render.end(&mut self.out);
            return self.write_out();
        }
        self.out.clear();
        self.render.end(&mut self.out);
        self.write_out()
    }
}

impl<'a> Committer<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        chain: Chain,
        sink: Sink,
        rendering: &Rendering<'a>,
        no_header: bool,
        memory: usize,
        cx: Cx,
    ) -> Committer<'a> {
        let never_stops = rendering.has_context();
        let end = Ending {
            render: rendering.make(),
            spool: rendering.spool(),
            rendering: rendering.clone(),
            sink: Some(sink),
            out: Vec::new(),
            heading: Heading::new(plan.own_lines && !no_header && rendering.is_lines()),
            started: false,
            memory,
        };
        Committer {
            chain,
            end,
            cx,
            ledger: Ledger::default(),
            faults: Vec::new(),
            fault: None,
            rejects: None,
            keeper: None,
            selected: 0,
            written: 0,
            judged: Vec::new(),
            stopped: false,
            reader_gone: false,
            never_stops,
        }
    }

    /// Commits the next block's result. Gives whether to stop, and the output buffer back.
    pub(super) fn commit(&mut self, mut parked: Parked) -> (bool, Vec<u8>) {
        let done = |c: &Committer<'_>| c.stopped || c.reader_gone || c.fault.is_some();
        if done(self) {
            return (true, parked.out);
        }
        let started = self.end.start(Some(&parked.source));
        self.wrote(started);
        self.end.heading.saw(&parked.source);
        let header_lines = parked.source.header_lines();
        let mut notes = Vec::new();
        let mut block = None;
        for batch in &mut parked.batches {
            let mut cx = std::mem::take(&mut self.cx);
            let flow = self.push(batch, &mut cx);
            self.cx = cx;
            notes.append(&mut batch.notes);
            parked.bad.append(&mut batch.bad);
            block = Some(batch.block.clone());
            if flow == crate::def::Flow::Stop && !self.never_stops {
                // Nothing after the record that was enough is counted.
                notes.retain(|n| batch.counts(n));
                parked.bad.retain(|bad| batch.counts_at(bad.row, bad.part));
                self.stopped = true;
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
        if parked.idle
            && let Some(sink) = &mut self.end.sink
        {
            let written = sink.flush();
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

    /// Puts rows that a fold gave through the ordered steps to the output.
    pub(super) fn push_made(&mut self, batch: &mut Batch, cx: &mut Cx) -> Flow {
        let flow = self.push(batch, cx);
        ledger::sum_made(batch, &mut self.chain.sums);
        flow
    }

    /// Puts rows through the ordered steps to the output.
    fn push(&mut self, batch: &mut Batch, cx: &mut Cx) -> Flow {
        let started = self.end.start(None);
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
        let started = self.end.start(header);
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
