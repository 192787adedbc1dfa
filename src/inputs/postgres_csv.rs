//! PostgreSQL's csvlog: rows of CSV without a header, whose columns the version says.
//!
//! Any line is a row of CSV; one of a csvlog opens with its time, so a look at the first bytes
//! tells a row from the rest of one that was torn. To count the columns was rejected: a row would have to be
//! read to its end for the sake of its first cell. The level, the twelfth column, is read at about
//! 0.5 GB/s by one core: a statement may hold newlines, so that rows are found by going through all
//! quotes, and the eleven cells before it are short.

use super::csv::Cells;
use crate::data::lines::Frame;
use crate::data::{Cell, Cut, Key, Miss, Want};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "postgres-csv",
        usage: "-i postgres-csv",
        brief: "the log of PostgreSQL as CSV (`log_destination = csvlog`)",
        text: "\
A record is a row of CSV, with newlines in its quoted values. It has no header; the columns are those of version 14 and later, and \
the last ones are None in the rows of older servers: `time user database pid connection session session_line command \
session_start virtual_transaction transaction level sqlstate msg detail hint internal_query internal_position context query \
query_position source application backend_type leader_pid query_id`. `connection` is the client's address and port.

An empty value is None, and one in quotes, `\"\"`, is empty text, as the server means it. A row that does not open with a \
time is counted as not parsed.",
        examples: &[Example {
            run: "-i postgres-csv 'where level >= error | select time, user, sqlstate, msg, query' postgres.csv",
            output: r#"
{"time":"2026-03-02 09:02:15.733 UTC","user":"bob","sqlstate":"42P01","msg":"relation \"orders2\" does not exist","query":"select *\nfrom orders2"}
"#,
        }],
    },
    columns: Some(&COLUMNS),
    frame: |_| Frame::Quoted(b','),
    header: super::no_header,
    names: super::no_names,
    tells: Tells::NOTHING,
    bind: Bind::Named(|wants, _| Box::new(Rows::new(wants))),
    kind: |name| match name {
        "time" | "session_start" => Kind::Time,
        "pid" | "session_line" | "transaction" | "internal_position" | "query_position" | "leader_pid" | "query_id" => {
            Kind::Number
        }
        _ => Kind::Text,
    },
    view: None,
    samples: &[
        r#"2026-03-02 09:02:15.733 UTC,"bob","shop",835,"198.51.100.7:50214",69a5.343,7,"SELECT",2026-03-02 09:00:01 UTC,3/12,0,ERROR,42P01,"relation ""orders2"" does not exist",,,,,,"select *
from orders2",15,,"psql","client backend",,0"#,
    ],
};

const COLUMNS: [&str; 26] = [
    "time",
    "user",
    "database",
    "pid",
    "connection",
    "session",
    "session_line",
    "command",
    "session_start",
    "virtual_transaction",
    "transaction",
    "level",
    "sqlstate",
    "msg",
    "detail",
    "hint",
    "internal_query",
    "internal_position",
    "context",
    "query",
    "query_position",
    "source",
    "application",
    "backend_type",
    "leader_pid",
    "query_id",
];

/// Whether a row opens with a time.
fn opens(row: &[u8]) -> bool {
    const FORM: &[u8] = b"dddd-dd-dd dd:dd:dd";
    let fits = |(b, form): (&u8, &u8)| if *form == b'd' { b.is_ascii_digit() } else { b == form };
    row.len() > FORM.len() && row.iter().zip(FORM).all(fits)
}

/// The cutter of rows.
struct Rows(Cells);

impl Rows {
    fn new(wants: &[Want]) -> Rows {
        Rows(Cells::new(wants, COLUMNS.join(",").as_bytes(), b','))
    }
}

/// A cell of a row, which is None where nothing stands between two commas.
#[inline]
fn known(cell: Cell, row: &[u8], at: u32) -> Cell {
    let before = |start: u32| row.get(start.checked_sub(at)?.checked_sub(1)? as usize);
    match cell {
        Cell::Text(span) if span.len == 0 && before(span.start) == Some(&b',') => Cell::None,
        cell => cell,
    }
}

impl Cut for Rows {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        let cuts = opens(line) && self.0.cut(line, at, cells, heap);
        if cuts {
            cells.iter_mut().for_each(|cell| *cell = known(*cell, line, at));
        }
        cuts
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        opens(line) && self.0.walk(line, at, heap, &mut |key, cell| put(key, known(cell, line, at)))
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        let expected = "a time, as in `2026-03-02 09:02:15.733 UTC`".to_string();
        (!opens(line)).then(|| Miss { format: DEF.doc.name.to_string(), at: 0, expected })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::cut;

    #[test]
    fn rows_of_old_and_new_servers() {
        let names = ["time", "level", "msg", "query", "query_id"];
        let got = cut(&DEF, "", DEF.samples[0], &names).unwrap();
        let msg = "Trelation \"orders2\" does not exist";
        assert_eq!(got, ["T2026-03-02 09:02:15.733 UTC", "TERROR", msg, "Tselect *\nfrom orders2", "T0"]);
        let old = cut(&DEF, "", "2026-03-02 09:00:01 UTC,,,1,,s,1,,x,,0,LOG,00000,\"started\"", &names).unwrap();
        assert_eq!(old[1..], ["TLOG", "Tstarted", "None", "None"]);
    }

    #[test]
    fn nothing_is_none_and_empty_text_is_text() {
        let row = "2026-03-02 09:00:01 UTC,,\"\",1,,s,1,\"\"";
        let names = ["user", "database", "connection", "command", "session_start"];
        assert_eq!(cut(&DEF, "", row, &names).unwrap(), ["None", "T", "None", "T", "None"]);
        for line in ["from orders2\",15,,", "", "2026-03-02 09:00:0", "2026-03-02 09:00:01", "2026-03-02T09:00:01 UTC,"]
        {
            assert_eq!(cut(&DEF, "", line, &names), None, "{line}");
        }
    }
}
