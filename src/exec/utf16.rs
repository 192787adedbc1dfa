//! UTF-16 with a byte order mark, as Windows programs write logs, read as UTF-8.
//!
//! The mark is the only sign that is taken: a guess by zeros would take binary data for text. A
//! unit that has lost its pair becomes U+FFFD, and so does a last half of one.

use std::io::{self, Read};

/// Units that are decoded at a time.
const PIECE: usize = 32 << 10;

/// Whether bytes open with the mark of UTF-16.
pub fn opens(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")
}

/// Whether one more byte could make it such a mark.
pub fn wants_more(bytes: &[u8]) -> bool {
    matches!(bytes, [] | [0xff | 0xfe])
}

/// A stream that is UTF-8 whatever it was.
pub struct Utf8<R> {
    inner: R,
    /// Set at the first read.
    order: Option<Order>,
    /// Decoded bytes that were not asked for yet, and how many of them are gone.
    ready: Vec<u8>,
    gone: usize,
    /// Bytes that are not decoded yet: half of a unit, or of a pair.
    rest: Vec<u8>,
    ended: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Order {
    /// It is no UTF-16, and goes through.
    Bytes,
    Little,
    Big,
}

impl<R: Read> Utf8<R> {
    pub fn new(inner: R) -> Utf8<R> {
        Utf8 { inner, order: None, ready: Vec::new(), gone: 0, rest: Vec::new(), ended: false }
    }

    /// Reads the first two bytes, which tell the order.
    fn begin(&mut self) -> io::Result<Order> {
        if let Some(order) = self.order {
            return Ok(order);
        }
        while self.rest.len() < 2 {
            let mut byte = [0; 2];
            let want = 2 - self.rest.len();
            match self.inner.read(&mut byte[..want])? {
                0 => break,
                n => self.rest.extend_from_slice(&byte[..n]),
            }
        }
        let order = match self.rest[..] {
            [0xff, 0xfe] => Order::Little,
            [0xfe, 0xff] => Order::Big,
            _ => Order::Bytes,
        };
        self.order = Some(order);
        if order == Order::Bytes {
            self.ready = std::mem::take(&mut self.rest);
        }
        self.rest.clear();
        Ok(order)
    }

    /// Decodes some more.
    fn decode(&mut self, order: Order) -> io::Result<()> {
        let start = self.rest.len();
        self.rest.resize(start + 2 * PIECE, 0);
        let read = self.inner.read(&mut self.rest[start..]);
        self.rest.truncate(start + *read.as_ref().unwrap_or(&0));
        self.ended = read? == 0;
        let unit = |pair: &[u8]| match order {
            Order::Big => u16::from_be_bytes([pair[0], pair[1]]),
            _ => u16::from_le_bytes([pair[0], pair[1]]),
        };
        let mut whole = self.rest.len() / 2;
        let split = whole > 0 && (0xd800..0xdc00).contains(&unit(&self.rest[2 * whole - 2..]));
        if split && !self.ended {
            whole -= 1;
        }
        self.ready.clear();
        self.gone = 0;
        let units = self.rest[..2 * whole].chunks_exact(2).map(unit);
        let mut utf8 = [0; 4];
        for point in char::decode_utf16(units) {
            let point = point.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.ready.extend_from_slice(point.encode_utf8(&mut utf8).as_bytes());
        }
        self.rest.drain(..2 * whole);
        if self.ended && !self.rest.is_empty() {
            self.rest.clear();
            self.ready.extend_from_slice(char::REPLACEMENT_CHARACTER.encode_utf8(&mut utf8).as_bytes());
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let order = self.begin()?;
        loop {
            let ready = &self.ready[self.gone..];
            if !ready.is_empty() {
                let n = ready.len().min(buffer.len());
                buffer[..n].copy_from_slice(&ready[..n]);
                self.gone += n;
                return Ok(n);
            }
            if order == Order::Bytes {
                return self.inner.read(buffer);
            }
            if self.ended {
                return Ok(0);
            }
            self.decode(order)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time.
    struct Dribble<'a>(&'a [u8], usize);

    impl Read for Dribble<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(self.0.len()).min(buffer.len());
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn read(bytes: &[u8]) -> Vec<Vec<u8>> {
        [1, 2, 3, 5, 4096]
            .map(|n| {
                let mut out = Vec::new();
                Utf8::new(Dribble(bytes, n)).read_to_end(&mut out).unwrap();
                out
            })
            .to_vec()
    }

    #[test]
    fn both_orders_and_what_is_neither() {
        let text = "a=ö 😀\r\nb=1\r\n";
        let little: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        for bytes in [&little[..], &big, text.as_bytes()] {
            assert!(read(bytes).iter().all(|out| out == text.as_bytes()), "{bytes:?}");
        }
        assert!(read(b"\xff").iter().all(|out| out == b"\xff") && read(b"").iter().all(Vec::is_empty));
    }

    #[test]
    fn what_is_broken_is_marked() {
        assert!(read(b"\xff\xfe\x3d\xd8a\0b").iter().all(|out| out == "\u{fffd}a\u{fffd}".as_bytes()));
        assert!(read(b"\xff\xfea\0\x3d\xd8").iter().all(|out| out == "a\u{fffd}".as_bytes()));
    }
}
