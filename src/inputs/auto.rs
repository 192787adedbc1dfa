//! The format that is found out for each record.
//!
//! Only formats that describe themselves are tried, in a fixed order, and on the bytes of
//! one record: a file may change its format halfway, and neither the block size nor the
//! lines before can change the answer. Scoring a sample was rejected because of that.

use std::sync::{Arc, OnceLock};

use crate::data::{Cell, Cut, Habit, Key, Miss, Want};
use crate::def::format::{BindFormat, Made, Opens};
use crate::def::{Bind, Doc, Example, Format, Head, InputDef, Kind, Opening, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "auto",
        usage: "-i auto",
        brief: "the format of each record by its own bytes (the default)",
        text: "\
Each record is looked at by itself, so that a file may hold several formats. Those that say by their bytes what they are \
are tried in a fixed order, the first that takes the record wins: containers ([cri], [docker]), [journald], [mongodb], \
[json], [auditd], access logs ([vhost], [combined], [common]), the logs of other servers and of clouds ([nginx-error], \
[apache-error], [haproxy], [mysql-error], [alb], [elb], [squid], [s3], [klog], [redis], [rails]), [java], [cef], [leef], [python], [syslog], \
[ltsv], [logfmt] and [prefixed-json]. A record that none of them takes is counted as not parsed, and its fields are None.

Some formats are a property of the whole input, and are known by its name or its first lines: [csv] and [tsv] by the suffix, \
compressed or not; [w3c], [zeek], [cloudfront], [postgres], [mysql-slow], [java] in \
records of two lines, JSON lists and the export format of [journald].

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
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::NOTHING,
    bind: Bind::Named(|wants, opening| cutter(wants, opening, |_| true)),
    kind: |_| Kind::Any,
    view: None,
    samples: &[],
};

/// The formats that say by themselves what they are, in the order in which they are tried, each
/// with the test of a record's first bytes.
pub fn tried() -> Vec<(&'static InputDef, Opens)> {
    let told = super::ALL.iter().filter_map(|def| def.tells.record.map(|(rank, opens)| (rank, *def, opens)));
    let mut tried: Vec<_> = told.collect();
    tried.sort_by_key(|(rank, ..)| *rank);
    tried.into_iter().map(|(_, def, opens)| (def, opens)).collect()
}

/// The cutter of what each record says by itself, among some of the formats.
pub fn cutter(wants: &[Want], opening: &Opening<'_>, may: impl Fn(&InputDef) -> bool) -> Box<dyn Cut> {
    let formats = tried().into_iter().filter(|(def, _)| may(def));
    let tries = formats.filter_map(|(def, opens)| Some((Some(opens), Format::named(def)?)));
    Box::new(Cascade::new(tries, wants, opening))
}

/// Formats that a person lists: each record is in the first one that takes it.
pub fn cascade(name: &str, list: Vec<Format>) -> Result<Format, String> {
    let head = Head { name: "", sample: &[] };
    let odd = |format: &&Format| {
        !format.frame(&head).is_lines() || format.def.tells.record.is_none() && format.def.tells.input.is_some()
    };
    if let Some(whole) = list.iter().find(odd) {
        return Err(format!("`{}` is the format of a whole file; name it alone", whole.name));
    }
    if list.len() > MOST {
        return Err(format!("a list has at most {MOST} formats; this one has {}", list.len()));
    }
    let bind: BindFormat = Arc::new(move |wants, opening| {
        Box::new(Cascade::new(list.iter().map(|format| (None, format.clone())), wants, opening))
    });
    let made = Made { columns: None, bind, kind: |_| Kind::Any, frame: None };
    Ok(Format::made(&DEF, name.to_string(), made))
}

/// How many formats may be tried: a bit of a word each.
const MOST: usize = u64::BITS as usize;

/// A format that is tried.
struct Try {
    /// Whether a record may be in it, by its first bytes.
    opens: Option<Opens>,
    format: Format,
    /// Bound when the first record opens so: of the many formats an input has one or two.
    cut: OnceLock<Box<dyn Cut>>,
}

/// The cutters of formats that are tried in turn.
struct Cascade {
    tries: Vec<Try>,
    /// By the byte that a record starts with: the tries that it may be in, a bit each.
    first: Box<[u64; 256]>,
    wants: Vec<Want>,
    header: Vec<u8>,
    reference: i64,
}

impl Cascade {
    fn new(formats: impl Iterator<Item = (Option<Opens>, Format)>, wants: &[Want], opening: &Opening<'_>) -> Cascade {
        let tries: Vec<Try> = formats.map(|(opens, format)| Try { opens, format, cut: OnceLock::new() }).collect();
        let mut first = Box::new([0; 256]);
        for (at, one) in tries.iter().enumerate() {
            let starts = one.format.def.tells.first;
            for (byte, tries) in first.iter_mut().enumerate() {
                let may = one.opens.is_none() || starts.is_empty() || starts.contains(&(byte as u8));
                *tries |= u64::from(may) << at;
            }
        }
        let (wants, header) = (wants.to_vec(), opening.header.to_vec());
        Cascade { tries, first, wants, header, reference: opening.reference }
    }

    /// The cutters that may take the line.
    #[inline]
    fn may<'c>(&'c self, line: &'c [u8]) -> impl Iterator<Item = &'c dyn Cut> {
        // What an empty line may be in does not matter: it is in none that looks at it.
        let mut left = self.first[usize::from(line.first().copied().unwrap_or_default())];
        std::iter::from_fn(move || {
            while left != 0 {
                let one = &self.tries[left.trailing_zeros() as usize];
                left &= left - 1;
                if one.opens.is_none_or(|opens| opens(line)) {
                    return Some(&**one.cut.get_or_init(|| self.bind(&one.format)));
                }
            }
            None
        })
    }

    #[cold]
    fn bind(&self, format: &Format) -> Box<dyn Cut> {
        format.bind(&self.wants, &Opening { header: &self.header, reference: self.reference })
    }
}

impl Cut for Cascade {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        self.may(line).any(|format| format.cut(line, at, cells, heap))
    }

    fn cut_next(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>, habit: &mut Habit) -> bool {
        self.may(line).any(|format| format.cut_next(line, at, cells, heap, habit))
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        self.may(line).any(|format| format.walk(line, at, heap, put))
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        // The format that got furthest is the nearest; of those the first. One whose records open
        // otherwise is not near.
        let misses = self.may(line).filter_map(|cut| cut.miss(line)).filter(|miss| miss.at > 0);
        misses.reduce(|best, miss| if miss.at > best.at { miss } else { best })
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
        assert!(tried().len() <= MOST);
        assert_eq!(walk(&DEF, "", "a=1 b").unwrap(), [("a".into(), "T1".into()), ("b".into(), "true".into())]);
    }
}
