//! Inflating: the decoder of deflate data, for streams of any length.
//!
//! Of the libraries, the fastest ones want a whole stream in memory, and those that take it in pieces
//! need twice the time. The design is libdeflate's: one load of 64 bits serves several symbols, a
//! table entry holds all there is to know of a symbol, and matches are copied in chunks that may
//! overshoot. Near the ends of the input and of the output a symbol is decoded bit by bit, and only
//! when all its bits are there; so a stream may come in any pieces, what stands before damage is
//! given, and no byte after the stream is taken. What is decoded goes straight to where it is wanted;
//! of what came before, the last 32 KiB are kept, since matches refer to them.

mod codes;
#[allow(unsafe_code)]
mod turns;

use codes::{DISTANCE_BITS, DISTANCE_SIZE, END, LENGTH_BITS, LITERAL, LITERAL_BITS, LITERAL_SIZE, OTHER};
use codes::{bits, code_bits, fill, lookup, value};

/// How far back a match may refer.
const HISTORY: usize = 32 << 10;

/// The order in which a block tells the lengths of the codes of lengths.
const ORDER: [u8; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Symbols of the first alphabet, and of both that code data.
const LITERALS: usize = 288;
const SYMBOLS: usize = 320;

/// Why decoding stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stop {
    /// All input is taken, and more is needed.
    Input,
    /// The output is full.
    Full,
    /// The stream has ended.
    End,
    /// The data make no sense.
    Corrupt,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Block,
    /// A stored block's length.
    Stored,
    /// So many bytes of a stored block.
    Copy(usize),
    /// The sizes of a block's codes.
    Sizes,
    /// The lengths of the codes of lengths, from this one on.
    Lengths(usize),
    /// The lengths of the codes, from this one on.
    Codes(usize),
    Symbols,
    /// The rest of a match: its length and its distance.
    Match(usize, usize),
    End,
    /// The data make no sense, and what comes after them neither.
    Corrupt,
}

/// A decoder.
pub struct Inflate {
    state: State,
    is_last: bool,
    /// The next symbol is decoded bit by bit, so that the place of damage does not depend on how the
    /// input was parted.
    is_careful: bool,
    loaded: Loaded,
    /// The sizes of the codes of the block: literals, distances, lengths.
    sizes: [usize; 3],
    lens: [u8; SYMBOLS],
    tables: Box<Tables>,
    past: Past,
}

/// Bits that were loaded and not used, and how many they are. Others are zero.
#[derive(Clone, Copy, Default)]
struct Loaded {
    bits: u64,
    count: u32,
}

/// Both tables, one after the other.
#[repr(C)]
struct Tables {
    literals: [u32; LITERAL_SIZE],
    distances: [u32; DISTANCE_SIZE],
}

/// The last bytes of what was decoded by earlier calls.
struct Past {
    /// Twice the history, so that small pieces are not moved each time.
    bytes: Vec<u8>,
}

impl Past {
    /// As much as matches may refer to.
    fn bytes(&self) -> &[u8] {
        &self.bytes[self.bytes.len().saturating_sub(HISTORY)..]
    }

    fn push(&mut self, out: &[u8]) {
        let new = &out[out.len().saturating_sub(HISTORY)..];
        if self.bytes.len() + new.len() > 2 * HISTORY {
            let keep = HISTORY - new.len();
            let from = self.bytes.len() - keep;
            self.bytes.copy_within(from.., 0);
            self.bytes.truncate(keep);
        }
        self.bytes.extend_from_slice(new);
    }
}

/// Where one call stands.
struct Turn<'a> {
    input: &'a [u8],
    pos: usize,
    out: &'a mut [u8],
    at: usize,
}

impl Default for Inflate {
    fn default() -> Inflate {
        Inflate::new()
    }
}

impl Inflate {
    pub fn new() -> Inflate {
        Inflate {
            state: State::Block,
            is_last: false,
            is_careful: false,
            loaded: Loaded::default(),
            sizes: [0; 3],
            lens: [0; SYMBOLS],
            tables: Box::new(Tables { literals: [0; LITERAL_SIZE], distances: [0; DISTANCE_SIZE] }),
            past: Past { bytes: Vec::with_capacity(2 * HISTORY) },
        }
    }

    /// Begins another stream.
    pub fn reset(&mut self) {
        (self.state, self.is_last, self.is_careful) = (State::Block, false, false);
        self.loaded = Loaded::default();
        self.past.bytes.clear();
    }

    /// Decodes. Gives how much of the input was taken, how much of `out` was written, and why it
    /// stopped. Bytes of `out` after what was written may be overwritten.
    pub fn run(&mut self, input: &[u8], out: &mut [u8]) -> (usize, usize, Stop) {
        let mut turn = Turn { input, pos: 0, out, at: 0 };
        let stop = loop {
            if let Err(stop) = self.step(&mut turn) {
                break stop;
            }
        };
        let Turn { pos, out, at, .. } = turn;
        match stop {
            Stop::Input | Stop::Full => self.past.push(&out[..at]),
            Stop::Corrupt => self.state = State::Corrupt,
            Stop::End => {}
        }
        (pos, at, stop)
    }

    fn step(&mut self, turn: &mut Turn<'_>) -> Result<(), Stop> {
        match self.state {
            State::Block => {
                self.loaded.need(3, turn)?;
                let header = self.loaded.take(3);
                self.is_last = header & 1 != 0;
                match header >> 1 {
                    0 => {
                        // The rest of the byte is of no use; no whole byte is loaded.
                        self.loaded = Loaded::default();
                        self.state = State::Stored;
                    }
                    1 => {
                        self.lens[..144].fill(8);
                        self.lens[144..256].fill(9);
                        self.lens[256..280].fill(7);
                        self.lens[280..LITERALS].fill(8);
                        self.lens[LITERALS..].fill(5);
                        self.build()?;
                    }
                    2 => self.state = State::Sizes,
                    _ => return Err(Stop::Corrupt),
                }
            }
            State::Stored => {
                self.loaded.need(32, turn)?;
                let (len, check) = (self.loaded.take(16), self.loaded.take(16));
                if len != !check & 0xffff {
                    return Err(Stop::Corrupt);
                }
                self.state = State::Copy(len);
            }
            State::Copy(0) => self.end_block(),
            State::Copy(left) => {
                let (room, there) = (turn.out.len() - turn.at, turn.input.len() - turn.pos);
                let n = left.min(room).min(there);
                if n == 0 {
                    return Err(if there == 0 { Stop::Input } else { Stop::Full });
                }
                turn.out[turn.at..turn.at + n].copy_from_slice(&turn.input[turn.pos..turn.pos + n]);
                turn.at += n;
                turn.pos += n;
                self.state = State::Copy(left - n);
            }
            State::Sizes => {
                self.loaded.need(14, turn)?;
                self.sizes = [257 + self.loaded.take(5), 1 + self.loaded.take(5), 4 + self.loaded.take(4)];
                if self.sizes[0] > 286 || self.sizes[1] > 30 {
                    return Err(Stop::Corrupt);
                }
                self.lens = [0; SYMBOLS];
                self.state = State::Lengths(0);
            }
            State::Lengths(i) if i < self.sizes[2] => {
                self.loaded.need(3, turn)?;
                self.lens[usize::from(ORDER[i])] = self.loaded.take(3) as u8;
                self.state = State::Lengths(i + 1);
            }
            State::Lengths(_) => {
                if !fill(&mut self.tables.distances, LENGTH_BITS, &self.lens[..19], &codes::OF_LENGTHS, false) {
                    return Err(Stop::Corrupt);
                }
                self.lens = [0; SYMBOLS];
                self.state = State::Codes(0);
            }
            State::Codes(i) if i < self.sizes[0] + self.sizes[1] => self.code(i, turn)?,
            State::Codes(_) => {
                // The lengths of distance codes follow those of literals without a gap.
                let [literals, distances, _] = self.sizes;
                self.lens.copy_within(literals..literals + distances, LITERALS);
                self.lens[literals..LITERALS].fill(0);
                self.lens[LITERALS + distances..].fill(0);
                if self.lens[256] == 0 {
                    return Err(Stop::Corrupt);
                }
                self.build()?;
            }
            State::Symbols if !self.is_careful && turns::may_start(&self.loaded, turn) => {
                match turns::symbols(&self.tables, &mut self.loaded, self.past.bytes(), turn) {
                    turns::Why::Edge => {}
                    turns::Why::End => self.end_block(),
                    turns::Why::Careful => self.is_careful = true,
                }
            }
            State::Symbols => self.symbol(turn)?,
            State::Match(length, distance) => self.copy(length, distance, turn)?,
            State::End => return Err(Stop::End),
            State::Corrupt => return Err(Stop::Corrupt),
        }
        Ok(())
    }

    fn end_block(&mut self) {
        self.state = if self.is_last { State::End } else { State::Block };
    }

    /// Reads the length of a code, or of several.
    fn code(&mut self, i: usize, turn: &mut Turn<'_>) -> Result<(), Stop> {
        let (entry, _) = self.loaded.entry(0, &self.tables.distances, LENGTH_BITS, turn)?;
        let (len, symbol) = (code_bits(entry), value(entry));
        let (extra, least) = match symbol {
            16 => (2, 3),
            17 => (3, 3),
            18 => (7, 11),
            _ => (0, 1),
        };
        self.loaded.need(len + extra, turn)?;
        self.loaded.take(len);
        let n = least + self.loaded.take(extra);
        let len = match symbol {
            16 => *i.checked_sub(1).and_then(|i| self.lens.get(i)).ok_or(Stop::Corrupt)?,
            17 | 18 => 0,
            len => len as u8,
        };
        if i + n > self.sizes[0] + self.sizes[1] {
            return Err(Stop::Corrupt);
        }
        self.lens[i..i + n].fill(len);
        self.state = State::Codes(i + n);
        Ok(())
    }

    /// Makes the tables of a block.
    fn build(&mut self) -> Result<(), Stop> {
        let (literals, distances) = self.lens.split_at(LITERALS);
        let well = fill(&mut self.tables.literals, LITERAL_BITS, literals, &codes::OF_LITERALS, true)
            && fill(&mut self.tables.distances, DISTANCE_BITS, distances, &codes::OF_DISTANCES, true);
        if !well {
            return Err(Stop::Corrupt);
        }
        self.state = State::Symbols;
        Ok(())
    }

    /// Decodes one symbol, when all its bits are there.
    fn symbol(&mut self, turn: &mut Turn<'_>) -> Result<(), Stop> {
        let (entry, len) = self.loaded.entry(0, &self.tables.literals, LITERAL_BITS, turn)?;
        if entry & OTHER != 0 {
            if entry & END == 0 {
                return Err(Stop::Corrupt);
            }
            self.loaded.take(len);
            self.end_block();
            return Ok(());
        }
        if entry & LITERAL != 0 {
            *turn.out.get_mut(turn.at).ok_or(Stop::Full)? = value(entry) as u8;
            turn.at += 1;
            self.loaded.take(len);
            self.is_careful = false;
            return Ok(());
        }
        let extra = bits(entry) - code_bits(entry);
        self.loaded.need(len + extra, turn)?;
        let length = value(entry) + self.loaded.look(len, extra);
        let used = len + extra;
        let (entry, len) = self.loaded.entry(used, &self.tables.distances, DISTANCE_BITS, turn)?;
        if entry & OTHER != 0 {
            return Err(Stop::Corrupt);
        }
        let extra = bits(entry) - code_bits(entry);
        let used = used + len;
        self.loaded.need(used + extra, turn)?;
        let distance = value(entry) + self.loaded.look(used, extra);
        if distance > turn.at + self.past.bytes().len() {
            return Err(Stop::Corrupt);
        }
        self.loaded.take(used + extra);
        self.is_careful = false;
        self.state = State::Match(length, distance);
        Ok(())
    }

    /// Copies a match byte by byte, as far as there is room.
    fn copy(&mut self, length: usize, distance: usize, turn: &mut Turn<'_>) -> Result<(), Stop> {
        let past = self.past.bytes();
        for left in (1..=length).rev() {
            if turn.at == turn.out.len() {
                self.state = State::Match(left, distance);
                return Err(Stop::Full);
            }
            turn.out[turn.at] = match turn.at.checked_sub(distance) {
                Some(from) => turn.out[from],
                None => past[past.len() + turn.at - distance],
            };
            turn.at += 1;
        }
        self.state = State::Symbols;
        Ok(())
    }
}

impl Loaded {
    /// Loads bytes until there are so many bits.
    fn need(&mut self, n: u32, turn: &mut Turn<'_>) -> Result<(), Stop> {
        while self.count < n {
            let byte = *turn.input.get(turn.pos).ok_or(Stop::Input)?;
            turn.pos += 1;
            self.bits |= u64::from(byte) << self.count;
            self.count += 8;
        }
        Ok(())
    }

    fn take(&mut self, n: u32) -> usize {
        let bits = self.look(0, n);
        self.bits >>= n;
        self.count -= n;
        bits
    }

    /// So many bits after the first ones.
    fn look(&self, after: u32, n: u32) -> usize {
        (self.bits >> after & ((1 << n) - 1)) as usize
    }

    /// The entry of the code after the first bits, and the code's bits. A code that is not whole is
    /// looked up with zeros after it: its entry is right if it is no longer than what is there.
    fn entry(&mut self, after: u32, table: &[u32], first: u32, turn: &mut Turn<'_>) -> Result<(u32, u32), Stop> {
        loop {
            let (entry, len) = lookup(table, first, self.bits >> after);
            if after + len <= self.count {
                return Ok((entry, len));
            }
            self.need(self.count + 1, turn)?;
        }
    }
}

#[cfg(test)]
#[path = "inflate_tests.rs"]
mod tests;
