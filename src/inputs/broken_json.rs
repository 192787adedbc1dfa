//! Where a text stops being a JSON object, and what should have stood there.
//!
//! The cutter of JSON only knows that a line is none, since it is made for lines that are. This
//! goes over the line once more, for the few that are told.

use crate::base::json::{MAX_DEPTH, skip_blanks, skip_plain};

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
            Some(b'"') => at = string(text, at)?,
            _ => at = skip_plain(text, at).ok_or_else(|| (at, value(&text[at..])))?,
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
    let colon = skip_blanks(text, string(text, at)?);
    if text.get(colon) != Some(&b':') {
        return Err((colon, "`:` after the key"));
    }
    Ok(skip_blanks(text, colon + 1))
}

/// Takes a string from its opening quote to after its closing one.
fn string(text: &[u8], at: usize) -> Result<usize, (usize, &'static str)> {
    let mut at = at + 1;
    loop {
        match text.get(at) {
            None => return Err((at, "the closing quote")),
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => match text.get(at + 1) {
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => at += 2,
                Some(b'u') => {
                    let digits = text[at + 2..].iter().take(4).take_while(|b| b.is_ascii_hexdigit()).count();
                    if digits < 4 {
                        return Err((at + 2 + digits, "four hexadecimal digits after `\\u`"));
                    }
                    at += 6;
                }
                _ => return Err((at, "an escape that JSON has")),
            },
            Some(..0x20) => return Err((at, "an escape in place of a control byte")),
            Some(_) => at += 1,
        }
    }
}

/// What should stand in place of something that is no value.
fn value(rest: &[u8]) -> &'static str {
    const OTHERS: [(&[u8], &str); 9] = [
        (b"None", "`null`"),
        (b"undefined", "`null`"),
        (b"True", "`true`"),
        (b"False", "`false`"),
        (b"NaN", "a number (JSON has no NaN)"),
        (b"nan", "a number (JSON has no NaN)"),
        (b"Infinity", "a number (JSON has no infinity)"),
        (b"-Infinity", "a number (JSON has no infinity)"),
        (b"'", "`\"`"),
    ];
    let any = "a value: a string in `\"`, a number, `true`, `null`, `{` or `[`";
    OTHERS.iter().find(|(text, _)| rest.starts_with(text)).map_or(any, |(_, expected)| expected)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::json;

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
            ("{\"a\":\"x", 7),
            ("{\"a\":\"x\\y\"}", 7),
            ("{\"a\":\"\\u12g4\"}", 10),
            ("{\"a\":\"\\u12", 10),
            ("{\"a\":\"\t\"}", 6),
            ("{\"a\":None}", 5),
            ("{\"a\":{\"b\":1}", 12),
            ("{a:1}", 1),
        ] {
            assert_eq!(stop(text.as_bytes()).map(|s| s.0), Some(at), "{text}");
        }
        for text in ["{}", " {\"a\":[{},[],{\"b\":null}],\"c\":-1.5e3} "] {
            assert_eq!(stop(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        /// The scanner and the walk agree on what an object is.
        #[test]
        fn agrees_with_the_scanner(pieces in proptest::collection::vec(
            prop_oneof![
                Just("{"), Just("}"), Just("["), Just("]"), Just(","), Just(":"), Just(" "), Just("\"a\""), Just("\"a\":"),
                Just("\"a\":1"), Just("{\"a\":1}"), Just("1"), Just("null"), Just("\""), Just("\\"), Just("\\u00e9"),
                Just("0"), Just("-"), Just("1.5e3"), Just("\t"), Just("\u{1}"), Just("\u{e9}"), Just("nul"),
            ], 0..9))
        {
            for text in [pieces.concat(), format!("{{\"a\":{}}}", pieces.concat())] {
                let bytes = text.as_bytes();
                let start = json::skip_blanks(bytes, 0);
                let whole = bytes.get(start) == Some(&b'{')
                    && json::skip_value(bytes, start).is_some_and(|end| json::skip_blanks(bytes, end) == bytes.len());
                let stop = stop(bytes);
                prop_assert_eq!(stop.is_none(), whole, "{} {:?}", text, stop);
                prop_assert!(stop.is_none_or(|(at, _)| at <= bytes.len()));
            }
        }
    }
}
