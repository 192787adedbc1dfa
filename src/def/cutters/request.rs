//! The parts of an HTTP request line.

use std::ops::Range;

use memchr::{memchr, memrchr};

/// The parts of a request line, as places in it.
pub struct Request {
    pub method: Range<usize>,
    /// The request target as it was sent.
    pub target: Range<usize>,
    /// The target before its first `?`.
    pub path: Range<usize>,
    /// The target after it.
    pub query: Option<Range<usize>>,
    pub protocol: Range<usize>,
}

impl Request {
    /// The parts of `METHOD target HTTP/x`; None for any other text.
    #[inline]
    pub fn of(request: &[u8]) -> Option<Request> {
        let method = request.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(request.len());
        let blank = memrchr(b' ', request)?;
        let target = method + 1..blank;
        if method == 0 || request[method] != b' ' || target.is_empty() || !request[blank + 1..].starts_with(b"HTTP") {
            return None;
        }
        let mark = memchr(b'?', &request[target.clone()]).map(|mark| target.start + mark);
        Some(Request {
            method: 0..method,
            path: target.start..mark.unwrap_or(target.end),
            query: mark.map(|mark| mark + 1..target.end),
            target,
            protocol: blank + 1..request.len(),
        })
    }
}
