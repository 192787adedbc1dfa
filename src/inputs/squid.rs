//! Squid's native access log: `time ms ip result/status bytes method URL user hierarchy/peer type`.
//!
//! Numbers are padded with blanks on the left, so a field may be preceded by any number of them.
//!
//! One field is read at about 1.1 GB/s by one core, of the samples repeated.

use super::fixed::{Fixed, Layout, Part, Scan};
use super::web::{self, Places};
use crate::base::find;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "squid",
        usage: "-i squid",
        brief: "the native access log of Squid",
        text: "\
A line is `1533744000.777 11 1.1.1.1 TCP_MISS/200 1390 GET http://x/ - HIER_DIRECT/1.2.3.4 text/xml`, with as many \
blanks between the fields as Squid puts there: `time` (seconds since 1970), `ms`, `ip`, `result` and `status`, \
`bytes`, `method`, `target`, `user`, `hierarchy` and `peer`, `content_type`. `host` is that of the target, `path` \
starts after it, and `query` is what stands after its `?`; the target of a CONNECT is a host and no path. A lone `-` is \
None. The headers that `log_mime_hdrs` adds, and anything else after the type, are `extra`. A status of `000` says that \
no answer was sent.",
        examples: &[
            Example {
                run: "-i squid 'count, sum(bytes), max(ms) by result' squid.log",
                output: r#"
{"result":"TCP_MEM_HIT","count":1,"sum_bytes":1390,"max_ms":11}
{"result":"TCP_TUNNEL","count":1,"sum_bytes":6256,"max_ms":16867}
{"result":"TCP_MISS","count":1,"sum_bytes":512,"max_ms":316}
{"result":"TCP_DENIED","count":1,"sum_bytes":3822,"max_ms":0}
"#,
            },
            Example {
                run: "-i squid 'where status >= 400 | select time, ip, method, host, path, status' squid.log",
                output: r#"
{"time":1772442136.366,"ip":"10.0.0.5","method":"GET","host":"www.example.org","path":"/old","status":404}
{"time":1772442137.001,"ip":"10.0.0.9","method":"CONNECT","host":"mail.example.org","path":null,"status":407}
"#,
            },
        ],
    },
    columns: Some(&COLUMNS),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(26, opens).first(b"0123456789"),
    bind: Bind::Named(Fixed::<Squid>::bind),
    kind,
    view: None,
    samples: &[
        "1533744000.777     11 1.1.1.1 TCP_MISS/200 1390 GET http://x.org:80/a?b=c - DIRECT/1.2.3.4 text/xml",
        "1525344856.899  16867 10.170.72.111 TCP_TUNNEL/200 6256 CONNECT logs.amazonaws.com:443 me HIER_DIRECT/53.140.206.134 -",
        "1426235912.366     16 192.168.3.50 TCP_MISS_ABORTED/000 0 GET http://garfield.com/comic - HIER_NONE/- - [a: b] []",
    ],
};

const COLUMNS: [&str; 17] = [
    "time",
    "ms",
    "ip",
    "result",
    "status",
    "bytes",
    "method",
    "target",
    "path",
    "query",
    "protocol",
    "host",
    "user",
    "hierarchy",
    "peer",
    "content_type",
    "extra",
];

const TIME: usize = 0;
const MS: usize = 1;
const IP: usize = 2;
const RESULT: usize = 3;
const STATUS: usize = 4;
const BYTES: usize = 5;
const METHOD: usize = 6;
const PROTOCOL: usize = 10;
const HOST: usize = 11;
const USER: usize = 12;
const HIERARCHY: usize = 13;
const PEER: usize = 14;
const CONTENT_TYPE: usize = 15;
const EXTRA: usize = 16;

fn kind(name: &str) -> Kind {
    match name {
        "ms" | "status" | "bytes" => Kind::Number,
        "time" => Kind::Time,
        _ => Kind::Text,
    }
}

/// Whether a line opens with seconds since 1970 and three digits of a fraction.
fn opens(line: &[u8]) -> bool {
    matches!(line, [b'0'..=b'9', _, _, _, _, _, _, _, _, b'0'..=b'9', b'.', _, _, _, b' ', ..])
}

struct Squid;

impl Layout for Squid {
    const NAME: &'static str = "squid";
    const COLUMNS: &'static [&'static str] = &COLUMNS;

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        const EXPECTED: &str = "a time like `1533744000.777`";
        let time = scan.field(EXPECTED)?;
        let text = scan.text(&time);
        let dot = find::digits(text);
        let fraction = text.get(dot + 1..).unwrap_or_default();
        if dot == 0 || text.get(dot) != Some(&b'.') || fraction.is_empty() || !find::all_digits(fraction) {
            scan.at = time.start;
            return scan.fail(EXPECTED);
        }
        scan.set(TIME, time);
        scan.blanks();
        let ms = scan.number("a number of milliseconds")?;
        scan.set(MS, ms);
        let ip = next(scan, "an address")?;
        scan.set_some(IP, ip);
        let result = next(scan, "a result and a status, `TCP_MISS/200`")?;
        let slash = slash(scan, &result, "a result and a status, `TCP_MISS/200`")?;
        scan.set(RESULT, result.start..slash);
        scan.set_some(STATUS, slash + 1..result.end);
        let bytes = next(scan, "a number of bytes")?;
        if !find::all_digits(scan.text(&bytes)) {
            scan.at = bytes.start;
            return scan.fail("a number of bytes");
        }
        scan.set(BYTES, bytes);
        let method = next(scan, "a method")?;
        scan.set_some(METHOD, method.clone());
        let target = next(scan, "a URL")?;
        if scan.wants_any(METHOD + 1..PROTOCOL) || scan.wants(HOST) {
            web::target(scan, Places { method: METHOD, host: Some(HOST) }, &method, &target);
        }
        let user = next(scan, "a user, or `-`")?;
        scan.set_some(USER, user);
        let peer = next(scan, "a hierarchy and a peer, `HIER_DIRECT/1.2.3.4`")?;
        let slash = self::slash(scan, &peer, "a hierarchy and a peer, `HIER_DIRECT/1.2.3.4`")?;
        scan.set_some(HIERARCHY, peer.start..slash);
        scan.set_some(PEER, slash + 1..peer.end);
        let content_type = next(scan, "a content type, or `-`")?;
        scan.set_some(CONTENT_TYPE, content_type);
        scan.blanks();
        if !scan.rest().is_empty() {
            let extra = scan.tail();
            scan.set(EXTRA, extra);
        }
        Some(())
    }
}

/// Takes at least one blank and the word after it.
#[inline(always)]
fn next(scan: &mut Scan<'_>, expected: &'static str) -> Option<Part> {
    scan.literal(b" ", "a blank")?;
    scan.blanks();
    scan.word(expected)
}

/// Where the first slash of a part stands.
#[inline(always)]
fn slash(scan: &mut Scan<'_>, part: &Part, expected: &'static str) -> Option<usize> {
    let slash = find::within(scan.line, part.start, part.end, b'/');
    if slash == part.end {
        scan.at = part.start;
        scan.fail(expected);
        return None;
    }
    Some(slash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, walk};

    fn all(line: &str) -> Vec<String> {
        walk(&DEF, "", line).unwrap().into_iter().map(|(_, cell)| cell).collect()
    }

    #[test]
    fn every_column() {
        let expected = [
            "T1533744000.777",
            "T11",
            "T1.1.1.1",
            "TTCP_MISS",
            "T200",
            "T1390",
            "TGET",
            "Thttp://x.org:80/a?b=c",
            "T/a",
            "Tb=c",
            "None",
            "Tx.org",
            "None",
            "TDIRECT",
            "T1.2.3.4",
            "Ttext/xml",
            "None",
        ];
        assert_eq!(all(DEF.samples[0]), expected);
    }

    #[test]
    fn odd_requests() {
        let names = ["host", "path", "target", "user", "content_type", "peer", "status", "extra"];
        assert_eq!(
            cut(&DEF, "", DEF.samples[1], &names).unwrap(),
            [
                "Tlogs.amazonaws.com",
                "None",
                "Tlogs.amazonaws.com:443",
                "Tme",
                "None",
                "T53.140.206.134",
                "T200",
                "None"
            ]
        );
        assert_eq!(
            cut(&DEF, "", DEF.samples[2], &names).unwrap(),
            ["Tgarfield.com", "T/comic", "Thttp://garfield.com/comic", "None", "None", "None", "T000", "T[a: b] []"]
        );
        for line in
            ["1533744000 11 1.1.1.1 A/200 1 GET x - D/1 -", "1533744000.777 x", "1533744000.777 1 a b 1 GET x - D/1 -"]
        {
            assert_eq!(cut(&DEF, "", line, &[]), None, "{line}");
        }
    }
}
