//! JSON lists, element by element, for the functions that take or make them.

use crate::base::json::{keep_string, skip_blanks, skip_value, unescape};
use crate::def::Ret;

/// The elements of a JSON list as they are spelled; None when it is no list. Where the bytes
/// stop being one, the elements end.
pub fn elements(json: &[u8]) -> Option<impl Iterator<Item = &[u8]>> {
    if json.first() != Some(&b'[') {
        return None;
    }
    let mut at = 1;
    Some(std::iter::from_fn(move || {
        let start = skip_blanks(json, at);
        let end = skip_value(json, start)?;
        at = skip_blanks(json, end);
        at += usize::from(json.get(at) == Some(&b','));
        Some(&json[start..end])
    }))
}

/// Appends an element as a person reads it: the text of a string, nothing for null, all else
/// as it is spelled.
pub fn write_text(element: &[u8], out: &mut Vec<u8>) {
    match element {
        [b'"', inside @ .., b'"'] => unescape(inside, out),
        b"null" => {}
        spelled => out.extend_from_slice(spelled),
    }
}

/// Appends a text to the list that is being made, which is all of `out`.
pub fn add(text: &[u8], out: &mut Vec<u8>) {
    add_value(out, |out| keep_string(text, out));
}

/// Appends what `write` writes as JSON to the list that is being made.
pub fn add_value(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    out.push(if out.is_empty() { b'[' } else { b',' });
    write(out);
}

/// Ends the list that is being made.
pub fn end<'a>(out: &mut Vec<u8>) -> Ret<'a> {
    if out.is_empty() {
        out.push(b'[');
    }
    out.push(b']');
    Ret::Json
}

/// Answers with a list of texts.
pub fn write<'t, 'a>(texts: impl Iterator<Item = &'t [u8]>, out: &mut Vec<u8>) -> Ret<'a> {
    texts.for_each(|text| add(text, out));
    end(out)
}
