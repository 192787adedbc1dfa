//! Exact sums: what `sum`, `avg`, `var` and `stddev` stand on.
//!
//! Rows are added by many workers in any order, and the result must not show it. So the
//! sum of integers and doubles is kept exactly and rounded once, when it is asked for.
//! The state is a fixed-point number of 256 bits, half before and half after the binary
//! point, which holds every number found in a log; what does not fit (1e-60, 1e40) goes
//! to a wide accumulator on the heap that covers the squares of all doubles. Most sums are
//! of a few integers and there may be one for each of many groups, so a sum of integers is
//! one word as long as it fits, and the rest is on the heap. Compensated
//! sums (Kahan, Neumaier) were rejected, since they depend on the order; so were
//! Shewchuk's partials, whose length depends on the data and which cannot be divided.

use super::big::{Big, add, subtract};
use super::num::Num;
use super::pack;

#[cfg(test)]
#[path = "exact_tests.rs"]
mod tests;

/// The exact sum of integers and finite doubles.
#[derive(Clone, Debug, Default)]
pub struct ExactSum {
    /// The sum is `small` and what is in `large`.
    small: i64,
    large: Option<Box<Fixed>>,
}

impl ExactSum {
    /// Adds an integer.
    #[inline]
    pub fn add_int(&mut self, x: i64) {
        match self.small.checked_add(x) {
            Some(sum) => self.small = sum,
            None => {
                let small = std::mem::replace(&mut self.small, x);
                self.large.get_or_insert_default().add_int(small);
            }
        }
    }

    /// Adds an integer, or the sum of many.
    #[inline]
    pub fn add_whole(&mut self, x: i128) {
        match i64::try_from(x) {
            Ok(x) => self.add_int(x),
            Err(_) => self.large.get_or_insert_default().add_whole(x),
        }
    }

    /// Adds a double. One that is not finite leaves no sum at all.
    #[inline]
    pub fn add_float(&mut self, x: f64) {
        self.large.get_or_insert_default().add_float(x);
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
        self.add_int(other.small);
        if let Some(large) = &other.large {
            self.large.get_or_insert_default().merge(large);
        }
    }

    /// The sum: an integer when only integers were added and it fits, else the nearest
    /// double. None when that is infinite.
    pub fn value(&self) -> Option<Num> {
        if self.large.is_none() { Some(Num::Int(self.small)) } else { self.whole().value() }
    }

    /// The sum of integers; None when a double was added, or beyond 127 bits.
    pub fn int(&self) -> Option<i128> {
        if self.large.is_none() { Some(i128::from(self.small)) } else { self.whole().int() }
    }

    /// The sum divided by `n`, rounded once. None for `n = 0`, or when there is no sum.
    pub fn mean(&self, n: u64) -> Option<f64> {
        self.whole().mean(n)
    }

    /// Appends the sum as bytes: two for a small integer, some ten for a sum of decimals.
    pub fn save(&self, out: &mut Vec<u8>) {
        self.whole().save(out);
    }

    /// Takes a sum that [`ExactSum::save`] wrote; None if the bytes are damaged.
    pub fn load(bytes: &mut &[u8]) -> Option<ExactSum> {
        let sum = Fixed::load(bytes)?;
        match sum.int().filter(|_| !sum.lost && sum.frac == 0).map(i64::try_from) {
            Some(Ok(small)) => Some(ExactSum { small, large: None }),
            _ => Some(ExactSum { small: 0, large: Some(Box::new(sum)) }),
        }
    }

    /// Bytes held beyond its own size.
    #[inline]
    pub fn weight(&self) -> usize {
        self.large.as_ref().map_or(0, |large| size_of::<Fixed>() + large.weight())
    }

    /// All of it as one number.
    fn whole(&self) -> Fixed {
        let mut sum = self.large.as_deref().cloned().unwrap_or_default();
        sum.add_int(self.small);
        sum
    }
}

/// A sum as a fixed-point number.
#[derive(Clone, Debug, Default)]
struct Fixed {
    /// The sum is `whole + frac / 2^128 + wide`.
    whole: i128,
    frac: u128,
    wide: Option<Box<Wide>>,
    /// Whether a double was added: then the sum is one too.
    floats: bool,
    /// Whether something infinite was added: then there is no sum.
    lost: bool,
}

/// What the first byte of a saved sum says.
const FLOATS: u8 = 1;
const LOST: u8 = 2;
const FRAC: u8 = 4;
const WIDE: u8 = 8;

impl Fixed {
    /// Adds an integer.
    #[inline]
    fn add_int(&mut self, x: i64) {
        self.add_whole(i128::from(x));
    }

    /// Adds a double. One that is not finite leaves no sum at all.
    #[inline]
    fn add_float(&mut self, x: f64) {
        self.floats = true;
        match Bits::of(x) {
            Some(bits) => self.add_bits(bits),
            None => self.lost = true,
        }
    }

    /// Adds another sum.
    fn merge(&mut self, other: &Fixed) {
        self.floats |= other.floats;
        self.lost |= other.lost;
        if let Some(wide) = &other.wide {
            self.wide.get_or_insert_default().add(wide);
        }
        self.add_parts(other.whole, other.frac);
    }

    /// The sum: an integer when only integers were added and it fits, else the nearest
    /// double. None when that is infinite.
    fn value(&self) -> Option<Num> {
        if !self.floats
            && let Some(sum) = self.int()
            && let Ok(sum) = i64::try_from(sum)
        {
            return Some(Num::Int(sum));
        }
        self.float().map(Num::Float)
    }

    /// The sum of integers; None when a double was added, or beyond 127 bits.
    fn int(&self) -> Option<i128> {
        (!self.floats && self.wide.is_none()).then_some(self.whole)
    }

    /// The sum divided by `n`, rounded once. None for `n = 0`, or when there is no sum.
    fn mean(&self, n: u64) -> Option<f64> {
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

    /// Appends the sum as bytes: two for a small integer, some ten for a sum of decimals.
    fn save(&self, out: &mut Vec<u8>) {
        let flag = |set: bool, bit: u8| if set { bit } else { 0 };
        let (frac, wide) = (flag(self.frac != 0, FRAC), flag(self.wide.is_some(), WIDE));
        out.push(flag(self.floats, FLOATS) | flag(self.lost, LOST) | frac | wide);
        // The sign goes to the lowest bit, so that small magnitudes are short.
        pack::put_long((self.whole << 1 ^ self.whole >> 127) as u128, out);
        if self.frac != 0 {
            // A fraction has its zeros at the low end.
            pack::put_long(self.frac.reverse_bits(), out);
        }
        if let Some(wide) = &self.wide {
            wide.save(out);
        }
    }

    /// Takes a sum that [`Fixed::save`] wrote; None if the bytes are damaged.
    fn load(bytes: &mut &[u8]) -> Option<Fixed> {
        let flags = pack::byte(bytes)?;
        if flags & !(FLOATS | LOST | FRAC | WIDE) != 0 {
            return None;
        }
        let whole = pack::long(bytes)?;
        Some(Fixed {
            whole: (whole >> 1) as i128 ^ -((whole & 1) as i128),
            frac: if flags & FRAC != 0 { pack::long(bytes)?.reverse_bits() } else { 0 },
            wide: if flags & WIDE != 0 { Some(Box::new(Wide::load(bytes)?)) } else { None },
            floats: flags & FLOATS != 0,
            lost: flags & LOST != 0,
        })
    }

    /// Bytes held beyond its own size.
    fn weight(&self) -> usize {
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

    /// Adds an integer, or the sum of many.
    #[inline]
    pub fn add_whole(&mut self, x: i128) {
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
            let mut all = Fixed { wide: Some(wide.clone()), whole: self.whole, frac: self.frac, ..Fixed::default() };
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
    sum: Fixed,
    squares: Fixed,
}

impl Moments {
    /// Adds a value.
    #[inline]
    pub fn add(&mut self, x: Num) {
        self.n += 1;
        let f = match x {
            Num::Int(i) => {
                self.sum.add_int(i);
                return self.squares.add_whole(i128::from(i) * i128::from(i));
            }
            Num::Float(f) => f,
        };
        self.sum.add_float(f);
        match Bits::of(f) {
            // A mantissa has 53 bits, so its square fits.
            Some(Bits { mantissa: m, exponent, .. }) => {
                self.squares.add_bits(Bits { mantissa: m * m, exponent: 2 * exponent, negative: false });
            }
            None => self.squares.lost = true,
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

    /// Appends them as bytes.
    pub fn save(&self, out: &mut Vec<u8>) {
        pack::put_uint(self.n, out);
        self.sum.save(out);
        self.squares.save(out);
    }

    /// Takes moments that [`Moments::save`] wrote; None if the bytes are damaged.
    pub fn load(bytes: &mut &[u8]) -> Option<Moments> {
        Some(Moments { n: pack::count(bytes)?, sum: Fixed::load(bytes)?, squares: Fixed::load(bytes)? })
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

    /// Appends the limbs that differ from the zeros below and the copies of the sign above.
    fn save(&self, out: &mut Vec<u8>) {
        let sign = if self.limbs[LIMBS - 1] >> 63 == 1 { u64::MAX } else { 0 };
        let end = self.limbs.iter().rposition(|&limb| limb != sign).map_or(0, |i| i + 1);
        let start = self.limbs[..end].iter().position(|&limb| limb != 0).unwrap_or(end);
        out.extend_from_slice(&[sign as u8, start as u8, end as u8]);
        self.limbs[start..end].iter().for_each(|&limb| pack::put_word(limb, out));
    }

    fn load(bytes: &mut &[u8]) -> Option<Wide> {
        let sign = pack::byte(bytes)?;
        let (start, end) = (usize::from(pack::byte(bytes)?), usize::from(pack::byte(bytes)?));
        if !matches!(sign, 0 | u8::MAX) {
            return None;
        }
        let mut wide = Wide::default();
        for limb in wide.limbs.get_mut(start..end)? {
            *limb = pack::word(bytes)?;
        }
        wide.limbs[end..].fill(u64::from_ne_bytes([sign; 8]));
        Some(wide)
    }
}
