//! How an access log is read: what `combined`, `common` and `vhost` share.
//!
//! Fields are spans of the line as the server spelled them; escapes (`\"`, `\x22`) are not
//! resolved, because what they stand for depends on the server.

use std::net::IpAddr;

use super::fixed::{Part, Scan};
use crate::def::Kind;
pub use crate::def::cutters::request::Request;

/// The static kind of a column.
pub fn kind(name: &str) -> Kind {
    match name {
        "status" | "bytes" | "port" => Kind::Number,
        "time" => Kind::Time,
        _ => Kind::Text,
    }
}

// The places of the columns, counted from [`Shape::first`].
const IP: usize = 0;
const IDENT: usize = 1;
const USER: usize = 2;
const TIME: usize = 3;
const METHOD: usize = 4;
const TARGET: usize = 5;
const PATH: usize = 6;
const QUERY: usize = 7;
const PROTOCOL: usize = 8;
const STATUS: usize = 9;
const BYTES: usize = 10;
const REFERER: usize = 11;

/// One of the relatives.
#[derive(Clone, Copy)]
pub struct Shape {
    /// The column of `ip`; the others follow it.
    pub first: usize,
    /// Whether a line has the two quoted fields `referer` and `user_agent`, or may not have them.
    pub quoted: bool,
}

/// Whether a line may be an access log: not far from its start a bracket stands after a blank.
pub fn opens(line: &[u8]) -> bool {
    const NEAR: usize = 200;
    let near = &line[..line.len().min(NEAR)];
    memchr::memchr_iter(b'[', near).any(|at| at > 0 && near[at - 1] == b' ')
}

/// Reads `ip ident user [time] "request" status bytes`, the two quoted fields, and the rest.
#[inline(always)]
pub fn read(scan: &mut Scan<'_>, shape: Shape) -> Option<()> {
    let Shape { first, quoted } = shape;
    let ip = client(scan)?;
    scan.set(first + IP, ip);
    let ident = scan.field("an identity, mostly `-`")?;
    scan.set(first + IDENT, ident);
    let user = user(scan)?;
    scan.set(first + USER, user);
    let time = time(scan)?;
    scan.set(first + TIME, time);
    scan.literal(b" ", "a blank")?;
    let request = scan.quoted("a request in quotes")?;
    let place = first + if quoted { REFERER + 2 } else { REFERER };
    scan.set(place, request.clone());
    split(scan, first, &request);
    scan.literal(b" ", "a blank")?;
    let status = scan.at..scan.at + 3;
    match scan.rest() {
        [a, b, c, b' ', ..] if [a, b, c].iter().all(|d| d.is_ascii_digit()) => scan.at += 4,
        _ => return scan.fail("a status of three digits"),
    }
    scan.set(first + STATUS, status);
    if !scan.skip(b"-") {
        let bytes = scan.digits("a number of bytes, or `-`")?;
        scan.set(first + BYTES, bytes);
    }
    if quoted {
        for column in [REFERER, REFERER + 1] {
            scan.literal(b" ", "a blank, and the referer and the user agent in quotes")?;
            // Traefik writes a referer that is not there without quotes.
            if column == REFERER && scan.sees(b"- \"") {
                scan.set(first + column, scan.at..scan.at + 1);
                scan.at += 1;
                continue;
            }
            let text = scan.quoted("the referer and the user agent in quotes")?;
            scan.set(first + column, text);
        }
    }
    match scan.rest() {
        [] => {}
        // A quote here is a combined line, or the torn rest of one.
        [b' ', b'"', ..] if !quoted => return scan.fail("no quotes after the number of bytes"),
        [b' ', ..] => {
            scan.at += 1;
            let extra = scan.tail();
            scan.set(place + 1, extra);
        }
        _ => return scan.fail("a blank, or the end of the line"),
    }
    Some(())
}

/// Takes the address of the client and the blank after it.
#[inline(always)]
fn client(scan: &mut Scan<'_>) -> Option<Part> {
    let (start, rest) = (scan.at, scan.rest());
    // Neither an address nor a name has a byte up to the comma, so that one look at each tells a
    // list as well as the end.
    let len = rest.iter().position(|b| *b <= b',').unwrap_or(rest.len());
    if len > 0 && rest.get(len) == Some(&b' ') {
        scan.at += len + 1;
        return Some(start..start + len);
    }
    // The scan itself is not handed on: the compiler would have to keep it in memory everywhere.
    match list(rest) {
        Some((part, len)) => {
            scan.at += len;
            Some(start + part.start..start + part.end)
        }
        None if rest.first() == Some(&b'"') => {
            scan.fail("an address, or a list of them");
            None
        }
        None => scan.field("an address"),
    }
}

/// The client in the list of addresses that text starts with, and the length of all that stands
/// for it: the list that a proxy handed on, as it is in `X-Forwarded-For` or in quotes, and the
/// address of that proxy where the server writes it too. Each proxy adds its own client at the
/// end, so it is the first address that is not `-`.
#[cold]
#[inline(never)]
fn list(text: &[u8]) -> Option<(Part, usize)> {
    let blank = |from: usize| memchr::memchr(b' ', text.get(from..)?).map(|len| from + len);
    let (whole, mut end) = if let Some(inside) = text.strip_prefix(b"\"") {
        let close = memchr::memchr(b'"', inside)? + 1;
        (1..close, blank(close).filter(|end| *end == close + 1)? + 1)
    } else {
        let mut end = blank(0)?;
        while text[..end].ends_with(b",") {
            end = blank(end + 1)?;
        }
        (0..end, end + 1)
    };
    let is_list = whole.start > 0 || text[whole.clone()].contains(&b',');
    let mut first = None;
    let mut start = whole.start;
    for part in text[whole.clone()].split(|b| *b == b',') {
        let bare = start + part.len() - part.trim_ascii_start().len();
        let bare = bare..bare + part.trim_ascii().len();
        start += part.len() + 1;
        if text[bare.clone()].contains(&b' ') {
            return None;
        }
        if first.is_none() && !matches!(&text[bare.clone()], b"" | b"-") {
            first = Some(bare);
        }
    }
    if is_list
        && let Some(next) = blank(end)
        && is_address(&text[end..next])
    {
        first = first.or(Some(end..next));
        end = next + 1;
    }
    is_list.then_some((first.unwrap_or(whole), end))
}

fn is_address(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| text.parse::<IpAddr>().is_ok())
}

/// Takes the user and the bracket after it. A name may hold blanks.
#[inline(always)]
fn user(scan: &mut Scan<'_>) -> Option<Part> {
    let start = scan.at;
    let mut end = start + 1;
    loop {
        match scan.line.get(end..end + 2) {
            Some(b" [") => break,
            Some(_) => end += 1,
            None => {
                scan.fail("a user, and the time in brackets");
                return None;
            }
        }
    }
    scan.at = end + 2;
    Some(start..end)
}

/// Takes the time and its closing bracket.
#[inline(always)]
fn time(scan: &mut Scan<'_>) -> Option<Part> {
    // Nearly always `10/Oct/2000:13:55:36 -0700`.
    if let [_, _, b'/', _, _, _, b'/', _, _, _, _, b':', _, _, b':', _, _, b':', _, _, b' ', _, _, _, _, _, b']', ..] =
        scan.rest()
    {
        scan.at += 27;
        return Some(scan.at - 27..scan.at - 1);
    }
    scan.until(b']', "the bracket after the time")
}

/// Takes a request line apart; nothing, if it is not `METHOD target HTTP/x`.
#[inline(always)]
fn split(scan: &mut Scan<'_>, first: usize, request: &Part) {
    if !(METHOD..=PROTOCOL).any(|column| scan.wants(first + column)) {
        return;
    }
    let Some(parts) = Request::of(scan.text(request)) else { return };
    let from = request.start;
    let part = |part: Part| from + part.start..from + part.end;
    scan.set(first + METHOD, part(parts.method));
    scan.set(first + TARGET, part(parts.target));
    scan.set(first + PATH, part(parts.path));
    if let Some(query) = parts.query {
        scan.set(first + QUERY, part(query));
    }
    scan.set(first + PROTOCOL, part(parts.protocol));
}
