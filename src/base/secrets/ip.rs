//! IP addresses. Version 4: four groups of one to three digits. Version 6: as `std` reads
//! it, with a zone or a version 4 tail, but for two groups of letters (`abc::def`), which in
//! logs are names of classes and modules.

use std::net::Ipv6Addr;

use super::each;

/// The longest spelling of version 6 without a zone.
const LONGEST: usize = 45;

/// Gives the addresses of version 4 in order.
pub fn scan_v4(text: &[u8], put: &mut impl FnMut(usize, usize)) {
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    let mut done = 0;
    each(text, b'.', |dot| {
        if dot <= done || !digit(dot + 1) || !digit(dot - 1) {
            return;
        }
        let Some(end) = rest_of_v4(text, dot) else { return };
        let least = done.max(dot.saturating_sub(3));
        let mut start = dot - 1;
        while start > least && digit(start - 1) {
            start -= 1;
        }
        put(start, end);
        done = end;
    });
}

/// Gives the addresses of version 6 in order.
pub fn scan_v6(text: &[u8], put: &mut impl FnMut(usize, usize)) {
    let mut done = 0;
    each(text, b':', |colon| {
        if colon < done || !matches!(text.get(colon + 1), Some(b':' | b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F')) {
            return;
        }
        let (start, run) = run_of_v6(text, colon, done);
        if let Some(len) = v6(&text[start..run], start == 0 || !joins(text[start - 1])) {
            let end = start + len;
            let end = end + zone(&text[end..]);
            put(start, end);
            done = end;
        }
        done = done.max(run);
    });
}

/// Where the address ends whose first dot this is.
#[inline]
fn rest_of_v4(text: &[u8], dot: usize) -> Option<usize> {
    let mut at = dot;
    for group in 0..3 {
        let digits = text[at + 1..].iter().take(3).take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        at += 1 + digits;
        if group < 2 && text.get(at) != Some(&b'.') {
            return None;
        }
    }
    Some(at)
}

/// The digits, colons and dots around a colon: what may be an address.
fn run_of_v6(text: &[u8], colon: usize, done: usize) -> (usize, usize) {
    let least = done.max(colon.saturating_sub(4));
    let mut start = colon;
    while start > least && text[start - 1].is_ascii_hexdigit() {
        start -= 1;
    }
    let part = |b: &&u8| b.is_ascii_hexdigit() || matches!(b, b':' | b'.');
    (start, colon + text[colon..].iter().take_while(part).count())
}

/// Whether a byte before an address makes it part of something else.
fn joins(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'.')
}

/// The length of the address that a run starts with.
fn v6(run: &[u8], apart: bool) -> Option<usize> {
    let mut run = run;
    while let [rest @ .., b'.'] = run {
        run = rest;
    }
    if run.ends_with(b":") && !run.ends_with(b"::") {
        run = &run[..run.len() - 1];
    }
    let colons = run.iter().filter(|b| **b == b':').count();
    let elided = run.windows(2).any(|w| w == b"::");
    // Most runs are times of day, and end here.
    if !apart || run.len() > LONGEST || run.len() < 3 || !(elided || colons == 6 || colons == 7) {
        return None;
    }
    std::str::from_utf8(run).ok()?.parse::<Ipv6Addr>().ok()?;
    (run.iter().any(u8::is_ascii_digit) || colons > 2).then_some(run.len())
}

/// The length of a zone: `%eth0`.
fn zone(rest: &[u8]) -> usize {
    let name = rest.iter().skip(1).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')).count();
    if rest.first() == Some(&b'%') && name > 0 { 1 + name } else { 0 }
}
