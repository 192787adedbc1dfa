//! The `log_format` of nginx as a layout.
//!
//! What a variable holds is known from its name: `$status` is a number, `$remote_user` may have
//! blanks in it, `$upstream_response_time` is a list. What stands in quotes ends at the quote that
//! nginx did not escape. A variable that is not known keeps its name and ends at the text after it.

use super::builder::Builder;
use super::columns::{Escapes, typeable};
use super::layout::Take;
use super::stamp::Shape;
use super::{Written, conf, is_object, unquoted};

/// Compiles what stands after the name in a `log_format`, the quotes around its parts with it or
/// not: `escape=json '$remote_addr' ' $request'`.
pub fn parse(text: &str) -> Result<Written, String> {
    let text = text.trim();
    if text.starts_with("log_format") {
        return parse(&conf::nginx(text, None)?);
    }
    let (mut text, mut escapes) = (text, Escapes::C);
    if let Some(rest) = text.strip_prefix("escape=") {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        escapes = match &rest[..end] {
            "default" => Escapes::C,
            "json" => Escapes::Json,
            "none" => Escapes::None,
            other => return Err(format!("`escape={other}` is nothing that nginx knows; `escape=json` is")),
        };
        text = rest[end..].trim_start();
    }
    let text = unquoted(text);
    if is_object(&text) {
        return Ok(Written::Json);
    }
    let pieces = pieces(&text)?;
    let mut out = Builder::new("nginx", escapes);
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(text) => out.text(text.as_bytes()),
            Piece::Variable(name) => {
                let next = pieces.get(at + 1);
                let quoted = out.ends_with(b"\"") && matches!(next, Some(Piece::Text(text)) if text.starts_with('"'));
                add(&mut out, name, quoted, next)?;
            }
        }
    }
    out.otherwise()?;
    Ok(Written::Lines(out.finish()))
}

enum Piece {
    Text(String),
    Variable(String),
}

/// A format string as literals and variables.
fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        if at > 0 {
            pieces.push(Piece::Text(rest[..at].to_string()));
        }
        rest = &rest[at + 1..];
        let (name, after) = match rest.strip_prefix('{') {
            Some(inside) => inside.split_once('}').ok_or_else(|| format!("`${{{inside}` is not closed with `}}`"))?,
            None => rest.split_at(rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())),
        };
        if name.is_empty() {
            return Err("after `$` stands the name of a variable: `$remote_addr`".to_string());
        }
        // `$uri$is_args$args` is the target in three parts.
        let target = ["$is_args$args", "$is_args$query_string"].iter().find_map(|parts| after.strip_prefix(parts));
        match target.filter(|_| matches!(name, "uri" | "document_uri")) {
            Some(after) => {
                pieces.push(Piece::Variable("request_uri".to_string()));
                rest = after;
            }
            None => {
                pieces.push(Piece::Variable(name.to_string()));
                rest = after;
            }
        }
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_string()));
    }
    Ok(pieces)
}

/// Adds a variable.
fn add(out: &mut Builder, name: &str, quoted: bool, next: Option<&Piece>) -> Result<(), String> {
    let spelled = format!("${name}");
    let take = match take(name) {
        _ if quoted && out.escapes == Escapes::None => Take::Until,
        _ if quoted => Take::Quoted,
        take => take,
    };
    let slot = out.field(&spelled, &format!("`{spelled}`"), take, 0)?;
    if let Some(Piece::Variable(next)) = next
        && matches!(next.as_str(), "request_uri" | "uri" | "document_uri")
    {
        // `$host$request_uri`: a target begins with a slash.
        out.ends_before(b"/");
    }
    let named = &mut out.named;
    match name {
        "remote_addr" => named.canonical("ip", 0, name, slot),
        "remote_user" => named.canonical("user", 0, name, slot),
        "time_iso8601" => named.canonical("time", 0, name, slot),
        "time_local" => named.canonical("time", 1, name, slot),
        "msec" => named.canonical("time", 2, name, slot),
        "request" => named.canonical("request", 0, name, slot),
        "request_method" => named.canonical("method", 1, name, slot),
        "request_uri" => named.canonical("target", 1, name, slot),
        "uri" | "document_uri" => named.canonical("path", 2, name, slot),
        "args" | "query_string" => named.canonical("query", 2, name, slot),
        "server_protocol" => named.canonical("protocol", 1, name, slot),
        "status" => named.canonical("status", 0, name, slot),
        "body_bytes_sent" => named.canonical("bytes", 0, name, slot),
        "bytes_sent" => named.canonical("bytes", 1, name, slot),
        "http_host" => named.canonical("host", 1, name, slot),
        "host" => named.canonical("host", 0, name, slot),
        "server_name" => named.canonical("host", 2, name, slot),
        "http_referer" => named.canonical("referer", 0, name, slot),
        "http_user_agent" => named.canonical("user_agent", 0, name, slot),
        "server_port" => named.canonical("port", 0, name, slot),
        "request_time" => named.milliseconds(name, "e3", 0, slot),
        _ if take_is_number(name) => named.number(&typeable(name), slot),
        _ => named.own(&typeable(name), slot),
    }
    Ok(())
}

fn take_is_number(name: &str) -> bool {
    take(name) == Take::Number
}

/// What a variable takes of a line where it is not quoted.
fn take(name: &str) -> Take {
    match name {
        "remote_addr" | "realip_remote_addr" | "server_addr" => Take::Address,
        "time_local" => Take::Stamp(Shape::clf()),
        "time_iso8601" => Take::Stamp(Shape::iso8601()),
        "status"
        | "body_bytes_sent"
        | "bytes_sent"
        | "request_time"
        | "request_length"
        | "connection"
        | "connection_requests"
        | "connection_time"
        | "msec"
        | "remote_port"
        | "server_port"
        | "pid"
        | "gzip_ratio"
        | "proxy_port"
        | "tcpinfo_rtt"
        | "tcpinfo_rttvar"
        | "session_time"
        | "bytes_received" => Take::Number,
        "pipe" | "request_method" | "scheme" | "server_protocol" | "request_id" | "nginx_version" | "protocol" => {
            Take::Word
        }
        "http_x_forwarded_for" | "proxy_add_x_forwarded_for" => Take::List,
        _ if name.starts_with("upstream_") => Take::List,
        _ => Take::Until,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cut, fails, miss, object, walk};
    use super::*;
    use crate::def::cutters::layout::Layout;

    const COMBINED: &str = r#"$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent""#;

    fn layout(text: &str) -> Layout {
        super::super::tests::lines(parse(text))
    }

    #[test]
    fn the_default_format_and_a_tail() {
        let layout = layout(&format!("{COMBINED} rt=$request_time ut=\"$upstream_response_time\" $pipe"));
        let line = r#"2001:db8::1 - - [10/Oct/2025:13:55:36 +0000] "GET /\x22?q=1 HTTP/2.0" 499 0 "-" "a \x22b\x22" rt=0.003 ut="0.001, 0.002 : -" ."#;
        let names = ["ip", "time", "method", "path", "query", "protocol", "status", "bytes", "user_agent", "ms"];
        assert_eq!(
            cut(&layout, line, &names).unwrap(),
            ["2001:db8::1", "10/Oct/2025:13:55:36 +0000", "GET", "/\"", "q=1", "HTTP/2.0", "499", "0", "a \"b\"", "3"]
        );
        let names = ["request_time", "upstream_response_time", "pipe"];
        assert_eq!(cut(&layout, line, &names).unwrap(), ["0.003", "0.001, 0.002 : -", "."]);
        assert_eq!(walk(&layout, line).unwrap().len(), layout.names().len());
    }

    #[test]
    fn lists_without_quotes() {
        let layout = layout("$http_x_forwarded_for $upstream_addr $upstream_response_time $request_length");
        let line = "1.2.3.4, 5.6.7.8 10.0.0.1:80, 10.0.0.2:80 : unix:/s 0.001, - : 0.2 77";
        let names = ["http_x_forwarded_for", "upstream_addr", "upstream_response_time", "request_length"];
        assert_eq!(
            cut(&layout, line, &names).unwrap(),
            ["1.2.3.4, 5.6.7.8", "10.0.0.1:80, 10.0.0.2:80 : unix:/s", "0.001, - : 0.2", "77"]
        );
    }

    #[test]
    fn variables_that_touch() {
        let layout =
            layout("$remote_addr:$remote_port \"$request_method $scheme://$host$uri$is_args$args\" ${status}x");
        let line = "::1:4711 \"GET https://h.example/a/b?c=d\" 200x";
        let names = ["ip", "remote_port", "method", "scheme", "host", "target", "path", "query", "status"];
        assert_eq!(
            cut(&layout, line, &names).unwrap(),
            ["::1", "4711", "GET", "https", "h.example", "/a/b?c=d", "/a/b", "c=d", "200"]
        );
        assert_eq!(fails(parse("$a$b")), "between `$a` and `$b` must stand some text, for `$a` to end at");
    }

    #[test]
    fn escapes_are_those_of_the_format() {
        let json = layout("escape=json '$remote_addr ' '\"$http_user_agent\"'");
        assert_eq!(cut(&json, r#"1.1.1.1 "a \"b\" \u00e9""#, &["user_agent"]).unwrap(), ["a \"b\" \u{e9}"]);
        let none = layout("escape=none '\"$http_user_agent\" $status'");
        assert_eq!(cut(&none, r#""a "b"\x22" 200"#, &["user_agent"]).unwrap(), [r#"a "b"\x22"#]);
        assert!(object(parse(r#"escape=json '{"time":"$time_iso8601",' '"status":$status}'"#)));
        assert!(fails(parse("escape=xml '$status'")).contains("escape=json"));
    }

    #[test]
    fn an_escaped_quote_is_no_end() {
        let json = layout("escape=json '\"$request_method $request_uri\" $status'");
        let line = r#""GET /a\"b\" x" 200"#;
        assert_eq!(cut(&json, line, &["target", "status"]).unwrap(), [r#"/a"b" x"#, "200"]);
    }

    #[test]
    fn a_socket_is_an_address_before_a_colon() {
        let layout = layout("$remote_addr: $status");
        for ip in ["unix:", "::1", "192.0.2.1"] {
            assert_eq!(cut(&layout, format!("{ip}: 200"), &["ip", "status"]).unwrap(), [ip, "200"]);
        }
    }

    #[test]
    fn the_best_name_wins() {
        assert_eq!(
            layout("$server_name $host $bytes_sent $msec [$time_local]").names(),
            ["server_name", "host", "bytes", "msec", "time"]
        );
        assert_eq!(layout("$server_name $status").names(), ["host", "status"]);
    }

    #[test]
    fn a_miss_says_where_and_what() {
        let layout = layout(COMBINED);
        for (line, at, expected) in [
            ("", 0, "`$remote_addr`, and ` - ` after it"),
            ("1.1.1.1 x", 7, "` - ` before `$remote_user`"),
            ("1.1.1.1 - - [10/Oct/2025 13:55:36] ", 13, "`$time_local`, as `02/Jan/2026:15:04:05 +0000`"),
            ("1.1.1.1 - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" OK", 58, "`$status`: a number, or `-`"),
            (
                r#"1.1.1.1 - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/1.1" 200 5 "-" "x" 0.1"#,
                71,
                "the end of the line after `$http_user_agent`",
            ),
        ] {
            assert_eq!(miss(&layout, line), Some((at, expected.to_string())), "{line}");
        }
    }
}
