//! The access logs of Apache and nginx: the combined format, and the cutter of both it and
//! the common one.
//!
//! A line is cut at its blanks, bracket and quotes by position, not by a regex: a regex
//! with ten captures is fifty times as slow. Fields are spans of the line as the server
//! spelled them; escapes (`\"`, `\x22`) are not resolved, because what they stand for
//! depends on the server.

use crate::base::{Span, json};
use crate::data::lines::Frame;
use crate::data::{Cell, Cut, Key, Want};
use crate::def::{Doc, Example, InputDef, Kind};

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
    frame: Frame::Lines,
    header: super::no_header,
    names: super::no_names,
    bind: |wants, _| Box::new(Access::new(wants, &COLUMNS, true)),
    kind,
};

/// The columns of the combined format. The common one has all but [`REFERER`] and
/// [`USER_AGENT`].
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

// The places of the columns.
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
const USER_AGENT: usize = 12;
const REQUEST: usize = 13;
const EXTRA: usize = 14;

/// The static kind of a column.
pub fn kind(name: &str) -> Kind {
    match name {
        "status" | "bytes" => Kind::Number,
        "time" => Kind::Time,
        _ => Kind::Text,
    }
}

/// The cutter of access logs.
pub struct Access {
    /// The column of each want; none for a name that is no column.
    wants: Vec<Option<usize>>,
    /// Whether a want is a part of the request line.
    splits: bool,
    /// The columns that the format has.
    columns: &'static [&'static str],
    /// Whether a line has the two quoted fields, or may not have them.
    quoted: bool,
}

impl Access {
    /// Binds the format with these columns; `quoted` for the combined one.
    pub fn new(wants: &[Want], columns: &'static [&'static str], quoted: bool) -> Access {
        let place = |name: &str| COLUMNS.iter().position(|c| *c == name);
        let known = |want: &Want| columns.contains(&want.name.as_str()).then(|| place(&want.name)).flatten();
        let wants: Vec<Option<usize>> = wants.iter().map(known).collect();
        let splits = wants.iter().flatten().any(|column| (METHOD..=PROTOCOL).contains(column));
        Access { wants, splits, columns, quoted }
    }
}

impl Cut for Access {
    #[inline]
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], _: &mut Vec<u8>) -> bool {
        let mut row = Row { at, cells: [Cell::None; COLUMNS.len()] };
        if row.read(line, self.quoted, self.splits).is_none() {
            return false;
        }
        for (cell, want) in cells.iter_mut().zip(&self.wants) {
            if let Some(column) = *want {
                *cell = row.cells[column];
            }
        }
        true
    }

    fn walk(&self, line: &[u8], at: u32, _: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        let mut row = Row { at, cells: [Cell::None; COLUMNS.len()] };
        if row.read(line, self.quoted, true).is_none() {
            return false;
        }
        for (name, cell) in COLUMNS.iter().zip(row.cells) {
            if self.columns.contains(name) {
                put(Key::Plain(name.as_bytes()), cell);
            }
        }
        true
    }
}

/// The cells of one line, by column.
struct Row {
    at: u32,
    cells: [Cell; COLUMNS.len()],
}

impl Row {
    /// Reads a line; None when it is not in the format.
    #[inline(always)]
    fn read(&mut self, line: &[u8], quoted: bool, splits: bool) -> Option<()> {
        let ip = word(line, 0)?;
        let ident = word(line, ip + 1)?;
        let user = user(line, ident + 1)?;
        self.set(IP, 0, ip);
        self.set(IDENT, ip + 1, ident);
        self.set(USER, ident + 1, user);
        let from = user + 2;
        let time = time(line, from)?;
        self.set(TIME, from, time);
        if line.get(time + 1..time + 3)? != b" \"" {
            return None;
        }
        let from = time + 3;
        let request = quote(line, from)?;
        self.set(REQUEST, from, request);
        if splits {
            self.split(&line[from..request], from);
        }
        let status: &[u8; 6] = line.get(request..)?.first_chunk()?;
        let digits = status[2..5].iter().all(u8::is_ascii_digit);
        if status[1] != b' ' || !digits || status[5] != b' ' {
            return None;
        }
        self.set(STATUS, request + 2, request + 5);
        let from = request + 6;
        let mut at = from;
        if line.get(at) == Some(&b'-') {
            at += 1;
        } else {
            while line.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            self.set(BYTES, from, at);
        }
        if at == from {
            return None;
        }
        if quoted {
            at = self.quoted(line, at, REFERER)?;
            at = self.quoted(line, at, USER_AGENT)?;
        }
        match line.get(at..)? {
            [] => {}
            // A quote here is a combined line, or the torn rest of one.
            [b' ', b'"', ..] if !quoted => return None,
            [b' ', ..] => self.set(EXTRA, at + 1, line.len()),
            _ => return None,
        }
        Some(())
    }

    #[inline(always)]
    fn set(&mut self, column: usize, from: usize, to: usize) {
        self.cells[column] = Cell::Text(Span::new(self.at + from as u32, to - from));
    }

    /// Takes ` "text"` from `at` and returns where it ends.
    #[inline(always)]
    fn quoted(&mut self, line: &[u8], at: usize, column: usize) -> Option<usize> {
        if line.get(at..at + 2)? != b" \"" {
            return None;
        }
        let end = quote(line, at + 2)?;
        self.set(column, at + 2, end);
        Some(end + 1)
    }

    /// Takes a request line apart, which starts at `from` of its line; nothing, if it is not
    /// `METHOD target HTTP/x`.
    fn split(&mut self, request: &[u8], from: usize) {
        let method = request.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(request.len());
        let Some(blank) = memchr::memrchr(b' ', request) else { return };
        let target = method + 1..blank;
        if method == 0 || request[method] != b' ' || target.is_empty() || !request[blank + 1..].starts_with(b"HTTP") {
            return;
        }
        self.set(METHOD, from, from + method);
        self.set(TARGET, from + target.start, from + target.end);
        self.set(PROTOCOL, from + blank + 1, from + request.len());
        let mark = memchr::memchr(b'?', &request[target.clone()]);
        let path = mark.map_or(target.end, |mark| target.start + mark);
        self.set(PATH, from + target.start, from + path);
        if mark.is_some() {
            self.set(QUERY, from + path + 1, from + target.end);
        }
    }
}

/// Where the word at `at` ends: at a blank.
#[inline(always)]
fn word(line: &[u8], at: usize) -> Option<usize> {
    let rest = line.get(at..)?;
    let len = rest.iter().position(|&b| b == b' ')?;
    (len > 0).then_some(at + len)
}

/// Where the user at `at` ends: before ` [`. A name may hold blanks.
#[inline(always)]
fn user(line: &[u8], at: usize) -> Option<usize> {
    let mut end = at + 1;
    loop {
        if *line.get(end)? == b' ' && *line.get(end + 1)? == b'[' {
            return Some(end);
        }
        end += 1;
    }
}

/// Where the time at `at` has its closing bracket.
#[inline(always)]
fn time(line: &[u8], at: usize) -> Option<usize> {
    let rest = line.get(at..)?;
    // Nearly always `10/Oct/2000:13:55:36 -0700`.
    if let [_, _, b'/', _, _, _, b'/', _, _, _, _, b':', _, _, b':', _, _, b':', _, _, b' ', _, _, _, _, _, b']', ..] =
        rest
    {
        return Some(at + 26);
    }
    memchr::memchr(b']', rest).map(|len| at + len)
}

/// Where the quoted text at `at` has its closing quote. A backslash takes the byte after it.
#[inline(always)]
fn quote(line: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at = json::find_quote(line, at);
        if *line.get(at)? == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

#[cfg(test)]
#[path = "combined_tests.rs"]
mod tests;
