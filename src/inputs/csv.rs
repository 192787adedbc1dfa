//! Comma-separated values (RFC 4180), and the cutter of tab-separated ones.
//!
//! The header binds names to columns for each file, so files with their columns in another
//! order go together. A row is read only as far as the last wanted column. Rows that are
//! too short or too long are rows all the same: half of the files in the wild have some,
//! and what is missing is None like everywhere else.

use std::sync::Arc;

use memchr::memchr;

use super::Fields;
use crate::base::{HEAP, Span, marks};
use crate::data::lines::{self, Frame};
use crate::data::{Cell, Cut, Key, Want};
use crate::def::frames::{Returns, returns};
use crate::def::{Bind, Doc, Example, Head, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "csv",
        usage: "-i csv",
        brief: "comma-separated values with a header",
        text: "\
The first record names the columns. A cell in quotes may hold commas, newlines and doubled quotes (RFC 4180), so a \
record may be several lines; a quote inside an unquoted cell is an ordinary character. Cells are text until a number \
is asked for. An empty cell is empty text, not None.

A row that is too short has None in its missing cells; the cells of a row that is too long get the names `_5`, `_6` \
and so on by their place. A column without a name is named in the same way. Of two columns with one name the last one \
counts. A byte order mark and blank lines before the header are passed over. A file without newlines, whose records \
end with a carriage return alone, is read as well; its records come out with newlines, and all of them are line 1.

Files named `.csv` are read so without being told. With several files the columns are found by name in each; where \
whole lines come out, the header comes first, once.",
        examples: &[
            Example {
                run: r#"-i csv 'where plan == "team" | select name, age' users.csv"#,
                output: r#"
{"name":"Erin","age":"007"}
{"name":"Frank, Jr.","age":29}
"#,
            },
            Example {
                run: "-i csv 'where age > 40' users.csv",
                output: "\nid,name,plan,age,note\n3,Carol,pro,41,\"moved in March\nnew address on file\"\n",
            },
        ],
    },
    columns: None,
    frame: |head| frame(head, b','),
    header: |head| header(head, b','),
    names: |header| unique_names(header, b','),
    tells: Tells::input(|head| super::has_suffix(head.name, "csv")),
    bind: Bind::Named(|wants, opening| Box::new(Cells::new(wants, opening.header, b','))),
    kind: |_| Kind::Any,
    view: None,
    samples: &["a,\"b \"\"c\"\" d\",,e"],
};

/// How records end in an input that opens so.
pub fn frame(head: &Head<'_>, delimiter: u8) -> Frame {
    if returns::opens(head.sample, delimiter) {
        Frame::Own(Arc::new(Returns(delimiter)))
    } else {
        Frame::Quoted(delimiter)
    }
}

/// The length of the header with its terminator, and of the blank lines before it.
pub fn header(head: &Head<'_>, delimiter: u8) -> usize {
    let start = first_record(head.sample);
    if returns::opens(head.sample, delimiter) {
        return start + returns::first(&head.sample[start..], delimiter);
    }
    let mut rows = Vec::new();
    lines::cut_lines(head.sample, start, 1, Some(delimiter), &mut rows)
}

/// Where the first record starts: after a byte order mark and blank lines.
fn first_record(bytes: &[u8]) -> usize {
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let blank = bytes[mark..].iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
    mark + blank
}

/// The name of each column, repeated ones and all.
fn names(header: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let start = first_record(header);
    let record = header[start..].strip_suffix(b"\n").unwrap_or(&header[start..]);
    let record = record.strip_suffix(b"\r").unwrap_or(record);
    let mut names = Vec::new();
    let mut at = Some(0).filter(|_| !record.is_empty());
    while let Some(start) = at {
        let cell = next(record, start, delimiter);
        names.push(match cell.text {
            Found::Plain(from, to) if from == to => spare_name(names.len()),
            Found::Plain(from, to) => record[from..to].to_vec(),
            Found::Quoted(end) => {
                let mut name = Vec::new();
                unquote(record, start, end, &mut name);
                name
            }
        });
        at = cell.next;
    }
    names
}

/// The names of the columns, each once, as text.
pub fn unique_names(header: &[u8], delimiter: u8) -> Vec<String> {
    let names = names(header, delimiter);
    let mut unique = Fields::default();
    for name in &names {
        unique.add(Key::Plain(name), Cell::None);
    }
    let mut list = Vec::new();
    unique.give(&mut |key, _| list.push(String::from_utf8_lossy(&super::text(key)).into_owned()));
    list
}

/// What a column without a name is called: `_3` for the third.
fn spare_name(column: usize) -> Vec<u8> {
    format!("_{}", column + 1).into_bytes()
}

/// What a cell beyond the header is called: as a column without a name, or with more underscores
/// where the header has that name.
fn surplus_name(names: &[(Vec<u8>, usize)], column: usize) -> Vec<u8> {
    let mut spare = spare_name(column);
    while names.iter().any(|(name, _)| *name == spare) {
        spare.insert(0, b'_');
    }
    spare
}

/// The column beyond a header of so many that such a name means.
fn surplus_column(names: &[(Vec<u8>, usize)], columns: usize, name: &str) -> Option<usize> {
    let digits = name.trim_start_matches('_');
    let column = digits.parse::<usize>().ok()?.checked_sub(1).filter(|column| *column >= columns)?;
    (surplus_name(names, column) == name.as_bytes()).then_some(column)
}

/// The cutter of rows.
pub struct Cells {
    delimiter: u8,
    /// Wanted columns in ascending order, each with its want.
    wanted: Vec<(usize, usize)>,
    /// Unique names in the order of the header, each with its last column.
    names: Vec<(Vec<u8>, usize)>,
    /// The number of columns in the header.
    columns: usize,
}

impl Cells {
    /// Binds names to the columns of a header.
    pub fn new(wants: &[Want], header: &[u8], delimiter: u8) -> Cells {
        let columns = names(header, delimiter);
        let mut last = Fields::default();
        for (i, name) in columns.iter().enumerate() {
            last.add(Key::Plain(name), Cell::Int(i as i64));
        }
        let mut names = Vec::new();
        last.give(&mut |key, cell| {
            if let Cell::Int(column) = cell {
                names.push((super::text(key).into_owned(), column as usize));
            }
        });
        let mut wanted = Vec::new();
        for (i, want) in wants.iter().enumerate() {
            let named = names.iter().find(|(name, _)| *name == want.name.as_bytes()).map(|(_, column)| *column);
            let surplus = || surplus_column(&names, columns.len(), &want.name);
            wanted.extend(named.or_else(surplus).map(|column| (column, i)));
        }
        wanted.sort_unstable();
        Cells { delimiter, wanted, names, columns: columns.len() }
    }
}

impl Cut for Cells {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        let mut wanted = self.wanted.iter().peekable();
        let Some(&&(mut goal, _)) = wanted.peek() else { return true };
        let (mut start, mut column, mut ended) = (0, 0, false);
        // Gives a cell to whom it may concern; false when that was the last one.
        let mut give = |column: usize, cell: Cell| {
            while let Some(&(_, want)) = wanted.next_if(|(wanted, _)| *wanted == column) {
                cells[want] = cell;
            }
            wanted.peek().map(|(goal, _)| *goal)
        };
        marks::each(line, [self.delimiter, b'"'], |mark| {
            let is_quote = line[mark] == b'"';
            // What stands in a quoted cell is behind, and a quote within another cell is a character.
            if mark < start || (is_quote && mark > start) {
                return true;
            }
            let found = match is_quote {
                true => next(line, start, self.delimiter),
                false => Next { text: Found::Plain(start, mark), next: Some(mark + 1) },
            };
            if column == goal {
                match give(column, found.cell(line, start, at, heap)) {
                    Some(next) => goal = next,
                    None => ended = true,
                }
            }
            column += 1;
            match found.next {
                Some(next) => start = next,
                None => ended = true,
            }
            !ended
        });
        if !ended && column == goal {
            give(column, Cell::Text(Span::new(at + start as u32, line.len() - start)));
        }
        true
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        // Without repeated names the cells come out as they are found.
        let repeats = self.names.len() < self.columns;
        let mut row = Vec::new();
        let mut start = Some(0);
        let mut column = 0;
        while let Some(from) = start {
            let found = next(line, from, self.delimiter);
            let cell = found.cell(line, from, at, heap);
            match self.names.get(column) {
                _ if repeats => row.push(cell),
                Some((name, _)) => put(Key::Plain(name), cell),
                None => put(Key::Plain(&surplus_name(&self.names, column)), cell),
            }
            start = found.next;
            column += 1;
        }
        if !repeats {
            for (name, _) in self.names.iter().skip(column) {
                put(Key::Plain(name), Cell::None);
            }
            return true;
        }
        for (name, column) in &self.names {
            put(Key::Plain(name), row.get(*column).copied().unwrap_or_default());
        }
        for (column, cell) in row.iter().enumerate().skip(self.columns) {
            put(Key::Plain(&surplus_name(&self.names, column)), *cell);
        }
        true
    }
}

/// A cell as it stands in its row.
struct Next {
    text: Found,
    /// Where the next cell starts; None after the last one.
    next: Option<usize>,
}

/// The text of a cell.
enum Found {
    /// It stands in the row as it is, from and to.
    Plain(usize, usize),
    /// It has to be put together; the cell ends here.
    Quoted(usize),
}

/// The cell that starts at `start`.
#[inline]
fn next(row: &[u8], start: usize, delimiter: u8) -> Next {
    let to = |end: usize| (end < row.len()).then_some(end + 1);
    if row.get(start) != Some(&b'"') {
        let end = memchr(delimiter, &row[start..]).map_or(row.len(), |len| start + len);
        return Next { text: Found::Plain(start, end), next: to(end) };
    }
    let close = memchr(b'"', &row[start + 1..]).map_or(row.len(), |len| start + 1 + len);
    if close < row.len() && row.get(close + 1).is_none_or(|b| *b == delimiter) {
        return Next { text: Found::Plain(start + 1, close), next: to(close + 1) };
    }
    let end = quoted_end(row, close, delimiter);
    Next { text: Found::Quoted(end), next: to(end) }
}

/// Where a quoted cell ends whose first quote after the opening one is at `at`.
#[cold]
fn quoted_end(row: &[u8], mut at: usize, delimiter: u8) -> usize {
    while at < row.len() {
        if row.get(at + 1) != Some(&b'"') {
            // Text after the closing quote belongs to the cell.
            return memchr(delimiter, &row[at + 1..]).map_or(row.len(), |len| at + 1 + len);
        }
        at = memchr(b'"', &row[at + 2..]).map_or(row.len(), |len| at + 2 + len);
    }
    row.len()
}

/// Appends the text of the quoted cell from `start` to `end`: doubled quotes are one, what
/// follows the closing quote is kept, a missing closing quote is not missed.
fn unquote(row: &[u8], start: usize, end: usize, out: &mut Vec<u8>) {
    let mut rest = &row[start + 1..end];
    while let Some(quote) = memchr(b'"', rest) {
        out.extend_from_slice(&rest[..quote]);
        rest = &rest[quote + 1..];
        if rest.first() != Some(&b'"') {
            break;
        }
        out.push(b'"');
        rest = &rest[1..];
    }
    out.extend_from_slice(rest);
}

impl Next {
    #[inline]
    fn cell(&self, row: &[u8], start: usize, at: u32, heap: &mut Vec<u8>) -> Cell {
        match self.text {
            Found::Plain(from, to) => Cell::Text(Span::new(at + from as u32, to - from)),
            Found::Quoted(end) => {
                let from = heap.len();
                unquote(row, start, end, heap);
                Cell::Text(Span::new(HEAP | from as u32, heap.len() - from))
            }
        }
    }
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
