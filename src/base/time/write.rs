//! Instants and durations as text, in the one spelling that flitch gives them.

use super::{DAY, SECOND};
use crate::base::calendar::{Moment, padded};
use crate::base::{Zone, num};

/// Appends an instant as `2026-01-02T03:04:05Z`, with 3, 6 or 9 digits of a fraction
/// where there is one.
pub fn write_rfc3339(ns: i64, out: &mut Vec<u8>) {
    let moment = Moment::new(ns, &Zone::UTC);
    moment.write_date(b'-', out);
    out.push(b'T');
    moment.write_clock(out);
    let nanos = moment.nanos;
    if nanos != 0 {
        out.push(b'.');
        match nanos {
            _ if nanos.is_multiple_of(1_000_000) => padded(nanos / 1_000_000, 3, b'0', out),
            _ if nanos.is_multiple_of(1_000) => padded(nanos / 1_000, 6, b'0', out),
            _ => padded(nanos, 9, b'0', out),
        }
    }
    out.push(b'Z');
}

/// Appends a duration as `1h30m`, `1.5s`, `250ms`, `0s`, `-2d`; it reads back exactly.
pub fn write_duration(ns: i64, out: &mut Vec<u8>) {
    if ns < 0 {
        out.push(b'-');
    }
    let mut rest = ns.unsigned_abs();
    if rest == 0 {
        out.extend_from_slice(b"0s");
    }
    for (unit, name) in [(DAY as u64, b'd'), (3600 * SECOND as u64, b'h'), (60 * SECOND as u64, b'm')] {
        if rest >= unit {
            num::write_int((rest / unit) as i64, out);
            out.push(name);
            rest %= unit;
        }
    }
    if rest == 0 {
        return;
    }
    // What is left of a longer duration is seconds, a shorter one has its own unit.
    let (unit, name) = match rest {
        _ if ns.unsigned_abs() >= SECOND as u64 => (SECOND as u64, "s"),
        1_000_000.. => (1_000_000, "ms"),
        1_000.. => (1_000, "us"),
        _ => (1, "ns"),
    };
    num::write_int((rest / unit) as i64, out);
    if !rest.is_multiple_of(unit) {
        out.push(b'.');
        padded((rest % unit) as u32, unit.ilog10() as usize, b'0', out);
        while out.last() == Some(&b'0') {
            out.pop();
        }
    }
    out.extend_from_slice(name.as_bytes());
}
