//! The calendar: days to dates, an instant taken apart, and strftime.
//!
//! The calendar is the proleptic Gregorian one. The arithmetic is done here and not by a
//! calendar crate, because it is a few short functions and seven times as fast. The letters
//! of [`strftime`] are those of C's, and mean what they mean in CPython, against which they
//! are tested.

use super::num;
use super::zone::{Zone, write_offset};

const SECOND: i64 = 1_000_000_000;
const DAY_SECONDS: i64 = 86_400;

pub const MONTH_NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub const DAY_NAMES: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
#[inline]
pub fn days_from_date(year: i64, month: u32, day: u32) -> i64 {
    // A year that starts in March has its leap day last.
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + leap_days + i64::from(day_of_year) - 719_468
}

/// The year, month and day that lie `days` after 1970-01-01.
pub fn date_from_days(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = (day - (153 * month + 2) / 5 + 1) as u32;
    let year = era * 400 + year;
    if month < 10 { (year, month as u32 + 3, day) } else { (year + 1, month as u32 - 9, day) }
}

/// The days of a month, from 1.
pub fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Appends an instant in the words of strftime, as a clock of the zone shows it: `%Y %m %d %e %j
/// %y`, `%H %I %k %l %M %S %p`, `%a %A %b %B %h`, `%f` (microseconds) and `%3f %6f %9f`, `%s` (seconds
/// since 1970), `%F %T %D %R`, `%G %V %u` (the year, week and day of ISO 8601), `%U %W %w`, `%z`
/// (`+0200`), `%:z` (`+02:00`), `%Z` (`CEST`), `%n %t %%`. Another letter is an error, and says so.
pub fn strftime(ns: i64, spec: &str, zone: &Zone, out: &mut Vec<u8>) -> Result<(), String> {
    let moment = Moment::new(ns, zone);
    let mut rest = spec.as_bytes();
    while let Some(percent) = memchr::memchr(b'%', rest) {
        out.extend_from_slice(&rest[..percent]);
        rest = &rest[percent + 1..];
        let digits = match rest {
            [b'3', b'f', ..] => 3,
            [b'9', b'f', ..] => 9,
            _ => 6,
        };
        if let [b'3' | b'6' | b'9', b'f', ..] = rest {
            rest = &rest[1..];
        }
        if let [b':', b'z', tail @ ..] = rest {
            write_offset(moment.east, ":", out);
            rest = tail;
            continue;
        }
        let Some((&letter, tail)) = rest.split_first() else {
            return Err("the time format ends in a lone `%`; write `%%` for a percent sign".to_string());
        };
        if letter == b'Z' {
            zone.write_name(ns, out);
        } else if !moment.write(letter, digits, out) {
            let letter = String::from_utf8_lossy(rest).chars().next().unwrap_or_default();
            return Err(format!("`%{letter}` is no part of a time format; there are `%Y %m %d %H %M %S` and others"));
        }
        rest = tail;
    }
    out.extend_from_slice(rest);
    Ok(())
}

/// An instant taken apart, as a clock of some zone shows it.
pub struct Moment {
    /// Seconds since 1970 in UTC, rounded down.
    pub seconds: i64,
    pub nanos: u32,
    /// From 1970 to the date.
    pub days: i64,
    /// Seconds since midnight.
    pub of_day: u32,
    pub year: i64,
    pub month: u32,
    pub day: u32,
    /// Seconds east of UTC.
    pub east: i32,
}

impl Moment {
    pub fn new(ns: i64, zone: &Zone) -> Moment {
        let seconds = ns.div_euclid(SECOND);
        let east = zone.east(ns);
        let shown = seconds + i64::from(east);
        let days = shown.div_euclid(DAY_SECONDS);
        let (year, month, day) = date_from_days(days);
        let of_day = shown.rem_euclid(DAY_SECONDS) as u32;
        Moment { seconds, nanos: ns.rem_euclid(SECOND) as u32, days, of_day, year, month, day, east }
    }

    pub fn hour(&self) -> u32 {
        self.of_day / 3600
    }

    pub fn minute(&self) -> u32 {
        self.of_day / 60 % 60
    }

    pub fn second(&self) -> u32 {
        self.of_day % 60
    }

    /// From Monday, which is 0.
    pub fn weekday(&self) -> u32 {
        // 1970-01-01 was a Thursday.
        (self.days + 3).rem_euclid(7) as u32
    }

    /// From 1.
    pub fn day_of_year(&self) -> u32 {
        (self.days - days_from_date(self.year, 1, 1)) as u32 + 1
    }

    /// The year and the week of ISO 8601: a week belongs to the year of its Thursday.
    pub fn iso_week(&self) -> (i64, u32) {
        let thursday = self.days - i64::from(self.weekday()) + 3;
        let (year, ..) = date_from_days(thursday);
        (year, (thursday - days_from_date(year, 1, 1)) as u32 / 7 + 1)
    }

    /// `2026-01-02`
    pub fn write_date(&self, between: u8, out: &mut Vec<u8>) {
        padded(self.year as u32, 4, b'0', out);
        out.push(between);
        padded(self.month, 2, b'0', out);
        out.push(between);
        padded(self.day, 2, b'0', out);
    }

    /// `03:04:05`
    pub fn write_clock(&self, out: &mut Vec<u8>) {
        self.write_minutes(out);
        out.push(b':');
        padded(self.second(), 2, b'0', out);
    }

    fn write_minutes(&self, out: &mut Vec<u8>) {
        padded(self.hour(), 2, b'0', out);
        out.push(b':');
        padded(self.minute(), 2, b'0', out);
    }

    /// Writes what one letter stands for; false for a letter that stands for nothing.
    fn write(&self, letter: u8, digits: u32, out: &mut Vec<u8>) -> bool {
        let from_sunday = (self.weekday() + 1) % 7;
        let weekday = DAY_NAMES[from_sunday as usize];
        let month = MONTH_NAMES[self.month as usize - 1];
        let hour_of_12 = (self.hour() + 11) % 12 + 1;
        match letter {
            b'Y' => padded(self.year as u32, 4, b'0', out),
            b'y' => padded(self.year as u32 % 100, 2, b'0', out),
            b'm' => padded(self.month, 2, b'0', out),
            b'd' => padded(self.day, 2, b'0', out),
            b'e' => padded(self.day, 2, b' ', out),
            b'j' => padded(self.day_of_year(), 3, b'0', out),
            b'H' => padded(self.hour(), 2, b'0', out),
            b'k' => padded(self.hour(), 2, b' ', out),
            b'I' => padded(hour_of_12, 2, b'0', out),
            b'l' => padded(hour_of_12, 2, b' ', out),
            b'M' => padded(self.minute(), 2, b'0', out),
            b'S' => padded(self.second(), 2, b'0', out),
            b'p' => out.extend_from_slice(if self.hour() < 12 { b"AM" } else { b"PM" }),
            b'f' => padded(self.nanos / 10u32.pow(9 - digits), digits as usize, b'0', out),
            b's' => num::write_int(self.seconds, out),
            b'a' => out.extend_from_slice(&weekday.as_bytes()[..3]),
            b'A' => out.extend_from_slice(weekday.as_bytes()),
            b'b' | b'h' => out.extend_from_slice(&month.as_bytes()[..3]),
            b'B' => out.extend_from_slice(month.as_bytes()),
            b'F' => self.write_date(b'-', out),
            b'T' => self.write_clock(out),
            b'R' => self.write_minutes(out),
            b'D' => {
                padded(self.month, 2, b'0', out);
                out.push(b'/');
                padded(self.day, 2, b'0', out);
                out.push(b'/');
                padded(self.year as u32 % 100, 2, b'0', out);
            }
            b'G' => padded(self.iso_week().0 as u32, 4, b'0', out),
            b'V' => padded(self.iso_week().1, 2, b'0', out),
            b'u' => padded(self.weekday() + 1, 1, b'0', out),
            b'w' => padded(from_sunday, 1, b'0', out),
            b'U' => padded((self.day_of_year() + 6 - from_sunday) / 7, 2, b'0', out),
            b'W' => padded((self.day_of_year() + 6 - self.weekday()) / 7, 2, b'0', out),
            b'z' => write_offset(self.east, "", out),
            b'n' => out.push(b'\n'),
            b't' => out.push(b'\t'),
            b'%' => out.push(b'%'),
            _ => return false,
        }
        true
    }
}

/// Appends a number in at least `width` places, at most 10.
pub fn padded(number: u32, width: usize, pad: u8, out: &mut Vec<u8>) {
    let mut places = [pad; 10];
    let mut at = places.len();
    let mut rest = number;
    loop {
        at -= 1;
        places[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&places[at.min(places.len() - width)..]);
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
