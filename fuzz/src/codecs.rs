//! Codecs: arbitrary bytes as a compressed stream, and back and forth.

use std::io::{self, BufReader, Read, Write};
use std::sync::{Arc, Mutex};

use flitch::codecs;
use flitch::def::{CodecDef, Span, Start};

pub const WORDS: &[&str] = &[
    "\x1f",
    "\0\0\0\0\0\0\0\0",
    "\x08",
    "\x1f\u{8b}\x08\0",
    "(\u{b5}/\u{fd}",
    "P*M\x18",
    "BZh1",
    "1AY&SY",
    "\u{fd}7zXZ\0",
    "\x04\"M\x18",
    "\x02!L\x18",
];

/// The most that is read: a small stream may hold gigabytes.
const MOST: u64 = 1 << 20;

/// The bytes that a window may take: any stream may ask for one.
const MEMORY: usize = 16 << 20;

/// Reads the bytes as a stream of every codec, and writes them through every codec.
pub fn run(data: &[u8]) {
    codecs::by_magic(data);
    for codec in codecs::ALL {
        decode(codec, data);
        split(codec, data);
        round_trip(codec, data);
    }
}

/// What can be read does not depend on how it is read.
fn decode(codec: &CodecDef, data: &[u8]) {
    let (good, error) = read(codec, data, 8192, 65536);
    let (again, other) = read(codec, data, 1 + data.len() % 7, 1 + data.len() % 13);
    assert!(good.len() as u64 <= MOST, "no more is read than was asked for");
    // What liblzma gives of a damaged block before it says so depends on the room that it has.
    let is_same = good == again || codec.doc.name == "xz" && error.is_some();
    assert!(is_same && error == other, "{} gives {error:?} and {other:?}", codec.doc.name);
}

/// The good data, and the words of the error after it.
fn read(codec: &CodecDef, data: &[u8], chunk: usize, buffer: usize) -> (Vec<u8>, Option<String>) {
    let inner = BufReader::with_capacity(chunk, io::Cursor::new(data.to_vec()));
    let mut reader = (codec.reader)(Box::new(inner), Start { memory: MEMORY, at: 0 }).take(MOST);
    let mut good = Vec::new();
    let mut part = vec![0; buffer];
    loop {
        match reader.read(&mut part) {
            Ok(0) => return (good, None),
            Ok(n) => good.extend_from_slice(&part[..n]),
            Err(error) => {
                let again = reader.read(&mut part).map_err(|e| e.to_string());
                assert_eq!(again, Err(error.to_string()), "an error stays");
                return (good, Some(error.to_string()));
            }
        }
    }
}

/// A writer whose bytes can be looked at afterwards.
#[derive(Clone, Default)]
pub struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    /// What was written.
    pub fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(|e| e.into_inner()))
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(|e| e.into_inner()).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is written reads back.
fn round_trip(codec: &CodecDef, data: &[u8]) {
    let (low, default, _) = codec.levels;
    let level = if data.len().is_multiple_of(2) { low } else { default };
    let shared = Shared::default();
    let written = (codec.writer)(Box::new(shared.clone()), level).and_then(|mut writer| {
        let (one, two) = data.split_at(data.len() / 3);
        writer.write_all(one)?;
        writer.flush()?;
        writer.write_all(two)?;
        writer.finish()
    });
    assert!(written.is_ok(), "{written:?}");
    let packed = shared.take();
    pack(codec, data, level);
    assert_eq!(codecs::by_magic(&packed).map(|def| def.doc.name), Some(codec.doc.name), "its own magic");
    assert_eq!(read(codec, &packed, 64, 100), (data.to_vec(), None), "{} reads back", codec.doc.name);
}

/// Pieces that are packed apart read as one.
fn pack(codec: &CodecDef, data: &[u8], level: i32) {
    let (one, two) = data.split_at(data.len() / 2);
    let mut packed = Vec::new();
    let result = (codec.pack)(one, level, &mut packed).and_then(|()| (codec.pack)(two, level, &mut packed));
    assert!(result.is_ok(), "{result:?}");
    assert_eq!(read(codec, &packed, 64, 100), (data.to_vec(), None), "{} reads pieces", codec.doc.name);
}

/// Where a stream is said to end, it can be parted.
fn split(codec: &CodecDef, data: &[u8]) {
    let Span::Ends(end) = (codec.span)(data) else { return };
    let Some((one, two)) = data.split_at_checked(end) else { return };
    let (first, None) = read(codec, one, 4096, 4096) else { return };
    if first.len() as u64 >= MOST {
        return;
    }
    let whole = read(codec, data, 4096, 4096).0;
    assert!(whole.starts_with(&first), "{} gives other bytes apart", codec.doc.name);
    let inner = io::Cursor::new(two.to_vec());
    let mut rest = Vec::new();
    let start = Start { memory: MEMORY, at: end as u64 };
    let _ = (codec.reader)(Box::new(inner), start).take(MOST - first.len() as u64).read_to_end(&mut rest);
    assert!(whole == [first, rest].concat(), "{} gives other bytes apart", codec.doc.name);
}
