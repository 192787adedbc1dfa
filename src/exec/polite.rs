//! The law of a polite run: how much it may read a second, by how busy the pipeline and the machine are.
//!
//! Both are shares from 0 to 1, smoothed. Above [`HIGH`] the rate falls, the faster the higher it is;
//! below [`LOW`] it rises by steps to the cap; in between it stays, so that it does not swing. It never falls
//! below [`FLOOR`], since work that is never done helps nobody, and for a full pipeline alone not below the speed at
//! which output is taken: a slow reader holds up reading anyway, and less than it takes would help nobody
//! either. As long as nothing is busy there is no rate at all: an idle machine is used as by any run. The law knows no clock and no machine, so that it
//! is tested on a made-up one; [`super::pressure`] looks at the real one.

use std::time::Duration;

use super::pressure::Pressure;

/// Where the rate begins to fall.
const HIGH: f64 = 0.7;
/// Below it the rate rises.
const LOW: f64 = 0.3;
/// The least rate, in bytes a second.
const FLOOR: f64 = 1e6;
/// How often the law looks.
const EVERY: Duration = Duration::from_millis(250);
/// What was so many seconds ago counts for a third.
const MEMORY: f64 = 1.0;
/// The share of a rate that is taken away in a second under full load, were it taken at once.
const FALL: f64 = 2.0;
/// The share of the cap that comes back in a second.
const RISE: f64 = 0.25;

/// A polite run: the law, and what it looks at.
pub(super) struct Polite {
    law: Law,
    pressure: Pressure,
    looked: Duration,
    /// The fills of the ring since then.
    fills: (f64, u32),
}

impl Polite {
    /// A run that has just begun, with a cap or none.
    pub(super) fn new(cap: Option<f64>, threads: usize) -> Polite {
        let pressure = Pressure::new(threads);
        Polite { law: Law::new(cap), pressure, looked: Duration::ZERO, fills: (0.0, 0) }
    }

    /// The bytes a second that may be read now, of which so many were read until now; None for any.
    pub(super) fn allows(&mut self, now: Duration, fill: impl FnOnce() -> f64, bytes: u64) -> Option<f64> {
        self.fills = (self.fills.0 + fill(), self.fills.1 + 1);
        if now - self.looked >= EVERY {
            let fill = self.fills.0 / f64::from(self.fills.1);
            let pressure = self.pressure.look(now).unwrap_or(0.0);
            self.law.look(&Sample { now, fill, pressure, bytes });
            (self.looked, self.fills) = (now, (0.0, 0));
        }
        self.law.rate
    }
}

/// What the law looks at.
struct Sample {
    /// Since the run began.
    now: Duration,
    /// The share of the ring that waits to be written.
    fill: f64,
    /// The share of time that others had to wait for the machine.
    pressure: f64,
    /// What has been read.
    bytes: u64,
}

struct Law {
    cap: Option<f64>,
    /// Smoothed, and the bytes that were read a second.
    fill: f64,
    pressure: f64,
    speed: f64,
    /// The last look: when, and what had been read.
    last: (Duration, u64),
    /// The highest speed that was seen while there was no rate.
    best: f64,
    /// What is allowed; None for anything.
    rate: Option<f64>,
}

impl Law {
    fn new(cap: Option<f64>) -> Law {
        Law { cap, fill: 0.0, pressure: 0.0, speed: 0.0, last: (Duration::ZERO, 0), best: FLOOR, rate: cap }
    }

    fn look(&mut self, sample: &Sample) {
        let time = sample.now.saturating_sub(self.last.0).as_secs_f64();
        if time <= 0.0 {
            return;
        }
        let speed = sample.bytes.saturating_sub(self.last.1) as f64 / time;
        self.last = (sample.now, sample.bytes);
        if self.rate.is_none() {
            self.best = self.best.max(speed);
        }
        let fresh = 1.0 - (-time / MEMORY).exp();
        self.fill += (sample.fill.clamp(0.0, 1.0) - self.fill) * fresh;
        self.pressure += (sample.pressure.clamp(0.0, 1.0) - self.pressure) * fresh;
        self.speed += (speed - self.speed) * fresh;
        // A look may come late, when no block was asked for; it is no reason for a longer step.
        let time = time.min(2.0 * EVERY.as_secs_f64());
        let load = self.fill.max(self.pressure);
        if load > HIGH {
            let over = (load - HIGH) / (1.0 - HIGH);
            // Where there was no rate, it begins at the speed.
            let from = self.rate.unwrap_or(speed);
            let least = if self.pressure > HIGH { FLOOR } else { FLOOR.max(self.speed) };
            let least = self.cap.map_or(least, |cap| cap.min(least));
            self.rate = Some((from * (1.0 - over * FALL * time).max(0.0)).max(least));
        } else if load < LOW
            && let Some(rate) = self.rate
        {
            let goal = self.cap.unwrap_or(self.best);
            let rate = rate + goal * RISE * time;
            self.rate = if rate < goal { Some(rate) } else { self.cap };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A machine on which others have some load, and a run that could read so fast. Gives the rate after
    /// each second.
    fn simulate(law: &mut Law, seconds: u32, able: f64, load: impl Fn(f64, f64) -> (f64, f64)) -> Vec<Option<f64>> {
        let (mut now, mut bytes) = law.last;
        let mut rates = Vec::new();
        for look in 0..seconds * 4 {
            now += EVERY;
            let speed = law.rate.unwrap_or(able).min(able);
            bytes += (speed * EVERY.as_secs_f64()) as u64;
            let (fill, pressure) = load(now.as_secs_f64(), speed);
            law.look(&Sample { now, fill, pressure, bytes });
            if look % 4 == 3 {
                rates.push(law.rate);
            }
        }
        rates
    }

    #[test]
    fn an_idle_machine_is_used_whole() {
        let rates = simulate(&mut Law::new(None), 20, 1e9, |_, _| (0.2, 0.3));
        assert!(rates.iter().all(Option::is_none), "{rates:?}");
        let rates = simulate(&mut Law::new(Some(5e7)), 20, 1e9, |_, _| (0.6, 0.1));
        assert!(rates.iter().all(|rate| *rate == Some(5e7)), "{rates:?}");
        // A moment is no load.
        let rates = simulate(&mut Law::new(None), 20, 1e9, |now, _| (0.0, if now % 5.0 < 1.0 { 1.0 } else { 0.0 }));
        assert!(rates.iter().all(Option::is_none), "{rates:?}");
    }

    #[test]
    fn a_busy_machine_is_left_to_others_down_to_the_floor() {
        for cap in [None, Some(2e8)] {
            let rates = simulate(&mut Law::new(cap), 30, 1e9, |_, _| (0.0, 1.0));
            assert!(rates.windows(2).skip(2).all(|pair| pair[1] <= pair[0]), "{rates:?}");
            assert!(rates[3].is_some_and(|rate| rate < 2e8), "it does not take long: {rates:?}");
            assert_eq!(rates.last(), Some(&Some(FLOOR)));
        }
        // A cap below the floor is the floor.
        let rates = simulate(&mut Law::new(Some(1e4)), 30, 1e9, |_, _| (0.0, 1.0));
        assert!(rates.iter().all(|rate| *rate == Some(1e4)), "{rates:?}");
    }

    #[test]
    fn a_slow_reader_of_the_output_loses_nothing() {
        const READER: f64 = 5e7;
        let mut law = Law::new(None);
        let (mut ring, mut slowed) = (0.0f64, 0);
        let (mut now, mut bytes) = law.last;
        for _ in 0..400 {
            now += EVERY;
            // What is read beyond what is taken waits in the ring, and reading waits when that is full.
            let able = law.rate.unwrap_or(1e9).min(1e9) * EVERY.as_secs_f64();
            let taken = READER * EVERY.as_secs_f64();
            let read = able.min(1e6 - ring + taken);
            ring = (ring + read - taken).max(0.0);
            bytes += read as u64;
            law.look(&Sample { now, fill: ring / 1e6, pressure: 0.0, bytes });
            slowed += u32::from(law.rate.is_some());
        }
        assert!(slowed > 0, "a full ring is seen");
        let share = bytes as f64 / (READER * now.as_secs_f64());
        assert!(share > 0.97, "{share}");
        // With pressure beside it the machine counts.
        let rates = simulate(&mut law, 30, 1e9, |_, _| (1.0, 1.0));
        assert_eq!(rates[29], Some(FLOOR));
    }

    #[test]
    fn the_fall_goes_with_the_load() {
        let rate = |load: f64| simulate(&mut Law::new(Some(1e9)), 6, 1e9, |_, _| (0.0, load))[5].unwrap();
        let rates = [0.6, 0.75, 0.8, 0.9, 1.0].map(rate);
        assert_eq!(rates[0], 1e9);
        assert!(rates.windows(2).all(|pair| pair[1] < pair[0]), "{rates:?}");
    }

    #[test]
    fn it_recovers_by_steps_when_the_load_is_gone() {
        for cap in [None, Some(5e8)] {
            let mut law = Law::new(cap);
            simulate(&mut law, 2, 1e9, |_, _| (0.0, 0.0));
            simulate(&mut law, 20, 1e9, |_, _| (0.0, 1.0));
            assert_eq!(law.rate, Some(FLOOR));
            let rates = simulate(&mut law, 12, 1e9, |_, _| (0.0, 0.0));
            // Smoothing first, then a quarter of the goal a second, then all of it.
            assert_eq!(rates[0], Some(FLOOR));
            let steps: Vec<f64> = rates.windows(2).filter_map(|pair| Some(pair[1]? - pair[0]?)).collect();
            let goal = cap.unwrap_or(1e9);
            assert!(steps.iter().all(|step| *step >= 0.0 && *step <= goal * RISE + 1.0), "{rates:?}");
            assert_eq!(rates[11], cap, "{rates:?}");
        }
    }

    /// Others want some of the machine, and all together more than there is: the rate ends where there is
    /// room, and stays there.
    #[test]
    fn it_settles_beside_a_load_that_stays() {
        let pressure = |_: f64, speed: f64| (0.0, ((speed / 1e9 + 0.6 - 1.0) * 5.0).clamp(0.0, 1.0));
        let rates = simulate(&mut Law::new(None), 60, 1e9, pressure);
        let last: Vec<f64> = rates[30..].iter().map(|rate| rate.unwrap_or(1e9)).collect();
        let (low, high) = last.iter().fold((f64::MAX, 0.0f64), |(low, high), rate| (low.min(*rate), high.max(*rate)));
        assert!(low > 3e8 && high < 6e8 && high / low < 1.3, "{low} to {high}");
    }
}
