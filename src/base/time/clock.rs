//! The clock of a stamp and what follows it: the time of day, its fraction, and its zone.
//!
//! Nearly all stamps of the world end in `HH:MM:SS`, perhaps a fraction, perhaps a zone, and
//! that is the first branch, which reads eight bytes at once. All that is rarer (hours of one
//! digit, twelve of them, dots for colons, 24:00, a leap second) is read by the second one,
//! which may take its time.

use crate::base::Zone;

use super::{DAY_SECONDS, SECOND};

/// The number of two digits.
#[inline(always)]
pub(super) fn two(text: &[u8], at: usize) -> Option<u32> {
    let pair = text.get(at..at + 2)?;
    let (tens, ones) = (pair[0].wrapping_sub(b'0'), pair[1].wrapping_sub(b'0'));
    (tens <= 9 && ones <= 9).then(|| u32::from(tens) * 10 + u32::from(ones))
}

/// The digits at the start, of which there must be from `least` to `most`, and what follows.
#[inline]
pub(super) fn number(text: &[u8], least: usize, most: usize) -> Option<(u32, &[u8])> {
    let count = text.iter().take_while(|b| b.is_ascii_digit()).count();
    if count < least || count > most {
        return None;
    }
    let value = text[..count].iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'));
    Some((value, &text[count..]))
}

/// The letters at the start, and what follows.
#[inline]
pub(super) fn word(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|b| b.is_ascii_alphabetic()).count())
}

/// Reads `HH:MM[:SS[.fraction]]` and a zone, on the day that began at `midnight`.
#[inline]
pub(super) fn clock(midnight: i64, text: &[u8], zone: &Zone) -> Option<i64> {
    let Some((of_day, rest)) = seconds(text) else { return rare(midnight, text, zone) };
    let shown = midnight + of_day;
    match rest {
        [] => instant(shown - i64::from(zone.east_of_clock(shown)), 0),
        [b'Z'] => instant(shown, 0),
        _ => usual(shown, rest, zone).or_else(|| rare(midnight, text, zone)),
    }
}

/// `HH:MM:SS` as seconds since midnight, and what follows. Eight bytes are looked at as one
/// number: with the bits of `00:00:00` taken off, a digit is what it counts and a colon is 0.
#[inline(always)]
pub(super) fn seconds(text: &[u8]) -> Option<(i64, &[u8])> {
    const SHAPE: u64 = u64::from_le_bytes(*b"00:00:00");
    /// Added to more than 9, a digit's byte carries into its upper half.
    const OVER: u64 = u64::from_le_bytes([6, 6, 0, 6, 6, 0, 6, 6]);
    const UPPER: u64 = u64::from_le_bytes([0xf0, 0xf0, 0xff, 0xf0, 0xf0, 0xff, 0xf0, 0xf0]);
    let (eight, rest) = text.split_first_chunk::<8>()?;
    let digits = u64::from_le_bytes(*eight) ^ SHAPE;
    if (digits | digits.wrapping_add(OVER)) & UPPER != 0 {
        return None;
    }
    // The tens times ten and the ones, in the place of the ones.
    let pairs = (digits * 10 + (digits >> 8)) & 0x00ff_0000_ff00_00ff;
    let (hour, minute, second) = (pairs & 0xff, pairs >> 24 & 0xff, pairs >> 48);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(((hour * 3600 + minute * 60 + second) as i64, rest))
}

/// What follows the seconds of most stamps: a fraction, a zone, or both.
#[inline]
fn usual(shown: i64, rest: &[u8], zone: &Zone) -> Option<i64> {
    let (nanos, rest) = match rest {
        [b'.' | b',', digits @ ..] => fraction(digits)?,
        _ => (0, rest),
    };
    let east = match rest {
        [] => zone.east_of_clock(shown),
        [b'Z' | b'z'] => 0,
        _ => east(rest, shown, zone)?,
    };
    instant(shown - i64::from(east), nanos)
}

#[inline(always)]
pub(super) fn instant(seconds: i64, nanos: i64) -> Option<i64> {
    i64::try_from(i128::from(seconds) * i128::from(SECOND) + i128::from(nanos)).ok()
}

/// The nanoseconds of the digits at the start, of which there must be one, and what follows.
#[inline]
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    /// What a digit counts, by its place.
    const UNITS: [i64; 9] = [100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];
    let mut at = 0;
    let mut nanos = 0;
    while let Some(digit) = text.get(at).map(|b| b.wrapping_sub(b'0')).filter(|digit| *digit <= 9) {
        nanos += UNITS.get(at).copied().unwrap_or(0) * i64::from(digit);
        at += 1;
    }
    (at > 0).then(|| (nanos, &text[at..]))
}

/// A time of day.
pub(super) struct Time {
    pub hour: i64,
    /// Seconds of the hour.
    pub within: i64,
    pub nanos: i64,
    /// Whether the second is the sixtieth.
    pub leap: bool,
}

/// A clock of any spelling, and what follows it.
fn rare(midnight: i64, text: &[u8], zone: &Zone) -> Option<i64> {
    let (time, rest) = time_of_day(text)?;
    finish(midnight, time, rest, zone)
}

/// The instant of a day, a time of that day, and what is said of the zone.
pub(super) fn finish(midnight: i64, time: Time, rest: &[u8], zone: &Zone) -> Option<i64> {
    let Time { hour, within, nanos, leap } = time;
    // 24:00 is the midnight at the end of the day.
    if hour > 24 || hour == 24 && (within, nanos) != (0, 0) {
        return None;
    }
    let shown = midnight + hour * 3600 + within;
    let east = if rest.is_empty() { zone.east_of_clock(shown) } else { east(rest, shown, zone)? };
    let seconds = shown - i64::from(east);
    // A leap second ends a day of UTC. Where no zone is said, it may be any hour's.
    if leap && !rest.is_empty() && seconds.rem_euclid(DAY_SECONDS) != 0 {
        return None;
    }
    instant(seconds, nanos)
}

/// `9:05`, `13:55:36.5`, `1:55:36 PM`, `13.55.36.123`, `13:55:36:123`, and what follows. A blank
/// may stand in the place of the first digit.
pub(super) fn time_of_day(text: &[u8]) -> Option<(Time, &[u8])> {
    if let Some((of_day, rest)) = seconds(text) {
        let (nanos, rest) = match rest {
            [b'.' | b',', digits @ ..] => fraction(digits)?,
            _ => (0, rest),
        };
        if matches!(rest, [] | [b' ', b'0'..=b'9', ..]) {
            return Some((Time { hour: of_day / 3600, within: of_day % 3600, nanos, leap: false }, rest));
        }
    }
    let text = text.strip_prefix(b" ").unwrap_or(text);
    let (hour, rest) = number(text, 1, 2)?;
    let (between, rest) = rest.split_first().filter(|(b, _)| matches!(b, b':' | b'.'))?;
    let (minute, mut rest) = number(rest, 2, 2)?;
    let (mut second, mut nanos) = (0, 0);
    if let Some(after) = rest.strip_prefix(&[*between]) {
        (second, rest) = number(after, 2, 2)?;
        (nanos, rest) = match rest {
            [b'.' | b',', digits @ ..] => fraction(digits)?,
            // Two digits could be anything; three are milliseconds.
            [b':', digits @ ..] if digits.iter().take(3).filter(|b| b.is_ascii_digit()).count() == 3 => {
                fraction(digits)?
            }
            _ => (0, rest),
        };
    } else if *between == b'.' {
        // `13.55` is a number.
        return None;
    }
    if minute > 59 || second > 60 {
        return None;
    }
    let (hour, rest) = half(i64::from(hour), rest).unwrap_or((i64::from(hour), rest));
    let within = i64::from(minute * 60 + second);
    Some((Time { hour, within, nanos, leap: second == 60 }, rest))
}

/// `135536.123`, `1355`, and what follows.
pub(super) fn basic_time(text: &[u8]) -> Option<(Time, &[u8])> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (hour, minute) = (two(text, 0)?, two(text, 2)?);
    let second = match digits {
        4 => 0,
        6 => two(text, 4)?,
        _ => return None,
    };
    if minute > 59 || second > 60 {
        return None;
    }
    let rest = &text[digits..];
    let (nanos, rest) = match rest {
        [b'.' | b',', fine @ ..] if digits == 6 => fraction(fine)?,
        _ => (0, rest),
    };
    let within = i64::from(minute * 60 + second);
    Some((Time { hour: i64::from(hour), within, nanos, leap: second == 60 }, rest))
}

/// The hour of 24 for an hour of 12 that AM or PM follows, and what follows that. Java and
/// JavaScript write a narrow blank before it that does not break.
fn half(hour: i64, rest: &[u8]) -> Option<(i64, &[u8])> {
    let rest = [b" ".as_slice(), "\u{202f}".as_bytes(), "\u{a0}".as_bytes()]
        .iter()
        .find_map(|blank| rest.strip_prefix(*blank))
        .unwrap_or(rest);
    let (half, rest) = word(rest);
    let later = match half {
        [b'a' | b'A', b'm' | b'M'] => 0,
        [b'p' | b'P', b'm' | b'M'] => 12,
        _ => return None,
    };
    // Twelve stands where a clock that starts at 0 would show it.
    (1..=12).contains(&hour).then(|| (hour % 12 + later, rest))
}

/// The seconds east of UTC that the end of a stamp says: `Z`, `+01:00`, ` -0700`, `+01`, ` UTC`, `
/// GMT+0200`. An offset may be followed by its zone's name, which adds nothing. An abbreviation has
/// several meanings in the world, but only one in the zone of the stamp: only that is taken.
fn east(rest: &[u8], shown: i64, zone: &Zone) -> Option<i32> {
    let text = rest.strip_prefix(b" ").unwrap_or(rest);
    if let Some((east, remark)) = signed(text) {
        return is_remark(remark).then_some(east);
    }
    let (name, rest) = word(text);
    if is_universal(name) {
        return match signed(rest) {
            Some((east, remark)) => is_remark(remark).then_some(east),
            None => is_remark(rest).then_some(0),
        };
    }
    // No abbreviation is shorter than three letters; AM and PM are.
    if name.len() > 2 && rest.is_empty() { zone.east_of_name(shown, name) } else { None }
}

fn is_universal(name: &[u8]) -> bool {
    [b"Z".as_slice(), b"UTC", b"GMT"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The seconds east of UTC of `+01:00`, `-0700` or `+01`, and what follows.
#[inline]
fn signed(text: &[u8]) -> Option<(i32, &[u8])> {
    let west = match text.first()? {
        b'+' => false,
        b'-' => true,
        _ => return None,
    };
    let hours = two(text, 1)?;
    let (minutes, rest) = match &text[3..] {
        [b':', rest @ ..] => (two(rest, 0)?, &rest[2..]),
        [b'0'..=b'9', ..] => (two(text, 3)?, &text[5..]),
        rest => (0, rest),
    };
    if hours > 23 || minutes > 59 {
        return None;
    }
    let east = (hours * 3600 + minutes * 60) as i32;
    Some((if west { -east } else { east }, rest))
}

/// Whether this may follow an offset: nothing, the zone's name as Go, mail, JavaScript and
/// Java write it (` CEST`, ` +0200`, ` (CEST)`, `[Europe/Berlin]`), and Go's monotonic clock.
fn is_remark(text: &[u8]) -> bool {
    match text {
        [] | [b'[', .., b']'] | [b' ', b'(', .., b')'] => true,
        [b' ', b'm', b'=', b'+' | b'-', seconds @ ..] => {
            !seconds.is_empty() && seconds.iter().all(|b| b.is_ascii_digit() || *b == b'.')
        }
        [b' ', name @ ..] => {
            let rest = signed(name).map_or_else(|| word(name).1, |(_, rest)| rest);
            rest.len() < name.len() && (rest.is_empty() || rest.starts_with(b" m=") && is_remark(rest))
        }
        _ => false,
    }
}

/// The seconds east of UTC of `+01:00`, `-0700`, `+01`, `UTC`, `GMT` or `Z`. Other names have
/// several meanings and are none here.
pub fn offset(text: &[u8]) -> Option<i32> {
    match signed(text) {
        Some((east, rest)) => rest.is_empty().then_some(east),
        None => is_universal(text).then_some(0),
    }
}
