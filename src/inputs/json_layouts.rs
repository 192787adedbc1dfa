//! Layouts of JSON objects: what lines have in common with those before them.
//!
//! A log repeats itself: the same keys in the same order, and between them values that differ. So the
//! bytes between two values are remembered as they were, from a line that had been checked, and a line
//! that has the same bytes there, with values of the grammar between them, is an object by
//! the letter of it: nothing is guessed. Which values are wanted is known of a layout once, so that no
//! key is looked at again, nor looked for. Where lines differ in some of their keys, their layouts share
//! what they begin with: all of them are one tree, and its leaves are the ends of lines.
//!
//! A line that fits no layout is gone through by the general law, and becomes one. What is remembered is
//! bounded, and is given up for new layouts when most lines miss it. It belongs to one worker: nothing but the time
//! that a line takes depends on it.
//!
//! A check of each line by masks of its structural bytes, 64 at a time, was built and taken out again:
//! it saved a quarter of the instructions of the general law, and this saves half of them.

use std::sync::Arc;

use super::{Keys, Wanted, cell_at};
use crate::base::json;
use crate::data::Cell;

/// The most nodes, bytes between values, and branches at one place.
const NODES: usize = 2048;
const BYTES: usize = 64 << 10;
const BRANCHES: usize = 16;
/// Lines that fit no layout, while no more can be remembered, before all are forgotten.
const MISSES: u32 = 1 << 16;

/// The layouts of the lines that one cutter has seen.
pub(super) struct Layouts {
    /// Which cutter that is.
    of: Arc<()>,
    nodes: Vec<Node>,
    text: Vec<u8>,
    /// What values are taken for; nodes know their place here.
    takes: Vec<Take>,
    /// The first node of all layouts, or none.
    first: u32,
    is_full: bool,
    misses: u32,
}

/// The wants and flat cells that a value is taken for.
#[derive(Default)]
struct Take {
    here: Vec<usize>,
    flat: Vec<usize>,
}

/// Bytes between two values, and the value behind them.
struct Node {
    /// The first eight bytes, as far as there are, those after them, and the last ones.
    first: u64,
    mask: u64,
    second: u64,
    last: u64,
    start: u32,
    len: u32,
    behind: Behind,
    /// The objects around the value.
    depth: u16,
    /// The place in the list of takes, or none.
    take: u32,
    /// What may come behind the value, or none.
    child: u32,
    /// What else may stand here, or none.
    sibling: u32,
}

/// No place in a list.
const NONE: u32 = u32::MAX;

/// What stands behind the bytes of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// The end of the line.
    End,
    /// An object that is taken as it is.
    Object,
    /// Any other value. Objects are part of the layout.
    Value,
}

/// A node to be.
struct Piece {
    start: usize,
    end: usize,
    behind: Behind,
    depth: u16,
    take: Take,
}

/// A line that fits no layout.
struct Line<'a> {
    line: &'a [u8],
    pieces: Vec<Piece>,
    /// Where the bytes begin that no piece has yet.
    from: usize,
    seen: Vec<&'a Wanted>,
}

impl Layouts {
    pub fn new(of: &Arc<()>) -> Layouts {
        Layouts {
            of: of.clone(),
            nodes: Vec::new(),
            text: Vec::new(),
            takes: Vec::new(),
            first: NONE,
            is_full: false,
            misses: 0,
        }
    }

    pub fn is_of(&self, cutter: &Arc<()>) -> bool {
        Arc::ptr_eq(&self.of, cutter)
    }

    /// Cuts a line at address `at` that fits a layout; else false, and the cells may be anything.
    #[inline]
    pub fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], flat: &mut [Cell]) -> bool {
        let mut place = 0;
        let mut here = self.first;
        while let Some(node) = self.nodes.get(here as usize) {
            here = node.sibling;
            if !self.fits(node, line.get(place..).unwrap_or_default()) {
                continue;
            }
            let start = place + node.len as usize;
            match (node.behind, line.get(start)) {
                (Behind::End, None) => return true,
                (Behind::Object, Some(b'{')) => {}
                (Behind::Value, Some(byte)) if *byte != b'{' => {}
                _ => continue,
            }
            let depth = node.depth as usize;
            let end = match self.takes.get(node.take as usize) {
                None => json::skip_nested(line, start, depth),
                Some(take) => cell_at(line, at, start, depth).map(|(end, cell)| {
                    take.here.iter().for_each(|&want| cells[want] = cell);
                    take.flat.iter().for_each(|&want| flat[want] = cell);
                    end
                }),
            };
            let Some(end) = end else { return false };
            place = end;
            here = node.child;
        }
        false
    }

    /// Whether text starts with the bytes of a node.
    #[inline(always)]
    fn fits(&self, node: &Node, text: &[u8]) -> bool {
        let len = node.len as usize;
        let all = || text.starts_with(&self.text[node.start as usize..][..len]);
        let word = |at: usize| text.get(at..).and_then(|text| text.first_chunk()).map(|word| u64::from_le_bytes(*word));
        let Some(first) = word(0) else { return all() };
        if (first ^ node.first) & node.mask != 0 {
            return false;
        }
        match len {
            0..=8 => true,
            9..=16 => word(len - 8) == Some(node.last),
            17..=24 => word(8) == Some(node.second) && word(len - 8) == Some(node.last),
            _ => all(),
        }
    }

    /// Remembers the layout of a line that is an object.
    pub fn learn(&mut self, line: &[u8], keys: &Keys) {
        if self.is_full {
            self.misses += 1;
            if self.misses > MISSES {
                *self = Layouts::new(&self.of);
            }
            return;
        }
        let mut read = Line { line, pieces: Vec::new(), from: 0, seen: Vec::new() };
        let start = json::skip_blanks(line, 0);
        if read.object(start + 1, 1, Some(keys)).is_none() {
            // A line of its own kind stays one for the general law.
            return;
        }
        read.piece(line.len(), Behind::End, 0, Take::default());
        let bytes: usize = read.pieces.iter().map(|piece| piece.end - piece.start).sum();
        if self.nodes.len() + read.pieces.len() > NODES || self.text.len() + bytes > BYTES {
            self.is_full = true;
            return;
        }
        let mut parent = NONE;
        for piece in read.pieces {
            let Some(node) = self.enter(parent, &line[piece.start..piece.end], piece) else { return };
            parent = node;
        }
    }

    /// The node of these bytes behind another one, a new one if there is none; None when there are too many.
    fn enter(&mut self, parent: u32, text: &[u8], piece: Piece) -> Option<u32> {
        let mut last = NONE;
        let mut here = self.nodes.get(parent as usize).map_or(self.first, |parent| parent.child);
        for _ in 0..BRANCHES {
            let Some(node) = self.nodes.get(here as usize) else {
                let new = self.add(text, piece);
                match (self.nodes.get_mut(last as usize), parent) {
                    (Some(last), _) => last.sibling = new,
                    (None, NONE) => self.first = new,
                    (None, parent) => self.nodes[parent as usize].child = new,
                }
                return Some(new);
            };
            let is_same = node.behind == piece.behind && node.depth == piece.depth;
            if is_same && self.text[node.start as usize..][..node.len as usize] == *text {
                return Some(here);
            }
            (last, here) = (here, node.sibling);
        }
        None
    }

    fn add(&mut self, text: &[u8], piece: Piece) -> u32 {
        let Piece { behind, depth, take, .. } = piece;
        let word = |from: usize| {
            let mut word = [0; 8];
            let bytes = text[from.min(text.len())..].iter();
            word.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte);
            u64::from_le_bytes(word)
        };
        let is_taken = !take.here.is_empty() || !take.flat.is_empty();
        let place = if is_taken { self.takes.len() as u32 } else { NONE };
        if is_taken {
            self.takes.push(take);
        }
        let n = text.len().min(8) as u32;
        self.nodes.push(Node {
            first: word(0),
            mask: u64::MAX.checked_shr(64 - 8 * n).unwrap_or_default(),
            second: word(8),
            last: word(text.len().saturating_sub(8)),
            start: self.text.len() as u32,
            len: text.len() as u32,
            behind,
            depth,
            take: place,
            child: NONE,
            sibling: NONE,
        });
        self.text.extend_from_slice(text);
        self.nodes.len() as u32 - 1
    }
}

impl<'a> Line<'a> {
    /// Goes through an object from after its opening bracket to after its closing one; None where the line
    /// cannot have a layout.
    fn object(&mut self, at: usize, depth: u16, keys: Option<&'a Keys>) -> Option<usize> {
        let line = self.line;
        let mut at = json::skip_blanks(line, at);
        if line.get(at) == Some(&b'}') {
            return Some(at + 1);
        }
        loop {
            let (key, escaped, start) = json::read_key(line, at)?;
            let wanted = keys.and_then(|keys| keys.find(&line[key], escaped));
            let mut take = Take::default();
            if let Some(wanted) = wanted {
                // Which of repeated keys counts is for the general law to say.
                if self.seen.iter().any(|seen| std::ptr::eq(*seen, wanted)) {
                    return None;
                }
                self.seen.push(wanted);
                take = Take { here: wanted.here.clone(), flat: wanted.flat.clone() };
            }
            let is_taken = !take.here.is_empty() || !take.flat.is_empty();
            let inside = wanted.and_then(|wanted| wanted.inside.as_ref());
            let end = match line.get(start)? {
                b'{' if !is_taken => self.object(start + 1, depth + 1, inside)?,
                // An object that is taken as a whole and in parts.
                b'{' if inside.is_some() => return None,
                first => {
                    let behind = if *first == b'{' { Behind::Object } else { Behind::Value };
                    self.piece(start, behind, depth, take);
                    self.from = json::skip_nested(line, start, depth.into())?;
                    self.from
                }
            };
            at = json::skip_blanks(line, end);
            match line.get(at)? {
                b',' => at = json::skip_blanks(line, at + 1),
                b'}' => return Some(at + 1),
                _ => return None,
            }
        }
    }

    fn piece(&mut self, end: usize, behind: Behind, depth: u16, take: Take) {
        self.pieces.push(Piece { start: self.from, end, behind, depth, take });
    }
}
