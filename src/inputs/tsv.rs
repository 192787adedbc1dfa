//! Values with tabs between them: csv with another delimiter.
//!
//! Quotes mean what they mean in csv, which is what spreadsheets and databases write; a
//! format that escapes tabs with backslashes is another one.

use super::csv;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "tsv",
        usage: "-i tsv",
        brief: "tab-separated values with a header",
        text: "\
As [csv], with a tab between the cells: the first record names the columns, a cell may stand in quotes and then hold \
tabs and newlines, cells that are missing are None. Files named `.tsv` are read so without being told.",
        examples: &[Example {
            run: "-i tsv 'head 1' app.log",
            output: "\n2026-03-02 09:00:01 INFO  [main] started in 812 ms\n2026-03-02 09:00:09 INFO  [auth] user bob logged in from 198.51.100.23\n",
        }],
    },
    columns: None,
    frame: |head| csv::frame(head, b'\t'),
    header: |head| csv::header(head, b'\t'),
    names: |header| csv::unique_names(header, b'\t'),
    tells: Tells::input(|head| super::has_suffix(head.name, "tsv")),
    bind: Bind::Named(|wants, opening| Box::new(csv::Cells::new(wants, opening.header, b'\t'))),
    kind: |_| Kind::Any,
    view: None,
    samples: &["a\t\"b\tc\"\t"],
};
