//! PostgreSQL's csvlog: rows of CSV without a header, whose columns the version says.

use super::csv::Cells;
use crate::data::lines::Frame;
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
query_position source application backend_type leader_pid query_id`. `connection` is the client's address and port.",
        examples: &[Example {
            run: "-i postgres-csv 'where level >= error | select time, user, sqlstate, msg, query' postgres.csv",
            output: r#"
"#,
        }],
    },
    columns: Some(&COLUMNS),
    frame: |_| Frame::Quoted(b','),
    header: super::no_header,
    names: super::no_names,
    tells: Tells::NOTHING,
    bind: Bind::Named(|wants, _| Box::new(Cells::new(wants, COLUMNS.join(",").as_bytes(), b','))),
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
}
