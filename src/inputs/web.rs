//! What logs of web servers and proxies share: endpoints, requests, and seconds that are
//! milliseconds.

use memchr::{memchr, memmem, memrchr};

use super::access::Request;
use super::fixed::{Part, Scan};
use crate::base::num::{self, Num};
use crate::data::Cell;

/// Takes `address:port` apart. An address of IPv6 may stand in brackets; without them the port is
/// what stands after the last colon. A lone `-` is nothing.
#[inline]
pub fn endpoint(scan: &mut Scan<'_>, part: &Part, ip: usize, port: usize) {
    let text = scan.text(part);
    if text == b"-" || !(scan.wants(ip) || scan.wants(port)) {
        return;
    }
    let colon = memrchr(b':', text).map_or(part.end, |at| part.start + at);
    let bare = match text {
        [b'[', ..] if colon > part.start && scan.line.get(colon - 1) == Some(&b']') => part.start + 1..colon - 1,
        _ => part.start..colon,
    };
    scan.set_some(ip, bare);
    if colon < part.end {
        scan.set_some(port, colon + 1..part.end);
    }
}

/// Where the parts of a request go.
#[derive(Clone, Copy)]
pub struct Places {
    /// The column of the method; target, path, query and protocol follow it.
    pub method: usize,
    /// The column of the host that an absolute target names.
    pub host: Option<usize>,
}

impl Places {
    fn wanted(&self, scan: &Scan<'_>) -> bool {
        scan.wants_any(self.method..self.method + 5) || self.host.is_some_and(|at| scan.wants(at))
    }
}

/// Takes a request line apart; nothing, if it is not `METHOD target HTTP/x`.
#[inline]
pub fn request(scan: &mut Scan<'_>, places: Places, part: &Part) {
    if !places.wanted(scan) {
        return;
    }
    let Some(parts) = Request::of(scan.text(part)) else { return };
    let within = |inner: Part| part.start + inner.start..part.start + inner.end;
    scan.set(places.method, within(parts.method.clone()));
    scan.set(places.method + 4, within(parts.protocol));
    target(scan, places, &within(parts.method), &within(parts.target));
}

/// Takes a request target apart. An absolute one (`http://host/path?query`) names its host, and
/// the path starts after that; that of a CONNECT is a host and nothing else.
#[inline]
pub fn target(scan: &mut Scan<'_>, places: Places, method: &Part, target: &Part) {
    let text = scan.text(target);
    scan.set(places.method + 1, target.clone());
    let (host, path) = if scan.text(method) == b"CONNECT" {
        (0..text.len(), text.len())
    } else if let Some(scheme) = scheme(text) {
        let end = text[scheme..].iter().position(|b| matches!(b, b'/' | b'?')).unwrap_or(text.len() - scheme);
        (scheme..scheme + end, scheme + end)
    } else {
        (0..0, 0)
    };
    let mark = memchr(b'?', &text[path..]).map(|mark| path + mark);
    let path = path..mark.unwrap_or(text.len());
    if !path.is_empty() {
        scan.set(places.method + 2, target.start + path.start..target.start + path.end);
    }
    if let Some(mark) = mark {
        scan.set(places.method + 3, target.start + mark + 1..target.end);
    }
    if let Some(column) = places.host {
        let host = bare(text, host);
        scan.set_some(column, target.start + host.start..target.start + host.end);
    }
}

/// Where the authority of an absolute target starts.
fn scheme(target: &[u8]) -> Option<usize> {
    // A target that is a path is nearly all of them.
    if target.first() == Some(&b'/') {
        return None;
    }
    let mark = memmem::find(target, b"://").filter(|at| *at <= 8)?;
    target[..mark].iter().all(u8::is_ascii_alphabetic).then_some(mark + 3)
}

/// The host of an authority, without the name before it and the port after it.
fn bare(text: &[u8], authority: Part) -> Part {
    let inner = &text[authority.clone()];
    let start = memrchr(b'@', inner).map_or(0, |at| at + 1);
    let close = memrchr(b']', inner).filter(|_| inner.get(start) == Some(&b'['));
    let end = match close {
        Some(close) => close + 1,
        None => memchr(b':', &inner[start..]).map_or(inner.len(), |at| start + at),
    };
    authority.start + start..authority.start + end
}

/// Seconds as milliseconds. The digits are shifted, not multiplied: 1.001 s are 1001 ms.
pub fn milliseconds(seconds: &[u8]) -> Cell {
    if !num::is_json(seconds) || seconds.iter().any(|b| matches!(b, b'e' | b'E')) {
        return Cell::None;
    }
    match num::parse(&[seconds, b"e3"].concat()) {
        Some(Num::Int(i)) => Cell::Int(i),
        Some(Num::Float(f)) if f == f.trunc() && f.abs() < 1e15 => Cell::Int(f as i64),
        Some(Num::Float(f)) => Cell::Float(f),
        None => Cell::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_shifted() {
        assert_eq!(milliseconds(b"1.001"), Cell::Int(1001));
        assert_eq!(milliseconds(b"0.000073"), Cell::Float(0.073));
        assert_eq!(milliseconds(b"2"), Cell::Int(2000));
        for odd in [&b"-"[..], b"", b"1e3", b"x"] {
            assert_eq!(milliseconds(odd), Cell::None);
        }
    }

    #[test]
    fn hosts_are_bare() {
        let host = |text: &str| text[bare(text.as_bytes(), 0..text.len())].to_string();
        assert_eq!(host("example.org:80"), "example.org");
        assert_eq!(host("me@[::1]:80"), "[::1]");
        assert_eq!(host("example.org"), "example.org");
        assert_eq!(scheme(b"https://h/"), Some(8));
        assert_eq!(scheme(b"/a://b"), None);
        assert_eq!(scheme(b"*"), None);
    }
}
