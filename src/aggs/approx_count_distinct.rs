//! `approx_count_distinct(x)`: about how many different values there are.
//!
//! HyperLogLog: of every value's hash the first bits choose a register, which keeps the
//! longest run of zeros among the others. Registers merge by the larger one, so no order can
//! matter. A small set is kept as its hashes and counted; when it grows it is told apart
//! from nothing, since hashes fill registers as values do. The estimate is Ertl's, which
//! has no bias at any size and needs no tables of corrections. A crate was rejected: its
//! states would have to be written and read here all the same, which is half of this file.

use std::collections::BTreeSet;

use super::{Reads, each};
use crate::base::{fixed_hash, pack};
use crate::data::{At, Cell, Value};
use crate::def::{AggDef, Doc, Example, Law, Takes};

/// The definition of `approx_count_distinct`.
pub static DEF: AggDef = AggDef {
    doc: Doc {
        name: "approx_count_distinct",
        usage: "approx_count_distinct(x)",
        brief: "about how many different values there are, in little memory",
        text: "Up to 1,024 different values are counted exactly. Beyond that it is an estimate (HyperLogLog): its \
               standard error is 0.8 percent, so two of three estimates are off by less than that and nearly all by \
               less than 2.5 percent. The same values give the same estimate in any order, on any machine and with \
               any number of threads.\n\n\
               Values are the same when their text is, as for [count_distinct]. None is skipped; of nothing it is 0. A \
               group needs up to 16 KiB, and less where it has few values.",
        examples: &[Example {
            run: "'approx_count_distinct(ip) as visitors' access.log",
            output: r#"
{"visitors":4}
"#,
        }],
    },
    args: (1, 1),
    takes: Takes::Value,
    running: false,
    measures: true,
    make: |_| each::<Hyper>(Reads::Values),
};

/// The bits that choose a register.
const BITS: u32 = 14;
const REGISTERS: usize = 1 << BITS;

/// The largest value of a register: all other bits are zero.
const TOP: usize = 64 - BITS as usize + 1;

/// How many different values are counted exactly.
const FEW: usize = 1024;

#[derive(Clone)]
enum Hyper {
    /// The hashes of all values.
    Few(BTreeSet<u64>),
    Many(Box<[u8; REGISTERS]>),
}

impl Default for Hyper {
    fn default() -> Hyper {
        Hyper::Few(BTreeSet::new())
    }
}

impl Hyper {
    #[inline]
    fn insert(&mut self, hash: u64) {
        match self {
            Hyper::Few(hashes) => {
                hashes.insert(hash);
                if hashes.len() > FEW {
                    self.spread();
                }
            }
            Hyper::Many(registers) => fill(registers, hash),
        }
    }

    /// Puts hashes into registers.
    #[cold]
    fn spread(&mut self) {
        let Hyper::Few(hashes) = self else { return };
        let mut registers = Box::new([0; REGISTERS]);
        hashes.iter().for_each(|&hash| fill(&mut registers, hash));
        *self = Hyper::Many(registers);
    }
}

#[inline]
fn fill(registers: &mut [u8; REGISTERS], hash: u64) {
    let register = &mut registers[(hash >> (64 - BITS)) as usize];
    // The bit that is set ends the run where all others are zero.
    let run = (hash << BITS | 1 << (BITS - 1)).leading_zeros() as u8 + 1;
    *register = (*register).max(run);
}

/// Ertl's estimate ("New cardinality estimation algorithms for HyperLogLog sketches", 2017).
fn estimate(registers: &[u8; REGISTERS]) -> f64 {
    let mut counts = [0u32; TOP + 1];
    for &register in registers {
        counts[usize::from(register).min(TOP)] += 1;
    }
    let m = REGISTERS as f64;
    let part = |count: u32| f64::from(count) / m;
    let mut z = m * tau(1.0 - part(counts[TOP]));
    for &count in counts[1..TOP].iter().rev() {
        z = (z + f64::from(count)) / 2.0;
    }
    z += m * sigma(part(counts[0]));
    m * m / (2.0 * std::f64::consts::LN_2 * z)
}

/// x + sum of 2^(k-1) x^(2^k): what empty registers stand for.
fn sigma(mut x: f64) -> f64 {
    if x >= 1.0 {
        return f64::INFINITY;
    }
    let (mut y, mut z) = (1.0, x);
    loop {
        x *= x;
        let before = z;
        z += x * y;
        y += y;
        if z <= before {
            return z;
        }
    }
}

/// (1 - x - sum of 2^-k (1 - x^(2^-k))^2) / 3: what full registers stand for.
fn tau(mut x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return 0.0;
    }
    let (mut y, mut z) = (1.0, 1.0 - x);
    loop {
        x = x.sqrt();
        let before = z;
        y /= 2.0;
        z -= (1.0 - x) * (1.0 - x) * y;
        if z >= before {
            return z / 3.0;
        }
    }
}

impl Law for Hyper {
    #[inline]
    fn add(&mut self, x: Value<'_>, _: At) {
        match x {
            Value::Text(text) | Value::Str(text) | Value::Number(text) | Value::Json(text) => {
                self.insert(fixed_hash(text));
            }
            other => {
                let mut text = Vec::new();
                other.write_text(&mut text);
                self.insert(fixed_hash(&text));
            }
        }
    }

    fn merge(&mut self, mut other: Hyper) {
        if matches!(self, Hyper::Few(_)) {
            std::mem::swap(self, &mut other);
        }
        match other {
            Hyper::Few(hashes) => hashes.into_iter().for_each(|hash| self.insert(hash)),
            Hyper::Many(theirs) => {
                self.spread();
                let Hyper::Many(mine) = self else { return };
                mine.iter_mut().zip(theirs.iter()).for_each(|(a, &b)| *a = (*a).max(b));
            }
        }
    }

    fn value(&self, _: &mut Vec<u8>) -> Cell {
        match self {
            Hyper::Few(hashes) => Cell::Int(hashes.len() as i64),
            Hyper::Many(registers) => Cell::Int(estimate(registers).round() as i64),
        }
    }

    /// A few hashes as distances in order, or all registers.
    fn save(&self, out: &mut Vec<u8>) {
        match self {
            Hyper::Few(hashes) => {
                pack::put_uint(hashes.len() as u64, out);
                let mut before = 0;
                for &hash in hashes {
                    pack::put_uint(hash - before, out);
                    before = hash;
                }
            }
            Hyper::Many(registers) => {
                pack::put_uint(FEW as u64 + 1, out);
                out.extend_from_slice(&registers[..]);
            }
        }
    }

    fn load(mut self, bytes: &mut &[u8]) -> Option<Hyper> {
        let n = pack::uint(bytes)?;
        if n > FEW as u64 + 1 {
            return None;
        }
        if n == FEW as u64 + 1 {
            let (registers, rest) = bytes.split_first_chunk::<REGISTERS>()?;
            *bytes = rest;
            let fits = registers.iter().all(|&register| usize::from(register) <= TOP);
            return fits.then(|| Hyper::Many(Box::new(*registers)));
        }
        let mut hash = 0u64;
        for _ in 0..n {
            hash = hash.checked_add(pack::uint(bytes)?)?;
            self.insert(hash);
        }
        Some(self)
    }

    fn weight(&self) -> usize {
        match self {
            // A node of the tree has room for eleven and is half full at least.
            Hyper::Few(hashes) => hashes.len() * 16,
            Hyper::Many(_) => REGISTERS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: impl Iterator<Item = u64>) -> Hyper {
        let mut hyper = Hyper::default();
        values.for_each(|x| hyper.add(Value::Int(x as i64), At::default()));
        hyper
    }

    fn count(hyper: &Hyper) -> f64 {
        match hyper.value(&mut Vec::new()) {
            Cell::Int(n) => n as f64,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn the_error_is_as_stated() {
        assert_eq!(count(&of((0..1024).chain(0..1024))), 1024.0);
        let (mut squares, mut runs) = (0.0, 0.0);
        for (i, n) in [1025u64, 2000, 5000, 16_384, 40_000, 100_000, 400_000].into_iter().enumerate() {
            for run in 0..4 {
                let start = (i as u64 * 4 + run) << 32;
                let error = count(&of((start..start + n).map(|x| x * 10))) / n as f64 - 1.0;
                assert!(error.abs() < 0.03, "{n}: {error}");
                squares += error * error;
                runs += 1.0;
            }
        }
        let deviation = f64::sqrt(squares / runs);
        assert!(deviation < 0.0105, "{deviation}");
    }

    #[test]
    fn any_way_to_the_same_set_is_the_same() {
        let whole = of(0..3000);
        for cut in [0, 1, 500, 1500, 2990] {
            let (mut a, b) = (of(0..cut), of(cut / 2..3000));
            a.merge(b.clone());
            let mut c = b;
            c.merge(of(0..cut));
            assert_eq!((count(&a), count(&c)), (count(&whole), count(&whole)));
            let mut saved = Vec::new();
            a.save(&mut saved);
            let loaded = Hyper::default().load(&mut &saved[..]).unwrap();
            assert_eq!(count(&loaded), count(&whole));
            assert!(Hyper::default().load(&mut &saved[..saved.len() - 1]).is_none());
        }
    }
}
