//! Zeek's logs of tab-separated values, whose header says what separates them and what is nothing.
//!
//! The header may change within an input, where logs of several kinds follow each other; see
//! [`Directives`]. The types that it names make bools of `T` and `F`; numbers stay as they are
//! spelled.
//!
//! One field is read at about 2 GB/s by one core, of a line of the sample repeated.

use memchr::{memchr, memchr_iter};

use super::web;
use crate::base::{HEAP, Span, find};
use crate::data::lines::{Directives, Frame};
use crate::data::{Cell, Cut, Key, Miss, Want};
use crate::def::{Bind, Doc, Example, Head, InputDef, Kind, Opening, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "zeek",
        usage: "-i zeek",
        brief: "Zeek's logs of tab-separated values; a header names the columns",
        text: "\
Lines that open with `#` are directives and no records; `#fields`, `#types`, `#separator`, `#unset_field` and \
`#empty_field` say what the lines after them are, until others do so within the input. The fields have the names of \
the header (`id.orig_h`, `ts`), and `time`, `ip` and others are found as in [json]; `ms` is `duration`, of which Zeek \
writes seconds. What is unset (`-`) is None, what is empty (`(empty)`) is empty text, and a `bool` is one. Escapes \
like `\\x09` are resolved; the elements of a set stay one text with commas.

A line with more or fewer values than there are names, or before any names, is counted as not parsed, and its fields \
are None. Where whole lines come out, the directives in force go before them as in [w3c]. Zeek's JSON logs are [json].",
        examples: &[
            Example {
                run: "-i zeek 'select time, ip, service, ms, local_orig' zeek.log",
                output: r#"
{"time":1772442134.496300,"ip":"192.0.2.76","service":"http","ms":2125.85,"local_orig":true}
{"time":1772442135.181431,"ip":"192.0.2.76","service":"dns","ms":82.9,"local_orig":true}
{"time":1772442136.452967,"ip":"198.51.100.23","service":null,"ms":null,"local_orig":false}
"#,
            },
            Example {
                run: "-i zeek 'sum(resp_bytes) by service' zeek.log",
                output: r#"
{"service":"http","sum_resp_bytes":1092421}
{"service":"dns","sum_resp_bytes":89}
{"service":null,"sum_resp_bytes":null}
"#,
            },
        ],
    },
    columns: None,
    frame: |_| Frame::Sections(DIRECTIVES),
    header: |head| Directives::leading(head.sample),
    names,
    tells: Tells::input(opens),
    bind: Bind::Named(|wants, opening| Box::new(Rows::new(wants, opening))),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tduration\tlocal_orig\ttunnel_parents\n#types\ttime\tstring\taddr\tinterval\tbool\tset[string]\n1320279554.496300\tCg9xqq\t192.168.2.76\t2.125850\tT\t(empty)",
    ],
};

/// Whether an input opens as Zeek's logs do.
fn opens(head: &Head<'_>) -> bool {
    head.sample.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head.sample).starts_with(b"#separator ")
}

/// The directives that count.
const DIRECTIVES: Directives = Directives { take, header: |kept| kept.to_vec() };

/// Those that are kept.
const KEPT: [&[u8]; 7] = [b"separator", b"set_separator", b"empty_field", b"unset_field", b"path", b"fields", b"types"];

/// The name of a directive, and what follows the byte after it.
fn directive(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = line.strip_prefix(b"#")?;
    let end = rest.iter().position(|b| !b.is_ascii_lowercase() && *b != b'_')?;
    Some((&rest[..end], &rest[end + 1..]))
}

fn take(kept: &mut Vec<u8>, line: &[u8]) {
    let Some((name, _)) = directive(line) else { return };
    if !KEPT.contains(&name) {
        return;
    }
    // A separator begins another log.
    let mut lines: Vec<u8> = Vec::new();
    if name != b"separator" {
        let others = kept.split_inclusive(|b| *b == b'\n');
        let others = others.filter(|old| directive(old).is_none_or(|(old, _)| old != name));
        others.for_each(|old| lines.extend_from_slice(old));
    }
    lines.extend_from_slice(line);
    lines.push(b'\n');
    *kept = lines;
}

/// What a header says.
struct Header {
    separator: u8,
    unset: Vec<u8>,
    empty: Vec<u8>,
    names: Vec<Vec<u8>>,
    /// By column: it is a bool.
    bools: Vec<bool>,
}

impl Header {
    fn of(header: &[u8]) -> Header {
        let said = |which: &[u8]| {
            let lines = header.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
            lines.filter_map(directive).rfind(|(name, _)| *name == which).map(|(_, rest)| rest)
        };
        let mut separator = Vec::new();
        unescape(said(b"separator").unwrap_or(b"\t"), &mut separator);
        let separator = separator.first().copied().unwrap_or(b'\t');
        let list = |which: &[u8]| {
            let list = said(which).map(|list| list.split(|b| *b == separator).map(<[u8]>::to_vec).collect());
            list.unwrap_or_default()
        };
        let names: Vec<Vec<u8>> = list(b"fields");
        let types: Vec<Vec<u8>> = list(b"types");
        let bools = (0..names.len()).map(|at| types.get(at).is_some_and(|name| name == b"bool")).collect();
        let text = |which: &[u8], usual: &[u8]| said(which).unwrap_or(usual).to_vec();
        Header { separator, unset: text(b"unset_field", b"-"), empty: text(b"empty_field", b"(empty)"), names, bools }
    }

    /// The last column of a name.
    fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().rposition(|n| n == name.as_bytes())
    }
}

fn names(header: &[u8]) -> Vec<String> {
    let names = Header::of(header).names;
    names.into_iter().map(|name| String::from_utf8_lossy(&name).into_owned()).collect()
}

/// The cutter.
struct Rows {
    header: Header,
    /// Wanted columns in ascending order, each with its want and whether it is to be milliseconds.
    wanted: Vec<(usize, usize, bool)>,
    /// Whether no column has the name of another.
    unique: bool,
}

impl Rows {
    fn new(wants: &[Want], opening: &Opening<'_>) -> Rows {
        let header = Header::of(opening.header);
        let mut wanted = Vec::new();
        for (place, want) in wants.iter().enumerate() {
            if let Some(column) = header.column(&want.name) {
                wanted.push((column, place, false));
            } else if want.name == "ms"
                && !want.exact
                && let Some(column) = header.column("duration")
            {
                wanted.push((column, place, true));
            }
        }
        wanted.sort_unstable();
        let unique = (0..header.names.len()).all(|at| !header.names[at + 1..].contains(&header.names[at]));
        Rows { header, wanted, unique }
    }

    /// Whether a line has a value for each name.
    #[inline]
    fn fits(&self, line: &[u8]) -> bool {
        let n = self.header.names.len();
        n > 0 && line.first().is_some_and(|b| *b != b'#') && memchr_iter(self.header.separator, line).count() + 1 == n
    }

    /// The cell of a value that starts at `at` in the batch.
    #[inline]
    fn cell(&self, column: usize, value: &[u8], at: u32, heap: &mut Vec<u8>) -> Cell {
        if value == self.header.unset {
            return Cell::None;
        }
        if value == self.header.empty {
            return Cell::Text(Span::new(at, 0));
        }
        match value {
            b"T" if self.header.bools[column] => Cell::Bool(true),
            b"F" if self.header.bools[column] => Cell::Bool(false),
            _ if memchr(b'\\', value).is_none() => Cell::Text(Span::new(at, value.len())),
            _ => {
                let from = heap.len();
                unescape(value, heap);
                Cell::Text(Span::new(HEAP | from as u32, heap.len() - from))
            }
        }
    }
}

/// Appends text whose bytes may be spelled `\x09`.
fn unescape(text: &[u8], out: &mut Vec<u8>) {
    let digit = |b: u8| char::from(b).to_digit(16).map(|digit| digit as u8);
    let mut rest = text;
    while let Some(mark) = memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..mark]);
        rest = &rest[mark..];
        let byte = match rest {
            [_, b'x', a, b, ..] => digit(*a).zip(digit(*b)).map(|(a, b)| a << 4 | b),
            _ => None,
        };
        match byte {
            Some(byte) => {
                out.push(byte);
                rest = &rest[4..];
            }
            None => {
                out.push(b'\\');
                rest = &rest[1..];
            }
        }
    }
    out.extend_from_slice(rest);
}

impl Cut for Rows {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        if !self.fits(line) {
            return false;
        }
        let (mut start, mut column) = (0, 0);
        for &(goal, want, is_ms) in &self.wanted {
            while column < goal {
                start += find::before(&line[start..], self.header.separator) + 1;
                column += 1;
            }
            let end = start + find::before(&line[start..], self.header.separator);
            let value = &line[start..end];
            cells[want] =
                if is_ms { web::milliseconds(value) } else { self.cell(column, value, at + start as u32, heap) };
        }
        true
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        if !self.fits(line) {
            return false;
        }
        let mut start = 0;
        for (column, value) in line.split(|b| *b == self.header.separator).enumerate() {
            let name = &self.header.names[column];
            if self.unique || !self.header.names[column + 1..].contains(name) {
                let cell = self.cell(column, value, at + start as u32, heap);
                put(Key::Plain(name), cell);
            }
            start += value.len() + 1;
        }
        true
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        if self.fits(line) {
            return None;
        }
        let miss = |at: usize, expected: String| Some(Miss { format: DEF.doc.name.to_string(), at, expected });
        let n = self.header.names.len();
        if n == 0 {
            return miss(0, "a line `#fields` before it".to_string());
        }
        let surplus = memchr_iter(self.header.separator, line).nth(n - 1);
        miss(surplus.unwrap_or(line.len()), format!("{n} values, as `#fields` says"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, fixture, walk};

    const HEADER: &str = "#separator \\x09\n#empty_field\t(empty)\n#unset_field\t-\n#fields\tts\tn\tok\ts\tduration\n#types\ttime\tcount\tbool\tset[string]\tinterval\n";

    #[test]
    fn values_have_their_types() {
        let line = "1320279554.496300\t7\tF\ta\\x09b,c\t0.25";
        let names = ["ts", "n", "ok", "s", "ms", "time"];
        let cells = ["T1320279554.496300", "T7", "false", "Ta\tb,c", "Int(250)", "None"];
        assert_eq!(cut(&DEF, HEADER, line, &names).unwrap(), cells);
        let cells = ["T-1", "None", "None", "T", "None"];
        assert_eq!(cut(&DEF, HEADER, "-1\t-\t-\t(empty)\t-", &["ts", "n", "ok", "s", "ms"]).unwrap(), cells);
        assert_eq!(walk(&DEF, HEADER, line).unwrap().len(), 5);
    }

    #[test]
    fn lines_that_do_not_fit_are_refused() {
        for line in ["1\t2", "1\t2\tT\tx\t1\t1", "", "#close\t2017", "#close\t2\t3\t4\t5"] {
            assert_eq!(cut(&DEF, HEADER, line, &[]), None, "{line}");
        }
        assert_eq!(cut(&DEF, "", "1\t2", &["ts"]), None);
    }

    #[test]
    fn another_separator() {
        let header = "#separator ,\n#unset_field,NA\n#fields,a,b\n";
        assert_eq!(cut(&DEF, header, "1,NA", &["a", "b"]).unwrap(), ["T1", "None"]);
        let kept = DIRECTIVES.header_of(format!("{HEADER}#close\tx\n{header}").as_bytes());
        assert_eq!(String::from_utf8(kept).unwrap(), header);
    }

    #[test]
    fn a_log_of_connections() {
        let text = fixture("zeek/conn.log");
        let at = Directives::leading(&text);
        let header = String::from_utf8(text[..at].to_vec()).unwrap();
        let lines = text[at..].split(|b| *b == b'\n').filter(|line| !line.is_empty() && line[0] != b'#');
        let rows: Vec<_> = lines
            .map(|line| cut(&DEF, &header, line, &["id.orig_h", "service", "tunnel_parents", "local_orig"]))
            .collect();
        assert_eq!(rows.len(), 92);
        assert_eq!(rows[0].clone().unwrap(), ["T192.168.2.76", "None", "T", "None"]);
        assert!(rows.iter().all(Option::is_some));
    }
}
