//! Outputs of other tools as records, and when a value of flitch's is the same value.
//!
//! What a suite expects is either JSON, whose values have kinds, or a text format, whose
//! values are spellings. The rules, in this order:
//!
//! - A JSON value is the same if it has the same kind, and text the same bytes.
//! - A spelling is the same if the value is spelled so: text as it is, a number as it
//!   stands in the output, a bool as `true` or `false`.
//! - A spelling that is a number is the same as a JSON *number* of that value. Two integers
//!   are compared digit by digit, others as doubles, exactly. Only where the tool was told
//!   to print so many decimals (`--ofmt %.8lf`, and angle-grinder's two), a number with just
//!   so many is compared after rounding ours to as many.
//! - An empty spelling (`-` in Miller's tables, `None` in angle-grinder's) is empty text or
//!   `null`: text formats cannot tell them apart. A field that is not expected may only be
//!   `null`. A field that is expected is never left out.
//! - A spelling that angle-grinder cut off with `…` is the same as what begins so.

use serde_json::{Map, Value};

/// A record as a suite expects it, in order.
pub type Record = Vec<(String, Want)>;

/// A value as a suite expects it.
#[derive(Debug, Clone)]
pub enum Want {
    /// The spelling of a text format.
    Bare(String),
    Json(Value),
}

/// How values are compared.
#[derive(Clone, Copy, Default)]
pub struct Rules {
    /// The decimals of the numbers that the tool rounded.
    pub decimals: Option<usize>,
    /// Whether fields have an order.
    pub ordered: bool,
}

/// Why two outputs are not the same, or nothing.
pub fn difference(expected: &[Record], found: &[Map<String, Value>], rules: Rules) -> Option<String> {
    for (i, want) in expected.iter().enumerate() {
        let Some(found) = found.get(i) else {
            return Some(format!("record {} is missing: {want:?}", i + 1));
        };
        if let Some(why) = differs(want, found, rules) {
            return Some(format!("record {}: {why}\n  expected {want:?}\n  found    {}", i + 1, text(found)));
        }
    }
    found.get(expected.len()).map(|more| format!("record {} is one too many: {}", expected.len() + 1, text(more)))
}

fn text(record: &Map<String, Value>) -> String {
    Value::Object(record.clone()).to_string()
}

fn differs(expected: &Record, found: &Map<String, Value>, rules: Rules) -> Option<String> {
    for (name, want) in expected {
        match found.get(name) {
            None => return Some(format!("`{name}` is missing")),
            Some(value) if !same(want, value, rules) => return Some(format!("`{name}` is {value} and not {want:?}")),
            Some(_) => {}
        }
    }
    let wanted = |name: &str| expected.iter().any(|(n, _)| n == name);
    if let Some((name, value)) = found.iter().find(|(name, value)| !value.is_null() && !wanted(name)) {
        return Some(format!("`{name}`, {value}, is not expected"));
    }
    let ours: Vec<&String> = found.keys().filter(|name| wanted(name)).collect();
    let theirs: Vec<&String> = expected.iter().map(|(name, _)| name).collect();
    (rules.ordered && ours != theirs).then(|| format!("the order is {ours:?} and not {theirs:?}"))
}

fn same(want: &Want, found: &Value, rules: Rules) -> bool {
    let spelling = match want {
        Want::Json(want) => return same_json(want, found, rules),
        Want::Bare(spelling) => spelling,
    };
    let ours = spelled(found);
    if let Some(start) = spelling.strip_suffix('…') {
        return ours.starts_with(start);
    }
    *spelling == ours || matches!(found, Value::Number(n) if same_number(spelling, &n.to_string(), rules.decimals))
}

fn same_json(want: &Value, found: &Value, rules: Rules) -> bool {
    match (want, found) {
        (Value::Number(a), Value::Number(b)) => same_number(&a.to_string(), &b.to_string(), rules.decimals),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_json(a, b, rules))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.keys().eq(b.keys()) && a.iter().all(|(key, a)| same_json(a, &b[key], rules))
        }
        _ => want == found,
    }
}

/// Whether two spellings are of the same number.
fn same_number(theirs: &str, ours: &str, decimals: Option<usize>) -> bool {
    let integer = |s: &str| !s.contains(['.', 'e', 'E']);
    if integer(theirs) && integer(ours) {
        return theirs == ours;
    }
    let (Ok(a), Ok(b)) = (theirs.parse::<f64>(), ours.parse::<f64>()) else { return false };
    let rounded = decimals.filter(|n| theirs.split_once('.').is_some_and(|(_, part)| part.len() == *n));
    match rounded {
        Some(n) => format!("{b:.n$}") == theirs,
        None => a == b,
    }
}

/// A value as angle-grinder spells it: keys sorted, text without quotes.
fn spelled(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(b) => b.to_string(),
        Value::Number(n) => n.to_string(),
        Value::String(s) => s.clone(),
        Value::Array(all) => format!("[{}]", all.iter().map(spelled).collect::<Vec<_>>().join(", ")),
        Value::Object(all) => {
            let mut parts: Vec<String> = all.iter().map(|(k, v)| format!("{k}:{}", spelled(v))).collect();
            parts.sort();
            format!("{{{}}}", parts.join(", "))
        }
    }
}

/// Records of JSON values one after the other; a list is its elements.
pub fn json(text: &str) -> Result<Vec<Map<String, Value>>, String> {
    let mut out = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        let all = match value.map_err(|error| error.to_string())? {
            Value::Array(all) => all,
            one => vec![one],
        };
        for one in all {
            let Value::Object(record) = one else { return Err(format!("{one} is no record")) };
            out.push(record);
        }
    }
    Ok(out)
}

/// The same as what is expected.
pub fn json_wants(text: &str) -> Result<Vec<Record>, String> {
    let wants = |record: Map<String, Value>| record.into_iter().map(|(k, v)| (k, Want::Json(v))).collect();
    Ok(json(text)?.into_iter().map(wants).collect())
}

fn bare(names: &[String], values: impl IntoIterator<Item = String>) -> Result<Record, String> {
    let values: Vec<String> = values.into_iter().collect();
    if names.len() != values.len() {
        return Err(format!("{values:?} does not fit {names:?}"));
    }
    Ok(names.iter().cloned().zip(values.into_iter().map(Want::Bare)).collect())
}

/// `a=1,b=2`; a part without a name has its place as one, and an empty line no field.
pub fn dkvp(text: &str, separator: &str) -> Vec<Record> {
    let field = |(i, part): (usize, &str)| match part.split_once('=') {
        Some((name, value)) => (name.to_string(), Want::Bare(value.to_string())),
        None => ((i + 1).to_string(), Want::Bare(part.to_string())),
    };
    let parts = |line: &str| line.split(separator).filter(|_| !line.is_empty()).enumerate().map(field).collect();
    text.lines().map(parts).collect()
}

/// Values by their places.
pub fn nidx(text: &str) -> Vec<Record> {
    let field = |(i, part): (usize, &str)| ((i + 1).to_string(), Want::Bare(part.to_string()));
    text.lines().map(|line| line.split(' ').enumerate().map(field).collect()).collect()
}

/// A field a line, an empty line between records.
pub fn xtab(text: &str) -> Vec<Record> {
    let field = |line: &str| {
        let (name, value) = line.split_once(' ').unwrap_or((line, ""));
        (name.to_string(), Want::Bare(value.trim_start().to_string()))
    };
    text.trim_end().split("\n\n").map(|part| part.lines().map(field).collect()).collect()
}

/// Tables of columns between spaces; an empty line, and then other columns.
pub fn pprint(text: &str) -> Result<Vec<Record>, String> {
    let mut out = Vec::new();
    for part in text.trim_end_matches('\n').split("\n\n").filter(|part| !part.is_empty()) {
        let cells = |line: &str| line.split_whitespace().map(str::to_string).collect::<Vec<_>>();
        let mut lines = part.lines().filter(|line| !line.starts_with('+')).map(|line| line.trim_matches('|'));
        let names = cells(lines.next().unwrap_or_default());
        for line in lines {
            let values = line.split('|').flat_map(cells).map(|v| if v == "-" { String::new() } else { v });
            out.push(bare(&names.iter().filter(|n| *n != "|").cloned().collect::<Vec<_>>(), values)?);
        }
    }
    Ok(out)
}

/// A table of Markdown.
pub fn markdown(text: &str) -> Result<Vec<Record>, String> {
    let cells = |line: &str| line.trim_matches('|').split('|').map(|v| v.trim().to_string()).collect::<Vec<_>>();
    let mut lines = text.lines();
    let names = cells(lines.next().unwrap_or_default());
    lines.skip(1).map(|line| bare(&names, cells(line))).collect()
}

/// CSV. Where `lite`, an empty line opens another header; elsewhere it is an empty value.
/// Without a header the names are the places.
pub fn csv(text: &str, lite: bool, header: bool) -> Result<Vec<Record>, String> {
    let (mut out, mut names) = (Vec::new(), None::<Vec<String>>);
    for row in rows(text) {
        if lite && row.len() == 1 && row[0].is_empty() {
            names = None;
            continue;
        }
        match &names {
            Some(names) => out.push(bare(names, row)?),
            None if header => names = Some(row),
            None => {
                let places: Vec<String> = (1..=row.len()).map(|i| i.to_string()).collect();
                out.push(bare(&places, row)?);
            }
        }
    }
    Ok(out)
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut out, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                out.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        out.push(row);
    }
    out
}

/// CSV of flitch's as records: what is a number in JSON is one.
pub fn csv_found(text: &str, header: bool) -> Result<Vec<Map<String, Value>>, String> {
    let value = |want: Want| match want {
        Want::Json(value) => value,
        Want::Bare(text) => match serde_json::from_str(&text) {
            Ok(Value::Number(n)) => Value::Number(n),
            _ => Value::String(text),
        },
    };
    let records = csv(text, false, header)?;
    Ok(records.into_iter().map(|record| record.into_iter().map(|(k, v)| (k, value(v))).collect()).collect())
}

/// angle-grinder's records: `[a=1]   [b=two words]`.
pub fn brackets(text: &str) -> Result<Vec<Record>, String> {
    let opens = |rest: &str| {
        let name = rest.trim_start_matches(' ').strip_prefix('[').and_then(|r| r.split_once('=')).map(|(name, _)| name);
        name.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_'))
    };
    let mut out = Vec::new();
    for line in text.lines() {
        let mut record = Vec::new();
        let mut rest = line.trim_end();
        while let Some(open) = rest.trim_start().strip_prefix('[') {
            let ends = |(at, _): &(usize, &str)| open.len() == at + 1 || opens(&open[at + 1..]);
            let Some((end, _)) = open.match_indices(']').find(ends) else { return Err(format!("`{open}` has no end")) };
            let Some((name, value)) = open[..end].split_once('=') else { return Err(format!("`{open}` has no name")) };
            record.push((name.to_string(), Want::Bare(none(value))));
            rest = &open[end + 1..];
        }
        if record.is_empty() || !rest.is_empty() {
            return Err(format!("`{line}` is no record"));
        }
        out.push(record);
    }
    Ok(out)
}

fn none(value: &str) -> String {
    if value == "None" { String::new() } else { value.to_string() }
}

/// angle-grinder's tables: a header, a rule, and values below their names.
pub fn columns(text: &str) -> Result<Vec<Record>, String> {
    let mut lines = text.lines();
    let header: Vec<char> = lines.next().unwrap_or_default().chars().collect();
    let starts: Vec<usize> =
        (0..header.len()).filter(|&i| header[i] != ' ' && (i == 0 || header[i - 1] == ' ')).collect();
    let cut = |line: &[char]| -> Vec<String> {
        let end = |i: usize| starts.get(i + 1).copied().unwrap_or(usize::MAX).min(line.len());
        let cell =
            |(i, &start): (usize, &usize)| line.get(start..end(i)).unwrap_or_default().iter().collect::<String>();
        starts.iter().enumerate().map(cell).map(|cell| cell.trim_end().to_string()).collect()
    };
    let names = cut(&header);
    if !lines.next().is_some_and(|rule| rule.starts_with("--")) {
        return Err("there is no rule below the header".to_string());
    }
    let row = |line: &str| bare(&names, cut(&line.chars().collect::<Vec<_>>()).iter().map(|v| none(v)));
    lines.map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EIGHT: Rules = Rules { decimals: Some(8), ordered: true };

    fn compare(expected: &str, found: &str, rules: Rules) -> bool {
        difference(&dkvp(expected, ","), &json(found).unwrap(), rules).is_none()
    }

    #[test]
    fn a_wrong_value_is_not_hidden() {
        let exact = Rules { decimals: None, ordered: true };
        assert!(compare("a=1,b=x", r#"{"a":1,"b":"x"}"#, exact));
        assert!(compare("a=1,b=", r#"{"a":1.0,"b":null}"#, exact));
        assert!(compare("a=1", r#"{"a":1,"c":null}"#, exact));
        assert!(!compare("a=1,b=", r#"{"a":1}"#, exact));
        assert!(compare("\na=1", r#"{}{"a":1}"#, exact));
        for wrong in [
            r#"{"a":2,"b":"x"}"#,
            r#"{"a":1,"b":"y"}"#,
            r#"{"a":1}"#,
            r#"{}"#,
            r#"{"a":1,"b":null}"#,
            r#"{"a":1,"b":""}"#,
            r#"{"b":"x","a":1}"#,
            r#"{"a":1,"b":"x","c":""}"#,
            r#"{"a":1,"b":"x"}{"a":1,"b":"x"}"#,
            r#"{"a":"1.0","b":"x"}"#,
            "",
        ] {
            assert!(!compare("a=1,b=x", wrong, exact), "{wrong}");
        }
        assert!(!compare("a=9007199254740993", r#"{"a":9007199254740992}"#, exact));
        assert!(!compare("a=0.30000000", r#"{"a":0.3000000001}"#, exact));
        assert!(compare("a=0.30000000", r#"{"a":0.3000000001}"#, EIGHT));
        assert!(!compare("a=0.30000000", r#"{"a":0.30000001}"#, EIGHT));
        assert!(!compare("a=0.3", r#"{"a":0.3000000001}"#, EIGHT));
        let wants = json_wants(r#"{"a":1,"b":"1","c":null}"#).unwrap();
        assert!(difference(&wants, &json(r#"{"a":1,"b":"1","c":null}"#).unwrap(), exact).is_none());
        assert!(difference(&wants, &json(r#"{"a":"1","b":"1","c":null}"#).unwrap(), exact).is_some());
        assert!(difference(&wants, &json(r#"{"a":1,"b":1,"c":null}"#).unwrap(), exact).is_some());
        assert!(difference(&wants, &json(r#"{"a":1,"b":"1","c":""}"#).unwrap(), exact).is_some());
    }

    #[test]
    fn every_format_gives_the_same_record() {
        let found = json(r#"{"a":1,"b":"x y"}"#).unwrap();
        let all = [
            dkvp("a=1,b=x y\n", ","),
            xtab("a 1\nb    x y\n\n"),
            csv("a,b\n1,\"x y\"\n", true, true).unwrap(),
            markdown("| a | b |\n| --- | --- |\n| 1 | x y |\n").unwrap(),
            brackets("[a=1]      [b=x y]\n").unwrap(),
            columns("a     b\n-------\n1     x y\n").unwrap(),
        ];
        for records in all {
            assert_eq!(difference(&records, &found, Rules { decimals: None, ordered: true }), None);
        }
        let rows = pprint("a b\n1 -\n\n+---+\n| c |\n+---+\n| 2 |\n+---+\n").unwrap();
        assert_eq!(difference(&rows, &json(r#"{"a":1,"b":""}{"c":2}"#).unwrap(), EIGHT), None);
        let lists = brackets("[a=[x, 1]]   [b={k:[1]}]   [c= d]\n").unwrap();
        assert_eq!(difference(&lists, &json(r#"{"a":["x",1],"b":{"k":[1]},"c":" d"}"#).unwrap(), EIGHT), None);
    }
}
