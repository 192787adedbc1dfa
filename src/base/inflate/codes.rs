//! Tables of deflate's prefix codes: what the next bits of a stream stand for.
//!
//! A table is looked up by as many bits as most codes have at most; longer codes have a second level,
//! which an entry of the first one points to. An entry holds all there is to know of a symbol, so
//! that decoding one is a look-up and a few shifts.

// The bits of an entry:
//   0..8    the bits that it takes: those of the code, and those after it
//   8..12   the bits of the code alone; for a second level, by how many bits it is looked up
//   13..16  what it is, if it is no literal, no length and no distance
//   16..31  the value: a byte, the least length or distance, or where a second level starts
//   31      it is a literal
pub const LITERAL: u32 = 1 << 31;
/// The end of a block, a second level, or no code at all.
pub const OTHER: u32 = 1 << 15;
pub const SECOND: u32 = 1 << 14;
pub const END: u32 = 1 << 13;

/// The bits of the first level.
pub const LITERAL_BITS: u32 = 10;
pub const DISTANCE_BITS: u32 = 9;
pub const LENGTH_BITS: u32 = 7;
/// Room for all second levels of any code, rounded to a power of two.
pub const LITERAL_SIZE: usize = 2048;
pub const DISTANCE_SIZE: usize = 1024;

const LONGEST_CODE: usize = 15;

/// The value of an entry.
pub fn value(entry: u32) -> usize {
    (entry >> 16 & 0x7fff) as usize
}

/// The bits of an entry's code.
pub fn code_bits(entry: u32) -> u32 {
    entry >> 8 & 0xf
}

/// The bits that an entry takes in all.
pub fn bits(entry: u32) -> u32 {
    entry & 0x3f
}

/// The entries of an alphabet's symbols, without their codes: of bytes, the end and lengths.
pub static OF_LITERALS: [u32; 288] = {
    let mut entries = [0; 288];
    let mut symbol = 0;
    while symbol < entries.len() {
        entries[symbol] = literal(symbol);
        symbol += 1;
    }
    entries
};

/// Of distances.
pub static OF_DISTANCES: [u32; 32] = {
    let mut entries = [0; 32];
    let mut symbol = 0;
    while symbol < entries.len() {
        entries[symbol] = distance(symbol);
        symbol += 1;
    }
    entries
};

/// Of what tells the lengths of codes.
pub static OF_LENGTHS: [u32; 19] = {
    let mut entries = [0; 19];
    let mut symbol = 0;
    while symbol < entries.len() {
        entries[symbol] = (symbol as u32) << 16;
        symbol += 1;
    }
    entries
};

const fn literal(symbol: usize) -> u32 {
    let (least, extra) = match symbol {
        0..256 => return LITERAL | (symbol as u32) << 16,
        256 => return OTHER | END,
        257..265 => (symbol - 254, 0),
        265..285 => {
            let extra = (symbol - 261) / 4;
            (3 + ((4 + (symbol - 261) % 4) << extra), extra)
        }
        285 => (258, 0),
        _ => return OTHER,
    };
    (least as u32) << 16 | extra as u32
}

const fn distance(symbol: usize) -> u32 {
    match symbol {
        0..4 => (symbol as u32 + 1) << 16,
        4..30 => {
            let extra = symbol as u32 / 2 - 1;
            (1 + ((2 + symbol as u32 % 2) << extra)) << 16 | extra
        }
        _ => OTHER,
    }
}

/// The entry of the code that the bits begin with, whose bits are all those of both levels.
pub fn lookup(table: &[u32], first: u32, bits: u64) -> (u32, u32) {
    let entry = table[(bits & ((1 << first) - 1)) as usize];
    if entry & SECOND == 0 {
        return (entry, code_bits(entry));
    }
    let second = (bits >> first) & ((1 << code_bits(entry)) - 1);
    let entry = table[value(entry) + second as usize];
    (entry, first + code_bits(entry))
}

/// Fills a table with codes of these lengths, for symbols with these entries. False if the lengths
/// make no code: of a code that leaves bits unused, only one symbol alone is one, or none at all,
/// and only where `may_be_small`.
pub fn fill(table: &mut [u32], first: u32, lens: &[u8], entries: &[u32], may_be_small: bool) -> bool {
    let mut counts = [0_u32; LONGEST_CODE + 1];
    lens.iter().for_each(|len| counts[usize::from(*len & 15)] += 1);
    let used = lens.len() as u32 - counts[0];
    // The codes that are left at each length.
    let mut left = 1_i32;
    let mut places = [0_usize; LONGEST_CODE + 2];
    for len in 1..=LONGEST_CODE {
        left = 2 * left - counts[len] as i32;
        if left < 0 {
            return false;
        }
        places[len + 1] = places[len] + counts[len] as usize;
    }
    if left > 0 && !(may_be_small && (used == 0 || used == 1 && counts[1] == 1)) {
        return false;
    }
    if left > 0 {
        table[..1 << first].fill(OTHER | first << 8 | first);
    }
    let mut sorted = [0_u16; 320];
    for (symbol, len) in (0_u16..).zip(lens) {
        if *len > 0 {
            let place = &mut places[usize::from(*len & 15)];
            sorted[*place] = symbol;
            *place += 1;
        }
    }
    let (mut sorted, mut code) = (&sorted[..used as usize], 0_u32);
    // Only as much of the table is filled as codes of one length have bits; it is doubled for the next one.
    for len in 1..=first {
        let filled = 1 << (len - 1);
        table.copy_within(..filled, filled);
        code <<= 1;
        let (here, longer) = sorted.split_at(counts[len as usize] as usize);
        for symbol in here {
            table[(code.reverse_bits() >> (32 - len)) as usize] = entries[usize::from(*symbol)] + len * 0x101;
            code += 1;
        }
        sorted = longer;
    }
    let size = 1 << first;
    let mut end = size;
    // The place in the first level of the last second level, where that starts and by how many bits it goes.
    let mut open = (usize::MAX, 0, 0);
    for len in first + 1..=LONGEST_CODE as u32 {
        code <<= 1;
        let (here, longer) = sorted.split_at(counts[len as usize] as usize);
        for (i, symbol) in (0..).zip(here) {
            let reversed = code.reverse_bits() >> (32 - len);
            code += 1;
            let low = reversed as usize & (size - 1);
            if open.0 != low {
                // As many bits as fill it with the codes that come next.
                let mut bits = len - first;
                let mut room = (1_i32 << bits) - (counts[len as usize] - i) as i32;
                while room > 0 && bits + first < LONGEST_CODE as u32 {
                    bits += 1;
                    room = 2 * room - counts[(bits + first) as usize] as i32;
                }
                if end + (1 << bits) > table.len() {
                    return false;
                }
                table[low] = OTHER | SECOND | (end as u32) << 16 | bits << 8 | first;
                open = (low, end, bits);
                end += 1 << bits;
            }
            let (_, start, bits) = open;
            let entry = entries[usize::from(*symbol)] + (len - first) * 0x101;
            let level = &mut table[start..start + (1 << bits)];
            for place in level[(reversed >> first) as usize..].iter_mut().step_by(1 << (len - first)) {
                *place = entry;
            }
        }
        sorted = longer;
    }
    true
}
