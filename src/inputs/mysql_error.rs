//! The error log of MySQL, MariaDB and Percona Server.
//!
//! Each line says by its stamp which server wrote it, and what follows: a thread and a level since
//! 5.7, a process and a level in 5.6, a level alone before, and a code and a subsystem since 8.
//! InnoDB and the script that starts the server leave out most of that, and some lines have no
//! stamp at all; those are read where nothing else opens so, and are a message alone. The level is read
//! at about 1.4 GB/s by one core.

use super::fixed::{Fixed, Layout, Part, Scan};
use crate::def::{Bind, Doc, Example, InputDef, Kind, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "mysql-error",
        usage: "-i mysql-error",
        brief: "the error log of MySQL, MariaDB and Percona Server",
        text: "\
A line of MySQL 8 is `2020-01-02T03:04:05.123456Z 0 [System] [MY-010116] [Server] msg`; 5.7 has no code and no subsystem, MariaDB \
writes `2020-01-02  3:04:05 0 [Note] msg`, and servers before 5.6 `200102  3:04:05 [Note] msg`. What a line does not have \
is None. `level` is the word in brackets: Note, Warning, Error, System; it ranks with the levels of other logs. `thread` is \
the number before it, which in 5.6 is the process of the server. `stamp` is the time as it was written; `time` is the \
same, but a year of two digits gets its century. A stamp without a zone is in that of `--tz`.

InnoDB and `mysqld_safe` write a stamp and a message, with neither a thread nor a level. Lines that open with `InnoDB: ` or \
`Version: '`, and that of a crash (`03:04:05 UTC - mysqld got signal 11 ;`), have no stamp: they have `msg` alone. Any \
other line without a stamp is counted as not parsed; a message of several lines is one record with \
`--multiline 'start=^[0-9-]{6,10}[ T]'`. The slow log is [mysql-slow].",
        examples: &[
            Example {
                run: "'where level >= warn | select time, level, code, msg' mysql-error.log",
                output: r#"
{"time":"2026-03-02T09:00:01.104212Z","level":"Warning","code":"MY-010068","msg":"CA certificate ca.pem is self signed."}
{"time":"2026-03-02T09:02:15.733002Z","level":"Error","code":"MY-012592","msg":"Operating system error number 28 in a file operation."}
"#,
            },
            Example { run: "-i mysql-error 'count by subsystem' mysql-error.log", output: r#"
{"subsystem":"Server","count":3}
{"subsystem":"InnoDB","count":2}
{"subsystem":null,"count":1}
"# },
        ],
    },
    columns: Some(Error::COLUMNS),
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::record(23, opens),
    bind: Bind::Named(Fixed::<Error>::bind),
    kind: |name| match name {
        "time" => Kind::Time,
        "thread" => Kind::Number,
        _ => Kind::Text,
    },
    view: None,
    samples: &[
        "2020-01-02T03:04:05.123456Z 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld 8.0.19) starting as process 1",
        "2016-12-09T12:08:33.336610Z 5 [Note] Access denied for user 'root'@'localhost' (using password: YES)",
        "2020-05-01  9:00:00 0 [Warning] 'user' entry ignored in --skip-name-resolve mode.",
        "2013-09-10 12:12:31 7f0a5c InnoDB: Error: table has no index",
        "161209 14:18:50 [ERROR] Can't open the mysql.plugin table.",
        "161209 14:18:50  InnoDB: Setting file ./ibdata1 size to 10 MB",
        "161209 13:08:33 mysqld_safe Starting mysqld daemon with databases from /usr/local/var/mysql",
    ],
};

struct Error;

// The places of the columns.
const TIME: usize = 0;
const LEVEL: usize = 1;
const MSG: usize = 2;
const THREAD: usize = 3;
const CODE: usize = 4;
const SUBSYSTEM: usize = 5;
const STAMP: usize = 6;

const STAMPED: &str = "a time like `2020-01-02T03:04:05.123456Z`, `2020-01-02 03:04:05` or `200102 03:04:05`";

impl Layout for Error {
    const NAME: &'static str = "mysql-error";
    const COLUMNS: &'static [&'static str] = &["time", "level", "msg", "thread", "code", "subsystem", "stamp"];

    #[inline(always)]
    fn read(scan: &mut Scan<'_>) -> Option<()> {
        let Some((len, form)) = stamp(scan.rest()) else {
            return bare(scan);
        };
        time(scan, len, form);
        if is_message(scan.rest()) {
            return message(scan);
        }
        let start = scan.at;
        let thread = number(scan);
        if let Some(part) = &thread
            && is_message(scan.rest())
        {
            scan.set(THREAD, part.clone());
            return message(scan);
        }
        match &thread {
            Some(part) if scan.text(part).iter().all(u8::is_ascii_digit) => scan.set(THREAD, part.clone()),
            None if form == Form::Old => {}
            // A level alone says little after a stamp that many programs write.
            _ => {
                scan.at = start;
                return scan.fail("a thread, and a level in brackets");
            }
        }
        let Some(level) = bracketed(scan, is_level) else {
            return scan.fail("a level in brackets: Note, Warning, Error or System");
        };
        scan.set(LEVEL, level);
        if let Some(code) = bracketed(scan, |text| text.starts_with(b"MY-")) {
            scan.set(CODE, code);
            if let Some(subsystem) = bracketed(scan, |text| text.iter().all(u8::is_ascii_alphanumeric)) {
                scan.set(SUBSYSTEM, subsystem);
            }
        }
        message(scan)
    }
}

/// The shape of a stamp.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// `2020-01-02T03:04:05.123456Z`, `2020-01-02  3:04:05`.
    Full,
    /// `200102  3:04:05`: a year of two digits.
    Old,
}

/// Whether a record may be in it: a stamp, and what follows in one.
fn opens(line: &[u8]) -> bool {
    let Some((len, _)) = stamp(line) else { return is_bare(line) };
    let near = &line[len..line.len().min(len + 40)];
    near.contains(&b'[') || near.windows(7).any(|w| w == b"InnoDB:" || w == b"mysqld_") || is_message(near)
}

/// The length of the stamp that a text starts with, with a blank after it, and its shape.
fn stamp(text: &[u8]) -> Option<(usize, Form)> {
    let fits = |text: &[u8], shape: &[u8]| {
        text.len() >= shape.len()
            && text.iter().zip(shape).all(|(b, s)| match s {
                b'd' => b.is_ascii_digit(),
                // Hours may be padded with a blank.
                b'h' => b.is_ascii_digit() || *b == b' ',
                s => b == s,
            })
    };
    if fits(text, b"dddddd hd:dd:dd") {
        return (text.get(15) == Some(&b' ')).then_some((15, Form::Old));
    }
    if fits(text, b"dddd-dd-dd hd:dd:dd ") {
        return Some((19, Form::Full));
    }
    if !fits(text, b"dddd-dd-ddTdd:dd:dd") {
        return None;
    }
    // A fraction and a zone are after the clock; what follows has a blank before it.
    let rest = &text[19..text.len().min(19 + 20)];
    let len = rest.iter().position(|b| *b == b' ')?;
    let is_part = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b'Z' | b'+' | b'-' | b':');
    (len > 0 && rest[..len].iter().all(is_part)).then_some((19 + len, Form::Full))
}

/// Takes a stamp and the blanks after it.
#[inline(always)]
fn time(scan: &mut Scan<'_>, len: usize, form: Form) {
    let part = scan.at..scan.at + len;
    let text = scan.text(&part);
    scan.set(STAMP, part.clone());
    match form {
        Form::Full => scan.set(TIME, part),
        Form::Old => scan.make(TIME, |out| {
            let century: &[u8] = if text[0] >= b'7' { b"19" } else { b"20" };
            let [y, year, m, month, d, day] = [text[0], text[1], text[2], text[3], text[4], text[5]];
            out.extend_from_slice(century);
            out.extend_from_slice(&[y, year, b'-', m, month, b'-', d, day, b'T']);
            out.extend(text[7..].iter().map(|b| if *b == b' ' { b'0' } else { *b }));
            true
        }),
    }
    scan.at += len;
    scan.blanks();
}

/// Takes a number and the blanks after it, if one stands here: decimal, or the thread that InnoDB
/// writes in hexadecimal.
#[inline(always)]
fn number(scan: &mut Scan<'_>) -> Option<Part> {
    let rest = scan.rest();
    let len = rest.iter().take_while(|b| b.is_ascii_hexdigit()).count();
    if len == 0 || rest.get(len) != Some(&b' ') {
        return None;
    }
    let part = scan.at..scan.at + len;
    scan.at += len;
    scan.blanks();
    Some(part)
}

/// Takes what stands in brackets and the blank after them, if it is such.
#[inline(always)]
fn bracketed(scan: &mut Scan<'_>, is_one: impl Fn(&[u8]) -> bool) -> Option<Part> {
    const NEAR: usize = 24;
    let inside = scan.rest().strip_prefix(b"[")?;
    let len = inside.iter().take(NEAR).position(|b| *b == b']')?;
    if !is_one(&inside[..len]) {
        return None;
    }
    let start = scan.at + 1;
    scan.at = start + len + 1;
    let _ = scan.skip(b" ");
    Some(start..start + len)
}

fn is_level(word: &[u8]) -> bool {
    matches!(word, b"Note" | b"Warning" | b"Error" | b"System" | b"ERROR" | b"WARNING" | b"NOTE")
}

/// Whether a message without a level stands here: that of InnoDB, or of what starts the server.
fn is_message(text: &[u8]) -> bool {
    let openings: [&[u8]; 6] =
        [b"InnoDB: ", b"mysqld_safe ", b"mysqld started", b"mysqld ended", b"mysqld got ", b"mysqld_safe_helper "];
    openings.iter().any(|opening| text.starts_with(opening))
}

/// Takes the rest as the message.
#[inline(always)]
fn message(scan: &mut Scan<'_>) -> Option<()> {
    let msg = scan.tail();
    scan.set(MSG, msg);
    Some(())
}

/// Whether a line without a stamp is one of the server's.
fn is_bare(line: &[u8]) -> bool {
    line.starts_with(b"InnoDB: ")
        || line.starts_with(b"Version: '") && memchr::memmem::find(line, b"'  socket: '").is_some()
        || crash(line).is_some()
}

/// Where the message starts in the line with which the server tells that it crashed.
fn crash(line: &[u8]) -> Option<usize> {
    let near = &line[..line.len().min(40)];
    let at = memchr::memmem::find(near, b" - mysqld got ")? + 3;
    near[0].is_ascii_digit().then_some(at)
}

/// Reads a line without a stamp.
#[cold]
fn bare(scan: &mut Scan<'_>) -> Option<()> {
    if !is_bare(scan.rest()) {
        return scan.fail(STAMPED);
    }
    scan.at += crash(scan.rest()).unwrap_or(0);
    message(scan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::tests::cut;

    const NAMES: [&str; 6] = ["time", "level", "thread", "code", "subsystem", "msg"];

    fn read(line: &str) -> Option<Vec<String>> {
        let none = |cell: String| if cell == "None" { String::new() } else { cell[1..].to_string() };
        Some(cut(&DEF, "", line, &NAMES)?.into_iter().map(none).collect())
    }

    #[test]
    fn the_lines_of_each_server() {
        let starting = "/usr/sbin/mysqld (mysqld 8.0.19) starting as process 1";
        let denied = "Access denied for user 'root'@'localhost' (using password: YES)";
        let daemon = "mysqld_safe Starting mysqld daemon with databases from /usr/local/var/mysql";
        let wanted = [
            ["2020-01-02T03:04:05.123456Z", "System", "0", "MY-010116", "Server", starting],
            ["2016-12-09T12:08:33.336610Z", "Note", "5", "", "", denied],
            ["2020-05-01  9:00:00", "Warning", "0", "", "", "'user' entry ignored in --skip-name-resolve mode."],
            ["2013-09-10 12:12:31", "", "7f0a5c", "", "", "InnoDB: Error: table has no index"],
            ["2016-12-09T14:18:50", "ERROR", "", "", "", "Can't open the mysql.plugin table."],
            ["2016-12-09T14:18:50", "", "", "", "", "InnoDB: Setting file ./ibdata1 size to 10 MB"],
            ["2016-12-09T13:08:33", "", "", "", "", daemon],
        ];
        for (sample, wanted) in DEF.samples.iter().zip(wanted) {
            assert_eq!(read(sample).unwrap(), wanted, "{sample}");
        }
    }

    #[test]
    fn odd_lines() {
        let one = |line: &str, name: &str| cut(&DEF, "", line, &[name]).map(|cells| cells[0].clone());
        assert_eq!(one("990102  3:04:05 [Note] x", "time").as_deref(), Some("T1999-01-02T03:04:05"));
        assert_eq!(one("990102  3:04:05 [Note] x", "stamp").as_deref(), Some("T990102  3:04:05"));
        assert_eq!(one("2020-01-02T03:04:05.123456+02:00 9 [Note] [x] y", "msg").as_deref(), Some("T[x] y"));
        assert_eq!(one("2020-01-02T03:04:05Z 9 [Note] [MY-1] [a b] y", "msg").as_deref(), Some("T[a b] y"));
        assert_eq!(one("2020-01-02T03:04:05Z 9 [Note]", "msg").as_deref(), Some("T"));
        assert_eq!(one("InnoDB: a new database to be created!", "time").as_deref(), Some("None"));
        assert_eq!(one("03:04:05 UTC - mysqld got signal 11 ;", "msg").as_deref(), Some("Tmysqld got signal 11 ;"));
        let version = "Version: '5.7.10'  socket: '/tmp/mysql.sock'  port: 3306  Homebrew";
        assert_eq!(one(version, "msg"), Some(format!("T{version}")));
    }

    #[test]
    fn lines_of_others_are_refused() {
        for line in [
            "2020-01-02 03:04:05 [Warning] a level alone is anybody's",
            "2020-01-02 03:04:05 12 [INFO] x",
            "2020-01-02T03:04:05 mysqld: x",
            "2020-01-02 03:04:05 abc [Note] x",
            "200102 03:04:05 x",
            "200102 03:04:05",
            "200102 3:04:05 [Note] x",
            "Version: 1",
            "mysqld got signal 11",
            "",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
