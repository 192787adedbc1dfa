//! Long numbers, as far as exact sums need them: a few products, quotients by an integer,
//! and one rounding to a double. A crate of big integers was rejected: it would bring
//! everything but the rounding, which is the part that matters.

/// A long number: a magnitude in limbs, the lowest first, times 2^low.
pub struct Big {
    limbs: Vec<u64>,
    pub low: i32,
    negative: bool,
}

impl Big {
    /// Reads two's complement.
    pub fn of(mut limbs: Vec<u64>, low: i32) -> Big {
        let negative = limbs.last().is_some_and(|&top| top >> 63 == 1);
        if negative {
            let mut carry = true;
            for limb in &mut limbs {
                (*limb, carry) = (!*limb).overflowing_add(u64::from(carry));
            }
        }
        let mut big = Big { limbs, low, negative };
        big.trim();
        big
    }

    /// Takes off limbs that are zero, at both ends.
    fn trim(&mut self) {
        let end = self.limbs.iter().rposition(|&limb| limb != 0).map_or(0, |i| i + 1);
        self.limbs.truncate(end);
        let start = self.limbs.iter().position(|&limb| limb != 0).unwrap_or(0);
        self.limbs.drain(..start);
        self.low += 64 * start as i32;
    }

    /// The product, never negative: it is only used for squares and counts.
    pub fn times(&self, other: &Big) -> Big {
        let mut limbs = vec![0u64; self.limbs.len() + other.limbs.len()];
        for (i, &a) in self.limbs.iter().enumerate() {
            let mut carry = 0u128;
            for (into, &b) in limbs[i..].iter_mut().zip(&other.limbs) {
                let sum = u128::from(a) * u128::from(b) + u128::from(*into) + carry;
                *into = sum as u64;
                carry = sum >> 64;
            }
            limbs[i + other.limbs.len()] = carry as u64;
        }
        Big { limbs, low: self.low + other.low, negative: false }
    }

    /// Takes off a magnitude that is not larger.
    pub fn subtract(&mut self, other: &Big) {
        if other.limbs.is_empty() {
            return;
        }
        if other.low < self.low {
            let more = ((self.low - other.low) / 64) as usize;
            self.limbs.splice(0..0, std::iter::repeat_n(0, more));
            self.low = other.low;
        }
        let from = ((other.low - self.low) / 64) as usize;
        // A product may have a zero limb on top that stands beyond this number's own.
        let room = (from + other.limbs.len()).max(self.limbs.len());
        self.limbs.resize(room, 0);
        subtract(&mut self.limbs[from..], &other.limbs);
        self.trim();
    }

    /// Divides by `n`, leaving at least 128 bits where the quotient has them; true when a
    /// remainder was left.
    pub fn divide(&mut self, n: u64) -> bool {
        self.limbs.splice(0..0, [0; 3]);
        self.low -= 192;
        let mut rest = 0u128;
        for limb in self.limbs.iter_mut().rev() {
            let part = rest << 64 | u128::from(*limb);
            *limb = (part / u128::from(n)) as u64;
            rest = part % u128::from(n);
        }
        rest != 0
    }

    /// The power of two of the highest bit; None for zero.
    pub fn top(&self) -> Option<i32> {
        let top = self.limbs.iter().rposition(|&limb| limb != 0)?;
        Some(self.low + 64 * top as i32 + 63 - self.limbs[top].leading_zeros() as i32)
    }

    /// The nearest double, ties to even; None when it is infinite. `inexact` says that the
    /// number is a little larger than its limbs.
    pub fn round(&self, inexact: bool) -> Option<f64> {
        let Some(top) = self.top() else { return Some(0.0) };
        if top > 1023 {
            return None;
        }
        // The power of two of the last bit that a double keeps.
        let last = (top - 52).max(-1074);
        let mut mantissa = self.bits(last);
        let half = self.bits(last - 1) & 1 == 1;
        if half {
            let rest = inexact || (self.low..last - 1).step_by(64).any(|at| self.below(at, last - 1));
            mantissa += u64::from(rest || mantissa & 1 == 1);
        }
        // A mantissa that was rounded up to 2^53 carries into the exponent, as it should.
        let bits = (((last + 1074) as u64) << 52) + mantissa;
        let magnitude = f64::from_bits(bits);
        magnitude.is_finite().then_some(if self.negative { -magnitude } else { magnitude })
    }

    /// The 64 bits from 2^at upwards.
    fn bits(&self, at: i32) -> u64 {
        let from = at - self.low;
        let limb = |i: i32| usize::try_from(i).ok().and_then(|i| self.limbs.get(i)).copied().unwrap_or(0);
        let (i, shift) = (from.div_euclid(64), from.rem_euclid(64));
        if shift == 0 { limb(i) } else { limb(i) >> shift | limb(i + 1) << (64 - shift) }
    }

    /// Whether a bit is set among the 64 from 2^at upwards that stand below 2^end.
    fn below(&self, at: i32, end: i32) -> bool {
        let width = end - at;
        let bits = self.bits(at);
        if width >= 64 { bits != 0 } else { bits & ((1 << width) - 1) != 0 }
    }
}

/// Adds limbs to limbs, modulo the length of the first.
pub fn add(into: &mut [u64], other: &[u64]) {
    let mut carry = false;
    for (i, limb) in into.iter_mut().enumerate() {
        let part = other.get(i).copied().unwrap_or(0);
        if i >= other.len() && !carry {
            return;
        }
        let (sum, over) = limb.overflowing_add(part);
        let (sum, again) = sum.overflowing_add(u64::from(carry));
        *limb = sum;
        carry = over || again;
    }
}

/// Subtracts limbs from limbs, modulo the length of the first.
pub fn subtract(into: &mut [u64], other: &[u64]) {
    let mut borrow = false;
    for (i, limb) in into.iter_mut().enumerate() {
        let part = other.get(i).copied().unwrap_or(0);
        if i >= other.len() && !borrow {
            return;
        }
        let (rest, under) = limb.overflowing_sub(part);
        let (rest, again) = rest.overflowing_sub(u64::from(borrow));
        *limb = rest;
        borrow = under || again;
    }
}
