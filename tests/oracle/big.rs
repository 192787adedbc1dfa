//! Exact arithmetic in the simplest way: integers of any length by the school's methods,
//! and one rounding at the end. Everything that must be exact is brought to a common
//! power of two first. Slow, and that is fine: it shares nothing with the engine's sums.

use std::cmp::Ordering;

/// An integer of any length; the magnitude has its lowest digits first and no zeros on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Big {
    negative: bool,
    mag: Vec<u32>,
}

impl Big {
    pub fn from(value: i128) -> Big {
        let mut rest = value.unsigned_abs();
        let mut mag = Vec::new();
        while rest > 0 {
            mag.push(rest as u32);
            rest >>= 32;
        }
        Big { negative: value < 0, mag }
    }

    fn trimmed(negative: bool, mut mag: Vec<u32>) -> Big {
        while mag.last() == Some(&0) {
            mag.pop();
        }
        Big { negative: negative && !mag.is_empty(), mag }
    }

    pub fn is_zero(&self) -> bool {
        self.mag.is_empty()
    }

    pub fn bits(&self) -> i64 {
        match self.mag.last() {
            None => 0,
            Some(top) => self.mag.len() as i64 * 32 - i64::from(top.leading_zeros()),
        }
    }

    pub fn shl(&self, by: u32) -> Big {
        let mut mag = vec![0; by as usize / 32];
        let mut carry = 0u64;
        for digit in &self.mag {
            let wide = (u64::from(*digit) << (by % 32)) | carry;
            mag.push(wide as u32);
            carry = wide >> 32;
        }
        mag.push(carry as u32);
        Big::trimmed(self.negative, mag)
    }

    pub fn add(&self, other: &Big) -> Big {
        if self.negative == other.negative {
            let mut mag = Vec::new();
            let mut carry = 0u64;
            for i in 0..self.mag.len().max(other.mag.len()) + 1 {
                let digit = |big: &Big| big.mag.get(i).copied().map_or(0, u64::from);
                let sum = digit(self) + digit(other) + carry;
                mag.push(sum as u32);
                carry = sum >> 32;
            }
            return Big::trimmed(self.negative, mag);
        }
        match magnitudes(&self.mag, &other.mag) {
            Ordering::Less => Big::trimmed(other.negative, minus(&other.mag, &self.mag)),
            _ => Big::trimmed(self.negative, minus(&self.mag, &other.mag)),
        }
    }

    pub fn neg(&self) -> Big {
        Big::trimmed(!self.negative, self.mag.clone())
    }

    pub fn mul(&self, other: &Big) -> Big {
        let mut mag = vec![0u32; self.mag.len() + other.mag.len() + 1];
        for (i, a) in self.mag.iter().enumerate() {
            let mut carry = 0u64;
            for (j, slot) in mag[i..].iter_mut().enumerate() {
                let b = other.mag.get(j).copied().map_or(0, u64::from);
                let wide = u64::from(*a) * b + u64::from(*slot) + carry;
                *slot = wide as u32;
                carry = wide >> 32;
            }
        }
        Big::trimmed(self.negative != other.negative, mag)
    }

    pub fn order(&self, other: &Big) -> Ordering {
        let difference = self.add(&other.neg());
        match (difference.is_zero(), difference.negative) {
            (true, _) => Ordering::Equal,
            (_, true) => Ordering::Less,
            _ => Ordering::Greater,
        }
    }

    /// The integer, where it fits.
    pub fn int(&self) -> Option<i64> {
        if self.bits() > 64 {
            return None;
        }
        let size = self.mag.iter().rev().fold(0i128, |n, digit| (n << 32) | i128::from(*digit));
        i64::try_from(if self.negative { -size } else { size }).ok()
    }
}

fn magnitudes(a: &[u32], b: &[u32]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

fn minus(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut out = Vec::new();
    let mut borrow = 0i64;
    for (i, digit) in a.iter().enumerate() {
        let wide = i64::from(*digit) - b.get(i).copied().map_or(0, i64::from) + borrow;
        out.push(wide as u32);
        borrow = wide >> 32;
    }
    out
}

/// A finite double as an integer and a power of two.
pub fn parts(value: f64) -> (Big, i32) {
    let bits = value.to_bits();
    let (exponent, fraction) = ((bits >> 52) as i32 & 0x7ff, bits & ((1 << 52) - 1));
    let (mantissa, power) = if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    let mantissa = Big::from(i128::from(mantissa));
    (if value < 0.0 { mantissa.neg() } else { mantissa }, power)
}

/// The double nearest to `n * 2^power / d`, ties to even; None when that is infinite.
pub fn ratio(n: &Big, power: i32, d: &Big) -> Option<f64> {
    if n.is_zero() {
        return Some(0.0);
    }
    // A quotient of 66 bits or so, and whether anything is left below it.
    let shift = 66 + d.bits() - n.bits();
    let (top, bottom) = if shift >= 0 { (n.shl(shift as u32), d.clone()) } else { (n.clone(), d.shl(-shift as u32)) };
    let mut quotient = 0u128;
    let mut rest = Big::from(0);
    for at in (0..top.bits()).rev() {
        let bit = top.mag[at as usize / 32] >> (at % 32) & 1;
        rest = rest.shl(1).add(&Big::from(i128::from(bit)));
        quotient <<= 1;
        if rest.order(&bottom) != Ordering::Less {
            rest = rest.add(&bottom.neg());
            quotient |= 1;
        }
    }
    let least = i64::from(power) - shift;
    let highest = 127 - i64::from(quotient.leading_zeros()) + least;
    let lowest = (highest - 52).max(-1074);
    let drop = lowest - least;
    if drop > 100 {
        return Some(if n.negative { -0.0 } else { 0.0 });
    }
    let (kept, dropped, half) = (quotient >> drop, quotient & ((1 << drop) - 1), 1u128 << (drop - 1));
    let up = dropped > half || dropped == half && (!rest.is_zero() || kept & 1 == 1);
    let mantissa = (kept + u128::from(up)) as f64;
    if lowest > 971 {
        return None;
    }
    let unit = if lowest < -1022 {
        f64::from_bits(1 << (lowest + 1074))
    } else {
        f64::from_bits(((lowest + 1023) as u64) << 52)
    };
    let value = if n.negative { -(mantissa * unit) } else { mantissa * unit };
    value.is_finite().then_some(value)
}

#[test]
fn agrees_with_what_is_known() {
    let near = |n: i128, d: i128| ratio(&Big::from(n), 0, &Big::from(d)).unwrap();
    for (n, d) in [(1, 3), (-7, 10), (1 << 53, 1), ((1 << 53) + 1, 1), ((1 << 53) + 3, 1), (1, 1 << 60), (10, 5)] {
        assert_eq!(near(n, d), n as f64 / d as f64, "{n}/{d}");
    }
    for f in [0.1, -2.5e-310, f64::MIN_POSITIVE, f64::MAX, 5e-324, -1.0] {
        let (mantissa, power) = parts(f);
        assert_eq!(ratio(&mantissa, power, &Big::from(1)), Some(f));
    }
    assert_eq!(ratio(&Big::from(1), 1024, &Big::from(1)), None);
    assert_eq!(Big::from(-7).mul(&Big::from(6)).int(), Some(-42));
    assert_eq!(Big::from(1).shl(64).add(&Big::from(1).shl(64).neg()), Big::from(0));
}
