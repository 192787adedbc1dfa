//! `duration(x)`: text as a duration.
//!
//! A literal and a comparison read only flitch's own spelling; here a text is asked to be a
//! duration, so the spellings of other programs are read too.

use crate::base::num;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "duration",
        usage: "duration(x)",
        brief: "the duration that a text spells",
        text: "Reads text such as `12ms`, `1.5s`, `1h30m` or `12.5 ms`, a clock with hours, minutes and seconds \
               (`01:02:03.5`), and ISO 8601 (`PT1H30M`, `P2DT0.5S`; no months and years, which have no fixed length). A \
               duration stays as it is. A number without a unit gives None, since it could mean anything: multiply it by \
               its unit instead (`ms * 1ms`). What is no duration is None, which the ledger counts. None stays None.\n\n\
               As a number of a unit a duration is `d / 1ms` or `d // 1s`; for people [format_duration] writes it.",
        examples: &[
            Example {
                run: r#"'select duration("1h30m") / 1m as minutes | head 1' app.log"#,
                output: r#"
{"minutes":90.0}
"#,
            },
            Example {
                run: r#"'select duration("01:02:03.5") as a, duration("PT90M") as b | head 1' app.log"#,
                output: r#"
{"a":"1h2m3.5s","b":"1h30m"}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Duration,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

fn law<'a>(args: &[Value<'a>], _: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    let nanos = super::span(*x).or_else(|| match x {
        Value::Text(t) | Value::Str(t) => clock(t).or_else(|| iso(t)).or_else(|| spaced(t)),
        _ => None,
    });
    Ret::Cell(nanos.map_or(Cell::None, Cell::Duration))
}

/// Without a sign: the rest of the text, and whether there was a minus.
fn signed(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    }
}

/// `H:MM:SS`, with a fraction or none. Two numbers could be hours or minutes, and are none.
fn clock(text: &[u8]) -> Option<i64> {
    let (negative, text) = signed(text);
    let mut parts = text.split(|b| *b == b':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    let whole = seconds.split(|b| *b == b'.').next().unwrap_or_default();
    if parts.next().is_some() || hours.is_empty() || !digits(hours) || minutes.len() != 2 || whole.len() != 2 {
        return None;
    }
    if minutes > &b"59"[..] || whole > &b"59"[..] {
        return None;
    }
    let spelled = [if negative { b"-" } else { &b""[..] }, hours, b"h", minutes, b"m", seconds, b"s"].concat();
    num::parse_duration(&spelled)
}

/// `P1W`, `P2DT3H4M5.5S`.
fn iso(text: &[u8]) -> Option<i64> {
    let (negative, text) = signed(text);
    let text = text.strip_prefix(b"P")?;
    let (days, time) = match memchr::memchr(b'T', text) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    // Months would look like minutes.
    if days.contains(&b'M') || time.is_some_and(<[u8]>::is_empty) || text.is_empty() {
        return None;
    }
    let mut spelled = if negative { b"-".to_vec() } else { Vec::new() };
    spelled.extend(days.iter().chain(time.unwrap_or_default()).map(u8::to_ascii_lowercase));
    num::parse_duration(&spelled)
}

/// `12.5 ms`, `1h 30m`.
fn spaced(text: &[u8]) -> Option<i64> {
    // A blank between digits would join two numbers.
    let joins = text.windows(3).any(|w| w[1] == b' ' && w[0].is_ascii_digit() && w[2].is_ascii_digit());
    let spelled: Vec<u8> = text.iter().copied().filter(|b| *b != b' ').collect();
    if joins || spelled.len() == text.len() || num::parse(&spelled).is_some() {
        return None;
    }
    num::parse_duration(&spelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_number_has_no_unit() {
        let duration = |x: Value<'static>| law(&[x], &mut Vec::new());
        assert_eq!(duration(Value::Text(b"12ms")), Ret::Cell(Cell::Duration(12_000_000)));
        assert_eq!(duration(Value::Duration(5)), Ret::Cell(Cell::Duration(5)));
        for x in [Value::Text(b"12"), Value::Int(12), Value::Number(b"12"), Value::Text(b"soon"), Value::Text(b" 12 ")]
        {
            assert_eq!(duration(x), Ret::Cell(Cell::None));
        }
    }

    #[test]
    fn other_programs_spell_otherwise() {
        let duration = |x: &'static str| match law(&[Value::Text(x.as_bytes())], &mut Vec::new()) {
            Ret::Cell(Cell::Duration(nanos)) => Some(nanos),
            _ => None,
        };
        for (spelled, plain) in [
            ("01:02:03", "1h2m3s"),
            ("-100:00:00.25", "-100h0.25s"),
            ("PT1H30M", "1h30m"),
            ("P2DT0.5S", "2d0.5s"),
            ("P1W", "1w"),
            ("-PT5S", "-5s"),
            ("12.5 ms", "12.5ms"),
            ("1h 30m", "1h30m"),
        ] {
            assert!(duration(spelled).is_some() && duration(spelled) == duration(plain), "{spelled}");
        }
        let wrong = [
            "02:03",
            "1:60:00",
            "1:00:60",
            "1:2:3",
            "::",
            "1:00:00:00",
            "P1M",
            "P",
            "PT",
            "P1Y",
            "1 2ms",
            "1h 30",
            "9999999:00:00",
        ];
        for spelled in wrong {
            assert_eq!(duration(spelled), None, "{spelled}");
        }
    }
}
