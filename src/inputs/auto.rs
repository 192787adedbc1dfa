//! The format that is found out for each record.
//!
//! Only formats that describe themselves are tried, in a fixed order, and on the bytes of
//! one record: a file may change its format halfway, and neither the block size nor the
//! lines before can change the answer. Scoring a sample was rejected because of that.

use super::{combined, common, json, logfmt};
use crate::data::lines::Frame;
use crate::data::{Cell, Cut, Key};
use crate::def::{Doc, Example, InputDef, Kind};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "auto",
        usage: "-i auto",
        brief: "the format of each record by its own bytes (the default)",
        text: "\
Each record is looked at by itself: one that starts with `{` is [json]; one that is an access log line is [combined] \
or [common]; one that opens with a `key=value` pair is [logfmt]. Any other is counted as not parsed, and its fields \
are None. A file whose name ends in `.csv` or `.tsv`, compressed or not, is read as [csv] or [tsv].

Naming a format with `-i` is stricter, a little faster, and lets a misspelt field of a format with fixed columns be \
told before reading.",
        examples: &[
            Example {
                run: "'count by status' app.jsonl access.log",
                output: r#"
{"status":200,"count":6}
{"status":null,"count":2}
{"status":302,"count":2}
{"status":201,"count":3}
{"status":500,"count":2}
{"status":502,"count":2}
{"status":403,"count":2}
{"status":503,"count":2}
{"status":304,"count":1}
{"status":404,"count":2}
"#,
            },
            Example { run: "-i auto 'where id == 5 | select name' users.csv", output: "\n{\"name\":\"Erin\"}\n" },
        ],
    },
    columns: None,
    frame: Frame::Lines,
    header: super::no_header,
    names: super::no_names,
    bind: |wants, header| {
        Box::new(Auto {
            json: (json::DEF.bind)(wants, header),
            combined: (combined::DEF.bind)(wants, header),
            common: (common::DEF.bind)(wants, header),
            logfmt: (logfmt::DEF.bind)(wants, header),
        })
    },
    kind: |_| Kind::Any,
};

/// The cutters of the formats that are tried.
struct Auto {
    json: Box<dyn Cut>,
    combined: Box<dyn Cut>,
    common: Box<dyn Cut>,
    logfmt: Box<dyn Cut>,
}

impl Cut for Auto {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        self.first(line, |format| format.cut(line, at, cells, heap))
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        self.first(line, |format| format.walk(line, at, heap, put))
    }
}

impl Auto {
    /// Whether one of the formats that may fit takes the line.
    #[inline]
    fn first(&self, line: &[u8], mut takes: impl FnMut(&dyn Cut) -> bool) -> bool {
        let first = line.iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r'));
        if first == Some(&b'{') {
            return takes(&*self.json);
        }
        takes(&*self.combined) || takes(&*self.common) || (logfmt::opens_with_pair(line) && takes(&*self.logfmt))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, walk};

    #[test]
    fn each_record_has_its_own_format() {
        let status = |line: &str| cut(&DEF, "", line, &["status"]).map(|cells| cells[0].clone());
        let access = r#"::1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 12"#;
        assert_eq!(status(r#" {"status":500} "#).as_deref(), Some("N500"));
        assert_eq!(status(access).as_deref(), Some("T200"));
        assert_eq!(status(&format!("{access} \"-\" \"-\" x")).as_deref(), Some("T200"));
        assert_eq!(status("level=info status=404").as_deref(), Some("T404"));
        assert_eq!(status("{\"status\":500").as_deref(), None);
        assert_eq!(status("connection lost status=500").as_deref(), None);
        assert_eq!(status("status = 500").as_deref(), None);
        assert_eq!(status("").as_deref(), None);
        assert_eq!(walk(&DEF, "", "a=1 b").unwrap(), [("a".into(), "T1".into()), ("b".into(), "true".into())]);
    }
}
