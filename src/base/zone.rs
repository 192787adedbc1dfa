//! Time zones: what a clock on a wall shows, and which instant a clock meant.
//!
//! A zone is an offset or a name of the tz database. Offsets are added here; names are
//! looked up in the database that is built into the program, so that no result depends on
//! the machine. The rules for clocks that are put back or forward are Python's: a time
//! that occurs twice is the first one, and one that is left out is read as if the clock had
//! not been changed yet.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};

use super::calendar::date_from_days;

const SECOND: i64 = 1_000_000_000;
const DAY_SECONDS: i64 = 86_400;

/// A time zone.
#[derive(Clone, Debug, PartialEq)]
pub enum Zone {
    /// Seconds east of UTC.
    Offset(i32),
    /// A zone of the tz database.
    Named(TimeZone),
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
        TimeZoneDatabase::bundled().get(text).ok().map(Zone::Named)
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
            Zone::Named(zone) => zone.to_offset(timestamp(ns)).seconds(),
        }
    }

    /// The seconds east of UTC that a clock was set to when it showed a time, in seconds from
    /// 1970.
    #[inline]
    pub fn east_of_clock(&self, shown: i64) -> i32 {
        match self {
            Zone::Offset(east) => *east,
            Zone::Named(zone) => match offsets(zone, shown) {
                Some(AmbiguousOffset::Unambiguous { offset }) => offset.seconds(),
                Some(AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. }) => before.seconds(),
                None => 0,
            },
        }
    }

    /// Appends the zone's abbreviation at an instant: `CET`, `UTC`, `+02:00`.
    pub fn write_name(&self, ns: i64, out: &mut Vec<u8>) {
        match self {
            Zone::Offset(0) => out.extend_from_slice(b"UTC"),
            Zone::Offset(east) => write_offset(*east, ":", out),
            Zone::Named(zone) => {
                out.extend_from_slice(zone.to_offset_info(timestamp(ns)).abbreviation().as_bytes());
            }
        }
    }

    /// The start of the bin of an instant, where bins are `width` nanoseconds of the clock on the
    /// wall and start at its 1970. A bin whose time occurs twice is two bins; one whose start is
    /// left out starts when the clock was changed. None where the start is no instant.
    pub fn floor(&self, ns: i64, width: i64) -> Option<i64> {
        let east = i64::from(self.east(ns)) * SECOND;
        let floor = ns.checked_add(east)?.div_euclid(width).checked_mul(width)?;
        let Zone::Named(zone) = self else { return floor.checked_sub(east) };
        // Clocks that are not changed within the bin need no look at what else they may have meant.
        // No zone changes them twice in a week. It takes a third less time of a whole count by day.
        if width <= 7 * DAY_SECONDS * SECOND
            && let Some(start) = floor.checked_sub(east)
            && i64::from(self.east(start)) * SECOND == east
        {
            return Some(start);
        }
        Self::floor_at_change(zone, ns, floor)
    }

    /// The start of a bin in which clocks may have been changed, from the time that they showed.
    fn floor_at_change(zone: &TimeZone, ns: i64, floor: i64) -> Option<i64> {
        let (shown, part) = (floor.div_euclid(SECOND), floor.rem_euclid(SECOND));
        let instant = |east: i32| (shown - i64::from(east)).checked_mul(SECOND)?.checked_add(part);
        match offsets(zone, shown)? {
            AmbiguousOffset::Unambiguous { offset } => instant(offset.seconds()),
            AmbiguousOffset::Fold { before, after } => {
                let second = instant(after.seconds())?;
                if second <= ns { Some(second) } else { instant(before.seconds()) }
            }
            AmbiguousOffset::Gap { before, .. } => {
                let after_change =
                    timestamp(instant(before.seconds())?).checked_add(SignedDuration::from_nanos(1)).ok()?;
                let change = zone.preceding(after_change).next()?;
                i64::try_from(change.timestamp().as_nanosecond()).ok()
            }
        }
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

/// The offsets that a clock may have had when it showed a time; None past the year 9999.
fn offsets(zone: &TimeZone, shown: i64) -> Option<AmbiguousOffset> {
    let (days, rest) = (shown.div_euclid(DAY_SECONDS), shown.rem_euclid(DAY_SECONDS));
    let (year, month, day) = date_from_days(days);
    let (hour, minute, second) = ((rest / 3600) as i8, (rest / 60 % 60) as i8, (rest % 60) as i8);
    let clock = DateTime::new(i16::try_from(year).ok()?, month as i8, day as i8, hour, minute, second, 0).ok()?;
    Some(zone.to_ambiguous_timestamp(clock).offset())
}

#[cfg(test)]
mod tests {
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
                    assert_eq!(Zone::floor_at_change(named, ns, shown), Some(start), "{name} {width} {ns}");
                    last = start;
                }
            }
        }
    }
}
