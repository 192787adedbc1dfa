//! The structured data of syslog, `[a@1 k="v"][b@1]`: taken, and as JSON.

use memchr::memchr2;

use super::fixed::Scan;
use crate::base::json;

/// Takes the elements of structured data, of which there must be one.
pub fn take(scan: &mut Scan<'_>) -> Option<()> {
    const NAME: &str = "a name in structured data";
    scan.literal(b"[", "structured data in brackets, or `-`")?;
    loop {
        let name = |b: &u8| !matches!(b, b' ' | b']' | b'=' | b'"');
        let len = scan.rest().iter().take_while(|b| name(b)).count();
        if len == 0 {
            return scan.fail(NAME);
        }
        scan.at += len;
        while scan.skip(b" ") {
            let len = scan.rest().iter().take_while(|b| name(b)).count();
            if len == 0 {
                return scan.fail(NAME);
            }
            scan.at += len;
            scan.literal(b"=", "`=` after a name in structured data")?;
            scan.quoted("a value in quotes")?;
        }
        scan.literal(b"]", "the bracket after an element of structured data")?;
        if !scan.skip(b"[") {
            return Some(());
        }
    }
}

/// Appends structured data, which was checked, as JSON.
pub fn object(data: &[u8], out: &mut Vec<u8>) {
    let mut value = Vec::new();
    let (mut at, mut inside, mut first) = (0, false, true);
    out.push(b'{');
    while let Some(byte) = data.get(at) {
        match byte {
            b'[' | b' ' => {
                let start = at + 1;
                at = data[start..]
                    .iter()
                    .position(|b| matches!(b, b' ' | b']' | b'='))
                    .map_or(data.len(), |n| start + n);
                if !first {
                    out.push(b',');
                }
                json::keep_string(&data[start..at], out);
                out.push(b':');
                if *byte == b'[' {
                    out.push(b'{');
                }
                (inside, first) = (true, *byte == b'[');
            }
            b'"' => {
                at += 1;
                value.clear();
                while let Some(hit) = memchr2(b'"', b'\\', &data[at..]) {
                    value.extend_from_slice(&data[at..at + hit]);
                    at += hit;
                    if data[at] == b'"' {
                        break;
                    }
                    // A backslash before anything else is a backslash.
                    match data.get(at + 1) {
                        Some(escaped @ (b'"' | b'\\' | b']')) => value.push(*escaped),
                        Some(other) => value.extend_from_slice(&[b'\\', *other]),
                        None => value.push(b'\\'),
                    }
                    at = (at + 2).min(data.len());
                }
                json::keep_string(&value, out);
                at += 1;
            }
            b']' => {
                out.push(b'}');
                (inside, first) = (false, false);
                at += 1;
            }
            _ => at += 1,
        }
    }
    if inside {
        out.push(b'}');
    }
    out.push(b'}');
}
