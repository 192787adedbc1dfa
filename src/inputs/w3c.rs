//! The W3C extended log format, as IIS and other servers write it, and CloudFront's relative of it.
//!
//! A line has a value for each name of the last `#Fields:` before it, which may change within a
//! file (see [`Directives`]). A record with more or fewer values is not in the format: where a server
//! writes raw blanks, which value is whose cannot be known, and a guess would put them into wrong
//! columns in silence. To tell, all blanks of a line are counted, whatever is wanted; that is quick,
//! and only lines with a quote in them are walked through twice.
//!
//! One field is read at about 1.0 GB/s by one core, of a line of a sample of IIS repeated: the status is
//! the twelfth of fifteen values, and the eleven before it are passed one by one.

use memchr::{memchr, memchr_iter};

use super::extended::{Record, Value, decode, next};
use super::web;
use crate::base::{HEAP, Span, find};
use crate::data::lines::{Directives, Frame};
use crate::data::{Cell, Cut, Key, Miss, Want};
use crate::def::{Bind, Doc, Example, Head, InputDef, Kind, Opening, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "w3c",
        usage: "-i w3c",
        brief: "the W3C extended log of IIS and others; a header names the columns",
        text: "\
Lines that open with `#` are directives and no records; `#Fields: date time c-ip cs-uri-stem` names the values of the \
lines after it, until another one does so within the file. The fields have these names (`row[\"sc-status\"]`), and the \
usual ones too: `status` (sc-status), `method`, `path` (cs-uri-stem), `query`, `target`, `ip` (c-ip), `bytes` \
(sc-bytes), `ms` (time-taken, which IIS writes in milliseconds), `host`, `user`, `protocol`, `referer` and \
`user_agent`; in the last two `+` is a blank. `time` is the date and the time of a line in UTC, or the day of `#Date:` \
where there is no date, or as written where there is no day at all; `row[\"time\"]` is the value as written in any case. A lone `-` is None. Values stand between blanks or \
tabs, or commas where the names do, and may be in quotes.

A line with more or fewer values than there are names, or before any names, is counted as not parsed, and its fields \
are None. Where whole lines come out, the directives in force go before the first one, and again before the first one \
of other columns.",
        examples: &[
            Example {
                run: "-i w3c 'where status >= 500 | select time, ip, path, user_agent, ms' iis.log",
                output: r#"
{"time":"2026-03-02T09:02:15Z","ip":"198.51.100.23","path":"/orders","user_agent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64)","ms":1203}
{"time":"2026-03-02T11:30:40Z","ip":"203.0.113.9","path":"/report","user_agent":"curl/8.5.0","ms":30012}
"#,
            },
            Example {
                run: "-i w3c 'where ms > 1000' iis.log",
                output: r"
#Version: 1.0
#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken
2026-03-02 09:02:15 10.0.0.5 POST /orders - 443 EXAMPLE\bob 198.51.100.23 Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64) - 500 0 64 1203
#Version: 1.0
#Fields: date time cs-method cs-uri-stem cs-host c-ip cs(User-Agent) sc-status sc-bytes time-taken
2026-03-02 11:30:40 GET /report shop.example.org 203.0.113.9 curl/8.5.0 503 0 30012
",
            },
        ],
    },
    columns: None,
    frame: |_| Frame::Sections(DIRECTIVES),
    header: |head| Directives::leading(head.sample),
    names,
    tells: Tells::input(|head| fields_of(head).is_some_and(|fields| !is_cloudfront(&fields))),
    bind: Bind::Named(|wants, opening| Box::new(Values::new(DEF.doc.name, wants, opening))),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\n2025-10-10 00:00:06 10.0.0.5 GET /a id=1 443 - 1.2.3.4 Mozilla/5.0+(X) - 200 0 0 85",
        "#Date: 2025-10-10 00:00:00\n#Fields: time c-ip cs-uri x-note\n00:00:06 1.2.3.4 /a?b=c \"a \"\"b\"\" c\"",
        "#Fields: date-time,client-ip,message-subject\n2025-10-10T00:00:06.123Z,,\"a, b\"",
    ],
};

/// The directives that count: the version and the names, and the day where a line has none.
pub const DIRECTIVES: Directives = Directives { take, header };

/// Those that are kept.
const KEPT: [&[u8]; 3] = [b"#Version:", b"#Date:", b"#Fields:"];
const DATE: usize = 1;
const FIELDS: usize = 2;

fn directive(line: &[u8]) -> Option<usize> {
    KEPT.iter().position(|name| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))
}

fn take(kept: &mut Vec<u8>, line: &[u8]) {
    let Some(which) = directive(line) else { return };
    let mut lines: Vec<u8> = Vec::with_capacity(kept.len() + line.len() + 1);
    for old in kept.split_inclusive(|b| *b == b'\n').filter(|old| directive(old) != Some(which)) {
        lines.extend_from_slice(old);
    }
    lines.extend_from_slice(line);
    lines.push(b'\n');
    *kept = lines;
}

fn header(kept: &[u8]) -> Vec<u8> {
    let dated = fields(kept).iter().any(|name| matches!(*name, b"date" | b"date-time"));
    let counts = |line: &&[u8]| !dated || directive(line) != Some(DATE);
    kept.split_inclusive(|b| *b == b'\n').filter(counts).collect::<Vec<_>>().concat()
}

/// What the last directive of a kind says.
fn said(header: &[u8], which: usize) -> Option<&[u8]> {
    let line = header.split(|b| *b == b'\n').rfind(|line| directive(line) == Some(which))?;
    Some(line[KEPT[which].len()..].trim_ascii())
}

/// The names of the columns.
fn fields(header: &[u8]) -> Vec<&[u8]> {
    let Some(names) = said(header, FIELDS) else { return Vec::new() };
    let comma = memchr(b',', names).is_some();
    let between = |b: &u8| if comma { *b == b',' } else { matches!(b, b' ' | b'\t') };
    names.split(between).map(<[u8]>::trim_ascii).filter(|name| !name.is_empty()).collect()
}

/// The names of the columns, as text.
pub fn names(header: &[u8]) -> Vec<String> {
    fields(header).into_iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect()
}

/// The columns of an input that opens with directives.
pub fn fields_of<'a>(head: &Head<'a>) -> Option<Vec<&'a [u8]>> {
    let sample = head.sample.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head.sample);
    let opens = super::opens_with_directive(sample);
    let fields = fields(&sample[..Directives::leading(sample)]);
    (opens && !fields.is_empty()).then_some(fields)
}

/// Whether columns are those of CloudFront.
pub fn is_cloudfront(fields: &[&[u8]]) -> bool {
    fields.contains(&&b"x-edge-location"[..])
}

/// How a field is made of values, each by its place among those that are looked for.
#[derive(Clone, Copy)]
enum Make {
    Value(usize),
    /// With a blank for each `+`.
    Plus(usize),
    /// With the bytes of its `%20`.
    Percent(usize),
    /// What stands before the first `?`, and after it.
    Before(usize),
    After(usize),
    /// A path and its query.
    Target(usize, usize),
    /// Milliseconds of seconds.
    Seconds(usize),
    /// The instant of a date and a time of day.
    Instant(usize, usize),
    /// The instant of a time of day, on the day of the header.
    Clock(usize),
}

/// Values that are found without an allocation.
const FEW: usize = 16;

/// The cutter.
pub struct Values {
    format: &'static str,
    /// How many columns there are.
    n: usize,
    /// Whether commas stand between values.
    comma: bool,
    /// The day of the directives.
    day: Vec<u8>,
    /// The columns that are looked for, ascending, and what is made of them.
    columns: Vec<usize>,
    makes: Vec<(usize, Make)>,
    /// The fields of a whole record, by name, of all columns.
    all: Vec<(Vec<u8>, Make)>,
}

impl Values {
    /// Binds wants to the columns of a header.
    pub fn new(format: &'static str, wants: &[Want], opening: &Opening<'_>) -> Values {
        let names = fields(opening.header);
        let day = said(opening.header, DATE).and_then(|day| day.get(..10)).unwrap_or_default().to_vec();
        let comma = said(opening.header, FIELDS).is_some_and(|names| memchr(b',', names).is_some());
        let mut makes: Vec<(usize, Make)> = Vec::new();
        for (place, want) in wants.iter().enumerate() {
            makes.extend(make(&names, !day.is_empty(), want).map(|make| (place, make)));
        }
        // The date is part of the time, and the time stands where the first of the two does. Of two
        // columns with one name the last one counts.
        let joined = column(&names, "date").zip(column(&names, "time"));
        let field = |at: usize| match joined {
            Some((date, time)) if at == date.max(time) => None,
            Some((date, time)) if at == date.min(time) => Some((b"time".to_vec(), Make::Instant(date, time))),
            _ if names[at + 1..].contains(&names[at]) => None,
            None if names[at] == b"time" && !day.is_empty() => Some((b"time".to_vec(), Make::Clock(at))),
            _ => Some((names[at].to_vec(), Make::Value(at))),
        };
        let all = (0..names.len()).filter_map(field).collect();
        let mut columns: Vec<usize> = makes.iter().flat_map(|(_, make)| make.columns()).collect();
        columns.sort_unstable();
        columns.dedup();
        let place = |column: usize| columns.binary_search(&column).unwrap_or_default();
        makes.iter_mut().for_each(|(_, make)| *make = make.at(place));
        Values { format, n: names.len(), comma, day, columns, makes, all }
    }

    /// What stands between the values of a line.
    #[inline]
    fn delimiter(&self, line: &[u8]) -> u8 {
        if self.comma { b',' } else { line.get(find::before2(line, b' ', b'\t')).copied().unwrap_or(b' ') }
    }

    /// Finds the values of some columns, or all up to the last of them. False when the line is not
    /// in the format.
    #[inline]
    fn find(&self, line: &[u8], columns: &[usize], values: &mut [Value]) -> bool {
        if line.first().is_none_or(|b| *b == b'#') || self.n == 0 {
            return false;
        }
        let delimiter = self.delimiter(line);
        // Some writers end a line with a blank.
        let line = if delimiter == b' ' { line.strip_suffix(b" ").unwrap_or(line) } else { line };
        let quotes = memchr(b'"', line).is_some() && self.count(line, delimiter) == self.n;
        if !quotes {
            return self.find_bare(line, delimiter, columns, values);
        }
        let mut at = Some(0);
        let mut column = 0;
        for (goal, value) in columns.iter().zip(values) {
            while let Some(start) = at {
                let (found, next) = next(line, start, delimiter);
                at = next;
                column += 1;
                if column > *goal {
                    *value = found;
                    break;
                }
            }
        }
        true
    }

    /// The same in a line without quotes.
    #[inline(always)]
    fn find_bare(&self, line: &[u8], delimiter: u8, columns: &[usize], values: &mut [Value]) -> bool {
        let (mut start, mut column) = (0, 0);
        for (goal, value) in columns.iter().zip(values) {
            while column < *goal {
                start += find::before(&line[start..], delimiter) + 1;
                column += 1;
                if start > line.len() {
                    return false;
                }
            }
            let end = start + find::before(&line[start..], delimiter);
            *value = Value { start, end, quoted: false };
        }
        // What stands behind the last of them is counted.
        column + 1 + find::count(&line[start..], delimiter) == self.n
    }

    /// How many values there are, where quotes count.
    #[cold]
    fn count(&self, line: &[u8], delimiter: u8) -> usize {
        let mut n = 0;
        let mut at = Some(0);
        while let Some(start) = at {
            at = next(line, start, delimiter).1;
            n += 1;
        }
        n
    }

    /// Makes a field.
    fn cell(&self, make: Make, record: Record<'_>, values: &[Value], heap: &mut Vec<u8>) -> Cell {
        let value = |at: usize| values.get(at).copied().unwrap_or_default();
        let text = |at: usize| record.text(value(at));
        let from = heap.len();
        match make {
            Make::Value(at) => return record.cell(value(at), heap),
            Make::Plus(at) | Make::Percent(at) if text(at).iter().all(|b| !matches!(b, b'+' | b'%')) => {
                return record.cell(value(at), heap);
            }
            Make::Plus(at) => heap.extend(text(at).iter().map(|b| if *b == b'+' { b' ' } else { *b })),
            Make::Percent(at) => decode(text(at), heap),
            Make::Before(at) | Make::After(at) => {
                let Value { start, end, quoted } = value(at);
                let mark = memchr(b'?', text(at)).map(|mark| start + mark);
                return match (make, mark) {
                    (Make::Before(_), mark) => record.cell(Value { start, end: mark.unwrap_or(end), quoted }, heap),
                    (_, Some(mark)) => record.cell(Value { start: mark + 1, end, quoted }, heap),
                    _ => Cell::None,
                };
            }
            Make::Target(path, query) => {
                if matches!(text(query), b"-" | b"") {
                    return record.cell(value(path), heap);
                }
                heap.extend_from_slice(text(path));
                heap.push(b'?');
                heap.extend_from_slice(text(query));
            }
            Make::Seconds(at) => return web::milliseconds(text(at)),
            Make::Instant(date, time) => instant(text(date), text(time), heap),
            Make::Clock(time) => instant(&self.day, text(time), heap),
        }
        match heap.len() - from {
            0 => Cell::None,
            len => Cell::Text(Span::new(HEAP | from as u32, len)),
        }
    }
}

/// Appends an instant in UTC, unless a part of it is missing.
fn instant(date: &[u8], time: &[u8], heap: &mut Vec<u8>) {
    if date.len() < 8 || time.len() < 5 {
        return;
    }
    heap.extend_from_slice(date);
    heap.push(b'T');
    heap.extend_from_slice(time);
    heap.push(b'Z');
}

/// The last column of a name.
fn column(names: &[&[u8]], name: &str) -> Option<usize> {
    names.iter().rposition(|n| *n == name.as_bytes())
}

/// How a wanted field is made of columns; None when there are none for it.
fn make(names: &[&[u8]], has_day: bool, want: &Want) -> Option<Make> {
    let column = |name: &str| column(names, name);
    let one_of = |list: &[&str]| list.iter().find_map(|name| column(name));
    if want.exact {
        return column(&want.name).map(Make::Value);
    }
    let is_cloudfront = is_cloudfront(names);
    let spelled = |at: usize| if is_cloudfront { Make::Percent(at) } else { Make::Plus(at) };
    if want.name == "time" {
        return match (column("date"), column("time")) {
            (Some(date), Some(time)) => Some(Make::Instant(date, time)),
            (None, Some(time)) if has_day => Some(Make::Clock(time)),
            (Some(date), None) => Some(Make::Value(date)),
            (None, _) => one_of(&["time", "date-time", "timestamp"]).map(Make::Value),
        };
    }
    if let Some(at) = column(&want.name) {
        return Some(Make::Value(at));
    }
    let stem = column("cs-uri-stem");
    match &*want.name {
        "status" => column("sc-status").map(Make::Value),
        "method" => column("cs-method").map(Make::Value),
        "path" => stem.map(Make::Value).or(column("cs-uri").map(Make::Before)),
        "query" => column("cs-uri-query").map(Make::Value).or(column("cs-uri").map(Make::After)),
        "target" => match (stem, column("cs-uri-query")) {
            (Some(stem), Some(query)) => Some(Make::Target(stem, query)),
            (stem, _) => column("cs-uri").or(stem).map(Make::Value),
        },
        "protocol" => one_of(&["cs-version", "cs-protocol-version"]).map(Make::Value),
        "ip" => one_of(&["c-ip", "client-ip"]).map(Make::Value),
        "bytes" => column("sc-bytes").map(Make::Value),
        "ms" if is_cloudfront => column("time-taken").map(Make::Seconds),
        "ms" => column("time-taken").map(Make::Value),
        "host" => one_of(&["x-host-header", "cs-host", "cs(Host)"]).map(Make::Value),
        "user" => column("cs-username").map(Make::Value),
        "referer" => column("cs(Referer)").map(spelled),
        "user_agent" => column("cs(User-Agent)").map(spelled),
        _ => None,
    }
}

impl Make {
    fn columns(self) -> impl Iterator<Item = usize> {
        let (first, second) = match self {
            Make::Value(at) | Make::Plus(at) | Make::Percent(at) | Make::Before(at) | Make::After(at) => (at, None),
            Make::Seconds(at) | Make::Clock(at) => (at, None),
            Make::Target(a, b) | Make::Instant(a, b) => (a, Some(b)),
        };
        std::iter::once(first).chain(second)
    }

    /// The same of values at other places.
    fn at(self, place: impl Fn(usize) -> usize) -> Make {
        match self {
            Make::Value(at) => Make::Value(place(at)),
            Make::Plus(at) => Make::Plus(place(at)),
            Make::Percent(at) => Make::Percent(place(at)),
            Make::Before(at) => Make::Before(place(at)),
            Make::After(at) => Make::After(place(at)),
            Make::Target(a, b) => Make::Target(place(a), place(b)),
            Make::Seconds(at) => Make::Seconds(place(at)),
            Make::Instant(a, b) => Make::Instant(place(a), place(b)),
            Make::Clock(at) => Make::Clock(place(at)),
        }
    }
}

impl Cut for Values {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        let (mut few, mut many) = ([Value::default(); FEW], Vec::new());
        let values = match few.get_mut(..self.columns.len()) {
            Some(few) => few,
            None => {
                many.resize(self.columns.len(), Value::default());
                &mut many[..]
            }
        };
        if !self.find(line, &self.columns, values) {
            return false;
        }
        for (want, make) in &self.makes {
            cells[*want] = self.cell(*make, Record { line, at }, values, heap);
        }
        true
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        let columns: Vec<usize> = (0..self.n).collect();
        let mut values = vec![Value::default(); self.n];
        if !self.find(line, &columns, &mut values) {
            return false;
        }
        for (name, make) in &self.all {
            let cell = self.cell(*make, Record { line, at }, &values, heap);
            put(Key::Plain(name), cell);
        }
        true
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        if self.find(line, &[], &mut []) {
            return None;
        }
        let miss = |at: usize, expected: String| Some(Miss { format: self.format.to_string(), at, expected });
        if self.n == 0 {
            return miss(0, "a line `#Fields:` before it".to_string());
        }
        let surplus = memchr_iter(self.delimiter(line), line).nth(self.n - 1);
        miss(surplus.unwrap_or(line.len()), format!("{} values, as `#Fields:` says", self.n))
    }
}

#[cfg(test)]
#[path = "w3c_tests.rs"]
mod tests;
