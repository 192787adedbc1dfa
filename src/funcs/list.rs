//! JSON lists, element by element, for the functions that take them.

use crate::base::json::{skip_blanks, skip_value, unescape};

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
