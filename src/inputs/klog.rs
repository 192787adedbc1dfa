//! The logs of klog and glog: Kubernetes' components, and much of what Google wrote.
//!
//! One field of the head is read at about 1.5 GB/s by one core, of the samples repeated, and one of the
//! pairs at 1.0.

use memchr::memchr;

use super::open::{Open, Pairs, Record, Stop};
use crate::base::time::yearless;
use crate::base::{find, json};
use crate::data::Cell;
use crate::def::{Bind, Doc, Example, Head, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "klog",
        usage: "-i klog",
        brief: "logs of Kubernetes' components, and others by klog or glog",
        text: "\
A line is `E1010 13:55:36.123456   7 main.go:42] msg`: a letter for the level, the month and the day (in newer glog the \
year too), the thread, and the place in the source. The fields are `time`, `level` (the letter), `pid`, `source` and `msg`; a stamp \
without a year gets the one that brings it nearest to the time of the file, and stays as it is in `stamp`. Where the message is \
structured, `\"Sync failed\" err=\"x\" pod=\"ns/p\"`, the text in quotes is `msg`, and each pair is a field.

The lines with which a file opens (`Log file created at: ...`) are a header and no records. A line without this head is \
counted as not parsed; `--multiline 'start=^[IWEF]\\d{4}'` joins what goes on over several lines.",
        examples: &[Example {
            run: "-i klog 'where level >= warn | select time, source, msg, pod' klog.log",
            output: r#"
{"time":"2027-03-02T09:02:15.733001","source":"pod_workers.go:965","msg":"Error syncing pod, skipping","pod":"shop/web-1"}
{"time":"2027-03-02T09:10:00.999000","source":"reflector.go:424","msg":"Watch closed","pod":null}
"#,
        }],
    },
    columns: None,
    frame: super::lines_frame,
    header,
    names: super::no_names,
    tells: Tells::record(28, is_one),
    bind: Bind::Named(|wants, opening| Open::<Klog>::bind(wants, opening)),
    kind: |_| Kind::Any,
    view: None,
    samples: &[
        r#"E1010 13:55:36.123456   7 main.go:42] "Sync failed" err="x \"y\"" pod="ns/p" n=3"#,
        "I0517 15:04:22.619642  952452992 logging_unittest.cc:259] Log if every 1, iteration 19",
        "W20251010 13:55:36.123456 140 a/b.cc:7] newer glog",
    ],
};

/// The lines before the first record, if they are those of glog.
fn header(head: &Head<'_>) -> usize {
    const LINES: [&[u8]; 4] =
        [b"Log file created at:", b"Running on machine:", b"Running duration", b"Log line format:"];
    let mut len = 0;
    while LINES.iter().any(|line| head.sample[len..].starts_with(line)) {
        match memchr(b'\n', &head.sample[len..]) {
            Some(end) => len += end + 1,
            None => break,
        }
    }
    len
}

/// The length of the stamp after the letter: `1010 13:55:36.123456`, or with a year before it.
fn stamp(line: &[u8]) -> Option<usize> {
    let digits = find::digits(line.get(1..)?);
    if !matches!(digits, 4 | 8) || !matches!(line[0], b'I' | b'W' | b'E' | b'F') {
        return None;
    }
    let clock = line[1 + digits..].strip_prefix(b" ")?;
    if !find::has_shape(clock, b"00:00:00") {
        return None;
    }
    let fraction = match clock[8..].strip_prefix(b".") {
        Some(rest) => 1 + find::digits(rest),
        None => 0,
    };
    Some(digits + 9 + fraction)
}

fn is_one(line: &[u8]) -> bool {
    stamp(line).is_some()
}

struct Klog;

impl Pairs for Klog {
    const NAME: &'static str = "klog";

    fn each<'a>(
        record: &mut Record<'a, '_>,
        wants: &impl Fn(&[u8]) -> bool,
        put: &mut impl FnMut(&'a [u8], Cell),
    ) -> Result<(), Stop> {
        let line = record.line;
        let len = stamp(line).ok_or((0, "a level and a time, `E1010 13:55:36.123456`"))?;
        if wants(b"time") {
            let (text, reference) = (&line[1..1 + len], record.reference);
            let mut fits = false;
            let made = record.make(|out| fits = yearless(text, reference, out));
            put(b"time", if fits { made } else { record.part(1, 1 + len) });
        }
        put(b"level", record.part(0, 1));
        let mut at = 1 + len;
        let blanks = |at: usize| line[at..].iter().take_while(|b| **b == b' ').count();
        let thread = at + blanks(at);
        let digits = find::digits(&line[thread..]);
        if digits == 0 || thread == at {
            return Err((at, "the number of a thread"));
        }
        put(b"pid", record.part(thread, thread + digits));
        at = thread + digits;
        let source = at + blanks(at);
        // A bracket after a blank closes something else.
        let end = source + find::before2(&line[source..], b']', b' ');
        if line.get(end) != Some(&b']') || find::before(&line[source..end], b':') == end - source {
            return Err((source, "a file, a line and `]`"));
        }
        put(b"source", record.part(source, end));
        put(b"stamp", record.part(1, 1 + len));
        at = end + 1 + blanks(end + 1);
        let quoted = (line.get(at) == Some(&b'"')).then(|| json::skip_string(line, at + 1)).flatten();
        let Some((close, escaped)) = quoted else {
            put(b"msg", record.part(at, line.len()));
            return Ok(());
        };
        if wants(b"msg") {
            put(b"msg", text(record, at + 1, close, escaped));
        }
        if record.may_hold(close + 1) {
            pairs(record, close + 1, wants, put);
        }
        Ok(())
    }
}

/// The inside of quotes as a cell.
fn text(record: &mut Record<'_, '_>, from: usize, to: usize, escaped: bool) -> Cell {
    if !escaped {
        return record.part(from, to);
    }
    let inside = &record.line[from..to];
    record.make(|out| json::unescape(inside, out))
}

/// Gives the pairs after a message; what is none is passed over.
fn pairs<'a>(
    record: &mut Record<'a, '_>,
    mut at: usize,
    wants: &impl Fn(&[u8]) -> bool,
    put: &mut impl FnMut(&'a [u8], Cell),
) {
    let line = record.line;
    while at < line.len() {
        at += line[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let name = line[at..].iter().take_while(|b| !ENDS_NAME[usize::from(**b)]).count();
        let (start, end) = (at, at + name);
        if name == 0 || line.get(end) != Some(&b'=') {
            at = end.max(at + 1);
            continue;
        }
        let value = end + 1;
        let quoted = (line.get(value) == Some(&b'"')).then(|| json::skip_string(line, value + 1)).flatten();
        let cell = match quoted {
            Some((close, escaped)) => {
                at = close + 1;
                text(record, value + 1, close, escaped && wants(&line[start..end]))
            }
            // A long value stands between `<` and ` >`, its lines indented.
            None if line[value..].starts_with(b"<\n") => {
                let close = memchr::memmem::find(&line[value..], b"\n >").map_or(line.len(), |len| value + len);
                at = (close + 3).min(line.len());
                record.part(value + 2, close)
            }
            None => {
                let close = close_of(line, value);
                at = close;
                record.part(value, close)
            }
        };
        put(&line[start..end], cell);
    }
}

/// By byte: whether the name of a pair ends there.
const ENDS_NAME: [bool; 256] = {
    let mut list = [false; 256];
    list[b' ' as usize] = true;
    list[b'=' as usize] = true;
    list[b'"' as usize] = true;
    list[b'\n' as usize] = true;
    list
};

/// Where a bare value ends: at a blank that is in no brackets.
fn close_of(line: &[u8], from: usize) -> usize {
    let mut depth = 0i32;
    for (i, b) in line[from..].iter().enumerate() {
        match b {
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => depth -= 1,
            b' ' | b'\n' if depth <= 0 => return from + i,
            _ => {}
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::cut;

    #[test]
    fn plain_and_structured_messages() {
        let names = ["time", "level", "pid", "source", "msg", "err", "pod", "n"];
        let got = cut(&DEF, "", DEF.samples[0], &names).unwrap();
        let expected = ["TE", "T7", "Tmain.go:42", "TSync failed", "Tx \"y\"", "Tns/p", "T3"];
        assert!(got[0].ends_with("-10-10T13:55:36.123456"), "{got:?}");
        assert_eq!(got[1..], expected);
        let got = cut(&DEF, "", DEF.samples[2], &["time", "msg"]).unwrap();
        assert_eq!(got, ["T20251010 13:55:36.123456", "Tnewer glog"]);
        let line = "I1010 13:55:36.1 7 a.go:1] \"m\" m={\"a\" b} t=<\n\tx\n\ty\n > z=1";
        assert_eq!(cut(&DEF, "", line, &["m", "t", "z"]).unwrap(), ["T{\"a\" b}", "T\tx\n\ty", "T1"]);
    }

    #[test]
    fn pairs_are_passed_where_they_hold_what_is_wanted() {
        let line = "I1010 13:55:36.1 7 a.go:1] \"m\" xpid=3 source=\"b\"pid=9";
        for (name, value) in [("source", "Tb"), ("pid", "T9"), ("level", "TI"), ("id", "None")] {
            assert_eq!(cut(&DEF, "", line, &[name]).unwrap(), [value], "{name}");
        }
    }

    #[test]
    fn a_file_opens_with_its_header() {
        let text = "Log file created at: 2016/12/31\nRunning on machine: h\nLog line format: [IWEF]...\nI1010 13:55:36 7 a:1] m\n";
        let head = Head { name: "x", sample: text.as_bytes() };
        assert_eq!(header(&head), text.find("I1010").unwrap());
    }

    #[test]
    fn what_is_none_is_refused() {
        for line in ["", "E1010", "X1010 13:55:36.1 7 a:1] m", "I1010 13:55:36.1 a:1] m", "I1010 13:55:36.1 7 m"] {
            assert_eq!(cut(&DEF, "", line, &["msg"]), None, "{line}");
        }
    }
}
