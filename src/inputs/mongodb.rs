//! The log of MongoDB: text up to 4.2, JSON from 4.4 on.
//!
//! Both are one format, since a file goes on in the new one after an upgrade. The JSON has its own
//! short names (`t.$date`, `s`, `c`, `ctx`), which stay reachable. The component is read at about
//! 1.1 GB/s by one core, of both kinds mixed.

use super::fixed::{Fixed, Layout, Scan};
use super::json;
use crate::data::{Cell, Cut, Key, Miss, Want};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Opening, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "mongodb",
        usage: "-i mongodb",
        brief: "the log of MongoDB, as text or as JSON",
        text: "\
Each line has `time`, `level`, `component`, `context` and `msg`: `2018-02-05T13:44:56.657+0100 I NETWORK [conn1] end \
connection` up to 4.2, and from 4.4 on a JSON object with the keys `t.$date`, `s`, `c`, `ctx`, `msg` and others, all of \
which are fields too. `level` is a letter: F, E, W, I, or D with a number. `ms` is `attr.durationMillis`, or the number before \
`ms` at the end of a message. A component of `-` is None.",
        examples: &[Example {
            run: "-i mongodb 'select time, level, component, ms' mongodb.log",
            output: r#"
{"time":"2026-03-02T09:00:01.250+0000","level":"I","component":"NETWORK","ms":null}
{"time":"2026-03-02T09:02:15.733+0000","level":"W","component":"COMMAND","ms":5003}
{"time":"2026-03-02T09:10:00.999+00:00","level":"I","component":"COMMAND","ms":1200}
"#,
        }],
    },
    columns: None,
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(8, opens),
    bind: Bind::Named(|wants, opening| Box::new(Mongo::new(wants, opening))),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        "2018-02-05T13:44:56.657+0100 I CONTROL  [initandlisten] git version: 009580ad",
        "2018-02-05T14:49:45.783+0100 D2 -        [conn10] end connection 127.0.0.1:55404 (1 connection now open)",
        r#"{"t":{"$date":"2026-03-10T20:58:09.525+00:00"},"s":"I",  "c":"COMMAND",  "id":51803,   "ctx":"conn1","msg":"Slow query","attr":{"durationMillis":103}}"#,
    ],
};

/// The fields that both kinds have, and where the JSON has them.
const SHARED: [(&str, &str); 6] = [
    ("time", "t.$date"),
    ("level", "s"),
    ("component", "c"),
    ("context", "ctx"),
    ("msg", "msg"),
    ("ms", "attr.durationMillis"),
];

/// Whether a line may be of such a log: an object that begins with the time, or a stamp, a letter and
/// a component.
fn opens(line: &[u8]) -> bool {
    if line.starts_with(b"{\"t\":{\"$date\"") {
        return true;
    }
    line.get(10) == Some(&b'T')
        && line.get(23..line.len().min(34)).is_some_and(|rest| {
            // `+0100 I ` or `Z I `, as wide as the zone is.
            rest.windows(3).any(|w| w[0] == b' ' && b"FEWID".contains(&w[1]) && matches!(w[2], b' ' | b'1'..=b'5'))
        })
}

struct Mongo {
    text: Fixed<Text>,
    json: Box<dyn Cut>,
    /// The cutter of the shared fields of a JSON line, for the walk.
    shared: Box<dyn Cut>,
}

impl Mongo {
    fn new(wants: &[Want], opening: &Opening<'_>) -> Mongo {
        let there = |want: &Want| {
            let shared = SHARED.iter().find(|(name, _)| *name == want.name);
            shared.map_or_else(|| want.clone(), |(_, json)| Want::new(json))
        };
        let json_wants: Vec<Want> = wants.iter().map(there).collect();
        let shared: Vec<Want> = SHARED.iter().map(|(_, json)| Want::new(json)).collect();
        Mongo { text: Fixed::new(wants, opening), json: json::cutter(&json_wants), shared: json::cutter(&shared) }
    }
}

fn is_json(line: &[u8]) -> bool {
    line.trim_ascii_start().first() == Some(&b'{')
}

impl Cut for Mongo {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        if is_json(line) { self.json.cut(line, at, cells, heap) } else { self.text.cut(line, at, cells, heap) }
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        if !is_json(line) {
            return self.text.walk(line, at, heap, put);
        }
        let mut cells = [Cell::None; SHARED.len()];
        if !self.shared.cut(line, at, &mut cells, heap) {
            return false;
        }
        for ((name, _), cell) in SHARED.iter().zip(cells) {
            put(Key::Plain(name.as_bytes()), cell);
        }
        self.json.walk(line, at, heap, &mut |key, cell| {
            if !SHARED.iter().any(|(name, _)| name.as_bytes() == &*super::text(key)) {
                put(key, cell);
            }
        })
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        if is_json(line) { self.json.miss(line) } else { self.text.miss(line) }
    }
}

struct Text;

impl Layout for Text {
    const NAME: &'static str = "mongodb";
    const COLUMNS: &'static [&'static str] = &["time", "level", "component", "context", "msg", "ms"];

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        let time = scan.field("a stamp")?;
        if !scan.text(&time).first().is_some_and(u8::is_ascii_digit) {
            scan.at = time.start;
            return scan.fail("a stamp");
        }
        scan.set(0, time);
        let level = scan.field("a level: F, E, W, I or D")?;
        if !matches!(scan.text(&level), [b'F' | b'E' | b'W' | b'I' | b'D'] | [b'D', b'1'..=b'5']) {
            scan.at = level.start;
            return scan.fail("a level: F, E, W, I or D");
        }
        scan.set(1, level);
        let component = scan.field("a component")?;
        scan.set_some(2, component);
        scan.blanks();
        scan.literal(b"[", "a context in brackets")?;
        let context = scan.until(b']', "the bracket after the context")?;
        scan.set(3, context);
        scan.literal(b" ", "a blank")?;
        let msg = scan.tail();
        if scan.wants(5) {
            let text = scan.text(&msg);
            let digits =
                text.strip_suffix(b"ms").map(|rest| rest.iter().rev().take_while(|b| b.is_ascii_digit()).count());
            if let Some(n @ 1..) = digits {
                let end = msg.end - 2;
                if scan.line[..end - n].last() == Some(&b' ') {
                    scan.set(5, end - n..end);
                }
            }
        }
        scan.set(4, msg);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::{cut, walk};

    #[test]
    fn text_and_json_have_the_same_fields() {
        let names = ["time", "level", "component", "context", "msg", "ms"];
        let text = "2018-02-05T13:44:56.657+0100 I COMMAND  [conn1] command db.$cmd protocol:op_query 103ms";
        let got = cut(&DEF, "", text, &names).unwrap();
        assert_eq!(got[1..4], ["TI", "TCOMMAND", "Tconn1"]);
        assert_eq!(got[5], "T103");
        let got = cut(&DEF, "", DEF.samples[2], &names).unwrap();
        let expected = ["S2026-03-10T20:58:09.525+00:00", "SI", "SCOMMAND", "Sconn1", "SSlow query", "N103"];
        assert_eq!(got, expected);
        assert_eq!(walk(&DEF, "", DEF.samples[2]).unwrap().len(), 6 + 6);
    }

    #[test]
    fn a_name_is_given_once() {
        let fields = walk(&DEF, "", r#"{"t":{"$date":"x"},"msg":"a","time":1,"\u006cevel":"b","own":2}"#).unwrap();
        let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["time", "level", "component", "context", "msg", "ms", "t", "own"]);
    }

    #[test]
    fn what_is_no_log_of_it_is_refused() {
        for line in ["2018-02-05T13:44:56.657+0100 X CONTROL  [a] b", "{\"t\":", "", "I CONTROL [a] b"] {
            assert_eq!(cut(&DEF, "", line, &["time"]), None, "{line}");
        }
    }
}
