//! The turns that decode most symbols: while there is plenty of input and of room.
//!
//! This is the one loop that a compressed log's speed depends on, and it is written with pointers:
//! bounds that are checked for each symbol cost a third of it. What makes it sound is said where it
//! is entered (`may_start`) and checked once for each turn: so many bytes of input and of room are
//! left that no symbol's loads and stores can leave them, and a match is refused that reaches
//! before all that was decoded.

use super::codes::{DISTANCE_BITS, END, LITERAL, LITERAL_BITS, LITERAL_SIZE, OTHER, SECOND};
use super::{Loaded, Tables, Turn};

/// Bytes that a turn may load: two words, of which each passes on by seven bytes at most.
const INPUT: usize = 4 * 8;
/// Bytes that a turn may store: some literals, and the longest match with what copying overshoots.
const OUTPUT: usize = 8 + 258 + 2 * CHUNK;
const CHUNK: usize = 32;

/// Why the turns stopped.
pub enum Why {
    /// Input or room is scarce.
    Edge,
    /// The block has ended.
    End,
    /// A symbol makes no sense. Nothing has been taken: what comes before it is to be decoded again,
    /// bit by bit.
    Careful,
}

/// Bytes that an earlier call has loaded could not be given back to this one's input.
pub fn may_start(loaded: &Loaded, turn: &Turn<'_>) -> bool {
    loaded.count < 8 && turn.input.len() - turn.pos >= INPUT && turn.out.len() - turn.at >= OUTPUT
}

/// Decodes symbols. The tables are those that `codes::fill` said are whole.
pub fn symbols(tables: &Tables, loaded: &mut Loaded, past: &[u8], turn: &mut Turn<'_>) -> Why {
    #[cfg(target_arch = "x86_64")]
    use std::arch::is_x86_feature_detected;
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("bmi2") && is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has what the function is compiled for.
        return unsafe { with_avx(tables, loaded, past, turn) };
    }
    turns(tables, loaded, past, turn)
}

/// The same for processors that shift by any register and copy 32 bytes at a time.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "bmi1,bmi2,avx2")]
fn with_avx(tables: &Tables, loaded: &mut Loaded, past: &[u8], turn: &mut Turn<'_>) -> Why {
    turns(tables, loaded, past, turn)
}

#[inline(always)]
fn turns(tables: &Tables, loaded: &mut Loaded, past: &[u8], turn: &mut Turn<'_>) -> Why {
    const LITERALS: u64 = (1 << LITERAL_BITS) - 1;
    const DISTANCES: u64 = (1 << DISTANCE_BITS) - 1;
    if !may_start(loaded, turn) {
        return Why::Edge;
    }
    let literals = std::ptr::from_ref(tables).cast::<u32>();
    // The ends come first: nothing but the pointers touches the output after they are made.
    let ends = (turn.input.len() - INPUT, turn.out.len() - OUTPUT);
    let (input, out) = (turn.input.as_ptr(), turn.out.as_mut_ptr());
    let Loaded { mut bits, mut count } = *loaded;
    // SAFETY: `from` and `to` stay within the input and the output. They do at the start, where INPUT
    // and OUTPUT bytes are left, and no turn begins with less. A turn loads two words at most, of
    // which each moves `from` by seven bytes at most, and stores OUTPUT bytes at most: literals, then one
    // match, whose source lies within what was decoded. An index into the first level of a table is
    // masked by its size; the second level's places are within it, as `fill` has made it.
    unsafe {
        let mut from = input.add(turn.pos);
        let mut to = out.add(turn.at);
        let (input_end, room_end) = (input.add(ends.0), out.add(ends.1));
        // Loads as many whole bytes as there is room for: then there are 56 bits or more. Those above
        // `count` are loaded again later, as the same. Only the lowest six bits of `count` count.
        macro_rules! load {
            () => {
                bits |= u64::from_le(from.cast::<u64>().read_unaligned()) << (count & 63);
                from = from.add(7 - (count as usize >> 3 & 7));
                count |= 56;
            };
        }
        macro_rules! pass {
            ($entry:expr) => {
                bits >>= $entry & 63;
                count = count.wrapping_sub($entry);
            };
        }
        macro_rules! put {
            ($entry:expr) => {
                to.write(($entry >> 16) as u8);
                to = to.add(1);
            };
        }
        macro_rules! next {
            () => {
                *literals.add((bits & LITERALS) as usize)
            };
        }
        load!();
        let mut entry = next!();
        let why = loop {
            // There are 56 bits, and `entry` is what they begin with. Two literals take 20 of them at
            // most, and a length 20.
            let mut here = bits;
            pass!(entry);
            if entry & LITERAL != 0 {
                put!(entry);
                entry = next!();
                here = bits;
                pass!(entry);
                if entry & LITERAL != 0 {
                    put!(entry);
                    entry = next!();
                    here = bits;
                    pass!(entry);
                    if entry & LITERAL != 0 {
                        put!(entry);
                        load!();
                        entry = next!();
                        if from > input_end || to > room_end {
                            break Why::Edge;
                        }
                        continue;
                    }
                }
            }
            if entry & OTHER != 0 {
                if entry & SECOND != 0 {
                    let second = bits & ((1 << (entry >> 8 & 0xf)) - 1);
                    entry = *literals.add((entry >> 16) as usize + second as usize);
                    here = bits;
                    pass!(entry);
                    if entry & LITERAL != 0 {
                        put!(entry);
                        load!();
                        entry = next!();
                        if from > input_end || to > room_end {
                            break Why::Edge;
                        }
                        continue;
                    }
                }
                if entry & END != 0 {
                    break Why::End;
                }
                if entry & OTHER != 0 {
                    return Why::Careful;
                }
            }
            // The bits after the code are among those that were passed.
            let length = (entry >> 16) as usize + ((here & ((1 << (entry & 63)) - 1)) >> (entry >> 8 & 63)) as usize;
            // 16 bits are left or more, and a distance may take 28.
            let mut entry_of = *literals.add(LITERAL_SIZE + (bits & DISTANCES) as usize);
            if count & 63 < 28 {
                load!();
            }
            if entry_of & OTHER != 0 {
                if entry_of & SECOND == 0 {
                    return Why::Careful;
                }
                pass!(entry_of);
                let second = bits & ((1 << (entry_of >> 8 & 0xf)) - 1);
                entry_of = *literals.add(LITERAL_SIZE + (entry_of >> 16) as usize + second as usize);
                if entry_of & OTHER != 0 {
                    return Why::Careful;
                }
            }
            here = bits;
            pass!(entry_of);
            let distance =
                (entry_of >> 16) as usize + ((here & ((1 << (entry_of & 63)) - 1)) >> (entry_of >> 8 & 63)) as usize;
            // The next symbol is on its way while the match is copied.
            load!();
            entry = next!();
            let at = to.offset_from_unsigned(out);
            if distance <= at {
                copy(to, distance, length);
            } else if !copy_past(out, at, past, distance, length) {
                return Why::Careful;
            }
            to = to.add(length);
            if from > input_end || to > room_end {
                break Why::Edge;
            }
        };
        // Whole bytes that were loaded and not used go back.
        count &= 63;
        from = from.sub(count as usize >> 3);
        count &= 7;
        *loaded = Loaded { bits: bits & ((1 << count) - 1), count };
        (turn.pos, turn.at) = (from.offset_from_unsigned(input), to.offset_from_unsigned(out));
        why
    }
}

/// Copies a match, which may overlap itself, and some bytes after it.
///
/// SAFETY: `distance` bytes before `to` are those of the output, and there is room after it for the
/// match and two chunks.
#[inline(always)]
unsafe fn copy(to: *mut u8, distance: usize, length: usize) {
    unsafe {
        let end = to.add(length);
        let (mut from, mut to) = (to.sub(distance).cast_const(), to);
        macro_rules! chunk {
            () => {
                to.copy_from_nonoverlapping(from, CHUNK);
                from = from.add(CHUNK);
                to = to.add(CHUNK);
            };
        }
        if distance >= CHUNK {
            chunk!();
            chunk!();
            while to < end {
                chunk!();
                chunk!();
            }
        } else if distance == 1 {
            let bytes = u64::from_ne_bytes([*from; 8]);
            while to < end {
                to.cast::<u64>().write_unaligned(bytes);
                to = to.add(8);
            }
        } else {
            // Eight bytes are stored, of which the first ones, up to the distance, are right.
            let step = distance.min(8);
            while to < end {
                to.cast::<u64>().write_unaligned(from.cast::<u64>().read_unaligned());
                from = from.add(step);
                to = to.add(step);
            }
        }
    }
}

/// Copies a match that begins before the output; false if it begins before all that there was.
///
/// SAFETY: `at` bytes of the output are written, and there is room after them for the match.
#[cold]
unsafe fn copy_past(out: *mut u8, at: usize, past: &[u8], distance: usize, length: usize) -> bool {
    let Some(from) = past.len().checked_sub(distance - at) else { return false };
    let old = &past[from..past.len().min(from + length)];
    unsafe {
        let to = out.add(at);
        to.copy_from_nonoverlapping(old.as_ptr(), old.len());
        for i in old.len()..length {
            to.add(i).write(*out.add(at + i - distance));
        }
    }
    true
}
