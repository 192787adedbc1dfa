//! The format of Python's `logging` as a layout, in each of its three styles: `%(asctime)s`,
//! `{asctime}` and `${asctime}`.
//!
//! A date format of its own, which is an argument apart in Python, stands before the format as
//! `datefmt='%H:%M:%S' `. Without one the stamp is Python's `2026-01-02 15:04:05,678`, or the same
//! without its milliseconds.

use super::builder::Builder;
use super::columns::{Escapes, typeable};
use super::layout::Take;
use super::stamp::Shape;
use super::{Written, is_object};

/// Compiles a format: `%(asctime)s %(levelname)-8s [%(name)s:%(lineno)d] %(message)s`.
pub fn parse(text: &str) -> Result<Written, String> {
    let mut text = text;
    let mut stamp = Shape::clock(false);
    if let Some(rest) = text.trim_start().strip_prefix("datefmt=") {
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'));
        let parts = quote.and_then(|quote| rest[1..].split_once(quote));
        let Some((pattern, rest)) = parts else {
            return Err("`datefmt=` is followed by a date format in quotes: `datefmt='%H:%M:%S' %(asctime)s`".into());
        };
        stamp = Shape::strftime(pattern)?;
        text = rest.trim_start();
    }
    if is_object(text) {
        return Ok(Written::Json);
    }
    let mut out = Builder::new("python logging", Escapes::None);
    let is_name = |c: char| c.is_ascii_alphabetic() || c == '_';
    let read = match () {
        () if text.contains("%(") => percent,
        () if text.contains("${") => dollar,
        () if !text.contains('{') && text.split('$').skip(1).any(|rest| rest.starts_with(is_name)) => dollar,
        () => brace,
    };
    let mut rest = text;
    while !rest.is_empty() {
        match read(rest)? {
            Token::Text(text, after) => {
                out.text(text.as_bytes());
                rest = after;
            }
            Token::Field(field, after) => {
                add(&mut out, &field, &stamp)?;
                rest = after;
            }
        }
    }
    out.otherwise()?;
    Ok(Written::Lines(out.finish()))
}

enum Token<'a> {
    Text(&'a str, &'a str),
    Field(Field<'a>, &'a str),
}

struct Field<'a> {
    spelled: &'a str,
    name: &'a str,
    width: usize,
}

/// The width of a conversion: the digits before its precision.
fn width(spec: &str) -> Result<usize, String> {
    let digits = spec.trim_start_matches(|c: char| !c.is_ascii_digit() || c == '0');
    let digits = &digits[..digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len())];
    let has_precision = spec.split_once('.').is_some_and(|(before, _)| !before.contains(|c: char| c.is_ascii_digit()));
    match digits {
        "" => Ok(0),
        _ if has_precision => Ok(0),
        // Wider than this is a slip, and no screen.
        digits => digits.parse().ok().filter(|width| *width <= 1000).ok_or_else(|| format!("`{digits}` is too wide")),
    }
}

/// Text without anything special, and what follows.
fn plain(text: &str, special: &[char]) -> usize {
    text.find(special).unwrap_or(text.len())
}

fn percent(text: &str) -> Result<Token<'_>, String> {
    if let Some(rest) = text.strip_prefix("%%") {
        return Ok(Token::Text(&text[..1], rest));
    }
    let Some(inside) = text.strip_prefix("%(") else {
        let len = match text.strip_prefix('%') {
            Some(rest) => 1 + plain(rest, &['%']),
            None => plain(text, &['%']),
        };
        return Ok(Token::Text(&text[..len], &text[len..]));
    };
    let Some((name, rest)) = inside.split_once(')') else { return Err(format!("`{text}` is not closed with `)`")) };
    let Some(end) = rest.find(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'h' | 'l' | 'L')) else {
        return Err(format!("`%({name})` is followed by a letter that says how it is written: `%({name})s`"));
    };
    let (spec, after) = rest.split_at(end + 1);
    let spelled = &text[..text.len() - after.len()];
    Ok(Token::Field(Field { spelled, name, width: width(spec)? }, after))
}

fn brace(text: &str) -> Result<Token<'_>, String> {
    for pair in ["{{", "}}"] {
        if let Some(rest) = text.strip_prefix(pair) {
            return Ok(Token::Text(&text[..1], rest));
        }
    }
    let Some(inside) = text.strip_prefix('{') else {
        let len = if text.starts_with('}') { 1 } else { plain(text, &['{', '}']) };
        return Ok(Token::Text(&text[..len], &text[len..]));
    };
    let Some((field, after)) = inside.split_once('}') else { return Err(format!("`{text}` is not closed with `}}`")) };
    let (name, spec) = field.split_once(':').unwrap_or((field, ""));
    let name = name.split('!').next().unwrap_or(name);
    Ok(Token::Field(Field { spelled: &text[..field.len() + 2], name, width: width(spec)? }, after))
}

fn dollar(text: &str) -> Result<Token<'_>, String> {
    if let Some(rest) = text.strip_prefix("$$") {
        return Ok(Token::Text(&text[..1], rest));
    }
    let Some(inside) = text.strip_prefix('$') else {
        let len = plain(text, &['$']);
        return Ok(Token::Text(&text[..len], &text[len..]));
    };
    let (name, after) = match inside.strip_prefix('{') {
        Some(inside) => inside.split_once('}').ok_or_else(|| format!("`{text}` is not closed with `}}`"))?,
        None => inside.split_at(plain_name(inside)),
    };
    Ok(Token::Field(Field { spelled: &text[..text.len() - after.len()], name, width: 0 }, after))
}

fn plain_name(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len())
}

fn add(out: &mut Builder, field: &Field<'_>, stamp: &Shape) -> Result<(), String> {
    let Field { spelled, name, width } = *field;
    if name.is_empty() || plain_name(name) != name.len() {
        return Err(format!("`{spelled}` names no attribute of a log record; `message` is one"));
    }
    let take = match name {
        "asctime" => Take::Stamp(stamp.clone()),
        "levelname" => Take::Word,
        "levelno" | "lineno" | "process" | "thread" | "msecs" | "relativeCreated" | "created" => Take::Number,
        _ => Take::Until,
    };
    let slot = out.field(spelled, &format!("`{spelled}`"), take, width)?;
    let named = &mut out.named;
    match name {
        "asctime" => named.canonical("time", 0, "asctime", slot),
        "created" => named.canonical("time", 1, "created", slot),
        "levelname" => named.canonical("level", 0, "levelname", slot),
        "levelno" => named.canonical("level", 1, "levelno", slot),
        "message" => named.canonical("msg", 0, "message", slot),
        "name" => named.own("logger", slot),
        "filename" => named.own("file", slot),
        "funcName" => named.own("function", slot),
        "process" => named.own("pid", slot),
        "processName" => named.own("process", slot),
        "thread" => named.own("tid", slot),
        "threadName" => named.own("thread", slot),
        _ => named.own(&typeable(name), slot),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cut, fails, lines, miss, walk};
    use super::*;
    use crate::def::cutters::layout::Layout;

    fn layout(text: &str) -> Layout {
        lines(parse(text))
    }

    #[test]
    fn text_before_a_field_may_be_any() {
        assert_eq!(layout("\u{fffd}%(message)s").names(), ["msg"]);
    }

    #[test]
    fn the_three_styles_read_the_same() {
        let line = "2025-10-10 13:55:36,123 ERROR    [app.db:42] boom: [x] 100%";
        let wanted = ["2025-10-10 13:55:36,123", "ERROR", "app.db", "42", "boom: [x] 100%"];
        for text in [
            "%(asctime)s %(levelname)-8s [%(name)s:%(lineno)d] %(message)s",
            "{asctime} {levelname:<8} [{name}:{lineno}] {message}",
            "{asctime!s} {levelname:8} [{name}:{lineno:d}] {message}",
        ] {
            let layout = layout(text);
            assert_eq!(cut(&layout, line, &["time", "level", "logger", "lineno", "msg"]).unwrap(), wanted, "{text}");
            assert_eq!(walk(&layout, line).unwrap().len(), 5);
        }
        let dollar = layout("${asctime} $levelname - $message");
        assert_eq!(cut(&dollar, "2025-10-10 13:55:36 INFO - a - b", &["level", "msg"]).unwrap(), ["INFO", "a - b"]);
        assert_eq!(layout("$levelname:$name $$5 $message").names(), ["level", "logger", "msg"]);
        assert_eq!(layout("{levelname} costs $x {message}").names(), ["level", "msg"]);
    }

    #[test]
    fn the_default_has_no_time() {
        let layout = layout("%(levelname)s:%(name)s:%(message)s");
        assert_eq!(
            cut(&layout, "ERROR:root:a:b\nTraceback", &["level", "logger", "msg"]).unwrap(),
            ["ERROR", "root", "a:b\nTraceback"]
        );
        assert_eq!(miss(&layout, "ERROR"), Some((5, "`:` before `%(name)s`".to_string())));
    }

    #[test]
    fn padding_on_either_side_and_other_dates() {
        let layout =
            layout("datefmt='%d/%b %H:%M' %(asctime)s|%(levelname)8s|%(process)5d|%(funcName)-6.6s|100%%|%(message)s");
        let line = "10/Oct 13:55| WARNING|    7|f     |100%| x ";
        let names = ["time", "level", "pid", "function", "msg"];
        assert_eq!(cut(&layout, line, &names).unwrap(), ["10/Oct 13:55", "WARNING", "7", "f", " x "]);
        assert!(cut(&layout, "10/Oct 13:55| WARNING|    7|toolong|100%| x ", &names).is_some());
        // Python counts characters.
        let layout = self::layout("%(name)-4s %(message)s");
        assert_eq!(cut(&layout, "\u{e9}\u{e9}   x", &["logger", "msg"]).unwrap(), ["\u{e9}\u{e9}", "x"]);
    }

    #[test]
    fn broken_formats_say_why() {
        assert!(fails(parse("%(asctime")).contains("not closed"));
        assert!(fails(parse("%(asctime)")).contains("`%(asctime)s`"));
        assert!(fails(parse("plain")).contains("no field"));
        assert!(fails(parse("{}")).contains("names no attribute"));
        assert!(fails(parse("%(a)s%(b)s")).contains("must stand some text"));
        assert!(fails(parse("datefmt=%H %(asctime)s")).contains("in quotes"));
        assert!(fails(parse("%(a)99999s")).contains("too wide"));
    }
}
