//! The oracle's inputs: records of known values, and the text that each format makes of
//! them. The values are kept beside the text, so that the oracle needs no parser.

use std::rc::Rc;

use super::eval::Row;
use super::rng::Rng;
use super::time;
use super::val::{Nested, Val, json_string, points};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Logfmt,
    Csv,
}

/// A value before a format spells it.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Null,
    Bool(bool),
    Number(String),
    /// Text, and whether it is spelled with more escapes or quotes than it needs.
    Text(Vec<u8>, bool),
    /// Text that logfmt puts in quotes though it needs none.
    Quoted(Vec<u8>),
    Object(Vec<(String, Cell)>),
    List(Vec<Cell>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    Record(Format, Vec<(String, Cell)>),
    /// Text in no format.
    Bad(Vec<u8>),
    Blank,
}

/// A whole input.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    pub format: Format,
    /// JSON and logfmt lines mixed, to be told apart by `auto`.
    pub auto: bool,
    /// The names of a CSV's columns.
    pub header: Vec<String>,
    pub lines: Vec<Line>,
    /// By line, going round: whether it ends in CR LF.
    pub crlf: Vec<bool>,
    /// Whether the last line has its newline.
    pub ended: bool,
    /// Whether records have the field `time`.
    pub timed: bool,
}

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "10",
    "1.0",
    "1e0",
    "-0",
    "-0.0",
    "0.1",
    "0.2",
    "0.30000000000000004",
    "-1",
    "-2.5",
    "2.50",
    "1E2",
    "1e3",
    "100",
    "404",
    "500",
    "503",
    "12345678901234567890",
    "9223372036854775807",
    "-9223372036854775808",
    "9007199254740993",
    "1e22",
    "1e-7",
    "123456.789",
    "5e-324",
    "1e300",
    "-1e300",
    "99",
];

const TEXTS: &[&str] = &[
    "", "abc", "ABC", "abd", "b", "true", "True", "false", "None", "null", "1", "1.0", "007", "+5", "+1555", " 5 ",
    "5ms", "x y", "ünï", "日本", "a,b", "q\"q", "back\\s", "tab\tx", "nl\nx", "ß", "İ", "😀x", "nan", "inf", "0x10",
    "1_000", "-", "a=b", "{", "k", "/api/x", "/api/y", "error", "timeout", "ǅ", "e\u{301}", "1e5", "00", "-5", "v",
];

/// What `redact` hides, its kind, and the code that it has under the key `pepper`.
pub const SECRETS: &[(&str, &str, &str)] = &[
    ("10.0.0.1", "ip", "2a2ffd3ffe3a"),
    ("203.0.113.7", "ip", "f9a092447a62"),
    ("bob@shop.example", "email", "49187c57d64e"),
    ("00:1b:44:11:3a:b7", "mac", "458d6f375014"),
    ("0191d3a4-7c1e-7b3a-9f00-0123456789ab", "uuid", "7cb0ad7c2161"),
];

const PRIVATE: &[&str] = &[
    "203.0.113.7",
    "10.0.0.1",
    "from 10.0.0.1 by bob@shop.example",
    "bob@shop.example",
    "00:1b:44:11:3a:b7",
    "id 0191d3a4-7c1e-7b3a-9f00-0123456789ab",
];

pub const NAMES: &[&str] = &["a", "b", "c", "d", "e"];

pub fn number(rng: &mut Rng) -> String {
    match rng.below(3) {
        0 => rng.range(-20, 600).to_string(),
        _ => rng.pick(NUMBERS).to_string(),
    }
}

pub fn text(rng: &mut Rng) -> Vec<u8> {
    match rng.below(30) {
        0 => b"\xff\xfea".to_vec(),
        1 => b"z\xe2\x82".to_vec(),
        2 => b"nul\0x".to_vec(),
        3 | 4 => rng.pick(PRIVATE).as_bytes().to_vec(),
        _ => rng.pick(TEXTS).as_bytes().to_vec(),
    }
}

fn cell(rng: &mut Rng, nests: bool) -> Cell {
    match rng.below(if nests { 24 } else { 20 }) {
        0 => Cell::Null,
        1 => Cell::Bool(true),
        2 => Cell::Bool(false),
        3..12 => Cell::Number(number(rng)),
        12..20 => Cell::Text(text(rng), rng.chance(4)),
        20..23 => {
            let mut keys = vec!["k", "j", "x y"];
            keys.truncate(rng.below(4));
            Cell::Object(keys.into_iter().map(|k| (k.to_string(), cell(rng, false))).collect())
        }
        _ => Cell::List((0..rng.below(4)).map(|_| cell(rng, false)).collect()),
    }
}

/// A random input. Few different values in a column, so that keys repeat.
pub fn input(rng: &mut Rng) -> Input {
    let (format, auto) = match rng.below(7) {
        0 | 1 => (Format::Json, false),
        2 => (Format::Logfmt, false),
        3 | 4 => (Format::Csv, false),
        5 => (Format::Json, true),
        _ => (Format::Logfmt, true),
    };
    let mut header: Vec<String> = NAMES.iter().map(|n| n.to_string()).collect();
    header.push("n.k".to_string());
    let timed = rng.chance(2);
    if timed {
        header.push("time".to_string());
    }
    rng.shuffle(&mut header);
    let mut pools: Vec<Vec<Cell>> = Vec::new();
    for name in 0..NAMES.len() + 1 {
        let few = 1 + rng.below(8);
        pools.push((0..few).map(|_| cell(rng, name == NAMES.len())).collect());
    }
    let n = match rng.below(10) {
        0 => rng.below(3),
        1 => 100 + rng.below(200),
        _ => rng.below(40),
    };
    let tidy = rng.chance(3);
    let mut clock = timed.then(|| clock(rng));
    let lines = (0..n)
        .map(|_| match rng.below(if tidy { 1000 } else { 20 }) {
            0 if format != Format::Csv => Line::Blank,
            1 if format != Format::Csv => Line::Bad(bad(rng)),
            _ => {
                let format = match format {
                    Format::Json | Format::Logfmt if auto => *rng.pick(&[Format::Json, Format::Logfmt]),
                    format => format,
                };
                Line::Record(format, record(rng, format, &pools, &header, &mut clock))
            }
        })
        .collect();
    let crlf = match rng.below(4) {
        0 => vec![true],
        1 => (0..5).map(|_| rng.chance(2)).collect(),
        _ => vec![false],
    };
    Input { format, auto, header, lines, crlf, ended: !rng.chance(5), timed }
}

/// Text that is in no format.
fn bad(rng: &mut Rng) -> Vec<u8> {
    let all: [&[u8]; 6] =
        [b"plain words abc", b"{\"a\":1", b"{\"a\":1} x", b"[1,2]", b"error: timeout \xff", b"{\"a\":01}"];
    rng.pick(&all).to_vec()
}

/// Where the times of an input begin, and the steps that they take, in quarters of a second.
fn clock(rng: &mut Rng) -> (i64, [i64; 2]) {
    let steps = *rng.pick(&[[0, 2], [0, 400], [0, 4000], [-40, 400], [-2000, 4000]]);
    (4 * 1_767_225_600 + rng.range(0, 40_000), steps)
}

/// The time of a record: mostly the next one, in some spelling; at times something else.
fn moment(rng: &mut Rng, clock: &mut (i64, [i64; 2])) -> Cell {
    let [low, high] = clock.1;
    clock.0 += rng.range(low, high);
    let (seconds, quarter) = (clock.0.div_euclid(4), clock.0.rem_euclid(4));
    match rng.below(30) {
        0 => Cell::Null,
        1 => Cell::Text(b"soon".to_vec(), false),
        2 => Cell::Number("5".to_string()),
        3 => Cell::Bool(true),
        4..7 => Cell::Number(if quarter == 0 { seconds.to_string() } else { format!("{seconds}.{}", quarter * 25) }),
        _ => {
            let at = seconds * time::SECOND + quarter * time::SECOND / 4;
            Cell::Text(time::spelled(at).into_bytes(), rng.chance(20))
        }
    }
}

fn record(
    rng: &mut Rng,
    format: Format,
    pools: &[Vec<Cell>],
    header: &[String],
    clock: &mut Option<(i64, [i64; 2])>,
) -> Vec<(String, Cell)> {
    let from = |rng: &mut Rng, at: usize| {
        if rng.chance(12) { cell(rng, at == NAMES.len()) } else { rng.pick(&pools[at]).clone() }
    };
    if format == Format::Csv {
        let of = |name: &str| NAMES.iter().position(|n| *n == name).unwrap_or(NAMES.len());
        let mut one = |n: &String| match clock {
            Some(clock) if n == "time" => (n.clone(), moment(rng, clock)),
            _ => (n.clone(), from(rng, of(n))),
        };
        let mut cells: Vec<(String, Cell)> = header.iter().map(&mut one).collect();
        match rng.below(15) {
            0 => cells.truncate(2 + rng.below(4)),
            1 => cells.push((format!("_{}", cells.len() + 1), Cell::Number("7".to_string()))),
            _ => {}
        }
        return cells;
    }
    let mut fields = Vec::new();
    for (at, name) in NAMES.iter().enumerate() {
        if !rng.chance(8) {
            fields.push((name.to_string(), from(rng, at)));
        }
    }
    if rng.chance(2) {
        let nested = format == Format::Json && !rng.chance(5);
        fields.push((if nested { "n" } else { "n.k" }.to_string(), from(rng, NAMES.len())));
    }
    if let Some(clock) = clock.as_mut().filter(|_| !rng.chance(15)) {
        fields.push(("time".to_string(), moment(rng, clock)));
    }
    if rng.chance(6) {
        rng.shuffle(&mut fields);
    }
    if rng.chance(15) {
        // A repeated key: the last one counts, at the first one's place.
        let again = rng.pick(NAMES).to_string();
        fields.push((again, from(rng, 0)));
    }
    if format == Format::Json && rng.chance(10) {
        fields.push(("tab\tkey".to_string(), Cell::Bool(true)));
    }
    if format == Format::Logfmt && !fields.iter().any(|(_, c)| !matches!(c, Cell::Null | Cell::Bool(true))) {
        fields.push(("a".to_string(), Cell::Number("1".to_string())));
    }
    fields
}

/// A string's inside in JSON; with `more`, its first character is escaped as well.
fn inside(text: &[u8], more: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut more = more;
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                c if more => c.encode_utf16(&mut [0; 2]).iter().for_each(|u| out.extend(format!("\\u{u:04X}").bytes())),
                '/' => out.extend_from_slice(b"\\/"),
                c => {
                    let mut quoted = Vec::new();
                    json_string(c.to_string().as_bytes(), &mut quoted);
                    out.extend_from_slice(&quoted[1..quoted.len() - 1]);
                }
            }
            more = false;
        }
        out.extend_from_slice(chunk.invalid());
    }
    out
}

impl Cell {
    /// Its JSON.
    fn json(&self) -> Vec<u8> {
        match self {
            Cell::Null => b"null".to_vec(),
            Cell::Bool(b) => b.to_string().into_bytes(),
            Cell::Number(n) => n.clone().into_bytes(),
            Cell::Text(t, more) => [b"\"", &inside(t, *more)[..], b"\""].concat(),
            Cell::Quoted(t) => Cell::Text(t.clone(), false).json(),
            Cell::Object(members) => {
                let members: Vec<Vec<u8>> =
                    members.iter().map(|(k, v)| [format!("\"{k}\": ").into_bytes(), v.json()].concat()).collect();
                [&b"{"[..], &members.join(&b','), &b"}"[..]].concat()
            }
            Cell::List(items) => {
                let items: Vec<Vec<u8>> = items.iter().map(Cell::json).collect();
                [&b"["[..], &items.join(&b", "[..]), &b"]"[..]].concat()
            }
        }
    }

    /// What a JSON record says of it.
    fn typed(&self) -> Val {
        match self {
            Cell::Null => Val::None,
            Cell::Bool(b) => Val::Bool(*b),
            Cell::Number(n) => Val::Num(n.clone()),
            Cell::Text(t, more) => {
                let inside = inside(t, *more);
                Val::Str(t.clone(), inside.contains(&b'\\').then_some(inside))
            }
            Cell::Quoted(t) => Cell::Text(t.clone(), false).typed(),
            Cell::Object(members) => {
                let object = members.iter().map(|(k, v)| (k.clone(), v.typed())).collect();
                Val::Json(Rc::new(Nested { raw: self.json(), object: Some(object), list: None }))
            }
            Cell::List(items) => {
                let list = items.iter().map(Cell::typed).collect();
                Val::Json(Rc::new(Nested { raw: self.json(), object: None, list: Some(list) }))
            }
        }
    }

    /// Its text in a format of text.
    fn plain(&self) -> Vec<u8> {
        match self {
            Cell::Null => Vec::new(),
            Cell::Text(t, _) | Cell::Quoted(t) => t.clone(),
            other => other.json(),
        }
    }
}

impl Cell {
    /// With another text in each of its texts: `edit` is given a text as far as it is
    /// spelled plainly, which within an object or a list is as JSON spells it. What is spelled as an escape is seen through only by `redact`.
    fn edited(&self, escapes: bool, through: bool, edit: &dyn Fn(&[u8]) -> Vec<u8>) -> Cell {
        match self {
            Cell::Text(t, more) if *more && escapes => {
                let first = points(t).first().map_or(0, Vec::len);
                let (head, rest) = (&t[..first], &t[first..]);
                let whole = edit(t);
                if through && !whole.starts_with(head) {
                    return Cell::Quoted(whole);
                }
                Cell::Text([head, &edit(rest)].concat(), true)
            }
            Cell::Text(t, more) => Cell::Text(edit(t), *more),
            Cell::Object(members) => {
                Cell::Object(members.iter().map(|(k, v)| (k.clone(), v.edited(true, through, edit))).collect())
            }
            Cell::List(items) => Cell::List(items.iter().map(|v| v.edited(true, through, edit)).collect()),
            other => other.clone(),
        }
    }
}

impl Line {
    /// The line after an edit of its text that leaves all else alone.
    pub fn edited(&self, through: bool, edit: &dyn Fn(&[u8]) -> Vec<u8>) -> Line {
        match self {
            Line::Record(format, fields) => {
                let escapes = *format == Format::Json;
                let one = |(k, v): &(String, Cell)| (k.clone(), v.edited(escapes, through, edit));
                Line::Record(*format, fields.iter().map(one).collect())
            }
            Line::Bad(text) => Line::Bad(edit(text)),
            Line::Blank => Line::Blank,
        }
    }

    /// The line's text, and the row that it is.
    pub fn row(&self) -> Row {
        let (line, found) = match self {
            Line::Blank => (Vec::new(), None),
            Line::Bad(text) => (text.clone(), None),
            Line::Record(Format::Json, fields) => {
                let spelled =
                    |(k, v): &(String, Cell)| [&b"\""[..], &inside(k.as_bytes(), false), b"\":", &v.json()].concat();
                let members: Vec<Vec<u8>> = fields.iter().map(spelled).collect();
                let line = [&b"{"[..], &members.join(&b','), &b"}"[..]].concat();
                (line, Some(fields.iter().map(|(k, v)| (k.clone(), v.typed())).collect::<Vec<_>>()))
            }
            Line::Record(Format::Logfmt, fields) => {
                let mut pairs: Vec<Vec<u8>> = Vec::new();
                let mut found = Vec::new();
                for (key, cell) in fields {
                    match cell {
                        Cell::Null => {}
                        Cell::Bool(true) => {
                            pairs.push(key.clone().into_bytes());
                            found.push((key.clone(), Val::Bool(true)));
                        }
                        cell => {
                            pairs.push([key.as_bytes(), b"=", &pair(cell)].concat());
                            found.push((key.clone(), Val::Text(cell.plain())));
                        }
                    }
                }
                // `auto` knows logfmt by a line that opens with a pair.
                if let Some(at) = pairs.iter().position(|p| p.contains(&b'=')) {
                    pairs.swap(0, at);
                    found.swap(0, at);
                }
                let line = pairs.join(&b' ');
                // Without a single pair it is prose.
                let is_record = line.contains(&b'=');
                (line, is_record.then_some(found))
            }
            Line::Record(Format::Csv, fields) => {
                let cells: Vec<Vec<u8>> = fields.iter().map(|(_, c)| csv(c)).collect();
                (cells.join(&b','), Some(fields.iter().map(|(k, c)| (k.clone(), Val::Text(c.plain()))).collect()))
            }
        };
        let bad = found.is_none() && !line.is_empty();
        let found = found.unwrap_or_else(|| vec![("line".to_string(), Val::Str(line.clone(), None))]);
        let mut fields: Vec<(String, Vec<u8>, Val)> = Vec::new();
        for (name, value) in found {
            match fields.iter_mut().find(|(n, ..)| *n == name) {
                Some(field) => field.2 = value,
                None => fields.push((name.clone(), inside(name.as_bytes(), false), value)),
            }
        }
        Row {
            line,
            end: "\n",
            fields,
            place: None,
            bad,
            noted: Default::default(),
            source: Some(Rc::new(self.clone())),
        }
    }
}

/// A logfmt value.
fn pair(cell: &Cell) -> Vec<u8> {
    let text = cell.plain();
    let quotes = matches!(cell, Cell::Text(_, true) | Cell::Quoted(_))
        || text.first() == Some(&b'"')
        || text.iter().any(|b| *b <= b' ');
    if quotes { [b"\"", &inside(&text, false)[..], b"\""].concat() } else { text }
}

/// A CSV cell.
fn csv(cell: &Cell) -> Vec<u8> {
    let text = cell.plain();
    let quotes = matches!(cell, Cell::Text(_, true)) || text.iter().any(|b| b",\"\r\n".contains(b));
    if !quotes {
        return text;
    }
    let doubled: Vec<u8> = text.iter().flat_map(|b| if *b == b'"' { vec![b'"', b'"'] } else { vec![*b] }).collect();
    [b"\"", &doubled[..], b"\""].concat()
}

impl Input {
    /// The bytes of the input, the bytes of its header, and its rows.
    pub fn render(&self) -> (Vec<u8>, Vec<u8>, Vec<Row>) {
        let end = |at: usize| if self.crlf[at % self.crlf.len()] { "\r\n" } else { "\n" };
        let mut header = Vec::new();
        if self.format == Format::Csv {
            header = self.header.join(",").into_bytes();
            header.extend_from_slice(end(0).as_bytes());
        }
        let mut bytes = header.clone();
        let mut rows = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            let mut row = line.row();
            if self.format == Format::Csv {
                for name in &self.header {
                    if !row.fields.iter().any(|(n, ..)| n == name) {
                        row.fields.push((name.clone(), name.clone().into_bytes(), Val::None));
                    }
                }
            }
            row.place = Some(bytes.iter().filter(|b| **b == b'\n').count() + 1);
            let last = at + 1 == self.lines.len() && !self.ended && !row.line.is_empty();
            row.end = if last { "" } else { end(at + 1) };
            bytes.extend_from_slice(&row.line);
            bytes.extend_from_slice(row.end.as_bytes());
            rows.push(row);
        }
        (bytes, header, rows)
    }

    /// What `-i` names.
    pub fn name(&self) -> &'static str {
        match (self.auto, self.format) {
            (true, _) => "auto",
            (_, Format::Json) => "json",
            (_, Format::Logfmt) => "logfmt",
            (_, Format::Csv) => "csv",
        }
    }

    /// How the ledger counts lines that are not in the format.
    pub fn miss(&self) -> String {
        if self.auto { "not in a known format".to_string() } else { format!("not {}", self.name()) }
    }
}
