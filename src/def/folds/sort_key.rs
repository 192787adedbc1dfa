//! Sort keys as bytes: strings that compare, byte by byte, as the values do.
//!
//! One total order serves sort, min, max: numbers by value, then bool, duration, time, text
//! bytewise, nested; None last. Comparing bytes costs no decisions, serves rows in memory
//! and rows in a file alike, and its start fits a register. Comparing values was what stood
//! here before: it was a call and two matches for each comparison, and keys with owned text.

use crate::base::json;
use crate::base::num::{self, Num};
use crate::data::Value;

/// Classes, in their order. None is last both ways, so it is never turned round.
const NUMBER: u8 = 1;
const BOOL: u8 = 2;
const DURATION: u8 = 3;
const TIME: u8 = 4;
const TEXT: u8 = 5;
const NESTED: u8 = 6;
const NONE: u8 = 0xff;

const SIGN: u64 = 1 << 63;

/// Appends the key of a value. No key is the start of another, so that several may stand
/// one after another.
pub fn encode(value: Value<'_>, descending: bool, out: &mut Vec<u8>) {
    let start = out.len();
    match value {
        Value::None => return out.push(NONE),
        Value::Bool(b) => out.extend_from_slice(&[BOOL, u8::from(b)]),
        Value::Int(i) => number(Num::Int(i), out),
        Value::Float(f) => number(Num::Float(f), out),
        Value::Duration(d) => whole(DURATION, d, out),
        Value::Time(t) => whole(TIME, t, out),
        Value::Number(t) => match num::parse(t) {
            Some(n) => number(n, out),
            None => text(TEXT, t, out),
        },
        // Untyped text that is a JSON number counts as that number.
        Value::Text(t) => match num::parse_json(t) {
            Some(n) => number(n, out),
            None => text(TEXT, t, out),
        },
        Value::Str(t) => text(TEXT, t, out),
        Value::Escaped(t) => {
            let mut plain = Vec::new();
            json::unescape(t, &mut plain);
            text(TEXT, &plain, out);
        }
        Value::Json(t) => text(NESTED, t, out),
    }
    if descending {
        out[start..].iter_mut().for_each(|byte| *byte = !*byte);
    }
}

/// An integer and a double are the nearest double, and then how far they are from it: an
/// integer of 64 bits is at most 512 from its nearest double, and a double 0.
fn number(n: Num, out: &mut Vec<u8>) {
    let (near, rest) = match n {
        Num::Int(i) => (i as f64, (i128::from(i) - i as f64 as i128) as i16),
        // Adding zero makes minus zero plain zero, which is equal.
        Num::Float(f) => (f + 0.0, 0),
    };
    let bits = near.to_bits();
    let bits = if bits & SIGN == 0 { bits | SIGN } else { !bits };
    out.push(NUMBER);
    out.extend_from_slice(&bits.to_be_bytes());
    out.extend_from_slice(&(rest as u16 ^ 0x8000).to_be_bytes());
}

fn whole(class: u8, i: i64, out: &mut Vec<u8>) {
    out.push(class);
    out.extend_from_slice(&(i as u64 ^ SIGN).to_be_bytes());
}

/// Text ends in two zeros; a zero in it is followed by a byte that is none.
fn text(class: u8, text: &[u8], out: &mut Vec<u8>) {
    out.push(class);
    for (i, piece) in text.split(|byte| *byte == 0).enumerate() {
        if i > 0 {
            out.extend_from_slice(&[0, 0xff]);
        }
        out.extend_from_slice(piece);
    }
    out.extend_from_slice(&[0, 0]);
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::*;

    fn key(value: Value<'_>, descending: bool) -> Vec<u8> {
        let mut out = Vec::new();
        encode(value, descending, &mut out);
        out
    }

    #[test]
    fn keys_compare_as_values() {
        let ints = [i64::MIN, i64::MIN + 1, -513, -1, 0, 1, 7, 1 << 53, (1 << 53) + 1, (1 << 53) + 3, i64::MAX - 512];
        let ints = ints.into_iter().chain([i64::MAX - 511, i64::MAX - 1, i64::MAX]);
        let floats =
            [-1e300, -9.3e18, -1.5, -0.0, 0.0, 5e-324, 0.5, 7.0, 9_007_199_254_740_992.0, 9_007_199_254_740_996.0];
        let floats = floats.into_iter().chain([9.223_372_036_854_775e18, 9_223_372_036_854_775_808.0, 1e300]);
        let texts: [&[u8]; 9] = [b"", b"\0", b"\0\0", b"\0a", b"a", b"a\0", b"ab", b"\xff", b"10"];
        let mut values: Vec<Value<'_>> = ints.map(Value::Int).chain(floats.map(Value::Float)).collect();
        values.extend(texts.iter().flat_map(|t| [Value::Str(t), Value::Text(t), Value::Json(t)]));
        values.extend([
            Value::Bool(true),
            Value::Bool(false),
            Value::None,
            Value::Number(b"1e2"),
            Value::Number(b"-7"),
        ]);
        values.extend([-1, 0, 9].into_iter().flat_map(|n| [Value::Time(n), Value::Duration(n)]));
        values.push(Value::Escaped(b"a\\u0000"));
        for a in &values {
            for b in &values {
                let order = a.order(*b);
                assert_eq!(key(*a, false).cmp(&key(*b, false)), order, "{a:?} {b:?}");
                let none = a.is_none() || b.is_none();
                let turned = if none { order } else { order.reverse() };
                assert_eq!(key(*a, true).cmp(&key(*b, true)), turned, "-{a:?} -{b:?}");
                // Followed by another key, the first still decides.
                let with = |v: &Value<'_>, last: u8| [key(*v, false), vec![last]].concat();
                if order != Ordering::Equal {
                    assert_eq!(with(a, 9).cmp(&with(b, 1)), order, "{a:?} {b:?}");
                }
            }
        }
    }
}
