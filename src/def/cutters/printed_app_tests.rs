//! The logs of Java and Python programs and of PostgreSQL, printed and cut back.

use super::printed::*;
use super::{Written, logback, postgres, pylogging};

/// A message: anything but terminal colours.
fn message(choices: &mut Choices<'_>) -> String {
    choices.text("aZ0 -[](){}%$\\\"'|,;.=\t\u{e9}\u{1f980}", 0)
}

/// A message of several lines.
fn lines_of_text(choices: &mut Choices<'_>) -> String {
    format!("{}{}", message(choices), choices.of(&["", "\n\tat a.B.c(B.java:7)", "\n"]))
}

/// A name of a thread, a function, a logger.
fn name(choices: &mut Choices<'_>) -> String {
    choices.text("aZ0-. #[", 1)
}

fn dotted(choices: &mut Choices<'_>) -> String {
    choices.text("ac.F$", 1)
}

fn stamp(choices: &mut Choices<'_>, between: &str, fraction: &str, zone: &[&str]) -> String {
    let (day, clock) = day(choices);
    format!("{day}{between}{clock}{fraction}{:03}{}", choices.below(1000), choices.of(zone))
}

const TEXTS: &[&str] = &[
    "", " ", " - ", "|", "] [", " [", "] ", "\t", ", ", ": ", "; ", " ; x=", "=", "  ", "::", "\u{e9}", " 100% ", " (",
    ") ", " ms ", " --- ",
];

/// A minus where the blanks stand behind.
fn sign(pad: Pad) -> &'static str {
    if pad.behind { "-" } else { "" }
}

/// logback and log4j.
const JAVA: &[Field] = &[
    field("%d", Ends::Stamp, |choices| stamp(choices, " ", ",", &[""]), Gives::Text("time")),
    field("%d{ISO8601}", Ends::Stamp, |choices| stamp(choices, "T", ".", &["", "Z"]), Gives::Text("time")),
    field("%d{HH:mm:ss.SSS}", Ends::Stamp, |choices| format!("{}.123", day(choices).1), Gives::Text("time")),
    field(
        "%date{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}",
        Ends::Stamp,
        |choices| stamp(choices, "T", ".", &["Z", "+02:00"]),
        Gives::Text("time"),
    ),
    field("%d{dd MMM yyyy, h:mm a}", Ends::Stamp, |_| "02 Jan 2026, 3:04 PM".to_string(), Gives::Text("time")),
    field("%d{yyyyMMddHHmmss}", Ends::Stamp, |_| "20260102150405".to_string(), Gives::Text("time")),
    field("%thread", Ends::Free, name, Gives::Text("thread")),
    field("%t", Ends::Free, name, Gives::Text("thread")),
    field("%level", Ends::Word, level, Gives::Text("level")),
    field("%p", Ends::Word, level, Gives::Text("level")),
    field("%logger{36}", Ends::Word, dotted, Gives::Text("logger")),
    field("%c{1}", Ends::Word, dotted, Gives::Text("logger")),
    field("%C", Ends::Word, dotted, Gives::Text("class")),
    field("%M", Ends::Word, |choices| choices.of(&["run", "<init>", "lambda$0"]).to_string(), Gives::Text("function")),
    field("%L", Ends::Free, |choices| choices.of(&["42", "?"]).to_string(), Gives::Text("lineno")),
    field("%F", Ends::Free, dotted, Gives::Text("file")),
    field("%msg", Ends::Free, lines_of_text, Gives::Text("msg")),
    field("%m", Ends::Free, lines_of_text, Gives::Text("msg")),
    field("%X{req-id:-none}", Ends::Free, message, Gives::Text("req_id")),
    field("%mdc", Ends::Free, message, Gives::Text("mdc")),
    field("%marker", Ends::Free, name, Gives::Text("marker")),
    field("%pid", Ends::Number, number, Gives::Text("pid")),
    field("%r", Ends::Number, number, Gives::Text("relative")),
    field("%sn", Ends::Number, number, Gives::Text("sequence")),
    field("%highlight(%contextName)", Ends::Free, name, Gives::Text("context")),
    field("%clr(${TENANT:-%kvp}){faint}", Ends::Free, name, Gives::Text("kvp")),
    field("%property{app}", Ends::Free, name, Gives::Text("app")),
];

fn level(choices: &mut Choices<'_>) -> String {
    choices.of(&["INFO", "WARN", "ERROR", "W", "TRACE"]).to_string()
}

#[test]
fn logback() {
    let server = Server {
        fields: JAVA,
        texts: TEXTS,
        spell: |text| text.replace('%', "%%").replace('(', "\\(").replace(')', "\\)"),
        write: plain,
        escape: bare,
        // What is inside a decoration is padded, and not the decoration.
        pad: Some(|spelled, pad| {
            let (outside, inside) = spelled.rsplit_once('%').unwrap_or_default();
            format!("{outside}%{}{}{inside}", sign(pad), pad.width)
        }),
        width: |text| text.encode_utf16().count(),
        quote: Some("\""),
    };
    each(|choices| {
        let mut printed = Printed::default();
        printed.text(&server, choices.of(&["", "[", "(a) ", "100%"]));
        printed.fields(&server, choices, 8, true);
        let format = format!("{}{}", printed.format, choices.of(&["", "%n", "%n%xEx{full}"]));
        printed.holds(logback::parse(&format))
    });
}

/// Python, with the names of attributes; the styles spell them.
const PYTHON: &[Field] = &[
    field("\u{1}asctime s\u{2}", Ends::Stamp, |choices| stamp(choices, " ", ",", &[""]), Gives::Text("time")),
    field(
        "\u{1}created f\u{2}",
        Ends::Number,
        |choices| format!("17604{}.5", choices.within(10000, 70000)),
        Gives::Text("time"),
    ),
    field(
        "\u{1}levelname s\u{2}",
        Ends::Word,
        |choices| choices.of(&["INFO", "CRITICAL", "Level.15"]).into(),
        Gives::Text("level"),
    ),
    field("\u{1}levelno d\u{2}", Ends::Number, |choices| choices.of(&["10", "50"]).to_string(), Gives::Text("level")),
    field("\u{1}message s\u{2}", Ends::Free, lines_of_text, Gives::Text("msg")),
    field("\u{1}name s\u{2}", Ends::Free, dotted, Gives::Text("logger")),
    field(
        "\u{1}filename s\u{2}",
        Ends::Free,
        |choices| choices.of(&["a b.py", "x.py"]).to_string(),
        Gives::Text("file"),
    ),
    field("\u{1}pathname s\u{2}", Ends::Free, message, Gives::Text("pathname")),
    field(
        "\u{1}funcName s\u{2}",
        Ends::Free,
        |choices| choices.of(&["<module>", "run"]).to_string(),
        Gives::Text("function"),
    ),
    field("\u{1}lineno d\u{2}", Ends::Number, number, Gives::Text("lineno")),
    field("\u{1}process d\u{2}", Ends::Number, number, Gives::Text("pid")),
    field("\u{1}processName s\u{2}", Ends::Free, name, Gives::Text("process")),
    field("\u{1}thread d\u{2}", Ends::Number, number, Gives::Text("tid")),
    field("\u{1}threadName s\u{2}", Ends::Free, name, Gives::Text("thread")),
    field("\u{1}msecs d\u{2}", Ends::Number, number, Gives::Text("msecs")),
    field("\u{1}taskName s\u{2}", Ends::Free, name, Gives::Text("taskname")),
    field("\u{1}request_id s\u{2}", Ends::Free, message, Gives::Text("request_id")),
];

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Percent,
    Brace,
    Dollar,
    /// Without braces, which only a text that does not open with a letter can follow.
    Bare,
}

/// A format whose fields are still `\u{1}NAME LETTER\u{2}`, or with a width `\u{1}NAME LETTER -8\u{2}`, in a style.
fn styled(marked: &str, style: Style) -> String {
    let mut out = String::new();
    for part in marked.split_inclusive('\u{2}') {
        let (text, field) = part.split_once('\u{1}').unwrap_or((part, ""));
        out.push_str(&match style {
            Style::Percent => text.replace('%', "%%"),
            Style::Brace => text.replace('{', "{{").replace('}', "}}"),
            Style::Dollar | Style::Bare => text.replace('$', "$$"),
        });
        let mut words = field.trim_end_matches('\u{2}').split(' ');
        let (Some(name), Some(letter), width) = (words.next(), words.next(), words.next()) else { continue };
        out.push_str(&match (style, width) {
            (Style::Percent, width) => format!("%({name}){}{letter}", width.unwrap_or_default()),
            (Style::Brace, None) => format!("{{{name}}}"),
            (Style::Brace, Some(width)) => match width.strip_prefix('-') {
                Some(width) => format!("{{{name}:<{width}}}"),
                None => format!("{{{name}:>{width}}}"),
            },
            (Style::Dollar, _) => format!("${{{name}}}"),
            (Style::Bare, _) => format!("${name}"),
        });
    }
    out
}

#[test]
fn python() {
    let server = |style| Server {
        fields: PYTHON,
        texts: TEXTS,
        spell: plain,
        write: plain,
        escape: bare,
        pad: (!matches!(style, Style::Dollar | Style::Bare))
            .then_some(|spelled, pad| format!("{} {}{}\u{2}", spelled.trim_end_matches('\u{2}'), sign(pad), pad.width)),
        width: |text| text.chars().count(),
        quote: Some("\""),
    };
    each(|choices| {
        let style = choices.of(&[Style::Percent, Style::Brace, Style::Dollar, Style::Bare]);
        let server = server(style);
        let mut printed = Printed::default();
        printed.text(&server, choices.of(&["", "[", "(a) ", "100% "]));
        printed.fields(&server, choices, 8, true);
        let written = pylogging::parse(&styled(&printed.format, style));
        printed.holds(written)
    });
}

/// PostgreSQL.
const POSTGRES: &[Field] = &[
    field("%m", Ends::Stamp, |choices| stamp(choices, " ", ".", &[" UTC", " CEST", " +03"]), Gives::Text("time")),
    field("%t", Ends::Stamp, |choices| format!("{} {} UTC", day(choices).0, day(choices).1), Gives::Text("time")),
    field("%n", Ends::Number, |choices| format!("17604{}.123", choices.within(10000, 70000)), Gives::Text("time")),
    field("%p", Ends::Number, number, Gives::Text("pid")),
    field("%l", Ends::Number, number, Gives::Text("session_line")),
    field("%c", Ends::Word, |choices| choices.text("0af.", 3), Gives::Text("session")),
    field(
        "%s",
        Ends::Stamp,
        |choices| format!("{} {} UTC", day(choices).0, day(choices).1),
        Gives::Text("session_start"),
    ),
    field("%v", Ends::Free, |choices| choices.of(&["", "4/12"]).to_string(), Gives::Text("vxid")),
    field("%x", Ends::Number, number, Gives::Text("xid")),
    field("%e", Ends::Word, |choices| choices.text("0AP", 5)[..5].to_string(), Gives::Text("sqlstate")),
    field("%Q", Ends::Number, |choices| choices.of(&["0", "-7123", "99"]).to_string(), Gives::Text("query_id")),
    field("%b", Ends::Free, |choices| choices.of(&["client backend", "postmaster"]).into(), Gives::Text("backend")),
    field("%P", Ends::Free, |choices| choices.of(&["", "77"]).to_string(), Gives::Text("leader_pid")),
];

/// What is of a session.
const SESSION: &[Field] = &[
    field("%u", Ends::Free, role, Gives::Text("user")),
    field("%d", Ends::Free, role, Gives::Text("database")),
    field("%a", Ends::Free, role, Gives::Text("app")),
    field("%h", Ends::Address, |choices| choices.of(&["192.0.2.1", "::1", "[local]"]).to_string(), Gives::Text("ip")),
    field(
        "%r",
        Ends::Free,
        |choices| choices.of(&["192.0.2.1(5432)", "::1(5)", "[local]"]).into(),
        Gives::Text("remote"),
    ),
    field("%i", Ends::Free, |choices| choices.of(&["SELECT", "idle in transaction"]).into(), Gives::Text("command")),
];

/// A name of a role, a database or a program. A colon and two blanks stand behind the severity
/// alone: elsewhere they would be taken for that, so no text ends with a colon here.
fn role(choices: &mut Choices<'_>) -> String {
    choices.text("ab@-[] \u{e9}.(", 1).replace("  ", " ")
}

#[test]
fn postgres() {
    let server = |fields| Server {
        fields,
        texts: &[" ", " - ", "|", "] [", " [", "] ", ", ", ",x=", "=", "@", "%", "\u{e9} ", ") (", "/"],
        spell: |text| text.replace('%', "%%"),
        write: plain,
        escape: bare,
        pad: Some(|spelled, pad| format!("%{}{}{}", sign(pad), pad.width, &spelled[1..])),
        width: str::len,
        quote: Some("\""),
    };
    let (always, session) = (server(POSTGRES), server(SESSION));
    each(|choices| {
        let mut printed = Printed::default();
        printed.text(&always, choices.of(&["", "[", "100% "]));
        printed.fields(&always, choices, 5, false);
        if choices.once_in(2) {
            printed.text(&always, " ");
        }
        let has_q = choices.once_in(2);
        if has_q {
            printed.format.push_str("%q");
        }
        // Without a session a line ends with what stands before `%q`.
        let in_session = !has_q || choices.once_in(2);
        if in_session {
            printed.fields(&session, choices, 4, false);
            printed.text(&always, " ");
        } else {
            let mut unwritten = Printed::default();
            unwritten.fields(&session, choices, 4, false);
            printed.format.push_str(&unwritten.format);
            printed.given.extend(unwritten.given.into_iter().map(|(name, _)| (name, "None".to_string())));
            printed.format.push(' ');
        }
        let level = choices.of(&["LOG", "ERROR", "DEBUG5", "STATEMENT"]);
        let msg = lines_of_text(choices);
        printed.line.push_str(&format!("{level}:  {msg}"));
        printed.given.extend([("level", level.to_string()), ("msg", msg)]);
        let written = postgres::parse(&printed.format).map(Written::Lines);
        printed.holds(written)
    });
}
