//! How a line of an AWS load balancer is read: what `elb` and `alb` share.
//!
//! Both write the same columns from the time to the protocol of TLS; the newer one has a type
//! before them and more behind. AWS appends columns over the years, so what is not known is kept
//! as one.

use super::fixed::{Part, Scan};
use super::web::{self, Places};
use crate::base::num::{self, Num};
use crate::data::Cell;
use crate::def::Kind;

/// The columns, in the order of both formats.
pub const COLUMNS: [&str; 25] = [
    "time",
    "elb",
    "ip",
    "port",
    "target_ip",
    "target_port",
    "request_processing_time",
    "target_processing_time",
    "response_processing_time",
    "ms",
    "status",
    "target_status",
    "received_bytes",
    "bytes",
    "method",
    "target",
    "path",
    "query",
    "protocol",
    "host",
    "request",
    "user_agent",
    "ssl_cipher",
    "ssl_protocol",
    "extra",
];

const TIME: usize = 0;
const ELB: usize = 1;
const IP: usize = 2;
const TARGET_IP: usize = 4;
const TIMES: usize = 6;
const MS: usize = 9;
const STATUS: usize = 10;
const BYTES: usize = 12;
const METHOD: usize = 14;
const HOST: usize = 19;
const REQUEST: usize = 20;
const USER_AGENT: usize = 21;
const SSL: usize = 22;

/// The static kind of a column.
pub fn kind(name: &str) -> Kind {
    match name {
        "time" | "request_creation_time" => Kind::Time,
        "port" | "target_port" | "ms" | "status" | "target_status" | "received_bytes" | "bytes" | "priority" => {
            Kind::Number
        }
        _ if name.ends_with("_processing_time") => Kind::Number,
        _ => Kind::Text,
    }
}

/// Reads the columns of both formats, `first` being the place of `time`, up to the protocol of TLS.
/// Older lines of the classic one end after the request.
#[inline(always)]
pub fn read(scan: &mut Scan<'_>, first: usize) -> Option<()> {
    const EXPECTED: &str = "a time like `2025-10-10T13:55:36.5Z`";
    let time = scan.field(EXPECTED)?;
    if !matches!(scan.text(&time), [_, _, _, _, b'-', _, _, b'-', _, _, b'T', _, _, b':', _, _, b':', .., b'Z']) {
        scan.at = time.start;
        return scan.fail(EXPECTED);
    }
    scan.set(first + TIME, time);
    let elb = scan.field("the name of the load balancer")?;
    scan.set(first + ELB, elb);
    let client = scan.field("the client's address and port")?;
    web::endpoint(scan, &client, first + IP, first + IP + 1);
    let target = scan.field("the target's address and port, or `-`")?;
    web::endpoint(scan, &target, first + TARGET_IP, first + TARGET_IP + 1);
    let mut times = [const { 0..0 }; 3];
    for (at, time) in times.iter_mut().enumerate() {
        let expected = "three times in seconds";
        *time = if scan.skip(b"-") {
            // -1 says that it never came so far.
            if scan.sees(b"1") {
                scan.digits(expected)?;
            }
            0..0
        } else {
            scan.number(expected)?
        };
        scan.literal(b" ", "a blank")?;
        scan.set_some(first + TIMES + at, time.clone());
    }
    if scan.wants(first + MS) {
        let sum = sum(scan, &times);
        scan.put(first + MS, sum);
    }
    for column in [STATUS, STATUS + 1, BYTES, BYTES + 1] {
        let expected = if column < BYTES { "two statuses, each a number or `-`" } else { "two numbers of bytes" };
        if !scan.skip(b"-") {
            let number = scan.digits(expected)?;
            scan.set(first + column, number);
        }
        scan.literal(b" ", "a blank")?;
    }
    let request = scan.quoted("a request in quotes")?;
    web::request(scan, Places { method: first + METHOD, host: Some(first + HOST) }, &request);
    scan.set_some(first + REQUEST, request);
    if !scan.skip(b" ") {
        return scan.end();
    }
    let agent = scan.quoted("a user agent in quotes")?;
    scan.set_some(first + USER_AGENT, agent);
    for column in [SSL, SSL + 1] {
        scan.literal(b" ", "the cipher and the protocol of TLS, or `- -`")?;
        let word = scan.word("the cipher and the protocol of TLS, or `- -`")?;
        scan.set_some(first + column, word);
    }
    Some(())
}

/// The sum of times in seconds, as milliseconds; None if one was not reached.
fn sum(scan: &Scan<'_>, times: &[Part]) -> Cell {
    /// Digits of a fraction that are kept: AWS writes at most microseconds.
    const DIGITS: usize = 9;
    let mut nanos = 0i64;
    for time in times {
        let text = scan.text(time);
        let (whole, fraction) = match text.iter().position(|b| *b == b'.') {
            Some(dot) => (&text[..dot], &text[dot + 1..]),
            None => (text, &b""[..]),
        };
        let Some(Num::Int(whole)) = num::parse(whole) else { return Cell::None };
        let digits = fraction.iter().chain(std::iter::repeat(&b'0')).take(DIGITS);
        let fraction = digits.fold(0i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        let Some(time) = whole.checked_mul(1_000_000_000).and_then(|whole| whole.checked_add(fraction)) else {
            return Cell::None;
        };
        let Some(all) = nanos.checked_add(time) else { return Cell::None };
        nanos = all;
    }
    if nanos % 1_000_000 == 0 { Cell::Int(nanos / 1_000_000) } else { Cell::Float(nanos as f64 / 1e6) }
}
