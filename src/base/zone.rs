//! Time zones: what a clock on a wall shows, and which instant a clock meant.
//!
//! A zone is an offset or a name of the tz database. Offsets are added here; names are
//! looked up in the database that is built into the program, so that no result depends on
//! the machine. The changes of a zone's clocks are a list that is made once, since every
//! stamp without a zone asks for it: a search in it takes a tenth of asking the database. The rules for clocks that are put back or forward are Python's: a time
//! that occurs twice is the first one, and one that is left out is read as if the clock had
//! not been changed yet.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

const SECOND: i64 = 1_000_000_000;
const DAY_SECONDS: i64 = 86_400;

/// A time zone.
#[derive(Clone, Debug, PartialEq)]
pub enum Zone {
    /// Seconds east of UTC.
    Offset(i32),
    /// A zone of the tz database.
    Named(Arc<Clocks>),
}

/// The clocks of a named zone.
#[derive(Debug)]
pub struct Clocks {
    zone: TimeZone,
    /// The seconds east of UTC before the first change.
    first: i32,
    /// Ascending, as far as an instant reaches.
    changes: Vec<Change>,
    /// How many changes came before the time that was last asked for: the next one is mostly
    /// near it. Only where to look first, so that no answer depends on it.
    last: AtomicUsize,
}

/// A time at which the clocks of a zone were changed.
#[derive(Clone, Copy, Debug)]
struct Change {
    /// In seconds from 1970 of UTC.
    at: i64,
    before: i32,
    after: i32,
}

impl PartialEq for Clocks {
    fn eq(&self, other: &Clocks) -> bool {
        self.zone == other.zone
    }
}

impl Clocks {
    fn new(zone: TimeZone) -> Clocks {
        let (start, end) = (timestamp(i64::MIN), timestamp(i64::MAX));
        let first = zone.to_offset(start).seconds();
        let mut before = first;
        let mut changes = Vec::new();
        for change in zone.following(start).take_while(|change| change.timestamp() <= end) {
            let after = change.offset().seconds();
            if after != before {
                changes.push(Change { at: change.timestamp().as_second(), before, after });
            }
            before = after;
        }
        Clocks { zone, first, changes, last: AtomicUsize::new(0) }
    }

    /// The seconds east of UTC at an instant, in seconds.
    fn east(&self, seconds: i64) -> i32 {
        self.before(|change| change.at <= seconds).map_or(self.first, |change| change.after)
    }

    /// The last change that came before a time, or none.
    #[inline]
    fn before(&self, came: impl Fn(&Change) -> bool) -> Option<&Change> {
        let last = self.last.load(Ordering::Relaxed);
        let (past, next) = self.changes.split_at_checked(last)?;
        if past.last().is_none_or(&came) && !next.first().is_some_and(&came) {
            return past.last();
        }
        let at = self.changes.partition_point(came);
        self.last.store(at, Ordering::Relaxed);
        self.changes[..at].last()
    }

    /// The last change that clocks which show a time may have seen, and how often they show it.
    fn showing(&self, shown: i64) -> (Option<Change>, Shown) {
        let early = |change: &Change| change.at + i64::from(change.before.min(change.after));
        let Some(change) = self.before(|change| early(change) <= shown) else { return (None, Shown::Once) };
        let often = match shown < change.at + i64::from(change.before.max(change.after)) {
            true if change.after < change.before => Shown::Twice,
            true => Shown::Never,
            false => Shown::Once,
        };
        (Some(*change), often)
    }

    /// The offsets that clocks may have had when they showed a time: before a change and after it.
    fn offsets(&self, shown: i64) -> (i32, i32, Shown) {
        match self.showing(shown) {
            (None, often) => (self.first, self.first, often),
            (Some(change), Shown::Once) => (change.after, change.after, Shown::Once),
            (Some(change), often) => (change.before, change.after, often),
        }
    }

    /// The start of a bin in which clocks may have been changed, from the time that they showed.
    fn floor_at_change(&self, ns: i64, floor: i64) -> Option<i64> {
        let (shown, part) = (floor.div_euclid(SECOND), floor.rem_euclid(SECOND));
        let instant = |east: i32| (shown - i64::from(east)).checked_mul(SECOND)?.checked_add(part);
        match self.showing(shown) {
            (Some(change), Shown::Twice) => {
                let second = instant(change.after)?;
                if second <= ns { Some(second) } else { instant(change.before) }
            }
            (Some(change), Shown::Never) => change.at.checked_mul(SECOND),
            (Some(change), Shown::Once) => instant(change.after),
            (None, _) => instant(self.first),
        }
    }
}

/// How often the clocks of a zone show a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Once,
    /// They were put back: the hour came again.
    Twice,
    /// They were put forward, and left it out.
    Never,
}

/// The two zones of a computation.
#[derive(Clone, Debug, PartialEq)]
pub struct Zones {
    /// That of stamps which name none.
    pub naive: Zone,
    /// That in which the calendar is read and times are written.
    pub shown: Zone,
}

impl Zone {
    pub const UTC: Zone = Zone::Offset(0);

    /// The zone that a person wrote: `UTC`, `Z`, `+02:00`, `-0730`, `+02`, `Europe/Berlin`. Case
    /// does not matter, as it does not to the tz database.
    pub fn parse(text: &str) -> Option<Zone> {
        if text.eq_ignore_ascii_case("UTC") || text.eq_ignore_ascii_case("Z") {
            return Some(Zone::UTC);
        }
        if text.starts_with(['+', '-']) {
            return super::time::offset(text.as_bytes()).map(Zone::Offset);
        }
        TimeZoneDatabase::bundled().get(text).ok().map(Zone::named)
    }

    /// A zone with rules for its clocks.
    pub fn named(zone: TimeZone) -> Zone {
        Zone::Named(Arc::new(Clocks::new(zone)))
    }

    /// Every name of the tz database.
    fn names() -> Vec<String> {
        TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect()
    }

    /// Every name of the tz database, for "did you mean". There is none for a name without a
    /// region: it would be an abbreviation such as `CEST`, to which no other is near in meaning.
    pub fn names_like(text: &str) -> Vec<String> {
        if text.contains('/') { Zone::names() } else { Vec::new() }
    }

    /// The name of the zone of a city that was written alone: `Europe/Berlin` for `berlin`.
    pub fn of_city(city: &str) -> Option<String> {
        let is_city = |name: &String| name.rsplit_once('/').is_some_and(|(_, last)| last.eq_ignore_ascii_case(city));
        Zone::names().into_iter().find(is_city)
    }

    /// The seconds east of UTC at an instant.
    #[inline]
    pub fn east(&self, ns: i64) -> i32 {
        match self {
            Zone::Offset(east) => *east,
            Zone::Named(clocks) => clocks.east(ns.div_euclid(SECOND)),
        }
    }

    /// The seconds east of UTC that a clock was set to when it showed a time, in seconds from
    /// 1970.
    #[inline]
    pub fn east_of_clock(&self, shown: i64) -> i32 {
        match self {
            Zone::Offset(east) => *east,
            Zone::Named(clocks) => clocks.offsets(shown).0,
        }
    }

    /// How often clocks show a time, in seconds from 1970.
    pub fn shown(&self, shown: i64) -> Shown {
        match self {
            Zone::Offset(_) => Shown::Once,
            Zone::Named(clocks) => clocks.showing(shown).1,
        }
    }

    /// The seconds east of UTC that a clock was set to when it showed a time, in seconds from 1970,
    /// by an abbreviation beside it: `CEST` has one meaning in Berlin. None where this zone did not go
    /// by it then.
    pub fn east_of_name(&self, shown: i64, name: &[u8]) -> Option<i32> {
        let Zone::Named(clocks) = self else { return None };
        let (before, after, _) = clocks.offsets(shown);
        [before, after].into_iter().find(|east| {
            let instant = Timestamp::from_second(shown - i64::from(*east)).unwrap_or(Timestamp::UNIX_EPOCH);
            clocks.zone.to_offset_info(instant).abbreviation().as_bytes() == name
        })
    }

    /// The zone's name, for a person.
    pub fn name(&self) -> String {
        match self {
            Zone::Offset(0) => "UTC".to_string(),
            Zone::Offset(east) => {
                let mut name = Vec::new();
                write_offset(*east, ":", &mut name);
                String::from_utf8_lossy(&name).into_owned()
            }
            Zone::Named(clocks) => clocks.zone.iana_name().unwrap_or("the local zone").to_string(),
        }
    }

    /// Appends the zone's abbreviation at an instant: `CET`, `UTC`, `+02:00`.
    pub fn write_name(&self, ns: i64, out: &mut Vec<u8>) {
        match self {
            Zone::Offset(0) => out.extend_from_slice(b"UTC"),
            Zone::Offset(east) => write_offset(*east, ":", out),
            Zone::Named(clocks) => {
                out.extend_from_slice(clocks.zone.to_offset_info(timestamp(ns)).abbreviation().as_bytes());
            }
        }
    }

    /// The start of the bin of an instant, where bins are `width` nanoseconds of the clock on the
    /// wall and start at its 1970. A bin whose time occurs twice is two bins; one whose start is
    /// left out starts when the clock was changed. None where the start is no instant.
    pub fn floor(&self, ns: i64, width: i64) -> Option<i64> {
        let east = i64::from(self.east(ns)) * SECOND;
        let floor = ns.checked_add(east)?.div_euclid(width).checked_mul(width)?;
        let Zone::Named(clocks) = self else { return floor.checked_sub(east) };
        // Clocks that are not changed within the bin need no look at what else they may have meant.
        // No zone changes them twice in a week. It takes a third less time of a whole count by day.
        if width <= 7 * DAY_SECONDS * SECOND
            && let Some(start) = floor.checked_sub(east)
            && i64::from(self.east(start)) * SECOND == east
        {
            return Some(start);
        }
        clocks.floor_at_change(ns, floor)
    }
}

/// Appends `+0200`, or with a colon `+02:00`; seconds, which old zones have, only where there are any.
pub fn write_offset(east: i32, between: &str, out: &mut Vec<u8>) {
    let sign = if east < 0 { '-' } else { '+' };
    let (hours, minutes, seconds) = (east.abs() / 3600, east.abs() / 60 % 60, east.abs() % 60);
    out.extend_from_slice(format!("{sign}{hours:02}{between}{minutes:02}").as_bytes());
    if seconds != 0 {
        out.extend_from_slice(format!("{between}{seconds:02}").as_bytes());
    }
}

/// An instant for the crate, which reaches further than an i64 of nanoseconds does.
fn timestamp(ns: i64) -> Timestamp {
    Timestamp::from_nanosecond(i128::from(ns)).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use jiff::tz::AmbiguousOffset;

    use super::*;
    use crate::base::time::{parse, parse_literal, write_rfc3339};

    const HOUR: i64 = 3600 * SECOND;

    fn at(text: &str) -> i64 {
        parse_literal(text).unwrap()
    }

    fn shown(ns: Option<i64>) -> String {
        let mut out = Vec::new();
        write_rfc3339(ns.unwrap(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn names_and_offsets_are_zones() {
        assert_eq!(Zone::parse("utc"), Some(Zone::UTC));
        assert_eq!(Zone::parse("+02:30"), Some(Zone::Offset(9000)));
        assert_eq!(Zone::parse("-0900"), Some(Zone::Offset(-32_400)));
        assert_eq!(Zone::parse("europe/berlin"), Zone::parse("Europe/Berlin"));
        for text in ["", "+2", "Europe/Berln", "../etc/passwd", "+24:00", "CESTX"] {
            assert_eq!(Zone::parse(text), None, "{text}");
        }
        assert_eq!(Zone::of_city("berlin").as_deref(), Some("Europe/Berlin"));
        assert_eq!(Zone::of_city("Gotham"), None);
        assert!(Zone::names().len() > 400 && Zone::names().iter().any(|name| name == "Asia/Kolkata"));
    }

    #[test]
    fn clocks_that_are_changed_are_read_as_python_reads_them() {
        let zone = Zone::parse("Europe/Berlin").unwrap();
        let read = |text: &str| shown(parse(text.as_bytes(), &zone));
        assert_eq!(read("2026-01-02T03:04:05"), "2026-01-02T02:04:05Z");
        assert_eq!(read("2026-07-02T03:04:05"), "2026-07-02T01:04:05Z");
        // Left out, and twice.
        assert_eq!(read("2026-03-29T02:30:00"), "2026-03-29T01:30:00Z");
        assert_eq!(read("2026-10-25T02:30:00"), "2026-10-25T00:30:00Z");
        assert_eq!(read("2026-10-25T02:30:00+01:00"), "2026-10-25T01:30:00Z");
    }

    /// The list of changes answers as the database does, in every zone, and most of all where clocks
    /// were just changed or will be.
    #[test]
    fn changes_are_those_of_the_database() {
        let mut asked = 0;
        for name in Zone::names() {
            let Some(Zone::Named(clocks)) = Zone::parse(&name) else { continue };
            let near = clocks.changes.iter().flat_map(|c| [-7_200, -3_601, -1, 0, 1, 1_800, 3_600].map(|s| c.at + s));
            for at in near.chain((0..100).map(|i| -9_200_000_000 + i * 184_000_123)) {
                let Some(ns) = at.checked_mul(SECOND) else { continue };
                let offset = clocks.zone.to_offset(timestamp(ns));
                assert_eq!(clocks.east(at), offset.seconds(), "{name} {at}");
                let clock = offset.to_datetime(timestamp(ns));
                let wanted = match clocks.zone.to_ambiguous_timestamp(clock).offset() {
                    AmbiguousOffset::Unambiguous { offset } => (offset.seconds(), offset.seconds(), Shown::Once),
                    AmbiguousOffset::Gap { before, after } => (before.seconds(), after.seconds(), Shown::Never),
                    AmbiguousOffset::Fold { before, after } => (before.seconds(), after.seconds(), Shown::Twice),
                };
                let shown = at + i64::from(offset.seconds());
                assert_eq!(clocks.offsets(shown), wanted, "{name} {at}");
                let left_out = clocks.zone.to_ambiguous_timestamp(clock + SignedDuration::from_secs(1_801)).offset();
                assert_eq!(
                    clocks.showing(shown + 1_801).1 == Shown::Never,
                    matches!(left_out, AmbiguousOffset::Gap { .. }),
                    "{name} {at}"
                );
                asked += 1;
            }
        }
        assert!(asked > 100_000);
    }

    #[test]
    fn bins_follow_the_clock_on_the_wall() {
        let zone = Zone::parse("Europe/Berlin").unwrap();
        let floor = |text: &str, width| shown(zone.floor(at(text), width));
        // The day of the change has 23 hours, and the next one 24 again.
        assert_eq!(floor("2026-03-29T12:00:00Z", 24 * HOUR), "2026-03-28T23:00:00Z");
        assert_eq!(floor("2026-03-29T21:59:59Z", 24 * HOUR), "2026-03-28T23:00:00Z");
        assert_eq!(floor("2026-03-29T22:00:00Z", 24 * HOUR), "2026-03-29T22:00:00Z");
        // The hour that occurs twice is two bins.
        assert_eq!(floor("2026-10-25T00:30:00Z", HOUR), "2026-10-25T00:00:00Z");
        assert_eq!(floor("2026-10-25T01:30:00Z", HOUR), "2026-10-25T01:00:00Z");
        // Six hours from midnight, before and after the change.
        assert_eq!(floor("2026-03-29T00:10:00Z", 6 * HOUR), "2026-03-28T23:00:00Z");
        assert_eq!(floor("2026-03-29T01:10:00Z", 6 * HOUR), "2026-03-28T23:00:00Z");
        // A start that was left out: here midnight did not exist.
        let zone = Zone::parse("America/Sao_Paulo").unwrap();
        assert_eq!(shown(zone.floor(at("2018-11-04T12:00:00Z"), 24 * HOUR)), "2018-11-04T03:00:00Z");
        assert_eq!(Zone::Offset(3600).floor(i64::MAX, HOUR), None);
    }

    #[test]
    fn every_instant_lies_in_its_bin() {
        for name in ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Monrovia"] {
            let zone = Zone::parse(name).unwrap();
            for width in [HOUR / 4, HOUR, 6 * HOUR, 24 * HOUR] {
                let mut last = i64::MIN;
                for i in 0..40_000 {
                    let ns = at("2017-01-01") + i * 1_217 * SECOND;
                    let start = zone.floor(ns, width).unwrap();
                    assert!(start <= ns && ns - start < width + 2 * HOUR && start >= last, "{name} {width} {ns}");
                    assert_eq!(zone.floor(start, width), Some(start), "{name} {width} {ns}");
                    let Zone::Named(named) = &zone else { unreachable!("it has a name") };
                    let shown = (ns + i64::from(zone.east(ns)) * SECOND).div_euclid(width) * width;
                    assert_eq!(named.floor_at_change(ns, shown), Some(start), "{name} {width} {ns}");
                    last = start;
                }
            }
        }
    }
}
