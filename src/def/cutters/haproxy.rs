//! The `log-format` of HAProxy as a layout.
//!
//! HAProxy writes one blank where a format has several or where a field is empty, and quotes what
//! is flagged `+Q`. Captured headers in braces are there only where the configuration captures
//! some. Its lines are mostly found behind a syslog header, and may be cut off at a limit of
//! their length: both are read.

use super::builder::Builder;
use super::columns::{Escapes, typeable};
use super::conf;
use super::layout::{Layout, Take};
use super::stamp::Shape;

/// Compiles a format: `%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %{+Q}r`.
pub fn parse(text: &str) -> Result<Layout, String> {
    let text = match text.trim() {
        text if text.starts_with("log-format") => conf::haproxy(text, None)?,
        // Blanks may be written as in the configuration.
        text => text.replace("\\ ", " ").replace("\\\"", "\""),
    };
    let mut out = Builder::new("haproxy", Escapes::None);
    for in_syslog in [false, true] {
        if in_syslog {
            out.field("syslog", "the syslog header", Take::Until, 0)?;
            out.ends_before(b"]: ");
            out.text(b"]: ");
        }
        add_all(&mut out, &text)?;
        out.otherwise()?;
    }
    out.torn();
    Ok(out.finish())
}

fn add_all(out: &mut Builder, text: &str) -> Result<(), String> {
    let mut all_quoted = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '%' if after.starts_with('%') => {
                out.text(b"%");
                rest = &after[1..];
            }
            '%' => {
                let variable = Variable::read(rest)?;
                rest = variable.after;
                let quoted = variable.quoted.unwrap_or(all_quoted);
                match variable.name {
                    // `%{+Q}o` says how all after it are written.
                    "o" => all_quoted = quoted,
                    _ => add(out, &variable, quoted)?,
                }
            }
            ' ' => {
                out.blank();
                rest = after;
            }
            c => {
                out.text(c.encode_utf8(&mut [0; 4]).as_bytes());
                rest = after;
            }
        }
    }
    Ok(())
}

/// A variable, or an expression.
struct Variable<'t> {
    spelled: &'t str,
    name: &'t str,
    expression: bool,
    /// What its flags say of quotes.
    quoted: Option<bool>,
    /// Whether they say that quotes and backslashes get a backslash.
    escaped: bool,
    after: &'t str,
}

impl<'t> Variable<'t> {
    /// The variable that a text opens with.
    fn read(text: &'t str) -> Result<Variable<'t>, String> {
        let mut rest = &text[1..];
        let mut given = None;
        if let Some(inside) = rest.strip_prefix('(') {
            let Some((name, after)) = inside.split_once(')') else {
                return Err(format!("`{text}` is not closed with `)`"));
            };
            // `%(name:type)[expression]`.
            given = name.split(':').next();
            rest = after;
        }
        let (mut quoted, mut escaped) = (None, false);
        if let Some(inside) = rest.strip_prefix('{') {
            let Some((flags, after)) = inside.split_once('}') else {
                return Err(format!("`{text}` is not closed with `}}`"));
            };
            for flag in flags.split(',') {
                match flag.trim() {
                    "+Q" => quoted = Some(true),
                    "-Q" => quoted = Some(false),
                    "+E" => escaped = true,
                    _ => {}
                }
            }
            rest = after;
        }
        let (name, expression, after) = match rest.strip_prefix('[') {
            Some(inside) => {
                let mut depth = 1usize;
                let closes = |c: char| {
                    match c {
                        '[' => depth += 1,
                        ']' => depth -= 1,
                        _ => {}
                    }
                    depth == 0
                };
                let Some(end) = inside.find(closes) else { return Err(format!("`{text}` is not closed with `]`")) };
                (&inside[..end], true, &inside[end + 1..])
            }
            None => {
                let word = &rest[..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())];
                // `%Tcx` is `%Tc` and an x: the longest name that there is.
                let len = (1..=word.len()).rev().find(|len| kind(&word[..*len]).is_some());
                let Some(len) = len else {
                    return Err(format!("`%{word}` is nothing that HAProxy writes; `%ci:%cp [%tr] %ft %b/%s` is"));
                };
                (&rest[..len], false, &rest[len..])
            }
        };
        let spelled = &text[..text.len() - after.len()];
        Ok(Variable { spelled, name: given.unwrap_or(name), expression, quoted, escaped, after })
    }
}

/// What a variable is: its canonical name with a rank, its own name, and what it takes.
type Kind = (Option<(&'static str, u8)>, &'static str, Take);

fn kind(name: &str) -> Option<Kind> {
    let number = |own| (None, own, Take::Number);
    let word = |own| (None, own, Take::Word);
    Some(match name {
        "ci" => (Some(("ip", 0)), "client_ip", Take::Address),
        "cp" => number("client_port"),
        "fi" => (None, "frontend_ip", Take::Address),
        "fp" => number("frontend_port"),
        "bi" => (None, "backend_ip", Take::Address),
        "bp" => number("backend_port"),
        "si" => (None, "server_ip", Take::Address),
        "sp" => number("server_port"),
        "t" | "tr" => (Some(("time", 0)), "accept_date", Take::Stamp(Shape::clf_fraction())),
        "T" | "Tl" | "trg" | "trl" => (Some(("time", 1)), "date", Take::Stamp(Shape::clf())),
        "Ts" => (Some(("time", 2)), "epoch", Take::Number),
        "ms" => number("milliseconds"),
        "f" | "ft" => word("frontend"),
        "b" => word("backend"),
        "s" => word("server"),
        "TR" => number("TR"),
        "Tq" => number("Tq"),
        "Tw" => number("Tw"),
        "Tc" => number("Tc"),
        "Tr" => number("Tr"),
        "Td" => number("Td"),
        "Th" => number("Th"),
        "Ti" => number("Ti"),
        "Tu" => number("Tu"),
        "Ta" => (Some(("ms", 0)), "Ta", Take::Number),
        "Tt" => (Some(("ms", 1)), "Tt", Take::Number),
        "ST" => (Some(("status", 0)), "status", Take::Number),
        "B" => (Some(("bytes", 0)), "bytes", Take::Number),
        "U" => number("bytes_uploaded"),
        "CC" => word("captured_request_cookie"),
        "CS" => word("captured_response_cookie"),
        "ts" | "tsc" => word("termination_state"),
        "ac" => number("actconn"),
        "fc" => number("feconn"),
        "bc" => number("beconn"),
        "sc" => number("srvconn"),
        "rc" => number("retries"),
        "sq" => number("srv_queue"),
        "bq" => number("backend_queue"),
        "lc" => number("log_counter"),
        "rt" => number("request_counter"),
        "pid" => number("pid"),
        "hr" => (None, "request_headers", Take::Braces),
        "hs" => (None, "response_headers", Take::Braces),
        "hrl" => (None, "request_headers", Take::Until),
        "hsl" => (None, "response_headers", Take::Until),
        "r" => (Some(("request", 0)), "request", Take::Until),
        "HM" => (Some(("method", 1)), "HM", Take::Word),
        "HU" => (Some(("target", 1)), "HU", Take::Word),
        "HP" | "HPO" => (Some(("path", 2)), "HP", Take::Word),
        "HQ" => (Some(("query", 2)), "HQ", Take::Until),
        "HV" => (Some(("protocol", 1)), "HV", Take::Word),
        "H" => (Some(("host", 1)), "hostname", Take::Word),
        "ID" => word("unique_id"),
        "sslc" => word("ssl_cipher"),
        "sslv" => word("ssl_version"),
        "E" => (None, "error", Take::Until),
        "o" => (None, "", Take::Until),
        _ => return None,
    })
}

fn add(out: &mut Builder, variable: &Variable<'_>, quoted: bool) -> Result<(), String> {
    let Variable { spelled, name, expression, .. } = *variable;
    let (canonical, own, take) = match expression {
        true => {
            let (canonical, take) = match name {
                "src" => (Some(("ip", 1)), Take::Address),
                "method" => (Some(("method", 2)), Take::Word),
                "path" => (Some(("path", 3)), Take::Word),
                "query" => (Some(("query", 3)), Take::Until),
                "status" => (Some(("status", 1)), Take::Number),
                _ if name.starts_with("req.hdr(host)") => (Some(("host", 0)), Take::Until),
                _ => (None, Take::Until),
            };
            (canonical, typeable(name), take)
        }
        false => match kind(name) {
            Some((canonical, own, take)) => (canonical, own.to_string(), take),
            None => (None, typeable(name), Take::Until),
        },
    };
    let braces = take == Take::Braces;
    let is_text = !matches!(take, Take::Number | Take::Stamp(_) | Take::Braces);
    // Flags put quotes around text alone.
    let wrapped = quoted && is_text;
    let take = match take {
        // A backslash escapes nothing unless a flag says so: a quote inside is written as `#22`.
        _ if wrapped && variable.escaped => Take::Quoted,
        _ if wrapped || is_text && out.ends_with(b"\"") && variable.after.starts_with('"') => Take::Until,
        take => take,
    };
    if wrapped {
        out.text(b"\"");
    }
    let slot = out.field(spelled, &format!("`{spelled}`"), take.clone(), 0)?;
    if wrapped {
        out.text(b"\"");
    }
    if braces {
        out.optional();
    }
    match (canonical, &take) {
        (Some((canonical, rank)), _) => out.named.canonical(canonical, rank, &own, slot),
        (None, Take::Number) => out.named.number(&own, slot),
        (None, _) => out.named.own(&own, slot),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cut, miss, walk};
    use super::*;

    const HTTP: &str =
        "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r";

    #[test]
    fn the_http_format_with_and_without_captures_and_syslog() {
        let layout = parse(HTTP).unwrap();
        let names =
            ["ip", "client_port", "time", "backend", "server", "ms", "Tc", "status", "bytes", "retries", "path"];
        let wanted =
            ["10.0.1.2", "33317", "10/Oct/2025:12:14:14.655", "be", "s1", "109", "30", "200", "2750", "0", "/x"];
        let bare = "10.0.1.2:33317 [10/Oct/2025:12:14:14.655] fe be/s1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0";
        let syslog = "Oct 10 12:14:14 lb haproxy[9]: ";
        for line in [
            format!("{bare} \"GET /x HTTP/1.1\""),
            format!("{syslog}{bare} {{h|ua}} {{}} \"GET /x HTTP/1.1\""),
            format!("{bare} {{h}} \"GET /x HTTP/1.1\""),
        ] {
            assert_eq!(cut(&layout, &line, &names).unwrap(), wanted, "{line}");
            assert_eq!(walk(&layout, &line).unwrap().len(), layout.names().len());
        }
        let line = format!("{syslog}{bare} {{h|ua}} {{}} \"GET /x?yyyy");
        assert_eq!(
            cut(&layout, &line, &["request_headers", "response_headers", "request", "path"]).unwrap(),
            ["h|ua", "", "GET /x?yyyy", "None"]
        );
    }

    #[test]
    fn odd_values() {
        let layout = parse(HTTP).unwrap();
        let line = "::ffff:1.2.3.4:51940 [18/Jul/2011:17:05:24.339] www~ www/<NOSRV> -1/-1/-1/-1/+6001 408 +212 - - cR-- 100/89/0/0/+2 0/0 \"<BADREQ>\"";
        let names = ["ip", "frontend", "server", "ms", "bytes", "retries", "request", "method"];
        assert_eq!(
            cut(&layout, line, &names).unwrap(),
            ["::ffff:1.2.3.4", "www~", "<NOSRV>", "+6001", "+212", "+2", "<BADREQ>", "None"]
        );
        assert_eq!(miss(&layout, "nothing of it"), Some((0, "`%ci`, and `:` after it".to_string())));
    }

    #[test]
    fn expressions_and_flags() {
        let layout =
            parse(r"%{+Q}o\ %[src] %(tenant)[var(txn.tenant)] %[req.hdr(X-Id),lower] %ST %{-Q}HM %HU%%").unwrap();
        let line = r#""1.1.1.1" "acme" "a b" 200 GET "/x?y"%"#;
        let names = ["ip", "tenant", "req_hdr_x_id_lower", "status", "method", "target", "path"];
        assert_eq!(cut(&layout, line, &names).unwrap(), ["1.1.1.1", "acme", "a b", "200", "GET", "/x?y", "/x"]);
    }

    #[test]
    fn a_variable_is_one_column() {
        let names = parse("%ci:%cp %Ta %ST").unwrap().names();
        assert_eq!(names, ["ip", "client_port", "ms", "status"]);
    }

    #[test]
    fn quotes_end_where_haproxy_ends_them() {
        let layout = parse(r#"%{+Q}[req.hdr(a)] "%HM %HU %HV" %{+Q,+E}[req.hdr(b)] %ST"#).unwrap();
        let names = ["req_hdr_a", "method", "target", "protocol", "req_hdr_b", "status"];
        let line = r#""C:\" "GET /x HTTP/1.1" "say \"hi\"" 200"#;
        let wanted = [r"C:\", "GET", "/x", "HTTP/1.1", r#"say \"hi\""#, "200"];
        assert_eq!(cut(&layout, line, &names).unwrap(), wanted);
        let torn = parse(r#"%ST "%HM %HU""#).unwrap();
        assert_eq!(cut(&torn, r#"200 "GET /long"#, &["method", "target"]).unwrap(), ["GET", "/long"]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, why) in [
            ("%ci:%zz", "`%zz` is nothing that HAProxy writes"),
            ("%[src", "not closed with `]`"),
            ("%{+Q", "not closed with `}`"),
            ("%(a", "not closed with `)`"),
            ("%", "is nothing that HAProxy writes"),
            ("plain", "no field"),
            ("%b%s", "must stand some text"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
