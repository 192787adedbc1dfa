//! Values by rank, roughly: the state of `approx_median` and `approx_pNN`.
//!
//! A few values are kept as they are. When there are more, only how many fall into each bin
//! is kept, and a bin is so narrow that every value in it is within 1 percent of its middle:
//! a sixty-fourth of the way from one power of two to the next. That is the idea of DDSketch
//! with bins that are read off the bits of a double, which costs a shift where a logarithm
//! would cost more than all the rest. Counts add up, so no order can matter; t-digests and
//! the sketches of KLL were rejected because theirs does. One percent of a time since 1970
//! is half a year, so times have bins of equal width instead, as wide as their range asks.

use std::collections::BTreeMap;

use super::ranked::{KINDS, Kind, decode, encode, order, parts, rank};
use crate::base::pack;
use crate::data::{At, Cell, Value};
use crate::def::Law;

/// How many values are kept as they are.
const FEW: usize = 64;

/// Bins from one power of two to the next.
const BINS: usize = 64;

/// The bits of a double below those that choose its bin.
const BELOW: u32 = 52 - BINS.ilog2();

/// The values of one group and the quantile that is asked of them.
#[derive(Clone, Debug)]
pub struct Sketch {
    quantile: u64,
    values: Values,
}

#[derive(Clone, Debug)]
enum Values {
    Few(Vec<(Kind, u64)>),
    Many(Box<Bins>),
}

impl Sketch {
    /// No values yet; `quantile` is from 0 to 1.
    pub fn new(quantile: f64) -> Sketch {
        Sketch { quantile: parts(quantile), values: Values::Few(Vec::new()) }
    }

    #[inline]
    fn push(&mut self, kind: Kind, bits: u64) {
        match &mut self.values {
            Values::Many(bins) => bins.add(kind, bits),
            Values::Few(few) if few.len() < FEW => few.push((kind, bits)),
            Values::Few(few) => {
                let mut bins = Box::new(Bins::default());
                few.iter().for_each(|&(kind, bits)| bins.add(kind, bits));
                bins.add(kind, bits);
                self.values = Values::Many(bins);
            }
        }
    }
}

impl Law for Sketch {
    #[inline]
    fn add(&mut self, x: Value<'_>, _: At) {
        if let Some((kind, bits)) = encode(x) {
            self.push(kind, bits);
        }
    }

    fn merge(&mut self, mut other: Sketch) {
        if matches!(self.values, Values::Few(_)) {
            std::mem::swap(&mut self.values, &mut other.values);
        }
        match (&mut self.values, other.values) {
            (Values::Many(mine), Values::Many(theirs)) => mine.merge(&theirs),
            (_, Values::Few(few)) => few.into_iter().for_each(|(kind, bits)| self.push(kind, bits)),
            (Values::Few(_), Values::Many(_)) => unreachable!("the many were swapped to the front"),
        }
    }

    fn value(&self, _: &mut Vec<u8>) -> Cell {
        match &self.values {
            Values::Few(few) if few.is_empty() => Cell::None,
            Values::Few(few) => {
                let mut few = few.clone();
                few.sort_unstable_by(|&a, &b| order(a, b));
                let (kind, bits) = few[rank(self.quantile, few.len() as u64) as usize - 1];
                decode(kind, bits)
            }
            Values::Many(bins) => bins.value(rank(self.quantile, bins.n())),
        }
    }

    fn save(&self, out: &mut Vec<u8>) {
        match &self.values {
            Values::Few(few) => {
                out.push(few.len() as u8);
                for &(kind, bits) in few {
                    out.push(kind as u8);
                    // Small integers are short; the bits of doubles never are.
                    pack::put_int((bits ^ 1 << 63) as i64, out);
                }
            }
            Values::Many(bins) => {
                out.push(FEW as u8 + 1);
                bins.save(out);
            }
        }
    }

    fn load(mut self, bytes: &mut &[u8]) -> Option<Sketch> {
        let n = usize::from(pack::byte(bytes)?);
        if n > FEW {
            self.values = Values::Many(Box::new(Bins::load(bytes).filter(|_| n == FEW + 1)?));
            return Some(self);
        }
        for _ in 0..n {
            let kind = *KINDS.get(usize::from(pack::byte(bytes)?))?;
            let bits = pack::int(bytes)? as u64 ^ 1 << 63;
            if matches!(decode(kind, bits), Cell::Float(f) if !f.is_finite()) {
                return None;
            }
            self.push(kind, bits);
        }
        Some(self)
    }

    fn weight(&self) -> usize {
        match &self.values {
            Values::Few(few) => few.capacity() * size_of::<(Kind, u64)>(),
            Values::Many(bins) => size_of::<Bins>() + bins.weight(),
        }
    }

    fn refuses(x: Value<'_>) -> bool {
        encode(x).is_none()
    }
}

/// Counts by bin, for each kind of value.
#[derive(Clone, Debug, Default)]
struct Bins {
    numbers: Magnitudes,
    /// Whether a double was added: of integers only, the answer is one.
    floats: bool,
    durations: Magnitudes,
    times: Times,
}

impl Bins {
    #[inline]
    fn add(&mut self, kind: Kind, bits: u64) {
        match decode(kind, bits) {
            Cell::Int(i) => self.numbers.add(i as f64, 1),
            Cell::Float(f) => {
                self.floats = true;
                self.numbers.add(f, 1);
            }
            Cell::Duration(ns) => self.durations.add(ns as f64, 1),
            Cell::Time(ns) => self.times.add(ns, 1),
            _ => {}
        }
    }

    fn merge(&mut self, other: &Bins) {
        self.numbers.merge(&other.numbers);
        self.floats |= other.floats;
        self.durations.merge(&other.durations);
        self.times.merge(&other.times);
    }

    fn n(&self) -> u64 {
        self.numbers.n() + self.durations.n() + self.times.n()
    }

    /// The middle of the bin of the value at a rank, from 1, in the total order.
    fn value(&self, rank: u64) -> Cell {
        let (numbers, durations) = (self.numbers.n(), self.durations.n());
        if rank <= numbers {
            return match self.numbers.middle(rank) {
                middle if self.floats => Cell::Float(middle),
                middle => Cell::Int(middle.round() as i64),
            };
        }
        if rank <= numbers + durations {
            return Cell::Duration(self.durations.middle(rank - numbers).round() as i64);
        }
        self.times.middle(rank - numbers - durations).map_or(Cell::None, Cell::Time)
    }

    fn save(&self, out: &mut Vec<u8>) {
        self.numbers.save(out);
        out.push(u8::from(self.floats));
        self.durations.save(out);
        self.times.save(out);
    }

    fn load(bytes: &mut &[u8]) -> Option<Bins> {
        let bins = Bins {
            numbers: Magnitudes::load(bytes)?,
            floats: pack::byte(bytes).filter(|&floats| floats < 2)? == 1,
            durations: Magnitudes::load(bytes)?,
            times: Times::load(bytes)?,
        };
        (1..=pack::MOST_ROWS).contains(&bins.n()).then_some(bins)
    }

    fn weight(&self) -> usize {
        self.numbers.weight() + self.durations.weight() + self.times.weight()
    }
}

/// Counts of numbers by bin, a page for each power of two.
#[derive(Clone, Debug, Default)]
struct Magnitudes {
    /// In the order of their numbers.
    pages: Vec<Page>,
    /// The page that was used last; the next number is often on it.
    last: usize,
}

#[derive(Clone, Debug)]
struct Page {
    /// The exponent of a double as it stands in its bits, negative for negative numbers.
    /// What has none, 0 and what is nearer to 0 than any log is, is on page 0.
    exponent: i16,
    counts: Box<[u64; BINS]>,
}

/// The page of a number, and its bin there.
#[inline]
fn bin(x: f64) -> (i16, usize) {
    let bits = x.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i16;
    if exponent == 0 {
        return (0, 0);
    }
    (if x < 0.0 { -exponent } else { exponent }, (bits >> BELOW) as usize % BINS)
}

/// The number that is relatively nearest to both ends of a bin.
fn middle(exponent: i16, bin: usize) -> f64 {
    if exponent == 0 {
        return 0.0;
    }
    let bits = u64::from(exponent.unsigned_abs()) << 52 | (bin as u64) << BELOW;
    let (low, high) = (f64::from_bits(bits), f64::from_bits(bits + (1 << BELOW)));
    // Above the last bin of all there is nothing.
    let high = if high.is_finite() { high } else { f64::MAX };
    let middle = low + (high - low) * (low / 2.0 / (low / 2.0 + high / 2.0));
    if exponent < 0 { -middle } else { middle }
}

impl Magnitudes {
    #[inline]
    fn add(&mut self, x: f64, n: u64) {
        let (exponent, bin) = bin(x);
        if self.pages.get(self.last).is_none_or(|page| page.exponent != exponent) {
            self.turn(exponent);
        }
        self.pages[self.last].counts[bin] += n;
    }

    /// Goes to a page, a new one if need be.
    fn turn(&mut self, exponent: i16) {
        self.last = match self.pages.binary_search_by_key(&exponent, |page| page.exponent) {
            Ok(at) => at,
            Err(at) => {
                self.pages.insert(at, Page { exponent, counts: Box::new([0; BINS]) });
                at
            }
        };
    }

    fn merge(&mut self, other: &Magnitudes) {
        for page in &other.pages {
            self.turn(page.exponent);
            let mine = self.pages[self.last].counts.iter_mut();
            mine.zip(page.counts.iter()).for_each(|(count, n)| *count += n);
        }
    }

    fn n(&self) -> u64 {
        self.pages.iter().flat_map(|page| page.counts.iter()).sum()
    }

    fn middle(&self, rank: u64) -> f64 {
        let mut before = 0;
        for page in &self.pages {
            for i in 0..BINS {
                // On the page of negative numbers the bins go away from 0, downwards.
                let bin = if page.exponent < 0 { BINS - 1 - i } else { i };
                before += page.counts[bin];
                if before >= rank {
                    return middle(page.exponent, bin);
                }
            }
        }
        0.0
    }

    fn save(&self, out: &mut Vec<u8>) {
        pack::put_uint(self.pages.len() as u64, out);
        for page in &self.pages {
            pack::put_int(i64::from(page.exponent), out);
            let used = |bin: &usize| page.counts[*bin] > 0;
            pack::put_word((0..BINS).filter(used).map(|bin| 1 << bin).sum(), out);
            (0..BINS).filter(used).for_each(|bin| pack::put_uint(page.counts[bin], out));
        }
    }

    fn load(bytes: &mut &[u8]) -> Option<Magnitudes> {
        let mut numbers = Magnitudes::default();
        let mut total = 0;
        for _ in 0..pack::count(bytes)? {
            let exponent = i16::try_from(pack::int(bytes)?).ok().filter(|e| e.unsigned_abs() < 0x7ff)?;
            if numbers.pages.last().is_some_and(|page| page.exponent >= exponent) {
                return None;
            }
            let used = pack::word(bytes)?;
            numbers.turn(exponent);
            for bin in (0..BINS).filter(|bin| used >> bin & 1 == 1) {
                let count = pack::count(bytes)?;
                total += count;
                numbers.pages[numbers.last].counts[bin] = count;
            }
            if total > pack::MOST_ROWS {
                return None;
            }
        }
        Some(numbers)
    }

    fn weight(&self) -> usize {
        self.pages.capacity() * size_of::<Page>() + self.pages.len() * size_of::<[u64; BINS]>()
    }
}

/// The most bins that times are kept in.
const SPAN: u64 = 4096;

/// Counts of times by bin. How wide bins are depends on the first and the last time only:
/// the least power of two of nanoseconds with which there are no more than [`SPAN`].
#[derive(Clone, Debug, Default)]
struct Times {
    shift: u32,
    counts: BTreeMap<i64, u64>,
}

impl Times {
    fn add(&mut self, time: i64, n: u64) {
        *self.counts.entry(time >> self.shift).or_default() += n;
        self.widen(self.shift);
    }

    /// Makes bins as wide as they have to be, and at least as wide as another's.
    #[inline]
    fn widen(&mut self, shift: u32) {
        let (Some((&first, _)), Some((&last, _))) = (self.counts.first_key_value(), self.counts.last_key_value())
        else {
            self.shift = self.shift.max(shift);
            return;
        };
        let mut more = shift.saturating_sub(self.shift);
        while (last >> more).abs_diff(first >> more) >= SPAN {
            more += 1;
        }
        if more > 0 {
            let mut counts = BTreeMap::new();
            for (bin, n) in std::mem::take(&mut self.counts) {
                *counts.entry(bin >> more).or_default() += n;
            }
            (self.shift, self.counts) = (self.shift + more, counts);
        }
    }

    fn merge(&mut self, other: &Times) {
        self.widen(other.shift);
        for (bin, n) in &other.counts {
            self.add(bin << other.shift, *n);
        }
    }

    fn n(&self) -> u64 {
        self.counts.values().sum()
    }

    fn middle(&self, rank: u64) -> Option<i64> {
        let mut before = 0;
        let bin = self.counts.iter().find(|(_, n)| {
            before += **n;
            before >= rank
        });
        bin.map(|(bin, _)| (bin << self.shift).saturating_add((1 << self.shift) / 2))
    }

    fn save(&self, out: &mut Vec<u8>) {
        out.push(self.shift as u8);
        pack::put_uint(self.counts.len() as u64, out);
        let mut before = None;
        for (&bin, &n) in &self.counts {
            match before {
                None => pack::put_int(bin, out),
                Some(before) => pack::put_uint(bin.abs_diff(before), out),
            }
            pack::put_uint(n, out);
            before = Some(bin);
        }
    }

    fn load(bytes: &mut &[u8]) -> Option<Times> {
        let shift = u32::from(pack::byte(bytes)?);
        let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
        let mut total = 0;
        for _ in 0..pack::uint(bytes).filter(|&n| n <= SPAN)? {
            let bin = match counts.last_key_value() {
                None => pack::int(bytes)?,
                Some((before, _)) => before.checked_add_unsigned(pack::uint(bytes).filter(|&d| d > 0)?)?,
            };
            let n = pack::count(bytes)?;
            total += n;
            if shift >= u64::BITS || bin << shift >> shift != bin || total > pack::MOST_ROWS {
                return None;
            }
            counts.insert(bin, n);
        }
        let narrow = match (counts.first_key_value(), counts.last_key_value()) {
            (Some((first, _)), Some((last, _))) => last.abs_diff(*first) < SPAN,
            _ => shift == 0,
        };
        narrow.then_some(Times { shift, counts })
    }

    fn weight(&self) -> usize {
        // A node of the tree has room for eleven and is half full at least.
        self.counts.len() * 32
    }
}

#[cfg(test)]
#[path = "sketch_tests.rs"]
mod tests;
