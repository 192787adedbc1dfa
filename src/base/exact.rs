//! Exact sums: what `sum`, `avg`, `var` and `stddev` stand on.
//!
//! Rows are added by many workers in any order, and the result must not show it. So the
//! sum of integers and doubles is kept exactly and rounded once, when it is asked for.
//! The state is a fixed-point number of 256 bits, half before and half after the binary
//! point, which holds every number found in a log; what does not fit (1e-60, 1e40) goes
//! to a wide accumulator on the heap that covers the squares of all doubles. Compensated
//! sums (Kahan, Neumaier) were rejected, since they depend on the order; so were
//! Shewchuk's partials, whose length depends on the data and which cannot be divided.

use super::num::Num;

#[cfg(test)]
#[path = "exact_tests.rs"]
mod tests;

/// The exact sum of integers and finite doubles.
#[derive(Clone, Debug, Default)]
pub struct ExactSum {
    /// The sum is `whole + frac / 2^128 + wide`.
    whole: i128,
    frac: u128,
    wide: Option<Box<Wide>>,
    /// Whether a double was added: then the sum is one too.
    floats: bool,
    /// Whether something infinite was added: then there is no sum.
    lost: bool,
}

impl ExactSum {
    /// Adds an integer.
    #[inline]
    pub fn add_int(&mut self, x: i64) {
        self.add_whole(i128::from(x));
    }

    /// Adds a double. One that is not finite leaves no sum at all.
    #[inline]
    pub fn add_float(&mut self, x: f64) {
        self.floats = true;
        match Bits::of(x) {
            Some(bits) => self.add_bits(bits),
            None => self.lost = true,
        }
    }

    /// Adds a number.
    #[inline]
    pub fn add(&mut self, x: Num) {
        match x {
            Num::Int(i) => self.add_int(i),
            Num::Float(f) => self.add_float(f),
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &ExactSum) {
        self.floats |= other.floats;
        self.lost |= other.lost;
        if let Some(wide) = &other.wide {
            self.wide.get_or_insert_default().add(wide);
        }
        self.add_parts(other.whole, other.frac);
    }

    /// The sum: an integer when only integers were added and it fits, else the nearest
    /// double. None when that is infinite.
    pub fn value(&self) -> Option<Num> {
        if !self.floats
            && let Some(sum) = self.int()
            && let Ok(sum) = i64::try_from(sum)
        {
            return Some(Num::Int(sum));
        }
        self.float().map(Num::Float)
    }

    /// The sum of integers; None when a double was added, or beyond 127 bits.
    pub fn int(&self) -> Option<i128> {
        (!self.floats && self.wide.is_none()).then_some(self.whole)
    }

    /// The sum divided by `n`, rounded once. None for `n = 0`, or when there is no sum.
    pub fn mean(&self, n: u64) -> Option<f64> {
        const EXACT: u64 = 1 << 53;
        if self.lost || n == 0 {
            return None;
        }
        let small = self.whole.unsigned_abs() < u128::from(EXACT) && n < EXACT;
        if small && self.frac == 0 && self.wide.is_none() {
            // Both are exact doubles, and the division of doubles rounds once.
            return Some(self.whole as f64 / n as f64);
        }
        let mut big = self.big();
        let inexact = big.divide(n);
        big.round(inexact)
    }

    /// Bytes held beyond its own size.
    pub fn weight(&self) -> usize {
        if self.wide.is_some() { size_of::<Wide>() } else { 0 }
    }

    /// The nearest double.
    fn float(&self) -> Option<f64> {
        if self.lost {
            return None;
        }
        if self.frac == 0 && self.wide.is_none() {
            return Some(self.whole as f64);
        }
        self.big().round(false)
    }

    #[inline]
    fn add_whole(&mut self, x: i128) {
        match self.whole.checked_add(x) {
            Some(sum) => self.whole = sum,
            None => {
                self.spill();
                self.whole = x;
            }
        }
    }

    /// Adds `whole + frac / 2^128`.
    #[inline]
    fn add_parts(&mut self, whole: i128, frac: u128) {
        let (frac, carry) = self.frac.overflowing_add(frac);
        self.frac = frac;
        self.add_whole(whole);
        self.add_whole(i128::from(carry));
    }

    #[inline]
    fn add_bits(&mut self, x: Bits) {
        let Some((whole, frac)) = x.parts() else {
            self.wide.get_or_insert_default().add_bits(x);
            return;
        };
        // The negation of a fixed-point number carries into the whole part only when there
        // is no fraction.
        match (x.negative, frac) {
            (false, _) => self.add_parts(whole, frac),
            (true, 0) => self.add_whole(-whole),
            (true, _) => self.add_parts(-whole - 1, frac.wrapping_neg()),
        }
    }

    /// Moves the fixed-point part to the wide accumulator.
    #[cold]
    fn spill(&mut self) {
        let wide = self.wide.get_or_insert_default();
        let whole = std::mem::take(&mut self.whole);
        wide.add_bits(Bits { mantissa: whole.unsigned_abs(), exponent: 0, negative: whole < 0 });
        wide.add_bits(Bits { mantissa: std::mem::take(&mut self.frac), exponent: -128, negative: false });
    }

    /// The sum as a long number.
    fn big(&self) -> Big {
        if let Some(wide) = &self.wide {
            let mut all =
                ExactSum { wide: Some(wide.clone()), whole: self.whole, frac: self.frac, ..ExactSum::default() };
            all.spill();
            let limbs = all.wide.map_or(Vec::new(), |wide| wide.limbs.to_vec());
            return Big::of(limbs, -64 * POINT as i32);
        }
        let (f, w) = (self.frac, self.whole as u128);
        Big::of(vec![f as u64, (f >> 64) as u64, w as u64, (w >> 64) as u64], -128)
    }
}

/// The number, the exact sum and the exact sum of squares of some values: what the
/// variance and the standard deviation of a sample are made of.
#[derive(Clone, Debug, Default)]
pub struct Moments {
    n: u64,
    sum: ExactSum,
    squares: ExactSum,
}

impl Moments {
    /// Adds a value.
    #[inline]
    pub fn add(&mut self, x: Num) {
        self.n += 1;
        self.sum.add(x);
        match x {
            Num::Int(i) => self.squares.add_whole(i128::from(i) * i128::from(i)),
            Num::Float(f) => match Bits::of(f) {
                // A mantissa has 53 bits, so its square fits.
                Some(Bits { mantissa: m, exponent, .. }) => {
                    self.squares.add_bits(Bits { mantissa: m * m, exponent: 2 * exponent, negative: false });
                }
                None => self.squares.lost = true,
            },
        }
    }

    /// Adds the values of another.
    pub fn merge(&mut self, other: &Moments) {
        self.n += other.n;
        self.sum.merge(&other.sum);
        self.squares.merge(&other.squares);
    }

    /// The variance of the sample (divided by n - 1), rounded once. None for fewer than two
    /// values, or when it is infinite.
    pub fn variance(&self) -> Option<f64> {
        let (big, inexact) = self.quotient()?;
        big.round(inexact)
    }

    /// The square root of the variance; it is finite even where the variance is not.
    pub fn deviation(&self) -> Option<f64> {
        let (mut big, inexact) = self.quotient()?;
        let Some(top) = big.top() else { return Some(0.0) };
        // The root is taken near one, and the power of two put back in two steps, as one
        // factor could be out of range on its own.
        let half = top.div_euclid(2);
        big.low -= 2 * half;
        let root = big.round(inexact)?.sqrt();
        let deviation = root * 2f64.powi(half / 2) * 2f64.powi(half - half / 2);
        deviation.is_finite().then_some(deviation)
    }

    /// Bytes held beyond its own size.
    pub fn weight(&self) -> usize {
        self.sum.weight() + self.squares.weight()
    }

    /// `(n * sum of squares - sum^2) / (n * (n - 1))`, and whether a remainder was left.
    fn quotient(&self) -> Option<(Big, bool)> {
        if self.n < 2 || self.squares.lost {
            return None;
        }
        let sum = self.sum.big();
        let mut left = self.squares.big().times(&Big::of(vec![self.n, 0], 0));
        left.subtract(&sum.times(&sum));
        let first = left.divide(self.n);
        let second = left.divide(self.n - 1);
        Some((left, first || second))
    }
}

/// A number as a mantissa and a power of two.
#[derive(Clone, Copy)]
struct Bits {
    mantissa: u128,
    exponent: i32,
    negative: bool,
}

impl Bits {
    /// Takes a double apart, without zeros at the end of the mantissa.
    #[inline]
    fn of(x: f64) -> Option<Bits> {
        let bits = x.to_bits();
        let biased = (bits >> 52 & 0x7ff) as i32;
        let low = bits & ((1 << 52) - 1);
        let (mantissa, exponent) = match biased {
            0x7ff => return None,
            0 => (low, -1074),
            _ => (low | 1 << 52, biased - 1075),
        };
        if mantissa == 0 {
            return Some(Bits { mantissa: 0, exponent: 0, negative: false });
        }
        let zeros = mantissa.trailing_zeros();
        Some(Bits {
            mantissa: u128::from(mantissa >> zeros),
            exponent: exponent + zeros as i32,
            negative: bits >> 63 == 1,
        })
    }

    /// The magnitude as a whole part below 2^126 and a fraction in units of 2^-128, where it
    /// has these.
    #[inline]
    fn parts(self) -> Option<(i128, u128)> {
        let length = 128 - self.mantissa.leading_zeros() as i32;
        if self.exponent < -128 || self.exponent + length > 126 {
            return None;
        }
        if self.exponent >= 0 {
            return Some(((self.mantissa << self.exponent) as i128, 0));
        }
        let below = self.exponent.unsigned_abs();
        let whole = self.mantissa.checked_shr(below).unwrap_or(0);
        Some((whole as i128, self.mantissa << (128 - below)))
    }
}

/// Limbs of the wide accumulator.
const LIMBS: usize = 72;

/// The limb whose lowest bit is 1. The lowest bit of all is 2^-2176, below the square of
/// the smallest double; the highest is 2^2431, above 2^64 squares of the largest.
const POINT: usize = 34;

/// A fixed-point number in two's complement that holds the square of every double.
#[derive(Clone, Debug)]
struct Wide {
    limbs: [u64; LIMBS],
}

impl Default for Wide {
    fn default() -> Wide {
        Wide { limbs: [0; LIMBS] }
    }
}

impl Wide {
    fn add_bits(&mut self, x: Bits) {
        let at = (x.exponent + 64 * POINT as i32).unsigned_abs() as usize;
        let (limb, shift) = (at / 64, at % 64);
        let (low, high) = (x.mantissa as u64, (x.mantissa >> 64) as u64);
        let parts = if shift == 0 {
            [low, high, 0]
        } else {
            [low << shift, low >> (64 - shift) | high << shift, high >> (64 - shift)]
        };
        let into = &mut self.limbs[limb.min(LIMBS - 3)..];
        if x.negative { subtract(into, &parts) } else { add(into, &parts) }
    }

    fn add(&mut self, other: &Wide) {
        add(&mut self.limbs, &other.limbs);
    }
}

/// A long number: a magnitude in limbs, the lowest first, times 2^low.
struct Big {
    limbs: Vec<u64>,
    low: i32,
    negative: bool,
}

impl Big {
    /// Reads two's complement.
    fn of(mut limbs: Vec<u64>, low: i32) -> Big {
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
    fn times(&self, other: &Big) -> Big {
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
    fn subtract(&mut self, other: &Big) {
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
    fn divide(&mut self, n: u64) -> bool {
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
    fn top(&self) -> Option<i32> {
        let top = self.limbs.iter().rposition(|&limb| limb != 0)?;
        Some(self.low + 64 * top as i32 + 63 - self.limbs[top].leading_zeros() as i32)
    }

    /// The nearest double, ties to even; None when it is infinite. `inexact` says that the
    /// number is a little larger than its limbs.
    fn round(&self, inexact: bool) -> Option<f64> {
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
fn add(into: &mut [u64], other: &[u64]) {
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
fn subtract(into: &mut [u64], other: &[u64]) {
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
