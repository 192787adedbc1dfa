//! Records of several lines: partial lines of containers, stack traces, statements.
//!
//! A rule says which lines go on with the record before them. In most files that is the line above;
//! where streams are interleaved (the containers of a pod) it is the last line of the same stream,
//! and a [`View`] says which that is. A record stands at the place of its first line. It is the
//! bytes of its lines as they were read, so that what only chooses gives them back; the lines of
//! one record that lie apart are put together in the batch's heap.
//!
//! A block ends before a line that starts a record whatever was before it, and where no stream has
//! an open record. Reading finds such a place by looking back from the block's end, at a few lines;
//! joining is the workers'. With a view each line has to be looked at once under the input's lock.
//! An interleaved record is over when its stream says nothing for [`REACH`] bytes: otherwise a
//! stream that falls silent would hold back everything after it.

use std::borrow::Cow;

use hashbrown::HashMap;
use memchr::memchr;
use regex::bytes::Regex;

use super::trace::{Class, State, Traces};
use crate::base::{HEAP, Span};
use crate::data::lines::{self, Framing};
use crate::data::{Batch, Place};

/// How far apart two lines of one record may be when others lie between them.
pub const REACH: usize = 64 << 10;

/// The stream of a line that goes on with the line above it, whatever the rule says: in a format
/// where each record opens with a header, a line without one is the rest of a message. No stream
/// is called so. With [`Rule::Each`] blocks end after any line, so that its formats have none.
pub const ABOVE: &[u8] = b"\n";

/// A line as the rule sees it.
pub struct Physical<'a> {
    /// What it is a line of: lines of different streams are never joined.
    pub stream: &'a [u8],
    /// What was written.
    pub text: Cow<'a, [u8]>,
    /// Whether what was written goes on in the next line of the stream.
    pub partial: bool,
}

/// How a line of a format is seen; None for one that is not in it, which is what was written.
pub type View = fn(&[u8]) -> Option<Physical<'_>>;

impl Physical<'_> {
    /// A line as a view shows it.
    fn of(line: &[u8], view: View) -> Physical<'_> {
        view(line).unwrap_or(Physical { stream: b"", text: Cow::Borrowed(line), partial: false })
    }
}

/// Which lines start a record.
#[derive(Clone)]
pub enum Rule {
    /// Those that match.
    Start(Regex),
    /// Those that start with something other than a blank or a tab.
    Flush,
    /// Those that are no part of a trace.
    Traces(Traces),
    /// All, but for the rest of partial ones.
    Each,
}

/// The law.
pub struct Join {
    pub rule: Rule,
    /// How the format's lines are seen; None where a line is what was written.
    pub view: Option<View>,
    /// Whether a line surely is whole, by a quick look. A block of such lines needs no joining of
    /// parts.
    pub is_whole: Option<fn(&[u8]) -> bool>,
}

/// What a rule remembers of a stream.
#[derive(Clone, Copy, Default)]
struct Memory {
    state: State,
}

impl Rule {
    fn class(&self, text: &[u8]) -> Option<Class> {
        match self {
            Rule::Traces(traces) => Some(traces.class(text)),
            Rule::Start(_) | Rule::Flush | Rule::Each => None,
        }
    }

    /// Whether a line starts a record whatever came before the line before it in its stream, which
    /// is of the class `before`.
    fn is_start(&self, before: Option<Class>, text: &[u8]) -> bool {
        match self {
            Rule::Start(regex) => regex.is_match(text),
            Rule::Flush => is_flush(text),
            Rule::Traces(traces) => Traces::is_start(before, traces.class(text)),
            Rule::Each => true,
        }
    }

    /// Whether a line goes on with the record before it; changes what is remembered.
    fn joins<'n>(&self, memory: &mut Memory, text: &[u8], mut next: impl FnMut() -> Option<Cow<'n, [u8]>>) -> bool {
        match self {
            Rule::Start(regex) => !regex.is_match(text),
            Rule::Flush => !is_flush(text),
            Rule::Each => false,
            Rule::Traces(traces) => {
                let class = traces.class(text);
                let (joins, left) = traces.step(memory.state, class, || Some(traces.class(&next()?)));
                memory.state = if joins { left } else { traces.start(class) };
                joins
            }
        }
    }

    /// What is remembered of the first line of a record.
    fn start(&self, memory: &mut Memory, text: &[u8]) {
        if let Rule::Traces(traces) = self {
            memory.state = traces.start(traces.class(text));
        }
    }
}

/// Whether a line starts with something other than a blank or a tab.
fn is_flush(line: &[u8]) -> bool {
    line.first().is_some_and(|b| !matches!(b, b' ' | b'\t'))
}

/// The line that starts at `at`: its span, and where the next one starts.
fn line(bytes: &[u8], at: usize) -> (Span, usize) {
    match memchr(b'\n', &bytes[at..]) {
        Some(len) => (lines::trim(bytes, at, at + len), at + len + 1),
        None => (lines::trim(bytes, at, bytes.len()), bytes.len()),
    }
}

fn text(bytes: &[u8], span: Span) -> &[u8] {
    &bytes[span.start as usize..span.end() as usize]
}

impl Framing for Join {
    fn is_of_lines(&self) -> bool {
        true
    }

    fn whole(&self, bytes: &[u8]) -> usize {
        match self.view {
            None => self.whole_alone(bytes),
            Some(view) => self.whole_apart(bytes, view),
        }
    }

    fn cut(&self, bytes: &[u8], from: usize, most: usize, batch: &mut Batch) -> usize {
        match self.view {
            None => self.cut_alone(bytes, from, most, batch),
            Some(_) if self.is_plain(&bytes[from..]) => lines::cut_lines(bytes, from, most, None, &mut batch.rows),
            Some(view) => self.cut_apart(bytes, from, view, batch),
        }
    }

    fn is_open_ended(&self) -> bool {
        true
    }
}

impl Join {
    /// Whether each line of these bytes is a record: only parts are joined, and there are none.
    fn is_plain(&self, bytes: &[u8]) -> bool {
        let (Rule::Each, Some(is_whole)) = (&self.rule, self.is_whole) else { return false };
        let mut at = 0;
        while at < bytes.len() {
            let (here, next) = line(bytes, at);
            if !is_whole(text(bytes, here)) {
                return false;
            }
            at = next;
        }
        true
    }

    /// Whether a line is a record whatever stands around it, as long as no part of one is open.
    fn stands_alone(&self, line: &[u8]) -> bool {
        matches!(self.rule, Rule::Each) && self.is_whole.is_some_and(|is_whole| is_whole(line))
    }

    /// The last line that starts a record: all before it is whole.
    fn whole_alone(&self, bytes: &[u8]) -> usize {
        let Some(mut end) = memchr::memrchr(b'\n', bytes) else { return 0 };
        // The line that ends at `end` starts after the newline before it.
        let mut start = memchr::memrchr(b'\n', &bytes[..end]).map_or(0, |newline| newline + 1);
        let mut here = text(bytes, lines::trim(bytes, start, end));
        while start > 0 {
            end = start - 1;
            let before_start = memchr::memrchr(b'\n', &bytes[..end]).map_or(0, |newline| newline + 1);
            let before = text(bytes, lines::trim(bytes, before_start, end));
            if self.rule.is_start(self.rule.class(before), here) {
                return start;
            }
            (start, here) = (before_start, before);
        }
        0
    }

    fn cut_alone(&self, bytes: &[u8], from: usize, most: usize, batch: &mut Batch) -> usize {
        let mut at = from;
        let mut memory = Memory::default();
        // The record that is open: its first line, and where its last one ends.
        let mut open: Option<Span> = None;
        while at < bytes.len() {
            let (here, next) = line(bytes, at);
            let after = || (next < bytes.len()).then(|| Cow::Borrowed(text(bytes, line(bytes, next).0)));
            let joins = self.rule.joins(&mut memory, text(bytes, here), after);
            match &mut open {
                Some(record) if joins => record.len = here.end() - record.start,
                open => {
                    batch.rows.extend(open.take());
                    if batch.rows.len() >= most {
                        return at;
                    }
                    self.rule.start(&mut memory, text(bytes, here));
                    *open = Some(here);
                }
            }
            at = next;
        }
        batch.rows.extend(open);
        at
    }

    /// The last place that no stream's record may lie across.
    fn whole_apart(&self, bytes: &[u8], view: View) -> usize {
        let Some(last) = memchr::memrchr(b'\n', bytes) else { return 0 };
        let bytes = &bytes[..last + 1];
        // A part is at most REACH before the next one, so that nothing before `from` lies across a place
        // that far behind it. Traces are judged by all that was before them.
        if matches!(self.rule, Rule::Each)
            && let Some(back) = bytes.len().checked_sub(4 * REACH)
            && let Some(newline) = memchr(b'\n', &bytes[back..])
        {
            let from = back + newline + 1;
            let place = self.free_from(bytes, from, view);
            if place > from + REACH {
                return place;
            }
        }
        self.free_from(bytes, 0, view)
    }

    /// The last place that no record may lie across of which all lines start at `from` or later.
    fn free_from(&self, bytes: &[u8], from: usize, view: View) -> usize {
        /// The last line of a stream.
        struct Tail {
            /// Where it ends.
            end: usize,
            class: Option<Class>,
            partial: bool,
        }
        let mut tails: HashMap<&[u8], Tail> = HashMap::new();
        // How many of them are partial.
        let mut partial = 0;
        // Stretches that a record may lie across, as pairs of places: no cut after the first, up to
        // and without the second.
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut at = from;
        let mut above = ABOVE;
        while at < bytes.len() {
            let (here, next) = line(bytes, at);
            if partial == 0 && self.stands_alone(text(bytes, here)) {
                at = next;
                continue;
            }
            let seen = Physical::of(text(bytes, here), view);
            if seen.stream == ABOVE {
                open.push((at, at));
                if let Some(tail) = tails.get_mut(above) {
                    tail.end = next;
                }
                at = next;
                continue;
            }
            above = seen.stream;
            let class = self.rule.class(&seen.text);
            let mut tail = Tail { end: next, class, partial: seen.partial };
            partial += usize::from(seen.partial);
            match tails.get_mut(seen.stream) {
                Some(before) => {
                    partial -= usize::from(before.partial);
                    if before.partial {
                        // The class is that of what the parts make together, which its start tells.
                        tail.class = before.class;
                    }
                    let near = at - before.end <= REACH;
                    let goes_on = before.partial || !self.rule.is_start(before.class, &seen.text);
                    if near && goes_on {
                        open.push((before.end, at));
                    }
                    *before = tail;
                }
                None => {
                    tails.insert(seen.stream, tail);
                }
            }
            at = next;
        }
        for tail in tails.values() {
            // What comes next of the stream is not known.
            if (tail.partial || !matches!(self.rule, Rule::Each)) && bytes.len() - tail.end <= REACH {
                open.push((tail.end, bytes.len()));
            }
        }
        if above == ABOVE && !matches!(self.rule, Rule::Each) {
            // Neither is what goes on with lines that have none above them.
            open.push((bytes.len(), bytes.len()));
        }
        open.sort_unstable();
        last_free(bytes, &open)
    }

    /// Joins all that is left, since a record may end anywhere in it.
    fn cut_apart(&self, bytes: &[u8], from: usize, view: View, batch: &mut Batch) -> usize {
        /// A stream's last record.
        struct Open {
            row: usize,
            /// Where its last line ends, with what ends it.
            next: usize,
            memory: Memory,
            partial: bool,
        }
        let mut streams: HashMap<&[u8], Open> = HashMap::new();
        // How many of them are partial.
        let mut partial = 0;
        // By row, its lines where they are more than one stretch.
        let mut pieces: HashMap<usize, Vec<Span>> = HashMap::new();
        let mut at = from;
        let mut above = ABOVE;
        while at < bytes.len() {
            let (here, next) = line(bytes, at);
            if partial == 0 && self.stands_alone(text(bytes, here)) {
                batch.rows.push(here);
                at = next;
                continue;
            }
            let seen = Physical::of(text(bytes, here), view);
            let after = || next_of(bytes, next, seen.stream, view);
            let goes_on = seen.stream == ABOVE;
            above = if goes_on { above } else { seen.stream };
            if let Some(open) = streams.get_mut(above)
                && (goes_on
                    || at - open.next <= REACH
                        && (open.partial || self.rule.joins(&mut open.memory, &seen.text, after)))
            {
                match pieces.get_mut(&open.row) {
                    Some(pieces) => pieces.push(here),
                    None if open.next == at => batch.rows[open.row].len = here.end() - batch.rows[open.row].start,
                    None => {
                        pieces.insert(open.row, vec![batch.rows[open.row], here]);
                    }
                }
                let now = if goes_on { open.partial } else { seen.partial };
                partial += usize::from(now);
                partial -= usize::from(open.partial);
                *open = Open { next, partial: now, ..*open };
            } else {
                let mut memory = Memory::default();
                self.rule.start(&mut memory, &seen.text);
                let row = batch.rows.len();
                let open = Open { row, next, memory, partial: seen.partial };
                partial += usize::from(seen.partial);
                let before = streams.insert(above, open);
                partial -= usize::from(before.is_some_and(|before| before.partial));
                batch.rows.push(here);
            }
            at = next;
        }
        if !pieces.is_empty() {
            batch.keep_places();
            let mut pieces: Vec<_> = pieces.into_iter().collect();
            pieces.sort_unstable_by_key(|(row, _)| *row);
            for (row, pieces) in pieces {
                let start = batch.heap.len();
                for (nth, piece) in pieces.iter().enumerate() {
                    if nth > 0 {
                        batch.heap.push(b'\n');
                    }
                    batch.heap.extend_from_slice(text(bytes, *piece));
                }
                let first = &pieces[0];
                batch.places[row] = Place { line: *first, ..batch.places[row] };
                batch.rows[row] = Span::new(HEAP | start as u32, batch.heap.len() - start);
            }
        }
        at
    }
}

/// What is written in the next line of a stream, if that is near.
fn next_of<'b>(bytes: &'b [u8], from: usize, stream: &[u8], view: View) -> Option<Cow<'b, [u8]>> {
    let mut at = from;
    while at < bytes.len() && at - from <= REACH {
        let (here, next) = line(bytes, at);
        let seen = Physical::of(text(bytes, here), view);
        if seen.stream == stream {
            return Some(seen.text);
        }
        at = next;
    }
    None
}

/// The last line start, or the end, of `bytes` that lies in none of the open stretches.
fn last_free(bytes: &[u8], open: &[(usize, usize)]) -> usize {
    // By stretch in the order of their starts: where the one that reaches furthest so far ends.
    let mut reach: Vec<usize> = open.iter().map(|(_, to)| *to).collect();
    for i in 1..reach.len() {
        reach[i] = reach[i].max(reach[i - 1]);
    }
    let mut place = bytes.len();
    while place > 0 {
        let before = open.partition_point(|(from, _)| *from <= place);
        if before == 0 || reach[before - 1] < place {
            return place;
        }
        place = memchr::memrchr(b'\n', &bytes[..place - 1]).map_or(0, |newline| newline + 1);
    }
    0
}

#[cfg(test)]
#[path = "join_tests.rs"]
mod tests;
