//! The server access log of Amazon S3.
//!
//! Three of its fields stand in quotes and nothing in them is escaped: who sends a quote in a user
//! agent finds it there as it is. So a quoted field ends where what must follow it does: the request
//! at a quote before a status, the referer at one before another, the user agent at the last one of
//! the line, since AWS puts no quotes behind it.
//!
//! One field is read at about 2 GB/s by one core, of the samples repeated.

use memchr::{memchr_iter, memrchr};

use super::fixed::{Fixed, Layout, Part, Scan};
use super::web::{self, Places};
use crate::base::find;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "s3",
        usage: "-i s3",
        brief: "the server access log of Amazon S3",
        text: "\
A line is `owner bucket [time] ip requester request_id operation key \"request\" status error_code bytes object_size ms \
turn_around_ms \"referer\" \"user_agent\" version_id` and, on newer ones, `host_id signature cipher auth host tls \
access_point acl source_region`; those that a line does not have are None, and what follows the last one is `extra`. A \
lone `-` is None everywhere, also for the quoted fields. `ms` is the whole time and `turn_around_ms` that within S3.

`key` is as S3 writes it, URL-encoded once more than it was in the request: `url_decode(url_decode(key))` is the name. \
`request` has the parts `method`, `target`, `path`, `query` and `protocol`. Quotes in the request, the referer and the \
user agent are not escaped by S3 and stay as they are.",
        examples: &[
            Example { run: "-i s3 'select time, ip, operation, key, status, ms' s3.log", output: r#"
{"time":"02/Mar/2026:09:02:14 +0000","ip":"203.0.113.9","operation":"REST.GET.OBJECT","key":"2026/march%2520sales.csv","status":200,"ms":41}
{"time":"02/Mar/2026:09:02:15 +0000","ip":"198.51.100.23","operation":"REST.GET.OBJECT","key":"missing.csv","status":404,"ms":9}
{"time":"02/Mar/2026:09:05:40 +0000","ip":"203.0.113.9","operation":"REST.GET.OBJECT","key":"2026/april.csv","status":200,"ms":11}
"# },
            Example { run: "-i s3 'count, sum(bytes) by bucket, operation | sort -count' s3.log", output: r#"
{"bucket":"reports","operation":"REST.GET.OBJECT","count":3,"sum_bytes":84265}
"# },
        ],
    },
    columns: Some(&COLUMNS),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(27, opens),
    bind: Bind::Named(Fixed::<S3>::bind),
    kind,
    view: None,
    samples: &[
        r#"79a5 bkt [06/Feb/2025:00:00:38 +0000] 192.0.2.3 79a5 3E57 REST.GET.OBJECT a%2520b "GET /bkt/a%20b?x=1 HTTP/1.1" 200 - 113 200 7 5 "-" "S3Console/0.4" - 9vKBE6vMhrNiWHZmb2L0mXOcqPGzQOI5XLnCtZNPxev SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader bkt.s3.us-west-1.amazonaws.com TLSv1.2 - - us-east-1 more"#,
        r#"79a5 mybucket [06/Feb/2014:00:00:38 +0000] 192.0.2.3 - 3E57427F3EXAMPLE REST.GET.VERSIONING - "GET /my"bucket?versioning HTTP/1.1" 404 NoSuchKey 113 - 7 - "http://a" b" "UA "x" 1" -"#,
        r#"79a5 mybucket [06/Feb/2014:00:00:38 +0000] - AmazonS3 3E57427F3EXAMPLE S3.EXPIRE.OBJECT k - - - - 100 - - - - -"#,
    ],
};

const COLUMNS: [&str; 33] = [
    "owner",
    "bucket",
    "time",
    "ip",
    "requester",
    "request_id",
    "operation",
    "key",
    "method",
    "target",
    "path",
    "query",
    "protocol",
    "request",
    "status",
    "error_code",
    "bytes",
    "object_size",
    "ms",
    "turn_around_ms",
    "referer",
    "user_agent",
    "version_id",
    "host_id",
    "signature",
    "cipher",
    "auth",
    "host",
    "tls",
    "access_point",
    "acl",
    "source_region",
    "extra",
];

const OWNER: usize = 0;
const TIME: usize = 2;
const IP: usize = 3;
const KEY: usize = 7;
const METHOD: usize = 8;
const REQUEST: usize = 13;
const STATUS: usize = 14;
const BYTES: usize = 16;
const REFERER: usize = 20;
const USER_AGENT: usize = 21;
const VERSION_ID: usize = 22;
const EXTRA: usize = 32;

fn kind(name: &str) -> Kind {
    match name {
        "status" | "bytes" | "object_size" | "ms" | "turn_around_ms" => Kind::Number,
        "time" => Kind::Time,
        _ => Kind::Text,
    }
}

/// Whether a line opens with two words and a bracket.
fn opens(line: &[u8]) -> bool {
    const NEAR: usize = 200;
    let near = &line[..line.len().min(NEAR)];
    memchr_iter(b' ', near).nth(1).is_some_and(|blank| near.get(blank + 1) == Some(&b'['))
}

struct S3;

impl Layout for S3 {
    const NAME: &'static str = "s3";
    const COLUMNS: &'static [&'static str] = &COLUMNS;

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        for (column, expected) in [(OWNER, "the owner of the bucket"), (OWNER + 1, "the name of the bucket")] {
            let word = scan.field(expected)?;
            scan.set_some(column, word);
        }
        scan.literal(b"[", "a time in brackets")?;
        let time = scan.until(b']', "the bracket after the time")?;
        scan.set(TIME, time);
        scan.literal(b" ", "a blank")?;
        const WORDS: [&str; 5] =
            ["an address, or `-`", "the requester, or `-`", "the id of the request", "an operation", "a key, or `-`"];
        for (at, expected) in WORDS.into_iter().enumerate() {
            let word = scan.field(expected)?;
            scan.set_some(IP + at, word);
        }
        debug_assert_eq!(IP + WORDS.len() - 1, KEY);
        let request = quoted(scan, "a request in quotes, or `-`", ends_request)?;
        web::request(scan, Places { method: METHOD, host: None }, &request);
        scan.set_some(REQUEST, request);
        const NUMBERS: [&str; 6] = [
            "a status, or `-`",
            "an error code, or `-`",
            "a number of bytes, or `-`",
            "the size of the object, or `-`",
            "the whole time, or `-`",
            "the turn-around time, or `-`",
        ];
        for (at, expected) in NUMBERS.into_iter().enumerate() {
            let word = scan.field(expected)?;
            let is_number = at == 1 || scan.text(&word) == b"-" || find::all_digits(scan.text(&word));
            if !is_number {
                scan.at = word.start;
                return scan.fail(expected);
            }
            scan.set_some(STATUS + at, word);
        }
        debug_assert!(STATUS + 2 == BYTES && STATUS + NUMBERS.len() == REFERER);
        let referer = quoted(scan, "a referer in quotes, or `-`", |rest| {
            let before = |next: &[u8]| memchr_iter(b'"', rest).find(|at| rest[at + 1..].starts_with(next));
            before(b" \"").or_else(|| before(b" -"))
        })?;
        scan.set_some(REFERER, referer);
        let agent = quoted(scan, "a user agent in quotes, or `-`", |rest| {
            memrchr(b'"', rest).filter(|at| rest.get(at + 1) == Some(&b' '))
        })?;
        scan.set_some(USER_AGENT, agent);
        let version = scan.word("a version, or `-`")?;
        scan.set_some(VERSION_ID, version);
        for column in VERSION_ID + 1..EXTRA {
            if !scan.skip(b" ") {
                return scan.end();
            }
            let word = scan.word("a value, or `-`")?;
            scan.set_some(column, word);
        }
        if scan.skip(b" ") {
            let extra = scan.tail();
            scan.set_some(EXTRA, extra);
        }
        Some(())
    }
}

/// Takes a field in quotes, or a lone `-`, and the blank after it. `ends` finds the closing quote.
#[inline(always)]
fn quoted(scan: &mut Scan<'_>, expected: &'static str, ends: impl Fn(&[u8]) -> Option<usize>) -> Option<Part> {
    if scan.sees(b"- ") {
        scan.at += 2;
        return Some(scan.at - 2..scan.at - 1);
    }
    scan.literal(b"\"", expected)?;
    let Some(len) = ends(scan.rest()) else {
        scan.fail(expected);
        return None;
    };
    let part = scan.at..scan.at + len;
    scan.at = part.end + 1;
    scan.literal(b" ", "a blank")?;
    Some(part)
}

/// The quote of a request: the first that stands before a status.
#[inline(always)]
fn ends_request(rest: &[u8]) -> Option<usize> {
    memchr_iter(b'"', rest).find(|at| match &rest[at + 1..] {
        [b' ', b'-', b' ', ..] => true,
        [b' ', a, b, c, b' ', ..] => [a, b, c].iter().all(|b| b.is_ascii_digit()),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, fixture, walk};

    #[test]
    fn every_column() {
        let cells: Vec<String> = walk(&DEF, "", DEF.samples[0]).unwrap().into_iter().map(|(_, cell)| cell).collect();
        let expected = [
            "T79a5",
            "Tbkt",
            "T06/Feb/2025:00:00:38 +0000",
            "T192.0.2.3",
            "T79a5",
            "T3E57",
            "TREST.GET.OBJECT",
            "Ta%2520b",
            "TGET",
            "T/bkt/a%20b?x=1",
            "T/bkt/a%20b",
            "Tx=1",
            "THTTP/1.1",
            "TGET /bkt/a%20b?x=1 HTTP/1.1",
            "T200",
            "None",
            "T113",
            "T200",
            "T7",
            "T5",
            "None",
            "TS3Console/0.4",
            "None",
            "T9vKBE6vMhrNiWHZmb2L0mXOcqPGzQOI5XLnCtZNPxev",
            "TSigV4",
            "TECDHE-RSA-AES128-GCM-SHA256",
            "TAuthHeader",
            "Tbkt.s3.us-west-1.amazonaws.com",
            "TTLSv1.2",
            "None",
            "None",
            "Tus-east-1",
            "Tmore",
        ];
        assert_eq!(cells, expected);
    }

    #[test]
    fn raw_quotes() {
        let names = ["request", "status", "error_code", "referer", "user_agent", "host_id"];
        assert_eq!(
            cut(&DEF, "", DEF.samples[1], &names).unwrap(),
            ["TGET /my\"bucket?versioning HTTP/1.1", "T404", "TNoSuchKey", "Thttp://a\" b", "TUA \"x\" 1", "None"]
        );
        assert_eq!(cut(&DEF, "", DEF.samples[2], &names).unwrap(), ["None"; 6]);
    }

    #[test]
    fn lines_of_the_corpora() {
        let text = fixture("aws/grok-s3.log");
        let mut lines = text.split(|b| *b == b'\n');
        let first = cut(&DEF, "", lines.next().unwrap(), &["bucket", "bytes", "ms", "referer", "user_agent"]).unwrap();
        assert_eq!(first, ["Tmybucket", "T113", "T7", "None", "TS3Console/0.4"]);
        assert_eq!(cut(&DEF, "", lines.next().unwrap(), &[]), None);
    }
}
