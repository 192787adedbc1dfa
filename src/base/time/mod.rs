//! Instants and durations: from the stamps of logs, to text, and back.
//!
//! An instant is an i64 of nanoseconds since 1970 in UTC, so it reaches from 1677 to
//! 2262; what is outside does not parse. A stamp is recognised by its shape alone, the whole
//! of it, and a shape that could be read two ways (`03/04/2025`, a year of two digits) is no
//! stamp: what it means is for a person to say. What a stamp without a zone means is said by
//! its [`Zone`], and the year of one that has none by a time that it must be near
//! ([`yearless()`]). The shapes that servers write most are told by two bytes and read here;
//! [`shapes`] has the others. A general parser of a format was rejected for all of them: it
//! takes five to ten times as long, and a format fixes what varies from line to line, such as
//! the digits of a fraction.

mod clock;
mod shapes;
mod write;
mod yearless;

use super::calendar::days_in_month;
use super::zone::{Shown, Zone};
use clock::{clock, two};

pub use clock::offset;
pub use write::{write_duration, write_rfc3339};
pub use yearless::{nearest_year, yearless};

/// Nanoseconds in a second.
pub const SECOND: i64 = 1_000_000_000;
/// Nanoseconds in a day.
pub const DAY: i64 = 86_400 * SECOND;

const DAY_SECONDS: i64 = 86_400;

/// The instant of a stamp. A stamp that names no zone is in `zone`.
///
/// Shapes: `2026-01-02`, `2026-01-02T03:04`, `2026-01-02 03:04:05.678Z` (also with `/` or `.` in
/// the date, `,` before the fraction, and zones like `+01:00`, `-0700`, `+01`, `UTC`), and
/// the basic, ordinal and week forms of ISO 8601; `10/Oct/2000:13:55:36 -0700`; `Mon, 02 Jan 2006
/// 15:04:05 GMT`; `Fri Oct 10 13:55:36.123 2025`; `Oct 10, 2025 1:55:36 PM`;
/// `20251010 13:55:36.123456`; `20161227210131`; `2025-10-10-13.55.36.123456`;
/// `10-OCT-25 01.55.36.123 PM`; `@400000003b4a39c23294b13c`; and seconds since 1970 in 10 digits,
/// milliseconds in 13, microseconds in 16, nanoseconds in 19, with any fraction. A leap second
/// is the second after it.
#[inline]
pub fn parse(text: &[u8], zone: &Zone) -> Option<i64> {
    match Shape::of(text) {
        Shape::Iso(date, rest) => match iso_midnight(date) {
            Some(midnight) => after_iso(midnight, rest, zone),
            None => shapes::parse(text, zone),
        },
        Shape::Clf(date, rest) => after_clf(clf_midnight(date)?, rest, zone),
        Shape::Other => shapes::parse(text, zone),
    }
}

/// The instant of a time literal: the shapes of [`parse`], in UTC.
pub fn parse_literal(text: &str) -> Option<i64> {
    parse(text.as_bytes(), &Zone::UTC)
}

/// How often clocks showed what a stamp says, where the stamp names no zone: in `zone`, as
/// often as they did there. `read` is what reads the stamp, such as [`parse`].
pub fn shown(zone: &Zone, read: impl Fn(&Zone) -> Option<i64>) -> Shown {
    if matches!(zone, Zone::Offset(_)) {
        return Shown::Once;
    }
    match (read(&Zone::UTC), read(&Zone::Offset(1))) {
        // What is a second earlier where clocks are a second ahead names no zone.
        (Some(here), Some(east)) if here != east => zone.shown(here.div_euclid(SECOND)),
        _ => Shown::Once,
    }
}

/// Whether it is only an abbreviation such as `CST`, which has several meanings, that makes a
/// stamp none.
pub fn is_abbreviated(text: &[u8]) -> bool {
    let mut without = [0; 64];
    if text.len() > without.len() {
        return false;
    }
    let end = text.len() - text.iter().rev().take_while(|b| b.is_ascii_digit() || **b == b' ').count();
    let name = text[..end].iter().rev().take_while(|b| b.is_ascii_uppercase()).count();
    if !(2..=5).contains(&name) {
        return false;
    }
    let before = text[..end - name].strip_suffix(b" ").unwrap_or(&text[..end - name]);
    let len = before.len() + text.len() - end;
    without[..before.len()].copy_from_slice(before);
    without[before.len()..len].copy_from_slice(&text[end..]);
    parse(&without[..len], &Zone::UTC).is_some()
}

/// Remembers the last date it saw: in a log the next one is mostly the same.
#[derive(Clone, Debug, Default)]
pub struct DateCache {
    /// `2026-01-02`, and seconds from 1970 to its midnight. Zeros, which spell no date, at
    /// first.
    iso: ([u8; 10], i64),
    /// The same for `10/Oct/2000`.
    clf: ([u8; 11], i64),
}

impl DateCache {
    /// [`parse`], quicker for a date that it has just seen.
    #[inline]
    pub fn parse(&mut self, text: &[u8], zone: &Zone) -> Option<i64> {
        match Shape::of(text) {
            Shape::Iso(date, rest) => {
                if self.iso.0 != *date {
                    let Some(midnight) = iso_midnight(date) else { return shapes::parse(text, zone) };
                    self.iso = (*date, midnight);
                }
                after_iso(self.iso.1, rest, zone)
            }
            Shape::Clf(date, rest) => {
                if self.clf.0 != *date {
                    self.clf = (*date, clf_midnight(date)?);
                }
                after_clf(self.clf.1, rest, zone)
            }
            Shape::Other => shapes::parse(text, zone),
        }
    }
}

/// The family of a stamp by two bytes of it, with its date and what follows.
enum Shape<'a> {
    /// `2026-01-02` or `2026/01/02`.
    Iso(&'a [u8; 10], &'a [u8]),
    /// `10/Oct/2000`.
    Clf(&'a [u8; 11], &'a [u8]),
    Other,
}

impl Shape<'_> {
    #[inline(always)]
    fn of(text: &[u8]) -> Shape<'_> {
        let Some((date, rest)) = text.split_first_chunk::<10>() else { return Shape::Other };
        match (date[2], date[4]) {
            (_, b'-' | b'/') => Shape::Iso(date, rest),
            (b'/', _) => text.split_first_chunk().map_or(Shape::Other, |(date, rest)| Shape::Clf(date, rest)),
            _ => Shape::Other,
        }
    }
}

/// Eight bytes are looked at as one number, as those of a clock are.
#[inline]
fn iso_midnight(date: &[u8; 10]) -> Option<i64> {
    const DASHES: u64 = u64::from_le_bytes(*b"0000-00-");
    const SLASHES: u64 = u64::from_le_bytes(*b"0000/00/");
    const OVER: u64 = u64::from_le_bytes([6, 6, 6, 6, 0, 6, 6, 0]);
    const UPPER: u64 = u64::from_le_bytes([0xf0, 0xf0, 0xf0, 0xf0, 0xff, 0xf0, 0xf0, 0xff]);
    let (eight, _) = date.split_first_chunk::<8>()?;
    let digits = u64::from_le_bytes(*eight) ^ if date[4] == b'-' { DASHES } else { SLASHES };
    if (digits | digits.wrapping_add(OVER)) & UPPER != 0 {
        return None;
    }
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let byte = |at: u32| (pairs >> (8 * at)) as u32 & 0xff;
    midnight(byte(0) * 100 + byte(2), byte(5), two(date, 8)?)
}

#[inline]
fn clf_midnight(date: &[u8; 11]) -> Option<i64> {
    if date[6] != b'/' {
        return None;
    }
    let year = two(date, 7)? * 100 + two(date, 9)?;
    midnight(year, month(&date[3..6])?, two(date, 0)?)
}

#[inline(always)]
fn after_iso(midnight: i64, rest: &[u8], zone: &Zone) -> Option<i64> {
    match rest {
        [b'T' | b' ', rest @ ..] => clock(midnight, rest, zone),
        _ => shapes::after_date(midnight, rest, zone),
    }
}

#[inline(always)]
fn after_clf(midnight: i64, rest: &[u8], zone: &Zone) -> Option<i64> {
    match rest {
        [b':', rest @ ..] => clock(midnight, rest, zone),
        _ => shapes::after_named_date(midnight, rest, zone),
    }
}

/// The month, from 1, of its name's first three letters in any case.
#[inline]
fn month(name: &[u8]) -> Option<u32> {
    let [a, b, c] = name else { return None };
    // A letter with this bit is small, and nothing else becomes one by it.
    Some(match &[a | 32, b | 32, c | 32] {
        b"jan" => 1,
        b"feb" => 2,
        b"mar" => 3,
        b"apr" => 4,
        b"may" => 5,
        b"jun" => 6,
        b"jul" => 7,
        b"aug" => 8,
        b"sep" => 9,
        b"oct" => 10,
        b"nov" => 11,
        b"dec" => 12,
        _ => return None,
    })
}

/// Seconds from 1970 to a date's first moment; None for a date that does not exist.
#[inline]
fn midnight(year: u32, month: u32, day: u32) -> Option<i64> {
    // Only the last days of a month have to be looked up.
    let exists = year >= 1 && (1..=12).contains(&month) && day >= 1 && (day <= 28 || day <= days_in_month(year, month));
    if !exists {
        return None;
    }
    // What `days_from_date` does, for years that have no sign, in a third less time.
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let century = year / 100;
    let days = year * 365 + year / 4 - century + century / 4 + (153 * month + 2) / 5 + day - 1;
    Some((i64::from(days) - 719_468) * DAY_SECONDS)
}

#[cfg(test)]
mod time_tests;
#[cfg(test)]
mod yearless_tests;
