//! Rewriting text: of a field, of the whole line, and hiding what is secret. The interpreter
//! has no scanner: it knows the few secrets that the inputs hold.

use std::rc::Rc;

use super::data::{Line, SECRETS};
use super::eval::Row;
use super::val::{Nested, Val, string};

/// Every occurrence replaced, from the left.
pub fn replaced(text: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with(old) {
            out.extend_from_slice(new);
            at += old.len();
        } else {
            out.push(text[at]);
            at += 1;
        }
    }
    out
}

/// Every match of a regex replaced.
pub fn substituted(text: &[u8], regex: &str, new: &str) -> Vec<u8> {
    regex::bytes::Regex::new(regex).unwrap().replace_all(text, new.as_bytes()).into_owned()
}

fn mask(kind: &str, code: &str, coded: bool) -> String {
    if coded { format!("<{kind}:{code}>") } else { format!("<{kind}>") }
}

/// A text without its secrets.
pub fn hidden(text: &[u8], kinds: &[&str], coded: bool) -> Vec<u8> {
    let mut out = text.to_vec();
    for (secret, kind, code) in SECRETS.iter().filter(|(_, kind, _)| kinds.contains(kind)) {
        out = replaced(&out, secret.as_bytes(), mask(kind, code, coded).as_bytes());
    }
    out
}

/// A value without its secrets, at any depth. What has none stays as it is spelled.
pub fn hidden_in(value: &Val, kinds: &[&str], coded: bool) -> Val {
    match value {
        Val::Text(t) => Val::Text(hidden(t, kinds, coded)),
        Val::Str(t, raw) => {
            let left = hidden(t, kinds, coded);
            if left == *t { Val::Str(left, raw.clone()) } else { string(left) }
        }
        Val::Json(nested) => {
            let mut raw = hidden(&nested.raw, kinds, coded);
            for (secret, kind, code) in SECRETS.iter().filter(|(_, kind, _)| kinds.contains(kind)) {
                let escaped = format!("\\u{:04X}{}", secret.as_bytes()[0], &secret[1..]);
                raw = replaced(&raw, escaped.as_bytes(), mask(kind, code, coded).as_bytes());
            }
            let list = nested.list.as_ref().map(|l| l.iter().map(|v| hidden_in(v, kinds, coded)).collect());
            let member = |(k, v): &(String, Val)| (k.clone(), hidden_in(v, kinds, coded));
            let object = nested.object.as_ref().map(|o| o.iter().map(member).collect());
            Val::Json(Rc::new(Nested { raw, object, list }))
        }
        other => other.clone(),
    }
}

/// A row whose line is another one: its fields are read again, but for those that were set.
pub fn reread(row: &mut Row, line: Line, is_set: &dyn Fn(&str) -> bool) {
    let fresh = line.row();
    // A row that was held since it was found to be in no format is counted once more.
    (row.line, row.bad) = (fresh.line, fresh.bad);
    for (name, _, value) in fresh.fields {
        if let Some(field) = row.fields.iter_mut().find(|(n, ..)| *n == name && !is_set(n)) {
            field.2 = value;
        }
    }
    row.source = Some(Rc::new(line));
}
