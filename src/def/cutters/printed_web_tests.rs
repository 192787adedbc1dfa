//! The access logs of nginx, Apache and HAProxy, printed and cut back.

use super::printed::*;
use proptest::prelude::*;

use super::{Written, apache, haproxy, nginx};

/// What a client may send in a header.
fn header(choices: &mut Choices<'_>) -> String {
    choices.text("aZ09-\"\\ \t[]/;,.|{}?%'=\u{1}\u{7f}\u{e9}x2n", 0)
}

/// A name of a user.
fn user(choices: &mut Choices<'_>) -> String {
    if choices.once_in(3) { "-".to_string() } else { choices.text("ab-\" \\\u{e9}[]", 1) }
}

/// Seconds with milliseconds.
fn seconds(choices: &mut Choices<'_>) -> String {
    format!("{}.{:03}", choices.below(100), choices.below(1000))
}

/// A time in some unit, and in milliseconds. Its digits are the whole of it below 2^53.
fn in_milliseconds(name: &'static str, value: &str, factor: f64) -> Given {
    let ms = value.parse::<f64>().map_or("None".to_string(), |n| ((n * factor * 1e6).round() / 1e6).to_string());
    vec![(name, if value == "-" { "None" } else { value }.to_string()), ("ms", ms)]
}

/// The times, or the addresses, of one upstream after the other.
fn upstreams(choices: &mut Choices<'_>, one: fn(&mut Choices<'_>) -> String) -> String {
    let mut list = one(choices);
    for _ in 0..choices.below(4) {
        list.push_str(choices.of(&[", ", " : "]));
        list.push_str(&one(choices));
    }
    list
}

const TEXTS: &[&str] = &[
    "", " ", " - ", "|", "] [", " [", "] ", "\t", ", ", ": ", "; ", " ; x=", "=", " ms ", "  ", "::", ">\u{e9}<",
    " ab", " rt=", ")(", " \"", "\" ", "\"",
];

/// nginx.
const NGINX: &[Field] = &[
    field(
        "$remote_addr:$remote_port",
        Ends::Port,
        |choices| format!("{}:{}", address(choices), number(choices)),
        Gives::Columns(|pair| {
            let (ip, port) = pair.rsplit_once(':').unwrap_or_default();
            vec![("ip", ip.to_string()), ("remote_port", port.to_string())]
        }),
    ),
    field("$remote_addr", Ends::Address, address, Gives::Text("ip")),
    field("${remote_addr}", Ends::Address, |_| "unix:".to_string(), Gives::Text("ip")),
    field("$realip_remote_addr", Ends::Address, address, Gives::Text("realip_remote_addr")),
    field("$remote_user", Ends::Free, user, Gives::Text("user")),
    field("$time_local", Ends::Stamp, clf, Gives::Text("time")),
    field(
        "$time_iso8601",
        Ends::Stamp,
        |choices| {
            let (day, clock) = day(choices);
            format!("{day}T{clock}{}", choices.of(&["+00:00", "-07:00", "+05:30"]))
        },
        Gives::Text("time"),
    ),
    field("$msec", Ends::Number, |choices| format!("17604{}.123", choices.within(10000, 70000)), Gives::Text("time")),
    field("$request", Ends::Free, request, Gives::Columns(of_request)),
    field("$request_method", Ends::Word, |choices| choices.of(&["GET", "M-SEARCH"]).to_string(), Gives::Text("method")),
    field("$request_uri", Ends::Free, target, Gives::Columns(of_target)),
    field("$uri$is_args$args", Ends::Free, target, Gives::Columns(of_target)),
    field("$document_uri", Ends::Free, target, Gives::Text("path")),
    field("$args", Ends::Free, header, Gives::Text("query")),
    field(
        "$server_protocol",
        Ends::Word,
        |choices| choices.of(&["HTTP/1.1", "HTTP/3.0"]).into(),
        Gives::Text("protocol"),
    ),
    field("$status", Ends::Number, |choices| choices.of(&["200", "499", "000"]).to_string(), Gives::Number("status")),
    field("$body_bytes_sent", Ends::Number, number, Gives::Number("bytes")),
    field("$bytes_sent", Ends::Number, number, Gives::Number("bytes")),
    field("$http_host", Ends::Free, header, Gives::Text("host")),
    field("$host", Ends::Free, word, Gives::Text("host")),
    field("$http_referer", Ends::Free, header, Gives::Text("referer")),
    field("${http_user_agent}", Ends::Free, header, Gives::Text("user_agent")),
    field("$server_port", Ends::Number, number, Gives::Number("port")),
    field("$request_time", Ends::Number, seconds, Gives::Columns(|s| in_milliseconds("request_time", s, 1e3))),
    field("$request_length", Ends::Number, number, Gives::Number("request_length")),
    field("$gzip_ratio", Ends::Number, |choices| choices.of(&["-", "3.14"]).to_string(), Gives::Number("gzip_ratio")),
    field("$connection", Ends::Number, number, Gives::Number("connection")),
    field("$pipe", Ends::Word, |choices| choices.of(&[".", "p"]).to_string(), Gives::Text("pipe")),
    field("$request_id", Ends::Word, |choices| choices.text("0f", 8), Gives::Text("request_id")),
    field(
        "$upstream_response_time",
        Ends::List,
        |choices| upstreams(choices, |choices| if choices.once_in(3) { "-".to_string() } else { seconds(choices) }),
        Gives::Text("upstream_response_time"),
    ),
    field(
        "$upstream_addr",
        Ends::List,
        |choices| upstreams(choices, |choices| choices.of(&["192.0.2.1:80", "unix:/run/a.sock", "[::1]:8080"]).into()),
        Gives::Text("upstream_addr"),
    ),
    field(
        "$http_x_forwarded_for",
        Ends::List,
        |choices| (0..choices.within(1, 3)).map(|_| address(choices).replace('%', "")).collect::<Vec<_>>().join(", "),
        Gives::Text("http_x_forwarded_for"),
    ),
    field("$cookie_a_b", Ends::Free, header, Gives::Text("cookie_a_b")),
    field("$ssl_cipher", Ends::Free, word, Gives::Text("ssl_cipher")),
];

/// `\xC3`, byte by byte.
fn hex(c: char, digits: fn(u8) -> String) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().map(digits).collect()
}

fn nginx_default(c: char) -> String {
    match c {
        '"' | '\\' | '\0'..'\u{20}' | '\u{7f}'.. => hex(c, |byte| format!("\\x{byte:02X}")),
        c => c.to_string(),
    }
}

fn nginx_json(c: char) -> String {
    match c {
        '"' | '\\' => format!("\\{c}"),
        '\n' => "\\n".to_string(),
        '\r' => "\\r".to_string(),
        '\t' => "\\t".to_string(),
        '\u{8}' => "\\b".to_string(),
        '\u{c}' => "\\f".to_string(),
        '\0'..'\u{20}' => format!("\\u{:04X}", c as u32),
        c => c.to_string(),
    }
}

/// The string stands in single quotes, as in the configuration, so that the blanks at its ends count.
fn nginx_law(choices: &mut Choices<'_>, escape: fn(char) -> String, says: &str) -> Result<(), TestCaseError> {
    let server = Server {
        fields: NGINX,
        texts: TEXTS,
        spell: plain,
        write: plain,
        escape,
        pad: None,
        width: str::len,
        quote: Some("\""),
    };
    let mut printed = Printed::default();
    printed.text(&server, choices.of(&["", "[", "a b ", "\u{e9} "]));
    printed.fields(&server, choices, 8, true);
    let written = nginx::parse(&format!("{says}'{}'", printed.format));
    printed.holds(written)
}

#[test]
fn nginx_with_the_default_escapes() {
    each(|choices| nginx_law(choices, nginx_default, ""));
}

#[test]
fn nginx_with_the_escapes_of_json() {
    each(|choices| nginx_law(choices, nginx_json, "escape=json "));
}

#[test]
fn nginx_without_escapes() {
    each(|choices| nginx_law(choices, bare, "escape=none "));
}

/// Apache.
const APACHE: &[Field] = &[
    field("%h", Ends::Address, address, Gives::Text("ip")),
    field("%{c}a", Ends::Address, address, Gives::Text("ip")),
    field("%A", Ends::Address, address, Gives::Text("local_ip")),
    field("%l", Ends::Free, |_| "-".to_string(), Gives::Text("ident")),
    field("%u", Ends::Free, user, Gives::Text("user")),
    field("%t", Ends::Itself, |choices| format!("[{}]", clf(choices)), Gives::Columns(in_brackets)),
    field(
        "%{%Y-%m-%d %T}t.%{msec_frac}t",
        Ends::Number,
        |choices| {
            let (day, clock) = day(choices);
            format!("{day} {clock}.{:03}", choices.below(1000))
        },
        Gives::Text("time"),
    ),
    field("%{end:usec}t", Ends::Number, |_| "1760104536123456".to_string(), Gives::Text("time")),
    field("%r", Ends::Free, request, Gives::Columns(of_request)),
    field("%m", Ends::Word, |choices| choices.of(&["GET", "M-SEARCH", "-"]).to_string(), Gives::Text("method")),
    field("%U%q", Ends::Free, target, Gives::Columns(of_target)),
    field("%U", Ends::Free, target, Gives::Text("path")),
    field(
        "%q",
        Ends::Free,
        |choices| if choices.once_in(2) { format!("?{}", header(choices)) } else { String::new() },
        Gives::Columns(|q| vec![("query", q.strip_prefix('?').unwrap_or("None").to_string())]),
    ),
    field("%H", Ends::Word, |choices| choices.of(&["HTTP/1.1", "HTTP/2.0"]).to_string(), Gives::Text("protocol")),
    field("%>s", Ends::Number, |choices| choices.of(&["200", "404", "-"]).to_string(), Gives::Number("status")),
    field("%s", Ends::Number, |choices| choices.of(&["200", "302"]).to_string(), Gives::Number("status")),
    field("%b", Ends::Number, number_or_none, Gives::Number("bytes")),
    field("%O", Ends::Number, number, Gives::Number("bytes")),
    field("%I", Ends::Number, number, Gives::Number("bytes_received")),
    field("%D", Ends::Number, number, Gives::Columns(|us| in_milliseconds("duration_us", us, 1e-3))),
    field("%T", Ends::Number, number, Gives::Columns(|s| in_milliseconds("duration_s", s, 1e3))),
    field("%{ms}T", Ends::Number, number, Gives::Number("ms")),
    field("%v", Ends::Word, |choices| choices.text("az.-", 1), Gives::Text("host")),
    field("%{Host}i", Ends::Free, header, Gives::Text("host")),
    field("%p", Ends::Number, number, Gives::Number("port")),
    field("%{remote}p", Ends::Number, number, Gives::Number("remote_port")),
    field("%{Referer}i", Ends::Free, header, Gives::Text("referer")),
    field("%{User-Agent}i", Ends::Free, header, Gives::Text("user_agent")),
    field("%!200,304{X-Id}i", Ends::Free, header, Gives::Text("x_id")),
    field("%{Location}o", Ends::Free, header, Gives::Text("sent_location")),
    field("%{sid}C", Ends::Free, header, Gives::Text("cookie_sid")),
    field("%{note-1}n", Ends::Free, header, Gives::Text("note_1")),
    field("%{UNIQUE_ID}e", Ends::Free, word, Gives::Text("unique_id")),
    field("%f", Ends::Free, target, Gives::Text("file")),
    field("%X", Ends::Word, |choices| choices.of(&["X", "+", "-"]).to_string(), Gives::Text("connection")),
    field("%P", Ends::Number, number, Gives::Number("pid")),
    field("%{tid}P", Ends::Number, number, Gives::Text("tid")),
    field("%k", Ends::Number, number, Gives::Number("keepalive")),
    field("%^FB", Ends::Number, number_or_none, Gives::Number("first_byte_us")),
    field("%{Trailer}^ti", Ends::Free, header, Gives::Text("trailer")),
    field("%L", Ends::Word, word, Gives::Text("log_id")),
];

fn in_brackets(time: &str) -> Given {
    vec![("time", time.trim_matches(['[', ']']).to_string())]
}

fn apache_escape(c: char) -> String {
    match c {
        '"' | '\\' => format!("\\{c}"),
        '\u{8}' => "\\b".to_string(),
        '\n' => "\\n".to_string(),
        '\r' => "\\r".to_string(),
        '\t' => "\\t".to_string(),
        '\u{b}' => "\\v".to_string(),
        '\0'..'\u{20}' | '\u{7f}'.. => hex(c, |byte| format!("\\x{byte:02x}")),
        c => c.to_string(),
    }
}

#[test]
fn apache() {
    let server = Server {
        fields: APACHE,
        texts: TEXTS,
        spell: |text| text.replace('%', "%%").replace('\t', "\\t"),
        write: plain,
        escape: apache_escape,
        pad: None,
        width: str::len,
        quote: Some("\""),
    };
    each(|choices| {
        let mut printed = Printed::default();
        // Blanks at the ends are those of the configuration.
        printed.text(&server, choices.of(&["", "[", "a % b ", "100%"]));
        printed.fields(&server, choices, 8, true);
        let ends = if printed.format.ends_with([' ', '\t']) { "%%" } else { "" };
        printed.format.push_str(ends);
        printed.line.push_str(&ends[..ends.len() / 2]);
        let format = if choices.once_in(2) { printed.format.replace('"', "\\\"") } else { printed.format.clone() };
        printed.holds(apache::parse(&format))
    });
}

/// HAProxy.
const HAPROXY: &[Field] = &[
    field(
        "%ci:%cp",
        Ends::Port,
        |choices| format!("{}:{}", address(choices), number(choices)),
        Gives::Columns(|pair| {
            let (ip, port) = pair.rsplit_once(':').unwrap_or_default();
            vec![("ip", ip.to_string()), ("client_port", port.to_string())]
        }),
    ),
    field("%[src]", Ends::Address, address, Gives::Text("ip")),
    field("%bi", Ends::Address, address, Gives::Text("backend_ip")),
    field(
        "%tr",
        Ends::Stamp,
        |choices| format!("02/Mar/2026:{}.{:03}", day(choices).1, choices.below(1000)),
        Gives::Text("time"),
    ),
    field("%T", Ends::Stamp, clf, Gives::Text("time")),
    field("%Ts", Ends::Number, number, Gives::Text("time")),
    field("%ft", Ends::Word, frontend, Gives::Text("frontend")),
    field("%b", Ends::Word, frontend, Gives::Text("backend")),
    field("%s", Ends::Word, |choices| choices.of(&["s1", "<NOSRV>", "<STATS>"]).to_string(), Gives::Text("server")),
    field("%Tw", Ends::Number, timer, Gives::Text("Tw")),
    field("%Tc", Ends::Number, timer, Gives::Text("Tc")),
    field("%TR", Ends::Number, timer, Gives::Text("TR")),
    field("%Ta", Ends::Number, timer, Gives::Text("ms")),
    field("%ST", Ends::Number, |choices| choices.of(&["200", "-1"]).to_string(), Gives::Number("status")),
    field("%B", Ends::Number, timer, Gives::Text("bytes")),
    field("%U", Ends::Number, number, Gives::Text("bytes_uploaded")),
    field("%CC", Ends::Word, word, Gives::Text("captured_request_cookie")),
    field("%tsc", Ends::Word, |choices| choices.text("-CDSHrRP", 4)[..4].to_string(), Gives::Text("termination_state")),
    field("%ac", Ends::Number, number, Gives::Text("actconn")),
    field("%rc", Ends::Number, timer, Gives::Text("retries")),
    field("%{+Q}r", Ends::Itself, quoted_request, Gives::Columns(|r| of_request(r.trim_matches('"')))),
    field("%r", Ends::Free, |choices| quoted_request(choices).replace('"', ""), Gives::Columns(of_request)),
    field("%{-Q}HM", Ends::Word, |choices| choices.of(&["GET", "<BADREQ>"]).to_string(), Gives::Text("method")),
    field("%HU", Ends::Word, encoded_target, Gives::Columns(of_target)),
    field("%HV", Ends::Word, |choices| choices.of(&["HTTP/1.1", "HTTP/2.0"]).to_string(), Gives::Text("protocol")),
    field("%H", Ends::Word, |choices| choices.text("az.-", 1), Gives::Text("host")),
    field("%(tenant)[var(txn.tenant)]", Ends::Free, captured, Gives::Text("tenant")),
    field(
        "%{+Q}[req.hdr(X-Id),lower]",
        Ends::Itself,
        |choices| format!("\"{}\"", captured(choices)),
        Gives::Columns(|text| vec![("req_hdr_x_id_lower", text.trim_matches('"').to_string())]),
    ),
    field("%ID", Ends::Word, |choices| choices.text("0AF:_", 4).replace(':', "_"), Gives::Text("unique_id")),
    field("%sslv", Ends::Word, |choices| choices.of(&["TLSv1.3", "-"]).to_string(), Gives::Text("ssl_version")),
    field("%lc", Ends::Number, number, Gives::Text("log_counter")),
    field("%hr", Ends::Itself, headers, Gives::Columns(|text| in_braces("request_headers", text))),
    field("%hs", Ends::Itself, headers, Gives::Columns(|text| in_braces("response_headers", text))),
];

fn frontend(choices: &mut Choices<'_>) -> String {
    choices.text("ab-_.", 1) + choices.of(&["", "~"])
}

/// A timer, which is -1 where that was never reached, and has a plus where it goes on.
fn timer(choices: &mut Choices<'_>) -> String {
    let n = number(choices);
    choices.of(&[n.as_str(), "-1", &format!("+{n}")]).to_string()
}

/// What is captured: HAProxy writes quotes and control bytes as `#22`.
fn captured(choices: &mut Choices<'_>) -> String {
    choices.text("aZ0- \\/;.#=", 0)
}

fn headers(choices: &mut Choices<'_>) -> String {
    format!("{{{}|{}}}", captured(choices), captured(choices))
}

fn in_braces(name: &'static str, text: &str) -> Given {
    vec![(name, text.trim_matches(['{', '}']).to_string())]
}

fn encoded_target(choices: &mut Choices<'_>) -> String {
    format!("/{}", choices.text("ab/.#?=\\", 0))
}

fn quoted_request(choices: &mut Choices<'_>) -> String {
    match choices.once_in(4) {
        true => "\"<BADREQ>\"".to_string(),
        false => format!("\"GET {} HTTP/1.1\"", encoded_target(choices)),
    }
}

#[test]
fn haproxy() {
    let server = Server {
        fields: HAPROXY,
        texts: &[
            "", " ", "  ", "/", "|", "] [", " [", "] ", ", ", ": ", "; ", " - ", "=", " %d ", ")(", "\u{e9}", " x=",
            " \"", "\" ",
        ],
        spell: |text| text.replace('%', "%%"),
        // Several blanks are one.
        write: |text| text.replace("  ", " "),
        escape: bare,
        pad: None,
        width: str::len,
        quote: None,
    };
    each(|choices| {
        let mut printed = Printed::default();
        let lead = choices.of(&["", "[", "a %"]);
        // Where a format opens with a field, that could be the syslog header too.
        if !lead.is_empty() && choices.once_in(2) {
            printed.line.push_str("Oct 10 12:14:14 lb haproxy[9]: ");
        }
        printed.text(&server, lead);
        printed.fields(&server, choices, 8, true);
        if printed.format.ends_with(' ') {
            printed.text(&server, "%");
        }
        let format = if choices.once_in(2) { printed.format.replace(' ', "\\ ") } else { printed.format.clone() };
        printed.holds(haproxy::parse(&format).map(Written::Lines))
    });
}
