//! PostgreSQL's `log_line_prefix`, with the severity and the message that follow it, as a layout.
//!
//! What stands after `%q` is not written by processes without a session; so a line is read without
//! it first, which fits only where the severity follows at once, and then with it.

use super::builder::Builder;
use super::columns::{Escapes, typeable};
use super::layout::{Layout, Measure, Take};
use super::stamp::Shape;
use super::unquoted;

/// Compiles a prefix: `%m [%p] %q%u@%d `.
pub fn parse(text: &str) -> Result<Layout, String> {
    let text = match text.trim_start().strip_prefix("log_line_prefix") {
        Some(_) => super::conf::postgres(text)?,
        None if text.starts_with('\'') => unquoted(text),
        None => text.to_string(),
    };
    let mut out = Builder::new("postgres", Escapes::None);
    out.measure = Measure::Bytes;
    let (always, session) = split_q(&text);
    if let Some(session) = session {
        add_all(&mut out, always)?;
        message(&mut out)?;
        add_all(&mut out, always)?;
        add_all(&mut out, session)?;
    } else {
        add_all(&mut out, always)?;
    }
    message(&mut out)?;
    Ok(out.finish())
}

/// What stands before `%q`, and what stands after it.
fn split_q(text: &str) -> (&str, Option<&str>) {
    let mut at = 0;
    while let Some(found) = text[at..].find('%') {
        at += found;
        let letter = text[at + 1..].chars().next();
        if letter == Some('q') {
            return (&text[..at], Some(&text[at + 2..]));
        }
        at += 1 + letter.map_or(0, char::len_utf8);
    }
    (text, None)
}

/// Adds `LEVEL:  message`, which ends a way to read a line.
fn message(out: &mut Builder) -> Result<(), String> {
    let slot = out.field("level", "the severity", Take::Word, 0)?;
    out.ends_before(b":  ");
    out.named.canonical("level", 0, "level", slot);
    out.text(b":  ");
    let slot = out.field("msg", "the message", Take::Until, 0)?;
    out.named.canonical("msg", 0, "msg", slot);
    out.otherwise()
}

/// Adds a prefix, or a part of it.
fn add_all(out: &mut Builder, mut text: &str) -> Result<(), String> {
    while let Some(at) = text.find('%') {
        out.text(&text.as_bytes()[..at]);
        let rest = &text[at + 1..];
        let digits = rest.strip_prefix('-').unwrap_or(rest);
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let width = match &digits[..end] {
            "" => 0,
            digits => digits.parse().ok().filter(|w| *w <= 1000).ok_or_else(|| format!("`{digits}` is too wide"))?,
        };
        let after = &digits[end..];
        let Some(letter) = after.chars().next() else {
            return Err("a `%` at the end says nothing; `%%` is a percent sign".to_string());
        };
        let after = &after[letter.len_utf8()..];
        if letter == '%' {
            out.text(b"%");
        } else {
            add(out, letter, width)?;
        }
        text = after;
    }
    out.text(text.as_bytes());
    Ok(())
}

fn add(out: &mut Builder, letter: char, width: usize) -> Result<(), String> {
    let spelled = format!("%{letter}");
    let (name, take) = match letter {
        'a' => ("app", Take::Until),
        'u' => ("user", Take::Until),
        'd' => ("database", Take::Until),
        'r' => ("remote", Take::Until),
        'h' => ("ip", Take::Address),
        'L' => ("local_ip", Take::Address),
        'b' => ("backend", Take::Until),
        'p' => ("pid", Take::Number),
        'P' => ("leader_pid", Take::Until),
        't' | 'm' => ("time", Take::Stamp(Shape::clock(true))),
        'n' => ("time", Take::Number),
        'i' => ("command", Take::Until),
        'e' => ("sqlstate", Take::Word),
        'c' => ("session", Take::Word),
        'l' => ("session_line", Take::Number),
        's' => ("session_start", Take::Stamp(Shape::clock(true))),
        'v' => ("vxid", Take::Until),
        'x' => ("xid", Take::Number),
        'Q' => ("query_id", Take::Number),
        _ => return Err(format!("`{spelled}` is nothing that postgres writes; `%m [%p] ` is")),
    };
    let slot = out.field(&spelled, &format!("`{spelled}`"), take, width)?;
    match name {
        "time" => out.named.canonical("time", u8::from(letter != 'm'), &typeable(&format!("time_{letter}")), slot),
        "user" => out.named.canonical("user", 0, name, slot),
        "ip" => out.named.canonical("ip", 0, name, slot),
        name => out.named.own(name, slot),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cut, miss, walk};
    use super::*;

    #[test]
    fn the_default_and_what_distributions_make_of_it() {
        let layout = parse("%m [%p] %q%u@%d ").unwrap();
        let names = ["time", "pid", "user", "database", "level", "msg"];
        let line = "2025-10-10 13:55:36.123 CEST [9] bob@shop ERROR:  relation \"x\":  none\n\tmore";
        assert_eq!(
            cut(&layout, line, &names).unwrap(),
            ["2025-10-10 13:55:36.123 CEST", "9", "bob", "shop", "ERROR", "relation \"x\":  none\n\tmore"]
        );
        let line = "2025-10-10 13:55:36.123 UTC [9] LOG:  a@b:  checkpoint starting: time";
        assert_eq!(
            cut(&layout, line, &names).unwrap(),
            ["2025-10-10 13:55:36.123 UTC", "9", "None", "None", "LOG", "a@b:  checkpoint starting: time"]
        );
        assert_eq!(walk(&layout, line).unwrap().len(), layout.names().len());
        let plain = parse("log_line_prefix = '%m [%p] '").unwrap();
        assert_eq!(cut(&plain, line, &["level"]).unwrap(), ["LOG"]);
    }

    #[test]
    fn every_escape() {
        let layout = parse("%t %n %s %c %l %x %v %e %a|%h|%-8r|%i|%b|%Q|%% ").unwrap();
        let line = "2025-10-10 13:55:36 UTC 1760104536.123 2025-10-10 13:00:00 UTC 68e9.1a 3 0 4/12 00000 psql|::1|10.0.0.1(5)|SELECT|client backend|-7|% FATAL:  x";
        let names =
            ["time", "session_start", "session", "vxid", "sqlstate", "app", "ip", "remote", "command", "query_id"];
        assert_eq!(
            cut(&layout, line, &names).unwrap(),
            [
                "2025-10-10 13:55:36 UTC",
                "2025-10-10 13:00:00 UTC",
                "68e9.1a",
                "4/12",
                "00000",
                "psql",
                "::1",
                "10.0.0.1(5)",
                "SELECT",
                "-7"
            ]
        );
    }

    #[test]
    fn a_field_before_the_session_is_one_column() {
        assert_eq!(parse("%m %l %q%u ").unwrap().names(), ["time", "session_line", "level", "msg", "user"]);
    }

    #[test]
    fn widths_are_bytes() {
        let layout = parse("%-4u %d ").unwrap();
        let line = "\u{e9}\u{e9} x LOG:  y";
        assert_eq!(cut(&layout, line, &["user", "database"]).unwrap(), ["\u{e9}\u{e9}", "x"]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(parse("%m [%y] ").unwrap_err().contains("`%y`"));
        assert!(parse("%u%d ").unwrap_err().contains("must stand some text"));
        assert!(parse("%m %").is_err() && parse("%99999u ").is_err());
        let layout = parse("%m [%p] %q%u@%d ").unwrap();
        let line = "2025-10-10 13:55:36.123 UTC [9] bob ERROR";
        assert_eq!(miss(&layout, line), Some((35, "`:  ` before the message".to_string())));
    }
}
