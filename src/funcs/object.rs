//! JSON objects, member by member, for the functions that make them.

use crate::base::json::keep_string;

/// An object that is being written.
pub struct Object<'o> {
    out: &'o mut Vec<u8>,
    empty: bool,
}

impl<'o> Object<'o> {
    /// Begins one.
    pub fn new(out: &'o mut Vec<u8>) -> Object<'o> {
        out.push(b'{');
        Object { out, empty: true }
    }

    /// A member whose value `write` writes as JSON.
    pub fn member(&mut self, key: &[u8], write: impl FnOnce(&mut Vec<u8>)) {
        if !std::mem::take(&mut self.empty) {
            self.out.push(b',');
        }
        keep_string(key, self.out);
        self.out.push(b':');
        write(self.out);
    }

    /// A member that is text; None is left out.
    pub fn text(&mut self, key: &str, text: Option<&[u8]>) {
        if let Some(text) = text {
            self.member(key.as_bytes(), |out| keep_string(text, out));
        }
    }

    /// Ends it.
    pub fn end(self) {
        self.out.push(b'}');
    }
}
