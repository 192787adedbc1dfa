//! Canonical names: the many names that logs have for the same thing.
//!
//! In a format whose fields are whatever a record has, `time`, `level`, `msg` and a few others
//! mean the same in every log. A key that is spelled so always wins, record by record; only where
//! there is none are the other names looked for, in the order of the list. A name that says its
//! unit (`duration_us`) is turned into that of the canonical name; the original stays reachable
//! under its own. Guessing the unit of a number by its size was rejected: 12 is no unit.

use crate::base::Span;
use crate::base::num::{self, Num};
use crate::data::{Cell, Want};

/// How a value under another name becomes one under the canonical name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unit {
    /// It is the same.
    Same,
    /// A number of a unit that is this power of ten as large.
    Ten(&'static str),
    /// A duration with its unit, as text; in milliseconds.
    Spelled,
    /// What stands before the first `?` of a request target.
    Before,
    /// What stands after it.
    After,
}

/// Other names of one thing, and how their values become its.
type Others = &'static [(&'static str, Unit)];

use Unit::{After, Before, Same, Spelled, Ten};

const TIME: Others = &[
    ("@timestamp", Same),
    ("timestamp", Same),
    ("ts", Same),
    ("@t", Same),
    ("datetime", Same),
    ("date_time", Same),
    ("eventTime", Same),
    ("event_time", Same),
    ("time_local", Same),
    ("time_iso8601", Same),
    ("asctime", Same),
    ("t", Same),
    ("date", Same),
];

const LEVEL: Others = &[
    ("severity", Same),
    ("lvl", Same),
    ("log.level", Same),
    ("@l", Same),
    ("levelname", Same),
    ("log_level", Same),
    ("loglevel", Same),
    ("level_name", Same),
    ("severity_text", Same),
    ("severityText", Same),
];

const MSG: Others = &[
    ("message", Same),
    ("@m", Same),
    ("@mt", Same),
    ("textPayload", Same),
    ("text", Same),
    ("event", Same),
    ("body", Same),
];

const STATUS: Others = &[
    ("status_code", Same),
    ("statusCode", Same),
    ("http.response.status_code", Same),
    ("http.status_code", Same),
    ("http.status", Same),
    ("http_status", Same),
    ("response_code", Same),
    ("httpRequest.status", Same),
    ("sc-status", Same),
    ("DownstreamStatus", Same),
    ("res.statusCode", Same),
];

const METHOD: Others = &[
    ("request_method", Same),
    ("http.request.method", Same),
    ("http.method", Same),
    ("http_method", Same),
    ("httpRequest.requestMethod", Same),
    ("request.method", Same),
    ("RequestMethod", Same),
    ("cs-method", Same),
    ("req.method", Same),
];

const PATH: Others = &[
    ("url.path", Same),
    ("http.path", Same),
    ("http.route", Same),
    ("request_path", Same),
    ("RequestPath", Same),
    ("cs-uri-stem", Same),
    ("target", Before),
    ("request_uri", Before),
    ("uri", Before),
    ("url", Before),
    ("http.target", Before),
    ("request.uri", Before),
    ("req.url", Before),
];

const TARGET: Others = &[
    ("request_uri", Same),
    ("uri", Same),
    ("url", Same),
    ("url.original", Same),
    ("http.target", Same),
    ("http.url", Same),
    ("request.uri", Same),
    ("httpRequest.requestUrl", Same),
    ("req.url", Same),
];

const QUERY: Others = &[
    ("url.query", Same),
    ("query_string", Same),
    ("cs-uri-query", Same),
    ("target", After),
    ("request_uri", After),
    ("uri", After),
    ("request.uri", After),
];

const IP: Others = &[
    ("client_ip", Same),
    ("remote_addr", Same),
    ("remote_ip", Same),
    ("clientip", Same),
    ("client.ip", Same),
    ("source.ip", Same),
    ("src_ip", Same),
    ("ip_address", Same),
    ("ClientHost", Same),
    ("request.remote_ip", Same),
    ("httpRequest.remoteIp", Same),
    ("id.orig_h", Same),
    ("c-ip", Same),
];

const BYTES: Others = &[
    ("body_bytes_sent", Same),
    ("bytes_sent", Same),
    ("response_size", Same),
    ("http.response.body.bytes", Same),
    ("http.response.bytes", Same),
    ("httpRequest.responseSize", Same),
    ("DownstreamContentSize", Same),
    ("sc-bytes", Same),
    ("size", Same),
];

const MS: Others = &[
    ("duration_ms", Same),
    ("elapsed_ms", Same),
    ("latency_ms", Same),
    ("response_time_ms", Same),
    ("took_ms", Same),
    ("time_ms", Same),
    ("durationMs", Same),
    ("elapsedMs", Same),
    ("responseTime", Same),
    ("duration_us", Ten("e-3")),
    ("latency_us", Ten("e-3")),
    ("duration_ns", Ten("e-6")),
    ("latency_ns", Ten("e-6")),
    ("event.duration", Ten("e-6")),
    ("duration_s", Ten("e3")),
    ("latency_s", Ten("e3")),
    ("duration_seconds", Ten("e3")),
    ("elapsed_seconds", Ten("e3")),
    ("request_time", Ten("e3")),
    ("duration", Spelled),
    ("elapsed", Spelled),
    ("latency", Spelled),
    ("took", Spelled),
    ("dur", Spelled),
    ("httpRequest.latency", Spelled),
];

const HOST: Others = &[
    ("hostname", Same),
    ("host.name", Same),
    ("http_host", Same),
    ("request.host", Same),
    ("server_name", Same),
    ("MachineName", Same),
    ("cs-host", Same),
];

const USER: Others = &[
    ("username", Same),
    ("user_name", Same),
    ("user.name", Same),
    ("remote_user", Same),
    ("user_id", Same),
    ("cs-username", Same),
];

const REFERER: Others = &[("http_referer", Same), ("referrer", Same), ("http.request.referrer", Same)];

const USER_AGENT: Others = &[
    ("http_user_agent", Same),
    ("user_agent.original", Same),
    ("userAgent", Same),
    ("useragent", Same),
    ("httpRequest.userAgent", Same),
];

/// Every canonical name with its others.
pub static ALL: [(&str, Others); 15] = [
    ("time", TIME),
    ("level", LEVEL),
    ("msg", MSG),
    ("status", STATUS),
    ("method", METHOD),
    ("target", TARGET),
    ("path", PATH),
    ("query", QUERY),
    ("ip", IP),
    ("bytes", BYTES),
    ("ms", MS),
    ("host", HOST),
    ("user", USER),
    ("referer", REFERER),
    ("user_agent", USER_AGENT),
];

/// The other names of a canonical name; none for any other.
pub fn others(name: &str) -> Others {
    ALL.iter().find(|(canonical, _)| *canonical == name).map_or(&[], |(_, others)| others)
}

/// What a decoding step reads beside what the plan wants: for each want that is a canonical name,
/// the places of the other names among `wants`, which grows by those that are not in it yet.
pub fn expand(wants: &mut Vec<Want>) -> Vec<(usize, Vec<(usize, Unit)>)> {
    let mut all = Vec::new();
    for at in 0..wants.len() {
        if wants[at].exact {
            continue;
        }
        let mut mine = Vec::new();
        for (name, unit) in others(&wants[at].name) {
            let place = wants.iter().position(|want| want.name == *name && !want.exact).unwrap_or_else(|| {
                wants.push(Want::new(name));
                wants.len() - 1
            });
            mine.push((place, *unit));
        }
        if !mine.is_empty() {
            all.push((at, mine));
        }
    }
    all
}

impl Unit {
    /// A value of another name under the canonical one; None where it is not of this unit.
    /// `text` is that of the cell.
    pub fn convert(self, cell: Cell, text: &[u8]) -> Cell {
        match (self, cell) {
            (Unit::Same, cell) => cell,
            (Unit::Ten(power), Cell::Text(_) | Cell::Str(_) | Cell::Number(_)) if num::is_json(text) => {
                // The digits are shifted, not multiplied: 1.001 s are 1001 ms.
                let exponent = text.iter().any(|b| matches!(b, b'e' | b'E'));
                let power = if exponent { "" } else { power };
                number(num::parse(&[text, power.as_bytes()].concat()))
            }
            (Unit::Spelled, Cell::Duration(ns)) => milliseconds(ns),
            (Unit::Spelled, Cell::Text(_) | Cell::Str(_)) => num::parse_duration(text).map_or(Cell::None, milliseconds),
            (Unit::Before, Cell::Text(span) | Cell::Str(span)) => match memchr::memchr(b'?', text) {
                Some(mark) => with(cell, Span { len: mark as u32, ..span }),
                None => cell,
            },
            (Unit::After, Cell::Text(span) | Cell::Str(span)) => match memchr::memchr(b'?', text) {
                Some(mark) => {
                    let start = mark as u32 + 1;
                    with(cell, Span { start: span.start + start, len: span.len - start })
                }
                None => Cell::None,
            },
            _ => Cell::None,
        }
    }
}

/// The same kind of text elsewhere.
fn with(cell: Cell, span: Span) -> Cell {
    if matches!(cell, Cell::Str(_)) { Cell::Str(span) } else { Cell::Text(span) }
}

fn number(num: Option<Num>) -> Cell {
    match num {
        Some(Num::Int(i)) => Cell::Int(i),
        Some(Num::Float(f)) if f == f.trunc() && f.abs() < 1e15 => Cell::Int(f as i64),
        Some(Num::Float(f)) => Cell::Float(f),
        None => Cell::None,
    }
}

/// A duration as a number of milliseconds.
fn milliseconds(ns: i64) -> Cell {
    if ns % 1_000_000 == 0 { Cell::Int(ns / 1_000_000) } else { Cell::Float(ns as f64 / 1e6) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(unit: Unit, text: &str) -> Cell {
        unit.convert(Cell::Text(Span::new(7, text.len())), text.as_bytes())
    }

    #[test]
    fn units_are_shifted_exactly() {
        assert_eq!(convert(Unit::Ten("e3"), "1.001"), Cell::Int(1001));
        assert_eq!(convert(Unit::Ten("e-3"), "1500"), Cell::Float(1.5));
        assert_eq!(convert(Unit::Ten("e3"), "-"), Cell::None);
        assert_eq!(convert(Unit::Spelled, "1.5s"), Cell::Int(1500));
        assert_eq!(convert(Unit::Spelled, "12"), Cell::None);
    }

    #[test]
    fn a_target_has_a_path_and_a_query() {
        assert_eq!(convert(Unit::Before, "/a?b=c"), Cell::Text(Span::new(7, 2)));
        assert_eq!(convert(Unit::After, "/a?b=c"), Cell::Text(Span::new(10, 3)));
        assert_eq!(convert(Unit::Before, "/a"), Cell::Text(Span::new(7, 2)));
        assert_eq!(convert(Unit::After, "/a"), Cell::None);
    }

    #[test]
    fn other_names_are_wanted_once() {
        let mut wants = vec![Want::new("severity"), Want::new("level"), Want::exact("msg")];
        let all = expand(&mut wants);
        assert_eq!((all.len(), all[0].0, all[0].1[0]), (1, 1, (0, Unit::Same)));
        assert_eq!(wants.iter().filter(|w| w.name == "severity").count(), 1);
    }
}
