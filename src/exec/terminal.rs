//! A terminal obeys what is printed to it, and logs are written by strangers: on a terminal control bytes
//! are shown in place of being sent.
//!
//! This stands behind all formats, as the last thing before the terminal, so that no format can forget it
//! (a table has its own escapes, which hold its columns together). Colours of the log are control bytes
//! like others: letting just those through was rejected, since they can make text invisible. Pipes and
//! files never come here.

use std::io::{self, Write};

/// A writer to a terminal.
pub struct Terminal<W> {
    to: W,
    shown: Vec<u8>,
}

impl<W: Write> Terminal<W> {
    pub fn new(to: W) -> Terminal<W> {
        Terminal { to, shown: Vec::new() }
    }
}

impl<W: Write> Write for Terminal<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.shown.clear();
        visible(bytes, &mut self.shown);
        self.to.write_all(&self.shown)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Appends text as a terminal may get it: control characters as `^[` and its like, those of the second page
/// as U+FFFD. Tabs, newlines and the carriage return before one are what they are.
pub fn visible(bytes: &[u8], out: &mut Vec<u8>) {
    for chunk in bytes.utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some(at) = rest.find(|c: char| c.is_control() && c != '\n' && c != '\t') {
            out.extend_from_slice(&rest.as_bytes()[..at]);
            let mut chars = rest[at..].chars();
            match chars.next() {
                Some('\r') if chars.as_str().starts_with('\n') => out.push(b'\r'),
                // 0x40 beside it is the letter that one types with Control.
                Some(control @ ('\0'..='\x1f' | '\x7f')) => out.extend([b'^', control as u8 ^ 0x40]),
                _ => out.extend_from_slice("\u{fffd}".as_bytes()),
            }
            rest = chars.as_str();
        }
        out.extend_from_slice(rest.as_bytes());
        for &byte in chunk.invalid() {
            // A terminal without UTF-8 takes these for the second page.
            match byte {
                0x80..=0x9f => out.extend_from_slice("\u{fffd}".as_bytes()),
                byte => out.push(byte),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        visible(bytes, &mut out);
        out
    }

    #[test]
    fn control_bytes_are_shown() {
        for (bytes, expected) in [
            (&b"plain \xc3\xa9\t|\n"[..], &b"plain \xc3\xa9\t|\n"[..]),
            (b"\x1b[31mred\x1b[0m", b"^[[31mred^[[0m"),
            (b"\x1b]0;title\x07", b"^[]0;title^G"),
            (b"a\rb\r\n\r", b"a^Mb\r\n^M"),
            (b"\0\x08\x0c\x7f", b"^@^H^L^?"),
            // The second page, in UTF-8 and bare; other bytes that are no UTF-8 do no harm.
            (b"\xc2\x9b31m", b"\xef\xbf\xbd31m"),
            (b"\x9b31m \xff\xe9", b"\xef\xbf\xbd31m \xff\xe9"),
            (b"", b""),
        ] {
            assert_eq!(shown(bytes), expected, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn no_bytes_make_a_terminal_obey() {
        for first in 0..=255u8 {
            for second in 0..=255u8 {
                let out = shown(&[b'x', first, second, b'x']);
                let obeys = |b: &u8| matches!(b, 0..=0x1f | 0x7f) && !matches!(b, b'\t' | b'\n');
                let left = out.iter().filter(|b| obeys(b)).count();
                let ends_line = (first, second) == (b'\r', b'\n');
                assert_eq!(left, usize::from(ends_line), "{first:#x} {second:#x}");
                let text = String::from_utf8_lossy(&out);
                assert!(!text.contains(|c| matches!(c, '\u{80}'..='\u{9f}')), "{first:#x} {second:#x}");
            }
        }
    }

    #[test]
    fn a_writer_takes_all_it_is_given() {
        let mut to = Terminal::new(Vec::new());
        assert_eq!(to.write(b"\x1b\x1b").unwrap(), 2);
        to.flush().unwrap();
        assert_eq!(to.to, b"^[^[");
    }
}
