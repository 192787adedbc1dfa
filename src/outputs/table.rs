//! `table`: aligned columns, the format of terminals.
//!
//! Widths must be known before the first row is printed, and a stream has no end: so they
//! are those of the first rows, and what is wider later stands out of its column. Logs are
//! written by strangers, and a terminal obeys what is printed to it, so control characters
//! are shown as escapes.

use crate::base::{num, text};
use crate::data::{Batch, Value};
use crate::def::{Doc, Example, Fields, OutputDef, Render, RenderOptions};

/// The definition of `table`.
pub static DEF: OutputDef = OutputDef {
    doc: Doc {
        name: "table",
        usage: "-o table",
        brief: "aligned columns with a header (records on a terminal)",
        text: "Columns are as wide as the widest of their first 1,000 values (at most 200 characters), and those that \
               hold only numbers are aligned to the right. Later values that are wider push the rest of their line to the \
               right. Nothing is printed before 1,000 records or a megabyte have been read or the input ends; on a \
               terminal not later than the input makes one wait.\n\n\
               On a terminal the widest columns are narrowed until a row fits, values that are cut end in `…`, and a \
               missing field is `-`. Elsewhere nothing is cut and a missing field is empty. Control characters are \
               shown as escapes (`\\n`, `\\x1b`), and bytes that are no UTF-8 as U+FFFD. A table is for eyes: programs \
               read `-o tsv` or `-o json`.",
        examples: &[Example {
            run: "-o table 'count, max(ms), last(msg) by service' app.jsonl",
            output: r"
service  count  max_ms  last_msg
───────  ─────  ──────  ──────────────────────────
api          6    5003  upstream gone, took 1200ms
worker       2     730  job took 730ms
auth         2      48  permission denied
",
        }],
    },
    suffixes: &[],
    closed: true,
    ordered: true,
    make,
};

/// How many rows the widths are taken from, and how many bytes of text at most.
const SAMPLE: usize = 1000;
const SAMPLE_BYTES: usize = 1 << 20;

/// What stands between two columns.
const GAP: usize = 2;

/// No column is made narrower than this.
const NARROWEST: usize = 4;

/// No column is made wider than this, as one long value would pad every row.
const WIDEST: usize = 200;

fn make(names: &[String], options: &RenderOptions) -> Box<dyn Render> {
    let columns = names.iter().map(|name| Column::new(name)).collect();
    Box::new(Table {
        columns,
        limit: options.width,
        cells: Vec::new(),
        texts: String::new(),
        rows: 0,
        begun: false,
        scratch: Vec::new(),
    })
}

struct Table {
    columns: Vec<Column>,
    /// The width of the terminal.
    limit: Option<usize>,
    /// The cells that are not printed yet, row by row, and their texts.
    cells: Vec<Shown>,
    texts: String,
    /// Rows that are not printed yet.
    rows: usize,
    /// Whether the header has been printed.
    begun: bool,
    scratch: Vec<u8>,
}

struct Column {
    name: String,
    width: usize,
    /// Whether a value was a number, and whether one was something else.
    numbers: bool,
    others: bool,
}

impl Column {
    fn new(name: &str) -> Column {
        let mut shown = String::new();
        let width = show(name.as_bytes(), None, &mut shown);
        Column { name: shown, width: width.min(WIDEST), numbers: false, others: false }
    }

    fn right(&self) -> bool {
        self.numbers && !self.others
    }
}

/// A cell that waits to be printed.
#[derive(Clone, Copy)]
struct Shown {
    /// Where its text ends in the texts of the table; it starts where the one before ends.
    end: usize,
    /// In characters.
    width: usize,
}

impl Render for Table {
    fn start(&mut self, _: &mut Vec<u8>) {}

    fn rows(&mut self, batch: &mut Batch, fields: &dyn Fields, out: &mut Vec<u8>) {
        for i in 0..batch.sel.len() {
            let row = batch.sel[i];
            let from = self.cells.len();
            fields.each(batch, row, &mut |batch, _, cell| self.cell(batch.value(cell), from));
            // A row of a table has all its columns.
            while self.cells.len() < from + self.columns.len() {
                self.cell(Value::None, from);
            }
            self.rows += 1;
            if self.begun || self.rows >= SAMPLE || self.texts.len() >= SAMPLE_BYTES {
                self.print(out);
            }
        }
    }

    fn pause(&mut self, out: &mut Vec<u8>) {
        // Widths that depend on when bytes came are for those who watch.
        if self.limit.is_some() && self.rows > 0 {
            self.print(out);
        }
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        self.print(out);
    }
}

impl Table {
    /// Takes the next cell of the row whose first cell is `from`.
    fn cell(&mut self, value: Value<'_>, from: usize) {
        let Some(column) = self.columns.get_mut(self.cells.len() - from) else { return };
        let width = match value {
            Value::None if self.limit.is_some() => show(b"-", None, &mut self.texts),
            Value::None => 0,
            value => {
                let number = match value {
                    Value::Int(_) | Value::Float(_) | Value::Number(_) | Value::Duration(_) => true,
                    Value::Text(text) => num::is_json(text),
                    _ => false,
                };
                column.numbers |= number && !self.begun;
                column.others |= !number && !self.begun;
                self.scratch.clear();
                let text = match value {
                    Value::Text(text) | Value::Str(text) | Value::Number(text) | Value::Json(text) => text,
                    value => {
                        value.write_text(&mut self.scratch);
                        &self.scratch
                    }
                };
                show(text, self.limit, &mut self.texts)
            }
        };
        if !self.begun {
            column.width = column.width.max(width.min(WIDEST));
        }
        self.cells.push(Shown { end: self.texts.len(), width });
    }

    /// Prints the rows that wait, before the first ones the header.
    fn print(&mut self, out: &mut Vec<u8>) {
        if !self.begun {
            self.begun = true;
            self.fit();
            self.print_header(out);
        }
        let mut from = 0;
        let rows = self.cells.chunks(self.columns.len().max(1));
        for row in rows {
            let start = out.len();
            let mut line = Line::new(self.limit, &self.columns);
            for (shown, column) in row.iter().zip(&self.columns) {
                line.put(&self.texts[from..shown.end], shown.width, column, out);
                from = shown.end;
            }
            end_line(start, out);
        }
        self.cells.clear();
        self.texts.clear();
        self.rows = 0;
    }

    fn print_header(&self, out: &mut Vec<u8>) {
        let start = out.len();
        let mut line = Line::new(self.limit, &self.columns);
        for column in &self.columns {
            line.put(&column.name, text::count(column.name.as_bytes()), column, out);
        }
        end_line(start, out);
        for (i, column) in self.columns.iter().enumerate() {
            if i > 0 {
                spaces(GAP, out);
            }
            out.extend("─".bytes().cycle().take(column.width * "─".len()));
        }
        out.push(b'\n');
    }

    /// Narrows the widest columns until a row fits the terminal, all to one width, if that
    /// can be.
    fn fit(&mut self) {
        let Some(limit) = self.limit else { return };
        let room = limit.saturating_sub(GAP * self.columns.len().saturating_sub(1));
        let total = |cap: usize| self.columns.iter().map(|column| column.width.min(cap)).sum::<usize>();
        let (mut low, mut high) = (NARROWEST, limit.max(NARROWEST));
        while low < high {
            let middle = (low + high).div_ceil(2);
            if total(middle) <= room { low = middle } else { high = middle - 1 }
        }
        let mut spare = room.saturating_sub(total(low));
        for column in &mut self.columns {
            // The cells that are left over go to the first of the narrowed columns.
            let extra = spare.min(column.width.saturating_sub(low)).min(1);
            spare -= extra;
            column.width = column.width.min(low + extra);
        }
    }
}

/// A line being printed.
struct Line {
    /// How much wider than its columns it may become; None without a limit.
    spare: Option<usize>,
    first: bool,
}

impl Line {
    fn new(limit: Option<usize>, columns: &[Column]) -> Line {
        let widths = columns.iter().map(|column| column.width + GAP).sum::<usize>();
        let spare = limit.map(|limit| (limit + GAP).saturating_sub(widths));
        Line { spare, first: true }
    }

    /// Prints a cell in its column: padded, beyond it while there is room, or cut.
    fn put(&mut self, shown: &str, width: usize, column: &Column, out: &mut Vec<u8>) {
        if !self.first {
            spaces(GAP, out);
        }
        self.first = false;
        let over = width.saturating_sub(column.width);
        let allowed = self.spare.map_or(over, |spare| spare.min(over));
        self.spare = self.spare.map(|spare| spare - allowed);
        if allowed < over {
            let keep = (column.width + allowed).saturating_sub(1);
            let end = shown.char_indices().nth(keep).map_or(shown.len(), |(end, _)| end);
            out.extend_from_slice(&shown.as_bytes()[..end]);
            out.extend_from_slice("…".as_bytes());
            return;
        }
        let padding = column.width.saturating_sub(width);
        if column.right() {
            spaces(padding, out);
        }
        out.extend_from_slice(shown.as_bytes());
        if !column.right() {
            spaces(padding, out);
        }
    }
}

/// Ends the line that began at `start`, without blanks before its end.
fn end_line(start: usize, out: &mut Vec<u8>) {
    let text = out[start..].iter().rposition(|&b| b != b' ').map_or(0, |i| i + 1);
    out.truncate(start + text);
    out.push(b'\n');
}

fn spaces(n: usize, out: &mut Vec<u8>) {
    out.resize(out.len() + n, b' ');
}

/// Appends text as it may be printed to a terminal and returns its width in characters.
/// Beyond `most` characters nothing more is appended than shows that it is wider.
pub fn show(bytes: &[u8], most: Option<usize>, out: &mut String) -> usize {
    let most = most.unwrap_or(usize::MAX);
    if bytes.len() <= most
        && bytes.iter().all(|b| matches!(b, b' '..=b'~'))
        && let Ok(plain) = std::str::from_utf8(bytes)
    {
        out.push_str(plain);
        return plain.len();
    }
    let mut width = 0;
    for point in text::points(bytes) {
        if width > most {
            break;
        }
        let symbol = text::char_of(point).unwrap_or(char::REPLACEMENT_CHARACTER);
        let from = out.len();
        match symbol {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\0'..='\x1f' | '\x7f' => {
                out.push_str("\\x");
                out.extend(
                    [symbol as u32 >> 4, symbol as u32 & 15].map(|digit| char::from_digit(digit, 16).unwrap_or('0')),
                );
            }
            // Control characters of the second page, and those that turn the direction of
            // the text around.
            '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                out.extend(symbol.escape_unicode());
            }
            _ => {
                out.push(symbol);
                width += 1;
                continue;
            }
        }
        width += out.len() - from;
    }
    width
}
