//! The language: text to tree to text, trees to plans, f-string specs.

use flitch::base::{Zone, Zones};
use flitch::data::Value;
use flitch::def::fstring::{self, Misfit};
use flitch::def::scope::BindOptions;
use flitch::lang;
use flitch::plan::{self, Catalogue, Plan, Wishes};
use flitch::{def, inputs};

pub const WORDS: &[&str] = &[
    "where ",
    "parse ",
    "set ",
    "select ",
    "drop ",
    "rename ",
    "print ",
    "head ",
    "tail ",
    "skip ",
    "dedup ",
    "stats ",
    "top ",
    "sort ",
    "count",
    "sum(ms)",
    "avg(ms)",
    "p95(ms)",
    " by ",
    " as ",
    " where ",
    " from ",
    " with ",
    " and ",
    " or ",
    "not ",
    " in ",
    " is ",
    " if ",
    " else ",
    "None",
    "True",
    "true",
    "null",
    "line",
    "row[\"a\"]",
    "arg.k",
    "status",
    "ms",
    "path",
    "a.b",
    "status >= 500",
    "400 <= status < 500",
    "=~",
    "??",
    "//",
    "**",
    "%",
    "1%",
    "5m",
    "10MiB",
    "r\"(a+)+$\"",
    "i\"x\"",
    "f\"{ms:>8.1f}\"",
    "f\"{time:%H}\"",
    "t\"2026-01-02\"",
    "\"",
    "'",
    "\\",
    "{",
    "}",
    "[1:2]",
    "[::-1]",
    "(",
    ")",
    "[",
    "]",
    " | ",
    "\n",
    "#",
    ",",
    "=",
    "==",
    "!",
    "&&",
    "||",
    "$",
    "`",
    "filter ",
    "grep ",
    "1e999",
    "9223372036854775808",
    "0x1",
    "-",
    ".len()",
    ".lower()",
    ".replace(\"a\", \"b\")",
    "regex r\"(?P<a>.)\"",
    "json",
    "pattern \"<a> <b>\"",
    "lines(\"f\")",
    "contains_any(line, [\"a\"])",
    "bin(time, 5m)",
    "len(line)",
    "int(a)",
    "coalesce(a, b)",
    "*",
];
pub const SPEC_WORDS: &[&str] = &[
    ">10",
    "<",
    "^",
    "=",
    "+",
    " ",
    "#",
    "0",
    "9999",
    "99999999999999999999",
    ",",
    "_",
    ".3",
    ".",
    "d",
    "x",
    "X",
    "b",
    "o",
    "e",
    "E",
    "f",
    "F",
    "g",
    "G",
    "n",
    "s",
    "c",
    "%",
    "%H:%M",
    "%3f",
    "%Q",
    "é^5",
    "\n",
    "-0.0",
    "1e308",
    "1e-320",
    "12345678901234567890",
    "nan",
];

/// Text is parsed or refused in words; a tree that is printed is the same tree.
pub fn parser(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let tree = match lang::parse(&text, &Catalogue) {
        Ok(tree) => tree,
        Err(diags) => return told(&diags, &text),
    };
    let printed = lang::print::pipeline(&tree);
    match lang::parse(&printed, &Catalogue) {
        Ok(again) => assert_eq!(lang::print::pipeline(&again), printed, "of {text:?}"),
        Err(diags) => panic!("{text:?} is printed as {printed:?}, which is no pipeline: {:?}", diags[0].message),
    }
}

/// Errors can be shown, and there is at least one.
fn told(diags: &[lang::Diag], text: &str) {
    assert!(!diags.is_empty(), "an error without words");
    for diag in diags {
        assert!(diag.line(text) >= 1, "lines count from 1");
        assert!(diag.render(text, "script").contains(&diag.message), "a message is shown");
    }
}

/// Binds a pipeline as the command line would, with no side files.
pub fn bound(text: &str, input: &def::Format) -> Option<(Plan, Vec<def::Step>)> {
    let options = BindOptions {
        zone: Zone::UTC,
        now: 0,
        late: None,
        args: vec![("k".to_string(), "text".to_string())],
        equal_hashes: false,
        window: (None, None),
        save: None,
        until: None,
        side_file: |_| Err("not here".to_string()),
        env: |_| None,
    };
    match plan::plan(text, input, &options, Wishes::default()) {
        Ok(plan) => Some(plan),
        Err(diags) => {
            told(&diags, text);
            None
        }
    }
}

/// A pipeline is bound to every format, or refused in words.
pub fn plan(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for input in inputs::ALL {
        if let Some(format) = def::Format::named(input) {
            bound(&text, &format);
        }
    }
}

/// A spec is understood or refused, and formats every kind of value in bounded space. The
/// spec is the first line, the value the rest.
pub fn fstring(data: &[u8]) {
    let end = data.iter().position(|b| *b == b'\n').unwrap_or(data.len());
    let (spec, text) = (String::from_utf8_lossy(&data[..end]), data.get(end + 1..).unwrap_or_default());
    let Ok(parsed) = fstring::parse_spec(&spec) else { return };
    let mut bits = [0; 8];
    bits.iter_mut().zip(text).for_each(|(bit, byte)| *bit = *byte);
    let (int, float) = (i64::from_le_bytes(bits), f64::from_le_bytes(bits));
    let values = [
        Value::None,
        Value::Bool(true),
        Value::Int(int),
        Value::Float(float),
        Value::Float(1e308),
        Value::Time(int),
        Value::Duration(int),
        Value::Text(text),
        Value::Str(text),
        Value::Escaped(text),
        Value::Number(text),
        Value::Json(text),
    ];
    for value in values {
        for zone in [Zone::UTC, Zone::Offset(-43_200)] {
            let mut out = b"before".to_vec();
            let zones = Zones { naive: zone.clone(), shown: zone };
            let result: Result<(), Misfit> = fstring::format(value, &parsed, &zones, &mut out);
            assert!(out.starts_with(b"before"), "what stands there stays");
            // The widest field is 10000 characters of at most four bytes; digits and marks
            // of a double are at most some hundreds, and a time format grows by its parts.
            let most = 50_000 + 8 * text.len() + 40 * spec.len();
            assert!(out.len() <= most, "{} bytes for {spec:?}", out.len());
            let _ = result;
        }
    }
}
