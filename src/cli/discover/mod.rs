//! The page of `flitch discover`: what is in a log, for a person who sees it for the first time.
//!
//! A pipeline that is nothing but `discover` is answered with this page instead of a table, which
//! would be too wide to read. It is a renderer as any other, over the records that the stage
//! gives, so that a page says nothing that `-o json` does not; only which pipelines fit is worked
//! out here ([`next`]). A subcommand that reads by itself was rejected: this way compressed
//! files, threads, signals, options and the ledger are those of every run.

mod next;

use std::cmp::Ordering;
use std::fmt::Write;

use super::quoted;
use crate::base::{json, time};
use crate::data::cell::Owned;
use crate::data::{Batch, Value};
use crate::def::folds::profile::COLUMNS;
use crate::def::{Doc, Fields, OutputDef, Render, RenderOptions};
use crate::lang;
use crate::outputs::table::show;
use crate::plan::Catalogue;

/// The stage that is answered with a page when it is the whole pipeline.
pub const ASKED: &str = "discover";

/// Whether a pipeline is that stage and nothing else, comments aside.
pub fn is_asked(pipeline: &str) -> bool {
    let stages = lang::parse(pipeline, &Catalogue).unwrap_or_default().stages;
    matches!(&stages[..], [only] if only.name == ASKED && only.items.is_empty() && only.clauses.is_empty())
}

/// The pipeline that the page is made of.
pub const PIPELINE: &str = "discover with totals";

/// The page as an output format, which has no name: a table of other records is no page.
pub static PAGE: OutputDef = OutputDef {
    doc: Doc { name: "", usage: "", brief: "the page of `flitch discover`", text: "", examples: &[] },
    suffixes: &[],
    closed: true,
    ordered: true,
    make: |_, options| Box::new(Page { options: options.clone(), totals: None, fields: Vec::new() }),
};

/// The width of a page that is no terminal's.
const WIDTH: usize = 120;

/// The narrowest column of values.
const NARROWEST: usize = 24;

/// The most characters of a name, of the kinds of a field, and of one value.
const NAME: usize = 40;
const VALUE: usize = 48;

/// The most names of fields that have no values.
const EMPTY: usize = 8;

struct Page {
    options: RenderOptions,
    totals: Option<Row>,
    fields: Vec<Row>,
}

/// A record of the stage.
struct Row(Vec<Owned>);

impl Row {
    fn value(&self, column: &str) -> Value<'_> {
        let place = COLUMNS.iter().position(|name| *name == column);
        place.and_then(|place| self.0.get(place)).map_or(Value::None, Owned::value)
    }

    fn name(&self) -> String {
        String::from_utf8_lossy(self.value("field").bytes().unwrap_or_default()).into_owned()
    }

    fn int(&self, column: &str) -> u64 {
        if let Value::Int(n) = self.value(column) { n as u64 } else { 0 }
    }

    /// The kinds with their counts, the most frequent first.
    fn types(&self) -> Vec<(String, u64)> {
        let object = self.value("types").bytes().unwrap_or_default();
        let pair = |m: json::Member| {
            let count = std::str::from_utf8(&object[m.value]).ok().and_then(|n| n.parse().ok());
            (String::from_utf8_lossy(&object[m.key]).into_owned(), count.unwrap_or_default())
        };
        json::members(object).map(pair).collect()
    }

    /// The kind that most values are of.
    fn main(&self) -> String {
        self.types().into_iter().next().map_or(String::new(), |(name, _)| name)
    }

    /// The most frequent values with their counts.
    fn top(&self) -> Vec<(Vec<u8>, u64)> {
        let pair = |entry: &[u8]| {
            let count = json::member(entry, b"count").map_or(&[][..], |at| &entry[at]);
            (text(entry, b"value"), std::str::from_utf8(count).ok().and_then(|n| n.parse().ok()).unwrap_or_default())
        };
        list(self.value("top")).into_iter().map(pair).collect()
    }

    fn examples(&self) -> Vec<Vec<u8>> {
        list(self.value("examples")).into_iter().map(unquoted).collect()
    }

    /// How many different values there are, with `~` where that is an estimate.
    fn distinct(&self) -> String {
        let about = if self.is_exact() { "" } else { "~" };
        format!("{about}{}", self.int("distinct"))
    }

    fn is_exact(&self) -> bool {
        self.value("exact") == Value::Bool(true)
    }
}

/// The elements of a list, as they are spelled.
fn list(value: Value<'_>) -> Vec<&[u8]> {
    let list = value.bytes().unwrap_or_default();
    crate::def::textual::places(list).into_iter().map(|at| &list[at]).collect()
}

/// The text of a member of an object.
fn text(object: &[u8], key: &[u8]) -> Vec<u8> {
    json::member(object, key).map_or(Vec::new(), |at| unquoted(&object[at]))
}

/// The text of a JSON string.
fn unquoted(string: &[u8]) -> Vec<u8> {
    match string {
        [b'"', inside @ .., b'"'] => json::plain(inside).into_owned(),
        other => other.to_vec(),
    }
}

impl Render for Page {
    fn start(&mut self, _: &mut Vec<u8>) {}

    fn rows(&mut self, batch: &mut Batch, fields: &dyn Fields, _: &mut Vec<u8>) {
        for i in 0..batch.sel.len() {
            let row = batch.sel[i];
            let mut values = Vec::with_capacity(COLUMNS.len());
            fields.each(batch, row, &mut |batch, _, cell| values.push(Owned::from(batch.value(cell))));
            let row = Row(values);
            if row.value("field").is_none() { self.totals = Some(row) } else { self.fields.push(row) }
        }
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        let Some(totals) = &self.totals else { return };
        let mut page = String::new();
        self.head(totals, &mut page);
        self.table(&mut page);
        self.lost(totals, &mut page);
        self.next(totals, &mut page);
        out.extend_from_slice(page.as_bytes());
    }
}

impl Page {
    /// How much there is, in which formats, and from when to when.
    fn head(&self, totals: &Row, page: &mut String) {
        let (records, bytes) = (totals.int("count"), totals.int("bytes"));
        let _ = write!(page, "{}, {}", many(records, "record"), many(bytes, "byte"));
        match &totals.types()[..] {
            [] => {}
            [(only, _)] => {
                let _ = write!(page, ", all {}", shown(only.as_bytes(), VALUE));
            }
            types => {
                let _ = write!(page, ": {}", parts(types, records));
            }
        }
        page.push('\n');
        if let Some(times) = self.times()
            && let (Value::Time(from), Value::Time(to)) = (times.value("min"), times.value("max"))
        {
            let mut span = Vec::new();
            time::write_duration(to.saturating_sub(from), &mut span);
            let span = match from == to {
                true => String::new(),
                false => format!(" to {}, {}", stamp(to), String::from_utf8_lossy(&span)),
            };
            let _ = writeln!(page, "{}{span}, by {}", stamp(from), shown(times.name().as_bytes(), NAME));
        }
    }

    /// The field that says when: `time`, or the first that is one.
    fn times(&self) -> Option<&Row> {
        let is_time = |row: &&Row| matches!(row.value("min"), Value::Time(_)) && row.main() == "time";
        let named = self.fields.iter().find(|row| is_time(row) && row.name() == "time");
        named.or_else(|| self.fields.iter().find(is_time))
    }

    /// The fields that have values, a line each.
    fn table(&self, page: &mut String) {
        let records = self.totals.as_ref().map_or(0, |totals| totals.int("count"));
        let rows: Vec<&Row> = self.fields.iter().filter(|row| row.int("count") > 0 && !self.is_lost(row)).collect();
        if rows.is_empty() {
            return;
        }
        let mut cells = vec![["field", "in", "types", "distinct"].map(str::to_string)];
        cells.extend(rows.iter().map(|row| {
            let types = match &row.types()[..] {
                [(only, _)] => only.clone(),
                types => parts(types, row.int("count")),
            };
            [shown(row.name().as_bytes(), NAME), part(row.int("count"), records), types, row.distinct()]
        }));
        let width = |at: usize| cells.iter().map(|line| line[at].chars().count()).max().unwrap_or_default();
        let [name, share, types, distinct] = [0, 1, 2, 3].map(width);
        let taken = name + share + types + distinct + 4 * 2;
        let room = self.options.width.unwrap_or(WIDTH).saturating_sub(taken).max(NARROWEST);
        page.push('\n');
        for (nth, [field, part, kinds, n]) in cells.iter().enumerate() {
            let values = match nth.checked_sub(1) {
                None => "values".to_string(),
                Some(at) => values(rows[at], room),
            };
            let line = format!("{field:name$}  {part:>share$}  {kinds:types$}  {n:>distinct$}  {values}");
            page.push_str(line.trim_end());
            page.push('\n');
        }
        let empty = self.fields.iter().filter(|row| row.int("count") == 0);
        let names: Vec<String> = empty.map(|row| shown(row.name().as_bytes(), NAME)).collect();
        if !names.is_empty() {
            let more = names.len().saturating_sub(EMPTY);
            let more = if more > 0 { format!(", and {more} more") } else { String::new() };
            let _ = writeln!(page, "\nAlways empty: {}{more}", names[..names.len().min(EMPTY)].join(", "));
        }
        if rows.iter().any(|row| !row.is_exact()) {
            page.push_str("\n~ is an estimate; most are within 1 percent.\n");
        }
    }

    /// Whether a row is of the lines that could not be parsed.
    fn is_lost(&self, row: &Row) -> bool {
        let lost = self.totals.as_ref().map_or(0, |totals| count_of(&totals.types(), "not parsed"));
        lost > 0 && row.name() == "line"
    }

    /// The lines that could not be parsed.
    fn lost(&self, totals: &Row, page: &mut String) {
        let lost = count_of(&totals.types(), "not parsed");
        if lost == 0 {
            return;
        }
        let _ = writeln!(page, "\nNot parsed: {}, such as", many(lost, "record"));
        let Some(row) = self.fields.iter().find(|row| self.is_lost(row)) else { return };
        let top = row.top().into_iter().map(|(text, _)| text);
        let room = self.options.width.unwrap_or(WIDTH).max(NARROWEST) - 2;
        for text in top.chain(row.examples()).take(3) {
            let _ = writeln!(page, "  {}", shown(&text, room));
        }
    }

    /// Pipelines that fit.
    fn next(&self, totals: &Row, page: &mut String) {
        let pipelines = next::pipelines(&self.fields, self.times(), totals);
        if pipelines.is_empty() {
            return;
        }
        page.push_str("\nTo go on:\n");
        for pipeline in pipelines {
            let mut line = b"flitch ".to_vec();
            line.extend_from_slice(&self.options.input);
            quoted::sh(pipeline.as_bytes(), &mut line);
            line.extend_from_slice(&self.options.files);
            page.push_str("  ");
            show(&line, None, page);
            page.push('\n');
        }
    }
}

/// What the values of a field are, within some characters.
fn values(row: &Row, room: usize) -> String {
    let range = range(row);
    let (count, distinct, top) = (row.int("count"), row.int("distinct"), row.top());
    if let [(only, n)] = &top[..]
        && *n == count
    {
        return cut(&range.unwrap_or_else(|| format!("all {}", shown(only, VALUE))), room);
    }
    // Of many values, one that came once says nothing; of what is measured neither do most.
    let all = distinct as usize <= top.len();
    let often = all || range.is_none() || count >= 4 * distinct;
    let top = top.iter().filter(|(_, n)| often && (all || *n > 1));
    let top: Vec<String> = top.map(|(text, n)| format!("{} {}", shown(text, VALUE), part(*n, count))).collect();
    let examples: Vec<String> = row.examples().iter().map(|text| shown(text, VALUE)).collect();
    let lead = match range {
        Some(range) if top.is_empty() => return cut(&range, room),
        Some(range) => range + "; ",
        None if examples.len() > 1 => "such as ".to_string(),
        None => String::new(),
    };
    let mut line = lead.clone();
    for text in top.iter().chain(&examples) {
        let gap = if line.len() == lead.len() { "" } else { " · " };
        if !gap.is_empty() && [&line, gap, text].iter().map(|part| part.chars().count()).sum::<usize>() > room {
            break;
        }
        line.push_str(gap);
        line.push_str(text);
    }
    cut(&line, room)
}

/// From where to where the values of a field are, if they can be measured.
fn range(row: &Row) -> Option<String> {
    if row.value("min").is_none() {
        return None;
    }
    let [min, median, max] = ["min", "median", "max"].map(|column| measure(row.value(column)));
    Some(match row.value("min") {
        _ if min == max => format!("all {min}"),
        Value::Time(_) => format!("{min} to {max}"),
        _ => format!("{min} to {max}, median {median}"),
    })
}

/// A number, a duration or a time, not longer than is good to read.
fn measure(value: Value<'_>) -> String {
    if let Value::Time(ns) = value {
        return stamp(ns);
    }
    let mut text = Vec::new();
    match value {
        Value::Float(f) if f != 0.0 && (1e-3..1e12).contains(&f.abs()) => {
            // Six digits are enough to know a number by.
            let digits = 5 - f.abs().log10().floor() as i32;
            let scale = 10f64.powi(digits.clamp(0, 9));
            Value::Float((f * scale).round() / scale).write_text(&mut text);
        }
        value => value.write_text(&mut text),
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    text.strip_suffix(".0").map_or(text.clone(), str::to_string)
}

/// A time to the millisecond.
fn stamp(ns: i64) -> String {
    let mut text = Vec::new();
    time::write_rfc3339(ns - ns.rem_euclid(1_000_000), &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// Text as a terminal may see it, within some characters.
fn shown(bytes: &[u8], most: usize) -> String {
    if bytes.is_empty() {
        return "\"\"".to_string();
    }
    let mut text = String::new();
    show(bytes, Some(most), &mut text);
    cut(&text, most)
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_string(),
        Some(_) => {
            let end = text.char_indices().nth(most.saturating_sub(1)).map_or(text.len(), |(end, _)| end);
            format!("{}…", text[..end].trim_end_matches('…'))
        }
    }
}

/// The share of each name, the most frequent first.
fn parts(types: &[(String, u64)], of: u64) -> String {
    let shares = types.iter().map(|(name, n)| format!("{} {}", shown(name.as_bytes(), VALUE), part(*n, of)));
    shares.collect::<Vec<_>>().join(", ")
}

fn count_of(types: &[(String, u64)], name: &str) -> u64 {
    types.iter().find(|(same, _)| same == name).map_or(0, |(_, n)| *n)
}

/// A share as percent, which says all and nothing only where it is all or nothing.
fn part(n: u64, of: u64) -> String {
    let percent = n as f64 * 100.0 / of.max(1) as f64;
    match n.cmp(&of) {
        Ordering::Equal => "100%".to_string(),
        _ if n > 0 && percent < 0.1 => "<0.1%".to_string(),
        _ if percent > 99.9 => ">99.9%".to_string(),
        _ if n > 0 && !(10.0..99.0).contains(&percent) => format!("{percent:.1}%"),
        _ => format!("{percent:.0}%"),
    }
}

fn many(n: u64, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_never_rounded_to_all_or_nothing() {
        let parts =
            [(0, 9), (1, 100_000), (1, 1000), (13, 1000), (1, 3), (999, 1001), (99_999, 100_000), (7, 7), (0, 0)];
        let shown = parts.map(|(n, of)| part(n, of));
        assert_eq!(shown, ["0%", "<0.1%", "0.1%", "1.3%", "33%", "99.8%", ">99.9%", "100%", "100%"]);
    }

    #[test]
    fn nothing_reaches_a_terminal_that_it_would_obey() {
        assert_eq!(shown(b"\x1b]0;x\x07\r\n\xff", 40), "\\x1b]0;x\\x07\\r\\n\u{fffd}");
        assert_eq!(shown("ééééé".as_bytes(), 4), "ééé…");
        assert_eq!(shown("éééé".as_bytes(), 4), "éééé");
    }

    #[test]
    fn numbers_are_short() {
        let shown =
            [0.1 + 0.2, 12.5, 1234.56789, 3.0, 1e300, 2e-9, -0.00123456789, 0.0].map(|f| measure(Value::Float(f)));
        assert_eq!(shown, ["0.3", "12.5", "1234.57", "3", "1e+300", "2e-09", "-0.00123457", "0"]);
    }
}
