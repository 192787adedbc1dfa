//! The error log of Apache, as 2.4 and 2.2 write it.
//!
//! 2.4 writes `[time] [module:level] [pid 9:tid 140] [client 1.2.3.4:55] AH00126: message`, 2.2
//! `[time] [level] [client 1.2.3.4] message`. Which it is shows at the colon in the second bracket.
//! The year stands last, in an order that no time reader takes, so `time` is put into the usual
//! one; the text as written is `stamp`.
//!
//! The process is read at about 3 GB/s by one core, of the samples repeated, and `msg` at 2.

use memchr::{memchr, memchr_iter, memrchr, memrchr_iter};

use super::fixed::{Fixed, Layout, Part, Scan};
use crate::base::find;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "apache-error",
        usage: "-i apache-error",
        brief: "the error log of Apache 2.4 and 2.2",
        text: "\
A line is `[Fri Oct 10 13:55:36.123456 2025] [core:error] [pid 9:tid 140] [client 1.2.3.4:55] AH00126: message`, or \
without `module`, `pid`, `tid` and `port`, as Apache 2.2 writes it. `stamp` is the time as it stands there and `time` \
the same as `2025-10-10T13:55:36.123456`; it names no zone (see `--tz`).

`file` is the place in the source that debug levels show, `errno` and `error` are the number and the text of a system \
error (`(13)Permission denied`), `code` is `AH00126`. `msg` is what is left, without the `referer` at its end. What a \
line does not have is None. A line that does not open with its time and a level in brackets, such as the output of a \
CGI program, is counted as not parsed, and its fields are None.",
        examples: &[
            Example {
                run: "-i apache-error 'where level >= error | select time, ip, code, msg' apache-error.log",
                output: r#"
{"time":"2026-03-02T09:02:14.120731","ip":"203.0.113.9","code":"AH00126","msg":"Invalid URI in request \\x16\\x03\\x01"}
{"time":"2026-03-02T09:02:15.958285","ip":"198.51.100.23","code":"AH01075","msg":"Error dispatching request to : (polling)"}
{"time":"2026-03-02T09:05:40.000310","ip":"2001:db8::7","code":"AH01630","msg":"client denied by server configuration: /srv/www/.git"}
"#,
            },
            Example {
                run: "-i apache-error 'count by module, level' apache-error.log",
                output: r#"
{"module":"mpm_event","level":"notice","count":1}
{"module":"core","level":"error","count":1}
{"module":"proxy_fcgi","level":"error","count":1}
{"module":"authz_core","level":"error","count":1}
"#,
            },
        ],
    },
    columns: Some(&COLUMNS),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(21, opens).first(b"["),
    bind: Bind::Named(Fixed::<ApacheError>::bind),
    kind,
    view: None,
    samples: &[
        "[Fri Oct 10 13:55:36.123456 2025] [core:error] [pid 9:tid 140] [client 1.2.3.4:55] AH00126: Invalid URI in request",
        "[Mon Aug 31 09:30:48.958285 2015] [proxy_fcgi:error] [pid 28787:tid 140169587934976] (70008)Partial results are valid but processing is incomplete: [client 58.13.45.166:59307] AH01075: Error dispatching request to : (reading input brigade), referer: http://example.com/",
        "[Mon Dec 26 16:22:00 2016] [error] [client 192.168.33.1] File does not exist: /var/www/favicon.ico",
        "[Tue Apr 14 14:27:52.605084 2020] [:error] [pid 5688] [client 192.168.10.110:8196] script '/a.php' not found",
        "[Sun Mar  1 00:00:00.000001 2026] [ssl:debug] [pid 7] ssl_engine_kernel.c(225): [client 2001:db8::1:443] AH02034: Initial",
    ],
};

const COLUMNS: [&str; 14] = [
    "time", "level", "module", "pid", "tid", "ip", "port", "file", "errno", "error", "code", "msg", "referer", "stamp",
];

const TIME: usize = 0;
const LEVEL: usize = 1;
const MODULE: usize = 2;
const PID: usize = 3;
const TID: usize = 4;
const IP: usize = 5;
const PORT: usize = 6;
const FILE: usize = 7;
const ERRNO: usize = 8;
const ERROR: usize = 9;
const CODE: usize = 10;
const MSG: usize = 11;
const REFERER: usize = 12;
const STAMP: usize = 13;

fn kind(name: &str) -> Kind {
    match name {
        "pid" | "tid" | "port" | "errno" => Kind::Number,
        "time" => Kind::Time,
        _ => Kind::Text,
    }
}

/// Whether a line opens with `[Fri Oct 10 13:55:36`.
fn opens(line: &[u8]) -> bool {
    matches!(line, [b'[', _, _, _, b' ', _, _, _, b' ', _, _, b' ', _, _, b':', _, _, b':', _, _, ..])
}

struct ApacheError;

impl Layout for ApacheError {
    const NAME: &'static str = "apache-error";
    const COLUMNS: &'static [&'static str] = &COLUMNS;

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        const EXPECTED: &str = "a time like `[Fri Oct 10 13:55:36.123456 2025]`";
        if !opens(scan.line) {
            return scan.fail(EXPECTED);
        }
        scan.at = 1;
        let stamp = scan.until(b']', EXPECTED)?;
        let Some(month) = month(scan.text(&stamp)) else {
            scan.at = stamp.start;
            return scan.fail(EXPECTED);
        };
        let text = scan.text(&stamp);
        scan.make(TIME, |out| usual(text, month, out));
        scan.set(STAMP, stamp);
        scan.literal(b" [", "a level in brackets")?;
        let level = scan.until(b']', "a level in brackets")?;
        let colon = Some(level.start + find::before(scan.text(&level), b':')).filter(|at| *at < level.end);
        let word = colon.map_or(level.start, |at| at + 1)..level.end;
        if word.is_empty() || !scan.text(&word).iter().all(u8::is_ascii_alphanumeric) {
            scan.at = word.start;
            return scan.fail("a level, or a module and a level");
        }
        scan.set(LEVEL, word);
        if let Some(colon) = colon {
            scan.set_some(MODULE, level.start..colon);
        }
        scan.literal(b" ", "a blank and a message")?;
        if scan.wants_any(PID..STAMP) {
            rest(scan, colon.is_some());
        }
        Some(())
    }
}

/// Two digits of a month, if a stamp is `Fri Oct 10 13:55:36[.123456] 2025`.
#[inline]
fn month(stamp: &[u8]) -> Option<&'static [u8; 2]> {
    const MONTHS: [(&[u8; 3], &[u8; 2]); 12] = [
        (b"Jan", b"01"),
        (b"Feb", b"02"),
        (b"Mar", b"03"),
        (b"Apr", b"04"),
        (b"May", b"05"),
        (b"Jun", b"06"),
        (b"Jul", b"07"),
        (b"Aug", b"08"),
        (b"Sep", b"09"),
        (b"Oct", b"10"),
        (b"Nov", b"11"),
        (b"Dec", b"12"),
    ];
    let len = stamp.len();
    if len < 24 || stamp[len - 5] != b' ' || !stamp[len - 4..].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let fraction = &stamp[19..len - 5];
    if !fraction.is_empty() && !matches!(fraction, [b'.', digits @ ..] if digits.iter().all(u8::is_ascii_digit)) {
        return None;
    }
    MONTHS.iter().find(|(name, _)| stamp[4..7] == name[..]).map(|(_, number)| *number)
}

/// Appends a stamp in the usual order.
fn usual(stamp: &[u8], month: &[u8; 2], out: &mut Vec<u8>) -> bool {
    let len = stamp.len();
    out.extend_from_slice(&stamp[len - 4..]);
    out.push(b'-');
    out.extend_from_slice(month);
    out.push(b'-');
    // A day of one digit is padded with a blank.
    out.push(if stamp[8] == b' ' { b'0' } else { stamp[8] });
    out.push(stamp[9]);
    out.push(b'T');
    out.extend_from_slice(&stamp[11..len - 5]);
    true
}

/// Reads what stands after the level. `new` is the layout of 2.4.
fn rest(scan: &mut Scan<'_>, new: bool) {
    if new && scan.sees(b"[pid ") {
        let inside = scan.at + 5..bracket(scan);
        let text = scan.text(&inside);
        let colon = memchr_iter(b':', text).find(|at| text[*at..].starts_with(b":tid ")).map(|at| inside.start + at);
        scan.set(PID, inside.start..colon.unwrap_or(inside.end));
        if let Some(colon) = colon {
            scan.set(TID, colon + 5..inside.end);
        }
        scan.at = (inside.end + 2).min(scan.line.len());
    }
    if !scan.wants_any(IP..STAMP) {
        return;
    }
    if new {
        file(scan);
        error(scan);
    }
    if scan.sees(b"[client ") || scan.sees(b"[remote ") {
        let inside = scan.at + 8..bracket(scan);
        client(scan, inside.clone(), new);
        scan.at = (inside.end + 2).min(scan.line.len());
    }
    if new {
        code(scan);
    }
    if !scan.wants(MSG) && !scan.wants(REFERER) {
        return;
    }
    // The header that Apache adds holds no blank, so that one in a message is not taken for it.
    const NAME: &[u8] = b", referer: ";
    let rest = scan.rest();
    let end = memrchr_iter(b',', rest).find(|at| rest[*at..].starts_with(NAME)).map(|at| scan.at + at);
    let end = end.filter(|at| memchr(b' ', &scan.line[at + NAME.len()..]).is_none());
    if let Some(end) = end {
        scan.set_some(REFERER, end + NAME.len()..scan.line.len());
    }
    scan.set(MSG, scan.at..end.unwrap_or(scan.line.len()));
}

/// Where the bracket closes that opens here; the end, if it does not.
fn bracket(scan: &Scan<'_>) -> usize {
    memchr(b']', scan.rest()).map_or(scan.line.len(), |at| scan.at + at)
}

/// Takes `ssl_engine_kernel.c(225): `.
fn file(scan: &mut Scan<'_>) {
    // A name that opens a message has blanks before its colon; a file has none.
    scan.blanks();
    let rest = scan.rest();
    let Some(len) = memchr_iter(b')', rest).find(|at| rest[*at..].starts_with(b"): ")) else { return };
    let text = &scan.rest()[..len];
    let Some(open) = memchr(b'(', text) else { return };
    let name = &text[..open];
    let named = name.contains(&b'.')
        && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'/'));
    if !named || !text[open + 1..].iter().all(u8::is_ascii_digit) {
        return;
    }
    scan.set(FILE, scan.at..scan.at + len + 1);
    scan.at += len + 3;
}

/// Takes `(13)Permission denied: `.
fn error(scan: &mut Scan<'_>) {
    let [b'(', rest @ ..] = scan.rest() else { return };
    let digits = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'-').count();
    if digits == 0 || rest.get(digits) != Some(&b')') {
        return;
    }
    let text = scan.at + digits + 2;
    let inside = &scan.line[text..];
    let Some(len) = memchr_iter(b':', inside).find(|at| inside[*at..].starts_with(b": ")) else { return };
    scan.set(ERRNO, scan.at + 1..scan.at + 1 + digits);
    scan.set(ERROR, text..text + len);
    scan.at = text + len + 2;
}

/// Takes a client apart. 2.4 always writes a port; 2.2 never does.
fn client(scan: &mut Scan<'_>, inside: Part, new: bool) {
    let colon = memrchr(b':', scan.text(&inside)).filter(|_| new).map(|at| inside.start + at);
    scan.set(IP, inside.start..colon.unwrap_or(inside.end));
    if let Some(colon) = colon {
        scan.set(PORT, colon + 1..inside.end);
    }
}

/// Takes `AH00126: `.
fn code(scan: &mut Scan<'_>) {
    let rest = scan.rest();
    let letters = rest.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let digits = rest[letters..].iter().take_while(|b| b.is_ascii_digit()).count();
    if letters == 0 || digits < 3 || !rest[letters + digits..].starts_with(b": ") {
        return;
    }
    scan.set(CODE, scan.at..scan.at + letters + digits);
    scan.at += letters + digits + 2;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, walk};

    fn all(line: &str) -> Vec<String> {
        walk(&DEF, "", line).unwrap().into_iter().map(|(_, cell)| cell).collect()
    }

    #[test]
    fn the_layout_of_2_4() {
        assert_eq!(
            all(DEF.samples[1]),
            [
                "T2015-08-31T09:30:48.958285",
                "Terror",
                "Tproxy_fcgi",
                "T28787",
                "T140169587934976",
                "T58.13.45.166",
                "T59307",
                "None",
                "T70008",
                "TPartial results are valid but processing is incomplete",
                "TAH01075",
                "TError dispatching request to : (reading input brigade)",
                "Thttp://example.com/",
                "TMon Aug 31 09:30:48.958285 2015",
            ]
        );
        assert_eq!(
            all(DEF.samples[4])[..12],
            [
                "T2026-03-01T00:00:00.000001",
                "Tdebug",
                "Tssl",
                "T7",
                "None",
                "T2001:db8::1",
                "T443",
                "Tssl_engine_kernel.c(225)",
                "None",
                "None",
                "TAH02034",
                "TInitial"
            ]
        );
    }

    #[test]
    fn the_layout_of_2_2() {
        let cells = all("[Mon Dec 26 16:22:00 2016] [error] [client 2001:db8::1] (13)x: y, referer: http://h/");
        assert_eq!(cells[..7], ["T2016-12-26T16:22:00", "Terror", "None", "None", "None", "T2001:db8::1", "None"]);
        assert_eq!(cells[11..13], ["T(13)x: y", "Thttp://h/"]);
        assert_eq!(cut(&DEF, "", DEF.samples[3], &["module", "level"]).unwrap(), ["None", "Terror"]);
    }

    #[test]
    fn parts_may_be_torn() {
        let head = "[Fri Oct 10 13:55:36.123456 2025] [core:error] ";
        for tail in ["[pid 9", "[pid 9:tid 1] [client 1.2.3.4:5", "(13)Perm", "x.c(12", "AH0012:", ""] {
            assert!(walk(&DEF, "", format!("{head}{tail}")).is_some(), "{tail}");
        }
        assert_eq!(
            cut(&DEF, "", format!("{head}a, referer: b c"), &["msg", "referer"]).unwrap(),
            ["Ta, referer: b c", "None"]
        );
        for line in [
            "[Fri Oct 10 13:55:36 25] [error] x",
            "[Fri Xxx 10 13:55:36 2025] [error] x",
            "[Fri Oct 10 13:55:36 2025] x",
        ] {
            assert_eq!(cut(&DEF, "", line, &[]), None, "{line}");
        }
    }
}
