//! Points in time as a person says them: `-3h`, `yesterday`, `2026-01-02`, `start+30m`.

use crate::base::calendar::Moment;
use crate::base::{Zone, num, time};

/// A point in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Point {
    /// An instant, in nanoseconds since 1970.
    At(i64),
    /// So long after the first record of the input.
    Start(i64),
}

/// What a point may be spelled like, for messages.
const WAYS: &str = "write -3h, 09:30, today, yesterday+8h, 2026-01-02, 2026-01-02T03:04:05Z or start+30m";

/// Checks that a text spells a point, before the time of the run and the zone are known.
pub fn check(text: &str) -> Result<String, String> {
    point(text, 0, &Zone::UTC).map(|_| text.to_string())
}

/// Reads a point. `now` is the time of the run, and what names no zone is in `zone`.
pub fn point(text: &str, now: i64, zone: &Zone) -> Result<Point, String> {
    let wrong = || format!("`{text}` is no point in time; {WAYS}");
    let spelled = text.trim();
    let words = [("now", 0), ("today", 0), ("yesterday", -1), ("tomorrow", 1), ("start", 0)];
    let named = words.iter().find_map(|(word, days)| Some((*word, *days, spelled.strip_prefix(word)?)));
    if let Some((word, days, shift)) = named {
        let shift = match shift.trim_start() {
            "" => 0,
            shift => signed(shift).ok_or_else(wrong)?,
        };
        return match word {
            "start" => Ok(Point::Start(shift)),
            "now" => now.checked_add(shift).map(Point::At).ok_or_else(wrong),
            _ => midnight(now, days, zone).and_then(|at| at.checked_add(shift)).map(Point::At).ok_or_else(wrong),
        };
    }
    if spelled.starts_with(['-', '+']) {
        return signed(spelled).and_then(|shift| now.checked_add(shift)).map(Point::At).ok_or_else(wrong);
    }
    if let [_, _, b':', _, _, ..] = spelled.as_bytes()
        && spelled.len() <= 12
    {
        let today = Moment::new(now, zone);
        let mut stamp = Vec::new();
        today.write_date(b'-', &mut stamp);
        stamp.push(b'T');
        stamp.extend_from_slice(spelled.as_bytes());
        return time::parse(&stamp, zone).map(Point::At).ok_or_else(wrong);
    }
    time::parse(spelled.as_bytes(), zone).map(Point::At).ok_or_else(wrong)
}

/// A duration with its sign.
fn signed(text: &str) -> Option<i64> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("-", rest) => (-1, rest),
        ("+", rest) => (1, rest),
        _ => return None,
    };
    let duration = num::parse_duration(rest.trim_start().as_bytes()).filter(|_| !rest.trim_start().starts_with('-'))?;
    duration.checked_mul(sign)
}

/// The first moment of the day that is so many days after that of an instant.
fn midnight(now: i64, days: i64, zone: &Zone) -> Option<i64> {
    let seconds = (Moment::new(now, zone).days + days).checked_mul(86_400)?;
    (seconds - i64::from(zone.east_of_clock(seconds))).checked_mul(time::SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-02T09:30:00Z.
    const NOW: i64 = 1_772_443_800 * time::SECOND;
    const HOUR: i64 = 3600 * time::SECOND;

    fn at(text: &str) -> i64 {
        match point(text, NOW, &Zone::Offset(3600)) {
            Ok(Point::At(at)) => at,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn points() {
        assert_eq!(
            (at("-3h"), at("now"), at("now-90m"), at("+1d")),
            (NOW - 3 * HOUR, NOW, NOW - HOUR * 3 / 2, NOW + 24 * HOUR)
        );
        let midnight = 1_772_406_000 * time::SECOND;
        assert_eq!(
            (at("today"), at("yesterday"), at("yesterday+8h")),
            (midnight, midnight - 24 * HOUR, midnight - 16 * HOUR)
        );
        assert_eq!((at("2026-03-02"), at("09:30"), at("2026-03-02T09:30:00Z")), (midnight, NOW - HOUR, NOW));
        assert_eq!(point("start+30m", NOW, &Zone::UTC), Ok(Point::Start(HOUR / 2)));
        assert_eq!(point("start", NOW, &Zone::UTC), Ok(Point::Start(0)));
    }

    #[test]
    fn what_is_no_point() {
        for text in ["", "3h", "-3", "todayish", "today 3h", "--3h", "25:00", "start-", "yesterday+", "03/04/2025", "+"]
        {
            assert!(point(text, NOW, &Zone::UTC).is_err_and(|why| why.contains(text)), "{text}");
        }
    }
}
