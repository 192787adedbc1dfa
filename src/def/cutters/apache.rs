//! The `LogFormat` of Apache httpd as a layout.
//!
//! A directive is `%`, perhaps a condition on the status, `<` or `>`, an argument in braces, and a
//! letter. Apache escapes quotes and control bytes in what a client sent, so a quoted field ends at
//! the first quote without a backslash.

use super::builder::Builder;
use super::columns::{Escapes, Source, typeable};
use super::layout::Take;
use super::stamp::Shape;
use super::{Written, conf, is_object, unquoted};
use crate::def::canonical::Unit;

/// Compiles a format: `%h %l %u %t \"%r\" %>s %b`. Quotes may be written with a backslash, as in
/// the configuration.
pub fn parse(text: &str) -> Result<Written, String> {
    let text = text.trim();
    if text.get(..9).is_some_and(|word| word.eq_ignore_ascii_case("LogFormat")) {
        return parse(&conf::apache(text, None)?);
    }
    // A query comes with its question mark, or not at all: after a path they are the target.
    let text = plain(&unquoted(text)).replace("%U%q", "%{target}U");
    if is_object(&text) {
        return Ok(Written::Json);
    }
    let mut out = Builder::new("apache", Escapes::C);
    // The last field of the time, if nothing but a separator came after it.
    let mut time: Option<(usize, usize)> = None;
    let mut rest = text.as_str();
    while let Some(at) = rest.find('%') {
        if at > 0 && !matches!(&rest[..at], " " | "T" | "." | ",") {
            time = None;
        }
        out.text(&rest.as_bytes()[..at]);
        let (directive, after) = Directive::read(&rest[at..])?;
        rest = after;
        match directive.letter.as_str() {
            "%" => {
                out.text(b"%");
                time = None;
            }
            "t" => clock(&mut out, &directive, &mut time)?,
            _ => {
                time = None;
                add(&mut out, &directive, rest)?;
            }
        }
    }
    out.text(rest.as_bytes());
    out.otherwise()?;
    Ok(Written::Lines(out.finish()))
}

/// A format without the backslashes of its configuration.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('t') => out.push('\t'),
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some(c) => out.push(c),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    out
}

/// A directive.
struct Directive {
    /// As it is written.
    spelled: String,
    /// What stands in braces.
    argument: Option<String>,
    /// The letter; two or three after a `^`.
    letter: String,
    /// `<`: of the request as it came, before it was redirected.
    original: bool,
}

impl Directive {
    /// The directive that a text opens with, and what follows.
    fn read(text: &str) -> Result<(Directive, &str), String> {
        let mut argument = None;
        let mut original = false;
        let mut at = 1;
        while let Some(c) = text[at..].chars().next() {
            match c {
                '{' => {
                    let inside = &text[at + 1..];
                    let Some(end) = inside.find('}') else {
                        return Err(format!("`%{{{inside}` is not closed with `}}`"));
                    };
                    argument = Some(inside[..end].to_string());
                    at += end + 2;
                }
                '<' | '>' => {
                    original = c == '<';
                    at += 1;
                }
                '!' | ',' | '0'..='9' => at += 1,
                '^' => {
                    // `^FB`, `^ti`, `^to`.
                    let end = at + 1 + text[at + 1..].chars().take(2).map(char::len_utf8).sum::<usize>();
                    let letter = text[at..end].to_string();
                    return Ok((
                        Directive { spelled: text[..end].to_string(), argument, letter, original },
                        &text[end..],
                    ));
                }
                c => {
                    let end = at + c.len_utf8();
                    let directive =
                        Directive { spelled: text[..end].to_string(), argument, letter: c.to_string(), original };
                    return Ok((directive, &text[end..]));
                }
            }
        }
        Err(format!("`{text}` has no letter that says what it is; `%%` is a percent sign"))
    }
}

/// Adds a time. A date and a clock that stand side by side are one.
fn clock(out: &mut Builder, directive: &Directive, time: &mut Option<(usize, usize)>) -> Result<(), String> {
    let what = format!("`{}`", directive.spelled);
    let argument = directive.argument.as_deref().unwrap_or_default();
    let argument = argument.strip_prefix("begin:").or(argument.strip_prefix("end:")).unwrap_or(argument);
    let take = match argument {
        "" => {
            out.text(b"[");
            Take::Stamp(Shape::clf())
        }
        "sec" | "msec" | "usec" | "msec_frac" | "usec_frac" => Take::Number,
        pattern => Take::Stamp(Shape::strftime(pattern)?),
    };
    let slot = out.field(&directive.spelled, &what, take, 0)?;
    if argument.is_empty() {
        out.text(b"]");
    }
    match *time {
        Some((first, _)) => {
            *time = Some((first, slot));
            out.named.goes_on(first, slot);
        }
        None => {
            *time = Some((slot, slot));
            out.named.canonical("time", 0, "time", slot);
        }
    }
    Ok(())
}

/// Adds any other directive. `after` is the text that follows it.
fn add(out: &mut Builder, directive: &Directive, after: &str) -> Result<(), String> {
    let argument = directive.argument.as_deref();
    let letter = directive.letter.as_str();
    let quoted = out.ends_with(b"\"") && after.starts_with('"');
    let take = match letter {
        _ if quoted => Take::Quoted,
        "h" | "a" | "A" => Take::Address,
        "s" | "b" | "B" | "O" | "I" | "S" | "D" | "T" | "p" | "k" | "P" | "^FB" => Take::Number,
        "m" | "H" | "X" | "v" | "V" | "L" | "R" => Take::Word,
        "r" | "l" | "u" | "U" | "q" | "f" | "i" | "o" | "n" | "e" | "C" | "x" | "c" | "^ti" | "^to" => Take::Until,
        _ => return Err(format!("`{}` is nothing that Apache writes; `%h %t \"%r\" %>s %b` is", directive.spelled)),
    };
    if matches!(letter, "i" | "o" | "n" | "e" | "C" | "x" | "^ti" | "^to") && argument.is_none() {
        return Err(format!("`{}` needs a name: `%{{Referer}}i`", directive.spelled));
    }
    let slot = out.field(&directive.spelled, &format!("`{}`", directive.spelled), take, 0)?;
    let named = &mut out.named;
    let name = argument.unwrap_or_default();
    let own = typeable(name);
    match letter {
        "h" if name == "c" => named.canonical("ip", 2, "peer", slot),
        "h" => named.canonical("ip", 0, "remote_host", slot),
        "a" if name == "c" => named.canonical("ip", 2, "peer_ip", slot),
        "a" => named.canonical("ip", 1, "client_ip", slot),
        "A" => named.own("local_ip", slot),
        "l" => named.own("ident", slot),
        "u" => named.canonical("user", 0, "remote_user", slot),
        "r" => named.canonical("request", 0, "request", slot),
        "s" => named.canonical("status", u8::from(directive.original), "original_status", slot),
        "b" => named.canonical("bytes", 0, "bytes", slot),
        "B" => named.canonical("bytes", 1, "body_bytes", slot),
        "O" => named.canonical("bytes", 2, "bytes_sent", slot),
        "I" => named.number("bytes_received", slot),
        "S" => named.number("bytes_total", slot),
        "D" => named.milliseconds("duration_us", "e-3", 1, slot),
        "T" if name == "ms" => named.canonical("ms", 0, "ms", slot),
        "T" if name == "us" => named.milliseconds("duration_us", "e-3", 1, slot),
        "T" => named.milliseconds("duration_s", "e3", 2, slot),
        "v" => named.canonical("host", 1, "server_name", slot),
        "V" => named.canonical("host", 2, "used_name", slot),
        "p" if name == "remote" => named.number("remote_port", slot),
        "p" if name == "local" => named.number("local_port", slot),
        "p" => named.canonical("port", 0, "port", slot),
        "m" => named.canonical("method", 1, "request_method", slot),
        "H" => named.canonical("protocol", 1, "request_protocol", slot),
        "U" if name == "target" => named.canonical("target", 1, "request_target", slot),
        "U" => named.canonical("path", 2, "url_path", slot),
        "q" => named.derived("query", 1, Source::Unit(slot, Unit::After)),
        "f" => named.own("file", slot),
        "k" => named.number("keepalive", slot),
        "L" => named.own("log_id", slot),
        "P" if name.contains("tid") => named.own("tid", slot),
        "P" => named.number("pid", slot),
        "R" => named.own("handler", slot),
        "X" => named.own("connection", slot),
        "^FB" => named.number("first_byte_us", slot),
        "i" => match own.as_str() {
            "referer" => named.canonical("referer", 0, "referer", slot),
            "user_agent" => named.canonical("user_agent", 0, "user_agent", slot),
            "host" => named.canonical("host", 0, "host_header", slot),
            _ => named.own(&own, slot),
        },
        "o" => named.own(&format!("sent_{own}"), slot),
        "C" => named.own(&format!("cookie_{own}"), slot),
        _ => named.own(&own, slot),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cut, fails, lines, miss, object, walk};
    use super::*;
    use crate::def::cutters::layout::Layout;

    fn layout(text: &str) -> Layout {
        lines(parse(text))
    }

    const COMBINED: &str = r#"%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\""#;

    #[test]
    fn the_combined_format_and_a_tail() {
        let layout = layout(&format!("%v:%p {COMBINED} %D %T %{{X-Forwarded-For}}i"));
        let line = r#"www.example.org:443 203.0.113.9 - alice b [10/Oct/2025:13:55:36 -0700] "GET /a?b=\"c\" HTTP/1.1" 200 - "-" "UA \"x\" \\ \x16" 1500 0 1.1.1.1, 2.2.2.2"#;
        let names = ["host", "port", "ip", "ident", "user", "time", "method", "path", "query", "status", "bytes"];
        assert_eq!(
            cut(&layout, line, &names).unwrap(),
            [
                "www.example.org",
                "443",
                "203.0.113.9",
                "-",
                "alice b",
                "10/Oct/2025:13:55:36 -0700",
                "GET",
                "/a",
                "b=\"c\"",
                "200",
                "None"
            ]
        );
        let names = ["user_agent", "ms", "duration_us", "duration_s", "x_forwarded_for", "referer"];
        assert_eq!(
            cut(&layout, line, &names).unwrap(),
            ["UA \"x\" \\ \u{16}", "1.5", "1500", "0", "1.1.1.1, 2.2.2.2", "-"]
        );
        assert_eq!(walk(&layout, line).unwrap().len(), layout.names().len());
        let handshake = r#"h:1 ::1 - - [10/Oct/2025:13:55:36 -0700] "\x16\x03" 400 226 "-" "-" 1 0 -"#;
        assert_eq!(cut(&layout, handshake, &["method", "request"]).unwrap(), ["None", "\u{16}\u{3}"]);
    }

    #[test]
    fn times_in_parts_are_one() {
        let layout = layout("[%{%Y-%m-%d}t %{%T}t.%{msec_frac}t] %{end:usec}t %!200,304{X-Id}i %<s %>s %^FB %%");
        let line = "[2025-10-10 13:55:36.123] 1760104536123456 - 302 200 77 %";
        let names = ["time", "x_id", "original_status", "status", "first_byte_us"];
        assert_eq!(cut(&layout, line, &names).unwrap(), ["2025-10-10 13:55:36.123", "-", "302", "200", "77"]);
    }

    #[test]
    fn parts_of_the_request() {
        let layout = layout("%m %U%q %H \"%{Location}o\" %{sid}C %{SSL_PROTOCOL}x %{UNIQUE_ID}e");
        let line = r#"GET /a?b HTTP/2.0 "/b" xyz TLSv1.3 @1"#;
        let names = ["method", "target", "path", "query", "protocol", "sent_location", "cookie_sid", "ssl_protocol"];
        assert_eq!(cut(&layout, line, &names).unwrap(), ["GET", "/a?b", "/a", "b", "HTTP/2.0", "/b", "xyz", "TLSv1.3"]);
        assert_eq!(cut(&layout, "GET /a HTTP/2.0 \"\" - - -", &["path", "query"]).unwrap(), ["/a", "None"]);
    }

    #[test]
    fn broken_formats_say_why() {
        assert!(fails(parse("%h %y")).contains("`%y` is nothing that Apache writes"));
        assert!(fails(parse("%{Referer")).contains("not closed"));
        assert!(fails(parse("%i")).contains("needs a name"));
        assert!(fails(parse("%h%u")).contains("must stand some text"));
        assert!(fails(parse("no field")).contains("no field"));
        assert!(fails(parse("%>")).contains("no letter"));
        assert!(object(parse(r#"{\"t\":\"%t\",\"s\":%>s}"#)));
    }

    #[test]
    fn a_miss_says_where_and_what() {
        let layout = layout(COMBINED);
        let line = r#"1.1.1.1 - - [10/Oct/2025:13:55:36 -0700] "GET / HTTP/1.1" 200 5"#;
        assert_eq!(miss(&layout, line), Some((line.len(), "` \"` before `%{Referer}i`".to_string())));
    }
}
