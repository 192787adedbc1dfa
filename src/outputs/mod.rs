//! Outputs: rows to bytes.
//!
//! A renderer gets a row's fields one after the other and appends bytes; it allocates
//! nothing for a row, since rows are rendered as fast as they are cut. All but `table` keep
//! no memory of earlier rows, so that each worker renders its own batches.

mod csv;
mod github;
mod json;
mod logfmt;
pub mod raw;
pub mod table;
mod tsv;

use memchr::memchr2;

use crate::base::json as spelling;
use crate::data::{Batch, Cell, Value};
use crate::def::OutputDef;

/// Every output format.
pub static ALL: &[&OutputDef] = &[&json::DEF, &csv::DEF, &tsv::DEF, &table::DEF, &logfmt::DEF, &github::DEF, &raw::DEF];

/// The format of a name, as in `-o csv`.
pub fn find(name: &str) -> Option<&'static OutputDef> {
    ALL.iter().copied().find(|def| def.doc.name == name)
}

/// The format that a file's name asks for: `out.csv` is CSV.
pub fn by_suffix(name: &str) -> Option<&'static OutputDef> {
    let (_, suffix) = name.rsplit_once('.')?;
    ALL.iter().copied().find(|def| def.suffixes.iter().any(|s| suffix.eq_ignore_ascii_case(s)))
}

/// A cell as the text that a person reads: decoded, a nested value on one line. The text
/// stands in the batch where it can and else in `scratch`. Empty for None.
#[inline]
fn text<'a>(batch: &'a Batch, cell: Cell, scratch: &'a mut Vec<u8>) -> &'a [u8] {
    match batch.value(cell) {
        Value::Text(text) | Value::Str(text) | Value::Number(text) => text,
        Value::Json(json) if memchr2(b'\n', b'\r', json).is_none() => json,
        Value::Json(json) => {
            scratch.clear();
            compact(json, scratch);
            scratch
        }
        value => {
            scratch.clear();
            value.write_text(scratch);
            scratch
        }
    }
}

/// Appends nested JSON on one line: as it is spelled, and without blanks between its
/// tokens only where it holds a line break.
fn write_nested(json: &[u8], out: &mut Vec<u8>) {
    if memchr2(b'\n', b'\r', json).is_none() {
        return spelling::write_raw(json, out);
    }
    let mut line = Vec::with_capacity(json.len());
    compact(json, &mut line);
    spelling::write_raw(&line, out);
}

/// Appends JSON without the blanks between its tokens. A line break inside a string, which
/// JSON does not allow, is escaped, as nothing may break the line.
fn compact(json: &[u8], out: &mut Vec<u8>) {
    let (mut in_string, mut escaped) = (false, false);
    for &byte in json {
        match byte {
            b'\n' if in_string => out.extend_from_slice(b"\\n"),
            b'\r' if in_string => out.extend_from_slice(b"\\r"),
            b' ' | b'\t' | b'\n' | b'\r' if !in_string => {}
            _ => out.push(byte),
        }
        if byte == b'"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && byte == b'\\' && !escaped;
    }
}

#[cfg(test)]
#[path = "outputs_tests.rs"]
mod tests;
