//! The combined access log of Apache and nginx. How it is read stands in [`super::access`],
//! with its relatives.

use super::access::{self, Shape};
use super::fixed::{Fixed, Layout, Scan};
use crate::def::{Bind, Doc, Example, InputDef, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "combined",
        usage: "-i combined",
        brief: "the combined access log of Apache and nginx",
        text: "\
A line is `ip ident user [time] \"request\" status bytes \"referer\" \"user_agent\"`, as Apache and nginx write it. \
What a server adds after that is `extra`.

`request` is the whole request line. Where it is `METHOD target HTTP/x`, its parts are `method`, `target` and \
`protocol`, and the target's are `path` (before the `?`) and `query` (after it, None without one); of any other \
request line (a handshake on the wrong port, `-`) they are None. `bytes` of `-` is None; a `-` elsewhere stays the \
text `-`. Escapes in quoted fields are kept as the server wrote them.

A server behind proxies may write a list in the place of the address, from `X-Forwarded-For`: \
`203.0.113.9, 10.0.0.1 - -`, in quotes too, and its own peer after it. `ip` is then the first address of the list, \
the client as the first proxy saw it; anybody can send such a header, so it proves nothing.

A line without the last two quoted fields is not in this format (see [common]); it is counted as not parsed, and its \
fields are None.",
        examples: &[
            Example {
                run: "-i combined 'where status >= 500 | select time, path, query, status' access.log",
                output: r#"
{"time":"02/Mar/2026:09:02:15 +0000","path":"/api/orders","query":"page=2","status":500}
{"time":"02/Mar/2026:09:02:16 +0000","path":"/api/orders","query":"page=2","status":502}
{"time":"02/Mar/2026:09:10:00 +0000","path":"/api/users","query":"id=7","status":503}
"#,
            },
            Example {
                run: "-i combined 'sum(bytes) by method' access.log",
                output: r#"
{"method":"GET","sum_bytes":27790}
{"method":"POST","sum_bytes":348}
{"method":"DELETE","sum_bytes":61}
"#,
            },
        ],
    },
    columns: Some(&COLUMNS),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(16, access::opens),
    bind: Bind::Named(Fixed::<Combined>::bind),
    kind: access::kind,
    view: None,
    samples: &[
        r#"203.0.113.9 - alice [10/Oct/2025:13:55:36 -0700] "GET /a?b=\"c\" HTTP/1.1" 200 - "-" "UA \"x\"""#,
        r#"2001:db8::1 - - [10/Oct/2025:13:55:36 +0000] "GET /\x22 HTTP/2.0" 499 0 "-" "-" 0.003 "0.001, 0.002 : -""#,
        r#"198.51.100.7 - - [10/Oct/2025:13:55:36 +0000] "\x16\x03\x01\x02" 400 226 "-" "-""#,
        r#"203.0.113.9, 10.0.0.2, 10.0.0.1 - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/1.1" 200 571 "-" "curl/8""#,
        r#"client.example.org - john doe [10/Oct/2025:13:55:36 +0000] "-" 408 - "-" "-""#,
    ],
};

/// The columns.
pub const COLUMNS: [&str; 15] = [
    "ip",
    "ident",
    "user",
    "time",
    "method",
    "target",
    "path",
    "query",
    "protocol",
    "status",
    "bytes",
    "referer",
    "user_agent",
    "request",
    "extra",
];

struct Combined;

impl Layout for Combined {
    const NAME: &'static str = "combined";
    const COLUMNS: &'static [&'static str] = &COLUMNS;

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        access::read(scan, Shape { first: 0, quoted: true })
    }
}

#[cfg(test)]
#[path = "combined_tests.rs"]
mod tests;
