//! Where a text stops being a JSON object, and what should have stood there.
//!
//! The cutter of JSON only knows that a line is none, since it is made for lines that are. This
//! goes over the line once more, for the few that are told.

use crate::base::json::{MAX_DEPTH, skip_blanks, skip_plain, skip_string};

/// Where the text stops, and what is expected there; None for an object with blanks around it.
pub fn stop(text: &[u8]) -> Option<(usize, &'static str)> {
    walk(text).err()
}

fn walk(text: &[u8]) -> Result<(), (usize, &'static str)> {
    // By open bracket, whether it is that of an object.
    let mut open: Vec<bool> = Vec::new();
    let mut at = skip_blanks(text, 0);
    if text.get(at) != Some(&b'{') {
        return Err((at, "an object, `{`"));
    }
    loop {
        // A value starts here.
        match text.get(at) {
            Some(bracket @ (b'{' | b'[')) => {
                if open.len() >= MAX_DEPTH {
                    return Err((at, "a value that is not nested so deep"));
                }
                open.push(*bracket == b'{');
                let inside = skip_blanks(text, at + 1);
                let close = if *bracket == b'{' { b'}' } else { b']' };
                if text.get(inside) == Some(&close) {
                    open.pop();
                    at = inside + 1;
                } else if *bracket == b'{' {
                    at = key(text, inside)?;
                    continue;
                } else {
                    at = inside;
                    continue;
                }
            }
            Some(b'"') => match skip_string(text, at + 1) {
                Some((end, _)) => at = end + 1,
                None => return Err((at, "a string that is closed and has right escapes")),
            },
            _ => match skip_plain(text, at) {
                Some(end) => at = end,
                None => return Err((at, "a value: a string in `\"`, a number, `true`, `null`, `{` or `[`")),
            },
        }
        // A value ends here.
        loop {
            at = skip_blanks(text, at);
            let Some(object) = open.last() else {
                return if at == text.len() { Ok(()) } else { Err((at, "nothing after the object")) };
            };
            match (text.get(at), object) {
                (Some(b','), true) => {
                    at = key(text, skip_blanks(text, at + 1))?;
                    break;
                }
                (Some(b','), false) => {
                    at = skip_blanks(text, at + 1);
                    break;
                }
                (Some(b'}'), true) | (Some(b']'), false) => {
                    open.pop();
                    at += 1;
                }
                (_, true) => return Err((at, "`,` or `}`")),
                (_, false) => return Err((at, "`,` or `]`")),
            }
        }
    }
}

/// Takes a key and its colon, and gives where the value starts.
fn key(text: &[u8], at: usize) -> Result<usize, (usize, &'static str)> {
    if text.get(at) != Some(&b'"') {
        return Err((at, "a key in `\"`"));
    }
    let Some((end, _)) = skip_string(text, at + 1) else {
        return Err((at, "a key that is closed and has right escapes"));
    };
    let colon = skip_blanks(text, end + 1);
    if text.get(colon) != Some(&b':') {
        return Err((colon, "`:` after the key"));
    }
    Ok(skip_blanks(text, colon + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        for (text, at) in [
            ("x", 0),
            ("[1]", 0),
            ("{\"a\":1} x", 8),
            ("{\"a\":1,}", 7),
            ("{\"a\" 1}", 5),
            ("{\"a\":01}", 6),
            ("{\"a\":tru}", 5),
            ("{\"a\":[1 2]}", 8),
            ("{\"a\":\"x", 5),
            ("{\"a\":{\"b\":1}", 12),
            ("{a:1}", 1),
        ] {
            assert_eq!(stop(text.as_bytes()).map(|s| s.0), Some(at), "{text}");
        }
        for text in ["{}", " {\"a\":[{},[],{\"b\":null}],\"c\":-1.5e3} "] {
            assert_eq!(stop(text.as_bytes()), None, "{text}");
        }
    }
}
