//! The logs of Java programs: log4j, logback, Spring Boot, Tomcat, Kafka, Hadoop, ZooKeeper,
//! Elasticsearch and Spark as they are set up out of the box, and those of `java.util.logging`.
//!
//! They all have a stamp, a level, perhaps a thread in brackets, and mostly a logger; the layouts
//! differ in their order and in what stands before the message. One reader takes them all, since
//! one file often holds two. It looks at each byte before the message once or twice.
//!
//! The level is read at about 1.7 GB/s by one core, of the samples repeated; `msg` at 0.9, since the
//! thread and the logger before it are no fixed words, and lines are short: 75 bytes, three in eight of
//! them the lines of a trace.

use memchr::{memchr, memmem};

use super::fixed::{Fixed, Layout, Part, Scan};
use super::jul;
use super::stamped::{self, Form};
use crate::base::find;
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "java",
        usage: "-i java",
        brief: "logs of Java programs: log4j, logback, Spring Boot, Tomcat, Kafka",
        text: "\
A record starts with a stamp, has a level in capitals, and perhaps a thread in brackets and the name of a logger, in \
one of the layouts that log4j, logback, Spring Boot, Tomcat, Kafka, Hadoop, ZooKeeper, Elasticsearch, Spark and \
`java.util.logging` have when nobody changes them. What a line does not have is None. Layouts of your own may need `-i pattern:`.

`msg` is what follows on the first line. With `--multiline java` the stack trace after it is part of the record, and \
is `trace`. `component` is what Kafka writes in brackets before its message, or the node of Elasticsearch, but not a name \
of its own like `[_all]`, which is of the message; `pid` is Spring Boot's. `stamp` is the stamp as written; `time` is the same, but a year of two digits gets its century, and a stamp \
that is a time of day alone leaves it None.

`java.util.logging` writes two lines: `Jan 02, 2026 3:04:05 PM com.example.Main run`, and `INFO: text`. A file that \
opens with such a line is read in records that go from one stamp to the next, without `--multiline`; `logger` is the class, \
without the method. Its forms on one line, `INFO: text [Fri Jan 02 15:04:05 UTC 2026]` among them, are read too.",
        examples: &[
            Example {
                run: "-i java --multiline java 'where level >= warn | select time, thread, logger, msg' java.log",
                output: r#"
{"time":"2026-03-02 09:02:15,310","thread":"http-8080-3","logger":"com.example.OrderController","msg":"order 4711 is late"}
{"time":"2026-03-02 09:02:16,118","thread":"http-8080-4","logger":"com.example.OrderController","msg":"order 4712 failed"}
"#,
            },
            Example { run: "-i java 'count by level' java.log", output: r#"
{"level":"INFO","count":3}
{"level":"WARN","count":1}
{"level":"ERROR","count":1}
{"level":null,"count":3}
"# },
        ],
    },
    columns: Some(Java::COLUMNS),
    frame: jul::frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(50, opens).or_input(jul::is_two_lined),
    bind: Bind::Named(Fixed::<Java>::bind),
    kind: |name| match name {
        "time" => Kind::Time,
        "pid" => Kind::Number,
        _ => Kind::Text,
    },
    view: None,
    samples: &[
        "2025-10-10 13:55:36,123 [main] ERROR c.e.Foo - boom\njava.lang.X: y\n\tat a.b(C.java:1)",
        "2025-10-10 13:55:36,123 ERROR [main] c.e.Foo: boom",
        "2025-10-10T13:55:36.123+02:00  INFO 7 --- [           main] c.e.Foo                      : Started",
        "2025-10-10T13:55:36.123Z  WARN 7 --- [app] [nio-8080-exec-1] c.e.Foo : slow",
        "[2025-10-10 13:55:36,123] INFO [Controller 0]: Starting (kafka.controller.KafkaController)",
        "[2015-12-06 01:44:16,735][INFO ][node                     ] [Zach] initializing ...",
        "31-Jul-2020 16:40:38.505 INFO [localhost-startStop-1] org.apache.catalina.startup.HostConfig.deploy Deployed",
        "2015-07-29 17:41:44,747 - INFO  [QuorumPeer[myid=1]/0:0:0:0:2181:FastLeaderElection@774] - Notification",
        "17/06/09 20:10:40 INFO executor.CoarseGrainedExecutorBackend: Registered signal handlers",
        "13:55:36.123 [main] DEBUG c.e.Foo - boom",
        "Jan 02, 2026 3:04:05 PM com.example.Main run\nINFO: text",
        "WARNING: text [Tue Mar 22 13:11:31 PDT 2011]",
    ],
};

struct Java;

// The places of the columns.
const TIME: usize = 0;
const LEVEL: usize = 1;
const THREAD: usize = 2;
const LOGGER: usize = 3;
const MSG: usize = 4;
const TRACE: usize = 5;
const COMPONENT: usize = 6;
const PID: usize = 7;
const STAMP: usize = 8;

/// The columns that `java.util.logging` fills.
const JUL: jul::Places = jul::Places { time: TIME, stamp: STAMP, level: LEVEL, logger: LOGGER, msg: MSG, trace: TRACE };

/// Whether a line starts with a stamp, perhaps in brackets.
fn opens(line: &[u8]) -> bool {
    match line.first() {
        Some(b) if b.is_ascii_alphabetic() => jul::opens(line),
        _ => stamped::stamp(line.strip_prefix(b"[").unwrap_or(line)).is_some(),
    }
}

impl Layout for Java {
    const NAME: &'static str = "java";
    const COLUMNS: &'static [&'static str] =
        &["time", "level", "thread", "logger", "msg", "trace", "component", "pid", "stamp"];

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        if scan.rest().first().is_some_and(u8::is_ascii_alphabetic) {
            return jul::read(scan, JUL);
        }
        let bracketed = scan.skip(b"[");
        let form = stamped::time(scan, TIME, STAMP)?;
        if bracketed {
            scan.literal(b"]", "`]` after the stamp")?;
        }
        if bracketed && scan.sees(b"[") {
            return elasticsearch(scan);
        }
        scan.literal(b" ", "a blank")?;
        scan.blanks();
        if scan.skip(b"- ") {
            scan.blanks();
        }
        if bracketed
            && scan.sees(b"[")
            && let Some((part, end)) = stamped::brackets(scan)
            && stamped::is_level(scan.text(&part))
        {
            scan.set(LEVEL, part);
            scan.at = end;
            scan.blanks();
            stamped::message(scan, MSG, TRACE);
            return Some(());
        }
        let thread = thread(scan);
        level(scan)?;
        // What follows may be anything.
        if !scan.wants_any(THREAD..STAMP) {
            return Some(());
        }
        scan.blanks();
        if bracketed && !thread {
            return kafka(scan);
        }
        if pid(scan) {
            spring_threads(scan);
        } else if !thread {
            self::thread(scan);
        }
        if scan.skip(b": ") || scan.skip(b"- ") {
            stamped::message(scan, MSG, TRACE);
            return Some(());
        }
        logger(scan, form);
        stamped::message(scan, MSG, TRACE);
        Some(())
    }
}

/// Takes the level.
#[inline(always)]
fn level(scan: &mut Scan<'_>) -> Option<()> {
    let len = find::capitals(scan.rest());
    let part = scan.at..scan.at + len;
    let follows = scan.rest().get(len).is_none_or(|b| matches!(b, b' ' | b':' | b'\n' | b'\r'));
    if !follows || !stamped::is_level(scan.text(&part)) {
        return scan.fail("a level in capitals");
    }
    scan.set(LEVEL, part);
    scan.at += len;
    Some(())
}

/// Takes a thread in brackets and the blanks after it, if one stands here.
#[inline(always)]
fn thread(scan: &mut Scan<'_>) -> bool {
    if !scan.sees(b"[") {
        return false;
    }
    let Some((part, end)) = stamped::brackets(scan) else { return false };
    if !matches!(scan.line.get(end), None | Some(b' ' | b':' | b'\n')) {
        return false;
    }
    scan.set_some(THREAD, part);
    scan.at = end;
    scan.blanks();
    true
}

/// Takes the process and the dashes of Spring Boot, if they stand here.
#[inline(always)]
fn pid(scan: &mut Scan<'_>) -> bool {
    let rest = scan.rest();
    let len = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let Some(rest) = rest.get(len..).and_then(|rest| rest.trim_ascii_start().strip_prefix(b"---")) else {
        return false;
    };
    scan.set_some(PID, scan.at..scan.at + len);
    scan.at = scan.line.len() - rest.len();
    scan.blanks();
    true
}

/// Takes Spring Boot's brackets: the thread, or the application and the thread, and perhaps what
/// correlates requests.
#[inline(always)]
fn spring_threads(scan: &mut Scan<'_>) {
    let correlates = |text: &[u8]| {
        text.len() > 40 && text.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-') || text.is_empty() || text == b"-"
    };
    let mut thread: Option<Part> = None;
    let mut seen = 0;
    while scan.sees(b"[")
        && let Some((part, end)) = stamped::brackets(scan)
    {
        if seen < 2 && !correlates(scan.text(&part)) {
            thread = Some(part);
        }
        seen += 1;
        scan.at = end;
        scan.blanks();
    }
    if let Some(thread) = thread {
        scan.set(THREAD, thread);
    }
}

/// Takes a logger and what is between it and the message, if a logger stands here.
#[inline(always)]
fn logger(scan: &mut Scan<'_>, form: Form) {
    let rest = scan.rest();
    let len = rest.iter().position(|b| matches!(b, b' ' | b'\n' | b'\r')).unwrap_or(rest.len());
    let word = &rest[..len];
    let start = scan.at;
    let after = &rest[len..];
    let blanks = after.iter().take_while(|b| **b == b' ').count();
    let sign = match &after[blanks..] {
        [b'-' | b':', b' ', ..] if blanks > 0 => 2,
        [b'-' | b':'] | [b'-' | b':', b'\n' | b'\r', ..] if blanks > 0 => 1,
        _ => 0,
    };
    if sign > 0 && stamped::is_name(word) {
        scan.set(LOGGER, start..start + len);
        scan.at += len + blanks + sign;
        return;
    }
    if let Some(name) = word.strip_suffix(b":")
        && stamped::is_name(name)
    {
        scan.set(LOGGER, start..start + name.len());
        scan.at += len + blanks;
        return;
    }
    // Tomcat sets nothing between the method and the message.
    if form == Form::Month && stamped::is_name(word) && memchr(b'.', word).is_some() {
        scan.set(LOGGER, start..start + len);
        scan.at += len + blanks;
    }
}

/// Reads what follows a level in Kafka: `[component]: msg (logger)`.
#[inline(always)]
fn kafka(scan: &mut Scan<'_>) -> Option<()> {
    if scan.skip(b": ") {
        stamped::message(scan, MSG, TRACE);
        return Some(());
    }
    if scan.sees(b"[")
        && let Some((part, end)) = stamped::brackets(scan)
        && matches!(scan.line.get(end..end + 2), Some(b": " | b", "))
    {
        scan.set_some(COMPONENT, part);
        scan.at = end + 2;
        scan.blanks();
    }
    let rest = scan.rest();
    let end = memchr(b'\n', rest).unwrap_or(rest.len());
    let first = rest[..end].trim_ascii_end();
    if let Some(inside) = first.strip_suffix(b")")
        && let Some(at) = memmem::rfind(inside, b" (")
        && stamped::is_name(&inside[at + 2..])
    {
        let start = scan.at;
        scan.set(LOGGER, start + at + 2..start + inside.len());
        scan.set(MSG, start..start + at);
        scan.at += (end + 1).min(rest.len());
        let trace = scan.tail();
        scan.set_some(TRACE, trace);
        return Some(());
    }
    stamped::message(scan, MSG, TRACE);
    Some(())
}

/// Reads what follows a stamp in Elasticsearch: `[level][logger] [node] msg`.
#[inline(always)]
fn elasticsearch(scan: &mut Scan<'_>) -> Option<()> {
    let Some((part, end)) = stamped::brackets(scan) else { return scan.fail("a level in brackets") };
    if !stamped::is_level(scan.text(&part)) {
        return scan.fail("a level in brackets");
    }
    scan.set(LEVEL, part);
    scan.at = end;
    let Some((part, end)) = stamped::brackets(scan).filter(|_| scan.sees(b"[")) else {
        return scan.fail("a logger in brackets");
    };
    scan.set_some(LOGGER, part);
    scan.at = end;
    scan.blanks();
    if scan.sees(b"[")
        && let Some((part, end)) = stamped::brackets(scan)
        && matches!(scan.line.get(end), None | Some(b' ' | b'\n' | b'\r'))
        && is_node(scan.text(&part))
    {
        scan.set_some(COMPONENT, part);
        scan.at = end;
        scan.blanks();
    }
    stamped::message(scan, MSG, TRACE);
    Some(())
}

/// Whether a word in brackets may be the name of a node, which most lines have there, and not what
/// the message opens with: names that are Elasticsearch's own start with an underscore, and those
/// that it makes up for nodes, seldom so, have seven characters.
fn is_node(word: &[u8]) -> bool {
    !word.starts_with(b"_") || word.len() == 7
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::cut;

    #[test]
    fn layouts() {
        let names = ["level", "thread", "logger", "msg"];
        let wanted: [[&str; 4]; 12] = [
            ["ERROR", "main", "c.e.Foo", "boom"],
            ["ERROR", "main", "c.e.Foo", "boom"],
            ["INFO", "main", "c.e.Foo", "Started"],
            ["WARN", "nio-8080-exec-1", "c.e.Foo", "slow"],
            ["INFO", "", "kafka.controller.KafkaController", "Starting"],
            ["INFO", "", "node", "initializing ..."],
            ["INFO", "localhost-startStop-1", "org.apache.catalina.startup.HostConfig.deploy", "Deployed"],
            ["INFO", "QuorumPeer[myid=1]/0:0:0:0:2181:FastLeaderElection@774", "", "Notification"],
            ["INFO", "", "executor.CoarseGrainedExecutorBackend", "Registered signal handlers"],
            ["DEBUG", "main", "c.e.Foo", "boom"],
            ["INFO", "", "com.example.Main", "text"],
            ["WARNING", "", "", "text"],
        ];
        for (sample, wanted) in DEF.samples.iter().zip(wanted) {
            let wanted = wanted.map(|s| if s.is_empty() { "None".to_string() } else { format!("T{s}") });
            assert_eq!(cut(&DEF, "", sample, &names).unwrap(), wanted, "{sample}");
        }
    }

    #[test]
    fn the_trace_is_what_was_joined() {
        let line = "2025-10-10 13:55:36,123 [main] ERROR c.e.Foo - boom\r\njava.lang.X: y\n\tat a.b(C.java:1)";
        let cells = cut(&DEF, "", line, &["msg", "trace"]).unwrap();
        assert_eq!(cells, ["Tboom", "Tjava.lang.X: y\n\tat a.b(C.java:1)"]);
        let line = "[2016-12-19 16:31:46,143] INFO values: (kafka.server.X)\n\ta = 1";
        let cells = cut(&DEF, "", line, &["msg", "logger", "trace"]).unwrap();
        assert_eq!(cells, ["Tvalues:", "Tkafka.server.X", "T\ta = 1"]);
    }

    #[test]
    fn nodes_of_elasticsearch() {
        let read = |end: &str| {
            let line = format!("[2018-05-17T08:19:35,939][INFO ][o.e.n.Node               ] {end}");
            cut(&DEF, "", line, &["component", "msg"]).unwrap()
        };
        assert_eq!(read("[vWNJsZ3] [_all] text"), ["TvWNJsZ3", "T[_all] text"]);
        assert_eq!(read("[_all] is deprecated"), ["None", "T[_all] is deprecated"]);
        assert_eq!(read("[_default_] mapping"), ["None", "T[_default_] mapping"]);
        assert_eq!(read("[_WNJsZ3] closed"), ["T_WNJsZ3", "Tclosed"]);
        assert_eq!(read("[gc][young] took"), ["None", "T[gc][young] took"]);
        assert_eq!(read("[] initializing ..."), ["None", "Tinitializing ..."]);
    }

    #[test]
    fn odd_lines() {
        let one = |line: &str, name: &str| cut(&DEF, "", line, &[name]).map(|cells| cells[0].clone());
        assert_eq!(one("17/06/09 20:10:40 INFO a: b", "time").as_deref(), Some("T2017-06-09 20:10:40"));
        assert_eq!(one("13:55:36.123 [main] DEBUG c - b", "time").as_deref(), Some("None"));
        assert_eq!(one("2025-10-10 13:55:36 INFO [a b c", "msg").as_deref(), Some("T[a b c"));
        assert_eq!(one("2025-10-10 13:55:36 INFO", "msg").as_deref(), Some("T"));
        assert_eq!(one("2025-10-10 13:55:36 INFO Starting application", "logger").as_deref(), Some("None"));
        assert_eq!(one("2025-10-10 13:55:36 INFORMED", "msg"), None);
        assert_eq!(one("2025-10-10 13:55:36 hello", "msg"), None);
        assert_eq!(one("ERROR boom", "msg"), None);
    }
}
