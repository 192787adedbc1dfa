//! The patterns of logback and log4j as a layout.
//!
//! A conversion is `%`, perhaps a width and a limit, a word, and arguments in braces. Words that
//! only decorate (`%highlight(...)`, `%style{...}{red}`) are read for what is inside them, and the
//! colours are taken out of lines. A pattern describes the first line of an event: what stands
//! after `%n`, and the trace of an exception, follow on lines of their own.

use super::builder::Builder;
use super::columns::{Escapes, typeable};
use super::layout::{Measure, Take};
use super::stamp::Shape;
use super::{Written, is_object};

/// Conversions and what they are: every spelling of a word, the longest that fits is meant.
const WORDS: &[(&str, What)] = &[
    ("d", What::Date),
    ("date", What::Date),
    ("t", What::Named("thread", Take::Until)),
    ("tn", What::Named("thread", Take::Until)),
    ("thread", What::Named("thread", Take::Until)),
    ("threadName", What::Named("thread", Take::Until)),
    ("T", What::Named("tid", Take::Number)),
    ("tid", What::Named("tid", Take::Number)),
    ("threadId", What::Named("tid", Take::Number)),
    ("tp", What::Named("thread_priority", Take::Number)),
    ("threadPriority", What::Named("thread_priority", Take::Number)),
    ("p", What::Level),
    ("le", What::Level),
    ("level", What::Level),
    ("c", What::Named("logger", Take::Word)),
    ("lo", What::Named("logger", Take::Word)),
    ("logger", What::Named("logger", Take::Word)),
    ("C", What::Named("class", Take::Word)),
    ("class", What::Named("class", Take::Word)),
    ("M", What::Named("function", Take::Word)),
    ("method", What::Named("function", Take::Word)),
    ("L", What::Named("lineno", Take::Until)),
    ("line", What::Named("lineno", Take::Until)),
    ("F", What::Named("file", Take::Until)),
    ("file", What::Named("file", Take::Until)),
    ("l", What::Named("location", Take::Until)),
    ("location", What::Named("location", Take::Until)),
    ("caller", What::Named("caller", Take::Until)),
    ("m", What::Message),
    ("msg", What::Message),
    ("message", What::Message),
    ("n", What::End),
    ("r", What::Named("relative", Take::Number)),
    ("relative", What::Named("relative", Take::Number)),
    ("X", What::Key("mdc")),
    ("mdc", What::Key("mdc")),
    ("MDC", What::Key("mdc")),
    ("x", What::Named("ndc", Take::Until)),
    ("NDC", What::Named("ndc", Take::Until)),
    ("kvp", What::Named("kvp", Take::Until)),
    ("K", What::Key("map")),
    ("map", What::Key("map")),
    ("MAP", What::Key("map")),
    ("property", What::Key("property")),
    ("contextName", What::Named("context", Take::Until)),
    ("cn", What::Named("context", Take::Until)),
    ("marker", What::Named("marker", Take::Until)),
    ("markerSimpleName", What::Named("marker", Take::Until)),
    ("pid", What::Named("pid", Take::Number)),
    ("processId", What::Named("pid", Take::Number)),
    ("sn", What::Named("sequence", Take::Number)),
    ("sequenceNumber", What::Named("sequence", Take::Number)),
    ("lsn", What::Named("sequence", Take::Number)),
    ("u", What::Named("uuid", Take::Word)),
    ("uuid", What::Named("uuid", Take::Word)),
    ("N", What::Named("nano", Take::Number)),
    ("nano", What::Named("nano", Take::Number)),
    ("nanos", What::Named("nano", Take::Number)),
    ("hostName", What::Named("host", Take::Word)),
    ("fqcn", What::Named("fqcn", Take::Word)),
    ("ex", What::Trace),
    ("exception", What::Trace),
    ("throwable", What::Trace),
    ("xEx", What::Trace),
    ("xException", What::Trace),
    ("xThrowable", What::Trace),
    ("rEx", What::Trace),
    ("rException", What::Trace),
    ("rThrowable", What::Trace),
    ("rootException", What::Trace),
    ("nopex", What::Trace),
    ("nopexception", What::Trace),
    ("wEx", What::Trace),
    ("wex", What::Trace),
    ("highlight", What::Inside),
    ("clr", What::Inside),
    ("style", What::Inside),
    ("enc", What::Inside),
    ("encode", What::Inside),
    ("maxLen", What::Inside),
    ("maxLength", What::Inside),
    ("notEmpty", What::Maybe),
    ("varsNotEmpty", What::Maybe),
    ("variablesNotEmpty", What::Maybe),
    ("replace", What::Replaced),
    ("equals", What::Replaced),
    ("equalsIgnoreCase", What::Replaced),
    ("black", What::Inside),
    ("red", What::Inside),
    ("green", What::Inside),
    ("yellow", What::Inside),
    ("blue", What::Inside),
    ("magenta", What::Inside),
    ("cyan", What::Inside),
    ("white", What::Inside),
    ("gray", What::Inside),
    ("boldRed", What::Inside),
    ("boldGreen", What::Inside),
    ("boldYellow", What::Inside),
    ("boldBlue", What::Inside),
    ("boldMagenta", What::Inside),
    ("boldCyan", What::Inside),
    ("boldWhite", What::Inside),
];

/// What a conversion writes.
#[derive(Clone, PartialEq)]
enum What {
    Date,
    Level,
    Message,
    /// A field of this name.
    Named(&'static str, Take),
    /// The value of the key in the argument; all of them, by this name, without one.
    Key(&'static str),
    /// The end of the line.
    End,
    /// What follows on lines of its own, or nothing.
    Trace,
    /// What is inside, with another look.
    Inside,
    /// What is inside, or nothing.
    Maybe,
    /// What is inside, changed: it may be anything.
    Replaced,
}

/// Compiles a pattern: `%d{HH:mm:ss.SSS} [%thread] %-5level %logger{36} - %msg%n`.
pub fn parse(text: &str) -> Result<Written, String> {
    let text = defaults(text)?;
    if is_object(text.trim_end_matches("%n")) {
        return Ok(Written::Json);
    }
    let mut out = Builder::new("logback", Escapes::None);
    out.measure = Measure::Units;
    let ended = add_all(&mut out, &text, 0)?;
    if let Some(after) = ended
        && !only_traces(after)
    {
        return Err("a pattern describes one line: nothing but an exception may stand after `%n`".to_string());
    }
    out.otherwise()?;
    Ok(Written::Lines(out.finish()))
}

/// Whether nothing but ends of lines and traces is written.
fn only_traces(mut text: &str) -> bool {
    while let Some(rest) = text.strip_prefix('%') {
        match conversion(rest) {
            Ok(Conversion { what: What::Trace | What::End, after, .. }) => text = after,
            _ => return false,
        }
    }
    text.trim().is_empty()
}

/// A pattern in which `${NAME:-default}` is its default. What has none that means something is a
/// field of that name.
fn defaults(text: &str) -> Result<String, String> {
    let mut text = text.to_string();
    // Defaults hold others. Each round takes out an innermost one, so this ends.
    while let Some(from) = text.rfind("${") {
        let inside = &text[from + 2..];
        let Some(end) = inside.find('}') else { return Err(format!("`${{{inside}` is not closed with `}}`")) };
        let (name, default) = inside[..end].split_once(":-").unwrap_or((&inside[..end], ""));
        let spelled = match default.trim() {
            "" => format!("%X{{{}}}", name.rsplit(':').next().unwrap_or(name)),
            _ => default.to_string(),
        };
        text.replace_range(from..from + 2 + end + 1, &spelled);
    }
    Ok(text)
}

/// The most decorations inside each other.
const DEPTH: usize = 20;

/// Adds a pattern. The answer is what stands after the end of the line, where it says so.
fn add_all<'t>(out: &mut Builder, mut text: &'t str, depth: usize) -> Result<Option<&'t str>, String> {
    if depth > DEPTH {
        return Err(format!("more than {DEPTH} conversions stand inside each other"));
    }
    while let Some(at) = text.find(['%', '\\']) {
        out.text(&text.as_bytes()[..at]);
        let rest = &text[at + 1..];
        if text[at..].starts_with('\\') {
            // An escape takes the next character as it is, but for a few letters.
            let Some(c) = rest.chars().next() else { break };
            match c {
                't' => out.text(b"\t"),
                'n' | 'r' => return Ok(Some(&rest[1..])),
                c => out.text(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
            text = &rest[c.len_utf8()..];
            continue;
        }
        if let Some(rest) = rest.strip_prefix('%') {
            out.text(b"%");
            text = rest;
            continue;
        }
        let found = conversion(rest)?;
        text = found.after;
        match found.what {
            What::End => return Ok(Some(text)),
            What::Trace => {}
            What::Inside | What::Maybe | What::Replaced => {
                let Some(inside) = found.inside else {
                    return Err(format!("`{}` decorates what stands in brackets after it", found.spelled));
                };
                out.colours = true;
                if found.what == What::Replaced {
                    let name = field_inside(inside).unwrap_or_else(|| "replaced".to_string());
                    let slot = out.field(found.spelled, &format!("`{}`", found.spelled), Take::Until, found.width)?;
                    match name.as_str() {
                        "msg" => out.named.canonical("msg", 0, "msg", slot),
                        name => out.named.own(name, slot),
                    }
                    continue;
                }
                if let Some(after) = add_all(out, inside, depth + 1)? {
                    // `%style{%msg%n}{red}`.
                    return Ok(Some(if after.trim().is_empty() { text } else { after }));
                }
                if found.what == What::Maybe {
                    out.optional();
                }
            }
            what => add(out, found.spelled, what, found.argument, found.width)?,
        }
    }
    out.text(text.as_bytes());
    Ok(None)
}

/// The name of the field inside a decoration, where there is just one.
fn field_inside(inside: &str) -> Option<String> {
    let found = conversion(inside.strip_prefix('%')?).ok()?;
    match found.what {
        What::Message => Some("msg".to_string()),
        What::Named(name, _) => Some(name.to_string()),
        What::Key(name) => Some(typeable(found.argument.unwrap_or(name))),
        _ => None,
    }
}

/// A conversion.
struct Conversion<'t> {
    spelled: &'t str,
    what: What,
    width: usize,
    argument: Option<&'t str>,
    /// What stands in round brackets, or in the first braces of a decoration.
    inside: Option<&'t str>,
    after: &'t str,
}

/// The conversion that stands after a `%`.
fn conversion(text: &str) -> Result<Conversion<'_>, String> {
    let flag = text.strip_prefix(['-', '0']).unwrap_or(text);
    let end = flag.find(|c: char| !c.is_ascii_digit()).unwrap_or(flag.len());
    let width = match &flag[..end] {
        "" => 0,
        digits => digits.parse().ok().filter(|w| *w <= 1000).ok_or_else(|| format!("`{digits}` is too wide"))?,
    };
    let mut rest = &flag[end..];
    if let Some(limit) = rest.strip_prefix('.') {
        rest = limit.trim_start_matches(|c: char| c == '-' || c.is_ascii_digit());
    }
    if rest.starts_with('(') {
        let (inside, after) = enclosed(rest, '(', ')')?;
        let spelled = &text[..text.len() - after.len()];
        return Ok(Conversion { spelled, what: What::Inside, width: 0, argument: None, inside: Some(inside), after });
    }
    let word = WORDS.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
    let Some((word, what)) = word else {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        return Err(format!(
            "`%{}` is no conversion word; `%d [%thread] %-5level %logger - %msg%n` has some",
            &rest[..end]
        ));
    };
    let mut after = &rest[word.len()..];
    let mut inside = None;
    if matches!(what, What::Inside | What::Maybe | What::Replaced) {
        if after.starts_with('(') {
            let (brackets, rest) = enclosed(after, '(', ')')?;
            (inside, after) = (Some(brackets), rest);
        } else if after.starts_with('{') {
            let (braces, rest) = enclosed(after, '{', '}')?;
            (inside, after) = (Some(braces), rest);
        }
    }
    let mut argument = None;
    while after.starts_with('{') {
        let (braces, rest) = enclosed(after, '{', '}')?;
        argument = argument.or(Some(braces));
        after = rest;
    }
    let spelled = &text[..text.len() - after.len()];
    Ok(Conversion { spelled, what: what.clone(), width, argument, inside, after })
}

/// What stands between the bracket that a text opens with and the one that closes it, and what
/// follows.
fn enclosed(text: &str, open: char, close: char) -> Result<(&str, &str), String> {
    let mut depth = 0usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == open => depth += 1,
            c if c == close => {
                depth -= 1;
                if depth == 0 {
                    return Ok((&text[1..at], &text[at + 1..]));
                }
            }
            _ => {}
        }
    }
    Err(format!("`{text}` is not closed with `{close}`"))
}

fn add(out: &mut Builder, spelled: &str, what: What, argument: Option<&str>, width: usize) -> Result<(), String> {
    let take = match &what {
        What::Date => Take::Stamp(Shape::java(argument.unwrap_or_default())?),
        What::Level => Take::Word,
        What::Named(_, take) => take.clone(),
        _ => Take::Until,
    };
    let spelled = format!("%{spelled}");
    let slot = out.field(&spelled, &format!("`{spelled}`"), take, width)?;
    let named = &mut out.named;
    match what {
        What::Date => named.canonical("time", 0, "date", slot),
        What::Level => named.canonical("level", 0, "level", slot),
        What::Message => named.canonical("msg", 0, "message", slot),
        What::Key(all) => match argument.filter(|key| !key.is_empty()) {
            // `%X{key:-default}`.
            Some(key) => named.own(&typeable(key.split(":-").next().unwrap_or(key)), slot),
            None => named.own(all, slot),
        },
        What::Named("host", _) => named.canonical("host", 0, "host", slot),
        What::Named(name, _) => named.own(name, slot),
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
#[path = "logback_tests.rs"]
mod tests;
