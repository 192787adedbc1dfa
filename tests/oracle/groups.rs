//! What becomes of the rows of an aggregate: empty buckets are filled in, and a key's values
//! become columns.

use super::aggs::nothing;
use super::eval::Row;
use super::prog::Groups;
use super::time::{Width, time_of};
use super::val::{Val, is_json_number, json_string, string};

/// Values of keys, as keys compare.
pub type Key = Vec<Option<Vec<u8>>>;

pub fn key_of(value: &Val) -> Option<Vec<u8>> {
    if value.is_none() { None } else { Some(value.text()) }
}

/// A row of columns.
pub fn made(fields: Vec<(String, Val)>) -> Row {
    let spelled = |name: &str| {
        let mut out = Vec::new();
        json_string(name.as_bytes(), &mut out);
        out[1..out.len() - 1].to_vec()
    };
    let fields = fields.into_iter().map(|(n, v)| (n.clone(), spelled(&n), v)).collect();
    Row { line: Vec::new(), end: "\n", fields, place: None, bad: false, noted: Default::default(), source: None }
}

fn keys(row: &Row, names: &[String]) -> Key {
    names.iter().map(|n| key_of(&row.field(n, true))).collect()
}

/// Rows by bucket from the first to the last, and in each one for every combination of the
/// other keys that occurred. Rows without a time come last.
pub fn fill(rows: Vec<Row>, groups: &Groups, width: Width) -> Vec<Row> {
    let time = |row: &Row| time_of(&row.field("time", true));
    let others: Vec<String> = groups.keys.iter().filter(|k| *k != "time").cloned().collect();
    let mut combinations: Vec<(Key, Vec<Val>)> = Vec::new();
    for row in &rows {
        let key = keys(row, &others);
        if !combinations.iter().any(|(k, _)| *k == key) {
            combinations.push((key, others.iter().map(|n| row.field(n, true)).collect()));
        }
    }
    let times: Vec<i64> = rows.iter().filter_map(time).collect();
    let mut out = Vec::new();
    if let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) {
        for at in (*first..=*last).step_by(width.nanos as usize) {
            for (key, values) in &combinations {
                let there: Vec<&Row> =
                    rows.iter().filter(|r| time(r) == Some(at) && keys(r, &others) == *key).collect();
                out.extend(there.iter().map(|r| (*r).clone()));
                if there.is_empty() {
                    let mut fields = vec![("time".to_string(), Val::Time(at))];
                    fields.extend(others.iter().cloned().zip(values.iter().cloned()));
                    fields.extend(groups.aggs.iter().map(|(name, word)| (name.clone(), nothing(word))));
                    out.push(made(fields));
                }
            }
        }
    }
    out.extend(rows.into_iter().filter(|r| time(r).is_none()));
    out
}

/// A value as JSON has it.
fn json_value(value: Val) -> Val {
    match value {
        Val::Text(t) if is_json_number(&t) => Val::Num(String::from_utf8_lossy(&t).into_owned()),
        Val::Int(_) | Val::Float(_) => Val::Num(String::from_utf8_lossy(&value.text()).into_owned()),
        Val::Text(_) | Val::Time(_) | Val::Duration(_) => string(String::from_utf8_lossy(&value.text()).into_owned()),
        Val::Str(t, _) => string(String::from_utf8_lossy(&t).into_owned()),
        other => other,
    }
}

/// One row for each combination of the other keys, with columns for each value of the key.
pub fn pivot(rows: Vec<Row>, groups: &Groups, key: &str) -> Vec<Row> {
    let others: Vec<String> = groups.keys.iter().filter(|k| *k != key).cloned().collect();
    let mut values: Vec<Option<Vec<u8>>> = Vec::new();
    let mut records: Vec<Key> = Vec::new();
    for row in &rows {
        let (value, record) = (key_of(&row.field(key, true)), keys(row, &others));
        if !values.contains(&value) {
            values.push(value);
        }
        if !records.contains(&record) {
            records.push(record);
        }
    }
    let mut out = Vec::new();
    for record in records {
        let of = |row: &&Row| keys(row, &others) == record;
        let mut fields: Vec<(String, Val)> = Vec::new();
        if let Some(first) = rows.iter().find(of) {
            fields.extend(others.iter().map(|n| (n.clone(), first.field(n, true))));
        }
        for value in &values {
            let cell = rows.iter().find(|r| of(r) && key_of(&r.field(key, true)) == *value);
            let column = value.as_ref().map_or("null".into(), |v| String::from_utf8_lossy(v).into_owned());
            for (name, word) in &groups.aggs {
                let column = if groups.aggs.len() == 1 { column.clone() } else { format!("{name}_{column}") };
                // A name that is taken gets a number.
                let taken = |name: &String| fields.iter().any(|(n, _)| n == name);
                let numbered = (2..).map(|n| format!("{column}_{n}"));
                let column = std::iter::once(column.clone()).chain(numbered).find(|name| !taken(name)).unwrap();
                fields.push((column, cell.map_or_else(|| nothing(word), |r| r.field(name, true))));
            }
        }
        // The records are written as JSON, and read again.
        out.push(made(fields.into_iter().map(|(n, v)| (n, json_value(v))).collect()));
    }
    out
}
