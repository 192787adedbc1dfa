//! Stamps of a given format, in the letters of strftime.
//!
//! The reading is a crate's, since a format is only given for stamps that are in none of the
//! usual shapes ([`super::time::parse`] is the hot path). Its letters are held to those that
//! [`super::calendar::strftime`] writes, so that both directions know the same ones, and a format
//! is tried on an instant before it is used: one that cannot name a day is refused at once.

use jiff::fmt::strtime::{self, BrokenDownTime};
use jiff::{Timestamp, civil};

use super::calendar::{Moment, days_from_date};
use super::zone::Zone;

const SECOND: i128 = 1_000_000_000;
/// In nanoseconds.
const LEAST_YEAR: i128 = 365 * 86_400 * SECOND;

/// A format that stamps are read by.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    /// Whether the year must be found by the reference time.
    yearless: bool,
}

impl Pattern {
    /// Checks a format. The error is a message for a person, without its place.
    pub fn new(text: &str) -> Result<Pattern, String> {
        let mut rest = text;
        while let Some(percent) = rest.find('%') {
            rest = &rest[percent + 1..];
            rest = rest.strip_prefix(['.', '3', '6', '9']).filter(|r| r.starts_with('f')).unwrap_or(rest);
            rest = rest.strip_prefix(':').filter(|r| r.starts_with('z')).unwrap_or(rest);
            match rest.chars().next() {
                Some('Z') => {
                    return Err("`%Z` cannot be read, since an abbreviation may mean several zones; \
                                read `%z`, or write the letters and name the zone"
                        .to_string());
                }
                Some(c) if "YymdejbBhaAHkIlMSpfsFTDRGVuwUWz%nt".contains(c) => rest = &rest[c.len_utf8()..],
                Some(c) => {
                    return Err(format!(
                        "`%{c}` is no part of a time format; there are `%Y %m %d %H %M %S` and others"
                    ));
                }
                None => {
                    return Err("the time format ends in a lone `%`; write `%%` for a percent sign".to_string());
                }
            }
        }
        // 2001-02-03 04:05:06.5 in UTC.
        let sample = Timestamp::from_second(981_173_106).unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC);
        let tried = strtime::format(text, &sample).and_then(|spelled| BrokenDownTime::parse(text, spelled));
        let mut tried = tried.map_err(|_| "it does not read what it writes".to_string())?;
        if tried.timestamp().is_some() || tried.to_datetime().is_ok() {
            return Ok(Pattern { text: text.to_string(), yearless: false });
        }
        if tried.set_year(Some(2001)).is_ok() && tried.to_datetime().is_ok() {
            return Ok(Pattern { text: text.to_string(), yearless: true });
        }
        Err("it must name a day: `%m` and `%d`, `%b` and `%d`, `%j`, `%F` or `%s`".to_string())
    }

    /// The instant of a stamp that is spelled so. One without an offset is in `zone`; one without
    /// a year is in the year that brings it nearest to `now`.
    pub fn read(&self, stamp: &[u8], zone: &Zone, now: i64) -> Option<i64> {
        let mut read = BrokenDownTime::parse(&self.text, stamp).ok()?;
        if let Some(instant) = read.timestamp() {
            let part = i128::from(read.subsec_nanosecond().unwrap_or(0));
            return i64::try_from(i128::from(instant.as_second()) * SECOND + part).ok();
        }
        if !self.yearless {
            return instant(&read, zone);
        }
        let year = Moment::new(now, zone).year as i16;
        let mut near = None::<i64>;
        // A 29th of February may be 8 years off.
        for off in 0..=8 {
            // Nothing is nearer than what is by a year.
            if near.is_some_and(|near| i128::from(near.abs_diff(now)) < i128::from(off - 1) * LEAST_YEAR) {
                break;
            }
            for year in [year - off, year + off] {
                let Some(instant) = read.set_year(Some(year)).ok().and_then(|()| instant(&read, zone)) else {
                    continue;
                };
                if near.is_none_or(|near| near.abs_diff(now) > instant.abs_diff(now)) {
                    near = Some(instant);
                }
            }
        }
        near
    }
}

fn instant(read: &BrokenDownTime, zone: &Zone) -> Option<i64> {
    let clock: civil::DateTime = read.to_datetime().ok()?;
    let days = days_from_date(i64::from(clock.year()), clock.month() as u32, clock.day() as u32);
    let of_day = i64::from(clock.hour()) * 3600 + i64::from(clock.minute()) * 60 + i64::from(clock.second());
    let shown = days * 86_400 + of_day;
    let east = read.offset().map_or_else(|| zone.east_of_clock(shown), |offset| offset.seconds());
    i64::try_from(i128::from(shown - i64::from(east)) * SECOND + i128::from(clock.subsec_nanosecond())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::{parse_literal, write_rfc3339};

    fn read(format: &str, stamp: &str) -> Option<String> {
        let now = parse_literal("2026-01-05T00:00Z").unwrap();
        let instant = Pattern::new(format).unwrap().read(stamp.as_bytes(), &Zone::UTC, now)?;
        let mut out = Vec::new();
        write_rfc3339(instant, &mut out);
        String::from_utf8(out).ok()
    }

    #[test]
    fn stamps_are_read_by_their_format() {
        for (format, stamp, instant) in [
            ("%d/%m/%Y", "03/04/2025", "2025-04-03T00:00:00Z"),
            ("%d.%m.%y %H:%M", "3.4.25 7:05", "2025-04-03T07:05:00Z"),
            ("%Y-%m-%d %H:%M:%S.%f %z", "2025-04-03 07:05:09.25 -0230", "2025-04-03T09:35:09.250Z"),
            ("%b %d, %Y %I:%M %p", "Apr 3, 2025 12:05 AM", "2025-04-03T00:05:00Z"),
            ("%G-W%V-%u", "2025-W01-1", "2024-12-30T00:00:00Z"),
            ("%Y %j", "2024 366", "2024-12-31T00:00:00Z"),
            ("%s", "1", "1970-01-01T00:00:01Z"),
            // Without a year: the nearest one.
            ("%b %d %H:%M:%S", "Dec 31 23:59:59", "2025-12-31T23:59:59Z"),
            ("%b %e %H:%M:%S", "Jan  6 00:00:00", "2026-01-06T00:00:00Z"),
            ("%b %d", "Feb 29", "2024-02-29T00:00:00Z"),
        ] {
            assert_eq!(read(format, stamp).as_deref(), Some(instant), "{format} {stamp}");
        }
        for (format, stamp) in [
            ("%d/%m/%Y", "2025-04-03"),
            ("%d/%m/%Y", "31/02/2025"),
            ("%d/%m/%Y", "03/04/2025 "),
            ("%d/%m/%Y", ""),
            ("%d/%m/%Y", "01/01/9999"),
            ("%b %d", "Feb 30"),
        ] {
            assert_eq!(read(format, stamp), None, "{format} {stamp}");
        }
        assert!(Pattern::new("%F").unwrap().read(b"\xff\xfe", &Zone::UTC, i64::MAX).is_none());
    }

    #[test]
    fn formats_that_name_no_day_are_refused() {
        for (format, why) in [
            ("%H:%M", "must name a day"),
            ("%Y", "must name a day"),
            ("", "must name a day"),
            ("%d %Z", "several zones"),
            ("%d %Q", "`%Q`"),
            ("%F 100%", "lone"),
            ("%é", "`%é`"),
        ] {
            assert!(Pattern::new(format).unwrap_err().contains(why), "{format}");
        }
    }
}
